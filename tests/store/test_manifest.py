from __future__ import annotations

import os
import random
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from crash_story import NOW, submission

from minsheng_cli.errors import StoreError
from minsheng_cli.model import Correction, MonthRecord
from minsheng_cli.store import MonthStore

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path


def at_work(month: MonthStore) -> AbstractContextManager[None]:
    return month.lock("minsheng collect", NOW)


@pytest.fixture
def month(tmp_path: Path) -> MonthStore:
    return MonthStore(tmp_path / "2025-04", "2025-04")


@pytest.fixture
def sealed(month: MonthStore) -> MonthStore:
    with at_work(month):
        month.keep([submission("a.xlsx", b"1" * 50), submission("b.xlsx", b"2" * 50)])
        month.publish({"成果/a.xlsx": b"1"})
        month.save_record(MonthRecord("2025-04", "abc", (), (), ()))
        month.seal_manifest()
    return month


def test_a_whole_archive_has_no_fault(sealed: MonthStore) -> None:
    assert sealed.verify() == ()
    (sealed.folder / "成果/a.xlsx").write_bytes(b"a person may")
    assert MonthStore(sealed.folder, "2025-04").verify() == ()


@pytest.mark.parametrize("name", [
    "Thumbs.db", "desktop.ini", ".minsheng-1-1.tmp", "~$台账.xlsx", "原件/.DS_Store", "原件/b/c.xlsx", "笔记 .txt",
])  # fmt: skip
def test_an_extra_file_of_any_name_is_found(sealed: MonthStore, name: str) -> None:
    path = sealed.folder / "存档" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    assert f"存档/{name}：不在清单中，是多出的文件。" in sealed.verify()


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need a privilege there")
def test_a_link_is_no_file_even_when_it_leads_to_the_same_bytes(sealed: MonthStore, tmp_path: Path) -> None:
    archive = sealed.folder / "存档"
    original = next((archive / "原件").iterdir())
    original.rename(tmp_path / "elsewhere")
    original.symlink_to(tmp_path / "elsewhere")
    (archive / "链接").symlink_to(tmp_path)
    assert sealed.verify() == (
        f"存档/原件/{original.name}：不是文件本身，而是指向别处的链接。",
        "存档/链接：不在清单中，是指向别处的链接。",
    )
    (archive / "原件").rename(tmp_path / "originals")
    (archive / "原件").symlink_to(tmp_path / "originals")
    assert "存档/原件：不在清单中，是指向别处的链接。" in sealed.verify()


def test_any_flipped_bit_anywhere_is_found(sealed: MonthStore) -> None:
    files = [path for path in (sealed.folder / "存档").rglob("*") if path.is_file() and path.name != ".lock"]
    dice = random.Random(4)  # noqa: S311 - no secret, only places
    for _ in range(300):
        path = dice.choice(files)
        whole = path.read_bytes()
        place = dice.randrange(len(whole))
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << dice.randrange(8)]) + whole[place + 1 :])
        faults = sealed.verify()
        assert any(path.name in fault for fault in faults) or (faults and path.name == "清单.json"), (path, place)
        path.write_bytes(whole)
    assert sealed.verify() == ()


def test_what_is_missing_or_extra_is_named(sealed: MonthStore) -> None:
    gone = next((sealed.folder / "存档/原件").iterdir())
    gone.unlink()
    (sealed.folder / "存档/记录.json").unlink()
    (sealed.folder / "存档/笔记.txt").write_bytes(b"")
    assert MonthStore(sealed.folder, "2025-04").verify() == (
        f"存档/原件/{gone.name}：缺失。",
        "存档/记录.json：缺失。",
        "存档/笔记.txt：不在清单中，是多出的文件。",
    )


def test_an_original_the_ledger_knows_is_missed_though_the_manifest_forgot_it(sealed: MonthStore) -> None:
    gone = next((sealed.folder / "存档/原件").iterdir())
    gone.unlink()
    fresh = MonthStore(sealed.folder, "2025-04")
    with at_work(fresh):
        fresh.seal_manifest()
    assert fresh.verify() == (f"存档/原件/{gone.name[:64]}：缺失。",)


