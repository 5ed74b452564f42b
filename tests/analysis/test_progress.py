"""How far each promise is, by the notice's own words: floors, 约, 其中, stocks, rates, 30 % of the whole, overlaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hand import Form
from minsheng_cli.analysis.assess import assess
from minsheng_cli.analysis.progress import (
    IndicatorProgress,
    ProjectProgress,
    co_lead_questions,
    progress,
    rounded_share,
    twin_questions,
)
from minsheng_cli.analysis.progress.course import due
from minsheng_cli.analysis.story import MonthView, compute_stories
from minsheng_cli.catalogue import left_open, load
from minsheng_cli.model import (
    Decision,
    Entry,
    Indicator,
    IndicatorValue,
    Located,
    Month,
    MonthRecord,
    Pace,
    ParsedIndicator,
    Project,
    Rulebook,
    Standing,
)  # fmt: skip
from minsheng_cli.reports.content.story import shown_of
from minsheng_cli.validate.indicators import judge_indicator
from minsheng_cli.words import CLASS_OF, STANDING_MARKS, STANDING_SHORT, STANDINGS
from minsheng_cli.workspace import CATALOGUE_FILE, packaged

if TYPE_CHECKING:
    from conftest import Minsheng
    from minsheng_cli.analysis.story import MonthStory
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


def test_a_figure_is_held_against_the_target_of_its_own_row(catalogue: Catalogue) -> None:
    told = stands(catalogue, DECEMBER, {"S06-1": "100", "S06-2": "65", "S06-3": "310", "S06-4": "167"})
    assert {i.id: i.target for i in told.indicators} == {
        "S06-1": Decimal(100), "S06-2": Decimal(65), "S06-3": Decimal(310), "S06-4": Decimal(167),
    }  # fmt: skip
    assert (told.standing, told.met) == ("done", (4, 4))
    assert "350户" in next(
        i.why for i in told.indicators if i.id == "S06-1"
    )  # the higher one is judged where it stands
    twin = stands(catalogue, "2025-05", {"P07-1": "24", "P07-2": "69", "P07-3": "200", "P07-4": "195"})
    assert twin.worst is not None
    assert (twin.worst.target, twin.worst.share, twin.worst.expected) == (
        Decimal(350),
        Decimal("0.069"),
        Decimal("0.397"),
    )
    assert twin.gap == Decimal("-32.8")  # 6.9 − 39.7


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
    figures = {"P08-1": "0", "P08-3": "0", "P08-4": "0"}
    assert stands(catalogue, "2025-05", figures).standing == "far-behind"
    plan = {name: {"2025-05": Decimal(0), "2025-07": Decimal(30)} for name in figures}
    assert stands(catalogue, "2025-06", figures, plan).standing == "normal"  # the last planned figure holds
    july = stands(catalogue, "2025-07", figures, plan)
    assert (july.standing, july.worst.basis if july.worst else "") == ("far-behind", "单位计划")


def test_a_blank_rate_before_its_deadline_keeps_nothing_from_being_judged(catalogue: Catalogue) -> None:
    figures = {"P08-1": "2.4", "P08-3": "40", "P08-4": "3000"}
    told = stands(catalogue, "2025-06", figures)
    assert (told.standing, of(told, "P08-2")) == ("normal", "open")
    assert of(stands(catalogue, DECEMBER, {"P08-1": "5"}), "P08-3") == "unclear"  # a blank count is not 0


def test_figures_of_co_leads_are_never_added_silently(catalogue: Catalogue) -> None:
    told = stands(catalogue, DECEMBER, {"S03-4": "6"}, other={"S03-4": "5"})
    assert of(told, "S03-4") == "unclear"  # 6, 5 or 11 of 10
    assert "由谁报数还是相加" in next(i.why for i in told.indicators if i.id == "S03-4")
    assert of(stands(catalogue, DECEMBER, {"S03-4": "10"}, other={}), "S03-4") == "done"


def test_the_list_says_whose_figure_counts(catalogue: Catalogue) -> None:
    leads = stands(catalogue, "2025-06", {"P06-1": "5", "P06-4": "9"}, other={"P06-1": "1", "P06-4": "600"})
    assert {i.id: i.actual for i in leads.indicators if i.actual} == {"P06-1": Decimal(5), "P06-4": Decimal(600)}
    together = stands(catalogue, "2025-06", {"Q02-3": "0.3"}, other={"Q02-3": "0.4"})
    assert next(i.actual for i in together.indicators if i.id == "Q02-3") == Decimal("0.7")
    one = next(i for i in stands(catalogue, "2025-09", {"Q02-3": "0.3"}, other={}).indicators if i.id == "Q02-3")
    assert (one.standing, one.actual) == ("unclear", None)  # the other part is not known: it is not 0
    assert "区教委未填报数字" in one.why


# ---------------------------------------------------------------- courses, whole pieces, ceilings, duties

LISTED = Path(__file__).parents[1] / "data/courses.yaml"


def listed(month: str, **figures: str) -> dict[str, IndicatorProgress]:
    """Return how the indicators of a small list of its own stand, by id ("A_1" for A-1)."""
    catalogue = load("courses.yaml", LISTED.read_bytes()).at(Month.parse(month))
    told = {key.replace("_", "-"): value for key, value in figures.items()}
    entries = tuple(
        Entry(p.id, p.lead_units[0], "accepted", indicators=tuple(
            IndicatorValue(i.id, i.name, i.unit, None, told.get(i.id)) for i in p.indicators if i.asked))
        for p in catalogue.projects
    )  # fmt: skip
    record = MonthRecord(month, "", (), entries, ())
    return {i.id: i for p in progress(record, catalogue, Month.parse(month), Pace()).values() for i in p.indicators}


def test_what_is_counted_whole_is_due_in_whole_pieces(catalogue: Catalogue) -> None:
    centre = stands(catalogue, "2025-05", {"S07-1": "0"})
    assert (centre.standing, centre.indicators[0].due, centre.gap) == ("normal", Decimal(0), Decimal(0))
    parks = stands(catalogue, "2025-05", {"S02-1": "0"})  # 1.19 of 3 are due: one
    assert (parks.standing, parks.indicators[0].due, parks.gap) == (
        "behind",
        Decimal(1),
        Decimal("-33.3"),
    )  # one short: not 严重
    households = stands(catalogue, "2025-05", {"P07-1": "58", "P07-2": "27", "P07-3": "79", "P07-4": "77"})
    worst = households.worst
    assert worst is not None
    assert (worst.due, worst.share, worst.expected, worst.gap) == (
        Decimal(139), Decimal("0.166"), Decimal("0.397"), Decimal("-23.1"),
    )  # fmt: skip
    area = next(i for i in stands(catalogue, "2025-05", {"P02-2": "1"}).indicators if i.id == "P02-2")
    assert area.due is not None
    assert area.due % 1  # 万平方米 can be done in part
    assert of(stands(catalogue, "2025-final", {"S07-1": "0"}), "S07-1") == "overdue"  # at its deadline the whole counts


def test_a_course_beats_elapsed_time() -> None:
    assert [listed(m, A_1="0")["A-1"].standing for m in ("2025-05", "2025-11")] == ["open", "open"]  # at-deadline
    steps = {m: listed(m, A_2="20")["A-2"] for m in ("2025-05", "2025-06", "2025-08", "2025-09")}
    assert [i.due for i in steps.values()] == [0, 30, 30, 80]  # {"2025-06": 30, "2025-09": "80%"} of 100
    assert [i.standing for i in steps.values()] == ["ahead", "behind", "behind", "far-behind"]
    assert {i.basis for i in steps.values()} == {"节点计划"}
    assert listed("2025-06", A_3="进行中")["A-3"].standing == "behind"  # a milestone that was due by June
    assert listed("2025-05", A_3="进行中")["A-3"].standing == "open"
    project = listed("2025-06", B_1="4", B_2="5")  # the project's course: half by June, of 9 things 4
    assert (project["B-1"].due, project["B-1"].standing) == (Decimal(4), "normal")
    assert project["B-2"].expected == Decimal("0.5")


def test_a_ceiling_is_kept_or_not_and_done_only_at_the_end() -> None:
    kept, over = listed("2025-06", C_1="2.9", C_2="3")["C-1"], listed("2025-06", C_1="3.4", C_2="6")
    assert (kept.standing, kept.share, kept.gap) == ("normal", None, None)
    assert (over["C-1"].standing, over["C-2"].standing) == ("behind", "behind")
    assert over["C-1"].why == "控制目标3%以内，现为3.4%，超出0.4个百分点"
    assert over["C-2"].why == "控制目标5起，现为6起，超出1起"
    assert listed(DECEMBER, C_1="2.9", C_2="5")["C-1"].standing == "normal"  # the period is not over on the 25th


def test_a_duty_without_an_end_is_quoted_and_never_lags(catalogue: Catalogue) -> None:
    told = stands(catalogue, DECEMBER, {"S03-1": "3", "S03-2": "2", "S03-3": "进行中", "S03-4": "10"}, other={})
    assert (told.standing, told.met) == ("done", (2, 2))
    roads = next(i for i in told.indicators if i.id == "S03-2")
    assert (roads.standing, roads.actual, roads.share) == ("ongoing", Decimal(2), None)


def test_milestones_before_their_deadline_are_on_time(catalogue: Catalogue) -> None:
    figures = dict.fromkeys(("P01-1", "P01-2", "P01-3", "P01-4"), "进行中")
    assert stands(catalogue, "2025-06", figures).standing == "normal"
    assert stands(catalogue, "2025-11", figures).standing == "overdue"
    assert stands(catalogue, "2025-06", {"P01-1": ""}).standing == "unclear"  # nothing was filled in at all


@given(st.integers(1, 5000), st.integers(0, 6000), st.sampled_from(["2025-03", "2025-05", "2025-07", "2025-11"]))
@settings(max_examples=60, deadline=None)
def test_a_row_always_adds_up(target: int, actual: int, month: str) -> None:
    indicator = Indicator("A-1", "甲", "quantified", "户", Decimal(target))
    figure = rounded_share(Decimal(actual) / target)
    project = Project("A", "s", "1", "甲", ("某局",), "", "", Month(2025, 12), "2025.12", "", (indicator,))
    wanted = due(indicator, project, Month.parse(month), Month.parse(month).day(25), since=date(2025, 1, 1), plan={})
    assert figure is not None
    assert wanted is not None
    expected = rounded_share(wanted.figure / target)
    assert expected is not None
    gap = (figure - expected) * 100
    printed = [Decimal(f"{value:.1%}".rstrip("%")) for value in (figure, expected)]
    assert printed[0] - printed[1] == Decimal(f"{gap:.1f}")
    assert (figure >= 1) == (actual >= target)  # 99.97 % is never printed as 100.0 %


# ---------------------------------------------------------------- what is asked


def test_twins_told_differently_are_asked_about_at_both_cells(catalogue: Catalogue) -> None:
    values = {"S06": IndicatorValue("S06-1", "", "户", None, "24", "指标进度!F4"),
              "P07": IndicatorValue("P07-1", "", "户", None, "90", "指标进度!F9")}  # fmt: skip
    entries = [Entry(p, "区残联", "accepted", indicators=(v,)) for p, v in values.items()]
    told = [(unit, f.code, f.where, f.project) for unit, f in twin_questions(entries, catalogue)]
    assert told == [
        ("区残联", "indicator.twins", "指标进度!F4", "S06"),
        ("区残联", "indicator.twins", "指标进度!F9", "P07"),
    ]
    assert "“助残服务行动”中填90户" in next(twin_questions(entries, catalogue))[1].message
    same = [replace(entries[0], indicators=(replace(values["S06"], actual="90.0"),)), entries[1]]
    assert list(twin_questions(same, catalogue)) == []
    lifts = [
        Entry("S01", "区住房城乡建委", "accepted", indicators=(IndicatorValue("S01-3", "", "台", None, "5", "F4"),)),
        Entry("P06", "区住房城乡建委", "accepted", indicators=(IndicatorValue("P06-3", "", "台", None, "9", "F9"),)),
    ]
    assert list(twin_questions(lifts, catalogue)) == []  # 更新改造及加装 and 更新: both bind


def test_the_clerk_is_asked_once_whose_figure_counts(catalogue: Catalogue) -> None:
    def told(indicator: str, *figures: str) -> list[str]:
        project = catalogue.project(indicator.partition("-")[0])
        entries = [
            Entry(project.id, unit, "accepted", indicators=(IndicatorValue(indicator, "", "", None, figure),))
            for unit, figure in zip(project.lead_units, figures, strict=False)
        ]
        return [f.code for f in co_lead_questions(entries, catalogue)]

    assert told("S03-4", "6", "5") == ["month.co-lead-figures"]
    assert told("S03-4", "6", "6") == told("S03-4", "6") == []
    assert told("Q02-3", "0.3", "0.4") == []  # the list says: together
    assert told("P06-1", "3", "2") == ["month.co-lead-other"]  # the list says: 区住房城乡建委


def test_every_standing_has_its_word_and_its_class() -> None:
    assert set(get_args(Standing)) == set(STANDINGS) == set(STANDING_MARKS) == set(STANDING_SHORT) == set(CLASS_OF)


# ---------------------------------------------------------------- over the months

BOOK = (packaged() / CATALOGUE_FILE).read_text(encoding="utf-8")
HANDED_OVER = """
  - since: "2025-05"
    source: 示例文件
    projects:
      - id: P09
        lead_units: [区林业局]
