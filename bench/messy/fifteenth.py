"""A fifteenth held-out set, written whole before the product was tried on it: what honest clerks and their programs do.

Less of odd words, more of what WPS, Excel, Word, LibreOffice, Numbers and the exports of online tables leave in files that
are meant honestly: their XML, their looks, merged columns, covers, whole-year workbooks, letters around the table. Many
kinds are honest and must raise nothing (``quiet``).
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from draft import ENTRY, Box, Draft, Expect, Line, Taken, copy_of
from fifth import _indicator, _put
from kinds import BOOKS, KINDS, ONLY, Kind, _every, _number, _parts, _sheet, kind
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from PIL import Image as Picture
from second import DOCX, _column, _insert, _with_part, _word, _word_cell
from third import _renamed, _rezipped, _rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "<w:r><w:t>{}</w:t></w:r>"


def _of_set(name: str) -> str:
    return f"sixteenth: {name.removeprefix('sixteen: ')}" if name.startswith("sixteen: ") else f"fifteenth: {name}"


def quiet(name: str, formats: tuple[str, ...] = (), *, alone: bool = False) -> Callable[[Any], Any]:
    """Enter a kind that is honest: nothing at all is to be told of it."""

    def entered(spoil: Callable[[Draft], None]) -> Callable[[Draft], None]:
        KINDS.append(Kind(_of_set(name), spoil, formats or Kind.formats, alone, quiet=True))
        return spoil

    return entered


def told(name: str, formats: tuple[str, ...] = (), *, alone: bool = False) -> Callable[[Any], Any]:
    """Enter a kind of which something is to be told, or that may be read either way."""
    return kind(_of_set(name), formats or Kind.formats, alone=alone)


def _book(change: Callable[[Any, Draft], Any], *claims: str) -> Callable[[Draft], None]:
    """Change the workbook before it is saved."""

    def spoil(d: Draft) -> None:
        d.claim(*claims)
        d.before_save.append(lambda book: change(book, d))

    return spoil


def _xml(change: Callable[[str], str], *claims: str) -> Callable[[Draft], None]:
    """Change the form's own sheet after it is saved."""

    def spoil(d: Draft) -> None:
        d.claim("sheet xml", *claims)
        d.after_save.append(lambda data: _sheet(data, change))

    return spoil


def _amount_xml(make: Callable[[str, str], str], meant: str | None = "", **how: bool) -> Callable[[Draft], None]:
    """Write the amount's cell as XML of its own: (attributes, amount) → element; ``meant``: what is read, "": the same."""

    def spoil(d: Draft) -> None:
        project = d.pick("investment")
        value = str(d.expected[project, "investment"].value)
        token = 986_000_000 + d.rng.randrange(900_000)
        d.box(project, "investment").value = token
        d.expected[project, "investment"] = Expect(value if meant == "" else meant, **how)
        pattern = re.compile(rf"<c ([^>]*?)(?: t=\"n\")?><v>{token}</v></c>")
        d.after_save.append(lambda data: _sheet(data, lambda xml: pattern.sub(lambda m: make(m[1], value), xml)))

    return spoil


def _said(name: str, value: Any, meant: str | None, code: str = "", **how: bool) -> Callable[[Draft], None]:
    """Write something into a cell and say what is read of it."""

    def spoil(d: Draft) -> None:
        project = d.pick(name)
        box = d.box(project, name)
        box.value, box.number_format, box.literal = value, code, isinstance(value, str)
        d.expected[project, name] = Expect(meant, **how)

    return spoil


def _each(name: str, change: Callable[[Any], Any], *claims: str) -> Callable[[Draft], None]:
    """Change a printed cell of every row, where that changes nothing."""

    def spoil(d: Draft) -> None:
        d.claim("rows shape", *claims)
        for project in d.projects():
            box = d.box(project.id, name)
            box.value = change(box.value)

    return spoil


def _line(text: str | list[Any], at: str, *, tell: bool = False) -> Callable[[Draft], None]:
    """Put a line in: ``above`` the header, at the ``foot`` of the table, ``below`` everything, at the ``top``."""

    def spoil(d: Draft) -> None:
        boxes = [Box(t) for t in text] if isinstance(text, list) else [Box(text)]
        place = {
            "top": 0,
            "above": d.at(d.header),
            "foot": d.at(d.of("footer")[0]),
            "below": len(d.lines),
        }[at]
        d.lines.insert(place, Line("other", boxes))
        if tell:
            d.claim("year")
            d.told.add("*")
            for project in d.projects():
                d.expected[project.id, "investment"] = Expect(
                    d.expected[project.id, "investment"].value, may_refuse=True
                )

    return spoil


def _sheets(*sheets: tuple[str, list[list[Any]]]) -> Callable[[Draft], None]:
    """Put other sheets into the workbook; “~” before a name: behind the form."""

    def spoil(d: Draft) -> None:
        d.claim("other sheets")
        for title, rows in sheets:
            d.more_sheets.append((title, [Line("other", [Box(v) for v in row]) for row in rows]))

    return spoil


# ---------------------------------------------------------------- untouched, and what a program writes otherwise

quiet("untouched")(lambda _: None)
for _name, _make in (
    ("1.2005E3", lambda a, _: f"<c {a}><v>1.2005E3</v></c>"),
    ("1200.5000000000000001", lambda a, _: f"<c {a}><v>1200.5000000000001</v></c>"),
    ("1200.4999999999998", lambda a, _: f"<c {a}><v>1200.4999999999998</v></c>"),
    ("+1200.5", lambda a, _: f"<c {a}><v>1200.50</v></c>"),
    ("a text with two noughts", lambda a, _: f'<c {a} t="inlineStr"><is><t>1200.50</t></is></c>'),
    (
        "a text kept with its blanks",
        lambda a, _: f'<c {a} t="inlineStr"><is><t xml:space="preserve"> 1200.5 </t></is></c>',
    ),
    ("a text that breaks", lambda a, _: f'<c {a} t="inlineStr"><is><t>1200.5&#10;</t></is></c>'),
    ("a carriage return escaped", lambda a, _: f'<c {a} t="inlineStr"><is><t>1200.5_x000D_&#10;</t></is></c>'),
    (
        "runs of one number",
        lambda a, _: f'<c {a} t="inlineStr"><is><r><t>12</t></r><r><rPr><b/></rPr><t>00.5</t></r></is></c>',
    ),
    (
        "a run of 万元 in small",
        lambda a, _: (
            f'<c {a} t="inlineStr"><is><r><t>1200.5</t></r><r><rPr><sz val="8"/></rPr><t>万元</t></r></is></c>'
        ),
    ),
    ("a sum of its parts", lambda a, _: f"<c {a}><f>1000+200.5</f><v>1200.5</v></c>"),
    ("a text formula", lambda a, _: f'<c {a} t="str"><f>TEXT(1200.5,"0.0")</f><v>1200.5</v></c>'),
    ("white space around the value", lambda a, _: f"<c {a}>\n  <v>1200.5</v>\n</c>"),
    ("a value said to be kept", lambda a, _: f'<c {a}><v xml:space="preserve">1200.5</v></c>'),
    ("attributes in another order", lambda a, _: f'<c t="n" {a}><v>1200.5</v></c>'),
    ("single quotes", lambda a, _: "<c " + a.replace('"', "'") + "><v>1200.5</v></c>"),
):
    kind(f"fifteenth: cell: {_name}", ONLY)(_amount_xml(_make, "1200.5", may_refuse=_name == "a text formula"))
