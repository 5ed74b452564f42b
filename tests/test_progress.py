"""How far each promise is, by the notice's own words: floors, 约, 其中, stocks, rates, 30 % of the whole, overlaps."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from minsheng_cli.analysis.progress import ProjectProgress, progress
from minsheng_cli.model import Entry, IndicatorValue, Month, MonthRecord, Pace

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue, Plan

DECEMBER = "2025-12"
DONE = "已完成"


def stands(
    catalogue: Catalogue, month: str, figures: dict[str, str], plan: Plan | None = None, **others: dict[str, str]
) -> ProjectProgress:
    """Return how a project stands with these figures from its first lead unit (``others``: from further ones)."""
    project = catalogue.project(next(iter(figures)).partition("-")[0])
    entries = []
    for lead, reported in zip(project.lead_units, (figures, *others.values()), strict=False):
        values = tuple(
            IndicatorValue(i.id, i.name, i.unit, None, reported.get(i.id)) for i in project.indicators if i.asked
        )
        entries.append(Entry(project.id, lead, "accepted", indicators=values))
    record = MonthRecord(month, "", (), tuple(entries), ())
    return progress(record, catalogue, Month.parse(month), Pace(), plan)[project.id]


def of(told: ProjectProgress, indicator: str) -> str:
    return next(i.standing for i in told.indicators if i.id == indicator)


@pytest.mark.parametrize(
    ("month", "indicator", "figure", "standing"),
    [
        (DECEMBER, "P08-1", "5.6", "done"),  # 以上: over 100 % is normal
        (DECEMBER, "P08-1", "4.99", "normal"),  # … and a floor is a floor
        (DECEMBER, "P02-2", "4.95", "done"),  # 约: 99 % does not fail
        (DECEMBER, "P03-1", "1190", "done"),
        ("2025-11", "P04-3", "30", "early"),  # 30 % of the whole is all of this year's
        ("2025-06", "P04-3", "15", "normal"),
        (DECEMBER, "P03-6", "125", "done"),  # 125, not 325
        ("2025-06", "P03-6", "60", "normal"),
        ("2025-06", "P05-2", "6800", "open"),  # a stock is judged at its deadline, not by elapsed time
        ("2025-06", "P05-2", "7000", "early"),
        ("2025-06", "P08-2", "40", "open"),  # so is a rate
        (DECEMBER, "P08-2", "90.5", "done"),
        ("2025-04", "S04-1", "4", "done"),  # deadline month end
        ("2025-03", "S04-1", "4", "early"),
        ("2025-05", "S04-1", "3", "overdue"),
        ("2025-09", "S10-1", "50", "done"),
        ("2025-10", "S10-1", "49", "overdue"),
        (DECEMBER, "P09-1", "299", "overdue"),
        ("2025-10", "P01-2", "进行中", "open"),  # a milestone is not reckoned by elapsed time
        ("2025-11", "P01-2", "进行中", "overdue"),
        ("2025-10", "P01-2", DONE, "done"),
    ],
)
def test_an_indicator_by_its_own_words(
    catalogue: Catalogue, month: str, indicator: str, figure: str, standing: str
) -> None:
    assert of(stands(catalogue, month, {indicator: figure}), indicator) == standing


def test_overlaps_bind_at_the_higher_figure(catalogue: Catalogue) -> None:
    told = stands(catalogue, DECEMBER, {"S06-1": "100", "S06-2": "69", "S06-3": "310", "S06-4": "195"})
    assert {i.id: i.target for i in told.indicators} == {
        "S06-1": Decimal(350), "S06-2": Decimal(69), "S06-3": Decimal(310), "S06-4": Decimal(195),
    }  # fmt: skip
    assert told.worst is not None
    assert (told.standing, told.worst.id, told.met) == ("far-behind", "S06-1", (3, 4))
    twin = stands(catalogue, DECEMBER, {"P07-3": "200"})
    assert next(i.target for i in twin.indicators if i.id == "P07-3") == 310


def test_what_is_not_comparable_stays_apart(catalogue: Catalogue) -> None:
    begun = stands(catalogue, DECEMBER, {"S01-2": "280"})
    finished = stands(catalogue, DECEMBER, {"P06-2": "260"})
    assert (of(begun, "S01-2"), of(finished, "P06-2")) == ("done", "done")


def test_pending_has_no_rate_and_counts_for_nothing(catalogue: Catalogue) -> None:
    told = stands(catalogue, "2025-06", {"S13-1": "12"})
    assert (told.standing, told.gap, told.met) == ("pending", None, (0, 0))
    old = stands(catalogue, DECEMBER, {"S01-1": "73", "S01-2": "280", "S01-4": "1200"})
    assert (old.standing, old.met) == ("done", (3, 3))


def test_the_worst_quantified_indicator_decides(catalogue: Catalogue) -> None:
    told = stands(catalogue, "2025-06", {"P10-2": "150", "P10-3": "100", "P10-4": "5", "P10-5": "10", "P10-6": "15"})
    assert told.worst is not None
    assert (told.standing, told.worst.id) == ("far-behind", "P10-4")


def test_a_plan_beats_elapsed_time(catalogue: Catalogue) -> None:
    figures = {"S10-1": "0", "S10-2": "0", "S10-3": "0"}
    assert stands(catalogue, "2025-05", figures).standing == "far-behind"
    plan = {name: {"2025-05": Decimal(0), "2025-07": Decimal(30)} for name in figures}
    assert stands(catalogue, "2025-06", figures, plan).standing == "normal"  # the last planned figure holds
    assert stands(catalogue, "2025-07", figures, plan).standing == "far-behind"


def test_a_blank_rate_before_its_deadline_keeps_nothing_from_being_judged(catalogue: Catalogue) -> None:
    figures = {"P08-1": "2.4", "P08-3": "40", "P08-4": "3000"}
    told = stands(catalogue, "2025-06", figures)
    assert (told.standing, of(told, "P08-2")) == ("normal", "open")
    assert of(stands(catalogue, DECEMBER, {"P08-1": "5"}), "P08-3") == "unclear"  # a blank count is not 0


def test_figures_of_co_leads_are_never_added_silently(catalogue: Catalogue) -> None:
    told = stands(catalogue, DECEMBER, {"S03-4": "6"}, other={"S03-4": "5"})
    assert of(told, "S03-4") == "unclear"  # 6, 5 or 11 of 10
    assert "不知是否应当相加" in next(i.why for i in told.indicators if i.id == "S03-4")
    assert of(stands(catalogue, DECEMBER, {"S03-4": "10"}, other={}), "S03-4") == "done"
