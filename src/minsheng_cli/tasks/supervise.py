"""``supervise``: the year's supervision cases, issued from the lagging list, answered, closed, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from minsheng_cli import store
from minsheng_cli.analysis.escalation import to_issue
from minsheng_cli.analysis.supervision import Case, cases
from minsheng_cli.errors import MonthSealed, SetupError
from minsheng_cli.form_spec import case_number
from minsheng_cli.model import CaseNote, Month
from minsheng_cli.month import periods, story, supervision
from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content.story import fact_of
from minsheng_cli.store import MonthStore
from minsheng_cli.tasks import collect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.model import CaseReply, Catalogue
    from minsheng_cli.workspace import Workspace

_STATES = {"closed": "已销号", "withdrawn": "已撤回"}


@dataclass(frozen=True)
class Supervised:
    """The year's cases after a command, as they stand today."""

    month: Month  # the month the command was about
    catalogue: Catalogue
    cases: tuple[Case, ...]
    changed: tuple[CaseNote, ...] = ()  # what was noted, or would be
    untold: tuple[CaseNote, ...] = ()  # noted after the month's papers were sealed: told in a later month

    @property
    def shown(self) -> tuple[Case, ...]:
        """The open cases, and those the command was about."""
        touched = {note.number for note in self.changed}
        return tuple(case for case in self.cases if case.is_open or case.number in touched)


def supervise(workspace: Workspace, month_text: str | None) -> Supervised:
    """Return the cases of a month's year, as noted up to that month (default: up to now)."""
    told = _story_of(workspace, month_text)
    return _as_they_stand(workspace, told, until=told.month if month_text else None)


def issue(
    workspace: Workspace, month_text: str | None, tell: periods.Tell = periods.quiet, *, dry_run: bool = False
) -> Supervised:
    """Open or raise a case for each line of a month's lagging list; run again, it changes nothing.

    The 督办单 are made anew with numbers. SetupError when the month is not collected, MonthSealed when it is closed.
    """
    told = story.story_of(workspace, month_text)
    if MonthStore(workspace.month_folder(told.month), told.month).is_sealed():
        raise MonthSealed(month=str(told.month))
    year, now = told.view.catalogue.year, periods.now(workspace)
    facts = {lag.project.project: fact_of(lag.project) for lag in told.lagging}
    book = supervision.ledger(workspace, year)

    def wanted() -> list[CaseNote]:
        known = cases(supervision.noted(book), (), now.date())
        at = now.isoformat(timespec="seconds")
        settings = workspace.settings
        return list(to_issue(told, known, settings.levels, year=year, at=at, rest_days=settings.rest_days, facts=facts))

    new = wanted()
    if not dry_run:
        if new or book.entries():  # nothing to issue in a year without cases: no folder is made for it
            with book.lock("minsheng supervise", now):
                new = wanted()
                book.add(now, [(note.kind, supervision.facts(note)) for note in new])
        collect.again(workspace, told.month, "督办事项", tell)
    return _as_they_stand(workspace, told, changed=new, dry_run=dry_run)


