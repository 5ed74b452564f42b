"""The sheet 总览: one page for those who read one page, with native charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.reports.content.annex import main_problems
from minsheng_cli.reports.content.counts import ORDER
from minsheng_cli.reports.content.story import by_weight
from minsheng_cli.reports.content.words import NOT_APPLICABLE
from minsheng_cli.words import CLASS_OF, CLASSES
from minsheng_cli.workbook.page import Link, Points

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.sources import CellKey
    from minsheng_cli.reports.content.story import FirstPage
    from minsheng_cli.words import Class
    from minsheng_cli.workbook.page import Page, Value

SHEET = "总览"
HEADERS = (
    "序号",
    "项目",
    "牵头单位",
    "状态",
    "完成率",
    "应达",
    "差距\n（百分点）",
    "指标\n完成",
    "未解决\n问题",
    "主要问题",
)
_WIDTHS = (13, 32, 26, 14, 9, 9, 11, 8, 8, 40, 1.5, 10, 8, 8, 8, 8, 8)
_SIDE = len(HEADERS) + 1  # first column right of the table
_BROAD = (_SIDE, _SIDE + 2), (_SIDE + 3, _SIDE + 5)  # a name, a number
_TITLE, _SMALL, _CARDS, _HEADER = 0, 1, 2, 5
_FIRST = _HEADER + 1
_ROW, _SIZE = 23.0, 10.5
_PROBLEM = 20  # characters of a problem
_CARD_AREAS = ((0, 0), (1, 1), (2, 2), (3, 4), (5, 6), (7, 8), (9, 9), (_SIDE, _SIDE + 5))
_ONE_PAGE = 60  # projects that are still read on one page
_MONTHS = 3  # from which a trend is worth drawing
FILLS: dict[Class, str] = {
    "behind": "#F8D7DA", "unknown": "#D9D9D9", "on-course": "#EAF1F8", "pending": "#F2F2F2", "done": "#DDF1E3",
}  # fmt: skip
"""Grounds of a state; marks and words tell them apart without colour."""
_LINES: dict[Class, str] = {
    "done": "#1C6637", "on-course": "#7F9DB9", "behind": "#A3161A", "pending": "#BFBFBF", "unknown": "#595959",
}  # fmt: skip


def draw(book: Workbook, page: Page, report: MonthlyReport, places: dict[CellKey, str]) -> None:
    """Draw the page; ``places`` says where each row of the table is."""
    story = report.story
    if story is None:
        return
    overview = story.overview
    page.set_up(_HEADER, _WIDTHS)
    page.sheet.fit_to_pages(1, 1 if len(overview.projects) <= _ONE_PAGE else 0)
    last = len(_WIDTHS) - 1
    for at, height in (_TITLE, 36), (_SMALL, 22), (_CARDS, 18), (_CARDS + 1, 26), (_CARDS + 2, 6), (_HEADER, 33):
        page.sheet.set_row(at, height)
    page.over((_TITLE, 0, _TITLE, last), report.title.replace("汇总表", "总览"), "title")
    page.over((_SMALL, 0, _SMALL, last), overview.note, "small")
    for (what, value), (first, end) in zip(overview.headline, _CARD_AREAS, strict=True):
        page.over((_CARDS, first, _CARDS, end), what, "card")
        page.over((_CARDS + 1, first, _CARDS + 1, end), value, "figure")
    for col, header in enumerate(HEADERS):
        page.put((_HEADER, col), header, "tight-head")
    progress: dict[str, str] = {}  # project -> where its first lead's progress stands
    for (project, _, field), there in places.items():
        if field == "progress":
            progress.setdefault(project, there)
    problems = main_problems(story, _PROBLEM)
    for row, line in enumerate(by_weight(overview.projects), start=_FIRST):
        page.sheet.set_row(row, _ROW)
        place = progress.get(line.id, "")
        cells: tuple[tuple[Value, str], ...] = (
            (line.number, "tight-center"), (line.name, "tight"), (line.units, "tight-center"),
            (Link(line.standing, place) if place else line.standing, "tight-center"),
            (line.shown.rate, "tight-center"), (line.expected, "tight-center"),
            (NOT_APPLICABLE if line.gap is None else Points(line.gap), "tight-center"), (line.met, "tight-center"),
            (line.open_problems, "tight-center"), (problems.get(line.id, NOT_APPLICABLE), "tight"),
        )  # fmt: skip
        for col, (shown, style) in enumerate(cells):
            fill = FILLS[CLASS_OF[line.code]] if col == HEADERS.index("状态") else ""
            page.put((row, col), shown, style, size=_SIZE, fill=fill)
    page.sheet.autofilter(_HEADER, 0, _FIRST + len(overview.projects) - 1, len(HEADERS) - 1)
    _charts(book, page, overview)


def _charts(book: Workbook, page: Page, overview: FirstPage) -> None:
    """Draw what the charts show as small tables, and the charts over them."""
    states = [(f"{group.word}", group.number) for group in overview.classes]
    row = _counted(book, page, _HEADER, ("项目状态", "项数"), states)
    if len(overview.trend) >= _MONTHS:
        row = _trend(book, page, row, overview)
    _counted(book, page, row, ("报送", "单位数"), list(overview.timeliness))


def _counted(book: Workbook, page: Page, row: int, names: tuple[str, str], told: list[tuple[str, int]]) -> int:
    """Draw a table of counts from a row on and its bars below; return the next free row."""
    for area, name in zip(_BROAD, names, strict=True):
        page.over((row, area[0], row, area[1]), name, "tight-head")
    for at, (word, number) in enumerate(told, start=row + 1):
        page.over((at, _BROAD[0][0], at, _BROAD[0][1]), word, "tight-center", size=_SIZE)
        page.over((at, _BROAD[1][0], at, _BROAD[1][1]), number, "tight-center", size=_SIZE)
    below = row + 1 + len(told)
    chart = book.add_chart({"type": "bar"})
    chart.add_series({
        "name": names[1],
        "categories": [SHEET, row + 1, _BROAD[0][0], below - 1, _BROAD[0][0]],
        "values": [SHEET, row + 1, _BROAD[1][0], below - 1, _BROAD[1][0]],
        "fill": {"color": "#44546A"},
        "data_labels": {"value": True, "font": {"size": 9}},
        "gap": max(45, 300 // max(len(told), 1)),  # few bars are not to be as broad as the chart
    })  # fmt: skip
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    return _placed(page, chart, below, names[0], 6)


def _trend(book: Workbook, page: Page, row: int, overview: FirstPage) -> int:
    """Draw how many projects stood in each class in each month, as a table and as stacked columns."""
    codes = [code for code in ORDER if any(code in counted for _, counted in overview.trend)]
    for col, name in enumerate(("各月", *(CLASSES[code] for code in codes))):
        page.put((row, _SIDE + col), name, "tight-head", size=8)
    for at, (month, counted) in enumerate(overview.trend, start=row + 1):
        page.put((at, _SIDE), month, "tight-center")
        for col, code in enumerate(codes, start=1):
            page.put((at, _SIDE + col), counted.get(code, 0), "tight-center")
    below = row + 1 + len(overview.trend)
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for col, code in enumerate(codes, start=1):
        chart.add_series({
            "name": CLASSES[code],
            "categories": [SHEET, row + 1, _SIDE, below - 1, _SIDE],
            "values": [SHEET, row + 1, _SIDE + col, below - 1, _SIDE + col],
            "fill": {"color": _LINES[code]},
            "gap": 60,
        })  # fmt: skip
    chart.set_legend({"position": "bottom", "font": {"size": 8}})
    chart.set_y_axis({"num_font": {"size": 8}, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_x_axis({"num_font": {"size": 8}})
    return _placed(page, chart, below, "各月项目状态（项）", 7)


def _placed(page: Page, chart: Chart, row: int, name: str, rows: int) -> int:
    """Put a chart over so many rows; return the first row below it."""
    width = int(sum(_WIDTHS[_SIDE:]) * 7) + 5 * 6 - 8  # pixels; over the edge of the last column it widens the page
    chart.set_title({"name": name, "name_font": {"size": 10.5, "bold": False}})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": width, "height": int(rows * _ROW * 4 / 3) - 10})
    page.sheet.insert_chart(row, _SIDE, chart, {"y_offset": 5, "object_position": 2})
    return row + rows
