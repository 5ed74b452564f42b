"""The look of cells: fonts, borders and number formats, each combination made once per workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from minsheng_cli.workbook import paper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

SMALL_SIZE, HEAD_SIZE, LIST_TITLE_SIZE, TITLE_SIZE = 9, 11, 16, 20

_ANY = {"font_charset": paper.FONT_CHARSET, "valign": "vcenter"}
_PLAIN = _ANY | {"font_name": paper.FONT_BODY, "font_size": paper.BODY_SIZE, "text_wrap": True}
_TITLE = _ANY | {"font_name": paper.FONT_TITLE, "align": "center"}
_BODY = _PLAIN | {"border": 1}
_HEAD = _BODY | {"font_name": paper.FONT_HEAD, "font_size": HEAD_SIZE}
_FACE = {"font_name": paper.FONT_BODY, "font_size": paper.BODY_SIZE}
_ONE_LINE = {"shrink": True, "text_wrap": False}
_STYLES: dict[str, dict[str, Any]] = {
    "title": _TITLE | {"font_size": TITLE_SIZE},
    "list-title": _TITLE | {"font_size": LIST_TITLE_SIZE},
    "small": _PLAIN | {"align": "left"},
    "small-right": _PLAIN | {"align": "right"},
    "head": _HEAD | {"align": "center", "bg_color": "#F2F2F2"},
    "section": _HEAD | {"align": "left"},
    "left": _BODY | {"align": "left"},
    "center": _BODY | {"align": "center"},
    "right": _BODY | {"align": "right", "indent": 1},
    "word": _BODY | {"align": "center", "font_name": paper.FONT_HEAD},
    "total": _HEAD | {"align": "center"},
    "total-amount": _HEAD | {"align": "right", "indent": 1},
    "same": _FACE,
    "new": _FACE | {"bold": True, "underline": 1},
    "gone": _FACE | {"font_strikeout": True, "font_color": "#7F7F7F"},
    "card": _BODY | {"align": "center", "font_size": 9, "bg_color": "#F2F2F2"},
    "figure": _BODY
    | {"align": "center", "font_name": paper.FONT_HEAD, "font_size": 13, "shrink": True, "text_wrap": False},
    "tight": _BODY | _ONE_LINE | {"align": "left", "font_size": 9},
    "tight-center": _BODY | _ONE_LINE | {"align": "center", "font_size": 9},
    "tight-head": _HEAD | {"align": "center", "bg_color": "#F2F2F2", "font_size": 9.5},
    "total-note": _BODY | {"align": "left"},
}
_LINK = {"font_color": "#1F4E79", "underline": 1}
_DOUBTFUL = {"italic": True, "bg_color": "#E7E3D4"}


# Told apart in black and white too: what must be mended has a thick frame, what is to be checked a dashed one.
_SERIOUS = {"bg_color": "#FFC7CE", "border": 5, "border_color": "#C00000"}
_QUESTIONED = {"bg_color": "#FFF2CC", "border": 8, "border_color": "#BF8F00"}
GENERAL, TEXT = "General", "@"
"""Number formats that show a number as it is typed, and a cell as the text it holds."""


class Look(TypedDict, total=False):
    """What may vary about a style."""

    number: str  # a number format
    doubtful: bool  # slanted on a grey ground, readable without colour
    serious: bool  # marked: True 需改正, False 请核实
    open: bool  # may be written into on a protected sheet
    indent: int
    top: bool  # text starts at the top: for cells that run over pages
    literal: bool  # "=…" stays a text even when somebody edits the cell
    link: bool
    size: float  # points
    fill: str  # a ground, as "#FDEECF"


class Ink:
    """The formats of one workbook."""

    def __init__(self, book: Workbook, styles: Mapping[str, dict[str, Any]] = _STYLES) -> None:
        """Start with none; each is made when first asked for. ``styles``: the report's, or a form's own."""
        self._book, self._styles = book, styles
        self._made: dict[tuple[object, ...], Format] = {}

    def of(self, style: str, look: Look) -> Format:
        """Return a style with that look."""
        key = (style, *(sorted(look.items()) if len(look) > 1 else look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(_properties(self._styles[style], look))
        return self._made[key]


def _properties(style: dict[str, Any], look: Look) -> dict[str, Any]:
    properties = dict(style)
    if number := look.get("number"):
        properties["num_format"] = number
        if number not in {GENERAL, TEXT}:  # a number too wide for its column is made smaller rather than shown as ####
            properties |= {"text_wrap": False, "shrink": True}
    if look.get("top"):
        properties["valign"] = "top"
    if look.get("literal"):
        properties["quote_prefix"] = True
    if look.get("size"):
        properties["font_size"] = look["size"]
    if look.get("fill"):
        properties["bg_color"] = look["fill"]
    if look.get("open"):
        properties["locked"] = False
    if look.get("indent"):
        properties["indent"] = look["indent"]
    if "serious" in look:
        properties |= _SERIOUS if look["serious"] else _QUESTIONED
    return properties | (_DOUBTFUL if look.get("doubtful") else {}) | (_LINK if look.get("link") else {})
