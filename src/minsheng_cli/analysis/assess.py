"""The year's evidence, per unit and per project: counted, not graded.

The notice leaves the year-end assessment to 区政府督查办 and gives no formula. A score is reckoned only from weights
the workspace defines; without them there is none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from minsheng_cli.analysis.progress import REACHED
from minsheng_cli.findings import KINDS
from minsheng_cli.nouns import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from minsheng_cli.analysis.progress import ProjectProgress
    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.analysis.supervision import Case
    from minsheng_cli.model import FileLine, Month, Project, Source, UnitLine
    from minsheng_cli.words import Arrival

_VERSIONS = ("accepted", "returned", "superseded")


@dataclass(frozen=True)
class MonthOfUnit:
    """How a unit's return of one month went, and the file that proves it."""

    month: Month
    timeliness: Literal["on-time", "late", "missing"]  # on-time / late / missing
    first_pass: bool | None  # whether its first return had nothing to mend; None when there was none
    versions: int  # how many different returns it sent
    corrections: int  # values the clerk had to correct by telephone
    file: str
    sha256: str
    refused: bool = False  # missing, because what came could not be used

    @property
    def came(self) -> Arrival:
        """How it came, as it is printed: a return that was sent and could not be used is not called unsent."""
        return "refused" if self.refused else self.timeliness


@dataclass(frozen=True)
class UnitYear:
    """A unit's year."""

    unit: str
    name: str  # as it is called in the last month told
    months: tuple[MonthOfUnit, ...]
    problems: int  # of its projects, ever
    still_open: int
    oldest: int  # months the oldest open problem has been open
    projects: int
    reached: int
    score: Decimal | None = None
    cases: tuple[Case, ...] = ()  # of supervision, but for those taken back

    def count(self, came: Arrival) -> int:
        """Return in how many months its return was so; each month is counted once."""
        return sum(m.came == came for m in self.months)

    @property
    def first_pass(self) -> tuple[int, int]:
        """How many first returns had nothing to mend, of how many."""
        known = [m.first_pass for m in self.months if m.first_pass is not None]
        return sum(known), len(known)


@dataclass(frozen=True)
class ProjectYear:
    """A project at its deadline (or at the last month told, when that is earlier)."""

    project: Project
    told: Month
    at_deadline: bool
    progress: ProjectProgress
    months_behind: int
    done_in: Month | None  # the first month whose returns show it done; None: none does
    till: Month  # the last month told
    evidence: tuple[tuple[str, str, str], ...]  # (unit, file, sha256) its figures rest on

    @property
    def unmet(self) -> tuple[str, ...]:
        """The indicators that were not reached at the deadline, by name; those without a target are not counted."""
        return tuple(i.name for i in self.progress.indicators if i.counted and i.standing not in REACHED)

    @property
    def is_late(self) -> bool:
        """Whether the deadline passed without its being done, as the last return up to it shows."""
        return bool(self.unmet) and self.till > self.project.deadline


@dataclass(frozen=True)
class Year:
    """A year's evidence."""

    months: tuple[Month, ...]
    units: tuple[UnitYear, ...]
    projects: tuple[ProjectYear, ...]
    cases: tuple[Case, ...] = ()  # of supervision, as they stand after the last month told


def assess(stories: Sequence[MonthStory], weights: Mapping[str, Decimal] | None = None) -> Year:
    """Gather the evidence of all months told."""
    projects = tuple(_projects(stories))
    led, problems_of = defaultdict(list), defaultdict(list)
    for project in projects:
        for lead in dict.fromkeys(project.project.lead_units):
            led[lead].append(project)
    for problem in stories[-1].problems:
        if problem.state != "joined":
            problems_of[problem.unit].append(problem)
    months = _months(stories)
    units = []
    for unit in stories[-1].view.catalogue.units:
        own, problems = led[unit.id], problems_of[unit.id]
        still = [p for p in problems if p.is_open]
        year = UnitYear(
            unit.id, unit.name, tuple(months[unit.id]), len(problems), len(still),
            max((p.age for p in still), default=0), len(own), sum(p.progress.standing in REACHED for p in own),
            cases=tuple(c for c in stories[-1].cases if c.unit == unit.id and c.state != "withdrawn"),
        )  # fmt: skip
        units.append(_scored(year, weights))
    return Year(tuple(s.month for s in stories), tuple(units), projects, stories[-1].cases)


