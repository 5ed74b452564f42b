"""Colours as packages name them, as RRGGBB: by value, by a place in the palette, by one in the theme, tinted or shaded.

Source: ECMA-376 part 1, 18.8.3 and 18.8.27 (workbooks), 17.3.2.6 (documents), 20.1.6.2 (the theme's colours).
"""

from __future__ import annotations

import colorsys
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from minsheng_cli.errors import SubmissionError
from minsheng_cli.readers.markup import SMALL, Attributes, ignore, parse, relationships, walk, whole

if TYPE_CHECKING:
    from minsheng_cli.readers.package import Package

BLACK, WHITE = "000000", "FFFFFF"
_BRIGHT = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
_PALETTE = (
    f"{_BRIGHT} {_BRIGHT} 800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066"
    " FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF"
    " FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300"
    " 993366 333399 333333 000000 FFFFFF"
).split()
_SLOTS = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
"""The theme's colours as a workbook counts them."""
_NAMED = {"background1": "lt1", "light1": "lt1", "text1": "dk1", "dark1": "dk1", "background2": "lt2", "light2": "lt2",
          "text2": "dk2", "dark2": "dk2", "hyperlink": "hlink", "followedHyperlink": "folHlink"}  # fmt: skip
_USUAL = {"lt1": WHITE, "dk1": BLACK}  # the paper and the ink of every theme that people use: not worth reading it


class Colours:
    """The colours of one package."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        self.palette: list[str] = _PALETTE  # a workbook's own where it has one

    def of(self, attributes: Attributes) -> str:
        """Return a workbook's colour, "" where none is said, a name of its own where nobody knows which it is."""
        if "theme" in attributes:
            place = whole(attributes["theme"], len(_SLOTS))
            said = self._slot(_SLOTS[place]) if place < len(_SLOTS) else ""
            said = said or f"theme {place}"
        elif "indexed" in attributes:
            place = whole(attributes["indexed"], len(self.palette))
            said = self.palette[place] if place < len(self.palette) else f"indexed {place}"
        else:
            said = attributes.get("rgb", "")[-6:].upper()
        tint = attributes.get("tint", "0")
        return said if tint.strip("0.") == "" else _tinted(said, tint)

    def of_document(self, attributes: Attributes, value: str, kind: str = "theme") -> str:
        """Return a document's colour, the theme's where one is named, else its value; "" is one chosen to be seen."""
        said = {key.rpartition(":")[2]: text for key, text in attributes.items()}
        if name := said.get("themeFill" if value == "fill" else "themeColor", ""):
            slot = self._slot(_NAMED.get(name, name)) or f"theme {name}"
            for key, toward in ((f"{kind}Tint", 1.0), (f"{kind}Shade", 0.0)):
                if share := said.get(key):
                    slot = _lightened(slot, int(share, 16) / 255, toward)
            return slot
        return said.get(value, "").upper().replace("AUTO", "")

    def of_filling(self, element: str, value: str) -> str:
        """Return the colour that letters are filled with: ``srgbClr`` says it, ``schemeClr`` names the theme's."""
        if element == "srgbClr":
            return value.upper()
        short = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
        return self._slot(short.get(value, value)) or f"theme {value}"

    def take_palette(self, styles: bytes) -> None:
        """Take the palette that a workbook's styles say instead of the usual one: those that were once an .xls do."""
        own: list[str] = []

        def start(_element: str, attributes: Attributes) -> None:
            own.append(attributes.get("rgb", "")[-6:].upper())

        if b"indexedColors" in styles:
            walk((styles,), frozenset({"rgbColor"}), start, ignore)
            self.palette = own + _PALETTE[len(own) :]

    @property
    def has_own_palette(self) -> bool:
        """Whether a colour's place in the palette means another colour than elsewhere."""
        return self.palette is not _PALETTE

    @property
    def theme(self) -> bytes | None:
        """What the theme's part holds, b"" when there is none; None for one that is large or cannot be read.

        Packages of one theme have the same colours.
        """
        part = self._theme_part
        if part is None:
            return b""
        with suppress(SubmissionError):
            return self._package.read(part) if self._package.size(part) <= SMALL else None
        return None

    def _slot(self, slot: str) -> str:
        return _USUAL.get(slot) or self._theme.get(slot, "")

    @cached_property
    def _theme_part(self) -> str | None:
        kinds = relationships(self._package, self._part).values()
        return next((target for kind, target in kinds if kind.endswith("/theme") and target in self._package), None)

    @cached_property
    def _theme(self) -> dict[str, str]:
        found: dict[str, str] = {}
        slot = ""

        def start(element: str, attributes: Attributes) -> None:
            nonlocal slot
            if element in _SLOTS:
                slot = element
            elif slot and slot not in found:
                found[slot] = attributes.get("lastClr", attributes.get("val", "")).upper()

        def end(element: str) -> None:
            nonlocal slot
            slot = "" if element == slot else slot

        if self._theme_part is not None:
            parse(self._package, self._theme_part, frozenset({*_SLOTS, "srgbClr", "sysClr"}), start, end)
        return found


def _tinted(colour: str, tint: str) -> str:
    """Return a workbook's colour made lighter (up to 1) or darker (down to -1)."""
    try:
        share = float(tint)
    except ValueError:
        return f"{colour} {tint}"
    return _lightened(colour, 1 - abs(share), 1.0 if share > 0 else 0.0)


def _lightened(colour: str, kept: float, toward: float) -> str:
    """Return a colour of which so much of the lightness is kept, the rest that of white (1) or black (0)."""
    try:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return f"{colour} {kept}"
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    mixed = colorsys.hls_to_rgb(hue, min(max(light * kept + toward * (1 - kept), 0), 1), strength)
    return "".join(f"{round(part * 255):02X}" for part in mixed)
