"""What pictures and text boxes say is read by nobody, so that they are there has to be said."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, get_args
from zipfile import ZipFile

import docx
import pytest
from openpyxl import Workbook
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from minsheng_cli.readers.grids import open_grids
from office import Format, Office
from word import saved

if TYPE_CHECKING:
    from pathlib import Path


def png() -> BytesIO:
    out = BytesIO()
    Picture.new("RGB", (8, 8), "red").save(out, "PNG")
    out.seek(0)
    return out


def workbook(*, pictured: bool) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "工作进展"
    if pictured:
        sheet.add_image(Image(png()), "B2")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("pictured", [True, False])
def test_pictures_in_a_workbook(office: Office, tmp_path: Path, pictured: bool) -> None:  # noqa: FBT001
    expected = ("pictures",) if pictured else ()
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook(pictured=pictured))
    assert open_grids(path.read_bytes()).notes == expected
    for fmt in get_args(Format):
        if fmt != "xls":  # what is drawn there is not looked at
            saved = office.resave(path, tmp_path / f"saved.{fmt}", fmt)
            assert open_grids(saved.read_bytes()).notes == expected, fmt


def test_pictures_and_text_boxes_in_a_document() -> None:
    document = docx.Document()
    document.add_paragraph("工作进展")
    assert open_grids(saved(document)).notes == ()
    document.add_picture(png())
    assert open_grids(saved(document)).notes == ("pictures",)


ANCHOR = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><xdr:twoCellAnchor>'
    "<xdr:from><xdr:col>0</xdr:col><xdr:row>1</xdr:row></xdr:from><xdr:to><xdr:col>{}</xdr:col><xdr:row>{}</xdr:row></xdr:to>"
    "<xdr:{}/></xdr:twoCellAnchor></xdr:wsDr>"
)


@pytest.mark.parametrize(
    ("element", "col", "row", "cells"),
    [("pic", 2, 2, 6), ("contentPart", 5, 1, 6), ("cxnSp", 5, 1, 6), ("sp", 5, 1, 0), ("pic", 99, 99, 0)],
)
def test_what_is_laid_over_several_cells_is_over_each(element: str, col: int, row: int, cells: int) -> None:
    """A photograph, ink or a line; a frame around cells hides nothing, and a background is of no cell."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook(pictured=True))) as old, ZipFile(out, "w") as new:
        for entry in old.infolist():
            is_drawing = entry.filename.startswith("xl/drawings/drawing")
            new.writestr(entry.filename, ANCHOR.format(col, row, element) if is_drawing else old.read(entry))
    (grid,) = open_grids(out.getvalue()).grids
    assert len(grid.drawn) == cells
    assert all(1 <= c <= col + 1 and 2 <= r <= row + 1 for r, c in grid.drawn)
