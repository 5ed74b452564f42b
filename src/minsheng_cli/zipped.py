"""A zip package that is the same bytes on every system: .xlsx and .docx name the system they were packed on."""

from __future__ import annotations

from struct import Struct

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
