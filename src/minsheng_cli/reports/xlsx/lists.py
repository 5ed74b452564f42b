"""The sheets behind the table, from 报送情况 to 来源 (all in ``draw``): one header, one line per fact, filters on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.form_spec import INDICATOR_SHEET, ref
from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content.story import rounded, standing_words
from minsheng_cli.reports.content.words import NOT_APPLICABLE
from minsheng_cli.workbook import paper
from minsheng_cli.workbook.page import Doubtful, Link, Marked, Page, Percent, Points, Sourced, shown
from minsheng_cli.workbook.styles import HEAD_SIZE, SMALL_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.workbook import Workbook

    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.indicators import IndicatorLine
    from minsheng_cli.reports.content.sources import CellKey
    from minsheng_cli.reports.content.story import StoryReport
    from minsheng_cli.workbook.page import Value
    from minsheng_cli.workbook.pages import Paper
    from minsheng_cli.workbook.styles import Ink

RETURNS, INDICATORS, FAULTS, SOURCES = "报送情况", INDICATOR_SHEET, "问题清单", "来源"
LAGGING, PROBLEMS, CHANGES = "滞后项目", "卡点问题台账", "环比变化"
ACTUAL = "本月累计"
_TITLE, _NOTE, _HEADER, _FIRST = range(4)  # 0-based rows of every list
_TITLE_HEIGHT, _HEADER_HEIGHT = 34.0, 30.0
_LEAST, _SMALL_LEAST = 20.0, 14.0  # points
_TINY = 7  # points


@dataclass(frozen=True)
class Heading:
    """A column of a list: its header, width in characters and how its cells are set."""

    text: str
    width: float
    style: str = "left"


@dataclass(frozen=True)
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
    Heading("采用文件", 30),
    Heading("说明", 44),
)
INDICATOR_HEADINGS = (
    Heading("项目", 26),
    Heading("指标", 34),
    Heading("单位", 9, "center"),
    Heading("年度目标", 10, "right"),
    Heading("口径", 11, "center"),
    Heading(ACTUAL, 10, "right"),
    Heading("完成率", 10, "right"),
    Heading("应达进度", 10, "right"),
    Heading("差距\n（百分点）", 11, "right"),
    Heading("状态", 13, "center"),
    Heading("牵头单位", 20, "center"),
)
LAG_HEADINGS = (
    Heading("序号", 5, "center"),
    Heading("项目", 17),
    Heading("牵头单位", 14.8, "center"),
    Heading("状态", 12.5, "center"),
    Heading("依据", 34),
    Heading("差距\n（百分点）", 11, "right"),
    Heading("连续\n月数", 7, "center"),
    Heading("单位所述原因", 25),
    Heading("下一步工作", 25),
    Heading("请核对", 20),
)
PROBLEM_HEADINGS = (
    Heading("编号", 14.6, "center"),
    Heading("项目", 17),
    Heading("单位", 14.8, "center"),
    Heading("问题", 36),
    Heading("首次提出", 12, "center"),
    Heading("存续\n（月）", 7, "center"),
    Heading("状态", 14, "center"),
    Heading("措施或建议", 25),
    Heading("时限", 11, "center"),
    Heading("依据", 20),
)
CHANGE_HEADINGS = (
    Heading("项目", 16),
    Heading("牵头单位", 14.8, "center"),
    Heading("对比月份", 12, "center"),
    Heading("进展变化", 12, "center"),
    Heading("工作进展", 53),
    Heading("完成投资\n（万元）", 20, "center"),
    Heading("指标增减", 28),
    Heading("请核对", 17),
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
    Heading("代码", 20),
)
_HASH = 16  # figures of a hash that tell an original from every other one; explain and the archive have all
SOURCE_HEADINGS = (
    Heading("序号", 12, "center"),
    Heading("项目", 27),
    Heading("牵头单位", 14, "center"),
    Heading("栏目", 18, "center"),
    Heading("汇总单元格", 13, "center"),
    Heading("原文件", 20),
    Heading("原单元格", 13, "center"),
    Heading("sha256", 16, "center"),
    Heading("收到时间", 18.5, "center"),
)


INTERNAL = "　内部工作表，不随文印发"
"""What stands beside the title of a sheet that is for the clerk alone; such sheets come last."""


def draw(book: Workbook, ink: Ink, size: Paper, report: MonthlyReport, places: dict[CellKey, str]) -> None:
    """Draw all lists; ``places``: where the table's cells are ("汇总表!F5")."""
    story = report.story
    told: dict[str, tuple[str, List]] = {}
    if story is not None:
        told = {
            LAGGING: (story.lag_note, List(LAG_HEADINGS, _lagging(story, places))),
            PROBLEMS: (story.problem_note, List(PROBLEM_HEADINGS, _problems(story))),
            CHANGES: (story.change_note, List(CHANGE_HEADINGS, _changes(story, places))),
        }
    lists = {
        RETURNS: (report.summary, List(RETURN_HEADINGS, _returns(report, places))),
        INDICATORS: (report.indicator_note, List(INDICATOR_HEADINGS, _indicators(report, origins(report)))),
        **told,
        FAULTS: (report.fault_note, List(FAULT_HEADINGS, _faults(report))),
        SOURCES: (
            report.source_note,
            List(SOURCE_HEADINGS, _sources(report, places | _figures(report)), small=True),
        ),
    }
    for name, (note, listing) in lists.items():
        if name not in (INDICATORS, CHANGES) or listing.rows:
            mark = INTERNAL if name in (FAULTS, SOURCES) else ""
            page = Page(book.add_worksheet(name), ink, size)
            draw_list(page, f"{name}（{report.month.label}）{mark}", note, listing)


