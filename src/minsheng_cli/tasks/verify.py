"""``verify``: the archive is read again, every byte and every link of its chain."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minsheng_cli import store
from minsheng_cli.errors import SetupError
from minsheng_cli.month import period
from minsheng_cli.store import MonthStore

if TYPE_CHECKING:
    from minsheng_cli.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Verified:
    """What reading whole archives again found, by month."""

    faults: dict[str, tuple[str, ...]]
    sealed: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not any(self.faults.values())


def verify(workspace: Workspace, month_text: str | None) -> Verified:
    """Read the archive of a month, or of all months, again: every byte, and every link of the chain."""
    names = store.months(workspace.root) if month_text is None else (str(period.named(workspace, month_text)),)
    faults: dict[str, tuple[str, ...]] = {}
    sealed = []
    for name in names:
        month_store = MonthStore(workspace.month_folder(name), name)
        if month_text is None and not (month_store.has_archive() or month_store.is_generated()):
            continue  # a folder made by hand; where forms were issued, an archive that is gone is missed
        faults[name] = (*month_store.verify(), *_broken_links(workspace, month_store))
        with suppress(store.StoreError):  # a damaged history is among the faults
            if month_store.is_sealed():
                sealed.append(name)
    if not faults:
        raise SetupError("还没有任何月份的存档，请先下发、收表。")
    return Verified(faults, tuple(sealed))


def _broken_links(workspace: Workspace, month_store: MonthStore) -> tuple[str, ...]:
    """Return a sentence for each seal whose predecessor is no longer what it was sealed after."""
    broken = []
    try:
        events = month_store.history()
    except store.StoreError:
        return ()  # told by the manifest
    for event in events:
        previous = event.facts.get("previous") if event.kind == "sealed" else None
        if not isinstance(previous, dict):
            continue
        earlier = str(previous.get("month"))
        try:
            known = {e.hash for e in MonthStore(workspace.month_folder(earlier), earlier).history()}
        except store.StoreError:
            known = set()
        if previous.get("hash") not in known:
            broken.append(f"封存时承接的 {earlier} 存档已不是当时的内容（其履历缺失或被改动）。")
    return tuple(broken)
