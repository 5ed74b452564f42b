"""How far each countable promise is: the list 指标进度, as reported and not yet judged."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.analysis.progress import rounded_share
from minsheng_cli.nouns import dataclass, replace
from minsheng_cli.reports.content.words import DOUBTFUL, NOT_APPLICABLE, correction_remarks, listed
from minsheng_cli.text.decimals import decimal_or_none
from minsheng_cli.words import PROPOSED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.model import Catalogue, Finding, Indicator, IndicatorValue, MonthRecord
    from minsheng_cli.reports.content.sources import CellKey

INDICATOR_NOTE = (
    "完成率为本月累计与年度目标之比；比率类指标、里程碑和目标待定的指标不计完成率。"
    "几个项目重叠的指标，差距和状态按其中较高的目标判断。"
)
PENDING = "待定"
PART = "其中"


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator as one lead unit reported it; numbers stay numbers where they are numbers."""

    key: CellKey
    project: str
    indicator: str
    unit: str  # of measure
    target: Decimal | str
    qualifier: str  # 以上 / 约 / 其中 …
    actual: Decimal | str  # "" when not reported
    rate: Decimal | None  # actual ÷ target, 1 = reached, rounded; None where there is no such thing
    lead: str  # the unit that reported it, or all lead units when none did
    doubtful: bool = False
    remark: str = ""  # what the clerk corrected here, and why


def indicator_lines(
    record: MonthRecord, catalogue: Catalogue, doubts: Mapping[tuple[str, str], Finding]
) -> tuple[IndicatorLine, ...]:
    """Return every asked indicator in official order, or nothing when no return carried a figure.

    Co-leads that both report get a line each; ``doubts`` says by (unit id, cell) what is wrong with a figure.
    """
    reported = {(value.id, entry.unit): value for entry in record.entries for value in entry.indicators}
    if all(value.actual is None for value in reported.values()):
        return ()
    names = catalogue.unit_names
    remarks = {(field, e.unit): text for e in record.entries for field, text in correction_remarks(e).items()}
    lines: list[IndicatorLine] = []
    for project in catalogue.projects:
        for indicator in (i for i in project.indicators if i.asked):
            told = []
            for unit in project.lead_units:
                value = reported.get((indicator.id, unit))
                fault = doubts.get((unit, value.cell or "")) if value else None
                # A figure set aside is in doubt even on a warning; one that stands, only on an error.
                doubtful = fault is not None and (fault.severity == "error" or not value or value.actual is None)
                if value is not None and (doubtful or value.actual is not None):
                    line = _line(project.name, indicator, unit, names[unit], value, doubtful=doubtful)
                    told.append(replace(line, remark=remarks.get((indicator.id, unit), "")))
            leads = listed(names[u] for u in project.lead_units)
            lines += told or [_line(project.name, indicator, "", leads, None)]
    return tuple(lines)


def _line(  # noqa: PLR0913 - one line rests on all of these
    project: str, indicator: Indicator, unit: str, lead: str, value: IndicatorValue | None, *, doubtful: bool = False
) -> IndicatorLine:
    actual = _number(value.actual if value else None)
    target = _target(indicator)
    has_rate = indicator.measure != "rate" and indicator.kind != "ongoing" and not indicator.is_ceiling
    has_rate = has_rate and not indicator.proposed
    qualifier = indicator.qualifier or PART * (indicator.kind == "part")
    figures = (actual, target) if isinstance(actual, Decimal) and isinstance(target, Decimal) and target else None
    return IndicatorLine(
        key=(indicator.id, unit, "actual"),
        project=project,
        indicator=indicator.name,
        unit=indicator.unit,
        target=target,
        qualifier="，".join(filter(None, (qualifier, PROPOSED * indicator.proposed))),
        actual=DOUBTFUL if doubtful and actual == "" else actual,
        rate=rounded_share(figures[0] / figures[1]) if figures and has_rate else None,
        lead=lead,
        doubtful=doubtful,
    )


def _target(indicator: Indicator) -> Decimal | str:
    """Return the year's target as a number, or the word that stands for it."""
    if indicator.kind == "pending":
        return PENDING
    return indicator.target if indicator.target is not None else NOT_APPLICABLE


def _number(text: str | None) -> Decimal | str:
    """Return a reported figure as a number; a milestone's state stays a word."""
    value = decimal_or_none(text)
    return text or "" if value is None else value
