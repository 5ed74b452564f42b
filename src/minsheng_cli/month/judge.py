"""What has come back, judged: the month's record and every output that follows from it. Nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import analysis
from minsheng_cli.findings import found as finding
from minsheng_cli.month import earlier, reminders, supervision, waivers
from minsheng_cli.month import package as packing
from minsheng_cli.month.file_names import REMINDERS, marked_path
from minsheng_cli.month.read import read
from minsheng_cli.nouns import dataclass, replace
from minsheng_cli.store import history
from minsheng_cli.store.folders import REPLIES
from minsheng_cli.validate import corrections as overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from minsheng_cli.model import Catalogue, Correction, FileLine, Finding, Month, MonthRecord, Reading, Receipt
    from minsheng_cli.month.earlier import History
    from minsheng_cli.month.periods import Period, Tell
    from minsheng_cli.store.history import Event
    from minsheng_cli.wall import Readers


@dataclass(frozen=True)
class JudgingContext:
    """What judging needs beside the returns: the month, the reader processes, and whom to tell how far the work is."""

    period: Period
    readers: Readers
    tell: Tell


@dataclass(frozen=True)
class Merged:
    """The month as judged and the outputs that say so, by path inside the month folder.

    ``stale``: beginnings of paths; an output under one of them is removed when a later run no longer makes it.
    ``yields``: likewise; an output under one of them is left alone once a person has changed it.
    """

    record: MonthRecord
    files: dict[str, bytes]
    stale: tuple[str, ...] = (f"{REPLIES}/", *packing.STALE)
    yields: tuple[str, ...] = (REMINDERS,)


def merge(
    context: JudgingContext,
    receipts: Sequence[Receipt],
    unread_files: Sequence[FileLine],
    original: Callable[[str], bytes | None] = lambda _: None,
) -> Merged:
    """Judge every receipt and return the month's record and outputs; nothing is written.

    ``original`` may know the bytes of a sha256 that the archive does not have yet.
    """
    period, store = context.period, context.period.store
    month, catalogue, rulebook = period.month, period.catalogue, waivers.rulebook(period)
    past = earlier.before(period)
    corrections, events = store.corrections(), store.history()
    discarded, entered = history.discarded(events), history.entered(events)
    people: set[str] = set()  # whoever any file of the month names, used or not: none of them may be published

    def judged(receipts: Sequence[Receipt]) -> Iterator[Reading]:
        kept = ((r, original(r.sha256)) for r in receipts)
        bytes_of = ((r, store.original(r.sha256) if data is None else data) for r, data in kept)
        for receipt, opened in context.readers.read(bytes_of, len(receipts), catalogue.form):
            people.update(cell for table in opened.tables for cell in table.people(catalogue.form))
            typed = entered.get(receipt.sha256)
            unit = typed.facts["unit"] if typed else None
            reading = read(receipt, opened, month, catalogue, previous=past.latest, rulebook=rulebook, unit=unit)
            reading = _entered(_sent_before(reading, past, month), typed)
            if receipt.sha256 in discarded:  # its corrections sleep until it is restored
                yield replace(reading, discarded=_discarded(discarded[receipt.sha256]))
            else:
                yield _corrected(reading, corrections, catalogue)

    readings = _Readings(judged)
    returns = [receipt for receipt in _timed(receipts, events) if not receipt.holds]
    for number, reading in enumerate(judged(returns), start=1):
        readings.take(reading)
        context.tell(number, len(returns))
    record = analysis.consolidate(
        month,
        catalogue,
        readings.all,
        unread_files,
        rulebook=rulebook,
        cases=supervision.units(period),
        with_rows=readings.with_rows,
    )
    record = replace(
        record,
        findings=(
            *record.findings,
            *_lapsed(record, corrections, catalogue, discarded),
            *waivers.waiver_findings(period, record),
        ),
    )
    faulty = any(line.state == "returned" for line in record.units)
    files, outputs = _replies(period, record, readings, past) if faulty else ({}, {})
    package, named, withheld = packing.package(period, record, files, people)
    files, outputs = files | package | reminders.elsewhere(period, record), named | outputs
    record = replace(record, findings=(*record.findings, *withheld))
    record = replace(record, outputs={key: f"{month}/{path}" for key, path in sorted(outputs.items())})
    return Merged(record, files)


def _timed(receipts: Sequence[Receipt], events: Sequence[Event]) -> list[Receipt]:
    """Return receipts with the times the clerk entered by hand, and what she typed in with the time of its scan."""
    typed = {sha256: e.facts for sha256, e in history.entered(events).items()}
    receipts = [
        replace(r, received_at=typed[r.sha256]["received_at"], received_from=typed[r.sha256]["told_by"])
        if r.sha256 in typed
        else r
        for r in receipts
    ]
    by_hand = {(e.facts["name"], e.facts["sha256"]): e.facts["received_at"] for e in events if e.kind == "received"}
    return [
        replace(r, received_at=by_hand[r.name, r.sha256], received_from="人工登记")
        if (r.name, r.sha256) in by_hand
        else r
        for r in receipts
    ]


def _discarded(event: Event) -> Finding:
    return finding("file.discarded", reason=event.facts["reason"], when=event.at[:10])


def _entered(reading: Reading, typed: Event | None) -> Reading:
    """Mark a return that the clerk typed in, and from what."""
    if typed is None:
        return reading
    facts = typed.facts
    told = finding(
        "file.entered", told_by=facts["told_by"], source=facts["from"], reason=facts["reason"], when=typed.at[:10]
    )
    return replace(reading, entered=told, entered_from=facts["from_sha256"])


def _corrected(reading: Reading, corrections: Sequence[Correction], catalogue: Catalogue) -> Reading:
    """Lay the clerk's corrections over the return they were made for."""
    own = [c for c in corrections if c.sha256 == reading.receipt.sha256]
    if not own or reading.checked is None:
        return reading
    return replace(analysis.with_digest(reading), checked=overlay.corrected(reading.checked, own, catalogue))


