"""The documented API: the script of ``docs/API.md`` runs as printed, and every name is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from minsheng_cli import api

DOCUMENT = Path(__file__).parents[1] / "docs/API.md"


def test_every_name_of_the_api_can_be_had_and_is_told() -> None:
    told = DOCUMENT.read_text(encoding="utf-8")
    for name in api.__all__:
        assert getattr(api, name) is not None
        assert f"`{name}" in told or f"{name}." in told, name


def test_the_documented_script_generates_and_collects(tmp_path: Path) -> None:
    (script,) = re.findall(r"(?s)<!-- script -->\n```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"))
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout.startswith("17 forms in 2025-04\n")
    assert done.stdout.count("missing") == 17
    assert (tmp_path / "月报/2025-04/存档/记录.json").is_file()
