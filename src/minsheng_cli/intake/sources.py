"""What lies in the inbox: every file, in sub-folders, mails and archives, with its bytes, sha256 and when it came."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng_cli.intake.unpack import is_system, unpack
from minsheng_cli.model import Submission

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

FILE_TIME = "文件时间"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found: files to read, system files left aside, and files that could not be opened (with why)."""

    submissions: tuple[Submission, ...] = ()
    ignored: tuple[str, ...] = ()
    blocked: tuple[tuple[str, str], ...] = ()


def gather(paths: Iterable[Path], inbox: Path, zone: tzinfo) -> Gathered:
    """Read every file under the given files and folders, in a fixed order; nothing is changed or deleted.

    A name is the path inside the inbox with "/", or the file's own name when it lies elsewhere. ``received_at`` is
    the file's time of last change. Links are not followed: they may lead out of the inbox.
    """
    submissions: list[Submission] = []
    ignored: list[str] = []
    blocked: list[tuple[str, str]] = []
    seen: set[Path] = set()
    for path in paths:
        for file in sorted(_files(path), key=lambda p: (unicodedata.normalize("NFC", str(p)), str(p))):
            real = file.absolute()
            if real in seen:
                continue
            seen.add(real)
            name = _name(real, path, inbox)
            if file.is_symlink() or is_system(file.as_posix()):
                ignored.append(name)
                continue
            try:
                status = file.stat()
                if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device may never end
                    blocked.append((name, "不是普通文件"))
                    continue
                data = file.read_bytes()
            except OSError as error:
                blocked.append(
                    (name, "正被其他程序占用或没有读取权限" if isinstance(error, PermissionError) else "磁盘读取出错")
                )
                continue
            received = datetime.fromtimestamp(int(status.st_mtime), zone).isoformat()
            item = Submission(name, data, hashlib.sha256(data).hexdigest(), received, FILE_TIME)
            inside, left = unpack(item, zone)
            submissions += inside
            ignored += left
    return Gathered(tuple(submissions), tuple(ignored), tuple(blocked))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, _, names in os.walk(path):
        yield from (Path(folder) / name for name in names)


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
