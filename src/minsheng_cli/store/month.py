"""The month on disk: sole owner of its shape, its locking and its durability.

::

    MONTH/下发 回收 退回 成果     for people
    MONTH/存档/原件/<sha256>.xlsx what came back, byte for byte, written once
               台账.json          the ledger: every receipt, batch by batch
               依据/              the catalogue and settings it was judged by, each version once
               更正.json          corrections by the clerk, in the order they were made
               履历.json          what happened, entry by entry, chained by hash: judged, decided, sealed, reopened
               记录.json          the month as judged, model.MonthRecord
               产出.json          the sha256 of every output, to know what a person has changed since
               目录.html          for people: each original and issued text, when it came, what became of it
               定稿/              the outputs as they were issued when the month was sealed, also where edited by hand
               清单.json          the manifest: the sha256 of all of the above, written last

A collect is: lock → keep (originals, then ledger) → publish → save_record → note → save_index → seal_manifest. Each
step is durable before the next begins: a run that dies anywhere is healed by running it again. No clock is read here.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from minsheng_cli import model
from minsheng_cli.errors import FileInUse, MonthSealed, StoreError
from minsheng_cli.nouns import replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.store import disk, history, json_files, ledger, lock, manifest, outputs
from minsheng_cli.store.folders import ARCHIVE, BASIS, FINAL, INBOX, ORIGINALS, OUTBOX, REPLIES, RESULTS
from minsheng_cli.store.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from minsheng_cli.model import Correction, Month, MonthRecord, Receipt, Submission
    from minsheng_cli.store.history import Event, EventKind, Facts
    from minsheng_cli.store.outputs import Published


LEDGER, CORRECTIONS, RECORD, HISTORY = "台账.json", "更正.json", "记录.json", "履历.json"
OUTPUTS, LOCK, INDEX = "产出.json", ".lock", "目录.html"
_MONTH = r"20\d\d-(?:0[1-9]|1[0-2]|final)"
_ORIGINAL = r"([0-9a-f]{64})(?:\.[a-z0-9]{1,8})?"
_BASIS = compile_when_used(r"([0-9a-f]{64})\.yaml")
_GROWING = (LEDGER, CORRECTIONS, HISTORY)
EARLIER_SEAL = r"（第\d+次封存）"
"""What marks a text of an earlier seal in 定稿, as a pattern; ``_earlier_seals_name`` writes it."""
_JUDGED_LISTS = {"ledger": LEDGER, "corrections": CORRECTIONS}
_GROUP = 256  # originals put in place together: few folder flushes, and little lost when a long run is killed


def months(workspace: Path) -> tuple[str, ...]:
    """Return the months that have a folder, oldest first. Raises StoreError."""
    with disk.guarded(workspace, "读取"):
        return tuple(sorted(p.name for p in workspace.iterdir() if re.fullmatch(_MONTH, p.name) and p.is_dir()))


def newest(workspace: Path) -> str | None:
    """Return the newest month that has been generated and not sealed (all sealed: the newest). Raises StoreError."""
    stores = (MonthStore(workspace / month, month) for month in reversed(months(workspace)))
    last = None
    for store in stores:
        if store.is_generated():
            if not store.is_sealed():
                return store.month
            last = last or store.month
    return last


class MonthStore:
    """One month's folder. Reading needs nothing; whatever writes does so inside ``with store.lock(...)``."""

    def __init__(self, folder: Path, month: Month | str) -> None:
        """Name the month's folder; nothing is read yet."""
        self.folder = folder
        self.month = str(month)
        self._archive = folder / ARCHIVE
        self._locked = False
        self._index: dict[str, tuple[str, int]] | None = None

    @contextmanager
    def lock(self, command: str, since: datetime, *, sealed: bool = False) -> Iterator[None]:
        """Work on the month alone; ``since`` is the caller's clock, told to whoever comes second.

        Lays out the folders and clears what a killed run left. ``sealed``: a closed month may be worked on, too.
        Raises Locked naming the holder, MonthSealed, StoreError (also when what is only added to was changed: the
        manifest that comes last would vouch for it).
        """
        if not sealed:
            self.must_be_open()  # before anything is touched
        path = self._archive / LOCK
        if not disk.exists(path):  # it comes after its folders: where it is, they are for good
            disk.make_folders([self.folder, self._archive])
        inside = (OUTBOX, INBOX, REPLIES, RESULTS, f"{ARCHIVE}/{ORIGINALS}", f"{ARCHIVE}/{BASIS}")
        folders = [self.folder / name for name in inside]
        with lock.held(path, self.month, command, since) as last_ended_in_order:
            disk.make_folders(folder for folder in folders if not disk.exists(folder))
            if not last_ended_in_order:  # it may have been killed between a rename and its flush
                disk.sync_folders([self.folder, self._archive, *folders])
            for name in (OUTBOX, REPLIES, RESULTS, ARCHIVE):  # not 回收: that is the clerk's
                disk.sweep(self.folder / name)
            self._index = None
            if not sealed:
                self.must_be_open()
            self._must_be_as_it_was_left()
            self._locked = True
            try:
                yield
            finally:
                self._locked = False

    def is_generated(self) -> bool:
        """Whether forms have been issued for this month."""
        return any(name.endswith(".xlsx") for name in disk.sizes(self.folder / OUTBOX))

    def has_archive(self) -> bool:
        """Whether anything has been archived. Raises StoreError."""
        return bool(disk.sizes(self._archive).keys() - {LOCK})

    # ------------------------------------------------------------ what came back

    def keep(self, submissions: Iterable[Submission]) -> tuple[Receipt, ...]:
        """Archive what came back and enter it in the ledger; return every receipt, oldest batch first.

        Consumes the submissions one by one, so memory holds one of them. What the ledger has already is not
        entered again (``ledger.news`` says what counts as new). Raises StoreError.
        """
        lines = self.receipts()
        arrived: list[Receipt] = []
        index = dict(self._originals())
        missing = self._missing(submissions, ledger.next_batch(lines), arrived, index)
        while self._put(islice(missing, _GROUP)) == _GROUP:
            pass
        self._index = index
        if new := ledger.news(lines, arrived):
            lines += new
            self._save(LEDGER, {"month": self.month, "receipts": [model.as_json(line) for line in lines]})
        return lines

    def receipts(self) -> tuple[Receipt, ...]:
        """Return the ledger, oldest batch first; () before anything came. Raises StoreError when it is damaged."""
        found = self._load(LEDGER)
        try:
            return tuple(model.Receipt(**line) for line in found["receipts"]) if found else ()  # type: ignore[attr-defined]
        except (KeyError, TypeError) as error:
            raise self._damaged(LEDGER) from error

    def received(self) -> frozenset[tuple[str, int]]:
        """Return name and size of each file in the ledger, without loading its nouns. Raises StoreError as above."""
        found = self._load(LEDGER)
        try:
            return frozenset((line["name"], line["size"]) for line in found["receipts"]) if found else frozenset()  # type: ignore[attr-defined]
        except (KeyError, TypeError) as error:
            raise self._damaged(LEDGER) from error

    def original(self, sha256: str) -> bytes:
        """Return the bytes that came back under that sha256. Raises StoreError when they are missing or altered."""
        name, _ = self._originals().get(sha256) or (sha256, 0)
        place = f"{self.month}/{ARCHIVE}/{ORIGINALS}/{name}"
        data = disk.read(self._archive / ORIGINALS / name)
        if data is None:
            raise StoreError(f"存档的原件“{place}”缺失，请从备份恢复该文件，或把报送文件重新放入“{INBOX}”再收表。")
        if disk.sha256(data) != sha256:
            raise StoreError(
                f"存档的原件“{place}”已被改动或损坏，请从备份恢复；或删除该文件，把报送文件重新放入“{INBOX}”再收表。"
            )
        return data

    def original_names(self) -> dict[str, str]:
        """Return the file name each original is kept under in 原件, by sha256. Raises StoreError."""
        return {sha256: name for sha256, (name, _) in self._originals().items()}

    def _originals(self) -> dict[str, tuple[str, int]]:
        """Return name and size of each original by sha256, from the folder, read once."""
        if self._index is None:
            sizes = disk.sizes(self._archive / ORIGINALS)
            found = ((re.fullmatch(_ORIGINAL, name), size) for name, size in sizes.items())
            self._index = {match[1]: (match[0], size) for match, size in found if match}
        return self._index

    def _missing(
        self, submissions: Iterable[Submission], batch: int, arrived: list[Receipt], index: dict[str, tuple[str, int]]
    ) -> Iterator[tuple[Path, bytes]]:
        """Note each arrival; yield those not archived yet, or archived with another size and so damaged."""
        for item in submissions:
            line = ledger.receipt(item, batch)
            arrived.append(line)
            name, size = index.get(line.sha256) or (ledger.original_name(line), None)
            if size != line.size:
                index[line.sha256] = (name, line.size)
                yield self._archive / ORIGINALS / name, item.data

    # ------------------------------------------------------------ what the clerk corrected

    def correct(self, correction: Correction) -> None:
        """Enter a correction, unless it is the one that holds already; none is ever taken out. Raises StoreError."""
        self._must_be_locked()
        known = self.corrections()
        place, says = attrgetter("project", "unit", "field"), attrgetter("value", "reason", "sha256", "withdrawn")
        if [says(c) for c in known if place(c) == place(correction)][-1:] == [says(correction)]:
            return  # a command that was killed is run again
        lines = [model.as_json(line) for line in (*known, correction)]
        for line in lines:  # what stood there before keeps its bytes, whichever version wrote it
            if isinstance(line, dict) and not line["withdrawn"]:
                del line["withdrawn"]
        self._save(CORRECTIONS, {"month": self.month, "corrections": lines})

    def corrections(self) -> tuple[Correction, ...]:
        """Return all corrections of the month, oldest first. Raises StoreError when they are damaged."""
        found = self._load(CORRECTIONS)
        try:
            return tuple(model.Correction(**line) for line in found["corrections"]) if found else ()  # type: ignore[attr-defined]
        except (KeyError, TypeError) as error:
            raise self._damaged(CORRECTIONS) from error

    # ------------------------------------------------------------ the record

    def save_record(self, record: MonthRecord) -> None:
        """Write the month as judged. Raises StoreError."""
        self._save(RECORD, record.as_json)

    def load_record(self) -> MonthRecord | None:
        """Return the month as judged, None when it has not been collected. Raises StoreError when it is damaged."""
        from msgspec import ValidationError, convert  # noqa: PLC0415 - 25 ms: `status` peeks instead

        try:
            return None if (found := self.peek()) is None else convert(found, model.MonthRecord)
        except (ValidationError, RecursionError) as error:
            raise self._damaged(RECORD) from error

    def save_index(self, page: bytes) -> None:
        """Write what people read of the archive without this program, 目录.html. Raises StoreError."""
        self._must_be_locked()
        if disk.read(self._archive / INDEX) != page:
            self._put([(self._archive / INDEX, page)])

    def peek(self) -> dict[str, object] | None:
        """Return the record as plain JSON data, at next to no cost. Raises StoreError when it is damaged."""
        return self._load(RECORD)

    # ------------------------------------------------------------ what happened to it

    def history(self) -> tuple[Event, ...]:
        """Return what happened to the month, oldest first. Raises StoreError when it is damaged."""
        if not disk.exists(self._archive / HISTORY):
            return ()
        try:
            return history.read(self._load(HISTORY))
        except (KeyError, TypeError) as error:
            raise self._damaged(HISTORY) from error

    def must_be_open(self) -> None:
        """Raise MonthSealed when the month is closed, StoreError when that cannot be told."""
        if self.is_sealed():
            raise MonthSealed(month=self.month)

    def is_sealed(self) -> bool:
        """Whether the month is closed. Raises StoreError when that cannot be told."""
        kinds = [event.kind for event in self.history() if event.kind in ("sealed", "reopened")]
        return kinds[-1:] == ["sealed"]

    def note(self, kind: EventKind, at: datetime, facts: Facts, *, once: bool = False) -> None:
        """Add an entry to the month's history. Raises StoreError.

        ``once``: unless the last entry of its kind says so already, for a command that was killed and is run again.
        """
        self._must_be_locked()
        events = self.history()
        last = [event.facts for event in events if event.kind == kind][-1:] if once else []
        if [_undated(facts)] != [_undated(entry) for entry in last]:
            events = history.added(events, kind, at.isoformat(timespec="seconds"), facts)
            self._save(HISTORY, history.content(self.month, events))

    def note_outputs(self, at: datetime) -> None:
        """Note that the record names other outputs, judged by what it was judged by; nothing when it never was."""
        if basis := self.basis():
            self.note_judged(at, basis)

    def note_judged(self, at: datetime, basis: Mapping[str, bytes]) -> None:
        """Keep what the month was judged by, and note that it was, unless that is what was noted last."""
        self._must_be_locked()
        kept = {name: f"{disk.sha256(data)}.yaml" for name, data in sorted(basis.items())}
        there = disk.sizes(self._archive / BASIS)
        missing = {kept[name]: data for name, data in basis.items() if there.get(kept[name]) != len(data)}
        if missing:
            self._put([(self._archive / BASIS / name, data) for name, data in missing.items()])
        facts = {"record": disk.sha256_of(self._archive / RECORD), "basis": kept, **self._lists()}
        last = [event for event in self.history() if event.kind in ("judged", "reopened", "sealed")][-1:]
        if not last or (last[0].kind != "sealed" and last[0].facts != facts):
            self.note("judged", at, facts)

    def basis(self) -> dict[str, bytes]:
        """Return what the month was last judged by, by name (projects.yaml …); {} before it was. Raises StoreError."""
        judged = [event for event in self.history() if event.kind == "judged"]
        found = {}
        for name, file in (judged[-1].facts["basis"] if judged else {}).items():
            data = disk.read(self._archive / BASIS / file)
            if data is None or disk.sha256(data) != file.removesuffix(".yaml"):
                raise StoreError(
                    f"存档的依据“{self.month}/{ARCHIVE}/{BASIS}/{file}”缺失或已被改动，请从备份恢复该文件。"
                )
            found[name] = data
        return found

    def _lists(self) -> dict[str, str | None]:
        """Return the sha256 of the lists a judgement rests on, so that none can be changed under a new manifest."""
        return {key: disk.sha256_of(self._archive / name) for key, name in _JUDGED_LISTS.items()}

    def seal(self, at: datetime, previous: Facts | None) -> None:
        """Close the month: note the digest of all it rests on, and the seal of the month before. Raises StoreError."""
        self.seal_manifest()
        self.note("sealed", at, {"digest": self._digest(), "previous": previous})
        self.seal_manifest()

    def keep_final(self, issued: Mapping[str, bytes]) -> None:
        """Keep the outputs as they go out in 定稿, by file name. Raises StoreError.

        A later version of this program may never make the same bytes again. Those of an earlier seal stay beside them
        as “name（第1次封存）”, also where nothing took their place.
        """
        folder = self._archive / FINAL
        there = {name: disk.sha256_of(folder / name) for name in issued}
        new = {name: data for name, data in issued.items() if there[name] != disk.sha256(data)}
        gone = {folder / n for n in disk.sizes(folder) if n not in issued and not an_earlier_seals(n)}
        if not new and not gone:
            return
        self._must_be_locked()
        if not disk.exists(folder):
            disk.make_folders([folder])
        replaced = {folder / name for name in new if there[name] is not None}
        last = len(self.seals())
        disk.replace_all((_earlier_seals_name(path, last), disk.read(path) or b"") for path in gone)
        if replaced or gone:  # were it killed in between, the manifest would know them otherwise than they are
            self.seal_manifest(without={f"{FINAL}/{path.name}" for path in replaced | gone})
        aside = {path: _earlier_seals_name(path, last) for path in replaced}
        disk.replace_all(((folder / name, data) for name, data in new.items()), aside=aside, remove=gone)

    def earlier_finals(self) -> tuple[str, ...]:
        """Return what the texts of earlier seals that lie in 定稿 were called when they went out. Raises StoreError."""
        return tuple(filter(None, map(an_earlier_seals, disk.sizes(self._archive / FINAL))))

    def final_sizes(self) -> dict[str, tuple[str, int]]:
        """Return sha256 and size in bytes of each text that lies in 定稿, by its name. Raises StoreError."""
        listed = self.final()
        sizes = disk.sizes(self._archive / FINAL)
        return {
            n: (listed.get(n) or disk.sha256_of(self._archive / FINAL / n) or "", size) for n, size in sizes.items()
        }

    def final(self) -> dict[str, str]:
        """Return the sha256 of each text kept in 定稿 by its name, as the manifest has it. Raises StoreError."""
        files = (self._load(MANIFEST) or {}).get("files")
        listed = files if isinstance(files, dict) else {}
        inside = f"{FINAL}/"
        return {name.removeprefix(inside): sha256 for name, sha256 in listed.items() if name.startswith(inside)}

    def final_text(self, name: str) -> bytes | None:
        """Return a text kept in 定稿, None when it is not there or is not what was kept. Raises StoreError."""
        data = disk.read(self._archive / FINAL / name)
        return data if data is not None and disk.sha256(data) == self.final().get(name) else None

    def seals(self) -> tuple[str, ...]:
        """Return the hash of each seal of the month, oldest first. Raises StoreError."""
        return tuple(event.hash for event in self.history() if event.kind == "sealed")

    def last_seal(self) -> Facts | None:
        """Return what a later month's seal holds of this one; None when it was never sealed."""
        seals = [event for event in self.history() if event.kind == "sealed"]
        return {"month": self.month, "hash": seals[-1].hash} if seals else None

    def _digest(self) -> str:
        """Return the sha256 of everything a sealed month rests on: not of outputs, which can be rendered again."""
        found = self._load(MANIFEST) or {}
        files = found.get("files")
        if not isinstance(files, dict):
            raise self._damaged(MANIFEST)
        rest = {name: sha256 for name, sha256 in files.items() if name not in (OUTPUTS, HISTORY)}
        return disk.sha256(json_files.spelled(rest))

    # ------------------------------------------------------------ outputs

    def plan(
        self, files: Mapping[str, bytes], *, stale: str | tuple[str, ...] = (), yields: tuple[str, ...] = ()
    ) -> Published:
        """Tell what ``publish`` would do, touching nothing."""
        return outputs.plan(self.folder, self._known_outputs(), outputs.sha256s(files), stale, yields=yields)

    def publish(
        self, files: Mapping[str, bytes], *, stale: str | tuple[str, ...] = (), yields: tuple[str, ...] = ()
    ) -> Published:
        """Write outputs, by path inside the month folder ("成果/….xlsx"); equal ones are not written again.

        A file that a person changed is moved aside to “name（人工修改1）.xlsx” first. With ``stale="退回/"`` our
        earlier outputs in that folder that are not in ``files`` go, unless a person changed them.
        ``yields``: how the names begin of which a changed file stays as it is; ("",) for all (blanks, say).
        Raises FileInUse when another program holds a file (all others are in place), StoreError.
        """
        self._must_be_locked()
        return outputs.carry_out(
            self.folder, self._known_outputs(), files, self._save_outputs, stale=stale, yields=yields
        )

    def issued(self) -> dict[str, bytes]:
        """Return the texts of 成果 as they lie there, by file name, also where a person changed them.

        With them what ``publish`` moved aside because a person had changed it. Raises StoreError.
        """
        start = f"{RESULTS}/"
        known = [name.removeprefix(start) for name in self._known_outputs() if name.startswith(start)]
        stems = tuple(f"{stem}{outputs.CHANGED}" for stem, _, _ in (name.rpartition(".") for name in known))
        there = disk.sizes(self.folder / RESULTS)
        names = [name for name in there if name in known or (stems and name.startswith(stems))]
        found = {name: disk.read(self.folder / RESULTS / name) for name in names}
        return {name: data for name, data in found.items() if data is not None}

    def put_back(self, files: Mapping[str, bytes], *, dry_run: bool = False) -> Published:
        """Write outputs of a sealed month without a change to its archive; ``files`` by path inside the month folder.

        What still lies there as it was issued stays, whatever this version would write; what a person changed since is
        moved aside. Raises FileInUse, StoreError.
        """
        known = self._known_outputs()
        as_issued = {n for n in files if known.get(n) and disk.sha256_of(self.folder / n) in known[n]}
        wanted = {name: data for name, data in files.items() if name not in as_issued}
        if dry_run:
            done = outputs.plan(self.folder, {}, outputs.sha256s(wanted), "")
        else:
            self._must_be_locked()
            done = outputs.carry_out(self.folder, {}, wanted, lambda _: None)
        return replace(done, unchanged=tuple(n for n in files if n in as_issued or n in done.unchanged))

    def _known_outputs(self) -> outputs.Known:
        return outputs.load(self._archive / OUTPUTS, f"{self.month}/{ARCHIVE}/{OUTPUTS}")

    def _save_outputs(self, known: outputs.Known) -> None:
        self._save(OUTPUTS, outputs.content(known))

    # ------------------------------------------------------------ the manifest

    def seal_manifest(self, *, without: Collection[str] = ()) -> None:
        """Write the manifest of the archive: the last act of whatever changed it. Raises StoreError.

        ``without``: what is about to be replaced is left out until it has been.

        Originals bear their sha256 as name and are not read again here; ``verify`` does.
        """
        files = {f"{ORIGINALS}/{name}": sha256 for sha256, (name, _) in self._originals().items()}
        for name in disk.sizes(self._archive / BASIS):
            if match := _BASIS.fullmatch(name):
                files[f"{BASIS}/{name}"] = match[1]
        final = self.final()  # a listed one is not read again: the manifest must not vouch for a change
        for name in disk.sizes(self._archive / FINAL):
            files[f"{FINAL}/{name}"] = final.get(name) or disk.sha256_of(self._archive / FINAL / name) or ""
        for name in (LEDGER, CORRECTIONS, HISTORY, RECORD, OUTPUTS, INDEX):
            if sha256 := disk.sha256_of(self._archive / name):
                files[name] = sha256
        self._save(MANIFEST, manifest.content(self.month, {n: h for n, h in files.items() if n not in without}))

    def unfinished(self) -> str:
        """Return the command that did not end in order, or has not ended yet; "" when there is none."""
        return lock.unfinished(self._archive / LOCK)

    def was_cut(self) -> bool:
        """Whether the last command was cut, be it between its last entry in the history and the manifest."""
        files = (self._load(MANIFEST) or {}).get("files")
        listed = files.get(HISTORY) if isinstance(files, dict) else None
        return bool(self.unfinished()) or listed != disk.sha256_of(self._archive / HISTORY)

    def verify(self) -> tuple[str, ...]:
        """Read the whole archive again and return a sentence for each fault; () when it is whole."""
        faults = self.faults()
        if faults and (command := self.unfinished()):
            begun = f"{ARCHIVE}：上一次运行（{command}）没有正常结束或仍在进行，清单可能尚未更新；"
            return (f"{begun}请待其结束，或重新运行该命令（或 minsheng report {self.month}）后再核验。", *faults)
        return faults

    def faults(self) -> tuple[str, ...]:
        """Read the whole archive again, as ``verify`` does, in the midst of a run that holds the lock."""
        try:
            found = self._load(MANIFEST)
        except StoreError as error:
            return (str(error),)
        if found is None:
            return (f"{ARCHIVE}/{MANIFEST}：缺失，无法核对存档。",)
        listed = found.get("files")
        if not isinstance(listed, dict) or not json_files.is_spelled(
            self._archive / MANIFEST, manifest.content(self.month, listed)
        ):
            return (f"{ARCHIVE}/{MANIFEST}：内容已被改动或损坏，无法核对存档。",)
        wanted = {**self._received(set(listed.values())), **listed}
        return (*manifest.faults(self._archive, wanted, {MANIFEST, LOCK}), *self._history_faults())

    def _history_faults(self) -> Iterator[str]:
        with suppress(StoreError):  # a damaged one is told by its sha256
            events = self.history()
            yield from (f"{ARCHIVE}/{HISTORY}：{fault}" for fault in history.faults(events))
            if events and (self._load(HISTORY) or {}).get("month") != self.month:
                yield f"{ARCHIVE}/{HISTORY}：不是 {self.month} 的履历。"
            yield from self._judged_faults([event for event in events if event.kind == "judged"])
            seals = [event for event in events if event.kind == "sealed"]
            if history.is_sealed(events) and seals[-1].facts.get("digest") != self._digest():
                yield f"{ARCHIVE}：封存后内容有变，与封存时登记的不一致。"

    def _judged_faults(self, judged: Sequence[Event]) -> Iterator[str]:
        """Yield a sentence for whatever is not what the month was judged to be last: the manifest can be made anew."""
        if not judged:
            if (self._load(RECORD) or {}).get("files"):
                yield f"{ARCHIVE}/{HISTORY}：缺失或不全，没有登记{ARCHIVE}/{RECORD}是怎样核对出来的。"
            return
        facts = judged[-1].facts
        if disk.sha256_of(self._archive / RECORD) != facts.get("record"):
            yield f"{ARCHIVE}/{RECORD}：与履历登记的最近一次核对结果不符，其中之一已被改动。"
        for key, name in _JUDGED_LISTS.items():
            if key not in facts:  # judged by the first version
                continue
            data, then = disk.read(self._archive / name), facts[key]
            if (disk.sha256(data) if data is not None else None) == then:
                continue
            if then is None or (data is not None and manifest.grew(data, then)):
                yield f"{ARCHIVE}/{name}：最近一次核对之后有新登记的内容，请运行 minsheng report {self.month}。"
            else:
                yield f"{ARCHIVE}/{name}：与履历登记的最近一次核对时不符，已被改动。"

    def _received(self, listed: set[str]) -> dict[str, str]:
        """Return the originals the ledger knows and the manifest does not."""
        with suppress(StoreError):  # a damaged ledger is told by its sha256
            return {f"{ORIGINALS}/{line.sha256}": line.sha256 for line in self.receipts() if line.sha256 not in listed}
        return {}

    # ------------------------------------------------------------ the archive's own files

    def _load(self, name: str) -> dict[str, object] | None:
        try:
            return json_files.read(self._archive / name)
        except ValueError as error:
            raise self._damaged(name) from error

    def _save(self, name: str, content: object) -> None:
        """Write one JSON file unless it says that already."""
        self._must_be_locked()
        path = self._archive / name
        put = json_files.spelled(content)
        if disk.read(path) != put:
            self._put([(path, put)])

    def _put(self, files: Iterable[tuple[Path, bytes]]) -> int:
        self._must_be_locked()
        try:
            return disk.replace_all(files)
        except FileInUse as error:  # its own sentence promises that what came is kept: not true yet
            place = f"{self.month}/{ARCHIVE}/{error.facts['name']}"
            raise StoreError(f"无法写入“{place}”（正被其他程序占用），请关闭该程序后重新运行本命令。") from error

    def _must_be_as_it_was_left(self) -> None:
        """Raise StoreError when the manifest knows a list otherwise than as the beginning of what stands there."""
        listed = (self._load(MANIFEST) or {}).get("files", {})
        if not isinstance(listed, dict):
            raise self._damaged(MANIFEST)
        for name in _GROWING:
            if name in listed:
                manifest.must_have_grown(self._archive / name, listed[name], f"{self.month}/{ARCHIVE}/{name}")

    def _must_be_locked(self) -> None:
        if not self._locked:
            raise RuntimeError("whoever writes holds the lock")

    def _damaged(self, name: str) -> StoreError:
        remedy = f"请重新运行 minsheng collect {self.month}" if name == RECORD else "请从备份恢复该文件后重试"
        return StoreError(f"“{self.month}/{ARCHIVE}/{name}”已损坏，{remedy}。")


def _undated(facts: Facts) -> Facts:
    return {key: value for key, value in facts.items() if key != "made_at"}


def an_earlier_seals(name: str) -> str:
    """Return what a text of 定稿 was called before it was marked as an earlier seal's, "" when it is not so marked."""
    match = re.fullmatch(rf"(.+){EARLIER_SEAL}(\.[^.]*|)", name)
    return match[1] + match[2] if match else ""


def _earlier_seals_name(path: Path, seal: int) -> Path:
    return path.with_name(f"{path.stem}（第{seal}次封存）{path.suffix}")
