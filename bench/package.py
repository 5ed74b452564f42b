"""Measure what the month's whole package costs beside what reading the returns costs.

    python bench/package.py [ROUNDS]    # needs LibreOffice (soffice), whose saved files are what is read

Everything happens in one process that has loaded its code: each round reads the 17 archived returns of run.py behind
the wall, judges and consolidates them, and makes every output of the month, workbook to dashboard; nothing is written.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import run as bench
from minsheng_cli.month import package
from minsheng_cli.tasks import collect
from minsheng_cli.workspace import Workspace


def main(rounds: int) -> None:
    """Measure and print."""
    spent: list[float] = []
    plain = package.package

    def timed(*arguments: object) -> object:
        start = time.perf_counter()
        done = plain(*arguments)  # type: ignore[arg-type]  # whatever collect hands over
        spent.append(time.perf_counter() - start)
        return done

    with tempfile.TemporaryDirectory() as name:
        bench.prepare(Path(name))
        workspace = Workspace.at(Path(name) / "returned")
        done = collect.collect(workspace, bench.MONTH)
        package.package = timed  # type: ignore[assignment]  # in this process only
        collect.report(workspace, bench.MONTH, dry_run=True)  # loads what is loaded once
        spent.clear()
        reading: list[float] = []
        for _ in range(rounds):
            start = time.perf_counter()
            collect.report(workspace, bench.MONTH, dry_run=True)
            reading.append(time.perf_counter() - start - spent[-1])
    read, rendered = median(reading), median(spent)
    print(f"median of {rounds} rounds, {sys.version.split()[0]}, {len(done.record.units)} returns")
    print(f"reading and judging {read * 1000:.0f} ms, the package {rendered * 1000:.0f} ms: {rendered / read:.2f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
