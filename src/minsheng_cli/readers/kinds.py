"""What a file is, by its content alone; names lie."""

from __future__ import annotations

import re
import struct
from typing import Literal

from minsheng_cli.errors import (
    InCloud,
    InMailProgram,
    NoReturn,
    OtherFormat,
    Packed,
    SubmissionError,
    TooLarge,
    Unsupported,
)
from minsheng_cli.form_spec import COLUMNS
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.readers.mail_head import (
    ENCLOSED,
    HEAD,
    PIECES,
    answer_of,
    as_mail,
    looks_like_mail,
    raw_header,
    words,
)
from minsheng_cli.readers.package import Package

Kind = Literal[
    "xlsx", "xlsb", "ods", "docx", "odt", "openoffice", "slides", "iwork", "ofd", "zip", "xls", "xls95", "doc", "msg",
    "tnef", "encrypted", "pdf", "rtf", "rar", "7z", "archive", "image", "mail", "smime", "page", "empty", "unknown",
]  # fmt: skip

MANUAL_KINDS = frozenset((
    "pdf", "ofd", "image", "rar", "7z", "archive", "encrypted", "doc", "odt", "rtf", "xlsb", "xls95", "slides", "iwork",
    "openoffice", "msg", "tnef", "text", "smime", "partial", "cloud",
))  # fmt: skip
"""Kept as received; a person has to type in what they hold, or bring it into a form we read."""

NAMES: dict[str, str] = {
    "xlsb": "二进制工作簿 .xlsb",
    "xls95": "Excel 95 或更早版本的工作簿 .xls",
    "odt": "OpenDocument 文字文档 .odt",
    "openoffice": "OpenOffice 旧格式 .sxc 或 .sxw",
    "doc": "Word 97-2003 文档 .doc 或 WPS 文字 .wps",
    "rtf": "RTF 文字文档",
    "slides": "演示文稿",
    "iwork": "苹果 iWork 文档",
    "ofd": "OFD 版式文件",
    "msg": "Outlook 邮件 .msg",
    "tnef": "Outlook 专用附件 winmail.dat",
    "text": "网页、CSV、XML 等文本格式的表格",
    "zip": "空的压缩包",
    "mail": "没有附件或附件不能取出的邮件",
    "smime": "加密或签名封装的邮件（S/MIME）",
    "partial": "分成几段发送的邮件（message/partial），这里只有其中一段",
    "cloud": "附件在“超大附件”或网盘中",
    "page": "网页格式的表格",
    "pdf": "PDF 文件",
    "rar": "RAR 压缩包",
    "7z": "7z 压缩包",
    "archive": "其他压缩包",
    "image": "图片",
    "unknown": "不认识的格式",
}
_SAVE_AS = dict.fromkeys(("xlsb", "xls95", "openoffice", "text"), ".xlsx")
_SAVE_AS |= dict.fromkeys(("doc", "odt", "rtf"), ".docx")
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF", "pdf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "archive"),  # gzip, .tar.gz
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),  # zstd
    (b"MSCF\x00\x00\x00\x00", "archive"),  # cab
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"{\\rtf", "rtf"),
)
_NO_RETURN = compile_when_used(r"\.(?:ics|vcf|p7s|asc|html?|txt)$", re.IGNORECASE)
_PICTURE = compile_when_used(r"\.(?:png|jpe?g|gif|bmp)$", re.IGNORECASE)
_SCAN = 30_000  # bytes: a smaller picture is a logo under a signature, no photo of a signed page
_BARE = (b"\t\0", b"\t\2", b"\t\4", b"\t\b")
"""What a workbook begins with that no OLE2 file holds: of Excel 2 to 4, and of programs that write no such file."""
_BARE_SIZES = (b"\4\0", b"\6\0", b"\b\0", b"\20\0")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_OLE: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("__properties_version1.0", "msg"),
    ("PowerPoint Document", "slides"),
)
BEFORE_TEXT = b"\xef\xbb\xbf \r\n\t"
"""What may stand before text that says what a file is: a byte order mark, blanks."""
_BLANKS = 64  # bytes in which a package may begin, behind blank lines of a gateway
_IN_BASE64 = (b"UEsDB", b"0M8R4KGxGuE")  # how a package and an OLE2 file begin there
_SIGNED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"  # PKCS #7, in the head of what S/MIME encloses


def sniff(data: bytes) -> Kind:
    """Say what a file is. Raises SubmissionError when it is a package that cannot be opened."""
    return opened(data)[0]


def opened(data: bytes) -> tuple[Kind, Package | None]:
    """Return what a file is, and the package if it is one, so that its directory is read once. Raises as ``sniff``."""
    if data[:_BLANKS].lstrip(BEFORE_TEXT).startswith(b"PK"):
        package = Package(data)
        return _sniff_package(package), package
    return _sniff_bare(data), None