"""


def over_the_months(
    entries: dict[str, list[Entry]], amendments: str = "", decisions: tuple[Decision, ...] = ()
) -> dict[str, MonthStory]:
    """Tell some months with these rows."""
    text = BOOK[: BOOK.index("\namendments:")] + f"\namendments:{amendments}\n"
    book = load("projects.yaml", text.encode())
    views = []
    for month, rows in entries.items():
        catalogue = book.at(Month.parse(month))
        record = MonthRecord(month, "", (), tuple(rows), ())
        views.append(MonthView(Month.parse(month), record, catalogue, decisions))
    return {str(story.month): story for story in compute_stories(views, Pace())}


def row(project: str, unit: str, figures: dict[str, str], **said: Any) -> Entry:
    values = tuple(IndicatorValue(key, key, "", None, value) for key, value in figures.items())
    return Entry(project, unit, "accepted", indicators=values, **{"progress": "示例", **said})


def test_a_projects_history_goes_with_it_when_its_lead_changes() -> None:
    told = over_the_months(
        {
            "2025-04": [row("P09", "区大数据发展局", {"P09-1": "60"}, investment="100", problems="个别点位物业阻挠")],
            "2025-05": [row("P09", "区林业局", {"P09-1": "90"}, investment="150", problems="个别点位物业阻挠进场")],
        },
        HANDED_OVER,
    )
    change = next(c for c in told["2025-05"].changes if (c.project, c.unit) == ("P09", "区林业局"))
    assert (str(change.since), change.investment.delta, change.indicators[0].delta) == (
        "2025-04", Decimal(50), Decimal(30),
    )  # fmt: skip
    (problem,) = told["2025-05"].problems
    assert (problem.unit, problem.state, str(problem.first)) == ("区林业局", "open", "2025-04")
    (lag,) = [lag for lag in told["2025-05"].lagging if lag.project.project == "P09"]
    assert (lag.months, lag.units) == (2, ("区林业局",))


def test_a_problem_of_a_finished_or_silent_project_waits_for_its_closing() -> None:
    done = dict.fromkeys(("S09-1", "S09-2", "S09-3", "S09-4", "S09-5"), "已完成")
    going = dict.fromkeys(done, "进行中")
    told = over_the_months({
        "2025-03": [row("S09", "区城管局", going, problems="人行道改造管线迁改困难")],
        "2025-04": [row("S09", "区城管局", done, problems="人行道改造管线迁改困难")],
        "2025-07": [row("S09", "区城管局", done, problems="无")],
    })  # fmt: skip
    (march,), (april,), (july,) = (told[m].problems for m in told)
    assert (march.closing, march.awaits_closing) == ("", False)
    assert april.closing == "3月提出，本月仍提及；项目已完成，请核实后销号"
    assert july.closing == "3月提出，4月后未再提及；项目已完成，请确认销号"
    assert (july.is_open, july.awaits_closing, str(july.last)) == (True, True, "2025-04")
    silent = over_the_months({
        "2025-03": [row("S02", "区城管局", {"S02-1": "0"}, problems="选址手续未办结")],
        "2025-05": [row("S02", "区城管局", {"S02-1": "1"}, problems="无")],
    })["2025-05"]  # fmt: skip
    (problem,) = silent.problems
    assert problem.closing == "3月提出，此后未再提及；请核实是否已解决，已解决的请销号"


def test_a_co_led_lag_is_of_the_lead_that_reports_it() -> None:
    both = [row("P06", "区住房城乡建委", {"P06-1": "6", "P06-2": "180", "P06-3": "80"}),
            row("P06", "区城管局", {"P06-4": "10"})]  # fmt: skip
    story = over_the_months({"2025-06": both})["2025-06"]
    (lag,) = [lag for lag in story.lagging if lag.project.project == "P06"]
    assert lag.units == ("区城管局",)
    assert not over_the_months({"2025-06": []})["2025-06"].has_returns


def test_a_sheet_that_contradicts_itself(catalogue: Catalogue) -> None:
    def told(last: str, actual: str, note: str = "", archived: str | None = None) -> list[str]:
        indicator = next(i for i in catalogue.project("P09").indicators if i.id == "P09-1")
        cells = {"actual": actual, "last": last, "note": note}
        located = {key: Located(text, f"指标进度!{key}", "number") for key, text in cells.items()}
        known = IndicatorValue("P09-1", "", "个", None, archived)
        entry = Entry("P09", "区大数据发展局", "accepted", indicators=(known,))
        return [
            f.code for f in judge_indicator(indicator, "P09", ParsedIndicator(None, located), entry, Rulebook(), "")[1]
        ]

    assert told("400", "1") == ["indicator.contradicts"]  # whatever the archive holds
    assert told("400", "1", archived="0") == ["indicator.contradicts"]
    assert told("400", "1", archived="200") == ["indicator.fell"]  # told once
    assert told("400个", "1") == told("0.04万个", "1") == ["indicator.contradicts"]  # with its unit, as figures have
    assert told("400", "401") == told("400个", "401") == told("", "1") == []


def test_the_check_says_what_a_list_leaves_open(catalogue: Catalogue) -> None:
    (open_leads,) = left_open(catalogue)
    assert "开展中心城区缓堵促畅治堵治乱" in open_leads
    assert "lead:" in open_leads
    bare = replace(catalogue, projects=tuple(replace(p, indicators=()) for p in catalogue.projects))
    (told,) = left_open(bare)
    assert "没有写任何指标" in told


def test_twins_through_a_collect(minsheng: Minsheng) -> None:
    """24 户 in one row and 90 户 in its twin: asked about at both cells, and each judged in its own row."""
    assert minsheng("init", ".").code == 0
    assert minsheng("generate", "2025-05", "--unit", "区残联").code == 0
    folder = minsheng.month("2025-05")
    form = Form(next(folder.glob("下发/附件2_区残联_*.xlsx")).read_bytes()).fill()
    name = "困难重度残疾人家庭无障碍改造"
    form.count("残疾人服务提升", name, 24).count("助残服务行动", name, 90)
    (folder / "回收/区残联.xlsx").write_bytes(form.bytes())
    (file,) = minsheng("collect", "2025-05", "--json").json["files"]
    asked = [f for f in file["findings"] if f["code"] == "indicator.twins"]
    assert [(f["severity"], f["project"], f["field"]) for f in asked] == [
        ("warning", "S06", "indicator"), ("warning", "P07", "indicator"),
    ]  # fmt: skip
    assert len({f["where"] for f in asked}) == 2
    assert all(f["where"].startswith("指标进度!") for f in asked)
    told = minsheng("lagging", "2025-05", "--json").json
    stand = {i["id"]: i for p in told["progress"] for i in p["indicators"]}
    assert [(stand[i]["target"], stand[i]["share"]) for i in ("S06-1", "P07-1")] == [("100", "0.240"), ("350", "0.257")]


def test_the_years_end_reaches_a_verdict() -> None:
    """Returns are as of 25 December, deadlines are the 31st: the closing period tells who made it."""
    rows = {"P10-2": "300", "P10-3": "200", "P10-4": "30", "P10-5": "20", "P10-6": "12"}
    told = over_the_months({
        "2025-12": [row("P10", "区林业局", rows), row("P08", "区人力社保局", {"P08-3": "40"})],
        "2025-final": [row("P10", "区林业局", rows), row("P08", "区人力社保局", {"P08-3": "40"})],
    })  # fmt: skip
    december, final = told["2025-12"], told["2025-final"]
    assert (december.progress["P10"].standing, final.progress["P10"].standing) == ("normal", "overdue")
    lags = [next(g for g in s.lagging if g.project.project == "P08") for s in (december, final)]
    assert [(g.project.standing, g.months) for g in lags] == [("far-behind", 1), ("overdue", 1)]  # no second month
    (project,) = [p for p in assess([december, final]).projects if p.project.id == "P10"]
    assert (str(project.told), project.at_deadline, project.unmet) == ("2025-final", True, ("采购无人机",))
    (other,) = [p for p in assess([december, final]).projects if p.project.id == "P08"]
    assert other.months_behind == 1


def test_what_was_reported_as_done_stays_done_while_its_lead_is_silent() -> None:
    done = dict.fromkeys(("S09-1", "S09-2", "S09-3", "S09-4", "S09-5"), "已完成")
    told = over_the_months({
        "2025-04": [row("S09", "区城管局", done)],
        "2025-05": [row("P09", "区大数据发展局", {"P09-1": "90"})],
        "2025-06": [],
        "2025-07": [row("S09", "区城管局", done | {"S09-1": "进行中"})],
        "2025-08": [row("P09", "区大数据发展局", {"P09-1": "200"})],
    })  # fmt: skip
    stands = {month: story.progress["S09"] for month, story in told.items()}
    assert (stands["2025-05"].standing, stands["2025-05"].why) == (
        stands["2025-04"].standing, "2025年4月已报完成，本月无可用报表",
    )  # fmt: skip
    assert stands["2025-06"].standing == "unreported"  # nobody has reported: nothing is said of anything
    assert stands["2025-07"].standing not in ("done", "early")
    assert stands["2025-08"].standing == "unreported"  # it was taken back
    assert all(item.project != "S09" for item in told["2025-05"].unclear)


def test_the_same_work_is_printed_where_its_higher_target_stands(catalogue: Catalogue) -> None:
    higher = {low: (project.id, indicator.id) for low, (project, indicator) in catalogue.higher_twins.items()}
    assert higher == {
        "S06-1": ("P07", "P07-1"), "S06-2": ("P07", "P07-2"), "P07-3": ("S06", "S06-3"), "S06-4": ("P07", "P07-4"),
    }  # fmt: skip
    told = stands(catalogue, DECEMBER, {"S06-1": "350", "S06-2": "69", "S06-3": "310", "S06-4": "195"})
    assert told.standing == "done"
    assert shown_of(told, catalogue.higher_twins).target == "残疾儿童康复救助310人"
    assert shown_of(told).rate == "超额"  # 350 of 100: no rate to be read
