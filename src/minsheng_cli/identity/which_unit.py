"""Which unit a return is from: what the sheet says decides, names around it only confirm or warn. Pure.

A sheet may hold rows its unit does not lead, co-led rows name two units, a cell may name a unit loosely: so each
clue is a *set* of units, and the unit is the one all strong clues have in common.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.findings import found
from minsheng_cli.identity import names
from minsheng_cli.identity.unit_clues import HIDDEN, KEYS, LABEL, LEAD, MARKER, PROJECTS, Clue, Clues, gather
from minsheng_cli.model import Evidence
from minsheng_cli.nouns import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from minsheng_cli.identity.path_names import NameInPath
    from minsheng_cli.model import Catalogue, Finding, ParsedReturn

_STATED = (MARKER, KEYS, LABEL, LEAD)  # clues that name the unit itself
_MOST_REFS = 3
_LOOSE = frozenset({"lookalike", "subsequence"})


class Whose(NamedTuple):
    """The unit found, None where the clues leave it open, and what that rests on."""

    unit: str | None
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()


class _Doubt(NamedTuple):
    """Why there is no answer: the clues that contradict each other."""

    clues: tuple[Clue, ...]


def which_unit(parsed: ParsedReturn, places: Sequence[NameInPath], catalogue: Catalogue, sender: str) -> Whose:
    """Return the unit all strong clues have in common.

    Errors: ``file.unit-ambiguous`` (naming every clue and its cell), ``file.unit-unknown``, ``file.unit-idle`` (the
    amended list has no project of it). Warnings: a look-alike
    name, a file name that says another unit, a unit that the sheet itself does not state.
    """
    case = gather(parsed, places, catalogue, sender)
    evidence = tuple(_evidence(case))
    answer, inferred = _answer(case)
    if not isinstance(answer, str) and (idle := _idle(parsed, places, catalogue)):
        return Whose(None, evidence, (found("file.unit-idle", _first_lead(parsed), unit=idle),))
    if answer is None:
        return Whose(None, evidence, (found("file.unit-unknown", _first_lead(parsed)), *_suggested(parsed, catalogue)))
    if isinstance(answer, _Doubt):
        where = next((c.ref for c in answer.clues if c.source in (LEAD, LABEL, PROJECTS)), None)
        candidates = "；".join(_sides(answer.clues, catalogue))
        return Whose(None, evidence, (found("file.unit-ambiguous", where, candidates=candidates),))
    return Whose(answer, evidence, (*_inferred(answer, inferred, catalogue), *_warnings(answer, case, inferred)))


# ---------------------------------------------------------------- the decision


def _answer(case: Clues) -> tuple[str | _Doubt | None, tuple[Clue, ...]]:
    """Return the unit, or the doubt, or None; and the clues it was inferred from when none states it."""
    case = _without_slips(case)
    by_source = [case.of(source) for source in _STATED]
    by_source = [clues for clues in by_source if clues]
    if not by_source:
        return _by_projects(case)
    common = frozenset.intersection(*(_all(clues) for clues in by_source))
    fitting = {u for u in common if _carries(u, case)}
    if not fitting:
        return _Doubt(case.stated), ()
    if len(fitting) > 1:
        return _between(fitting, case, case.stated)
    (unit,) = fitting
    if _vetoed(unit, case):
        return _Doubt((*case.stated, *case.projects)), ()
    return (unit, ()) if _known(unit, case) else (None, ())


def _without_slips(case: Clues) -> Clues:
    """Leave out 牵头单位 cells that can only be slips: marker and keys name the unit that leads the row's project.

    The unit written there must have nothing to do with the project; else it may well be the one that reports.
    """
    hidden = _all(case.of(KEYS)) | _all(case.of(MARKER))
    if len(hidden) != 1 or not (case.of(KEYS) and case.of(MARKER)):
        return case
    stated = (c for c in case.stated if c.source != LEAD or c.units & hidden or not _slip(c, hidden))
    return case._replace(stated=tuple(stated))


def _slip(clue: Clue, hidden: frozenset[str]) -> bool:
    return hidden <= clue.leads and not clue.units & clue.responsible


def _carries(unit: str, case: Clues) -> bool:
    """Return whether the rows that name others leave the unit the sheet's: few beside an anchor, or its duty."""
    keys, leads = case.of(KEYS), case.of(LEAD)
    if any(unit not in c.units for c in keys) and not (case.of(MARKER) and _leading(unit, keys)):
        return False
    others = [c for c in leads if unit not in c.units]
    if not others or all(unit in c.responsible for c in others):
        return True
    anchored = bool(case.of(MARKER) or keys or case.of(LABEL))
    return anchored and _leading(unit, leads)


