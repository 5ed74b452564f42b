"""A list with columns of its own, for tests: the shipped catalogue and what an office might add to its form."""

from __future__ import annotations

from minsheng_cli.catalogue import load
from minsheng_cli.model import Catalogue, Month
from minsheng_cli.workspace import CATALOGUE_FILE, packaged

SHIPPED = (packaged() / CATALOGUE_FILE).read_text(encoding="utf-8")
COLUMNS = """\
  columns:
    - {key: plan, header: 年度计划投资, after: target, kind: money, fill: office, role: planned-investment}
    - {key: started, header: 开工情况, after: progress, kind: choice, choices: [未开工, 已开工, 已完工], required: true,
       role: start, public: true}
    - {key: bond, header: 债券资金, after: 完成投资, kind: money, aliases: [专项债券资金]}
    - {key: rate, header: 形象进度, after: started, kind: percent}
    - {key: jobs, header: 带动就业, after: bond, kind: number}
    - {key: leader, header: 责任领导, after: contact, person: true}
    - {key: begin, header: 开工时间, after: leader, kind: date}
    - {key: partners, header: 配合单位, after: lead_unit, fill: office, width: 12}
"""
PLAN = {"S01": '{plan: "1200.5", partners: 区城管局}', "S02": '{plan: "800"}'}


def yaml_with(columns: str = COLUMNS, extra: dict[str, str] | None = None, text: str = SHIPPED) -> str:
    """Return the shipped list with columns of its own and what the office fills in."""
    head, rest = text.split("\nmonths:", 1)
    text = f"{head.rstrip()}\n{columns}\nmonths:{rest}"
    for project, said in (PLAN if extra is None else extra).items():
        text = text.replace(f"\n  - id: {project}\n", f"\n  - id: {project}\n    extra: {said}\n")
    return text


def catalogue_with(columns: str = COLUMNS, extra: dict[str, str] | None = None) -> Catalogue:
    """Return that list as it stands in April."""
    return load("data/projects.yaml", yaml_with(columns, extra).encode()).at(Month(2025, 4))
