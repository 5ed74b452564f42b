"""A returned 整改情况反馈表: what a unit answers to its supervision cases, found by the number of each.

Pure, and behind the wall. The form is the second page of the 督办单 we write: a table headed 督办编号 … one row a case.
It may come back in the 督办单, alone, or copied into a workbook; columns are found by their headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.form.reading.sheets import laid_out
from minsheng_cli.form_spec import CASE_NUMBER, REPLY_COLUMNS, case_number
from minsheng_cli.model import ParsedReply
from minsheng_cli.nouns import replace
from minsheng_cli.text.fold import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.form.reading.sheets import Sheet
    from minsheng_cli.model import Grid, Located

_NAMES = {fold(name): c.key for c in REPLY_COLUMNS for name in (c.header, *c.aliases)}
_HEADER = 60  # characters a header has at the most; longer cells are prose, and folding them all would cost seconds
_ROWS = 200  # a unit has a handful of cases


def replies(grids: tuple[Grid, ...]) -> tuple[ParsedReply, ...]:
    """Return each row of every reply form in a file; () where there is none. Also rows nobody has filled in."""
    return tuple(reply for grid in grids if not grid.hidden and _names_a_case(grid) for reply in _read(laid_out(grid)))


def _names_a_case(grid: Grid) -> bool:
    """Whether a case may be named anywhere on a sheet, at a glance: most files are returns, and name none."""
    return any(CASE_NUMBER[0] in cell.text for cell in grid.cells.values())


def _read(sheet: Sheet) -> Iterator[ParsedReply]:
    columns: dict[str, int] = {}
    for row in sheet.order:
        here = {
            _NAMES[name]: col
            for col in sheet.own(row)
            if len(text := sheet.text(row, col)) <= _HEADER and (name := fold(text)) in _NAMES
        }
        if {"number", "measures"} <= here.keys():
            columns, last = here, row + _ROWS
            continue
        if not columns or row > last:
            continue
        number = case_number(sheet.text(row, columns["number"]))
        if number:
            cells: dict[str, Located] = {key: _cleaned(sheet.located(row, col)) for key, col in columns.items()}
            yield ParsedReply(number, cells)


def _cleaned(cell: Located) -> Located:
    return replace(cell, text=clean(cell.text))
