"""What the text of a header cell means, whatever was added to it, left out or renamed. Pure.

Source of the names: the columns of the list's form (``form_spec.Form``) and their aliases.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.form_spec import KEY_HEADER, SCALES, TRADITIONAL, Column, Form, bare_header, unbracketed
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import squeezed
from minsheng_cli.text.known import remembered

if TYPE_CHECKING:
    import re

MAX_HEADER = 40  # characters; longer texts are content or small print
_MOST_KNOWN = 4096  # texts that are remembered

# "截至4月25日", "1-4月", "本月" … before a header's name.
_PERIOD = compile_when_used(
    r"^(?:(?:截[至止])?(?:20\d\d年)?(?:\d{1,2}月?[-—–~至到])?\d{1,2}月(?:份|底|末|\d{1,2}[日号])?"
    r"|截[至止]|自?年初(?:[至到]今|以来|[至到](?=\d))|今年以来|本年度?|目前|当前|本月|当月|本期|当期|月度|累计|实际|主要|最新|止)+"
)
_MONEY_TAIL = compile_when_used(r"(?:人民币)?(?:百万|亿|万|千)?元$")
_CUMULATIVE = compile_when_used(
    r"累计|年初[至到]|今年以来|截[至止]|\d月?[-—–~至到]\d{1,2}月|\d月[底末]|(?<!\d)1月1日起?"
)
_ONE_MONTH = compile_when_used(r"本月|当月|月度|本期|当期|本季|季度|\d{1,2}月")
# Words that say a column holds something else than this month's entry.
_FOREIGN = compile_when_used(r"上月|上期|上次|上年|去年|下月|前期|历年|开工以?来|开工至今|开工累计|建设以来")
_FOREIGN_IN = {
    "investment": compile_when_used(r"计划|总投资|概算|预算|预计|批复|拟|率|比例?|占|[同环]比|[增降]幅|年度|目标"),
    "progress": compile_when_used(r"计划|目标进度|投资|率$"),
    "name": compile_when_used(r"编号|编码|类别|类型|性质|地[点址]|负责|联系|责任"),
    "target": compile_when_used(r"完成|进展"),
    "problems": compile_when_used(r"类[别型]|性质|来源|编号|数量|个数"),
}
# What a renamed header still contains, most telling first; used only for columns nothing else explains.
_HINTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("investment", compile_when_used(r"投资")),
    ("problems", compile_when_used(r"问题|困难|原因|[卡堵难痛]点|(?:协调|解决)(?:解决)?的?事项")),
    ("next_steps", compile_when_used(r"下一?步|下阶段|建议|打算|工作计划|措施|请求|诉求|支持的?事项")),
    ("contact", compile_when_used(r"责任人|负责人|联系")),
    ("progress", compile_when_used(r"进展|进度|推进|落实情况|完成情况|开展情况")),
    ("lead_unit", compile_when_used(r"牵头")),
    ("target", compile_when_used(r"目标|任务")),
    ("name", compile_when_used(r"项目|实事")),
    ("number", compile_when_used(r"序号|编号")),
)
PHONES = frozenset(
    {
        "联系电话",
        "电话",
        "电话号码",
        "联系方式",
        "手机",
        "手机号",
        "手机号码",
        "联系号码",
        "联系人电话",
        "座机",
        "办公电话",
        "固定电话",
        "移动电话",
    }
)


class HeaderMatch(NamedTuple):
    """What a header text means: the field, and how directly it says so (0 printed, 1 alias, 2 with additions)."""

    field: str
    rank: int


KEY_NAME = bare_header(KEY_HEADER)


def vocabulary(columns: tuple[Column, ...]) -> dict[str, HeaderMatch]:
    """Return bare header name → what it means, for the columns of one table."""
    names = {bare_header(alias): HeaderMatch(c.key, 1) for c in columns for alias in c.aliases}
    return names | {bare_header(c.header): HeaderMatch(c.key, 0) for c in columns}


class HeaderNames:
    """What header texts mean in one form."""

    def __init__(self, form: Form) -> None:
        """Take the names from the form's columns."""
        self.form = form
        self._names = vocabulary(form.columns)
        self._known: dict[str, HeaderMatch | None] = {}  # the same few texts stand in hundreds of files

    def meaning(self, text: str) -> HeaderMatch | None:
        """Return what a header text means, or None; additions such as 截至4月 or 万元 are ignored."""
        if len(text) > MAX_HEADER:
            return None
        if text not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[text] = self._meaning(text)
        return self._known[text]

    def _meaning(self, text: str) -> HeaderMatch | None:
        name = bare_header(text)
        if not name or name in self._names:
            return self._names.get(name)
        name = unbracketed(text)
        if _FOREIGN.search(name):
            return None
        bare = bare_header(_MONEY_TAIL.sub("", _PERIOD.sub("", name)))
        return HeaderMatch(self._names[bare].field, 2) if bare in self._names else None


