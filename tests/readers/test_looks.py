"""What a file holds and nobody sees, or sees otherwise: words in the colour behind them, conditional number formats."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, get_args

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from minsheng_cli.readers.grids import open_grids
from minsheng_cli.readers.markup import alike, words_of_page
from office import Format, Office
from workbooks import workbook as raw

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng_cli.model import Grid


def solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def rich(words: str, colour: str) -> CellRichText:
    return CellRichText([TextBlock(InlineFont(color=Color(rgb=colour)), words)])


WHITE, GREY = "FFFFFFFF", "FFD9D9D9"
LOOKS: dict[str, tuple[Any, Font, PatternFill | None, str]] = {
    "A1": (1200, Font(color=WHITE), None, "faded"),
    "A2": ("白字", Font(color=WHITE), solid(WHITE), "faded"),
    "A3": ("白字蓝底", Font(color=WHITE), solid("FF0000FF"), "text"),
    "A4": ("灰字灰底", Font(color=GREY), solid(GREY), "faded"),
    "A5": ("灰字", Font(color=GREY), None, "text"),
    "A6": ("几乎白字", Font(color="FFF8F8F8"), None, "faded"),
    "A7": ("主题白字", Font(color=Color(theme=0)), None, "faded"),
    "A8": ("主题黑字", Font(color=Color(theme=1)), None, "text"),
    "A9": ("索引白字", Font(color=Color(indexed=9)), None, "faded"),
    "B1": ("白字花底", Font(color=WHITE), PatternFill("gray125"), "text"),
    "B2": ("平常", Font(), None, "text"),
    "B4": (rich("12", "FFFF0000"), Font(color=WHITE), None, "text"),
    "B5": (rich("12", WHITE), Font(), None, "faded"),
    "B6": (rich("1200", "FF000000") + rich("3", WHITE), Font(), None, "faded"),
    "B7": (rich("1200", WHITE), Font(), solid("FF0000FF"), "text"),
    "C1": ("底色未写明", Font(), PatternFill("solid", fgColor=Color(indexed=64)), "text"),
    "B3": ("深些的白", Font(color=Color(theme=0, tint=-0.5)), None, "text"),
}


def workbook() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for at, (value, font, fill, _) in LOOKS.items():
        sheet[at], sheet[at].font = value, font
        if fill:
            sheet[at].fill = fill
    others: dict[str, Any] = {"D1": 5, "D2": "字", "E1": 5, "F1": 5}
    for at, value in others.items():
        sheet[at] = value
    for area, code in (("D1:D9", '0"万元"'), ("E1", "0.00"), ("G1", '0"万元"')):
        look = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode=code))
        sheet.conditional_formatting.add(area, Rule(type="cellIs", operator="greaterThan", formula=["0"], dxf=look))
    head, foot = sheet.oddHeader, sheet.oddFooter
    assert head is not None
    assert foot is not None
    head.center.text, foot.right.text = "单位：亿元", "第&P页"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def holds(grid: Grid, fmt: str, *, resaved: bool = False) -> None:
    for at, (_, _, _, kind) in LOOKS.items():
        if resaved and at == "C1":  # LibreOffice makes black of a colour that was left open, under black words
            continue
        cell = grid.cells[int(at[1]), ord(at[0]) - 64]
        assert cell.kind.replace("number", "text") == kind, (fmt, at)
    if fmt != "xls":  # whose conditional formats have no number format
        assert (grid.cells[1, 4].text, grid.cells[1, 4].kind) == ('5（条件格式为0"万元"）', "format")
    assert [grid.cells[at].kind for at in ((2, 4), (1, 5), (1, 6))] == ["text", "number", "number"]
    assert grid.running[0] == "单位：亿元"


def test_what_nobody_sees_as_it_is_stored() -> None:
    (grid,) = open_grids(workbook()).grids
    holds(grid, "xlsx")


def test_a_condition_in_excels_later_way() -> None:
    rule = (
        '<extLst><ext><x:conditionalFormattings xmlns:x="x"><x:conditionalFormatting><x:cfRule><x:dxf>'
        '<x:numFmt numFmtId="9" formatCode="0&quot;亿元&quot;"/></x:dxf></x:cfRule>'
        "<sqref>A1:A2 C1</sqref></x:conditionalFormatting>"
        "</x:conditionalFormattings><dataValidation><sqref>B1</sqref></dataValidation></ext></extLst>"
    )
    cells = '<row r="1"><c r="A1"><v>5</v></c><c r="B1"><v>5</v></c><c r="C1"><v>5</v></c></row>'
    (grid,) = open_grids(raw(sheet=f"<worksheet><sheetData>{cells}</sheetData>{rule}</worksheet>")).grids
    assert [grid.cells[1, col].kind for col in (1, 2, 3)] == ["format", "number", "format"]


@pytest.mark.office
def test_the_same_after_libreoffice_saved_it(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook())
    for fmt in get_args(Format):
        (grid,) = open_grids(office.resave(path, tmp_path / f"saved.{fmt}", fmt).read_bytes()).grids
        holds(grid, fmt, resaved=True)


@pytest.mark.parametrize(
    ("ink", "paper", "same"),
    [("FFFFFF", "ffffff", True), ("F0F0F0", "FFFFFF", True), ("E0E0E0", "FFFFFF", False), ("theme 4", "theme 4", True),
     ("theme 4", "FFFFFF", False), ("", "FFFFFF", False), ("FFFF", "FFFFFF", False)],
)  # fmt: skip
def test_colours_that_are_one_to_the_eye(ink: str, paper: str, same: bool) -> None:  # noqa: FBT001
    assert alike(ink, paper) is same


def test_the_words_of_a_page_without_what_lays_them_out() -> None:
    assert words_of_page('&L&"宋体,加粗"&12单位：&KFF0000万元&R第 &P 页') == "单位： 万元 第 页"
