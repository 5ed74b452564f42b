"""One month from its files: which return counts for each unit, what became of every other file, who is on time.

Pure: the same readings in any order give the same record.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import UTC, date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from minsheng_cli.analysis.investment import co_lead_findings
from minsheng_cli.analysis.progress import co_lead_questions, twin_questions
from minsheng_cli.analysis.replies import container, key_of, take
from minsheng_cli.analysis.unit_lines import count, unit_line
from minsheng_cli.findings import found, weigh
from minsheng_cli.model import Entry, FileLine, MonthRecord, Rulebook, UnitLine
from minsheng_cli.nouns import dataclass, field, plain, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from minsheng_cli.model import CaseReply, Catalogue, Finding, Month, Outcome, Reading, Unit, UnitState


@dataclass(eq=False)
class _File:
    """One received file while its outcome is being decided."""

    reading: Reading
    outcome: Outcome
    findings: list[Finding] = field(default_factory=list)
    attests: str | None = None  # the unit whose return it is the signed scan of
    case: str = ""  # the supervision case it answers or is evidence for

    @property
    def name(self) -> str:
        return self.reading.receipt.name

    @property
    def unit(self) -> str | None:
        if self.attests is not None:
            return self.attests
        if self.reading.checked is not None:
            return self.reading.checked.unit_return.unit
        return self.reading.identity.unit if self.reading.identity else None

    @property
    def is_usable(self) -> bool:
        """Whether its values may be merged."""
        return self.reading.checked is not None and self.outcome != "discarded"

    @property
    def instant(self) -> datetime:
        """When it was received, to the second."""
        return _instant(self.reading.receipt.received_at)


def consolidate(  # noqa: PLR0913 - what a month follows from
    month: Month,
    catalogue: Catalogue,
    readings: Sequence[Reading],
    unread_files: Sequence[FileLine] = (),
    *,
    rulebook: Rulebook | None = None,
    cases: Mapping[str, str] | None = None,
    with_rows: Callable[[Reading], Reading] = lambda reading: reading,
) -> MonthRecord:
    """Return the month's record. ``unread_files``: the lines on files of the inbox that are not in the archive.

    ``cases``: the unit of each supervision case of the year, by number.

    Readings may be without rows (``without_rows``); ``with_rows`` must then read again those that turn out to count.

    Per unit the newest usable return counts, with or without errors: it is what the unit says now. Newer is decided by
    the time of receipt (to the second), then by which collect first saw it, then by the document's own time of last
    change when every candidate has one; where the time of receipt did not decide, it is said what did. Two different
    returns that tie are both set aside, and whatever is older stays in use. A file that cannot be used never displaces
    one that can, nor does one that only leaves blank what an older one fills in: the clerk is asked. What she has set
    aside (``Reading.discarded``) takes part in nothing.
    """
    rules = rulebook or Rulebook()
    files = [_opened(reading) for reading in sorted(readings, key=arrival)]
    usable: dict[str, list[_File]] = {}
    for file in files:
        if file.is_usable and file.unit:
            usable.setdefault(file.unit, []).append(file)
    current = {unit: chosen for unit, several in usable.items() if (chosen := _settle(several, catalogue)) is not None}
    for file in current.values():
        file.reading = with_rows(file.reading)
    replies = _take_replies(files, cases or {})
    _link_scans(files, catalogue)
    entries = tuple(_entries(catalogue, current))
    for unit, finding in twin_questions(entries, catalogue):
        current[unit].findings.append(finding)
    for file in files:
        file.findings = list(weigh(file.findings, rules.of(file.unit)))
        if file.outcome in ("accepted", "returned") and not file.case:
            faulty = any(f.severity == "error" for f in file.findings)
            file.outcome = "returned" if faulty else "accepted"
    files_of, due = defaultdict(list), catalogue.due(month)
    for file in files:
        files_of[file.unit].append(file)
    lines = [_line(file) for file in files]
    lines += [replace(line, findings=weigh(line.findings, rules)) for line in unread_files]
    return MonthRecord(
        month=str(month),
        catalogue=catalogue.version,
        files=tuple(sorted(lines, key=lambda line: (line.name, line.received_at, line.sha256))),
        entries=entries,
        units=tuple(_unit_line(unit, files_of[unit.id], current.get(unit.id), due) for unit in catalogue.units),
        findings=weigh((*co_lead_findings(entries, catalogue), *co_lead_questions(entries, catalogue)), rules),
        replies=replies,
    )


def _take_replies(files: Sequence[_File], cases: Mapping[str, str]) -> tuple[CaseReply, ...]:
    """Return the answers to supervision cases, after settling what their files and their evidence are."""
    answers, taken = take([file.reading for file in files], cases)
    for file in files:
        fate = taken.get(key_of(file.reading))
        if fate is None:
            continue
        if file.reading.checked is None:
            file.outcome, file.findings, file.attests = fate.outcome, list(fate.findings), fate.unit
            file.case = fate.case
        else:  # a return with an answer in it stays a return
            file.findings += fate.findings
    return answers


def without_rows(reading: Reading) -> Reading:
    """Return a reading without its rows, which thousands of superseded returns need not hold in memory."""
    if reading.checked is None or not reading.has_rows:
        return reading
    said = replace(reading.checked.unit_return, entries=(), raw={})
    checked = replace(reading.checked, unit_return=said)
    return replace(reading, checked=checked, digest=_digest(reading), filled=_filled(reading), has_rows=False)


def with_digest(reading: Reading) -> Reading:
    """Return a reading that knows what the unit says, before corrections are laid over it.

    Else a copy of the same return would be taken for a newer one that says something else, and the corrections lost.
    """
    return replace(reading, digest=_digest(reading))


def arrival(reading: Reading) -> tuple[datetime, int, str, str]:
    """Return what orders readings: time of receipt to the second, then the collect that first saw it."""
    receipt = reading.receipt
    return _instant(receipt.received_at), receipt.batch, receipt.name, receipt.sha256


def _instant(text: str) -> datetime:
    """Return a time without its fraction of a second; the beginning of time when the text is none."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).replace(microsecond=0)


