"""What most tests need: the command as a process, a catalogue, a fresh workspace."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from minsheng_cli.catalogue import load
from minsheng_cli.model import Catalogue, Month
from minsheng_cli.workspace import CATALOGUE_FILE, packaged

if TYPE_CHECKING:
    from pathlib import Path

APRIL = Month(2025, 4)


@dataclass(frozen=True)
class Outcome:
    """What a process left behind: exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Minsheng:
    """The command line, run as a real process in a workspace."""

    root: Path

    def __call__(self, *arguments: str | Path, **environment: str) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "minsheng_cli", *map(str, arguments)],
            cwd=self.root,
            env={**os.environ, "PYTHONUTF8": "0", **environment},
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def month(self, month: str = "2025-04") -> Path:
        return self.root / month

    @property
    def written(self) -> list[Path]:
        """What lies in the workspace beside the list."""
        return [path for path in self.root.iterdir() if path.name != "data"]


def lay_list(root: Path) -> Path:
    """Make a folder a workspace: the 2025 list, and everything else as packaged."""
    (root / "data").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(packaged() / CATALOGUE_FILE, root / CATALOGUE_FILE)
    return root


@pytest.fixture
def minsheng(tmp_path: Path) -> Minsheng:
    """The command in a fresh workspace that holds the 2025 list alone."""
    return Minsheng(lay_list(tmp_path))


@pytest.fixture
def outside(tmp_path: Path) -> Minsheng:
    """The command in an empty folder that is no workspace."""
    return Minsheng(tmp_path)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """What stood in April 2025."""
    path = packaged() / CATALOGUE_FILE
    return load("data/projects.yaml", path.read_bytes()).at(APRIL)
