"""看板: the year so far, for those who look rather than read. Plain facts and coordinates; the template draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from minsheng_cli.reports.content import courses
from minsheng_cli.reports.content.story import fact_of, rounded
from minsheng_cli.words import MOVEMENTS, PROBLEM_STATES, STANDING_MARKS, STANDING_SHORT, STANDINGS, UNIT_STATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from minsheng_cli.analysis.problems.ledger import Problem
    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.model import Catalogue, Movement, Project, Standing, UnitLine
    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.courses import Course
    from minsheng_cli.reports.content.story import LagLine

LifeCell = Literal["", "open", "silent", "solved"]


@dataclass(frozen=True, slots=True)
class CellSaid:
    """One project in one month."""

    month: str
    code: Standing
    mark: str
    short: str
    word: str
    fact: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A problem's life, month by month."""

    number: str
    text: str
    unit: str
    is_open: bool
    state: str
    basis: str
    cells: tuple[tuple[str, LifeCell, str], ...]  # (month, how it stood, in a word)


@dataclass(frozen=True, slots=True)
class Told:
    """What one unit wrote in one month, with what changed."""

    month: str
    unit: str
    movement: str
    is_stale: bool  # the words did not move
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
    open_problems: int
    deadline: str
    target: str
    cells: tuple[CellSaid, ...]
    courses: tuple[Course, ...]
    bars: tuple[Bar, ...]
    told: tuple[Told, ...]  # newest month first


@dataclass(frozen=True, slots=True)
class Trend:
    """How many projects stood how in one month; worst first."""

    month: str
    counts: tuple[tuple[Standing, str, str, int], ...]  # code, mark, word, number


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit's timeliness, month by month."""

    name: str
    in_time: str  # 8/9: in time, of the months in which it was asked
    cells: tuple[tuple[str, str, str], ...]  # (class, mark, word)


@dataclass(frozen=True, slots=True)
class Board:
    """The whole page."""

    title: str
    subtitle: str
    note: str
    month: str
    months: tuple[str, ...]
    headline: tuple[tuple[str, str, str], ...]  # what, how many, of what
    trends: tuple[Trend, ...]  # oldest month first
    lagging: tuple[LagLine, ...]  # worst first
    outstanding: tuple[str, ...]  # units without a usable return this month
    sections: tuple[str, ...]
    units: tuple[str, ...]
    standings: tuple[tuple[Standing, str, str, int], ...]  # those that occur now: code, mark, word, number
    projects: tuple[ProjectStory, ...]
    timeliness: tuple[UnitRow, ...]


def board(stories: Sequence[MonthStory], report: MonthlyReport) -> Board | None:
    """Say the page; None where nothing is known of the months before."""
    if report.story is None:
        return None
    now = stories[-1].view
    catalogue, overview = now.catalogue, report.story.overview
    return Board(
        title=f"{catalogue.district}{catalogue.year}年重点民生实事看板",
        subtitle=f"截至{report.month.label}　{catalogue.office}",
        note=overview.note,
        month=f"{report.month.month}月",
        months=tuple(f"{s.month.month}月" for s in stories),
        headline=tuple((what, *_split(value)) for what, value in overview.headline),
        trends=tuple(_trend(story) for story in stories),
        lagging=tuple(sorted(report.story.lagging, key=lambda line: list(STANDINGS).index(line.code))),
        outstanding=tuple(catalogue.unit(u.unit).name for u in now.record.units if u.on_time is None),
        sections=tuple(s.short for s in catalogue.sections),
        units=tuple(u.name for u in catalogue.units),
        standings=tuple((code, STANDING_MARKS[code], word, number) for code, word, number in overview.counts),
        projects=tuple(_project(p, stories) for p in catalogue.projects),
        timeliness=tuple(_timeliness(stories, catalogue)),
    )


def _split(value: str) -> tuple[str, str]:
    """Return a figure and what it counts apart: they are set in two sizes."""
    number, _, rest = value.partition(" ")
    return number, rest


def _trend(story: MonthStory) -> Trend:
    standings = [item.standing for item in story.progress.values()]
    counts = ((code, STANDING_MARKS[code], word, standings.count(code)) for code, word in STANDINGS.items())
    return Trend(f"{story.month.month}月", tuple(count for count in counts if count[3]))


