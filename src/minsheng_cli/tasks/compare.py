"""``compare``: a month beside the one before it, or any other."""

from __future__ import annotations

from minsheng_cli.month.story import compared as compare

__all__ = ["compare"]
