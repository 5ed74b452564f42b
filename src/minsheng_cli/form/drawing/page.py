"""The form's workbook: its styles, and sheets with marks, notes and protection, drawn with the pen of ``workbook``.

Everything written here is reproducible to the byte: the workbook's date is the month's first day.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Unpack

from xlsxwriter.worksheet import Worksheet

from minsheng_cli.text.fold import legal
from minsheng_cli.workbook import pages, paper
from minsheng_cli.workbook.book import opened
from minsheng_cli.workbook.page import Page, Value
from minsheng_cli.workbook.styles import GENERAL, Ink, Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.form.drawing.contents import Contents, Mark

BODY_SIZE = 12
"""Points; the form is wider than A4 and printed at about 86 %, so 12 come out as 10.4 on paper."""

HEAD_SIZE, TITLE_SIZE, LABEL_SIZE, LIST_TITLE_SIZE = 12, 22, 16, 18

_FACE = {"font_charset": paper.FONT_CHARSET, "font_family": 0}
_BODY = _FACE | {"font_name": paper.FONT_BODY, "font_size": BODY_SIZE, "text_wrap": True, "valign": "vcenter"}
_CELL = _BODY | {"border": 1}
_HEAD = _FACE | {"font_name": paper.FONT_HEAD, "font_size": HEAD_SIZE, "text_wrap": True, "valign": "vcenter"}
_TITLE = _FACE | {"font_name": paper.FONT_TITLE, "align": "center", "valign": "vcenter", "text_wrap": True}
_STYLES: dict[str, dict[str, Any]] = {
    "label": _FACE | {"font_name": paper.FONT_HEAD, "font_size": LABEL_SIZE, "align": "left", "valign": "vcenter"},
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
    "hidden": _FACE | {"font_name": paper.FONT_BODY, "font_size": 9},
}

_NOTE_WIDTH = 270  # pixels
_NOTE_SIZE = 9


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


class FormPage(Page):
    """A sheet of the form: landscape, protected but open, with marks that carry notes."""

    sheet: FormSheet

    def __init__(self, sheet: FormSheet, ink: Ink, office: str) -> None:
        """Take a fresh sheet; ``office`` signs the notes."""
        super().__init__(sheet, ink, pages.A4)
        self._office = office

    def set_up(self, header_row: int, widths: Sequence[float]) -> None:
        """Make it landscape, one page wide, its header (0-based row) repeated and frozen, protected but open.

        No password: who must change more can, and the return then says what was changed. Type may be made smaller: no
        row can be taller than 409 points.
        """
        super().set_up(header_row, widths)
        self.sheet.protect("", {"format_cells": True, "format_rows": True, "format_columns": True})

    def put(
        self, at: tuple[int, int], value: Value, style: str, mark: Mark | None = None, **look: Unpack[Look]
    ) -> None:
        """Write one value at (row, column), 0-based: numbers as they are typed, a mark with its note beside it."""
        if mark is not None:
            look["serious"] = mark.serious
            self._annotate(at, mark)
        if isinstance(value, Decimal):
            look.setdefault("number", GENERAL)
        super().put(at, value, style, **look)

    def across(self, row: int, columns: tuple[int, int], text: str, style: str, **look: Unpack[Look]) -> None:
        """Write a text over some columns of a row, merged."""
        self.over((row, columns[0], row, columns[1]), text, style, **look)

    def _annotate(self, at: tuple[int, int], mark: Mark) -> None:
        """Hang a note on a cell, as large as its text needs."""
        text = paper.fit_cell(legal(mark.note))
        lines = paper.lines_needed(text, (_NOTE_WIDTH - 16) / 7, _NOTE_SIZE)
        look = {"font_name": "宋体", "font_size": _NOTE_SIZE, "author": self._office, "width": _NOTE_WIDTH}
        self.sheet.write_comment(*at, text, look | {"height": lines * 17 + 14})


class FormBook:
    """The workbook of one unit's form."""

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
        self._ink = Ink(self._opened.book, _STYLES)

    def page(self, name: str) -> FormPage:
        """Add a sheet."""
        return FormPage(self._opened.book.add_worksheet(name, worksheet_class=FormSheet), self._ink, self._office)

    def bytes(self) -> bytes:
        """Close the workbook and return what it has become."""
        return self._opened.bytes()
