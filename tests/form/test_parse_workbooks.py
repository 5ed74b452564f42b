"""Real workbooks, all the way: a blank is drawn, mangled as a person would in an office suite, opened and parsed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font

from minsheng_cli import form_spec
from minsheng_cli.form import blank
from minsheng_cli.form.reading.parse import parse
from minsheng_cli.identity.identify import identify
from minsheng_cli.model import Month, ParsedReturn
from minsheng_cli.readers.grids import open_grids

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.worksheet.worksheet import Worksheet

    from minsheng_cli.model import Catalogue

APRIL = Month(2025, 4)
UNIT = "区教委"  # three projects under three headings, one of them co-led


def filled(catalogue: Catalogue, unit: str = UNIT) -> tuple[Workbook, dict[str, dict[str, str]]]:
    """Return a unit's blank with every entry filled in, and what was written."""
    book = load_workbook(BytesIO(blank.render(catalogue, unit, APRIL, {}, None)))
    sheet = book[form_spec.SHEET]
    written: dict[str, dict[str, str]] = {}
    for row in project_rows(sheet):
        name = str(sheet.cell(row, form_spec.OFFICIAL.index("name")).value)
        written[name] = {}
        for field in form_spec.ENTRY_FIELDS:
            value: Any = row * 10 + 0.5 if field == "investment" else f"（示例）{name}\n{field}"
            sheet.cell(row, form_spec.OFFICIAL.index(field)).value = value
            written[name][field] = str(value)
    for line in sheet.iter_rows():
        for label, name in ((form_spec.HEAD_LABEL, "示例甲"), (form_spec.PREPARER_LABEL, "示例乙")):
            at = next((c.column for c in line if c.value == f"{label}："), None)
            if at is not None:
                next(c for c in line[at:] if isinstance(c, Cell)).value = name
    return book, written


def project_rows(sheet: Worksheet) -> list[int]:
    return [r for r in range(1, sheet.max_row + 1) if "|" in str(sheet.cell(r, form_spec.OFFICIAL.key_column).value)]


def header_row(sheet: Worksheet) -> int:
    return next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == "序号")


def returned(book: Workbook) -> ParsedReturn:
    stream = BytesIO()
    book.save(stream)
    (parsed,) = parse(open_grids(stream.getvalue()).grids)
    return parsed


def read(parsed: ParsedReturn) -> dict[str, dict[str, str]]:
    return {r.cells["name"].text: {f: r.cells[f].text for f in form_spec.ENTRY_FIELDS} for r in parsed.rows}


def test_every_units_blank_comes_back_whole(catalogue: Catalogue) -> None:
    rows = 0
    for unit in catalogue.units:
        book, written = filled(catalogue, unit.id)
        parsed = returned(book)
        identity = identify(parsed, "新建 XLSX 工作表.xlsx", APRIL, catalogue)
        assert read(parsed) == written
        assert parsed.findings == identity.findings == ()
        assert (identity.unit, identity.month) == (unit.id, APRIL)
        assert [x.text for x in (parsed.head, parsed.preparer) if x] == ["示例甲", "示例乙"]
        asked = [i for p in catalogue.led_by(unit.id) for i in p.indicators if i.asked_of(unit.id)]
        assert len(parsed.indicators) == len(asked)
        rows += len(parsed.rows)
    assert rows == len(catalogue.rows())


def test_copied_into_a_new_workbook_nothing_hidden_is_left(catalogue: Catalogue) -> None:
    book, written = filled(catalogue)
    copy = Workbook()
    sheet = copy.active
    assert sheet is not None
    for row in book[form_spec.SHEET].iter_rows(max_col=len(form_spec.COLUMNS)):
        for cell in row:
            if cell.value is not None:
                sheet.cell(cell.row, cell.column).value = cell.value
    parsed = returned(copy)
    identity = identify(parsed, "Book1.xlsx", APRIL, catalogue)
    assert read(parsed) == written
    assert (parsed.marker, identity.unit, identity.month) == (None, UNIT, APRIL)
    assert parsed.findings == identity.findings == ()


