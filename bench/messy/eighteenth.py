"""An eighteenth held-out set, written whole before the product was tried on it: what other writers of files do.

Not words and layouts, but the formats: parts, elements and attributes that Excel, WPS, LibreOffice, Word, POI, EPPlus,
ClosedXML, SheetJS, Aspose, Spire, odfpy and their like write, and what lies over, under and beside a cell.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

from draft import ENTRY, Draft, Expect, Taken
from fifteenth import _amount_xml, _document, _text_xml, _xml
from kinds import BOOKS, KINDS, ONLY, Kind, _parts, _sheet, kind
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor, TwoCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.formatting import rule
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils.units import pixels_to_EMU
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table
from PIL import Image as Picture
from second import DOCX, _column, _word, _word_cell
from third import _rezipped, _rows_of
from twelfth import ODS, _float, _ods, _ods_cell, _ods_row, _string

if TYPE_CHECKING:
    from collections.abc import Callable

LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "<w:r><w:t>{}</w:t></w:r>"
_ABC = "ABCDEFGHI"
looks: Any = rule  # openpyxl's makers of rules say nothing of types


def quiet(name: str, formats: tuple[str, ...] = (), *, alone: bool = False) -> Callable[[Any], Any]:
    """Enter a kind that is honest: nothing at all is to be told of it."""

    def entered(spoil: Callable[[Draft], None]) -> Callable[[Draft], None]:
        KINDS.append(Kind(f"eighteenth: {name}", spoil, formats or Kind.formats, alone, quiet=True))
        return spoil

    return entered


def told(name: str, formats: tuple[str, ...] = (), *, alone: bool = False) -> Callable[[Any], Any]:
    """Enter a kind of which something is to be told, or that may be read either way."""
    return kind(f"eighteenth: {name}", formats or Kind.formats, alone=alone)


def _package(change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> Callable[[Draft], None]:
    """Change parts of the saved workbook and put others in."""

    def rewritten(data: bytes) -> bytes:
        out = BytesIO(_rezipped(data, lambda name: name, change, zipfile.ZIP_DEFLATED))
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
            for name, content in (more or {}).items():
                package.writestr(name, content)
        return out.getvalue()

    def spoil(d: Draft) -> None:
        d.claim("package")
        d.after_save.append(rewritten)

    return spoil


def _within(part: str, old: str, new: str) -> Callable[[str, bytes], bytes]:
    """Replace text in one part, the first time it stands there."""
    return lambda name, content: content.replace(old.encode(), new.encode(), 1) if name == part else content


_TYPES, _RELS, _BOOK, _SHEET = "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"  # fmt: skip
_SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"


def _related(  # noqa: PLR0913, PLR0917 - what it takes to relate to a part
    data: bytes, part: str, kind_of: str, content: str, element: str = "", type_of: str = ""
) -> bytes:
    """Return a workbook whose first sheet relates to one more part; ``element``: what says so at the sheet's end."""
    out = BytesIO()
    link = f'<Relationship Id="rId918" Type="{kind_of}" Target="/{part}"/>'
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in names:
            body = old.read(name)
            if name == _SHEET and element:
                body = body.replace(b"</worksheet>", f"{element}</worksheet>".encode())
            if name == _SHEET_RELS:
                body = body.replace(b"</Relationships>", f"{link}</Relationships>".encode())
            if name == _TYPES and type_of:
                own = f'<Override PartName="/{part}" ContentType="{type_of}"/></Types>'
                body = body.replace(b"</Types>", own.encode())
            new.writestr(name, body)
        if _SHEET_RELS not in names:
            space = "http://schemas.openxmlformats.org/package/2006/relationships"
            new.writestr(_SHEET_RELS, f'<Relationships xmlns="{space}">{link}</Relationships>')
        new.writestr(part, content)
    return out.getvalue()


# ---------------------------------------------------------------- .xlsx: a cell as other writers write it

for _name, _make in (
    ("SheetJS's type written out", lambda a, v: f'<c {a} t="n"><v>{v}</v></c>'),
    ("a formula's text kept as str", lambda a, v: f'<c {a} t="str"><v>{v}</v></c>'),
    ("a phonetic mark on the cell", lambda a, v: f'<c {a} ph="1"><v>{v}</v></c>'),
    ("metadata of a dynamic array", lambda a, v: f'<c {a} cm="1"><f t="array" ref="F6:F6">{v}</f><v>{v}</v></c>'),
    ("a formula to be counted always", lambda a, v: f'<c {a}><f ca="1">{v}+0</f><v>{v}</v></c>'),
    ("an extension list in the cell", lambda a, v: f'<c {a}><v>{v}</v><extLst><ext uri="{{x}}"/></extLst></c>'),
    ("an inline text with phonetics", lambda a, v: f'<c {a} t="inlineStr"><is><t>{v}</t><rPh sb="0" eb="1"><t>イチ</t></rPh><phoneticPr fontId="1"/></is></c>'),
    ("a digit escaped", lambda a, v: f'<c {a} t="inlineStr"><is><t>_x003{v[0]}_{v[1:]}</t></is></c>'),
    ("a carriage return escaped in small letters", lambda a, v: f'<c {a} t="inlineStr"><is><t>{v}_x000d_</t></is></c>'),
    ("a zero-width mark escaped", lambda a, v: f'<c {a} t="inlineStr"><is><t>_xFEFF_{v}</t></is></c>'),
    ("an element of another namespace in the cell", lambda a, v: f'<c {a}><v>{v}</v><etc:note xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData">x</etc:note></c>'),
    ("a comment of XML in the value", lambda a, v: f"<c {a}><v>{v[:2]}<!-- x -->{v[2:]}</v></c>"),
    ("an instruction of XML in the value", lambda a, v: f"<c {a}><v>{v[:1]}<?x y?>{v[1:]}</v></c>"),
    ("a value in a namespace of its own", lambda a, v: f'<c {a}><m:v xmlns:m="{MAIN}">{v}</m:v></c>'),
    ("an exponent in small letters", lambda a, v: f"<c {a}><v>{float(v) / 10:.17g}e1</v></c>"),
    ("a dollar in its formula", lambda a, v: f"<c {a}><f>$ABC$999+{v}</f><v>{v}</v></c>"),
):  # fmt: skip
    kind(f"eighteenth: cell: {_name}", ONLY)(_amount_xml(_make, may_refuse="formula" in _name or "array" in _name))
