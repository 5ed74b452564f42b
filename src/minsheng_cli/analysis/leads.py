"""Who carries on for whom: when a project's lead changes in mid-year, its history goes with the project. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.model import Month, Project


def predecessor(project: Project, unit: str, reported: Mapping[str, Month]) -> str | None:
    """Return the former lead whose figures a new one takes over; None where there is none, or it is not certain.

    ``reported``: when each unit last reported on the project. One that still leads it keeps its own; where two former
    leads, or two new ones, come into question, nobody's cumulative figure can be held against anybody else's.
    """
    fresh = [u for u in project.lead_units if u not in reported]
    gone = {u: month for u, month in reported.items() if u not in project.lead_units}
    if fresh != [unit] or not gone:
        return None
    last = max(gone.values())
    newest = [u for u, month in gone.items() if month == last]
    return newest[0] if len(newest) == 1 else None


def successor(project: Project, known: frozenset[str]) -> str | None:
    """Return the lead that answers for what a former one left open; ``known``: units that led it before."""
    fresh = [u for u in project.lead_units if u not in known]
    return next(iter(fresh or project.lead_units), None)
