"""Which project a row is, and which indicator: by the hidden key and by the visible name, which must agree.

A row whose key and name point to different projects is nobody's: after a careless sort the key column may have
stayed behind, so neither of the two can be trusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minsheng_cli.findings import found
from minsheng_cli.form_spec import split_row_key
from minsheng_cli.identity import names
from minsheng_cli.nouns import dataclass, field
from minsheng_cli.text.fold import clean, fold
from minsheng_cli.validate.rows import broken
from minsheng_cli.validate.wording import is_hollow, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from minsheng_cli.model import (
        Catalogue,
        Finding,
        Indicator,
        Located,
        ParsedIndicator,
        ParsedRow,
        Project,
        Unit,
    )

LONGEST_NAME = 200
"""Characters beyond which a cell is not looked at as a name."""


@dataclass()
class PlacedRows:
    """A return's rows by project id. ``fields``: keys of the columns a unit fills in.

    ``doubtful``: rows by project where they contradict each other; their values are not used. ``continued``: fields by
    project whose text may go on in a row without a name below.
    """

    fields: tuple[str, ...]
    rows: dict[str, list[ParsedRow]] = field(default_factory=dict)
    doubtful: dict[str, list[ParsedRow]] = field(default_factory=dict)
    continued: dict[str, set[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    conflicts: list[tuple[ParsedRow, Project, Project]] = field(default_factory=list)  # row, its name's, its key's

    def used(self, project_id: str) -> ParsedRow | None:
        """Return the row whose values count: the only filled one, or the first if all say the same; else None."""
        rows = self.rows.get(project_id, [])
        if len(rows) == 1:
            return rows[0]
        filled = [row for row in rows if any(self._folded_texts(row))] or rows
        same = len({self._folded_texts(row) for row in filled}) == 1
        return filled[0] if same else None

    def words(self, project_id: str) -> dict[str, str]:
        """Return field → text of a project's entry cells; differing texts of several rows are joined by line breaks."""
        rows = self.rows.get(project_id) or self.doubtful.get(project_id) or []
        return {
            name: "\n".join(dict.fromkeys(filter(None, (clean(_text(row, name)) for row in rows))))
            for name in self.fields
            if any(name in row.cells for row in rows)
        }

    def _folded_texts(self, row: ParsedRow) -> tuple[str, ...]:
        """Return a row's texts folded for comparison, one per field."""
        return tuple(fold(_text(row, name)) for name in self.fields)


def _text(row: ParsedRow, name: str) -> str:
    cell = row.cells.get(name)
    return cell.text if cell else ""


def place_rows(rows: Sequence[ParsedRow], unit: Unit, catalogue: Catalogue) -> PlacedRows:
    """Find the project of each row, say what is wrong with the rows that have none, and what is lacking."""
    placed = PlacedRows(catalogue.form.asked_keys)
    own = {p.id: p for p in catalogue.led_by(unit.id)}
    above: Project | None = None
    for row in rows:
        if _nameless(row):
            _continue(row, above if above and above.id in own else None, placed)
            continue
        above = project = _whose(row, placed, own, catalogue)
        if project is None:
            continue
        if project.id in own:
            placed.rows.setdefault(project.id, []).append(row)
        else:
            placed.findings.append(_at_name("project.foreign", row, project.id, name=project.name, unit=unit.name))
    _find_exchanged(placed, own)
    placed.findings += _conflicts(placed, own)
    for project_id, several in placed.rows.items():
        if len(several) > 1:
            code = "project.twice" if placed.used(project_id) is None else "project.repeated"
            placed.findings += _twice(code, several, own[project_id])
    for project in own.values():
        if project.id not in placed.rows and project.id not in placed.doubtful:
            placed.findings.append(found("project.missing", project=project.id, name=project.name))
    return placed


