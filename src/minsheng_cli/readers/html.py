"""A reader of web pages saved from a browser: paragraphs and tables in their order. Runs behind the wall.

Only the standard library's tokenizer is used: nothing is fetched, run or expanded. Text in scripts, styles and forms
is not read. Source: the HTML standard, 4.9 (tables; colspan and rowspan).
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Protocol

from minsheng_cli.errors import TooLarge

if TYPE_CHECKING:
    from collections.abc import Sequence

CELL_LIMIT = 100_000
SPAN_LIMIT = 1_000
COLUMNS = 256
_UNSEEN = frozenset({"script", "style", "head", "noscript", "select", "textarea", "template", "svg", "object"})
_BLOCKS = frozenset({
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer",
    "center", "blockquote", "pre", "dd", "dt", "dl", "hr", "nav", "main", "form",
})  # fmt: skip
_SPACES = str.maketrans({"\xa0": " ", "\u200b": None, "\ufeff": None})


class FilledGrid(Protocol):
    """What is filled in: see ``pages.TextGrid``."""

    cells: dict[tuple[int, int], str]
    merges: list[tuple[int, int, int, int]]
    bands: list[tuple[int, str, int]]


class _Table:
    """A table being read: where its next cell goes, and which places are taken by cells from above."""

    def __init__(self) -> None:
        self.rows: list[dict[int, str]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.taken: dict[int, int] = {}  # column → the last row (from 1) that a cell from above takes up
        self.text: list[str] | None = None
        self.span = (1, 1)
        self.count = 0

    def start_row(self) -> None:
        self.rows.append({})

    def start_cell(self, attributes: Sequence[tuple[str, str | None]]) -> None:
        if not self.rows:
            self.start_row()
        told = dict(attributes)
        self.span = (_span(told.get("rowspan")), min(_span(told.get("colspan")), COLUMNS))
        self.text = []

    def end_cell(self) -> None:
        if self.text is None:
            return
        row = len(self.rows)
        col = 1
        while self.taken.get(col, 0) >= row or col in self.rows[-1]:
            col += 1
        down, across = self.span
        self.rows[-1] |= dict.fromkeys(range(col, col + across), "")
        self.rows[-1][col] = _lines("".join(self.text))
        self.count += across
        if down > 1 or across > 1:
            self.merges.append((row, col, row + down - 1, col + across - 1))
        if down > 1:
            self.taken |= dict.fromkeys(range(col, col + across), row + down - 1)
        if self.count > CELL_LIMIT or col > COLUMNS:
            raise TooLarge(why="单元格过多")
        self.text = None


def read_html(text: str, page: FilledGrid) -> None:
    """Fill a page with what a web page says: 正文 for its paragraphs, 表1, 表2 … for its tables."""
    reader = _Reader(page)
    reader.feed(text)
    reader.close()
    reader.finish()


class _Reader(HTMLParser):
    def __init__(self, page: FilledGrid) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.row = 1
        self.prose = self.told = 0  # paragraphs and tables so far
        self.unseen = 0
        self.paragraph: list[str] = []
        self.tables: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        table = self.tables[-1] if self.tables else None
        if tag == "table":
            self._end_paragraph()
            self.tables.append(_Table())
        elif table is not None and tag == "tr":
            table.end_cell()
            table.start_row()
        elif table is not None and tag in ("td", "th"):
            table.end_cell()
            table.start_cell(attrs)
        elif tag in _BLOCKS:
            self._break()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in ("td", "th", "tr") and self.tables:
            self.tables[-1].end_cell()
        elif tag == "table" and self.tables:
            self._end_table()
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        words = " ".join(data.translate(_SPACES).split()) if data.strip() else " "
        if self.tables and self.tables[-1].text is not None:
            self.tables[-1].text.append(words)
        elif not self.tables:
            self.paragraph.append(words)

    def finish(self) -> None:
        """Take in what was never closed."""
        while self.tables:
            self._end_table()
        self._end_paragraph()

    def _break(self) -> None:
        if self.tables:
            if self.tables[-1].text is not None:
                self.tables[-1].text.append("\n")
        else:
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        for line in _lines("".join(self.paragraph)).split("\n"):
            if line.strip():
                self.prose += 1
                self._band("正文", self.prose)
                self.page.cells[self.row, 1] = line
                self.row += 1
        self.paragraph = []

    def _end_table(self) -> None:
        table = self.tables.pop()
        table.end_cell()
        rows = [row for row in table.rows if row]
        if not rows:
            return
        wide = len(rows) > 1 and max(map(len, rows)) > 2  # noqa: PLR2004 - name, target, unit
        if self.tables and not wide:  # a small table in a cell: its text belongs to the cell
            if self.tables[-1].text is not None:
                self.tables[-1].text += ["\n".join(t for t in row.values() if t) + "\n" for row in rows]
            return
        self._before_inner_table()
        if len(rows) == 1 and len([t for t in rows[0].values() if t]) == 1:  # a table that only frames the page
            self.paragraph.append(next(t for t in rows[0].values() if t))
            self._end_paragraph()
            return
        self.told += 1
        self.page.bands.append((self.row, f"表{self.told}", 1))
        for number, row in enumerate(table.rows):
            self.page.cells |= {(self.row + number, col): text for col, text in row.items() if text}
        self.page.merges += [
            (self.row + top - 1, left, self.row + min(bottom, len(table.rows)) - 1, right)
            for top, left, bottom, right in table.merges
        ]
        self.row += len(table.rows)

    def _before_inner_table(self) -> None:
        """Put what the tables around say so far before the inner one: they only lay out the page."""
        for outer in self.tables:
            texts = [text for row in outer.rows for text in row.values() if text]
            if outer.text is not None:
                texts.append("".join(outer.text))
                outer.text = []
            outer.rows, outer.merges, outer.taken = [{}], [], {}
            for text in texts:
                self.paragraph.append(text)
                self._end_paragraph()

    def _band(self, name: str, number: int) -> None:
        if not self.page.bands or self.page.bands[-1][1] != name:
            self.page.bands.append((self.row, name, number))


def _span(text: str | None) -> int:
    return max(1, min(int(text), SPAN_LIMIT)) if text and text.isascii() and text.isdigit() and len(text) < 5 else 1  # noqa: PLR2004


def _lines(text: str) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
