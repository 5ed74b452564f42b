"""Answers to supervision cases among what came back: each tied to its case by its number, with its evidence. Pure.

An answer is no return: it changes no unit's state and replaces nothing. Photos and papers that came with it, or bear
the number of a case in their name, are evidence: kept as they came, under their sha256.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.findings import found
from minsheng_cli.form_spec import case_number
from minsheng_cli.model import CaseReply, EvidenceFile
from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from minsheng_cli.model import Finding, Outcome, ParsedReply, Reading, Receipt

_SIGNED = compile_when_used(
    r"附[件表]\s*\d|签字|签章|盖章|扫描"
)  # the signed page of a return that came in the same mail
_FIELDS = ("measures", "result", "until", "evidence")

Key = tuple[str, str]  # (name, sha256) of a file


@dataclass(frozen=True)
class Taken:
    """What became of a file that has to do with a case."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    case: str = ""
    unit: str | None = None


def take(readings: Sequence[Reading], cases: Mapping[str, str]) -> tuple[tuple[CaseReply, ...], dict[Key, Taken]]:
    """Return the answers among a month's files, and what became of each file that is one or evidence for one.

    ``cases``: the unit of each case of the year, by number.
    """
    taken: dict[Key, Taken] = {}
    told: list[tuple[ParsedReply, Receipt]] = []
    together: dict[str, str] = {}  # container → the case answered in it
    for reading in readings:
        if not reading.replies or reading.discarded is not None:
            continue
        filled = [reply for reply in reading.replies if any(_text(reply, key) for key in _FIELDS)]
        known = [reply for reply in filled if reply.number in cases]
        told += [(reply, reading.receipt) for reply in known]
        if known and (place := container(reading.receipt.name)):
            together.setdefault(place, known[0].number)
        taken[key_of(reading)] = _answered(filled, cases)
    evidence: dict[str, list[EvidenceFile]] = {}
    for reading in readings:
        number = _evidence_of(reading, together, cases)
        if number:
            receipt = reading.receipt
            evidence.setdefault(number, []).append(EvidenceFile(receipt.name, receipt.sha256))
            taken[key_of(reading)] = Taken("accepted", (found("reply.evidence", number=number),), number, cases[number])
    return tuple(_replies(told, evidence)), taken


def key_of(reading: Reading) -> Key:
    """Return what a file is known by."""
    return reading.receipt.name, reading.receipt.sha256


def container(name: str) -> str:
    """Return the mail, archive or sub-folder a file came in, "" for the inbox itself."""
    return max(name.rpartition(mark)[0] for mark in (" › ", "/"))


def _text(reply: ParsedReply, key: str) -> str:
    cell = reply.cells.get(key)
    return cell.text if cell is not None else ""


def _answered(filled: Sequence[ParsedReply], cases: Mapping[str, str]) -> Taken:
    """Return what became of a file with a reply form in it."""
    numbers = list(dict.fromkeys(reply.number for reply in filled))
    unknown = [reply for reply in filled if reply.number not in cases]
    findings = [found("reply.taken", number=number) for number in numbers if number in cases]
    findings += [found("reply.case-unknown", r.cells["number"].ref, number=r.number) for r in unknown]
    if not filled:
        return Taken("ignored", (found("reply.blank"),))
    if len(unknown) == len(filled):
        return Taken("rejected", tuple(findings))
    first = next(number for number in numbers if number in cases)
    return Taken("accepted", tuple(findings), first, cases[first])


def _evidence_of(reading: Reading, together: Mapping[str, str], cases: Mapping[str, str]) -> str:
    """Return the case a file is evidence for, "" when it is none: a return never is."""
    name = reading.receipt.name
    if reading.checked is not None or reading.replies or reading.ignored or reading.discarded is not None:
        return ""
    named = case_number(name)
    if named in cases:
        return named
    return "" if _SIGNED.search(name) else together.get(container(name), "")


def _replies(
    told: Iterable[tuple[ParsedReply, Receipt]], evidence: Mapping[str, Sequence[EvidenceFile]]
) -> Iterable[CaseReply]:
    """Yield each answer once, however often its file came; the evidence of a case goes to its newest answer."""
    last = {reply.number: receipt.sha256 for reply, receipt in told}
    seen: set[tuple[str, str]] = set()
    for reply, receipt in told:
        if (reply.number, receipt.sha256) in seen:
            continue
        seen.add((reply.number, receipt.sha256))
        files = tuple(evidence.get(reply.number, ())) if last[reply.number] == receipt.sha256 else ()
        yield CaseReply(
            reply.number, _text(reply, "measures"), _text(reply, "result"), _text(reply, "until"), receipt.name,
            receipt.sha256, receipt.received_at, {key: cell.ref for key, cell in reply.cells.items()}, files,
            _text(reply, "evidence"),
        )  # fmt: skip
