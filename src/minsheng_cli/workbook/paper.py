"""Type and paper: how much room a text takes up, which faces it is set in, and what a cell or file name can hold.

Pure. Widths are in spreadsheet column units (one digit of Calibri 11, 7 pixels at 96 dpi), heights in points.
Merged cells never fit themselves to their text and no program fits rows alike, so heights are reckoned here, a little
generously: what fits by these figures fits in Excel, WPS and LibreOffice, with the named face or its substitute.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.lines import breaks, char_width, spreadsheet_length

if TYPE_CHECKING:
    from collections.abc import Iterable

# ---------------------------------------------------------------- faces
#
# A spreadsheet names one face per cell and has no list of fallbacks: on a machine without it the system picks another.
# So each name is the one that most machines have and that comes out well where it is missing:
# - 方正小标宋简体 is on every machine that writes official papers; elsewhere FONT_CHARSET leads to 宋体, its kin.
# - 仿宋 and 楷体 rather than 仿宋_GB2312 and 楷体_GB2312: the _GB2312 faces left Windows with XP, the others came with
#   Vista and are what WPS and LibreOffice know substitutes for. An office that has installed _GB2312 has both.
# - 黑体 is everywhere.
FONT_TITLE = "方正小标宋简体"  # substitute: 宋体
FONT_HEAD = "黑体"
FONT_BODY = "仿宋"  # substitute: 宋体
FONT_CHARSET = 134
"""GB2312, written beside each face: what Windows goes by when it must choose a substitute (宋体, not a Latin face)."""

# ---------------------------------------------------------------- room

MAX_ROW_HEIGHT = 409.0
"""The tallest row that Excel shows, points."""

BODY_SIZE = 10.5
"""五号, points; the size at which one column unit is exactly half a Chinese character."""

_LINE = 1.5  # line height per point of size; 仿宋 takes 1.3, Noto's CJK faces 1.45, their mixture with DejaVu 1.49
_PADDING = 4.0  # points above and below together
_NARROW = 1.28  # 仿宋's Latin letters are half a character wide, those of DejaVu, the widest substitute, 0.64
_WIDEST = 2.0  # half characters that one can take up
_SLACK = 0.97  # programs round character widths to pixels, at every zoom anew


@lru_cache(maxsize=8192)
def _advance(char: str) -> float:
    width = char_width(char)
    return _NARROW if width == 1 else float(width)


@lru_cache(maxsize=1024)  # names, headers and hashes come again in every list
def _paragraph_lines(text: str, room: float) -> int:
    return len(breaks(text, room, _advance)) + 1


@lru_cache(maxsize=1024)
def _line_room(width_chars: float, size: float) -> float:
    """Return how many half characters a line holds."""
    return max(width_chars * BODY_SIZE / size * _SLACK, 2 * _NARROW)


def pieces(text: str, width_chars: float, size: float, lines: int) -> list[str]:
    """Cut a text between lines, into pieces of at most so many; joined they are the text again."""
    room, starts, at = _line_room(width_chars, size), [0], 0
    for paragraph in text.split("\n"):
        starts += [at + place for place in breaks(paragraph, room, _advance)]
        at += len(paragraph) + 1
        starts.append(at)
    cuts = [*starts[:-1:lines], len(text)]
    return [text[a:b] for a, b in pairwise(cuts)] if text else [""]


def lines_needed(text: str, width_chars: float, size: float = BODY_SIZE) -> int:
    """Return how many lines a text takes in a column of that width, set at ``size`` points; at least 1."""
    room = _line_room(width_chars, size)
    if len(text) * _WIDEST <= room and "\n" not in text:  # most cells: a number, a date, a short name
        return 1
    return sum(_paragraph_lines(paragraph, room) for paragraph in text.split("\n"))


def row_height(lines: int, size: float = BODY_SIZE) -> float:
    """Return the height in points of so many lines, uncapped."""
    return ceil((lines * size * _LINE + _PADDING) * 4) / 4


def most_lines(size: float) -> int:
    """Return how many lines of that size the tallest row holds."""
    return int((MAX_ROW_HEIGHT - _PADDING) / (size * _LINE))


def tallest(cells: Iterable[tuple[str, float]], size: float = BODY_SIZE, minimum: float = 0.0) -> float:
    """Return the height in points that a row needs for its (text, column width) cells, uncapped."""
    lines = max((lines_needed(text, width, size) for text, width in cells), default=1)
    return max(minimum, row_height(lines, size))


def split_height(height: float) -> tuple[float, ...]:
    """Return the physical rows, equally tall, that make up a logical row of that height."""
    count = max(1, ceil(height / MAX_ROW_HEIGHT))
    return (height / count,) * count


# ---------------------------------------------------------------- what a cell can hold

CELL_LIMIT = 32_767
"""How many UTF-16 units one cell holds."""

CUT_MARK = "…（全文见原件）"


def fit_cell(text: str) -> str:
    """Return the text if one cell can hold it, else its beginning and a visible mark that it goes on."""
    if len(text) <= CELL_LIMIT // 2 or spreadsheet_length(text) <= CELL_LIMIT:
        return text
    room = (CELL_LIMIT - len(CUT_MARK)) * 2  # bytes; all of the mark is in the basic plane
    head = text.encode("utf-16-le", "surrogatepass")[:room].decode("utf-16-le", "ignore")  # no half a character
    return head + CUT_MARK


# ---------------------------------------------------------------- what a file name can be

_FORBIDDEN = compile_when_used(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')
_RESERVED = compile_when_used(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)
_EDGES = compile_when_used(r"^[\s.]+|[\s.]+$")
_LONGEST_NAME = 200  # UTF-8 bytes; file systems allow 255, and stores and copies add to a name
_EXTENSION = compile_when_used(r"\.[A-Za-z0-9]{1,8}$")


def safe_file_name(text: str) -> str:
    """Return a file name that Windows, WPS and mail can carry: no path, no reserved name, not too long, never empty."""
    name = _FORBIDDEN.sub("_", text).strip().rstrip(". ")
    suffix = match[0] if (match := _EXTENSION.search(name)) else ""
    stem = name.removesuffix(suffix).encode()[: _LONGEST_NAME - len(suffix)].decode("utf-8", "ignore")
    stem = _EDGES.sub("", stem) or "未命名"  # a dot in front hides a file, one at the end is lost
    return f"_{stem}{suffix}" if _RESERVED.match(stem + suffix) else stem + suffix
