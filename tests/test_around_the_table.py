"""What stands around figures and decides what they mean: units, months, split columns, exchanged names, lost digits."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from hand import Form
from minsheng_cli.form import blank
from minsheng_cli.form.reading.parse import parse
from minsheng_cli.model import Month, Receipt, Rulebook
from minsheng_cli.month.read import read
from minsheng_cli.readers.grids import open_grids
from minsheng_cli.wall.opened import Opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from minsheng_cli.model import Catalogue, Entry, Finding, Reading

APRIL = Month(2025, 4)
UNIT, ONE, TWO = "区水利局", "提升农村饮水质量", "农村供水保障工程"


def judged(data: bytes, catalogue: Catalogue) -> Reading:
    book = open_grids(data)
    opened = Opened(parse(book.grids), "xlsx", book.modified, book.notes)
    receipt = Receipt("表.xlsx", hashlib.sha256(data).hexdigest(), len(data), "2025-04-20T09:00:00+08:00", "文件时间")
    return read(receipt, opened, APRIL, catalogue, previous={}, rulebook=Rulebook())


def returned(catalogue: Catalogue, change: Callable[[Form], object], *, ours: bool = True) -> Reading:
    """Judge an honest return that was changed; not ``ours``: without hidden marker and keys."""
    form = Form(blank.render(catalogue, UNIT, APRIL, {}, None)).fill()
    if not ours:
        del form.book["_minsheng"]
        for sheet in form.book:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.count("|") == 2:
                        cell.value = None
    change(form)
    return judged(form.bytes(), catalogue)


def said(reading: Reading) -> dict[str, Finding]:
    known = reading.identity.findings if reading.identity else ()
    return {f.code: f for f in (*known, *(reading.checked.findings if reading.checked else ()))}


def entry(reading: Reading, number: int = 0) -> Entry:
    assert reading.checked is not None, reading.failure
    return reading.checked.unit_return.entries[number]


def insert_column(form: Form, after: str, header: str, values: dict[str, Any]) -> str:
    """Put a column in behind another; return its letter."""
    column = form.columns[after] + 1
    merges = [str(m) for m in form.sheet.merged_cells.ranges]
    for area in merges:
        form.sheet.unmerge_cells(area)
    form.sheet.insert_cols(column)
    form.columns = {f: c + (c >= column) for f, c in form.columns.items()}
    form.sheet.cell(form.header_row, column).value = header
    for project, value in values.items():
        form.sheet.cell(form.rows[project], column).value = value
    return get_column_letter(column)


# ---------------------------------------------------------------- pages


def page_break(form: Form, label: str) -> None:
    """Put title, small print and header again before the last project, as whoever cuts a table into pages does."""
    last = max(form.rows.values())
    for area in [str(m) for m in form.sheet.merged_cells.ranges]:
        form.sheet.unmerge_cells(area)
    form.sheet.insert_rows(last, 2)
    form.sheet.cell(last, 1).value = f"填报单位：{UNIT}"
    form.sheet.cell(last, form.columns["progress"]).value = label
    form.sheet.cell(last, form.columns["investment"]).value = "单位：万元"
    for column in form.columns.values():
        form.sheet.cell(last + 1, column).value = form.sheet.cell(form.header_row, column).value


def test_a_pages_head_comes_again(catalogue: Catalogue) -> None:
    reading = returned(catalogue, lambda form: page_break(form, "填报月份：2025年4月"), ours=False)
    assert reading.checked is not None
    assert not [f for f in reading.checked.findings if f.severity == "error"]
    assert len(reading.checked.unit_return.entries) == len(catalogue.led_by(UNIT))


def test_a_page_of_another_month_is_no_part_of_the_table(catalogue: Catalogue) -> None:
    """The project below it is not there for April; taken along, March's figure would have been April's."""
    reading = returned(catalogue, lambda form: page_break(form, "填报月份：2025年3月"), ours=False)
    told = said(reading)
    assert reading.failure is not None or {"file.months-mixed", "project.missing"} <= set(told)


# ---------------------------------------------------------------- units of money


def test_a_sum_beyond_belief_says_what_it_was_made_of(catalogue: Catalogue) -> None:
    """Beside 亿元 nobody who wrote 978 meant 元."""
    told = said(returned(catalogue, lambda form: form.write(ONE, investment="978亿元")))
    assert "由“978亿元”换算而来" in told["investment.huge"].message.replace("‘", "“").replace("’", "”")
    assert (
        "疑似以元填报"
        in said(returned(catalogue, lambda f: f.write(ONE, investment=12_000_000)))["investment.huge"].message
    )


@pytest.mark.parametrize(
    ("unit", "amount", "value", "code"),
    [("亿元", 1.25, "12500", "investment.converted"), ("元", 1250000, "125", "investment.converted"),
     ("万元", 125, "125", "investment.unit")],
)  # fmt: skip
@pytest.mark.parametrize("header", ["单位", "计量单位"])
def test_a_column_of_units(catalogue: Catalogue, unit: str, amount: float, value: str, code: str, header: str) -> None:  # noqa: PLR0913, PLR0917
    def change(form: Form) -> None:
        form.write(ONE, investment=amount)
        insert_column(form, "investment", header, {ONE: unit})

    reading = returned(catalogue, change)
    assert entry(reading).investment == value
    assert said(reading)[code].where is not None
    assert "table.column-extra" not in said(reading)
    assert entry(reading, 1).investment is not None  # no unit beside it: as the form says


@pytest.mark.parametrize("header", ["单位", "责任单位", "币种"])
@pytest.mark.parametrize("ours", [True, False])
def test_a_column_of_units_by_any_name(catalogue: Catalogue, header: str, ours: bool) -> None:  # noqa: FBT001
    """Where 牵头单位 was deleted, 单位 was taken for it, and 1.25亿元 for 1.25万元."""

    def change(form: Form) -> None:
        insert_column(form, "investment", header, dict.fromkeys(form.rows, "亿元"))
        for project in form.rows:
            form.write(project, investment=1.25)
        form.sheet.delete_cols(form.columns["lead_unit"])

    reading = returned(catalogue, change, ours=ours)
    assert entry(reading).investment == "12500"
    assert "investment.converted" in said(reading)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("完成投资（含上年结转）", "table.not-cumulative"),
        ("完成投资（含往年）", "table.not-cumulative"),
        ("完成投资（不含上年结转）", None),
        ("完成投资（2024年）", "table.not-cumulative"),
        ("二〇二四年完成投资", "table.not-cumulative"),
        ("完成投资（2025年）", None),
        ("2024-2025年完成投资", "table.not-cumulative"),
        ("完成投资（万美元）", "investment.header-unit"),
        ("完成投资（美元）", "investment.header-unit"),  # was taken for 元
    ],
)
def test_a_header_that_counts_in_something_else(catalogue: Catalogue, header: str, code: str | None) -> None:
    def change(form: Form) -> None:
        form.sheet.cell(form.header_row, form.columns["investment"]).value = header

    reading = returned(catalogue, change)
    assert (entry(reading).investment is None) == (code is not None)
    assert code is None or code in said(reading)


def test_two_lines_that_disagree(catalogue: Catalogue) -> None:
    reading = returned(catalogue, lambda form: form.sheet.cell(1, 6, "金额单位：亿元"))
    assert said(reading)["investment.header-unit"].severity == "error"
    assert entry(reading).investment is None


# ---------------------------------------------------------------- columns


@pytest.mark.parametrize(
    ("field", "header"), [("next_steps", "建议"), ("problems", "主要困难"), ("next_steps", "工作打算")]
)
def test_a_column_split_in_two_is_joined(catalogue: Catalogue, field: str, header: str) -> None:
    where = []

    def change(form: Form) -> None:
        form.write(ONE, **{field: "甲"})
        where.append(insert_column(form, field, header, {ONE: "乙"}) + str(form.header_row))

    reading = returned(catalogue, change)
    assert getattr(entry(reading), field) == "甲\n乙"
    finding = said(reading)["table.column-joined"]
    assert (finding.severity, finding.where) == ("warning", f"附件2!{where[0]}")


def test_a_column_that_may_be_a_part_of_ours_is_not_passed_over(catalogue: Catalogue) -> None:
    for header, severity in (("形象进度", "warning"), ("施工单位", "info"), ("上月完成投资", "info")):
        reading = returned(catalogue, lambda form, h=header: insert_column(form, "progress", h, {ONE: "5"}))  # type: ignore[misc]
        assert said(reading)["table.column-extra"].severity == severity, header


# ---------------------------------------------------------------- months and years


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("2025年重点", "2024年重点", "file.other-year"),
        ("2025年重点", "二〇二四年重点", "file.other-year"),
        ("数据截至2025年4月", "数据截至3月", "table.earlier-month"),
        ("数据截至2025年4月", "数据截至2024年4月", "table.earlier-month"),
        ("数据截至2025年4月", "数据截至5月", "table.earlier-month"),
        ("数据截至2025年4月", "数据截至上月", "table.earlier-month"),
        ("数据截至2025年4月", "数据截至三月", "table.earlier-month"),
    ],
)
def test_title_and_small_print_of_another_time(catalogue: Catalogue, old: str, new: str, code: str) -> None:
    changed = []

    def change(form: Form) -> None:
        for row in form.sheet.iter_rows(max_row=form.header_row):
            for cell in row:
                if isinstance(cell.value, str) and old in (text := cell.value):
                    cell.value = text.replace(old, new)
                    changed.append(cell.coordinate)

    reading = returned(catalogue, change)
    assert changed
    assert said(reading)[code].severity == "warning"
    assert said(reading)[code].where == f"附件2!{changed[0]}"


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("注：投资额含2024年完成部分", "table.not-cumulative"),
        ("注：完成投资包括二〇二四年数", "table.not-cumulative"),
        ("注：投资额为2024年数", "table.not-cumulative"),
        ("注：投资额不含2024年完成部分", None),
        ("注：投资额为2025年累计数", None),
        ("注：投资额含2025年4月数", None),
    ],
)
def test_notes_that_count_another_year_in(catalogue: Catalogue, note: str, code: str | None) -> None:
    reading = returned(catalogue, lambda form: form.sheet.cell(form.sheet.max_row + 1, 1, note))
    assert (entry(reading).investment is None) == (code is not None)
    assert ("table.not-cumulative" in said(reading)) == (code is not None)


def test_a_story_under_the_header_of_another_year_is_asked_about(catalogue: Catalogue) -> None:
    def change(form: Form) -> None:
        form.sheet.cell(form.header_row, form.columns["progress"]).value = "工作进展（2024年）"

    reading = returned(catalogue, change)
    assert said(reading)["table.earlier-month"].severity == "warning"
    assert entry(reading).progress


@pytest.mark.parametrize("note", [
    "注：投资数据截至2024年4月底。", "说明：以上数据截至3月25日", "注：数据时点：2025年3月20日", "注：报送口径为3月",
    "注：以上数据截至一季度末", "注：数据截止日：2025-03-31", "注：统计时间：2025.3.25", "注：资料截至去年底",
])  # fmt: skip
def test_notes_of_another_time(catalogue: Catalogue, note: str) -> None:
    reading = returned(catalogue, lambda form: form.sheet.cell(form.sheet.max_row + 1, 1, note))
    assert "table.earlier-month" in said(reading)


@pytest.mark.parametrize(("title", "tells"), [
    ("渝北区2025年一季度重点民生实事推进落实情况表", True), ("渝北区2025年上半年重点民生实事推进落实情况表", True),
    ("渝北区2025年重点民生实事推进落实情况表（截至3月25日）", True),
    ("渝北区2025年民生实事推进落实情况表（截至2024年底）", True),
    ("渝北区2025年前三个月重点民生实事推进落实情况表", True), ("渝北区2025年前四个月重点民生实事推进落实情况表", False),
    ("渝北区2025年重点民生实事推进落实情况表（截至4月25日）", False),
    ("渝北区2025年重点民生实事推进落实情况表（4月）", False),
])  # fmt: skip
def test_titles_of_another_time(catalogue: Catalogue, title: str, tells: bool) -> None:  # noqa: FBT001
    def change(form: Form) -> None:
        form.sheet.cell(2, 1).value = title

    assert ("table.earlier-month" in said(returned(catalogue, change))) == tells


def test_a_month_line_of_a_quarter_is_asked_about(catalogue: Catalogue) -> None:
    def change(form: Form) -> None:
        cell = next(c for row in form.sheet.iter_rows() for c in row if str(c.value).startswith("填报月份"))
        cell.value = "填报月份：2025年第一季度"

    assert "table.earlier-month" in said(returned(catalogue, change))


@pytest.mark.parametrize(
    "line",
    [
        "根据渝北府办发〔2025〕9号文件填报",
        "按照区政府办公室通知要求报送",
        "依据2025年3月19日印发的通知填报",
        "依照区政府办公室2025年3月通知要求报送",
        "区发展改革委制",
        "表一",
        "统计时段：2025年1-4月",
    ],
)
def test_what_a_return_refers_to_is_no_remark(catalogue: Catalogue, line: str) -> None:
    assert said(returned(catalogue, lambda form: form.sheet.cell(form.sheet.max_row + 1, 1, line))) == {}


def test_a_column_that_says_how_it_goes_in_a_word_is_the_units_own(catalogue: Catalogue) -> None:
    reading = returned(
        catalogue, lambda form: insert_column(form, "contact", "进度状态", {ONE: "正常", TWO: "滞后"}), ours=False
    )
    assert said(reading)["table.column-extra"].severity == "info"


@pytest.mark.parametrize(("header", "value"), [("问题类别", "资金"), ("投资类别", "政府投资"), ("投资来源", "财政")])
def test_a_kind_beside_a_field_is_no_part_of_it(catalogue: Catalogue, header: str, value: str) -> None:
    reading = returned(
        catalogue, lambda form: insert_column(form, "contact", header, {ONE: value, TWO: value}), ours=False
    )
    assert {f.severity for f in said(reading).values() if f.code.startswith("table")} <= {"info"}
    assert value not in str(entry(reading).problems)


def test_causes_beside_problems_are_joined_to_them(catalogue: Catalogue) -> None:
    reading = returned(
        catalogue, lambda form: insert_column(form, "problems", "原因分析", {ONE: "连续降雨", TWO: "管线迁改"})
    )
    assert "连续降雨" in str(entry(reading).problems)
    assert said(reading)["table.column-joined"].severity == "warning"


@pytest.mark.parametrize("note", [
    "注：请于截止时间5月3日前报送", "注：数据截至4月25日", "注：截至2025年4月25日", "注：数据时点：4月25日",
])  # fmt: skip
def test_notes_that_say_nothing_of_another_time(catalogue: Catalogue, note: str) -> None:
    assert said(returned(catalogue, lambda form: form.sheet.cell(form.sheet.max_row + 1, 1, note))) == {}


@pytest.mark.parametrize("ours", [True, False])
@pytest.mark.parametrize("first", [True, False])
def test_last_months_sheet_beside_this_months(catalogue: Catalogue, ours: bool, first: bool) -> None:  # noqa: FBT001
    asked, counted = next(
        (p, i) for p in catalogue.led_by(UNIT) for i in p.indicators if i.kind in ("quantified", "part") and i.unit
    )

    def change(form: Form) -> None:
        copy = form.book.copy_worksheet(form.sheet)
        copy.title = "3月"
        for row in copy.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "2025年4月" in cell.value:
                    cell.value = cell.value.replace("2025年4月", "2025年3月").replace("4月25日", "3月25日")
                elif isinstance(cell.value, float | int):
                    cell.value = 1
        if first:
            form.book.move_sheet(copy, -len(form.book.sheetnames))
        form.count(asked.name, counted.name, 12)

    reading = returned(catalogue, change, ours=ours)
    assert entry(reading).investment not in (None, "1")
    assert reading.checked is not None
    figures = [value.actual for e in reading.checked.unit_return.entries for value in e.indicators]
    assert figures.count("12") == 1
    finding = said(reading)["file.months-mixed"]
    assert (finding.severity, finding.where) == ("warning", "3月!A4")


def test_a_return_of_another_month_is_told_where_it_belongs(catalogue: Catalogue) -> None:
    data = Form(blank.render(catalogue, UNIT, Month(2025, 3), {}, None)).fill().bytes()
    failure = judged(data, catalogue).failure
    assert failure is not None
    assert failure.code == "file.month-wrong"
    assert "“2025-03/回收”" in failure.message
    assert "minsheng collect 2025-03" in failure.message


# ---------------------------------------------------------------- rows


@pytest.mark.parametrize("ours", [True, False])
def test_exchanged_names_are_called_exchanged(catalogue: Catalogue, ours: bool) -> None:  # noqa: FBT001
    def change(form: Form) -> None:
        for project, name in ((ONE, TWO), (TWO, ONE)):
            form.sheet.cell(form.rows[project], form.columns["name"]).value = name

    reading = returned(catalogue, change, ours=ours)
    assert reading.checked is not None
    told = [f for f in reading.checked.findings if f.code == "project.exchanged"]
    assert len(told) == 2
    assert all(TWO in f.message and ONE in f.message for f in told)
    assert {f.code for f in reading.checked.findings if f.severity == "error"} == {"project.exchanged"}
    assert [(e.state, e.investment) for e in reading.checked.unit_return.entries] == [("returned", None)] * 2


def test_a_name_merged_over_rows_tells_the_rows(catalogue: Catalogue) -> None:
    def change(form: Form) -> None:
        row, name = form.rows[ONE], form.columns["name"]
        for area in [str(m) for m in form.sheet.merged_cells.ranges]:
            form.sheet.unmerge_cells(area)
        form.sheet.insert_rows(row + 1)
        for field in ("progress", "investment"):
            form.sheet.cell(row + 1, form.columns[field]).value = "另一处"
        form.sheet.merge_cells(start_row=row, end_row=row + 1, start_column=name, end_column=name)

    told = said(returned(catalogue, change, ours=False))["project.twice"]
    assert "另见 附件2!E" in told.message


@pytest.mark.parametrize(
    ("contact", "warned"),
    [
        ("示例甲 2300000000", True),  # 023-00000000 kept as a number
        ("示例甲\n230000000", True),
        ("示例甲 023-00000000", False),
        ("示例甲 02300000000", False),
        ("示例甲 10000000000", False),
        ("示例甲 4000000000", False),
        ("示例甲 00000000", False),
    ],
)
def test_a_number_that_lost_its_zero(catalogue: Catalogue, contact: str, warned: bool) -> None:  # noqa: FBT001
    reading = returned(catalogue, lambda form: form.write(ONE, contact=contact))
    assert ("contact.phone-short" in said(reading)) == warned
    assert entry(reading).contact == contact


def test_a_telephone_column_of_numbers(catalogue: Catalogue) -> None:
    def change(form: Form) -> None:
        form.write(ONE, contact="示例甲")
        insert_column(form, "contact", "联系电话", {ONE: 2300000000})

    assert said(returned(catalogue, change, ours=False))["contact.phone-short"].severity == "warning"


def test_a_picture_where_somebody_signs(catalogue: Catalogue) -> None:
    def change(form: Form) -> None:
        form.sign(head='=DISPIMG("ID_1",1)')

    reading = returned(catalogue, change)
    assert said(reading)["cell.picture"].field == "head"


def test_a_prompt_left_standing_is_no_entry(catalogue: Catalogue) -> None:
    """A format that hides a number, a formula that was never computed: each is told at its cell and has no value."""

    def change(form: Form) -> None:
        cell = form.sheet.cell(form.rows[ONE], form.columns["investment"])
        cell.value, cell.number_format = 978, ";;;"
        form.sheet.cell(form.rows[TWO], form.columns["investment"]).value = "=SUM(Sheet9!A1:A3)"

    reading = returned(catalogue, change)
    assert {said(reading)[c].severity for c in ("cell.format", "cell.uncached")} == {"error"}
    assert [entry(reading, n).investment for n in (0, 1)] == [None, None]


def test_workbooks_of_these_tests_are_sound(catalogue: Catalogue) -> None:
    reading = returned(catalogue, lambda _: None)
    assert said(reading) == {}
    book = load_workbook(BytesIO(Form(blank.render(catalogue, UNIT, APRIL, {}, None)).fill().bytes()))
    assert "附件2" in book.sheetnames


# ---------------------------------------------------------------- what only the file knows


@pytest.mark.parametrize(("words", "value"), [("单位：亿元", "12500"), ("第 &P 页", "1.25"), ("单位：万元", "1.25")])
def test_the_printed_pages_header_says_the_unit(catalogue: Catalogue, words: str, value: str) -> None:
    def change(form: Form) -> None:
        head = form.sheet.oddHeader
        assert head is not None
        head.right.text = words
        for project in form.rows:
            form.write(project, investment=1.25)
        for row in form.sheet.iter_rows(max_row=form.header_row):
            for cell in row:
                if isinstance(cell.value, str):  # what the form itself says of money
                    cell.value = cell.value.replace("单位：万元", "").replace("（万元）", "")

    assert entry(returned(catalogue, change)).investment == value


@pytest.mark.parametrize(("state", "value", "told"), [
    ("veryHidden", 1, True), ("hidden", 1, True), ("veryHidden", None, False), ("visible", None, False),
])  # fmt: skip
def test_a_hidden_copy_with_other_figures(catalogue: Catalogue, state: Any, value: int | None, told: bool) -> None:  # noqa: FBT001
    def change(form: Form) -> None:
        if state == "visible":
            return
        copy = form.book.copy_worksheet(form.sheet)
        copy.title, copy.sheet_state = "旧", state
        if value is not None:
            copy.cell(form.rows[ONE], form.columns["investment"]).value = value

    reading = returned(catalogue, change)
    assert ("table.copy-hidden" in said(reading)) is told
    assert entry(reading).investment != "1"
    if told:
        finding = said(reading)["table.copy-hidden"]
        assert finding.severity == "warning"
        assert "旧" in finding.message


def test_last_months_hidden_sheet_is_no_copy(catalogue: Catalogue) -> None:
    def change(form: Form) -> None:
        copy = form.book.copy_worksheet(form.sheet)
        copy.title, copy.sheet_state = "旧", "hidden"
        copy.cell(form.rows[ONE], form.columns["investment"]).value = 1
        for row in copy.iter_rows(max_row=form.header_row):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("2025年4月", "2025年3月")

    assert "table.copy-hidden" not in said(returned(catalogue, change))


def test_a_long_hidden_sheet_is_no_reason_to_refuse_the_file(catalogue: Catalogue) -> None:
    def change(form: Form) -> None:
        copy = form.book.copy_worksheet(form.sheet)
        copy.title, copy.sheet_state = "旧", "hidden"
        for row in range(100, 5200):
            copy.cell(row, 2, "旧")

    assert entry(returned(catalogue, change)).state == "accepted"


def test_merged_ranges_that_overlap_give_nobody_an_amount(catalogue: Catalogue) -> None:
    def change(form: Form) -> None:
        column = get_column_letter(form.columns["investment"])
        one, two = form.rows[ONE], form.rows[TWO]
        form.sheet.merged_cells.add(f"{column}{one}:{column}{two}")
        form.sheet.merged_cells.add(f"{column}{two}:{column}{two + 1}")

    reading = returned(catalogue, change)
    findings = [f for f in reading.checked.findings if f.code == "table.merges-overlap"] if reading.checked else []
    assert {f.severity for f in findings} == {"error"}
    assert len(findings) == 2
    assert [entry(reading, n).investment for n in (0, 1)] == [None, None]


@pytest.mark.parametrize(
    ("words", "code", "kept"),
    [
        ("完成\u202e0021\u202c项", "text.illegal-characters", "完成0021项"),
        ("完成\u200e10\u2069项", "text.illegal-characters", "完成10项"),
        ("完成\ue823项", "text.garbled", "完成\ue823项"),
    ],
)
def test_signs_that_are_not_seen_or_only_in_a_font_of_ones_own(
    catalogue: Catalogue, words: str, code: str, kept: str
) -> None:
    reading = returned(catalogue, lambda form: form.write(ONE, progress=words))
    assert said(reading)[code].severity == "warning"
    assert entry(reading).progress == kept
