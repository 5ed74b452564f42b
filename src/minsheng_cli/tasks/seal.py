"""``seal``: a month is closed, or opened again with a reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli import store
from minsheng_cli.errors import SetupError, StoreError
from minsheng_cli.intake.sources import Arrivals
from minsheng_cli.month import index, periods
from minsheng_cli.month.file_names import REMINDERS
from minsheng_cli.nouns import dataclass
from minsheng_cli.store import MonthStore, disk
from minsheng_cli.store.folders import INBOX, RESULTS
from minsheng_cli.store.history import fingerprint
from minsheng_cli.store.month import EARLIER_SEAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.model import Month, MonthRecord
    from minsheng_cli.month.periods import Period
    from minsheng_cli.workspace import Workspace


_NAMED = 5  # files that a sentence names


@dataclass(frozen=True)
class Sealed:
    """A month after ``seal``, or as it would be."""

    month: Month
    changed: bool  # False: it was sealed already
    outstanding: int  # units without an accepted return
    fingerprint: str  # of the newest seal, for the paper file; "" in a dry run of one that is not sealed
    final: tuple[str, ...]  # what is kept in 定稿
    lacking: tuple[str, ...]  # outputs that the record names and nobody has any more


def seal(workspace: Workspace, month_text: str, *, dry_run: bool = False) -> Sealed:
    """Close a month and keep its outputs as they go out.

    Raises SetupError when it was never collected or something waits in the inbox, StoreError when something there
    cannot be read, or the archive is not whole.
    """
    period = periods.opened(workspace, periods.named(workspace, month_text))
    record = period.store.load_record()
    if record is None:
        raise SetupError(f"{period.month.label}还没有收过表，不能封存；请先运行 minsheng collect {period.month}。")
    if dry_run:
        changed = not period.store.is_sealed()
        if changed:
            _must_be_ready(period)
        return _outcome(period, record, changed=changed)
    now = periods.now(workspace)
    with period.store.lock("minsheng seal", now, sealed=True):
        if period.store.is_sealed():
            period.store.seal_manifest()  # a run killed between the seal and the manifest is healed
            return _outcome(period, record, changed=False)
        _must_be_ready(period)
        record = period.store.load_record() or record  # another window may have collected before we held the lock
        issued = _issued(period)
        _must_be_whole(period, issued)
        period.store.keep_final(issued)
        period.store.save_index(index.page(period, record, now.isoformat(timespec="seconds")))
        period.store.seal(now, _seal_before(workspace, period.month))
        return _outcome(period, record, changed=True)


def _must_be_ready(period: Period) -> None:
    """Raise StoreError while anything in the inbox cannot be read, SetupError while anything waits there."""
    known, inbox = {receipt.sha256 for receipt in period.store.receipts()}, period.store.folder / INBOX
    waiting = Arrivals((inbox,), inbox, period.workspace.settings.zone, lambda item: ((item,), ()))
    left = [item.name for item in waiting if item.sha256 not in known] if disk.exists(inbox) else []
    if waiting.unread:
        told = "；".join(f"“{name}”（{why or '指向别处的链接'}）" for name, _, why in waiting.unread)
        raise StoreError(
            f"“{period.month}/{INBOX}”里有 {len(waiting.unread)} 项无法读取，不能封存：{told}。"
            f"请排除原因，或移到别处，再运行 minsheng collect {period.month}，然后封存。"
        )
    if left:
        names = "、".join(left[:_NAMED]) + ("等" if len(left) > _NAMED else "")
        raise SetupError(
            f"“{period.month}/{INBOX}”里有 {len(left)} 个文件还没有收：{names}。"
            f"请先运行 minsheng collect {period.month}；确实不收的，请移到别处，再封存。"
        )


def _issued(period: Period) -> dict[str, bytes]:
    """Return the texts that go out, by file name: not the reminders, which are letters to one unit each."""
    return {name: data for name, data in period.store.issued().items() if not f"{RESULTS}/{name}".startswith(REMINDERS)}


def _must_be_whole(period: Period, issued: Mapping[str, bytes]) -> None:
    """Raise StoreError when the archive is not as it was left, but for what a seal that was killed has begun."""
    begun = re.compile("|".join([
        r"存档/履历\.json：与清单.*",  # that nothing else happened to the history was seen when it was locked
        r"存档/目录\.html：(?:与清单|不在清单中).*",  # made anew from the rest
        *(
            rf"存档/定稿/{re.escape(_stem(name))}(?:{EARLIER_SEAL})?\..*：不在清单中.*"
            for name in (*issued, *period.store.earlier_finals())
        ),
    ]))  # fmt: skip
    faults = [fault for fault in period.store.faults() if not begun.fullmatch(fault)]
    if faults:
        raise StoreError(
            f"{period.month}的存档有 {len(faults)} 处问题，不能封存：{faults[0]}"
            f"请先运行 minsheng verify {period.month}。"
        )


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def _outcome(period: Period, record: MonthRecord, *, changed: bool) -> Sealed:
    seals = period.store.seals() if period.store.is_sealed() else ()
    named = {path.rpartition("/")[2] for key, path in record.outputs.items() if not key.startswith(("reply", "remind"))}
    final = tuple(period.store.final()) if seals else tuple(_issued(period))
    return Sealed(
        month=period.month,
        changed=changed,
        outstanding=sum(line.state != "accepted" for line in record.units),
        fingerprint=fingerprint(seals[-1]) if seals else "",
        final=final,
        lacking=tuple(sorted(named - set(final))) if changed else (),
    )


def reopen(workspace: Workspace, month: Month, reason: str, *, dry_run: bool = False) -> bool:
    """Open a sealed month again and note why; False when it is not sealed. SetupError without a reason."""
    if not reason.strip():
        raise SetupError("请写明重新打开的理由，例如：--reopen 区教委补报更正。")
    month_store = MonthStore(workspace.month_folder(month), month)
    if dry_run:
        return month_store.is_sealed()
    now = periods.now(workspace)
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
