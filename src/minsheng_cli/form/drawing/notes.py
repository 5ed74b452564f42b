"""The sheet 填报说明: how to fill in the form, what is special about this unit's projects, what was said last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import paper
from minsheng_cli.form import layout
from minsheng_cli.form.drawing.ink import BODY_SIZE, HEAD_SIZE, set_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.form.drawing.contents import Contents
    from minsheng_cli.form.drawing.ink import FormSheet, Ink
    from minsheng_cli.model import Indicator, Overlap, Project

_WIDTHS = (26.0, 20.0, 94.0)
_LAST = len(_WIDTHS) - 1
# Never the bare column headers: a table under them would look like another Attachment 2.
_LAST_HEADERS = ("项目", "内容", "上次填报")
_LAST_FIELDS = (
    ("progress", "上次工作进展"),
    ("investment", f"上次完成投资（{layout.MONEY_UNIT}）"),
    ("problems", "上次存在的问题"),
    ("next_steps", "上次下一步工作及建议"),
)


def draw_notes(ink: Ink, sheet: FormSheet, contents: Contents) -> None:
    """Draw the sheet."""
    set_up(sheet, 0, _WIDTHS)
    sheet.set_row(0, 34)
    ink.across(sheet, 0, (0, _LAST), layout.NOTES_SHEET, "list-title")
    row = _paragraphs(ink, sheet, 1, "怎样填报", list(_rules(contents)))
    if hints := list(_hints(contents)):
        row = _paragraphs(ink, sheet, row, "本单位项目的特别说明", hints)
    row = _last_time(ink, sheet, row, contents)
    sheet.print_area(0, 0, row - 1, _LAST)


def _paragraphs(ink: Ink, sheet: FormSheet, row: int, heading: str, texts: list[str]) -> int:
    """Write a heading and numbered notes from that row on; return the next free row."""
    sheet.set_row(row, 28)
    ink.across(sheet, row, (0, _LAST), heading, "heading")
    for number, text in enumerate(texts, start=1):
        line = f"{number}．{text}"
        sheet.set_row(row + number, paper.tallest([(line, sum(_WIDTHS))], BODY_SIZE))
        ink.across(sheet, row + number, (0, _LAST), line, "plain")
    return row + len(texts) + 1


def _rules(contents: Contents) -> Iterator[str]:
    catalogue = contents.catalogue
    entries = "、".join(layout.column(key).header for key in layout.ENTRY_FIELDS)
    yield f"请于{contents.due_text}前（含当日）报送至{catalogue.office}。各栏数据截至{contents.due_text}。"
    yield (
        f"请填写“{layout.SHEET}”表的{entries}，以及“{layout.HEAD_LABEL}”“{layout.PREPARER_LABEL}”。"
        f"其余内容已按{catalogue.document}填好并锁定，请不要改动，也不要增删行列、合并单元格。"
    )
    yield "工作进展和完成投资都填年初至今的累计数，不填当月数；工作进展请写明已完成的数量。"
    yield f"完成投资的单位是{layout.MONEY_UNIT}，只填数字，不带单位；没有投资的填“0”。"
    yield "没有问题的，“存在的问题”填“无”；“无”表示没有内容，“0”表示数值是零，请不要混用。"
    yield "责任人及联系方式填姓名和电话；已按上次报送填好的，如有变动请改正。"
    yield f"“{layout.INDICATOR_SHEET}”表选填：填“本月累计”，完成率自动计算；不填的留空。"
    yield "文字较多时，可以拖动行号之间的线加高该行。"
    yield (
        f"经单位主要负责人审核，填好“{layout.HEAD_LABEL}”“{layout.PREPARER_LABEL}”后，"
        f"将本文件（表格文件，不要转成图片或PDF）发回{catalogue.office}，文件名不限。"
    )


# ---------------------------------------------------------------- what is special


def _hints(contents: Contents) -> Iterator[str]:
    for project in contents.projects:
        others = [contents.catalogue.unit(u).name for u in project.lead_units if u != contents.unit.id]
        if others:
            yield (
                f"“{project.name}”由本单位与{'、'.join(others)}共同牵头，各填各的表；"
                "完成投资与对方是同一笔的，请在工作进展中注明，以免重复计算。"
            )
        pending = [i.name for i in project.indicators if i.kind == "pending"]
        if pending:
            yield f"“{project.name}”中的{_quoted(pending)}任务待定，以市里下达的任务为准；下达前不计算完成率。"
    own = {i.id for p in contents.projects for i in p.indicators}
    for overlap in contents.catalogue.overlaps:
        if own.intersection(overlap.indicators):
            yield _overlap(contents, overlap)


def _overlap(contents: Contents, overlap: Overlap) -> str:
    """Say which projects count the same, and by which figure (重叠按高要求执行)."""
    pairs = {i.id: (p, i) for p in contents.catalogue.projects for i in p.indicators}
    sides = [pairs[item] for item in overlap.indicators if item in pairs]
    said = "与".join(f"“{project.name}”的“{indicator.name}”" for project, indicator in sides)
    if overlap.binding is None or overlap.binding not in pairs:
        return f"{said}：{overlap.note or '两项都要完成'}。"
    project, indicator = pairs[overlap.binding]
    return f"{said}指标重叠，按高要求执行：以“{project.name}”的{_figure(indicator)}为准。"


def _figure(indicator: Indicator) -> str:
    if indicator.target is None:
        return "任务"
    return f"{indicator.target:f}{indicator.unit}{indicator.qualifier if indicator.qualifier == '以上' else ''}"


def _quoted(names: list[str]) -> str:
    return "".join(f"“{name}”" for name in names)


# ---------------------------------------------------------------- last time


def _last_time(ink: Ink, sheet: FormSheet, row: int, contents: Contents) -> int:
    """Write what the unit reported last time, for reference; return the next free row."""
    said = [(p, lines) for p in contents.projects if (lines := _said(contents, p))]
    if contents.previous_month is None or not said:
        return row
    sheet.set_row(row, 30)
    heading = f"上次（{contents.previous_month.label}）填报情况，供填写时对照，不需修改"
    ink.across(sheet, row, (0, _LAST), heading, "heading")
    row += 1
    sheet.set_row(row, 26)
    for col, header in enumerate(_LAST_HEADERS):
        ink.put(sheet, (row, col), header, "head", size=HEAD_SIZE)
    row += 1
    for project, lines in said:
        for label, text in lines:
            row = _line(ink, sheet, row, (project.name, label, text))
    return row


def _said(contents: Contents, project: Project) -> list[tuple[str, str]]:
    entry = contents.last(project.id)
    said = [(label, getattr(entry, field)) for field, label in _LAST_FIELDS] if entry else []
    return [(label, text) for label, text in said if text]


def _line(ink: Ink, sheet: FormSheet, row: int, texts: tuple[str, str, str]) -> int:
    """Write one line over as many rows as its height needs; return the next free row."""
    parts = paper.split_height(paper.tallest(zip(texts, _WIDTHS, strict=True), BODY_SIZE, 24))
    for number, height in enumerate(parts):
        sheet.set_row(row + number, height)
    last = row + len(parts) - 1
    for col, text in enumerate(texts):
        style = "prose" if col == _LAST else "left"
        if last > row:
            sheet.merge_range(row, col, last, col, "", ink.of(style))
        ink.put(sheet, (row, col), text, style)
    return last + 1