def _find_exchanged(placed: PlacedRows, own: Mapping[str, Project]) -> None:
    """Move to the conflicts pairs of rows without key that have each other's 目标任务: their names were exchanged."""
    targets = {fold(project.target): project for project in own.values()}
    meant = {
        project_id: project
        for project_id, rows in placed.rows.items()
        if len(rows) == 1 and rows[0].key is None and (project := targets.get(fold(_text(rows[0], "target"))))
    }
    for project_id, project in meant.items():
        back = meant.get(project.id)
        if project.id != project_id and back is not None and back.id == project_id:
            placed.conflicts.append((placed.rows[project_id][0], own[project_id], project))
    for row, named, _ in placed.conflicts:
        if placed.rows.get(named.id) == [row]:
            del placed.rows[named.id]
            placed.doubtful.setdefault(named.id, []).append(row)


def _conflicts(placed: PlacedRows, own: Mapping[str, Project]) -> Iterator[Finding]:
    """Yield what is wrong with rows whose name and key (or target) speak of different projects.

    Where the one that the key points to has no other row, it is told of it too: nothing else would say why it is empty.
    """
    by_pair = {(named.id, keyed.id): row for row, named, keyed in placed.conflicts}
    for row, named, keyed in placed.conflicts:
        mine = next((p for p in (named, keyed) if p.id in own), named)
        other = by_pair.get((keyed.id, named.id))
        if other is None:
            yield _at_name("project.conflict", row, mine.id, name=named.name, other=keyed.name)
            if keyed.id in own and keyed is not mine and keyed.id not in placed.rows:
                yield _at_name("project.conflict", row, keyed.id, name=named.name, other=keyed.name)
        else:
            where = other.cells["name"].ref if "name" in other.cells else other.row_ref
            yield _at_name("project.exchanged", row, mine.id, name=named.name, other=keyed.name, there=where)


def _nameless(row: ParsedRow) -> bool:
    return row.key is None and is_hollow(_text(row, "name"))


def _continue(row: ParsedRow, above: Project | None, placed: PlacedRows) -> None:
    """Note what stands in a row without a name: perhaps the rest of what the row above says, which is then in doubt."""
    for name in placed.fields:
        cell = row.cells.get(name)
        if cell is None or (is_hollow(cell.text) and not broken(cell)):
            continue
        if above is None:
            placed.findings.append(found("project.unnamed", cell.ref, field="name"))
            return
        placed.continued.setdefault(above.id, set()).add(name)
        placed.findings.append(found("project.continued", cell.ref, project=above.id, field=name, name=above.name))


def _whose(row: ParsedRow, placed: PlacedRows, own: dict[str, Project], catalogue: Catalogue) -> Project | None:
    """Return a row's project, or None after noting why it has none."""
    text = _text(row, "name")
    keyed = catalogue.find_project(_key_item(row.key))
    agrees = keyed is not None and fold(text[:LONGEST_NAME]) == fold(keyed.name)
    named = keyed if agrees else catalogue.find_project(_named(text, catalogue) or "")
    if keyed and named and keyed is not named:
        placed.conflicts.append((row, named, keyed))
        for project in (named, keyed):
            if project.id in own:
                placed.doubtful.setdefault(project.id, []).extend([row] if project is named else [])
        return None
    if keyed or named:
        return keyed or named
    if not is_hollow(text):
        placed.findings.append(_at_name("project.unknown", row, None, text=quote(text)))
    else:
        filled = next((c for f in placed.fields if (c := row.cells.get(f)) and not is_hollow(c.text)), None)
        if filled is not None:
            placed.findings.append(found("project.unnamed", filled.ref, field="name"))
    return None


def _key_item(key: Located | None) -> str:
    parts = split_row_key(key.text) if key else None
    return parts[0] if parts else ""


def _named(text: str, catalogue: Catalogue) -> str | None:
    if is_hollow(text) or len(text) > LONGEST_NAME:
        return None
    match = names.project_named(text, catalogue)
    return match.project_id if match else None


def _at_name(code: str, row: ParsedRow, project_id: str | None, **facts: str) -> Finding:
    name = row.cells.get("name")
    known: dict[str, Any] = dict(facts)
    return found(code, name.ref if name else row.row_ref, project=project_id, field="name", **known)


