"""One received file, from bytes to a judged return or the reason why not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from minsheng_cli.errors import SubmissionError
from minsheng_cli.findings import found
from minsheng_cli.form.parse import parse
from minsheng_cli.intake import grids
from minsheng_cli.intake.identify import identify
from minsheng_cli.model import ParsedReturn, Reading, Receipt
from minsheng_cli.validate import judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.model import Catalogue, Entry, Finding, Identity, Month, Rulebook


def read(  # noqa: PLR0913 - what judging one file depends on
    receipt: Receipt,
    data: bytes,
    month: Month,
    catalogue: Catalogue,
    previous: Mapping[tuple[str, str], Entry],
    rulebook: Rulebook,
) -> Reading:
    """Read and judge one file; never raises on what the file holds."""
    try:
        workbook = grids.open_grids(data)
        tables = parse(workbook.grids)
    except SubmissionError as error:
        manual = error.facts.get("kind") in grids.MANUAL_KINDS
        # Names alone are weak, but better than not knowing whom to ask.
        identity = identify(ParsedReturn("", ()), receipt.name, month, catalogue, receipt.sender)
        return Reading(receipt, replace(identity, findings=()), failure=found(error.code, **error.facts), manual=manual)
    identities = tuple(identify(table, receipt.name, month, catalogue, receipt.sender) for table in tables)
    identity, failure = _one(identities)
    if failure is None and len({t.money_unit for t in tables}) > 1:
        failure = found("file.money-units", units="、".join(sorted({t.money_unit for t in tables})))
    reading = Reading(receipt, identity, failure=failure, modified=workbook.modified)
    if failure is not None or identity.unit is None:
        return reading
    checked = judge(_joined(tables), identity.unit, month, catalogue, previous, rulebook)
    return replace(reading, checked=checked)


def not_opened(name: str, why: str) -> Reading:
    """Return the line for a file in the inbox that the system would not let us read; it is not in the archive."""
    return Reading(Receipt(name, "", 0, "", ""), failure=found("file.busy", why=why))


def _one(identities: tuple[Identity, ...]) -> tuple[Identity, Finding | None]:
    """Return the identity all tables of a file share, and the finding that forbids using the file."""
    first = identities[0]
    for identity in identities:
        failure = next((f for f in identity.findings if f.severity == "error"), None)
        if failure is not None:
            return replace(identity, findings=_without(identity, failure)), failure
    units = {i.unit for i in identities}
    if len(units) > 1:
        candidates = "、".join(sorted(u for u in units if u))
        return replace(first, unit=None), found("file.unit-ambiguous", candidates=f"一个文件里有{candidates}的表格")
    return first, None


def _without(identity: Identity, finding: Finding) -> tuple[Finding, ...]:
    return tuple(f for f in identity.findings if f is not finding)


def _joined(tables: tuple[ParsedReturn, ...]) -> ParsedReturn:
    """Return several tables of one unit as one return: some units give each project a sheet of its own."""
    first = tables[0]
    return replace(
        first,
        rows=tuple(row for table in tables for row in table.rows),
        indicators=tuple(row for table in tables for row in table.indicators),
        head=next((t.head for t in tables if t.head and t.head.text), first.head),
        preparer=next((t.preparer for t in tables if t.preparer and t.preparer.text), first.preparer),
        findings=tuple(f for table in tables for f in table.findings),
    )
