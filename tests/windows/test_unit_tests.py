"""Those of the program's own tests that look at disk, lock, wall and intake, run in the bundle's Python under Wine.

A module of its own, so that ``pytest -n 2`` has it run beside the scenes.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from wine import Tool

pytestmark = pytest.mark.windows
pytest_plugins = ["unpacked"]
UNIT_TESTS = (
    "store/test_disk.py", "store/test_lock.py", "store/test_ledger.py", "store/test_shelf.py", "store/test_outputs.py",
    "wall/test_isolation.py", "wall/test_pool.py", "intake/test_sources.py", "intake/test_unpack.py",
    "readers/test_xlsx.py", "text", "validate", "test_amounts.py", "test_zipped.py", "config/test_yaml_strict.py",
)  # fmt: skip


def test_the_unit_tests_that_can_run_there(tool: Tool, tmp_path: Path) -> None:
    """Disk, lock, wall and intake, in the bundle's Python, with pytest beside it."""
    beside = tmp_path / "beside"
    for wheel in Path(os.environ["MINSHENG_WHEELS"]).glob("*.whl"):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(beside)
    here = Path(__file__).parents[2]
    tests = tmp_path / "tests"
    shutil.copytree(here / "tests", tests, ignore=shutil.ignore_patterns("__pycache__", "windows"))
    shutil.copy(here / "pyproject.toml", tmp_path)
    shutil.copytree(here / "bench", tmp_path / "bench", ignore=shutil.ignore_patterns("__pycache__"))
    run = "import sys; sys.path[:0] = sys.argv[1:3]; import pytest; sys.exit(pytest.main(sys.argv[3:]))"
    files = [tests / name for name in UNIT_TESTS]
    options: list[str | Path] = [
        "-p",
        "no:cacheprovider",
        "-q",
        "-m",
        "not office and not strace and not exhaustive",
        "--basetemp",
        tmp_path / "t",
        "-c",
        tmp_path / "pyproject.toml",
    ]
    done = tool.script(run, beside, tests, *options, *files, seconds=900)
    assert done.code == 0, done.text[-6000:]
