"""An indicator's course through the months, as coordinates for a small line chart and as a row of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content.story import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from minsheng_cli.analysis.progress import IndicatorProgress
    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.model import Indicator, Month, Project

WIDTH, HEIGHT = 360.0, 160.0  # the chart's own units; the template's viewBox
LEFT, RIGHT, TOP, BOTTOM = 42.0, 44.0, 14.0, 24.0  # room for the scale, the newest figure, the months
_STEPS = (25, 50, 100, 200, 500)  # %, between lines of the grid
NO_RECORD = "没有记录"
_LINES = 5  # of the grid, at most


@dataclass(frozen=True)
class IndicatorChart:
    """One indicator: what a chart shows and what it says in words."""

    name: str
    actual: str  # "x,y x,y": the share of the year's target that was reached
    expected: str  # the same of what ought to have been reached
    dots: tuple[tuple[float, float, str], ...]
    end: tuple[float, float, str]  # beside the newest dot: how much
    last: str  # in words: the newest figure
    is_behind: bool
    labels: tuple[tuple[float, str], ...]
    grid: tuple[tuple[float, str], ...]
    full: float  # y of the year's target
    figures: tuple[str, ...]  # the same in words, month by month


def courses(project: Project, stories: Sequence[MonthStory], months: Sequence[Month]) -> Iterator[IndicatorChart]:
    """Yield a course for each indicator with a target that at least one month has a figure for.

    ``months``: those the figures are told of, also without a record.
    """
    for indicator in project.indicators:
        if indicator.kind in ("quantified", "part") and indicator.target:
            course = _course(indicator, project.id, stories, months)
            if course is not None:
                yield course


def _course(
    indicator: Indicator, project: str, stories: Sequence[MonthStory], months: Sequence[Month]
) -> IndicatorChart | None:
    told: list[tuple[Month, IndicatorProgress]] = []
    for story in stories:
        item = story.progress.get(project)
        told += [(story.month, i) for i in (item.indicators if item else ()) if i.id == indicator.id]
    shares = [(month, i, i.share) for month, i in told if i.share is not None and i.actual is not None]
    if not shares:
        return None
    known = {story.month for story in stories}
    catalogue = stories[-1].view.catalogue
    first, last = min(catalogue.first_month, stories[0].month), max(catalogue.last_month, stories[-1].month)
    span = max(_apart(first, last), 1)
    step, top = _scale(max(float(share) * 100 for *_, share in shares))

    def x(month: Month) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * _apart(first, month) / span, 1)

    def y(share: Decimal | float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - float(share) * 100 / top), 1)

    month, newest, share = shares[-1]
    gap = rounded(newest.gap)
    side = "" if gap is None or not gap else f"，{'落后' if gap < 0 else '超前'}{abs(gap):f}个百分点"
    target = "" if newest.target is None else f"，目标{newest.target:f}{newest.unit}"
    return IndicatorChart(
        name=indicator.name,
        actual=" ".join(f"{x(m)},{y(s)}" for m, _, s in shares),
        expected=" ".join(f"{x(m)},{y(i.expected)}" for m, i in told if i.expected is not None),
        dots=tuple((x(m), y(s), f"{m.month}月 {i.actual:f}{i.unit}（{s:.1%}）") for m, i, s in shares),
        end=(x(month) + 7, max(y(share), TOP), f"{share:.0%}"),
        last=f"{month.short}累计{newest.actual:f}{newest.unit}{target}，完成{share:.1%}{side}",
        is_behind=newest.standing in ("overdue", "far-behind", "behind"),
        labels=tuple((x(m), f"{m.month}月") for m in map(first.shift, range(span + 1))),
        grid=tuple((y(part / 100), f"{part}%") for part in range(0, top + 1, step)),
        full=y(1),
        figures=tuple(_figure(dict(told).get(m)) if m in known else NO_RECORD for m in months),
    )


def _figure(told: IndicatorProgress | None) -> str:
    if told is None or told.actual is None:
        return "未报"
    share = "" if told.share is None else f"，{told.share:.1%}"
    expected = "" if told.expected is None else f"，应达{told.expected:.1%}"
    return f"{told.actual:f}{told.unit}{share}{expected}"


def _scale(highest: float) -> tuple[int, int]:
    """Return the step between grid lines and the top of the scale, %: few lines, whatever was reached."""
    for step in _STEPS:
        top = max(100, -(-int(highest + 0.999) // step) * step)
        if top % step == 0 and top // step < _LINES:
            return step, top
    step = -(-int(highest + 0.999) // ((_LINES - 1) * 100)) * 100
    return step, step * (_LINES - 1)


def _apart(first: Month, last: Month) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
