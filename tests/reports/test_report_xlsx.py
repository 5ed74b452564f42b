"""How the report looks: read back with openpyxl as a clerk's office suite would."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import monthly_sample as sample
import openpyxl
import pytest

from minsheng_cli.analysis import totals
from minsheng_cli.form_spec import COLUMNS, ENTRY_FIELDS
from minsheng_cli.reports.content import MonthlyReport, compose
from minsheng_cli.reports.xlsx import render
from minsheng_cli.text.fold import legal
from minsheng_cli.workbook import paper
from minsheng_cli.workbook.page import number_format
from minsheng_cli.workbook.pages import A3, KeepTogether, page_breaks

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from minsheng_cli.model import Catalogue, MonthRecord
    from office import Office

SHEETS = ["汇总表", "报送情况", "指标进度", "问题清单", "来源"]
HEADER_ROW = 4


@pytest.fixture(scope="module")
def april(catalogue: Catalogue) -> MonthRecord:
    return sample.april(catalogue)


@pytest.fixture(scope="module")
def report(april: MonthRecord, catalogue: Catalogue) -> MonthlyReport:
    return compose(april, catalogue, totals(april, catalogue))


@pytest.fixture(scope="module")
def data(report: MonthlyReport) -> bytes:
    return render(report)


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=False)


def table(sheet: Worksheet, header_row: int = 3) -> list[dict[str, object]]:
    """Return a list sheet's rows by header."""
    headers = [cell.value for cell in sheet[header_row]]
    return [
        dict(zip(map(str, headers), row, strict=True))
        for row in sheet.iter_rows(min_row=header_row + 1, values_only=True)
    ]


def at(book: Workbook, place: str) -> object:
    name, _, cell = place.partition("!")
    return book[name][cell].value


# ---------------------------------------------------------------- the whole


def test_the_same_report_gives_the_same_bytes(report: MonthlyReport, data: bytes) -> None:
    assert render(report) == data


def test_created_is_the_first_day_after_the_month(book: Workbook) -> None:
    assert book.properties.created == datetime(2025, 5, 1)  # noqa: DTZ001 - as openpyxl gives it
    assert book.properties.creator == "区发展改革委"


def test_sheets_and_their_order(book: Workbook, catalogue: Catalogue) -> None:
    assert book.sheetnames == SHEETS
    empty = sample.nothing_came(catalogue)
    quiet = openpyxl.load_workbook(io.BytesIO(render(compose(empty, catalogue, totals(empty, catalogue)))))
    assert quiet.sheetnames == [name for name in SHEETS if name != "指标进度"]


def test_every_sheet_is_ready_to_print(book: Workbook) -> None:
    for sheet in book:
        header = HEADER_ROW if sheet.title == "汇总表" else 3
        setup, fit, footer = sheet.page_setup, sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
        assert (setup.orientation, setup.paperSize) == ("landscape", A3.number)
        assert fit is not None
        assert (fit.fitToPage, setup.fitToWidth or 1, setup.fitToHeight) == (True, 1, 0)
        assert sheet.print_title_rows == f"${header}:${header}"
        assert sheet.freeze_panes == f"A{header + 1}"
        assert footer is not None
        assert footer.center.text == "第 &P 页 共 &N 页"
        assert bool(sheet.auto_filter.ref) == (sheet.title != "汇总表")
        columns = [(d.width, (d.max or 0) - (d.min or 0) + 1) for d in sheet.column_dimensions.values()]
        breadth = sum(round(width * 7) * number for width, number in columns) * 0.75
        assert (A3.breadth - 2 * 0.45 * 72) / breadth > 0.97, sheet.title  # full size on A3


def test_no_row_is_taller_than_a_spreadsheet_can_show(book: Workbook) -> None:
    for sheet in book:
        assert max(d.height or 0 for d in sheet.row_dimensions.values()) <= paper.MAX_ROW_HEIGHT


# ---------------------------------------------------------------- 汇总表


