"""The Python API: what other programs may rely on. See ``docs/API.md``.

Everything named in ``__all__`` keeps its name, its arguments and what it returns within a major version; whatever else
the package holds may change. Each function is imported when it is first named, so that a script pays for what it uses.

Errors are subclasses of ``MinshengError``: ``str(error)`` is a Chinese sentence, ``error.code`` names the kind,
``error.remedy`` says what to do.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minsheng_cli.errors import MinshengError
    from minsheng_cli.model import Month, as_json
    from minsheng_cli.month.story import compared, stories, story_of
    from minsheng_cli.tasks.collect import collect, report
    from minsheng_cli.tasks.generate import generate
    from minsheng_cli.tasks.init import init
    from minsheng_cli.tasks.verify import verify
    from minsheng_cli.workspace import Workspace

__all__ = [
    "MinshengError",
    "Month",
    "Workspace",
    "as_json",
    "collect",
    "compared",
    "generate",
    "init",
    "report",
    "stories",
    "story_of",
    "verify",
]

_PLACES = {
    "MinshengError": "errors",
    "Month": "model",
    "Workspace": "workspace",
    "as_json": "model",
    "collect": "tasks.collect",
    "compared": "month.story",
    "generate": "tasks.generate",
    "init": "tasks.init",
    "report": "tasks.collect",
    "stories": "month.story",
    "story_of": "month.story",
    "verify": "tasks.verify",
}


def __getattr__(name: str) -> object:
    """Import a name of the API when it is first used (PEP 562)."""
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(f"minsheng_cli.{_PLACES[name]}"), name)
