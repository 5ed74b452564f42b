"""Excel 97-2003 and WPS workbooks (.xls, .et: BIFF in an OLE2 file) as grids. Runs in the worker process only."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

import xlrd
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    XL_CELL_TEXT,
    XLRDError,
    error_text_from_code,
)
from xlrd.compdoc import CompDocError
from xlrd.formula import FormulaError

from minsheng_cli.errors import Encrypted, TooLarge, Unreadable, Unsupported
from minsheng_cli.model import Cell, Grid
from minsheng_cli.model.returns import READ
from minsheng_cli.nouns import replace
from minsheng_cli.readers.conditions import MOST_DOUBTS, under
from minsheng_cli.readers.kinds import before_97
from minsheng_cli.readers.markup import FAINT, FAINT_SIZE, alike, is_of_signs, is_unclear_repeated, own_words, raised
from minsheng_cli.readers.numbers import NUMBER, PICTURE, NumberFormat, format_of, shown, unless_zero
from minsheng_cli.readers.xls_conditions import rules
from minsheng_cli.readers.xls_drawings import drawn
from minsheng_cli.readers.xls_formulas import BIFF8, formulas, running

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xlrd.book import Book
    from xlrd.sheet import Sheet

    from minsheng_cli.model import CellKind

CELL_LIMIT = 200_000
_SOLID = 1  # of a cell's background: one colour; 0 is none, more is a pattern
_NARROW = 128  # of 256ths of a digit: a column of less shows nothing
_OVER = 4  # a cell's alignment: its content as often as there is room
_SHIFTED = (1, 2)  # a font's escapement: superscript, subscript


def read(data: bytes) -> tuple[Grid, ...]:
    """Return the sheets in order. Raises Unreadable, Encrypted, Unsupported, OtherFormat, TooLarge."""
    try:
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,  # or the stream with the formulas is let go
            logfile=io.StringIO(),
        )
        if book.biff_version < BIFF8:
            raise before_97()
        return tuple(_with_drawings(book, number) for number in range(book.nsheets))
    except XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Encrypted from error
        if "workbook" in str(error).lower() and "find" in str(error).lower():
            raise Unsupported(why="Word 等其他旧格式文件") from error
        raise Unreadable(why="文件不完整") from error
    except (
        CompDocError,
        FormulaError,
        AssertionError,
        struct.error,
        IndexError,
        KeyError,
        ValueError,
        TypeError,
    ) as error:
        raise Unreadable(why="文件不完整") from error
    except (AttributeError, NotImplementedError, UnicodeError, OverflowError, RecursionError) as error:
        raise Unreadable(why="文件不完整") from error


def _with_drawings(book: Book, number: int) -> Grid:
    grid = _grid(book, book.sheet_by_index(number), formulas(book, number))
    over, floating = drawn(book, number, grid.cells)
    return replace(grid, drawn=over, running=(*running(book, number), *floating))


def _grid(book: Book, sheet: Sheet, computed: dict[tuple[int, int], str]) -> Grid:
    cells: dict[tuple[int, int], Cell] = {}
    for row in range(sheet.nrows):
        for col, cell in enumerate(sheet.row(row)):
            formula = computed.get((row + 1, col + 1), "")
            content = _cell(book, cell, formula, shows_zeros=bool(sheet.show_zero_values))
            if content is not None:
                runs = sheet.rich_text_runlist_map.get((row, col), ())
                if any(book.font_list[font].struck_out for _, font in runs):
                    content = replace(content, struck=True)
                if any(book.font_list[font].escapement in _SHIFTED for _, font in runs):
                    content = replace(content, text=_raised(book, str(cell.value), runs))
                style = book.xf_list[cell.xf_index] if runs and cell.xf_index is not None else None
                if style and content.kind == "text" and any(_is_faded(book, style, font) for _, font in runs):
                    content = replace(content, kind="faded")
                cells[row + 1, col + 1] = content
        if len(cells) > CELL_LIMIT:
            raise TooLarge(why="单元格过多")
    _doubt(book, sheet, cells)
    for at, formula in computed.items():  # xlrd leaves out cells at a row's end whose result is an empty text
        cells.setdefault(at, Cell("", formula=formula))
    # xlrd's ranges end before their last row and column.
    merges = tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    rows, cols = _unseen(sheet, cells)
    notes = {(row + 1, col + 1): own_words(note.text) for (row, col), note in sheet.cell_note_map.items()}
    return Grid(sheet.name, cells, merges, sheet.visibility != 0, rows, cols, notes)


def _unseen(sheet: Sheet, cells: Collection[tuple[int, int]]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the rows and columns that show nothing: hidden or of no size themselves, or as those that say nothing."""
    rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or _flat(info)}
    cols = {col + 1 for col, info in sheet.colinfo_map.items() if info.hidden or info.width < _NARROW}
    used = {row for row, _ in cells}
    if sheet.default_row_hidden:  # those of which nothing is written
        rows |= used - {row + 1 for row in sheet.rowinfo_map}
    elif sheet.default_row_height_mismatch and sheet.default_row_height < FAINT_SIZE * 20:
        rows |= used - {row + 1 for row, info in sheet.rowinfo_map.items() if not info.has_default_height}
    if sheet.defcolwidth == 0:
        cols |= {col for _, col in cells} - {col + 1 for col in sheet.colinfo_map}
    return frozenset(rows), frozenset(cols)


