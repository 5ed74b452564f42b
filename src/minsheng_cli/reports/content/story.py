"""A month compared with those before it: 总览, 滞后项目, 卡点问题台账, 环比变化, and each indicator's pace."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.analysis.columns import plan_share, starts
from minsheng_cli.analysis.progress import REACHED
from minsheng_cli.findings import quoted
from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content.asks import asked_of
from minsheng_cli.reports.content.cases import CaseLine, case_lines, followup
from minsheng_cli.reports.content.counts import ORDER, groups, nobody
from minsheng_cli.reports.content.words import NOT_APPLICABLE, listed, money, official_number, rate_words, this
from minsheng_cli.words import (
    CLASS_OF,
    CLASSES,
    COUNTED,
    MOVEMENTS,
    NOT_IN_NOTICE,
    PROBLEM_STATES,
    STANDING_MARKS,
    STANDINGS,
    TIMELINESS,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from minsheng_cli.analysis import Totals
    from minsheng_cli.analysis.problems.ledger import Problem
    from minsheng_cli.analysis.progress import IndicatorProgress, ProjectProgress
    from minsheng_cli.analysis.story import FigureChange, Lag, MonthStory
    from minsheng_cli.model import Month, Pace, Project, Standing
    from minsheng_cli.reports.content.counts import Group
    from minsheng_cli.words import Class

_HALF = Decimal("0.05")


@dataclass(frozen=True)
class Shown:
    """The indicator that stands for a project where a project has one line."""

    target: str  # 困难重度残疾人家庭无障碍改造350户
    done: str  # 58户; a milestone's word; 未报
    rate: str  # 16.6% or a dash


@dataclass(frozen=True)
class ProjectLine:
    """One project on the overview."""

    id: str
    number: str  # 市分解到区1
    section: str  # Section.id
    name: str
    units: str
    code: Standing
    standing: str  # in words, with a mark that can be told apart without colour
    basis: str  # what it rests on, in a few words
    gap: Decimal | None  # 百分点, rounded to one place
    met: str  # "2/5"
    open_problems: int
    fact: str  # the figure the standing rests on, as a clause
    shown: Shown
    expected: str  # 39.7% or a dash
    is_new: bool  # it did not stand so the month before, or there is no month before


@dataclass(frozen=True)
class LagLine:
    """One line of 督查办's list."""

    project: str
    name: str
    units: tuple[str, ...]  # names
    unit_ids: tuple[str, ...]
    code: Standing
    standing: str
    fact: str  # the figure it rests on
    gap: Decimal | None
    months: int
    reasons: str  # quoted
    next_steps: str
    contradictions: str
    expected: str  # 39.7% or a dash
    actual: str  # 16.6%, or a milestone's word
    indicator: str  # what is behind, "" where the project has only one thing to do
    clause: str  # the figure it rests on, as a clause
    reasons_of: tuple[tuple[str, str], ...] = ()  # by name of the unit: what each says itself
    steps_of: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class UnjudgedProject:
    """A project of which nobody can say whether it lags: not reported, unclear or its target pending."""

    name: str
    units: tuple[str, ...]  # names
    code: Standing
    standing: str
    why: str


@dataclass(frozen=True)
class ProblemLine:
    """One problem of the ledger."""

    number: str
    project: str
    name: str
    unit: str  # id
    unit_name: str
    text: str
    first: str
    age: int
    state: str
    measure: str
    due: str
    basis: str
    is_open: bool
    is_new: bool
    is_solved: bool
    is_told: bool  # the unit speaks of it this month
    is_silent: bool  # the unit has reported and does not
    to_close: bool  # not spoken of any more, or its project is done: to be confirmed, not solved
    since: str  # 3月提出，已持续3个月
    asked: tuple[str, ...]  # the offices the unit's own words turn to


@dataclass(frozen=True)
class ChangeLine:
    """One row beside the last time it was reported."""

    project: str
    name: str
    unit: str
    unit_name: str
    since: str
    movement: str
    told: tuple[tuple[str, str], ...]  # what is new and what is gone, with some words around it: (kind, text)
    stale_for: int
    investment: str
    figures: str
    notes: str


@dataclass(frozen=True)
class OwnFigure:
    """What a column of the list's own says of all projects together: 占年度计划投资, 开工率."""

    what: str
    share: str  # 45.2%
    sentence: str


