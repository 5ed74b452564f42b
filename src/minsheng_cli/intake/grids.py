"""Bytes → sheets: what a returned file is, by its content, and what its cells hold. The only room that opens one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from minsheng_cli.errors import Encrypted, SubmissionError, Unreadable, Unsupported
from minsheng_cli.intake import xlsx
from minsheng_cli.intake.package import Package

if TYPE_CHECKING:
    from minsheng_cli.model import Grid

Kind = Literal[
    "xlsx", "xlsb", "ods", "docx", "zip", "ole", "encrypted", "pdf", "rar", "7z", "image", "mail", "page", "empty",
    "unknown",
]  # fmt: skip

MANUAL_KINDS = frozenset(("pdf", "image", "rar", "7z"))
"""Kept as received; a person has to type in what they hold."""

_NAMES: dict[str, str] = {
    "xlsb": "二进制工作簿 .xlsb",
    "ods": "OpenDocument 表格 .ods",
    "docx": "Word 文档 .docx",
    "zip": "空的或不能解开的压缩包",
    "ole": "Excel 97-2003 或 WPS 旧格式 .xls/.et/.doc",
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


@dataclass(frozen=True, slots=True)
class Workbook:
    """An opened file: its sheets in order, and the document's own time of last change (ISO 8601, or "")."""

    grids: tuple[Grid, ...]
    modified: str = ""


def sniff(data: bytes) -> Kind:  # noqa: PLR0911 - one answer per kind
    """Say what a file is by its content alone; names lie."""
    head = data[:4096]
    if not head.strip(b"\x00 \r\n\t"):
        return "empty"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_OLE):
        return "encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "ole"
    if head.startswith(b"PK"):
        return _sniff_package(data)
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "image"
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")):
        return "page"
    return "mail" if text.startswith(_MAIL_HEADERS) else "unknown"


def _sniff_package(data: bytes) -> Kind:
    package = Package(data)
    if "xl/workbook.bin" in package:
        return "xlsb"
    if any(name.startswith("word/") for name in package.names):
        return "docx"
    if "mimetype" in package and package.read("mimetype").startswith(b"application/vnd.oasis.opendocument"):
        return "ods"
    workbook = "[content_types].xml" in package or any(name.startswith("xl/") for name in package.names)
    return "xlsx" if workbook else "zip"


def open_grids(data: bytes) -> Workbook:
    """Return the sheets of a file. Raises a SubmissionError whose facts say why not in Chinese.

    Office Open XML is read here, .xls and .et behind the wall; whatever else came is named and kept.
    """
    kind = sniff(data)
    if kind == "empty":
        raise Unreadable(why="文件是空的")
    if kind == "encrypted":
        raise Encrypted(kind=kind)
    if kind == "ole":
        from minsheng_cli.intake.wall import read_behind_wall  # noqa: PLC0415 - rare, and starts a process

        return Workbook(read_behind_wall(data))
    if kind != "xlsx":
        raise Unsupported(why=_NAMES[kind], kind=kind)
    try:
        return Workbook(*xlsx.read(Package(data)))
    except SubmissionError:
        raise
    except (RecursionError, MemoryError, ArithmeticError, TypeError, ValueError, LookupError) as error:
        # A file that finds a gap in our own reader must not end the batch.
        raise Unreadable(why="内容残缺或写法有误") from error