def _opened(reading: Reading) -> _File:
    """Return a file with what is known of it alone."""
    known = list(reading.identity.findings) if reading.identity else []
    if reading.discarded is not None:
        return _File(reading, "discarded", [reading.discarded])
    if reading.entered is not None:
        known.insert(0, reading.entered)
    if reading.manual or reading.failure is not None:
        failure = [reading.failure] if reading.failure else []
        outcome: Outcome = "ignored" if reading.ignored else "manual" if reading.manual else "rejected"
        return _File(reading, outcome, [*failure, *known])
    if reading.checked is None:
        return _File(reading, "rejected", known or [found("file.unit-unknown")])
    return _File(reading, "accepted", [*known, *reading.checked.findings])


# ---------------------------------------------------------------- which return of a unit counts


def _settle(several: list[_File], catalogue: Catalogue) -> _File | None:
    """Decide the outcome of one unit's usable returns, oldest first; return the one that counts, if any."""
    groups = _without_repeats(_simultaneous(several))
    while groups and len(groups[-1]) > 1:
        _set_aside(groups.pop(), catalogue)
    if not groups:
        return None
    current, older, later = _in_use(groups)
    for tied in (group for group in later if len(group) > 1):
        _set_aside(tied, catalogue)
    when = current.reading.receipt.received_at[:16].replace("T", " ")
    for number, file in ((number, file) for number, group in enumerate(older) for file in group):
        between = [other for group in older[number + 1 :] for other in group]
        if between and file.reading.receipt.sha256 == current.reading.receipt.sha256:
            # Back to an earlier version, or an old copy saved once more: the time alone cannot tell.
            current.findings.insert(0, found("file.resent", other=file.name, between=between[-1].name))
        file.outcome = "superseded"
        file.findings.insert(0, found("file.superseded", other=current.name, when=when))
    if older and older[-1][0].instant == current.instant:
        current.findings.insert(0, _order_told(older[-1][-1], current))
    return current


def _set_aside(tied: Sequence[_File], catalogue: Catalogue) -> None:
    """Take none of several returns that came at one time and differ."""
    for file in tied:
        others = "”“".join(other.name for other in tied if other is not file)
        file.outcome = "rejected"
        unit = catalogue.unit(file.unit or "").name
        file.findings.insert(0, found("file.order-unknown", other=others, unit=unit))