def _doubt(book: Book, sheet: Sheet, cells: dict[tuple[int, int], Cell]) -> None:
    """Doubt the cells of which something else is seen, or nothing, if a condition holds."""
    asked = 0
    for areas, condition, look in rules(book, sheet.number):
        for top, bottom, left, right in areas:
            asked += len(cells) + 1
            if asked > MOST_DOUBTS:
                raise TooLarge(why="条件格式过多")
            for (row, col), cell in cells.items():
                if top < row <= bottom + 1 and left < col <= right + 1:
                    ink, paper = _colours(book, book.xf_list[sheet.cell_xf_index(row - 1, col - 1)])
                    cells[row, col] = under(cell, condition, look, {ink}, paper)


def _flat(info: Any) -> bool:  # noqa: ANN401 - as above
    """Whether a row's own height leaves nothing to be seen."""
    return bool(info.has_default_height == 0 and info.height < FAINT_SIZE * 20)  # twentieths of a point


def _raised(book: Book, text: str, runs: Sequence[tuple[int, int]]) -> str:
    """Return a text in runs (start, font) with raised digits as they are shown."""
    ends = [start for start, _ in runs[1:]] + [len(text)]
    said = [text[: runs[0][0]]]
    for (start, font), end in zip(runs, ends, strict=True):
        piece = text[start:end]
        said.append(raised(piece, text[:start]) if book.font_list[font].escapement in _SHIFTED else piece)
    return "".join(said).replace("\r\n", "\n").replace("\r", "\n")


def _cell(book: Book, cell: Any, formula: str, *, shows_zeros: bool) -> Cell | None:  # noqa: ANN401 - xlrd has no types; one answer per type
    if cell.ctype in (XL_CELL_EMPTY, XL_CELL_BLANK):
        return Cell("", formula=formula) if formula else None
    look = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    struck = bool(look and (book.font_list[look.font_index].struck_out or _is_crossed(look)))
    form = book.format_map.get(look.format_key) if look else None
    shows = format_of(look.format_key, _code(form)) if look else NUMBER
    if cell.ctype == XL_CELL_TEXT:
        text = str(cell.value).replace("\r\n", "\n").replace("\r", "\n")
        if PICTURE in text.upper() or PICTURE in formula.upper():
            return Cell("", "picture", formula, struck)
        words: tuple[str, CellKind] = shows.of_text(text) if text and shows.kind == "worded" else (text, "text")
        if look and text.strip() and words[1] == "text" and (_is_faded(book, look) or _is_unclear(look, text)):
            words = text, "faded"
        return Cell(*words, formula, struck) if text or formula else None
    if cell.ctype == XL_CELL_ERROR:
        return Cell(error_text_from_code.get(cell.value, "#N/A"), "error", formula, struck)
    if cell.ctype == XL_CELL_BOOLEAN:
        return Cell("TRUE" if cell.value else "FALSE", "bool", formula, struck)
    if cell.ctype == XL_CELL_DATE and shows == NUMBER:
        shows = NumberFormat("date")
    stored = repr(cell.value)
    said = shown(stored, shows, since_1904=bool(book.datemode))
    text, meaning = said if shows_zeros else unless_zero(stored, said)
    if look and meaning in READ and (_is_faded(book, look) or _is_unclear(look, text)):
        meaning = "faded"
    return Cell(text, meaning, formula, struck)


def _is_crossed(look: Any) -> bool:  # noqa: ANN401 - xlrd has no types
    """Whether both diagonals are drawn across the cells of a style."""
    return bool(look.border.diag_line_style and look.border.diag_up and look.border.diag_down)


def _is_unclear(look: Any, text: str) -> bool:  # noqa: ANN401 - as above
    return look.alignment.hor_align == _OVER and is_unclear_repeated(text)


def _is_faded(book: Book, look: Any, font: int = -1) -> bool:  # noqa: ANN401 - xlrd has no types
    """Whether a style's words, or those in another font, have the colour of what is behind them."""
    ink, paper = _colours(book, look, font)
    return (bool(paper) or ink == FAINT) and alike(ink, paper)


def _colours(book: Book, look: Any, font: int = -1) -> tuple[str, str]:  # noqa: ANN401 - as above
    """Return the colours of a style's words (or of another font's) and behind them, "" where there are several."""
    letters = book.font_list[look.font_index if font < 0 else font]
    ink = bytes(book.colour_map.get(letters.colour_index) or (0, 0, 0)).hex().upper()
    if letters.height < FAINT_SIZE * 20 or is_of_signs(letters.name):  # twentieths of a point
        ink = FAINT
    back = look.background
    paper = book.colour_map.get(back.pattern_colour_index) or (255, 255, 255) if back.fill_pattern else (255, 255, 255)
    return ink, bytes(paper).hex().upper() if back.fill_pattern <= _SOLID else ""


def _code(form: Any) -> str:  # noqa: ANN401 - as above
    """Return a number format's own code; built-in ones speak by their number."""
    return str(form.format_str) if form is not None and form.format_str else ""
