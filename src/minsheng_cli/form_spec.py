"""Attachment 2 as data: the one place that says what the form's columns are called, hold, and where they sit.

Source: 附件2 of the notice (nine columns, footer 单位主要负责人／填表人), and ``form.columns`` of the list, which may
put columns of its own between them. Reading, the blank and the marked form, the fields of an entry, corrections, the
duplicate check, the consolidated table, provenance and comparison all follow ``Form.columns``: a column is added here
(one of the notice's) or in ``projects.yaml`` (one of the list's own), nowhere else.
Pure data and pure functions: no file, no clock. Below every other module but ``text`` and ``errors``.
"""

from __future__ import annotations

import math
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from minsheng_cli.nouns import dataclass, plain
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import half_width, squeezed
from minsheng_cli.text.known import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHEET = "附件2"
INDICATOR_SHEET = "指标进度"
NOTES_SHEET = "填报说明"
FAULT_SHEET = "问题清单"  # in a marked form only
MARKER_SHEET = "_minsheng"  # hidden; key in column A, value in column B
FORM_VERSION = "1"

MONTH_LABEL = "填报月份"  # "填报月份：2025年4月"
MONEY_UNIT = "万元"

Kind = Literal["text", "money", "number", "percent", "date", "choice", "figure"]
"""What a cell holds. money: 万元. percent: 45 for 45 %. date: ISO, a month as 2025-04. choice: one of ``choices``.

figure: an indicator's 本月累计, a number in the indicator's unit or the state of a milestone; only in 指标进度.
"""
Fill = Literal["unit", "office"]
"""Who fills it in: the unit is asked for it; what the office fills in is printed, locked, never taken from a return."""
Role = Literal["", "planned-investment", "start"]
"""What a column of the list's own means to the analysis: 年度计划投资, or when a project's work began."""

NUMERIC: tuple[Kind, ...] = ("money", "number", "percent", "figure")


@dataclass(frozen=True)
class Column:
    """One column of a table: its key in code and JSON, its printed header, what it accepts, and how it looks."""

    key: str
    header: str
    aliases: tuple[str, ...] = ()  # other headers units are known to write, without spaces
    kind: Kind = "text"
    fill: Fill = "unit"
    width: float = 10.0  # in characters of the default font, as spreadsheet column widths are
    align: Literal["left", "center", "right"] = "left"
    prompt: str = ""  # what the input message says
    choices: tuple[str, ...] = ()  # of a choice
    required: bool = False  # an empty cell is an error (of the list's own columns; the nine have rules of their own)
    public: bool = False  # may stand in the public text (of the list's own columns)
    person: bool = False  # names people: never public, known to the privacy check, carried over into the next blank
    role: Role = ""
    own: bool = False  # the list's own, beside the nine of the notice; its values are in ``extra``


COLUMNS: tuple[Column, ...] = (
    Column("number", "序号", ("编号", "项目序号"), fill="office", width=4.5, align="center"),
    Column("name", "项目名称", ("项目", "实事项目", "民生实事项目", "实事名称"), fill="office", width=11,
           align="center"),
    Column("lead_unit", "牵头单位", ("单位", "牵头部门", "责任牵头单位", "牵头责任单位", "填报单位"), fill="office",
           width=9.5, align="center"),
    Column("target", "目标任务", ("目标", "任务目标", "年度目标任务", "工作目标", "工作目标任务",
                              "区级支撑项目及绩效目标"), fill="office", width=32),
    Column("progress", "工作进展", ("进展", "进展情况", "工作进展情况", "推进情况", "落实情况", "推进落实情况",
                              "工作推进情况", "工作推进落实情况", "项目进展情况", "项目推进情况"),
           width=54, prompt="填写截至数据时点的累计进展，写明已完成的数量；不能为空。"),
    Column("investment", "完成投资", ("累计完成投资", "投资", "投资完成情况", "完成投资情况", "投资额", "完成投资额",
                                "累计投资"),
           "money", width=10, align="right",
           prompt="填写年初至今累计完成投资，单位为万元，只填数字；无投资的填 0。"),
    Column("problems", "存在的问题", ("问题", "存在问题", "存在问题及困难", "困难问题", "卡点问题", "存在的困难和问题",
                               "存在的主要问题", "存在主要问题", "主要问题", "存在的困难及问题", "存在的问题及困难",
                               "存在的问题和困难"),
           width=20, prompt="逐条填写需要协调解决的问题；没有问题的填“无”。"),
    Column("next_steps", "下一步工作及建议", ("下一步工作", "下步工作", "下一步计划", "下一步工作建议", "下一步打算",
                                    "工作建议", "下步工作及建议", "下一步工作计划", "下一步工作计划及建议",
                                    "下一步工作措施及建议", "下一步工作安排", "下一步工作安排及建议", "下一步工作打算"),
           width=20, prompt="填写下一步工作安排、完成时间和建议。"),
    Column("contact", "责任人及联系方式", ("责任人", "联系人", "联系人及电话", "责任人及电话", "责任人联系方式",
                                    "联系人及联系方式", "责任人及联系电话", "责任人和联系方式", "责任人联系电话"),
           width=12, align="center", prompt="填写责任人姓名和联系电话。", person=True),
)  # fmt: skip
"""The nine columns of Attachment 2, left to right."""

