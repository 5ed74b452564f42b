"""What a person types for a month or a project is understood where it can mean one thing only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hand import filled
from minsheng_cli.model import Month
from minsheng_cli.tasks.received import moment_meant

if TYPE_CHECKING:
    from conftest import Minsheng


@pytest.mark.parametrize(
    "typed",
    [
        "4月",
        "4月份",
        "四月",
        "2025年四月份",
        "2025年4月份",
        "4",
        "04",
        "25-4",
        "25年4月",
        "２０２５-０４",
        "２５．４",
        "2025.4",
        "202504",
    ],
)
def test_a_month_is_understood_however_it_is_typed(minsheng: Minsheng, typed: str) -> None:
    done = minsheng("generate", typed, "--dry-run", "--json")
    assert done.code == 0
    assert done.json["month"] == "2025-04"


@pytest.mark.parametrize(
    "typed", ["13", "0", "四", "1四月", "十四月", "2025", "4-25", "1月"]
)  # January is not in the list
def test_what_is_no_month_is_refused(minsheng: Minsheng, typed: str) -> None:
    done = minsheng("generate", typed, "--dry-run", "--json")
    assert done.code == 2
    assert done.json["error"]["remedy"].startswith("请")


def test_a_month_left_out_is_asked_for_where_it_belongs(minsheng: Minsheng) -> None:
    done = minsheng("correct", "S05", "完成投资", "120.5", "--reason", "电话核实")
    assert done.code == 2
    assert "“S05”不是月份，请把月份写成 2025-04 或 4月，写在项目、单位和文件的前面" in done.err


@pytest.mark.parametrize("typed", ["STATUS", "Status", "ｓｔａｔｕｓ"])
def test_a_command_is_understood_in_capitals_and_wide_letters(issued: Minsheng, typed: str) -> None:
    assert issued(typed, "4月").out == issued("status", "4月").out


def test_a_command_of_a_group_is_understood_in_capitals(minsheng: Minsheng) -> None:
    assert minsheng("CATALOGUE", "SHOW").out == minsheng("catalogue", "show").out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("4月24日17:30", "2025-04-24 17:30"),
        ("04-24 17:30", "2025-04-24 17:30"),  # as `status` shows it
        ("２０２５年４月２４日１７：３０", "2025-04-24 17:30"),
        ("2025/4/24 17时5分", "2025-04-24 17:05"),
        ("4月24日9点", "2025-04-24 09:00"),
        ("2025-04-24T17:30", "2025-04-24 17:30"),
    ],
)
def test_a_time_is_understood_however_it_is_typed(issued: Minsheng, typed: str, meant: str) -> None:
    (issued.month() / "回收/扫描.pdf").write_bytes(b"%PDF-1.4")
    assert issued("collect", "4月").code == 1
    done = issued("received", "4月", "扫描.pdf", typed, "--reason", "U盘送达")
    assert f"：{meant}。" in done.out


@pytest.mark.parametrize("typed", ["4月31日9:00", "4月24日25:00", "昨天", "17:30"])
def test_what_is_no_time_is_refused(issued: Minsheng, typed: str) -> None:
    (issued.month() / "回收/扫描.pdf").write_bytes(b"%PDF-1.4")
    assert issued("collect", "4月").code == 1
    done = issued("received", "4月", "扫描.pdf", typed, "--reason", "U盘送达")
    assert done.code == 2
    assert "不是时间，请写成" in done.err


def test_a_time_without_a_year_after_december_is_the_next_year() -> None:
    assert moment_meant("1月3日9:00", Month(2025, 12)) == "2026-01-03T09:00"
    assert moment_meant("12月30日9:00", Month(2025, 12)) == "2025-12-30T09:00"


def test_a_unit_named_for_its_file_is_told_the_numbers(issued: Minsheng) -> None:
    blank = (issued.month() / "下发/附件2_区教委_2025年4月.xlsx").read_bytes()
    (issued.month() / "回收/甲.xlsx").write_bytes(filled(blank))
    assert issued("collect", "4月").code == 1
    done = issued("discard", "4月", "教委", "--reason", "报错了版本")
    assert done.code == 2
    assert "该单位的文件是1 号“甲.xlsx”，请写编号" in done.err


def test_a_form_to_enter_that_is_not_there_is_told_where_its_blank_lies(issued: Minsheng) -> None:
    done = issued("enter", "4月", "区教委", "录入/区教委.xlsx", "--from", "电话", "--reason", "电话报")
    assert done.code == 2
    assert "2025-04/下发/附件2_区教委_2025年4月.xlsx" in done.err


def test_collect_tells_a_month_from_a_file(minsheng: Minsheng) -> None:
    assert minsheng("generate", "2025-04", "--unit", "区教委").code == 0
    assert minsheng("collect", "4月", "--json").json["month"] == "2025-04"
    file = minsheng.root / "4"
    file.write_bytes(b"x")
    done = minsheng("collect", "4月", file, "--json")
    assert [line["name"] for line in done.json["files"]] == ["4"]


def test_a_project_is_found_by_id_name_number_or_unit(issued_to_all: Minsheng) -> None:
    issued_to_all("collect", "2025-04")
    for typed in ("S05", "s05", "Ｓ０５", "关爱青少年心理健康", "团区委", "13"):
        assert issued_to_all("explain", "2025-04", typed, "--json").code == 0, typed
    for typed in ("区教委", "1"):  # leads two and more; stands in each section
        done = issued_to_all("explain", "2025-04", typed, "--json")
        assert done.code == 2
        assert "请写项目编号" in done.json["error"]["remedy"]


def test_a_month_without_an_inbox_has_no_files(minsheng: Minsheng) -> None:
    done = minsheng("collect", "2025-06", "--dry-run", "--json")
    assert done.json.get("files", []) == []
    assert not minsheng.month("2025-06").exists()
