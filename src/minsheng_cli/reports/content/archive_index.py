"""The archive's own list of contents, 目录.html: what is kept, under which name it came, when, and what became of it.

It is read without this program, in twenty years perhaps: so every kept file has its own name again, as a link. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content.words import NOT_APPLICABLE, moment
from minsheng_cli.words import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from minsheng_cli.model import Catalogue, FileLine, Month, MonthRecord, Receipt

_CHAIN = " › "
_SIZES = ((1 << 20, "MB"), (1 << 10, "KB"))


@dataclass(frozen=True)
class KeptFile:
    """One original. ``number`` is its position in the ledger, as ``status --files`` prints it."""

    number: int
    unit: str  # as it is called in that month, or a dash
    name: str  # its own file name
    inside: str  # the folder, mail or archive it came in, "" when it came by itself
    link: str  # relative to the archive, "" when it is not there
    received: str
    timed_by: str
    outcome: str  # a word of model.Outcome, or "holds"
    became: str
    note: str
    size: str
    sha256: str


@dataclass(frozen=True)
class KeptText:
    """One output as it was issued."""

    name: str
    link: str
    size: str
    sha256: str


@dataclass(frozen=True)
class ArchiveIndex:
    """All of 目录.html."""

    title: str
    office: str
    state: str  # 未封存 / 2025-04-29 09:00 封存
    files: tuple[KeptFile, ...]
    texts: tuple[KeptText, ...]
    counts: tuple[tuple[str, int], ...]  # what became of how many


def archive_index(  # noqa: PLR0913, PLR0917 - what the page says
    month: Month,
    catalogue: Catalogue,
    record: MonthRecord,
    receipts: Sequence[Receipt],
    kept: Mapping[str, str],
    final: Mapping[str, tuple[str, int]],
    sealed_at: str = "",
) -> ArchiveIndex:
    """Lay out the page. ``kept``: file name in 原件 by sha256. ``final``: sha256 and size of each text in 定稿."""
    lines: dict[tuple[str, str], list[FileLine]] = {}
    for line in sorted(record.files, key=lambda line: line.received_at):
        lines.setdefault((line.name, line.sha256), []).append(line)
    units = catalogue.unit_names
    files = []
    for number, receipt in enumerate(receipts, start=1):
        told = lines.get((receipt.name, receipt.sha256), [])
        files.append(_kept_file(number, receipt, told.pop(0) if told else None, units, kept.get(receipt.sha256, "")))
    texts = tuple(
        KeptText(name, quote(f"定稿/{name}"), _size(size), sha256) for name, (sha256, size) in sorted(final.items())
    )
    became = [file.became for file in files]
    return ArchiveIndex(
        title=f"{month.label}{catalogue.terms.topic}报送材料存档目录",
        office=catalogue.office,
        state=f"{moment(sealed_at)} 封存" if sealed_at else "未封存",
        files=tuple(files),
        texts=texts,
        counts=tuple((word, became.count(word)) for word in dict.fromkeys(became)),
    )


def _kept_file(number: int, receipt: Receipt, line: FileLine | None, units: Mapping[str, str], kept: str) -> KeptFile:
    chain, _, name = receipt.name.rpartition(_CHAIN)
    folder, _, name = name.rpartition("/")
    note = next((f.message for f in line.findings if f.code in _TELLING or f.severity == "error"), "") if line else ""
    return KeptFile(
        number=number,
        unit=units.get(line.unit or "", line.unit or NOT_APPLICABLE) if line else NOT_APPLICABLE,
        name=name,
        inside=_CHAIN.join(part for part in (chain, folder) if part),
        link=quote(f"原件/{kept}") if kept else "",
        received=moment(line.received_at if line else receipt.received_at),
        timed_by=line.received_from if line else receipt.received_from,
        outcome=line.outcome if line else "holds" if receipt.holds else "",
        became=OUTCOMES[line.outcome] if line else "邮件或压缩包" if receipt.holds else NOT_APPLICABLE,
        note=note if not receipt.holds else "内附的文件另列。",
        size=_size(receipt.size),
        sha256=receipt.sha256,
    )


_TELLING = frozenset({
    "file.duplicate", "file.superseded", "file.discarded", "file.entered", "file.scan-linked", "file.scan-entered",
})  # fmt: skip
"""Findings that say what became of a file, though nothing is wrong with it."""


def _size(size: int) -> str:
    for least, unit in _SIZES:
        if size >= least:
            return f"{size / least:.1f} {unit}"
    return f"{size} B"
