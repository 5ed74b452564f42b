"""``catalogue check``: every fault of a list, with file, line and field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli import catalogue
from minsheng_cli.catalogue.sketch import PROPOSED
from minsheng_cli.workspace import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng_cli.workspace import Workspace


def check(workspace: Workspace, file: Path | None) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return what was checked (a file, or the workspace's own list with its contacts), its faults, and what to know.

    The latter is said of a list without faults only: what it leaves open, and what then cannot be told.
    """
    source = (str(file), read_bytes(file), None) if file else workspace.catalogue_source()
    elsewhere = workspace.units_of_other_years
    faults = catalogue.check(*source, elsewhere=elsewhere)
    if faults:
        return source[0], faults, ()
    book = catalogue.load(*source, elsewhere=elsewhere)
    return source[0], (), (*proposals(source[1]), *catalogue.left_open(book.at(book.last_month)))


def proposals(data: bytes) -> tuple[str, ...]:
    """Say how many indicators are still the program's proposals: a reading of a target is a person's."""
    number = len(re.findall(rf"(?m)^ *- \{{id: .*{re.escape(PROPOSED)}", data.decode("utf-8", "replace")))
    how = "请逐条核对；核对过的删去行末的“# 建议”（在表格里清空“状态”）"
    return (f"{number} 项指标是程序从目标任务中读出的建议，{how}。",) if number else ()
