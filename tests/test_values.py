"""What stands in a cell of a list's own column, by its kind."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minsheng_cli.amounts import Nothing, Refusal
from minsheng_cli.form_spec import WIDTHS, Column
from minsheng_cli.values import merged, read_date, read_value

if TYPE_CHECKING:
    from minsheng_cli.form_spec import Kind
    from minsheng_cli.model import CellKind

CHOICES = ("未开工", "已开工（含复工）", "完工")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("money", "1,200.50", "1200.5"), ("money", "3亿元", "30000"), ("money", "无", None), ("money", "", None),
        ("number", "120", "120"), ("number", "1.2万", "12000"), ("number", "35人", "35"), ("number", "—", None),
        ("percent", "45%", "45"), ("percent", "45", "45"), ("percent", "百分之四十五", "45"), ("percent", "无", None),
        ("date", "2025年4月3日", "2025-04-03"), ("date", "2025-04", "2025-04"), ("date", "无", None),
        ("choice", "未开工", "未开工"), ("choice", " 已开工(含复工) ", "已开工（含复工）"), ("choice", "", None),
        ("text", " 两行\n文字 ", "两行\n文字"), ("text", "", None),
    ],
)  # fmt: skip
def test_values_are_read_by_kind(kind: Kind, text: str, value: str | None) -> None:
    read = read_value(Column("x", "栏", kind=kind, choices=CHOICES, own=True), text)
    assert not isinstance(read, Refusal)
    assert merged(read) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("money", "一百多吧"), ("money", "1200-1500"), ("money", "45%"), ("number", "12o"), ("number", "十几个"),
        ("percent", "0.45"), ("percent", "过半"), ("date", "4月3日"), ("date", "2025年2月30日"), ("date", "年底"),
        ("choice", "快开工了"), ("choice", "已开工"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_refused_with_a_reason(kind: Kind, text: str) -> None:
    read = read_value(Column("x", "栏", kind=kind, choices=CHOICES, own=True), text)
    assert isinstance(read, Refusal)
    assert read.why
    assert merged(read) is None


def test_money_is_in_what_the_sheet_says() -> None:
    column = Column("x", "栏", kind="money", own=True)
    assert merged(read_value(column, "12000", money_unit="元")) == "1.2"
    assert isinstance(read_value(column, "12000", money_unit="元或万元"), Refusal)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("2025-04-03", "date", "2025-04-03"), ("2025-04-03T00:00:00", "date", "2025-04-03"),
        ("2025-04-03 00:00:00", "text", "2025-04-03"), ("２０２５．４．３", "text", "2025-04-03"),
        ("2025/4/3", "text", "2025-04-03"), ("20250403", "number", "2025-04-03"),
        ("2025年4月3号。", "text", "2025-04-03"),
        ("2025 年 4 月", "text", "2025-04"), ("2025.10", "text", "2025-10"), ("2025年12月份", "text", "2025-12"),
    ],
)  # fmt: skip
def test_days_as_people_write_them(text: str, kind: CellKind, value: str) -> None:
    assert read_date(text, kind) == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2025.1", "number"),  # January, or October with its nought lost
        ("45750", "number"), ("25年4月3日", "text"), ("2025年13月", "text"), ("2025年4月上旬", "text"), ("4月", "text"),
        ("2025年4月3日至5日", "text"), ("2025" * 20, "text"), ("是", "bool"), ("2025-04-03 08:30", "text"),
    ],
)  # fmt: skip
def test_no_part_of_a_day_is_guessed(text: str, kind: CellKind) -> None:
    assert isinstance(read_date(text, kind), Refusal)


def test_nothing_is_not_refused() -> None:
    assert isinstance(read_date("不涉及"), Nothing)


@given(
    st.sampled_from(sorted(WIDTHS)),
    st.text(max_size=60)
    | st.from_regex(r"[约+-]?[0-9]{1,9}([.,年/-][0-9]{1,3}){0,3}[万亿元%月日个]{0,2}", fullmatch=True),
    st.sampled_from(["text", "number", "percent", "date", "bool", "error", "uncached"]),
)
@settings(deadline=None, max_examples=300)
def test_whatever_stands_in_a_cell_is_a_value_or_a_reason(kind: Kind, text: str, of: CellKind) -> None:
    read = read_value(Column("x", "栏", kind=kind, choices=CHOICES, own=True), text, of)
    value = merged(None if isinstance(read, Refusal) else read)
    assert value is None or value
    if isinstance(read, Refusal):
        assert read.why
        assert not read.why.endswith("。")
    elif value is not None and kind in ("money", "number", "percent"):
        assert Decimal(value).is_finite()
    elif value is not None and kind == "choice":
        assert value in CHOICES
    elif value is not None and kind == "date":
        assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", value)
