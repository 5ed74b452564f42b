"""The command line in a forked process whose every change to a folder is counted, refused, killed or remembered.

Its process is forked from one that has imported everything (``forked.py``), so that thousands can be played. What it
did to the disk is kept as a list of steps, from which ``after_power_failure`` makes what a disk may hold when the
current goes in between.
"""

from __future__ import annotations

import errno
import os
import pickle
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from forked import forked
from minsheng_cli.month import periods

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Sequence

KILLED = 137
PATHS = ("replace", "rename", "unlink", "mkdir")
FILES = ("write", "fsync", "close", "ftruncate")
Tree = dict[str, bytes]


@dataclass(frozen=True)
class Step:
    """One call that could change the folder; paths are relative to it."""

    call: str
    path: str
    other: str = ""  # rename: its new name
    data: bytes = b""  # write
    new: bool = False  # open: the file was not there


@dataclass(frozen=True)
class Played:
    """How a run ended and what it did."""

    code: int
    out: str
    err: str
    steps: tuple[Step, ...]


@dataclass
class _Seam:
    root: Path
    stop_at: int
    error: int  # 0: killed
    steps: list[Step] = field(default_factory=list)
    open_files: dict[int, str] = field(default_factory=dict)

    def _inside(self, path: Any) -> str | None:
        found = Path(os.path.abspath(os.fspath(path)))  # noqa: PTH100 - as the system sees it, links and all
        return found.relative_to(self.root).as_posix() if found.is_relative_to(self.root) else None

    def _count(self, step: Step) -> None:
        if len(self.steps) == self.stop_at:
            if not self.error:
                os._exit(KILLED)
            self.stop_at = -1
            raise OSError(self.error, os.strerror(self.error))
        self.steps.append(step)

    def install(self) -> None:  # noqa: C901 - one small function for each kind of call
        real = {name: getattr(os, name) for name in ("open", *PATHS, *FILES)}

        def opened(path: Any, flags: int, *rest: Any, **more: Any) -> int:
            inside = self._inside(path) if isinstance(path, (str, os.PathLike)) else None
            if inside is not None:
                self._count(Step("open", inside, new=bool(flags & os.O_CREAT) and not os.path.lexists(path)))
            fd: int = real["open"](path, flags, *rest, **more)
            if inside is not None:
                self.open_files[fd] = inside
            return fd

        def on_path(name: str) -> Callable[..., Any]:
            def act(path: Any, *rest: Any, **more: Any) -> Any:
                inside = self._inside(path)
                if inside is not None:
                    two = name in ("replace", "rename")
                    self._count(Step(name, inside, str(self._inside(rest[0])) if two else ""))
                return real[name](path, *rest, **more)

            return act

        def on_file(name: str) -> Callable[..., Any]:
            def act(fd: int, *rest: Any) -> Any:
                if fd in self.open_files:
                    data = bytes(rest[0]) if name == "write" else b""
                    self._count(Step(name, self.open_files[fd], data=data))
                    if name == "close":
                        del self.open_files[fd]
                return real[name](fd, *rest)

            return act

        os.open = opened
        for name in PATHS:
            setattr(os, name, on_path(name))
        for name in FILES:
            setattr(os, name, on_file(name))


def play(root: Path, command: Sequence[str], at: datetime, *, stop_at: int = -1, error: int = 0) -> Played:
    """Run the command line in ``root`` at a given time; ``stop_at`` the how manieth step it is killed or refused."""
    log = root.parent / f"{root.name}.steps"
    log.unlink(missing_ok=True)
    how = {"at": at.isoformat(), "log": str(log), "stop_at": stop_at, "error": error}
    code, out, err = forked().run(list(command), root, dict(os.environ), how)
    steps = pickle.loads(log.read_bytes()) if log.exists() else ()  # noqa: S301 - our own
    return Played(code, out.decode("utf-8"), err.decode("utf-8"), steps)


def watch(root: Path, at: str, log: str, stop_at: int, error: int) -> None:
    """Have every change that this process makes to ``root`` from now on counted, and noted in ``log`` when it ends."""
    seam, leave, now = _Seam(root, stop_at, error), os._exit, datetime.fromisoformat(at)

    def left(code: int) -> NoReturn:
        if code != KILLED:
            Path(log).write_bytes(pickle.dumps(tuple(seam.steps)))
        leave(code)

    periods.now = lambda _: now  # type: ignore[assignment]
    seam.install()
    os._exit = left  # type: ignore[assignment]


# ---------------------------------------------------------------- what a disk may hold after the current went


@dataclass
class _File:
    kept: bytes = b""  # what fsync has made sure of
    now: bytes = b""


class Disk:
    """What of a folder is on the disk for sure, and what is still under way to it."""

    def __init__(self, before: Tree, folders: Iterable[str]) -> None:
        """Begin with what lies there, all of it long on the disk."""
        self.names: dict[str, _File | None] = dict.fromkeys(folders)  # None: a folder
        self.names |= {name: _File(data, data) for name, data in before.items()}
        self.live = dict(self.names)
        self.pending: dict[str, list[dict[str, _File | bool | None]]] = {}  # folder -> changes to its names, in order

    def take(self, step: Step) -> None:  # noqa: C901 - one kind of call after the other
        """Do one step."""
        if step.call == "open" and step.new:
            self._rename({step.path: _File()})
        elif step.call == "mkdir":
            if step.path not in self.live:
                self._rename({step.path: None})
        elif step.call in ("replace", "rename"):
            self._rename({step.path: False, step.other: self.live[step.path]})
        elif step.call == "unlink":
            if step.path in self.live:
                self._rename({step.path: False})
        elif step.call in ("write", "ftruncate"):
            file = self.live[step.path]
            assert file
            whole = step.path.endswith(".lock")  # written anew from its beginning each time
            file.now = (b"" if whole else file.now) + step.data
        elif step.call == "fsync":
            file = self.live.get(step.path)
            if file:
                file.kept = file.now
            else:
                for change in self.pending.pop(step.path, ()):
                    _apply(self.names, change)

    def _rename(self, change: dict[str, _File | bool | None]) -> None:
        (folder,) = {str(Path(name).parent) for name in change}
        self.pending.setdefault(folder, []).append(change)
        _apply(self.live, change)

    def after_power_failure(self, dice: random.Random | None, *, names: bool) -> tuple[Tree, set[str]]:
        """Return the files and folders the disk may hold: nothing unsure; or all names; or what the dice say."""
        there = dict(self.names)
        for changes in self.pending.values():
            reached = dice.randint(0, len(changes)) if dice else len(changes) if names else 0
            for change in changes[:reached]:
                _apply(there, change)
        there = {n: f for n, f in there.items() if all(str(p) in there for p in Path(n).parents if str(p) != ".")}
        files = {n: f.now if dice and dice.random() < 0.5 else f.kept for n, f in there.items() if f is not None}
        return files, {name for name, file in there.items() if file is None}


def _apply(names: dict[str, _File | None], change: dict[str, _File | bool | None]) -> None:
    for name, file in change.items():
        if isinstance(file, bool):
            names.pop(name, None)
        else:
            names[name] = file


ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
