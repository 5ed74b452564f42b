"""The form as data: what is declared once, and that everything else follows from it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest

from minsheng_cli.analysis import consolidate
from minsheng_cli.form_spec import (
    COLUMNS,
    ENTRY_FIELDS,
    OFFICIAL,
    RESERVED,
    WIDTHS,
    Column,
    Form,
    Kind,
    form_from_plain,
    shown,
    width_for,
)
from minsheng_cli.model import (
    CheckedReturn,
    Correction,
    Entry,
    Identity,
    IndicatorValue,
    Month,
    MonthRecord,
    Reading,
    Receipt,
    Source,
    UnitReturn,
)
from own_columns import catalogue_with

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue

APRIL = Month(2025, 4)


def test_an_entry_has_a_field_for_each_of_the_nine_that_a_unit_fills_in() -> None:
    assert set(ENTRY_FIELDS) < {f.name for f in fields(Entry)}
    assert [c.key for c in OFFICIAL.asked] == list(ENTRY_FIELDS)
    assert not [c.key for c in COLUMNS if c.own]


def test_own_columns_stand_where_they_are_put() -> None:
    own = [(Column(key, key.upper(), own=True), after) for key, after in (
        ("a", "target"), ("b", "target"), ("c", "a"), ("d", "责任人及联系方式"), ("e", "D"),
    )]  # fmt: skip
    keys = [c.key for c in OFFICIAL.with_own(own).columns]
    assert keys == [
        "number", "name", "lead_unit", "target", "a", "c", "b", "progress", "investment", "problems", "next_steps",
        "contact", "d", "e",
    ]  # fmt: skip


def test_a_form_survives_the_way_to_the_process_that_reads_files() -> None:
    form = catalogue_with().form
    assert form_from_plain(form.as_plain()) == form
    assert hash(form_from_plain(form.as_plain())) == hash(form)


def test_keys_that_mean_something_are_reserved() -> None:
    assert {*ENTRY_FIELDS, "number", "name", "head", "preparer", "indicator", "extra"} <= RESERVED


def test_a_percentage_is_shown_with_one_sign() -> None:
    assert shown(Column("rate", "形象进度", kind="percent"), "45") == "45%"
    assert shown(Column("rate", "完成率（%）", kind="percent"), "45") == "45"
    assert shown(Column("rate", "形象进度", kind="percent"), None) == ""


# ---------------------------------------------------------------- two returns that differ in anything differ


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return catalogue_with()


ENTRY = Entry(
    "S01", "区住房城乡建委", "accepted", "（示例）进展", "12", "无", "（示例）推进", "示例甲 000-00000001",
    (IndicatorValue("S01-1", "改造小区", "个", "73", "20", "指标进度!F4"),),
    Source("一.xlsx", "1" * 64, {"progress": "附件2!E6"}),
    extra={"started": "已开工", "bond": "3", "leader": "示例王"},
)  # fmt: skip
OTHER: dict[str, Any] = {
    "project": "S03", "unit": "区城管局", "state": "returned", "investment": "13",
    "indicators": (replace(ENTRY.indicators[0], actual="21"),),
}  # fmt: skip
"""Another value for fields that are no text."""
PROVENANCE: dict[str, Any] = {
    "source": Source("二.xlsx", "2" * 64, {"progress": "附件2!E9"}),
    "corrections": (
        Correction("S01", "区住房城乡建委", "bond", "4", "3", "核实", "2025-04-26T00:00:00+08:00", "1" * 64),
    ),
}
"""Fields that are not what the unit says."""


def month_of(catalogue: Catalogue, *entries: Entry) -> MonthRecord:
    readings = []
    for number, entry in enumerate(entries, start=1):
        said = UnitReturn("区住房城乡建委", APRIL, (entry,), "示例丙", "示例丁")
        receipt = Receipt(f"{number}.xlsx", str(number) * 64, 1, f"2025-04-2{number}T10:00:00+08:00", "文件时间")
        readings.append(Reading(receipt, Identity("区住房城乡建委", APRIL), CheckedReturn(said, ())))
    return consolidate(APRIL, catalogue, readings)


def outcomes(catalogue: Catalogue, *entries: Entry) -> list[str]:
    return [file.outcome for file in month_of(catalogue, *entries).files]


def test_the_same_said_twice_is_a_duplicate(catalogue: Catalogue) -> None:
    assert outcomes(catalogue, ENTRY, replace(ENTRY)) == ["accepted", "duplicate"]


@pytest.mark.parametrize("name", [f.name for f in fields(Entry)])
def test_returns_that_differ_in_one_field_are_no_duplicates(catalogue: Catalogue, name: str) -> None:
    if name in PROVENANCE:
        assert outcomes(catalogue, ENTRY, replace(ENTRY, **{name: PROVENANCE[name]})) == ["accepted", "duplicate"]
        return
    for key in ENTRY.extra if name == "extra" else (name,):
        other: dict[str, Any] = (
            {"extra": ENTRY.extra | {key: "另一个"}} if name == "extra" else {key: OTHER.get(key, "另一个")}
        )
        assert "duplicate" not in outcomes(catalogue, ENTRY, replace(ENTRY, **other)), key


@pytest.mark.parametrize("column", [c.key for c in catalogue_with().form.asked])
def test_returns_that_differ_in_one_column_are_no_duplicates(catalogue: Catalogue, column: str) -> None:
    assert outcomes(catalogue, ENTRY, ENTRY.with_values({column: "99"})) == ["superseded", "accepted"]


def test_a_row_that_a_return_lacks_still_says_what_the_office_filled_in(catalogue: Catalogue) -> None:
    entries = {e.project: e for e in month_of(catalogue, ENTRY).entries}
    assert entries["P06"].state == "missing"
    assert set(entries["P06"].extra) == {c.key for c in catalogue.form.own}
    assert set(entries["P06"].extra.values()) == {None}
    assert replace(catalogue, form=Form()).own_values(catalogue.project("S01")) == {}
    assert catalogue.own_values(catalogue.project("S01"))["plan"] == "1200.5"


def test_every_kind_of_an_own_column_has_its_width_and_prompt() -> None:
    assert set(WIDTHS) == {"text", "money", "number", "percent", "date", "choice"}


@pytest.mark.parametrize(
    ("kind", "header", "width"),
    [("number", "已开工", 8), ("number", "2026年工作计划计划投资（万元）", 13), ("text", "分管领导", 14)],
)
def test_a_column_is_as_wide_as_its_heading_needs_in_three_lines(kind: Kind, header: str, width: float) -> None:
    assert width_for(kind, header) == width
