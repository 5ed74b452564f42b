"""Every command that writes, killed and refused at 50 points and more: a table. ``python bench/crashes.py [NAME…]``.

The commands, what goes before them and what must hold afterwards are those of ``tests/interruptions.py``.
"""

from __future__ import annotations

import errno
import importlib
import pkgutil
import sys
import tempfile
import time
from pathlib import Path

import minsheng_cli

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from interruptions import CASES, Stage, stopped

KINDS = {"kill": 0, "ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EACCES": errno.EACCES}
FEW = 13
KILLS, REFUSALS = 26, 27  # of a command of many steps; the refusals of three kinds in turn


def evenly(total: int, most: int) -> list[int]:
    """Return at most so many of the first ``total`` numbers, evenly over all of them."""
    return sorted({(2 * i + 1) * total // (2 * most) for i in range(most)})


def points(total: int, kind: str) -> list[int]:
    """Return the steps at which a command of so many is stopped in that way: every one when they are few."""
    if total <= FEW:
        return list(range(total))
    if kind == "kill":
        return evenly(total, KILLS)
    return evenly(total, REFUSALS)[list(KINDS).index(kind) - 1 :: 3]


def line(name: str) -> str:
    """Stop one command at all its points; return its line of the table, each fault on standard error."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder), CASES[name])
        total, cells = stage.moments, []
        for kind, error in KINDS.items():
            bad = 0
            for point in points(total, kind):
                try:
                    stopped(stage, point, error)
                except AssertionError as fault:
                    bad += 1
                    print("BAD", name, kind, point, str(fault)[:2000], file=sys.stderr, flush=True)
            cells.append(f"{len(points(total, kind))} / {bad}")
    return f"| {name} | {total} | {' | '.join(cells)} | {time.monotonic() - began:.0f} s |"


def main(names: list[str]) -> None:
    """Print the table."""
    for module in pkgutil.walk_packages(minsheng_cli.__path__, "minsheng_cli."):  # once, not in each process forked
        if not module.name.endswith(("__main__", "worker")):
            importlib.import_module(module.name)
    print(f"| command | steps | {' | '.join(KINDS)} | took |\n|---|--:|--:|--:|--:|--:|--:|")
    for name in names or list(CASES):
        print(line(name), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
