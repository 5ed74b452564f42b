"""The cases of a year as they stand: noted by the clerk, answered by units, told month by month. Pure.

One case per (project, lead unit) until it is closed; a higher level keeps the number. Which level applies is a rule of
the settings (``model.Level``), not of the notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from minsheng_cli.model import CaseNote, CaseReply, CaseState, Month


@dataclass(frozen=True)
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
    return tuple(sorted(made, key=lambda c: order(c.number)))


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


def order(number: str) -> int:
    """Return a case's number within its year, 0 for what is none."""
    digits = number.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0


def told_before(case: Case, month: Month) -> bool:
    """Whether a case had been issued, and was still open, when a month began: what became of it is told in it."""
    return case.month < str(month) and (case.is_open or case.ended >= str(month))
