"""Chinese numerals, read and written in their standard spelling. Pure."""

from __future__ import annotations

from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import squeezed

_IN_FIGURES = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR = compile_when_used(r"20\d\d(?=年|[-—–~至到]20\d\d年)")
_DIGITS = "零一二三四五六七八九"
_PLACES = (("千", 1000), ("百", 100), ("十", 10), ("", 1))
_SIZES = dict(_PLACES[:-1])
_END = 10_000  # 万 is the next scale
_LONGEST_LIST = 100

NUMERALS = "一二三四五六七八九十"
"""The characters of a numeral below a hundred, for the brackets of a regular expression."""
MONTH = "十[一二]?|[一二三四五六七八九]"
"""A month's number, as (part of) a regular expression."""


def number(text: str) -> int | None:
    """Return the number below 10000 that a numeral names, None when it is none or not spelled in the standard way.

    一百二 may be 102 or 120 and is none. 十二 and 一十二 are both read, a single 两 is 二.
    """
    if text == "两":
        return 2
    value, digit = 0, 0
    for char in text:
        if char in _SIZES:
            value += (digit or 1) * _SIZES[char]
            digit = 0
        elif char in _DIGITS:
            digit = _DIGITS.index(char)
        else:
            return None
    value += digit
    spelling = spelled(value) if text and value < _END else None
    return value if text and text in (spelling, _short(spelling or "")) else None


def in_figures(text: str) -> str:
    """Return the text at half width without blanks, each Chinese digit as a figure: 二〇二四年 → 2024年."""
    return squeezed(text).translate(_IN_FIGURES)


def years(text: str) -> frozenset[int]:
    """Return the years of this century that a text names: 2024年, 二〇二四年, both of 2024-2025年."""
    return frozenset(map(int, _YEAR.findall(in_figures(text))))


def digit(char: str) -> int:
    """Return the value of one digit, 零 to 九. Raises ValueError for anything else."""
    return _DIGITS.index(char)


def spelled(value: int) -> str:
    """Return the standard spelling of a number from 0 to 9999: 一千零一十."""
    text, gap = "", False
    for name, size in _PLACES:
        at = value // size % 10
        if at:
            text += ("零" if gap and text else "") + _DIGITS[at] + name
        gap = not at
    return text or "零"


def numeral(value: int) -> str:
    """Return a number as points are counted: 一, 十一, 二十一; figures outside 1 to 99."""
    return _short(spelled(value)) if 0 < value < _LONGEST_LIST else str(value)


def _short(spelling: str) -> str:
    return spelling.removeprefix("一") if spelling.startswith("一十") else spelling
