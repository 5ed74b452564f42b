"""Conditional formats of an .xls sheet, which xlrd passes over: where, when, and what a cell then looks like.

Source: [MS-XLS] 2.4.56 (CondFmt), 2.4.42 (CF), 2.4.43 (CF12), 2.4.44 (CFEx), 2.5.22 (CFDatabar), 2.5.36
(CFMultistate), 2.5.92 (DXFN).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, NamedTuple

from minsheng_cli.errors import TooLarge
from minsheng_cli.readers.conditions import MOST_CONDITIONS, Condition, ConditionalLook
from minsheng_cli.readers.markup import FAINT
from minsheng_cli.readers.numbers import NUMBER, format_of
from minsheng_cli.readers.xls_formulas import BIFF8, formula_text, records

if TYPE_CHECKING:
    from xlrd.book import Book

_AREAS, _RULE, _AREAS_12, _RULE_12, _ADDS = 0x01B0, 0x01B1, 0x0879, 0x087A, 0x087B
_HEAD_12 = 12  # bytes that the later records begin with
_AREAS_AT, _AREA = 12, 8
_KINDS = {1: "cellIs", 2: "expression"}
_BAR, _ICONS = 4, 6
_ONLY_ICONS, _ONLY_BAR = 1, 2
"""Flags; of the second the specification says the contrary, but so Excel writes a bar without its value."""
_HAS_LOOK = 13  # where a later record says whether it has a look
_TEMPLATE = 21  # bytes between a later rule's last formula and its bar or icons
_OPERATORS = ("", "between", "notBetween", "equal", "notEqual", "greaterThan", "lessThan",
              "greaterThanOrEqual", "lessThanOrEqual")  # fmt: skip
_FORE_UNSAID, _BACK_UNSAID = 1 << 17, 1 << 18
_NUMBERS, _FONT, _ALIGNMENT, _BORDER, _PATTERN = (1 << n for n in (25, 26, 27, 28, 29))
_FONT_SIZE, _INK_AT, _SMALL = 118, 80, 8
_LINES_AT, _LINES_UNSAID_AT, _STRUCK = 68, 88, 0x80
_INK_UNSAID = 0xFFFFFFFF

Area = tuple[int, int, int, int]
"""First row, last row, first column, last column, from 0."""


_AS_BEFORE = ConditionalLook()


class Rule(NamedTuple):
    """A rule of a conditional format."""

    areas: tuple[Area, ...]
    condition: Condition
    look: ConditionalLook


def rules(book: Book, number: int) -> list[Rule]:
    """Return the rules of the sheet of that number (from 0) that may change what is seen. Raises TooLarge.

    The book must have been opened ``on_demand`` and still hold its stream. Empty for formats older than Excel 97.
    """
    internals: Any = book
    if book.biff_version != BIFF8 or internals.mem is None:
        return []
    found: list[Rule] = []
    areas: tuple[Area, ...] = ()
    named: dict[int, tuple[tuple[Area, ...], list[Condition]]] = {}  # what later records call by a number
    conditions: list[Condition] = []
    start = internals._sh_abs_posn[number]  # noqa: SLF001 - xlrd has no other way
    for kind, record in records(internals.mem, start, (_AREAS, _RULE, _AREAS_12, _RULE_12, _ADDS)):
        later = kind not in (_AREAS, _RULE)
        body = record[_HEAD_12:] if later else record
        if kind in (_AREAS, _AREAS_12):
            areas = tuple(
                struct.unpack_from("<HHHH", body, at) for at in range(_AREAS_AT + 2, len(body) - _AREA + 1, _AREA)
            )
            conditions = []
            if kind == _AREAS:
                named[int.from_bytes(body[2:4], "little") >> 1] = areas, conditions
        else:
            try:
                if kind == _ADDS:
                    is_of_next, name, which = struct.unpack_from("<IHH", body.ljust(8, b"\0"))
                    areas, said = named[name]
                    condition, look = (Condition(), _AS_BEFORE) if is_of_next else (said[which], _added(book, body))
                else:
                    condition, look = _rule(book, body, areas[0] if areas else (0, 0, 0, 0), later=later)
            except (struct.error, LookupError, ValueError):  # of a kind not known here: no reason to refuse the sheet
                condition, look = Condition(), _AS_BEFORE
            conditions += [condition] if kind == _RULE else []
            found += [Rule(areas, condition, look)] if look.speaks else []
            if len(found) > MOST_CONDITIONS:
                raise TooLarge(why="条件格式过多")
    return found


def _rule(book: Book, body: bytes, first: Area, *, later: bool) -> tuple[Condition, ConditionalLook]:
    kind, operator, size, second = struct.unpack_from("<BBHH", body)
    at, end = 6, 0
    if later:
        (length,) = struct.unpack_from("<I", body, at)
        at, end = at + 4, at + 4 + (length or 2)
        look = _look(book, body, at)[0] if length else _AS_BEFORE
    else:
        look, end = _look(book, body, at)
    home = first[0], first[2]
    formulas = [body[end : end + size], body[end + size : end + size + second]]
    said = tuple(formula_text(book, tokens, home).removeprefix("=") for tokens in formulas if tokens)
    name = _OPERATORS[operator] if operator < len(_OPERATORS) else ""
    if later and kind in (_BAR, _ICONS) and _shows_no_value(kind, body[end + size + second :]):
        return Condition(), ConditionalLook(ink=FAINT)
    return Condition(_KINDS.get(kind, ""), name, "", said), look


def _shows_no_value(kind: int, body: bytes) -> bool:
    """Whether a rule of a bar or of icons puts them in the value's place; ``body``: what follows its formulas."""
    (size,) = struct.unpack_from("<H", body)
    said = body[2 + size + _TEMPLATE + 1 :]
    return bool(said[3] & _ONLY_BAR if kind == _BAR else said[5] & _ONLY_ICONS)


