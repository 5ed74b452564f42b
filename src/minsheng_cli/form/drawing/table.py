"""The sheet 附件2: the form for one unit, its columns as the list has them, and the hidden row key beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import form_spec
from minsheng_cli.form.drawing.contents import number_or_text
from minsheng_cli.form.drawing.ink import BODY_SIZE, TITLE_SIZE, Look, set_up
from minsheng_cli.workbook import paper
from minsheng_cli.workbook.pages import A4, Stretch, page_breaks

if TYPE_CHECKING:
    from minsheng_cli.form.drawing.contents import Contents, Key, Value
    from minsheng_cli.form.drawing.ink import FormSheet, Ink
    from minsheng_cli.model import Project

_TITLE_ROW, _SMALL_ROW, HEADER_ROW = 1, 2, 3  # 0-based
_HEADER_HEIGHT = 36.0  # points
_FOOTER_HEIGHT = 33
_LEAST = 60.0  # points of a project's row: three lines to write in
_SHORT = 15.0  # characters; in narrower columns text stands in the middle
_SIZES = (BODY_SIZE, 11, 10.5, 10, 9, 8)  # a text too long for the tallest row is set smaller

PROMPT_TITLE, PROMPT = 32, 255
"""How long the title and the text of an input message may be."""

# Label over columns, entry cell, prompt: single cells are written into, so that nothing merged is filled in.
_FOOTER = (
    ("head", form_spec.HEAD_LABEL, ("number", "lead_unit"), "target", "经单位主要负责人审核后，填写其姓名。"),
    ("preparer", form_spec.PREPARER_LABEL, ("investment", "problems"), "next_steps", "填写填表人姓名。"),
)


def draw_table(ink: Ink, sheet: FormSheet, contents: Contents) -> dict[Key, str]:
    """Draw the form; return where each cell went, as "附件2!F5"."""
    form, widths = contents.catalogue.form, contents.widths
    set_up(sheet, HEADER_ROW, widths)
    key = form.key_column - 1
    sheet.set_column(key, key, 12, None, {"hidden": True})
    top = _top(ink, sheet, contents)
    places: dict[Key, str] = {}
    for col, column in enumerate(form.columns):
        ink.put(sheet, (HEADER_ROW, col), column.header, "head")
        places["", column.key] = form_spec.ref(form_spec.SHEET, HEADER_ROW + 1, col + 1)
    ink.put(sheet, (HEADER_ROW, key), form_spec.KEY_HEADER, "hidden")
    sheet.set_row(HEADER_ROW, _HEADER_HEIGHT)
    row, stretches = _projects(ink, sheet, contents, places)
    _footer(ink, sheet, contents, row, places)
    page = A4.room(widths) - _HEADER_HEIGHT
    sheet.set_h_pagebreaks(page_breaks(stretches, page - top, page))
    sheet.print_area(0, 0, row, contents.last_column)
    return places


def _top(ink: Ink, sheet: FormSheet, contents: Contents) -> float:
    """Draw what stands above the header; return its height in points."""
    catalogue, widths, last = contents.catalogue, contents.widths, contents.last_column
    target, progress = catalogue.form.index("target") - 1, catalogue.form.index("progress") - 1
    of_money = "金额" if len(catalogue.form.money) > 1 else ""
    small = (
        ((0, target - 1), f"填报单位：{contents.unit.name}", "small"),
        (
            (target, progress),
            f"{form_spec.MONTH_LABEL}：{contents.month.label}（数据截至{contents.due_text}）",
            "small-center",
        ),
        ((progress + 1, last), f"完成投资为年初至今累计数，{of_money}单位：{form_spec.MONEY_UNIT}", "small-right"),
    )
    ink.put(sheet, (0, 0), catalogue.form_label, "label")
    ink.across(sheet, _TITLE_ROW, (0, last), catalogue.form_title, "title")
    for columns, text, style in small:
        ink.across(sheet, _SMALL_ROW, columns, text, style)
    wide = [(text, sum(widths[left : right + 1])) for (left, right), text, _ in small]
    heights = (
        24.0,
        paper.tallest([(catalogue.form_title, sum(widths))], TITLE_SIZE, 36),
        paper.tallest(wide, BODY_SIZE, 21),
    )
    for row, height in enumerate(heights):
        sheet.set_row(row, height)
    return sum(heights)


def _projects(ink: Ink, sheet: FormSheet, contents: Contents, places: dict[Key, str]) -> tuple[int, list[Stretch]]:
    """Draw the unit's projects under their sections; return the next free row, and what belongs on one page.

    That is a heading with its first project, and the last project with the footer.
    """
    row = HEADER_ROW + 1
    stretches: list[Stretch] = []
    for section in contents.catalogue.sections:
        projects = [p for p in contents.projects if p.section == section.id]
        if not projects:
            continue
        heading = paper.tallest([(section.title, sum(contents.widths))], BODY_SIZE, 24)
        sheet.set_row(row, heading)
        ink.across(sheet, row, (0, contents.last_column), section.title, "section")
        heights = [_project(ink, sheet, contents, row + n, p, places) for n, p in enumerate(projects, start=1)]
        stretches.append(Stretch(row, (heading, heights[0])))
        stretches += [Stretch(row + n, (height,)) for n, height in enumerate(heights[1:], start=2)]
        row += len(projects) + 1
    if stretches:
        stretches[-1] = Stretch(stretches[-1].row, (*stretches[-1].heights, _FOOTER_HEIGHT))
    return row, stretches


def _project(  # noqa: PLR0913, PLR0917 - what a row is drawn from
    ink: Ink, sheet: FormSheet, contents: Contents, row: int, project: Project, places: dict[Key, str]
) -> float:
    """Draw one project's row, as tall as its texts and with room to write; return its height in points."""
    printed = {
        "number": project.number, "name": project.name, "lead_unit": contents.unit.name,
        "target": project.target_lines,
    }  # fmt: skip
    form = contents.catalogue.form
    printed |= {c.key: form_spec.shown(c, project.extra.get(c.key)) for c in form.own if c.fill == "office"}
    height = _LEAST
    for col, column in enumerate(form.columns):
        key, at, look = (project.id, column.key), (row, col), Look()
        if column.fill == "office":
            text = printed[column.key]
            value: Value = number_or_text(text) if column.kind in form_spec.NUMERIC else text
        else:
            value = contents.values.get(key, "")
            look["open"] = True
            if column.person:
                look["number"] = "@"  # a telephone number is no number
            _guide(sheet, at, column)
        look["size"], need = _fit(str(value), column.width)
        height = max(height, need)
        ink.put(sheet, at, value, _style(column), contents.marks.get(key), **look)
        places[key] = form_spec.ref(form_spec.SHEET, row + 1, col + 1)
    height = min(height, paper.MAX_ROW_HEIGHT)
    sheet.set_row(row, height)
    sheet.growing.add(row)
    key_text = form_spec.row_key(project.id, contents.unit.id, str(contents.month))
    ink.put(sheet, (row, form.key_column - 1), key_text, "hidden")
    return height


