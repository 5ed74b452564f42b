"""The year's turn: two lists in one workspace, whichever way the second came; nothing of one year reaches the other."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from hand import Form
from minsheng_cli.errors import SetupError
from minsheng_cli.model import Month
from minsheng_cli.month import periods, story
from minsheng_cli.tasks import assess, catalogue_next, collect, explain, generate, seal, verify
from minsheng_cli.workspace import CATALOGUE_FILE, Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng_cli.model import MonthRecord

BEIJING = timezone(timedelta(hours=8))

LIST = """\
year: {year}
district: 沁县
office: 县发展改革局
document:
  {{number: 沁政办发〔{year}〕5号, title: 关于印发{year}年民生实事项目的通知, issuer: 沁县政府办, date: "{year}-01-10"}}
form: {{label: 附表, title: 沁县{year}年民生实事进展情况表, summary_title: 沁县{year}年民生实事进展情况汇总表}}
months: {{first: "{year}-01", last: "{year}-12"}}
due: {{day: 25}}
units:
  - {{name: 县教育局, full_name: 沁县教育局}}
  - {{name: {second}, full_name: 沁县{second_full}}}
projects:
  - id: S01
    number: "1"
    name: 新建幼儿园
    lead_units: [县教育局]
    responsible: "—"
    target: 新建幼儿园{target}所
    deadline: "{year}.12"
    indicators: [{{id: S01-1, kind: quantified, name: 新建幼儿园, target: {target}, unit: 所}}]
  - id: S02
    number: "2"
    name: {other}
    lead_units: [{second}]
    responsible: "—"
    target: 完成{other}40公里
    deadline: "{year}.12"
    indicators: [{{id: S02-1, kind: quantified, name: {other}里程, target: 40, unit: 公里}}]
