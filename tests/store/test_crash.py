"""Real processes, killed or refused at every system call: no state in between is bad, and running again heals.

The points are sampled evenly, more of them with ``-m exhaustive``; MINSHENG_ALL_CRASH_POINTS=1 takes every one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import crash_story
import pytest
from crash_story import EDITED, END, OUTPUTS, PERSON, RETURNS, START, collect, edit, play

import minsheng_cli
from conftest import few_or_all
from minsheng_cli.store import MonthStore
from minsheng_cli.store.disk import sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

pytestmark = [
    pytest.mark.strace,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]

CALLS = [
    *("access", "openat", "mkdir", "newfstatat", "read", "write", "ftruncate", "fsync"),
    *("flock", "getdents64", "rename", "unlink", "close"),
]
KILL = "signal=SIGKILL"
ERRORS = ("error=ENOSPC", "error=EIO", "error=EACCES")
TEMP = re.compile(r"\.minsheng-\d+-\d+\.tmp")
ALL = bool(os.environ.get("MINSHENG_ALL_CRASH_POINTS"))
COLLECTS = ("first", "again")
STORIES = (*COLLECTS, "sealed")
MANIFEST, LEDGER, KNOWN = "存档/清单.json", "存档/台账.json", "存档/产出.json"

Tree = dict[str, bytes]


@dataclass(frozen=True)
class Call:
    """One system call of the trace; ``nth`` of its kind in the whole process, which is how strace counts."""

    name: str
    nth: int
    paths: tuple[str, ...]
    flags: str
    done: bool


@dataclass(frozen=True)
class Run:
    """What a traced process did between the marks, and how it ended."""

    code: int
    said: str
    calls: tuple[Call, ...]


class Stage:
    """A place where the story can be played any number of times from the same beginning."""

    def __init__(self, root: Path, which: str) -> None:
        self.root = root
        self.which = which
        self.numbers = count()
        self.before = self._set_out(root / "before" / "2025-04")
        after = self.fresh()
        play(after, which)
        self.after = tree(after)
        whole = self.play(self.fresh())
        assert (whole.code, whole.said) == (0, "")
        self.calls = whole.calls
        assert len(self.calls) > (30 if which == "sealed" else 100)  # the trace was understood

    def _set_out(self, folder: Path) -> Path:
        folder.parent.mkdir(parents=True)
        if self.which != "first":
            collect(folder, "first")
        if self.which == "again":
            edit(folder)
        return folder

    def fresh(self) -> Path:
        folder = self.root / str(next(self.numbers)) / "2025-04"
        folder.parent.mkdir()
        if self.before.exists():
            shutil.copytree(self.before, folder)
        return folder

    def play(self, folder: Path, inject: str = "", *options: str) -> Run:
        """Run the story as a process under strace."""
        scratch, log = folder.parent / "scratch", folder.parent / "trace"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        command: list[str | Path] = ["strace", "-f", "-y", "-s", "0", "-o", log, "-e", f"trace={','.join(CALLS)}"]
        if inject:
            command += ["-e", f"inject={inject}"]
        if "signal" not in inject:  # quicker, but strace 6.1 then sends no signal
            command += ["--seccomp-bpf"]
        command += [sys.executable, "-I", "-S", "-B", crash_story.__file__, Path(minsheng_cli.__file__).parents[1]]
        command += [folder, scratch, self.which, *options]
        done = subprocess.run(command, capture_output=True, check=False, timeout=600)
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return Run(done.returncode, done.stdout.decode("utf-8"), tuple(_calls(log.read_text("ascii"))))


def _calls(trace: str) -> Iterable[Call]:
    seen = dict.fromkeys(CALLS, 0)
    inside = False
    for line in trace.splitlines():
        match = re.match(r"\d+ +(\w+)\((.*)", line)
        if match is None:
            continue
        name, rest = match.groups()
        seen[name] += 1
        if START in rest or END in rest:
            inside = START in rest
        elif inside:
            raw = re.findall(r'(?<!AT_FDCWD)<(.*?)>|"(.*?)"', rest)
            paths = tuple(_plain(a or b) for a, b in raw if a or b)
            yield Call(name, seen[name], paths, rest, not re.search(r"= (\?|-1 )", rest))


def _plain(path: str) -> str:
    return path.encode("ascii").decode("unicode_escape").encode("latin-1").decode("utf-8")


def tree(folder: Path) -> Tree:
    """Every file by its path, without the lock, whose content is nobody's concern."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def sampled(points: Sequence[Call], most: int) -> list[Call]:
    if ALL or len(points) <= most:
        return list(points)
    return [points[i * len(points) // most] for i in range(most)]


def on_both_cores(check: Callable[[int, Call], None], points: Sequence[Call]) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(check, range(len(points)), points))


@pytest.fixture(scope="module", params=STORIES)
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("crash"), request.param)


