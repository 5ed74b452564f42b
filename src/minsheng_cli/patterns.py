"""Regular expressions that are compiled when they are first used, and only once where that can be remembered.

A command loads some two hundred and fifty of them; a month without problems, mails and corrections uses half, and
compiling that half takes 175 ms of computing. ``compile_when_used`` takes the place of ``re.compile`` for those of a
module. What one is compiled into is a list of numbers: ``remember`` takes those of an earlier run, ``made`` gives them
out to be kept (``kept_patterns``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import compile as compile_when_used

    Written = tuple[str, int]
    """A pattern and its flags."""
    Made = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
    """Flags, code, number of groups, their names: what CPython's own ``re`` makes an ``re.Pattern`` of."""

__all__ = ["compile_when_used", "made", "ours", "remember"]

_ours: list[re.Pattern[str]] = []  # compiled or not
_made: dict[Written, Made] = {}
_remembered: list[Callable[[], dict[Written, Made]]] = []  # asked when the first pattern is used
_known = 0  # of those made: how many were remembered


def remember(earlier: Callable[[], dict[Written, Made]]) -> None:
    """Take what an earlier run made; ``earlier`` is called once, when the first pattern is used."""
    _remembered[:] = [earlier]


def made() -> dict[Written, Made] | None:
    """Return all that was made and remembered; None when nothing has been added."""
    return dict(_made) if len(_made) > _known else None


def ours() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of all modules that are loaded."""
    return tuple(_ours)


def _compiled(written: Written) -> re.Pattern[str]:
    """Return a pattern, made of what is remembered when it is.

    Follows ``re._compiler.compile``, which is the same in CPython 3.11 to 3.14; where another Python does it otherwise,
    nothing is remembered. The code is checked by ``re`` itself: a damaged one is refused, and compiled anew.
    """
    global _known  # noqa: PLW0603 - told once
    while _remembered:
        _made.update(_remembered.pop()())
        _known = len(_made)
    try:
        if written not in _made:
            _made[written] = _make(*written)
        return _pattern(written[0], _made[written])
    except (ImportError, AttributeError, TypeError, ValueError, RuntimeError, OverflowError):
        _made.pop(written, None)
        return re.compile(*written)


def _make(pattern: str, flags: int) -> Made:
    from array import array  # noqa: PLC0415 - only when something new is compiled
    from re import _compiler, _parser  # type: ignore[attr-defined]  # noqa: PLC0415 - CPython's own

    parsed = _parser.parse(pattern, flags)
    code = _compiler._code(parsed, flags)  # noqa: SLF001 - as above
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    return flags | state.flags, array("I", code).tobytes(), state.groups - 1, dict(state.groupdict), tuple(names)


def _pattern(pattern: str, made: Made) -> re.Pattern[str]:
    import _sre  # type: ignore[import-not-found]  # noqa: PLC0415 - CPython's own

    flags, code, groups, numbers, names = made
    found: re.Pattern[str] = _sre.compile(
        pattern, flags, memoryview(code).cast("I").tolist(), groups, dict(numbers), names
    )
    return found


if not TYPE_CHECKING:

    class compile_when_used:  # noqa: N801 - read as the function it stands for
        """A pattern; ``search``, ``sub`` and all its other methods are those of ``re.Pattern``."""

        def __init__(self, pattern: str, flags: int = 0) -> None:
            """Note the pattern."""
            self._written = pattern, int(flags)
            _ours.append(self)

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the pattern has
            """Compile the pattern, and keep what was asked for: the next time this is not called."""
            if name.startswith("_"):
                raise AttributeError(name)
            found = getattr(_compiled(self._written), name)
            setattr(self, name, found)
            return found
