"""Where printed pages should end: no heading at the foot of a page, no signatures alone on the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.form.drawing.ink import BOTTOM, SIDE, TOP

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAGE_WIDTH, _PAGE_HEIGHT = 841.9, 595.3  # A4 landscape, points
_SCALES = (0.98, 1.0, 1.02)
"""How the printed size may come out: programs reckon the widths of columns and margins a little differently."""


class Stretch(NamedTuple):
    """Rows that belong on one page: the first (0-based) and how tall each is, in points."""

    row: int
    heights: tuple[float, ...]


def page_room(widths: Sequence[float]) -> float:
    """Return how many points of rows one printed page holds, of a sheet with columns of these widths."""
    points = sum(int(width * 7 + 5) for width in widths) * 0.75
    scale = min(1.0, (_PAGE_WIDTH - 2 * SIDE * 72) / points)
    return (_PAGE_HEIGHT - (TOP + BOTTOM) * 72) / scale


def page_breaks(stretches: Sequence[Stretch], first_page: float, page: float) -> list[int]:
    """Return the rows a new page must start at; ``first_page`` and ``page`` are the points left for rows there.

    Only where several rows would be torn apart: a single row never is, and a break too many would leave half a page
    empty once the unit's words have made the rows grow.
    """
    breaks: list[int] = []
    left = {scale: first_page * scale for scale in _SCALES}
    for number, (row, heights) in enumerate(stretches):
        total = sum(heights)
        torn = len(heights) > 1 and total <= page and any(total > room for room in left.values())
        if number and torn:
            breaks.append(row)
            left = {scale: page * scale for scale in _SCALES}
        for height in heights:
            left = {scale: (room if height <= room else page * scale) - height for scale, room in left.items()}
    return breaks
