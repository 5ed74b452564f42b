"""The sheets behind the table: 报送情况, 指标进度, 问题清单, 来源. One header, one line per fact, filters on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minsheng_cli import paper
from minsheng_cli.form.layout import INDICATOR_SHEET, ref
from minsheng_cli.reports.content.words import NOT_APPLICABLE
from minsheng_cli.reports.xlsx.ink import SMALL_SIZE
from minsheng_cli.reports.xlsx.sheet import Doubtful, Link, Page, Percent, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.workbook import Workbook

    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.sources import CellKey
    from minsheng_cli.reports.xlsx.ink import Ink
    from minsheng_cli.reports.xlsx.sheet import Value

RETURNS, INDICATORS, FAULTS, SOURCES = "报送情况", INDICATOR_SHEET, "问题清单", "来源"
ACTUAL = "本月累计"
_TITLE, _NOTE, _HEADER, _FIRST = range(4)  # 0-based rows of every list
_TITLE_HEIGHT, _HEADER_HEIGHT = 34.0, 30.0
_LEAST = 22.0  # points


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a list: its header, width in characters and how its cells are set."""

    text: str
    width: float
    style: str = "left"


@dataclass(frozen=True, slots=True)
class List:
    """A list's columns and rows."""

    headings: Sequence[Heading]
    rows: Sequence[Sequence[Value]]
    small: bool = False


RETURN_HEADINGS = (
    Heading("序号", 5, "center"),
    Heading("单位", 16, "center"),
    Heading("状态", 11.5, "center"),
    Heading("收到时间", 21.6, "center"),
    Heading("时间依据", 10, "center"),
    Heading("是否按时", 10, "center"),
    Heading("需改正", 8, "center"),
    Heading("请核实", 8, "center"),
    Heading("采用文件", 40.5),
    Heading("说明", 31),
)
INDICATOR_HEADINGS = (
    Heading("项目", 32),
    Heading("指标", 40),
    Heading("单位", 10, "center"),
    Heading("年度目标", 11, "right"),
    Heading("口径", 12, "center"),
    Heading(ACTUAL, 11, "right"),
    Heading("完成率", 10, "right"),
    Heading("牵头单位", 26, "center"),
)
FAULT_HEADINGS = (
    Heading("单位", 16, "center"),
    Heading("严重程度", 10, "center"),
    Heading("项目", 16),
    Heading("栏目", 11, "center"),
    Heading("问题与改法", 42),
    Heading("位置", 14, "center"),
    Heading("文件", 21.5),
    Heading("文件处理", 10, "center"),
    Heading("代码", 14),
)
SOURCE_HEADINGS = (
    Heading("项目编号", 7, "center"),
    Heading("项目", 27),
    Heading("牵头单位", 14, "center"),
    Heading("栏目", 18, "center"),
    Heading("汇总单元格", 13, "center"),
    Heading("原文件", 20),
    Heading("原单元格", 13, "center"),
    Heading("sha256", 37),
    Heading("收到时间", 18.5, "center"),
)


def draw(book: Workbook, ink: Ink, report: MonthlyReport, places: dict[CellKey, str]) -> None:
    """Draw all lists; ``places`` says where the table's cells are ("汇总表!F5")."""
    lists = {
        RETURNS: (report.summary, List(RETURN_HEADINGS, _returns(report, places))),
        INDICATORS: (report.indicator_note, List(INDICATOR_HEADINGS, _indicators(report))),
        FAULTS: (report.fault_note, List(FAULT_HEADINGS, _faults(report))),
        SOURCES: (
            report.source_note,
            List(SOURCE_HEADINGS, _sources(report, places | _figures(report)), small=True),
        ),
    }
    for name, (note, listing) in lists.items():
        if name != INDICATORS or listing.rows:
            draw_list(Page(book.add_worksheet(name), ink), f"{name}（{report.month.label}）", note, listing)


def _figures(report: MonthlyReport) -> dict[CellKey, str]:
    """Return where each reported indicator figure stands."""
    column = next(i for i, h in enumerate(INDICATOR_HEADINGS, start=1) if h.text == ACTUAL)
    return {line.key: ref(INDICATORS, row, column) for row, line in enumerate(report.indicators, start=_FIRST + 1)}


def _returns(report: MonthlyReport, places: dict[CellKey, str]) -> list[Sequence[Value]]:
    first: dict[str, str] = {}  # unit -> its first row in the table
    for (_, unit, field), place in places.items():
        if field == "progress":
            first.setdefault(unit, place)
    return [
        (
            line.number, Link(line.unit_name, first[line.unit]) if line.unit in first else line.unit_name,
            line.status, line.received, line.timed_by, line.timeliness,
            NOT_APPLICABLE if line.errors is None else line.errors,
            NOT_APPLICABLE if line.warnings is None else line.warnings,
            line.file, line.note,
        )
        for line in report.returns
    ]  # fmt: skip


def _indicators(report: MonthlyReport) -> list[Sequence[Value]]:
    return [
        (
            line.project, line.indicator, line.unit or NOT_APPLICABLE, line.target, line.qualifier,
            Doubtful(line.actual) if line.doubtful else line.actual,
            NOT_APPLICABLE if line.rate is None else Percent(line.rate), line.lead,
        )
        for line in report.indicators
    ]  # fmt: skip


def _faults(report: MonthlyReport) -> list[Sequence[Value]]:
    return [
        (f.unit, f.severity, f.project, f.field, f.message, f.where, f.file, f.handling, f.code) for f in report.faults
    ]


def _sources(report: MonthlyReport, places: dict[CellKey, str]) -> list[Sequence[Value]]:
    links = {key: Link(place, place) for key, place in places.items()}
    return [
        (
            line.project, line.project_name, line.unit_name, line.field, links.get(line.key, NOT_APPLICABLE),
            line.file, line.ref, line.sha256, line.received,
        )
        for line in report.sources
    ]  # fmt: skip


def draw_list(page: Page, title: str, note: str, listing: List) -> None:
    """Draw one list: title, a line about it, header, rows."""
    headings, rows, last = listing.headings, listing.rows, len(listing.headings) - 1
    page.set_up(_HEADER, [h.width for h in headings])
    page.over((_TITLE, 0, _TITLE, last), title, "list-title")
    page.over((_NOTE, 0, _NOTE, last), note, "small")
    note_height = paper.tallest([(note, sum(h.width for h in headings))], minimum=_LEAST)
    for row, height in (_TITLE, _TITLE_HEIGHT), (_NOTE, note_height), (_HEADER, _HEADER_HEIGHT):
        page.sheet.set_row(row, height)
    for col, heading in enumerate(headings):
        page.put((_HEADER, col), heading.text, "head")
    size = SMALL_SIZE if listing.small else paper.BODY_SIZE
    for row, values in enumerate(rows, start=_FIRST):
        cells = list(zip(values, headings, strict=True))
        height = paper.tallest(((shown(value), heading.width) for value, heading in cells), size, _LEAST)
        page.sheet.set_row(row, min(height, paper.MAX_ROW_HEIGHT))
        for col, (value, heading) in enumerate(cells):
            style = "center" if value == NOT_APPLICABLE else heading.style
            page.put((row, col), value, style, small=listing.small)
    if rows:
        page.sheet.autofilter(_HEADER, 0, _FIRST + len(rows) - 1, last)
