"""A workbook of ours in which single cells are changed and nothing else, as Excel does it.

openpyxl reads everything into objects and writes it anew, which takes 70 ms of computing for a form, ten times as much
as this; tests fill in more than a thousand. ``Unfamiliar`` where a workbook or a value is not what it is made for.
"""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from xml.sax.saxutils import escape

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import column_index_from_string, get_column_letter

SHEET = re.compile(r'<sheet name="([^"]*)" sheetId="\d+"(?: state="\w+")? r:id="rId(\d+)"/>')
CELL = re.compile(r'<c r="([A-Z]+)(\d+)"( s="\d+")?(?: t="(\w+)")?(?:/>|>(.*?)</c>)', re.DOTALL)
VALUE = re.compile(r"<v>([^<]*)</v>")
STRING = re.compile(r"<si>(.*?)</si>", re.DOTALL)
TEXT = re.compile(r"<t[^>]*>([^<]*)</t>")
MERGED = re.compile(r'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/>')
CHANGED = re.compile(r"(<dcterms:modified [^>]*>)[^<]*")
BOOK, STRINGS, ABOUT = "xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml"


class Unfamiliar(Exception):
    """Let openpyxl do it."""


class Cells:
    """A workbook's cells."""

    def __init__(self, data: bytes) -> None:
        """Open it."""
        with zipfile.ZipFile(BytesIO(data)) as package:
            self._parts = {name: package.read(name) for name in package.namelist()}
        if b'appName="xl" lastEdited="4"' not in self._parts[BOOK]:
            raise Unfamiliar
        listed = SHEET.findall(self._parts[BOOK].decode())
        self._at = {unescape(name): f"xl/worksheets/sheet{number}.xml" for name, number in listed}
        self._sheets = {name: self._parts[at].decode() for name, at in self._at.items()}
        strings = STRING.findall(self._parts[STRINGS].decode())
        self._strings = [unescape("".join(TEXT.findall(one))) for one in strings]
        self._known = len(strings)
        self._put: dict[str, dict[tuple[int, int], str]] = {name: {} for name in self._sheets}
        self._texts: dict[str, dict[tuple[int, int], str]] = {}

    def texts(self, sheet: str) -> dict[tuple[int, int], str]:
        """Return every text of a sheet as it was opened, by (row, column)."""
        if sheet not in self._texts:
            self._texts[sheet] = {
                (int(row), column_index_from_string(column)): self._strings[int(VALUE.findall(inside)[0])]
                for column, row, _, kind, inside in CELL.findall(self._sheets[sheet])
                if kind == "s"
            }
        return self._texts[sheet]

    def last_merged(self, sheet: str, row: int, column: int) -> int:
        """Return the last column of the merged cells that begin at a place, or that column."""
        place = (get_column_letter(column), str(row))
        ends = (last for first, top, last, _ in MERGED.findall(self._sheets[sheet]) if (first, top) == place)
        return column_index_from_string(next(ends, place[0]))

    def put(self, sheet: str, row: int, column: int, value: object) -> None:
        """Write into a cell; raises Unfamiliar where there is none, or the value is no text and no number."""
        if f'<c r="{get_column_letter(column)}{row}"' not in self._sheets[sheet]:
            raise Unfamiliar
        if value is None:
            written = "/>"
        elif isinstance(value, str) and not ILLEGAL_CHARACTERS_RE.search(value):
            written = f' t="s"><v>{len(self._strings)}</v></c>'
            self._strings.append(value[:32_767])
        elif type(value) in (int, float):
            written = f"><v>{value}</v></c>"
        else:
            raise Unfamiliar
        self._put[sheet][row, column] = written

    def bytes(self) -> bytes:
        """Save."""
        parts = dict(self._parts)
        for sheet, changed in self._put.items():
            if changed:
                parts[self._at[sheet]] = self._with(self._sheets[sheet], changed).encode()
        added = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self._strings[self._known :])
        parts[STRINGS] = parts[STRINGS].replace(b"</sst>", added.encode() + b"</sst>")
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        parts[ABOUT] = CHANGED.sub(rf"\g<1>{now}", parts[ABOUT].decode()).encode()
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, content)
        return out.getvalue()

    @staticmethod
    def _with(sheet: str, changed: dict[tuple[int, int], str]) -> str:
        def cell(found: re.Match[str]) -> str:
            written = changed.get((int(found[2]), column_index_from_string(found[1])))
            return found[0] if written is None else f'<c r="{found[1]}{found[2]}"{found[3] or ""}{written}'

        return CELL.sub(cell, sheet)