def test_the_head_of_the_table(book: Workbook, report: MonthlyReport) -> None:
    sheet = book["汇总表"]
    assert sheet["A1"].value == report.title
    assert sheet["A2"].value == report.small_print
    assert sheet["A3"].value == report.summary
    assert [cell.value for cell in sheet[HEADER_ROW]] == [*(c.header for c in COLUMNS), "报送状态"]
    assert "单位：万元" in [cell.value for cell in sheet[2]]


def test_every_merged_cell_stands_where_its_source_line_says(
    book: Workbook, report: MonthlyReport, april: MonthRecord
) -> None:
    lines = table(book["来源"])
    assert len(lines) == len(report.sources) > 150
    entries = {(e.project, e.unit): e for e in april.entries}
    values = {(v.id, e.unit): v.actual for e in april.entries for v in e.indicators}
    for line, source in zip(lines, report.sources, strict=True):
        item, unit, field = source.key
        shown = at(book, str(line["汇总单元格"]))
        written = values[item, unit] if field == "actual" else getattr(entries[item, unit], field)
        if written is None:
            assert shown in (None, "待核", "未填")
        elif isinstance(shown, int | float):
            assert Decimal(str(shown)) == Decimal(written)
        else:
            assert shown == legal(written)
        assert (line["原文件"], line["原单元格"], line["sha256"]) == (source.file, source.ref, source.sha256[:16])


def test_links_lead_to_the_cells_they_name(book: Workbook) -> None:
    sheet = book["来源"]
    for row in sheet.iter_rows(min_row=4, min_col=5, max_col=5):
        name, _, cell = str(row[0].value).partition("!")
        assert row[0].hyperlink is not None
        assert row[0].hyperlink.location == f"'{name}'!{cell}"
        assert row[0].hyperlink.target is None
    unit = book["报送情况"]["B4"]
    assert unit.value == "区住房城乡建委"
    assert unit.hyperlink.location == "'汇总表'!E6"
    assert book["汇总表"]["C6"].value == unit.value


def test_co_leads_share_number_name_and_target(book: Workbook) -> None:
    sheet = book["汇总表"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    row = next(c.row for c in sheet["B"] if c.value == "开展中心城区缓堵促畅治堵治乱")
    assert {f"{col}{row}:{col}{row + 1}" for col in "ABD"} <= merged
    assert [sheet[f"C{r}"].value for r in (row, row + 1)] == ["区住房城乡建委", "区城管局"]
    assert [sheet[f"F{r}"].value for r in (row, row + 1)] == [12000, 12000]


def test_long_prose_is_set_smaller_and_shown_whole(book: Workbook) -> None:
    sheet = book["汇总表"]
    row = next(c.row for c in sheet["B"] if c.value == "学生关爱行动")
    assert sheet[f"E{row}"].value == sample.LONG
    assert sheet[f"E{row}"].font.size == 8
    areas = {area.min_col: area for area in sheet.merged_cells.ranges if area.min_row == row}
    last = areas[5].max_row if areas else row
    heights = [sheet.row_dimensions[r].height for r in range(row, last + 1)]
    wanted = paper.row_height(paper.lines_needed(sample.LONG, sheet.column_dimensions["E"].width, 8), 8)
    assert sum(heights) >= wanted


def test_sections_sums_and_missing_units_stand_out_in_words(book: Workbook, report: MonthlyReport) -> None:
    sheet = book["汇总表"]
    column = [c.value for c in sheet["A"]]
    wanted = [x for s in report.sections for x in (s.title, s.subtotal.label)] + ["合计", report.footnote]
    assert [value for value in column if value in wanted] == wanted
    row = column.index("合计") + 1
    assert report.overall.amount is not None
    assert sheet[f"F{row}"].value == pytest.approx(float(report.overall.amount))
    assert sheet[f"G{row}"].value == report.overall.note
    row = next(c.row for c in sheet["B"] if c.value == "提升农村饮水质量")
    assert (sheet[f"E{row}"].value, sheet[f"J{row}"].value) == ("未报", "未报")


def test_doubtful_cells_are_slanted_on_a_ground_and_named(book: Workbook) -> None:
    sheet = book["汇总表"]
    row = next(c.row for c in sheet["B"] if c.value == "建设城市微型公园")
    cell = sheet[f"F{row}"]
    assert (cell.value, cell.font.italic, cell.fill.fill_type) == ("待核", True, "solid")
    assert sheet[f"J{row}"].value == "待核：\n完成投资\n指标进度"
    assert sheet[f"G{row}"].font.italic is not True


def test_money_is_a_number_with_the_decimals_it_has(book: Workbook) -> None:
    sheet = book["汇总表"]
    formats = {c.value: c.number_format for c in sheet["F"] if isinstance(c.value, int | float)}
    assert formats[5321.5] == "#,##0.0"
    assert formats[12345.678] == "#,##0.000"
    assert formats[0] == formats[1200] == formats[12000] == "#,##0"
    assert sheet["F6"].alignment.horizontal == "right"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0", "#,##0"), ("1200", "#,##0"), ("1.2E+3", "#,##0"), ("1200.50", "#,##0.0"), ("0.05", "#,##0.00")],
)
def test_number_formats(value: str, shown: str) -> None:
    assert number_format(Decimal(value)) == shown


