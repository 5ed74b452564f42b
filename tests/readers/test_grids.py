"""What a file is, by its content; what is not read is named."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import openpyxl
import pytest

from minsheng_cli.errors import Encrypted, NoReturn, SubmissionError, Unreadable, Unsupported
from minsheng_cli.findings import found
from minsheng_cli.intake.unpack import unpack
from minsheng_cli.model import Submission
from minsheng_cli.readers.grids import open_grids
from minsheng_cli.readers.kinds import MANUAL_KINDS, sniff
from workbooks import package, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from office import Office

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SAMPLES = {
    "xlsx": workbook("<row/>"),
    "xlsb": package({"[Content_Types].xml": "", "xl/workbook.bin": b""}),
    "ods": package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "docx": package({"[Content_Types].xml": "", "word/document.xml": ""}),
    "odt": package({"mimetype": "application/vnd.oasis.opendocument.text"}),
    "openoffice": package({"mimetype": "application/vnd.sun.xml.calc", "content.xml": ""}),
    "zip": package({"四月.xlsx": b""}),
    "xls": OLE + bytes(600),
    "xls95": b"\x09\x04\x06\x00\x00\x04\x10\x00\x00\x00",
    "doc": OLE + bytes(600) + "WordDocument".encode("utf-16-le"),
    "encrypted": OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    "msg": OLE + bytes(600) + "__properties_version1.0".encode("utf-16-le"),
    "slides": package({"[Content_Types].xml": "", "ppt/presentation.xml": ""}),
    "ofd": package({"OFD.xml": "", "Doc_0/Document.xml": ""}),
    "iwork": package({"Index/Document.iwa": b"", "preview.jpg": b""}),
    "pdf": b"%PDF-1.7\n",
    "rtf": b"{\\rtf1 x}",
    "tnef": b"\x78\x9f\x3e\x22",
    "archive": b"\x1f\x8b\x08",
    "rar": b"Rar!\x1a\x07\x00",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "image": b"\x89PNG\r\n",
    "mail": b"Received: from x\r\nFrom: a@example.invalid\r\n",
    "page": b"\xef\xbb\xbf<html><table>",
    "empty": b"",
    "unknown": b"hello",
}


VARIANTS = [
    ("ods", package({"META-INF/manifest.xml": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""})),
    ("zip", package({"word/四月.docx": b"", "xl/五月.xlsx": b""})),  # folders of those names
    ("unknown", package({"mimetype": "application/epub+zip", "content.opf": b""})),  # one document, no archive
    ("xlsx", b"\r\n\r\n" + SAMPLES["xlsx"]),
    ("xlsx", package({"四月/": b"", "四月/[Content_Types].xml": b"", "四月/xl/workbook.xml": b"", "__MACOSX/x": b""})),
    ("zip", package({"四月/[Content_Types].xml": b"", "五月.xlsx": b""})),
    ("pdf", b"scanned by x\n%PDF-1.4\n"),
    ("image", b"BM" + bytes(20)),
    ("unknown", b"BMW of the unit"),
    ("xls95", b"\x09\x00\x04\x00\x02\x00\x10\x00"),  # Excel 2.1
    ("xls95", b"\x09\x02\x06\x00\x00\x03\x10\x00\x00\x00"),
    ("xls95", b"\x09\x08\x08\x00\x00\x05\x05\x00\x00\x00\x00\x00"),
    ("unknown", "\t表".encode("utf-16-le")),
    ("unknown", b"\t\x08 text"),
    ("archive", bytes(257).replace(b"\0", b"a", 1) + b"ustar"),
]


@pytest.mark.parametrize(("kind", "data"), VARIANTS)
def test_content_decides_in_doubt(kind: str, data: bytes) -> None:
    assert sniff(data) == kind


def test_a_workbook_that_was_packed_again_with_its_folder_is_read() -> None:
    cells = open_grids(again := workbook('<row r="1"><c r="A1"><v>5</v></c></row>')).grids[0].cells
    with ZipFile(BytesIO(again)) as parts:
        wrapped = package({f"四月/{name}": parts.read(name) for name in parts.namelist()})
    assert open_grids(wrapped).grids[0].cells == cells
    assert [item.name for item in unpack(Submission("四月.xlsx", wrapped, "", "2025-04-26T09:00:00+08:00", ""))[0]] == [
        "四月.xlsx"
    ]


def test_a_workbook_that_speaks_of_another_document_is_a_workbook(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "附件为WordDocument"
    book.save(tmp_path / "a.xlsx")
    data = office.resave(tmp_path / "a.xlsx", tmp_path / "a.xls", "xls").read_bytes()
    assert "WordDocument".encode("utf-16-le") in data
    assert open_grids(data).grids[0].cells[1, 1].text == "附件为WordDocument"
    assert sniff(data.replace("Workbook".encode("utf-16-le"), "Workbuch".encode("utf-16-le"))) == "doc"


FORM = "序号,项目名称,牵头单位,目标任务,工作进展,完成投资\n"
PAGE = "<html><table><tr>" + "".join(f"<td>{h}</td>" for h in FORM.split(",")) + "</tr></table></html>"
SAVED_PAGE = (
    b'MIME-Version: 1.0\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
)


@pytest.mark.parametrize(
    "data",
    [
        FORM.encode(),
        FORM.encode("gb18030"),
        FORM.replace(",", "\t").encode("utf-16"),
        PAGE.encode(),
        PAGE.replace("项目", "&#39033;&#30446;").encode("gb18030"),
        f"<?xml version='1.0'?><Workbook>{PAGE}</Workbook>".encode(),
        SAVED_PAGE + base64.encodebytes(PAGE.encode("gb18030")),
        b"From: a@example.invalid\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE.encode(),
    ],
)
def test_the_form_as_text_is_for_a_person(data: bytes) -> None:
    with pytest.raises(Unsupported) as caught:
        open_grids(data)
    assert caught.value.facts["kind"] == "text"
    for other in (data[: len(data) // 9], b"<html>" + "工作进展项目名称".encode()):
        with pytest.raises((Unsupported, NoReturn)) as nothing:
            open_grids(other)
        assert nothing.value.facts["kind"] != "text"


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        ("doc", "另存为 .docx"),
        ("xlsb", "另存为 .xlsx"),
        ("xls95", "另存为 .xlsx"),
        ("rar", "解压"),
        ("tnef", "Outlook"),
        ("pdf", "人工录入"),
        ("encrypted", "取消密码"),
    ],
)
def test_what_is_to_be_done_is_said_of_each_kind(kind: str, remedy: str) -> None:
    with pytest.raises(SubmissionError) as caught:
        open_grids(SAMPLES[kind])
    facts: dict[str, Any] = caught.value.facts
    assert remedy in found(caught.value.code, **facts).message


def test_an_archive_with_a_password_is_encrypted() -> None:
    data = package({"四月.xlsx": b"x"})
    flagged = data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    assert flagged != data
    assert sniff(flagged) == "encrypted"


@pytest.mark.parametrize("kind", SAMPLES)
def test_content_decides(kind: str) -> None:
    assert sniff(SAMPLES[kind]) == kind


@pytest.mark.parametrize("kind", sorted(set(SAMPLES) - {"xlsx", "docx", "ods", "xls", "empty", "encrypted"}))
def test_what_is_not_read_is_named(kind: str) -> None:
    with pytest.raises(SubmissionError) as caught:
        open_grids(SAMPLES[kind])
    assert caught.value.facts["kind"] == kind
    assert caught.value.facts["why"]


def test_empty_and_encrypted_files() -> None:
    for data in (b"", bytes(4096), SAMPLES["xls"]):  # an OLE2 header with nothing behind it
        with pytest.raises(Unreadable):
            open_grids(data)
    with pytest.raises(Encrypted):
        open_grids(SAMPLES["encrypted"])


def test_what_a_person_must_type_in() -> None:
    assert {
        "pdf", "ofd", "image", "rar", "7z", "archive", "encrypted", "doc", "odt", "rtf", "xlsb", "xls95", "slides",
        "iwork", "openoffice", "msg", "tnef", "text", "smime", "partial", "cloud",
    } == MANUAL_KINDS  # fmt: skip
