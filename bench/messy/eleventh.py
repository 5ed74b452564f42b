"""An eleventh held-out set, written whole before the product was tried on it: free words, corrections, looks, other places.

What people write beside and within figures, where else a unit of money or a month can stand, drafts and replies, templates
with holes, shifted rows, and what Word and Excel show otherwise than they keep it.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

from around import _note
from draft import ENTRY, Box, Draft, Expect, Line, Taken, again_of
from fifth import _called, _indicator, _put
from kinds import BOOKS, ONLY, _amount, _number, _sheet, kind
from ninth import (
    _harmless,
    _hollow,
    _misnamed,
    _month_said,
    _notes_sheet,
    _row_below,
    _three_below,
    _told_at_the_header,
    _word_column,
    _wrote,
)
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting import rule as looks
from openpyxl.styles import Alignment, Color, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from second import DOCX, _column, _cut_off, _insert, _print, _split, _with_part, _word, _word_cell
from sixth import _formatted, _print_unit, _style
from third import _renamed, _rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

# ---------------------------------------------------------------- amounts

READ = {
    "1200（截至4月25日）": "1200", "1200（截至4月底）": "1200", "1200.00（已核）": "1200", "1200（正确）": "1200", "1200（无变化）": "1200",
    "1200万元（大写：壹仟贰佰万元）": "1200", "人民币壹仟贰佰万元（1200万元）": "1200", "0（无）": "0", "/（无投资）": None, "无（不涉及资金）": None,
    "不产生投资": None, "没有投资": None, "无需资金": None, "该项目无投资": None, "1200（累计）": "1200", "累计 1200 万元": "1200", "1200 （万 元）": "1200",
    "（1200万元）": "1200", "完成投资1200万元": "1200", "截至目前：1200万元": "1200", "1200万元 ": "1200", "约为1200万元": "1200", "大约1200": "1200",
    "1200万元（约）": "1200", "１２００（万元）": "1200", "1200.50万": "1200.5", "0.12亿元（1200万元）": "1200", "1—4月累计1200万元": "1200",
}  # fmt: skip
DOUBT: dict[str, str | None] = {
    "1200万元（扣除退款50万元）": "1200", "1200（已退50）": "1200", "退回1200": None, "已退1200": None, "1200（净额）": "1200", "1200万元（剔除重复）": "1200",
    "1200（含征地）": "1200", "未到1200": None, "不到1200万元": "1200", "仅完成1200万元": "1200", "限额1200": None, "需1200": None, "缺口1200": None,
    "争取1200万元": None, "尚需1200万元": None, "还差1200": None, "结转1200": None, "1200（历年累计）": None, "1200（区财政）": "1200", "1\u2009200": "1200",
    "1200（含本月300）": "1200", "1200（较上月增加100）": "1200", "1200↑100": None, "上月1100，本月1200": None, "1200(+9.1%)": "1200", "-50（退款）": None,
    "（50）": None, "1200-50（退）": None, "900（3月）\n1200（4月）": None, "本月：300\n累计：1200": "1200", "计划：1500\n完成：1200": "1200",
    "市级：700\n区级：500": None, "原900现1200": None, "900改为1200": None, "1200（不对，应为1300）": None, "1200（请核）": "1200", "1200！": "1200",
    "1200（上报数）": "1200", "1200（财务口径）": "1200", "1200万元（含质保金）": "1200", "1200（预付）": None, "暂估1200": None, "暂按1200万元": None,
    "以审计为准1200": None, "1200（4月前）": "1200", "1200（5月）": None, "1200（2025年底）": None, "累计1200（含2024年）": None, "1200（三年）": None,
    "1200（分摊）": "1200", "总计划1200": None, "1200中的300": None, "300（共1200）": None, "1200:300": None, "1200；300": None, "二期1200": None,
    "设备1200": None, "1200（第二次）": None, "1200+": None, "约1200？": None, "同比1200": None, "增加1200": None, "减少1200": None,
}  # fmt: skip
for _text, _meant in READ.items():
    kind(f"eleventh: amount {_text!r}")(_amount(_text, _meant, doubt=False))
for _text, _meant in DOUBT.items():
    kind(f"eleventh: doubtful amount {_text!r}")(_amount(_text, _meant, doubt=True))

for _name, _value, _code, _read_as, _doubt in (
    ("negative in red without its sign", -1200, "#,##0.00;[Red]#,##0.00", None, True), ("negative in brackets", -1200, "0.00_);[Red]\\(0.00\\)", None, True),
    ("planned", 1200, '0"万元（预计）"', "1200", True), ("in yuan with its sign", 1200, '"￥"0"元"', "0.12", True), ("per cent by hand", 12, '0.0"%"', None, True),
    ("of March", 1200, '"截至3月："0', "1200", True), ("with 净", 1200, '"净"0', "1200", True), ("with 减", 1200, '"减"0', None, True),
    ("with a minus of its format", 1200, '"-"0', None, True), ("in brackets of its format", 1200, '"("0")"', "1200", True), ("with 其中", 1200, '"其中："0', None, True),
    ("with 未完成", 1200, '"未完成"0', None, True), ("with 以上", 1200, '0"以上"', "1200", True), ("with 倍", 1.2, '0.0"倍"', None, True),
    ("with 号", 12, '0"号"', None, True), ("with 月", 12, '0"月"', None, True), ("as text, estimated", "1200", '@"（暂估）"', "1200", True),
    ("a plain one with 整数", 1200, '0_ "万元"', "1200", False), ("with colours and a condition", 1200, "[Blue][>=1000]#,##0.00;[Red][<1000]#,##0.00", "1200", False),
    ("in accounting with 万元", 1200, '_ * #,##0.00"万元"_ ;_ * -#,##0.00"万元"_ ', "1200", False), ("in a quoted blank", 1200, '0" "', "1200", False),
    ("with 万元 between brackets", 1200, '0.00"（万元）"', "1200", False), ("as text, words shown for it", "1200", ';;;"见附件"', None, True),
):  # fmt: skip
    _number(f"eleventh: {_name}", _value, _code, _read_as, doubt=_doubt)

# ---------------------------------------------------------------- headers

for _header, _power, _doubt in (
    ("完成投资（扣除退款）", 0, True), ("完成投资（净额）", 0, True), ("完成投资（含预拨）", 0, True), ("完成投资（到账口径）", 0, True), ("完成投资（征拆除外）", 0, True),
    ("完成投资（国债）", 0, True), ("完成投资（较上月）", 0, True), ("完成投资增幅", 0, True), ("完成投资（暂估）", 0, True), ("完成投资（未审）", 0, True),
    ("待完成投资", 0, True), ("已落实投资", 0, True), ("已签约投资", 0, True), ("完成投资（不含当月）", 0, True), ("完成投资（滚动十二个月）", 0, True),
    ("自2024年10月以来完成投资", 0, True), ("完成投资（元/万元）", 0, True), ("完成投资（亿/万）", 0, True), ("完成投资（单位：十亿元）", 5, True),
    ("完成投资（吨）", 0, True), ("完成投资（退回后）", 0, True), ("完成投资（未更新）", 0, True), ("完成投资（暂不填）", 0, True), ("完成投资（调整前）", 0, True),
    ("完成投资（以人民币计，万元）", 0, False), ("完成投资（精确到0.01万元）", 0, False), ("完成投资（单位万元，没有填0）", 0, False), ("完成投资（没有的填无）", 0, False),
    ("完成投资（只填数字）", 0, False), ("完成投资\n（1—4月）", 0, False), ("完成投资（2025.1-2025.4）", 0, False), ("完成投资（万元）（不带单位）", 0, False),
    ("完成投资（截至4.25）", 0, False), ("完成投资（截至填表日期）", 0, False), ("完成投资（今年）", 0, False), ("完成投资金额（亿元）", 4, False),
    ("累计完成\n投资额\n（万元）", 0, False), ("完成投资 单位：元", -4, False), ("完成投资（2025年累计）", 0, False), ("本年度累计完成投资（万元）", 0, False),
):  # fmt: skip
    kind(f"eleventh: header {_header!r}")(_renamed(_header, _power, doubt=_doubt))
for _name, _header in (
    ("progress", "工作进展（未更新）"), ("progress", "工作进展（初稿）"), ("progress", "拟开展工作"), ("problems", "上期问题整改情况"), ("next_steps", "上一步工作"),
    ("problems", "历史遗留问题（已销号）"), ("progress", "一季度工作进展"),
):  # fmt: skip
    kind(f"eleventh: {_name} under {_header}")(_misnamed(_name, _header))
for _name, _header in (
    ("progress", "工作进展（请简要描述）"), ("progress", "本月进展（4月）"), ("progress", "目前工作推进情况"), ("problems", "存在的问题（如无填无）"),
    ("next_steps", "下一步工作及建议（5月）"), ("contact", "责任人及联系方式（姓名+电话）"), ("target", "2025年目标任务"), ("lead_unit", "牵头单位（责任单位）"),
    ("name", "民生实事项目名称"), ("number", "序号\nNo."),
):  # fmt: skip
    kind(f"eleventh: {_name} named {_header}")(_called(_name, _header))

# ---------------------------------------------------------------- notes

for _text in (
    "注：红色字体为上月数", "蓝色为预计数", "注：标黄数据待核实", "注：斜体为计划数", "注：带*为估算数", "注：括号内为上月数", "注：“—”表示数据暂缺", "本表投资含退回资金120万元", "注：完成投资已扣除退库资金", "注：第1项完成投资填报有误，应为300万元",
    "更正：上表第1项完成投资改为300万元", "答：投资单位已核实为亿元", "发改委问：投资为何下降？答：上月误报。", "审核意见：投资数据有出入，请核实", "投资额以盖章件为准",
    "注：投资按四舍五入取至亿元", "完成投资中一半为银行贷款", "注：以上投资未经主管领导审核", "投资数较实际偏大", "注：投资数按比例推算",
    "说明：投资完成额为开工至今", "注：投资填报口径与上月不一致", "单位换算：1=10000万元",
):  # fmt: skip
    kind(f"eleventh: below: {_text}")(_note(_text, below=True))
for _text in ("注：红色字体为上月数", "注：标黄数据待核实", "答：投资单位已核实为亿元", "注：投资数按比例推算"):
    kind(f"eleventh: in the table: {_text}")(_note(_text, below=False))


def _whole(text: str, *, above: bool) -> Callable[[Draft], None]:
    """Add a line that puts the whole return in doubt."""

    def spoil(d: Draft) -> None:
        _harmless(text, above=above)(d)
        d.told.add("*")

    return spoil


for _text in (
    "此表作废，以纸质版为准", "以邮件正文为准", "本表为初稿，待领导审定", "（征求意见稿）", "数据未定，请勿使用", "本月未更新", "同上月报表，无变化",
    "填报日期：2025年3月25日", "2025年3月25日", "2024年4月25日", "内容待补充", "此为模板，请勿填写", "上次报的有误，以此表为准", "（本表填至一季度）", "注：空白处同上月", "注：“/”表示与上月相同",
):  # fmt: skip
    if _text != "上次报的有误，以此表为准":
        kind(f"eleventh: whole, below: {_text}")(_whole(_text, above=False))
for _text in ("（征求意见稿）", "初稿", "仅为示例", "上月数据，本月未更新"):
    kind(f"eleventh: whole, above: {_text}")(_whole(_text, above=True))
for _text in (
    "注：“/”表示不涉及", "答复：上月退回意见已逐条修改。", "同意报送。示例乙", "上次报的有误，以此表为准", "电话：000-00000000", "2025年4月25日",
    "报：区发展改革委", "注：数据保留一位小数", "附件：现场照片3张", "签字盖章扫描件另附", "注：各项目按清单顺序排列", "（盖章）", "审签：示例乙　核稿：示例丁",
    "注：完成投资为自年初以来累计完成数，单位万元", "注：标红为新增内容", "数据来源：项目业主单位", "★为市级重点", "WPS表格制作", "——完——", "更正说明：已按区发展改革委要求补充联系方式。",
):  # fmt: skip
    kind(f"eleventh: harmless below: {_text}")(_harmless(_text, above=False))
for _text in (
    "栏次",
    "第4期",
    "报送单位（公章）：",
    "2025年4月25日填报",
    "紧急程度：平急",
    "（请于4月25日前报送）",
    "表号：附件2",
):
    kind(f"eleventh: harmless above: {_text}")(_harmless(_text, above=True))


@kind("eleventh: a line that numbers the columns")
def _numbered_columns(d: Draft) -> None:
    d.claim("rows shape", "columns", "header shape")
    marks = ["甲", "乙", "丙", "丁", *(str(n) for n in range(1, 20))]
    d.lines.insert(d.at(d.header) + 1, Line("other", [Box(m) for m in marks[: len(d.fields)]]))


@kind("eleventh: a line that numbers the columns with numbers")
def _numbers_of_columns(d: Draft) -> None:
    d.claim("rows shape", "columns", "header shape")
    d.lines.insert(d.at(d.header) + 1, Line("other", [Box(n + 1) for n in range(len(d.fields))]))


@kind("eleventh: a line under the header that says how to fill it in")
def _how_to(d: Draft) -> None:
    d.claim("rows shape", "columns", "header shape")
    said = {
        "progress": "不超过200字",
        "investment": "填数字",
        "problems": "没有填“无”",
        "contact": "姓名+电话",
        "name": "不得改动",
    }
    d.lines.insert(d.at(d.header) + 1, Line("other", [Box(said.get(f)) for f in d.fields]))


# ---------------------------------------------------------------- words in the row's other cells


def _beside_words(name: str, text: str) -> Callable[[Draft], None]:
    """Write a doubt about the row into one of its printed cells: something must be said of that row."""

    def spoil(d: Draft) -> None:
        d.claim("rows shape", "columns")
        project = d.pick(name)
        box = d.box(project, name)
        box.value = f"{'' if box.value is None else box.value}{text}"
        d.told.add(f"*{project}")

    return spoil


for _name, _text in (
    ("name", "（投资单位：亿元）"), ("name", "（本月未更新）"), ("name", "（3月数据）"), ("name", "（已退出）"), ("name", "（投资为计划数）"), ("lead_unit", "（投资：亿元）"),
    ("target", "（投资单位：亿元）"), ("number", "（待核）"), ("number", "作废"),
):  # fmt: skip
    kind(f"eleventh: {_name} with {_text}")(_beside_words(_name, _text))


def _added(name: str, text: str) -> Callable[[Draft], None]:
    """Add words to a text cell that say something of the amount beside it."""

    def spoil(d: Draft) -> None:
        project = d.pick(name)
        box = d.box(project, name)
        box.value = f"{box.value}{text}"
        d.expect(project, name, str(box.value), doubt=True)

    return spoil


for _name, _text in (
    ("progress", "（左列投资单位为亿元）"), ("progress", "（右侧投资单位为亿元）"), ("progress", "注：完成投资为上月数。"), ("problems", "（完成投资填的是计划数）"),
    ("next_steps", "（投资数待核实）"), ("progress", "（以上为3月进展，4月未更新）"),
):  # fmt: skip
    kind(f"eleventh: {_name} with {_text}")(_added(_name, _text))

# ---------------------------------------------------------------- words

for _name, _text in (
    ("progress", "（内容略）"), ("progress", "同前期"), ("progress", "见3月25日报送件"), ("progress", "暂缺"), ("progress", "待补"), ("progress", "[图片]"),
    ("progress", "￼"), ("progress", "image.png"), ("progress", "（待示例甲补充）"), ("progress", "TODO"), ("progress", "XX街道完成XX个"), ("progress", "完成__个，在建__个。"),
    ("progress", "截至X月X日，完成X个。"), ("progress", "截至4月  日，完成   个。"), ("progress", "完成（  ）个。"), ("progress", "完成……个"), ("progress", "见右"),
    ("progress", "截至2024年底累计完成20项。"), ("progress", "截止三月底，完成20项。"), ("progress", "前三个月完成20项。"), ("progress", "3月，完成20项。"),
    ("progress", "此处填写工作进展"), ("progress", "例：已完成10个点位"), ("progress", "（示例）样例文字，请替换"), ("progress", "@示例甲 请补充"),
    ("problems", "见左栏"), ("problems", "同上月问题"), ("problems", "待补"), ("problems", "[附件]"), ("next_steps", "同上月计划"), ("next_steps", "待定"),
    ("next_steps", "见左"), ("contact", "同填表人"), ("contact", "见通讯录"), ("contact", "XXX 000-0000XXXX"), ("contact", "示例甲 电话：___"),
):  # fmt: skip
    kind(f"eleventh: {_name} says {_text}")(_hollow(_name, _text))
for _name, _text in (
    ("progress", "已按上月退回意见修改：完成10项，较3月新增2项。"), ("progress", "截至4月25日累计完成10项（3月底8项）。"), ("progress", "暂未开工，正在办理用地手续。"),
    ("progress", "完成10个（计划12个），完成率83.3%。"), ("progress", "一、总体情况：完成10项。二、存在困难：无。"), ("progress", "3月底前完成8项，4月新增2项。"),
    ("problems", "上月问题已解决，暂无新问题。"), ("problems", "资金缺口约300万元（其中市级100万元）。"), ("problems", "暂无。"), ("next_steps", "5月底前完成招标；建议市级尽快下达资金。"),
    ("next_steps", "（一）加快施工；（二）做好验收。"), ("contact", "示例甲（科长） 000-00000000"), ("contact", "示例甲：000-00000000 示例乙：000-00000001"),
    ("progress", "已拨付资金300万元，扣除退回50万元后实际支出250万元。"), ("progress", "预计6月完工，目前完成60%。"), ("contact", "示例甲\n000-00000000"),
    ("progress", "【4月】完成10项；【累计】完成25项。"), ("progress", "无新增，累计完成10项。"),
):  # fmt: skip
    kind(f"eleventh: honest {_name} {_text}")(_wrote(_name, _text))

# ---------------------------------------------------------------- months and titles

for _text in (
    "填报月份：2025年四月", "填报月份：2025年04月", "填报月份：2025 . 4", "填报月份：4月（2025年）", "填报月份：二零二五年四月", "填报月份：2025年4月份", "填报月份：2025年1—4月",
    "填报月份：二〇二五年四月二十五日", "填报月份：2025-4-25", "填报月份：2025年4月底", "填报月份：截至4月25日", "填报月份：2025年4月（第4期）", "填报月份：４月", "填报月份：2025年4月（更正）",
    "填报月份:2025/04", "填报周期：2025年4月",
):  # fmt: skip
    kind(f"eleventh: the month written {_text!r}")(_month_said(_text))
for _text in ("填报月份：2025年4月（补报3月）", "填报月份：2025年3-4月", "填报月份：2025年4月、5月"):

    def _two_said(d: Draft, text: str = _text) -> None:
        _month_said(text)(d)
        d.refusal = frozenset({"file.month-wrong", "file.month-ambiguous", "file.month-unknown", "file.months-mixed"})

    kind(f"eleventh: two months written {_text}", alone=True)(_two_said)


def _titled(text: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("year")
        box = d.of("title")[-1].boxes[0]
        box.value = f"{box.value}{text}"
        d.told.add("*")

    return spoil


for _text in ("（初稿）", "（征求意见稿）", "（作废）", "（空表）", "（样表）"):
    kind(f"eleventh: the title with {_text}")(_titled(_text))
for _text in ("（4月）", "（定稿）", "（报送稿）", "（2025年4月25日）"):

    def _well_titled(d: Draft, text: str = _text) -> None:
        d.claim("year")
        box = d.of("title")[-1].boxes[0]
        box.value = f"{box.value}{text}"

    kind(f"eleventh: the title with a harmless {_text}")(_well_titled)
for _text in ("附件2（单位亿元）.xlsx", "附件2-初稿.xlsx", "附件2作废.xlsx"):

    def _filed(d: Draft, text: str = _text) -> None:
        d.file = text
        d.told.add("*")

    kind(f"eleventh: the file is called {_text}")(_filed)
for _text, _formats in (("4月（3月底数据）", BOOKS), ("不要用这张", BOOKS), ("待审", BOOKS), ("草稿", BOOKS)):

    def _tab(d: Draft, text: str = _text) -> None:
        d.claim("sheet name")
        d.sheet = text
        d.told.add("*")

    kind(f"eleventh: the only sheet is called {_text}", _formats)(_tab)
for _text in ("最新", "4月25日终稿", "定稿", "附件2(改)"):

    def _well_tabbed(d: Draft, text: str = _text) -> None:
        d.claim("sheet name")
        d.sheet = text

    kind(f"eleventh: the only sheet is called harmlessly {_text}", BOOKS)(_well_tabbed)

# ---------------------------------------------------------------- units of money in other places

for _text, _power in (
    ("单位：人民币百万元", 2),
    ("单位:亿元（人民币）", 4),
    ("以下金额单位为元", -4),
    ("投资：亿元", 4),
):
    kind(f"eleventh: {_text} alone above the header")(_print_unit(_text, _power))


def _unit_in(where: str, text: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("header texts")
        _column(d, "investment")
        for project in d.projects():
            d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
        if where == "preparer":
            d.claim("foot")
            d.of("footer")[0].boxes[-1].value = f"示例丙{text}"
            d.told.add("*")
        elif where == "unit":
            for line in d.of("print"):
                line.boxes[0].value = f"{line.boxes[0].value}{text}"
        elif where == "right":
            d.header.boxes += [Box(), Box(text)]
        elif where == "title's right":
            line = d.of("title")[0]
            line.boxes[0].span -= 1
            line.boxes.append(Box(text))

    return spoil


kind("eleventh: 亿元 behind the preparer's name")(_unit_in("preparer", "（投资单位：亿元）"))
kind("eleventh: 元 behind the unit's name")(_unit_in("unit", "（金额单位：元）"))
kind("eleventh: 亿元 to the right of the header", BOOKS)(_unit_in("right", "单位：亿元"))
kind("eleventh: 元 to the right of the title", BOOKS)(_unit_in("title's right", "金额单位：元"))
for _text, _doubt in (
    ("1.投资数为亿元", True),
    ("我单位：投资单位是亿元，上次已说明", True),
    ("本月数据同上月", True),
    ("完成投资：指自年初起累计完成额，单位万元", False),
):
    kind(f"eleventh: a sheet of notes that says {_text}", BOOKS)(_notes_sheet("~备忘", _text, doubt=_doubt))

# ---------------------------------------------------------------- columns

for _header, _say, _doubt, _one in (
    ("审核意见", "数据有误", True, True), ("更正数", 300, True, True), ("完成投资（调整后）", 300, True, False), ("数据状态", "暂估", True, True),
    ("是否确认", "否", True, True), ("是否确认", "是", False, False), ("是否计划数", "是", True, True), ("有无变化", "无", False, False), ("备注", "4月无新增", False, True),
    ("口径", "累计", False, False), ("口径", "当期", True, False), ("期别", "第3期", True, False), ("备注", "投资已扣除退款", True, True), ("备注", "单位：亿元", True, True),
    ("备注", "数字为上月", True, True), ("备注", "投资数偏大，待调", True, True), ("备注", "市级项目", False, True), ("备注", "已完工验收", False, True),
    ("备注", "该项目投资暂估", True, True), ("备注", "含预付款", True, True), ("备注", "不含征地费", True, True), ("回复", "单位已改为亿元", True, True),
    ("回复", "已修改", False, True), ("区发改委意见", "请核实投资", True, True), ("较上月增减", 30, False, False), ("是否更新", "否", True, True),
    ("填报人", "示例丙", False, False), ("上月是否报送", "是", False, False), ("数据是否有误", "无误", False, False), ("核减投资", 50, True, True),
):  # fmt: skip
    kind(f"eleventh: column {_header}: {_say}{' in one row' if _one else ''}")(
        _word_column(_header, _say, doubt=_doubt, one=_one)
    )
for _name, _header in (
    ("next_steps", "意见和建议"),
    ("problems", "困难和需协调事项"),
    ("next_steps", "工作计划（5月）"),
):
    kind(f"eleventh: {_name} split off as {_header}")(_split(_name, _header))
for _top, _subs, _own, _doubt in (
    ("完成投资（万元）", ("本月", "本年累计"), 1, False), ("完成投资（万元）", ("调整前", "调整后"), 1, True), ("完成投资（万元）", ("填报数", "核定数"), 0, True),
    ("完成投资（万元）", ("3月底", "4月底"), 1, False), ("完成投资（万元）", ("累计", "同比（%）"), 0, False), ("完成投资（万元）", ("开工累计", "本年累计"), 1, False),
):  # fmt: skip
    kind(f"eleventh: {_top} over {'/'.join(_subs)}", BOOKS)(_three_below(_top, _subs, _own, doubt=_doubt))

# ---------------------------------------------------------------- rows

for _name, _cells, _doubt in (
    ("上月", {"name": "上月", "investment": 5}, False), ("较上月", {"name": "较上月增减", "investment": 5}, False), ("扣除", {"name": "扣除：退回资金", "investment": -5}, True),
    ("调整后", {"name": "调整后", "investment": 5}, True), ("补充", {"progress": "补充：另完成3处。"}, True), ("回复", {"progress": "回复：投资单位为亿元。"}, True),
):  # fmt: skip
    kind(f"eleventh: a row below a project: {_name}")(_row_below(_cells, doubt=_doubt))


def _shifted(step: int) -> Callable[[Draft], None]:
    """Push a row's cells one column to a side, as a cell deleted or inserted there does."""

    def spoil(d: Draft) -> None:
        d.claim("columns", "rows shape", "header shape")
        project = d.pick_row()
        line = d.row(project)
        place = d.fields.index("progress")
        if step > 0:
            line.boxes.insert(place, Box())
            line.boxes.pop()
        else:
            del line.boxes[place]
            line.boxes.append(Box())
        moved = [line.boxes[d.fields.index(n)].value for n in ENTRY]
        for name, value in zip(ENTRY, moved, strict=True):
            shown = None if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)
            told = name in ("progress", "investment", "contact") or isinstance(value, (int, float))
            d.expect(project, name, shown if name != "investment" else None, doubt=told)

    return spoil


