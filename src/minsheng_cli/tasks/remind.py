"""``remind``: who still has to return or to mend something, and a draft to each, in the tone that today asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minsheng_cli.errors import SetupError
from minsheng_cli.intake.unpack import LINK
from minsheng_cli.month import letters, package, period
from minsheng_cli.store import Published, disk
from minsheng_cli.workspace import INBOX

if TYPE_CHECKING:
    from datetime import date

    from minsheng_cli.model import Contact, Month, MonthRecord, UnitLine, UnitState
    from minsheng_cli.month.period import Period
    from minsheng_cli.workspace import Workspace

BEFORE, TODAY, AFTER = "提醒", "当日", "逾期"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One unit that is reminded, and of what."""

    unit: str
    state: UnitState
    why: str
    projects: tuple[str, ...]
    contact: Contact | None
    draft: str  # relative to the month's folder


@dataclass(frozen=True, slots=True)
class Reminded:
    """Who was reminded."""

    month: Month
    today: date
    due: date
    stage: str
    of: int  # units in all
    reminders: tuple[Reminder, ...]
    waiting: tuple[str, ...]  # files in 回收 that nobody has collected: one of these units may have returned
    published: Published


def remind(workspace: Workspace, month_text: str | None, *, dry_run: bool = False) -> Reminded:
    """Write a draft to each unit that is outstanding by what was collected last; a draft someone changed is kept."""
    ours = period.opened(workspace, period.named(workspace, month_text or period.newest(workspace)))
    record = ours.store.load_record()
    if record is None:
        raise SetupError(f"{ours.month} 还没有下发过表格，也没有收过表，请先运行 minsheng generate {ours.month}。")
    now = period.now(workspace)
    due = ours.catalogue.due(ours.month)
    stage = _stage(now.date(), due)
    files: dict[str, bytes] = {}
    reminders = []
    for line in record.units:
        why = told(line)
        if not why:
            continue
        unit = ours.catalogue.unit(line.unit)
        path = package.reminder_path(unit.name, ours.month.label)
        day = f"{now.month}月{now.day}日"
        files[path] = letters.remind(ours, unit, why, stage, day, mend=line.state == "returned")
        names = tuple(p.name for p in ours.catalogue.led_by(unit.id))
        reminders.append(Reminder(unit.name, line.state, why, names, unit.contact, path))
    if dry_run:
        published = ours.store.plan(files, blanks=True)
    elif files:
        with ours.store.lock("minsheng remind", now):
            published = ours.store.publish_blanks(files)
            ours.store.seal_manifest()
    else:
        published = Published()
    waiting = _uncollected(ours, record)
    return Reminded(ours.month, now.date(), due, stage, len(record.units), tuple(reminders), waiting, published)


def told(line: UnitLine) -> str:
    """Return what a unit is told is outstanding, "" when nothing is."""
    if line.state == "returned":
        return f"你单位报送的表格还有{line.errors}处需要改正" if line.errors else "你单位报送的表格需要改正"
    return package.WHY.get(line.state, "")


def _stage(today: date, due: date) -> str:
    return BEFORE if today < due else TODAY if today == due else AFTER


def _uncollected(ours: Period, record: MonthRecord) -> tuple[str, ...]:
    taken = {line.name.partition(LINK)[0] for line in record.files}
    return tuple(name for name in disk.sizes(ours.store.folder / INBOX) if name not in taken)
