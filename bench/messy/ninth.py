"""A ninth held-out set, written whole before the product was tried on it: what stands in, beside and around the table.

What units, WPS, Word, exports of office systems and scripts leave behind, in the spirit of the cases.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from around import _note
from draft import ENTRY, Box, Draft, Expect, Line, Taken, again_of, copy_of
from fifth import _called, _indicator, _put
from kinds import BOOKS, ONLY, _amount, _number, _sheet, kind
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table
from second import (
    DOCX,
    _cell_xml,
    _column,
    _cut_off,
    _insert,
    _print,
    _split,
    _unit_column,
    _with_part,
    _word,
    _word_cell,
)
from sixth import _formatted, _over_two, _print_unit, _style
from third import _renamed, _rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

# ---------------------------------------------------------------- amounts

READ = {
    "12,000,000.00元": "1200", "RMB 1,200.00万元": "1200", "人民币（大写）壹仟贰佰万元整": "1200", "￥1,200.00万元": "1200",
    "约人民币1200万元": "1200", "1200万元（人民币）": "1200", "1200萬": "1200", "1.2 亿": "12000", "1200来万元": "1200",
    "超1200万元": "1200", "逾1200万元": "1200", "超过1200万元": "1200", "达1200万元": "1200", "壹千贰佰万元": "1200",
    "两千万元": "2000", "0.00万元": "0", "１，２００．５０万元": "1200.5", "1２00": "1200", "\ufeff1200": "1200",
    "1200\n万元": "1200", "1200\r\n万元": "1200", "投资额：1200万元": "1200", "本年累计1200": "1200", "累计完成投资：1200万元": "1200",
    "截至4月底累计1200万元": "1200", "1200. 5": None, "一亿二千万元": "12000", "1亿2千万": "12000", "0.5千万元": "500", "1200.00（万元）。": "1200",
    "目前1200万元": "1200", "累计已完成1200万元": "1200", "3,000,000 元": "300", "一千二百万": "1200", "0.0": "0", "1200 万元;": "1200",
    "不涉及投资": None, "无资金投入": None, "无需投资": None, "暂无": None, "（无投资）": None, "无\n": None, "―――": None, "－－－": None,
}  # fmt: skip
DOUBT: dict[str, str | None] = {  # what is written, and what may be taken with a warning
    "12 00万元": None, "1200万元/亩": None, "1200万元（已审计）": "1200", "年度计划2000，完成1200": None, "1200，完成率60%": None,
    "1200万元以内": "1200", "1200万↑": None, "4月：1200": None, "（4月）1200万元": None, "1200万元，同比增长5%": "1200", "半个亿": None,
    "廿万元": None, "未发生": None, "1200.5O": None, "①200": None, "1²00": None, "١٢٠٠": "1200", "“1200”万元": "1200",
    "1200万元（详见附件）": "1200", "1200万元 1200万元": "1200", "A:1200": None, "累计1200万元（本月300万元）": "1200",
    "自开工累计1200": "1200", "截至3月底累计1200万元": None, "贷款1200": None, "专项债1200万元": None, "产值1200万元": None,
    "1200万元（占比60%）": "1200", "1200万元（年初数）": None, "1200万元（3月）": None, "1200万元（同上月）": "1200", "#####": None,
    "null": None, "NaN": None, "None": None, "undefined": None, "0（未开工）": "0", "1200（元）": "0.12", "1200（亿元）": None,
    "12.00.00": None, "1200万元、区级300万元": None, "总投资1200": None, "概算1200万元": None, "中标价1200万元": None, "1200万元（下达）": None,
    "已下达1200": None, "1200—": None, "—1200": None, "1200→": None, "1,2000": None, "1.200.000": None, "1200\t1300": None,
    "1200 or 1300": None, "1200／1300": None, "1200左右（待核）": None, "√": None, "是": None, "5个项目1200万元": None, "1200万元5个": None,
    "{{investment}}": None, "${amount}": None, "«投资»": None, "请填写": None, "1200万元（不含上年）": "1200", "1200万元（累计含上年）": None,
    "1200 CNY": "1200", "1200KRW": None, "1200点": None, "1200分": None, "1200万元左右（含5月）": None, "2.5成": None, "六成": None,
    "1200(未入统)": "1200", "入库1200": None, "上报1200": None, "1200/": None, "/1200": None, "=1200": "1200", "1200=": None,
    "四月1200": None, "Q1：1200": None, "一季度1200": None, "年内1200": None, "今年计划1200": None, "1200（含计划）": None,
    "1200万元\n1300万元": None, "1200（更正为1300）": None, "1200×": None, "1200?": None, "1200吨": None, "1200千米": None,
}  # fmt: skip
for _text, _meant in READ.items():
    kind(f"ninth: amount {_text!r}")(_amount(_text, _meant, doubt=_text == "1200. 5"))
for _text, _meant in DOUBT.items():
    kind(f"ninth: doubtful amount {_text!r}")(_amount(_text, _meant, doubt=True))

NUMBERS: tuple[tuple[str, Any, str, str | None, bool], ...] = (
    ("万元 cut by backslashes", 1200, '0\\ "万"\\ "元"', "1200", False),
    ("its currency behind", 1200, "#,##0\\ [$¥-804]", "1200", False),
    ("in 亿 letter by letter", 1.2, "0.00\\亿\\元", "12000", True),
    ("with a k behind", 12, '0"k"', None, True),
    ("in brackets when negative", 1200, "0_);\\(0\\)", "1200", False),
    ("its noughts hidden", 1200, "0;;;@", "1200", False),
    ("with a triangle before", 1200, '"▲"0', None, True),
    ("with a hollow triangle when negative", -1200, '0;"△"0', None, True),
    ("green when positive", 1200, "[Red][<0]0;[Green]0", "1200", False),
    ("in the accounts' Chinese style", 1200, "_-[$¥-804]* #,##0.00_-", "1200", False),
    ("in yuan of China spelled out", 1200, "[$¥-zh-CN]#,##0.00", "1200", False),
    ("in yen", 1200, "[$JP¥-411]#,##0", None, True),
    ("in Taiwan dollars", 1200, '"NT$"#,##0', None, True),
    ("as a year", 1200, "yyyy", None, True),
    ("as hours", 1200, "[h]:mm", None, True),
    ("as half a day", 1200.5, "h:mm AM/PM", None, True),
    ("with thousands by a nought", 1200, "0,000", "1200", False),
    ("scaled and cut", 1_200_000, "0,.00", None, True),
    ("in percent behind two noughts", 60, "0.00\\%", None, True),
    ("in percent twice", 0.6, "0%%", None, True),
    ("in 亿 after General", 1.2, 'General\\ "亿"', "12000", True),
    ("in plain Chinese figures", 1200, "[DBNum3][$-804]0", "1200", False),
    ("with 共计 and 万元", 1200, '"共计"#,##0"万元"', "1200", False),
    ("a sum of tenths", 0.1 + 0.2, "General", "0.3", False),
    ("as halves", 1200.5, "# ??/??", "1200.5", False),
    ("a text with noughts put to it", "12", '@"00"', None, True),
    ("a text under a currency", "1200万元", '"¥"0.00', "1200", False),
    ("of a day in words", dt.date(2025, 4, 25), "yyyy-mm-dd", None, True),
    ("a day under General", 45772, "aaaa;@", None, True),
    ("a moment", 45772.4375, "yyyy-mm-dd hh:mm", None, True),
    ("of the month by its words", 1200, '0"万元（本月）"', None, True),
    ("of last year by its words", 1200, '"2024年"0', None, True),
    ("by 平方米", 1200, '#,##0"平方米"', None, True),
    ("with a person's counting word", 1200, '0"人次"', None, True),
    ("as up to", 1200, '"≤"0', None, True),
    ("with stars", 1200, '"***"', None, True),
    ("as text alone", 1200, '"已完成"', None, True),
    ("with a letter e", 1200, "##0.0E+0", "1200", False),
    ("rounded to tens", 1204, '0"（约）"', "1204", True),
    ("with 万余", 1200, '0"余万元"', "1200", True),
    ("with a space of thousands", 1200, "#,##0 ", "1200", False),
    ("by two conditions", 1200, "[<1000]0;[>=1000]#,##0;General", "1200", False),
    ("by a condition in 亿", 1.2, '[<10]0.0"亿";0', "12000", True),
    ("as a blank by a condition", 1200, '[>=1000]"";General', None, True),
)  # fmt: skip
for _name, _value, _code, _read_as, _doubt in NUMBERS:
    _number(f"ninth: {_name}", _value, _code, _read_as, doubt=_doubt)

for _text in ("单位：亿元", "此为3月份数据", "此数含去年投资", "单位为元"):

    def _commented(d: Draft, text: str = _text) -> None:
        project = d.pick("investment")
        d.box(project, "investment").comment = text
        d.expect(project, "investment", d.expected[project, "investment"].value, doubt=True)

    kind(f"ninth: an amount's comment {_text}", BOOKS)(_commented)

# ---------------------------------------------------------------- headers

for _header, _power, _doubt in (
    ("完成投资（单位 亿元）", 4, False), ("完成投资(人民币：元)", -4, False), ("完成投资（万元）※", 0, False), ("*完成投资（万元）", 0, False),
    ("完成投资（必填）", 0, False), ("6.完成投资", 0, False), ("完成投资（累计数，单位：万元）", 0, False), ("截至目前完成投资（万元）", 0, False),
    ("完成投资（截至填报日）", 0, False), ("完成投资〔万元〕", 0, False), ("完成投资额（单位：万元，保留2位小数）", 0, False),
    ("累计完成投资额（单位：亿元）", 4, False), ("完成投资\n（亿元）", 4, False), ("完成投资（万元） ", 0, False), ("完成 投资（元）", -4, False),
    ("1月至4月累计完成投资（万元）", 0, False), ("2025年1-4月累计完成投资额", 0, False), ("年初至4月底完成投资（万元）", 0, False),
    ("完成投资（截至2025年4月25日）", 0, False), ("完成投资（百元）", -2, True), ("完成投资（十万元）", 1, True), ("完成投资（千）", -1, True),
    ("完成投资（角）", 0, True), ("完成投资（截至2025年2月）", 0, True), ("完成投资（二月）", 0, True), ("完成投资（含上年）", 0, True),
    ("完成投资（市级）", 0, True), ("申报投资", 0, True), ("完成投资计划", 0, True), ("完成投资比例", 0, True), ("完成投资进度", 0, True),
    ("剩余投资", 0, True), ("完成投资（一期）", 0, True), ("完成投资/个", 0, True), ("完成投资（人）", 0, True), ("完成投资（套）", 0, True),
    ("拟完成投资", 0, True), ("应完成投资", 0, True), ("完成投资目标", 0, True), ("完成投资（合同）", 0, True), ("完成投资（招标控制价）", 0, True),
    ("完成投资（不含设备）", 0, True), ("完成投资（累计至6月）", 0, True), ("完成投资（全部年度）", 0, True), ("完成投资（下月）", 0, True),
    ("完成投资同比", 0, True), ("完成投资（与上月相比）", 0, True), ("完成投资（仅供参考）", 0, True), ("完成投资（待核）", 0, True),
    ("完成投资（社会投资）", 0, True), ("完成投资（中央预算内）", 0, True), ("完成投资（月度）", 0, True), ("每月完成投资", 0, True),
    ("完成投资（第一季度）", 0, True), ("完成投资（四季度）", 0, True), ("完成投资（去年）", 0, True), ("完成投资（上月）", 0, True),
    ("完成投资（越南盾）", 0, True), ("完成投资（万英镑）", 0, True), ("完成投资（排名）", 0, True), ("是否完成投资", 0, True),
):  # fmt: skip
    kind(f"ninth: header {_header!r}")(_renamed(_header, _power, doubt=_doubt))


def _misnamed(name: str, header: str) -> Callable[[Draft], None]:
    """Give a column a header under which what stands there is not what was asked for."""

    def spoil(d: Draft) -> None:
        _called(name, header)(d)
        for project in d.projects():
            d.expect(project.id, name, d.expected[project.id, name].value, doubt=True)

    return spoil


for _name, _header in (
    ("progress", "工作进展（截至3月底）"), ("progress", "上月工作进展"), ("progress", "工作进展（2024年）"), ("progress", "计划进展"),
    ("progress", "3月工作进展"), ("progress", "下月工作进展"), ("problems", "已解决的问题"), ("problems", "上月存在的问题"),
    ("problems", "3月存在的问题"), ("next_steps", "上月工作及建议"), ("next_steps", "已采取的措施"), ("progress", "去年工作进展"),
    ("contact", "填报人及电话"), ("contact", "监督电话"), ("problems", "问题数量"),
):  # fmt: skip
    kind(f"ninth: {_name} under {_header}")(_misnamed(_name, _header))
for _name, _header in (
    ("progress", "最新进展"), ("progress", "进度情况"), ("progress", "工作进展（200字以内）"), ("progress", "工作进展*"),
    ("progress", "工作进展（含截图）"), ("progress", "4月工作进展"), ("progress", "目前工作进展情况"), ("progress", "五、工作进展"),
    ("problems", "存在的问题（无则填“无”）"), ("problems", "存在问题和困难"), ("problems", "问题和困难"), ("problems", "存在的主要问题"),
    ("next_steps", "下一步工作及建议（限200字）"), ("next_steps", "下一步工作举措及建议"), ("next_steps", "下步工作措施"),
    ("contact", "责任人及联系方式（手机）"), ("contact", "责任人及联系电话"), ("contact", "责任人、联系方式"), ("target", "目标任务（年度）"),
    ("name", "项目名称（全称）"), ("number", "序  号"), ("lead_unit", "牵头单位（盖章）"), ("lead_unit", "牵头责任单位"),
):  # fmt: skip
    kind(f"ninth: {_name} named {_header}")(_called(_name, _header))

# ---------------------------------------------------------------- units and notes

for _text, _power in (
    ("货币单位：人民币万元", 0),
    ("计量单位：亿元", 4),
    ("单位：万元（保留两位小数）", 0),
    ("（货币单位：元）", -4),
    ("单位:万元,人次", 0),
    ("【单位：亿元】", 4),
    ("单位：人民币（万元）", 0),
    ("单位 : 亿 元", 4),
    ("投资单位：亿元", 4),
    ("金额：万元", 0),
):
    kind(f"ninth: {_text} alone above the header")(_print_unit(_text, _power))
for _text in (
    "注：本表投资额单位为百元", "（表中金额单位均为元）", "金额以亿元计", "注：投资数字为合同额", "注：完成投资指到位资金", "注：完成投资不含本月",
    "数据口径：1—3月", "注：投资按季度统计，本月沿用一季度数", "注：投资数据暂未核实", "注：完成投资按工程形象进度估算", "以上投资为全年数",
    "注：投资额为三个年度合计", "注：单位为人民币亿元", "注：完成投资以千元为单位", "注：完成投资为支付数", "注：投资为开工以来累计数",
    "注：投资数据同上月", "注：投资包含2024年已完成部分", "投资数据为上季度末数据", "备注：投资未剔除重复", "※投资额单位：元", "*以上金额单位为亿元",
    "注：完成投资栏填写的是年度计划", "注：投资额系预计至5月底数", "说明：投资均为下月计划数", "说明：表内投资按照万美元折算",
):  # fmt: skip
    kind(f"ninth: below: {_text}")(_note(_text, below=True))
for _text in ("金额以亿元计", "注：完成投资指到位资金", "注：投资数据同上月", "※投资额单位：元"):
    kind(f"ninth: in the table: {_text}")(_note(_text, below=False))


def _harmless(text: str, *, above: bool) -> Callable[[Draft], None]:
    """Add a line that changes nothing."""

    def spoil(d: Draft) -> None:
        line = Line("other", [Box(text)])
        if above:
            d.lines.insert(d.at(d.header), line)
        else:
            d.lines.append(line)

    return spoil


for _text in (
    "填表说明：投资单位为万元，保留两位小数", "注：投资额单位为万元。", "注：红色为更新内容。", "注：投资数据由区财政局提供。", "附：4月项目照片",
    "联系人：示例甲，电话：000-00000000", "抄送：区财政局", "审核日期：2025年4月24日", "注：完成投资为1—4月累计数。", "报送单位盖章",
    "注：1.各单位务于25日前报送。", "（此页无正文）", "数据截至2025年4月25日", "注：表中“—”表示不涉及。", "制表：示例丙", "科室意见：同意上报。",
    "备注：无", "第1页，共1页", "注：投资数已与统计部门核对一致。",
):  # fmt: skip
    kind(f"ninth: harmless below: {_text}")(_harmless(_text, above=False))
for _text in (
    "（2025年4月）",
    "报送日期：2025年4月25日",
    "密级：内部",
    "数据截至2025年4月25日",
    "编号：渝北发改〔2025〕001号",
    "填报说明：请如实填写",
):
    kind(f"ninth: harmless above: {_text}")(_harmless(_text, above=True))

# ---------------------------------------------------------------- years and months

for _text in (
    "统计区间：2025年1-3月", "报告期：2025年3月", "所属期：2025年3月", "（截至2025-03-31）", "以上为3月份数据", "数据期：202503",
    "本表反映一季度情况", "注：本表沿用上月数据", "注：表中数据同3月报表", "注：4月数据尚未统计，暂报3月数", "统计时间：2025年3月31日",
    "截至3.31", "数据截至一季度末", "数据来源：3月报表",
):  # fmt: skip

    def _earlier(d: Draft, text: str = _text) -> None:
        _cut_off(text, "foot")(d)
        d.told = (d.told - {"table.earlier-month"}) | {"*"}

    kind(f"ninth: {_text}")(_earlier)
for _new in ("2024 年", "2024—2025年度", "２０２４"):
    if _new != "2024—2025年度":
        kind(f"ninth: title of {_new}")(_print("2025年", f"{_new.strip('年 ')}年", "file.other-year"))


def _month_said(text: str, file: str = "") -> Callable[[Draft], None]:
    """Write the month in another way."""

    def spoil(d: Draft) -> None:
        d.claim("year")
        for line in d.of("print"):
            for box in line.boxes:
                if "月份" in str(box.value):
                    box.value = text
        d.file = file or d.file

    return spoil


for _text in (
    "填报月份：4月", "填报月份：2025.04", "填报月份：2025-4", "填报月份：二〇二五年四月", "填报月份：25年4月", "填报日期：2025年4月25日",
    "填报月份：（2025年4月）", "填报月份：四月份", "填报时间：2025/4/25", "填报月份：202504", "填报月份：2025年1-4月", "报送时间：4月25日",
    "填报月份：2025年 4 月",
):  # fmt: skip
    kind(f"ninth: the month written {_text!r}")(_month_said(_text))
for _text in (
    "填报月份：2025年5月",
    "填报月份：三月",
    "填报月份：2025.3",
    "填报月份：202503",
    "填报月份：2025年3月31日",
):

    def _wrong(d: Draft, text: str = _text) -> None:
        _month_said(text, "附件2.xlsx")(d)
        d.refusal = frozenset({"file.month-wrong", "file.month-ambiguous", "file.month-unknown"})

    kind(f"ninth: another month written {_text}", alone=True)(_wrong)

# ---------------------------------------------------------------- columns


def _word_column(
    header: str, say: Any, *, doubt: bool, one: bool = False, names: tuple[str, ...] = ("investment",)
) -> Any:
    """Add a column at the end; ``one``: it speaks in one row only; ``names``: what it puts in doubt there."""

    def spoil(d: Draft) -> None:
        for name in names:
            _column(d, name)
        only = d.rng.choice(d.projects()).id
        _insert(d, len(d.fields), header, lambda p: say if not one or p == only else None)
        for project in d.projects():
            if doubt and (not one or project.id == only):
                for name in names:
                    d.expect(project.id, name, d.expected[project.id, name].value, doubt=True)

    return spoil


for _header, _say, _doubt, _one in (
    ("备注", "投资单位为亿元", True, True), ("备注", "此为3月数", True, True), ("备注", "数据未更新", True, True), ("备注", "已审核", False, True),
    ("备注", "投资为计划数", True, True), ("说明", "金额单位：元", True, False), ("数据时间", "2025年3月", True, False), ("数据月份", "3月", True, True),
    ("统计截止", "2025-03-31", True, True), ("数据时间", "2025年4月", False, False), ("备注", "上月数", True, True), ("备注", "含2024年投资", True, True),
    ("审核状态", "通过", False, False), ("更新时间", "2025-04-24", False, False), ("备注", "作废", True, True), ("状态", "草稿", True, True),
    ("备注", "照片见附件", False, True), ("备注", "本行不报", True, True), ("备注", "投资已含税", False, True), ("币种", "人民币", False, False),
    ("币种", "HKD", True, True), ("单位", "万元", False, False), ("倍数", "×10", True, False), ("年份", "2024", True, True), ("月份", "4月", False, False),
):  # fmt: skip
    kind(f"ninth: column {_header}: {_say}{' in one row' if _one else ''}")(
        _word_column(_header, _say, doubt=_doubt, one=_one)
    )
for _header in (
    "其中：本月完成",
    "其中：市级资金",
    "其中：政府投资",
    "年度投资计划（万元）",
    "完成率（%）",
    "较上月增加",
    "排名",
    "投资备注",
):

    def _beside(d: Draft, header: str = _header) -> None:
        _column(d, "investment")
        _insert(d, d.fields.index("investment") + 1, header, lambda _: 3)

    kind(f"ninth: beside the investment {_header}")(_beside)
for _header, _unit, _power in (
    ("计价单位", "亿元", 4),
    ("单位（元/万元/亿元）", "亿元", 4),
    ("单位", "人民币亿元", 4),
    ("数量单位", "元", -4),
    ("单位", "万 元", 0),
    ("单位", "亿 元", 4),
):
    kind(f"ninth: column {_header} of {_unit}")(_unit_column(_header, _unit, _power, left=False))
for _name, _header in (
    ("next_steps", "建议意见"), ("next_steps", "下一步计划"), ("next_steps", "有关建议"), ("problems", "存在困难"), ("problems", "需解决的事项"),
    ("problems", "卡点堵点"), ("next_steps", "请求事项"),
):  # fmt: skip
    kind(f"ninth: {_name} split off as {_header}")(_split(_name, _header))
for _header, _left, _right, _name in (
    ("责任人及联系方式", "姓名", "手机号", "contact"), ("存在的问题", "问题", "原因", "problems"),
    ("下一步工作及建议", "工作安排", "建议", "next_steps"), ("责任人及联系方式", "分管领导", "经办人", "contact"),
):  # fmt: skip
    kind(f"ninth: {_header} over {_left} and {_right}", BOOKS)(_over_two(_header, _left, _right, _name))


def _three_below(
    top_text: str, subs: tuple[str, ...], own: int, *, doubt: bool, power: int = 0
) -> Callable[[Draft], None]:
    """Put sub-columns under 完成投资; ``own``: which of them holds the amount."""

    def spoil(d: Draft) -> None:
        d.claim("header shape", "columns", "header texts")
        _column(d, "investment")
        place = d.fields.index("investment")
        at, boxes = d.at(d.header), d.header.boxes
        top = [Box(b.value, down=2) for b in boxes]
        top[place] = Box(top_text, span=len(subs))
        below = [Box() for _ in range(len(boxes) + len(subs) - 1)]
        for n, text in enumerate(subs):
            below[place + n].value = text
        for line in d.of("project"):
            if power:
                moved = Decimal(str(d.expected[line.project, "investment"].value)).scaleb(-power)
                line.boxes[place].value = float(moved) if moved % 1 else int(moved)
                for small in d.of("print"):
                    small.boxes = [b for b in small.boxes if "万元" not in str(b.value)]
            for n in range(len(subs)):
                if n != own:
                    line.boxes.insert(place + n, Box(n + 3))
            if doubt:
                d.expect(line.project, "investment", d.expected[line.project, "investment"].value, doubt=True)
        d.lines[at : at + 1] = [Line("header", top), Line("other", below)]
        d.fields[place : place + 1] = ["" if n != own else "investment" for n in range(len(subs))]

    return spoil


for _top, _subs, _own, _doubt, _power in (
    ("完成投资（万元）", ("4月", "1-4月"), 1, False, 0), ("完成投资（万元）", ("3月", "4月"), 1, True, 0),
    ("完成投资", ("市级", "区级"), 0, True, 0), ("完成投资（万元）", ("本月完成", "累计完成", "完成率"), 1, False, 0),
    ("投资情况（万元）", ("总投资", "年度计划", "累计完成投资"), 2, False, 0), ("完成投资", ("累计完成（亿元）", "占比（%）"), 0, False, 4),
    ("完成投资（万元）", ("上月累计", "本月累计"), 1, False, 0), ("完成投资（万元）", ("计划数", "完成数"), 1, False, 0),
    ("完成投资（万元）", ("2024年", "2025年"), 1, True, 0), ("完成投资（万元）", ("一期", "二期"), 0, True, 0),
):  # fmt: skip
    kind(f"ninth: {_top} over {'/'.join(_subs)}", BOOKS)(_three_below(_top, _subs, _own, doubt=_doubt, power=_power))

# ---------------------------------------------------------------- rows


def _row_below(say: dict[str, Any], *, doubt: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("rows shape", "columns")
        project = d.pick_row()
        line = d.row(project)
        boxes = [Box(say.get(f)) for f in d.fields]
        d.lines.insert(d.at(line) + 1, Line("other", boxes))
        for name in say if doubt and "name" not in say else ():
            d.expect(project, name, d.expected[project, name].value, doubt=True)
        if doubt and "name" in say:
            d.told.add("project.unknown")

    return spoil


for _name, _cells, _doubt in (
    ("其中：市级资金", {"name": "其中：市级资金", "investment": 5}, False), ("二期", {"name": "二期", "progress": "（示例）已开工", "investment": 5}, True),
    ("only an amount", {"investment": 5}, True), ("only a problem", {"problems": "（示例）另缺资金。"}, True),
    ("（续上行）", {"progress": "（续上行）又完成3处。"}, True), ("只有联系人", {"contact": "示例己 000-00000006"}, True),
    ("更正", {"name": "更正", "investment": 5}, True),
):  # fmt: skip
    kind(f"ninth: a row below a project: {_name}")(_row_below(_cells, doubt=_doubt))
for _text in (
    "本页小计",
    "区级合计",
    "1-4月合计",
    "累 计",
    "总 计",
    "合计（万元）",
    "平均",
    "全区合计",
    "教育类小计",
    "投资合计",
):

    def _sum(d: Draft, text: str = _text) -> None:
        boxes = [Box() for _ in d.fields]
        boxes[d.fields.index("name")].value = text
        if "investment" in d.fields:
            boxes[d.fields.index("investment")].value = 99_999
        d.lines.insert(d.at(d.of("project")[-1]) + 1, Line("other", boxes))

    kind(f"ninth: a line {_text}")(_sum)


@kind("ninth: the project of two leads told for the other one too")
def _other_lead(d: Draft) -> None:
    d.claim("rows shape", "foreign")
    own = [p for p in d.projects() if len(p.lead_units) > 1]
    if not own:
        raise Taken
    project = own[0]
    d.claim((project.id, "*"), ("some", project.id))
    line = d.row(project.id)
    again = again_of(line)
    other = next(u for u in project.lead_units if u != d.unit)
    again.boxes[d.fields.index("lead_unit")].value = d.catalogue.unit(other).name
    again.boxes[d.fields.index("progress")].value = "（示例）另一单位完成8项。"
    d.lines.insert(d.at(line) + 1, again)
    d.doubt_row(project.id)


@kind("ninth: two blocks, March's first")
def _two_blocks(d: Draft) -> None:
    d.claim("rows shape", "header shape")
    first = d.at(d.header) + 1
    block = copy_of([line for line in d.lines[first:] if line.kind in ("section", "project")])
    for line in block:
        line.kind, line.project = "other", ""
        if len(line.boxes) > d.fields.index("progress"):
            line.boxes[d.fields.index("progress")].value = "（示例）三月完成1项。"
    d.lines[first:first] = [Line("other", [Box("2025年3月")]), *block, Line("other", [Box("2025年4月")])]
    for project in d.projects():
        d.doubt_row(project.id)


@kind("ninth: each project on two rows, one a month")
def _row_a_month(d: Draft) -> None:
    d.claim("rows shape", "columns", "header shape")
    months = dict.fromkeys((p.id for p in d.projects()), "4月")
    _insert_month(d, months)
    for line in d.of("project"):
        again = again_of(line)
        again.boxes[2].value = "3月"
        again.boxes[d.fields.index("progress")].value = "（示例）三月完成1项。"
        d.lines.insert(d.at(line), again)
    for project in d.projects():
        d.doubt_row(project.id)


def _insert_month(d: Draft, months: dict[str, str]) -> None:
    for line in d.lines:
        if line.kind == "header":
            line.boxes.insert(2, Box("月份"))
        elif line.kind == "project":
            line.boxes.insert(2, Box(months[line.project]))
    d.fields.insert(2, "")


@kind("ninth: the words of two rows exchanged, the names left", BOOKS)
def _numbers_only(d: Draft) -> None:
    """Leave out the names: what remains are numbers, which identify nothing, and targets."""
    d.claim(("column", "name"), "rows shape")
    if d.issued is not None:
        raise Taken
    for line in d.of("project"):
        line.boxes[d.fields.index("name")].value = None
        d.doubt_row(line.project)


@kind("ninth: a name is another project's with one's own target")
def _one_wrong_name(d: Draft) -> None:
    d.claim("rows shape")
    if len(d.projects()) < 2:
        raise Taken
    one, other = d.pick_row(), d.pick_row()
    d.box(one, "name").value = d.box(other, "name").value
    d.doubt_row(one)
    d.doubt_row(other)


@kind("ninth: the unit of one row is another")
def _other_unit(d: Draft) -> None:
    d.claim("unit name")
    project = d.pick_row()
    lead = d.catalogue.project(project).lead_units
    other = next(u for u in d.catalogue.units if u.id not in lead)
    d.box(project, "lead_unit").value = other.name
    d.told.add("lead_unit.altered")


@kind("ninth: a row whose words say that it is last month's")
def _label_row(d: Draft) -> None:
    d.claim("rows shape")
    project = d.pick_row()
    line = d.row(project)
    d.lines.insert(d.at(line), Line("other", [Box("以下项目沿用3月数据", span=len(d.fields))]))
    for name in ENTRY:
        d.expect(project, name, d.expected[project, name].value)
    d.told.add("*")


# ---------------------------------------------------------------- sheets


def _copied(title: str, change: Callable[[Line, int], None], *, doubt: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("other sheets", "year")
        lines = copy_of(d.lines)
        place = d.fields.index("investment")
        for line in lines:
            if line.kind == "project":
                change(line, place)
        d.more_sheets.append((title, lines))
        if doubt:
            for project in d.projects():
                d.doubt_row(project.id)

    return spoil


def _same(_line: Line, _place: int) -> None:
    return


def _other_amount(line: Line, place: int) -> None:
    line.boxes[place].value = 4321


def _emptied(line: Line, place: int) -> None:
    for n in range(place - 1, min(place + 4, len(line.boxes))):
        line.boxes[n].value = None


for _title, _change, _doubt in (
    ("~附件2 (2)", _same, False),
    ("~备份", _same, False),
    ("~4月修改", _other_amount, True),
    ("4月定稿", _other_amount, True),
    ("~空表", _emptied, False),
    ("空白表", _emptied, False),
    ("~副本", _other_amount, True),
):
    kind(f"ninth: a copy on the sheet {_title}", BOOKS)(_copied(_title, _change, doubt=_doubt))


def _notes_sheet(title: str, text: str, *, doubt: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("other sheets")
        _column(d, "investment")
        d.more_sheets.append((title, [Line("other", [Box("填表说明")]), Line("other", [Box(text)])]))
        if doubt:
            for project in d.projects():
                d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)

    return spoil


for _title, _text, _doubt in (
    ("~填表说明", "1.投资单位为亿元。", True),
    ("说明", "1.完成投资单位为万元。", False),
    ("~说明", "附件2完成投资单位：元", True),
    ("~Sheet3", "已核对", False),
):
    kind(f"ninth: a sheet {_title} that says {_text}", BOOKS)(_notes_sheet(_title, _text, doubt=_doubt))
for _title in ("作废", "附件2（旧）", "样表", "填写示例"):

    def _void(d: Draft, title: str = _title) -> None:
        d.claim("sheet name")
        d.sheet = title
        d.told.add("*")

    kind(f"ninth: the only sheet is called {_title}", BOOKS)(_void)
for _title in ("附件2-4月", "202504", "民生实事", "Sheet1 (2)", "附件2 ", "4.25报"):

    def _titled(d: Draft, title: str = _title) -> None:
        d.claim("sheet name")
        d.sheet = title

    kind(f"ninth: the only sheet is called {_title!r}", BOOKS)(_titled)

# ---------------------------------------------------------------- words


def _wrote(name: str, text: str, *, doubt: bool = False) -> Callable[[Draft], None]:
    """Write a text instead of a cell's own."""

    def spoil(d: Draft) -> None:
        project = d.pick(name)
        box = d.box(project, name)
        box.value, box.literal = text, True
        d.expect(project, name, text, doubt=doubt)

    return spoil


