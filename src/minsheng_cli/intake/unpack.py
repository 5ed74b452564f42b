"""What lies inside mails and archives: each attachment and member as a submission of its own.

The mail or archive itself is kept too (``holds``), byte for byte, but it is no return. One that cannot be opened whole,
or holds nothing, stays a single submission, so that it is reported rather than half read.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import quopri
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from minsheng_cli.errors import SubmissionError, TooLarge, Unreadable
from minsheng_cli.readers.kinds import looks_like_mail, sniff
from minsheng_cli.readers.package import UNPACKED_LIMIT, Package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from minsheng_cli.model import Submission

LINK = " › "
MAIL_TIME = "邮件时间"
DEPTH_LIMIT = 5  # a forwarded mail with an archive in an archive is three
_NAME_AT = 30  # where a zip file names its first part; the name's length stands four bytes before
_OFFICE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"mimetype")
_PERHAPS = (b"xl/", b"word/")  # also how people call folders; what office suites put there first is XML
_LETTERHEAD, _ICON = 100_000, 10_000  # bytes; a scanned page has more
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
MEMBER_LIMIT = 500  # files out of one file of the inbox

_SYSTEM = re.compile(r"~\$.*|\.~.*|\._.*|thumbs\.db|desktop\.ini|\.ds_store|~.*\.tmp|\.gitkeep", re.IGNORECASE)
"""Lock files of Office (``~$``) and WPS (``.~``), and what file managers leave behind."""


def is_system(name: str) -> bool:
    """Whether a file is one that programs leave lying about, by its path."""
    return "__MACOSX" in name.split("/") or bool(_SYSTEM.fullmatch(name.rpartition("/")[2]))


def may_hold(data: bytes) -> bool:
    """Whether a file may be a mail or an archive, at a glance: most of what comes is neither."""
    if data.startswith(b"PK"):
        name = data[_NAME_AT : _NAME_AT + int.from_bytes(data[_NAME_AT - 4 : _NAME_AT - 2], "little")]
        office = name.startswith(_OFFICE) or (name.startswith(_PERHAPS) and name.endswith((b".xml", b".rels")))
        return not office
    return looks_like_mail(data[:4096])


def unpack(item: Submission) -> tuple[tuple[Submission, ...], tuple[str, ...]]:
    """Return a received file with everything in it, containers before their content, and the names left aside."""
    ignored: list[str] = []
    try:
        found = tuple(_opened(item, ignored, _Count(), 0))
    except SubmissionError:
        return (item,), ()
    return found, tuple(ignored)


class _Whole(TooLarge):
    """More than one file of the inbox may hold, however it is packed: none of it is taken."""


class _Count:
    """How much has come out of one file of the inbox so far."""

    def __init__(self) -> None:
        self.members = self.size = 0

    def add(self, size: int) -> None:
        self.members += 1
        self.size += size
        if self.members > MEMBER_LIMIT or self.size > UNPACKED_LIMIT:
            raise _Whole(why="内含文件过多或过大")


def _opened(item: Submission, ignored: list[str], count: _Count, depth: int) -> Iterator[Submission]:
    kind = sniff(item.data)
    if kind not in ("zip", "mail"):
        yield item
        return
    if depth >= DEPTH_LIMIT:
        raise _Whole(why="层层打包过深")
    outer, members = (item, _archived(item.data)) if kind == "zip" else _mailed(item)
    inner: list[Submission] = []
    taken: set[str] = set()
    for name, data in members:
        count.add(len(data))
        chain = f"{item.name}{LINK}{_untaken(name, taken)}"
        if is_system(name):
            ignored.append(chain)
            continue
        part = replace(outer, name=chain, data=data, sha256=hashlib.sha256(data).hexdigest())
        left: list[str] = []
        try:
            inner += tuple(_opened(part, left, count, depth + 1))
            ignored += left
        except _Whole:
            raise
        except SubmissionError:  # a broken archive beside an honest sheet is told of by itself
            inner.append(part)
    if inner:
        yield replace(item, holds=True)
        yield from inner
    else:
        yield outer


def _untaken(name: str, taken: set[str]) -> str:
    """Return the name, told apart from others of the same mail or archive: 附件2.xlsx, 附件2（2）.xlsx."""
    stem, dot, ending = name.rpartition(".") if "." in name.rpartition("/")[2] else (name, "", "")
    number, other = 1, name
    while other in taken:
        number += 1
        other = f"{stem}（{number}）{dot}{ending}"
    taken.add(other)
    return other


# ---------------------------------------------------------------- archives


def _archived(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of each file in a zip archive; names that were never Unicode are GBK."""
    for entry, content in Package(data).members():
        if not entry.filename.endswith("/"):  # not is_dir(), which fails on an empty name
            yield _safe(_spelled(entry.filename, unicode=bool(entry.flag_bits & 0x800))), content


