"""What the text of a header cell means, whatever was added to it, left out or renamed. Pure.

Source of the names: ``form_spec.COLUMNS`` and their aliases.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from minsheng_cli import form_spec

MAX_HEADER = 40  # characters; longer texts are content or small print

_BRACKETS = re.compile(r"\([^()]*(?:\)|$)|\[[^\]]*(?:\]|$)|【[^】]*(?:】|$)|〔[^〕]*(?:〕|$)")
_ENUMERATION = re.compile(r"^(?:\d{1,2}[.、)]|[一二三四五六七八九十]+、|[①-⑳])")
_NOT_WORD = re.compile(r"[\W_]+")
# "截至4月25日", "1-4月", "本月" … before a header's name.
_PERIOD = re.compile(
    r"^(?:(?:截[至止])?(?:20\d\d年)?(?:\d{1,2}月?[-—–~至到])?\d{1,2}月(?:份|底|末|\d{1,2}[日号])?"
    r"|截[至止]|年初至今|今年以来|本年度?|目前|当前|本月|当月|本期|当期|月度|累计|实际|主要|最新|止)+"
)
_MONEY_TAIL = re.compile(r"(?:人民币)?(?:百万|亿|万|千)?元$")
_CUMULATIVE = re.compile(r"累计|年初至今|今年以来|截[至止]|\d月?[-—–~至到]\d{1,2}月")
_ONE_MONTH = re.compile(r"本月|当月|月度|本期|当期|本季|季度|\d{1,2}月")
# Words that say a column holds something else than this month's entry.
_FOREIGN = re.compile(r"上月|上期|上次|上年|去年|下月|前期|历年|开工以?来|开工至今|建设以来")
_FOREIGN_IN = {
    "investment": re.compile(r"计划|总投资|概算|预算|预计|批复|拟|率|比例|占|年度|目标"),
    "progress": re.compile(r"计划|目标进度|投资|率$"),
    "name": re.compile(r"编号|编码|类别|类型|性质|地[点址]|负责|联系|责任"),
    "target": re.compile(r"完成|进展"),
}
# What a renamed header still contains, most telling first; used only for columns nothing else explains.
_HINTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("investment", re.compile(r"投资")),
    ("problems", re.compile(r"问题|困难")),
    ("next_steps", re.compile(r"下一?步|下阶段|建议|打算|工作计划")),
    ("contact", re.compile(r"责任人|负责人|联系")),
    ("progress", re.compile(r"进展|进度|推进|落实情况|完成情况|开展情况")),
    ("lead_unit", re.compile(r"牵头")),
    ("target", re.compile(r"目标|任务")),
    ("name", re.compile(r"项目|实事")),
    ("number", re.compile(r"序号|编号")),
)
PHONES = frozenset({"联系电话", "电话", "电话号码", "联系方式", "手机", "手机号", "手机号码", "联系号码", "联系人电话"})


class Match(NamedTuple):
    """What a header text means: the field, and how directly it says so (0 printed, 1 alias, 2 with additions)."""

    field: str
    rank: int


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a header's bare name: NFKC, without blanks, brackets (and what is in them), numbering, punctuation."""
    squeezed = "".join(unicodedata.normalize("NFKC", text).split())
    bare = _BRACKETS.sub("", squeezed) or squeezed  # all of it in brackets is the name itself
    return _NOT_WORD.sub("", _ENUMERATION.sub("", bare))


def vocabulary(columns: tuple[form_spec.Column, ...]) -> dict[str, Match]:
    """Return bare header name → what it means, for one table of the layout."""
    names = {plain(alias): Match(c.key, 1) for c in columns for alias in c.aliases}
    return names | {plain(c.header): Match(c.key, 0) for c in columns}


_NAMES = vocabulary(form_spec.COLUMNS)
KEY_NAME = plain(form_spec.KEY_HEADER)


@lru_cache(maxsize=4096)
def meaning(text: str) -> Match | None:
    """Return what a header text means, or None; additions such as 截至4月 or 万元 are looked through."""
    if len(text) > MAX_HEADER or not (name := plain(text)):
        return None
    if name in _NAMES:
        return _NAMES[name]
    squeezed = _BRACKETS.sub("", "".join(unicodedata.normalize("NFKC", text).split()))
    if _FOREIGN.search(squeezed):
        return None
    bare = plain(_MONEY_TAIL.sub("", _PERIOD.sub("", squeezed)))
    return Match(_NAMES[bare].field, 2) if bare in _NAMES else None


def period(text: str) -> str:
    """Return what time a header says its figures cover: "cumulative", "month" or "" (it does not say)."""
    squeezed = "".join(unicodedata.normalize("NFKC", text).split())
    if _CUMULATIVE.search(squeezed):
        return "cumulative"
    return "month" if _ONE_MONTH.search(squeezed) else ""


def speaks_of_the_past(text: str) -> bool:
    """Return whether a header says it is last month's or next month's."""
    return _FOREIGN.search(text) is not None


def renamed(known: set[str], others: dict[int, str]) -> dict[str, int]:
    """Return field → column for headers that are none of ours but speak of exactly one missing field."""
    guesses: dict[str, list[int]] = {}
    for col, text in others.items():
        name = plain(text)
        if len(name) > MAX_HEADER or _FOREIGN.search(name):
            continue
        fields = [f for f, hint in _HINTS if hint.search(name) and not _speaks_of_other(f, name)]
        if fields and not (len(fields) > 1 and {"problems", "next_steps"} <= set(fields)):
            guesses.setdefault(fields[0], []).append(col)
    return {f: cols[0] for f, cols in guesses.items() if f not in known and len(cols) == 1}


def _speaks_of_other(field: str, name: str) -> bool:
    pattern = _FOREIGN_IN.get(field)
    return pattern is not None and pattern.search(name) is not None