kind("eleventh: a row pushed to the right")(_shifted(1))
kind("eleventh: a row pulled to the left")(_shifted(-1))


@kind("eleventh: progress and amount exchanged in one row")
def _swapped(d: Draft) -> None:
    project = d.pick_row()
    one, two = d.box(project, "progress"), d.box(project, "investment")
    one.value, two.value = two.value, one.value
    d.expect(project, "progress", d.expected[project, "investment"].value, doubt=True)
    d.expect(project, "investment", None, doubt=True)


@kind("eleventh: a header of March over progress and amount", BOOKS)
def _march_over(d: Draft) -> None:
    d.claim("header shape", "columns")
    at, boxes, first = d.at(d.header), d.header.boxes, d.fields.index("progress")
    top = [Box(b.value, down=2) for b in boxes[:first]] + [Box("2025年3月情况", span=2)]
    top += [Box(b.value, down=2) for b in boxes[first + 2 :]]
    below = [Box() for _ in boxes]
    below[first].value, below[first + 1].value = boxes[first].value, boxes[first + 1].value
    d.lines[at : at + 1] = [Line("header", top), Line("other", below)]
    d.told.add("*")
    for project in d.projects():  # the header says March, and rightly forbids the figures
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)


@kind("eleventh: two rows of a project, of the city's and the district's money", BOOKS)
def _by_source(d: Draft) -> None:
    d.claim("rows shape", "columns")
    d.lines = [line for line in d.lines if line.kind != "section"]
    project = d.pick_row()
    line = d.row(project)
    again = again_of(line)
    for n, name in enumerate(d.fields):
        if name and name != "investment":
            line.boxes[n].down, again.boxes[n].value = 2, None
    again.boxes[d.fields.index("investment")].value = 77
    d.lines.insert(d.at(line) + 1, again)
    d.doubt_row(project)


