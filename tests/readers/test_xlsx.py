"""The streaming reader: exact on honest workbooks, whoever saved them; one sentence on hostile ones."""

from __future__ import annotations

import re
import struct
import zipfile
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

from conftest import few_or_all
from minsheng_cli.errors import Encrypted, SubmissionError, TooLarge, Unreadable
from minsheng_cli.model import Cell, Grid
from minsheng_cli.readers import package as packages
from minsheng_cli.readers import xlsx
from minsheng_cli.readers.grids import open_grids
from workbooks import RELS, STRICT, STRICT_RELS, package, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from office import Office


def sheet_of(data: bytes) -> Grid:
    (grid,) = open_grids(data).grids
    return grid


def cells_of(data: bytes) -> dict[str, tuple[str, str]]:
    return {f"{chr(64 + col)}{row}": (cell.text, cell.kind) for (row, col), cell in sheet_of(data).cells.items()}


def row(*cells: str, attributes: str = 'r="1"') -> str:
    return f"<row {attributes}>{''.join(cells)}</row>"


# ---------------------------------------------------------------- honest workbooks, three writers

VALUES: dict[str, Any] = {
    "A1": "工作进展",
    "B1": "第一行\n第二行",
    "C1": 120.5,
    "D1": 0.1 + 0.2,
    "E1": 100000,
    "F1": -3,
    "G1": True,
    "H1": "=看起来像公式",
    "A2": "  前后有空格  ",
    "B2": "𠮷野家😀",
    "C2": 1e15,
    "D2": 0.000001,
    "E2": "a & b < c",
    "F2": "_x0041_",
}
READ = {
    "A1": ("工作进展", "text"),
    "B1": ("第一行\n第二行", "text"),
    "C1": ("120.5", "number"),
    "D1": ("0.3", "number"),
    "E1": ("100000", "number"),
    "F1": ("-3", "number"),
    "G1": ("TRUE", "bool"),
    "H1": ("=看起来像公式", "text"),
    "A2": ("  前后有空格  ", "text"),
    "B2": ("𠮷野家😀", "text"),
    "C2": ("1000000000000000", "number"),
    "D2": ("0.000001", "number"),
    "E2": ("a & b < c", "text"),
    "F2": ("_x0041_", "text"),
}


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for address, value in VALUES.items():
        sheet[address] = value
        if isinstance(value, str):
            sheet[address].data_type = "s"
    sheet["F2"] = "_x005F_x0041_"  # how the format spells a literal _x0041_
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def by_xlsxwriter() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for address, value in VALUES.items():
            sheet.write(address, value)
        sheet.conditional_format("A1:A1", {"type": "no_blanks"})
    return out.getvalue()


def resaved(data: bytes, folder: Path, office: Office) -> bytes:
    (folder / "in.xlsx").write_bytes(data)
    return office.resave(folder / "in.xlsx", folder / "out.xlsx").read_bytes()


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_every_kind_of_value_is_read_exactly(write: Any) -> None:
    assert cells_of(write()) == READ


@pytest.mark.office
def test_the_same_after_libreoffice_saved_it(tmp_path: Path, office: Office) -> None:
    assert cells_of(resaved(by_xlsxwriter(), tmp_path, office)) == READ


def test_formats_merges_and_what_is_hidden() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("附件2")
        formats = {
            "A1": (45777, "yyyy-mm-dd", "2025-04-30", "date"),
            "A2": (45777, 'yyyy"年"m"月"d"日"', "2025-04-30", "date"),
            "A3": (45777.5, "yyyy/m/d h:mm", "2025-04-30T12:00:00", "date"),
            "A4": (0.9, "0%", "90%", "percent"),
            "A5": (0.125, "0.0%", "12.5%", "percent"),
            "A6": (120.5, '#,##0.00"万元"', "120.5万元", "text"),
            "A7": (120.5, "#,##0.00_);[Red](#,##0.00)", "120.5", "number"),
            "A8": (3, '0"户"', "3户", "text"),
            "A9": (0.5, "h:mm", "12:00:00", "date"),
        }
        for address, (value, code, _, _) in formats.items():
            sheet.write(address, value, book.add_format({"num_format": code}))
        sheet.write("B1", "划掉", book.add_format({"font_strikeout": True}))
        sheet.merge_range("C1:D3", "合并")
        sheet.write("E5", "隐藏行")
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column("F:G", None, None, {"hidden": True})
        sheet.write_formula("H1", "=1+1", None, 2)
        sheet.write_formula("H2", "=A1", None, "结果")
        sheet.write_formula("H3", "=1/0", None, "#DIV/0!")
        book.add_worksheet("藏起来的").hide()
        book.set_properties({"created": datetime(2025, 4, 1)})  # noqa: DTZ001 - XlsxWriter takes naive times
    opened = open_grids(out.getvalue())
    grid, other = opened.grids
    cells = {f"{chr(64 + col)}{row}": cell for (row, col), cell in grid.cells.items()}
    for address, (_, _, text, kind) in formats.items():
        assert (cells[address].text, cells[address].kind) == (text, kind), address
    assert cells["B1"].struck
    assert not cells["A1"].struck
    assert grid.merges == ((1, 3, 3, 4),)
    assert grid.hidden_rows == {5}
    assert {6, 7} <= grid.hidden_cols
    assert cells["H1"] == Cell("2", "number", formula="=1+1")
    assert cells["H2"] == Cell("结果", "text", formula="=A1")
    assert cells["H3"] == Cell("#DIV/0!", "error", formula="=1/0")
    assert (grid.hidden, other.hidden, other.sheet) == (False, True, "藏起来的")
    assert opened.modified.startswith("2025-04-01")


