"""The Windows and the bundle that ``.ci/windows`` made: fixtures of the tests in this folder.

No conftest: there is one, and tests import from it by that name.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from wine import Tool, Windows


@pytest.fixture(scope="session")
def box() -> Windows:
    """The Windows made by ``.ci/windows``."""
    if "MINSHENG_WINDOWS" not in os.environ:
        pytest.skip("needs a Windows made by .ci/windows")
    return Windows(Path(os.environ["MINSHENG_WINDOWS"]))


@pytest.fixture(scope="session")
def home(box: Windows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle, unpacked."""
    del box
    folder = tmp_path_factory.mktemp("windows") / "民生 月报工具"
    with zipfile.ZipFile(os.environ["MINSHENG_BUNDLE"]) as packed:
        packed.extractall(folder)
    (inside,) = folder.iterdir()
    return inside


@pytest.fixture
def tool(box: Windows, home: Path, tmp_path: Path) -> Tool:
    """The command in a fresh, empty folder with Chinese and a space in its path."""
    work = tmp_path / "收表 工作"
    work.mkdir()
    return Tool(box, home, work)
