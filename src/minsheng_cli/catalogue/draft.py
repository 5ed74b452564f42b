"""The catalogue as read from its file: sound parts, each with its place, not yet proved to fit together."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from minsheng_cli.catalogue.shape import (
    AddedIndicator,
    AddedProject,
    AmendmentPart,
    ColumnPart,
    ContactPart,
    HeadPart,
    IndicatorPart,
    OverlapPart,
    ProjectPart,
    SectionPart,
    UnitPart,
)
from minsheng_cli.config.check import Placed, take, take_each
from minsheng_cli.config.faults import Fault
from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.config.yaml_strict import Path, Plain


@dataclass(frozen=True)
class Additions:
    """What one amendment adds."""

    projects: tuple[Placed[AddedProject], ...] = ()
    indicators: tuple[Placed[AddedIndicator], ...] = ()


@dataclass(frozen=True)
class Draft:
    """All parts that are sound in themselves, in the order of the file."""

    head: HeadPart | None
    columns: tuple[Placed[ColumnPart], ...]
    sections: tuple[Placed[SectionPart], ...]
    units: tuple[Placed[UnitPart], ...]
    projects: tuple[Placed[ProjectPart], ...]  # as issued
    inside: dict[Path, tuple[Placed[IndicatorPart], ...]]  # a project's path → its indicators, as first listed
    overlaps: tuple[Placed[OverlapPart], ...]
    amendments: tuple[Placed[AmendmentPart], ...]
    additions: dict[Path, Additions]  # an amendment's path → what it adds
    written: dict[str, tuple[str, ...]]
    """Every id written in sections, units, projects and indicators, also of parts that are not sound otherwise:
    a reference to one of them is no second fault."""

    def of_project(self, path: Path) -> tuple[Placed[IndicatorPart], ...]:
        """Return the indicators listed inside the project at that path."""
        return self.inside.get(path, ())

    @cached_property
    def every_project(self) -> tuple[Placed[ProjectPart], ...]:
        """Those issued and those added."""
        return (*self.projects, *(project for added in self.additions.values() for project in added.projects))

    @cached_property
    def indicators(self) -> tuple[Placed[IndicatorPart], ...]:
        """Every indicator: of the projects issued, of those added, and those added to either."""
        inside = [item for items in self.inside.values() for item in items]
        return (*inside, *(item for added in self.additions.values() for item in added.indicators))

    @cached_property
    def known(self) -> dict[str, set[str]]:
        """Return ``written`` for looking things up."""
        return {kind: set(names) for kind, names in self.written.items()}


def draft(data: Plain, faults: list[Fault]) -> Draft:
    """Read the whole file; what is wrong is noted and left out."""
    head = take(HeadPart, data, (), faults)
    lists = data if isinstance(data, dict) else {}
    rows = lists.get("projects", [])
    inside: dict[Path, tuple[Placed[IndicatorPart], ...]] = dict(_indicators(rows, ("projects",), faults))
    projects = tuple(take_each(ProjectPart, rows, ("projects",), faults))
    amendments = tuple(take_each(AmendmentPart, lists.get("amendments") or [], ("amendments",), faults))
    additions = {a.path: _added(a, inside, faults) for a in amendments if a.part.add is not None}
    new = [item for a in _dicts(lists.get("amendments")) for item in _dicts([a.get("add")])]
    every_row: list[Plain] = [*_dicts(rows), *(row for item in new for row in _dicts(item.get("projects")))]
    return Draft(
        head=head.part if head else None,
        columns=tuple(take_each(ColumnPart, _columns(lists.get("form")), ("form", "columns"), faults)),
        sections=tuple(take_each(SectionPart, lists.get("sections") or [], ("sections",), faults)),
        units=tuple(take_each(UnitPart, lists.get("units", []), ("units",), faults)),
        projects=projects,
        inside=inside,
        overlaps=tuple(take_each(OverlapPart, lists.get("overlaps") or [], ("overlaps",), faults)),
        amendments=amendments,
        additions=additions,
        written={
            "sections": _texts(lists.get("sections"), "id"),
            "units": _texts(lists.get("units"), "name"),
            "issued": _texts(rows, "id"),
            "projects": _texts(every_row, "id"),
            "indicators": (
                *(i for row in _dicts(every_row) for i in _texts(row.get("indicators"), "id")),
                *(i for item in new for i in _texts(item.get("indicators"), "id")),
            ),
        },
    )


def _added(
    amendment: Placed[AmendmentPart], inside: dict[Path, tuple[Placed[IndicatorPart], ...]], faults: list[Fault]
) -> Additions:
    add, path = amendment.part.add, (*amendment.path, "add")
    if add is None:
        return Additions()
    inside.update(_indicators(add.projects, (*path, "projects"), faults))
    return Additions(
        tuple(take_each(AddedProject, add.projects or [], (*path, "projects"), faults)),
        tuple(take_each(AddedIndicator, add.indicators or [], (*path, "indicators"), faults)),
    )


COPIES = "抄送"
CIRCULATED = ("通报", "督办单", "汇总表", "公开稿")
"""The papers that ``send --outputs`` mails, as ``contacts.yaml`` calls them."""


def contacts_part(data: Plain, faults: list[Fault]) -> tuple[Placed[ContactPart], ...]:
    """Read the contacts file: one part per unit name, at the path (unit name,)."""
    if data is None:
        return ()
    if not isinstance(data, dict):
        faults.append(Fault((), "这里应是若干个单位名称，每个下面写 name、phone、email"))
        return ()
    copies_part(data, faults)
    units = ((unit, value) for unit, value in data.items() if value is not None and unit != COPIES)
    found = (take(ContactPart, value, (unit,), faults) for unit, value in units)
    return tuple(placed for placed in found if placed is not None)


def copies_part(data: Plain, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    """Read to whom the month's papers are sent: under 抄送, a list of addresses for each kind of paper."""
    lists = data.get(COPIES) if isinstance(data, dict) else None
    if lists is None:
        return {}
    if not isinstance(lists, dict):
        faults.append(
            Fault((COPIES,), f"这里应是 {'、'.join(CIRCULATED)}，每个后面写邮箱，例如 通报: [a@example.invalid]")
        )
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for kind, addresses in lists.items():
        if kind not in CIRCULATED:
            faults.append(Fault((COPIES, kind), f"没有“{kind}”这种文本，请写 {'、'.join(CIRCULATED)} 之一"))
            continue
        given = addresses if isinstance(addresses, list) else [addresses]
        wrong = [text for text in given if text is not None and not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", str(text))]
        if wrong:
            faults.append(Fault((COPIES, kind), f"“{wrong[0]}”不是邮箱地址，例如 shili@example.invalid"))
        found[str(kind)] = tuple(str(text) for text in given if text is not None and text not in wrong)
    return found


def _indicators(
    projects: Plain, path: Path, faults: list[Fault]
) -> Iterator[tuple[Path, tuple[Placed[IndicatorPart], ...]]]:
    """Yield each project's path and the indicators inside it."""
    for index, project in enumerate(projects if isinstance(projects, list) else []):
        inside = project.get("indicators") if isinstance(project, dict) else None
        if inside is not None:
            where = (*path, index)
            yield where, tuple(take_each(IndicatorPart, inside, (*where, "indicators"), faults))


def _columns(form: Plain) -> Plain:
    return (form.get("columns") or []) if isinstance(form, dict) else []


def _dicts(items: object) -> list[dict[str, Plain]]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _texts(items: Plain | None, field: str) -> tuple[str, ...]:
    return tuple(text for item in _dicts(items) if isinstance(text := item.get(field), str))