def test_without_a_manifest_nothing_can_be_proved(month: MonthStore) -> None:
    assert month.verify() == ("存档/清单.json：缺失，无法核对存档。",)


# ---------------------------------------------------------------- nothing changed is vouched for


def noted(month: MonthStore, reason: str) -> None:
    month.note("decided", NOW, {"reason": reason})


@pytest.fixture
def grown(month: MonthStore) -> MonthStore:
    """An archive with two batches, two corrections and two entries in its history."""
    for number in "12":
        with at_work(month):
            month.keep([submission(f"{number}.xlsx", number.encode())])
            month.correct(Correction("S05", "区教委", "investment", number, None, "核实", "2025-04-26", "f" * 64))
            noted(month, number)
            month.seal_manifest()
    return month


@pytest.mark.parametrize("name", ["台账.json", "更正.json", "履历.json"])
def test_a_list_that_was_changed_stops_work_before_the_manifest_could_vouch_for_it(
    grown: MonthStore, name: str
) -> None:
    path = grown.folder / "存档" / name
    whole = path.read_bytes()
    listed = (grown.folder / "存档/清单.json").read_bytes()
    cut = whole.split(b"\n  },\n")[0] + b"\n  }\n ]\n}\n"  # the last entry taken out, in our own spelling
    for changed in (whole.replace(b"2025-04-2", b"2025-04-1", 1), cut, whole + b"\n", whole[:-1], b"", None):
        assert changed != whole
        path.unlink() if changed is None else path.write_bytes(changed)
        with pytest.raises(StoreError, match=f"“2025-04/存档/{name}”(缺失或已被改动、损坏|已损坏)"), at_work(grown):
            pytest.fail("it worked on")
        path.write_bytes(whole)
        assert (grown.folder / "存档/清单.json").read_bytes() == listed
    with at_work(grown):
        grown.seal_manifest()
    assert grown.verify() == ()


def test_what_a_killed_run_added_is_no_change(grown: MonthStore) -> None:
    for number in "34":  # twice killed before the manifest
        with at_work(grown):
            grown.keep([submission(f"{number}.xlsx", number.encode())])
            noted(grown, number)
    with at_work(grown):
        grown.seal_manifest()
    assert grown.verify() == ()
    assert len(grown.receipts()) == 4


def test_a_manifest_that_is_damaged_stops_work(grown: MonthStore) -> None:
    (grown.folder / "存档/清单.json").write_bytes(b"{}x")
    with pytest.raises(StoreError, match=r"清单\.json”已损坏"), at_work(grown):
        pytest.fail("it worked on")


def test_after_a_killed_run_verify_says_what_to_do_first(grown: MonthStore) -> None:
    with suppress(KeyError), at_work(grown):
        noted(grown, "3")
        raise KeyError
    faults = grown.verify()
    assert "上一次运行（minsheng collect）没有正常结束" in faults[0]
    assert "minsheng report 2025-04" in faults[0]
    assert faults[1:] == ("存档/履历.json：与清单.json 所列不符，其中之一已被改动或损坏。",)


def test_what_is_entered_again_stands_there_once(grown: MonthStore) -> None:
    with at_work(grown):
        again = Correction("S05", "区教委", "investment", "2", "2", "核实", "2025-04-27", "f" * 64)
        grown.correct(again)
        grown.note("decided", NOW, {"reason": "2", "made_at": "later"}, once=True)
        assert (len(grown.corrections()), len(grown.history())) == (2, 2)
        grown.correct(replace(again, value="1"))
        grown.note("decided", NOW, {"reason": "1"}, once=True)
    assert (len(grown.corrections()), len(grown.history())) == (3, 3)


def test_a_persons_file_among_the_basis_is_extra_and_nothing_else(grown: MonthStore) -> None:
    (grown.folder / "存档/依据/笔记.txt").write_bytes(b"")
    with at_work(grown):
        grown.seal_manifest()
    assert grown.verify() == ("存档/依据/笔记.txt：不在清单中，是多出的文件。",)
