"""The JSON files of the store: one reader, one spelling, so that the same content is always the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from minsheng_cli.store import disk

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> dict[str, object] | None:
    """Return what a JSON file holds, None when there is none.

    Raises ValueError when it is damaged (no JSON, or no object), StoreError when it cannot be read.
    """
    data = disk.read(path)
    if data is None:
        return None
    try:
        found = json.loads(data)
    except RecursionError as error:
        raise ValueError(path.name) from error
    if not isinstance(found, dict):
        raise ValueError(path.name)  # noqa: TRY004 - damaged, like any other that cannot be read
    return found


def spelled(content: object) -> bytes:
    """Return the one spelling of that content."""
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "backslashreplace")  # half a character in a hostile name becomes JSON's own \\ud83d


def save(path: Path, content: object) -> None:
    """Write a JSON file unless it says exactly that already. Raises StoreError, FileInUse."""
    if not is_spelled(path, content):
        disk.replace_all([(path, spelled(content))])


def is_spelled(path: Path, content: object) -> bool:
    """Whether the file says exactly that already. Raises StoreError when it cannot be read."""
    return disk.read(path) == spelled(content)
