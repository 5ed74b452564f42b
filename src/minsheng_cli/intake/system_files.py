"""Files that programs leave lying about: nobody sent them, and nobody misses them."""

from __future__ import annotations

import re

from minsheng_cli.patterns import compile_when_used

_SYSTEM = compile_when_used(
    r"smime\.p7s|signature\.asc|~\$.*|\.~.*|\._.*|thumbs\.db|desktop\.ini|\.ds_store|~.*\.tmp|\.gitkeep|\.minsheng-.*\.tmp|"
    r"\.nutstore.*|\.dropbox.*|\.syncthing\..*|~syncthing~.*|\.stignore|\.sync",
    re.IGNORECASE,
)
"""Lock files of Office (``~$``) and WPS (``.~``), and what file managers, mails, sync tools and we leave behind."""
_SYSTEM_FOLDERS = frozenset(
    {"__macosx", ".nutstore", ".dropbox.cache", ".stfolder", ".stversions", ".sync", "$recycle.bin"}
)
"""``.stversions``: a sync tool's older versions of what lies beside it."""


def is_system(name: str) -> bool:
    """Whether a file is one that programs leave lying about, by its path."""
    return not _SYSTEM_FOLDERS.isdisjoint(name.lower().split("/")) or bool(_SYSTEM.fullmatch(name.rpartition("/")[2]))
