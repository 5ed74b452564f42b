"""``collect`` and ``report``: what came back is kept, read, judged, answered and merged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from minsheng_cli import analysis, ledger
from minsheng_cli.form import feedback
from minsheng_cli.intake import sources
from minsheng_cli.paper import safe_file_name
from minsheng_cli.reports import content, xlsx
from minsheng_cli.store import MonthStore
from minsheng_cli.tasks import history, letters, period
from minsheng_cli.tasks.generate import book_name
from minsheng_cli.tasks.reading import not_opened, read
from minsheng_cli.workspace import INBOX, REPLIES, RESULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from minsheng_cli.model import Catalogue, Month, MonthRecord, Reading, Receipt
    from minsheng_cli.store import Published
    from minsheng_cli.tasks.history import History
    from minsheng_cli.workspace import Workspace

    from minsheng_cli.intake.sources import Gathered

    Tell = Callable[[int, int], None]

NOTHING_NEW = sources.Gathered()


@dataclass(frozen=True, slots=True)
class Collected:
    """The month after a collect."""

    month: Month
    record: MonthRecord
    published: Published
    new_files: int


def _quiet(done: int, total: int) -> None:
    """Tell nobody."""


def collect(
    workspace: Workspace,
    month_text: str | None,
    paths: Sequence[Path] = (),
    *,
    dry_run: bool = False,
    tell: Tell = _quiet,
) -> Collected:
    """Take in what came back (default: the month's 回收), judge everything received so far, write all outputs."""
    month = period.named(workspace, month_text or period.newest(workspace))
    catalogue = workspace.catalogue.at(month)
    month_store = MonthStore(workspace.month_folder(month), month)
    inbox = workspace.month_folder(month) / INBOX
    found = sources.gather(paths or (inbox,), inbox, workspace.settings.zone)
    fresh = {s.sha256: s.data for s in found.submissions}  # at hand already: not read from the archive again
    if dry_run:
        known = month_store.receipts()
        arrived = tuple(ledger.receipt(s, ledger.next_batch(known)) for s in found.submissions)
        receipts = known + ledger.news(known, arrived)
        done = _merge(workspace, month, catalogue, month_store, receipts, found, tell, fresh=fresh, dry_run=True)
        return replace(done, new_files=len(receipts) - len(known))
    with month_store.lock("minsheng collect", period.now(workspace)):
        known = month_store.receipts()
        receipts = month_store.keep(found.submissions)
        done = _merge(workspace, month, catalogue, month_store, receipts, found, tell, fresh=fresh)
        return replace(done, new_files=len(receipts) - len(known))


def report(workspace: Workspace, month_text: str | None, *, dry_run: bool = False, tell: Tell = _quiet) -> Collected:
    """Judge the archived originals again and render every output anew."""
    month = period.named(workspace, month_text or period.newest(workspace))
    catalogue = workspace.catalogue.at(month)
    month_store = MonthStore(workspace.month_folder(month), month)
    if dry_run:
        return _merge(workspace, month, catalogue, month_store, month_store.receipts(), NOTHING_NEW, tell, dry_run=True)
    with month_store.lock("minsheng report", period.now(workspace)):
        return _merge(workspace, month, catalogue, month_store, month_store.receipts(), NOTHING_NEW, tell)


def _merge(  # noqa: PLR0913 - the month's story needs all its parts
    workspace: Workspace,
    month: Month,
    catalogue: Catalogue,
    month_store: MonthStore,
    receipts: Sequence[Receipt],
    found: Gathered,
    tell: Tell,
    *,
    fresh: Mapping[str, bytes] | None = None,
    dry_run: bool = False,
) -> Collected:
    """Judge every receipt and write (or, in a dry run, only plan) what follows from it.

    ``fresh`` holds the bytes of files just received, by sha256; all others come from the archive.
    """
    past = history.before(workspace, month)
    rulebook = workspace.settings.rulebook
    readings: list[Reading] = []
    for done, receipt in enumerate(receipts):
        data = fresh[receipt.sha256] if fresh and receipt.sha256 in fresh else month_store.original(receipt.sha256)
        readings.append(read(receipt, data, month, catalogue, past.latest, rulebook))
        tell(done + 1, len(receipts))
    readings += [not_opened(name, why) for name, why in found.blocked]
    record = analysis.consolidate(month, catalogue, readings, found.ignored, rulebook)
    files, outputs = _replies(workspace, month, catalogue, record, readings, past)
    report_name = f"{RESULTS}/{safe_file_name(f'{catalogue.summary_title}（{month.label}）.xlsx')}"
    files[report_name] = xlsx.render(content.compose(record, catalogue, analysis.totals(record, catalogue)))
    outputs = {"consolidated": report_name} | outputs
    record = replace(record, outputs={key: f"{month}/{path}" for key, path in outputs.items()})
    if dry_run:
        return Collected(month, record, month_store.plan(files, stale=f"{REPLIES}/"), 0)
    published = month_store.publish(files, stale=f"{REPLIES}/")
    month_store.save_record(record)
    month_store.seal_manifest()
    return Collected(month, record, published, 0)


def _replies(  # noqa: PLR0913 - as above
    workspace: Workspace,
    month: Month,
    catalogue: Catalogue,
    record: MonthRecord,
    readings: Sequence[Reading],
    past: History,
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the marked workbook and the draft for each unit whose return has faults, and where they go."""
    files: dict[str, bytes] = {}
    outputs: dict[str, str] = {}
    by_file = {(r.receipt.name, r.receipt.sha256): r for r in readings}
    current = {line.name: line for line in record.files if line.outcome == "returned"}
    for line in record.units:
        if line.state != "returned" or line.file is None:
            continue
        file = current[line.file]
        checked = by_file[file.name, file.sha256].checked
        if checked is None:
            continue
        name = book_name(catalogue, catalogue.unit(line.unit), month, "_退回修改")
        workbook = feedback.render(catalogue, checked, past.of_month, past.month, file.name)
        files[f"{REPLIES}/{name}"] = workbook
        files[f"{REPLIES}/{name.removesuffix('.xlsx')}.eml"] = letters.send_back(
            workspace, catalogue, line, month, file.findings, name, workbook
        )
        outputs[f"reply:{line.unit}"] = f"{REPLIES}/{name}"
    return files, outputs