# ---------------------------------------------------------------- comments, shapes, prompts, page headers


def _commented(name: str, text: str, *, doubt: bool = True) -> Callable[[Draft], None]:
    """Hang a comment at a printed cell of a row or at the title."""

    def spoil(d: Draft) -> None:
        _column(d, "investment")
        if name == "title":
            d.of("title")[0].boxes[0].comment = text
            if doubt:
                d.told.add("*")
            return
        project = d.pick(name)
        d.box(project, name).comment = text
        if doubt:
            d.told.add(f"*{project}")

    return spoil


for _name, _text, _doubt in (
    ("name", "本项目投资单位为亿元", True), ("name", "此行为3月数据", True), ("title", "以下为3月数据", True), ("lead_unit", "投资数待核", True), ("name", "已核", False),
    ("title", "示例丙：请4月25日前填报", False), ("contact", "示例甲已调离", False), ("progress", "示例丁：请补充到镇街", False),
):  # fmt: skip
    kind(f"eleventh: {_name} with a comment {_text}", BOOKS)(_commented(_name, _text, doubt=_doubt))
for _text in (
    "[线程批注]\n\n你的Excel版本可读取此线程批注\n\n批注:\n    此数为上月数",
    "示例丁:\n预估",
    "原为900",
    "含退款",
    "未审",
    "万元？",
):

    def _commented_amount(d: Draft, text: str = _text) -> None:
        project = d.pick("investment")
        d.box(project, "investment").comment = text
        d.expect(project, "investment", d.expected[project, "investment"].value, doubt=True)

    kind(f"eleventh: an amount's comment {_text!r}", BOOKS)(_commented_amount)

