"""Every command that writes, killed or refused at any step, or the current gone: nothing bad in between, and it heals.

A point of each command is tried, two with ``-m exhaustive``; MINSHENG_ALL_CRASH_POINTS=1 takes every one of them.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

import pytest

from conftest import few_or_all, lay_list
from hand import filled
from minsheng_cli.store import MonthStore
from seam import ERRORS, KILLED, Disk, Played, Tree, play

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

ALL = bool(os.environ.get("MINSHENG_ALL_CRASH_POINTS"))
NOW = datetime(2025, 4, 28, 2, 0, tzinfo=UTC)
MONTH = "2025-04"
STAMP = 1745300000  # 2025-04-22
PERSON = b"changed by a person"
TEMP = re.compile(r"(?:.*/)?\.minsheng-\d+-\d+\.tmp")
UNIT, PROJECT = "区教委", "S05"


@dataclass(frozen=True)
class Case:
    """A command, and what was done before it."""

    command: tuple[str, ...]
    after: tuple[Callable[[Path], None] | tuple[str, ...], ...] = ()
    code: int = 0


def _return(root: Path, *, head: bool, text: str = "首报") -> None:
    blank = root / f"{MONTH}/下发/附件2_{UNIT}_2025年4月.xlsx"
    path = root / f"{MONTH}/回收/{UNIT}{text}.xlsx"
    path.write_bytes(filled(blank.read_bytes(), None if head else lambda form: form.sign(head=None)))
    os.utime(path, (STAMP, STAMP))


def comes_back(root: Path) -> None:
    _return(root, head=True)


def comes_back_unsigned(root: Path) -> None:
    _return(root, head=False)


def comes_again(root: Path) -> None:
    path = root / f"{MONTH}/回收/{UNIT}补报.xlsx"
    blank = root / f"{MONTH}/下发/附件2_{UNIT}_2025年4月.xlsx"
    path.write_bytes(filled(blank.read_bytes(), lambda form: form.write(next(iter(form.rows)), investment=12.5)))
    os.utime(path, (STAMP + 9000, STAMP + 9000))


def a_person_edits(root: Path) -> None:
    next(root.glob(f"{MONTH}/成果/*汇总*.xlsx")).write_bytes(PERSON)


def a_person_edits_the_plan(root: Path) -> None:
    next(root.glob("计划/*.xlsx")).write_bytes(PERSON)


def outputs_are_deleted(root: Path) -> None:
    for path in root.glob(f"{MONTH}/成果/*"):
        path.unlink()


def a_plan_is_filled(root: Path) -> None:
    (blank,) = root.glob("计划/*.xlsx")
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(blank)
    sheet = book.worksheets[0]
    for column in (8, 9, 10):
        sheet.cell(4, column).value = 5
    book.save(root / "计划.xlsx")


def a_scan_is_typed_in(root: Path) -> None:
    scan = root / f"{MONTH}/回收/扫描件.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    os.utime(scan, (STAMP, STAMP))
    blank = root / f"{MONTH}/下发/附件2_{UNIT}_2025年4月.xlsx"
    (root / "录入.xlsx").write_bytes(filled(blank.read_bytes()))


GENERATE = ("generate", MONTH, "--unit", UNIT)
COLLECT = ("collect", MONTH)
COLLECTED = (GENERATE, comes_back, COLLECT)
SEALED = (*COLLECTED, ("seal", MONTH))
CORRECT = ("correct", MONTH, PROJECT, "investment", "321", "--reason", "电话核实")
DISCARD = ("discard", MONTH, "1", "--reason", "报错了版本")
CASES = {
    "init": Case(("init",)),
    "generate": Case(GENERATE),
    "collect": Case(COLLECT, (GENERATE, comes_back_unsigned), 1),
    "collect-again": Case(COLLECT, (GENERATE, comes_back_unsigned, COLLECT, a_person_edits, comes_again), 1),
    "report": Case(("report", MONTH), (*COLLECTED, outputs_are_deleted), 1),
    "correct": Case(CORRECT, COLLECTED, 1),
    "withdraw": Case((*CORRECT[:4], "--withdraw", *CORRECT[5:]), (*COLLECTED, CORRECT), 1),
    "discard": Case(DISCARD, COLLECTED, 1),
    "restore": Case((*DISCARD, "--restore"), (*COLLECTED, DISCARD), 1),
    "enter": Case(
        ("enter", MONTH, UNIT, "录入.xlsx", "--from", "扫描件.pdf", "--reason", "只报扫描件"),
        (GENERATE, a_scan_is_typed_in, COLLECT),
        1,
    ),
    "remind": Case(("remind", MONTH), COLLECTED, 1),
    "seal-again": Case(("seal", MONTH), (*SEALED, ("seal", MONTH, "--reopen", "补报更正"), comes_again, COLLECT), 1),
    "report-sealed": Case(("report", MONTH), (*SEALED, outputs_are_deleted), 1),
    "received": Case(("received", MONTH, f"{UNIT}首报.xlsx", "2025-04-27T09:00", "--reason", "当日送达"), COLLECTED, 1),
    "problems": Case(("problems", MONTH, "--close", "S05-2504-1", "--basis", "现场核实"), COLLECTED),
    "seal": Case(("seal", MONTH), COLLECTED, 1),
    "reopen": Case(("seal", MONTH, "--reopen", "补报更正"), SEALED),
    "collect-reopen": Case(("collect", MONTH, "--reopen", "补报更正"), (*SEALED, comes_again), 1),
    "plan": Case(("plan",)),
    "plan-again": Case(("plan",), (("plan",), a_person_edits_the_plan)),
    "plan-load": Case(("plan", "计划.xlsx"), (("plan",), a_plan_is_filled)),
    "assess": Case(("assess",), COLLECTED),
}


class Stage:
    """A place where a command can be played any number of times from the same beginning."""

    def __init__(self, root: Path, case: Case) -> None:
        self.root, self.case = root, case
        self.numbers = count()
        self.origin = root / "origin"
        lay_list(self.origin)
        for act in case.after:
            if callable(act):
                act(self.origin)
            else:
                assert play(self.origin, act, NOW).code in (0, 1)
        self.before = tree(self.origin)
        inside = [(path, path.relative_to(self.origin).as_posix()) for path in self.origin.rglob("*")]
        files = {name: path.read_bytes() for path, name in inside if path.is_file()}
        self.at_rest = files, {name for path, name in inside if path.is_dir()}
        whole = self.fresh()
        self.whole = play(whole, case.command, NOW)
        assert self.whole.code == case.code, self.whole
        self.after = tree(whole)
        assert self.after != self.before
        self.allowed = self._contents()

    def _contents(self) -> dict[str, set[bytes | None]]:
        """Return what each name may hold at any moment: what it did, and what the whole run puts there, each whole."""
        written: dict[str, bytes] = {}
        allowed: dict[str, set[bytes | None]] = {name: {data} for name, data in self.before.items()}
        for step in self.whole.steps:
            if step.call == "write":
                written[step.path] = written.get(step.path, b"") + step.data
            elif step.call in ("replace", "rename"):
                moved = written.pop(step.path, self.before.get(step.path, b""))
                allowed.setdefault(step.other, {None}).add(moved)
                if step.path in allowed:
                    allowed[step.path].add(None)
            elif step.call == "unlink" and step.path in allowed:
                allowed[step.path].add(None)
        return allowed

    def fresh(self, files: Tree | None = None, folders: set[str] | None = None) -> Path:
        root = self.root / str(next(self.numbers))
        if files is None:
            shutil.copytree(self.origin, root, copy_function=shutil.copy2)
            return root
        root.mkdir()
        for name in sorted(folders or ()):
            (root / name).mkdir(parents=True)
        for name, data in files.items():
            (root / name).write_bytes(data)
            if (self.origin / name).exists():
                shutil.copystat(self.origin / name, root / name)
        return root

    def check(self, root: Path, what: object) -> None:
        """Every file is whole, old or new; nothing a person or a unit made is lost; running again ends the same."""
        now = tree(root)
        for name in self.allowed.keys() | now.keys():
            if not TEMP.fullmatch(name):
                assert now.get(name) in self.allowed.get(name, {None}), (what, name)
        assert list(now.values()).count(PERSON) == list(self.before.values()).count(PERSON), what
        for receipt in MonthStore(root / MONTH, MONTH).receipts():
            MonthStore(root / MONTH, MONTH).original(receipt.sha256)
        again = play(root, self.case.command, NOW)
        assert again.code == self.case.code, (what, again.out, again.err)
        healed = tree(root)
        assert {n for n in healed if TEMP.fullmatch(n) and n.startswith(MONTH)} == set(), what
        assert {n: d for n, d in healed.items() if not TEMP.fullmatch(n)} == self.after, what
        if any(name.startswith(f"{MONTH}/存档/") for name in healed):
            assert MonthStore(root / MONTH, MONTH).verify() == (), what
        shutil.rmtree(root)


def tree(root: Path) -> Tree:
    """Every file but the lock."""
    files = (path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def one_sentence(done: Played) -> bool:
    return bool(re.fullmatch(r"[^\n]*[\u4e00-\u9fff][^\n]*。\s*", done.err)) and ".minsheng" not in done.err


def points(total: int, most: int) -> Sequence[int]:
    return range(total) if ALL else [(2 * i + 1) * total // (2 * most) for i in range(most)]


@pytest.fixture(scope="module", params=CASES)
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp(request.param), CASES[request.param])


@few_or_all("most", 1, 2)
def test_killed_at_any_step(stage: Stage, most: int) -> None:
    for point in points(len(stage.whole.steps), most):
        root = stage.fresh()
        assert play(root, stage.case.command, NOW, stop_at=point).code == KILLED
        stage.check(root, ("killed", point, stage.whole.steps[point]))


@few_or_all("most", 1, 2)
def test_refused_at_any_step(stage: Stage, most: int) -> None:
    for point in points(len(stage.whole.steps), most):
        for error in ERRORS if ALL else ERRORS[point % len(ERRORS) :][:1]:
            root = stage.fresh()
            what = ("refused", point, os.strerror(error), stage.whole.steps[point])
            done = play(root, stage.case.command, NOW, stop_at=point, error=error)
            assert done.code in (stage.case.code, 3), (what, done)
            if done.code == 3:
                assert one_sentence(done), (what, done.err)
            stage.check(root, what)


@few_or_all("most", 1, 2)
def test_the_power_fails_at_any_step(stage: Stage, most: int) -> None:
    for point in points(len(stage.whole.steps), most):
        disk = Disk(*stage.at_rest)
        for step in stage.whole.steps[:point]:
            disk.take(step)
        states = [(None, False), (None, True), (random.Random(point), True)]  # noqa: S311 - no secret
        for dice, names in states if ALL else [states[point % 3]]:
            files, folders = disk.after_power_failure(dice, names=names)
            what = ("no power", point, stage.whole.steps[point], names, bool(dice))
            stage.check(stage.fresh(files, folders), what)
