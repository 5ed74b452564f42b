"""``received``: when a file really came, as the clerk knows it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from minsheng_cli.errors import SetupError
from minsheng_cli.month import periods
from minsheng_cli.month.filed import file_called
from minsheng_cli.store import history
from minsheng_cli.tasks import collect
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from minsheng_cli.model import Month
    from minsheng_cli.tasks.collect import Collected
    from minsheng_cli.workspace import Workspace

_SPOKEN = re.compile(
    r"(?:(20\d\d)[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?(?:[ T]*(\d{1,2})(?::|[时点](?=\d|$))(?:(\d{1,2})分?)?)?",
    re.ASCII,
)
_DECEMBER, _HALF = 12, 7


def received(  # noqa: PLR0913, PLR0917 - what an entry by hand says
    workspace: Workspace,
    month_text: str,
    name: str,
    when: str,
    reason: str,
    tell: periods.Tell = periods.quiet,
    *,
    dry_run: bool = False,
) -> tuple[str, Collected | None]:
    """Note when a file really came; return its name and the month as judged anew (None: a dry run).

    ``name``: its number or its name. SetupError when there is no such file, or several.
    """
    period = periods.opened(workspace, periods.named(workspace, month_text))
    period.store.must_be_open()
    receipt = file_called(period, name).receipt
    try:
        at = datetime.fromisoformat(moment_meant(when, period.month))
    except ValueError:
        raise SetupError(f"“{when}”不是时间，请写成 2025-04-24T17:30 或 4月24日17:30 的样子。") from None
    at = at if at.tzinfo else at.replace(tzinfo=workspace.settings.zone)
    if not reason.strip():
        raise SetupError("请用 --reason 写明依据，例如：--reason 当日已送达纸质件。")
    now = periods.now(workspace)
    if at > now:
        raise SetupError(f"“{when}”还没有到，收到时间不能晚于现在，请核对。")
    if dry_run:
        return receipt.name, None
    with period.store.lock("minsheng received", now):
        told = {"received_at": at.isoformat(), "reason": reason.strip()}
        period.store.note("received", now, {"sha256": receipt.sha256, "name": receipt.name, **told}, once=True)
        # What was typed from a scan came when the scan did.
        for sha256, entry in history.entered(period.store.history()).items():
            if entry.facts["from_sha256"] == receipt.sha256:
                period.store.note("received", now, {"sha256": sha256, "name": entry.facts["name"], **told}, once=True)
        period.store.seal_manifest()
    return receipt.name, collect.again(workspace, period.month, "收到时间", tell)


def moment_meant(text: str, month: Month) -> str:
    """Return in ISO form a time as a person writes it: ``4月24日17:30``, ``04-24 17:30``, ``2025/4/24 17时30分``.

    Without a year it is the month's own; of a December, January to June are the next year's. Other text is returned
    as it is, trimmed and in half width.
    """
    said = half_width(text).strip()
    match = _SPOKEN.fullmatch(said)
    if match is None:
        return said
    year, number, day, hour, minute = (int(part) if part else 0 for part in match.groups())
    if not year:
        year = month.year + (month.month == _DECEMBER and number < _HALF)
    return f"{year:04d}-{number:02d}-{day:02d}T{hour:02d}:{minute:02d}"
