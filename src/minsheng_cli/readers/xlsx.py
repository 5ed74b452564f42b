"""A streaming reader of .xlsx: zip and expat, nothing evaluated, nothing fetched, nothing guessed.

Our own, because reading messy returns is what we exist for: it sees what faster readers hide (error cells, formulas
without a value, hidden rows, strike-through) and costs little on a million formatted but empty cells.
Source: ECMA-376 part 1, 18.3 (worksheets), 18.4 (shared strings), 18.8 (styles); Strict namespaces too, since only
local names are looked at. ``<dimension>`` is never trusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from minsheng_cli.errors import TooLarge, Unreadable
from minsheng_cli.form_spec import column_number, letter
from minsheng_cli.model import Cell, Grid
from minsheng_cli.model.returns import READ
from minsheng_cli.nouns import dataclass, field, replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.readers.colours import BLACK, WHITE, Colours
from minsheng_cli.readers.conditions import MOST_CONDITIONS, MOST_DOUBTS, Condition, ConditionalLook, under
from minsheng_cli.readers.markup import (
    FAINT,
    FAINT_SIZE,
    SHIFTED,
    SMALL,
    Attributes,
    alike,
    ignore,
    is_of_signs,
    is_unclear_repeated,
    modified,
    own_words,
    parse,
    part_of_type,
    raised,
    relationships,
    walk,
    whole,
    words_of_page,
)
from minsheng_cli.readers.numbers import NUMBER, PICTURE, NumberFormat, format_of, shown, unless_zero
from minsheng_cli.readers.reach import covered, last_under
from minsheng_cli.text.known import Known

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Collection, Iterable, Iterator

    from minsheng_cli.readers.package import Package

ROWS, COLUMNS = 1_048_576, 16_384
LONGEST_NAME = 100  # of a sheet, which stands in every address; spreadsheets allow 31 characters
CELL_LIMIT = 200_000  # with something in them: no unit fills in so many, and far from what a worker may take
MERGE_LIMIT = 100_000
_ESCAPE = compile_when_used(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = compile_when_used(r"([A-Za-z]{1,3})([0-9]{1,7})")
_LONGEST_FORMULA = 8192  # characters, ECMA-376 18.3.1.40
_TRUE = ("1", "true", "on")
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!")


def read(package: Package) -> tuple[tuple[Grid, ...], str, tuple[str, ...]]:
    """Return the sheets in the workbook's order, the time of last change (ISO, or ""), and what else is to be told.

    Raises Unreadable, Encrypted, TooLarge.
    """
    book = part_of_type(package, "/officeDocument") or "xl/workbook.xml"
    sheets, since_1904 = _workbook(package, book)
    parts = relationships(package, book)
    colours = Colours(package, book)
    _optional(parts, package, "/styles", lambda part: _take_palette(package, part, colours), None)
    strings: Strings = _optional(
        parts, package, "/sharedStrings", lambda part: _shared_strings(package, part, colours), ()
    )
    styles: Styles = _optional(parts, package, "/styles", lambda part: _styles(package, part, colours), Styles())
    grids = []
    for name, relation, hidden in sheets:
        kind, part = parts.get(relation, ("", ""))
        if kind.endswith("/worksheet"):
            sheet = _Sheet(strings, styles, colours, since_1904=since_1904)
            grids.append(sheet.read(package, part, name, hidden=hidden))
        elif not kind:
            raise Unreadable(why=f"工作表“{name}”的内容缺失")
    notes = ("macros",) if any(name.endswith("vbaproject.bin") for name in package.names) else ()
    return tuple(grids), modified(package), (*notes, *("pictures",) * package.pictured)


# ---------------------------------------------------------------- the package's parts


class _Look(NamedTuple):
    """What a cell's style does to its content."""

    shows: NumberFormat
    struck: bool = False
    ink: str = ""  # colour of its words
    paper: str = ""  # what is behind them, "" where that is of several colours
    signs: bool = False  # its font has signs for letters
    over: bool = False  # it shows the content over and over

    def fades(self, text: str, inks: Iterable[str]) -> bool:
        """Whether a text in these colours, "" for the cell's own, is not to be seen or read on it."""
        if self.signs or (self.over and is_unclear_repeated(text)):
            return True
        return any(alike(ink or self.ink, self.paper) for ink in inks if self.paper or FAINT in (ink or self.ink))


T = TypeVar("T")
_MOST_AT_ONCE = 1 << 20  # bytes of a part that is looked at as a whole; larger ones come in pieces


@dataclass(frozen=True, eq=False)
class Styles:
    """The looks of cells, and the conditional ones."""

    looks: tuple[_Look, ...] = ()
    conditional: tuple[ConditionalLook, ...] = ()
    unchanged: Known[tuple[str, frozenset[str]], bool] = field(default_factory=lambda: Known(1024))
    """Whether a style leaves words of these inks alone, as far as that was asked."""


_PLAIN = _Look(NUMBER)
_OWN_INK = frozenset(("",))  # the words have the cell's colour


@dataclass(frozen=True, eq=False)
class _String:
    """A text that cells share."""

    text: str
    struck: bool  # some of its words are struck through
    inks: frozenset[str]  # colours of its words
    cell: Cell | None  # what a cell comes to whose look changes nothing of it, None where more is to be asked


Strings = Sequence[_String]
_BLACK_ON_WHITE = _Look(NUMBER, ink=BLACK, paper=WHITE)


def _optional(
    parts: dict[str, tuple[str, str]], package: Package, kind: str, reader: Callable[[str], T], empty: T
) -> T:
    part = next((target for name, target in parts.values() if name.endswith(kind) and target in package), None)
    return reader(part) if part else empty


def _take_palette(package: Package, part: str, colours: Colours) -> None:
    if package.size(part) <= _MOST_AT_ONCE:
        colours.take_palette(package.read(part))


_Workbook = tuple[tuple[tuple[str, str, bool], ...], bool]
_WORKBOOKS = Known[bytes, _Workbook](64)


def _workbook(package: Package, part: str) -> _Workbook:
    """Return (sheet name, relationship id, hidden) in order, and whether dates count from 1904."""
    if package.size(part) > SMALL:
        return _read_workbook(package.chunks(part))
    data = package.read(part)
    return _WORKBOOKS.get(data) or _WORKBOOKS.keep(data, _read_workbook((data,)))


def _read_workbook(chunks: Iterable[bytes]) -> _Workbook:
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

    walk(chunks, frozenset({"sheet", "workbookPr"}), start, ignore)
    return tuple(sheets), since_1904


