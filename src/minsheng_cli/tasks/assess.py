"""``assess``: the year's evidence, on the screen and as a workbook in 考核/."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli import store
from minsheng_cli.analysis.assess import assess as gathered
from minsheng_cli.errors import SetupError
from minsheng_cli.model import Month
from minsheng_cli.month import periods, story
from minsheng_cli.reports.xlsx import yearly
from minsheng_cli.store.folders import EVIDENCE
from minsheng_cli.text.fold import half_width
from minsheng_cli.workbook.paper import safe_file_name

if TYPE_CHECKING:
    from minsheng_cli.analysis.assess import Year
    from minsheng_cli.workspace import Workspace


def assess(workspace: Workspace, year: str | None, *, dry_run: bool = False) -> tuple[Year, str, str]:
    """Gather the year's evidence and write it as a workbook. SetupError when no month has been collected.

    Return the evidence, the workbook's path, and where one that a person had changed was put aside ("" if none was).
    """
    told = story.stories(space := _of_year(workspace, year))
    if not told:
        raise SetupError("还没有收过任何月份的表，没有依据可列。")
    found = gathered(told, space.settings.assess.given)
    book = told[-1].view.catalogue
    name = f"{EVIDENCE}/{safe_file_name(f'{book.district}{book.year}年{book.terms.topic}年终考核依据.xlsx')}"
    if dry_run:
        return found, name, ""
    workbook = yearly.render(found, book)
    done = store.publish(workspace.root, name, workbook, "minsheng assess", periods.now(workspace))
    return found, name, dict(done.set_aside).get(name, "")


def _of_year(workspace: Workspace, year: str | None) -> Workspace:
    """Return the workspace with the list of the year named; default: this year's, or the newest that was collected."""
    if year is not None:
        said = half_width(year).strip().removesuffix("年")
        if not re.fullmatch(r"20\d\d", said, re.ASCII):
            raise SetupError(f"“{year}”不是年份，请写成 2025 的样子。")
        return workspace.of_year(int(said))
    if periods.months_of_year(workspace, workspace.catalogue.year):
        return workspace
    months = [Month.parse(name) for name in reversed(store.months(workspace.root))]
    return next((workspace.of(m) for m in months if workspace.year_of(m) is not None), workspace)
