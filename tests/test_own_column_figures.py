"""What the list's own columns say of the projects together: 占年度计划投资, 开工率, sums of money only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document

from minsheng_cli.analysis import totals
from minsheng_cli.analysis.columns import (
    by_project,
    has_begun,
    people_in,
    plan_share,
    planned_investment,
    public_values,
    starts,
)
from minsheng_cli.analysis.story import MonthView, compute_stories
from minsheng_cli.model import Catalogue, Entry, Month, MonthRecord, Pace
from minsheng_cli.reports import docx
from minsheng_cli.reports.content import board, bulletin, compose
from minsheng_cli.workspace import TEMPLATES, packaged
from own_columns import COLUMNS, catalogue_with

APRIL, DAY = Month(2025, 4), date(2025, 4, 25)


def record(*entries: Entry) -> MonthRecord:
    return MonthRecord("2025-04", "", (), entries, ())


def entry(project: str, unit: str, investment: str | None = None, **extra: str | None) -> Entry:
    return Entry(project, unit, "accepted", "（示例）", investment, extra=dict(extra))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return catalogue_with()


def test_the_plan_is_the_lists_and_only_projects_with_a_plan_count(catalogue: Catalogue) -> None:
    month = record(
        entry("S01", "区住房城乡建委", "600.25"), entry("P06", "区住房城乡建委", "999"), entry("S02", "区城管局", None)
    )
    share = plan_share(month, catalogue)
    assert share is not None
    assert (share.planned, share.invested, share.counted) == (Decimal("2000.5"), Decimal("600.25"), 2)
    assert planned_investment(catalogue.project("P06"), {}, catalogue) is None
    assert plan_share(month, catalogue_with("", {})) is None


def test_a_plan_that_units_report_is_counted_once_where_co_leads_agree() -> None:
    asked = catalogue_with(COLUMNS.replace("fill: office, role: planned", "role: planned"), {"S01": "{partners: 甲}"})
    project = next(p for p in asked.projects if len(p.lead_units) > 1)
    one, two = project.lead_units
    same = {one: entry(project.id, one, plan="100"), two: entry(project.id, two, plan="100.0")}
    assert planned_investment(project, same, asked) == 100
    apart = {one: entry(project.id, one, plan="100"), two: entry(project.id, two, plan="50")}
    assert planned_investment(project, apart, asked) == 150


@pytest.mark.parametrize(("said", "begun"), [("未开工", False), ("已开工", True), ("已完工", True), (None, None)])
def test_a_choice_says_whether_work_has_begun(catalogue: Catalogue, said: str | None, *, begun: bool | None) -> None:
    project = catalogue.project("S01")
    unit = project.lead_units[0]
    assert has_begun(project, {unit: entry("S01", unit, started=said)}, catalogue, DAY) is begun


@pytest.mark.parametrize(
    ("said", "begun"),
    [("2025-04-25", True), ("2025-04-26", False), ("2025-04", True), ("2025-05", False), ("2024-12", True)],
)
def test_a_date_is_held_against_the_day(said: str, *, begun: bool) -> None:
    columns = COLUMNS.replace("role: start, ", "").replace("kind: date}", "kind: date, role: start}")
    dated = catalogue_with(columns)
    project = dated.project("S01")
    unit = project.lead_units[0]
    assert has_begun(project, {unit: entry("S01", unit, begin=said)}, dated, DAY) is begun


def test_the_rate_of_starts_counts_all_projects(catalogue: Catalogue) -> None:
    month = record(
        entry("S01", "区住房城乡建委", started="已开工"), entry("P06", "区住房城乡建委", started="未开工"),
        Entry("S03", "区住房城乡建委", "missing", extra={"started": "已开工"}),
    )  # fmt: skip
    said = starts(month, catalogue, DAY)
    assert said is not None
    assert (said.begun, said.answered, said.projects) == (1, 2, 25)
    assert starts(month, catalogue_with("", {}), DAY) is None


def test_only_public_columns_are_public_and_persons_never(catalogue: Catalogue) -> None:
    project = catalogue.project("S01")
    unit = project.lead_units[0]
    said = {unit: entry("S01", unit, started="已开工", bond="5", leader="示例王")}
    assert public_values(project, said, catalogue) == (("开工情况", "已开工"),)
    column = replace(catalogue.form.column("leader"), public=True)
    loose = replace(catalogue, form=replace(catalogue.form, columns=(*catalogue.form.columns[:-3], column)))
    assert public_values(project, said, loose) == (("开工情况", "已开工"),)


def test_co_leads_that_differ_are_named(catalogue: Catalogue) -> None:
    project = next(p for p in catalogue.projects if len(p.lead_units) > 1)
    one, two = project.lead_units
    said = {one: entry(project.id, one, started="已开工"), two: entry(project.id, two, started="未开工")}
    ((header, text),) = public_values(project, said, catalogue)
    assert header == "开工情况"
    assert text == f"{catalogue.unit(one).name}：已开工；{catalogue.unit(two).name}：未开工"


def test_sums_are_made_of_money_only(catalogue: Catalogue) -> None:
    month = record(entry("S01", "区住房城乡建委", "1", bond="5", jobs="7", rate="50"))
    sums = totals(month, catalogue)
    assert set(sums.own) == {"plan", "bond"}
    assert sums.own["bond"].overall.amount == 5
    assert sums.own["plan"].overall.amount == Decimal("2000.5")
    assert sums.overall.amount == 1


def test_every_name_in_the_list_and_the_months_is_known(catalogue: Catalogue) -> None:
    month = record(entry("S01", "区住房城乡建委", leader="示例王"))
    assert set(people_in(catalogue, month, replace(month, entries=(replace(month.entries[0], contact="示例甲"),)))) == {
        "示例王", "示例甲",
    }  # fmt: skip
    assert by_project(month)["S01"]["区住房城乡建委"].value("leader") == "示例王"


def test_they_stand_on_the_cover_the_dashboard_and_the_annex(catalogue: Catalogue) -> None:
    month = record(entry("S01", "区住房城乡建委", "600.25", started="已开工"), entry("S02", "区城管局", None))
    (story,) = compute_stories([MonthView(APRIL, month, catalogue)], Pace())
    report = compose(month, catalogue, totals(month, catalogue), story, Pace())
    assert report.story is not None
    note = report.story.overview.note
    assert "完成投资占年度计划投资30.0%（2项列有计划）。" in note
    assert "已开工1项，开工率4.0%。" in note
    page = board.board([story], report)
    assert page is not None
    assert {("占年度计划投资", "30.0%"), ("开工率", "4.0%")} <= {(card.what, card.number) for card in page.cards}
    said = bulletin.bulletin(report, month, catalogue)
    assert said is not None
    template = (packaged() / TEMPLATES / docx.BULLETIN).read_bytes()
    paper = Document(BytesIO(docx.bulletin((docx.BULLETIN, template), said, report)))
    assert any("开工率4.0%" in p.text and p.text.startswith("注：") for p in paper.paragraphs)
