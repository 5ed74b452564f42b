"""A unit's own plan takes the place of elapsed time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from minsheng_cli.analysis.progress import progress
from minsheng_cli.model import Entry, IndicatorValue, Month, MonthRecord, Pace
from minsheng_cli.workbook import paper
from minsheng_cli.workspace import Workspace

if TYPE_CHECKING:
    from conftest import Minsheng
    from minsheng_cli.model import Catalogue


def test_a_plan_goes_out_comes_back_and_counts(minsheng: Minsheng) -> None:
    assert minsheng("plan").code == 0
    (path,) = minsheng.root.glob("计划/*.xlsx")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    row = next(r[0].row for r in sheet.iter_rows(min_row=4) if r[0].value == "S10-1")
    months = {sheet.cell(3, col).value: col for col in range(1, sheet.max_column + 1)}
    sheet.cell(row, months["4月"]).value = 0
    sheet.cell(row, months["7月"]).value = 30
    other = next(r[0].row for r in sheet.iter_rows(min_row=4) if r[0].value == "S05-1")
    sheet.cell(other, months["4月"]).value = 100
    sheet.cell(other, months["5月"]).value = 90
    book.save(minsheng.root / "报来的计划.xlsx")
    done = minsheng("plan", "报来的计划.xlsx", "--json")
    assert done.code == 1
    assert done.json["indicators"] == 1
    assert "S05-1" in done.json["faults"][0]
    assert Workspace.at(minsheng.root).plans == {"S10-1": {"2025-04": Decimal(0), "2025-07": Decimal(30)}}
    assert minsheng("plan").code == 0  # what is known stands in the next form
    again = load_workbook(path).worksheets[0]
    assert again.cell(row, months["7月"]).value == 30


def test_a_broken_plan_is_refused(minsheng: Minsheng) -> None:
    (minsheng.root / "坏.xlsx").write_bytes(b"PK\x03\x04 nothing")
    done = minsheng("plan", "坏.xlsx")
    assert done.code == 2
    assert "没有可用的计划" in done.err


def test_holiday_work_is_judged_by_its_plan(catalogue: Catalogue) -> None:
    month = Month(2025, 5)
    values = (IndicatorValue("S10-1", "寒、暑假期公益托管点位", "个", "50", "0"),)
    record = MonthRecord("2025-05", "", (), (Entry("S10", "团区委", "accepted", indicators=values),), ())
    by_time = progress(record, catalogue, month, Pace())["S10"].indicators[0]
    assert by_time.standing == "open"  # held in the holidays: judged at its deadline
    plan = {"S10-1": {"2025-04": Decimal(0), "2025-07": Decimal(30)}}
    by_plan = progress(record, catalogue, month, Pace(), plan)["S10"].indicators[0]
    assert (by_plan.standing, by_plan.planned) == ("normal", True)
    assert by_plan.gap == 0


def test_the_plan_s_form_cuts_no_name(minsheng: Minsheng) -> None:
    assert minsheng("plan").code == 0
    (path,) = minsheng.root.glob("计划/*.xlsx")
    sheet = load_workbook(path).worksheets[0]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDE"]
    for number, texts in enumerate(sheet.iter_rows(min_row=4, max_col=5, values_only=True), start=4):
        lines = max(paper.lines_needed(str(text), width, 10) for text, width in zip(texts, widths, strict=True))
        assert (sheet.row_dimensions[number].height or 15) >= lines * 10, texts
