"""公开稿: what may be published, by an allow-list.

Allowed: section, project, target, progress and figures against targets. Never: persons, telephone numbers, problems,
suggestions. What units wrote as progress may still hold any of these: see ``leaks``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue, MonthRecord
    from minsheng_cli.reports.content.story import StorySaid


@dataclass(frozen=True, slots=True)
class PublicProject:
    """One project as published."""

    section: str
    name: str
    target: str
    progress: tuple[str, ...]  # paragraphs as the lead units wrote them
    figures: tuple[str, ...]  # 累计改造23个，完成年度目标的31.5%


@dataclass(frozen=True, slots=True)
class PublicText:
    """What may be published."""

    title: str
    lead: str
    sections: tuple[tuple[str, tuple[PublicProject, ...]], ...]
    source: str


def public_text(record: MonthRecord, catalogue: Catalogue, story: StorySaid, month_label: str, day: str) -> PublicText:
    """Choose what may be published."""
    entries = {(e.project, e.unit): e for e in record.entries if e.state == "accepted"}
    sections = []
    for section in catalogue.sections:
        projects = []
        for project in (p for p in catalogue.projects if p.section == section.id):
            own = [e for u in project.lead_units if (e := entries.get((project.id, u))) and e.progress]
            figures = []
            for indicator in project.indicators:
                pace = story.paces.get(indicator.id)
                if own and pace is not None and pace.actual and pace.share is not None:
                    figures.append(f"{pace.name}：累计{pace.actual:f}{pace.unit}，完成年度目标的{pace.share:.1%}")
            if own:
                progress = tuple(line.strip() for e in own for line in (e.progress or "").split("\n") if line.strip())
                said = PublicProject(section.short, project.name, project.target_lines, progress, tuple(figures))
                projects.append(said)
        if projects:
            sections.append((section.short, tuple(projects)))
    total = sum(len(projects) for _, projects in sections)
    return PublicText(
        title=f"{catalogue.district}重点民生实事{month_label}进展情况",
        lead=f"截至{day}，{catalogue.district}{len(catalogue.projects)}项重点民生实事中，{total}项的最新进展如下。",
        sections=tuple(sections),
        source="根据各牵头单位报送情况整理",
    )
