"""How the monthly report looks as a workbook: 总览, 汇总表 and the lists behind them.

Decides nothing about what is said. What units wrote is only ever written as a literal string.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from minsheng_cli.reports.xlsx import lists, overview, summary
from minsheng_cli.workbook.book import opened
from minsheng_cli.workbook.page import Page
from minsheng_cli.workbook.pages import PAPERS
from minsheng_cli.workbook.styles import Ink

if TYPE_CHECKING:
    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.workbook.pages import PaperName


def render(report: MonthlyReport, paper: PaperName = "A3") -> bytes:
    """Return the workbook's bytes, to be printed on that paper; the same report always gives the same bytes."""
    after = report.month.shift(1)
    made = opened(date(after.year, after.month, 1), title=report.title, author=report.office)
    book, size = made.book, PAPERS[paper]
    ink = Ink(book)
    cover = Page(book.add_worksheet(overview.SHEET), ink, size) if report.story else None
    places = summary.draw(Page(book.add_worksheet(summary.SHEET), ink, size), report, lists.origins(report))
    if cover is not None:
        overview.draw(book, cover, report, places)
    lists.draw(book, ink, size, report, places)
    return made.bytes()
