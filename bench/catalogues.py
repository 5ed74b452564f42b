"""What a long list costs: ``python bench/catalogues.py [PROJECTS ...]``.

Every command as a whole process with its readers, in seconds of computing time (CPU, not the clock), on lists of 250,
500, 1,000 and 1,500 projects led by two thirds as many units. Last, the exponent fitted through the sizes: 1 is linear.
"""

from __future__ import annotations

import math
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

from hand import Form  # noqa: E402 - found only now
from long_list import lay, name_of, units_of  # noqa: E402

MONTH = "2025-04"
RETURNS = 5
COMMANDS: dict[str, tuple[str, ...]] = {
    "catalogue check": ("catalogue", "check"),
    "generate --unit, one": ("generate", MONTH, "--unit", name_of(0)),
    f"collect, {RETURNS} returns": ("collect", MONTH),
    "report": ("report", MONTH),
    "status": ("status",),
    "lagging": ("lagging",),
}


def spent(root: Path, words: tuple[str, ...]) -> float:
    """Run a command and return its processes' seconds of computing."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "minsheng_cli", *words], cwd=root, env=env, capture_output=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        raise SystemExit(f"{words}: {done.stdout.decode()}{done.stderr.decode()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def hand_in(root: Path, projects: int) -> None:
    """Issue the month to every unit, and let a few of them fill in their returns."""
    spent(root, ("generate", MONTH))
    folder = root / MONTH
    issued = sorted((folder / "下发").glob("*.xlsx"))
    if len(issued) != units_of(projects):
        raise SystemExit(f"{len(issued)} blanks were issued for {units_of(projects)} units")
    for at in range(RETURNS):
        book = issued[at * len(issued) // RETURNS]
        (folder / "回收" / f"{at}.xlsx").write_bytes(Form(book.read_bytes()).fill().bytes())


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """Return b of seconds = a · size^b, by least squares of the logarithms."""
    x, y = [math.log(n) for n in sizes], [math.log(s) for s in seconds]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / sum((a - mx) ** 2 for a in x)


def main() -> None:
    """Measure."""
    sizes = [int(word) for word in sys.argv[1:]] or [250, 500, 1000, 1500]
    table: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            root = lay(Path(folder) / str(size), size)
            for name, words in COMMANDS.items():
                if name.startswith("collect"):
                    hand_in(root, size)
                table[name].append(spent(root, words))
    print("| CPU seconds |" + "".join(f" {size:,} |" for size in sizes) + " exponent |")
    print("|---|" + "--:|" * (len(sizes) + 1))
    for name, seconds in table.items():
        told = "".join(f" {s:.2f} |" for s in seconds)
        print(f"| `{name}` |{told} {exponent(sizes, seconds) if len(sizes) > 1 else 0:.2f} |")


if __name__ == "__main__":
    main()
