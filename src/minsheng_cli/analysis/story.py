"""Each month compared with those before it: what changed, which problems are open, who lags, since when. Pure.

A month that is missing in between breaks nothing: each is compared with the last one before it in which the unit
reported.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.analysis.leads import predecessor
from minsheng_cli.analysis.problems.ledger import ProblemLedger, closing
from minsheng_cli.analysis.progress import LAGGING, REACHED, doubtful_cells, leads_of, progress
from minsheng_cli.analysis.prose import compare_prose, says_nothing
from minsheng_cli.analysis.quantities import KnownFigure, hints, invested
from minsheng_cli.analysis.supervision import cases
from minsheng_cli.nouns import dataclass, field, replace
from minsheng_cli.text.decimals import decimal_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from minsheng_cli.analysis.problems.ledger import Problem
    from minsheng_cli.analysis.progress import ProjectProgress
    from minsheng_cli.analysis.prose import Prose
    from minsheng_cli.analysis.quantities import Hint
    from minsheng_cli.analysis.supervision import Case
    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import (
        CaseNote,
        CaseReply,
        Catalogue,
        Decision,
        Entry,
        Finding,
        Month,
        MonthRecord,
        Pace,
        Plan,
        Project,
        Standing,
    )

_CLAIMS_DONE = ("已全部完成", "全部完成年度", "已完成年度目标", "年度目标任务已完成", "已全面完成", "目标任务全部完成",
                "已完成全年", "全年任务已完成", "已圆满完成", "全面完成年度", "已全部建成", "提前完成年度")  # fmt: skip
_AGAINST = frozenset({
    "investment.fell", "investment.fell-explained", "investment.gone", "investment.jump", "investment.withdrawn",
    "indicator.fell", "indicator.fell-explained", "indicator.regressed",
})  # fmt: skip
"""Codes of findings that say a figure went against what was reported before."""
_DENIES = ("未", "没有", "尚", "预计", "计划", "力争", "确保", "拟", "将", "待", "争取")


@dataclass(frozen=True)
class MonthView:
    """One month as judged, with the list and the clerk's decisions that held in it."""

    month: Month
    record: MonthRecord
    catalogue: Catalogue
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class FigureChange:
    """A cumulative figure beside the one before."""

    name: str
    unit: str
    before: Decimal | None
    now: Decimal | None
    cumulative: bool = True

    @property
    def delta(self) -> Decimal | None:
        """How much it grew; negative when a cumulative figure fell."""
        return None if self.before is None or self.now is None else self.now - self.before

    @property
    def fell(self) -> bool:
        """Whether a figure that can only grow became smaller."""
        return self.cumulative and self.delta is not None and self.delta < 0


@dataclass(frozen=True)
class ColumnChange:
    """What stands in a column of the list's own, beside what stood there last time."""

    key: str
    header: str
    before: str | None
    now: str | None

    @property
    def moved(self) -> str:
        """How it changed in a few words, "" when it did not: ``开工情况：未开工 → 已开工``."""
        nothing = "（空）"
        return "" if self.before == self.now else f"{self.header}：{self.before or nothing} → {self.now or nothing}"


@dataclass(frozen=True)
class RowChange:
    """One (project, lead unit) row beside its last earlier one; ``compare --json`` gives it under these names."""

    project: str
    unit: str
    since: Month | None  # the month it is compared with; None: nothing was reported before
    progress: Prose
    problems: Prose
    next_steps: Prose
    investment: FigureChange
    indicators: tuple[FigureChange, ...]
    hints: tuple[Hint, ...]
    stale_for: int  # returns in a row whose text is unchanged apart from dates and figures; 0: it changed
    findings: tuple[Finding, ...] = ()  # figures that went against those before
    silent: bool = False  # nothing was reported this month
    extra: tuple[ColumnChange, ...] = ()  # the list's own columns that units fill in

    @property
    def own_moves(self) -> tuple[str, ...]:
        """What changed in the list's own columns since last time, one by one in a few words."""
        return tuple(column.moved for column in self.extra if self.since and column.moved)


