"""The catalogue as sheets: which key of ``projects.yaml`` stands in which column, and how its value is written there.

Every key of the parts in ``shape`` has its place here (a test holds them together); a value that has none stays in the
YAML untouched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from minsheng_cli.nouns import dataclass, field
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.config.yaml_strict import Plain

Kind = Literal["text", "list", "map", "yes", "names", "fixed"]
"""How a cell holds its value: names are spellings with their months, fixed is for the eye only."""

YES = {"true": "是", "false": "否"}
INDICATOR_KINDS = {
    "quantified": "有数字目标", "part": "其中", "milestone": "做成某件事", "ongoing": "持续推进", "pending": "任务待定",
    "background": "背景数",
}  # fmt: skip
MEASURES = {"cumulative": "逐月累计", "level": "当前存量", "rate": "比率", "share": "占总量百分比"}
COLUMN_KINDS = {
    "text": "文字", "money": "金额（万元）", "number": "数字", "percent": "百分比", "date": "日期", "choice": "选择",
}  # fmt: skip
FILLS = {"unit": "单位填", "office": "本单位填"}
ROLES = {"planned-investment": "年度计划投资", "start": "开工时间"}
DAYS = {"last": "月底"}
PROPOSED = "建议"


@dataclass(frozen=True)
class Field:
    """One column: its key, header, how it holds its value, and the words for code words."""

    key: str
    header: str
    width: float = 12.0
    kind: Kind = "text"
    words: Mapping[str, str] = field(default_factory=dict)
    needed: bool = False
    hint: str = ""
    always: bool = False  # written even when it is empty


@dataclass(frozen=True)
class Table:
    """One sheet with a row for each item of a list; ``identity`` is the key an item is known by."""

    sheet: str
    list_key: str
    identity: str
    fields: tuple[Field, ...]


SECTIONS = Table("类别", "sections", "id", (
    Field("id", "编号", 10, needed=True, hint="字母数字，只在清单内使用"),
    Field("title", "标题", 44, needed=True, hint="照文件抄录，例如 一、市级项目（共10项）"),
    Field("short", "简称", 16, needed=True, hint="报表中的简称"),
))  # fmt: skip
UNITS = Table("单位", "units", "name", (
    Field("name", "名称", 18, needed=True, hint="文件中用的名称，全年以此为准；更名写在“年中变更”"),
    Field("full_name", "全称", 36, needed=True),
    Field("aliases", "其他写法", 40, "names", hint="几个用顿号隔开；只在一段时间有效的写成 旧名 至2025-06"),
    Field("lookalikes", "易混淆的写法", 40, "names", hint="认作该单位，但提示核实"),
))  # fmt: skip
PROJECTS = Table("项目", "projects", "id", (
    Field("id", "编号", 8, hint="新增的项目可以不填，由程序编"),
    Field("section", "类别", 12, hint="“类别”表中的编号或简称；没有分类的清单留空"),
    Field("number", "序号", 7, needed=True),
    Field("name", "项目名称", 26, needed=True),
    Field("lead_units", "牵头单位", 18, "list", needed=True, hint="“单位”表中的名称，几个用顿号隔开"),
    Field("responsible", "责任单位", 24, needed=True, hint="没有的写 —"),
    Field("target", "目标任务", 60, needed=True, hint="照文件抄录"),
    Field("deadline", "完成时限", 10, needed=True, hint="写成 2025.12"),
    Field("remark", "备注", 16, always=True),
    Field("continues", "接上年项目", 12, hint="写成 2025/S01"),
    Field("course", "进度安排", 16, "map", hint="linear、at-deadline，或 2025-06: 30%；2025-09: 80%"),
))  # fmt: skip
INDICATORS = Table("指标", "indicators", "id", (
    Field("project", "项目编号", 9, needed=True, hint="项目的编号或名称"),
    Field("project_name", "项目名称（对照）", 22, "fixed"),
    Field("id", "指标编号", 10, hint="新增的可以不填，由程序编"),
    Field("kind", "类型", 12, words=INDICATOR_KINDS, needed=True),
    Field("name", "指标名称", 34, needed=True),
    Field("target", "目标数", 10, hint="照原文写：5万人写 5，单位写 万人"),
    Field("unit", "计量单位", 9),
    Field("qualifier", "限定词", 10, hint="以上、约、共、不超过……照原文"),
    Field("measure", "计数方式", 13, words=MEASURES, hint="不填就是逐月累计"),
    Field("part_of", "是哪项的其中", 11, hint="指标编号"),
    Field("lead", "由谁报", 14, hint="几个单位共同牵头的，写由哪个单位报；各报各的、要相加的写 together"),
    Field("course", "进度安排", 16, "map", hint="linear、at-deadline，或 2025-06: 30；2025-09: 80%"),
    Field("note", "说明", 30),
    Field("status", "状态", 8, hint="程序从文字中读出的写着“建议”；核对过的请把这一格清空，不要的整行删去"),
))  # fmt: skip
COLUMNS = Table("自定栏目", "columns", "key", (
    Field("key", "代号", 16, needed=True, hint="英文字母"),
    Field("header", "栏名", 22, needed=True),
    Field("after", "排在哪栏之后", 16),
    Field("kind", "类型", 14, words=COLUMN_KINDS),
    Field("choices", "选项", 24, "list", hint="类型是“选择”的才写，用顿号隔开"),
    Field("aliases", "表头的其他写法", 24, "list"),
    Field("width", "宽度", 8),
    Field("required", "必填", 8, "yes", YES),
    Field("fill", "谁填", 10, words=FILLS),
    Field("public", "可公开", 8, "yes", YES),
    Field("person", "涉及个人", 9, "yes", YES),
    Field("role", "用途", 14, words=ROLES),
))  # fmt: skip
OVERLAPS = Table("重叠指标", "overlaps", "", (
    Field("indicators", "指标编号", 24, "list", needed=True, hint="数的是同一件事的几项，用顿号隔开"),
    Field("binding", "按哪项执行", 14, needed=True, hint="指标编号；都要完成的写 both"),
    Field("note", "说明", 50),
))  # fmt: skip
CONTACTS = Table("联系人", "", "unit", (
    Field("unit", "单位", 20, needed=True),
    Field("name", "姓名", 12),
    Field("phone", "电话", 18),
    Field("email", "邮箱", 30),
))  # fmt: skip
BASICS: tuple[tuple[tuple[str, ...], Field], ...] = (
    (("year",), Field("year", "年度", needed=True)),
    (("district",), Field("district", "地区", needed=True, hint="例如 示例区；“示例区教委”等写法由此自动认识")),
    (("office",), Field("office", "收表单位", needed=True)),
    (("document", "number"), Field("number", "文件文号", needed=True)),
    (("document", "title"), Field("title", "文件标题", needed=True)),
    (("document", "issuer"), Field("issuer", "印发机关", needed=True)),
    (("document", "date"), Field("date", "印发日期", needed=True, hint="写成 2025-03-19")),
    (("form", "label"), Field("label", "报表的附件号", needed=True, hint="例如 附件2")),
    (("form", "title"), Field("title", "报表的标题", needed=True)),
    (("form", "summary_title"), Field("summary_title", "汇总表的标题", needed=True)),
    (("months", "first"), Field("first", "从哪个月报起", needed=True, hint="写成 2025-03")),
    (("months", "last"), Field("last", "报到哪个月", needed=True)),
    (("months", "only"), Field("only", "只报哪几个月", kind="list", hint="按季度报的写 3、6、9、12；每月都报就不填")),
    (("due", "day"), Field("day", "每月几日前报", words=DAYS, needed=True, hint="数字，或 月底")),
    (("due", "inclusive"), Field("inclusive", "含当日", kind="yes", words=YES)),
    (("due", "offset"), Field("offset", "推后几个月报", hint="次月报的写 1；当月报的不填")),
    (("due", "dates"), Field("dates", "个别月份的截止日", kind="map", hint="例如 2025-10: 2025-10-24")),
    (("due", "cutoff"), Field("cutoff", "进度截至几日", words=DAYS, hint="不填就照截止日")),
    (("due", "final"), Field("final", "年终收口几月几日", hint="写成 01-10")),
    (("terms", "topic"), Field("topic", "文中怎样称这项工作", hint="不填就取自标题，例如 重点民生实事")),
    (("terms", "we"), Field("we", "文中怎样自称", hint="不填就取自收表单位，例如 我委")),
    (("terms", "you"), Field("you", "文中怎样称对方", hint="不填就写 贵单位")),
)
"""What stands once: where in the file, and what it is called. The label is what a row is known by."""

AMENDMENT_KINDS = {
    "": "本条", "projects": "项目调整", "indicators": "指标调整", "units": "单位更名", "add.projects": "新增项目",
    "add.indicators": "新增指标", "end": "终止",
}  # fmt: skip
AMENDMENT_KEYS = {
    **{f.key: f.header for f in (*PROJECTS.fields, *INDICATORS.fields) if f.key != "project_name"},
    "id": "编号", "name": "名称", "full_name": "全称", "district": "地区", "office": "收表单位", "replaces": "代替",
    "after": "排在哪项之后", "projects": "项目", "indicators": "指标", "project": "项目编号", "section": "类别",
}  # fmt: skip
"""What an amendment may change, as the column 栏目 calls it."""

_SEPARATORS = compile_when_used(r"[、，,；;\n]+")
_SPELLING = compile_when_used(r"(?P<name>\S+?)(?:\s*从(?P<since>20\d\d-\d\d))?(?:\s*至(?P<until>20\d\d-\d\d))?")


def field_of_change(key: str) -> Field:
    """Return the column of a project's or an indicator's key, as an amendment writes it; a plain one for any other."""
    return next((f for f in (*PROJECTS.fields, *INDICATORS.fields) if f.key == key), Field(key, key))


def shown(value: Plain, field: Field) -> str:
    """Return how a value is written in its cell."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "；".join(f"{key}: {item}" for key, item in value.items())
    if isinstance(value, list):
        words = [_spelled(item) for item in value]
        return ("\n" if any(_SEPARATORS.search(w) for w in words) else "、").join(words)
    return field.words.get(value, value)


def _spelled(item: Plain) -> str:
    if not isinstance(item, dict):
        return str(item or "")
    since, until = item.get("since"), item.get("until")
    return f"{item.get('name')}" + (f" 从{since}" if since else "") + (f" 至{until}" if until else "")


def meant(text: str, field: Field) -> Plain:
    """Return the value a cell means; words that are not known stay as they are, for the check to name."""
    words = text.strip()
    if not words:
        return None
    if field.kind in ("list", "names"):
        parts = [w.strip() for w in (words.split("\n") if "\n" in words else _SEPARATORS.split(words)) if w.strip()]
        return [_spelling(w) for w in parts] if field.kind == "names" else list(parts)
    if field.kind == "map":
        pairs = [
            re.split(r"\s*[:：]\s*", part.strip(), maxsplit=1) for part in re.split(r"[；;\n]", words) if part.strip()
        ]
        return {pair[0]: pair[-1] for pair in pairs} if all(pair[1:] for pair in pairs) else words
    codes = {word: code for code, word in field.words.items()}
    return codes.get(words, words)


def _spelling(word: str) -> Plain:
    match = _SPELLING.fullmatch(word)
    if match is None or not (match["since"] or match["until"]):
        return word
    return {key: value for key, value in match.groupdict().items() if value}
