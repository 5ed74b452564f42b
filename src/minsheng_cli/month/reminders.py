"""The drafts that ask units for what is still to come, dated by the day ``remind`` was run last."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING

from minsheng_cli.model.catalogue import RestDays
from minsheng_cli.month import earlier
from minsheng_cli.month.file_names import book_name, marked_path, reminder_path
from minsheng_cli.reports.content.returns import refusals
from minsheng_cli.store import disk
from minsheng_cli.store.folders import OUTBOX, REPLIES
from minsheng_cli.words import UNMARKED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from minsheng_cli.model import MonthRecord, Project, UnitLine
    from minsheng_cli.month.earlier import History
    from minsheng_cli.month.periods import Period

NO_REPLY = "没有退回件的单位.txt"
BEFORE, TODAY, AFTER = "提醒", "当日", "逾期"
WHY = {
    "missing": "尚未收到你单位的报表",
    "rejected": "收到的文件不能采用",
    "manual": "只收到扫描件等不能直接汇总的材料",
}
"""What a reminder says of a unit whose return is still to come, by the unit's state."""
_EMPTY = "收到的是没有填写的空白表"
_WORKING_DAYS = 2  # what a unit whose day has passed is given; no paper sets it


def drafts(
    period: Period, record: MonthRecord, marked: Mapping[str, bytes], day: date | None = None
) -> dict[str, tuple[str, bytes]]:
    """Return path and draft for each unit that is outstanding, by unit id. Each carries the form to be filled in.

    ``marked``: the marked forms, by their paths in the month's folder. ``day``: when ``remind`` is run; by default when
    it was run last, so that rendering everything again gives the same letters. Before it was ever run they do not
    depend on a day, and go to units whose return is still to come.
    """
    day = day or last_day(period)
    found = {}
    refused = reasons(record)
    before = cache(partial(earlier.before, period))  # read once, and only where a unit's form has to be made
    for line in record.units:
        why = outstanding(line, refused) if day or line.state != "returned" else ""
        if why:
            from minsheng_cli.month import letters  # noqa: PLC0415 - 40 ms: not where nobody is reminded

            unit = period.catalogue.unit(line.unit)
            dated = (stage(day, period.catalogue.due(period.month)), *days(period, day)) if day else ("", "", "")
            form = _form(period, line, marked, before)
            mend = line.state == "returned"
            about = _at_fault(period, record, line) if mend else None
            draft = letters.remind(period, unit, why, *dated, mend=mend, projects=about, form=form)
            found[unit.id] = reminder_path(unit, period.month), draft
    return found


def _at_fault(period: Period, record: MonthRecord, line: UnitLine) -> tuple[Project, ...]:
    """Return the projects of a unit that have to be mended: all it leads where a fault is the whole form's."""
    faulty = (file for file in record.files if file.unit == line.unit and file.outcome == "returned")
    named = {f.project for file in faulty if file.name == line.file for f in file.findings if f.severity == "error"}
    return tuple(p for p in period.catalogue.led_by(line.unit) if None in named or p.id in named)


def elsewhere(period: Period, record: MonthRecord) -> dict[str, bytes]:
    """Return a text for 退回, by its path, that says where the drafts to units lie whose files could not be marked."""
    refused, lines = reasons(record), []
    for line in record.units:
        if line.state in UNMARKED:
            unit = period.catalogue.unit(line.unit)
            draft = reminder_path(unit, period.month)
            lines.append(f"{unit.name}：{outstanding(line, refused)}。\r\n    草稿：{draft}\r\n")
    if not lines:
        return {}
    text = (
        "下列单位报来的文件标注不了，没有退回件；请它们重报的草稿在“成果”里：\r\n\r\n" + "".join(lines)
        + f"\r\n双击草稿发出，或运行 minsheng send {period.month} --reminders。\r\n"
    )  # fmt: skip
    return {f"{REPLIES}/{NO_REPLY}": text.encode("utf-8-sig")}


def last_day(period: Period) -> date | None:
    """Return the day ``remind`` was run last in the month, None when it never was."""
    days = [event.facts["day"] for event in period.store.history() if event.kind == "reminded"]
    return date.fromisoformat(days[-1]) if days else None


def marked_forms(period: Period, record: MonthRecord) -> dict[str, bytes]:
    """Return the marked forms as they lie in the month's folder, by their paths there."""
    units = (period.catalogue.unit(line.unit) for line in record.units if line.state == "returned")
    paths = [marked_path(period.catalogue, unit, period.month) for unit in units]
    return {path: data for path in paths if (data := disk.read(period.store.folder / path)) is not None}


def reasons(record: MonthRecord) -> dict[str, str]:
    """Return why what came of a unit does not count, by unit id, with what to do about it."""
    empty = {f.unit for f in record.files if any(finding.code == "file.blank" for finding in f.findings)}
    missing = {line.unit for line in record.units if line.state == "missing"}  # a return may have followed the blank
    return dict.fromkeys(missing & empty, _EMPTY) | refusals(record, short=False)


def _form(
    period: Period, line: UnitLine, marked: Mapping[str, bytes], before: Callable[[], History]
) -> tuple[str, bytes] | None:
    """Return name and bytes of the form a unit fills in: its own marked one, else the blank as it was issued."""
    unit = period.catalogue.unit(line.unit)
    if line.state == "returned":
        path = marked_path(period.catalogue, unit, period.month)
        return (path.rpartition("/")[2], marked[path]) if path in marked else None
    name = book_name(period.catalogue, unit, period.month)
    if (issued := disk.read(period.store.folder / OUTBOX / name)) is not None:
        return name, issued
    from minsheng_cli.form import blank  # noqa: PLC0415 - 50 ms: only where the blank that was issued is gone

    past = before()
    return name, blank.render(
        period.catalogue, line.unit, period.month, past.of_month, past.month, contacts=past.latest
    )


def days(period: Period, day: date) -> tuple[str, str]:
    """Return the day of a letter and the day by which a late unit is to answer, as they are written."""
    rest, by, left = period.catalogue.rest_days or RestDays(frozenset(), frozenset()), day, _WORKING_DAYS
    while left:
        by += timedelta(days=1)
        left -= not rest.holds(by)
    return f"{day.month}月{day.day}日", f"{by.month}月{by.day}日"


def outstanding(line: UnitLine, refused: Mapping[str, str]) -> str:
    """Return what a unit is told is outstanding, "" when nothing is; ``refused``: why its file could not be used."""
    if line.state == "returned":
        return f"你单位报送的表格还有{line.errors}处需要改正" if line.errors else "你单位报送的表格需要改正"
    return refused.get(line.unit) or WHY.get(line.state, "")


def stage(day: date, due: date) -> str:
    """Return 提醒 before the due day, 当日 on it, 逾期 after it."""
    return BEFORE if day < due else TODAY if day == due else AFTER
