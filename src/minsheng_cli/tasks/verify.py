"""``verify``: the archive is read again, every byte and every link of its chain."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from minsheng_cli import store
from minsheng_cli.errors import SetupError
from minsheng_cli.month import periods
from minsheng_cli.nouns import dataclass
from minsheng_cli.store import MonthStore, cases
from minsheng_cli.store.history import fingerprint, read_fingerprint

if TYPE_CHECKING:
    from minsheng_cli.workspace import Workspace


@dataclass(frozen=True)
class Verified:
    """What ``verify`` found. ``faults``: sentences by month, and by year of the supervision cases (督办/2025)."""

    faults: dict[str, tuple[str, ...]]
    fingerprints: dict[str, str]  # of the newest seal of each sealed month
    against: Against | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not any(self.faults.values())


@dataclass(frozen=True)
class Against:
    """The seal that a fingerprint from the paper file belongs to, and the months that were searched for it."""

    months: tuple[str, ...]
    month: str  # whose seal it is, "" when it is none's
    is_newest: bool  # False also for a seal that was opened again since


def verify(workspace: Workspace, month_text: str | None, against: str | None = None) -> Verified:
    """Read the archive of a month, or of all months, again: every byte, and every link of the chain.

    ``against``: a fingerprint that ``seal`` printed. SetupError when it is not one, or nothing is archived yet.
    """
    digits = _digits(against) if against is not None else ""
    names = store.months(workspace.root) if month_text is None else (str(periods.named(workspace, month_text)),)
    faults: dict[str, tuple[str, ...]] = {}
    prints: dict[str, str] = {}
    seals: dict[str, tuple[str, ...]] = {}
    for name in names:
        month_store = MonthStore(workspace.month_folder(name), name)
        if month_text is None and not (month_store.has_archive() or month_store.is_generated()):
            continue  # a folder made by hand; where forms were issued, an archive that is gone is missed
        faults[name] = (*month_store.verify(), *_broken_links(workspace, month_store))
        with suppress(store.StoreError):  # a damaged history is among the faults
            seals[name] = month_store.seals()
            if month_store.is_sealed():
                prints[name] = fingerprint(seals[name][-1])
    for year in cases.years(workspace.root) if month_text is None else ():
        book = cases.CaseLedger(workspace.root, year)
        faults[book.name] = book.verify()
    if not faults:
        raise SetupError("还没有任何月份的存档，请先下发、收表。")
    return Verified(faults, prints, _against(digits, seals, prints) if digits else None)


def _digits(text: str) -> str:
    try:
        return read_fingerprint(text)
    except ValueError:
        raise SetupError(
            f"“{text}”不是封存指纹，指纹是封存时印出的 6 组、每组 4 位的数字和字母 A—F，请照抄，例如："
            'minsheng verify --against "3F2A 91C0 8B7D 44E1 0A6C 5D92"。'
        ) from None


def _against(digits: str, seals: dict[str, tuple[str, ...]], sealed: dict[str, str]) -> Against:
    """Find the seal a fingerprint belongs to."""
    found = [(name, number) for name, several in seals.items() for number, seal in enumerate(several, start=1)
             if seal.startswith(digits)]  # fmt: skip
    if not found:
        return Against(tuple(seals), "", is_newest=False)
    name, number = found[-1]
    return Against(tuple(seals), name, is_newest=name in sealed and number == len(seals[name]))


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