for _name, _make in (
    ("an empty value", lambda a, _: f"<c {a}><v/></c>"),
    ("an empty value of a text", lambda a, _: f'<c {a} t="str"><v></v></c>'),
    ("an empty inline text", lambda a, _: f'<c {a} t="inlineStr"><is><t/></is></c>'),
    ("an empty inline text without its t", lambda a, _: f'<c {a} t="inlineStr"><is/></c>'),
    ("blanks alone", lambda a, _: f'<c {a} t="inlineStr"><is><t xml:space="preserve">   </t></is></c>'),
):
    kind(f"fifteenth: cell: {_name}", ONLY)(_amount_xml(_make, None))
for _name, _make in (
    ("a formula whose value was cleared", lambda a, _: f"<c {a}><f>1000+200.5</f></c>"),
    ("a circular formula", lambda a, _: f"<c {a}><f>F6+0</f><v>0</v></c>"),
    ("a reference gone", lambda a, _: f'<c {a} t="e"><f>#REF!+200</f><v>#REF!</v></c>'),
    ("a reference gone, its old value kept", lambda a, v: f"<c {a}><f>#REF!*1</f><v>{v}</v></c>"),
    (
        "a look-up in a file on drive D",
        lambda a, v: f"<c {a}><f>VLOOKUP(A6,'D:\\月报\\[3月.xlsx]Sheet1'!A:F,6,0)</f><v>{v}</v></c>",
    ),
    ("a sum by condition of another sheet", lambda a, v: f'<c {a}><f>SUMIFS(台账!F:F,台账!A:A,"甲")</f><v>{v}</v></c>'),
    ("a date kept as a date", lambda a, _: f'<c {a} t="d"><v>2025-04-01T00:00:00</v></c>'),
    ("a value of #N/A", lambda a, _: f'<c {a} t="e"><v>#N/A</v></c>'),
):
    kind(f"fifteenth: cell: {_name}", ONLY)(
        _amount_xml(_make, None if "old value" not in _name and "look-up" not in _name and "sum by" not in _name else "", doubt=True)
    )  # fmt: skip

kind("fifteenth: cell: a formula in R1C1", ONLY)(
    _amount_xml(lambda a, _: f"<c {a}><f>RC[-1]+1</f><v>1201</v></c>", "1201", doubt=True)
)

# ---------------------------------------------------------------- number formats as WPS and Excel offer them

