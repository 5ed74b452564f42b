"""What was reported before: the earlier months' records, as blanks and rules need them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from minsheng_cli import store
from minsheng_cli.analysis.leads import predecessor
from minsheng_cli.model import Entry
from minsheng_cli.month import periods
from minsheng_cli.nouns import dataclass, field, replace
from minsheng_cli.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import IndicatorValue, Month, Project
    from minsheng_cli.month.periods import Period

    Key = tuple[str, str]  # (project id, unit id)


@dataclass(frozen=True)
class History:
    """Earlier returns. A month that was skipped does not break the chain."""

    month: Month | None = None  # the newest earlier month with a return, None when there is none
    of_month: dict[Key, Entry] = field(default_factory=dict)  # what stood in that month
    originals: dict[str, tuple[Month, str]] = field(default_factory=dict)  # sha256 → when and as what it was taken
    latest: dict[Key, Entry] = field(default_factory=dict)  # each row's latest known value of every field


def before(period: Period) -> History:
    """Read what the year's earlier months hold, newest first.

    Of other years only the originals are known: a file that was taken then is not taken again.
    """
    month, workspace = period.month, period.workspace
    newest: Month | None = None
    of_month: dict[Key, Entry] = {}
    latest: dict[Key, Entry] = {}
    originals: dict[str, tuple[Month, str]] = {}
    reported: dict[str, dict[str, Month]] = {}  # project → unit → when it last reported on it
    for name in reversed(store.months(workspace.root)):
        earlier = month.parse(name)
        if earlier >= month:
            continue
        record = store.MonthStore(workspace.month_folder(earlier), earlier).load_record()
        for line in record.files if record is not None else ():
            if line.outcome in ("accepted", "returned", "superseded") and not line.case:
                originals[line.sha256] = earlier, line.name
        if record is None or workspace.year_of(earlier) != period.catalogue.year:
            continue
        entries = {(e.project, e.unit): e for e in record.entries if e.source}
        if entries and newest is None:
            newest, of_month = earlier, entries
        form = period.catalogue.form
        for key, entry in entries.items():
            latest[key] = _completed(latest[key], entry, form) if key in latest else entry
            reported.setdefault(key[0], {}).setdefault(key[1], earlier)
    for project, known in product(period.catalogue.projects, (latest, of_month)):
        known.update(_handed_over(project, reported.get(project.id, {}), known, period.catalogue.form))
    for key, entry in _carried_over(period).items():
        latest.setdefault(key, entry)
    return History(newest, of_month, originals, latest)


def _carried_over(period: Period) -> dict[Key, Entry]:
    """Return whom to call for projects that carry on one of an earlier year; figures begin anew with the year."""
    known: dict[Key, Entry] = {}
    for project in period.catalogue.projects:
        year, _, forerunner = project.continues.partition("/")
        months = periods.months_of_year(Workspace(period.workspace.root), int(year)) if year else []
        records = (store.MonthStore(period.workspace.month_folder(m), m).load_record() for m in reversed(months))
        for entry in (e for record in records if record for e in record.entries if e.project == forerunner):
            if entry.unit in project.lead_units and entry.contact:
                known.setdefault(
                    (project.id, entry.unit), Entry(project.id, entry.unit, "accepted", contact=entry.contact)
                )
    return known


def _handed_over(
    project: Project, reported: Mapping[str, Month], known: Mapping[Key, Entry], form: Form
) -> dict[Key, Entry]:
    """Return what former leads reported, as their successors' history: whom to call is another person now."""
    handed = {}
    nobody = {column.key: None for column in form.asked if column.person}
    for unit in project.lead_units:
        former = predecessor(project, unit, reported)
        if former is not None and (project.id, former) in known:
            handed[project.id, unit] = replace(known[project.id, former], unit=unit).with_values(nobody)
    return handed


def _completed(entry: Entry, older: Entry, form: Form) -> Entry:
    """Return an entry with the figures and the names it leaves open taken from an older one.

    A figure that was refused last month is no baseline: the one before it is.
    """
    known = {i.id: i for i in older.indicators}
    indicators: tuple[IndicatorValue, ...] = tuple(
        i if i.actual is not None else replace(i, actual=known[i.id].actual if i.id in known else None)
        for i in entry.indicators
    )
    lasting = [column.key for column in form.asked if column.kind == "money" or column.person]
    values = {key: older.value(key) for key in lasting if not entry.value(key)}
    return replace(entry, indicators=indicators).with_values(values)
