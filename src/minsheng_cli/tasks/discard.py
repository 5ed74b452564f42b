"""``discard`` and ``--restore``: a file that came back is set aside, or counts again. It stays archived either way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.errors import SetupError
from minsheng_cli.month import period
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
    tell: period.Tell = period.quiet,
    *,
    restore: bool = False,
    dry_run: bool = False,
) -> SetAside:
    """Set a file aside, with the reason, or (``restore``) let it count again; then judge the month anew.

    All copies of the same bytes are meant, so that collecting one again does not revive it. SetupError when the file
    cannot be told or the reason is missing; MonthSealed, StoreError.
    """
    ours = period.opened(workspace, period.named(workspace, month_text))
    ours.store.must_be_open()
    file = file_called(ours, file_text)
    if not reason.strip():
        what = "恢复" if restore else "作废"
        raise SetupError(f"请用 --reason 写明{what}的理由，例如：--reason 单位来电说明报错了版本。")
    receipt = file.receipt
    is_aside = receipt.sha256 in history.discarded(ours.store.history())
    changed = is_aside == restore
    if dry_run:
        return SetAside(file, changed, None)
    now = period.now(workspace)
    with ours.store.lock("minsheng discard", now):
        if changed:
            facts = {"number": file.number, "name": receipt.name, "sha256": receipt.sha256, "reason": reason.strip()}
            ours.store.note("restored" if restore else "discarded", now, facts)
        ours.store.seal_manifest()
    return SetAside(file, changed, collect.again(workspace, ours.month, "恢复" if restore else "作废", tell))
