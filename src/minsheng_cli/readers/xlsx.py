"""A streaming reader of .xlsx: zip and expat, nothing evaluated, nothing fetched, nothing guessed.

Our own, because reading messy returns is what we exist for: it sees what faster readers hide (error cells, formulas
without a value, hidden rows, strike-through) and costs little on a million formatted but empty cells.
Source: ECMA-376 part 1, 18.3 (worksheets), 18.4 (shared strings), 18.8 (styles); Strict namespaces too, since only
local names are looked at. ``<dimension>`` is never trusted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from minsheng_cli.errors import TooLarge, Unreadable
from minsheng_cli.model import Cell, Grid
from minsheng_cli.readers.markup import Attributes, ignore, modified, parse, part_of_type, raised, relationships, whole
from minsheng_cli.readers.numbers import NUMBER, Look, look_of, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from minsheng_cli.readers.package import Package

ROWS, COLUMNS = 1_048_576, 16_384
LONGEST_NAME = 100  # of a sheet, which stands in every address; spreadsheets allow 31 characters
CELL_LIMIT = 1_000_000  # with something in them: half of what a worker's time and memory allow
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_LONGEST_FORMULA = 8192  # characters, ECMA-376 18.3.1.40
_TRUE = ("1", "true", "on")
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!")


def read(package: Package) -> tuple[tuple[Grid, ...], str, tuple[str, ...]]:
    """Return the sheets in the workbook's order, the time of last change (ISO, or ""), and what else is to be told.

    Raises Unreadable, Encrypted, TooLarge.
    """
    book = part_of_type(package, "", "/officeDocument") or "xl/workbook.xml"
    sheets, since_1904 = _workbook(package, book)
    parts = relationships(package, book)
    strings: Strings = _optional(package, parts, "/sharedStrings", _shared_strings, _NO_STRINGS)
    styles: list[tuple[Look, bool]] = _optional(package, parts, "/styles", _styles, [])
    grids = []
    for name, relation, hidden in sheets:
        kind, part = parts.get(relation, ("", ""))
        if kind.endswith("/worksheet"):
            grids.append(_Sheet(strings, styles, since_1904=since_1904).read(package, part, name, hidden=hidden))
        elif not kind:
            raise Unreadable(why=f"工作表“{name}”的内容缺失")
    notes = ("macros",) if any(name.endswith("vbaproject.bin") for name in package.names) else ()
    return tuple(grids), modified(package), (*notes, *("pictures",) * package.pictured)


# ---------------------------------------------------------------- the package's parts


T = TypeVar("T")
Strings = tuple[list[str], frozenset[int]]
_NO_STRINGS: Strings = ([], frozenset())


def _optional(
    package: Package, parts: dict[str, tuple[str, str]], kind: str, reader: Callable[[Package, str], T], empty: T
) -> T:
    part = next((target for name, target in parts.values() if name.endswith(kind) and target in package), None)
    return reader(package, part) if part else empty


def _workbook(package: Package, part: str) -> tuple[list[tuple[str, str, bool]], bool]:
    """Return (sheet name, relationship id, hidden) in order, and whether dates count from 1904."""
    sheets: list[tuple[str, str, bool]] = []
    since_1904 = False

    def start(element: str, attributes: Attributes) -> None:
        nonlocal since_1904
        if element == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            sheets.append((attributes.get("name", "")[:LONGEST_NAME], relation, hidden))
        elif element == "workbookPr":
            since_1904 = attributes.get("date1904", "0") in _TRUE

    parse(package, part, frozenset({"sheet", "workbookPr"}), start, ignore)
    return sheets, since_1904


def _text(pieces: list[str]) -> str:
    """Join pieces and undo the format's own spellings of control characters and line ends."""
    text = "".join(pieces)
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        # Characters beyond U+FFFF are escaped as two halves.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _shared_strings(package: Package, part: str) -> tuple[list[str], frozenset[int]]:
    """Return the texts, and which of them have words struck through."""
    strings: list[str] = []
    struck: set[int] = set()
    reader = _RichText()

    def start(element: str, attributes: Attributes) -> None:
        if element == "si":
            reader.clear()
        else:
            reader.start(element, attributes)

    def end(element: str) -> None:
        if element != "si":
            reader.end(element)
            return
        if reader.struck:
            struck.add(len(strings))
        strings.append(_text(reader.pieces))
        if len(strings) > CELL_LIMIT:
            raise TooLarge(why="文字过多")

    parse(package, part, frozenset({"si", *_IN_TEXT}), start, end, reader.data)
    return strings, frozenset(struck)


