"""What a person types for a month or a project is understood where it can mean one thing only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Minsheng


@pytest.mark.parametrize(
    "typed",
    ["4月", "4月份", "2025年4月份", "4", "04", "25-4", "25年4月", "２０２５-０４", "２５．４", "2025.4", "202504"],
)
def test_a_month_is_understood_however_it_is_typed(minsheng: Minsheng, typed: str) -> None:
    done = minsheng("generate", typed, "--dry-run", "--json")
    assert done.code == 0
    assert done.json["month"] == "2025-04"


@pytest.mark.parametrize("typed", ["13", "0", "四", "2025", "4-25", "1月"])  # January is not in the list
def test_what_is_no_month_is_refused(minsheng: Minsheng, typed: str) -> None:
    done = minsheng("generate", typed, "--dry-run", "--json")
    assert done.code == 2
    assert done.json["error"]["remedy"].startswith("请")


def test_collect_tells_a_month_from_a_file(minsheng: Minsheng) -> None:
    assert minsheng("generate", "2025-04", "--unit", "区教委").code == 0
    assert minsheng("collect", "4月", "--json").json["month"] == "2025-04"
    file = minsheng.root / "4"
    file.write_bytes(b"x")
    done = minsheng("collect", "4月", file, "--json")
    assert [line["name"] for line in done.json["files"]] == ["4"]


def test_a_project_is_found_by_id_name_number_or_unit(issued: Minsheng) -> None:
    issued("collect", "2025-04")
    for typed in ("S05", "s05", "Ｓ０５", "关爱青少年心理健康", "团区委", "13"):
        assert issued("explain", "2025-04", typed, "--json").code == 0, typed
    for typed in ("区教委", "1"):  # leads two and more; stands in each section
        done = issued("explain", "2025-04", typed, "--json")
        assert done.code == 2
        assert "请写项目编号" in done.json["error"]["remedy"]


def test_a_month_without_an_inbox_has_no_files(minsheng: Minsheng) -> None:
    done = minsheng("collect", "2025-06", "--dry-run", "--json")
    assert done.json.get("files", []) == []
    assert not minsheng.month("2025-06").exists()
