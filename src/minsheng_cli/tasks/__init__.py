"""One module per command, bearing its name: the story of the work, step by step. Only this room reads the clock.

``tasks.collect`` is imported when it is first named, so that each command loads what it needs and nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minsheng_cli.tasks import (
        assess,
        catalogue_check,
        catalogue_confirm,
        catalogue_edit,
        catalogue_export,
        catalogue_import,
        catalogue_next,
        catalogue_show,
        collect,
        compare,
        correct,
        demo,
        discard,
        doctor,
        enter,
        explain,
        fetch,
        generate,
        init,
        lagging,
        overview,
        plan,
        problems,
        received,
        remind,
        seal,
        send,
        status,
        supervise,
        verify,
    )

__all__ = [
    "assess",
    "catalogue_check",
    "catalogue_confirm",
    "catalogue_edit",
    "catalogue_export",
    "catalogue_import",
    "catalogue_next",
    "catalogue_show",
    "collect",
    "compare",
    "correct",
    "demo",
    "discard",
    "doctor",
    "enter",
    "explain",
    "fetch",
    "generate",
    "init",
    "lagging",
    "overview",
    "plan",
    "problems",
    "received",
    "remind",
    "seal",
    "send",
    "status",
    "supervise",
    "verify",
]


def __getattr__(name: str) -> object:
    """Import a task when it is first named (PEP 562)."""
    if name not in __all__:
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")
