"""The one seam to the file system: whole files or nothing, and durable before the next step begins.

A file is written beside its target under a temporary name, flushed to the disk, then put in place by one
atomic rename, and the folder is flushed. Many files go together so that each folder is flushed once.
Whatever the operating system refuses becomes one Chinese sentence, a StoreError naming the file meant.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import sys
import time
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.errors import FileInUse, StoreError
from minsheng_cli.links import is_link

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

_TEMP = r"\.minsheng-\d+-\d+\.tmp"  # short, so that a long file name's temporary twin is legal too
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})  # what file managers drop anywhere
_OPEN_FILES = 64  # flush and close after so many: well under every system's limit
_PATIENCE = (0.05, 0.1, 0.2, 0.4)  # seconds; a virus scanner lets go within these, an open spreadsheet does not
_HOUR = 3600.0  # seconds: nobody writes one file that long
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_numbers = count(1)

_REASONS = {
    errno.EACCES: ("没有权限，或文件正被其他程序占用", "检查文件夹权限、关闭占用它的程序"),
    errno.EPERM: ("没有权限，或文件被设为只读", "检查文件夹权限、取消只读"),
    errno.EROFS: ("磁盘为只读", "换到可写的磁盘"),
    errno.EIO: ("磁盘读写出错", "检查或更换磁盘"),
    errno.ENAMETOOLONG: ("文件名或路径过长", "缩短文件名或把文件夹移到较浅的位置"),
    errno.ENOENT: ("所在文件夹不存在", "检查文件夹是否被移走或改名"),
    errno.ENOTDIR: ("同名的文件占了文件夹的位置", "移走该文件"),
    errno.ELOOP: ("是一个链接，不是这里的文件", "删去该链接"),
    errno.ENXIO: ("不是普通文件", "删去它"),
    errno.EISDIR: ("同名的文件夹占了文件的位置", "移走该文件夹"),
}


_DENIED = {errno.EACCES, errno.EPERM}


class _Temp(NamedTuple):
    """A whole new file under its temporary name; ``fd`` until it is flushed."""

    path: Path
    target: Path
    fd: int


def failure(path: Path, error: OSError, doing: str = "写入") -> StoreError:
    """Say in one sentence what the operating system refused and what to do about it."""
    place = f"{path.parent.name}/{path.name}"
    number = _what_it_is(path, error)
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StoreError(f"磁盘已满，无法{doing}“{place}”，请清理磁盘空间后重新运行本命令；原有文件均完好。")
    why, remedy = _REASONS.get(number, (f"系统提示：{error.strerror or error}", "排除原因"))
    return StoreError(f"无法{doing}“{place}”（{why}），请{remedy}后重新运行本命令。")


def _what_it_is(path: Path, error: OSError) -> int:
    """Return the error's number; Windows has fewer, so there what stands in the way is looked at."""
    with suppress(OSError):
        if error.errno in _DENIED and path.is_dir():
            return errno.EISDIR
        if error.errno in {errno.ENOENT, errno.EEXIST} and any(p.is_file() for p in path.parents):
            return errno.ENOTDIR
    return error.errno or 0


@contextmanager
def guarded(path: Path, doing: str = "写入") -> Iterator[None]:
    """Turn an OSError inside the block into a StoreError that names ``path``."""
    try:
        yield
    except OSError as error:
        raise failure(path, error, doing) from error


# ---------------------------------------------------------------- reading


def _refuse_pipes(path: Path) -> None:
    """Raise OSError for a pipe or a device, whose reading may never end."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))


def read(path: Path) -> bytes | None:
    """Return the bytes of a file, or None when there is none. Raises StoreError."""
    with guarded(path, "读取"):
        try:
            _refuse_pipes(path)
            return path.read_bytes()
        except FileNotFoundError as error:
            if _what_it_is(path, error) == errno.ENOTDIR:  # Windows says the same of both
                raise
            return None


def sha256(data: bytes) -> str:
    """Return the sha256 of the bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def sha256_of(path: Path) -> str | None:
    """Return the sha256 of a file in bounded memory, or None when there is no file. Raises StoreError."""
    with guarded(path, "读取"):
        try:
            _refuse_pipes(path)
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return None


def exists(path: Path) -> bool:
    """Whether anything bears that name, a dangling link too. Raises StoreError when it cannot be told."""
    with guarded(path, "读取"):
        try:
            path.lstat()
        except FileNotFoundError:
            return False
    return True


def is_led_away(path: Path) -> bool:
    """Whether a name is a link to something elsewhere. Raises StoreError when it cannot be told."""
    return exists(path) and is_link(path)


def sizes(folder: Path) -> dict[str, int]:
    """Return the size of each file under ``folder``, by its path inside with "/", sorted; {} when absent.

    Temporary files and what file managers leave behind are not listed. Raises StoreError.
    """
    with guarded(folder, "读取"):
        return dict(sorted(_walk(folder, "")))


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield what lies directly in a folder; nothing when it is absent."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        yield from entries


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, int]]:
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder / entry.name, f"{prefix}{entry.name}/")
        elif not is_temporary(entry.name) and entry.name.lower() not in _LITTER:
            yield prefix + entry.name, entry.stat(follow_symlinks=False).st_size


def everything(folder: Path) -> dict[str, str]:
    """Return what lies under ``folder``, by its path inside with "/": "file", "folder", "link" or "other".

    Whatever its name. A link (also a junction of Windows) is not followed. {} when the folder is absent; StoreError.
    """
    with guarded(folder, "读取"):
        return dict(sorted(_everything(folder, "")))


