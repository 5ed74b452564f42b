"""Where a command works, and how it refuses: it leaves nothing behind and says what to do."""

from __future__ import annotations

import shutil

import pytest

from conftest import Minsheng, lay_list

COMMANDS = (
    ("generate", "2025-04"), ("collect", "2025-04"), ("status",), ("report", "2025-04"), ("remind",), ("send",),
    ("fetch",), ("explain", "2025-04", "S01"), ("compare",), ("problems",), ("lagging",), ("seal", "2025-04"),
    ("verify",), ("plan",), ("assess",), ("catalogue", "check"), ("catalogue", "show"),
    ("correct", "2025-04", "S01", "完成投资", "1", "--reason", "核实"),
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_outside_a_workspace_a_command_is_refused_and_writes_nothing(
    outside: Minsheng, command: tuple[str, ...]
) -> None:
    done = outside(*command, "--json")
    assert done.code == 2
    assert done.json["error"]["code"] == "no-workspace"
    assert "minsheng init" in done.json["error"]["remedy"]
    assert done.json["error"]["message"] in done.err
    assert not list(outside.root.iterdir())


def test_the_nearest_workspace_upwards_is_meant(minsheng: Minsheng) -> None:
    below = minsheng.root / "来件" / "四月"
    below.mkdir(parents=True)
    assert Minsheng(below)("generate", "2025-04", "--unit", "区教委").code == 0
    assert minsheng.month().is_dir()
    assert not list(below.iterdir())
    inner = lay_list(below)
    assert Minsheng(inner)("generate", "2025-04", "--unit", "区教委").code == 0
    assert (inner / "2025-04").is_dir()


def test_settings_beside_data_or_a_month_make_a_workspace_too(outside: Minsheng) -> None:
    (outside.root / "minsheng.yaml").write_text("sender: {name: 示例甲}\n", encoding="utf-8")
    assert outside("verify", "--json").json["error"]["code"] == "no-workspace"
    (outside.root / "2025-04").mkdir()
    done = outside("generate", "2025-04", "--json")
    assert done.code == 2
    assert "没有项目清单 data/projects.yaml" in done.json["error"]["message"]
    assert "minsheng init" in done.json["error"]["remedy"]


def test_a_folder_named_must_be_one_itself(minsheng: Minsheng) -> None:
    (minsheng.root / "来件").mkdir()
    done = minsheng("-C", "来件", "status", "--json")
    assert done.code == 2
    assert str(minsheng.root) in done.json["error"]["remedy"]


def test_months_of_the_first_version_without_a_list_are_told_the_remedy(minsheng: Minsheng) -> None:
    assert minsheng("generate", "2025-04", "--unit", "区教委").code == 0
    shutil.rmtree(minsheng.root / "data")
    before = {p: p.read_bytes() for p in minsheng.root.rglob("*") if p.is_file()}
    done = minsheng("status", "--json")
    assert done.code == 2
    assert "2025-04" in done.json["error"]["message"]
    assert "minsheng init" in done.json["error"]["remedy"]
    assert minsheng("init").code == 0
    assert {p: p.read_bytes() for p in before} == before
    assert minsheng("status").code == 1


@pytest.mark.parametrize("part", ["下发", "回收", "退回", "成果", "存档"])
def test_a_month_without_a_list_is_known_by_any_of_its_folders(outside: Minsheng, part: str) -> None:
    (outside.root / "2025-04" / part).mkdir(parents=True)
    done = outside("status")
    assert done.code == 2
    assert "里有以前月份的文件（2025-04），但没有项目清单" in done.err


def test_a_workspace_below_is_pointed_at(outside: Minsheng) -> None:
    assert outside("init", "月报").code == 0
    done = outside("generate", "4月")
    assert done.code == 2
    assert "它里面的“月报”才是；请先进入该文件夹：cd 月报。" in done.err


def test_a_usage_error_is_a_document_too(minsheng: Minsheng) -> None:
    for words, code in ((("statsu",), "usage"), (("generate", "2025-13"), "setup"), (("explain",), "usage")):
        done = minsheng(*words, "--json")
        assert done.code == 2
        assert done.json["error"]["code"] == code
        assert done.json["error"]["remedy"].startswith("请")


@pytest.mark.parametrize(("typed", "meant"), [("STATU", "status"), ("colect", "collect"), ("help", "--help")])
def test_near_misses_are_suggested(minsheng: Minsheng, typed: str, meant: str) -> None:
    done = minsheng(typed)
    assert done.code == 2
    assert f"您是指“{meant}”吗" in done.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("discard", "4", "7"), "缺少“--reason”（作废或恢复的理由，必须写），例：minsheng discard 2025-04 7 --reason"),
        (("discard", "4", "7", "--reasn", "x"), "没有“--reasn”这个选项，您是指“--reason”吗？"),
        (
            ("correct", "4", "S05", "完成投资", "1", "--reason", "电话", "核实"),
            "多写了“核实”（内容里有空格的，用引号括起来）",
        ),
    ],
)
def test_what_was_left_out_or_mistyped_is_shown_by_an_example(
    minsheng: Minsheng, typed: tuple[str, ...], said: str
) -> None:
    done = minsheng(*typed)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_command_that_did_its_work_keeps_its_document(minsheng: Minsheng) -> None:
    assert minsheng("generate", "2025-04", "--unit", "区教委").code == 0
    (minsheng.month() / "存档/记录.json").write_bytes(b"{}")
    done = minsheng("verify", "--json")
    assert done.code == 3
    assert "error" not in done.json
