"""A streaming reader of .xlsx: zip and expat, nothing evaluated, nothing fetched, nothing guessed.

Our own, because reading messy returns is what we exist for: it sees what faster readers hide (error cells, formulas
without a value, hidden rows, strike-through) and costs little on a million formatted but empty cells.
Source: ECMA-376 part 1, 18.3 (worksheets), 18.4 (shared strings), 18.8 (styles); Strict namespaces too, since only
local names are looked at. ``<dimension>`` is never trusted.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from xml.parsers import expat

from minsheng_cli.errors import TooLarge, Unreadable
from minsheng_cli.intake.numbers import format_kind, shown
from minsheng_cli.model import Cell, Grid

if TYPE_CHECKING:
    from minsheng_cli.intake.package import Package

ROWS, COLUMNS = 1_048_576, 16_384
CELL_LIMIT = 2_000_000
DEPTH_LIMIT = 64
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_TRUE = ("1", "true", "on")
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!")

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]


def read(package: Package) -> tuple[tuple[Grid, ...], str]:
    """Return the sheets in the workbook's order and the time of last change (ISO, or "").

    Raises Unreadable, Encrypted, TooLarge.
    """
    book = _part_of_type(package, "", "/officeDocument") or "xl/workbook.xml"
    sheets, since_1904 = _workbook(package, book)
    parts = _relationships(package, book)
    strings: list[str] = _optional(package, parts, "/sharedStrings", _shared_strings, [])
    styles: list[tuple[str, bool]] = _optional(package, parts, "/styles", _styles, [])
    grids = []
    for name, relation, hidden in sheets:
        kind, part = parts.get(relation, ("", ""))
        if kind.endswith("/worksheet"):
            grids.append(_Sheet(strings, styles, since_1904=since_1904).read(package, part, name, hidden=hidden))
        elif not kind:
            raise Unreadable(why=f"工作表“{name}”的内容缺失")
    return tuple(grids), _modified(package)


# ---------------------------------------------------------------- XML


def parse(  # noqa: PLR0913, PLR0917 - expat's three handlers
    package: Package,
    part: str,
    wanted: frozenset[str],
    start: Start,
    end: End,
    data: Callable[[str], None] | None = None,
) -> None:
    """Walk through a part; only ``wanted`` elements are told of, by their names without prefix.

    Raises Unreadable for anything but plain, whole XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    local: dict[str, str] = {}  # name without prefix, "" for what nobody wants
    depth = 0

    def started(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH_LIMIT:
            raise Unreadable(why="内部层次过深")
        plain = local.get(name)
        if plain is None:
            plain = name.rpartition(":")[2]
            plain = local[name] = plain if plain in wanted else ""
        if plain:
            start(plain, attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        if plain := local[name]:
            end(plain)

    def refused(*_: object) -> None:
        # Entities and external definitions have no place in a workbook: a bomb or an attempt to fetch something.
        raise Unreadable(why="含有不允许的文档类型声明")

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = refused
    try:
        for chunk in package.chunks(part):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, ValueError, LookupError, UnicodeError) as error:
        raise Unreadable(why="内容残缺或写法有误") from error


def _ignore(_name: str) -> None:
    """Do nothing at the end of an element."""


def _attribute(attributes: Attributes, name: str) -> str:
    """Return an attribute whatever its prefix, or ""."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


def _whole(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default  # noqa: PLR2004 - fits any index


# ---------------------------------------------------------------- the package's parts


def _relationships(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return the relationships of a part: id → (type, part name)."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", name + ".rels")
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            place = target if target.startswith("/") else posixpath.join("/", folder, target)
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), posixpath.normpath(place).lstrip("/"))

    if rels in package:
        parse(package, rels, frozenset({"Relationship"}), start, _ignore)
    return found


def _part_of_type(package: Package, part: str, kind: str) -> str | None:
    return next((target for name, target in _relationships(package, part).values() if name.endswith(kind)), None)


T = TypeVar("T")


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
            sheets.append((attributes.get("name", ""), relation, hidden))
        elif element == "workbookPr":
            since_1904 = attributes.get("date1904", "0") in _TRUE

    parse(package, part, frozenset({"sheet", "workbookPr"}), start, _ignore)
    return sheets, since_1904


def _modified(package: Package) -> str:
    part = _part_of_type(package, "", "/core-properties") or "docProps/core.xml"
    text: list[str] = []
    inside = False

    def start(element: str, _attributes: Attributes) -> None:
        nonlocal inside
        inside = element == "modified"

    def end(_element: str) -> None:
        nonlocal inside
        inside = False

    def data(piece: str) -> None:
        if inside:
            text.append(piece)

    if part in package:
        try:
            parse(package, part, frozenset({"modified"}), start, end, data)
        except Unreadable:
            return ""  # properties are a courtesy: the table does not depend on them
    return "".join(text).strip()


def _text(pieces: list[str]) -> str:
    """Join pieces and undo the format's own spellings of control characters and line ends."""
    text = "".join(pieces)
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        # Characters beyond U+FFFF are escaped as two halves.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _shared_strings(package: Package, part: str) -> list[str]:  # noqa: C901 - one small state machine
    strings: list[str] = []
    pieces: list[str] = []
    inside = phonetic = False

    def start(element: str, _attributes: Attributes) -> None:
        nonlocal inside, phonetic
        if element == "t":
            inside = not phonetic
        elif element == "rPh":
            phonetic = True
        elif element == "si":
            pieces.clear()

    def end(element: str) -> None:
        nonlocal inside, phonetic
        if element == "t":
            inside = False
        elif element == "rPh":
            phonetic = False
        elif element == "si":
            strings.append(_text(pieces))
            if len(strings) > CELL_LIMIT:
                raise TooLarge(why="文字过多")

    def data(piece: str) -> None:
        if inside:
            pieces.append(piece)

    parse(package, part, frozenset({"t", "rPh", "si"}), start, end, data)
    return strings


_STYLE_LISTS = frozenset({"fonts", "cellXfs", "cellStyleXfs", "dxfs", "numFmts"})
_IN_STYLES = _STYLE_LISTS | {"numFmt", "font", "strike", "xf"}


def _styles(package: Package, part: str) -> list[tuple[str, bool]]:
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
            codes[_whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif element == "font" and inside == "fonts":
            struck.append(False)
        elif element == "strike" and inside == "fonts" and struck:
            struck[-1] = attributes.get("val", "1") in _TRUE
        elif element == "xf" and inside == "cellXfs":
            formats.append((_whole(attributes.get("numFmtId", "")), _whole(attributes.get("fontId", ""))))

    parse(package, part, _IN_STYLES, start, _ignore)
    return [
        (format_kind(number, codes.get(number, "")), font < len(struck) and struck[font]) for number, font in formats
    ]


# ---------------------------------------------------------------- a sheet


_IN_SHEET = frozenset({"c", "v", "t", "f", "row", "rPh", "mergeCell", "col"})


class _Sheet:
    """The state of reading one worksheet."""

    def __init__(self, strings: list[str], styles: list[tuple[str, bool]], *, since_1904: bool) -> None:
        self._strings = strings
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
        self._formula = self._valued = self._phonetic = False
        self._value: list[str] = []
        self._collecting = False

    def read(self, package: Package, part: str, name: str, *, hidden: bool) -> Grid:
        parse(package, part, _IN_SHEET, self._start, self._end, self._data)
        return Grid(
            name, self._cells, tuple(self._merges), hidden, frozenset(self._hidden_rows), frozenset(self._hidden_cols)
        )

    def _start(self, element: str, attributes: Attributes) -> None:
        if element == "c":
            self._cell = attributes
            self._formula = self._valued = False
            if self._value:
                self._value = []
        elif element in ("v", "t"):
            self._collecting = not self._phonetic
            self._valued = True
        elif element == "f":
            self._formula = True
        elif element == "row":
            self._start_row(attributes)
        elif element == "rPh":
            self._phonetic = True
        elif element == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif element == "col" and attributes.get("hidden") in _TRUE:
            first, last = _whole(attributes.get("min", "")), _whole(attributes.get("max", ""))
            self._hidden_cols.update(range(first, min(last, COLUMNS) + 1))

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self._row = _whole(number) if number else self._row + 1
        if not 1 <= self._row <= ROWS:
            raise Unreadable(why="行号有误")
        self._col = 0
        self._row_hidden = attributes.get("hidden") in _TRUE

    def _end(self, element: str) -> None:
        if element == "c":
            self._end_cell()
        elif element in ("v", "t"):
            self._collecting = False
        elif element == "rPh":
            self._phonetic = False

    def _data(self, piece: str) -> None:
        if self._collecting:
            self._value.append(piece)

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
        style = _whole(self._cell.get("s", "0"))
        shows, struck = self._styles[style] if style < len(self._styles) else ("number", False)
        if self._formula and (not self._valued or (not raw and kind not in ("str", "s", "inlineStr"))):
            return Cell("", "uncached", formula=True, struck=struck)
        if kind == "s":
            index = _whole(raw.strip(), -1)
            if not 0 <= index < len(self._strings):
                raise Unreadable(why="文字表残缺")
            text = self._strings[index]
            return Cell(text, struck=struck, formula=self._formula) if text else None
        if kind in ("str", "inlineStr"):
            text = _text(self._value)
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
