"""A unit's hand: fills in a blank the way a person would, finding cells by what is printed, not by our layout.

Independent of the product's own reading, so that a test can tell when both go wrong in the same way.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from cells import Cells, Unfamiliar

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SHEET, INDICATORS = "附件2", "指标进度"
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
    """An Attachment-2 workbook in a unit's hands: cell by cell, until a test asks for the whole ``book``."""

    def __init__(self, data: bytes) -> None:
        """Open it and find the printed header and the projects' rows."""
        self.whole: Workbook | None = None  # once it is asked for
        try:
            self._cells = Cells(data)
            texts = self._cells.texts(SHEET)
        except Unfamiliar:
            self.whole = load_workbook(BytesIO(data))
            cells: list[Any] = [c for row in self.sheet.iter_rows() for c in row if isinstance(c.value, str)]
            texts = {(c.row, c.column): c.value for c in cells}
        self.columns = {f: next(at[1] for at, said in texts.items() if said.strip() == h) for f, h in HEADERS.items()}
        self.header_row = next(at[0] for at, said in texts.items() if said.strip() == HEADERS["progress"])
        names = {said: row for (row, col), said in texts.items() if col == self.columns["name"]}
        below = {said: row for said, row in names.items() if row > self.header_row}
        self.rows = {name: row for name, row in below.items() if (row, self.columns["target"]) in texts}

    @property
    def book(self) -> Workbook:
        """The whole workbook, to do anything with."""
        if self.whole is None:
            self.whole = load_workbook(BytesIO(self._cells.bytes()))
        return self.whole

    @property
    def sheet(self) -> Worksheet:
        """The sheet of the form."""
        found: Worksheet = self.book[SHEET]
        return found

    def address(self, project: str, field: str) -> str:
        """Return where a value stands, ``附件2!F5``."""
        return f"{SHEET}!{get_column_letter(self.columns[field])}{self.rows[project]}"

    def write(self, project: str, **values: Any) -> Form:
        """Write into a project's row; a person's "=" stays what she typed."""
        for field, value in values.items():
            self._write(SHEET, self.rows[project], self.columns[field], value, only_text=True)
        return self

    def count(self, project: str, indicator: str, value: float | str | None) -> Form:
        """Write a figure beside an indicator of the 指标进度 sheet."""
        texts = self.texts(INDICATORS)
        header = next(row for (row, col), said in texts.items() if col == 1 and said == "项目名称")
        column = next(col for (row, col), said in texts.items() if row == header and said == "本月累计")
        named = (row for (row, col), said in texts.items() if col == 1 and said == project)
        row = next(r for r in named if texts.get((r, 2), "").strip().removeprefix("其中：") == indicator)
        self._write(INDICATORS, row, column, value)
        return self

    def sign(self, head: str | None = "示例乙", preparer: str | None = "示例丙") -> Form:
        """Sign the footer: beside each label."""
        texts = self.texts(SHEET)
        for label, name in (("单位主要负责人", head), ("填表人", preparer)):
            row, column = next(at for at, said in texts.items() if at[0] >= self.header_row and said.startswith(label))
            self._write(SHEET, row, self._last_merged(row, column) + 1, name)
        return self

    def texts(self, sheet: str) -> dict[tuple[int, int], str]:
        """Return every text of a sheet by (row, column); of one not asked for whole, as it was opened."""
        if self.whole is None:
            return self._cells.texts(sheet)
        cells: list[Any] = [c for row in self.whole[sheet].iter_rows() for c in row if isinstance(c.value, str)]
        return {(c.row, c.column): c.value for c in cells}

    def _last_merged(self, row: int, column: int) -> int:
        if self.whole is None:
            return self._cells.last_merged(SHEET, row, column)
        around = (m.max_col for m in self.sheet.merged_cells.ranges if (m.min_row, m.min_col) == (row, column))
        return next(around, column)

    def _write(self, sheet: str, row: int, column: int, value: Any, *, only_text: bool = False) -> None:
        if self.whole is None and (only_text or not str(value).startswith("=")):
            with suppress(Unfamiliar):
                self._cells.put(sheet, row, column, value)
                return
        cell = self.book[sheet].cell(row, column)
        cell.value = value
        if only_text and isinstance(value, str):
            cell.data_type = "s"

    def fill(self) -> Form:
        """Fill in everything honestly."""
        for project in self.rows:
            self.write(project, **honest(project))
        return self.sign()

    def bytes(self) -> bytes:
        """Save."""
        if self.whole is None:
            return self._cells.bytes()
        out = BytesIO()
        self.whole.save(out)
        return out.getvalue()


def filled(data: bytes, change: Callable[[Form], object] | None = None) -> bytes:
    """Return a blank honestly filled in, then changed."""
    form = Form(data).fill()
    if change is not None:
        change(form)
    return form.bytes()
