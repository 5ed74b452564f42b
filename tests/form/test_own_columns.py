"""Columns of a list's own from the blank to the judged return and back in the marked form."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from minsheng_cli import form_spec
from minsheng_cli.form import blank, feedback
from minsheng_cli.form.reading.parse import parse
from minsheng_cli.model import Entry, Month, Rulebook
from minsheng_cli.readers.grids import open_grids
from minsheng_cli.validate import judge
from minsheng_cli.validate.fullness import is_unfilled
from own_columns import COLUMNS, catalogue_with

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from minsheng_cli.model import Catalogue, CheckedReturn, ParsedReturn

APRIL = Month(2025, 4)
UNIT = "区住房城乡建委"
HONEST: dict[str, Any] = {
    "工作进展": "（示例）累计完成20个。", "完成投资": 500, "存在的问题": "无", "下一步工作及建议": "（示例）推进。",
    "责任人及联系方式": "示例甲 000-00001234", "开工情况": "已开工", "形象进度": "45%", "债券资金": 120, "带动就业": 35,
    "责任领导": "示例王", "开工时间": "2025年3月",
}  # fmt: skip
MERGED = {
    "plan": "1200.5", "started": "已开工", "rate": "45", "bond": "120", "jobs": "35", "leader": "示例王",
    "begin": "2025-03", "partners": "区城管局",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return catalogue_with()


class Form:
    """The unit's blank, its columns found by what is printed over them."""

    def __init__(self, data: bytes) -> None:
        self.book: Workbook = load_workbook(BytesIO(data))
        self.sheet: Worksheet = self.book["附件2"]
        header = next(r for r in self.sheet.iter_rows() if any(c.value == "工作进展" for c in r))
        self.columns: dict[Any, int] = {c.value: c.column or 0 for c in header if c.value}
        self.header_row: int = header[0].row or 0
        key = self.columns[form_spec.KEY_HEADER]
        keys = {str(self.sheet.cell(r, key).value): r for r in range(self.header_row + 1, self.sheet.max_row + 1)}
        self.rows = {text.split("|")[0]: row for text, row in keys.items() if "|" in text}

    def cell(self, project: str, header: str) -> Any:
        return self.sheet.cell(self.rows[project], self.columns[header])

    def fill(self, **other: dict[str, Any]) -> Form:
        """Fill in every row honestly; ``other``: what a project says instead."""
        for project in self.rows:
            for header, value in (HONEST | other.get(project, {})).items():
                self.cell(project, header).value = value
        return self

    def parsed(self, catalogue: Catalogue) -> ParsedReturn:
        stream = BytesIO()
        self.book.save(stream)
        (parsed,) = parse(open_grids(stream.getvalue()).grids, catalogue.form)
        return parsed

    def returned(self, catalogue: Catalogue, previous: dict[tuple[str, str], Entry] | None = None) -> CheckedReturn:
        return judge(self.parsed(catalogue), UNIT, APRIL, catalogue, previous or {}, Rulebook())


def form_of(catalogue: Catalogue, previous: dict[tuple[str, str], Entry] | None = None) -> Form:
    before = Month(2025, 3) if previous else None
    return Form(blank.render(catalogue, UNIT, APRIL, previous or {}, before))


def said(checked: CheckedReturn, project: str = "S01") -> list[tuple[str, str | None]]:
    return [(f.code, f.field) for f in checked.findings if f.project == project]


def entry(checked: CheckedReturn, project: str = "S01") -> Entry:
    return next(e for e in checked.unit_return.entries if e.project == project)


def test_the_blank_has_the_lists_columns_in_their_places(catalogue: Catalogue) -> None:
    form = form_of(catalogue)
    assert list(form.columns) == [
        "序号", "项目名称", "牵头单位", "配合单位", "目标任务", "年度计划投资", "工作进展", "开工情况", "形象进度",
        "完成投资", "债券资金", "带动就业", "存在的问题", "下一步工作及建议", "责任人及联系方式", "责任领导",
        "开工时间", form_spec.KEY_HEADER,
    ]  # fmt: skip
    assert form.cell("S01", "年度计划投资").value == 1200.5
    assert form.cell("S01", "配合单位").value == "区城管局"
    locked = {h: form.cell("S01", h).protection.locked for h in form.columns if h != form_spec.KEY_HEADER}
    assert {h for h, lock in locked.items() if not lock} == set(HONEST)
    rules = {str(v.sqref): v for v in form.sheet.data_validations.dataValidation}
    choice = rules[form.cell("S01", "开工情况").coordinate]
    assert (choice.type, choice.formula1) == ("list", '"未开工,已开工,已完工"')
    assert "不能为空" in (choice.prompt or "")
    assert rules[form.cell("S01", "债券资金").coordinate].type == "decimal"
    notes = "\n".join(str(c.value) for row in form.book["填报说明"].iter_rows() for c in row if c.value)
    assert "“债券资金”的单位也是万元" in notes
    assert "“开工情况”必须填写" in notes


TWO = COLUMNS.split("    - {key: bond")[0]