for _name, _make in (
    ("a value in an extension", lambda a, v: f"<c {a}><v>{v}</v><extLst><ext><v>9{v}</v></ext></extLst></c>"),
    ("a value of another namespace", lambda a, v: f'<c {a}><v>{v}</v><x:v xmlns:x="urn:other">9{v}</x:v></c>'),
    ("a value beside a formula of an external name", lambda a, v: f"<c {a}><f>[1]!总投资</f><v>{v}</v></c>"),
    ("a structured reference", lambda a, v: f"<c {a}><f>表1[[#This Row],[计划]]</f><v>{v}</v></c>"),
    ("an online function", lambda a, v: f'<c {a}><f>_xlfn.WEBSERVICE("http://a.example.invalid")</f><v>{v}</v></c>'),
    ("a function of WPS", lambda a, v: f"<c {a}><f>_xlfn._xlws.FILTER(A1:A3,A1:A3&gt;0)</f><v>{v}</v></c>"),
    ("a cube's value", lambda a, v: f'<c {a}><f>CUBEVALUE("x","y")</f><v>{v}</v></c>'),
    ("a pivot's figure", lambda a, v: f'<c {a}><f>GETPIVOTDATA("投资",$A$3)</f><v>{v}</v></c>'),
    ("a three-dimensional sum", lambda a, v: f"<c {a}><f>SUM(一月:四月!F6)</f><v>{v}</v></c>"),
    ("a lambda", lambda a, v: f"<c {a}><f>_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)({v})</f><v>{v}</v></c>"),
    ("an implicit crossing", lambda a, v: f"<c {a}><f>_xlfn.SINGLE(ZZ:ZZ)</f><v>{v}</v></c>"),
    ("a union", lambda a, v: f"<c {a}><f>SUM((ZZ1,ZZ3))</f><v>{v}</v></c>"),
    ("a cut of two ranges", lambda a, v: f"<c {a}><f>SUM(ZX1:ZZ9 ZZ1:ZZ3)</f><v>{v}</v></c>"),
    ("an offset", lambda a, v: f"<c {a}><f>OFFSET(ZZ1,1,0)</f><v>{v}</v></c>"),
    ("an error kept by another name", lambda a, _: f'<c {a} t="e"><v>#BLOCKED!</v></c>'),
    ("an error of a field", lambda a, _: f'<c {a} t="e"><v>#FIELD!</v></c>'),
    ("an error of Python's", lambda a, _: f'<c {a} t="str"><v>#PYTHON!</v></c>'),
    ("an error in words of Chinese WPS", lambda a, _: f'<c {a} t="str"><v>#名称?</v></c>'),
    ("a Boolean of words", lambda a, _: f'<c {a} t="b"><v>true</v></c>'),
    ("a date of the type with a zone", lambda a, _: f'<c {a} t="d"><v>2025-04-25T00:00:00Z</v></c>'),
    ("a check box in the cell", lambda a, _: f'<c {a} t="b"><v>1</v></c>'),
    ("a rich value, its entity's picture", lambda a, _: f'<c {a} t="e" vm="2"><v>#VALUE!</v></c>'),
    ("not a number by name", lambda a, _: f"<c {a}><v>#NUM!</v></c>"),
    ("a value of minus nothing", lambda a, _: f"<c {a}><v>-0.0000001</v></c>"),
):  # fmt: skip
    _told = None if "error" in _name or "Boolean" in _name or "date" in _name or "check" in _name or "rich" in _name or "not a" in _name or "minus" in _name else ""  # fmt: skip
    told(f"cell: {_name}", ONLY)(_amount_xml(_make, _told, doubt=True))


@kind("eighteenth: a data type's own entity with a figure", ONLY)
def _entity(d: Draft) -> None:
    _amount_xml(lambda a, v: f'<c {a} vm="1"><v>{v}</v></c>', may_refuse=True)(d)


@told("cell: in an alternative and its fallback", ONLY)
def _alternative(d: Draft) -> None:
    """Nobody writes cells so: to refuse the file is as good."""
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    _amount_xml(
        lambda a, v: (
            f'<mc:AlternateContent xmlns:mc="{space}"><mc:Choice Requires="x"><c {a}><v>{v}</v></c></mc:Choice>'
            f"<mc:Fallback><c {a}><v>9{v}</v></c></mc:Fallback></mc:AlternateContent>"
        )
    )(d)
    for place, own in d.expected.items():
        d.expected[place] = Expect(own.value, may_refuse=True)


def _array_over(d: Draft) -> None:
    """Two amounts are one array, of which only the first cell says so; what was stored for the second is stale."""
    d.claim("sheet xml")
    _column(d, "investment")
    lines = d.of("project")
    if len(lines) < 2 or d.at(lines[1]) != d.at(lines[0]) + 1:
        raise Taken
    col, row = _ABC[d.fields.index("investment")], d.at(lines[0]) + 1
    values = (101, 202)
    for line, value in zip(lines[:2], values, strict=True):
        d.box(line.project, "investment").value = 984_000_000 + value
    d.expect(lines[0].project, "investment", "101", doubt=True)
    d.expect(lines[1].project, "investment", "202", doubt=True)

    def arrayed(xml: str) -> str:
        xml = re.sub(
            r'<c ([^>]*?)(?: t="n")?><v>984000101</v></c>',
            rf'<c \1><f t="array" ref="{col}{row}:{col}{row + 1}">{{11;22}}</f><v>101</v></c>',
            xml,
        )
        return re.sub(r'<c ([^>]*?)(?: t="n")?><v>984000202</v></c>', r"<c \1><v>202</v></c>", xml)

    d.after_save.append(lambda data: _sheet(data, arrayed))


told("cell: two cells of one array, stale", ONLY)(_array_over)

for _name, _inner, _meant, _doubt in (
    ("an escape escaped once more", "<t>代码_x005F_x4E2D_已完成5项。</t>", "代码_x4E2D_已完成5项。", False),
    ("an escape of a Chinese letter", "<t>_x4E2D_心城区已完成5项。</t>", "中心城区已完成5项。", False),
    ("a line kept by its space", '<t xml:space="preserve">已完成5项。\n在建3项。</t>', "已完成5项。\n在建3项。", False),
    ("a run without words", "<r><t>已完成5项，</t></r><r><rPr><b/></rPr><t/></r><r><t>在建3项。</t></r>", "已完成5项，在建3项。", False),
    ("runs with a font of each alphabet", '<r><rPr><rFont val="宋体"/><charset val="134"/><family val="3"/><scheme val="minor"/></rPr><t>已完成</t></r><r><rPr><rFont val="Times New Roman"/></rPr><t>5</t></r><r><t>项。</t></r>', "已完成5项。", False),
    ("an outline and a shadow", "<r><rPr><outline/><shadow/></rPr><t>已完成5项。</t></r>", "已完成5项。", False),
    ("one run condensed, one extended", "<r><rPr><condense/></rPr><t>已完成5项，</t></r><r><rPr><extend/></rPr><t>在建3项。</t></r>", "已完成5项，在建3项。", False),
    ("a reading over it", '<t>已完成5项。</t><rPh sb="0" eb="3"><t>yǐ wán chéng</t></rPh><phoneticPr fontId="1" type="noConversion"/>', "已完成5项。", False),
    ("another figure as its reading", '<t>已完成5项。</t><rPh sb="3" eb="4"><t>50</t></rPh>', "已完成5项。", False),
    ("a part in white", '<r><t>已完成5项。</t></r><r><rPr><color rgb="FFFFFFFF"/></rPr><t>实际3项。</t></r>', "已完成5项。实际3项。", True),
    ("a part in the theme's white", '<r><t>已完成5项。</t></r><r><rPr><color theme="0"/></rPr><t>实际3项。</t></r>', "已完成5项。实际3项。", True),
    ("a part in white by its number", '<r><t>已完成5项。</t></r><r><rPr><color indexed="9"/></rPr><t>实际3项。</t></r>', "已完成5项。实际3项。", True),
):  # fmt: skip
    kind(f"eighteenth: words: {_name}", ONLY)(_text_xml(_inner, _meant, doubt=_doubt))

# ---------------------------------------------------------------- .xlsx: the sheet and the package

