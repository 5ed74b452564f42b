"""How far a drawing reaches whose size a file says in points instead of the cell it ends in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

MOST_COVERED = 10_000  # cells
_FARTHEST = 1_000  # rows or columns


def last_under(first: int, length: float, size_of: Callable[[int], float]) -> int:
    """Return the last row (or column) under something that is so long from the beginning of the first one on."""
    at = first
    while length > size_of(at) and at - first < _FARTHEST:
        length -= size_of(at)
        at += 1
    return at


def covered(
    first: tuple[int, int], last: tuple[int, int], used: Collection[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the cells from one to another as far as the sheet is used, none when they are far too many."""
    (top, left), (bottom, right) = first, last
    bottom = min(bottom, max((row for row, _ in used), default=0))
    right = min(right, max((col for _, col in used), default=0))
    if (bottom - top + 1) * (right - left + 1) <= MOST_COVERED:
        yield from ((row, col) for row in range(top, bottom + 1) for col in range(left, right + 1))
