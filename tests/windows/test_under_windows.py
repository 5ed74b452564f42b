"""What a clerk does at Windows, and what is done to her, played from the unpacked bundle under Wine.

``.ci/windows`` makes both and names them in MINSHENG_WINDOWS and MINSHENG_BUNDLE; without them these tests are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from wine import Tool, end_of, path_there

from hand import filled

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.windows
pytest_plugins = ["unpacked"]
MONTH = "2025-04"
STAMP = datetime(2025, 4, 24, 10, tzinfo=timezone(timedelta(hours=8))).timestamp()
ENDLESS = b"NEVER-ENDS"
# The program, with readers that never come to the end of a file with those bytes in it.
WITH_ENDLESS_READERS = f"""
from minsheng_cli.wall import pool
pool.START = '''
import sys
sys.path += sys.argv[2:]
from minsheng_cli.wall import worker
was = worker.opened
def endless(data, *about):
    while {ENDLESS!r} in data:
        pass
    return was(data, *about)
worker.opened = endless
worker.main(sys.argv[1])
'''
from minsheng_cli.cli import main
main()
"""
# The program, saying by which number Windows knows it.
WITH_ITS_NUMBER = "import os; print(os.getpid(), flush=True); from minsheng_cli.cli import main; main()"
# Another program with a file open that nobody else may open, as WPS has it; it holds it until it is told to end.
HOLD = """
import ctypes, sys
opened = ctypes.windll.kernel32.CreateFileW
opened.restype = ctypes.c_void_p
handle = opened(sys.argv[1], 0xC0000000, 0, None, 3, 0x80, None)
print("held" if handle not in (None, ctypes.c_void_p(-1).value) else "not held", flush=True)
sys.stdin.read()
"""


def drop(root: Path, name: str, data: bytes, stamp: float = STAMP) -> Path:
    """Put a file into the month's inbox."""
    path = root / MONTH / "回收" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (stamp, stamp))
    return path


def outcomes(text: str) -> dict[str, tuple[str, str]]:
    """Return (outcome, what is said) of each file, from ``collect --json``."""
    return {f["name"]: (f["outcome"], " ".join(i["message"] for i in f["findings"])) for f in json.loads(text)["files"]}


def tree(folder: Path, *without: str) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    files = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if name.split("/")[0] not in without}


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """An honest return of each unit, filled in on this machine."""
    folder = tmp_path_factory.mktemp("blanks")
    linux(folder, "init", ".")
    linux(folder, "generate", MONTH)
    return {p.name: filled(p.read_bytes()) for p in sorted((folder / MONTH / "下发").glob("*.xlsx"))}


