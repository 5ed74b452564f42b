"""Word documents as people make them: merged and shifted cells, lists, revisions, notes, text around the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from minsheng_cli import findings
from minsheng_cli.errors import FormElsewhere, SubmissionError
from minsheng_cli.form.reading.sheets import Sheet
from minsheng_cli.readers.grids import open_grids
from minsheng_cli.wall import Readers
from word import saved
from workbooks import package, workbook

if TYPE_CHECKING:
    from docx.document import Document

    from minsheng_cli.model import Cell, Grid

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def grid(document: Document | bytes) -> Grid:
    (only,) = open_grids(document if isinstance(document, bytes) else saved(document)).grids
    return only


def raw(body: str) -> bytes:
    """Return a document with that XML as its body."""
    return package(
        {"[Content_Types].xml": "", "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    )


def row(*written: str | tuple[str, int]) -> str:
    """Return a table row; a pair is a cell that reaches over so many columns of the grid below."""
    made = [(c, 1) if isinstance(c, str) else c for c in written]
    cells = [tc(text, f'<w:gridSpan w:val="{span}"/>') for text, span in made]
    return f"<w:tr>{''.join(cells)}</w:tr>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def texts(found: Grid) -> dict[tuple[int, int], str]:
    return {at: cell.text for at, cell in found.cells.items()}


def test_addresses_are_those_of_the_table() -> None:
    document = docx.Document()
    document.add_paragraph("标题")
    document.add_paragraph("月份")
    table = document.add_table(rows=2, cols=2)
    table.cell(1, 1).text = "值"
    document.add_paragraph("落款")
    found = grid(document)
    sheet = Sheet(found)
    refs = {cell.text: sheet.ref(*at) for at, cell in found.cells.items()}
    assert refs == {"标题": "正文!A1", "月份": "正文!A2", "值": "表1!B2", "落款": "正文!A3"}
    assert sheet.row_number(4) == 2


def test_merged_cells() -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    for number, cell in enumerate(table._cells):  # noqa: SLF001 - python-docx has no other list
        cell.text = str(number)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "宽"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "高"
    found = grid(document)
    assert set(found.merges) == {(1, 1, 1, 3), (2, 1, 3, 1)}
    assert (found.cells[1, 1].text, found.cells[2, 1].text) == ("宽", "高")


def test_a_shifted_border_is_no_column() -> None:
    """The second row's border was dragged: five columns in the grid below, three that anybody sees."""
    body = f"<w:tbl>{row('甲', ('乙', 2), ('丙', 2))}{row(('一', 2), '二', ('三', 2))}{row(('全', 5))}</w:tbl>"
    found = grid(raw(body))
    assert texts(found) == {
        (1, 1): "甲", (1, 2): "乙", (1, 3): "丙", (2, 1): "一", (2, 2): "二", (2, 3): "三", (3, 1): "全",
    }  # fmt: skip
    assert found.merges == ((3, 1, 3, 3),)


def test_what_word_does_not_show_is_not_read() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">完成 </w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del>'
        "<w:ins><w:r><w:t>120</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
        "<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    book = open_grids(raw(body))
    assert texts(book.grids[0]) == {(1, 1): "完成 120"}
    assert book.notes == ("revisions",)
    inside = "<w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent>"
    book = open_grids(raw(f"{body}<w:p><w:r><w:pict>{inside}</w:pict></w:r></w:p>"))
    assert texts(book.grids[0]) == {(1, 1): "完成 120"}
    assert book.notes == ("revisions", "pictures")


@pytest.mark.parametrize(("properties", "struck"), [("<w:strike/>", True), ('<w:strike w:val="0"/>', False)])
def test_strikethrough(properties: str, struck: bool) -> None:  # noqa: FBT001
    found = grid(raw(f"<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>乙</w:t></w:r></w:p>"))
    assert found.cells[1, 1].struck == struck


def test_styles_may_strike_or_hide() -> None:
    document = docx.Document()
    void = document.styles.add_style("废", WD_STYLE_TYPE.PARAGRAPH)
    void.font.strike = True
    heir = document.styles.add_style("废二", WD_STYLE_TYPE.PARAGRAPH)
    heir.base_style = void
    secret = document.styles.add_style("藏", WD_STYLE_TYPE.CHARACTER)
    secret.font.hidden = True
    document.add_paragraph("甲", style=void)
    document.add_paragraph("乙", style=heir)
    document.add_paragraph("丙").add_run("99", style=secret)
    document.add_paragraph("丁", style=heir).runs[0].font.strike = False
    found = grid(document)
    assert texts(found) == {(1, 1): "甲", (2, 1): "乙", (3, 1): "丙", (4, 1): "丁"}
    assert [found.cells[n, 1].struck for n in (1, 2, 3, 4)] == [True, True, False, False]


def test_a_row_deleted_in_a_revision_keeps_its_number() -> None:
    deleted = row("甲").replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>')
    found = grid(raw(f"<w:tbl>{row('子', '丑')}{deleted}{row('乙', '丙')}</w:tbl>"))
    assert texts(found) == {(1, 1): "子", (1, 2): "丑", (3, 1): "乙", (3, 2): "丙"}


