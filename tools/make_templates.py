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
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TEMPLATES = Path(__file__).parents[1] / "templates"
LATIN = "Times New Roman"  # figures; every system has it or a twin
TITLE, BODY, HEAD, SUBHEAD = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
LINE = Pt(28.95)  # 22 lines to a page of 225 mm
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}  # mm
STYLES = {
    "Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid",
    "header", "Header Char", "footer", "Footer Char",
}  # fmt: skip
HEADERS = (
    "序号",
    "项目名称",
    "牵头单位",
    "目标任务",
    "工作进展",
    "完成投资",
    "存在的问题",
    "下一步工作及建议",
    "责任人及联系方式",
)
WIDTHS = (9, 24, 20, 48, 64, 17, 30, 30, 18)  # mm


def faced(run: Any, name: str, size: float) -> Any:
    """Give a run its face, for Chinese and for the rest."""
    run.font.size = Pt(size)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(attribute), LATIN)
    return run


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
        ind = made._p.get_or_add_pPr().get_or_add_ind()
        ind.set(qn("w:firstLineChars"), "200")
        ind.set(qn("w:firstLine"), str(int(size * 40)))
    form.keep_with_next = face in {HEAD, TITLE}  # no heading is left alone at the foot of a page
    if text:
        faced(made.add_run(text), face, size)
    return made


def point(place: Any, loop: str) -> None:
    """Add a numbered point, its heading in 楷体."""
    paragraph(place, f"{{%p for item in {loop} %}}", indent=False)
    made = paragraph(place)
    faced(made.add_run("{{ item.number }}{{ item.head }}"), SUBHEAD, 16)
    faced(made.add_run("{{ item.text }}"), BODY, 16)
    paragraph(place, "{%p endfor %}", indent=False)


def each(place: Any, loop: str) -> None:
    """Add a paragraph for each sentence of a list."""
    paragraph(place, f"{{%p for line in {loop} %}}", indent=False)
    paragraph(place, "{{ line }}")
    paragraph(place, "{%p endfor %}", indent=False)


def title(place: Any, text: str) -> None:
    """Add the title: two blank lines below the page's edge, centred."""
    made = paragraph(place, text, TITLE, 22, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
    made.paragraph_format.line_spacing = Pt(33)
    paragraph(place, indent=False)


def page_number(footer: Any, align: Any) -> None:
    """Put “— 1 —” into a footer, one character from the edge."""
    made = footer.paragraphs[0]
    made.alignment = align
    ind = made._p.get_or_add_pPr().get_or_add_ind()
    ind.set(qn("w:leftChars" if align == WD_ALIGN_PARAGRAPH.LEFT else "w:rightChars"), "100")
    faced(made.add_run("— "), "宋体", 14)
    run = faced(made.add_run(), "宋体", 14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._r.append(element)
    faced(made.add_run(" —"), "宋体", 14)


def fresh() -> Any:
    """Return an empty document on paper as the standard has it."""
    document = Document()
    document._body.clear_content()
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(size))
    section.footer_distance = Mm(28)  # the number stands 7 mm below the text
    page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    core = document.core_properties
    core.author = core.comments = core.last_modified_by = ""
    return document


def cell(place: Any, text: str, face: str, size: float, align: Any) -> None:
    """Write one cell of a table."""
    made = place.paragraphs[0]
    made.alignment = align
    made.paragraph_format.line_spacing = Pt(size * 1.3)
    faced(made.add_run(text), face, size)


def annex(document: Any) -> None:
    """Add the merged table, landscape, its header repeated."""
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
    paragraph(document, "附件", HEAD, 16, indent=False)
    made = paragraph(document, "{{ b.annex }}", TITLE, 18, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
    made.paragraph_format.line_spacing = Pt(30)
    paragraph(document, "{{ table.money_note }}", BODY, 10.5, indent=False, align=WD_ALIGN_PARAGRAPH.RIGHT)
    table = document.add_table(rows=4, cols=len(HEADERS))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for place, width in zip(row.cells, WIDTHS, strict=True):
            place.width = Mm(width)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    centre, left = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
    for place, header in zip(table.rows[0].cells, HEADERS, strict=True):
        cell(place, header, HEAD, 10.5, centre)
    cell(table.rows[1].cells[0], "{%tr for row in table.rows %}", BODY, 9, left)
    fields = ("number", "name", "unit", "target", "progress", "investment", "problems", "next_steps", "contact")
    for place, field in zip(table.rows[2].cells, fields, strict=True):
        short = field in ("number", "name", "unit", "contact")
        align = centre if short else WD_ALIGN_PARAGRAPH.RIGHT if field == "investment" else left
        cell(place, f"{{{{ row.{field} }}}}", BODY, 9, align)
    cell(table.rows[3].cells[0], "{%tr endfor %}", BODY, 9, left)


def bulletin() -> Any:
    """通报."""
    document = fresh()
    title(document, "{{ b.heading }}")
    paragraph(document, "{{ b.addressee }}", indent=False)
    paragraph(document, "一、总体情况", HEAD)
    each(document, "b.overall")
    paragraph(document, "二、滞后项目及原因", HEAD)
    paragraph(document, "{{ b.lagging_intro }}")
    point(document, "b.lagging")
    each(document, "b.lagging_rest")
    paragraph(document, "三、卡点问题", HEAD)
    paragraph(document, "{{ b.problems_intro }}")
    point(document, "b.problems")
    paragraph(document, "四、报送情况", HEAD)
    each(document, "b.returns")
    paragraph(document, "五、下一步工作要求", HEAD)
    point(document, "b.demands")
    paragraph(document, indent=False)
    paragraph(document, "附件：{{ b.annex }}")
    paragraph(document, indent=False)
    paragraph(document, "{{ b.office }}　　", indent=False, align=WD_ALIGN_PARAGRAPH.RIGHT)
    paragraph(document, "　　年　　月　　日　　", indent=False, align=WD_ALIGN_PARAGRAPH.RIGHT)
    annex(document)
    return document


def slip() -> Any:
    """督办单."""
    document = fresh()
    title(document, "{{ s.title }}")
    paragraph(document, "{{ s.unit_name }}：", indent=False)
    paragraph(document, "{{ s.intro }}")
    paragraph(document, "一、滞后项目", HEAD)
    point(document, "s.lagging")
    paragraph(document, "{%p if s.problems %}", indent=False)
    paragraph(document, "二、未解决的卡点问题", HEAD)
    point(document, "s.problems")
    paragraph(document, "{%p endif %}", indent=False)
    paragraph(document, "{{ s.demand }}")
    paragraph(document, indent=False)
    paragraph(document, "{{ s.office }}　　", indent=False, align=WD_ALIGN_PARAGRAPH.RIGHT)
    paragraph(document, "　　年　　月　　日　　", indent=False, align=WD_ALIGN_PARAGRAPH.RIGHT)
    return document


def public() -> Any:
    """公开稿."""
    document = fresh()
    title(document, "{{ p.title }}")
    paragraph(document, "{{ p.lead }}")
    paragraph(document, "{%p for section in sections %}", indent=False)
    paragraph(document, "{{ section.number }}、{{ section.title }}", HEAD)
    paragraph(document, "{%p for project in section.projects %}", indent=False)
    paragraph(document, "{{ project.number }}{{ project.name }}", SUBHEAD)
    each(document, "project.progress")
    paragraph(document, "{%p if project.figures %}", indent=False)
    paragraph(document, "{{ project.figures }}")
    paragraph(document, "{%p endif %}", indent=False)
    paragraph(document, "{%p endfor %}", indent=False)
    paragraph(document, "{%p endfor %}", indent=False)
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
