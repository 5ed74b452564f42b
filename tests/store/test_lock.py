from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from minsheng_cli.errors import Locked, StoreError
from minsheng_cli.store import lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2025, 4, 26, 14, 3, tzinfo=UTC)

HOLD = """
import sys, os
from datetime import UTC, datetime
from pathlib import Path
from minsheng_cli.store import lock
from minsheng_cli.errors import Locked
try:
    with lock.held(Path(sys.argv[1]), "2025-04", "minsheng collect", datetime(2025, 4, 26, 14, 3, tzinfo=UTC)):
        if "--with-worker" in sys.argv and os.fork() == 0:
            print("working", os.getpid(), flush=True)
            sys.stdin.read()
            os._exit(0)
        if "--with-worker" not in sys.argv:
            print("working", os.getpid(), flush=True)
        sys.stdin.read()
except Locked as error:
    print(error, flush=True)
    sys.exit(error.exit_code)
"""


@contextmanager
def another(path: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start another process that takes the lock and keeps it until told; give it and what it said first."""
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", HOLD, str(path), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin
    assert process.stdout
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait(600)
        process.stdout.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".lock"


def taken(path: Path, now: datetime = NOW) -> str:
    """Try to take the lock; return why not."""
    with pytest.raises(Locked) as caught, lock.held(path, "2025-04", "minsheng report", now):
        pass
    return str(caught.value)


def test_the_second_is_told_who_is_working(path: Path) -> None:
    with another(path) as (process, said):
        assert said == f"working {process.pid}"
        who = rf"用户 \S+（电脑 \S+，进程 {process.pid}，minsheng collect，自 14:03 起）"
        assert re.fullmatch(who + "正在处理 2025-04，请等其完成后再试。", taken(path))
        assert "自 4月26日 14:03 起" in taken(path, NOW + timedelta(days=1))


def test_of_two_that_race_one_works_and_the_other_names_it(path: Path) -> None:
    for _ in range(10):
        with another(path) as (a, from_a), another(path) as (b, from_b):
            winner, refused = (a, from_b) if from_a.startswith("working") else (b, from_a)
            assert {from_a, from_b} == {f"working {winner.pid}", refused}
            assert f"进程 {winner.pid}，" in refused


def test_a_killed_holder_frees_it(path: Path) -> None:
    with another(path) as (process, _):
        process.kill()
        process.wait(600)
        with lock.held(path, "2025-04", "minsheng collect", NOW):
            assert json.loads(path.read_bytes())["pid"] == os.getpid()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_worker_that_outlives_its_killed_parent_does_not_keep_it(path: Path) -> None:
    with another(path, "--with-worker") as (process, said):
        assert said != f"working {process.pid}"
        assert f"进程 {process.pid}，" in taken(path)
        process.kill()
        process.wait(600)
        os.kill(int(said.split()[1]), 0)  # the worker lives
        with lock.held(path, "2025-04", "minsheng collect", NOW):
            pass


def in_order(path: Path) -> bool:
    """Take the lock; return whether the last holder ended in order."""
    with lock.held(path, "2025-04", "minsheng collect", NOW) as last_ended_in_order:
        return last_ended_in_order


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_worker_says_nothing_when_the_disk_refuses_to_let_go(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refused(fd: int) -> None:
        closed(fd)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    closed = os.close
    with lock.held(path, "2025-04", "minsheng collect", NOW):
        monkeypatch.setattr(os, "close", refused)
        child = os.fork()
        if child == 0:
            os._exit(len(lock._held))  # noqa: SLF001 - nothing else shows it
        monkeypatch.undo()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert capfd.readouterr() == ("", "")


def test_it_tells_whether_the_last_holder_ended_in_order(path: Path) -> None:
    assert in_order(path)
    assert path.read_bytes() == b""
    with pytest.raises(KeyError), lock.held(path, "2025-04", "minsheng collect", NOW):
        raise KeyError
    assert not in_order(path)
    assert in_order(path)
    with another(path) as (process, _):
        process.kill()
        process.wait(600)
    assert not in_order(path)
    with another(path):
        pass
    assert in_order(path)


@pytest.mark.parametrize("content", [b"", b"\xff", b"[1]", b"{", b"[" * 100_000])
def test_a_holder_that_cannot_be_read_still_holds(path: Path, content: bytes) -> None:
    with lock.held(path, "2025-04", "minsheng collect", NOW):
        path.write_bytes(content)
        assert taken(path) == "另一个程序正在处理 2025-04，请等其完成后再试。"


def test_strange_words_in_the_lock_file_do_no_harm(path: Path) -> None:
    with lock.held(path, "2025-04", "minsheng collect", NOW):
        path.write_text('{"user": "a\\u001b[31m\\nb", "since": "yesterday", "pid": [1]}', encoding="utf-8")
        assert taken(path).startswith("用户 a[31mb（进程 [1]，自 yesterday 起）正在处理")


def test_a_shorter_name_leaves_nothing_of_a_longer_one(path: Path) -> None:
    path.write_bytes(b"x" * 5000)
    with lock.held(path, "2025-04", "minsheng collect", NOW):
        assert set(json.loads(path.read_bytes())) == {"user", "host", "pid", "command", "since"}


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("flag", [os.O_RDWR | os.O_CREAT, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)])
def test_a_link_in_its_place_is_refused(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flag: int, *, there: bool
) -> None:
    """Also where the system has no way to refuse one by itself: what it points at is neither written nor made."""
    monkeypatch.setattr(lock, "_FLAGS", flag)
    aim = tmp_path / "报表.xlsx"
    if there:
        aim.write_bytes(b"somebody's")
    path.symlink_to(aim)
    with pytest.raises(StoreError, match="是一个链接"), lock.held(path, "2025-04", "minsheng collect", NOW):
        pass
    assert aim.exists() == there
    assert not there or aim.read_bytes() == b"somebody's"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match="所在文件夹不存在"),
        lock.held(tmp_path / "a" / ".lock", "2025-04", "minsheng collect", NOW),
    ):
        pass
