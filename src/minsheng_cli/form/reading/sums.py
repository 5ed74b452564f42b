"""Whether the stored result of a sum still agrees with what it adds up.

No formula is evaluated: a result is only held against the visible figures where the formula is plainly a sum of
numbers, cells of its own sheet and SUM(…) of them. About any other formula nothing is said.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.form.reading.sheets import Sheet

_LONGEST = 2_000  # characters of a formula
_MOST_CELLS = 5_000  # that are added up
_CELL = r"\$?([A-Z]{1,3})\$?([0-9]{1,7})"
_TERM = re.compile(rf"([+-]?)(?:SUM\(([^()]*)\)|{_CELL}|([0-9]+(?:\.[0-9]+)?))", re.IGNORECASE)
_RANGE = re.compile(rf"{_CELL}(?::{_CELL})?", re.IGNORECASE)
_ROUNDING = Decimal("1e-6")


class _Unclear(Exception):
    """The formula is no plain sum of figures."""


def stale(sheet: Sheet, row: int, col: int) -> str | None:
    """Return what a sum's visible terms come to when its stored result says otherwise, else None."""
    cell = sheet.cell(row, col)
    formula = "".join(cell.formula.split()).lstrip("=+")
    if cell.kind != "number" or not formula or len(formula) > _LONGEST:
        return None
    try:
        total = sum(_terms(sheet, formula), Decimal(0))
        stored = Decimal(cell.text)
    except (_Unclear, InvalidOperation):
        return None
    if abs(total - stored) <= max(_ROUNDING, abs(total) * _ROUNDING):
        return None
    return f"{total.normalize():f}"


def _terms(sheet: Sheet, formula: str) -> Iterator[Decimal]:
    at = 0
    while at < len(formula):
        match = _TERM.match(formula, at)
        if match is None or (at and not match[1]):
            raise _Unclear
        sign = -1 if match[1] == "-" else 1
        if match[2] is not None:
            for value in _range(sheet, match[2]):
                yield sign * value
        elif match[3]:
            yield sign * _figure(sheet, int(match[4]), _column(match[3]), alone=True)
        else:
            yield sign * Decimal(match[5])
        at = match.end()


def _range(sheet: Sheet, arguments: str) -> Iterator[Decimal]:
    """Yield the figures of SUM's arguments; text among them does not count, as in every spreadsheet."""
    for argument in arguments.split(","):
        match = _RANGE.fullmatch(argument)
        if match is None:
            try:
                yield Decimal(argument)
            except InvalidOperation:
                raise _Unclear from None
            continue
        top, left = int(match[2]), _column(match[1])
        bottom, right = (int(match[4]), _column(match[3])) if match[3] else (top, left)
        if bottom < top or right < left:
            raise _Unclear
        rows = [r for r in sheet.order if top <= r <= bottom]
        places = [(r, c) for r in rows for c in sheet.rows[r] if left <= c <= right]
        if len(places) > _MOST_CELLS:
            raise _Unclear
        yield from (_figure(sheet, r, c, alone=False) for r, c in places)


def _figure(sheet: Sheet, row: int, col: int, *, alone: bool) -> Decimal:
    """Return a cell's number: nothing counts as 0, and so does text within a range."""
    cell = sheet.cell(row, col)
    if cell.kind == "number":
        return Decimal(cell.text)
    if cell.kind == "text" and not (alone and cell.text.strip()):
        return Decimal(0)
    raise _Unclear


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
