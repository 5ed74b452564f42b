"""The year's supervision cases on disk: 督办/YEAR/台账.json, only ever added to, with a manifest beside it.

::

    督办/2025/台账.json   every entry in order (issued, escalated, closed, reopened, withdrawn), chained by hash
              清单.json   the manifest: the sha256 of the ledger, written last

The cases belong to a year, not to a month: they outlive the month that gave rise to them, and a sealed month is not
touched by what becomes of a case afterwards. Each entry names the month in whose papers it is told, so a month is
always told as it was. Replies are no entries here: they lie, with their evidence, in the month that received them.
A write is: lock → ledger → manifest; a run that dies between the two is healed by the next. No clock is read here.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from minsheng_cli.errors import StoreError
from minsheng_cli.store import disk, history, json_files, lock, manifest
from minsheng_cli.store.folders import CASES
from minsheng_cli.store.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from minsheng_cli.store.history import Event, EventKind, Facts

LEDGER, LOCK = "台账.json", ".lock"


def years(root: Path) -> tuple[str, ...]:
    """Return the years that have a ledger of cases, oldest first. Raises StoreError."""
    folder = root / CASES
    if not disk.exists(folder):
        return ()
    with disk.guarded(folder, "读取"):
        found = [p for p in folder.iterdir() if re.fullmatch(r"20\d\d", p.name) and p.is_dir()]
        # A folder made for nothing (nothing was to be issued) holds at most a lock.
        return tuple(sorted(p.name for p in found if any(disk.exists(p / name) for name in (LEDGER, MANIFEST))))


class CaseLedger:
    """One year's ledger. Reading needs nothing; ``add`` only inside ``with ledger.lock(...)``."""

    def __init__(self, root: Path, year: int | str) -> None:
        """Name the year's folder; nothing is read yet."""
        self.year = str(year)
        self.name = f"{CASES}/{self.year}"
        self.folder = root / CASES / self.year
        self._locked = False

    @contextmanager
    def lock(self, command: str, since: datetime) -> Iterator[None]:
        """Work on the ledger alone; ``since`` is the caller's clock. Raises Locked, StoreError.

        A ledger that was changed otherwise than by adding is not worked on: the next manifest would vouch for it.
        """
        if not disk.exists(self.folder / LOCK):
            disk.make_folders([self.folder.parent, self.folder])
        with lock.held(self.folder / LOCK, self.name, command, since) as last_ended_in_order:
            if not last_ended_in_order:
                disk.sync_folders([self.folder.parent, self.folder])
            disk.sweep(self.folder)
            self._must_be_as_it_was_left()
            self._locked = True
            try:
                yield
            finally:
                self._locked = False

    def entries(self) -> tuple[Event, ...]:
        """Return every entry, oldest first; () before the first. Raises StoreError when the ledger is damaged."""
        try:
            return history.read(self._load(LEDGER))
        except (KeyError, TypeError) as error:
            raise self._damaged(LEDGER) from error

    def add(self, at: datetime, entries: Sequence[tuple[EventKind, Facts]]) -> None:
        """Add entries, all or none of them, and the manifest that vouches for them. Raises StoreError."""
        if not self._locked:
            raise RuntimeError("whoever writes holds the lock")
        events = self.entries()
        for kind, facts in entries:
            events = history.added(events, kind, at.isoformat(timespec="seconds"), facts)
        if events:
            json_files.save(self.folder / LEDGER, history.content(self.year, events))
            ledger = disk.sha256_of(self.folder / LEDGER) or ""
            json_files.save(self.folder / MANIFEST, manifest.content(self.year, {LEDGER: ledger}))

    def verify(self) -> tuple[str, ...]:
        """Read everything again and return a sentence for each fault; () when it is whole."""
        if not disk.exists(self.folder / LEDGER) and not disk.exists(self.folder / MANIFEST):
            return ()
        try:
            listed = self._listed()
            if listed is None:
                return (f"{self.name}/{MANIFEST}：缺失，无法核对督办台账。",)
            faults = manifest.faults(self.folder, listed, {MANIFEST, LOCK})
            return (*faults, *(f"{self.name}/{LEDGER}：{fault}" for fault in history.faults(self.entries())))
        except StoreError as error:
            return (str(error),)

    def _listed(self) -> dict[str, str] | None:
        found = self._load(MANIFEST)
        if found is None:
            return None
        files = found.get("files")
        if not isinstance(files, dict) or not json_files.is_spelled(
            self.folder / MANIFEST, manifest.content(self.year, files)
        ):
            raise self._damaged(MANIFEST)
        return files

    def _must_be_as_it_was_left(self) -> None:
        sha256 = (self._listed() or {}).get(LEDGER)
        if sha256:
            manifest.must_have_grown(self.folder / LEDGER, sha256, f"{self.name}/{LEDGER}")

    def _load(self, name: str) -> dict[str, object] | None:
        try:
            return json_files.read(self.folder / name)
        except ValueError as error:
            raise self._damaged(name) from error

    def _damaged(self, name: str) -> StoreError:
        return StoreError(f"“{self.name}/{name}”已损坏，请从备份恢复该文件后重试。")
