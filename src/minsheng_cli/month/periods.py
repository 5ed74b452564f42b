"""Which month a command is about, and what every command about a month works with."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from minsheng_cli import model, store
from minsheng_cli.errors import SetupError
from minsheng_cli.nouns import dataclass
from minsheng_cli.store import MonthStore
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from collections.abc import Callable

    from minsheng_cli.model import Catalogue, Month, Project
    from minsheng_cli.workspace import Workspace

    Tell = Callable[[int, int], None]  # (done, of how many)


@dataclass(frozen=True)
class Period:
    """One reporting period in one workspace."""

    workspace: Workspace
    month: Month
    catalogue: Catalogue  # what stood in that month
    store: MonthStore


def quiet(done: int, total: int) -> None:
    """Tell nobody how far the work is."""


def opened(workspace: Workspace, month: Month) -> Period:
    """Return a month with its catalogue and its store; nothing is written yet.

    It is read with the list of its own year.
    A sealed month is told by the catalogue and settings it was judged by, whatever they say today.
    """
    store_of_month = MonthStore(workspace.month_folder(month), month)
    if store_of_month.is_sealed() and (basis := store_of_month.basis()):
        workspace = workspace.judging_by(basis)
    else:
        workspace = workspace.of(month)
    return Period(workspace, month, workspace.catalogue_at(month), store_of_month)


def now(workspace: Workspace) -> datetime:
    """Return the time by the workspace's clock."""
    return datetime.now(workspace.settings.zone)


def named(workspace: Workspace, text: str) -> Month:
    """Return the month a person named; SetupError when it is no month or outside the catalogue's range."""
    try:
        # The list is only asked where no year is named: a month of another year needs none of this one's.
        month = model.Month.meant(text, lambda: workspace.catalogue.issued.months())  # noqa: PLW0108 - read when asked for
    except ValueError:
        # What is no month at all stands where the month was left out.
        first = "" if "月" in text or text[:1].isdigit() else "，写在项目、单位和文件的前面"
        raise SetupError(f"“{text}”不是月份，请把月份写成 2025-04 或 4月{first}。") from None
    workspace.of(month)
    return month


def months_of_year(workspace: Workspace, year: int) -> list[Month]:
    """Return the months that have a folder and are read with that year's list, oldest first."""
    names = (name for name in store.months(workspace.root) if name[:4] in (str(year), str(year + 1)))
    months = map(model.Month.parse, names)
    return [month for month in months if workspace.year_of(month) == year]


def project_called(wanted: str, catalogue: Catalogue) -> Project:
    """Return the project a person named: by its id or name, its printed number, or the unit that leads it alone.

    SetupError when there is none, or several: then each is named.
    """
    from minsheng_cli.identity import names  # noqa: PLC0415 - 17 ms, and `status` names no project

    said = half_width(wanted).strip()
    if (project := catalogue.find_project(said.upper())) is not None:
        return project
    match = names.project_named(wanted, catalogue)
    if match is not None:
        return catalogue.project(match.project_id)
    units = {m.unit_id for m in names.unit_named(wanted, catalogue)}
    found = [p for p in catalogue.projects if p.number == said or (len(units) == 1 and units & set(p.lead_units))]
    if len(found) == 1:
        return found[0]
    if found:
        several = "、".join(f"{p.id} {p.name}" for p in found)
        raise SetupError(f"“{wanted}”可以指 {len(found)} 个项目（{several}），请写项目编号。")
    ids = f"{catalogue.projects[0].id} … {catalogue.projects[-1].id}"
    raise SetupError(f"清单中没有“{wanted}”这个项目，请写项目编号（{ids}）、项目名称或牵头单位。")


def current(workspace: Workspace) -> Month:
    """Return the month whose due day comes next, which is what ``generate`` takes by default; SetupError: none does."""
    today = now(workspace).date()
    book = workspace.catalogue
    months = [*book.issued.months(), book.last_month.closing(book.year)]
    for month in months:
        if workspace.catalogue_at(month).due(month) >= today:
            return month
    raise SetupError(
        f"{book.year}年各月的报送截止日都已经过了，请写明月份，例如 {book.last_month}；"
        "新的一年请先建立新年度的项目清单：minsheng catalogue next 通知。"
    )


def newest(workspace: Workspace) -> str:
    """Return the newest month that has been generated; SetupError when there is none."""
    month = store.newest(workspace.root)
    if month is None:
        raise SetupError(
            "还没有下发过任何月份的表格，请先运行 minsheng generate 月份，例如 minsheng generate 2025-04；"
            "工作目录在别处的，请先进入该目录，或用 -C 指明。"
        )
    return month
