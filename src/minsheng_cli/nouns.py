"""``@dataclass(frozen=True)``, slots or none, as the standard library means it, at a quarter of the loading time.

The standard one writes six methods of every class as text and compiles each when its module is loaded: 0.7 ms a class,
of which a command loads some two hundred (CPython 3.11). Here only ``__init__`` is written; the others are the same for
all nouns. What is made is a dataclass like any other: ``fields``, ``replace`` and ``is_dataclass`` take it for one.
Whatever else is asked for (mutable, ordered) the standard library makes.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, **rest: bool) -> Callable[[type], type]:
        """Return what makes a class a dataclass, as ``dataclasses.dataclass`` does."""
        if frozen and not rest:
            return lambda kind: _noun(kind, slots=slots)
        return dataclasses.dataclass(frozen=frozen, slots=slots, **rest)


def _noun(kind: type, *, slots: bool) -> type:
    kind.__doc__ = kind.__doc__ or kind.__name__  # else the standard one makes one of the signature, which takes 20 ms
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(kind)
    own = vars(kind)
    made.__init__ = _init(made)
    compared = [field.name for field in dataclasses.fields(made) if field.compare]
    values: Callable[[object], object] = attrgetter(*compared) if compared else type

    def equals(self: object, other: object) -> bool:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    methods: dict[str, Callable[..., object]] = {
        "__eq__": equals,
        "__hash__": lambda self: hash(values(self)),
        "__repr__": _repr,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
    }
    for name, method in (methods | ({"__getstate__": _state, "__setstate__": _restore} if slots else {})).items():
        if own.get(name) is None:  # a class that defines __eq__ has a __hash__ of None
            setattr(made, name, method)
    noun: type = made
    return noun


def _init(kind: Any) -> object:  # noqa: ANN401 - a dataclass
    """Write the one method that is called often enough to be worth it."""
    known: dict[str, Any] = {"_put": object.__setattr__, "_made": object()}
    takes, puts = ["self"], []
    for field in dataclasses.fields(kind):
        name = field.name
        if field.default is not dataclasses.MISSING:
            known[f"_{name}"] = field.default
            takes.append(f"{name}=_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_{name}"] = field.default_factory
            takes.append(f"{name}=_made")
            puts.append(f"    if {name} is _made: {name} = _{name}()")
        else:
            takes.append(name)
        puts.append(f"    _put(self, {name!r}, {name})")
    exec(f"def __init__({', '.join(takes)}):\n" + "\n".join(puts or ["    pass"]), known)  # noqa: S102 - our own words
    known["__init__"].__qualname__ = f"{kind.__qualname__}.__init__"
    return known["__init__"]


def _repr(self: Any) -> str:  # noqa: ANN401 - a dataclass
    told = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{type(self).__qualname__}({told})"


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"{type(self).__qualname__}.{name} cannot be changed")


def _state(self: Any) -> list[object]:  # noqa: ANN401 - a dataclass
    return [getattr(self, f.name) for f in dataclasses.fields(self)]


def _restore(self: Any, state: list[object]) -> None:  # noqa: ANN401 - a dataclass
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