def test_a_figure_a_spreadsheet_cannot_hold_stays_exact(april: MonthRecord, catalogue: Catalogue) -> None:
    figure = "12345678901234567.89"
    entries = tuple(replace(e, investment=figure) if e.project == "S01" else e for e in april.entries)
    record = replace(april, entries=entries)
    book = openpyxl.load_workbook(io.BytesIO(render(compose(record, catalogue, totals(april, catalogue)))))
    assert book["汇总表"]["F6"].value == figure


# ---------------------------------------------------------------- hostile text


def test_text_from_returns_is_literal(book: Workbook) -> None:
    sheet = book["汇总表"]
    row = next(c.row for c in sheet["B"] if c.value == "关爱青少年心理健康")
    assert sheet[f"E{row}"].value == sample.HOSTILE
    assert (sheet[f"E{row}"].data_type, sheet[f"E{row}"].quotePrefix) == ("s", True)
    assert (sheet[f"G{row}"].value, sheet[f"H{row}"].value) == ("<script>alert(1)</script>", "-1+1")
    row = next(c.row for c in sheet["B"] if c.value == "森林防火能力提升行动")
    assert sheet[f"E{row}"].value == legal(sample.CONTROL)
    for each in book:
        for cells in each.iter_rows():
            for cell in cells:
                assert cell.data_type != "f"
                assert cell.hyperlink is None or cell.hyperlink.target is None


def test_the_longest_text_a_cell_can_hold_is_whole(april: MonthRecord, catalogue: Catalogue) -> None:
    text = "长" * 32_767
    entries = tuple(replace(e, progress=text) if e.project == "S01" else e for e in april.entries)
    record = replace(april, entries=entries)
    book = openpyxl.load_workbook(io.BytesIO(render(compose(record, catalogue, totals(record, catalogue)))))
    cells = [c for c in book["汇总表"]["E"][5:] if str(c.value or "").startswith("长")]
    assert cells[0].coordinate == "E6"
    assert "".join(str(c.value) for c in cells) == text  # cut between lines: no page can cut one
    heights = [book["汇总表"].row_dimensions[c.row].height for c in cells]
    lines = [paper.lines_needed(str(c.value), book["汇总表"].column_dimensions["E"].width, 8) for c in cells]
    assert all(height + 1 > paper.row_height(count, 8) for height, count in zip(heights, lines, strict=True))


