"""What the clerk's files were read into, kept by what they hold: reading and proving them outlasts most commands.

It is kept in the account's own folder (``cache_folder``), as a pickle.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, TypeVar, cast

from minsheng_cli import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Noun = TypeVar("Noun")


def kept(
    kind: str, sources: tuple[object, ...], make: Callable[[], Noun], complete: Callable[[], bool] = lambda: True
) -> Noun:
    """Return what was made of ``sources`` (bytes, and plain values with a ``repr``) before, or else make it now.

    ``complete``, asked once it is made: whether it depends on nothing else; only then is it kept. An error never is.
    """
    try:
        path = cache_folder.place(kind, sources)
    except (OSError, RuntimeError):
        return make()
    found = _read(path)
    if found is not None:
        return cast("Noun", found)
    noun = make()
    if complete():
        cache_folder.write(path, pickle.dumps(noun, pickle.HIGHEST_PROTOCOL))
    return noun


def _read(path: Path) -> object | None:
    try:
        data = cache_folder.read(path)
        return None if data is None else cast("object", pickle.loads(data))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - whatever a damaged one does: it is made anew
        return None
