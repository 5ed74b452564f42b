"""What one run of the program carries: how it ends, and the workspace named before the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CLEAN, OUTSTANDING, USAGE, ENVIRONMENT = 0, 1, 2, 3
"""Exit codes."""

_global: dict[str, Path] = {}


def name_global_workspace(folder: Path) -> None:
    """Note the workspace named before the command: ``minsheng -C 目录 status``."""
    _global["workspace"] = folder


def global_workspace() -> Path | None:
    """Return the workspace named before the command, None when none was."""
    return _global.get("workspace")
