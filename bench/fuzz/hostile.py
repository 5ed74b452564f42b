"""Files made to do harm: each attacks one thing a careless reader would do. Pure, the same bytes every time."""

from __future__ import annotations

import base64
import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SHEET_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS_NS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF_NS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
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
HEADER_ROW = '<row r="4">' + "".join(f'<c t="inlineStr"><is><t>{h}</t></is></c>' for h in HEADERS) + "</row>"
BILLION = '<!DOCTYPE a [<!ENTITY a "hahahahaha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip
EXTERNAL = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://127.0.0.1:9/x">]>'


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive; the same bytes every time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def replaced(package: bytes, part: str, data: bytes) -> bytes:
    """Return a package with other bytes in one of its parts."""
    with zipfile.ZipFile(BytesIO(package)) as old:
        return zipped({name: data if name == part else old.read(name) for name in old.namelist()}, zipfile.ZIP_STORED)


def xlsx(sheet: str = "", *, prolog: str = "", strings: str = "", styles: str = "", book: str = "") -> bytes:
    """Return a workbook of one sheet with that XML inside ``<worksheet>``."""
    relation = '<Relationship Id="{}" Type="' + OFFICE + '/{}" Target="{}"/>'
    parts = {
        "_rels/.rels": f"<Relationships {RELS_NS}>{relation.format('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": book
        or f'<workbook {SHEET_NS} xmlns:r="{OFFICE}"><sheets><sheet name="附件2" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships {RELS_NS}>"
        + relation.format("r1", "worksheet", "worksheets/sheet1.xml")
        + relation.format("r2", "sharedStrings", "sharedStrings.xml")
        + relation.format("r3", "styles", "styles.xml")
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": f"{prolog}<worksheet {SHEET_NS}>{sheet or '<sheetData/>'}</worksheet>",
        "xl/sharedStrings.xml": strings or f"<sst {SHEET_NS}/>",
        "xl/styles.xml": styles or f"<styleSheet {SHEET_NS}/>",
    }
    return zipped(parts)


def rows(inside: str) -> str:
    """Return sheet data: the form's header, then rows."""
    return f"<sheetData>{HEADER_ROW}{inside}</sheetData>"


def docx(body: str, prolog: str = "") -> bytes:
    """Return a Word document with that body."""
    return zipped({
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"{prolog}<w:document {WORD_NS}><w:body>{body}</w:body></w:document>",
    })  # fmt: skip


def listed(text: str, count: int) -> bytes:
    """Return a Word document of so many empty paragraphs of a list, with that text before each."""
    relation = f'<Relationships {RELS_NS}><Relationship Id="r" Type="{OFFICE}/{{}}" Target="{{}}"/></Relationships>'
    paragraph = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    return zipped({
        "_rels/.rels": relation.format("officeDocument", "word/document.xml"),
        "word/document.xml": f"<w:document {WORD_NS}><w:body>{paragraph * count}</w:body></w:document>",
        "word/_rels/document.xml.rels": relation.format("numbering", "numbering.xml"),
        "word/numbering.xml": f'<w:numbering {WORD_NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    })  # fmt: skip


def word_table(rest: str) -> str:
    """Return a Word table: the form's header, then rows."""
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{h}</w:t></w:r></w:p></w:tc>" for h in HEADERS)
    return f"<w:tbl><w:tr>{cells}</w:tr>{rest}</w:tbl>"


def ods(table: str, prolog: str = "") -> bytes:
    """Return an OpenDocument spreadsheet with that table."""
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"{prolog}<office:document-content {ODF_NS}><office:body><office:spreadsheet>"
        f'<table:table table:name="附件2">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


def mail(headers: str, body: bytes = b"x") -> bytes:
    """Return a mail with these header lines."""
    return headers.strip().replace("\n", "\r\n").encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def attached(name: str, payload: bytes) -> bytes:
    """Return a mail with one attachment, its body as given."""
    head = 'From: a@example.invalid\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"'
    part = b"--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
    part += f"Content-Disposition: attachment; {name}\r\n\r\n".encode() + payload + b"\r\n--b--\r\n"
    return mail(head, part)


def nested(depth: int, make: Callable[[bytes], bytes], core: bytes = b"x") -> bytes:
    """Wrap something in itself."""
    for _ in range(depth):
        core = make(core)
    return core


def overlapping() -> bytes:
    """Return a zip whose many entries all point to one compressed megabyte of zeros (after Fifield, 2019)."""
    data = zlib.compress(b"\0" * (10 << 20), 9)[2:-4]
    crc = zlib.crc32(b"\0" * (10 << 20))
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, crc, len(data), 10 << 20, 1, 0) + b"a" + data
    central = b"".join(
        struct.pack(
            "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, crc, len(data), 10 << 20, 5, 0, 0, 0, 0, 0, 0
        )
        + f"{n:05d}".encode()
        for n in range(5000)
    )
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 5000, 5000, len(central), len(local), 0)
    return local + central + end


