"""Text as it was written: made safe to keep, compared without regard to how it was typed, quoted briefly."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text import han
from minsheng_cli.text.fold import ILLEGAL, SPACE, clean, fold, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minsheng_cli.amounts import Amount
    from minsheng_cli.model import Month

LONGEST_QUOTE = 40
"""Characters of a cell that a message repeats."""

_FORMULA_ERROR = compile_when_used(
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|BUSY!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|GETTING_DATA|名称\?|数值!|值!|引用!)|Err:5\d\d",
    re.IGNORECASE,
)
_TOKEN = compile_when_used(r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*|[A-Za-z]+|\S")
_UNIT = compile_when_used(r"[\w%‰㎡㎥℃]")
_CLOSE = 2  # unchanged tokens between two changes that are still told as one


def has_illegal(text: str) -> bool:
    """Whether ``clean`` takes characters out of the text (not counting line breaks and blanks at the ends)."""
    return not text.isprintable() and ILLEGAL.search(text) is not None  # none of them is printable


def is_formula_error(text: str) -> bool:
    """Whether the text is what a spreadsheet shows for a failed formula, as after a copy of values: ``#REF!``."""
    return text.strip()[:1] in ("#", "E", "e") and _FORMULA_ERROR.fullmatch(text.strip()) is not None


def why_huge(amount: Amount) -> str:
    """Return the likely cause of an implausibly large amount, as a Chinese clause."""
    return f"由“{quote(amount.spelled)}”换算而来" if amount.converted else "疑似以元填报"


def quote(text: str) -> str:
    """Return the text for use in a message: on one line, cut to 40 characters."""
    line = SPACE.sub(" ", clean(text[: 4 * LONGEST_QUOTE]))
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1]}…"


_DATES = compile_when_used(
    r"(?:(?:20)?\d\d[年.\-/])?\d{1,2}(?:月(?:份|\d{1,2}[日号]|[上中下]旬|[底末初])?|[.\-/]\d{1,2}[日号]?)|\d{1,2}[日号]|[本上下]月"
)


def undated(text: str) -> str:
    """Return the folded text with every date replaced by 〇, to compare texts apart from their dates."""
    return _DATES.sub("〇", fold(text))


_EXPLAINS = compile_when_used(
    r"核减|审减|调减|减少系|减少是因|核销|冲减|剔除|退回资金|收回|更正|纠正|修正|误报|错报|多报|重复(?:统计|计算|上报)|口径(?:有|发生)?(?:调整|变化)"
)
_CLAUSE = compile_when_used(r"[^。；！？;!?\n]+")


def explanation(texts: Iterable[str]) -> str:
    """Return the clause in which a unit explains why a cumulative figure became smaller, "" when it does not."""
    clauses = (clause for text in texts for clause in _CLAUSE.findall(text))
    return next((quote(clause) for clause in clauses if _EXPLAINS.search(clause)), "")


def is_hollow(text: str) -> bool:
    """Whether the text holds no letter, digit or Chinese character at all: blank, ``—``, ``/``, ``。``."""
    return not any(char.isalnum() for char in text)