def test_how_a_word_is_read_aloud_is_no_text() -> None:
    word = "<w:rubyBase><w:r><w:t>重庆</w:t></w:r></w:rubyBase>"
    ruby = f"<w:r><w:ruby><w:rt><w:r><w:t>chong</w:t></w:r></w:rt>{word}</w:ruby></w:r>"
    assert texts(grid(raw(f"<w:p>{ruby}</w:p>"))) == {(1, 1): "重庆"}


@pytest.mark.parametrize(("text", "shown"), [("1200", "1200¹"), ("8m", "8m1")])
def test_a_raised_digit_is_no_digit_of_the_figure(text: str, shown: str) -> None:
    note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    assert texts(grid(raw(f"<w:p><w:r><w:t>{text}</w:t></w:r>{note}</w:p>"))) == {(1, 1): shown}


def test_breaks_tabs_and_tables_in_cells() -> None:
    inner = f"<w:tbl>{row('子', '5')}</w:tbl>"
    body = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>"
        f"<w:p><w:r><w:t>四</w:t></w:r></w:p>{inner}</w:tc></w:tr></w:tbl>"
    )
    said = list(texts(grid(raw(body))).values())
    assert "一\n二\t三\n四\n子 5" in said  # part of the cell …
    assert {"子", "5"} < set(said)  # … and a table of its own


def test_numbers_of_lists_are_read() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>'
    ))  # fmt: skip
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text in ("开工", "完工", "250"):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()  # noqa: SLF001 - lists are not in its API
        number = properties.get_or_add_numPr()
        for tag, value in (("w:ilvl", "0"), ("w:numId", "77")):
            element = OxmlElement(tag)
            element.set(qn("w:val"), value)
            number.append(element)
    assert list(texts(grid(document)).values()) == ["（一）开工", "（二）完工", "（三） 250"]  # not 1.250


LEVELS = (
    '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1">'
    '<w:pStyle w:val="s"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%2、"/></w:lvl>'
)


def in_style(level: str, own: str = "") -> list[str]:
    """Return two paragraphs of a cell in a style that numbers them."""
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="s"/>{own}</w:pPr><w:r><w:t>{{}}</w:t></w:r></w:p>'
    cell = "".join(map(paragraph.format, ("开工", "完工")))
    relation = '<Relationship Id="{0}" Type="/{0}" Target="{0}.xml"/>'
    number = f'<w:pPr><w:numPr>{level}<w:numId w:val="7"/></w:numPr></w:pPr>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "",
        "word/document.xml": f"<w:document {W}><w:body><w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl></w:body>"
        "</w:document>",
        "word/_rels/document.xml.rels": "<Relationships>"
        f"{relation.format('styles')}{relation.format('numbering')}</Relationships>",
        "word/styles.xml": f'<w:styles {W}><w:style w:type="paragraph" w:styleId="b">{number}</w:style>'
        '<w:style w:type="paragraph" w:styleId="s"><w:basedOn w:val="b"/></w:style></w:styles>',
        "word/numbering.xml": f'<w:numbering {W}><w:abstractNum w:abstractNumId="1">{LEVELS}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>',
    }  # fmt: skip
    return grid(package(parts)).cells[1, 1].text.split("\n")


def test_numbers_that_a_style_puts_before_paragraphs_are_read() -> None:
    assert in_style('<w:ilvl w:val="0"/>') == ["1.开工", "2.完工"]
    assert in_style("") == ["一、开工", "二、完工"]  # the level that is the style's
    assert in_style("", '<w:numPr><w:numId w:val="0"/></w:numPr>') == ["开工", "完工"]  # taken away


def bound(said: str, held: str, kind: str = "<w:text/>", path: str = "/a/b") -> Cell:
    control = (
        f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="{path}" w:storeItemID="{{A-1}}"/>{kind}</w:sdtPr><w:sdtContent>'
        f"<w:r><w:t>{said}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    body = f"<w:tbl><w:tr><w:tc><w:p>{control}</w:p></w:tc>{tc('2')}</w:tr></w:tbl>"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "customXml/item1.xml": f"<a>\n <b>{held}</b>\n</a>",
        "customXml/itemProps1.xml": '<ds:datastoreItem xmlns:ds="d" ds:itemID="{a-1}"/>',
    }
    assert grid(package(parts)).cells[1, 2].kind == "text"
    return grid(package(parts)).cells[1, 1]


def test_a_control_shows_the_data_it_is_bound_to() -> None:
    assert bound("978", "987").kind == "contested"  # Word will show 987
    assert bound("978", " 978 ").kind == "text"
    assert bound("978", "987", path="/a/b/@c").kind == "text"  # not followed
    assert bound("4月25日", "2025-04-25", kind="<w:date/>").kind == "text"  # shown as it likes


def test_a_prompt_that_waits_to_be_typed_over_is_nothing() -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    button = f"{begin}<w:r><w:instrText> MACROBUTTON NoMacro [点击输入] </w:instrText></w:r>{end}"
    found = grid(raw(f"<w:tbl><w:tr><w:tc><w:p>{button}</w:p></w:tc></w:tr></w:tbl>"))
    assert (found.cells[1, 1].text, found.cells[1, 1].kind) == ("", "placeholder")


