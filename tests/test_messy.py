"""The mutation benchmark on a small scale: nothing may be silently wrong, and nearly all must be right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SPOIL = Path(__file__).parents[1] / "bench/messy/spoil.py"


@pytest.mark.parametrize(
    "how",
    [
        ("--seeds=0", "--pairs=20", "--formats=xlsx,docx"),
        pytest.param(("--seeds=1", "--pairs=80", "--formats=xlsx,docx"), marks=pytest.mark.exhaustive),
        pytest.param(("--seeds=0", "--pairs=40", "--formats=office,xls,ods"), marks=pytest.mark.exhaustive),
    ],
)
def test_nothing_is_silently_wrong(how: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, str(SPOIL), *how], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr
    assert " 0 silently wrong" in done.stdout