@dataclass(frozen=True)
class FirstPage:
    """The first page: what a leader asks first."""

    headline: tuple[tuple[str, str], ...]  # (what, how much); a dash for what needs returns where there are none
    classes: tuple[Group, ...]  # what every output counts projects by
    trend: tuple[tuple[str, dict[Class, int]], ...]  # month by month, oldest first
    counts: tuple[tuple[Standing, str, int], ...]  # every standing that occurs, worst first
    timeliness: tuple[tuple[str, int], ...]
    projects: tuple[ProjectLine, ...]
    own: tuple[OwnFigure, ...]
    note: str


@dataclass(frozen=True)
class StoryReport:
    """What is said of a month compared with those before it: overview, lagging, problems, changes, supervision."""

    overview: FirstPage
    lagging: tuple[LagLine, ...]
    lag_note: str
    limits: str  # what counts as lagging, and that this office has set it so
    unclear: tuple[UnjudgedProject, ...]
    pending: tuple[UnjudgedProject, ...]  # a project may have a pending target beside others that are not
    pending_words: str  # how a target that is not known yet is called
    problems: tuple[ProblemLine, ...]
    problem_note: str
    changes: tuple[ChangeLine, ...]
    change_note: str
    paces: dict[str, IndicatorProgress]  # indicator id → how it stands
    cases: tuple[CaseLine, ...] = ()  # of supervision, in order of number
    followup: tuple[str, ...] = ()  # what became of the cases issued before, one sentence each


def compose_story(story: MonthStory, totals: Totals, pace: Pace, earlier: Sequence[MonthStory] = ()) -> StoryReport:
    """Return what is said of a month compared with those before it (``earlier``, oldest first)."""
    before = earlier[-1].progress if earlier else None
    catalogue = story.view.catalogue
    problems = tuple(_problem(p, story) for p in story.problems if p.state != "joined")
    still = Counter(p.project for p in story.problems if p.is_open)
    projects = tuple(_project(p, story.progress[p.id], story, before, still[p.id]) for p in catalogue.projects)
    far = f"落后{pace.behind:f}个百分点为滞后、{pace.far_behind:f}个百分点为严重滞后"
    limits = f"滞后界限（{far}）为本单位自定，{NOT_IN_NOTICE}。"
    shown = tuple(p for p in problems if p.is_open or p.is_new or p.is_solved)
    return StoryReport(
        overview=_overview(story, totals, projects, shown, limits, earlier),
        lagging=tuple(_lag(lag, story) for lag in story.lagging),
        lag_note=_lag_note(catalogue.office, pace),
        limits=limits,
        unclear=tuple(_unjudged(p, p.standing, p.why, story) for p in story.unclear),
        pending=tuple(
            _unjudged(p, "pending", listed(i.name for i in p.indicators if i.standing == "pending"), story)
            for p in story.pending
        ),
        pending_words=_pending_words(story),
        problems=shown,
        problem_note=_problem_note(shown),
        changes=tuple(_changes(story)),
        change_note="与上次报送相比：加粗带下划线的为新写，带删除线的为上次有而本次没有；未改动的长段略去，全文见汇总表。",
        paces={i.id: i for p in story.progress.values() for i in p.indicators},
        cases=case_lines(story),
        followup=followup(story),
    )


def _lag_note(office: str, pace: Pace) -> str:
    """Return what the figures of a lagging project rest on, and that the limits are this office's own."""
    return (
        "应达进度按单位计划或各项目完成时限和已过时间测算，按个、所、条等整件计数的取整；"
        f"落后{pace.behind:f}个百分点以上列为滞后、{pace.far_behind:f}个百分点以上列为严重滞后，"
        f"为{office}工作口径，{NOT_IN_NOTICE}。"
    )


def _pending_words(story: MonthStory) -> str:
    """Return how a target that is not known yet is called: whose it is to set, where the list says so."""
    ids = {i.id for p in story.pending for i in p.indicators if i.standing == "pending"}
    said = [i.qualifier for p in story.view.catalogue.projects for i in p.indicators if i.id in ids]
    return "目标任务待市级下达" if said and all("市" in text for text in said) else "目标任务待定"


