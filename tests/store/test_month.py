from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from crash_story import submission

from minsheng_cli import store
from minsheng_cli.errors import StoreError
from minsheng_cli.model import (
    Entry,
    FileLine,
    Finding,
    IndicatorValue,
    Month,
    MonthRecord,
    Source,
    Submission,
    UnitLine,
    as_json,
)
from minsheng_cli.store import MonthStore, disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

NOW = datetime(2025, 4, 26, 14, 3, tzinfo=UTC)
RECORD = MonthRecord(
    "2025-04",
    "abc",
    (
        FileLine(
            "表.xlsx", "f" * 64, "区教委", "2025-04", "returned", "…", "文件时间", (Finding("a", "error", "错", "B2"),)
        ),
    ),
    (
        Entry(
            *("S05", "区教委", "accepted", "进\n展", "120.5"),
            indicators=(IndicatorValue("S05-1", "学位", "个", "500", None),),
            source=Source("表.xlsx", "f" * 64, {"progress": "附件2!E5"}),
        ),
    ),
    (UnitLine("区教委", "returned", None, None),),
    {"consolidated": "2025-04/成果/表.xlsx"},
)


@pytest.fixture
def month(tmp_path: Path) -> MonthStore:
    return MonthStore(tmp_path / "2025-04", Month(2025, 4))


def at_work(month: MonthStore) -> AbstractContextManager[None]:
    return month.lock("minsheng collect", NOW)


def names(month: MonthStore, folder: str) -> list[str]:
    return sorted(path.name for path in (month.folder / folder).iterdir())


# ---------------------------------------------------------------- shape


def test_the_lock_lays_out_the_month(month: MonthStore) -> None:
    with at_work(month):
        pass
    assert names(month, ".") == sorted(["下发", "回收", "退回", "成果", "存档"])
    assert names(month, "存档") == [".lock", "依据", "原件"]


def test_a_folder_a_person_removed_comes_back(month: MonthStore) -> None:
    with at_work(month):
        month.publish({"成果/a.xlsx": b"1"})
    (month.folder / "成果" / "a.xlsx").unlink()
    (month.folder / "成果").rmdir()
    (month.folder / "存档" / "原件").rmdir()
    with at_work(month):
        month.keep([])
        assert month.publish({"成果/a.xlsx": b"1"}).written == ("成果/a.xlsx",)


def test_the_lock_clears_what_a_killed_run_left_but_not_in_the_inbox(month: MonthStore) -> None:
    with at_work(month):
        pass
    for folder in ("下发", "回收", "退回", "成果", "存档", "存档/原件"):
        (month.folder / folder / ".minsheng-1-1.tmp").write_bytes(b"half")
    with at_work(month):
        pass
    assert [p.parent.name for p in month.folder.rglob("*.tmp")] == ["回收"]


def test_nothing_is_written_without_the_lock(month: MonthStore) -> None:
    with at_work(month):
        pass
    for write in (
        lambda: month.keep([submission("a.xlsx", b"1")]),
        lambda: month.publish({}),
        lambda: month.publish({}, yields=("",)),
        lambda: month.save_record(RECORD),
        month.seal_manifest,
    ):
        with pytest.raises(RuntimeError):
            write()
    assert names(month, "存档") == [".lock", "依据", "原件"]


def test_months_and_the_newest_generated(tmp_path: Path) -> None:
    for name in ("2025-04", "2025-05", "2025-06", "2025-13", "data"):
        (tmp_path / name).mkdir()
    (tmp_path / "2025-07").write_bytes(b"")
    assert store.months(tmp_path) == ("2025-04", "2025-05", "2025-06")
    assert store.newest(tmp_path) is None
    for name in ("2025-04", "2025-05"):
        one = MonthStore(tmp_path / name, name)
        with at_work(one):
            one.publish({"下发/附件2.xlsx": b"1"}, yields=("",))
        assert one.is_generated()
    assert store.newest(tmp_path) == "2025-05"


def test_a_workspace_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="无法读取"):
        store.months(tmp_path / "nowhere")


