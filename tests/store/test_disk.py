from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from minsheng_cli.errors import FileInUse, StoreError
from minsheng_cli.store import disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def held_open(target: Path, times: int) -> Callable[[Path, Path], None]:
    """os.replace as Windows does it while Excel holds the target open: refused so many times."""
    replace = os.replace
    left = [times]

    def refusing(source: Path, to: Path) -> None:
        if to == target and left[0]:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "Access is denied", str(to))
        replace(source, to)

    return refusing


def test_write_file_makes_its_folders_and_replaces_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "templates" / "mail" / "催报.j2"
    disk.write_file(path, b"old and long")
    disk.write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert listing(path.parent) == ["催报.j2"]


def test_write_file_takes_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    disk.write_file(Path("data/a.yaml"), b"x")
    assert (tmp_path / "data" / "a.yaml").read_bytes() == b"x"


def test_write_file_clears_what_a_killed_run_left(tmp_path: Path) -> None:
    (tmp_path / ".minsheng-12-3.tmp").write_bytes(b"half")
    os.utime(tmp_path / ".minsheng-12-3.tmp", (1, 1))
    (tmp_path / ".minsheng-notes.tmp").write_bytes(b"not ours")
    disk.write_file(tmp_path / "a", b"x")
    assert listing(tmp_path) == [".minsheng-notes.tmp", "a"]


def test_write_file_leaves_alone_what_another_process_is_writing(tmp_path: Path) -> None:
    (tmp_path / "2025-04").mkdir()
    for folder in (tmp_path, tmp_path / "2025-04"):
        (folder / ".minsheng-12-3.tmp").write_bytes(b"half")
    os.utime(tmp_path / "2025-04/.minsheng-12-3.tmp", (1, 1))  # a month's own sweep gets it, under its lock
    disk.write_file(tmp_path / "a", b"x")
    assert listing(tmp_path) == [".minsheng-12-3.tmp", "2025-04", "a"]
    assert listing(tmp_path / "2025-04") == [".minsheng-12-3.tmp"]


def test_a_new_file_has_the_permissions_any_other_would_have(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    disk.write_file(tmp_path / "ours", b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_file_too_big_for_memory_comes_in_chunks(tmp_path: Path) -> None:
    disk.replace_all([(tmp_path / "a", (bytes([n]) * 3 for n in range(4)))])
    assert (tmp_path / "a").read_bytes() == bytes([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3])


def test_many_files_need_few_open_ones(tmp_path: Path) -> None:
    most = 0
    open_files = Path("/proc/self/fd")
    if sys.platform != "linux":  # Wine shows a /proc too, in which its own server's files stand
        pytest.skip("no /proc of its own")

    def files() -> Iterator[tuple[Path, bytes]]:
        nonlocal most
        for number in range(200):
            most = max(most, len(listing(open_files)))
            yield tmp_path / f"{number}.xlsx", b"%d" % number

    at_rest = len(listing(open_files))
    assert disk.replace_all(files()) == 200
    assert most <= at_rest + 64
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"%d" % number for number in range(200)}


def test_no_target_is_touched_before_every_new_file_is_complete(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def files() -> Iterator[tuple[Path, bytes]]:
        yield tmp_path / "a", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        disk.replace_all(files())
    assert (tmp_path / "a").read_bytes() == b"old"
    assert listing(tmp_path) == ["a"]


def test_a_file_let_go_in_time_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "汇总表.xlsx"
    monkeypatch.setattr(os, "replace", held_open(path, 2))
    disk.write_file(path, b"new")
    assert path.read_bytes() == b"new"


def test_files_held_open_are_all_named_and_the_others_are_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (tmp_path / f"{name}.xlsx" for name in "甲乙丙")
    for path in (first, second, third):
        path.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", held_open(first, 99))
    refuse_first = os.replace
    monkeypatch.setattr(os, "replace", held_open(third, 99))
    refuse_third = os.replace
    monkeypatch.setattr(os, "replace", lambda a, b: (refuse_first if b == first else refuse_third)(a, b))
    with pytest.raises(FileInUse, match=r"文件“甲.xlsx”、“丙.xlsx”正被其他程序（如 WPS、Excel）打开，请先关闭"):
        disk.replace_all([(path, b"new") for path in (first, second, third)])
    assert [path.read_bytes() for path in (first, second, third)] == [b"old", b"new", b"old"]
    assert len(listing(tmp_path)) == 3


def test_a_file_that_must_go_but_is_held_open_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, f"{path} {missing_ok}")

    (tmp_path / "乙.xlsx").write_bytes(b"old")
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(FileInUse, match=r"乙\.xlsx"):
        disk.replace_all([], remove=[tmp_path / "乙.xlsx"])


def test_what_goes_may_be_gone_already(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    disk.replace_all([], remove=[tmp_path / "a", tmp_path / "b"])
    assert not listing(tmp_path)


def test_what_lies_at_a_target_is_moved_aside_first(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a person's")
    disk.replace_all([(tmp_path / "a", b"ours")], aside={tmp_path / "a": tmp_path / "b"})
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "b").read_bytes()) == (b"ours", b"a person's")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "磁盘已满，无法写入“成果/汇总表.xlsx”，请清理磁盘空间后重新运行本命令；原有文件均完好。"),
        (errno.EDQUOT, "磁盘已满，无法写入“成果/汇总表.xlsx”，请清理磁盘空间后重新运行本命令；原有文件均完好。"),
        (errno.EROFS, "无法写入“成果/汇总表.xlsx”（磁盘为只读），请换到可写的磁盘后重新运行本命令。"),
        (errno.ENOLCK, "无法写入“成果/汇总表.xlsx”（系统提示：No locks），请排除原因后重新运行本命令。"),
    ],
)
def test_a_refusal_is_one_sentence_with_a_remedy(number: int, sentence: str) -> None:
    assert str(disk.failure(Path("2025-04/成果/汇总表.xlsx"), OSError(number, "No locks"))) == sentence


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(StoreError, match=r"无法写入“.*/a\.xlsx”（同名的文件夹占了文件的位置）"):
        disk.write_file(tmp_path / "a.xlsx", b"")
    with pytest.raises(StoreError, match="无法读取"):
        disk.sha256_of(tmp_path / "a.xlsx")
    assert listing(tmp_path) == ["a.xlsx"]


