"""Folders that are no plain disk: what sync tools leave behind, file systems without locks, times of two seconds."""

from __future__ import annotations

import errno
import os
import sys
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from conftest import FEW, lay_list
from hand import Form
from minsheng_cli import tasks
from minsheng_cli.errors import StoreError
from minsheng_cli.month import periods
from minsheng_cli.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

MONTH, UNIT, PROJECT = "2025-04", "区林业局", "森林防火能力提升行动"
STAMP = 1745300000  # 2025-04-22, an even second
CONFLICTS = (
    f"{UNIT} (1).xlsx", f"{UNIT}-冲突副本.xlsx", f"{UNIT} (PC-1 的冲突副本 2025-04-25).xlsx",
    f"{UNIT}_冲突文件_某人.xlsx",
    f"{UNIT}.sync-conflict-20250425-101010-ABCDEFG.xlsx", f"{UNIT} (某人's conflicted copy 2025-04-25).xlsx",
    f"{UNIT}-PC-1.xlsx", f"{UNIT}（云端版本）.xlsx",
)  # fmt: skip
LEFT_BEHIND = (
    f".~lock.{UNIT}.xlsx#", f"~${UNIT}.xlsx", f".~{UNIT}.xlsx", "Thumbs.db", "desktop.ini", ".DS_Store",
    f"._{UNIT}.xlsx", "~WRL0001.tmp", ".nutstore", ".dropbox", f".stversions/{UNIT}~20250425-101010.xlsx",
    f".syncthing.{UNIT}.xlsx.tmp", ".sync/ID", "邮件/.minsheng-12-1.tmp",
)  # fmt: skip


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with the unit's own return in the inbox."""
    monkeypatch.setattr(periods, "now", lambda _: datetime(2025, 4, 28, 2, 0, tzinfo=UTC))
    space = Workspace.at(lay_list(tmp_path, FEW))
    tasks.generate.generate(space, MONTH)
    drop(space, f"{UNIT}.xlsx", blank(space).fill().bytes())
    return space


def blank(space: Workspace) -> Form:
    return Form(next((space.root / MONTH).glob(f"下发/附件2_{UNIT}_*.xlsx")).read_bytes())


def drop(space: Workspace, name: str, data: bytes, seconds: int = 0) -> None:
    path = space.root / MONTH / "回收" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (STAMP + seconds, STAMP + seconds))


def outcomes(space: Workspace) -> dict[str, str]:
    return {line.name: line.outcome for line in tasks.collect.collect(space, MONTH).record.files}


def test_conflict_copies_of_the_same_content_are_counted_once(space: Workspace) -> None:
    same = (space.root / MONTH / "回收" / f"{UNIT}.xlsx").read_bytes()
    for name in CONFLICTS:
        drop(space, name, same, seconds=2)
    assert sorted(outcomes(space).values()) == ["accepted", *["duplicate"] * len(CONFLICTS)]


def saved_at_once(data: bytes, other: bytes) -> bytes:
    """Return a workbook with the time at which another was saved, however long the tests took between the two."""
    out, clock = BytesIO(), "docProps/core.xml"
    with ZipFile(BytesIO(data)) as book, ZipFile(BytesIO(other)) as first, ZipFile(out, "w") as made:
        for name in book.namelist():
            made.writestr(name, (first if name == clock else book).read(name))
    return out.getvalue()


def test_of_two_that_came_in_the_same_two_seconds_none_is_taken_in_silence(space: Workspace) -> None:
    """FAT keeps times to two seconds; a conflict copy has the time of its original."""
    own = (space.root / MONTH / "回收" / f"{UNIT}.xlsx").read_bytes()
    drop(space, CONFLICTS[1], saved_at_once(blank(space).fill().write(PROJECT, investment=77).bytes(), own))
    done = tasks.collect.collect(space, MONTH).record
    assert {line.outcome for line in done.files} == {"rejected"}
    assert {f.code for line in done.files for f in line.findings if f.severity == "error"} == {"file.order-unknown"}


def test_what_sync_tools_and_file_managers_leave_is_left_aside_and_listed(space: Workspace) -> None:
    for name in LEFT_BEHIND:
        drop(space, name, blank(space).fill().sign("示例戊").bytes())
    done = tasks.collect.collect(space, MONTH)
    found = {line.name: line.outcome for line in done.record.files}
    assert found.pop(f"{UNIT}.xlsx") == "accepted"
    assert set(found.values()) <= {"ignored"}, found
    assert len(list((space.root / MONTH / "存档/原件").iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks in another way")
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_without_locks_nothing_is_written(space: Workspace, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    import fcntl  # noqa: PLC0415 - none on Windows

    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    before = {p: p.read_bytes() for p in space.root.rglob("*") if p.is_file() and p.name != ".lock"}
    monkeypatch.setattr(fcntl, "flock", refused)
    for command in (
        lambda: tasks.collect.collect(space, MONTH),
        lambda: tasks.seal.seal(space, MONTH),
        lambda: tasks.generate.generate(space, MONTH, [UNIT]),
    ):
        with pytest.raises(StoreError, match=r"无法为“2025-04”加锁.*本机磁盘"):
            command()
    assert {p: p.read_bytes() for p in space.root.rglob("*") if p.is_file() and p.name != ".lock"} == before
    checks = {check.name: check for check in tasks.doctor.doctor(space.root)}
    assert any("锁" in name and not check.ok for name, check in checks.items()), checks
