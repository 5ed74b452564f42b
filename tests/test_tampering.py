"""Whatever somebody does to an archive is noticed by ``verify``; what is not is what the manual names as beyond proof.

A workspace with a sealed April and an open May is harmed in one way at a time, at every one of its files.
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import FEW, lay_list
from hand import Form, filled
from minsheng_cli import tasks
from minsheng_cli.month import periods
from minsheng_cli.store import MonthStore, history
from minsheng_cli.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

APRIL, MAY = "2025-04", "2025-05"
UNIT, PROJECT = "区大数据发展局", "P09"
NOW = datetime(2025, 5, 28, 2, 0, tzinfo=UTC)
Harm = tuple[str, "Callable[[Path], object]"]


def come_back(root: Path, month: str, built: int) -> None:
    tasks.generate.generate(Workspace.at(root), month)
    form = Form(next((root / month).glob(f"下发/附件2_{UNIT}_*.xlsx")).read_bytes()).fill()
    form.write(next(iter(form.rows)), investment=built)
    form.count(next(iter(form.rows)), "新建5G基站", built)
    (root / month / "回收" / f"{UNIT}.xlsx").write_bytes(form.bytes())
    (root / month / "回收/扫描件.pdf").write_bytes(b"%PDF-1.4 scan " + month.encode())
    tasks.collect.collect(Workspace.at(root), month)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = lay_list(tmp_path_factory.mktemp("whole"), FEW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(periods, "now", lambda _: NOW)
        space = Workspace.at(root)
        come_back(root, APRIL, 6)
        tasks.supervise.issue(space, APRIL)
        tasks.seal.seal(space, APRIL)
        come_back(root, MAY, 60)
        tasks.correct.correct(space, MAY, PROJECT, "investment", "61", None, "电话核实")
        tasks.discard.discard(space, MAY, "扫描件.pdf", "报错了")
        assert tasks.verify.verify(space, None).whole
        yield root


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def kept(root: Path) -> list[Path]:
    """Every file of the archives and of the supervision ledger."""
    places = [root / APRIL / "存档", root / MAY / "存档", root / "督办"]
    return sorted(p for place in places for p in place.rglob("*") if p.is_file() and p.name != ".lock")


def noticed(root: Path) -> bool:
    return not tasks.verify.verify(Workspace.at(root), None).whole


def flipped(at: float) -> Callable[[Path], None]:
    def flip(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[int(at * (len(data) - 1))] ^= 0x20
        path.write_bytes(data)

    return flip


def linked(path: Path) -> None:
    aside = path.parents[3] / f"aside-{path.name}"
    aside = Path(shutil.move(path, aside))
    path.symlink_to(aside)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    """A thing whose reading never ends; on Windows there is none."""
    path.unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(path)


def twice(path: Path) -> None:
    shutil.copy(path, path.with_name(f"副本 {path.name}"))


HARMS: tuple[Harm, ...] = (
    ("first byte", flipped(0)),
    ("middle", flipped(0.5)),
    ("last byte", flipped(1)),
    ("shorter", lambda path: path.write_bytes(path.read_bytes()[:-1])),
    ("longer", lambda path: path.write_bytes(path.read_bytes() + b"\n")),
    ("empty", lambda path: path.write_bytes(b"")),
    ("deleted", Path.unlink),
    ("renamed", lambda path: path.rename(path.with_name(f"x{path.name}"))),
    ("linked", linked),
    ("a folder", a_folder),
    ("a pipe", a_pipe),
    ("a copy beside it", twice),
)


@pytest.mark.parametrize("harm", [name for name, _ in HARMS])
def test_any_change_to_any_file_is_noticed(copy: Path, harm: str) -> None:
    act = dict(HARMS)[harm]
    unnoticed = []
    for path in kept(copy):
        folder = path.parents[[p.name for p in path.parents].index(copy.name) - 1]  # the month, or 督办
        before = shutil.copytree(folder, copy.parent / "before")
        act(path)
        if not noticed(copy):
            unnoticed.append(path.relative_to(copy).as_posix())
        shutil.rmtree(folder)
        before.rename(folder)
    assert unnoticed == []


def test_files_that_change_places_are_noticed(copy: Path) -> None:
    files, unnoticed = kept(copy), []
    for one, other in combinations(files, 2):
        first, second = one.read_bytes(), other.read_bytes()
        if one.parent.name != other.parent.name or first == second:
            continue
        one.write_bytes(second)
        other.write_bytes(first)
        if not noticed(copy):
            unnoticed.append((one.name, other.name))
        one.write_bytes(first)
        other.write_bytes(second)
    assert unnoticed == []


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
@pytest.mark.parametrize(
    "name", [f"{APRIL}/存档", f"{MAY}/存档", f"{APRIL}/存档/原件", f"{APRIL}/存档/定稿", "督办/2025"]
)
def test_a_folder_that_lies_elsewhere_is_noticed(copy: Path, name: str) -> None:
    (copy / name).rename(copy.parent / "aside")
    (copy / name).symlink_to(copy.parent / "aside")
    assert noticed(copy)


EXTRA = (
    "x.txt",
    ".x",
    "原件/x.xlsx",
    "依据/a.yaml",
    "定稿/汇总.xlsx",
    "新文件夹/",
    "原件/里面/x",
    "清单 (1).json",
    "~$记录.json",
)


@pytest.mark.parametrize("name", EXTRA)
def test_what_is_added_is_noticed(copy: Path, name: str) -> None:
    for month in (APRIL, MAY):
        path = copy / month / "存档" / name
        if name.endswith("/"):
            path.mkdir()
        else:
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(b"")
        assert noticed(copy), month
        shutil.rmtree(path) if path.is_dir() else path.unlink()


# ---------------------------------------------------------------- by somebody who knows how the manifest is made


def remade(root: Path, month: str) -> None:
    """Make a month's manifest anew of what lies there."""
    store = MonthStore(root / month, month)
    (root / month / "存档/清单.json").unlink(missing_ok=True)
    with store.lock("minsheng", NOW, sealed=True):
        store.seal_manifest()


