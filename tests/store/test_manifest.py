from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from crash_story import NOW, submission

from minsheng_cli.model import MonthRecord
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
    (sealed.folder / "存档/Thumbs.db").write_bytes(b"")
    (sealed.folder / "成果/a.xlsx").write_bytes(b"a person may")
    assert MonthStore(sealed.folder, "2025-04").verify() == ()


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
