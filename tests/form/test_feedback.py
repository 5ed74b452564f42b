"""The marked form: what the unit wrote, in a fresh form, each fault marked, listed and linked; and collected again."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from hand import Form
from minsheng_cli import form_spec
from minsheng_cli.findings import found
from minsheng_cli.form import blank, feedback
from minsheng_cli.form.reading.parse import parse
from minsheng_cli.model import CheckedReturn, Entry, Month, Rulebook, UnitReturn
from minsheng_cli.readers.grids import open_grids
from minsheng_cli.validate import judge

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook

    from minsheng_cli.model import Catalogue, Finding

APRIL, MARCH = Month(2025, 4), Month(2025, 3)
HEALTH = "区卫生健康委"
RED, YELLOW = "FFFFC7CE", "FFFFF2CC"

Key = tuple[str, str]


def read(catalogue: Catalogue, unit: str, data: bytes, previous: dict[Key, Entry] | None = None) -> CheckedReturn:
    (parsed,) = parse(open_grids(data).grids)
    return judge(parsed, unit, APRIL, catalogue, previous or {}, Rulebook())


def returned(
    catalogue: Catalogue, unit: str, change: Callable[[Form], object], previous: dict[Key, Entry] | None = None
) -> CheckedReturn:
    """Judge a unit's blank, honestly filled in, then changed."""
    form = Form(blank.render(catalogue, unit, APRIL, {}, None)).fill()
    change(form)
    return read(catalogue, unit, form.bytes(), previous)


def marked(catalogue: Catalogue, checked: CheckedReturn) -> Workbook:
    return load_workbook(BytesIO(feedback.render(catalogue, checked, {}, None, "表（1）.xlsx")))


def made(catalogue: Catalogue, unit: str, raw: dict[Key, str], *findings: Finding, **investment: str) -> CheckedReturn:
    """Make a judged return from raw words and findings; ``investment``: what was judged, by project."""
    entries = tuple(Entry(p.id, unit, "returned", investment=investment.get(p.id)) for p in catalogue.led_by(unit))
    return CheckedReturn(UnitReturn(unit, APRIL, entries, "示例乙", "示例丙", raw), findings)


def spoil(form: Form) -> None:
    """Make ten faults of several kinds."""
    first, second, third = map(str, form.rows)
    form.write(first, progress=None, investment="约1200万", contact=None)
    form.write(second, investment="八百多", target="改了的目标", problems="=cmd|'/c calc'!A1")
    form.write(third, investment=-5, progress="@SUM(1)\n-1")
    form.sign(head=None)
    figures = form.book[form_spec.INDICATOR_SHEET]
    rows = {figures.cell(r, 2).value: r for r in range(4, figures.max_row + 1)}
    figures.cell(rows["新双凤桥社区卫生服务中心建成"], 6).value = "一百多"
    figures.cell(rows["宫颈癌筛查"], 6).value = -5
    figures.cell(rows["乳腺癌筛查"], 6).value = 4000


@pytest.fixture(scope="module")
def checked(catalogue: Catalogue) -> CheckedReturn:
    return returned(catalogue, HEALTH, spoil)


@pytest.fixture(scope="module")
def data(catalogue: Catalogue, checked: CheckedReturn) -> bytes:
    return feedback.render(catalogue, checked, {}, None, "附件2：情况表（区卫健委）(1).xlsx")


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def cell(book: Workbook, place: str) -> Cell:
    sheet, _, at = place.partition("!")
    found_cell: Cell = book[sheet][at]
    return found_cell


def at(book: Workbook, project: str, field: str) -> Cell:
    """Return the cell of the new form, by the hidden key."""
    sheet = book[form_spec.SHEET]
    keyed = form_spec.OFFICIAL.key_column
    row = next(r for r in range(5, 40) if str(sheet.cell(r, keyed).value).startswith(f"{project}|"))
    found_cell: Cell = sheet.cell(row, form_spec.OFFICIAL.index(field))  # type: ignore[assignment]
    return found_cell


