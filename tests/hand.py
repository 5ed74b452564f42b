"""A unit's hand: fills in a blank the way a person would, finding cells by what is printed, not by our layout.

Independent of the product's own reading, so that a test can tell when both go wrong in the same way.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HEADERS = {
    "number": "序号",
    "name": "项目名称",
    "lead_unit": "牵头单位",
    "target": "目标任务",
    "progress": "工作进展",
    "investment": "完成投资",
    "problems": "存在的问题",
    "next_steps": "下一步工作及建议",
    "contact": "责任人及联系方式",
}


def honest(project: str) -> dict[str, Any]:
    """Return what an honest unit writes for a project: different for each, so that mix-ups show."""
    salt = sum(map(ord, project)) % 900 + 100
    return {
        "progress": f"（示例）{project}：累计完成{salt}，进展顺利。\n二期已启动。",
        "investment": salt + 0.5,
        "problems": f"（示例）{project}用地手续待办。",
        "next_steps": f"（示例）{project}下月加快推进。",
        "contact": f"示例甲 000-0000{salt:04d}",
    }


class Form:
    """An Attachment-2 workbook in a unit's hands."""

    def __init__(self, data: bytes) -> None:
        """Open it and find the printed header and the projects' rows."""
        self.book: Workbook = load_workbook(BytesIO(data))
        self.sheet: Worksheet = self.book["附件2"]
        cells: list[Any] = [c for row in self.sheet.iter_rows() for c in row if isinstance(c.value, str)]
        self.columns = {f: next(c.column for c in cells if c.value.strip() == h) for f, h in HEADERS.items()}
        self.header_row = next(c.row for c in cells if c.value.strip() == HEADERS["progress"])
        names = [c for c in cells if c.column == self.columns["name"] and c.row > self.header_row]
        self.rows = {c.value: c.row for c in names if self.sheet.cell(c.row, self.columns["target"]).value}

    def address(self, project: str, field: str) -> str:
        """Return where a value stands, ``附件2!F5``."""
        return f"附件2!{self.sheet.cell(self.rows[project], self.columns[field]).coordinate}"

    def write(self, project: str, **values: Any) -> Form:
        """Write into a project's row."""
        for field, value in values.items():
            cell = self.sheet.cell(self.rows[project], self.columns[field])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # a person's "=" stays what she typed
        return self

    def count(self, project: str, indicator: str, value: float | str | None) -> Form:
        """Write a figure beside an indicator of the 指标进度 sheet."""
        sheet = self.book["指标进度"]
        header = next(r for r in sheet.iter_rows() if r[0].value == "项目名称")
        column = next(c.column for c in header if c.value == "本月累计")
        row = next(
            r
            for r in sheet.iter_rows()
            if r[0].value == project and str(r[1].value).strip().removeprefix("其中：") == indicator
        )
        cell = row[0]
        assert cell.row is not None
        sheet.cell(cell.row, column).value = value
        return self

    def sign(self, head: str | None = "示例乙", preparer: str | None = "示例丙") -> Form:
        """Sign the footer: beside each label."""
        for label, name in (("单位主要负责人", head), ("填表人", preparer)):
            cell = next(
                c
                for row in self.sheet.iter_rows(min_row=self.header_row)
                for c in row
                if isinstance(c.value, str) and c.value.startswith(label)
            )
            right = cell.column
            for merged in self.sheet.merged_cells.ranges:
                if cell.coordinate in merged:
                    right = merged.max_col
            self.sheet.cell(cell.row, right + 1).value = name
        return self

    def fill(self) -> Form:
        """Fill in everything honestly."""
        for project in self.rows:
            self.write(project, **honest(project))
        return self.sign()

    def bytes(self) -> bytes:
        """Save."""
        out = BytesIO()
        self.book.save(out)
        return out.getvalue()


def filled(data: bytes, change: Callable[[Form], object] | None = None) -> bytes:
    """Return a blank honestly filled in, then changed."""
    form = Form(data).fill()
    if change is not None:
        change(form)
    return form.bytes()