def _hollow(name: str, text: str) -> Callable[[Draft], None]:
    """Write a text that says nothing of the work."""
    return _wrote(name, text, doubt=True)


for _name, _text in (
    ("progress", "同3月"), ("progress", "与3月份一致"), ("progress", "参见3月报表"), ("progress", "详见微信群"), ("progress", "续上月"),
    ("progress", "待核实后补报"), ("progress", "√"), ("progress", "null"), ("progress", "NaN"), ("progress", "undefined"), ("progress", "（空）"),
    ("progress", "待填"), ("progress", "测试"), ("progress", "test"), ("progress", "aaa"), ("progress", "#####"), ("progress", "#N/A"),
    ("progress", "{{进展}}"), ("progress", "${progress}"), ("progress", "«进展»"), ("progress", "【请填写】"), ("progress", "请在此处填写"),
    ("progress", "点击输入文字"), ("progress", "å·²å®Œæˆ10é¡¹"), ("progress", "ÒÑÍê³É10Ïî"), ("progress", "详见汇报材料"), ("progress", "见纸质件"),
    ("progress", "已在系统填报"), ("progress", "无变化"), ("progress", "同上期"), ("progress", "同第二项"), ("progress", "&nbsp;"), ("progress", "1"),
    ("problems", "null"), ("problems", "NaN"), ("problems", "同3月"), ("problems", "见附表2"), ("problems", "{{问题}}"), ("problems", "请填写"),
    ("problems", "详见上月报表"), ("next_steps", "同3月"), ("next_steps", "null"), ("next_steps", "【请填写】"), ("next_steps", "见上月"),
    ("next_steps", "详见汇报材料"), ("contact", "null"), ("contact", "见附件"), ("contact", "同3月"), ("contact", "#N/A"), ("contact", "XXX"),
    ("contact", "张三 138XXXXXXXX"), ("contact", "请填写"), ("contact", "{{联系人}}"), ("contact", "示例甲 13800"),
):  # fmt: skip
    kind(f"ninth: {_name} says {_text}")(_hollow(_name, _text))