def figure(book: Workbook, indicator: str) -> Cell:
    sheet = book[form_spec.INDICATOR_SHEET]
    keyed = form_spec.INDICATOR_KEY_COLUMN
    row = next(r for r in range(4, 60) if str(sheet.cell(r, keyed).value).startswith(f"{indicator}|"))
    found_cell: Cell = sheet.cell(row, 6)  # type: ignore[assignment]
    return found_cell


def fill(cell: Cell) -> str | None:
    return str(cell.fill.fgColor.rgb) if cell.fill.fill_type else None


def faults(book: Workbook) -> list[dict[str, str]]:
    sheet = book[form_spec.FAULT_SHEET]
    header = [str(c.value) for c in sheet[4]]
    return [dict(zip(header, (str(c.value) for c in row), strict=True)) for row in sheet.iter_rows(min_row=5)]


# ---------------------------------------------------------------- marks, notes, list


def test_each_fault_is_marked_where_it_is_to_be_mended(book: Workbook) -> None:
    red = [("S13", "progress"), ("S13", "contact"), ("P01", "target"), ("P01", "investment"), ("P05", "investment")]
    for place in red:
        marked_cell = at(book, *place)
        assert fill(marked_cell) == RED, place
        assert marked_cell.border.left.style == "thick"  # to be seen in black and white too
    doubtful = at(book, "S13", "investment")
    assert fill(doubtful) == YELLOW
    assert doubtful.border.left.style == "mediumDashed"
    assert fill(figure(book, "P05-6")) == RED
    assert fill(figure(book, "P01-1")) == YELLOW
    sheet = book[form_spec.SHEET]
    coloured = {c.coordinate for row in sheet.iter_rows() for c in row if fill(c)}  # type: ignore[arg-type]
    foot = sheet.max_row
    assert coloured == {at(book, *p).coordinate for p in [*red, ("S13", "investment")]} | {f"D{foot}"}


def test_a_note_on_each_says_what_is_wrong_and_how_to_mend_it(
    book: Workbook, data: bytes, checked: CheckedReturn
) -> None:
    said = {f.message for f in checked.findings if f.severity != "info"}
    notes = [c.comment for sheet in book for row in sheet.iter_rows() for c in row if c.comment]
    written = "\n".join(n.text for n in notes)
    assert len(notes) == len(said)
    assert all(message in written for message in said)
    restored = at(book, "P01", "target").comment
    assert restored is not None
    assert "本表已恢复" in restored.text
    assert at(book, "P01", "target").value != "改了的目标"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        shapes = [archive.read(n).decode() for n in archive.namelist() if n.endswith(".vml")]
    sizes = [(float(w), float(h)) for s in shapes for w, h in re.findall(r"width:([\d.]+)pt;height:([\d.]+)pt", s)]
    assert len(sizes) == len(notes)
    assert all(width == 202.5 and 23 < height < 80 for width, height in sizes)  # two to four short lines