# ---------------------------------------------------------------- states in between


def assert_sound(stage: Stage, folder: Path) -> None:
    """Every file is the whole old or the whole new one, no original is lost, nobody's work is lost."""
    before = tree(stage.before) if stage.before.exists() else {}
    now = tree(folder)
    for name in (before.keys() | stage.after.keys() | now.keys()) - {KNOWN}:
        allowed = {before.get(name), stage.after.get(name)} | ({None} if name == EDITED else set())
        assert now.get(name) in allowed or TEMP.fullmatch(Path(name).name), name
    if stage.which == "again":
        assert list(now.values()).count(PERSON) == 2  # both edits, wherever they lie
    if KNOWN in now:
        json.loads(now[KNOWN])
    store = MonthStore(folder, "2025-04")
    for receipt in store.receipts():
        store.original(receipt.sha256)
    if now.get(MANIFEST) == stage.after[MANIFEST]:
        assert store.verify() == ()


def assert_heals(stage: Stage, folder: Path) -> None:
    play(folder, stage.which)
    assert tree(folder) == stage.after


@few_or_all("most", 3, 60)
def test_killed_at_any_call_nothing_is_half_done_and_running_again_ends_the_same(stage: Stage, most: int) -> None:
    def check(_: int, point: Call) -> None:
        folder = stage.fresh()
        run = stage.play(folder, f"{point.name}:{KILL}:when={point.nth}")
        assert run.code == -9
        assert (run.calls[-1].name, run.calls[-1].nth) == (point.name, point.nth)
        assert_sound(stage, folder)
        assert_heals(stage, folder)

    on_both_cores(check, sampled(stage.calls, most))


@few_or_all("most", 2, 40)
def test_refused_at_any_call_it_says_so_in_one_sentence_and_running_again_heals(stage: Stage, most: int) -> None:
    def check(number: int, point: Call) -> None:
        for error in ERRORS if ALL else [ERRORS[number % len(ERRORS)]]:
            folder = stage.fresh()
            run = stage.play(folder, f"{point.name}:{error}:when={point.nth}")
            assert any(call.nth == point.nth and "INJECTED" in call.flags for call in run.calls)
            if run.code == 0:  # it did without
                assert tree(folder) == stage.after, point
            else:
                assert run.code == 3
                assert re.fullmatch(r"[^\n]*[\u4e00-\u9fff][^\n]*。", run.said), point
                assert ".minsheng" not in run.said
                assert ("磁盘已满" in run.said) == (error == "error=ENOSPC" and "加锁" not in run.said), run.said
                assert_sound(stage, folder)
            assert_heals(stage, folder)

    on_both_cores(check, sampled(stage.calls, most))


@few_or_all("most", 1, 6)
def test_a_full_disk_leaves_no_temporary_file(stage: Stage, most: int) -> None:
    writes = [c for c in stage.calls if c.name == "write" and TEMP.search(c.paths[0])]
    for point in sampled(writes, most):
        folder = stage.fresh()
        stage.play(folder, f"write:error=ENOSPC:when={point.nth}+")
        assert not [name for name in tree(folder) if TEMP.search(name)]
        assert_heals(stage, folder)


# ---------------------------------------------------------------- the power fails


def phase(path: str) -> str:
    folder, name = path.split("/")[-2:]
    return name if folder == "存档" else folder if folder in ("原件", "依据") else "outputs"


