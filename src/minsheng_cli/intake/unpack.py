"""What lies inside mails and archives: each attachment and member as a submission of its own.

The mail or archive itself is kept too (``holds``), byte for byte, but it is no return. One that cannot be opened whole,
or holds nothing, stays a single submission, so that it is reported rather than half read.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zlib
from typing import TYPE_CHECKING

from minsheng_cli.errors import SubmissionError, TooLarge
from minsheng_cli.intake.mail import taken_apart
from minsheng_cli.intake.system_files import is_system
from minsheng_cli.nouns import replace
from minsheng_cli.readers.kinds import BEFORE_TEXT, sniff
from minsheng_cli.readers.mail_head import HEAD, looks_like_mail
from minsheng_cli.readers.package import UNPACKED_LIMIT, Package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

    from minsheng_cli.model import Submission

LINK = " › "
DEPTH_LIMIT = 5  # a forwarded mail with an archive in an archive is three
_GLANCE = 512  # bytes
_NAME_AT = 30  # where a zip file names its first part; the name's length stands four bytes before
_OFFICE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"mimetype")
_PERHAPS = (b"xl/", b"word/")  # also how people call folders; what office suites put there first is XML
MEMBER_LIMIT = 500  # files out of one file of the inbox


def may_hold(data: bytes) -> bool:
    """Whether a file may be a mail or an archive, at a glance: most of what comes is neither."""
    head = data[:_GLANCE].lstrip(BEFORE_TEXT)
    if head.startswith(b"PK"):
        name = head[_NAME_AT : _NAME_AT + int.from_bytes(head[_NAME_AT - 4 : _NAME_AT - 2], "little")]
        office = name.startswith(_OFFICE) or (name.startswith(_PERHAPS) and name.endswith((b".xml", b".rels")))
        return not office
    return looks_like_mail(data[:HEAD])


def unpack(item: Submission) -> tuple[tuple[Submission, ...], tuple[str, ...]]:
    """Return a received file with everything in it, containers before their content, and the names passed over.

    What was inside has no sha256 yet: this runs behind the wall, and the program reckons it itself (``wall.pool``).
    """
    ignored: list[str] = []
    try:
        found = tuple(_opened(item, ignored, _Count(), 0))
    except SubmissionError:
        return (item,), ()
    return found, tuple(ignored)


class _Whole(TooLarge):
    """More came out of one file of the inbox than it may hold, however it is packed: none of it is taken."""


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
        part = replace(outer, name=chain, data=data, sha256="")
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
            yield _safe(_spelled(entry)), content


_UNICODE_NAME = 0x7075  # extra field: Info-ZIP's Unicode path


def _spelled(entry: ZipInfo) -> str:
    """Return a member's name.

    Python from 3.12 on puts the name of the Unicode path field into ``filename``, earlier ones do not read that field:
    so only what stands in the directory is used.
    """
    name = entry.orig_filename.partition("\0")[0]
    if entry.flag_bits & 0x800:
        return name
    raw = name.encode("cp437", "replace")  # how zipfile reads bytes that claim nothing
    said = _unicode_path(entry.extra, raw)
    for encoding in ("utf-8", "gb18030") if said is None else ():
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return said or name


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return the name a Unicode path field gives (APPNOTE 4.6.9), None where there is none or it is another name's."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _UNICODE_NAME and len(field) > 5 and field[0] == 1:  # noqa: PLR2004 - version and checksum
            if struct.unpack_from("<I", field, 1)[0] != zlib.crc32(raw):
                return None
            try:
                return field[5:].decode()
            except UnicodeDecodeError:
                return None
    return None


def _safe(name: str) -> str:
    """Return a name as text to read: no way out of the archive, no half characters, no line breaks."""
    path = posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")
    path = path.encode("utf-8", "backslashreplace").decode()
    return re.sub(r"[\x00-\x1f\x7f]", "·", path.replace(LINK, " ")) or "未命名"


def _mailed(item: Submission) -> tuple[Submission, list[tuple[str, bytes]]]:
    """Return the submission as dated and signed by its mail, and what the mail brings, under names to read."""
    dated, attached = taken_apart(item)
    return dated, [(_safe(name.replace("/", "_")), data) for name, data in attached]
