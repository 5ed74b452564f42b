"""``demo``: April and May on invented returns, through the very commands the clerk uses."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from minsheng_cli import demo
from minsheng_cli.errors import SetupError
from minsheng_cli.nouns import dataclass
from minsheng_cli.store import disk
from minsheng_cli.store.folders import INBOX
from minsheng_cli.tasks import collect, generate, init
from minsheng_cli.workspace import Workspace, packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from minsheng_cli.demo import DemoReturn
    from minsheng_cli.model import CatalogueBook, Month


@dataclass(frozen=True)
class Played:
    """One month of the demo."""

    month: Month
    returns: tuple[DemoReturn, ...]
    collected: collect.Collected


UNFINISHED = "演示还没有做完.txt"
"""Lies in the folder while the demo is being made: with it there, an interrupted demo is simply run again."""
_SAYS = "演示做到一半中断了。再运行一次同样的命令就会接着做完；不要了，删除整个文件夹即可。\n"


def _check_fresh(folder: Path) -> None:
    """Refuse (`SetupError`) a folder that holds anything but a demo that was interrupted."""
    if folder.is_dir():
        there = {path.name for path in folder.iterdir() if not disk.is_temporary(path.name)}
        fresh = not there or UNFINISHED in there
    else:
        fresh = not folder.exists()
    if not fresh:
        raise SetupError(f"“{folder}”已有内容；演示要用空文件夹，请换一个名称，例如 minsheng demo 演示2。")


def _months(book: CatalogueBook) -> tuple[Month, Month]:
    """Return the first two full months of the list."""
    return book.first_month.shift(1), book.first_month.shift(2)


def preview(folder: Path) -> tuple[Month, Month]:
    """Return the months that `play` would play there; write nothing, refuse what `play` refuses."""
    _check_fresh(folder)
    return _months(Workspace.at(packaged()).catalogue)


def play(folder: Path, tell: Callable[[str], None]) -> Iterator[Played]:
    """Play the first two full months of the catalogue in a fresh folder."""
    _check_fresh(folder)
    disk.write_file(folder / UNFINISHED, _SAYS.encode())
    disk.sweep(folder)
    init.init(folder)
    workspace = Workspace.at(folder)
    book = workspace.catalogue
    earlier: dict[str, bytes] | None = None
    for month in _months(book):
        tell(f"{month.label}：下发表格")
        made = generate.generate(workspace, str(month))
        root = workspace.month_folder(month)
        blanks = {unit: (root / name).read_bytes() for unit, name in made.books.items()}
        returns = demo.invent(book.at(month), month, blanks, workspace.settings.zone, earlier)
        tell(f"{month.label}：各单位报回 {len(returns)} 个文件（均为虚构的示例）")
        for item in returns:
            path = root / INBOX / item.name
            disk.write_file(path, item.data)
            stamp = item.received_at.timestamp()
            os.utime(path, (stamp, stamp))
        tell(f"{month.label}：收表、核对、汇总")
        done = collect.collect(workspace, str(month))
        yield Played(month, returns, done)
        sent = {item.name: item.data for item in returns}
        earlier = {line.unit: sent[line.file] for line in done.record.units if line.file in sent}
    with disk.guarded(folder / UNFINISHED, "删除"):
        (folder / UNFINISHED).unlink()