for _name, _text in (
    ("problems", "没有问题。"), ("problems", "无问题"), ("problems", "暂无"), ("problems", "不存在问题"), ("contact", "示例甲（000-00000000）"),
    ("contact", "示例甲/示例乙 000-00000000、000-00000001"), ("contact", "示例甲，000-00000000"), ("contact", "责任人：示例甲\n联系方式：000-00000000"),
    ("next_steps", "无"), ("next_steps", "继续推进。建议：加大资金支持。"), ("progress", "已完成"), ("progress", "1.完成10项；\n2.正在推进5项。"),
    ("progress", "截至4月25日，完成10项。"), ("progress", "一季度完成8项，4月完成2项，累计完成10项。"), ("progress", "较3月新增2项，累计完成10项。"),
    ("progress", "＝＝已完成10项＝＝"), ("progress", "完成1／3"), ("problems", "1．资金未到位；2．用地手续未办。"), ("progress", "累计完成投资3月底已达300万元，4月新增200万元。"),
):  # fmt: skip
    kind(f"ninth: honest {_name} {_text}")(_wrote(_name, _text))

# ---------------------------------------------------------------- other writers' XML

for _name, _make, _doubt in (
    ("a day by its type", lambda a, _: f'<c {a} t="d"><v>2025-04-25</v></c>', True),
    ("a power of ten", lambda a, v: f"<c {a}><v>{v}E0</v></c>", False),
    ("a value cut by a comment", lambda a, v: f"<c {a}><v>{v[:1]}<!-- a -->{v[1:]}</v></c>", False),
    ("a value in CDATA", lambda a, v: f"<c {a}><v><![CDATA[{v}]]></v></c>", False),
    ("blanks around the value", lambda a, v: f"<c {a}><v>\n {v} \n</v></c>", False),
    ("an array formula of one", lambda a, v: f'<c {a}><f t="array" ref="F5">{v}*1</f><v>{v}</v></c>', False),
    ("a formula to be computed anew", lambda a, v: f'<c {a}><f ca="1">{v}+0</f><v>{v}</v></c>', False),
    ("a formula of NOW", lambda a, v: f"<c {a}><f>NOW()*0+{v}</f><v>{v}</v></c>", True),
    ("a formula of words", lambda a, v: f'<c {a}><f>VALUE("{v}")</f><v>{v}</v></c>', True),
    ("a formula that looks at itself", lambda a, v: f"<c {a}><f>F5+F6+F7+F8</f><v>{v}</v></c>", True),
    ("a formula in 亿 stale", lambda a, v: f"<c {a}><f>{v}/10000</f><v>{v}</v></c>", True),
    ("a formula of another book by its name", lambda a, v: f"<c {a}><f>'C:\\a\\[b.xlsx]Sheet1'!A1</f><v>{v}</v></c>", True),
    ("text with its old value struck", lambda a, v: (
        f'<c {a} t="inlineStr"><is><r><rPr><strike/></rPr><t>900</t></r><r><t>{v}</t></r></is></c>'), True),
    ("text with a note in small letters", lambda a, v: (
        f'<c {a} t="inlineStr"><is><r><t>{v}</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>亿元</t></r></is></c>'), True),
    ("a text with an empty run", lambda a, v: f'<c {a} t="inlineStr"><is><r><t/></r><r><t>{v}</t></r></is></c>', False),
    ("no value but a formula's text", lambda a, v: f'<c {a} t="str"><f>"{v}"</f></c>', True),
    ("an unknown type", lambda a, v: f'<c {a} t="x"><v>{v}</v></c>', True),
    ("a comma for the point", lambda a, _: f"<c {a}><v>1200,5</v></c>", True),
    ("a minus of another kind", lambda a, v: f"<c {a}><v>−{v}</v></c>", True),
    ("nothing in its value", lambda a, _: f"<c {a}><v/></c>", False),
):  # fmt: skip

    def _cell(d: Draft, make: Any = _make, doubt: bool = _doubt, name: str = _name) -> None:  # noqa: FBT001
        _cell_xml(make, doubt=doubt)(d)
        if name == "nothing in its value":
            last = [key for key in d.expected if key[1] == "investment" and key in d.taken][-1]
            d.expect(*last, None)

    kind(f"ninth: cell: {_name}", ONLY)(_cell)


