"""``plan``: the form for a yearly plan, and reading a filled one into ``data/plans.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import store
from minsheng_cli.amounts import plain
from minsheng_cli.config.read import every_plan
from minsheng_cli.errors import SetupError
from minsheng_cli.form import plan as paper
from minsheng_cli.month import periods
from minsheng_cli.store import disk
from minsheng_cli.store.folders import PLANS
from minsheng_cli.wall import Readers
from minsheng_cli.workbook.paper import safe_file_name
from minsheng_cli.workspace import PLANS_FILE, is_file, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng_cli.model import Plan
    from minsheng_cli.workspace import Workspace


def blank(workspace: Workspace, *, dry_run: bool = False) -> tuple[str, str]:
    """Write the plan's form, filled with the plans known so far.

    Return its path inside the workspace, and that of the one a person had filled in there ("" when nobody had).
    """
    book = workspace.catalogue
    catalogue = book.at(book.last_month)
    months = catalogue.months()
    name = (
        f"{PLANS}/{safe_file_name(f'{catalogue.district}{catalogue.year}年{catalogue.terms.topic}分月进度计划.xlsx')}"
    )
    if dry_run:
        return name, ""
    form = paper.blank(catalogue, months, workspace.plans)
    done = store.publish(workspace.root, name, form, "minsheng plan", periods.now(workspace))
    return name, dict(done.set_aside).get(name, "")


def load(workspace: Workspace, path: Path, *, dry_run: bool = False) -> tuple[int, tuple[str, ...]]:
    """Take a filled plan over into ``data/plans.yaml``; return the number of indicators and what was refused, and why.

    SetupError when the workbook has no usable figure.
    """
    catalogue = workspace.catalogue.at(workspace.catalogue.last_month)
    with Readers() as readers:  # it comes from a unit: opened behind the wall like a return
        cells = readers.cells(read_bytes(path))
    found, faults = paper.parse(cells, catalogue)
    if not found:
        raise SetupError(f"“{path.name}”里没有可用的计划：{faults[0] if faults else '各月都没有填数。'}")
    if not dry_run:
        lines = ["# 各指标的分月计划（累计数），由 minsheng plan 写入，也可以直接修改。", "plans:"]
        for indicator, figures in sorted(_merged(workspace, found).items()):
            told = ", ".join(f'"{month}": {plain(value)}' for month, value in sorted(figures.items()))
            lines.append(f"  {indicator}: {{{told}}}")
        disk.write_file(workspace.root / PLANS_FILE, ("\n".join(lines) + "\n").encode())
    return len(found), faults


def _merged(workspace: Workspace, found: Plan) -> Plan:
    """Return all planned figures with new ones in the place of this year's; those of other years stay."""
    path, known = workspace.root / PLANS_FILE, workspace.catalogue.names
    merged: Plan = {}
    for placed in every_plan(PLANS_FILE, read_bytes(path)) if is_file(path) else ():
        indicator, month, figure = placed.part
        if indicator not in found or not known.owns(month):
            merged.setdefault(indicator, {})[str(month)] = figure
    for indicator, figures in found.items():
        merged.setdefault(indicator, {}).update(figures)
    return merged
