"""How cells look and how values get into them: type, borders, marks, protection; one workbook's ink.

Everything written here is reproducible to the byte: the workbook's date is the month's first day.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from xlsxwriter.worksheet import Worksheet

from minsheng_cli.text.fold import legal
from minsheng_cli.workbook import pages, paper
from minsheng_cli.workbook.book import opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format

    from minsheng_cli.form.drawing.contents import Contents, Mark, Value

BODY_SIZE = 12
"""Points; the form is wider than A4 and printed at about 86 %, so 12 come out as 10.4 on paper."""

HEAD_SIZE, TITLE_SIZE, LABEL_SIZE, LIST_TITLE_SIZE = 12, 22, 16, 18

_BODY = {"font_name": paper.FONT_BODY, "font_size": BODY_SIZE, "text_wrap": True, "valign": "vcenter"}
_CELL = _BODY | {"border": 1}
_HEAD = {"font_name": paper.FONT_HEAD, "font_size": HEAD_SIZE, "text_wrap": True, "valign": "vcenter"}
_TITLE = {"font_name": paper.FONT_TITLE, "align": "center", "valign": "vcenter", "text_wrap": True}
_STYLES: dict[str, dict[str, Any]] = {
    "label": {"font_name": paper.FONT_HEAD, "font_size": LABEL_SIZE, "align": "left", "valign": "vcenter"},
    "title": _TITLE | {"font_size": TITLE_SIZE},
    "list-title": _TITLE | {"font_size": LIST_TITLE_SIZE},
    "small": _BODY | {"align": "left"},
    "small-center": _BODY | {"align": "center"},
    "small-right": _BODY | {"align": "right"},
    "plain": _BODY | {"align": "left", "valign": "top"},
    "word": _HEAD | {"align": "center", "border": 1},
    "heading": _HEAD | {"align": "left"},
    "head": _HEAD | {"align": "center", "border": 1},
    "section": _HEAD | {"align": "left", "border": 1},
    "left": _CELL | {"align": "left"},
    "center": _CELL | {"align": "center"},
    "right": _CELL | {"align": "right"},
    "prose": _CELL | {"align": "left", "valign": "top"},
    "sign": _BODY | {"align": "right", "valign": "bottom"},
    "signature": _BODY | {"align": "left", "valign": "bottom", "bottom": 1, "num_format": "@"},
    "hidden": {"font_name": paper.FONT_BODY, "font_size": 9},
}
# Told apart in black and white too: what must be mended has a thick frame, what is to be checked a dashed one.
_SERIOUS = {"bg_color": "#FFC7CE", "border": 5, "border_color": "#C00000"}
_DOUBTFUL = {"bg_color": "#FFF2CC", "border": 8, "border_color": "#BF8F00"}
_RISKY = ("=", "+", "-", "@")

_NOTE_WIDTH = 270  # pixels
_NOTE_SIZE = 9


class Look(TypedDict, total=False):
    """What may vary about a style."""

    open: bool  # the unit may write here
    size: float
    number: str  # a number format
    indent: int
    top: bool  # begun at the top of the cell, whatever the style says
    literal: bool  # "=…" stays a text even when somebody edits the cell
    serious: bool  # marked: True 需改正, False 请核实
    link: bool


class FormSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet some of whose rows grow by themselves when the unit writes more than fits.

    XlsxWriter fixes each height that it is given (``customHeight``); without that word the height is a first
    suggestion, and Excel, WPS and LibreOffice fit the row anew whenever its text changes.
    """

    def __init__(self) -> None:
        """Start with all rows fixed."""
        super().__init__()
        self.growing: set[int] = set()  # 0-based rows

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        if tag == "row" and int(attributes[0][1]) - 1 in self.growing:
            attributes = [a for a in attributes if a[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


class Ink:
    """One workbook and its formats, each made when first asked for."""

    def __init__(self, contents: Contents) -> None:
        """Open an empty workbook for that form."""
        month, catalogue = contents.month, contents.catalogue
        self._office = catalogue.office
        self._opened = opened(
            date(month.year, month.month, 1),
            title=catalogue.form_title,
            subject=f"{contents.unit.name} {month.label}",
            author=catalogue.office,
        )
        self.book = self._opened.book
        self._formats: dict[tuple[object, ...], Format] = {}

    def sheet(self, name: str) -> FormSheet:
        """Add a sheet."""
        made: FormSheet = self.book.add_worksheet(name, worksheet_class=FormSheet)
        return made

    def bytes(self) -> bytes:
        """Close the workbook and return what it has become."""
        return self._opened.bytes()

    def of(self, style: str, **look: Unpack[Look]) -> Format:
        """Return the format of a style with that look."""
        key = (style, *sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(_properties(style, look))
        return self._formats[key]

    def put(
        self,
        sheet: FormSheet,
        at: tuple[int, int],
        value: Value,
        style: str,
        mark: Mark | None = None,
        **look: Unpack[Look],
    ) -> None:
        """Write a value at (row, column), 0-based: a number as a number, a text as that text and nothing else."""
        if mark is not None:
            look["serious"] = mark.serious
            _annotate(sheet, at, mark, self._office)
        if isinstance(value, Decimal):
            sheet.write_number(*at, float(value), self.of(style, **look))
        elif text := paper.fit_cell(legal(value)):
            if text.startswith(_RISKY):
                look["literal"] = True
            sheet.write_string(*at, text, self.of(style, **look))
        else:
            sheet.write_blank(*at, None, self.of(style, **look))

    def across(
        self, sheet: FormSheet, row: int, columns: tuple[int, int], text: str, style: str, **look: Unpack[Look]
    ) -> None:
        """Write a text over some columns of a row, merged."""
        first, last = columns
        if first < last:
            sheet.merge_range(row, first, row, last, "", self.of(style, **look))
        self.put(sheet, (row, first), text, style, **look)


def _properties(style: str, look: Look) -> dict[str, Any]:
    properties = _STYLES[style] | {"font_charset": paper.FONT_CHARSET, "font_family": 0}
    if look.get("open"):
        properties["locked"] = False
    if "size" in look:
        properties["font_size"] = look["size"]
    if "number" in look:  # a number too wide for its column is made smaller rather than shown as ####
        properties |= {"num_format": look["number"]} | (
            {} if look["number"] == "@" else {"text_wrap": False, "shrink": True}
        )
    if "indent" in look:
        properties["indent"] = look["indent"]
    if look.get("top"):
        properties["valign"] = "top"
    if look.get("literal"):
        properties["quote_prefix"] = True
    if look.get("link"):
        properties |= {"font_color": "#1F4E79", "underline": 1}
    if "serious" in look:
        properties |= _SERIOUS if look["serious"] else _DOUBTFUL
    return properties


def _annotate(sheet: FormSheet, at: tuple[int, int], mark: Mark, author: str) -> None:
    """Hang a note on a cell, as large as its text needs."""
    text = paper.fit_cell(legal(mark.note))
    lines = paper.lines_needed(text, (_NOTE_WIDTH - 16) / 7, _NOTE_SIZE)
    look = {"font_name": "宋体", "font_size": _NOTE_SIZE, "author": author, "width": _NOTE_WIDTH}
    sheet.write_comment(*at, text, look | {"height": lines * 17 + 14})


def set_up(sheet: FormSheet, header_row: int, widths: Sequence[float], on: pages.Paper = pages.A4) -> None:
    """Make a sheet landscape, one page wide, its header (0-based row) repeated and frozen, protected but open.

    No password: who must change more can, and the return then says what was changed. Type may be made smaller: no row
    can be taller than 409 points.
    """
    pages.set_up(sheet, header_row, widths, on)
    sheet.protect("", {"format_cells": True, "format_rows": True, "format_columns": True})