@lru_cache(maxsize=8)
def names_in(form: Form) -> HeaderNames:
    """Return the header names of a form, made once."""
    return HeaderNames(form)


@remembered
def period(text: str) -> str:
    """Return what a header says its figures cover: "cumulative", "month" (also a quarter) or "" (it does not say)."""
    bare = squeezed(text)
    if _CUMULATIVE.search(bare):
        return "cumulative"
    return "month" if _ONE_MONTH.search(bare) else ""


_CARRIED_OVER = compile_when_used(r"结转|[上往历去前]年")
_LEFT_OUT = compile_when_used(r"[不未]含|剔除|扣除|除外")


@remembered
def carries_over(text: str) -> bool:
    """Return whether a header says that earlier years are counted in: 含上年结转, but not 不含上年结转."""
    squeezed = "".join(text.split())
    return _CARRIED_OVER.search(squeezed) is not None and _LEFT_OUT.search(squeezed) is None


_UNDERSTOOD = compile_when_used(
    r"20\d\d年|十四五|[本当今]年度?|年初|至今|以来|自|[截起到至止]|累计|实际|目前|当前|最新|主要|已|本期|本月|当月|月度|当期|季度?"
    r"|(?:\d{1,2}|[一二三四五六七八九十]+)(?:月份?|[日号])|[底末中]|(?<![A-Za-z])\d+|完成|投资|资金|金?额|情况|工作|项目|总?数[额据]?"
    rf"|推进|落实|进展|值|量|金额|单位|计量|人民币|(?:{SCALES})?元|{SCALES}|[按以]|填[报表]?日?期?|(?:上报|报送)日|含本[月期]|保留|[一两二三四]?位?小数"
    r"|精确|须|请|年|栏|列|累|统计|口径"
)


@remembered
def not_understood(text: str) -> str:
    """Return the words of a 完成投资 header that are about neither money nor time, "" when there are none."""
    said = squeezed(text).translate(TRADITIONAL)
    return _NOT_A_WORD.sub("", _UNDERSTOOD.sub("", said)) or "".join(_EITHER.findall(said)[:1])


_EITHER = compile_when_used(rf"(?:{SCALES})?(?:元|(?<=[万亿]))[/或、](?:{SCALES})元?")  # 亿/万: nobody knows which
_NOT_A_WORD = compile_when_used(r"[^\w%‰㎡]|_")


def speaks_of_the_past(text: str) -> bool:
    """Return whether a header is about another time than this month and year: 上月, 上年, 下月, 开工以来."""
    return _FOREIGN.search(text) is not None


def says_something_else(field: str, text: str) -> bool:
    """Return whether a header below a wide header of ``field`` says that its own column holds something else."""
    return speaks_of_the_past(text) or _speaks_of_other(field, bare_header(text))


def renamed(known: set[str], others: dict[int, str]) -> dict[str, int]:
    """Return field → column for each field not yet found (``known``: found ones) that one column alone hints at.

    ``others``: column → header text, of the columns whose header the form does not have.
    """
    guesses: dict[str, list[int]] = {}
    for col, text in others.items():
        name = bare_header(text)
        if len(name) > MAX_HEADER or _FOREIGN.search(name):
            continue
        fields = [f for f, hint in _HINTS if hint.search(name) and not _speaks_of_other(f, name)]
        if fields and not (len(fields) > 1 and {"problems", "next_steps"} <= set(fields)):
            guesses.setdefault(fields[0], []).append(col)
    return {f: cols[0] for f, cols in guesses.items() if f not in known and len(cols) == 1}


def split_columns(known: set[str], others: dict[int, str]) -> dict[int, str]:
    """Return column → field for a second column of a field that has one already: 建议 beside 下一步工作.

    Only problems and next steps, which units do split in two. Arguments as of ``renamed``.
    """
    said = {col: speaks_of(text) for col, text in others.items()}
    return {col: field for col, field in said.items() if field in _SPLIT and field in known}


_SPLIT = ("problems", "next_steps")


_TO_BE_DONE = compile_when_used(r"下个?月(?:份)?(?:工作|重点)*(?:安排|计划|打算)|建议")


@remembered
def speaks_of(text: str) -> str | None:
    """Return which of investment, problems, next_steps and progress an unknown header hints at, None when none."""
    name = bare_header(text)
    if len(name) > MAX_HEADER:
        return None
    own = () if _FOREIGN.search(name) else _HINTS
    fields = [f for f, hint in own if f in _TOLD and hint.search(name) and not _speaks_of_other(f, name)]
    if not fields and _TO_BE_DONE.search(squeezed(text)):  # 下月工作安排, 备注（含建议）
        return "next_steps"
    return fields[0] if fields else None


_TOLD = ("investment", "problems", "next_steps", "progress")


def _speaks_of_other(field: str, name: str) -> bool:
    pattern = _FOREIGN_IN.get(field)
    return pattern is not None and pattern.search(name) is not None
