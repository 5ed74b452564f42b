"""Quantities in the prose: a hint where they plainly differ from what is reported, silence where they may not."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from minsheng_cli.analysis.quantities import Hint, KnownFigure, hints, invested

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue

Figures = dict[str, str]


def told(catalogue: Catalogue, text: str, reported: Figures, before: Figures | None = None) -> tuple[Hint, ...]:
    project = catalogue.project(next(iter(reported)).partition("-")[0])

    def figure(figures: Figures, indicator: str) -> Decimal | None:
        return Decimal(figures[indicator]) if indicator in figures else None

    known = [KnownFigure(i, figure(reported, i.id), figure(before or {}, i.id)) for i in project.indicators if i.asked]
    return hints(text, known)


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("已完成口袋公园方案设计3个", {"S02-1": "0"}),
        ("3个口袋公园均已完成选址", {"S02-1": "0"}),
        ("第3个口袋公园已完成80%", {"S02-1": "2"}),
        ("口袋公园计划建成3个", {"S02-1": "0"}),
        ("腾芳大道口袋公园已建成开放，另2个正在办理手续", {"S02-1": "1"}),
        ("300个5G基站中已建成120个5G基站", {"P09-1": "120"}),
        ("5月新建5G基站12个，累计新建5G基站110个", {"P09-1": "110"}),
        ("新建5G基站5个，累计110个", {"P09-1": "110"}),
        ("占年度目标新建5G基站的46%", {"P09-1": "110"}),
        ("1-5月城镇新增就业21000人", {"P08-1": "2.1"}),
        ("5月城镇新增就业3000人", {"P08-1": "2.1"}),
        ("累计举办线上线下招聘活动38场，本月举办8场", {"P08-3": "38"}),
        ("双凤养老服务中心扩建年度任务完成率40%", {"P04-3": "12"}),
        (
            "玉峰山镇2处、茨竹镇1处、大盛镇1处，共计完成4处黑臭水体整治",
            {"S04-1": "4", "S04-2": "2", "S04-3": "1", "S04-4": "1"},
        ),
        ("分两年完成325口病险山坪塘整治任务，已整治病险山坪塘60口", {"P03-6": "60"}),
        ("覆盖未成年人1500人次", {"S10-3": "1500"}),
        ("森林消防水箱300口已完成采购", {"P10-2": "0"}),
        ("困难重度残疾人家庭无障碍改造已入户评估120户", {"S06-1": "60"}),
    ],
)
def test_no_hint_where_a_figure_may_be_another(catalogue: Catalogue, text: str, reported: Figures) -> None:
    assert told(catalogue, text, reported) == ()


@pytest.mark.parametrize(
    ("text", "reported", "said"),
    [
        ("截至5月底，累计新建5G基站130个", {"P09-1": "110"}, "130"),
        ("已建成口袋公园2个", {"S02-1": "1"}, "2"),
        ("1-5月城镇新增就业25000人", {"P08-1": "2.1"}, "2.5"),
        ("双凤养老服务中心扩建已完成总体工程量的15%", {"P04-3": "12"}, "15"),
        ("已覆盖未成年人1,800人次", {"S10-3": "1500"}, "1800"),
        ("新增托位数180个", {"P05-1": "170"}, "180"),
        ("已整治病险山坪塘７０口", {"P03-6": "60"}, "70"),
    ],
)
def test_a_plain_difference_is_hinted(catalogue: Catalogue, text: str, reported: Figures, said: str) -> None:
    (hint,) = told(catalogue, text, reported)
    assert hint.said == Decimal(said)
    assert hint.indicator in reported


def test_a_hint_tells_target_and_last_time(catalogue: Catalogue) -> None:
    (hint,) = told(catalogue, "截至5月25日，已新建5G基站85个", {"P09-1": "110"}, {"P09-1": "85"})
    assert hint.sentence == (
        "进展写“已新建5G基站85个”，而“新建5G基站”报数为110个（年度目标300个；上次报数85个，与文字相同），请核对。"
    )


def test_what_a_co_lead_reports_is_no_difference(catalogue: Catalogue) -> None:
    indicator = next(i for i in catalogue.project("P06").indicators if i.id == "P06-4")
    text = "三龙片区路内停车位已施划420个"
    assert hints(text, [KnownFigure(indicator, None)])
    assert hints(text, [KnownFigure(indicator, None, elsewhere=(Decimal(420),))]) == ()


@pytest.mark.parametrize(
    ("text", "reported", "said"),
    [
        ("累计完成投资1.2亿元", "12000", None),
        ("累计完成投资1.2亿元", "120", "12000"),
        ("总投资5亿元，截至5月底已完成投资3,200万元", "3200", None),
        ("本月完成投资300万元", "1200", None),
        ("计划累计完成投资3亿元", "120", None),
        ("累计投资达2300万元", "2000", "2300"),
    ],
)
def test_investment_in_the_prose(text: str, reported: str, said: str | None) -> None:
    assert [h.said for h in invested(text, Decimal(reported), None)] == ([Decimal(said)] if said else [])