def _sniff_bare(data: bytes) -> Kind:  # noqa: C901, PLR0911 - one answer per kind
    head = data[:4096]
    if not head.strip(b"\x00 \r\n\t"):
        return "empty"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_OLE):
        kind = next((kind for stream, kind in _IN_OLE if stream.encode("utf-16-le") in data), "xls")
        return "xls" if kind != "xls" and _holds_workbook(data) else kind
    if head[:2] in _BARE and head[2:4] in _BARE_SIZES:
        return "xls95"
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "image"
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "image"
    if head[257:262] == b"ustar":
        return "archive"
    text = head.lstrip(BEFORE_TEXT).lower()
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")):
        return "page"
    if looks_like_mail(data[:HEAD]):
        return "mail"
    if head[:1] == b"\x30" and _SIGNED in head[:64]:
        return "smime"
    return "pdf" if b"%PDF-" in head[:1024] else "unknown"  # some scanners put their own words first


def _holds_workbook(data: bytes) -> bool:
    """Whether an OLE2 file is a workbook in which another document lies, not the other way round."""
    if "Workbook".encode("utf-16-le") not in data:
        return False
    from io import StringIO  # noqa: PLC0415 - few files ask

    from xlrd.compdoc import CompDoc, CompDocError  # noqa: PLC0415 - 15 ms, and few files ask

    try:
        root, *others = CompDoc(data, logfile=StringIO()).dirlist
        return any(entry.name.lower() == "workbook" and entry.parent == root.DID for entry in others)
    except (CompDocError, AssertionError, ValueError, TypeError, LookupError, AttributeError, struct.error):
        return False


def _sniff_package(package: Package) -> Kind:
    for part, kind in _PARTS.items():
        if part in package:
            return kind
    claim = next((package.read(part) for part in ("mimetype", "META-INF/manifest.xml") if part in package), b"")
    if of_document := claim.partition(b"application/vnd.oasis.opendocument")[2]:
        return "ods" if of_document.startswith(b".spreadsheet") else "odt"
    if "mimetype" in package:  # no archive of files, but one document: an old one, or a book
        return "openoffice" if claim.startswith(b"application/vnd.sun.xml") else "unknown"
    inside = {(name.partition("/")[0], name.rpartition(".")[2]) for name in package.names}
    if inside & {("word", "xml"), ("word", "rels")}:
        return "docx"
    office = "[content_types].xml" in package or bool(inside & {("xl", "xml"), ("xl", "rels")})
    if not office and any(entry.flag_bits & 1 for entry in package.entries.values()):
        return "encrypted"
    return "xlsx" if office else "zip"


_PARTS: dict[str, Kind] = {
    "xl/workbook.bin": "xlsb",
    "ppt/presentation.xml": "slides",
    "ofd.xml": "ofd",
    "index/document.iwa": "iwork",
    "index.zip": "iwork",
}


# ---------------------------------------------------------------- what is not read by machine


def not_read(data: bytes, kind: str) -> SubmissionError:
    """Return why a file of a kind that no reader takes is not read, and what to do about it.

    Raises SubmissionError when looking for the reason shows another one.
    """
    if kind == "mail":
        return _mail_not_read(data)
    if kind == "zip":
        if not (package := Package(data)).is_common:  # bzip2, LZMA …: a sound archive, which any program unpacks
            return Packed(why="压缩包用了不常见的压缩方式", kind="archive")
        if package.drained():
            return TooLarge(why="压缩包内文件过多、过大或层层打包过深", kind=kind)
    why = NAMES[kind]
    if kind in ("page", "unknown") and shows_the_form(data):
        kind, why = "text", NAMES["text"]
    if kind in _SAVE_AS:
        return OtherFormat(why=why, kind=kind, target=_SAVE_AS[kind])
    if kind in ("rar", "7z", "archive"):
        return Packed(why=why, kind=kind)
    return (InMailProgram if kind in ("msg", "tnef", "smime") else Unsupported)(why=why, kind=kind)


def before_97() -> SubmissionError:
    """Return why a workbook from before Excel 97 is not read: half of what makes its figures is not told apart."""
    return OtherFormat(why=NAMES["xls95"], kind="xls95", target=_SAVE_AS["xls95"])


ANSWERS: dict[str, str] = {"bounce": "退信", "receipt": "已读回执", "auto": "自动回复或系统自动发出的邮件"}
_IN_CLOUD = compile_when_used(
    r"超大附件|文件中转站|云附件|网盘附件|附件.{0,20}(?:网盘|云盘)|(?:网盘|云盘).{0,10}链接|提取码"
)

