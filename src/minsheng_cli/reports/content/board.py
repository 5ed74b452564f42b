"""看板: the year so far, for those who look rather than read. Plain facts and coordinates; the template draws them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeVar

from minsheng_cli.form_spec import shown
from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content import courses
from minsheng_cli.reports.content.brief import about, brief
from minsheng_cli.reports.content.bulletin import by_gap
from minsheng_cli.reports.content.counts import ORDER, groups, nobody
from minsheng_cli.reports.content.returns import refusals
from minsheng_cli.reports.content.story import fact_of, met_of, rounded
from minsheng_cli.reports.content.words import NOT_APPLICABLE, listed, money
from minsheng_cli.words import (
    ARRIVALS,
    CLASS_OF,
    CLASSES,
    COUNTED,
    MOVEMENTS,
    PROBLEM_STATES,
    STANDING_MARKS,
    STANDING_SHORT,
    STANDINGS,
    UNIT_STATES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from minsheng_cli.analysis.problems.ledger import Problem
    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.model import Catalogue, Month, MonthRecord, Movement, Project, Standing, UnitLine
    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.cases import CaseLine
    from minsheng_cli.reports.content.courses import IndicatorChart
    from minsheng_cli.reports.content.story import LagLine, ProblemLine, StoryReport
    from minsheng_cli.words import Arrival, Class

P = TypeVar("P", "Problem", "ProblemLine")
LifeCell = Literal["", "open", "silent", "solved"]


@dataclass(frozen=True)
class MonthCell:
    """One project in one month."""

    month: str
    code: Standing | Literal["none"]  # none: the month has no record
    mark: str
    short: str
    word: str
    fact: str


@dataclass(frozen=True)
class Bar:
    """A problem's life, month by month."""

    number: str
    text: str
    unit: str
    is_open: bool
    state: str
    basis: str
    cells: tuple[tuple[str, LifeCell, str], ...]  # (month, how it stood, in a word)


@dataclass(frozen=True)
class WrittenText:
    """What one unit wrote in one month, with what changed."""

    month: str
    unit: str
    movement: str
    is_stale: bool  # the words did not move
    pieces: tuple[tuple[str, str], ...]
    problems: str
    next_steps: str
    investment: str
    extra: tuple[tuple[str, str], ...] = ()  # (header, text) of the list's own columns, but for those that name people


@dataclass(frozen=True)
class ProjectStory:
    """A project's page."""

    id: str
    name: str
    section: str
    order: int  # of the section
    units: tuple[str, ...]
    code: Standing
    group: Class
    mark: str
    word: str
    fact: str
    gap: Decimal | None
    met: str
    open_problems: int
    deadline: str
    target: str
    cells: tuple[MonthCell, ...]
    courses: tuple[IndicatorChart, ...]
    bars: tuple[Bar, ...]
    told: tuple[WrittenText, ...]  # newest month first


@dataclass(frozen=True)
class Trend:
    """How many projects stood how in one month; worst first."""

    month: str
    counts: tuple[tuple[Standing, str, str, int], ...]  # code, mark, word, number


@dataclass(frozen=True)
class UnitRow:
    """One unit's timeliness, month by month."""

    name: str
    in_time: str  # 8/9: in time, of the months in which it was asked
    cells: tuple[tuple[str, str, str], ...]  # (class, mark, word)


@dataclass(frozen=True)
class Card:
    """A headline figure; ``code`` is the class of projects it counts, "" for another figure."""

    what: str
    number: str  # "—" where it cannot be told
    rest: str
    code: Class | Literal[""] = ""
    mark: str = ""


@dataclass(frozen=True)
class Attention:
    """One lagging project: what is behind, by how much, why, who acts."""

    project: str
    name: str
    indicator: str
    units: str
    code: Standing
    standing: str
    actual: str  # 16.6%
    expected: str  # 39.7%
    width: Decimal  # of the bar, % of the year's target, at most 100
    mark: Decimal  # where it ought to end
    gap: str
    months: int
    reason: str
    step: str  # what comes next, and whom it turns to


@dataclass(frozen=True)
class Stuck:
    """One open problem."""

    project: str
    name: str
    text: str
    unit: str
    since: str
    asked: str
    is_old: bool


