"""``discard`` and ``--restore``: a file that came back is set aside, or counts again. It stays archived either way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.errors import SetupError
from minsheng_cli.month import periods
from minsheng_cli.month.filed import FiledReceipt, file_called
from minsheng_cli.store import history
from minsheng_cli.tasks import collect

if TYPE_CHECKING:
    from minsheng_cli.tasks.collect import Collected
    from minsheng_cli.workspace import Workspace


class SetAside(NamedTuple):
    """What was done about one file."""

    file: FiledReceipt
    changed: bool  # False: it was so already
    collected: Collected | None  # the month judged anew; None in a dry run


def discard(  # noqa: PLR0913 - what the entry says
    workspace: Workspace,
    month_text: str,
    file_text: str,
    reason: str,
    tell: periods.Tell = periods.quiet,
    *,
    restore: bool = False,
    dry_run: bool = False,
) -> SetAside:
    """Set a file aside, with the reason, or (``restore``) let it count again; then judge the month anew.

    All copies of the same bytes are meant, so that collecting one again does not revive it. SetupError when the file
    cannot be told apart or the reason is missing. Also raises MonthSealed, StoreError.
    """
    period = periods.opened(workspace, periods.named(workspace, month_text))
    period.store.must_be_open()
    file = file_called(period, file_text)
    if not reason.strip():
        what = "恢复" if restore else "作废"
        raise SetupError(f"请用 --reason 写明{what}的理由，例如：--reason 单位来电说明报错了版本。")
    receipt = file.receipt
    is_aside = receipt.sha256 in history.discarded(period.store.history())
    changed = is_aside == restore
    if dry_run:
        return SetAside(file, changed, None)
    now = periods.now(workspace)
    with period.store.lock("minsheng discard", now):
        if changed:
            facts = {"number": file.number, "name": receipt.name, "sha256": receipt.sha256, "reason": reason.strip()}
            period.store.note("restored" if restore else "discarded", now, facts)
        period.store.seal_manifest()
    return SetAside(file, changed, collect.again(workspace, period.month, "恢复" if restore else "作废", tell))
