"""完成时限 in the words of a published list: 2026年12月底前 · 2026-10 · 6月30日前 · 三季度 · 全年 · 持续推进."""

from __future__ import annotations

import re

from minsheng_cli.nouns import dataclass
from minsheng_cli.text import han
from minsheng_cli.text.fold import squeezed

_YEAR_END = 12


@dataclass(frozen=True)
class Deadline:
    """A month as ``projects.yaml`` writes it ("2025.12"), whether the words say so, and whether the duty has no end."""

    month: str
    sure: bool = True
    endless: bool = False


def read_deadline(text: str, year: str) -> Deadline:
    """Return the month meant; without one the year's last, not sure; "" when not even the year is known."""
    words = squeezed(text)
    endless = bool(re.search(r"持续|长期|常态|全年", words))
    found = re.findall(r"(20\d\d)\s*(?:年|[-./])\s*(0?[1-9]|1[0-2])(?!\d)", words)
    if found:  # of several (开工 … 完工) the last is the end
        at, month = found[-1]
        later = re.search(rf"{at}(?:年|[-./])0?{int(month)}.*?(?:至|到|—|-|~)(1[0-2]|0?[1-9])月", words)
        return Deadline(
            f"{at}.{int(later[1]) if later else int(month):02}", endless=endless and not words[:4].isdigit()
        )
    own = re.findall(r"(20\d\d)年", words)
    at = own[-1] if own else year
    if not at:
        return Deadline("", sure=False, endless=endless)
    months = re.findall(r"(?<!\d)(1[0-2]|0?[1-9])月", words) or re.findall(rf"({han.MONTH})月", words)
    if months:
        last = months[-1]
        return Deadline(f"{at}.{_number(last):02}")
    quarter = re.findall(r"(?:第)?([一二三四1-4])季度", words)
    if quarter:
        last = quarter[-1]
        return Deadline(f"{at}.{3 * (_number(last)):02}")
    if "上半年" in words and "下半年" not in words:
        return Deadline(f"{at}.06")
    said = bool(own) or bool(re.search(r"年底|年末|年内|全年|本年|当年|年终|下半年", words))
    return Deadline(f"{at}.{_YEAR_END}", sure=said and not endless, endless=endless)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else han.number(text) or 0
