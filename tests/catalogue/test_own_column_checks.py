"""``catalogue check`` on the list's own columns: what cannot stand in the form is told with its line and the remedy."""

from __future__ import annotations

import re

import pytest

from minsheng_cli.catalogue import check, load
from minsheng_cli.model import Month
from own_columns import COLUMNS, catalogue_with, yaml_with

NAME = "data/projects.yaml"
MANY = ", ".join(f"选项{number:03d}号" for number in range(60))
CHANGE = """
  - since: "2025-06"
    source: 示例函〔2025〕1号
    projects:
      - {id: S01, extra: {plan: 1500万元}}
"""


def faults(columns: str, extra: dict[str, str] | None = None) -> tuple[str, ...]:
    return check(NAME, yaml_with(columns, {} if extra is None else extra).encode())


def one(line: str) -> str:
    return f"  columns:\n    - {line}\n"


def test_the_sample_has_no_fault() -> None:
    assert check(NAME, yaml_with().encode()) == ()


def test_a_list_without_own_columns_is_as_it_was() -> None:
    assert catalogue_with("", {}).form.own == ()
    assert faults("  columns:\n") == ()
    assert faults("  columns: []\n") == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{header: 年度计划}", "key：缺少这一项"),
        ("{key: plan}", "header：缺少这一项"),
        ("{key: plan, header: 计划, kind: amount}", "“amount”不对，只能写 text、money、number、percent、date、choice"),
        ("{key: plan, header: 计划, role: planned, kind: money}", "“planned”不对，只能写 planned-investment、start"),
        ("{key: plan, header: 计划, requird: true}", "requird：没有这一项，您是指“required”吗？"),
        ("{key: plan, header: 计划, required: yes}", "required：“yes”只能写 true 或 false"),
        ("{key: plan, header: 计划, width: 宽}", "width：“宽”不是栏宽"),
        ("{key: plan, header: 计划, width: 200}", "width：“200”不是栏宽"),
        ("{key: progress, header: 计划}", "key：“progress”已有别的含义"),
        ("{key: indicator, header: 计划}", "key：“indicator”已有别的含义"),
        ("{key: S01-1, header: 计划}", "key：“S01-1”已有别的含义"),
        ("{key: plan, header: 工作进展}", "header：“工作进展”与“工作进展”栏的表头相同"),
        ("{key: plan, header: 进展情况}", "header：“进展情况”与“工作进展”栏的表头相同"),
        ("{key: plan, header: 计划, aliases: [投资额（万元）]}", "“投资额（万元）”与“完成投资”栏的表头相同"),
        ("{key: plan, header: （）}", "中没有文字"),
        ("{key: plan, header: 年度计划投资以及资金到位情况和支付进度的说明一栏}", "太长"),
        ("{key: plan, header: 计划, after: progres}", "没有“progres”这一栏（自定栏目须写在前面才能引用），您是指"),
        ("{key: plan, header: 计划, kind: choice}", "“计划”是选择栏，要写 choices"),
        ("{key: plan, header: 计划, choices: [甲, 乙]}", "choices：只有 kind: choice 才写 choices"),
        ('{key: plan, header: 计划, kind: choice, choices: ["甲,乙", 丙]}', "不能有英文逗号"),
        ("{key: plan, header: 计划, kind: choice, choices: [甲, 甲]}", "选项“甲”重复"),
        (f"{{key: plan, header: 计划, kind: choice, choices: [{MANY}]}}",
         "选项合起来不能超过 255 字"),
        ("{key: plan, header: 计划, person: true, public: true}", "涉及个人（person: true），不能公开"),
        ("{key: plan, header: 计划, kind: money, person: true}", "只有 kind: text 才写 person"),
        ("{key: plan, header: 计划, role: start}", "role: start 的栏目，kind 应为 date 或 choice"),
        ("{key: plan, header: 计划, kind: date, role: planned-investment}", "kind 应为 money"),
        ("{key: plan, header: 年度计划投资（亿元）, kind: money}", "金额栏一律以万元为单位，表头不要写“亿元”"),
        ("{key: plan, header: 计划, fill: office, required: true}", "projects[S01]：缺少“计划”，请在 extra 中写 plan"),
    ],
)  # fmt: skip
def test_a_column_that_cannot_be_is_told_with_its_line(line: str, said: str) -> None:
    told = faults(one(line))
    assert any(said in fault for fault in told), told
    assert all(re.match(r"data/projects\.yaml 第\d+行 ", fault) for fault in told)


def test_two_columns_are_told_apart() -> None:
    twice = "  columns:\n    - {key: a, header: 计划}\n    - {key: a, header: 计划（万元）, kind: money}\n"
    told = faults(twice)
    assert any("栏目 key“a”重复，另见第" in fault for fault in told)
    assert any("“计划（万元）”与“计划”栏的表头相同，收表时分不开，请换一个，另见第" in fault for fault in told)
    roles = "".join(f"    - {{key: k{n}, header: 栏{n}, kind: money, role: planned-investment}}\n" for n in (1, 2))
    assert any("role: planned-investment 只能有一栏" in fault for fault in faults(f"  columns:\n{roles}"))


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("{plam: 3}", "extra.plam：form.columns 中没有“plam”这一栏，您是指“plan”吗？"),
        ("{plan: 很多}", "extra.plan：“年度计划投资”填“很多”无法识别（不是数字）"),
        ("{started: 已开工}", "extra.started：“开工情况”由单位填写；由本单位填好的栏目要写 fill: office"),
        ("[甲]", "extra：这里应是若干行"),
    ],
)
def test_what_the_office_fills_in_is_checked(extra: str, said: str) -> None:
    told = faults(COLUMNS, {"S01": extra})
    assert any(said in fault for fault in told), told
    assert all(re.match(r"data/projects\.yaml 第\d+行 projects\[S01\]", fault) for fault in told)


def test_an_amendment_may_change_what_the_office_filled_in() -> None:
    book = load(NAME, (yaml_with() + CHANGE).encode())
    plans = [book.at(Month(2025, month)).project("S01").extra["plan"] for month in (5, 6)]
    assert plans == ["1200.5", "1500"]
    assert "年度计划投资" in book.at(Month(2025, 6)).amendments[-1].note
