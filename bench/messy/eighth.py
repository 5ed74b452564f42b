"""An eighth held-out set: neighbours of each line of the cases, written before the product was tried on any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from around import _note
from draft import Box, Draft, Expect, Line
from fifth import _indicator, _put
from kinds import BOOKS, ONLY, _amount, _number, kind
from second import (
    DOCX,
    PLACED,
    _cell_xml,
    _column,
    _cut_off,
    _insert,
    _months_beside,
    _print,
    _split,
    _unit_column,
    _word_cell,
)
from sixth import _over_two
from third import _renamed

if TYPE_CHECKING:
    from collections.abc import Callable

# ---------------------------------------------------------------- units of money

for _header, _unit, _power in (
    ("量纲", "亿元", 4), ("投资金额单位", "元", -4), ("单位（币种）", "亿元人民币", 4), ("计价单位", "十万元", 1), ("单 位", "億元", 4),
):  # fmt: skip
    for _left in (True, False):
        kind(f"eighth: column {_header} of {_unit} {'before' if _left else 'after'}")(
            _unit_column(_header, _unit, _power, left=_left)
        )


@kind("eighth: a column of units that differ by row")
def _by_row(d: Draft) -> None:
    _column(d, "investment")
    words = {p.id: ("万元", "亿元")[n % 2] for n, p in enumerate(d.projects())}
    _insert(d, d.fields.index("investment") + 1, "单位", words.__getitem__)
    for project in d.projects():
        if words[project.id] == "亿元":
            value = str(d.expected[project.id, "investment"].value)
            d.expect(project.id, "investment", str(10000 * float(value)).removesuffix(".0"), doubt=True)


for _header, _power, _doubt in (
    ("完成投资额（RMB 亿元）", 4, False), ("完成投资/亿", 4, False), ("完成投资（十万元）", 1, False), ("完成投资（单位:元)", -4, False),
    ("完成投资（百万）", 2, False), ("1-4月投资完成额", 0, False), ("完成投资（1—3月）", 0, True), ("完成投资（2024年）", 0, True),
    ("完成投资占比", 0, True), ("完成投资同比", 0, True), ("完成投资（港币万元）", 0, True), ("本季度完成投资", 0, True),
    ("剩余投资", 0, True), ("计划完成投资", 0, True),
):  # fmt: skip
    kind(f"eighth: header {_header!r}")(_renamed(_header, _power, doubt=_doubt))
for _text in (
    "注：投资额均以亿元计",
    "说明：表内金额单位为元",
    "注：上表投资为一季度数",
    "注：投资额含2024年完成部分",
    "注：投资额以万美元计",
):
    kind(f"eighth: {_text}")(_note(_text, below=True))

# ---------------------------------------------------------------- years, months, sheets

for _new in ("2023年", "二0二四年", "2024 年"):
    kind(f"eighth: title of {_new}")(_print("2025年", _new, "file.other-year"))
for _text in (
    "数据时点：2025年3月20日", "报送口径为3月", "以上数据截至一季度末", "数据截止日：2025-03-31", "统计时间：2025.3.25",
    "数据截至2025年3月末", "资料截至去年底",
):  # fmt: skip
    kind(f"eighth: {_text}", BOOKS)(_cut_off(f"注：{_text}", "foot"))
for _title in ("2025.3", "三月", "202503", "3月表"):
    for _first in (True, False):
        kind(f"eighth: last month's sheet {_title} {'before' if _first else 'after'}", BOOKS)(
            _months_beside(first=_first, title=_title)
        )

# ---------------------------------------------------------------- split columns

for _name, _header in (
    ("next_steps", "下步建议"), ("next_steps", "工作建议及诉求"), ("next_steps", "拟采取措施"), ("problems", "存在困难"),
    ("problems", "需要协调事项"),
):  # fmt: skip
    kind(f"eighth: {_name} split off as {_header}")(_split(_name, _header))
for _header, _one, _other, _name in (
    ("下一步工作及建议", "下一步工作", "有关建议", "next_steps"), ("责任人及联系方式", "姓名", "手机号码", "contact"),
    ("存在的问题", "问题", "原因", "problems"),
):  # fmt: skip
    kind(f"eighth: {_header} over {_one} and {_other}", BOOKS)(_over_two(_header, _one, _other, _name))

# ---------------------------------------------------------------- amounts and number formats

for _text, _meant in {
    "1200万（其中市级300万）": None, "壹亿贰仟万元": "12000", "≥1200": None, "<1200": None, "1,2000": None, "1200/年": None,
    "1200（估）": None, "拟1200": None, "1200（上年结转200）": None, "见下": None, "0.12个亿": "1200", "12000000.00元": "1200",
    "1200+": None, "1200万?": None, "1200（美元）": None, "1200万元/3年": None, "年度1200": None, "新增1200": None, "1200.-": None,
    "①1200": None, "1200¹": None, "120亩，1200万元": None, "计划1500，完成1200": None, "1200*": None, "1200。00": None,
}.items():  # fmt: skip
    kind(f"eighth: amount {_text!r}")(_amount(_text, _meant, doubt=_meant is None))
for _name, _value, _code, _read_as, _doubt in (
    ("with a nought of its format behind", 1200, '0"0"', None, True), ("with a one of its format before", 1200, '"1"0', None, True),
    ("with a point of its format", 1200, "0\\.00", None, True), ("in ‰", 0.5, "0.0‰", "0.5", True), ("in euros", 1200, "[$€-2] 0", "1200", True),
    ("in 美元", 1200, '0"美元"', "1200", True), ("in millions", 1_200_000, '0,,"百万"', None, True), ("in Chinese digits", 1200, "[DBNum1]0", "1200", False),
    ("with brackets for less", 1200, "0.00_);\\(0.00\\)", "1200", False), ("filled with dashes", 1200, "0*-", "1200", False),
    ("with a comma of its format", 1200, '0","000', None, True), ("as hours", 1200, "[h]:mm", None, True),
    ("as words only", 1200, '"已完成"', None, True), ("with 万 before", 1200, '"万元："0', "1200", True),
):  # fmt: skip
    _number(f"eighth: {_name}", _value, _code, _read_as, doubt=_doubt)

# ---------------------------------------------------------------- several elements in a cell

_I = 't="inlineStr"'
for _name, _make, _doubt in (
    ("text in two elements", lambda a, v: f"<c {a} {_I}><is><t>{v}</t><t>7</t></is></c>", True),
    ("text with its reading beside", lambda a, v: f'<c {a} {_I}><is><t>{v}</t><rPh sb="0" eb="1"><t>9</t></rPh></is></c>', False),
    ("text of two cells", lambda a, v: f"<c {a} {_I}><is><t>{v}</t></is><is><t>7</t></is></c>", True),
    ("a truth", lambda a, _: f'<c {a} t="b"><v>1</v></c>', True),
    ("a date of its own type", lambda a, _: f'<c {a} t="d"><v>2025-04-01T00:00:00</v></c>', True),
    ("a number with an exponent", lambda a, v: f"<c {a}><v>{v}E0</v></c>", False),
    ("a picture placed, in small letters", lambda a, _: f'<c {a} t="str"><f>dispimg("ID_1",1)</f><v>=dispimg("ID_1",1)</v></c>', True),
    ("a picture placed, within IFERROR", lambda a, v: f'<c {a} t="str"><f>IFERROR({PLACED},"")</f><v>{v}</v></c>', True),
    ("a picture placed, its value empty", lambda a, _: f'<c {a} t="str"><f>{PLACED}</f></c>', True),
    ("a picture placed, its value a number", lambda a, v: f"<c {a}><f>{PLACED}</f><v>{v}</v></c>", True),
    ("a picture's words with a plus", lambda a, _: f"<c {a} {_I}><is><t>=@DISPIMG(&quot;ID_1&quot;,1)</t></is></c>", True),
    ("a table of data", lambda a, v: f'<c {a}><f t="dataTable" ref="F6" r1="A1"/><v>{v}</v></c>', True),
    ("the clock", lambda a, v: f"<c {a}><f>{v}+0*NOW()</f><v>{v}</v></c>", True),
    ("a shared formula without its first", lambda a, v: f'<c {a}><f t="shared" si="9"/><v>{v}</v></c>', True),
    ("two formulas", lambda a, v: f"<c {a}><f>{v}</f><f>7</f><v>{v}</v></c>", True),
):  # fmt: skip
    kind(f"eighth: cell: {_name}", ONLY)(_cell_xml(_make, doubt=_doubt))

# ---------------------------------------------------------------- Word

_R = "<w:r><w:t>{}</w:t></w:r>"
_P = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:r>{}<w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
for _name, _runs, _doubt in (
    ("struck twice", lambda v: f"<w:r><w:rPr><w:dstrike/></w:rPr><w:t>{v}</w:t></w:r>", True),
    ("moved away", lambda v: f'<w:moveFrom w:id="1" w:author="a">{_R.format(v)}</w:moveFrom>', True),
    ("moved here", lambda v: f'<w:moveTo w:id="1" w:author="a">{_R.format(v)}</w:moveTo>', False),
    ("a simple field", lambda v: f'<w:fldSimple w:instr=" =1+1 ">{_R.format(v)}</w:fldSimple>', False),
    ("in a mathematical formula", lambda v: (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
        f"<m:r><m:t>{v}</m:t></m:r></m:oMath>"), False),
    ("an object put in", lambda _: "<w:r><w:object/></w:r>", True),
    ("a prompt by its style alone", lambda _: _P.format("", '<w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>', "单击此处输入文字。"), True),
    ("a list to choose from, unchosen", lambda _: _P.format("<w:dropDownList/><w:showingPlcHdr/>", "", "选择一项。"), True),
    ("with its reading above", lambda v: (
        f"<w:r><w:ruby><w:rt>{_R.format('9')}</w:rt><w:rubyBase>{_R.format(v)}</w:rubyBase></w:ruby></w:r>"), False),
    # Two that the seventh set had found and left out again.
    ("in white", lambda v: f'<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{v}</w:t></w:r>', True),
    ("a field without its end", lambda v: f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{_R.format(v)}', True),
    ("a picture drawn by VML", lambda _: "<w:r><w:pict/></w:r>", True),
):  # fmt: skip
    kind(f"eighth: Word: {_name}", DOCX)(_word_cell(_runs, doubt=_doubt))

# ---------------------------------------------------------------- figures, rows

for _name, _change in (
    ("last month more, about", _put("上月累计", "约400", Expect("1", doubt=True))),
    ("last month more, in 万", _put("上月累计", lambda i, _: f"400{i.unit}" if i.unit.startswith("万") else f"0.04万{i.unit}", Expect("1", doubt=True))),
    ("last month more, in Chinese", _put("上月累计", "四百", Expect("1", doubt=True))),
    ("last month more, within a sentence", _put("备注", "上月累计已完成400", Expect("1", doubt=True))),
    ("with a part in brackets", _put("本月累计", lambda i, _: f"12{i.unit}（含在建3{i.unit}）", Expect("12", doubt=True))),
    ("more than last month by", _put("本月累计", "较上月+5", Expect(None, doubt=True))),
    ("with its target", _put("本月累计", "12/400", Expect(None, doubt=True))),
):  # fmt: skip
    kind(f"eighth: figure: {_name}", BOOKS)(_indicator(_change))


def _row_below(words: str, field: str) -> Callable[[Draft], None]:
    """Put a line below a project whose words belong to nobody."""

    def spoil(d: Draft) -> None:
        d.claim("rows shape")
        project = d.pick_row()
        boxes = [Box() for _ in d.fields]
        boxes[d.fields.index(field)].value = words
        line = d.row(project)
        d.lines.insert(d.at(line) + 1, Line("other", boxes))
        d.expect(project, field, d.expected[project, field].value, doubt=True)

    return spoil


kind("eighth: a line below that goes on with what is next", BOOKS)(_row_below("并加快剩余工程验收。", "next_steps"))
kind("eighth: a line below with another amount", BOOKS)(_row_below("其中：市级300", "investment"))
