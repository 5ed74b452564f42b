"""What the clerk's files were read into is kept by what they hold, and never anything else."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from minsheng_cli import catalogue, parse_cache
from minsheng_cli.errors import CatalogueError
from minsheng_cli.workspace import CATALOGUE_FILE, CONTACTS_FILE, SETTINGS_FILE, Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Minsheng

LOADED = """
import sys
from pathlib import Path
from minsheng_cli.workspace import Workspace
space = Workspace.at(Path.cwd())
space.catalogue, space.settings, space.waivers, space.plans
print(*sorted({"pydantic", "yaml"} & set(sys.modules)))
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own, which does not exist yet."""
    folder = tmp_path / "kept" / "here"
    monkeypatch.setenv("MINSHENG_CACHE", str(folder))
    return folder


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lists that were read from their text, by name, in turn."""
    told: list[str] = []
    real = catalogue.load

    def load(name: str, *rest: object, **more: object) -> object:
        told.append(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(catalogue, "load", load)
    return told


def test_the_second_command_loads_neither_pydantic_nor_yaml(minsheng: Minsheng, own: Path) -> None:
    (minsheng.root / "data/plans.yaml").write_text("plans: {S01-1: {2025-06: 3}}\n", encoding="utf-8")
    (minsheng.root / SETTINGS_FILE).write_text("outputs: {paper: A4}\n", encoding="utf-8")
    told = [
        subprocess.run([sys.executable, "-c", LOADED], cwd=minsheng.root, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert [one.stdout.strip() for one in told] == ["pydantic yaml", ""]
    assert {path.name.partition("-")[0] for path in own.iterdir()} >= {"list", "settings", "plans"}


def test_what_is_kept_is_what_was_read(minsheng: Minsheng, own: Path, loads: list[str]) -> None:
    first, again = Workspace.at(minsheng.root), Workspace.at(minsheng.root)
    assert first.catalogue == again.catalogue
    assert first.settings == again.settings
    assert first.catalogue is not again.catalogue
    assert loads == [CATALOGUE_FILE]
    assert own.is_dir()


@pytest.mark.parametrize("name", [CATALOGUE_FILE, CONTACTS_FILE])
def test_one_letter_more_is_read_anew(minsheng: Minsheng, own: Path, loads: list[str], name: str) -> None:
    path = minsheng.root / name
    assert Workspace.at(minsheng.root).catalogue
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n# x\n")
    assert Workspace.at(minsheng.root).catalogue
    assert len(loads) == 2
    assert own.is_dir()


def test_settings_changed_by_the_clerk_hold_at_once(minsheng: Minsheng, own: Path) -> None:
    path = minsheng.root / SETTINGS_FILE
    assert Workspace.at(minsheng.root).settings.outputs.paper == "A3"
    path.write_text("outputs: {paper: A4}\n", encoding="utf-8")
    assert Workspace.at(minsheng.root).settings.outputs.paper == "A4"
    assert own.is_dir()


def test_a_fault_is_told_every_time(minsheng: Minsheng, own: Path) -> None:
    path = minsheng.root / CATALOGUE_FILE
    path.write_bytes(path.read_bytes().replace(b"year: 2025", b"year: soon"))
    for _ in range(2):
        with pytest.raises(CatalogueError, match="year"):
            _ = Workspace.at(minsheng.root).catalogue
    assert not own.exists()


def test_where_another_years_list_decides_nothing_is_kept(minsheng: Minsheng, own: Path, loads: list[str]) -> None:
    contacts = minsheng.root / CONTACTS_FILE
    contacts.write_text("旧单位: {name: 示例甲}\n", encoding="utf-8")
    old = (minsheng.root / CATALOGUE_FILE).read_text(encoding="utf-8")
    earlier = minsheng.root / "data/projects-2024.yaml"
    earlier.write_text(old.replace("units:\n", "units:\n  - {name: 旧单位, full_name: 旧单位}\n", 1), encoding="utf-8")
    assert Workspace.at(minsheng.root).catalogue
    earlier.unlink()
    with pytest.raises(CatalogueError, match="旧单位"):
        _ = Workspace.at(minsheng.root).catalogue
    assert len(loads) == 2
    assert not own.exists()


@pytest.mark.parametrize("harm", ["cut", "rubbish", "empty"])
def test_a_damaged_one_is_made_anew(minsheng: Minsheng, own: Path, loads: list[str], harm: str) -> None:
    assert Workspace.at(minsheng.root).catalogue
    (kept,) = own.glob("list-*")
    sound = kept.read_bytes()
    kept.write_bytes({"cut": sound[:1000], "rubbish": b"cos\nno\n.", "empty": b""}[harm])
    assert Workspace.at(minsheng.root).catalogue.year == 2025
    assert len(loads) == 2
    assert kept.read_bytes() == sound


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows 的文件没有这样的属主和权限")
def test_nobody_else_reads_it_and_nothing_of_anybody_else_is_opened(
    minsheng: Minsheng, own: Path, loads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Workspace.at(minsheng.root).catalogue
    assert own.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in own.iterdir()} == {0o600}
    stranger = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: stranger)
    assert Workspace.at(minsheng.root).catalogue
    assert len(loads) == 2


def test_a_folder_that_cannot_be_made_is_no_fault(minsheng: Minsheng, own: Path) -> None:
    own.parent.write_text("in the way", encoding="utf-8")
    assert minsheng("generate", "2025-04").code == 0


def test_the_oldest_go(own: Path) -> None:
    for number in range(60):
        assert parse_cache.kept("test", (number,), lambda number=number: number) == number  # type: ignore[misc]
    assert len(list(own.iterdir())) == 40
    assert parse_cache.kept("test", (59,), lambda: -1) == 59