SHAPE = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>10</xdr:col>'
    "<xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>12</xdr:col>"
    '<xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" textlink="">'
    '<xdr:nvSpPr><xdr:cNvPr id="2" name="文本框 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/>'
    "<a:p>{}</a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)  # fmt: skip


def _shaped(runs: list[str], *, doubt: bool) -> Callable[[Draft], None]:
    """Put a text box beside the table, its words in one or several runs."""

    def spoil(d: Draft) -> None:
        d.claim("sheet xml", "other sheets")
        if d.issued is not None:
            raise Taken
        drawing = SHAPE.format("".join(f"<a:r><a:t>{t}</a:t></a:r>" for t in runs))
        link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

        def added(data: bytes) -> bytes:
            data = _sheet(
                data,
                lambda xml: xml.replace("</worksheet>", f'<drawing xmlns:r="{link}" r:id="rId977"/></worksheet>'),
            )
            out = BytesIO()
            with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
                for entry in old.infolist():
                    content = old.read(entry)
                    if entry.filename == "[Content_Types].xml":
                        own = b'<Override PartName="/xl/drawings/drawing9.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>'
                        content = content.replace(b"</Types>", own + b"</Types>")
                    new.writestr(entry.filename, content)
                new.writestr("xl/drawings/drawing9.xml", drawing)
                new.writestr(
                    "xl/worksheets/_rels/sheet1.xml.rels",
                    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                    f'<Relationship Id="rId977" Type="{link}/drawing" Target="../drawings/drawing9.xml"/></Relationships>',
                )
            return out.getvalue()

        d.after_save.append(added)
        if doubt:
            d.told.add("*")
            _column(d, "investment")
            for project in d.projects():  # what is said of all amounts may well forbid them
                d.expect(
                    project.id, "investment", d.expected[project.id, "investment"].value, doubt="作废" not in runs[0]
                )

    return spoil


