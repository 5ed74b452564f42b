"""One sheet as a reader sees it: its rows in order, its texts trimmed, its merged cells as one cell.

Pure. Merged ranges are looked up; only those of an ordinary page are expanded, so that a range over a million rows
costs nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from minsheng_cli import form_spec
from minsheng_cli.model import Cell, Located
from minsheng_cli.model.returns import VALUELESS
from minsheng_cli.text.known import Known

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from minsheng_cli.model import CellKind, Grid

A = TypeVar("A")
T = TypeVar("T")
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column

MAX_COLUMNS = 256
"""Columns further right are no part of any table of ours; they are looked at for the row key only."""

_BLANK = Cell("")
_MUTE = VALUELESS  # a cell of these kinds says something even without a text
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"  # zero-width characters that survive a copy from a web page


def trim(text: str) -> str:
    """Return the text without blanks (full-width and invisible ones too) at both ends, line breaks as LF."""
    text = text.strip()
    if text and (text[0] in _INVISIBLE or text[-1] in _INVISIBLE):
        text = text.strip(_INVISIBLE + " \t\r\n\u3000\xa0")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _overlapping(merges: Sequence[Merge]) -> frozenset[Merge]:
    """Return the merged ranges, in order of their rows, that share a cell with another one; no program writes such."""
    ends: dict[int, Merge] = {}  # column → the range that reaches down furthest there
    found: set[Merge] = set()
    for merge in merges:
        for col in range(merge[1], min(merge[3], MAX_COLUMNS) + 1):
            before = ends.get(col)
            if before is not None and before[2] >= merge[0]:
                found |= {before, merge}
            if before is None or before[2] < merge[2]:
                ends[col] = merge
    return frozenset(found)


def _expanded(merges: Sequence[Merge]) -> dict[tuple[int, int], Merge] | None:
    """Return each merged cell's range, None where that would be more cells than stand on a page."""
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merges) > _ON_A_PAGE:
        return None
    return {
        (row, col): merge
        for merge in merges
        for row in range(merge[0], merge[2] + 1)
        for col in range(merge[1], merge[3] + 1)
    }


_ON_A_PAGE = 2_000  # cells


def laid_out(grid: Grid) -> Sheet:
    """Return the sheet of a grid: the very same that a reader had before, as it was laid out then."""
    sheet = _LAID_OUT.get(id(grid))
    if sheet is None or sheet.grid is not grid:
        sheet = Sheet(grid)
        if len(grid.cells) <= _ON_A_PAGE:
            _LAID_OUT.keep(id(grid), sheet)  # it holds the grid: nothing else has its id meanwhile
    return sheet


_LAID_OUT = Known[int, "Sheet"](256)


def answered_once(ask: Callable[[Sheet, A], T]) -> Callable[[Sheet, A], T]:
    """Let a pure question about a sheet be answered once: sheets come again, in the next return of the same unit.

    One whose formulas name another sheet is asked every time, for they are held against the sheets of its file.
    """

    @wraps(ask)
    def told(sheet: Sheet, about: A) -> T:
        if sheet.refers_elsewhere:
            return ask(sheet, about)
        key = (ask, about)
        if key not in sheet.answers:
            sheet.answers[key] = ask(sheet, about)
        answer: T = sheet.answers[key]
        return answer

    return told


