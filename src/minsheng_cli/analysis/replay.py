"""Who had returned by a day: a month's record told as it stood then. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from minsheng_cli.model import UnitLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.model import Catalogue, FileLine, Month, MonthRecord, UnitState

_LATER = ("file.superseded", "file.resent")  # what only a later return made true
_USABLE = ("accepted", "returned", "superseded", "duplicate")


def as_of(record: MonthRecord, catalogue: Catalogue, month: Month, day: date) -> tuple[UnitLine, ...]:
    """Return where each unit stood at the end of a day, by the times of receipt the record shows."""
    due = catalogue.due(month)
    return tuple(
        replace(_line(unit.id, [f for f in record.files if f.unit == unit.id and not f.case], due, day), name=unit.name)
        for unit in catalogue.units
    )


def received_on(file: FileLine) -> date | None:
    """Return the day a file came, None when its time cannot be read."""
    try:
        return datetime.fromisoformat(file.received_at).date()
    except ValueError:
        return None


def _line(unit: str, files: Sequence[FileLine], due: date, day: date) -> UnitLine:
    there = sorted(
        (f for f in files if (came := received_on(f)) is not None and came <= day),
        key=lambda f: (f.received_at, f.name),
    )
    usable = [f for f in there if f.outcome in _USABLE]
    if usable:
        newest = next((f for f in reversed(usable) if f.outcome != "duplicate"), usable[-1])
        errors, warnings = _count(newest, "error"), _count(newest, "warning")
        first = received_on(usable[0])
        state: UnitState = "returned" if errors else "accepted"
        on_time = first is not None and first <= due
        return UnitLine(unit, state, newest.received_at, on_time, newest.name, errors, warnings)
    for outcome in ("manual", "rejected"):
        other = [f for f in there if f.outcome == outcome]
        if other:
            came = received_on(other[-1])
            return UnitLine(
                unit, "manual" if outcome == "manual" else "rejected", other[-1].received_at,
                came is not None and came <= due if outcome == "manual" else None, other[-1].name,
                _count(other[-1], "error"), _count(other[-1], "warning"),
            )  # fmt: skip
    return UnitLine(unit, "missing", None, None)


def _count(file: FileLine, severity: str) -> int:
    told = [f for f in file.findings if f.severity == severity and f.code not in _LATER]
    return len({(f.where, f.project, f.field) if f.where else (f.code, f.project, f.field) for f in told})