@dataclass(frozen=True)
class Lag:
    """A project behind its time: one line of 督查办's list."""

    project: ProjectProgress
    months: int  # in a row, as far as there is anything to judge by
    since: Month  # the first of them
    reasons: tuple[tuple[str, str], ...]  # (unit id, the problem it states, quoted)
    next_steps: tuple[tuple[str, str], ...]
    contradictions: tuple[str, ...]  # what a unit says and its figures do not bear out
    units: tuple[str, ...] = ()  # the lead units that answer for what lags


@dataclass(frozen=True)
class MonthStory:
    """One month compared with those before it."""

    view: MonthView
    before: Month | None  # the last month before it with any return
    progress: dict[str, ProjectProgress]
    changes: tuple[RowChange, ...]
    problems: tuple[Problem, ...]
    lagging: tuple[Lag, ...]
    unclear: tuple[ProjectProgress, ...]
    pending: tuple[ProjectProgress, ...]
    contradictions: dict[str, tuple[str, ...]]  # project id → claims that do not fit
    lapsed: tuple[Decision, ...] = ()
    cases: tuple[Case, ...] = ()  # of supervision, as they stand at its cut-off day

    @property
    def has_returns(self) -> bool:
        """Whether anybody reported: without returns nothing can be counted, and 0 would be a lie."""
        return any(entry.state != "missing" for entry in self.view.record.entries)

    @property
    def month(self) -> Month:
        """Which month it is."""
        return self.view.month


@dataclass()
class _Memory:
    """What is carried from month to month."""

    entries: dict[tuple[str, str], tuple[Month, Entry]] = field(default_factory=dict)
    stale: dict[tuple[str, str], int] = field(default_factory=dict)
    lag: dict[str, tuple[int, Month]] = field(default_factory=dict)
    done: dict[str, tuple[Month, Standing]] = field(default_factory=dict)  # since when a project is reported as done
    before: Month | None = None


def compute_stories(
    views: Iterable[MonthView], pace: Pace, plan: Plan | None = None,
    noted: Mapping[int, Sequence[CaseNote]] | None = None,
) -> Iterator[MonthStory]:  # fmt: skip
    """Yield each month compared with those before it; ``views`` oldest first, ``noted``: supervision cases by year."""
    replies: list[CaseReply] = []
    memory, ledger = _Memory(), ProblemLedger()
    decided: list[Decision] = []
    for view in views:
        ledger.take(view.month, view.record, view.catalogue, view.decisions)
        decided += view.decisions
        replies += view.record.replies
        entries = {(e.project, e.unit): e for e in view.record.entries if e.state != "missing"}
        standings = progress(view.record, view.catalogue, view.month, pace, plan)
        if entries:
            standings = {key: _still_done(item, view.month, memory) for key, item in standings.items()}
        changes = tuple(_changes(view, memory))
        problems = tuple(_closing(p, standings, view.month) for p in ledger.at(view.month))
        names = view.catalogue.unit_names
        contradictions = {
            p.id: told
            for p in view.catalogue.projects
            if (told := tuple(_contradictions(p, standings[p.id], entries, names)))
        }
        lagging = []
        for project in view.catalogue.projects:
            item = standings[project.id]
            if item.standing in LAGGING:
                many, since = memory.lag.get(project.id, (0, view.month))
                # The closing period tells of December once more: it is no further month.
                memory.lag[project.id] = many + (0 if many and view.month.final else 1), since
                lagging.append(_lag(project, item, memory.lag[project.id], entries, contradictions.get(project.id, ())))
            elif item.standing not in ("unreported", "unclear"):
                memory.lag.pop(project.id, None)
        yield MonthStory(
            view, memory.before, standings, changes, problems, tuple(lagging),
            tuple(p for p in standings.values() if p.standing in ("unclear", "unreported")),
            tuple(p for p in standings.values() if any(i.standing == "pending" for i in p.indicators)),
            contradictions, ledger.lapsed(decided), _cases(view, noted or {}, replies),
        )  # fmt: skip
        for key, entry in entries.items():
            memory.entries[key] = view.month, entry
        if entries:
            memory.before = view.month


