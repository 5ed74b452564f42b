from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from crash_story import NOW, submission

from minsheng_cli.errors import FileInUse, StoreError
from minsheng_cli.store import MonthStore, Published

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path


def at_work(month: MonthStore) -> AbstractContextManager[None]:
    return month.lock("minsheng collect", NOW)


def names(month: MonthStore, folder: str) -> list[str]:
    return sorted(path.name for path in (month.folder / folder).iterdir())


@pytest.fixture
def month(tmp_path: Path) -> MonthStore:
    return MonthStore(tmp_path / "2025-04", "2025-04")


def test_equal_outputs_are_not_written_again(month: MonthStore) -> None:
    files = {"成果/a.xlsx": b"1", "退回/b.xlsx": b"2"}
    with at_work(month):
        assert month.publish(files) == Published(written=("成果/a.xlsx", "退回/b.xlsx"))
        before = (month.folder / "成果/a.xlsx").stat()
        assert month.publish(files) == Published(unchanged=("成果/a.xlsx", "退回/b.xlsx"))
    assert (month.folder / "成果/a.xlsx").stat() == before


def test_what_a_person_changed_is_moved_aside_each_time(month: MonthStore) -> None:
    path = month.folder / "成果/汇总表（2025年4月）.xlsx"
    name = f"成果/{path.name}"
    with at_work(month):
        month.publish({name: b"1"})
        for number in (1, 2):
            path.write_bytes(b"person %d" % number)
            aside = f"成果/汇总表（2025年4月）（人工修改{number}）.xlsx"
            assert month.plan({name: b"2"}) == Published(written=(name,), set_aside=((name, aside),))
            assert month.publish({name: b"2"}).set_aside == ((name, aside),)
            assert (month.folder / aside).read_bytes() == b"person %d" % number
            assert path.read_bytes() == b"2"


def test_a_file_that_was_there_before_us_is_a_persons(month: MonthStore) -> None:
    with at_work(month):
        (month.folder / "成果/a.xlsx").write_bytes(b"theirs")
        assert month.publish({"成果/a.xlsx": b"ours"}).set_aside == (("成果/a.xlsx", "成果/a（人工修改1）.xlsx"),)


def test_a_blank_that_a_person_changed_is_left_alone(month: MonthStore) -> None:
    with at_work(month):
        month.publish({f"下发/{n}.xlsx": b"1" for n in "abc"}, yields=("",))
        (month.folder / "下发/a.xlsx").write_bytes(b"filled in")
        (month.folder / "下发/b.xlsx").unlink()
        files = {"下发/a.xlsx": b"2", "下发/b.xlsx": b"2", "下发/c.xlsx": b"2"}
        expected = Published(written=("下发/b.xlsx", "下发/c.xlsx"), kept=("下发/a.xlsx",))
        assert month.plan(files, yields=("",)) == expected
        assert month.publish(files, yields=("",)) == expected
        assert month.publish(files, yields=("",)).kept == ("下发/a.xlsx",)
    assert (month.folder / "下发/a.xlsx").read_bytes() == b"filled in"
    assert names(month, "下发") == ["a.xlsx", "b.xlsx", "c.xlsx"]


def test_stale_outputs_go_unless_a_person_changed_them(month: MonthStore) -> None:
    with at_work(month):
        month.publish({"退回/a.xlsx": b"1", "退回/b.xlsx": b"1", "退回/c.xlsx": b"1", "成果/d.xlsx": b"1"})
        (month.folder / "退回/b.xlsx").write_bytes(b"theirs")
        (month.folder / "退回/手工.xlsx").write_bytes(b"theirs")
        done = month.publish({"退回/c.xlsx": b"1"}, stale="退回/")
        assert done == Published(unchanged=("退回/c.xlsx",), removed=("退回/a.xlsx",), kept=("退回/b.xlsx",))
        assert month.publish({"退回/c.xlsx": b"1"}, stale="退回/").kept == ("退回/b.xlsx",)
    assert names(month, "退回") == ["b.xlsx", "c.xlsx", "手工.xlsx"]
    assert names(month, "成果") == ["d.xlsx"]


def test_planning_touches_nothing(month: MonthStore) -> None:
    plan = month.plan({"成果/a.xlsx": b"1"}, stale="退回/")
    assert plan == Published(written=("成果/a.xlsx",))
    assert not month.folder.exists()


@pytest.mark.parametrize(
    "name",
    [
        *("a.xlsx", "成果", "成果/", "../a.xlsx", "成果/../a", "成果/区/a.xlsx", "成果/a:b.xlsx", "成果/a\\b.xlsx"),
        *("成果/a\n.xlsx", "成果/CON.xlsx", "成果/lpt1", "成果/a.", "成果/a ", "成果/.."),
        *("存档/台账.json", "回收/a.xlsx", "/etc/passwd"),
    ],
)
def test_a_name_that_is_not_legal_everywhere_is_refused(month: MonthStore, name: str) -> None:
    with at_work(month), pytest.raises(StoreError, match="不能以“"):
        month.publish({name: b"1"})


def test_a_report_open_in_another_program_is_named_and_nothing_else_suffers(
    month: MonthStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace
    with at_work(month):
        month.publish({"成果/a.xlsx": b"1", "成果/b.xlsx": b"1"})
        target = month.folder / "成果/a.xlsx"

        def refusing(source: Path, to: Path) -> None:
            if to == target:
                raise PermissionError(13, "Access is denied")
            replace(source, to)

        monkeypatch.setattr(os, "replace", refusing)
        with pytest.raises(FileInUse, match=r"文件“a\.xlsx”正被其他程序（如 WPS、Excel）打开，请先关闭该文件"):
            month.publish({"成果/a.xlsx": b"2", "成果/b.xlsx": b"2"})
        assert target.read_bytes() == b"1"
        assert (month.folder / "成果/b.xlsx").read_bytes() == b"2"
        monkeypatch.undo()
        assert month.publish({"成果/a.xlsx": b"3", "成果/b.xlsx": b"2"}) == Published(
            written=("成果/a.xlsx",), unchanged=("成果/b.xlsx",)
        )


def test_the_archive_held_by_another_program_is_not_said_to_be_saved(
    month: MonthStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, to: Path) -> None:
        raise PermissionError(13, f"{source} {to}")

    with at_work(month):
        monkeypatch.setattr(os, "replace", refuse)
        with pytest.raises(StoreError, match=r"无法写入“2025-04/存档/.*（正被其他程序占用）") as caught:
            month.keep([submission("a.xlsx", b"1")])
    assert "均已保存" not in str(caught.value)
