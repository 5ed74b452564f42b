"""What questions about the past cost: ``python bench/months.py``.

First the commands, as whole processes, on the simulated year (nine collected months). Then the story alone, in one
process, as months pile up beyond any year a catalogue covers: records read from disk, checked and told.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

import simulated_year as sim  # noqa: E402 - found only now
from minsheng_cli.analysis.story import MonthView, compute_stories  # noqa: E402
from minsheng_cli.model import Month  # noqa: E402
from minsheng_cli.store import MonthStore  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from minsheng_cli.workspace import Workspace

COMMANDS = ("status", "compare", "problems", "lagging", "assess --dry-run", "verify")
SIZES = (10, 30, 60, 120)


def best(act: Callable[[], object]) -> float:
    """Return the least of five times, in milliseconds."""
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
    return min(times) * 1000


def commands(root: Path) -> None:
    """Run each command as the clerk does."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for command in COMMANDS:

        def act(words: tuple[str, ...] = tuple(command.split())) -> None:
            done = subprocess.run(
                [sys.executable, "-m", "minsheng_cli", *words], cwd=root, env=env, capture_output=True, check=False
            )
            if done.returncode > 1:
                raise SystemExit(done.stderr.decode())

        print(f"| `{command}` | {best(act):.0f} ms |", flush=True)


def story(workspace: Workspace, folder: Path) -> None:
    """Tell ever more months."""
    year = [Month(2025, number) for number in sim.MONTHS]
    catalogue = workspace.catalogue_at(Month(2025, 12))
    pace = workspace.settings.pace
    for size in SIZES:
        stores = []
        for number in range(size):
            month = Month(2025, 1).shift(number)
            target = folder / str(month)
            if not target.exists():
                shutil.copytree(workspace.month_folder(year[number % len(year)]) / "存档", target / "存档")
            stores.append((month, MonthStore(target, month)))

        def act(stores: list[tuple[Month, MonthStore]] = stores) -> None:
            records = [(month, store.load_record()) for month, store in stores]
            list(compute_stories((MonthView(m, r, catalogue) for m, r in records if r), pace))

        spent = best(act)
        print(f"| {size} months | {spent:.0f} ms | {spent / size:.1f} ms each |", flush=True)


def main() -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        year = sim.play(root / "year")
        commands(root / "year")
        story(year.workspace, root / "many")


if __name__ == "__main__":
    main()