def insert_title_rows(sheet: Worksheet) -> None:
    unmerge(sheet)
    sheet.insert_rows(1, 2)
    sheet["A1"] = "区教委报送材料之二"


def insert_column(sheet: Worksheet) -> None:
    unmerge(sheet)
    sheet.insert_cols(4)
    sheet.column_dimensions[form_spec.letter(form_spec.OFFICIAL.key_column)].hidden = False
    sheet.column_dimensions[form_spec.letter(form_spec.OFFICIAL.key_column + 1)].hidden = True


def blank_rows_between(sheet: Worksheet) -> None:
    unmerge(sheet)
    for row in reversed(project_rows(sheet)):
        sheet.insert_rows(row)


def without_headings(sheet: Worksheet) -> None:
    unmerge(sheet)
    first, last = project_rows(sheet)[0], project_rows(sheet)[-1]
    for row in range(last, first - 2, -1):
        if not sheet.cell(row, form_spec.OFFICIAL.key_column).value:
            sheet.delete_rows(row)


def without_keys(sheet: Worksheet) -> None:
    sheet.delete_cols(form_spec.OFFICIAL.key_column)


def header_in_two_rows(sheet: Worksheet) -> None:
    unmerge(sheet)
    at = header_row(sheet)
    sheet.insert_rows(at + 1)
    for column in form_spec.COLUMNS:
        col = form_spec.OFFICIAL.index(column.key)
        if column.key in ("progress", "investment", "problems", "next_steps"):
            sheet.cell(at + 1, col).value = column.header
            sheet.cell(at, col).value = None
        else:
            sheet.merge_cells(start_row=at, end_row=at + 1, start_column=col, end_column=col)
    first, last = form_spec.OFFICIAL.index("progress"), form_spec.OFFICIAL.index("next_steps")
    sheet.cell(at, first).value = "推进落实情况"
    sheet.merge_cells(start_row=at, end_row=at, start_column=first, end_column=last)


def repeated_header(sheet: Worksheet) -> None:
    unmerge(sheet)
    at = project_rows(sheet)[-1]
    sheet.insert_rows(at)
    for col in range(1, form_spec.OFFICIAL.key_column + 1):
        sheet.cell(at, col).value = sheet.cell(header_row(sheet), col).value


def own_notes(sheet: Worksheet) -> None:
    sheet.cell(sheet.max_row + 2, 1).value = "注：1. 数据来源为科室台账。"
    sheet.cell(sheet.max_row + 1, 1).value = "2. 完成投资含市级资金。"


def unmerge(sheet: Worksheet) -> None:
    """Spare openpyxl what an office suite does by itself: it does not move merged ranges along with rows."""
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))


@pytest.mark.parametrize(
    "mangle",
    [insert_title_rows, insert_column, blank_rows_between, without_headings, without_keys, header_in_two_rows,
     repeated_header, own_notes],
)  # fmt: skip
def test_harmless_changes_are_read_without_a_word(catalogue: Catalogue, mangle: Callable[[Worksheet], None]) -> None:
    book, written = filled(catalogue)
    mangle(book[form_spec.SHEET])
    parsed = returned(book)
    identity = identify(parsed, "表.xlsx", APRIL, catalogue)
    assert read(parsed) == written
    assert parsed.findings == identity.findings == ()
    assert (identity.unit, identity.month) == (UNIT, APRIL)


def test_doubtful_changes_name_their_cell(catalogue: Catalogue) -> None:
    book, _ = filled(catalogue)
    sheet = book[form_spec.SHEET]
    first, second, third = project_rows(sheet)
    sheet.row_dimensions[first].hidden = True
    sheet.cell(second, form_spec.OFFICIAL.index("problems")).font = Font(strike=True)
    sheet.merge_cells(start_row=third, end_row=third, start_column=5, end_column=6)
    found = {(f.code, f.where) for f in returned(book).findings}
    assert found == {
        ("table.hidden", f"附件2!A{first}"),
        ("cell.struck", f"附件2!G{second}"),
        ("table.merged-across", f"附件2!E{third}"),
    }