def test_the_list_comes_first_and_leads_to_each_cell(book: Workbook, checked: CheckedReturn) -> None:
    assert book.sheetnames == [form_spec.FAULT_SHEET, "附件2", "指标进度", "填报说明", "_minsheng"]
    assert book.active is book[form_spec.FAULT_SHEET]
    lines = faults(book)
    words = [line["严重程度"] for line in lines]
    assert words == sorted(words, key=["需改正", "请核实", "提示"].index)
    assert words.count("需改正") == sum(f.severity == "error" for f in checked.findings)
    assert [line["序号"] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
    for line in lines:
        assert fill(cell(book, line["位置"])) == (RED if line["严重程度"] == "需改正" else YELLOW)
    first = lines[0]
    assert (first["项目"], first["栏目"], first["原文件位置"]) == ("提升公众急救能力", "工作进展", "附件2!E6")
    sheet = book[form_spec.FAULT_SHEET]
    for row in sheet.iter_rows(min_row=5, min_col=2, max_col=2):
        name, _, where = str(row[0].value).partition("!")
        assert row[0].hyperlink is not None
        assert (row[0].hyperlink.location, row[0].hyperlink.target) == (f"'{name}'!{where}", None)
    summary = str(sheet["A2"].value)
    assert f"{words.count('需改正')}处需改正，{words.count('请核实')}处请核实" in summary
    assert sheet["A3"].value == "原文件：附件2：情况表（区卫健委）(1).xlsx"


def test_a_cell_shows_only_what_is_worst(catalogue: Catalogue) -> None:
    where, at_cell = "附件2!F9", {"project": "P10", "field": "investment"}
    low = found("investment.approximate", where, **at_cell, text="约5", value="5")  # type: ignore[arg-type]
    high = found("investment.fell", where, **at_cell, last="9", value="5")  # type: ignore[arg-type]
    book = marked(catalogue, made(catalogue, "区林业局", {("P10", "investment"): "约5"}, low, high))
    (line,) = faults(book)
    assert line["严重程度"] == "需改正"
    assert line["问题与改法"] == high.message
    note = at(book, "P10", "investment").comment
    assert note is not None
    assert note.text == f"核对意见：\n{high.message}"


def test_findings_without_a_place_stand_in_the_list_only(catalogue: Catalogue) -> None:
    foreign = found(
        "project.foreign", "附件2!B9", project="S02", field="name", name="建设城市微型公园", unit="区林业局"
    )
    total = found("table.total-row", "附件2!A12", text="合计")
    book = marked(catalogue, made(catalogue, "区林业局", {}, total, foreign))
    lines = faults(book)
    assert [(line["位置"], line["项目"], line["严重程度"]) for line in lines] == [
        ("—", "建设城市微型公园", "请核实"), ("—", "—", "提示"),
    ]  # fmt: skip
    assert not any(c.comment for sheet in book for row in sheet.iter_rows() for c in row)


def test_a_mere_remark_leaves_the_cell_as_it_is(catalogue: Catalogue) -> None:
    remark = found("investment.unit", "附件2!F6", project="P10", field="investment", text="5万", value="5")
    book = marked(catalogue, made(catalogue, "区林业局", {("P10", "investment"): "5万"}, remark))
    assert (fill(at(book, "P10", "investment")), at(book, "P10", "investment").comment) == (None, None)
    assert [line["严重程度"] for line in faults(book)] == ["提示"]


def test_a_missing_project_is_marked_where_filling_in_begins(catalogue: Catalogue) -> None:
    missing = found("project.missing", project="S05", name="关爱青少年心理健康")
    book = marked(catalogue, made(catalogue, "区教委", {}, missing))
    assert fill(at(book, "S05", "progress")) == RED
    assert faults(book)[0]["位置"] == f"附件2!{at(book, 'S05', 'progress').coordinate}"


def test_a_finding_that_names_only_a_cell_is_traced_to_its_project(catalogue: Catalogue) -> None:
    def merge(form: Form) -> None:
        first, second = form.rows.values()
        form.sheet.unmerge_cells(f"A{second - 1}:I{second - 1}")  # the heading between them
        form.sheet.merge_cells(f"E{first}:E{second}")

    checked = returned(catalogue, "区残联", merge)
    merged = [f for f in checked.findings if f.code == "table.merged"]
    assert [f.project for f in merged] == ["S06", "P07"]  # either may have been meant: both are told
    book = marked(catalogue, checked)
    places = [line["位置"] for line in faults(book) if line["问题与改法"] == merged[0].message]
    assert places == [f"附件2!{at(book, project, 'progress').coordinate}" for project in ("S06", "P07")]


def test_an_indicator_filled_in_twice_is_marked(catalogue: Catalogue) -> None:
    def twice(form: Form) -> None:
        sheet = form.book[form_spec.INDICATOR_SHEET]
        last = sheet.max_row + 1
        for col in range(1, 10):
            sheet.cell(last, col).value = sheet.cell(4, col).value
        sheet.cell(4, 6).value, sheet.cell(last, 6).value = 100, 200

    checked = returned(catalogue, "区林业局", twice)
    assert [f.code for f in checked.findings] == ["indicator.twice"] * 2
    book = marked(catalogue, checked)
    item = str(book[form_spec.INDICATOR_SHEET].cell(4, form_spec.INDICATOR_KEY_COLUMN).value).split("|")[0]
    assert fill(figure(book, item)) == RED
    assert len(faults(book)) == 1  # the second row is no longer there: what is said of it belongs to the first


# ---------------------------------------------------------------- what the unit wrote


def test_the_units_words_are_kept_as_words_and_numbers_as_numbers(book: Workbook) -> None:
    assert at(book, "P01", "investment").value == "八百多"
    assert at(book, "P05", "investment").value == -5
    assert at(book, "S13", "investment").value == "约1200万"
    hostile = at(book, "P01", "problems")
    assert (hostile.data_type, hostile.value, hostile.quotePrefix) == ("s", "=cmd|'/c calc'!A1", True)
    assert (at(book, "P05", "progress").data_type, at(book, "P05", "progress").value) == ("s", "@SUM(1)\n-1")
    assert figure(book, "P05-5").value == 4000
    assert figure(book, "P01-1").value == "一百多"
    rate = book[form_spec.INDICATOR_SHEET].cell(figure(book, "P05-5").row, 7)
    assert rate.data_type == "f"
    assert book[form_spec.SHEET].cell(book[form_spec.SHEET].max_row, 8).value == "示例丙"


def test_completion_is_right_before_anybody_reckons_it(data: bytes) -> None:
    sheet = load_workbook(BytesIO(data), data_only=True)[form_spec.INDICATOR_SHEET]
    rates = {sheet.cell(r, 2).value: sheet.cell(r, 7).value for r in range(4, sheet.max_row + 1)}
    assert rates["乳腺癌筛查"] == 50
    assert rates["新增托位数"] is None


def test_an_amount_in_another_unit_is_written_in_ours(catalogue: Catalogue) -> None:
    def in_yuan(form: Form) -> None:
        form.sheet["F3"].value = "单位：元"
        form.write(str(next(iter(form.rows))), investment=1_205_000)

    checked = returned(catalogue, "区林业局", in_yuan)
    assert checked.unit_return.entries[0].investment == "120.5"
    book = marked(catalogue, checked)
    assert at(book, "P10", "investment").value == 120.5  # 1205000 under 单位：万元 would be read as 120.5 亿元
    again = read(catalogue, "区林业局", feedback.render(catalogue, checked, {}, None, "表.xlsx"))
    assert again.unit_return.entries[0].investment == "120.5"


def test_a_figure_that_would_be_misread_is_left_out_and_quoted(catalogue: Catalogue) -> None:
    def this_month(form: Form) -> None:
        form.sheet["F4"].value = "本月完成投资"
        form.write("残疾人服务提升", investment=30)
        form.write("助残服务行动", investment="无")

    book = marked(catalogue, returned(catalogue, "区残联", this_month))
    left_out, kept = at(book, "S06", "investment"), at(book, "P07", "investment")
    assert (left_out.value, kept.value) == (None, "无")
    assert fill(left_out) == fill(kept) == RED  # the whole column is to be filled in anew
    assert left_out.comment is not None
    assert "原填“30”" in left_out.comment.text
    assert faults(book)[0]["位置"] == "附件2!F4"


def test_numbers_that_a_spreadsheet_would_change_stay_text(catalogue: Catalogue) -> None:
    raw = {
        ("S06", "contact"): "13800000000",
        ("S06", "investment"): "007",
        ("S06", "progress"): "3.10",
        ("P07", "investment"): "1234567890.123456789",
    }
    book = marked(catalogue, made(catalogue, "区残联", raw))
    assert at(book, "S06", "contact").value == "13800000000"
    assert at(book, "S06", "investment").value == "007"
    assert at(book, "P07", "investment").value == "1234567890.123456789"
    assert at(book, "S06", "progress").value == "3.10"


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "\x00\x0b\ud800坏", "很长" * 20_000, "😀" * 30_000, "<a&b>]]>", "_x000B_"]
)
def test_hostile_words_are_only_words(catalogue: Catalogue, text: str) -> None:
    checked = made(catalogue, "区林业局", {("P10", "progress"): text, ("P10", "investment"): text, ("", "head"): text},
                   found("progress.hollow", "附件2!E6", project="P10", field="progress", text=text))  # fmt: skip
    data = feedback.render(catalogue, checked, {}, None, text)
    book = load_workbook(BytesIO(data))
    for field in ("progress", "investment"):
        assert at(book, "P10", field).data_type == "s"
    formulas = [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert all(str(f).startswith("=IF(ISNUMBER(F") for f in formulas)
    (parsed,) = parse(open_grids(data).grids)
    words = parsed.rows[0].cells["progress"].text
    wanted = text.replace("\x00", "").replace("\x0b", "").replace("\ud800", "")
    assert words == wanted or words.endswith("…（全文见原件）")


# ---------------------------------------------------------------- round and round


def test_it_can_be_collected_again_and_says_the_same(catalogue: Catalogue, checked: CheckedReturn, data: bytes) -> None:
    again = read(catalogue, HEALTH, data)
    once = {(f.code, f.project, f.field, f.message) for f in checked.findings if not f.code.endswith(".altered")}
    assert {(f.code, f.project, f.field, f.message) for f in again.findings} == once
    assert again.unit_return.raw == checked.unit_return.raw | {("", "head"): ""}
    marker = load_workbook(BytesIO(data))[form_spec.MARKER_SHEET]
    assert [c.value for c in marker["B"]] == [form_spec.FORM_VERSION, "feedback", HEALTH, "2025-04", catalogue.version]


def test_mended_it_is_accepted(catalogue: Catalogue, data: bytes) -> None:
    form = Form(data).fill()
    figures = form.book[form_spec.INDICATOR_SHEET]
    for row in range(4, figures.max_row + 1):
        if figures.cell(row, 6).value in ("一百多", -5):
            figures.cell(row, 6).value = None
    assert read(catalogue, HEALTH, form.bytes()).findings == ()


def test_the_same_return_gives_the_same_bytes(catalogue: Catalogue, checked: CheckedReturn, data: bytes) -> None:
    assert feedback.render(catalogue, checked, {}, None, "附件2：情况表（区卫健委）(1).xlsx") == data


def test_every_unit_can_be_answered(catalogue: Catalogue) -> None:
    for unit in catalogue.units:
        checked = returned(catalogue, unit.id, lambda form: form.sign(head=None, preparer=None))
        again = read(catalogue, unit.id, feedback.render(catalogue, checked, {}, None, "表.xlsx"))
        assert [f.code for f in again.findings] == ["head.missing", "preparer.missing"]
        assert [e.investment for e in again.unit_return.entries] == [e.investment for e in checked.unit_return.entries]
        assert [e.progress for e in again.unit_return.entries] == [e.progress for e in checked.unit_return.entries]


def test_last_months_figures_stand_beside_the_entry_cells(catalogue: Catalogue, checked: CheckedReturn) -> None:
    previous = {("P05", HEALTH): replace(checked.unit_return.entries[2], progress="（示例）三月进展")}
    book = load_workbook(BytesIO(feedback.render(catalogue, checked, previous, MARCH, "表.xlsx")))
    assert any(c.value == "（示例）三月进展" for row in book[form_spec.NOTES_SHEET].iter_rows() for c in row)
    last = book[form_spec.INDICATOR_SHEET].cell(figure(book, "P05-5").row, 5)
    assert last.value == float(Decimal(4000))
