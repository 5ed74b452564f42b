"""A fourteenth held-out set, written whole before the product was tried on it.

What converters, readers of scans, exports, chat programs and hasty corrections leave behind; months that are dates,
figures that contradict the words beside them, tables that changed their shape.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from around import _note
from draft import ENTRY, Box, Draft, Expect, Line, Taken, again_of, copy_of
from eleventh import _beside_words, _looks, _whole
from fifth import _called, _indicator, _put
from kinds import BOOKS, ONLY, _amount, _number, kind
from ninth import _harmless, _hollow, _misnamed, _told_at_the_header, _word_column, _wrote
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from second import DOCX, _cell_xml, _column, _insert, _with_part, _word, _word_cell
from third import _renamed, _rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

SAVED = ("office", "xls", "ods")


def _either(project: str, name: str, d: Draft) -> None:
    """Say that a cell may be read as it stands or refused and told, and nothing else."""
    d.expected[project, name] = Expect(d.expected[project, name].value, may_refuse=True)


# ---------------------------------------------------------------- amounts

READ = {
    "1205万5千元": "1205.5", "1200万5000元": "1200.5", "壹仟贰佰零伍万伍仟元整": "1205.5", "1亿零200万元": "10200",
    "1200\u200d": "1200", "\u20601200万元": "1200", "１２００．５０万元": "1200.5", "1200.50 万 元 整": "1200.5", "1,200.50万元整。": "1200.5", "1200萬 元": "1200",
    "完成投资：1200": "1200", "累计：1200万元。": "1200", "截至4月25日完成1200万元": "1200", "已完成约1200万元": "1200", "约１２００万": "1200", "0万元（未涉及投资）": "0",
    "零元": "0", "一千二百万零五千元": "1200.5",
}  # fmt: skip
DOUBT: dict[str, str | None] = {  # what is written, and what may be taken with a warning
    "1200（其中市级300，区级900）": "1200", "1200 其中:中央200": "1200", "较上月+5%": None, "+5%": None, "环比增5%": None, "1200（环比+5%）": "1200",
    "本月300累计1200": "1200", "累计/本月：1200/300": None, "300（本月）/1200（累计）": None, "2025年：1200；2024年：800": None, "1200（冲减后）": "1200", "-300（冲减）": None,
    "冲销300": None, "红字1200": None, "调减300": None, "核减300后为1200": "1200", "1200±50": None, "1200.00CR": None, "1200.00-": None, "1200[1]": "1200",
    "1200※": "1200", "1200★": "1200", "1٬200": None, "1200·50": None, "12.00E+02": "1200", "=SUM(F5:F6)": None, "=1200+300": None, "SUM=1200": None,
    "○": None, "O": None, "1200<br>300": None, "&yen;1200": None, "12佰万元": "1200", "涉密": None, "数据保密，另报": None, "见工作进展": None, "已在文字中说明": None,
    "1200（已付300）": "1200", "1200（按进度款）": "1200", "1200（含待摊）": "1200", "1200/1.09": None, "约合1200": "1200", "1200（汇率7.2）": None, "1200（待财务复核）": "1200",
    "1200 ~~900~~": None, "900 1200（以后者为准）": None, "1200（示例甲填）": "1200", "1200，请以此为准": "1200", "1200（=800+400）": "1200", "1200（800+500）": "1200",
    "Err:502": None, "#SPILL!": None, "#名称?": None, "1200（同比持平）": "1200", "1200（本月无新增）": "1200", "1200（保留原数）": "1200", "1200万元/1.2亿元": None,
    "1200万元（0.12亿元）（12000000元）": "1200", "1200万元（1.2亿元）": None, "壹仟贰佰万元（￥1,300万元）": None, "伍佰万元整（￥5,000,000.00）": "500", "1200（AI识别）": "1200",
    "1200.5.": None, "1200,5": None, "一二〇〇万元": "1200", "1200（十万元）": "12000", "1200（单位同上）": "1200", "1200万元→完成": None,
    "1200(4.25)": "1200", "截止4.25，1200": "1200", "第一批1200": None, "1200（甲标段）": "1200", "3个项目合计1200": None,
}  # fmt: skip
_meant: str | None
for _text, _meant in READ.items():
    kind(f"fourteenth: amount {_text!r}")(_amount(_text, _meant, doubt=False))
for _text, _meant in DOUBT.items():
    kind(f"fourteenth: doubtful amount {_text!r}")(_amount(_text, _meant, doubt=True))

for _name, _value, _code, _read_as, _doubt in (
    ("in 亿 in brackets", 1.2, '0.00"（亿元）"', "12000", True), ("of its month", 1200, '0"（3月）"', "1200", True), ("with 起", 1200, '0"万元起"', "1200", True),
    ("with 第…批", 12, '"第"0"批"', None, True), ("in 亩", 1200, '0"亩"', None, True), ("with w", 1200, '0.00"w"', "1200", True), ("in 万美元", 1200, '0"万美元"', "1200", True),
    ("with noughts before it", 1200, "000000", "1200", False), ("with 预计 behind a colour", 1200, '[Red]0"（预计）"', "1200", True), ("a nought as a slash", 0, '0;-0;"/"', "0", False),
    ("in large Chinese figures of yuan", 12_000_000, '[DBNum2][$-804]General"元"', "1200", True), ("less than", 1200, '"<"0', None, True), ("of the target", 1200, '0"（目标）"', "1200", True),
    ("with 万元 and a bracket for less", 1200, '#,##0.00"万元"_);(#,##0.00"万元")', "1200", False), ("with a plus", 1200, "+0;-0;0", "1200", False), ("an increase", 300, '"↑"0;"↓"0;0', None, True),
    ("a share of the year", 60, '"完成"0"%"', None, True), ("rounded to 百万", 1_200, '0.0,"百万"', None, True), ("in yuan each", 1200, '0.00"元/㎡"', None, True), ("by condition last month's", 1200, '[>0]"上月"0;0', None, True),
):  # fmt: skip
    _number(f"fourteenth: {_name}", _value, _code, _read_as, doubt=_doubt)

# ---------------------------------------------------------------- headers

for _header, _power, _doubt in (
    ("完成投资（万元）[截至2025年4月]", 0, False), ("完成投资（2025年1月-4月）（亿元）", 4, False), ("完成投资（单位：人民币元，保留两位小数）", -4, False), ("完成投资（以元为单位）", -4, False), ("完成投资（累计，单位：亿）", 4, False),
    ("完成投资（万元）1", 0, False), ("完成投资②", 0, False), ("完成投资（截至上报日）", 0, False), ("1-4月完成投资（元）", -4, False), ("完成投资\n（单位：亿元\n保留4位小数）", 4, False),
    ("完成投资（截至5月底）", 0, True), ("完成投资（预计到4月底）", 0, True), ("完成投资（4月预计）", 0, True), ("完成投资（年初计划）", 0, True), ("批复投资", 0, True), ("完成投资（不含本月）", 0, True),
    ("完成投资（万元，折算）", 0, True), ("未支付投资", 0, True), ("应付投资", 0, True), ("完成投资占年度计划（%）", 0, True), ("完成投资（同上月）", 0, True), ("完成投资（AI识别）", 0, True),
    ("完成投资（分）", 0, True), ("完成投资（万元/个）", 0, True), ("累计完成投资（2023年以来）", 0, True), ("完成投资（含规划）", 0, True), ("完成投资（甲方口径）", 0, True), ("完成投资（万元）（去年同期）", 0, True),
    ("完成投资环比", 0, True), ("总投资", 0, True), ("完成投资（0.8系数）", 0, True), ("完成投资（测试数据）", 0, True),
):  # fmt: skip
    kind(f"fourteenth: header {_header!r}")(_renamed(_header, _power, doubt=_doubt))
for _name, _header in (
    ("progress", "工作进展（3.25）"), ("progress", "历史进展"), ("problems", "已协调解决事项"), ("next_steps", "上月下一步工作完成情况"), ("progress", "工作进展（AI生成）"), ("contact", "原联系人"),
):  # fmt: skip
    kind(f"fourteenth: {_name} under {_header}")(_misnamed(_name, _header))


def _read_or_refused(name: str, header: str) -> Callable[[Draft], None]:
    """Give a column a header that a reader of scans or a translator made of it."""

    def spoil(d: Draft) -> None:
        _called(name, header)(d)
        if name in ENTRY:
            for project in d.projects():
                _either(project.id, name, d)

    return spoil


for _name, _header in (
    ("progress", "工作进展 Progress"), ("problems", "存在的问题 Issues"), ("progress", "工作进屐"), ("problems", "存在的问是"), ("next_steps", "下一步工作反建议"), ("contact", "责任人及联系方武"),
    ("investment", "完成投姿"), ("investment", "完成投资 Investment"), ("investment", "完成投资（方元）"), ("progress", "工 作 进 展\n(截至4月25日)"),
):  # fmt: skip
    kind(f"fourteenth: {_name} called {_header!r}")(_read_or_refused(_name, _header))

# ---------------------------------------------------------------- notes

for _text in (
    "注：以上投资为系统自动带出，未核对", "注：第2项投资已并入第1项", "注：本月起投资口径调整为含税", "注：金额如无说明均为亿元", "投资额单位除注明外均为元", "注：部分项目投资单位为亿元", "注：投资数为AI识别结果",
    "注：投资额为审减后数据", "注：投资数较3月下降系核减重复", "注：投资数字单位：分", "投资数与上月报表一致，未更新", "注：个别项目投资含2023年结转", "注：投资由示例丁口头提供", "注：投资额乘以0.8系数后填列", "金额（元）",
):  # fmt: skip
    kind(f"fourteenth: below: {_text}")(_note(_text, below=True))
for _text in ("注：金额如无说明均为亿元", "注：投资数为AI识别结果", "注：第2项投资已并入第1项"):
    kind(f"fourteenth: in the table: {_text}")(_note(_text, below=False))
for _text in (
    "以下内容为OCR识别结果，请人工核对", "以上内容由AI生成，仅供参考", "本页为复印件，以原件为准", "Evaluation Only. Created with Aspose.Cells", "This document was truncated here because it was created in the Evaluation Mode.",
    "仅导出前10条", "共25条，显示第1-10条", "导出时间：2025-03-26 09:00", "如有出入以区统计局数据为准", "同意，但第2项投资再核", "本单位无牵头项目", "项目已移交区城管局", "数据滞后一个月", "统计期：2025.01.01-2025.03.31",
    "March 2025", "2025年上半年", "（未保存的版本）", "表格内容与系统不一致的以系统为准", "以下为3月25日会议后更新版", "（部分内容缺失）", "数据加载失败，请刷新后重试", "本表由2024年报表修改而来，未逐项更新",
):  # fmt: skip
    kind(f"fourteenth: whole, below: {_text}")(_whole(_text, above=False))
for _text in ("Mar-25", "2025Q1", "报告期：2025年一季度", "仅供内部测试", "以下内容由AI生成"):
    kind(f"fourteenth: whole, above: {_text}")(_whole(_text, above=True))
for _text in (
    "扫描全能王 创建", "导出时间：2025-04-24 09:00", "统计期：2025.01.01-2025.04.25", "由福昕PDF编辑器转换", "— 1 —", "报送人：示例丙　2025.4.24　000-00000000", "（共1页）", "联系科室：投资科", "来自：微信小程序“腾讯文档”", "打印时间：2025/4/24 17:30",
):  # fmt: skip
    kind(f"fourteenth: harmless below: {_text}")(_harmless(_text, above=False))

# ---------------------------------------------------------------- the month as a date, the unit against the rows


def _month_cell(day: Any, code: str, label: str = "填报月份：") -> Callable[[Draft], None]:
    """Let the month stand as a date in a cell of its own beside its label."""

    def spoil(d: Draft) -> None:
        d.claim("year")
        d.file = "附件2.xlsx"
        for line in d.of("print"):
            at = next(n for n, box in enumerate(line.boxes) if "月份" in str(box.value))
            line.boxes[at : at + 1] = [Box(label), Box(day, number_format=code)]

    return spoil


for _day, _code in (
    (dt.date(2025, 4, 25), 'yyyy"年"m"月"'),
    (dt.date(2025, 4, 1), "mmm-yy"),
    (dt.date(2025, 4, 30), "yyyy-mm-dd"),
    (202504, "0"),
):
    kind(f"fourteenth: the month is the value {_day} under {_code}")(_month_cell(_day, _code))
for _day, _code in (
    (dt.date(2025, 3, 25), 'yyyy"年"m"月"'),
    (dt.date(2025, 3, 31), "yyyy-mm-dd"),
    (202503, "0"),
    (dt.date(2025, 5, 1), "mmm-yy"),
):

    def _wrong_month(d: Draft, day: Any = _day, code: str = _code) -> None:
        _month_cell(day, code)(d)
        d.refusal = frozenset({"file.month-wrong", "file.month-ambiguous", "file.month-unknown"})

    kind(f"fourteenth: another month is the value {_day} under {_code}", alone=True)(_wrong_month)


@kind("fourteenth: a date of March alone above the header", BOOKS)
def _date_above(d: Draft) -> None:
    d.claim("year")
    d.lines.insert(
        d.at(d.header), Line("other", [Box() for _ in range(6)] + [Box(dt.date(2025, 3, 25), number_format="yyyy/m/d")])
    )
    d.told.add("*")


@kind("fourteenth: a date of April alone above the header", BOOKS)
def _april_above(d: Draft) -> None:
    d.claim("year")
    d.lines.insert(
        d.at(d.header), Line("other", [Box() for _ in range(6)] + [Box(dt.date(2025, 4, 25), number_format="yyyy/m/d")])
    )


for _text in (
    "附件2（未定稿）.xlsx",
    "附件2_待领导签.xlsx",
    "附件2（上月）.xlsx",
    "附件2_冲突文件.xlsx",
    "附件2（测试）.xlsx",
):

    def _filed(d: Draft, text: str = _text) -> None:
        d.file = text
        d.told.add("*")

    kind(f"fourteenth: the file is called {_text}")(_filed)
for _text in ("（模拟数据）", "（测试）", "（演练）", "（修改未完）"):

    def _titled(d: Draft, text: str = _text) -> None:
        d.claim("year")
        box = d.of("title")[-1].boxes[0]
        box.value = f"{box.value}{text}"
        d.told.add("*")

    kind(f"fourteenth: the title with {_text}")(_titled)


@kind("fourteenth: the file is named after another unit")
def _other_file(d: Draft) -> None:
    d.claim("unit name")
    own = {p.id for p in d.projects()}
    other = next(u for u in d.catalogue.units if not own & {p.id for p in d.catalogue.led_by(u.id)})
    d.file = f"附件2_{other.name}.xlsx"
    d.told.add("*")


# ---------------------------------------------------------------- what the words say against the figures


def _against(text: Callable[[Decimal], str], name: str = "progress") -> Callable[[Draft], None]:
    """Let a text tell another cumulative investment than the cell beside it: something must be said of that row."""

    def spoil(d: Draft) -> None:
        d.claim("columns")
        project = d.pick(name)
        d.claim((project, "investment"))
        amount = Decimal(str(d.expected[project, "investment"].value))
        d.box(project, name).value = text(amount)
        d.expect(project, name, text(amount))
        d.told.add(f"*{project}")

    return spoil


def _plainly(text: Callable[[Decimal], str]) -> Callable[[Draft], None]:
    """Let the words tell the same investment as the cell: nothing to be in doubt about."""

    def spoil(d: Draft) -> None:
        d.claim("columns")
        project = d.pick("progress")
        d.claim((project, "investment"))
        amount = Decimal(str(d.expected[project, "investment"].value))
        d.box(project, "progress").value = text(amount)
        d.expect(project, "progress", text(amount))

    return spoil


kind("fourteenth: progress tells another cumulative investment")(
    _against(lambda v: f"截至4月25日，累计完成投资{v + 500}万元。")
)
kind("fourteenth: progress tells the amount in 亿元")(_against(lambda v: f"累计完成投资{v}亿元，进展顺利。"))
kind("fourteenth: progress tells the amount in 元")(_against(lambda v: f"截至目前，已累计完成投资{v}元。"))
kind("fourteenth: progress says that the amount is of March")(
    _against(lambda v: f"3月底累计完成投资{v}万元，4月新增投资100万元。")
)
kind("fourteenth: progress says that no money was spent")(_against(lambda _: "项目尚未开工，无投资完成。"))
kind("fourteenth: progress tells the same investment")(_plainly(lambda v: f"截至4月25日，累计完成投资{v}万元。"))
kind("fourteenth: progress tells the same investment in 亿元")(
    _plainly(lambda v: f"累计完成投资{v / 10000}亿元，占年度计划的60%。")
)
kind("fourteenth: progress tells what the month added")(
    _plainly(lambda v: f"本月新增投资{v / 2}万元，累计完成投资{v}万元。")
)

# ---------------------------------------------------------------- columns

for _header, _say, _doubt, _one in (
    ("数据来源", "3月月报", True, False), ("来源", "AI识别", True, True), ("调整系数", 0.8, True, False), ("汇率", 7.2, True, False), ("是否上月数", "是", True, True), ("投资单位说明", "单位是亿", True, True),
    ("差异说明", "与统计数差300万", True, True), ("最后修改时间", "2025-03-24", True, False), ("校验结果", "不通过", True, True), ("校验结果", "通过", False, False), ("删除标记", "1", True, True), ("删除标记", "0", False, False),
    ("is_deleted", "1", True, True), ("数据类型", "预测", True, True), ("数据类型", "实际", False, False), ("完成时限", "2025年12月", False, False), ("分管领导", "示例戊", False, False), ("形象进度", "60%", False, False),
    ("版本", "V1.0", False, False), ("ID", "100234", False, False), ("核对人意见", "投资填错列", True, True), ("备注", "↑上一行投资填错", True, True), ("备注", "本行投资含上一行", True, True),
    ("备注", "此项已并入第1项", True, True), ("备注", "4月25日已更新", False, True), ("错误提示", "投资超出计划", True, True), ("审批状态", "驳回", True, True), ("审批状态", "已办结", False, False), ("币种", "CNY", False, False),
):  # fmt: skip
    kind(f"fourteenth: column {_header}: {_say}{' in one row' if _one else ''}")(
        _word_column(_header, _say, doubt=_doubt, one=_one)
    )


def _both(header: str, power: int, times: str, *, doubt: bool) -> Callable[[Draft], None]:
    """Put the same amounts in another unit beside."""

    def spoil(d: Draft) -> None:
        _column(d, "investment")
        amounts = {p.id: Decimal(str(d.expected[p.id, "investment"].value)) for p in d.projects()}
        d.header.boxes[d.fields.index("investment")].value = "完成投资（万元）"
        _insert(
            d, d.fields.index("investment") + 1, header, lambda p: float(amounts[p].scaleb(-power) * Decimal(times))
        )
        for project in d.projects():
            if doubt:
                d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
            else:
                _either(project.id, "investment", d)

    return spoil


kind("fourteenth: the same amounts in 元 beside")(_both("完成投资（元）", -4, "1", doubt=False))
kind("fourteenth: other amounts in 元 beside")(_both("完成投资（元）", -4, "1.2", doubt=True))
kind("fourteenth: other amounts in 亿元 beside")(_both("完成投资（亿元）", 4, "2", doubt=True))


def _by_month(values: tuple[int, ...], subs: tuple[str, ...], own: int | None) -> Callable[[Draft], None]:
    """Split the amounts by month under their header; ``own``: the column that tells the whole."""

    def spoil(d: Draft) -> None:
        d.claim("header shape", "columns", "header texts")
        _column(d, "investment")
        place, at, boxes = d.fields.index("investment"), d.at(d.header), d.header.boxes
        top = [Box(b.value, down=2) for b in boxes]
        top[place] = Box("完成投资（万元）", span=len(subs))
        below = [Box() for _ in range(len(boxes) + len(subs) - 1)]
        for n, text in enumerate(subs):
            below[place + n].value = text
        for line in d.of("project"):
            whole = line.boxes[place]
            cells = [Box(v) for v in values]
            if own is None:
                d.expect(line.project, "investment", str(sum(values)), doubt=True)
            else:
                cells[own] = whole
            line.boxes[place : place + 1] = cells
        d.lines[at : at + 1] = [Line("header", top), Line("other", below)]
        d.fields[place : place + 1] = [
            "" if n != (len(subs) - 1 if own is None else own) else "investment" for n in range(len(subs))
        ]

    return spoil


kind("fourteenth: amounts of four months each in a column", BOOKS)(
    _by_month((3, 4, 5, 6), ("1月", "2月", "3月", "4月"), None)
)
kind("fourteenth: amounts of four months and their sum", BOOKS)(
    _by_month((3, 4, 5, 6, 18), ("1月", "2月", "3月", "4月", "1-4月累计"), 4)
)
kind("fourteenth: amounts by source of money", BOOKS)(_by_month((3, 4, 5), ("中央", "市级", "区级"), None))


@kind("fourteenth: progress of March and of April in two columns")
def _march_and_april(d: Draft) -> None:
    _column(d, "progress")
    _insert(d, d.fields.index("progress"), "3月工作进展", lambda p: f"（示例）三月{p}完成1项。")
    d.header.boxes[d.fields.index("progress")].value = "4月工作进展"


@kind("fourteenth: progress of four weeks in four columns")
def _weeks(d: Draft) -> None:
    _column(d, "progress")
    for n in (3, 2, 1):
        d.taken -= {"columns", "header shape", "header texts"}
        _insert(d, d.fields.index("progress"), f"第{n}周进展", f"（示例）第{n}周{{}}。".format)
    d.header.boxes[d.fields.index("progress")].value = "第4周进展"
    for project in d.projects():
        d.expect(project.id, "progress", d.expected[project.id, "progress"].value, doubt=True)


@kind("fourteenth: columns in the opposite order")
def _opposite(d: Draft) -> None:
    d.claim("columns", "header shape", "header texts")
    for line in d.lines:
        if line.kind in ("header", "project"):
            line.boxes.reverse()
    d.fields.reverse()


@kind("fourteenth: the form begins far down and to the right", BOOKS)
def _far(d: Draft) -> None:
    d.claim("columns", "header shape", "rows shape")
    for line in d.lines:
        line.boxes[0:0] = [Box() for _ in range(28)]
    d.fields[0:0] = [""] * 28
    d.lines[0:0] = [Line("other", []) for _ in range(60)]


@kind("fourteenth: the header broken over two rows by a converter", BOOKS)
def _broken_header(d: Draft) -> None:
    d.claim("columns", "header shape", "header texts")
    at = d.at(d.header)
    texts = [str(b.value) for b in d.header.boxes]
    cut = [len(t) // 2 for t in texts]
    upper = Line("header", [Box(t[:c]) for t, c in zip(texts, cut, strict=True)])
    lower = Line("other", [Box(t[c:]) for t, c in zip(texts, cut, strict=True)])
    d.lines[at : at + 1] = [upper, lower]
    for project in d.projects():
        for name in ENTRY:
            _either(project.id, name, d)


# ---------------------------------------------------------------- rows


@kind("fourteenth: a project's row below the signatures", BOOKS)
def _below_foot(d: Draft) -> None:
    d.claim("rows shape", "foot")
    if len(d.projects()) < 2:
        raise Taken
    project = d.pick_row()
    line = d.row(project)
    d.lines.remove(line)
    d.lines.append(line)
    for name in ENTRY:
        _either(project, name, d)


@kind("fourteenth: a project's row above the header", BOOKS)
def _above_header(d: Draft) -> None:
    d.claim("rows shape", "header shape")
    if len(d.projects()) < 2:
        raise Taken
    project = d.pick_row()
    line = d.row(project)
    d.lines.remove(line)
    d.lines.insert(d.at(d.header), line)
    for name in ENTRY:
        _either(project, name, d)


@kind("fourteenth: two projects told on one row")
def _two_in_one(d: Draft) -> None:
    d.claim("rows shape")
    if len(d.projects()) < 2:
        raise Taken
    one, other = d.pick_row(), d.pick_row()
    d.box(one, "name").value = f"{d.box(one, 'name').value}、{d.box(other, 'name').value}"
    d.lines = [line for line in d.lines if line.project != other]
    d.doubt_row(one)
    for name in ENTRY:
        d.expect(other, name, None, doubt=True)


@kind("fourteenth: a project listed twice, word for word")
def _same_twice(d: Draft) -> None:
    d.claim("rows shape")
    project = d.pick_row()
    line = d.row(project)
    again = copy_of([line])[0]
    again.kind = "other"
    d.lines.insert(d.at(line) + 1, again)
    for name in ENTRY:
        _either(project, name, d)


@kind("fourteenth: a project again with nothing filled in")
def _empty_again(d: Draft) -> None:
    d.claim("rows shape")
    project = d.pick_row()
    line = d.row(project)
    again = again_of(line)
    for name in ENTRY:
        again.boxes[d.fields.index(name)].value = None
    d.lines.insert(d.at(d.of("footer")[0]), again)
    for name in ENTRY:
        _either(project, name, d)


@kind("fourteenth: a row of March's kept below April's under the same name")
def _march_row(d: Draft) -> None:
    d.claim("rows shape")
    project = d.pick_row()
    line = d.row(project)
    again = again_of(line)
    again.boxes[d.fields.index("progress")].value = "（示例）截至3月底完成1项。"
    again.boxes[d.fields.index("name")].value = f"{again.boxes[d.fields.index('name')].value}（3月）"
    d.lines.insert(d.at(line) + 1, again)
    d.doubt_row(project)


@kind("fourteenth: an amount told by parts below, the row's own empty")
def _parts_below(d: Draft) -> None:
    d.claim("rows shape", "columns")
    project = d.pick_row()
    line = d.row(project)
    d.box(project, "investment").value = None
    d.expect(project, "investment", None)
    d.told.add("project.unknown")  # at the rows below
    for n, text in enumerate(("（1）一期", "（2）二期")):
        boxes = [Box() for _ in d.fields]
        boxes[d.fields.index("name")].value, boxes[d.fields.index("investment")].value = text, 300 + n
        d.lines.insert(d.at(line) + 1 + n, Line("other", boxes))


@kind("fourteenth: a name with another character")
def _misspelt(d: Draft) -> None:
    d.claim("rows shape")
    project = d.pick_row()
    text = str(d.box(project, "name").value)
    d.box(project, "name").value = f"{text[:-2]}某{text[-1:]}"
    d.doubt_row(project)


@kind("fourteenth: a name with two characters exchanged")
def _turned(d: Draft) -> None:
    d.claim("rows shape")
    project = d.pick_row()
    text = str(d.box(project, "name").value)
    d.box(project, "name").value = f"{text[:-2]}{text[-1]}{text[-2]}"
    d.doubt_row(project)


for _text in ("等2个项目", "及配套工程", "（二期）", "（原名：甲乙丙工程）", "（取消）", "（调整为2026年实施）"):

    def _longer(d: Draft, text: str = _text) -> None:
        d.claim("rows shape", "columns")
        project = d.pick("name")
        box = d.box(project, "name")
        box.value = f"{box.value}{text}"
        d.told.add(f"*{project}")

    kind(f"fourteenth: a name with {_text} behind it")(_longer)
for _name, _text in (
    ("lead_unit", "（已移交）"),
    ("lead_unit", "、某某公司"),
    ("number", "（删）"),
    ("target", "（目标已调减）"),
    ("target", "（投资以亿元计）"),
):
    kind(f"fourteenth: {_name} with {_text}")(_beside_words(_name, _text))


@kind("fourteenth: name and target in each other's column")
def _name_target(d: Draft) -> None:
    d.claim("rows shape")
    project = d.pick_row()
    one, two = d.box(project, "name"), d.box(project, "target")
    one.value, two.value = two.value, one.value
    d.doubt_row(project)


@kind("fourteenth: the last text of a project runs on over five rows", BOOKS)
def _runs_on(d: Draft) -> None:
    """Break a text by its lines into rows, as a converter of PDF does."""
    d.claim("rows shape", "columns")
    project = d.pick_row()
    line = d.row(project)
    first, *rest = ["（示例）截至4月25日完成", "10项，其中甲街道3项，", "乙街道7项；正在", "推进5项。"]
    d.box(project, "progress").value = first
    d.expect(project, "progress", first, doubt=True)
    for n, text in enumerate(rest, start=1):
        boxes = [Box() for _ in d.fields]
        boxes[d.fields.index("progress")].value = text
        d.lines.insert(d.at(line) + n, Line("other", boxes))


@kind("fourteenth: a line drawn by signs between rows")
def _drawn(d: Draft) -> None:
    d.claim("rows shape")
    d.lines.insert(d.at(d.of("project")[-1]), Line("other", [Box("----------") for _ in d.fields]))


@kind("fourteenth: every row empty but the names, words below", BOOKS, alone=True)
def _words_below(d: Draft) -> None:
    d.claim("rows shape", "columns")
    for line in d.of("project"):
        for name in ENTRY:
            line.boxes[d.fields.index(name)].value = None
            d.expect(line.project, name, None, doubt=True)
    d.refusal = frozenset({"file.blank"})
    d.lines.append(Line("other", [Box("上述项目本月均无变化，同上月。")]))


# ---------------------------------------------------------------- sheets and tables


@kind("fourteenth: the projects on two sheets", BOOKS)
def _two_sheets(d: Draft) -> None:
    d.claim("rows shape", "other sheets", "columns")
    if len(d.projects()) < 2:
        raise Taken
    last = d.of("project")[-1]
    first = d.at(d.header)
    d.claim((last.project, "*"), ("some", last.project))
    top = copy_of(d.lines[: first + 1])
    d.lines.remove(last)
    d.more_sheets.append(("~附件2（续）", [*top, last]))
    for name in ENTRY:
        _either(last.project, name, d)


def _cards(d: Draft) -> None:
    d.claim("rows shape", "columns", "header shape")
    first, heads = d.at(d.header), [b.value for b in d.header.boxes]
    lines = [
        Line("other", [Box(h), Box(b.value)])
        for line in d.of("project")
        for h, b in zip(heads, line.boxes, strict=True)
    ]
    d.lines = [*d.lines[:first], *lines, *d.of("footer")]
    d.refusal = frozenset({"file.form-not-found", "file.form-elsewhere"})


kind("fourteenth: a card for each project instead of a table", BOOKS, alone=True)(_cards)


def _one_column(d: Draft) -> None:
    """Leave all of a row in one cell, its parts set apart by tabs, as text pasted from Word comes out."""
    d.claim("rows shape", "columns", "header shape")
    for line in [*d.of("header"), *d.of("project")]:
        line.boxes = [Box("\t".join("" if b.value is None else str(b.value).replace("\n", " ") for b in line.boxes))]
    d.refusal = frozenset({"file.form-not-found", "file.form-elsewhere"})


kind("fourteenth: each row in one cell with tabs", ("xlsx",), alone=True)(_one_column)


@kind("fourteenth: a copy of the form on a sheet of another unit's", BOOKS, alone=True)
def _foreign_sheet(d: Draft) -> None:
    d.claim("other sheets")
    other = next(u for u in d.catalogue.units if u.id != d.unit)
    lines = copy_of(d.lines)
    for line in lines:
        line.project = ""
        for box in line.boxes:
            if isinstance(box.value, str):
                box.value = box.value.replace(d.catalogue.unit(d.unit).name, other.name)
        if line.kind == "project":
            line.boxes[d.fields.index("progress")].value = "（示例）另一单位的进展。"
            line.boxes[d.fields.index("investment")].value = 5
    d.more_sheets.append(("~参考", lines))
    d.refusal = frozenset({"file.unit-ambiguous"})


# ---------------------------------------------------------------- words

for _name, _text in (
    ("progress", "1."), ("progress", "一是；二是；三是。"), ("progress", "完成  个，完成率  %。"), ("progress", "完成（）个，完成率（）%。"), ("progress", "累计完成：  个"), ("progress", "~~完成20项~~"), ("progress", "【删除】完成20项。"),
    ("progress", "完成20项（此句删）。"), ("progress", "完成20项（待核实）。"), ("progress", "完成20项[批注：请核实]"), ("progress", "完成20项（数据来自3月）。"), ("progress", "正在录入…"), ("progress", "查询失败"), ("progress", "登录超时，请重新登录"),
     ("progress", "&#23436;&#25104;10&#39033;"), ("progress", "\\u5b8c\\u621010\\u9879"), ("progress", "%E5%AE%8C%E6%88%9010%E9%A1%B9"), ("progress", "完成20项，其余…"), ("progress", "完成20项，正在推进...（内容过长已截断）"),
    ("progress", "Lorem ipsum"), ("progress", "#SPILL!"), ("progress", "Err:502"), ("progress", "#名称?"), ("progress", "完成10项（2024年）。"), ("progress", "2024年完成10项。"), ("progress", "同口径数据见左表"),
    ("progress", "完成20项→25项"), ("progress", "完成20/25项？"), ("progress", "好的，以下是为您生成的工作进展："), ("progress", '[语音] 12"'), ("progress", "[文件] 进展.docx"), ("progress", "进展.docx"), ("progress", "https://docs.example.invalid/abc"),
    ("progress", "本格不填"), ("progress", "同第一季度"), ("progress", "与上报市里的一致"), ("progress", "文字材料另行报送"), ("problems", "[object Object]"), ("problems", "同第一季度"), ("problems", "见右"), ("problems", "（上月问题仍存在）"),
    ("problems", "#VALUE!"), ("next_steps", "同第一季度"), ("next_steps", "按原计划"), ("next_steps", "1."), ("next_steps", "文字材料另行报送"), ("contact", "示例甲 1.38E+10"), ("contact", "示例甲（已调离）000-00000000"), ("contact", "空缺"),
    ("contact", "原：示例甲；现：示例乙"), ("contact", "示例甲 000-00000000（停机）"), ("contact", "同项目1"), ("contact", "#VALUE!"),
):  # fmt: skip
    kind(f"fourteenth: {_name} says {_text}")(_hollow(_name, _text))
for _name, _text in (
    ("progress", "已完成20项（原计划15项），超额完成。"), ("progress", "20个点位中，12个已完工，8个在建。"), ("progress", "2024年启动，2025年4月已完成10项。"), ("progress", "完成率：60%（12/20）。"), ("progress", "……已完成前期工作，正在施工。"),
    ("progress", "完成“一老一小”改造10户（其中：老年人6户、儿童4户）。"), ("contact", "示例甲 000-00000000转8001"), ("contact", "示例甲（办公室主任）\n座机：000-00000000"), ("problems", "一是资金缺口300万元；二是3月提出的用地问题仍未解决。"),
    ("next_steps", "5月：完成招标；6月：开工。"), ("next_steps", "建议区财政局于5月底前拨付资金。"), ("progress", "按照“成熟一个、实施一个”原则推进，完成10个。"), ("problems", "上月反映的问题已解决，现无问题。"), ("progress", "4.25完成10项"),
):  # fmt: skip
    kind(f"fourteenth: honest {_name} {_text}")(_wrote(_name, _text))


@kind("fourteenth: a telephone shown with an exponent", BOOKS)
def _exponent(d: Draft) -> None:
    project = d.pick("contact")
    box = d.box(project, "contact")
    box.value, box.number_format = 13_800_000_000, "0.00E+00"
    d.expect(project, "contact", "13800000000", doubt=True)


@kind("fourteenth: progress is a share by its format", BOOKS)
def _share(d: Draft) -> None:
    project = d.pick("progress")
    box = d.box(project, "progress")
    box.value, box.number_format = 0.6, "0%"
    d.expect(project, "progress", "60%", doubt=True)


@kind("fourteenth: a text cut at 255 characters")
def _cut_text(d: Draft) -> None:
    project = d.pick("progress")
    text = ("（示例）截至4月25日，完成甲街道10处、乙街道12处，正在推进丙街道8处；" * 20)[:255]
    d.box(project, "progress").value = text
    d.expect(project, "progress", text, doubt=True)


# ---------------------------------------------------------------- comments and looks

for _name, _text in (
    ("progress", "此处为3月内容，未更新"),
    ("problems", "上月的问题，已解决请删"),
    ("contact", "电话已停用"),
    ("number", "此行作废"),
    ("target", "投资单位为亿元"),
):

    def _hung_at(d: Draft, name: str = _name, text: str = _text) -> None:
        project = d.pick(name)
        d.box(project, name).comment = text
        d.told.add(f"*{project}")

    kind(f"fourteenth: {_name} with a comment {_text}", BOOKS)(_hung_at)
for _text in ("示例丁：已改为1300\n示例戊：同意", "数据来自AI", "与台账不符", "请补盖章", "此单元格由3月复制"):

    def _amount_said(d: Draft, text: str = _text) -> None:
        project = d.pick("investment")
        d.box(project, "investment").comment = text
        d.expect(project, "investment", d.expected[project, "investment"].value, doubt=True)

    kind(f"fourteenth: an amount's comment {_text!r}", BOOKS)(_amount_said)


def _unit_below_sight(sheet: Any, where: Any) -> None:
    sheet[where].value, sheet[where].alignment = "1.2\n\n\n\n（亿元）", Alignment(wrap_text=True)
    sheet.row_dimensions[sheet[where].row].height = 15


_LOOKS: tuple[tuple[str, Any, bool | None], ...] = (
    ("whose unit is out of sight on a second line", _unit_below_sight, None),
    ("in letters of a size nobody can miss", lambda s, w: setattr(s[w], "font", Font(size=36)), False), ("in grey", lambda s, w: setattr(s[w], "font", Font(color="FF808080")), False),
    ("in italics", lambda s, w: setattr(s[w], "font", Font(italic=True)), False), ("underlined twice", lambda s, w: setattr(s[w], "font", Font(underline="double")), False),
)  # fmt: skip
for _name, _look, _unsure in _LOOKS:

    def _looking(d: Draft, change: Any = _look, doubt: Any = _unsure) -> None:
        before = set(d.taken)
        _looks(change, doubt=bool(doubt))(d)
        if doubt is None:
            key = next(k for k in d.expected if k in d.taken - before and k[1] == "investment")
            d.expect(*key, "12000", doubt=True)

    kind(f"fourteenth: an amount {_name}", ONLY)(_looking)

# ---------------------------------------------------------------- other writers' XML, formulas

for _name, _make, _doubt in (
    ("a formula that spills", lambda a, v: f'<c {a} cm="1"><f t="array" ref="F6">{v}+0</f><v>{v}</v></c>', False), ("rounded after a division", lambda a, v: f"<c {a}><f>ROUND({v}*10000/10000,2)</f><v>{v}</v></c>", False),
    ("looked up, an error made a nought", lambda a, _: f'<c {a}><f>IFERROR(VLOOKUP("a",A1:B9,2,0),0)</f><v>0</v></c>', True), ("looked up by XLOOKUP", lambda a, v: f'<c {a}><f>_xlfn.XLOOKUP("a",A1:A9,B1:B9)</f><v>{v}</v></c>', True),
    ("a text with 万", lambda a, _: f'<c {a} t="n"><v>1200万</v></c>', True),  ("infinite", lambda a, _: f"<c {a}><v>INF</v></c>", True),
    ("a subtotal of what can be seen", lambda a, v: f"<c {a}><f>SUBTOTAL(109,A1:A9)</f><v>{v}</v></c>", True), ("a choice by LET", lambda a, v: f"<c {a}><f>_xlfn.LET(_xlpm.x,{v},_xlpm.x)</f><v>{v}</v></c>", True),
    ("an error as its text", lambda a, _: f'<c {a} t="str"><f>1/0</f><v>#DIV/0!</v></c>', True), ("a link's formula to another sheet's cell", lambda a, v: f"<c {a}><f>'3月'!F6</f><v>{v}</v></c>", True),
    ("times a factor", lambda a, v: f"<c {a}><f>{v}*1</f><v>{v}</v></c>", False), ("in 亿 by its formula", lambda a, v: f"<c {a}><f>{v}*10000/10000</f><v>{v}</v></c>", False),
):  # fmt: skip
    kind(f"fourteenth: cell: {_name}", ONLY)(_cell_xml(_make, doubt=_doubt))


def _computed(formula: str, value: str | None, *, doubt: bool, either: bool = False) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        project = d.pick("investment")
        d.box(project, "investment").value = formula
        d.expected[project, "investment"] = Expect(value, doubt, may_refuse=either)

    return spoil


for _formula, _meant, _doubt, _may in (
    ("=ROUND(12345678/10000,2)", "1234.57", False, False), ('=1200&"万元"', "1200", False, True), ("=TODAY()", None, True, False), ('=IF(1>2,1200,"")', None, False, True), ("=12*100%", "12", False, False),
    ("=SUM(1000,200)", "1200", False, False), ("=FIXED(1200,2)", "1200", False, True), ("=RAND()*1000+1", None, True, False), ('="约"&1200', "1200", False, True), ('="1200（预计）"', "1200", True, False),
):  # fmt: skip
    kind(f"fourteenth: the office suite computed {_formula}", SAVED)(
        _computed(_formula, _meant, doubt=_doubt, either=_may)
    )

# ---------------------------------------------------------------- Word

_R = "<w:r><w:t>{}</w:t></w:r>"
for _name, _runs, _doubt in (
    ("预计 on a second line", lambda v: f"<w:r><w:t>{v}</w:t><w:br/><w:t>（预计）</w:t></w:r>", True), ("of two months on two lines", lambda v: f"<w:r><w:t>3月：900</w:t><w:br/><w:t>4月：{v}</w:t></w:r>", True),
    ("in a control tagged 上月", lambda v: f'<w:sdt><w:sdtPr><w:alias w:val="完成投资"/><w:tag w:val="amount"/></w:sdtPr><w:sdtContent>{_R.format(v)}</w:sdtContent></w:sdt>', False),
    ("in a control that is shown empty in the middle", lambda v: f'{_R.format(v)}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{_R.format("单击输入单位")}</w:sdtContent></w:sdt>', False),
    ("a picture of a stamp beside", lambda v: f"{_R.format(v)}<w:r><w:drawing/></w:r>", True), ("a replaced unit by revision", lambda v: f'{_R.format(v)}<w:del w:id="1" w:author="a"><w:r><w:delText>亿元</w:delText></w:r></w:del><w:ins w:id="2" w:author="a">{_R.format("万元")}</w:ins>', False),
    ("亿元 put in by revision", lambda v: f'{_R.format(v)}<w:ins w:id="2" w:author="a">{_R.format("亿元")}</w:ins>', True), ("a run turned by emboss and colour", lambda v: f'<w:r><w:rPr><w:emboss/><w:color w:val="auto"/></w:rPr><w:t>{v}</w:t></w:r>', False),
    ("two decimals set apart by a tab stop", lambda v: f"<w:r><w:t>{v}</w:t></w:r><w:r><w:tab/></w:r>", False), ("an old value in a hidden run", lambda v: f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>900</w:t></w:r>{_R.format(v)}", True),
    ("a value in a field of a formula gone wrong", lambda _: '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(LEFT) </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>!语法错误</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>', True),
):  # fmt: skip
    kind(f"fourteenth: Word: {_name}", DOCX)(_word_cell(_runs, doubt=_doubt, names=("investment",)))


def _hung(part: str, element: str, text: str, name: str) -> Callable[[Draft], None]:
    """Hang a comment, a foot note or an end note at one cell."""

    def spoil(d: Draft) -> None:
        d.claim("document")
        project = d.pick(name)
        token = f"HG{d.rng.randrange(10**9)}"
        value = d.expected[project, name].value
        d.box(project, name).value = token
        d.expect(project, name, value, doubt=True)
        said = str(value).replace("\n", "</w:t><w:br/><w:t>")
        mark = f'<w:r><w:{element}Reference w:id="7"/></w:r>'
        if element == "comment":
            said_runs = f'<w:commentRangeStart w:id="7"/>{_R.format(said)}<w:commentRangeEnd w:id="7"/>{mark}'
        else:
            said_runs = f"{_R.format(said)}{mark}"
        run = re.compile(rf"<w:r>(?:(?!</w:r>).)*{token}</w:t></w:r>", re.DOTALL)
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        xml = f'<w:{part} xmlns:w="{space}"><w:{element} w:id="7" w:author="示例丁"><w:p>{_R.format(text)}</w:p></w:{element}></w:{part}>'

        def added(data: bytes) -> bytes:
            data = _word(data, lambda x: run.sub(lambda _: said_runs, x))
            return _with_part(data, part, xml)

        d.after_document.append(added)

    return spoil


for _part, _element, _text, _name in (
    ("comments", "comment", "应为1300", "investment"), ("comments", "comment", "请更新为4月内容", "progress"), ("footnotes", "footnote", "含预计数", "investment"), ("endnotes", "endnote", "单位：亿元", "investment"),
    ("comments", "comment", "电话有误", "contact"),
):  # fmt: skip
    kind(f"fourteenth: Word: {_name} with a {_element} {_text}", DOCX)(_hung(_part, _element, _text, _name))

_WIDE = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="9"/></w:tcPr><w:p>{}</w:p></w:tc></w:tr>'


def _row_in_table(text: str, *, first: bool = True) -> Callable[[bytes], bytes]:
    row = _WIDE.format(_R.format(text))
    return _rows_of(lambda rows: row + "".join(rows) if first else "".join(rows) + row)


@kind("fourteenth: Word: 单位：亿元 as the table's first row", DOCX)
def _unit_row(d: Draft) -> None:
    d.claim("document", "header texts")
    _column(d, "investment")
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
    d.after_document.append(_row_in_table("单位：亿元"))


@kind("fourteenth: Word: 2025年3月 as the table's first row", DOCX, alone=True)
def _month_row(d: Draft) -> None:
    d.refusal = frozenset({"file.month-wrong", "file.month-ambiguous"})
    d.after_document.append(_row_in_table("填报月份：2025年3月"))


@kind("fourteenth: Word: the title as the table's first row", DOCX)
def _title_row(d: Draft) -> None:
    d.claim("document")
    d.after_document.append(_row_in_table(d.catalogue.form_title))


@kind("fourteenth: Word: a note as the table's last row", DOCX)
def _note_row(d: Draft) -> None:
    d.claim("document")
    _column(d, "investment")
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
    d.after_document.append(_row_in_table("注：以上投资为预计数", first=False))


@kind("fourteenth: Word: the whole table taken out as a revision", DOCX, alone=True)
def _table_out(d: Draft) -> None:
    for key, expected in list(d.expected.items()):
        d.expect(*key, expected.value, doubt=True)
    d.refusal = frozenset({"file.form-not-found", "file.form-elsewhere", "file.blank"})
    d.after_document.append(
        lambda data: _word(
            data, lambda xml: xml.replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="5" w:author="a"/></w:trPr>')
        )
    )


@kind("fourteenth: Word: a paragraph of March between title and table", DOCX)
def _paragraph(d: Draft) -> None:
    d.claim("year")
    d.told.add("*")
    d.lines.insert(d.at(d.header), Line("other", [Box("现将我单位3月份重点民生实事推进情况报送如下，请审阅。")]))


@kind("fourteenth: Word: a letter of April before the table", DOCX)
def _letter(d: Draft) -> None:
    d.claim("year")
    d.lines.insert(d.at(d.header), Line("other", [Box("现将我单位4月份重点民生实事推进情况报送如下，请审阅。")]))


# ---------------------------------------------------------------- the indicators' sheet

for _text, _meant, _doubt in (
    ("12（其中4月3）", "12", True), ("3+9=12", "12", True), ("12↑", "12", True), ("持平", None, True), ("100%完成", None, True), ("累计12，本月3", "12", True), ("本月3，累计12", "12", True), ("-3", None, True), ("12（含拟建2）", "12", True),
    ("1 2", None, True), ("１２", "12", False), ("约12-13", None, True), ("12（去年）", None, True), ("12（3月）", None, True), ("12（待核）", "12", True), ("完成12", "12", False), ("12 ", "12", False), ("12⑴", "12", True),
    ("十二（12）", "12", True), ("12*", "12", True), ("12（不含甲街道）", "12", True), ("Err:502", None, True), ("见工作进展", None, True), ("12.0.1", None, True),
):  # fmt: skip
    kind(f"fourteenth: figure {_text!r}", BOOKS)(_indicator(_put("本月累计", _text, Expect(_meant, doubt=_doubt))))
for _text in ("累计完成12", "应为2", "AI识别", "含3个未验收", "此数填错", "数据为计划", "系去年完成"):
    kind(f"fourteenth: figure with the remark {_text}", BOOKS)(_indicator(_put("备注", _text, Expect("1", doubt=True))))
for _text in ("本月累计（AI识别）", "本月累计（填错列）", "去年同期", "本月累计（剩余）", "计划数"):
    kind(f"fourteenth: figures under {_text}", BOOKS)(_told_at_the_header(_text))


def _struck_figure(sheet: Any, row: int, columns: dict[str, int], _own: Any) -> Any:
    sheet.cell(row, columns["本月累计"]).comment = Comment("请按去年口径", "示例")
    return Expect("1", doubt=True)


def _beyond(sheet: Any, row: int, columns: dict[str, int], own: Any) -> Any:
    cell = sheet.cell(row, columns["本月累计"])
    cell.value = int((own.target or 10) * 1000)
    return Expect(str(cell.value), doubt=True)


def _in_remarks(sheet: Any, row: int, columns: dict[str, int], _own: Any) -> Any:
    sheet.cell(row, columns["本月累计"]).value = None
    sheet.cell(row, columns["备注"]).value = "累计完成12"
    return Expect(None, doubt=True)


for _name, _made_of in (
    ("a comment of last year", _struck_figure),
    ("a thousand times the target", _beyond),
    ("told in the remarks alone", _in_remarks),
):
    kind(f"fourteenth: figures: {_name}", BOOKS)(_indicator(_made_of))


@kind("fourteenth: figures: the sheet twice with other figures", BOOKS)
def _figures_twice(d: Draft) -> None:
    _indicator(lambda *_: Expect("1", doubt=True))(d)

    def copied(book: Any) -> None:
        again = book.copy_worksheet(book["指标进度"])
        again.title = "指标进度 (2)"
        for row in again.iter_rows():
            for cell in row:
                if cell.value == 1 and cell.row > 3:
                    cell.value = 9

    d.before_save.append(copied)
