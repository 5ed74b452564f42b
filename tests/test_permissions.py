"""What the system really forbids: such a file or folder keeps a month open. Root is tried without its privileges."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import Minsheng
from hand import filled

if TYPE_CHECKING:
    from collections.abc import Iterator

MONTH, UNIT = "2025-04", "区林业局"
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
_WITHOUT = "-dac_override,-dac_read_search"
LIKE_ANYBODY = ("setpriv", f"--inh-caps={_WITHOUT}", f"--bounding-set={_WITHOUT}") if ROOT else ()


def played(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    line = [*LIKE_ANYBODY, sys.executable, "-m", "minsheng_cli", *command]
    return subprocess.run(line, cwd=root, capture_output=True, encoding="utf-8", check=False, timeout=300)


@pytest.fixture(scope="module")
def collected(_issued: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a return collected."""
    root = tmp_path_factory.mktemp("collected")
    shutil.copytree(_issued, root, dirs_exist_ok=True)
    blank = next((root / MONTH).glob(f"下发/附件2_{UNIT}_*.xlsx"))
    (root / MONTH / "回收" / f"{UNIT}.xlsx").write_bytes(filled(blank.read_bytes()))
    assert Minsheng(root)("collect", MONTH).code == 1
    return root


@pytest.fixture
def root(collected: Path) -> Iterator[Path]:
    """Such a workspace, where anybody may go."""
    if sys.platform == "win32" or (ROOT and shutil.which("setpriv") is None):
        pytest.skip("needs setpriv to leave root's privileges aside")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(collected, folder, dirs_exist_ok=True))
        yield root
        for path in (root, *(p for p in root.rglob("*") if p.is_dir())):
            path.chmod(0o755)


@pytest.mark.parametrize("what", ["a file", "a folder", "the inbox"])
def test_what_may_not_be_read_keeps_the_month_open(root: Path, what: str) -> None:
    inbox = root / MONTH / "回收"
    there = {"a file": inbox / "补报.xlsx", "a folder": inbox / "里面", "the inbox": inbox}[what]
    if what == "a folder":
        there.mkdir()
        (there / "表.xlsx").write_bytes(b"x")
    elif what == "a file":
        there.write_bytes(b"x")
    there.chmod(0)
    done = played(root, "seal", MONTH)
    assert done.returncode == 3, done
    assert there.name in done.stderr
    assert "Traceback" not in done.stderr
    assert "已封存" not in played(root, "status", MONTH).stdout
    there.chmod(0o755)
    if what == "a file":
        there.unlink()
    elif what == "a folder":
        shutil.rmtree(there)
    assert played(root, "seal", MONTH).returncode == 1


def test_an_archive_that_may_not_be_written_refuses_in_one_sentence(root: Path) -> None:
    (root / MONTH / "回收/补报.pdf").write_bytes(b"%PDF-1.4 scan")
    for name in ("存档", "存档/原件", "成果"):
        (root / MONTH / name).chmod(0o555)
    for command in (
        ("collect", MONTH),
        ("discard", MONTH, "1", "--reason", "报错了版本"),
        ("correct", MONTH, "P10", "完成投资", "500", "--reason", "电话核实"),
    ):
        done = played(root, *command)
        assert done.returncode == 3, (command, done)
        assert "权限" in done.stderr, (command, done.stderr)
        assert "Traceback" not in done.stderr
