"""What the list's own columns say of a project: planned investment, whether it has begun, what is public. Pure.

``entries`` are a project's, by lead unit; a column that the office fills in says the same whoever has reported.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.form_spec import shown
from minsheng_cli.model import Month
from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from minsheng_cli.form_spec import Column
    from minsheng_cli.model import Catalogue, Entry, MonthRecord, Project

_NOT_BEGUN = ("未", "尚", "否", "待", "拟", "计划", "没")
"""How a choice begins that says work has not begun."""


@dataclass(frozen=True)
class Starts:
    """How many projects have begun (开工率): ``begun`` of those that say so one way or the other."""

    begun: int
    answered: int  # projects that say whether they have begun
    projects: int


@dataclass(frozen=True)
class PlanShare:
    """How much of 年度计划投资 has been invested, over the projects for which the list has a plan."""

    planned: Decimal  # 万元
    invested: Decimal  # 万元, of the same projects
    counted: int  # projects with a plan
    projects: int

    @property
    def share(self) -> Decimal:
        """What part of the plan that is: 1 for all of it."""
        return self.invested / self.planned


def by_project(record: MonthRecord) -> dict[str, dict[str, Entry]]:
    """Return a month's entries by project, then by lead unit; rows that no return brought are left out."""
    found: dict[str, dict[str, Entry]] = {}
    for entry in record.entries:
        if entry.state != "missing":
            found.setdefault(entry.project, {})[entry.unit] = entry
    return found


def planned_investment(project: Project, entries: Mapping[str, Entry], catalogue: Catalogue) -> Decimal | None:
    """Return what is planned to be invested this year, in 万元; None where the list has no such column or no figure.

    Equal figures of co-leads are one and the same money, different ones are added up, as for 完成投资.
    """
    column = catalogue.form.with_role("planned-investment")
    figures = {Decimal(text) for _, text in _values(column, project, entries)} if column else set()
    return sum(figures, Decimal(0)) if figures else None


def plan_share(record: MonthRecord, catalogue: Catalogue) -> PlanShare | None:
    """Return a month's 占比; None where the list has no column with ``role: planned-investment`` or no figure in it.

    Only projects with a plan count, on both sides: what others have invested is no part of it.
    """
    entries = by_project(record)
    plans = {p.id: planned_investment(p, entries.get(p.id, {}), catalogue) for p in catalogue.projects}
    known = {project: plan for project, plan in plans.items() if plan}
    if not known:
        return None
    column = catalogue.form.column("investment")
    invested = Decimal(0)
    for project in catalogue.projects:
        if project.id in known:
            figures = {Decimal(text) for _, text in _values(column, project, entries.get(project.id, {}))}
            invested += sum(figures, Decimal(0))
    return PlanShare(sum(known.values(), Decimal(0)), invested, len(known), len(catalogue.projects))


def has_begun(project: Project, entries: Mapping[str, Entry], catalogue: Catalogue, day: date) -> bool | None:
    """Whether work has begun by a day; None where the list has no such column or nothing is said in it.

    A date is held against the day (a month against its month); a choice says no by its first word: 未, 尚, 否, 待, 拟.
    With several leads the work has begun when one of them says so.
    """
    column = catalogue.form.with_role("start")
    said = [_begun(column, text, day) for _, text in _values(column, project, entries)] if column else []
    return any(said) if said else None


def starts(record: MonthRecord, catalogue: Catalogue, day: date) -> Starts | None:
    """Return how many projects have begun by a day, None where the list has no column with ``role: start``."""
    if catalogue.form.with_role("start") is None:
        return None
    entries = by_project(record)
    said = [has_begun(p, entries.get(p.id, {}), catalogue, day) for p in catalogue.projects]
    return Starts(said.count(True), len(said) - said.count(None), len(said))


def public_values(project: Project, entries: Mapping[str, Entry], catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Return (header, text) of what may be published of a project: columns with ``public: true`` that say something.

    Where lead units differ, each is named.
    """
    said = []
    for column in (c for c in catalogue.form.own if c.public and not c.person):
        values = list(_values(column, project, entries))
        texts = dict.fromkeys(shown(column, text) for _, text in values)
        if len(texts) > 1:
            named = "；".join(f"{catalogue.unit(unit).name}：{shown(column, text)}" for unit, text in values)
            said.append((column.header, named))
        elif texts:
            said.append((column.header, next(iter(texts))))
    return tuple(said)


def people_in(catalogue: Catalogue, *records: MonthRecord) -> Iterator[str]:
    """Yield every cell that names people: in the list itself, and in what was merged of the months."""
    named = [c.key for c in catalogue.form.columns if c.person]
    yield from (text for p in catalogue.projects for key in named if (text := p.extra.get(key)))
    yield from (text for r in records for e in r.entries for key in named if (text := e.value(key)))


def _values(column: Column, project: Project, entries: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    """Yield (lead unit, value) of a column; once, for no unit, where the office fills it in."""
    if column.fill == "office":
        yield from (("", text) for text in (project.extra.get(column.key),) if text)
        return
    for unit in project.lead_units:
        entry = entries.get(unit)
        if entry is not None and (text := entry.value(column.key)):
            yield unit, text


def _begun(column: Column, text: str, day: date) -> bool:
    if column.kind == "choice":
        return not text.startswith(_NOT_BEGUN)
    if len(text) == len("2025-04"):
        month = Month.parse(text)
        return (month.year, month.month) <= (day.year, day.month)
    return text <= day.isoformat()
