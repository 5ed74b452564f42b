"""The blank form: exactly the official Attachment 2, and around it what makes it easy to fill in and to recognise."""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from conftest import few_or_all
from minsheng_cli import form_spec
from minsheng_cli.form import blank
from minsheng_cli.form.reading.parse import parse
from minsheng_cli.model import Entry, IndicatorValue, Month
from minsheng_cli.readers.grids import open_grids

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

    from minsheng_cli.model import Catalogue
    from office import Edit, Office

APRIL, MARCH = Month(2025, 4), Month(2025, 3)
OFFICIAL = [
    "序号", "项目名称", "牵头单位", "目标任务", "工作进展", "完成投资",
    "存在的问题", "下一步工作及建议", "责任人及联系方式",
]  # fmt: skip
ENTRY_COLUMNS = "EFGHI"
NOTICE = Path(__file__).parent.parent / "notice-2025-9.txt"


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def march(
    catalogue: Catalogue, *, progress: str | None = None, contact: str | None = None, others: str | None = None
) -> dict[tuple[str, str], Entry]:
    """What every unit reported in March; ``others``: 120.5 万元 and these words in the other columns."""
    return {
        (p.id, u.id): Entry(
            p.id, u.id, "accepted", progress, "120.5" if others else None, others, others, contact,
            tuple(
                IndicatorValue(i.id, i.name, i.unit, None, "进行中" if i.is_state else "12.5")
                for i in p.indicators if i.asked
            ),
        )
        for p, u in catalogue.rows()
    }  # fmt: skip


@pytest.fixture(scope="module")
def books(catalogue: Catalogue) -> dict[str, Workbook]:
    """Every unit's first blank."""
    return {u.id: opened(blank.render(catalogue, u.id, APRIL, {}, None)) for u in catalogue.units}


def project_rows(sheet: Worksheet) -> dict[str, int]:
    """Return project id → row, by the hidden key."""
    keys = (
        (r, form_spec.split_row_key(str(sheet.cell(r, form_spec.OFFICIAL.key_column).value)))
        for r in range(5, sheet.max_row + 1)
    )
    return {key[0]: row for row, key in keys if key}


def footer_row(sheet: Worksheet) -> int:
    return next(r for r in range(5, sheet.max_row + 1) if str(sheet.cell(r, 1).value).startswith("单位主要负责人"))


# ---------------------------------------------------------------- the official form


def test_the_printed_form_is_the_official_one(books: dict[str, Workbook], catalogue: Catalogue) -> None:
    notice = NOTICE.read_text(encoding="utf-8")
    for unit, book in books.items():
        sheet = book["附件2"]
        assert sheet["A1"].value == "附件2"
        assert sheet["A2"].value == catalogue.form_title
        assert catalogue.form_title in notice
        assert [c.value for c in sheet[4]][:9] == OFFICIAL
        merged = {str(m) for m in sheet.merged_cells.ranges}
        assert {"A2:I2", "A3:C3", "D3:E3", "F3:I3"} <= merged
        expected: list[object] = []
        for section in catalogue.sections:
            own = [p for p in catalogue.led_by(unit) if p.section == section.id]
            expected += [section.title, *(p.id for p in own)] if own else []
        shown: list[object] = []
        rows = {row: project for project, row in project_rows(sheet).items()}
        for row in range(5, footer_row(sheet)):
            shown.append(rows.get(row, sheet.cell(row, 1).value))
            if row not in rows:
                assert f"A{row}:I{row}" in merged
        assert shown == expected


def test_what_is_printed_of_each_project_is_what_the_notice_says(
    books: dict[str, Workbook], catalogue: Catalogue
) -> None:
    notice = NOTICE.read_text(encoding="utf-8")
    seen = 0
    for unit, book in books.items():
        sheet = book["附件2"]
        for project_id, row in project_rows(sheet).items():
            project = catalogue.project(project_id)
            number, name, lead, target = (sheet.cell(row, col).value for col in range(1, 5))
            assert (str(number), name, lead) == (project.number, project.name, unit)
            lines = str(target).split("\n")
            assert lines == [line for line in project.target.split("\n") if line.strip()]
            assert all(line in notice for line in lines)
            assert [sheet.cell(row, col).value for col in range(5, 10)] == [None] * 5
            seen += 1
    assert seen == 28


