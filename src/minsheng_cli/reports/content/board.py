"""看板: the year so far, for those who look rather than read. Plain facts and coordinates; the template draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minsheng_cli.reports.content.story import fact_of, rounded
from minsheng_cli.words import MOVEMENTS, PROBLEM_STATES, STANDING_MARKS, STANDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.model import Catalogue, Indicator, Month, Project, Standing
    from minsheng_cli.reports.content import MonthlyReport

WIDTH, HEIGHT, LEFT, TOP = 640.0, 150.0, 40.0, 10.0  # of an indicator's line chart
_STEP = 25  # grid lines, %


@dataclass(frozen=True, slots=True)
class CellSaid:
    """One project in one month."""

    month: str
    code: Standing
    mark: str
    word: str
    fact: str


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator's course: points for an SVG of WIDTH × HEIGHT."""

    name: str
    actual: str  # "x,y x,y"
    expected: str
    dots: tuple[tuple[float, float, str], ...]
    last: str  # in words: the latest figure
    labels: tuple[tuple[float, str], ...]
    grid: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A problem's life, in months counted from the first told."""

    number: str
    text: str
    unit: str
    start: int
    length: int
    is_open: bool
    state: str
    basis: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one unit wrote in one month, with what changed."""

    month: str
    unit: str
    movement: str
    pieces: tuple[tuple[str, str], ...]
    problems: str
    next_steps: str
    investment: str


@dataclass(frozen=True, slots=True)
class ProjectStory:
    """A project's page."""

    id: str
    name: str
    section: str
    units: tuple[str, ...]
    code: Standing
    mark: str
    word: str
    fact: str
    gap: Decimal | None
    met: str
    deadline: str
    target: str
    cells: tuple[CellSaid, ...]
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    told: tuple[Told, ...]  # newest month first


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit's timeliness, month by month."""

    name: str
    cells: tuple[tuple[str, str], ...]  # (class, word)


@dataclass(frozen=True, slots=True)
class Board:
    """The whole page."""

    title: str
    subtitle: str
    note: str
    months: tuple[str, ...]
    headline: tuple[tuple[str, str], ...]
    counts: tuple[tuple[Standing, str, str, int, int], ...]  # code, mark, word, number, per cent of all
    sections: tuple[str, ...]
    units: tuple[str, ...]
    standings: tuple[tuple[Standing, str], ...]
    projects: tuple[ProjectStory, ...]
    timeliness: tuple[UnitRow, ...]


def board(stories: Sequence[MonthStory], report: MonthlyReport) -> Board | None:
    """Say the page; None where nothing is known of the months before."""
    if report.story is None:
        return None
    catalogue, overview = stories[-1].view.catalogue, report.story.overview
    months = [story.month for story in stories]
    projects = tuple(_project(p, stories, months) for p in catalogue.projects)
    total = len(projects)
    return Board(
        title=f"{catalogue.district}{catalogue.year}年重点民生实事看板",
        subtitle=f"截至{report.month.label}　{catalogue.office}",
        note=overview.note,
        months=tuple(f"{m.month}月" for m in months),
        headline=overview.headline,
        counts=tuple(
            (code, STANDING_MARKS[code], word, n, round(n * 100 / total)) for code, word, n in overview.counts
        ),
        sections=tuple(s.short for s in catalogue.sections),
        units=tuple(u.name for u in catalogue.units),
        standings=tuple((code, word) for code, word, _ in overview.counts),
        projects=projects,
        timeliness=tuple(_timeliness(stories, catalogue)),
    )


def _project(project: Project, stories: Sequence[MonthStory], months: Sequence[Month]) -> ProjectStory:
    catalogue = stories[-1].view.catalogue
    now = stories[-1].progress[project.id]
    section = next(s.short for s in catalogue.sections if s.id == project.section)
    cells = tuple(_cell(story, project.id) for story in stories)
    asked = [i for i in project.indicators if i.kind in ("quantified", "part") and i.target]
    lines = tuple(line for i in asked if (line := _line(i, project.id, stories)) is not None)
    return ProjectStory(
        project.id, project.name, section, tuple(catalogue.unit(u).name for u in project.lead_units), now.standing,
        STANDING_MARKS[now.standing], STANDINGS[now.standing], fact_of(now), rounded(now.gap), "{}/{}".format(*now.met),
        project.deadline.label, project.target_lines, cells, lines, tuple(_bars(project.id, stories, months)),
        tuple(_told(project.id, stories)),
    )  # fmt: skip


