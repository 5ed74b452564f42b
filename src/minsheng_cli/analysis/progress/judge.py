"""How each indicator stands, and what that makes of its project."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.analysis.progress.course import BY_PLAN, due, is_whole, step_due
from minsheng_cli.analysis.progress.figures import doubtful_cells, gather
from minsheng_cli.analysis.progress.nouns import (
    LAGGING,
    REACHED,
    IndicatorProgress,
    ProjectProgress,
    rounded_share,
)
from minsheng_cli.findings import quoted
from minsheng_cli.form_spec import MILESTONE_STATES
from minsheng_cli.nouns import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from minsheng_cli.analysis.progress.course import Due
    from minsheng_cli.analysis.progress.figures import Figures
    from minsheng_cli.model import Catalogue, Entry, Indicator, Month, MonthRecord, Pace, Plan, Project, Standing

NO_FIGURE = "未填报数字"
NOT_CONFIRMED = "是程序从目标任务中读出的建议，核对之前不作判断"
_TO_DO, _UNDER_WAY, _DONE = MILESTONE_STATES
_ONE, _HUNDRED = Decimal(1), Decimal(100)
_UNSAID: tuple[Standing, ...] = ("unclear", "unreported")


def progress(
    record: MonthRecord, catalogue: Catalogue, month: Month, pace: Pace, plan: Plan | None = None
) -> dict[str, ProjectProgress]:
    """Return how each project stands at the month's cut-off day, by project id, in official order."""
    entries: dict[str, list[Entry]] = {}
    for entry in record.entries:
        if entry.state != "missing":
            entries.setdefault(entry.project, []).append(entry)
    doubtful = doubtful_cells(record)
    judge = _Judge(catalogue, month, pace, plan or {})
    return {
        p.id: _project(p, [judge.of(i, p, gather(i, p, entries.get(p.id, []), doubtful, catalogue))
                           for i in p.indicators if i.asked], bool(entries.get(p.id)))
        for p in catalogue.projects
    }  # fmt: skip


@dataclass(frozen=True)
class _Judge:
    """Judges the indicators of one month by its cut-off day, the office's pace and the units' plans."""

    catalogue: Catalogue
    month: Month
    pace: Pace
    plan: Plan

    def of(self, indicator: Indicator, project: Project, figures: Figures) -> IndicatorProgress:
        """Judge one indicator."""
        told = IndicatorProgress(
            indicator.id, indicator.name, indicator.unit, indicator.kind, indicator.qualifier, indicator.target,
            figures.one, "、".join(dict.fromkeys(figures.words)), None, None, False, "open",  # noqa: FBT003 - a field
        )  # fmt: skip
        if indicator.kind == "pending":
            return replace(told, standing="pending", why="目标待定，不计完成率")
        if figures.absent:
            return replace(told, standing="unreported", why=figures.why)
        if indicator.kind == "ongoing" or indicator.proposed:
            unconfirmed = replace(told, standing="unclear", why=NOT_CONFIRMED)
            ongoing = replace(told, standing="ongoing", why="持续推进的任务，不计完成率")
            return unconfirmed if indicator.proposed else ongoing
        over = self.catalogue.cut_off(self.month) >= project.deadline.last_day
        if indicator.is_ceiling and indicator.target is not None:
            return _kept(told, figures, over=over)
        if indicator.kind == "milestone" or not indicator.target:
            return self._milestone(told, indicator, project, figures, over=over)
        told = self._counted(told, indicator, project, figures, over=over)
        if told.standing in REACHED and (twin := self.catalogue.higher_twins.get(indicator.id)):
            where, higher = twin
            figure = f"{higher.target:f}{higher.unit}"
            why = f"本级任务已完成；与{quoted(where.name)}重叠，按高要求执行的{figure}在该项目中判断"
            told = replace(told, why="；".join(filter(None, (told.why, why))))
        return told

    def _milestone(
        self, told: IndicatorProgress, indicator: Indicator, project: Project, figures: Figures, *, over: bool
    ) -> IndicatorProgress:
        """Judge something that is done or not: at its deadline, or at the step by which it shall be done."""
        if figures.words and all(word == _DONE for word in figures.words):
            return replace(told, standing=self._reached(project))
        if not figures.words:
            return replace(told, standing="unclear" if over else "open", why=figures.why or "未填报状态")
        if over:
            return replace(told, standing="overdue")
        course = indicator.course or project.course
        if course is not None and course.kind == "steps" and step_due(course, self.month, _ONE) >= _ONE:
            return replace(told, standing="behind", why="未按节点计划完成")
        return replace(told, why="未到完成时限，里程碑不按时间折算")

    def _counted(
        self, told: IndicatorProgress, indicator: Indicator, project: Project, figures: Figures, *, over: bool
    ) -> IndicatorProgress:
        """Judge a figure against its target, and before the deadline against what is due."""
        target = indicator.target or _ONE
        wanted = self._due(indicator, project)
        told = replace(
            told,
            share=rounded_share(figures.one / target) if figures.one is not None else None,
            expected=rounded_share(wanted.figure / target) if wanted else None,
            planned=wanted is not None and wanted.basis == BY_PLAN,
            basis=wanted.basis if wanted else "",
            due=wanted.figure if wanted else None,
            why=figures.why,
        )
        if figures.low is None:
            # What is not judged before its deadline, left blank, keeps nothing else from being judged.
            waits = wanted is None and not over
            return replace(told, standing="open" if waits else "unclear", why=figures.why or NO_FIGURE)
        about = self.pace.about / _HUNDRED if indicator.qualifier.startswith(("约", "预计")) else Decimal(0)
        enough = target * (_ONE - about)
        if figures.low >= enough:
            return replace(told, standing=self._reached(project))
        if over:
            may_be_reached = figures.high is None or figures.high >= enough
            return replace(told, standing="unclear" if may_be_reached else "overdue")
        if wanted is None:
            return replace(told, standing="open", why=figures.why or _waiting(indicator))
        best = self._class(figures.high, wanted, indicator)
        worst = self._class(figures.low, wanted, indicator)
        return replace(told, standing=worst if best == worst else "unclear")

    def _class(self, figure: Decimal | None, wanted: Due, indicator: Indicator) -> Standing:
        """Return how a figure stands against what is due, by the office's own limits."""
        target = indicator.target or _ONE
        if figure is None:
            return "ahead"
        share, expected = rounded_share(figure / target), rounded_share(wanted.figure / target)
        gap = ((share or Decimal(0)) - (expected or Decimal(0))) * _HUNDRED
        if gap <= -self.pace.behind:
            one_short = is_whole(indicator) and wanted.figure - figure <= _ONE
            return "far-behind" if gap <= -self.pace.far_behind and not one_short else "behind"
        return "ahead" if gap >= self.pace.ahead else "normal"

    def _reached(self, project: Project) -> Standing:
        return "early" if self.month < project.deadline else "done"

    def _due(self, indicator: Indicator, project: Project) -> Due | None:
        since = date(self.catalogue.year, *self.pace.since)
        plan = self.plan.get(indicator.id, {})
        return due(indicator, project, self.month, self.catalogue.cut_off(self.month), since=since, plan=plan)


