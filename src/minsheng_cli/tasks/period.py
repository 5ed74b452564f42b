"""Which month a command is about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from minsheng_cli import store
from minsheng_cli.errors import SetupError

if TYPE_CHECKING:
    from minsheng_cli.model import Month
    from minsheng_cli.workspace import Workspace


def now(workspace: Workspace) -> datetime:
    """Return the time by the workspace's clock."""
    return datetime.now(workspace.settings.zone)


def named(workspace: Workspace, text: str) -> Month:
    """Return the month a person named; SetupError when it is no month or outside the catalogue's range."""
    from minsheng_cli.model import Month  # noqa: PLC0415 - `status` without a month does not need it

    try:
        month = Month.parse(text)
    except ValueError:
        raise SetupError(f"“{text}”不是月份，请写成 2025-04 的样子。") from None
    book = workspace.catalogue
    if not book.first_month <= month <= book.last_month:
        raise SetupError(
            f"{month.label}不在项目清单的填报月份内（{book.first_month} 至 {book.last_month}），"
            f"请写这一范围内的月份，例如 {book.first_month}。"
        )
    return month


def current(workspace: Workspace) -> Month:
    """Return today's month, which is what ``generate`` takes by default."""
    return named(workspace, f"{now(workspace):%Y-%m}")


def newest(workspace: Workspace) -> str:
    """Return the newest month that has been generated; SetupError when there is none."""
    month = store.newest(workspace.root)
    if month is None:
        raise SetupError("还没有下发过任何月份的表格，请先运行 minsheng generate 月份，例如 minsheng generate 2025-04。")
    return month
