"""The wall: whatever a file does to its worker, it is named, the next file is read, and no process is left."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from hand import Form
from minsheng_cli import form_spec
from minsheng_cli.errors import SetupError
from minsheng_cli.form import blank
from minsheng_cli.model import Catalogue, Month, Submission
from minsheng_cli.wall import Readers, frames, limits, pool
from minsheng_cli.wall.opened import from_worker
from workbooks import package, workbook


@pytest.fixture(scope="module")
def sheet(catalogue: Catalogue) -> bytes:
    """A blank return as issued."""
    return blank.render(catalogue, "区教委", Month(2025, 4), {}, None)


def test_files_are_read_in_order(sheet: bytes) -> None:
    files = [(n, sheet if n % 3 else b"nothing") for n in range(pool.MANY + 1)]
    with Readers() as readers:
        read = list(readers.read(iter(files), len(files)))
    assert [n for n, _ in read] == list(range(len(files)))
    for n, opened in read:
        assert bool(opened.tables) == bool(n % 3)
        assert opened.failure == ("" if n % 3 else "Unsupported")
    assert read[1][1].kind == "xlsx"


def test_no_more_readers_than_the_command_waits_for(sheet: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that keeps up is left alone: another would cost computing time, whatever it read."""
    monkeypatch.setattr(pool, "MANY", 1)
    monkeypatch.setattr(pool, "monotonic", lambda: 0.0)  # nobody waits
    with Readers() as readers:
        assert [n for n, _ in readers.read([(n, sheet) for n in range(5)], 5)] == [0, 1, 2, 3, 4]
        assert len(readers.workers) == 1


