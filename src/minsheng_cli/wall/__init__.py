"""The wall: what came back is opened in processes of its own, with limits, and only plain data comes out.

A file that hangs, crashes or swells its worker is named; the rest goes on with a fresh one.
"""

from minsheng_cli.wall.opened import Opened, OpenedDocument
from minsheng_cli.wall.pool import Readers

__all__ = ["Opened", "OpenedDocument", "Readers"]
