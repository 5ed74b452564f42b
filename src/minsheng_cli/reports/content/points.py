"""Numbered points of a paper: a lagging project, an open problem, as one paragraph each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.reports.content.brief import about, brief
from minsheng_cli.reports.content.words import listed
from minsheng_cli.text.han import numeral
from minsheng_cli.words import STANDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minsheng_cli.reports.content.story import LagLine, ProblemLine

_BRIEF = 120  # characters of a unit's own words that a paper quotes; the table has all of them
_BRIEFER = 60  # the same where several projects stand on one slip
_ENDED = compile_when_used(
    r"[。！？…](?:[（(][^（）()]*[）)]|[”’）)])*$"
)  # 。 and 。（附图） end a sentence, （附图） not


@dataclass(frozen=True)
class Item:
    """A numbered point: its heading and what is said of it."""

    number: str  # （一）
    head: str
    text: str


def lag_points(lines: Iterable[LagLine], *, to: str = "") -> tuple[Item, ...]:
    """Return a point per lagging project; ``to`` is the unit addressed, which need not be told that it leads."""
    several = list(lines)
    room = _BRIEF if len(several) == 1 else _BRIEFER
    return _numbered(_lag(line, to, room) for line in several)


def problem_points(problems: Iterable[ProblemLine], *, to: str = "") -> tuple[Item, ...]:
    """Return a point per open problem."""
    return _numbered(_problem(problem, to) for problem in problems)


def points(told: Iterable[tuple[str, str]]) -> tuple[Item, ...]:
    """Return a point per (heading, text); a single one has no number."""
    return _numbered(told)


def _numbered(told: Iterable[tuple[str, str]]) -> tuple[Item, ...]:
    said = tuple(told)
    return tuple(Item(f"（{numeral(i)}）" if len(said) > 1 else "", *item) for i, item in enumerate(said, start=1))


def inline(text: str) -> str:
    """Return a unit's words as one sentence, shortened when they are an essay."""
    lines = [stripped for line in text.split("\n") if (stripped := line.strip())]
    joined = "；".join([*(line.rstrip("。；;") for line in lines[:-1]), *lines[-1:]]).rstrip("；;")
    if len(joined) > _BRIEF:
        return f"{joined[:_BRIEF].rstrip('，。；、')}……（全文见报表）。"
    return joined if _ENDED.search(joined) else f"{joined.rstrip('，、')}。"


def _lag(line: LagLine, to: str, room: int) -> tuple[str, str]:
    others = [name for name in line.units if name != to]
    units = f"与{listed(others)}共同牵头" if to and others else listed(others)
    word = STANDINGS[line.code]
    stands = f"已连续{line.months}个月{word}" if line.months > 1 and line.code == "behind" else word
    stands += f"，已连续滞后{line.months}个月" if line.months > 1 and line.code != "behind" else ""
    gap = f"，落后{abs(line.gap):f}个百分点" if line.gap is not None and line.gap < 0 else ""
    who = "你单位" if to else "单位"
    reason = dict(line.reasons_of).get(to, "") if to else line.reasons  # a unit is told its own words only
    step = dict(line.steps_of).get(to, "") if to else line.next_steps
    reasons = f"{who}反映的原因：{inline(_short(about(reason, line.name), room))}" if reason else f"{who}未说明原因。"
    steps = f"下一步：{inline(_short(step, room))}" if step else ""
    text = f"{stands}。{line.fact}{gap}。{reasons}{steps}"
    return _head(line.name, units), text


def _short(text: str, room: int) -> str:
    """Return a unit's words, or the clauses at their beginning for which there is room."""
    return text if len(text) <= room or room == _BRIEF else brief(text, room)


def _problem(problem: ProblemLine, to: str) -> tuple[str, str]:
    age = f"已持续{problem.age}个月" if problem.age > 1 else "本月新增"
    silent = "本月未再提及" if problem.state.startswith("未再提及") else ""
    whose = "，".join(filter(None, ("" if to else problem.unit_name, age, silent)))
    measure = inline(problem.measure) if problem.measure else ""
    named = re.match("(?:措施|建议|下一步|拟)", measure)
    return (
        _head(problem.name, whose),
        inline(problem.text) + (measure if named else f"措施或建议：{measure}" if measure else ""),
    )


def _head(name: str, about: str) -> str:
    return f"{name}（{about}）。" if about else f"{name}。"
