"""Whether a file is a mail, and whether it is one that a machine wrote in answer.

A mail begins with a block of header fields (RFC 5322, 2.2: a printable name without blank, a colon; lines that begin
with a blank continue the one before), whichever comes first. What people save puts more before it: a byte order mark,
blank lines, the "From " line of a mailbox file (RFC 4155), or turns all of it into UTF-16.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from email.message import Message

Answer = Literal["", "bounce", "receipt", "auto"]
"""Why a mail is no return by its kind: it could not be delivered, says that one was read, or was sent by a machine."""

HEAD = 1 << 16  # bytes in which the header block is looked for; signatures of servers make it long
_MOST_FIELDS = 2_000
_FIELD = compile_when_used(rb"([!-9;-~]{1,80})[ \t]*:")
_ENVELOPE = compile_when_used(rb"(?:(?:>?From [^\r\n]{1,998}|[0-9]{1,12} *)(?:\r\n?|\n)){1,4}")
"""What mailboxes put before a mail: a line "From ", or, as Apple's do, how many bytes it has."""
_NEXT_ENVELOPE = compile_when_used(rb"\r?\n\r?\n(?=From [^\r\n]{1,998}\d\d:\d\d[^\r\n]*\r?\n)")
_PARTS = compile_when_used(rb"content-type\s*:\s*(?:multipart|message)/[a-z0-9.+-]+\s*(?:;|\r|\n)", re.IGNORECASE)
_OF_MAIL = frozenset(
    b"from to cc bcc date subject sender reply-to message-id in-reply-to references received return-path delivered-to "
    b"mime-version content-type content-transfer-encoding content-disposition dkim-signature domainkey-signature "
    b"authentication-results received-spf arc-seal arc-message-signature arc-authentication-results list-id "
    b"list-unsubscribe disposition-notification-to auto-submitted thread-index thread-topic importance priority "
    b"precedence return-receipt-to errors-to envelope-to x-mailer x-unsent x-originating-ip x-priority x-spam-status "
    b"x-received x-uidl x-qq-mid x-cm-senderinfo x-coremail-antispam resent-from resent-date apparently-to "
    b"x-gmail-labels x-gm-thrid x-mozilla-status x-account-key x-envelope-from x-original-to status x-status "
    b"user-agent organization lines xref newsgroups path comments keywords".split()
)
_TELLING = frozenset(b"from to date subject sender message-id received return-path delivered-to mime-version".split())
_ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def looks_like_mail(head: bytes) -> bool:
    """Whether a file's beginning (``HEAD`` bytes of it, or all) is a block of header fields of a mail."""
    text = _stripped(_narrowed(head[:HEAD]))
    if text[:1] in (b"", b"<", b"{"):
        return False
    return _is_block(_after_envelope(text), enveloped=text.startswith(b"From "))


ENCLOSED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
"""Contents that only the program for which they were enclosed takes out again."""
PIECES = ("message/partial", "message/external-body")
"""Contents that are not all there."""


def as_mail(data: bytes) -> bytes:
    """Return a mail's bytes from its first header field on: what stood before it taken off, UTF-16 undone."""
    return _after_envelope(_stripped(_narrowed(data)))


def mails_of_box(data: bytes) -> list[bytes]:
    """Return the mails of a mailbox file (RFC 4155), [] when it is none or holds only one."""
    text = _stripped(_narrowed(data))
    if not text.startswith(b"From "):
        return []
    starts = [0, *(match.end() for match in _NEXT_ENVELOPE.finditer(text))]
    mails = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    mails = [mail for mail in mails if looks_like_mail(mail)]
    return mails if len(mails) > 1 else []


def _narrowed(data: bytes) -> bytes:
    """Return text that was saved as UTF-16 as the bytes of a mail again."""
    for mark, encoding in _ENCODINGS:
        if data.startswith(mark):
            return data[: len(data) & ~1].decode(encoding, "replace").encode("utf-8", "replace")
    if data[1:2] == b"\0" and data[3:4] == b"\0" and data[:1].isalpha():  # without its mark
        return data[: len(data) & ~1].decode("utf-16-le", "replace").encode("utf-8", "replace")
    return data


