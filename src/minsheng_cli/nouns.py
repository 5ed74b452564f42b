"""``@dataclass`` as the standard library means it, at a tenth of the loading time.

The standard one writes up to ten methods of every class as text and compiles each when its module is loaded: 0.7 ms a
class, of which a command loads some two hundred and uses a third (CPython 3.11); and ``dataclasses`` itself loads what
looks into source code, 15 ms. Here nothing is written but the ``__init__`` of a class of which many are made. What is
made is a dataclass like any other: ``dataclasses.fields`` and all that builds upon it take it for one. It has no slots:
they would ask for every class to be made twice.
"""

from __future__ import annotations

import operator
import sys
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

__all__ = ["asdict", "dataclass", "field", "plain", "replace"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import asdict, dataclass, field, replace
else:

    def dataclass(*, frozen: bool = False, order: bool = False, eq: bool = True) -> Callable[[type], type]:
        """Return what makes a class a dataclass, as ``dataclasses.dataclass`` does."""
        return lambda kind: _noun(kind, frozen=frozen, order=order, eq=eq)

    def field(**said: Any) -> _Field:  # noqa: ANN401 - see ``_Field``
        """Say more of a field than its default, as ``dataclasses.field`` does."""
        return _Field(**said)

    def replace(noun: Any, /, **changes: Any) -> Any:  # noqa: ANN401 - as ``dataclasses`` has it
        """Return a noun like this one but for what is given, as ``dataclasses.replace`` does."""
        said = plain(noun)
        if wrong := changes.keys() - said.keys():
            raise TypeError(f"{type(noun).__qualname__} has no {', '.join(sorted(wrong))}")
        made = object.__new__(type(noun))
        made.__dict__.update(said, **changes)
        return made

    def asdict(value: Any) -> Any:  # noqa: ANN401 - as ``dataclasses`` has it
        """Return what a noun says, by name, and so for every noun in it, as ``dataclasses.asdict`` does."""
        if isinstance(value, tuple | list):
            items = map(asdict, value)
            return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
        if isinstance(value, dict):
            return {key: asdict(item) for key, item in value.items()}
        if hasattr(type(value), "__noun__"):
            return {name: asdict(said) for name, said in plain(value).items()}
        return value


def plain(noun: Any) -> dict[str, Any]:  # noqa: ANN401 - any noun of ours
    """Return what a noun says, by name, the values as they are."""
    said, names = noun.__dict__, type(noun).__match_args__
    # It may hold more, answers that the noun remembers, or less: msgspec leaves a default to the class.
    return said.copy() if tuple(said) == names else {name: getattr(noun, name) for name in names}


_NONE: Any = object()
_FEW = 60  # of one class


class _Field(NamedTuple):
    """What ``field`` was told."""

    default: Any = _NONE
    default_factory: Any = _NONE
    compare: bool = True
    repr: bool = True


def _noun(kind: Any, *, frozen: bool, order: bool, eq: bool) -> type:  # noqa: ANN401 - a class
    kind.__doc__ = kind.__doc__ or kind.__name__  # else the standard library makes one of the signature: 20 ms
    own = dict(vars(kind))
    inherited: dict[str, _Field] = getattr(kind, "__noun__", {})
    said = [name for name, note in kind.__annotations__.items() if not str(note).startswith(_OF_THE_CLASS)]
    known = inherited | {name: _told(own.get(name, _NONE)) for name in said}
    for name in said:
        if known[name].default is not _NONE:
            setattr(kind, name, known[name].default)
        elif name in own:
            delattr(kind, name)
    about: dict[str, Any] = {"__noun__": known, "__match_args__": tuple(known), "__init__": _fills(kind, known)}
    about |= {asked: _ToldWhenAsked(asked, kind, said) for asked in ("__dataclass_fields__", "__dataclass_params__")}
    methods = _comparing([name for name, field in known.items() if field.compare], order=order) if eq else {}
    methods |= {"__repr__": _repr}
    if frozen:
        methods |= {"__setattr__": _refuse, "__delattr__": _refuse}
    elif eq:
        methods["__hash__"] = None  # it may change
    # What the class says itself stays; where it says __eq__, Python has put None for its __hash__.
    about |= {name: method for name, method in methods.items() if own.get(name) is None}
    for name, value in about.items():
        setattr(kind, name, value)
    noun: type = kind
    return noun


def _comparing(names: list[str], *, order: bool) -> dict[str, Any]:
    """Return the methods that compare what nouns of one class say under these names."""
    values: Callable[[Any], Any] = operator.attrgetter(*names) if names else type

    def compares(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
        def compared(self: object, other: object) -> bool:
            return compare(values(self), values(other)) if type(other) is type(self) else NotImplemented

        return compared

    asked = ("eq", "lt", "le", "gt", "ge") if order else ("eq",)
    methods: dict[str, Any] = {f"__{name}__": compares(getattr(operator, name)) for name in asked}
    return methods | {"__hash__": lambda self: hash(values(self))}


_OF_THE_CLASS = ("ClassVar", "typing.ClassVar")


def _told(said: Any) -> _Field:  # noqa: ANN401 - a default, or what a ``field`` of either library says
    library = sys.modules.get("dataclasses")
    if library is not None and isinstance(said, library.Field):
        given = {name: getattr(said, name) for name in _Field._fields}
        return _Field(**{name: _NONE if value is library.MISSING else value for name, value in given.items()})
    return said if isinstance(said, _Field) else _Field(said)


def _fills(kind: Any, known: dict[str, _Field]) -> Callable[..., None]:  # noqa: ANN401 - a class
    """Return an ``__init__`` for a class of which few are made: writing its own takes as long as making a hundred.

    Where more are made it writes the real one, and leaves its place to it.
    """
    fields = tuple((name, about.default, about.default_factory) for name, about in known.items())
    put = object.__setattr__
    made = 0

    def init(self: object, *given: object, **named: object) -> None:
        nonlocal made
        made += 1
        called = named.copy()
        sound = made <= _FEW and len(given) <= len(fields)
        for (name, _, _), value in zip(fields, given, strict=False):
            put(self, name, value)
        for name, default, factory in fields[len(given) :]:
            value = named.pop(name, default)
            if value is _NONE:
                if factory is _NONE:
                    sound = False
                    break
                value = factory()
            put(self, name, value)
        if not sound or named:  # the real one says what is wrong
            kind.__init__ = _init(kind)
            kind.__init__(self, *given, **called)

    return init


def _init(kind: Any) -> object:  # noqa: ANN401 - a noun
    known: dict[str, Any] = {"_put": object.__setattr__, "_made": object()}
    takes, puts = ["self"], []
    for name, about in kind.__noun__.items():
        if about.default is not _NONE:
            known[f"_{name}"] = about.default
            takes.append(f"{name}=_{name}")
        elif about.default_factory is not _NONE:
            known[f"_{name}"] = about.default_factory
            takes.append(f"{name}=_made")
            puts.append(f"    if {name} is _made: {name} = _{name}()")
        else:
            takes.append(name)
        puts.append(f"    _put(self, {name!r}, {name})")
    exec(f"def __init__({', '.join(takes)}):\n" + "\n".join(puts or ["    pass"]), known)  # noqa: S102 - our own words
    known["__init__"].__qualname__ = f"{kind.__qualname__}.__init__"
    return known["__init__"]


class _ToldWhenAsked:
    """What ``dataclasses`` knows of a class, found out when it is first asked for; then it takes this place."""

    def __init__(self, name: str, kind: Any, said: list[str]) -> None:  # noqa: ANN401 - a class
        self._name, self._kind, self._said = name, kind, said

    def __get__(self, noun: object, of: type) -> Any:  # noqa: ANN401 - whatever it keeps there
        from dataclasses import dataclass as standard  # noqa: PLC0415 - 15 ms, and seldom asked
        from dataclasses import field as field_of_library  # noqa: PLC0415 - as above

        for name in self._said:
            given = {key: value for key, value in self._kind.__noun__[name]._asdict().items() if value is not _NONE}
            setattr(self._kind, name, field_of_library(**given))
        standard(init=False, repr=False, eq=False, match_args=False)(self._kind)
        return getattr(self._kind, self._name)


def _repr(self: Any) -> str:  # noqa: ANN401 - a noun
    told = ", ".join(f"{name}={getattr(self, name)!r}" for name, about in self.__noun__.items() if about.repr)
    return f"{type(self).__qualname__}({told})"


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - as above

    raise FrozenInstanceError(f"{type(self).__qualname__}.{name} cannot be changed")