def _spelled(name: str, *, unicode: bool) -> str:
    if unicode:
        return name
    raw = name.encode("cp437", "replace")  # how zipfile reads bytes that claim nothing
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _safe(name: str) -> str:
    """Return a name as text to read: no way out of the archive, no half characters, no line breaks."""
    path = posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")
    path = path.encode("utf-8", "backslashreplace").decode()
    return re.sub(r"[\x00-\x1f\x7f]", "·", path.replace(LINK, " ")) or "未命名"


# ---------------------------------------------------------------- mails


def _mailed(item: Submission) -> tuple[Submission, list[tuple[str, bytes]]]:
    """Return the submission as dated and signed by its mail, and its attachments."""
    try:
        return _attachments(item)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(why="邮件格式有误") from error


def _attachments(item: Submission) -> tuple[Submission, list[tuple[str, bytes]]]:
    from email import message_from_bytes  # noqa: PLC0415 - only when mail came
    from email.policy import compat32  # noqa: PLC0415 - its parser never raises on malformed headers

    message = message_from_bytes(item.data, policy=compat32)
    attached: list[tuple[str, bytes]] = []
    pictures: list[tuple[str, bytes]] = []
    shown = b""
    for part in _parts(message):
        name = _name(part)
        if part.get_content_type() == "message/rfc822":
            attached.append((_safe(name or "转发的邮件.eml"), _forwarded(part)))
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes) or (name is None and part.get_content_maintype() == "text"):
            shown += payload if isinstance(payload, bytes) else b""
            continue
        own = pictures if _decoration(part, payload, shown) else attached
        name = name or "无名附件" + _ENDINGS.get(part.get_content_type(), "")
        own.append((_safe(name.replace("/", "_")), payload))
    when = _time(message, item)
    dated = replace(item, sender=_words(_raw(message, "From")) or item.sender)
    if when:
        dated = replace(dated, received_at=when, received_from=MAIL_TIME)
    # A picture in the text is a letterhead, unless the mail brings nothing else.
    return dated, attached or pictures


def _forwarded(part: Message) -> bytes:
    """Return a mail attached to a mail; some programs encode it, which no standard allows."""
    from binascii import Error  # noqa: PLC0415 - only when mail came

    inner = part.get_payload()
    first = inner[0] if isinstance(inner, list) and inner else inner
    data = str(first).encode("utf-8", "surrogateescape") if not hasattr(first, "as_bytes") else first.as_bytes()
    coding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    body = data.lstrip(b"\r\n")
    try:
        if coding == "base64":
            return base64.b64decode(body)
        if coding == "quoted-printable" and b"=3D" in body:
            return quopri.decodestring(body)
    except (Error, ValueError):
        pass
    return data


def _decoration(part: Message, payload: bytes, shown: bytes) -> bool:
    """Return whether a picture belongs to the mail's text: many programs number true attachments as well."""
    number = str(part["Content-ID"] or "").strip().strip("<>")
    if not number or part.get_content_maintype() != "image":
        return False
    in_text = b"cid:" + number.encode("utf-8", "surrogateescape") in shown
    return len(payload) < (_LETTERHEAD if in_text else _ICON)


def _parts(message: Message) -> Iterator[Message]:
    """Yield the leaves of a mail, not entering mails attached to it."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if not isinstance(part, str):
            yield from _parts(part)


def _name(part: Message) -> str | None:
    for header in ("Content-Disposition", "Content-Type"):
        raw = _raw(part, header)
        if not raw.isascii():  # bytes that no standard allows and every mail program sends
            del part[header]
            part[header] = _decoded(raw, None)
    name = part.get_filename()
    return _words(name) or None if name is not None else None


def _raw(part: Message, header: str) -> str:
    """Return a header as it was sent, bytes beyond ASCII as surrogates; "" when there is none."""
    return next((str(value) for name, value in part.raw_items() if name.lower() == header.lower()), "")


def _words(value: str) -> str:
    """Return a header's text: RFC 2047 words decoded, raw bytes read as UTF-8 or GBK."""
    from email.errors import HeaderParseError  # noqa: PLC0415
    from email.header import decode_header  # noqa: PLC0415

    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        pieces = [(value, None)]
    return "".join(_decoded(piece, charset) for piece, charset in pieces).strip()


def _decoded(piece: bytes | str, charset: str | None) -> str:
    raw = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")
    named = {"gb2312": "gb18030", "gbk": "gb18030"}.get((charset or "").lower(), charset or "utf-8")
    for encoding in (named, "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return raw.decode("utf-8", "backslashreplace")


def _time(message: Message, item: Submission) -> str:
    """Return when the mail was received by the server that has it, else when it says it was sent; "" when unknown."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415

    saved = datetime.fromisoformat(item.received_at)
    for text in (str(message.get("Received", "")).rpartition(";")[2], str(message.get("Date", ""))):
        try:
            when = parsedate_to_datetime(text.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        if when <= saved:  # a mail from the future was dated by a wrong clock
            return when.astimezone(saved.tzinfo).replace(microsecond=0).isoformat()
    return ""