for _runs, _doubt in (
    (["投资单位：", "亿元"], True),
    (["以上为3月数"], True),
    (["此表作废"], True),
    (["请各科室核对后报送"], False),
):
    kind(f"eleventh: a text box that says {''.join(_runs)}", ONLY)(_shaped(_runs, doubt=_doubt))


def _on_page(where: str, text: str, *, doubt: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("page")

        def printed(book: Any) -> None:
            getattr(book[d.sheet], where).center.text = text

        d.before_save.append(printed)
        if doubt:
            d.told.add("*")

    return spoil


for _where, _text, _doubt in (
    ("oddHeader", "初稿", True), ("oddHeader", "2025年3月", True), ("oddFooter", "第&P页 共&N页", False), ("oddHeader", "重点民生实事", False),
    ("oddHeader", "2025年4月", False),
):  # fmt: skip
    kind(f"eleventh: the page's {_where} says {_text}", ONLY)(_on_page(_where, _text, doubt=_doubt))


@kind("eleventh: the page's footer says 金额单位：亿元", ONLY)
def _foot_unit(d: Draft) -> None:
    _on_page("oddFooter", "金额单位：亿元", doubt=False)(d)
    _column(d, "investment")
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)


def _prompt(d: Draft, text: str) -> None:
    """Say something beside each amount while somebody types it."""

    def prompted(book: Any) -> None:
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", showInputMessage=True)
        rule.promptTitle, rule.prompt = "完成投资", text
        for where in (w for (_, n), w in d.addresses().items() if n == "investment"):
            rule.add(where.rpartition("!")[2])
        book[d.sheet].add_data_validation(rule)

    d.before_save.append(prompted)


