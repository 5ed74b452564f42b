"""The story of the months from their archived records: what ``compare``, ``problems``, ``lagging``, reports tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.analysis.story import MonthView, compute_stories
from minsheng_cli.errors import SetupError
from minsheng_cli.model import Decision, MonthRecord
from minsheng_cli.month import periods, supervision
from minsheng_cli.nouns import replace
from minsheng_cli.store import MonthStore

if TYPE_CHECKING:
    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.model import Month
    from minsheng_cli.month.periods import Period
    from minsheng_cli.workspace import Workspace


def stories(
    workspace: Workspace, until: Month | None = None, *, now: tuple[Period, MonthRecord] | None = None
) -> list[MonthStory]:
    """Return the story of each collected month of one year, oldest first, up to a month (default: of this year's list).

    ``now``: a record not archived yet. Nothing of one year is compared with another.
    """
    current = now[0].month if now else None
    space = now[0].workspace if now else workspace.of(until) if until else workspace
    views = []
    for month in periods.months_of_year(workspace, space.catalogue.year):
        if (until and month > until) or month == current:
            continue
        month_store = MonthStore(workspace.month_folder(month), month)
        record = month_store.load_record()
        if record is not None:
            views.append(view(periods.opened(workspace, month), record))
    if now:
        views.append(view(*now))
    cases = {year: supervision.notes(workspace, year) for year in {v.catalogue.year for v in views}}
    return list(compute_stories(sorted(views, key=lambda v: v.month), space.settings.pace, space.plans, cases))


def view(period: Period, record: MonthRecord) -> MonthView:
    """Return a month as the story needs it."""
    return MonthView(period.month, record, period.catalogue, decisions(period.store))


def decisions(month_store: MonthStore) -> tuple[Decision, ...]:
    """Return what the clerk decided about problems in a month, oldest first."""
    return tuple(Decision(**e.facts) for e in month_store.history() if e.kind == "decided")


def story_of(workspace: Workspace, month_text: str | None) -> MonthStory:
    """Return one month's story (default: the newest generated and not sealed); SetupError when it is not collected."""
    month = periods.named(workspace, month_text or periods.newest(workspace))
    told = stories(workspace, month)
    if not told or told[-1].month != month:
        other = "" if month_text else f"；要看其他月份，请写明，例如 {month.shift(-1)}"
        raise SetupError(f"{month.label}还没有收过表，请先运行 minsheng collect {month}{other}。")
    return told[-1]


def compared(workspace: Workspace, first: str | None, second: str | None) -> MonthStory:
    """Return a month held against the one before it, or against the one named."""
    if first is None or second is None:
        return story_of(workspace, first)
    earlier, later = sorted((periods.named(workspace, first), periods.named(workspace, second)))
    if earlier == later:
        raise SetupError("请写两个不同的月份，例如 minsheng compare 2025-04 2025-05。")
    years = workspace.year_of(earlier), workspace.year_of(later)
    if years[0] != years[1]:
        raise SetupError(f"{earlier.label}和{later.label}不是同一年度的清单，累计数不能相比。")
    views = []
    for month in (earlier, later):
        period = periods.opened(workspace, month)
        record = period.store.load_record()
        if record is None:
            raise SetupError(f"{month.label}还没有收过表，请先运行 minsheng collect {month}。")
        views.append(replace(view(period, record), decisions=()))
    space = workspace.of(later)
    return list(compute_stories(views, space.settings.pace, space.plans))[-1]
