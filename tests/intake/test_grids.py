"""What a file is, by its content; what is not read is named."""

from __future__ import annotations

import pytest
from workbooks import package, workbook

from minsheng_cli.errors import Encrypted, Unreadable, Unsupported
from minsheng_cli.intake.grids import open_grids
from minsheng_cli.intake.kinds import MANUAL_KINDS, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SAMPLES = {
    "xlsx": workbook("<row/>"),
    "xlsb": package({"[Content_Types].xml": "", "xl/workbook.bin": b""}),
    "ods": package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "docx": package({"[Content_Types].xml": "", "word/document.xml": ""}),
    "odt": package({"mimetype": "application/vnd.oasis.opendocument.text"}),
    "zip": package({"四月.xlsx": b""}),
    "ole": OLE + bytes(600),
    "doc": OLE + bytes(600) + "WordDocument".encode("utf-16-le"),
    "encrypted": OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    "pdf": b"%PDF-1.7\n",
    "rar": b"Rar!\x1a\x07\x00",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "image": b"\x89PNG\r\n",
    "mail": b"Received: from x\r\nFrom: a@example.invalid\r\n",
    "page": b"\xef\xbb\xbf<html><table>",
    "empty": b"",
    "unknown": b"hello",
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_content_decides(kind: str) -> None:
    assert sniff(SAMPLES[kind]) == kind


@pytest.mark.parametrize("kind", sorted(set(SAMPLES) - {"xlsx", "docx", "ods", "ole", "empty", "encrypted"}))
def test_what_is_not_read_is_named(kind: str) -> None:
    with pytest.raises(Unsupported) as caught:
        open_grids(SAMPLES[kind])
    assert caught.value.facts["kind"] == kind
    assert caught.value.facts["why"]


def test_empty_and_encrypted_files() -> None:
    for data in (b"", bytes(4096), SAMPLES["ole"]):  # an OLE2 header with nothing behind it
        with pytest.raises(Unreadable):
            open_grids(data)
    with pytest.raises(Encrypted):
        open_grids(SAMPLES["encrypted"])


def test_what_a_person_must_type_in() -> None:
    assert {"pdf", "image", "rar", "7z", "encrypted", "doc", "odt"} == MANUAL_KINDS
