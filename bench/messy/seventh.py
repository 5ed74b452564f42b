"""A fifth held-out set, written after the sixth was mended and before it was tried: more of each family of the cases."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from around import _note
from draft import Box, Draft, Expect, Line, Taken
from fifth import _indicator, _put
from kinds import BOOKS, ONLY, _amount, _number, kind
from second import DOCX, _cell_xml, _column, _cut_off, _insert, _months_beside, _print, _split, _unit_column, _word_cell
from sixth import _over_two
from third import _renamed

if TYPE_CHECKING:
    from collections.abc import Callable

# ---------------------------------------------------------------- units

for _header in ("币种及单位", "投资单位", "万元/亿元"):
    for _unit, _power in (("亿", 4), ("人民币万元", 0), ("百万元", 2), ("千万元", 3)):
        kind(f"seventh: column {_header} of {_unit}")(_unit_column(_header, _unit, _power, left=False))
for _unit in ("万美元", "美金", "HK$", "%", "户"):

    def _strange(d: Draft, unit: str = _unit) -> None:
        _column(d, "investment")
        _insert(d, d.fields.index("investment") + 1, "单位", lambda _: unit)
        for project in d.projects():
            d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)

    kind(f"seventh: column 单位 of {_unit}")(_strange)
for _header, _power, _doubt in (
    ("完成投资 亿元", 4, False), ("累计完成投资【亿元】", 4, False), ("完成投资（单位：仟元）", -1, False), ("完成投资（亿）", 4, False),
    ("完成投资（W）", 0, True), ("完成投资（元/㎡）", 0, True), ("完成投资（不含税，万元）", 0, True), ("完成投资（账面）", 0, True),
    ("本月累计完成投资（万元）", 0, False), ("截至4月末完成投资", 0, False), ("全年完成投资", 0, True), ("完成投资（1-5月）", 0, True),
    ("完成投资（预估数）", 0, True), ("完成投资（审计数）", 0, True),
):  # fmt: skip
    kind(f"seventh: header {_header!r}")(_renamed(_header, _power, doubt=_doubt))
for _text in (
    "注：投资金额单位：亿元",
    "注：投资均按“元”填报",
    "注：金额以百万元为单位",
    "注：投资为暂估数",
    "注：投资数据为本年计划数",
):
    kind(f"seventh: {_text}")(_note(_text, below=True))

# ---------------------------------------------------------------- years, months, sheets

for _new in ("2024年4月", "2024-2025年"):
    if _new == "2024年4月":
        kind("seventh: title of April last year")(_print("2025年", "2024年", "file.other-year"))
for _text in ("数据截止3月31日", "统计截止日期：2025年3月", "数据截至2024年12月31日", "截至三月末"):
    kind(f"seventh: {_text}", BOOKS)(_cut_off(f"注：{_text}", "foot"))
for _title in ("2025年3月", "上月（3月）", "3月 (2)", "Sheet3"):
    for _first in (True, False):
        kind(f"seventh: last month's sheet {_title} {'before' if _first else 'after'}", BOOKS)(
            _months_beside(first=_first, title=_title)
        )

# ---------------------------------------------------------------- split columns

for _name, _header in (
    ("next_steps", "工作建议"), ("next_steps", "下月工作安排"), ("next_steps", "需上级支持的建议"), ("problems", "困难及原因"),
    ("problems", "问题（续）"),
):  # fmt: skip
    kind(f"seventh: {_name} split off as {_header}")(_split(_name, _header))
for _header, _left, _right, _name in (
    ("下一步工作及建议", "近期安排", "意见建议", "next_steps"), ("存在的问题", "用地", "资金", "problems"),
    ("责任人及联系方式", "责任人", "联系方式", "contact"),
):  # fmt: skip
    kind(f"seventh: {_header} over {_left} and {_right}", BOOKS)(_over_two(_header, _left, _right, _name))


@kind("seventh: remarks that hold a part of what is next")
def _remarks(d: Draft) -> None:
    _column(d, "next_steps")
    _insert(d, len(d.fields), "备注（含建议）", lambda _: "建议增加资金。")
    d.told.add("table.column-joined")
    for project in d.projects():
        d.expect(project.id, "next_steps", f"{d.expected[project.id, 'next_steps'].value}\n建议增加资金。")


# ---------------------------------------------------------------- amounts and cells

for _text, _meant in {
    "1200万元（含税）": None, "1200（不含征地拆迁）": None, "1,200万元左右": "1200", "1200万元上下": "1200", "0元": "0", "零": "0",
    "1200w元": None, "12000千元": "1200", "1200萬圆": "1200", "1200.0000": "1200", "1200﹪": None, "累计1200，本月100": None,
    "已到位1200": None, "1200→": None, "1200m": None, "一亿": "10000", "1.2亿多": "12000", "完成率60%": None,
}.items():  # fmt: skip
    kind(f"seventh: amount {_text!r}")(_amount(_text, _meant, doubt=_meant is None))
for _name, _value, _code, _read_as, _doubt in (
    ("with spaces between thousands", 1200, "#\\ ##0", "1200", False),
    ("in 万 by 0!.0000", 12_000_000, "0!.0000", None, True),
    ("in 千 by a comma", 1_200_000, '0,"千"', None, True),
    ("in 亿 by eight places", 120_000_000, "0!.00000000", None, True),
    ("hidden by its colour's section", 1200, '[Red]"";[Red]"";""', None, True),
    ("with 人民币", 1200, '"人民币"0"万元"', "1200", False),
    ("with RMB", 1200, '"RMB "0', "1200", True),
):
    _number(f"seventh: {_name}", _value, _code, _read_as, doubt=_doubt)
for _name, _make, _doubt in (
    ("inline text, its value in another scale", lambda a, v: (
        f'<c {a} t="inlineStr"><v>{v}0</v><is><t>{v}</t></is></c>'), True),
    ("inline text in runs with a value", lambda a, v: (
        f'<c {a} t="inlineStr"><v>{v}</v><is><r><t>{v}</t></r></is></c>'), False),
    ("a formula and an inline text", lambda a, v: (
        f'<c {a} t="inlineStr"><f>{v}+1</f><is><t>{v}</t></is></c>'), True),
    ("a picture by IMAGE", lambda a, _: f'<c {a} t="str"><f>_xlfn.IMAGE("http://a")</f><v></v></c>', True),
    ("a picture by DISPIMG with its number behind", lambda a, v: (
        f'<c {a} t="str"><f>_xlfn.DISPIMG("ID_1",1)&amp;{v}</f><v>{v}</v></c>'), True),
):  # fmt: skip
    kind(f"seventh: cell: {_name}", ONLY)(_cell_xml(_make, doubt=_doubt))
_R = "<w:r><w:t>{}</w:t></w:r>"
for _name, _runs, _doubt in (
    ("a prompt in a field", lambda _: (
        '<w:sdt><w:sdtPr><w:showingPlcHdr w:val="1"/></w:sdtPr><w:sdtContent><w:r><w:t>请选择</w:t></w:r></w:sdtContent></w:sdt>'), True),
    ("a prompt typed over", lambda v: (
        f'<w:sdt><w:sdtPr><w:showingPlcHdr w:val="0"/></w:sdtPr><w:sdtContent>{_R.format(v)}</w:sdtContent></w:sdt>'), False),
    ("a chart in the cell", lambda _: "<w:r><w:drawing/></w:r><w:r><w:drawing/></w:r>", True),
    ("hidden by its style's switch", lambda v: f"<w:r><w:rPr><w:specVanish/><w:vanish/></w:rPr><w:t>{v}</w:t></w:r>", True),
):  # fmt: skip
    kind(f"seventh: Word: {_name}", DOCX)(_word_cell(_runs, doubt=_doubt))

# ---------------------------------------------------------------- figures

for _name, _change in (
    ("last month more by text", _put("上月累计", "400", Expect("1", doubt=True))),
    ("last month more with its unit", _put("上月累计", lambda i, _: f"400{i.unit}", Expect("1", doubt=True))),
    ("with 约 and its unit", _put("本月累计", lambda i, _: f"约12{i.unit}", Expect("12", doubt=True))),
    ("done and to be done", _put("本月累计", "12，剩余3", Expect(None, doubt=True))),
    ("as a range with 至", _put("本月累计", "10至12", Expect(None, doubt=True))),
    ("not begun", _put("本月累计", "未启动", Expect(None, doubt=True))),
    ("another unit of the same things", _put("单位", "十个", Expect("1", doubt=True))),
):  # fmt: skip
    kind(f"seventh: figure: {_name}", BOOKS)(_indicator(_change))


@kind("seventh: two names exchanged with their targets", BOOKS)
def _exchanged(d: Draft) -> None:
    d.claim("rows shape")
    if len(d.of("project")) < 2:
        raise Taken
    one, two = d.pick_row(), d.pick_row()
    for name in ("name", "target"):
        boxes = [d.box(one, name), d.box(two, name)]
        boxes[0].value, boxes[1].value = boxes[1].value, boxes[0].value
    if d.issued is not None and d.keys:
        for project in (one, two):
            d.doubt_row(project)
        d.told.add("project.exchanged")
        return
    said = {
        name: (d.expected[one, name], d.expected[two, name])
        for name in ("progress", "investment", "problems", "next_steps", "contact")
    }
    for name, (first, second) in said.items():  # without our marks nobody can know: the rows are what they say
        d.expected[one, name], d.expected[two, name] = Expect(second.value), Expect(first.value)
    d.addresses = dict  # type: ignore[method-assign]  # they changed places


def _total(said: Any) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        _column(d, "investment")
        total = sum(Decimal(str(d.expected[p.id, "investment"].value)) for p in d.projects())
        boxes = [Box() for _ in d.fields]
        boxes[0].value, boxes[d.fields.index("investment")].value = "合计", said(total)
        d.lines.insert(d.at(d.of("project")[-1]) + 1, Line("other", boxes))

    return spoil


kind("seventh: a total that agrees")(_total(float))
kind("seventh: a total in words")(_total(lambda total: f"合计{total}万元"))
