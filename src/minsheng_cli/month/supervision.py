"""The year's supervision cases as the workspace keeps them: read here, told by ``analysis.supervision``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.errors import StoreError
from minsheng_cli.model.supervision import CaseNote
from minsheng_cli.store.cases import CaseLedger

if TYPE_CHECKING:
    from minsheng_cli.month.periods import Period
    from minsheng_cli.workspace import Workspace


def ledger(workspace: Workspace, year: int) -> CaseLedger:
    """Return a year's ledger of cases; it need not exist."""
    return CaseLedger(workspace.root, year)


def notes(workspace: Workspace, year: int) -> tuple[CaseNote, ...]:
    """Return what was noted of a year's cases, oldest first. Raises StoreError when the ledger is damaged."""
    return noted(ledger(workspace, year))


def noted(book: CaseLedger) -> tuple[CaseNote, ...]:
    """Return what a ledger holds, oldest first. Raises StoreError when it is damaged."""
    try:
        return tuple(CaseNote(kind=e.kind, at=e.at, **e.facts) for e in book.entries())  # type: ignore[arg-type]
    except TypeError as error:
        raise StoreError(f"“{book.name}/台账.json”已损坏，请从备份恢复该文件后重试。") from error


def facts(note: CaseNote) -> dict[str, object]:
    """Return what the ledger keeps of a note beside its kind and its time."""
    return {
        "number": note.number, "unit": note.unit, "project": note.project, "month": note.month, "level": note.level,
        "due": note.due, "months": note.months, "fact": note.fact, "basis": note.basis,
    }  # fmt: skip


def units(period: Period) -> dict[str, str]:
    """Return the unit that answers for each case of a month's year, by number."""
    return {note.number: note.unit for note in notes(period.workspace, period.catalogue.year)}
