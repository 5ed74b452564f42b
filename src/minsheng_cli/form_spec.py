"""Attachment 2 as data: the one place that says what the form's cells are called and where they sit.

Source: 附件2 of the notice (nine columns, footer 单位主要负责人／填表人). The blank form, reading, the marked
form and the consolidated table all come from here; a round-trip test holds them together.
Pure data and pure functions: no library, no file, no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SHEET = "附件2"
INDICATOR_SHEET = "指标进度"
NOTES_SHEET = "填报说明"
FAULT_SHEET = "问题清单"  # in a marked form only
MARKER_SHEET = "_minsheng"  # hidden; key in column A, value in column B
FORM_VERSION = "1"

MONTH_LABEL = "填报月份"  # "填报月份：2025年4月"
MONEY_UNIT = "万元"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its key in code, its printed header and what it accepts."""

    key: str
    header: str
    aliases: tuple[str, ...] = ()  # other headers units are known to write, without spaces
    kind: Literal["fixed", "text", "amount", "count"] = "fixed"  # fixed = pre-filled, locked
    width: float = 10.0  # in characters of the default font, as spreadsheet column widths are
    align: Literal["left", "center", "right"] = "left"
    prompt: str = ""  # what the input message says


COLUMNS: tuple[Column, ...] = (
    Column("number", "序号", ("编号", "项目序号"), width=5.5, align="center"),
    Column("name", "项目名称", ("项目", "实事项目", "民生实事项目", "实事名称"), width=14),
    Column("lead_unit", "牵头单位", ("单位", "牵头部门", "责任牵头单位", "填报单位"), width=11, align="center"),
    Column("target", "目标任务", ("目标", "任务目标", "年度目标任务", "工作目标", "工作目标任务",
                              "区级支撑项目及绩效目标"), width=34),
    Column("progress", "工作进展", ("进展", "进展情况", "工作进展情况", "推进情况", "落实情况", "推进落实情况"),
           "text", 36, prompt="填写截至数据时点的累计进展，写明已完成的数量；不能为空。"),
    Column("investment", "完成投资", ("累计完成投资", "投资", "投资完成情况", "完成投资情况", "投资额", "完成投资额",
                                "累计投资"),
           "amount", 10.5, "right",
           prompt="填写年初至今累计完成投资，单位为万元，只填数字；无投资的填 0。"),
    Column("problems", "存在的问题", ("问题", "存在问题", "存在问题及困难", "困难问题", "卡点问题", "存在的困难和问题"),
           "text", 20, prompt="逐条填写需要协调解决的问题；没有问题的填“无”。"),
    Column("next_steps", "下一步工作及建议", ("下一步工作", "下步工作", "下一步计划", "下一步工作建议", "下一步打算",
                                    "工作建议", "下步工作及建议", "下一步工作计划"),
           "text", 20, prompt="填写下一步工作安排、完成时间和建议。"),
    Column("contact", "责任人及联系方式", ("责任人", "联系人", "联系人及电话", "责任人及电话", "责任人联系方式",
                                    "联系人及联系方式"),
           "text", 14, prompt="填写责任人姓名和联系电话。"),
)  # fmt: skip
"""The nine columns of Attachment 2, left to right."""

KEY_COLUMN = len(COLUMNS) + 1
"""1-based column of the hidden row key, right of the printed form."""

KEY_HEADER = "校验码（请勿修改）"

ENTRY_FIELDS: tuple[str, ...] = tuple(c.key for c in COLUMNS if c.kind != "fixed")
"""What a unit fills in: progress, investment, problems, next_steps, contact."""

HEAD_LABEL = "单位主要负责人"
HEAD_ALIASES = ("单位负责人", "主要负责人", "单位主要领导", "审核人", "负责人")
PREPARER_LABEL = "填表人"
PREPARER_ALIASES = ("填报人", "制表人", "经办人")

INDICATOR_COLUMNS: tuple[Column, ...] = (
    Column("project", "项目名称", width=26),
    Column("indicator", "指标", ("指标名称",), width=40),
    Column("unit", "单位", ("计量单位",), width=10, align="center"),
    Column("target", "年度目标", ("目标值", "年度目标值"), width=12, align="right"),
    Column("last", "上月累计", ("上月累计完成",), width=12, align="right"),
    Column("actual", "本月累计", ("本月累计完成", "累计完成"), "count", 12, "right",
           prompt="填写年初至今累计完成数，只填数字，单位见“单位”栏。"),
    Column("rate", "完成率（%）", ("完成率",), width=12, align="right"),
    Column("note", "备注", ("说明",), "text", 24),
)  # fmt: skip
"""One row per indicator on the optional sheet 指标进度; its key column is the next one."""

INDICATOR_KEY_COLUMN = len(INDICATOR_COLUMNS) + 1

MILESTONE_STATES = ("未启动", "进行中", "已完成")
"""What the 本月累计 cell of a milestone accepts."""

MARKER_KEYS = ("form", "kind", "unit", "month", "catalogue")
"""Rows of the hidden sheet, in order: form version, blank/feedback, unit id, month, catalogue version."""


NOTE_OPENING = "核对意见："
"""Begins each note we hang on a cell of a marked form, so that it is not taken for the unit's own when it returns."""


def column(key: str) -> Column:
    """Return the Attachment 2 column with that key; KeyError when there is none."""
    for col in COLUMNS:
        if col.key == key:
            return col
    raise KeyError(key)


def index(key: str) -> int:
    """Return the 1-based position of a column in the official form."""
    return next(i for i, col in enumerate(COLUMNS, start=1) if col.key == key)


def letter(col: int) -> str:
    """Return the spreadsheet letters of a 1-based column: 1 → A, 27 → AA."""
    letters = ""
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def ref(sheet: str, row: int, col: int) -> str:
    """Return the address a person can find: ``附件2!F5``."""
    return f"{sheet}!{letter(col)}{row}"


def row_key(item: str, unit: str, month: str) -> str:
    """Return a row's hidden key; ``item`` is a project or indicator id."""
    return f"{item}|{unit}|{month}"


def split_row_key(text: str) -> tuple[str, str, str] | None:
    """Return (item, unit, month) of a hidden key, or None when the text is not one."""
    parts = text.strip().split("|")
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 and all(parts) else None  # noqa: PLR2004
