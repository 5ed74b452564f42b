"""The drafts that ask units for what is still to come, dated by the day ``remind`` was run last."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from minsheng_cli.form import blank
from minsheng_cli.month import earlier, letters
from minsheng_cli.month.file_names import book_name
from minsheng_cli.reports.content.returns import refusals
from minsheng_cli.store.folders import RESULTS
from minsheng_cli.workbook.paper import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.model import MonthRecord, UnitLine
    from minsheng_cli.month.period import Period

START = f"{RESULTS}/催办_"
"""How the path of a reminder in the month's folder begins."""
BEFORE, TODAY, AFTER = "提醒", "当日", "逾期"
WHY = {
    "missing": "尚未收到你单位的报表",
    "rejected": "收到的文件不能采用",
    "manual": "只收到扫描件等不能直接汇总的材料",
}
"""What a reminder says of a unit whose return is still to come, by the unit's state."""


def drafts(ours: Period, record: MonthRecord, day: date | None = None) -> dict[str, tuple[str, bytes]]:
    """Return path and draft for each unit that is outstanding, by unit id.

    ``day``: when ``remind`` is run; by default when it was run last, so that rendering everything again gives the same
    letters. Before it was ever run they do not depend on a day, and go to units whose return is still to come.
    """
    day = day or last_day(ours)
    found = {}
    refused = refusals(record, short=False)
    for line in record.units:
        why = told(line, refused) if day or line.state != "returned" else ""
        if why:
            unit = ours.catalogue.unit(line.unit)
            dated = (stage(day, ours.catalogue.due(ours.month)), f"{day.month}月{day.day}日") if day else ("", "")
            draft = letters.remind(ours, unit, why, *dated, mend=line.state == "returned", form=_form(ours, line))
            found[unit.id] = path(unit.name, ours.month.label), draft
    return found


def last_day(ours: Period) -> date | None:
    """Return the day ``remind`` was run last in the month, None when it never was."""
    days = [event.facts["day"] for event in ours.store.history() if event.kind == "reminded"]
    return date.fromisoformat(days[-1]) if days else None


def _form(ours: Period, line: UnitLine) -> tuple[str, bytes] | None:
    """Return the blank that goes to a unit whose file could not be used; None for any other."""
    if line.state != "rejected":
        return None
    past = earlier.before(ours)
    name = book_name(ours.catalogue, ours.catalogue.unit(line.unit), ours.month)
    return name, blank.render(ours.catalogue, line.unit, ours.month, past.of_month, past.month, contacts=past.latest)


def told(line: UnitLine, refused: Mapping[str, str]) -> str:
    """Return what a unit is told is outstanding, "" when nothing is; ``refused``: why its file could not be used."""
    if line.state == "returned":
        return f"你单位报送的表格还有{line.errors}处需要改正" if line.errors else "你单位报送的表格需要改正"
    return refused.get(line.unit) or WHY.get(line.state, "")


def stage(day: date, due: date) -> str:
    """Return in which tone a day asks."""
    return BEFORE if day < due else TODAY if day == due else AFTER


def path(unit_name: str, label: str) -> str:
    """Return where the reminder to a unit lies in the month's folder."""
    return f"{RESULTS}/{safe_file_name(f'催办_{unit_name}_{label}.eml')}"