def _text(pieces: list[str]) -> str:
    """Join pieces and undo the format's own spellings of control characters and line ends."""
    text = "".join(pieces)
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        # Characters beyond U+FFFF are escaped as two halves.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _shared_strings(package: Package, part: str, colours: Colours) -> Strings:
    """Return the texts; those that stood in an earlier file word for word are not read again."""
    if package.size(part) > _MOST_AT_ONCE or colours.has_own_palette:
        return _read_strings(package.chunks(part), colours)
    data = package.read(part)
    if (cut := _cut(data)) is None:
        return _read_strings((data,), colours)
    head, items, tail = cut
    new = [item for item in dict.fromkeys(items) if item not in _STRINGS]
    here = {item: string for item in new if (string := _plain_string(item, colours)) is not None}
    rich = [item for item in new if item not in here]
    if not all(item.endswith(b"</si>") and item.count(b"</si>") == 1 for item in rich):
        return _read_strings((data,), colours)
    read = _read_strings((head, *(b"<si>" + item for item in rich), tail), colours)
    if len(read) != len(rich):  # one within another
        return _read_strings((data,), colours)
    here |= zip(rich, read, strict=True)
    strings = [here.get(item) or _STRINGS[item] for item in items]
    for item, string in here.items():
        if len(item) <= _LONGEST_KNOWN and _needs_no_theme(item):
            _STRINGS.keep(item, string)
    return strings


_LONGEST_KNOWN = 4096  # bytes of a text with its runs
_STRINGS = Known[bytes, _String](4096)
_LIST_OF_STRINGS = compile_when_used(rb"\s*(?:<\?xml[^<>]*\?>)?\s*<sst(?:\s[^<>]*)?>\s*")


def _cut(data: bytes) -> tuple[bytes, list[bytes], bytes] | None:
    """Return a list of strings cut into what stands before them, each as it is written after its <si>, and the rest.

    None unless it is written as programs do: then < begins a tag and nothing else, and each text that ends with its
    only </si> can be read without the others. Whether it is XML at all is for the parser to say.
    """
    head, *items = data.split(b"<si>")
    if b"<!" in data or data.count(b"<?") > 1 or not items or not _LIST_OF_STRINGS.fullmatch(head):
        return None
    if b"<?" in head and b'encoding="UTF-8"' not in head:
        return None
    items[-1], end, tail = items[-1].rpartition(b"</si>")
    items[-1] += end
    return (head, items, tail) if tail.strip() == b"</sst>" else None


_SAID = rb"<t(?: xml:space=\"preserve\")?>((?:[^<>&\x00-\x08\x0b-\x1f]|&(?:amp|lt|gt|quot|apos|#10);)*+)</t>"
_RUN = rb"<r>(<rPr>(?:<[A-Za-z]+(?: [A-Za-z]+=\"[^\"<>&]*\")*+/>)*+</rPr>)?" + _SAID + rb"</r>"
_ONE_RUN = compile_when_used(_RUN)
_PLAIN_STRING = compile_when_used(
    rb"(?:" + _SAID + rb"|(?:" + _RUN + rb")++)"
    rb'(?:<phoneticPr fontId="[0-9]+"(?: type="[A-Za-z]+")?(?: alignment="[A-Za-z]+")?/>)?</si>'
)
"""A text, or runs of it, as programs mostly write them: words, and looks that have nothing in them but attributes."""
_NO_CHARACTERS = compile_when_used(rb"\xef\xbf[\xbe\xbf]")  # U+FFFE and U+FFFF, which XML does not hold


def _plain_string(item: bytes, colours: Colours) -> _String | None:
    """Return what the parser would read in a text, None where that is for it to say.

    Each look of a run is the parser's to read, once.
    """
    if len(item) > _LONGEST_KNOWN or not (plain := _PLAIN_STRING.fullmatch(item)) or _NO_CHARACTERS.search(item):
        return None
    reader = _RichText(colours)
    try:
        if plain[1] is not None:
            reader.add(_WITHOUT_LOOK, _unescaped(plain[1].decode()))
        else:
            for properties, said in _ONE_RUN.findall(item):
                reader.add(_look_of_run(properties, colours), _unescaped(said.decode()))
    except UnicodeDecodeError:
        return None
    return reader.string()


def _look_of_run(properties: bytes, colours: Colours) -> _RunLook:
    if not properties:
        return _WITHOUT_LOOK
    if (look := _LOOKS_OF_RUNS.get(properties)) is None:
        reader = _RichText(colours)
        walk((b"<r>", properties, b"</r>"), _IN_TEXT, reader.start, ignore)
        look = reader.look
        if _needs_no_theme(properties):
            _LOOKS_OF_RUNS.keep(properties, look)
    return look


def _needs_no_theme(text: bytes) -> bool:
    return b"theme" not in text.replace(b'theme="1"', b"")  # 1 is black everywhere


def _read_strings(chunks: Iterable[bytes], colours: Colours) -> Strings:
    strings: list[_String] = []
    reader = _RichText(colours)

    def start(element: str, attributes: Attributes) -> None:
        if element == "si":
            reader.clear()
        else:
            reader.start(element, attributes)

    def end(element: str) -> None:
        if element != "si":
            reader.end(element)
            return
        strings.append(reader.string())
        if len(strings) > CELL_LIMIT:
            raise TooLarge(why="文字过多")

    walk(chunks, frozenset({"si", *_IN_TEXT}), start, end, reader.data)
    return strings


_IN_TEXT = frozenset({"t", "r", "rPh", "rPr", "color", "strike", "vertAlign", "sz"})


def _faint(attributes: Attributes) -> bool:
    return attributes.get("val", "").replace(".", "", 1).isdecimal() and float(attributes["val"]) < FAINT_SIZE


class _RunLook(NamedTuple):
    """How the words of a run are shown."""

    ink: str = ""
    struck: bool = False
    raised: bool = False


_WITHOUT_LOOK = _RunLook()
_LOOKS_OF_RUNS = Known[bytes, _RunLook](1024)