def _still_done(item: ProjectProgress, month: Month, memory: _Memory) -> ProjectProgress:
    """Return how a project stands: what was reported as done stays done while its lead has nothing usable."""
    since, standing = memory.done.get(item.project, (month, item.standing))
    if item.standing in REACHED:
        memory.done[item.project] = since, item.standing
    elif item.standing != "unreported":
        memory.done.pop(item.project, None)
    elif item.project in memory.done:
        return replace(item, standing=standing, why=f"{since.label}已报完成，本月无可用报表")
    return item


def _cases(view: MonthView, noted: Mapping[int, Sequence[CaseNote]], replies: Sequence[CaseReply]) -> tuple[Case, ...]:
    """Return the year's cases by what is told up to a month: a month told again later is told the same."""
    own = [note for note in noted.get(view.catalogue.year, ()) if note.month <= str(view.month)]
    return cases(own, replies, view.catalogue.cut_off(view.month))


def _changes(view: MonthView, memory: _Memory) -> Iterator[RowChange]:
    entries = {(e.project, e.unit): e for e in view.record.entries if e.state != "missing"}
    doubtful = doubtful_cells(view.record)
    against = _against_before(view.record)
    for project, unit in view.catalogue.rows():
        key = (project.id, unit.id)
        _take_over(memory, project, unit.id)
        entry, (since, old) = entries.get(key), memory.entries.get(key, (None, None))
        if entry is None:
            nothing = compare_prose(None, None)
            yield RowChange(
                *key, since, nothing, nothing, nothing, FigureChange("完成投资", "万元", None, None), (), (),
                memory.stale.get(key, 0), silent=True,
            )  # fmt: skip
            continue
        prose = compare_prose(old.progress if old else None, entry.progress, first=old is None)
        if not view.month.final:  # being equal to December's is what a closing period is expected to be
            memory.stale[key] = memory.stale.get(key, 0) + 1 if prose.movement in ("same", "figures") else 0
        others = [e for u in project.lead_units if u != unit.id and (e := entries.get((project.id, u))) is not None]
        yield RowChange(
            *key, since, prose,
            compare_prose(old.problems if old else None, entry.problems, first=old is None),
            compare_prose(old.next_steps if old else None, entry.next_steps, first=old is None),
            FigureChange(
                "完成投资", "万元", decimal_or_none(old.investment if old else None), decimal_or_none(entry.investment)
            ),
            tuple(_figures(project, entry, old)),
            tuple(_hints(project, entry, old, others, doubtful)),
            0 if view.month.final else memory.stale[key],
            tuple(against.get(key, ())),
            extra=tuple(_own(view.catalogue.form, entry, old)),
        )  # fmt: skip


def _take_over(memory: _Memory, project: Project, unit: str) -> None:
    """Remember, for a unit that newly leads a project, the former lead's last row: its own is compared with that."""
    reported = {u: month for (name, u), (month, _) in memory.entries.items() if name == project.id}
    former = predecessor(project, unit, reported)
    if former is not None:
        memory.entries[project.id, unit] = memory.entries[project.id, former]


def _closing(problem: Problem, standings: dict[str, ProjectProgress], month: Month) -> Problem:
    item = standings.get(problem.project)
    finished = item is not None and item.standing in REACHED
    return replace(problem, closing=closing(problem, month, finished=finished))


def _own(form: Form, entry: Entry, old: Entry | None) -> Iterator[ColumnChange]:
    """Yield what the list's own columns say now and said last time."""
    for column in form.own:
        if column.fill == "unit":
            before = old.value(column.key) if old else None
            yield ColumnChange(column.key, column.header, before, entry.value(column.key))


def _hints(
    project: Project, entry: Entry, old: Entry | None, others: Iterable[Entry], doubtful: set[tuple[str, str]]
) -> Iterator[Hint]:
    """Yield what the prose says that is not reported: not where the reported figure itself is in doubt."""
    before = {v.id: decimal_or_none(v.actual) for v in old.indicators} if old else {}
    beside: dict[str, list[Decimal]] = {}
    for value in (v for other in others for v in other.indicators):
        if (number := decimal_or_none(value.actual)) is not None:
            beside.setdefault(value.id, []).append(number)
    cells = {v.id: (decimal_or_none(v.actual), (entry.unit, v.cell or "") in doubtful) for v in entry.indicators}
    known = []
    for indicator in project.indicators:
        reported, is_doubtful = cells.get(indicator.id, (None, False))
        if indicator.asked and not is_doubtful:
            known.append(
                KnownFigure(indicator, reported, before.get(indicator.id), tuple(beside.get(indicator.id, ())))
            )
    yield from hints(entry.progress, known)
    investment = decimal_or_none(entry.investment)
    if investment is not None:
        yield from invested(entry.progress, investment, decimal_or_none(old.investment if old else None))


