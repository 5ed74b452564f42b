"""Lay out ``templates/*.docx`` as GB/T 9704-2012 is practised: ``python tools/make_templates.py``.

The result is what the clerk edits in Word or WPS; this file only says once where each measure comes from.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TEMPLATES = Path(__file__).parents[1] / "templates"
LATIN = "Times New Roman"  # figures; every system has it or a twin
TITLE, BODY, HEAD, SUBHEAD = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY_SIZE, TABLE_SIZE = 16, 10.5
LINE = Pt(28.95)  # 22 lines to a page of 225 mm
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}  # mm
CHARACTERS = 28  # to a line of 156 mm; at 16 pt only 27 would fit
TIGHTER = -5  # twentieths of a point between characters, so that they do
ALTERNATIVES = {  # a machine without the face is told its kin, GB/T 9704's own where there is one
    TITLE: "宋体",
    BODY: "仿宋",
    SUBHEAD: "楷体",
    HEAD: "SimHei",
}
Columns = dict[str, tuple[str, float, str]]  # field: header (broken by sense), width in mm, alignment
ANNEX: Columns = {
    "number": ("序号", 11, "center"),
    "name": ("项目", 38, "left"),
    "unit": ("牵头单位", 30, "center"),
    "target": ("年度目标", 58, "left"),
    "done": ("累计完成", 24, "center"),
    "rate": ("完成率", 16, "center"),
    "status": ("状态", 21, "center"),
    "problem": ("主要问题", 44, "left"),
}
LAGGING: Columns = {
    "name": ("项目", 36, "left"),
    "unit": ("牵头单位", 26, "center"),
    "expected": ("应达", 15, "center"),
    "actual": ("实际", 15, "center"),
    "gap": ("差距\n（百分点）", 18, "center"),
    "months": ("持续", 14, "center"),
    "reason": ("原因", 32, "left"),
}
REPLY: Columns = {  # headers as form_spec.REPLY_COLUMNS has them: a returned form is found by them
    "number": ("督办编号", 19, "center"),
    "project": ("项目名称", 20, "left"),
    "matter": ("督办事项", 26, "left"),
    "measures": ("整改措施及落实情况", 40, "left"),
    "result": ("整改结果", 17, "center"),
    "until": ("完成时限", 17, "center"),
    "evidence": ("佐证材料", 17, "left"),
}
PUBLISHED: Columns = {
    "name": ("项目", 46, "left"),
    "target": ("年度目标", 52, "left"),
    "done": ("累计完成", 24, "center"),
    "rate": ("完成率", 16, "center"),
    "status": ("状态", 18, "center"),
}
ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
STYLES = {
    "Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid",
    "header", "Header Char", "footer", "Footer Char",
}  # fmt: skip


def faced(run: Any, name: str, size: float, latin: str = LATIN) -> Any:
    """Give a run its face, for Chinese and for the rest."""
    run.font.size = Pt(size)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(attribute), latin)
    if size == BODY_SIZE:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(TIGHTER))
        run._element.rPr.find(qn("w:sz")).addprevious(spacing)
    return run


def indented(made: Any, size: float = 16, **characters: float) -> Any:
    """Indent a paragraph by so many characters; the plain measure is for programs that do not count characters."""
    ind = made._p.get_or_add_pPr().get_or_add_ind()
    for side, number in characters.items():
        ind.set(qn(f"w:{side}Chars"), str(round(number * 100)))
        ind.set(qn(f"w:{side}"), str(round(number * size * 20)))
    return made


def paragraph(
    place: Any, text: str = "", face: str = BODY, size: float = 16, *, indent: bool = True, align: Any = None
) -> Any:
    """Add a paragraph of the body: fixed pitch, first line indented by two characters."""
    made = place.add_paragraph()
    form = made.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if align is None else align
    if indent:
        indented(made, size, firstLine=2)
    if face in {HEAD, TITLE, SUBHEAD}:  # no heading is left alone at the foot of a page
        form.keep_with_next = True
    if text:
        faced(made.add_run(text), face, size)
    return made


def tag(place: Any, text: str) -> None:
    """Add a paragraph that only steers: it is gone once the template is filled in."""
    paragraph(place, f"{{%p {text} %}}", indent=False)


def point(place: Any) -> Any:
    """Add a numbered point, its heading in 楷体."""
    made = paragraph(place)
    faced(made.add_run("{{ item.number }}{{ item.head }}"), SUBHEAD, 16)
    faced(made.add_run("{{ item.text }}"), BODY, 16)
    return made


def points(place: Any, loop: str, *, signed: bool = False) -> None:
    """Add numbered points; the last before a signature takes no leave of it."""
    tag(place, f"for item in {loop}")
    if signed:
        tag(place, "if loop.last")
        joined(point(place))
        tag(place, "else")
    point(place)
    if signed:
        tag(place, "endif")
    tag(place, "endfor")


def each(place: Any, loop: str) -> None:
    """Add a paragraph for each sentence of a list."""
    tag(place, f"for line in {loop}")
    paragraph(place, "{{ line }}")
    tag(place, "endfor")


def title(place: Any, text: str) -> None:
    """Add the title: two blank lines below the page's edge, centred."""
    made = paragraph(place, text, TITLE, 22, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
    made.paragraph_format.line_spacing = Pt(33)
    paragraph(place, indent=False)


def joined(made: Any) -> Any:
    """Keep a paragraph on the page of the next: a signature never stands on a page without text."""
    made.paragraph_format.keep_with_next = True
    return made


def signature(place: Any, who: str) -> None:
    """Add who speaks, centred over the day, which ends four characters from the edge, as where a seal is set on it."""
    day = "　　年　　月　　日"
    for text in (who, day):
        made = paragraph(place, text, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
        indented(made, left=CHARACTERS - len(day) - 2 * 4)
        made.paragraph_format.keep_with_next = text == who


def page_number(footer: Any, align: Any) -> None:
    """Put “— 1 —” into a footer, one character from the edge."""
    made = footer.paragraphs[0]
    made.alignment = align
    indented(made, 14, **{"left" if align == WD_ALIGN_PARAGRAPH.LEFT else "right": 1})

    def run(text: str = "") -> Any:
        return faced(made.add_run(text), "宋体", 14, "宋体")

    def mark(kind: str) -> None:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
        run()._r.append(element)

    run("— ")
    mark("begin")
    code = OxmlElement("w:instrText")
    code.text = "PAGE"
    run()._r.append(code)
    mark("end")
    run(" —")


TURNED = """<w:r xmlns:w="{w}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
<wp:extent cx="{cx}" cy="{cy}"/><wp:wrapNone/><wp:docPr id="{id}" name="页码{id}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent>{number}</w:txbxContent></wps:txbx>
<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/></wps:wsp></a:graphicData>
</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape id="p{id}"
 style="position:absolute;left:{left}pt;top:{top}pt;width:{width}pt;height:{height}pt;\
mso-position-horizontal-relative:page;mso-position-vertical-relative:page" filled="f" stroked="f">
<v:textbox style="layout-flow:vertical" inset="0,0,0,0"><w:txbxContent>{number}</w:txbxContent></v:textbox>
</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""
"""A box with a turned number, in today's drawing and, for programs that do not know it, in yesterday's."""


def turned_number(footer: Any, *, odd: bool) -> None:
    """Put “— 1 —” at the left edge of a landscape page, turned, where it is found when the page is bound upright.

    The landscape page is bound with its head to the left: its left edge is then the foot, its lower edge the right
    hand side. Odd pages have the number at the right, even pages at the left (GB/T 9704-2012, 7.5 and 8).
    """
    footer.is_linked_to_previous = False
    made = footer.paragraphs[0]
    made.paragraph_format.line_spacing = Pt(1)
    align = "right" if odd else "left"
    face = '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/><w:sz w:val="28"/></w:rPr>'
    run = f"<w:r>{face}{{}}</w:r>".format
    field = "".join(
        run(part)
        for part in (
            '<w:t xml:space="preserve">— </w:t>', '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText>PAGE</w:instrText>", '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )  # fmt: skip
    paragraph_xml = f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{field}</w:p>'
    wide, tall = 8.0, 36.0  # mm
    left, top = 28 - wide / 2, (210 - MARGINS["right"] - 5 - tall) if odd else MARGINS["left"] + 5.0
    emu, points = 36_000, 72 / 25.4
    box = TURNED.format(
        w=W, x=round(left * emu), y=round(top * emu), cx=round(wide * emu), cy=round(tall * emu), id=1 if odd else 2,
        left=round(left * points, 1), top=round(top * points, 1), width=round(wide * points, 1),
        height=round(tall * points, 1), number=paragraph_xml,
    )  # fmt: skip
    made._p.append(parse_xml(box))


def chinese(document: Any) -> None:
    """Say that the text is Chinese: what a program breaks lines and chooses the shape of commas by."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for zoom in document.settings.element.iter(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")  # the schema asks for it


def fresh() -> Any:
    """Return an empty document on paper as the standard has it."""
    document = Document()
    document._body.clear_content()
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    style.paragraph_format.widow_control = False  # 22 lines to each page, wherever a paragraph ends
    chinese(document)
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(size))
    section.footer_distance = Mm(24.8)  # the dashes stand 7 mm below the text: 28 mm less half the number's height
    page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    core = document.core_properties
    core.author = core.comments = core.last_modified_by = ""
    return document


