"""The marked form: what a unit sent, in a fresh form, each fault marked where it is to be mended.

It can be filled in and collected again like any blank. The list of faults stands on a sheet of its own, first in the
file, each line with a link to its cell in this form and the address it had in the unit's own file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import form_spec
from minsheng_cli.form.drawing import Contents, Extra, Key, draw
from minsheng_cli.form.feedback.faults import MarkedFault, gather, marks
from minsheng_cli.form.feedback.list_sheet import draw_list
from minsheng_cli.form.feedback.refill import refill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.form.drawing.page import FormPage
    from minsheng_cli.model import Catalogue, CheckedReturn, Entry, Month


__all__ = ["MarkedFault", "gather", "render"]


def render(  # noqa: PLR0913, PLR0917 - what the marked form is made from
    catalogue: Catalogue,
    checked: CheckedReturn,
    previous: Mapping[tuple[str, str], Entry],
    previous_month: Month | None,
    file_name: str,
    change: str = "",
) -> bytes:
    """Return the marked workbook for a judged return, the same bytes for the same arguments.

    ``previous`` holds the entries of ``previous_month`` by (project id, unit id), shown for reference; ``file_name``
    is what the unit called its file,
    ``change`` how it compares with the one before. KeyError for a unit that the catalogue does not know.
    """
    done = checked.unit_return
    unit = catalogue.unit(done.unit)
    faults = gather(checked, catalogue)
    filled = refill(checked, catalogue)
    contents = Contents(
        catalogue, unit, done.month, "feedback", previous, previous_month,
        values=filled.values,
        marks=marks(done, faults, filled.left_out, catalogue.form.asked_keys),
    )  # fmt: skip

    def draw_first(page: FormPage, places: Mapping[Key, str]) -> None:
        draw_list(page, contents, faults, places, f"原文件：{file_name}", change)

    return draw(contents, Extra(form_spec.FAULT_SHEET, draw_first))
