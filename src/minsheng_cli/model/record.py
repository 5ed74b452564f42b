r"""The month as judged, which is also ``collect --json`` and the archive's 记录.json.

Money is in 万元, as plain decimal text. Text is what the unit wrote, trimmed at both ends, line breaks as ``\n``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from minsheng_cli.form_spec import ENTRY_FIELDS
from minsheng_cli.model.calendar import Month
from minsheng_cli.model.finding import Evidence, Finding
from minsheng_cli.model.supervision import CaseReply
from minsheng_cli.nouns import dataclass, field, plain, replace

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class IndicatorValue:
    """A reported cumulative figure beside its target, as text in plain decimal notation."""

    id: str
    indicator: str
    unit: str
    target: str | None
    actual: str | None
    cell: str | None = None


@dataclass(frozen=True)
class Source:
    """Where an entry's values came from."""

    file: str
    sha256: str
    cells: dict[str, str]  # field -> ref
    received_at: str = ""
    entered: str = ""  # 据扫描件录入, 据电话录入: the clerk typed the form in; "" for the unit's own


EntryState = Literal["accepted", "returned", "missing"]


@dataclass(frozen=True)
class Correction:
    """A value the clerk put over one of a return, after asking the unit. It holds for that return only."""

    project: str
    unit: str
    field: str  # an entry field, or an indicator's id
    value: str  # as merged: investment in 万元, figures in the indicator's unit
    was: str | None  # what would be merged without it
    reason: str
    made_at: str  # ISO 8601 with offset
    sha256: str  # of the return it corrects
    withdrawn: bool = False  # takes back what was corrected before: the unit's own ``value`` holds again


@dataclass(frozen=True)
class Entry:
    """One (project, lead unit) row as merged. ``missing``: the unit's file lacks this project."""

    project: str
    unit: str
    state: EntryState
    progress: str | None = None
    investment: str | None = None  # decimal string, 万元
    problems: str | None = None
    next_steps: str | None = None
    contact: str | None = None
    indicators: tuple[IndicatorValue, ...] = ()
    source: Source | None = None
    corrections: tuple[Correction, ...] = ()  # those that hold
    steps: tuple[Correction, ...] = ()  # every one that was made for this return, oldest first, withdrawn ones too
    own: dict[str, str | None] = field(default_factory=dict)  # what the unit wrote, for each field of ``steps``
    extra: dict[str, str | None] = field(default_factory=dict)  # of the list's own columns; figures as decimal strings

    def value(self, key: str) -> str | None:
        """Return what stands in a column that a unit fills in or the list's own; None where nothing does."""
        return getattr(self, key) if key in ENTRY_FIELDS else self.extra.get(key)

    def with_values(self, values: Mapping[str, str | None]) -> Entry:
        """Return the entry with other values in some columns."""
        named: dict[str, Any] = {key: value for key, value in values.items() if key in ENTRY_FIELDS}
        own = {key: value for key, value in values.items() if key not in ENTRY_FIELDS}
        return replace(self, **named, extra=self.extra | own)


Outcome = Literal["accepted", "returned", "rejected", "duplicate", "superseded", "manual", "ignored", "discarded"]

UnitState = Literal["accepted", "returned", "rejected", "manual", "missing"]


@dataclass(frozen=True)
class FileLine:
    """What became of one file that came back."""

    name: str
    sha256: str
    unit: str | None
    month: str | None
    outcome: Outcome
    received_at: str
    received_from: str
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    case: str = ""  # the supervision case it answers, or is evidence for: it is no return then


@dataclass(frozen=True)
class UnitLine:
    """Where one lead unit stands this month."""

    unit: str
    state: UnitState
    received_at: str | None
    on_time: bool | None
    file: str | None = None  # name of the current return
    errors: int = 0
    warnings: int = 0
    errors_before: int | None = None  # in the return that this one replaced
    name: str = field(default="", compare=False)  # as it is called in that month; ``unit`` never changes


@dataclass(frozen=True)
class MonthRecord:
    """The whole month as judged; ``collect --json`` is this, and so is the archive's 记录.json."""

    month: str
    catalogue: str  # Catalogue.version it was judged by
    files: tuple[FileLine, ...]
    entries: tuple[Entry, ...]
    units: tuple[UnitLine, ...]
    outputs: dict[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()  # about the month as a whole (co-leads' equal figures …)
    replies: tuple[CaseReply, ...] = ()  # answers to supervision cases that came back this month

    @cached_property
    def as_json(self) -> dict[str, Any]:
        """The record as plain JSON data, which nobody changes: it is both kept and shown."""
        return {name: as_json(said) for name, said in plain(self).items()}


Standing = Literal[
    "overdue",
    "far-behind",
    "behind",
    "unreported",
    "unclear",
    "open",
    "normal",
    "ahead",
    "done",
    "early",
    "ongoing",
    "pending",
]
"""How an indicator or a project stands, worst first.

open: not yet reached, and nothing can be said about its pace before the deadline (a level, a rate, a milestone).
unclear: there is a figure, or should be, but no sound one. ongoing: a duty without an end. pending: 目标待定.
"""

Movement = Literal["first", "changed", "figures", "same", "gone", "blank"]
"""How a text moved: first: nothing was said before; figures: only dates and numbers changed; gone: now nothing."""

ProblemState = Literal["new", "open", "solved", "silent", "unreported", "joined"]
"""silent: its unit returned the form and says nothing of it. unreported: its unit returned nothing this month."""


@dataclass(frozen=True)
class Decision:
    """What the clerk decided about a problem of the ledger; dated, never taken out again."""

    kind: Literal["close", "join", "split", "reopen", "note"]
    number: str  # of the problem
    text: str  # how it read then: a decision holds only while its problem can be found
    made_at: str  # ISO 8601 with offset
    basis: str = ""  # why: what it rests on
    other: str = ""  # join: the problem it is one with
    other_text: str = ""
    due: str = ""  # note: date by which it shall be solved, 2025-06-30
    measure: str = ""


_SPELLED = (Month, Decimal, date)
Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def as_json(value: object) -> Json:
    """Turn nouns into plain JSON data: dataclasses to objects, tuples to lists, Month and Decimal to text."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, tuple | list | frozenset):
        return [as_json(v) for v in value]
    if isinstance(value, dict):
        return {str(k): as_json(v) for k, v in value.items()}
    if isinstance(value, _SPELLED):
        return str(value)
    return {name: said if said.__class__ is str else as_json(said) for name, said in plain(value).items()}
