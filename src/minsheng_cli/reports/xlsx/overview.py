"""The sheet 总览: one page for those who read one page, with native charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.reports.content.words import NOT_APPLICABLE
from minsheng_cli.words import STANDING_MARKS
from minsheng_cli.workbook.page import Link, Points

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.sources import CellKey
    from minsheng_cli.reports.content.story import Overview
    from minsheng_cli.workbook.page import Page

SHEET = "总览"
HEADERS = ("编号", "项目", "牵头单位", "状态", "差距\n（百分点）", "指标完成", "未解决卡点")
_WIDTHS = (6.5, 31, 25, 14, 10.5, 8.5, 9.5, 1.5, 20, 13, 13)
_SIDE = 8  # first column right of the table
_TITLE, _SMALL, _CARDS, _HEADER = 0, 1, 2, 5
_FIRST = _HEADER + 1
_ROW = 17.0
_CARD_AREAS = ((0, 1), (2, 2), (3, 4), (5, 6), (8, 8), (9, 10))  # columns of each headline figure


def draw(book: Workbook, page: Page, report: MonthlyReport, places: dict[CellKey, str]) -> None:
    """Draw the page; ``places`` says where each row of the table is."""
    if report.story is None:
        return
    overview = report.story.overview
    page.set_up(_HEADER, _WIDTHS)
    page.sheet.fit_to_pages(1, 1)
    last = len(_WIDTHS) - 1
    page.sheet.set_row(_TITLE, 36)
    page.over((_TITLE, 0, _TITLE, last), report.title.replace("汇总表", "总览"), "title")
    page.sheet.set_row(_SMALL, 28)
    page.over((_SMALL, 0, _SMALL, last), overview.note, "small")
    page.sheet.set_row(_CARDS, 16)
    page.sheet.set_row(_CARDS + 1, 24)
    page.sheet.set_row(_CARDS + 2, 6)
    for (what, value), (first, end) in zip(overview.headline, _CARD_AREAS, strict=True):
        page.over((_CARDS, first, _CARDS, end), what, "card")
        page.over((_CARDS + 1, first, _CARDS + 1, end), value, "figure")
    page.sheet.set_row(_HEADER, 33)
    for col, header in enumerate(HEADERS):
        page.put((_HEADER, col), header, "tight-head")
    for row, line in enumerate(overview.projects, start=_FIRST):
        page.sheet.set_row(row, _ROW)
        place = next((p for (project, _, field), p in places.items() if (project, field) == (line.id, "progress")), "")
        page.put((row, 0), line.id, "tight-center")
        page.put((row, 1), line.name, "tight")
        page.put((row, 2), line.units, "tight-center")
        page.put((row, 3), Link(line.standing, place) if place else line.standing, "tight-center")
        page.put((row, 4), NOT_APPLICABLE if line.gap is None else Points(line.gap), "tight-center")
        page.put((row, 5), line.met, "tight-center")
        page.put((row, 6), line.open_problems, "tight-center")
    page.sheet.autofilter(_HEADER, 0, _FIRST + len(overview.projects) - 1, len(HEADERS) - 1)
    _charts(book, page, overview)


def _charts(book: Workbook, page: Page, overview: Overview) -> None:
    """Draw what the charts show as small tables, and the charts over them."""
    page.put((_HEADER, _SIDE), "项目状态", "tight-head")
    page.over((_HEADER, _SIDE + 1, _HEADER, _SIDE + 2), "项数", "tight-head")
    for row, (code, word, number) in enumerate(overview.counts, start=_FIRST):
        page.put((row, _SIDE), f"{STANDING_MARKS[code]}{word}", "tight-center")
        page.over((row, _SIDE + 1, row, _SIDE + 2), number, "tight-center")
    below = _FIRST + len(overview.counts)
    states = book.add_chart({"type": "bar"})
    states.add_series({
        "name": "项数",
        "categories": [SHEET, _FIRST, _SIDE, below - 1, _SIDE],
        "values": [SHEET, _FIRST, _SIDE + 1, below - 1, _SIDE + 1],
        "fill": {"color": "#44546A"},
        "data_labels": {"value": True, "font": {"size": 9}},
        "gap": _gap(len(overview.counts)),
    })  # fmt: skip
    states.set_title({"name": "项目状态（项）", "name_font": {"size": 10.5, "bold": False}})
    rows = max(len(overview.projects) + _FIRST - below, 12)
    width = int(sum(_WIDTHS[_SIDE:]) * 7) - 6  # pixels; a chart over the edge of the last column widens the page
    start = below + int(rows * 0.55)
    states.set_size({"width": width, "height": int((start - below) * _ROW * 4 / 3) - 12})
    page.sheet.insert_chart(below, _SIDE, states, {"y_offset": 6, "object_position": 2})
    page.put((start, _SIDE), "报送", "tight-head")
    page.over((start, _SIDE + 1, start, _SIDE + 2), "单位数", "tight-head")
    for row, (word, number) in enumerate(overview.timeliness, start=start + 1):
        page.put((row, _SIDE), word, "tight-center")
        page.over((row, _SIDE + 1, row, _SIDE + 2), number, "tight-center")
    end = start + len(overview.timeliness)
    returns = book.add_chart({"type": "bar"})
    returns.add_series({
        "name": "单位数",
        "categories": [SHEET, start + 1, _SIDE, end, _SIDE],
        "values": [SHEET, start + 1, _SIDE + 1, end, _SIDE + 1],
        "fill": {"color": "#7F7F7F"},
        "data_labels": {"value": True, "font": {"size": 9}},
        "gap": _gap(len(overview.timeliness)),
    })  # fmt: skip
    returns.set_title({"name": "报送时限（个单位）", "name_font": {"size": 10.5, "bold": False}})
    left = max(_FIRST + len(overview.projects) - end - 1, 6)
    returns.set_size({"width": width, "height": int(left * _ROW * 4 / 3) - 12})
    page.sheet.insert_chart(end + 1, _SIDE, returns, {"y_offset": 6, "object_position": 2})
    for chart in (states, returns):
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "major_tick_mark": "none"})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_chartarea({"border": {"none": True}})


def _gap(bars: int) -> int:
    """Return the room between bars, in percent of their breadth: few bars are not to be as broad as the chart."""
    return max(45, 300 // max(bars, 1))
