"""``assess``: the year's evidence, on the screen and as a workbook in 考核/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import store
from minsheng_cli.analysis.assess import assess as gathered
from minsheng_cli.errors import SetupError
from minsheng_cli.month import period, story
from minsheng_cli.reports.xlsx import yearly
from minsheng_cli.workbook.paper import safe_file_name

if TYPE_CHECKING:
    from minsheng_cli.analysis.assess import Year
    from minsheng_cli.workspace import Workspace

FOLDER = "考核"


def assess(workspace: Workspace, year: str | None, *, dry_run: bool = False) -> tuple[Year, str, str]:
    """Gather the year's evidence; return it, the workbook's path and that of one a person had changed there or ""."""
    book = workspace.catalogue_at(workspace.catalogue.last_month)
    if year is not None and year.strip().removesuffix("年") != str(book.year):
        raise SetupError(f"项目清单是 {book.year} 年的，没有 {year} 年的依据。")
    told = story.stories(workspace)
    if not told:
        raise SetupError("还没有收过任何月份的表，没有依据可列。")
    found = gathered(told, workspace.settings.weights)
    name = f"{FOLDER}/{safe_file_name(f'{book.district}{book.year}年重点民生实事年终考核依据.xlsx')}"
    if dry_run:
        return found, name, ""
    workbook = yearly.render(found, told[-1].view.catalogue)
    done = store.publish(workspace.root, name, workbook, "minsheng assess", period.now(workspace))
    return found, name, dict(done.set_aside).get(name, "")
