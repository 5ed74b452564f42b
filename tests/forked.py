"""Where ``conftest.Minsheng`` gets its processes: forked from one that has loaded the command line already.

A command run so differs from one typed only in that Python has started and imported before; it has its own memory,
folder, environment and streams, and ends as any process. Started as a program, this module is that one process: it
takes over a socket, and for each request (a file holding the command, and the three streams) forks a child.

The readers of such a command are forked likewise (``Reader``) and held to all that holds a reader. That Python is
started for them bare and sees nothing is what ``tests/wall`` proves, and every command from scratch uses.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
import time
import traceback
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryFile
from typing import IO, Any, NoReturn

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

    def run(
        self, command: list[str], folder: Path, environment: dict[str, str], watched: dict[str, Any] | None = None
    ) -> tuple[int, bytes, bytes]:
        """Run the command line in a folder; return its exit code and what it said on both streams.

        ``watched``: how ``seam.watch`` is to watch over it.
        """
        with TemporaryFile() as request, TemporaryFile() as out, TemporaryFile() as err, self._one_at_a_time:
            request.write(json.dumps([command, str(folder), environment, watched]).encode())
            request.flush()
            socket.send_fds(self._here, [b"?"], [file.fileno() for file in (request, out, err)])
            code = int.from_bytes(self._here.recv(4), "big", signed=True)
            return code, _all(out), _all(err)

    def end(self) -> None:
        """Let it go."""
        self._here.close()
        self._process.wait(PATIENCE)


@cache
def forked() -> Forked:
    """Return this process's."""
    return Forked()


class Reader:
    """Stands in for ``subprocess.Popen`` where a command starts a reader: a fork of the command itself.

    Only while the command has no thread, since the fork would not have it: later readers are started as ever.
    """

    PIPE, DEVNULL = subprocess.PIPE, subprocess.DEVNULL

    @classmethod
    def use(cls) -> None:
        """Have the readers of this process forked."""
        from minsheng_cli.wall import pool  # noqa: PLC0415 - as in _serve

        vars(pool)["subprocess"] = cls

    @staticmethod
    def Popen(command: list[str], **how: Any) -> Reader | subprocess.Popen[bytes]:  # noqa: N802 - as it is called
        """Start one."""
        return subprocess.Popen(command, **how) if threading.active_count() > 1 else Reader(command)

    def __init__(self, command: list[str]) -> None:
        """Fork."""
        questions, answers = os.pipe(), os.pipe()
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _read(command, questions[0], answers[1])
        os.close(questions[0])
        os.close(answers[1])
        self.stdin, self.stdout = os.fdopen(questions[1], "wb", 0), os.fdopen(answers[0], "rb")

    def poll(self) -> int | None:
        """Return how it ended, as of ``subprocess.Popen``."""
        return self._ended(os.WNOHANG)

    def wait(self) -> int:
        """Wait for it."""
        code = self._ended(0)
        assert code is not None
        return code

    def kill(self) -> None:
        """End it."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def _ended(self, how: int) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, how)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


def _read(command: list[str], questions: int, answers: int) -> NoReturn:
    """Be a reader, with as little of what the command had as a bare start leaves."""
    code = 1
    try:
        os.dup2(questions, 0)
        os.dup2(answers, 1)
        os.closerange(3, 1 << 16)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        os.close(null)
        sys.stdin = open(0, closefd=False, encoding="utf-8")  # noqa: SIM115 - for as long as it lives
        os.chdir("/")
        os.environ.clear()
        library = sysconfig.get_path("stdlib")
        sys.path[:] = [path for path in sys.path if path.startswith(library) and "-packages" not in path]
        patterns, *folders = command[command.index("-c") + 2 :]
        sys.path += folders
        import_module("minsheng_cli.wall.worker").main(patterns)
        code = 0
    finally:
        os._exit(code)


def _all(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _serve(requests: socket.socket) -> None:
    import minsheng_cli  # noqa: PLC0415 - not in the tests' process, where coverage or a test may come first

    for module in walk_packages(minsheng_cli.__path__, "minsheng_cli."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):  # those of other systems
                import_module(module.name)
    for name in ("openpyxl", "xlsxwriter", "yaml", "jinja2", "rich.progress", "rich.table", "getpass", "platform"):
        import_module(name)
    sys.path.append(str(Path(__file__).parent))
    import_module("seam")
    _compile()
    Reader.use()
    gc.collect()
    gc.freeze()  # what is loaded need not be looked through by each command
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


def _compile() -> None:
    """Make now what nearly every command would make for itself and is the same for all.

    Patterns, the templates as shipped, what checks the list and a reader's answer, and the commands as Typer
    has them: up to 100 ms of each.
    """
    from minsheng_cli import patterns  # noqa: PLC0415 - as in _serve
    from minsheng_cli.catalogue import load  # noqa: PLC0415 - as in _serve
    from minsheng_cli.cli import app, pages  # noqa: PLC0415 - as in _serve
    from minsheng_cli.privacy import people  # noqa: PLC0415 - as in _serve
    from minsheng_cli.reports import docx, html  # noqa: PLC0415 - as in _serve
    from minsheng_cli.reports.docx import filling  # noqa: PLC0415 - as in _serve
    from minsheng_cli.wall import opened  # noqa: PLC0415 - as in _serve
    from minsheng_cli.workspace import CATALOGUE_FILE, Workspace, packaged  # noqa: PLC0415 - as in _serve

    people._introduced()
    people._spoken_of()
    for pattern in patterns.ours():
        for method in ("search", "match", "fullmatch", "sub", "finditer", "findall"):
            getattr(pattern, method)
    shipped = Workspace(Path(__file__))  # nobody's: templates are known by the names that other workspaces see
    for page in (html.BOARD, html.PUBLIC, html.INDEX):
        html.check(shipped.template(page))
    for document in (docx.BULLETIN, docx.SLIP, docx.PUBLIC):
        filling._whole(*shipped.document(document))
    opened.from_worker(b'{"failure": "Unreadable", "facts": {"why": ""}}')
    load("projects.yaml", (packaged() / CATALOGUE_FILE).read_bytes())
    group: Any = app.LazyGroup
    commands = {name: group.get_command(None, None, name) for name in pages.COMMANDS}
    group.get_command = lambda _group, _ctx, name: commands.get(name)


def _command(request: int, out: int, err: int) -> NoReturn:
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        with os.fdopen(request, "rb") as file:
            command, folder, environment, watched = json.loads(_all(file))
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        os.chdir(folder)
        sys.argv = ["minsheng", *command]
        if watched:
            import_module("seam").watch(Path(folder), **watched)
        import_module("minsheng_cli.cli").main()
    except BaseException:  # noqa: BLE001 - main never returns; what is wrong is this module
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(99)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as requests:
        _serve(requests)
