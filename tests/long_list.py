"""A year's list of any length: as many projects as asked for, led by about two thirds as many units."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
year: 2025
district: 示例区
office: 区发展改革委
document: {number: 示例〔2025〕9号, title: 示例通知, issuer: 示例区政府办公室, date: "2025-03-01"}
form: {label: 附件2, title: 示例区情况表, summary_title: 示例区汇总表}
months: {first: "2025-04", last: "2025-12"}
due: {day: 25, inclusive: true}
"""
KINDS = ("街道办事处", "镇人民政府", "建设集团", "中学", "医院", "服务中心")
SIGNS = "春夏秋冬梅兰竹菊松柏桃李荷桂枫杏榆槐柳桐"


def units_of(projects: int) -> int:
    """Return how many units lead so many projects."""
    return max(1, projects * 17 // 25)


def name_of(unit: int) -> str:
    """Return the name of the unit with that number."""
    high, low = divmod(unit // len(KINDS), len(SIGNS))
    return SIGNS[high // len(SIGNS)] + SIGNS[high % len(SIGNS)] + SIGNS[low] + KINDS[unit % len(KINDS)]


def long_list(projects: int) -> bytes:
    """Return ``projects.yaml`` of so many projects in three sections."""
    units = units_of(projects)
    lines = [HEAD, "sections:\n"]
    lines += [f"  - {{id: s{at}, title: {'一二三'[at]}、示例{at}, short: 示例{at}}}\n" for at in range(3)]
    lines += ["units:\n", *(f"  - {{name: {name_of(at)}, full_name: 示例区{name_of(at)}}}\n" for at in range(units))]
    lines.append("projects:\n")
    for at in range(projects):
        lead, target = name_of(at % units), 20 + at % 7
        lines.append(f"""\
  - id: P{at:05}
    section: s{at * 3 // projects}
    number: "{at + 1}"
    name: 新建示例设施{at + 1}号
    lead_units: [{lead}]
    responsible: {name_of((at + 1) % units)}
    target: 新建{target}个示例设施，改造1000平方米，年底前完工。
    deadline: "2025.12"
    remark: ""
    indicators:
      - {{id: P{at:05}-1, kind: quantified, name: 新建设施, target: {target}, unit: 个}}
      - {{id: P{at:05}-2, kind: quantified, name: 改造面积, target: 1000, unit: 平方米}}
      - {{id: P{at:05}-3, kind: milestone, name: 完工}}
""")
    return "".join(lines).encode()


def lay(root: Path, projects: int) -> Path:
    """Make a folder a workspace with such a list."""
    (root / "data").mkdir(parents=True, exist_ok=True)
    (root / "data/projects.yaml").write_bytes(long_list(projects))
    (root / "data/contacts.yaml").write_bytes(b"")  # not the one of the example, whose units are others
    return root
