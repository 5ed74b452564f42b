"""What the clerk corrected after asking the unit: laid over the return, which itself stays as it came. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minsheng_cli.amounts import Amount, plain
from minsheng_cli.findings import found, weigh
from minsheng_cli.form_spec import MONEY_UNIT
from minsheng_cli.model import Located, ParsedIndicator
from minsheng_cli.model.rules import LONGEST_TEXT
from minsheng_cli.nouns import replace
from minsheng_cli.validate.case import Case
from minsheng_cli.validate.indicators import FIGURE, judge_indicator, terms_of
from minsheng_cli.validate.rows import read_cell, read_row
from minsheng_cli.validate.rules import RULES
from minsheng_cli.validate.wording import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import (
        Catalogue,
        CheckedReturn,
        Correction,
        Entry,
        Finding,
        Indicator,
        Project,
        Rulebook,
        Unit,
    )
    from minsheng_cli.validate.rows import RowContext


def merged_value(field: str, value: str, indicator: Indicator | None, form: Form, too_long: int) -> str:
    """Return a corrected value as it is merged: a text, or a number in 万元 or the indicator's unit.

    Raises ValueError with a Chinese sentence when it is empty, negative, approximate or cannot be read.
    """
    terms: RowContext = {"money_unit": MONEY_UNIT, "too_long": too_long} if indicator is None else terms_of(indicator)
    read, fault = read_cell(FIGURE if indicator else form.column(field), Located(value, ""), terms)
    if fault:
        raise ValueError(fault.finding("", None, field).message)
    if isinstance(read, Amount):
        if read.value < 0:
            raise ValueError(f"“{value}”是负数，累计数不能为负。")
        if read.approximate:
            raise ValueError(f"“{value}”是约数，请填准确数。")
        return plain(read.value)
    if not isinstance(read, str) or not read:
        raise ValueError("更正的内容不能为空；金额、数量请填数字。")
    return read


def implausible(  # noqa: PLR0913, PLR0917 - what judging one cell depends on
    field: str,
    value: str,
    entry: Entry,
    project: Project,
    unit: Unit,
    last: Entry | None,
    catalogue: Catalogue,
    rulebook: Rulebook,
) -> tuple[Finding, ...]:
    """Return the findings, of any severity, that a corrected value gives beside the rest of its row.

    ``value``: from ``merged_value``. Rules that the workspace has switched off, or waived for this unit, are left out.
    """
    rules = rulebook.of(unit.id)
    indicator = project.indicator(field)
    if indicator is not None:
        row = ParsedIndicator(None, {"actual": Located(value, "")})
        _, told = judge_indicator(indicator, project.id, row, last, rules, entry.progress or "")
        return tuple(f for f in told if not f.settled)
    asked = catalogue.form.asked
    texts = {column.key: entry.value(column.key) or "" for column in asked} | {field: value}
    cells = {key: Located(text, "") for key, text in texts.items()}
    terms: RowContext = {"money_unit": MONEY_UNIT, "too_long": LONGEST_TEXT}
    words, _ = read_row(asked, cells, terms)
    case = Case(
        project, unit, cells, words, frozenset(), is_printed=False, last=last, catalogue=catalogue, rulebook=rules
    )
    told = weigh((f for rule in RULES for f in rule(case) if f.field == field), rules)
    return tuple(f for f in told if not f.settled)


def corrected(checked: CheckedReturn, corrections: Iterable[Correction], catalogue: Catalogue) -> CheckedReturn:
    """Return the return with its corrections in place; of several for one cell the last counts, also a withdrawal.

    Findings about a corrected cell stay, marked as settled.
    """
    steps: dict[tuple[str, str], list[Correction]] = {}
    for correction in corrections:
        if correction.unit == checked.unit_return.unit:
            steps.setdefault((correction.project, correction.field), []).append(correction)
    if not steps:
        return checked
    entries, findings = [], list(checked.findings)
    for entry in checked.unit_return.entries:
        own = {field: several for (project, field), several in steps.items() if project == entry.project}
        for several in own.values():
            where = _where(entry, several[-1].field)
            if several[-1].withdrawn:
                findings.append(correction_finding("value.correction-withdrawn", several[-1], catalogue, where))
                continue
            findings = [_settled(f, several[-1], where) for f in findings]
            findings.append(correction_finding("value.corrected", several[-1], catalogue, where))
        entries.append(_overlaid(entry, own, findings, checked.unit_return.raw) if own else entry)
    return replace(
        checked,
        unit_return=replace(checked.unit_return, entries=tuple(entries)),
        findings=tuple(findings),
    )


def correction_finding(code: str, correction: Correction, catalogue: Catalogue, where: str | None = None) -> Finding:
    """Return a finding about a correction."""
    project = catalogue.project(correction.project)
    indicator = project.indicator(correction.field)
    what = (
        f"指标“{indicator.name}”"
        if indicator
        else f"“{catalogue.form.headers.get(correction.field, correction.field)}”"
    )
    known: dict[str, Any] = {"what": what, "value": quote(correction.value), "when": correction.made_at[:10]}
    if code in ("value.corrected", "value.correction-withdrawn"):
        known |= {"reason": quote(correction.reason), "was": f"“{quote(correction.was)}”" if correction.was else "空"}
    field = "indicator" if indicator else correction.field
    return found(code, where, project=project.id, field=field, **known)


def _where(entry: Entry, field: str) -> str | None:
    indicator = next((v for v in entry.indicators if v.id == field), None)
    return indicator.cell if indicator else entry.source.cells.get(field) if entry.source else None


def _settled(finding: Finding, correction: Correction, where: str | None) -> Finding:
    if finding.severity == "info" or finding.project != correction.project:
        return finding
    here = finding.where == where if finding.field == "indicator" else finding.field == correction.field
    return finding.settle() if here else finding


def _overlaid(
    entry: Entry, steps: dict[str, list[Correction]], findings: Sequence[Finding], raw: Mapping[tuple[str, str], str]
) -> Entry:
    """Return an entry with what holds of its corrections, and beside it the unit's own values and every step."""
    held = tuple(several[-1] for several in steps.values() if not several[-1].withdrawn)
    values: dict[str, str | None] = {c.field: c.value for c in held}
    figures = {v.id for v in entry.indicators}
    places = {field: (field, "actual") if field in figures else (entry.project, field) for field in steps}
    # A value that was refused is still what the unit wrote.
    own = {field: own_value(entry, field) or raw.get(places[field]) or None for field in steps}
    made = tuple(sorted((step for several in steps.values() for step in several), key=lambda step: step.made_at))
    indicators = tuple(replace(v, actual=values.pop(v.id, v.actual)) for v in entry.indicators)
    entry = replace(entry, indicators=indicators, corrections=held, steps=made, own=own).with_values(values)
    signatures = ("head", "preparer")  # the file's, not the project's
    about = (f for f in findings if f.project == entry.project or (f.project is None and f.field not in signatures))
    left = any(f.severity == "error" for f in about)
    return replace(entry, state="accepted") if held and entry.state == "returned" and not left else entry


def own_value(entry: Entry, field: str) -> str | None:
    """Return an entry's value for a column key or an indicator id, None when it has none."""
    figure = next((v for v in entry.indicators if v.id == field), None)
    if figure is not None:
        return figure.actual
    return entry.value(field)
