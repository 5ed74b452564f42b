"""The sheet 问题清单 of a marked form: what is wrong, where, and how to mend it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli import form_spec
from minsheng_cli.form.drawing.page import BODY_SIZE
from minsheng_cli.words import SEVERITIES
from minsheng_cli.workbook import paper
from minsheng_cli.workbook.page import Link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from minsheng_cli.form.drawing import Contents, Key
    from minsheng_cli.form.drawing.page import FormPage
    from minsheng_cli.form.feedback.faults import MarkedFault


_HEADERS = ("序号", "位置", "项目", "栏目", "严重程度", "问题与改法", "原文件位置")
_WIDTHS = (6.0, 15.0, 24.0, 17.0, 11.0, 68.0, 18.0)
_LAST = len(_WIDTHS) - 1
_PLACE, _SEVERITY = 1, 4
_HEADER_ROW = 3  # 0-based


def draw_list(  # noqa: PLR0913, PLR0917 - what the list is made from
    page: FormPage,
    contents: Contents,
    faults: Sequence[MarkedFault],
    places: Mapping[Key, str],
    origin: str,
    change: str,
) -> None:
    """Draw the list; ``places`` is where each cell went in this workbook."""
    page.set_up(_HEADER_ROW, _WIDTHS)
    page.sheet.set_row(0, 36)
    page.across(0, (0, _LAST), form_spec.FAULT_SHEET, "list-title")
    for row, line in enumerate((_summary(contents, faults, change), origin), start=1):
        page.sheet.set_row(row, paper.tallest([(line, sum(_WIDTHS))], BODY_SIZE, 22))
        page.across(row, (0, _LAST), line, "small")
    page.sheet.set_row(_HEADER_ROW, 30)
    for col, header in enumerate(_HEADERS):
        page.put((_HEADER_ROW, col), header, "head")
    names = contents.catalogue.project_names
    headers = contents.catalogue.form.headers
    for number, fault in enumerate(faults, start=1):
        place = places.get(fault.place, "") if fault.place else ""
        project, field = (
            names.get(fault.findings[0].project or "", ""),
            headers.get(fault.findings[0].field or "", ""),
        )
        _line(page, number, fault, (place, project, field))
    page.sheet.print_area(0, 0, _HEADER_ROW + len(faults), _LAST)
    page.sheet.activate()


def _summary(contents: Contents, faults: Sequence[MarkedFault], change: str) -> str:
    errors, warnings = (sum(f.severity == severity for f in faults) for severity in ("error", "warning"))
    found = [f"{errors}处需改正{change}"] * bool(errors) + [f"{warnings}处请核实"] * bool(warnings)
    return (
        f"{contents.unit.name}{contents.month.label}填报情况：{'，'.join(found)}。"
        f"请在本文件“{form_spec.SHEET}”等表中直接改正（红底粗框的需改正，黄底虚框的请核实，鼠标停在该格可看说明），"
        f"保存后将本文件发回{contents.catalogue.office}。"
    )


def _line(page: FormPage, number: int, fault: MarkedFault, where: tuple[str, str, str]) -> None:
    """Draw one line; ``where``: the cell in this workbook, the project, the column."""
    row, place = _HEADER_ROW + number, where[0]
    texts = (str(number), *where, SEVERITIES[fault.severity], fault.text, fault.origin)
    height = paper.tallest(zip(texts, _WIDTHS, strict=True), BODY_SIZE, 26)
    page.sheet.set_row(row, min(height, paper.MAX_ROW_HEIGHT))
    page.put((row, 0), Decimal(number), "center")
    for col, text in enumerate(texts[1:], start=1):
        style = "word" if col == _SEVERITY and fault.severity == "error" else "center" if col == _SEVERITY else "left"
        page.put((row, col), text or "—", style)
    if place:
        page.put((row, _PLACE), Link(place, place), "left")