@dataclass(frozen=True)
class Board:
    """The whole page."""

    title: str
    subtitle: str
    note: str
    month: str
    months: tuple[str, ...]  # from the first told to this one; those without a record too
    sentence: str  # what is behind, who has not reported, what is stuck
    cards: tuple[Card, ...]
    trends: tuple[Trend, ...]  # oldest month first
    lagging: tuple[Attention, ...]  # widest gap first
    outstanding: tuple[str, ...]  # units without a usable return this month, each with why
    stuck: tuple[Stuck, ...]  # oldest first
    closing: int  # problems to be confirmed as solved
    cases: tuple[CaseLine, ...]  # of supervision: open, or ended this month
    sections: tuple[str, ...]
    units: tuple[str, ...]
    standings: tuple[tuple[Standing, str, str, int], ...]  # those that occur now: code, mark, word, number
    projects: tuple[ProjectStory, ...]
    timeliness: tuple[UnitRow, ...]


@dataclass(frozen=True)
class _Months:
    """The months told, and what is looked up in them: by month, by unit, by row."""

    all: tuple[Month, ...]  # from the first told to this one; those without a record too
    stories: dict[Month, MonthStory]
    lines: dict[Month, dict[str, UnitLine]]  # by unit
    reported: dict[Month, set[tuple[str, str]]]  # (project, unit) of every row a return brought
    units: Mapping[str, str]  # names
    sections: dict[str, tuple[str, int]]  # name and place

    @classmethod
    def of(cls, stories: Sequence[MonthStory]) -> _Months:
        """Index the months, oldest first."""
        catalogue, records = stories[-1].view.catalogue, {story.month: story.view.record for story in stories}
        return cls(
            _months(stories),
            {story.month: story for story in stories},
            {month: {line.unit: line for line in record.units} for month, record in records.items()},
            {m: {(e.project, e.unit) for e in r.entries if e.state != "missing"} for m, r in records.items()},
            catalogue.unit_names,
            {section.id: (section.short, at) for at, section in enumerate(catalogue.sections)},
        )


_REASON, _STEP, _TEXT = 32, 26, 70  # characters
_OLD = 3  # months from which a problem is old
_MARKS: dict[Class, str] = {"done": "●", "on-course": "○", "behind": "▲", "pending": "☆", "unknown": "？"}


def board(stories: Sequence[MonthStory], report: MonthlyReport) -> Board | None:
    """Return what the page shows; None where nothing is known of the months before."""
    said = report.story
    if said is None:
        return None
    now = stories[-1].view
    catalogue, overview = now.catalogue, said.overview
    silent = nobody(now.record)
    months = _Months.of(stories)
    told, problems, asking = _written_texts(stories), _by_project(stories[-1].problems), _by_project(said.problems)
    day = catalogue.cut_off(report.month)
    stuck = sorted((p for p in said.problems if p.is_open and not p.to_close), key=lambda p: -p.age)
    return Board(
        title=f"{catalogue.district}{catalogue.year}年{catalogue.terms.topic}",
        subtitle=f"{report.month.short}　截至{day.month}月{day.day}日　{catalogue.office}",
        note=overview.note,
        month=report.month.short,
        months=tuple(m.short for m in months.all),
        sentence=_sentence(report, said, now.record, silent=silent),
        cards=tuple(_cards(report, said, now.record, silent=silent)),
        trends=tuple(_trend(m, months.stories.get(m)) for m in months.all),
        lagging=tuple(_attention(line, asking.get(line.project, ())) for line in by_gap(said.lagging)),
        outstanding=() if silent else tuple(_outstanding(now.record, catalogue)),
        stuck=tuple(
            Stuck(p.project, p.name, brief(p.text, _TEXT), p.unit_name, p.since, listed(p.asked), p.age >= _OLD)
            for p in stuck
        ),
        closing=sum(p.is_open and p.to_close for p in said.problems),
        cases=tuple(case for case in said.cases if case.is_open or case.is_earlier),
        sections=tuple(s.short for s in catalogue.sections),
        units=tuple(u.name for u in catalogue.units),
        standings=tuple((code, STANDING_MARKS[code], word, number) for code, word, number in overview.counts),
        projects=tuple(
            _project(p, stories, months, told.get(p.id, ()), problems.get(p.id, ())) for p in catalogue.projects
        ),
        timeliness=tuple(_timeliness(months, catalogue)),
    )


def _months(stories: Sequence[MonthStory]) -> tuple[Month, ...]:
    """Return every month from the first told to the last, those that are missing in between too."""
    months = [stories[0].month]
    told = {story.month for story in stories}
    while months[-1] < stories[-1].month:
        after = min((m for m in told if m > months[-1]), default=stories[-1].month)
        months.append(min(months[-1].shift(1), after))
    return tuple(months)


