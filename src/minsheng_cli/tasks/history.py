"""What was reported before: the earlier months' records, as blanks and rules need them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from minsheng_cli import store

if TYPE_CHECKING:
    from minsheng_cli.model import Entry, Month
    from minsheng_cli.workspace import Workspace

    Key = tuple[str, str]  # (project id, unit id)


@dataclass(frozen=True, slots=True)
class History:
    """Earlier returns. A month that was skipped does not break the chain."""

    month: Month | None = None  # the newest earlier month with a return, None when there is none
    of_month: dict[Key, Entry] = field(default_factory=dict)  # what stood in that month
    latest: dict[Key, Entry] = field(default_factory=dict)  # the latest return of each row, whichever month


def before(workspace: Workspace, month: Month) -> History:
    """Read what the months before ``month`` hold, newest first."""
    from minsheng_cli.model import Month  # noqa: PLC0415

    newest: Month | None = None
    of_month: dict[Key, Entry] = {}
    latest: dict[Key, Entry] = {}
    for name in reversed(store.months(workspace.root)):
        earlier = Month.parse(name)
        if earlier >= month:
            continue
        record = store.MonthStore(workspace.month_folder(earlier), earlier).load_record()
        entries = {(e.project, e.unit): e for e in record.entries if e.source} if record is not None else {}
        if entries and newest is None:
            newest, of_month = earlier, entries
        for key, entry in entries.items():
            latest.setdefault(key, entry)
    return History(newest, of_month, latest)
