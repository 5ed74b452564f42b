"""``catalogue check``: every fault of a list, with file, line and field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import catalogue
from minsheng_cli.errors import CatalogueError
from minsheng_cli.workspace import CONTACTS_FILE, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng_cli.model import Catalogue
    from minsheng_cli.workspace import Workspace


def check(workspace: Workspace, file: Path | None) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the name of the list checked (``file``, or the workspace's own with its contacts), its faults, remarks.

    Remarks are made only of a list without faults: what it leaves open, and what can therefore not be judged.
    """
    source = (str(file), read_bytes(file), None) if file else workspace.catalogue_source()
    elsewhere = workspace.units_of_other_years
    try:
        book = catalogue.load(*source, elsewhere=elsewhere)
    except CatalogueError as error:
        return source[0], error.faults, ()
    unused = catalogue.contacts_unused(source[1], contacts[1]) if (contacts := source[2]) else ()
    told = [f"{CONTACTS_FILE} 里的{'、'.join(unused)}不是{book.year}年的牵头单位，不使用，也不删去。"] if unused else []
    return source[0], (), (*proposals(book.issued), *told, *catalogue.left_open(book.at(book.last_month)))


def proposals(listed: Catalogue) -> tuple[str, ...]:
    """Return one sentence on how many indicators are unconfirmed proposals of the program, () when none is."""
    number = sum(i.proposed for p in listed.projects for i in p.indicators)
    how = "核对之前不判断进度；请在表格里核对（清空“状态”），或运行 minsheng catalogue confirm"
    return (f"{number} 项指标是程序从目标任务中读出的建议，{how}。",) if number else ()
