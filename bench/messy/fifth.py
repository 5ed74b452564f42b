"""A third held-out set, written before the product was tried on it: two columns, other writers, figures edited by hand."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from around import _note
from draft import ENTRY, Box, Draft, Expect, Line, Taken, copy_of
from fourth import _signed
from kinds import BOOKS, ONLY, _amount, _every, _number, _parts, _sheet, kind
from openpyxl.utils import get_column_letter
from second import DOCX, _cell_xml, _column, _cut_off, _insert, _word, _word_cell
from third import _renamed, _rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

# ---------------------------------------------------------------- amounts

READ = {
    "1200萬元": "1200", "1.2億元": "12000", "壹仟贰佰万元整": "1200", "1200.00万元整": "1200", "共1200万元": "1200",
    "1200万元，": "1200", "1200[万元]": "1200", "RMB1200万元": "1200",
    "一点二亿元": "12000", "1200（万）": "1200", "约1200万元左右": "1200", "１２００万": "1200", "1200万元；": "1200",
    "－": None, "／": None, "无。": None, "（无）": None, "―": None, "/ ": None, "－－": None,
}  # fmt: skip
DOUBT = (
    "1200万元（不含税）", "1200→1350", "1200改1350", "1200 1350", "1200\n1350", "1200(原1100)", "1200万元/季度", "月均300",
    "人均1200", "1200万元（计划1500）", "已拨付1200", "12Ｏ０", "I200", "1200户", "1200平方米", "1200人次", "1200公里",
    "30个百分点", "60%以上", "三分之一", "过半", "1/3", "1200（单位：元）", "不低于1200", "1200万日元",
    "1200港元", "1200万欧元", "US$1200", "1200万千瓦时", "12:00", "1200年", "累计投资1200万元，其中本月300万元",
    "4月300，累计1200", "完成年度投资的60%", "100%", "全部完成", "已完工", "待结算", "1200（暂估）", "1200【待核】", "#1200",
    "12×100", "100*12", "1'200", "1.200,50", "1200,00", "无新增", "与上期持平", "不变", "较上月无变化", "〃", "″", "如上",
    "见附表", "XXX", "××", "？？？", "????", "�", "锟斤拷", "1200 （1350）", "1200、", "一千二百多", "1200%%", "1200万元×2",
    "300+400+500", "300+400+500=1200", "区级1200", "市级：1200", "1200/月", "3月1200", "去年1200", "年初1200",
)  # fmt: skip
for _text, _meant in READ.items():
    kind(f"fifth: amount {_text!r}")(_amount(_text, _meant, doubt=False))
for _text in ("不足1200", "1200以上"):
    kind(f"fifth: about {_text!r}")(_amount(_text, "1200", doubt=True))
for _text in DOUBT:
    kind(f"fifth: doubtful amount {_text!r}")(_amount(_text, None, doubt=True))

NUMBERS: tuple[tuple[str, Any, str, str | None, bool], ...] = (
    ("under WPS's general format", 1200, 'General"万元"', "1200", False),
    ("with 萬元 in its format", 1200, '#,##0.00"萬元"', "1200", False),
    ("in renminbi by its format", 1200, "[$￥-804]#,##0.00", "1200", False),
    ("in euro by its format", 1200, "[$€-407]#,##0.00", None, True),
    ("in Hong Kong dollars by its format", 1200, "[$HK$-C04]#,##0.00", None, True),
    ("with its point moved by a backslash", 1200, "0\\.00", None, True),
    ("with its point moved by quotes", 1200, '0"."00', None, True),
    ("with noughts put behind", 1200, '0"0000"', None, True),
    ("with digits put before", 1200, '"12"0', None, True),
    ("too small to be shown", 0.4, "#", "0.4", True),
    ("told as too small", 0.5, '[<1]"不足1";0', "0.5", True),
    ("told in words", 1, '[=1]"是";[=0]"否";0', "1", True),
    ("0 told as 无", 0, '[=0]"无";0', "0", True),
    ("as month and year", 45772, "mmm-yy", None, True),
    ("under a text format that adds words", 1200, '0"万元（累计）"', "1200", False),
    ("as planned by its format", 1200, '0"（计划）"', "1200", True),
    ("in thousands by two letters", 1200, '0"千"', None, True),
    ("in millions by its format", 12, '0"百万"', "1200", True),
    ("a month's share by its format", 1200, '0"万元/月"', None, True),
    ("with a filling dash", 1200, "*-0", "1200", False),
    ("in millions by commas", 12_000_000, '0.0,,"百万"', None, True),
)
for _name, _value, _code, _read_as, _doubt in NUMBERS:
    _number(f"fifth: {_name}", _value, _code, _read_as, doubt=_doubt)

# ---------------------------------------------------------------- headers

for _header, _power, _doubt in (
    ("完成投资（萬元）", 0, False), ("完成投资\n（万元，保留两位小数）", 0, False), ("自年初累计完成投资", 0, False),
    ("年初至今完成投资（万元）", 0, False), ("今年以来完成投资", 0, False), ("本年累计完成投资", 0, False),
    ("完成投资（千万元）", 3, False), ("实际完成投资（万元）", 0, False), ("已完成投资", 0, False), ("累计投资完成情况", 0, False),
    ("完成投资（预计）", 0, True), ("计划完成投资", 0, True), ("完成投资占比", 0, True), ("完成投资（%）", 0, True),
    ("当月完成投资", 0, True), ("本期完成投资", 0, True), ("本季度完成投资", 0, True), ("上年完成投资", 0, True),
    ("2024年完成投资", 0, True), ("截至3月末累计完成投资", 0, True), ("未完成投资", 0, True), ("到位资金", 0, True),
    ("拨付资金（万元）", 0, True), ("合同金额", 0, True), ("概算投资", 0, True), ("完成投资（万㎡）", 0, True),
    ("5月完成投资", 0, True), ("1-5月累计完成投资", 0, True), ("“十四五”累计完成投资", 0, True), ("去年同期完成投资", 0, True),
):  # fmt: skip
    kind(f"fifth: header {_header!r}")(_renamed(_header, _power, doubt=_doubt))


def _called(name: str, header: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("header texts")
        _column(d, name)
        d.header.boxes[d.fields.index(name)].value = header

    return spoil


for _name, _header in (
    ("progress", "工作进展情况"), ("progress", "推进情况"), ("progress", "目前进展"), ("progress", "本月工作进展"),
    ("progress", "项目推进情况（截至4月底）"), ("problems", "存在问题及困难"), ("problems", "存在的困难和问题"),
    ("problems", "问题"), ("next_steps", "下一步打算"), ("next_steps", "下步安排"), ("next_steps", "下阶段工作及建议"),
    ("contact", "联系人"), ("contact", "责任人/联系电话"), ("contact", "责任人、电话"), ("name", "实事项目名称"),
    ("lead_unit", "责任单位"), ("target", "年度目标任务"), ("number", "编号"),
):  # fmt: skip
    kind(f"fifth: {_name} called {_header}")(_called(_name, _header))

# ---------------------------------------------------------------- figures in two columns


def _amount_and_unit(unit: str, power: int) -> Callable[[Draft], None]:
    """Let the header stretch over two columns: the figure, and its unit beside it."""

    def spoil(d: Draft) -> None:
        _column(d, "investment")
        for project in d.projects():
            moved = Decimal(str(d.expected[project.id, "investment"].value)).scaleb(-power)
            d.box(project.id, "investment").value = float(moved) if moved % 1 else int(moved)
        place = d.fields.index("investment")
        _insert(d, place + 1, "", lambda _: unit)
        d.before_save.append(
            lambda book: book[d.sheet].merge_cells(
                start_row=d.at(d.header) + 1, end_row=d.at(d.header) + 1, start_column=place + 1, end_column=place + 2
            )
        )

    return spoil


for _unit, _power in (("万元", 0), ("亿元", 4), ("元", -4)):
    kind(f"fifth: figure and {_unit} under one header", BOOKS)(_amount_and_unit(_unit, _power))


@kind("fifth: figures in the second column of a broad header", BOOKS)
def _second_of_two(d: Draft) -> None:
    _column(d, "investment")
    place = d.fields.index("investment")
    values = {p.id: d.box(p.id, "investment").value for p in d.projects()}
    _insert(d, place + 1, "", values.__getitem__)
    for project in d.projects():
        d.box(project.id, "investment").value = None
    d.fields[place], d.fields[place + 1] = "", "investment"
    d.before_save.append(
        lambda book: book[d.sheet].merge_cells(
            start_row=d.at(d.header) + 1, end_row=d.at(d.header) + 1, start_column=place + 1, end_column=place + 2
        )
    )


def _units_by_row(d: Draft) -> None:
    _column(d, "investment")
    powers = {p.id: d.rng.choice((0, 4, -4)) for p in d.projects()}
    for project, power in powers.items():
        moved = Decimal(str(d.expected[project, "investment"].value)).scaleb(-power)
        d.box(project, "investment").value = float(moved) if moved % 1 else int(moved)
    names = {0: "万元", 4: "亿元", -4: "元"}
    _insert(d, d.fields.index("investment") + 1, "单位", lambda p: names[powers[p]])


kind("fifth: another unit in each row")(_units_by_row)


@kind("fifth: a column of currencies")
def _currency(d: Draft) -> None:
    _column(d, "investment")
    _insert(d, d.fields.index("investment") + 1, "币种", lambda _: "美元")
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)


def _two_below(left: str, right: str, *, own_right: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("header shape", "columns", "header texts")
        _column(d, "investment")
        place = d.fields.index("investment")
        at, boxes = d.at(d.header), d.header.boxes
        top = [Box(b.value, down=2) for b in boxes]
        top[place] = Box("投资（万元）", span=2)
        below = [Box() for _ in range(len(boxes) + 1)]
        below[place].value, below[place + 1].value = left, right
        for line in d.of("project"):
            line.boxes.insert(place if own_right else place + 1, Box(7))
        d.lines[at : at + 1] = [Line("header", top), Line("other", below)]
        d.fields.insert(place if own_right else place + 1, "")

    return spoil


kind("fifth: planned and done under one header", BOOKS)(_two_below("年度计划", "累计完成", own_right=True))
kind("fifth: done and planned under one header", BOOKS)(_two_below("完成", "计划", own_right=False))
kind("fifth: total and done under one header", BOOKS)(_two_below("总投资", "已完成", own_right=True))


def _unit_said(where: str, text: str) -> Callable[[Draft], None]:
    """Say the unit of money somewhere else than where it belongs."""

    def spoil(d: Draft) -> None:
        d.claim("header texts", "year")
        _column(d, "investment")
        for project in d.projects():
            d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
        if where == "sheet":
            d.claim("sheet name")
            d.sheet = text
        elif where == "title":
            d.of("title")[-1].boxes[0].value = f"{d.of('title')[-1].boxes[0].value}{text}"
        elif where == "section":
            for line in d.of("section"):
                line.boxes[0].value = f"{line.boxes[0].value}{text}"
        elif where == "number":
            d.header.boxes[d.fields.index("number")].value = text
        else:
            d.header.boxes[d.fields.index("investment")].comment = text

    return spoil


for _where, _text, _formats in (
    ("sheet", "附件2（单位：元）", BOOKS), ("title", "（单位：亿元）", None), ("section", "（单位：元）", None),
    ("comment", "单位：亿元", BOOKS),
):  # fmt: skip
    kind(f"fifth: unit {_text} in the {_where}", *([_formats] if _formats else []))(_unit_said(_where, _text))

# ---------------------------------------------------------------- notes

for _text in (
    "注：数据统计至2025.3.31",
    "注：统计时段为2025年1月1日至3月31日",
    "注：数据更新至3月底",
    "注：截止到2025/3/25",
):
    for _place in ("above", "foot", "below"):
        kind(f"fifth: {_text} {_place}", BOOKS)(_cut_off(_text, _place))
for _text in (
    "注：完成投资为第一季度数", "注：投资以亿元计", "注：完成投资含以前年度投资", "注：投资数为预计数", "注：完成投资按人民币千元填列",
):  # fmt: skip
    kind(f"fifth: {_text}")(_note(_text, below=True))

# ---------------------------------------------------------------- rows and pages


@kind("fifth: a second page whose columns change places")
def _turned_page(d: Draft) -> None:
    d.claim("header shape", "rows shape", "columns", "header texts")
    lines = d.of("project")
    if len(lines) < 2:
        raise Taken
    again = copy_of([d.header])[0]
    again.kind = "other"
    one, two = d.fields.index("problems"), d.fields.index("next_steps")
    for line in (again, lines[-1]):
        line.boxes[one], line.boxes[two] = line.boxes[two], line.boxes[one]
    d.taken |= {(lines[-1].project, "*"), ("some", lines[-1].project)}
    d.lines.insert(d.at(lines[-1]), again)
    for name in ("problems", "next_steps"):  # its addresses are those of the first page
        value = d.expected.pop((lines[-1].project, name)).value
        d.expected[lines[-1].project, name] = Expect(value)


for _text in (
    "（以下空白）",
    "以下无正文",
    "续表",
    "接上页",
    "第1页 共2页",
    "—第 1 页—",
    "区教委 2025年4月26日",
    "*",
    "……",
):

    def _between(d: Draft, text: str = _text) -> None:
        d.claim("rows shape")
        d.lines.insert(d.at(d.of("project")[-1]), Line("other", [Box(text)]))

    kind(f"fifth: a line {_text} between the rows")(_between)


@kind("fifth: a note of each project on a row below it")
def _note_rows(d: Draft) -> None:
    d.claim("rows shape")
    for line in d.of("project"):
        d.lines.insert(d.at(line) + 1, Line("other", [Box("备注：资料已报送。", span=len(d.fields))]))


@kind("fifth: a total on top")
def _total_first(d: Draft) -> None:
    d.claim("rows shape")
    boxes = [Box() for _ in d.fields]
    boxes[d.fields.index("name")].value = "合 计"
    if "investment" in d.fields:
        boxes[d.fields.index("investment")].value = 123456
    d.lines.insert(d.at(d.header) + 1, Line("other", boxes))


@kind("fifth: a part of a project on a row below it")
def _part_row(d: Draft) -> None:
    d.claim("rows shape")
    project = d.pick_row()
    line = d.row(project)
    boxes = [Box() for _ in d.fields]
    boxes[d.fields.index("name")].value = "其中：一期"
    if "investment" in d.fields:
        boxes[d.fields.index("investment")].value = 5
    d.lines.insert(d.at(line) + 1, Line("other", boxes))


@kind("fifth: the numbers have become dates", BOOKS)
def _dated_numbers(d: Draft) -> None:
    d.claim(("column", "number"))
    for n, line in enumerate(d.of("project")):
        box = line.boxes[d.fields.index("number")]
        box.value, box.number_format = 45658 + n, 'm"月"d"日"'


for _before, _after in (
    ("★", ""), ("“", "”"), ("《", "》"), ("①", ""), ("（1）", ""), ("", "（续建）"), ("", "（新建）"), ("", "："), ("*", ""),
    ("", "（牵头：区教委）"), ("项目名称：", ""), ("一、", ""),
):  # fmt: skip

    def _dressed(d: Draft, before: str = _before, after: str = _after) -> None:
        project = d.pick("name")
        box = d.box(project, "name")
        box.value = f"{before}{box.value}{after}"

    kind(f"fifth: name dressed {_before}…{_after}")(_dressed)


@kind("fifth: a narrow empty column between all", BOOKS)
def _narrow(d: Draft) -> None:
    d.claim("columns", "header shape")
    for line in d.lines:
        if line.kind in ("header", "project"):
            line.boxes = [b for box in line.boxes for b in (box, Box())]
    d.fields = [f for name in d.fields for f in (name, "")]


@kind("fifth: each column merged of two", BOOKS)
def _broad(d: Draft) -> None:
    _narrow(d)

    def merged(book: Any) -> None:
        for row, line in enumerate(d.lines, start=1):
            if line.kind in ("header", "project"):
                for col in range(1, len(d.fields), 2):
                    book[d.sheet].merge_cells(start_row=row, end_row=row, start_column=col, end_column=col + 1)

    d.before_save.append(merged)


@kind("fifth: a header of three levels", BOOKS)
def _three_levels(d: Draft) -> None:
    d.claim("header shape", "columns")
    at, boxes, first = d.at(d.header), d.header.boxes, d.fields.index("progress")
    top = [Box(b.value, down=3) for b in boxes[:first]] + [Box("推进落实情况", span=len(boxes) - first)]
    middle = [Box() for _ in boxes[:first]] + [Box("截至4月25日", span=len(boxes) - first)]
    below = [Box() for _ in boxes[:first]] + [Box(b.value) for b in boxes[first:]]
    d.lines[at : at + 1] = [Line("header", top), Line("other", middle), Line("other", below)]


@kind("fifth: the table turned on its side", BOOKS, alone=True)
def _turned(d: Draft) -> None:
    lines, head = d.of("project"), d.header
    turned = [
        Line("other", [Box(head.boxes[n].value), *(Box(line.boxes[n].value) for line in lines)])
        for n in range(len(d.fields))
    ]
    at = d.at(head)
    d.lines = [*d.lines[:at], *turned, *d.of("footer")]
    d.refusal = frozenset({"file.form-not-found", "file.form-elsewhere"})


@kind("fifth: two units on two sheets", BOOKS, alone=True)
def _two_units(d: Draft) -> None:
    mine = {p.id for p in d.projects()}
    other = next(
        u for u in d.catalogue.units if len(own := d.catalogue.led_by(u.id)) and mine.isdisjoint(p.id for p in own)
    )
    d.issued = None
    lines = copy_of(d.lines[: d.at(d.header) + 1])
    for line in lines:
        for box in line.boxes:
            if "填报单位" in str(box.value):
                box.value = f"填报单位：{other.name}"
    for p in d.catalogue.led_by(other.id):
        values = (p.number, p.name, other.name, p.target_lines, "完成5项", 5, "无", "无", "示例丁 000-00000000")
        lines.append(Line("other", [Box(v) for v in values]))
    d.more_sheets.append((f"~{other.name}", lines))
    d.file = "汇总.xlsx"
    d.refusal = frozenset({"file.unit-ambiguous", "file.form-ambiguous", "file.sheets-mixed"})


def _refused(spoil: Callable[[Draft], None], code: str = "file.unreadable") -> Callable[[Draft], None]:
    """Spoil in a way that leaves nothing to be read, so that the file as a whole is refused."""

    def spoilt(d: Draft) -> None:
        spoil(d)
        d.refusal = frozenset({code})

    return spoilt


def _months(*, print_of: str, tab: str, hidden: str = "") -> Callable[[Draft], None]:
    """Put the sheet of another month beside; ``hidden``: which of the two is hidden."""

    def spoil(d: Draft) -> None:
        d.claim("other sheets", "year", "sheet name")
        lines = copy_of(d.lines)
        for line in lines:
            for box in line.boxes:
                if isinstance(box.value, str):
                    box.value = box.value.replace("2025年4月", print_of)
            if line.kind == "project" and "investment" in d.fields:
                line.boxes[d.fields.index("investment")].value = 1
        d.more_sheets.append((f"~{tab}", lines))
        if hidden:
            d.before_save.append(
                lambda book: setattr(book[d.sheet if hidden == "own" else tab], "sheet_state", "hidden")
            )
            if hidden == "own":
                for project in d.projects():
                    d.doubt_row(project.id)
                d.before_save.append(lambda book: setattr(book, "active", book.sheetnames.index(tab)))

    return spoil


kind("fifth: last month's sheet beside, this month's hidden", BOOKS, alone=True)(
    _refused(_months(print_of="2025年3月", tab="3月", hidden="own"), "file.month-wrong")
)
kind("fifth: next month's sheet beside, hidden", BOOKS)(_months(print_of="2025年5月", tab="5月", hidden="other"))


@kind("fifth: sheets of the months to come, empty", BOOKS)
def _empty_months(d: Draft) -> None:
    d.claim("other sheets", "year")
    for month in (5, 6, 7):
        lines = copy_of(d.lines)
        for line in lines:
            for box in line.boxes:
                if isinstance(box.value, str):
                    box.value = box.value.replace("2025年4月", f"2025年{month}月")
            if line.kind == "project":
                for name in ENTRY:
                    if name in d.fields:
                        line.boxes[d.fields.index(name)].value = None
        d.more_sheets.append((f"~{month}月", lines))


# ---------------------------------------------------------------- words

for _name in ("progress", "next_steps"):
    for _text in ("〃", "同前", "见附表", "另报", "XXX", "请填写", "???????", "锟斤拷锟斤拷", "。", "/"):

        def _hollow(d: Draft, name: str = _name, text: str = _text) -> None:
            project = d.pick(name)
            box = d.box(project, name)
            box.value, box.literal = text, True
            d.expect(project, name, text, doubt=True)

        if _name == "progress" or _text not in ("。", "/", "XXX", "请填写", "另报", "见附表"):
            kind(f"fifth: {_name} says {_text}")(_hollow)


@kind("fifth: progress is a percentage", BOOKS)
def _percent(d: Draft) -> None:
    project = d.pick("progress")
    box = d.box(project, "progress")
    box.value, box.number_format = 0.6, "0%"
    d.expect(project, "progress", "60%")


@kind("fifth: words under a format that hides them", BOOKS)
def _hidden_words(d: Draft) -> None:
    project = d.pick("progress")
    d.box(project, "progress").number_format = ";;;"
    d.expect(project, "progress", d.expected[project, "progress"].value, doubt=True)


@kind("fifth: telephone whose first nought the format shows", BOOKS)
def _nought(d: Draft) -> None:
    project = d.pick("contact")
    box = d.box(project, "contact")
    box.value, box.number_format = 230_000_001, "000-00000000"
    d.expect(project, "contact", "002-30000001", doubt=True)


@kind("fifth: a whole row struck through", BOOKS)
def _row_struck(d: Draft) -> None:
    project = d.pick_row()
    for box in d.row(project).boxes:
        box.struck = True
    d.doubt_row(project)


# ---------------------------------------------------------------- signing

for _n, _rows in enumerate((
    (("主要负责人：示例乙", "填报人：示例丙"),),
    (("单位负责人（签字）：示例乙", "经办人：示例丙"),),
    (("单位主要负责人：示例乙", "填表人：示例丙 2025.4.26"),),
    (("填表人：示例丙", "审核人：示例丁", "单位主要负责人：示例乙"),),
    (("单位主要负责人（签名）： 示例乙 （盖章）", "填表人：示例丙    电话：000-00000000"),),
    (("单位主要负责人:", "示例乙", "填表人:", "示例丙", "填表日期:", "2025-04-26"),),
)):  # fmt: skip
    kind(f"fifth: signed in way {_n}")(_signed(*_rows))

# ---------------------------------------------------------------- other writers' XML

for _name, _make, _doubt in (
    ("text without a formula", lambda a, v: f'<c {a} t="str"><v>{v}</v></c>', False),
    ("true", lambda a, _: f'<c {a} t="b"><v>1</v></c>', True),
    ("thousands in the value", lambda a, _: f"<c {a}><v>1,200</v></c>", True),
    ("an underscore in the value", lambda a, _: f"<c {a}><v>1_200</v></c>", True),
    ("infinity", lambda a, _: f"<c {a}><v>INF</v></c>", True),
    ("hexadecimal", lambda a, _: f"<c {a}><v>0x4B0</v></c>", True),
    ("two texts", lambda a, v: f'<c {a} t="inlineStr"><is><t>{v}</t><t>7</t></is></c>', True),
    ("two inline strings", lambda a, v: f'<c {a} t="inlineStr"><is><t>{v}</t></is><is><t>7</t></is></c>', True),
    ("entities for digits", lambda a, v: f"<c {a}><v>{''.join(f'&#{ord(c)};' for c in v)}</v></c>", False),
    ("a style that is not there", lambda a, v: f"<c {re.sub(r' s=.[0-9]+.', '', a)} s=\"9999\"><v>{v}</v></c>", False),
    ("an extension beside", lambda a, v: f'<c {a}><v>{v}</v><extLst><ext uri="x"/></extLst></c>', False),
    ("a shared formula", lambda a, v: f'<c {a}><f t="shared" ref="F1:F99" si="0">{v}+0</f><v>{v}</v></c>', False),
    ("a shared formula without its own", lambda a, v: f'<c {a}><f t="shared" si="77"/><v>{v}</v></c>', True),
    ("a formula that counts itself in", lambda a, v: f"<c {a}><f>SUM(A1:Z99)</f><v>{v}</v></c>", True),
    ("a formula of IF", lambda a, v: f'<c {a}><f>IF({v}&gt;=0,{v},"")</f><v>{v}</v></c>', False),
    ("a formula joined with nothing", lambda a, v: f'<c {a} t="str"><f>{v}&amp;""</f><v>{v}</v></c>', False),
    ("a formula of two minus signs", lambda a, v: f"<c {a}><f>--{v}</f><v>{v}</v></c>", False),
    ("a formula of percent", lambda a, v: f"<c {a}><f>{v}%</f><v>{v}</v></c>", True),
    ("a formula of INDIRECT", lambda a, v: f'<c {a}><f>INDIRECT("A1")</f><v>{v}</v></c>', True),
    ("a formula of RAND", lambda a, v: f"<c {a}><f>RAND()*0+{v}</f><v>{v}</v></c>", True),
    ("a power", lambda a, v: f"<c {a}><f>({v})^1</f><v>{v}</v></c>", False),
    ("a table of data", lambda a, v: f'<c {a}><f t="dataTable" ref="F1:F9" r1="A1"/><v>{v}</v></c>', True),
):  # fmt: skip
    kind(f"fifth: cell: {_name}", ONLY)(_cell_xml(_make, doubt=_doubt))


for _name, _make in (
    ("an index beyond the strings", lambda a, _: f'<c {a} t="s"><v>99999</v></c>'),
    ("the same address twice", lambda a, v: f"<c {a}><v>{v}</v></c><c {a}><v>7</v></c>"),
    ("an address of another row", lambda a, v: re.sub(r"[0-9]+\"", '999"', f"<c {a}><v>{v}</v></c>", count=1)),
):  # fmt: skip
    kind(f"fifth: cell: {_name}", ONLY, alone=True)(_refused(_cell_xml(_make, doubt=True)))


def _token(change: Callable[[str, str], str], meant: str) -> Callable[[Draft], None]:
    """Write some words as XML of their own; ``change``: (a part's XML, the token in it) → the XML."""

    def spoil(d: Draft) -> None:
        project = d.pick("progress")
        token = f"TK{d.rng.randrange(10**9)}"
        d.box(project, "progress").value = token
        d.expect(project, "progress", meant.format(token))
        d.after_save.append(lambda data: _every(data, lambda xml: change(xml, token)))

    return spoil


kind("fifth: words: an escape escaped", ONLY)(
    _token(lambda xml, t: xml.replace(f"<t>{t}</t>", f"<t>{t}_x005F_x0041_</t>"), "{}_x0041_")
)
kind("fifth: words: in runs with breaks", ONLY)(
    _token(
        lambda xml, t: xml.replace(f"<t>{t}</t>", f'<r><t>{t}</t></r><r><t xml:space="preserve">\n二</t></r>'), "{}\n二"
    )
)
kind("fifth: words: reading aids in every place", ONLY)(
    _token(
        lambda xml, t: xml.replace(
            f"<t>{t}</t>", f'<r><t>{t}</t></r><rPh sb="0" eb="1"><t>ㄅ</t></rPh><phoneticPr fontId="1"/>'
        ),
        "{}",
    )
)


@kind("fifth: counts of strings that lie", ONLY)
def _lying_counts(d: Draft) -> None:
    def lie(name: str, xml: str) -> str:
        return re.sub(r' (uniqueCount|count)="\d+"', r' \1="1"', xml) if "sharedStrings" in name else xml

    d.after_save.append(lambda data: _parts(data, lie))


@kind("fifth: rows without numbers", ONLY)
def _no_row_numbers(d: Draft) -> None:
    d.claim("sheet xml")
    d.lines = [line for line in d.lines if line.boxes]  # an empty line leaves no row behind
    d.after_save.append(lambda data: _sheet(data, lambda xml: re.sub(r'<row r="\d+"', "<row", xml)))


@kind("fifth: a row twice in the file", ONLY, alone=True)
def _row_twice(d: Draft) -> None:
    d.refusal = frozenset({"file.unreadable"})
    d.claim("sheet xml")
    project = d.pick_row()
    if "investment" not in d.fields:
        raise Taken
    value = d.expected[project, "investment"].value
    d.box(project, "investment").value = 987_654_321
    d.doubt_row(project)
    row = re.compile(r"<row [^>]*>(?:(?!</row>).)*<v>987654321</v>.*?</row>", re.DOTALL)

    def twice(match: re.Match[str]) -> str:
        return match[0].replace("987654321", str(value)) + match[0].replace("987654321", "7")

    d.after_save.append(lambda data: _sheet(data, lambda xml: row.sub(twice, xml)))


# ---------------------------------------------------------------- Word

_R = "<w:r><w:t>{}</w:t></w:r>"
_BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="{}"/></v:shape></w:pict></w:r>'
)
for _name, _runs, _doubt in (
    ("a return for a break", lambda v: _R.format(v).replace("<w:br/>", "<w:cr/>"), False),
    ("a date chosen from a calendar", lambda v: (
        '<w:sdt><w:sdtPr><w:date w:fullDate="2025-04-25T00:00:00Z"/></w:sdtPr>'
        f"<w:sdtContent>{_R.format(v)}</w:sdtContent></w:sdt>"), False),
    ("not hidden after all", lambda v: f'<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>{v}</w:t></w:r>', False),
    ("hidden on the web only", lambda v: f"<w:r><w:rPr><w:webHidden/></w:rPr><w:t>{v}</w:t></w:r>", False),
    ("not struck after all", lambda v: f'<w:r><w:rPr><w:strike w:val="false"/></w:rPr><w:t>{v}</w:t></w:r>', False),
    ("in a direction", lambda v: f'<w:dir w:val="ltr">{_R.format(v)}</w:dir>', False),
    ("two letters in one", lambda v: (
        f'<w:r><w:rPr><w:eastAsianLayout w:id="1" w:combine="1"/></w:rPr><w:t>{v}</w:t></w:r>'), False),
    ("an endnote", lambda v: f'{_R.format(v)}<w:r><w:endnoteReference w:id="9"/></w:r>', False),
    ("a permission around", lambda v: f'<w:permStart w:id="1"/>{_R.format(v)}<w:permEnd w:id="1"/>', False),
    ("its look revised", lambda v: (
        f'<w:r><w:rPr><w:b/><w:rPrChange w:id="1" w:author="a"><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>{v}</w:t></w:r>'), False),
    ("a control in a control", lambda v: (
        f"<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{_R.format(v)}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"), False),
    ("a field of a link", lambda v: (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "http://a" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_R.format(v)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'), False),
    ("words bent to a curve", lambda v: _BOX.format(v.replace("</w:t><w:br/><w:t>", " ")), True),
    ("a tab before", lambda v: f"<w:r><w:tab/><w:t>{v}</w:t></w:r>", False),
    ("its paragraph's mark taken out", lambda v: (
        f'<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>{_R.format(v)}'), False),
    ("in letters of signs", lambda v: (
        f'<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>{v}</w:t></w:r>'), True),
    ("digits on two paragraphs", lambda v: f"{_R.format(v)}</w:p><w:p>{_R.format('00')}", True),
    ("an equation behind", lambda v: f"{_R.format(v)}<w:r><w:object/></w:r>", True),
):  # fmt: skip
    _amounts = _name in ("in letters of signs", "digits on two paragraphs", "an equation behind")
    _names = ("investment",) if _amounts else ("progress", "investment")
    kind(f"fifth: Word: {_name}", DOCX)(_word_cell(_runs, doubt=_doubt, names=_names))


@kind("fifth: Word: each row in a control", DOCX)
def _rows_in_controls(d: Draft) -> None:
    d.claim("document")
    wrapped = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    d.after_document.append(_rows_of(lambda rows: rows[0] + "".join(wrapped.format(r) for r in rows[1:])))


@kind("fifth: Word: each cell in a control", DOCX)
def _cells_in_controls(d: Draft) -> None:
    d.claim("document")
    wrapped = r"<w:sdt><w:sdtPr/><w:sdtContent>\1</w:sdtContent></w:sdt>"
    d.after_document.append(
        lambda data: _word(data, lambda xml: re.sub(r"(<w:tc>.*?</w:tc>)", wrapped, xml, flags=re.DOTALL))
    )


@kind("fifth: Word: the whole form in a cell of another table", DOCX)
def _in_a_table(d: Draft) -> None:
    d.claim("document")
    before, after = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    d.after_document.append(
        lambda data: _word(
            data, lambda xml: xml.replace("<w:tbl>", f"{before}<w:tbl>", 1).replace("</w:tbl>", f"</w:tbl>{after}", 1)
        )
    )


@kind("fifth: Word: a row that begins one column later", DOCX)
def _grid_before(d: Draft) -> None:
    """Drop the empty first cell of a row, as tables dragged by hand do."""
    d.claim("document", "rows shape", ("column", "number"))
    line = d.of("project")[-1]
    line.boxes[d.fields.index("number")].value = None
    mark = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'

    def moved(rows: list[str]) -> str:
        last = re.sub(r"<w:tc>.*?</w:tc>", "", rows[-1], count=1, flags=re.DOTALL)
        return "".join(rows[:-1]) + last.replace("<w:tr>", mark, 1)

    if d.fields.index("number") != 0:
        raise Taken
    d.after_document.append(_rows_of(moved))


@kind("fifth: Word: a cell taken out as a revision", DOCX)
def _cell_deleted(d: Draft) -> None:
    d.claim("document")
    project = d.pick("investment")
    value = d.expected[project, "investment"].value
    d.box(project, "investment").value = "987006543"
    d.expect(project, "investment", value, doubt=True)

    def marked(xml: str) -> str:
        at = xml.index("987006543")
        start = xml.rindex("<w:tcPr>", 0, at) + len("<w:tcPr>")
        xml = f'{xml[:start]}<w:cellDel w:id="1" w:author="a"/>{xml[start:]}'
        return xml.replace("987006543", str(value))

    d.after_document.append(lambda data: _word(data, marked))


@kind("fifth: Word: no styles", DOCX)
def _no_word_styles(d: Draft) -> None:
    d.after_document.append(
        lambda data: _every(data, lambda xml: re.sub(r'<Relationship [^>]*/styles"[^>]*/>', "", xml))
    )


@kind("fifth: Word: a macro document", DOCX)
def _docm(d: Draft) -> None:
    old, new = "wordprocessingml.document.main", "ms-word.document.macroEnabled.main"
    d.after_document.append(
        lambda data: _every(
            data,
            lambda xml: xml.replace(f"application/vnd.openxmlformats-officedocument.{old}", f"application/vnd.{new}"),
        )
    )


# ---------------------------------------------------------------- the indicators' sheet


def _indicator(change: Callable[[Any, int, dict[str, int], Any], Any]) -> Callable[[Draft], None]:
    """Fill in one figure; ``change``: (sheet, its row, columns by header, indicator) → what is to be read of it."""

    def spoil(d: Draft) -> None:
        d.claim("figures")
        wanted = [
            i for p in d.projects() for i in p.indicators
            if i.asked and i.kind == "quantified" and i.measure == "cumulative" and i.unit and not i.unit.startswith("%")
        ]  # fmt: skip
        if d.issued is None or not wanted:
            raise Taken
        indicator = d.rng.choice(wanted)

        def written(book: Any) -> None:
            sheet = book["指标进度"]
            cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
            key = next((c for c in cells if c.value.startswith(f"{indicator.id}|")), None)
            if key is None:  # another unit that leads the project with this one is asked for it
                return
            columns = {c.value: c.column for c in cells if c.row == 3}
            sheet.cell(key.row, columns["本月累计"]).value = 1
            expected = change(sheet, key.row, columns, indicator)
            where = next(
                c for row in sheet.iter_rows() for c in row if isinstance(c.value, str) and c.value.startswith(f"{indicator.id}|")
            )  # fmt: skip
            cell = sheet.cell(where.row, columns["本月累计"])
            d.figures[indicator.id] = (expected, f"指标进度!{cell.coordinate}")

        d.before_save.append(written)

    return spoil


def _put(header: str, value: Any, expected: Any) -> Callable[[Any, int, dict[str, int], Any], Any]:
    def change(sheet: Any, row: int, columns: dict[str, int], indicator: Any) -> Any:
        cell = sheet.cell(row, columns[header])
        cell.value = value(indicator, cell.value) if callable(value) else value
        return expected

    return change


def _rows_exchanged(sheet: Any, row: int, columns: dict[str, int], indicator: Any) -> Any:
    """Exchange what can be seen of two rows; the hidden keys stay."""
    del indicator
    other = row + 1 if str(sheet.cell(row + 1, columns["指标"]).value or "") else row - 1
    for header in ("指标", "单位", "年度目标", "本月累计"):
        one, two = sheet.cell(row, columns[header]), sheet.cell(other, columns[header])
        one.value, two.value = two.value, one.value
    sheet.cell(row, columns["本月累计"]).value = 2
    return Expect("2", doubt=True)


def _row_moved(sheet: Any, row: int, columns: dict[str, int], indicator: Any) -> Any:
    """Put an empty row above all others."""
    del row, columns, indicator
    sheet.insert_rows(4)
    return Expect("1")


for _name, _change in (
    ("the unit made ten thousand times as large", _put("单位", lambda i, _: f"万{i.unit}", Expect("10000", doubt=True))),
    ("another unit", _put("单位", "公里" , Expect("1", doubt=True))),
    ("the yearly target changed", _put("年度目标", 987_654, Expect("1"))),
    ("another indicator's name", _put("指标", "另一项指标完成数", Expect("1", doubt=True))),
    ("the name with blanks and a number before it", _put("指标", lambda _, old: f"1. {old} ", Expect("1"))),
    ("a remark beside", _put("备注", "含上年结转", Expect("1"))),
    ("a remark that it is of last month", _put("备注", "此为3月数", Expect("1", doubt=True))),
    ("with a percent sign", _put("本月累计", "50%", Expect(None, doubt=True))),
    ("as a fraction of words", _put("本月累计", "过半", Expect(None, doubt=True))),
    ("of two months", _put("本月累计", "3月5，4月8", Expect(None, doubt=True))),
    ("all done", _put("本月累计", "全部完成", Expect(None, doubt=True))),
    ("with thousands", _put("本月累计", "1,200", Expect("1200"))),
    ("in Chinese", _put("本月累计", "十二", Expect("12"))),
    ("with a counting word of another kind", _put("本月累计", "12公里", Expect(None, doubt=True))),
    ("two rows exchanged, their keys left", _rows_exchanged),
    ("an empty row put in", _row_moved),
):  # fmt: skip
    kind(f"fifth: figure: {_name}", BOOKS)(_indicator(_change))


@kind("fifth: figure: the columns of the two months exchanged", BOOKS)
def _months_exchanged(d: Draft) -> None:
    d.claim("figures")
    wanted = [i for p in d.projects() for i in p.indicators if i.asked and i.kind == "quantified" and i.unit]
    if d.issued is None or not wanted:
        raise Taken

    def written(book: Any) -> None:
        sheet = book["指标进度"]
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        heads = {c.value: c for c in cells if c.row == 3}
        heads["上月累计"].value, heads["本月累计"].value = "本月累计", "上月累计"
        for indicator in wanted:
            key = next((c for c in cells if c.value.startswith(f"{indicator.id}|")), None)
            if key is not None:
                sheet.cell(key.row, heads["上月累计"].column).value = 1
                where = f"指标进度!{get_column_letter(heads['上月累计'].column)}{key.row}"
                d.figures[indicator.id] = (Expect("1"), where)

    d.before_save.append(written)