for _name, _change in (
    ("no dimension, no views", lambda x: re.sub(r"<dimension[^>]*/>|<sheetViews>.*?</sheetViews>", "", x)),
    ("an empty sheetPr and outline", lambda x: re.sub(r"<sheetPr>.*?</sheetPr>", '<sheetPr codeName="Sheet1" filterMode="0"/>', x)),
    ("seen as page breaks", lambda x: x.replace("<sheetView ", '<sheetView view="pageBreakPreview" zoomScale="60" ', 1)),
    ("heights of rows by others' attributes", lambda x: x.replace("<row ", '<row x14ac:dyDescent="0.25" ', 1).replace("<worksheet ", '<worksheet xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" ', 1)),
    ("row spans that lie", lambda x: x.replace("<row ", '<row spans="1:2" ')),
    ("rows and columns broken to pages", lambda x: x.replace("</worksheet>", '<rowBreaks count="1" manualBreakCount="1"><brk id="6" max="16383" man="1"/></rowBreaks></worksheet>')),
    ("sparklines with formulas of their own", lambda x: x.replace("</worksheet>", '<extLst><ext uri="{05C60535}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>Sheet1!A1:B1</xm:f><xm:sqref>K6</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>')),
    ("a list to choose from by a later extension", lambda x: x.replace("</worksheet>", '<extLst><ext uri="{CCE6A557}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list"><x14:formula1><xm:f>Sheet2!$A$1:$A$9</xm:f></x14:formula1><xm:sqref>F6:F9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>')),
    ("a scenario with other values", lambda x: x.replace("</sheetData>", '</sheetData><scenarios current="0"><scenario name="乐观" count="1"><inputCells r="F6" val="9999"/></scenario></scenarios>', 1)),
    ("a bar by a later extension, its figure seen", lambda x: x.replace("</worksheet>", '<extLst><ext uri="{78C0D931}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="dataBar" id="{1}"><x14:dataBar minLength="0" maxLength="100"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/></x14:dataBar></x14:cfRule><xm:sqref>F5:F9</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>')),
    ("cells watched, errors ignored, tags", lambda x: x.replace("</worksheet>", '<cellWatches><cellWatch r="F6"/></cellWatches><ignoredErrors><ignoredError sqref="F1:F99" numberStoredAsText="1"/></ignoredErrors><smartTags><cellSmartTags r="A1"><cellSmartTag type="0"/></cellSmartTags></smartTags></worksheet>')),
    ("a background picture", lambda x: x.replace("</worksheet>", f'<picture xmlns:r="{LINKS}" r:id="rId77"/></worksheet>')),
):  # fmt: skip
    quiet(f"sheet: {_name}", ONLY)(_xml(_change))


@quiet("sheet: a view of its own with other hidden rows", ONLY)
def _custom_view(d: Draft) -> None:
    view = (
        '<customSheetViews><customSheetView guid="{A}" hiddenRows="1" state="hidden"><pane/><selection/>'
        "<pageMargins/></customSheetView></customSheetViews></worksheet>"
    )
    _xml(lambda x: x.replace("</worksheet>", view))(d)


def _sheet_doubted(change: Callable[[str], str], *claims: str, code: str = "") -> Callable[[Draft], None]:
    """Change the sheet so that nothing of its rows or columns is to be seen."""

    def spoil(d: Draft) -> None:
        _xml(change, "rows shape", "columns", *claims)(d)
        d.told |= {code} if code else set()
        for line in d.of("project"):
            for name in ENTRY:
                value = d.expected[line.project, name].value
                d.expected[line.project, name] = Expect(value, doubt=not code, may_refuse=bool(code))

    return spoil


told("sheet: columns of no width by default", ONLY)(
    _sheet_doubted(
        lambda x: re.sub(
            r"<cols>.*?</cols>", "", re.sub(r"<sheetFormatPr[^>]*/>", '<sheetFormatPr defaultColWidth="0" defaultRowHeight="15"/>', x)
        ),
        code="table.column-hidden",
    )
)  # fmt: skip


def _default_height(how: str) -> Callable[[str], str]:
    def changed(xml: str) -> str:
        xml = re.sub(r' (?:ht|customHeight)="[^"]*"', "", xml)
        return re.sub(r"<sheetFormatPr[^>]*/>", f"<sheetFormatPr {how}/>", xml)

    return changed


told("sheet: rows of no height by default", ONLY)(
    _sheet_doubted(_default_height('defaultRowHeight="0" customHeight="1"'))
)
quiet("sheet: rows that nobody uses hidden", ONLY)(_xml(_default_height('defaultRowHeight="15" zeroHeight="1"')))

