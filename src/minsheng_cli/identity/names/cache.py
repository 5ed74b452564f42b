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
    """Remember what ``build`` made, by the catalogue's identity: hashing one costs as much as matching a name.

    The catalogue is kept beside its index, so that an id cannot be used again while it is remembered.
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
