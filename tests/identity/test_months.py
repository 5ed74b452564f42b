from __future__ import annotations

import pytest

from minsheng_cli.identity.months import months_named
from minsheng_cli.model import Month

APRIL = [Month(2025, 4)]


@pytest.mark.parametrize(
    "text",
    [
        "4月", "４月份", "四月", "04月", "2025年4月", "2025年04月", "25年4月", "2025-04", "2025.4", "2025-4月",
        "2025_04", "202504", "2025 年 4 月", "1-4月", "1月—4月", "2025年1-4月", "2025.1-4月", "4月25日4月",
        "二〇二五年四月", "填报月份：2025年4月　数据截至2025年4月25日", "4月完成情况表", "4月-最终版-改", "截至4月底",
        "附件2（区水利局）4月(1)", "水利局2025年4月民生实事12项", "4月进展及5月计划", "2025.12完成，4月报送",
    ],
)  # fmt: skip
def test_texts_that_name_april(text: str) -> None:
    assert list(months_named(text, 2025).months) == APRIL


@pytest.mark.parametrize(
    "text", ["2025年4月24日", "2025.4.24", "2025-04-24 00:00:00", "20250424", "4月24日", "４月２４号"]
)
def test_days_are_told_apart(text: str) -> None:
    assert months_named(text, 2025) == ((), tuple(APRIL))


@pytest.mark.parametrize(
    "text",
    [
        "", "2025年重点民生实事", "渝北府办发〔2025〕9号", "(1)(2)", "25项", "每月25日前", "12月底前完成",
        "完成时限：2025.12",
        "2025.12完成", "3个月", "三个月", "13月", "0月", "2025年3月—12月", "一月一报", "13812342025", "5月工作计划",
    ],
)  # fmt: skip
def test_texts_that_name_no_month(text: str) -> None:
    assert months_named(text, 2025) == ((), ())


@pytest.mark.parametrize(
    ("text", "month"),
    [("十二月", 12), ("十一月", 11), ("十月", 10), ("元月", 1), ("11月", 11), ("2025年1月", 1), ("三月", 3)],
)
def test_other_months(text: str, month: int) -> None:
    assert months_named(text, 2025).months == (Month(2025, month),)


def test_a_stated_year_wins_and_all_months_are_named() -> None:
    assert months_named("2024年4月、5月", 2025).months == (Month(2024, 4), Month(2025, 5))


@pytest.mark.parametrize(
    "text", ["2025年终", "附件2_区教委_2025年终", "2025-final", "2025-终", "25年终进展情况", "S05|区教委|2025-final"]
)
def test_a_years_closing_period_is_named(text: str) -> None:
    assert months_named(text, 2025) == ((Month.closing(2025),), ())


@pytest.mark.parametrize("text", ["2025年终考核", "2025年终总结", "年终", "12月年终"])
def test_a_years_end_papers_name_no_period(text: str) -> None:
    assert Month.closing(2025) not in months_named(text, 2025).months


def test_the_closing_period_follows_december() -> None:
    final, december = Month.closing(2025), Month(2025, 12)
    assert december < final < Month(2026, 1)
    assert (str(final), final.label, final.short, final.code) == ("2025-final", "2025年终", "年终", "25终")
    assert [Month.parse(t) for t in ("2025-final", "2025-终", "2025年终")] == [final] * 3
    assert (final.shift(-1), final.shift(1), final.shift(0)) == (december, Month(2026, 1), final)
    assert (final.calendar, final.months_since(Month(2025, 11))) == (december, 1)