def _months(stories: Sequence[MonthStory]) -> Mapping[str, Sequence[MonthOfUnit]]:
    """Return each unit's months, without those in which it led nothing."""
    found: dict[str, list[MonthOfUnit]] = defaultdict(list)
    for story in stories:
        record = story.view.record
        files_of, corrections = defaultdict(list), Counter[str]()
        for file in sorted(record.files, key=lambda f: (f.received_at, f.name)):
            files_of[file.unit].append(file)
        for entry in record.entries:
            corrections[entry.unit] += len(entry.corrections)
        for line in record.units:
            files = files_of[line.unit]
            versions = [f for f in files if f.outcome in _VERSIONS and not f.case]
            used = next((f for f in files if f.name == line.file), None)
            found[line.unit].append(
                MonthOfUnit(
                    story.month, _timeliness(line), _passes(versions[0]) if versions else None, len(versions),
                    corrections[line.unit], used.name if used else "", used.sha256 if used else "",
                    refused=line.state == "rejected",
                )
            )  # fmt: skip
    return found


def _timeliness(line: UnitLine) -> Literal["on-time", "late", "missing"]:
    if line.state in ("missing", "rejected"):
        return "missing"
    return "on-time" if line.on_time else "late"


def _passes(first: FileLine) -> bool:
    """Whether a return had nothing to mend when it came; a cell corrected later by telephone had to be mended."""
    corrected = {(f.project, f.where) for f in first.findings if f.code == "value.corrected"}
    return not any(
        f.severity == "error"
        or (f.settled and (f.project, f.where) in corrected and f.code in KINDS and KINDS[f.code].severity == "error")
        for f in first.findings
    )


def _projects(stories: Sequence[MonthStory]) -> Iterator[ProjectYear]:
    entries = {story.month: _reported(story) for story in stories}
    behind: dict[str, set[Month]] = {}
    for story in stories:
        for lag in story.lagging:
            behind.setdefault(lag.project.project, set()).add(story.month.calendar)
    for project in stories[-1].view.catalogue.projects:
        last = project.deadline.last_day
        till = [s for s in stories if s.view.catalogue.cut_off(s.month) <= last] or list(stories[:1])
        told = till[-1]
        progress = told.progress.get(project.id)
        if progress is None:
            continue
        reported = entries[told.month].get(project.id, [])
        evidence = tuple((unit, source.file, source.sha256) for unit, source in reported)
        done = next(
            (s.month for s in stories if project.id in s.progress and s.progress[project.id].standing in REACHED), None
        )
        months = len(behind.get(project.id, ()))
        yield ProjectYear(project, told.month, _at(told, project), progress, months, done, stories[-1].month, evidence)


def _reported(story: MonthStory) -> dict[str, list[tuple[str, Source]]]:
    """Return the unit and the place of each entry that came from a file, by project."""
    reported: dict[str, list[tuple[str, Source]]] = {}
    for entry in story.view.record.entries:
        if entry.source:
            reported.setdefault(entry.project, []).append((entry.unit, entry.source))
    return reported


def _at(story: MonthStory, project: Project) -> bool:
    """Whether a month's returns show a project at its deadline: their cut-off day lies in the same month."""
    day, last = story.view.catalogue.cut_off(story.month), project.deadline.last_day
    return (day.year, day.month) == (last.year, last.month)


def _scored(year: UnitYear, weights: Mapping[str, Decimal] | None) -> UnitYear:
    """Reckon a score from the workspace's weights; a share that nothing is known of leaves the unit without one."""
    if not weights:
        return year
    passed, tried = year.first_pass
    shares = {
        "on_time": (year.count("on-time"), len(year.months)),
        "first_pass": (passed, tried),
        "completion": (year.reached, year.projects),
    }
    if any(not shares[name][1] for name in weights):
        return year
    score = sum((weight * shares[name][0] / shares[name][1] for name, weight in weights.items()), Decimal(0))
    return replace(year, score=score.quantize(Decimal("0.1")))
