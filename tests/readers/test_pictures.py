"""What pictures and text boxes say is read by nobody, so that they are there has to be said."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, get_args

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