def test_cells_merged_as_old_versions_of_word_do_are_one() -> None:
    merged = tc("甲", '<w:hMerge w:val="restart"/>') + tc("", '<w:hMerge w:val="continue"/>')
    found = grid(raw(f"<w:tbl>{row('一', '二', '三')}<w:tr>{merged}{tc('乙')}</w:tr></w:tbl>"))
    assert texts(found) == {(1, 1): "一", (1, 2): "二", (1, 3): "三", (2, 1): "甲", (2, 3): "乙"}
    assert found.merges == ((2, 1, 2, 2),)


@pytest.mark.parametrize("kind", ["comment", "footnote", "endnote"])
def test_notes_are_kept_beside_their_cell(kind: str) -> None:
    noted = f'<w:tc><w:p><w:r><w:t>5</w:t></w:r><w:r><w:{kind}Reference w:id="0"/></w:r></w:p></w:tc>'
    body = f"<w:tbl><w:tr>{tc('甲')}{noted}</w:tr></w:tbl>"
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    data = package({
        "[Content_Types].xml": "",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": "<Relationships>"
        f'<Relationship Id="a" Type="{rels}/{kind}s" Target="notes.xml"/>'
        "</Relationships>",
        "word/notes.xml": f'<w:{kind}s {W}><w:{kind} w:id="0"><w:p><w:r><w:t>预计</w:t></w:r></w:p></w:{kind}>'
        f"</w:{kind}s>",
    })  # fmt: skip
    assert grid(data).comments == {(1, 2): "预计"}


@pytest.mark.parametrize(
    "body",
    [
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="5000"/></w:tcPr></w:tc><w:tc/><w:tc/></w:tr></w:tbl>',
        "<w:tbl>" * 300 + "</w:tbl>" * 300,
        "<w:p><w:r><w:t>",
    ],
)
def test_hostile_documents_get_a_sentence(body: str) -> None:
    with pytest.raises(SubmissionError):
        grid(raw(body))


@pytest.mark.parametrize("body", ["</w:p>".join(["<w:p>"] * 3) + "</w:p>", "<w:tr/><w:tc/><w:t/>", "<w:vMerge/>"])
def test_odd_documents_are_empty(body: str) -> None:
    assert not grid(raw(body)).cells


# ---------------------------------------------------------------- what a cell shows that is no text of its own

PROMPT = (
    "<w:sdt><w:sdtPr><w:showingPlcHdr{0}/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>"
)
PROMPTING = '<w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'
BOX = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"


@pytest.mark.parametrize(
    ("inside", "read", "drawn"),
    [
        (PROMPT.format(""), ("", "placeholder"), None),
        (PROMPT.format(' w:val="0"'), ("单击此处", "text"), None),
        (PROMPT.replace("<w:showingPlcHdr{0}/>", "").replace("<w:r>", f"<w:r>{PROMPTING}"), ("", "placeholder"), None),
        (PROMPT.format("") + "<w:r><w:t>完成5项</w:t></w:r>", ("完成5项", "text"), None),
        ("<w:r><w:drawing/></w:r>", ("", "picture"), None),
        ("<w:r><w:drawing/><w:t>完成5项</w:t></w:r>", ("完成5项", "text"), ""),
        (BOX.format("1200"), ("1200", "boxed"), None),
        (BOX.format("1200") + "<w:r><w:t>完成5项</w:t></w:r>", ("完成5项", "text"), "1200"),
        ("<w:del><w:r><w:drawing/></w:r></w:del><w:r><w:t>5</w:t></w:r>", ("5", "text"), None),
    ],
)
def test_what_a_cell_shows_beside_its_text(inside: str, read: tuple[str, str], drawn: str | None) -> None:
    found = grid(raw(f"<w:tbl><w:tr>{tc('甲')}<w:tc><w:p>{inside}</w:p></w:tc></w:tr></w:tbl>"))
    cell = found.cells[1, 2]
    assert (cell.text, cell.kind) == read
    assert found.drawn.get((1, 2)) == drawn


FIELD = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'
INSTRUCTION, WORDS = "<w:r><w:instrText>QUOTE</w:instrText></w:r>", "<w:r><w:t>1200</w:t></w:r>"
BEGIN, SEPARATE, END = (FIELD.format(mark) for mark in ("begin", "separate", "end"))


@pytest.mark.parametrize(
    ("runs", "read"),
    [
        (BEGIN + INSTRUCTION + SEPARATE + WORDS + END, ("1200", "text")),
        (BEGIN + INSTRUCTION + END + WORDS, ("1200", "text")),
        (BEGIN + INSTRUCTION + SEPARATE + WORDS, ("1200", "contested")),  # shown, or not: as the program likes
        (BEGIN + INSTRUCTION + WORDS, ("1200", "contested")),
        (WORDS + END, ("1200", "text")),
    ],
)
def test_a_field_that_begins_and_never_ends(runs: str, read: tuple[str, str]) -> None:
    found = grid(raw(f"<w:tbl><w:tr><w:tc><w:p>{runs}</w:p></w:tc>{tc('乙')}</w:tr></w:tbl>"))
    assert (found.cells[1, 1].text, found.cells[1, 1].kind) == read
    assert found.cells[1, 2].text == "乙"


WHITE = '<w:color w:val="FFFFFF"/>'