def _against_before(record: MonthRecord) -> dict[tuple[str | None, str | None], list[Finding]]:
    """Return the findings on figures that contradict those reported before, by project and unit.

    ``investment.fell`` and its like, from the files that count.
    """
    used = {(line.unit, line.file) for line in record.units}
    against: dict[tuple[str | None, str | None], list[Finding]] = {}
    for file in record.files:
        if (file.unit, file.name) in used and file.outcome in ("accepted", "returned"):
            for finding in file.findings:
                if finding.code in _AGAINST and not finding.settled:  # a corrected figure goes against nothing
                    against.setdefault((finding.project, file.unit), []).append(finding)
    return against


def _figures(project: Project, entry: Entry, old: Entry | None) -> Iterator[FigureChange]:
    current = {v.id: decimal_or_none(v.actual) for v in entry.indicators}
    earlier = {v.id: decimal_or_none(v.actual) for v in old.indicators} if old else {}
    for indicator in project.indicators:
        before, now = earlier.get(indicator.id), current.get(indicator.id)
        if indicator.asked and (before is not None or now is not None):
            cumulative = indicator.measure in ("cumulative", "share")
            yield FigureChange(indicator.name, indicator.unit, before, now, cumulative)


def _lag(
    project: Project, item: ProjectProgress, months: tuple[int, Month], entries: dict[tuple[str, str], Entry],
    contradictions: tuple[str, ...],
) -> Lag:  # fmt: skip
    own = [(u, entries[project.id, u]) for u in project.lead_units if (project.id, u) in entries]
    return Lag(
        item, *months,
        tuple((u, e.problems) for u, e in own if e.problems and not says_nothing(e.problems)),
        tuple((u, e.next_steps) for u, e in own if e.next_steps and not says_nothing(e.next_steps)),
        contradictions,
        _answerable(project, item),
    )  # fmt: skip


def _answerable(project: Project, item: ProjectProgress) -> tuple[str, ...]:
    """Return the lead units that answer for what lags: one alone where the list says that it reports it."""
    late = {i.id for i in item.indicators if i.standing in LAGGING}
    units = {u for i in project.indicators if i.id in late for u in leads_of(i, project)}
    return tuple(u for u in project.lead_units if u in units)


def _contradictions(
    project: Project, item: ProjectProgress, entries: dict[tuple[str, str], Entry], names: Mapping[str, str]
) -> Iterator[str]:
    """Yield what a unit says of a project that contradicts its own figures."""
    for unit in project.lead_units:
        entry = entries.get((project.id, unit))
        if entry is None:
            continue
        who = f"{names[unit]}：" if len(project.lead_units) > 1 else ""
        claim = _claim(entry.progress or "")
        short = [i for i in item.indicators if i.share is not None and i.standing not in REACHED]
        if claim and short:
            worst = min(short, key=lambda i: i.share or Decimal(0))
            yield (
                f"{who}工作进展称“{claim}”，而“{worst.name}”累计{worst.actual:f}{worst.unit}，"
                f"目标{worst.target:f}{worst.unit}，请核实"
            )
        if item.standing in LAGGING and entry.problems is not None and says_nothing(entry.problems):
            told = f"填“{entry.problems.strip()}”" if entry.problems.strip() else "未填"
            yield f"{who}进度滞后，而存在的问题{told}，请说明滞后原因"


def _claim(text: str) -> str:
    """Return the clause that says all is done, "" when there is none."""
    for clause in text.replace("\n", "。").replace("；", "。").replace("，", "。").split("。"):
        if any(c in clause for c in _CLAIMS_DONE) and not any(d in clause for d in _DENIES):
            return clause.strip()
    return ""