def _added(book: Book, body: bytes) -> ConditionalLook:
    """Return the look that a later record gives a rule of Excel 97; what else it says is not looked at."""
    (length,) = struct.unpack_from("<I", body, _HAS_LOOK + 1) if body[_HAS_LOOK] else (0,)
    return _look(book, body, _HAS_LOOK + 5)[0] if length else _AS_BEFORE


def _look(book: Book, body: bytes, at: int) -> tuple[ConditionalLook, int]:
    """Return a look that leaves some things as they are (DXFN), and where it ends."""
    flags, more = struct.unpack_from("<IH", body, at)
    at += 6
    shows, ink, papers, struck = NUMBER, "", set[str](), False
    if flags & _NUMBERS:
        size = struct.unpack_from("<H", body, at)[0] if more & 1 else 2
        if more & 1:  # a format of its own: two bytes of size, then a text
            wide = "utf-16-le" if body[at + 4] & 1 else "latin-1"
            shows = format_of(200, body[at + 5 : at + size].decode(wide, "replace"))
        else:
            shows = format_of(body[at + 1])
        at += size
    if flags & _FONT:
        (number,) = struct.unpack_from("<I", body, at + _INK_AT)
        ink = "" if number == _INK_UNSAID else _colour(book, number)
        (line,), (as_before,) = (struct.unpack_from("<I", body, at + place) for place in (_LINES_AT, _LINES_UNSAID_AT))
        struck = bool(line & ~as_before & _STRUCK)
        at += _FONT_SIZE
    at += _SMALL * (bool(flags & _ALIGNMENT) + bool(flags & _BORDER))
    if flags & _PATTERN:
        (colours,) = struct.unpack_from("<H", body, at + 2)
        said = ((_FORE_UNSAID, colours & 0x7F), (_BACK_UNSAID, colours >> 7 & 0x7F))
        papers = {_colour(book, number) for unsaid, number in said if not flags & unsaid}
        at += 4
    return ConditionalLook(shows, ink, frozenset(papers - {""}), struck), at + 2 * bool(flags & 1 << 30)


def _colour(book: Book, number: int) -> str:
    return bytes(book.colour_map.get(number) or ()).hex().upper()