def decide(  # noqa: PLR0913, PLR0917 - what a decision says
    workspace: Workspace,
    month_text: str | None,
    kind: Literal["closed", "reopened", "withdrawn"],
    number_text: str,
    basis: str,
    tell: periods.Tell = periods.quiet,
    *,
    dry_run: bool = False,
) -> Supervised:
    """Close a case on evidence (销号), reopen or withdraw it; noted in the first month from this one on not yet sealed.

    SetupError when there is no such case, its state does not allow it, or closing or withdrawing lacks a ``basis``.
    """
    now, number = periods.now(workspace), case_number(number_text) or case_number(f"督{number_text}")
    told = _story_of(workspace, month_text, int(number[1:5]) if number else None)
    book = supervision.ledger(workspace, told.view.catalogue.year)
    if kind == "closed" and not basis.strip():
        raise SetupError("请用 --basis 写明销号的依据，例如：--basis 6月12日现场核实，已完成整改。")
    if kind == "withdrawn" and not basis.strip():
        raise SetupError("请用 --reason 写明撤回的理由，例如：--reason 数据有误，实际未滞后。")
    month = _first_open_month(workspace, told.month)

    def note() -> CaseNote | None:
        known = {case.number: case for case in cases(supervision.noted(book), (), now.date())}
        case = known.get(number)
        if case is None:
            raise SetupError(f"督办台账里没有编号为“{number_text}”的事项，请运行 minsheng supervise --all 查看编号。")
        last = case.steps[-1]
        if last.kind == kind and last.basis == basis.strip():
            return None  # a command that was killed is run again
        if case.is_open == (kind == "reopened"):
            state = (
                "没有销号，也没有撤回，不必恢复" if case.is_open else f"{_STATES[case.state]}，要改请先用 --reopen 恢复"
            )
            raise SetupError(f"{number} {state}。")
        return CaseNote(
            kind, number, case.unit, case.project, month, now.isoformat(timespec="seconds"), basis=basis.strip()
        )

    new = note()  # what cannot be is refused before anything is written
    if not dry_run:
        with book.lock("minsheng supervise", now):
            new = note()
            book.add(now, [(new.kind, supervision.facts(new))] if new else [])
        _render_again(workspace, month, tell)
    changed = [new] if new else []
    return _as_they_stand(workspace, told, changed=changed, dry_run=dry_run)


def _story_of(workspace: Workspace, month_text: str | None, year: int | None = None) -> MonthStory:
    """Return the story of the month named, else of the newest with a return (of a past year, if that is named).

    A month whose forms are only just out has no papers yet in which a decision could be told.
    """
    until = periods.named(workspace, month_text) if month_text else None
    over = year is not None and until is None and year < workspace.catalogue.year
    told = story.stories(workspace, Month.closing(year) if over and year is not None else until)
    if not told or (until is not None and told[-1].month != until):
        which = f"{until.label}还" if until else "还"
        raise SetupError(
            f"{which}没有收过表，没有督办事项可列；请先运行 minsheng collect{f' {until}' if until else ''}。"
        )
    return next((month for month in reversed(told) if until is None and month.has_returns), told[-1])


def _first_open_month(workspace: Workspace, month: Month) -> str:
    """Return the first month from this one on whose papers are not sealed: what is noted now is told in it."""
    names = [name for name in store.months(workspace.root) if name >= str(month)]
    sealed = [name for name in names if MonthStore(workspace.month_folder(name), name).is_sealed()]
    for name in names:
        if name not in sealed:
            return name
    if not sealed:
        return str(month)
    last = Month.parse(sealed[-1])
    december = last.month == 12 and not last.final  # noqa: PLR2004 - the closing period comes next
    return str(Month.closing(last.year) if december else last.shift(1))


def _render_again(workspace: Workspace, month: str, tell: periods.Tell) -> None:
    """Make the papers of a month anew, if it was collected."""
    if MonthStore(workspace.month_folder(month), month).peek() is not None:
        collect.again(workspace, periods.named(workspace, month), "督办事项", tell)


def _as_they_stand(
    workspace: Workspace,
    told: MonthStory,
    *,
    until: Month | None = None,
    changed: Sequence[CaseNote] = (),
    dry_run: bool = False,
) -> Supervised:
    """Return the year's cases as they stand today, with all that came back to them."""
    year = told.view.catalogue.year
    noted = [*supervision.notes(workspace, year), *(changed if dry_run else ())]
    noted = [note for note in noted if until is None or note.month <= str(until)]
    replies = [
        reply
        for name in store.months(workspace.root)
        if until is None or name <= str(until)
        for reply in _replies(workspace, name)
    ]
    today = cases(noted, replies, periods.now(workspace).date())
    later = tuple(note for note in changed if note.month > str(told.month))
    return Supervised(told.month, told.view.catalogue, today, tuple(changed), later)


def _replies(workspace: Workspace, name: str) -> tuple[CaseReply, ...]:
    record = MonthStore(workspace.month_folder(name), name).load_record()
    return record.replies if record else ()
