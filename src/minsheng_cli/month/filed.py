"""Which file of a month's ledger a person means: by its number there, by its name, or by the last part of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.errors import SetupError
from minsheng_cli.identity import names
from minsheng_cli.intake.unpack import LINK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.model.returns import Receipt
    from minsheng_cli.month.periods import Period


class FiledReceipt(NamedTuple):
    """A receipt and its number: its position in the ledger, which is only ever added to, so that it is never reused."""

    number: int
    receipt: Receipt


def filed(receipts: Sequence[Receipt]) -> tuple[FiledReceipt, ...]:
    """Return every receipt with its number."""
    return tuple(FiledReceipt(number, receipt) for number, receipt in enumerate(receipts, start=1))


def file_called(period: Period, text: str) -> FiledReceipt:
    """Return the file a person named. SetupError when there is none, or several, which are then named with numbers."""
    lines = filed(period.store.receipts())
    wanted = text.strip()
    found = [line for line in lines if line.receipt.name == wanted]
    found = found or [line for line in lines if _last_part(line.receipt.name) == _last_part(wanted) == wanted]
    if not found and wanted.isdecimal():
        found = [line for line in lines if line.number == int(wanted)]
    if not found:
        theirs = "、".join(f"{n} 号“{r.name}”" for n, r in _of_unit(period, wanted, lines))
        hint = f"；该单位的文件是{theirs}，请写编号。" if theirs else (
            f"，请写 minsheng status {period.month} --files 列出的编号或文件名。"
        )  # fmt: skip
        raise SetupError(f"{period.month.label}的台账里没有“{text}”{hint}")
    if len({line.receipt.sha256 for line in found}) > 1:
        several = "；".join(f"{n} 号“{r.name}”（{r.received_at[:16].replace('T', ' ')} 收到）" for n, r in found)
        raise SetupError(f"叫“{text}”的文件有 {len(found)} 份：{several}。请写编号。")
    if found[-1].receipt.holds:
        inside = [f"{n} 号“{r.name}”" for n, r in lines if r.name.startswith(found[-1].receipt.name + LINK)]
        raise SetupError(
            f"“{found[-1].receipt.name}”是邮件或压缩包，请写它里面的文件：{'、'.join(inside) or '里面没有文件'}。"
        )
    return found[-1]


def _of_unit(period: Period, text: str, lines: Sequence[FiledReceipt]) -> list[FiledReceipt]:
    """Return the files of the unit a person named in place of a file."""
    units = {match.unit_id for match in names.unit_named(text, period.catalogue)}
    record = period.store.load_record() if len(units) == 1 else None
    theirs = {file.sha256 for file in record.files if file.unit in units} if record else set()
    return [line for line in lines if line.receipt.sha256 in theirs]


def _last_part(name: str) -> str:
    return name.rpartition(LINK)[2].rpartition("/")[2]
