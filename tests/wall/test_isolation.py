"""What a reader can and cannot do, tried one by one inside a real reader process.

The reader under trial runs the product's own start and gives up what every reader gives up; then, in place of reading
a file, it does what the file says. Once as this system has it, and on Linux also as one without Landlock and one
without seccomp would have it.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from minsheng_cli.errors import SetupError
from minsheng_cli.tasks.doctor import doctor
from minsheng_cli.wall import Readers, pool

if TYPE_CHECKING:
    from pathlib import Path

TRY = """
import sys
sys.path += sys.argv[1:]
import ctypes, mmap, socket, subprocess  # loaded before anything is given up, as a hostile file's code would be
from minsheng_cli.wall import landlock, system_calls, worker
{absent}
def act(data):
    try:
        place = {{}}
        exec(data.decode(), place)
        return {{"cells": [[0, 0, repr(place.get("got", "done"))]]}}
    except BaseException as error:
        return {{"cells": [[0, 1, type(error).__name__ + str(getattr(error, "errno", ""))]]}}
worker._cells = act
worker.main()
"""
WITHOUT = {
    "as it is": "",
    "no Landlock": "landlock.restrict = lambda folders: False",
    "no seccomp": "system_calls.restrict = lambda opening: False",
    "neither": "landlock.restrict = lambda folders: False\nsystem_calls.restrict = lambda opening: False",
}
linux = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are Linux's")


class Trial:
    """A reader that does what it is told, and what became of it."""

    def __init__(self, readers: Readers, folder: Path) -> None:
        self.readers, self.folder = readers, folder

    def __call__(self, code: str) -> tuple[bool, str]:
        """Return (whether it could, what it got or which error)."""
        worker = self.readers.workers[0]
        worker.ask({"do": "cells"}, f"folder = {str(self.folder)!r}\n{code}".encode())
        ((_, refused, said),) = worker.words()["cells"]
        return not refused, said


@pytest.fixture(params=WITHOUT if sys.platform == "linux" else ["as it is"])
def how(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def trial(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A reader started by a program that stands in a workspace and has the mail password in its environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MINSHENG_MAIL_PASSWORD", "geheim")
    monkeypatch.setattr(pool, "START", TRY.format(absent=WITHOUT[how]))
    (tmp_path / "清单.json").write_text("the archive", encoding="utf-8")
    with Readers() as readers:
        readers.held()
        yield Trial(readers, tmp_path)


FILES = {  # what needs Landlock, or seccomp alone after all has been loaded
    "read the archive": "got = open(folder + '/清单.json').read()",
    "read the program's environment": "import os; got = open(f'/proc/{os.getppid()}/environ').read()",
    "read who has an account here": "got = open('/etc/passwd').read()",
    "list the workspace": "import os; got = os.listdir(folder)",
}
CALLS = {  # what needs seccomp
    "open a socket": "import socket; socket.socket()",
    "open a local socket": "import socket; socket.socket(socket.AF_UNIX)",
    "make a pair of sockets": "import socket; socket.socketpair()",
    "start a program": "import subprocess; subprocess.run(['/bin/true'])",
    "become a program": "import os; os.execv('/bin/true', ['true'])",
    "fork": "import os; pid = os.fork(); pid or os._exit(0)",
    "start a thread": "import _thread; _thread.start_new_thread(print, ())",
    "signal the program": "import os; os.kill(os.getppid(), 0)",
    "make a ring of calls": "import ctypes; got = ctypes.CDLL(None).syscall(425, 8, ctypes.create_string_buffer(120))\n"
    "if got < 0: raise OSError(got)",
    "change modes": "import os; os.chmod(folder + '/清单.json', 0o777)",
}
WRITING = {  # what either forbids
    "delete a file": "import os; os.unlink(folder + '/清单.json')",
    "rename a file": "import os; os.rename(folder + '/清单.json', folder + '/x')",
    "make a folder": "import os; os.mkdir(folder + '/x')",
    "make a link": "import os; os.symlink('/etc', folder + '/y')",
    "empty a file": "open(folder + '/清单.json', 'wb')",
    "add to a file": "open(folder + '/清单.json', 'ab')",
}
NUMBERS = {  # what holds on every Linux
    "write a new file": "import os; os.write(os.open(folder + '/neu', os.O_WRONLY | os.O_CREAT), b'x')",
    "take more memory than it may": "bytearray(2 << 30)",
    "hold many files": "import os; got = [os.dup(0) for _ in range(40)]",
}


@linux
def test_what_a_reader_cannot_do(trial: Trial, how: str) -> None:
    forbidden = {"as it is": (FILES, CALLS, WRITING, NUMBERS), "no Landlock": (FILES, CALLS, WRITING, NUMBERS),
                 "no seccomp": (FILES, WRITING, NUMBERS), "neither": (NUMBERS,)}[how]  # fmt: skip
    could = {name: said for group in forbidden for name, code in group.items() for can, said in [trial(code)] if can}
    assert could == {}
    assert [p.name for p in trial.folder.iterdir() if p.stat().st_size] == ["清单.json"]
    assert (trial.folder / "清单.json").read_text(encoding="utf-8") == "the archive"


@linux
def test_what_is_tried_can_be_done_by_others(trial: Trial, how: str) -> None:
    """Without Landlock and seccomp each of them succeeds: the test above tells something."""
    if how != "neither":
        pytest.skip("tried where nothing forbids it")
    for name, code in {**FILES, **CALLS, **dict(list(WRITING.items())[2:])}.items():
        if name not in ("become a program", "start a program", "make a ring of calls"):
            assert trial(code)[0] or os.getuid(), name


def test_what_holds_everywhere(trial: Trial) -> None:
    """No password, no workspace, no foreign code; and reading goes on."""
    assert "geheim" not in trial("import os; got = dict(os.environ)")[1]
    assert str(trial.folder) not in trial("import os, sys; got = sys.path")[1]
    known = "import os; got = sorted(k for k in os.environ if k not in ('SYSTEMROOT', 'LC_CTYPE'))"
    if sys.platform != "win32":
        assert trial(known) == (True, "[]")
    assert trial("import encodings.big5hkscs as b; got = b'\\xa4\\xa4'.decode('big5hkscs')") == (True, "'中'")
    assert trial("import xlrd; got = xlrd.XLRDError.__name__")[0]
    assert trial("got = b'\\xd6\\xd0'.decode('gb18030')") == (True, "'中'")


@linux
def test_what_holds_is_told(trial: Trial, how: str) -> None:
    """What ``doctor`` says of it rests on what the reader found."""
    held = {"as it is": {"numbers", "files", "calls"}, "no Landlock": {"numbers", "files", "calls"},
            "no seccomp": {"numbers", "files"}, "neither": {"numbers"}}[how]  # fmt: skip
    assert set(trial.readers.held()) == held


def test_readers_run_the_code_that_runs_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that leads others astray is not heard, and a reader of other code is not spoken to."""
    fake = tmp_path / "minsheng_cli"
    fake.mkdir()
    (fake / "__init__.py").write_text("raise SystemExit('wrong code')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with Readers() as readers:
        readers.held()
    said = json.dumps({"ready": str(tmp_path), "held": []}).encode()
    other = f"import sys, struct; sys.stdout.buffer.write(struct.pack('>II', {len(said)}, 0) + {said!r})"
    monkeypatch.setattr(pool, "START", other)
    with Readers() as readers, pytest.raises(SetupError, match="doctor"):
        readers.held()


@linux
def test_doctor_says_what_this_system_cannot_hold_a_reader_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def message() -> str:
        return next(check.message for check in doctor(None) if check.name == "读表进程")

    assert "不能限制" not in message()
    monkeypatch.setattr(pool, "START", TRY.format(absent=WITHOUT["neither"]))
    assert "不能限制它读别的文件、联网、启动程序" in message()