def _twice(code: str, rows: list[ParsedRow], project: Project) -> Iterable[Finding]:
    places = [(row.cells["name"].ref if "name" in row.cells else row.row_ref) for row in rows]
    if len(set(places)) < len(places):  # one name merged over several rows: tell the rows by their entries
        told = ("progress", "investment")
        places = [next((row.cells[f].ref for f in told if f in row.cells), row.row_ref) for row in rows]
    for row, place in zip(rows, places, strict=True):
        others = "、".join(p for p in places if p != place)
        yield _at_name(code, row, project.id, name=project.name, others=f"另见 {others}")


# ---------------------------------------------------------------- indicators


@dataclass()
class PlacedIndicators:
    """The filled-in rows of 指标进度 by indicator id; ``doubtful``: ids whose figures are not used."""

    rows: dict[str, ParsedIndicator] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def place_indicators(rows: Sequence[ParsedIndicator], unit: Unit, catalogue: Catalogue) -> PlacedIndicators:
    """Find the indicator of each row that is filled in; the sheet is optional, so nothing is ever missing."""
    placed = PlacedIndicators()
    own = {i.id: (p, i) for p in catalogue.led_by(unit.id) for i in p.indicators if i.asked}
    by_name = _by_name(own.values())
    for row in rows:
        actual = row.cells.get("actual")
        if actual is None or (not actual.text.strip() and actual.kind == "text"):
            continue
        keyed, named = _key_item(row.key), by_name.get((_visible(row, "project"), _visible(row, "indicator")), "")
        item = keyed if keyed in own else named
        if item not in own:
            said = quote(row.cells["indicator"].text) if "indicator" in row.cells else ""
            placed.findings.append(
                found("indicator.unknown", actual.ref, field="indicator", text=said, value=quote(actual.text))
            )
            continue
        project, indicator = own[item]
        if named and item != named:
            seen = own[named][1].name
            placed.doubtful |= {item, named}
            placed.findings.append(
                found("indicator.conflict", actual.ref, project=project.id, field="indicator",
                      name=seen, other=indicator.name)
            )  # fmt: skip
        elif item in placed.rows:
            _also(placed, row, project, indicator)
        else:
            placed.rows[item] = row
            said = _visible(row, "indicator")
            if said and said not in fold(indicator.name) and fold(indicator.name) not in said:
                seen = quote(row.cells["indicator"].text)
                placed.findings.append(
                    found(
                        "indicator.renamed",
                        actual.ref,
                        project=project.id,
                        field="indicator",
                        text=seen,
                        name=indicator.name,
                    )
                )
    return placed


def _visible(row: ParsedIndicator, column: str) -> str:
    cell = row.cells.get(column)
    return fold(cell.text[:LONGEST_NAME]).removeprefix("其中:") if cell else ""


def _by_name(own: Iterable[tuple[Project, Indicator]]) -> dict[tuple[str, str], str]:
    """Return indicator ids by (project, indicator) as shown; without the project where that leaves no doubt."""
    pairs = [(fold(p.name), fold(i.name), i.id) for p, i in own]
    alone = [name for _, name, _ in pairs]
    table = {(project, name): item for project, name, item in pairs}
    return table | {("", name): item for _, name, item in pairs if alone.count(name) == 1}


def _also(placed: PlacedIndicators, row: ParsedIndicator, project: Project, indicator: Indicator) -> None:
    """Note a second row for an indicator, unless it says the same."""
    first, second = placed.rows[indicator.id].cells["actual"], row.cells["actual"]
    if fold(first.text) == fold(second.text):
        return
    placed.doubtful.add(indicator.id)
    for cell, other in ((first, second), (second, first)):
        placed.findings.append(
            found("indicator.twice", cell.ref, project=project.id, field="indicator",
                  name=indicator.name, others=f"另见 {other.ref}")
        )  # fmt: skip
