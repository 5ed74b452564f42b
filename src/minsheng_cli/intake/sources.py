"""What lies in the inbox: every file, in sub-folders, mails and archives, with its bytes, sha256 and when it came."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.intake.system_files import is_system
from minsheng_cli.intake.unpack import may_hold
from minsheng_cli.links import is_link
from minsheng_cli.model import Submission

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

FILE_TIME = "文件时间"


Unpack = Callable[[Submission], tuple[tuple[Submission, ...], tuple[str, ...]]]
"""Return a mail or an archive with everything in it, and the names left aside."""


class Unread(NamedTuple):
    """A file or folder that could not be looked into: the finding that says so, and why."""

    name: str
    code: str  # file.busy, file.link, folder.busy
    why: str


class Arrivals:
    """Every file under the given files and folders, in a fixed order; nothing is changed or deleted.

    Iterate once; only then ``names``, ``ignored`` and ``unread`` are complete. One file's bytes are held at a time.
    A name is the path inside the inbox with "/", or the file's own name when it lies elsewhere. ``received_at`` is
    the file's time of last change. Links are not followed: they may lead out of the inbox.
    """

    def __init__(self, paths: Iterable[Path], inbox: Path, zone: tzinfo, unpack: Unpack) -> None:
        """Look at nothing yet."""
        self._paths, self._inbox, self._zone, self._unpack = tuple(paths), inbox, zone, unpack
        self.names: set[str] = set()
        self.ignored: list[str] = []  # system files
        self.unread: list[Unread] = []  # what could not be looked into

    def __iter__(self) -> Iterator[Submission]:
        """Yield each file, a mail or archive before what it holds."""
        seen: set[Path] = set()
        for path in self._paths:
            found: list[tuple[Path, str, str]] = list(_files(path))
            for file, code, why in sorted(found, key=lambda one: _order(one[0])):
                real = file.absolute()
                if real in seen:
                    continue
                seen.add(real)
                name = _name(real, path, self._inbox)
                if is_system(file.as_posix()):
                    self.ignored.append(name)
                elif code:
                    self.unread.append(Unread(name, code, why))
                else:
                    yield from self._opened(file, name)

    def _opened(self, file: Path, name: str) -> Iterator[Submission]:
        try:
            status = file.stat()
            if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device may never end
                self.unread.append(Unread(name, "file.busy", "不是普通文件"))
                return
            data = file.read_bytes()
        except OSError as error:
            self.unread.append(Unread(name, "file.busy", _why(error)))
            return
        received = _time(status.st_mtime, self._zone)
        item = Submission(name, data, hashlib.sha256(data).hexdigest(), received, FILE_TIME)
        inside, left = self._unpack(item) if may_hold(data) else ((item,), ())
        self.ignored += left
        self.names |= {s.name for s in inside}
        yield from inside


def _order(file: Path) -> tuple[str, str]:
    """Return what orders files alike on every system: the path with "/", composed, then as it is spelled."""
    path = file.as_posix()
    return unicodedata.normalize("NFC", path), path


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _time(seconds: float, zone: tzinfo) -> str:
    """Return a file's time; also one before 1970, which Windows' own conversion refuses."""
    try:
        return (_EPOCH + timedelta(seconds=int(seconds))).astimezone(zone).isoformat()
    except (OverflowError, ValueError, OSError):  # no calendar has it
        return _EPOCH.astimezone(zone).isoformat()


def _files(path: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield each file under a path, or what stands in the way of it: with the finding's code and why ("" for a file).

    A link among the files is not followed, nor is one to a folder; the folder that was asked for may be one.
    """
    try:
        if not os.path.lexists(path):
            return  # an inbox nobody has made yet holds nothing
        if not path.is_dir():
            yield path, *(("file.link", "") if is_link(path) else ("", ""))
            return
        with os.scandir(path) as inside:
            entries = sorted(path / entry.name for entry in inside)
    except OSError as error:
        yield path, "folder.busy", _why(error)
        return
    for entry in entries:
        try:
            link, folder = is_link(entry), entry.is_dir()
        except OSError as error:
            yield entry, "file.busy", _why(error)
            continue
        if link:
            yield entry, "file.link", ""
        elif folder:
            yield from _files(entry)
        else:
            yield entry, "", ""


def _why(error: OSError) -> str:
    return "正被其他程序占用或没有读取权限" if isinstance(error, PermissionError) else "磁盘读取出错"


def _name(file: Path, given: Path, inbox: Path) -> str:
    """Return how a file is called from now on."""
    for base in (inbox.absolute(), given.absolute()):
        if file != base and file.is_relative_to(base):
            return _spelled(file.relative_to(base).as_posix())
    return _spelled(file.name)


def _spelled(name: str) -> str:
    """Return a name that every file can hold; bytes that were never UTF-8 are GBK, unpacked from a Windows archive."""
    try:
        name.encode()
    except UnicodeEncodeError:
        with suppress(UnicodeError):
            return os.fsencode(name).decode("gb18030")
        return name.encode("utf-8", "backslashreplace").decode()
    return name