def _sentence(report: MonthlyReport, said: StoryReport, record: MonthRecord, *, silent: bool) -> str:
    """Return the one sentence on top; what does not occur is not said."""
    if silent:
        return f"{report.month.short}尚无单位报送。"
    parts = []
    lagging = said.lagging
    if lagging:
        worst = sum(line.code in ("far-behind", "overdue") for line in lagging)
        least = min(line.months for line in lagging)
        more = f"，其中{worst}项严重滞后或逾期" if 0 < worst < len(lagging) else "，均为严重滞后或逾期" if worst else ""
        more = more or (f"，均已连续{least}个月以上" if least > 1 else "")
        parts.append(f"{len(lagging)}项滞后{more}")
    absent = sum(u.state in ("missing", "rejected", "manual") for u in record.units)
    if absent:
        parts.append(f"{absent}个单位没有可用报表")
    still = [p for p in said.problems if p.is_open and not p.to_close]
    asking = sum(bool(p.asked) for p in still)
    oldest = max((p.age for p in still), default=0)
    if asking:
        parts.append(f"{asking}个问题提请协调" + (f"，最久的已持续{oldest}个月" if oldest > 1 else ""))
    elif still:
        parts.append(f"{len(still)}个问题未解决")
    closing = sum(p.is_open and p.to_close for p in said.problems)
    if not parts and closing:
        return f"没有滞后项目；{closing}个问题待确认销号。"
    return "；".join(parts) + "。" if parts else "没有滞后项目，也没有未解决的问题。"


def _cards(report: MonthlyReport, said: StoryReport, record: MonthRecord, *, silent: bool) -> Iterator[Card]:
    """Yield the headline figures; where nobody has reported, those that need returns are dashes, never 0."""
    told = {g.code: g for g in groups(p.code for p in said.overview.projects)}
    for code in ORDER:
        group = told.get(code)
        if silent and code != "pending":
            yield Card(CLASSES[code], NOT_APPLICABLE, "", code, _MARKS[code])
        elif group is not None or code in ("done", "on-course", "behind"):
            number, share = (str(group.number), group.share) if group else ("0", "")
            yield Card(CLASSES[code], number, f"项{f' {share}' if share else ''}", code, _MARKS[code])
    amount = report.overall.amount
    figure = money(amount) if amount is not None else NOT_APPLICABLE
    number = figure.rstrip("亿万元")
    yield Card("累计完成投资", number, figure.removeprefix(number))
    for own in said.overview.own:
        yield Card(own.what, own.share, "")
    on_time = sum(u.on_time is True for u in record.units)
    yield Card("按时报送", NOT_APPLICABLE if silent else str(on_time), f"/{len(record.units)} 个单位")


def _attention(line: LagLine, problems: Sequence[ProblemLine]) -> Attention:
    asked = listed(dict.fromkeys(office for p in problems if p.is_open for office in p.asked))
    step = f"提请{asked}协调" if asked else brief(line.next_steps, _STEP) if line.next_steps else "请单位说明下一步"
    return Attention(
        line.project, line.name, line.indicator, listed(line.units), line.code, line.standing, line.actual,
        line.expected, _percent(line.actual), _percent(line.expected),
        NOT_APPLICABLE if line.gap is None else f"{line.gap}".replace("-", "−"), line.months,
        brief(about(line.reasons, line.name), _REASON) if line.reasons else "未说明原因", step,
    )  # fmt: skip


def _percent(text: str) -> Decimal:
    """Return how long a bar is for 16.6%; nothing for what is no share."""
    return min(Decimal(text.rstrip("%")), Decimal(100)) if text.endswith("%") else Decimal(0)


def _outstanding(record: MonthRecord, catalogue: Catalogue) -> Iterator[str]:
    names = catalogue.unit_names
    why = refusals(record, short=True)
    for line in record.units:
        name = names.get(line.unit, line.unit)
        if line.state == "missing":
            yield f"{name}（未报）"
        elif line.state == "manual":
            yield f"{name}（只有扫描件）"
        elif line.state == "rejected":
            yield f"{name}（{why.get(line.unit, '不能采用')}）"


def _trend(month: Month, story: MonthStory | None) -> Trend:
    standings = [item.standing for item in story.progress.values()] if story else []
    counts = ((code, STANDING_MARKS[code], word, standings.count(code)) for code, word in COUNTED.items())
    return Trend(month.short, tuple(count for count in counts if count[3]))


def _by_project(problems: Iterable[P]) -> dict[str, list[P]]:
    own: dict[str, list[P]] = {}
    for problem in problems:
        own.setdefault(problem.project, []).append(problem)
    return own


