"""Pairs of processes want the same month at the same moment: each does its whole work or says who does."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from crash_story import submission

from conftest import few_or_all
from minsheng_cli.errors import Locked
from minsheng_cli.model import MonthRecord
from minsheng_cli.store import MonthStore

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier


def _work(folder: Path, number: int, who: int, ready: Barrier) -> None:
    store = MonthStore(folder, "2025-04")
    # Clocks jump: the second of each pair lives in another zone, and time runs backwards from pair to pair.
    now = datetime(2025, 4, 26, tzinfo=UTC) - timedelta(hours=number, days=who * 400)
    ready.wait()
    while True:
        try:
            with store.lock("minsheng collect", now):
                store.keep([submission(f"{number}-{who}.xlsx", f"{number} {who}".encode())])
                store.publish({"成果/汇总表.xlsx": f"{number} {who}".encode()})
                store.save_record(MonthRecord("2025-04", f"{number} {who}", (), (), ()))
                store.note_judged(now, {"data/projects.yaml": b"catalogue"})
                store.seal_manifest()
        except Locked:
            continue
        return


def race(folder: Path, pairs: int) -> None:
    """Start pair after pair, and look at what each has left."""
    context = multiprocessing.get_context("fork")
    for number in range(pairs):
        ready = context.Barrier(2)
        pair = [context.Process(target=_work, args=(folder, number, who, ready)) for who in (0, 1)]
        for process in pair:
            process.start()
        for process in pair:
            process.join(600)
            assert process.exitcode == 0, number
        store = MonthStore(folder, "2025-04")
        assert store.verify() == (), number
        assert len(store.receipts()) == 2 * (number + 1)
    assert {r.name for r in store.receipts()} == {f"{n}-{w}.xlsx" for n in range(pairs) for w in (0, 1)}
    assert [e.number for e in store.history()] == list(range(1, 2 * pairs + 1))


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
@few_or_all("pairs", 20, 200)
def test_racing_pairs(tmp_path: Path, pairs: int) -> None:
    """From a process of its own: that of the tests has threads, which a fork does without."""
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    line = [sys.executable, __file__, str(tmp_path / "2025-04"), str(pairs)]
    done = subprocess.run(line, env=around, capture_output=True, encoding="utf-8", check=False, timeout=1200)
    assert done.returncode == 0, done.stderr


if __name__ == "__main__":
    race(Path(sys.argv[1]), int(sys.argv[2]))
