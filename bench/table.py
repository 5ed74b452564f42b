"""The whole table of what things cost, in one run, as Markdown: ours and the peers side by side.

    python3 -m venv .bench && .bench/bin/pip install -q . pandas python-calamine
    .bench/bin/python bench/table.py [ROUNDS]       # 9 unless said otherwise; needs LibreOffice; some five minutes

Whole processes of an ordinary installation, every command once a round and in turn, so that a noisy minute hits all of
them alike; medians of the clock and of computing time (user and system, readers included), for long lists the least.
``generate`` and ``collect`` start from an untouched copy of their workspace every time; copying is not measured. A list
is read once before.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import catalogues
from crowd import versions
from long_list import lay
from run import HERE, MINSHENG, MONTH, Spent, prepare, spent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MORE = 17 * 20  # returns of the larger inbox, from which the cost of a further one is told
SIZES = (15, 250, 1500)  # projects of a list; what the smallest costs is taken for start-up
PYTHON = sys.executable
WANTED = {
    "`minsheng --help`": "≤ 5.5 × pass",
    "`minsheng status`": "≤ 5.5 × pass",
    "`minsheng`": "≤ 5.5 × pass",
    "`collect`": "≤ 0.6 × script",
    "`generate`, 17 forms": "≤ 0.45 × script",
}
LEAST = 0.05  # seconds from 250 to 1,500 projects: growth below this is noise, and has no exponent


class Command(NamedTuple):
    """A command, where it runs, and whether it needs a fresh copy of that folder."""

    words: list[str | Path]
    cwd: Path
    fresh: bool = False


def run_once(command: Command, scratch: Path) -> Spent:
    """Run a command and return what it took."""
    if not command.fresh:
        return spent(command.words, command.cwd)
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(command.cwd, scratch)
    return spent(command.words, scratch)


def measured(commands: Mapping[str, Command], rounds: int, scratch: Path) -> dict[str, Spent]:
    """Return the medians of several rounds."""
    found: dict[str, list[Spent]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            found[name].append(run_once(command, scratch))
    return {name: Spent(*(median(column) for column in zip(*runs, strict=True))) for name, runs in found.items()}


def month(folder: Path, rounds: int) -> None:
    """Print what a month of 17 costs beside its peers, and what each further return does."""
    prepare(folder)
    scratch = folder / "scratch"
    collected, many = folder / "collected", folder / "many"
    shutil.copytree(folder / "returned", collected)
    spent([*MINSHENG, "collect", MONTH], collected)
    shutil.copytree(folder / "returned", many)
    versions(many / MONTH / "回收", MORE)
    collect: list[str | Path] = [*MINSHENG, "collect", MONTH]

    def readers(root: Path) -> dict[str, Command]:
        inbox = root / MONTH / "回收"
        out = folder / "out.xlsx"
        return {
            "unzip + expat": Command([PYTHON, HERE / "floor.py", inbox], folder),
            "python-calamine, plain loop": Command([PYTHON, HERE / "peers.py", "calamine", inbox], folder),
            "openpyxl, plain loop": Command([PYTHON, HERE / "peers.py", "openpyxl", inbox], folder),
            "pandas script, calamine": Command([PYTHON, HERE / "nephew.py", inbox, out, "calamine"], folder),
            "pandas script, openpyxl": Command([PYTHON, HERE / "nephew.py", inbox, out], folder),
            "`collect`": Command(collect, root, fresh=True),
        }

    of_17 = measured(
        {
            "`python -c pass`": Command([PYTHON, "-c", "pass"], folder),
            "`minsheng --help`": Command([*MINSHENG, "--help"], folder),
            "`minsheng status`": Command([*MINSHENG, "status", MONTH], collected),
            "`minsheng`": Command([*MINSHENG], collected),
            **readers(folder / "returned"),
            "`generate`, 17 forms": Command([*MINSHENG, "generate", MONTH], folder / "fresh", fresh=True),
        },
        rounds,
        scratch,
    )
    base, script = of_17["`python -c pass`"], of_17["pandas script, openpyxl"]
    print("| a month of 17 | clock, ms | computing, ms | clock ÷ pass | clock ÷ script | computing ÷ script | wanted |")
    print("|---|--:|--:|--:|--:|--:|---|")
    for name, took in of_17.items():
        ratios = (took.clock / base.clock, took.clock / script.clock, took.computing / script.computing)
        told = " | ".join(f"{ratio:.{1 if at == 0 else 2}f}" for at, ratio in enumerate(ratios))
        print(f"| {name} | {took.clock * 1000:.0f} | {took.computing * 1000:.0f} | {told} | {WANTED.get(name, '')} |")
    of_many = measured(readers(many), max(1, rounds // 3), scratch)

    def further(name: str, of: Callable[[Spent], float]) -> float:
        return (of(of_many[name]) - of(of_17[name])) / (MORE - 17) * 1000

    print(f"\n| each further return ({MORE} against 17) | clock, ms | computing, ms | computing ÷ pandas+calamine |")
    print("|---|--:|--:|--:|")
    peer = further("pandas script, calamine", lambda took: took.computing)
    for name in of_many:
        clock, computing = further(name, lambda took: took.clock), further(name, lambda took: took.computing)
        wanted = " (wanted: ≤ 1.0)" if name == "`collect`" else ""
        print(f"| {name} | {clock:.1f} | {computing:.1f} | {computing / peer:.2f}{wanted} |")


def lists(folder: Path, rounds: int) -> None:
    """Print what long lists cost, and how it grows from 250 to 1,500 projects net of start-up.

    The least of several runs: an exponent is told from small differences, which a noisy minute would drown.
    """
    table: dict[str, list[float]] = {name: [] for name in catalogues.COMMANDS}
    for size in SIZES:
        root = lay(folder / str(size), size)
        for name, words in catalogues.COMMANDS.items():
            if name.startswith("collect"):
                catalogues.hand_in(root, size)
            runs = [spent([*MINSHENG, *words], root).computing for _ in range(max(3, rounds // 3) + 1)]
            table[name].append(min(runs[1:]))  # the first reads a list that nobody has read yet
    print("\n| computing, s |" + "".join(f" {size:,} projects |" for size in SIZES) + " exponent (wanted: ≤ 1.1) |")
    print("|---|" + "--:|" * (len(SIZES) + 1))
    for name, (start, middle, large) in table.items():
        told = "".join(f" {seconds:.2f} |" for seconds in (start, middle, large))
        net = (max(middle - start, 1e-3), large - start)
        grown = f"{catalogues.exponent(SIZES[1:], net):.2f}" if large - middle > LEAST else "—"
        print(f"| `{name}`{' (wanted: ≤ 2.5 s)' if name == 'catalogue check' else ''} |{told} {grown} |")


def main(rounds: int) -> None:
    """Measure and print."""
    cores = os.cpu_count()
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, CPython {platform.python_version()}, {cores} cores, {rounds} rounds\n"
    )
    with tempfile.TemporaryDirectory() as name:
        month(Path(name) / "month", rounds)
        lists(Path(name) / "lists", rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
