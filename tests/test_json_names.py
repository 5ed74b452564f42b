"""Fields that go out as JSON under their own names: other programs know them, so renaming one breaks a promise."""

from __future__ import annotations

from dataclasses import fields

import pytest

from minsheng_cli.analysis.assess import MonthOfUnit, ProjectYear, UnitYear, Year
from minsheng_cli.analysis.problems.ledger import Problem, Sighting
from minsheng_cli.analysis.progress import IndicatorProgress, ProjectProgress
from minsheng_cli.analysis.prose import Piece, Prose
from minsheng_cli.analysis.quantities import Hint
from minsheng_cli.analysis.story import FigureChange, RowChange
from minsheng_cli.store import Published
from minsheng_cli.tasks.explain import Explained
from minsheng_cli.tasks.remind import Reminder

NAMES: dict[type, str] = {
    RowChange: "project unit since progress problems next_steps investment indicators hints stale_for findings silent",
    FigureChange: "name unit before now cumulative",
    Hint: "indicator name quote said reported unit target before",
    Prose: "movement pieces",
    Piece: "kind text",
    Problem: "number project unit state first age sightings basis measure due ended joined",
    Sighting: "month text ask why",
    ProjectProgress: "project standing worst indicators why",
    IndicatorProgress: "id name unit kind qualifier target actual state share expected planned standing why",
    Year: "months units projects",
    UnitYear: "unit name months problems still_open oldest projects reached score",
    ProjectYear: "project told at_deadline progress months_behind done_in till evidence",
    MonthOfUnit: "month timeliness first_pass versions corrections file sha256",
    Published: "written unchanged set_aside kept removed",
    Reminder: "unit state why projects contact draft",
    Explained: "month project name entries files",
}  # compare, problems, lagging, assess, collect, remind, explain; the month's record is held by test_first_version


@pytest.mark.parametrize("noun", NAMES, ids=lambda noun: noun.__name__)
def test_what_the_first_version_called_it_stands(noun: type) -> None:
    assert set(NAMES[noun].split()) <= {field.name for field in fields(noun)}
