"""Known exceptions: which waivers hold in a month, and a finding for those that have expired or met nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.findings import KINDS, found
from minsheng_cli.nouns import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.model import Catalogue, Finding, MonthRecord, Rulebook, Waiver
    from minsheng_cli.month.periods import Period


_NAMED = 5  # entries of other years that are named


def rulebook(period: Period) -> Rulebook:
    """Return the judging rules with the waivers that hold in the month."""
    waivers = period.workspace.waivers.own
    return replace(period.workspace.settings.rulebook, waivers=tuple(w for w in waivers if period.month <= w.until))


def waiver_findings(period: Period, record: MonthRecord) -> Iterator[Finding]:
    """Yield a finding for each waiver that has expired, or that held but was not needed this month.

    Also for what the files of waivers and plans say of other years, which is ignored.
    """
    for code, others in (
        ("waiver.other-year", period.workspace.waivers.other_years),
        ("plan.other-year", period.workspace.plans_by_year.other_years),
    ):
        if others:
            several = "、".join(others[:_NAMED]) + ("等" if len(others) > _NAMED else "")
            yield found(code, count=len(others), several=several, year=period.catalogue.year)
    settled = {(f.code, line.unit, f.project) for line in record.files for f in line.findings if f.settled}
    settled |= {(f.code, None, f.project) for f in record.findings if f.settled}
    for waiver in period.workspace.waivers.own:
        if period.month > waiver.until:
            code = "waiver.expired"
        elif any(_concerns(waiver, *said) for said in settled):
            continue
        else:
            code = "waiver.unused"
        whose, title = _whose(waiver, period.catalogue), KINDS[waiver.rule].title
        yield found(
            code, project=waiver.project, whose=whose, title=title, until=waiver.until.label, reason=waiver.reason
        )


def _concerns(waiver: Waiver, code: str, unit: str | None, project: str | None) -> bool:
    return waiver.rule == code and waiver.unit in (None, unit) and waiver.project in (None, project)


def _whose(waiver: Waiver, catalogue: Catalogue) -> str:
    """Return whose waiver it is, also where the unit or the project is not in the month's list."""
    units = catalogue.unit_names
    projects = catalogue.project_names
    unit = units.get(waiver.unit, waiver.unit) if waiver.unit else ""
    return unit + (f"“{projects.get(waiver.project, waiver.project)}”" if waiver.project else "")
