"""Bytes → one page, for what is no return: a notice as an office publishes it. Called behind the wall only.

What returns may not be is allowed here: web pages saved from a browser and plain text. The sheets of a workbook stand
below each other; a paragraph or a row of a table is one row, and ``bands`` says which stretch of rows is what.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli.errors import OtherFormat, TooLarge, Unsupported
from minsheng_cli.nouns import dataclass, field
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.readers.grids import open_grids
from minsheng_cli.readers.html import read_html
from minsheng_cli.readers.kinds import sniff

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minsheng_cli.model import Grid

PROSE = "正文"
TEXT_LIMIT = 8 << 20  # bytes of a web page or text
LINE_LIMIT = 20_000
_MARKUP = compile_when_used(rb"<(?:html|body|table|meta|!doctype)\b", re.IGNORECASE)
_CHARSET = compile_when_used(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,20})", re.IGNORECASE)


@dataclass()
class TextGrid:
    """A document as one grid of texts; rows and columns from 1."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    bands: list[tuple[int, str, int]] = field(default_factory=list)
    struck: list[int] = field(default_factory=list)
    without_value: list[tuple[int, int]] = field(default_factory=list)  # formulas nobody computed, errors
    notes: tuple[str, ...] = ()


def open_page(data: bytes) -> TextGrid:
    """Return what a document says and where. Raises a SubmissionError whose facts say why not in Chinese."""
    kind = sniff(data)
    if kind in ("page", "unknown", "mail"):
        if len(data) > TEXT_LIMIT:
            raise TooLarge(why="文字过多")
        if kind == "page" or _MARKUP.search(data[:65536]):
            if data.lstrip()[:200].lower().startswith((b"mime-version", b"from:", b"content-type")):
                raise OtherFormat(why="网页单个文件 .mht", kind="text", target=".html（仅网页）")
            page = TextGrid()
            read_html(_decoded(data), page)
            return page
        text = _decoded(data)
        if "\x00" not in text and sum(not c.isprintable() and not c.isspace() for c in text[:4096]) == 0:
            return _sheet_of_lines(text)
        raise Unsupported(why="不认识的格式", kind=kind)
    book = open_grids(data)
    return _stacked([g for g in book.grids if not g.hidden] or list(book.grids[:1]), book.notes)


def _stacked(grids: Iterable[Grid], notes: tuple[str, ...]) -> TextGrid:
    """Return the sheets of a workbook (or a document's only grid) below each other."""
    page, below = TextGrid(notes=notes), 0
    for grid in grids:
        page.cells |= {(row + below, col): cell.text for (row, col), cell in grid.cells.items()}
        page.struck += sorted({row + below for (row, _), cell in grid.cells.items() if cell.struck})
        page.without_value += [
            (row + below, col) for (row, col), cell in grid.cells.items() if cell.kind in ("uncached", "error")
        ]
        page.merges += [(top + below, left, bottom + below, right) for top, left, bottom, right in grid.merges]
        page.bands += [(row + below, name, number) for row, name, number in grid.bands or ((1, grid.sheet, 1),)]
        below += max([row for row, _ in grid.cells] + [merge[2] for merge in grid.merges], default=0)
    return page


def _sheet_of_lines(text: str) -> TextGrid:
    """Return a plain text as a sheet, one line a row."""
    lines = [line.strip() for line in text.splitlines()]
    if len(lines) > LINE_LIMIT:
        raise TooLarge(why="文字过多")
    return TextGrid({(n, 1): line for n, line in enumerate(lines, start=1) if line}, bands=[(1, PROSE, 1)])


def _decoded(data: bytes) -> str:
    """Return a text in whatever encoding it says, or shows, that it is."""
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    marked = next((name for mark, name in marks if data.startswith(mark)), "")
    said = _CHARSET.search(data[:4096])
    for encoding in filter(None, (marked, "utf-8", said[1].decode("ascii") if said else "", "gb18030")):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")