def test_the_file_that_kills_its_worker_is_named_and_the_rest_goes_on(
    sheet: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files that waited behind it are read by the next worker, each once."""
    dies = "main.__globals__.update(_read=lambda data, *_: os._exit(3) if data == b'deadly' else read(data, None))"
    dies = f"import os; read = main.__globals__['_read']; {dies}"
    monkeypatch.setattr(pool, "START", pool.START.replace("main(", f"{dies}; main("))
    files = [b"deadly" if n in (1, 4, 5, 9) else sheet for n in range(10)]
    with Readers() as readers:
        read = list(readers.read(enumerate(files), len(files)))
    assert [n for n, _ in read] == list(range(10))
    for n, opened in read:
        if files[n] == b"deadly":
            assert opened.facts == {"why": "读取时程序异常中止"}
        else:
            assert opened == read[0][1]
    assert read[0][1].tables


@pytest.mark.skipif(sys.platform == "win32", reason="one at a time there: its time is counted from outside")
def test_a_reader_has_the_next_files_before_they_are_asked_for(sheet: bytes) -> None:
    """It goes on while the command judges, whatever that takes; but what is handed over has an end."""
    left = iter(range(200))
    with Readers() as readers:
        read = readers.read(((n, sheet) for n in left), 200)
        next(read)
        ahead = next(left)
        assert 2 < ahead <= pool.AHEAD // len(sheet) + 2
        patience = time.monotonic() + 600
        while readers.workers[0]._answers.qsize() < 2:  # noqa: SLF001 - nobody else may look
            assert time.monotonic() < patience, "the reader waits for the command"
            time.sleep(0.01)
        assert len(list(read)) == 198  # one was never handed over


def test_what_is_said_beyond_all_measure_is_one_files_fault(sheet: bytes) -> None:
    """A small file, the same long text in every cell; and the file after it is read as if nothing had been."""
    heads = "".join(f'<c t="inlineStr"><is><t>{c.header}</t></is></c>' for c in form_spec.COLUMNS)
    cell = '<c t="s"><v>0</v></c>'
    rows = f"<row>{heads}</row>" + f"<row>{cell * 9}</row>" * 120
    bomb = workbook(rows, strings=f"<si><t>{'长' * 32_000}</t></si>")
    with Readers() as readers:
        read = dict(readers.read([("a", sheet), ("b", bomb), ("c", sheet)], 3))
    assert (read["b"].failure, read["b"].facts) == ("TooLarge", {"why": "文字过多"})
    assert read["c"] == read["a"]


def test_a_process_on_its_way_out_is_not_handed_the_next_file(sheet: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    receive, spoken = frames.receive, iter((True, False) * 20)

    def garbled(stream: Any) -> Any:
        said = receive(stream)
        if said and b'"ready"' not in said[0] and next(spoken):
            raise ValueError("garbled")
        return said

    monkeypatch.setattr(frames, "receive", garbled)
    with Readers() as readers:
        read = [bool(opened.tables) for _, opened in readers.read([(n, sheet) for n in range(10)], 10)]
    assert read == [False, True] * 5


def test_a_worker_that_hangs_is_ended(sheet: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "TIME_LIMIT", 0.001)
    with Readers() as readers:
        (read,) = readers.read([("a", sheet)], 1)
    assert (read[1].failure, read[1].facts) == ("TooLarge", {"why": "读取时间过长"})


def test_an_answer_that_waited_is_no_fault_of_its_file(sheet: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command was busy with another file for longer than one may take; the answer is more than a pipe holds."""
    now = [0.0]
    monkeypatch.setattr(pool, "monotonic", lambda: now[0])
    with Readers() as readers:
        (known,) = readers.read([("a", sheet)], 1)
        slow = readers.read([("b", sheet), ("c", sheet)], 2)
        next(slow)
        patience = time.monotonic() + 600
        while readers.workers[0]._answers.empty():  # noqa: SLF001 - nobody else may look
            assert time.monotonic() < patience, "the reader waits until somebody listens"
            time.sleep(0.01)
        now[0] += pool.TIME_LIMIT + 1
        (read,) = slow
    assert read == ("c", known[1])


def test_readers_that_cannot_start_are_no_files_fault(sheet: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """No unit is told that its return is bad because a program of ours was kept from running."""
    monkeypatch.setattr(sys, "executable", shutil.which("false") or shutil.which("hostname"))
    with Readers() as readers:
        with pytest.raises(SetupError, match="无法启动"):
            list(readers.read([("a", sheet)], 1))
        with pytest.raises(SetupError, match="无法启动"):
            readers.unpack(Submission("a.zip", sheet, "", "2025-04-25T00:00:00+08:00", "文件时间"))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for Python")
def test_a_reader_that_hung_up_is_started_anew(sheet: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says nothing more and takes a while to die: the next file may not wait for its word."""
    deaf, started = tmp_path / "deaf", list[int]()
    deaf.write_text("#!/bin/sh\nexec >&-\nexec sleep 600\n", encoding="ascii")
    deaf.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(deaf))
    kill = subprocess.Popen.kill

    def slowly(process: subprocess.Popen[bytes]) -> None:
        started.append(process.pid)
        Timer(0.2, kill, (process,)).start()

    monkeypatch.setattr(subprocess.Popen, "kill", slowly)
    monkeypatch.setattr(pool, "START_LIMIT", 1.0)  # is only waited for where the dying one is asked again
    with Readers() as readers:
        for _ in range(3):
            with pytest.raises(SetupError, match="无法启动"):
                list(readers.read([("a", sheet)], 1))
    assert len(set(started)) == 3


def test_the_start_of_a_reader_is_not_the_files_time(sheet: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    receive, now = frames.receive, [0.0]

    def late(stream: Any) -> Any:
        said = receive(stream)
        if said and b'"ready"' in said[0]:
            now[0] += pool.TIME_LIMIT + 1
        return said

    monkeypatch.setattr(frames, "receive", late)
    monkeypatch.setattr(pool, "monotonic", lambda: now[0])
    with Readers() as readers:
        ((_, read),) = readers.read([("a", sheet)], 1)
    assert (read.tables != (), now) == (True, [pool.TIME_LIMIT + 1])


@pytest.mark.skipif(sys.platform == "win32", reason="processes are listed elsewhere there")
def test_nothing_is_left_behind(sheet: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MANY", 1)
    monkeypatch.setattr(pool, "AWAITED", -1.0)  # however long the command waits for a file, it is too long
    with Readers() as readers:
        list(readers.read([("a", sheet)] * 8, 8))
        own = [w.process.pid for w in readers.workers]
    assert len(own) == min(os.cpu_count() or 1, 4)
    assert not [pid for pid in own if Path(f"/proc/{pid}").exists()]


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_computing_time_is_limited(sheet: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over which a reader would sit for ever: ended by the system, said in a sentence."""
    sits = "main.__globals__.update(CPU_LIMIT=1, _read=lambda *_: [0 for _ in iter(int, 1)])"
    monkeypatch.setattr(pool, "START", pool.START.replace("main(", f"{sits}; main("))
    monkeypatch.setattr(pool, "TIME_LIMIT", 600.0)
    with Readers() as readers:
        (read,) = readers.read([("a", sheet)], 1)
        assert readers.workers[0].process.returncode == -signal.SIGXCPU
    assert (read[1].failure, read[1].facts) == ("TooLarge", {"why": "读取时间过长"})


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_what_waited_behind_a_file_without_end_is_read(sheet: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    spins = "[0 for _ in iter(int, 1)] if data == b'endless' else read(data, None)"
    sits = f"read = main.__globals__['_read']; main.__globals__.update(CPU_LIMIT=1, _read=lambda data, *_: {spins})"
    monkeypatch.setattr(pool, "START", pool.START.replace("main(", f"{sits}; main("))
    monkeypatch.setattr(pool, "TIME_LIMIT", 600.0)
    files = [sheet, b"endless", sheet, sheet]
    with Readers() as readers:
        read = [opened for _, opened in readers.read(enumerate(files), len(files))]
    assert [opened.facts.get("why", "") for opened in read] == ["", "读取时间过长", "", ""]
    assert read[0] == read[2] == read[3]


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_the_limits_hold() -> None:
    """The worker's own limits, set in a process of their own: memory beyond them cannot be had, nothing be written."""
    code = (
        "import tempfile\nfrom minsheng_cli.wall import worker\nworker.limit_process()\n"
        "try:\n bytearray(2 << 30)\nexcept MemoryError:\n print('no memory')\n"
        "import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n f = tempfile.TemporaryFile(buffering=0); f.write(b'x')\nexcept OSError:\n print('no file')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=600)
    assert done.stdout.decode().split("\n")[:2] == ["no memory", "no file"], done.stderr
    assert limits.MEMORY_LIMIT <= 1 << 30


def test_what_a_worker_says_is_checked() -> None:
    wrong: tuple[dict[str, Any], ...] = (
        {}, {"tables": [{}]}, {"tables": 3}, {"failure": "os.system"}, {"failure": "Unreadable", "tables": [1]},
        {"failure": "Unreadable", "facts": {"why": 1}}, {"failure": "Unreadable", "facts": []}, {"failure": 3},
        {"tables": [{"sheet": "", "rows": [{"cells": {"name": {"text": "", "ref": "", "kind": "x"}}, "row_ref": ""}]}]},
    )  # fmt: skip
    for said in wrong:
        with pytest.raises(ValueError, match=r".+"):
            from_worker(json.dumps(said).encode())


def test_messages_are_whole_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    with path.open("wb") as stream:
        frames.send(stream, {"a": "半\ud800"}, b"bytes")
    data = path.read_bytes()
    with path.open("rb") as stream:
        words, bare = frames.receive(stream) or (b"", b"")
        assert (frames.words(words), bare) == ({"a": "半\ud800"}, b"bytes")
        assert frames.receive(stream) is None
    for broken in (data[:4], data[:-1], b"\xff" * 8 + data[8:], data[:8] + b"[]" + data[10:]):
        path.write_bytes(broken)
        with path.open("rb") as stream, pytest.raises(ValueError, match=r".+"):
            frames.words((frames.receive(stream) or (b"", b""))[0])


def test_what_a_file_says_comes_through_whole(sheet: bytes) -> None:
    """A header that names a year is told in a set: the reader must not trip over it."""
    form = Form(sheet)
    form.sheet.cell(form.header_row, form.columns["investment"]).value = "完成投资（2024年）"
    said = form.bytes()
    with Readers() as readers:
        ((_, opened),) = readers.read([("a", said)], 1)
    assert [named.years for table in opened.tables for named in table.of_years] == [frozenset({2024})]


def test_members_come_through_the_wall(sheet: bytes) -> None:
    data = package({"四月.xlsx": sheet, "~$四月.xlsx": b"lock"})
    item = Submission("表.zip", data, "0", "2025-04-25T00:00:00+08:00", "文件时间")
    with Readers() as readers:
        found, ignored = readers.unpack(item)
    assert [(s.name, s.holds, s.data == sheet) for s in found] == [
        ("表.zip", True, False), ("表.zip › 四月.xlsx", False, True),
    ]  # fmt: skip
    assert ignored == ("表.zip › ~$四月.xlsx",)
