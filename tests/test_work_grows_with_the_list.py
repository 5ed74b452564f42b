"""No command does more per project because there are more of them: lines of our code run are counted, not time.

For lists of n, 2n and 4n projects it is compared how many lines each doubling adds: the second twice as many as the
first where work grows with the list, four times as many where something is looked for in a loop. Functions are named.
Every unit has reported.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from types import CodeType
from typing import TYPE_CHECKING, Any

import pytest

import minsheng_cli
from hand import Form
from long_list import lay, name_of
from minsheng_cli.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

OURS = str(next(iter(minsheng_cli.__path__)))
MONTH = "2025-04"
SIZES = (20, 40, 80)
COMMANDS = (
    ("catalogue", "check"),
    ("generate", MONTH, "--unit", name_of(0)),
    ("collect", MONTH),
    ("report", MONTH),
    ("status",),
    ("explain", MONTH, "P00000"),
    ("lagging",),
    ("problems",),
    ("remind", MONTH),
    ("send", MONTH, "--dry-run"),
    ("send", MONTH, "--reminders", "--dry-run"),
    ("assess",),
    ("seal", MONTH),
    ("verify",),
)  # in an order in which each finds what it needs
FEW = 1_000  # lines: what a function that runs fewer does is no matter
MUCH = 2.5  # how many times as many lines may be run for twice as many projects; 2 is linear, 4 quadratic


def typed(root: Path, *words: str) -> None:
    """Run a command in this process."""
    code = app([*words, "--workspace", str(root)], prog_name="minsheng", standalone_mode=False)
    assert code in (0, 1, None), words


def lines_run(act: Callable[[], object], folder: str = OURS) -> Counter[CodeType]:
    """Return how many lines each function defined below a folder ran during an act."""
    lines = Counter[CodeType]()

    def begun(frame: FrameType, _event: str, _: object) -> Any:
        code = frame.f_code
        if not code.co_filename.startswith(folder):
            return None

        def step(_frame: FrameType, event: str, _: object) -> Any:
            if event == "line":
                lines[code] += 1
            return step

        return step

    before = sys.gettrace()
    sys.settrace(begun)
    try:
        act()
    finally:
        sys.settrace(before)
    return lines


def filled_in(root: Path) -> None:
    """Let every unit return its form."""
    typed(root, "generate", MONTH)
    for blank in (root / MONTH / "下发").glob("*.xlsx"):
        (root / MONTH / "回收" / blank.name).write_bytes(Form(blank.read_bytes()).fill().bytes())


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], list[Counter[CodeType]]]:
    """Each command's lines at each size."""
    told: dict[tuple[str, ...], list[Counter[CodeType]]] = {words: [] for words in COMMANDS}
    for projects in (6, *SIZES):  # once for what is loaded or made at first use only
        root = lay(tmp_path_factory.mktemp(f"of{projects}"), projects)
        for words in COMMANDS:
            if words[0] == "collect":
                filled_in(root)
            told[words].append(lines_run(partial(typed, root, *words)))
    return {words: each[1:] for words, each in told.items()}


def grown(small: int, middle: int, large: int) -> float:
    """Return how many times more the second doubling added than the first."""
    return (large - middle) / max(middle - small, 1)


def faults(each: list[Counter[CodeType]]) -> Iterator[str]:
    for code in each[-1]:
        small, middle, large = (lines[code] for lines in each)
        if large > FEW and middle > MUCH * small > 0 and large > MUCH * middle:  # both: a second page costs once
            yield f"{code.co_filename}:{code.co_firstlineno} {code.co_qualname}: {small}, {middle}, {large} lines"


@pytest.mark.exhaustive
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_work_grows_with_the_list_and_no_faster(
    work: dict[tuple[str, ...], list[Counter[CodeType]]], words: tuple[str, ...]
) -> None:
    each = work[words]
    assert "\n".join(faults(each)) == ""
    assert grown(*(lines.total() for lines in each)) < 3


def test_a_search_in_a_loop_is_seen_and_a_loop_is_not() -> None:
    def looked_for(length: int) -> None:
        for wanted in range(length):
            next(n for n in range(length) if n == wanted)

    def gone_through(length: int) -> None:
        for _ in range(length):
            pass

    searches, loops = ([lines_run(partial(act, n), __file__) for n in SIZES] for act in (looked_for, gone_through))
    assert grown(*(lines.total() for lines in searches)) > 3.5
    assert grown(*(lines.total() for lines in loops)) < 2.1
    assert any("looked_for" in fault for fault in faults(searches))