_IN_TEXT = frozenset({"t", "r", "rPh", "strike", "vertAlign"})


class _RichText:
    """A text in runs: its pieces, and whether any of them is struck through. Phonetic hints are not read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.struck = self._inside = self._phonetic = self._run_struck = self._raised = False

    def clear(self) -> None:
        self.pieces.clear()
        self.struck = self._run_struck = self._raised = False

    def start(self, element: str, attributes: Attributes) -> None:
        if element == "t":
            self._inside = not self._phonetic
        elif element == "rPh":
            self._phonetic = True
        elif element == "r":
            self._run_struck = self._raised = False
        elif element == "strike":
            self._run_struck = attributes.get("val", "1") in _TRUE
        elif element == "vertAlign":
            self._raised = attributes.get("val") == "superscript"

    def end(self, element: str) -> None:
        if element == "t":
            self._inside = False
        elif element == "rPh":
            self._phonetic = False

    def data(self, piece: str) -> None:
        if self._inside:
            self.pieces.append(raised(piece, "".join(self.pieces[-1:])) if self._raised else piece)
            if self._run_struck and piece.strip():
                self.struck = True


def _comments(package: Package, part: str) -> dict[str, str]:
    """Return what was noted at each cell, by its address."""
    said: dict[str, list[str]] = {}
    current: list[str] = []
    reader = _RichText()

    def start(element: str, attributes: Attributes) -> None:
        nonlocal current
        if element == "comment":
            current = said.setdefault(attributes.get("ref", ""), [])
            reader.pieces = current
        reader.start(element, attributes)

    parse(package, part, frozenset({"comment", *_IN_TEXT}), start, reader.end, reader.data)
    return {ref: text for ref, pieces in said.items() if (text := _text(pieces).strip())}


_STYLE_LISTS = frozenset({"fonts", "cellXfs", "cellStyleXfs", "dxfs", "numFmts"})
_IN_STYLES = _STYLE_LISTS | {"numFmt", "font", "strike", "xf"}


def _styles(package: Package, part: str) -> list[tuple[Look, bool]]:
    """Return for each cell style what a number in it shows, and whether it is struck through."""
    codes: dict[int, str] = {}
    struck: list[bool] = []
    formats: list[tuple[int, int]] = []
    inside = ""

    def start(element: str, attributes: Attributes) -> None:
        nonlocal inside
        if element in _STYLE_LISTS:
            inside = element
        elif element == "numFmt" and inside == "numFmts":
            codes[whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif element == "font" and inside == "fonts":
            struck.append(False)
        elif element == "strike" and inside == "fonts" and struck:
            struck[-1] = attributes.get("val", "1") in _TRUE
        elif element == "xf" and inside == "cellXfs":
            formats.append((whole(attributes.get("numFmtId", "")), whole(attributes.get("fontId", ""))))

    parse(package, part, _IN_STYLES, start, ignore)
    return [(look_of(number, codes.get(number, "")), font < len(struck) and struck[font]) for number, font in formats]


# ---------------------------------------------------------------- a sheet


_IN_SHEET = frozenset({"c", "v", "t", "f", "row", "r", "rPh", "mergeCell", "col", "strike", "vertAlign"})


def _none(size: str | None) -> bool:
    """Whether a height or width leaves nothing to be seen."""
    return size is not None and size.strip("0.") == "" and "0" in size


class _Sheet:
    """The state of reading one worksheet."""

    def __init__(self, strings: Strings, styles: list[tuple[Look, bool]], *, since_1904: bool) -> None:
        self._strings, self._struck_strings = strings
        self._styles = styles
        self._since_1904 = since_1904
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merges: list[tuple[int, int, int, int]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_cols: set[int] = set()
        self._columns: dict[str, int] = {}
        self._row = self._col = 0
        self._row_hidden = False
        self._cell: Attributes = {}
        self._valued = self._phonetic = self._run_struck = self._raised = self._in_formula = False
        self._formula = ""
        self._value: list[str] = []
        self._collecting = False

    def read(self, package: Package, part: str, name: str, *, hidden: bool) -> Grid:
        parse(package, part, _IN_SHEET, self._start, self._end, self._data)
        noted: dict[tuple[int, int], str] = {}
        for kind, target in relationships(package, part).values():
            if kind.endswith("/comments") and target in package:
                noted |= {self._place(ref): text for ref, text in _comments(package, target).items()}
        return Grid(
            name, self._cells, tuple(self._merges), hidden,
            frozenset(self._hidden_rows), frozenset(self._hidden_cols), noted,
        )  # fmt: skip

    def _start(self, element: str, attributes: Attributes) -> None:  # noqa: C901 - one case per element
        if element == "c":
            self._cell = attributes
            self._formula, self._valued, self._run_struck, self._raised = "", False, False, False
            if self._value:
                self._value = []
        elif element in ("v", "t"):
            self._collecting = not self._phonetic
            self._valued = True
        elif element == "f":
            self._formula, self._in_formula = "=", True
        elif element == "row":
            self._start_row(attributes)
        elif element == "rPh":
            self._phonetic = True
        elif element == "strike":
            self._run_struck = True
        elif element in ("r", "vertAlign"):
            self._raised = attributes.get("val") == "superscript"
        elif element == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif element == "col" and (attributes.get("hidden") in _TRUE or _none(attributes.get("width"))):
            first, last = whole(attributes.get("min", "")), whole(attributes.get("max", ""))
            self._hidden_cols.update(range(first, min(last, COLUMNS) + 1))

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self._row = whole(number) if number else self._row + 1
        if not 1 <= self._row <= ROWS:
            raise Unreadable(why="行号有误")
        self._col = 0
        self._row_hidden = attributes.get("hidden") in _TRUE or _none(attributes.get("ht"))

    def _end(self, element: str) -> None:
        if element == "c":
            self._end_cell()
        elif element in ("v", "t"):
            self._collecting = False
        elif element == "f":
            self._in_formula = False
        elif element == "rPh":
            self._phonetic = False

    def _data(self, piece: str) -> None:
        if self._collecting:
            self._value.append(raised(piece, "".join(self._value[-1:])) if self._raised else piece)
        elif self._in_formula and len(self._formula) < _LONGEST_FORMULA:
            self._formula += piece

    def _end_cell(self) -> None:
        reference = self._cell.get("r")
        if reference:
            row, col = self._place(reference)
        else:
            row, col = max(self._row, 1), self._col + 1
        self._col = col
        if not self._value and not self._formula:
            return  # formatted, but empty: costs nothing
        cell = self._content()
        if cell is None:
            return
        if col > COLUMNS:
            raise Unreadable(why="列号有误")
        if (row, col) in self._cells:
            raise Unreadable(why=f"单元格 {reference} 出现两次")
        self._cells[row, col] = cell
        if self._row_hidden:
            self._hidden_rows.add(row)
        if len(self._cells) > CELL_LIMIT:
            raise TooLarge(why="单元格过多")

    def _content(self) -> Cell | None:  # noqa: PLR0911 - one answer per cell type of ECMA-376 18.18.11
        kind = self._cell.get("t", "n")
        raw = "".join(self._value)
        style = whole(self._cell.get("s", "0"))
        shows, struck = self._styles[style] if style < len(self._styles) else (NUMBER, False)
        if self._formula and (not self._valued or (not raw and kind not in ("str", "s", "inlineStr"))):
            return Cell("", "uncached", formula=self._formula, struck=struck)
        if kind == "s":
            index = whole(raw.strip(), -1)
            if not 0 <= index < len(self._strings):
                raise Unreadable(why="文字表残缺")
            text = self._strings[index]
            struck = struck or index in self._struck_strings
            return Cell(text, struck=struck, formula=self._formula) if text else None
        if kind in ("str", "inlineStr"):
            text = _text(self._value)
            struck = struck or self._run_struck
            return Cell(text, struck=struck, formula=self._formula) if text else None
        if not raw.strip():
            return None
        if kind == "e" or raw in _ERRORS:
            return Cell(raw, "error", self._formula, struck)
        if kind == "b":
            return Cell("TRUE" if raw.strip() in _TRUE else "FALSE", "bool", self._formula, struck)
        if kind == "d":
            return Cell(raw.strip().removesuffix("T00:00:00"), "date", self._formula, struck)
        text, meaning = shown(raw.strip(), shows, since_1904=self._since_1904)
        return Cell(text, meaning, self._formula, struck)

    def _place(self, reference: str) -> tuple[int, int]:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise Unreadable(why="单元格地址有误")
        letters, digits = match[1], match[2]
        col = self._columns.get(letters)
        if col is None:
            col = 0
            for letter in letters.upper():
                col = col * 26 + ord(letter) - 64
            self._columns[letters] = col
        row = int(digits)
        if not 1 <= row <= ROWS or col > COLUMNS:
            raise Unreadable(why="单元格地址有误")
        return row, col

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = self._place(first.replace("$", ""))
        bottom, right = self._place((last or first).replace("$", ""))
        if len(self._merges) > CELL_LIMIT // 10:
            raise TooLarge(why="合并单元格过多")
        self._merges.append((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))
