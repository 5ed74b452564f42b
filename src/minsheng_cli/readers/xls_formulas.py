"""What the formulas of an .xls workbook say, read from the FORMULA records of its stream.

xlrd gives only the results that were stored beside them. A formula is stored in reverse Polish order with its
parentheses kept, so that putting the pieces side by side gives back what was typed.
Source: [MS-XLS] 2.4.127 (Formula), 2.4.260 (ShrFmla), 2.5.198 (tokens).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from xlrd.formula import func_defs, get_externsheet_local_range

from minsheng_cli.readers.markup import words_of_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlrd.book import Book

_HEADER, _FOOTER = 0x0014, 0x0015
_FORMULA, _SHARED, _END, _BEGIN = 0x0006, 0x04BC, 0x000A, 0x0809
_TOKENS_AT = 22  # bytes of a FORMULA record before its tokens
_SHARED_TOKENS_AT = 10
_ELSEWHERE = 0x01  # the token of a formula that stands in a SHRFMLA record
_LONGEST = 8192  # characters
BIFF8 = 80
UNTOLD = "="
"""A formula whose words cannot be told."""

_BINARY = dict(zip(range(0x03, 0x0F), ("+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>"), strict=True))
_SUM = 0x10  # of the attribute token: the sum of one argument
_CHOOSE = 0x04
_OWN = 0xFF  # a function of the user's own
_ROW_RELATIVE, _COL_RELATIVE, _COL = 0x8000, 0x4000, 0x00FF
_SAME_IN_ALL_CLASSES = 0x1F  # tokens above 0x1F come in three classes


class _NotInWords(Exception):
    """A token whose meaning is not known here."""


def formulas(book: Book, number: int) -> dict[tuple[int, int], str]:
    """Return the formulas of the sheet with that number (from 0): (row, column), 1-based, → as .xlsx spells it.

    The book must have been opened ``on_demand`` and still hold its stream. Empty for formats older than Excel 97,
    whose records are others.
    """
    internals: Any = book
    if book.biff_version != BIFF8 or internals.mem is None:
        return {}
    found: dict[tuple[int, int], str] = {}
    waiting: list[tuple[int, int]] = []  # cells whose formula is shared with others
    shared: list[tuple[tuple[int, int, int, int], bytes]] = []
    start = internals._sh_abs_posn[number]  # noqa: SLF001 - xlrd has no other way
    for kind, body in records(internals.mem, start, (_FORMULA, _SHARED)):
        if kind == _FORMULA and len(body) >= _TOKENS_AT:
            row, col = struct.unpack_from("<HH", body)
            (size,) = struct.unpack_from("<H", body, _TOKENS_AT - 2)
            if body[_TOKENS_AT : _TOKENS_AT + 1] == bytes([_ELSEWHERE]):
                waiting.append((row, col))
            else:
                found[row + 1, col + 1] = formula_text(book, body[_TOKENS_AT : _TOKENS_AT + size], (row, col))
        elif kind == _SHARED and len(body) > _SHARED_TOKENS_AT:
            (size,) = struct.unpack_from("<H", body, _SHARED_TOKENS_AT - 2)
            area = struct.unpack_from("<HHBB", body)
            shared.append((area, body[_SHARED_TOKENS_AT : _SHARED_TOKENS_AT + size]))
    for row, col in waiting:
        tokens = (t for (a, b, c, d), t in reversed(shared) if a <= row <= b and c <= col <= d)
        found[row + 1, col + 1] = formula_text(book, next(tokens, b""), (row, col))
    return found


def running(book: Book, number: int) -> tuple[str, ...]:
    """Return what the printed page's header and footer say, on the sheet of that number (from 0)."""
    internals: Any = book
    if book.biff_version != BIFF8 or internals.mem is None:
        return ()
    said = []
    for _, body in records(internals.mem, internals._sh_abs_posn[number], (_HEADER, _FOOTER)):  # noqa: SLF001 - as above
        coding = "utf-16-le" if body[2:3] == b"\1" else "latin-1"
        said.append(words_of_page(body[3:].decode(coding, "replace")))
    return tuple(filter(None, said))


def records(stream: bytes, at: int, wanted: tuple[int, ...]) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one sheet that are of the wanted kinds, those of charts within it passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1 and kind in wanted:
            yield kind, bytes(stream[at : at + size])
        at += size


def formula_text(book: Book, tokens: bytes, home: tuple[int, int]) -> str:
    """Return a formula in words; ``home``: the cell it stands in, from 0."""
    try:
        text = _Words(book, home).of(tokens)
    except (_NotInWords, struct.error, IndexError, KeyError, ValueError, TypeError, AttributeError):
        return UNTOLD
    return f"={text}" if len(text) < _LONGEST else UNTOLD