@pytest.mark.parametrize(
    ("properties", "behind", "unseen"),
    [
        (WHITE, "", True),
        (WHITE, '<w:shd w:val="clear" w:fill="auto"/>', True),
        (WHITE, '<w:shd w:val="clear" w:fill="0000FF"/>', False),
        (WHITE + '<w:shd w:val="clear" w:fill="0000FF"/>', "", False),
        (WHITE + '<w:highlight w:val="yellow"/>', "", False),
        (WHITE, '<w:shd w:val="pct20" w:fill="auto"/>', False),
        ('<w:color w:val="D9D9D9"/>', '<w:shd w:val="clear" w:fill="D9D9D9"/>', True),
        ('<w:color w:val="auto"/>', '<w:shd w:val="clear" w:fill="000000"/>', False),
        ('<w:color w:val="FF0000"/>', "", False),
    ],
)
def test_words_in_the_colour_behind_them(properties: str, behind: str, unseen: bool) -> None:  # noqa: FBT001
    run = f"<w:r><w:rPr>{properties}</w:rPr><w:t>1200</w:t></w:r>"
    cell = f"<w:tc><w:tcPr>{behind}</w:tcPr><w:p>{run}</w:p></w:tc>"
    found = grid(raw(f"<w:tbl><w:tr>{cell}{tc('乙')}</w:tr></w:tbl>"))
    assert found.unseen == ({(1, 1): "1200"} if unseen else {})
    assert ((1, 1) in found.cells) != unseen


@pytest.mark.parametrize(("shade", "unseen"), [("auto", True), ("1F4E79", False)])
def test_a_tables_style_may_colour_what_is_behind(shade: str, unseen: bool) -> None:  # noqa: FBT001
    run = f"<w:r><w:rPr>{WHITE}</w:rPr><w:t>1200</w:t></w:r>"
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="a1"/></w:tblPr><w:tr><w:tc><w:p>{run}</w:p></w:tc></w:tr></w:tbl>'
    style = f'<w:style w:styleId="a1"><w:tblStylePr><w:tcPr><w:shd w:fill="{shade}"/></w:tcPr></w:tblStylePr></w:style>'
    assert bool(grid(with_styles(table, style)).unseen) is unseen


def with_styles(body: str, styles: str) -> bytes:
    """Return a document with those styles."""
    relations = (
        '<Relationships><Relationship Id="r1" Target="styles.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>'
    )
    return package(
        {
            "[Content_Types].xml": "",
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations,
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
        }
    )


def style(name: str, inner: str, based: str = "") -> str:
    """Return a style of Word; the first letter of its name says for what."""
    kind = {"p": "paragraph", "c": "character", "t": "table"}[name[0]]
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{on}{inner}</w:style>'


def band(inner: str) -> str:
    """Return what a table's style says of every second row."""
    return f'<w:tblStylePr w:type="band1Horz">{inner}</w:tblStylePr>'


WHITE_WORDS = f"<w:rPr>{WHITE}</w:rPr>"
STYLES = "".join(
    (
        style("p1", WHITE_WORDS),
        style("p2", "", "p1"),
        style("p3", '<w:rPr><w:color w:val="auto"/></w:rPr>', "p1"),
        style("p4", '<w:pPr><w:shd w:fill="000080"/></w:pPr>', "p1"),
        style("c1", WHITE_WORDS),
        style("t1", band(WHITE_WORDS)),
        style("t2", band('<w:tcPr><w:shd w:fill="1F4E79"/></w:tcPr>'), "t1"),
        style("t3", "<w:rPr><w:vanish/></w:rPr>"),
        style("p5", '<w:rPr><w:sz w:val="2"/></w:rPr>'),
        style("t4", '<w:rPr><w:color w:val="333333"/></w:rPr><w:tcPr><w:shd w:fill="EEEEEE"/></w:tcPr>'),
    )
)


@pytest.mark.parametrize(
    ("table", "paragraph", "run", "unseen"),
    [
        ("", "p1", "", True),
        ("", "p2", "", True),  # by what it is based on
        ("", "p3", "", False),
        ("", "p4", "", False),
        ("", "p2", '<w:color w:val="000000"/>', False),
        ("", "p5", "", True),
        ("", "", '<w:rStyle w:val="c1"/>', True),
        ("", "p4", '<w:rStyle w:val="c1"/>', False),
        ("t1", "", "", True),
        ("t1", "", '<w:color w:val="000000"/>', False),
        ("t1", "", '<w:shd w:fill="FFFF00"/>', False),
        ("t2", "", "", False),
        ("t3", "", "", True),
        ("t4", "", "", False),
        ("", "", WHITE + '<w:highlight w:val="none"/>', True),
        ("", "", WHITE + '<w:highlight w:val="white"/>', True),
        ("", "", WHITE + '<w:shd w:val="solid" w:color="FFFFFF" w:fill="000000"/>', True),
        ("", "", '<w:color w:val="000000" w:themeColor="background1"/>', True),
        ("", "", '<w:color w:val="000000" w:themeColor="text1" w:themeTint="80"/>', False),
        ("", "", '<w:color w:val="000000" w:themeColor="background1" w:themeShade="80"/>', False),
    ],
)
def test_a_style_may_colour_words_as_what_is_behind_them(table: str, paragraph: str, run: str, unseen: bool) -> None:  # noqa: FBT001
    look = f'<w:tblPr><w:tblStyle w:val="{table}"/></w:tblPr>' if table else ""
    of = f'<w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr>' if paragraph else ""
    cell = f"<w:tc><w:p>{of}<w:r><w:rPr>{run}</w:rPr><w:t>1200</w:t></w:r></w:p></w:tc>"
    found = grid(with_styles(f"<w:tbl>{look}<w:tr>{cell}</w:tr></w:tbl>", STYLES))
    assert bool(found.unseen) is unseen
    assert bool(found.cells) is not unseen