def cell(place: Any, text: str, face: str, size: float, align: str) -> None:
    """Write one cell of a table."""
    made = place.paragraphs[0]
    made.alignment = ALIGNED[align]
    made.paragraph_format.line_spacing = Pt(size * 1.2)
    place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    faced(made.add_run(text), face, size)


def across(row: Any, span: tuple[int, int], text: str, face: str, align: str) -> None:
    """Write over several cells of a row, from the first to the last of ``span``."""
    first, last = span
    cell(row.cells[first].merge(row.cells[last]), text, face, TABLE_SIZE, align)


def grid(document: Any, columns: Columns, rows: int) -> Any:
    """Add an empty table with its header, which is repeated on each page; no row is torn."""
    table = document.add_table(rows=rows, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    margins = OxmlElement("w:tblCellMar")
    for side, room in ("top", 28), ("left", 57), ("bottom", 28), ("right", 57):  # half a millimetre, a millimetre
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(room))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)
    widths = [Mm(width) for _, width, _ in columns.values()]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for place, width in zip(row.cells, widths, strict=True):
            place.width = width
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for place, (header, _, _) in zip(table.rows[0].cells, columns.values(), strict=True):
        cell(place, header, HEAD, TABLE_SIZE, "center")
        joined(place.paragraphs[0])
    return table


