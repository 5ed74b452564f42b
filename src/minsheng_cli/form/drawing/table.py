"""The sheet 附件2: the form for one unit, its columns as the list has them, and the hidden row key beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import form_spec
from minsheng_cli.form.drawing.contents import number_or_text
from minsheng_cli.form.drawing.page import BODY_SIZE, HEAD_SIZE, TITLE_SIZE
from minsheng_cli.workbook import paper
from minsheng_cli.workbook.pages import A3, A4, KeepTogether, Paper, page_breaks
from minsheng_cli.workbook.styles import TEXT, Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.form.drawing.contents import Contents, Key, Value
    from minsheng_cli.form.drawing.page import FormPage
    from minsheng_cli.model import Project

_TITLE_ROW, _SMALL_ROW, HEADER_ROW = 1, 2, 3  # 0-based
_HEADER_HEIGHT = 36.0  # points
_FOOTER_HEIGHT = 33
_LEAST = 60.0  # points of a project's row: three lines to write in
_LEAST_SCALE = 0.7  # 10.5 points come out as 7.4
_SHORT = 15.0  # characters; narrower columns hold a name or a word, which stands in the middle
_PROSE_SIZE = 10.5  # points of long text: 600 characters of 工作进展 then fit a row
_SPLIT_SIZE, _LEAST_SIZE = 8, 7  # of a text that no row is tall enough for; the smaller only to keep it on its page
_KEPT = 3  # rows of such a text that stay with the heading above
_PIECE = 7  # lines of such a text in one of its rows
_INDENT = 1.5  # characters an indented cell loses on the left
_AIR = 8.0  # points between a row's text and its lines, above and below together
_SIZES = (BODY_SIZE, 11, 10.5, 10, 9, 8)  # a text too long for the tallest row is set smaller

PROMPT_TITLE, PROMPT = 32, 255
"""How long the title and the text of an input message may be."""

# Label over columns, entry cell, prompt: single cells are written into, so that nothing merged is filled in.
_FOOTER = (
    ("head", form_spec.HEAD_LABEL, ("number", "lead_unit"), "target", "经单位主要负责人审核后，填写其姓名。"),
    ("preparer", form_spec.PREPARER_LABEL, ("investment", "problems"), "next_steps", "填写填表人姓名。"),
)


def draw_table(page: FormPage, contents: Contents) -> dict[Key, str]:
    """Draw the form; return where each cell went, as "附件2!F5"."""
    form, widths = contents.catalogue.form, contents.widths
    page.paper = _paper(widths)
    page.set_up(HEADER_ROW, widths)
    key = form.key_column - 1
    page.sheet.set_column(key, key, 12, None, {"hidden": True})
    top = _top(page, contents)
    places: dict[Key, str] = {}
    for col, column in enumerate(form.columns):
        page.put((HEADER_ROW, col), column.header, "head")
        places["", column.key] = form_spec.ref(form_spec.SHEET, HEADER_ROW + 1, col + 1)
    page.put((HEADER_ROW, key), form_spec.KEY_HEADER, "hidden")
    header = paper.tallest([(column.header, column.width) for column in form.columns], HEAD_SIZE, _HEADER_HEIGHT)
    page.sheet.set_row(HEADER_ROW, header)
    room = page.paper.room(widths) - header
    row, stretches = _projects(page, contents, places, (room - top, room))
    _footer(page, contents, row, places)
    page.sheet.set_h_pagebreaks(page_breaks(stretches, room - top, room))
    page.sheet.print_area(0, 0, row, contents.last_column)
    return places


def _paper(widths: Sequence[float]) -> Paper:
    """Return the paper a form is printed on: A3 where the list's own columns would make it too small for A4."""
    return A4 if sum(widths) * _LEAST_SCALE <= A4.columns(len(widths)) else A3


