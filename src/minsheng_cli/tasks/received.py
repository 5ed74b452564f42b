"""``received``: when a file really came, as the clerk knows it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from minsheng_cli.errors import SetupError
from minsheng_cli.month import period
from minsheng_cli.month.filed import file_called
from minsheng_cli.store import history
from minsheng_cli.tasks import collect

if TYPE_CHECKING:
    from minsheng_cli.tasks.collect import Collected
    from minsheng_cli.workspace import Workspace


def received(  # noqa: PLR0913, PLR0917 - what an entry by hand says
    workspace: Workspace,
    month_text: str,
    name: str,
    when: str,
    reason: str,
    tell: period.Tell = period.quiet,
    *,
    dry_run: bool = False,
) -> tuple[str, Collected | None]:
    """Note when a file really came; return its name and the month as judged anew (None: a dry run).

    ``name``: its number or its name. SetupError when there is no such file, or several.
    """
    ours = period.opened(workspace, period.named(workspace, month_text))
    ours.store.must_be_open()
    receipt = file_called(ours, name).receipt
    try:
        at = datetime.fromisoformat(when)
    except ValueError:
        raise SetupError(f"“{when}”不是时间，请写成 2025-04-24T17:30 的样子。") from None
    at = at if at.tzinfo else at.replace(tzinfo=workspace.settings.zone)
    if not reason.strip():
        raise SetupError("请用 --reason 写明依据，例如：--reason 当日已送达纸质件。")
    now = period.now(workspace)
    if at > now:
        raise SetupError(f"“{when}”还没有到，收到时间不能晚于现在，请核对。")
    if dry_run:
        return receipt.name, None
    with ours.store.lock("minsheng received", now):
        told = {"received_at": at.isoformat(), "reason": reason.strip()}
        ours.store.note("received", now, {"sha256": receipt.sha256, "name": receipt.name, **told}, once=True)
        # What was typed from a scan came when the scan did.
        for sha256, entry in history.entered(ours.store.history()).items():
            if entry.facts["from_sha256"] == receipt.sha256:
                ours.store.note("received", now, {"sha256": sha256, "name": entry.facts["name"], **told}, once=True)
        ours.store.seal_manifest()
    return receipt.name, collect.again(workspace, ours.month, "收到时间", tell)
