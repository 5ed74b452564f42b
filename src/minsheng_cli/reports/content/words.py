"""The words a reader sees for what the record holds as states, columns and times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.form.layout import COLUMNS, HEAD_LABEL, INDICATOR_SHEET, PREPARER_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minsheng_cli.model import Outcome, Severity, UnitState

UNIT_STATES: dict[UnitState, str] = {
    "accepted": "已报",
    "returned": "待核",
    "rejected": "不能采用",
    "manual": "需人工录入",
    "missing": "未报",
}
OUTCOMES: dict[Outcome, str] = {
    "accepted": "采用",
    "returned": "采用，退回改正",
    "rejected": "不能采用",
    "duplicate": "重复，不计",
    "superseded": "已被替代",
    "manual": "需人工录入",
    "ignored": "忽略",
}
SEVERITIES: dict[Severity, str] = {"error": "需改正", "warning": "请核实", "info": "提示"}
TIMELINESS: dict[bool | None, str] = {True: "按时", False: "迟报", None: "—"}
FIELDS: dict[str, str] = {c.key: c.header for c in COLUMNS} | {
    "head": HEAD_LABEL,
    "preparer": PREPARER_LABEL,
    "indicator": INDICATOR_SHEET,
}

NOT_APPLICABLE = "—"
DOUBTFUL = UNIT_STATES["returned"]
UNFILLED = "未填"


def moment(text: str | None) -> str:
    """Return ``2025-04-24T10:12:00+08:00`` as ``2025-04-24 10:12``, a dash when there is none."""
    return text[:16].replace("T", " ") if text else NOT_APPLICABLE


def listed(names: Iterable[str]) -> str:
    """Join names as Chinese does: ``甲、乙``."""
    return "、".join(names)
