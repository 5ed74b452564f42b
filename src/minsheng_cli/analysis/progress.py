"""How far each promise is, against the time that has passed: 时序进度.

The notice names targets and deadlines but no way to measure pace and no threshold: what counts as behind is a setting
(``model.Pace``), labelled 非文件规定 wherever it is shown. Pure; figures are exact decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from minsheng_cli.findings import quoted
from minsheng_cli.form_spec import MILESTONE_STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from minsheng_cli.model import Catalogue, Entry, Indicator, Month, MonthRecord, Pace, Plan, Project, Standing

LAGGING: tuple[Standing, ...] = ("overdue", "far-behind", "behind")
REACHED: tuple[Standing, ...] = ("done", "early")
_TO_DO, _UNDER_WAY, _DONE = MILESTONE_STATES
_ONE, _HUNDRED = Decimal(1), Decimal(100)
NO_FIGURE = "未填报数字"


@dataclass(frozen=True, slots=True)
class IndicatorProgress:
    """One indicator of one project, all its lead units together."""

    id: str
    name: str
    unit: str
    kind: str
    qualifier: str
    target: Decimal | None  # what binds: the higher figure of an overlap, 30 for 30 % of the whole
    actual: Decimal | None  # None when not reported, in doubt, or not one figure
    state: str  # a milestone's word, "" for a figure
    share: Decimal | None  # of the year's target, 1 = all
    expected: Decimal | None  # what share ought to be reached by the cut-off day
    planned: bool  # expected comes from the unit's own plan, not from elapsed time
    standing: Standing
    why: str = ""  # what the standing rests on where that is not plain

    @property
    def gap(self) -> Decimal | None:
        """Share minus expectation, in 百分点; negative is behind."""
        return None if self.share is None or self.expected is None else (self.share - self.expected) * _HUNDRED

    @property
    def counted(self) -> bool:
        """Whether it is one of the m in “n/m met”."""
        return self.standing != "pending"


@dataclass(frozen=True, slots=True)
class ProjectProgress:
    """One project: its worst quantified indicator decides."""

    project: str
    standing: Standing
    worst: IndicatorProgress | None  # the indicator that decided
    indicators: tuple[IndicatorProgress, ...]
    why: str = ""

    @property
    def met(self) -> tuple[int, int]:
        """How many of the indicators with a target or a clear end are reached, of how many."""
        counted = [i for i in self.indicators if i.counted]
        return sum(i.standing in REACHED for i in counted), len(counted)

    @property
    def gap(self) -> Decimal | None:
        """The gap of the indicator that decided, 百分点."""
        return self.worst.gap if self.worst else None


@dataclass(frozen=True, slots=True)
class _Figures:
    """What the lead units say of one indicator: the true figure lies between low and high."""

    low: Decimal | None = None
    high: Decimal | None = None  # None: no upper limit is known
    words: tuple[str, ...] = ()
    why: str = ""
    absent: bool = False  # no lead unit has returned anything for the project

    @property
    def one(self) -> Decimal | None:
        """The figure, where there is exactly one."""
        return self.low if self.low == self.high else None


def progress(
    record: MonthRecord, catalogue: Catalogue, month: Month, pace: Pace, plan: Plan | None = None
) -> dict[str, ProjectProgress]:
    """Return how each project stands at the month's cut-off day (每月25日), by project id, in official order."""
    entries: dict[str, list[Entry]] = {}
    for entry in record.entries:
        if entry.state != "missing":
            entries.setdefault(entry.project, []).append(entry)
    doubtful = doubtful_cells(record)
    judge = _Judge(catalogue, month, pace, plan or {})
    return {
        p.id: _project(p, [judge.of(i, p, _figures(i, p, entries.get(p.id, []), doubtful, catalogue))
                           for i in p.indicators if i.asked], bool(entries.get(p.id)))
        for p in catalogue.projects
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Judge:
    catalogue: Catalogue
    month: Month
    pace: Pace
    plan: Plan

    def of(self, indicator: Indicator, project: Project, figures: _Figures) -> IndicatorProgress:
        """Judge one indicator."""
        target, bound = self._target(indicator)
        cut_off = self.catalogue.cut_off(self.month)
        over = cut_off > project.deadline.last_day
        early = self.month < project.deadline
        about = self.pace.about / _HUNDRED if indicator.qualifier.startswith(("约", "预计")) else Decimal(0)
        planned = self._planned(indicator)
        expected: Decimal | None = None
        if indicator.kind in ("quantified", "part") and target:
            if planned is not None:
                expected = min(planned / target, _ONE)
            elif indicator.measure not in ("level", "rate"):
                expected = self._elapsed(project, cut_off)
        share = figures.one / target if figures.one is not None and target else None
        standing, why = self._standing(indicator, target, figures, expected, _ONE - about, over=over, early=early)
        return IndicatorProgress(
            indicator.id, indicator.name, indicator.unit, indicator.kind, indicator.qualifier,
            target, figures.one, "、".join(dict.fromkeys(figures.words)), share, expected, planned is not None,
            standing, "；".join(filter(None, (why, bound))),
        )  # fmt: skip

    def _standing(  # noqa: PLR0911, PLR0913 - one way out per class of the list
        self, indicator: Indicator, target: Decimal | None, figures: _Figures, expected: Decimal | None,
        enough: Decimal, *, over: bool, early: bool,
    ) -> tuple[Standing, str]:  # fmt: skip
        if indicator.kind == "pending":
            return "pending", "目标待定，不计完成率"
        if figures.absent:
            return "unreported", figures.why
        reached: Standing = "early" if early else "done"
        if indicator.kind == "milestone" or not target:
            if figures.words and all(word == _DONE for word in figures.words):
                return reached, ""
            if not figures.words:
                return ("unclear" if over else "open"), figures.why or "未填报状态"
            return ("overdue" if over else "open"), "" if over else "未到完成时限，里程碑不按时间折算"
        if figures.low is None:
            # A rate or a stock is not judged before its deadline, so a blank one keeps nothing else from being judged.
            waits = expected is None and not over
            return ("open" if waits else "unclear"), figures.why or NO_FIGURE
        low = figures.low / target
        if low >= enough:
            return reached, figures.why
        high = None if figures.high is None else figures.high / target
        if over:
            return ("unclear", figures.why) if high is None or high >= enough else ("overdue", figures.why)
        if expected is None:
            kind = "比率" if indicator.measure == "rate" else "存量"
            return "open", f"{kind}指标，到完成时限再判断，不按时间折算"
        best, worst = self._class(high, expected), self._class(low, expected)
        return (worst, figures.why) if best == worst else ("unclear", figures.why)

    def _class(self, share: Decimal | None, expected: Decimal) -> Standing:
        if share is None:
            return "ahead"
        gap = (share - expected) * _HUNDRED
        if gap <= -self.pace.far_behind:
            return "far-behind"
        if gap <= -self.pace.behind:
            return "behind"
        return "ahead" if gap >= self.pace.ahead else "normal"

    def _target(self, indicator: Indicator) -> tuple[Decimal | None, str]:
        """Return what binds: where indicators of two projects overlap, the higher figure (重叠按高要求执行)."""
        own = indicator.target
        for overlap in self.catalogue.overlaps:
            if indicator.id not in overlap.indicators or overlap.binding is None or indicator.kind == "pending":
                continue
            others = [
                (i, p) for p in self.catalogue.projects for i in p.indicators if i.id in overlap.indicators and i.target
            ]
            highest, where = max(others, key=lambda pair: pair[0].target or Decimal(0), default=(indicator, None))
            if where is not None and highest.target and (own is None or highest.target > own):
                figure = f"{highest.target:f}{highest.unit}"
                return highest.target, f"与{quoted(where.name)}重叠，按高要求以{figure}为准"
        return own, ""

    def _planned(self, indicator: Indicator) -> Decimal | None:
        """Return what the unit planned to have reached by this month, or the last planned figure before it."""
        figures = self.plan.get(indicator.id, {})
        known = [month for month in figures if month <= str(self.month)]
        return figures[max(known)] if known else None

    def _elapsed(self, project: Project, cut_off: date) -> Decimal:
        """Return the elapsed part of the project's own period, from the start of the year to its deadline."""
        start = date(self.catalogue.year, *self.pace.since)
        whole = (project.deadline.last_day - start).days + 1
        gone = (cut_off - start).days + 1
        return min(max(Decimal(gone) / Decimal(max(whole, 1)), Decimal(0)), _ONE)


def _figures(
    indicator: Indicator,
    project: Project,
    entries: Sequence[Entry],
    doubtful: set[tuple[str, str]],
    catalogue: Catalogue,
) -> _Figures:
    """Gather what the lead units say; co-leads' figures are never added up silently."""
    names = {unit: catalogue.unit(unit).name for unit in project.lead_units}
    silent = [names[u] for u in project.lead_units if u not in {e.unit for e in entries}]
    if not entries:
        return _Figures(absent=True, why=f"尚无{'、'.join(silent)}的数据")
    told = [(e.unit, v) for e in entries for v in e.indicators if v.id == indicator.id]
    doubts = [names[unit] for unit, v in told if (unit, v.cell or "") in doubtful]
    sound = [(unit, v.actual) for unit, v in told if (unit, v.cell or "") not in doubtful and v.actual is not None]
    numbers = {unit: number for unit, text in sound if (number := _number(text)) is not None}
    why = [f"尚无{'、'.join(silent)}的数据"] * bool(silent) + [f"{'、'.join(doubts)}所报数字待核"] * bool(doubts)
    if not numbers:
        words = [text for unit, text in sound]
        unsure = [_UNDER_WAY] * bool(words and why)  # one of several is done: the whole is not known to be
        return _Figures(words=(*words, *unsure), why="；".join(why))
    low = max(numbers.values())
    one = len(set(numbers.values())) == 1 or indicator.measure in ("level", "rate")
    high = low if one else sum(numbers.values(), Decimal(0))
    if low != high and not why:
        each = "、".join(f"{names[u]}报{value:f}{indicator.unit}" for u, value in numbers.items())
        why = [f"{each}，不知是否应当相加"]
    return _Figures(low, None if silent or doubts else high, why="；".join(why))


def _project(project: Project, indicators: Sequence[IndicatorProgress], reported: bool) -> ProjectProgress:  # noqa: FBT001
    """Return how a project stands: worst of what has a number, then of what has none."""
    several = tuple(indicators)
    counted = [i for i in several if i.counted]
    late, unclear = _worst(several, LAGGING), _worst(several, ("unclear",))
    paced = [i for i in counted if i.gap is not None]
    behind = min((i for i in paced if i.standing not in REACHED), key=lambda i: i.gap or Decimal(0), default=None)
    standing: Standing = "normal" if paced else "unclear"
    worst, why = None, "所余均为里程碑、存量或比率指标，到完成时限再判断"
    if not several:
        standing, why = ("unclear" if reported else "unreported"), "没有可计量的指标"
    elif late is not None:
        standing, worst, why = late.standing, late, late.why
    elif not reported:
        standing, why = "unreported", several[0].why
    elif not counted:
        standing, why = "pending", "目标待定，不计完成率"
    elif all(i.standing in REACHED for i in counted):
        standing = "early" if all(i.standing == "early" for i in counted) else "done"
        pending = len(several) - len(counted)
        why = f"另有{pending}项指标目标待定" if pending else ""
    elif unclear is not None:
        standing, worst, why = "unclear", unclear, f"{quoted(unclear.name)}{unclear.why}"
    elif behind is not None:
        standing, worst, why = behind.standing, behind, ""
    return ProjectProgress(project.id, standing, worst, several, why)


def _worst(indicators: Iterable[IndicatorProgress], among: Sequence[Standing]) -> IndicatorProgress | None:
    found = [i for i in indicators if i.standing in among]
    return min(found, key=lambda i: (among.index(i.standing), i.gap or Decimal(0)), default=None)


def doubtful_cells(record: MonthRecord) -> set[tuple[str, str]]:
    """Return (unit id, cell) of each figure in use that has an error against it."""
    used = {(line.unit, line.file) for line in record.units if line.state in ("accepted", "returned")}
    return {
        (file.unit or "", finding.where)
        for file in record.files
        if (file.unit, file.name) in used
        for finding in file.findings
        if finding.severity == "error" and finding.field == "indicator" and finding.where
    }


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
