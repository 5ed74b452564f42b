"""Judging a return: what its cells say becomes values, and what is wrong with them becomes findings.

``judge`` reads top to bottom: place the rows, judge each project, judge the footer, order the findings. Nothing here
raises on what a unit wrote. A value with an error is None in the entry; its own words stay in ``UnitReturn.raw``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli.findings import found, weigh
from minsheng_cli.model import CheckedReturn, Entry, Source, UnitReturn
from minsheng_cli.model.rules import LONGEST_TEXT
from minsheng_cli.nouns import dataclass, field, replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import clean, fold
from minsheng_cli.validate.case import Case
from minsheng_cli.validate.flaws import Doubt, Flaws, attributed, row_places
from minsheng_cli.validate.indicators import judge_indicator, unreported
from minsheng_cli.validate.matching import PlacedIndicators, place_indicators, place_rows
from minsheng_cli.validate.rows import RowContext, broken, read_row
from minsheng_cli.validate.rules import RULES
from minsheng_cli.validate.wording import (
    has_illegal,
    is_hollow,
    of_another_month,
    quote,
    stops_before,
    tells_of_the_past,
    undated,
)
from minsheng_cli.values import merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from minsheng_cli.model import (
        Catalogue,
        Finding,
        IndicatorValue,
        Located,
        Month,
        ParsedReturn,
        ParsedRow,
        Project,
        Rulebook,
        Unit,
    )
    from minsheng_cli.validate.matching import PlacedRows

__all__ = ["RULES", "judge"]


@dataclass()
class _ReturnContext:
    """What judging one return needs at hand, and the findings so far."""

    parsed: ParsedReturn
    unit: Unit
    month: Month
    catalogue: Catalogue
    previous: Mapping[tuple[str, str], Entry]
    rulebook: Rulebook
    flaws: Flaws
    findings: list[Finding] = field(default_factory=list)

    def note(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Give findings the severities that the workspace has set, add them to ``findings`` and return them."""
        weighed = weigh(findings, self.rulebook)
        self.findings += weighed
        return weighed


def judge(  # noqa: PLR0913, PLR0917 - what judging one return depends on
    parsed: ParsedReturn,
    unit_id: str,
    month: Month,
    catalogue: Catalogue,
    previous: Mapping[tuple[str, str], Entry],
    rulebook: Rulebook,
) -> CheckedReturn:
    """Judge a unit's return for a month. ``previous``: each row's latest earlier entry by (project id, unit id).

    The entries are the unit's projects in official order; ``Source.file`` and ``sha256`` are left for the caller.
    """
    unit = catalogue.unit(unit_id)
    placed = place_rows(parsed.rows, unit, catalogue)
    indicators = place_indicators(parsed.indicators, unit, catalogue)
    rulebook = rulebook.of(unit_id)
    projects = catalogue.led_by(unit_id)
    told = (*parsed.findings, *_figures_of_other_years(parsed, month))
    past = (
        *_figures_of_earlier_months(parsed, month),
        *_stories_of_earlier_months(parsed, month),
        *_counts_of_other_months(parsed, month),
    )
    owners = _owners(placed, indicators, projects) if told or past else {}
    structural = weigh(attributed(told, owners), rulebook)
    context = _ReturnContext(
        parsed, unit, month, catalogue, previous, rulebook, Flaws(parsed, structural, catalogue.form.asked_keys)
    )
    context.findings += structural
    context.note(placed.findings)
    context.note(indicators.findings)
    entries = [_entry(project, placed, indicators, context) for project in projects]
    context.note(attributed(past, owners))
    head = _signature(parsed.head, "head", context)
    preparer = _signature(parsed.preparer, "preparer", context)
    wrong = {f.project for f in context.findings if f.severity == "error" and f.project}
    entries = [replace(e, state="returned") if e.state == "accepted" and e.project in wrong else e for e in entries]
    if not month.final:  # the year's closing figures may well be December's
        context.note(_as_before(entries, context))
    raw = _raw(parsed, projects, placed, indicators)
    return CheckedReturn(
        UnitReturn(unit_id, month, tuple(entries), head, preparer, raw),
        tuple(sorted(context.findings, key=_reading_order(parsed)) if context.findings else ()),
    )


