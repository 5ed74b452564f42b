"""``remind``: who still has to return or to mend something, and a draft to each, in the tone that today asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from minsheng_cli.errors import SetupError
from minsheng_cli.intake.unpack import LINK
from minsheng_cli.month import period, reminders
from minsheng_cli.nouns import dataclass
from minsheng_cli.store import Published, disk
from minsheng_cli.store.folders import INBOX

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from minsheng_cli.model import Contact, Month, MonthRecord, UnitState
    from minsheng_cli.month.period import Period
    from minsheng_cli.workspace import Workspace

NOTHING_CAME = reminders.WHY["missing"]


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
    """Write a draft to each unit that is outstanding by what was collected last; a draft someone changed is kept.

    The day is noted, so that ``report`` makes the same letters again.
    """
    ours = period.opened(workspace, period.named(workspace, month_text or period.newest(workspace)))
    ours.store.must_be_open()
    record = ours.store.load_record()
    if record is None:
        raise SetupError(f"{ours.month} 还没有下发过表格，也没有收过表，请先运行 minsheng generate {ours.month}。")
    now = period.now(workspace)
    due = ours.catalogue.due(ours.month)
    drafts = reminders.drafts(ours, record, reminders.marked_forms(ours, record), now.date())
    files = dict(drafts.values())
    told = []
    refused = reminders.reasons(record)
    for line in record.units:
        if line.unit in drafts:
            unit = ours.catalogue.unit(line.unit)
            names = tuple(p.name for p in ours.catalogue.led_by(unit.id))
            path = drafts[line.unit][0]
            told.append(Reminder(unit.name, line.state, reminders.told(line, refused), names, unit.contact, path))
    if dry_run:
        published = ours.store.plan(files, yields=("",))
    elif files:
        with ours.store.lock("minsheng remind", now):
            published = ours.store.publish(files, yields=("",))
            ours.store.note("reminded", now, {"day": str(now.date())}, once=True)
            ours.store.save_record(_naming(record, ours, drafts))
            ours.store.note_outputs(now)
            ours.store.seal_manifest()
    else:
        published = Published()
    waiting = _uncollected(ours, record)
    stage = reminders.stage(now.date(), due)
    return Reminded(ours.month, now.date(), due, stage, len(record.units), tuple(told), waiting, published)


def _naming(record: MonthRecord, ours: Period, drafts: Mapping[str, tuple[str, bytes]]) -> MonthRecord:
    """Return the record as ``report`` would write it: these reminders, and no earlier ones, among its outputs."""
    if "consolidated" not in record.outputs:  # nothing was collected yet: it names no outputs at all
        return record
    others = {key: path for key, path in record.outputs.items() if not key.startswith("reminder:")}
    named = {f"reminder:{unit}": f"{ours.month}/{path}" for unit, (path, _) in drafts.items()}
    return replace(record, outputs=dict(sorted((others | named).items())))


def _uncollected(ours: Period, record: MonthRecord) -> tuple[str, ...]:
    taken = {line.name.partition(LINK)[0] for line in record.files}
    return tuple(name for name in disk.sizes(ours.store.folder / INBOX) if name not in taken)
