"""The year's evidence as a workbook: one sheet per unit's months, one per project, one sum."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from minsheng_cli.reports.content.words import NOT_APPLICABLE, listed, official_number
from minsheng_cli.reports.xlsx.lists import Heading, List, draw_list
from minsheng_cli.words import ARRIVALS, CASE_STATES, CASE_STEPS, NOT_IN_NOTICE, STANDINGS
from minsheng_cli.workbook.book import opened
from minsheng_cli.workbook.page import Page, Percent
from minsheng_cli.workbook.styles import Ink

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from minsheng_cli.analysis.assess import ProjectYear, Year
    from minsheng_cli.model import Catalogue
    from minsheng_cli.workbook.page import Value

_UNITS = (
    Heading("单位", 18, "center"), Heading("按时", 8, "right"), Heading("迟报", 8, "right"),
    Heading("不能采用", 10, "right"), Heading("未报", 8, "right"),
    Heading("一次通过", 10, "center"), Heading("更正次数", 10, "right"), Heading("卡点问题", 10, "right"),
    Heading("未解决", 9, "right"), Heading("最长存续（月）", 15, "right"), Heading("牵头项目", 10, "right"),
    Heading("已完成", 9, "right"), Heading("得分", 9, "right"),
)  # fmt: skip
_MONTHS = (
    Heading("单位", 18, "center"), Heading("月份", 12, "center"), Heading("是否按时", 10, "center"),
    Heading("首次报送", 12, "center"), Heading("先后份数", 10, "right"), Heading("更正", 8, "right"),
    Heading("采用文件", 42), Heading("sha256", 46),
)  # fmt: skip
_PROJECTS = (
    Heading("序号", 12, "center"), Heading("项目", 30), Heading("牵头单位", 18, "center"),
    Heading("完成时限", 12, "center"), Heading("依据月份", 12, "center"), Heading("状态", 12, "center"),
    Heading("最差指标完成率", 12, "right"), Heading("完成指标", 10, "center"), Heading("滞后月数", 9, "right"),
    Heading("未完成的指标", 34), Heading("时限以后", 20), Heading("依据文件", 46),
)  # fmt: skip
_CASES = (
    Heading("督办编号", 13, "center"), Heading("单位", 18, "center"), Heading("项目", 30), Heading("级别", 9, "center"),
    Heading("发出", 12, "center"), Heading("状态", 12, "center"), Heading("经过", 46), Heading("反馈", 46),
    Heading("按期反馈", 9, "center"), Heading("反馈和佐证文件", 46),
)  # fmt: skip


def render(year: Year, catalogue: Catalogue) -> bytes:
    """Return the workbook's bytes; the same evidence always gives the same bytes."""
    made = opened(date(catalogue.year + 1, 1, 1))
    book = made.book
    ink = Ink(book)
    span = f"{year.months[0].label}至{year.months[-1].label}，共{len(year.months)}个月有记录"
    scored = any(u.score is not None for u in year.units)
    note = f"{span}。" + (f"得分按本单位设定的权重计算（{NOT_IN_NOTICE}）。" if scored else "只列依据，不打分。")
    sheets = (
        ("单位汇总", note, List(_UNITS, _units(year, catalogue))),
        ("逐月依据", f"{span}。", List(_MONTHS, _months(year, catalogue), small=True)),
        ("督办事项", f"督办级别和规则为本单位自定（{NOT_IN_NOTICE}）。", List(_CASES, _cases(year, catalogue))),
        ("项目完成", "完成时限当月的情况；时限未到的为最近一个月。", List(_PROJECTS, _projects(year, catalogue))),
    )
    for name, told, listing in sheets if year.cases else (s for s in sheets if s[0] != "督办事项"):
        draw_list(
            Page(book.add_worksheet(name), ink), f"{catalogue.year}年{catalogue.terms.topic}{name}", told, listing
        )
    return made.bytes()


def _units(year: Year, catalogue: Catalogue) -> list[Sequence[Value]]:
    return [
        (
            catalogue.unit(u.unit).name, *(u.count(word) for word in ARRIVALS), "{}/{}".format(*u.first_pass),
            sum(m.corrections for m in u.months), u.problems, u.still_open, u.oldest, u.projects, u.reached,
            NOT_APPLICABLE if u.score is None else u.score,
        )
        for u in year.units
    ]  # fmt: skip


def _months(year: Year, catalogue: Catalogue) -> list[Sequence[Value]]:
    passed = {True: "一次通过", False: "有误退回", None: NOT_APPLICABLE}
    return [
        (catalogue.unit(u.unit).name, m.month.label, ARRIVALS[m.came], passed[m.first_pass], m.versions,
         m.corrections, m.file or NOT_APPLICABLE, m.sha256 or NOT_APPLICABLE)
        for u in year.units
        for m in u.months
    ]  # fmt: skip


def _cases(year: Year, catalogue: Catalogue) -> list[Sequence[Value]]:
    units, projects = catalogue.unit_names, catalogue.project_names
    rows: list[Sequence[Value]] = []
    for case in year.cases:
        steps = [
            f"{s.at[:10]}{CASE_STEPS[s.kind]}{f'（{s.level}）' if s.level else ''}{f'：{s.basis}' if s.basis else ''}"
            for s in case.steps
        ]
        files = [(r.file, r.sha256) for r in case.replies] + [
            (e.name, e.sha256) for r in case.replies for e in r.evidence
        ]
        rows.append((
            case.number, units.get(case.unit, case.unit), projects.get(case.project, case.project), case.level,
            case.issued, CASE_STATES[case.state], "\n".join(steps),
            "\n".join(f"{r.received_at[:10]}：{r.measures}" for r in case.replies) or NOT_APPLICABLE,
            {True: "是", False: "否", None: NOT_APPLICABLE}[case.replied_in_time],
            "\n".join(f"{name}（{sha256[:12]}）" for name, sha256 in files) or NOT_APPLICABLE,
        ))  # fmt: skip
    return rows


def _afterwards(item: ProjectYear) -> str:
    """Return what became of a project that was not done at its deadline."""
    if not item.is_late:
        return NOT_APPLICABLE
    done = item.done_in if item.done_in is not None and item.done_in > item.project.deadline else None
    return f"{done.label}报完成" if done else f"至{item.till.label}仍未完成"


def _projects(year: Year, catalogue: Catalogue) -> list[Sequence[Value]]:
    rows: list[Sequence[Value]] = []
    for item in year.projects:
        shares = [i.share for i in item.progress.indicators if i.share is not None]
        share: Decimal | None = min(shares, default=None)
        rows.append((
            official_number(item.project, catalogue), item.project.name, listed(catalogue.lead_names(item.project)),
            item.project.deadline.label, item.told.label, STANDINGS[item.progress.standing],
            NOT_APPLICABLE if share is None else Percent(share), "{}/{}".format(*item.progress.met),
            item.months_behind, "\n".join(item.unmet) or NOT_APPLICABLE, _afterwards(item),
            "\n".join(f"{file}（{sha256[:12]}）" for _, file, sha256 in item.evidence) or NOT_APPLICABLE,
        ))  # fmt: skip
    return rows