def _stripped(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")


def _after_envelope(text: bytes) -> bytes:
    match = _ENVELOPE.match(text)
    return text[match.end() :] if match else text


def _is_block(text: bytes, *, enveloped: bool) -> bool:
    """Whether a text begins with header fields, two of which only mails have (one after an envelope's line)."""
    if _PARTS.match(text):  # a mail that lost all other fields
        return True
    known: set[bytes] = set()
    fields = 0
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if not line:
            break
        if line[:1] in b" \t" and fields:
            continue
        match = _FIELD.match(line)
        if match is None:
            if number == len(lines) - 1:
                continue  # cut off in the middle of a line
            break  # broken headers: what came before them counts
        fields += 1
        name = match[1].lower()
        if name in _OF_MAIL or name.startswith((b"x-", b"arc-", b"resent-", b"list-")):
            known.add(name)
        if fields > _MOST_FIELDS:
            break
    telling = known & _TELLING
    return bool(telling) and (len(known) > 1 or enveloped or fields == 1)


# ---------------------------------------------------------------- what a machine wrote


_BOUNCED = compile_when_used(
    r"undeliver|undelivered|returned mail|delivery (?:status notification|failure|has failed|report|incomplete)"
    r"|(?:mail|message) delivery (?:failed|failure|system)|failure notice|mail system error|non[- ]?delivery"
    r"|delivery notification|could not be delivered|systems? bounce"
    r"|退信|无法投递|无法送达|未能?送达|投递失败|投递不成功|发送失败|传递失败|邮件被退回|退回的邮件|未送达|邮件退回",
    re.IGNORECASE,
)
_READ = compile_when_used(
    r"(?:read|已读|已读回执|阅读回执|已阅|回执|收条|return receipt(?: \(displayed\))?|read receipt|not read)"
    r"\s*[:：(（-]|.{0,40}(?:已读回执|阅读回执|read receipt)",
    re.IGNORECASE,
)
_AUTOMATIC = compile_when_used(
    r"(?:自动(?:回复|答复|应答)|(?:假期|外出)(?:自动)?回复|automatic reply|auto[- ]?(?:reply|response|responder)"
    r"|out of (?:the )?office|vacation)",
    re.IGNORECASE,
)
_DAEMON = compile_when_used(
    r"(?:mailer-daemon|post_?master|mail-daemon|mmdf|bounce[sd]?|mail delivery (?:sub)?system)\b"
    r"|microsoftexchange[0-9a-f]{32}@",
    re.IGNORECASE,
)
_STATUS = "message/delivery-status"
_RECEIPTS = frozenset({"message/disposition-notification", "message/tracking-status"})
_REPORTS: dict[str, Answer] = {"delivery-status": "bounce", "disposition-notification": "receipt"}


def answer_of(message: Message, subject: str, sender: str) -> Answer:  # noqa: C901, PLR0911 - one answer per mark
    """Return why a mail is no return by its kind, "" when it may be one.

    ``subject`` and ``sender`` decoded. A machine's own marks decide (RFC 3464, 8098, 3834); words of a subject only
    where the mail brings no file: a unit's return may well be called 退信后重报.
    """
    kinds = {part.get_content_type() for part in message.walk()}
    if message.get_content_type() == "multipart/report":
        told = str(message.get_param("report-type") or "").lower()
        of_parts: Answer = "bounce" if _STATUS in kinds else "receipt" if kinds & _RECEIPTS else "auto"
        return _REPORTS.get(told, of_parts)
    if _STATUS in kinds:
        return "bounce"
    if kinds & _RECEIPTS:
        return "receipt"
    unsent = str(message.get("Return-Path", "")).strip() == "<>"
    if message.get("X-Failed-Recipients") or (
        _DAEMON.search(sender) and (unsent or _BOUNCED.search(subject) or "message/rfc822" in kinds)
    ):
        return "bounce"
    submitted = str(message.get("Auto-Submitted", "")).strip().lower()
    if submitted.startswith("auto-replied"):
        return "auto"
    if submitted.startswith("auto-") and _AUTOMATIC.match(subject.strip()):  # Exchange does not say that it replies
        return "auto"
    if any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-AutoReply-From")):
        return "auto"
    if any(part.get_filename() for part in message.walk()) or "message/rfc822" in kinds:
        return ""
    if _BOUNCED.search(subject) or _DAEMON.search(sender):
        return "bounce"
    if _READ.match(subject.strip()):
        return "receipt"
    return "auto" if _AUTOMATIC.match(subject.strip()) or unsent else ""


# ---------------------------------------------------------------- header fields in words


def raw_header(part: Message, header: str) -> str:
    """Return a header as it was sent, bytes beyond ASCII as surrogates; "" when there is none."""
    return next((str(value) for name, value in part.raw_items() if name.lower() == header.lower()), "")


def words(value: str) -> str:
    """Return a header's text: RFC 2047 words decoded, raw bytes read as UTF-8 or GBK."""
    from email.errors import HeaderParseError  # noqa: PLC0415 - 5 ms of each reader process, only when a mail came
    from email.header import decode_header  # noqa: PLC0415 - as above

    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        pieces = [(value, None)]
    return "".join(decoded(piece, charset) for piece, charset in pieces).strip()


def decoded(piece: bytes | str, charset: str | None) -> str:
    """Return bytes as text, in the charset they claim or in those that occur."""
    raw = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")
    named = {"gb2312": "gb18030", "gbk": "gb18030"}.get((charset or "").lower(), charset or "utf-8")
    for encoding in (named, "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return raw.decode("utf-8", "backslashreplace")