def linux(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the same command on this machine."""
    command = [sys.executable, "-m", "minsheng_cli", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False)


@pytest.fixture
def root(tool: Tool, sheets: dict[str, bytes]) -> Path:
    """A workspace of this machine's making with three returns in the inbox, to be gone on with under Windows."""
    linux(tool.work, "init", ".")
    linux(tool.work, "generate", MONTH)
    for name, data in list(sheets.items())[:3]:
        drop(tool.work, name, data)
    return tool.work


# ---------------------------------------------------------------- the journey, and the same bytes


def test_the_journey_gives_the_same_bytes_as_on_linux(tool: Tool, sheets: dict[str, bytes], tmp_path: Path) -> None:
    """Init, generate, collect, report, correct, seal, verify: exit codes and every file that is handed out."""
    other = tmp_path / "linux"
    other.mkdir()
    steps: tuple[tuple[str, ...], ...] = (
        ("init", "."), ("generate", MONTH), ("collect", MONTH), ("report", MONTH),
        ("correct", MONTH, "S05", "investment", "120.5", "--reason", "电话核实", "--yes"), ("report", MONTH),
        ("seal", MONTH), ("verify", MONTH),
    )  # fmt: skip
    for step in steps:
        if step[0] == "collect":
            for folder in (tool.work, other):
                for name, data in list(sheets.items())[1:]:
                    drop(folder, name, data)
                drop(folder, "早年.xlsx", b"no workbook", -86400.0)  # a clock that stood wrong
        there, here = tool(*step), linux(other, *step)
        assert "Traceback" not in there.text
        assert there.code == here.returncode, (step, there.text, here.stderr.decode())
        assert_same_files(tool.work, other)


def test_the_demo_gives_the_same_bytes_as_on_linux(tool: Tool, tmp_path: Path) -> None:
    done, here = tool("demo", "演示"), linux(tmp_path, "demo", "演示")
    assert (done.code, here.returncode) == (0, 0), done.text
    assert_same_files(tool.work / "演示", tmp_path / "演示")


def assert_same_files(there: Path, here: Path) -> None:
    """Same names and same bytes, but in the archive, whose records bear the time of the work."""
    for month in (p.name for p in here.glob("2025-*")):
        one, two = tree(there / month, "存档"), tree(here / month, "存档")
        assert sorted(one) == sorted(two)
        assert [name for name in one if one[name] != two[name]] == []
        assert set(tree(there / month / "存档/原件")) == set(tree(here / month / "存档/原件"))


# ---------------------------------------------------------------- what comes back


def test_hostile_files_cost_themselves_only(tool: Tool, root: Path, sheets: dict[str, bytes]) -> None:
    """A bomb, a file whose reader never ends, names that differ by case alone and names Windows keeps for itself."""
    honest = next(iter(sheets.values()))
    with zipfile.ZipFile(root / MONTH / "回收/炸弹.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("表.xlsx", b"\0" * (512 << 20))
    with zipfile.ZipFile(drop(root, "没完没了.xlsx", honest), "a") as endless:
        endless.comment = ENDLESS
    names = ("a.xlsx", "A.XLSX", "CON.xlsx", "nul.xlsx", "com1.xlsx", "尾点.xlsx.", "a:b.xlsx", "?.xlsx", "../上.xlsx")
    with zipfile.ZipFile(root / MONTH / "回收/同名.zip", "w") as odd:
        for number, name in enumerate(names):
            odd.writestr(name, honest + bytes([number]))
    done = tool.script(WITH_ENDLESS_READERS, "collect", MONTH, "--json")
    assert done.code == 1, done.text
    assert "Traceback" not in done.err
    said = outcomes(done.out)
    assert {outcome for name, (outcome, _) in said.items() if name.startswith("炸弹.zip")} == {"rejected"}
    assert said["没完没了.xlsx"][0] == "rejected"
    assert "读取时间过长" in said["没完没了.xlsx"][1]
    assert len([name for name in said if name.startswith("同名.zip › ")]) == len(names)
    assert [said[name][0] for name in list(sheets)[:3]] == ["accepted"] * 3
    assert not (root / MONTH / "上.xlsx").exists()


def test_long_and_odd_paths(tool: Tool, root: Path, sheets: dict[str, bytes]) -> None:
    """Wine sets no limit to a path's length; a Windows without the setting LongPathsEnabled does, at 260."""
    deep = tool.work.parent / ("很深的文件夹" * 6) / ("年度重点民生实事推进落实情况" * 5) / ("甲" * 60) / "工作 & (新)"
    deep.parent.mkdir(parents=True)
    shutil.copytree(root, deep)
    for name in ("百分%PATH%号.xlsx", "100%^&!.xlsx", "'引号'.xlsx", "é́ 组合.xlsx", "  前有空格.xlsx"):
        drop(deep, name, next(iter(sheets.values())) + name.encode())
    assert max(len(path_there(p)) for p in deep.rglob("*")) > 260
    done = tool("collect", MONTH, "-C", deep, "--json")
    assert done.code in (0, 1), done.text
    assert len(outcomes(done.out)) == 8
    assert tool("verify", MONTH, "-C", deep).code == 0


# ---------------------------------------------------------------- several programs


def test_two_at_once(tool: Tool, root: Path) -> None:
    """One does the work; the other is told who does."""
    pair = [tool.start("collect", MONTH) for _ in range(2)]
    ended = [end_of(process) for process in pair]
    assert sorted(e.code in (0, 1) for e in ended) == [False, True] or all(e.code in (0, 1) for e in ended)
    for loser in (e for e in ended if e.code not in (0, 1)):
        assert loser.code == 3
        assert "正在处理" in loser.text
    assert tool("verify", MONTH).code == 0
    del root


def test_held_lock_is_told(tool: Tool, root: Path) -> None:
    """The lock itself, held by another process for as long as the test likes."""
    hold = (
        "import sys; from pathlib import Path; from datetime import datetime; from minsheng_cli.store import lock\n"
        "with lock.held(Path(sys.argv[1]), '2025年4月', 'minsheng report', datetime.now().astimezone()):\n"
        "  print('held', flush=True); sys.stdin.read()\n"
    )
    assert tool("collect", MONTH).code == 1
    (path,) = [p for p in (root / MONTH / "存档").iterdir() if "lock" in p.name or "锁" in p.name]
    with started(tool, hold, path):
        done = tool("collect", MONTH)
        assert done.code == 3
        assert "正在处理" in done.text
        assert "minsheng report" in done.text
    assert tool("collect", MONTH).code == 1


def test_killed_in_the_middle(tool: Tool, root: Path) -> None:
    """Ended at several moments, then run again: the archive is whole and nothing lies about."""
    for delay in (0.5, 1.5, 2.5, 3.5):
        process = tool.box.start(tool.python, "-I", "-c", WITH_ITS_NUMBER, "collect", MONTH, folder=tool.work)
        assert process.stdout is not None
        number = process.stdout.readline().decode().strip()
        time.sleep(delay)
        tool.box.run("taskkill", "/F", "/PID", number, folder=tool.work)  # not by name: others run there, too
        end_of(process)
    assert tool("collect", MONTH).code == 1
    done = tool("verify", MONTH)
    assert done.code == 0, done.text
    assert [*root.rglob(".minsheng-*.tmp")] == []


def test_files_held_open_by_another_program(tool: Tool, root: Path, sheets: dict[str, bytes]) -> None:
    """An inbox file is named and the rest goes on; an output is named and written at the next run."""
    first = root / MONTH / "回收" / next(iter(sheets))
    with started(tool, HOLD, first):
        done = tool("collect", MONTH, "--json")
    assert done.code == 1, done.text
    assert "占用" in done.text
    assert tool("collect", MONTH).code == 1
    output = next((root / MONTH / "成果").glob("*汇总*.xlsx"))
    before = output.read_bytes()
    drop(root, list(sheets)[5], list(sheets.values())[5])
    with started(tool, HOLD, output):
        done = tool("collect", MONTH)
    assert done.code in (1, 3), done.text
    assert output.name in done.text
    assert output.read_bytes() == before
    assert tool("report", MONTH).code in (0, 1)
    assert output.read_bytes() != before
    assert tool("verify", MONTH).code == 0


class started:  # noqa: N801 - used as a function
    """A piece of Python that says "held" once it holds something; it is ended with the block."""

    def __init__(self, tool: Tool, code: str, path: Path) -> None:
        self.process = tool.box.start(tool.python, "-I", "-c", code, path, folder=tool.work)

    def __enter__(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == b"held"

    def __exit__(self, *error: object) -> None:
        end_of(self.process)


# ---------------------------------------------------------------- the screen


def test_output_through_pipes_and_into_files(tool: Tool, root: Path) -> None:
    """UTF-8 wherever no person looks, though the code page is 936."""
    assert tool.script("import locale; print(locale.getencoding())").out.strip() == "cp936"
    done = tool("status", MONTH, "--json")
    assert any(u["unit"] == "区教委" for u in json.loads(done.out)["units"])
    typed = f'@call "{path_there(tool.home / "minsheng.cmd")}" status {MONTH} > out.txt\r\n'
    (tool.work / "typed.cmd").write_bytes(typed.encode("gbk"))
    tool.box.run("cmd", "/c", "typed.cmd", folder=tool.work)
    assert "区教委" in (tool.work / "out.txt").read_bytes().decode("utf-8")
    del root


def test_a_double_click(tool: Tool, tmp_path: Path) -> None:
    """From a place of its own: what Explorer does is to give the whole path to cmd.exe, from anywhere."""
    home = tmp_path / "U 盘" / "民生月报"
    shutil.copytree(tool.home, home)
    first = tool.box.run("cmd", "/c", home / "开始.cmd", folder=tmp_path)
    assert "Traceback" not in first.text
    assert "minsheng init" in first.text, first.text
    assert tool("init", home / "月报").code == 0
    again = tool.box.run("cmd", "/c", home / "开始.cmd", folder=tmp_path)
    assert "Traceback" not in again.text
    assert "minsheng generate" in again.text, again.text