def _lapsed(
    record: MonthRecord, corrections: Sequence[Correction], catalogue: Catalogue, discarded: Collection[str]
) -> Iterator[Finding]:
    """Yield a word on each correction of a return that another one has replaced, or that was set aside."""
    used = {c for entry in record.entries for c in entry.steps}
    held = {(c.project, c.unit, c.field) for c in used}
    for correction in {(c.project, c.unit, c.field): c for c in corrections}.values():
        if correction.withdrawn or (correction.project, correction.unit, correction.field) in held:
            continue
        code = "value.correction-asleep" if correction.sha256 in discarded else "value.correction-lapsed"
        yield overlay.correction_finding(code, correction, catalogue)


def _sent_before(reading: Reading, past: History, month: Month) -> Reading:
    """Refuse a file that an earlier month was taken from, unless that file visibly holds several months' tables."""
    earlier = past.originals.get(reading.receipt.sha256)
    known = reading.identity.findings if reading.identity else ()
    if earlier is None or reading.manual or any(f.code == "file.months-mixed" for f in known):
        return reading
    again = finding("file.sent-before", found=earlier[0].label, name=earlier[1], month=month.label)
    if reading.failure is not None and reading.identity is not None:  # what is wrong with it is told as well
        return replace(reading, identity=replace(reading.identity, findings=(*known, again)))
    return replace(reading, checked=None, failure=again)


class _Readings:
    """A month's readings: of each unit only the newest return keeps its rows, so that thousands fit in memory."""

    def __init__(self, judge: Callable[[Sequence[Receipt]], Iterator[Reading]]) -> None:
        self._judge = judge
        self._again: dict[Receipt, Reading] = {}
        self.all: list[Reading] = []
        self._newest: dict[str, int] = {}

    def take(self, reading: Reading) -> None:
        self.all.append(reading)
        if reading.checked is None or reading.discarded is not None:
            return
        unit, last = reading.checked.unit_return.unit, len(self.all) - 1
        newest = self._newest.setdefault(unit, last)
        if newest != last:
            older, self._newest[unit] = sorted((newest, last), key=lambda n: analysis.arrival(self.all[n]))
            self.all[older] = analysis.without_rows(self.all[older])

    def with_rows(self, reading: Reading) -> Reading:
        """Return a reading with its rows, read once more if they were dropped to save memory."""
        if reading.has_rows:
            return reading
        if reading.receipt not in self._again:
            self._again[reading.receipt] = next(self._judge([reading.receipt]))
        return self._again[reading.receipt]

    def of(self, name: str, sha256: str) -> Reading:
        """Return the reading of a file, with its rows."""
        return self.with_rows(next(r for r in self.all if (r.receipt.name, r.receipt.sha256) == (name, sha256)))


def _replies(
    period: Period, record: MonthRecord, readings: _Readings, past: History
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the marked workbook and the draft for each unit whose return has faults, and where they go."""
    catalogue = period.catalogue
    files: dict[str, bytes] = {}
    outputs: dict[str, str] = {}
    current = {line.name: line for line in record.files if line.outcome == "returned"}
    for line in record.units:
        if line.state != "returned" or line.file is None:
            continue
        file = current[line.file]
        checked = readings.of(file.name, file.sha256).checked
        if checked is None:
            continue
        path = marked_path(catalogue, catalogue.unit(line.unit), period.month)
        name = path.rpartition("/")[2]
        checked = replace(checked, findings=file.findings)  # what is wrong with the file as a whole, too
        from minsheng_cli.form import feedback  # noqa: PLC0415 - 57 ms: a month without faults sends nothing back
        from minsheng_cli.month import letters  # noqa: PLC0415 - 40 ms: as above

        change = letters.change(line)
        workbook = feedback.render(catalogue, checked, past.of_month, past.month, file.name, change)
        files[path] = workbook
        files[f"{path.removesuffix('.xlsx')}.eml"] = letters.send_back(
            period, line, feedback.gather(checked, catalogue), name, workbook
        )
        outputs[f"reply:{line.unit}"] = path
    return files, outputs
