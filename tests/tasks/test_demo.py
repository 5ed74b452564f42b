"""The demo tells two whole months, in invented words marked as such."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from minsheng_cli.tasks.demo import UNFINISHED

if TYPE_CHECKING:
    from conftest import Minsheng


def test_two_months_with_every_kind_of_return(minsheng: Minsheng) -> None:
    done = minsheng("demo", "演示", "--json")
    assert done.code == 0
    april, may = done.json["months"]
    for month in (april, may):
        states = [line["state"] for line in month["units"]]
        assert len(states) == 17
        assert {"accepted", "returned", "rejected", "missing"} <= set(states)
        assert any(line["on_time"] is False for line in month["units"])
        assert (minsheng.root / "演示" / month["outputs"]["consolidated"]).is_file()
        for entry in month["entries"]:
            if entry["progress"]:
                assert "示例" in entry["progress"]
    # May's blanks carry April's contacts on.
    blank = next((minsheng.root / "演示/2025-05/下发").glob("*区残联*.xlsx"))
    cells = [str(c.value) for row in load_workbook(BytesIO(blank.read_bytes()))["附件2"] for c in row]
    assert any("示例" in text and "000-" in text for text in cells)
    again = minsheng("demo", "演示")
    assert again.code == 2
    assert "请换一个名称" in again.err
    assert not (minsheng.root / "演示" / UNFINISHED).exists()


def test_an_interrupted_demo_is_simply_run_again(outside: Minsheng) -> None:
    (outside.root / "演示/2025-04/下发").mkdir(parents=True)
    assert outside("demo", "演示").code == 2
    (outside.root / "演示" / UNFINISHED).write_text("", encoding="utf-8")
    assert outside("demo", "演示").code == 0
    assert not (outside.root / "演示" / UNFINISHED).exists()


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
