"""Months as the first version left them: read for ever, and what was sealed is never judged again nor written to.

``tests/data/first_version/make.py`` says what is in them and how they were made.
"""

from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import Minsheng

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKED = Path(__file__).parent / "data/first_version/archives.tar.xz"
SEALED, RESEALED, OPEN = "2025-04", "2025-05", "2025-06"
Tree = dict[str, bytes]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("first")
    with tarfile.open(PACKED) as packed:
        packed.extractall(root, filter="data")
    return root


@pytest.fixture(scope="module")
def said(unpacked: Path) -> dict[str, Any]:
    """What the first version said of them."""
    found: dict[str, Any] = json.loads((unpacked / "said.json").read_bytes())
    return found


@pytest.fixture
def old(unpacked: Path, tmp_path: Path) -> Minsheng:
    """The workspace, in a copy of its own."""
    shutil.copytree(unpacked / "workspace", tmp_path / "old", copy_function=shutil.copy2)
    return Minsheng(tmp_path / "old")


@pytest.fixture(scope="module")
def reading(unpacked: Path) -> Minsheng:
    """The workspace for commands that only read."""
    return Minsheng(unpacked / "workspace")


def archive(run: Minsheng, month: str) -> Tree:
    folder = run.month(month) / "存档"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def lacking(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """Yield where what was said once is not said any more; keys may be added, nothing else."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in old.items():
            if key in new:
                yield from lacking(value, new[key], f"{path}.{key}")
            else:
                yield f"{path}.{key} is gone"
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (before, now) in enumerate(zip(old, new, strict=True)):
            yield from lacking(before, now, f"{path}[{number}]")
    elif old != new:
        yield f"{path}: {old!r} → {new!r}"


# ---------------------------------------------------------------- read for ever


def test_every_archive_is_whole(reading: Minsheng) -> None:
    done = reading("verify", "--json")
    assert (done.code, done.json["whole"]) == (0, True)
    assert done.json["months"] == {SEALED: [], RESEALED: [], OPEN: []}


@pytest.mark.parametrize("month", [SEALED, RESEALED, OPEN])
def test_the_standing_is_told_as_it_was(reading: Minsheng, said: dict[str, Any], month: str) -> None:
    assert list(lacking(said[f"status {month}"], reading("status", month, "--json").json)) == []


def test_every_value_is_explained_as_it_was(reading: Minsheng, said: dict[str, Any]) -> None:
    asked = [command.split() for command in said if command.startswith("explain")]
    assert len(asked) >= 2
    for command in asked:
        done = reading(*command, "--json")
        assert done.code == 0, done.err
        assert list(lacking(said[" ".join(command)], done.json)) == []


def test_the_corrections_of_a_sealed_month_are_told(reading: Minsheng, said: dict[str, Any]) -> None:
    (command,) = [command for command in said if command.startswith(f"explain {SEALED}")]
    told = reading(*command.split()).out
    for correction in (c for e in said[command]["entries"] for c in e["corrections"]):
        assert correction["reason"] in told
        assert correction["value"] in told


@pytest.mark.parametrize("command", ["compare", "problems", "lagging"])
def test_sealed_months_are_compared(reading: Minsheng, said: dict[str, Any], command: str) -> None:
    """What is computed from records may be told better than it was; it is told, of the same projects and problems."""
    done = reading(command, RESEALED, "--json")
    assert done.code in (0, 1), done.err
    before = said[f"{command} {RESEALED}"]
    assert done.json.keys() >= before.keys()
    if command == "problems":
        assert {p["number"] for p in done.json["problems"]} >= {p["number"] for p in before["problems"]}
        assert "现场核实已办结" in json.dumps(done.json, ensure_ascii=False)
    if command == "compare":
        assert {(c["project"], c["unit"]) for c in before["changes"]} == {
            (c["project"], c["unit"]) for c in done.json["changes"]
        }


def test_the_year_is_assessed(reading: Minsheng, said: dict[str, Any]) -> None:
    done = reading("assess", "2025", "--dry-run", "--json")
    assert done.code == 0, done.err
    before = said["assess 2025 --dry-run"]
    assert done.json["months"] == before["months"]
    assert {u["unit"] for u in done.json["units"]} == {u["unit"] for u in before["units"]}


# ---------------------------------------------------------------- never judged again, never written to


@pytest.mark.parametrize("month", [SEALED, RESEALED])
def test_a_sealed_month_is_rendered_from_its_record(old: Minsheng, month: str) -> None:
    before = archive(old, month)
    record = json.loads(before["记录.json"])
    outputs = {path for key, path in record["outputs"].items() if not key.startswith("reply:")}
    issued = {path: (old.root / path).read_bytes() for path in outputs}
    lasting = {path for path in outputs if "督办单_" not in path}  # who lags is told by the rules of this version
    # Its record says something no judging could find out, and its originals cannot be read any more.
    for path in (old.month(month) / "存档/原件").iterdir():
        path.write_bytes(b"gone")
    before |= {name: b"gone" for name in before if name.startswith("原件/")}
    for lost in (False, True):
        if lost:
            shutil.rmtree(old.month(month) / "成果")
        done = old("report", month, "--json")
        assert done.code in (0, 1), done.err
        assert list(lacking(record, done.json)) == []
        assert archive(old, month) == before
        now = {path: (old.root / path).read_bytes() for path in (lasting if lost else outputs)}
        assert all(now.values())
        if not lost:
            assert now == issued  # what lies there as it was issued is left alone
    again = old("report", month, "--json")
    assert again.json == done.json
    assert {path: (old.root / path).read_bytes() for path in lasting} == now
    gone = [path for path in outputs - lasting if not (old.root / path).exists()]
    if gone:  # and the clerk is told so
        told = old("report", month).out
        assert [path for path in gone if path not in told] == []


def test_a_persons_work_on_a_sealed_month_is_kept(old: Minsheng) -> None:
    report = next(old.month(SEALED).glob("成果/*汇总表*.xlsx"))
    report.write_bytes(b"a person's")
    before = archive(old, SEALED)
    done = old("report", SEALED)
    assert "人工修改" in done.out
    assert report.read_bytes() != b"a person's"
    assert b"a person's" in [path.read_bytes() for path in report.parent.iterdir()]
    assert archive(old, SEALED) == before


@pytest.mark.parametrize("command", [
    ("collect", SEALED), ("collect", SEALED, "--dry-run"), ("generate", SEALED), ("remind", SEALED),
])  # fmt: skip
def test_nothing_is_done_to_a_sealed_month(old: Minsheng, command: tuple[str, ...]) -> None:
    before = archive(old, SEALED)
    done = old(*command)
    assert done.code == 3
    assert "已封存" in done.err
    assert archive(old, SEALED) == before


def test_sealing_and_verifying_a_sealed_month_change_nothing(old: Minsheng) -> None:
    before = archive(old, SEALED)
    assert old("seal", SEALED).code in (0, 1)
    assert old("verify").code == 0
    assert archive(old, SEALED) == before


def test_an_open_month_goes_on(old: Minsheng) -> None:
    """What lay uncollected is taken in, the correction and the decision of the first version hold, the rest is kept."""
    before = archive(old, OPEN)
    done = old("collect", OPEN, "--json")
    assert done.code == 1, done.err
    after = archive(old, OPEN)
    assert {name: data for name, data in before.items() if name.startswith("原件/")}.items() <= after.items()
    reasons = [c["reason"] for e in done.json["entries"] for c in e["corrections"]]
    assert reasons == ["电话核实"]
    assert "现场核实" in json.dumps(old("problems", OPEN, "--all", "--json").json, ensure_ascii=False)
    assert old("verify").code == 0
    assert old("seal", OPEN).code in (0, 1)
    assert old("verify").code == 0


def test_a_tampered_archive_of_the_first_version_is_found(old: Minsheng) -> None:
    path = old.month(SEALED) / "存档/记录.json"
    path.write_bytes(path.read_bytes().replace(b"accepted", b"returned", 1))
    assert old("verify").code == 3
