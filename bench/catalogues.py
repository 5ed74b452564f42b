"""The commands that ``table.py`` runs on long lists, led by two thirds as many units as there are projects."""

from __future__ import annotations

import math
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

from hand import Form  # noqa: E402 - found only now
from long_list import name_of, units_of  # noqa: E402
from run import MINSHENG, MONTH, spent  # noqa: E402

RETURNS = 5
COMMANDS: dict[str, tuple[str, ...]] = {
    "catalogue check": ("catalogue", "check"),
    "generate --unit, one": ("generate", MONTH, "--unit", name_of(0)),
    f"collect, {RETURNS} returns": ("collect", MONTH),
    "report": ("report", MONTH),
    "status": ("status",),
    "lagging": ("lagging",),
}


def hand_in(root: Path, projects: int) -> None:
    """Issue the month to every unit, and let a few of them fill in their returns."""
    spent([*MINSHENG, "generate", MONTH], root)
    folder = root / MONTH
    issued = sorted((folder / "下发").glob("*.xlsx"))
    if len(issued) != units_of(projects):
        raise SystemExit(f"{len(issued)} blanks were issued for {units_of(projects)} units")
    for at in range(RETURNS):
        book = issued[at * len(issued) // RETURNS]
        (folder / "回收" / f"{at}.xlsx").write_bytes(Form(book.read_bytes()).fill().bytes())


def exponent(sizes: tuple[int, int], seconds: tuple[float, float]) -> float:
    """Return b of seconds = a · size^b through two measurements."""
    return math.log(seconds[1] / seconds[0]) / math.log(sizes[1] / sizes[0])
