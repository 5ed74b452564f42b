"""The yearly plan a unit may file: one row per indicator, one column per month, cumulative figures.

Optional: where there is a plan it takes the place of elapsed time in 时序进度. Not part of the notice's form.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from minsheng_cli.form_spec import INDICATOR_COLUMNS, OFFICIAL
from minsheng_cli.model import Month
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.workbook import pages, paper
from minsheng_cli.workbook.book import opened
from minsheng_cli.workbook.page import Page
from minsheng_cli.workbook.styles import GENERAL, Ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.model import Catalogue, Indicator, Plan, Project

_HEADERS = OFFICIAL.headers | {f"indicator.{c.key}": c.header for c in INDICATOR_COLUMNS}
_FIXED = (
    ("编号", 9), (_HEADERS["name"], 28), (_HEADERS["lead_unit"], 25), (_HEADERS["indicator.indicator"], 36),
    (_HEADERS["indicator.unit"], 9), (_HEADERS["indicator.target"], 10),
)  # fmt: skip
_MONTH_WIDTH = 7
_MONTH = compile_when_used(r"(?:(20\d\d)年)?(\d{1,2})月")
_SIZE, _LEAST = 10, 15  # points: of the text, and the lowest row
_FACE = {"font_name": "宋体", "font_size": _SIZE, "border": 1, "text_wrap": True, "valign": "vcenter"}
_STYLES = {
    "title": {"font_name": "宋体", "font_size": 16, "align": "center", "valign": "vcenter"},
    "note": {"font_name": "宋体", "font_size": 9, "text_wrap": True, "valign": "vcenter"},
    "head": _FACE | {"bold": True, "align": "center", "bg_color": "#F2F2F2"},
    "left": _FACE,
    "center": _FACE | {"align": "center"},
}
Cells = tuple[tuple[int, int, str], ...]  # (row, column, text), 1-based


def planned(catalogue: Catalogue) -> tuple[tuple[Project, Indicator], ...]:
    """Return the indicators a plan can be filed for: those with a number to reach."""
    return tuple(
        (p, i) for p in catalogue.projects for i in p.indicators if i.kind in ("quantified", "part") and i.target
    )


def blank(catalogue: Catalogue, months: Sequence[Month], plan: Plan) -> bytes:
    """Return the plan's form, filled with what is known; the same catalogue and plan give the same bytes."""
    made = opened(date(catalogue.year, 1, 1))
    page = Page(made.book.add_worksheet("分月计划"), Ink(made.book, _STYLES), pages.A4)
    last = len(_FIXED) + len(months) - 1
    title = f"{catalogue.district}{catalogue.year}年{catalogue.terms.topic}分月进度计划（选填）"
    page.over((0, 0, 0, last), title, "title")
    note = "填年初至当月末计划累计完成数，只填数字；不填的月份沿用前一个月的计划，全年不填的按时间进度判断。"
    page.over((1, 0, 1, last), note, "note")
    page.sheet.set_row(0, 30)
    page.sheet.set_row(1, 20)
    for col, text in enumerate((*(text for text, _ in _FIXED), *(f"{m.month}月" for m in months))):
        page.put((2, col), text, "head")
    for row, (project, indicator) in enumerate(planned(catalogue), start=3):
        units = "、".join(catalogue.lead_names(project))
        texts = (indicator.id, project.name, units, indicator.name, indicator.unit)
        for col, text in enumerate(texts):
            page.put((row, col), text, "center" if col in (0, 2, 4) else "left")
        widths = (width for _, width in _FIXED)
        page.sheet.set_row(row, paper.tallest(list(zip(texts, widths, strict=False)), _SIZE, minimum=_LEAST))
        page.put((row, 5), indicator.target or 0, "center", number=GENERAL)
        for col, month in enumerate(months, start=len(_FIXED)):
            figure = plan.get(indicator.id, {}).get(str(month))
            page.put((row, col), "" if figure is None else figure, "center", number=GENERAL)
    page.set_up(2, [*(width for _, width in _FIXED), *(_MONTH_WIDTH for _ in months)])
    page.sheet.freeze_panes(3, 4)
    return made.bytes()


def parse(cells: Cells, catalogue: Catalogue) -> tuple[Plan, tuple[str, ...]]:
    """Return the plan a sheet holds, and a sentence for each cell that cannot be used."""
    table = {(row, col): text.strip() for row, col, text in cells if text.strip()}
    months = {}
    header = min((row for (row, _), text in table.items() if text == _FIXED[0][0]), default=0)
    for (row, col), text in table.items():
        match = _MONTH.fullmatch(text)
        if row == header and match:
            months[col] = Month(int(match[1] or catalogue.year), int(match[2]))
    if not header or not months:
        return {}, ("没有找到分月计划表（须有“编号”和各月的表头），请使用 minsheng plan 生成的表。",)
    known = {indicator.id: indicator for _, indicator in planned(catalogue)}
    first = min(col for (row, col), text in table.items() if row == header and text == _FIXED[0][0])
    plan: Plan = {}
    faults = []
    for row in sorted({row for row, _ in table if row > header}):
        key = table.get((row, first), "")
        if key not in known:
            if key or any((row, col) in table for col in months):
                faults.append(f"第 {row} 行：编号“{key}”不是可以填计划的指标，未采用。")
            continue
        figures = _row(table, row, months, faults)
        steps = [figures[month] for month in sorted(figures)]
        if steps != sorted(steps):
            faults.append(f"第 {row} 行：{key} 的计划数有减少，应填累计数，未采用。")
        elif figures:
            plan[key] = figures
    return plan, tuple(faults)


def _row(
    table: dict[tuple[int, int], str], row: int, months: dict[int, Month], faults: list[str]
) -> dict[str, Decimal]:
    figures: dict[str, Decimal] = {}
    for col, month in months.items():
        text = table.get((row, col))
        if text is None:
            continue
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal(-1)
        if value.is_finite() and value >= 0:
            figures[str(month)] = value
        else:
            faults.append(f"第 {row} 行 {month.month}月：“{text[:20]}”不是数字，未采用。")
    return figures