@pytest.mark.parametrize("month", [APRIL, MAY])
def test_a_manifest_made_anew_hides_little(copy: Path, month: str) -> None:
    """Nothing but what holds no judgement: which outputs are ours; in an open month also the page for reading."""
    unnoticed = []
    for path in kept(copy):
        if path.parent.parent.name != month and path.parent.name != "存档":
            continue
        if not path.is_relative_to(copy / month) or path.name == "清单.json":
            continue
        before = shutil.copytree(copy / month, copy.parent / "before")
        path.write_bytes(path.read_bytes().replace(b"2025", b"2024", 1).replace(b"\x00", b"\x01", 1) + b" ")
        remade(copy, month)
        if not noticed(copy):
            unnoticed.append(path.relative_to(copy / month / "存档").as_posix())
        shutil.rmtree(copy / month)
        before.rename(copy / month)
    assert unnoticed == (["产出.json"] if month == APRIL else ["产出.json", "目录.html"])


def chain(root: Path, month: str, change: Callable[[list[Any]], None]) -> None:
    """Make a month's history anew after a change, every hash as the program would."""
    path = root / month / "存档/履历.json"
    lines = json.loads(path.read_text(encoding="utf-8"))["events"]
    change(lines)
    events: tuple[history.Event, ...] = ()
    for line in lines:
        events = history.added(events, line["kind"], line["at"], line["facts"])
    text = json.dumps(history.content(month, events), ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8")


def test_what_is_beyond_proof_is_found_by_the_fingerprint_on_paper(copy: Path) -> None:
    """History, record and manifest of a sealed month all made anew: no file says so, the paper does."""
    printed = tasks.verify.verify(Workspace.at(copy), APRIL).fingerprints[APRIL]
    assert tasks.verify.verify(Workspace.at(copy), APRIL, printed).against.month == APRIL  # type: ignore[union-attr]
    final = next((copy / APRIL / "存档/定稿").iterdir())
    final.write_bytes(final.read_bytes() + b" ")
    remade(copy, APRIL)
    digest = MonthStore(copy / APRIL, APRIL)._digest()  # noqa: SLF001 - as somebody who knows how would

    def sealed_anew(lines: list[Any]) -> None:
        lines[-1]["facts"]["digest"] = digest

    chain(copy, APRIL, sealed_anew)
    remade(copy, APRIL)
    done = tasks.verify.verify(Workspace.at(copy), APRIL, printed)
    assert done.whole, done.faults
    assert done.against
    assert done.against.month == ""
    assert done.fingerprints[APRIL] != printed


def test_a_later_seal_knows_the_one_before_it(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periods, "now", lambda _: NOW)
    tasks.seal.seal(Workspace.at(copy), MAY)
    assert not noticed(copy)

    def later(lines: list[Any]) -> None:
        lines[-1]["at"] = "2025-05-29T10:00:00+08:00"

    chain(copy, APRIL, later)
    remade(copy, APRIL)
    told = tasks.verify.verify(Workspace.at(copy), None).faults[MAY]
    assert any("承接的 2025-04" in fault for fault in told)


@pytest.mark.parametrize("what", ["deleted", "an earlier state"])
def test_a_later_seal_misses_a_month_that_is_gone_or_went_back(
    copy: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Before there is one, the fingerprint on paper does."""
    monkeypatch.setattr(periods, "now", lambda _: NOW)
    printed = tasks.verify.verify(Workspace.at(copy), APRIL).fingerprints[APRIL]
    tasks.seal.seal(Workspace.at(copy), MAY)
    if what == "deleted":
        shutil.rmtree(copy / APRIL)
    else:
        chain(copy, APRIL, list[Any].pop)  # as it was before it was sealed
        remade(copy, APRIL)
    assert noticed(copy)
    against = tasks.verify.verify(Workspace.at(copy), None, printed).against
    assert against
    assert not against.is_newest


def test_an_open_month_that_is_gone_or_went_back_as_a_whole_is_beyond_proof(copy: Path) -> None:
    before = shutil.copytree(copy / MAY, copy.parent / "before")
    tasks.correct.correct(Workspace.at(copy), MAY, PROJECT, "investment", "62", None, "再次核实")
    shutil.rmtree(copy / MAY)
    assert not noticed(copy)
    before.rename(copy / MAY)
    assert not noticed(copy)


def test_an_open_month_made_anew_as_a_whole_is_beyond_proof(copy: Path) -> None:
    """As the manual says: nothing but a seal on paper can tell it."""
    path = copy / MAY / "回收" / f"{UNIT}.xlsx"
    shutil.rmtree(copy / MAY / "存档")
    path.write_bytes(filled(path.read_bytes()))
    tasks.collect.collect(Workspace.at(copy), MAY)
    assert not noticed(copy)
