"""The demo tells two whole months, in invented words marked as such."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from conftest import Minsheng
from minsheng_cli.tasks.demo import UNFINISHED


def test_two_months_with_every_kind_of_return(demo: Minsheng, demo_said: Any) -> None:
    april, may = demo_said["months"]
    for month in (april, may):
        states = [line["state"] for line in month["units"]]
        assert len(states) == 17
        assert {"accepted", "returned", "rejected", "missing"} <= set(states)
        assert any(line["on_time"] is False for line in month["units"])
        assert (demo.root / month["outputs"]["consolidated"]).is_file()
        for entry in month["entries"]:
            if entry["progress"]:
                assert "示例" in entry["progress"]
    # May's blanks carry April's contacts on.
    blank = next((demo.root / "2025-05/下发").glob("*区残联*.xlsx"))
    cells = [str(c.value) for row in load_workbook(BytesIO(blank.read_bytes()))["附件2"] for c in row]
    assert any("示例" in text and "000-" in text for text in cells)
    again = Minsheng(demo.root.parent)("demo", "演示")
    assert again.code == 2
    assert "请换一个名称" in again.err


def test_an_interrupted_demo_is_simply_run_again(demo: Minsheng) -> None:
    """The one that all tests have was played over one that had been interrupted (``conftest._play_demo``)."""
    assert not (demo.root / UNFINISHED).exists()
    assert {path.name for path in (demo.root / "2025-04").iterdir()} >= {"下发", "回收", "成果", "存档"}


def test_a_dry_run_of_the_demo_writes_nothing_and_refuses_what_the_demo_refuses(outside: Minsheng) -> None:
    done = outside("demo", "演示", "--dry-run", "--json")
    assert done.code == 0
    assert done.json == {"workspace": "演示", "months": [], "dry_run": True}
    assert "2025-04、2025-05" in done.err
    assert not list(outside.root.iterdir())
    (outside.root / "演示").mkdir()
    (outside.root / "演示/a.txt").write_text("a")
    again = outside("demo", "演示", "--dry-run", "--json")
    assert again.code == 2
    assert again.json["error"]["code"] == "setup"
