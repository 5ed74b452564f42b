"""The year's catalogue with its dated amendments: ``at(month)`` answers what stood then."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from minsheng_cli.form_spec import OFFICIAL
from minsheng_cli.model import (
    Alias,
    Amendment,
    Catalogue,
    Contact,
    Indicator,
    Month,
    Overlap,
    Project,
    Section,
    Unit,
)
from minsheng_cli.values import merged, read_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from minsheng_cli.catalogue.draft import Draft
    from minsheng_cli.catalogue.shape import (
        AliasPart,
        AmendmentPart,
        ContactPart,
        HeadPart,
        IndicatorChange,
        IndicatorPart,
        OverlapPart,
        ProjectChange,
        ProjectPart,
        UnitPart,
    )
    from minsheng_cli.form_spec import Form


@dataclass(frozen=True)
class CatalogueBook:
    """A proved catalogue. ``issued`` is what the notice said, before any amendment."""

    issued: Catalogue
    amendments: tuple[AmendmentPart, ...] = ()  # by month they take effect
    _made: dict[Month, Catalogue] = field(default_factory=dict, compare=False, repr=False)

    @property
    def version(self) -> str:
        """First 12 hex digits of the sha256 of the file."""
        return self.issued.version

    @property
    def first_month(self) -> Month:
        """The first reporting month."""
        return self.issued.first_month

    @property
    def last_month(self) -> Month:
        """The last reporting month."""
        return self.issued.last_month

    def at(self, month: Month) -> Catalogue:
        """Return what stood in that month: names, leads, targets, and only the units that then lead something.

        The same month gives the same object, so that what others derive from it can be kept beside it.
        """
        if month not in self._made:
            self._made[month] = _amended(self.issued, [a for a in self.amendments if a.since <= month], month)
        return self._made[month]


def compose(draft: Draft, head: HeadPart, contacts: Mapping[str, ContactPart], version: str) -> CatalogueBook:
    """Make the book of a draft that has been proved."""
    form = OFFICIAL.with_own((c.part.column(), c.part.after) for c in draft.columns)
    issued = Catalogue(
        version=version,
        year=head.year,
        district=head.district,
        office=head.office,
        document=head.document.number,
        document_title=head.document.title,
        form_label=head.form.label,
        form_title=head.form.title,
        summary_title=head.form.summary_title,
        first_month=head.months.first,
        last_month=head.months.last,
        due_day=head.due.day,
        due_inclusive=head.due.inclusive,
        sections=tuple(Section(s.part.id, s.part.title, s.part.short) for s in draft.sections),
        units=tuple(_unit(u.part, contacts.get(u.part.name)) for u in draft.units),
        projects=tuple(_project(p.part, [i.part for i in draft.of_project(p.path)], form) for p in draft.projects),
        overlaps=tuple(_overlap(o.part) for o in draft.overlaps),
        issuer=head.document.issuer,
        issued=head.document.date,
        form=form,
    )
    return CatalogueBook(issued, tuple(sorted((a.part for a in draft.amendments), key=lambda a: a.since)))


def _unit(part: UnitPart, contact: ContactPart | None) -> Unit:
    said = contact or part.contact
    known = Contact(said.name, said.phone, said.email) if said and (said.name or said.phone or said.email) else None
    aliases = [_alias(a, lookalike=False) for a in part.aliases]
    aliases += [_alias(a, lookalike=True) for a in part.lookalikes]
    return Unit(part.name, part.name, part.full_name, tuple(aliases), known)


def _alias(part: AliasPart, *, lookalike: bool) -> Alias:
    return Alias(part.name, lookalike, part.since, part.until)


def _extra(said: Mapping[str, str], form: Form) -> dict[str, str]:
    """Return what the office filled in, as it is merged."""
    read = {key: merged(read_value(form.column(key), text)) for key, text in said.items()}
    return {key: value for key, value in read.items() if value is not None}


def _project(part: ProjectPart, indicators: Sequence[IndicatorPart], form: Form) -> Project:
    return Project(
        id=part.id,
        section=part.section,
        number=part.number,
        name=part.name,
        lead_units=tuple(part.lead_units),
        responsible=part.responsible,
        target=part.target,
        deadline=_deadline(part.deadline),
        deadline_text=part.deadline,
        remark=part.remark,
        indicators=tuple(
            Indicator(
                i.id, i.name, i.kind, i.unit, i.target, i.qualifier, i.measure, i.part_of, i.note, i.course, i.lead
            )
            for i in indicators
        ),
        extra=_extra(part.extra, form),
        course=part.course,
    )


def _overlap(part: OverlapPart) -> Overlap:
    return Overlap(tuple(part.indicators), None if part.binding == "both" else part.binding, part.note)


def _deadline(text: str) -> Month:
    return Month.parse(text.replace(".", "-"))


# ---------------------------------------------------------------- what stood in a month


def _amended(issued: Catalogue, in_force: Sequence[AmendmentPart], month: Month) -> Catalogue:
    units = {u.id: u for u in issued.units}
    projects = {p.id: p for p in issued.projects}
    amendments: list[Amendment] = []
    for part in in_force:
        done = [_rename(units, c.id, c.name, c.full_name) for c in part.units]
        done += [_rewrite(projects, c, units, issued.form) for c in part.projects]
        done += [_set_target(projects, c, part.source) for c in part.indicators]
        note = "；".join(done) + (f"（{part.note}）" if part.note else "")
        amendments.append(Amendment(part.since, part.source, note))
    touched = {c.id for part in in_force for c in part.indicators}
    leading = {unit for p in projects.values() for unit in p.lead_units}
    return replace(
        issued,
        units=tuple(_in_force(u, month) for u in units.values() if u.id in leading),
        projects=tuple(projects.values()),
        overlaps=tuple(_rebound(o, projects, touched) for o in issued.overlaps),
        amendments=tuple(amendments),
    )


def _rename(units: dict[str, Unit], unit_id: str, name: str, full_name: str) -> str:
    old = units[unit_id]
    kept = tuple(Alias(text) for text in (old.name, old.full_name) if text not in (name, full_name))
    units[unit_id] = replace(old, name=name, full_name=full_name, aliases=(*old.aliases, *kept))
    return f"“{old.name}”改为“{name}”"


def _rewrite(projects: dict[str, Project], change: ProjectChange, units: Mapping[str, Unit], form: Form) -> str:
    old = new = projects[change.id]
    done: list[str] = []
    if change.target is not None:
        new = replace(new, target=change.target)
        done.append("目标任务")
    if change.deadline is not None:
        new = replace(new, deadline=_deadline(change.deadline), deadline_text=change.deadline)
        done.append(f"完成时限（{old.deadline_text}改为{change.deadline}）")
    if change.lead_units is not None:
        new = replace(new, lead_units=tuple(change.lead_units))
        done.append(f"牵头单位（改为{'、'.join(units[u].name for u in change.lead_units)}）")
    if change.extra:
        new = replace(new, extra=new.extra | _extra(change.extra, form))
        done.append("、".join(form.column(key).header for key in change.extra))
    projects[change.id] = new
    return f"调整“{old.name}”的{'、'.join(done)}"


def _set_target(projects: dict[str, Project], change: IndicatorChange, source: str) -> str:
    project = next(p for p in projects.values() if any(i.id == change.id for i in p.indicators))
    old = next(i for i in project.indicators if i.id == change.id)
    new = replace(
        old,
        kind="quantified" if old.kind == "pending" else old.kind,
        target=change.target,
        unit=change.unit or old.unit,
        qualifier="" if old.kind == "pending" else old.qualifier,  # 市级具体任务待定 is over
        note=change.note or f"依据{source}",
    )
    changed = tuple(new if i is old else i for i in project.indicators)
    projects[project.id] = replace(project, indicators=changed)
    return f"“{project.name}”的“{old.name}”目标定为{new.target}{new.unit}"


def _in_force(unit: Unit, month: Month) -> Unit:
    """Return the unit with the spellings that are valid in that month."""
    aliases = tuple(a for a in unit.aliases if (a.since or month) <= month <= (a.until or month))
    return unit if aliases == unit.aliases else replace(unit, aliases=aliases)


def _rebound(overlap: Overlap, projects: Mapping[str, Project], touched: set[str]) -> Overlap:
    """Let the higher side bind (重叠按高要求执行) after a target was set."""
    if overlap.binding is None or touched.isdisjoint(overlap.indicators):
        return overlap
    sides = [i for p in projects.values() for i in p.indicators if i.id in overlap.indicators]
    targets = {i.id: i.target for i in sides if i.target is not None}
    highest = max(targets, key=lambda i: targets[i])
    note = f"按高要求执行：{targets[highest]}{next(i.unit for i in sides if i.id == highest)}"
    return replace(overlap, binding=highest, note=note)
