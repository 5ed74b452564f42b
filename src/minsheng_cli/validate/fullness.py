"""How much of a form was filled in: nothing at all, or less than another time. Pure.

What was filled in is what ``generate`` did not put there: entries, indicator figures, own columns. Signatures do not
count, nor a contact that the blank already carried over from the unit's last return.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.form_spec import split_row_key
from minsheng_cli.text.fold import fold
from minsheng_cli.validate.rows import broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from minsheng_cli.model import Entry, Located, ParsedReturn, ParsedRow, UnitReturn

_BESIDE = frozenset({"table.column-extra", "table.shifted"})  # words of the unit's own beside the columns we know
_INDICATOR_FIELDS = ("actual", "note")


def is_unfilled(parsed: ParsedReturn, asked: Iterable[str], previous: Mapping[tuple[str, str], Entry]) -> bool:
    """Whether a table holds nothing but what a blank holds.

    ``asked``: the keys of the columns a unit fills in; ``previous``: each row's latest earlier entry.

    A cell that shows a picture or an error was filled in, whatever it says.
    """
    wanted = tuple(asked)
    if any(finding.code in _BESIDE for finding in parsed.findings):
        return False
    contacts = {fold(entry.contact) for entry in previous.values() if entry.contact}
    figures = (row.cells.get(name) for row in parsed.indicators for name in _INDICATOR_FIELDS)
    return not any(map(_says, figures)) and not any(_is_filled(row, wanted, contacts) for row in parsed.rows)


def _is_filled(row: ParsedRow, asked: Iterable[str], contacts: set[str]) -> bool:
    cells = {name: cell for name in asked if (cell := row.cells.get(name)) is not None and _says(cell)}
    contact = cells.pop("contact", None)
    printed = row.key is not None and split_row_key(row.key.text) is not None  # only our own form carries it over
    return bool(cells) or (contact is not None and not (printed and fold(contact.text) in contacts))


def _says(cell: Located | None) -> bool:
    return cell is not None and (bool(cell.text.strip()) or broken(cell) is not None)


def filled_places(said: UnitReturn) -> frozenset[tuple[str, str]]:
    """Return the places a return fills, as (project or indicator id, field).

    A place counts with whatever words the unit wrote there, also where they were refused; 责任人及联系方式 does not,
    since a blank carries it over.
    """
    places = {(value.id, "actual") for entry in said.entries for value in entry.indicators if value.actual}
    places |= {place for place, text in said.raw.items() if text.strip() and place[0]}
    for entry in said.entries:
        values = {"progress": entry.progress, "investment": entry.investment, **entry.extra}
        values |= {"problems": entry.problems, "next_steps": entry.next_steps}
        places |= {(entry.project, name) for name, value in values.items() if value}
    return frozenset(place for place in places if place[1] != "contact")


def is_emptier(later: UnitReturn, earlier: UnitReturn) -> bool:
    """Whether a later return leaves out what an earlier one told, and tells less altogether.

    Then it may be a slip (a blank or half-filled form sent after the good one), and the clerk is to be asked. Words of
    problems or next steps alone may have been struck for good reason: what is missing must be progress, a figure or an
    own column.
    """
    now, before = filled_places(later), filled_places(earlier)
    lost = {place for place in before - now if place[1] not in ("problems", "next_steps")}
    return bool(lost) and len(now) < len(before)
