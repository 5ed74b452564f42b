"""A tenth held-out set, written after the ninth was mended and before it was tried: did turning the lists round help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from around import _note
from draft import Box, Draft, Expect, Line
from fifth import _called, _indicator, _put
from kinds import BOOKS, _amount, _number, kind
from ninth import _harmless, _hollow, _misnamed, _notes_sheet, _told_at_the_header, _word_column
from second import DOCX, _cut_off, _split, _word_cell
from sixth import _print_unit
from third import _renamed

if TYPE_CHECKING:
    from collections.abc import Callable

for _text in (
    "注：上述投资系按完成工程量折算", "投资数据以税务口径统计", "注：完成投资未扣减退库资金", "注：本表金额以审计局终审为准", "投资额按季度平均分摊",
    "注：投资完成情况仅含区级平台公司", "注：完成投资为申请拨款数", "以上投资数据由系统自动生成，尚待校正", "注：投资额单位为佰万元", "完成投资按面积加权",
):  # fmt: skip
    kind(f"tenth: below: {_text}")(_note(_text, below=True))


def _other_time(text: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        _cut_off(text, "foot")(d)
        d.told = (d.told - {"table.earlier-month"}) | {"*"}

    return spoil


for _text in (
    "本表数据取自3月快报",
    "数据冻结于2025年3月28日",
    "本次填报口径沿用一季度",
    "表中数为3月底时点",
    "注：各项数据较4月报送前推一个月",
    "数据批次：2025Q1",
):
    kind(f"tenth: {_text}")(_other_time(_text))
for _text in (
    "注：投资数已含税。",
    "注：金额四舍五入保留整数。",
    "填报人对数据真实性负责。",
    "（共1页）",
    "注：以上数据已报分管领导审签。",
    "附注：无。",
):
    kind(f"tenth: harmless: {_text}")(_harmless(_text, above=False))
for _header, _say, _doubt in (
    ("备注", "金额待财政确认", True), ("备注", "数字有误，见更正", True), ("备注", "较上月无变化", False), ("核对情况", "已核对", False),
    ("填报口径", "当月", True), ("数据来源", "3月台账", True), ("备注", "投资额含贷款利息", True), ("备注", "完工", False),
):  # fmt: skip
    kind(f"tenth: column {_header}: {_say}")(_word_column(_header, _say, doubt=_doubt, one=True))
for _header, _power, _doubt in (
    ("完成投资（折算）", 0, True), ("完成投资额（亿元，截至4月）", 4, False), ("完成投资（不含利息）", 0, True), ("结算投资", 0, True),
    ("完成投资（自筹）", 0, True), ("累计完成投资（以万元计）", 0, False),
):  # fmt: skip
    kind(f"tenth: header {_header}")(_renamed(_header, _power, doubt=_doubt))
for _text, _meant, _doubt in (
    ("1200万元，已入库", "1200", True), ("约合1200万元", "1200", False), ("1200整", "1200", False), ("1200（终）", "1200", True), ("累计:1200", "1200", False),
    ("1200万人民币", "1200", False), ("尚无", None, False), ("1,200.00 ", "1200", False), ("1200元（每户）", None, True), ("本期1200", None, True),
):  # fmt: skip
    kind(f"tenth: amount {_text!r}")(_amount(_text, _meant, doubt=_doubt))
for _name, _value, _code, _read_as, _doubt in (
    ("with 整", 1200, '0"整"', "1200", False),
    ("cut to thousands by K", 1_200_000, '0.0,"K"', None, True),
    ("of a plan's share", 0.4, '0%"（计划）"', None, True),
    ("with two spaces", 1200, '0"  "', "1200", False),
):
    _number(f"tenth: {_name}", _value, _code, _read_as, doubt=_doubt)
for _name, _text in (
    ("progress", "内容同上期报表"), ("progress", "暂不填报"), ("progress", "[object Object]"), ("progress", "#{progress}"), ("progress", "后补"),
    ("problems", "详见3月"), ("problems", "undefined"), ("next_steps", "照上月执行"), ("next_steps", "请输入内容"), ("contact", "待定"),
):  # fmt: skip
    kind(f"tenth: {_name} says {_text}")(_hollow(_name, _text))
for _name, _header in (("progress", "上期工作进展"), ("problems", "2024年存在的问题"), ("next_steps", "3月工作打算")):
    kind(f"tenth: {_name} under {_header}")(_misnamed(_name, _header))
for _name, _header in (
    ("progress", "工作进展及成效"),
    ("problems", "存在问题及原因"),
    ("contact", "责任人及联系方式（必填）"),
):
    kind(f"tenth: {_name} named {_header}")(_called(_name, _header))
for _name, _header in (("problems", "难点堵点"), ("next_steps", "需支持事项")):
    kind(f"tenth: {_name} split off as {_header}")(_split(_name, _header))
for _text, _power in (("〔单位：亿元〕", 4), ("单位：万元人民币", 0), ("金额（元）", -4)):
    kind(f"tenth: {_text} alone above the header")(_print_unit(_text, _power))
kind("tenth: a sheet of notes in 千元", BOOKS)(_notes_sheet("~口径", "投资额单位：千元", doubt=True))
for _text in ("12个（预计）", "12（本月3）", "12.5.1", "12个左右"):
    _meant = {"12个左右": "12"}.get(_text)
    kind(f"tenth: figure {_text}", BOOKS)(_indicator(_put("本月累计", _text, Expect(_meant, doubt=True))))
for _text in ("本月累计（千）", "累计（上年）", "本季累计"):
    kind(f"tenth: figures under {_text}", BOOKS)(_told_at_the_header(_text))
for _text in ("数据沿用3月", "暂估"):
    kind(f"tenth: figure with the remark {_text}", BOOKS)(_indicator(_put("备注", _text, Expect("1", doubt=True))))
for _label, _runs in (
    ("a strike and the new one", lambda v: f"<w:r><w:rPr><w:strike/></w:rPr><w:t>900 </w:t></w:r><w:r><w:t>{v}</w:t></w:r>"),
    ("a note in brackets of small letters", lambda v: f'<w:r><w:t>{v}</w:t></w:r><w:r><w:rPr><w:sz w:val="12"/></w:rPr><w:t>（亿）</w:t></w:r>'),
):  # fmt: skip
    kind(f"tenth: Word: {_label}", DOCX)(_word_cell(_runs, doubt=True, names=("investment",)))


@kind("tenth: a line between rows says what follows is of March")
def _between(d: Draft) -> None:
    line = Line("other", [Box("三月份完成情况如下：", span=len(d.fields))])
    d.lines.insert(d.at(d.of("project")[-1]), line)
    d.told.add("*")