def _leading(unit: str, clues: Iterable[Clue]) -> bool:
    """Return whether no other unit is named more often."""
    votes = Counter(u for c in clues for u in c.units)
    return votes[unit] == max(votes.values())


def _vetoed(unit: str, case: Clues) -> bool:
    """Return whether the projects are all other units', and nothing visible and hidden together says otherwise."""
    if not case.projects or unit in _all(case.projects):
        return False
    anchored = bool(case.of(MARKER) or case.of(KEYS))
    return not (anchored and case.of(LEAD))


def _by_projects(case: Clues) -> tuple[str | _Doubt | None, tuple[Clue, ...]]:
    """Answer from who leads the projects: the one that leads all, else the majority if no name disagrees."""
    if not case.projects:
        return _by_names(case)
    votes = Counter(u for c in case.projects for u in c.units)
    whole = {u for u, n in votes.items() if n == len(case.projects)}
    if len(whole) == 1:
        return whole.pop(), case.projects
    if whole:
        return _between(whole, case, case.projects)
    unit, count = votes.most_common(1)[0]
    named = _named(case)
    if count * 2 > len(case.projects) and (not named or unit in named):
        return unit, case.projects
    return _Doubt((*case.projects, *case.weak)), ()


def _by_names(case: Clues) -> tuple[str | _Doubt | None, tuple[Clue, ...]]:
    """Answer from names of file, folder, sheet and sender alone; the collecting office is an addressee there."""
    office = _office(case.catalogue)
    clues = [c for c in case.weak if c.units - {office}]
    if not clues:
        return None, ()
    common = frozenset.intersection(*(c.units for c in clues)) - {office}
    return (next(iter(common)), tuple(clues)) if len(common) == 1 else (_Doubt(tuple(clues)), ())


def _between(units: set[str], case: Clues, grounds: tuple[Clue, ...]) -> tuple[str | _Doubt | None, tuple[Clue, ...]]:
    """Choose between units that lead every row together: by a project only one of them leads, else by name."""
    leading = {u for u in units if case.projects and all(u in c.units for c in case.projects)}
    if len(leading) == 1:
        return leading.pop(), ()
    named = units & _named(case)
    if len(named) == 1:
        return named.pop(), tuple(c for c in case.weak if c.units & named or c.units & units)
    return _Doubt((*grounds, *case.weak)), ()


def _all(clues: Iterable[Clue]) -> frozenset[str]:
    return frozenset(u for c in clues for u in c.units)


def _named(case: Clues) -> frozenset[str]:
    """Return the units the weak clues name, the collecting office only when it is the only one."""
    units = _all(case.weak)
    return units - {_office(case.catalogue)} or units


def _known(unit: str, case: Clues) -> bool:
    return case.catalogue.has_unit(unit)


def _office(catalogue: Catalogue) -> str:
    return next((m.unit_id for m in names.unit_named(catalogue.office, catalogue)), catalogue.office)


# ---------------------------------------------------------------- what is said of it


