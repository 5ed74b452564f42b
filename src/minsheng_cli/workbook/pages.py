"""Printed pages: which paper, how much room it has, and where a page ends so that nothing is torn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

SIDE, TOP, BOTTOM, FOOT = 0.45, 0.6, 0.65, 0.3  # margins, inches

SCALES = (0.98, 1.0, 1.02)
"""How much room a page may turn out to have: programs reckon the widths of columns and margins a little differently."""


@dataclass(frozen=True)
class Paper:
    """A sheet of paper, lying broadside."""

    number: int  # by which spreadsheets know the size
    breadth: float  # points
    height: float

    def room(self, widths: Sequence[float]) -> float:
        """Return how many points of rows a page holds once columns of these widths are made to fit its breadth."""
        breadth = sum(int(width * 7 + 5) for width in widths) * 0.75
        return (self.height - (TOP + BOTTOM) * 72) * max(breadth / (self.breadth - 2 * SIDE * 72), 1.0)

    def columns(self, number: int) -> float:
        """Return what the widths of so many columns may add up to at full size, in characters."""
        return ((self.breadth - 2 * SIDE * 72) / 0.75 - 5 * number - 1) / 7


A4, A3 = Paper(9, 841.9, 595.3), Paper(8, 1190.6, 841.9)
PAPERS: dict[str, Paper] = {"A3": A3, "A4": A4}
PaperName = Literal["A3", "A4"]


class KeepTogether(NamedTuple):
    """Rows that belong on one page: the first (0-based) and how tall each is, in points."""

    row: int
    heights: tuple[float, ...]


def set_up(sheet: Worksheet, header_row: int, widths: Sequence[float], paper: Paper = A4) -> None:
    """Make a sheet landscape, one page wide, with its header (0-based row) repeated and frozen."""
    sheet.set_landscape()
    sheet.set_paper(paper.number)
    sheet.set_margins(left=SIDE, right=SIDE, top=TOP, bottom=BOTTOM)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.freeze_panes(header_row + 1, 0)
    sheet.set_footer("&C第 &P 页 共 &N 页", {"margin": FOOT})
    sheet.hide_gridlines(2)
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width)


def page_breaks(stretches: Sequence[KeepTogether], first_page: float, page: float) -> list[int]:
    """Return the rows a new page must start at, so that nothing is torn that belongs together.

    ``first_page`` and ``page`` are the points left for rows on the first and on each later page. Every page that is
    full on some machine is ended, though a single row is never torn by any program: else the next pages would begin
    elsewhere on each machine, and end early where none of them is full.
    """
    breaks: list[int] = []
    left = {scale: first_page * scale for scale in SCALES}
    for number, (row, heights) in enumerate(stretches):
        total = sum(heights)
        if number and total <= page and any(total > room for room in left.values()):
            breaks.append(row)
            left = {scale: page * scale for scale in SCALES}
        for height in heights:
            left = {scale: (room if height <= room else page * scale) - height for scale, room in left.items()}
    return breaks
