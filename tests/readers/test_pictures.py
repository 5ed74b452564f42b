"""What pictures and text boxes say is read by nobody, so that they are there has to be said."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, get_args
from zipfile import ZipFile

import docx
import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor, TwoCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from PIL import Image as Picture

from minsheng_cli.readers.grids import open_grids
from office import Format, Office
from word import saved

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng_cli.model import Grid


def png() -> BytesIO:
    out = BytesIO()
    Picture.new("RGB", (8, 8), "red").save(out, "PNG")
    out.seek(0)
    return out


def workbook(*, pictured: bool) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["F3"] = "工作进展", "完成投资"
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


WORKSHEET = "<wsDr><{0}>{1}{2}</{0}></wsDr>"
TO = "<from><col>0</col><row>1</row></from><to><col>{}</col><row>{}</row></to>"
SIZED = '<from><col>1</col><colOff>0</colOff><row>1</row><rowOff>0</rowOff></from><ext cx="{}" cy="{}"/>'
END = "<col>1</col><colOff>{0}</colOff><row>1</row><rowOff>{0}</rowOff>"
ENDS = f"<from>{END.format(0)}</from><to>{END}</to>"
POINT = 12_700
FILLED = "<spPr><solidFill/>{}</spPr>"
SEEN_THROUGH = '<spPr><solidFill><srgbClr val="FFFF00"><alpha val="40000"/></srgbClr></solidFill></spPr>'
STYLED = '<style><fillRef idx="{}"/></style>'


def over(shape: str, anchor: str = TO.format(5, 1), kind: str = "twoCellAnchor") -> Grid:
    """Return a sheet used as far as F3 with something laid over it."""
    out = BytesIO()
    drawing = WORKSHEET.format(kind, anchor, shape)
    with ZipFile(BytesIO(workbook(pictured=True))) as old, ZipFile(out, "w") as new:
        for entry in old.infolist():
            is_drawing = entry.filename.startswith("xl/drawings/drawing")
            new.writestr(entry.filename, drawing if is_drawing else old.read(entry))
    (grid,) = open_grids(out.getvalue()).grids
    return grid


@pytest.mark.parametrize(
    ("element", "col", "row", "cells"),
    [
        ("pic", 2, 2, 6), ("contentPart", 5, 1, 6), ("cxnSp", 5, 1, 6), ("graphicFrame", 5, 1, 6), ("sp", 5, 1, 0),
        ("pic", 999, 999, 12),
    ],
)  # fmt: skip
def test_what_is_laid_over_several_cells_is_over_each(element: str, col: int, row: int, cells: int) -> None:
    """A photograph, ink, a line or a chart, as far as the sheet is used; a frame around cells hides nothing."""
    drawn = over(f"<{element}/>", TO.format(col, row)).drawn
    assert len(drawn) == cells
    assert all(1 <= c <= col + 1 and 2 <= r <= row + 1 for r, c in drawn)


@pytest.mark.parametrize(
    ("shape", "hides"),
    [
        (FILLED.format(""), True), ("<spPr><gradFill/></spPr>", True), (FILLED.format("<ln><noFill/></ln>"), True),
        ("<spPr><noFill/></spPr>", False), ("<spPr><ln><solidFill/></ln></spPr>", False),
        ("<spPr/>" + STYLED.format(1), True), ("<spPr/>" + STYLED.format(0), False),
        ("<spPr><noFill/></spPr>" + STYLED.format(1), False), (SEEN_THROUGH + STYLED.format(1), False),
    ],
)  # fmt: skip
def test_a_frame_that_is_filled_hides_what_is_below_it(shape: str, hides: bool) -> None:  # noqa: FBT001
    assert len(over(f"<grpSp><sp>{shape}</sp></grpSp>").drawn) == (6 if hides else 0)


@pytest.mark.parametrize(
    ("kind", "anchor", "cells"),
    [
        ("oneCellAnchor", SIZED.format(10 * POINT, 10 * POINT), {(2, 2)}),
        ("oneCellAnchor", SIZED.format(200 * POINT, 20 * POINT), {(r, c) for r in (2, 3) for c in range(2, 7)}),
        ("absoluteAnchor", f'<pos x="0" y="0"/><ext cx="{40 * POINT}" cy="{40 * POINT}"/>', {(1, 1), (2, 1), (3, 1)}),
    ],
)
def test_a_picture_that_says_only_its_size_lies_over_what_it_reaches(
    kind: str, anchor: str, cells: set[tuple[int, int]]
) -> None:
    assert set(over("<pic/>", anchor, kind).drawn) == cells


@pytest.mark.parametrize(
    ("anchor", "shape", "kind", "seen"),
    [
        (TO.format(5, 1), '<pic><cNvPr hidden="1"/></pic>', "twoCellAnchor", False),
        (TO.format(5, 1), '<grpSp><cNvPr/><pic><cNvPr hidden="1"/></pic></grpSp>', "twoCellAnchor", True),
        (ENDS.format(0), "<pic/>", "twoCellAnchor", False),
        (ENDS.format(9), "<pic/>", "twoCellAnchor", True),
        (SIZED.format(0, 0), "<pic/>", "oneCellAnchor", False),
    ],
)
def test_what_is_hidden_or_has_no_size_lies_over_nothing(anchor: str, shape: str, kind: str, seen: bool) -> None:  # noqa: FBT001
    assert bool(over(shape, anchor, kind).drawn) == seen


@pytest.mark.parametrize("fmt", get_args(Format))
def test_the_same_after_libreoffice_saved_it(office: Office, tmp_path: Path, fmt: Format) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in range(1, 13):
        for col in range(1, 10):
            sheet.cell(row, col).value = row * col
    one: Any = Image(png())
    other: Any = Image(png())
    sheet.add_image(one)
    sheet.add_image(other)
    one.anchor = TwoCellAnchor(_from=AnchorMarker(col=1, row=1), to=AnchorMarker(col=4, row=3))
    other.anchor = OneCellAnchor(_from=AnchorMarker(col=6, row=1), ext=XDRPositiveSize2D(100 * POINT, 60 * POINT))
    chart: Any = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    chart.anchor = TwoCellAnchor(_from=AnchorMarker(col=1, row=6), to=AnchorMarker(col=4, row=9))
    sheet.add_chart(chart)
    path = tmp_path / "表.xlsx"
    book.save(path)
    (grid,) = open_grids(office.resave(path, tmp_path / f"saved.{fmt}", fmt).read_bytes()).grids
    for place in ((2, 2), (3, 4), (2, 7), (4, 8), (8, 3)):
        assert place in grid.drawn, place
    for place in ((1, 1), (5, 2), (2, 6), (7, 1), (12, 9)):
        assert place not in grid.drawn, place