def _owners(placed: PlacedRows, indicators: PlacedIndicators, projects: tuple[Project, ...]) -> dict[str, list[str]]:
    """Return whose cell each address is: project ids by address."""
    owners: dict[str, list[str]] = {}
    for project in projects:
        places = [place for row in placed.rows.get(project.id, ()) for place in row_places(row)]
        for indicator in project.indicators:
            row = indicators.rows.get(indicator.id)
            places += [cell.ref for cell in row.cells.values()] if row else []
        for place in places:
            owners.setdefault(place, []).append(project.id)
    return owners


def _entry(project: Project, placed: PlacedRows, indicators: PlacedIndicators, context: _ReturnContext) -> Entry:
    """Judge one project's row and its indicators."""
    last = context.previous.get((project.id, context.unit.id))
    values: list[IndicatorValue] = []
    doubtful = False
    used = placed.used(project.id)
    told = used.cells.get("progress") if used is not None else None
    progress = told.text if told is not None else ""
    for indicator in project.indicators:
        if indicator.asked:
            row = indicators.rows.get(indicator.id)
            is_doubtful = indicator.id in indicators.doubtful or bool(row and context.flaws.of_indicator(row))
            if row is None or is_doubtful:
                values.append(unreported(indicator, row))
            else:
                value, findings = judge_indicator(indicator, project.id, row, last, context.rulebook, progress)
                values.append(value)
                context.note(findings)
            doubtful = doubtful or is_doubtful
    own = context.catalogue.own_values(project)
    entry = Entry(
        project.id, context.unit.id, "returned" if doubtful else "accepted", indicators=tuple(values), extra=own
    )  # fmt: skip
    if used is not None:
        flaws, more = context.flaws.of_row(used), placed.continued.get(project.id, set())
        return _filled(entry, used, project, Doubt(flaws.any or bool(more), flaws.fields | more), context)
    if project.id in placed.rows or project.id in placed.doubtful:
        return replace(entry, state="returned", source=Source("", "", {}))
    return replace(entry, state="missing")


def _filled(entry: Entry, row: ParsedRow, project: Project, doubt: Doubt, context: _ReturnContext) -> Entry:
    """Return the entry with the row's sound values, after every rule has spoken."""
    last = context.previous.get((project.id, context.unit.id))
    rulebook = context.rulebook
    units, asked = context.parsed.money_units, context.catalogue.form.asked
    terms: RowContext = {
        "money_unit": context.parsed.money_unit, "money_units": units, "too_long": LONGEST_TEXT, "month": context.month
    }  # fmt: skip
    cells = {c.key: row.cells[c.key] for c in asked if c.key in row.cells}
    sound = {name: cell for name, cell in cells.items() if name not in doubt.fields}
    words, faults = read_row(asked, sound, terms)
    refused = doubt.fields | {fault.field for fault in faults}
    case = Case(
        project, context.unit, row.cells, words, refused, row.key is not None, last, context.catalogue, rulebook, units
    )
    findings = [fault.finding(cells[fault.field].ref, project.id, fault.field) for fault in faults]
    for rule in RULES:
        findings += rule(case)
    wrong = {f.field for f in context.note(findings) if f.severity == "error"}
    return replace(
        entry.with_values({name: merged(value) for name, value in words.items() if name not in wrong}),
        state="returned" if doubt.any else entry.state,
        # A cell that parsing put in doubt is no source of anything.
        source=Source("", "", {name: cell.ref for name, cell in sound.items()}),
    )


def _figures_of_other_years(parsed: ParsedReturn, month: Month) -> Iterable[Finding]:
    """Return an error at each header or note by which the figures are another year's, a warning where a story is."""
    for field_name, located, years in parsed.of_years:
        counted = field_name == "investment"
        if years != {month.year} and (counted or month.year not in years):
            code = "table.not-cumulative" if counted else "table.earlier-month"
            text = quote("".join(located.text.split()))
            yield found(code, located.ref, field=field_name, text=text, month=month.label)