@pytest.mark.parametrize("number", [*range(27, 37), *range(50, 59), 14, 22, 57])
def test_built_in_chinese_date_formats(number: int) -> None:
    styles = f'<cellXfs><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs>'
    data = workbook(row('<c r="A1" s="1"><v>45777</v></c>'), styles=styles)
    assert cells_of(data) == {"A1": ("2025-04-30", "date")}


def test_the_1904_calendar_and_the_29th_of_february_1900() -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    book = '<workbookPr date1904="true"/>'
    one = workbook(row('<c r="A1" s="0"><v>44315</v></c>'), styles=styles, book=book)
    assert cells_of(one) == {"A1": ("2025-04-30", "date")}
    two = workbook(row('<c r="A1" s="0"><v>59</v></c>', '<c r="B1" s="0"><v>61</v></c>'), styles=styles)
    assert cells_of(two) == {"A1": ("1900-02-28", "date"), "B1": ("1900-03-01", "date")}


# ---------------------------------------------------------------- odd, but legal


def test_cells_and_rows_without_addresses() -> None:
    data = workbook("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert cells_of(data) == {"A1": ("1", "number"), "B1": ("2", "number"), "A2": ("3", "number")}


def test_prefixed_and_strict_namespaces() -> None:
    rows = '<x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t>内容</x:t></x:is></x:c></x:row>'
    assert cells_of(workbook(rows, prefix="x")) == {"B2": ("内容", "text")}
    assert cells_of(workbook(row('<c r="A1"><v>7</v></c>'), main=STRICT, rels=STRICT_RELS)) == {"A1": ("7", "number")}


def test_rich_text_without_its_phonetics() -> None:
    strings = "<si><r><t>重</t></r><r><rPr/><t>庆</t></r><rPh sb='0' eb='1'><t>zhong</t></rPh></si><si><t/></si>"
    data = workbook(row('<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>'), strings=strings)
    assert cells_of(data) == {"A1": ("重庆", "text")}


def test_a_raised_digit_is_no_digit_of_the_figure() -> None:
    runs = '<r><t>1200</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r><r><t>万元</t></r>'
    area = '<r><t>8m</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r>'
    inline = row(f'<c r="A1" t="inlineStr"><is>{runs}</is></c>', f'<c r="B1" t="inlineStr"><is>{area}</is></c>')
    assert cells_of(workbook(inline)) == {"A1": ("1200¹万元", "text"), "B1": ("8m2", "text")}
    shared = row('<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>')
    assert cells_of(workbook(shared, strings=f"<si>{runs}</si><si>{area}</si>")) == cells_of(workbook(inline))


def test_escapes_are_undone_once() -> None:
    text = "a_x000B_b_x005F_x000B_c_xD83D__xDE00_"
    data = workbook(row(f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'))
    assert cells_of(data) == {"A1": ("a\x0bb_x000B_c😀", "text")}


def test_formulas_without_a_value_are_not_blank() -> None:
    data = workbook(row('<c r="A1"><f>SUM(B1:C1)</f></c>', '<c r="B1" t="str"><f>""</f><v></v></c>'))
    assert cells_of(data) == {"A1": ("", "uncached"), "B1": ("", "text")}


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ('t="inlineStr"><v>978</v><is><t>978</t></is>', ("978", "text")),
        ('t="inlineStr"><is><t>978</t></is><v>978</v>', ("978", "text")),
        ('t="inlineStr"><v>97</v><is><t>978</t></is>', ("978", "contested")),
        ('t="inlineStr"><v></v><is><t>978</t></is>', ("978", "text")),
        ("><v>978</v><is><t>97</t></is>", ("978", "contested")),
        ("><is><t>978</t></is>", ("978", "number")),
        ("><v>12</v><v>3</v>", ("12", "contested")),
        ("><v>12</v><v>12</v>", ("12", "number")),
        ('t="s"><v>0</v><is><t>甲</t></is>', ("甲", "text")),
        ('t="s"><v>0</v><is><t>乙</t></is>', ("甲", "contested")),
        ('t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>', ("", "picture")),
        ('t="inlineStr"><is><t>=DISPIMG("ID_1",1)</t></is>', ("", "picture")),
        ('t="e" vm="1"><v>#VALUE!</v>', ("", "picture")),
        ('t="e"><v>#VALUE!</v>', ("#VALUE!", "error")),
        ('t="x"><v>12</v>', ("12", "contested")),
    ],
)
def test_several_elements_in_a_cell(cell: str, read: tuple[str, str]) -> None:
    assert cells_of(workbook(row(f'<c r="A1" {cell}</c>'), strings="<si><t>甲</t></si>")) == {"A1": read}


def test_a_nought_on_a_sheet_that_shows_none_is_no_value() -> None:
    rows = row('<c r="A1"><v>0</v></c><c r="B1"><v>5</v></c>')
    view = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>'
    hidden = workbook(sheet=f"<worksheet>{view}<sheetData>{rows}</sheetData></worksheet>")
    assert cells_of(hidden) == {"A1": ("0（工作表设为不显示零值）", "format"), "B1": ("5", "number")}


def test_runs_that_say_they_are_not_struck() -> None:
    runs = '<r><rPr><strike val="{}"/><vertAlign val="{}"/></rPr><t>12</t></r>'
    for value, struck in (("0", False), ("1", True)):
        inside = runs.format(value, "baseline")
        for data in (
            workbook(row(f'<c r="A1" t="inlineStr"><is>{inside}</is></c>')),
            workbook(row('<c r="A1" t="s"><v>0</v></c>'), strings=f"<si>{inside}</si>"),
        ):
            ((_, cell),) = open_grids(data).grids[0].cells.items()
            assert (cell.text, cell.struck) == ("12", struck)


def test_a_shared_formula_reads_at_its_own_place() -> None:
    rows = row('<c r="B1"><f t="shared" ref="B1:B2" si="0">A1+$A$1+\'A 1\'!A1+"A1"</f><v>2</v></c>') + (
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    found = {at: cell.formula for at, cell in open_grids(workbook(rows)).grids[0].cells.items()}
    assert found == {(1, 2): "=A1+$A$1+'A 1'!A1+\"A1\"", (2, 2): "=A2+$A$1+'A 1'!A2+\"A1\""}


def test_where_drawings_lie() -> None:
    anchor = (
        "<twoCellAnchor><from><col>{0}</col><row>4</row></from><to><col>{1}</col><row>4</row></to>{2}</twoCellAnchor>"
    )
    inside = "".join(
        (
            anchor.format(5, 5, "<sp><txBody><p><r><t>1200</t></r></p></txBody></sp>"),
            anchor.format(6, 6, "<pic/>"),
            anchor.format(0, 2, "<pic/>"),  # over several: whichever of them is meant
            anchor.format(0, 8, "<sp/>"),  # a frame around the row
        )
    )
    link = f'<Relationship Id="d" Type="{RELS}/drawing" Target="../drawings/drawing1.xml"/>'
    sheet, drawing = "xl/worksheets/_rels/sheet1.xml.rels", "xl/drawings/drawing1.xml"
    extra: dict[str, str | bytes] = {
        sheet: f"<Relationships>{link}</Relationships>",
        drawing: f"<wsDr>{inside}</wsDr>",
    }
    rows = '<row r="5"><c r="I5"><v>1</v></c></row>'
    assert open_grids(workbook(rows, extra=extra)).grids[0].drawn == {
        (5, 6): "1200",
        (5, 7): "",
        (5, 1): "",
        (5, 2): "",
        (5, 3): "",
    }


SHAPE = (
    '<xml xmlns:v="v" xmlns:x="x"><v:shape><v:textbox><div>{}</div></v:textbox>'
    '<x:ClientData ObjectType="{}"/></v:shape></xml>'
)


@pytest.mark.parametrize(
    ("part", "kind", "content", "said"),
    [
        ("drawings/a.vml", "vmlDrawing", SHAPE.format("单位：<font>亿元</font>", "Label"), ("单位：亿元",)),
        ("drawings/a.vml", "vmlDrawing", SHAPE.format("批注在别处读", "Note"), ()),
        ("drawings/a.vml", "vmlDrawing", SHAPE.format("提交", "Button"), ()),  # what it does
        ("drawings/a.vml", "vmlDrawing", "<xml><br></xml>", ()),
        (
            "drawings/drawing1.xml",
            "drawing",
            "<wsDr><absoluteAnchor><sp><txBody><p><r><t>单位：亿元</t></r></p></txBody></sp></absoluteAnchor></wsDr>",
            ("单位：亿元",),
        ),
    ],
)
def test_what_controls_and_boxes_of_no_cell_say(part: str, kind: str, content: str, said: tuple[str, ...]) -> None:
    link = f'<Relationships><Relationship Id="d" Type="{RELS}/{kind}" Target="../{part}"/></Relationships>'
    extra: dict[str, str | bytes] = {"xl/worksheets/_rels/sheet1.xml.rels": link, f"xl/{part}": content}
    assert open_grids(workbook(extra=extra)).grids[0].running == said


@pytest.mark.parametrize(
    ("shape", "what", "cells"),
    [
        ("", "Button", {(1, 1), (2, 1)}),
        ("", "Note", set()),
        ('filled="f"', "Checkbox", set()),
        ("", "Pict", {(1, 1), (2, 1)}),
    ],
)
def test_what_controls_lie_over(shape: str, what: str, cells: set[tuple[int, int]]) -> None:
    vml = (
        f'<xml xmlns:v="v" xmlns:x="x"><v:shape {shape}/><v:shape {shape}><x:ClientData ObjectType="{what}">'
        "<x:Anchor>0, 15, 0, 2, 0, 40, 1, 5</x:Anchor></x:ClientData></v:shape></xml>"
    )
    link = f'<Relationships><Relationship Id="d" Type="{RELS}/vmlDrawing" Target="../a.vml"/></Relationships>'
    extra: dict[str, str | bytes] = {"xl/worksheets/_rels/sheet1.xml.rels": link, "xl/a.vml": vml}
    rows = row('<c r="A1"><v>1</v></c>') + '<row r="2"><c r="B2"><v>1</v></c></row>'
    assert set(open_grids(workbook(rows, extra=extra)).grids[0].drawn) == cells


def test_all_cells_that_one_formula_fills_are_computed() -> None:
    rows = row('<c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>3</v></c>') + (
        '<row r="2"><c r="A2"><v>4</v></c><c r="B2"><v>4</v></c></row>'
    )
    grid = sheet_of(workbook(rows))
    assert {at: bool(cell.formula) for at, cell in grid.cells.items()} == {(1, 1): True, (2, 1): True, (2, 2): False}


@pytest.mark.parametrize(
    ("usual", "columns", "rows", "cols"),
    [
        ('defaultColWidth="0"', "", set(), {1, 3}),
        ('defaultColWidth="0"', '<cols><col min="1" max="2" width="9"/></cols>', set(), {3}),
        ('defaultColWidth="9"', "", set(), set()),
        ('defaultRowHeight="0" customHeight="1"', "", {1}, set()),
        ('defaultRowHeight="0"', "", set(), set()),  # as high as its words need
    ],
)
def test_rows_and_columns_that_show_nothing_unless_they_say_otherwise(
    usual: str, columns: str, rows: set[int], cols: set[int]
) -> None:
    cells = row('<c r="A1"><v>1</v></c><c r="C1"><v>2</v></c>')
    sheet = f"<worksheet><sheetFormatPr {usual}/>{columns}<sheetData>{cells}</sheetData></worksheet>"
    grid = sheet_of(workbook(sheet=sheet))
    assert (set(grid.hidden_rows), set(grid.hidden_cols)) == (rows, cols)


FOR_OLD = "[线程批注]\n\n你的Excel版本可读取: https://go.microsoft.com/fwlink/?linkid=870924\n\n注释:\n    "


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("comments", f'<comments><comment ref="A1"><text><t>{FOR_OLD}已核对</t></text></comment></comments>'),
        ("comments", '<comments><comment ref="A1"><text><t>已核对</t></text></comment></comments>'),
        ("threadedComment", '<all><threadedComment ref="A1"><text>已核对</text></threadedComment></all>'),
    ],
)  # fmt: skip
def test_a_comment_in_excels_later_way_is_what_its_writer_said(kind: str, content: str) -> None:
    link = f'<Relationships><Relationship Id="d" Type="{RELS}/{kind}" Target="../a.xml"/></Relationships>'
    extra: dict[str, str | bytes] = {"xl/worksheets/_rels/sheet1.xml.rels": link, "xl/a.xml": content}
    assert open_grids(workbook(extra=extra)).grids[0].comments == {(1, 1): "已核对"}


