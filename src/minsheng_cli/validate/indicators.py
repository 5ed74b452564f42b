"""The optional sheet 指标进度: figures beside their targets, judged one by one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from minsheng_cli.amounts import Amount, plain
from minsheng_cli.findings import found, weigh
from minsheng_cli.form_spec import INDICATOR_COLUMNS, MILESTONE_STATES
from minsheng_cli.model import IndicatorValue
from minsheng_cli.nouns import dataclass, replace
from minsheng_cli.text.decimals import decimal_or_none
from minsheng_cli.text.fold import fold
from minsheng_cli.validate.rows import RowContext, broken, read_cell
from minsheng_cli.validate.wording import explanation, has_illegal, is_hollow, quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from minsheng_cli.model import Entry, Finding, Indicator, Located, ParsedIndicator, Rulebook

NEVER_FALLS = ("cumulative", "share")
"""Measures that only grow within a year; a level or a rate may go either way."""


FIGURE = next(c for c in INDICATOR_COLUMNS if c.kind == "figure")
"""The column 本月累计."""
_WHOLE = Decimal(100)  # percent


@dataclass(frozen=True)
class Figure:
    """What the rules for one indicator's figure look at."""

    indicator: Indicator
    project_id: str
    cell: Located
    read: Amount | str | None  # a figure, a milestone's state, or nothing
    last: str | None  # as reported last time
    rulebook: Rulebook
    words: tuple[str, ...] = ()  # what the unit writes about it
    beside: Decimal | None = None  # 上月累计 as it stands in the same row, whatever we printed there

    def say(self, code: str, **facts: str) -> Finding:
        """Make a finding at the cell, with the indicator's name, its unit and the cell's words among the facts."""
        known: dict[str, Any] = {
            "name": self.indicator.name,
            "unit": self.indicator.unit,
            "text": quote(self.cell.text),
        }
        value = {"value": plain(self.read.value)} if isinstance(self.read, Amount) else {}
        return found(code, self.cell.ref, project=self.project_id, field="indicator", **(known | value | facts))


def figure_is_as_written(figure: Figure) -> Iterator[Finding]:
    """indicator.converted, indicator.approximate, indicator.plus, indicator.unit, text.illegal-characters."""
    if has_illegal(figure.cell.text) and not broken(figure.cell):
        yield figure.say("text.illegal-characters")
    if isinstance(figure.read, Amount):
        if figure.read.other_unit:
            yield figure.say("indicator.unit")
        if figure.read.converted:
            yield figure.say("indicator.converted")
        if figure.read.approximate:
            yield figure.say("indicator.approximate")
        if figure.read.plus:
            yield figure.say("indicator.plus")


def figure_is_plausible(figure: Figure) -> Iterator[Finding]:
    """indicator.negative, indicator.rate, indicator.huge, indicator.over."""
    if not isinstance(figure.read, Amount):
        return
    target, than = figure.indicator.target, figure.rulebook.thresholds
    times, over = than.huge_indicator, than.over_indicator
    last = decimal_or_none(figure.last) or Decimal(0)
    if figure.read.value < 0:
        yield figure.say("indicator.negative")
    elif figure.indicator.unit == "%" and figure.read.value > _WHOLE:
        yield figure.say("indicator.rate")
    elif target and figure.read.value > target * times:
        yield figure.say("indicator.huge", target=plain(target), times=plain(times))
    # Many units do twice as much as they promised: it is asked when they first say so, not every month.
    elif target and figure.read.value >= target * over > last and not figure.indicator.is_ceiling:
        yield figure.say("indicator.over", target=plain(target), times=plain(over))


def figure_only_grows(figure: Figure) -> Iterator[Finding]:
    """indicator.fell, indicator.fell-explained, indicator.contradicts, indicator.regressed."""
    if isinstance(figure.read, str):
        states = MILESTONE_STATES
        if figure.last in states and states.index(figure.read) < states.index(figure.last):
            yield figure.say("indicator.regressed", last=figure.last)
        return
    last, beside = decimal_or_none(figure.last), figure.beside
    if figure.read is None or figure.indicator.measure not in NEVER_FALLS:
        return
    if last is None or figure.read.value >= last:  # the row may contradict itself, whatever the archive holds
        if beside is not None and Decimal(0) <= figure.read.value < beside and not explanation(figure.words):
            yield figure.say("indicator.contradicts", last=plain(beside))
        return
    if Decimal(0) <= figure.read.value < last:
        why = explanation(figure.words)
        if why:
            yield figure.say("indicator.fell-explained", last=plain(last), why=why)
        else:
            yield figure.say("indicator.fell", last=plain(last))


INDICATOR_RULES: tuple[Callable[[Figure], Iterator[Finding]], ...] = (
    figure_is_as_written,
    figure_is_plausible,
    figure_only_grows,
)


def unreported(indicator: Indicator, row: ParsedIndicator | None) -> IndicatorValue:
    """Return an indicator's line with ``actual`` None, and the address of its cell if it has a row."""
    target = plain(indicator.target) if indicator.target is not None else None
    cell = row.cells["actual"].ref if row else None
    return IndicatorValue(indicator.id, indicator.name, indicator.unit, target, None, cell)


def judge_indicator(  # noqa: PLR0913, PLR0917 - what judging a figure depends on
    indicator: Indicator, project_id: str, row: ParsedIndicator, last: Entry | None, rulebook: Rulebook, progress: str
) -> tuple[IndicatorValue, tuple[Finding, ...]]:
    """Return an indicator's reported value (``actual`` None when blank or not sound) and what is wrong with it."""
    cell = row.cells["actual"]
    terms = terms_of(indicator, row.cells.get("unit"))
    said, fault = read_cell(FIGURE, cell, terms)
    findings = [fault.finding(cell.ref, project_id, "indicator")] if fault else []
    read = said if isinstance(said, Amount | str) else None
    before = next((v.actual for v in last.indicators if v.id == indicator.id), None) if last else None
    note, beside = row.cells.get("note"), row.cells.get("last")
    # Edited by hand it may carry its unit, as the figure may.
    then = read_cell(FIGURE, beside, terms)[0] if beside else None
    figure = Figure(indicator, project_id, cell, read, before, rulebook, (note.text if note else "", progress),
                    then.value if isinstance(then, Amount) else None)  # fmt: skip
    for rule in INDICATOR_RULES:
        findings += rule(figure)
    weighed = weigh(findings, rulebook)
    actual = plain(read.value) if isinstance(read, Amount) else read
    if any(f.severity == "error" for f in weighed):
        actual = None
    return replace(unreported(indicator, row), actual=actual), weighed


def terms_of(indicator: Indicator, unit: Located | None = None) -> RowContext:
    """Return how to read an indicator's figure; ``unit``: the row's 单位 cell, noted when it was changed."""
    changed = unit is not None and not is_hollow(unit.text) and fold(unit.text) != fold(indicator.unit)
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "milestone": indicator.is_state,
        "written_unit": unit.text.strip() if unit is not None and changed else "",
    }
