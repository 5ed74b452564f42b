"""``status``: where the units of a month stand, from the archive alone.

The month's record is read as plain JSON: loading the nouns would cost more than the answer.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from minsheng_cli import model
from minsheng_cli.errors import SetupError
from minsheng_cli.month import periods
from minsheng_cli.store import MonthStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.workspace import Workspace

    Record = dict[str, Any]  # model.MonthRecord as archived


def record_of(workspace: Workspace, month_text: str | None) -> Record:
    """Return a month's record; SetupError when there is none yet."""
    # A month as the archive spells it needs no catalogue; anything else is first made sense of.
    month = month_text or periods.newest(workspace)
    record = MonthStore(workspace.month_folder(month), month).peek() if _is_archive_spelling(month) else None
    if record is None:
        month = str(periods.named(workspace, month))
        record = MonthStore(workspace.month_folder(month), month).peek()
    if record is None:
        raise SetupError(f"{month} 还没有下发过表格，也没有收过表，请先运行 minsheng generate {month}。")
    return record


def numbered(workspace: Workspace, record: Record) -> list[dict[str, Any]]:
    """Return the lines on a month's files in the order of the ledger, each with its ``number`` there, from 1.

    Files that are in the inbox and not archived come last, with number None. A mail or an archive has outcome None.
    """
    lines: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for line in sorted(record["files"], key=lambda line: line["received_at"]):
        lines.setdefault((line["name"], line["sha256"]), []).append(line)
    found = []
    for number, receipt in enumerate(
        MonthStore(workspace.month_folder(record["month"]), record["month"]).receipts(), 1
    ):
        of_this = lines.get((receipt.name, receipt.sha256), [])
        container: dict[str, Any] = {
            "name": receipt.name, "sha256": receipt.sha256, "unit": None, "month": None, "outcome": None,
            "received_at": receipt.received_at, "received_from": receipt.received_from, "findings": [],
        }  # fmt: skip
        found.append((of_this.pop(0) if of_this else container) | {"number": number})
    return found + [line | {"number": None} for several in lines.values() for line in several]


def counted_since(units: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return when the return that counts came, by unit; units (a record's lines) without one are left out."""
    return {u["unit"]: u["received_at"] or "" for u in units if u["state"] in ("accepted", "returned")}


def undecided(record: Record, files: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those of ``files`` (a record's, or ``numbered``) that only the clerk can tell what to do with.

    They are not taken, and their unit is not asked: it is unknown, or a return counts that it sent before.
    """
    since = counted_since(record["units"])
    refused = (file for file in files if file["outcome"] == "rejected")
    return [f for f in refused if f["unit"] is None or (f["unit"] in since and f["received_at"] > since[f["unit"]])]


def _is_archive_spelling(month: str) -> bool:
    """Whether a month is written as the archive writes it: 2025-04."""
    return len(month) == 7 and month[4] == "-" and month.replace("-", "").isdecimal()  # noqa: PLR2004 - 2025-04


def as_of(workspace: Workspace, month_text: str, day_text: str) -> list[dict[str, Any]]:
    """Return where each unit of a month stood at the end of a day. SetupError when ``day_text`` is no ISO date."""
    from minsheng_cli.analysis.replay import as_of as replay  # noqa: PLC0415 - 110 ms: only --as-of looks back

    try:
        day = date.fromisoformat(day_text)
    except ValueError:
        raise SetupError(f"“{day_text}”不是日期，请写成 2025-04-25 的样子。") from None
    period = periods.opened(workspace, periods.named(workspace, month_text))
    record = period.store.load_record()
    lines = replay(record, period.catalogue, period.month, day) if record else ()
    return [line for unit in lines if isinstance(line := model.as_json(unit), dict)]
