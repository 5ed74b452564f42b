"""Money added up, 完成投资 and the list's own columns of money, with a word on what each sum contains.

Co-leads of one project report side by side. Equal figures are most likely one and the same money, so they are added
once; different ones are added up; either way it is said.
"""

from __future__ import annotations

from collections import Counter
from decimal import Context, Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any

from minsheng_cli.amounts import plain
from minsheng_cli.findings import found
from minsheng_cli.nouns import dataclass, field, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from minsheng_cli.form_spec import Column
    from minsheng_cli.model import Catalogue, Entry, Finding, MonthRecord, Project

    Row = tuple[str, str]  # (project id, unit id)


_EXACT = Context(prec=80)  # more digits than any sum of ours has


@dataclass(frozen=True)
class Total:
    """A sum over some (project, lead unit) rows; the counts of rows add up to all of them."""

    amount: Decimal | None  # 万元; None when no row has a figure: 未报 is not 0
    note: str
    counted: int = 0  # rows with a figure
    blank: int = 0  # reported without a figure
    doubtful: int = 0  # 待核: what was filled in could not be used
    missing: int = 0  # 未报
    merged: int = 0  # projects whose co-leads gave the same figure, added once


@dataclass(frozen=True)
class Totals:
    """The sums of a month: of 完成投资, and of each of the list's own columns of money."""

    sections: dict[str, Total]  # by Section.id
    overall: Total
    own: dict[str, Totals] = field(default_factory=dict)  # by column


def totals(record: MonthRecord, catalogue: Catalogue) -> Totals:
    """Add up a month's money per section and overall."""
    own = {c.key: _totals(record, catalogue, c) for c in catalogue.form.money if c.own}
    return replace(_totals(record, catalogue, catalogue.form.column("investment")), own=own)


def _totals(record: MonthRecord, catalogue: Catalogue, column: Column) -> Totals:
    """Add up one column."""
    entries = {(e.project, e.unit): e for e in record.entries}
    doubtful = _doubtful(record, column.key)

    def total(projects: Sequence[Project]) -> Total:
        return (
            _printed_total(projects, column) if column.fill == "office" else _total(projects, entries, doubtful, column)
        )

    sections = {s.id: total([p for p in catalogue.projects if p.section == s.id]) for s in catalogue.sections}
    return Totals(sections, total(catalogue.projects))


def _printed_total(projects: Sequence[Project], column: Column) -> Total:
    """Add up what the list itself says; a project's amount counts once, however many units lead it."""
    figures = [Decimal(p.extra[column.key]) for p in projects if column.key in p.extra]
    left_out = f"，计入{len(figures)}项，其余未列" if len(figures) < len(projects) else "，已全部计入"
    amount = reduce(_EXACT.add, figures, Decimal(0)) if figures else None
    return Total(amount, f"共{len(projects)}项{left_out}", len(figures), blank=len(projects) - len(figures))


def co_lead_findings(entries: Iterable[Entry], catalogue: Catalogue) -> tuple[Finding, ...]:
    """Return a finding for each project whose co-leads' figures are counted once or added up.

    Where at most one of them reports more than 0 there is nothing to tell.
    """
    known = {(e.project, e.unit): e for e in entries}
    findings = []
    for project in catalogue.projects:
        figures = {unit: value for unit, value in _figures(project, known, "investment").items() if value}
        if len(figures) < 2:  # noqa: PLR2004 - one alone is no co-lead
            continue
        names = {unit: catalogue.unit(unit).name for unit in figures}
        told: dict[str, Any] = {"project": project.id, "field": "investment", "name": project.name}
        for value, times in Counter(figures.values()).items():
            if times > 1:
                units = "、".join(names[unit] for unit, figure in figures.items() if figure == value)
                findings.append(found("month.co-lead-equal", **told, units=units, value=plain(value)))
        if len(set(figures.values())) > 1:
            values = "，".join(f"{names[unit]} {plain(value)} 万元" for unit, value in figures.items())
            findings.append(found("month.co-lead-sum", **told, units="、".join(names.values()), values=values))
    return tuple(findings)


def _figures(project: Project, entries: Mapping[Row, Entry], key: str) -> dict[str, Decimal]:
    """Return the figure of each lead unit that has one in that column."""
    rows = ((unit, entries.get((project.id, unit))) for unit in project.lead_units)
    return {unit: Decimal(value) for unit, entry in rows if entry and (value := entry.value(key)) is not None}


def _doubtful(record: MonthRecord, key: str) -> set[Row]:
    """Return the rows without a figure because what was filled in could not be used."""
    current = {(line.unit, line.file) for line in record.units if line.state == "returned"}
    wrong = {
        (finding.project, file.unit)
        for file in record.files
        if file.outcome == "returned" and (file.unit, file.name) in current
        for finding in file.findings
        if finding.severity == "error" and finding.field == key
    }
    return {
        (e.project, e.unit)
        for e in record.entries
        if e.value(key) is None
        and e.state == "returned"
        # A row whose project is in doubt, or a form without the column, has no such cell.
        and ((e.project, e.unit) in wrong or (e.source is not None and key not in e.source.cells))
    }


def _total(projects: Sequence[Project], entries: Mapping[Row, Entry], doubtful: set[Row], column: Column) -> Total:
    amount, counted, merged, added = Decimal(0), 0, 0, 0
    empty = {"blank": 0, "doubtful": 0, "missing": 0}
    for project in projects:
        figures = _figures(project, entries, column.key)
        amount = reduce(_EXACT.add, dict.fromkeys(figures.values()), amount)
        counted += len(figures)
        several = [value for value in figures.values() if value]
        merged += len(set(several)) < len(several)
        added += len(set(several)) > 1
        for unit in project.lead_units:
            entry = entries.get((project.id, unit))
            if entry is None or entry.state == "missing":
                empty["missing"] += 1
            elif (project.id, unit) in doubtful:
                empty["doubtful"] += 1
            elif unit not in figures:
                empty["blank"] += 1
    total = Total(amount if counted else None, "", counted, **empty, merged=merged)
    return Total(total.amount, note(total, added), counted, **empty, merged=merged)


def note(total: Total, added: int = 0) -> str:
    """Say what a sum contains, in rows (one per project and lead unit); what does not occur is not mentioned.

    ``added``: projects whose co-leads' different figures were added up.
    """
    rows = total.counted + total.blank + total.doubtful + total.missing
    left_out = {"未填": total.blank, "待核": total.doubtful, "未报": total.missing}
    lacking = [f"{word}{number}行" for word, number in left_out.items() if number]
    if not total.counted:
        only = [word for word, number in left_out.items() if number == rows]
        return f"共{rows}行，均{only[0]}，暂无合计" if only else f"共{rows}行，{'、'.join(lacking)}，暂无合计"
    parts = [
        f"共{rows}行，已全部计入" if not lacking else f"共{rows}行，计入{total.counted}行，{'、'.join(lacking)}未计入"
    ]
    if total.merged:
        parts.append(f"{total.merged}个共同牵头项目各单位填报数相同，只计一次")
    if added:
        parts.append(f"{added}个共同牵头项目为各单位填报数之和")
    return "；".join(parts)
