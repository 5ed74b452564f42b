"""The words a reader sees for columns, times and lists."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from minsheng_cli.findings import quoted
from minsheng_cli.words import UNIT_STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minsheng_cli.model import Catalogue, Correction, Project

NOT_APPLICABLE = "—"
CORRECTED = "人工更正"
DOUBTFUL = UNIT_STATES["returned"]
_YI = Decimal(10_000)  # 万元
UNFILLED = "未填"


def moment(text: str | None) -> str:
    """Return ``2025-04-24T10:12:00+08:00`` as ``2025-04-24 10:12``, a dash when there is none."""
    return text[:16].replace("T", " ") if text else NOT_APPLICABLE


def official_number(project: Project, catalogue: Catalogue) -> str:
    """Return a project's number as the notice has it, told apart by its section: 市分解到区1."""
    return next(s.short for s in catalogue.sections if s.id == project.section) + project.number


def money(amount: Decimal) -> str:
    """Return an amount of 万元 as it is read: 亿元 from 1 亿 on."""
    if abs(amount) >= _YI:
        return f"{(amount / _YI).quantize(Decimal('0.01'), ROUND_HALF_UP):,f}亿元"
    return f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():,f}万元"


def listed(names: Iterable[str]) -> str:
    """Join names as Chinese does: ``甲、乙``."""
    return "、".join(names)


def correction_remark(correction: Correction) -> str:
    """Return what stands beside a corrected value: what it was, what it is, why and since when."""
    was = quoted(correction.was) if correction.was else "未填"
    reason = f"理由：{correction.reason}（{moment(correction.made_at)}）"
    return f"{CORRECTED}：原报{was}，更正为{quoted(correction.value)}。{reason}"
