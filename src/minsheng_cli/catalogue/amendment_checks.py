"""Rules about dated amendments: what they change exists, and what stands afterwards can still be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.catalogue.checks import COUNTED, WITHOUT_COURSE, lead_faults, numbers_in, step_faults
from minsheng_cli.catalogue.draft import Additions
from minsheng_cli.config.faults import Fault, meant, repeated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from minsheng_cli.catalogue.draft import Draft
    from minsheng_cli.catalogue.shape import AmendmentPart, IndicatorChange, IndicatorPart, ProjectPart
    from minsheng_cli.config.check import Placed
    from minsheng_cli.config.yaml_strict import Path
    from minsheng_cli.model import Course


def amendments_change_something(draft: Draft) -> Iterator[Fault]:
    """Each is dated within the year, rests on a paper and changes something that exists."""
    for amendment in draft.amendments:
        part = amendment.part
        if draft.head and not draft.head.months.first <= part.since <= draft.head.months.last:
            months = draft.head.months
            yield Fault((*amendment.path, "since"), f"{part.since} 不在填报月份内（{months.first} 至 {months.last}）")
        if part.model_fields_set <= {"since", "source", "note"}:
            yield Fault(amendment.path, "没有写改什么，请写 indicators、units、projects、add、end、district 或 office")
        for field, kind in (("indicators", "指标"), ("units", "单位"), ("projects", "项目")):
            known = draft.known[field]
            for index, change in enumerate(getattr(part, field)):
                path = (*amendment.path, field, index)
                if change.id not in known:
                    yield Fault((*path, "id"), f"{kind}“{change.id}”不存在" + meant(change.id, known))
            ids = [((*amendment.path, field, i, "id"), c.id) for i, c in enumerate(getattr(part, field))]
            yield from repeated(ids, f"{kind}“{{}}”重复")
        yield from _items_change(amendment)


def _items_change(amendment: Placed[AmendmentPart]) -> Iterator[Fault]:
    for index, change in enumerate(amendment.part.projects):
        if change.model_fields_set <= {"id"}:
            path = (*amendment.path, "projects", index)
            yield Fault(path, "没有写改什么，请写 name、target、deadline、responsible、remark、course 或 lead_units")
    for number, indicator in enumerate(amendment.part.indicators):
        if indicator.model_fields_set <= {"id", "note"}:
            yield Fault(
                (*amendment.path, "indicators", number),
                "没有写改什么，请写 target、name、unit、qualifier、course 或 lead",
            )


def what_comes_and_goes_fits(draft: Draft) -> Iterator[Fault]:
    """Let what ends be there, what is added have its place, and what it replaces be something else."""
    for amendment in draft.amendments:
        added = draft.additions.get(amendment.path) or Additions()
        for field, kind in (("projects", "项目"), ("indicators", "指标")):
            known, ended = draft.known[field], getattr(amendment.part.end, field, ())
            named = [((*amendment.path, "end", field, index), name) for index, name in enumerate(ended)]
            named += [((*i.path, "replaces"), i.part.replaces) for i in getattr(added, field) if i.part.replaces]
            for path, name in named:
                if name not in known:
                    yield Fault(path, f"{kind}“{name}”不存在" + meant(name, known))
        yield from _additions_have_a_place(draft, added)


def _additions_have_a_place(draft: Draft, added: Additions) -> Iterator[Fault]:
    sections = {p.part.id: p.part.section for p in draft.every_project}
    for project in added.projects:
        after = project.part.after
        if after is not None and sections.get(after, "") != project.part.section:
            yield Fault((*project.path, "after"), f"“{after}”不是同一类中的项目")
    for indicator in added.indicators:
        if indicator.part.project not in draft.known["projects"]:
            why = f"项目“{indicator.part.project}”不存在" + meant(indicator.part.project, draft.known["projects"])
            yield Fault((*indicator.path, "project"), why)


def amended_targets_can_be_judged(draft: Draft) -> Iterator[Fault]:
    """Let a target be set for what can be counted, in a unit that can be compared."""
    known = {i.part.id: i.part for i in draft.indicators}
    partners = {
        i: [known[j] for j in o.part.indicators if j != i and j in known]
        for o in draft.overlaps
        for i in o.part.indicators
        if o.part.binding != "both"
    }
    for amendment in draft.amendments:
        for index, change in enumerate(amendment.part.indicators):
            path, indicator = (*amendment.path, "indicators", index), known.get(change.id)
            if indicator is None:
                continue
            unit = change.unit or indicator.unit
            if change.target is None:
                continue
            if indicator.kind in ("milestone", "ongoing", "background"):
                yield Fault((*path, "id"), f"“{indicator.name}”不是数字指标，不能定目标数")
            elif change.target == 0:
                yield Fault((*path, "target"), "目标数不能是 0")
            elif not unit:
                yield Fault(path, f"“{indicator.name}”原来没有计量单位，请写 unit")
            for partner in partners.get(change.id, ()):
                if unit and partner.unit != unit:
                    why = f"与重叠指标 {partner.id} 的单位“{partner.unit}”不同，不能比较高低，请统一单位"
                    yield Fault(path, why)


def amended_texts_keep_their_numbers(draft: Draft) -> Iterator[Fault]:
    """When a target text is rewritten, the numbers judged by are still in it, or are amended too."""
    where = {p.part.id: p for p in draft.every_project}
    since = {a.path: a.part.since for a in draft.amendments}
    for amendment in draft.amendments:
        earlier = [a.part for a in draft.amendments if a.part.since <= amendment.part.since]
        amended = {c.id for a in earlier for c in a.indicators if c.target is not None}
        amended |= {ended for a in earlier if a.end for ended in a.end.indicators}
        amended |= {
            item.part.replaces
            for where_, added in draft.additions.items()
            for item in added.indicators
            if item.part.replaces and since[where_] <= amendment.part.since
        }
        for index, change in enumerate(amendment.part.projects):
            project = where.get(change.id)
            if change.target is None or project is None:
                continue
            path = (*amendment.path, "projects", index, "target")
            yield from (Fault(path, why) for why in _missing(draft, project, change.target, amended))


def _missing(draft: Draft, project: Placed[ProjectPart], text: str, amended: set[str]) -> Iterator[str]:
    numbers = numbers_in(text)
    for item in draft.of_project(project.path):
        target = item.part.target
        if item.part.kind in COUNTED and target and target not in numbers and item.part.id not in amended:
            yield f"新的目标任务中没有“{item.part.name}”的目标数 {target}，请在 indicators 中一并改写 {item.part.id}"


def amended_courses_can_be_followed(draft: Draft) -> Iterator[Fault]:
    """Let a course set mid-year fit the target and the deadline as they then are, and who reports lead the project."""
    indicators = {i.part.id: i.part for i in draft.indicators}
    owner = {i.part.id: p.part.id for p in draft.every_project for i in draft.of_project(p.path)}
    owner |= {i.part.id: i.part.project for added in draft.additions.values() for i in added.indicators}
    deadline = {p.part.id: p.part.deadline for p in draft.every_project}
    leads = {p.part.id: p.part.lead_units for p in draft.every_project}
    target = {key: part.target for key, part in indicators.items()}
    for amendment in sorted(draft.amendments, key=lambda a: a.part.since):
        for number, change in enumerate(amendment.part.projects):
            deadline[change.id] = change.deadline or deadline.get(change.id, "")
            leads[change.id] = change.lead_units or leads.get(change.id, [])
            if change.course is not None:
                path: Path = (*amendment.path, "projects", number, "course")
                yield from _steps(path, change.course, None, deadline[change.id])
        for number, told in enumerate(amendment.part.indicators):
            path, part = (*amendment.path, "indicators", number), indicators.get(told.id)
            if part is not None:
                project = owner.get(told.id, "")
                target[told.id] = told.target or target.get(told.id)
                yield from _course_faults((*path, "course"), told, part, target[told.id], deadline.get(project, ""))
                yield from lead_faults((*path, "lead"), part, told.lead or "", leads.get(project, []))


def _course_faults(
    path: Path, told: IndicatorChange, part: IndicatorPart, target: Decimal | None, deadline: str
) -> Iterator[Fault]:
    if told.course is None:
        return
    if part.kind in WITHOUT_COURSE and not (part.kind == "pending" and target):
        yield Fault(path, f"“{part.name}”是{WITHOUT_COURSE[part.kind]}，不按进度要求，请删去 course")
        return
    yield from _steps(path, told.course, target, deadline)


def _steps(path: Path, course: Course, target: Decimal | None, deadline: str) -> Iterator[Fault]:
    yield from (Fault((*path, at), why) for at, why in step_faults(course, target, deadline.replace(".", "-")))


AMENDMENT_CHECKS = (
    amended_courses_can_be_followed,
    amendments_change_something,
    what_comes_and_goes_fits,
    amended_targets_can_be_judged,
    amended_texts_keep_their_numbers,
)
