"""A form filled in cell by cell is the one that openpyxl would have saved: the same cells, read alike."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from hand import INDICATORS, Form, filled
from minsheng_cli.form import blank
from minsheng_cli.model import Month
from minsheng_cli.readers.grids import open_grids

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue

APRIL = Month(2025, 4)
TYPED = {
    "progress": "=1+1 <b>甲&amp;乙</b> \"'\n二、\t三  ", "investment": 1234.5678, "problems": " 前后 ", "next_steps": 7,
    "contact": None,
}  # fmt: skip


def by_hand(form: Form) -> Form:
    form.fill()
    project = next(iter(form.rows))
    form.write(project, **TYPED)
    texts = form.texts(INDICATORS)
    asked = [(said, texts[row, 2]) for (row, col), said in texts.items() if col == 1 and said in form.rows]
    for number, (name, indicator) in enumerate(asked):
        form.count(name, indicator.strip().removeprefix("其中："), 12.5 if number % 2 else number)
    return form.sign(head="示例<丁>")


def cells(data: bytes) -> dict[str, list[Any]]:
    book = load_workbook(BytesIO(data))
    return {s.title: [(c.coordinate, c.value, c.data_type, c.number_format) for r in s for c in r] for s in book}


@pytest.mark.parametrize("unit", ["区教委", "区水利局", "区民政局"])
def test_one_cell_after_the_other_or_the_whole_book(catalogue: Catalogue, unit: str) -> None:
    issued = blank.render(catalogue, unit, APRIL, {}, None)
    one, whole = by_hand(Form(issued)), Form(issued)
    assert len(whole.book.worksheets) == 4
    assert one.whole is None
    assert one.columns == whole.columns
    kept, saved = one.bytes(), by_hand(whole).bytes()
    assert cells(kept) == cells(saved) != cells(issued)
    grids = [replace(open_grids(data), modified="") for data in (kept, saved)]
    assert [g.cells for g in grids[0].grids] == [g.cells for g in grids[1].grids]


def test_what_is_no_workbook_of_ours_is_filled_in_too(catalogue: Catalogue) -> None:
    saved = Form(blank.render(catalogue, "区教委", APRIL, {}, None))
    assert saved.book
    again = Form(saved.bytes())
    assert again.whole is not None
    assert cells(again.fill().bytes()) == cells(filled(blank.render(catalogue, "区教委", APRIL, {}, None)))
