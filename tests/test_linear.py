"""Nothing is done for every project times every unit: calls are counted, by function, on lists of three lengths."""

from __future__ import annotations

import cProfile
import functools
import gc
import pstats
from typing import TYPE_CHECKING, NamedTuple

import pytest

from hand import Form
from long_list import lay
from minsheng_cli.tasks.assess import assess
from minsheng_cli.tasks.collect import collect
from minsheng_cli.tasks.generate import generate
from minsheng_cli.tasks.send import plan
from minsheng_cli.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MONTH = "2025-04"
SIZES = (12, 36, 108)  # projects; from the second step to the third three times as many come in as from first to second
LINEAR, CHANCE = 3.6, 700  # growth that is still linear, and calls too few to tell


class Function(NamedTuple):
    """Where a function stands."""

    file: str
    line: int
    name: str


def called(root: Path, projects: int) -> Mapping[Function, int]:
    """Return how often each of our functions was called in a month with every return in."""
    for cache in gc.get_objects():
        # Each list pays for itself; what the tests keep is not ours to let go.
        if isinstance(cache, functools._lru_cache_wrapper) and cache.__module__.startswith("minsheng_cli"):  # noqa: SLF001
            cache.cache_clear()
    workspace = Workspace.at(lay(root, projects))
    made = generate(workspace, MONTH)
    for at, name in enumerate(made.books.values()):
        form = Form((root / MONTH / name).read_bytes()).fill()
        (root / MONTH / "回收" / f"{at}.xlsx").write_bytes(form.bytes())
    watch = cProfile.Profile()
    watch.enable()
    collect(Workspace.at(root), MONTH)
    plan(Workspace.at(root), MONTH, "blanks")
    plan(Workspace.at(root), MONTH, "reminders")
    assess(Workspace.at(root), None, dry_run=True)
    watch.disable()
    counted: dict[tuple[str, int, str], tuple[int, int]] = pstats.Stats(watch).stats  # type: ignore[attr-defined]
    return {Function(*where): counts[1] for where, counts in counted.items() if "minsheng_cli" in where[0]}


@pytest.mark.exhaustive
def test_no_function_is_called_with_the_square_of_the_list(tmp_path: Path) -> None:
    small, middle, large = (called(tmp_path / str(size), size) for size in SIZES)
    grown = {}
    for function, calls in large.items():
        first = middle.get(function, 0) - small.get(function, 0)
        second = calls - middle.get(function, 0)
        if second > CHANCE and second > LINEAR * max(first, 1):
            grown[f"{function.file.rpartition('minsheng_cli/')[2]}:{function.line} {function.name}"] = (first, second)
    assert not grown, "\n".join(map(str, grown.items()))