@pytest.mark.parametrize(
    "styles",
    [
        style("p1", WHITE_WORDS).replace("<w:style ", '<w:style w:default="1" '),
        f"<w:docDefaults><w:rPrDefault>{WHITE_WORDS}</w:rPrDefault></w:docDefaults>",
    ],
)
def test_the_style_of_all_paragraphs_may_hide_words(styles: str) -> None:
    found = grid(with_styles(f"<w:tbl><w:tr>{tc('1200')}</w:tr></w:tbl>", styles))
    assert found.unseen == {(1, 1): "1200"}


@pytest.mark.parametrize(("outer", "unseen"), [("", True), ('<w:shd w:fill="000080"/>', False)])
def test_words_hidden_in_a_table_within_a_table(outer: str, unseen: bool) -> None:  # noqa: FBT001
    inner = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:rPr>{WHITE}</w:rPr><w:t>1200</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    table = f"<w:tbl><w:tr><w:tc><w:tcPr>{outer}</w:tcPr>{inner}<w:p/></w:tc>{tc('乙')}</w:tr></w:tbl>"
    assert bool(grid(raw(table)).unseen) is unseen


@pytest.mark.parametrize(("name", "kind"), [("Placeholder Text", "placeholder"), ("Strong", "text")])
def test_a_prompts_style_is_known_by_its_name(name: str, kind: str) -> None:
    style = f'<w:style w:type="character" w:styleId="a3"><w:name w:val="{name}"/></w:style>'
    prompt = PROMPT.replace("<w:showingPlcHdr{0}/>", "").replace("<w:r>", '<w:r><w:rPr><w:rStyle w:val="a3"/></w:rPr>')
    document = with_styles(f"<w:tbl><w:tr>{tc('甲')}<w:tc><w:p>{prompt}</w:p></w:tc></w:tr></w:tbl>", style)
    assert grid(document).cells[1, 2].kind == kind


def in_cell(runs: str) -> Grid:
    return grid(raw(f"<w:tbl><w:tr>{tc('甲')}<w:tc><w:p>{runs}</w:p></w:tc></w:tr></w:tbl>"))


RUN = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"
FIGURE = "<w:r><w:t>1200</w:t></w:r>"
RUBY = f"<w:r><w:ruby><w:rt><w:r><w:t>{{}}</w:t></w:r></w:rt><w:rubyBase>{FIGURE}</w:rubyBase></w:ruby></w:r>"
FILL = "<w14:textFill>{}</w14:textFill>"
MATH = "<m:oMath>{}</m:oMath>"


def terms(element: str, *parts: str) -> str:
    """Return an element of mathematics: a name of it and of each of its parts, with a figure in each."""
    inner = "".join(f"<m:{part}><m:r><m:t>{n}</m:t></m:r></m:{part}>" for n, part in enumerate(parts, start=12))
    return MATH.format(f"<m:{element}>{inner}</m:{element}>")


@pytest.mark.parametrize(
    ("runs", "text", "unseen"),
    [
        (RUN.format('<w:sz w:val="2"/>', "1200"), "", "1200"),
        (FIGURE + RUN.format('<w:sz w:val="4"/>', "亿元"), "1200", "亿元"),
        (RUN.format('<w:sz w:val="12"/>', "1200"), "1200", ""),
        (RUN.format('<w:w w:val="1"/>', "1200"), "", "1200"),
        (RUN.format('<w:w w:val="80"/>', "1200"), "1200", ""),
        (FIGURE + RUN.format('<w:position w:val="12"/>', "2"), "1200²", ""),
        (RUN.format('<w:position w:val="-2"/>', "1200"), "1200", ""),
        (RUN.format(FILL.format("<w14:noFill/>"), "1200"), "", "1200"),
        (RUN.format(FILL.format('<w14:srgbClr w14:val="FFFFFF"/>'), "1200"), "", "1200"),
        (RUN.format(FILL.format('<w14:schemeClr w14:val="bg1"/>'), "1200"), "", "1200"),
        (RUN.format(FILL.format('<w14:schemeClr w14:val="tx1"/>'), "1200"), "1200", ""),
        (RUN.format("<w14:textOutline><w14:noFill/></w14:textOutline>", "1200"), "1200", ""),
        (terms("f", "num", "den"), "12/13", ""),
        (terms("sSup", "e", "sup"), "12¹³", ""),
        (terms("rad", "e"), "√12", ""),
        (MATH.format("<m:r><m:t>1200</m:t></m:r>"), "1200", ""),
        ('<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>1</w:t></w:r>', "1", ""),
        (FIGURE + '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>1</w:t></w:r>', "1200¹", ""),
        ("<w:r><w:t>1200</w:t><w:ptab/><w:t>00</w:t></w:r>", "1200\t00", ""),
        ("<w:r><w:t>1200</w:t><w:pgNum/></w:r>", "1200〿", ""),
        (RUBY.format("900"), "1200", "900"),
        (RUBY.format("zhu"), "1200", ""),
    ],
)  # fmt: skip
def test_what_word_shows_of_letters(runs: str, text: str, unseen: str) -> None:
    found = in_cell(runs)
    assert (found.cells[1, 2].text if (1, 2) in found.cells else "", found.unseen.get((1, 2), "")) == (text, unseen)


