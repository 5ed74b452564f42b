"""Formats other than .xlsx, saved by LibreOffice: .xls, .et, .ods and .docx read like their .xlsx selves."""

from __future__ import annotations

import re
import shutil
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from PIL import Image as Picture

from conftest import lay_list
from hand import Form, filled
from minsheng_cli.errors import SubmissionError, Unreadable, Unsupported
from minsheng_cli.form.reading.parse import parse
from minsheng_cli.readers.grids import open_grids
from minsheng_cli.tasks.collect import collect
from minsheng_cli.workspace import Workspace
from word import saved, typed

if TYPE_CHECKING:
    from pathlib import Path

    from office import Office

pytestmark = pytest.mark.office


FILTERS = {"xls": "MS Excel 97", "ods": "calc8", "docx": "MS Word 2007 XML"}


def saved_as(office: Office, fmt: str, folder: Path, files: list[Path]) -> Path:
    """Save files in another format by LibreOffice."""
    out = folder / fmt
    out.mkdir()
    for path in files:
        office.convert(path, out / f"{path.stem}.{fmt}", FILTERS[fmt])
    return out


@pytest.fixture(scope="module", params=[4, pytest.param(1, marks=pytest.mark.exhaustive)], ids=["few", "all"])
def old(
    request: pytest.FixtureRequest, _issued_to_all: Path, tmp_path_factory: pytest.TempPathFactory, office: Office
) -> Path:
    """A workspace with April's returns filled in, of every fourth unit or of all, and a sheet of oddities.

    Saved as .xlsx, as old formats and as Word tables.
    """
    root = tmp_path_factory.mktemp("old")
    shutil.copytree(_issued_to_all, root, dirs_exist_ok=True)
    (root / "xlsx").mkdir()
    for path in sorted(root.glob("2025-04/下发/*.xlsx"))[:: request.param]:
        (root / "xlsx" / path.name).write_bytes(filled(path.read_bytes()))
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "怪"
    values: dict[str, Any] = {
        "A1": 0.9,
        "A2": 45771,
        "A3": "=1/0",
        "A4": True,
        "A5": "删",
        "A6": 1200.5,
        "B7": "并",
    }
    for address, value in values.items():
        sheet[address] = value
    sheet["A1"].number_format, sheet["A2"].number_format, sheet["A5"].font = "0%", "yyyy-mm-dd", Font(strike=True)
    sheet.merge_cells("B7:C8")
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet["D1"] = "藏"
    book.create_sheet("隐").sheet_state = "hidden"
    book.save(root / "odd.xlsx")
    files = sorted((root / "xlsx").iterdir())
    for fmt in ("xls", "ods"):
        saved_as(office, fmt, root, [*files, root / "odd.xlsx"])
    (root / "word").mkdir()
    for path in files:
        (root / "word" / f"{path.stem}.docx").write_bytes(saved(typed(Form(path.read_bytes()))))
    saved_as(office, "docx", root, sorted((root / "word").iterdir()))
    return root


@pytest.mark.parametrize("fmt", ["xls", "ods", "docx"])
def test_every_return_reads_as_its_xlsx_self(old: Path, fmt: str) -> None:
    both = [(p, old / fmt / f"{p.stem}.{fmt}") for p in sorted((old / "xlsx").iterdir())]
    assert both
    for new_path, old_path in both:
        (new,), (read,) = (parse(open_grids(p.read_bytes()).grids) for p in (new_path, old_path))
        assert [{f: c.text for f, c in r.cells.items()} for r in read.rows] == [
            {f: c.text for f, c in r.cells.items()} for r in new.rows
        ]
        assert (read.head, read.preparer) != (None, None)
        if fmt != "docx":  # a document has addresses, hidden keys and indicators of its own, or none
            assert [r.cells["progress"].ref for r in read.rows] == [r.cells["progress"].ref for r in new.rows]
            assert [[c.text for c in i.cells.values()] for i in read.indicators] == [
                [c.text for c in i.cells.values()] for i in new.indicators
            ]


