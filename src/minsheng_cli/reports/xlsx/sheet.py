"""One printed sheet: paper, margins, page breaks, and writing a value so that it stays what it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli import paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from minsheng_cli.reports.xlsx.ink import Ink

Value = str | int | Decimal

A4 = 9  # the number spreadsheets know the size by
WIDTH, HEIGHT = 841.9, 595.3  # points, landscape
SIDE, TOP, BOTTOM, FOOT = 0.45, 0.6, 0.65, 0.3  # margins, inches
PAGE = HEIGHT - (TOP + BOTTOM) * 72
"""How many points of rows fit on one page."""

_RISKY = ("=", "+", "-", "@")
_EXACT_DIGITS = 15  # what a spreadsheet's number can hold


def set_up(sheet: Worksheet, header_row: int, widths: Sequence[float]) -> None:
    """Make a sheet A4 landscape, one page wide, with its header (0-based row) repeated and frozen."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=SIDE, right=SIDE, top=TOP, bottom=BOTTOM)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.freeze_panes(header_row + 1, 0)
    sheet.set_footer("&C第 &P 页 共 &N 页", {"margin": FOOT})
    sheet.hide_gridlines(2)
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width)


def put(sheet: Worksheet, ink: Ink, at: tuple[int, int], value: Value, style: str, **look: bool) -> None:
    """Write one value: text as literal text whatever it looks like, numbers as numbers with their own decimals."""
    row, col = at
    if isinstance(value, int | Decimal) and _exact(value):
        sheet.write_number(row, col, float(value), ink.of(style, number=number_format(value), **look))
        return
    text = paper.fit_cell(paper.clean(str(value)))
    if text:
        sheet.write_string(row, col, text, ink.of(style, literal=text.startswith(_RISKY), **look))
    else:
        sheet.write_blank(row, col, None, ink.of(style, **look))


def put_over(sheet: Worksheet, ink: Ink, area: tuple[int, int, int, int], value: Value, style: str, **look: bool) -> None:
    """Write one value over an area (first row, first column, last row, last column), merged if it is more than a cell."""
    row, col, last_row, last_col = area
    if (row, col) != (last_row, last_col):
        sheet.merge_range(row, col, last_row, last_col, "", ink.of(style, **look))
    put(sheet, ink, (row, col), value, style, **look)


def number_format(value: int | Decimal) -> str:
    """Return the format that shows a number with thousands separators and exactly the decimals it has."""
    exponent = Decimal(value).normalize().as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    return "#,##0" + ("." + "0" * places if places else "")


def _exact(value: int | Decimal) -> bool:
    return len(Decimal(value).normalize().as_tuple().digits) <= _EXACT_DIGITS


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that belong on one page: where they start (0-based) and how tall they are together, in points."""

    row: int
    height: float


def page_breaks(stretches: Sequence[Stretch], first_page: float, page: float) -> list[int]:
    """Return the rows a new page should start at, so that no stretch is torn that fits on a page.

    ``first_page`` and ``page`` are the points left for rows on the first and on each later page.
    """
    breaks: list[int] = []
    left = first_page
    for stretch in stretches:
        if stretch.height > left and stretch.height <= page and left < page:
            breaks.append(stretch.row)
            left = page
        left -= stretch.height
        while left < 0:  # taller than a page: it runs on, and what it leaves of its last page is used
            left += page
    return breaks
