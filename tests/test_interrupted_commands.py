"""Every command that writes, killed or refused at any step, or the current gone: nothing bad in between, and it heals.

A point of some commands is tried, of all commands with ``-m exhaustive``; MINSHENG_ALL_CRASH_POINTS=1 takes every one,
``python bench/crashes.py`` prints a table of 50 and more.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from conftest import few_or_all
from interruptions import CASES, Stage, letters, stopped
from seam import ERRORS, Disk

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

ALL = bool(os.environ.get("MINSHENG_ALL_CRASH_POINTS"))


def points(total: int, most: int) -> Sequence[int]:
    return range(total) if ALL else [(2 * i + 1) * total // (2 * most) for i in range(most)]


USUAL = ("generate", "collect-again", "correct", "seal", "send", "catalogue-import")
"""Tried in every run; the others with ``-m exhaustive``."""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=() if name in USUAL else pytest.mark.exhaustive)
        for name in CASES
        if ALL or name != "demo"  # that one takes minutes
    ],
)
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp(request.param), CASES[request.param])


@few_or_all("most", 1, 2)
def test_killed_at_any_step(stage: Stage, most: int) -> None:
    for point in points(stage.moments, most):
        stopped(stage, point, 0)


@few_or_all("most", 1, 2)
def test_refused_at_any_step(stage: Stage, most: int) -> None:
    for point in points(stage.moments, most):
        for error in ERRORS if ALL else ERRORS[point % len(ERRORS) :][:1]:
            stopped(stage, point, error)


@few_or_all("most", 1, 2)
def test_the_power_fails_at_any_step(stage: Stage, most: int) -> None:
    if stage.case.mail:
        pytest.skip("what the server was handed does not go with the disk; killed at any step tells the same")
    for point in points(stage.moments, most):
        disk = Disk(*stage.at_rest)
        for step in stage.whole.steps[:point]:
            disk.take(step)
        states = [(None, False), (None, True), (random.Random(point), True)]  # noqa: S311 - no secret
        for dice, names in states if ALL else [states[point % 3]]:
            files, folders = disk.after_power_failure(dice, names=names)
            what = ("no power", point, stage.whole.steps[point], names, bool(dice))
            stage.check(stage.fresh(files, folders), what, letters())
