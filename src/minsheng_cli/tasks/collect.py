"""``collect`` and ``report``: what came back is kept, read, judged, answered and merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.errors import FileInUse, SetupError, StoreError
from minsheng_cli.findings import found as finding
from minsheng_cli.intake import sources
from minsheng_cli.model import FileLine
from minsheng_cli.month import index, periods
from minsheng_cli.nouns import dataclass
from minsheng_cli.store import MonthStore, disk, ledger
from minsheng_cli.store.folders import INBOX
from minsheng_cli.tasks import seal
from minsheng_cli.tasks.spool import Spool
from minsheng_cli.wall import Readers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from minsheng_cli.intake.sources import Arrivals
    from minsheng_cli.model import Month, MonthRecord, Receipt
    from minsheng_cli.month.judge import Merged
    from minsheng_cli.month.periods import Period, Tell
    from minsheng_cli.store import Published
    from minsheng_cli.workspace import Workspace


@dataclass(frozen=True)
class Collected:
    """The month after a collect."""

    month: Month
    record: MonthRecord
    published: Published
    new_files: int  # without the mails and archives that only hold others
    lacking: tuple[str, ...] = ()  # of a sealed month: what its record names, nobody has kept and is not made any more
    overtaken: tuple[tuple[str, bool], ...] = ()  # later months told by an older record of this one; whether sealed


def collect(  # noqa: PLR0913 - what collecting depends on
    workspace: Workspace,
    month_text: str | None,
    paths: Sequence[Path] = (),
    *,
    dry_run: bool = False,
    reopen: str | None = None,
    tell: Tell = periods.quiet,
) -> Collected:
    """Take in what came back (default: the month's 回收), judge everything received so far, write all outputs.

    ``reopen``: why a sealed month is opened again for it.
    """
    with Readers() as readers:  # first, so that it gets ready while the rest is loaded
        from minsheng_cli.month import judge  # noqa: PLC0415 - 400 ms, while the readers get ready

        month = periods.named(workspace, month_text or periods.newest(workspace))
        if reopen is not None and not dry_run:
            seal.reopen(workspace, month, reopen)
        period = periods.opened(workspace, month)
        if reopen is None:
            period.store.must_be_open()
        inbox = period.store.folder / INBOX
        arrivals = sources.Arrivals(paths or (inbox,), inbox, workspace.settings.zone, readers.unpack)
        context = judge.JudgingContext(period, readers, tell)
        if dry_run:
            known = period.store.receipts()
            with Spool() as spool:
                batch = ledger.next_batch(known)
                arrived = tuple(ledger.receipt(spool.kept(s), batch) for s in arrivals)
                receipts = known + ledger.news(known, arrived)
                merged = judge.merge(
                    context, receipts, _unread_files(period, arrivals, whole_inbox=not paths), spool.get
                )
            plan = period.store.plan(merged.files, stale=merged.stale, yields=merged.yields)
            return Collected(period.month, merged.record, plan, _returns(receipts) - _returns(known))
        with period.store.lock("minsheng collect", periods.now(workspace)):
            known = period.store.receipts()
            receipts = period.store.keep(arrivals)
            unread = _unread_files(period, arrivals, whole_inbox=not paths)
            if not receipts and not unread and not period.store.is_generated():
                raise SetupError(
                    f"{period.month.label}还没有下发过表格，也没有收到文件；"
                    f"请核对月份，或先运行 minsheng generate {period.month}。"
                )
            merged = judge.merge(context, receipts, unread)
            overtaken = _overtaken(period, merged)
            new = _returns(receipts) - _returns(known)
            return Collected(period.month, merged.record, _publish(period, merged), new, overtaken=overtaken)


def report(
    workspace: Workspace, month_text: str | None, *, dry_run: bool = False, tell: Tell = periods.quiet
) -> Collected:
    """Judge the archived originals again and render every output anew; a sealed month is rendered from its record."""
    period = periods.opened(workspace, periods.named(workspace, month_text or periods.newest(workspace)))
    if period.store.is_sealed():
        return _from_record(period, dry_run=dry_run)
    with Readers() as readers:
        from minsheng_cli.month import judge  # noqa: PLC0415 - 400 ms, while the readers get ready

        unread = _unread_files(period, None, whole_inbox=False)
        context = judge.JudgingContext(period, readers, tell)
        if dry_run:
            merged = judge.merge(context, period.store.receipts(), unread)
            return Collected(
                period.month,
                merged.record,
                period.store.plan(merged.files, stale=merged.stale, yields=merged.yields),
                0,
            )
        with period.store.lock("minsheng report", periods.now(workspace)):
            merged = judge.merge(context, period.store.receipts(), unread)
            overtaken = _overtaken(period, merged)
            return Collected(period.month, merged.record, _publish(period, merged), 0, overtaken=overtaken)


def _from_record(period: Period, *, dry_run: bool) -> Collected:
    """Render a sealed month's outputs from its record: nothing is judged, and nothing in its archive is touched.

    What was kept as it was issued comes back byte for byte; the rest is laid out by this version, and whatever still
    lies there as it was issued is left alone.
    """
    from minsheng_cli.month import package, reminders  # noqa: PLC0415 - 200 ms, only for a sealed month

    record = period.store.load_record()
    if record is None:
        raise StoreError(f"“{period.month}/存档/记录.json”缺失，请从备份恢复该文件后重试。")
    files, _, _ = package.package(period, record, reminders.marked_forms(period, record))
    wanted = {f"{period.month}/{name}" for name in files} & set(record.outputs.values())
    issued = {name: period.store.final_text(name.partition("/")[2]) for name in files}
    texts = {n: issued[n] or data for n, data in files.items() if f"{period.month}/{n}" in wanted}
    named = {path.partition("/")[2] for key, path in record.outputs.items() if not key.startswith("reply:")}
    lacking = tuple(sorted(name for name in named - set(texts) if not disk.exists(period.store.folder / name)))
    if dry_run:
        return Collected(period.month, record, period.store.put_back(texts, dry_run=True), 0, lacking)
    with period.store.lock("minsheng report", periods.now(period.workspace), sealed=True):
        return Collected(period.month, record, period.store.put_back(texts), 0, lacking)


def again(workspace: Workspace, month: Month, noted: str, tell: Tell = periods.quiet) -> Collected:
    """Make a month's outputs anew (``report``) after something was noted; ``noted`` names it in the message.

    Raises StoreError; when an output is in use, its message says that the note is made and need not be made again.
    """
    try:
        return report(workspace, str(month), tell=tell)
    except FileInUse as error:
        raise StoreError(
            f"{noted}已登记；文件“{error.facts['name']}”正被其他程序（如 WPS、Excel）打开，没有更新，"
            f"请关闭后运行 minsheng report {month}。"
        ) from error


def _returns(receipts: Sequence[Receipt]) -> int:
    return sum(not receipt.holds for receipt in receipts)


def _overtaken(period: Period, merged: Merged) -> tuple[tuple[str, bool], ...]:
    """Return the later months that were told in the light of what this one is no longer; whether each is sealed."""
    root = period.workspace.root
    year = periods.months_of_year(period.workspace, period.catalogue.year)
    stores = [MonthStore(root / str(month), str(month)) for month in year if month > period.month]
    told = tuple((later.month, later.is_sealed()) for later in stores if (later.peek() or {}).get("files"))
    return told if told and merged.record != period.store.load_record() else ()


def _unread_files(period: Period, arrivals: Arrivals | None, *, whole_inbox: bool) -> tuple[FileLine, ...]:
    """Return the lines on files in the inbox that are not in the archive.

    Unless the whole inbox was looked at just now, what was left aside when it last was still is.
    """
    unread: dict[str, FileLine] = {}
    taken: set[str] = set()
    if arrivals is not None:
        taken = arrivals.names
        unread |= {name: FileLine(name, "", None, None, "ignored", "", "") for name in arrivals.ignored}
        for name, code, why in arrivals.unread:
            unread[name] = FileLine(name, "", None, None, "rejected", "", "", (finding(code, why=why),))
    before = None if whole_inbox else period.store.load_record()
    for line in before.files if before else ():
        if not line.sha256 and line.name not in taken:
            unread.setdefault(line.name, line)
    return tuple(unread.values())


def _publish(period: Period, merged: Merged) -> Published:
    """Write the outputs, then the record, then the manifest: each is whole before the next begins."""
    try:
        published = period.store.publish(merged.files, stale=merged.stale, yields=merged.yields)
    except FileInUse:  # all other outputs are in place, and what came back is judged: `status` may say so
        _seal(period, merged.record)
        raise
    _seal(period, merged.record)
    return published


def _seal(period: Period, record: MonthRecord) -> None:
    period.store.save_record(record)
    period.store.note_judged(periods.now(period.workspace), period.workspace.basis())
    period.store.save_index(index.page(period, record))
    period.store.seal_manifest()
