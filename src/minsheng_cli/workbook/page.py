"""One printed sheet, and writing a value so that it stays what it is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Unpack

from minsheng_cli.nouns import dataclass
from minsheng_cli.text.fold import legal
from minsheng_cli.workbook import paper
from minsheng_cli.workbook.pages import A3, Paper, set_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from minsheng_cli.workbook.styles import Ink, Look

_REMARK_WIDTH, _REMARK_SIZE = 36, 9  # characters, points

_SURE = paper.CELL_LIMIT // 2  # characters that one cell holds, whatever they are
_RICH = 8_000  # characters: beyond, the faces are not worth what they cost to open
_RISKY = ("=", "+", "-", "@")
_EXACT_DIGITS = 15  # what a spreadsheet's number can hold


@dataclass(frozen=True)
class Link:
    """A cell that leads to another cell of the workbook."""

    text: str
    place: str  # "汇总表!F5"


@dataclass(frozen=True)
class Percent:
    """A share, 1 = 100 %."""

    share: Decimal


@dataclass(frozen=True)
class Points:
    """A distance in 百分点, always with one decimal, so that a column of them lines up."""

    value: Decimal


@dataclass(frozen=True)
class Sourced:
    """A value that looks like any other and leads to where it came from; a remark on it hangs at its cell."""

    value: str | int | Decimal | Doubtful
    place: str = ""  # "来源!A5"
    remark: str = ""


@dataclass(frozen=True)
class Doubtful:
    """A value that is to be mended."""

    value: str | int | Decimal


@dataclass(frozen=True)
class Marked:
    """A text in which some stretches are new and some gone: bold and underlined, struck through."""

    pieces: tuple[tuple[str, str], ...]  # ("same" | "new" | "gone", text)


Value = str | int | Decimal | Link | Percent | Points | Doubtful | Marked | Sourced


class Page:
    """A sheet to be printed and the ink it is written with."""

    def __init__(self, sheet: Worksheet, ink: Ink, size: Paper = A3) -> None:
        """Take a fresh sheet and the paper it is printed on."""
        self.sheet, self.ink, self.paper = sheet, ink, size

    def set_up(self, header_row: int, widths: Sequence[float]) -> None:
        """Make it landscape on its paper, one page wide, with its header (0-based row) repeated and frozen."""
        set_up(self.sheet, header_row, widths, self.paper)

    def put(self, at: tuple[int, int], value: Value, style: str, **look: Unpack[Look]) -> None:
        """Write one value at (row, column), 0-based.

        Text stays literal text whatever it looks like; numbers show exactly the decimals they have, unless ``look``
        says otherwise.
        """
        if isinstance(value, str):  # first: nearly every value is one
            text = shown(value)
            form = self.ink.of(style, look | {"literal": True} if text.startswith(_RISKY) else look)
            if text:
                self.sheet.write_string(*at, text, form)
            else:
                self.sheet.write_blank(*at, None, form)
        elif isinstance(value, Doubtful):
            self.put(at, value.value, style, **(look | {"doubtful": True}))
        elif isinstance(value, Sourced):
            self._sourced(at, value, style, **look)
        elif isinstance(value, Marked):
            self._marked(at, value, style, **look)
        elif isinstance(value, Link):
            name, _, cell = value.place.partition("!")
            form = self.ink.of(style, look | {"link": True})
            self.sheet.write_url(*at, f"internal:'{name}'!{cell}", form, value.text)
        elif isinstance(value, Points):
            self.sheet.write_number(*at, float(value.value), self.ink.of(style, look | {"number": "0.0"}))
        elif isinstance(value, Percent):
            self.sheet.write_number(*at, float(value.share), self.ink.of(style, look | {"number": "0.0%"}))
        elif isinstance(value, int | Decimal) and _exact(value):
            form = self.ink.of(style, {"number": number_format(value)} | look)
            self.sheet.write_number(*at, float(value), form)
        else:  # a number of more figures than a spreadsheet keeps
            self.put(at, str(value), style, **look)

    def _sourced(self, at: tuple[int, int], value: Sourced, style: str, **look: Unpack[Look]) -> None:
        """Write a value over the link that its cell carries."""
        if value.place:
            name, _, cell = value.place.partition("!")
            self.sheet.write_url(*at, f"internal:'{name}'!{cell}", None, "", "点击查看出处")
        self.put(at, value.value, style, **look)
        if value.remark:
            lines = paper.lines_needed(value.remark, _REMARK_WIDTH)
            size = {"width": _REMARK_WIDTH * 7 + 10, "height": paper.row_height(lines, _REMARK_SIZE) * 4 / 3 + 8}
            self.sheet.write_comment(*at, value.remark, {"font_size": _REMARK_SIZE} | size)

    def _marked(self, at: tuple[int, int], value: Marked, style: str, **look: Unpack[Look]) -> None:
        """Write a text in several faces; one face only, or too long a text, goes in plainly."""
        pieces = [(kind, legal(text)) for kind, text in value.pieces if legal(text)]
        if len(pieces) < 2 or len(shown(value)) > _RICH:  # noqa: PLR2004 - a rich string has at least two faces
            whole = "".join(text for kind, text in pieces if kind != "gone" or len(pieces) == 1)
            self.put(at, whole, style, **look)
            return
        fragments: list[object] = []
        face: Look = {"size": look["size"]} if "size" in look else {}
        for kind, text in pieces:
            fragments += [self.ink.of(kind, face), text]
        self.sheet.write_rich_string(*at, *fragments, self.ink.of(style, look))

    def over(self, area: tuple[int, int, int, int], value: Value, style: str, **look: Unpack[Look]) -> None:
        """Write one value over (first row, first column, last row, last column), merged when that is several cells."""
        row, col, last_row, last_col = area
        if (row, col) != (last_row, last_col):
            self.sheet.merge_range(row, col, last_row, last_col, "", self.ink.of(style, look))
        self.put((row, col), value, style, **look)


def shown(value: Value) -> str:
    """Return the text a value takes up in its cell, made safe for a spreadsheet."""
    if isinstance(value, str):
        return value if value.isprintable() and len(value) <= _SURE else paper.fit_cell(legal(value))
    if isinstance(value, Doubtful | Sourced):
        return shown(value.value)
    if isinstance(value, Points):
        return f"{value.value:.1f}"
    if isinstance(value, Percent):
        return f"{value.share:.1%}"
    if isinstance(value, Marked):
        return paper.fit_cell("".join(legal(text) for _, text in value.pieces))
    return paper.fit_cell(legal(value.text if isinstance(value, Link) else str(value)))


def number_format(value: int | Decimal) -> str:
    """Return the format that shows a number with thousands separators and exactly the decimals it has."""
    exponent = Decimal(value).normalize().as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    return "#,##0" + ("." + "0" * places if places else "")


def _exact(value: int | Decimal) -> bool:
    return len(Decimal(value).normalize().as_tuple().digits) <= _EXACT_DIGITS
