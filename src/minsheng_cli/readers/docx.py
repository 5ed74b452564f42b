"""A reader of .docx: the document as one grid, its paragraphs and tables in their order. Runs behind the wall.

A paragraph is one row (``正文!A3`` is the third); the rows and cells of a table are counted from its own beginning
(``表1!F5``), as Word counts them in its table formulas. Text that Word does not show (deleted in a revision, hidden,
the fallback of a drawing) is not read. Source: ECMA-376 part 1, 17.3 (paragraphs), 17.4 (tables), 17.9 (numbering).
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from minsheng_cli.errors import SubmissionError, TooLarge, Unreadable
from minsheng_cli.model import Cell, Grid
from minsheng_cli.nouns import dataclass, field, replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.readers import xlsx
from minsheng_cli.readers.colours import WHITE, Colours
from minsheng_cli.readers.docx_lists import Lists
from minsheng_cli.readers.docx_styles import DEFAULT, OFF, PLAIN, SEEN, TextStyle, paper_of, text_styles
from minsheng_cli.readers.markup import (
    FAINT_SIZE,
    SHIFTED,
    Attributes,
    alike,
    attribute,
    ignore,
    is_of_signs,
    modified,
    parse,
    part_of_type,
    raised,
    relationships,
    whole,
)
from minsheng_cli.readers.package import Package

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

COLUMNS = 256  # Word itself allows 63 in a table
CELL_LIMIT = 200_000
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SIGNS = {"den": "/", "rad": "√", "nary": "〿", "eqArr": "〿", "m": "〿", "limLow": "〿", "limUpp": "〿"}
_SIGNS |= dict.fromkeys(
    ("pgNum", *(f"{part}{size}" for part in ("day", "month", "year") for size in ("Short", "Long"))), "〿"
)  # what Word counts
"""What stands for the signs of mathematics that a line of text has not, and for numbers that only a page knows."""
_SCRIPTS = frozenset({"sup", "sub"})  # of mathematics
_UNSEEN = frozenset({
    "del", "moveFrom", "Fallback", "rt",
    "rPrChange", "pPrChange", "tcPrChange", "trPrChange", "tblPrChange",
})  # fmt: skip
_REVISED = frozenset({"ins", "del", "moveFrom", "moveTo"})
_PROMPT_STYLE = "PlaceholderText"
"""The style Word gives a prompt, and takes away when it is typed over."""
_DRAWN = frozenset({"drawing", "pict", "object", "contentPart", "subDoc"})
_SYMBOLS = {
    ("wingdings", "FC"): "✓", ("wingdings", "FE"): "☑", ("wingdings", "FD"): "☒", ("wingdings", "A8"): "☐",
    ("wingdings", "6F"): "☐", ("wingdings", "FB"): "✗", ("wingdings", "6C"): "●", ("wingdings", "6E"): "■",
    ("wingdings", "A7"): "▪", ("wingdings", "D8"): "➢", ("wingdings", "E0"): "→", ("wingdings 2", "50"): "✓",
    ("wingdings 2", "52"): "☑", ("wingdings 2", "53"): "☒", ("wingdings 2", "54"): "☒", ("wingdings 2", "A3"): "☐",
}  # fmt: skip
"""What the symbols people tick and list with look like, by font and the last two digits of their number."""
_COUNTED_BY_WORD = frozenset(
    ("PAGE", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME", "SAVEDATE", "PRINTDATE", "CREATEDATE", "NUMWORDS", "SEQ")
)
_TAKEN_OUT = "（修订时删去或移走的内容）"
_SUM = compile_when_used(r"=.*[A-Za-z]")  # =SUM(ABOVE), =A1*2: counted when somebody asks Word to, not by itself
_FROM_ELSEWHERE = frozenset(("LINK", "DDE", "DDEAUTO", "INCLUDETEXT", "DATABASE"))  # what another file said once
_FIGURE = compile_when_used(r"[\d.,，．\s]+")
_MARKERS = {"none": "", "white": WHITE, "black": "000000"}
"""Colours of the highlighter that words may have, too."""
_LETTER = compile_when_used(r"[!-~]")
_NARROW = 5  # per cent of a letter's width
_SHIFT = 6  # half points that make a digit stand above or below the line
_FLAT = 60  # twentieths of a point: a row of that height shows nothing
_UNKNOWN_SYMBOL = "〿"  # says that something stands there which cannot be told; an empty box would look unticked
_OWN_TABLE = 4  # columns of a table that may be the form: then an embedded workbook is something else
_LONGEST_EMBEDDED = 5_000  # rows
_WANTED = _UNSEEN | _REVISED | frozenset(_BREAKS) | frozenset({
    "tbl", "tr", "tc", "p", "r", "t", "sym", "gridBefore", "gridSpan", "vMerge", "hMerge", "strike", "dstrike",
    "vanish", "numId", "ilvl", "commentReference", "footnoteReference", "endnoteReference", "trPr", "rPr", "vertAlign",
    "pStyle", "rStyle", "rFonts", "cellDel", "altChunk",
    "txbxContent", "sdt", "showingPlcHdr", "OLEObject", "ddList", "checkBox", "listEntry", "result", "default",
    "checked", "color", "highlight", "shd", "tblStyle", "fldChar", "sz", "w", "position", "bdo", "hidden", "trHeight",
    "instrText", "fldSimple", "dataBinding", "text", "textpath", "tl2br", "tr2bl", "textFill", "noFill", "srgbClr",
    "schemeClr", *_SIGNS, *_SCRIPTS, *_DRAWN,
})  # fmt: skip


@dataclass()
class _Cell:
    """One cell of a Word table, where it begins in the table's grid and how far it reaches."""

    col: int
    span: int = 1
    continues: bool = False  # vertically merged with the cell above
    joins: bool = False  # merged with the cell before it, as old versions of Word do
    lines: list[str] = field(default_factory=list)
    struck: bool = False
    comments: list[str] = field(default_factory=list)
    prompted: bool = False  # a content control in it shows its prompt
    drawn: bool = False
    boxes: list[str] = field(default_factory=list)  # what text boxes in it say
    unseen: list[str] = field(default_factory=list)  # words that Word does not show
    deleted: bool = False  # as a revision that nobody has accepted
    paper: str = ""  # colour behind the words, "" when it has none of its own
    fields: list[bool] = field(default_factory=list)  # open fields: whether each is still at its instruction
    instruction: list[str] = field(default_factory=list)  # of the field begun last
    counted: bool = False  # Word puts it in: a page's number, today's date
    summed: bool = False  # from other cells, or another file
    kept: bool = False  # digits stand in it that no revision put there,
    added: bool = False  # and digits that one did
    cut: bool = False  # a revision took something out: then what is put in stands for that
    diagonals: set[str] = field(default_factory=set)  # lines drawn across it
    disputed: bool = False  # Word will show something else than is kept here
    turned: bool = False  # some of it is shown from its end to its beginning

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")

    def instructed(self, instruction: str) -> None:
        """Take what a field is to show."""
        said = instruction.strip()
        self.counted |= said.partition(" ")[0] in _COUNTED_BY_WORD
        self.summed |= _SUM.match(said) is not None or said.partition(" ")[0] in _FROM_ELSEWHERE

    def content(self) -> Cell | None:
        """Return the cell as the grid has it, None for an empty one."""
        text = self.text
        if self.fields or self.turned or self.disputed:  # nobody knows where a field ends that only begins
            return Cell(text or "".join(self.unseen), "contested")
        if ((self.kept and self.added and not self.cut) or self.counted) and _FIGURE.fullmatch(text):
            return Cell(text, "contested")  # beside the old figure the new one, or one figure typed at twice
        if self.summed and _FIGURE.fullmatch(text):
            return Cell(text, formula="=", struck=self.struck)
        if text.strip() or not (self.drawn or self.prompted):
            return Cell(text, struck=self.struck or len(self.diagonals) > 1) if text else None
        if self.drawn:
            said = "".join(self.boxes).strip()
            return Cell(said, "boxed") if said else Cell("", "picture")
        return Cell("", "placeholder")


