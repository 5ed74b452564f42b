"""Rules about dated amendments: what they change exists, and what stands afterwards can still be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.catalogue.checks import COUNTED, numbers_in
from minsheng_cli.catalogue.faults import Fault, meant, repeated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.catalogue.draft import Draft
    from minsheng_cli.catalogue.shape import AmendmentPart, Placed, ProjectPart


def amendments_change_something(draft: Draft) -> Iterator[Fault]:
    """Each is dated within the year, rests on a paper and changes something that exists."""
    for amendment in draft.amendments:
        part = amendment.part
        if draft.head and not draft.head.months.first <= part.since <= draft.head.months.last:
            months = draft.head.months
            yield Fault((*amendment.path, "since"), f"{part.since} 不在填报月份内（{months.first} 至 {months.last}）")
        if not (part.indicators or part.units or part.projects):
            yield Fault(amendment.path, "没有写改什么，请写 indicators、units 或 projects")
        for field, kind in (("indicators", "指标"), ("units", "单位"), ("projects", "项目")):
            known = draft.written[field]
            for index, change in enumerate(getattr(part, field)):
                path = (*amendment.path, field, index)
                if change.id not in known:
                    yield Fault((*path, "id"), f"{kind}“{change.id}”不存在" + meant(change.id, known))
            ids = [((*amendment.path, field, i, "id"), c.id) for i, c in enumerate(getattr(part, field))]
            yield from repeated(ids, f"{kind}“{{}}”重复")
        yield from _projects_change(amendment)


def _projects_change(amendment: Placed[AmendmentPart]) -> Iterator[Fault]:
    for index, change in enumerate(amendment.part.projects):
        if change.target is None and change.deadline is None and change.lead_units is None and not change.extra:
            path = (*amendment.path, "projects", index)
            yield Fault(path, "没有写改什么，请写 target、deadline、lead_units 或 extra")


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
    where = {p.part.id: p for p in draft.projects}
    for amendment in draft.amendments:
        earlier = [a.part for a in draft.amendments if a.part.since <= amendment.part.since]
        amended = {c.id for a in earlier for c in a.indicators}
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


AMENDMENT_CHECKS = (
    amendments_change_something,
    amended_targets_can_be_judged,
    amended_texts_keep_their_numbers,
)
