"""Which months a short text names: file names, titles, small print. Pure.

A month is what a return is *of*; a day (2025年4月24日, 20250424) is only when something was written, and says less.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from minsheng_cli.model import Month
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text import han
from minsheng_cli.text.fold import half_width

_TO = "[-—–~～至到]"
_OTHER_PAPERS = r"\s*(?:考核|总结|述职|工作总结|汇报材料)"  # of a year's end, and no return

_NAMED = compile_when_used(
    rf"""
      (?<!\d)(?P<final_year>20\d\d|\d\d(?=年))\s*(?:年\s*终|-\s*(?:终|final))(?!{_OTHER_PAPERS})
    | (?<!\d)(?:(?P<range_year>20\d\d|\d\d(?=年))\s*[年./_-]\s*)?(?P<range_from>\d{{1,2}})\s*月?\s*{_TO}\s*
             (?P<range_to>\d{{1,2}})\s*月(?!\s*\d)
    | (?<!\d)(?P<day_year>20\d\d)\s*[年./_-]\s*(?P<day_month>\d{{1,2}})\s*[月./_-]\s*\d{{1,2}}(?!\d)
    | (?<!\d)(?P<date_year>20\d\d)(?P<date_month>0[1-9]|1[0-2])[0-3]\d(?!\d)
    | (?<!\d)(?P<year>20\d\d|\d\d(?=年))\s*[年./_-]\s*(?P<month>\d{{1,2}})(?!\d)(?:\s*月)?
    | (?<!\d)(?P<solid_year>20\d\d)(?P<solid_month>0[1-9]|1[0-2])(?!\d)
    | (?<!\d)(?P<short_day_month>\d{{1,2}})\s*月\s*\d{{1,2}}\s*[日号]
    | (?<!\d)(?P<short_month>\d{{1,2}})\s*月
    | (?<![{han.NUMERALS}])(?P<han>元|{han.MONTH})月(?!一[报次])
    """,
    re.VERBOSE,
)
# 12月底前, 2025.12完成, 5月计划: a deadline or a plan, not what the return is of.
_NOT_OF_IT = compile_when_used(
    r"\s*[份底末]*\s*(?:\d{1,2}\s*[日号])?\s*(?:之?前|以前|(?:工作)?(?:计划|打算|安排)|的?(?:通知|文件|要求|会议|印发|下发)|完成(?=$|[\W_]|的|项目))"
)
_DEADLINE_BEFORE = compile_when_used(r"(?:时限|期限|限时|去年|计划)[:：]?\s*$")


class Named(NamedTuple):
    """The months a text names, and the months of the days it names; each once, in order."""

    months: tuple[Month, ...]
    days: tuple[Month, ...]


def months_named(text: str, year: int) -> Named:
    """Return what a text says about time; 4月 without a year is taken in ``year``.

    2025年终 is the year's closing period. Deadlines and plans do not count, nor a range that does not begin in January
    (1-4月 is April's cumulative).
    """
    return _named(text, year) if len(text) <= _REMEMBERED else _named.__wrapped__(text, year)


_REMEMBERED = 200  # characters: titles and keys are the same in every return


@lru_cache(maxsize=1024)
def _named(text: str, year: int) -> Named:
    plain = half_width(text)
    months: dict[Month, None] = {}
    days: dict[Month, None] = {}
    for match in _NAMED.finditer(plain):
        if _NOT_OF_IT.match(plain, match.end()) or _DEADLINE_BEFORE.search(plain, 0, match.start()):
            continue
        read = _read(match, year)
        if read is not None:
            month, is_day = read
            (days if is_day else months).setdefault(month)
    return Named(tuple(months), tuple(days))


def _read(match: re.Match[str], year: int) -> tuple[Month, bool] | None:
    """Return the month of one match and whether it was a day."""
    said = {name: text for name, text in match.groupdict().items() if text is not None}
    if "final_year" in said:
        stated_year = int(said["final_year"])
        return Month.closing(stated_year + (2000 if stated_year < 100 else 0)), False  # noqa: PLR2004 - 25年终
    if "range_to" in said:
        month = _month(said.get("range_year"), said["range_to"], year) if int(said["range_from"]) == 1 else None
        return (month, False) if month else None
    if "han" in said:
        return Month(year, han.number(said["han"]) or 1), False
    is_day = any(name.startswith(("day_", "date_", "short_day_")) for name in said)
    number = next(text for name, text in said.items() if name.endswith("month"))
    stated = next((text for name, text in said.items() if name.endswith("year")), None)
    month = _month(stated, number, year)
    return (month, is_day) if month else None


def _month(stated: str | None, number: str, year: int) -> Month | None:
    full = int(stated) if stated else year
    full += 2000 if full < 100 else 0  # noqa: PLR2004 - 25年
    return Month(full, int(number)) if 1 <= int(number) <= 12 else None  # noqa: PLR2004 - months of a year
