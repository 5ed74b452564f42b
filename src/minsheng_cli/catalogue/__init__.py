"""The year's list of projects: ``projects.yaml`` → CatalogueBook, or every fault with file, line and field.

``shape`` turns text into values part by part, ``draft`` gathers them, three rooms of ``checks`` prove that they fit
together, ``book`` answers what stood in a month.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from minsheng_cli.catalogue.amendment_checks import AMENDMENT_CHECKS
from minsheng_cli.catalogue.book import compose
from minsheng_cli.catalogue.checks import CHECKS
from minsheng_cli.catalogue.column_checks import COLUMN_CHECKS
from minsheng_cli.catalogue.draft import COPIES, contacts_part, copies_part, draft
from minsheng_cli.catalogue.gaps import left_open
from minsheng_cli.catalogue.proposals import proposed
from minsheng_cli.catalogue.unit_checks import UNIT_CHECKS, unit_meant
from minsheng_cli.config.faults import Fault, sentences
from minsheng_cli.config.yaml_strict import StrictYamlError, read
from minsheng_cli.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Callable

    from minsheng_cli.catalogue.draft import Draft
    from minsheng_cli.catalogue.shape import ContactPart
    from minsheng_cli.config.yaml_strict import Document, Plain
    from minsheng_cli.model import CatalogueBook

__all__ = ["check", "copies", "faults_at", "left_open", "load", "unit_names"]

File = tuple[str, bytes]


def load(
    name: str, data: bytes, contacts: File | None = None, *, elsewhere: Callable[[], frozenset[str]] = frozenset
) -> CatalogueBook:
    """Read and prove a catalogue; ``name`` is how the file is called in messages.

    ``elsewhere`` knows the units of other years' lists: the contacts are of all years, and one of another is no fault.
    Raises CatalogueError with every fault found, also those of the contacts file.
    """
    book, faults = _examine(name, data, contacts, elsewhere)
    if book is None:
        raise CatalogueError(faults)
    return book


def check(
    name: str, data: bytes, contacts: File | None = None, *, elsewhere: Callable[[], frozenset[str]] = frozenset
) -> tuple[str, ...]:
    """Return every fault of a catalogue as a sentence with file, line and field; empty when it can be used."""
    return _examine(name, data, contacts, elsewhere)[1]


def unit_names(data: bytes) -> tuple[str, ...]:
    """Return the names of units written in a list, sound or not, also those after a renaming."""
    try:
        parts = draft(_document(data).data, [])
    except StrictYamlError:
        return ()
    return (*parts.written["units"], *_successors(parts))


def _examine(
    name: str, data: bytes, contacts: File | None, elsewhere: Callable[[], frozenset[str]]
) -> tuple[CatalogueBook | None, tuple[str, ...]]:
    found: list[Fault] = []
    document, told = _read(name, data)
    parts = _proved(document, found) if document else None
    if document:
        told += sentences(name, document, found)
    known, more = _contacts(contacts, parts, elsewhere) if contacts else ({}, ())
    told += more
    if told or parts is None or parts.head is None:
        return None, told
    version = hashlib.sha256(data).hexdigest()[:12]
    unreviewed = proposed(document, data.decode("utf-8-sig")) if document else frozenset()
    return compose(parts, parts.head, known, version, unreviewed), ()


def _contacts(
    file: File, parts: Draft | None, elsewhere: Callable[[], frozenset[str]]
) -> tuple[dict[str, ContactPart], tuple[str, ...]]:
    name, data = file
    document, told = _read(name, data)
    if document is None:
        return {}, told
    faults: list[Fault] = []
    placed = contacts_part(document.data, faults)
    if parts:
        units = {**{u: u for u in parts.written["units"]}, **_successors(parts)}
        listed = document.data if isinstance(document.data, dict) else {}
        # An entry in which nobody is named (as ``init`` lays them out) can mislead nobody.
        filled = [unit for unit, said in listed.items() if _says_anything(said)]
        unknown = [unit for unit in filled if unit not in units and unit != COPIES]
        others = elsewhere() if unknown else frozenset()
        faults += (
            Fault((unit,), f"单位“{unit}”不在项目清单中" + unit_meant(parts, unit))
            for unit in unknown
            if unit not in others
        )
        known = {units[str(p.path[0])]: p.part for p in placed if p.path[0] in units}
    else:
        known = {}
    return known, sentences(name, document, faults)


def _says_anything(entry: Plain) -> bool:
    return any(value for value in entry.values()) if isinstance(entry, dict) else bool(entry)


def contacts_unused(data: bytes, contacts: bytes) -> tuple[str, ...]:
    """Return the units that the contacts file names and a list does not: those of another year, most often."""
    listed = read(contacts).data
    known = {*unit_names(data), COPIES}
    return tuple(str(unit) for unit in (listed if isinstance(listed, dict) else {}) if unit not in known)


def copies(name: str, data: bytes) -> dict[str, tuple[str, ...]]:
    """Return to whom each of the month's papers is sent, from the contacts file; CatalogueError with every fault."""
    document, told = _read(name, data)
    faults: list[Fault] = []
    found = copies_part(document.data, faults) if document else {}
    if told or (document and faults):
        raise CatalogueError((*told, *(sentences(name, document, faults) if document else ())))
    return found


def _successors(parts: Draft) -> dict[str, str]:
    """Return new name -> unit id of every renaming: contacts may be listed under either."""
    return {change.name: change.id for a in parts.amendments for change in a.part.units}


def _read(name: str, data: bytes) -> tuple[Document | None, tuple[str, ...]]:
    try:
        return _document(data), ()
    except StrictYamlError as error:
        return None, tuple(f"{name} 第{line}行：{why}。" for line, why in error.faults)


@lru_cache(maxsize=2)  # a list and its contacts, of which several things are asked; nobody changes what was read
def _document(data: bytes) -> Document:
    return read(data)


def _proved(document: Document, found: list[Fault]) -> Draft:
    """Return a list's sound parts; what is wrong with them or with how they fit together is added to ``found``."""
    parts = draft(document.data, found)
    found += (fault for rule in (*CHECKS, *COLUMN_CHECKS, *UNIT_CHECKS, *AMENDMENT_CHECKS) for fault in rule(parts))
    return parts


def faults_at(data: bytes, contacts: bytes | None = None) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Return every fault of a list and of its contacts with its path, for whoever shows the values elsewhere.

    Raises StrictYamlError when a file is no YAML at all.
    """
    found: list[Fault] = []
    _proved(read(data), found)
    about: list[Fault] = []
    if contacts is not None:
        contacts_part(read(contacts).data, about)
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(about))
