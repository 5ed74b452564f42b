"""``lagging``: what is behind in a month, for how long, and why."""

from __future__ import annotations

from minsheng_cli.month.story import story_of

__all__ = ["story_of"]
