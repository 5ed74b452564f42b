"""Text compared and quoted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng_cli.model import Month
from minsheng_cli.text.fold import clean, fold
from minsheng_cli.text.lines import spreadsheet_length
from minsheng_cli.validate.wording import (
    difference,
    has_illegal,
    is_hollow,
    of_another_month,
    quote,
    stops_before,
    without_time,
)

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue

OFFICIAL = "完成电动车充电端口设施建设1200个；\n治理面积2550㎡，适龄女学生“两癌”筛查2000人以上。"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (OFFICIAL.replace("1200", "1000"), "原文“1200个”，现为“1000个”"),
        (OFFICIAL.replace("以上", ""), "缺少“以上”"),
        (OFFICIAL.replace("建设", "建设改造"), "多出“改造”"),
        (
            OFFICIAL.replace("1200", "１０００").replace("2550", "50"),
            "原文“1200个”，现为“１０００个”；原文“2550㎡”，现为“50㎡”",
        ),
        (OFFICIAL.replace("1200", "1").replace("2550", "2").replace("2000", "3"), "等3处"),
        (OFFICIAL.replace("完成电动车", "做成电瓶车"), "原文“完成电动”，现为“做成电瓶”"),
        ("与此完全不相干的一段话", "现为“与此完全不相干的一段话”"),
        (OFFICIAL * 20, "长得多"),
    ],
)
def test_difference(now: str, said: str) -> None:
    assert said in difference(OFFICIAL, now)


@pytest.mark.parametrize(
    "same",
    [
        OFFICIAL.replace("\n", ""),
        OFFICIAL.replace("；", ";").replace("，", ","),
        OFFICIAL.replace("“", '"').replace("”", '"'),
        OFFICIAL.replace("㎡", "m²"),
        OFFICIAL.replace("1200", "１２００"),
        " \u3000" + OFFICIAL.removesuffix("。") + "\u200b\n",
    ],
)
def test_what_typing_changes_is_no_difference(same: str) -> None:
    assert fold(same) == fold(OFFICIAL)


def test_a_digit_is_a_difference() -> None:
    assert fold("1.5万人次") != fold("15万人次")
    assert fold("2019—2025年") == fold("2019-2025年")


def test_official_texts_differ_from_each_other(catalogue: Catalogue) -> None:
    assert len({fold(p.target) for p in catalogue.projects}) == len(catalogue.projects)
    assert len({fold(p.name) for p in catalogue.projects}) == len(catalogue.projects)


def test_difference_of_hostile_text_is_quick() -> None:
    started = time.process_time()
    for text in ("个" * 32767, "1a" * 16000, "\n" * 32767, OFFICIAL + "a " * 5000):
        assert len(difference(OFFICIAL * 3, text)) < 200
    assert time.process_time() - started < 10  # quadratic, it would take minutes


@given(st.text(max_size=300), st.text(max_size=300))
def test_never_raises_and_stays_short(one: str, other: str) -> None:
    assert len(quote(one)) <= 40
    quote(one).encode()
    assert len(difference(one, other)) < 200
    assert not has_illegal(clean(one))
    assert is_hollow(one) or one.strip()
    assert spreadsheet_length(one) >= len(one)
    assert fold(fold(one)) == fold(one) or not one.isascii()


@pytest.mark.parametrize(
    ("remark", "other"),
    [("此为3月数", True), ("系上月数据", True), ("三月底数。", True), ("截至3月底的数据", True), ("4月数", False),
     ("为四月累计数", False), ("较3月数增加2", False), ("3月新增5户", False), ("本月数", False), ("含上年结转", False)],
)  # fmt: skip
def test_a_remark_says_that_the_figure_is_another_months(remark: str, *, other: bool) -> None:
    assert of_another_month(remark, Month(2025, 4)) is other


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("截至4月底累计1200万元", "累计1200万元"),
        ("截止2025年4月20日，已完成1200", "已完成1200"),
        ("截至四月末完成1200", "完成1200"),
        ("截至3月底累计1200万元", None),
        ("截至2024年4月底累计1200万元", None),
        ("截至4月1200", None),
        ("累计1200万元", None),
        ("1—4月累计1200万元", "累计1200万元"),
        ("2025年1-4月1200万元", "1200万元"),
        ("1200（截至4月25日）", "1200"),
        ("1200（截至3月25日）", None),
        ("1-3月累计1200", None),
        ("4月1200万元", None),
    ],
)
def test_a_figure_may_say_that_it_goes_up_to_this_month(text: str, left: str | None) -> None:
    assert without_time(text, Month(2025, 4)) == (text if left is None else left)


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("截至2024年底累计完成20项。", True), ("截至去年底完成20项。", True), ("前三个月完成20项。", True),
        ("3月，完成20项。", True), ("2月份完成20项。", True),
        ("截至2024年底完成20项，今年4月新增2项。", False), ("3月底前完成8项，4月新增2项。", False),
        ("3月20日开工，正在施工。", False),
        ("4月，完成20项。", False), ("前期手续3月办结，目前完成60%。", False),
    ],
)  # fmt: skip
def test_a_story_may_end_in_an_earlier_month(text: str, *, stops: bool) -> None:
    assert stops_before(text, Month(2025, 4)) == stops
