"""``remind``: who still has to return or to mend something, and a draft to each, in the tone that today asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.errors import SetupError
from minsheng_cli.intake.unpack import LINK
from minsheng_cli.month import periods, reminders
from minsheng_cli.nouns import dataclass, replace
from minsheng_cli.store import Published, disk
from minsheng_cli.store.folders import INBOX

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from minsheng_cli.model import Contact, Month, MonthRecord, UnitState
    from minsheng_cli.month.periods import Period
    from minsheng_cli.workspace import Workspace

NOTHING_CAME = reminders.WHY["missing"]


@dataclass(frozen=True)
class Reminder:
    """One unit that is reminded, and of what."""

    unit: str
    state: UnitState
    why: str
    projects: tuple[str, ...]
    contact: Contact | None
    draft: str  # relative to the month's folder


@dataclass(frozen=True)
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
    """Write a draft to each unit that is outstanding by what was collected last; a draft someone changed is kept.

    The day is noted, so that ``report`` makes the same letters again.
    """
    period = periods.opened(workspace, periods.named(workspace, month_text or periods.newest(workspace)))
    period.store.must_be_open()
    record = period.store.load_record()
    if record is None:
        raise SetupError(f"{period.month} 还没有下发过表格，也没有收过表，请先运行 minsheng generate {period.month}。")
    now = periods.now(workspace)
    due = period.catalogue.due(period.month)
    drafts = reminders.drafts(period, record, reminders.marked_forms(period, record), now.date())
    files = dict(drafts.values())
    told = []
    refused = reminders.reasons(record)
    for line in record.units:
        if line.unit in drafts:
            unit = period.catalogue.unit(line.unit)
            names = tuple(p.name for p in period.catalogue.led_by(unit.id))
            path = drafts[line.unit][0]
            told.append(
                Reminder(unit.name, line.state, reminders.outstanding(line, refused), names, unit.contact, path)
            )
    if dry_run:
        published = period.store.plan(files, yields=("",))
    elif files:
        with period.store.lock("minsheng remind", now):
            published = period.store.publish(files, yields=("",))
            period.store.note("reminded", now, {"day": str(now.date())}, once=True)
            period.store.save_record(_naming(record, period, drafts))
            period.store.note_outputs(now)
            period.store.seal_manifest()
    else:
        published = Published()
    waiting = _uncollected(period, record)
    stage = reminders.stage(now.date(), due)
    return Reminded(period.month, now.date(), due, stage, len(record.units), tuple(told), waiting, published)


def _naming(record: MonthRecord, period: Period, drafts: Mapping[str, tuple[str, bytes]]) -> MonthRecord:
    """Return the record as ``report`` would write it: these reminders, and no earlier ones, among its outputs."""
    if "consolidated" not in record.outputs:  # nothing was collected yet: it names no outputs at all
        return record
    others = {key: path for key, path in record.outputs.items() if not key.startswith("reminder:")}
    named = {f"reminder:{unit}": f"{period.month}/{path}" for unit, (path, _) in drafts.items()}
    return replace(record, outputs=dict(sorted((others | named).items())))


def _uncollected(period: Period, record: MonthRecord) -> tuple[str, ...]:
    taken = {line.name.partition(LINK)[0] for line in record.files}
    return tuple(name for name in disk.sizes(period.store.folder / INBOX) if name not in taken)
