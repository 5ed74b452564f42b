"""Errors found while parsing a table, assigned to the rows and cells whose values they make unreliable.

A merged amount, a struck cell, a column there twice: each cell looks sound by itself, but the rules must not use it.
"""

from __future__ import annotations

from functools import cached_property
from string import ascii_uppercase
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from minsheng_cli.model import Finding, ParsedIndicator, ParsedReturn, ParsedRow


@dataclass(frozen=True)
class Doubt:
    """What is unreliable in a row: ``fields``, whose values must not be used; ``any``: whether an error concerns it."""

    any: bool
    fields: frozenset[str]


_NO_DOUBT = Doubt(any=False, fields=frozenset())


class Flaws:
    """The errors of one return's parsing, looked up by row."""

    def __init__(self, parsed: ParsedReturn, findings: Iterable[Finding], fields: Iterable[str]) -> None:
        """Keep the findings at error level, but for signatures; ``fields``: keys of the columns a unit fills in."""
        self._fields = tuple(fields)
        self._errors = [f for f in findings if f.severity == "error" and f.field not in ("head", "preparer")]
        self._parsed = parsed

    @cached_property
    def _places(self) -> set[str]:
        """Every address of a row or of an indicator."""
        places = {place for row in self._parsed.rows for place in row_places(row)}
        return places | {place for row in self._parsed.indicators for place in _indicator_places(row)}

    def of_row(self, row: ParsedRow) -> Doubt:
        """Return what is doubtful about a row: by its own cells, and by what is wrong with whole columns."""
        if not self._errors:
            return _NO_DOUBT
        places = set(row_places(row))
        here = [e for e in self._errors if self._at(e, places)]
        wide = [e for e in self._errors if self._wide(e, row.row_ref)]
        fields = {e.field for e in (*here, *wide) if e.field}
        if any(e.field == "name" for e in here):  # not even the row itself is sure
            fields.update(self._fields)
        return Doubt(bool(here or wide), frozenset(fields))

    def of_indicator(self, row: ParsedIndicator) -> bool:
        """Whether an indicator's figure cannot be relied on."""
        errors = [e for e in self._errors if e.field == "indicator"]
        places = set(_indicator_places(row)) if errors else set()
        return any(self._at(e, places) or self._wide(e, next(iter(places), "")) for e in errors)

    @staticmethod
    def _at(error: Finding, places: set[str]) -> bool:
        return error.where is not None and not places.isdisjoint((error.where, _line(error.where)))

    def _wide(self, error: Finding, row_ref: str) -> bool:
        """Whether an error is at no row's place, as at a header: then it is about every row of its sheet."""
        if error.where is None:
            return True
        return not self._at(error, self._places) and _sheet(error.where) == _sheet(row_ref)


def attributed(findings: Iterable[Finding], owners: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Yield the findings of parsing with the project whose cell they are at; ``owners``: project ids by address.

    An error or warning at a cell that several projects share is repeated for each of them, an info is not.
    """
    for finding in findings:
        where = finding.where or ""
        projects = dict.fromkeys(owners.get(where) or owners.get(_line(where), ()))
        if finding.project or not projects:
            yield finding
            continue
        for project in projects if finding.severity != "info" else list(projects)[:1]:
            yield replace(finding, project=project)


def row_places(row: ParsedRow) -> Iterator[str]:
    """Yield a row's addresses: its own, its line (附件2!6) and its cells' (a merged one may lie in a row above)."""
    yield row.row_ref
    yield _line(row.row_ref)
    for cell in row.cells.values():
        yield cell.ref


def _indicator_places(row: ParsedIndicator) -> Iterator[str]:
    for cell in row.cells.values():
        yield cell.ref
    if "actual" in row.cells:
        yield _line(row.cells["actual"].ref)


def _sheet(ref: str) -> str:
    return ref.rpartition("!")[0]


def _line(ref: str) -> str:
    """Return what the cells of one row share: ``附件2!E6`` → ``附件2!6``."""
    sheet, _, address = ref.rpartition("!")
    return f"{sheet}!{address.lstrip(ascii_uppercase)}"
