"""The look of cells: fonts, borders and number formats, each combination made once per workbook."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from minsheng_cli import paper

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

BODY_SIZE = 10.5
HEAD_SIZE = 11
TITLE_SIZE = 20

_GRID = {"border": 1, "text_wrap": True, "valign": "vcenter"}
_BODY = _GRID | {"font_name": paper.FONT_BODY, "font_size": BODY_SIZE}
_HEAD = _GRID | {"font_name": paper.FONT_HEAD, "font_size": HEAD_SIZE}
_PLAIN = {"font_name": paper.FONT_BODY, "font_size": BODY_SIZE, "valign": "vcenter", "text_wrap": True}

STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": paper.FONT_TITLE, "font_size": TITLE_SIZE, "align": "center", "valign": "vcenter"},
    "small": _PLAIN | {"align": "left"},
    "small-right": _PLAIN | {"align": "right"},
    "head": _HEAD | {"align": "center", "bg_color": "#F2F2F2"},
    "section": _HEAD | {"align": "left"},
    "left": _BODY | {"align": "left"},
    "center": _BODY | {"align": "center"},
    "right": _BODY | {"align": "right"},
    "word": _BODY | {"align": "center", "font_name": paper.FONT_HEAD},
    "total": _HEAD | {"align": "center"},
    "total-amount": _HEAD | {"align": "right"},
    "total-note": _BODY | {"align": "left"},
    "link": _BODY | {"align": "center", "font_color": "#1F4E79", "underline": 1},
}  # fmt: skip

# Readable without colour: slanted on a grey ground; the status column says the same in words.
_DOUBTFUL = {"italic": True, "bg_color": "#E7E3D4"}
_RISKY = ("=", "+", "-", "@")


class Ink:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        """Start with none; each is made when first asked for."""
        self._book = book
        self._made: dict[tuple[str, str, bool, bool, bool], Format] = {}

    def of(self, style: str, *, number: str = "", doubtful: bool = False, top: bool = False, literal: bool = False) -> Format:
        """Return a style as it is wanted.

        ``number`` is a number format, ``top`` for cells that run over several rows, ``literal`` keeps "=…" a text
        even when somebody edits the cell.
        """
        key = (style, number, doubtful, top, literal)
        if key not in self._made:
            look = STYLES[style] | (_DOUBTFUL if doubtful else {})
            if number:
                look = look | {"num_format": number}
            if top:
                look = look | {"valign": "top"}
            self._made[key] = self._book.add_format(look | {"quote_prefix": literal})
        return self._made[key]
