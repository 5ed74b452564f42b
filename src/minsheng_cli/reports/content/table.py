"""The consolidated table: Attachment 2's rows for all projects, with co-leads side by side."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.form_spec import shown
from minsheng_cli.nouns import dataclass, field, replace
from minsheng_cli.reports.content.returns import current_files
from minsheng_cli.reports.content.words import DOUBTFUL, UNFILLED, correction_remarks
from minsheng_cli.text.decimals import decimal_or_none
from minsheng_cli.words import UNIT_STATES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from minsheng_cli.form_spec import Column, Form
    from minsheng_cli.model import Catalogue, Entry, Finding, MonthRecord, Project, UnitState

ABSENT: dict[UnitState, str] = {
    "missing": "未报",
    "manual": "已收到，需人工录入",
    "rejected": "报送件不能采用",
    "accepted": "未报（报送表中缺少本项目）",
    "returned": "未报（报送表中缺少本项目）",
}
"""What stands in 工作进展 when a row has no entry, by where its unit stands."""


@dataclass(frozen=True)
class CellText:
    """What one cell shows: the unit's own words, a figure, or our word for their absence."""

    text: str = ""
    number: Decimal | None = None  # of a column of money or numbers; money in 万元
    doubtful: bool = False  # stands in the table but is to be mended
    is_our_word: bool = False  # the word is ours, not the unit's: 未报, 待核, 未填
    remark: str = ""  # what the clerk corrected here, and why


@dataclass(frozen=True)
class LeadRow:
    """One lead unit's row under a project."""

    unit: str  # Unit.id
    unit_name: str  # the name in force
    status: str  # 已报 / 待核 / 未报 …
    doubtful_fields: tuple[str, ...]  # headers of the columns that are 待核
    cells: dict[str, CellText]  # by column: what units fill in, and the list's own columns
    corrected: tuple[str, ...] = ()  # headers of what the clerk corrected, indicators by name


@dataclass(frozen=True)
class ProjectBlock:
    """A project and the rows of its lead units."""

    id: str
    number: str
    name: str
    target: str
    rows: tuple[LeadRow, ...]


@dataclass(frozen=True)
class TotalRow:
    """A sum and what it contains."""

    label: str
    amount: Decimal | None  # 完成投资, 万元; None when no row has a figure
    note: str
    partial: bool = False  # some rows are not in it
    own: dict[str, Decimal | None] = field(default_factory=dict)  # the same for the list's own columns of money


@dataclass(frozen=True)
class SectionBlock:
    """A section's heading, projects and subtotal."""

    title: str
    blocks: tuple[ProjectBlock, ...]
    subtotal: TotalRow


@dataclass(frozen=True)
class Doubts:
    """What is wrong with the returns in use, by place: the first error there, else the first warning."""

    fields: dict[tuple[str, str], dict[str, Finding]]  # (project, unit) -> field -> finding
    cells: dict[tuple[str, str], Finding]  # (unit, cell of its return) -> finding


def doubts_of(record: MonthRecord) -> Doubts:
    """Gather what is wrong or to be verified in the files whose values are in the table."""
    doubts = Doubts({}, {})
    for unit, file in current_files(record).items():
        used = file.outcome in ("accepted", "returned")
        faults = [f for f in file.findings if used and f.severity != "info"]
        for finding in sorted(faults, key=lambda f: f.severity != "error"):
            if finding.where:
                doubts.cells.setdefault((unit, finding.where), finding)
            if finding.project and finding.field:
                doubts.fields.setdefault((finding.project, unit), {}).setdefault(finding.field, finding)
    return doubts


def project_blocks(record: MonthRecord, catalogue: Catalogue, doubts: Doubts) -> dict[str, ProjectBlock]:
    """Return each project, by id, with one row per lead unit, whatever became of their returns."""
    states = {line.unit: line.state for line in record.units}
    entries = {(e.project, e.unit): e for e in record.entries if e.state != "missing"}
    return {p.id: _block(p, states, entries, catalogue, doubts) for p in catalogue.projects}


def _block(
    project: Project, states: Mapping[str, UnitState], entries: Mapping[tuple[str, str], Entry], catalogue: Catalogue,
    doubts: Doubts,
) -> ProjectBlock:  # fmt: skip
    rows = []
    for unit_id in project.lead_units:
        name = catalogue.unit(unit_id).name
        entry = entries.get((project.id, unit_id))
        if entry is not None:
            rows.append(_reported(entry, name, doubts, project, catalogue.form))
        else:
            rows.append(_absent(unit_id, name, states.get(unit_id, "missing"), project, catalogue.form))
    return ProjectBlock(project.id, project.number, project.name, project.target_lines, tuple(rows))


def _absent(unit: str, name: str, state: UnitState, project: Project, form: Form) -> LeadRow:
    """Return a row nothing was merged into."""
    used = state in ("accepted", "returned")  # then it is only this project that its return lacks
    cells = {key: CellText() for key in form.asked_keys} | {"progress": CellText(ABSENT[state], is_our_word=True)}
    cells |= _printed(project, form)
    return LeadRow(unit, name, UNIT_STATES["missing" if used else state], (), cells)


def _printed(project: Project, form: Form) -> dict[str, CellText]:
    """Return what the office filled in of the list's own columns."""
    return {c.key: _value(c, project.extra.get(c.key)) for c in form.own if c.fill == "office"}


def _reported(entry: Entry, name: str, doubts: Doubts, project: Project, form: Form) -> LeadRow:
    """Return a row as merged, with the columns that are still to be verified."""
    faults = doubts.fields.get((entry.project, entry.unit), {})
    remarks = correction_remarks(entry)
    cells = {
        c.key: replace(_cell_text(entry, c, faults.get(c.key)), remark=remarks.get(c.key, "")) for c in form.asked
    } | _printed(project, form)  # fmt: skip
    doubtful = {key for key, fault in faults.items() if fault.severity == "error"}
    doubtful |= {key for key, said in cells.items() if said.doubtful}
    doubtful |= {"indicator" for v in entry.indicators if v.actual is None and (entry.unit, v.cell) in doubts.cells}
    headers = tuple(header for key, header in form.headers.items() if key in doubtful)
    indicators = {v.id: v.indicator for v in entry.indicators}
    corrected = tuple(indicators.get(c.field) or form.headers.get(c.field, c.field) for c in entry.corrections)
    return LeadRow(entry.unit, name, UNIT_STATES[entry.state], headers, cells, corrected)


def _value(column: Column, value: str | None) -> CellText:
    """Return a value as it stands in its column."""
    return CellText(shown(column, value), decimal_or_none(value or "") if column.kind in ("money", "number") else None)


def _cell_text(entry: Entry, column: Column, fault: Finding | None) -> CellText:
    """Return what a cell shows; a value set aside or not filled in gets our word, never a plain blank."""
    if value := entry.value(column.key):
        return replace(_value(column, value), doubtful=fault is not None and fault.severity == "error")
    if fault is not None:
        unfilled = fault.code.rpartition(".")[2] in ("empty", "missing", "gone")
        return CellText(UNFILLED if unfilled else DOUBTFUL, doubtful=True, is_our_word=True)
    if entry.state == "returned" and entry.source is not None and column.key not in entry.source.cells:
        return CellText(DOUBTFUL, doubtful=True, is_our_word=True)  # its form lacks the column: nobody knows
    return CellText()