KEY_HEADER = "校验码（请勿修改）"
"""Header of the hidden row key, right of the printed form."""

ENTRY_FIELDS: tuple[str, ...] = tuple(c.key for c in COLUMNS if c.fill == "unit")
"""Those of the nine that a unit fills in, each a field of ``Entry``: progress, investment, problems, next_steps …

What a unit fills in *in a list's form* is ``Form.asked``: these and the list's own columns.
"""

HEAD_LABEL = "单位主要负责人"
HEAD_ALIASES = ("单位负责人", "主要负责人", "单位主要领导", "审核人", "负责人")
PREPARER_LABEL = "填表人"
PREPARER_ALIASES = ("填报人", "制表人", "经办人")

SIGNATURES: dict[str, str] = {"head": HEAD_LABEL, "preparer": PREPARER_LABEL}
"""What stands below the table, by its key in findings."""


@dataclass(frozen=True)
class Form:
    """One list's Attachment 2: its columns left to right, and what follows from them."""

    columns: tuple[Column, ...] = COLUMNS

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {c.key: c for c in self.columns}

    def column(self, key: str) -> Column:
        """Return the column with that key; KeyError when there is none."""
        return self._by_key[key]

    def index(self, key: str) -> int:
        """Return the 1-based position of a column; KeyError when there is none."""
        return self._places[key]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {c.key: at for at, c in enumerate(self.columns, start=1)}

    @cached_property
    def own(self) -> tuple[Column, ...]:
        """The list's own columns."""
        return tuple(c for c in self.columns if c.own)

    @cached_property
    def printed(self) -> tuple[Column, ...]:
        """The columns that are printed and locked."""
        return tuple(c for c in self.columns if c.fill == "office")

    @cached_property
    def asked(self) -> tuple[Column, ...]:
        """The columns a unit fills in."""
        return tuple(c for c in self.columns if c.fill == "unit")

    @cached_property
    def asked_keys(self) -> tuple[str, ...]:
        """The keys of the columns a unit fills in: what an entry says, beside its indicators."""
        return tuple(c.key for c in self.asked)

    @cached_property
    def money(self) -> tuple[Column, ...]:
        """The columns of money, the only ones that are added up."""
        return tuple(c for c in self.columns if c.kind == "money")

    @cached_property
    def headers(self) -> dict[str, str]:
        """What a reader calls each field a finding may name: columns, signatures, the sheet of indicators."""
        return {c.key: c.header for c in self.columns} | SIGNATURES | {"indicator": INDICATOR_SHEET}

    @property
    def key_column(self) -> int:
        """1-based column of the hidden row key."""
        return len(self.columns) + 1

    def with_role(self, role: Role) -> Column | None:
        """Return the list's own column with that meaning, None when it has none."""
        return next((c for c in self.own if c.role == role), None)

    def with_own(self, own: Iterable[tuple[Column, str]]) -> Form:
        """Return the form with columns of the list's own, each put after the column whose key (or header) is named.

        Several after the same column keep their order. KeyError when a column is named that is not there yet.
        """
        after: dict[str, list[Column]] = {}
        known = {c.header: c.key for c in self.columns} | {c.key: c.key for c in self.columns}
        for column, anchor in own:
            after.setdefault(known[anchor], []).append(column)
            known |= {column.header: column.key, column.key: column.key}

        def placed(column: Column) -> Iterable[Column]:
            yield column
            for follower in after.get(column.key, ()):
                yield from placed(follower)

        return Form(tuple(c for column in self.columns for c in placed(column)))

    def as_plain(self) -> list[dict[str, Any]]:
        """Return the columns as plain JSON data, to be told to the process that reads files."""
        return [plain(c) for c in self.columns]


