"""完成率 − 应达 = 差距 in every printed row: workbook, bulletin, dashboard and screen say the same rounded figures."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from openpyxl import load_workbook

from minsheng_cli import analysis
from minsheng_cli.analysis.story import MonthView, compute_stories
from minsheng_cli.catalogue import load
from minsheng_cli.cli.commands.months import worst_words
from minsheng_cli.model import Entry, IndicatorValue, Month, MonthRecord, Pace, Source, UnitLine
from minsheng_cli.reports import docx, html, xlsx
from minsheng_cli.reports.content import board, bulletin, compose
from minsheng_cli.reports.content.words import rate_words
from minsheng_cli.workspace import CATALOGUE_FILE, TEMPLATES, packaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.model import Catalogue, Indicator
    from minsheng_cli.reports.content import MonthlyReport

MAY = Month(2025, 5)
SHARES = [Decimal(n) / 1000 for n in (2, 48, 51, 149, 151, 166, 249, 333, 350, 449, 551, 666, 749, 851, 999, 1001)]


@pytest.fixture(scope="module")
def may() -> tuple[MonthlyReport, MonthStory, MonthRecord, Catalogue]:
    """Return a month whose figures round badly."""
    catalogue = load("projects.yaml", (packaged() / CATALOGUE_FILE).read_bytes()).at(MAY)
    entries, at = [], 0
    for project, unit in catalogue.rows():
        values = []
        for indicator in (i for i in project.indicators if i.asked_of(unit.id)):
            at += 1
            values.append(IndicatorValue(indicator.id, indicator.name, indicator.unit, None, _figure(indicator, at)))
        source = Source(f"{unit.id}.xlsx", "0" * 64, {"progress": "附件2!E5"})
        entries.append(Entry(project.id, unit.id, "accepted", progress="示例", indicators=tuple(values), source=source))
    units = tuple(UnitLine(u.id, "accepted", "2025-05-20T09:00:00+08:00", True, name=u.name) for u in catalogue.units)  # noqa: FBT003
    record = MonthRecord("2025-05", catalogue.version, (), tuple(entries), units)
    (story,) = compute_stories([MonthView(MAY, record, catalogue)], Pace())
    return compose(record, catalogue, analysis.totals(record, catalogue), story, Pace()), story, record, catalogue


def _figure(indicator: Indicator, at: int) -> str | None:
    if indicator.is_state:
        return "进行中"
    if indicator.target is None:
        return None
    part = indicator.target * SHARES[at % len(SHARES)]
    return f"{part.quantize(Decimal(1) if indicator.target > 20 else Decimal('0.001')):f}"


def percent(text: str) -> Decimal:
    return Decimal(text.strip().removesuffix("%").replace("−", "-"))


def add_up(rows: list[tuple[Any, Any, Any]], least: int) -> None:
    """Check (rate, expected, gap) as printed, in per cent; there have to be some."""
    assert len(rows) >= least
    assert [(r, e, g) for r, e, g in rows if Decimal(r) - Decimal(e) != Decimal(g)] == []


def test_on_the_list_of_indicators(may: tuple[MonthlyReport, Any, Any, Any]) -> None:
    sheet = load_workbook(BytesIO(xlsx.render(may[0])))["指标进度"]
    headers = {re.split("[（\\n]", str(c.value))[0]: i for i, c in enumerate(sheet[3])}
    rows = [
        tuple(row[headers[name]].value for name in ("完成率", "应达进度", "差距")) for row in sheet.iter_rows(min_row=4)
    ]
    printed = [
        (Decimal(f"{r:.3f}") * 100, Decimal(f"{e:.3f}") * 100, Decimal(f"{g:.1f}"))
        for r, e, g in rows
        if isinstance(r, float | int) and isinstance(e, float | int) and isinstance(g, float | int)
    ]
    add_up(printed, 40)
    exact = [(Decimal(repr(r)), Decimal(f"{r:.3f}")) for r, _, _ in rows if isinstance(r, float)]
    assert all(value == shown for value, shown in exact)  # nothing is left for the number format to round


def test_in_the_bulletin(may: tuple[MonthlyReport, Any, MonthRecord, Catalogue]) -> None:
    report, _, record, catalogue = may
    said = bulletin.bulletin(report, record, catalogue)
    assert said is not None
    template = (packaged() / TEMPLATES / docx.BULLETIN).read_bytes()
    document = Document(BytesIO(docx.bulletin((docx.BULLETIN, template), said, report)))
    rows = [[c.text for c in row.cells] for t in document.tables for row in t.rows]
    start = next(i for i, row in enumerate(rows) if "应达" in row)
    at = {name: rows[start].index(name) for name in ("应达", "实际")} | {
        "差距": next(i for i, text in enumerate(rows[start]) if text.startswith("差距"))
    }
    told = [
        (percent(row[at["实际"]]), percent(row[at["应达"]]), percent(row[at["差距"]]))
        for row in rows[start + 1 :]
        if len(row) > at["差距"] and row[at["应达"]].endswith("%") and re.search(r"\d", row[at["差距"]])
    ]
    add_up(told, 8)


def test_on_the_dashboard(may: tuple[MonthlyReport, MonthStory, Any, Any]) -> None:
    report, story, _, _ = may
    page = board.board([story], report)
    assert page is not None
    template = (packaged() / TEMPLATES / html.BOARD).read_text(encoding="utf-8")
    text = html.board((html.BOARD, template), page).decode("utf-8")
    for line in page.lagging:
        assert line.gap in text
    add_up(
        [(percent(x.actual), percent(x.expected), percent(x.gap)) for x in page.lagging if x.expected.endswith("%")], 8
    )


def test_on_the_screen(may: tuple[Any, MonthStory, Any, Any]) -> None:
    def told() -> Iterator[tuple[Decimal, Decimal, Decimal]]:
        for lag in may[1].lagging:
            match = re.search(
                r"的([\d.]+)%，应达([\d.]+)%（按.*?），(落后|超前)([\d.]+)个百分点", worst_words(lag.project)
            )
            if match:
                gap = Decimal(match[4]) * (-1 if match[3] == "落后" else 1)
                yield Decimal(match[1]), Decimal(match[2]), gap

    add_up(list(told()), 8)


def test_a_rate_of_twice_the_target_and_more_is_told_in_words_and_never_cut() -> None:
    shares = (None, Decimal(0), Decimal("0.999"), Decimal("1.035"), Decimal("1.999"), Decimal(2), Decimal("3.5"))
    assert [rate_words(share) for share in shares] == ["—", "0.0%", "99.9%", "103.5%", "199.9%", "超额", "超额"]