def _kept(told: IndicatorProgress, figures: Figures, *, over: bool) -> IndicatorProgress:
    """Judge a ceiling (以内, 不超过): kept is not behind, and done only when the period is over."""
    target = told.target or Decimal(0)
    limit = f"控制目标{target:f}{told.unit}{told.qualifier if told.qualifier in ('以内', '以下') else ''}"
    if figures.low is None:
        return replace(told, standing="unclear" if over else "open", why=figures.why or NO_FIGURE)
    if figures.low > target:
        points = "个百分点" if told.unit in ("%", "％") else told.unit
        why = f"{limit}，现为{figures.low:f}{told.unit}，超出{figures.low - target:f}{points}"
        return replace(told, standing="overdue" if over else "behind", why=why)
    if figures.high is None or figures.high > target:
        return replace(told, standing="unclear", why=figures.why)
    return replace(told, standing="done" if over else "normal", why=f"{limit}，现为{figures.low:f}{told.unit}")


def _waiting(indicator: Indicator) -> str:
    kind = {"rate": "比率指标，", "level": "存量指标，"}.get(indicator.measure, "")
    return f"{kind}到完成时限再判断，不按时间折算"


# ---------------------------------------------------------------- the project


def _project(project: Project, indicators: Sequence[IndicatorProgress], reported: bool) -> ProjectProgress:  # noqa: FBT001
    """Return how a project stands: the worst of what can be judged, then what keeps it from being judged."""
    several = tuple(indicators)
    counted = [i for i in several if i.counted]
    late = _worst(several, LAGGING)
    unsaid = _worst(several, _UNSAID)
    paced = [i for i in counted if i.gap is not None]
    behind = min((i for i in paced if i.standing not in REACHED), key=lambda i: i.gap or Decimal(0), default=None)
    standing: Standing = "normal"
    worst, why = None, "未到完成时限，所余指标到时限再判断"
    if not several:
        standing, why = ("unclear" if reported else "unreported"), "没有可计量的指标"
    elif late is not None:
        standing, worst, why = late.standing, late, late.why
    elif not reported:
        standing, why = "unreported", several[0].why
    elif not counted:
        standing = "pending" if any(i.standing == "pending" for i in several) else "ongoing"
        why = next(i.why for i in several if i.standing == standing)
    elif all(i.standing in REACHED for i in counted):
        standing = "early" if all(i.standing == "early" for i in counted) else "done"
        pending = sum(i.standing == "pending" for i in several)
        why = f"另有{pending}项指标目标待定" if pending else ""
    elif unsaid is not None:
        standing, worst, why = "unclear", unsaid, f"{quoted(unsaid.name)}{unsaid.why}"
    elif not any(_says_something(i) for i in several):
        standing, why = "unclear", "未填报指标进度"
    elif behind is not None:
        standing, worst, why = behind.standing, behind, ""
    return ProjectProgress(project.id, standing, worst, several, why)


def _says_something(indicator: IndicatorProgress) -> bool:
    return indicator.actual is not None or bool(indicator.state)


def _worst(indicators: Iterable[IndicatorProgress], among: Sequence[Standing]) -> IndicatorProgress | None:
    found = [i for i in indicators if i.standing in among]
    return min(found, key=lambda i: (among.index(i.standing), i.gap or Decimal(0)), default=None)
