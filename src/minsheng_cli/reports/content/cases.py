"""Supervision as the papers tell it: this month's slips, and what became of those before (上月督办事项办理情况)."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from minsheng_cli.analysis.progress import LAGGING
from minsheng_cli.analysis.supervision import told_before
from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content.brief import brief
from minsheng_cli.reports.content.words import listed, named, this
from minsheng_cli.words import CASE_STATES, STANDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.analysis.supervision import Case
    from minsheng_cli.model import CaseReply

_ALIKE = 3  # cases, or numbers in a row, that are told as one
_MEASURES = 60  # characters of a unit's answer that a paper quotes
_DONE = ("整改到位", "已到位", "已完成", "整改完成", "已整改")


@dataclass(frozen=True)
class CaseLine:
    """One case as it stands this month."""

    number: str
    level: str
    unit: str  # Unit.id
    unit_name: str
    project: str  # Project.id
    name: str
    issued: str  # 5月28日
    due: str  # 6月10日
    due_on: str  # 2025-06-10
    code: str
    state: str  # in words
    months: int  # it had been behind when the newest slip went out
    fact: str  # what the newest slip rests on
    result: str  # what became of it, one clause
    evidence: int  # files
    is_open: bool
    is_new: bool  # issued or raised in this month's papers
    is_earlier: bool  # what became of it is told in this month's papers


def case_lines(story: MonthStory) -> tuple[CaseLine, ...]:
    """Return every case of the year that was not taken back before this month, in order of number."""
    return tuple(
        _line(case, story)
        for case in story.cases
        if case.is_open or case.state == "closed" or case.ended == str(story.month)
    )


def followup(story: MonthStory) -> tuple[str, ...]:
    """Return what became of the cases issued before this month; () where there is nothing to tell.

    One sentence each; three and more of the same level with the same result stand in one, in the place of the first.
    """
    alike: dict[tuple[str, str], list[CaseLine]] = {}
    for line in case_lines(story):
        if line.is_earlier:
            alike.setdefault((line.level, line.result), []).append(line)
    told: dict[str, str] = {}
    for (level, result), lines in alike.items():
        if len(lines) < _ALIKE:
            told |= {x.number: f"{x.number}（{x.unit_name}，{x.name}，{level}）：{result}。" for x in lines}
            continue
        units = list(dict.fromkeys(line.unit_name for line in lines))
        whose = named(units, "个单位")
        told[lines[0].number] = f"{spans(x.number for x in lines)}（{whose}，{level}，共{len(lines)}件）：{result}。"
    return tuple(told[number] for number in sorted(told, key=[x.number for x in case_lines(story)].index))


def spans(numbers: Iterable[str]) -> str:
    """Return numbers of cases in their order, three and more in a row as 督2025-01至督2025-05."""
    runs: list[list[str]] = []
    for number in sorted(numbers, key=lambda n: (_serial(n) is None, _serial(n) or ("", 0))):
        here, last = _serial(number), _serial(runs[-1][-1]) if runs else None
        if here is not None and last is not None and here == (last[0], last[1] + 1):
            runs[-1].append(number)
        else:
            runs.append([number])
    return listed(f"{run[0]}至{run[-1]}" if len(run) >= _ALIKE else listed(run) for run in runs)


def _serial(number: str) -> tuple[str, int] | None:
    """Return a number's beginning and its serial figure; None for one that has none."""
    found = re.fullmatch(r"(.*?)(\d+)", number)
    return (found[1], int(found[2])) if found else None


def _line(case: Case, story: MonthStory) -> CaseLine:
    units = story.view.catalogue.unit_names
    projects = story.view.catalogue.project_names
    newest, month, year = case.newest, str(story.month), story.month.year
    return CaseLine(
        case.number, case.level, case.unit, units.get(case.unit, case.unit), case.project,
        projects.get(case.project, case.project), _day(newest.at[:10], year), _day(case.due, year), case.due,
        case.state, CASE_STATES[case.state], newest.months, newest.fact, "，".join(_result(case, story)),
        sum(len(r.evidence) for r in case.replies), case.is_open, case.is_open and newest.month == month,
        told_before(case, story.month),
    )  # fmt: skip


def _result(case: Case, story: MonthStory) -> Iterator[str]:
    """Yield what became of a case, clause by clause."""
    year, now = story.month.year, this(story.month)
    if case.state == "withdrawn":
        yield f"已撤回（{case.basis}）"
        return
    reply = case.reply
    if reply is not None:
        yield f"{_day(reply.received_at[:10], year)}反馈{_answer_text(reply)}"
    if case.state == "closed":
        yield f"已销号（{case.basis}）"
        return
    if case.state == "overdue":
        again = "" if reply is None else "升级后再次"
        yield f"{again}逾期未反馈（应于{_day(case.due, year)}前）"
    elif case.state == "issued" and reply is None:
        yield "尚未反馈"
    item = story.progress.get(case.project)
    raised = case.newest.kind == "escalated" and case.newest.month == str(story.month)
    if item is not None and item.standing in LAGGING:
        yield f"{now}仍{STANDINGS[item.standing]}" + (f"，升级为{case.level}" if raised else "")
    elif item is not None and item.standing not in ("unreported", "unclear"):
        yield f"{now}{STANDINGS[item.standing]}，待核实销号"
    if case.state == "issued" and case.due and not raised:  # else the demands say so
        yield f"请于{_day(case.due, year)}前反馈"


def _answer_text(reply: CaseReply) -> str:
    """Return what a unit answered, in brief."""
    done = "已整改到位" if any(word in reply.result for word in _DONE) and "未" not in reply.result else ""
    words = brief(" ".join(reply.measures.split()), _MEASURES).rstrip("。；，") if reply.measures else ""
    told = "；".join(filter(None, (done, words)))
    files = f"（附佐证材料{len(reply.evidence)}份）" if reply.evidence else ""
    return (f"：{told}" if told else "") + files


def _day(text: str, year: int) -> str:
    """Return 2025-06-10 as 6月10日; with its year where that is another one than the month's that is told."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{'' if day.year == year else f'{day.year}年'}{day.month}月{day.day}日"