@kind("eleventh: the amount's prompt says 亿元", ONLY)
def _prompted(d: Draft) -> None:
    d.claim("columns", "header shape", "rows shape")
    _column(d, "investment")
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
    _prompt(d, "单位：亿元")


@kind("eleventh: the amount's prompt says 万元", ONLY)
def _well_prompted(d: Draft) -> None:
    d.claim("columns", "header shape", "rows shape")
    _column(d, "investment")
    _prompt(d, "请填累计完成投资，单位：万元")


# ---------------------------------------------------------------- how a cell looks


def _looks(change: Callable[[Any, Any], None], *, doubt: bool, value: Any = None) -> Callable[[Draft], None]:
    """Change how an amount's cell looks; ``change``: (sheet, its address)."""

    def spoil(d: Draft) -> None:
        d.claim("columns", "rows shape", "header shape")
        project = d.pick("investment")
        if value is not None:
            d.box(project, "investment").value = value
            d.expect(project, "investment", str(value), doubt=doubt)
        else:
            d.expect(project, "investment", d.expected[project, "investment"].value, doubt=doubt)

        def changed(book: Any) -> None:
            change(book[d.sheet], d.addresses()[project, "investment"].rpartition("!")[2])

        d.before_save.append(changed)

    return spoil


def _font(**look: Any) -> Callable[[Any, Any], None]:
    return lambda sheet, where: setattr(sheet[where], "font", Font(**look))


def _both(ink: str, ground: str) -> Callable[[Any, Any], None]:
    def change(sheet: Any, where: Any) -> None:
        sheet[where].font = Font(color=ink)
        sheet[where].fill = PatternFill("solid", fgColor=ground)

    return change


RULES: Any = looks


def _bars(sheet: Any, where: Any) -> None:
    rule = RULES.DataBarRule("min", 0, "max", 100, color="FF638EC6", showValue=False)
    sheet.conditional_formatting.add(where, rule)


def _icons(sheet: Any, where: Any) -> None:
    sheet.conditional_formatting.add(
        where, RULES.IconSetRule("3TrafficLights1", "percent", [0, 33, 67], showValue=False)
    )


def _bars_with(sheet: Any, where: Any) -> None:
    sheet.conditional_formatting.add(where, RULES.DataBarRule("min", 0, "max", 100, color="FF638EC6"))


for _name, _change, _doubt in (
    ("in a font of signs", _font(name="Wingdings"), True), ("in a font of signs of another name", _font(name="Webdings"), True), ("of one point", _font(sz=1), True),
    ("in the colour of its ground", _both("FFFFFF00", "FFFFFF00"), True), ("white on dark blue", _both("FFFFFFFF", "FF1F3864"), False),
    ("nothing but a bar", _bars, True), ("nothing but a light", _icons, True), ("with a bar", _bars_with, False), ("in bold red 仿宋", _font(name="仿宋", b=True, color="FFFF0000"), False),
    ("underlined", _font(u="single"), False), ("small but legible", _font(sz=8), False),
):  # fmt: skip
    kind(f"eleventh: an amount {_name}", ONLY)(_looks(_change, doubt=_doubt))
kind("eleventh: an amount filled over its cell", ONLY)(
    _looks(lambda s, w: setattr(s[w], "alignment", Alignment(horizontal="fill")), doubt=True, value=12)
)
kind("eleventh: an amount shrunk to fit, right", ONLY)(
    _looks(lambda s, w: setattr(s[w], "alignment", Alignment(horizontal="right", shrink_to_fit=True)), doubt=False)
)


@kind("eleventh: the old amount in grey beside the new one", ONLY)
def _grey(d: Draft) -> None:
    project = d.pick("investment")
    d.box(project, "investment").value = CellRichText(
        TextBlock(InlineFont(color=Color("FFBFBFBF")), "900"), " ", "1200"
    )
    d.expect(project, "investment", None, doubt=True)


@kind("eleventh: a chart sheet before", ONLY)
def _chart(d: Draft) -> None:
    d.claim("other sheets")
    d.before_save.append(lambda book: setattr(book.create_chartsheet("图", 0), "sheet_state", "visible"))


# ---------------------------------------------------------------- Word