for _name, _rewrite, _more in (
    ("a signature of the whole", lambda _, c: c, {"_xmlsignatures/origin.sigs": b"", "_xmlsignatures/sig1.xml": b"<Signature/>"}),
    ("custom XML and its map", _within(_RELS, "</Relationships>", f'<Relationship Id="rId88" Type="{LINKS}/xmlMaps" Target="xmlMaps.xml"/></Relationships>'), {"xl/xmlMaps.xml": b"<MapInfo/>", "customXml/item1.xml": b"<a>1</a>", "customXml/itemProps1.xml": b"<b/>"}),
    ("a chain of computing that lies", _within(_RELS, "</Relationships>", f'<Relationship Id="rId88" Type="{LINKS}/calcChain" Target="calcChain.xml"/></Relationships>'), {"xl/calcChain.xml": b'<calcChain xmlns="x"><c r="F6" i="1"/></calcChain>'}),
    ("a link to another book, unused", _within(_RELS, "</Relationships>", f'<Relationship Id="rId88" Type="{LINKS}/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'), {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
    ("printer settings", lambda _, c: c, {"xl/printerSettings/printerSettings1.bin": b"\0" * 99}),
    ("a preview", lambda _, c: c, {"docProps/thumbnail.jpeg": b"\xff\xd8\xff\xe0"}),
    ("a label of secrecy", lambda _, c: c, {"docMetadata/LabelInfo.xml": b"<clbl:labelList xmlns:clbl='x'/>"}),
    ("properties of WPS", lambda _, c: c, {"docProps/custom.xml": b'<Properties><property name="KSOProductBuildVer"><lpwstr>2052-12.1.0</lpwstr></property></Properties>'}),
    ("WPS's own parts", lambda _, c: c, {"xl/woProps.xml": b"<woProps/>", "xl/wpsComments.xml": b"<a/>"}),
    ("persons of later comments", _within(_RELS, "</Relationships>", '<Relationship Id="rId88" Type="http://schemas.microsoft.com/office/2017/10/relationships/person" Target="persons/person.xml"/></Relationships>'), {"xl/persons/person.xml": b"<personList/>"}),
    ("a query of data", _within(_RELS, "</Relationships>", f'<Relationship Id="rId88" Type="{LINKS}/connections" Target="connections.xml"/></Relationships>'), {"xl/connections.xml": b"<connections/>"}),
    ("a cache of a pivot", _within(_RELS, "</Relationships>", f'<Relationship Id="rId88" Type="{LINKS}/pivotCacheDefinition" Target="pivotCache/pivotCacheDefinition1.xml"/></Relationships>'), {"xl/pivotCache/pivotCacheDefinition1.xml": b"<pivotCacheDefinition/>"}),
    ("rich data of later Excel", _within(_RELS, "</Relationships>", '<Relationship Id="rId88" Type="http://schemas.microsoft.com/office/2017/06/relationships/rdRichValue" Target="richData/rdrichvalue.xml"/></Relationships>'), {"xl/richData/rdrichvalue.xml": b"<rvData/>", "xl/metadata.xml": b"<metadata/>"}),
    ("a bag of properties", _within(_RELS, "</Relationships>", '<Relationship Id="rId88" Type="http://schemas.microsoft.com/office/2022/11/relationships/FeaturePropertyBag" Target="featurePropertyBag/featurePropertyBag.xml"/></Relationships>'), {"xl/featurePropertyBag/featurePropertyBag.xml": b"<FeaturePropertyBags/>"}),
    ("changes of a shared book", _within(_RELS, "</Relationships>", f'<Relationship Id="rId88" Type="{LINKS}/revisionHeaders" Target="revisions/revisionHeaders.xml"/></Relationships>'), {"xl/revisions/revisionHeaders.xml": b"<headers/>", "xl/revisions/revisionLog1.xml": b'<revisions><rcc rId="1"><oc r="F6"><v>900</v></oc><nc r="F6"><v>1</v></nc></rcc></revisions>'}),
    ("the workbook's own later elements", _within(_BOOK, "<sheets>", '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15"><x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:\\报送\\"/></mc:Choice></mc:AlternateContent><xr:revisionPtr xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" revIDLastSave="0"/><sheets>'), {}),
    ("computed by hand, and on loading", _within(_BOOK, "</workbook>", '<calcPr calcId="0" calcMode="manual" fullCalcOnLoad="1"/></workbook>'), {}),
    ("recommended to be read only", _within(_BOOK, "<sheets>", '<fileSharing readOnlyRecommended="1" userName="x"/><sheets>'), {}),
):  # fmt: skip
    quiet(f"package: {_name}", ONLY)(_package(_rewrite, _more))


@quiet("package: a sheet of dialogues and a macro sheet beside", ONLY)
def _dialogue(d: Draft) -> None:
    d.claim("other sheets")
    sheets = (
        f'<sheet name="对话框1" sheetId="91" r:id="rId91" xmlns:r="{LINKS}"/>'
        f'<sheet name="宏1" sheetId="92" state="veryHidden" r:id="rId92" xmlns:r="{LINKS}"/></sheets>'
    )
    rels = (
        f'<Relationship Id="rId91" Type="{LINKS}/dialogsheet" Target="dialogsheets/sheet1.xml"/>'
        '<Relationship Id="rId92" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"'
        ' Target="macrosheets/sheet1.xml"/></Relationships>'
    )

    def change(name: str, content: bytes) -> bytes:
        content = _within(_BOOK, "</sheets>", sheets)(name, content)
        return _within(_RELS, "</Relationships>", rels)(name, content)

    _package(change, {"xl/dialogsheets/sheet1.xml": b"<dialogsheet/>", "xl/macrosheets/sheet1.xml": b"<a/>"})(d)


@quiet("package: relations in a namespace with a prefix", ONLY)
def _prefixed_relations(d: Draft) -> None:
    d.claim("package")

    def change(name: str, content: bytes) -> bytes:
        if not name.endswith(".rels"):
            return content
        text = re.sub(r"<(/?)(Relationship)", r"<\1p:\2", content.decode())
        return text.replace("xmlns=", "xmlns:p=").encode()

    d.after_save.append(lambda data: _rezipped(data, lambda n: n, change, zipfile.ZIP_DEFLATED))


for _name, _rename in (
    ("parts in other folders", lambda n: n.replace("xl/worksheets/sheet1.xml", "xl/worksheets/表 1.xml")),
    ("the workbook's sheet under a name of its own", lambda n: n.replace("xl/worksheets/sheet1.xml", "sheets/s-1.xml")),
):

    def _moved(d: Draft, rename: Callable[[str], str] = _rename) -> None:
        d.claim("package", "pictures", "comments")
        target = rename(_SHEET)

        def change(name: str, content: bytes) -> bytes:
            if name.endswith(".rels") or name == _TYPES:
                content = content.replace(b"/xl/worksheets/sheet1.xml", f"/{target}".encode())
                content = content.replace(b'"worksheets/sheet1.xml"', f'"/{target}"'.encode())
            return content

        d.after_save.append(lambda data: _rezipped(data, rename, change, zipfile.ZIP_DEFLATED))

    quiet(f"package: {_name}", ONLY)(_moved)


@told("package: two parts of one name", ONLY)
def _twice(d: Draft) -> None:
    d.claim("package")
    d.refusal = frozenset({"file.unreadable", "file.damaged"})

    def doubled(data: bytes) -> bytes:
        out = BytesIO(data)
        with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as new:
            new.writestr(_SHEET, re.sub(rb"<v>(\d)", rb"<v>9\1", old.read(_SHEET)))
        return out.getvalue()

    d.after_save.append(doubled)


# ---------------------------------------------------------------- comments

_THREADED = (
    "[线程批注]\n\n你的Excel版本可读取此线程批注; 但如果在更新版本的Excel中打开文件，则对批注所作的任何改动都将被删除。"
    "了解详细信息: https://go.microsoft.com/fwlink/?linkid=870924\n\n注释:\n    {}"
)
_THREADED_ENGLISH = (
    "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any edits to it will get "
    "removed if the file is opened in a newer version of Excel. Learn more: https://go.microsoft.com/fwlink/?linkid=870924"
    "\n\nComment:\n    {}"
)


def _noted(name: str, text: str, *, doubt: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        project = d.pick(name)
        d.box(project, name).comment = text
        d.expect(project, name, d.expected[project, name].value, doubt=doubt)

    return spoil


for _name, _frame in (("threaded", _THREADED), ("threaded in English", _THREADED_ENGLISH), ("signed", "示例甲:\n{}")):
    quiet(f"comment, {_name}: 已核对", BOOKS)(_noted("investment", _frame.format("已核对"), doubt=False))
    told(f"comment, {_name}: 单位为亿元", BOOKS)(_noted("investment", _frame.format("单位为亿元"), doubt=True))
    told(f"comment, {_name}: 此为3月数", BOOKS)(_noted("progress", _frame.format("此为3月数，请更新"), doubt=True))


@told("comment: threaded, without the old part", ONLY)
def _threaded_alone(d: Draft) -> None:
    d.claim("package", "comments")
    project = d.pick("investment")
    d.expect(project, "investment", d.expected[project, "investment"].value, doubt=True)
    place = d.addresses()[project, "investment"].rpartition("!")[2]
    comments = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<threadedComment ref="{place}" dT="2025-04-25T01:00:00" personId="{{1}}" id="{{2}}"><text>单位为亿元</text></threadedComment></ThreadedComments>'
    )
    kind_of = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    d.after_save.append(lambda data: _related(data, "xl/threadedComments/threadedComment1.xml", kind_of, comments))


# ---------------------------------------------------------------- what lies over cells


def _image(wide: int = 60, high: int = 40) -> Any:
    picture = BytesIO()
    Picture.new("RGB", (wide, high), "green").save(picture, "PNG")
    picture.seek(0)
    return Image(picture)


def _over(place: Callable[[Draft, Any, int, int], None], *, doubt: bool = True) -> Callable[[Draft], None]:
    """Lay something over the amount of a row; ``place``: (draft, sheet, its row, its column), both from 0."""

    def spoil(d: Draft) -> None:
        d.claim("package", "pictures", "rows shape", "columns")
        project = d.of("project")[0].project
        d.claim((project, "investment"))
        d.taken.add(("some", project))
        if doubt:
            for line in d.of("project"):  # what lies beside may be told of as well
                for name in ENTRY:
                    d.expected[line.project, name] = Expect(d.expected[line.project, name].value, may_refuse=True)
            d.expect(project, "investment", d.expected[project, "investment"].value, doubt=True)

        def laid(book: Any) -> None:
            row, col = d.at(d.row(project)), d.fields.index("investment")
            place(d, book[d.sheet], row, col)

        d.before_save.append(laid)

    return spoil


def _two_cells(_: Draft, sheet: Any, row: int, col: int) -> None:
    image = _image(400, 300)
    image.anchor = TwoCellAnchor(
        _from=AnchorMarker(col=col - 3, row=row - 1), to=AnchorMarker(col=col + 2, row=row + 2)
    )
    sheet.add_image(image)


def _one_cell(_: Draft, sheet: Any, row: int, col: int) -> None:
    image = _image(1600, 900)
    size = XDRPositiveSize2D(pixels_to_EMU(1600), pixels_to_EMU(900))  # type: ignore[no-untyped-call]
    image.anchor = OneCellAnchor(_from=AnchorMarker(col=col - 2, row=max(row - 2, 0)), ext=size)
    sheet.add_image(image)


def _chart(_: Draft, sheet: Any, row: int, col: int) -> None:
    chart: Any = BarChart()
    chart.add_data(Reference(sheet, min_col=col + 1, min_row=row + 1, max_row=row + 2))
    chart.anchor = TwoCellAnchor(_from=AnchorMarker(col=col - 1, row=row), to=AnchorMarker(col=col + 2, row=row + 3))
    sheet.add_chart(chart)


def _logo(d: Draft, sheet: Any, row: int, col: int) -> None:
    del row, col
    image = _image()
    image.anchor = TwoCellAnchor(_from=AnchorMarker(col=0, row=0), to=AnchorMarker(col=1, row=1))
    sheet.add_image(image)
    seal = _image()
    last = len(d.lines)
    seal.anchor = TwoCellAnchor(_from=AnchorMarker(col=3, row=last - 1), to=AnchorMarker(col=5, row=last + 4))
    sheet.add_image(seal)


told("over cells: a picture over several, by two corners", BOOKS)(_over(_two_cells))
told("over cells: a picture over several, by its size", BOOKS)(_over(_one_cell))
told("over cells: a chart", BOOKS)(_over(_chart))
quiet("over cells: a letterhead and a seal", BOOKS)(_over(_logo, doubt=False))

_DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<xdr:twoCellAnchor><xdr:from><xdr:col>{left}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{top}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    "<xdr:to><xdr:col>{right}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{bottom}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{shape}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)
_SP = '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="矩形 1"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"/>{fill}<a:ln><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln></xdr:spPr>{style}<xdr:txBody><a:bodyPr/><a:p>{words}</a:p></xdr:txBody></xdr:sp>'
_FILLED = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
_STYLE = '<xdr:style><a:lnRef idx="2"><a:schemeClr val="accent1"/></a:lnRef><a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef></xdr:style>'


def _shape(shape: str, *, doubt: bool, reach: int = 3) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("package", "pictures", "rows shape", "columns", "comments")
        project = d.of("project")[0].project
        d.claim((project, "investment"))
        d.taken.add(("some", project))
        row, col = d.at(d.row(project)), d.fields.index("investment")
        if doubt:
            for line in d.of("project"):
                for name in ENTRY:
                    d.expected[line.project, name] = Expect(d.expected[line.project, name].value, may_refuse=True)
            d.expect(project, "investment", d.expected[project, "investment"].value, doubt=True)
        drawing = _DRAWING.format(left=col - 1, top=row - 1, right=col - 1 + reach, bottom=row - 1 + reach, shape=shape)
        d.after_save.append(
            lambda data: _related(
                data, "xl/drawings/drawing918.xml", f"{LINKS}/drawing", drawing,
                f'<drawing xmlns:r="{LINKS}" r:id="rId918"/>', "application/vnd.openxmlformats-officedocument.drawing+xml",
            )
        )  # fmt: skip

    return spoil


told("over cells: a white frame without words", ONLY)(_shape(_SP.format(fill=_FILLED, style="", words=""), doubt=True))
told("over cells: a frame filled by its style", ONLY)(_shape(_SP.format(fill="", style=_STYLE, words=""), doubt=True))
quiet("over cells: a red frame around them", ONLY)(_shape(_SP.format(fill="<a:noFill/>", style=_STYLE, words=""), doubt=False))  # fmt: skip
told("over cells: a white box with the true figure", ONLY)(
    _shape(_SP.format(fill=_FILLED, style="", words="<a:r><a:t>应为1300</a:t></a:r>"), doubt=True)
)
told("over cells: a group with a filled frame", ONLY)(
    _shape(f"<xdr:grpSp><xdr:grpSpPr/>{_SP.format(fill=_FILLED, style='', words='')}</xdr:grpSp>", doubt=True)
)
told("over cells: a slicer as later programs draw it", ONLY)(
    _shape(
        '<mc:AlternateContent><mc:Choice Requires="a14"><xdr:graphicFrame><a:graphic><a:graphicData uri="x"/></a:graphic></xdr:graphicFrame></mc:Choice>'
        f"<mc:Fallback>{_SP.format(fill=_FILLED, style='', words='<a:r><a:t>此形状表示切片器</a:t></a:r>')}</mc:Fallback></mc:AlternateContent>", doubt=True)
)  # fmt: skip

# ---------------------------------------------------------------- styles, conditions, names


def _styled(change: Callable[[Any], None], *, doubt: bool, value: Any = None) -> Callable[[Draft], None]:
    """Change the amount's cell before saving."""

    def spoil(d: Draft) -> None:
        project = d.pick("investment")
        if value is not None:
            d.expect(project, "investment", str(value))
        mark = 983_000_000 + d.rng.randrange(900_000)
        meant = d.expected[project, "investment"].value
        d.box(project, "investment").value = mark
        d.expect(project, "investment", meant, doubt=doubt)

        def changed(book: Any) -> None:
            for cell in (c for row in book[d.sheet].iter_rows() for c in row if c.value == mark):
                cell.value = float(str(meant))
                change(cell)

        d.before_save.append(changed)

    return spoil


def _named_style(cell: Any) -> None:
    style = NamedStyle(name="隐藏", font=Font(color="FFFFFFFF"))
    cell.style = style


def _looking(cell: Any, **how: Any) -> None:
    for name, value in how.items():
        setattr(cell, name, value)


def _rule(own: Any) -> Callable[[Any], None]:
    return lambda cell: cell.parent.conditional_formatting.add(cell.coordinate, own)


for _name, _change, _doubt in (
    ("a named style in white", _named_style, True),
    ("in white by its number", lambda c: setattr(c, "font", Font(color="FFFFFF")), True),
    ("white on a pattern", lambda c: _looking(c, font=Font(color="FFFFFFFF"), fill=PatternFill("darkGrid", fgColor="FF000000", bgColor="FFFFFFFF")), False),
    ("black on nothing", lambda c: setattr(c, "fill", PatternFill()), False),
    ("a condition that never holds", _rule(looks.CellIsRule(operator="lessThan", formula=["-5"], font=Font(color="FFFFFFFF"))), False),
    ("a condition by a formula that holds", _rule(looks.FormulaRule(formula=["TRUE"], font=Font(color="FFFFFFFF"))), True),
    ("a condition by another cell", _rule(looks.FormulaRule(formula=['$A$1="x"'], font=Font(color="FFFFFFFF"))), True),
    ("a condition that only shades", _rule(looks.FormulaRule(formula=["TRUE"], fill=PatternFill(bgColor="FFFFFF00"))), False),
    ("a scale of colours", _rule(looks.ColorScaleRule(start_type="min", start_color="FFF8696B", end_type="max", end_color="FF63BE7B")), False),
    ("icons beside the figure", _rule(looks.IconSetRule("3TrafficLights1", "percent", [0, 33, 67])), False),
    ("duplicates in red", _rule(looks.Rule(type="duplicateValues", dxf=DifferentialStyle(font=Font(color="FF9C0006")))), False),
    ("locked and hidden", lambda c: setattr(c, "protection", Protection(locked=True, hidden=True)), False),
    ("filled to the cell's ends", lambda c: setattr(c, "alignment", Alignment(horizontal="distributed")), False),
    ("centred over columns", lambda c: setattr(c, "alignment", Alignment(horizontal="centerContinuous")), False),
    ("indented far", lambda c: setattr(c, "alignment", Alignment(indent=9)), False),
    ("a link to another place", lambda c: setattr(c, "hyperlink", "#'附件2'!A1"), False),
):  # fmt: skip
    told(f"look: {_name}", BOOKS)(_styled(_change, doubt=_doubt))


@quiet("names: of the filter, of what is printed, of nothing", BOOKS)
def _names(d: Draft) -> None:
    def named(book: Any) -> None:
        for name, text in (("表头", "附件2!$A$1"), ("坏名", "#REF!"), ("常数", "5")):
            book.defined_names[name] = DefinedName(name, attr_text=text)
        book[d.sheet].print_title_rows = "1:4"

    d.claim("names")
    d.before_save.append(named)


@quiet("a table of Excel's over the rows", ("xlsx",))
def _listed(d: Draft) -> None:
    d.claim("header texts", "rows shape", "columns")
    first, last = d.at(d.header) + 1, d.at(d.of("footer")[0])
    d.before_save.append(lambda book: book[d.sheet].add_table(Table(displayName="表1", ref=f"A{first}:I{last}")))


# ---------------------------------------------------------------- .ods as other writers write it

for _name, _make, _doubt in (
    ("a number without its words", lambda s, v: f'<table:table-cell {s} office:value-type="float" office:value="{v}"/>', False),
    ("a text by its attribute alone", lambda s, v: f'<table:table-cell {s} office:value-type="string" office:string-value="{v}"/>', False),
    ("a text in two spans", lambda s, v: _string(s, f"<text:p><text:span>{v[:2]}</text:span><text:span>{v[2:]}</text:span></text:p>"), False),
    ("a number with a later value type too", lambda s, v: f'<table:table-cell {s} office:value-type="float" office:value="{v}" calcext:value-type="float"><text:p>{v}</text:p></table:table-cell>', False),
    ("an empty annotation", lambda s, v: _float(s, v, None, "<office:annotation><text:p/></office:annotation>"), False),
    ("a number spelled with a sign", lambda s, v: f'<table:table-cell {s} office:value-type="float" office:value="+{v}"><text:p>{v}</text:p></table:table-cell>', False),
    ("another text than its attribute", lambda s, v: f'<table:table-cell {s} office:value-type="string" office:string-value="9{v}"><text:p>{v}</text:p></table:table-cell>', True),
    ("in euro by its currency", lambda s, v: f'<table:table-cell {s} office:value-type="currency" office:currency="EUR" office:value="{v}"><text:p>{v} €</text:p></table:table-cell>', True),
    ("in yuan by its currency, no words", lambda s, v: f'<table:table-cell {s} office:value-type="currency" office:currency="CNY" office:value="{v}"/>', False),
    ("in dollars by its currency, no words", lambda s, v: f'<table:table-cell {s} office:value-type="currency" office:currency="USD" office:value="{v}"/>', True),
    ("a truth", lambda s, _: f'<table:table-cell {s} office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>', True),
    ("a formula of another document", lambda s, v: f"<table:table-cell {s} table:formula=\"of:=['file:///c:/3月.ods'#$Sheet1.F6]\" office:value-type=\"float\" office:value=\"{v}\"><text:p>{v}</text:p></table:table-cell>", True),
    ("a formula in Excel's spelling, stale", lambda s, v: f'<table:table-cell {s} table:formula="msoxl:=1+1" office:value-type="float" office:value="{v}"><text:p>{v}</text:p></table:table-cell>', True),
    ("a formula of an array, stale", lambda s, v: f'<table:table-cell {s} table:formula="of:=1+1" table:number-matrix-columns-spanned="1" table:number-matrix-rows-spanned="1" office:value-type="float" office:value="{v}"><text:p>{v}</text:p></table:table-cell>', True),
    ("a list in the cell", lambda s, v: _string(s, f"<text:list><text:list-item><text:p>{v}</text:p></text:list-item></text:list>"), False),
    ("words deleted by a later editor", lambda s, v: _string(s, f"<text:p>{v}<text:hidden-text text:string-value='9'/></text:p>"), False),
    ("a table in the cell", lambda s, v: f'<table:table-cell {s}><table:table table:is-sub-table="true"><table:table-row><table:table-cell office:value-type="float" office:value="{v}"><text:p>{v}</text:p></table:table-cell></table:table-row></table:table></table:table-cell>', True),
    ("a page's number", lambda s, v: _string(s, f"<text:p>{v}<text:page-number>1</text:page-number></text:p>"), True),
    ("today by a field", lambda s, _: _string(s, '<text:p><text:date text:date-value="2025-04-25">45772</text:date></text:p>'), True),
    ("a chart in the cell", lambda s, v: _float(s, v, None, '<draw:frame draw:z-index="0" svg:width="3cm" svg:height="2cm"><draw:object xlink:href="./Object 1"/></draw:frame>'), True),
    ("a control over it", lambda s, v: _float(s, v, None, '<draw:control draw:z-index="0" draw:control="control1" svg:width="3cm" svg:height="1cm"/>'), True),
    ("a connector over it", lambda s, v: _float(s, v, None, '<draw:connector draw:z-index="0" svg:x1="0cm" svg:y1="0cm" svg:x2="3cm" svg:y2="1cm"/>'), True),
    ("a group of drawings over it", lambda s, v: _float(s, v, None, '<draw:g><draw:rect svg:width="3cm" svg:height="1cm"/></draw:g>'), True),
):  # fmt: skip
    _meant_doubt = _doubt
    kind(f"eighteenth: ods: {_name}", ODS)(_ods_cell(_make, doubt=_meant_doubt))


def _repeated(d: Draft) -> None:
    """Two neighbouring cells of one text are one element."""
    project = d.pick("problems")
    d.claim((project, "next_steps"), "columns", "rows shape")
    token = f"（示例）OD{d.rng.randrange(10**9)}待办。"
    for name in ("problems", "next_steps"):
        d.box(project, name).value = token
        d.expected[project, name] = Expect(token, may_refuse=True)

    def joined(xml: str) -> str:
        cell = re.compile(
            rf"<table:table-cell([^>]*)>(<text:p>{token}</text:p></table:table-cell>)(?:<table:table-cell[^>]*><text:p>{token}</text:p></table:table-cell>)?"
        )
        return (
            cell.sub(r'<table:table-cell\1 table:number-columns-repeated="2">\2', xml) if xml.count(token) > 1 else xml
        )

    d.after_ods.append(lambda data: _ods(data, joined))


kind("eighteenth: ods: two neighbours as one element", ODS)(_repeated)


def _ods_sheet(change: Callable[[str], str], *, honest: bool, name: str) -> None:
    def spoil(d: Draft) -> None:
        d.claim("sheets", "other sheets")
        d.after_ods.append(lambda data: _ods(data, change))

    (quiet if honest else told)(f"ods: {name}", ODS)(spoil)


_FIRST_TABLE = re.compile(r"<table:table .*?</table:table>", re.DOTALL)


def _copied(xml: str, how: Callable[[str], str]) -> str:
    form = next(m[0] for m in _FIRST_TABLE.finditer(xml) if "工作进展" in m[0])
    return xml.replace("</office:spreadsheet>", how(form) + "</office:spreadsheet>")


_ods_sheet(
    lambda x: x.replace("<office:spreadsheet>", '<office:spreadsheet><table:calculation-settings/><table:content-validations><table:content-validation table:name="v1" table:condition="of:cell-content-is-decimal-number()"><table:help-message><text:p>请填数字</text:p></table:help-message></table:content-validation></table:content-validations>', 1),
    honest=True, name="rules of what may be typed",
)  # fmt: skip
_ods_sheet(
    lambda x: x.replace("</office:spreadsheet>", '<table:named-expressions><table:named-range table:name="a" table:cell-range-address="$附件2.$A$1"/></table:named-expressions><table:database-ranges><table:database-range table:name="d" table:target-range-address="附件2.A4:附件2.I9" table:display-filter-buttons="true"/></table:database-ranges></office:spreadsheet>'),
    honest=True, name="names and filters",
)  # fmt: skip
_ods_sheet(
    lambda x: re.sub(r"(<table:table [^>]*>)", r'\1<office:forms form:automatic-focus="false"><form:form form:name="f"><form:button form:label="提交"/></form:form></office:forms>', x, count=1),
    honest=True, name="a form's button",
)  # fmt: skip
_ods_sheet(
    lambda x: x.replace("</office:spreadsheet>", '<table:dde-links><table:dde-link><office:dde-source office:dde-application="soffice"/><table:table><table:table-row><table:table-cell office:value-type="float" office:value="5"/></table:table-row></table:table></table:dde-link></table:dde-links></office:spreadsheet>'),
    honest=True, name="a link to another program",
)  # fmt: skip
_ods_sheet(
    lambda x: _copied(x, lambda t: re.sub(r'table:name="[^"]*"', "table:name=\"'file:///c:/3月.ods'#附件2\"", t, count=1).replace("<table:table ", '<table:table table:print="false" ', 1).replace(">", '><table:table-source xlink:type="simple" xlink:href="file:///c:/3月.ods" table:table-name="附件2" table:mode="copy-results-only"/>', 1)),
    honest=False, name="another document's sheet kept for its formulas",
)  # fmt: skip
for _name, _row in (
    ("a row among the header rows", lambda r: f"<table:table-header-rows>{r}</table:table-header-rows>"),
    ("a row with a soft break before", lambda r: f"<text:soft-page-break/>{r}"),
    ("a row in an open group of groups", lambda r: f"<table:table-row-group><table:table-row-group>{r}</table:table-row-group></table:table-row-group>"),
):  # fmt: skip
    quiet(f"ods: {_name}", ODS)(_ods_row(_row, doubt=False))

# ---------------------------------------------------------------- Word

_SDT = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
for _name, _runs, _doubt in (
    ("a merge field that was never merged", lambda _: '<w:fldSimple w:instr=" MERGEFIELD 完成投资 "><w:r><w:t>«完成投资»</w:t></w:r></w:fldSimple>', True),
    ("a tick control", lambda v: f'{_R.format(v)}<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="x"><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☑</w:t></w:r></w:sdtContent></w:sdt>', True),
    ("a text control with a tag", lambda v: _SDT.format('<w:alias w:val="投资"/><w:tag w:val="inv"/><w:text/>', _R.format(v)), False),
    ("a choice between two spellings", lambda v: f'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">{_R.format(v)}</mc:Choice><mc:Fallback>{_R.format("9" + v)}</mc:Fallback></mc:AlternateContent>', False),
    ("fitted to a width", lambda v: f'<w:r><w:rPr><w:fitText w:val="800"/></w:rPr><w:t>{v}</w:t></w:r>', False),
    ("a property of the document", lambda v: f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DOCPROPERTY x </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{_R.format(v)}<w:r><w:fldChar w:fldCharType="end"/></w:r>', False),
    ("a field that was never updated", lambda _: '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF 投资 </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>错误!未找到引用源。</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>', True),
    ("a field error in English", lambda _: '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Error! Reference source not found.</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>', True),
    ("a text to be filled in by macro", lambda _: '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MACROBUTTON NoMacro [点击此处输入] </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>', True),
    ("a prompt of FILLIN", lambda v: f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> FILLIN "投资" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{_R.format(v)}<w:r><w:fldChar w:fldCharType="end"/></w:r>', False),
    ("an old object in place of words", lambda _: '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" ProgID="Equation.3"/></w:object></w:r>', True),
    ("a line of ink", lambda v: f'{_R.format(v)}<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wpi"><w:drawing/></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>', True),
    ("in a run alone", lambda v: f"{_R.format(v)}", False),
    ("a deleted field", lambda v: f'<w:del w:id="1"><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:delInstrText> PAGE </w:delInstrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:del>{_R.format(v)}', False),
    ("small capitals and kerning", lambda v: f'<w:r><w:rPr><w:smallCaps/><w:kern w:val="2"/><w:lang w:eastAsia="zh-CN"/></w:rPr><w:t>{v}</w:t></w:r>', False),
    ("a snap to the grid", lambda v: f'<w:r><w:rPr><w:snapToGrid w:val="0"/><w:noProof/></w:rPr><w:t xml:space="preserve">{v} </w:t></w:r>', False),
    ("hidden in Office's later way", lambda v: f"<w:r><w:rPr><w:specVanish/></w:rPr><w:t>{v}</w:t></w:r>", False),
    ("an index entry beside", lambda v: f'{_R.format(v)}<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:instrText> XE "投资" </w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="end"/></w:r>', False),
    ("a conditional field", lambda v: f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF 1 = 1 "{v}" "0" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{_R.format(v)}<w:r><w:fldChar w:fldCharType="end"/></w:r>', False),
    ("moved here with its range marked", lambda v: f'<w:moveToRangeStart w:id="1" w:name="a"/><w:moveTo w:id="2">{_R.format(v)}</w:moveTo><w:moveToRangeEnd w:id="1"/>', False),
    ("a control deleted and put in again", lambda v: f'<w:customXmlInsRangeStart w:id="1"/>{_SDT.format("<w:text/>", _R.format(v))}<w:customXmlInsRangeEnd w:id="1"/>', False),
):  # fmt: skip
    kind(f"eighteenth: Word: {_name}", DOCX)(_word_cell(_runs, doubt=_doubt, names=("investment",)))


@told("Word: a control bound to data that says otherwise", DOCX)
def _bound(d: Draft) -> None:
    project = d.pick("investment")
    value = str(d.expected[project, "investment"].value)
    token = f"WD{d.rng.randrange(10**9)}"
    d.claim("document parts")
    d.box(project, "investment").value = token
    d.expect(project, "investment", value, doubt=True)
    run = re.compile(rf"<w:r>(?:(?!</w:r>).)*{token}</w:t></w:r>", re.DOTALL)
    binding = '<w:dataBinding w:xpath="/a[1]/inv[1]" w:storeItemID="{11111111-1111-1111-1111-111111111111}"/><w:text/>'

    def rewritten(data: bytes) -> bytes:
        data = _word(data, lambda xml: run.sub(lambda _: _SDT.format(binding, _R.format(value)), xml))
        out = BytesIO(data)
        with zipfile.ZipFile(out, "a") as package:
            package.writestr("customXml/item918.xml", "<a><inv>987</inv></a>")
            package.writestr(
                "customXml/itemProps918.xml",
                '<ds:datastoreItem ds:itemID="{11111111-1111-1111-1111-111111111111}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>',
            )
        return out.getvalue()  # fmt: skip

    d.after_document.append(rewritten)


@kind("eighteenth: Word: a control bound to data that agrees", DOCX)
def _bound_alike(d: Draft) -> None:
    project = d.pick("investment")
    value = str(d.expected[project, "investment"].value)
    token = f"WD{d.rng.randrange(10**9)}"
    d.claim("document parts")
    d.box(project, "investment").value = token
    run = re.compile(rf"<w:r>(?:(?!</w:r>).)*{token}</w:t></w:r>", re.DOTALL)
    binding = '<w:dataBinding w:xpath="/a[1]/inv[1]" w:storeItemID="{11111111-1111-1111-1111-111111111111}"/><w:text/>'

    def rewritten(data: bytes) -> bytes:
        data = _word(data, lambda xml: run.sub(lambda _: _SDT.format(binding, _R.format(value)), xml))
        out = BytesIO(data)
        with zipfile.ZipFile(out, "a") as package:
            package.writestr("customXml/item918.xml", f"<a><inv>{value}</inv></a>")
        return out.getvalue()

    d.after_document.append(rewritten)


def _styles(style: str, numbering: str = "") -> Callable[[bytes], bytes]:
    """Put a style into the document's styles, and definitions into its lists."""

    def change(name: str, xml: str) -> str:
        if name == "word/styles.xml":
            xml = xml.replace("</w:styles>", f"{style}</w:styles>")
        if name == "word/numbering.xml" and numbering:
            at = xml.index("<w:num ")
            xml = f"{xml[:at]}{numbering.partition('|')[0]}{xml[at:]}".replace(
                "</w:numbering>", numbering.partition("|")[2] + "</w:numbering>"
            )
        return xml  # fmt: skip

    return lambda data: _parts(data, change)


_LIST = (
    '<w:abstractNum w:abstractNumId="918"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="own18"/><w:lvlText w:val="{}"/></w:lvl></w:abstractNum>'
    '|<w:num w:numId="918"><w:abstractNumId w:val="918"/></w:num>'
)
_LIST_STYLE = '<w:style w:type="paragraph" w:styleId="own18"><w:name w:val="自动编号"/><w:pPr><w:numPr><w:numId w:val="918"/></w:numPr></w:pPr></w:style>'


@told("Word: an amount whose first digits are its style's number", DOCX)
def _style_numbered(d: Draft) -> None:
    d.claim("document lists")
    project = d.pick("investment")
    token = f"WD{d.rng.randrange(10**9)}"
    d.box(project, "investment").value = token
    d.expect(project, "investment", None, doubt=True)
    paragraph = re.compile(rf"<w:p>(?:(?!</w:p>).)*{token}</w:t></w:r></w:p>", re.DOTALL)
    own = f'<w:p><w:pPr><w:pStyle w:val="own18"/></w:pPr>{_R.format("200")}</w:p>'
    d.after_document.append(lambda data: _word(data, lambda xml: paragraph.sub(own, xml)))
    d.after_document.append(_styles(_LIST_STYLE, _LIST.format("%1")))


@kind("eighteenth: Word: numbers of projects by their style", DOCX)
def _style_numbers(d: Draft) -> None:
    d.claim("document lists", "rows shape", ("column", "number"))
    lines = d.of("project")
    tokens = {}
    for line in lines:
        tokens[line.project] = f"WN{d.rng.randrange(10**9)}"
        d.box(line.project, "number").value = tokens[line.project]

    def numbered(xml: str) -> str:
        for token in tokens.values():
            paragraph = re.compile(rf"<w:p>(?:(?!</w:p>).)*{token}</w:t></w:r></w:p>", re.DOTALL)
            xml = paragraph.sub('<w:p><w:pPr><w:pStyle w:val="own18"/></w:pPr></w:p>', xml)
        return xml

    d.after_document.append(lambda data: _word(data, numbered))
    d.after_document.append(_styles(_LIST_STYLE, _LIST.format("%1")))


@kind("eighteenth: Word: progress in paragraphs numbered by their style", DOCX)
def _style_listed(d: Draft) -> None:
    d.claim("document lists")
    project = d.pick("progress")
    token = f"WD{d.rng.randrange(10**9)}"
    d.box(project, "progress").value = token
    d.expect(project, "progress", "1.完成招标5项。\n2.开工3项。")
    paragraph = re.compile(rf"<w:p>(?:(?!</w:p>).)*{token}</w:t></w:r></w:p>", re.DOTALL)
    one = '<w:p><w:pPr><w:pStyle w:val="own18"/></w:pPr>{}</w:p>'
    own = one.format(_R.format("完成招标5项。")) + one.format(_R.format("开工3项。"))
    d.after_document.append(lambda data: _word(data, lambda xml: paragraph.sub(own, xml)))
    d.after_document.append(_styles(_LIST_STYLE, _LIST.format("%1.")))


@kind("eighteenth: Word: words under a style that hides them", DOCX)
def _style_hidden(d: Draft) -> None:
    d.claim("document lists")
    project = d.pick("investment")
    value = str(d.expected[project, "investment"].value)
    token = f"WD{d.rng.randrange(10**9)}"
    d.box(project, "investment").value = token
    d.expect(project, "investment", None, doubt=True)
    paragraph = re.compile(rf"<w:p>(?:(?!</w:p>).)*{token}</w:t></w:r></w:p>", re.DOTALL)
    own = f'<w:p><w:pPr><w:pStyle w:val="own18"/></w:pPr>{_R.format(value)}</w:p>'
    style = '<w:style w:type="paragraph" w:styleId="own18b"><w:name w:val="b"/><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="own18"><w:name w:val="a"/><w:basedOn w:val="own18b"/></w:style>'
    d.after_document.append(lambda data: _word(data, lambda xml: paragraph.sub(own, xml)))
    d.after_document.append(_styles(style))


@told("Word: digits under a cell merged from above", DOCX)
def _under_merge(d: Draft) -> None:
    d.claim("document", "rows shape", "columns", "header shape")
    lines = d.of("project")
    if len(lines) < 2 or d.at(lines[1]) != d.at(lines[0]) + 1:
        raise Taken
    at = d.fields.index("investment")
    for line in lines[:2]:
        d.claim((line.project, "investment"))
        d.taken.add(("some", line.project))
        d.expect(line.project, "investment", d.expected[line.project, "investment"].value, doubt=True)
    first = d.at(lines[0]) - d.at(d.header)

    def merged(rows: list[str]) -> str:
        for row, how in ((first, ' w:val="restart"'), (first + 1, "")):
            cells = re.findall(r"<w:tc>.*?</w:tc>", rows[row], re.DOTALL)
            own = cells[at].replace("<w:tcPr>", f"<w:tcPr><w:vMerge{how}/>", 1)
            rows[row] = rows[row].replace(cells[at], own, 1)
        return "".join(rows)

    d.after_document.append(_rows_of(merged))


for _name, _change in (
    ("a page's border, a grid, columns", lambda x: x.replace("<w:sectPr", '<w:p><w:pPr><w:sectPr><w:cols w:num="2"/></w:sectPr></w:pPr></w:p><w:sectPr', 1)),
    ("attributes of later Word at each row", lambda x: x.replace("<w:tr>", '<w:tr w14:paraId="1A2B3C4D" w14:textId="77777777" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">')),
    ("cells' looks by conditions", lambda x: x.replace("<w:tcPr>", '<w:tcPr><w:cnfStyle w:val="001000000000" w:firstRow="0"/>')),
    ("a caption and a description of the table", lambda x: x.replace("<w:tblPr>", '<w:tblPr><w:tblCaption w:val="表"/><w:tblDescription w:val="金额单位：元"/>')),
    ("properties of each row that except it", lambda x: x.replace("<w:tr>", '<w:tr><w:tblPrEx><w:tblLayout w:type="fixed"/></w:tblPrEx>')),
    ("a comment's marks without the comment", lambda x: x.replace("<w:tbl>", '<w:commentRangeStart w:id="99"/><w:tbl>', 1)),
    ("sub-documents' marks", lambda x: x.replace("<w:body>", '<w:body><w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>', 1)),
    ("the whole table in a control", lambda x: re.sub(r"(<w:tbl>.*</w:tbl>)", r"<w:sdt><w:sdtPr><w:id w:val='1'/></w:sdtPr><w:sdtContent>\1</w:sdtContent></w:sdt>", x, flags=re.DOTALL)),
):  # fmt: skip
    quiet(f"Word: {_name}", DOCX)(_document(_change))