@kind("ninth: noughts not shown", ONLY)
def _no_noughts(d: Draft) -> None:
    project = d.pick("investment")
    d.box(project, "investment").value = 0
    d.expect(project, "investment", "0", doubt=True)
    d.after_save.append(
        lambda data: _sheet(data, lambda xml: xml.replace("<sheetView ", '<sheetView showZeros="0" ', 1))
    )


@kind("ninth: a column of no width", ONLY)
def _no_width(d: Draft) -> None:
    d.claim("columns", "header shape")
    _column(d, "investment")
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
    col = d.fields.index("investment") + 1
    own = f'<cols><col min="{col}" max="{col}" width="0" customWidth="1"/></cols>'
    d.after_save.append(
        lambda data: _sheet(
            data, lambda xml: re.sub(r"<cols>.*?</cols>|(?=<sheetData>)", own, xml, count=1, flags=re.DOTALL)
        )
    )


@kind("ninth: the rows nobody wrote hidden by the sheet's word", ONLY)
def _zero_height(d: Draft) -> None:
    d.claim("sheet xml")
    look = '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>'
    d.after_save.append(lambda data: _sheet(data, lambda xml: re.sub(r"<sheetFormatPr [^>]*/>", look, xml)))


@kind("ninth: a group of columns closed", BOOKS)
def _group(d: Draft) -> None:
    d.claim("columns", "header shape")
    _column(d, "problems")
    for project in d.projects():
        d.expect(project.id, "problems", d.expected[project.id, "problems"].value, doubt=True)
    letter = "ABCDEFGHI"[d.fields.index("problems")]
    d.before_save.append(lambda book: book[d.sheet].column_dimensions.group(letter, letter, hidden=True))


