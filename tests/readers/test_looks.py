"""What a file holds and nobody sees, or sees otherwise: words in the colour behind them, conditional number formats."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, get_args

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import DataBarRule, Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.datavalidation import DataValidation

from minsheng_cli.errors import TooLarge, Unreadable
from minsheng_cli.readers.grids import open_grids
from minsheng_cli.readers.markup import alike, words_of_page
from office import Format, Office
from workbooks import package
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
    "C2": ("小字", Font(size=1), None, "faded"),
    "C3": (CellRichText([TextBlock(InlineFont(), "1200"), TextBlock(InlineFont(sz=1), "亿元")]), Font(), None, "faded"),
    "C4": ("不大的字", Font(size=4), None, "text"),
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


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("&C&KFFFFFF单位：亿元", ""),
        ("&C&K00+000单位：亿元", ""),
        ("&C&1单位：亿元", ""),
        ("&C&KFFFFFF单位：&K000000亿元", "亿元"),
        ("&L&KFFFFFF单位：亿元&R附件&P", "附件"),
        ("&L&2单位：&10亿元", "亿元"),
        ("&K01+000单位：亿元", "单位：亿元"),
        ("&KC00000单位：亿元", "单位：亿元"),
        ("&Kc00000单位：亿元", "单位：亿元"),
        ("&C&Kffffff单位：亿元", ""),
    ],
)
def test_words_of_a_page_that_nobody_sees(text: str, seen: str) -> None:
    assert words_of_page(text) == seen


@pytest.mark.office
def test_white_words_of_a_page_after_libreoffice_saved_it(office: Office, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.oddHeader.center.text, sheet.oddHeader.center.color = "单位：亿元", "FFFFFF"
        sheet.oddFooter.center.text = "附件"

    path = tmp_path / "表.xlsx"
    path.write_bytes(drawn(change))
    for fmt in get_args(Format):
        (grid,) = open_grids(office.resave(path, tmp_path / f"saved.{fmt}", fmt).read_bytes()).grids
        assert grid.running == ("附件",), fmt


def test_the_words_of_a_page_without_what_lays_them_out() -> None:
    assert words_of_page('&L&"宋体,加粗"&12单位：&KFF0000万元&R第 &P 页') == "单位： 万元 第 页"


def coloured(cells: str, formats: str, dxfs: str, styles: str = "", theme: str = "") -> Grid:
    """Return a sheet of cells with conditional formats and the looks these have."""
    looks = (
        f"<fonts>{styles or '<font/>'}</fonts><fills><fill><patternFill patternType='none'/></fill></fills>"
        f"<cellXfs><xf fontId='0' fillId='0'/><xf fontId='1' fillId='0'/></cellXfs><dxfs>{dxfs}</dxfs>"
    )
    rows = f'<row r="1">{cells}</row>'
    extra: dict[str, str | bytes] = {"xl/theme/theme1.xml": theme} if theme else {}
    data = raw(sheet=f"<worksheet><sheetData>{rows}</sheetData>{formats}</worksheet>", styles=looks, extra=extra)
    return open_grids(data).grids[0]


WHITE_INK = '<dxf><font><color rgb="FFFFFFFF"/></font></dxf>'
ALIKE = '<dxf><font><color theme="0"/></font><fill><patternFill><bgColor rgb="FFFFFFFF"/></patternFill></fill></dxf>'
RED = '<dxf><font><color rgb="FFFF0000"/></font><border><left><color rgb="FFFFFFFF"/></left></border></dxf>'
ON_BLUE = (
    '<dxf><font><color rgb="FFFFFFFF"/></font><fill><patternFill><bgColor rgb="FF0000FF"/></patternFill></fill></dxf>'
)
BETWEEN = '<cfRule type="cellIs" operator="notBetween" dxfId="0">'
BLACK_PAPER = '<dxf><fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill></dxf>'


@pytest.mark.parametrize(
    ("dxf", "rule", "kind"),
    [
        (WHITE_INK, '<cfRule type="expression" dxfId="0"><formula>$B$1="否"</formula></cfRule>', "faded"),
        (ALIKE, '<cfRule type="expression" dxfId="0"><formula>$B$1="否"</formula></cfRule>', "faded"),
        (BLACK_PAPER, '<cfRule type="duplicateValues" dxfId="0"/>', "faded"),
        (RED, '<cfRule type="expression" dxfId="0"><formula>$B$1="否"</formula></cfRule>', "number"),
        (ON_BLUE, '<cfRule type="expression" dxfId="0"><formula>$B$1="否"</formula></cfRule>', "number"),
        (WHITE_INK, '<cfRule type="cellIs" operator="equal" dxfId="0"><formula>0</formula></cfRule>', "number"),
        (WHITE_INK, '<cfRule type="cellIs" operator="greaterThan" dxfId="0"><formula>5</formula></cfRule>', "faded"),
        (WHITE_INK, f"{BETWEEN}<formula>1</formula><formula>1300</formula></cfRule>", "number"),
        (WHITE_INK, f"{BETWEEN}<formula>1</formula><formula>1100</formula></cfRule>", "faded"),
        (WHITE_INK, '<cfRule type="cellIs" operator="equal" dxfId="0"><formula>$B$1</formula></cfRule>', "faded"),
        (WHITE_INK, '<cfRule type="expression" dxfId="0"><formula>ISERROR(A1)</formula></cfRule>', "number"),
        (WHITE_INK, '<cfRule type="expression" dxfId="0"><formula>ISERROR(C1)</formula></cfRule>', "faded"),
        (WHITE_INK, '<cfRule type="containsText" text="示例" dxfId="0"/>', "number"),
        (WHITE_INK, '<cfRule type="containsBlanks" dxfId="0"/>', "number"),
    ],
)  # fmt: skip
def test_a_condition_may_hide_words_in_the_colour_behind_them(dxf: str, rule: str, kind: str) -> None:
    area = f'<conditionalFormatting sqref="A1:B1 D1">{rule}</conditionalFormatting>'
    grid = coloured('<c r="A1"><v>1200</v></c><c r="C1"><v>1200</v></c>', area, dxf)
    assert (grid.cells[1, 1].kind, grid.cells[1, 3].kind) == (kind, "number")


def test_a_condition_in_excels_later_way_may_hide_words_too() -> None:
    rule = (
        '<extLst><ext><x:conditionalFormattings xmlns:x="x"><x:conditionalFormatting><x:cfRule type="expression">'
        "<x:f>1</x:f><x:dxf><x:font><x:color rgb='FFFFFFFF'/></x:font></x:dxf></x:cfRule><sqref>A1</sqref>"
        "</x:conditionalFormatting></x:conditionalFormattings></ext></extLst>"
    )
    grid = coloured('<c r="A1"><v>5</v></c><c r="B1"><v>5</v></c>', rule, "")
    assert (grid.cells[1, 1].kind, grid.cells[1, 2].kind) == ("faded", "number")


THEME = (
    '<a:theme xmlns:a="a"><a:clrScheme><a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="FAFAFA"/></a:lt2>'
    '<a:accent1><a:sysClr val="window" lastClr="4472C4"/></a:accent1></a:clrScheme></a:theme>'
)


@pytest.mark.parametrize(
    ("colour", "kind"),
    [
        ('theme="2"', "faded"),  # the theme's second paper, here nearly white
        ('theme="3"', "number"),
        ('theme="4" tint="0.97"', "faded"),
        ('theme="4" tint="0.4"', "number"),
        ('theme="0" tint="-0.05"', "faded"),
        ('indexed="26"', "number"),
        ('indexed="41"', "number"),
        ('theme="9"', "number"),  # nobody knows it
        ('theme="x"', "number"),
        ('rgb="FFFFFFFF" tint="x"', "number"),
    ],
)
def test_a_colour_of_the_theme_is_what_the_theme_says(colour: str, kind: str) -> None:
    parts: dict[str, str | bytes] = {
        "xl/theme/theme1.xml": THEME,
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        '<Relationship Id="s1" Type="/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="s3" Type="/styles" Target="styles.xml"/>'
        '<Relationship Id="s4" Type="/theme" Target="theme/theme1.xml"/></Relationships>',
    }
    styles = f"<fonts><font/><font><color {colour}/></font></fonts><cellXfs><xf/><xf fontId='1'/></cellXfs>"
    (grid,) = open_grids(raw('<row r="1"><c r="A1" s="1"><v>5</v></c></row>', styles=styles, extra=parts)).grids
    assert grid.cells[1, 1].kind == kind


def test_many_conditions_on_many_cells_are_refused_before_they_cost_anything() -> None:
    dxf = '<dxf><numFmt numFmtId="200" formatCode="yyyy"/></dxf>'
    rule = '<conditionalFormatting sqref="A1:XFD{}"><cfRule type="expression" dxfId="0"/></conditionalFormatting>'
    cells = "".join(f'<c t="str"><v>字{n}</v></c>' for n in range(1000))
    with pytest.raises(TooLarge):
        coloured(cells, "".join(rule.format(n) for n in range(500, 700)), dxf)
    scattered = rule.format(5) * 900 + "".join(rule.format(n).replace("XFD", "C") for n in range(1, 90))
    assert len(coloured(cells, scattered, dxf).cells) == 1000  # what copying makes of a format costs little


@pytest.mark.parametrize(
    ("of", "value", "kind"), [("", "0", "format"), ("", "0.0", "format"), ('s="1"', "0", "format"), ("", "5", "number")]
)
def test_a_zero_in_a_sheet_that_shows_none(of: str, value: str, kind: str) -> None:
    sheet = (
        '<worksheet><sheetViews><sheetView showZeros="0"/></sheetViews><sheetData>'
        f'<row r="1"><c r="A1" {of}><v>{value}</v></c></row></sheetData></worksheet>'
    )
    styles = "<fonts><font/></fonts><cellXfs><xf/><xf numFmtId='9'/></cellXfs>"
    (grid,) = open_grids(raw(sheet=sheet, styles=styles)).grids
    assert grid.cells[1, 1].kind == kind


CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
SHEET = (
    '<office:document-content xmlns:office="o" xmlns:style="s" xmlns:table="t" xmlns:text="x" xmlns:fo="f" '
    f'xmlns:calcext="{CALC}"><office:automatic-styles>{{styles}}</office:automatic-styles><office:body>'
    '<office:spreadsheet><table:table table:name="一"><table:table-row>{cells}</table:table-row>{conditions}'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)
WHITE_STYLE = (
    '<style:style style:name="w" style:family="table-cell" style:parent-style-name="d">'
    '<style:text-properties fo:color="#ffffff"/></style:style>'
    '<style:style style:name="d" style:family="table-cell"><style:text-properties fo:color="#000000"/></style:style>'
    '<style:style style:name="b" style:family="table-cell"><style:table-cell-properties fo:background-color="#000080"/>'
    "</style:style>"
)


def spreadsheet(styles: str, cells: str, conditions: str = "", settings: str = "") -> Grid:
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": SHEET.format(styles=styles, cells=cells, conditions=conditions),
    }
    parts |= {"settings.xml": settings} if settings else {}
    return open_grids(package(parts)).grids[0]


def of_number(value: str, style: str = "", kind: str = "float") -> str:
    said = f'table:style-name="{style}" ' if style else ""
    words = f"<text:p>{value}</text:p>"
    return f'<table:table-cell {said}office:value-type="{kind}" office:value="{value}">{words}</table:table-cell>'


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ("cell-content()&gt;5", "faded"), ("cell-content()=0", "number"), ("cell-content-is-between(0,5)", "number"),
        ("cell-content-is-not-between(0,5)", "faded"), ("is-true-formula([.$B$1]=0)", "faded"),
        ("is-true-formula(ISERROR([.A1]))", "number"), ("is-true-formula(ISERROR([.B1]))", "faded"),
    ],
)  # fmt: skip
def test_a_condition_of_opendocument_may_hide_words(condition: str, kind: str) -> None:
    styles = WHITE_STYLE + (
        '<style:style style:name="c" style:family="table-cell" style:parent-style-name="d">'
        f'<style:map style:condition="{condition}" style:apply-style-name="w" style:base-cell-address="一.A1"/>'
        "</style:style>"
    )
    assert spreadsheet(styles, of_number("1200", "c")).cells[1, 1].kind == kind


@pytest.mark.parametrize(
    ("condition", "style", "kinds"),
    [
        ("&gt;5", "", ["faded", "number"]), ("duplicate", "", ["faded", "number"]), ("=0", "", ["number", "number"]),
        ("is-error", "", ["number", "number"]), ("formula-is([.B1]=1)", "", ["faded", "number"]),
        ("between(1,5)", "", ["number", "number"]), ("contains-text(&quot;示例&quot;)", "", ["number", "number"]),
        ("&gt;5", "b", ["number", "number"]),
    ],
)  # fmt: skip
def test_a_condition_of_libreoffice_may_hide_words(condition: str, style: str, kinds: list[str]) -> None:
    listed = (
        '<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="一.A1:一.A9 一.C1">'
        f'<calcext:condition calcext:apply-style-name="w" calcext:value="{condition}"'
        ' calcext:base-cell-address="一.A1"/>'
        "</calcext:conditional-format></calcext:conditional-formats>"
    )
    grid = spreadsheet(WHITE_STYLE, of_number("1200", style) + of_number("1200"), listed)
    assert [grid.cells[1, col].kind for col in (1, 2)] == kinds


def test_a_zero_in_an_ods_that_shows_none() -> None:
    settings = (
        '<s xmlns:config="c"><config:config-item config:name="ShowGrid">false</config:config-item>'
        '<config:config-item config:name="ShowZeroValues" config:type="boolean">{}</config:config-item></s>'
    )
    cells = of_number("0") + of_number("0.0", kind="percentage") + of_number("5")
    for said, kinds in (("false", ["format", "format", "number"]), ("true", ["number", "number", "number"])):
        grid = spreadsheet("", cells, settings=settings.format(said))
        assert [grid.cells[1, col].kind for col in (1, 2, 3)] == kinds
    assert spreadsheet("", cells).cells[1, 1].kind == "number"


@pytest.mark.office
def test_zeros_and_conditions_after_libreoffice_saved_them(office: Office, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"], sheet["A4"] = 0, 1200, "字", 7
    sheet.sheet_view.showZeros = False
    white, hidden = DifferentialStyle(Font(color=WHITE)), DifferentialStyle(Font(color=WHITE), fill=solid(WHITE))
    for at, rule in (
        ("A2", Rule(type="cellIs", operator="greaterThan", formula=["5"], dxf=white)),
        ("A3", Rule(type="expression", formula=["$A$9=0"], dxf=hidden)),
        ("A4", Rule(type="cellIs", operator="lessThan", formula=["5"], dxf=white)),
    ):
        sheet.conditional_formatting.add(at, rule)
    path = tmp_path / "零.xlsx"
    book.save(path)
    for fmt in get_args(Format):
        (grid,) = open_grids(office.resave(path, tmp_path / f"saved.{fmt}", fmt).read_bytes()).grids
        kinds = [grid.cells[row, 1].kind for row in (1, 2, 3, 4)]
        assert kinds == ["format", "faded", "faded", "number"], fmt


KNOWN = '<style:style style:name="{}" style:family="{}">{}</style:style>'


@pytest.mark.parametrize(
    ("cell", "text", "kind"),
    [
        ('office:value-type="float" office:value="1,200"><text:p>1200</text:p>', "1200", "contested"),
        ('office:value-type="float"><text:p>1200</text:p>', "1200", "contested"),
        ('office:value-type="money" office:value="5"><text:p>1200</text:p>', "1200", "contested"),
        ('office:value-type="float" table:formula="of:=1200+0">', "", "uncached"),
        ('office:value-type="float" office:value="1.2E3"><text:p>1200</text:p>', "1200", "number"),
    ],
)
def test_a_number_of_opendocument_that_is_none(cell: str, text: str, kind: str) -> None:
    grid = spreadsheet("", f"<table:table-cell {cell}</table:table-cell>{of_number('5')}")
    assert (grid.cells[1, 1].text, grid.cells[1, 1].kind) == (text, kind)
    assert grid.cells[1, 2].text == "5"


@pytest.mark.parametrize(
    ("before", "after", "hidden"),
    [
        ('<table:table-row-group table:display="false">', "</table:table-row-group>", True),
        ("<table:table-row-group>", "</table:table-row-group>", False),
        ('<table:table-row table:style-name="flat">', "", True),
        ('<table:table-row table:style-name="thin">', "", True),
        ('<table:table-row table:style-name="low">', "", False),
    ],
)
def test_a_row_of_opendocument_that_is_not_shown(before: str, after: str, hidden: bool) -> None:  # noqa: FBT001
    styles = KNOWN.format("flat", "table-row", '<style:table-row-properties style:row-height="0cm"/>')
    styles += KNOWN.format("low", "table-row", '<style:table-row-properties style:row-height="0.2cm"/>')
    styles += KNOWN.format("thin", "table-row", '<style:table-row-properties style:row-height="0.01in"/>')
    if not after:
        row = f"</table:table-row>{before}{of_number('5')}"
    else:
        row = f"</table:table-row>{before}<table:table-row>{of_number('5')}</table:table-row>{after}<table:table-row>"
    grid = spreadsheet(styles, of_number("1") + row)
    assert grid.hidden_rows == ({2} if hidden else frozenset())


def test_rows_beyond_the_last_matter_only_where_something_stands_in_them() -> None:
    more = '</table:table-row><table:table-row table:number-rows-repeated="1048576">{}'
    assert len(spreadsheet("", of_number("1") + more.format("<table:table-cell/>")).cells) == 1
    with pytest.raises(Unreadable):
        spreadsheet("", of_number("1") + more.format(of_number("5")))


@pytest.mark.parametrize(("reading", "unseen"), [("900", {(1, 1): "900"}), ("zhu", {})])
def test_another_figure_as_the_reading_of_one(reading: str, unseen: dict[tuple[int, int], str]) -> None:
    ruby = f"<text:ruby><text:ruby-base>1200</text:ruby-base><text:ruby-text>{reading}</text:ruby-text></text:ruby>"
    grid = spreadsheet("", f'<table:table-cell office:value-type="string"><text:p>{ruby}</text:p></table:table-cell>')
    assert (grid.cells[1, 1].text, grid.unseen) == ("1200", unseen)


@pytest.mark.parametrize(("protected", "kind"), [("true", "faded"), ("false", "number")])
def test_a_cell_that_shows_nothing_while_its_sheet_is_protected(protected: str, kind: str) -> None:
    shut = '<style:table-cell-properties style:cell-protect="hidden-and-protected"/>'
    styles = KNOWN.format("shut", "table-cell", shut)
    content = SHEET.format(styles=styles, cells=of_number("5", "shut"), conditions="").replace(
        "<table:table ", f'<table:table table:protected="{protected}" '
    )
    data = package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    assert open_grids(data).grids[0].cells[1, 1].kind == kind


def test_what_a_picture_is_called_is_no_word_of_the_unit() -> None:
    called = "<svg:title>图片</svg:title><svg:desc>照片</svg:desc>"
    named = f"<draw:frame xmlns:draw='d' xmlns:svg='s'><draw:image/>{called}</draw:frame>"
    cell = f'<table:table-cell office:value-type="string"><text:p>5</text:p>{named}</table:table-cell>'
    assert spreadsheet("", cell).drawn == {(1, 1): ""}
    shapes = f"{of_number('5')}</table:table-row><table:shapes>{named}</table:shapes><table:table-row>"
    assert spreadsheet("", shapes).running == ()


def test_a_comment_is_what_its_writer_said_and_no_more() -> None:
    about = "<dc:creator xmlns:dc='d'>示例甲</dc:creator><dc:date xmlns:dc='d'>2025-03-25T00:00:00</dc:date>"
    said = "<text:p>示例甲:</text:p><text:p>已<text:span>核对</text:span></text:p>"
    note = f"<office:annotation>{about}{said}</office:annotation>"
    cell = f'<table:table-cell office:value-type="float" office:value="5">{note}<text:p>5</text:p></table:table-cell>'
    grid = spreadsheet("", cell)
    assert (grid.comments, grid.cells[1, 1].text) == ({(1, 1): "示例甲:\n已核对"}, "5")


WORDS = 'office:value-type="string"><text:p>{}</text:p></table:table-cell>'
OF_MONEY = 'office:value-type="currency" office:currency="{}" office:value="978"/>'
INSIDE = "><table:table><table:table-row><table:table-cell><text:p>978</text:p></table:table-cell></table:table-row>"


@pytest.mark.parametrize(
    ("cell", "text", "kind"),
    [
        ('office:value-type="string" office:string-value="978"/>', "978", "text"),
        (OF_MONEY.format("CNY"), "978", "number"),
        (OF_MONEY.format("USD"), "978（USD）", "format"),
        (WORDS.format("978<text:page-number>1</text:page-number>"), "9781", "contested"),
        (WORDS.format("<text:date>25</text:date>"), "25", "contested"),
        (WORDS.format('<text:date text:fixed="true">25</text:date>'), "25", "text"),
        (f"{INSIDE}</table:table></table:table-cell>", "", "contested"),
    ],
)
def test_what_other_programs_leave_out_or_put_in_a_cell(cell: str, text: str, kind: str) -> None:
    found = spreadsheet("", f"<table:table-cell {cell}").cells[1, 1]
    assert (found.text, found.kind) == (text, kind)


def test_all_cells_that_one_formula_of_opendocument_fills_are_computed() -> None:
    array = (
        'table:formula="of:=[.C1:.D1]*2" table:number-matrix-columns-spanned="2" table:number-matrix-rows-spanned="1"'
    )
    first = (
        f'<table:table-cell {array} office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>'
    )
    grid = spreadsheet("", first + of_number("4") + of_number("1"))
    assert [bool(cell.formula) for cell in grid.cells.values()] == [True, True, False]


def test_another_documents_sheet_kept_for_formulas_is_no_sheet_of_this_one() -> None:
    source = '<table:table-source table:mode="copy-results-only"/>'
    kept = f'<table:table table:name="外">{source}<table:table-row>{{}}</table:table-row></table:table>'
    content = SHEET.format(styles="", cells=of_number("5"), conditions="").replace(
        "</office:spreadsheet>", f"{kept.format(of_number('9'))}</office:spreadsheet>"
    )
    data = package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    assert [grid.sheet for grid in open_grids(data).grids] == ["一"]


def test_what_a_box_over_the_sheet_says_is_read_as_what_the_page_says() -> None:
    box = "<draw:frame xmlns:draw='d'><draw:text-box><text:p>单位：亿元</text:p></draw:text-box></draw:frame>"
    shapes = f"{of_number('5')}</table:table-row><table:shapes>{box}</table:shapes><table:table-row>"
    assert spreadsheet("", shapes).running == ("单位：亿元",)
    anchor = (
        "<wsDr><twoCellAnchor><from><col>0</col><row>0</row></from><to><col>{0}</col><row>{0}</row></to>"
        "<sp><txBody><p><r><t>单位：亿元</t></r></p></txBody></sp></twoCellAnchor></wsDr>"
    )
    rels = '<Relationships><Relationship Id="d" Type="/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    for size, running, drawn in ((5, ("单位：亿元",), {}), (1, (), {(1, 1): "单位：亿元"})):
        extra: dict[str, str | bytes] = {
            "xl/worksheets/_rels/sheet1.xml.rels": rels,
            "xl/drawings/drawing1.xml": anchor.format(size),
        }
        (grid,) = open_grids(raw('<row r="1"><c r="A1"><v>5</v></c></row>', extra=extra)).grids
        assert (grid.running, grid.drawn) == (running, drawn)


@pytest.mark.parametrize(
    ("default", "row", "hidden"),
    [('zeroHeight="1"', "", False), ('zeroHeight="1"', 'hidden="1"', True), ('defaultRowHeight="15"', "", False)],
)
def test_rows_may_be_hidden_unless_they_say_otherwise(default: str, row: str, hidden: bool) -> None:  # noqa: FBT001
    cell = '<c r="A1"><v>5</v></c>'
    sheet = f'<worksheet><sheetFormatPr {default}/><sheetData><row r="1" {row}>{cell}</row></sheetData></worksheet>'
    assert open_grids(raw(sheet=sheet)).grids[0].hidden_rows == ({1} if hidden else frozenset())


def test_zeros_hidden_in_one_view_of_a_sheet() -> None:
    views = '<sheetViews><sheetView showZeros="0"/><sheetView workbookViewId="1"/></sheetViews>'
    data = '<sheetData><row r="1"><c r="A1"><v>0</v></c></row></sheetData>'
    assert open_grids(raw(sheet=f"<worksheet>{views}{data}</worksheet>")).grids[0].cells[1, 1].kind == "format"


def test_the_look_of_everything_else_is_not_the_last_styles() -> None:
    styles = KNOWN.format("own", "table-cell", "")
    white = '<style:text-properties fo:color="#ffffff"/>'
    styles += f'<style:default-style style:family="graphic">{white}</style:default-style>'
    assert spreadsheet(styles, of_number("5", "own")).cells[1, 1].kind == "number"


@pytest.mark.parametrize(("shows", "kind"), [("0", "faded"), ("1", "number")])
@pytest.mark.parametrize("sign", ["dataBar", "iconSet"])
def test_a_bar_or_a_sign_in_place_of_the_number(sign: str, shows: str, kind: str) -> None:
    rule = f'<cfRule type="{sign}" priority="1"><{sign} showValue="{shows}"><cfvo type="min"/></{sign}></cfRule>'
    grid = coloured('<c r="A1"><v>5</v></c>', f'<conditionalFormatting sqref="A1">{rule}</conditionalFormatting>', "")
    assert grid.cells[1, 1].kind == kind
    name, said = {"dataBar": "data-bar", "iconSet": "icon-set"}[sign], {"0": "false", "1": "true"}[shows]
    listed = (
        '<calcext:conditional-format calcext:target-range-address="一.A1:一.A9">'
        f'<calcext:{name} calcext:show-value="{said}"/></calcext:conditional-format>'
    )
    assert spreadsheet("", of_number("5"), listed).cells[1, 1].kind == kind


def test_rows_and_columns_too_narrow_to_show_anything() -> None:
    columns = '<cols><col min="1" max="1" width="0.1"/><col min="2" max="2" width="8"/></cols>'
    rows = '<row r="1" ht="0.75"><c r="A1"><v>5</v></c></row><row r="2" ht="15"><c r="A2"><v>5</v></c></row>'
    (grid,) = open_grids(raw(sheet=f"<worksheet>{columns}<sheetData>{rows}</sheetData></worksheet>")).grids
    assert (set(grid.hidden_rows), set(grid.hidden_cols)) == ({1}, {1})


def test_a_paragraph_of_opendocument_may_hide_its_words() -> None:
    white = KNOWN.format("P1", "paragraph", '<style:text-properties fo:color="#ffffff"/>')
    for style, kind in (('text:style-name="P1"', "faded"), ("", "text")):
        words = f"<text:p {style}>1200<text:span>万元</text:span></text:p>"
        cell = f'<table:table-cell office:value-type="string">{words}</table:table-cell>'
        assert spreadsheet(white, cell).cells[1, 1].kind == kind


def drawn(*changes: Any) -> bytes:
    """Return a workbook with a sheet for each change: 12 in A1 after that was done to it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for change in changes:
        sheet = book.create_sheet()
        sheet["A1"], sheet["B1"] = 12, 34
        change(sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def looked_at(change: Any) -> Grid:
    (grid,) = open_grids(drawn(change)).grids
    return grid


def repeated(value: Any) -> Any:
    def change(sheet: Any) -> None:
        sheet["A1"].value, sheet["A1"].alignment = value, Alignment(horizontal="fill")

    return change


def across(*, down: bool) -> Any:
    line = Border(diagonal=Side("thin"), diagonalUp=True, diagonalDown=down)
    return lambda sheet: setattr(sheet["A1"], "border", line)


ILLEGIBLE: dict[str, tuple[Any, str]] = {
    "signs": (lambda s: setattr(s["A1"], "font", Font(name="Wingdings")), "faded"),
    "bar codes": (lambda s: setattr(s["A1"], "font", Font(name="Code 128")), "faded"),
    "a point high": (lambda s: setattr(s["A1"], "font", Font(sz=1)), "faded"),
    "small": (lambda s: setattr(s["A1"], "font", Font(sz=6)), "number"),
    "over and over": (repeated(12), "faded"),
    "a figure of words over and over": (repeated("十二"), "faded"),
    "words over and over": (repeated("在建"), "text"),
    "to the right": (lambda s: setattr(s["A1"], "alignment", Alignment(horizontal="right")), "number"),
    "a bar alone": (lambda s: s.conditional_formatting.add("A1", bar(shown=False)), "faded"),
    "with a bar": (lambda s: s.conditional_formatting.add("A1", bar(shown=True)), "number"),
}


def bar(*, shown: bool) -> Any:
    make: Any = DataBarRule
    return make("min", 0, "max", 100, color="FF638EC6", showValue=shown)


@pytest.mark.parametrize("look", ILLEGIBLE)
def test_what_nobody_can_read_is_no_figure(look: str) -> None:
    change, kind = ILLEGIBLE[look]
    grid = looked_at(change)
    assert (grid.cells[1, 1].kind, grid.cells[1, 2].kind) == (kind, "number")


def test_both_diagonals_cross_a_cell_out_and_one_does_not() -> None:
    for down in (True, False):
        assert looked_at(across(down=down)).cells[1, 1].struck == down


@pytest.mark.office
@pytest.mark.parametrize("fmt", get_args(Format))
def test_the_same_is_no_figure_after_libreoffice_saved_it(office: Office, tmp_path: Path, fmt: Format) -> None:
    looks = {name: look for name, look in ILLEGIBLE.items() if fmt != "xls" or name != "a bar alone"}  # it drops these
    path = tmp_path / "表.xlsx"
    path.write_bytes(drawn(*(change for change, _ in looks.values()), across(down=True), across(down=False)))
    *grids, crossed, halved = open_grids(office.resave(path, tmp_path / f"saved.{fmt}", fmt).read_bytes()).grids
    kinds = {name: grid.cells[1, 1].kind for name, grid in zip(looks, grids, strict=True)}
    assert kinds == {name: kind for name, (_, kind) in looks.items()}
    assert {grid.cells[1, 2].kind for grid in grids} == {"number"}
    assert (crossed.cells[1, 1].struck, crossed.cells[1, 2].struck, halved.cells[1, 1].struck) == (True, False, False)


def test_a_row_of_less_than_a_point_is_hidden() -> None:
    assert looked_at(lambda s: setattr(s.row_dimensions[1], "height", 0.75)).hidden_rows == {1}
    assert looked_at(lambda s: setattr(s.row_dimensions[1], "height", 9)).hidden_rows == frozenset()


def test_a_prompt_that_names_another_unit_of_money_is_heard() -> None:
    for prompt, heard in (("单位：亿元", ("单位：亿元",)), ("请填累计数，单位：万元", ())):
        rule = DataValidation(type="decimal", formula1="0", prompt=prompt, showInputMessage=True)
        rule.add("A1")
        assert looked_at(lambda s, rule=rule: s.add_data_validation(rule)).running == heard


GRAPHIC = '<style:style style:name="g" style:family="graphic"><style:graphic-properties draw:fill="{}"/></style:style>'
BOX = '<draw:{0} draw:style-name="g" table:end-cell-address="一.C2"/>'


@pytest.mark.parametrize(
    ("styles", "shape", "hides"),
    [
        ("", BOX.format("frame"), True), ("", BOX.format("connector"), True), ("", BOX.format("control"), True),
        ("", f"<draw:g>{BOX.format('rect')}</draw:g>", True), (GRAPHIC.format("solid"), BOX.format("rect"), True),
        (GRAPHIC.format("none"), BOX.format("rect"), False),
    ],
)  # fmt: skip
def test_drawings_of_opendocument_hide_what_is_below_them(styles: str, shape: str, hides: bool) -> None:  # noqa: FBT001
    row = '<table:table-cell office:value-type="float" office:value="5"/>' * 3
    first = f'<table:table-cell office:value-type="float" office:value="5" xmlns:draw="d">{shape}</table:table-cell>'
    cells = f"{first}{row}</table:table-row><table:table-row>{row}"
    grid = spreadsheet(styles.replace("draw:fill", 'xmlns:draw="d" draw:fill'), cells)
    assert set(grid.drawn) == ({(r, c) for r in (1, 2) for c in (1, 2, 3)} if hides else {(1, 1)})


def test_a_picture_of_a_page_of_opendocument_lies_where_it_reaches() -> None:
    wide = '<style:table-column-properties style:column-width="1in"/>'
    high = '<style:table-row-properties style:row-height="20pt"/>'
    sizes = f'<style:style style:name="w" style:family="table-column">{wide}</style:style>'
    sizes += f'<style:style style:name="h" style:family="table-row">{high}</style:style>'
    frame = '<draw:frame xmlns:draw="d" xmlns:svg="s" svg:x="0cm" svg:y="0pt" svg:width="2.5in" svg:height="30pt"/>'
    row = '<table:table-row table:style-name="h">'
    row += '<table:table-cell office:value-type="float" office:value="5"/>' * 5
    cells = (
        f'</table:table-row><table:shapes>{frame}</table:shapes><table:table-column table:style-name="w" '
        f'table:number-columns-repeated="5"/>{row}</table:table-row>{row}</table:table-row>{row}'
    )
    content = SHEET.format(styles=sizes, cells=cells, conditions="").replace("<table:table-row></table:table-row>", "")
    data = package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    assert set(open_grids(data).grids[0].drawn) == {(r, c) for r in (1, 2) for c in (1, 2, 3)}


def test_a_condition_may_strike_a_cell_through(office: Office, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([1200, 1200, 1200])
    for place, limit in (("A1", "5"), ("B1", "5000")):
        look = DifferentialStyle(font=Font(strike=True))
        sheet.conditional_formatting.add(place, Rule(type="cellIs", operator="greaterThan", formula=[limit], dxf=look))
    book.save(path := tmp_path / "a.xlsx")
    files = [path, *(office.resave(path, tmp_path / f"saved.{fmt}", fmt) for fmt in get_args(Format))]
    for file in files:
        cells = open_grids(file.read_bytes()).grids[0].cells
        assert [cells[1, col].struck for col in (1, 2, 3)] == [True, False, False], file.name


@pytest.mark.parametrize(("place", "kind"), [(0, "text"), (1, "text"), (2, "faded")])
def test_a_workbook_may_have_a_palette_of_its_own(place: int, kind: str) -> None:
    """The third colour is white there, the second, which is white elsewhere, blue."""
    palette = '<rgbColor rgb="00000000"/><rgbColor rgb="000000FF"/><rgbColor rgb="00FFFFFF"/>'
    styles = (
        f'<fonts><font/><font><color indexed="{place}"/></font></fonts><fills><fill><patternFill/></fill></fills>'
        f'<cellXfs><xf/><xf fontId="1"/></cellXfs><colors><indexedColors>{palette}</indexedColors></colors>'
    )
    strings = f'<si><r><rPr><color indexed="{place}"/></rPr><t>5</t></r></si><si><t>5</t></si>'
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c></row>'
    cells = open_grids(raw(rows, styles=styles, strings=strings)).grids[0].cells
    assert [cell.kind for cell in cells.values()] == [kind, kind]


def test_words_of_opendocument_that_are_not_displayed() -> None:
    style = '<style:style style:name="h" style:family="text"><style:text-properties text:display="none"/></style:style>'
    cell = '<table:table-cell office:value-type="string"><text:p><text:span text:style-name="h">5</text:span></text:p>'
    assert spreadsheet(style, f"{cell}</table:table-cell>").cells[1, 1].kind == "faded"
