"""Which cells of an .xls sheet a picture or a text box lies over; xlrd passes them over.

Source: [MS-XLS] 2.4.170 (MsoDrawing), 2.4.181 (Obj), 2.4.329 (TxO), 2.5.193 (anchor); [MS-ODRAW] 2.2.1 (records).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from minsheng_cli.readers.xls_formulas import BIFF8, records

if TYPE_CHECKING:
    from xlrd.book import Book

_DRAWING, _OBJECT, _TEXT, _CONTINUE = 0x00EC, 0x005D, 0x01B6, 0x003C
_ANCHOR, _CONTAINER = 0xF010, 0xF
_ANCHOR_SIZE = 18
_KIND_AT, _LENGTH_AT = 4, 10  # of an Obj's kind, of a TxO's number of characters
_NOT_SEEN = (0x14, 0x19)  # the arrow of a list to choose from, a note (which is read as such)
_REACH = 1  # rows and columns a drawing may reach beyond the cell it begins in to be told of at that cell


def drawn(book: Book, number: int) -> tuple[dict[tuple[int, int], str], tuple[str, ...]]:
    """Return (row, column), 1-based, → what the text box says, "" for a picture, and what boxes over many cells say.

    ``number``: the sheet's, from 0.
    The book must have been opened ``on_demand`` and still hold its stream. Empty for formats older than Excel 97.
    """
    internals: Any = book
    if book.biff_version != BIFF8 or internals.mem is None:
        return {}, ()
    found: dict[tuple[int, int], str] = {}
    floating: list[str] = []
    place: tuple[int, int] | None = None
    note = False
    length = 0  # characters of the text that the next record continues
    start = internals._sh_abs_posn[number]  # noqa: SLF001 - xlrd has no other way
    for kind, body in records(internals.mem, start, (_DRAWING, _OBJECT, _TEXT, _CONTINUE)):
        if kind == _DRAWING:
            anchors = list(_anchors(body))
            place = anchors[-1] if anchors else place  # a text box has a second drawing, without one
        elif kind == _OBJECT and len(body) > _KIND_AT + 1:
            note = struct.unpack_from("<H", body, _KIND_AT)[0] in _NOT_SEEN
            if note:
                place = None
            elif place is not None:
                found[place] = ""
        elif kind == _TEXT and len(body) > _LENGTH_AT + 1:
            (length,) = struct.unpack_from("<H", body, _LENGTH_AT)
        elif kind == _CONTINUE and length and not note:
            text = body[1:].decode("utf-16-le" if body[:1] == b"\1" else "latin-1", "replace")
            if place is None:
                floating.append(" ".join(text[:length].split()))
            else:
                found[place] = text[:length].strip()
            length = 0
    return found, tuple(filter(None, floating))


def _anchors(body: bytes) -> list[tuple[int, int] | None]:
    """Return the cell of each anchor in a drawing, None for one that spreads over many."""
    found: list[tuple[int, int] | None] = []
    at = 0
    while at + 8 <= len(body):
        version, kind, size = struct.unpack_from("<HHI", body, at)
        at += 8
        if kind == _ANCHOR and at + _ANCHOR_SIZE <= len(body):
            _, left, _, top, _, right, _, bottom, _ = struct.unpack_from("<9H", body, at)
            near = right - left <= _REACH and bottom - top <= _REACH
            found.append((top + 1, left + 1) if near else None)
        if version & 0xF != _CONTAINER:
            at += size
    return found