def shown_of(item: ProjectProgress, outbid: Container[str] = ()) -> Shown:
    """Return the indicator that stands for a project: the one that decides, else the first with a target.

    ``outbid``: those whose higher twin is judged, and printed, with another project; they come last.
    """
    with_target = [i for i in item.indicators if i.target and i.kind in ("quantified", "part")]
    with_target.sort(key=lambda i: i.id in outbid)
    chosen = item.worst or next(iter(with_target), None) or next(iter(item.indicators), None)
    if chosen is None:
        return Shown(NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE)
    if chosen.standing == "pending":
        return Shown(f"{chosen.name}（任务待定）", NOT_APPLICABLE, NOT_APPLICABLE)
    if chosen.target is None:
        return Shown(chosen.name, chosen.state or NOT_APPLICABLE, NOT_APPLICABLE)
    unit = chosen.unit
    return Shown(
        f"{chosen.name}{chosen.target:f}{unit}",
        NOT_APPLICABLE if chosen.actual is None else f"{chosen.actual:f}{unit}",
        rate_words(chosen.share),
    )


def standing_words(standing: Standing) -> str:
    """Return a standing as it is printed: a mark that needs no colour, and the word."""
    return f"{STANDING_MARKS[standing]}{STANDINGS[standing]}"


def rounded(value: Decimal | None) -> Decimal | None:
    """Return a gap to one decimal place, without a minus before zero."""
    return None if value is None else (Decimal(0) if abs(value) < _HALF else value.quantize(Decimal("0.1")))


def fact_of(item: ProjectProgress) -> str:
    """Return the figure a project's standing rests on."""
    worst = item.worst
    if worst is None:
        return item.why
    if worst.share is None or worst.target is None or worst.actual is None:
        return f"{quoted(worst.name)}{worst.state or ''}{'，' if worst.state and worst.why else ''}{worst.why}"
    name, target = quoted(worst.name), f"{worst.target:f}{worst.unit}"
    if worst.actual:
        text = f"{name}累计{worst.actual:f}{worst.unit}，为年度目标{target}的{worst.share:.1%}"
    else:
        text = f"{name}年度目标{target}，目前尚无完成数"
    text += f"（{worst.why}）" if worst.why else ""
    if worst.expected is not None:
        text += f"，应达{worst.expected:.1%}（{'单位计划' if worst.planned else '时间进度'}）"
    return text


def met_of(item: ProjectProgress) -> str:
    """Return how many indicators are reached, as 2/5; a dash for what was done before and is not reported any more."""
    reached, counted = item.met
    return NOT_APPLICABLE if item.standing in REACHED and reached < counted else f"{reached}/{counted}"


def clause_of(item: ProjectProgress) -> str:
    """Return the figure a project's standing rests on as a clause after its name: 累计214个，完成年度目标的71.3%."""
    worst = item.worst
    if worst is None or worst.share is None or worst.actual is None:
        return ""
    if not worst.actual and worst.target is not None:
        return f"{worst.name}年度目标{worst.target:f}{worst.unit}，目前尚无完成数"
    return f"{worst.name}累计{worst.actual:f}{worst.unit}，完成年度目标的{worst.share:.1%}"


def _unjudged(item: ProjectProgress, code: Standing, why: str, story: MonthStory) -> UnjudgedProject:
    catalogue = story.view.catalogue
    project = catalogue.project(item.project)
    units = catalogue.lead_names(project)
    words = standing_words(code)
    if code == "pending" != item.standing:  # the rest of the project is judged, and counted, by its other indicators
        words = f"{STANDING_MARKS[code]}部分{STANDINGS[code]}"
    return UnjudgedProject(project.name, units, code, words, why)


