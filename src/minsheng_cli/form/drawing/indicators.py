"""The sheet 指标进度: one row per indicator of the unit's projects, figures beside their targets. Optional to fill."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from minsheng_cli import form_spec
from minsheng_cli.words import PROPOSED
from minsheng_cli.workbook import paper

if TYPE_CHECKING:
    from minsheng_cli.form.drawing.contents import Contents, Key, Value
    from minsheng_cli.form.drawing.page import FormPage
    from minsheng_cli.model import Indicator, Project
    from minsheng_cli.workbook.styles import Look

PENDING, NONE = "待定", "—"
PART = "其中："

_LAST = len(form_spec.INDICATOR_COLUMNS) - 1
_HEADER_ROW = 2  # 0-based
_AT = {column.key: i for i, column in enumerate(form_spec.INDICATOR_COLUMNS)}
_WIDTHS = tuple(c.width for c in form_spec.INDICATOR_COLUMNS)
_STYLE = {
    "project": "left", "indicator": "left", "unit": "center", "target": "right", "last": "right", "actual": "right",
    "rate": "right", "note": "left",
}  # fmt: skip
_SIZE = 10.5  # points; narrower than 附件2, so it is printed at full size
_LEAST = 26.0  # points


def draw_indicators(page: FormPage, contents: Contents) -> dict[Key, str]:
    """Draw the sheet; return where each cell that is filled in went, as "指标进度!F4"."""
    page.set_up(_HEADER_ROW, _WIDTHS)
    key = form_spec.INDICATOR_KEY_COLUMN - 1
    page.sheet.set_column(key, key, 12, None, {"hidden": True})
    page.sheet.set_row(0, 34)
    page.sheet.set_row(_HEADER_ROW, 30)
    page.across(0, (0, _LAST), f"{contents.month.label}{form_spec.INDICATOR_SHEET}（选填）", "list-title")
    _small_print(page, contents)
    for col, column in enumerate(form_spec.INDICATOR_COLUMNS):
        page.put((_HEADER_ROW, col), column.header, "head", size=_SIZE)
    page.put((_HEADER_ROW, key), form_spec.KEY_HEADER, "hidden")
    header = form_spec.ref(form_spec.INDICATOR_SHEET, _HEADER_ROW + 1, _AT["actual"] + 1)
    places: dict[Key, str] = {("", "indicator"): header}
    row = _HEADER_ROW + 1
    for project in contents.projects:
        for indicator in project.indicators:
            if indicator.asked_of(contents.unit.id):
                _indicator(page, contents, row, project, indicator)
                places[indicator.id, "actual"] = form_spec.ref(form_spec.INDICATOR_SHEET, row + 1, _AT["actual"] + 1)
                row += 1
    page.sheet.print_area(0, 0, max(row - 1, _HEADER_ROW), _LAST)
    return places


def _small_print(page: FormPage, contents: Contents) -> None:
    unit = f"填报单位：{contents.unit.name}"
    last = f"；上月累计取自{contents.previous_month.label}报送" if contents.previous_month else ""
    said = f"填年初至今累计数（数据截至{contents.cut_off_text}），不填的留空{last}"
    page.sheet.set_row(1, paper.tallest([(unit, _WIDTHS[0]), (said, sum(_WIDTHS[1:]))], _SIZE, 22))
    page.across(1, (0, 0), unit, "small", size=_SIZE)
    page.across(1, (1, _LAST), said, "small-right", size=_SIZE)


def _indicator(page: FormPage, contents: Contents, row: int, project: Project, indicator: Indicator) -> None:
    name = indicator.name if indicator.kind != "part" else f"{PART}{indicator.name}"
    printed = {"project": project.name, "indicator": name, "unit": indicator.unit or NONE}
    for key, text in printed.items():
        look: Look = {"size": _SIZE}
        if key == "indicator" and indicator.kind == "part":
            look["indent"] = 2
        page.put((row, _AT[key]), text, _STYLE[key], **look)
    _target(page, row, indicator)
    page.put((row, _AT["last"]), contents.last_figure(project.id, indicator.id), "right", size=_SIZE)
    _actual(page, contents, row, indicator)
    _rate(page, contents, row, indicator)
    note = contents.values.get((indicator.id, "note"), "")
    page.put((row, _AT["note"]), str(note), "left", open=True, size=_SIZE)
    cells = [(text, form_spec.INDICATOR_COLUMNS[_AT[key]].width - (4 if key == "indicator" else 0))
             for key, text in (*printed.items(), ("note", str(note)))]  # fmt: skip
    page.sheet.set_row(row, min(paper.tallest(cells, _SIZE, _LEAST), paper.MAX_ROW_HEIGHT))
    page.sheet.growing.add(row)
    key_text = form_spec.row_key(indicator.id, contents.unit.id, str(contents.month))
    page.put((row, form_spec.INDICATOR_KEY_COLUMN - 1), key_text, "hidden")


def _target(page: FormPage, row: int, indicator: Indicator) -> None:
    """Write the year's target as a number, 以上 or 约 only shown with it, so that it can be reckoned with."""
    at = row, _AT["target"]
    if indicator.target is None:
        page.put(at, PENDING if indicator.kind == "pending" else NONE, "right", size=_SIZE)
    else:
        words = (indicator.qualifier, PROPOSED * indicator.proposed)
        qualifier = "，".join(filter(None, words)).replace('"', "")
        number = decimals(indicator.target) + (f'"（{qualifier}）"' if qualifier else "")
        page.put(at, indicator.target, "right", number=number, size=_SIZE)


