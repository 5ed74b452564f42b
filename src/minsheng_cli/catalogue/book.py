"""The year's catalogue with its dated amendments: a proved draft → CatalogueBook."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from minsheng_cli.catalogue.terms import terms
from minsheng_cli.form_spec import OFFICIAL
from minsheng_cli.model import (
    Alias,
    Amendment,
    Catalogue,
    CatalogueBook,
    Contact,
    Indicator,
    Month,
    Overlap,
    Project,
    Section,
    Unit,
    YearNames,
)
from minsheng_cli.nouns import dataclass, replace
from minsheng_cli.values import merged, read_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from minsheng_cli.catalogue.draft import Draft
    from minsheng_cli.catalogue.shape import (
        AddedIndicator,
        AddedProject,
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
    from minsheng_cli.config.check import Placed
    from minsheng_cli.config.yaml_strict import Path
    from minsheng_cli.form_spec import Form


@dataclass(frozen=True)
class Change:
    """One amendment with all that it adds."""

    part: AmendmentPart
    projects: tuple[tuple[AddedProject, Project], ...] = ()
    indicators: tuple[tuple[AddedIndicator, Indicator], ...] = ()


def compose(
    draft: Draft,
    head: HeadPart,
    contacts: Mapping[str, ContactPart],
    version: str,
    proposed: frozenset[Path] = frozenset(),
) -> CatalogueBook:
    """Make the book of a draft that has been proved; ``proposed`` are the indicators nobody has confirmed."""
    due = head.due
    form = OFFICIAL.with_own((c.part.column(), c.part.after) for c in draft.columns)
    sections = tuple(Section(s.part.id, s.part.title, s.part.short) for s in draft.sections)
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
        due_day=due.day,
        due_inclusive=due.inclusive,
        sections=sections or (Section("", "", ""),),
        units=tuple(_unit(u.part, contacts.get(u.part.name)) for u in draft.units),
        projects=tuple(_project(p.part, draft.of_project(p.path), form, proposed) for p in draft.projects),
        overlaps=tuple(_overlap(o.part) for o in draft.overlaps),
        issuer=head.document.issuer,
        issued=head.document.date,
        form=form,
        due_offset=due.offset,
        due_dates=tuple(sorted((due.dates or {}).items())),
        due_cutoff=due.cutoff,
        due_final=due.final,
        months_only=tuple(sorted(set(head.months.only))),
        terms=terms(head),
    )
    changes = [_change(a, draft, form) for a in draft.amendments]
    ids = {kind: frozenset(names) for kind, names in draft.written.items()}
    names = YearNames(head.year, head.months.first, head.months.last, ids["units"], ids["projects"], ids["indicators"])
    return CatalogueBook(issued, names, _standing(issued, sorted(changes, key=lambda c: c.part.since)))


def _standing(issued: Catalogue, changes: Sequence[Change]) -> tuple[tuple[Month, Catalogue], ...]:
    """Return what stood from each month on in which an amendment takes effect, or a spelling begins or ends to hold."""
    spellings = [alias for unit in issued.units for alias in unit.aliases]
    turns = {change.part.since for change in changes}
    turns |= {alias.since for alias in spellings if alias.since is not None}
    turns |= {alias.until.next for alias in spellings if alias.until is not None}
    before = min(turns, default=issued.first_month).shift(-1)
    return tuple(
        (month, _Amended(issued, month).after([change for change in changes if change.part.since <= month]))
        for month in (before, *sorted(turns))
    )


def _change(amendment: Placed[AmendmentPart], draft: Draft, form: Form) -> Change:
    added = draft.additions.get(amendment.path)
    if added is None:
        return Change(amendment.part)
    projects = ((p.part, _project(p.part, draft.of_project(p.path), form)) for p in added.projects)
    return Change(amendment.part, tuple(projects), tuple((i.part, _indicator(i.part)) for i in added.indicators))


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


def _project(
    part: ProjectPart, indicators: Sequence[Placed[IndicatorPart]], form: Form, proposed: frozenset[Path] = frozenset()
) -> Project:
    return Project(
        id=part.id,
        section=part.section or "",
        number=part.number,
        name=part.name,
        lead_units=tuple(part.lead_units),
        responsible=part.responsible,
        target=part.target,
        deadline=_deadline(part.deadline),
        deadline_text=part.deadline,
        remark=part.remark,
        indicators=tuple(replace(_indicator(i.part), proposed=i.path in proposed) for i in indicators),
        continues=part.continues or "",
        extra=_extra(part.extra, form),
        course=part.course,
    )


def _indicator(part: IndicatorPart) -> Indicator:
    return Indicator(
        part.id,
        part.name,
        part.kind,
        part.unit,
        part.target,
        part.qualifier,
        part.measure,
        part.part_of,
        part.note,
        part.course,
        part.lead,
    )


def _overlap(part: OverlapPart) -> Overlap:
    return Overlap(tuple(part.indicators), None if part.binding == "both" else part.binding, part.note)


def _deadline(text: str) -> Month:
    return Month.parse(text.replace(".", "-"))


# ---------------------------------------------------------------- what stood in a month


class _Amended:
    """The list while one amendment after the other is laid over it."""

    def __init__(self, issued: Catalogue, month: Month) -> None:
        self.issued, self.month = issued, month
        self.district, self.office = issued.district, issued.office
        self.units = {u.id: u for u in issued.units}
        self.projects = {p.id: p for p in issued.projects}
        self.retargeted: set[str] = set()
        self.notes: list[Amendment] = []

    def after(self, changes: Sequence[Change]) -> Catalogue:
        """Return the list once all these amendments are in force."""
        for change in changes:
            self._take(change)
        leading = {unit for p in self.projects.values() for unit in p.lead_units}
        known = {i.id for p in self.projects.values() for i in p.indicators}
        overlaps = (_remaining(o, known) for o in self.issued.overlaps)
        return replace(
            self.issued,
            district=self.district,
            office=self.office,
            sections=self._sections(),
            units=tuple(_in_force(u, self.month) for u in self.units.values() if u.id in leading),
            idle=tuple(_in_force(u, self.month) for u in self.units.values() if u.id not in leading),
            projects=tuple(self.projects.values()),
            overlaps=tuple(_rebound(o, self.projects, self.retargeted) for o in overlaps if o is not None),
            amendments=tuple(self.notes),
        )

    def _take(self, change: Change) -> None:
        part = change.part
        done = [
            f"“{old}”改称“{new}”"
            for old, new in ((self.district, part.district), (self.office, part.office))
            if new is not None
        ]
        self.district, self.office = part.district or self.district, part.office or self.office
        done += [_rename(self.units, c.id, c.name, c.full_name) for c in part.units]
        replaced = {added.replaces: project.name for added, project in change.projects if added.replaces}
        for project_id in (*replaced, *(part.end.projects if part.end else ())):
            if (old := self.projects.get(project_id)) is not None:
                by = f"，改为“{replaced[project_id]}”" if project_id in replaced else ""
                done.append(f"“{old.name}”不再实施{by}")
        self._add_projects(change.projects)
        for project_id in (*replaced, *(part.end.projects if part.end else ())):
            self.projects.pop(project_id, None)
        done += [f"增加“{project.name}”" for added, project in change.projects if not added.replaces]
        done += [self._rewrite(c) for c in part.projects if c.id in self.projects]
        done += self._change_indicators(change)
        note = "；".join(done) + (f"（{part.note}）" if part.note else "")
        self.notes.append(Amendment(part.since, part.source, note))

    def _add_projects(self, added: Sequence[tuple[AddedProject, Project]]) -> None:
        """List each after the project named, the one it replaces, or the last of its section."""
        for part, project in added:
            listed = list(self.projects.values())
            before = part.after or part.replaces
            at = next((n for n, p in enumerate(listed, start=1) if p.id == before), None)
            same = (n for n, p in enumerate(listed, start=1) if p.section == project.section)
            listed.insert(max(same, default=len(listed)) if at is None else at, project)
            self.projects = {p.id: p for p in listed}

    def _change_indicators(self, change: Change) -> Iterator[str]:
        part = change.part
        for project_id, project in list(self.projects.items()):
            left = self._left(project, change)
            if left is not project:
                gone = [i.name for i in project.indicators if i not in left.indicators]
                new = [i.name for i in left.indicators if i not in project.indicators]
                yield f"“{project.name}”的指标" + "、".join(
                    [f"“{name}”不再报送" for name in gone] + [f"增加“{name}”" for name in new]
                )
                self.projects[project_id] = left
        for c in part.indicators:
            self.retargeted.add(c.id)
            done = _set_target(self.projects, c, part.source)
            if done:
                yield done

    @staticmethod
    def _left(project: Project, change: Change) -> Project:
        """Return a project without the indicators that end, with those that are added in their place or at the end."""
        ended = set(change.part.end.indicators if change.part.end else ())
        own = [(part, indicator) for part, indicator in change.indicators if part.project == project.id]
        ended |= {part.replaces for part, _ in own if part.replaces}
        ended |= {i.id for i in project.indicators if i.part_of in ended}  # a 其中 goes with its whole
        if not own and ended.isdisjoint(i.id for i in project.indicators):
            return project
        several: list[Indicator] = []
        for old in project.indicators:
            several += [new for part, new in own if part.replaces == old.id]
            several += [old] * (old.id not in ended)
        several += [new for _, new in own if new not in several]
        return replace(project, indicators=tuple(several))

    def _rewrite(self, change: ProjectChange) -> str:
        old = self.projects[change.id]
        told = [(name, word) for name, word in _PROJECT_WORDS if getattr(change, name) is not None]
        new = replace(old, **{name: getattr(change, name) for name, _ in told})
        words = [word for _, word in told]
        if change.deadline is not None:
            new = replace(new, deadline=_deadline(change.deadline), deadline_text=change.deadline)
            words.append(f"完成时限（{old.deadline_text}改为{change.deadline}）")
        if change.lead_units is not None:
            new = replace(new, lead_units=tuple(change.lead_units))
            words.append(f"牵头单位（改为{'、'.join(self.units[u].name for u in change.lead_units)}）")
        if change.extra:
            form = self.issued.form
            new = replace(new, extra=new.extra | _extra(change.extra, form))
            words.append("、".join(form.column(key).header for key in change.extra))
        self.projects[change.id] = new
        return f"调整“{old.name}”的{'、'.join(words)}"

    def _sections(self) -> tuple[Section, ...]:
        """Return the headings; （共13项） goes with the projects that came or went."""
        counts = Counter(p.section for p in self.projects.values())
        issued = Counter(p.section for p in self.issued.projects)
        return tuple(
            s if counts[s.id] == issued[s.id]
            else replace(s, title=re.sub(r"(共\s*)\d+(\s*项)", rf"\g<1>{counts[s.id]}\g<2>", s.title))
            for s in self.issued.sections
        )  # fmt: skip


_PROJECT_WORDS = (
    ("name", "名称"), ("responsible", "责任单位"), ("target", "目标任务"), ("remark", "备注"), ("course", "进度安排"),
)  # fmt: skip


_INDICATOR_WORDS = (("unit", "计量单位"), ("qualifier", "限定词"), ("course", "进度安排"), ("lead", "报数单位"))


def _rename(units: dict[str, Unit], unit_id: str, name: str, full_name: str) -> str:
    old = units[unit_id]
    kept = tuple(Alias(text) for text in (old.name, old.full_name) if text not in (name, full_name))
    units[unit_id] = replace(old, name=name, full_name=full_name, aliases=(*old.aliases, *kept))
    return f"“{old.name}”改为“{name}”"


def _set_target(projects: dict[str, Project], change: IndicatorChange, source: str) -> str:
    project = next((p for p in projects.values() if any(i.id == change.id for i in p.indicators)), None)
    if project is None:  # ended before
        return ""
    old = next(i for i in project.indicators if i.id == change.id)
    decided = old.kind == "pending" and change.target is not None
    qualifier = "" if decided else old.qualifier  # 市级具体任务待定 is over
    new = replace(
        old,
        kind="quantified" if decided else old.kind,
        name=change.name or old.name,
        target=old.target if change.target is None else change.target,
        unit=change.unit or old.unit,
        qualifier=qualifier if change.qualifier is None else change.qualifier,
        note=change.note or (f"依据{source}" if change.target is not None else old.note),
        proposed=old.proposed and change.target is None,
        course=change.course or old.course,
        lead=change.lead or old.lead,
    )
    changed = tuple(new if i is old else i for i in project.indicators)
    projects[project.id] = replace(project, indicators=changed)
    if change.target is not None:
        return f"“{project.name}”的“{new.name}”目标定为{new.target}{new.unit}"
    if new.name != old.name:
        return f"“{project.name}”的指标“{old.name}”改为“{new.name}”"
    words = [word for key, word in _INDICATOR_WORDS if getattr(change, key)]
    return f"调整“{project.name}”的指标“{old.name}”的{'、'.join(words)}"


def _in_force(unit: Unit, month: Month) -> Unit:
    """Return the unit with the spellings that are valid in that month."""
    aliases = tuple(a for a in unit.aliases if (a.since or month) <= month <= (a.until or month))
    return unit if aliases == unit.aliases else replace(unit, aliases=aliases)


def _remaining(overlap: Overlap, known: set[str]) -> Overlap | None:
    """Return an overlap of the indicators that are there in the month; None when fewer than two are."""
    left = tuple(i for i in overlap.indicators if i in known)
    if len(left) == len(overlap.indicators):
        return overlap
    return replace(overlap, indicators=left) if len(left) > 1 else None


def _rebound(overlap: Overlap, projects: Mapping[str, Project], touched: set[str]) -> Overlap:
    """Let the higher side bind (重叠按高要求执行) after a target was set."""
    gone = overlap.binding not in overlap.indicators
    if overlap.binding is None or (touched.isdisjoint(overlap.indicators) and not gone):
        return overlap
    sides = [i for p in projects.values() for i in p.indicators if i.id in overlap.indicators]
    targets = {i.id: i.target for i in sides if i.target is not None}
    if not targets:
        return replace(overlap, binding=None)
    highest = max(targets, key=lambda i: targets[i])
    note = f"按高要求执行：{targets[highest]}{next(i.unit for i in sides if i.id == highest)}"
    return replace(overlap, binding=highest, note=note)
