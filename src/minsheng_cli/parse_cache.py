"""What the clerk's files were read into, kept by what they hold: reading and proving them outlasts most commands.

Kept in this account's own cache folder, which nobody else may read: contacts are personal. It is found by the sha256 of
the files, of the program's own modules and of Python, so it is never out of date; whoever deletes the folder only waits
a little longer once. It is a pickle, trusted as much as Python's own ``__pycache__``: it lies where only this account
writes, and one that somebody else owns is not opened. A folder that cannot be written is no fault.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Noun = TypeVar("Noun")
_KEPT = 40  # files: some dozen lists, settings, waivers and plans


def folder() -> Path:
    """Return the folder things are kept in, there or not: ``MINSHENG_CACHE``, or the account's own place for such."""
    if named := os.environ.get("MINSHENG_CACHE"):
        return Path(named)
    own = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else os.environ.get("XDG_CACHE_HOME")
    return (Path(own) if own else Path.home() / ".cache") / "minsheng"


def kept(
    kind: str, sources: tuple[object, ...], make: Callable[[], Noun], complete: Callable[[], bool] = lambda: True
) -> Noun:
    """Return what was made of ``sources`` (bytes, and plain values with a ``repr``) before, or else make it now.

    ``complete``, asked once it is made: whether it depends on nothing else; only then is it kept. An error never is.
    """
    try:
        path = folder() / f"{kind}-{_key(sources)}"
        found = _read(path)
    except (OSError, RuntimeError):  # RuntimeError: an account without a home folder
        return make()
    if found is not None:
        return cast("Noun", found)
    noun = make()
    if complete():
        with suppress(OSError):
            _write(path, noun)
    return noun


def _key(sources: tuple[object, ...]) -> str:
    digest = sha256(_program())
    for source in sources:
        data = source if isinstance(source, bytes) else repr(source).encode()
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()[:40]


@cache
def _program() -> bytes:
    """Return what tells this program from any other: Python, and size and time of each of our modules."""
    modules = sorted(_modules(Path(__file__).parent))
    return f"{sys.implementation.cache_tag} {sys.version_info} {modules}".encode()


def _modules(place: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                about = entry.stat()
                yield entry.path, about.st_size, about.st_mtime_ns
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _modules(Path(entry.path))


def _read(path: Path) -> object | None:
    """Return what is kept at ``path``; None when there is nothing, or nothing of this account's own."""
    try:
        with path.open("rb") as file:
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            return cast("object", pickle.load(file))  # noqa: S301 - our own, see above
    except FileNotFoundError:
        return None
    except Exception:  # noqa: BLE001 - whatever a damaged one does: it is made anew
        return None


def _write(path: Path, noun: object) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            pickle.dump(noun, file, pickle.HIGHEST_PROTOCOL)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    oldest = sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)[_KEPT:]
    for old in oldest:
        old.unlink(missing_ok=True)
