"""``minsheng`` alone: the month at a glance, and what comes next."""

from __future__ import annotations

import os
import select
import sys
import time
from typing import TYPE_CHECKING

import pytest

from hand import filled
from minsheng_cli.text.lines import width

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Minsheng


def fits(said: str) -> bool:
    return len(said.splitlines()) <= 20 and all(width(line) <= 80 for line in said.splitlines())


def test_outside_a_workspace_it_offers_init_and_demo(outside: Minsheng) -> None:
    done = outside()
    assert done.code == 2
    assert "minsheng init" in done.out
    assert "minsheng demo" in done.out
    assert fits(done.out)
    told = outside("--json")
    assert told.code == 2
    assert told.json["month"] is None
    assert [step["command"].split()[1] for step in told.json["next"]] == ["init", "demo"]
    assert not list(outside.root.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_after_the_demo_init_is_still_offered(outside: Minsheng) -> None:
    demo = outside.root / "演示/data"
    assert outside("init", "演示").code == 0  # a demo is a workspace like any other
    assert [step["command"] for step in outside("--json").json["next"]] == ["minsheng init 月报", "minsheng -C 演示"]
    said = typed_at(outside.root, "2\n1\n\n")
    assert said.startswith("这里还没有工作目录，只有演示。")
    assert "先进入该文件夹：cd 演示" in said
    assert "> minsheng generate 2025-03" in said
    assert (demo.parent / "2025-03/下发").is_dir()


def test_it_leads_through_the_month(minsheng: Minsheng) -> None:
    def following() -> list[str]:
        done = minsheng("--json")
        assert 1 <= len(done.json["next"]) <= 3
        assert all(step["why"] for step in done.json["next"])
        shown = minsheng()
        assert fits(shown.out)
        assert all(step["command"] in shown.out for step in done.json["next"])
        return [step["command"] for step in done.json["next"]]

    assert following() == ["minsheng generate 2025-03", "minsheng doctor"]
    first, contacts = minsheng("--json").json["next"]
    assert "截止日都已经过了" in first["why"]  # the list is of 2025
    assert "17 个单位还没有邮箱" in contacts["why"]
    assert minsheng("generate", "2025-12").code == 0
    assert minsheng("--json").json["counts"] == {
        "units": 17, "accepted": 0, "returned": 0, "rejected": 0, "manual": 0, "missing": 17, "late": 0, "waiting": 0
    }  # fmt: skip
    (minsheng.month("2025-12") / "回收").mkdir(exist_ok=True)
    (minsheng.month("2025-12") / "回收/区教委.pdf").write_bytes(b"%PDF-1.4")
    assert following() == ["minsheng collect 2025-12"]
    minsheng("collect", "2025-12")
    assert following()[0] == "minsheng remind 2025-12"
    assert minsheng("seal", "2025-12").code in (0, 1)
    assert following() == ["minsheng generate 2025-final", "minsheng assess"]


def test_what_only_the_clerk_can_decide_is_told_with_the_commands_by_number(issued: Minsheng) -> None:
    """A later return that tells less, and a file of nobody's: no unit is asked, so the glance has to say it."""
    inbox, month = issued.month("2025-04") / "回收", "2025-04"
    inbox.mkdir(exist_ok=True)
    blank = next((issued.month(month) / "下发").glob("*区水利局*.xlsx")).read_bytes()
    for name, data, stamp in (
        ("首报.xlsx", filled(blank), 1745300000),
        ("再报.xlsx", filled(blank, lambda form: form.write(next(iter(form.rows)), progress=None)), 1745307200),
        ("会议通知.xlsx", b"no workbook", 1745314400),
    ):
        (inbox / name).write_bytes(data)
        os.utime(inbox / name, (stamp, stamp))
    said = issued("collect", month).out
    assert "[需改正] 区水利局｜再报.xlsx｜比先收到的“首报.xlsx”少填 1 处" in "".join(said.split("\n    "))
    assert "工作进展未填写" not in said  # not before it is known whether the file counts
    for told in (said, issued("status", month, "--files").out):
        flat = "".join(told.split("\n    ")).replace(" ", "")
        assert "要您定的" in flat
        assert f"2号“再报.xlsx”：不用的，minshengdiscard{month}2--reason理由" in flat
        assert f"改用它的，作废现在采用的“首报.xlsx”：minshengdiscard{month}1--reason理由" in flat
        assert f"3号“会议通知.xlsx”：不用的，minshengdiscard{month}3--reason理由" in flat
    step = {
        "command": f"minsheng status {month} --files",
        "why": "2 个文件没有采用，要您定：会议通知.xlsx、再报.xlsx。",
    }
    assert step in issued("--json").json["next"]
    for number in ("2", "3"):
        issued("discard", month, number, "--reason", "不用")
    assert "要您定" not in issued("status", month, "--files").out + issued().out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_step_is_run_by_its_number_and_shown_as_typed(minsheng: Minsheng) -> None:
    said = typed_at(minsheng.root, "１\n\n")
    assert "> minsheng generate 2025-03" in said
    assert "已生成 17 个单位的表格" in said
    assert minsheng.month("2025-03").is_dir()
    assert said.count("接下来：") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_what_is_chosen_after_init_runs_in_the_folder_that_was_laid_out(outside: Minsheng) -> None:
    said = typed_at(outside.root, "1\n1\n\n")
    assert "先进入该文件夹：cd 月报" in said
    assert "> minsheng generate 2025-03" in said
    assert "已生成 17 个单位的表格" in said
    assert (outside.root / "月报/2025-03/下发").is_dir()


def test_a_file_laid_into_a_month_that_is_sealed_is_named(minsheng: Minsheng) -> None:
    minsheng("generate", "2025-03")
    minsheng("collect", "2025-03")
    minsheng("seal", "2025-03")
    minsheng("generate", "2025-04")
    assert "已封存月份" not in minsheng().out
    (minsheng.month("2025-03") / "回收/区教委.xlsx").write_bytes(b"anything")
    said = minsheng().out
    assert "放进了已封存月份的（是本月的请移到本月“回收”）：2025-03/回收/区教委.xlsx" in said
    assert fits(said)


def test_an_earlier_month_that_was_left_open_is_named(minsheng: Minsheng) -> None:
    for month in ("2025-03", "2025-04"):
        assert minsheng("generate", month, "--unit", "区教委").code == 0
    inbox = minsheng.month("2025-03") / "回收"
    inbox.mkdir(exist_ok=True)
    for file, command in ((inbox / "补报.xlsx", "minsheng collect 2025-03"), (None, "minsheng seal 2025-03")):
        if file:
            file.write_bytes(b"x")
        assert command in [step["command"] for step in minsheng("--json").json["next"]]
        shown = minsheng()
        assert "以前的月份还没有封存：2025-03" in shown.out
        assert fits(shown.out)
        if file:
            assert minsheng("collect", "2025-03").code == 1
    assert minsheng("seal", "2025-03").code == 1
    assert "还没有封存" not in minsheng().out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_number_that_is_not_offered_is_answered(minsheng: Minsheng) -> None:
    said = typed_at(minsheng.root, "7\nstatus\n\n")
    assert said.count("请输入 1 到 2 的序号；要输入别的命令，先直接按回车键结束。") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_month_with_units_outstanding_is_sealed_only_when_a_person_says_so(minsheng: Minsheng) -> None:
    assert minsheng("generate", "2025-04", "--unit", "区教委").code == 0
    assert minsheng("collect", "2025-04").code == 1
    said = typed_at(minsheng.root, "否\n", "seal", "4月")
    assert "还有 17 个单位没有办结，确定封存吗？（是/否）：" in said
    assert "没有封存。" in said
    assert "封存指纹" not in said
    assert "封存指纹" in typed_at(minsheng.root, "是\n", "seal", "4月")
    assert "早已封存" in typed_at(minsheng.root, "", "seal", "4月")
    assert minsheng("seal", "2025-04", "--reopen", "区教委补报").code == 0
    assert "封存指纹" in typed_at(minsheng.root, "", "seal", "4月", "--yes")


def typed_at(root: Path, keys: str, *words: str) -> str:
    """Return what a terminal shows of a command when these keys are typed, each line once it is asked for."""
    import pty  # noqa: PLC0415 - not on Windows

    child, terminal = pty.fork()
    if child == 0:
        os.chdir(root)
        os.execv(sys.executable, [sys.executable, "-m", "minsheng_cli", *words])  # noqa: S606 - this very program
    said, lines, give_up = "", keys.splitlines(keepends=True), time.monotonic() + 600
    while time.monotonic() < give_up:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        said += data.decode("utf-8", "replace")
        if said.endswith(("结束：", "（是/否）：")) and lines:
            os.write(terminal, lines.pop(0).encode())
    os.waitpid(child, 0)
    return said