def _top(page: FormPage, contents: Contents) -> float:
    """Draw what stands above the header; return its height in points."""
    catalogue, widths, last = contents.catalogue, contents.widths, contents.last_column
    target, progress = catalogue.form.index("target") - 1, catalogue.form.index("progress") - 1
    of_money = "金额" if len(catalogue.form.money) > 1 else ""
    small = (
        ((0, target - 1), f"填报单位：{contents.unit.name}", "small"),
        (
            (target, progress),
            f"{form_spec.MONTH_LABEL}：{contents.month.label}（数据截至{contents.cut_off_text}）",
            "small-center",
        ),
        ((progress + 1, last), f"完成投资为年初至今累计数，{of_money}单位：{form_spec.MONEY_UNIT}", "small-right"),
    )
    page.put((0, 0), catalogue.form_label, "label")
    page.across(_TITLE_ROW, (0, last), catalogue.form_title, "title")
    for columns, text, style in small:
        page.across(_SMALL_ROW, columns, text, style)
    wide = [(text, sum(widths[left : right + 1])) for (left, right), text, _ in small]
    heights = (
        24.0,
        paper.tallest([(catalogue.form_title, sum(widths))], TITLE_SIZE, 36),
        paper.tallest(wide, BODY_SIZE, 21),
    )
    for row, height in enumerate(heights):
        page.sheet.set_row(row, height)
    return sum(heights)


def _projects(
    page: FormPage, contents: Contents, places: dict[Key, str], rooms: tuple[float, float]
) -> tuple[int, list[KeepTogether]]:
    """Draw the unit's projects under their sections; return the next free row, and what belongs on one page.

    That is a heading with its first project, and the last project with the footer. ``rooms``: the points there are for
    rows on the first page and on the others.
    """
    row = HEADER_ROW + 1
    room, later = rooms
    stretches: list[KeepTogether] = []
    for section in contents.catalogue.sections:
        projects = [p for p in contents.projects if p.section == section.id]
        if not projects:
            continue
        heading = paper.tallest([(section.title, sum(contents.widths))], BODY_SIZE, 24)
        page.sheet.set_row(row, heading)
        page.across(row, (0, contents.last_column), section.title, "section")
        together: tuple[float, ...] = (heading,)
        row += 1
        for project in projects:
            heights = _project(page, contents, row, project, places, room - sum(together))
            kept = _KEPT if sum(heights) > room - sum(together) else len(heights)  # the rest may go on overleaf
            stretches.append(KeepTogether(row - len(together), (*together, *heights[:kept])))
            stretches += [KeepTogether(row + n, (height,)) for n, height in enumerate(heights[kept:], start=kept)]
            row += len(heights)
            together, room = (), later
    if stretches:
        stretches[-1] = KeepTogether(stretches[-1].row, (*stretches[-1].heights, _FOOTER_HEIGHT))
    return row, stretches


def _project(  # noqa: PLR0913, PLR0917 - what a row is drawn from
    page: FormPage, contents: Contents, row: int, project: Project, places: dict[Key, str], room: float
) -> tuple[float, ...]:
    """Draw one project, as tall as its texts and with room to write; return the heights of its rows in points.

    One row, which grows with what is written into it; several, merged cell by cell, where a text is taller than any
    row can be. What does not even fit a page (``room``) begins at the top and may go on overleaf after any few lines.
    """
    printed = {
        "number": project.number, "name": project.name, "lead_unit": contents.unit.name,
        "target": project.target_lines,
    }  # fmt: skip
    form = contents.catalogue.form
    printed |= {c.key: form_spec.shown(c, project.extra.get(c.key)) for c in form.own if c.fill == "office"}
    values: list[Value] = []
    for column in form.columns:
        text = printed.get(column.key, "")
        fixed: Value = number_or_text(text) if column.kind in form_spec.NUMERIC else text
        values.append(fixed if column.fill == "office" else contents.values.get((project.id, column.key), ""))
    fits = [_fit(str(value), column, room) for value, column in zip(values, form.columns, strict=True)]
    height = max(_LEAST, *(height for _, height in fits))
    runs_on = height > max(room, paper.MAX_ROW_HEIGHT)
    heights = _cut(height) if runs_on else paper.split_height(height)
    for number, height in enumerate(heights):
        page.sheet.set_row(row + number, height)
    if len(heights) == 1:
        page.sheet.growing.add(row)
    for col, (column, value, (size, _)) in enumerate(zip(form.columns, values, fits, strict=True)):
        key, at, look = (project.id, column.key), (row, col), Look(size=size, top=runs_on)
        if _is_prose(column):
            look["indent"] = 1
        if column.fill == "unit":
            look["open"] = True
            if column.person:
                look["number"] = TEXT  # a telephone number is no number
            _guide(page, at, column)
        style, mark = "left" if _is_prose(column) else column.align, contents.marks.get(key)
        if len(heights) > 1:
            page.sheet.merge_range(row, col, row + len(heights) - 1, col, "", page.ink.of(style, look))
        page.put(at, value, style, mark, **look)
        places[key] = form_spec.ref(form_spec.SHEET, row + 1, col + 1)
    key_text = form_spec.row_key(project.id, contents.unit.id, str(contents.month))
    page.put((row, form.key_column - 1), key_text, "hidden")
    return heights


