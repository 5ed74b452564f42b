"""The wall: what came back is opened in processes of its own, with limits, and only plain data comes out.

A file that hangs, crashes or swells its worker is named; the rest goes on with a fresh one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minsheng_cli.wall.opened import Opened, OpenedDocument
    from minsheng_cli.wall.pool import Readers

__all__ = ["Opened", "OpenedDocument", "Readers"]


def __getattr__(name: str) -> object:
    """Load what is asked for (PEP 562): a reader process is in this package, and has no use for what starts others."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{'pool' if name == 'Readers' else 'opened'}"), name)