def test_figures_shown_from_their_end() -> None:
    assert in_cell(f'<w:bdo w:val="ltr">{FIGURE}</w:bdo>').cells[1, 2].kind == "text"  # as it runs anyway
    found = in_cell(f'<w:bdo w:val="rtl">{FIGURE}</w:bdo>').cells[1, 2]
    assert (found.text, found.kind) == ("1200", "contested")
    assert in_cell(f'<w:bdo w:val="rtl"><w:r><w:t>甲</w:t></w:r></w:bdo>{FIGURE}').cells[1, 2].kind == "text"


@pytest.mark.parametrize(
    ("properties", "hidden"),
    [
        ("<w:hidden/>", True), ('<w:hidden w:val="0"/>', False), ('<w:trHeight w:val="20" w:hRule="exact"/>', True),
        ('<w:trHeight w:val="20" w:hRule="atLeast"/>', False), ('<w:trHeight w:val="400" w:hRule="exact"/>', False),
    ],
)  # fmt: skip
def test_rows_that_word_does_not_show(properties: str, hidden: bool) -> None:  # noqa: FBT001
    rows = f"<w:tr>{tc('甲')}</w:tr><w:tr><w:trPr>{properties}</w:trPr>{tc('乙')}</w:tr>"
    assert grid(raw(f"<w:p/><w:tbl>{rows}</w:tbl>")).hidden_rows == ({3} if hidden else frozenset())


def field(inside: str) -> str:
    return f"<w:fldChar><w:ffData>{inside}</w:ffData></w:fldChar>"


TWO = "<w:listEntry w:val='甲'/><w:listEntry w:val='乙'/>"


def test_hidden_words_are_told_of_and_not_read() -> None:
    """Nobody who looks at the page sees them; an amount that vanishes so would otherwise be missed by nobody."""
    found = in_cell("<w:r><w:rPr><w:vanish/></w:rPr><w:t>703.5</w:t></w:r>")
    assert (1, 2) not in found.cells
    assert found.unseen == {(1, 2): "703.5"}


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "✓"),
        ('<w:sym w:font="Wingdings 2" w:char="F052"/>', "☑"),
        ('<w:sym w:font="Symbol" w:char="F0B7"/>', "〿"),  # which it is nobody can tell: no empty box, though
        (field(f"<w:ddList>{TWO}</w:ddList>"), "甲"),
        (field(f"<w:ddList><w:result w:val='1'/>{TWO}</w:ddList>"), "乙"),
        (field("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>"), "☑"),
        (field("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>"), "☐"),
        (field("<w:checkBox><w:default w:val='1'/></w:checkBox>"), "☑"),
    ],
)  # fmt: skip
def test_symbols_and_form_fields_show_something(run: str, shown: str) -> None:
    assert in_cell(f"<w:r>{run}</w:r>").cells[1, 2].text == shown


@pytest.mark.parametrize("place", ["superscript", "subscript"])
@pytest.mark.parametrize(("before", "read"), [("1200", "1200¹"), ("已启动。", "已启动。¹"), ("CO", "CO1")])
def test_digits_off_the_line(place: str, before: str, read: str) -> None:
    off = f'<w:r><w:rPr><w:vertAlign w:val="{place}"/></w:rPr><w:t>1</w:t></w:r>'
    assert in_cell(f"<w:r><w:t>{before}</w:t></w:r>{off}").cells[1, 2].text == read


FORM = row("序号", "项目名称", "工作进展", "完成投资") + row("1", "甲", "完成5项", "12")


def test_a_table_in_a_text_box_is_read() -> None:
    box = f"<w:r><w:t>前</w:t><w:pict><w:txbxContent><w:tbl>{FORM}</w:tbl></w:txbxContent></w:pict><w:t>后</w:t></w:r>"
    fallback = f"<w:Fallback><w:pict><w:txbxContent><w:tbl>{FORM}</w:tbl></w:txbxContent></w:pict></w:Fallback>"
    found = grid(raw(f"<w:p>{box}{fallback}</w:p><w:p><w:r><w:t>末</w:t></w:r></w:p>"))
    sheet = Sheet(found)
    assert {sheet.ref(*at): cell.text for at, cell in found.cells.items()} == {
        "表1!A1": "序号", "表1!B1": "项目名称", "表1!C1": "工作进展", "表1!D1": "完成投资",
        "表1!A2": "1", "表1!B2": "甲", "表1!C2": "完成5项", "表1!D2": "12", "正文!A1": "前后", "正文!A2": "末",
    }  # fmt: skip


