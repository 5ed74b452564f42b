"""What a file is, by its content alone; names lie."""

from __future__ import annotations

from typing import Literal

from minsheng_cli.intake.package import Package

Kind = Literal[
    "xlsx", "xlsb", "ods", "docx", "odt", "zip", "ole", "doc", "encrypted", "pdf", "rar", "7z", "image", "mail", "page",
    "empty", "unknown",
]  # fmt: skip

MANUAL_KINDS = frozenset(("pdf", "image", "rar", "7z", "encrypted", "doc", "odt"))
"""Kept as received; a person has to type in what they hold."""

NAMES: dict[str, str] = {
    "xlsb": "二进制工作簿 .xlsb",
    "odt": "OpenDocument 文字文档 .odt",
    "doc": "Word 97-2003 文档 .doc 或 WPS 文字 .wps",
    "zip": "空的或不能解开的压缩包",
    "mail": "没有附件的邮件",
    "page": "网页格式的表格",
    "pdf": "PDF 文件",
    "rar": "RAR 压缩包",
    "7z": "7z 压缩包",
    "image": "图片",
    "unknown": "不认识的格式",
}
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF", "pdf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEFORE_TEXT = b"\xef\xbb\xbf \r\n\t"
_MAIL_HEADERS = (
    b"received:",
    b"from:",
    b"date:",
    b"subject:",
    b"mime-version:",
    b"message-id:",
    b"x-unsent:",
    b"return-path:",
)


def sniff(data: bytes) -> Kind:  # noqa: PLR0911 - one answer per kind
    """Say what a file is. Raises SubmissionError when it is a package that cannot be opened."""
    head = data[:4096]
    if not head.strip(b"\x00 \r\n\t"):
        return "empty"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "encrypted"
        return "doc" if "WordDocument".encode("utf-16-le") in data else "ole"
    if head.startswith(b"PK"):
        return _sniff_package(data)
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "image"
    text = head.lstrip(_BEFORE_TEXT).lower()
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")):
        return "page"
    return "mail" if looks_like_mail(head) else "unknown"


def looks_like_mail(head: bytes) -> bool:
    """Whether a file's beginning is that of a mail."""
    return head.lstrip(_BEFORE_TEXT).lower().startswith(_MAIL_HEADERS)


def _sniff_package(data: bytes) -> Kind:
    package = Package(data)
    if "xl/workbook.bin" in package:
        return "xlsb"
    if any(name.startswith("word/") for name in package.names):
        return "docx"
    claim = package.read("mimetype") if "mimetype" in package else b""
    if claim.startswith(b"application/vnd.oasis.opendocument"):
        return "ods" if b"spreadsheet" in claim else "odt"
    workbook = "[content_types].xml" in package or any(name.startswith("xl/") for name in package.names)
    return "xlsx" if workbook else "zip"