def test_looking_costs_no_heavy_import() -> None:
    code = """
import sys, pathlib
from minsheng_cli.store import MonthStore
MonthStore(pathlib.Path("/nowhere"), "2025-04").peek()
print([m for m in ("pydantic", "minsheng_cli.model.record", "platform") if m in sys.modules])
"""
    # -S: an editable install's own machinery imports things as well
    command = [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


# ---------------------------------------------------------------- what came back


def test_originals_and_ledger(month: MonthStore) -> None:
    assert month.received() == frozenset()
    with at_work(month):
        first = month.keep([submission("b.xlsx", b"1"), submission("信.eml › 表.ET", b"2")])
        again = month.keep([submission("b.xlsx", b"1")])
        more = month.keep([submission("b.xlsx", b"3"), submission("c.xlsx", b"1")])
    assert [(r.name, r.batch) for r in more] == [("b.xlsx", 1), ("信.eml › 表.ET", 1), ("b.xlsx", 2), ("c.xlsx", 2)]
    assert again == first == more[:2]
    assert month.receipts() == more == MonthStore(month.folder, "2025-04").receipts()
    assert {month.original(r.sha256) for r in more} == {b"1", b"2", b"3"}
    assert len(names(month, "存档/原件")) == 3  # the same bytes are kept once
    assert all(disk.sha256((month.folder / "存档/原件" / n).read_bytes()) == n[:64] for n in names(month, "存档/原件"))
    assert month.received() == {(line.name, line.size) for line in month.receipts()}


def test_no_news_leaves_the_ledger_alone(month: MonthStore) -> None:
    with at_work(month):
        assert month.keep([]) == ()
        assert names(month, "存档") == [".lock", "依据", "原件"]
        month.keep([submission("a.xlsx", b"1")])
        before = (month.folder / "存档/台账.json").stat()
        month.keep([submission("a.xlsx", b"1")])
    assert (month.folder / "存档/台账.json").stat() == before


def test_an_original_cut_short_is_mended_from_the_inbox(month: MonthStore) -> None:
    with at_work(month):
        (receipt,) = month.keep([submission("a.xlsx", b"12345")])
    path = next((month.folder / "存档/原件").iterdir())
    path.write_bytes(b"123")
    with pytest.raises(StoreError, match=r"存档的原件“2025-04/存档/原件/[0-9a-f]{64}\.xlsx”已被改动或损坏"):
        month.original(receipt.sha256)
    with at_work(month):
        month.keep([submission("a.xlsx", b"12345")])
    assert month.original(receipt.sha256) == b"12345"


def test_an_original_that_is_gone_is_named(month: MonthStore) -> None:
    with at_work(month):
        (receipt,) = month.keep([submission("a.xlsx", b"1")])
    next((month.folder / "存档/原件").iterdir()).unlink()
    with pytest.raises(StoreError, match=rf"{receipt.sha256}.*缺失"):
        month.original(receipt.sha256)


def test_a_persons_copy_beside_an_original_is_not_taken_for_it(month: MonthStore) -> None:
    with at_work(month):
        (receipt,) = month.keep([submission("a.xlsx", b"1")])
    (month.folder / "存档/原件" / f"{receipt.sha256} - 副本.xlsx").write_bytes(b"changed")
    assert MonthStore(month.folder, "2025-04").original(receipt.sha256) == b"1"


def test_hostile_names_are_kept_word_for_word_and_never_become_paths(month: MonthStore) -> None:
    hostile = ["../../x.xlsx", "a\udce4.xlsx", "CON.xlsx", "\u202excod.exe", 'q"\n\x00.xls', "长" * 4000 + ".xlsx"]
    with at_work(month):
        month.keep([submission(name, name.encode("utf-8", "surrogatepass")) for name in hostile])
    assert sorted(r.name for r in month.receipts()) == sorted(hostile)
    assert len(names(month, "存档/原件")) == len(hostile)
    assert names(month, "..") == ["2025-04"]
    (month.folder / "存档/台账.json").read_bytes().decode("utf-8")


def test_ten_thousand_files_do_not_have_to_fit_into_memory(month: MonthStore) -> None:
    def many() -> Iterator[Submission]:
        for number in range(600):
            yield submission(f"{number}.xlsx", b"%06d" % number * 20_000)

    with at_work(month):
        tracemalloc.start()
        try:
            assert len(month.keep(many())) == 600
            assert tracemalloc.get_traced_memory()[1] < 5_000_000  # of 72 MB that passed through
        finally:
            tracemalloc.stop()
    assert len(names(month, "存档/原件")) == 600


# ---------------------------------------------------------------- the record


def test_the_record_comes_back_as_it_went(month: MonthStore) -> None:
    assert month.peek() is None
    assert month.load_record() is None
    with at_work(month):
        month.save_record(RECORD)
    assert month.load_record() == RECORD
    peeked = month.peek()
    assert peeked
    assert peeked["units"] == [as_json(line) for line in RECORD.units]
    text = (month.folder / "存档/记录.json").read_bytes().decode("utf-8")
    assert '"unit": "区教委"' in text
    assert text.endswith("}\n")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"month": 1}', b"[" * 100_000])
@pytest.mark.parametrize("name", ["记录.json", "台账.json", "产出.json", "清单.json"])
def test_a_damaged_file_is_named_with_a_remedy(month: MonthStore, name: str, content: bytes) -> None:
    with at_work(month):
        pass
    (month.folder / "存档" / name).write_bytes(content)
    if name == "清单.json":
        assert [fault for fault in month.verify() if name in fault]
        return
    reading: dict[str, Callable[[], object]] = {
        "记录.json": month.load_record,
        "台账.json": month.receipts,
        "产出.json": lambda: month.plan({}),
    }
    remedy = "(请从备份恢复|请重新运行 minsheng collect 2025-04)"
    with pytest.raises(StoreError, match=f"“2025-04/存档/{name}”已损坏，{remedy}"):
        reading[name]()
    if name == "台账.json":
        with pytest.raises(StoreError, match=f"“2025-04/存档/{name}”已损坏，{remedy}"):
            month.received()


# ---------------------------------------------------------------- all of it


def test_the_same_month_is_the_same_bytes(tmp_path: Path) -> None:
    trees = []
    for place in ("x", "y"):
        (tmp_path / place).mkdir()
        one = MonthStore(tmp_path / place / "2025-04", "2025-04")
        items = [submission(f"{n}.xlsx", b"%d" % n) for n in range(5)]
        outputs = {f"成果/{n}.xlsx": b"%d" % n for n in range(5)}
        with at_work(one):
            one.keep(items if place == "x" else items[::-1])
            one.publish(outputs if place == "x" else dict(reversed(outputs.items())))
            one.save_record(RECORD)
            one.seal_manifest()
        trees.append({path.name: path.read_bytes() for path in (one.folder / "存档").rglob("*") if path.is_file()})
    assert trees[0] == trees[1]
    assert json.loads(trees[0]["清单.json"])["files"].keys() > {"台账.json", "产出.json", "记录.json"}