@kind("ninth: a table with a filter and a name of Excel's", ONLY)
def _table(d: Draft) -> None:
    d.claim("header texts", "rows shape", "columns")

    def made(book: Any) -> None:
        first = d.at(d.header) + 1
        book[d.sheet].add_table(Table(displayName="Table1", ref=f"A{first}:I{first + 1}"))

    d.lines = [line for line in d.lines if line.kind != "section"]
    d.before_save.append(made)


# ---------------------------------------------------------------- Word

_R = "<w:r><w:t>{}</w:t></w:r>"
_TC = "<w:tc><w:tcPr/><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
for _name, _runs, _doubt in (
    ("moved here", lambda v: f'<w:moveFrom w:id="1" w:author="a">{_R.format("900")}</w:moveFrom><w:moveTo w:id="2" w:author="a">{_R.format(v)}</w:moveTo>', False),
    ("a field in one element", lambda v: f'<w:fldSimple w:instr="QUOTE">{_R.format(v)}</w:fldSimple>', False),
    ("a soft hyphen inside", lambda v: f"<w:r><w:t>{v[:1]}</w:t><w:softHyphen/><w:t>{v[1:]}</w:t></w:r>", False),
    ("struck twice", lambda v: f"<w:r><w:rPr><w:dstrike/></w:rPr><w:t>{v}</w:t></w:r>", True),
    ("the old one struck before", lambda v: f"<w:r><w:rPr><w:strike/></w:rPr><w:t>900</w:t></w:r>{_R.format(v)}", True),
    ("two ways to write it", lambda v: (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">'
        f"{_R.format(v)}</mc:Choice><mc:Fallback>{_R.format(v)}</mc:Fallback></mc:AlternateContent>"), False),
    ("a tag of its meaning", lambda v: f'<w:smartTag w:uri="a" w:element="b">{_R.format(v)}</w:smartTag>', False),
    ("a table of one cell in it", lambda v: f"</w:p><w:tbl><w:tblPr/><w:tblGrid/><w:tr>{_TC.format(v)}</w:tr></w:tbl><w:p>", False),
    ("a check box ticked", lambda v: f'<w:sdt><w:sdtPr><w:checkBox/></w:sdtPr><w:sdtContent>{_R.format("☑")}</w:sdtContent></w:sdt>{_R.format(v)}', True),
    ("a hidden bookmark's field", lambda v: f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{_R.format(v)}<w:r><w:fldChar w:fldCharType="end"/></w:r>', False),
    ("a broken reference", lambda _: _R.format("错误!未找到引用源。"), True),
    ("an English broken reference", lambda _: _R.format("Error! Reference source not found."), True),
    ("a line break in the figure", lambda v: f"<w:r><w:t>{v}</w:t><w:br/><w:t>00</w:t></w:r>", True),
    ("a tab in the figure", lambda v: f"<w:r><w:t>{v}</w:t><w:tab/><w:t>00</w:t></w:r>", True),
    ("a hyphen that holds together", lambda v: f"<w:r><w:t>{v}</w:t><w:noBreakHyphen/><w:t>1300</w:t></w:r>", True),
    ("a mail merge's field", lambda _: (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD 投资 </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{_R.format("«投资»")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'), True),
    ("in a frame of its own", lambda v: f'<w:pPr><w:framePr w:w="1000"/></w:pPr>{_R.format(v)}', False),
    ("a proof of who wrote it", lambda v: f'<w:ins w:id="3" w:author="a">{_R.format(v)}</w:ins>', False),
    ("written over the old one", lambda v: f'<w:del w:id="3" w:author="a"><w:r><w:delText>900</w:delText></w:r></w:del><w:ins w:id="4" w:author="a">{_R.format(v)}</w:ins>', False),
    ("a carried table of two", lambda v: f"{_R.format(v)}</w:p><w:tbl><w:tblPr/><w:tblGrid/><w:tr>{_TC.format('市级')}{_TC.format('500')}</w:tr></w:tbl><w:p>", True),
):  # fmt: skip
    kind(f"ninth: Word: {_name}", DOCX)(_word_cell(_runs, doubt=_doubt, names=("investment",)))


@kind("ninth: Word: a row that begins after the first column", DOCX)
def _grid_before(d: Draft) -> None:
    d.claim("document", "rows shape", "columns", "header shape")

    def changed(rows: list[str]) -> str:
        last = re.sub(r"<w:tc>.*?</w:tc>", "", rows[-1], count=1, flags=re.DOTALL)
        last = last.replace("<w:tr>", '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>', 1)
        return "".join(rows[:-1]) + last

    d.after_document.append(_rows_of(changed))


@kind("ninth: Word: two cells merged the old way", DOCX)
def _h_merge(d: Draft) -> None:
    d.claim("columns", "header shape", "document")
    project = d.pick("problems")
    d.claim((project, "next_steps"))
    d.box(project, "problems").value = "HM987001"
    d.box(project, "next_steps").value = "HM987002"
    d.expect(project, "problems", "HM987001", doubt=True)
    del d.expected[project, "next_steps"]

    def merged(xml: str) -> str:
        for text, mark in (("HM987001", "restart"), ("HM987002", "continue")):
            at = xml.index(text)
            start = xml.rindex("<w:tcPr>", 0, at) + len("<w:tcPr>")
            xml = f'{xml[:start]}<w:hMerge w:val="{mark}"/>{xml[start:]}'
        return xml.replace("HM987002", "")

    d.after_document.append(lambda data: _word(data, merged))


@kind("ninth: Word: text left under cells merged downwards", DOCX)
def _under(d: Draft) -> None:
    d.claim("rows shape", "document")
    lines = d.of("project")
    if len(lines) < 2 or d.at(lines[1]) != d.at(lines[0]) + 1:
        raise Taken
    place = d.fields.index("investment")
    for line in lines[:2]:
        d.claim((line.project, "investment"))
        d.taken.add(("some", line.project))
    kept = [d.expected[line.project, "investment"].value for line in lines[:2]]
    lines[0].boxes[place].value, lines[1].boxes[place].value = "987001234", "987001235"
    for line in lines[:2]:
        d.expect(line.project, "investment", kept[0], doubt=True)

    def merged(xml: str) -> str:
        for text, mark in (("987001234", '<w:vMerge w:val="restart"/>'), ("987001235", "<w:vMerge/>")):
            at = xml.index(text)
            start = xml.rindex("<w:tcPr>", 0, at) + len("<w:tcPr>")
            xml = xml[:start] + mark + xml[start:]
        return xml.replace("987001234", str(kept[0])).replace("987001235", str(kept[1]))

    d.after_document.append(lambda data: _word(data, merged))


@kind("ninth: Word: the table of March before", DOCX, alone=True)
def _two_tables(d: Draft) -> None:
    d.claim("document", "rows shape")
    d.refusal = frozenset({"file.month-ambiguous"})

    def doubled(xml: str) -> str:
        table = re.search(r"<w:tbl>.*</w:tbl>", xml, re.DOTALL)
        assert table is not None  # noqa: S101 - this is the bench
        march = table[0].replace("进展顺利", "三月进展")
        return xml.replace(
            table[0], f"<w:p>{_R.format('2025年3月')}</w:p>{march}<w:p>{_R.format('2025年4月')}</w:p>{table[0]}"
        )

    d.after_document.append(lambda data: _word(data, doubled))


@kind("ninth: Word: the table goes on after a line （续表）", DOCX)
def _goes_on(d: Draft) -> None:
    d.claim("document", "rows shape")
    if len(d.of("project")) < 2:
        raise Taken

    def cut(rows: list[str]) -> str:
        between = f"</w:tbl><w:p>{_R.format('（续表）')}</w:p><w:tbl><w:tblPr/><w:tblGrid/>"
        return "".join(rows[:-1]) + between + rows[0] + rows[-1]

    d.after_document.append(_rows_of(cut))


def _footnoted(part: str, element: str, reference: str, text: str) -> Callable[[Draft], None]:
    """Hang a foot note or a comment at the header of the investments."""

    def spoil(d: Draft) -> None:
        d.claim("document", "header texts")
        _column(d, "investment")
        for project in d.projects():
            d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
        d.header.boxes[d.fields.index("investment")].value = "完成投资"
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        xml = f'<w:{part} xmlns:w="{space}"><w:{element} w:id="7"><w:p>{_R.format(text)}</w:p></w:{element}></w:{part}>'

        def added(data: bytes) -> bytes:
            data = _word(data, lambda x: x.replace("完成投资</w:t></w:r>", f"完成投资</w:t></w:r>{reference}", 1))
            return _with_part(data, part, xml)

        d.after_document.append(added)

    return spoil


_FOOT = '<w:r><w:footnoteReference w:id="7"/></w:r>'
_SAYS = '<w:r><w:commentReference w:id="7"/></w:r>'
for _text in ("单位：亿元", "投资数据截至3月底"):
    kind(f"ninth: Word: a foot note {_text}", DOCX)(_footnoted("footnotes", "footnote", _FOOT, _text))
    kind(f"ninth: Word: a comment {_text}", DOCX)(_footnoted("comments", "comment", _SAYS, _text))

# ---------------------------------------------------------------- the indicators' sheet


def _said(value: Any, code: str = "General") -> Any:
    return _style(_formatted(value, code), Expect(None))


for _text, _meant in (
    ("12个/15个", None), ("12个（新增3个）", None), ("12（含上年5）", None), ("12户30人", None), ("同上月", None), ("+3", "3"), ("12→15", None),
    ("12+3", None), ("第12", None), ("12/年", None), ("已完成", None), ("约十二", None), ("12次（人）", None), ("12或13", None), ("3月12", None),
    ("null", None), ("#####", None), ("是", None), ("√", None), ("12,5", None), ("1２.5.1", None), ("一二", None), ("计划12", None), ("本月12", None),
    ("剩余12", None), ("12%", None), ("未统计", None), ("待核", None), ("12.", None), ("±12", None), ("①", None), ("百分之十二", None),
):  # fmt: skip
    kind(f"ninth: figure {_text!r}", BOOKS)(_indicator(_put("本月累计", _text, Expect(_meant, doubt=True))))
for _value, _code, _expect in (
    ("12。", "@", Expect("12")), ("１２．０", "@", Expect("12")), (" 12 ", "@", Expect("12")), ("12,000", "@", Expect("12000")), ("无", "@", Expect(None)),
    ("/", "@", Expect(None)), (12, "0;;", Expect("12")), (12_000, '0,"千"', Expect(None, doubt=True)),
    (12, ";;;", Expect(None, doubt=True)), (12, '"约"0', Expect("12", doubt=True)), (dt.date(2025, 4, 25), "yyyy-mm-dd", Expect(None, doubt=True)),
    (True, "General", Expect(None, doubt=True)), ("十二", "@", Expect("12")), ("12 ", '@"个"', Expect("12", doubt=True)),
):  # fmt: skip
    kind(f"ninth: figure {_value!r} under {_code}", BOOKS)(_indicator(_style(_formatted(_value, _code), _expect)))
for _text, _meant in (("百", "100"), ("千", "1000"), ("万", "10000")):
    kind(f"ninth: figure whose unit begins with {_text}", BOOKS)(
        _indicator(_put("单位", lambda i, _, t=_text: f"{t}{i.unit}", Expect(_meant, doubt=True)))
    )
kind("ninth: figure whose unit is a month's", BOOKS)(
    _indicator(_put("单位", lambda i, _: f"{i.unit}/月", Expect("1", doubt=True)))
)
for _text in ("此为上月数", "单位：万", "不含三月", "数据待核", "未审定"):
    kind(f"ninth: figure with the remark {_text}", BOOKS)(_indicator(_put("备注", _text, Expect("1", doubt=True))))
for _text in ("已核", "照片见附件", "累计数", "截至4月25日", "无"):
    kind(f"ninth: figure with the harmless remark {_text}", BOOKS)(_indicator(_put("备注", _text, Expect("1"))))


def _headed(header: str) -> Any:
    def change(sheet: Any, _row: int, columns: dict[str, int], _indicator: Any) -> Any:
        for row in sheet.iter_rows(max_row=5):
            for cell in row:
                if cell.value == "本月累计":
                    cell.value = header
        del columns
        return Expect("1")

    return change


def _told_at_the_header(header: str) -> Callable[[Draft], None]:
    """Expect to be told at the header, and the figure as it stands or not at all."""

    def spoil(d: Draft) -> None:
        _indicator(_headed(header))(d)

        def placed(book: Any) -> None:
            cells = [c for row in book["指标进度"].iter_rows(max_row=5) for c in row if c.value == header]
            for indicator in d.figures:
                d.figures[indicator] = (Expect("1", doubt=True), f"指标进度!{cells[0].coordinate}")

        d.before_save.append(placed)

    return spoil


for _text, _doubt in (
    ("本月累计（截至4月25日）", False), ("累计完成数", False), ("1-4月累计", False), ("1-3月累计", True), ("完成率", True), ("本月累计（%）", True),
    ("本月累计（万）", True), ("年累计", False), ("累计数（含2024年）", True), ("3月累计", True), ("累计完成（计划）", True), ("截至3月底累计", True),
):  # fmt: skip
    kind(f"ninth: figures under {_text}", BOOKS)(_told_at_the_header(_text) if _doubt else _indicator(_headed(_text)))


def _exchanged_columns(sheet: Any, _row: int, columns: dict[str, int], _indicator: Any) -> Any:
    """Exchange the columns of last month and this one, with their headers."""
    one, two = columns["上月累计"], columns["本月累计"]
    for row in range(3, sheet.max_row + 1):
        left, right = sheet.cell(row, one), sheet.cell(row, two)
        left.value, right.value = right.value, left.value
    columns["本月累计"], columns["上月累计"] = one, two
    return Expect("1")


def _twice(sheet: Any, row: int, columns: dict[str, int], _indicator: Any) -> Any:
    """Repeat the row at the end with another figure."""
    last = sheet.max_row + 1
    for col in range(1, sheet.max_column + 1):
        sheet.cell(last, col).value = sheet.cell(row, col).value
    sheet.cell(last, columns["本月累计"]).value = 9
    return Expect("1", doubt=True)


def _commented_figure(sheet: Any, row: int, columns: dict[str, int], _indicator: Any) -> Any:
    sheet.cell(row, columns["本月累计"]).comment = Comment("此为3月份数", "示例")
    return Expect("1", doubt=True)


def _hidden_row(sheet: Any, row: int, _columns: dict[str, int], _indicator: Any) -> Any:
    sheet.row_dimensions[row].hidden = True
    return Expect("1")


@kind("ninth: figures: a row hidden", BOOKS)
def _row_hidden(d: Draft) -> None:
    _indicator(_hidden_row)(d)
    d.before_save.append(lambda _: d.told.update({"table.hidden"} if d.figures else ()))


for _name, _made_of in (
    ("columns of two months exchanged", _exchanged_columns), ("a row twice with other figures", _twice), ("a comment", _commented_figure),
):  # fmt: skip
    kind(f"ninth: figures: {_name}", BOOKS)(_indicator(_made_of))
