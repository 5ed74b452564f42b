"""The command line as its user meets it: real processes, real exit codes, Chinese sentences."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from conftest import FEW, Minsheng, lay_list
from hand import filled
from minsheng_cli.cli import app, pages
from minsheng_cli.cli.commands.setup import catalogue_app

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS: list[tuple[str, ...]] = [
    (),
    ("catalogue",),
    *((name,) for name in pages.COMMANDS if name != "catalogue"),
    *(("catalogue", str(command.name)) for command in catalogue_app.registered_commands),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_chinese_with_an_example(minsheng: Minsheng, command: tuple[str, ...]) -> None:
    done = minsheng(*command, "--help")
    assert done.code == 0
    assert not re.search(r"Usage|Options|Show this|Commands|Arguments|Install", done.out)
    assert "用法：minsheng" in done.out
    if command and command != ("catalogue",):
        assert f"例：minsheng {' '.join(command)}" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nonsense",), 2, "没有“nonsense”这个命令"),
        (("colect",), 2, "没有“colect”这个命令，您是指“collect”吗？"),
        (("collect", "--nonsense"), 2, "没有“--nonsense”这个选项"),
        (("explain", "2025-04"), 2, "缺少“项目”"),
        (("status", "-C"), 2, "-C"),
        (("status", "2025-04", "x", "y"), 2, "多写了“x y”"),
        (("generate", "2025-13"), 2, "2025-13"),
        (("generate", "2024-04"), 2, "2025-03 至 2025-12"),
        (("collect", "2026-01"), 2, "2025-03 至 2025-12"),
        (("collect", "2025-13"), 2, "2025-13"),
        (("collect", "没有这个.xlsx"), 2, "没有这个.xlsx"),
        (("generate", "2025-04", "--unit", "区教萎"), 2, "区教委"),
        (("generate", "2025-04", "--unit", "区财政局"), 2, "区财政局"),
        (("supervise", "--basis", "现场核实"), 2, "--close 编号"),
        (("supervise", "--issue", "--reason", "现场核实"), 2, "--withdraw 编号"),
        (("problems", "--basis", "现场核实"), 2, "--close 编号"),
        (("problems", "--due", "2025-06-30"), 2, "--note 编号"),
        (("problems", "--join", ""), 2, "两个编号"),
        (("doctor", "--letter"), 2, "doctor --mail --letter"),
        (("status",), 2, "minsheng generate"),
        (("status", "2025-05"), 2, "minsheng generate 2025-05"),
        (("collect",), 2, "minsheng generate"),
        (("explain", "2025-04", "S99"), 2, "S99"),
        (("remind",), 2, "minsheng generate"),
        (("remind", "2025-04"), 2, "minsheng generate 2025-04"),
        (("send", "--replies", "--reminders"), 2, "一次只能写一个"),
        (("fetch", "2025-04"), 2, "imap"),
        (("status", "-C", "没有这个目录"), 2, "没有这个目录"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_input_gets_one_sentence(minsheng: Minsheng, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = minsheng(*arguments)
    assert done.code == code
    assert said in done.err
    assert done.err.strip().count("\n") == 0
    assert "Traceback" not in done.err
    assert not minsheng.written  # nothing was written


NO_LOCALE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": ""}
"""A terminal that was never set up; Python then speaks UTF-8 to the file system by itself."""


def test_generate_then_status_then_collect_on_an_empty_inbox(minsheng: Minsheng) -> None:
    done = minsheng("generate", "2025-04", "--json")
    assert done.code == 0
    assert len(done.json["files"]) == 17
    out = minsheng.month() / "下发"
    assert len(list(out.glob("*.xlsx"))) == 17
    assert len(list(out.glob("*.eml"))) == 17
    status = minsheng("status", "--json")
    assert status.code == 1
    assert {u["state"] for u in status.json["units"]} == {"missing"}
    collect = minsheng("collect", "--json")
    assert collect.code == 1
    assert collect.json["files"] == []
    assert (minsheng.root / collect.json["outputs"]["consolidated"]).is_file()
    assert "按最近下发的 2025-04 处理" in collect.err


def test_generate_never_overwrites_what_somebody_changed(issued: Minsheng) -> None:
    book = issued.month() / "下发" / "附件2_区教委_2025年4月.xlsx"
    book.write_bytes(b"changed by hand")
    other = issued.month() / "下发" / "附件2_区残联_2025年4月.xlsx"
    other.unlink()
    done = issued("generate", "2025-04")
    assert done.code == 1
    assert "附件2_区教委_2025年4月.xlsx" in done.out
    assert book.read_bytes() == b"changed by hand"
    assert other.is_file()


def test_dry_run_writes_nothing(small: Minsheng) -> None:
    assert small("generate", "2025-04", "--dry-run").code == 0
    assert small("init", "--dry-run").code == 0
    assert not small.written
    small("generate", "2025-04")
    before = {p: p.read_bytes() for p in small.root.rglob("*") if p.is_file()}
    assert small("collect", "2025-04", "--dry-run").code == 1
    assert {p: p.read_bytes() for p in small.root.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("words", [[], ["status"], ["status", "--files"], ["problems", "2025-05"]], ids=" ".join)
def test_who_reads_our_output_may_stop_reading(demo: Minsheng, words: list[str]) -> None:
    """``minsheng status | head``: nobody is told of an error, for there is none."""
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "wb") as gone:
        command = [sys.executable, "-m", "minsheng_cli", *words]
        done = subprocess.run(command, cwd=demo.root, stdout=gone, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


def test_without_a_month_the_newest_open_one_is_meant_and_named(demo: Minsheng) -> None:
    for command in ("compare", "problems", "lagging"):
        assert "未写月份，按最近下发的 2025-05 处理。" in demo(command).out
    assert demo("generate", "2025-06").code == 0
    for command in ("compare", "problems", "lagging"):
        assert "未写月份，按最近下发的 2025-06 处理。" in demo(command).out
    assert demo("seal", "2025-06").code == 1  # units are outstanding
    assert demo("problems").out.startswith("未写月份，按最近下发的 2025-05 处理。")


def test_a_seal_that_is_only_tried_says_whether_the_month_is_sealed(demo: Minsheng) -> None:
    assert demo("seal", "2025-04").code == 1  # units are outstanding
    assert demo("seal", "2025-04", "--dry-run", "--json").json["sealed"] is True
    assert demo("seal", "2025-05", "--dry-run", "--json").json["sealed"] is False


def test_generate_for_chosen_units(minsheng: Minsheng) -> None:
    done = minsheng("generate", "2025-04", "--unit", "区教委", "--unit", "渝北区住建委")
    assert done.code == 0
    names = sorted(p.name for p in (minsheng.month() / "下发").glob("*.xlsx"))
    assert names == ["附件2_区住房城乡建委_2025年4月.xlsx", "附件2_区教委_2025年4月.xlsx"]


def test_the_workspace_may_be_named_before_or_after_the_command(minsheng: Minsheng, tmp_path: Path) -> None:
    for name in ("a", "b"):
        lay_list(tmp_path / name, FEW)
    assert minsheng("-C", "a", "generate", "2025-04").code == 0
    assert minsheng("generate", "2025-04", "--workspace", "b").code == 0
    assert (tmp_path / "a" / "2025-04").is_dir()
    assert (tmp_path / "b" / "2025-04").is_dir()


def test_init_lays_out_what_can_be_edited_and_keeps_what_is_there(minsheng: Minsheng) -> None:
    done = minsheng("init", "工作")
    assert done.code == 0
    root = minsheng.root / "工作"
    for name in ("data/projects.yaml", "data/contacts.yaml", "minsheng.yaml", "templates/mail/下发.j2"):
        assert (root / name).is_file()
    (root / "minsheng.yaml").write_text("sender: {name: 示例甲}\n", encoding="utf-8")
    again = minsheng("init", "工作")
    assert again.code == 0
    assert (root / "minsheng.yaml").read_text(encoding="utf-8") == "sender: {name: 示例甲}\n"
    assert minsheng("-C", "工作", "catalogue", "check").code == 0


def test_the_workspaces_own_files_win(minsheng: Minsheng) -> None:
    minsheng("init")
    (minsheng.root / "templates/mail/下发.j2").write_text("主题：自定的主题（{{ unit }}）\n正文\n", encoding="utf-8")
    catalogue = minsheng.root / "data/projects.yaml"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace("建设城市微型公园", "建设城市小微公园"), encoding="utf-8")
    assert minsheng("generate", "2025-04", "--unit", "区城管局").code == 0
    (draft,) = (minsheng.month() / "下发").glob("*.eml")
    assert message_from_bytes(draft.read_bytes(), policy=default)["Subject"] == "自定的主题（区城管局）"
    assert "建设城市小微公园" in minsheng("catalogue", "show").out


def test_a_broken_template_or_catalogue_stops_before_anything_is_written(minsheng: Minsheng) -> None:
    minsheng("init")
    template = minsheng.root / "templates/mail/下发.j2"
    template.write_text("主题：x\n{% if %}", encoding="utf-8")
    done = minsheng("generate", "2025-04")
    assert done.code == 2
    assert "templates/mail/下发.j2 第 2 行" in done.err
    assert not minsheng.month().exists()
    template.unlink()
    catalogue = minsheng.root / "data/projects.yaml"
    catalogue.write_text(
        catalogue.read_text(encoding="utf-8").replace("lead_units: [区水利局]", "lead_units: [区水力局]", 1),
        encoding="utf-8",
    )
    for arguments in (("generate", "2025-04"), ("catalogue", "check")):
        done = minsheng(*arguments)
        assert done.code == 2
        said = done.err + done.out
        assert "区水力局" in said
        assert re.search(r"data/projects\.yaml.{0,3}第 ?\d+ ?行", said)


def test_json_is_one_document_and_text_goes_elsewhere(small: Minsheng) -> None:
    for arguments in (("generate", "2025-04"), ("status",), ("collect",), ("report",), ("catalogue", "check"),
                      ("catalogue", "show"), ("explain", "2025-04", "S05"), ("init",)):  # fmt: skip
        done = small(*arguments, "--json", **NO_LOCALE)
        json.loads(done.out)
        assert done.err.strip()
        assert "\\u" not in done.out


@pytest.mark.parametrize("words", [("status", "2025-04"), ("catalogue", "check"), ("collect", "2025-04")], ids=" ".join)
def test_json_may_be_asked_for_before_the_command(issued: Minsheng, words: tuple[str, ...]) -> None:
    before, after = issued("--json", *words), issued(*words, "--json")
    assert json.loads(before.out) == json.loads(after.out)
    assert before.code == after.code


def test_a_ledger_without_any_return_does_not_say_that_all_is_well(issued: Minsheng) -> None:
    issued("collect", "2025-04")
    assert "看不出来" in issued("problems", "2025-04").out
    done = issued("supervise", "--close", "", "--basis", "现场核实")
    assert (done.code, "编号为“”" in done.err) == (2, True), "an empty number is not: no number"


def test_a_year_may_be_typed_in_wide_digits(demo: Minsheng) -> None:
    assert demo("assess", "２０２５年", "--json", "--dry-run").out == demo("assess", "2025", "--json", "--dry-run").out


def test_a_problem_is_not_joined_to_itself(demo: Minsheng) -> None:
    number = json.loads(demo("problems", "2025-05", "--json").out)["problems"][0]["number"]
    done = demo("problems", "2025-05", "--join", f"{number}，{number}")
    assert (done.code, "本身" in done.err) == (2, True), done.err


def test_output_survives_a_terminal_that_knows_no_chinese(small: Minsheng) -> None:
    done = small("generate", "2025-04", PYTHONIOENCODING="ascii", **NO_LOCALE)
    assert done.code == 0


def test_a_gbk_locale_finds_what_lies_there_in_utf8(issued: Minsheng, tmp_path_factory: pytest.TempPathFactory) -> None:
    locales = tmp_path_factory.mktemp("locales")
    make = ["localedef", "-i", "zh_CN", "-f", "GBK", str(locales / "zh_CN.GBK")]
    if shutil.which("localedef") is None or subprocess.run(make, capture_output=True, check=False).returncode:
        pytest.skip("no such locale can be made here")
    gbk = {"LC_ALL": "zh_CN.GBK", "LOCPATH": str(locales), "PYTHONUTF8": ""}
    done = issued("verify", **gbk)
    assert (done.code, done.out) == (0, "2025-04（未封存）：存档完整\n")
    assert issued("generate", "2025-05", "--unit", "区教委", **gbk).code == 2  # the unit's name came as UTF-8 bytes
    assert issued("generate", "2025-05", **gbk).code == 0
    assert (issued.root / "2025-05/下发/附件2_区教委_2025年5月.xlsx").is_file()


def test_a_system_that_cannot_name_chinese_files_is_told_so(minsheng: Minsheng) -> None:
    done = minsheng("generate", "2025-04", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert done.code == 3
    assert done.err.startswith("本机的语言环境不支持中文文件名")
    assert not minsheng.written


def test_a_file_that_could_not_be_used_is_not_asked_about_once_its_unit_has_reported_after_it(issued: Minsheng) -> None:
    inbox = issued.month() / "回收"
    inbox.mkdir(exist_ok=True)
    sound = filled((issued.month() / "下发/附件2_区教委_2025年4月.xlsx").read_bytes())
    for name, data, day in (("区教委坏.xlsx", b"PK broken", 22), ("区教委.xlsx", sound, 24)):
        (inbox / name).write_bytes(data)
        os.utime(inbox / name, (1745280000 + day * 86400,) * 2)
    assert "区教委坏.xlsx" not in issued("collect", "2025-04").out
    os.utime(inbox / "区教委坏.xlsx", (1745280000 + 30 * 86400,) * 2)
    (inbox / "区教委坏.xlsx").write_bytes(b"PK broken, later")
    assert "区教委坏.xlsx" in issued("collect", "2025-04").out


def test_our_own_folders_are_never_taken_in(demo: Minsheng) -> None:
    ledger = (demo.month("2025-04") / "存档").rglob("*")
    before = {p: p.read_bytes() for p in ledger if p.is_file()}
    for words, said in (
        (("2025-04", "2025-05"), "一次只收一个月"),
        (("2025-04", "."), "整个工作目录"),
        (("2025-04", ".."), "整个工作目录"),
        (("2025-04", "2025-05/下发"), "不是报回的文件"),
        (("2025-04", "2025-05/回收"), "不能收进 2025-04"),
        (("2025-09",), "还没有下发过表格，也没有收到文件"),
    ):
        done = demo("collect", *words)
        assert (done.code, said in done.err) == (2, True), (words, done.err)
    assert "2025年4月：共收到" in demo("collect", "2025-04/回收").out  # the month is the folder's
    assert {p: p.read_bytes() for p in before} == before


def test_a_later_month_told_from_older_figures_is_named(demo: Minsheng) -> None:
    done = demo("correct", "2025-04", "S05", "完成投资", "121.5", "--reason", "电话核实", "--yes")
    assert "完成投资，原为" in done.out, "the confirmation names the column"
    assert len(done.out.splitlines()) < 24, "and stays in sight on a small screen"
    assert "2025-05 的成果是按 2025-04 原来的数据生成的，请运行 minsheng report 2025-05 更新。" in done.out
    assert "原来的数据" not in demo("report", "2025-05").out
    demo("seal", "2025-05", "--yes")
    done = demo("correct", "2025-04", "S05", "完成投资", "122.5", "--reason", "电话核实", "--yes")
    assert "report 2025-05" not in done.out, "a sealed month is not made anew"
    assert "minsheng seal 2025-05 --reopen 理由" in done.out


def test_what_still_waits_in_the_inbox_keeps_a_month_open(demo: Minsheng) -> None:
    (demo.month("2025-05") / "回收/补报.xlsx").write_bytes(b"late")
    done = demo("seal", "2025-05")
    assert done.code == 2
    assert "1 个文件还没有收：补报.xlsx" in done.err
    demo("collect", "2025-05")
    assert demo("seal", "2025-05").code == 1  # units are outstanding


def test_the_list_that_went_missing_is_missed(tmp_path: Path) -> None:
    minsheng = Minsheng(tmp_path)
    assert minsheng("init").code == 0
    (tmp_path / "data/projects.yaml").rename(tmp_path / "data/projects.yaml.txt")
    assert "没有项目清单 data/projects.yaml" in minsheng("generate", "2025-04").err


def test_settings_say_what_mail_could_not(minsheng: Minsheng) -> None:
    for text, said in (
        ("sender: {email: 示例甲}", "sender.email：“示例甲”应为邮箱地址"),
        ("progress: {behind: 40, far_behind: 30}", "应小于 far_behind"),
    ):
        (minsheng.root / "minsheng.yaml").write_text(text, encoding="utf-8")
        done = minsheng("generate", "2025-04")
        assert done.code == 2
        assert said in done.err


def test_explain_says_why_a_cell_was_not_taken_and_what_the_clerk_put_in(demo: Minsheng) -> None:
    said = demo("explain", "2025-05", "S07").out
    assert "完成投资｜附件2!F6｜（待核，未采用，原因见下）" in said
    assert "需改正｜附件2!F6｜累计完成投资由此前报送的 300 万元减少为 1 万元" in said
    assert demo("correct", "2025-05", "S07", "完成投资", "1500", "--reason", "电话核实").code == 1
    assert "完成投资｜附件2!F6｜1500（人工更正，见下）" in demo("explain", "2025-05", "S07").out


def test_help_lists_each_command_by_its_own_first_line() -> None:
    for name, listed in pages.COMMANDS.items():
        command = app.LazyGroup().get_command(None, name)
        assert (command.help or "").strip().splitlines()[0] == listed.summary, name


PLAIN = "--help|status|status 2025-04|status 4月|generate 4月|collect|collect 2025-04|report|collect 无"


@pytest.mark.parametrize("words", [tuple(line.split()) for line in PLAIN.split("|")], ids=" ".join)
def test_what_is_answered_without_typer_is_what_typer_answers(issued: Minsheng, words: tuple[str, ...]) -> None:
    script = "import minsheng_cli.cli.door as door; door._answered = lambda _: None; door.main()"
    done = subprocess.run([sys.executable, "-c", script, *words], cwd=issued.root, capture_output=True, check=False)
    said = issued(*words)
    assert (said.out, said.err, said.code) == (done.stdout.decode(), done.stderr.decode(), done.returncode)


def test_help_and_status_load_neither_the_nouns_nor_a_library(issued: Minsheng) -> None:
    heavy = ("typer", "pydantic", "yaml", "jinja2", "rich", "xlsxwriter", "openpyxl", "minsheng_cli.model.record")
    for command in ("--help", "status"):
        script = (
            "import os, sys; sys.argv = ['minsheng', sys.argv[1]]; import minsheng_cli.cli.door as door\n"
            f"door._leave = lambda _: (print([m for m in {heavy!r} if m in sys.modules], file=sys.stderr, flush=True), "
            "os._exit(0))\n"
            "door.main()"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, command],
            cwd=issued.root, capture_output=True, check=True, encoding="utf-8",
        )  # fmt: skip
        assert done.stderr.strip() == "[]", (command, done.stderr)
