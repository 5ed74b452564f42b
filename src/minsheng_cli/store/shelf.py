"""Outputs that belong to no month (计划, 考核): one file beside 产出.json, and the same promises as in a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.store import disk, json_files, lock, outputs

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from minsheng_cli.store.outputs import Published

_OUTPUTS, _LOCK = "产出.json", ".lock"


def publish(root: Path, name: str, data: bytes, command: str, now: datetime) -> Published:
    """Write one output, ``计划/….xlsx``; a file that a person changed is moved aside to “….（人工修改1）.xlsx” first.

    Raises Locked when another process is at it, FileInUse when a program holds the file, StoreError.
    """
    folder = root / name.partition("/")[0]
    if not disk.exists(folder / _LOCK):
        disk.make_folders([folder])
    with lock.held(folder / _LOCK, folder.name, command, now) as last_ended_in_order:
        if not last_ended_in_order:
            disk.sync_folders([root, folder])
        disk.sweep(folder)
        known = outputs.load(folder / _OUTPUTS, f"{folder.name}/{_OUTPUTS}")

        def save(known: outputs.Known) -> None:
            json_files.save(folder / _OUTPUTS, outputs.content(known))

        return outputs.carry_out(root, known, {name: data}, save)