@pytest.mark.parametrize(("columns", "paper"), [("", "9"), (TWO, "9"), (COLUMNS, "8")])
def test_a_form_with_many_columns_is_printed_on_a3(columns: str, paper: str) -> None:
    sheet = form_of(catalogue_with(columns, {})).sheet
    assert str(sheet.page_setup.paperSize) == paper
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize(("length", "size", "rows"), [(600, 10.5, 1), (900, 9, 1), (1500, 7, 2)])
def test_long_prose_fits_its_row_or_gets_more_rows(length: int, size: float, rows: int) -> None:
    plain = catalogue_with("", {})
    form = form_of(plain)
    for project in form.rows:
        for header, value in HONEST.items():
            if header in form.columns:
                form.cell(project, header).value = value
    form.cell("S01", "工作进展").value = "示例" * (length // 2)
    marked = Form(feedback.render(plain, form.returned(plain), {}, None, "一.xlsx"))
    cell = marked.cell("S01", "工作进展")
    assert cell.font.sz == pytest.approx(size, abs=1.5)
    merged = [m for m in marked.sheet.merged_cells.ranges if cell.coordinate in m]
    assert (merged[0].size["rows"] if merged else 1) == rows
    heights = [marked.sheet.row_dimensions[cell.row + n].height for n in range(rows)]
    assert all(0 < float(height) <= 409 for height in heights if height is not None)
    again = marked.returned(plain)
    assert entry(again).progress == "示例" * (length // 2)
    assert not any(f.code.startswith("table.merged") for f in again.findings)


def test_what_a_unit_fills_in_is_merged(catalogue: Catalogue) -> None:
    checked = form_of(catalogue).fill().returned(catalogue)
    assert entry(checked).extra == MERGED
    assert entry(checked).state == "accepted"
    assert said(checked) == []
    assert entry(checked).source is not None
    assert set(entry(checked).source.cells) == set(catalogue.form.asked_keys)  # type: ignore[union-attr]
    assert entry(checked, "S03").extra["plan"] is None


CASES: list[tuple[str, Any, str | None, str | None]] = [
    ("开工情况", "快开了", "extra.unreadable", None),
    ("开工情况", None, "extra.missing", None),
    ("开工情况", "无", "extra.missing", None),
    ("形象进度", 0.45, "extra.unreadable", None),
    ("形象进度", "120%", "extra.over", "120"),
    ("形象进度", None, None, None),
    ("债券资金", "约3亿元", "extra.approximate", "30000"),
    ("债券资金", "2亿元", "extra.converted", "20000"),
    ("债券资金", "50万元", "extra.unit", "50"),
    ("债券资金", "+50", "extra.plus", "50"),
    ("债券资金", -3, "extra.negative", None),
    ("债券资金", 12_000_000, "extra.huge", None),
    ("债券资金", "一百多吧", "extra.unreadable", None),
    ("债券资金", "无", None, None),
    ("带动就业", "十几人", "extra.unreadable", None),
    ("开工时间", "4月3日", "extra.unreadable", None),
    ("开工时间", "2025-04-03", None, "2025-04-03"),
    ("责任领导", "#REF!", "cell.error", None),
    ("年度计划投资", 999, "extra.altered", "1200.5"),
    ("配合单位", "别的单位", "extra.altered", "区城管局"),
    ("年度计划投资", None, None, "1200.5"),
]


@pytest.mark.parametrize(("header", "value", "code", "merged"), CASES)
def test_each_cell_is_judged_by_its_kind(
    catalogue: Catalogue, header: str, value: Any, code: str | None, merged: str | None
) -> None:
    column = next(c for c in catalogue.form.columns if c.header == header)
    checked = form_of(catalogue).fill(S01={header: value}).returned(catalogue)
    assert entry(checked).extra[column.key] == merged
    findings = [f for f in checked.findings if f.project == "S01"]
    assert [(f.code, f.field) for f in findings if f.code == code] == ([(code, column.key)] if code else [])
    assert all(f.where and f.where.startswith("附件2!") for f in findings)
    error = any(f.severity == "error" for f in findings)
    assert entry(checked).state == ("returned" if error else "accepted")
    assert {k: v for k, v in entry(checked).extra.items() if k != column.key} == {
        k: v for k, v in MERGED.items() if k != column.key
    }


def test_a_unit_may_write_another_unit_of_money_over_its_column(catalogue: Catalogue) -> None:
    form = form_of(catalogue).fill()
    form.sheet.cell(form.header_row, form.columns["债券资金"]).value = "专项债券资金（元）"
    small = next(c for c in form.sheet[form.header_row - 1] if c.value and "单位" in str(c.value) and c.column > 5)
    doubted = form.returned(catalogue)
    assert entry(doubted).extra["bond"] is None  # the small print says 万元, the header 元
    assert [f.field for f in doubted.findings if f.code == "extra.header-unit"] == ["bond"] * 1
    small.value = "完成投资为年初至今累计数"
    checked = form.returned(catalogue)
    assert entry(checked).extra["bond"] == "0.012"
    assert entry(checked).investment == "500"
    assert ("extra.converted", "bond") in said(checked)


def test_a_return_without_the_column_says_so(catalogue: Catalogue) -> None:
    form = form_of(catalogue).fill()
    for header in ("开工情况", "形象进度", "年度计划投资"):
        form.sheet.cell(form.header_row, form.columns[header]).value = "别的"
    checked = form.returned(catalogue)
    lacking = {f.field: f.severity for f in checked.findings if f.code == "table.column-missing"}
    assert lacking == {"started": "error", "rate": "warning"}  # what the office fills in is known without the form
    assert entry(checked).extra == MERGED | {"started": None, "rate": None}
    assert entry(checked).state == "returned"


def test_a_form_of_the_first_version_is_read_by_a_list_with_own_columns(catalogue: Catalogue) -> None:
    plain = catalogue_with("", {})
    form = Form(blank.render(plain, UNIT, APRIL, {}, None))
    for project in form.rows:
        for header, value in HONEST.items():
            if header in form.columns:
                form.cell(project, header).value = value
    checked = form.returned(catalogue)
    assert entry(checked).investment == "500"
    assert {f.field for f in checked.findings if f.code == "table.column-missing"} == {
        "started", "rate", "bond", "jobs", "leader", "begin",
    }  # fmt: skip


def test_a_list_without_own_columns_has_none(catalogue: Catalogue) -> None:
    checked = form_of(catalogue).fill().returned(catalogue_with("", {}))
    assert entry(checked).extra == {}
    extra = [f for f in checked.findings if f.code == "table.column-extra"]
    assert len(extra) == len(catalogue.form.own)


def test_the_marked_form_shows_what_was_wrong_and_can_be_returned(catalogue: Catalogue) -> None:
    wrong = {"开工情况": "快开了", "形象进度": 0.45, "债券资金": "3亿元", "年度计划投资": 999, "开工时间": "4月3日"}
    checked = form_of(catalogue).fill(S01=wrong).returned(catalogue)
    form = Form(feedback.render(catalogue, checked, {}, None, "一.xlsx"))
    assert form.cell("S01", "开工情况").value == "快开了"
    assert form.cell("S01", "年度计划投资").value == 1200.5  # restored
    assert form.cell("S01", "债券资金").value == "3亿元"  # it means the same there
    assert form.cell("S01", "责任领导").value == "示例王"
    notes = {h: form.cell("S01", h).comment for h in wrong}
    assert all(note is not None for note in notes.values())
    listed = [[c.value for c in row] for row in form.book["问题清单"].iter_rows(min_row=5)]
    assert {row[3] for row in listed} >= set(wrong)
    for header in ("开工情况", "形象进度", "开工时间"):
        form.cell("S01", header).value = HONEST[header]
    again = form.returned(catalogue)
    assert entry(again).extra == MERGED | {"bond": "30000"}
    assert entry(again).state == "accepted"


def test_who_is_named_is_carried_over_and_last_time_is_shown(catalogue: Catalogue) -> None:
    last = entry(form_of(catalogue).fill().returned(catalogue))
    form = form_of(catalogue, {("S01", UNIT): last})
    assert form.cell("S01", "责任领导").value == "示例王"
    assert form.cell("S01", "开工情况").value is None
    notes = [[c.value for c in row] for row in form.book["填报说明"].iter_rows()]
    assert ["上次形象进度", "45%"] in [row[1:3] for row in notes]
    assert ["上次债券资金（万元）", "120"] in [row[1:3] for row in notes]
    assert not any(row[1] == "上次责任领导" for row in notes)


def test_a_blank_with_names_carried_over_is_still_unfilled(catalogue: Catalogue) -> None:
    last = {(e.project, UNIT): e for e in form_of(catalogue).fill().returned(catalogue).unit_return.entries}
    form = form_of(catalogue, last)
    assert is_unfilled(form.parsed(catalogue), catalogue.form, last)
    form.cell("S01", "责任领导").value = "示例李"
    assert not is_unfilled(form.parsed(catalogue), catalogue.form, last)
    other = form_of(catalogue, last)
    other.cell("S03", "带动就业").value = 0
    assert not is_unfilled(other.parsed(catalogue), catalogue.form, last)


def test_only_an_own_column_moved_is_not_last_months_form(catalogue: Catalogue) -> None:
    last = {(e.project, UNIT): e for e in form_of(catalogue).fill().returned(catalogue).unit_return.entries}
    same = form_of(catalogue).fill().returned(catalogue, last)
    assert any(f.code == "file.as-before" for f in same.findings)
    moved = form_of(catalogue).fill(S01={"形象进度": "46%"}).returned(catalogue, last)
    assert not any(f.code == "file.as-before" for f in moved.findings)


def test_a_misplaced_own_column_is_found_by_its_header(catalogue: Catalogue) -> None:
    shuffled = catalogue_with(COLUMNS.replace("after: 完成投资", "after: number"))
    checked = form_of(shuffled).fill().returned(catalogue)
    assert entry(checked).extra == MERGED
    assert any(f.code == "table.column-moved" and f.field == "bond" for f in checked.findings)