def _everything(folder: Path, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in _entries(folder):
        name = prefix + entry.name
        if is_link(folder / entry.name):
            yield name, "link"
        elif entry.is_dir(follow_symlinks=False):
            yield name, "folder"
            yield from _everything(folder / entry.name, f"{name}/")
        else:
            yield name, "file" if entry.is_file(follow_symlinks=False) else "other"


# ---------------------------------------------------------------- writing


def write_file(path: Path, data: bytes) -> None:
    """Put one whole file in place, with its folders, for those that hold no lock. Raises StoreError, FileInUse."""
    make_folders(folder for folder in reversed(path.parents) if not exists(folder))
    sweep(path.parent, older_than=_HOUR)
    replace_all([(path, data)])


def replace_all(
    files: Iterable[tuple[Path, bytes | Iterable[bytes]]],
    *,
    aside: Mapping[Path, Path] | None = None,
    remove: Collection[Path] = (),
) -> int:
    """Put whole files in place, each atomically, all durable on return; return how many.

    No target is touched before every new file is complete on the disk, so a full disk changes nothing.
    ``files`` is consumed one by one: memory holds one of them. A file too big for memory comes as its chunks.
    ``aside`` says where to move what lies at a target now; ``remove`` names files that go, gone already or not.
    Raises FileInUse naming every target another program holds (the others are in place), or StoreError.
    """
    temps: list[_Temp] = []
    flushed = 0
    try:
        for target, data in files:
            with guarded(target):
                temps.append(_stage(target, data))
            if len(temps) - flushed == _OPEN_FILES:
                flushed = _flush(temps, flushed)
        flushed = _flush(temps, flushed)
        patience = iter(_PATIENCE)  # one stock for all: forty open files are not waited for forty times
        blocked = _rename_all(temps, aside or {}, patience) + _remove_all(remove, patience)
        sync_folders(path.parent for path in chain((temp.target for temp in temps), remove))
    except BaseException:
        _discard(temps, flushed)
        raise
    if blocked:
        _discard(temps, flushed)
        raise FileInUse(name="”、“".join(path.name for path in blocked))
    return len(temps)


def make_folders(folders: Iterable[Path]) -> None:
    """Make folders (parents first, in the order given) durably. Raises StoreError."""
    folders = tuple(folders)
    for folder in folders:
        with guarded(folder, "新建"), suppress(FileExistsError):
            folder.mkdir()
    sync_folders(folder.parent for folder in folders)


def is_temporary(name: str) -> bool:
    """Whether a file is one of ours that never got its name: a killed run left it."""
    return re.fullmatch(_TEMP, name) is not None


def sweep(folder: Path, *, older_than: float | None = None) -> None:
    """Remove the temporary files a killed run left under ``folder``; nothing is wrong if that fails.

    Who holds no lock says ``older_than`` how many seconds: what is younger may be another process's work, and so may
    everything in the folders inside.
    """
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            if entry.is_dir(follow_symlinks=False):
                if older_than is None:
                    sweep(folder / entry.name)
            elif is_temporary(entry.name) and (
                older_than is None or abs(time.time() - entry.stat(follow_symlinks=False).st_mtime) > older_than
            ):
                (folder / entry.name).unlink()


def sync_folders(folders: Iterable[Path]) -> None:
    """Flush the names in each folder to the disk, each once. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    for folder in dict.fromkeys(folders):
        with guarded(folder):
            _sync_folder(folder)


def _stage(target: Path, data: bytes | Iterable[bytes]) -> _Temp:
    path = target.with_name(f".minsheng-{os.getpid()}-{next(_numbers)}.tmp")
    fd = os.open(path, _FLAGS, 0o666)
    try:
        for chunk in (data,) if isinstance(data, bytes) else data:
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(fd, rest) :]
    except BaseException:
        _discard([_Temp(path, target, fd)], 0)
        raise
    return _Temp(path, target, fd)


def _flush(temps: list[_Temp], start: int) -> int:
    """Flush and close those from ``start`` on; return where the next ones start.

    All are written before the first is flushed: the file system can then commit them together.
    """
    for temp in temps[start:]:
        with guarded(temp.target):
            os.fsync(temp.fd)
    for temp in temps[start:]:  # Windows renames closed files only
        with guarded(temp.target):
            os.close(temp.fd)
    return len(temps)


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network folders cannot: nothing more to do
            raise
    finally:
        os.close(fd)


def _rename_all(temps: list[_Temp], aside: Mapping[Path, Path], patience: Iterator[float]) -> list[Path]:
    """Put each in place; return the targets that another program holds."""
    blocked = []
    for temp in temps:
        with guarded(temp.target):
            try:
                if temp.target in aside:
                    _patiently(partial(os.rename, temp.target, aside[temp.target]), patience)
                _patiently(partial(os.replace, temp.path, temp.target), patience)
            except PermissionError:
                if temp.target.is_dir():  # on Windows no other error than that of a file held by others
                    raise
                blocked.append(temp.target)
    return blocked


def _remove_all(paths: Iterable[Path], patience: Iterator[float]) -> list[Path]:
    """Remove each; return those that another program holds."""
    blocked = []
    for path in paths:
        with guarded(path, "删除"):
            try:
                _patiently(partial(path.unlink, missing_ok=True), patience)
            except PermissionError:
                blocked.append(path)
    return blocked


def _patiently(act: Callable[[], None], patience: Iterator[float]) -> None:
    """Act; when refused, wait and try again as long as there is patience."""
    while True:
        try:
            return act()
        except PermissionError:
            delay = next(patience, None)
            if delay is None:
                raise
        time.sleep(delay)


def _discard(temps: list[_Temp], flushed: int) -> None:
    """Close and remove as far as possible; the next run's sweep gets the rest."""
    for temp in temps[flushed:]:
        with suppress(OSError):
            os.close(temp.fd)
    for temp in temps:
        with suppress(OSError):
            temp.path.unlink()