def _figures_of_earlier_months(parsed: ParsedReturn, month: Month) -> Iterable[Finding]:
    """Return a warning at each header or note by which the figures go up to another month, or are of another year."""
    told = {(named.field, named.located.ref) for named in parsed.of_years if named.years != {month.year}}
    for field_name, located, last, year, of_day in parsed.up_to:
        other = last not in (None, month.month) or year not in (None, month.year)
        if of_day:
            other = (year or month.year, last or month.month) < (month.year, month.month)
        if other and (field_name, located.ref) not in told:
            told.add((field_name, located.ref))
            text = quote("".join(located.text.split()))
            yield found("table.earlier-month", located.ref, field=field_name, text=text, month=month.label)


def _stories_of_earlier_months(parsed: ParsedReturn, month: Month) -> Iterable[Finding]:
    """Return a warning at each 工作进展 that goes up to an earlier month and says nothing of this one."""
    for row in parsed.rows:
        cell = row.cells.get("progress")
        if cell is not None and (stops_before(cell.text, month) or tells_of_the_past(cell.text, month)):
            text = quote("".join(cell.text.split()))
            yield found("table.earlier-month", cell.ref, field="progress", text=text, month=month.label)


def _counts_of_other_months(parsed: ParsedReturn, month: Month) -> Iterable[Finding]:
    """Return a warning at each indicator's figure beside which a remark says that it is another month's."""
    for row in parsed.indicators:
        remark, figure = row.cells.get("note"), row.cells["actual"]
        if remark is not None and figure.text and of_another_month(remark.text, month):
            text = quote("".join(remark.text.split()))
            yield found("table.earlier-month", figure.ref, field="indicator", text=text, month=month.label)


def _as_before(entries: Sequence[Entry], context: _ReturnContext) -> Iterable[Finding]:
    """Return a warning when nothing but dates differs from what the unit said before: perhaps last month's form.

    Who answers for a project is carried over from month to month, so that it proves nothing.
    """
    told = [c.key for c in context.catalogue.form.asked if not c.person]
    pairs = [(e, context.previous.get((e.project, e.unit))) for e in entries if e.progress]
    for how, same in (("完全相同", fold), ("相同，只有日期不同", undated)):
        if pairs and all(
            old is not None and all(same(new.value(f) or "") == same(old.value(f) or "") for f in told)
            for new, old in pairs
        ):
            return [found("file.as-before", how=how)]
    return []


def _signature(cell: Located | None, name: str, context: _ReturnContext) -> str | None:
    """Judge 单位主要负责人 or 填表人; None when it is missing."""
    if cell is None or (is_hollow(cell.text) and not broken(cell)) or fold(cell.text) == "无":
        context.note([found(f"{name}.missing", cell.ref if cell else None, field=name)])
        return None
    fault = broken(cell)
    if fault:
        context.note([fault.finding(cell.ref, None, name)])
        return None
    if has_illegal(cell.text):
        context.note([found("text.illegal-characters", cell.ref, field=name)])
    return clean(cell.text)


def _raw(
    parsed: ParsedReturn, projects: tuple[Project, ...], placed: PlacedRows, indicators: PlacedIndicators
) -> dict[tuple[str, str], str]:
    """Return each entry cell's own words, for the marked form."""
    raw = {(p.id, name): text for p in projects for name, text in placed.words(p.id).items()}
    raw |= {(item, "actual"): clean(row.cells["actual"].text) for item, row in indicators.rows.items()}
    signed = {"head": parsed.head, "preparer": parsed.preparer}
    return raw | {("", name): clean(cell.text) for name, cell in signed.items() if cell}


_ADDRESS = compile_when_used(r"(?P<sheet>.*)!\$?(?P<col>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7}).*", re.DOTALL)


def _reading_order(parsed: ParsedReturn) -> Callable[[Finding], tuple[int, int, int, str]]:
    """Return a sort key: sheets as they were read, then rows, then columns; what has no place comes last."""
    places = [row.row_ref for row in parsed.rows]
    places += [cell.ref for item in parsed.indicators for cell in item.cells.values()]
    sheets = {sheet: i for i, sheet in enumerate(dict.fromkeys(p.rpartition("!")[0] for p in places))}

    def key(finding: Finding) -> tuple[int, int, int, str]:
        address = _ADDRESS.fullmatch(finding.where or "")
        if address is None:
            return len(sheets) + 1, 0, 0, ""
        col = address["col"]
        return sheets.get(address["sheet"], len(sheets)), int(address["row"]), len(col), col

    return key