def _cut(height: float) -> tuple[float, ...]:
    """Return rows of a few lines each that make up a height: a page may end after any of them, and ends with a line."""
    line = (paper.row_height(101, _SPLIT_SIZE) - paper.row_height(1, _SPLIT_SIZE)) / 100
    count = int(height // (line * _PIECE))
    return (line * _PIECE,) * (count - 1) + (height - line * _PIECE * (count - 1),)


def _is_prose(column: form_spec.Column) -> bool:
    """Whether a column holds long text: set smaller than the rest and begun at the left."""
    return column.align == "left" and column.width > _SHORT


def _fit(text: str, column: form_spec.Column, room: float) -> tuple[float, float]:
    """Return the size at which a text can be shown in one row, and its height there, with air above and below.

    A text too long for that even at the least size gets more rows, set so that they fit a page (``room``) if they can.
    """
    prose = _is_prose(column)
    width = column.width - _INDENT * prose
    heights = {}
    for size in _SIZES if not prose else (size for size in _SIZES if size <= _PROSE_SIZE):
        heights[size] = paper.row_height(paper.lines_needed(text, width, size), size) + _AIR
        if heights[size] <= paper.MAX_ROW_HEIGHT:
            return size, heights[size]
    least = paper.row_height(paper.lines_needed(text, width, _LEAST_SIZE), _LEAST_SIZE) + _AIR
    return (_LEAST_SIZE, least) if least <= room < heights[_SPLIT_SIZE] else (_SPLIT_SIZE, heights[_SPLIT_SIZE])


def _guide(page: FormPage, at: tuple[int, int], column: form_spec.Column) -> None:
    """Say beside an entry cell what belongs there; an amount that is no number is questioned, never refused."""
    guide: dict[str, object] = {
        "validate": "any",
        "input_title": column.header[:PROMPT_TITLE],
        "input_message": column.prompt[:PROMPT],
    }
    wrong = {"error_type": "warning", "error_title": "请核实"}
    if column.kind in ("money", "number"):
        unit = f"，单位为{form_spec.MONEY_UNIT}" if column.kind == "money" else ""
        guide |= {"validate": "decimal", "criteria": ">=", "value": 0, **wrong}
        guide["error_message"] = f"{column.header}应为不小于0的数字{unit}。"
    elif column.kind == "choice":
        guide |= {"validate": "list", "source": list(column.choices), **wrong}
        guide["error_message"] = f"{column.header}请从下拉列表中选填。"
    page.sheet.data_validation(*at, *at, guide)


def _footer(page: FormPage, contents: Contents, row: int, places: dict[Key, str]) -> None:
    page.sheet.set_row(row, _FOOTER_HEIGHT)
    for field, label, (first, last), entry, prompt in _FOOTER:
        left, right, col = (contents.catalogue.form.index(key) - 1 for key in (first, last, entry))
        page.across(row, (left, right), f"{label}：", "sign")
        value = str(contents.values.get(("", field), ""))
        page.put((row, col), value, "signature", contents.marks.get(("", field)), open=True)
        guide = {"validate": "any", "input_title": label, "input_message": prompt}
        page.sheet.data_validation(row, col, row, col, guide)
        places["", field] = form_spec.ref(form_spec.SHEET, row + 1, col + 1)
