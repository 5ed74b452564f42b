"""A new clerk with the manual and an office program: from a published notice to the blanks, no YAML opened."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import notices
import office as office_harness
import other_lists
from minsheng_cli.workspace import CATALOGUE_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Minsheng

RED = "FFC7CE"
TYPED = {
    "地区": "示例区", "收表单位": "区发展改革委", "文件文号": "示例〔2026〕1号", "文件标题": "关于做好实事的通知",
    "印发机关": "示例区人民政府办公室", "印发日期": "2026-01-05", "报表的附件号": "附表1", "每月几日前报": "25",
}  # fmt: skip


def red(sheet: Any) -> list[tuple[str, str]]:
    """Return (address, what stands before it in its row) of each cell that is still red."""
    cells = [c for row in sheet.iter_rows() for c in row if c.fill.fgColor.rgb[-6:] == RED and not c.value]
    return [(c.coordinate, str(sheet.cell(c.row, 1).value)) for c in cells]


def edits(path: Path) -> list[office_harness.Edit]:
    """Return what she types: a value into each red cell, nothing any more into the state of each proposal."""
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    out: list[office_harness.Edit] = []
    for sheet in book:
        for cell, row in red(sheet):
            value = TYPED.get(row, f"示例{row}")
            out.append(
                {"sheet": sheet.title, "cell": cell, "type": "number" if value.isdecimal() else "text", "value": value}
            )
    state = next(c for c in book["指标"][1] if c.value == "状态")
    out += [
        {"sheet": "指标", "cell": f"{state.column_letter}{row}", "type": "text", "value": ""}
        for row in range(2, book["指标"].max_row + 1)
        if book["指标"].cell(row, state.column).value
    ]
    return out


@pytest.mark.office
@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("通知.docx", notices.as_docx(notices.SUB_ROWS), id="docx"),
        pytest.param("清单.html", other_lists.NUMBER_IN_THE_NAME.data, id="html", marks=pytest.mark.exhaustive),
    ],
)
def test_from_a_notice_to_the_blanks_through_an_office_program(outside: Minsheng, name: str, data: bytes) -> None:
    minsheng = outside
    assert minsheng("init").code == 0
    (minsheng.root / name).write_bytes(data)
    told = minsheng("catalogue", "import", name)
    assert "minsheng catalogue export 清单.xlsx --draft" in told.out
    assert minsheng("catalogue", "export", "清单.xlsx", "--draft").code == 0
    path = minsheng.root / "清单.xlsx"
    with office_harness.start() as office:
        for _ in range(3):  # red, refused, mended: until nothing is red
            typed = edits(path)
            office.edit(path, path.with_name("改.xlsx"), typed)
            path.write_bytes(path.with_name("改.xlsx").read_bytes())
            path.with_name("改.xlsx").unlink()
            done = minsheng("catalogue", "import", "清单.xlsx", "--yes")
            if done.code == 0:
                break
    assert done.code == 0, done.err
    assert "将启用为 data/projects.yaml" in done.out
    checked = minsheng("catalogue", "check", "--json")
    assert (checked.code, [n for n in checked.json["notes"] if "建议" in n]) == (0, [])
    year = (minsheng.root / CATALOGUE_FILE).read_text(encoding="utf-8").partition("year: ")[2][:4]
    blanks = minsheng("generate", f"{year}-03", "--json")
    assert blanks.code == 0
    assert blanks.json["files"]
