"""Drawing a unit's form: the official table, the optional indicators, the notes, and the hidden marker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import form_spec
from minsheng_cli.form.drawing.contents import Contents, Key, Mark, Value, number_or_text
from minsheng_cli.form.drawing.indicators import draw_indicators
from minsheng_cli.form.drawing.ink import Ink
from minsheng_cli.form.drawing.notes import draw_notes
from minsheng_cli.form.drawing.table import draw_table
from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from minsheng_cli.form.drawing.ink import FormSheet

__all__ = ["Contents", "Extra", "Ink", "Key", "Mark", "Value", "draw", "number_or_text"]


@dataclass(frozen=True, slots=True)
class Extra:
    """A sheet of the caller's, put first; drawn once it is known where each cell of the form went."""

    name: str
    draw: Callable[[Ink, FormSheet, Mapping[Key, str]], None]


def draw(contents: Contents, extra: Extra | None = None) -> bytes:
    """Return the form as an .xlsx file; the same contents give the same bytes."""
    ink = Ink(contents)
    first = ink.sheet(extra.name) if extra else None
    places = draw_table(ink, ink.sheet(form_spec.SHEET), contents)
    places |= draw_indicators(ink, ink.sheet(form_spec.INDICATOR_SHEET), contents)
    draw_notes(ink, ink.sheet(form_spec.NOTES_SHEET), contents)
    if extra and first:
        extra.draw(ink, first, places)
    _marker(ink, contents)
    return ink.bytes()


def _marker(ink: Ink, contents: Contents) -> None:
    """Write the hidden sheet by which the file is recognised whatever it is renamed to."""
    sheet = ink.sheet(form_spec.MARKER_SHEET)
    facts = {
        "form": form_spec.FORM_VERSION,
        "kind": contents.kind,
        "unit": contents.unit.id,
        "month": str(contents.month),
        "catalogue": contents.catalogue.version,
    }
    for row, key in enumerate(form_spec.MARKER_KEYS):
        ink.put(sheet, (row, 0), key, "hidden")
        ink.put(sheet, (row, 1), facts[key], "hidden")
    sheet.protect()
    sheet.hide()
