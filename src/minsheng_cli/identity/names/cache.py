"""Of each catalogue an index is made once, and what was said of a name is remembered."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from minsheng_cli.text.known import remembered

if TYPE_CHECKING:
    from collections.abc import Callable

    from minsheng_cli.model import Catalogue

Index = TypeVar("Index")
Answer = TypeVar("Answer")
_KEPT = 24


def once_per_catalogue(build: Callable[[Catalogue], Index]) -> Callable[[Catalogue], Index]:
    """Wrap ``build`` so that each catalogue's index is made once, looked up by ``id(catalogue)``.

    Not by its hash, which costs as much as matching a name. The catalogue is kept beside its index, so that Python
    cannot give its ``id`` to another one.
    """
    made: dict[int, tuple[Catalogue, Index]] = {}

    @wraps(build)
    def index(catalogue: Catalogue) -> Index:
        kept = made.get(id(catalogue))
        if kept is None:
            if len(made) >= _KEPT:
                made.clear()
            kept = made[id(catalogue)] = (catalogue, build(catalogue))
        return kept[1]

    return index


def once_per_name(ask: Callable[[str, Catalogue], Answer]) -> Callable[[str, Catalogue], Answer]:
    """Wrap ``ask`` so that what it said of a short text is remembered for each catalogue.

    A return says the same names in several places, and a month's returns are of the same units and projects.
    """
    known = once_per_catalogue(lambda catalogue: remembered(lambda text: ask(text, catalogue)))

    @wraps(ask)
    def asked(text: str, catalogue: Catalogue) -> Answer:
        return known(catalogue)(text)

    return asked
