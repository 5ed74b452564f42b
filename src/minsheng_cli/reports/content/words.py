"""The words a reader sees for columns, times and lists."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from minsheng_cli.findings import quoted
from minsheng_cli.words import UNIT_STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from minsheng_cli.model import Catalogue, Correction, Entry, Month, Project

NOT_APPLICABLE = "—"
CORRECTED = "人工更正"
DOUBTFUL = UNIT_STATES["returned"]
MANY = 6  # names in a row that are still read
_YI = Decimal(10_000)  # 万元
_TWICE = Decimal(2)
UNFILLED = "未填"


def moment(text: str | None) -> str:
    """Return ``2025-04-24T10:12:00+08:00`` as ``2025-04-24 10:12``, a dash when there is none."""
    return text[:16].replace("T", " ") if text else NOT_APPLICABLE


def official_number(project: Project, catalogue: Catalogue) -> str:
    """Return a project's number as the notice has it, told apart by its section: 市分解到区1."""
    return next(s.short for s in catalogue.sections if s.id == project.section) + project.number


def this(month: Month) -> str:
    """Return how a paper calls its own month: 本月, but 本期 for the year's closing period."""
    return "本期" if month.final else "本月"


def money(amount: Decimal) -> str:
    """Return an amount of 万元 as it is read: 亿元 from 1 亿 on."""
    if abs(amount) >= _YI:
        return f"{(amount / _YI).quantize(Decimal('0.01'), ROUND_HALF_UP):,f}亿元"
    return f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():,f}万元"


def rate_words(share: Decimal | None) -> str:
    """Return a rate as a paper says it: 83.5%; in words from twice the target on, which is no rate to be read.

    350 of the city's 100 households says only that the district's own 350 are the task (重叠按高要求执行); the figure
    and the target stand beside it, and the exact rate in the working sheets.
    """
    if share is None:
        return NOT_APPLICABLE
    return f"{share:.1%}" if share < _TWICE else "超额"


def listed(names: Iterable[str]) -> str:
    """Join names as Chinese does: ``甲、乙``."""
    return "、".join(names)


def named(names: Sequence[str], counter: str) -> str:
    """Return all names, or the first few and how many there are."""
    return listed(names) if len(names) <= MANY else f"{listed(names[:MANY])}等{len(names)}{counter}"


def correction_remarks(entry: Entry) -> dict[str, str]:
    """Return what stands beside each value that was ever corrected: the unit's own first, then each step and why."""
    steps: dict[str, list[Correction]] = {}
    for step in entry.steps or entry.corrections:  # the first version kept those that hold
        steps.setdefault(step.field, []).append(step)
    return {field: _remark(entry.own.get(field, several[0].was), several) for field, several in steps.items()}


def _remark(own: str | None, steps: Sequence[Correction]) -> str:
    told = [
        ("撤销更正，恢复原报。" if step.withdrawn else f"更正为{quoted(step.value)}。")
        + f"理由：{step.reason}（{moment(step.made_at)}）"
        for step in steps
    ]
    return f"{CORRECTED}：原报{quoted(own) if own else '未填'}，" + "；又".join(told)
