"""The wall: a workbook of a foreign format is opened in a process of its own, and only plain data comes back."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from minsheng_cli import errors
from minsheng_cli.errors import SubmissionError, TooLarge, Unreadable
from minsheng_cli.model import Cell, Grid

TIME_LIMIT = 30.0  # seconds, start of the process included
_ANSWERS: tuple[type[SubmissionError], ...] = (
    errors.Unreadable,
    errors.Encrypted,
    errors.Unsupported,
    errors.TooLarge,
)


def read_behind_wall(data: bytes) -> tuple[Grid, ...]:
    """Return the sheets of an .xls or .et workbook. Raises a SubmissionError, also when the worker died of the file."""
    command = [sys.executable, "-I", "-m", "minsheng_cli.intake.worker"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, nothing of the file's on the command line
            command, input=data, capture_output=True, timeout=TIME_LIMIT, check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise TooLarge(why="读取时间过长") from error
    try:
        answer = json.loads(done.stdout) if done.returncode == 0 else None
        if answer is None:
            raise Unreadable(why="读取时程序异常中止")
        if "error" in answer:
            kind = next(kind for kind in _ANSWERS if kind.__name__ == answer["error"])
            raise kind(**answer["facts"])
        return tuple(_grid(grid) for grid in answer["grids"])
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise Unreadable(why="读取时程序异常中止") from error


def _grid(said: dict[str, Any]) -> Grid:
    cells = {(row, col): Cell(text, kind, struck=struck) for row, col, text, kind, struck in said["cells"]}
    merges = tuple((a, b, c, d) for a, b, c, d in said["merges"])
    return Grid(said["sheet"], cells, merges, said["hidden"], frozenset(said["rows"]), frozenset(said["cols"]))
