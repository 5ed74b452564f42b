"""What a reader sees for a state, an outcome, a severity or a time; the same on the screen and on paper.

Light on purpose: ``status`` works on the archive's plain JSON and loads nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
