"""How wide Chinese text is, and where its lines end. Pure.

Widths are in half characters: a Chinese character is 2, a Latin one 1.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NO_START = frozenset("、。，．；：？！）》」』】〕］｝〉”’…—·%％℃℉‰,.;:?!)]}>~～")
_NO_END = frozenset("（《「『【〔［｛〈“‘$￥¥([{<")
_EXACT = 1e-6


@lru_cache(maxsize=8192)
def char_width(char: str) -> int:
    """Return the width of one character: 2 also for “”—…, whose width depends on the face; 0 for what is not seen.

    Better a short line than a broken one.
    """
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def spreadsheet_length(text: str) -> int:
    """Return the length a spreadsheet counts (UTF-16 units)."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def width(text: str) -> int:
    """Return the width of a text in half characters."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(char_width, text))


def breaks(
    text: str, room: float, advance: Callable[[str], float] = char_width, *, after: str = " \t-/", inset: float = 0.0
) -> list[int]:
    """Return where each line after the first begins in a paragraph set in lines of ``room`` half characters.

    ``advance`` is the width of a character, ``after`` the narrow characters behind which a line may end; lines after
    the first have ``inset`` less room. Blanks hang over the edge; a word longer than a line is broken anywhere.
    """
    found: list[int] = []
    if sum(map(advance, text)) <= room + _EXACT:
        return found
    used, chunk, start = 0.0, 0.0, 0  # chunk: the width since ``start``, the last place where the line may end
    before, limit = "", room + _EXACT
    for place, char in enumerate(text):
        wide = advance(char)
        if before and _may_break(before, char, after):
            chunk, start = 0.0, place
        chunk += wide
        used += wide
        if used > limit and not char.isspace():
            if chunk > limit:
                chunk, start = wide, place
            found.append(start)
            used, limit = chunk, room - inset + _EXACT
        before = char
    return found


def wrap(text: str, columns: int, *, inset: int = 0) -> list[str]:
    """Return a text in lines of at most so many terminal columns, those after a paragraph's first indented.

    A line ends between Chinese characters or at a blank, never inside --an-option. Empty paragraphs are left out.
    """
    lines = []
    for paragraph in filter(None, text.split("\n")):
        cuts = [0, *breaks(paragraph, columns, after=" \t　", inset=inset), len(paragraph)]
        for start, end in pairwise(cuts):
            line = paragraph[start:end].rstrip(" 　")
            lines.append(" " * inset + line.lstrip(" 　") if start else line)
    return lines


def _may_break(before: str, after: str, behind: str) -> bool:
    """Whether a line may end between two characters (禁则: no comma begins a line, no bracket ends one)."""
    if after in _NO_START or before in _NO_END:
        return False
    return before in behind or char_width(before) > 1 or char_width(after) > 1
