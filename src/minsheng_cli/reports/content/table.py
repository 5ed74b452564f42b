"""The consolidated table: Attachment 2's rows for all projects, with co-leads side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from minsheng_cli.form.layout import ENTRY_FIELDS
from minsheng_cli.reports.content.returns import current_files
from minsheng_cli.reports.content.words import DOUBTFUL, FIELDS, UNFILLED, UNIT_STATES

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue, Entry, Finding, MonthRecord, Project, UnitState

ABSENT: dict[UnitState, str] = {
    "missing": "未报",
    "manual": "已收到，需人工录入",
    "rejected": "报送件不能采用",
    "accepted": "未报（报送表中缺少本项目）",
    "returned": "未报（报送表中缺少本项目）",
}
"""What stands in 工作进展 when a row has no entry, by where its unit stands."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one cell shows: the unit's own words, a figure, or our word for their absence."""

    text: str = ""
    number: Decimal | None = None  # 完成投资, 万元
    doubtful: bool = False  # stands in the table but is to be mended
    ours: bool = False  # the word is ours, not the unit's: 未报, 待核, 未填


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One lead unit's row under a project."""

    unit: str  # Unit.id
    unit_name: str  # the name in force
    status: str  # 已报 / 待核 / 未报 …
    doubtful_fields: tuple[str, ...]  # headers of the columns that are 待核
    cells: dict[str, Said]  # by layout.ENTRY_FIELDS


@dataclass(frozen=True, slots=True)
class ProjectBlock:
    """A project and the rows of its lead units."""

    id: str
    number: str
    name: str
    target: str
    rows: tuple[LeadRow, ...]


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A sum and what it contains."""

    label: str
    amount: Decimal  # 万元
    note: str


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """A section's heading, projects and subtotal."""

    title: str
    blocks: tuple[ProjectBlock, ...]
    subtotal: TotalRow


@dataclass(frozen=True, slots=True)
class Doubts:
    """The errors of the returns in use."""

    fields: dict[tuple[str, str], dict[str, Finding]]  # (project, unit) -> field -> its first error
    cells: frozenset[tuple[str, str]]  # (unit, cell of its return)


def doubts_of(record: MonthRecord) -> Doubts:
    """Gather the errors of the files whose values are in the table."""
    fields: dict[tuple[str, str], dict[str, Finding]] = {}
    cells: set[tuple[str, str]] = set()
    for unit, file in current_files(record).items():
        for finding in file.findings if file.outcome == "returned" else ():
            if finding.severity == "error" and finding.where:
                cells.add((unit, finding.where))
            if finding.severity == "error" and finding.project and finding.field:
                fields.setdefault((finding.project, unit), {}).setdefault(finding.field, finding)
    return Doubts(fields, frozenset(cells))


def project_block(project: Project, record: MonthRecord, catalogue: Catalogue, doubts: Doubts) -> ProjectBlock:
    """Return a project with one row per lead unit, whatever became of their returns."""
    states = {line.unit: line.state for line in record.units}
    entries = {e.unit: e for e in record.entries if e.project == project.id and e.state != "missing"}
    rows = []
    for unit_id in project.lead_units:
        entry, errors = entries.get(unit_id), doubts.fields.get((project.id, unit_id), {})
        status, cells = _reported(entry, errors) if entry else _absent(states.get(unit_id, "missing"))
        headers = tuple(header for field, header in FIELDS.items() if field in errors)
        rows.append(LeadRow(unit_id, catalogue.unit(unit_id).name, status, headers, cells))
    return ProjectBlock(project.id, project.number, project.name, project.target_lines, tuple(rows))


def _absent(state: UnitState) -> tuple[str, dict[str, Said]]:
    """Return the status and the cells of a row nothing was merged into."""
    used = state in ("accepted", "returned")  # then it is only this project that its return lacks
    cells = {field: Said() for field in ENTRY_FIELDS}
    cells["progress"] = Said(ABSENT[state], ours=True)
    return UNIT_STATES["missing" if used else state], cells


def _reported(entry: Entry, errors: dict[str, Finding]) -> tuple[str, dict[str, Said]]:
    """Return the status and the cells of a row that was merged."""
    cells = {field: _said(field, getattr(entry, field), errors.get(field)) for field in ENTRY_FIELDS}
    return UNIT_STATES[entry.state], cells


def _said(field: str, value: str | None, error: Finding | None) -> Said:
    """Return what a cell shows; an emptied or unfilled faulty cell gets our word, never a plain blank."""
    if value is None or value == "":
        if error is None:
            return Said()
        unfilled = error.code.rpartition(".")[2] in ("empty", "missing")
        return Said(UNFILLED if unfilled else DOUBTFUL, doubtful=True, ours=True)
    number = _amount(value) if field == "investment" else None
    return Said(value, number, doubtful=error is not None)


def _amount(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
