"""A seventeenth held-out set, written whole without a look at the others' kinds and before the product was tried on it.

In the neighbourhood of the cases in issue 12: cells in which several elements speak, what is shown and is no text of the
cell, formulas, units of money wherever they stand, columns split in two, titles and sheets of other months,
contradictions inside one sheet; about a third is honest and must raise nothing.
"""

# ruff: noqa: ARG005 - a table of changes, each called alike, whether it asks for all that it is given or not

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from draft import ENTRY, Box, Draft, Expect, Line, Taken, again_of, copy_of
from fifth import _indicator, _put
from kinds import ALL, BOOKS, KINDS, ONLY, Kind, _every, _parts, _sheet
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from second import DOCX, OFFICE, _column, _insert, _word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def quiet(name: str, spoil: Callable[[Draft], None], formats: tuple[str, ...] = ALL) -> None:
    """Enter an honest kind: nothing is to be told of it."""
    KINDS.append(Kind(f"seventeenth: {name}", spoil, formats, quiet=True))


def told(name: str, spoil: Callable[[Draft], None], formats: tuple[str, ...] = ALL) -> None:
    """Enter a kind of which something is to be told, or that may be read either way."""
    KINDS.append(Kind(f"seventeenth: {name}", spoil, formats))


def _said(name: str, value: Any, meant: str | None, code: str = "", **how: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        project = d.pick(name)
        box = d.box(project, name)
        box.value, box.number_format, box.literal = value, code, isinstance(value, str) and not value.startswith("=")
        d.expected[project, name] = Expect(meant, **how)

    return spoil


def _doubted(d: Draft, name: str = "investment") -> None:
    """Each cell of a column may be read rightly or not at all, but something is said of it."""
    for project in d.projects():
        d.expect(project.id, name, d.expected[project.id, name].value, doubt=True)


def _whole(d: Draft) -> None:
    """Something is to be said of the file; it may be refused."""
    d.told.add("*")
    for key, expected in d.expected.items():
        d.expected[key] = Expect(expected.value, may_refuse=True)


def _value(d: Draft, project: str) -> Decimal:
    return Decimal(str(d.expected[project, "investment"].value))


def _plain(number: Decimal) -> Any:
    return float(number) if number % 1 else int(number)


# ---------------------------------------------------------------- amounts as they are typed and pasted

for _text, _meant in {
    "978\ufeff": "978", "\u202d978\u202c": "978", "\u2068978.5\u2069": "978.5", "978\xa0万元": "978", "978.50万元": "978.5", "９７８": "978", "978．5": "978.5", "978;": "978", "978，": "978", "【978】": "978",
    "978（累计）": "978", "累计数978": "978", "978万元（累计）": "978", "人民币978万元整": "978", "0.0978亿元": "978", "9780000元": "978", "9,780,000元": "978", "1亿元": "10000", "1.05亿": "10500", "玖佰柒拾捌万元整": "978",
    "约合978万元": "978", "978 万 元": "978", "978\n万元": "978", "已完成978万元": "978", "截至4月25日累计完成978万元": "978", "1—4月累计978万元": "978", "9780千元": "978", "978.0000万元": "978",
}.items():  # fmt: skip
    told(f"amount {_text!r}", _said("investment", _text, _meant, may_refuse=True))
for _text, _wanted in (
    ("978？", "978"), ("?", None), ("978*", "978"), ("978（注1）", "978"), ("978①", "978"), ("978¹", "978"), ("978（预计）", "978"), ("978（计划）", "978"), ("拟完成978", "978"), ("978（本月）", "978"), ("本月978", "978"), ("本月50，累计978", "978"),
    ("总投资978", "978"), ("概算978万元", "978"), ("978/2000", "978"), ("48.9%（978万元）", "978"), ("978w", "978"), ("978W", "978"), ("978k", None), ("USD978万", None), ("978万美元", None), ("978万港币", None), ("97B", None), ("9７8．5.0", None), ("978千瓦", None),
    ("近千万", None), ("千余万", None), ("978以上", "978"), (">978", "978"), ("≥978", "978"), ("不足978", "978"), ("978左右", "978"), ("978多万", "978"), ("978±5", "978"), ("900至978", None), ("978↑", "978"), ("+978", "978"), ("(978)", None), ("（978）", None),
    ("-978", None), ("−978", None), ("978-", None), ("978.5.", None), ("978. 5", None), ("9 78", None), ("978'", None), ("97,8", None), ("1,2345", None), ("978,00", None), ("O", None), ("978元", "0.0978"), ("978万元/年", None), ("每户978元", None), ("2025/4/25", None),
    ("2025年4月", None), ("20250425", None), ("13800000000", None), ("示例甲 13800000000", None), ("待定", None), ("已完成", None), ("见说明", None), ("同3月", None), ("不变", None), ("…", None), ("xxx", None), ("XX万元", None),
    ("978万元，其中财政资金500万元", "978"), ("财政500万元、自筹478万元", None), ("500+478=978", "978"), ("=500+478万", None), ("978万（不含征地）", "978"), ("978（含2024年）", "978"), ("978（去年数）", None), ("上月978", None), ("978（待审）", "978"), ("审计核定978", "978"),
):  # fmt: skip
    told(f"doubtful amount {_text!r}", _said("investment", _text, _wanted, doubt=True))
told("amount '九百七十八'", _said("investment", "九百七十八", "978", may_refuse=True))  # each digit is named
for _text in ("【】", "____", "〇"):  # as good as a blank, or as nought
    told(f"no amount {_text!r}", _said("investment", _text, "0" if _text == "〇" else None, may_refuse=True))
for _text in (
    "无此项",
    "不涉及投资",
    "没有投资",
    "无资金投入",
    "该项目不涉及资金",
    "　",
    "－",
    "──",
    "＼",
    "NA",
    "nil",
):
    told(f"no amount {_text!r}", _said("investment", _text, None, may_refuse=True))

for _name, _code in (
    ("accounting", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '), ("in red when negative", "0.00_);[Red](0.00)"), ("in yuan signs of China", "[$¥-804]#,##0.00"), ("with a fixed number of places", "0.0000"), ("in Chinese capitals", "[DBNum2]General"),
    ("with thin thousands", "#,##0.##"), ("with 万元 in quotes", '#,##0.00"万元"'), ("with 万元 escaped", r"0.00\万\元"), ("blue above a bound", "[Blue][>500]0.00;0.00"), ("text of a number", "@"), ("scientific", "0.0000E+00"), ("with a blank for the minus", "_-0.00_-"),
):  # fmt: skip
    told(f"number {_name}", _said("investment", 978.25, "978.25", _code), BOOKS)
for _name, _number, _code in (
    ("with 亿 behind", 978, '0.00"亿"'), ("with a digit in front", 978, '"1"0'), ("with a digit behind", 978, '0"0"'), ("with a point put in", 978, r"0\.00"), ("in thousands", 978, '0.0,"千元"'), ("in millions", 978000, '0.0,,"百万"'),
    ("in ten thousands", 978, '0!.0000"亿"'), ("hidden", 978, ";;;"), ("hidden by empty words", 978, '"";"";"";""'), ("with a minus in front", 978, '"-"0'), ("as a share", 9.78, "0.00%"), ("as a permille of words", 978, '0"‰"'), ("as time", 978, "[h]:mm"), ("as month", 978, "mmm-yy"),
    ("as day of the week", 45772, "aaaa"), ("as long date", 45772, "[$-F800]dddd, mmmm dd, yyyy"), ("with 本月 in front", 978, '"本月"0'), ("with 计划 in front", 978, '"计划"0'), ("shown as words alone", 978, '"已完成"'), ("scaled above a bound", 97800, '[>=10000]0.0,"千";0'),
    ("of 亩", 978, '0"亩"'), ("shown as 待定", 978, '"待定"'), ("as a whole rounded away", 0.4, "0"),
):  # fmt: skip
    told(f"number {_name}", _said("investment", _number, None, _code, doubt=True), BOOKS)
told("number with 元 behind", _said("investment", 978, "0.0978", '0"元"', doubt=True), BOOKS)
told("number with 千元 behind", _said("investment", 978, "97.8", '0"千元"', doubt=True), BOOKS)
told("number shown in words: about", _said("investment", 978, "978", '"约"0', doubt=True), BOOKS)
told("a date where the amount belongs", _said("investment", dt.date(2025, 4, 25), None, "yyyy/m/d", doubt=True), BOOKS)
told(
    "a time where the amount belongs",
    _said("investment", dt.datetime.fromisoformat("2025-04-25 09:30"), None, "yyyy-mm-dd hh:mm", doubt=True),
    BOOKS,
)
told("false where the amount belongs", _said("investment", bool(0), None, doubt=True), BOOKS)
told(
    "a date where the progress belongs",
    _said("progress", dt.date(2025, 4, 25), "2025-04-25", "yyyy-mm-dd", doubt=True),
    BOOKS,
)
told("a number where the progress belongs", _said("progress", 978, "978", doubt=True))
told("a share where the progress belongs", _said("progress", 0.45, "45%", "0%", doubt=True), BOOKS)
told("a number where the problems belong", _said("problems", 3, "3", doubt=True))
told("an amount where the telephone belongs", _said("contact", "978.5万元", "978.5万元", doubt=True))

# ---------------------------------------------------------------- what clerks write

for _name, _text in (
    ("progress", "截至4月25日，累计完成12个点位，占年度任务的60%。"), ("progress", "已完成招标，正在进行基础施工。"), ("progress", "项目前期工作有序推进，已完成可研批复和初步设计。"), ("progress", "一是完成12处；二是启动8处；三是完成验收3处。"), ("progress", "1、完成12处。\n2、启动8处。"), ("progress", "4月完成3场，累计完成12场。"), ("progress", "目前已完成主体结构70%，计划9月底完工。"),
    ("progress", "尚未启动，计划6月启动招标。"), ("progress", "已于4月10日完工并投入使用。"), ("progress", "该任务为跨年度任务，2024年已完成30%，今年累计完成12处。"), ("progress", "完成率达100%，已超额完成年度目标任务。"), ("progress", "已完成总工程量的45%（2025年4月25日数据）。"), ("progress", "与去年同期相比增加3处，累计完成12处。"),
    ("progress", "按照《渝北府办发〔2025〕9号》要求，已完成12处。"), ("progress", "已完成：玉峰山镇2处、茨竹镇1处；未完成：大盛镇1处，正在施工。"), ("progress", "3月完成5处，4月完成7处，累计12处。"), ("progress", "已完成立项、选址，正在办理用地手续，预计5月开工。"), ("progress", "①已完成12处；②正在推进8处。"), ("progress", "（1）完成12处；\n（2）推进8处。"), ("progress", "完成12处，完成率 60 %"),
    ("progress", "培训4期共计320人次，其中线上120人次、线下200人次。"), ("progress", "已全部完成。"), ("progress", "建成并投用口袋公园3个，目标任务已完成。"), ("progress", "正在开展项目施工图审查，施工单位已进场。"), ("problems", "无。"), ("problems", "暂无"), ("problems", "没有问题"), ("problems", "因连续降雨，工期滞后约10天。"), ("problems", "资金缺口约500万元，需协调解决。"), ("problems", "1.征地拆迁难度大；\n2.管线迁改滞后。"), ("problems", "市级具体任务尚未下达。"),
    ("next_steps", "5月底前完成主体工程。"), ("next_steps", "加快推进，确保10月底前完工。"), ("next_steps", "持续推进，按月调度。建议区级层面统筹协调。"), ("next_steps", "做好后续管护。"), ("next_steps", "无建议，继续推进。"), ("contact", "示例甲，13800000000"), ("contact", "示例甲\n13800000000"), ("contact", "示例甲 023-67000000"), ("contact", "示例甲 （023）67000000"), ("contact", "示例甲：138 0000 0000"), ("contact", "示例甲 67000000"),
    ("contact", "分管领导：示例甲 13800000000；经办人：示例乙 13900000000"), ("contact", "示例甲（科长）13800000000"), ("contact", "示例甲 13800000000（微信同号）"), ("contact", "示例甲　１３８００００００００"), ("contact", "示例甲 67000000转801"), ("contact", "13800000000（示例甲）"), ("contact", "示例甲 +86-13800000000"), ("contact", "示例甲 023 67000000"),
):  # fmt: skip
    quiet(f"{_name} {_text[:20]!r}", _said(_name, _text, _text))
for _name, _text in (
    ("progress", "同上"), ("progress", "同上月"), ("progress", "无变化"), ("progress", "—"), ("progress", "见附件"), ("progress", "详见报告"), ("progress", "略"), ("progress", "正在推进"), ("progress", "已上报"), ("progress", "正常推进。"), ("progress", "√"), ("progress", "是"), ("progress", "100"), ("progress", "2025年4月25日"), ("progress", "请填写工作进展"), ("progress", "（填写截至目前累计进展）"), ("progress", "XXX"), ("progress", "???"), ("progress", "锟斤拷锟斤拷"),
    ("progress", "完成12处，下一步……（此处待补充）"), ("progress", "完成【 】处"), ("progress", "完成__处，完成率__%"), ("progress", "完成XX处"), ("progress", "完成12处（此数待核）"), ("progress", "完成12处【张科核实】"), ("progress", "[图片]"), ("progress", "[文件]进展.docx"), ("progress", "进展情况.docx"), ("progress", "https://docs.example.cn/x1"), ("progress", "#N/A"), ("progress", "#REF!"), ("progress", "null"), ("progress", "undefined"), ("progress", "None"), ("progress", "NaN"),
    ("progress", "待补充"), ("progress", "暂未统计"), ("progress", "与上月一致"), ("progress", "已完成12处，正在推"), ("progress", "完成12处，（"), ("problems", "同上"), ("problems", "见附件"), ("problems", "待补充"), ("problems", "请填写存在的问题"), ("next_steps", "同上"), ("next_steps", "同上月"), ("next_steps", "待补充"), ("next_steps", "XXXX"),
    ("contact", "示例甲"), ("contact", "13800000000"), ("contact", "示例甲 1380000000"), ("contact", "示例甲 138000000000"), ("contact", "示例甲 2367000000"), ("contact", "示例甲 1.38E+10"), ("contact", "示例甲 1.38000000000E+10"), ("contact", "同上"), ("contact", "待定"), ("contact", "示例甲 电话不变"), ("contact", "示例甲 13800000000 示例乙 1390000000"),
):  # fmt: skip
    told(f"{_name} says {_text!r}", _said(_name, _text, _text, doubt=True))
told("a telephone kept as a number", _said("contact", 13800000000, "13800000000", doubt=True))
told("a telephone shown in powers of ten", _said("contact", 13800000000, "13800000000", "0.00E+00", doubt=True), BOOKS)
told("a telephone that was 023-67000000", _said("contact", 2367000000, "2367000000", doubt=True))

# ---------------------------------------------------------------- units of money


_UNIT_LINES: dict[str, Callable[[Draft], int]] = {
    "own title": lambda d: d.at(d.of("title")[1]) + 1,
    "above": lambda d: d.at(d.header),
    "right": lambda d: d.at(d.header),
    "top": lambda _: 0,
    "foot": lambda d: d.at(d.of("footer")[0]),
    "below": lambda d: len(d.lines),
}


def _placed_unit(d: Draft, say: str, place: str) -> None:
    """Put the words where they stand."""
    if place in _UNIT_LINES:
        boxes = [Box(say, span=9)] if place in ("own title", "foot") else [Box(say)]
        d.lines.insert(
            _UNIT_LINES[place](d), Line("other", [Box() for _ in range(7)] + boxes if place == "right" else boxes)
        )
    elif place == "sheet":
        d.claim("sheet name")
        d.sheet = say
    elif place == "print":
        d.of("print")[0].boxes.append(Box(say, span=4))
    elif place == "header":
        d.header.boxes[d.fields.index("investment")].value = say
    else:
        line = d.of("title")[1] if place == "title" else d.of("section")[0]
        line.boxes[0].value = f"{line.boxes[0].value}{say}"


def _unit(say: str, power: int, place: str, *, drop: bool = True) -> Callable[[Draft], None]:
    """Say the unit of money somewhere; ``power``: of ten, of 万元; ``drop``: it stands nowhere else."""

    def spoil(d: Draft) -> None:
        _column(d, "investment")
        d.claim("money", "year", "header texts")
        for project in d.projects():
            d.box(project.id, "investment").value = _plain(_value(d, project.id).scaleb(-power))
        if drop:
            for line in d.of("print"):
                line.boxes = [b for b in line.boxes if "万元" not in str(b.value)]
        _placed_unit(d, say, place)
        if power or not drop:
            _doubted(d)

    return spoil


for _say, _power, _place in (
    ("单位：元", -4, "print"), ("单位：亿元", 4, "print"), ("单位：千元", -1, "print"), ("金额单位：人民币元", -4, "print"), ("（单位：百万元）", 2, "print"), ("单 位：元", -4, "print"), ("单位:元", -4, "above"), ("金额单位：亿元", 4, "above"), ("单位：元", -4, "right"), ("货币单位：元", -4, "right"), ("（金额单位：元）", -4, "own title"), ("单位：亿元", 4, "own title"),
    ("（单位：元）", -4, "title"), ("（单位：亿元）", 4, "title"), ("单位：元", -4, "top"), ("注：完成投资单位为元。", -4, "foot"), ("注：投资以亿元计", 4, "below"), ("说明：本表金额单位为元", -4, "below"), ("备注：以上金额均为元", -4, "foot"), ("完成投资（元）", -4, "header"), ("完成投资\n（亿元）", 4, "header"), ("完成投资：元", -4, "header"), ("完成投资/元", -4, "header"),
    ("完成投资 单位：千元", -1, "header"), ("投资完成额（百万元）", 2, "header"), ("完成投资(RMB)", -4, "header"), ("完成投资（億元）", 4, "header"), ("单位：元", -4, "section"), ("投资计量单位：元", -4, "above"),
):  # fmt: skip
    told(f"money: {_say!r} in the {_place}", _unit(_say, _power, _place))
for _say, _power, _place in (
    ("单位：元", -4, "above"), ("单位：亿元", 4, "right"), ("完成投资（元）", -4, "header"), ("完成投资（亿元）", 4, "header"), ("注：投资单位为元", -4, "below"), ("（单位：元）", -4, "title"), ("单位：千元", -1, "foot"),
):  # fmt: skip
    told(f"money: {_say!r} in the {_place}, 万元 in the print", _unit(_say, _power, _place, drop=False))
told("money: 元 in the sheet's name", _unit("附件2（单位元）", -4, "sheet"), BOOKS)
for _say, _place in (
    ("单位：万元", "print"), ("金额单位：人民币万元", "print"), ("（单位：万元）", "above"), ("单位：万元、个、平方米", "right"), ("单位: 萬元", "print"), ("完成投资（万元）", "header"), ("完成投资\n（单位：万元）", "header"), ("完成投资(万元)", "header"), ("完成投资（单位:万元）", "header"), ("注：完成投资单位为万元。", "below"), ("（单位：万元）", "title"),
):  # fmt: skip
    quiet(f"money: honest {_say!r} in the {_place}", _unit(_say, 0, _place))


def _always(what: Any, place: int) -> Any:
    """Return the same for each row."""
    del place
    return what


def _unit_column(
    header: str, say: Callable[[int], Any], power: Callable[[int], int], place: int = 6
) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        if d.issued is not None and place >= len(d.fields):
            raise Taken
        _column(d, "investment")
        d.claim("money", "year")
        at = {p.id: n for n, p in enumerate(d.projects())}
        _insert(d, place, header, lambda p: say(at[p]))
        for project, n in at.items():
            d.box(project, "investment").value = _plain(_value(d, project).scaleb(-power(n)))
            if power(n):
                d.expect(project, "investment", str(d.expected[project, "investment"].value), doubt=True)

    return spoil


for _header, _unit_said, _power in (
    ("单位", "元", -4),
    ("计量单位", "亿元", 4),
    ("投资单位", "千元", -1),
    ("金额单位", "人民币元", -4),
    ("币种单位", "元", -4),
    ("单 位", "亿", 4),
    ("", "元", -4),
    ("单位（投资）", "百万元", 2),
):
    told(
        f"money: a column {_header!r} of {_unit_said}",
        _unit_column(_header, partial(_always, _unit_said), partial(_always, _power)),
    )
told("money: a column 单位 before the amounts", _unit_column("单位", lambda _: "元", lambda _: -4, 5))
told(
    "money: a column 单位 with 元 in the first row only",
    _unit_column("单位", lambda n: "元" if n == 0 else "万元", lambda n: -4 if n == 0 else 0),
)
told(
    "money: a column 单位 that speaks in the first row alone",
    _unit_column("单位", lambda n: "元" if n == 0 else None, lambda n: -4 if n == 0 else 0),
)
for _header in ("单位", "计量单位", "金额单位"):
    told(f"money: a column {_header} of 万元", _unit_column(_header, lambda _: "万元", lambda _: 0))


def _noted(say: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        _column(d, "investment")
        d.header.boxes[d.fields.index("investment")].comment = say
        d.claim("money", "header texts")
        _doubted(d)

    return spoil


told("money: 元 in a note on the header", _noted("单位：元"), ("xlsx",))

# ---------------------------------------------------------------- columns split in two, and of the units' own


def _split(name: str, first: str, second: str, *, group: str = "", dropped: str = "") -> Callable[[Draft], None]:
    """Split a column: both headers, or a header over both; each half says something."""

    def spoil(d: Draft) -> None:
        _column(d, name)
        words = {p.id: f"（示例）另有第{d.rng.randrange(1000)}条。" for p in d.projects()}
        if name == "contact":
            words = {p.id: f"138000{d.rng.randrange(10000, 99999)}" for p in d.projects()}
            for p in d.projects():
                d.box(p.id, name).value = "示例甲"
        at = d.fields.index(name)
        _insert(d, at + 1, second, words.__getitem__)
        d.header.boxes[at].value = first
        for p in d.projects():
            said = d.box(p.id, name).value
            joined = f"{said}\n{words[p.id]}"
            read = {"": joined, "first": words[p.id], "second": str(said)}[dropped]
            d.expected[p.id, name] = Expect(read, may_refuse=True)
        if dropped:  # told once, at the column
            d.told.add("table.column-extra")
        if group:
            header, place = d.header, d.at(d.header)
            top = [Box(b.value, down=2) for b in header.boxes]
            top[at : at + 2] = [Box(group, span=2)]
            below = [Box() for _ in header.boxes]
            below[at].value, below[at + 1].value = first, second
            d.lines[place : place + 1] = [Line("header", top), Line("other", below)]

    return spoil


for _name, _first, _second in (
    ("next_steps", "下一步工作", "建议"), ("next_steps", "下一步工作", "意见及建议"), ("next_steps", "下一步工作安排", "工作建议"), ("problems", "存在的问题", "需要协调解决的事项"), ("problems", "存在的问题", "原因分析"), ("problems", "存在的困难", "存在的问题"),
    ("contact", "责任人", "联系方式"), ("contact", "责任人", "联系电话"), ("contact", "联系人", "手机号码"), ("contact", "责任人姓名", "电话"),
):  # fmt: skip
    told(f"{_name} split into {_first} and {_second}", _split(_name, _first, _second))
told("progress split into 工作进展 and 形象进度", _split("progress", "工作进展", "形象进度", dropped="second"))
told("progress split into 工作进展 and 本月进展", _split("progress", "工作进展", "本月进展", dropped="second"))
told("progress split into 3月 and 4月", _split("progress", "3月", "4月", group="工作进展", dropped="first"), BOOKS)
for _name, _first, _second, _group in (
    ("next_steps", "下一步工作", "建议", "下一步工作及建议"), ("problems", "问题", "原因", "存在的问题"), ("contact", "责任人", "联系方式", "责任人及联系方式"), ("progress", "已完成", "未完成", "工作进展"),
):  # fmt: skip
    told(
        f"{_name} split into {_first} and {_second} under one header",
        _split(_name, _first, _second, group=_group),
        BOOKS,
    )


def _two_amounts(first: str, second: str, group: str = "") -> Callable[[Draft], None]:
    """Two columns of amounts of which the first stands where ours was."""

    def spoil(d: Draft) -> None:
        _column(d, "investment")
        d.claim("money", "year")
        at = d.fields.index("investment")
        _insert(d, at + 1, second, lambda p: _plain(_value(d, p) * 2))
        d.header.boxes[at].value = first
        for p in d.projects():
            d.expected[p.id, "investment"] = Expect(None, doubt=True)
        if group:
            header, place = d.header, d.at(d.header)
            top = [Box(b.value, down=2) for b in header.boxes]
            top[at : at + 2] = [Box(group, span=2)]
            below = [Box() for _ in header.boxes]
            below[at].value, below[at + 1].value = first, second
            d.lines[place : place + 1] = [Line("header", top), Line("other", below)]

    return spoil


for _first, _second in (
    ("完成投资（市级）", "完成投资（区级）"),
    ("财政资金完成投资", "社会资金完成投资"),
    ("完成投资", "完成投资"),
    ("本月完成投资", "上月完成投资"),
    ("3月完成投资", "4月完成投资"),
    ("一期完成投资", "二期完成投资"),
    ("完成投资（含税）", "完成投资（不含税）"),
):
    told(f"amounts in {_first} and {_second}", _two_amounts(_first, _second))
for _first, _second in (
    ("市级", "区级"),
    ("本月", "上月"),
    ("中央资金", "地方资金"),
    ("1-3月", "4月"),
    ("土建", "设备"),
):
    told(f"amounts in {_first} and {_second} under one header", _two_amounts(_first, _second, "完成投资"), BOOKS)


def _this_and_year(first: str, second: str) -> Callable[[Draft], None]:
    """Put the month's amount first and the year's second, or the other way round; the year's is meant."""

    def spoil(d: Draft) -> None:
        _column(d, "investment")
        d.claim("money", "year")
        at = d.fields.index("investment")
        year_first = "累计" in first
        own = {p.id: _plain(_value(d, p.id)) for p in d.projects()}
        month = {p.id: 3 for p in d.projects()}
        _insert(d, at + 1, second, (month if year_first else own).__getitem__)
        d.header.boxes[at].value = first
        for p in d.projects():
            d.box(p.id, "investment").value = (own if year_first else month)[p.id]
            d.expected[p.id, "investment"] = Expect(d.expected[p.id, "investment"].value, may_refuse=True)

    return spoil


for _first, _second in (
    ("本月完成投资", "累计完成投资"),
    ("累计完成投资", "本月完成投资"),
    ("当月完成投资（万元）", "年初累计完成投资（万元）"),
    ("自年初累计完成投资", "当月投资"),
    ("累计完成投资", "年度计划投资"),
    ("累计完成投资", "投资完成率"),
    ("累计完成投资", "总投资"),
):
    told(f"amounts in {_first} and {_second}, one of the year", _this_and_year(_first, _second))
_beside_it: Any
for _header, _beside_it in (
    ("备注", None), ("备注", "已现场核实"), ("项目地址", "甲街道"), ("建设单位", "示例公司"), ("年度计划投资（万元）", 5000), ("总投资（万元）", 8000), ("完成率", "45%"), ("分管领导", "示例丁"), ("责任单位", "区某中心"), ("计划完成时间", "2025年12月底"), ("开工时间", "2025.3"), ("进度状态", "正常"), ("类别", "市级"), ("是否完成", "否"),
):  # fmt: skip

    def _beside(d: Draft, header: str = _header, say: Any = _beside_it) -> None:
        if d.issued is not None:
            raise Taken
        _insert(d, len(d.fields), header, lambda _: say)

    quiet(f"a column {_header} of {_beside_it}", _beside)
for _header, _beside_it in (
    ("备注", "投资数为预估"),
    ("备注", "以本栏为准：500万元"),
    ("备注", "此表作废"),
    ("备注", "投资单位：元"),
    ("更正", "完成投资应为500"),
    ("调整后完成投资", 500),
    ("核减投资", 100),
    ("备注", "上月数据"),
):

    def _doubting(d: Draft, header: str = _header, say: Any = _beside_it) -> None:
        _column(d, "investment")
        _insert(d, len(d.fields), header, lambda _: say)
        _doubted(d)

    told(f"a column {_header} that says {_beside_it}", _doubting)
for _name, _header in (
    ("progress", "工 作 进 展"), ("progress", "工作\n进展"), ("investment", "完成\n投资"), ("problems", "存在的\n问题"), ("next_steps", "下一步\n工作及建议"), ("contact", "责任人及\n联系方式"), ("number", "序\n号"), ("name", "项 目 名 称"), ("lead_unit", "牵头\n单位"), ("target", "目标 任务"), ("contact", "责任人及联系方式："),
):  # fmt: skip

    def _spaced(d: Draft, name: str = _name, header: str = _header) -> None:
        d.claim("header texts")
        _column(d, name)
        d.header.boxes[d.fields.index(name)].value = header

    quiet(f"{_name} called {_header!r}", _spaced)
for _name, _header, _dubious in (
    ("progress", "上月工作进展", True), ("progress", "3月工作进展", True), ("progress", "2024年工作进展", True), ("investment", "计划完成投资", True), ("investment", "上月完成投资", True), ("investment", "2024年完成投资", True), ("investment", "预计完成投资", True), ("investment", "一季度完成投资", True), ("investment", "总投资", True), ("investment", "完成投资占比", True), ("investment", "投资完成率（%）", True),
    ("problems", "已解决的问题", True), ("next_steps", "上一步工作", True), ("contact", "监督电话", True), ("progress", "工作进展（必填）", False), ("progress", "工作进展*", False), ("progress", "截至4月25日工作进展", False), ("investment", "截至4月完成投资", False), ("investment", "1-4月完成投资（万元）", False), ("investment", "今年以来完成投资", False),
):  # fmt: skip

    def _dubiously(d: Draft, name: str = _name, header: str = _header, dubious: bool = _dubious) -> None:  # noqa: FBT001
        d.claim("header texts")
        _column(d, name)
        d.header.boxes[d.fields.index(name)].value = header
        for p in d.projects():
            value = d.expected[p.id, name].value
            d.expected[p.id, name] = Expect(value, doubt=True) if dubious else Expect(value, may_refuse=True)

    told(f"{_name} called {_header!r}", _dubiously)

# ---------------------------------------------------------------- other years and months


def _at(text: str, place: str, *, tell: bool) -> Callable[[Draft], None]:
    """Say something around the table; ``tell``: that cannot go without a word."""

    def spoil(d: Draft) -> None:
        d.claim("year")
        title = d.of("title")[1]
        if place == "title":
            title.boxes[0].value = text
        elif place == "month":
            d.of("print")[0].boxes[1].value = text
        elif place == "sheet":
            d.claim("sheet name")
            d.sheet = text
        elif place == "file":
            d.file = text
        elif place == "foot":
            d.lines.insert(d.at(d.of("footer")[0]), Line("other", [Box(text, span=9)]))
        elif place == "signature":
            d.lines.append(Line("other", [*(Box() for _ in range(5)), Box(text)]))
        elif place == "sub title":
            d.lines.insert(d.at(title) + 1, Line("other", [Box(text, span=9)]))
        else:
            d.lines.insert(
                {"top": 0, "above": d.at(d.header), "below": len(d.lines)}[place], Line("other", [Box(text)])
            )
        if tell:
            _whole(d)

    return spoil


_FORM = "重点民生实事工作目标任务推进落实情况表"
for _text, _place in (
    (f"渝北区2024年{_FORM}", "title"), (f"渝北区2023年{_FORM}", "title"), (f"渝北区二〇二四年{_FORM}", "title"), (f"渝北区２０２４年{_FORM}", "title"), (f"渝北区2025年{_FORM}（3月）", "title"), (f"渝北区2025年3月{_FORM}", "title"), (f"渝北区2025年一季度{_FORM}", "title"), (f"渝北区2025年1-3月{_FORM}", "title"), (f"渝北区2026年{_FORM}", "title"), (f"渝北区2025年上半年{_FORM}", "title"), (f"渝北区2025年{_FORM}（截至3月25日）", "title"),
    ("填报月份：2025年3月", "month"), ("填报月份：2024年4月", "month"), ("填报月份：3月", "month"), ("填报月份：2025年5月", "month"), ("填报月份：二〇二五年三月", "month"), ("填报月份：2025.03", "month"), ("填报月份：202503", "month"), ("填报月份：2025/3", "month"), ("填报月份：2025年第一季度", "month"), ("数据截至2025年3月25日", "above"), ("数据截止日期：2025年3月31日", "below"), ("（数据截至3月25日）", "sub title"), ("截止时间：2024年4月25日", "sub title"),
    ("报送时间：2024年4月25日", "signature"), ("2024年4月25日", "signature"), ("填报日期：2025年3月25日", "signature"), ("填报时间：2025-03-24", "below"), ("2025.3.25", "signature"), ("二〇二四年四月二十五日", "signature"), ("注：以上数据为截至3月底数据。", "foot"), ("注：4月数据未更新，沿用3月数据。", "foot"), ("说明：本表为3月份上报数据", "below"), ("以上为2024年完成情况", "foot"), ("附：2024年度统计口径", "top"),
):  # fmt: skip
    told(f"of another time: {_text} in the {_place}", _at(_text, _place, tell=True))
for _text in ("3月", "2025年3月", "2024年", "附件2（3月）", "202503", "3月份"):
    told(f"of another time: sheet {_text}", _at(_text, "sheet", tell=True), BOOKS)
for _text in (
    "附件2_3月.xlsx",
    "2024年4月民生实事.xlsx",
    "民生实事推进情况表（2025年3月）.xlsx",
    "202503附件2.xlsx",
    "一季度民生实事.xlsx",
):
    told(f"of another time: file {_text}", _at(_text, "file", tell=True))
for _text, _place in (
    (f"渝北区2025年{_FORM}（4月）", "title"), (f"渝北区2025年4月{_FORM}", "title"), (f"渝北区2025年{_FORM}（截至2025年4月25日）", "title"), (f"渝北区2025年1-4月{_FORM}", "title"), (f"渝北区二〇二五年{_FORM}", "title"), (f"渝北区２０２５年{_FORM}", "title"), ("填报月份：4月", "month"), ("填报月份：2025.04", "month"), ("填报月份：2025-4", "month"), ("填报月份：２０２５年４月", "month"), ("填报月份：二〇二五年四月", "month"), ("填报月份：2025 年 4 月", "month"), ("填报月份：2025年4月份", "month"), ("填报月份：2025/04", "month"),
    ("数据截至2025年4月25日", "above"), ("（数据截至4月25日）", "sub title"), ("2025年4月25日", "signature"), ("2025.4.24", "signature"), ("填报日期：2025年4月23日", "signature"), ("填报时间：2025/4/24", "below"), ("报送日期：2025-04-24", "below"), ("根据渝北府办发〔2025〕9号文件填报", "top"), ("依据2025年3月19日印发的通知填报", "below"), ("请于4月25日前报送", "top"), ("注：请各单位于每月25日前报送。", "foot"), ("联系电话：023-67000000", "below"),
):  # fmt: skip
    quiet(f"of this time: {_text} in the {_place}", _at(_text, _place, tell=False))
for _text in ("4月", "2025年4月", "Sheet1", "2025.4", "附件2（4月）", "工作表1", "推进落实情况表", "202504"):
    quiet(f"of this time: sheet {_text}", _at(_text, "sheet", tell=False), BOOKS)
for _text in (
    "附件2（4月）.xlsx",
    "2025年4月民生实事推进情况.xlsx",
    "附件2(1).xlsx",
    "副本附件2.xlsx",
    "附件2-定稿.xlsx",
    "20250424附件2.xlsx",
    "民生实事4月（终版）2.xlsx",
):
    quiet(f"of this time: file {_text}", _at(_text, "file", tell=False))


def _copy(d: Draft, month: str, *, scale: float = 0.5, year: str = "2025年") -> list[Line]:
    """Return the form as it was of another month: lower amounts, other words."""
    lines = copy_of(d.lines)
    at = d.fields.index("investment")
    for line in lines:
        if line.kind == "project":
            box = line.boxes[at]
            box.value = round(float(box.value) * scale, 2)
            progress = line.boxes[d.fields.index("progress")]
            progress.value = f"（示例）{month}完成{d.rng.randrange(100)}项。"
        for box in line.boxes:
            if isinstance(box.value, str) and line.kind in ("title", "print"):
                box.value = box.value.replace("2025年4月", f"2025年{month}").replace("2025年", year)
        line.kind = "other"
    return lines


def _months(
    before: Iterable[str],
    after: Iterable[str] = (),
    own: str = "4月",
    *,
    hidden: bool = False,
    year: str = "2025年",
) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        def _hide(book: Any) -> None:
            for sheet in book.worksheets:
                if sheet.title in {*before, *after}:
                    sheet.sheet_state = "hidden"

        d.claim("other sheets", "year", "sheet name", "columns", "rows shape")
        d.sheet = own
        for name in before:
            d.more_sheets.append((name, _copy(d, name.removeprefix("2025年").partition("月")[0] + "月", year=year)))
        for name in after:
            d.more_sheets.append(
                (f"~{name}", _copy(d, name.removeprefix("2025年").partition("月")[0] + "月", year=year))
            )
        if hidden:
            d.before_save.append(_hide)
        _whole(d)
        if hidden:  # seen by nobody, and of another month
            d.told.clear()

    return spoil


for _name, _spoil in (
    ("last month's before", _months(["3月"])), ("last month's behind", _months([], ["3月"])), ("two months' before", _months(["3月", "2月"])), ("January to March before", _months(["3月", "2月", "1月"])), ("next month's copied ahead", _months([], ["5月"])), ("last month's with the year in its name", _months(["2025年3月"], own="2025年4月")), ("both sides", _months(["3月"], ["5月"])), ("last year's April", _months([], ["4月（去年）"], year="2024年")), ("last month's, hidden", _months(["3月"], hidden=True)),
):  # fmt: skip
    told(f"sheets: {_name}", _spoil, BOOKS)


def _other_version(name: str, *, same: bool, state: str = "") -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("other sheets", "year", "sheet name", "columns", "rows shape")
        lines = copy_of(d.lines)
        project = d.pick("investment")
        for line in lines:
            if line.project == project and not same:
                line.boxes[d.fields.index("investment")].value = 12
            line.kind = "other"
        d.more_sheets.append((name, lines))
        if state:
            d.before_save.append(lambda book: setattr(book[name.lstrip("~")], "sheet_state", state))
        _whole(d)
        d.told = set() if same else {f"*{project}"}
        if not same:
            d.expect(project, "investment", d.expected[project, "investment"].value, doubt=not state)

    return spoil


for _name, _title, _same, _state in (
    ("an older draft behind", "~初稿", False, ""), ("another version before", "附件2 (2)", False, ""), ("the same again", "~附件2 (2)", True, ""), ("the same again as 备份", "~备份", True, ""), ("another version, very hidden", "~Sheet3", False, "veryHidden"), ("another version called 作废", "~作废", False, ""), ("another version called 修改前", "~修改前", False, ""),
):  # fmt: skip
    told(f"sheets: {_name}", _other_version(_title, same=_same, state=_state), BOOKS)


def _beside_sheet(name: str, rows: Any) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("other sheets")
        d.more_sheets.append((name, [Line("other", [Box(v) for v in row]) for row in rows]))

    return spoil


for _name, _rows in (
    ("~Sheet2", []), ("~填写说明（单位）", [["填写说明"], ["1.本表每月25日前报送。"], ["2.完成投资单位为万元。"]]), ("~通讯录", [["姓名", "电话"], ["示例甲", "13800000000"]]), ("~下拉选项", [["正常"], ["滞后"]]), ("封面", [["渝北区民生实事报送材料"], ["2025年4月"]]), ("~照片台账", [["序号", "照片说明"], [1, "现场照片"]]), ("~资金明细", [["项目", "资金（元）"], ["某项目", 120000]]), ("~通知", [["关于报送2025年4月民生实事的通知"], ["各单位：请于4月25日前报送。"]]),
):  # fmt: skip
    quiet(f"sheets: beside it {_name}", _beside_sheet(_name, _rows), BOOKS)
told(
    "sheets: a line in another sheet that puts all in doubt",
    _beside_sheet("~说明", [["完成投资均以元为单位填报"]]),
    BOOKS,
)

# ---------------------------------------------------------------- contradictions inside one sheet


def _prose(template: str, *, tell: bool, field: str = "progress") -> Callable[[Draft], None]:
    """Let the progress speak of the amount: {v} as filled in, {half}, {double}, {yi} in 亿元, {yuan} in 元."""

    def spoil(d: Draft) -> None:
        project = d.pick(field)
        d.claim((project, "investment"))
        v = _value(d, project)
        text = template.format(
            v=f"{v.normalize():f}",
            half=f"{(v / 2).normalize():f}",
            double=f"{(v * 2).normalize():f}",
            yi=f"{(v / 10000).normalize():f}",
            yuan=f"{(v * 10000).normalize():f}",
            more=f"{(v + 100).normalize():f}",
        )
        d.box(project, field).value = text
        d.expect(project, field, text)
        if tell:
            d.told.add(f"*{project}")

    return spoil


for _text in (
    "已开工，累计完成投资{half}万元。", "累计完成投资{double}万元，完成12处。", "完成12处，完成投资{double}万元。", "截至4月25日，已完成投资{half}万元。", "今年以来完成投资{double}万元。", "完成投资额{half}万元，工程有序推进。", "累计完成投资{v}元。", "累计完成投资{v}亿元。", "本月完成投资{double}万元。", "上月累计完成投资{double}万元。", "截至3月底累计完成投资{double}万元，4月有序推进。", "年度累计投资{half}万元。", "投资完成{double}万元。", "1-4月完成投资{half}万元。", "累计完成投资：{half}万元",
    "一、投资情况：累计完成{half}万元。二、完成12处。", "尚未完成投资，正在招标。", "完成投资0万元，正在招标。",
):  # fmt: skip
    told(f"prose: {_text}", _prose(_text, tell=True))
for _text in (
    "已开工，累计完成投资{v}万元。", "累计完成投资{yi}亿元，完成12处。", "累计完成投资{yuan}元。", "总投资{double}万元，累计完成投资{v}万元。", "年度计划投资{double}万元，目前已完成{v}万元。", "完成投资{v}万元，占年度计划的50%。", "4月完成投资{half}万元，累计完成投资{v}万元。", "较上月增加{half}万元，累计完成投资{v}万元。", "争取资金{double}万元，完成12处。", "发放补贴{double}元，惠及320人。", "总投资约{double}万元，完成12处。", "合同金额{double}万元，已开工。", "中标价{double}万元，完成12处。", "计划完成投资{double}万元，实际完成{v}万元。", "拟投入资金{double}万元，正在开展前期工作。",
    "2024年完成投资{double}万元，今年累计完成投资{v}万元。", "还需投资{double}万元。完成12处。", "预计全年完成投资{double}万元。已完成12处。",
):  # fmt: skip
    quiet(f"prose: honest {_text}", _prose(_text, tell=False))


def _together(**texts: str) -> Callable[[Draft], None]:
    """Fill several cells of one project; something is to be said of it."""

    def spoil(d: Draft) -> None:
        project = d.pick_row()
        for name, text in texts.items():
            d.box(project, name).value = text
            d.expect(project, name, text)
        d.told.add(f"*{project}")

    return spoil


for _name, _spoil in (
    ("finished, and yet to be tendered", _together(progress="项目已全部完工并投入使用。", next_steps="尽快启动招标，争取6月开工。")), ("not begun, and soon to be accepted", _together(progress="项目尚未开工。", next_steps="做好竣工验收后的移交工作。", problems="无")), ("cells exchanged: problems hold the next steps", _together(problems="示例甲 13800000000", contact="资金未到位")), ("progress in the contact's place", _together(contact="已完成12处，正在推进8处。")), ("the contact in the progress's place", _together(progress="示例甲 13800000000")),
):  # fmt: skip
    told(f"contradiction: {_name}", _spoil)
for _name, _spoil in (
    ("the last month above this one", _indicator(lambda s, r, c, i: (_put("上月累计", 400, None)(s, r, c, i), _put("本月累计", 1, Expect("1", doubt=True))(s, r, c, i))[1])),
    ("the last month above this one, as text", _indicator(lambda s, r, c, i: (_put("上月累计", "400", None)(s, r, c, i), _put("本月累计", "1", Expect("1", doubt=True))(s, r, c, i))[1])),
    ("the last month above this one, with its unit", _indicator(lambda s, r, c, i: (_put("上月累计", f"400{i.unit}", None)(s, r, c, i), _put("本月累计", 1, Expect("1", doubt=True))(s, r, c, i))[1])),
    ("another unit", _indicator(_put("单位", lambda i, _: f"千{i.unit}", Expect("1000", doubt=True)))),
    ("a rest typed in: 累计12，本月2", _indicator(_put("本月累计", "累计12，本月2", Expect("12", doubt=True)))),
    ("a share of it", _indicator(_put("本月累计", "60%", Expect(None, doubt=True)))),
    ("12 of 20", _indicator(_put("本月累计", "12/20", Expect(None, doubt=True)))),
    ("done", _indicator(_put("本月累计", "已完成", Expect(None, doubt=True)))),
    ("a date", _indicator(_put("本月累计", dt.date(2025, 4, 25), Expect(None, doubt=True)))),
    ("as before", _indicator(_put("本月累计", "同上月", Expect(None, doubt=True)))),
    ("a minus", _indicator(_put("本月累计", -3, Expect(None, doubt=True)))),
    ("its month only, says the note", _indicator(_put("备注", "此为4月当月数", Expect("1", doubt=True)))),
    ("not yet checked, says the note", _indicator(_put("备注", "数据有误待更正", Expect("1", doubt=True)))),
):  # fmt: skip
    told(f"figure: {_name}", _spoil, BOOKS)
for _name, _spoil in (
    ("as text", _indicator(_put("本月累计", "1", Expect("1")))), ("with a blank", _indicator(_put("本月累计", " 1 ", Expect("1")))), ("a note of honest words", _indicator(_put("备注", "其余5月完成", Expect("1")))), ("the last month equal", _indicator(_put("上月累计", 1, Expect("1")))), ("zero before", _indicator(_put("上月累计", 0, Expect("1")))), ("full width", _indicator(_put("本月累计", "１", Expect("1")))),
):  # fmt: skip
    quiet(f"figure: honest {_name}", _spoil, BOOKS)


def _total(
    label: str, change: Callable[[Decimal], Any], *, tell: bool, place: str = "foot", at: int = 0
) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        _column(d, "investment")
        d.claim("total", "rows shape")
        total = sum((_value(d, p.id) for p in d.projects()), Decimal(0))
        boxes = [Box() for _ in d.fields]
        boxes[at].value = label
        boxes[d.fields.index("investment")].value = change(total)
        d.lines.insert(d.at(d.of("footer")[0]) if place == "foot" else d.at(d.header) + 1, Line("other", boxes))
        if tell:
            d.told.add("*")

    return spoil


for _name, _label, _change, _place, _cell in (
    ("more", "合计", lambda t: _plain(t + 100), "foot", 0), ("less", "总计", lambda t: _plain(t - 1), "foot", 1), ("ten times", "合  计", lambda t: _plain(t * 10), "foot", 0), ("at the top", "合计", lambda t: _plain(t * 2), "top", 1), ("in text", "合计：", lambda t: f"{t + 50}万元", "foot", 0), ("called 小计", "小计", lambda t: _plain(t + 3), "foot", 1), ("called 共计", "共计", lambda t: _plain(t + 30), "foot", 0), ("with a digit turned", "合计（万元）", lambda t: _plain(t + 9), "foot", 0),
):  # fmt: skip
    told(f"total: {_name}", _total(_label, _change, tell=True, place=_place, at=_cell))
for _name, _label, _change, _place, _cell in (
    ("equal", "合计", _plain, "foot", 0), ("equal at the top", "合计", _plain, "top", 1), ("equal in text", "总计", lambda t: f"{t}万元", "foot", 1), ("blank", "合计", lambda _: None, "foot", 0), ("a stroke", "合计", lambda _: "—", "foot", 1),
):  # fmt: skip
    quiet(f"total: {_name}", _total(_label, _change, tell=False, place=_place, at=_cell))

# ---------------------------------------------------------------- rows and names


def _two(d: Draft) -> tuple[str, str]:
    d.claim("rows shape", "rows")
    projects = [p.id for p in d.projects()]
    if len(projects) < 2:
        raise Taken
    return projects[0], projects[1]


def _exchanged(*names: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        one, two = _two(d)
        for name in names:
            a, b = d.box(one, name), d.box(two, name)
            a.value, b.value = b.value, a.value
        for project in (one, two):
            if names == ("target",):  # by its name and key the row is known; without a key it may be refused
                d.told.add(f"*{project}")
                for name in ENTRY:
                    d.expected[project, name] = Expect(d.expected[project, name].value, may_refuse=True)
            else:
                d.doubt_row(project)

    return spoil


told("rows: names exchanged", _exchanged("name"))
told("rows: names and numbers exchanged", _exchanged("number", "name"))
told("rows: targets exchanged", _exchanged("target"))
told("rows: names, numbers and units exchanged", _exchanged("number", "name", "lead_unit"))


def _row_kind(change: Callable[[Draft, str], None], *, doubt: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("rows shape")
        project = d.pick_row()
        change(d, project)
        if doubt:
            d.doubt_row(project)

    return spoil


def _named(say: Callable[[str], Any]) -> Callable[[Draft, str], None]:
    def change(d: Draft, project: str) -> None:
        box = d.box(project, "name")
        box.value = say(str(box.value))

    return change


for _name, _renaming in (
    ("another name altogether", _named(lambda _: "乡村道路改造工程")), ("half a name", _named(lambda n: n[:2])), ("two names in one cell", _named(lambda n: f"{n}、提升公众急救能力行动二期")), ("a name with another year", _named(lambda n: f"{n}（2024年）")), ("a name that says 已取消", _named(lambda n: f"{n}（已取消）")),
):  # fmt: skip
    told(f"rows: {_name}", _row_kind(_renaming, doubt=True))
for _name, _renaming in (
    ("a name in two lines", _named(lambda n: f"{n[:3]}\n{n[3:]}")), ("a name with blanks around", _named(lambda n: f" {n} ")), ("a name with blanks inside", _named(lambda n: f"{n[:2]} {n[2:]}")), ("a name with ASCII quotes", _named(lambda n: n.replace("“", '"').replace("”", '"'))), ("a name in full width", _named(lambda n: n.replace("15", "１５").replace("5G", "５Ｇ"))),
):  # fmt: skip
    quiet(f"rows: {_name}", _row_kind(_renaming, doubt=False))


def _again(*, same: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        project = d.pick_row()
        d.claim("rows shape", "rows")
        row = d.row(project)
        again = again_of(row)
        if not same:
            again.boxes[d.fields.index("investment")].value = 12
            again.boxes[d.fields.index("progress")].value = "（示例）另一份进展。"
            d.doubt_row(project)
        d.lines.insert(d.at(row) + 1, again)

    return spoil


def _unnamed(d: Draft) -> None:
    """Leave a name away; whose row it is, of the one above or of another, nobody knows."""
    _row_kind(_named(lambda _: None), doubt=True)(d)
    for key, expected in d.expected.items():
        if not expected.doubt:
            d.expected[key] = Expect(expected.value, may_refuse=True)


told("rows: no name", _unnamed)
told("rows: one project twice, alike", _again(same=True))
told("rows: one project twice, not alike", _again(same=False))


def _continued(d: Draft) -> None:
    project = d.pick_row()
    d.claim("rows shape", "rows")
    boxes = [Box() for _ in d.fields]
    boxes[d.fields.index("progress")].value = "（示例）续：另完成5处。"
    boxes[d.fields.index("investment")].value = 55
    d.lines.insert(d.at(d.row(project)) + 1, Line("other", boxes))
    for name in ("progress", "investment"):
        d.expect(project, name, d.expected[project, name].value, doubt=True)


told("rows: a project that goes on in the next row", _continued)


def _sub_rows(d: Draft) -> None:
    """Merge the name over two rows, each with an amount."""
    project = d.pick_row()
    d.claim("rows shape", "rows", "columns")
    row = d.row(project)
    boxes = [Box() for _ in d.fields]
    for n, name in enumerate(d.fields):
        if name in ("number", "name", "lead_unit", "target"):
            row.boxes[n].down = 2
    boxes[d.fields.index("progress")].value = "（示例）子项二完成5处。"
    boxes[d.fields.index("investment")].value = 55
    d.lines.insert(d.at(row) + 1, Line("other", boxes))
    d.doubt_row(project)


told("rows: a name merged over two sub-rows", _sub_rows, BOOKS)


def _merged_amount(d: Draft) -> None:
    d.claim("rows shape", "rows", "columns")
    lines = d.lines
    pairs = [(a, b) for a, b in pairwise(lines) if a.kind == b.kind == "project"]
    if not pairs:
        raise Taken
    one, two = pairs[0]
    at = d.fields.index("investment")
    d.claim((one.project, "investment"), (two.project, "investment"))
    one.boxes[at].down, two.boxes[at].value = 2, None
    d.expect(one.project, "investment", d.expected[one.project, "investment"].value, doubt=True)
    d.expected[two.project, "investment"] = Expect(d.expected[one.project, "investment"].value, doubt=True)


told("rows: one amount merged over two projects", _merged_amount, BOOKS)


def _missing(d: Draft) -> None:
    project = d.pick_row()
    d.claim("rows shape", "rows")
    if len(d.projects()) < 2:
        raise Taken
    d.lines.remove(d.row(project))
    for name in ENTRY:
        d.expect(project, name, None, doubt=True)


told("rows: a project left out", _missing)


def _numbers(change: Callable[[int], Any], *, tell: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("rows shape", "rows")
        for n, project in enumerate(d.projects(), start=1):
            d.box(project.id, "number").value = change(n)
            if tell:
                d.told.add(f"*{project.id}")

    return spoil


told("rows: numbers of another list", _numbers(lambda n: 90 + n, tell=True))


def _blank_rows(d: Draft) -> None:
    d.claim("rows shape")
    for line in list(d.of("project")):
        d.lines.insert(d.at(line) + 1, Line("other", [Box() for _ in d.fields]))


def _header_again(d: Draft) -> None:
    d.claim("rows shape", "header texts")
    line = d.of("project")[-1]
    d.lines.insert(d.at(line), Line("other", [Box(b.value) for b in d.header.boxes]))


def _page_lines(d: Draft) -> None:
    d.claim("rows shape")
    line = d.of("project")[-1]
    d.lines.insert(d.at(line), Line("other", [Box("（续表）", span=9)]))
    d.lines.append(Line("other", [*(Box() for _ in range(4)), Box("第1页 共1页")]))


quiet("rows: a blank row after each", _blank_rows)
quiet("rows: the header again on the second page", _header_again)
quiet("rows: 续表 and page numbers", _page_lines)


def _signed(boxes: list[tuple[str, int]], *rest: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("foot")
        d.of("footer")[0].boxes[:] = [Box(text, span=span) for text, span in boxes]
        d.lines += [Line("other", [Box(text)]) for text in rest]

    return spoil


for _name, _spoil in (
    ("in one cell", _signed([("单位主要负责人：示例乙        填表人：示例丙", 9)])), ("with 签字", _signed([("单位主要负责人（签字）：示例乙", 5), ("填表人（签字）：示例丙", 4)])), ("with telephones", _signed([("单位主要负责人：示例乙", 4), ("填表人：示例丙", 3), ("联系电话：023-67000000", 2)])), ("with the date", _signed([("单位主要负责人：示例乙", 4), ("填表人：示例丙", 3), ("填表日期：2025年4月24日", 2)])), ("with half-width colons", _signed([("单位主要负责人:示例乙", 5), ("填表人:示例丙", 4)])), ("with blanks", _signed([("单位主要负责人： 示例乙 ", 5), ("填表人： 示例丙 ", 4)])),
    ("with the stamp's words", _signed([("单位主要负责人：示例乙", 5), ("填表人：示例丙", 4)], "（单位盖章）", "2025年4月24日")),
):  # fmt: skip
    quiet(f"signed {_name}", _spoil)

# ---------------------------------------------------------------- cells in which several elements speak


def _amount(make: Callable[[str, str], str], meant: str | None = "", **how: bool) -> Callable[[Draft], None]:
    """Write the amount's cell as XML: (attributes without type, the amount) → element; ``meant`` "": the amount."""

    def spoil(d: Draft) -> None:
        project = d.pick("investment")
        value = str(d.expected[project, "investment"].value)
        token = 975_000_000 + d.rng.randrange(900_000)
        d.box(project, "investment").value = token
        d.expected[project, "investment"] = Expect(value if meant == "" else meant, **how)
        cell = re.compile(rf'<c ([^>]*?)(?: t="n")?><v>{token}</v></c>')
        d.after_save.append(lambda data: _sheet(data, lambda xml: cell.sub(lambda m: make(m[1], value), xml)))

    return spoil


def _text_cell(make: Callable[[str, str], str], **how: bool) -> Callable[[Draft], None]:
    """Do the same to the progress, which reads “完成12处。”; (attributes, text) → element."""

    def spoil(d: Draft) -> None:
        project = d.pick("progress")
        token = 974_000_000 + d.rng.randrange(900_000)
        d.box(project, "progress").value = token
        d.expected[project, "progress"] = Expect("完成12处。", **how)
        cell = re.compile(rf'<c ([^>]*?)(?: t="n")?><v>{token}</v></c>')
        d.after_save.append(lambda data: _sheet(data, lambda xml: cell.sub(lambda m: make(m[1], "完成12处。"), xml)))

    return spoil


def _address(attributes: str) -> str:
    """Return where a cell stands."""
    return attributes.partition('r="')[2].partition('"')[0]


_E = Decimal
for _name, _make in (
    ("a string without a formula", lambda a, v: f'<c {a} t="str"><v>{v}</v></c>'), ("an inline text in two runs", lambda a, v: f'<c {a} t="inlineStr"><is><r><t>{v[:1]}</t></r><r><rPr><b/></rPr><t>{v[1:]}</t></r></is></c>'), ("an inline text not struck", lambda a, v: f'<c {a} t="inlineStr"><is><r><rPr><strike val="0"/><b val="0"/></rPr><t>{v}</t></r></is></c>'), ("an inline text not struck, in words", lambda a, v: f'<c {a} t="inlineStr"><is><r><rPr><strike val="false"/></rPr><t>{v}</t></r></is></c>'), ("powers of ten", lambda a, v: f"<c {a}><v>{_E(v):.6E}</v></c>"), ("too many digits", lambda a, v: f"<c {a}><v>{v if '.' in v else v + '.'}00000000000001</v></c>"), ("blanks around", lambda a, v: f'<c {a}><v xml:space="preserve"> {v} </v></c>'), ("a CDATA section", lambda a, v: f"<c {a}><v><![CDATA[{v}]]></v></c>"), ("a comment inside", lambda a, v: f"<c {a}><v>{v[:1]}<!-- x -->{v[1:]}</v></c>"),
    ("entities", lambda a, v: f"<c {a}><v>{''.join(f'&#{ord(c)};' for c in v)}</v></c>"), ("an extension behind", lambda a, v: f'<c {a}><v>{v}</v><extLst><ext uri="{{00000000-0000-0000-0000-000000000000}}"/></extLst></c>'), ("a type spelt out", lambda a, v: f'<c {a} t="n" cm="0"><v>{v}</v></c>'), ("a simple formula", lambda a, v: f"<c {a}><f>{v}</f><v>{v}</v></c>"), ("a sum of itself and nothing", lambda a, v: f"<c {a}><f>{v}+0</f><v>{v}</v></c>"), ("a rounding", lambda a, v: f"<c {a}><f>ROUND({v},2)</f><v>{v}</v></c>"), ("an inline text with a reading aid", lambda a, v: f'<c {a} t="inlineStr"><is><t>{v}</t><rPh sb="0" eb="1"><t>九</t></rPh><phoneticPr fontId="0"/></is></c>'),
):  # fmt: skip
    quiet(f"cell: {_name}", _amount(_make), ONLY)
for _name, _make in (
    ("a number beside an inline text", lambda a, v: f'<c {a} t="inlineStr"><v>{v}</v><is><t>{v}</t></is></c>'), ("an empty inline text and a number", lambda a, v: f'<c {a} t="inlineStr"><is><t/></is><v>{v}</v></c>'), ("a style that is not there", lambda a, v: f'<c r="{_address(a)}" s="9999"><v>{v}</v></c>'), ("a link with words", lambda a, v: f'<c {a} t="str"><f>HYPERLINK("#A1","{v}")</f><v>{v}</v></c>'), ("a text by formula", lambda a, v: f'<c {a} t="str"><f>TEXT({v},"0.##")</f><v>{v}</v></c>'), ("a choice of one", lambda a, v: f"<c {a}><f>IF(TRUE,{v},0)</f><v>{v}</v></c>"),
):  # fmt: skip
    told(f"cell: {_name}", _amount(_make, may_refuse=True), ONLY)
for _name, _make in (
    ("a number and another inline text", lambda a, v: f'<c {a} t="inlineStr"><v>{v}</v><is><t>55</t></is></c>'), ("a typed number and an inline text", lambda a, v: f'<c {a} t="n"><v>{v}</v><is><t>55</t></is></c>'), ("two values", lambda a, v: f"<c {a}><v>{v}</v><v>55</v></c>"), ("two inline texts", lambda a, v: f'<c {a} t="inlineStr"><is><t>{v}</t></is><is><t>55</t></is></c>'), ("two formulas", lambda a, v: f"<c {a}><f>{v}</f><f>55</f><v>{v}</v></c>"), ("an inline text partly struck", lambda a, v: f'<c {a} t="inlineStr"><is><r><t>{v}</t></r><r><rPr><strike/></rPr><t>55</t></r></is></c>'), ("a text that is raised", lambda a, v: f'<c {a} t="inlineStr"><is><r><t>{v}</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c>'), ("an error", lambda a, v: f'<c {a} t="e"><v>#VALUE!</v></c>'), ("an error that holds a picture", lambda a, v: f'<c {a} t="e" vm="1"><v>#VALUE!</v></c>'), ("a date of ISO", lambda a, v: f'<c {a} t="d"><v>2025-04-25</v></c>'), ("yes", lambda a, v: f'<c {a} t="b"><v>1</v></c>'), ("no number", lambda a, v: f"<c {a}><v>NaN</v></c>"), ("infinity", lambda a, v: f"<c {a}><v>1E+400</v></c>"), ("words typed as a number", lambda a, v: f"<c {a}><v>约{v}</v></c>"),
    ("an old sum", lambda a, v: f"<c {a}><f>{v}+55</f><v>{v}</v></c>"), ("an old product", lambda a, v: f"<c {a}><f>{v}*2</f><v>{v}</v></c>"), ("an old array", lambda a, v: f'<c {a}><f t="array" ref="F6">SUM(1,2)</f><v>{v}</v></c>'), ("a share of a formula that is not there", lambda a, v: f'<c {a}><f t="shared" si="9"/><v>{v}</v></c>'), ("a formula never computed", lambda a, v: f"<c {a}><f>{v}+1</f></c>"), ("a formula never computed, empty value", lambda a, v: f"<c {a}><f>{v}+1</f><v/></c>"), ("a formula with an empty text", lambda a, v: f'<c {a} t="str"><f>{v}&amp;""</f><v></v></c>'), ("a formula computed as nought", lambda a, v: f"<c {a}><f>{v}*1</f><v>0</v></c>"), ("a formula of another file", lambda a, v: f"<c {a}><f>[1]Sheet1!$F$6</f><v>{v}</v></c>"), ("a formula of a file by its path", lambda a, v: f"<c {a}><f>'C:\\表\\[3月.xlsx]附件2'!F6</f><v>{v}</v></c>"), ("a formula of a sheet that is gone", lambda a, v: f"<c {a}><f>汇总!F6</f><v>{v}</v></c>"), ("a broken formula", lambda a, v: f"<c {a}><f>#REF!+1</f><v>{v}</v></c>"), ("a formula of a name", lambda a, v: f"<c {a}><f>完成额</f><v>{v}</v></c>"), ("chance", lambda a, v: f"<c {a}><f>RANDBETWEEN(1,999)</f><v>{v}</v></c>"), ("the day", lambda a, v: f"<c {a}><f>TODAY()-45000</f><v>{v}</v></c>"), ("an address in words", lambda a, v: f'<c {a}><f>INDIRECT("Z"&amp;9)</f><v>{v}</v></c>'), ("a formula of a web page", lambda a, v: f'<c {a}><f>_xlfn.WEBSERVICE("http://example.invalid")</f><v>{v}</v></c>'), ("a picture of WPS", lambda a, v: f'<c {a} t="str"><f>_xlfn.DISPIMG("ID_0A1B2C",1)</f><v>=DISPIMG("ID_0A1B2C",1)</v></c>'), ("a picture of the web", lambda a, v: f'<c {a} t="str"><f>_xlfn.IMAGE("https://example.invalid/x.png")</f><v></v></c>'),
):  # fmt: skip
    told(
        f"cell: {_name}",
        _amount(
            _make,
            None
            if any(
                w in _name
                for w in (
                    "an index",
                    "error",
                    "ISO",
                    "yes",
                    "no number",
                    "infinity",
                    "picture",
                    "raised",
                    "array",
                    "old",
                    "never",
                    "nought",
                    "empty text",
                    "struck",
                )
            )
            else "",
            doubt=True,
        ),
        ONLY,
    )
for _name, _make in (
    ("runs of one text", lambda a, t: f'<c {a} t="inlineStr"><is><r><t>{t[:2]}</t></r><r><rPr><color rgb="FFFF0000"/></rPr><t>{t[2:]}</t></r></is></c>'), ("runs not struck", lambda a, t: f'<c {a} t="inlineStr"><is><r><rPr><strike val="off"/></rPr><t>{t}</t></r></is></c>'), ("a string without a formula", lambda a, t: f'<c {a} t="str"><v>{t}</v></c>'), ("a joined formula", lambda a, t: f'<c {a} t="str"><f>"完成"&amp;12&amp;"处。"</f><v>{t}</v></c>'),
):  # fmt: skip
    quiet(f"words: {_name}", _text_cell(_make), ONLY)
for _name, _make in (
    ("another inline text", lambda a, t: f'<c {a} t="inlineStr"><v>完成99处。</v><is><t>{t}</t></is></c>'), ("a string and an inline text", lambda a, t: f'<c {a} t="str"><v>{t}</v><is><t>完成99处。</t></is></c>'), ("runs of which one is struck", lambda a, t: f'<c {a} t="inlineStr"><is><r><t>{t}</t></r><r><rPr><strike val="1"/></rPr><t>完成9处。</t></r></is></c>'), ("a picture of WPS", lambda a, t: f'<c {a} t="str"><f>DISPIMG("ID_77",1)</f><v>=DISPIMG("ID_77",1)</v></c>'), ("a picture of WPS kept as words", lambda a, t: f'<c {a} t="inlineStr"><is><t>=DISPIMG("ID_77",1)</t></is></c>'), ("an old joined formula", lambda a, t: f'<c {a} t="str"><f>"完成"&amp;99&amp;"处。"</f><v>{t}</v></c>'), ("a formula of another file", lambda a, t: f'<c {a} t="str"><f>[2]附件2!$E$6</f><v>{t}</v></c>'), ("a white run", lambda a, t: f'<c {a} t="inlineStr"><is><r><rPr><color rgb="FFFFFFFF"/></rPr><t>{t}</t></r></is></c>'), ("an error", lambda a, t: f'<c {a} t="e"><v>#SPILL!</v></c>'),
):  # fmt: skip
    told(f"words: {_name}", _text_cell(_make, doubt=True), ONLY)


def _book_xml(change: Callable[[str, str], str]) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("sheet xml", "package")
        d.after_save.append(lambda data: _parts(data, change))

    return spoil


def _in_sheet(change: Callable[[str], str]) -> Callable[[Draft], None]:
    return _book_xml(lambda name, xml: change(xml) if name == "xl/worksheets/sheet1.xml" else xml)


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _prefixed(xml: str) -> str:
    """Write a part with a prefix on each of its elements."""
    if f'xmlns="{_MAIN}"' not in xml:
        return xml
    xml = xml.replace(f'xmlns="{_MAIN}"', f'xmlns:x="{_MAIN}"')
    return re.sub(r"<(/?)(?=[A-Za-z])(?!\w+:)", r"<\1x:", xml)


for _name, _spoil in (
    ("prefixes everywhere", _in_sheet(_prefixed)), ("rows without numbers", _in_sheet(lambda x: re.sub(r'<row r="\d+"', "<row", x))), ("a wrong dimension", _in_sheet(lambda x: re.sub(r'<dimension ref="[^"]*" ?/>', '<dimension ref="A1"/>', x))), ("no dimension", _in_sheet(lambda x: re.sub(r'<dimension ref="[^"]*" ?/>', "", x))), ("a comment before all", _in_sheet(lambda x: re.sub(r"(<worksheet[^>]*>)", r"\1<!-- exported -->", x))), ("spans that lie", _in_sheet(lambda x: re.sub(r'<row r="(\d+)"', r'<row r="\1" spans="1:2"', x))), ("line breaks between cells", _in_sheet(lambda x: x.replace("</c>", "</c>\n  ").replace("</row>", "</row>\n"))), ("absolute relations", _book_xml(lambda n, x: re.sub(r'Target="(worksheets/[^"]+)"', r'Target="/xl/\1"', x) if n == "xl/_rels/workbook.xml.rels" else x)), ("attributes of Excel", _in_sheet(lambda x: x.replace("<row ", '<row x14ac:dyDescent="0.25" ').replace(f'xmlns="{_MAIN}"', f'xmlns="{_MAIN}" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'))),
):  # fmt: skip
    quiet(f"package: {_name}", _spoil, ONLY)


def _refused(spoiled: Callable[[Draft], None]) -> Callable[[Draft], None]:
    """Spoil, and let the file be refused as a whole."""

    def spoil(d: Draft) -> None:
        spoiled(d)
        d.refusal = frozenset({"file.unreadable"})

    return spoil


for _name, _spoil in (
    ("cell", _amount(lambda a, _: f'<c {a} t="s"><v>99999</v></c>', None, doubt=True)),
    ("words", _text_cell(lambda a, _: f'<c {a} t="s"><v>88888</v></c>', doubt=True)),
):
    told(f"{_name}: an index beyond all texts", _refused(_spoil), ONLY)


def _cell_twice(d: Draft) -> None:
    project = d.pick("investment")
    token = 973_000_000 + d.rng.randrange(900_000)
    value = str(d.expected[project, "investment"].value)
    d.box(project, "investment").value = token
    d.expect(project, "investment", value, doubt=True)
    cell = re.compile(rf'<c ([^>]*?)(?: t="n")?><v>{token}</v></c>')
    d.after_save.append(
        lambda data: _sheet(
            data, lambda xml: cell.sub(lambda m: f"<c {m[1]}><v>{value}</v></c><c {m[1]}><v>55</v></c>", xml)
        )
    )


told("cell: written twice", _refused(_cell_twice), ONLY)


def _row_twice(d: Draft) -> None:
    d.claim("sheet xml", "rows shape")
    project = d.pick_row()
    token = f"RT{d.rng.randrange(10**9)}"
    d.box(project, "contact").value = token
    d.expect(project, "contact", token)
    d.doubt_row(project)
    number = d.at(d.row(project)) + 1
    row = re.compile(rf'<row r="{number}".*?</row>', re.DOTALL)
    d.after_save.append(
        lambda data: _sheet(
            data, lambda xml: row.sub(lambda m: m[0] + f'<row r="{number}"><c r="F{number}"><v>55</v></c></row>', xml)
        )
    )


told("cell: its row written twice", _refused(_row_twice), ONLY)
for _name, _escaped, _meant in (
    ("carriage returns as an export writes them", "完成12处。_x000D_\n推进8处。", "完成12处。\n推进8处。"), ("a carriage return alone", "完成12处。_x000D_", "完成12处。"), ("an escaped underscore", "编号A_x005F_x0041_已完成12处。", "编号A_x0041_已完成12处。"),
):  # fmt: skip

    def _escapes(d: Draft, escaped: str = _escaped, meant: str = _meant) -> None:
        project = d.pick("progress")
        token = f"XE{d.rng.randrange(10**9)}"
        d.box(project, "progress").value = token
        d.expect(project, "progress", meant)
        d.after_save.append(lambda data: _every(data, lambda s: s.replace(token, escaped)))

    quiet(f"words: {_name}", _escapes, ONLY)

# ---------------------------------------------------------------- formulas computed by an office suite

told('formula =""', _said("investment", '=""', None), OFFICE)  # as good as a blank
told('formula ="约"&978', _said("investment", '="约"&978', "978", doubt=True), OFFICE)
for _formula, _meant in (
    ("=ROUND(9782500/10000,2)", "978.25"), ("=SUM(900,78.25)", "978.25"), ("=900+78.25", "978.25"), ("=(900+78.25)*1", "978.25"), ('=VALUE("978.25")', "978.25"), ("=IF(1>0,978.25,0)", "978.25"), ("=INT(978.9)", "978"), ("=1956.5/2", "978.25"), ("=MAX(978.25,3)", "978.25"), ("=ABS(-978.25)", "978.25"), ("=SUM({900,78.25})", "978.25"), ("=978.25%*100", "978.25"),
):  # fmt: skip
    told(f"formula {_formula}", _said("investment", _formula, _meant, may_refuse=True), OFFICE)
for _formula in (
    "=NOW()",
    "=TODAY()",
    "=RAND()*1000",
    "=1/0",
    "=NA()",
    "=FALSE()",
    "='不存在'!A1",
    "=NOSUCH(1)",
    "=DATE(2025,4,25)",
    '="完成"&"投资"',
):
    told(f"formula {_formula}", _said("investment", _formula, None, doubt=True), OFFICE)

# ---------------------------------------------------------------- what is shown and is no text of the cell (workbooks)


def _looks(
    change: Callable[[Any, Any, Draft], Any], name: str = "investment", *, doubt: bool
) -> Callable[[Draft], None]:
    """Change the looks of a cell: (sheet, cell, draft)."""

    def spoil(d: Draft) -> None:
        project = d.pick(name)
        d.claim("looks")
        row = d.row(project)
        if doubt:
            d.expect(project, name, d.expected[project, name].value, doubt=True)
        d.before_save.append(
            lambda book: change(book[d.sheet], book[d.sheet].cell(d.at(row) + 1, d.fields.index(name) + 1), d)
        )

    return spoil


def _fill(rgb: str) -> PatternFill:
    return PatternFill("solid", fgColor=rgb)


def _set(**looks: Any) -> Callable[[Any, Any, Draft], None]:
    def change(sheet: Any, cell: Any, d: Draft) -> None:
        del sheet, d
        for key, value in looks.items():
            setattr(cell, key, value)

    return change


for _name, _how in (
    ("white letters", _set(font=Font(color="FFFFFFFF"))), ("letters of the ground's colour", _set(font=Font(color="FFFFFF00"), fill=_fill("FFFFFF00"))), ("letters of one point", _set(font=Font(size=1))), ("a font of signs", _set(font=Font(name="Wingdings"))), ("nearly white letters", _set(font=Font(color="FFFEFEFE"))), ("struck letters", _set(font=Font(strike=True))), ("black on black", _set(font=Font(color="FF000000"), fill=_fill("FF000000"))),
):  # fmt: skip
    told(f"looks: {_name}", _looks(_how, doubt=True), BOOKS)
    if "signs" not in _name:
        told(
            f"looks: {_name}, words",
            _looks(_how, "progress", doubt=True),
            BOOKS if "filled" not in _name else ("xlsx", "office", "xls"),
        )
told(
    "looks: filled over the width",
    _looks(_set(alignment=Alignment(horizontal="fill")), doubt=True),
    ("xlsx", "office", "xls"),
)
_THIN = Side(style="thin")
for _name, _how in (
    ("red and bold", _set(font=Font(color="FFFF0000", bold=True))), ("white on dark blue", _set(font=Font(color="FFFFFFFF"), fill=_fill("FF1F3864"))), ("grey letters", _set(font=Font(color="FF595959"))), ("a yellow ground", _set(fill=_fill("FFFFFF00"))), ("underlined", _set(font=Font(underline="single"))), ("turned", _set(alignment=Alignment(text_rotation=90))), ("indented and wrapped", _set(alignment=Alignment(indent=2, wrap_text=True, vertical="top"))), ("shrunk to fit", _set(alignment=Alignment(shrink_to_fit=True))), ("a frame", _set(border=Border(_THIN, _THIN, _THIN, _THIN))), ("a small font", _set(font=Font(size=8))), ("仿宋", _set(font=Font(name="仿宋_GB2312", size=14))), ("a link", _set(hyperlink="mailto:x@example.invalid")), ("italics", _set(font=Font(italic=True))),
):  # fmt: skip
    quiet(f"looks: {_name}", _looks(_how, "progress", doubt=False), BOOKS)


def _frame(change: Callable[[Any, Any], Any], *, tell: bool = False) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("looks of the sheet")
        d.before_save.append(lambda book: change(book, book[d.sheet]))
        if tell:
            _whole(d)

    return spoil


def _coloured(sheet: Any) -> None:
    scale: Any = ColorScaleRule
    sheet.conditional_formatting.add("F5:F20", scale("min", None, "FFFFFF", end_type="max", end_color="FF0000"))


def _valid(sheet: Any) -> None:
    rule = DataValidation(type="list", formula1='"正常,滞后"', allow_blank=True)
    rule.add("L1:L20")
    sheet.add_data_validation(rule)


for _name, _change_of in (
    ("panes frozen", lambda b, s: setattr(s, "freeze_panes", "A5")), ("a filter", lambda b, s: setattr(s.auto_filter, "ref", "A4:I8")), ("landscape", lambda b, s: s.page_setup.__setattr__("orientation", "landscape")), ("titles printed on each page", lambda b, s: setattr(s, "print_title_rows", "4:4")), ("zoomed", lambda b, s: setattr(s.sheet_view, "zoomScale", 70)), ("no grid", lambda b, s: setattr(s.sheet_view, "showGridLines", False)), ("a coloured tab", lambda b, s: setattr(s.sheet_properties, "tabColor", "FFFF0000")), ("a page break", lambda b, s: s.row_breaks.append(Break(id=6))), ("colours by rule", lambda b, s: _coloured(s)), ("a name defined", lambda b, s: b.defined_names.add(DefinedName("单位名称", attr_text=f"'{s.title}'!$A$1"))), ("a list of choices", lambda b, s: _valid(s)), ("page numbers below", lambda b, s: setattr(s.oddFooter.center, "text", "第 &P 页")), ("this month in the page's head", lambda b, s: setattr(s.oddHeader.center, "text", "2025年4月")), ("an old title in the properties", lambda b, s: setattr(b.properties, "title", "2024年民生实事")), ("grouped rows", lambda b, s: s.row_dimensions.group(5, 6, hidden=False)), ("a wide column", lambda b, s: setattr(s.column_dimensions["E"], "width", 80)),
):  # fmt: skip
    quiet(f"frame: {_name}", _frame(_change_of), BOOKS)
for _name, _change_of in (
    ("another year in the page's head", lambda b, s: setattr(s.oddHeader.center, "text", "2024年12月")), ("another unit in the page's head", lambda b, s: setattr(s.oddHeader.right, "text", "单位：元")),
):  # fmt: skip
    told(f"frame: {_name}", _frame(_change_of, tell=True), ("xlsx", "office", "xls"))

# ---------------------------------------------------------------- Word

_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_T = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"


def _runs(
    make: Callable[[str], str], name: str = "investment", meant: str | None = "", **how: bool
) -> Callable[[Draft], None]:
    """Write what stands in a cell's paragraph as XML: what was written → runs."""

    def spoil(d: Draft) -> None:
        project = d.pick(name)
        value = str(d.expected[project, name].value).replace("\n", "")
        token = f"WR{d.rng.randrange(10**9)}"
        d.box(project, name).value = token
        d.expected[project, name] = Expect(value if meant == "" else meant, **how)
        run = re.compile(rf"<w:r>(?:(?!</w:r>).)*{token}</w:t></w:r>", re.DOTALL)
        d.after_document.append(lambda data: _word(data, lambda xml: run.sub(lambda _: make(value), xml)))

    return spoil


def _styled(style: str) -> Callable[[str], str]:
    return lambda v: f"<w:r><w:rPr>{style}</w:rPr><w:t>{v}</w:t></w:r>"


_BOX = '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="width:60pt;height:20pt"><v:textbox><w:txbxContent><w:p>{}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
_FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
for _name, _write in (
    ("in three runs", lambda v: _T.format(v[:1]) + '<w:proofErr w:type="spellStart"/>' + _T.format(v[1:]) + '<w:proofErr w:type="spellEnd"/>'), ("in a link", lambda v: f'<w:hyperlink w:anchor="a">{_T.format(v)}</w:hyperlink>'), ("in a smart tag", lambda v: f'<w:smartTag w:uri="urn:x" w:element="date">{_T.format(v)}</w:smartTag>'), ("in a content control", lambda v: f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{_T.format(v)}</w:sdtContent></w:sdt>"), ("between bookmarks", lambda v: f'<w:bookmarkStart w:id="7" w:name="b"/>{_T.format(v)}<w:bookmarkEnd w:id="7"/>'), ("not struck", _styled('<w:strike w:val="0"/><w:dstrike w:val="false"/>')), ("not hidden", _styled('<w:vanish w:val="0"/>')), ("black", _styled('<w:color w:val="000000"/>')), ("raised a little", _styled('<w:position w:val="4"/>')), ("marked yellow", _styled('<w:highlight w:val="yellow"/>')), ("in 仿宋", _styled('<w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="28"/>')), ("with a break of the page behind", lambda v: _T.format(v) + "<w:r><w:lastRenderedPageBreak/></w:r>"), ("in a direction of its own", lambda v: f'<w:bdo w:val="ltr">{_T.format(v)}</w:bdo>'), ("with a soft hyphen", lambda v: f"<w:r><w:t>{v}</w:t><w:softHyphen/></w:r>"),
):  # fmt: skip
    quiet(f"word: an amount {_name}", _runs(_write), DOCX)
    if "amount" not in _name and _name != "with a soft hyphen":
        quiet(f"word: words {_name}", _runs(_write, "progress"), DOCX)
for _name, _write in (
    ("struck", _styled("<w:strike/>")), ("struck twice", _styled("<w:dstrike/>")), ("hidden", _styled("<w:vanish/>")), ("white", _styled('<w:color w:val="FFFFFF"/>')), ("of one point", _styled('<w:sz w:val="2"/>')), ("black on black", _styled('<w:color w:val="000000"/><w:highlight w:val="black"/>')), ("in a font of signs", _styled('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings" w:eastAsia="Wingdings"/>')), ("in a text box", lambda v: _BOX.format(_T.format(v))), ("beside a text box", lambda v: _T.format(v) + _BOX.format(_T.format("55"))), ("as a prompt", lambda v: f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{_T.format('单击或点击此处输入文字。')}</w:sdtContent></w:sdt>"), ("as a prompt to choose", lambda v: f"<w:sdt><w:sdtPr><w:showingPlcHdr/><w:dropDownList/></w:sdtPr><w:sdtContent>{_T.format('选择一项。')}</w:sdtContent></w:sdt>"),
):  # fmt: skip
    told(f"word: an amount {_name}", _runs(_write, doubt=True), DOCX)
    told(f"word: words {_name}", _runs(_write, "progress", doubt=True), DOCX)
for _name, _write in (
    ("with a raised figure", lambda v: _T.format(v) + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'), ("with a sign of another font in front", lambda v: '<w:r><w:sym w:font="Symbol" w:char="F031"/></w:r>' + _T.format(v)), ("as a sum of the column", lambda v: _FIELD.format("=SUM(ABOVE)", v)), ("as a field of another file", lambda v: _FIELD.format(r"LINK Excel.Sheet.12 C:\\a.xlsx 附件2!R6C6", v)), ("partly struck", lambda v: _T.format(v) + "<w:r><w:rPr><w:strike/></w:rPr><w:t>55</w:t></w:r>"), ("with hidden words", lambda v: _T.format(v) + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>55</w:t></w:r>"),
):  # fmt: skip
    told(f"word: an amount {_name}", _runs(_write, doubt=True), DOCX)
for _name, _write in (
    ("as a formula of mathematics", lambda v: f'<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>{v}</m:t></m:r></m:oMath>'), ("with a reading aid", lambda v: f"<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>九</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{v}</w:t></w:r></w:rubyBase></w:ruby></w:r>"), ("as a property of the document", lambda v: _FIELD.format("DOCPROPERTY 投资", v)), ("as the answer of a form field", lambda v: _FIELD.format("FORMTEXT", v)),
):  # fmt: skip
    told(f"word: an amount {_name}", _runs(_write, may_refuse=True), DOCX)


def _revised(make: Callable[[str], str]) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        _runs(make)(d)
        d.told.add("*")

    return spoil


_REV = 'w:id="3" w:author="a" w:date="2025-04-20T00:00:00Z"'
told("word: an amount put in and not yet accepted", _revised(lambda v: f"<w:ins {_REV}>{_T.format(v)}</w:ins>"), DOCX)
told(
    "word: an amount that replaces another, not yet accepted",
    _revised(
        lambda v: f"<w:del {_REV}><w:r><w:delText>55</w:delText></w:r></w:del><w:ins {_REV}>{_T.format(v)}</w:ins>"
    ),
    DOCX,
)
told("word: an amount moved here", _revised(lambda v: f"<w:moveTo {_REV}>{_T.format(v)}</w:moveTo>"), DOCX)


def _document(change: Callable[[str], str], *, tell: bool = False) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("document", "rows shape", "columns")
        d.after_document.append(lambda data: _word(data, change))
        if tell:
            _whole(d)

    return spoil


_ROW = re.compile(r"<w:tr>.*?</w:tr>", re.DOTALL)
_CELL = re.compile(r"<w:tc>.*?</w:tc>", re.DOTALL)


def _last_cells_wrapped(xml: str) -> str:
    return _ROW.sub(
        lambda m: re.sub(
            r"(?s)(.*)(<w:tc>.*?</w:tc>)(</w:tr>)$",
            r"\1<w:sdt><w:sdtPr/><w:sdtContent>\2</w:sdtContent></w:sdt>\3",
            m[0],
        ),
        xml,
    )


def _amounts_wrapped(xml: str) -> str:
    def row(m: re.Match[str]) -> str:
        cells = _CELL.findall(m[0])
        if len(cells) < 9:
            return m[0]
        return m[0].replace(cells[5], f"<w:sdt><w:sdtPr/><w:sdtContent>{cells[5]}</w:sdtContent></w:sdt>", 1)

    return _ROW.sub(row, xml)


def _rows_wrapped(xml: str) -> str:
    rows = _ROW.findall(xml)
    return xml.replace(rows[-1], f"<w:sdt><w:sdtPr/><w:sdtContent>{rows[-1]}</w:sdtContent></w:sdt>", 1)


def _last_row_hidden(xml: str) -> str:
    row = _ROW.findall(xml)[-1]
    return xml.replace(row, row.replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>"), 1)


def _cut_in_two(xml: str, *, header: bool) -> str:
    rows = _ROW.findall(xml)
    table = re.search(r"(?s)<w:tbl>.*?(?=<w:tr>)", xml)[0]  # type: ignore[index]
    cut = f"</w:tbl><w:p/>{table}{rows[0] if header else ''}"
    return xml.replace(rows[-1], cut + rows[-1], 1)


_SMALL = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>报送单位</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>（盖章）</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"
for _name, _rewrite in (
    ("last cells in content controls", _last_cells_wrapped), ("amounts' cells in content controls", _amounts_wrapped), ("a row in a content control", _rows_wrapped), ("the table in a content control", lambda x: re.sub(r"(?s)(<w:tbl>.*</w:tbl>)", r"<w:sdt><w:sdtPr/><w:sdtContent>\1</w:sdtContent></w:sdt>", x)), ("cut in two with the header again", lambda x: _cut_in_two(x, header=True)), ("a header that repeats", lambda x: x.replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1)), ("rows that hold together", lambda x: x.replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>")), ("a small table above", lambda x: x.replace("<w:tbl>", _SMALL + "<w:tbl>", 1)), ("empty paragraphs in cells", lambda x: x.replace("</w:tc>", "<w:p/></w:tc>")), ("empty paragraphs before the words", lambda x: re.sub(r"(<w:tc>(?:<w:tcPr>.*?</w:tcPr>)?)", r"\1<w:p/>", x)), ("marks of revision saves", lambda x: x.replace("<w:p>", '<w:p w:rsidR="00112233" w:rsidRDefault="00445566">')), ("a caption of the table", lambda x: x.replace("<w:tblPr>", '<w:tblPr><w:tblCaption w:val="表1"/>', 1)), ("a letter above", lambda x: x.replace("<w:body>", "<w:body><w:p><w:r><w:t>区发展改革委：</w:t></w:r></w:p><w:p><w:r><w:t>现将我单位2025年4月民生实事推进情况报送如下，请审阅。</w:t></w:r></w:p>", 1)), ("a date below", lambda x: x.replace("<w:sectPr", "<w:p><w:r><w:t>2025年4月24日</w:t></w:r></w:p><w:sectPr", 1)),
):  # fmt: skip
    quiet(f"word: {_name}", _document(_rewrite), DOCX)
for _name, _rewrite in (
    ("a letter of last month above", lambda x: x.replace("<w:body>", "<w:body><w:p><w:r><w:t>现将我单位2025年3月民生实事推进情况报送如下。</w:t></w:r></w:p>", 1)), ("a letter of last year above", lambda x: x.replace("<w:body>", "<w:body><w:p><w:r><w:t>现将我单位2024年4月民生实事推进情况报送如下。</w:t></w:r></w:p>", 1)), ("a date of last year below", lambda x: x.replace("<w:sectPr", "<w:p><w:r><w:t>2024年4月24日</w:t></w:r></w:p><w:sectPr", 1)), ("a note below on amounts in yuan", lambda x: x.replace("<w:sectPr", "<w:p><w:r><w:t>注：本表完成投资单位为元。</w:t></w:r></w:p><w:sectPr", 1)), ("a note below on old figures", lambda x: x.replace("<w:sectPr", "<w:p><w:r><w:t>说明：部分数据为3月底数据，未更新。</w:t></w:r></w:p><w:sectPr", 1)),
):  # fmt: skip
    told(f"word: {_name}", _document(_rewrite, tell=True), DOCX)


def _hidden_row(d: Draft) -> None:
    _document(_last_row_hidden)(d)
    d.told.add(f"*{d.of('project')[-1].project}")


told("word: a row hidden", _hidden_row, DOCX)
