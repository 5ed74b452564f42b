"""Plain data, as YAML and JSON hold it, read into nouns by what the nouns' annotations say.

``reader(Noun)`` is made once from the annotations of a dataclass, a named tuple or a ``Part``, and then reads as many
values as there are. It knows what our nouns are made of: texts, numbers, yes and no, one of several words
(``Literal``), ``X | None``, lists, tuples, mappings, nouns inside nouns, and whatever ``scalars.Value`` and ``Before``
say of a field. Nothing is converted that they do not convert: a number is no text. What is wrong is gathered with its
place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from minsheng_cli.scalars import Value

Path = tuple[str | int, ...]


class Wrong(NamedTuple):
    """What is wrong with a value: where inside it, and why, as a Chinese clause without full stop."""

    path: Path
    why: str
    closed: type | None = None  # the noun that has no field of the name the path ends with; ``why`` is empty then

    def inside(self, step: str | int) -> Wrong:
        """Return the same, as seen from outside."""
        return self._replace(path=(step, *self.path))


Read = Callable[[Any, list[Wrong]], Any]
"""Takes a value and the list of what is wrong; returns the noun, or anything when it has added to the list."""


@dataclass(frozen=True, slots=True)
class Before:
    """What stands in an annotation to say how a value is made ready before it is read."""

    ready: Callable[[object], object]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """What stands in an annotation to say how many items a list has at least."""

    items: int


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Part:
    """A part of a file that exists only until it is turned into one of the model's nouns: what was read, by name."""

    written: frozenset[str]
    """The fields that stand in the file; the others have their defaults."""

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 - each by its annotation
        """Take the values that stand in the file."""
        self.__dict__.update(values, written=frozenset(values))


@cache
def members(shape: Any) -> dict[str, tuple[Any, bool]]:  # noqa: ANN401 - a noun's class
    """Return (annotation, whether it must be given) of each field of a noun, in order."""
    hints = {n: h for n, h in get_type_hints(shape, include_extras=True).items() if get_origin(h) is not ClassVar}
    if is_dataclass(shape):
        needed = {f.name: f.default is MISSING and f.default_factory is MISSING for f in fields(shape)}
        return {name: (hints[name], needed[name]) for name in needed}
    if issubclass(shape, Part):
        return {name: (hint, not hasattr(shape, name)) for name, hint in hints.items() if name != "written"}
    return {name: (hint, name not in shape._field_defaults) for name, hint in hints.items()}


@cache
def reader(shape: Any, *, closed: bool = False) -> Read:  # noqa: ANN401 - a noun's class
    """Return what reads a noun; ``closed``: a field it does not have is wrong, else it is passed over."""
    if not is_dataclass(shape) and not issubclass(shape, Part):
        return _row(shape, closed)
    known = {name: _reader(hint, closed) for name, (hint, _) in members(shape).items()}
    needed = [name for name, (_, must) in members(shape).items() if must]

    def read(value: Any, wrong: list[Wrong]) -> Any:  # noqa: ANN401 - any of our nouns
        if not isinstance(value, dict):
            return _refuse(value, wrong, "这里应是若干行“名称: 内容”")
        found: dict[str, Any] = {}
        before = seen = len(wrong)
        for name, field in known.items():
            if name in value:
                found[name] = field(value[name], wrong)
                if len(wrong) > seen:
                    seen = _place(wrong, seen, name)
        wrong += [Wrong((name,), "缺少这一项") for name in needed if name not in value]
        if closed:
            wrong += [Wrong((name,), "", shape) for name in value if name not in known]
        return None if len(wrong) > before else shape(**found)

    return read


def _reader(hint: Any, closed: bool) -> Read:  # noqa: ANN401, FBT001, PLR0911 - one line for each kind of annotation
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(inside[0], inside[1:], closed)
    if hint is Any:
        return lambda value, _: value
    if origin is Literal:
        return _one_of(inside)
    if origin in (Union, UnionType):
        return _perhaps(_reader(Union[tuple(a for a in inside if a is not NoneType)], closed))  # noqa: UP007 - at run time
    if origin is list:
        return _several(list, _reader(inside[0], closed))
    if origin is tuple and inside[-1] is Ellipsis:
        return _several(tuple, _reader(inside[0], closed))
    if origin is dict:
        return _mapping(_reader(inside[0], closed), _reader(inside[1], closed))
    if hint in (str, int, bool, float):
        return _exactly(hint)
    return reader(hint, closed=closed)