def _project(
    project: Project, stories: Sequence[MonthStory], months: _Months, told: Sequence[WrittenText],
    problems: Sequence[Problem],
) -> ProjectStory:  # fmt: skip
    now = stories[-1].progress[project.id]
    bars = tuple(_bars(problems, months))
    return ProjectStory(
        project.id, project.name, *months.sections[project.section],
        tuple(months.units[u] for u in project.lead_units), now.standing,
        CLASS_OF[now.standing], STANDING_MARKS[now.standing], STANDINGS[now.standing], fact_of(now), rounded(now.gap),
        met_of(now), sum(b.is_open for b in bars), project.deadline.label, project.target_lines,
        tuple(_cell(m, months.stories.get(m), project.id) for m in months.all),
        tuple(courses.courses(project, stories, months.all)), bars, tuple(told),
    )  # fmt: skip


def _cell(month: Month, story: MonthStory | None, project: str) -> MonthCell:
    if story is None:
        return MonthCell(month.short, "none", "", "缺", courses.NO_RECORD, "")
    item = story.progress.get(project)
    code: Standing = item.standing if item else "unreported"
    return MonthCell(
        story.month.short, code, STANDING_MARKS[code], STANDING_SHORT[code], STANDINGS[code],
        fact_of(item) if item else "",
    )  # fmt: skip


def _bars(problems: Sequence[Problem], months: _Months) -> Iterator[Bar]:
    for problem in problems:
        if problem.state == "joined":
            continue
        age = f"（第{problem.age}月）" if problem.is_open and problem.age > 1 else ""
        yield Bar(
            problem.number, problem.text, months.units.get(problem.unit, problem.unit), problem.is_open,
            PROBLEM_STATES[problem.state] + age, problem.basis,
            tuple((f"{m.month}月", *_lived(problem, m, months)) for m in months.all),
        )  # fmt: skip


def _lived(problem: Problem, month: Month, months: _Months) -> tuple[LifeCell, str]:
    """Return how a problem stood in a month: not there, told, open without a word on it, solved."""
    if month not in months.stories or month < problem.first or (problem.ended is not None and month > problem.ended):
        return "", ""
    if month == problem.ended:
        return "solved", PROBLEM_STATES["solved"]
    if month == problem.first:
        return "open", PROBLEM_STATES["new"]
    if any(sighting.month == month for sighting in problem.sightings):
        return "open", PROBLEM_STATES["open"]
    reported = (problem.project, problem.unit) in months.reported[month]
    return "silent", PROBLEM_STATES["silent" if reported else "unreported"]


_STALE: tuple[Movement, ...] = ("figures", "same")


def _written_texts(stories: Sequence[MonthStory]) -> dict[str, list[WrittenText]]:
    """Return what was written on each project, newest month first."""
    said: dict[str, list[WrittenText]] = {}
    for story in reversed(stories):
        entries = {(e.project, e.unit): e for e in story.view.record.entries}
        for change in story.changes:
            entry = entries.get((change.project, change.unit))
            if change.silent or entry is None:
                continue
            now, movement = change.investment.now, change.progress.movement
            told = WrittenText(
                story.month.label, story.view.catalogue.unit(change.unit).name, MOVEMENTS[movement],
                movement in _STALE,
                tuple((p.kind, p.text) for p in change.progress.pieces)
                if change.since else (("same", entry.progress or ""),),
                entry.problems or "", entry.next_steps or "", "" if now is None else f"{now:,f}万元",
                tuple(
                    (c.header, shown(c, text))
                    for c in story.view.catalogue.form.own
                    if not c.person and (text := entry.value(c.key))
                ),
            )  # fmt: skip
            said.setdefault(change.project, []).append(told)
    return said


def _timeliness(months: _Months, catalogue: Catalogue) -> Iterator[UnitRow]:
    for unit in catalogue.units:
        lines = [months.lines.get(month, {}).get(unit.id) for month in months.all]
        asked = [line for line in lines if line is not None]
        in_time = sum(line.on_time is True for line in asked)
        yield UnitRow(unit.name, f"{in_time}/{len(asked)}", tuple(map(_came, lines)))


def _came(line: UnitLine | None) -> tuple[str, str, str]:
    if line is None:
        return "none", "", "—"
    if line.on_time is None:
        return "missing", "×", UNIT_STATES[line.state]
    arrived: Arrival = "on-time" if line.on_time else "late"
    return arrived, "✓" if line.on_time else "△", ARRIVALS[arrived]
