"""The Linux bundle, made from what is committed and played where it was unpacked. ``play_bundle.sh`` does so as root in
a chroot of an older Debian, too.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
BUNDLE = "linux-x64"
BARE = {"PATH": "/usr/bin:/bin", "LC_ALL": "zh_CN.UTF-8"}  # nothing of this machine's Python

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(
        not shutil.which("apt-get") or platform.machine() != "x86_64" or not (REPOSITORY / ".git").exists(),
        reason="needs Debian's packages and a clone",
    ),
]


def run(*command: str | Path, folder: Path, code: int = 0, environment: dict[str, str] | None = None) -> str:
    """Run a program, in this environment or in that of the tests; return what it said."""
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == code, said
    return said


def tree(root: Path) -> dict[str, bytes]:
    """Return what a demo hands out; the archive bears the time of the work."""
    files = (p for p in root.glob("2025-*/**/*") if p.is_file() and "存档" not in p.parts)
    return {str(p.relative_to(root)): p.read_bytes() for p in files}


def test_the_demo_month_from_the_unpacked_archive_gives_the_same_bytes(tmp_path: Path) -> None:
    run(sys.executable, REPOSITORY / "tools/bundle.py", BUNDLE, "--out", tmp_path, folder=REPOSITORY)
    home = tmp_path / "民生 月报工具"
    with tarfile.open(next(tmp_path.glob(f"*{BUNDLE}.tar.gz"))) as packed:
        packed.extractall(home, filter="data")
    (inside,) = home.iterdir()
    bare = {"HOME": str(tmp_path), **BARE}
    assert "minsheng init" in run(inside / "开始.sh", folder=tmp_path, code=2, environment=bare)
    run(inside / "minsheng", "demo", tmp_path / "演示", folder=tmp_path, environment=bare)
    run(sys.executable, "-m", "minsheng_cli", "demo", tmp_path / "此处", folder=tmp_path)
    there, here = tree(tmp_path / "演示"), tree(tmp_path / "此处")
    assert len(here) > 80
    assert there == here
    assert "存档完整" in run(inside / "minsheng", "-C", tmp_path / "演示", "verify", folder=tmp_path, environment=bare)
