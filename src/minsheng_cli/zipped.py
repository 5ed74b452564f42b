"""A zip package that is the same bytes on every system: .xlsx and .docx name the system they were packed on."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC
from io import BytesIO
from struct import Struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_END = Struct("<4s4H2LH")  # PKWARE APPNOTE 4.3.16: the last bytes of a package without a comment
_ENTRY, _LENGTHS_AT = 46, 28  # 4.3.12: fixed bytes of an entry of the directory; where three lengths stand in it
_LENGTHS = Struct("<3H")
_MADE_BY = 5  # the byte that names the system
_UNIX = 3


def same_everywhere(data: bytes) -> bytes:
    """Return a package of our own making (no comment at its end) as if packed under Unix; nothing else changes."""
    packed = bytearray(data)
    mark, _, _, _, entries, _, place, comment = _END.unpack(packed[-_END.size :])
    if mark != b"PK\5\6" or comment:
        raise ValueError("no package of ours")
    for _ in range(entries):
        packed[place + _MADE_BY] = _UNIX
        place += _ENTRY + sum(_LENGTHS.unpack_from(packed, place + _LENGTHS_AT))
    return bytes(packed)


def settled(data: bytes, moment: datetime) -> bytes:
    """Return a workbook with fixed times inside, so that the same contents give the same bytes."""
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name).replace(b"\r\n", b"\n")  # what openpyxl makes of a line's end on Windows
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, part)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return same_everywhere(out.getvalue())
