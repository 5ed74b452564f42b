"""What the monthly report says, once: a month's record becomes sentences, rows and lists.

Pure. The renderers beside this room decide only how it looks and where it sits. Text from returns is carried as
the unit wrote it; a value that was set aside is never a plain blank but says 待核 or 未填.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.form_spec import MONEY_UNIT, MONTH_LABEL
from minsheng_cli.model import Month, Pace
from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content.annex import AnnexSection, annex
from minsheng_cli.reports.content.faults import FaultLine, fault_lines, fault_note
from minsheng_cli.reports.content.indicators import INDICATOR_NOTE, IndicatorLine, indicator_lines
from minsheng_cli.reports.content.returns import ReturnLine, return_lines, summary_of
from minsheng_cli.reports.content.sources import NO_SOURCES, SOURCE_NOTE, SourceLine, source_lines
from minsheng_cli.reports.content.story import StoryReport, compose_story
from minsheng_cli.reports.content.table import SectionBlock, TotalRow, doubts_of, project_blocks
from minsheng_cli.reports.content.words import DOUBTFUL, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from minsheng_cli.analysis import Total, Totals
    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import Catalogue, MonthRecord


@dataclass(frozen=True)
class MonthlyReport:
    """Everything the month's outputs say."""

    month: Month
    form: Form  # the columns of the table
    title: str  # the summary table's, with the month
    office: str  # who collects
    small_print: str  # month, who collects, last day
    money_note: str  # 单位：万元
    summary: str  # one sentence on who has reported
    sections: tuple[SectionBlock, ...]
    overall: TotalRow
    footnote: str
    annex: tuple[AnnexSection, ...]  # one line per project; () where only this month is known
    funded: int  # projects with a figure of investment
    returns: tuple[ReturnLine, ...]
    indicators: tuple[IndicatorLine, ...]  # empty when no return carried a figure
    indicator_note: str
    faults: tuple[FaultLine, ...]
    fault_note: str
    sources: tuple[SourceLine, ...]
    source_note: str
    story: StoryReport | None = None  # in the light of the months before; None where only this month is known


def compose(  # noqa: PLR0913, PLR0917 - what a month is told from
    record: MonthRecord,
    catalogue: Catalogue,
    totals: Totals,
    story: MonthStory | None = None,
    pace: Pace | None = None,
    earlier: Sequence[MonthStory] = (),
) -> MonthlyReport:
    """Return what the month's outputs say. ``totals`` and ``story``: of this record; ``earlier``: the months before."""
    month = Month.parse(record.month)
    doubts = doubts_of(record)
    blocks = project_blocks(record, catalogue, doubts)
    returns = return_lines(record, catalogue, month)
    faults = fault_lines(record, catalogue)
    sources = source_lines(record, catalogue)
    due = catalogue.due(month)
    told = compose_story(story, totals, pace or Pace(), earlier) if story else None
    return MonthlyReport(
        month=month,
        office=catalogue.office,
        form=catalogue.form,
        title=f"{catalogue.summary_title}（{month.label}）",
        small_print=(
            f"{MONTH_LABEL}：{month.label}　　汇总单位：{catalogue.office}　　"
            f"报送截止：{due.year}年{due.month}月{due.day}日"
        ),
        money_note=f"单位：{MONEY_UNIT}",
        summary=summary_of(returns),
        sections=tuple(
            SectionBlock(
                section.title,
                tuple(blocks[p.id] for p in catalogue.projects if p.section == section.id),
                _total(
                    f"{section.short}小计",
                    totals.sections[section.id],
                    {key: own.sections[section.id] for key, own in totals.own.items()},
                    catalogue.form,
                ),
            )
            for section in catalogue.sections
        ),
        overall=_total("合计", totals.overall, {key: own.overall for key, own in totals.own.items()}, catalogue.form),
        footnote=_footnote(returns),
        annex=annex(told, catalogue) if told else (),
        funded=len({e.project for e in record.entries if e.state != "missing" and e.investment is not None}),
        returns=returns,
        indicators=indicator_lines(record, catalogue, doubts.cells),
        indicator_note=INDICATOR_NOTE,
        faults=faults,
        fault_note=fault_note(faults, record),
        sources=sources,
        source_note=SOURCE_NOTE if sources else NO_SOURCES,
        story=told,
    )


def _footnote(returns: tuple[ReturnLine, ...]) -> str:
    """Return how to read the table; what does not occur in it is not explained."""
    notes = ["完成投资为年初至今累计数"]
    if any(line.status == DOUBTFUL for line in returns):
        notes.append("状态为“待核”的报送表有需改正之处，其中斜体加底纹的内容尚待核定，详见“问题清单”")
    return f"注：{'；'.join(notes)}。"


def _total(label: str, total: Total, own: Mapping[str, Total], form: Form) -> TotalRow:
    """Return a sum; where several columns are added up, what each sum contains is said of it by name."""
    notes: dict[str, list[str]] = {}
    for key, each in {"investment": total, **own}.items():
        notes.setdefault(each.note, []).append(form.headers[key])
    told = (f"{listed(headers)}{note}" for note, headers in notes.items())
    note = "；".join(told) if own else total.note
    partial = bool(total.blank or total.doubtful or total.missing)
    return TotalRow(label, total.amount, note, partial, {key: each.amount for key, each in own.items()})
