"""进度一览表: one line per project, what a bulletin's annex shows. The nine columns stay in the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content.brief import about, brief
from minsheng_cli.reports.content.words import NOT_APPLICABLE, listed
from minsheng_cli.words import CLASS_OF, CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.model import Catalogue, Standing
    from minsheng_cli.reports.content.story import ProblemLine, StoryReport

NOTE = "注：每个项目列示决定其状态的指标（一般为进度最慢的一项）；全部指标和各单位填报内容见汇总表。"
_PROBLEM = 30  # characters
_UNKNOWN: dict[Standing, str] = {"unreported": "牵头单位无可用报表", "unclear": "指标数字不全"}  # why nobody can judge
_WORDS: dict[Standing, str] = {"far-behind": "严重滞后", "overdue": "逾期未完成"}


@dataclass(frozen=True)
class AnnexRow:
    """One project in one line."""

    number: str
    name: str
    unit: str
    target: str
    done: str
    rate: str
    status: str
    problem: str


@dataclass(frozen=True)
class AnnexSection:
    """A heading and its projects."""

    title: str
    rows: tuple[AnnexRow, ...]


def annex(story: StoryReport, catalogue: Catalogue) -> tuple[AnnexSection, ...]:
    """Return the table, section by section in official order."""
    rows = dict(_rows(story, catalogue))
    return tuple(
        AnnexSection(section.title, tuple(rows[p.id] for p in catalogue.projects if p.section == section.id))
        for section in catalogue.sections
    )


def main_problems(story: StoryReport, limit: int = _PROBLEM) -> dict[str, str]:
    """Return each project's oldest open problem, shortened to so many characters; none for a project without one."""
    oldest: dict[str, ProblemLine] = {}
    for problem in story.problems:
        if problem.is_open and not problem.to_close:
            known = oldest.setdefault(problem.project, problem)
            if problem.age > known.age:
                oldest[problem.project] = problem
    return {project: brief(about(problem.text, problem.name), limit) for project, problem in oldest.items()}


def status_word(code: Standing) -> str:
    """Return a standing as the annex says it: the class of the first paragraph, or its 其中."""
    return _WORDS.get(code, CLASSES[CLASS_OF[code]])


def _rows(story: StoryReport, catalogue: Catalogue) -> Iterator[tuple[str, AnnexRow]]:
    said, problems = {line.id: line for line in story.overview.projects}, main_problems(story)
    for project in catalogue.projects:
        line = said[project.id]
        yield project.id, AnnexRow(
            project.number, project.name, listed(catalogue.lead_names(project)),
            line.shown.target, line.shown.done, line.shown.rate, status_word(line.code),
            problems.get(project.id) or (_UNKNOWN.get(line.code, NOT_APPLICABLE)),
        )  # fmt: skip