def form_from_plain(columns: Iterable[Mapping[str, Any]]) -> Form:
    """Return the form whose ``as_plain`` this is."""
    listed = ("aliases", "choices")
    return Form(tuple(Column(**{**c, **{name: tuple(c[name]) for name in listed}}) for c in columns))


OFFICIAL = Form()
"""Attachment 2 as the notice has it, without columns of a list's own."""

RESERVED: frozenset[str] = frozenset(OFFICIAL.headers) | {
    "actual", "note", "extra", "project", "unit", "state", "indicators", "source", "corrections",
}  # fmt: skip
"""Keys a list's own column cannot have: each already means something where keys of columns are used."""

WIDTHS: dict[Kind, float] = {"text": 14, "money": 10.5, "number": 8, "percent": 8, "date": 11, "choice": 10}
_HEADER_LINES = 3  # a heading takes at most so many lines of its column


def width_for(kind: Kind, header: str) -> float:
    """Return how wide a column of the list's own is that says nothing of it: as its kind or its heading needs."""
    return max(WIDTHS[kind], math.ceil(len(header) / _HEADER_LINES) * 2 + 1)  # a Chinese character takes two


ALIGNS: dict[Kind, Literal["left", "center", "right"]] = {
    "text": "left", "money": "right", "number": "right", "percent": "right", "date": "center", "choice": "center",
}  # fmt: skip
_PROMPTS: dict[Kind, str] = {
    "text": "填写{header}。",
    "money": f"填写{{header}}，单位为{MONEY_UNIT}，只填数字。",
    "number": "填写{header}，只填数字。",
    "percent": "填写{header}，写成 45% 或 45。",
    "date": "填写{header}，写成 2025-04-03 或 2025年4月3日。",
    "choice": "从下拉列表中选一项：{choices}。",
}


def prompt_of(kind: Kind, header: str, choices: Iterable[str] = (), *, required: bool = False) -> str:
    """Return what the input message of a list's own column says."""
    said = _PROMPTS[kind].format(header=header, choices="、".join(choices))
    return said.rstrip("。") + "；不能为空。" if required else said


def shown(column: Column, value: str | None) -> str:
    """Return a merged value as it stands in a table: a percentage with its sign unless the header has it."""
    signed = column.kind == "percent" and not any(sign in column.header for sign in "%％")
    return f"{value}%" if value and signed else value or ""


INDICATOR_COLUMNS: tuple[Column, ...] = (
    Column("project", "项目名称", fill="office", width=26),
    Column("indicator", "指标", ("指标名称",), fill="office", width=40),
    Column("unit", "单位", ("计量单位",), fill="office", width=10, align="center"),
    Column("target", "年度目标", ("目标值", "年度目标值"), fill="office", width=12, align="right"),
    Column("last", "上月累计", ("上月累计完成",), fill="office", width=12, align="right"),
    Column("actual", "本月累计", ("本月累计完成", "累计完成"), "figure", width=12, align="right",
           prompt="填写年初至今累计完成数，只填数字，单位见“单位”栏。"),
    Column("rate", "完成率（%）", ("完成率",), fill="office", width=12, align="right"),
    Column("note", "备注", ("说明",), width=24),
)  # fmt: skip
"""One row per indicator on the optional sheet 指标进度; its key column is the next one."""

INDICATOR_KEY_COLUMN = len(INDICATOR_COLUMNS) + 1

