"""The catalogue → a workbook to be edited in WPS: every value in a cell of its own, with lists to choose from.

Cells are text, so that 2025.10 stays what was typed and a telephone number keeps its leading 0.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from minsheng_cli.catalogue.excel import fields as excel
from minsheng_cli.catalogue.yaml_edit import flow
from minsheng_cli.nouns import dataclass, field
from minsheng_cli.zipped import settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from minsheng_cli.config.yaml_strict import Plain

MARK = "民生实事项目清单（表格）"
"""First cell of the first sheet: what such a workbook is known by."""
NOTES, BASIC, AMENDMENTS = "说明", "基本信息", "年中变更"
SOURCE, VERSION = "来自", "清单版本"
BASIC_HEADER = ("栏目", "内容", "怎样填")
AMENDMENT_HEADER = ("第几条", "起始月份", "依据文件", "说明", "改什么", "编号", "栏目", "改为")
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)  # the same list gives the same bytes whenever it is exported
_NARROW = 3  # columns of a sheet that needs none of them kept in view
_ROOM = 60  # empty rows below each list that carry the drop-down lists
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_OPEN = PatternFill("solid", fgColor="FFC7CE")
_SUGGESTED = PatternFill("solid", fgColor="FFF2CC")
_FIXED = PatternFill("solid", fgColor="EDEDED")
_LINE = Border(*(Side(style="thin", color="BFBFBF"),) * 4)
_HOW = (
    "本表由 minsheng catalogue export 写出，用 WPS 或 Excel 修改后，用 minsheng catalogue import 本文件 写回清单。",
    "写回前会先列出改动、检查、再问您；有错时指出哪张表、哪一格，原清单不动。",
    "一行一项；要增加就在下面空行写，要删除就整行删去。栏目（第一行）和工作表名请不要改。",
    "红色的格子还要填写；黄色的行是程序从文字中读出的建议，核对后把“状态”一格清空，不要的整行删去。",
    "几个单位、几种写法写在一格里，用顿号隔开。完成时限写成 2025.12，月份写成 2025-04。",
    "年中有变化时不要改前面的原文，写在“年中变更”表：同一条变更的各行写同一个“第几条”。",
    "清单文件（YAML）里的说明文字不在本表中，写回时原样保留。",
)


@dataclass()
class ListContents:
    """What the sheets show: the list and the contacts as plain data, and which values are proposals."""

    plain: dict[str, Plain]
    contacts: Mapping[str, Plain]
    source: str  # the file it comes from
    version: str
    proposed: frozenset[tuple[str | int, ...]] = field(default_factory=frozenset)


def workbook(contents: ListContents) -> bytes:
    """Return the workbook's bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _notes(book.create_sheet(NOTES), contents)
    _basics(book.create_sheet(BASIC), contents)
    for table in (
        excel.SECTIONS,
        excel.PROJECTS,
        excel.INDICATORS,
        excel.UNITS,
        excel.CONTACTS,
        excel.COLUMNS,
        excel.OVERLAPS,
    ):
        _table(book.create_sheet(table.sheet), table, contents)
    _amendments(book.create_sheet(AMENDMENTS), contents)
    out = BytesIO()
    book.save(out)
    return settled(out.getvalue(), _NO_DATE)


# ---------------------------------------------------------------- rows


def rows_of(table: excel.Table, contents: ListContents) -> Iterator[tuple[dict[str, str], bool]]:
    """Yield each row of a list's sheet by header, and whether it is a proposal."""
    plain = contents.plain
    if table is excel.INDICATORS:
        yield from _indicator_rows(contents)
    elif table is excel.CONTACTS:
        for unit, about in contact_rows(plain, contents.contacts):
            yield {f.header: unit if f.key == "unit" else excel.shown(about.get(f.key), f) for f in table.fields}, False
    else:
        extra = office_columns(plain) if table is excel.PROJECTS else ()
        for item in items_of(plain, table):
            row = {f.header: excel.shown(item.get(f.key), f) for f in table.fields}
            own = item.get("extra")
            row |= {f.header: excel.shown(own.get(f.key) if isinstance(own, dict) else None, f) for f in extra}
            yield row, False


