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
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TEMPLATES = Path(__file__).parents[1] / "templates"
LATIN = "Times New Roman"  # figures; every system has it or a twin
TITLE, BODY, HEAD, SUBHEAD = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
BODY_SIZE = 16
LINE = Pt(28.95)  # 22 lines to a page of 225 mm
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}  # mm
CHARACTERS = 28  # to a line of 156 mm; at 16 pt only 27 would fit
TIGHTER = -5  # twentieths of a point between characters, so that they do
FIELDS = {  # of the annex: header (broken by sense), width in mm, alignment
    "number": ("序号", 10, "center"),
    "name": ("项目名称", 22, "center"),
    "unit": ("牵头单位", 20, "center"),
    "target": ("目标任务", 52, "left"),
    "progress": ("工作进展", 61, "left"),
    "investment": ("完成投资", 19, "right"),
    "problems": ("存在的问题", 26, "left"),
    "next_steps": ("下一步工作\n及建议", 26, "left"),
    "contact": ("责任人及\n联系方式", 25, "center"),
}
MONEY = list(FIELDS).index("investment")
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
    made.paragraph_format.line_spacing = Pt(size * 1.3)
    place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    faced(made.add_run(text), face, size)


def across(row: Any, span: tuple[int, int], text: str, face: str, align: str) -> None:
    """Write over several cells of a row, from the first to the last of ``span``."""
    first, last = span
    cell(row.cells[first].merge(row.cells[last]), text, face, 10.5, align)


def summed(row: Any, what: str) -> None:
    """Write a sum: what of, how much, and what it contains."""
    across(row, (0, MONEY - 1), f"{{{{ {what}.label }}}}", HEAD, "center")
    cell(row.cells[MONEY], f"{{{{ {what}.amount }}}}", BODY, 10.5, "right")
    across(row, (MONEY + 1, len(FIELDS) - 1), f"{{{{ {what}.note }}}}", BODY, "left")


def grid(document: Any, rows: int) -> Any:
    """Add the annex's empty table, its header repeated, no row torn."""
    table = document.add_table(rows=rows, cols=len(FIELDS))
    table.style = "Table Grid"
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side, room in ("top", 28), ("left", 57), ("bottom", 28), ("right", 57):  # half a millimetre, a millimetre
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(room))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)
    widths = [Mm(width) for _, width, _ in FIELDS.values()]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for place, width in zip(row.cells, widths, strict=True):
            place.width = width
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def annex(document: Any) -> None:
    """Add the merged table, landscape."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(26),
        Mm(24),
        Mm(18),
        Mm(18),
    )
    section.footer_distance = Mm(15)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    paragraph(document, "附件", HEAD, 16, indent=False)
    made = paragraph(document, "{{ b.annex }}", TITLE, 20, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
    made.paragraph_format.line_spacing = Pt(30)
    paragraph(document, "{{ table.money_note }}", BODY, 10.5, indent=False, align=WD_ALIGN_PARAGRAPH.RIGHT)
    tags = {1: "for section in table.sections", 3: "for row in section.rows", 5: "endfor", 7: "endfor"}
    table = grid(document, 9)
    for place, (header, _, _) in zip(table.rows[0].cells, FIELDS.values(), strict=True):
        cell(place, header, HEAD, 11, "center")
    for number, text in tags.items():
        cell(table.rows[number].cells[0], f"{{%tr {text} %}}", BODY, 10.5, "left")
    across(table.rows[2], (0, len(FIELDS) - 1), "{{ section.title }}", HEAD, "left")
    joined(table.rows[2].cells[0].paragraphs[0])  # a heading stays with its first project
    for place, (field, (_, _, align)) in zip(table.rows[4].cells, FIELDS.items(), strict=True):
        cell(place, f"{{{{ row.{field} }}}}", BODY, 10.5, align)
    summed(table.rows[6], "section.subtotal")
    summed(table.rows[8], "table.overall")
    note = paragraph(document, "{{ table.footnote }}", BODY, 10.5, indent=False, align=WD_ALIGN_PARAGRAPH.LEFT)
    note.paragraph_format.line_spacing = Pt(18)


def bulletin() -> Any:
    """通报."""
    document = fresh()
    title(document, "{{ b.heading }}")
    paragraph(document, "{{ b.addressee }}", indent=False)
    paragraph(document, "一、总体情况", HEAD)
    each(document, "b.overall")
    paragraph(document, "二、滞后项目及原因", HEAD)
    paragraph(document, "{{ b.lagging_intro }}")
    points(document, "b.lagging")
    each(document, "b.lagging_rest")
    paragraph(document, "三、卡点问题", HEAD)
    paragraph(document, "{{ b.problems_intro }}")
    points(document, "b.problems")
    paragraph(document, "四、报送情况", HEAD)
    each(document, "b.returns")
    paragraph(document, "五、下一步工作要求", HEAD)
    points(document, "b.demands", signed=True)
    joined(paragraph(document, indent=False))
    made = joined(paragraph(document, "附件：{{ b.annex }}", indent=False))
    indented(made, left=5, hanging=3)  # a second line starts below the first one's first character
    joined(paragraph(document, indent=False))
    signature(document, "{{ b.office }}")
    annex(document)
    return document


def slip() -> Any:
    """督办单."""
    document = fresh()
    title(document, "{{ s.title }}")
    paragraph(document, "{{ s.unit_name }}：", indent=False)
    paragraph(document, "{{ s.intro }}")
    paragraph(document, "一、滞后项目", HEAD)
    points(document, "s.lagging")
    tag(document, "if s.problems")
    paragraph(document, "二、未解决的卡点问题", HEAD)
    points(document, "s.problems")
    tag(document, "endif")
    joined(paragraph(document, "{{ s.demand }}"))
    joined(paragraph(document, indent=False))
    signature(document, "{{ s.office }}")
    return document


def public() -> Any:
    """公开稿."""
    document = fresh()
    title(document, "{{ p.title }}")
    paragraph(document, "{{ p.lead }}")
    tag(document, "for section in sections")
    paragraph(document, "{{ section.number }}、{{ section.title }}", HEAD)
    tag(document, "for project in section.projects")
    paragraph(document, "{{ project.number }}{{ project.name }}", SUBHEAD)
    each(document, "project.progress")
    tag(document, "if project.figures")
    paragraph(document, "{{ project.figures }}")
    tag(document, "endif")
    tag(document, "endfor")
    tag(document, "endfor")
    paragraph(document, "（{{ p.source }}）", indent=False, align=WD_ALIGN_PARAGRAPH.RIGHT)
    return document


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
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    for name, make in (("通报", bulletin), ("督办单", slip), ("公开稿", public)):
        (TEMPLATES / f"{name}.docx").write_bytes(settled(lightened(make())))
