"""One received file, from bytes to a judged return or the reason why not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from minsheng_cli.errors import Encrypted, NoReturn
from minsheng_cli.findings import found
from minsheng_cli.form.reading import remarks
from minsheng_cli.form_spec import HEAD_LABEL, PREPARER_LABEL
from minsheng_cli.identity.identify import identify
from minsheng_cli.model import ParsedReturn, Reading, Receipt
from minsheng_cli.nouns import replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.readers.kinds import MANUAL_KINDS
from minsheng_cli.validate import judge
from minsheng_cli.validate.fullness import is_unfilled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.model import Catalogue, Entry, Finding, Identity, Located, Month, Rulebook
    from minsheng_cli.wall import Opened


_HALF_DOWNLOADED = compile_when_used(r"\.(?:crdownload|partial|part|download|opdownload|xltd|td)$", re.IGNORECASE)


def read(  # noqa: PLR0913 - what judging one file depends on
    receipt: Receipt,
    opened: Opened,
    month: Month,
    catalogue: Catalogue,
    *,
    previous: Mapping[tuple[str, str], Entry],
    rulebook: Rulebook,
    unit: str | None = None,
) -> Reading:
    """Judge one file that was read behind the wall.

    ``unit``: whose return the clerk says it is, for a form that does not tell.
    """
    tables, error = opened.tables, opened.error
    if error is not None:
        manual = opened.kind in MANUAL_KINDS or isinstance(error, Encrypted)
        # Names alone are weak, but better than not knowing whom to ask.
        identity = identify(ParsedReturn("", ()), receipt.name, month, catalogue, receipt.sender)
        facts: dict[str, Any] = error.facts
        no_return = isinstance(error, NoReturn)
        why = found(error.code, **facts)
        if not no_return and (half := _HALF_DOWNLOADED.search(receipt.name)):
            why = found("file.incomplete", ending=half[0])
        return Reading(receipt, replace(identity, findings=()), failure=why, manual=manual, ignored=no_return)
    if not tables:  # no return, but answers to supervision cases
        return Reading(receipt, modified=opened.modified, replies=opened.replies)
    named = [(table, identify(table, receipt.name, month, catalogue, receipt.sender)) for table in tables]
    if named[0][1].unit is not None and all(is_unfilled(t, catalogue.form, previous) for t in tables):
        drawn = "pictures" in opened.notes  # generate puts none: the filled table may have been pasted as one
        why = found("file.pictured" if drawn else "file.blank")
        return Reading(receipt, replace(named[0][1], findings=()), failure=why, manual=drawn, ignored=not drawn)
    named, notes = _of_this_month(named, month)
    notes += [found(f"file.{note}") for note in opened.notes]
    notes += remarks.of_file_name(receipt.name.rpartition("›")[2], month.month)
    identity, failure = _one([identity for _, identity in named])
    if unit is not None and failure is not None and failure.code == "file.unit-unknown":
        identity, failure = replace(identity, unit=unit), None
    tables = tuple(table for table, _ in named)
    if failure is None and (units := _disagreeing_units(tables)):
        failure = found("file.money-units", units="、".join(units))
    if notes:
        identity = replace(identity, findings=(*identity.findings, *notes))
    reading = Reading(receipt, identity, failure=failure, modified=opened.modified, replies=opened.replies)
    if failure is not None or identity.unit is None:
        return reading
    checked = judge(_joined(tables), identity.unit, month, catalogue, previous, rulebook)
    return replace(reading, checked=checked)


def _disagreeing_units(tables: tuple[ParsedReturn, ...]) -> list[str]:
    """Return the units of money of a file whose tables do not agree on one, column by column; none if they do."""
    if len(tables) == 1:
        return []
    columns = {key for table in tables for key in table.money_units}
    said = [
        {t.money_unit for t in tables},
        *({t.money_units[k] for t in tables if k in t.money_units} for k in columns),
    ]
    return sorted(next((units for units in said if len(units) > 1), set()))


_OF_THE_TABLE = frozenset({"表头", "标题", "工作表名"})  # clues to the month that each table has of its own


def _of_this_month(
    named: list[tuple[ParsedReturn, Identity]], month: Month
) -> tuple[list[tuple[ParsedReturn, Identity]], list[Finding]]:
    """Leave aside the tables of other months that stand beside a clear one of this month: some keep a sheet per month.

    The hidden marker and keys are no help there: they were copied with the sheet.
    """
    clear = [pair for pair in named if not _month_faults(pair[1])]
    if not clear:
        return named, []
    notes: list[Finding] = []
    kept: list[tuple[ParsedReturn, Identity]] = []
    aside: list[ParsedReturn] = []
    for table, identity in named:
        if label := _other_month(identity, month):
            where = next(iter(table.columns.values()), None)
            notes.append(found("file.months-mixed", where, sheet=table.sheet, found=label))
            aside.append(table)
        else:
            kept.append((table, identity))
    if aside:  # the indicators belong to the file; reading gave them to its first table
        table, identity = kept[0]
        doubts = [f for other in aside for f in other.findings if f.field == "indicator"]
        figures = [row for other in aside for row in other.indicators]
        table = replace(table, indicators=(*table.indicators, *figures), findings=(*table.findings, *doubts))
        kept[0] = table, identity
    return kept, notes


def _month_faults(identity: Identity) -> list[str]:
    return [f.code for f in identity.findings if f.code in ("file.month-wrong", "file.month-ambiguous")]


def _other_month(identity: Identity, month: Month) -> str:
    """Return the month that a table says it is of when that is another one, "" when it is not or does not say."""
    faults = _month_faults(identity)
    if "file.month-wrong" in faults and identity.month is not None:
        return identity.month.label
    own = [e.says for e in identity.evidence if e.source in _OF_THE_TABLE] if faults else []
    return own[0] if own and all(month.label not in says.split("、") for says in own) else ""


def _one(identities: list[Identity]) -> tuple[Identity, Finding | None]:
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
    if len(tables) == 1:
        return tables[0]
    first = tables[0]
    head, of_head = _signature(HEAD_LABEL, [t.head for t in tables])
    preparer, of_preparer = _signature(PREPARER_LABEL, [t.preparer for t in tables])
    return replace(
        first,
        rows=tuple(row for table in tables for row in table.rows),
        indicators=tuple(row for table in tables for row in table.indicators),
        up_to=tuple(said for table in tables for said in table.up_to),
        of_years=tuple(said for table in tables for said in table.of_years),
        money_units={key: unit for table in tables for key, unit in table.money_units.items()},
        head=head,
        preparer=preparer,
        findings=(*(f for table in tables for f in table.findings), *of_head, *of_preparer),
    )


def _signature(label: str, signed: list[Located | None]) -> tuple[Located | None, list[Finding]]:
    """Return the first name written, and a finding when another table names somebody else."""
    written = [name for name in signed if name and name.text.strip()]
    if not written:
        return next((name for name in signed if name), None), []
    others = list(dict.fromkeys(name.text for name in written[1:] if name.text.split() != written[0].text.split()))
    if not others:
        return written[0], []
    finding = found("file.signed-twice", written[0].ref, label=label, others="、".join(others), text=written[0].text)
    return written[0], [finding]