def _in_use(groups: list[list[_File]]) -> tuple[_File, list[list[_File]], list[list[_File]]]:
    """Return the return that counts, the groups it replaces, and those after it that do not count.

    The last group is of one. One that fills in less than the one in use is set aside for the clerk.
    """
    place = next(number for number, group in enumerate(groups) if len(group) == 1)
    for number, group in enumerate(groups):
        if number <= place or len(group) > 1:
            continue
        newer, used = group[0], groups[place][0]
        lost = _filled(used.reading) - _filled(newer.reading)
        if _is_emptier(_filled(newer.reading), _filled(used.reading)):
            newer.outcome = "rejected"
            newer.findings.insert(0, found("file.emptier", other=used.name, count=len(lost)))
        else:
            place = number
    older = [group for group in groups[:place] if group[0].outcome != "rejected"]
    return groups[place][0], older, groups[place + 1 :]


def _is_emptier(now: frozenset[tuple[str, str]], before: frozenset[tuple[str, str]]) -> bool:
    """Whether a later return leaves out what an earlier one told, and tells less altogether.

    It may be a slip, a half-filled form sent after the good one; only a problem that is no longer told may simply be
    solved.
    """
    lost = {place for place in before - now if place[1] != "problems"}
    return bool(lost) and len(now) < len(before)


def _order_told(older: _File, current: _File) -> Finding:
    """Return on what basis one of two returns with one time of receipt was taken."""
    if older.reading.receipt.batch != current.reading.receipt.batch:
        return found("file.order-by-collect", other=older.name)
    when = current.reading.modified[:16].replace("T", " ")
    return found("file.order-by-document", other=older.name, when=when)


def _filled(reading: Reading) -> frozenset[tuple[str, str]]:
    """Return which cells a return fills in, by (project id, field) or (indicator id, "actual"); signatures aside."""
    if not reading.has_rows or reading.checked is None:
        return reading.filled
    return frozenset(key for key, text in reading.checked.unit_return.raw.items() if key[0] and text.strip())


def _link_scans(files: Sequence[_File], catalogue: Catalogue) -> None:
    """Tie each scan to the return it came with, or whose unit its name tells: the proof of 审核, not more work."""
    usable = [f for f in files if f.unit and f.is_usable]
    typed = {f.reading.entered_from: f for f in usable if f.reading.entered_from}
    together: dict[str, list[_File]] = {}
    for file in usable:
        together.setdefault(container(file.name), []).append(file)
    for file in files:
        if file.outcome == "manual" and (form := typed.get(file.reading.receipt.sha256)):
            file.attests = form.unit
            file.findings = [found("file.scan-entered", unit=catalogue.unit(form.unit or "").name, other=form.name)]
            continue
        if file.outcome != "manual" or file.case or not file.name.lower().endswith(_SCANS):
            continue
        beside = together.get(container(file.name), []) if container(file.name) else []
        how = "一同收到"
        if len({f.unit for f in beside}) != 1:
            beside, how = [f for f in usable if f.unit == file.unit], "同属一个单位（按文件名）"
        if beside and file.unit in (None, beside[-1].unit):
            file.attests = unit = beside[-1].unit or ""
            name = catalogue.unit(unit).name
            file.findings = [found("file.scan-linked", unit=name, other=beside[-1].name, how=how)]


_SCANS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".heic", ".ofd")


def _repeat(file: _File, first: _File) -> None:
    file.outcome = "duplicate"
    how = "文件" if file.reading.receipt.sha256 == first.reading.receipt.sha256 else "填报内容"
    # Whatever else is wrong with it is already told of the first.
    file.findings = [found("file.duplicate", other=first.name, how=how)]


def _simultaneous(files: list[_File]) -> list[list[_File]]:
    """Return groups of files between which no order is known, oldest group first."""
    groups: list[list[_File]] = []
    for _, same in groupby(files, key=lambda f: (f.instant, f.reading.receipt.batch)):
        group = list(same)
        if len(group) > 1 and all(f.reading.modified for f in group):
            changed = {id(f): _instant(f.reading.modified) for f in group}
            group.sort(key=lambda f: changed[id(f)])
            groups += [list(g) for _, g in groupby(group, key=lambda f: changed[id(f)])]
        else:
            groups.append(group)
    return groups


def _without_repeats(groups: list[list[_File]]) -> list[list[_File]]:
    """Set aside files that say the same as one of their group, or as the return just before them."""
    kept: list[list[_File]] = []
    for group in groups:
        # After an unresolved tie even a repeat is news: it says which of the two counts.
        before = kept[-1] if kept and len(kept[-1]) == 1 else []
        said = {_digest(f.reading): f for f in before if f.reading.checked}
        fresh = []
        for file in group:
            earlier = said.setdefault(_digest(file.reading), file) if file.reading.checked else file
            if earlier is file:
                fresh.append(file)
            else:
                _repeat(file, earlier)
        if fresh:
            kept.append(fresh)
    return kept