class Unflushed:
    """What a power failure could take back: bytes until fsync(file), names until fsync(folder)."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.folders: dict[str, set[str]] = {}  # folder -> phases its names belong to
        self.faults: list[str] = []
        self.without_lock_file = False

    def newfstatat(self, call: Call) -> None:
        if call.paths and call.paths[0].endswith(".lock"):
            self.without_lock_file = not call.done

    def _step(self, path: str) -> None:
        ahead = {p for phases in self.folders.values() for p in phases} - {phase(path)}
        if ahead:
            self.faults.append(f"{path} before {ahead} was flushed")
        self.folders.setdefault(str(Path(path).parent), set()).add(phase(path))

    def openat(self, call: Call) -> None:
        path = call.paths[0]
        if path.endswith(".lock"):
            if self.without_lock_file and self.folders:
                self.faults.append("the lock file before its folders were flushed")
        elif "O_CREAT" in call.flags and not TEMP.search(path):
            self.faults.append(f"{path} written in place")

    def write(self, call: Call) -> None:
        if not call.paths[0].endswith(".lock"):
            self.files.add(call.paths[0])

    def fsync(self, call: Call) -> None:
        self.files.discard(call.paths[0])
        self.folders.pop(call.paths[0], None)

    def rename(self, call: Call) -> None:
        source, target = call.paths
        if source in self.files:
            self.faults.append(f"{target} named before its bytes were flushed")
        self._step(target)

    def unlink(self, call: Call) -> None:
        if not TEMP.search(call.paths[0]):
            self._step(call.paths[0])

    def mkdir(self, call: Call) -> None:
        self.folders.setdefault(str(Path(call.paths[0]).parent), set()).add("folders")


def unsafe(calls: Iterable[Call]) -> list[str]:
    """Return what a power failure could spoil: a name without its bytes, or a step without the one before it."""
    state = Unflushed()
    for call in calls:
        if hasattr(state, call.name) and (call.done or call.name == "newfstatat"):
            getattr(state, call.name)(call)
    return state.faults + [f"{folder} never flushed" for folder in state.folders]


def test_each_step_is_on_the_disk_before_the_next_begins(stage: Stage) -> None:
    calls = stage.calls
    assert unsafe(calls) == []
    steps = [phase(call.paths[-1]) for call in calls if call.name == "rename"]
    order = ["原件", "台账.json", "产出.json", "outputs", "产出.json", "记录.json", "依据", "履历.json", "清单.json"]
    if stage.which == "first":
        del order[4]  # what was announced is already what is: nothing to confirm
    if stage.which == "sealed":
        order = ["履历.json", "清单.json"]
    assert [step for i, step in enumerate(steps) if steps[i - 1 : i] != [step]] == order


def test_what_only_goes_is_gone_for_good(tmp_path: Path) -> None:
    mended = Stage(tmp_path, "mended")
    assert [name for name in mended.after if name.startswith("退回")] == []
    assert unsafe(mended.calls) == []


def test_no_flush_and_no_rename_can_be_left_out(stage: Stage) -> None:
    calls = stage.calls
    for i, call in enumerate(calls):
        if call.name == "fsync":
            assert unsafe([*calls[:i], *calls[i + 1 :]]), call
        if call.name == "rename" and TEMP.search(call.paths[0]):
            create = next(c for c in calls if c.name == "openat" and c.paths[0] == call.paths[0])
            assert unsafe([replace(create, paths=call.paths[1:]), *calls])


@pytest.mark.parametrize("what", ["files", "folders"])
def test_the_proof_sees_code_that_does_not_flush(stage: Stage, what: str) -> None:
    assert unsafe(stage.play(stage.fresh(), "", "--without-fsync", what).calls)


@few_or_all("most", 1, 12)
def test_killed_and_then_the_power_fails(stage: Stage, most: int) -> None:
    """A run killed before a folder was flushed leaves names that only the next run can make sure of."""
    calls = stage.calls
    points = [c for c in calls if c.name == "fsync" and not TEMP.search(c.paths[0])]

    def check(_: int, point: Call) -> None:
        folder = stage.fresh()
        killed = stage.play(folder, f"fsync:{KILL}:when={point.nth}")
        assert killed.code == -9
        again = stage.play(folder)
        assert again.code == 0
        assert unsafe([*killed.calls, *again.calls]) == [], point
        assert tree(folder) == stage.after

    on_both_cores(check, sampled(points, most))


def test_the_second_collect_says_what_it_found(tmp_path: Path) -> None:
    folder = tmp_path / "2025-04"
    collect(folder, "first")
    edit(folder)
    done = collect(folder, "again")
    assert done.written == ("成果/汇总表.xlsx", EDITED, "退回/甲.xlsx", "退回/丁.eml")
    assert done.unchanged == ("成果/不变.xlsx",)
    assert done.set_aside == ((EDITED, "成果/人改（人工修改1）.xlsx"),)
    assert done.removed == ("退回/乙.xlsx",)
    assert done.kept == ("退回/丙.xlsx",)
    assert {sha256(data) for story in COLLECTS for data in RETURNS[story].values()} == {
        name.split("/")[2].split(".")[0] for name in tree(folder) if name.startswith("存档/原件/")
    }
    assert all((folder / name).read_bytes() == data for name, data in OUTPUTS["again"].items())
