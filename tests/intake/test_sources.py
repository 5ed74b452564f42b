"""What is taken from the inbox, under which name, at which time; nothing is touched."""

from __future__ import annotations

import hashlib
import os
import sys
from datetime import timedelta, timezone
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

import pytest

from minsheng_cli.intake.sources import Arrivals, _order
from minsheng_cli.intake.unpack import unpack

if TYPE_CHECKING:
    from pathlib import Path

BEIJING = timezone(timedelta(hours=8))


def put(path: Path, data: bytes = b"x", at: float = 1745596799.9) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (at, at))
    return path


class Looked:
    """What an inbox holds once it was gone through; no file of these tests holds others."""

    def __init__(self, paths: tuple[Path, ...], inbox: Path) -> None:
        arrivals = Arrivals(paths, inbox, BEIJING, unpack)
        self.submissions = list(arrivals)
        self.ignored, self.unread = arrivals.ignored, arrivals.unread


def test_every_file_with_its_bytes_and_time(tmp_path: Path) -> None:
    inbox = tmp_path / "回收"
    put(inbox / "区教委.xlsx", b"one")
    put(inbox / "二次报送/更深/b.xlsx", b"two")
    found = Looked((inbox,), inbox)
    assert [(s.name, s.data) for s in found.submissions] == [("二次报送/更深/b.xlsx", b"two"), ("区教委.xlsx", b"one")]
    first = found.submissions[0]
    assert first.sha256 == hashlib.sha256(b"two").hexdigest()
    # One tenth of a second before midnight of the 25th in Beijing is still the 25th.
    assert (first.received_at, first.received_from) == ("2025-04-25T23:59:59+08:00", "文件时间")
    assert not found.unread


def test_lock_and_system_files_are_left_aside(tmp_path: Path) -> None:
    names = ("~$表.xlsx", ".~表.et", "Thumbs.db", "desktop.ini", ".DS_Store", "._表.xlsx", "~WRL0001.tmp")
    for name in names:
        put(tmp_path / name)
    put(tmp_path / "__MACOSX/表.xlsx")
    put(tmp_path / "~表.xlsx")  # an odd name is no lock file
    found = Looked((tmp_path,), tmp_path)
    assert sorted(found.ignored) == sorted((*names, "__MACOSX/表.xlsx"))
    assert [s.name for s in found.submissions] == ["~表.xlsx"]


def test_files_named_one_by_one(tmp_path: Path) -> None:
    inside, outside = put(tmp_path / "回收/a/表.xlsx"), put(tmp_path / "下载/区教委.xlsx")
    found = Looked((inside, outside, inside), tmp_path / "回收")
    assert [s.name for s in found.submissions] == ["a/表.xlsx", "区教委.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need privileges there")
def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = put(tmp_path / "别处/secret.xlsx")
    inbox = tmp_path / "回收"
    inbox.mkdir()
    (inbox / "link.xlsx").symlink_to(secret)
    (inbox / "folder").symlink_to(secret.parent)
    found = Looked((inbox,), inbox)
    assert not found.submissions


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in a folder there")
def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A pipe under a workbook's name would hold the reader for ever."""
    put(tmp_path / "好.xlsx")
    os.mkfifo(tmp_path / "管道.xlsx")
    found = Looked((tmp_path,), tmp_path)
    assert [s.name for s in found.submissions] == ["好.xlsx"]
    assert found.unread == [("管道.xlsx", "file.busy", "不是普通文件")]


@pytest.mark.skipif(sys.platform == "win32", reason="names are Unicode there")
def test_names_in_gbk_are_read_and_others_spelled_out(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode("区教委.xlsx".encode("gbk"))).write_bytes(b"1")
    (tmp_path / os.fsdecode(b"\xff\xfe.xlsx")).write_bytes(b"2")
    names = {s.name for s in Looked((tmp_path,), tmp_path).submissions}
    assert names == {"区教委.xlsx", "\\udcff\\udcfe.xlsx"}


def test_an_inbox_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert Looked((tmp_path / "回收",), tmp_path / "回收").submissions == []


def test_files_come_in_the_same_order_on_every_system(tmp_path: Path) -> None:
    """Between two folders "/" counts as such: ``a/z`` comes after ``a-1``, whatever separates paths here."""
    for name in ("a/z.xlsx", "a-1.xlsx", "a.xlsx", "a0.xlsx"):
        put(tmp_path / name)
    names = [s.name for s in Looked((tmp_path,), tmp_path).submissions]
    assert names == ["a-1.xlsx", "a.xlsx", "a/z.xlsx", "a0.xlsx"]
    assert _order(PureWindowsPath(r"C:\\回收\\a\\z.xlsx")) == ("C:/回收/a/z.xlsx", "C:/回收/a/z.xlsx")  # type: ignore[arg-type]


def test_a_file_dated_before_1970(tmp_path: Path) -> None:
    put(tmp_path / "旧.xlsx", at=-86_400 * 365.0)
    (only,) = Looked((tmp_path,), tmp_path).submissions
    assert only.received_at == "1969-01-01T08:00:00+08:00"


def test_a_folder_that_cannot_be_listed_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "来件/表.xlsx")
    put(tmp_path / "好.xlsx")
    listed = os.scandir

    def refused(path: str) -> object:
        if str(path).endswith("来件"):
            raise PermissionError(13, "refused", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refused)
    found = Looked((tmp_path,), tmp_path)
    assert [s.name for s in found.submissions] == ["好.xlsx"]
    assert found.unread == [("来件", "folder.busy", "正被其他程序占用或没有读取权限")]