@dataclass()
class _Table:
    """A table being read."""

    rows: list[list[_Cell]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)  # rows that are not shown, from 0
    next_col: int = 1
    shaded: bool = False  # behind its cells is some colour that its style knows
    fades: bool = False  # its style gives some words the colour of what is behind them


@dataclass()
class _Bound:
    """A content control that is open: what it shows, and what the data hold that Word will show instead."""

    held: frozenset[str] | None = None  # None: it is not bound to any that is there
    plain: bool = False  # it shows the data as they are, not as a date or one choice of several
    said: list[str] = field(default_factory=list)
    cell: _Cell | None = None

    def shows(self, text: str, cell: _Cell) -> None:
        """Take words in it."""
        if self.held is not None:
            self.said.append(text)
            self.cell = cell

    def close(self) -> None:
        """Doubt the cell when the data say something else."""
        said = "".join("".join(self.said).split())
        if self.plain and self.held is not None and self.cell is not None and said not in self.held:
            self.cell.disputed = True


@dataclass(frozen=True)
class _Embedded:
    """A workbook that lies in the document."""

    grid: Grid


def read(package: Package) -> tuple[tuple[Grid, ...], str, tuple[str, ...], tuple[str, ...]]:
    """Return (grids, modified, notes, elsewhere), as ``grids.Workbook`` takes them; the document is a single grid.

    ``modified``: its time of last change (ISO, or ""). ``notes``: "revisions", "pictures", "embedded". ``elsewhere``:
    where in it a table may stand that is not read: "embedded", "chunk", "box".

    Raises Unreadable, Encrypted, TooLarge.
    """
    main = part_of_type(package, "/officeDocument") or "word/document.xml"
    parts = {kind.rpartition("/")[2]: part for kind, part in relationships(package, main).values()}
    notes = _notes(package, parts)
    numbering = parts.get("numbering", "")
    lists = Lists.read(package, numbering) if numbering in package else Lists()
    styles = parts.get("styles", "")
    related = relationships(package, main)
    colours = Colours(package, main)
    looks = text_styles(package, styles, colours) if styles in package else {}
    reader = _Reader(lists, notes, looks, colours, cache(lambda: _data_held(package)))
    reader.embedded = {number: part for number, (kind, part) in related.items() if kind.endswith(_EMBEDDINGS)}
    # Title and signatures may stand in the page's header and footer.
    for kind in ("header", "", "footer"):
        several = [p for k, p in relationships(package, main).values() if kind and k.endswith(f"/{kind}")]
        for part in several if kind else [main]:
            if not kind or part in package:
                reader.read(package, part)
    elsewhere = ["chunk"] * any(kind.endswith("/aFChunk") for kind, _ in related.values())
    elsewhere += ["box"] * reader.lost
    blocks, embedded = _with_embedded(package, reader)
    elsewhere += ["embedded"] * bool(reader.embedded and not embedded)
    grid = _Page(blocks).grid()
    revised, pictured = reader.revised, reader.boxed or package.pictured or bool(elsewhere)
    told = (*("revisions",) * revised, *("pictures",) * pictured, *("embedded",) * embedded)
    return (grid,), modified(package), told, tuple(elsewhere)


