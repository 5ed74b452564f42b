"""A person at LibreOffice: opens, edits, saves and prints workbooks through its own API, headless.

One soffice with a profile and a pipe of its own, so that several test processes do not meet; `tests/office_worker.py`
runs under the system's Python, which has `uno`. Edits respect sheet protection as the screen does: a locked cell of a
protected sheet raises Refused.
"""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PYTHON = "/usr/bin/python3"
WORKER = Path(__file__).with_name("office_worker.py")
START = 600.0  # seconds: a cold start with a new profile on a machine busy with other things
ANSWER = 600.0  # seconds for one request, as generous

Edit = dict[str, Any]
Format = Literal["xlsx", "xls", "ods"]


class OfficeError(Exception):
    """LibreOffice failed, or did not answer in time."""


class Refused(OfficeError):
    """LibreOffice would not let a person do that."""


def missing() -> str | None:
    """Return why LibreOffice cannot be driven here, or None when it can."""
    if shutil.which("soffice") is None:
        return "soffice is not installed (apt-get install libreoffice-calc-nogui)"
    if not Path(PYTHON).exists():
        return f"no {PYTHON}"
    probe = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False, timeout=600)
    return None if probe.returncode == 0 else "uno is not installed (apt-get install python3-uno)"


@dataclass
class Office:
    """A running LibreOffice."""

    worker: subprocess.Popen[bytes]

    def edit(self, path_in: Path, path_out: Path, edits: Sequence[Edit], fmt: Format = "xlsx") -> Path:
        """Open, edit, save under another name. Refused where a locked cell or a protected sheet is in the way."""
        self._ask(do="edit", path=str(path_in), out=str(path_out), edits=list(edits), fmt=fmt)
        return path_out

    def resave(self, path_in: Path, path_out: Path, fmt: Format = "xlsx") -> Path:
        """Open and save under another name."""
        return self.edit(path_in, path_out, (), fmt)

    def pdf(self, path: Path, out: Path) -> Path:
        """Print to a file."""
        self._ask(do="pdf", path=str(path), out=str(out))
        return out

    def convert(self, path: Path, out: Path, how: str) -> Path:
        """Open any document and save it through the filter of this name, as ``soffice --convert-to`` does."""
        self._ask(do="convert", path=str(path), out=str(out), filter=how)
        return out

    def read(self, path: Path, sheet: str) -> list[list[dict[str, Any]]]:
        """Return the used area, row by row: string, value, type, locked and background of each cell."""
        rows: list[list[dict[str, Any]]] = self._ask(do="read", path=str(path), sheet=sheet)
        return rows

    def notes(self, path: Path, sheet: str) -> dict[str, str]:
        """Return the notes of a sheet by address."""
        notes: dict[str, str] = self._ask(do="notes", path=str(path), sheet=sheet)
        return notes

    def sheets(self, path: Path) -> list[dict[str, Any]]:
        """Return name, visible and protected of each sheet."""
        sheets: list[dict[str, Any]] = self._ask(do="sheets", path=str(path))
        return sheets

    def _ask(self, **request: object) -> Any:
        assert self.worker.stdin is not None
        try:
            self.worker.stdin.write(json.dumps(request).encode() + b"\n")
            self.worker.stdin.flush()
        except OSError as error:
            raise OfficeError("LibreOffice has gone away") from error
        answer = json.loads(self._line())
        if "ok" in answer:
            return answer["ok"]
        raise (Refused if answer["kind"] == "refused" else OfficeError)(answer["error"])

    def _line(self) -> bytes:
        """Return the worker's next line; after a silence the worker is killed, so no late answer can mislead."""
        assert self.worker.stdout is not None
        received, end = bytearray(), time.monotonic() + ANSWER
        with selectors.DefaultSelector() as selector:
            selector.register(self.worker.stdout, selectors.EVENT_READ)
            while not received.endswith(b"\n"):
                if not selector.select(end - time.monotonic()):
                    self.worker.kill()
                    raise OfficeError(f"LibreOffice did not answer within {ANSWER:.0f} s")
                chunk = os.read(self.worker.stdout.fileno(), 1 << 16)
                if not chunk:
                    raise OfficeError("LibreOffice has gone away")
                received += chunk
        return bytes(received)


@contextmanager
def start() -> Iterator[Office]:
    """Run LibreOffice for the block; skips the test when it is not there. Nothing is left running."""
    if (reason := missing()) is not None:
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="minsheng-office-"))
    pipe = f"minsheng{os.getpid()}{folder.name[-8:]}".replace("_", "x").replace("-", "x")
    soffice = subprocess.Popen(
        [
            "soffice", "--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
            f"-env:UserInstallation={folder.as_uri()}", f"--accept=pipe,name={pipe};urp;",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a group of its own: soffice is a shell script, a watcher and the program
        env={**os.environ, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"},
    )  # fmt: skip
    patience = 0.0
    try:
        with _worker(pipe) as worker:
            yield Office(worker)
        patience = 10.0 if worker.returncode == 0 else 0.0  # it was asked to leave, or nobody is left to ask it
    finally:
        _end(soffice, patience)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _worker(pipe: str) -> Iterator[subprocess.Popen[bytes]]:
    worker = subprocess.Popen(
        [PYTHON, str(WORKER), pipe, str(START)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield worker
    finally:
        with suppress(OSError, subprocess.TimeoutExpired):
            worker.communicate(b'{"do": "quit"}\n', timeout=600)
        _end(worker, 2.0)


def _end(process: subprocess.Popen[bytes], patience: float) -> None:
    """Wait so many seconds, then kill the process and its children, and collect them."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(600)
