"""What stands in a cell of a list's own column, by the column's kind: a value, nothing, or a reason why neither. Pure.

One reader for what units return, what the list prints (``projects[].extra``) and what the clerk corrects.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from minsheng_cli.amounts import Amount, Nothing, Refusal, plain, read_count, read_money
from minsheng_cli.form_spec import MONEY_UNIT
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import fold, squeezed

if TYPE_CHECKING:
    from minsheng_cli.form_spec import Column
    from minsheng_cli.model import CellKind

Value = Amount | Nothing | Refusal | str
"""A figure, nothing said, why it cannot be read, or a text: prose, a day (2025-04-03), a month (2025-04), a choice."""

_LONGEST = 40  # characters of a day
_DAY = compile_when_used(
    r"(20\d\d)(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})(?:日|号)?(?:[T\s]?0{1,2}:00(?::00)?(?:\.0+)?)?"
)
_MONTH = compile_when_used(r"(20\d\d)(?:年|[-/.])(\d{1,2})(?:月份?)?")
_DIGITS = compile_when_used(r"(20\d\d)([01]\d)([0-3]\d)")
_NOTHING = compile_when_used(r"[-—–―─_/\\]*|[暂尚]?无|没有|[不未]涉及|N/?A", re.IGNORECASE)
_YEARLESS = compile_when_used(r"\d{1,2}(?:月|[-/.])\d{1,2}(?:日|号)?|\d{1,2}月份?")
_VAGUE = compile_when_used(r"[初底末前后]|[上中下]旬|左右|季度|半年")


def read_value(column: Column, text: str, kind: CellKind = "text", money_unit: str = MONEY_UNIT) -> Value:
    """Read a cell of a column. Money is in 万元 (``money_unit`` is what a bare number is in), 45 % is 45."""
    if column.kind == "money":
        return read_money(text, kind, money_unit)
    if column.kind == "number":
        return read_count(text, kind, "")
    if column.kind == "percent":
        return read_count(text, kind, "%")
    if column.kind == "date":
        return read_date(text, kind)
    if column.kind == "choice":
        return _choice(column, text)
    return text.strip() or Nothing()


def merged(value: Value | None) -> str | None:
    """Return a value as it is merged: figures in plain decimal notation, None where there is none."""
    if isinstance(value, Amount):
        return plain(value.value)
    return value if isinstance(value, str) and value else None


def _choice(column: Column, text: str) -> Value:
    choices = {fold(choice): choice for choice in column.choices}
    said = fold(text)
    if said in choices:
        return choices[said]
    return Nothing(text.strip()) if _NOTHING.fullmatch(said) else Refusal(f"只能选{'、'.join(column.choices)}")


def read_date(text: str, kind: CellKind = "text") -> str | Nothing | Refusal:
    """Read a day as ``2025-04-03``, or a month of which the day is not said as ``2025-04``; no part is ever guessed."""
    if kind in ("bool", "error", "uncached", "percent") or len(text) > _LONGEST:
        return Refusal("不是日期")
    spelled = squeezed(text).rstrip("。")
    if _NOTHING.fullmatch(spelled):
        return Nothing(text.strip())
    if match := _DAY.fullmatch(spelled) or _DIGITS.fullmatch(spelled):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    match = _MONTH.fullmatch(spelled)
    if match and kind != "number":  # the number 2025.1 may be January, or October with its nought lost
        year, month = int(match[1]), int(match[2])
        return f"{year}-{month:02d}" if 1 <= month <= 12 else Refusal("没有这个月份")  # noqa: PLR2004 - December
    return Refusal(_why_no_date(spelled, kind))


def _day(year: int, month: int, day: int) -> str | Refusal:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return Refusal("没有这一天")


def _why_no_date(spelled: str, kind: CellKind) -> str:
    if kind == "number":
        return "是数字，看不出是哪一天"
    if _YEARLESS.fullmatch(spelled):
        return "没有写明年份"
    return "没有写明是哪一天" if _VAGUE.search(spelled) and re.search(r"\d", spelled) else "不是日期"
