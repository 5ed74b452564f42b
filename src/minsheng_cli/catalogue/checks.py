"""Whether the parts of a catalogue fit together: small rules, each one idea, all run before anything is refused."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.config.faults import Fault, meant, repeated
from minsheng_cli.model import TOGETHER
from minsheng_cli.text import han
from minsheng_cli.text.fold import ungrouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from minsheng_cli.catalogue.draft import Draft
    from minsheng_cli.catalogue.shape import IndicatorPart
    from minsheng_cli.config.yaml_strict import Path
    from minsheng_cli.model import Course

    Check = Callable[[Draft], Iterator[Fault]]

COUNTED = ("quantified", "part", "background")
"""Indicators that have a number of their own."""


# ---------------------------------------------------------------- the head


def months_are_in_order(draft: Draft) -> Iterator[Fault]:
    """First reporting month before the last, both belonging to the year."""
    if draft.head is None:
        return
    months, year = draft.head.months, draft.head.year
    if months.first > months.last:
        yield Fault(("months", "last"), f"最后填报月份 {months.last} 早于开始月份 {months.first}")
    if months.first.year != year:
        yield Fault(("months", "first"), f"开始填报月份 {months.first} 不在 {year} 年内")
    if months.last.year not in (year, year + 1):  # December may be reported in January
        yield Fault(("months", "last"), f"最后填报月份 {months.last} 不在 {year} 年内")
    several = range(max(months.last.months_since(months.first), 0) + 1)
    if months.only and not any(months.first.shift(i).month in months.only for i in several):
        yield Fault(("months", "only"), f"{months.first} 至 {months.last} 之间没有这些月份")


def due_day_exists(draft: Draft) -> Iterator[Fault]:
    """Refuse 每月1日前 without the 1st itself: the last day to report would lie before the month."""
    due = draft.head.due if draft.head else None
    if due and due.day == 1 and not due.inclusive and not due.offset:
        yield Fault(("due", "day"), "每月1日前且不含1日，就没有可以报送的日子了")


def due_dates_are_of_reporting_months(draft: Draft) -> Iterator[Fault]:
    """Let a date of its own be set for a month that is reported, and not lie before it."""
    if draft.head is None:
        return
    months = draft.head.months
    for month, day in (draft.head.due.dates or {}).items():
        path = ("due", "dates", str(month))
        if not months.first <= month <= months.last:
            yield Fault(path, f"{month} 不在填报月份内（{months.first} 至 {months.last}）")
        elif day < month.day(1):
            yield Fault(path, f"{month} 的截止日 {day} 早于当月")


# ---------------------------------------------------------------- ids


def ids_are_unique(draft: Draft) -> Iterator[Fault]:
    """One id, one thing."""
    kinds: tuple[Iterable[tuple[Path, str]], ...] = (
        [((*s.path, "id"), s.part.id) for s in draft.sections],
        [((*u.path, "name"), u.part.name) for u in draft.units],
        [((*p.path, "id"), p.part.id) for p in draft.every_project],
        [((*i.path, "id"), i.part.id) for i in draft.indicators],
    )
    for kind in kinds:
        yield from repeated(kind, "“{}”重复")


def numbers_are_unique(draft: Draft) -> Iterator[Fault]:
    """序号 restarts in each section and occurs once in it; names occur once in the whole list."""
    sections: dict[str | None, list[tuple[Path, str]]] = {}
    for project in draft.projects:
        sections.setdefault(project.part.section, []).append(((*project.path, "number"), project.part.number))
    for own in sections.values():
        yield from repeated(own, "序号“{}”在同一类中重复")
    replaced = {p.part.replaces for added in draft.additions.values() for p in added.projects}
    names = [((*p.path, "name"), p.part.name) for p in draft.every_project if p.part.id not in replaced]
    yield from repeated(names, "项目名称“{}”重复")


def indicators_belong(draft: Draft) -> Iterator[Fault]:
    """Let an indicator begin with its project: anyone can see where it belongs."""
    owners = [(i.path, i.part.id, p.part.id) for p in draft.every_project for i in draft.of_project(p.path)]
    owners += [(i.path, i.part.id, i.part.project) for added in draft.additions.values() for i in added.indicators]
    for path, name, owner in owners:
        if not name.startswith(owner + "-"):
            yield Fault((*path, "id"), f"“{name}”应以所属项目编号开头，如“{owner}-1”")


# ---------------------------------------------------------------- references


def sections_are_known(draft: Draft) -> Iterator[Fault]:
    """Each project stands under a section, and the sections' projects stand together."""
    order = {name: index for index, name in enumerate(draft.written["sections"])}
    issued, last = len(draft.projects), -1
    for number, project in enumerate(draft.every_project):
        name, path = project.part.section, (*project.path, "section")
        if name is None:
            if order:
                yield Fault(path, "没有填写，请写 sections 中的一类")
            continue
        if name not in order:
            yield Fault(path, f"“{name}”不在 sections 中" + meant(name, order))
            continue
        if order[name] < last and number < issued:
            yield Fault(path, "项目没有按类别先后排列，请移到同类项目之后")
        last = max(last, order[name])