def with_part(body: str, kind: str, target: str, data: bytes) -> bytes:
    """Return a document with another part, related to it as r9."""
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return package({
        "[Content_Types].xml": "",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships><Relationship Id="r9" Type="{rels}/{kind}" Target="{target}"/>'
        "</Relationships>",
        f"word/{target}": data,
    })  # fmt: skip


def embedded_book() -> bytes:
    cell = '<c r="{0}" t="inlineStr"><is><t>{1}</t></is></c>'
    cells = "".join(
        cell.format(ref, text) for ref, text in (("A1", "项目名称"), ("B1", "工作进展"), ("C1", "完成投资"))
    )
    values = cell.format("A3", "甲") + cell.format("B3", "完成5项") + '<c r="C3"><f>6+6</f><v>12</v></c>'
    return workbook(f'<row r="1">{cells}</row><row r="3">{values}</row>')


@pytest.mark.parametrize("named", [True, False])
def test_a_table_in_an_embedded_workbook_is_read(named: bool) -> None:  # noqa: FBT001
    shown = '<w:r><w:object><o:OLEObject r:id="r9"/></w:object></w:r>' if named else "<w:r><w:object/></w:r>"
    names = ' xmlns:o="o" xmlns:r="r"'
    body = f"<w:p><w:r><w:t>填报月份：2025年4月</w:t></w:r></w:p><w:p{names}>{shown}</w:p>"
    book = open_grids(with_part(body, "package", "embeddings/a.xlsx", embedded_book()))
    assert book.notes == ("pictures", "embedded")
    sheet = Sheet(book.grids[0])
    refs = {sheet.ref(*at): (cell.text, cell.formula) for at, cell in book.grids[0].cells.items()}
    assert refs["嵌入的附件2!C3"] == ("12", "=[]!A1")  # which cells it names nobody can see here
    assert refs["正文!A1"] == ("填报月份：2025年4月", "")


def test_a_workbook_beside_a_table_is_something_else() -> None:
    body = f"<w:tbl>{FORM}</w:tbl><w:p><w:r><w:object/></w:r></w:p>"
    book = open_grids(with_part(body, "package", "embeddings/a.xlsx", embedded_book()))
    assert book.notes == ("pictures",)
    assert len(book.grids[0].cells) == 8


@pytest.mark.parametrize(
    ("kind", "target", "place", "remedy"),
    [
        ("aFChunk", "a.htm", "另一份文件", "看到表格后另存"),
        ("oleObject", "embeddings/oleObject1.bin", "表格对象", "双击"),
    ],
)
def test_a_table_that_nobody_reads_is_told_of(kind: str, target: str, place: str, remedy: str) -> None:
    data = with_part("<w:p><w:r><w:t>附件2</w:t></w:r></w:p>", kind, target, b"<table/>")
    with Readers() as readers:
        ((_, opened),) = readers.read([(1, data)], 1)
    error = opened.error
    assert isinstance(error, FormElsewhere)
    message = findings.found(error.code, **cast("dict[str, Any]", error.facts)).message
    assert place in message
    assert remedy in message


def read_cell(paragraph: str, properties: str = "") -> Cell:
    """Return what a cell with that paragraph is read as."""
    body = f"<w:tbl><w:tr><w:tc><w:tcPr>{properties}</w:tcPr><w:p>{paragraph}</w:p></w:tc>{tc('乙')}</w:tr></w:tbl>"
    return grid(raw(body)).cells[1, 1]


@pytest.mark.parametrize(
    ("runs", "kind"),
    [
        ("{0}<w:ins>{1}</w:ins>", "contested"),
        ("<w:del><w:r><w:delText>900</w:delText></w:r></w:del><w:ins>{1}</w:ins>", "text"),
        ("<w:ins>{0}{1}</w:ins>", "text"),
        ("{0}", "text"),
    ],
)
def test_a_figure_put_in_beside_the_old_one_is_none(runs: str, kind: str) -> None:
    two = [f"<w:r><w:t>{text}</w:t></w:r>" for text in ("900", "12")]
    assert read_cell(runs.format(*two)).kind == kind


@pytest.mark.parametrize(
    "look", ['<w:sz w:val="2"/>', '<w:w w:val="1"/>', "<w14:textFill><w14:noFill/></w14:textFill>"]
)
def test_letters_nobody_can_see_are_not_read(look: str) -> None:
    look = look.replace(
        "<w14:textFill>", '<w14:textFill xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
    )
    body = (
        f"<w:tbl><w:tr><w:tc><w:p><w:r><w:rPr>{look}</w:rPr><w:t>1200</w:t></w:r></w:p></w:tc>{tc('乙')}</w:tr></w:tbl>"
    )
    found = grid(raw(body))
    assert (texts(found), found.unseen) == ({(1, 2): "乙"}, {(1, 1): "1200"})


def field_of(code: str, shown: str | None) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    result = "" if shown is None else f"{mark.format('separate')}<w:r><w:t>{shown}</w:t></w:r>"
    return f"{mark.format('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{result}{mark.format('end')}"


def test_what_only_a_field_draws_is_told_and_what_word_counts_is_no_figure() -> None:
    body = f"<w:tbl><w:tr><w:tc><w:p>{field_of(chr(69) + 'Q f(12,15)', None)}</w:p></w:tc>{tc('乙')}</w:tr></w:tbl>"
    assert grid(raw(body)).unseen == {(1, 1): "EQ f(12,15)"}
    assert [read_cell(field_of(code, "3")).kind for code in ("PAGE", "FORMTEXT", "=SUM(ABOVE)")] == [
        "contested",
        "text",
        "text",
    ]