class _Words:
    """Puts a formula's tokens back into words."""

    def __init__(self, book: Book, home: tuple[int, int]) -> None:
        self._book, self._home = book, home
        self._stack: list[str] = []

    def of(self, tokens: bytes) -> str:
        at = 0
        while at < len(tokens):
            at += 1 + self._token(tokens[at], tokens[at + 1 :])
        (text,) = self._stack
        return text

    def _token(self, token: int, rest: bytes) -> int:
        """Take one token; return how many bytes follow it."""
        if token in _BINARY:
            right, left = self._stack.pop(), self._stack.pop()
            self._stack.append(f"{left}{_BINARY[token]}{right}")
            return 0
        if token in (0x12, 0x13, 0x14, 0x15):  # + - % ( )
            before, after = {0x12: ("+", ""), 0x13: ("-", ""), 0x14: ("", "%"), 0x15: ("(", ")")}[token]
            self._stack.append(f"{before}{self._stack.pop()}{after}")
            return 0
        if token <= _SAME_IN_ALL_CLASSES:
            return self._constant(token, rest)
        return self._operand(token & _SAME_IN_ALL_CLASSES, rest)

    def _constant(self, token: int, rest: bytes) -> int:
        match token:
            case 0x16:
                self._stack.append("")
                return 0
            case 0x17:
                wide = rest[1] & 1
                size = rest[0] * (2 if wide else 1)
                text = rest[2 : 2 + size].decode("utf-16-le" if wide else "latin-1")
                self._stack.append('"' + text.replace('"', '""') + '"')
                return 2 + size
            case 0x19:
                if rest[0] & _SUM:
                    self._stack.append(f"SUM({self._stack.pop()})")
                return 3 + (2 * struct.unpack_from("<H", rest, 1)[0] + 2 if rest[0] & _CHOOSE else 0)
            case 0x1C:
                raise _NotInWords
            case 0x1D:
                self._stack.append("TRUE" if rest[0] else "FALSE")
                return 1
            case 0x1E:
                self._stack.append(str(struct.unpack_from("<H", rest)[0]))
                return 2
            case 0x1F:
                number = repr(struct.unpack_from("<d", rest)[0])
                self._stack.append(number.removesuffix(".0"))
                return 8
        raise _NotInWords

    def _operand(self, token: int, rest: bytes) -> int:
        match token:
            case 0x01:
                (index,) = struct.unpack_from("<H", rest)
                self._call(func_defs[index][0], func_defs[index][1])
                return 2
            case 0x02:
                count, index = struct.unpack_from("<BH", rest)
                if index == _OWN:
                    raise _NotInWords
                self._call(func_defs[index & 0x7FFF][0], count & 0x7F)
                return 3
            case 0x04 | 0x0C:
                self._stack.append(self._place(rest, 0, 2, shared=token == 0x0C))  # noqa: PLR2004 - a token
                return 4
            case 0x05 | 0x0D:
                self._stack.append(self._area(rest, 0, shared=token == 0x0D))  # noqa: PLR2004 - a token
                return 8
            case 0x1A:
                self._stack.append(self._sheet(rest) + self._place(rest, 2, 4, shared=False))
                return 6
            case 0x1B:
                self._stack.append(self._sheet(rest) + self._area(rest, 2, shared=False))
                return 10
        raise _NotInWords

    def _call(self, name: str, count: int) -> None:
        arguments = self._stack[len(self._stack) - count :] if count else []
        if len(arguments) < count:
            raise _NotInWords
        del self._stack[len(self._stack) - count :]
        self._stack.append(f"{name}({','.join(arguments)})")

    def _area(self, rest: bytes, at: int, *, shared: bool) -> str:
        first = self._place(rest, at, at + 4, shared=shared)
        return f"{first}:{self._place(rest, at + 2, at + 6, shared=shared)}"

    def _place(self, rest: bytes, row_at: int, col_at: int, *, shared: bool) -> str:
        (row,), (packed,) = struct.unpack_from("<H", rest, row_at), struct.unpack_from("<H", rest, col_at)
        col = packed & _COL
        if shared and packed & _ROW_RELATIVE:
            row = (self._home[0] + row) & 0xFFFF
        if shared and packed & _COL_RELATIVE:
            col = (self._home[1] + col) & _COL
        letters = ""
        col += 1
        while col:
            col, last = divmod(col - 1, 26)
            letters = chr(65 + last) + letters
        return f"{letters}{row + 1}"

    def _sheet(self, rest: bytes) -> str:
        first, last = get_externsheet_local_range(self._book, struct.unpack_from("<H", rest)[0])
        if first != last or first < 0:
            return "[]!"  # another workbook, or several sheets at once
        name = self._book.sheet_names()[first].replace("'", "''")
        return f"'{name}'!"