MILESTONE_STATES = ("未启动", "进行中", "已完成")
"""What the 本月累计 cell of a milestone accepts."""

REPLY_TITLE = "整改情况反馈表"
REPLY_COLUMNS: tuple[Column, ...] = (
    Column("number", "督办编号", ("编号", "督办号", "督办单编号"), fill="office"),
    Column("project", "项目名称", ("项目",), fill="office"),
    Column("matter", "督办事项", ("事项", "滞后事项"), fill="office"),
    Column("measures", "整改措施及落实情况", ("整改措施", "整改情况", "落实情况", "整改措施和落实情况")),
    Column("result", "整改结果", ("整改结果（已到位或正在整改）", "整改是否到位", "完成情况")),
    Column("until", "完成时限", ("预计完成时间", "完成时间", "整改时限")),
    Column("evidence", "佐证材料", ("证明材料", "佐证", "附件")),
)
"""The reply form on the second page of a 督办单: one row a case, found again by its number."""

MARKER_KEYS = ("form", "kind", "unit", "month", "catalogue")
"""Rows of the hidden sheet, in order: form version, blank/feedback, unit id, month, catalogue version."""


NOTE_OPENING = "核对意见："
"""Begins each note we hang on a cell of a marked form, so that it is not taken for the unit's own when it returns."""


@lru_cache(maxsize=512)
def letter(col: int) -> str:
    """Return the spreadsheet letters of a 1-based column: 1 → A, 27 → AA."""
    letters = ""
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the 1-based column of spreadsheet letters, whatever their case: A → 1, AA → 27."""
    number = 0
    for one in letters.upper():
        number = number * 26 + ord(one) - 64
    return number


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


# ---------------------------------------------------------------- what a header says

_BRACKETS = compile_when_used(r"\([^()]*(?:\)|$)|\[[^\]]*(?:\]|$)|【[^】]*(?:】|$)|〔[^〕]*(?:〕|$)")
_ENUMERATION = compile_when_used(r"^(?:\d{1,2}[.、)]|[一二三四五六七八九十]+、|[①-⑳])")
_NOT_WORD = compile_when_used(r"[\W_]+")
SCALES = "百万|千万|十万|百亿|十亿|亿|万|千|百"
"""What may stand before 元."""
_MONEY = compile_when_used(rf"(?:{SCALES})?[美欧日港澳加韩]元|(?:{SCALES})?元|(?<=[(（/:：])(?:{SCALES})(?=[)）]|$)")
TRADITIONAL = str.maketrans("萬億仟佰圓圆", "万亿千百元元")


@remembered
def unbracketed(text: str) -> str:
    """Return a header in NFKC without blanks and without brackets and what is in them."""
    return _BRACKETS.sub("", squeezed(text))


@remembered
def bare_header(text: str) -> str:
    """Return a header's bare name: NFKC, without blanks, brackets (and what is in them), numbering, punctuation."""
    # All of it in brackets is the name itself.
    bare = unbracketed(text) or squeezed(text)
    return _NOT_WORD.sub("", _ENUMERATION.sub("", bare))


@remembered
def header_money(text: str) -> str | None:
    """Return what a header such as 完成投资（亿元） says its amounts are in, or None."""
    match = _MONEY.search("".join(text.split()).translate(TRADITIONAL))
    return None if match is None else match[0] if match[0].endswith("元") else f"{match[0]}元"


_NO_MONEY = compile_when_used(r"[%‰/或、]|m2|[美欧日港]")


def is_no_money(words: str) -> bool:
    """Whether words in a header of amounts say that they are shares, areas or foreign money."""
    return _NO_MONEY.search(words) is not None


CASE_NUMBER = "督{year}-{number:02d}"
_CASE_NUMBER = compile_when_used(r"督\s*(\d{4})\s*[-‐‑–—－_]\s*(\d{1,4})")


def case_number(text: str) -> str:
    """Return the first case number a text names, as we spell it (督2025-01); "" when it names none."""
    match = _CASE_NUMBER.search(half_width(text))
    return CASE_NUMBER.format(year=match[1], number=int(match[2])) if match else ""
