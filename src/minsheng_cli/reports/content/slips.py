"""督办单: what one unit has fallen behind with, and what it is asked to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minsheng_cli.findings import quoted
from minsheng_cli.reports.content.points import lag_points, problem_points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.model import Catalogue
    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.points import Item


@dataclass(frozen=True, slots=True)
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


def slips(report: MonthlyReport, catalogue: Catalogue) -> tuple[Slip, ...]:
    """Return a slip for each unit with a lagging project, in official order."""
    return tuple(_slips(report, catalogue))


def _slips(report: MonthlyReport, catalogue: Catalogue) -> Iterator[Slip]:
    story, month = report.story, report.month
    for unit in catalogue.units if story else ():
        lagging = [line for line in story.lagging if unit.id in line.unit_ids] if story else []
        if not lagging or story is None:
            continue
        problems = [p for p in story.problems if p.is_open and p.unit == unit.id]
        number = f"{len(lagging)}个项目" if len(lagging) > 1 else quoted(catalogue.project(lagging[0].project).name)
        yield Slip(
            unit.id, unit.name, f"{month.label}重点民生实事督办单",
            f"经对照{catalogue.document}确定的目标任务和你单位报送的{month.label}推进落实情况，"
            f"你单位牵头的{number}滞后于时序进度，请认真分析原因，抓紧整改。",
            lag_points(lagging, to=unit.name), problem_points(problems, to=unit.name),
            _demand(report, catalogue), catalogue.office,
        )  # fmt: skip


def _demand(report: MonthlyReport, catalogue: Catalogue) -> str:
    """Return what is asked for, and until when: with the next month's return, as long as there is one."""
    after = report.month.shift(1)
    if after > catalogue.last_month:
        return f"请逐项制定整改措施、明确完成时间，并书面报送{catalogue.office}。"
    due = catalogue.due(after)
    return (
        f"请逐项制定整改措施、明确完成时间，于{due.year}年{due.month}月{due.day}日前"
        f"随{after.month}月报表一并报送{catalogue.office}。"
    )