"""
OLD = LIST.format(year=2025, second="县水利局", second_full="水利局", target=6, other="河道治理")
NEW = LIST.format(year=2026, second="县交通局", second_full="交通运输局", target=9, other="农村公路")


def lay(root: Path) -> None:
    (root / "data").mkdir()
    (root / CATALOGUE_FILE).write_text(OLD, encoding="utf-8")
    (root / "data/contacts.yaml").write_text(
        "县教育局: {phone: 000-0001}\n县水利局: {phone: 000-0002}\n", encoding="utf-8"
    )
    (root / "data/waivers.yaml").write_text(
        "waivers:\n  - {rule: target.altered, unit: 县水利局, project: S02, reason: 示例, until: 2025-12}\n",
        encoding="utf-8",
    )
    (root / "data/plans.yaml").write_text('plans:\n  S01-1: {"2025-11": 6}\n', encoding="utf-8")


def month_played(root: Path, text: str, amount: int, *, trouble: str = "无") -> MonthRecord:
    """Issue, fill in and collect one month; each unit reports so much."""
    space = Workspace.at(root)
    ours = periods.opened(space, periods.named(space, text))
    generate.generate(space, text)
    for unit in ours.catalogue.units:
        form = Form(next((root / text / "下发").glob(f"*_{unit.name}_*.xlsx")).read_bytes())
        for project in ours.catalogue.led_by(unit.id):
            form.write(
                project.name, progress=f"（示例）{ours.month.label}{project.name}进度{amount}。", investment=amount,
                problems=trouble, next_steps="（示例）按计划推进。", contact="示例甲 000-00000001",
            )  # fmt: skip
            target = float(project.indicators[0].target or 0)
            form.count(project.name, project.indicators[0].name, min(amount / 100, target))
        path = root / text / "回收" / f"{unit.name}.xlsx"
        path.write_bytes(form.sign().bytes())
        day = ours.catalogue.due(ours.month)
        came = datetime(day.year, day.month, day.day, 9, tzinfo=BEIJING).timestamp()
        os.utime(path, (came, came))
    return collect.collect(Workspace.at(root), text).record


def swap(root: Path) -> None:
    """Do what a clerk does who has not read the manual: next year's list simply takes the file's place."""
    (root / CATALOGUE_FILE).write_text(NEW, encoding="utf-8")


def by_command(root: Path) -> None:
    path = root / "data/项目清单草稿.yaml"
    path.write_text(NEW, encoding="utf-8")
    done = catalogue_next.next_year(Workspace.at(root), path)
    assert (done.faults, done.year, done.kept) == ((), 2026, "data/projects-2025.yaml")
    assert done.contacts == ("县交通局",)


@pytest.mark.parametrize("turn", [swap, by_command])
def test_nothing_of_one_year_is_told_in_another(tmp_path: Path, turn: object) -> None:
    lay(tmp_path)
    month_played(tmp_path, "2025-11", 500, trouble="征地拆迁进展缓慢")
    month_played(tmp_path, "2025-12", 600, trouble="征地拆迁进展缓慢")
    seal.seal(Workspace.at(tmp_path), "2025-11")
    assert callable(turn)
    turn(tmp_path)
    final = month_played(tmp_path, "2025-final", 600)  # read with 2025's list, whichever way it is kept
    assert {e.unit for e in final.entries} == {"县教育局", "县水利局"}
    records = [month_played(tmp_path, f"2026-{number:02}", 20 * number) for number in (1, 2, 3, 4)]

    space = Workspace.at(tmp_path)
    for record in records:
        assert {e.unit for e in record.entries} == {"县教育局", "县交通局"}
        told = [f for line in record.files for f in line.findings] + list(record.findings)
        assert {f.code for f in told if f.severity != "info"} <= {"progress.brief"}, told
        assert {"waiver.other-year", "plan.other-year"} <= {f.code for f in told}
    stories = story.stories(space, Month(2026, 4))
    assert [str(s.month) for s in stories] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert stories[0].before is None
    assert not any(s.problems for s in stories)
    assert all(change.since is None for change in stories[0].changes)
    january = Form(next((tmp_path / "2026-01/下发").glob("*_县教育局_*.xlsx")).read_bytes())
    printed = [str(cell.value) for sheet in january.book for row in sheet.iter_rows() for cell in row]
    assert not any("600" in text or "征地" in text or "2025年1" in text for text in printed)

    for number, told_month in enumerate(stories, start=1):  # every verdict rests on this month's own figure
        (kindergarten,), (road,) = (told_month.progress[key].indicators for key in ("S01", "S02"))
        assert (kindergarten.target, road.target) == (Decimal(9), Decimal(40))
        assert (kindergarten.actual, road.actual) == (Decimal(number) / 5, Decimal(number) / 5)
        assert road.name == "农村公路里程"
    issued = [path for month in range(1, 5) for path in (tmp_path / f"2026-{month:02}/成果").rglob("*.html")]
    assert issued
    for path in issued:
        words = path.read_text(encoding="utf-8")
        assert not [w for w in ("河道治理", "县水利局", "征地拆迁", "2025年1", "2025-1") if w in words], path.name

    # 2025 is told as it was
    old = story.stories(space, Month.closing(2025))
    assert [str(s.month) for s in old] == ["2025-11", "2025-12", "2025-final"]
    assert old[-1].problems[0].first == Month(2025, 11)
    assert explain.explain(space, "2025-11", "河道治理").project == "S02"
    assert collect.report(space, "2025-11").record.catalogue == old[0].view.record.catalogue
    assert collect.report(space, "2025-12").record.entries == old[1].view.record.entries
    year, name, _ = assess.assess(space, "2025")
    assert name == "考核/沁县2025年民生实事年终考核依据.xlsx"
    assert [str(m) for m in year.months] == ["2025-11", "2025-12", "2025-final"]
    assert {(p.project.name, str(p.told), p.at_deadline) for p in year.projects} == {
        ("新建幼儿园", "2025-final", True), ("河道治理", "2025-final", True),
    }  # fmt: skip
    this, name, _ = assess.assess(space, None)
    assert name == "考核/沁县2026年民生实事年终考核依据.xlsx"
    assert len(this.months) == 4
    assert verify.verify(space, None).whole
    with pytest.raises(SetupError, match="不是同一年度"):
        story.compared(space, "2025-12", "2026-01")


def test_next_never_installs_a_faulty_list_nor_replaces_one(tmp_path: Path) -> None:
    lay(tmp_path)
    space, draft = Workspace.at(tmp_path), tmp_path / "data/草稿.yaml"
    before = (tmp_path / CATALOGUE_FILE).read_bytes()
    draft.write_text(NEW.replace("target: 9,", "target: 10,"), encoding="utf-8")
    assert "没有“10”这个数" in catalogue_next.next_year(space, draft).faults[0]
    draft.write_text(NEW, encoding="utf-8")
    (tmp_path / "data/projects-2025.yaml").write_text(OLD + "# 改过\n", encoding="utf-8")
    with pytest.raises(SetupError, match="不会覆盖"):
        catalogue_next.next_year(space, draft)
    (tmp_path / "data/projects-2025.yaml").unlink()
    draft.write_text(OLD.replace("target: 6,", "target: 6, "), encoding="utf-8")
    with pytest.raises(SetupError, match="不是下一年度的"):
        catalogue_next.next_year(space, draft)
    draft.write_text(NEW, encoding="utf-8")
    assert catalogue_next.next_year(space, draft, dry_run=True).kept == "data/projects-2025.yaml"
    assert (tmp_path / CATALOGUE_FILE).read_bytes() == before
    assert not (tmp_path / "data/projects-2025.yaml").exists()


def test_next_that_was_interrupted_is_run_again(tmp_path: Path) -> None:
    lay(tmp_path)
    (tmp_path / "data/projects-2025.yaml").write_text(OLD, encoding="utf-8")  # killed after this
    by_command(tmp_path)
    assert (tmp_path / CATALOGUE_FILE).read_text(encoding="utf-8") == NEW
    again = catalogue_next.next_year(Workspace.at(tmp_path), tmp_path / "data/项目清单草稿.yaml")
    assert (again.faults, again.year, again.kept) == ((), 2026, "data/projects-2025.yaml")


def test_a_month_outside_every_list_is_refused_with_their_ranges(tmp_path: Path) -> None:
    lay(tmp_path)
    by_command(tmp_path)
    with pytest.raises(SetupError, match="2026-01 至 2026-12；2025-01 至 2025-12"):
        periods.named(Workspace.at(tmp_path), "2027-01")
    with pytest.raises(SetupError, match="没有 2023 年的项目清单"):
        assess.assess(Workspace.at(tmp_path), "2023")


def test_a_section_may_be_called_as_a_column_is(tmp_path: Path) -> None:
    lay(tmp_path)
    path = tmp_path / CATALOGUE_FILE
    text = OLD.replace("units:", "sections: [{id: A, title: 民生实事项目, short: 民生实事项目}]\nunits:", 1)
    path.write_text(text.replace("    number:", "    section: A\n    number:"), encoding="utf-8")
    record = month_played(tmp_path, "2025-11", 500)
    assert {(line.outcome, len(line.findings)) for line in record.files} == {("accepted", 0)}
    assert {e.investment for e in record.entries} == {"500"}


@pytest.mark.parametrize(
    ("today", "due", "month"),
    [
        ("2025-04-25", "day: 25", "2025-04"),
        ("2025-04-26", "day: 25", "2025-05"),
        ("2025-04-03", "day: 5, offset: 1", "2025-03"),
        ("2025-04-06", "day: 5, offset: 1", "2025-04"),
        ("2025-12-26", "day: 25", "2025-final"),
        ("2026-01-11", "day: 25", ""),
    ],
)
def test_generate_takes_the_month_whose_due_day_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: str, due: str, month: str
) -> None:
    lay(tmp_path)
    (tmp_path / CATALOGUE_FILE).write_text(OLD.replace("due: {day: 25}", f"due: {{{due}}}"), encoding="utf-8")
    monkeypatch.setattr(periods, "now", lambda _: datetime.fromisoformat(f"{today}T09:00:00+08:00"))
    if month:
        assert str(periods.current(Workspace.at(tmp_path))) == month
    else:
        with pytest.raises(SetupError, match="catalogue next"):
            periods.current(Workspace.at(tmp_path))


def test_a_quarterly_list_asks_for_its_months_and_their_own_due_days(tmp_path: Path) -> None:
    lay(tmp_path)
    text = OLD.replace('last: "2025-12"', 'last: "2025-12", only: [3, 6, 9, 12]')
    (tmp_path / CATALOGUE_FILE).write_text(text.replace("due: {day: 25}", "due: {day: 5, offset: 1}"), encoding="utf-8")
    with pytest.raises(SetupError, match="2025-03、2025-06、2025-09、2025-12"):
        periods.named(Workspace.at(tmp_path), "2025-04")
    record = month_played(tmp_path, "2025-06", 300)
    assert [(u.state, u.on_time) for u in record.units] == [("accepted", True)] * 2
    form = Form(next((tmp_path / "2025-06/下发").glob("*_县教育局_*.xlsx")).read_bytes())
    printed = "".join(str(cell.value) for sheet in form.book for row in sheet.iter_rows() for cell in row)
    assert "数据截至2025年6月30日" in printed
    assert "请于2025年7月5日前" in printed


def test_a_project_carried_over_keeps_whom_to_call_and_no_figure(tmp_path: Path) -> None:
    lay(tmp_path)
    month_played(tmp_path, "2025-12", 600)
    text = NEW.replace("target: 新建幼儿园9所", "target: 新建幼儿园9所\n    continues: 2025/S01", 1)
    by_command(tmp_path)
    (tmp_path / CATALOGUE_FILE).write_text(text, encoding="utf-8")
    generate.generate(Workspace.at(tmp_path), "2026-01")
    printed = {}
    for name in ("县教育局", "县交通局"):
        form = Form(next((tmp_path / "2026-01/下发").glob(f"*_{name}_*.xlsx")).read_bytes())
        printed[name] = "".join(str(cell.value) for sheet in form.book for row in sheet.iter_rows() for cell in row)
    assert "示例甲" in printed["县教育局"]
    assert "示例甲" not in printed["县交通局"]
    assert "600" not in printed["县教育局"]


def test_a_year_that_was_only_generated_keeps_its_list(tmp_path: Path) -> None:
    lay(tmp_path)
    generate.generate(Workspace.at(tmp_path), "2025-12")
    swap(tmp_path)
    space = Workspace.at(tmp_path)
    assert {u.name for u in periods.opened(space, Month(2025, 12)).catalogue.units} == {"县教育局", "县水利局"}
    record = month_played(tmp_path, "2025-12", 500)
    assert {(e.unit, e.state) for e in record.entries} == {("县教育局", "accepted"), ("县水利局", "accepted")}
