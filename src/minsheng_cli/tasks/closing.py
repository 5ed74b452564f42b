"""``seal`` and ``verify``: a month is closed, and the archive proves itself whole."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minsheng_cli import store
from minsheng_cli.errors import SetupError, StoreError
from minsheng_cli.intake.sources import Arrivals
from minsheng_cli.store import MonthStore
from minsheng_cli.tasks import period
from minsheng_cli.workspace import INBOX

if TYPE_CHECKING:
    from minsheng_cli.model import Month
    from minsheng_cli.workspace import Workspace


_NAMED = 5  # files that a sentence names
_GROWN = "存档/履历.json：与清单"
"""A decision was killed before its manifest; that nothing else happened to the history is seen when it is locked."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What reading whole archives again found, by month."""

    faults: dict[str, tuple[str, ...]]
    sealed: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not any(self.faults.values())


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


def verify(workspace: Workspace, month_text: str | None) -> Verified:
    """Read the archive of a month, or of all months, again: every byte, and every link of the chain."""
    names = store.months(workspace.root) if month_text is None else (str(period.named(workspace, month_text)),)
    faults: dict[str, tuple[str, ...]] = {}
    sealed = []
    for name in names:
        month_store = MonthStore(workspace.month_folder(name), name)
        if month_text is None and not (month_store.has_archive() or month_store.is_generated()):
            continue  # a folder made by hand; where forms were issued, an archive that is gone is missed
        faults[name] = (*month_store.verify(), *_broken_links(workspace, month_store))
        with suppress(store.StoreError):  # a damaged history is among the faults
            if month_store.is_sealed():
                sealed.append(name)
    if not faults:
        raise SetupError("还没有任何月份的存档，请先下发、收表。")
    return Verified(faults, tuple(sealed))


def _seal_before(workspace: Workspace, month: Month) -> dict[str, str] | None:
    """Return the seal of the newest sealed month before this one."""
    for name in reversed(store.months(workspace.root)):
        if name < str(month) and (seal := MonthStore(workspace.month_folder(name), name).last_seal()):
            return seal
    return None


def _broken_links(workspace: Workspace, month_store: MonthStore) -> tuple[str, ...]:
    """Return a sentence for each seal whose predecessor is no longer what it was sealed after."""
    broken = []
    try:
        events = month_store.history()
    except store.StoreError:
        return ()  # told by the manifest
    for event in events:
        previous = event.facts.get("previous") if event.kind == "sealed" else None
        if not isinstance(previous, dict):
            continue
        earlier = str(previous.get("month"))
        try:
            known = {e.hash for e in MonthStore(workspace.month_folder(earlier), earlier).history()}
        except store.StoreError:
            known = set()
        if previous.get("hash") not in known:
            broken.append(f"封存时承接的 {earlier} 存档已不是当时的内容（其履历缺失或被改动）。")
    return tuple(broken)
