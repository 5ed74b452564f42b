"""How the monthly report looks as a workbook: 总览, 汇总表 and the lists behind them.

Decides nothing about what is said. What units wrote is only ever written as a literal string.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from minsheng_cli.reports.xlsx import lists, overview, summary
from minsheng_cli.workbook.page import DEFAULT_FACE, Page
from minsheng_cli.workbook.styles import Ink

if TYPE_CHECKING:
    from minsheng_cli.reports.content import MonthlyReport


def render(report: MonthlyReport) -> bytes:
    """Return the workbook's bytes; the same report always gives the same bytes."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - 43 ms, only when a report is written

    target = io.BytesIO()
    book = Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": dict(DEFAULT_FACE),  # a copy: the library writes into it
        },
    )
    after = report.month.shift(1)
    book.set_properties({"title": report.title, "created": datetime(after.year, after.month, 1, tzinfo=UTC)})
    ink = Ink(book)
    cover = Page(book.add_worksheet(overview.SHEET), ink) if report.story else None
    places = summary.draw(Page(book.add_worksheet(summary.SHEET), ink), report, lists.origins(report))
    if cover is not None:
        overview.draw(book, cover, report, places)
    lists.draw(book, ink, report, places)
    book.close()
    return target.getvalue()
