"""An invented month with every kind of return in it. All persons, figures and texts are 示例."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from minsheng_cli.findings import found
from minsheng_cli.form_spec import ENTRY_FIELDS, OFFICIAL, letter
from minsheng_cli.model import Entry, FileLine, IndicatorValue, MonthRecord, Source, UnitLine

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue, Finding, Indicator, Outcome, Project, UnitState

HOSTILE = "=cmd|'/C calc'!A0 <b>粗</b> {{x}} ${y} &amp; _x000D_ @SUM(1)"
CONTROL = "已完成\x0b立项\x00批复\ud800。"
LONG = "一是坚持统筹推进，完成示例小区改造设计审查并进场施工，累计完成管网改造示例段落；" * 38  # over 1,500 characters

CO_EQUAL, CO_DIFFERENT, CO_HALF = "S03", "P06", "Q02"
FAULTY, LATE, MISSING, MANUAL, REJECTED, TWICE, INCOMPLETE = (
    "区城管局", "区商务委", "区水利局", "团区委", "区残联", "区林业局", "区卫生健康委",
)  # fmt: skip


@dataclass
class _Unit:
    state: UnitState = "accepted"
    received: str = "2025-04-23T10:12:05+08:00"
    on_time: bool | None = True
    findings: list[Finding] = field(default_factory=list)


def april(catalogue: Catalogue) -> MonthRecord:
    """Return April 2025 as the archive would hold it."""
    units = {unit.id: _Unit() for unit in catalogue.units}
    units[FAULTY] = _Unit("returned", findings=_faults())
    units[INCOMPLETE] = _Unit(
        "returned", findings=[found("project.missing", name="妇女儿童健康关爱行动", project="P05")]
    )
    units[LATE] = _Unit(received="2025-04-28T09:00:00+08:00", on_time=False, findings=_warnings())
    units[MISSING] = _Unit("missing", "", None)
    units[MANUAL] = _Unit("manual", findings=[found("file.unsupported", why="扫描件")])
    units[REJECTED] = _Unit("rejected", findings=[found("file.encrypted")])
    entries = tuple(
        _entry(project, unit.id, units[unit.id].state)
        for project, unit in catalogue.rows()
        if units[unit.id].state in ("accepted", "returned")
    )
    files = [_file(name, unit) for name, unit in units.items() if unit.state != "missing"]
    files.append(
        replace(files[-1], name="旧/区林业局.xlsx", sha256="1" * 64, unit=TWICE, outcome="superseded",
                findings=(found("file.superseded", other="区林业局.xlsx", when="2025-04-23 10:12"),))
    )  # fmt: skip
    files.append(
        FileLine("新建 XLSX 工作表.xlsx", "2" * 64, None, None, "rejected", "2025-04-24T08:00:00+08:00", "文件时间",
                 (found("file.unit-unknown", "附件2!C5"),))
    )  # fmt: skip
    return MonthRecord(
        month="2025-04",
        catalogue=catalogue.version,
        files=tuple(sorted(files, key=lambda f: f.name)),  # as the archive keeps them: in no unit's order
        entries=entries,
        units=tuple(_unit_line(name, unit) for name, unit in units.items()),
        findings=(
            found("month.co-lead-equal", name="开展中心城区缓堵促畅治堵治乱", units="区住房城乡建委、区城管局",
                  value="12000", project=CO_EQUAL, field="investment"),
        ),
    )  # fmt: skip


def all_accepted(catalogue: Catalogue) -> MonthRecord:
    """Return a month in which every unit reported on time and without fault."""
    entries = tuple(_entry(project, unit.id, "accepted") for project, unit in catalogue.rows())
    units = {unit.id: _Unit() for unit in catalogue.units}
    files = tuple(_file(name, unit) for name, unit in units.items())
    return MonthRecord("2025-04", catalogue.version, files, entries, tuple(_unit_line(n, u) for n, u in units.items()))


def nothing_came(catalogue: Catalogue) -> MonthRecord:
    """Return a month in which no unit reported."""
    lines = tuple(UnitLine(unit.id, "missing", None, None) for unit in catalogue.units)
    return MonthRecord("2025-04", catalogue.version, (), (), lines)


def _faults() -> list[Finding]:
    return [
        found("head.missing", "附件2!A14", field="head"),
        found("contact.no-phone", "附件2!I5", project="S02", field="contact", text="示例甲"),
        found("investment.unreadable", "附件2!F5", project="S02", field="investment", text="若干万", why="不是数字"),
        found("progress.empty", "附件2!E9", project="S09", field="progress"),
        found("investment.fell", "附件2!F7", project="S03", field="investment", last="13000", value="12000"),
        found("indicator.unreadable", "指标进度!F3", project="S02", field="indicator", name="建成口袋公园", text="若干",
              why="不是数字", unit="个"),
    ]  # fmt: skip


def _warnings() -> list[Finding]:
    return [
        found("investment.converted", "附件2!F5", project="S08", field="investment", text="0.12亿元", value="1200"),
        found("table.column-moved", "附件2!E3", header="工作进展"),
    ]


def _unit_line(name: str, unit: _Unit) -> UnitLine:
    severities = [f.severity for f in unit.findings]
    return UnitLine(
        name, unit.state, unit.received or None, unit.on_time,
        file=_file_name(name, unit) if unit.received else None,
        errors=severities.count("error"), warnings=severities.count("warning"),
    )  # fmt: skip


def _file_name(name: str, unit: _Unit) -> str:
    return f"附件2_{name}_2025年4月." + ("pdf" if unit.state == "manual" else "xlsx")


def _file(name: str, unit: _Unit) -> FileLine:
    outcome: Outcome = "accepted" if unit.state == "missing" else unit.state
    return FileLine(
        _file_name(name, unit), _sha(name), name, "2025-04", outcome, unit.received, "邮件时间", tuple(unit.findings)
    )


def _sha(name: str) -> str:
    return name.encode().hex().ljust(64, "0")[:64]


_PROGRESS = (
    "截至4月20日，{name}各项任务按计划推进：一是完成前期摸排和方案评审，印发工作方案；二是落实责任单位和"
    "施工队伍，已完成年度任务的三成左右；三是建立周调度、月通报机制，协调解决问题6个。"
)
_INVESTMENT = {"S01": "5321.5", "P06": "860.25", "S05": "0", "S07": None, "P01": "12345.678", "P09": "1200"}


def _entry(project: Project, unit: str, state: UnitState) -> Entry:
    if unit == INCOMPLETE and project.id == "P05" and state == "returned":
        return Entry(project.id, unit, "missing", source=_source(unit, 4))
    row = 4 + int(project.id[1:])
    entry = Entry(
        project=project.id,
        unit=unit,
        state="returned" if state == "returned" else "accepted",
        progress=_PROGRESS.format(name=project.name),
        investment=_INVESTMENT.get(project.id, f"{row * 37}"),
        problems="无" if row % 2 else "部分点位需与产权单位协商，协商周期较长。",
        next_steps="加快推进，确保6月底前完成示例节点。\n建议统筹调度示例资金。",
        contact="示例甲 000-00000000",
        indicators=tuple(_value(i, unit) for i in project.indicators if i.asked),
        source=_source(unit, row),
    )
    special = _special(project.id, unit, faulty=state == "returned")
    return replace(entry, **special)  # type: ignore[arg-type]


def _special(project: str, unit: str, *, faulty: bool) -> dict[str, str | None]:
    """Return what is out of the ordinary in one row."""
    if unit == FAULTY:
        mine: dict[str, dict[str, str | None]] = {
            "S02": {"investment": None, "contact": "示例甲"} if faulty else {},
            "S09": {"progress": None} if faulty else {},
            CO_DIFFERENT: {"investment": "1999.9"},
        }
        if project in mine:
            return mine[project]
    others: dict[str, dict[str, str | None]] = {
        CO_EQUAL: {"investment": "12000"},
        "P02": {"progress": LONG},
        "S05": {"progress": HOSTILE, "problems": "<script>alert(1)</script>", "next_steps": "-1+1"},
        "P10": {"progress": CONTROL, "problems": "0", "contact": None},
    }
    return others.get(project, {})


def _value(indicator: Indicator, unit: str) -> IndicatorValue:
    target = str(indicator.target) if indicator.target is not None else None
    row = 1 + int(indicator.id.split("-")[1])
    actual: str | None = "3"
    if indicator.is_state:
        actual = "进行中"
    if unit == "区文化旅游委":
        actual = None
    if unit == FAULTY and indicator.id.startswith("S02"):
        return IndicatorValue(indicator.id, indicator.name, indicator.unit, target, None, "指标进度!F3")
    return IndicatorValue(indicator.id, indicator.name, indicator.unit, target, actual, f"指标进度!F{row + 20}")


def _source(unit: str, row: int) -> Source:
    cells = {key: f"附件2!{letter(OFFICIAL.index(key))}{row}" for key in ENTRY_FIELDS}
    return Source(_file_name(unit, _Unit()), _sha(unit), cells, "2025-04-23T10:12:05+08:00")