@pytest.mark.parametrize("element", ["dayShort", "monthLong", "yearLong", "pgNum"])
def test_what_only_word_knows_leaves_a_mark(element: str) -> None:
    assert read_cell(f"<w:r><w:t>1</w:t></w:r><w:r><w:{element}/></w:r>").text == "1〿"


@pytest.mark.parametrize("element", ["contentPart", "subDoc"])
def test_ink_and_other_documents_are_drawn(element: str) -> None:
    assert read_cell(f"<w:r><w:{element}/></w:r>").kind == "picture"


def test_a_cell_whose_words_a_revision_took_out_is_not_simply_empty() -> None:
    old = "<w:r><w:t>900</w:t></w:r>"
    for out in (f"<w:moveFrom>{old}</w:moveFrom>", "<w:del><w:r><w:delText>900</w:delText></w:r></w:del>"):
        found = grid(raw(f"<w:tbl><w:tr><w:tc><w:p>{out}</w:p></w:tc>{tc('乙')}</w:tr></w:tbl>"))
        assert (texts(found), found.unseen) == ({(1, 2): "乙"}, {(1, 1): "（修订时删去或移走的内容）"})
        found = grid(
            raw(f"<w:tbl><w:tr><w:tc><w:p>{out}<w:r><w:t>12</w:t></w:r></w:p></w:tc>{tc('乙')}</w:tr></w:tbl>")
        )
        assert (texts(found), found.unseen) == ({(1, 1): "12", (1, 2): "乙"}, {})


def test_a_sum_that_word_computes_when_asked_is_a_formula() -> None:
    simple = '<w:fldSimple w:instr=" =SUM(ABOVE) "><w:r><w:t>3</w:t></w:r></w:fldSimple>'
    linked = read_cell(field_of(r"LINK Excel.Sheet.12 C:\\表.xlsx 附件2!R6C6", "3"))
    assert (linked.text, linked.formula) == ("3", "=")  # from a file that nobody can see
    cells = [read_cell(one) for one in (simple, field_of("=SUM(ABOVE)", "3"), field_of("=1+2", "3"))]
    assert [(cell.text, cell.formula) for cell in cells] == [("3", "="), ("3", "="), ("3", "")]


def test_rows_hidden_cells_crossed_out_and_watermarks() -> None:
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{tc('甲')}{tc('乙')}</w:tr>"
    assert grid(raw(f"<w:tbl>{row('一', '二')}{hidden}</w:tbl>")).hidden_rows == {2}
    one, other = ('<w:tl2br w:val="single"/>', '<w:tr2bl w:val="single"/>')
    run = "<w:r><w:t>12</w:t></w:r>"
    assert read_cell(run, f"<w:tcBorders>{one}{other}</w:tcBorders>").struck
    assert not read_cell(run, f"<w:tcBorders>{one}</w:tcBorders>").struck
    shape = '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="草稿"/></v:shape>'
    water = f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"
    assert "草稿" in texts(grid(raw(f"{water}<w:tbl>{row('一', '二')}</w:tbl>"))).values()


@pytest.mark.parametrize(
    ("of_run", "of_paragraph", "seen"),
    [
        ('<w:color w:val="FFFFFF"/>', "", False),
        ('<w:color w:val="F8F8F8"/>', "", False),
        ('<w:sz w:val="2"/>', "", False),
        ("<w:vanish/>", "", False),
        ('<w:color w:val="FF0000"/>', "", True),
        ('<w:color w:val="auto"/>', "", True),
        ('<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="C00000"/>', True),
        ('<w:color w:val="C00000"/>', '<w:shd w:val="clear" w:fill="C00000"/>', False),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="blue"/>', "", True),
    ],
)
def test_words_outside_tables_in_the_colour_behind_them(of_run: str, of_paragraph: str, seen: bool) -> None:  # noqa: FBT001
    run = f"<w:r><w:rPr>{of_run}</w:rPr><w:t>单位：亿元</w:t></w:r>"
    lines = f"<w:p><w:r><w:t>附件</w:t></w:r></w:p><w:p><w:pPr>{of_paragraph}</w:pPr>{run}</w:p>"
    found = grid(raw(f"{lines}<w:tbl>{row('甲')}</w:tbl>"))
    assert texts(found) == {(1, 1): "附件", (3, 1): "甲"} | ({(2, 1): "单位：亿元"} if seen else {})
    assert found.unseen == ({} if seen else {(2, 1): "单位：亿元"})


def test_hidden_words_before_a_text_box_stay_with_their_paragraph() -> None:
    inside = "<w:txbxContent><w:p><w:r><w:t>单位：万元</w:t></w:r></w:p></w:txbxContent>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>草稿</w:t></w:r>"
    found = grid(raw(f"<w:p>{hidden}<w:r><w:pict>{inside}</w:pict></w:r><w:r><w:t>题</w:t></w:r></w:p>"))
    assert texts(found) == {(1, 1): "单位：万元", (2, 1): "题"}
    assert found.unseen == {(2, 1): "草稿"}
