"""A Windows made by ``set_up.sh``: run programs in it as if they were any others.

What is taken care of, each found the hard way: the three streams are pipes, since a Windows Python under Wine dies on
files that Linux opened; a program's end is waited for, not the end of its output, since a service of Wine's keeps the
pipe; paths of this machine become ``Z:\\…``.
"""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

QUIET = 0.6  # seconds without output, after the program's end, that are taken for the end of its output


@dataclass(frozen=True)
class Ended:
    """What a program left behind; both streams as they were, "\\r" taken out."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """All that was said."""
        return self.out + self.err


def path_there(path: Path) -> str:
    """Return how Windows calls a file of this machine."""
    return "Z:" + str(path.absolute()).replace("/", "\\")


class Windows:
    """One Windows installation. Several programs may run in it at once."""

    def __init__(self, folder: Path) -> None:
        """Take the folder that ``set_up.sh`` made."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "LC_", "DISPLAY", "VIRTUAL_ENV"))}
        self.environment = {
            **kept,
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=",
            "LOCPATH": str(folder / "locale"),
            "LC_ALL": "zh_CN.UTF-8",
            "LANG": "zh_CN.UTF-8",
        }

    def start(self, *command: str | Path, folder: Path, **environment: str) -> subprocess.Popen[bytes]:
        """Start a program in a folder; a Path among its arguments is told as Windows calls it."""
        words = [path_there(word) if isinstance(word, Path) else word for word in command]
        return subprocess.Popen(
            ["wine", *words],
            cwd=folder,
            env={**self.environment, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *command: str | Path, folder: Path, seconds: float = 240.0, **environment: str) -> Ended:
        """Run a program to its end. Raises subprocess.TimeoutExpired."""
        return end_of(self.start(*command, folder=folder, **environment), seconds)


def end_of(process: subprocess.Popen[bytes], seconds: float = 240.0) -> Ended:
    """Wait for a program; return what it said. Raises subprocess.TimeoutExpired, the program ended."""
    ears = [_Ear(process.stdout), _Ear(process.stderr)]
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(seconds)
    except BaseException:
        process.kill()
        process.wait()
        raise
    out, err = (ear.end().decode("utf-8", "replace").replace("\r", "") for ear in ears)
    return Ended(process.returncode, out, err)


@dataclass(frozen=True)
class Tool:
    """The program as unpacked from the bundle, in a folder with Chinese and a space in its path."""

    box: Windows
    home: Path  # what was unpacked
    work: Path  # where commands are typed

    @property
    def python(self) -> Path:
        return self.home / "python/python.exe"

    def __call__(self, *arguments: str | Path, seconds: float = 240.0, **environment: str) -> Ended:
        """Run ``minsheng`` with these arguments."""
        return end_of(self.start(*arguments, **environment), seconds)

    def start(self, *arguments: str | Path, **environment: str) -> subprocess.Popen[bytes]:
        """Start ``minsheng`` and do not wait."""
        return self.box.start(self.python, "-I", "-m", "minsheng_cli", *arguments, folder=self.work, **environment)

    def script(self, code: str, *arguments: str | Path, seconds: float = 240.0) -> Ended:
        """Run a piece of Python in the bundle's Python."""
        return self.box.run(self.python, "-I", "-c", code, *arguments, folder=self.work, seconds=seconds)


class _Ear:
    """Listens to one stream for as long as there is something to hear."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        assert stream is not None
        self.pipe, self.heard, self.last = os.dup(stream.fileno()), bytearray(), time.monotonic()
        stream.close()  # the copy may be read from long after the test
        self.thread = Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        while said := os.read(self.pipe, 65536):
            self.heard += said
            self.last = time.monotonic()
        os.close(self.pipe)

    def end(self) -> bytes:
        """Return all that was said; the program has ended, though its pipe may be held by others."""
        ended = time.monotonic()
        while self.thread.is_alive() and time.monotonic() - max(self.last, ended) < QUIET:
            self.thread.join(0.05)
        return bytes(self.heard)
