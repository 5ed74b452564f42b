"""The process that opens what we do not parse ourselves: a workbook's bytes on standard input, JSON on standard output.

Whatever the file does to it, it can only die: its memory, its time and what it may write are limited by the system.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from minsheng_cli.errors import SubmissionError
from minsheng_cli.intake import xls
from minsheng_cli.model import as_json

if TYPE_CHECKING:
    from minsheng_cli.model import Grid

MEMORY_LIMIT = 1 << 30  # bytes
CPU_LIMIT = 20  # seconds


def _limit() -> None:
    if sys.platform == "win32":  # there the parent's time limit must do
        return
    import resource  # noqa: PLC0415 - not on Windows

    for what, most in (
        (resource.RLIMIT_AS, MEMORY_LIMIT),
        (resource.RLIMIT_CPU, CPU_LIMIT),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Read one workbook and answer with its grids, or with the code and facts of why not."""
    data = sys.stdin.buffer.read()
    _limit()
    answer: dict[str, object]
    try:
        answer = {"grids": [_plain(grid) for grid in xls.read(data)]}
    except SubmissionError as error:
        answer = {"error": type(error).__name__, "facts": error.facts}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _plain(grid: Grid) -> dict[str, object]:
    cells = [[row, col, c.text, c.kind, c.struck] for (row, col), c in grid.cells.items()]
    return {
        "sheet": grid.sheet,
        "cells": cells,
        "merges": as_json(grid.merges),
        "hidden": grid.hidden,
        "rows": sorted(grid.hidden_rows),
        "cols": sorted(grid.hidden_cols),
    }


if __name__ == "__main__":
    main()
