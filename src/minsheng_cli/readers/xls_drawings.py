"""Which cells of an .xls sheet a picture or a text box lies over; xlrd passes them over.

Source: [MS-XLS] 2.4.170 (MsoDrawing), 2.4.181 (Obj), 2.4.329 (TxO), 2.5.193 (anchor); [MS-ODRAW] 2.2.1 (records).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, NamedTuple

from minsheng_cli.readers.reach import covered
from minsheng_cli.readers.xls_formulas import BIFF8, records

if TYPE_CHECKING:
    from collections.abc import Collection

    from xlrd.book import Book

_DRAWING, _OBJECT, _TEXT, _CONTINUE = 0x00EC, 0x005D, 0x01B6, 0x003C
_ANCHOR, _CONTAINER = 0xF010, 0xF
_ANCHOR_SIZE = 18
_KIND_AT, _LENGTH_AT = 4, 10  # of an Obj's kind, of a TxO's number of characters
_NOT_SEEN = (0x14, 0x19)  # the arrow of a list to choose from, a note (which is read as such)
_OVER_ALL = (0x01, 0x05, 0x08)  # a line, a chart, a picture: they hide what is below them however they are filled
_SHAPE, _PROPERTIES, _PROPERTY = 0xF00A, 0xF00B, 6
_FILLED, _IS_FILLED, _FILL_USED = 0x01BF, 0x10, 0x100000  # a property, and its bits
_OLD, _OLD_PLACE_AT, _OLD_SIZE = b"\1\0\0\0", 10, 26  # an object that says itself where it lies
_A_LINE = 20  # of a shape's kinds
_REACH = 1  # rows and columns a drawing may reach beyond the cell it begins in to be told of at that cell


def drawn(  # noqa: C901 - one case per kind of record
    book: Book, number: int, used: Collection[tuple[int, int]]
) -> tuple[dict[tuple[int, int], str], tuple[str, ...]]:
    """Return (row, column), 1-based, → what the text box says, "" for a picture, and what boxes over many cells say.

    ``number``: the sheet's, from 0; ``used``: its cells.
    The book must have been opened ``on_demand`` and still hold its stream. Empty for formats older than Excel 97.
    """
    internals: Any = book
    if book.biff_version != BIFF8 or internals.mem is None:
        return {}, ()
    found: dict[tuple[int, int], str] = {}
    floating: list[str] = []
    place: tuple[int, int] | None = None
    shape: _Shape | None = None
    note = False
    length = 0  # characters of the text that the next record continues
    start = internals._sh_abs_posn[number]  # noqa: SLF001 - xlrd has no other way
    for kind, body in records(internals.mem, start, (_DRAWING, _OBJECT, _TEXT, _CONTINUE)):
        if kind == _DRAWING and (shapes := _shapes(body)):  # a text box has a second drawing, without an anchor
            shape = shapes[-1]
            place = shape.first if shape.is_near else None
        elif kind == _OBJECT and len(body) > _KIND_AT + 1:
            (what,) = struct.unpack_from("<H", body, _KIND_AT)
            if body.startswith(_OLD) and len(body) >= _OLD_SIZE:
                shape, place = _placed(body), None
            note = what in _NOT_SEEN
            if note:
                place = None
            elif place is not None:
                found[place] = ""
            elif shape is not None and (shape.filled or what in _OVER_ALL):
                found |= dict.fromkeys(covered(shape.first, shape.last, used), "")
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


class _Shape(NamedTuple):
    """Where something drawn begins and ends, and whether it is filled."""

    first: tuple[int, int]
    last: tuple[int, int]
    filled: bool

    @property
    def is_near(self) -> bool:
        """Whether it lies over one cell, or hardly more."""
        return all(b - a <= _REACH for a, b in zip(self.first, self.last, strict=True))


def _placed(body: bytes) -> _Shape:
    """Return where an object of before Excel 97 lies, as some programs still write them."""
    left, _, top, _, right, _, bottom, _ = struct.unpack_from("<8H", body, _OLD_PLACE_AT)
    return _Shape((top + 1, left + 1), (bottom + 1, right + 1), filled=True)


def _shapes(body: bytes) -> list[_Shape]:
    """Return what a drawing's records place upon cells; what is said of its filling stands before that."""
    found: list[_Shape] = []
    filled = True
    at = 0
    while at + 8 <= len(body):
        version, kind, size = struct.unpack_from("<HHI", body, at)
        at += 8
        if kind == _SHAPE:
            filled = version >> 4 != _A_LINE
        elif kind == _PROPERTIES:
            count = min(version >> 4, (len(body) - at) // _PROPERTY)
            said = dict(struct.iter_unpack("<HI", body[at : at + count * _PROPERTY])).get(_FILLED, _IS_FILLED)
            filled &= bool(said & _IS_FILLED) or not said & _FILL_USED
        elif kind == _ANCHOR and at + _ANCHOR_SIZE <= len(body):
            _, left, _, top, _, right, _, bottom, _ = struct.unpack_from("<9H", body, at)
            found.append(_Shape((top + 1, left + 1), (bottom + 1, right + 1), filled))
        if version & 0xF != _CONTAINER:
            at += size
    return found
