"""What is proved with seven units (``conftest.FEW``), once more with all 17 and the list's 25 projects."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import WHOLE_LIST

MODULES = (
    "test_taking_back.py", "reports/test_package.py", "test_hostile.py", "test_tampering.py",
    "test_supervision.py", "test_answers.py",
)  # fmt: skip
"""Those in which units are counted, told apart, written to or merged."""


@pytest.mark.exhaustive
@pytest.mark.parametrize("module", MODULES)
def test_the_same_with_all_units(module: str) -> None:
    tests = Path(__file__).parent
    line = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tests / module)]
    done = subprocess.run(
        line, cwd=tests.parent, env={**os.environ, WHOLE_LIST: "1"}, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout[-5000:]
