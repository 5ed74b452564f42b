"""Which workspace and which month a command is about."""

from __future__ import annotations

from pathlib import Path

from minsheng_cli import model, store
from minsheng_cli.cli.session import global_workspace
from minsheng_cli.errors import MinshengError
from minsheng_cli.month import periods
from minsheng_cli.store.folders import INBOX
from minsheng_cli.workspace import Workspace


def open_workspace(own: Path | None) -> Workspace:
    """Return the workspace a command works in: named after it, named before it, or the nearest one upwards."""
    return Workspace.at(own or global_workspace())


def month_of_inbox_path(space: Workspace, path: Path, month: str | None) -> str | None:
    """Return the month whose inbox a path lies in, or the one given; MinshengError for our own folders.

    What we keep and send out must never be taken in as if it had come back.
    """
    root, place = space.root.resolve(), path.resolve()
    if root.is_relative_to(place):
        raise MinshengError(f"“{path}”是整个工作目录；请写要收的文件，或只写月份。")
    if not place.is_relative_to(root):
        return month
    folder, *below = place.relative_to(root).parts
    if folder not in store.months(root):
        return month
    if below[:1] != [INBOX]:
        raise MinshengError(
            f"“{path}”不在“{folder}/{INBOX}”里，不是报回的文件；收这个月请运行 minsheng collect {folder}。"
        )
    if month is not None and month != folder:
        raise MinshengError(f"“{path}”是 {folder} 的“{INBOX}”，不能收进 {month}；请运行 minsheng collect {folder}。")
    return folder


def is_month(text: str) -> bool:
    """Whether a word on the command line is meant as a month; 2025-13 is, unless such a file exists."""
    try:
        # any year: the list decides later
        model.Month.meant(text, lambda: [model.Month(2000, number) for number in range(1, 13)])
    except ValueError:
        return text[:4].isdecimal() and text[4:5] == "-" and "." not in text and not Path(text).exists()
    return True


def month_named(space: Workspace, text: str) -> str:
    """Return the month a person named, as its folder is called; SetupError when it is none."""
    return str(periods.named(space, text))
