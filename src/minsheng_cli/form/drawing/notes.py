"""The sheet 填报说明: how to fill in the form, what is special about this unit's projects, what was said last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import form_spec
from minsheng_cli.findings import quoted
from minsheng_cli.form.drawing.page import BODY_SIZE
from minsheng_cli.workbook import paper
from minsheng_cli.workbook.pages import A4, KeepTogether, page_breaks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.form.drawing.contents import Contents
    from minsheng_cli.form.drawing.page import FormPage
    from minsheng_cli.model import Indicator, Overlap, Project

_WIDTHS = (26.0, 25.0, 89.0)
_LAST = len(_WIDTHS) - 1
_TITLE_HEIGHT = 34.0
# Never the bare column headers: a table under them would look like another Attachment 2.
_LAST_HEADERS = ("项目", "内容", "上次填报")


class _Sheet:
    """The sheet from the top down: how tall each row is, and which rows must not be the last on a page."""

    def __init__(self, page: FormPage) -> None:
        self.page = page
        self.heights: list[float] = []
        self.leading: set[int] = set()

    def take(self, height: float, *, leads: bool = False) -> int:
        """Take the next row; ``leads``: it belongs on one page with the row after it."""
        row = len(self.heights)
        self.page.sheet.set_row(row, height)
        self.heights.append(height)
        if leads:
            self.leading.add(row)
        return row

    def across(self, text: str, style: str, height: float, *, leads: bool = False) -> None:
        """Write a text over the whole width."""
        self.page.across(self.take(height, leads=leads), (0, _LAST), text, style)

    def stretches(self) -> list[KeepTogether]:
        """Return the rows after the title by what belongs on one page."""
        done: list[KeepTogether] = []
        for row in range(1, len(self.heights)):
            if row - 1 in self.leading:
                done[-1] = KeepTogether(done[-1].row, (*done[-1].heights, self.heights[row]))
            else:
                done.append(KeepTogether(row, (self.heights[row],)))
        return done


def draw_notes(page: FormPage, contents: Contents) -> None:
    """Draw the sheet."""
    page.set_up(0, _WIDTHS)
    sheet = _Sheet(page)
    sheet.across(form_spec.NOTES_SHEET, "list-title", _TITLE_HEIGHT)
    _paragraphs(sheet, "怎样填报", list(_rules(contents)))
    if hints := list(_hints(contents)):
        _paragraphs(sheet, "本单位项目的特别说明", hints)
    _last_time(sheet, contents)
    page.sheet.print_area(0, 0, len(sheet.heights) - 1, _LAST)
    room = A4.room(_WIDTHS) - _TITLE_HEIGHT  # the title comes again on each page
    page.sheet.set_h_pagebreaks(page_breaks(sheet.stretches(), room, room))


def _paragraphs(sheet: _Sheet, heading: str, texts: list[str]) -> None:
    """Write a heading and numbered notes."""
    sheet.across(heading, "heading", 28, leads=True)
    for number, text in enumerate(texts, start=1):
        line = f"{number}．{text}"
        sheet.across(line, "plain", paper.tallest([(line, sum(_WIDTHS))], BODY_SIZE))


def _rules(contents: Contents) -> Iterator[str]:
    catalogue = contents.catalogue
    form = catalogue.form
    entries = "、".join(column.header for column in form.asked)
    own = [column for column in form.own if column.fill == "unit"]
    named = [column.header for column in form.asked if column.person]
    people = f"{'、'.join(named)}中" if len(named) > 1 else ""
    yield f"请于{contents.due_text}前（含当日）报送至{catalogue.office}。各栏数据截至{contents.cut_off_text}。"
    yield (
        f"请填写“{form_spec.SHEET}”表的{entries}，以及“{form_spec.HEAD_LABEL}”“{form_spec.PREPARER_LABEL}”。"
        f"其余内容已按{catalogue.document}填好并锁定，请不要改动，也不要增删行列、合并单元格。"
    )
    yield "工作进展和完成投资都填年初至今的累计数，不填当月数；工作进展请写明已完成的数量。"
    yield f"完成投资的单位是{form_spec.MONEY_UNIT}，只填数字，不带单位；没有投资的填“0”。"
    if money := "、".join(quoted(column.header) for column in own if column.kind == "money"):
        yield f"{money}的单位也是{form_spec.MONEY_UNIT}，只填数字。"
    if required := "、".join(quoted(column.header) for column in own if column.required):
        yield f"{required}必须填写。"
    yield "没有问题的，“存在的问题”填“无”；“无”表示没有内容，“0”表示数值是零，请不要混用。"
    yield f"责任人及联系方式填姓名和电话；{people}已按上次报送填好的，如有变动请改正。"
    yield f"“{form_spec.INDICATOR_SHEET}”表选填：填“本月累计”，完成率自动计算；不填的留空。"
    yield "文字较多、显示不全时，可以拖动行号之间的线加高该行，或者把字号改小。"
    yield (
        f"经单位主要负责人审核，填好“{form_spec.HEAD_LABEL}”“{form_spec.PREPARER_LABEL}”后，"
        f"将本文件（请勿转成图片或PDF）发回{catalogue.office}，文件名不限。"
    )


# ---------------------------------------------------------------- what is special


def _hints(contents: Contents) -> Iterator[str]:
    for project in contents.projects:
        others = [contents.catalogue.unit(u).name for u in project.lead_units if u != contents.unit.id]
        if others:
            yield (
                f"{quoted(project.name)}由本单位与{'、'.join(others)}共同牵头，各填各的表；"
                "完成投资与对方是同一笔的，请在工作进展中注明，以免重复计算。"
            )
        pending = [i.name for i in project.indicators if i.kind == "pending"]
        if pending:
            yield f"{quoted(project.name)}中的{_quoted(pending)}任务待定，以市里下达的任务为准；下达前不计算完成率。"
    own = {i.id for p in contents.projects for i in p.indicators}
    for overlap in contents.catalogue.overlaps:
        if own.intersection(overlap.indicators):
            yield _overlap(contents, overlap)


def _overlap(contents: Contents, overlap: Overlap) -> str:
    """Say which projects count the same, and by which figure (重叠按高要求执行)."""
    pairs = {i.id: (p, i) for p in contents.catalogue.projects for i in p.indicators}
    sides = [pairs[item] for item in overlap.indicators if item in pairs]
    said = "与".join(f"{quoted(project.name)}的{quoted(indicator.name)}" for project, indicator in sides)
    if overlap.binding is None or overlap.binding not in pairs:
        return f"{said}：{overlap.note or '两项都要完成'}。"
    project, indicator = pairs[overlap.binding]
    higher = f"以{quoted(project.name)}的{_figure(indicator)}为准"
    return f"{said}指标重叠，按高要求执行：{higher}；几处填同样的累计数，确有不同的请注明。"


def _figure(indicator: Indicator) -> str:
    if indicator.target is None:
        return "任务"
    return f"{indicator.target:f}{indicator.unit}{indicator.qualifier if indicator.qualifier == '以上' else ''}"


def _quoted(names: list[str]) -> str:
    return "".join(map(quoted, names))


# ---------------------------------------------------------------- last time


def _last_time(sheet: _Sheet, contents: Contents) -> None:
    """Write what the unit reported last time, for reference."""
    said = [(p, lines) for p in contents.projects if (lines := _last_texts(contents, p))]
    if contents.previous_month is None or not said:
        return
    heading = f"上次（{contents.previous_month.label}）填报情况，供填写时对照，不需修改"
    sheet.across(heading, "heading", 30, leads=True)
    row = sheet.take(26, leads=True)
    for col, header in enumerate(_LAST_HEADERS):
        sheet.page.put((row, col), header, "head")
    for project, lines in said:
        for label, text in lines:
            _line(sheet, (project.name, label, text))


def _last_texts(contents: Contents, project: Project) -> list[tuple[str, str]]:
    """Return (label, text) of each field a unit filled in last time; persons are left out."""
    entry = contents.last(project.id)
    if entry is None:
        return []
    # Who answers for the project stands in the form itself already.
    columns = [c for c in contents.catalogue.form.asked if not c.person]
    said = [(_last_label(c), form_spec.shown(c, entry.value(c.key))) for c in columns]
    return [(label, text) for label, text in said if text]


def _last_label(column: form_spec.Column) -> str:
    unit = f"（{form_spec.MONEY_UNIT}）" if column.kind == "money" and form_spec.MONEY_UNIT not in column.header else ""
    return f"上次{column.header}{unit}"


def _line(sheet: _Sheet, texts: tuple[str, str, str]) -> None:
    """Write one line, over as many rows as its height needs."""
    rows = [sheet.take(h) for h in paper.split_height(paper.tallest(zip(texts, _WIDTHS, strict=True), BODY_SIZE, 24))]
    for col, text in enumerate(texts):
        style = "prose" if col == _LAST else "left"
        sheet.page.over((rows[0], col, rows[-1], col), text, style)
