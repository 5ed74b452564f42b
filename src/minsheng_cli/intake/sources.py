"""What lies in the inbox: every file, in sub-folders, mails and archives, with its bytes, sha256 and when it came."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng_cli.intake.unpack import is_system, may_hold
from minsheng_cli.model import Submission

if TYPE_CHECKING:
    from datetime import tzinfo

FILE_TIME = "文件时间"


Unpack = Callable[[Submission], tuple[tuple[Submission, ...], tuple[str, ...]]]
"""Return a mail or an archive with everything in it, and the names left aside."""


class Arrivals:
    """Every file under the given files and folders, in a fixed order; nothing is changed or deleted.

    Iterate once; only then ``names``, ``ignored`` and ``blocked`` are complete. One file's bytes are held at a time.
    A name is the path inside the inbox with "/", or the file's own name when it lies elsewhere. ``received_at`` is
    the file's time of last change. Links are not followed: they may lead out of the inbox.
    """

    def __init__(self, paths: Iterable[Path], inbox: Path, zone: tzinfo, unpack: Unpack) -> None:
        """Look at nothing yet."""
        self._paths, self._inbox, self._zone, self._unpack = tuple(paths), inbox, zone, unpack
        self.names: set[str] = set()
        self.ignored: list[str] = []  # system files
        self.blocked: list[tuple[str, str]] = []  # files that could not be opened, and why

    def __iter__(self) -> Iterator[Submission]:
        """Yield each file, a mail or archive before what it holds."""
        seen: set[Path] = set()
        for path in self._paths:
            for file in sorted(self._files(path), key=_order):
                real = file.absolute()
                if real not in seen:
                    seen.add(real)
                    yield from self._opened(file, _name(real, path, self._inbox))

    def _files(self, path: Path) -> Iterator[Path]:
        """Yield the files below a folder; a folder that cannot be listed is told of, not passed over."""
        if not path.is_dir():
            yield path
            return

        def told(error: OSError) -> None:
            folder = Path(error.filename or path)
            self.blocked.append((_name(folder.absolute(), path, self._inbox), _why(error, "文件夹无法列出")))

        for folder, _, names in os.walk(path, onerror=told):
            yield from (Path(folder) / name for name in names)

    def _opened(self, file: Path, name: str) -> Iterator[Submission]:
        if file.is_symlink() or is_system(file.as_posix()):
            self.ignored.append(name)
            return
        try:
            status = file.stat()
            if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device may never end
                self.blocked.append((name, "不是普通文件"))
                return
            data = file.read_bytes()
        except OSError as error:
            self.blocked.append((name, _why(error, "磁盘读取出错")))
            return
        received = _time(status.st_mtime, self._zone)
        item = Submission(name, data, hashlib.sha256(data).hexdigest(), received, FILE_TIME)
        inside, left = self._unpack(item) if may_hold(data) else ((item,), ())
        self.ignored += left
        self.names |= {s.name for s in inside}
        yield from inside


def _why(error: OSError, otherwise: str) -> str:
    return "正被其他程序占用或没有读取权限" if isinstance(error, PermissionError) else otherwise


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