def _data_held(package: Package) -> dict[str, frozenset[str]]:
    """Return what each part of data says to which content controls may be bound, by the id they call it by."""
    held: dict[str, frozenset[str]] = {}
    for name in package.names:
        if (match := _OF_DATA.fullmatch(name)) and (data := f"customxml/item{match[1]}.xml") in package:
            ids: list[str] = []
            said: list[str] = []

            def start(_element: str, attributes: Attributes, ids: list[str] = ids) -> None:
                ids.append(attribute(attributes, "itemID").lower())

            with suppress(Unreadable):
                parse(package, name, frozenset({"datastoreItem"}), start, ignore)
                parse(package, data, frozenset(), lambda *_: None, ignore, said.append)
                held |= dict.fromkeys(ids, frozenset({"", *("".join(text.split()) for text in said)}))
    return held


_OF_DATA = compile_when_used(r"customxml/itemprops(\d+)\.xml")
_EMBEDDINGS = ("/package", "/oleObject")


def _with_embedded(package: Package, reader: _Reader) -> tuple[list[_Block], bool]:
    """Return the document's blocks with each embedded workbook at the place where it shows, and whether there are any.

    A document with a table of its own that could be the form keeps its blocks: workbooks beside one are not the form.
    """
    own = [b for b in reader.blocks if isinstance(b, _Table) and max(map(len, b.rows), default=0) >= _OWN_TABLE]
    books = {} if own else {n: grid for n, part in reader.embedded.items() if (grid := _workbook(package, part))}
    blocks: list[_Block] = []
    for block in reader.blocks:
        if not isinstance(block, str):
            blocks.append(block)
        elif block in books:
            blocks.append(_Embedded(books.pop(block)))
    blocks += [_Embedded(grid) for grid in books.values()]  # shown somewhere that does not say which it is
    return blocks, any(isinstance(block, _Embedded) for block in blocks)


def _workbook(package: Package, part: str) -> Grid | None:
    """Return the first visible sheet with something in it of an embedded .xlsx, None when it is none."""
    if part not in package:
        return None
    try:
        grids = xlsx.read(Package(package.read(part)))[0]
    except SubmissionError:
        return None
    grid = next((g for g in grids if g.cells and not g.hidden), None)
    return grid if grid is not None and max(row for row, _ in grid.cells) <= _LONGEST_EMBEDDED else None


_NOTES = {"comment": "comments", "footnote": "footnotes", "endnote": "endnotes"}


