"""Whether anything was filled in in a form at all. Pure.

What was filled in is what ``generate`` did not put there: entries, indicator figures, own columns. Signatures do not
count, nor who answers for a project where the blank already carried that over from the unit's last return.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.form_spec import split_row_key
from minsheng_cli.text.fold import fold
from minsheng_cli.validate.rows import broken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import Entry, Located, ParsedReturn, ParsedRow

_BESIDE = frozenset({"table.column-extra", "table.shifted"})  # words of the unit's own beside the columns we know
_INDICATOR_FIELDS = ("actual", "note")


def is_unfilled(parsed: ParsedReturn, form: Form, previous: Mapping[tuple[str, str], Entry]) -> bool:
    """Whether a table holds nothing but what a blank holds; ``previous``: each row's latest earlier entry.

    A cell that shows a picture or an error was filled in, whatever it says.
    """
    if any(finding.code in _BESIDE for finding in parsed.findings):
        return False
    if any(_is_filled(row, form, previous) for row in parsed.rows):
        return False
    return not any(_says(row.cells.get(name)) for row in parsed.indicators for name in _INDICATOR_FIELDS)


def _is_filled(row: ParsedRow, form: Form, previous: Mapping[tuple[str, str], Entry]) -> bool:
    cells = {key: cell for key in form.asked_keys if (cell := row.cells.get(key)) is not None and _says(cell)}
    printed = row.key is not None and split_row_key(row.key.text) is not None  # only our own form carries names over
    people = {column.key for column in form.asked if column.person} if printed else set()
    if cells.keys() - people:
        return True  # what is carried over need not be looked at, which takes as long as there are entries
    return not all(_was_carried_over(fold(cell.text), key, previous) for key, cell in cells.items())


def _was_carried_over(text: str, key: str, previous: Mapping[tuple[str, str], Entry]) -> bool:
    return any(fold(said) == text for entry in previous.values() if (said := entry.value(key)))


def _says(cell: Located | None) -> bool:
    return cell is not None and (bool(cell.text.strip()) or broken(cell) is not None)
