"""A form filled in without fault, cell by cell, to be spoilt one cell at a time. All contents are 示例."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from minsheng_cli.form_spec import INDICATOR_COLUMNS, INDICATOR_SHEET, MILESTONE_STATES, OFFICIAL, SHEET, ref, row_key
from minsheng_cli.model import (
    Entry,
    IndicatorValue,
    Located,
    Marker,
    Month,
    ParsedIndicator,
    ParsedReturn,
    ParsedRow,
    Rulebook,
    Source,
)
from minsheng_cli.validate import judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.model import Catalogue, CellKind, CheckedReturn, Finding, Project

APRIL = Month(2025, 4)
FIRST_ROW, FIRST_INDICATOR = 6, 3
_INDICATOR_COLS = {c.key: i for i, c in enumerate(INDICATOR_COLUMNS, start=1)}


@dataclass
class Row:
    """One row on its way into a ParsedRow: texts (and kinds where not text) by field."""

    cells: dict[str, str]
    key: str | None
    kinds: dict[str, CellKind] = field(default_factory=dict)


@dataclass
class Form:
    """A unit's return before parsing; ``rows`` by a name of the test's choosing (a project or indicator id)."""

    catalogue: Catalogue
    unit: str
    rows: dict[str, Row]
    indicators: dict[str, Row]
    head: str | None = "示例甲"
    preparer: str | None = "示例乙"
    money_unit: str = "万元"
    findings: tuple[Finding, ...] = ()
    previous: dict[tuple[str, str], Entry] = field(default_factory=dict)
    shared: dict[tuple[str, str], str] = field(default_factory=dict)  # (row, column) -> row whose cell it shares

    def put(self, row: str, column: str, text: str, kind: CellKind = "text") -> None:
        """Write a cell of the table or, for an indicator id, of the second sheet."""
        target = self.rows.get(row) or self.indicators[row]
        target.cells[column], target.kinds[column] = text, kind

    def at(self, row: str, column: str) -> str:
        """Return the address of a cell."""
        row = self.shared.get((row, column), row)
        if row in self.rows:
            return ref(SHEET, FIRST_ROW + list(self.rows).index(row), OFFICIAL.index(column))
        return ref(INDICATOR_SHEET, FIRST_INDICATOR + list(self.indicators).index(row), _INDICATOR_COLS[column])

    def last(self, project: str, investment: str | None = None, **actual: str) -> None:
        """Say what was reported last; indicator ids as keywords with "_" for "-"."""
        values = tuple(IndicatorValue(k.replace("_", "-"), "", "", None, v) for k, v in actual.items())
        self.previous[project, self.unit] = Entry(
            project, self.unit, "accepted", "示例进展", investment, indicators=values, source=Source("", "", {})
        )

    def share(self, first: str, other: str, column: str) -> None:
        """Merge a cell with the one of another row, as parsing hands it out: same text, same address."""
        self.shared[other, column] = first
        self.rows[other].cells[column] = self.rows[first].cells[column]

    def unmarked(self) -> None:
        """Make it a form of the unit's own: no hidden keys."""
        for row in (*self.rows.values(), *self.indicators.values()):
            row.key = None

    def parsed(self) -> ParsedReturn:
        """Return what parsing would make of it."""
        rows = []
        for name, row in self.rows.items():
            cells = {c: Located(t, self.at(name, c), row.kinds.get(c, "text")) for c, t in row.cells.items()}
            at = self.at(name, "number")
            rows.append(ParsedRow(cells, at, Located(row.key, at.replace("!A", "!J")) if row.key else None))
        indicators = tuple(
            ParsedIndicator(
                Located(row.key, self.at(name, "note")) if row.key else None,
                {c: Located(t, self.at(name, c), row.kinds.get(c, "text")) for c, t in row.cells.items()},
            )
            for name, row in self.indicators.items()
        )
        return ParsedReturn(
            sheet=SHEET,
            rows=tuple(rows),
            indicators=indicators,
            head=None if self.head is None else Located(self.head, f"{SHEET}!B40"),
            preparer=None if self.preparer is None else Located(self.preparer, f"{SHEET}!H40"),
            marker=Marker(unit=self.unit, month=str(APRIL), kind="blank"),
            money_unit=self.money_unit,
            findings=self.findings,
        )

    def judged(self, rulebook: Rulebook | None = None) -> CheckedReturn:
        """Judge it."""
        return judge(self.parsed(), self.unit, APRIL, self.catalogue, self.previous, rulebook or Rulebook())


def filled(catalogue: Catalogue, unit: str) -> Form:
    """Return a unit's form, honestly and completely filled in."""
    projects = catalogue.led_by(unit)
    indicators = {i.id: _indicator_row(p, i.id, unit) for p in projects for i in p.indicators if i.asked}
    return Form(catalogue, unit, {p.id: _row(p, unit) for p in projects}, indicators)


def _row(project: Project, unit: str) -> Row:
    cells = {
        "number": project.number,
        "name": project.name,
        "lead_unit": unit,
        "target": project.target_lines,
        "progress": f"示例：{project.name}按计划推进。",
        "investment": "120.5",
        "problems": "无",
        "next_steps": "示例：加快推进。",
        "contact": "示例丙 023-00000000",
    }
    return Row(cells, row_key(project.id, unit, str(APRIL)), {"investment": "number"})


def _indicator_row(project: Project, indicator_id: str, unit: str) -> Row:
    indicator = next(i for i in project.indicators if i.id == indicator_id)
    kind: CellKind = "number"
    actual = "3" if indicator.target is None or indicator.target >= 2 else str(indicator.target)
    if indicator.is_state:
        actual, kind = MILESTONE_STATES[1], "text"
    elif indicator.unit == "%":
        actual, kind = "12%", "percent"
    cells = {"project": project.name, "indicator": indicator.name, "unit": indicator.unit, "actual": actual}
    return Row(cells, row_key(indicator.id, unit, str(APRIL)), {"actual": kind})


def told(checked: CheckedReturn) -> list[tuple[str, str | None]]:
    """Return what was found: (code, cell)."""
    return [(f.code, f.where) for f in checked.findings]


def entry(checked: CheckedReturn, project: str) -> Entry:
    """Return one project's entry."""
    return next(e for e in checked.unit_return.entries if e.project == project)


def actuals(checked: CheckedReturn) -> Mapping[str, str | None]:
    """Return every indicator's value as understood."""
    return {v.id: v.actual for e in checked.unit_return.entries for v in e.indicators}


__all__ = ["APRIL", "Form", "Row", "actuals", "entry", "filled", "replace", "told"]