_LINKED = compile_when_used(
    r"(?:附件|报表|报送表|推进落实情况|情况表|在线(?:表格|文档)|共享(?:文档|表格)|(?:腾讯|金山|石墨|飞书)文档"
    r"|\.(?:xlsx?|docx?|et|wps))[^。；;]{0,40}?https?://"
    r"|https?://[!-~]{4,400}?[^!-~。；;]{0,20}(?:附件|报表|情况表)"
    r"|https?://[^。；;<>]{4,200}?\.(?:xlsx?|docx?|et|wps)",
    re.IGNORECASE,
)
"""A link in place of the file, whatever shelf of the web it leads to: named as an attachment or a form beside it."""


def _mail_not_read(data: bytes) -> SubmissionError:  # noqa: PLR0911 - one answer per kind of mail
    """Return why a mail is no return: nothing in it could be taken out as a file."""
    from email import message_from_bytes  # noqa: PLC0415 - 21 ms of each reader process; few files ask
    from email.policy import compat32  # noqa: PLC0415 - 21 ms of each reader process; few files ask

    try:
        message = message_from_bytes(as_mail(data), policy=compat32)
        subject, sender = words(raw_header(message, "Subject")), words(raw_header(message, "From"))
        answer = answer_of(message, subject, sender)
        content = message.get_content_type()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Unsupported(why=NAMES["mail"], kind="mail")
    quoted = f"（主题“{' '.join(subject.split())[:_SUBJECT]}”）" if subject.strip() else ""
    if answer:
        return NoReturn(why=f"{ANSWERS[answer]}{quoted}", kind="mail", answer=answer)
    if content in ENCLOSED:
        return InMailProgram(why=NAMES["smime"], kind="smime")
    if content in PIECES:
        return Unsupported(why=NAMES["partial"], kind="partial")
    if shows_the_form(data):
        if b"\nfrom:" in b"\n" + as_mail(data)[:HEAD].lower():  # not a web page saved as one file
            return Unsupported(why="没有附件的邮件，表格在正文中", kind="text")
        return OtherFormat(why=NAMES["text"], kind="text", target=_SAVE_AS["text"])
    if any(mark in data for mark in _IN_BASE64):  # a file stands in its text, where nobody takes it out
        return Unsupported(why=NAMES["mail"], kind="mail")
    if any(_IN_CLOUD.search(text) or _LINKED.search(text) for text in _texts(data[:_LOOK_AT])):
        return InCloud(why=NAMES["cloud"], kind="cloud")
    return NoReturn(why=f"没有报送表的邮件{quoted}", kind="mail")


_SUBJECT = 40  # characters that are quoted


def shows_the_form(data: bytes) -> bool:
    """Return whether the headers of Attachment 2 stand in a text, as web pages, CSV and XML tables hold them."""
    headers = [column.header for column in COLUMNS]
    return any(sum(header in text for header in headers) >= _HEADERS for text in _texts(data[:_LOOK_AT]))


_HEADERS = 4  # of nine: two or three stand in any plan
_LOOK_AT = 4 << 20
_ADDRESS = compile_when_used(r"""<a\b[^<>]{0,500}?\bhref\s*=\s*["']?(https?://[^"'<>\s]{1,500})""", re.IGNORECASE)
_TAG = compile_when_used(r"<[^<>]{0,2000}>")


def _texts(data: bytes) -> list[str]:
    """Return what a file may say as text: in the encodings that occur, mail parts unpacked, without mark-up."""
    found = []
    for raw in (data, *_mail_texts(data)) if looks_like_mail(data[:HEAD]) else (data,):
        marked = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}.get(raw[:2])
        for encoding in (marked,) if marked else ("utf-8", "gb18030"):
            from html import unescape  # noqa: PLC0415 - 4 ms, and no return asks

            text = _TAG.sub("", _ADDRESS.sub(r"\1<", unescape(raw.decode(encoding, "ignore"))))
            found.append("".join(text.split()))
    return found


def _mail_texts(data: bytes) -> list[bytes]:
    from email import message_from_bytes  # noqa: PLC0415 - 21 ms of each reader process; few files ask
    from email.policy import compat32  # noqa: PLC0415 - 21 ms of each reader process; few files ask

    try:
        parts = [p.get_payload(decode=True) for p in message_from_bytes(as_mail(data), policy=compat32).walk()]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []
    return [part for part in parts if isinstance(part, bytes)]


def may_be_return(name: str, size: int) -> bool:
    """Whether an attachment of that name and size in bytes may hold a return: no signature, card, key or logo.

    Only for choosing which mails to fetch; what is fetched is judged by its content.
    """
    return not _NO_RETURN.search(name) and not (_PICTURE.search(name) and size < _SCAN)