_R = "<w:r><w:t>{}</w:t></w:r>"
_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def _field(code: str, shown: str, data: str = "") -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_R.format(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


_TEXT_FIELD = '<w:ffData><w:name w:val="a"/><w:enabled/><w:textInput/></w:ffData>'
WORD: tuple[tuple[str, Any, Any], ...] = (
    ("a fraction set as mathematics", lambda v: (
        f"<m:oMath {_M}><m:f><m:num><m:r><m:t>{v}</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"), True),
    ("a power set as mathematics", lambda v: (
        f"<m:oMath {_M}><m:sSup><m:e><m:r><m:t>{v}</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"), True),
    ("a fraction by a field", lambda v: (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> EQ \\f(' + v + ',2) </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'), True),
    ("a form's field filled in", lambda v: _field("FORMTEXT", v, _TEXT_FIELD), False),
    ("a form's field left empty", lambda _: _field("FORMTEXT", "\u2002\u2002\u2002\u2002\u2002", _TEXT_FIELD), None),
    ("a date chosen", lambda v: f"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{_R.format(v)}</w:sdtContent></w:sdt>", False),
    ("a choice made", lambda v: f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:value="1"/></w:dropDownList></w:sdtPr><w:sdtContent>{_R.format(v)}</w:sdtContent></w:sdt>', False),
    ("in a font of signs", lambda v: f'<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>{v}</w:t></w:r>', True),
    ("of one point", lambda v: f'<w:r><w:rPr><w:sz w:val="2"/></w:rPr><w:t>{v}</w:t></w:r>', True),
    ("red on red", lambda v: f'<w:r><w:rPr><w:color w:val="FF0000"/><w:shd w:val="clear" w:fill="FF0000"/></w:rPr><w:t>{v}</w:t></w:r>', True),
    ("white on black", lambda v: f'<w:r><w:rPr><w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/></w:rPr><w:t>{v}</w:t></w:r>', False),
    ("its look changed as a revision", lambda v: (
        f'<w:r><w:rPr><w:b/><w:rPrChange w:id="5" w:author="a"><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>{v}</w:t></w:r>'), False),
    ("in highlight", lambda v: f'<w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t>{v}</w:t></w:r>', False),
    ("two lines in one", lambda v: f'<w:r><w:rPr><w:eastAsianLayout w:id="1" w:combine="1"/></w:rPr><w:t>{v}</w:t></w:r>', False),
    ("a deletion within an insertion", lambda v: (
        f'<w:ins w:id="6" w:author="a"><w:del w:id="7" w:author="b"><w:r><w:delText>900</w:delText></w:r></w:del>{_R.format(v)}</w:ins>'), False),
    ("the new one put in, the old one not taken out", lambda v: f'{_R.format("900")}<w:ins w:id="8" w:author="a">{_R.format(v)}</w:ins>', True),
    ("its unit in a run of its own", lambda v: f"{_R.format(v)}<w:r><w:rPr><w:b/></w:rPr><w:t>万元</w:t></w:r>", False),
    ("亿元 in a second paragraph", lambda v: f"{_R.format(v)}</w:p><w:p>{_R.format('（亿元）')}", True),
    ("a comment asks for it again", lambda v: f"{_R.format(v)}<w:r><w:annotationRef/></w:r>", False),
    ("an equation's array", lambda v: f"<m:oMath {_M}><m:r><m:t>{v}</m:t></m:r><m:r><m:t>+5</m:t></m:r></m:oMath>", True),
)  # fmt: skip
for _name, _make, _unsure in WORD:

    def _worded(d: Draft, runs: Any = _make, doubt: Any = _unsure) -> None:
        before = set(d.taken)
        _word_cell(runs, doubt=bool(doubt), names=("investment",))(d)
        if doubt is None:
            key = next(k for k in d.expected if k in d.taken - before and k[1] == "investment")
            d.expect(*key, None)

    kind(f"eleventh: Word: {_name}", DOCX)(_worded)


@kind("eleventh: Word: the numbers are Word's own", DOCX)
def _own_numbers(d: Draft) -> None:
    d.claim(("column", "number"), "document")
    for n, line in enumerate(d.of("project")):
        line.boxes[d.fields.index("number")].value = f"NUM98700{n}"
    number = re.compile(r"<w:r><w:t>NUM98700\d+</w:t></w:r>")
    own = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    d.after_document.append(lambda data: _word(data, lambda xml: number.sub(own, xml)))


@kind("eleventh: Word: rows in a control that repeats", DOCX)
def _repeating(d: Draft) -> None:
    d.claim("document", "rows shape")
    before, after = "<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"
    d.after_document.append(_rows_of(lambda rows: "".join(rows[:-1]) + before + rows[-1] + after))


@kind("eleventh: Word: a cell in a control", DOCX)
def _cell_control(d: Draft) -> None:
    d.claim("document", "rows shape")

    def changed(rows: list[str]) -> str:
        row = re.sub(
            r"(<w:tc>(?:(?!<w:tc>).)*?</w:tc>)(</w:tr>)$",
            r"<w:sdt><w:sdtPr/><w:sdtContent>\1</w:sdtContent></w:sdt>\2",
            rows[-1],
            flags=re.DOTALL,
        )
        return "".join(rows[:-1]) + row

    d.after_document.append(_rows_of(changed))


@kind("eleventh: Word: a hidden row", DOCX)
def _hidden_row(d: Draft) -> None:
    d.claim("document", "rows shape")
    line = d.of("project")[-1]
    d.claim((line.project, "*"), ("some", line.project))
    d.doubt_row(line.project)
    mark = "<w:tr><w:trPr><w:hidden/></w:trPr>"
    d.after_document.append(
        _rows_of(
            lambda rows: (
                "".join(rows[:-1])
                + re.sub(r"<w:tr( [^>]*)?>(<w:trPr>.*?</w:trPr>|<w:trPr/>)?", mark, rows[-1], count=1)
            )
        )
    )


@kind("eleventh: Word: a cell taken out as a revision", DOCX)
def _cell_out(d: Draft) -> None:
    d.claim("document", "columns", "rows shape")
    project = d.pick("problems")
    mark = "CD987001"
    d.box(project, "problems").value = mark
    d.expect(project, "problems", mark, doubt=True)

    def marked(xml: str) -> str:
        start = xml.rindex("<w:tcPr>", 0, xml.index(mark)) + len("<w:tcPr>")
        return f'{xml[:start]}<w:cellDel w:id="9" w:author="a"/>{xml[start:]}'

    d.after_document.append(lambda data: _word(data, marked))


def _document_part(part: str, element: str, body: str, *, doubt: bool) -> Callable[[Draft], None]:
    """Add a page header, page footer or end note to the document."""

    def spoil(d: Draft) -> None:
        d.claim("document")
        if doubt:
            d.told.add("*")
        space = (
            'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        )
        xml = f"<w:{element} {space}>{body}</w:{element}>"
        relation = part.rstrip("0123456789")

        def added(data: bytes) -> bytes:
            if part.startswith(("header", "footer")):
                refer = (
                    f'<w:{relation}Reference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
                    'w:type="default" r:id="rId977"/>'
                )
                data = _word(data, lambda x: re.sub(r"(<w:sectPr[^>]*>)", rf"\1{refer}", x, count=1))
            return _with_part(data, part, xml)

        d.after_document.append(added)

    return spoil


_P = "<w:p>" + _R + "</w:p>"
_WATER = (
    '<w:p><w:r><w:pict><v:shape id="PowerPlusWaterMarkObject1"><v:textpath string="{}"/></v:shape></w:pict></w:r></w:p>'
)


@kind("eleventh: Word: the page's header says 2025年3月", DOCX, alone=True)
def _march_page(d: Draft) -> None:
    _document_part("header9", "hdr", _P.format("2025年3月"), doubt=False)(d)
    d.refusal = frozenset({"file.month-ambiguous"})


for _text, _doubt in (("征求意见稿", True), ("重点民生实事", False), ("2025年4月", False)):
    kind(f"eleventh: Word: the page's header says {_text}", DOCX)(
        _document_part("header9", "hdr", _P.format(_text), doubt=_doubt)
    )


@kind("eleventh: Word: the page's footer says 金额单位：元", DOCX)
def _foot_of_page(d: Draft) -> None:
    _document_part("footer9", "ftr", _P.format("金额单位：元"), doubt=False)(d)
    _column(d, "investment")
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)


for _text, _doubt in (("草稿", True), ("作废", True), ("内部资料", False)):
    kind(f"eleventh: Word: a watermark {_text}", DOCX)(
        _document_part("header9", "hdr", _WATER.format(_text), doubt=_doubt)
    )


@kind("eleventh: Word: an end note 单位：亿元", DOCX)
def _end_note(d: Draft) -> None:
    _document_part("endnotes", "endnotes", f'<w:endnote w:id="7">{_P.format("单位：亿元")}</w:endnote>', doubt=False)(d)
    _column(d, "investment")
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
    d.header.boxes[d.fields.index("investment")].value = "完成投资"
    mark = '<w:r><w:endnoteReference w:id="7"/></w:r>'
    d.after_document.insert(
        0, lambda data: _word(data, lambda x: x.replace("完成投资</w:t></w:r>", f"完成投资</w:t></w:r>{mark}", 1))
    )


@kind("eleventh: Word: a caption 表1 重点民生实事（单位：亿元） above the table")
def _caption(d: Draft) -> None:
    d.claim("header texts")
    _column(d, "investment")
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
    d.lines.insert(d.at(d.header), Line("other", [Box("表1 重点民生实事（单位：亿元）")]))


# ---------------------------------------------------------------- the indicators' sheet

for _text, _meant, _doubt in (
    ("12（已退2）", "12", True), ("12扣除2", None, True), ("未12", None, True), ("12暂估", None, True), ("同比12", None, True), ("净增12", None, True), ("新增12", None, True),
    ("12/12", None, True), ("共12", "12", False), ("累计12", "12", False), ("12，其中3", None, True), ("近12", "12", True), ("12余", "12", True), ("12（含在建）", "12", True),
    ("12（截至25日）", "12", False), ("12（预计5月）", None, True), ("缺12", None, True), ("0（未启动）", "0", True), ("12?", None, True), ("12、", None, True),
    ("计划12完成10", None, True), ("12（上月10）", "12", True), ("停12", None, True), ("无（0）", "0", True), ("12-2", None, True), ("12.0", "12", False),
):  # fmt: skip
    kind(f"eleventh: figure {_text!r}", BOOKS)(_indicator(_put("本月累计", _text, Expect(_meant, doubt=_doubt))))
for _text in (
    "含预计3个",
    "有2个已退",
    "与上月重复",
    "口径有调整",
    "指标按户计",
    "数字待更新",
    "含去年2个",
    "不含在建",
    "估计数",
):
    kind(f"eleventh: figure with the remark {_text}", BOOKS)(_indicator(_put("备注", _text, Expect("1", doubt=True))))
for _text in ("现场已核", "数据来自业务系统", "按实际完成填报", "已验收", "4月新增1个"):
    kind(f"eleventh: figure with the harmless remark {_text}", BOOKS)(_indicator(_put("备注", _text, Expect("1"))))
for _text in ("本月累计（预计）", "累计（扣除退出）", "本月累计（不含续建）", "累计完成（上月）"):
    kind(f"eleventh: figures under {_text}", BOOKS)(_told_at_the_header(_text))
for _value, _code, _expect in (
    (12, '"未"0', Expect(None, doubt=True)), (12, '0"%"', Expect(None, doubt=True)), (12, '"新增"0', Expect("12", doubt=True)), (12.4, "0", Expect("12.4")),
    (-3, "0;0", Expect(None, doubt=True)), (12, '0"户"', Expect("12", doubt=True)),
):  # fmt: skip
    kind(f"eleventh: figure {_value!r} under {_code}", BOOKS)(_indicator(_style(_formatted(_value, _code), _expect)))


def _noted_below(text: str) -> Any:
    def change(sheet: Any, _row: int, _columns: dict[str, int], _own: Any) -> Any:
        sheet.cell(sheet.max_row + 1, 1).value = text
        return Expect("1")

    return change


for _text in ("注：本月累计为1-3月数", "注：数字为当月数", "注：以上数字单位为万", "注：以上为预计数"):

    def _noted(d: Draft, text: str = _text) -> None:
        _indicator(_noted_below(text))(d)
        d.before_save.append(lambda _: d.told.update({"*"} if d.figures else ()))

    kind(f"eleventh: below the figures: {_text}", BOOKS)(_noted)


def _faint(sheet: Any, row: int, columns: dict[str, int], _own: Any) -> Any:
    cell = sheet.cell(row, columns["本月累计"])
    cell.comment = Comment("预计数", "示例")
    return Expect("1", doubt=True)


kind("eleventh: figures: a comment 预计数", BOOKS)(_indicator(_faint))


@kind("eleventh: the small print of last year", alone=True)
def _last_year(d: Draft) -> None:
    _print("2025年4月", "2024年4月", "file.other-year", "print")(d)
    d.refusal = frozenset({"file.month-wrong", "file.month-ambiguous"})


for _text in ("本表填至一季度末", "截至2025年3月底有关情况如下"):

    def _cut(d: Draft, text: str = _text) -> None:
        _cut_off(text, "above")(d)
        d.told = (d.told - {"table.earlier-month"}) | {"*"}

    kind(f"eleventh: above: {_text}")(_cut)


def _own_column(header: str, values: tuple[Any, ...]) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        _insert(d, d.fields.index("investment") + 1, header, lambda _: d.rng.choice(values))

    return spoil


for _header, _values in (
    ("完成比例", ("45%", "60%")),
    ("其中：债券资金", (5, 6)),
    ("年度计划", (2000, 3000)),
    ("累计支付", (5, 6)),
    ("退回资金", (5, None)),
):
    kind(f"eleventh: beside the investment {_header}")(_own_column(_header, _values))