def parts_have_their_whole(draft: Draft) -> Iterator[Fault]:
    """Let a 其中 name its total, in the same project; the parts do not exceed it."""
    for project in draft.every_project:
        own = {i.part.id: i.part for i in draft.of_project(project.path)}
        sums: dict[str, Decimal] = {}
        for item in draft.of_project(project.path):
            whole, path = item.part.part_of, (*item.path, "part_of")
            if item.part.kind != "part":
                if whole is not None:
                    yield Fault(path, "只有 kind: part（其中）才写 part_of")
            elif whole is None:
                yield Fault(item.path, "“其中”项要写 part_of，说明是哪一项指标的其中")
            elif whole not in own or own[whole].kind != "quantified":
                totals = [i.id for i in own.values() if i.kind == "quantified"]
                yield Fault(path, f"“{whole}”不是本项目中有数字目标的指标" + meant(whole, totals))
            else:
                sums[whole] = sums.get(whole, Decimal(0)) + (item.part.target or 0)
                if sums[whole] > (own[whole].target or Decimal(0)):
                    yield Fault((*item.path, "target"), f"各“其中”项相加为 {sums[whole]}，超过了 {whole} 的目标数")


# ---------------------------------------------------------------- projects and their indicators


def sections_are_full(draft: Draft) -> Iterator[Fault]:
    """（共13项） in a heading is the number of projects under it."""
    counts = Counter(p.part.section for p in draft.projects)
    broken = len(draft.written["issued"]) > len(draft.projects)
    for section in draft.sections:
        said = re.search(r"共\s*(\d+)\s*项", section.part.title)
        count = counts[section.part.id]
        if said and int(said[1]) != count and not broken:
            yield Fault((*section.path, "title"), f"标题写共{said[1]}项，实有 {count} 项")


def deadlines_are_in_the_year(draft: Draft) -> Iterator[Fault]:
    """完成时限 lies within the year or, for work that goes on, the next."""
    places_: list[tuple[Path, str | None]] = [((*p.path, "deadline"), p.part.deadline) for p in draft.every_project]
    for amendment in draft.amendments:
        for index, change in enumerate(amendment.part.projects):
            places_.append(((*amendment.path, "projects", index, "deadline"), change.deadline))
    for path, text in places_:
        if draft.head and text and int(text[:4]) not in (draft.head.year, draft.head.year + 1):
            yield Fault(path, f"完成时限 {text} 不在 {draft.head.year} 年或次年内")


def indicators_say_what_they_are(draft: Draft) -> Iterator[Fault]:
    """Expect a number where the kind asks for one, none where it does not."""
    for item in draft.indicators:
        part = item.part
        if part.kind in COUNTED:
            if part.target is None:
                yield Fault(item.path, f"“{part.name}”缺少目标数 target（待定的请写 kind: pending）")
            elif part.target == 0:
                yield Fault((*item.path, "target"), f"“{part.name}”的目标数不能是 0")
            if not part.unit:
                yield Fault(item.path, f"“{part.name}”缺少计量单位 unit")
        elif part.kind == "ongoing":
            if part.target is not None and not part.unit:
                yield Fault(item.path, f"“{part.name}”写了数，缺少计量单位 unit")
        elif part.target is not None:
            what = (
                "待定指标不能有目标数；任务已下达的请写进 amendments" if part.kind == "pending" else "里程碑没有目标数"
            )
            yield Fault((*item.path, "target"), f"“{part.name}”{what}")
        if part.measure in ("rate", "share") and part.unit != "%":
            yield Fault((*item.path, "measure"), f"“{part.name}”是比率或占比，单位应为“%”")


def courses_can_be_followed(draft: Draft) -> Iterator[Fault]:
    """Let steps lie within the project's time, never go down nor beyond the target; a project's are percentages."""
    for project in draft.every_project:
        deadline = project.part.deadline.replace(".", "-")
        own = [(item.path, item.part.course, item.part) for item in draft.of_project(project.path)]
        for path, course, part in [(project.path, project.part.course, None), *own]:
            if course is None:
                continue
            where = (*path, "course")
            if part is not None and part.kind in WITHOUT_COURSE:
                yield Fault(where, f"“{part.name}”是{WITHOUT_COURSE[part.kind]}，不按进度要求，请删去 course")
                continue
            yield from (
                Fault((*where, at), why) for at, why in step_faults(course, part.target if part else None, deadline)
            )