def test_small_print_and_footer(books: dict[str, Workbook]) -> None:
    sheet = books["区残联"]["附件2"]
    assert sheet["A3"].value == "填报单位：区残联"
    assert sheet["D3"].value == "填报月份：2025年4月（数据截至2025年4月25日）"
    assert sheet["F3"].value == "完成投资为年初至今累计数，单位：万元"
    row = footer_row(sheet)
    assert (sheet[f"A{row}"].value, sheet[f"F{row}"].value) == ("单位主要负责人：", "填表人：")
    assert {f"A{row}:C{row}", f"F{row}:G{row}"} <= {str(m) for m in sheet.merged_cells.ranges}
    for at in (f"D{row}", f"H{row}"):  # single cells beside the labels, to be written into
        assert sheet[at].value is None
        assert not sheet[at].protection.locked


def test_it_prints_on_a4_one_page_wide_with_its_header_on_each_page(books: dict[str, Workbook]) -> None:
    for book in books.values():
        for sheet in book.worksheets[:3]:
            assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
            assert sheet.sheet_properties.pageSetUpPr is not None
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (int(sheet.page_setup.fitToWidth or 1), sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.oddFooter is not None
            assert sheet.oddFooter.center is not None
            assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
            assert sheet.print_options.horizontalCentered
        form = book["附件2"]
        assert (form.print_title_rows, form.freeze_panes) == ("$4:$4", "A5")
        assert form.print_area == f"'附件2'!$A$1:$I${footer_row(form)}"
        assert form.column_dimensions["J"].hidden


def test_widths_are_the_layouts(books: dict[str, Workbook]) -> None:
    sheet = books["区教委"]["附件2"]
    spans = [(d.width, (d.max or 0) - (d.min or 0) + 1) for d in sheet.column_dimensions.values() if not d.hidden]
    widths = [width for width, count in spans for _ in range(count)]
    assert widths == pytest.approx(
        [c.width for c in form_spec.COLUMNS], abs=0.8
    )  # the file counts the cell's padding in


# ---------------------------------------------------------------- filling in


def test_only_what_the_unit_fills_in_is_open(books: dict[str, Workbook], catalogue: Catalogue) -> None:
    for unit, book in books.items():
        form, figures = book["附件2"], book["指标进度"]
        foot = footer_row(form)
        wanted = {f"{c}{r}" for r in project_rows(form).values() for c in ENTRY_COLUMNS} | {f"D{foot}", f"H{foot}"}
        assert {c.coordinate for row in form.iter_rows() for c in row if not c.protection.locked} == wanted
        asked = sum(i.asked_of(unit) for p in catalogue.led_by(unit) for i in p.indicators)
        wanted = {f"{c}{r}" for r in range(4, 4 + asked) for c in "FH"}
        assert {c.coordinate for row in figures.iter_rows() for c in row if not c.protection.locked} == wanted
        for sheet in book.worksheets:
            assert sheet.protection.sheet
            assert sheet.protection.password is None
        assert not form.protection.formatRows  # "not forbidden"
        assert not form.protection.formatColumns
        assert form.protection.insertRows
        assert not form.protection.selectLockedCells


def test_every_open_cell_says_what_belongs_there_and_none_refuses_words(
    books: dict[str, Workbook], catalogue: Catalogue
) -> None:
    for book in books.values():
        for sheet in book.worksheets[:2]:
            guided: dict[str, DataValidation] = {}
            for guide in sheet.data_validations.dataValidation:
                assert 0 < len(guide.promptTitle) <= 32
                assert 0 < len(guide.prompt) <= 255
                assert len(guide.formula1 or "") <= 255
                if guide.type:
                    assert guide.errorStyle == "warning"
                guided |= {at.coord: guide for at in guide.sqref.ranges}
            free = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
            free -= {at for at in free if sheet.title == "指标进度" and at[0] == "H"}  # 备注
            assert set(guided) == free
    form = books["区残联"]["附件2"]
    row = project_rows(form)["S06"]
    by_cell = {str(g.sqref): g for g in form.data_validations.dataValidation}
    money = by_cell[f"F{row}"]
    assert (money.type, money.operator, money.formula1) == ("decimal", "greaterThanOrEqual", "0")
    assert "万元" in money.prompt
    assert by_cell[f"E{row}"].prompt == form_spec.OFFICIAL.column("progress").prompt
    figures = books["区生态环境局"]["指标进度"]
    assert {g.type for g in figures.data_validations.dataValidation} == {"decimal"}
    states = [g for g in books["区水利局"]["指标进度"].data_validations.dataValidation if g.type == "list"]
    assert {g.formula1 for g in states} == {'"未启动,进行中,已完成"'}
    assert len(states) == sum(i.is_state for p in catalogue.led_by("区水利局") for i in p.indicators)


def test_rows_have_room_to_write_and_may_grow(catalogue: Catalogue) -> None:
    data = blank.render(catalogue, "区城管局", APRIL, {}, None)
    sheet = opened(data)["附件2"]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    rows = dict(re.findall(r'<row r="(\d+)"([^>]*)>', xml))
    projects = set(project_rows(sheet).values())
    for row in range(1, footer_row(sheet) + 1):
        height = sheet.row_dimensions[row].height
        assert height is not None
        # Without customHeight the programs fit the row again when its text changes.
        assert ("customHeight" in rows[str(row)]) == (row not in projects)
        if row in projects:
            assert 60 <= height <= 409


def test_a_target_too_long_for_the_tallest_row_is_set_smaller(catalogue: Catalogue) -> None:
    long = "在大盛镇、龙兴镇、洛碛镇等13个镇街合理布局防灭火基础设施，" * 20
    projects = tuple(replace(p, target=long) if p.id == "P10" else p for p in catalogue.projects)
    sheet = opened(blank.render(replace(catalogue, projects=projects), "区林业局", APRIL, {}, None))["附件2"]
    row = project_rows(sheet)["P10"]
    assert sheet.cell(row, 4).value == long
    assert 8 <= sheet.cell(row, 4).font.sz < 12
    assert 300 < float(sheet.row_dimensions[row].height or 0) <= 409


def test_a_long_name_or_title_gets_the_height_it_needs(catalogue: Catalogue) -> None:
    units = tuple(replace(u, name="区" + "长" * 30) if u.id == "区林业局" else u for u in catalogue.units)
    long = replace(catalogue, units=units, form_title=catalogue.form_title * 2)
    book = opened(blank.render(long, "区林业局", APRIL, march(catalogue), MARCH))
    usual = opened(blank.render(catalogue, "区林业局", APRIL, march(catalogue), MARCH))
    for title, row in ("附件2", 2), ("附件2", 3), ("指标进度", 2):
        tall, low = (float(b[title].row_dimensions[row].height or 0) for b in (book, usual))
        assert tall > low + 15


# ---------------------------------------------------------------- recognising it again


def test_marker_and_keys(books: dict[str, Workbook], catalogue: Catalogue) -> None:
    for unit, book in books.items():
        assert book.sheetnames == ["附件2", "指标进度", "填报说明", "_minsheng"]
        marker = book["_minsheng"]
        assert marker.sheet_state == "hidden"  # veryHidden does not survive LibreOffice
        assert [(r[0].value, r[1].value) for r in marker.iter_rows(max_col=2)] == [
            ("form", form_spec.FORM_VERSION), ("kind", "blank"), ("unit", unit), ("month", "2025-04"),
            ("catalogue", catalogue.version),
        ]  # fmt: skip
        assert book["附件2"].cell(4, form_spec.OFFICIAL.key_column).value == form_spec.KEY_HEADER
        assert list(project_rows(book["附件2"])) == [p.id for p in catalogue.led_by(unit)]
        figures = book["指标进度"]
        keys = [figures.cell(r, form_spec.INDICATOR_KEY_COLUMN).value for r in range(4, figures.max_row + 1)]
        asked = [i.id for p in catalogue.led_by(unit) for i in p.indicators if i.asked_of(unit)]
        assert keys == [f"{item}|{unit}|2025-04" for item in asked]
        assert figures.column_dimensions["I"].hidden


def test_our_own_reading_finds_nothing_to_complain_about(catalogue: Catalogue) -> None:
    for unit in catalogue.units:
        data = blank.render(
            catalogue, unit.id, APRIL, march(catalogue, progress="（示例）进展", contact="示例甲"), MARCH
        )
        (parsed,) = parse(open_grids(data).grids)
        assert parsed.findings == ()
        assert [(r.key.text if r.key else "") for r in parsed.rows] == [
            f"{p.id}|{unit.id}|2025-04" for p in catalogue.led_by(unit.id)
        ]
        assert parsed.month_line is not None
        assert "2025年4月" in parsed.month_line.text
        assert (parsed.money_unit, parsed.money_ref is not None) == ("万元", True)
        assert parsed.head is not None
        assert parsed.preparer is not None
        assert (parsed.head.text, parsed.preparer.text) == ("", "")


def test_the_same_blank_is_the_same_bytes(catalogue: Catalogue) -> None:
    previous = march(catalogue, progress="（示例）进展", contact="示例甲")
    one, two = (blank.render(catalogue, "区民政局", APRIL, previous, MARCH) for _ in range(2))
    assert one == two
    assert opened(one).properties.created == datetime(2025, 4, 1)  # noqa: DTZ001 - as the file has it
    with zipfile.ZipFile(BytesIO(one)) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# ---------------------------------------------------------------- 指标进度


def test_indicators_show_target_last_time_and_reckon_the_rest(catalogue: Catalogue) -> None:
    book = opened(blank.render(catalogue, "区卫生健康委", APRIL, march(catalogue), MARCH))
    sheet = book["指标进度"]
    assert [c.value for c in sheet[3]][:8] == [c.header for c in form_spec.INDICATOR_COLUMNS]
    lines = {sheet.cell(r, 2).value: r for r in range(4, sheet.max_row + 1)}
    vaccine = lines["适龄在校女学生HPV疫苗接种"]
    assert [sheet.cell(vaccine, c).value for c in range(1, 7)] == ["妇女儿童健康关爱行动", "适龄在校女学生HPV疫苗接种",
                                                                   "人", 2000, 12.5, None]  # fmt: skip
    assert sheet.cell(vaccine, 4).number_format == '0"（以上）"'
    assert sheet.cell(vaccine, 7).value == f'=IF(ISNUMBER(F{vaccine}),ROUND(F{vaccine}/D{vaccine}*100,1),"")'
    places = lines["每千人托位数"]
    assert (sheet.cell(places, 4).value, sheet.cell(places, 4).number_format[:3]) == (4.5, "0.0")
    pending = lines["提升公众急救能力"]
    assert (sheet.cell(pending, 4).value, sheet.cell(pending, 7).value) == ("待定", "—")
    milestone = lines["新双凤桥社区卫生服务中心建成"]
    assert [sheet.cell(milestone, c).value for c in (4, 5, 7)] == ["—", "进行中", "—"]
    assert "双凤桥街道辖区居民" not in lines  # a background figure is not asked for
    assert "2025年3月" in str(sheet["B2"].value)


def test_parts_are_marked_as_such(books: dict[str, Workbook]) -> None:
    sheet = books["区交通运输委"]["指标进度"]
    assert [sheet.cell(r, 2).value for r in (4, 5)] == ["新开优化公交线路", "其中：小巷公交"]
    assert sheet.cell(5, 2).alignment.indent > sheet.cell(4, 2).alignment.indent


def test_each_lead_of_a_shared_project_gets_its_indicators(books: dict[str, Workbook]) -> None:
    for unit in ("区住房城乡建委", "区城管局"):
        names = [row[0].value for row in books[unit]["指标进度"].iter_rows(min_row=4)]
        assert names.count("开展中心城区缓堵促畅治堵治乱") == 4


# ---------------------------------------------------------------- 填报说明 and last time


def notes(book: Workbook) -> str:
    return "\n".join(str(c.value) for row in book["填报说明"].iter_rows() for c in row if c.value is not None)


def test_notes_say_when_how_and_what_is_special(books: dict[str, Workbook]) -> None:
    common = notes(books["区林业局"])
    assert "2025年4月25日前（含当日）" in common
    assert "区发展改革委" in common
    assert "特别说明" not in common
    assert "上次" not in common.replace("已按上次报送填好", "")
    assert "“文化惠民服务行动”由本单位与区文化旅游委共同牵头" in notes(books["区教委"])
    disabled = notes(books["区残联"])
    assert "以“助残服务行动”的350户为准" in disabled
    assert "以“残疾人服务提升”的310人为准" in disabled
    housing = notes(books["区住房城乡建委"])
    assert "前者为更新改造及加装，后者为更新，口径不同，两项都要完成" in housing
    assert "280万平方米为新开工口径" in housing
    assert "“老旧住宅电梯更新改造及加装”任务待定" in housing


def test_last_time_is_shown_for_reference_and_contacts_are_carried_over(catalogue: Catalogue) -> None:
    previous = march(catalogue, progress="（示例）三月进展", others="无", contact="示例甲 000-00000001")
    sheet = opened(blank.render(catalogue, "区残联", APRIL, previous, MARCH))["附件2"]
    assert [sheet.cell(r, 9).value for r in project_rows(sheet).values()] == ["示例甲 000-00000001"] * 2
    shown = notes(opened(blank.render(catalogue, "区残联", APRIL, previous, MARCH)))
    assert "2025年3月" in shown
    assert shown.count("（示例）三月进展") == 2
    elsewhere = {("S06", "区残联"): Entry("S06", "区残联", "accepted", contact="示例丁")}
    book = opened(blank.render(catalogue, "区残联", APRIL, previous, MARCH, contacts=elsewhere))
    sheet = book["附件2"]
    assert [sheet.cell(r, 9).value for r in project_rows(sheet).values()] == ["示例丁", None]
    first = opened(blank.render(catalogue, "区残联", APRIL, previous, None))  # no month given: nothing is shown
    assert "三月进展" not in notes(first)


def test_a_long_text_of_last_time_is_shown_over_several_rows(catalogue: Catalogue) -> None:
    previous = march(catalogue, progress="（示例）进展情况。" * 300)
    sheet = opened(blank.render(catalogue, "区林业局", APRIL, previous, MARCH))["填报说明"]
    row = next(c.row for c in sheet["C"] if str(c.value).startswith("（示例）进展情况。"))
    (tall,) = [m for m in sheet.merged_cells.ranges if m.min_row == row and m.min_col == 3]
    assert tall.max_row > row
    heights = [float(sheet.row_dimensions[r].height or 0) for r in range(1, sheet.max_row + 1)]
    assert max(heights) <= 409


HOSTILE = [
    "=cmd|'/c calc'!A1",
    "+1",
    "-1",
    "@SUM(A1)",
    "http://x.example/",
    "007",
    "\x0b坏\x00字符\ud800",
    "😀" * 20_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_from_outside_becomes_a_formula_a_link_or_a_broken_file(catalogue: Catalogue, text: str) -> None:
    previous = march(catalogue, progress=text, contact=text)
    data = blank.render(catalogue, "区林业局", APRIL, previous, MARCH)
    book = opened(data)
    row = project_rows(book["附件2"])["P10"]
    cell = book["附件2"].cell(row, 9)
    assert cell.data_type == "s"
    assert len(str(cell.value).encode("utf-16-le")) // 2 <= 32_767
    formulas = [c.value for sheet in book for r in sheet.iter_rows() for c in r if c.data_type == "f"]
    assert all(str(f).startswith("=IF(ISNUMBER(F") for f in formulas)
    assert not any(c.hyperlink for sheet in book for r in sheet.iter_rows() for c in r)
    assert parse(open_grids(data).grids)[0].findings == ()


def test_numbers_of_last_time_are_numbers_and_the_rest_is_text(catalogue: Catalogue) -> None:
    odd = IndicatorValue("P10-2", "", "", None, "约300")
    even = IndicatorValue("P10-3", "", "", None, "0.10")
    previous = {("P10", "区林业局"): Entry("P10", "区林业局", "accepted", indicators=(odd, even))}
    sheet = opened(blank.render(catalogue, "区林业局", APRIL, previous, MARCH))["指标进度"]
    rows = {str(sheet.cell(r, 9).value).split("|")[0]: r for r in range(4, sheet.max_row + 1)}
    assert sheet.cell(rows["P10-2"], 5).value == "约300"
    assert sheet.cell(rows["P10-3"], 5).value == float(Decimal("0.10"))


# ---------------------------------------------------------------- on paper


@pytest.mark.office
@few_or_all("of", 4, 1)
def test_every_row_is_tall_enough_and_grows_with_what_is_written(
    catalogue: Catalogue, office: Office, tmp_path: Path, of: int
) -> None:
    """LibreOffice fits a row anew when a word is written into it: it never needs more than we gave for the target.

    Each form, or every fourth.
    """
    for unit in catalogue.units[::of]:
        path, written = tmp_path / f"{unit.id}.xlsx", tmp_path / f"{unit.id}-written.xlsx"
        path.write_bytes(blank.render(catalogue, unit.id, APRIL, {}, None))
        given = load_workbook(path)
        form, figures = given["附件2"], given["指标进度"]
        edits: list[Edit] = [
            *({"sheet": "附件2", "cell": f"E{r}", "type": "text", "value": "短"} for r in project_rows(form).values()),
            *(
                {"sheet": "指标进度", "cell": f"H{r}", "type": "text", "value": "短"}
                for r in range(4, figures.max_row + 1)
            ),
        ]
        fitted = load_workbook(office.edit(path, written, edits))
        changed = 0
        for title, rows in ("附件2", project_rows(form).values()), ("指标进度", range(4, figures.max_row + 1)):
            for row in rows:
                height, needed = (float(b[title].row_dimensions[row].height or 0) for b in (given, fitted))
                assert 0 < needed <= height, (unit.id, title, row, needed, height)
                changed += needed != height
        assert changed  # else nothing was fitted, and this proves nothing
    long = {
        "sheet": "附件2",
        "cell": f"E{project_rows(form)['Q02']}",
        "type": "text",
        "value": "（示例）很长的进展。" * 60,
    }
    grown = load_workbook(office.edit(path, written, [long]))["附件2"]
    row = project_rows(form)["Q02"]
    assert float(grown.row_dimensions[row].height or 0) > float(form.row_dimensions[row].height or 0) + 100


@pytest.mark.office
def test_pages_are_few_and_each_begins_with_the_header(catalogue: Catalogue, office: Office, tmp_path: Path) -> None:
    pages = {"区林业局": 1, "区残联": 1, "区卫生健康委": 1, "区教委": 2, "区住房城乡建委": 2}
    for unit, expected in pages.items():
        path = tmp_path / f"{unit}.xlsx"
        path.write_bytes(blank.render(catalogue, unit, APRIL, {}, None))
        pdf = office.pdf(path, tmp_path / f"{unit}.pdf")
        text = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True, timeout=600).stdout
        printed = ["".join(page.split()) for page in text.decode().split("\f")]
        form = [
            page
            for page in printed
            if "下一步工作及建议" in page and "责任人及联系方式" in page and "怎样填报" not in page
        ]
        assert len(form) == expected, unit
        assert "填表人：" in form[-1]
        assert not any(re.search(r"（共\d+项）(?:第\d+页.*)?$", page) for page in form), (
            unit
        )  # no heading at a page's foot
        whole = "".join(form)
        for project in catalogue.led_by(unit):
            assert "".join(project.target.split()) in whole