def test_a_cell_of_line_breaks_does_not_blow_up_the_report(april: MonthRecord, catalogue: Catalogue) -> None:
    text = "起" + "\n" * 32_000 + "止"
    entries = tuple(replace(e, progress=text) if e.project == "S01" else e for e in april.entries)
    record = replace(april, entries=entries)
    sheet = openpyxl.load_workbook(io.BytesIO(render(compose(record, catalogue, totals(record, catalogue)))))["汇总表"]
    assert "".join(str(c.value or "") for c in sheet["E"][5:]).startswith(text)
    assert sheet.max_row < 2_000


def test_hostile_text_in_every_field_everywhere(april: MonthRecord, catalogue: Catalogue) -> None:
    fields = dict.fromkeys((f for f in ENTRY_FIELDS if f != "investment"), sample.HOSTILE)
    record = replace(
        april,
        entries=tuple(replace(e, **fields) for e in april.entries),  # type: ignore[arg-type]
        files=tuple(replace(f, name=f"=1+1|{f.name}") for f in april.files),
    )
    book = openpyxl.load_workbook(io.BytesIO(render(compose(record, catalogue, totals(record, catalogue)))))
    types = {cell.data_type for sheet in book for cells in sheet.iter_rows() for cell in cells}
    assert types == {"s", "n"}


# ---------------------------------------------------------------- pages


def test_a_page_begins_where_rows_that_belong_together_would_be_torn() -> None:
    pair, single = (100.0, 100.0), (200.0,)
    assert page_breaks([KeepTogether(5, pair), KeepTogether(7, pair), KeepTogether(9, pair)], 450, 450) == [9]
    assert page_breaks([KeepTogether(5, single), KeepTogether(6, single), KeepTogether(7, single)], 450, 450) == [7]
    assert page_breaks([KeepTogether(5, pair)], 100, 450) == []  # a page with a title only helps nobody
    assert page_breaks([KeepTogether(5, (300.0, 300.0)), KeepTogether(7, pair)], 450, 450) == [7]


@pytest.mark.parametrize("shrunk", [1.0, 0.98])
def test_no_heading_or_pair_of_co_leads_is_torn(book: Workbook, shrunk: float) -> None:
    """Print on paper, with columns as they should be and somewhat broader: which rows begin a page?"""
    sheet = book["汇总表"]
    heights = {r: sheet.row_dimensions[r].height for r in range(1, sheet.max_row + 1)}
    page = A3.room([d.width for d in sheet.column_dimensions.values()]) * shrunk
    breaks = {b.id for b in sheet.row_breaks.brk}
    room, starts = page - sum(heights[r] for r in range(1, HEADER_ROW + 1)), []
    for row in range(HEADER_ROW + 1, sheet.max_row + 1):
        if row - 1 in breaks or heights[row] > room:
            starts.append(row)
            room = page - heights[HEADER_ROW]
        room -= heights[row]
    names = [area for area in sheet.merged_cells.ranges if area.min_col == area.max_col == 2]
    pairs = [a for a in names if sheet.cell(a.min_row + 1, 3).value]  # a unit's name in the second row too
    assert len(pairs) == 3
    assert not {row for a in pairs for row in range(a.min_row + 1, a.max_row + 1)} & set(starts)
    headings = [c.row for c in sheet["A"] if str(c.value)[:2] in ("一、", "二、", "三、")]
    assert len(headings) == 3
    assert not set(starts) & {row + 1 for row in headings}
    assert 3 <= len(starts) + 1 <= 6


@pytest.mark.office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
def test_on_paper_nothing_is_cut_off(data: bytes, tmp_path: Path, april: MonthRecord, office: Office) -> None:
    (tmp_path / "report.xlsx").write_bytes(data)
    office.pdf(tmp_path / "report.xlsx", tmp_path / "report.pdf")
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "report.pdf", "-"], check=True, capture_output=True)
    text = "".join(done.stdout.decode("utf-8").split())
    assert "第1页共" in text
    assert text.count("完成管网改造示例段落") >= 20
    assert all(e.contact is None or e.contact.split()[0] in text for e in april.entries)
