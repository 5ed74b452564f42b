"""The ledger of a month: which file came, when, in which batch. Pure; ``store`` keeps it on disk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from minsheng_cli import model
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.model import Receipt, Submission

_EXTENSION = compile_when_used(r"\.[a-z0-9]{1,8}$")


def receipt(item: Submission, batch: int) -> Receipt:
    """Return the ledger's line on a submission."""
    return model.Receipt(
        item.name, item.sha256, len(item.data), item.received_at, item.received_from,
        sender=item.sender, batch=batch, holds=item.holds,
    )  # fmt: skip


def next_batch(ledger: Sequence[Receipt]) -> int:
    """Return the number of the next collect that brings something new."""
    return 1 + max((line.batch for line in ledger), default=0)


def original_name(line: Receipt) -> str:
    """Return the name an original is kept under: its sha256 and its plain extension, if it has one."""
    match = _EXTENSION.search(line.name.lower())
    return line.sha256 + (match[0] if match else "")


def news(ledger: Sequence[Receipt], arrived: Sequence[Receipt]) -> tuple[Receipt, ...]:
    """Return what the ledger lacks of what lies in the inbox, in order of receipt.

    The same bytes under the same name are no news, unless other bytes lay under that name in between and
    no longer do: then the unit went back to its earlier version, and that is an event of its own.
    """
    batches: dict[str, dict[str, int]] = {}  # name -> sha256 -> batch it last came in
    for line in ledger:
        batches.setdefault(line.name, {})[line.sha256] = line.batch
    present: dict[str, set[str]] = {}
    for line in arrived:
        present.setdefault(line.name, set()).add(line.sha256)

    def is_new(line: Receipt) -> bool:
        came = batches.get(line.name, {})
        here = came.get(line.sha256)
        gone = (batch for sha256, batch in came.items() if sha256 not in present[line.name])
        return here is None or any(batch > here for batch in gone)

    once = {(line.name, line.sha256): line for line in reversed(arrived) if is_new(line)}
    return tuple(sorted(once.values(), key=lambda line: (_instant(line.received_at), line.name, line.sha256)))


def _instant(received_at: str) -> float:
    try:
        return datetime.fromisoformat(received_at).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0