class _RichText:
    """A text in runs: its pieces, and whether any of them is struck through. Phonetic hints are not read."""

    def __init__(self, colours: Colours) -> None:
        self._colours = colours
        self.pieces: list[str] = []
        self.struck = self._inside = self._phonetic = self._run_struck = self._raised = False
        self._bare = 0  # texts outside runs, of which there may be one (ECMA-376 part 1, 18.4.8)
        self._in_run = False
        self.inks: set[str] = set()  # colours of its words, "" where they have the cell's
        self._ink = ""

    def clear(self) -> None:
        self.pieces.clear()
        self.inks = set()
        self._ink = ""
        self.struck = self._run_struck = self._raised = self._in_run = False
        self._bare = 0

    @property
    def several(self) -> bool:
        """Whether there is more than one text where one may be."""
        return self._bare > 1

    def start(self, element: str, attributes: Attributes) -> None:
        if element == "t":
            self._inside = not self._phonetic
            self._bare += self._inside and not self._in_run
        elif element == "rPh":
            self._phonetic = True
        elif element == "r":
            self._run_struck = self._raised = False
            self._in_run = True
            self._ink = ""
        elif element == "rPr":
            self._ink = BLACK
        elif element == "color" and self._in_run:
            self._ink = FAINT if self._ink == FAINT else self._colours.of(attributes) or BLACK
        elif element == "sz" and self._in_run:
            self._ink = FAINT if _faint(attributes) else self._ink
        elif element == "strike":
            self._run_struck = attributes.get("val", "1") in _TRUE
        elif element == "vertAlign":
            self._raised = attributes.get("val") in SHIFTED

    def end(self, element: str) -> None:
        if element == "t":
            self._inside = False
        elif element == "rPh":
            self._phonetic = False
        elif element == "r":
            self._in_run = False
            self._ink = ""

    @property
    def look(self) -> _RunLook:
        """How the words of the open run are shown."""
        return _RunLook(self._ink, self._run_struck, self._raised)

    def data(self, piece: str) -> None:
        if self._inside:
            self.add(self.look, piece)

    def add(self, look: _RunLook, piece: str) -> None:
        """Add words that are shown so."""
        if piece:
            self.pieces.append(raised(piece, "".join(self.pieces[-1:])) if look.raised else piece)
        if piece.strip():
            self.inks.add(look.ink)
            self.struck = self.struck or look.struck

    def string(self) -> _String:
        """Return what was said as a text that cells share."""
        text = _text(self.pieces)
        inks = frozenset(self.inks) if self.inks - _OWN_INK else _OWN_INK
        return _String(text, self.struck, inks, Cell(text) if text and not self.struck else None)


def _comments(package: Package, part: str, colours: Colours, *, answered: bool) -> dict[str, str]:
    """Return what was noted at each cell, by its address; ``answered``: as later programs' comments with answers."""
    said: dict[str, list[str]] = {}
    current: list[str] = []
    reader = _RichText(colours)

    def start(element: str, attributes: Attributes) -> None:
        nonlocal current
        if element in _NOTES:
            current = said.setdefault(attributes.get("ref", ""), [])
            current += ["\n"] * bool(current)
            reader.pieces = current
        reader.start("t" if element == "text" else element, attributes)

    wanted = {"threadedComment", "text"} if answered else {"comment", *_IN_TEXT}
    parse(package, part, frozenset(wanted), start, lambda e: reader.end("t" if e == "text" else e), reader.data)
    return {ref: text for ref, pieces in said.items() if (text := own_words(_text(pieces)))}


_NOTES = ("comment", "threadedComment")


_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})
_OVER_ALL = frozenset({"pic", "contentPart", "cxnSp", "graphicFrame"})  # a picture, ink, a line, a chart
_FILLINGS = frozenset({"solidFill", "gradFill", "pattFill", "blipFill", "grpFill"})
_IN_DRAWING = _ANCHORS | _OVER_ALL | _FILLINGS | {
    "from", "to", "row", "col", "rowOff", "colOff", "pos", "ext", "t", "spPr", "ln", "noFill", "fillRef", "alpha",
    "cNvPr",
}  # fmt: skip
_REACH = 1  # rows and columns a drawing may reach beyond the cell it begins in to be told of at that cell
_PER_POINT = 12_700  # of the units in which drawings are measured


class _Drawing:
    """What lies over a sheet: ``found``: cells under something, with what it says; ``floating``: what larger boxes say.

    A picture and a chart hide the cells below them, and so does a frame that is filled; of another one it is only read
    what it says. Source: ECMA-376 part 1, 20.5.
    """

    def __init__(self, used: Collection[tuple[int, int]], sizes: Callable[[], _Sizes]) -> None:
        """Take the sheet's cells and how to learn the sizes of its rows and columns, which few drawings ask for."""
        self.found: dict[tuple[int, int], str] = {}
        self.floating: list[str] = []
        self._used, self._sizes = used, sizes
        self._ends: dict[str, dict[str, int]] = {}
        self._size: Attributes = {}
        self._place: Attributes = {}
        self._inside = self._open = ""
        self._covers = self._in_shape = self._in_line = self._unfilled = self._named = self._hidden = False
        self._pieces: list[str] = []

    def start(self, element: str, attributes: Attributes) -> None:
        self._open = element
        if element in _ANCHORS:
            self._ends, self._size, self._place, self._pieces, self._covers = {}, {}, {}, [], False
            self._named = self._hidden = False
        elif element in _OVER_ALL:
            self._covers = True
        elif element in ("from", "to"):
            self._inside = element
        elif element == "pos":
            self._place = attributes
        elif element == "ext":
            self._size = self._size or attributes  # the first is the anchor's
        elif element == "cNvPr" and not self._named:  # of a group, not of each in it
            self._named, self._hidden = True, attributes.get("hidden") in _TRUE
        else:
            self._fill(element, attributes)

    def _fill(self, element: str, attributes: Attributes) -> None:
        """Take whether a frame hides what is behind it."""
        if element == "spPr":
            self._in_shape, self._unfilled = True, False
        elif element == "ln":
            self._in_line = True
        elif element == "fillRef":
            self._covers |= attributes.get("idx", "0") != "0" and not self._unfilled
        elif not self._in_shape or self._in_line:
            return
        elif element in _FILLINGS:
            self._covers = self._unfilled = True  # its style has nothing more to say
        elif element == "noFill":
            self._unfilled = True
        elif element == "alpha":  # one sees through it
            self._covers = False

    def end(self, element: str) -> None:
        self._open = ""
        if element in ("from", "to"):
            self._inside = ""
        elif element == "spPr":
            self._in_shape = False
        elif element == "ln":
            self._in_line = False
        elif element in _ANCHORS:
            self._end_anchor()

    def data(self, piece: str) -> None:
        if self._inside and self._open in ("row", "col", "rowOff", "colOff"):
            self._ends.setdefault(self._inside, {})[self._open] = whole(piece.strip())
        elif self._open == "t":
            self._pieces.append(piece)

    def _end_anchor(self) -> None:
        if self._hidden or self._is_nothing():
            return
        said = _text(self._pieces)
        begin, end = self._ends.get("from", {}), self._ends.get("to")
        first = begin.get("row", 0) + 1, begin.get("col", 0) + 1
        last = (end.get("row", 0) + 1, end.get("col", 0) + 1) if end is not None else self._last(*first, begin)
        if "from" in self._ends and all(b - a <= _REACH for a, b in zip(first, last, strict=True)):
            self.found[first] = said.strip()
        else:
            self.floating.append(" ".join(said.split()))
            self.found.update(dict.fromkeys(covered(first, last, self._used), "") if self._covers else {})

    def _is_nothing(self) -> bool:
        """Whether it has no size: what is left of controls of a web page that somebody copied from."""
        if "to" in self._ends:
            return self._ends["to"] == self._ends.get("from") and not self._pieces and "rowOff" in self._ends["to"]
        return bool(self._size) and not all(whole(self._size.get(side, ""), 1) for side in ("cx", "cy"))

    def _last(self, row: int, col: int, begin: dict[str, int]) -> tuple[int, int]:
        """Return the last cell under what says its size, and maybe where it begins, in lengths."""
        if not self._size:
            return row, col
        sizes = self._sizes()

        def length(size: str, place: str, offset: str) -> float:
            before = whole(self._place.get(place, "")) + begin.get(offset, 0)
            return (whole(self._size.get(size, "")) + before) / _PER_POINT

        bottom = last_under(row, length("cy", "y", "rowOff"), sizes.height)
        return bottom, last_under(col, length("cx", "x", "colOff"), sizes.width)