def _project(project: Project, stories: Sequence[MonthStory]) -> ProjectStory:
    catalogue = stories[-1].view.catalogue
    now = stories[-1].progress[project.id]
    section = next(s.short for s in catalogue.sections if s.id == project.section)
    bars = tuple(_bars(project.id, stories))
    return ProjectStory(
        project.id, project.name, section, tuple(catalogue.unit(u).name for u in project.lead_units), now.standing,
        STANDING_MARKS[now.standing], STANDINGS[now.standing], fact_of(now), rounded(now.gap), "{}/{}".format(*now.met),
        sum(b.is_open for b in bars), project.deadline.label, project.target_lines,
        tuple(_cell(story, project.id) for story in stories), tuple(courses.courses(project, stories)), bars,
        tuple(_told(project.id, stories)),
    )  # fmt: skip


def _cell(story: MonthStory, project: str) -> CellSaid:
    item = story.progress.get(project)
    code: Standing = item.standing if item else "unreported"
    return CellSaid(
        f"{story.month.month}月", code, STANDING_MARKS[code], STANDING_SHORT[code], STANDINGS[code],
        fact_of(item) if item else "",
    )  # fmt: skip


def _bars(project: str, stories: Sequence[MonthStory]) -> Iterator[Bar]:
    units = {u.id: u.name for u in stories[-1].view.catalogue.units}
    for problem in stories[-1].problems:
        if problem.project != project or problem.state == "joined":
            continue
        age = f"（第{problem.age}月）" if problem.is_open and problem.age > 1 else ""
        yield Bar(
            problem.number, problem.text, units.get(problem.unit, problem.unit), problem.is_open,
            PROBLEM_STATES[problem.state] + age, problem.basis,
            tuple((f"{s.month.month}月", *_lived(problem, s)) for s in stories),
        )  # fmt: skip


def _lived(problem: Problem, story: MonthStory) -> tuple[LifeCell, str]:
    """Return how a problem stood in a month: not there, told, open without a word on it, solved."""
    month = story.month
    if month < problem.first or (problem.ended is not None and month > problem.ended):
        return "", ""
    if month == problem.ended:
        return "solved", PROBLEM_STATES["solved"]
    if month == problem.first:
        return "open", PROBLEM_STATES["new"]
    if any(sighting.month == month for sighting in problem.sightings):
        return "open", PROBLEM_STATES["open"]
    key = (problem.project, problem.unit)
    reported = any((e.project, e.unit) == key and e.state != "missing" for e in story.view.record.entries)
    return "silent", PROBLEM_STATES["silent" if reported else "unreported"]


_STALE: tuple[Movement, ...] = ("figures", "same")


def _told(project: str, stories: Sequence[MonthStory]) -> Iterator[Told]:
    for story in reversed(stories):
        entries = {(e.project, e.unit): e for e in story.view.record.entries}
        for change in story.changes:
            entry = entries.get((change.project, change.unit))
            if change.project != project or change.silent or entry is None:
                continue
            now, movement = change.investment.now, change.progress.movement
            yield Told(
                story.month.label, story.view.catalogue.unit(change.unit).name, MOVEMENTS[movement],
                movement in _STALE,
                tuple((p.kind, p.text) for p in change.progress.pieces)
                if change.since else (("same", entry.progress or ""),),
                entry.problems or "", entry.next_steps or "", "" if now is None else f"{now:,f}万元",
            )  # fmt: skip


def _timeliness(stories: Sequence[MonthStory], catalogue: Catalogue) -> Iterator[UnitRow]:
    for unit in catalogue.units:
        lines = [next((u for u in story.view.record.units if u.unit == unit.id), None) for story in stories]
        asked = [line for line in lines if line is not None]
        in_time = sum(line.on_time is True for line in asked)
        yield UnitRow(unit.name, f"{in_time}/{len(asked)}", tuple(map(_came, lines)))


def _came(line: UnitLine | None) -> tuple[str, str, str]:
    if line is None:
        return "none", "", "—"
    if line.on_time is None:
        return "missing", "×", UNIT_STATES[line.state]
    return ("on-time", "✓", "按时") if line.on_time else ("late", "△", "迟报")
