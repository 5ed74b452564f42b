"""Who had returned by a day: a month's record told as it stood then. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from minsheng_cli.analysis.unit_lines import count, unit_line
from minsheng_cli.model import UnitLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.model import Catalogue, FileLine, Finding, Month, MonthRecord, Unit, UnitState

_LATER = ("file.superseded", "file.resent")  # what only a later return made true
_USABLE = ("accepted", "returned", "superseded", "duplicate")


def as_of(record: MonthRecord, catalogue: Catalogue, month: Month, day: date) -> tuple[UnitLine, ...]:
    """Return where each unit stood at the end of a day, by the times of receipt the record shows."""
    due = catalogue.due(month)
    return tuple(
        _line(unit, [f for f in record.files if f.unit == unit.id and not f.case], due, day) for unit in catalogue.units
    )


def received_on(file: FileLine) -> date | None:
    """Return the day a file came, None when its time cannot be read."""
    try:
        return datetime.fromisoformat(file.received_at).date()
    except ValueError:
        return None


def _line(unit: Unit, files: Sequence[FileLine], due: date, day: date) -> UnitLine:
    there = sorted(
        (f for f in files if (came := received_on(f)) is not None and came <= day),
        key=lambda f: (f.received_at, f.name),
    )
    usable = [f for f in there if f.outcome in _USABLE]
    if usable:
        newest = next((f for f in reversed(usable) if f.outcome != "duplicate"), usable[-1])
        return _unit_line_showing(
            unit, "returned" if count(_then(newest), "error") else "accepted", newest, usable[0], due
        )
    outcomes: tuple[UnitState, ...] = ("manual", "rejected")
    for outcome in outcomes:
        latest = [f for f in there if f.outcome == outcome][-1:]
        if latest:
            return _unit_line_showing(unit, outcome, latest[0], latest[0], due)
    return UnitLine(unit.id, "missing", None, None, name=unit.name)


def _unit_line_showing(unit: Unit, state: UnitState, shown: FileLine, first: FileLine, due: date) -> UnitLine:
    return unit_line(unit, state, shown.name, shown.received_at, _then(shown), received_on(first), due)


def _then(file: FileLine) -> list[Finding]:
    """Return what was found in a file before any later one came."""
    return [f for f in file.findings if f.code not in _LATER]
