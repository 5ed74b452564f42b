"""An index is made once per catalogue."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from minsheng_cli.model import Catalogue

Index = TypeVar("Index")
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
