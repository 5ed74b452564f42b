"""Regular expressions that are compiled when they are first used.

A command loads some two hundred and fifty of them, which takes 120 ms of computing; a month that has no problems, no
mails and no corrections uses half. ``compile_when_used`` takes the place of ``re.compile`` for those of a module.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["compile_when_used"]

if TYPE_CHECKING:
    from re import compile as compile_when_used
else:

    class compile_when_used:  # noqa: N801 - read as the function it stands for
        """A pattern; ``search``, ``sub`` and all its other methods are those of ``re.Pattern``."""

        def __init__(self, pattern: str, flags: int = 0) -> None:
            """Note the pattern."""
            self._written = pattern, flags

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the pattern has
            """Compile the pattern, and keep what was asked for: the next time this is not called."""
            if name.startswith("_"):
                raise AttributeError(name)
            found = getattr(re.compile(*self._written), name)
            setattr(self, name, found)
            return found
