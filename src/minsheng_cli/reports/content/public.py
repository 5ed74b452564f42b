"""公开稿: what may be published, by an allow-list.

Allowed: section, project, target, progress and figures against targets. Never: persons, telephone numbers, problems,
suggestions. A paragraph of the progress that says itself that it is about problems or plans is left out, and that is
said; whether a person or a number stands in the rest is for ``leaks``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minsheng_cli.analysis.progress import IndicatorProgress
    from minsheng_cli.model import Catalogue, Entry, Indicator, MonthRecord, Project
    from minsheng_cli.reports.content.story import StorySaid

_NO_RESULT = re.compile(
    r"(?:^|(?<=[。；;！!\s]))"
    r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*|[（(])?"
    r"(?:(?:目前|当前|仍|还|主要)*(?:存在|面临|遇到)的?(?:主要|突出)?(?:问题|困难|卡点|堵点)"
    r"|(?:主要|突出)?(?:问题|困难|卡点问题|卡点|滞后原因|原因|意见建议|工作建议|有关建议|建议|需协调(?:解决)?(?:的)?(?:问题|事项)|请求事项)"
    r"(?=\s*(?:[：:]|如下|有))"
    r"|下一?步(?:工作)?(?:打算|计划|安排|建议|措施|工作|思路)?(?=\s*[：:，,将我拟])"
    r"|(?:建议|恳请|请求|提请)(?:区|市|上级|协调|加快|尽快|加大|给予|财政))"
)
_QUOTED = 12  # characters of what was left out, for the clerk to find it
_REACHED, _DONE = Decimal(1), ("done", "early")


_HEADING = re.compile(r"^[一二三四五六七八九十]+、|（[^（）]*）$")  # 一、…（共13项）


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
    left_out: tuple[tuple[str, str], ...] = ()  # (project id, how the part left out begins)


def public_text(record: MonthRecord, catalogue: Catalogue, story: StorySaid, month_label: str, day: str) -> PublicText:
    """Choose what may be published."""
    entries = {(e.project, e.unit): e for e in record.entries if e.state == "accepted"}
    told: dict[str, PublicProject] = {}
    left: list[tuple[str, str]] = []
    for project in catalogue.projects:
        own = [e for u in project.lead_units if (e := entries.get((project.id, u))) and e.progress]
        if own:
            progress, rest = _results(own, {u.id: u.name for u in catalogue.units})
            left += [(project.id, text) for text in rest]
            told[project.id] = PublicProject(
                next(s.short for s in catalogue.sections if s.id == project.section), project.name,
                project.target_lines, progress, _figures(project, story),
            )  # fmt: skip
    sections = tuple(
        (
            _HEADING.sub("", section.title),
            tuple(told[p.id] for p in catalogue.projects if p.section == section.id and p.id in told),
        )
        for section in catalogue.sections
    )
    done = sum(line.code in _DONE for line in story.overview.projects if line.id in told)
    return PublicText(
        title=f"{catalogue.district}重点民生实事{month_label}进展情况",
        lead=_lead(f"截至{day}，{catalogue.district}", len(catalogue.projects), len(told), done),
        sections=tuple(section for section in sections if section[1]),
        source="根据各牵头单位报送情况整理",
        left_out=tuple(left),
    )


def _lead(start: str, number: int, told: int, done: int) -> str:
    """Return the first paragraph."""
    of_all = f"{start}{number}项重点民生实事"
    finished = f"中，已有{done}项完成年度目标任务" if done else ""
    if told == number:
        return f"{of_all}{finished}{'，各项' if done else ''}进展情况如下。"
    return f"{of_all}{finished or '中'}，现公布{told}项的最新进展。"


def _results(entries: list[Entry], names: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the paragraphs about results, and how each part begins that is about something else.

    Where several units report, the first paragraph of each names it: their figures may differ.
    """
    kept, left = [], []
    for entry in entries:
        name = f"{names[entry.unit]}：" if len(entries) > 1 else ""
        for line in (entry.progress or "").split("\n"):
            text = line.strip()
            other = _NO_RESULT.search(text)
            if other:
                left.append(text[other.start() :].strip()[:_QUOTED])
                text = text[: other.start()].strip()
            if text:
                kept.append(name + text)
                name = ""
    return tuple(kept), tuple(left)


def _figures(project: Project, story: StorySaid) -> tuple[str, ...]:
    """Return the figures beside the project's own published targets.

    Not beside what binds where promises overlap: a reader holds a figure against the target that was published.
    """
    paces = ((indicator, story.paces.get(indicator.id)) for indicator in project.indicators)
    return tuple(_figure(i, p, p.actual / i.target) for i, p in paces if p is not None and p.actual and i.target)


def _figure(indicator: Indicator, pace: IndicatorProgress, share: Decimal) -> str:
    """Return a figure as a newspaper would: 累计改造23个，完成年度目标的31.5%."""
    word = "累计" if indicator.measure == "cumulative" else "达到"
    if share > _REACHED:
        against = "超过年度目标"
    else:
        against = "已完成年度目标" if share == _REACHED else f"完成年度目标的{share:.1%}"
    return f"{pace.name}{word}{pace.actual:f}{pace.unit}，{against}"
