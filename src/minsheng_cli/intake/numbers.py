"""What a stored number means: plain decimal text, a percentage, or a date, as its format says (ECMA-376 18.8.30)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from minsheng_cli.model import CellKind

# Built-in formats that are dates: 27–36 and 50–58 are the Chinese and Japanese ones, which most readers forget.
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_PERCENTS = frozenset((9, 10))
_LITERAL = re.compile(r'"[^"]*"?|\[[^\]]*\]|\\.|_.|\*.')
_DATE_LETTERS = re.compile(r"[ymdhs年月日时分秒]", re.IGNORECASE)
_GENERAL = re.compile(r"general|g/通用格式", re.IGNORECASE)
_DIGITS = 15  # what a spreadsheet shows of a number; the rest is floating-point noise


@lru_cache(maxsize=512)
def format_kind(number: int, code: str = "") -> Literal["number", "percent", "date"]:
    """Say what a cell with that number format shows; ``code`` is empty for built-in formats."""
    if not code:
        return "date" if number in _DATES else "percent" if number in _PERCENTS else "number"
    shown = _GENERAL.sub("", _LITERAL.sub("", code.partition(";")[0]))
    if "%" in shown:
        return "percent"
    return "date" if _DATE_LETTERS.search(shown) else "number"


def plain(text: str) -> str:
    """Return a stored number in plain decimal notation at 15 significant digits; ValueError when it is none."""
    if text.isascii() and text.isdigit() and len(text) <= _DIGITS:
        return text.lstrip("0") or "0"
    value = Decimal(text)
    if not value.is_finite() or abs(value.adjusted()) > 400:  # noqa: PLR2004 - no spreadsheet number is that large
        raise ValueError(text)
    return _plain(value)


def _plain(value: Decimal) -> str:
    rounded = Decimal(f"{value:.{_DIGITS - 1}e}")
    digits = f"{rounded:f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits in ("-0", "") else digits


def shown(text: str, kind: str, *, since_1904: bool) -> tuple[str, CellKind]:
    """Return (text, kind) of a stored number under a format of that kind.

    Text that is no number at all comes back as text: it is for the rules to refuse it.
    """
    try:
        digits = plain(text)
    except (ValueError, ArithmeticError):
        return text, "text"
    if kind == "percent":
        return _plain(Decimal(digits) * 100) + "%", "percent"
    if kind == "date":
        moment = _date(Decimal(digits), since_1904=since_1904)
        if moment is not None:
            return moment, "date"
    return digits, "number"


def _date(serial: Decimal, *, since_1904: bool) -> str | None:
    """Return a serial day as ISO text; None when no calendar has it."""
    if serial < 0:
        return None
    days = int(serial)
    seconds = round((serial - days) * 86_400)
    if days == 0 and not since_1904:
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    # 1900 was no leap year, but day 60 is its 29 February in every spreadsheet since Lotus.
    epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if days > 60 else 31)  # noqa: DTZ001, PLR2004
    try:
        moment = epoch + timedelta(days=days, seconds=seconds)
    except OverflowError:
        return None
    if moment.year > 9999:  # noqa: PLR2004 - what a spreadsheet's calendar ends with
        return None
    return moment.isoformat() if seconds else moment.date().isoformat()
