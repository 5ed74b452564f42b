"""Rules about units: each lead is known, each unit leads, each spelling means one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.config.faults import Fault, repeated
from minsheng_cli.identity.names import closest, core, district_prefixes, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minsheng_cli.catalogue.draft import Draft
    from minsheng_cli.config.yaml_strict import Path
    from minsheng_cli.model import Month


def lead_units_are_known(draft: Draft) -> Iterator[Fault]:
    """Each lead unit is in the list of units, under the name the notice uses."""
    for project in draft.every_project:
        yield from _units_fit(draft, project.part.lead_units, (*project.path, "lead_units"))
    for amendment in draft.amendments:
        for index, change in enumerate(amendment.part.projects):
            path = (*amendment.path, "projects", index, "lead_units")
            yield from _units_fit(draft, change.lead_units or (), path)


def _units_fit(draft: Draft, named: Sequence[str], path: Path) -> Iterator[Fault]:
    for index, name in enumerate(named):
        if name not in draft.known["units"]:
            yield Fault((*path, index), f"单位“{name}”不在 units 中" + unit_meant(draft, name))
    yield from repeated([((*path, i), name) for i, name in enumerate(named)], "单位“{}”重复")


def unit_meant(draft: Draft, name: str) -> str:
    """Return "，您是指“区教委”吗？" for a unit's name that is not quite one, else "，请…"."""
    prefixes = _prefixes(draft)
    spellings: dict[str, str] = {}
    for unit in draft.units:
        for text in (unit.part.name, unit.part.full_name, *(a.name for a in unit.part.aliases + unit.part.lookalikes)):
            spellings.setdefault(core(text, prefixes), unit.part.name)
    wanted = core(name, prefixes)
    near = spellings.get(wanted) or closest(wanted, spellings)
    return f"，您是指“{near}”吗？" if near else "，请核对名称，或在 units 中补上该单位"


def units_lead_something(draft: Draft) -> Iterator[Fault]:
    """Refuse a unit that leads nothing, now or later in the year: it would be sent an empty form."""
    if len(draft.written["projects"]) > len(draft.every_project):
        return  # a project that could not be read may be the one it leads
    leading = {u for p in draft.every_project for u in p.part.lead_units}
    leading |= {u for a in draft.amendments for change in a.part.projects for u in change.lead_units or ()}
    for unit in draft.units:
        if unit.part.name not in leading:
            yield Fault((*unit.path, "name"), f"单位“{unit.part.name}”没有牵头任何项目，请核对或删除")


_SHORTEST = 2  # characters without the district: 教委, 残联


def spellings_are_told_apart(draft: Draft) -> Iterator[Fault]:
    """One spelling means one unit at any time."""
    seen: dict[str, list[tuple[str, Month | None, Month | None, Path, str]]] = {}
    prefixes = _prefixes(draft)
    for owner, text, since, until, path in _spellings(draft):
        if since and until and since > until:
            yield Fault(path, f"“{text}”的开始月份 {since} 晚于截止月份 {until}")
        own = stem(core(text, prefixes))
        if len(own) < _SHORTEST or own in prefixes:
            yield Fault(path, f"“{text}”太短或只是地名，不能用来认单位")
        mine = seen.setdefault(own, [])
        for other, from_, to, where, said in mine:
            apart = (until and from_ and until < from_) or (to and since and to < since)
            if other != owner and not apart:
                yield Fault(path, f"“{text}”既指“{owner}”又指“{other}”（{said}），请只留一处", where)
                break
        mine.append((owner, since, until, path, text))


def _spellings(draft: Draft) -> Iterator[tuple[str, str, Month | None, Month | None, Path]]:
    """Yield each spelling: whose it is, the text, from when and until when it is valid, and where it stands."""
    for unit in draft.units:
        owner = unit.part.name
        yield owner, owner, None, None, (*unit.path, "name")
        yield owner, unit.part.full_name, None, None, (*unit.path, "full_name")
        for field, aliases in (("aliases", unit.part.aliases), ("lookalikes", unit.part.lookalikes)):
            for index, alias in enumerate(aliases):
                yield owner, alias.name, alias.since, alias.until, (*unit.path, field, index)
    for amendment in draft.amendments:
        for index, change in enumerate(amendment.part.units):
            path = (*amendment.path, "units", index)
            yield change.id, change.name, amendment.part.since, None, (*path, "name")
            yield change.id, change.full_name, amendment.part.since, None, (*path, "full_name")


def _prefixes(draft: Draft) -> tuple[str, ...]:
    return district_prefixes(draft.head.district, (u.part.full_name for u in draft.units)) if draft.head else ("",)


UNIT_CHECKS = (lead_units_are_known, units_lead_something, spellings_are_told_apart)
