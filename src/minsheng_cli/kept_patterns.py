"""What our regular expressions were compiled into, kept between runs in the account's own folder (``cache_folder``).

The commands of a month spend 175 ms on compiling them, and each reader 75. A list of its own for the readers: they
write theirs when they start, before anything that came back is near, and can neither read nor write any afterwards.
"""

from __future__ import annotations

import marshal
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng_cli import cache_folder, patterns

if TYPE_CHECKING:
    from collections.abc import Callable

    from minsheng_cli.patterns import Made, Written


def place(of: str) -> Path | None:
    """Return where those of a kind of process (``commands``, ``readers``) are kept; None where nothing can be."""
    try:
        return cache_folder.place(f"patterns-{of}")
    except (OSError, RuntimeError):
        return None


def read(path: Path | None) -> dict[Written, Made]:
    """Return what is kept at ``path``; {} when it is damaged or there is none."""
    data = cache_folder.read(path) if path else None
    try:
        return dict(marshal.loads(data)) if data else {}  # noqa: S302 - our own
    except (ValueError, EOFError, TypeError):
        return {}


def keep(path: Path | None) -> None:
    """Keep at ``path`` what has been compiled, if any of it is new."""
    made = patterns.made()
    if made is not None and path is not None:
        cache_folder.write(path, marshal.dumps(made))


_earlier: dict[Written, Made] = {}


def remember(path: str) -> None:
    """Let a reader that starts use what is kept at ``path``: before it loads modules that use some of it themselves."""
    _earlier.update(read(Path(path)) if path else {})
    patterns.remember(lambda: _earlier)


def take(path: str, load: Callable[[], object]) -> None:
    """Let a reader use what is kept at ``path``; else ``load`` all it may need, compile and keep that."""
    if not _earlier:
        remember(path)
    if not _earlier:
        load()
        for pattern in patterns.ours():
            _ = pattern.groups  # which compiles it
        keep(Path(path))
