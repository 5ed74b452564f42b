"""What a reader sees for a state, an outcome, a severity or a time; the same on the screen and on paper.

Light on purpose: ``status`` works on the archive's plain JSON and loads nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from minsheng_cli.model import CaseState, CaseStep, Movement, Outcome, ProblemState, Severity, Standing, UnitState

PROPOSED = "待核对"
"""Said of an indicator that the program read from the target's words and nobody has confirmed."""
UNIT_STATES: dict[UnitState, str] = {
    "accepted": "已报",
    "returned": "待核",  # sent back to its unit to be mended, not "handed in"
    "rejected": "不能采用",
    "manual": "需人工录入",
    "missing": "未报",
}
UNMARKED = ("rejected", "manual")
"""States of units whose file came and could not be marked: no form goes back to them, a reminder does."""
OUTCOMES: dict[Outcome, str] = {
    "accepted": "采用",
    "returned": "采用，退回改正",
    "rejected": "不能采用",
    "duplicate": "重复，不计",
    "superseded": "已被替代",
    "manual": "需人工录入",
    "ignored": "不计入",
    "discarded": "已作废",
}
SEVERITIES: dict[Severity, str] = {"error": "需改正", "warning": "请核实", "info": "提示"}
TIMELINESS: dict[bool | None, str] = {True: "按时", False: "迟报", None: "—"}
Arrival = Literal["on-time", "late", "refused", "missing"]
ARRIVALS: dict[Arrival, str] = {
    "on-time": TIMELINESS[True],
    "late": TIMELINESS[False],
    "refused": UNIT_STATES["rejected"],
    "missing": UNIT_STATES["missing"],
}
"""How a unit's return of one month came."""
STANDINGS: dict[Standing, str] = {
    "overdue": "逾期未完成",
    "far-behind": "严重滞后",
    "behind": "滞后",
    "unreported": "无可用报表",
    "unclear": "数据不明",
    "open": "未到时限",
    "normal": "正常推进",
    "ahead": "超序时",
    "done": "已完成",
    "early": "提前完成",
    "ongoing": "持续推进",
    "pending": "目标待定",
}
"""Worst first, as in 督查办's list."""
COUNTED: dict[Standing, str] = STANDINGS | {"behind": "一般滞后"}
"""The same beside their numbers: 滞后 is then said of all that are behind (``CLASSES``)."""
STANDING_MARKS: dict[Standing, str] = {
    "overdue": "■",
    "far-behind": "▲",
    "behind": "△",
    "unreported": "×",
    "unclear": "？",
    "open": "◇",
    "normal": "○",
    "ahead": "◎",
    "done": "●",
    "early": "●",
    "ongoing": "◆",
    "pending": "☆",
}
"""What tells them apart without colour."""
STANDING_SHORT: dict[Standing, str] = {
    "overdue": "逾期",
    "far-behind": "严重",
    "behind": "滞后",
    "unreported": "无表",
    "unclear": "不明",
    "open": "未到",
    "normal": "正常",
    "ahead": "超前",
    "done": "完成",
    "early": "提前",
    "ongoing": "持续",
    "pending": "待定",
}
"""Two characters each, for the dashboard's matrix with its column for every month."""

Class = Literal["behind", "unknown", "on-course", "pending", "done"]
CLASSES: dict[Class, str] = {
    "behind": "进度滞后", "unknown": "无法判断", "on-course": "按期推进", "pending": "目标待定", "done": "已完成",
}  # fmt: skip
"""What projects are counted by, wherever they are counted; what matters first comes first."""
CLASS_OF: dict[Standing, Class] = {
    "overdue": "behind", "far-behind": "behind", "behind": "behind", "unreported": "unknown", "unclear": "unknown",
    "open": "on-course", "normal": "on-course", "ahead": "on-course", "done": "done", "early": "done",
    "ongoing": "on-course", "pending": "pending",
}  # fmt: skip
"""The class each standing is counted in; ``open`` and a duty without an end are on course: nothing is due yet."""

PROBLEM_STATES: dict[ProblemState, str] = {
    "new": "新增",
    "open": "延续",
    "solved": "已解决",
    "silent": "未再提及",
    "unreported": "本月无可用报表",
    "joined": "已合并",
}
MOVEMENTS: dict[Movement, str] = {
    "first": "首次填报",
    "changed": "有变化",
    "figures": "只改了日期或数字",
    "same": "一字未改",
    "gone": "本月未填",
    "blank": "未填",
}
CASE_STATES: dict[CaseState, str] = {
    "issued": "待反馈",
    "replied": "已反馈",
    "overdue": "逾期未反馈",
    "closed": "已销号",
    "withdrawn": "已撤回",
}
CASE_STEPS: dict[CaseStep, str] = {
    "issued": "发出",
    "escalated": "升级",
    "closed": "销号",
    "reopened": "恢复",
    "withdrawn": "撤回",
}
NOT_IN_NOTICE = "非文件规定"
REFUSALS: dict[str, tuple[str, str]] = {
    "file.month-wrong": ("误报{found}的表格", "报来的是{found}的表格，请填写{month}的表格"),
    "file.sent-before": ("误报{found}的表格", "报来的是{found}的表格，请填写{month}的表格"),
    "file.month-unknown": ("没有写明月份", "报来的表格没有写明是哪个月的，请填写{month}的表格"),
    "file.month-ambiguous": ("月份互相矛盾", "报来的表格写有几个不同的月份，请填写{month}的表格"),
    "file.unreadable": ("文件打不开", "报来的文件打不开，请用 WPS 或 Excel 打开后另存为 .xlsx 再报"),
    "file.incomplete": ("文件不完整", "报来的文件没有下载完，请把完整的文件再报一次"),
    "file.encrypted": ("文件设有密码", "报来的文件设有打开密码，请取消密码后再报"),
    "file.form-not-found": ("不是报送表", "报来的文件里没有报送表，请填写所附的表格"),
    "file.unit-ambiguous": ("单位互相矛盾", "报来的表格写有几个不同的单位，请填写所附的表格"),
    "file.order-unknown": ("两份内容不同", "同时报来的两份表格内容不同，请确定以哪份为准后再报"),
}
"""Why a file could not be used, in a word for a paper and in a sentence for its unit that says how to mend it."""
