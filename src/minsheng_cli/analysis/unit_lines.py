"""One unit's line of a month: when its return came, whether in time, at how many places something is wrong. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.model import UnitLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from minsheng_cli.model import Finding, Severity, Unit, UnitState


def unit_line(  # noqa: PLR0913, PLR0917 - what a line says
    unit: Unit, state: UnitState, file: str, received_at: str, findings: Sequence[Finding], first: date | None,
    due: date,
) -> UnitLine:  # fmt: skip
    """Return the line of a unit that sent something.

    ``file``, ``received_at``, ``findings``: of the file that counts. On time is judged by ``first``, the day the unit's
    first usable file came (None when its time cannot be read); what cannot be used is neither on time nor late.
    """
    return UnitLine(
        unit=unit.id,
        name=unit.name,
        state=state,
        received_at=received_at,
        on_time=None if state == "rejected" else first is not None and first <= due,
        file=file,
        errors=count(findings, "error"),
        warnings=count(findings, "warning"),
    )


def count(findings: Sequence[Finding], severity: Severity) -> int:
    """Return at how many places something of that severity was found."""
    told = (f for f in findings if f.severity == severity)
    return len({(f.where, f.project, f.field) if f.where else (f.code, f.project, f.field) for f in told})
