"""The one translator from a file's text to values: what is wrong is told with its place and a remedy that fits it.

Every file a person may edit (``minsheng.yaml``, ``waivers.yaml``, ``plans.yaml``, ``contacts.yaml``,
``projects.yaml``) is read by ``take``: into dataclasses or pydantic models whose annotations say how each text is read
(``scalars``). A part that is wrong yields faults; the parts beside it are still read, so that all are found in one go.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from minsheng_cli.config.faults import Fault
from minsheng_cli.identity.names import closest
from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from minsheng_cli.config.yaml_strict import Path, Plain

Shape = TypeVar("Shape")
Shape_co = TypeVar("Shape_co", covariant=True)
REFUSED = "REFUSED"
"""Name of a class variable of a shape: words that do not belong there, each with what is said to who wrote it."""


class Part(BaseModel):
    """A part of a file that exists only until it is turned into one of the model's nouns."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


@dataclass(frozen=True)
class Placed(Generic[Shape_co]):
    """A sound part and where it stands."""

    path: Path
    part: Shape_co


def take(shape: type[Shape], value: Plain, path: Path, faults: list[Fault]) -> Placed[Shape] | None:
    """Read one part; note its faults and return None when there are any."""
    try:
        return Placed(path, _reader(shape).validate_python(value))
    except ValidationError as error:
        faults += (_fault(problem, path, shape) for problem in error.errors(include_url=False, include_context=True))
        return None


def take_each(shape: type[Shape], value: Plain, path: Path, faults: list[Fault]) -> Iterator[Placed[Shape]]:
    """Read each item of a list; an item that is wrong does not hide the next."""
    if not isinstance(value, list):
        faults.append(Fault(path, "这里应是列表，每一项以“- ”开头"))
        return
    for index, item in enumerate(value):
        placed = take(shape, item, (*path, index), faults)
        if placed is not None:
            yield placed


_READERS: dict[type, TypeAdapter[Any]] = {}


def _reader(shape: type[Shape]) -> TypeAdapter[Shape]:
    if shape not in _READERS:
        _READERS[shape] = TypeAdapter(shape)
    return _READERS[shape]


_WHY = {
    "missing": "缺少这一项",
    "model_type": "这里应是若干行“名称: 内容”",
    "dataclass_type": "这里应是若干行“名称: 内容”",
    "dict_type": "这里应是若干行“名称: 内容”",
    "list_type": "这里应是列表，写成 [甲, 乙] 或每项一行、以“- ”开头",
    "too_short": "至少要写 {min_length} 项",
    "literal_error": "“{input}”不对，只能写 {allowed}",
}


def _fault(problem: Mapping[str, Any], path: Path, shape: type) -> Fault:
    kind, where = problem["type"], tuple(step for step in problem["loc"] if step != "[key]")
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        around, word = _shape_at(shape, where[:-1]), str(where[-1])
        refused: dict[str, str] = getattr(around, REFUSED, {})
        near = closest(word, {name: name for name in _fields(around)})
        end = f"，您是指“{near}”吗？" if near else "，请检查拼写"
        return Fault((*path, *where), refused.get(word, f"没有这一项{end}"))
    if kind == "value_error":  # our own readers: the clause is ready
        return Fault((*path, *where), str(problem["ctx"]["error"]))
    if problem["input"] is None:
        return Fault((*path, *where), "没有填写")
    context = problem.get("ctx", {})
    allowed = "、".join(re.findall(r"'([^']+)'", str(context.get("expected", ""))))
    why = _WHY.get(kind, "写法不对，请对照文件中的说明修改")
    return Fault(
        (*path, *where),
        why.format(input=problem["input"], allowed=allowed, min_length=context.get("min_length")),
    )


def _fields(shape: type) -> tuple[str, ...]:
    if is_dataclass(shape):
        return tuple(field.name for field in fields(shape))
    return tuple(shape.model_fields) if issubclass(shape, BaseModel) else ()


def _shape_at(shape: type, where: Path) -> type:
    """Return the shape that holds the fields at a place inside another."""
    found = shape
    for step in where:
        if isinstance(step, str) and step in _fields(found):
            found = _shape_in(get_type_hints(found)[step]) or found
    return found


def _shape_in(annotation: object) -> type | None:
    if isinstance(annotation, type) and (is_dataclass(annotation) or issubclass(annotation, BaseModel)):
        return annotation
    inside = (_shape_in(a) for a in getattr(annotation, "__args__", ()))
    return next((m for m in inside if m is not None), None)
