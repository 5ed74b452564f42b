"""What speaks for a unit: each cell and name that says whose return it is. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.form_spec import split_row_key
from minsheng_cli.identity import names
from minsheng_cli.model import Located
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from minsheng_cli.identity.names import UnitMatch
    from minsheng_cli.identity.path_names import NameInPath
    from minsheng_cli.model import Catalogue, ParsedReturn, Project, Unit

MARKER, KEYS, LEAD, LABEL, PROJECTS = "隐藏标记", "关键列", "牵头单位", "填报单位", "项目名称"
HIDDEN = (MARKER, KEYS)
"""What generate wrote where nobody looks: a person is told what it says, not where."""
_LABELLED = compile_when_used(
    r"(?:填[报表]|报送|上报|牵头|责任)\s*(?:单位|部门)(?:名称)?\s*[:：]\s*(?P<said>[^:：\n]*)"
)
_LABEL_ALONE = compile_when_used(r"(?:填[报表]|报送|上报|牵头|责任)\s*(?:单位|部门)(?:名称)?\s*[:：]?")


class Clue(NamedTuple):
    """What one cell or name says: these units (ids; the bare text where the catalogue knows none)."""

    source: str
    units: frozenset[str]
    text: str
    ref: str = ""
    matches: tuple[UnitMatch, ...] = ()
    leads: frozenset[str] = frozenset()  # of a row: who leads its project
    responsible: frozenset[str] = frozenset()  # of a row: who leads it or shares its work


class Clues(NamedTuple):
    """All clues to one return, by strength."""

    stated: tuple[Clue, ...]  # marker, keys, label, lead units
    projects: tuple[Clue, ...]
    weak: tuple[Clue, ...]
    catalogue: Catalogue

    def of(self, source: str) -> tuple[Clue, ...]:
        """Return the stated clues from one source."""
        return tuple(c for c in self.stated if c.source == source)


def gather(parsed: ParsedReturn, places: Sequence[NameInPath], catalogue: Catalogue, sender: str) -> Clues:
    """Return every clue; looks each row's project up once."""
    led = [_project(row.cells.get("name"), catalogue) for row in parsed.rows]
    return Clues(
        tuple(_stated(parsed, led, catalogue)),
        tuple(_projects(parsed, led)),
        tuple(_weak(parsed, places, catalogue, sender)),
        catalogue,
    )


def _stated(parsed: ParsedReturn, led: Sequence[Project | None], catalogue: Catalogue) -> Iterator[Clue]:
    """Yield what the sheet says of its unit; ``led``: the project of each row, as far as it is known."""
    marker = parsed.marker
    if marker is not None and marker.unit:
        yield _clue(MARKER, marker.unit, marker.ref, catalogue)
    for key in (*(r.key for r in parsed.rows), *(i.key for i in parsed.indicators)):
        parts = split_row_key(key.text) if key else None
        if key and parts:
            yield _clue(KEYS, parts[1], key.ref, catalogue)
    for said in _labelled(parsed.small_print):
        matches = names.unit_named(said.text, catalogue) or names.units_mentioned(said.text, catalogue)
        if matches:
            yield Clue(LABEL, _ids(matches), said.text, said.ref, matches)
    for row, project in zip(parsed.rows, led, strict=True):
        cell = row.cells.get("lead_unit")
        matches = _units_of_cell(cell, catalogue)
        if cell and matches:
            leads = frozenset(project.lead_units if project else ())
            duty = _responsible(project, catalogue) if project else leads
            yield Clue(LEAD, _ids(matches), cell.text, cell.ref, matches, leads, duty)


def _clue(source: str, text: str, ref: str, catalogue: Catalogue) -> Clue:
    """Return a clue of our own making: a unit id; a text the catalogue does not know stands for itself."""
    if catalogue.has_unit(text):
        return Clue(source, frozenset({text}), text, ref)
    matches = names.unit_named(text, catalogue)
    return Clue(source, _ids(matches) or frozenset({text}), text, ref)


def _labelled(texts: Sequence[Located]) -> Iterator[Located]:
    """Yield the texts that follow 填报单位： in the small print, in its cell or in the next."""
    for at, text in enumerate(texts):
        match = _LABELLED.search(text.text)
        if match and match["said"].strip():
            yield Located(match["said"].strip(), text.ref)
        elif at and _LABEL_ALONE.fullmatch(texts[at - 1].text.strip()):
            yield text


def _units_of_cell(cell: Located | None, catalogue: Catalogue) -> tuple[UnitMatch, ...]:
    if cell is None or not cell.text:
        return ()
    return names.unit_named(cell.text, catalogue) or names.units_mentioned(cell.text, catalogue)


def _projects(parsed: ParsedReturn, led: Sequence[Project | None]) -> Iterator[Clue]:
    """Yield who leads each row's project."""
    for row, project in zip(parsed.rows, led, strict=True):
        if project:
            yield Clue(PROJECTS, frozenset(project.lead_units), project.name, row.cells["name"].ref)


def _project(cell: Located | None, catalogue: Catalogue) -> Project | None:
    match = names.project_named(cell.text, catalogue) if cell and cell.text else None
    return catalogue.project(match.project_id) if match else None


def _responsible(project: Project, catalogue: Catalogue) -> frozenset[str]:
    """Return the units that share a project's work, those that lead it included."""
    return _ids(names.units_mentioned(project.responsible, catalogue)) | frozenset(project.lead_units)


def _weak(parsed: ParsedReturn, places: Sequence[NameInPath], catalogue: Catalogue, sender: str) -> Iterator[Clue]:
    """Yield what the names around the sheet say."""
    for source, text in (("工作表名", parsed.sheet), *places):
        matches = names.units_mentioned(text, catalogue)
        if matches:
            yield Clue(source, _ids(matches), text, "", matches)
    if sender:
        matches = names.units_mentioned(sender, catalogue)
        units = _ids(matches) | {u.id for u in catalogue.units if _writes_from(u, sender)}
        if units:
            yield Clue("发件人", units, sender, "", matches)


def _writes_from(unit: Unit, sender: str) -> bool:
    """Return whether the sender's address is the unit's."""
    address = unit.email.casefold()
    return bool(address) and re.search(rf"(?<![\w.+-]){re.escape(address)}(?![\w.-])", sender.casefold()) is not None


def _ids(matches: Iterable[UnitMatch]) -> frozenset[str]:
    return frozenset(m.unit_id for m in matches)