def ole(fat: bytes) -> bytes:
    """Return an OLE header whose allocation table is as given: sectors that lead in circles, or nowhere."""
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 0x1000, 0, 1, 0xFFFFFFFE, 0, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return (head + fat).ljust(4096, b"\0")


def files(part: int = 1) -> dict[str, bytes]:
    """Return every hostile file by the name it comes under; ``part``: what only costs time, by so much less of it."""
    cell = '<row r="5"><c r="E5" t="{t}"><v>{v}</v></c></row>'
    zeros = b"\0" * (64 << 20)
    found: dict[str, bytes] = {
        # archives
        "zeros.xlsx": zipped({"xl/workbook.xml": zeros}),
        "zeros.zip": zipped({"表.xlsx": zeros}),
        "overlapping.zip": overlapping(),
        "many-entries.zip": zipped({f"{n}.txt": b"" for n in range(20_000)}, zipfile.ZIP_STORED),
        "matryoshka.zip": nested(40, lambda core: zipped({"a.zip": core})),
        "slip.zip": zipped(
            {"../../../tmp/minsheng-slip.xlsx": b"x", "/etc/minsheng-slip.xlsx": b"x", "C:\\x.xlsx": b"x"}
        ),
        "reserved.zip": zipped(
            {"CON.xlsx": b"x", "nul": b"x", "a:b.xlsx": b"x", "aux.": b"x", " ": b"x", "a\x01.xlsx": b"x"}
        ),
        "nameless.zip": zipped({"": b"x", "a.xlsx": b"x"}),
        "rtl.zip": zipped({"\u202excod.exe": b"MZ", "a\u2066\u2069.xlsx": b"x"}),
        "long-name.zip": zipped({"长" * 5000 + ".xlsx": b"x"}),
        "cut.zip": zipped({"a.xlsx": b"x" * 1000})[:-30],
        "lying-size.zip": zipped({"a.xlsx": b"x" * 1000}).replace(struct.pack("<I", 1000), struct.pack("<I", 10)),
        "self-named.xlsx": zipped({"xl/workbook.xml": b"x", "XL/WORKBOOK.XML": b"y"}),
        # XML
        "laughs.xlsx": xlsx(rows(cell.format(t="str", v="&j;")), prolog=BILLION),
        "external.xlsx": xlsx(rows(cell.format(t="str", v="&a;&b;")), prolog=EXTERNAL),
        "laughs.docx": docx("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", BILLION),
        "external.ods": ods(
            "<table:table-row><table:table-cell><text:p>&a;</text:p></table:table-cell></table:table-row>", EXTERNAL
        ),
        "deep.xlsx": xlsx("<a>" * 200_000 + "</a>" * 200_000),
        "wide.xlsx": xlsx("<c " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/>"),
        "utf16.xlsx": xlsx().replace(b"<worksheet", b"<worksheet"),
        "unknown-encoding.xlsx": xlsx(prolog='<?xml version="1.0" encoding="x-minsheng"?>'),
        "nul-bytes.xlsx": xlsx(rows('<row r="5"><c r="E5" t="str"><v>a\0b</v></c></row>')),
        # sheets that lie
        "dimension.xlsx": xlsx('<dimension ref="A1:XFD1048576"/>' + rows("")),
        "row-number.xlsx": xlsx(rows('<row r="99999999999"><c r="E99999999999"><v>1</v></c></row>')),
        "row-zero.xlsx": xlsx(rows('<row r="0"><c r="E0"><v>1</v></c></row>')),
        "row-minus.xlsx": xlsx(rows('<row r="-5"><c r="E-5"><v>1</v></c></row>')),
        "column.xlsx": xlsx(rows('<row r="5"><c r="ZZZZZ5"><v>1</v></c></row>')),
        "string-index.xlsx": xlsx(rows(cell.format(t="s", v="4294967295"))),
        "string-index-minus.xlsx": xlsx(rows(cell.format(t="s", v="-1"))),
        "string-index-digits.xlsx": xlsx(rows(cell.format(t="s", v="9" * 5000))),
        "style-index.xlsx": xlsx(rows('<row r="5"><c r="E5" s="4294967295"><v>1</v></c></row>')),
        "counts.xlsx": xlsx(rows(""), strings=f'<sst {SHEET_NS} count="4294967295" uniqueCount="4294967295"/>'),
        "exponent.xlsx": xlsx(rows(cell.format(t="n", v="1e999999999"))),
        "exponent-minus.xlsx": xlsx(rows(cell.format(t="n", v="1e-999999999"))),
        "digits.xlsx": xlsx(rows(cell.format(t="n", v="9" * 100_000))),
        "nan.xlsx": xlsx(rows(cell.format(t="n", v="NaN"))),
        "surrogates.xlsx": xlsx(rows(cell.format(t="str", v="_xD800_完成_xDC00__x0000_"))),
        "merges.xlsx": xlsx(rows("") + "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 300_000 + "</mergeCells>"),
        "merge-nonsense.xlsx": xlsx(rows("") + '<mergeCells><mergeCell ref=":::"/><mergeCell ref="A1:"/></mergeCells>'),
        "columns.xlsx": xlsx('<cols><col min="1" max="999999999" hidden="1"/></cols>' + rows("")),
        "cells.xlsx": xlsx(
            rows("".join(f'<row r="{n}">' + '<c t="b"><v>1</v></c>' * 500 + "</row>" for n in range(5, 6000)))
        ),
        "headers.xlsx": xlsx("<sheetData>" + HEADER_ROW.replace(' r="4"', "") * 20_000 + "</sheetData>"),
        "long-text.xlsx": xlsx(rows(cell.format(t="str", v="长" * 5_000_000))),
        "formula.xlsx": xlsx(rows('<row r="5"><c r="F5"><f>' + "(" * 100_000 + "1</f><v>1</v></c></row>")),
        "sum-of-all.xlsx": xlsx(rows('<row r="5"><c r="F5"><f>SUM(A1:XFD1048576)</f><v>1</v></c></row>')),
        "styles.xlsx": xlsx(
            rows(""), styles=f"<styleSheet {SHEET_NS}><cellXfs>{'<xf/>' * (500_000 // part)}</cellXfs></styleSheet>"
        ),
        "number-format.xlsx": xlsx(
            rows('<row r="5"><c r="F5" s="0"><v>1</v></c></row>'),
            styles=f'<styleSheet {SHEET_NS}><numFmts><numFmt numFmtId="200" formatCode="{"#,0?." * 20_000}x"/></numFmts>'
            '<cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>',
        ),
        "number-formats.xlsx": xlsx(  # each sends a careless pattern into the woods
            rows('<row r="5"><c r="F5" s="0"><v>1</v></c></row>'),
            styles=f"<styleSheet {SHEET_NS}><numFmts>"
            + "".join(
                f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>'
                for n, code in enumerate(("#?," * 40 + ".x", "#" * 60_000 + "x", "[" * 60_000, "#," * 30_000 + "!"))
            )
            + "</numFmts><cellXfs>"
            + "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(4))
            + "</cellXfs></styleSheet>",
        ),
        "sheet-name.xlsx": xlsx(
            rows('<row r="5"><c r="E5" t="str"><v>x</v></c></row>'),
            book=f'<workbook {SHEET_NS} xmlns:r="{OFFICE}"><sheets><sheet name="{"1月-" * 500_000}" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
        ),
        "sheets.xlsx": xlsx(
            book=f'<workbook {SHEET_NS} xmlns:r="{OFFICE}"><sheets>'
            + "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r1"/>' for n in range(20_000 // part))
            + "</sheets></workbook>"
        ),
        "circle.xlsx": zipped(
            {
                "_rels/.rels": f'<Relationships {RELS_NS}><Relationship Id="r" Type="{OFFICE}/officeDocument"'
                ' Target="../../../../../../etc/passwd"/></Relationships>',
            }
        ),
        # OpenDocument
        "rows.ods": ods(
            '<table:table-row table:number-rows-repeated="2147483647"><table:table-cell><text:p>1</text:p>'
            "</table:table-cell></table:table-row>"
        ),
        "columns.ods": ods(
            '<table:table-row><table:table-cell table:number-columns-repeated="2147483647"><text:p>1</text:p>'
            "</table:table-cell></table:table-row>"
        ),
        "square.ods": ods(
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell'
            ' table:number-columns-repeated="16000"><text:p>1</text:p></table:table-cell></table:table-row>'
        ),
        "spaces.ods": ods(
            "<table:table-row><table:table-cell><text:p>"
            + '<text:s text:c="2147483647"/>' * (100_000 // part)
            + "</text:p></table:table-cell></table:table-row>"
        ),
        "value.ods": ods(
            '<table:table-row><table:table-cell office:value-type="float" office:value="1e999999999">'
            "<text:p>1</text:p></table:table-cell></table:table-row>"
        ),
        "tables.ods": ods(
            "<table:table-row><table:table-cell>"
            + "<table:table>" * 50_000
            + "</table:table>" * 50_000
            + "</table:table-cell></table:table-row>"
        ),
        # Word
        "span.docx": docx(
            word_table('<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr><w:p/></w:tc></w:tr>')
        ),
        "before.docx": docx(
            word_table('<w:tr><w:trPr><w:gridBefore w:val="99999999"/></w:trPr><w:tc><w:p/></w:tc></w:tr>')
        ),
        "tables.docx": docx("<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000),
        "merged.docx": docx(
            word_table("<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>" * (30_000 // part))
        ),
        "paragraphs.docx": docx("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * (400_000 // part)),
        "list-text.docx": listed("%1" * (20_000 // part), 20_000 // part),
        # old Excel
        "fat-circle.xls": ole(struct.pack("<128I", *[0] * 128)),
        "fat-nowhere.xls": ole(struct.pack("<128I", *[0x7FFFFFFF] * 128)),
        "header-only.xls": bytes.fromhex("D0CF11E0A1B11AE1"),
        "biff.xls": bytes.fromhex("0908100000060500") + b"\xff" * 4096,
        # mail
        "base64.eml": attached('filename="a.xlsx"', b"UEsDB!!!!====UEsD" * 50),
        "no-end.eml": attached('filename="a.xlsx"', base64.b64encode(xlsx()))[:-40],
        "name-slip.eml": attached('filename="../../../../tmp/minsheng-slip.xlsx"', base64.b64encode(b"x")),
        "name-2231.eml": attached("filename*=utf-8''%ED%A0%80%00%2F..%2Fa.xlsx", base64.b64encode(b"x")),
        "name-loop.eml": attached("".join(f"filename*{n}=a; " for n in range(5000)), base64.b64encode(b"x")),
        "word.eml": mail("Subject: =?gbk?B?" + "A" * 100_000 + "?=\nContent-Type: text/plain; charset=x-unknown"),
        "headers.eml": mail("From: a@example.invalid\n" + "\n".join(f"X-{n}: y" for n in range(50_000))),
        "date.eml": mail("From: a@example.invalid\nDate: Fri, 99 Xxx 99999999999 99:99:99 +99999999"),
        "forwarded.eml": nested(
            300,
            lambda core: mail("From: a@example.invalid\nContent-Type: message/rfc822", core),
            b"From: a@example.invalid\r\n\r\nx",
        ),
        "boundaries.eml": nested(
            300,
            lambda core: mail(
                'From: a@example.invalid\nContent-Type: multipart/mixed; boundary="b"', b"--b\r\n" + core
            ),
        ),
        "same-boundary.eml": mail(
            'From: a@example.invalid\nContent-Type: multipart/mixed; boundary="b"', b"--b\r\n\r\n" * 50_000
        ),
        # names and plain nonsense
        "\u202excod.exe": b"MZ" + bytes(100),
        "名" * 60 + ".xlsx": b"PK\x03\x04",
        "空.xlsx": b"",
        "一个字节.docx": b"P",
        "随便.et": bytes(range(256)) * 64,
        "换行\n名.xlsx": b"<html><table><tr><td>1</td></tr></table></html>",
        "模板{{7*7}}${x}%s=cmd.xlsx": b"not a workbook",
    }
    found["utf16.xlsx"] = zipped(
        {"xl/workbook.xml": f"<workbook {SHEET_NS}/>".encode("utf-16"), "_rels/.rels": "<a/>".encode("utf-16")}
    )
    return found
