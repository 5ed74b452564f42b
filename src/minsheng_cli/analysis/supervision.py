"""The cases of a year as they stand: noted by the clerk, answered by units, told month by month. Pure.

One case per (project, lead unit) until it is closed; a higher level keeps the number. Which level applies is a rule of
the settings (``model.Level``), not of the notice.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from minsheng_cli.form_spec import CASE_NUMBER
from minsheng_cli.model import CaseNote
from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.model import CaseReply, CaseState, Level, Month, RestDays


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it stands on a day."""

    number: str
    unit: str  # Unit.id
    project: str  # Project.id
    level: str
    issued: str  # the day of its first slip, 2025-05-28
    month: str  # the month whose list gave rise to it
    due: str  # by when the unit answers the newest slip
    state: CaseState
    steps: tuple[CaseNote, ...]
    replies: tuple[CaseReply, ...] = ()  # oldest first
    ended: str = ""  # the month in whose papers its end is told
    basis: str = ""  # of its end

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something."""
        return self.state not in ("closed", "withdrawn")

    @property
    def reply(self) -> CaseReply | None:
        """The newest answer."""
        return self.replies[-1] if self.replies else None

    @property
    def newest(self) -> CaseNote:
        """The slip that holds now: of its issue or its last escalation."""
        return next(step for step in reversed(self.steps) if step.kind in ("issued", "escalated"))

    @property
    def replied_in_time(self) -> bool | None:
        """Whether the newest slip was answered by its day; None where there is no answer to it."""
        own = [r for r in self.replies if r.received_at[:10] >= self.newest.at[:10]]
        return own[0].received_at[:10] <= self.due if own else None


def cases(notes: Iterable[CaseNote], replies: Iterable[CaseReply], day: date) -> tuple[Case, ...]:
    """Return every case as it stands on a day, in order of number.

    ``notes`` and ``replies``: what is told up to the month looked at. ``day`` decides what is overdue.
    """
    steps: dict[str, list[CaseNote]] = {}
    for note in notes:
        steps.setdefault(note.number, []).append(note)
    answers: dict[str, list[CaseReply]] = {}
    for reply in replies:
        answers.setdefault(reply.number, []).append(reply)
    made = (
        _case(several, sorted(answers.get(number, ()), key=lambda r: (r.received_at, r.file)), day)
        for number, several in steps.items()
        if several[0].kind == "issued"
    )
    return tuple(sorted(made, key=lambda c: _order(c.number)))


def _case(steps: Sequence[CaseNote], replies: Sequence[CaseReply], day: date) -> Case:
    first, last = steps[0], steps[-1]
    slip = next(step for step in reversed(steps) if step.kind in ("issued", "escalated"))
    state: CaseState = "issued"
    if last.kind in ("closed", "withdrawn"):
        state = "closed" if last.kind == "closed" else "withdrawn"
    elif any(r.received_at[:10] >= slip.at[:10] for r in replies):
        state = "replied"
    elif slip.due and day.isoformat() > slip.due:
        state = "overdue"
    ended = state in ("closed", "withdrawn")
    return Case(
        first.number, slip.unit, first.project, slip.level, first.at[:10], first.month, slip.due, state, tuple(steps),
        tuple(replies), last.month if ended else "", last.basis if ended else "",
    )  # fmt: skip


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
    next_number = 1 + max((_order(c.number) for c in known), default=0)
    order = {level.name: position for position, level in enumerate(levels)}
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
            if open_case is not None and order.get(open_case.level, len(order)) >= order[level.name]:
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


def _order(number: str) -> int:
    digits = number.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0


def told_before(case: Case, month: Month) -> bool:
    """Whether a case had been issued, and was still open, when a month began: what became of it is told in it."""
    return case.month < str(month) and (case.is_open or case.ended >= str(month))