def origins(report: MonthlyReport) -> dict[CellKey, str]:
    """Return where each merged cell's line of 来源 stands."""
    return {line.key: ref(SOURCES, row, 1) for row, line in enumerate(report.sources, start=_FIRST + 1)}


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


def _indicators(report: MonthlyReport, where_from: dict[CellKey, str]) -> list[Sequence[Value]]:
    return [
        (
            line.project, line.indicator, line.unit or NOT_APPLICABLE, line.target, line.qualifier,
            Sourced(
                Doubtful(line.actual) if line.doubtful else line.actual, where_from.get(line.key, ""), line.remark,
            ),
            NOT_APPLICABLE if line.rate is None else Percent(line.rate), *_pace(report, line), line.lead,
        )
        for line in report.indicators
    ]  # fmt: skip


def _pace(report: MonthlyReport, line: IndicatorLine) -> tuple[Value, Value, Value]:
    """Return what an indicator should have reached, the gap and how it stands; dashes where nothing is known.

    What co-leads reach together is due of none of them alone: a row in which the rate is another one has no gap.
    """
    pace = report.story.paces.get(line.key[0]) if report.story else None
    if pace is None:
        return NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE
    if line.rate is not None and line.rate != pace.share:
        return NOT_APPLICABLE, NOT_APPLICABLE, standing_words(pace.standing)
    gap = rounded(pace.gap)
    return (
        NOT_APPLICABLE if pace.expected is None else Percent(pace.expected),
        NOT_APPLICABLE if gap is None else Points(gap),
        standing_words(pace.standing),
    )


def _lagging(story: StoryReport, places: dict[CellKey, str]) -> list[Sequence[Value]]:
    rows: list[Sequence[Value]] = [
        (
            _linked(str(number), (line.project, line.unit_ids[0], "progress"), places),
            line.name, "\n".join(line.units),
            line.standing, line.fact, NOT_APPLICABLE if line.gap is None else Points(line.gap), line.months,
            line.reasons or "未说明", line.next_steps or NOT_APPLICABLE, line.contradictions or NOT_APPLICABLE,
        )
        for number, line in enumerate(story.lagging, start=1)
    ]  # fmt: skip
    blank = (NOT_APPLICABLE,) * 5
    rows += [
        (NOT_APPLICABLE, item.name, "\n".join(item.units), item.standing, item.why or NOT_APPLICABLE, *blank)
        for item in (*story.unclear, *story.pending)
    ]
    return rows


def _problems(story: StoryReport) -> list[Sequence[Value]]:
    return [
        (p.number, p.name, p.unit_name, p.text, p.first, p.age, p.state, p.measure or NOT_APPLICABLE,
         p.due or NOT_APPLICABLE, p.basis or NOT_APPLICABLE)
        for p in story.problems
    ]  # fmt: skip


