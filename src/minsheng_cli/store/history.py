"""What happened to a month, in order, each entry holding the hash of the one before: 履历.json.

Judged by which catalogue, decided, received, set aside, entered by hand, sent, fetched, sealed, reopened: dated records
that are only ever added to. Pure; ``store`` keeps them on disk.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Literal

from minsheng_cli.nouns import dataclass, plain
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EventKind = Literal[
    "judged", "corrected", "decided", "received", "discarded", "restored", "entered", "reminded",
    "sealed", "reopened", "sending", "sent", "unsent", "resending", "resent", "fetched",
    "issued", "escalated", "closed", "withdrawn",
]  # fmt: skip
"""The last four, and ``reopened``, also of a supervision case."""
Facts = dict[str, Any]  # plain JSON


@dataclass(frozen=True)
class Event:
    """One entry."""

    number: int
    at: str  # ISO 8601 with offset
    kind: EventKind
    facts: Facts
    previous: str  # hash of the entry before, "" for the first
    hash: str  # sha256 of all of the above


def added(events: Sequence[Event], kind: EventKind, at: str, facts: Facts) -> tuple[Event, ...]:
    """Return the entries with one more."""
    previous = events[-1].hash if events else ""
    number = len(events) + 1
    return (*events, Event(number, at, kind, facts, previous, _hash(number, at, kind, facts, previous)))


def content(month: str, events: Sequence[Event]) -> Facts:
    """Return what 履历.json says."""
    return {"month": month, "events": [plain(event) for event in events]}


def read(found: Mapping[str, Any] | None) -> tuple[Event, ...]:
    """Return the entries of 履历.json; KeyError or TypeError when it is none."""
    return tuple(Event(**line) for line in found["events"]) if found else ()


def faults(events: Sequence[Event]) -> tuple[str, ...]:
    """Return a sentence for each entry that does not fit the chain."""
    wrong, previous = [], ""
    for number, event in enumerate(events, start=1):
        whole = event.hash == _hash(event.number, event.at, event.kind, event.facts, event.previous)
        if not whole or event.number != number or event.previous != previous:
            wrong.append(f"第 {number} 条履历（{event.at[:16].replace('T', ' ')}）已被改动，与前后不能衔接。")
        previous = event.hash
    return tuple(wrong)


def discarded(events: Sequence[Event]) -> dict[str, Event]:
    """Return what is set aside, not restored since, by the sha256 of the file: the entry that says so."""
    aside: dict[str, Event] = {}
    for event in events:
        if event.kind == "discarded":
            aside[event.facts["sha256"]] = event
        elif event.kind == "restored":
            aside.pop(event.facts["sha256"], None)
    return aside


def entered(events: Sequence[Event]) -> dict[str, Event]:
    """Return which forms the clerk typed in herself, by sha256: the last entry that says from what."""
    return {event.facts["sha256"]: event for event in events if event.kind == "entered"}


def is_sealed(events: Sequence[Event]) -> bool:
    """Whether the last word on closing is that the month is closed."""
    return next((e.kind == "sealed" for e in reversed(events) if e.kind in ("sealed", "reopened")), False)


_GROUPS, _DIGITS, _LEAST = 6, 4, 20


def fingerprint(seal: str) -> str:
    """Return the first 96 bits of a seal's hash as one copies them by hand: ``3F2A 91C0 …``, six groups of four.

    The hash covers the whole history before it, the digest of every file the month rests on, and the seal before.
    """
    digits = seal[: _GROUPS * _DIGITS].upper()
    return " ".join(digits[i : i + _DIGITS] for i in range(0, len(digits), _DIGITS))


def read_fingerprint(text: str) -> str:
    """Return the hex digits of a fingerprint as somebody typed it. ValueError when they are fewer than 80 bits."""
    digits = re.sub(r"[\s·.,:—–_-]+", "", half_width(text)).lower()
    if not re.fullmatch(r"[0-9a-f]+", digits) or not _LEAST <= len(digits) <= len(hashlib.sha256().hexdigest()):
        raise ValueError(text)
    return digits


def _hash(number: int, at: str, kind: str, facts: Facts, previous: str) -> str:
    text = json.dumps([number, at, kind, facts, previous], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
