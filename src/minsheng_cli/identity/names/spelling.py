"""What two spellings of one name have in common, and how far apart they are. Knows no catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.text.fold import half_width
from minsheng_cli.text.known import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 200
"""A cell longer than this is prose, not a name."""

SHORTEST_ABBREVIATION = 3


@remembered
def key(text: str) -> str:
    """Return what two spellings of one name share: letters, digits and characters, no width, case or punctuation.

    For comparing only: NFKC turns ㎡ into m2, so it never touches text that is kept.
    """
    return "".join(filter(str.isalnum, half_width(text).casefold()))


def is_subsequence(short: str, long: str) -> bool:
    """Tell whether the characters of one text occur in the other in that order (住建局 in 住房和城乡建设局)."""
    rest = iter(long)
    return all(char in rest for char in short)


def distance(one: str, other: str, limit: int) -> int:
    """Return how many characters to insert, drop, replace or swap between two texts; ``limit + 1`` when more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, start=1):
        before, row, previous = above, [i], row
        for j, letter in enumerate(other, start=1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (char != letter))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == letter:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        above = previous
        if min(row) > limit:
            return limit + 1
    return row[-1]


_SHORTEST_TELLING = 4


def closest(wanted: str, spellings: Mapping[str, str]) -> str | None:
    """Return the answer of the one spelling that is a slip of the pen away from ``wanted``, else None.

    A short name that begins with another character is another body (财政局 is no 民政局), not a slip.
    """
    if not wanted:
        return None
    near = {
        answer
        for spelling, answer in spellings.items()
        if (spelling[:1] == wanted[:1] or len(wanted) >= _SHORTEST_TELLING) and distance(wanted, spelling, 1) <= 1
    }
    if not near and len(wanted) >= SHORTEST_ABBREVIATION:
        near = {
            answer
            for spelling, answer in spellings.items()
            if spelling[-1:] == wanted[-1:] and is_subsequence(wanted, spelling)
        }
    return near.pop() if len(near) == 1 else None
