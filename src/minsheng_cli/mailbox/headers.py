"""The headers of a mail as a person reads them, taken from its bytes without opening the mail.

Source: RFC 5322 (fields and folding), RFC 2047 (encoded words). Only the first bytes are looked at, by plain patterns:
a header made to hang a parser costs nothing here.
"""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIMIT = 64 << 10  # bytes of the header block that are looked at
_SHOWN = 200  # characters of one field


def read(data: bytes, names: Iterable[str]) -> dict[str, str]:
    """Return each named field's words on one line, at most 200 characters; "" for one that is not there."""
    block = re.split(rb"\r?\n\r?\n", data[:_LIMIT], maxsplit=1)[0]
    return {name: _field(block, name) for name in names}


def _field(block: bytes, name: str) -> str:
    found = re.search(rb"(?im)^" + name.encode("ascii") + rb":[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*){0,50})", block)
    if found is None:
        return ""
    raw = re.sub(rb"\r?\n[ \t]+", b" ", found[1])[:2000]
    try:
        plain = raw.decode("utf-8")
    except UnicodeDecodeError:
        plain = raw.decode("gb18030", "replace")
    try:
        said = str(make_header(decode_header(plain)))
    except (HeaderParseError, LookupError, ValueError):
        said = plain
    return " ".join(said.split())[:_SHOWN]
