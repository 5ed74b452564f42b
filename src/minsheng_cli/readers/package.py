"""A zip package under guard: what it may cost to look inside is decided before and while reading, never after.

Limits were measured on public corpora: no honest file comes near them.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from minsheng_cli.errors import Encrypted, TooLarge, Unreadable
from minsheng_cli.text.known import Known

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1 << 20
PACKED_LIMIT = 50 * MEGABYTE
UNPACKED_LIMIT = 300 * MEGABYTE
RATIO_LIMIT = 200
RATIO_FLOOR = 4 * MEGABYTE  # small parts full of spaces may be packed tighter than the ratio allows
ENTRY_LIMIT = 5_000
_CHUNK = 1 << 16
_LOCAL_HEADER = 30  # bytes before the name of each entry
_LENGTHS = struct.Struct("<HH")  # of its name, and of what else stands between that and the entry's own bytes
_STRANGE = 1 | 1 << 5 | 1 << 6  # flags: encrypted, a patch, strongly encrypted
_PICTURES = ("/media/", "/drawings/drawing", "/embeddings/", "/pictures/")  # OOXML and OpenDocument
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what office suites write


_UNPACKED = Known[tuple[bytes, int, int], bytes](256)
"""What small entries came to, by their packed bytes, their size and their sum: most parts of a return come again."""


class Package:
    """The parts of a zip file, read with the limits above. Names match without regard to case and leading slash."""

    def __init__(self, data: bytes) -> None:
        """Open the directory only. Raises Unreadable, TooLarge."""
        if len(data) > PACKED_LIMIT:
            raise TooLarge(why=f"超过 {PACKED_LIMIT // MEGABYTE} MB")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError) as error:
            raise Unreadable(why="文件不完整") from error
        entries = self._zip.infolist()
        if len(entries) > ENTRY_LIMIT:
            raise TooLarge(why=f"内含 {len(entries)} 个部件")
        _refuse_overlap(entries, len(data))
        self._data = data
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._twice: set[str] = set()  # names of parts of which there are two that differ
        for entry in entries:
            name = entry.filename.replace("\\", "/").lstrip("/").lower()
            if (before := self._entries.get(name)) is not None and before.CRC != entry.CRC:
                self._twice.add(name)
            self._entries[name] = entry
        self._unpacked = 0
        self._enter()

    def _enter(self) -> None:
        """Enter the one folder in which everything lies where a package was unpacked and packed again with it."""
        folder, found, _ = next(iter(self._entries), "").partition("/")
        within = f"{folder}/"
        if found and f"{within}[content_types].xml" in self._entries and "[content_types].xml" not in self._entries:
            inside = {name.removeprefix(within): e for name, e in self._entries.items() if name.startswith(within)}
            if all(name.startswith((within, "__macosx/")) for name in self._entries):
                self._entries = inside

    def __contains__(self, part: str) -> bool:
        """Whether there is a part of that name."""
        return part.lower() in self._entries

    @property
    def entries(self) -> dict[str, zipfile.ZipInfo]:
        """What the directory says of each part, by the name parts are read by."""
        return self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, lower case, without leading slash."""
        return tuple(self._entries)

    @property
    def pictured(self) -> bool:
        """Whether it holds pictures, drawings or embedded objects: nobody reads what those say."""
        return any(mark in f"/{name}" for name in self.names for mark in _PICTURES)

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield a part piece by piece. Raises Unreadable, Encrypted, TooLarge as soon as it is clear."""
        entry = self._entries.get(part.lower())
        if entry is None:
            raise Unreadable(why="缺少必要的部件")
        if part.lower() in self._twice:  # each program takes another of them
            raise Unreadable(why="内部有两个同名而内容不同的部件")
        yield from self._chunks(entry)

    def size(self, part: str) -> int:
        """Return how many bytes a part says it holds, 0 when there is none; more cannot be read out of it."""
        entry = self._entries.get(part.lower())
        return entry.file_size if entry else 0

    def count(self, part: str, mark: bytes) -> int:
        """Return how often a few bytes stand in a part, at a look that costs little. Raises as ``chunks`` does."""
        before = self._unpacked
        try:
            return sum(chunk.count(mark) for chunk in self.chunks(part))
        finally:
            self._unpacked = before  # it is read again

    @property
    def is_common(self) -> bool:
        """Whether everything in the archive is packed in a way that is unpacked here."""
        return all(entry.compress_type in _METHODS for entry in self._zip.infolist())

    def members(self) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
        """Yield everything in the archive in its order, also what shares its name with another. Raises as above."""
        for entry in self._zip.infolist():
            yield entry, b"".join(self._chunks(entry))

    def _chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        if entry.flag_bits & 1:
            raise Encrypted
        if entry.compress_type not in _METHODS:
            raise Unreadable(why="压缩方式不常见")
        allowed = max(RATIO_FLOOR, entry.compress_size * RATIO_LIMIT)
        read = 0
        if (small := self._at_once(entry)) is not None:
            self._unpacked += len(small)
            if self._unpacked > UNPACKED_LIMIT:
                raise TooLarge(why="展开后过大")
            yield small
            return
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    read += len(chunk)
                    self._unpacked += len(chunk)
                    if read > allowed or self._unpacked > UNPACKED_LIMIT:
                        raise TooLarge(why="展开后过大")
                    yield chunk
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, zlib.error) as error:
            raise Unreadable(why="文件不完整") from error

    def _at_once(self, entry: zipfile.ZipInfo) -> bytes | None:
        """Return a small entry that is as its directory says; None where ``zipfile`` must see what is wrong with it.

        A return has a dozen such, and what ``zipfile`` does for a stream takes it three times as long as unpacking.
        """
        name = entry.header_offset + _LOCAL_HEADER
        head, said = self._data[entry.header_offset : name], entry.orig_filename
        usual = 0 < entry.file_size <= _CHUNK and entry.compress_type == zipfile.ZIP_DEFLATED and said.isascii()
        if not usual or entry.flag_bits & _STRANGE or len(head) < _LOCAL_HEADER or not head.startswith(b"PK\3\4"):
            return None
        length, extra = _LENGTHS.unpack(head[-_LENGTHS.size :])
        if self._data[name : name + length] != said.encode():
            return None
        begin = name + length + extra
        packed = self._data[begin : begin + entry.compress_size]
        known = (packed, entry.file_size, entry.CRC)
        if (data := _UNPACKED.get(known)) is not None:
            return data
        try:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.file_size + 1)
        except zlib.error:
            data = b""
        if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
            return None
        return _UNPACKED.keep(known, data)

    def drained(self) -> bool:
        """Whether there is any file in it; every one is read through. Raises as ``chunks`` does."""
        files = [entry for entry in self._zip.infolist() if not entry.filename.endswith("/")]
        for entry in files:
            for _ in self._chunks(entry):
                pass
        return bool(files)

    def read(self, part: str) -> bytes:
        """Return a whole part. Raises as ``chunks`` does."""
        return b"".join(self.chunks(part))


def _refuse_overlap(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse entries that share bytes: the trick behind bombs that stay small (Python checks since 3.11.8 only)."""
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < end:
            raise Unreadable(why="内部结构重叠")
        end = entry.header_offset + _LOCAL_HEADER + entry.compress_size
    if end > size:
        raise Unreadable(why="文件不完整")
