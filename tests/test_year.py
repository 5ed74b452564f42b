"""A simulated year is told correctly: every planted event at its month and project, and nothing else."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

import simulated_year as sim
from conftest import Minsheng, few_or_all, lay_list
from minsheng_cli.analysis.assess import assess
from minsheng_cli.findings import found
from minsheng_cli.model import Month
from minsheng_cli.month.story import stories as stories_of
from minsheng_cli.store import MonthStore, months
from minsheng_cli.tasks import verify
from minsheng_cli.words import ARRIVALS
from minsheng_cli.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng_cli.analysis.story import MonthStory


@pytest.fixture(scope="module")
def stories(year: sim.SimulatedYear) -> dict[int, MonthStory]:
    return {story.month.month: story for story in stories_of(year.workspace)}


def test_nothing_is_an_error_but_what_was_planted(stories: dict[int, MonthStory]) -> None:
    errors = {
        (month, file.unit, finding.code)
        for month, story in stories.items()
        for file in story.view.record.files
        for finding in file.findings
        if finding.severity == "error"
    }
    assert errors == {(8, "区交通运输委", "investment.fell"), (4, "区水利局", "head.missing")}


def test_a_fall_that_is_explained_is_a_warning(stories: dict[int, MonthStory]) -> None:
    told = [
        (m, f.unit, finding.project)
        for m, story in stories.items()
        for f in story.view.record.files
        for finding in f.findings
        if finding.code.endswith("fell-explained")
    ]
    assert told == [(9, "区水利局", "S12")]


def test_what_did_not_move(stories: dict[int, MonthStory]) -> None:
    still = {
        (c.project, c.unit, month, c.progress.movement)
        for month, story in stories.items()
        for c in story.changes
        if c.progress.movement in ("same", "figures", "gone", "blank") and not c.silent
    }
    planted = {(*key, month, "same") for key, months in sim.SAME.items() for month in months}
    planted |= {(*key, month, "figures") for key, months in sim.FIGURES.items() for month in months}
    assert still == planted
    (twice,) = [c for c in stories[7].changes if c.project == "S02"]
    assert twice.stale_for == 2  # May and July: June is missing and breaks nothing
    assert twice.since == Month(2025, 5)


def test_what_fell(stories: dict[int, MonthStory]) -> None:
    fell = {
        (c.project, month)
        for month, story in stories.items()
        for c in story.changes
        if any("fell" in finding.code for finding in c.findings)
    }
    assert fell == set(sim.FALLS)


def test_who_lags_and_since_when(stories: dict[int, MonthStory]) -> None:
    lagging = {(lag.project.project, month): lag.months for month, story in stories.items() for lag in story.lagging}
    planted = {(p, month): i for p, months in sim.LAGS.items() for i, month in enumerate(months, start=1)}
    assert lagging == planted
    gaps = [lag.project.gap for story in stories.values() for lag in story.lagging if lag.project.gap is not None]
    assert len(gaps) == 5
    assert all(-20 < gap <= -10 for gap in gaps)


def test_claims_that_do_not_fit(stories: dict[int, MonthStory]) -> None:
    told = {(p, month): flags for month, story in stories.items() for p, flags in story.contradictions.items()}
    assert set(told) == {sim.CLAIMS_DONE}
    assert "已全部完成年度目标任务" in told[sim.CLAIMS_DONE][0]


def test_pending_until_the_city_says_so(stories: dict[int, MonthStory]) -> None:
    for month, story in stories.items():
        elevators = next(i for i in story.progress["S01"].indicators if i.id == "S01-3")
        assert (elevators.standing == "pending") == (month < 8)
        assert elevators.target == (None if month < 8 else 120)
    assert "S13" in {p.project for p in stories[12].pending}
    other = next(i for i in stories[9].progress["P06"].indicators if i.id == "P06-3")
    assert other.target == 100  # 更新 alone: the city's 120 of 更新改造及加装 bind beside it


def test_deadlines_are_each_projects_own(stories: dict[int, MonthStory]) -> None:
    assert stories[4].progress["S04"].standing == "done"
    assert stories[3].progress["S04"].standing in ("normal", "ahead")
    assert stories[12].progress["S04"].standing == "done"  # finished projects stay


def test_problems_live_as_planted(stories: dict[int, MonthStory]) -> None:
    last = {p.number: p for p in stories[12].problems}
    assert len(last) == len(sim.TROUBLES)
    for trouble in sim.TROUBLES:
        first = min(trouble.told)
        (problem,) = [
            p for p in last.values()
            if (p.project, p.unit, p.first.month) == (trouble.project, trouble.unit, first)
        ]  # fmt: skip
        assert {s.month.month: s.text for s in problem.sightings}.keys() == trouble.told.keys(), problem
        state = "solved" if trouble.solved else "silent" if trouble.dropped else "open"
        assert problem.state == state, problem
        if trouble.solved:
            assert problem.ended == Month(2025, trouble.solved)
        for month in trouble.told:
            (then,) = [p for p in stories[month].problems if p.number == problem.number]
            wanted = "new" if month == first else "solved" if month == trouble.solved else "open"
            assert then.state == wanted
        if trouble.dropped:
            (then,) = [p for p in stories[trouble.dropped].problems if p.number == problem.number]
            assert then.state == "silent"
    (elevators,) = [p for p in stories[12].problems if p.project == "S01"]
    assert elevators.age == 10  # March to December, June too


def test_who_was_late_and_who_was_missing(stories: dict[int, MonthStory]) -> None:
    units = {(u.unit, m): u for m, story in stories.items() for u in story.view.record.units}
    assert {key for key, u in units.items() if u.on_time is False} == set(sim.LATE)
    assert {key for key, u in units.items() if u.state == "missing"} == sim.MISSING
    story = stories[5]
    assert story.progress["S08"].standing == "unreported"
    told = assess(list(stories.values()))
    water = next(u for u in told.units if u.unit == "区水利局")
    assert water.first_pass == (8, 9)
    assert [m.versions for m in water.months if m.month.month == 4] == [2]
    forest = next(u for u in told.units if u.unit == "区林业局")
    assert (forest.count("on-time"), forest.count("late"), forest.count("missing")) == (8, 1, 0)


def test_what_became_of_a_project_after_its_deadline(stories: dict[int, MonthStory]) -> None:
    told = assess(list(stories.values()))
    late = {p.project.id: p for p in told.projects if p.is_late}
    assert set(late) == {"P09"}
    assert (late["P09"].unmet, str(late["P09"].done_in)) == (("新建5G基站",), "2025-12")
    assert next(p.done_in for p in told.projects if p.project.id == "S13") is None


def test_a_return_mended_by_telephone_did_not_pass_at_first(stories: dict[int, MonthStory]) -> None:
    story = stories[8]
    cell: dict[str, Any] = {"project": "S11", "where": "附件2!F6", "field": "investment"}
    fell = found("investment.fell", **cell, last="2", value="1").settle()
    said = found("value.corrected", **cell, what="完成投资", value="3", when="2025-08-26", reason="电话核实", was="1")
    files = tuple(replace(f, findings=(fell, said)) if f.unit == "区交通运输委" else f for f in story.view.record.files)
    view = replace(story.view, record=replace(story.view.record, files=files))
    (unit,) = [u for u in assess([replace(story, view=view)]).units if u.unit == "区交通运输委"]
    assert unit.first_pass == (0, 1)


def test_a_renamed_unit_is_one_unit(stories: dict[int, MonthStory]) -> None:
    unit, since, name, _ = sim.RENAMED
    assert stories[since].view.catalogue.unit(unit).name == name
    assert stories[8].view.catalogue.unit(unit).name == unit
    assert {c.since for c in stories[since].changes if c.unit == unit} == {Month(2025, 8)}


def test_as_of_a_day(year: sim.SimulatedYear) -> None:
    run = Minsheng(year.workspace.root)
    then = {u["unit"]: u for u in run("status", "2025-04", "--as-of", "2025-04-25", "--json").json["units"]}
    assert then["区林业局"]["state"] == "missing"
    assert then["区水利局"]["state"] == "accepted"
    early = {u["unit"]: u for u in run("status", "2025-04", "--as-of", "2025-04-19", "--json").json["units"]}
    now = {u["unit"]: u for u in run("status", "2025-04", "--json").json["units"]}
    assert now["区林业局"]["on_time"] is False
    assert sum(u["state"] != "missing" for u in early.values()) < 5
    assert early["区水利局"]["state"] == "returned"  # its first, without a signature


REPORT_ALL = """
import sys
from pathlib import Path
from minsheng_cli.tasks import collect
from minsheng_cli.words import ARRIVALS
from minsheng_cli.workspace import Workspace
for month in sys.argv[2:]:
    collect.report(Workspace.at(Path(sys.argv[1])), month)
