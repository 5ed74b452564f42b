"""A held-out set of what .ods, .xls and Word can say and .xlsx cannot, written whole before the product was tried on it.

What is rewritten in .ods is what LibreOffice saved (``Draft.after_ods``).
"""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from draft import ENTRY, Draft
from kinds import BOOKS, _parts, _sheet, kind
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.styles.colors import Color
from second import DOCX, _column, _word, _word_cell
from third import _rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

ODS = ("ods",)
SAVED = ("office", "xls", "ods")

# ---------------------------------------------------------------- Word: in a cell

_R = "<w:r><w:t>{}</w:t></w:r>"
_P = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"
_M = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{}</m:oMath>'
_MR = "<m:r><m:t>{}</m:t></m:r>"
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_BEGIN, _SEP, _END = (f'<w:r><w:fldChar w:fldCharType="{t}"/></w:r>' for t in ("begin", "separate", "end"))
_INSTR = "<w:r><w:instrText> {} </w:instrText></w:r>"
for _name, _runs, _doubt in (
    ("a unit in letters of one point beside", lambda v: _R.format(v) + _P.format('<w:sz w:val="2"/>', "亿元"), True),
    ("in letters of one point", lambda v: _P.format('<w:sz w:val="2"/>', v), True),
    ("squeezed to one hundredth", lambda v: _P.format('<w:w w:val="1"/>', v), True),
    ("a figure raised by its position", lambda v: _R.format(v) + _P.format('<w:position w:val="12"/>', "2"), True),
    ("a digit as a symbol of a common font", lambda v: f'{_R.format(v)}<w:r><w:sym w:font="宋体" w:char="0030"/></w:r>', True),
    ("a circled digit as a symbol", lambda v: f'{_R.format(v)}<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>', True),
    ("a fraction of mathematics", lambda v: _M.format(f"<m:f><m:num>{_MR.format(v)}</m:num><m:den>{_MR.format(2)}</m:den></m:f>"), True),
    ("a power of mathematics", lambda v: _M.format(f"<m:sSup><m:e>{_MR.format(v)}</m:e><m:sup>{_MR.format(2)}</m:sup></m:sSup>"), True),
    ("under a root of mathematics", lambda v: _M.format(f"<m:rad><m:deg/><m:e>{_MR.format(v)}</m:e></m:rad>"), True),
    ("a field within a field's instruction", lambda v: (
        f'{_BEGIN}{_INSTR.format("IF")}{_BEGIN}{_INSTR.format("MERGEFIELD a")}{_SEP}{_R.format("900")}{_END}'
        f'{_INSTR.format("= 1")}{_SEP}{_R.format(v)}{_END}'), False),
    ("a form's text field", lambda v: f'{_BEGIN}{_INSTR.format("FORMTEXT")}{_SEP}{_R.format(v)}{_END}', False),
    ("a form's tick field beside", lambda v: (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar></w:r>'
        f"{_END}{_R.format(v)}"), True),
    ("a drop-down control chosen", lambda v: (
        f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{v}" w:value="9"/></w:dropDownList></w:sdtPr><w:sdtContent>{_R.format(v)}</w:sdtContent></w:sdt>'), False),
    ("a deletion within an insertion", lambda v: (
        f'<w:ins w:id="1" w:author="a"><w:del w:id="2" w:author="a"><w:r><w:delText>9</w:delText></w:r></w:del>{_R.format(v)}</w:ins>'), False),
    ("a digit within it taken out", lambda v: (
        f'{_R.format(v[:1])}<w:del w:id="2" w:author="a"><w:r><w:delText>9</w:delText></w:r></w:del>{_R.format(v[1:])}'), False),
    ("two digits moved away from its end", lambda v: f'{_R.format(v)}<w:moveFrom w:id="1" w:author="a">{_R.format("00")}</w:moveFrom>', False),
    ("a comment within", lambda v: f'{_R.format(v[:1])}<w:r><w:commentReference w:id="0"/></w:r>{_R.format(v[1:])}', False),
    ("a footnote's mark within", lambda v: f'{_R.format(v[:1])}<w:r><w:footnoteReference w:id="9"/></w:r>{_R.format(v[1:])}', False),
    ("a footnote's own mark behind", lambda v: (
        f'{_R.format(v)}<w:r><w:footnoteReference w:id="9" w:customMarkFollows="1"/><w:t>1</w:t></w:r>'), True),
    ("another figure as its reading above", lambda v: (
        f"<w:r><w:ruby><w:rt><w:r><w:t>900</w:t></w:r></w:rt><w:rubyBase>{_R.format(v)}</w:rubyBase></w:ruby></w:r>"), True),
    ("from right to left", lambda v: _P.format("<w:rtl/>", v), False),
    ("turned round", lambda v: f'<w:bdo w:val="rtl">{_R.format(v)}</w:bdo>', True),
    ("its first digit dropped", lambda v: (
        f'<w:pPr><w:framePr w:dropCap="drop" w:lines="2"/></w:pPr>{_R.format(v[:1])}</w:p><w:p>{_R.format(v[1:])}'), True),
    ("counted by the list's number", lambda v: f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="8"/></w:numPr></w:pPr>{_R.format(v)}', True),
    ("a tab to a place within", lambda v: f'<w:r><w:t>{v}</w:t><w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/><w:t>00</w:t></w:r>', True),
    ("where a page ended last", lambda v: f"<w:r><w:t>{v[:1]}</w:t><w:lastRenderedPageBreak/><w:t>{v[1:]}</w:t></w:r>", False),
    ("a soft hyphen as a letter", lambda v: _R.format(f"{v[:1]}\u00ad{v[1:]}"), True),
    ("a hyphen as a letter that holds together", lambda v: _R.format(f"{v}\u20111300"), True),
    ("the page's number behind", lambda v: f"<w:r><w:t>{v}</w:t><w:pgNum/></w:r>", True),
    ("in an element of its own", lambda v: f'<w:customXml w:element="a">{_R.format(v)}</w:customXml>', False),
    ("in transparent letters", lambda v: _P.format(f"<w14:textFill {_W14}><w14:noFill/></w14:textFill>", v), True),
    ("filled with white", lambda v: _P.format(
        f'<w14:textFill {_W14}><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>', v), True),
    ("the old one painted over in white", lambda v: _P.format('<w:color w:val="FFFFFF"/>', "900") + _R.format(v), True),
):  # fmt: skip
    kind(f"twelfth: Word: {_name}", DOCX)(_word_cell(_runs, doubt=_doubt, names=("investment",)))


# ---------------------------------------------------------------- Word: rows and tables


def _row_with(properties: str) -> Callable[[Draft], None]:
    """Give the last project's row a property by which it is not to be seen."""

    def spoil(d: Draft) -> None:
        d.claim("document", "rows shape")
        d.doubt_row(d.of("project")[-1].project)
        mark = f"<w:tr><w:trPr>{properties}</w:trPr>"
        d.after_document.append(_rows_of(lambda rows: "".join(rows[:-1]) + rows[-1].replace("<w:tr>", mark, 1)))

    return spoil


kind("twelfth: Word: a hidden row", DOCX)(_row_with("<w:hidden/>"))
kind("twelfth: Word: a row without height", DOCX)(_row_with('<w:trHeight w:val="1" w:hRule="exact"/>'))


@kind("twelfth: Word: a row that ends before the last column", DOCX)
def _grid_after(d: Draft) -> None:
    d.claim("document", "rows shape", "columns", "header shape", ("column", "contact"))
    d.expect(d.of("project")[-1].project, "contact", None, doubt=True)

    def cut(rows: list[str]) -> str:
        last = re.sub(r"<w:tc>(?:(?!<w:tc>).)*</w:tc></w:tr>$", "</w:tr>", rows[-1], flags=re.DOTALL)
        return "".join(rows[:-1]) + last.replace("<w:tr>", '<w:tr><w:trPr><w:gridAfter w:val="1"/></w:trPr>', 1)

    d.after_document.append(_rows_of(cut))


def _table_with(old: str, new: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("document")
        d.after_document.append(lambda data: _word(data, lambda xml: xml.replace(old, new)))

    return spoil


kind("twelfth: Word: columns from right to left", DOCX)(_table_with("<w:tblPr>", "<w:tblPr><w:bidiVisual/>"))
kind("twelfth: Word: the table floats", DOCX)(_table_with("<w:tblPr>", '<w:tblPr><w:tblpPr w:tblpX="10"/>'))
kind("twelfth: Word: each row put in as a revision", DOCX)(
    _table_with("<w:tr>", '<w:tr><w:trPr><w:ins w:id="5" w:author="a"/></w:trPr>')
)
kind("twelfth: Word: rows in elements of their own", DOCX)(
    lambda d: (
        d.claim("document"),
        d.after_document.append(
            _rows_of(lambda rows: "".join(f'<w:customXml w:element="a">{r}</w:customXml>' for r in rows))
        ),
    )
)
kind("twelfth: Word: in UTF-16", DOCX)(
    lambda d: (d.claim("document"), d.after_document.append(lambda data: _encoded(data, "word/document.xml")))
)


def _encoded(data: bytes, part: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == part:
                text = re.sub(r"^<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-16"?>', content.decode())
                content = text.encode("utf-16")
            new.writestr(entry.filename, content)
    return out.getvalue()


# ---------------------------------------------------------------- .ods: in a cell


def _ods(data: bytes, change: Callable[[str], str], part: str = "content.xml") -> bytes:
    return _parts(data, lambda name, xml: change(xml) if name == part else xml)


def _ods_cell(make: Callable[[str, str], str], *, doubt: bool, styles: str = "") -> Callable[[Draft], None]:
    """Write the amount's cell as XML of its own; ``make``: (its style, the amount) → the whole element."""

    def spoil(d: Draft) -> None:
        project = d.pick("investment")
        value = str(d.expected[project, "investment"].value)
        token = f"OD{d.rng.randrange(10**9)}"
        d.box(project, "investment").value = token
        d.expect(project, "investment", value, doubt=doubt)
        cell = re.compile(rf"<table:table-cell ([^>]*?)>(?:(?!</table:table-cell>).)*{token}.*?</table:table-cell>")

        def rewritten(xml: str) -> str:
            def made(match: re.Match[str]) -> str:
                style = re.search(r'table:style-name="[^"]*"', match[1])
                return make(style[0] if style else "", value)

            return cell.sub(made, xml.replace("</office:automatic-styles>", f"{styles}</office:automatic-styles>"))

        d.after_ods.append(lambda data: _ods(data, rewritten))

    return spoil


def _float(style: str, value: str, shown: str | None = None, more: str = "") -> str:
    words = f"<text:p>{value if shown is None else shown}</text:p>"
    return (
        f'<table:table-cell {style} office:value-type="float" office:value="{value}">{more}{words}</table:table-cell>'
    )


def _string(style: str, inner: str) -> str:
    return f'<table:table-cell {style} office:value-type="string">{inner}</table:table-cell>'


_NOTE = "<office:annotation><text:p>{}</text:p></office:annotation>"
_OWN = 'table:style-name="own12"'
_STYLE = '<style:style style:name="own12" style:family="table-cell" style:parent-style-name="Default">{}</style:style>'
for _name, _make, _doubt, _styles in (
    ("another figure is shown", lambda s, v: _float(s, v, str(Decimal(v) + 1)), True, ""),
    ("a harmless note before the figure", lambda s, v: _float(s, v, None, _NOTE.format("已核对")), False, ""),
    ("a note of another unit before the figure", lambda s, v: _float(s, v, None, _NOTE.format("单位为亿元")), True, ""),
    ("in dollars by what is shown", lambda s, v: (
        f'<table:table-cell {s} office:value-type="currency" office:currency="USD" office:value="{v}"><text:p>US${v}</text:p></table:table-cell>'), True, ""),
    ("a share by its type", lambda s, v: (
        f'<table:table-cell {s} office:value-type="percentage" office:value="{v}"><text:p>{Decimal(v) * 100}%</text:p></table:table-cell>'), True, ""),
    ("a link", lambda s, v: _string(s, f'<text:p><text:a xlink:href="http://a" xmlns:xlink="http://www.w3.org/1999/xlink">{v}</text:a></text:p>'), False, ""),
    ("in letters of one point", lambda _, v: _float(_OWN, v), True,
     _STYLE.format('<style:text-properties fo:font-size="1pt" style:font-size-asian="1pt"/>')),
    ("written with blanks around as a printer of XML leaves them", lambda s, v: _string(s, f"<text:p>\n      {v}\n    </text:p>"), False, ""),
    ("three blanks within", lambda s, v: _string(s, f'<text:p>{v[:1]}<text:s text:c="3"/>{v[1:]}</text:p>'), True, ""),
    ("a footnote", lambda s, v: _string(s, (
        f'<text:p>{v}<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>估</text:p></text:note-body></text:note></text:p>')), True, ""),
    ("another figure as its reading above", lambda s, v: _string(s, (
        f"<text:p><text:ruby><text:ruby-base>{v}</text:ruby-base><text:ruby-text>900</text:ruby-text></text:ruby></text:p>")), True, ""),
    ("a bookmark within", lambda s, v: _string(s, f'<text:p>{v[:1]}<text:bookmark text:name="a"/>{v[1:]}</text:p>'), False, ""),
    ("with an exponent as it is stored", lambda s, v: (
        f'<table:table-cell {s} office:value-type="float" office:value="{Decimal(v):.10E}"><text:p>{v}</text:p></table:table-cell>'), False, ""),
    ("with a comma where the number is stored", lambda s, v: (
        f'<table:table-cell {s} office:value-type="float" office:value="1,{v}"><text:p>{v}</text:p></table:table-cell>'), True, ""),
    ("without the number it is said to be", lambda s, v: (
        f'<table:table-cell {s} office:value-type="float"><text:p>{v}</text:p></table:table-cell>'), True, ""),
    ("a day by its type", lambda s, v: (
        f'<table:table-cell {s} office:value-type="date" office:date-value="2025-04-25"><text:p>{v}</text:p></table:table-cell>'), True, ""),
    ("of a type nobody knows", lambda s, v: (
        f'<table:table-cell {s} office:value-type="money" office:value="9{v}"><text:p>{v}</text:p></table:table-cell>'), True, ""),
    ("struck out twice", lambda _, v: _float(_OWN, v), True,
     _STYLE.format('<style:text-properties style:text-line-through-type="double"/>')),
    ("in two paragraphs", lambda s, v: _string(s, f"<text:p>{v}</text:p><text:p>300</text:p>"), True, ""),
    ("hidden by a condition of its style", lambda _, v: _float(_OWN, v), True, (
        '<style:style style:name="wh12" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>'
        + _STYLE.format('<style:map style:condition="cell-content()&gt;0" style:apply-style-name="wh12" style:base-cell-address="附件2.A1"/>'))),
    ("a formula with nothing kept", lambda s, v: f'<table:table-cell {s} table:formula="of:={v}+0" office:value-type="float"/>', True, ""),
    ("its words in spans", lambda s, v: _string(s, f"<text:p><text:span>{v[:1]}</text:span><text:span>{v[1:]}</text:span></text:p>"), False, ""),
    ("a tab behind", lambda s, v: _string(s, f"<text:p>{v}<text:tab/>00</text:p>"), True, ""),
    ("a picture over it", lambda s, v: (
        f'<table:table-cell {s} office:value-type="float" office:value="{v}"><draw:frame><draw:image/></draw:frame><text:p>{v}</text:p></table:table-cell>'), True, ""),
):  # fmt: skip
    kind(f"twelfth: ods: {_name}", ODS)(_ods_cell(_make, doubt=_doubt, styles=_styles))


# ---------------------------------------------------------------- .ods: rows, columns, sheets


def _ods_row(change: Callable[[str], str], *, doubt: bool = True, styles: str = "") -> Callable[[Draft], None]:
    """Rewrite the row of the last project."""

    def spoil(d: Draft) -> None:
        d.claim("rows shape")
        project = d.of("project")[-1].project
        token = f"（示例）OD{d.rng.randrange(10**9)}已完成。"
        d.claim((project, "progress"))
        d.taken.add(("some", project))
        d.box(project, "progress").value = token
        d.expect(project, "progress", token)
        if doubt:
            d.doubt_row(project)
        row = re.compile(rf"<table:table-row(?: [^>]*)?>(?:(?!</table:table-row>).)*{token}.*?</table:table-row>")

        def rewritten(xml: str) -> str:
            xml = xml.replace("</office:automatic-styles>", f"{styles}</office:automatic-styles>")
            return row.sub(lambda match: change(match[0]), xml)

        d.after_ods.append(lambda data: _ods(data, rewritten))

    return spoil


_FLAT = '<style:style style:name="ro12" style:family="table-row"><style:table-row-properties style:row-height="0cm" style:use-optimal-row-height="false"/></style:style>'
kind("twelfth: ods: a row without height", ODS)(
    _ods_row(lambda r: re.sub(r'(<table:table-row[^>]*)table:style-name="[^"]*"', r'\1table:style-name="ro12"', r, count=1), styles=_FLAT)
)  # fmt: skip
kind("twelfth: ods: a row in a group that is closed", ODS)(
    _ods_row(lambda r: f'<table:table-row-group table:display="false">{r}</table:table-row-group>')
)
kind("twelfth: ods: a row filtered away", ODS)(
    _ods_row(lambda r: r.replace("<table:table-row ", '<table:table-row table:visibility="filter" ', 1))
)
kind("twelfth: ods: a row in rows of rows", ODS)(
    _ods_row(lambda r: f"<table:table-rows>{r}</table:table-rows>", doubt=False)
)
kind("twelfth: ods: a row in a group that is open", ODS)(
    _ods_row(lambda r: f"<table:table-row-group>{r}</table:table-row-group>", doubt=False)
)
kind("twelfth: ods: a row in the rows that are printed on each page", ODS)(
    _ods_row(lambda r: f"<table:table-header-rows>{r}</table:table-header-rows>", doubt=False)
)
kind("twelfth: ods: a row twice by its number", ODS)(
    _ods_row(lambda r: r.replace("<table:table-row ", '<table:table-row table:number-rows-repeated="2" ', 1), doubt=False)
)  # fmt: skip


@kind("twelfth: ods: words under a cell merged over them", ODS)
def _covered(d: Draft) -> None:
    d.claim("rows shape", "columns", "header shape")
    project = d.pick("problems")
    d.claim((project, "next_steps"))
    one, other = (f"（示例）OD{d.rng.randrange(10**9)}。" for _ in range(2))
    d.box(project, "problems").value, d.box(project, "next_steps").value = one, other
    d.expect(project, "problems", one, doubt=True)
    del d.expected[project, "next_steps"]  # told at the cell merged over it

    def covered(xml: str) -> str:
        at = xml.rindex("<table:table-cell", 0, xml.index(one))
        xml = f'{xml[:at]}<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"{xml[at + 17 :]}'
        start = xml.rindex("<table:table-cell", 0, xml.index(other))
        end = xml.index("</table:table-cell>", start)
        inner = xml[start + 17 : end]
        return f"{xml[:start]}<table:covered-table-cell{inner}</table:covered-table-cell>{xml[end + 19 :]}"

    d.after_ods.append(lambda data: _ods(data, covered))


@kind("twelfth: ods: a sheet whose contents are hidden while it is protected", ODS, alone=True)
def _hidden_while_protected(d: Draft) -> None:
    d.claim("sheets")
    for line in d.of("project"):
        for name in ENTRY:
            d.expect(line.project, name, d.expected[line.project, name].value, doubt=True)
    style = '<style:table-cell-properties style:cell-protect="hidden-and-protected"/>'

    def hidden(xml: str) -> str:
        xml = re.sub(r'(<style:style [^>]*style:family="table-cell"[^>]*)(?<!/)>', rf"\1>{style}", xml)
        xml = re.sub(r'(<style:style [^>]*style:family="table-cell"[^>]*)/>', rf"\1>{style}</style:style>", xml)
        xml = re.sub(
            r'style:cell-protect="(?!hidden-and-protected)[^"]*"', 'style:cell-protect="hidden-and-protected"', xml
        )
        xml = re.sub(r' table:protected="[^"]*"', "", xml)
        return re.sub(r"(<table:table [^>]*?)>", r'\1 table:protected="true">', xml)

    d.after_ods.append(lambda data: _ods(_ods(data, hidden), hidden, "styles.xml"))


@kind("twelfth: ods: what it held before is kept as changes", ODS)
def _tracked(d: Draft) -> None:
    before = (
        '<table:tracked-changes><table:cell-content-change table:id="ct1"><table:cell-address table:column="5" table:row="4" table:table="0"/>'
        '<office:change-info><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">a</dc:creator></office:change-info><table:previous>'
        '<table:change-track-table-cell office:value-type="float" office:value="900"><text:p>900</text:p></table:change-track-table-cell>'
        "</table:previous></table:cell-content-change></table:tracked-changes>"
    )
    d.claim("sheets")
    d.after_ods.append(
        lambda data: _ods(
            data, lambda xml: re.sub(r"<table:tracked-changes>.*</table:tracked-changes>", "", xml, flags=re.DOTALL).replace(
                "<office:spreadsheet>", f"<office:spreadsheet>{before}", 1))
    )  # fmt: skip


@kind("twelfth: ods: 单位：亿元 in a box that floats over the sheet", ODS)
def _floating(d: Draft) -> None:
    _column(d, "investment")
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
    box = "<table:shapes><draw:frame><draw:text-box><text:p>金额单位：亿元</text:p></draw:text-box></draw:frame></table:shapes>"
    d.after_ods.append(lambda data: _ods(data, lambda xml: re.sub(r"(<table:table [^>]*>)", rf"\1{box}", xml, count=1)))


@kind("twelfth: ods: in UTF-16", ODS)
def _wide(d: Draft) -> None:
    d.claim("sheets")
    d.after_ods.append(lambda data: _encoded(data, "content.xml"))


@kind("twelfth: ods: packed in another order", ODS)
def _packed(d: Draft) -> None:
    d.claim("sheets")

    def turned(data: bytes) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in reversed(old.infolist()):
                if not entry.filename.startswith("META-INF"):
                    new.writestr(entry.filename, old.read(entry))
        return out.getvalue()

    d.after_ods.append(turned)


# ---------------------------------------------------------------- all that LibreOffice saves


def _looking(change: Callable[[Any], None], *, doubt: bool) -> Callable[[Draft], None]:
    """Change the look of the amount's cell before it is saved."""

    def spoil(d: Draft) -> None:
        project = d.pick("investment")
        value = d.expected[project, "investment"].value
        mark = 987_000_000 + d.rng.randrange(900_000)
        d.box(project, "investment").value = mark
        d.expect(project, "investment", value, doubt=doubt)

        def changed(book: Any) -> None:
            for cell in (c for row in book[d.sheet].iter_rows() for c in row if c.value == mark):
                cell.value = float(str(value))
                change(cell)

        d.before_save.append(changed)

    return spoil


def _white_if(cell: Any) -> None:
    rule = CellIsRule(operator="greaterThan", formula=["0"], font=Font(color="FFFFFFFF"))  # type: ignore[no-untyped-call] # openpyxl has none
    cell.parent.conditional_formatting.add(cell.coordinate, rule)


def _as_look(cell: Any, **how: Any) -> None:
    for name, value in how.items():
        setattr(cell, name, value)


for _name, _change, _doubt in (
    ("in letters of one point", lambda c: _as_look(c, font=Font(size=1)), True),
    ("white if above 0", _white_if, True),
    ("black on black", lambda c: _as_look(c, fill=PatternFill("solid", fgColor="FF000000"), font=Font(color="FF000000")), True),
    ("nearly white by the theme", lambda c: _as_look(c, font=Font(color=Color(theme=0, tint=-0.04))), True),
    ("shrunk, indented, turned", lambda c: _as_look(c, alignment=Alignment(shrink_to_fit=True, text_rotation=90)), False),
    ("its formula hidden while protected", lambda c: _as_look(c, protection=Protection(hidden=True)), False),
    ("as text by a mark before it", lambda c: _as_look(c, value=f"{c.value:g}", quotePrefix=True), False),
    ("a note's digit raised behind", lambda c: _as_look(c, value=CellRichText(
        [TextBlock(InlineFont(), f"{c.value:g}"), TextBlock(InlineFont(vertAlign="superscript"), "3")])), True),
):  # fmt: skip
    kind(f"twelfth: saved: {_name}", BOOKS if _name != "as text by a mark before it" else SAVED)(
        _looking(_change, doubt=_doubt)
    )


def _last_row(change: Callable[[Any, int], None], xml: tuple[str, str] = ("", "")) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("rows shape")
        line = d.of("project")[-1]
        d.doubt_row(line.project)
        d.claim((line.project, "progress"))
        d.taken.add(("some", line.project))
        mark = f"（示例）OD{d.rng.randrange(10**9)}已完成。"
        d.box(line.project, "progress").value = mark
        d.expect(line.project, "progress", mark, doubt=True)

        def changed(book: Any) -> None:
            sheet = book[d.sheet]
            row = next(c.row for r in sheet.iter_rows() for c in r if c.value == mark)
            for own in sheet.row_dimensions.values():
                own.height = None
            change(sheet, row)

        d.before_save.append(changed)
        d.after_save.append(lambda data: _sheet(data, lambda text: text.replace(*xml) if xml[0] else text))

    return spoil


kind("twelfth: saved: a row without height", ("xlsx",))(
    _last_row(
        lambda sheet, row: setattr(sheet.row_dimensions[row], "height", 0), (" customHeight", ' ht="0" customHeight')
    )
)
kind("twelfth: saved: a row in a closed group", BOOKS)(
    _last_row(lambda sheet, row: sheet.row_dimensions.group(row, row, outline_level=1, hidden=True))
)


@kind("twelfth: saved: a nought where none are shown", BOOKS)
def _no_zeros(d: Draft) -> None:
    d.claim("sheets")
    project = d.pick("investment")
    d.box(project, "investment").value = 0
    d.expect(project, "investment", None, doubt=True)
    d.before_save.append(lambda book: setattr(book[d.sheet].sheet_view, "showZeros", False))


@kind("twelfth: saved: a column without width", ("xlsx",))
def _no_width(d: Draft) -> None:
    d.claim("columns", "header shape")
    d.told.add("table.column-hidden")
    letter = "ABCDEFGHI"[d.fields.index("problems")]

    def changed(book: Any) -> None:
        sheet = book[d.sheet]
        for known in list(sheet.column_dimensions.values()):
            if known.min and known.max and known.min <= d.fields.index("problems") + 1 <= known.max:
                known.max = known.min
        sheet.column_dimensions[letter].width = 77.25
        sheet.column_dimensions[letter].hidden = False

    d.before_save.append(changed)
    d.after_save.append(lambda data: _sheet(data, lambda xml: xml.replace('width="77.25"', 'width="0"')))
