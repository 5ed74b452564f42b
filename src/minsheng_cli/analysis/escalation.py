"""Which supervision cases a month's lagging list opens or raises to a higher level, and by when. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from minsheng_cli.analysis.supervision import order
from minsheng_cli.form_spec import CASE_NUMBER
from minsheng_cli.model import CaseNote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.analysis.supervision import Case
    from minsheng_cli.model import Level, RestDays


def level_of(months: int, levels: Sequence[Level]) -> Level | None:
    """Return the level for a project that has been behind for so many months; None: below the lowest."""
    return max((level for level in levels if level.months <= months), key=lambda v: v.months, default=None)


def to_issue(  # noqa: PLR0913 - what a slip depends on
    story: MonthStory,
    known: Sequence[Case],
    levels: Sequence[Level],
    *,
    year: int,
    at: str,
    rest_days: RestDays | None = None,
    facts: dict[str, str] | None = None,
) -> Iterator[CaseNote]:
    """Yield the notes that open a case for each line of the month's lagging list, or raise it to the level due by now.

    None for a case that is at that level already, nor where the clerk closed or withdrew one this very month.
    """
    next_number = 1 + max((order(c.number) for c in known), default=0)
    height = {level.name: position for position, level in enumerate(levels)}
    for lag in story.lagging:
        level = level_of(lag.months, levels)
        leads = story.view.catalogue.project(lag.project.project).lead_units
        for unit in lag.units if level else ():
            # A case goes with its project: whoever leads it now answers for what the former lead left open.
            own = [c for c in known if c.project == lag.project.project and (c.unit == unit or c.unit not in leads)]
            open_case = next((c for c in own if c.is_open), None)
            if open_case is None and any(c.ended == str(story.month) for c in own):
                continue
            if level is None:
                continue
            if open_case is not None and height.get(open_case.level, len(height)) >= height[level.name]:
                if open_case.unit == unit:
                    continue
                level = next((v for v in levels if v.name == open_case.level), level)
            number = open_case.number if open_case else CASE_NUMBER.format(year=year, number=next_number)
            next_number += open_case is None
            due = answer_by(date.fromisoformat(at[:10]), level.days, rest_days)
            yield CaseNote(
                "escalated" if open_case else "issued", number, unit, lag.project.project, str(story.month), at,
                level.name, due.isoformat(), lag.months, (facts or {}).get(lag.project.project, ""),
            )  # fmt: skip


def answer_by(day: date, days: int, rest_days: RestDays | None = None) -> date:
    """Return the day by which a slip is answered; never a day on which nobody works."""
    due = day + timedelta(days=days)
    while rest_days is not None and rest_days.holds(due):
        due += timedelta(days=1)
    return due