def _overview(  # noqa: PLR0913, PLR0917 - what a first page is told from
    story: MonthStory, totals: Totals, projects: tuple[ProjectLine, ...], problems: tuple[ProblemLine, ...],
    limits: str, earlier: Sequence[MonthStory],
) -> FirstPage:  # fmt: skip
    units = story.view.record.units
    stands = Counter(p.code for p in projects)
    counts = tuple((code, word, stands[code]) for code, word in COUNTED.items())
    by_time = {word: sum(TIMELINESS[u.on_time] == word for u in units) for word in ("按时", "迟报")}
    late_or_absent = len(units) - sum(by_time.values())
    amount = totals.overall.amount
    silent = nobody(story.view.record)
    own = tuple(_own_figures(story))
    classes = groups(p.code for p in projects)
    told = {group.code: f"{group.number}项（{group.share}）" for group in classes}
    return FirstPage(
        headline=(
            *(
                (CLASSES[code], NOT_APPLICABLE if silent and code != "pending" else told.get(code, "0项"))
                for code in ORDER
            ),
            ("未解决的问题", f"{sum(p.is_open for p in problems)}个"),
            ("按时报送", NOT_APPLICABLE if silent else f"{by_time['按时']}/{len(units)}个单位"),
            ("累计完成投资", NOT_APPLICABLE if amount is None else money(amount)),
        ),
        classes=classes,
        trend=tuple((month, dict(counted)) for month, counted in _trend((*earlier, story))),
        counts=tuple(item for item in counts if item[2]),
        timeliness=tuple((w, n) for w, n in (*by_time.items(), ("未报或不能采用", late_or_absent)) if n),
        projects=projects,
        own=own,
        note=f"数据截至{_day(story)}。{''.join(figure.sentence for figure in own)}状态取项目中最慢的量化指标。{limits}",
    )


def _own_figures(story: MonthStory) -> Iterator[OwnFigure]:
    """Yield what the list's own columns say of all projects together, as far as it has such columns."""
    view = story.view
    share = plan_share(view.record, view.catalogue)
    if share is not None:
        part = "" if share.counted == share.projects else f"（{share.counted}项列有计划）"
        yield OwnFigure("占年度计划投资", f"{share.share:.1%}", f"完成投资占年度计划投资{share.share:.1%}{part}。")
    begun = starts(view.record, view.catalogue, view.catalogue.cut_off(story.month))
    if begun is not None and begun.answered:
        rate = f"{Decimal(begun.begun) / begun.projects:.1%}"
        yield OwnFigure("开工率", rate, f"已开工{begun.begun}项，开工率{rate}。")


def _trend(stories: Sequence[MonthStory]) -> Iterator[tuple[str, Iterator[tuple[Class, int]]]]:
    """Yield how many projects stood in each class, month by month."""
    for story in stories:
        told = groups(item.standing for item in story.progress.values())
        yield story.month.short, ((group.code, group.number) for group in told)


def by_weight(projects: Iterable[ProjectLine]) -> list[ProjectLine]:
    """Return projects by what matters: behind first, by the gap; then those nobody can judge; the done ones last."""
    order = list(CLASSES)
    return sorted(projects, key=lambda p: (order.index(CLASS_OF[p.code]), p.gap is not None, p.gap or Decimal(0)))


def _project(
    project: Project, item: ProjectProgress, story: MonthStory, before: Mapping[str, ProjectProgress] | None,
    open_problems: int,
) -> ProjectLine:  # fmt: skip
    catalogue = story.view.catalogue
    earlier = before.get(project.id) if before else None
    return ProjectLine(
        project.id, official_number(project, catalogue), project.section, project.name,
        listed(catalogue.lead_names(project)),
        item.standing, standing_words(item.standing), item.worst.name if item.worst else item.why,
        rounded(item.gap), met_of(item),
        open_problems, clause_of(item), shown_of(item, catalogue.higher_twins),
        _paced(item.worst)[0],
        earlier is None or CLASS_OF[earlier.standing] != CLASS_OF[item.standing],
    )  # fmt: skip


def _lag(lag: Lag, story: MonthStory) -> LagLine:
    catalogue = story.view.catalogue
    project = catalogue.project(lag.project.project)
    several = len(project.lead_units) > 1

    def said(texts: tuple[tuple[str, str], ...]) -> str:
        return "\n".join(f"{catalogue.unit(u).name}：{text}" if several else text for u, text in texts)

    return LagLine(
        project.id, project.name, tuple(catalogue.unit(u).name for u in lag.units), lag.units,
        lag.project.standing, standing_words(lag.project.standing), fact_of(lag.project), rounded(lag.project.gap),
        lag.months, said(lag.reasons), said(lag.next_steps), "；".join(lag.contradictions), *_paced(lag.project.worst),
        lag.project.worst.name if lag.project.worst and len(lag.project.indicators) > 1 else "",
        clause_of(lag.project),
        *(tuple((catalogue.unit(u).name, text) for u, text in each) for each in (lag.reasons, lag.next_steps)),
    )  # fmt: skip


