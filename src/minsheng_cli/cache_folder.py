"""The account's own folder for what need not be worked out twice; whoever deletes it only waits a little longer once.

What lies there is found by the sha256 of what it was made of, of the program's own modules and of Python, so it is
never out of date. Nobody else may read it: contacts are personal. It is trusted as much as Python's own
``__pycache__``: it lies where only this account writes, and what somebody else owns is not opened. A folder that cannot
be written is no fault.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

_KEPT = 40  # files: some dozen lists, settings, waivers and plans, and the patterns


def folder() -> Path:
    """Return the folder things are kept in, there or not: ``MINSHENG_CACHE``, or the account's own place for such.

    Raises RuntimeError for an account without a home.
    """
    if named := os.environ.get("MINSHENG_CACHE"):
        return Path(named)
    own = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else os.environ.get("XDG_CACHE_HOME")
    return (Path(own) if own else Path.home() / ".cache") / "minsheng"


def place(kind: str, sources: tuple[object, ...] = ()) -> Path:
    """Return where what is made of ``sources`` (bytes, and plain values with a ``repr``) by this program is kept.

    Raises OSError, RuntimeError where there is no such place.
    """
    return folder() / f"{kind}-{_key(sources)}"


def read(path: Path) -> bytes | None:
    """Return what is kept at ``path``; None when there is nothing, or nothing of this account's own."""
    with suppress(OSError), path.open("rb") as file:
        if not hasattr(os, "getuid") or os.fstat(file.fileno()).st_uid == os.getuid():
            return file.read()
    return None


def write(path: Path, data: bytes) -> None:
    """Keep ``data`` at ``path``, whole or not at all, and let the oldest go."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
        oldest = sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)[_KEPT:]
        for old in oldest:
            old.unlink(missing_ok=True)


def _key(sources: tuple[object, ...]) -> str:
    from hashlib import sha256  # noqa: PLC0415 - a reader is told its places

    digest = sha256(_program())
    for source in sources:
        data = source if isinstance(source, bytes) else repr(source).encode()
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()[:40]


@cache
def _program() -> bytes:
    """Return what tells this program from any other: Python, and size and time of each of our modules."""
    modules, rooms = [], [str(Path(__file__).parent)]
    while rooms:
        with os.scandir(rooms.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    about = entry.stat()
                    modules.append((entry.path, about.st_size, about.st_mtime_ns))
                elif entry.name != "__pycache__" and entry.is_dir():
                    rooms.append(entry.path)
    return f"{sys.implementation.cache_tag} {sys.version_info} {sorted(modules)}".encode()