def _annotated(hint: Any, notes: tuple[Any, ...], closed: bool) -> Read:  # noqa: ANN401, FBT001
    value = next((note for note in notes if isinstance(note, Value)), None)
    read = _by(value.read) if value is not None else _reader(hint, closed)
    for note in notes:
        if isinstance(note, AtLeast):
            read = _at_least(note.items, read)
        elif isinstance(note, Before):
            read = _after(note.ready, read)
    return read


def _by(plain: Callable[[object], Any]) -> Read:
    def read(value: object, wrong: list[Wrong]) -> Any:  # noqa: ANN401 - whatever the reader makes of it
        try:
            return plain(value)
        except ValueError as error:
            wrong.append(Wrong((), str(error)))
            return None

    return read


def _after(ready: Callable[[object], object], inner: Read) -> Read:
    return lambda value, wrong: inner(ready(value), wrong)


def _at_least(items: int, inner: Read) -> Read:
    def read(value: object, wrong: list[Wrong]) -> Any:  # noqa: ANN401 - a list
        before = len(wrong)
        found = inner(value, wrong)
        if len(wrong) == before and len(found) < items:
            wrong.append(Wrong((), f"至少要写 {items} 项"))
        return found

    return read


def _exactly(kind: type) -> Read:
    def read(value: object, wrong: list[Wrong]) -> object:
        return value if type(value) is kind else _refuse(value, wrong, "写法不对，请对照文件中的说明修改")

    return read


def _one_of(words: tuple[str, ...]) -> Read:
    def read(value: object, wrong: list[Wrong]) -> object:
        return value if value in words else _refuse(value, wrong, f"“{value}”不对，只能写 {'、'.join(words)}")

    return read


def _perhaps(inner: Read) -> Read:
    return lambda value, wrong: None if value is None else inner(value, wrong)


def _several(kind: type, item: Read) -> Read:
    def read(value: object, wrong: list[Wrong]) -> object:
        if not isinstance(value, list):
            return _refuse(value, wrong, "这里应是列表，写成 [甲, 乙] 或每项一行、以“- ”开头")
        found, seen = [], len(wrong)
        for at, one in enumerate(value):
            found.append(item(one, wrong))
            if len(wrong) > seen:
                seen = _place(wrong, seen, at)
        return kind(found)

    return read


def _row(shape: type, closed: bool) -> Read:  # noqa: FBT001 - as ``reader``
    """Read a named tuple, which is a list in JSON."""
    items = [_reader(hint, closed) for hint, _ in members(shape).values()]
    least = sum(must for _, must in members(shape).values())

    def read(value: object, wrong: list[Wrong]) -> Any:  # noqa: ANN401 - any of our nouns
        if not isinstance(value, list) or not least <= len(value) <= len(items):
            return _refuse(value, wrong, "写法不对，请对照文件中的说明修改")
        found: list[Any] = []
        before = seen = len(wrong)
        for at, (item, one) in enumerate(zip(items, value, strict=False)):
            found.append(item(one, wrong))
            if len(wrong) > seen:
                seen = _place(wrong, seen, at)
        return None if len(wrong) > before else shape(*found)

    return read


def _mapping(key: Read, item: Read) -> Read:
    def read(value: object, wrong: list[Wrong]) -> object:
        if not isinstance(value, dict):
            return _refuse(value, wrong, "这里应是若干行“名称: 内容”")
        found, seen = {}, len(wrong)
        for name, one in value.items():
            said, held = key(name, wrong), item(one, wrong)
            if len(wrong) > seen:
                seen = _place(wrong, seen, name)
            else:
                found[said] = held
        return found

    return read


def _place(wrong: list[Wrong], start: int, step: str | int) -> int:
    """Tell where in a whole the part stands whose faults begin at ``start``; return how many faults there are."""
    wrong[start:] = [one.inside(step) for one in wrong[start:]]
    return len(wrong)


def _refuse(value: object, wrong: list[Wrong], why: str) -> object:
    """Note what is wrong; return what stands for a value until the list is looked at."""
    wrong.append(Wrong((), "没有填写" if value is None else why))
    return None