class _Sizes:
    """How high a sheet's rows and how wide its columns are, in points."""

    def __init__(self, package: Package, part: str) -> None:
        """Read them. Raises Unreadable, TooLarge."""
        self._rows: dict[int, float] = {}
        self._columns: list[tuple[int, int, float]] = []
        self._usual = {"defaultRowHeight": _USUAL_HEIGHT, "defaultColWidth": _USUAL_WIDTH}
        parse(package, part, frozenset({"sheetFormatPr", "col", "row"}), self._start, ignore)

    def _start(self, element: str, attributes: Attributes) -> None:
        unseen = attributes.get("hidden") in _TRUE
        if element == "sheetFormatPr":
            self._usual |= {name: size for name in self._usual if (size := _size(attributes.get(name))) is not None}
        elif element == "row":
            size = 0.0 if unseen else _size(attributes.get("ht"))
            self._rows |= {whole(attributes.get("r", "")): size} if size is not None else {}
        else:
            size = 0.0 if unseen else _size(attributes.get("width"))
            first, last = whole(attributes.get("min", "")), whole(attributes.get("max", ""))
            self._columns += [(first, last, size)] if size is not None else []

    def height(self, row: int) -> float:
        return self._rows.get(row, self._usual["defaultRowHeight"])

    def width(self, col: int) -> float:
        usual = self._usual["defaultColWidth"]
        return next((size for first, last, size in self._columns if first <= col <= last), usual) * _OF_DIGIT


_USUAL_HEIGHT, _USUAL_WIDTH = 15.0, 9.14  # points; digits
_OF_DIGIT = 5.25  # points: how wide a digit is in the usual font


def _drawn(package: Package, part: str, drawing: _Drawing) -> tuple[dict[tuple[int, int], str], list[str]]:
    """Return the cells of a sheet that something lies over with what it says, and what larger boxes say."""
    parse(package, part, _IN_DRAWING, drawing.start, drawing.end, drawing.data)
    return drawing.found, drawing.floating


def _labels(
    package: Package, part: str, used: Collection[tuple[int, int]]
) -> tuple[dict[tuple[int, int], str], list[str]]:
    """Return the cells that form controls and shapes of older programs lie over, and what these say.

    Comments are read elsewhere, and what a button does is no word of the unit. Source: ECMA-376 part 4, 19 (VML). What
    is no XML, as VML sometimes is, says nothing.
    """
    found: dict[tuple[int, int], str] = {}
    said: list[str] = []
    pieces: list[str] = []
    anchor: list[str] = []
    what = ""
    inside = in_anchor = filled = False

    def start(element: str, attributes: Attributes) -> None:
        nonlocal inside, in_anchor, filled, what
        if element == "shape":
            pieces.clear()
            filled = attributes.get("filled", "t") in ("t", "true")
        elif element == "ClientData":
            what = attributes.get("ObjectType", "")
            anchor.clear()
            said.append("" if what in _SAY_NOTHING else " ".join("".join(pieces).split()))
        inside = inside or element == "textbox"
        in_anchor = element == "Anchor"

    def end(element: str) -> None:
        nonlocal inside, in_anchor
        inside = inside and element != "textbox"
        in_anchor = False
        places = [whole(place.strip(), -1) for place in "".join(anchor).split(",")]
        if element == "ClientData" and what != "Note" and filled and len(places) == _OF_ANCHOR and min(places) >= 0:
            left, _, top, _, right, _, bottom, _ = places
            found.update(dict.fromkeys(covered((top + 1, left + 1), (bottom + 1, right + 1), used), ""))

    def data(piece: str) -> None:
        if inside:
            pieces.append(piece)
        elif in_anchor:
            anchor.append(piece)

    with suppress(Unreadable):
        parse(package, part, _IN_VML, start, end, data)
    return found, said


_SAY_NOTHING = ("Note", "Button")
_OF_ANCHOR = 8  # columns, rows and offsets from which and to which something reaches
_IN_VML = frozenset({"shape", "textbox", "ClientData", "Anchor"})


_STYLE_LISTS = frozenset({"fonts", "fills", "borders", "cellXfs", "cellStyleXfs", "dxfs", "numFmts"})
_OF_LOOK = frozenset({"numFmt", "font", "color", "fill", "fgColor", "bgColor", "border"})
_IN_STYLES = _STYLE_LISTS | _OF_LOOK | {"strike", "xf", "patternFill", "dxf", "sz", "name", "alignment"}
_OF_SYSTEM = ("64", "65")  # behind words these may be any colour


class _OpenLook:
    """A conditional look while it is read: in the styles, or in the rule itself in Excel's later way."""

    def __init__(self, colours: Colours) -> None:
        self._colours, self._inside = colours, ""
        self._shows, self._ink, self._papers = NUMBER, "", set[str]()
        self._struck = False

    def start(self, element: str, attributes: Attributes) -> None:
        if element == "numFmt":
            self._shows = format_of(whole(attributes.get("numFmtId", "")), attributes.get("formatCode", ""))
        elif element == "color" and self._inside == "font":
            self._ink = self._colours.of(attributes)
        elif element == "strike":
            self._struck = attributes.get("val", "1") in _TRUE
        elif element in ("fgColor", "bgColor") and self._inside == "fill":
            self._papers |= {self._colours.of(attributes)} - {""}
        elif element in ("font", "fill", "border"):
            self._inside = element

    def ended(self) -> ConditionalLook:
        return ConditionalLook(self._shows, self._ink, frozenset(self._papers), self._struck)


_STYLES = Known[tuple[bytes, bytes], Styles](64)


def _styles(package: Package, part: str, colours: Colours) -> Styles:
    """Return for each cell style what it does, and the conditional looks."""
    theme = colours.theme
    if theme is None or package.size(part) > SMALL:
        return _read_styles(package.chunks(part), colours)
    data = package.read(part)
    return _STYLES.get((data, theme)) or _STYLES.keep((data, theme), _read_styles((data,), colours))


