"""A draft as the clerk left it → the message that is sent: her text untouched, headers made fit for the journey.

Drafts come from us, but any program may have saved them since: the body is never parsed, let alone written anew.
"""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header
from email.utils import format_datetime, formataddr, getaddresses
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from datetime import datetime

_DROPPED = frozenset({
    "x-unsent", "bcc", "resent-bcc", "date", "message-id", "return-path",
    "x-mozilla-status", "x-mozilla-status2", "x-mozilla-keys",
})  # fmt: skip
"""What only a draft has, what nobody else may see, and what is set when it is sent."""
_ADDRESSED = ("to", "cc", "bcc")
_ADDRESS = compile_when_used(r"[A-Za-z0-9._%+'/=~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*", re.ASCII)
_FIELD = compile_when_used(r"([!-9;-~]+)[ \t]*:[ \t]*(.*)", re.DOTALL)


@dataclass(frozen=True)
class ParsedDraft:
    """A draft taken apart."""

    fields: tuple[tuple[str, str], ...]  # header name and raw value, folded as it was
    body: bytes
    recipients: tuple[str, ...]  # To, Cc and Bcc, each once
    faulty: tuple[str, ...]  # what stands among the recipients and is no address

    @property
    def sender(self) -> str:
        """Return the address the draft says it is from, "" when it says none."""
        said = next((value for field, value in self.fields if field.lower() == "from"), "")
        return next((address for _, address in _pairs(said) if _ADDRESS.fullmatch(address)), "")


def opened(data: bytes) -> ParsedDraft | None:
    """Take a draft apart; None when it is no mail."""
    text = re.sub(rb"\r\n|\r|\n", b"\r\n", data.removeprefix(b"\xef\xbb\xbf")).lstrip(b"\r\n")
    head, found, body = text.partition(b"\r\n\r\n")
    fields = []
    for line in re.split(r"\r\n(?![ \t])", _decoded(head)):
        match = _FIELD.fullmatch(line)
        if match is None:
            return None
        fields.append((match[1], match[2]))
    if not found:
        return None
    good: list[str] = []
    bad: list[str] = []
    for name, value in fields:
        if name.lower() in _ADDRESSED and value.strip():
            right, wrong = _addresses(value)
            good += right
            bad += wrong
    return ParsedDraft(tuple(fields), body, tuple(dict.fromkeys(good)), tuple(dict.fromkeys(bad)))


def message(draft: ParsedDraft, sender: tuple[str, str], sent: datetime, message_id: str) -> bytes:
    """Return what is sent. ``sender`` (name, address) stands in where the draft does not say whom it is from."""
    kept = [(name, value) for name, value in draft.fields if name.lower() not in _DROPPED]
    lines = [("Date", format_datetime(sent)), ("Message-ID", message_id)]
    if not draft.sender:
        kept = [(name, value) for name, value in kept if name.lower() != "from"]
        lines.append(("From", formataddr(sender)))
    head = "".join(f"{name}: {_ascii(name, value)}\r\n" for name, value in (*lines, *kept))
    return head.encode("ascii") + b"\r\n" + draft.body


def _addresses(value: str) -> tuple[list[str], list[str]]:
    """Return the addresses of a header; and the whole header when anything in it is no address."""
    if re.fullmatch(r"[^,<>@]*:\s*;\s*", value):
        return [], []  # undisclosed-recipients:;
    found = [address for _, address in _pairs(value)]
    good = [address for address in found if _ADDRESS.fullmatch(address)]
    return good, [] if found and good == found else [_words(" ".join(value.split()))]


def _pairs(value: str) -> list[tuple[str, str]]:
    """Return (name, address) of each person in a header."""
    # What Outlook and people put between addresses; our own names never hold one outside quotes or encoding.
    plain = value if '"' in value else re.sub("[；，、]|;(?!$)", ",", value.strip())
    return getaddresses([" ".join(plain.split())])


def _ascii(name: str, value: str) -> str:
    """Return a header's value for the journey: as it stands, or encoded where a text editor put plain Chinese."""
    if value.isascii():
        return value
    if name.lower() in (*_ADDRESSED, "from", "reply-to", "sender"):
        return ", ".join(formataddr((_words(n), a)) for n, a in _pairs(value) if _ADDRESS.fullmatch(a))
    return Header(_words(value), "utf-8", header_name=name).encode(linesep="\r\n")


def _words(value: str) -> str:
    plain = re.sub(r"\r\n[ \t]+", " ", value)
    try:
        return str(make_header(decode_header(plain)))
    except (HeaderParseError, LookupError, ValueError):
        return plain


def _decoded(head: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return head.decode(encoding)
        except UnicodeDecodeError:
            continue
    return head.decode("utf-8", "replace")
