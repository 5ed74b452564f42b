"""Drawing a unit's form: the official table, the optional indicators, the notes, and the hidden marker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import form_spec
from minsheng_cli.form.drawing.contents import Contents, Key, Mark, Value, number_or_text
from minsheng_cli.form.drawing.indicators import draw_indicators
from minsheng_cli.form.drawing.notes import draw_notes
from minsheng_cli.form.drawing.page import FormBook
from minsheng_cli.form.drawing.table import draw_table
from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from minsheng_cli.form.drawing.page import FormPage

__all__ = ["Contents", "Extra", "Key", "Mark", "Value", "draw", "number_or_text"]


@dataclass(frozen=True)
class Extra:
    """A sheet of the caller's, put first; drawn once it is known where each cell of the form went."""

    name: str
    draw: Callable[[FormPage, Mapping[Key, str]], None]


def draw(contents: Contents, extra: Extra | None = None) -> bytes:
    """Return the form as an .xlsx file; the same contents give the same bytes."""
    book = FormBook(contents)
    first = book.page(extra.name) if extra else None
    places = draw_table(book.page(form_spec.SHEET), contents)
    places |= draw_indicators(book.page(form_spec.INDICATOR_SHEET), contents)
    draw_notes(book.page(form_spec.NOTES_SHEET), contents)
    if extra and first:
        extra.draw(first, places)
    _marker(book.page(form_spec.MARKER_SHEET), contents)
    return book.bytes()


def _marker(page: FormPage, contents: Contents) -> None:
    """Write the hidden sheet by which the file is recognised whatever it is renamed to."""
    facts = {
        "form": form_spec.FORM_VERSION,
        "kind": contents.kind,
        "unit": contents.unit.id,
        "month": str(contents.month),
        "catalogue": contents.catalogue.version,
    }
    for row, key in enumerate(form_spec.MARKER_KEYS):
        page.put((row, 0), key, "hidden")
        page.put((row, 1), facts[key], "hidden")
    page.sheet.protect()
    page.sheet.hide()