def _notes(package: Package, parts: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Return what each comment, footnote and endnote says, by what it is and its id."""
    said: dict[tuple[str, str], list[str]] = {}
    current = ("", "")

    def start(element: str, attributes: Attributes) -> None:
        nonlocal current
        if element in _NOTES:
            current = (element, attribute(attributes, "id"))
            said[current] = []

    def data(piece: str) -> None:
        if current in said:
            said[current].append(piece)

    for kind, several in _NOTES.items():
        if (part := parts.get(several, "")) in package:
            parse(package, part, frozenset({kind, "t"}), start, lambda _: None, data)
    return {note: "".join(pieces).strip() for note, pieces in said.items()}


_Block = _Cell | _Table | _Embedded


class _Reader:
    """The state of reading a document: paragraphs and tables as they close, tables in tables too."""

    def __init__(
        self,
        lists: Lists,
        notes: Mapping[tuple[str, str], str],
        styles: dict[str, TextStyle],
        colours: Colours,
        held: Callable[[], dict[str, frozenset[str]]],
    ) -> None:
        self._colours = colours
        self._held = held  # what the data say to which content controls may be bound; few documents have any
        self.blocks: list[_Block | str] = []  # an embedded workbook as the id of its relationship
        self.embedded: dict[str, str] = {}  # parts that may be workbooks, by id of their relationship
        self.revised = self.boxed = False
        self.lost = False  # whether a table stands in a text box of a table's cell
        self._bound: list[_Bound] = []  # the same open controls: what each shows of such a part
        self._prompts: list[bool] = []  # open content controls: whether each shows its prompt
        self._outside: list[tuple[Any, ...]] = []  # what was open around each open text box
        self._boxes = 0  # open text boxes within a cell: their text is noted, not read
        self._lists = lists
        self._notes = notes
        self._styles = styles
        self._usual = PLAIN  # look of the open paragraph
        self._tables: list[_Table] = []
        self._cells: list[_Cell] = []  # the open cell of each open table
        self._paragraph: list[str] = []
        self._passed: list[str] = []  # words of a paragraph outside tables that Word does not show
        self._number: tuple[str, int] = ("", 0)
        self._unseen = self._count = 0
        self._in_text = self._in_row_properties = self._row_deleted = self._in_box = False
        self._struck = self._hidden = self._raised = self._signs = self._paragraph_struck = False
        self._in_run = self._in_paragraph = self._in_fill = self._in_instruction = False
        self._added = 0  # open insertions of revisions
        self._scripts = 0  # open powers and indices of mathematics
        self._turns: list[bool] = []  # open texts of a direction of their own: whether from their end
        self._reading = False  # within a reading that stands above other words
        self._ink = self._paper = self._paragraph_paper = ""  # colours of the run's words and behind them
        self._comments: list[str] = []
        self._choices: list[str] = []  # of the open form field
        self._chosen = ""

    def read(self, package: Package, part: str) -> None:
        parse(package, part, _WANTED, self._start, self._end, self._data)

    def _start(self, element: str, attributes: Attributes) -> None:  # noqa: C901, PLR0912, PLR0915 - one case per element
        if element in _REVISED:
            self.revised = True
            self._added += element == "ins" and not self._in_row_properties
            if element in ("del", "moveFrom") and self._cells:
                self._cells[-1].cut = True
        if element == "txbxContent" and not self._unseen:
            self._open_box()
            return
        if self._boxes:
            self.lost = self.lost or element == "tbl"
            self._in_box = element == "t" or (self._in_box and element != "p")
            return
        if element in _UNSEEN:
            if not self._in_row_properties:
                self._unseen += 1
                self._reading = self._reading or element == "rt"
            elif element == "del":
                self._row_deleted = True
            return
        if self._unseen:
            return
        match element:
            case "sdt":
                self._prompts.append(False)
                self._bound.append(_Bound())
            case "dataBinding" if self._bound:
                if "@" not in attribute(attributes, "xpath"):
                    self._bound[-1].held = self._held().get(attribute(attributes, "storeItemID").lower())
            case "text" if self._bound:
                self._bound[-1].plain = True
            case "showingPlcHdr" if self._prompts:
                self._prompts[-1] = attribute(attributes, "val") not in OFF
            case "OLEObject":
                self.blocks.append(attribute(attributes, "id"))
            case _ if element in _DRAWN:
                if self._cells:
                    self._cells[-1].drawn = True
            case "altChunk" if self._cells:
                self._cells[-1].drawn = True
            case "tbl":
                self._tables.append(_Table())
            case "tr" if self._tables:
                self._tables[-1].rows.append([])
                self._row_deleted = False
                self._tables[-1].next_col = 1
            case "trPr":
                self._in_row_properties = True
            case "gridBefore" if self._tables:
                self._tables[-1].next_col += min(whole(attribute(attributes, "val")), COLUMNS)
            case "tc" if self._tables and self._tables[-1].rows:
                self._cells.append(_Cell(self._tables[-1].next_col))
                self._tables[-1].rows[-1].append(self._cells[-1])
                self._count += 1
                if self._count > CELL_LIMIT:
                    raise TooLarge(why="单元格过多")
            case "gridSpan" if self._cells:
                self._cells[-1].span = min(max(whole(attribute(attributes, "val"), 1), 1), COLUMNS)
            case "hMerge" if self._cells:
                self._cells[-1].joins = attribute(attributes, "val") in ("", "continue")
            case "vMerge" if self._cells:
                self._cells[-1].continues = attribute(attributes, "val") in ("", "continue")
            case "p":
                self._paragraph, self._number, self._comments = [], ("", 0), []
                self._paragraph_struck, self._usual = False, self._styles.get(DEFAULT, PLAIN)
                self._in_paragraph, self._paragraph_paper = True, self._usual.paper
                self._number_by_style(DEFAULT)
            case "pStyle":
                self._usual = self._styles.get(attribute(attributes, "val"), PLAIN)
                self._paragraph_paper = self._usual.paper
                self._number_by_style(attribute(attributes, "val"))
            case "r":
                self._in_run, self._signs = True, False
                self._raised = self._scripts > 0
                self._struck, self._hidden = self._usual[:2]
                self._ink, self._paper = self._usual.ink, ""
            case "rStyle" if self._in_run:
                look = self._styles.get(attribute(attributes, "val"), PLAIN)
                if self._prompts and (look.prompts or attribute(attributes, "val") == _PROMPT_STYLE):
                    self._prompts[-1] = True  # other writers leave the mark out
                self._struck, self._hidden = self._struck or look.struck, self._hidden or look.hidden
                self._ink, self._paper = look.ink or self._ink, look.paper
            case "strike" | "dstrike" if self._in_run:
                self._struck = attribute(attributes, "val") not in OFF
            case "vertAlign" if self._in_run:
                self._raised = attribute(attributes, "val") in SHIFTED
            case "rFonts" if self._in_run:
                self._signs = is_of_signs(attribute(attributes, "ascii"))
            case "color" if self._in_run:
                self._ink = self._colours.of_document(attributes, "val") or SEEN
            case "highlight" if self._in_run:
                marked = attribute(attributes, "val")
                self._paper = _MARKERS.get(marked, f"highlight {marked}")
            case "shd":
                self._shade(attributes)
            case "tblStyle" if self._tables:
                look = self._styles.get(attribute(attributes, "val"), PLAIN)
                self._tables[-1].shaded, self._tables[-1].fades = look.shades, look.fades
            case "fldChar" if self._cells:
                self._at_field(self._cells[-1], attribute(attributes, "fldCharType"))
            case "fldSimple" if self._cells:
                self._cells[-1].instructed(attribute(attributes, "instr"))
            case "cellDel" if self._cells:
                self._cells[-1].deleted = True
            case "vanish" if self._in_run:
                self._hidden = attribute(attributes, "val") not in OFF
            case "sz" | "w" if self._in_run:  # letters too small or too narrow for anybody to see
                self._hidden |= whole(attribute(attributes, "val"), 99) < (
                    2 * FAINT_SIZE if element == "sz" else _NARROW
                )
            case "position" if self._in_run:
                self._raised |= whole(attribute(attributes, "val").lstrip("-")) >= _SHIFT
            case "textFill" if self._in_run:
                self._in_fill = True
            case "noFill" if self._in_fill:
                self._hidden = True
            case "srgbClr" | "schemeClr" if self._in_fill:
                self._ink = self._colours.of_filling(element, attribute(attributes, "val"))
            case "bdo":
                self._turns.append(attribute(attributes, "val") != "ltr")
            case "hidden" if self._in_row_properties and attribute(attributes, "val") not in OFF:
                self._hide_row()
            case "trHeight" if self._in_row_properties and attribute(attributes, "hRule") == "exact":
                if whole(attribute(attributes, "val"), _FLAT) < _FLAT:
                    self._hide_row()
            case _ if element in _SCRIPTS:
                self._scripts += 1
            case _ if element in _SIGNS:
                self._say(_SIGNS[element])
            case "textpath" if not self._cells:  # a watermark
                self.blocks.append(_Cell(1, lines=[attribute(attributes, "string")]))
            case "instrText":
                self._in_instruction = True
            case "tl2br" | "tr2bl" if self._cells and attribute(attributes, "val") not in ("nil", "none"):
                self._cells[-1].diagonals.add(element)
            case "numId":
                self._number = (attribute(attributes, "val"), self._number[1])
            case "ilvl":
                self._number = (self._number[0], whole(attribute(attributes, "val")))
            case "t":
                self._in_text = True
            case "sym":
                symbol = attribute(attributes, "font").lower(), attribute(attributes, "char")[-2:].upper()
                self._say(_SYMBOLS.get(symbol, _UNKNOWN_SYMBOL))
            case "ddList" | "checkBox":
                self._choices, self._chosen = [], ""
            case "listEntry":
                self._choices.append(attribute(attributes, "val"))
            case "result" | "checked" | "default" if element != "default" or not self._chosen:
                self._chosen = attribute(attributes, "val") or "1"
            case "commentReference" | "footnoteReference" | "endnoteReference":
                self._raised |= attribute(attributes, "customMarkFollows") not in ("", *OFF)  # its own mark, in the run
                note = (element.removesuffix("Reference"), attribute(attributes, "id"))
                self._comments.append(self._notes.get(note, ""))
            case _ if element in _BREAKS and self._in_run:
                self._say(_BREAKS[element])

    def _number_by_style(self, style: str) -> None:
        """Take the list whose numbers a style puts before its paragraphs; the paragraph's own comes after it."""
        level = whole(self._usual.level) if self._usual.level else self._lists.level_of(self._usual.list, style)
        self._number = (self._usual.list, level)

    def _hide_row(self) -> None:
        if self._tables and self._tables[-1].rows:
            self._tables[-1].hidden.add(len(self._tables[-1].rows) - 1)

    @staticmethod
    def _at_field(cell: _Cell, mark: str) -> None:
        """Take a mark of a field: from its beginning to the separator stands what it is to do, which is not shown.

        But EQ shows what its instruction says, in another shape: a fraction, a figure in a circle.
        """
        if mark == "begin":
            cell.fields.append(True)
            cell.instruction.clear()
        elif cell.fields and mark == "separate":
            cell.fields[-1] = False
            cell.instructed("".join(cell.instruction))
        elif cell.fields and mark == "end" and cell.fields.pop():
            said = "".join(cell.instruction).strip()
            cell.unseen += [said] if said.startswith("EQ ") else []
            cell.prompted |= said.startswith("MACROBUTTON")  # 单击此处输入

    def _shade(self, attributes: Attributes) -> None:
        """Take the colour behind a run, a paragraph, a cell or a table."""
        paper = paper_of(attributes, self._colours)
        if self._in_run:
            self._paper = paper
        elif self._in_paragraph:
            self._paragraph_paper = paper
        elif self._tables and not self._tables[-1].rows:
            self._tables[-1].shaded = paper not in ("", WHITE)
        elif self._cells:
            self._cells[-1].paper = paper

    def _is_faded(self) -> bool:
        """Whether the run's words have the colour of what is behind them."""
        if self._ink == SEEN:
            return False
        paper = self._paper or self._paragraph_paper
        if not self._cells:
            return bool(self._ink) and alike(self._ink, paper or WHITE)
        paper = paper or self._cells[-1].paper
        if not self._ink:
            return not paper and self._tables[-1].fades
        for cell, table in zip(reversed(self._cells), reversed(self._tables[: len(self._cells)]), strict=True):
            paper = paper or cell.paper or ("of its style" if table.shaded else "")
        return alike(self._ink, paper or WHITE)

    def _open_box(self) -> None:
        """Begin a text box: within a cell its text is only noted; elsewhere it is read like the page around it."""
        self.boxed = True
        if self._cells or self._boxes:
            self._boxes += 1
            return
        self._outside.append(
            (self.blocks, self._paragraph, self._number, self._comments, self._paragraph_struck, self._usual,
             self._in_run, self._struck, self._hidden, self._raised, self._tables, self._passed)
        )  # fmt: skip
        self.blocks, self._paragraph, self._number, self._comments, self._tables = [], [], ("", 0), [], []
        self._passed = []
        self._in_run = False

    def _close_box(self) -> None:
        if self._boxes:
            self._boxes -= 1
            return
        inside = self.blocks
        (self.blocks, self._paragraph, self._number, self._comments, self._paragraph_struck, self._usual,
         self._in_run, self._struck, self._hidden, self._raised, self._tables,
         self._passed) = self._outside.pop()  # fmt: skip
        if any(isinstance(block, _Table) for block in inside):  # else it is a caption or a stamp: told of, not read
            self.blocks += inside
        else:
            self.blocks += [b for b in inside if isinstance(b, _Cell) and any("单位" in line for line in b.lines)]

    def _end(self, element: str) -> None:  # noqa: C901, PLR0912, PLR0915 - one case per element
        if element == "txbxContent" and not self._unseen:
            self._close_box()
            return
        if self._boxes:
            self._in_box = False
            return
        self._added -= element == "ins" and not self._in_row_properties
        if element in _UNSEEN:
            if not self._in_row_properties:
                self._unseen -= 1
                self._reading = self._reading and element != "rt"
            return
        if self._unseen:
            return
        match element:
            case "sdt" if self._prompts:
                self._prompts.pop()
                self._bound.pop().close()
            case "checkBox":
                self._say("☐" if self._chosen in ("", *OFF) else "☑")
            case "ddList" if self._choices:  # shows its first entry until another is chosen
                self._say(self._choices[min(whole(self._chosen), len(self._choices) - 1)])
            case "t":
                self._in_text = False
            case "instrText":
                self._in_instruction = False
            case "textFill":
                self._in_fill = False
            case "bdo" if self._turns:
                self._turns.pop()
            case _ if element in _SCRIPTS:
                self._scripts -= 1
            case "r":
                self._in_run = self._struck = self._hidden = self._raised = False
                self._ink = ""
            case "p":
                self._end_paragraph()
            case "trPr":
                self._in_row_properties = False
            case "tc" if self._cells:
                cell = self._cells.pop()
                if self._row_deleted:  # it still has its number
                    cell.lines.clear()
                    cell.unseen.clear()
                elif cell.deleted:
                    cell.unseen += cell.lines
                    cell.lines.clear()
                self._tables[-1].next_col = cell.col + cell.span
                if self._tables[-1].next_col > COLUMNS + 1:
                    raise Unreadable(why="表格的列数有误")
                if cell.joins and self._tables[-1].rows and len(row := self._tables[-1].rows[-1]) > 1:
                    row.remove(cell)
                    row[-1].span += cell.span
                    row[-1].unseen += cell.lines
            case "tbl" if self._tables:
                table = self._tables.pop()
                self.blocks.append(table)
                if self._cells:  # a table in a cell is part of what the cell says, too
                    self._cells[-1].lines += [" ".join(c.text for c in row if c.text) for row in table.rows]

    def _data(self, piece: str) -> None:
        if self._boxes:
            if self._in_box and self._cells:
                self._cells[-1].boxes.append(piece)
        elif self._unseen:
            if self._reading and self._cells and any(map(str.isdigit, piece)):
                self._cells[-1].unseen.append(piece)  # a reading of words is no matter, another figure is
        elif self._in_instruction:
            if self._cells:
                self._cells[-1].instruction.append(piece)
        elif self._in_text and self._cells and any(self._cells[-1].fields):
            self._cells[-1].unseen.append(piece)
        elif self._in_text:
            self._say(_LETTER.sub(_UNKNOWN_SYMBOL, piece) if self._signs else piece)

    def _say(self, text: str) -> None:
        if any(self._prompts):
            if self._cells:
                self._cells[-1].prompted = True
        elif not self._hidden and not self._is_faded():
            self._paragraph.append(raised(text, "".join(self._paragraph[-1:])) if self._raised else text)
            for bound in self._bound if self._cells else ():
                bound.shows(text, self._cells[-1])
            self._paragraph_struck |= self._struck and bool(text.strip())
            if self._cells and text[-1:].isdigit():
                self._cells[-1].added |= self._added > 0
                self._cells[-1].kept |= not self._added
            if any(self._turns) and self._cells and any(map(str.isdigit, text)):
                self._cells[-1].turned = True
        else:
            (self._cells[-1].unseen if self._cells else self._passed).append(text)

    def _end_paragraph(self) -> None:
        text = "".join(self._paragraph)
        self._in_paragraph = False
        if self._number[0]:
            label = self._lists.next(*self._number)
            text = f"{label} {text}" if text[:1].isdigit() else label + text  # 1. before 250 is not 1.250
        home = self._cells[-1] if self._cells else _Cell(1)
        home.lines.append(text)
        home.struck |= self._paragraph_struck
        home.comments += self._comments
        if not self._cells:
            home.unseen, self._passed = self._passed, []
            self.blocks.append(home)
        self._paragraph, self._number, self._comments = [], ("", 0), []


class _Page:
    """Lays paragraphs and tables out below one another."""

    def __init__(self, blocks: Sequence[_Block]) -> None:
        self._blocks = blocks
        self._drawn: dict[tuple[int, int], str] = {}
        self._unseen: dict[tuple[int, int], str] = {}
        self._hidden_rows: set[int] = set()
        self._cells: dict[tuple[int, int], Cell] = {}
        self._comments: dict[tuple[int, int], str] = {}
        self._merges: list[tuple[int, int, int, int]] = []
        self._bands: list[tuple[int, str, int]] = []
        self._row = 1

    def grid(self) -> Grid:
        paragraphs = tables = 0
        in_text = False
        for block in self._blocks:
            if isinstance(block, _Embedded):
                self._bands.append((self._row, f"嵌入的{block.grid.sheet}", 1))
                self._put_workbook(block.grid)
                in_text = False
                continue
            if isinstance(block, _Table):
                tables += 1
                self._bands.append((self._row, f"表{tables}", 1))
                self._put_table(block)
                in_text = False
                continue
            paragraphs += 1
            if not in_text:
                self._bands.append((self._row, "正文", paragraphs))
                in_text = True
            self._put(block, self._row, 1)
            self._row += 1
        return Grid(
            "文档", self._cells, tuple(self._merges), hidden_rows=frozenset(self._hidden_rows),
            bands=tuple(self._bands), comments=self._comments, drawn=self._drawn, unseen=self._unseen,
        )  # fmt: skip

    def _put_workbook(self, grid: Grid) -> None:
        """Lay an embedded sheet out; its formulas, which name cells of that sheet, cannot be followed here."""
        down = self._row - 1
        for (row, col), cell in grid.cells.items():
            self._cells[row + down, col] = replace(cell, formula="=[]!A1") if cell.formula else cell
        self._merges += [(top + down, left, bottom + down, right) for top, left, bottom, right in grid.merges]
        self._hidden_rows.update(row + down for row in grid.hidden_rows)
        self._row += max(row for row, _ in grid.cells)

    def _put(self, cell: _Cell, row: int, col: int) -> None:
        if (content := cell.content()) is not None:
            self._cells[row, col] = content
            if cell.drawn and content.kind == "text":
                self._drawn[row, col] = "".join(cell.boxes).strip()
        taken_out = _TAKEN_OUT if cell.cut and not cell.text.strip() else ""
        if unseen := "".join(cell.unseen).strip() or taken_out:
            self._unseen[row, col] = unseen
        if said := "\n".join(c for c in cell.comments if c):
            self._comments[row, col] = said

    def _put_table(self, table: _Table) -> None:
        first = self._row
        places = _columns(table.rows)
        merged: dict[tuple[int, int], tuple[int, int]] = {}  # columns of a cell → rows it has reached so far
        self._hidden_rows.update(first + number for number in table.hidden)
        for number, row in enumerate(table.rows):
            at = first + number
            reached: dict[tuple[int, int], tuple[int, int]] = {}
            for cell, (left, right) in zip(row, places[number], strict=True):
                self._put(cell, at, left)
                top = merged[left, right][0] if cell.continues and (left, right) in merged else at
                reached[left, right] = (top, at)
            for columns, rows in merged.items():
                if columns not in reached or reached[columns][0] != rows[0]:
                    self._merge(rows, columns)
            merged = reached
        for columns, rows in merged.items():
            self._merge(rows, columns)
        self._row = first + len(table.rows)

    def _merge(self, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        if rows[0] != rows[1] or columns[0] != columns[1]:
            self._merges.append((rows[0], columns[0], rows[1], columns[1]))


def _columns(rows: Sequence[Sequence[_Cell]]) -> list[list[tuple[int, int]]]:
    """Return the first and last column of each cell, as a reader counts them.

    Whoever drags a border in Word shifts the cells of one row by a hair, and the grid below gets columns nobody sees.
    The columns are those of the rows with the commonest number of cells; other rows are laid upon the first of these.
    """
    counts = Counter(len(row) for row in rows)
    raw = [[(cell.col, cell.col + cell.span - 1) for cell in row] for row in rows]
    usual = max(counts, key=lambda n: (counts[n], n), default=0)
    if usual < 2:  # noqa: PLR2004 - a list, or a frame around something
        return raw
    model = next(place for place in raw if len(place) == usual)
    if all(len(place) == usual or _fits(place, model) for place in raw):
        return [[(n, n) for n in range(1, usual + 1)] if len(p) == usual else _laid(p, model) for p in raw]
    return raw


def _fits(place: Sequence[tuple[int, int]], model: Sequence[tuple[int, int]]) -> bool:
    """Return whether no two cells of a row fall on the same column of the model."""
    laid = _laid(place, model)
    return all(before[1] < after[0] for before, after in pairwise(laid))


def _laid(place: Sequence[tuple[int, int]], model: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return for each cell the model's columns it lies over by more than half, at least the one it lies over most."""
    laid = []
    for left, right in place:
        shares = [max(0, min(right, b) - max(left, a) + 1) / (b - a + 1) for a, b in model]
        over = [n for n, share in enumerate(shares, start=1) if share > 0.5]  # noqa: PLR2004 - half
        best = max(range(len(shares)), key=lambda n: shares[n]) + 1
        laid.append((over[0], over[-1]) if over else (best, best))
    return laid
