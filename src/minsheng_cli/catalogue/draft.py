"""The catalogue as read from its file: sound parts, each with its place, not yet proved to fit together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minsheng_cli.catalogue.faults import Fault
from minsheng_cli.catalogue.shape import (
    AmendmentPart,
    ColumnPart,
    ContactPart,
    HeadPart,
    IndicatorPart,
    OverlapPart,
    Placed,
    ProjectPart,
    SectionPart,
    UnitPart,
    take,
    take_each,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.config.yaml_strict import Path, Plain


@dataclass(frozen=True, slots=True)
class Draft:
    """All parts that are sound in themselves, in the order of the file."""

    head: HeadPart | None
    columns: tuple[Placed[ColumnPart], ...]
    sections: tuple[Placed[SectionPart], ...]
    units: tuple[Placed[UnitPart], ...]
    projects: tuple[Placed[ProjectPart], ...]
    indicators: tuple[Placed[IndicatorPart], ...]  # path[:2] is the project's
    overlaps: tuple[Placed[OverlapPart], ...]
    amendments: tuple[Placed[AmendmentPart], ...]
    written: dict[str, tuple[str, ...]]
    """Every id written in sections, units, projects and indicators, also of parts that are not sound otherwise:
    a reference to one of them is no second fault."""

    def of_project(self, path: Path) -> Iterator[Placed[IndicatorPart]]:
        """Yield the indicators of the project at that path."""
        return (i for i in self.indicators if i.path[:2] == path)


def draft(data: Plain, faults: list[Fault]) -> Draft:
    """Read the whole file; what is wrong is noted and left out."""
    head = take(HeadPart, data, (), faults)
    lists = data if isinstance(data, dict) else {}
    rows = lists.get("projects", [])
    return Draft(
        head=head.part if head else None,
        columns=tuple(take_each(ColumnPart, _columns(lists.get("form")), ("form", "columns"), faults)),
        sections=tuple(take_each(SectionPart, lists.get("sections", []), ("sections",), faults)),
        units=tuple(take_each(UnitPart, lists.get("units", []), ("units",), faults)),
        projects=tuple(take_each(ProjectPart, rows, ("projects",), faults)),
        indicators=tuple(_indicators(rows, faults)),
        overlaps=tuple(take_each(OverlapPart, lists.get("overlaps") or [], ("overlaps",), faults)),
        amendments=tuple(take_each(AmendmentPart, lists.get("amendments") or [], ("amendments",), faults)),
        written={
            "sections": _texts(lists.get("sections"), "id"),
            "units": _texts(lists.get("units"), "name"),
            "projects": _texts(rows, "id"),
            "indicators": tuple(i for row in _dicts(rows) for i in _texts(row.get("indicators"), "id")),
        },
    )


def contacts_part(data: Plain, faults: list[Fault]) -> tuple[Placed[ContactPart], ...]:
    """Read the contacts file: one part per unit name, at the path (unit name,)."""
    if data is None:
        return ()
    if not isinstance(data, dict):
        faults.append(Fault((), "这里应是若干个单位名称，每个下面写 name、phone、email"))
        return ()
    found = (take(ContactPart, value, (unit,), faults) for unit, value in data.items() if value is not None)
    return tuple(placed for placed in found if placed is not None)


def _indicators(projects: Plain, faults: list[Fault]) -> Iterator[Placed[IndicatorPart]]:
    for index, project in enumerate(projects if isinstance(projects, list) else []):
        inside = project.get("indicators") if isinstance(project, dict) else None
        if inside is not None:
            yield from take_each(IndicatorPart, inside, ("projects", index, "indicators"), faults)


def _columns(form: Plain) -> Plain:
    return (form.get("columns") or []) if isinstance(form, dict) else []


def _dicts(items: Plain | None) -> list[dict[str, Plain]]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _texts(items: Plain | None, field: str) -> tuple[str, ...]:
    return tuple(text for item in _dicts(items) if isinstance(text := item.get(field), str))
