"""``enter``: what the clerk typed from a scan, a photo, a telephone call is taken for a unit's return, and marked."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.errors import SetupError
from minsheng_cli.model.returns import Receipt, Submission
from minsheng_cli.month import earlier, periods, waivers
from minsheng_cli.month.file_names import book_name, chosen
from minsheng_cli.month.filed import file_called
from minsheng_cli.month.read import read
from minsheng_cli.store.folders import OUTBOX
from minsheng_cli.tasks import collect
from minsheng_cli.wall import Readers
from minsheng_cli.workspace import is_file, read_bytes

if TYPE_CHECKING:
    from minsheng_cli.model.catalogue import Unit
    from minsheng_cli.month.periods import Period
    from minsheng_cli.tasks.collect import Collected
    from minsheng_cli.workspace import Workspace

FOLDER = "人工录入"
TELEPHONE = "电话"
_USED = ("accepted", "returned", "superseded", "duplicate")


class Basis(NamedTuple):
    """What was typed from. ``sha256`` is "" for a telephone call; ``file``: a scan that is not in the archive yet."""

    name: str
    sha256: str
    received_at: str
    file: Submission | None = None

    @property
    def told_by(self) -> str:
        """The words put beside the return wherever it is named: 据扫描件录入 or 据电话录入."""
        return "据扫描件录入" if self.sha256 else "据电话录入"


class Entered(NamedTuple):
    """What was taken, and the month with it (None: a dry run)."""

    unit: Unit
    name: str
    basis: Basis
    collected: Collected | None


def enter(  # noqa: PLR0913, PLR0917 - what the entry says
    workspace: Workspace,
    month_text: str,
    unit_text: str,
    file: Path,
    source_text: str,
    reason: str,
    tell: periods.Tell = periods.quiet,
    *,
    dry_run: bool = False,
) -> Entered:
    """Take a form the clerk filled in for a return of a unit, linked to what she typed it from.

    It counts from when the scan came (a telephone call: from now). SetupError when the form is not that unit's for that
    month, is not filled in, or cannot be read. Also raises MonthSealed, StoreError.
    """
    period = periods.opened(workspace, periods.named(workspace, month_text))
    period.store.must_be_open()
    (unit,) = chosen(period.catalogue, [unit_text])
    if not reason.strip():
        raise SetupError("请用 --reason 写明录入的缘由，例如：--reason 该单位只报了盖章扫描件。")
    if not is_file(file):
        blank = f"{period.month}/{OUTBOX}/{book_name(period.catalogue, unit, period.month)}"
        raise SetupError(
            f"没有“{file}”这个文件；请先把内容录入{unit.name}的空白表（{blank}），另存一份，再写出这份表格的路径。"
        )
    data = read_bytes(file)
    basis = _basis(period, source_text)
    name = f"{FOLDER}/{file.name}"
    form = Submission(name, data, hashlib.sha256(data).hexdigest(), basis.received_at, basis.told_by)
    _must_be_usable(period, unit, form)
    if dry_run:
        return Entered(unit, name, basis, None)
    now = periods.now(workspace)
    with period.store.lock("minsheng enter", now):
        facts = {
            "sha256": form.sha256, "name": name, "unit": unit.id, "from": basis.name, "from_sha256": basis.sha256,
            "received_at": basis.received_at, "told_by": basis.told_by, "reason": reason.strip(),
        }  # fmt: skip
        # The note first: were the form kept without it, it would pass for the unit's own.
        period.store.note("entered", now, facts, once=True)
        period.store.keep([form] if basis.file is None else [basis.file, form])
        period.store.seal_manifest()
    return Entered(unit, name, basis, collect.again(workspace, period.month, "录入", tell))


def _basis(period: Period, text: str) -> Basis:
    """Return what a person says she typed from: a telephone call, a file of the ledger, or one that lies elsewhere."""
    if text.strip().startswith(TELEPHONE):
        at = periods.now(period.workspace).isoformat(timespec="seconds")
        return Basis(text.strip(), "", at)
    path = Path(text)
    try:
        receipt = file_called(period, text).receipt
    except SetupError:
        if not is_file(path):
            raise
        data = read_bytes(path)
        at = datetime.fromtimestamp(int(path.stat().st_mtime), period.workspace.settings.zone).isoformat()
        scan = Submission(f"{FOLDER}/{path.name}", data, hashlib.sha256(data).hexdigest(), at, "文件时间")
        return Basis(scan.name, scan.sha256, at, scan)
    record = period.store.load_record()
    used = next(
        (f for f in (record.files if record else ()) if f.sha256 == receipt.sha256 and f.outcome in _USED), None
    )
    if used is not None and used.unit:
        other = period.catalogue.unit(used.unit).name
        raise SetupError(f"“{receipt.name}”已作为{other}的电子表收下，不是扫描件；请核对 --from 的编号。")
    return Basis(receipt.name, receipt.sha256, receipt.received_at)


def _must_be_usable(period: Period, unit: Unit, form: Submission) -> None:
    """Read the form as ``collect`` will. SetupError when it would not be taken for this unit's return."""
    past = earlier.before(period)
    receipt = Receipt(form.name, form.sha256, len(form.data), form.received_at, form.received_from)
    with Readers() as readers:
        ((_, opened),) = readers.read([(receipt, form.data)], 1, period.catalogue.form)
    reading = read(
        receipt,
        opened,
        period.month,
        period.catalogue,
        previous=past.latest,
        rulebook=waivers.rulebook(period),
        unit=unit.id,
    )
    blank = f"没有录入：这份表还没有填写，请先照{TELEPHONE}或扫描件填好。"
    if reading.failure is not None and reading.failure.code == "file.blank":
        raise SetupError(blank)
    if reading.failure is not None or reading.checked is None:
        why = reading.failure.message if reading.failure else "无法判断是哪个单位的表。"
        raise SetupError(f"没有录入：“{form.name.rpartition('/')[2]}”不能采用。{why}")
    told = reading.checked.unit_return
    if told.unit != unit.id:
        other = period.catalogue.unit(told.unit).name
        raise SetupError(f"没有录入：这份表是{other}的，不是{unit.name}的，请核对单位和文件。")
    # The person to call is printed in the blank as it was told last: it proves nothing.
    if not any(text.strip() for (project, field), text in told.raw.items() if project and field != "contact"):
        raise SetupError(blank)