WITHOUT_COURSE = {"ongoing": "持续性任务", "pending": "待定任务", "background": "背景数"}


def step_faults(course: Course, target: Decimal | None, deadline: str) -> Iterator[tuple[str, str]]:
    """Yield (month, what is wrong) of each step; without a target (a project) only percentages will do."""
    before = Decimal(0)
    for step in course.steps:
        at = str(step.month)
        if at > deadline:
            yield at, f"节点 {at} 晚于完成时限 {deadline}"
        if not step.is_share and target is None:
            yield at, '这里只能写占目标的百分比，例如 "30%"'
            continue
        reached = step.figure if not step.is_share or target is None else step.figure * target / 100
        if target is not None and reached > target:
            yield at, f"节点数 {step.figure} 超过了目标数 {target}"
        if reached < before:
            yield at, "节点数比前一个节点小"
        before = reached


def co_leads_are_named(draft: Draft) -> Iterator[Fault]:
    """Whoever reports an indicator leads its project; what is no sum is not added up."""
    for project in draft.every_project:
        leads = project.part.lead_units
        for item in draft.of_project(project.path):
            yield from lead_faults((*item.path, "lead"), item.part, item.part.lead, leads)


def lead_faults(path: Path, part: IndicatorPart, lead: str, leads: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with who reports an indicator (``lead``) of a project that these units lead."""
    if lead == TOGETHER and part.measure in ("rate", "share"):
        yield Fault(path, f"“{part.name}”是比率或占比，几个单位的数不能相加")
    elif lead and lead != TOGETHER and lead not in leads:
        yield Fault(path, f"“{lead}”不是本项目的牵头单位（{'、'.join(leads)}），合计的请写 {TOGETHER}")


def targets_are_in_the_text(draft: Draft) -> Iterator[Fault]:
    """Every number we judge by stands in the project's own text."""
    for project in draft.every_project:
        numbers = numbers_in(project.part.target)
        for item in draft.of_project(project.path):
            counted = item.part.kind in COUNTED or item.part.kind == "ongoing"
            if counted and item.part.target and item.part.target not in numbers:
                yield Fault((*item.path, "target"), f"目标任务原文中没有“{item.part.target}”这个数，请核对")


def numbers_in(text: str) -> frozenset[Decimal]:
    """Return the numbers a text names, also full-width, with thousands separators, or as one Chinese digit."""
    plain = ungrouped(text)
    arabic = {Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", plain, re.ASCII)}
    return frozenset(arabic | {Decimal(value) for char in set(plain) if (value := han.number(char))})


def overlaps_bind_the_higher(draft: Draft) -> Iterator[Fault]:
    """重叠按高要求执行: the binding side is the higher one, counted in the same unit."""
    known = {i.part.id: i.part for i in draft.indicators}
    for overlap in draft.overlaps:
        path, binding = (*overlap.path, "binding"), overlap.part.binding
        unknown = [i for i in overlap.part.indicators if i not in draft.known["indicators"]]
        for name in unknown:
            where = (*overlap.path, "indicators", overlap.part.indicators.index(name))
            yield Fault(where, f"指标“{name}”不存在" + meant(name, known))
        yield from repeated([((*overlap.path, "indicators"), i) for i in overlap.part.indicators], "“{}”重复")
        if binding == "both" or unknown:
            continue
        sides = [known[i] for i in overlap.part.indicators if i in known]
        if binding not in overlap.part.indicators:
            yield Fault(path, f"“{binding}”不在本条 indicators 中；两项都要完成的写 both")
        elif len({s.unit for s in sides}) > 1:
            yield Fault(path, "各项的计量单位不同，不能比较高低，请统一单位或写 both")
        else:
            yield from _binds_the_highest(sides, binding, path)


def _binds_the_highest(sides: Sequence[IndicatorPart], binding: str, path: Path) -> Iterator[Fault]:
    counted = {s.id: s.target for s in sides if s.target is not None}
    highest = max(counted, key=lambda i: counted[i] or 0, default=None)
    if highest and (binding not in counted or counted[binding] != counted[highest]):
        yield Fault(path, f"重叠的按高要求执行，应为“{highest}”（{counted[highest]}）")


CHECKS: tuple[Check, ...] = (
    months_are_in_order,
    due_day_exists,
    due_dates_are_of_reporting_months,
    ids_are_unique,
    numbers_are_unique,
    indicators_belong,
    sections_are_known,
    parts_have_their_whole,
    sections_are_full,
    deadlines_are_in_the_year,
    indicators_say_what_they_are,
    courses_can_be_followed,
    co_leads_are_named,
    targets_are_in_the_text,
    overlaps_bind_the_higher,
)