class Sheet:
    """A Grid with its rows and merged ranges indexed; rows and columns count from 1."""

    __slots__ = (
        "_bands",
        "_cells",
        "_covers",
        "_located",
        "_merges",
        "_own",
        "_texts",
        "_under",
        "answers",
        "book",
        "comments",
        "drawn",
        "grid",
        "hidden",
        "hidden_columns",
        "hidden_rows",
        "name",
        "order",
        "overlapping",
        "refers_elsewhere",
        "rows",
        "running",
        "unseen",
    )

    def __init__(self, grid: Grid) -> None:
        """Index the grid's rows and merged ranges, once."""
        self.grid = grid
        self.name = grid.sheet
        self.hidden = grid.hidden
        self.hidden_rows = grid.hidden_rows
        self.hidden_columns = grid.hidden_cols
        self.comments = grid.comments
        self.drawn = grid.drawn
        self.unseen = grid.unseen
        self.running = grid.running
        self.book: Mapping[str, Sheet] = {grid.sheet: self}  # the file's sheets that can be seen, by name
        self._cells = grid.cells
        self._bands = grid.bands
        self._merges = sorted(m for m in grid.merges if m[1] <= MAX_COLUMNS and (m[2] > m[0] or m[3] > m[1]))
        self.overlapping = _overlapping(self._merges)
        self._under = None if self.overlapping else _expanded(self._merges)
        self._covers: dict[int, tuple[list[int], list[Merge]]] = {}
        self._own: dict[int, tuple[int, ...]] = {}  # what is asked again and again, as answered first
        self._located: dict[tuple[int, int], Located] = {}
        self.refers_elsewhere = any("!" in cell.formula for cell in grid.cells.values())
        self.answers: dict[object, Any] = {}
        self._texts = {at: trim(cell.text) for at, cell in grid.cells.items()}
        rows: dict[int, list[int]] = {}
        for (row, col), text in self._texts.items():
            if text or self._cells[row, col].kind in _MUTE:
                rows.setdefault(row, []).append(col)
        for columns in rows.values():
            columns.sort()
        self.rows = rows  # row → columns that hold something, left to right
        self.order = sorted(rows)

    def text(self, row: int, col: int) -> str:
        """Return the cell's trimmed text, "" when there is none."""
        return self._texts.get((row, col), "")

    def cell(self, row: int, col: int) -> Cell:
        """Return the cell as the file holds it (a blank one where it holds none)."""
        return self._cells.get((row, col), _BLANK)

    def holds(self, row: int, col: int) -> bool:
        """Return whether the cell says anything; a formula without a value does, and a picture."""
        return bool(self.text(row, col)) or self.cell(row, col).kind in _MUTE

    def located(self, row: int, col: int) -> Located:
        """Return the cell's trimmed text with its address and kind."""
        located = self._located.get((row, col))
        if located is None:
            cell = self.cell(row, col)
            located = Located(self.text(row, col), self.ref(row, col), cell.kind, bool(cell.formula))
            self._located[row, col] = located
        return located

    def ref(self, row: int, col: int) -> str:
        """Return a cell's address as a person finds it: 附件2!F5; in a text document, by table and row there."""
        if self._bands:
            first, name, number = self._bands[max(bisect_right(self._bands, row, key=lambda band: band[0]) - 1, 0)]
            return form_spec.ref(name, row - first + number, col)
        return form_spec.ref(self.name, row, col)

    def cell_name(self, row: int, col: int) -> str:
        """Return the address without the sheet: F5."""
        return self.ref(row, col).rpartition("!")[2]

    def spread(self, area: Merge) -> str:
        """Return the address of a range: F5:F7."""
        return f"{self.cell_name(area[0], area[1])}:{self.cell_name(area[2], area[3])}"

    def row_number(self, row: int) -> int:
        """Return the row's number as in ``ref``."""
        return int(self.cell_name(row, 1)[1:])

    def cover(self, row: int, col: int) -> Merge | None:
        """Return the merged range the cell lies in, or None."""
        if self._under is not None:
            return self._under.get((row, col))
        if col not in self._covers:
            merges = [m for m in self._merges if m[1] <= col <= m[3]]
            self._covers[col] = ([m[0] for m in merges], merges)
        starts, merges = self._covers[col]
        at = bisect_right(starts, row) - 1
        return merges[at] if at >= 0 and row <= merges[at][2] else None

    def covered(self, row: int, col: int) -> bool:
        """Return whether the cell lies hidden under another cell of its merged range."""
        merge = self.cover(row, col)
        return merge is not None and (row, col) != merge[:2]

    def seen_in(self, first: int, last: int) -> tuple[object, ...]:
        """Return all that is seen in some rows, and where: the texts, the merged ranges there and what these show."""
        merges = [m for m in self._merges if self.overlapping or (m[0] <= last and m[2] >= first)]
        texts = [(row, col, self.text(row, col)) for row in range(first, last + 1) for col in self.rows.get(row, ())]
        tops = [self.text(top, left) for top, left, _, _ in merges]
        return self.name, self._bands, first, last, tuple(merges), tuple(texts), tuple(tops)

    def of_kinds(self, kinds: Collection[CellKind]) -> list[tuple[int, int]]:
        """Return where the cells of these kinds are that do not lie hidden under a merged range."""
        found = [at for at, cell in self._cells.items() if cell.kind in kinds]
        return [(row, col) for row, col in found if col <= MAX_COLUMNS and not self.covered(row, col)]

    def own(self, row: int) -> tuple[int, ...]:
        """Return the columns of the row's cells that hold something and do not lie hidden under a merged range."""
        own = self._own.get(row)
        if own is None:
            columns = self.rows.get(row, [])
            columns = columns[: bisect_right(columns, MAX_COLUMNS)]
            own = self._own[row] = tuple([c for c in columns if not self.covered(row, c)] if self._merges else columns)
        return own
