"""Where ``conftest.Minsheng`` gets its processes: forked from one that has loaded the command line already.

A command run so differs from one typed only in that Python has started and imported before; it has its own memory,
folder, environment and streams, and ends as any process. Started as a program, this module is that one process: it
takes over a socket, and for each request (a file holding the command, and the three streams) forks a child.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import traceback
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 600.0  # seconds; only a command that hangs takes so long


class Forked:
    """The process that forks, from the side of the tests. One for each process of pytest, started when first needed."""

    def __init__(self) -> None:
        """Start it."""
        self._here, there = socket.socketpair()
        self._one_at_a_time = threading.Lock()
        with there:
            self._process = subprocess.Popen(
                [sys.executable, "-P", __file__, str(there.fileno())],
                pass_fds=(there.fileno(),),
                stdin=subprocess.DEVNULL,
            )
        self._here.settimeout(PATIENCE)

    def run(self, command: list[str], folder: Path, environment: dict[str, str]) -> tuple[int, bytes, bytes]:
        """Run the command line in a folder; return its exit code and what it said on both streams."""
        with TemporaryFile() as request, TemporaryFile() as out, TemporaryFile() as err, self._one_at_a_time:
            request.write(json.dumps([command, str(folder), environment]).encode())
            request.flush()
            socket.send_fds(self._here, [b"?"], [file.fileno() for file in (request, out, err)])
            code = int.from_bytes(self._here.recv(4), "big", signed=True)
            return code, _all(out), _all(err)

    def end(self) -> None:
        """Let it go."""
        self._here.close()
        self._process.wait(PATIENCE)


def _all(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _serve(requests: socket.socket) -> None:
    import minsheng_cli  # noqa: PLC0415 - not in the tests' process, where coverage or a test may come first

    for module in walk_packages(minsheng_cli.__path__, "minsheng_cli."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):  # those of other systems
                import_module(module.name)
    for name in ("openpyxl", "xlsxwriter", "yaml", "jinja2", "rich.progress", "rich.table"):
        import_module(name)
    while True:
        said, files, _, _ = socket.recv_fds(requests, 1, 3)
        if not said:
            return
        child = os.fork()
        if child == 0:
            requests.close()
            _command(*files)
        for file in files:
            os.close(file)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        requests.send(code.to_bytes(4, "big", signed=True))


def _command(request: int, out: int, err: int) -> NoReturn:
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        with os.fdopen(request, "rb") as file:
            command, folder, environment = json.loads(_all(file))
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        os.chdir(folder)
        sys.argv = ["minsheng", *command]
        import_module("minsheng_cli.cli").main()
    except BaseException:  # noqa: BLE001 - main never returns; what is wrong is this module
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(99)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as requests:
        _serve(requests)
