"""What a double click opens: the clerk's own folder, never a demo's, in which her real month would be lost."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

START = Path(__file__).parents[2] / "tools/start.py"


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the module as it lies in an unpacked bundle at ``tmp_path``."""
    spec = importlib.util.spec_from_file_location("start", START)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "TOP", tmp_path)
    return module


def lay(folder: Path) -> None:
    (folder / "data").mkdir(parents=True)
    (folder / "data/projects.yaml").touch()


def test_a_demo_is_not_taken_for_the_clerks_workspace(start: ModuleType, tmp_path: Path) -> None:
    lay(tmp_path / "演示")
    assert start.workspace() is None
    lay(tmp_path / "月报")
    assert start.workspace() == tmp_path / "月报"


def test_one_glance_and_it_is_over(start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was laid out from the offers has shown its month already: Enter ends, as the screen says."""
    looked: list[Path] = []

    def glance(_: list[str], cwd: Path, **__: object) -> int:
        looked.append(cwd)
        lay(tmp_path / "月报")
        return 0

    monkeypatch.setattr(start.subprocess, "call", glance)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert start.main() == 0
    assert looked == [tmp_path]
