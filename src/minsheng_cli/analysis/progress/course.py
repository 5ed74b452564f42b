"""What is due by a day: by the unit's own plan, by the list's course, else by elapsed time.

Things counted in whole pieces are due in whole pieces: of one service centre due in December nothing is due in May.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from minsheng_cli.model import Course, Indicator, Month, Project, Step

BY_TIME, BY_PLAN, BY_STEPS = "时间进度", "单位计划", "节点计划"
_MEASURED = compile_when_used(r"[万亿千%％‰㎡㎥°度]|米|公里|里程|亩|公顷|吨|克|升|元|小时|率|百分")
"""A unit of measure in which one can do a part: 万平方米, %, 亩. Everything else is counted in whole pieces."""


@dataclass(frozen=True)
class Due:
    """What ought to be reached by the cut-off day."""

    figure: Decimal  # in the indicator's unit
    basis: str


def due(  # noqa: PLR0913 - what being due depends on
    indicator: Indicator,
    project: Project,
    month: Month,
    cut_off: date,
    *,
    since: date,
    plan: Mapping[str, Decimal],
) -> Due | None:
    """Return what is due of a quantified indicator at a month's cut-off day; None: nothing before its deadline.

    ``since``: the day the year's work is counted from. ``plan``: what the unit has filed, cumulative, by month.
    """
    target = indicator.target
    if target is None:
        return None
    filed = [text for text in plan if text <= str(month)]
    if filed:  # the last planned figure holds until the next one
        return Due(min(plan[max(filed)], target), BY_PLAN)
    course = indicator.course or project.course
    if course is not None and course.kind == "steps":
        return Due(step_due(course, month, target, indicator), BY_STEPS)
    if (course is not None and course.kind == "at-deadline") or indicator.measure in ("level", "rate"):
        return None
    return Due(_whole(Fraction(target) * _elapsed(project, cut_off, since), indicator, target), BY_TIME)


def step_due(course: Course, month: Month, target: Decimal, indicator: Indicator | None = None) -> Decimal:
    """Return the figure of the newest step that has come, 0 before the first: nothing more is due before the next."""
    step = last_step(course.steps, month)
    if step is None:
        return Decimal(0)
    if not step.is_share:
        return min(step.figure, target)
    part = Fraction(step.figure) / 100 * Fraction(target)
    return _whole(part, indicator, target) if indicator else _decimal(part)


def last_step(steps: Sequence[Step], month: Month) -> Step | None:
    """Return the newest step that has come by a month."""
    come = [step for step in steps if step.month <= month]
    return max(come, key=lambda step: step.month, default=None)


def is_whole(indicator: Indicator) -> bool:
    """Whether an indicator counts whole things: 个, 所, 户 with a whole target."""
    target = indicator.target
    counted = indicator.measure == "cumulative" and not _MEASURED.search(indicator.unit)
    return counted and target is not None and target == target.to_integral_value()


def _whole(figure: Fraction | Decimal, indicator: Indicator, target: Decimal) -> Decimal:
    part = min(Fraction(figure), Fraction(target))
    return Decimal(floor(part)) if is_whole(indicator) else _decimal(part)


def _decimal(part: Fraction) -> Decimal:
    return Decimal(part.numerator) / Decimal(part.denominator)


def _elapsed(project: Project, cut_off: date, since: date) -> Fraction:
    """Return the elapsed part of the project's own period, from the start of the year's work to its deadline."""
    whole = (project.deadline.last_day - since).days + 1
    gone = (cut_off - since).days + 1
    return min(max(Fraction(gone, max(whole, 1)), Fraction(0)), Fraction(1))
