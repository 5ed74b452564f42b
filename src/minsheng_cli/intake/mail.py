"""A mail taken apart: who sent it and when, and each file it brings.

A mail that a machine wrote in answer (a bounce, a receipt, an absence) is not taken apart: what it carries is our own
letter coming back. Files are found where mail programs put them: as parts, as mails within, and as uuencoded text.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from minsheng_cli.errors import Unreadable
from minsheng_cli.nouns import replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.readers.mail_head import (
    ENCLOSED,
    PIECES,
    answer_of,
    as_mail,
    decoded,
    mails_of_box,
    raw_header,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from minsheng_cli.model import Submission

MAIL_TIME = "邮件时间"
_LETTERHEAD, _ICON = 100_000, 10_000  # bytes; a scanned page has more
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
_CARRIERS = ("message/rfc822", "message/global", "message/news")
_NO_FILES = ("message/delivery-status", "message/disposition-notification", "text/rfc822-headers")
_UUENCODED = compile_when_used(rb"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n((?:[ -`]{1,90}\r?\n)+)end\s*$", re.MULTILINE)


def taken_apart(item: Submission) -> tuple[Submission, list[tuple[str, bytes]]]:
    """Return the submission as dated and signed by its mail, and (name, bytes) of each file in it.

    Names are as the mail has them: the caller makes them safe. Raises Unreadable.
    """
    if box := mails_of_box(item.data):
        return item, [(f"邮件{number}.eml", mail) for number, mail in enumerate(box, start=1)]
    try:
        return _taken_apart(item)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(why="邮件格式有误") from error


def _taken_apart(item: Submission) -> tuple[Submission, list[tuple[str, bytes]]]:
    from email import message_from_bytes  # noqa: PLC0415 - 21 ms of each reader process, only when a mail came
    from email.policy import compat32  # noqa: PLC0415 - as above; its parser never raises on malformed headers

    message = message_from_bytes(as_mail(item.data), policy=compat32)
    sender = words(raw_header(message, "From"))
    dated = replace(item, sender=sender or item.sender)
    if when := _time(message, item):
        dated = replace(dated, received_at=when, received_from=MAIL_TIME)
    if message.get_content_type() in (*ENCLOSED, *PIECES):
        return dated, []
    if answer_of(message, words(raw_header(message, "Subject")), sender):
        return dated, []
    attached: list[tuple[str, bytes]] = []
    pictures: list[tuple[str, bytes]] = []
    shown = b""
    for part in _parts(message):
        name = _name(part)
        if part.get_content_type() in _CARRIERS:
            attached.append((name or "转发的邮件.eml", _forwarded(part)))
            continue
        payload = _undone(part.get_payload(decode=True))
        if not isinstance(payload, bytes) or part.get_content_type() in _NO_FILES:
            continue
        if name is None and part.get_content_maintype() == "text":
            shown += payload
            attached += _uuencoded(payload)
            continue
        own = pictures if _decoration(part, payload, shown) else attached
        own.append((name or "无名附件" + _ENDINGS.get(part.get_content_type(), ""), payload))
    # A picture in the text is a letterhead, unless the mail brings nothing else.
    return dated, attached or pictures


def _undone(payload: object) -> object:
    """Return what a part holds, also where the mail does not say, or misspells, that it is in base64."""
    if isinstance(payload, bytes) and payload[:_BLANK].lstrip().startswith(_IN_BASE64):
        with suppress(binascii.Error):
            return base64.b64decode(payload)
    return payload


_BLANK, _IN_BASE64 = 64, (b"UEsDB", b"0M8R4KGxGuE")  # how a package and an OLE2 file begin in base64


def _uuencoded(text: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files that stand in a mail's text in the way of before MIME."""
    for match in _UUENCODED.finditer(text):
        lines = match[2].splitlines()
        try:
            data = b"".join(binascii.a2b_uu(line) for line in lines)
        except binascii.Error:
            continue
        if data:
            yield decoded(match[1], None).strip(), data


def _forwarded(part: Message) -> bytes:
    """Return a mail attached to a mail; some programs encode it, which no standard allows."""
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
    except (binascii.Error, ValueError):
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
    if message.get_content_type() in _CARRIERS or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if not isinstance(part, str):
            yield from _parts(part)


def _name(part: Message) -> str | None:
    for header in ("Content-Disposition", "Content-Type"):
        raw = raw_header(part, header)
        if not raw.isascii():  # bytes that no standard allows and every mail program sends
            del part[header]
            part[header] = decoded(raw, None)
    name = part.get_filename()
    return words(name) or None if name is not None else None


def _time(message: Message, item: Submission) -> str:
    """Return when the mail was received by the server that has it, else when it says it was sent; "" when unknown."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - as above

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