def _paced(worst: IndicatorProgress | None) -> tuple[str, str]:
    """Return what ought to have been reached and what was."""
    if worst is None:
        return NOT_APPLICABLE, NOT_APPLICABLE
    expected = NOT_APPLICABLE if worst.expected is None else f"{worst.expected:.1%}"
    actual = worst.state or NOT_APPLICABLE if worst.share is None else f"{worst.share:.1%}"
    return expected, actual


def _problem(problem: Problem, story: MonthStory) -> ProblemLine:
    catalogue = story.view.catalogue
    known = catalogue.project_names
    units = catalogue.unit_names
    word = PROBLEM_STATES[problem.state]
    state = f"{word}（第{problem.age}月）" if problem.state in ("open", "silent", "unreported") else word
    basis = problem.basis or (f"与上次是同一问题：{problem.why}" if problem.why else "")
    last = problem.sightings[-1].month
    told = last == story.month
    silent = not told and problem.state == "silent"
    item = story.progress.get(problem.project)
    done = item is not None and CLASS_OF[item.standing] == "done"
    closing = problem.awaits_closing
    now = this(story.month)
    since = f"{now}新增" if problem.first == story.month else f"{_month(problem.first, story)}提出"
    if not told:
        since += f"，{now}无可用报表" if problem.state == "unreported" else f"，{_month(last, story)}后未再提及"
    elif problem.age > 1:
        since += f"，已持续{problem.age}个月"
    since += "；项目已完成" if done and problem.is_open else ""
    return ProblemLine(
        problem.number, problem.project, known.get(problem.project, problem.project), problem.unit,
        units.get(problem.unit, problem.unit), problem.text, problem.first.label, problem.age, state, problem.measure,
        problem.due, basis, problem.is_open, problem.first == story.month,
        problem.state == "solved" and problem.ended == story.month, told, silent, closing, since,
        asked_of(problem.sightings[-1].ask or problem.text),
    )  # fmt: skip


def _month(month: Month, story: MonthStory) -> str:
    return month.short if month.year == story.month.year else month.label


def _problem_note(problems: tuple[ProblemLine, ...]) -> str:
    if not problems:
        return "没有未解决的卡点问题。"
    parts = {
        "未解决": sum(p.is_open for p in problems),
        "本月新增": sum(p.is_new for p in problems),
        "本月解决": sum(p.is_solved for p in problems),
    }
    told = listed(f"{word}{number}个" for word, number in parts.items() if number)
    return f"{told}。未再提及不等于已解决，仍列为未解决，请向单位核实后再销号。"


def _changes(story: MonthStory) -> Iterator[ChangeLine]:
    catalogue = story.view.catalogue
    for change in story.changes:
        if change.silent:
            continue
        project = catalogue.project(change.project)
        stale = f"（连续{change.stale_for + 1}次报送）" if change.stale_for > 1 else ""
        notes = [f.message for f in change.findings]
        notes += [hint.sentence for hint in change.hints]
        yield ChangeLine(
            project.id, project.name, change.unit, catalogue.unit(change.unit).name,
            change.since.label if change.since else NOT_APPLICABLE,
            MOVEMENTS[change.progress.movement] + stale, tuple((p.kind, p.text) for p in change.progress.abridged),
            change.stale_for,
            _moved(change.investment),
            "\n".join([
                *(f"{f.name}：{_moved(f)}" for f in change.indicators if f.delta),
                *change.own_moves,
            ]),
            "\n".join(notes),
        )  # fmt: skip


def _moved(figure: FigureChange) -> str:
    if figure.now is None:
        return NOT_APPLICABLE
    if figure.before is None:
        return f"{figure.now:,f}"
    if not figure.delta:
        return f"{figure.now:,f}（未变）"
    sign = "+" if figure.delta > 0 else ""
    return f"{figure.before:,f} → {figure.now:,f}（{sign}{figure.delta:,f}）"


def _day(story: MonthStory) -> str:
    day = story.view.catalogue.cut_off(story.month)
    return f"{day.year}年{day.month}月{day.day}日"
