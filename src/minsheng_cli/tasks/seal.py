"""``seal``: a month is closed, or opened again with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import store
from minsheng_cli.errors import SetupError, StoreError
from minsheng_cli.intake.sources import Arrivals
from minsheng_cli.month import period
from minsheng_cli.store import MonthStore
from minsheng_cli.workspace import INBOX

if TYPE_CHECKING:
    from minsheng_cli.model import Month
    from minsheng_cli.workspace import Workspace


_NAMED = 5  # files that a sentence names


_GROWN = "存档/履历.json：与清单"
"""A decision was killed before its manifest; that nothing else happened to the history is seen when it is locked."""


def seal(workspace: Workspace, month_text: str, *, dry_run: bool = False) -> bool:
    """Close a month; False when it is closed already. SetupError when it was never collected, StoreError."""
    ours = period.opened(workspace, period.named(workspace, month_text))
    if ours.store.peek() is None:
        raise SetupError(f"{ours.month.label}还没有收过表，不能封存；请先运行 minsheng collect {ours.month}。")
    if not ours.store.is_sealed() and (left := _uncollected(ours)):
        names = "、".join(left[:_NAMED]) + ("等" if len(left) > _NAMED else "")
        raise SetupError(
            f"“{ours.month}/{INBOX}”里有 {len(left)} 个文件还没有收：{names}。"
            f"请先运行 minsheng collect {ours.month}；确实不收的，请移到别处，再封存。"
        )
    now = period.now(workspace)
    if dry_run:
        return not ours.store.is_sealed()
    with ours.store.lock("minsheng seal", now, sealed=True):
        if ours.store.is_sealed():
            ours.store.seal_manifest()  # a run killed between the seal and the manifest is healed
            return False
        faults = [fault for fault in ours.store.faults() if not fault.startswith(_GROWN)]
        if faults:
            raise StoreError(
                f"{ours.month}的存档有 {len(faults)} 处问题，不能封存：{faults[0]}"
                f"请先运行 minsheng verify {ours.month}。"
            )
        ours.store.seal(now, _seal_before(workspace, ours.month))
    return True


def _uncollected(ours: period.Period) -> list[str]:
    """Return the files in a month's inbox that the archive does not have."""
    known, inbox = {receipt.sha256 for receipt in ours.store.receipts()}, ours.store.folder / INBOX
    waiting = Arrivals((inbox,), inbox, ours.workspace.settings.zone, lambda item: ((item,), ()))
    return [item.name for item in waiting if item.sha256 not in known] if inbox.is_dir() else []


def outstanding(workspace: Workspace, month_text: str) -> int:
    """Return how many units of a collected month have no accepted return."""
    record = period.opened(workspace, period.named(workspace, month_text)).store.load_record()
    return sum(line.state != "accepted" for line in record.units) if record else 0


def reopen(workspace: Workspace, month: Month, reason: str, *, dry_run: bool = False) -> bool:
    """Open a closed month again, for the reason noted; False when it is open."""
    if not reason.strip():
        raise SetupError("请写明重新打开的理由，例如：--reopen 区教委补报更正。")
    month_store = MonthStore(workspace.month_folder(month), month)
    if dry_run:
        return month_store.is_sealed()
    now = period.now(workspace)
    with month_store.lock("minsheng seal --reopen", now, sealed=True):
        if not month_store.is_sealed():
            if month_store.history():
                month_store.seal_manifest()  # a run killed between the note and the manifest is healed
            return False
        month_store.note("reopened", now, {"reason": reason.strip()})
        month_store.seal_manifest()
    return True


def _seal_before(workspace: Workspace, month: Month) -> dict[str, str] | None:
    """Return the seal of the newest sealed month before this one."""
    for name in reversed(store.months(workspace.root)):
        if name < str(month) and (seal := MonthStore(workspace.month_folder(name), name).last_seal()):
            return seal
    return None
