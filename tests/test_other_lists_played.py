"""Every list of another office is played: notice, Excel, two months of generate, collect, report, lagging, compare."""

from __future__ import annotations

import os
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import yaml

import notices
import other_lists
from hand import Form
from minsheng_cli.workspace import CATALOGUE_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Minsheng

FOLDER = os.environ.get("MINSHENG_NOTICES", "")
"""A folder of further notices to play: those that people bring."""
GIVEN = sorted(Path(FOLDER).iterdir()) if FOLDER else []
MADE: dict[str, Callable[[], bytes]] = {
    **{f"{key}.docx": partial(notices.as_docx, made) for key, made in notices.KINDS.items()},
    **{f"{key}.{other.suffix}": other.make for key, other in other_lists.OTHERS.items()},
}
ALWAYS = ("sub-projects.docx",)
"""Played in every run; the others with ``-m exhaustive``."""


def completed(data: bytes) -> bytes:
    """Return the exported workbook as a clerk completes it: what is red filled in, proposals confirmed."""
    book = openpyxl.load_workbook(BytesIO(data))
    basics: Any = book["基本信息"]
    told = {
        "地区": "示例区", "收表单位": "区发展改革委", "文件文号": "示例〔2026〕1号", "文件标题": "关于做好实事的通知",
        "印发机关": "示例区人民政府办公室", "印发日期": "2026-01-05", "每月几日前报": "25",
    }  # fmt: skip
    for row in range(2, basics.max_row + 1):
        if not basics.cell(row, 2).value and basics.cell(row, 1).value in told:
            basics.cell(row, 2).value = told[basics.cell(row, 1).value]
    for name, column in (("单位", 2), ("类别", 3)):
        sheet: Any = book[name]
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 1).value and not sheet.cell(row, column).value:
                sheet.cell(row, column).value = f"示例{sheet.cell(row, 1).value}"
    indicators: Any = book["指标"]
    status = next(cell.column for cell in indicators[1] if cell.value == "状态")
    for row in range(2, indicators.max_row + 1):
        indicators.cell(row, status).value = None
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def play(minsheng: Minsheng, name: str, data: bytes) -> None:
    """Go from a notice to two months of work without opening a YAML."""
    assert minsheng("init").code == 0
    (minsheng.root / name).write_bytes(data)
    assert minsheng("catalogue", "import", name).code == 1
    assert minsheng("catalogue", "export", "清单.xlsx", "--draft").code == 0
    if name in ALWAYS:
        assert minsheng("catalogue", "import", "清单.xlsx", "--yes").code == 2  # not yet completed
    path = minsheng.root / "清单.xlsx"
    path.write_bytes(completed(path.read_bytes()))
    done = minsheng("catalogue", "import", "清单.xlsx", "--yes", "--json")
    assert done.code == 0, done.err
    assert done.json["installs"]
    listed = yaml.safe_load((minsheng.root / CATALOGUE_FILE).read_bytes())
    months = [f"{listed['year']}-{n:02}" for n in ((3, 6) if listed["months"].get("only") else (3, 4))]
    for number, month in enumerate(months, start=1):
        assert minsheng("generate", month).code == 0
        for blank in (minsheng.root / month / "下发").glob("*.xlsx"):
            form = Form(blank.read_bytes()).fill()
            for project in form.rows:
                form.write(project, investment=10 * number)
            inbox = minsheng.root / month / "回收"
            inbox.mkdir(exist_ok=True)
            (inbox / blank.name).write_bytes(form.bytes())
        collected = minsheng("collect", month, "--json")
        assert collected.code in (0, 1), collected.err
        assert {unit["state"] for unit in collected.json["units"]} == {"accepted"}, collected.json["files"]
        assert {entry["project"] for entry in collected.json["entries"]} == {p["id"] for p in listed["projects"]}
        assert {entry["investment"] for entry in collected.json["entries"]} == {str(10 * number)}
        if number == 1:
            assert minsheng("report", month).code in (0, 1)
            assert minsheng("lagging", month).code in (0, 1)
    compared = minsheng("compare", months[1], "--json")
    assert compared.code in (0, 1), compared.err


@pytest.mark.parametrize("name", ALWAYS)
def test_two_months_from_a_notice_through_excel_alone(outside: Minsheng, name: str) -> None:
    play(outside, name, MADE[name]())


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", [name for name in MADE if name not in ALWAYS])
def test_two_months_of_every_other_list(outside: Minsheng, name: str) -> None:
    play(outside, name, MADE[name]())


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", GIVEN, ids=lambda path: path.name)
def test_two_months_of_every_list_in_a_folder(outside: Minsheng, path: Path) -> None:
    play(outside, path.name, path.read_bytes())
