"""What on a disk only stands for something that lies elsewhere: symbolic links, and the junctions of Windows."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT; OneDrive's placeholders bear other tags and are files


def is_link(path: Path) -> bool:
    """Whether a name leads elsewhere. Raises OSError when it cannot be told."""
    status = path.lstat()
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION
