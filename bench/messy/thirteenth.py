"""A thirteenth held-out set, written whole before the product was tried on it, to see what mending the eleventh was worth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from around import _note
from draft import ENTRY, Box, Draft, Expect, Line, Taken, copy_of
from eleventh import _field, _looks, _whole
from fifth import _called, _indicator, _put
from kinds import BOOKS, ONLY, _amount, _number, kind
from ninth import _footnoted, _harmless, _hollow, _misnamed, _told_at_the_header, _word_column, _wrote
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side
from second import DOCX, _column, _insert, _word, _word_cell
from third import _renamed, _rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

# ---------------------------------------------------------------- amounts

for _text, _meant in {
    "1200(万元）": "1200", "：1200": "1200", "实际1200万元": "1200", "已累计完成投资约1200万元": "1200", "2025年1-4月1200万元": "1200", "1,200.5 (万元)": "1200.5",
    "目前完成1200万元": "1200", "共计1200": "1200", "投资 1200 万元": "1200", "1200 万元（累计）": "1200", "壹仟贰佰万": "1200", "1200.00（万元）": "1200",
}.items():  # fmt: skip
    kind(f"thirteenth: amount {_text!r}")(_amount(_text, _meant, doubt=False))
DOUBT: dict[str, str | None] = {
    "1200万元（暂）": "1200", "1200万元（工程款）": "1200", "土建1200": None, "1200万员": None, "1200完元": None, "12000k": None, "1200（剩余300）": "1200",
    "1200万元/全年": None, "1200（预算内）": "1200", "收入1200": None, "~1200": "1200", "最多1200": None, "至少1200": "1200", "1200（参考）": "1200", "1200（匡算）": "1200",
    "1200（见注）": "1200", "1200（乙）": "1200", "1200（上次）": None, "1200（撤销）": "1200", "代建1200": None, "1200（本金）": "1200", "1200（待入账）": "1200",
    "1200（追加300后）": "1200", "免除1200": None, "1200（第4期）": "1200", "近三年1200": None, "1200*0.8": None, "1200（税前）": "1200",
}  # fmt: skip
for _text, _read in DOUBT.items():
    kind(f"thirteenth: doubtful amount {_text!r}")(_amount(_text, _read, doubt=True))
for _name, _value, _code, _read_as, _doubt in (
    ("a nought told as 未开工", 0, '0"万元";-0"万元";"未开工"', "0", True), ("in thousands of yuan", 12_000, '0"千元"', "1200", True), ("without tax", 1200, '#,##0"（不含税）"', "1200", True),
    ("with a locale and 万元", 1200, '[$-804]0"万元"', "1200", False), ("a year", 1200, '0"/年"', None, True), ("with a margin", 1200, '0"±5"', None, True),
    ("of 小计", 1200, '"小计"0', "1200", True), ("last", 1200, '"原"0', None, True), ("for each", 1200, '"每户"0', None, True), ("with 万 and a blank", 1200, '0.00" 万"', "1200", False),
):  # fmt: skip
    _number(f"thirteenth: {_name}", _value, _code, _read_as, doubt=_doubt)

# ---------------------------------------------------------------- headers

for _header, _power, _doubt in (
    ("完成投资（暂）", 0, True), ("完成投资（剔除重复）", 0, True), ("完成投资/计划投资", 0, True), ("完成投资（见注1）", 0, True), ("完成投资（百分比）", 0, True),
    ("完成投资（含续建）", 0, True), ("完成投资（验工计价）", 0, True), ("完成投资（自立项起）", 0, True), ("完成投资（上报数）", 0, True), ("完成投资（不准）", 0, True),
    ("完成投资（外币）", 0, True), ("完成投资（上期）", 0, True), ("完成投资（折半）", 0, True), ("完成投资（不含土建）", 0, True),
    ("投资完成额（单位/万元）", 0, False), ("完成投资（截止4月24日）", 0, False), ("完成投资（自1月1日起）", 0, False), ("完成投资（CNY万元）", 0, False),
    ("完成投资（元，保留整数）", -4, False), ("完成投资（年内累计）", 0, False), ("完成投资（万元，累计）", 0, False),
):  # fmt: skip
    kind(f"thirteenth: header {_header!r}")(_renamed(_header, _power, doubt=_doubt))
for _name, _header in (
    ("progress", "工作进展（上期）"),
    ("progress", "工作进展（同上月）"),
    ("problems", "问题清单（已整改）"),
    ("next_steps", "本月已完成工作"),
    ("contact", "原责任人"),
):
    kind(f"thirteenth: {_name} under {_header}")(_misnamed(_name, _header))
for _name, _header in (
    ("progress", "工作进展（文字说明）"),
    ("contact", "责任人及手机号"),
    ("next_steps", "下一步工作安排及建议"),
):
    kind(f"thirteenth: {_name} named {_header}")(_called(_name, _header))

# ---------------------------------------------------------------- notes

for _text in (
    "注：黑体为新数，宋体为旧数", "注：灰底投资数未核", "本表投资与联网直报数不一致", "注：投资数见附表", "投资额未扣除违约金", "注：投资数据延后一周更新", "上述金额取整到百万",
    "退回意见：第1项投资请核实", "注：投资完成数系估测", "完成投资按付款节点填列", "投资额以人民币和美元分列", "注：完成投资不代表实际支付",
):  # fmt: skip
    kind(f"thirteenth: below: {_text}")(_note(_text, below=True))
for _text in ("注：黑体为新数，宋体为旧数", "退回意见：第1项投资请核实"):
    kind(f"thirteenth: in the table: {_text}")(_note(_text, below=False))
for _text in (
    "本表为过程稿",
    "数据有误，正在更正",
    "以后报的为准",
    "（待补充完整）",
    "填表日期：2025年3月20日",
    "表内数据为去年同期",
):
    kind(f"thirteenth: whole, below: {_text}")(_whole(_text, above=False))
for _text in (
    "注：本表一式两份", "经办：示例丙", "温馨提示：请按时报送", "（此件不公开）", "注：本单位共牵头2项", "注：投资完成情况已上传系统", "填报完毕", "注：单位为万元，取两位小数",
    "注：红字为本月新增内容", "分管领导：示例己", "主送：区发展改革委", "日期：2025.4.24",
):  # fmt: skip
    kind(f"thirteenth: harmless below: {_text}")(_harmless(_text, above=False))

# ---------------------------------------------------------------- columns without a name, and words beside the table


def _nameless(place: str, say: Any, *, doubt: bool) -> Callable[[Draft], None]:
    """Write into a column that has no header, in one row."""

    def spoil(d: Draft) -> None:
        _column(d, "investment")
        only = d.rng.choice(d.projects()).id
        at = {"left": 0, "beside": d.fields.index("investment") + 1, "right": len(d.fields)}[place]
        _insert(d, at, "", lambda p: say if p == only else None)
        if doubt:
            d.expect(only, "investment", d.expected[only, "investment"].value, doubt=True)

    return spoil


for _place, _say, _doubt in (
    ("beside", "亿元", True), ("beside", "预计", True), ("beside", "上月数", True), ("right", "此行投资为上月数", True), ("right", "投资待核", True), ("left", "作废", True),
    ("right", "√", False), ("right", "已核", False), ("left", "☆", False), ("beside", "万元", False), ("right", "此行数据暂缓采用", True), ("right", "示例丁核", False),
):  # fmt: skip
    kind(f"thirteenth: {_say} in a nameless column {_place}")(_nameless(_place, _say, doubt=_doubt))
for _header, _say, _doubt, _one in (
    ("备注", "投资按七折计", True, True), ("备注", "填错，勿用", True, True), ("备注", "投资数为累计", False, True), ("备注", "详见附图", False, True), ("修改说明", "原900", True, True),
    ("进度状态", "正常", False, False), ("备注", "数据由业主提供", False, True), ("备注", "3月底数", True, True), ("取数时间", "2025.3.31", True, False), ("取数时间", "4月24日", False, False),
    ("数据口径", "含税", False, False), ("是否有效", "无效", True, True),
):  # fmt: skip
    kind(f"thirteenth: column {_header}: {_say}{' in one row' if _one else ''}")(
        _word_column(_header, _say, doubt=_doubt, one=_one)
    )

# ---------------------------------------------------------------- rows and pages


def _second_page(header: str, power: int, *, doubt: bool) -> Callable[[Draft], None]:
    """Repeat the header for a second page, where 完成投资 is called otherwise."""

    def spoil(d: Draft) -> None:
        d.claim("header shape", "rows shape", "columns", "header texts")
        lines = d.of("project")
        if len(lines) < 2:
            raise Taken
        last = lines[-1]
        d.claim((last.project, "investment"))
        d.taken.add(("some", last.project))
        again = copy_of([d.header])[0]
        again.kind = "other"
        place = d.fields.index("investment")
        again.boxes[place].value = header
        if power:
            value = float(str(d.expected[last.project, "investment"].value)) * 10**-power
            last.boxes[place].value = int(value) if value == int(value) else value
        d.expect(last.project, "investment", d.expected[last.project, "investment"].value, doubt=doubt)
        if power or "3月" in header:  # two headers that contradict each other may well forbid what is under both
            for project in d.projects():
                d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
        d.lines.insert(d.at(last), again)

    return spoil


for _header, _power, _doubt in (
    ("完成投资（元）", -4, True),
    ("完成投资（3月）", 0, True),
    ("完成投资（预计）", 0, True),
    ("完成投资（万元）", 0, False),
):
    kind(f"thirteenth: the second page's header says {_header}")(_second_page(_header, _power, doubt=_doubt))


def _between(text: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("rows shape")
        _column(d, "investment")
        last = d.of("project")[-1]
        for project in d.projects():  # told of all, though it speaks of what follows
            d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
        d.lines.insert(d.at(last), Line("other", [Box(text, span=len(d.fields))]))

    return spoil


for _text in ("单位：元", "（以下投资为计划数）"):
    kind(f"thirteenth: a line between rows: {_text}")(_between(_text))


@kind("thirteenth: one text over all of a row's cells", BOOKS)
def _over_all(d: Draft) -> None:
    d.claim("columns", "header shape")
    project = d.pick_row()
    line = d.row(project)
    place = d.fields.index("progress")
    line.boxes[place : place + 4] = [Box("本月无进展，同上月", span=4)]
    for name in ENTRY[:4]:
        d.expect(project, name, "本月无进展，同上月" if name == "progress" else None, doubt=name == "progress")


def _named(text: str, *, before: bool = True) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("rows shape", "columns")
        project = d.pick("name")
        box = d.box(project, "name")
        box.value = f"{text}{box.value}" if before else f"{box.value}{text}"
        d.told.add(f"*{project}")

    return spoil


kind("thirteenth: a name with 删除： before it")(_named("删除："))
kind("thirteenth: a name with （撤销） behind it")(_named("（撤销）", before=False))
kind("thirteenth: a name with ——数据待更新 behind it")(_named("——数据待更新", before=False))


@kind("thirteenth: a name struck through", BOOKS)
def _struck_name(d: Draft) -> None:
    d.claim("columns")
    project = d.pick_row()
    d.box(project, "name").struck = True
    d.doubt_row(project)


# ---------------------------------------------------------------- words

for _name, _text in (
    ("progress", "完成□个"), ("progress", "（本栏请填写本月进展）"), ("progress", "完成***个"), ("progress", "同往月"), ("progress", "参见年初报送"), ("progress", "截至去年底完成20项。"),
    ("progress", "2月份完成20项。"), ("progress", "已发邮箱"), ("progress", "见备注"), ("problems", "同前"), ("problems", "（填写问题）"), ("next_steps", "同前"),
    ("next_steps", "……"), ("contact", "待补"), ("contact", "示例甲 000-XXXXXXX"), ("progress", "见汇报PPT"),
):  # fmt: skip
    kind(f"thirteenth: {_name} says {_text}")(_hollow(_name, _text))
for _name, _text in (
    ("progress", "较上月新增2项，累计完成10项；完成投资同比增长5%。"), ("progress", "1月完成2项，2月完成3项，3月完成3项，4月完成2项。"), ("problems", "暂无卡点。"),
    ("problems", "（1）资金未到位；（2）用地手续未办。"), ("next_steps", "请区财政局支持资金200万元。"), ("contact", "示例甲 000—00000000"), ("progress", "完成10项（详见附件照片）。"),
    ("progress", "项目已于3月底完工，4月组织验收。"), ("progress", "目标任务已全部完成。"),
):  # fmt: skip
    kind(f"thirteenth: honest {_name} {_text}")(_wrote(_name, _text))

# ---------------------------------------------------------------- how a cell looks


def _crossed(sheet: Any, where: Any) -> None:
    sheet[where].border = Border(diagonal=Side("thin"), diagonalUp=True, diagonalDown=True)


def _blacked(sheet: Any, where: Any) -> None:
    sheet[where].fill = PatternFill("solid", fgColor="FF000000")


def _low(sheet: Any, where: Any) -> None:
    sheet.row_dimensions[sheet[where].row].height = 0.75


for _name, _change, _doubt in (
    ("crossed out by borders", _crossed, True), ("on black", _blacked, True), ("in a row of no height to speak of", _low, True),
    ("on yellow", lambda s, w: setattr(s[w], "fill", PatternFill("solid", fgColor="FFFFFF00")), False),
    ("in a font of bar codes", lambda s, w: setattr(s[w], "font", Font(name="Code 128")), True),
):  # fmt: skip
    kind(f"thirteenth: an amount {_name}", ONLY)(_looks(_change, doubt=_doubt))


@kind("thirteenth: 亿元 in small letters behind the amount", ONLY)
def _small(d: Draft) -> None:
    project = d.pick("investment")
    d.box(project, "investment").value = CellRichText("1.2", TextBlock(InlineFont(sz=6), "（亿元）"))
    d.expect(project, "investment", "12000", doubt=True)


@kind("thirteenth: a sheet from right to left", ONLY)
def _right_to_left(d: Draft) -> None:
    d.before_save.append(lambda book: setattr(book[d.sheet].sheet_view, "rightToLeft", True))


def _header_commented(text: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("header texts")
        _column(d, "investment")
        d.header.boxes[d.fields.index("investment")].comment = text
        for project in d.projects():
            d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)

    return spoil


for _text in ("示例丁：这列是3月的", "此列未扣除退款", "暂用计划数"):
    kind(f"thirteenth: the header's comment {_text}", BOOKS)(_header_commented(_text))

# ---------------------------------------------------------------- Word

_R = "<w:r><w:t>{}</w:t></w:r>"
_14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
for _name, _runs, _doubt in (
    ("letters without ink", lambda v: f"<w:r><w:rPr><w14:textFill {_14}><w14:noFill/></w14:textFill></w:rPr><w:t>{v}</w:t></w:r>", True),
    ("a hundredth as wide", lambda v: f'<w:r><w:rPr><w:w w:val="1"/></w:rPr><w:t>{v}</w:t></w:r>', True),
    ("a border of its own", lambda v: f'<w:r><w:rPr><w:bdr w:val="single"/></w:rPr><w:t>{v}</w:t></w:r>', False),
    ("a page's number", lambda v: _field("PAGE", v), True),
    ("a fold of base and index", lambda v: (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:sSub><m:e><m:r>'
        f"<m:t>{v}</m:t></m:r></m:e><m:sub><m:r><m:t>1</m:t></m:r></m:sub></m:sSub></m:oMath>"), True),
    ("the old one in brackets in red", lambda v: f'{_R.format(v)}<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>（900）</w:t></w:r>', True),
    ("a last space that does not break", lambda v: f'<w:r><w:t xml:space="preserve">{v}\u00a0</w:t></w:r>', False),
):  # fmt: skip
    kind(f"thirteenth: Word: {_name}", DOCX)(_word_cell(_runs, doubt=_doubt, names=("investment",)))


@kind("thirteenth: Word: a cell crossed out by borders", DOCX)
def _crossed_word(d: Draft) -> None:
    d.claim("document", "columns", "rows shape")
    project = d.pick("investment")
    value = d.expected[project, "investment"].value
    d.box(project, "investment").value = "987001777"
    d.expect(project, "investment", value, doubt=True)
    lines = '<w:tcBorders><w:tl2br w:val="single"/><w:tr2bl w:val="single"/></w:tcBorders>'

    def marked(xml: str) -> str:
        at = xml.index("987001777")
        end = xml.rindex("</w:tcPr>", 0, at)
        return f"{xml[:end]}{lines}{xml[end:]}".replace("987001777", str(value))

    d.after_document.append(lambda data: _word(data, marked))


@kind("thirteenth: Word: paragraphs numbered by Word", DOCX)
def _numbered(d: Draft) -> None:
    project = d.pick("progress")
    d.box(project, "progress").value = "WP987001"
    d.expect(project, "progress", "完成10项。\n启动5项。")
    own = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    token = re.compile(r"<w:p>(?:(?!</w:p>).)*WP987001</w:t></w:r></w:p>", re.DOTALL)
    d.after_document.append(
        lambda data: _word(data, lambda xml: token.sub(own.format("完成10项。") + own.format("启动5项。"), xml))
    )


@kind("thirteenth: Word: columns shown from right to left", DOCX)
def _bidi(d: Draft) -> None:
    d.after_document.append(
        lambda data: _word(data, lambda xml: xml.replace("<w:tblPr>", "<w:tblPr><w:bidiVisual/>", 1))
    )


@kind("thirteenth: Word: rows kept whole, the header repeated", DOCX)
def _kept(d: Draft) -> None:
    d.claim("document")
    d.after_document.append(
        _rows_of(
            lambda rows: (
                re.sub(r"<w:tr>", "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", rows[0]) + "".join(rows[1:])
            )
        )
    )


@kind("thirteenth: Word: signed in a table of its own", DOCX)
def _signed_table(d: Draft) -> None:
    d.claim("document", "foot")
    cell = "<w:tc><w:tcPr/><w:p>" + _R + "</w:p></w:tc>"
    row = "<w:tr>" + "".join(cell.format(t) for t in ("单位主要负责人：", "示例乙", "填表人：", "示例丙")) + "</w:tr>"
    foot = re.compile(r"<w:p>(?:(?!</w:p>).)*单位主要负责人：(?:(?!</w:p>).)*</w:p>", re.DOTALL)
    d.after_document.append(
        lambda data: _word(data, lambda xml: foot.sub(f"<w:p/><w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl><w:p/>", xml))
    )


for _text in ("截至3月底", "此列为计划数"):
    _say = '<w:r><w:commentReference w:id="7"/></w:r>'
    kind(f"thirteenth: Word: a comment at the header {_text}", DOCX)(_footnoted("comments", "comment", _say, _text))

# ---------------------------------------------------------------- the indicators' sheet

FIGURES: tuple[tuple[str, str | None, bool], ...] = (
    ("12（补报2）", "12", True), ("撤12", None, True), ("12/月均", None, True), ("12（拟）", None, True), ("达12", "12", False), ("已完成12", "12", False), ("12户（含2）", "12", True),
    ("12（错）", "12", True), ("12。5", None, True), ("十二", "12", False),
)  # fmt: skip
for _text, _read, _doubt in FIGURES:
    kind(f"thirteenth: figure {_text!r}", BOOKS)(_indicator(_put("本月累计", _text, Expect(_read, doubt=_doubt))))
for _text in ("填错", "按比例折算", "待领导审核", "已扣除重复"):
    kind(f"thirteenth: figure with the remark {_text}", BOOKS)(_indicator(_put("备注", _text, Expect("1", doubt=True))))
for _text in ("本月累计（暂）", "去年累计", "本月累计（折算）"):
    kind(f"thirteenth: figures under {_text}", BOOKS)(_told_at_the_header(_text))


def _struck_indicator(sheet: Any, row: int, columns: dict[str, int], _own: Any) -> Any:
    sheet.cell(row, columns["指标"]).font = Font(strike=True)
    return Expect("1", doubt=True)


def _asked(sheet: Any, row: int, columns: dict[str, int], _own: Any) -> Any:
    sheet.cell(row, columns["指标"]).comment = Comment("口径为上月", "示例")
    return Expect("1", doubt=True)


kind("thirteenth: figures: the indicator struck through", BOOKS)(_indicator(_struck_indicator))
kind("thirteenth: figures: a comment at the indicator", BOOKS)(_indicator(_asked))
