"""督办单: what one unit has fallen behind with, and what it is asked to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.findings import quoted
from minsheng_cli.form_spec import REPLY_TITLE
from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content.points import lag_points, problem_points
from minsheng_cli.reports.content.words import listed
from minsheng_cli.words import STANDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from minsheng_cli.model import Catalogue, Level
    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.cases import CaseLine
    from minsheng_cli.reports.content.points import Item
    from minsheng_cli.reports.content.story import LagLine


UNNUMBERED = "未编号"


@dataclass(frozen=True)
class ReplyRow:
    """One row of the 整改情况反馈表, to be filled in by the unit: found again by its number."""

    number: str
    project: str
    matter: str
    measures: str = ""
    result: str = ""
    until: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Slip:
    """A rectification slip (督办单) to one unit."""

    unit: str
    unit_name: str
    title: str
    intro: str
    lagging: tuple[Item, ...]
    problems: tuple[Item, ...]
    demand: str
    office: str
    numbered: str = ""  # 编号：督2025-01（督办）; 未编号 where no case was issued
    copies: str = ""  # 抄送：…, by level, from the settings
    reply: tuple[ReplyRow, ...] = ()  # the form on the second page; none without a number it could be found by


def slips(report: MonthlyReport, catalogue: Catalogue, levels: Sequence[Level] = ()) -> tuple[Slip, ...]:
    """Return a slip for each unit with a lagging project, in official order. ``levels``: whom each is copied to."""
    return tuple(_slips(report, catalogue, {level.name: level.copies for level in levels}))


def _slips(report: MonthlyReport, catalogue: Catalogue, copies: Mapping[str, Sequence[str]]) -> Iterator[Slip]:
    story, month = report.story, report.month
    office = catalogue.office_in_full
    for unit in catalogue.units if story else ():
        lagging = [line for line in story.lagging if unit.id in line.unit_ids] if story else []
        if not lagging or story is None:
            continue
        problems = [p for p in story.problems if p.is_open and not p.to_close and p.unit == unit.id]
        quoted_already = "\n".join(line.reasons for line in lagging)  # as the reason of a lagging project
        problems = [p for p in problems if p.text not in quoted_already]
        own = {c.project: c for c in story.cases if c.unit == unit.id and c.is_open}
        cases = [own[line.project] for line in lagging if line.project in own]
        informed = dict.fromkeys(office for case in cases for office in copies.get(case.level, ()))
        number = f"{len(lagging)}个项目" if len(lagging) > 1 else quoted(catalogue.project(lagging[0].project).name)
        yield Slip(
            unit.id, unit.name, f"{month.label}{catalogue.terms.topic}督办单",
            f"经对照{catalogue.document}确定的目标任务和你单位报送的{month.label}推进落实情况，"
            f"你单位牵头的{number}滞后于时序进度，请认真分析原因，抓紧整改。",
            lag_points(lagging, to=unit.name), problem_points(problems, to=unit.name),
            _demand(report, catalogue, cases), office, _numbered(lagging, own),
            f"抄送：{listed(informed)}" if informed else "",
            tuple(ReplyRow(case.number, case.name, _matter(line)) for line in lagging
                  if (case := own.get(line.project)) is not None),
        )  # fmt: skip


def _numbered(lagging: Sequence[LagLine], own: Mapping[str, CaseLine]) -> str:
    """Return the line of numbers under the title; what has none yet says so."""
    levels: dict[str, list[str]] = {}
    for line in lagging:
        if (case := own.get(line.project)) is not None:
            levels.setdefault(case.level, []).append(case.number)
    lacking = len(lagging) - sum(map(len, levels.values()))
    rest = f"另{lacking}个项目{UNNUMBERED}" if levels else UNNUMBERED
    numbers = [f"{listed(several)}（{level}）" for level, several in levels.items()]
    return f"编号：{'；'.join([*numbers, *[rest] * bool(lacking)])}"


def _matter(line: LagLine) -> str:
    """Return what the unit has to answer for, in a clause for a narrow column."""
    what = line.indicator or line.name
    gap = f"，落后{abs(line.gap):f}个百分点" if line.gap is not None and line.gap < 0 else ""
    return f"{what}：应达{line.expected}，实际{line.actual}{gap}" if gap else f"{what}：{STANDINGS[line.code]}"


def _demand(report: MonthlyReport, catalogue: Catalogue, cases: Sequence[CaseLine]) -> str:
    """Return what is asked for, and until when: by the cases' own day, else with the next month's return."""
    if cases:
        return (
            f"请逐项制定整改措施、明确完成时间，于{min(cases, key=lambda c: c.due_on).due}前填写所附《{REPLY_TITLE}》，"
            f"经单位主要负责人审核后连同佐证材料报送{catalogue.office}。"
        )
    after = report.month.shift(1)
    if after > catalogue.last_month:
        return f"请逐项制定整改措施、明确完成时间，并书面报送{catalogue.office}。"
    due = catalogue.due(after)
    return (
        f"请逐项制定整改措施、明确完成时间，于{due.year}年{due.month}月{due.day}日前"
        f"随{after.month}月报表一并报送{catalogue.office}。"
    )