def looped(document: Any, columns: Columns, loop: str, name: str = "row") -> Any:
    """Add a table with a row for each item of a list."""
    table = grid(document, columns, 4)
    for number, text in (1, f"for {name} in {loop}"), (3, "endfor"):
        cell(table.rows[number].cells[0], f"{{%tr {text} %}}", BODY, TABLE_SIZE, "left")
    filled(table.rows[2], columns, name)
    return table


def filled(row: Any, columns: Columns, name: str) -> None:
    """Write the tags of a row."""
    for place, (field, (_, _, align)) in zip(row.cells, columns.items(), strict=True):
        cell(place, f"{{{{ {name}.{field} }}}}", BODY, TABLE_SIZE, align)


def note(document: Any, text: str) -> Any:
    """Add a note under a table."""
    made = paragraph(document, text, BODY, TABLE_SIZE, indent=False, align=WD_ALIGN_PARAGRAPH.LEFT)
    made.paragraph_format.line_spacing = Pt(16)
    made.paragraph_format.keep_together = True
    return made


def annex(document: Any) -> None:
    """Add the table of all projects, landscape, its page numbers where the portrait pages have theirs."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    for side, size in {"top": 26, "bottom": 20, "left": 35, "right": 20}.items():
        setattr(section, f"{side}_margin", Mm(size))
    section.footer_distance = Mm(8)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    turned_number(section.footer, odd=True)
    turned_number(section.even_page_footer, odd=False)
    paragraph(document, "附件", HEAD, 16, indent=False)
    made = paragraph(document, "{{ b.annex }}", TITLE, 20, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
    made.paragraph_format.line_spacing = Pt(32)
    made.paragraph_format.space_after = Pt(6)
    tags = {1: "for section in annex.sections", 3: "for row in section.rows", 5: "endfor", 6: "endfor"}
    table = grid(document, ANNEX, 7)
    for number, text in tags.items():
        cell(table.rows[number].cells[0], f"{{%tr {text} %}}", BODY, TABLE_SIZE, "left")
    across(table.rows[2], (0, len(ANNEX) - 1), "{{ section.title }}", HEAD, "left")
    joined(table.rows[2].cells[0].paragraphs[0])  # a heading stays with its first project
    filled(table.rows[4], ANNEX, "row")
    note(document, "{{ annex.note }}")


def headed(document: Any, name: str) -> None:
    """Begin a part that is there only when it has a heading."""
    tag(document, f"if b.heads.{name}")
    paragraph(document, f"{{{{ b.heads.{name} }}}}", HEAD)


def signed(document: Any, who: str) -> None:
    """Add the signature, the day left blank, and whom to ask."""
    joined(paragraph(document, indent=False))
    signature(document, f"{{{{ {who}.office }}}}")
    tag(document, f"if {who}.contact")
    paragraph(document, f"{{{{ {who}.contact }}}}")
    tag(document, "endif")


def bulletin() -> Any:
    """通报."""
    document = fresh()
    title(document, "{{ b.heading }}")
    paragraph(document, "{{ b.addressee }}", indent=False)
    paragraph(document, "{{ b.opening }}")
    headed(document, "overall")
    each(document, "b.overall")
    tag(document, "endif")
    headed(document, "good")
    each(document, "b.good")
    tag(document, "endif")
    headed(document, "lagging")
    looped(document, LAGGING, "b.lag_rows")
    note(document, "{{ b.lag_note }}").paragraph_format.space_after = Pt(6)
    each(document, "b.lag_words")
    tag(document, "endif")
    headed(document, "problems")
    paragraph(document, "{{ b.problems_intro }}")
    points(document, "b.problems")
    tag(document, "endif")
    headed(document, "supervised")
    each(document, "b.supervised")
    tag(document, "endif")
    headed(document, "returns")
    each(document, "b.returns")
    tag(document, "endif")
    paragraph(document, "{{ b.heads.demands }}", HEAD)
    points(document, "b.demands", signed=True)
    joined(paragraph(document, indent=False))
    made = joined(paragraph(document, "附件：{{ b.annex }}", indent=False))
    indented(made, left=5, hanging=3)  # a second line starts below the first one's first character
    signed(document, "b")
    annex(document)
    return document


def slip() -> Any:
    """督办单."""
    document = fresh()
    title(document, "{{ s.title }}")
    paragraph(document, "{{ s.numbered }}", SUBHEAD, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
    paragraph(document, "{{ s.unit_name }}：", indent=False)
    paragraph(document, "{{ s.intro }}")
    tag(document, "if s.problems")  # a single part needs no heading
    paragraph(document, "一、滞后项目", HEAD)
    tag(document, "endif")
    points(document, "s.lagging")
    tag(document, "if s.problems")
    paragraph(document, "二、未解决的卡点问题", HEAD)
    points(document, "s.problems")
    tag(document, "endif")
    joined(paragraph(document, "{{ s.demand }}"))
    joined(paragraph(document, indent=False))
    signature(document, "{{ s.office }}")
    tag(document, "if s.copies")
    paragraph(document, "{{ s.copies }}", indent=False)
    tag(document, "endif")
    tag(document, "if s.reply")
    made = paragraph(document, "整改情况反馈表", TITLE, 20, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
    made.paragraph_format.page_break_before = True
    made.paragraph_format.line_spacing = Pt(32)
    paragraph(document, "反馈单位：{{ s.unit_name }}", BODY, TABLE_SIZE + 1.5, indent=False)
    table = looped(document, REPLY, "s.reply")
    table.rows[2].height, table.rows[2].height_rule = Mm(40), WD_ROW_HEIGHT_RULE.AT_LEAST  # to write by hand
    note(
        document,
        "整改结果填“已整改到位”或“正在整改”；佐证材料（照片、文件等）随本表一并报送。请保留编号，勿改表头。",
    )
    paragraph(document, "单位主要负责人：　　　　　　　填表人：　　　　　　　　　年　月　日", BODY, 12, indent=False)
    tag(document, "endif")
    return document


def public() -> Any:
    """公开稿."""
    document = fresh()
    title(document, "{{ p.title }}")
    paragraph(document, "{{ p.lead }}")
    looped(document, PUBLISHED, "p.rows")
    note(document, "注：累计完成为年初至今数，每个项目列示其首要指标。").paragraph_format.space_after = Pt(6)
    tag(document, "for project in p.told")
    made = paragraph(document, align=WD_ALIGN_PARAGRAPH.LEFT)  # figures in brackets do not break: no gaps for them
    faced(made.add_run("{{ project.name }}："), SUBHEAD, 16)
    faced(made.add_run("{{ project.line }}"), BODY, 16)
    tag(document, "endfor")
    tag(document, "if p.phone")
    paragraph(document, "咨询电话：{{ p.phone }}")
    tag(document, "endif")
    joined(paragraph(document, "（{{ p.source }}）"))
    joined(paragraph(document, indent=False))
    signature(document, "{{ p.issuer }}")
    return document


def with_kin(xml: bytes) -> bytes:
    """Return a font table that names, beside each official face, the one to take where it is missing."""
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{kin}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for face, kin in ALTERNATIVES.items()
    )
    return xml.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")


def lightened(document: Any) -> Any:
    """Leave out what python-docx's own template brings and nobody uses: nine tenths of the file, in every document."""
    styles = document.styles.element
    for style in list(styles.style_lst):
        if style.name_val not in STYLES:
            styles.remove(style)
    for part, kinds in (
        (document.part, ("/stylesWithEffects", "/customXml", "/webSettings", "/numbering")),
        (document.part.package, ("/thumbnail",)),
    ):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith(kinds):
                del part.rels[key]
    return document


def settled(document: Any) -> bytes:
    """Return the document's bytes, the same whenever it is made."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            data = with_kin(data) if name == "word/fontTable.xml" else data
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    for name, make in (("通报", bulletin), ("督办单", slip), ("公开稿", public)):
        (TEMPLATES / f"{name}.docx").write_bytes(settled(lightened(make())))