def _cell(story: MonthStory, project: str) -> CellSaid:
    item = story.progress.get(project)
    code: Standing = item.standing if item else "unreported"
    return CellSaid(
        f"{story.month.month}月", code, STANDING_MARKS[code], STANDINGS[code], fact_of(item) if item else ""
    )


def _line(indicator: Indicator, project: str, stories: Sequence[MonthStory]) -> Line | None:
    told = []
    for story in stories:
        item = story.progress.get(project)
        found = next((i for i in item.indicators if i.id == indicator.id), None) if item else None
        if found is not None:
            told.append((story.month, found))
    shares = [(m, i) for m, i in told if i.share is not None]
    if not shares:
        return None
    first, last = stories[0].month, stories[-1].month
    span = max((last.year - first.year) * 12 + last.month - first.month, 1)
    top = max(100.0, *(float(i.share or 0) * 100 for _, i in shares))

    def x(month: Month) -> float:
        gone = (month.year - first.year) * 12 + month.month - first.month
        return round(LEFT + (WIDTH - LEFT - 20) * gone / span, 1)

    def y(share: Decimal | float) -> float:
        return round(TOP + (HEIGHT - TOP - 24) * (1 - float(share) * 100 / top), 1)

    newest = shares[-1][1]
    gap = rounded(newest.gap)
    side = "" if gap is None or not gap else f"，{'落后' if gap < 0 else '超前'}{abs(gap):f}个百分点"
    return Line(
        name=indicator.name,
        actual=" ".join(f"{x(m)},{y(i.share)}" for m, i in shares if i.share is not None),
        expected=" ".join(f"{x(m)},{y(i.expected)}" for m, i in told if i.expected is not None),
        dots=tuple(
            (x(m), y(i.share), f"{m.month}月 {i.actual:f}{i.unit}（{i.share:.1%}）")
            for m, i in shares
            if i.share is not None and i.actual is not None
        ),
        last=f"累计{newest.actual:f}{newest.unit}，目标{newest.target:f}{newest.unit}，完成{newest.share:.1%}{side}",
        labels=tuple((x(s.month), f"{s.month.month}月") for s in stories),
        grid=tuple((y(step / 100), f"{step}%") for step in range(0, 101, _STEP)),
    )


def _bars(project: str, stories: Sequence[MonthStory], months: Sequence[Month]) -> Iterator[Bar]:
    units = {u.id: u.name for u in stories[-1].view.catalogue.units}
    for problem in stories[-1].problems:
        if problem.project != project or problem.state == "joined":
            continue
        last = problem.ended or months[-1]
        start = sum(m < problem.first for m in months)
        length = max(sum(problem.first <= m <= last for m in months), 1)
        yield Bar(
            problem.number, problem.text, units.get(problem.unit, problem.unit), start, length, problem.is_open,
            PROBLEM_STATES[problem.state] + (f"（第{problem.age}月）" if problem.is_open and problem.age > 1 else ""),
            problem.basis,
        )  # fmt: skip


def _told(project: str, stories: Sequence[MonthStory]) -> Iterator[Told]:
    for story in reversed(stories):
        entries = {(e.project, e.unit): e for e in story.view.record.entries}
        for change in story.changes:
            entry = entries.get((change.project, change.unit))
            if change.project != project or change.silent or entry is None:
                continue
            now = change.investment.now
            yield Told(
                story.month.label, story.view.catalogue.unit(change.unit).name, MOVEMENTS[change.progress.movement],
                tuple((p.kind, p.text) for p in change.progress.pieces)
                if change.since else (("same", entry.progress or ""),),
                entry.problems or "", entry.next_steps or "", "" if now is None else f"{now:,f}万元",
            )  # fmt: skip


def _timeliness(stories: Sequence[MonthStory], catalogue: Catalogue) -> Iterator[UnitRow]:
    words = {True: ("on-time", "按时"), False: ("late", "迟报"), None: ("missing", "未报")}
    for unit in catalogue.units:
        cells = []
        for story in stories:
            line = next((u for u in story.view.record.units if u.unit == unit.id), None)
            cells.append(words[line.on_time] if line else ("none", "—"))
        yield UnitRow(unit.name, tuple(cells))
