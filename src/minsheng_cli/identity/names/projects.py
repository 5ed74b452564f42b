"""Which project is meant by what stands in a name cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from minsheng_cli.identity.names.cache import once_per_catalogue, once_per_name
from minsheng_cli.identity.names.spelling import LONGEST, distance, is_subsequence, key
from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.model import Catalogue


@dataclass(frozen=True)
class ProjectMatch:
    """A project recognised by its name; ``tolerant`` means not quite as printed."""

    project_id: str
    how: Literal["exact", "tolerant"]
    text: str


@dataclass(frozen=True)
class _Index:
    projects: dict[str, str]  # project id -> key of its name
    by_name: dict[str, tuple[str, ...]]  # key of a name or an id -> project ids


@once_per_catalogue
def _index(catalogue: Catalogue) -> _Index:
    projects = {p.id: key(p.name) for p in catalogue.projects}
    by_name: dict[str, tuple[str, ...]] = {}
    for project_id, name in projects.items():
        for spelling in (name, key(project_id)):
            by_name[spelling] = (*by_name.get(spelling, ()), project_id)
    return _Index(projects, by_name)


_NUMBERING = compile_when_used(
    r"\s*(?:第?\d{1,2}(?:项|[.、:)\-]|\s)|[一二三四五六七八九十]{1,3}、|\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\))\s*"
)
_WITH_ID = compile_when_used(r"\s*([A-Za-z]{1,2}\d{1,3})(?![A-Za-z0-9])[\s.、:\-]*", re.ASCII)
_LONGEST_LEAD, _LONGEST_TRAIL = 6, 20
_SHORTEST_PART = 4


@once_per_name
def project_named(text: str, catalogue: Catalogue) -> ProjectMatch | None:
    """Return the project a cell names, or None when there is none or when two are equally likely.

    Passed over: punctuation and quotes, numbering or id in front, remarks behind, left-out words, a slip of the pen.
    """
    if len(text) > LONGEST:
        return None
    index = _index(catalogue)
    plain = half_width(text)
    wanted = key(text)
    ids = index.by_name.get(wanted)
    if ids is not None:
        return ProjectMatch(ids[0], "exact", text.strip()) if len(ids) == 1 else None
    labelled = _WITH_ID.match(plain)
    project_id = labelled[1].upper() if labelled else ""
    if labelled and project_id in index.projects:
        rest = project_named(plain[labelled.end() :], catalogue)
        agrees = rest is not None and rest.project_id == project_id
        return ProjectMatch(project_id, "tolerant", text.strip()) if agrees else None
    wanted = key(_NUMBERING.sub("", plain, count=1)) if _NUMBERING.match(plain) else wanted
    answer = _tolerant(wanted, index.projects)
    return None if answer is None else ProjectMatch(answer, "tolerant", text.strip())


def _tolerant(wanted: str, projects: Mapping[str, str]) -> str | None:
    """Return the one project whose name is in the text, contains the text, or is nearly the text."""
    if len(wanted) < _SHORTEST_PART:
        return None
    inside = {i: name for i, name in projects.items() if len(name) >= _SHORTEST_PART and name in wanted}
    # A name inside another name that is there too does not count.
    inside = {i: n for i, n in inside.items() if not any(n in other and n != other for other in inside.values())}
    if inside:
        answer = next(iter(inside))
        return answer if len(inside) == 1 and _framed(wanted, inside[answer]) else None
    around = [i for i, name in projects.items() if wanted in name]
    if around:
        return around[0] if len(around) == 1 and len(wanted) * 2 >= len(projects[around[0]]) else None
    for fits in (_shortened, _misspelt):
        fitting = [i for i, name in projects.items() if fits(wanted, name)]
        if len(fitting) > 1 or (fitting and _speaks_of_another(wanted, fitting[0], projects)):
            return None
        if fitting:
            return fitting[0]
    return None


def _framed(wanted: str, name: str) -> bool:
    """Tell whether what stands around a name is short enough to be a label and a remark."""
    at = wanted.index(name)
    return at <= _LONGEST_LEAD and len(wanted) - at - len(name) <= _LONGEST_TRAIL


def _shortened(wanted: str, name: str) -> bool:
    return len(wanted) * 5 >= len(name) * 3 and is_subsequence(wanted, name)


def _misspelt(wanted: str, name: str) -> bool:
    allowed = max(1, len(name) // 6)
    return distance(wanted, name, allowed) <= allowed


def _speaks_of_another(wanted: str, answer: str, everyone: Mapping[str, str]) -> bool:
    """Tell whether words that are not in the answer's name are in another's: 提升农村供水质量 belongs to neither."""
    foreign = _pairs(wanted) - _pairs(everyone[answer])
    return any(foreign & _pairs(name) for i, name in everyone.items() if i != answer)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