def _read_styles(chunks: Iterable[bytes], colours: Colours) -> Styles:  # noqa: C901, PLR0915 - one case per element
    codes: dict[int, str] = {}
    struck: list[bool] = []
    inks: list[str] = []
    papers: list[str] = []  # "" where it is of several colours, or nobody says which
    formats: list[tuple[int, int, int, int]] = []
    crossed: list[bool] = []  # by border: both diagonals are drawn
    signs: list[bool] = []  # by font
    over: set[int] = set()  # styles that repeat the content over the cell's width
    conditional: list[_OpenLook] = []
    inside = pattern = ""

    def start(element: str, attributes: Attributes) -> None:  # noqa: C901, PLR0912 - one case per element
        nonlocal inside, pattern
        match element:
            case _ if element in _STYLE_LISTS:
                inside = element
            case "dxf":
                conditional.append(_OpenLook(colours))
            case _ if inside == "dxfs" and conditional:
                conditional[-1].start(element, attributes)
            case "numFmt" if inside == "numFmts":
                codes[whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
            case "font" if inside == "fonts":
                struck.append(False)
                inks.append(BLACK)
                signs.append(False)
            case "name" if inside == "fonts" and signs:
                signs[-1] = is_of_signs(attributes.get("val", ""))
            case "alignment" if inside == "cellXfs" and attributes.get("horizontal") == "fill":
                over.add(len(formats) - 1)
            case "strike" if inside == "fonts" and struck:
                struck[-1] = attributes.get("val", "1") in _TRUE
            case "color" if inside == "fonts" and inks:
                inks[-1] = FAINT if inks[-1] == FAINT else colours.of(attributes) or BLACK
            case "sz" if inside == "fonts" and inks:
                inks[-1] = FAINT if _faint(attributes) else inks[-1]
            case "fill" if inside == "fills":
                papers.append("")
            case "patternFill" if inside == "fills" and papers:
                pattern = attributes.get("patternType", "none")
                papers[-1] = WHITE if pattern == "none" else ""
            case "fgColor" if inside == "fills" and papers and pattern == "solid":
                papers[-1] = "" if attributes.get("indexed") in _OF_SYSTEM else colours.of(attributes)
            case "border" if inside == "borders":
                crossed.append(all(attributes.get(way, "0") in _TRUE for way in ("diagonalUp", "diagonalDown")))
            case "xf" if inside == "cellXfs":
                numbers = (whole(attributes.get(kind, "")) for kind in ("numFmtId", "fontId", "fillId", "borderId"))
                formats.append(tuple(numbers))  # type: ignore[arg-type] # four of them

    walk(chunks, _IN_STYLES, start, ignore)
    looks = []
    for at, (number, font, fill, border) in enumerate(formats):
        ink = inks[font] if font < len(inks) else ""
        paper = papers[fill] if fill < len(papers) else WHITE
        of_signs = font < len(signs) and signs[font]
        void = (font < len(struck) and struck[font]) or (border < len(crossed) and crossed[border])
        looks.append(_Look(format_of(number, codes.get(number, "")), void, ink, paper, of_signs, at in over))
    return Styles(tuple(looks), tuple(look.ended() for look in conditional))


# ---------------------------------------------------------------- a sheet


_RUNNING = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_IN_SHEET = frozenset({
    "c", "v", "f", "is", "row", "mergeCell", "col", "sheetView", "conditionalFormatting", "cfRule", "formula", "dxf",
    "sqref", "sheetFormatPr", "dataBar", "iconSet", "dataValidation", *_OF_LOOK, *_IN_TEXT, *_RUNNING,
})  # fmt: skip
_OTHER_MONEY = compile_when_used(r"(?<!万)元|亿")
_RELATIVE = compile_when_used(
    r"(?<![A-Za-z0-9_.$])(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})(?![A-Za-z0-9_.(!])|\"[^\"]*\"|'[^']*'!?"
)


def _moved(formula: str, down: int, right: int) -> str:
    """Return a formula as it reads so many rows and columns away: relative references move along."""

    def place(match: re.Match[str]) -> str:
        if match[4] is None:
            return match[0]
        col = match[2].upper()
        if not match[1]:
            col = letter(max(column_number(col) + right, 0))
        return f"{match[1]}{col}{match[3]}{int(match[4]) + (0 if match[3] else down)}"

    return _RELATIVE.sub(place, formula)


def _worded(text: str, shows: NumberFormat) -> Cell:
    return Cell(*shows.of_text(text)) if shows.kind == "worded" else Cell(text)


def _size(text: str | None) -> float | None:
    """Return a height or width, None where none is said."""
    return float(text) if text is not None and text.replace(".", "", 1).isdecimal() else None


def _none(text: str | None, least: float) -> bool:
    """Whether a height or width leaves nothing to be seen."""
    return (size := _size(text)) is not None and size < least


def _refuse_too_many(package: Package, part: str) -> None:
    """Count a large sheet's values by their marks before a cell is read: reading them first would take seconds.

    Raises TooLarge. What this misses (another encoding, formulas without values) is counted while reading.
    """
    if package.size(part) > CELL_LIMIT * _SMALLEST_CELL and package.count(part, b"v>") > 2 * CELL_LIMIT:
        raise TooLarge(why="单元格过多")


_NARROW = 0.5  # of a digit's width: a column of less shows nothing
_SMALLEST_CELL = len("<c><v>1</v></c>")


@lru_cache(maxsize=1 << 14)
def _place(reference: str) -> tuple[int, int]:
    """Return the row and column of an address. Raises Unreadable. The same few hundred stand in every return."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise Unreadable(why="单元格地址有误")
    row, col = int(match[2]), column_number(match[1])
    if not 1 <= row <= ROWS or col > COLUMNS:
        raise Unreadable(why="单元格地址有误")
    return row, col


_INSIDE = r"[ !#-%'-;=?-~]"  # plain ASCII without what means something in XML
_ATTRIBUTE = compile_when_used(rf' ([A-Za-z][A-Za-z0-9:]*)="({_INSIDE}*)"')
_ATTRIBUTES = rf'(?: [A-Za-z][A-Za-z0-9:]*+="{_INSIDE}*+")*+'
_CELL = (
    r'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?: s="([0-9]{1,9})")?+(?: t="([A-Za-z]{1,9})")?+(?:/>|>'
    rf'(?:<f({_ATTRIBUTES})>((?:{_INSIDE}|"|&(?:quot|amp|lt|gt|apos);)++)</f>)?+(<v>(?:{_INSIDE}|")*+</v>)?+</c>)'
)
_ROW_OR_CELL = compile_when_used(rf"<row({_ATTRIBUTES})/?>|{_CELL}")
_BEFORE_ROWS = "sheetPr|pageSetUpPr|outlinePr|tabColor|dimension|sheetViews?|pane|selection|sheetFormatPr|cols?"
_PLAIN_SHEET = compile_when_used(
    r'(?:<\?xml [^<>]*encoding="UTF-8"[^<>]*\?>\s*)?<worksheet(?: [^<>]*)?>'
    rf"(?:</?(?:{_BEFORE_ROWS})(?:[ /][^<>]*)?>){{0,200}}<sheetData>"
    rf"(?P<rows>(?:<row{_ATTRIBUTES}(?:/>|>(?:{_CELL})*+</row>))*+)</sheetData>".encode()
)
"""A sheet whose rows are written as programs mostly do: no texts, no entities but a formula's, nothing in between.

Such rows are XML whatever stands around them, and what their cells say can be read off: a parser calls for every tag of
every cell, which takes most of the time that reading takes. Everything else is the parser's.
"""


def _said(attributes: str) -> Attributes:
    """Return attributes by name. Raises Unreadable, as the parser does, when one is said twice."""
    said = _ATTRIBUTE.findall(attributes)
    if len(named := dict(said)) < len(said):
        raise Unreadable(why="内容残缺或写法有误")
    return named


_ENTITIES = (("&#10;", "\n"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&apos;", "'"), ("&amp;", "&"))


def _unescaped(text: str) -> str:
    for entity, sign in _ENTITIES if "&" in text else ():
        text = text.replace(entity, sign)
    return text


class _Known:
    """A sheet of plain rows, as it was read: what it says if its texts are the same, or other plain ones."""

    def __init__(self, grid: Grid, strings: Strings, words: dict[tuple[int, int], int], others: Iterable[int]) -> None:
        """Take what was read, and by their numbers the texts that are cells of their own, and those that are not."""
        self._grid, self._words = grid, words
        self._said = [strings[at] for at in words.values()]
        self._others = [(at, strings[at]) for at in others if 0 <= at < len(strings)]
        self._last = max((*words.values(), *(at for at, _ in self._others)), default=-1)
        self._grids = Known[tuple[_String, ...], Grid](_SAID_OTHERWISE)
        self._grids.keep(tuple(self._said), grid)

    def saying(self, strings: Strings) -> Grid | None:
        """Return the sheet with these texts, None where it takes more than putting them into its cells."""
        if self._last >= len(strings) or any(strings[at] is not string for at, string in self._others):
            return None
        said = tuple([strings[at] for at in self._words.values()])
        if (grid := self._grids.get(said)) is not None:
            return grid
        cells = dict(self._grid.cells)
        for place, now, before in zip(self._words, said, self._said, strict=True):
            if now is not before:
                if now.cell is None or now.inks != before.inks:
                    return None
                cells[place] = now.cell
        return self._grids.keep(said, replace(self._grid, cells=cells))


_SAID_OTHERWISE = 4  # ways in which one sheet is remembered: the texts of so many returns
_SHEETS = Known[tuple[bytes, str, bool, bool, Styles], _Known](128)


class _Sheet:
    """The state of reading one worksheet."""

    def __init__(self, strings: Strings, styles: Styles, colours: Colours, *, since_1904: bool) -> None:
        self._strings = strings
        self._looks, self._conditional = styles.looks, styles.conditional
        self._styles = styles
        self._colours = colours
        self._area = ""  # of the open conditional format
        self._rule: Attributes = {}
        self._pieces: list[str] = []  # of its area or a formula
        self._formulas: list[str] = []  # of its open rule
        self._open_look: _OpenLook | None = None
        self._bare = False  # the open rule shows a bar or a sign instead of the number
        self._later: list[tuple[Condition, ConditionalLook]] = []  # rules that say their area last
        self._conditions: list[tuple[str, Condition, ConditionalLook]] = []  # where another look may come to hold
        self._colourful = any(look.ink or look.papers for look in self._conditional)
        self._unchanged = styles.unchanged
        self._worn: dict[tuple[int, int], tuple[_Look, Iterable[str]]] = {}  # looks and inks of cells, if colourful
        self._running: list[list[str]] = []
        self._since_1904 = since_1904
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merges: list[tuple[int, int, int, int]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_cols: set[int] = set()
        self._row = self._col = 0
        self._shows_zeros = True
        self._hides_rows = False  # those that say nothing of their height
        self._narrow = False  # columns that say nothing of their width show nothing
        self._sized: set[int] = set()  # those that do, where the others do not
        self._row_hidden = self._row_numbered = False
        self._cell: Attributes = {}
        self._formula: list[str] = []
        self._formula_kind: Attributes | None = None  # attributes of the cell's formula, None when it has none
        self._arrays: list[str] = []  # where one formula fills several cells, of which only the first says so
        self._shared: dict[str, tuple[int, int, str]] = {}  # where a formula that others share stands, and what it says
        self._values: list[list[str]] = []  # what each <v> holds
        self._text = _RichText(colours)  # what <is> holds
        self._texts = 0  # how many <is> there are
        self._into: Callable[[str], None] = self._ignored  # what takes the next characters
        self._only_plain = False  # no cell stood anywhere but in plain rows
        self._words: dict[tuple[int, int], int] = {}  # cells that are a shared text and nothing else: its number
        self._others: list[int] = []  # numbers of the texts from which other cells were made

    def read(self, package: Package, part: str, name: str, *, hidden: bool) -> Grid:
        _refuse_too_many(package, part)
        if package.size(part) > SMALL:
            grid = self._read(self._chunks(package, part), name, hidden=hidden)
        else:
            grid = self._known(package.read(part), name, hidden=hidden)
        noted: dict[tuple[int, int], str] = {}
        drawn: dict[tuple[int, int], str] = {}
        floating: list[str] = []
        for kind, target in relationships(package, part).values():
            if kind.endswith(("/comments", "/threadedComment")) and target in package:
                said = _comments(package, target, self._colours, answered=kind.endswith("/threadedComment"))
                noted |= {_place(ref): text for ref, text in said.items()}
            elif kind.endswith("/drawing") and target in package:
                drawing = _Drawing(grid.cells, lambda: _Sizes(package, part))
                over, loose = _drawn(package, target, drawing)
                drawn |= over
                floating += loose
            elif kind.endswith("/vmlDrawing") and target in package:
                over, loose = _labels(package, target, grid.cells)
                drawn = over | drawn
                floating += loose
        if not (noted or drawn or floating):
            return grid
        return replace(grid, comments=noted, drawn=drawn, running=(*grid.running, *filter(None, floating)))

    def _known(self, data: bytes, name: str, *, hidden: bool) -> Grid:
        """Return a small sheet; one that stood in an earlier file as it stands here is not read again."""
        key = (data, name, hidden, self._since_1904, self._styles)
        known = _SHEETS.get(key)
        if known is not None and (grid := known.saying(self._strings)) is not None:
            return grid
        grid = self._read(self._pieces_of(data), name, hidden=hidden)
        if self._only_plain and not self._colourful and not self._conditions:
            _SHEETS.keep(key, _Known(grid, self._strings, self._words, self._others))
        return grid

    def _read(self, chunks: Iterable[bytes], name: str, *, hidden: bool) -> Grid:
        walk(chunks, _IN_SHEET, self._start, self._end, self._data)
        self._fill_arrays()
        self._doubt()
        if self._narrow:
            self._hidden_cols.update({col for _, col in self._cells} - self._sized)
        return Grid(
            name, self._cells, tuple(self._merges), hidden, frozenset(self._hidden_rows), frozenset(self._hidden_cols),
            running=tuple(filter(None, (words_of_page("".join(pieces)) for pieces in self._running))),
        )  # fmt: skip

    def _chunks(self, package: Package, part: str) -> Iterator[bytes]:
        if package.size(part) > _MOST_AT_ONCE:
            return package.chunks(part)
        return self._pieces_of(package.read(part))

    def _pieces_of(self, data: bytes) -> Iterator[bytes]:
        """Yield a part for the parser, but for plain rows, which are read when it has come to them."""
        if plain := _PLAIN_SHEET.match(data):
            yield data[: plain.start("rows")]
            self._read_plain(plain["rows"].decode("ascii"))
            read = len(self._cells)
            yield data[plain.end("rows") :]
            self._only_plain = read == len(self._cells)
        else:
            yield data

    def _read_plain(self, rows: str) -> None:
        for attributes, place, style, kind, formula_attributes, formula, value in _ROW_OR_CELL.findall(rows):
            if not place:
                self._start_row(_said(attributes))
            elif not (value or formula):
                self._at(place)  # formatted, but empty: costs nothing
            elif kind == "s" and not formula and (cell := self._string(style, value[3:-4])) is not None:
                row, col = self._at(place)
                self._put(place, row, col, cell)
                self._words[row, col] = int(value[3:-4])
            else:
                if kind == "s" and value:
                    self._others.append(whole(value[3:-4].strip(), -1))
                self._cell = {"r": place, "s": style or "0", "t": kind or "n"}
                self._values = [[value[3:-4]]] if value else []
                self._formula_kind = _said(formula_attributes) if formula else None
                self._formula = [_unescaped(formula)]
                self._end_cell()

    def _string(self, style: str, index: str) -> Cell | None:
        """Return the cell of a string under a style that changes nothing of it, None where more is to be asked."""
        if not 0 <= (at := whole(index, -1)) < len(self._strings):
            return None
        string = self._strings[at]
        key = style, string.inks
        if key not in self._unchanged:
            look = self._look(style or "0")
            faded = look.over or (look.ink and look.fades("", string.inks))
            unchanged = not (look.struck or faded or look.shows.kind == "worded" or self._colourful)
            self._unchanged.keep(key, unchanged)
        return string.cell if self._unchanged[key] else None

    def _look(self, style: str) -> _Look:
        at = whole(style)
        return self._looks[at] if at < len(self._looks) else _PLAIN

    def _fill_arrays(self) -> None:
        """Say of the cells that one formula fills with others that they are computed."""
        for area in self._arrays:
            first, _, last = area.partition(":")
            for place in covered(_place(first), _place(last), self._cells):
                if (cell := self._cells.get(place)) is not None and not cell.formula:
                    self._cells[place] = replace(cell, formula="=")

    def _doubt(self) -> None:
        """Doubt the cells of which something else is seen, or nothing, if a condition holds."""
        asked = 0
        for area, condition, look in dict.fromkeys(self._conditions):
            for reference in area.split():
                first, _, last = reference.partition(":")
                (top, left), (bottom, right) = _place(first), _place(last or first)
                size = (bottom - top + 1) * (right - left + 1)
                asked += min(size, len(self._cells)) + 1
                if asked > MOST_DOUBTS:
                    raise TooLarge(why="条件格式过多")
                places = (
                    product(range(top, bottom + 1), range(left, right + 1)) if size < len(self._cells) else self._cells
                )
                for row, col in places:
                    cell = self._cells.get((row, col))
                    if cell is not None and top <= row <= bottom and left <= col <= right:
                        self._cells[row, col] = self._doubted(row, col, cell, condition, look)

    def _doubted(self, row: int, col: int, cell: Cell, condition: Condition, look: ConditionalLook) -> Cell:
        own, inks = self._worn.get((row, col), (_BLACK_ON_WHITE, _OWN_INK))
        return under(cell, condition, look, {ink or own.ink for ink in inks}, own.paper)

    def _start(self, element: str, attributes: Attributes) -> None:  # noqa: C901, PLR0912, PLR0915 - one case per element
        if element == "c":
            self._cell, self._formula_kind = attributes, None
            if self._values:
                self._values = []
            if self._texts:
                self._text.clear()
                self._texts = 0
        elif element == "v":
            self._values.append([])
            self._into = self._values[-1].append
        elif element == "f":
            self._formula_kind, self._formula = attributes, []
            self._into = self._formula.append
        elif element == "row":
            self._start_row(attributes)
        elif element in _IN_TEXT:
            (self._open_look or self._text).start(element, attributes)
            self._into = self._text.data
        elif element == "is":
            self._texts += 1
        elif element == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif element == "conditionalFormatting":
            self._area = attributes.get("sqref", "")
            self._later = []
        elif element == "cfRule":
            self._rule, self._formulas, self._open_look, self._bare = attributes, [], None, False
        elif element in ("dataBar", "iconSet"):
            self._bare = self._bare or attributes.get("showValue", "1") not in _TRUE
        elif element == "dxf":  # in Excel's later way
            self._open_look = _OpenLook(self._colours)
        elif element in _OF_LOOK:
            if self._open_look is not None:
                self._open_look.start(element, attributes)
        elif element in ("sqref", "formula"):
            self._pieces = []
            self._into = self._pieces.append
        elif element in _RUNNING:
            self._running.append([])
            self._into = self._running[-1].append
        elif element == "dataValidation":
            if _OTHER_MONEY.search(prompt := attributes.get("prompt", "")):
                self._running.append([prompt])
        elif element == "sheetView":
            self._shows_zeros &= attributes.get("showZeros", "1") in _TRUE
        elif element == "sheetFormatPr":
            flat = attributes.get("customHeight") in _TRUE and _none(attributes.get("defaultRowHeight"), FAINT_SIZE)
            self._hides_rows = flat  # zeroHeight hides only the rows that are not written at all
            self._narrow = _none(attributes.get("defaultColWidth"), _NARROW)
        else:
            columns = range(whole(attributes.get("min", "")), min(whole(attributes.get("max", "")), COLUMNS) + 1)
            if attributes.get("hidden") in _TRUE or _none(attributes.get("width"), _NARROW):
                self._hidden_cols.update(columns)
            elif self._narrow:
                self._sized.update(columns)

    def _end_rule(self) -> None:
        """Keep what a rule may do where it says its area, else until it does: Excel's later way says it last."""
        rule, style = self._rule, whole(self._rule.get("dxfId", ""), -1)
        look = self._conditional[style] if 0 <= style < len(self._conditional) else ConditionalLook()
        if self._open_look is not None:
            look = self._open_look.ended()
        if self._bare:
            look = ConditionalLook(ink=FAINT)
        if look.speaks:
            kind, operator, words = (rule.get(name, "") for name in ("type", "operator", "text"))
            first = self._area.replace(":", " ").partition(" ")[0]
            self._later.append((Condition(kind, operator, words, tuple(self._formulas), first), look))
        if self._area:
            self._place_rules(self._area)

    def _place_rules(self, area: str) -> None:
        self._conditions += [(area, condition, look) for condition, look in self._later]
        self._later = []
        if len(self._conditions) > MOST_CONDITIONS:
            raise TooLarge(why="条件格式过多")

    @staticmethod
    def _ignored(_piece: str) -> None:
        """Take characters that are no part of a cell."""

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self._row_numbered = bool(number)
        self._row = whole(number) if number else self._row + 1
        if not 1 <= self._row <= ROWS:
            raise Unreadable(why="行号有误")
        self._col = 0
        by_default = self._hides_rows and "ht" not in attributes
        self._row_hidden = by_default or attributes.get("hidden") in _TRUE or _none(attributes.get("ht"), FAINT_SIZE)

    def _end(self, element: str) -> None:
        if element == "c":
            self._end_cell()
        elif element in _IN_TEXT:
            self._text.end(element)
        elif element == "cfRule":
            self._end_rule()
        elif element == "sqref":
            self._place_rules("".join(self._pieces))
        elif element == "formula":
            self._formulas.append("".join(self._pieces))
        self._into = self._ignored

    def _data(self, piece: str) -> None:
        self._into(piece)

    def _end_cell(self) -> None:
        reference = self._cell.get("r")
        if reference:
            row, col = self._at(reference)
        else:
            row, col = max(self._row, 1), self._col + 1
            self._col = col
        if not self._values and not self._texts and self._formula_kind is None:
            return  # formatted, but empty: costs nothing
        cell = self._content(row, col)
        if cell is not None:
            self._put(reference, row, col, cell)

    def _at(self, reference: str) -> tuple[int, int]:
        row, self._col = place = _place(reference)
        if row != self._row and self._row_numbered:
            raise Unreadable(why=f"单元格 {reference} 写在另一行里")
        return place

    def _put(self, reference: str | None, row: int, col: int, cell: Cell) -> None:
        if col > COLUMNS:
            raise Unreadable(why="列号有误")
        if (row, col) in self._cells:
            raise Unreadable(why=f"单元格 {reference} 出现两次")
        self._cells[row, col] = cell
        if self._row_hidden:
            self._hidden_rows.add(row)
        if len(self._cells) > CELL_LIMIT:
            raise TooLarge(why="单元格过多")

    def _content(self, row: int, col: int) -> Cell | None:
        kind = self._cell.get("t", "n")
        look = self._look(self._cell.get("s", "0"))
        shows, struck, inks = look.shows, look.struck, self._text.inks if self._texts else _OWN_INK
        formula = self._formula_at(row, col)
        said = ["".join(pieces) for pieces in self._values]
        raw = said[0] if said else ""
        inline = "".join(self._text.pieces) if self._texts else ""
        if kind == "s" and 0 <= (index := whole(raw.strip(), -1)) < len(self._strings):
            struck, inks = struck or self._strings[index].struck, self._strings[index].inks
        elif kind == "s":
            inks = _OWN_INK
        if self._is_picture(kind, formula, raw + inline):
            return Cell("", "picture", formula, struck)
        if formula and not self._texts and (not said or (not raw and kind not in ("str", "s", "inlineStr"))):
            return Cell("", "uncached", formula, struck)
        struck = struck or bool(self._texts and self._text.struck)
        chosen = inline if self._texts and (kind == "inlineStr" or not raw.strip()) else raw
        cell = self._typed(kind, chosen, shows)
        if self._texts or len(said) > 1:
            told = {inline.strip(), *(piece.strip() for piece in said[kind == "s" :])} - {""}
            chosen = cell.text if cell is not None and kind == "s" else chosen  # there a number stands for its text
            if told - {chosen.strip()} or self._texts > 1 or self._text.several:
                return Cell(cell.text if cell else "", "contested", formula, struck)
        if cell is None:
            return Cell("", formula=formula, struck=struck) if formula else None
        if self._colourful:
            self._worn[row, col] = look, inks
        if look.ink and cell.kind in READ and cell.text.strip() and look.fades(cell.text, inks):
            return Cell(cell.text, "faded", formula, struck)
        return Cell(cell.text, cell.kind, formula, struck) if formula or struck else cell

    def _is_picture(self, kind: str, formula: str, text: str) -> bool:
        """Whether the cell shows a picture: Excel gives it a rich value, with an error for those who know none."""
        return PICTURE in formula.upper() or PICTURE in text.upper() or (kind == "e" and "vm" in self._cell)

    def _formula_at(self, row: int, col: int) -> str:
        """Return the cell's formula, a shared one as it reads at its own place; "" when it has none."""
        if self._formula_kind is None:
            return ""
        text = "".join(self._formula)[:_LONGEST_FORMULA]
        if self._formula_kind.get("t") == "array" and ":" in (area := self._formula_kind.get("ref", "")):
            self._arrays.append(area)
        group = self._formula_kind.get("si", "") if self._formula_kind.get("t") == "shared" else ""
        if group and text:
            self._shared[group] = (row, col, text)
        elif group in self._shared:
            first_row, first_col, text = self._shared[group]
            text = _moved(text, row - first_row, col - first_col)
        return f"={text}"

    def _typed(self, kind: str, raw: str, shows: NumberFormat) -> Cell | None:  # noqa: PLR0911 - one answer per cell type
        """Return what a value is under its cell's type (ECMA-376 18.18.11), None for nothing."""
        if kind == "s":
            if not raw.strip():  # some programs write so for a cell without a text
                return None
            index = whole(raw.strip(), -1)
            if not 0 <= index < len(self._strings):
                raise Unreadable(why="文字表残缺")
            text = self._strings[index].text
            return _worded(text, shows) if text else None
        if kind in ("str", "inlineStr"):
            text = _text([raw])
            return _worded(text, shows) if text else None
        if not raw.strip():
            return None
        if kind == "e" or raw in _ERRORS:
            return Cell(raw, "error")
        if kind == "b":
            return Cell("TRUE" if raw.strip() in _TRUE else "FALSE", "bool")
        if kind == "d":
            return Cell(raw.strip().removesuffix("T00:00:00"), "date")
        if kind != "n":
            return Cell(raw.strip(), "contested")
        said = shown(raw.strip(), shows, since_1904=self._since_1904)
        return Cell(*(said if self._shows_zeros else unless_zero(raw.strip(), said)))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = _place(first.replace("$", ""))
        bottom, right = _place((last or first).replace("$", ""))
        if len(self._merges) > MERGE_LIMIT:
            raise TooLarge(why="合并单元格过多")
        self._merges.append((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))
