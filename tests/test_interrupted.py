"""``kill -9`` at any moment of collect, then collect again: the same state as if nothing had happened."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import FEW, Minsheng, few_or_all, lay_list
from hand import filled

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")

CHANGING = "openat,write,fsync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat"
"""The calls through which a run can leave a mark on the disk."""


HOLDER = """
import time
from datetime import datetime
from pathlib import Path
from minsheng_cli.store import MonthStore
with MonthStore(Path("2025-04"), "2025-04").lock("minsheng collect", datetime.now().astimezone()):
    print("held", flush=True)
    time.sleep(60)
"""


def tree(root: Path) -> dict[str, bytes]:
    """Every file but the lock; of the month's history without its times, and what follows from them."""
    files = {
        p.relative_to(root).as_posix(): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file() and p.name != ".lock"
    }
    for name in [name for name in files if name.endswith("履历.json")]:
        events = json.loads(files[name])["events"]
        files[name] = json.dumps([(e["number"], e["kind"], e["facts"]) for e in events]).encode()
        manifest = name.replace("履历", "清单")
        if manifest in files:
            listed = json.loads(files[manifest])["files"]
            listed.pop("履历.json")
            files[manifest] = json.dumps(listed).encode()
    return files


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an old report in place and four returns waiting, one of them faulty."""
    root = tmp_path_factory.mktemp("ready")
    run = Minsheng(lay_list(root, FEW))
    assert run("generate", "2025-04").code == 0
    assert run("collect", "2025-04").code == 1
    stamp = 1745300000  # 2025-04-22
    for unit in ("区教委", "区残联", "区水利局"):
        blank = root / f"2025-04/下发/附件2_{unit}_2025年4月.xlsx"
        path = root / f"2025-04/回收/{unit}.xlsx"
        spoil = (lambda form: form.sign(head=None)) if unit == "区残联" else None
        path.write_bytes(filled(blank.read_bytes(), spoil))
        os.utime(path, (stamp, stamp))
    (root / "2025-04/回收/扫描件.pdf").write_bytes(b"%PDF-1.4 scan")
    os.utime(root / "2025-04/回收/扫描件.pdf", (stamp, stamp))
    return root


def copy(ready: Path, to: Path) -> Path:
    shutil.copytree(ready, to, copy_function=shutil.copy2)
    return to


def killed_at(root: Path, call: str, number: int) -> bool:
    """Run collect and kill it at the given occurrence of a call; whether it was reached.

    Only the process that writes is followed: its workers' calls are counted by themselves, and change nothing.
    """
    done = subprocess.run(
        ["strace", "-qq", "-o", os.devnull,
         "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}",
         sys.executable, "-m", "minsheng_cli", "collect", "2025-04"],
        cwd=root, capture_output=True, check=False, timeout=600,
    )  # fmt: skip
    return done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)


def moments(root: Path, most: int) -> list[tuple[str, int]]:
    """Return evenly sampled (call, occurrence) pairs of one whole run that touch the workspace."""
    log = root.parent / "calls.log"
    subprocess.run(
        ["strace", "-qq", "-y", "-o", str(log), "-e", f"trace={CHANGING}",
         sys.executable, "-m", "minsheng_cli", "collect", "2025-04"],
        cwd=root, capture_output=True, check=False, timeout=600,
    )  # fmt: skip
    counts: dict[str, int] = {}
    ours: list[tuple[str, int]] = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        call = line.partition("(")[0]
        counts[call] = counts.get(call, 0) + 1
        if "2025-04" in line or "\\345" in line or ".minsheng" in line:
            ours.append((call, counts[call]))
    every = 1 if os.environ.get("MINSHENG_ALL_MOMENTS") else max(1, len(ours) // most)
    return ours[::every]


@few_or_all("most", 1, 24)
def test_killed_anywhere_then_run_again(ready: Path, tmp_path: Path, most: int) -> None:
    whole = copy(ready, tmp_path / "whole")
    assert Minsheng(whole)("collect", "2025-04").code == 1
    wanted = tree(whole)
    before = tree(ready)
    report = next(name for name in wanted if "成果/" in name)
    points = moments(copy(ready, tmp_path / "traced"), most)
    assert len(points) >= most
    reached = 0
    for number, (call, occurrence) in enumerate(points):
        root = copy(ready, tmp_path / f"killed{number}")
        reached += killed_at(root, call, occurrence)
        after = tree(root)
        assert after[report] in (before[report], wanted[report]), (call, occurrence)
        for name, data in before.items():
            if "/回收/" in name:
                assert after[name] == data
        again = Minsheng(root)("collect", "2025-04")
        assert again.code == 1, again.err
        assert tree(root) == wanted, (call, occurrence)
        shutil.rmtree(root)
    assert reached >= len(points) * 0.8


def test_two_collects_at_once(ready: Path, tmp_path: Path) -> None:
    """One works, the other says who is working; afterwards the month is as one run leaves it."""
    root = copy(ready, tmp_path / "both")
    with subprocess.Popen([sys.executable, "-c", HOLDER], cwd=root, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        done = Minsheng(root)("collect", "2025-04")
        assert done.code == 3
        assert str(holder.pid) in done.err
        assert "2025" in done.err
        holder.kill()
    assert Minsheng(root)("collect", "2025-04").code == 1