def decimals(value: Decimal) -> str:
    """Return the number format with exactly the decimals that a number has."""
    exponent = value.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "0." + "0" * places if places else "0"


def _actual(page: FormPage, contents: Contents, row: int, indicator: Indicator) -> None:
    at, column = (row, _AT["actual"]), form_spec.INDICATOR_COLUMNS[_AT["actual"]]
    key = indicator.id, "actual"
    page.put(at, contents.values.get(key, ""), "right", contents.marks.get(key), open=True, size=_SIZE)
    guide: dict[str, object] = {
        "input_title": column.header, "error_type": "warning", "error_title": "请核实",
    }  # fmt: skip
    if indicator.is_state:
        states = "、".join(form_spec.MILESTONE_STATES)
        guide |= {
            "validate": "list", "source": list(form_spec.MILESTONE_STATES),
            "input_message": f"从下拉列表中选：{states}。",
            "error_message": f"应填{states}之一。",
        }  # fmt: skip
    else:
        guide |= {
            "validate": "decimal", "criteria": ">=", "value": 0, "input_message": column.prompt,
            "error_message": "应为不小于0的数字，单位见“单位”栏。",
        }  # fmt: skip
    page.sheet.data_validation(*at, *at, guide)


def _rate(page: FormPage, contents: Contents, row: int, indicator: Indicator) -> None:
    """Let the sheet reckon the completion in per cent; where there is no figure for a target there is none."""
    at, target = (row, _AT["rate"]), indicator.target
    if target is None or target <= 0:
        page.put(at, NONE, "right", size=_SIZE)
        return
    wanted, actual = (f"{form_spec.letter(_AT[key] + 1)}{row + 1}" for key in ("target", "actual"))
    formula = f'=IF(ISNUMBER({actual}),ROUND({actual}/{wanted}*100,1),"")'
    page.sheet.write_formula(
        *at, formula, page.ink.of("right", {"number": "0.0", "size": _SIZE}), _share(contents, indicator.id, target)
    )


def _share(contents: Contents, indicator_id: str, target: Decimal) -> float | str:
    """Return what the formula comes to, so that the sheet is right before anybody reckons it anew."""
    value: Value = contents.values.get((indicator_id, "actual"), "")
    if not isinstance(value, Decimal):
        return ""
    return float((value / target * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))
