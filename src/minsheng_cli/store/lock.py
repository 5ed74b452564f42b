"""One process at a time works on a month; whoever comes second is told who is working.

The operating system holds the lock, so it goes with the process that held it, however that ends. The file's
content says who; it goes when the work ends in order, so what still stands there tells that the last did not.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from minsheng_cli.errors import Locked, StoreError
from minsheng_cli.links import is_link
from minsheng_cli.store import disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, *((0,) if sys.platform == "win32" else ())}  # 0: Wine says no more
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_TRIES = 10
_PAUSE = 0.03  # seconds: the winner needs less to write its name

if sys.platform == "win32":  # pragma: no cover - the twin for Windows
    import msvcrt

    _FAR = 0x3FFF_FFFF  # Windows locks keep readers out of the locked bytes: lock one beyond any content

    def _seize(fd: int) -> None:
        os.lseek(fd, _FAR, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

    def _free(fd: int) -> None:
        os.lseek(fd, _FAR, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _seize(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _free(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)


_held: set[int] = set()


def _let_go() -> None:
    """In a forked child: drop the parent's locks, or a worker that outlives a killed parent would keep them."""
    while _held:
        with suppress(OSError):  # a disk that refuses: the handle is gone all the same, and nobody there to be told
            os.close(_held.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


@contextmanager
def held(path: Path, month: str, command: str, since: datetime) -> Iterator[bool]:
    """Hold the lock file at ``path`` for the block; ``since`` is the caller's clock.

    Gives whether the last holder ended in order: neither killed nor by an exception.
    Raises Locked naming the holder when another process works on the month, StoreError when the disk refuses.
    """
    holder = _me(command, since)  # before seizing: whoever comes second shall not read the last holder's name
    fd = _acquire(path, month, since)
    _held.add(fd)
    try:
        with disk.guarded(path):
            os.lseek(fd, 0, os.SEEK_SET)
            in_order = not os.read(fd, 1)
            _write(fd, holder)
        yield in_order
        with suppress(OSError):
            os.ftruncate(fd, 0)
    finally:
        if fd in _held:  # not in a forked child, which let go already
            _held.discard(fd)
            with suppress(OSError):
                _free(fd)
            with suppress(OSError):
                os.close(fd)


def unfinished(path: Path) -> str:
    """Return the command that did not end in order, or has not ended yet; "" when there is none."""
    command = str(_read(path).get("command") or "")
    return "".join(c for c in command if c.isprintable())


def _acquire(path: Path, month: str, now: datetime) -> int:
    with disk.guarded(path):
        if os.path.lexists(path) and is_link(path):  # where the system cannot refuse one itself, as on Windows
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        fd = os.open(path, _FLAGS, 0o666)
    try:
        _insist(fd, path, month, now)
    except BaseException:
        os.close(fd)
        raise
    return fd


def _insist(fd: int, path: Path, month: str, now: datetime) -> None:
    """Seize the lock, or find out who has it."""
    for _ in range(_TRIES):
        try:
            return _seize(fd)
        except OSError as error:
            if error.errno not in _BUSY:
                why = f"系统提示：{error.strerror}"
                raise StoreError(f"无法为“{month}”加锁（{why}），请把工作文件夹放在本机磁盘上再运行。") from error
        time.sleep(_PAUSE)  # let a winner of this very moment write its name, or finish
        if holder := _read(path):
            raise Locked(who=_describe(holder, now), month=month)
    raise Locked(who="另一个程序", month=month)


def _me(command: str, since: datetime) -> dict[str, str | int]:
    import getpass  # noqa: PLC0415 - 1 ms; only who writes needs a name

    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in a container
        user = ""
    return {
        "user": user,
        "host": os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", ""),
        "pid": os.getpid(),
        "command": command,
        "since": since.isoformat(timespec="minutes"),
    }


def _write(fd: int, holder: dict[str, str | int]) -> None:
    text = json.dumps(holder, ensure_ascii=False).encode("utf-8", "backslashreplace")
    os.lseek(fd, 0, os.SEEK_SET)
    os.write(fd, text)
    os.ftruncate(fd, len(text))


def _read(path: Path) -> dict[str, object]:
    """Return what the lock file says, {} when it says nothing that can be read."""
    try:
        holder = json.loads(disk.read(path) or b"")
    except (StoreError, ValueError, RecursionError):
        return {}
    return holder if isinstance(holder, dict) else {}


def _describe(holder: dict[str, object], now: datetime) -> str:
    """“用户 X（电脑 Y，进程 123，minsheng collect，自 14:03 起）”, without what the file does not say."""
    said = {key: "".join(c for c in str(value) if c.isprintable()) for key, value in holder.items() if value}
    parts = [f"电脑 {said['host']}"] if "host" in said else []
    parts += [f"进程 {said['pid']}"] if "pid" in said else []
    parts += [said["command"]] if "command" in said else []
    parts += [f"自 {_clock(said['since'], now)} 起"] if "since" in said else []
    return f"用户 {said.get('user', '不明')}" + (f"（{'，'.join(parts)}）" if parts else "")


def _clock(text: str, now: datetime) -> str:
    """Return the time of day, with its date when that is not today."""
    try:
        since = datetime.fromisoformat(text)
    except ValueError:
        return text
    day = "" if since.date() == now.date() else f"{since.month}月{since.day}日 "
    return f"{day}{since:%H:%M}"