def _indicator_rows(contents: ListContents) -> Iterator[tuple[dict[str, str], bool]]:
    for place, project in enumerate(items_of(contents.plain, excel.PROJECTS)):
        inside = project.get("indicators")
        for number, item in enumerate(inside if isinstance(inside, list) else []):
            if isinstance(item, dict):
                proposed = ("projects", place, "indicators", number) in contents.proposed
                told = {**item, "project": project.get("id"), "project_name": project.get("name")}
                told["status"] = excel.PROPOSED if proposed else None
                yield {f.header: excel.shown(told.get(f.key), f) for f in excel.INDICATORS.fields}, proposed


def items_of(plain: Mapping[str, Plain], table: excel.Table) -> list[dict[str, Plain]]:
    """Return the items of a list; () of one that is not there."""
    holder: Plain = plain.get("form") if table is excel.COLUMNS else dict(plain)
    found = holder.get(table.list_key) if isinstance(holder, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def contact_rows(plain: Mapping[str, Plain], contacts: Mapping[str, Plain]) -> Iterator[tuple[str, dict[str, Plain]]]:
    """Yield each unit's name with its contact, from the contacts file, else from the list itself."""
    for unit in items_of(plain, excel.UNITS):
        name = str(unit.get("name") or "")
        about = contacts.get(name)
        own = unit.get("contact")
        yield name, about if isinstance(about, dict) else own if isinstance(own, dict) else {}


def office_columns(plain: Mapping[str, Plain]) -> tuple[excel.Field, ...]:
    """Return the columns of the list's own that the office fills in, as columns of the projects' sheet."""
    return tuple(
        excel.Field(str(c.get("key")), str(c.get("header")), 14)
        for c in items_of(plain, excel.COLUMNS)
        if c.get("fill") == "office" and c.get("key") and c.get("header")
    )


def amendment_rows(plain: Mapping[str, Plain]) -> Iterator[tuple[str, ...]]:
    """Yield what each amendment changes, one value a row."""
    found = plain.get("amendments")
    for number, amendment in enumerate(found if isinstance(found, list) else [], start=1):
        if isinstance(amendment, dict):
            head = (str(number), *(str(amendment.get(key) or "") for key in ("since", "source", "note")))
            rest = {key: value for key, value in amendment.items() if key not in ("since", "source", "note")}
            changes = list(_changes("", rest)) or [("", "", "", "")]
            yield from ((*head, *change) for change in changes)


def _changes(kind: str, values: Mapping[str, Plain]) -> Iterator[tuple[str, str, str, str]]:
    for key, value in values.items():
        path = f"{kind}.{key}" if kind else key
        if isinstance(value, dict) and path in ("add", "end"):
            yield from _changes(path, value)
        elif path in excel.AMENDMENT_KINDS and isinstance(value, list):
            for item in value:
                about = item if isinstance(item, dict) else {"id": item}
                named = str(about.get("id") or "")
                told = [(k, v) for k, v in about.items() if k != "id"] or [("", None)]
                yield from (
                    (excel.AMENDMENT_KINDS[path], named, excel.AMENDMENT_KEYS.get(k, k), inline(v, k)) for k, v in told
                )
        else:
            yield excel.AMENDMENT_KINDS.get(kind, kind), "", excel.AMENDMENT_KEYS.get(key, key), inline(value, key)


def inline(value: Plain, key: str) -> str:
    """Return a value of an amendment in one cell: words as they are, whole indicators as the YAML writes them."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return "\n".join(flow(item) for item in value)
    known = excel.field_of_change(key)
    return excel.shown(value, known)


# ---------------------------------------------------------------- drawing


def _notes(sheet: Worksheet, contents: ListContents) -> None:
    sheet["A1"] = MARK
    sheet["A1"].font = Font(bold=True, size=14)
    lines: Sequence[tuple[str, str]] = ((SOURCE, contents.source), (VERSION, contents.version))
    for row, (name, value) in enumerate(lines, start=2):
        sheet.cell(row, 1, name)
        _text(sheet, row, 2, value)
    for row, line in enumerate(_HOW, start=5):
        sheet.cell(row, 1, line)
    sheet.column_dimensions["A"].width = 14
    sheet.column_dimensions["B"].width = 40


def _basics(sheet: Worksheet, contents: ListContents) -> None:
    _header(sheet, BASIC_HEADER, (18, 60, 60))
    for row, (path, about) in enumerate(excel.BASICS, start=2):
        value: Plain = contents.plain
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        _text(sheet, row, 1, about.header, _FIXED)
        words = excel.shown(value, about)
        _text(sheet, row, 2, words, _OPEN if about.needed and not words else None)
        _text(sheet, row, 3, about.hint)
        if about.kind == "yes":
            _choices(sheet, tuple(about.words.values()), f"B{row}")


def _table(sheet: Worksheet, table: excel.Table, contents: ListContents) -> None:
    fields = table.fields + (office_columns(contents.plain) if table is excel.PROJECTS else ())
    _header(sheet, [f.header for f in fields], [f.width for f in fields], [f.hint for f in fields])
    row = 1
    for row, (cells, proposed) in enumerate(rows_of(table, contents), start=2):
        for col, about in enumerate(fields, start=1):
            words = cells[about.header]
            fill = _SUGGESTED if proposed else _FIXED if about.kind == "fixed" else None
            _text(sheet, row, col, words, _OPEN if about.needed and not words else fill)
    for col, about in enumerate(fields, start=1):
        place = f"{get_column_letter(col)}2:{get_column_letter(col)}{row + _ROOM}"
        for empty in range(row + 1, row + _ROOM + 1):
            sheet.cell(empty, col).number_format = "@"
        if about.words:
            _choices(sheet, tuple(about.words.values()), place)
        elif about.key == "section":
            _reference(sheet, excel.SECTIONS, "short", place)
        elif table is excel.CONTACTS and about.key == "unit":
            _reference(sheet, excel.UNITS, "name", place)
        elif about.key == "status":
            _choices(sheet, (excel.PROPOSED,), place)


def _amendments(sheet: Worksheet, contents: ListContents) -> None:
    _header(sheet, AMENDMENT_HEADER, (8, 11, 26, 20, 12, 16, 14, 50))
    row = 1
    for row, cells in enumerate(amendment_rows(contents.plain), start=2):
        for col, words in enumerate(cells, start=1):
            _text(sheet, row, col, words)
    for empty in range(row + 1, row + _ROOM + 1):
        for col in range(1, len(AMENDMENT_HEADER) + 1):
            sheet.cell(empty, col).number_format = "@"
    _choices(sheet, tuple(excel.AMENDMENT_KINDS.values()), f"E2:E{row + _ROOM}")


def _header(sheet: Worksheet, names: Sequence[str], widths: Sequence[float], hints: Sequence[str] = ()) -> None:
    for col, (name, width) in enumerate(zip(names, widths, strict=True), start=1):
        cell = sheet.cell(1, col, name)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _LINE
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        if hints and hints[col - 1]:
            cell.comment = Comment(hints[col - 1], "minsheng", height=80, width=240)
        sheet.column_dimensions[get_column_letter(col)].width = width
    sheet.freeze_panes = "C2" if len(names) > _NARROW else "A2"


def _text(sheet: Worksheet, row: int, col: int, words: str, fill: PatternFill | None = None) -> None:
    cell = sheet.cell(row, col)
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = _LINE
    if fill is not None:
        cell.fill = fill
    if words:
        cell.value = words
        cell.data_type = "s"  # never a formula


def _choices(sheet: Worksheet, words: Iterable[str], place: str) -> None:
    rule = DataValidation(type="list", formula1='"' + ",".join(words) + '"', allow_blank=True)
    sheet.add_data_validation(rule)
    rule.add(place)


def _reference(sheet: Worksheet, table: excel.Table, key: str, place: str) -> None:
    """Let a column be chosen from a column of another sheet."""
    col = get_column_letter(next(n for n, f in enumerate(table.fields, start=1) if f.key == key))
    rule = DataValidation(type="list", formula1=f"'{table.sheet}'!${col}$2:${col}$200", allow_blank=True)
    rule.showErrorMessage = False  # a hint, not a wall: the check says what is wrong
    sheet.add_data_validation(rule)
    rule.add(place)