def test_what_windows_calls_denied_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There a folder in a file's place is "access denied", and a file in a folder's "path not found"."""
    (tmp_path / "a.xlsx").mkdir()
    (tmp_path / "data").write_bytes(b"")
    denied, gone = PermissionError(errno.EACCES, "Access is denied"), FileNotFoundError(errno.ENOENT, "not found")
    assert "同名的文件夹占了文件的位置" in str(disk.failure(tmp_path / "a.xlsx", denied))
    assert "没有权限" in str(disk.failure(tmp_path / "b.xlsx", denied))
    assert "同名的文件占了文件夹的位置" in str(disk.failure(tmp_path / "data" / "x" / "y", gone))
    assert "所在文件夹不存在" in str(disk.failure(tmp_path / "none" / "y", gone))

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(StoreError, match="同名的文件夹占了文件的位置"):
        disk.write_file(tmp_path / "a.xlsx", b"")
    assert listing(tmp_path) == ["a.xlsx", "data"]


def test_a_file_in_a_folders_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(StoreError, match="同名的文件占了文件夹的位置"):
        disk.write_file(tmp_path / "data" / "a", b"")
    with pytest.raises(StoreError, match="同名的文件占了文件夹的位置"):
        disk.read(tmp_path / "data" / "a")


# The limit is 255 bytes on Linux and 255 characters on Windows, where this name is short enough.
@pytest.mark.skipif(os.name == "nt", reason="Linux's limit of a name")
def test_a_name_too_long_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="文件名或路径过长"):
        disk.write_file(tmp_path / ("长" * 90), b"")
    with pytest.raises(StoreError, match="文件名或路径过长"):
        disk.exists(tmp_path / ("长" * 90))
    assert not listing(tmp_path)


def test_the_longest_legal_name_has_room_for_its_temporary_twin(tmp_path: Path) -> None:
    disk.write_file(tmp_path / ("长" * 85), b"x")
    assert (tmp_path / ("长" * 85)).read_bytes() == b"x"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
@pytest.mark.parametrize("reading", [disk.read, disk.sha256_of])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, reading: Callable[[Path], object]) -> None:
    os.mkfifo(tmp_path / "台账.json")
    with pytest.raises(StoreError, match="不是普通文件"):
        reading(tmp_path / "台账.json")


def test_reading_what_is_not_there(tmp_path: Path) -> None:
    assert disk.read(tmp_path / "a") is None
    assert disk.sha256_of(tmp_path / "a") is None
    assert disk.sizes(tmp_path / "a") == {}
    assert not disk.exists(tmp_path / "a")


@pytest.mark.skipif(os.name == "nt", reason="making a link is the administrator's right there")
def test_sizes_lists_everything_but_litter_and_survives_dangling_links(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x").write_bytes(b"123")
    (tmp_path / "a").symlink_to("nowhere")
    for litter in ("Thumbs.db", ".DS_Store", ".minsheng-1-2.tmp"):
        (tmp_path / "b" / litter).write_bytes(b"")
    assert list(disk.sizes(tmp_path)) == ["a", "b/x"]
    assert disk.sizes(tmp_path)["b/x"] == 3
    assert disk.exists(tmp_path / "a")


def test_both_ways_to_a_sha256_agree(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100_000)
    assert disk.sha256_of(tmp_path / "a") == disk.sha256(b"x" * 100_000)