_wanted: str | None
for _name, _value, _code, _wanted, _doubt in (
    ("WPS thousands", 1200.5, "#,##0.00_ ", "1200.5", False),
    ("red negatives", 1200.5, "#,##0.00_);[Red]\\(#,##0.00\\)", "1200.5", False),
    ("accounting in yuan's sign", 1200.5, '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "1200.5", False),
    ("currency of the locale", 1200.5, "[$¥-804]#,##0.00", "1200.5", False),
    ("currency of the newer locale", 1200.5, "[$￥-804]#,##0.00;[$￥-804]-#,##0.00", "1200.5", False),
    ("four decimals", 1200.5, "0.0000", "1200.5", False),
    ("question marks", 1200.5, "?0.??", "1200.5", False),
    ("a fraction", 1200.5, "# ?/?", "1200.5", False),
    ("万元 with a blank", 1200.5, '0.0\\ "万元"', "1200.5", False),
    ("整 behind", 1200, '0"万元整"', "1200", False),
    ("text", 1200.5, "@", "1200.5", False),
    ("nothing shown for a nought", 0, "#", "0", True),
    ("元 behind", 12_005_000, '#,##0"元"', "1200.5", True),
    ("万 by a point", 12_005_000, '0!.0000"万元"', None, True),
    ("a date of the clerk's 3-4", dt.date(2025, 3, 4), 'm"月"d"日"', None, True),
    ("a date shown as 5-1", dt.date(2025, 5, 1), "d-mmm", None, True),
    ("a time of day", 0.5, "h:mm", None, True),
    ("hours", 50.5, "[h]:mm:ss", None, True),
    ("a telephone's format", 1200, "000-0000", None, True),
    ("a special format of post codes", 1200, "000000", "1200", False),
    ("scaled to thousands with 千元 said", 12_005_000, '#,##0.0,"千元"', None, True),
    ("a colour of its own", 1200.5, "[Color10]0.00;[Color3]-0.00;0.00", "1200.5", False),
    ("two conditions of width", 1200.5, "[<100]0.00;[<10000]0.0;0", "1200.5", False),
):
    _number(f"fifteenth: {_name}", _value, _code, _wanted, doubt=_doubt)

told("1200 under [DBNum1] as Chinese programs name it", ONLY)(
    _said("investment", 1200, "1200", "[DBNum1][$-804]G/通用格式")
)  # LibreOffice takes the name for words

# ---------------------------------------------------------------- amounts as people write them

for _text in (
    "1200.00 万元", "1200万圆", "1,200.00万元。", "12，000，000.00元", "1-4月累计：1200万元", "截至4月25日，1200万元", "已完成1200万元", "完成投资额1200万元",
    "共1200万元", "合计1200万元", "一千二百万元整", "1200万余元", "1200万左右", "投资1200万元", "累计已完成投资约1200万元", "1200.00（万元）", "1 200.00万元".replace(" ", ""),
    "１，２００万元", "1200\n万元", "1200万\n元", "1200万元\n（累计）",
):  # fmt: skip
    kind(f"fifteenth: amount {_text!r}")(_said("investment", _text, "1200"))
for _text in (
    "1200多万元",
    "接近1200万元",
    "超1200万元",
    "已完成投资1200万元，占年度计划的60%",
    "1200（60%）",
    "￥1,200.00万元",
    "RMB1200万元",
    "1200万元（含税）",
    "1200w",
):
    kind(f"fifteenth: amount {_text!r}, or told")(_said("investment", _text, "1200", may_refuse=True))
for _text, _wanted in (
    ("累计1200万元，其中本月200万元", "1200"), ("本月200万元，累计1200万元", "1200"), ("计划2000万元，完成1200万元", "1200"), ("1200万元（计划2000万元）", "1200"), ("未完成", None),
    ("尚未支付", None), ("正在审核", None), ("约5%", None), ("5‰", None), ("1200\n300", None), ("1200、300", None), ("①1200②300", None), ("市级1200", None),
    ("土建1200，设备300", None), ("1200（预）", None), ("1200左右，以决算为准", "1200"), ("0.12", "0.12"), ("2025", "2025"), ("13800000000", None), ("1200万元-1300万元", None),
):  # fmt: skip
    kind(f"fifteenth: doubtful amount {_text!r}")(
        _said("investment", _text, _wanted, doubt=_text not in ("0.12", "2025"), may_refuse=_text in ("0.12", "2025"))
    )
for _text in (
    "无资金投入",
    "暂无投资",
    "无。",
    "没有",
    "不涉及资金",
    "未发生投资",
    "本项目不涉及投资",
    "无投资任务",
    "\\",
    "／",
    "－",
    "--",
    "-",
    "无 ",
):
    kind(f"fifteenth: no amount {_text!r}")(_said("investment", _text, None))


@told("amounts of a whole column typed in yuan under 万元")
def _in_yuan(d: Draft) -> None:
    _column(d, "investment")
    for project in d.projects():
        value = Decimal(str(d.expected[project.id, "investment"].value)) * 10_000
        d.box(project.id, "investment").value = int(value)
        d.expect(project.id, "investment", str(value.normalize().to_integral()), doubt=value >= 10_000_000)
        if value < 10_000_000:
            d.expected[project.id, "investment"] = Expect(str(int(value)), may_refuse=True)


@told("progress tells the amount and its own cell is empty")
def _in_words(d: Draft) -> None:
    d.claim("columns")
    project = d.pick("progress")
    d.claim((project, "investment"))
    d.box(project, "progress").value = "截至4月25日，累计完成投资300万元，主体完工。"
    d.expect(project, "progress", "截至4月25日，累计完成投资300万元，主体完工。")
    d.box(project, "investment").value = None
    d.expect(project, "investment", None)
    d.told.add(f"*{project}")


@told("progress and next steps in each other's cell")
def _exchanged(d: Draft) -> None:
    d.claim("columns", "rows shape")
    project = d.pick_row()
    d.box(project, "progress").value = "5月底前完成招标，6月开工建设。"
    d.box(project, "next_steps").value = "（示例）截至4月25日已完成主体施工，累计完成20处。"
    d.expect(project, "progress", "5月底前完成招标，6月开工建设。")
    d.expect(project, "next_steps", "（示例）截至4月25日已完成主体施工，累计完成20处。")


# ---------------------------------------------------------------- texts as people and programs leave them

for _name, _field, _text, _kept in (
    ("indented paragraphs", "progress", "　　一是完成招标10项。\n　　二是开工5项。", "一是完成招标10项。\n　　二是开工5项。"),
    ("a text that begins with =", "progress", "=完成10项，在建5项", None),
    ("a text that begins with -", "progress", "-完成10项；\n-在建5项。", None),
    ("a text that begins with +", "progress", "+86 项目完成10项", None),
    ("a text that begins with @", "next_steps", "@各镇街，5月完成自查。", None),
    ("an old rare character", "progress", "𠮷祥街道完成10户，䲟溪社区完成5户。", None),
    ("an emoji", "progress", "已完成10项👍", None),
    ("a telephone in two forms", "contact", "示例甲\u00a0000-00000000", None),
    ("two persons", "contact", "示例甲 000-00000000\n示例乙 000-00000001", None),
    ("an e-mail address", "contact", "示例甲 000-00000000 a@example.invalid", None),
    ("full-width digits", "progress", "已完成１０项，完成率５０％。", None),
    ("quotation marks", "progress", '已完成"一老一小"改造10户、"15分钟"服务圈3个。', None),
    ("marks of XML", "progress", "完成A<B、C>D的10项 & 其余5项。", None),
    ("a share and its parts", "progress", "完成进度60%（12/20），其中：甲街道5处、乙街道7处。", None),
    ("months in words", "progress", "一季度完成8处；4月新增2处，累计完成10处。", None),
    ("plans in months", "next_steps", "1.5月底前完成招标；2.6月上旬进场施工；3.请区财政局尽快下达资金。", None),
    ("money in words", "problems", "资金缺口约300万元，建议市级补助200万元、区级配套100万元。", None),
    ("an old matter", "problems", "3月反映的征地问题已协调解决，目前无新增问题。", None),
    ("no problem", "problems", "无。", None),
    ("none at all", "problems", "暂无需协调解决的问题", None),
    ("nothing further", "next_steps", "持续推进。", None),
    ("done", "progress", "已全部完成，并通过验收。", None),
    ("a date with points", "progress", "4.20完成竣工验收，累计完成10处。", None),
    ("links of the law", "progress", "按《关于印发2025年重点民生实事的通知》（渝北府办〔2025〕1号）要求，完成10处。", None),
):  # fmt: skip
    quiet(f"{_field}: {_name}")(_said(_field, _text, _kept or _text))
for _field, _text in (
    ("progress", "10"), ("progress", "（同上）"), ("progress", "同2025年3月"), ("progress", "见附件2续表"), ("progress", "进展情况另附"), ("problems", "同上月。"), ("next_steps", "详见附件。"),
    ("progress", "无进展"), ("contact", "000"), ("progress", "已完成####"), ("progress", "#NAME?"), ("progress", '=DISPIMG("ID_0",1)'), ("contact", "1.38E+10"), ("progress", "……"),
):  # fmt: skip
    kind(f"fifteenth: {_field} says {_text}")(_said(_field, _text, _text, doubt=True))


def _text_xml(inner: str, meant: str, *, doubt: bool = False, either: bool = False) -> Callable[[Draft], None]:
    """Write the progress as inline XML of its own."""

    def spoil(d: Draft) -> None:
        project = d.pick("progress")
        token = 985_000_000 + d.rng.randrange(900_000)
        d.box(project, "progress").value = token
        d.expected[project, "progress"] = Expect(meant, doubt, may_refuse=either)
        pattern = re.compile(rf"<c ([^>]*?)(?: t=\"n\")?><v>{token}</v></c>")
        cell = rf'<c \1 t="inlineStr"><is>{inner}</is></c>'
        d.after_save.append(lambda data: _sheet(data, lambda xml: pattern.sub(cell, xml)))

    return spoil


for _name, _inner, _meant in (
    (
        "a bold beginning",
        "<r><rPr><b/></rPr><t>已完成</t></r><r><t>10项，在建5项。</t></r>",
        "已完成10项，在建5项。",
    ),
    (
        "red for what is new",
        '<r><t>完成10项；</t></r><r><rPr><color rgb="FFFF0000"/></rPr><t>4月新增2项。</t></r>',
        "完成10项；4月新增2项。",
    ),
    ("a carriage return", "<t>完成10项。_x000D_&#10;在建5项。</t>", "完成10项。\n在建5项。"),
    ("two carriage returns", "<t>完成10项。&#13;&#10;在建5项。</t>", "完成10项。\n在建5项。"),
    ("several empty lines", "<t>完成10项。&#10;&#10;&#10;在建5项。</t>", "完成10项。\n\n\n在建5项。"),
    ("a tab", "<t>完成10项。&#9;在建5项。</t>", "完成10项。\t在建5项。"),
    ("a square metre", '<r><t>完成10m</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r>', "完成10m2"),
):
    kind(f"fifteenth: words: {_name}", ONLY)(
        _text_xml(_inner, _meant, either=_name in ("a tab", "a square metre", "several empty lines"))
    )
kind("fifteenth: words: last month's sentence struck out", ONLY)(
    _text_xml("<r><rPr><strike/></rPr><t>完成8项。</t></r><r><t>完成10项。</t></r>", "完成10项。", doubt=True)
)

# ---------------------------------------------------------------- headers and printed lines as units write them

for _name, _header in (
    ("progress", "工作进展情况"), ("progress", "推进落实情况"), ("progress", "工作推进情况"), ("progress", "进展情况（截至4月25日）"), ("problems", "存在的主要问题"), ("problems", "存在问题"),
    ("problems", "存在的困难及问题"), ("next_steps", "下一步工作计划及建议"), ("next_steps", "下一步工作措施及建议"), ("next_steps", "下一步工作"), ("contact", "责任人及联系电话"), ("contact", "责任人和联系方式"),
    ("contact", "联系人及联系方式"), ("lead_unit", "牵头部门"), ("lead_unit", "牵头责任单位"), ("target", "目标任务（2025年）"), ("target", "年度目标"), ("name", "项目名称（民生实事）"), ("number", "序 号"),
):  # fmt: skip

    def _named(d: Draft, name: str = _name, header: str = _header) -> None:
        d.claim("header texts")
        _column(d, name)
        d.header.boxes[d.fields.index(name)].value = header

    quiet(f"{_name} called {_header}")(_named)
for _header, _power in (
    ("完成投资（万元）", 0), ("累计完成投资\n（万元）", 0), ("完成投资(单位:万元)", 0), ("1-4月累计完成投资（万元）", 0), ("截至4月底累计完成投资（万元）", 0), ("完成投资 （万元）", 0), ("完成投资（亿元）", 4), ("完成投资（元）", -4),
):  # fmt: skip
    kind(f"fifteenth: header {_header!r}")(_renamed(_header, _power))
for _header in ("年度计划投资", "计划完成投资（万元）", "完成投资率", "本月投资"):
    kind(f"fifteenth: header {_header!r}, doubtful")(_renamed(_header, doubt=True))
for _lines in (
    ("填报单位（盖章）：{}", "填报时间：2025年4月25日", "单位：万元"), ("填报单位：{}（公章）", "2025年4月", "金额单位：万元"), ("报送单位：{}", "报送月份：2025年4月", "金额单位：人民币万元"),
    ("填报单位:{}", "填报日期:2025-04-25", "单位:万元"), ("单位名称：{}", "月份：4月", "计量单位：万元"), ("牵头单位：{}", "报表月份：2025年4月", ""), ("填报单位　{}", "填报月份　2025年4月", "单位　万元"),
    ("填 报 单 位：{}", "填 报 月 份：2025 年 4 月", "单 位：万 元"),
):  # fmt: skip

    def _printed(d: Draft, texts: tuple[str, ...] = _lines) -> None:
        d.claim("year", "unit name")
        name = d.catalogue.unit(d.unit).name
        line = d.of("print")[0]
        line.boxes = [Box(texts[0].format(name), span=3), Box(texts[1], span=2), Box(texts[2] or None, span=4)]

    of_day = "日" in _lines[1] or "-" in _lines[1]  # from a day the month is inferred, and that is told
    (told if of_day else quiet)(f"printed {_lines[0]} {_lines[1]} {_lines[2]}")(_printed)


@quiet("each printed statement on a line of its own")
def _own_lines(d: Draft) -> None:
    d.claim("year", "unit name")
    line = d.of("print")[0]
    at = d.at(line)
    d.lines[at : at + 1] = [Line("print", [Box(b.value, span=9)]) for b in line.boxes]


@quiet("the unit of money at the right end")
def _right_end(d: Draft) -> None:
    d.claim("year")
    line = d.of("print")[0]
    line.boxes = [
        Box(line.boxes[0].value, span=3),
        Box(line.boxes[1].value, span=2),
        *[Box() for _ in range(3)],
        Box("单位：万元"),
    ]


for _text in (
    "附件2：",
    "附 件 2",
    "附件2（第一页）",
    "附表2",
):

    def _annexe(d: Draft, text: str = _text) -> None:
        d.claim("annexe")
        d.of("title")[0].boxes[0].value = text

    quiet(f"the annexe is written {_text!r}")(_annexe)


@quiet("the title with its month")
def _month_title(d: Draft) -> None:
    d.claim("year")
    box = d.of("title")[1].boxes[0]
    box.value = f"{box.value}（2025年4月）"


# ---------------------------------------------------------------- lines around the table

for _text, _at in (
    ("以下空白", "foot"), ("（以下无正文）", "foot"), ("WPS表格制作", "below"), ("注：本表一式两份", "below"), ("联系科室：投资科", "below"), ("注：本表于每月25日前报区发展改革委", "below"), ("（本页无正文）", "below"), ("第 1 页，共 1 页", "below"),
    ("- 1 -", "below"), ("2025年4月25日", "below"), ("填报日期：2025年4月25日", "below"), ("联系电话：000-00000000", "below"), ("审核人：示例丁", "below"), ("分管领导：示例丁", "below"), ("（盖章）", "below"), ("单位（公章）", "below"), ("说明：1.表中“完成投资”指1月至本月累计完成投资。", "below"),
    ("备注：", "below"), ("注：投资数保留一位小数。", "below"), ("报送：区发展改革委", "top"), ("内部资料 注意保存", "top"), ("编号：2025-04", "top"), ("重点民生实事月报", "top"), ("（2025年4月）", "above"), ("来自：微信小程序“腾讯文档”", "below"), ("附：现场照片2张", "below"),
    ("抄报：区政府办公室", "below"), ("填报说明：请于25日前报送", "below"), ("注：标红为本月新增内容", "below"),
):  # fmt: skip
    quiet(f"{_at}: {_text}")(_line(_text, _at))
for _text, _at in (
    ("注：以上数据为快报数", "below"), ("注：投资含2024年结转", "below"), ("（征求意见稿）", "top"), ("数据更新至3月31日", "below"), ("注：表内投资以元为单位", "above"), ("初稿，未经领导审核", "top"), ("补充：项目1投资应为350万元", "below"),
):  # fmt: skip
    kind(f"fifteenth: told, {_at}: {_text}")(_line(_text, _at, tell=True))


@quiet("a sum of all below the projects", BOOKS)
def _total(d: Draft) -> None:
    d.claim("rows shape", "columns")
    _column(d, "investment")
    boxes = [Box() for _ in d.fields]
    boxes[d.fields.index("name")].value = "合计"
    amounts = [Decimal(str(d.expected[p.id, "investment"].value)) for p in d.projects()]
    boxes[d.fields.index("investment")].value = float(sum(amounts))
    d.lines.insert(d.at(d.of("footer")[0]), Line("other", boxes))


@told("a sum of all that is not theirs", BOOKS)
def _wrong_total(d: Draft) -> None:
    _total(d)
    d.lines[d.at(d.of("footer")[0]) - 1].boxes[d.fields.index("investment")].value = 3.0
    d.told.add("*")


# ---------------------------------------------------------------- rows and columns as units draw them


@quiet("the unit merged downwards over all rows of a section", BOOKS)
def _unit_down(d: Draft) -> None:
    d.claim("rows shape", "columns", "unit name")
    place = d.fields.index("lead_unit")
    for first in [n for n, line in enumerate(d.lines) if line.kind == "project"]:
        if d.lines[first - 1].kind != "project":
            run = 1
            while d.lines[first + run].kind == "project":
                d.lines[first + run].boxes[place].value = None
                run += 1
            d.lines[first].boxes[place].down = run


@told("one contact merged downwards over all rows of a section", BOOKS)
def _contact_down(d: Draft) -> None:
    d.claim("rows shape", "columns")
    _column(d, "contact")
    place = d.fields.index("contact")
    for first in [n for n, line in enumerate(d.lines) if line.kind == "project"]:
        if d.lines[first - 1].kind != "project":
            run, value = 1, d.expected[d.lines[first].project, "contact"].value
            while d.lines[first + run].kind == "project":
                d.lines[first + run].boxes[place].value = None
                d.expected[d.lines[first + run].project, "contact"] = Expect(value, may_refuse=True)
                run += 1
            d.lines[first].boxes[place].down = run


@quiet("a column of categories before the number", BOOKS)
def _category(d: Draft) -> None:
    if d.issued is not None:  # its hidden column would stay where it is, as it does in no spreadsheet
        raise Taken
    _insert(d, 0, "类别", lambda _: "民生实事")


@quiet("a narrow empty column at the left", BOOKS)
def _left(d: Draft) -> None:
    if d.issued is not None:  # as above
        raise Taken
    d.claim("columns", "header shape")
    for line in d.lines:
        line.boxes.insert(0, Box())
    d.fields.insert(0, "")


@quiet("an empty row above the title and one below", BOOKS)
def _empty_rows(d: Draft) -> None:
    d.claim("rows shape")
    d.lines.insert(0, Line("other", []))
    d.lines.insert(3, Line("other", []))


@quiet("empty rows between the projects", BOOKS)
def _gaps(d: Draft) -> None:
    d.claim("rows shape")
    for line in d.of("project"):
        d.lines.insert(d.at(line) + 1, Line("other", []))


for _name, _change in (
    ("with a point", lambda v: f"{v}."),
    ("in brackets", lambda v: f"（{v}）"),
    ("with 、", lambda v: f"{v}、"),
    ("as a text with blanks", lambda v: f" {v} "),
):
    quiet(f"numbers {_name}")(_each("number", _change))
told("numbers left out")(_each("number", lambda _: None))


@told("numbers of the unit's own, from one", BOOKS)
def _own_numbers(d: Draft) -> None:
    d.claim("rows shape", "columns")
    for n, line in enumerate(d.of("project"), start=1):
        line.boxes[d.fields.index("number")].value = n


for _name, _change in (
    ("broken over two lines", lambda v: f"{str(v)[:6]}\n{str(v)[6:]}"),
    ("with blanks", lambda v: f" {v} "),
    ("with a full stop", lambda v: f"{v}。"),
    ("with half-width brackets and marks", lambda v: str(v).replace("（", "(").replace("）", ")").replace("“", '"').replace("”", '"')),
    ("in brackets of names", lambda v: f"《{v}》"),
):  # fmt: skip
    quiet(f"names {_name}")(_each("name", _change))
quiet("lead units with 牵头")(_each("lead_unit", lambda v: f"{v}（牵头）", "unit name"))
quiet("targets in one line")(_each("target", lambda v: str(v).replace("\n", "")))
quiet("targets with blanks at each line's beginning")(_each("target", lambda v: str(v).replace("\n", "\n　　")))


@told("a project that the unit only takes part in")
def _foreign(d: Draft) -> None:
    d.claim("rows shape", "columns", "year")
    own = {p.id for p in d.projects()}
    other = next(p for u in d.catalogue.units for p in d.catalogue.led_by(u.id) if p.id not in own)
    unit = d.catalogue.unit(d.unit).name
    values = [other.number, other.name, unit, other.target_lines, "（示例）配合完成3项。", 5, "无", "继续配合。", "示例甲 000-00000000"]  # fmt: skip
    d.lines.insert(d.at(d.of("footer")[0]), Line("other", [Box(v) for v in values]))
    d.told.add("project.foreign")


@told("the district's whole table, only its own rows filled in")
def _whole_table(d: Draft) -> None:
    d.claim("rows shape", "columns", "unit name", "year", "foot")
    own = {p.id for p in d.projects()}
    at = d.at(d.of("footer")[0])
    for unit in d.catalogue.units:
        for project in d.catalogue.led_by(unit.id):
            if project.id not in own:
                own.add(project.id)
                values = [project.number, project.name, unit.name, project.target_lines]
                d.lines.insert(at, Line("other", [Box(v) for v in values] + [Box() for _ in range(5)]))
                at += 1
    for p in d.projects():
        for name in ENTRY:
            d.expected[p.id, name] = Expect(d.expected[p.id, name].value, may_refuse=True)


@told("a project's row cut from the table")
def _row_gone(d: Draft) -> None:
    d.claim("rows shape", "columns")
    if len(d.of("project")) < 2:
        raise Taken
    project = d.pick_row()
    d.lines.remove(d.row(project))
    for name in ENTRY:
        d.expect(project, name, None, doubt=True)


@quiet("the header repeated above each section")
def _headers_again(d: Draft) -> None:
    d.claim("rows shape", "header shape", "header texts", "columns")
    for line in d.of("section")[1:]:
        d.lines.insert(d.at(line), Line("other", [Box(b.value) for b in d.header.boxes]))


# ---------------------------------------------------------------- sheets

_SHEETS: tuple[tuple[str, list[list[Any]]], ...] = (
    ("封面", [["渝北区重点民生实事月报"], ["2025年4月"]]),
    ("Sheet2", [[]]),
    ("Evaluation Warning", [["Evaluation Only. Created with Aspose.Cells for .NET."]]),
    ("导出摘要", [["此文稿从 Numbers 表格导出。每个表格已转换为 Excel 工作表。"], ["Numbers 表格工作表名称", "Excel 工作表名称"], ["附件2", "附件2"]]),
    ("WpsReserved_CellImgList", [[]]),
    ("数据字典", [["是"], ["否"], ["已开工"], ["未开工"]]),
    ("通讯录", [["姓名", "电话"], ["示例甲", "000-00000000"]]),
    ("点位台账", [["序号", "镇街", "点位", "状态"], [1, "甲街道", "一号点位", "完工"], [2, "乙街道", "二号点位", "在建"]]),
)  # fmt: skip
for _name, _rows in _SHEETS:
    quiet(f"a sheet {_name} behind the form", BOOKS)(_sheets((f"~{_name}", _rows)))
quiet("a cover before the form", BOOKS)(
    _sheets(("封面", [[], ["渝北区重点民生实事月报表"], ["填报单位：见附件2"], ["2025年4月"]]))
)


def _of_month(d: Draft, month: int) -> list[Line]:
    """Return the form's lines as an earlier month's."""
    lines = copy_of(d.lines)
    for box in (box for line in lines for box in line.boxes if isinstance(box.value, str)):
        box.value = box.value.replace("2025年4月", f"2025年{month}月")
    for line in (line for line in lines if line.kind == "project"):
        line.boxes[d.fields.index("investment")].value = month
    return lines


def _year_book(*, hidden: bool = False) -> Callable[[Draft], None]:
    """Keep the sheets of January to March before April's, as a workbook for the whole year has them."""

    def spoil(d: Draft) -> None:
        d.claim("other sheets", "year", "sheet name")
        d.more_sheets += [(f"{month}月", _of_month(d, month)) for month in (3, 2, 1)]
        d.sheet = "4月"
        for project in d.projects():
            for name in ENTRY:
                d.expected[project.id, name] = Expect(d.expected[project.id, name].value, may_refuse=True)

        def shown(book: Any) -> None:
            book.active = book.sheetnames.index("4月")
            for month in (1, 2, 3) if hidden else ():
                book[f"{month}月"].sheet_state = "hidden"

        d.before_save.append(shown)

    return spoil


told("a workbook of the whole year", BOOKS)(_year_book())
told("a workbook of the whole year, earlier months hidden", BOOKS)(_year_book(hidden=True))


@told("the form on two sheets, one sheet a section", BOOKS)
def _by_section(d: Draft) -> None:
    d.claim("rows shape", "other sheets", "columns", "year", "unit name")
    sections = d.of("section")
    if len(sections) < 2:
        raise Taken
    cut, foot = d.at(sections[1]), d.at(d.of("footer")[0])
    moved = d.lines[cut:foot]
    top = copy_of(d.lines[: d.at(d.header) + 1])
    d.lines[cut:foot] = []
    d.more_sheets.append(("~附件2（2）", [*top, *moved]))
    for line in moved:
        for name in ENTRY if line.project else ():
            d.expected[line.project, name] = Expect(d.expected[line.project, name].value, may_refuse=True)


# ---------------------------------------------------------------- looks of the sheet


def _cells(change: Callable[[Any], None]) -> Callable[[Workbook, Draft], None]:
    """Change the look of every cell in the form."""

    def changed(book: Workbook, d: Draft) -> None:
        for row in book[d.sheet].iter_rows():
            for cell in row:
                if type(cell).__name__ == "Cell":
                    change(cell)

    return changed


def _photo(where: Callable[[Draft], str], size: tuple[int, int] = (60, 40)) -> Callable[[Workbook, Draft], None]:
    def placed(book: Workbook, d: Draft) -> None:
        picture = BytesIO()
        Picture.new("RGB", size, "green").save(picture, "PNG")
        picture.seek(0)
        book[d.sheet].add_image(Image(picture), where(d))

    return placed


def _panes(book: Workbook, d: Draft) -> None:
    sheet = book[d.sheet]
    sheet.freeze_panes, sheet.sheet_view.zoomScale, sheet.sheet_view.showGridLines = "C5", 70, False


def _pages(book: Workbook, d: Draft) -> None:
    book[d.sheet].print_area, book[d.sheet].print_title_rows = "A1:I40", "4:4"


def _choice(book: Workbook, d: Draft) -> None:
    choice = DataValidation(type="list", formula1='"是,否"')
    choice.add("N6")
    book[d.sheet].add_data_validation(choice)


_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def _high(book: Workbook, d: Draft) -> None:
    for row in range(1, 30):
        book[d.sheet].row_dimensions[row].height = 60


def _wide(book: Workbook, d: Draft) -> None:
    for letter in "ABCDEFGHI":
        book[d.sheet].column_dimensions[letter].width = 20


def _framed(book: Workbook, d: Draft) -> None:
    for row in book[d.sheet].iter_rows(60, 2060, 1, 9):
        for cell in row:
            cell.border = _BORDER


def _neutral(cell: Any) -> None:
    cell.style = "Neutral"


_LOOKS: tuple[tuple[str, Callable[[Any, Draft], Any]], ...] = (
    ("a frame around every cell", _cells(lambda c: setattr(c, "border", _BORDER))),
    ("every cell in 仿宋 of a theme's colour", _cells(lambda c: setattr(c, "font", Font(name="仿宋_GB2312", sz=14, color=Color(theme=1))))),
    ("every cell filled with light yellow", _cells(lambda c: setattr(c, "fill", PatternFill("solid", fgColor="FFFFFFCC")))),
    ("every cell filled with a theme's white", _cells(lambda c: setattr(c, "fill", PatternFill("solid", fgColor=Color(theme=0))))),
    ("black letters of the index 8", _cells(lambda c: setattr(c, "font", Font(color=Color(indexed=8))))),
    ("letters of the system's colour", _cells(lambda c: setattr(c, "font", Font(color=Color(indexed=64))))),
    ("every cell locked and hidden in its formula", _cells(lambda c: setattr(c, "protection", Protection(locked=True, hidden=True)))),
    ("every cell of the style Neutral", _cells(_neutral)),
    ("wrapped, shrunk and indented", _cells(lambda c: setattr(c, "alignment", Alignment(wrap_text=True, indent=1)))),
    ("rows of fixed height", _high),
    ("panes frozen, zoomed, without grid lines", _panes),
    ("shown as page layout", lambda b, d: setattr(b[d.sheet].sheet_view, "view", "pageLayout")),
    ("a print area, title rows, page breaks", _pages),
    ("a coloured tab", lambda b, d: setattr(b[d.sheet].sheet_properties, "tabColor", "FF0000")),
    ("a foot of page numbers", lambda b, d: setattr(b[d.sheet].oddFooter.center, "text", "第 &P 页，共 &N 页")),
    ("a filter over the header without a choice", lambda b, d: setattr(b[d.sheet].auto_filter, "ref", "A4:I9")),
    ("names that lead nowhere", lambda b, _: b.defined_names.update({"_xlnm._FilterDatabase1": DefinedName("旧名称", attr_text="#REF!"), "总数": DefinedName("总数", attr_text="'D:\\旧\\[a.xls]Sheet1'!$A$1")})),
    ("a hidden name of WPS", lambda b, _: b.defined_names.update({"_mm": DefinedName("_mm", attr_text="#REF!", hidden=True)})),
    ("a choice of yes and no beside the table", _choice),
    ("photographs below the table", _photo(lambda _: "B40")),
    ("whole columns set in a format", _wide),
    ("two thousand rows of framed empty cells", _framed),
)  # fmt: skip
for _name, _look in _LOOKS:
    quiet(_name, BOOKS)(_book(_look, f"look {_name}"))


@quiet("an e-mail address that became a link", BOOKS)
def _linked(d: Draft) -> None:
    project = d.pick("contact")
    d.box(project, "contact").value = "示例甲 000-00000000 a@example.invalid"
    d.expect(project, "contact", "示例甲 000-00000000 a@example.invalid")

    def linked(book: Any) -> None:
        where = d.addresses()[project, "contact"].split("!")[1]
        book[d.sheet][where].hyperlink = Hyperlink(ref=where, target="mailto:a@example.invalid")

    d.before_save.append(linked)


for _text, _doubt in (
    ("[线程批注]\n\n你的Excel版本可读取此线程批注; 但如果在更新版本的Excel中打开文件，则对批注所作的任何改动都将被删除。了解详细信息: https://go.microsoft.com/fwlink/?linkid=870924\n\n注释:\n    应为1300", True),
    ("示例丁:\n3月数据", True),
    ("示例丁：\n已核对无误", False),
    ("请填写1月至本月累计数", False),
):  # fmt: skip

    def _commented(d: Draft, text: str = _text, *, doubt: bool = _doubt) -> None:
        project = d.pick("investment")
        d.box(project, "investment").comment = text
        d.expect(project, "investment", d.expected[project, "investment"].value, doubt=doubt)

    kind(f"fifteenth: an amount's comment {_text[-12:]!r}", BOOKS)(_commented)


@told("a photograph over the amounts", BOOKS)
def _covered(d: Draft) -> None:
    d.claim("pictures")
    project = d.pick("investment")
    d.expect(project, "investment", d.expected[project, "investment"].value, doubt=True)
    d.before_save.append(
        lambda book: _photo(lambda _: d.addresses()[project, "investment"].split("!")[1], (120, 20))(book, d)
    )


def _rich(parts: list[Any], meant: str, *, doubt: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        project = d.pick("investment")
        d.box(project, "investment").value = CellRichText(*parts)
        d.expect(project, "investment", meant, doubt=doubt)

    return spoil


told("1.2 and 亿元 in runs", BOOKS)(
    _rich(["1.2", TextBlock(InlineFont(sz=9, color=Color(rgb="FFFF0000")), "亿元")], "12000", doubt=False)
)
told("an old figure struck beside a new one in red", BOOKS)(
    _rich(
        [TextBlock(InlineFont(strike=True), "900"), TextBlock(InlineFont(color=Color(rgb="FFFF0000")), "1200")],
        "1200",
        doubt=True,
    )
)

# ---------------------------------------------------------------- packages of other writers


def _repacked(change: Callable[[str, bytes], bytes] = lambda _, c: c, **how: Any) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("package")
        d.after_save.append(
            lambda data: _rezipped(
                data, how.get("rename", lambda n: n), change, how.get("method", zipfile.ZIP_DEFLATED)
            )
        )

    return spoil


def _streamed(data: bytes) -> bytes:
    """Pack again as a program does that cannot go back: sizes behind each part."""

    class Pipe:
        """A file that cannot be sought."""

        def __init__(self) -> None:
            self.parts: list[bytes] = []

        def write(self, some: bytes) -> int:
            self.parts.append(bytes(some))
            return len(some)

        def flush(self) -> None:
            return

    pipe: Any = Pipe()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
    return b"".join(pipe.parts)


def _with_folders(data: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for folder in ("_rels/", "docProps/", "xl/", "xl/worksheets/"):
            new.writestr(folder, b"")
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
        new.comment = b"packed by an office system"
    return out.getvalue()


def _without(pattern: str) -> Callable[[bytes], bytes]:
    """Leave parts out, and whatever refers to them."""

    def left(data: bytes) -> bytes:
        data = _every(data, lambda s: re.sub(rf"<(?:Relationship|Override) [^>]*{pattern}[^>]*/>", "", s))
        out = BytesIO()
        with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                if not re.search(pattern, entry.filename):
                    new.writestr(entry.filename, old.read(entry))
        return out.getvalue()

    return left


def _prefixed(data: bytes) -> bytes:
    """Write the sheet's elements with a prefix, as the OpenXML SDK does."""

    def change(name: str, xml: str) -> str:
        if not name.startswith("xl/worksheets/sheet"):
            return xml
        xml = xml.replace('xmlns="http://schemas.openxmlformats.org/spreadsheetml', 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml')  # fmt: skip
        return re.sub(r"<(/?)(?![?!]|\w+:)(\w)", r"<\1x:\2", xml)

    return _parts(data, change)


def _no_addresses(xml: str) -> str:
    """Take the address from every cell that follows its neighbour, as some writers do: gaps are filled with empty cells."""

    def row(match: re.Match[str]) -> str:
        out, next_col = [], 1
        for attrs, rest in re.findall(r"<c ([^>]*?)(/>|>.*?</c>)", match[0], re.DOTALL):
            letters = re.search(r'r="([A-Z]+)\d+"', attrs)
            if letters is None:
                return match[0]
            col = 0
            for ch in letters[1]:
                col = col * 26 + ord(ch) - 64
            out.append("<c/>" * (col - next_col))
            out.append("<c " + re.sub(r'r="[A-Z]+\d+" ?', "", attrs) + rest)
            next_col = col + 1
        head = re.match(r"<row [^>]*>", match[0])
        return (head[0] if head else "") + "".join(out) + "</row>"

    return re.sub(r"<row [^>]*[^/]>.*?</row>", row, xml, flags=re.DOTALL)


STRICT = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def _strict(xml: str) -> str:
    for old, new in STRICT:
        xml = xml.replace(old, new)
    return xml


for _name, _after in (
    ("sizes behind each part", _streamed),
    ("folders and a remark in the archive", _with_folders),
    ("without its properties", _without("docProps")),
    ("without a theme", _without("theme")),
    ("elements with a prefix", _prefixed),
    ("Strict", lambda data: _every(data, _strict)),
    ("a dimension that lies", lambda data: _sheet(data, lambda x: re.sub(r"<dimension [^>]*/>", '<dimension ref="A1"/>', x))),
    ("a dimension of the whole sheet", lambda data: _sheet(data, lambda x: re.sub(r"<dimension [^>]*/>", '<dimension ref="A1:XFD1048576"/>', x))),
    ("cells without addresses", lambda data: _sheet(data, _no_addresses)),
    ("spans and rsids of other programs", lambda data: _sheet(data, lambda x: x.replace("<row ", '<row spans="1:9" x14ac:dyDescent="0.2" ').replace("<worksheet ", '<worksheet xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" ', 1))),
    ("an extension list at the end", lambda data: _sheet(data, lambda x: x.replace("</worksheet>", '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="0"/></ext></extLst></worksheet>'))),
    ("cells marked to ignore errors", lambda data: _sheet(data, lambda x: x.replace("<pageMargins", '<ignoredErrors><ignoredError sqref="A1:I40" numberStoredAsText="1"/></ignoredErrors><pageMargins', 1))),
    ("content types written in capitals", lambda data: _every(data, lambda s: s.replace('Extension="xml"', 'Extension="XML"'))),
):  # fmt: skip

    def _packed(d: Draft, after: Any = _after) -> None:
        d.claim("sheet xml", "package")
        d.after_save.append(after)

    quiet(f"package: {_name}", ONLY)(_packed)
quiet("package: parts named in another case", ONLY)(
    _repacked(rename=lambda n: n.replace("sharedStrings.xml", "SharedStrings.xml"))
)
quiet("package: stored", ONLY)(_repacked(method=zipfile.ZIP_STORED))


def _over_rows(element: str) -> Callable[[Draft], None]:
    """Lay a picture, or in its place ink or a line, over a row from 工作进展 to 下一步工作及建议."""

    def spoil(d: Draft) -> None:
        d.claim("package", "pictures")
        project = d.pick("investment")
        d.expect(project, "investment", d.expected[project, "investment"].value, doubt=True)
        d.before_save.append(lambda book: _photo(lambda _: "K3")(book, d))
        relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        picture = re.compile(r"<(xdr:)?pic>.*?</(?:xdr:)?pic>", re.DOTALL)

        def drawn(name: str, xml: str) -> str:
            if not name.startswith("xl/drawings/drawing"):
                return xml
            row = int(re.sub(r"\D", "", d.addresses()[project, "investment"].split("!")[1])) - 1
            places = "".join(
                f"<{p}{side}><{p}col>{col}</{p}col><{p}colOff>0</{p}colOff><{p}row>{row}</{p}row><{p}rowOff>0</{p}rowOff></{p}{side}>"
                for p in ["xdr:" if "<xdr:" in xml else ""]
                for side, col in (("from", 4), ("to", 7))
            )
            xml = re.sub(
                r"<(xdr:)?from>.*?</(?:xdr:)?from>(?:<(?:xdr:)?to>.*?</(?:xdr:)?to>)?(?:<(?:xdr:)?ext [^>]*/>)?",
                places,
                xml,
                flags=re.DOTALL,
            )
            xml = xml.replace("oneCellAnchor", "twoCellAnchor")
            if element == "pic":
                return xml
            return picture.sub(lambda m: f'<{m[1] or ""}{element} xmlns:r="{relations}" r:id="rId9"/>', xml)

        d.after_save.append(lambda data: _parts(data, drawn))

    return spoil


told("lines drawn with a pen over a row", ONLY)(_over_rows("contentPart"))
told("a row crossed out with a line", ONLY)(_over_rows("cxnSp"))
told("a photograph over a row", ONLY)(_over_rows("pic"))

# ---------------------------------------------------------------- Word

for _name, _runs, _names in (
    ("a smart tag around a date", lambda v: f'<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="chsdate"><w:smartTagPr><w:attr w:name="Year" w:val="2025"/></w:smartTagPr>{_R.format(v)}</w:smartTag>', ENTRY),
    ("a proof mark in the middle of a figure", lambda v: f'{_R.format(v[:2])}<w:proofErr w:type="spellStart"/>{_R.format(v[2:])}<w:proofErr w:type="spellEnd"/>' if v[2:] else _R.format(v), ("investment", "contact")),
    ("a bookmark", lambda v: f'<w:bookmarkStart w:id="3" w:name="_GoBack"/>{_R.format(v)}<w:bookmarkEnd w:id="3"/>', ENTRY),
    ("a revision put in", lambda v: f'<w:ins w:id="1" w:author="a" w:date="2025-04-25T09:00:00Z">{_R.format(v)}</w:ins>', ENTRY),
    ("a permission to edit", lambda v: f'<w:permStart w:id="4" w:edGrp="everyone"/>{_R.format(v)}<w:permEnd w:id="4"/>', ENTRY),
    ("a last page break it rendered", lambda v: f"<w:r><w:lastRenderedPageBreak/><w:t>{v}</w:t></w:r>", ENTRY),
    ("letters spaced and lowered to the grid", lambda v: f'<w:r><w:rPr><w:spacing w:val="-10"/><w:kern w:val="0"/><w:snapToGrid w:val="0"/><w:position w:val="0"/></w:rPr><w:t>{v}</w:t></w:r>', ENTRY),
    ("highlighted in yellow", lambda v: f'<w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t>{v}</w:t></w:r>', ENTRY),
    ("a hidden paragraph mark", _R.format, ENTRY),
    ("a control of plain text", lambda v: f'<w:sdt><w:sdtPr><w:alias w:val="内容"/><w:text/></w:sdtPr><w:sdtContent>{_R.format(v)}</w:sdtContent></w:sdt>', ENTRY),
    ("a change of looks under revision", lambda v: f'<w:r><w:rPr><w:b/><w:rPrChange w:id="5" w:author="a"><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>{v}</w:t></w:r>', ENTRY),
    ("a link", lambda v: f'<w:hyperlink w:anchor="_top"><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>{v}</w:t></w:r></w:hyperlink>', ("contact",)),
):  # fmt: skip
    KINDS.append(
        Kind(
            f"fifteenth: Word: {_name}",
            _word_cell(_runs, doubt=False, names=_names),
            DOCX,
            quiet="revision" not in _name,
        )
    )
for _name, _runs, _doubt, _names in (
    ("a soft hyphen and a hyphen that stays", lambda v: f"<w:r><w:t>{v.replace('-', '</w:t><w:noBreakHyphen/><w:t>')}</w:t></w:r>", False, ("contact",)),
    ("a figure moved away under revision", lambda v: f'<w:moveFrom w:id="6" w:author="a">{_R.format("900")}</w:moveFrom>{_R.format(v)}', False, ("investment",)),
    ("two figures, the first deleted, the second put in", lambda v: f'<w:del w:id="7" w:author="a"><w:r><w:delText>900</w:delText></w:r></w:del><w:ins w:id="8" w:author="a">{_R.format(v)}</w:ins>', False, ("investment",)),
    ("a figure struck and another in red", lambda v: f'<w:r><w:rPr><w:strike/></w:rPr><w:t>900</w:t></w:r><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>{v}</w:t></w:r>', True, ("investment",)),
    ("a figure with a hidden one behind", lambda v: f"{_R.format(v)}<w:r><w:rPr><w:vanish/></w:rPr><w:t>900</w:t></w:r>", True, ("investment",)),
    ("a table's formula field", lambda v: f'<w:fldSimple w:instr=" =SUM(ABOVE) ">{_R.format(v)}</w:fldSimple>', True, ("investment",)),
    ("a field of a merged letter", lambda _: f'<w:fldSimple w:instr=" MERGEFIELD 投资 ">{_R.format("«投资»")}</w:fldSimple>', True, ("investment",)),
    ("a chart in the cell", lambda _: '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"/></w:drawing></w:r>', True, ("progress",)),
    ("a photograph below the words", lambda v: f"{_R.format(v)}<w:r><w:drawing/></w:r>", False, ("progress",)),
):  # fmt: skip
    kind(f"fifteenth: Word: {_name}", DOCX)(_word_cell(_runs, doubt=_doubt, names=_names))


def _document(change: Callable[[str], str], *claims: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("document", *claims)
        d.after_document.append(lambda data: _word(data, change))

    return spoil


def _paragraphs(*texts: str) -> str:
    return "".join(f"<w:p>{_R.format(t)}</w:p>" for t in texts)


_SIGNED = _paragraphs("区某委", "2025年4月25日")
for _name, _change in (
    ("marks of editing everywhere", lambda x: re.sub(r"<w:(p|r|tr)>", r'<w:\1 w:rsidR="00A1B2C3" w:rsidRDefault="00A1B2C3">', x)),
    ("every paragraph's mark hidden", lambda x: re.sub(r"<w:p>(?!<w:pPr>)", "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>", x)),
    ("a floating table", lambda x: x.replace("<w:tblPr>", '<w:tblPr><w:tblpPr w:leftFromText="180" w:vertAnchor="text" w:tblpY="1"/>', 1)),
    ("rows that may not break, the header repeated", lambda x: x.replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", 1)),
    ("an outline level and a style at the title", lambda x: x.replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="Title"/><w:outlineLvl w:val="0"/></w:pPr>', 1)),
    ("a page on its side in a section of its own", lambda x: x.replace("<w:tbl>", '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr></w:p><w:tbl>', 1)),
    ("a signature and a date behind the table", lambda x: x.replace("<w:sectPr", f"{_SIGNED}<w:sectPr", 1)),
    ("photographs behind the table", lambda x: x.replace("<w:sectPr", f"{_paragraphs('附：现场照片')}<w:p><w:r><w:drawing/></w:r></w:p><w:sectPr", 1)),
    ("an empty table behind", lambda x: x.replace("<w:sectPr", "<w:p/><w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/><w:sectPr", 1)),
    ("rows in custom XML", lambda x: re.sub(r"(<w:tr>.*?</w:tr>)", r'<w:customXml w:element="row">\1</w:customXml>', x, flags=re.DOTALL)),
    ("a paragraph of blanks in every cell", lambda x: x.replace("</w:tc>", "<w:p/></w:tc>")),
):  # fmt: skip
    quiet(f"Word: {_name}", DOCX)(_document(_change))


LETTER = (
    "关于报送2025年4月重点民生实事推进落实情况的函", "区发展改革委：", "按照工作要求，现将我单位2025年4月重点民生实事推进落实情况报送你委，请查收。", "附件：推进落实情况表",
    "（联系人：示例甲，联系电话：000-00000000）",
)  # fmt: skip


@quiet("Word: a letter before the table", DOCX)
def _letter(d: Draft) -> None:
    d.claim("year", "document")
    d.lines[0:0] = [Line("other", [Box(text)]) for text in LETTER]


@told("Word: a watermark 草稿", DOCX)
def _watermark(d: Draft) -> None:
    d.claim("document", "year")
    shape = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="PowerPlusWaterMarkObject1"><v:textpath string="草稿"/></v:shape></w:pict></w:r></w:p>'
    part = f'<w:hdr xmlns:w="{SPACE}">{shape}</w:hdr>'
    reference = '<w:headerReference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" w:type="default" r:id="rId977"/>'

    def added(data: bytes) -> bytes:
        data = _with_part(data, "header77", part)
        return _word(data, lambda xml: re.sub(r"(<w:sectPr[^>]*>)", rf"\1{reference}", xml, count=1))

    d.after_document.append(added)
    d.told.add("*")


@told("Word: a row that goes on in a second one", DOCX)
def _goes_on(d: Draft) -> None:
    """Break a long text over two rows, the second empty but for the rest, as a table cut by hand at the page's end."""
    d.claim("rows shape", "columns", "document")
    project = d.pick_row()
    boxes = [Box() for _ in d.fields]
    boxes[d.fields.index("progress")].value = "其余5项正在推进。"
    d.lines.insert(d.at(d.row(project)) + 1, Line("other", boxes))
    text = f"{d.expected[project, 'progress'].value}\n其余5项正在推进。"
    d.expect(project, "progress", text, doubt=True)


quiet("Word: the last row's cells of another width", DOCX)(
    lambda d: d.after_document.append(
        _rows_of(lambda rows: "".join(rows[:-1]) + rows[-1].replace("<w:tcPr>", "<w:tcPr><w:noWrap/><w:tcFitText/>"))
    )
)

# ---------------------------------------------------------------- the indicators' sheet

for _text, _wanted, _doubt in (
    ("12.0", "12", False), ("12个", "12", False), ("12/20", None, True), ("已完成", None, True), ("60%", None, True), ("约12", "12", True), ("12（累计）", "12", False), (" 12 ", "12", False),
    ("1,200", "1200", False), ("12+3", None, True), ("同上月", None, True), ("12、15", None, True), ("十二", "12", False),
):  # fmt: skip
    _may = _text in ("1,200", "12个", "12（累计）")
    kind(f"fifteenth: figure {_text!r}", BOOKS)(_indicator(_put("本月累计", _text, Expect(_wanted, doubt=_doubt))))


def _headed_comment(sheet: Any, row: int, columns: dict[str, int], _own: Any) -> Any:
    sheet.cell(row, columns["本月累计"]).comment = Comment("含去年3个", "示例")
    return Expect("1", doubt=True)


def _figure_in(code: str, value: Any, meant: str | None, *, doubt: bool) -> Any:
    def change(sheet: Any, row: int, columns: dict[str, int], _own: Any) -> Any:
        cell = sheet.cell(row, columns["本月累计"])
        cell.value, cell.number_format = value, code
        return Expect(meant, doubt=doubt)

    return change


kind("fifteenth: figures: a comment of last year", BOOKS)(_indicator(_headed_comment))
for _name, _code, _value, _wanted, _doubt in (
    ("a number under text", "@", 12, "12", False),
    ("with 个 in its format", '0"个"', 12, "12", False),
    ("a share of its format", "0%", 0.6, None, True),
    ("a date", "m/d", dt.date(2025, 3, 4), None, True),
    ("thousands", "#,##0", 1200, "1200", False),
):
    kind(f"fifteenth: figures: {_name}", BOOKS)(_indicator(_figure_in(_code, _value, _wanted, doubt=_doubt)))
