"""What the unit wrote, ready to stand in the new form: read there again it must mean what it meant in its own file.

The new form says 万元 and the printed unit, its columns are cumulative, its signatures one name each. Words are kept
as they are. A figure is kept if it means the same there, else written as the value it was judged to be, else left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.amounts import Amount, read_count
from minsheng_cli.form.drawing import number_or_text
from minsheng_cli.form.feedback.faults import is_about_column
from minsheng_cli.form_spec import NUMERIC
from minsheng_cli.nouns import dataclass
from minsheng_cli.values import read_value

if TYPE_CHECKING:
    from minsheng_cli.form.drawing import Key, Value
    from minsheng_cli.model import Catalogue, CheckedReturn
    from minsheng_cli.values import Value as Read

_RESCALED = ("investment.converted", "indicator.converted", "extra.converted")


@dataclass(frozen=True)
class Refill:
    """The entry cells of the new form."""

    values: dict[Key, Value]
    left_out: dict[Key, str]  # the unit's words, where no cell may hold them


def refill(checked: CheckedReturn, catalogue: Catalogue) -> Refill:
    """Return what goes into each entry cell, by (project id, field), (indicator id, "actual") and ("", signature)."""
    done = checked.unit_return
    units = {i.id: i.unit for p in catalogue.led_by(done.unit) for i in p.indicators}
    numeric = {c.key: c for c in catalogue.form.asked if c.kind in NUMERIC}
    judged: dict[Key, str | None] = {}
    for entry in done.entries:
        judged |= {(entry.project, key): entry.value(key) for key in numeric}
        judged |= {(value.id, "actual"): value.actual for value in entry.indicators}
    errors = [f for f in checked.findings if f.severity == "error"]
    doubted = {f.field for f in errors if is_about_column(f)}
    rescaled = {(f.project, f.field) for f in checked.findings if f.code in _RESCALED}
    owners = {value.id: entry.project for entry in done.entries for value in entry.indicators}
    filled = Refill({}, {})
    for key, text in done.raw.items():
        item, field = key
        value: Value | None = text
        if field in numeric:
            whole = field in doubted
            lost = whole or (item, field) in rescaled
            again = read_value(numeric[field], text)
            value = _figure(text, again, None if whole else judged.get(key), lost=lost)
        elif field == "actual":
            lost = (owners.get(item), "indicator") in rescaled
            value = _figure(text, read_count(text, "text", units.get(item, "")), judged.get(key), lost=lost)
        if value is None:
            filled.left_out[key] = text
        else:
            filled.values[key] = value
    return filled


def _figure(text: str, again: Read, judged: str | None, *, lost: bool) -> Value | None:
    """Return the words, or the value they were judged to be; None where the words alone mislead (``lost``).

    ``again``: what the words would be read as in the new form.
    """
    if not isinstance(again, Amount):  # blank, 无, or something that is refused again
        return text
    if judged is None:
        return None if lost else number_or_text(text)
    value = number_or_text(judged)
    return number_or_text(text) if again.value == value else value
