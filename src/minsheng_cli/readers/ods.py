"""A streaming reader of .ods: nothing evaluated, nothing fetched, a million repeated blanks cost nothing.

Source: OpenDocument 1.3 part 3, 9 (tables), 19.385 (value types), 16.29 (styles). Errors are what LibreOffice and WPS
write for them: a formula whose shown text is an error and that has no value.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from minsheng_cli.errors import Encrypted, TooLarge, Unreadable
from minsheng_cli.form_spec import column_number
from minsheng_cli.model import Cell, Grid
from minsheng_cli.model.returns import READ
from minsheng_cli.nouns import replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.readers.conditions import MOST_CONDITIONS, MOST_DOUBTS, Condition, condition_of
from minsheng_cli.readers.markup import (
    FAINT,
    FAINT_SIZE,
    Attributes,
    alike,
    attribute,
    ignore,
    is_of_signs,
    is_unclear_repeated,
    own_words,
    parse,
    raised,
    text_in,
    whole,
)
from minsheng_cli.readers.numbers import NUMBER, PICTURE, NumberFormat, displayed, doubted, plain, unless_zero
from minsheng_cli.readers.ods_formats import WANTED as _IN_FORMATS
from minsheng_cli.readers.ods_formats import DataStyles
from minsheng_cli.readers.reach import covered, last_under
from minsheng_cli.readers.xlsx import COLUMNS, LONGEST_NAME, ROWS

if TYPE_CHECKING:
    from minsheng_cli.model import CellKind
    from minsheng_cli.readers.package import Package

T = TypeVar("T")
_YUAN = ("", "CNY", "RMB")
_DIGITS = compile_when_used(r"\d")
_END = compile_when_used(r"\.\$?([A-Za-z]{1,3})\$?(\d{1,7})$")
_USUAL_HEIGHT, _USUAL_WIDTH = 12.8, 64.0  # points


class _Laid(NamedTuple):
    """A drawing that hides cells: where it begins, and where it ends or how far it reaches from there."""

    begin: tuple[int, int]
    end: tuple[int, int] | None
    down: float  # points
    right: float


CELL_LIMIT = 200_000
_CONTENT = "content.xml"
_OF_PIECE = compile_when_used(r'"[^"]*"|\[[^\]]*\]|[^"\[]+|.')
_OF_REFERENCE = compile_when_used(
    r"\[(?P<sheet>\$?'(?:[^']|'')+'|[^.'\]#]*)\.(?P<first>\$?[A-Za-z]{1,3}\$?\d{1,7})(?::\.(?P<last>\$?[A-Za-z]{1,3}\$?\d{1,7}))?\]"
)
_ERROR = compile_when_used(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|.{0,20}\b#REF!.*)|(?:Err|错误):\s?[0-9]{3}")
_RUNNING = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
_LINES = ("line", "connector", "polyline", "measure")
_FRAMES = ("custom-shape", "rect", "circle", "ellipse", "caption", "polygon", "regular-polygon", "path")
"""What hides the cells below it only where it is filled."""
_DRAWN = ("frame", "control", "g", *_FRAMES, *_LINES)
_COUNTED = ("page-number", "page-count", "date", "time")
"""Fields that an office suite fills in anew: what is kept is not what will be seen."""
_WANTED = frozenset({
    "style", "default-style", "text-properties", "table-properties", "table", "table-row", "table-column", "table-cell",
    "covered-table-cell", "p", "s", "tab", "line-break", "span", "annotation", "ruby-text", "tracked-changes",
    "text-box", "shapes", "table-row-properties", "table-column-properties", "table-row-group", "table-column-group",
    "font-face", "table-cell-properties", "master-page", "conditional-format", "condition", "data-bar", "icon-set",
    "desc", "title", "graphic-properties", "table-source", *_COUNTED, *_RUNNING, *_DRAWN, *_IN_FORMATS,
})  # fmt: skip


def read(package: Package) -> tuple[tuple[Grid, ...], str, tuple[str, ...]]:
    """Return the sheets in order, the time of last change (ISO, or ""), and what else is to be said of it.

    Raises Unreadable, Encrypted, TooLarge.
    """
    if _is_encrypted(package):
        raise Encrypted
    reader = _Reader(package)
    for part in ("styles.xml", _CONTENT):
        if part in package:
            parse(package, part, _WANTED, reader.start, reader.end, reader.data)
            reader.settle()
        elif part == _CONTENT:
            raise Unreadable(why="缺少必要的部件")
    pictured = package.pictured or reader.boxed
    return tuple(reader.grids), text_in(package, "meta.xml", "date"), ("pictures",) if pictured else ()


def _is_encrypted(package: Package) -> bool:
    locked = False

    def start(_element: str, _attributes: Attributes) -> None:
        nonlocal locked
        locked = True

    if "META-INF/manifest.xml" in package:
        parse(package, "META-INF/manifest.xml", frozenset({"encryption-data"}), start, ignore)
    return locked


_DEEPEST = 20  # styles that go back to one another
_ABOVE = ("super", "sub", "-", *"123456789")  # a position such as 33% is above the line, -33% below


_Other = tuple[str, Condition]
"""A style that holds instead under some condition, and when."""
_OF_RANGE = compile_when_used(
    r"\.\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::(?:[^ ]*\.)?\$?([A-Za-z]{1,3})\$?(\d{1,7}))?(?= |$)"
)


_ACROSS = ("diagonal-bl-tr", "diagonal-tl-br")  # the lines that cross a cell out
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "pc": 12.0}


def _points(size: str) -> float | None:
    """Return a length in points, None when it is none."""
    number, unit = size[:-2], size[-2:]
    return float(number) * _POINTS[unit] if unit in _POINTS and number.replace(".", "", 1).isdecimal() else None


def _other(attributes: Attributes, name: str) -> _Other:
    first = attribute(attributes, "base-cell-address")
    return attribute(attributes, "apply-style-name"), condition_of(attribute(attributes, name), first)


class _Reader:
    """The state of reading a document; ``grids`` are the sheets that have ended."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.grids: list[Grid] = []
        self._struck: set[str] = set()  # names of styles that strike text through
        self._raised: set[str] = set()  # names of styles that raise text
        self._spans: list[tuple[bool, str]] = []  # open spans: raised or not, colour
        self._span_inks: set[str] = set()  # colours of the open cell's words, "" for the cell's own
        self._unseen: set[str] = set()  # names of styles that hide the sheet, the row, the column
        self._shut: list[bool] = []  # open groups of rows or columns: whether each is closed
        self._style = ""
        self._formats = DataStyles()  # of the open part
        self._known: dict[str, NumberFormat] = {}  # number styles by name; a part's own go before those of the styles
        self._named: dict[str, str] = {}  # cell styles of the open part → names of their number styles
        self._shows: dict[str, NumberFormat] = {}  # what cell styles show of a number, where they say so themselves
        self._parents: dict[str, str] = {}  # cell styles → the ones they go back to
        self._others: dict[str, list[_Other]] = {}  # cell styles → those that hold instead under some condition
        self._area = ""  # of the open conditional format
        self._sizes: dict[str, float] = {}  # heights and widths of the styles of rows and columns, in points
        self._unfilled: set[str] = set()  # names of styles of drawings through which one sees
        self._inks: dict[str, str] = {FAINT: FAINT}  # colours of a style's words, "" where it says that there is none
        self._papers: dict[str, str] = {}  # colours behind them
        self._faces: dict[str, str] = {}  # fonts by the names that styles give them
        self._across: dict[str, dict[str, bool]] = {way: {} for way in _ACROSS}  # lines across cells, by their styles
        self._over: dict[str, bool] = {}  # whether a cell shows its content over and over
        self._secret: dict[str, bool] = {}  # whether nothing of a cell is shown while its sheet is protected
        self._protected = False
        self._masters: dict[str, str] = {}  # table styles → how their pages are laid out
        self._running: dict[str, list[str]] = {}  # what headers and footers of these pages say
        self._page, self._said_running = "", [""]
        self._page_inks: list[str] = []  # of their open paragraphs and spans
        self._in_alternative = False
        self._tables = self._aside = 0  # open tables; open elements whose text is not the cell's
        self._groups = 0  # of drawings, which are open
        self.boxed = False
        self._name, self._table_hidden = "", False
        self._on_page: tuple[str, ...] = ()
        self._row = self._row_times = self._col = 0
        self._columns = 0
        self._row_style = ""
        self._column_styles: list[tuple[int, str]] = []  # (last column, style of its cells), left to right
        self._cell: Attributes = {}
        self._cell_style = ""
        self._in_cell = False
        self._paragraphs: list[list[str]] = []
        self._comment: list[str] = []
        self._reading: list[str] = []  # what stands above words of the open cell, as their reading
        self._in_reading = self._floats = False  # within such a reading; within a drawing that no cell holds
        # The open cell has a table in it; a field that is filled in anew; within the words of a comment or a drawing.
        self._nested = self._counted = self._noting = False
        self._drawing: list[str] | None = None  # what the drawings in the cell say, None when there are none
        self._cell_struck = False
        self._clear()

    def _clear(self) -> None:
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merges: list[tuple[int, int, int, int]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_cols: set[int] = set()
        self._comments: dict[tuple[int, int], str] = {}
        self._drawn: dict[tuple[int, int], str] = {}
        self._readings: dict[tuple[int, int], str] = {}
        self._floating: list[str] = []
        self._laid: list[_Laid] = []  # what hides cells
        self._wide: list[tuple[int, str]] = []  # (last column, style), left to right
        self._high: list[tuple[int, str]] = []  # (last row, style), from above
        self._arrays: list[tuple[tuple[int, int], tuple[int, int]]] = []  # cells that one formula fills, first and last
        self._elsewhere = False
        self._worn: dict[tuple[int, int], str] = {}  # styles of the cells
        self._conditions: list[tuple[str, _Other]] = []  # other styles, by where they may come to hold
        self._row, self._row_times, self._columns = 1, 1, 1
        self._column_styles = []

    def settle(self) -> None:
        """End the styles of a part: from here on their names are known."""
        self._known |= self._formats.formats()
        self._shows |= {style: self._known.get(name, NUMBER) for style, name in self._named.items()}
        self._formats, self._named = DataStyles(), {}

    def _style_at(self, col: int) -> str:
        """Return the style of the open cell: its own, or its row's or column's."""
        own = attribute(self._cell, "style-name") or self._row_style
        return own or next((style for last, style in self._column_styles if col <= last), "")

    def _nearest(self, said: dict[str, T], style: str, unsaid: T) -> T:
        """Return what a cell style, or the nearest one it goes back to, says of something."""
        for _ in range(_DEEPEST):
            if style in said:
                return said[style]
            style = self._parents.get(style, "")
        return unsaid

    def _is_faded(self, style: str, other: str = "") -> bool:
        """Whether the words have the colour of what is behind them; ``other``: a style that holds under a condition."""
        own, paper = self._nearest(self._inks, style, ""), self._nearest(self._papers, style, "ffffff")
        inks = {ink or own for ink in self._span_inks or {""}}  # one that is not said is chosen to be seen
        if other and not (self._inks.get(other) or self._papers.get(other)):
            return False
        inks = {self._inks[other]} if self._inks.get(other) else inks
        return any(alike(ink, self._papers.get(other) or paper) for ink in inks - {""})

    def _is_hidden(self, attributes: Attributes) -> bool:
        """Whether a row or column is not to be seen: by itself, by the style of no size, within a closed group."""
        by_itself = attribute(attributes, "visibility") in ("collapse", "filter")
        return by_itself or any(self._shut) or attribute(attributes, "style-name") in self._unseen

    def start(self, element: str, attributes: Attributes) -> None:  # noqa: C901, PLR0912, PLR0915 - one case per element
        if not self._tables and self._formats.start(element, attributes):
            return
        match element:
            case "style":
                self._style = attribute(attributes, "name")
                if attribute(attributes, "family") == "table-cell":
                    self._parents[self._style] = attribute(attributes, "parent-style-name")
                    if name := attribute(attributes, "data-style-name"):
                        self._named[self._style] = name
                elif name := attribute(attributes, "master-page-name"):
                    self._masters[self._style] = name
                if attribute(attributes, "parent-style-name") in self._struck:
                    self._struck.add(self._style)
            case "default-style":
                self._style = "" if attribute(attributes, "family") == "table-cell" else "\0"  # none of ours
            case "map":
                self._others.setdefault(self._style, []).append(_other(attributes, "condition"))
            case "table-cell-properties":
                if protect := attribute(attributes, "cell-protect"):
                    self._secret[self._style] = protect == "hidden-and-protected"
                if paper := attribute(attributes, "background-color"):
                    self._papers[self._style] = paper.removeprefix("#").replace("transparent", "ffffff")
                for way, said in self._across.items():
                    if line := attribute(attributes, way):
                        said[self._style] = line != "none"
                if over := attribute(attributes, "repeat-content"):
                    self._over[self._style] = over == "true"
            case "graphic-properties":
                if attribute(attributes, "fill") == "none" or attribute(attributes, "opacity") not in ("", "100%"):
                    self._unfilled.add(self._style)
            case "font-face":
                self._faces[attribute(attributes, "name")] = attribute(attributes, "font-family").strip("'\"")
            case "master-page":
                self._page = attribute(attributes, "name")
            case _ if element in _RUNNING:
                self._said_running = []
            case "text-properties":
                if ink := attribute(attributes, "color") or attribute(attributes, "use-window-font-color"):
                    self._inks[self._style] = ink.removeprefix("#").replace("true", "")
                size = _points(attribute(attributes, "font-size"))
                font = attribute(attributes, "font-family") or attribute(attributes, "font-name")
                unseen = attribute(attributes, "display") == "none" or (size is not None and size < FAINT_SIZE)
                if unseen or is_of_signs(self._faces.get(font, font).strip("'\"")):
                    self._inks[self._style] = FAINT
                if attribute(attributes, "text-position").startswith(_ABOVE):
                    self._raised.add(self._style)
                line = attribute(attributes, "text-line-through-style") or attribute(
                    attributes, "text-line-through-type"
                )
                if line and line != "none":
                    self._struck.add(self._style)
                elif line:
                    self._struck.discard(self._style)
            case "table-properties":
                if attribute(attributes, "display") == "false":
                    self._unseen.add(self._style)
            case "table-row-properties" | "table-column-properties":
                size = _points(attribute(attributes, "row-height") or attribute(attributes, "column-width"))
                if size is not None:
                    self._sizes[self._style] = size
                if size is not None and size < FAINT_SIZE:
                    self._unseen.add(self._style)
            case "annotation" | "ruby-text" | "tracked-changes" | "text-box":
                self._aside += 1
                self.boxed = self.boxed or element == "text-box"
                self._in_reading = element == "ruby-text"
            case "desc" | "title" if self._aside:  # what a picture is called is told to nobody who looks at it
                self._in_alternative = True
            case "shapes":
                self._floats = True
            case "table-row-group" | "table-column-group":
                self._shut.append(attribute(attributes, "display") == "false")
            case _ if element in _DRAWN:
                if self._aside == self._groups and self._tables == 1:
                    self._lay_over(element, attributes)
                self._aside += 1
                self._groups += element == "g"
                if self._in_cell and self._drawing is None:
                    self._drawing = []
            case "table":
                self._tables += 1
                self._nested |= self._in_cell
                if self._tables == 1:
                    self.settle()
                    self._clear()
                    self._name = attribute(attributes, "name")[:LONGEST_NAME]
                    style = attribute(attributes, "style-name")
                    self._protected = attribute(attributes, "protected") == "true"
                    self._table_hidden = style in self._unseen
                    self._on_page = tuple(filter(None, self._running.get(self._masters.get(style, ""), ())))
            case "p" | "span" if not self._tables:
                before = self._page_inks[-1] if self._page_inks else ""
                self._page_inks.append(self._inks.get(attribute(attributes, "style-name"), before))
            case "p" if self._aside and self._tables == 1:
                self._noting = True
                noted = self._comment if self._drawing is None else self._drawing
                noted += ["\n"] * bool(noted)
            case _ if self._tables != 1:
                return
            case "table-source":  # of another document, kept for the formulas that look into it
                self._elsewhere = attribute(attributes, "mode") == "copy-results-only"
            case _ if element in _COUNTED and self._in_cell and not self._aside:
                self._counted |= attribute(attributes, "fixed") != "true"
            case "conditional-format":
                self._area = attribute(attributes, "target-range-address")
            case "data-bar" | "icon-set" if attribute(attributes, "show-value") == "false":
                self._conditions.append((self._area, (FAINT, Condition())))  # a bar or a sign instead of the number
            case "condition":
                self._conditions.append((self._area, _other(attributes, "value")))
                if len(self._conditions) > MOST_CONDITIONS:
                    raise TooLarge(why="条件格式过多")
            case "table-column":
                times = max(whole(attribute(attributes, "number-columns-repeated"), 1), 1)
                if self._is_hidden(attributes):
                    self._hidden_cols.update(range(self._columns, min(self._columns + times, COLUMNS + 1)))
                self._columns += times
                self._wide.append((self._columns - 1, attribute(attributes, "style-name")))
                self._column_styles.append((self._columns - 1, attribute(attributes, "default-cell-style-name")))
            case "table-row":
                self._col = 1
                self._row_style = attribute(attributes, "default-cell-style-name")
                self._row_times = max(whole(attribute(attributes, "number-rows-repeated"), 1), 1)
                self._high.append((self._row + self._row_times - 1, attribute(attributes, "style-name")))
                if self._is_hidden(attributes) and self._row_times < 100:  # noqa: PLR2004
                    self._hidden_rows.update(range(self._row, self._row + self._row_times))
            case "table-cell" | "covered-table-cell":
                self._cell, self._in_cell = attributes, True
                self._paragraphs, self._comment, self._drawing, self._reading = [], [], None, []
                self._span_inks = set()
                self._nested = self._counted = False
                self._cell_style = self._style_at(self._col)
                crossed = all(self._nearest(said, self._cell_style, unsaid=False) for said in self._across.values())
                self._cell_struck = crossed or self._cell_style in self._struck
            case "p" if self._in_cell and not self._aside:
                self._paragraphs.append([])
                style = attribute(attributes, "style-name")
                self._spans = [(style in self._raised, self._inks.get(style, ""))] if style else []
                self._cell_struck |= style in self._struck
            case "span" if self._in_cell:
                style = attribute(attributes, "style-name")
                before = self._spans[-1][1] if self._spans else ""
                self._spans.append((style in self._raised, self._inks.get(style, before)))
                self._cell_struck |= attribute(attributes, "style-name") in self._struck
            case "s":
                self.data(" " * min(max(whole(attribute(attributes, "c"), 1), 1), 1000))
            case "tab":
                self.data("\t")
            case "line-break":
                self.data("\n")

    def end(self, element: str) -> None:  # noqa: C901, PLR0912 - one case per element
        if not self._tables:
            self._formats.end(element)
            if element in ("p", "span") and self._page_inks:
                self._page_inks.pop()
            if element in _RUNNING:
                self._running.setdefault(self._page, []).append("".join(self._said_running))
        match element:
            case "annotation" | "ruby-text" | "tracked-changes" | "text-box":
                self._aside -= 1
                self._in_reading = False
            case "desc" | "title":
                self._in_alternative = False
            case "shapes":
                self._floats = False
            case "table-row-group" | "table-column-group" if self._shut:
                self._shut.pop()
            case _ if element in _DRAWN:
                self._aside -= 1
                self._groups -= element == "g"
            case "p" if self._aside:
                self._noting = False
            case "table":
                self._tables -= 1
                if self._tables == 0 and not self._elsewhere:
                    self.grids.append(self._grid())
            case _ if self._tables != 1:
                return
            case "table-row":
                self._row += self._row_times
            case "span" if self._spans:
                self._spans.pop()
            case "table-cell" | "covered-table-cell":
                self._end_cell()

    def data(self, piece: str) -> None:
        if self._in_alternative:
            return
        if not self._tables:
            self._formats.data(piece)
            if not (self._page_inks and alike(self._page_inks[-1], "ffffff")):
                self._said_running.append(piece)
        if self._floats and self._aside:
            self._floating.append(piece)
        if self._tables != 1 or not self._in_cell:
            return
        if self._in_reading:
            self._reading.append(piece)
        elif self._aside:
            self._note(piece)
        elif self._paragraphs:
            line = self._paragraphs[-1]
            line.append(raised(piece, "".join(line[-1:])) if any(up for up, _ in self._spans) else piece)
            if piece.strip():
                self._span_inks.add(self._spans[-1][1] if self._spans else "")

    def _note(self, piece: str) -> None:
        """Take words of a comment or a drawing; not who wrote it, and when."""
        if self._noting:
            (self._comment if self._drawing is None else self._drawing).append(piece)

    def _doubt(self) -> None:
        """Doubt the cells of which something else is seen, or nothing, if a condition of LibreOffice's list holds."""
        asked = 0
        self._span_inks = set()
        for area, other in dict.fromkeys(self._conditions):
            for match in _OF_RANGE.finditer(area):
                top, left = int(match[2]), column_number(match[1])
                bottom, right = (int(match[4]), column_number(match[3])) if match[3] else (top, left)
                asked += len(self._cells) + 1
                if asked > MOST_DOUBTS:
                    raise TooLarge(why="条件格式过多")
                for (row, col), cell in self._cells.items():
                    if top <= row <= bottom and left <= col <= right:
                        self._cells[row, col] = self._under(cell, self._worn.get((row, col), ""), other)

    def _under(self, cell: Cell, style: str, other: _Other) -> Cell:
        """Return a cell, of no sure value where another style may show something else of it, or nothing."""
        name, condition = other
        if cell.kind not in READ or not cell.text.strip() or not condition.may_hold(cell):
            return cell
        if self._is_faded(style, name):
            return replace(cell, kind="faded")
        struck = replace(cell, struck=True) if name in self._struck else cell
        return doubted(struck, self._nearest(self._shows, name, NUMBER))

    @cached_property
    def _shows_zeros(self) -> bool:
        """Whether zeros are shown: a setting of LibreOffice's view. Looked for only where one stands."""
        shown, at = True, False

        def start(_element: str, attributes: Attributes) -> None:
            nonlocal at
            at = attribute(attributes, "name") == "ShowZeroValues"

        def data(piece: str) -> None:
            nonlocal shown
            shown = shown and not (at and piece.strip() == "false")

        if "settings.xml" in self._package:
            parse(self._package, "settings.xml", frozenset({"config-item"}), start, ignore, data)
        return shown

    def _lay_over(self, element: str, attributes: Attributes) -> None:
        """Keep where a drawing lies that hides the cells below it; the sheet's sizes are known at its end."""
        if element == "g" or (element in _FRAMES and attribute(attributes, "style-name") in self._unfilled):
            return
        lengths = [_points(attribute(attributes, name)) or 0.0 for name in ("x", "y", "width", "height")]
        begin = (self._row, self._col) if self._in_cell else (1, 1)
        end = _END.search(attribute(attributes, "end-cell-address"))
        last = (int(end[2]), column_number(end[1])) if end else None
        self._laid.append(_Laid(begin, last, lengths[1] + lengths[3], lengths[0] + lengths[2]))

    def _cover(self) -> None:
        """Note at the cells which drawings hide."""
        for laid in self._laid:
            row, col = laid.begin
            last = laid.end or (
                last_under(row, laid.down, lambda at: self._size_of(self._high, at, _USUAL_HEIGHT)),
                last_under(col, laid.right, lambda at: self._size_of(self._wide, at, _USUAL_WIDTH)),
            )
            for place in covered(laid.begin, last, self._cells):
                self._drawn.setdefault(place, "")

    def _size_of(self, styles: list[tuple[int, str]], at: int, usual: float) -> float:
        return self._sizes.get(next((style for last, style in styles if at <= last), ""), usual)

    def _fill_arrays(self) -> None:
        """Say of the cells that one formula fills with others that they are computed."""
        for first, last in self._arrays:
            for place in covered(first, last, self._cells):
                if (cell := self._cells.get(place)) is not None and not cell.formula:
                    self._cells[place] = replace(cell, formula="=")

    def _grid(self) -> Grid:
        self._fill_arrays()
        self._doubt()
        self._cover()
        used = {row for row, _ in self._cells}
        return Grid(
            self._name, self._cells, tuple(self._merges), self._table_hidden,
            frozenset(self._hidden_rows & used), frozenset(self._hidden_cols), self._comments, self._drawn,
            running=tuple(filter(None, (*self._on_page, " ".join("".join(self._floating).split())))),
            unseen=self._readings,
        )  # fmt: skip

    def _end_cell(self) -> None:
        self._in_cell = False
        times = max(whole(attribute(self._cell, "number-columns-repeated"), 1), 1)
        row, col = self._row, self._col
        self._col += times
        if self._col > COLUMNS + 1:
            raise Unreadable(why="列号有误")
        down = whole(attribute(self._cell, "number-rows-spanned"), 1)
        across = whole(attribute(self._cell, "number-columns-spanned"), 1)
        if down > 1 or across > 1:
            self._merges.append((row, col, min(row + down - 1, ROWS), min(col + across - 1, COLUMNS)))
        self._keep_beside(row, col)
        spread = (whole(attribute(self._cell, f"number-matrix-{side}-spanned"), 1) for side in ("rows", "columns"))
        if (reach := tuple(spread)) != (1, 1):
            self._arrays.append(((row, col), (row + reach[0] - 1, col + reach[1] - 1)))
        cell = self._content()
        if cell is None:
            return
        cell = self._as_seen(cell)
        if row + self._row_times - 1 > ROWS:
            raise Unreadable(why="行号有误")
        if len(self._cells) + times * self._row_times > CELL_LIMIT:
            raise TooLarge(why="单元格过多")
        for at in range(row, row + self._row_times):
            for there in range(col, col + times):
                self._cells[at, there] = cell
                self._worn[at, there] = self._cell_style

    def _keep_beside(self, row: int, col: int) -> None:
        """Keep what is noted at the cell, stands above its words, is drawn over it."""
        if comment := own_words("".join(self._comment)):
            self._comments[row, col] = comment
        if any(map(str.isdigit, reading := "".join(self._reading))):
            self._readings[row, col] = reading  # a reading of words is no matter, another figure is
        if self._drawing is not None:
            self._drawn[row, col] = "".join(self._drawing).strip()

    def _as_seen(self, cell: Cell) -> Cell:
        """Return a cell, of no sure value where a condition or its colours may show something else, or nothing."""
        for other in self._nearest(self._others, self._cell_style, []):
            cell = self._under(cell, self._cell_style, other)
        secret = self._protected and self._nearest(self._secret, self._cell_style, unsaid=False)
        if cell.kind not in READ or not cell.text.strip():
            return cell
        repeated = self._nearest(self._over, self._cell_style, unsaid=False) and is_unclear_repeated(cell.text)
        return replace(cell, kind="faded") if secret or repeated or self._is_faded(self._cell_style) else cell

    def _content(self) -> Cell | None:  # noqa: C901, PLR0911 - one answer per value type
        kind = attribute(self._cell, "value-type")
        formula = next((_formula(v) for k, v in self._cell.items() if k.endswith(":formula")), "")
        text = "\n".join("".join(pieces) for pieces in self._paragraphs).replace("\r", "\n")
        look, shows = self._cell_struck, self._nearest(self._shows, self._cell_style, NUMBER)
        if PICTURE in formula.upper() or PICTURE in text.upper():
            return Cell("", "picture", formula, look)
        if self._nested or (self._counted and _DIGITS.search(text)):
            return Cell(text, "contested", formula, look)
        if _is_error(self._cell, text, formula=formula):
            return Cell(text.strip() or "#VALUE!", "error", formula, look)
        if kind in ("float", "currency", "percentage") and formula and not (text or attribute(self._cell, "value")):
            return Cell("", "uncached", formula, look)
        if kind in ("float", "currency", "percentage"):
            return Cell(*self._number(text, shows, share=kind == "percentage"), formula, look)
        if kind == "date":
            return Cell(attribute(self._cell, "date-value").removesuffix("T00:00:00"), "date", formula, look)
        if kind == "time":
            return Cell(text or attribute(self._cell, "time-value"), "date", formula, look)
        if kind == "boolean":
            return Cell("TRUE" if attribute(self._cell, "boolean-value") == "true" else "FALSE", "bool", formula, look)
        if kind not in ("", "string", "void"):
            return Cell(text, "contested", formula, look)
        if formula and not text and kind != "string":
            return Cell("", "uncached", formula=formula, struck=look)
        said = self._words(text, shows)
        return Cell(*said, formula, look) if said[0] or formula else None

    def _number(self, text: str, shows: NumberFormat, *, share: bool) -> tuple[str, CellKind]:
        """Return what a stored number is said to be; ``share``: by its type it is a percentage."""
        stored = attribute(self._cell, "value").strip()
        try:
            digits = plain(stored)
        except (ValueError, ArithmeticError):  # none, where one is said to be
            return text or stored, "contested"
        said = self._number_shown(digits, text, shows, share=share)
        return said if digits != "0" or self._shows_zeros else unless_zero(digits, said)

    def _number_shown(self, digits: str, text: str, shows: NumberFormat, *, share: bool) -> tuple[str, CellKind]:
        if shows.kind == "percent" or (share and shows.kind != "worded" and "%" in (text or "%")):
            return f"{plain(f'{digits}e2')}%", "percent"
        currency = attribute(self._cell, "currency")
        if currency not in _YUAN and not self._paragraphs:
            return f"{digits}（{currency}）", "format"
        said = displayed(digits, text if self._paragraphs else None)
        return shows.worded(digits) if shows.kind == "worded" and said[1] != "format" else said

    def _words(self, text: str, shows: NumberFormat) -> tuple[str, CellKind]:
        """Return what a text is said to be: another one may be shown than is stored."""
        stored = attribute(self._cell, "string-value")
        if shows.kind == "worded":
            return shows.of_text(stored or text)
        text = text if self._paragraphs else stored
        differ = stored and "".join(stored.split()) != "".join(text.split())
        return text, "contested" if differ else "text"


def _formula(text: str) -> str:
    """Return a formula in the spelling of .xlsx: ``of:=SUM([.E5:.E7];[$明细.A1])`` → ``=SUM(E5:E7,明细!A1)``."""
    said = text.partition("=")[2] if ":=" in text[:10] else text.removeprefix("=")
    pieces = _OF_PIECE.findall(said)
    return "=" + "".join(_place(piece) if piece[0] == "[" else piece if piece[0] == '"' else piece.replace(";", ",")
                         for piece in pieces)  # fmt: skip


def _place(reference: str) -> str:
    """Return a reference in the spelling of .xlsx; what leads out of the file as ``[]!A1``."""
    match = _OF_REFERENCE.fullmatch(reference)
    if match is None:
        return "[]!A1"
    sheet = f"{match['sheet'].lstrip('$')}!" if match["sheet"] else ""
    return sheet + match["first"] + (f":{match['last']}" if match["last"] else "")


def _is_error(attributes: Attributes, text: str, *, formula: str) -> bool:
    if attributes.get("calcext:value-type") == "error":
        return True
    return bool(formula) and bool(_ERROR.fullmatch(text.strip()))