@pytest.mark.parametrize("fmt", ["xls", "ods", "docx"])
def test_a_whole_month(old: Path, tmp_path: Path, fmt: str) -> None:
    root = lay_list(tmp_path / "w")
    shutil.copytree(old / "2025-04/下发", root / "2025-04/下发")
    for path in (old / fmt).glob(f"附件2*.{fmt}"):
        target = root / "2025-04/回收" / path.with_suffix(".et" if "教委" in path.name else f".{fmt}").name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    record = collect(Workspace.at(root), "2025-04").record
    files = list((root / "2025-04/回收").iterdir())
    assert [(f.outcome, f.findings) for f in record.files] == [("accepted", ())] * len(files)
    assert len(files) == len(list((old / "xlsx").iterdir()))
    assert len(record.entries) == 28 if len(files) == 17 else len(record.entries) > len(files)


@pytest.mark.parametrize("fmt", ["xls", "ods"])
def test_every_kind_of_value(old: Path, fmt: str) -> None:
    grid, hidden = open_grids((old / fmt / f"odd.{fmt}").read_bytes()).grids
    said = {at: (c.text, c.kind) for at, c in grid.cells.items()}
    assert said == {
        (1, 1): ("90%", "percent"),
        (2, 1): ("2025-04-24", "date"),
        (3, 1): ("#DIV/0!", "error"),
        (4, 1): ("1（显示为TRUE）", "format") if fmt == "ods" else ("TRUE", "bool"),  # as LibreOffice passes it on
        (5, 1): ("删", "text"),
        (6, 1): ("1200.5", "number"),
        (7, 2): ("并", "text"),
        (1, 4): ("藏", "text"),
    }
    assert grid.cells[5, 1].struck
    assert grid.merges == ((7, 2, 8, 3),)
    assert (set(grid.hidden_rows), set(grid.hidden_cols)) == ({6}, {4})
    assert (grid.hidden, hidden.hidden) == (False, True)


BOX = (
    "<xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col><xdr:colOff>9</xdr:colOff><xdr:row>6</xdr:row><xdr:rowOff>9"
    "</xdr:rowOff></xdr:from><xdr:to><xdr:col>4</xdr:col><xdr:colOff>9</xdr:colOff><xdr:row>7</xdr:row><xdr:rowOff>9"
    '</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="9" name="b"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>'
    '<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/>'
    "<a:p><a:r><a:t>另有５项</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>"
)


def test_where_drawings_lie_on_an_old_sheet(tmp_path: Path, office: Office) -> None:
    """Somebody who pastes a screenshot over an amount leaves the cell below empty."""
    book, image = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    sheet["A1"] = "甲"
    sheet["B2"].comment = Comment("一条批注", "示例")
    Picture.new("RGB", (8, 8), "red").save(image, "PNG")
    sheet.add_image(Image(image), "C5")
    made, out = BytesIO(), BytesIO()
    book.save(made)
    spaces = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "xl/drawings/drawing1.xml":
                inside = data.decode().partition("<oneCellAnchor>")[2].rpartition("</wsDr>")[0]
                one = re.sub(r"<(/?)(?=[a-zA-Z])(?!a:)", r"<\1xdr:", f"<oneCellAnchor>{inside}")
                main = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
                data = f"<xdr:wsDr {spaces} {main}>{one}{BOX}</xdr:wsDr>".encode()
            after.writestr(name, data)
    (tmp_path / "a.xlsx").write_bytes(out.getvalue())
    old = saved_as(office, "xls", tmp_path, [tmp_path / "a.xlsx"]) / "a.xls"
    read = open_grids(old.read_bytes())
    assert read.grids[0].drawn == {(5, 3): "", (7, 4): "另有５项"}
    assert read.notes == ("pictures",)


def test_damaged_files_get_a_sentence(old: Path) -> None:
    data = (old / "xls/odd.xls").read_bytes()
    for cut in (600, len(data) // 2):
        with pytest.raises(SubmissionError):
            open_grids(data[:cut])
    with pytest.raises((Unreadable, Unsupported)):
        open_grids(data[:512] + b"\xff" * (len(data) - 512))
