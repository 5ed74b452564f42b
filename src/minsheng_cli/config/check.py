"""The one translator from a file's text to values: what is wrong is told with its place and a remedy that fits it.

Every file a person may edit (``minsheng.yaml``, ``waivers.yaml``, ``plans.yaml``, ``contacts.yaml``,
``projects.yaml``) is read by ``take``: into dataclasses or parts whose annotations say how each text is read
(``shapes``, ``scalars``). A part that is wrong yields faults; the parts beside it are still read, so that all are found
in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from minsheng_cli.config.faults import Fault
from minsheng_cli.identity.names import closest
from minsheng_cli.shapes import Read, Wrong, members, reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.config.yaml_strict import Path, Plain

Shape = TypeVar("Shape")
Shape_co = TypeVar("Shape_co", covariant=True)
REFUSED = "REFUSED"
"""Name of a class variable of a shape: words that do not belong there, each with what is said to who wrote it."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[Shape_co]):
    """A sound part and where it stands."""

    path: Path
    part: Shape_co


def take(shape: type[Shape], value: Plain, path: Path, faults: list[Fault]) -> Placed[Shape] | None:
    """Read one part; note its faults and return None when there are any."""
    wrong: list[Wrong] = []
    read: Read = reader(shape, closed=True)  # type: ignore[arg-type]  # a class is hashable
    found: Shape = read(value, wrong)
    faults += (Fault((*path, *one.path), one.why or _unknown(one)) for one in wrong)
    return None if wrong else Placed(path, found)


def take_each(shape: type[Shape], value: Plain, path: Path, faults: list[Fault]) -> Iterator[Placed[Shape]]:
    """Read each item of a list; an item that is wrong does not hide the next."""
    if not isinstance(value, list):
        faults.append(Fault(path, "这里应是列表，每一项以“- ”开头"))
        return
    for index, item in enumerate(value):
        placed = take(shape, item, (*path, index), faults)
        if placed is not None:
            yield placed


def _unknown(wrong: Wrong) -> str:
    """Return what is said of a field that the shape does not have."""
    word, shape = str(wrong.path[-1]), wrong.closed or object
    refused: dict[str, str] = getattr(shape, REFUSED, {})
    near = closest(word, {name: name for name in members(shape)})
    end = f"，您是指“{near}”吗？" if near else "，请检查拼写"
    return refused.get(word, f"没有这一项{end}")