def _changes(story: StoryReport, places: dict[CellKey, str]) -> list[Sequence[Value]]:
    return [
        (
            c.name, c.unit_name, _linked(c.since, (c.project, c.unit, "progress"), places), c.movement,
            Marked(c.told), c.investment.replace("（", "\n（"),
            c.figures or NOT_APPLICABLE, c.notes or NOT_APPLICABLE,
        )
        for c in story.changes
        if c.since != NOT_APPLICABLE
    ]  # fmt: skip


def _linked(text: str, key: CellKey, places: dict[CellKey, str]) -> Value:
    return Link(text, places[key]) if key in places else text


def _faults(report: MonthlyReport) -> list[Sequence[Value]]:
    return [
        (f.unit, f.severity, f.project, f.field, f.message, f.where, f.file, f.handling, f.code) for f in report.faults
    ]


def _sources(report: MonthlyReport, places: dict[CellKey, str]) -> list[Sequence[Value]]:
    links = {key: Link(place, place) for key, place in places.items()}
    return [
        (
            line.number, line.project_name, line.unit_name, line.field, links.get(line.key, NOT_APPLICABLE),
            line.file, line.ref, line.sha256[:_HASH], line.received,
        )
        for line in report.sources
    ]  # fmt: skip


def draw_list(page: Page, title: str, note: str, listing: List) -> None:
    """Draw one list: title, a line about it, header, rows; columns of prose share what breadth the paper has left."""
    headings, rows, last = listing.headings, listing.rows, len(listing.headings) - 1
    widths = _widened(headings, page.paper)
    page.set_up(_HEADER, widths)
    page.over((_TITLE, 0, _TITLE, last), title, "list-title")
    page.over((_NOTE, 0, _NOTE, last), note, "small")
    note_height = paper.tallest([(note, sum(widths))], minimum=_LEAST)
    header_height = paper.tallest(
        [(h.text, w) for h, w in zip(headings, widths, strict=True)], HEAD_SIZE, _HEADER_HEIGHT
    )
    for row, height in (_TITLE, _TITLE_HEIGHT), (_NOTE, note_height), (_HEADER, header_height):
        page.sheet.set_row(row, height)
    for col, heading in enumerate(headings):
        page.put((_HEADER, col), heading.text, "head")
    size = SMALL_SIZE if listing.small else paper.BODY_SIZE
    least = _SMALL_LEAST if listing.small else _LEAST
    for row, values in enumerate(rows, start=_FIRST):
        cells = [_fitted(value, width, size) for value, width in zip(values, widths, strict=True)]
        page.sheet.set_row(row, max(least, *(height for *_, height in cells)))
        for col, ((value, face, _), heading) in enumerate(zip(cells, headings, strict=True)):
            style = "center" if value == NOT_APPLICABLE else heading.style
            page.put((row, col), value, style, size=face)
    if rows:
        page.sheet.autofilter(_HEADER, 0, _FIRST + len(rows) - 1, last)


def _fitted(value: Value, width: float, size: float) -> tuple[Value, float, float]:
    """Return a cell's value, its type and its height, in points: rather small than cut off, and cut where all see it.

    A row is never taller than a spreadsheet shows; the whole text then stands in the return, and in the table.
    """
    text = shown(value)
    for face in (size, _TINY):
        height = paper.row_height(paper.lines_needed(text, width, face), face)
        if height <= paper.MAX_ROW_HEIGHT:
            return value, face, height
    lines = paper.most_lines(_TINY)
    room = len(paper.pieces(text, width, _TINY, lines)[0]) - 2 * len(paper.CUT_MARK)
    return _shortened(value, room), _TINY, paper.MAX_ROW_HEIGHT


def _shortened(value: Value, room: int) -> Value:
    """Return the beginning of a text with a mark that it goes on."""
    if not isinstance(value, Marked):
        return shown(value)[:room] + paper.CUT_MARK
    kept: list[tuple[str, str]] = []
    for kind, text in value.pieces:
        kept.append((kind, text[:room]))
        room -= len(text)
        if room <= 0:
            break
    return Marked((*kept, ("same", paper.CUT_MARK)))


def _widened(headings: Sequence[Heading], size: Paper) -> list[float]:
    """Return the columns' widths; those of prose take what the paper has left over, each by its own width."""
    left = size.columns(len(headings)) - sum(h.width for h in headings)
    prose = sum(h.width for h in headings if h.style == "left")
    share = max(left, 0) / prose if prose else 0
    return [h.width * (1 + share) if h.style == "left" else h.width for h in headings]