def difference(official: str, found: str) -> str:
    """Return the first two changes as Chinese clauses: ``原文“1200个”，现为“1000个”``."""
    old, new = _TOKEN.findall(official), _TOKEN.findall(clean(found))
    if len(new) > 2 * len(old) + 100:
        return "现在的文字比原文长得多"
    matcher = SequenceMatcher(None, [fold(t) or t for t in old], [fold(t) or t for t in new], autojunk=False)
    if matcher.real_quick_ratio() < 0.2 or matcher.quick_ratio() < 0.2:  # noqa: PLR2004 - hardly a word in common
        return f"现为“{quote(found)}”"
    places: list[list[int]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        if places and a - places[-1][1] <= _CLOSE:
            places[-1][1], places[-1][3] = b, d
        else:
            places.append([a, b, c, d])
    told = "；".join(_difference_at(old, new, place) for place in places[:2])
    return told + (f"；等{len(places)}处" if len(places) > 2 else "")  # noqa: PLR2004 - more than were told


def _difference_at(old: list[str], new: list[str], place: list[int]) -> str:
    a, b, c, d = place
    if a == b:
        return f"多出“{quote(''.join(new[c:d]))}”"
    if c == d:
        return f"缺少“{quote(''.join(old[a:b]))}”"
    # A figure says little without its unit.
    tail = 1 if b < len(old) and d < len(new) and old[b - 1][0].isdigit() and _UNIT.match(old[b]) else 0
    return f"原文“{quote(''.join(old[a : b + tail]))}”，现为“{quote(''.join(new[c : d + tail]))}”"


_UP_TO = compile_when_used(
    rf"截[至止]到?(?:(20\d\d)[年./-])?(\d{{1,2}}|{han.MONTH})(?:月|[./-]\d)"
    rf"|(?<![\d.])(?:1|一)月?[-—–~至到](\d{{1,2}}|{han.MONTH})月|前(\d|{han.MONTH})个月"
    rf"|^(\d{{1,2}}|{han.MONTH})月份?[,:]?(?:共|累计|已|又)*完成"
)
_TAKEN_FROM = compile_when_used(rf"(?:数据|内容|情况|进展)(?:[来取摘]自|为|系|同)(\d{{1,2}}|{han.MONTH})月")
_DONE = compile_when_used(r"完成|建成|竣工|改造|新增|投用|治理|整治|实施")
_YEAR = compile_when_used(r"(20\d\d)年")
_LAST_YEAR = compile_when_used(r"[去上]年")
_YEARS_END = compile_when_used(r"截[至止]到?(?:(20\d\d)年?|[去上]年)年?[底末终]")
_LAST_MONTH = compile_when_used(r"截[至止]到?上月")
_NOW = compile_when_used(r"目前|当前|至今|现已|[截到][至止]?今|本月|当月|下月")


def stops_before(text: str, month: Month) -> bool:
    """Return whether a text says that it goes up to an earlier month (截至3月) and does not mention ``month``."""
    said = squeezed(text)
    found = [m for m in _UP_TO.finditer(said) if m[1] in (None, str(month.year))]
    names = [m[2] or m[3] or m[4] or m[5] for m in found]
    months = [int(name) if name.isdigit() else han.number(name) or 0 for name in names]
    months += [int(m[1]) if m[1].isdigit() else han.number(m[1]) or 0 for m in _TAKEN_FROM.finditer(said)]
    months += [0 for m in _YEARS_END.finditer(said) if m[1] != str(month.year)]
    if not (months or _LAST_MONTH.search(said)) or max(months, default=0) >= month.month or _NOW.search(said):
        return False
    return not re.search(rf"(?<!\d){month.month}月", said)


def tells_of_the_past(text: str, month: Month) -> bool:
    """Return whether all that a text says was done was done in an earlier year, and it mentions nothing of this one."""
    said = squeezed(text)
    if not (_YEAR.search(said) or _LAST_YEAR.search(said)) or _NOW.search(said):
        return False
    if any(int(year) >= month.year for year in _YEAR.findall(said)) or re.search(r"(?<!年)(?<!\d)\d{1,2}月", said):
        return False
    done = [clause for clause in re.split(r"[,;。、]", said) if _DONE.search(clause)]
    return bool(done) and all(_YEAR.search(clause) or _LAST_YEAR.search(clause) for clause in done)


_TO_MONTH = rf"(?P<month>\d{{1,2}}|{han.MONTH})月(?:\d{{1,2}}[日号]|[底末])?"
_SAYS_UP_TO = compile_when_used(
    rf"\s*(?P<until>截[至止]到?)?(?:(?P<year>20\d\d)年)?(?(until)(?:1月?[-—–~至到])?|1月?[-—–~至到]){_TO_MONTH}[,，:：]?"
    r"(?=累计|已|完成|共|\d[\d.,]*\s*[万亿]?元)"
)
_SAID_UP_TO = compile_when_used(rf"(?<=[\d元万亿])\s*[(（]截[至止]到?(?:(?P<year>20\d\d)年)?{_TO_MONTH}[)）]\s*$")


def without_time(text: str, month: Month) -> str:
    """Return the text of a figure without saying that it goes up to ``month``: 截至4月底累计1200, 1200（截至4月）."""
    before, behind = _SAYS_UP_TO.match(text), _SAID_UP_TO.search(text)
    said = before or behind
    if said is None or said["year"] not in (None, str(month.year)):
        return text
    named = int(said["month"]) if said["month"].isdigit() else han.number(said["month"])
    if named != month.month:
        return text
    return text[said.end() :] if before else text[: said.start()]


_OF_MONTH = compile_when_used(
    rf"[此该本这]?(?:数据?|数字|项)?[为是系]?(?:截[至止]到?)?(\d{{1,2}}|上|{han.MONTH})月份?[底末]?的?(?:累计)?(?:数据?|数字)[。.]?"
)


def of_another_month(remark: str, month: Month) -> bool:
    """Return whether a remark beside a figure says that it is another month's: 此为3月数, 系上月数据."""
    said = _OF_MONTH.fullmatch(squeezed(remark))
    if said is None:
        return False
    return (int(said[1]) if said[1].isdigit() else han.number(said[1])) != month.month