def _digest(reading: Reading) -> bytes:
    """Return a digest of what a return says, wherever it says it: its values, its refused cells' words, its errors."""
    if reading.digest or reading.checked is None:
        return reading.digest
    said = reading.checked.unit_return
    entries = tuple(map(_content, said.entries))
    faults = (f for f in reading.checked.findings if f.severity == "error")
    errors = sorted({(f.code, f.project or "", f.field or "") for f in faults})
    words = tuple(sorted((key, text.strip()) for key, text in said.raw.items())) if errors else ()
    content = (str(said.month), entries, said.head, said.preparer, errors, words)
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).digest()


_NOT_SAID = frozenset({"source", "corrections"})
"""Fields of an entry that are not the unit's words: where they stood, and what the clerk put over them."""


def _content(entry: Entry) -> tuple[object, ...]:
    """Return all that an entry says, without the places where it says it. A field that is added is in it."""
    said: list[object] = []
    for name, value in plain(entry).items():
        if name == "indicators":
            said.append(tuple((v.id, v.actual) for v in value))
        elif name not in _NOT_SAID:
            said.append(tuple(sorted(value.items())) if isinstance(value, dict) else value)
    return tuple(said)


# ---------------------------------------------------------------- what is said of it


def _entries(catalogue: Catalogue, current: Mapping[str, _File]) -> Iterable[Entry]:
    """Yield the rows of the units that have a current return, in official order, with their source."""
    rows = {}
    for unit, file in current.items():
        for entry in file.reading.checked.unit_return.entries if file.reading.checked else ():
            rows[entry.project, unit] = entry
    for project, lead in catalogue.rows():
        if lead.id not in current:
            continue
        receipt = current[lead.id].reading.receipt
        nothing = Entry(project.id, lead.id, "missing", extra=catalogue.own_values(project))
        entry = rows.get((project.id, lead.id), nothing)
        if entry.source is not None:
            source = replace(
                entry.source, file=receipt.name, sha256=receipt.sha256, received_at=receipt.received_at,
                entered=receipt.received_from if current[lead.id].reading.entered else "",
            )  # fmt: skip
            entry = replace(entry, source=source)
        yield entry


def _line(file: _File) -> FileLine:
    reading, identity = file.reading, file.reading.identity
    month = identity.month if identity and identity.month else None
    if month is None and reading.checked is not None:
        month = reading.checked.unit_return.month
    return FileLine(
        name=file.name,
        sha256=reading.receipt.sha256,
        unit=file.unit,
        month=str(month) if month else None,
        outcome=file.outcome,
        received_at=reading.receipt.received_at,
        received_from=reading.receipt.received_from,
        findings=tuple(file.findings),
        evidence=identity.evidence if identity else (),
        case=file.case,
    )


def _unit_line(unit: Unit, own: Sequence[_File], current: _File | None, due: date) -> UnitLine:
    """Return where a unit stands.

    On time is judged by the unit's first usable return: who reported by the 25th and later sends a correction has
    reported by the 25th. ``received_at`` is that of the return in use. Without a usable one, material that can be
    typed in counts before what cannot be used, the latest of its kind; what cannot be used is neither on time nor late.
    """
    if current is not None:
        usable = [file for file in own if file.is_usable]
        line = _unit_line_showing(unit, current, usable[0], due)
        older = [file for file in usable[: usable.index(current)] if file.outcome == "superseded"]
        return replace(line, errors_before=count(older[-1].findings, "error")) if older else line
    for outcome in ("manual", "rejected"):
        latest = [file for file in own if file.outcome == outcome][-1:]
        if latest:
            return _unit_line_showing(unit, latest[0], latest[0], due)
    return UnitLine(unit.id, "missing", None, None, name=unit.name)


def _unit_line_showing(unit: Unit, shown: _File, first: _File, due: date) -> UnitLine:
    receipt = shown.reading.receipt
    state: UnitState = shown.outcome  # type: ignore[assignment]  # only outcomes that are states get here
    return unit_line(unit, state, shown.name, receipt.received_at, shown.findings, first.instant.date(), due)