"""


@few_or_all("every", 4, 1)
def test_the_year_recomputes_byte_for_byte(year: sim.SimulatedYear, tmp_path: Path, every: int) -> None:
    root = tmp_path / "copy"
    shutil.copytree(year.workspace.root, root, copy_function=shutil.copy2)
    # Marked forms are not among them: to make one a return is judged, and a sealed month is never judged again.
    names = [f"2025-{month:02d}" for month in sim.MONTHS[::every]]
    outputs = {p: p.read_bytes() for name in names for p in (root / name / "成果").iterdir()}
    assert len(outputs) > len(names) > 2
    for path in outputs:
        path.unlink()
    elsewhere = {
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "777",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    subprocess.run(
        [sys.executable, "-c", REPORT_ALL, str(root), *names], cwd="/", env={**os.environ, **elsewhere}, check=True
    )
    assert {p: p.read_bytes() for name in names for p in (root / name / "成果").iterdir()} == outputs
    assert verify.verify(Workspace.at(root), None).whole


@few_or_all("turns", 100, 1000)
def test_any_flip_or_deletion_is_found(year: sim.SimulatedYear, tmp_path: Path, turns: int) -> None:
    shutil.copytree(year.workspace.root, tmp_path, dirs_exist_ok=True)
    stores = {name: MonthStore(tmp_path / name, name) for name in months(tmp_path)}
    assert len(stores) == len(sim.MONTHS)
    files = sorted(p for p in tmp_path.glob("2025-*/存档/**/*") if p.is_file() and p.name != ".lock")
    dice = random.Random(4)  # noqa: S311 - not a secret
    found = 0
    for turn in range(turns):
        path = dice.choice(files)
        data = path.read_bytes()
        if turn % 5:
            spot = dice.randrange(len(data))
            path.write_bytes(data[:spot] + bytes([data[spot] ^ (1 << dice.randrange(8))]) + data[spot + 1 :])
        else:
            path.unlink()
        found += any(path.name in fault for fault in stores[path.relative_to(tmp_path).parts[0]].verify())
        path.write_bytes(data)
    assert found == turns
    assert verify.verify(Workspace.at(tmp_path), None).whole


def test_an_archive_that_is_gone_altogether_is_missed(year: sim.SimulatedYear, tmp_path: Path) -> None:
    shutil.copytree(year.workspace.root, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "2025-05/存档")  # a later seal knows of it
    shutil.rmtree(tmp_path / "2025-12/存档")  # none does, but forms were issued
    (tmp_path / "2026-01/回收").mkdir(parents=True)  # a folder made by hand
    faults = verify.verify(Workspace.at(tmp_path), None).faults
    assert faults["2025-12"] == faults["2025-05"] == ("存档/清单.json：缺失，无法核对存档。",)
    assert "2025-05" in faults["2025-07"][0]
    assert "2026-01" not in faults


def test_a_changed_early_month_breaks_the_chain_of_later_seals(year: sim.SimulatedYear, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(year.workspace.root, root, copy_function=shutil.copy2)
    april = MonthStore(root / "2025-04", "2025-04")
    history = json.loads((root / "2025-04/存档/履历.json").read_bytes())
    issued, judged, sealed = history["events"]
    assert (issued["kind"], judged["kind"], sealed["kind"]) == ("judged", "judged", "sealed")
    for name in ("履历.json", "清单.json"):
        (root / "2025-04/存档" / name).unlink()  # forged anew, manifest and all
    workspace = Workspace.at(root)
    with april.lock("forger", datetime.now(sim.BEIJING)):
        april.note("judged", datetime.now(sim.BEIJING), judged["facts"])
        april.seal(datetime.now(sim.BEIJING), None)
    assert april.verify() == ()
    result = verify.verify(workspace, None)
    assert not result.whole
    assert any("2025-04" in fault for fault in result.faults["2025-05"])


def test_a_sealed_month_takes_nothing_more(year: sim.SimulatedYear, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(year.workspace.root, root, copy_function=shutil.copy2)
    run = Minsheng(root)
    done = run("collect", "2025-05")
    assert (done.code, done.out) == (3, "")
    assert "已封存" in done.err
    assert "--reopen" in done.err
    assert run("collect", "2025-05", "--reopen", "区商务委补报").code in (0, 1)
    assert "区商务委补报" in (root / "2025-05/存档/履历.json").read_text(encoding="utf-8")
    assert run("seal", "2025-05").code in (0, 1)
    assert run("verify").code == 0


def test_a_day_the_due_day_falls_on_rest(year: sim.SimulatedYear, tmp_path: Path) -> None:
    settings = 'due:\n  before_rest_days: true\n  holidays: ["2025-04-25"]\n  workdays: []\n'
    (lay_list(tmp_path) / "minsheng.yaml").write_text(settings, encoding="utf-8")
    catalogue = Workspace.at(tmp_path).catalogue_at(Month(2025, 5))
    assert catalogue.due(Month(2025, 5)) == date(2025, 5, 23)  # the 25th is a Sunday
    assert catalogue.due(Month(2025, 4)) == date(2025, 4, 24)
    assert catalogue.cut_off(Month(2025, 5)) == date(2025, 5, 25)
    assert year.workspace.catalogue_at(Month(2025, 5)).due(Month(2025, 5)) == date(2025, 5, 25)


def test_a_return_that_could_not_be_used_is_not_called_unsent(minsheng: Minsheng) -> None:
    assert minsheng("init").code == 0
    assert minsheng("generate", "2025-04").code == 0
    (minsheng.root / "2025-04/回收/附件2_区教委_2025年4月.xlsx").write_bytes(b"PK broken")
    assert minsheng("collect", "2025-04").code == 1
    told = minsheng("assess", "2025", "--json").json
    april = {unit["unit"]: unit["months"][0] for unit in told["units"]}
    assert (april["区教委"]["timeliness"], april["区教委"]["refused"]) == ("missing", True)
    assert (april["区水利局"]["timeliness"], april["区水利局"]["refused"]) == ("missing", False)
    (evidence,) = minsheng.root.glob("考核/*.xlsx")
    book = load_workbook(evidence)
    head, *units = (row for row in book["单位汇总"].iter_rows(values_only=True) if row[1] is not None)
    counted = {row[0]: dict(zip(head, row, strict=True)) for row in units}
    assert [counted["区教委"][word] for word in ARRIVALS.values()] == [0, 0, 1, 0]
    assert [counted["区水利局"][word] for word in ARRIVALS.values()] == [0, 0, 0, 1]
    words = {row[0]: row[2] for row in book["逐月依据"].iter_rows(values_only=True)}
    assert (words["区教委"], words["区水利局"]) == ("不能采用", "未报")