def _idle(parsed: ParsedReturn, places: Sequence[NameInPath], catalogue: Catalogue) -> str:
    """Return the unit that leads nothing any more when the sheet, or else what is around it, names it alone."""
    if not catalogue.idle:
        return ""
    every = replace(catalogue, units=(*catalogue.units, *catalogue.idle))
    case = gather(parsed, places, every, "")
    named = _all(case.stated) or _named(case)
    return next((unit.name for unit in catalogue.idle if named == {unit.id}), "")


def _evidence(case: Clues) -> Iterator[Evidence]:
    """Yield each thing said, once per source, at the first place it was said."""
    meant: dict[tuple[str, frozenset[str]], str] = {}
    for clue in (*case.stated, *case.projects, *case.weak):
        meant.setdefault((clue.source, clue.units), clue.ref)
    said: dict[tuple[str, str], str] = {}
    for (source, units), ref in meant.items():
        said.setdefault((source, _names(units, case.catalogue)), ref)
    for (source, says), ref in said.items():
        yield Evidence(source, says, ref)


def _names(units: Iterable[str], catalogue: Catalogue) -> str:
    known, order = catalogue.unit_names, catalogue.unit_places
    ids = sorted(units, key=lambda u: (order.get(u, len(order)), u))
    return "、".join(known.get(u, f"“{u}”（不在清单中）") for u in ids)


def _sides(clues: Iterable[Clue], catalogue: Catalogue) -> Iterator[str]:
    """Yield each side of a contradiction: the source, what it says, and where; of what is hidden only what it says."""
    clues = list(clues)
    marked = dict.fromkeys(c.units for c in clues if c.source in HIDDEN)
    yield from (f"下发时写在表格里的单位标记为{_names(units, catalogue)}" for units in marked)
    refs: dict[tuple[str, frozenset[str]], list[str]] = {}
    for clue in (c for c in clues if c.source not in HIDDEN):
        refs.setdefault((clue.source, clue.units), []).append(clue.ref)
    for (source, units), places in refs.items():
        told = [p for p in places if p]
        more = f"等{len(told)}处" if len(told) > _MOST_REFS else ""
        cells = f"（{'、'.join(told[:_MOST_REFS])}{more}）" if told else ""
        yield f"{source}{cells}为{_names(units, catalogue)}"


def _inferred(unit: str, clues: tuple[Clue, ...], catalogue: Catalogue) -> Iterator[Finding]:
    if clues:
        evidence = "、".join(dict.fromkeys(c.source if c.ref else f"{c.source}“{c.text}”" for c in clues))
        yield found("file.unit-inferred", clues[0].ref or None, evidence=evidence, unit=catalogue.unit(unit).name)


def _warnings(unit: str, case: Clues, inferred: tuple[Clue, ...]) -> Iterator[Finding]:
    """Yield a warning for loose spellings relied upon, and for names around the sheet that speak of another unit."""
    name, office = case.catalogue.unit(unit).name, _office(case.catalogue)
    told: set[str] = set()
    for clue in (*case.stated, *inferred):
        for match in clue.matches:
            if match.unit_id == unit and match.how in _LOOSE and match.text not in told:
                told.add(match.text)
                yield found("file.unit-lookalike", clue.ref or None, text=match.text, unit=name)
    for clue in case.weak:
        if unit not in clue.units and clue.units - {office}:
            other = _names(clue.units - {office}, case.catalogue)
            yield found("file.unit-elsewhere", None, source=clue.source, text=clue.text, other=other, unit=name)


def _suggested(parsed: ParsedReturn, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield what each 牵头单位 that is not understood may have meant."""
    cells = {c.text: c for row in reversed(parsed.rows) if (c := row.cells.get("lead_unit")) and c.text}
    for text, cell in reversed(cells.items()):
        unit = names.suggest_unit(text, catalogue)
        if unit:
            yield found("file.unit-suggested", cell.ref, field="lead_unit", text=text, unit=unit)


def _first_lead(parsed: ParsedReturn) -> str | None:
    """Return the first 牵头单位 cell, where the unit should have been."""
    return next((r.cells["lead_unit"].ref for r in parsed.rows if "lead_unit" in r.cells), None)
