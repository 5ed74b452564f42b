"""The JSON files of the store: one reader, one spelling, so that the same content is always the same bytes."""

from __future__ import annotations

import json
from contextlib import suppress
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
    """Return the one spelling of that content: as Python's own library writes it with an indent of one."""
    written = json.dumps(content, ensure_ascii=False)
    if len(written) > _LONG:
        # Asked for an indent, that library does without its encoder in C, which is ten times as fast.
        from msgspec import DecodeError  # noqa: PLC0415 - 25 ms: more than an ordinary file takes
        from msgspec.json import format as indented  # noqa: PLC0415 - as above

        with suppress(DecodeError):  # half a character in a hostile name
            return indented(written.encode("utf-8", "backslashreplace"), indent=1) + b"\n"
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "backslashreplace")  # half a character in a hostile name becomes JSON's own \ud83d


_LONG = 20_000  # characters


def save(path: Path, content: object) -> None:
    """Write a JSON file unless it says exactly that already. Raises StoreError, FileInUse."""
    put = spelled(content)
    if disk.read(path) != put:
        disk.replace_all([(path, put)])


def is_spelled(path: Path, content: object) -> bool:
    """Whether the file says exactly that already. Raises StoreError when it cannot be read."""
    return disk.read(path) == spelled(content)