def test_of_two_parts_of_one_name_nobody_knows_which_is_meant() -> None:
    data = workbook(row('<c r="A1"><v>1</v></c>'))
    again = BytesIO(data)
    with zipfile.ZipFile(again, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", archive.read("xl/worksheets/sheet1.xml").replace(b">1<", b">9<"))
    with pytest.raises(Unreadable):
        open_grids(again.getvalue())
    with zipfile.ZipFile(again := BytesIO(data), "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", archive.read("xl/worksheets/sheet1.xml"))
    assert cells_of(again.getvalue()) == {"A1": ("1", "number")}


def test_errors_are_errors() -> None:
    assert cells_of(workbook(row('<c r="A1" t="e"><v>#REF!</v></c>'))) == {"A1": ("#REF!", "error")}


@pytest.mark.parametrize(("hidden", "expected"), [("1", {1}), ("true", {1}), ("0", set()), ("false", set())])
def test_hidden_as_each_program_writes_it(hidden: str, expected: set[int]) -> None:
    data = workbook(row('<c r="A1"><v>1</v></c>', attributes=f'r="1" hidden="{hidden}"'))
    assert sheet_of(data).hidden_rows == expected


def test_a_lying_dimension_is_not_believed() -> None:
    sheet = '<worksheet><dimension ref="A1"/><sheetData>' + row('<c r="C9"><v>5</v></c>', attributes='r="9"')
    assert cells_of(workbook(sheet=sheet + "</sheetData></worksheet>")) == {"C9": ("5", "number")}


@few_or_all("last", 30_000, 300_000)
def test_a_million_formatted_empty_rows_cost_little(last: int) -> None:
    rows = "".join(f'<row r="{i}" s="1" customFormat="1"><c r="A{i}" s="1"/></row>' for i in range(1, last + 1))
    grid = sheet_of(workbook(rows + row(f'<c r="A{last + 1}"><v>1</v></c>', attributes=f'r="{last + 1}"')))
    assert list(grid.cells) == [(last + 1, 1)]


def test_chart_sheets_are_passed_over() -> None:
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    data = workbook(
        row('<c r="A1"><v>1</v></c>'),
        sheets='<sheet name="图" sheetId="2" r:id="c1"/><sheet name="表" sheetId="1" r:id="s1"/>',
        extra={
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="c1" Type="{rels}/chartsheet" Target="chartsheets/sheet1.xml"/>'
            f'<Relationship Id="s1" Type="{rels}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        },
    )
    assert [g.sheet for g in open_grids(data).grids] == ["表"]


# ---------------------------------------------------------------- hostile


def bomb() -> bytes:
    return workbook(sheet="<worksheet><sheetData>" + " " * (6 << 20) + "</sheetData></worksheet>")


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "哈" * 10}">' for i in range(9))
    return workbook(
        sheet=f"<!DOCTYPE w [{entities}]><worksheet><sheetData>{row('<c><v>&a8;</v></c>')}</sheetData></worksheet>"
    )


def external_entity() -> bytes:
    return workbook(sheet='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>')


def deep() -> bytes:
    return workbook(sheet="<a>" * 5000 + "</a>" * 5000)


def overlapping() -> bytes:
    """Return a package whose directory names the same bytes over and over."""
    data = bytearray(workbook(row('<c r="A1"><v>1</v></c>')))
    end = data.rfind(b"PK\x05\x06")
    start = struct.unpack_from("<I", data, end + 16)[0]
    directory = bytes(data[start:end])
    count = struct.unpack_from("<H", data, end + 10)[0]
    doubled = data[:start] + directory * 3 + data[end:]
    struct.pack_into("<HHII", doubled, len(doubled) - 14, count * 3, count * 3, len(directory) * 3, start)
    return bytes(doubled)


def encrypted_entry() -> bytes:
    data = bytearray(workbook(row('<c r="A1"><v>1</v></c>')))
    position = data.find(b"PK\x01\x02")
    while position >= 0:
        data[position + 8] |= 1
        position = data.find(b"PK\x01\x02", position + 4)
    return bytes(data)


def many_entries() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for i in range(5001):
            archive.writestr(f"xl/{i}", b"")
    return out.getvalue()


def missing_sheet() -> bytes:
    return workbook(sheets='<sheet name="甲" sheetId="1" r:id="nowhere"/>')


HOSTILE = {
    "bomb": (bomb, TooLarge),
    "billion laughs": (billion_laughs, Unreadable),
    "external entity": (external_entity, Unreadable),
    "deep nesting": (deep, Unreadable),
    "overlapping entries": (overlapping, Unreadable),
    "encrypted entries": (encrypted_entry, Encrypted),
    "too many entries": (many_entries, TooLarge),
    "missing sheet": (missing_sheet, Unreadable),
    "truncated XML": (lambda: workbook(sheet="<worksheet><sheetData><row>"), Unreadable),
    "not XML": (lambda: workbook(sheet=b"\x00\x01\x02"), Unreadable),
    "row 0": (lambda: workbook(row(attributes='r="0"')), Unreadable),
    "row too far": (lambda: workbook(row('<c r="A1048577"><v>1</v></c>')), Unreadable),
    "column too far": (lambda: workbook(row('<c r="XFE1"><v>1</v></c>')), Unreadable),
    "bad address": (lambda: workbook(row('<c r="1A"><v>1</v></c>')), Unreadable),
    "same cell twice": (lambda: workbook(row('<c r="A1"><v>1</v></c>', '<c r="A1"><v>2</v></c>')), Unreadable),
    "string index beyond the table": (
        lambda: workbook(row('<c r="A1" t="s"><v>5</v></c>'), strings="<si/>"),
        Unreadable,
    ),
    "no workbook part": (lambda: package({"[Content_Types].xml": "<Types/>", "xl/a": ""}), Unreadable),
    "cut in half": (lambda: by_openpyxl()[:3000], Unreadable),
    "only a signature": (lambda: b"PK\x03\x04", Unreadable),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_get_one_chinese_sentence(name: str) -> None:
    make, error = HOSTILE[name]
    with pytest.raises(error) as caught:
        open_grids(make())
    assert isinstance(caught.value, SubmissionError)
    assert not re.search("[a-z]", re.sub(r"\b[A-Z]+[0-9]+\b|MB", "", str(caught.value)), re.IGNORECASE), str(
        caught.value
    )


def test_a_number_that_is_none_is_no_value() -> None:
    data = workbook(row('<c r="A1"><v>1O0</v></c>', '<c r="B1"><v>NaN</v></c>', '<c r="C1"><v>1E+999</v></c>'))
    assert {kind for _, kind in cells_of(data).values()} == {"contested"}


def test_a_sheet_of_too_many_values_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting takes a fraction of a second where reading took seven, near the limit of what a reader may take."""
    monkeypatch.setattr(xlsx, "CELL_LIMIT", 1_000)
    monkeypatch.setattr("minsheng_cli.readers.xlsx._Sheet._start", None)  # would be needed to read a cell
    for prefix in ("", "x"):
        mark = f"{prefix}:" if prefix else ""
        cell = f'<{mark}c t="b"><{mark}v>1</{mark}v></{mark}c>'
        data = workbook(f"<{mark}row>{cell * 1_001}</{mark}row>", prefix=prefix)
        with pytest.raises(TooLarge) as caught:
            open_grids(data)
        assert caught.value.facts == {"why": "单元格过多"}
    monkeypatch.undo()
    monkeypatch.setattr(xlsx, "CELL_LIMIT", 1_000)
    assert len(sheet_of(workbook(row('<c t="b"><v>1</v></c>' * 1_000))).cells) == 1_000


@pytest.mark.parametrize("value", ["<v/>", "<v></v>", "<v> </v>", ""])
def test_a_text_that_is_none_makes_an_empty_cell(value: str) -> None:
    cells = row(f'<c r="A1" t="s">{value}</c>', '<c r="B1" t="s"><v>0</v></c>')
    assert cells_of(workbook(cells, strings="<si><t>字</t></si>")) == {"B1": ("字", "text")}


# ---------------------------------------------------------------- what is read more cheaply is read alike

PLAIN = (
    row('<c r="A1" s="0" t="s"><v>0</v></c>', '<c r="B1" s="1"/>', '<c r="C1"><v>1.50</v></c>', '<c r="D1"></c>'),
    row('<c r="A1" t="s"><v>1</v></c>') + row('<c r="A2" t="s"><v>2</v></c>', attributes='r="2" hidden="1"'),
    row('<c r="A1"><f>B1&amp;"&lt;x&gt;"</f><v>7</v></c>', '<c r="B1" t="str"><f>1+1</f><v></v></c>'),
    row('<c r="A1"><f t="shared" ref="A1:A2" si="0">B1+1</f><v>2</v></c>', attributes='r="1" ht="1" x14ac:y="0.2"'),
    row('<c r="A1" t="e"><v>#REF!</v></c>', '<c r="B1" t="b"><v>1</v></c>', '<c r="C1" t="d"><v>2025-04-01</v></c>'),
    row('<c r="A1"><v>1</v></c>', '<c r="A1"><v>2</v></c>'),  # twice
    row('<c r="A1" t="s"><v>0</v></c>', '<c r="A1" t="s"><v>1</v></c>'),
    row('<c r="A2"><v>1</v></c>'),  # in another row
    row('<c r="A2"/>'),
    row('<c r="XFE1" t="s"><v>0</v></c>'),
    row('<c r="A1" t="s"><v>9</v></c>'),  # no such text
    row('<c r="A1"><v>1</v></c>', attributes='r="1" r="1"'),
    row('<c r="A1" s="7" t="s"><v>0</v></c>', attributes='r="0"'),
    '<row/><row><c r="A1"><v>1</v></c></row>',
)
NOT_PLAIN = (
    row("<c><v>1</v></c>"),
    row('<c r="A1" t="inlineStr"><is><t>文字</t></is></c>'),
    row('<c r="A1" t="str"><v>文字</v></c>'),
    row('<c r="A1"><v>&#49;</v></c>'),
    row('<c r="A1"><v>1</v><v>2</v></c>'),
    row('<c r="A1"><!-- <c r="B1"><v>9</v></c> --><v>1</v></c>'),
    row('<c r="A1" vm="1" t="e"><v>#VALUE!</v></c>'),
    row('<c t="s" r="A1"><v>0</v></c>'),
    row('<c r="A1"><v>1</v></c>', attributes="r='1'"),
    row('<c r="A1"><v>1</c></v>'),
)
STRINGS = (
    "<si><t>完成</t></si><si><r><rPr><strike/></rPr><t>删去</t></r></si>"
    '<si><r><rPr><color rgb="FFFFFFFF"/></rPr><t>白字</t></r></si>'
)


def said_of(data: bytes) -> object:
    try:
        return open_grids(data)
    except SubmissionError as error:
        return type(error), error.facts


@pytest.mark.parametrize(("rows", "plain"), [*((r, True) for r in PLAIN), *((r, False) for r in NOT_PLAIN)])
def test_plain_rows_say_what_the_parser_reads(rows: str, plain: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    data = workbook(rows, strings=STRINGS)
    assert (xlsx._PLAIN_SHEET.match(workbook_sheet(data)) is not None) == plain  # noqa: SLF001 - which way it is read
    said = read_anew(data)
    monkeypatch.setattr(xlsx, "_PLAIN_SHEET", re.compile(rb"(?!)"))
    assert read_anew(data) == said


def read_anew(data: bytes) -> object:
    """Read as the first file of a reader."""
    for known in (xlsx._SHEETS, xlsx._STRINGS, xlsx._LOOKS_OF_RUNS, xlsx._STYLES, packages._UNPACKED):  # noqa: SLF001
        known.clear()
    return said_of(data)


def workbook_sheet(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


THEMED = "<a:clrScheme><a:accent1><a:srgbClr val='{}'/></a:accent1></a:clrScheme>"


def themed(colour: str, said: str) -> bytes:
    """Return a workbook whose words, or whose style, have a colour of the theme."""
    ink = '<color theme="4"/>'
    return workbook(
        row('<c r="A1" s="0" t="s"><v>0</v></c>'),
        strings=f"<si><r><rPr>{ink}</rPr><t>12</t></r></si>" if said == "words" else "<si><t>12</t></si>",
        styles=f"<fonts><font>{ink if said == 'style' else ''}</font></fonts><fills><fill><patternFill/></fill></fills>"
        '<cellXfs><xf fontId="0" fillId="0"/></cellXfs>',
        extra={
            "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="s1" Type="{RELS}/worksheet" '
            f'Target="worksheets/sheet1.xml"/><Relationship Id="s2" Type="{RELS}/sharedStrings" '
            f'Target="sharedStrings.xml"/><Relationship Id="s3" Type="{RELS}/styles" Target="styles.xml"/>'
            f'<Relationship Id="s4" Type="{RELS}/theme" Target="theme.xml"/></Relationships>',
            "xl/theme.xml": THEMED.format(colour).replace("a:", ""),
        },
    )


@pytest.mark.parametrize("said", ["words", "style"])
def test_a_file_read_before_changes_nothing_of_the_next(said: str) -> None:
    """What is remembered are texts and styles by their bytes; what the theme makes of them is each file's own."""
    for _ in range(2):
        assert cells_of(themed("FFFFFF", said)) == {"A1": ("12", "faded")}
        assert cells_of(themed("0000FF", said)) == {"A1": ("12", "text")}


@pytest.mark.parametrize(
    "strings",
    [
        "<si><t>一</t></si><si><si><t>二</t></si></si><si><t>三</t></si>",
        "<si><t>一</t></si><!-- <si><t>二</t></si> --><si><t>三</t></si>",
        "<si><t>一</t></si><si><t><![CDATA[<si><t>二</t></si>]]></t></si>",
        "<si><t>一</t></si><si ><t>二</t></si>",
        '<si><t>一</t></si><x:si xmlns:x="x"><t>二</t></x:si>',
        "<si><t>一</t></si><si><t>二</si></t>",
        "<si><t>一</t></si><si><x><y></x></y></si>",
        "<si><t>一</t></si>\n<si><t>二</t></si>\n",
    ],
)
def test_known_texts_stand_where_the_parser_finds_them(strings: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(row(*(f'<c r="{c}1" t="s"><v>{n}</v></c>' for n, c in enumerate("ABC"))), strings=strings)
    once = read_anew(data)
    assert said_of(data) == once
    monkeypatch.setattr(xlsx, "_cut", lambda _data: None)
    assert read_anew(data) == once


WHITE = '<rPr><color rgb="FFFFFFFF"/></rPr>'
TEXTS = (
    "<t>完成</t>", "<t/>", "<t></t>", "<t> </t>", '<t xml:space="preserve"> 前后 </t>', "<t>一&#10;二&amp;三&lt;</t>",
    "<t>一\r\n二</t>", "<t>一\n二\t三</t>", "<t>_x000D_\n_x0041_</t>", "<t>]]></t>", "<t>&nbsp;</t>", "<t>\x01</t>",
    "<t>\ufffe</t>", "<t>😀</t>", '<t>字</t><phoneticPr fontId="1" type="noConversion"/>', "<t>一</t><t>二</t>",
    '<t>字</t><phoneticPr fontId="1" fontId="1"/>', "<t>字</t><rPh sb='0' eb='1'><t>zì</t></rPh>", "<r><t>一</t></r>",
    f"<r>{WHITE}<t>白</t></r>", f"<r>{WHITE}<t> </t></r><r><t>黑</t></r>", f"<r>{WHITE}<t>白</t></r><r><t>黑</t></r>",
    "<r><rPr><strike/></rPr><t>删</t></r><r><t>留</t></r>", '<r><rPr><strike val="0"/></rPr><t>留</t></r>',
    '<r><t>1200</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>',
    '<r><t>m</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r>',
    '<r><t></t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r>',
    '<r><rPr><sz val="1"/></rPr><t>小</t></r>', '<r><rPr><color rgb="1" rgb="2"/></rPr><t>字</t></r>',
    '<r><rPr><rFont val="&x;"/></rPr><t>字</t></r>', "<r><rPr></rPr><t>字</t></r>", "<r><rPr><rPr/></rPr><t>字</t></r>",
    "<r><rPr><t/></rPr><t>字</t></r>", "<r><t>字</t><rPr><strike/></rPr></r>",
    '<r><rPr><color theme="0"/></rPr><t>字</t></r>',
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_plain_texts_say_what_the_parser_reads(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = row('<c r="A1" s="0" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>')
    data = workbook(cells, strings=f"<si>{text}</si><si><t>后</t></si>", styles=LOOKS)
    said = read_anew(data)
    assert said_of(data) == said
    monkeypatch.setattr(xlsx, "_plain_string", lambda _item, _colours: None)
    assert read_anew(data) == said


LOOKS = (
    '<fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts><fills><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFFFFFF"/></patternFill></fill></fills>'
    '<cellXfs><xf fontId="0" fillId="0"/><xf fontId="1" fillId="0"/><xf fontId="0" fillId="1"/></cellXfs>'
)


@pytest.mark.parametrize("style", ["0", "1", "2"])
@pytest.mark.parametrize("text", [*TEXTS[:6], *TEXTS[18:28]])
@pytest.mark.parametrize("before", ["<t>此前</t>", f"<r>{WHITE}<t>白</t></r>", "<r><rPr><strike/></rPr><t>删</t></r>"])
def test_a_sheet_that_comes_again_has_its_own_texts(style: str, text: str, before: str) -> None:
    """The same bytes of a sheet, of which the file's own texts make something else."""
    cells = row(f'<c r="A1" s="{style}" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>', '<c r="C1"><v>7</v></c>')

    def holding(said: str) -> bytes:
        return workbook(cells, strings=f"<si>{said}</si><si><t>后</t></si>", styles=LOOKS)

    expected = read_anew(holding(text))
    read_anew(holding(before))
    assert said_of(holding(text)) == expected
    assert said_of(holding(text)) == expected


def test_a_sheet_that_comes_again_stands_in_its_own_file() -> None:
    """The same bytes and texts under another name, hidden, with other looks, another calendar, fewer texts."""
    cells = row(
        '<c r="A1" s="0" t="s"><v>0</v></c>', '<c r="B1" s="1"><v>45748</v></c>', '<c r="C1" t="s"><v>1</v></c>'
    )
    two, dated = "<si><t>一</t></si><si><t>二</t></si>", '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    files = [
        workbook(cells, strings=two, styles=dated),
        workbook(cells, strings=two, styles=dated, sheets='<sheet name="又" sheetId="1" r:id="s1"/>'),
        workbook(cells, strings=two, styles=dated, sheets='<sheet name="附件2" state="hidden" sheetId="1" r:id="s1"/>'),
        workbook(cells, strings=two, styles=dated, book='<workbookPr date1904="1"/>'),
        workbook(cells, strings=two, styles='<cellXfs><xf numFmtId="9"/><xf numFmtId="0"/></cellXfs>'),
        workbook(cells, strings=two),
        workbook(cells, strings="<si><t>一</t></si>", styles=dated),
    ]
    assert len({repr(read_anew(data)) for data in files}) == len(files) - 1  # without styles as with those of numbers
    for first in files:
        for then in files:
            expected = read_anew(then)
            read_anew(first)
            assert said_of(then) == expected


def tampered(data: bytes, part: str, what: str) -> bytes:
    """Return an archive of which one entry is not as the directory says."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entry = archive.getinfo(part)
    listed = data.index(part.encode(), data.index(b"PK\1\2")) - 46  # its line in the directory
    begin = entry.header_offset
    after = bytearray(data)
    match what:
        case "sum":
            after[listed + 16] ^= 1
        case "size":
            after[listed + 24] -= 1
        case "longer":
            after[listed + 24] += 1
        case "name":
            after[begin + 30] ^= 1
        case "mark":
            after[begin] ^= 1
        case "flag":
            after[listed + 8] |= 1
        case "packed":
            after[begin + 30 + len(part) + entry.compress_size // 2] ^= 0xFF
    return bytes(after)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
@pytest.mark.parametrize("what", ["", "sum", "size", "longer", "name", "mark", "flag", "packed"])
def test_parts_unpacked_at_once_are_what_zipfile_unpacks(what: str, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(row('<c r="A1" t="s"><v>0</v></c>'), strings="<si><t>完成</t></si>", styles=LOOKS)
    read_anew(data)
    refused = what not in ("", "longer")  # one whose sum is right may be shorter than it says: so zipfile has it
    assert isinstance(said_of(tampered(data, part, what)), tuple) == refused
    said = read_anew(tampered(data, part, what))
    monkeypatch.setattr(packages.Package, "_at_once", lambda _package, _entry: None)
    assert read_anew(tampered(data, part, what)) == said