def _style(column: form_spec.Column) -> str:
    """Return the style of a column's cells: long text begins at the top, so that it can be read beside other such."""
    return "prose" if column.align == "left" and column.width > _SHORT else column.align


def _fit(text: str, width: float) -> tuple[float, float]:
    """Return the size, and the height at that size, at which a text can be shown in one row; the least if at none."""
    for size in _SIZES:
        height = paper.row_height(paper.lines_needed(text, width, size), size)
        if height <= paper.MAX_ROW_HEIGHT:
            break
    return size, height


def _guide(sheet: FormSheet, at: tuple[int, int], column: form_spec.Column) -> None:
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
    sheet.data_validation(*at, *at, guide)


def _footer(ink: Ink, sheet: FormSheet, contents: Contents, row: int, places: dict[Key, str]) -> None:
    sheet.set_row(row, _FOOTER_HEIGHT)
    for field, label, (first, last), entry, prompt in _FOOTER:
        left, right, col = (contents.catalogue.form.index(key) - 1 for key in (first, last, entry))
        ink.across(sheet, row, (left, right), f"{label}：", "sign")
        value = str(contents.values.get(("", field), ""))
        ink.put(sheet, (row, col), value, "signature", contents.marks.get(("", field)), open=True)
        guide = {"validate": "any", "input_title": label, "input_message": prompt}
        sheet.data_validation(row, col, row, col, guide)
        places["", field] = form_spec.ref(form_spec.SHEET, row + 1, col + 1)
