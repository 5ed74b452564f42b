"""A second held-out set, written after the third was mended and before the product was tried on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from draft import Box, Draft, Line, Taken, copy_of
from kinds import BOOKS, ONLY, _amount, _number, kind
from openpyxl.worksheet.datavalidation import DataValidation
from second import DOCX, _cell_xml, _column, _insert, _word, _word_cell
from third import _last_row_revised, _renamed

if TYPE_CHECKING:
    from collections.abc import Callable

READ = {
    "0.5亿元": "5000",
    "1200元整万": None,
    "二百万": "200",
    "三千五百万元": "3500",
    "1200.10万": "1200.1",
    "１２００": "1200",
}
DOUBT = (
    "1200（未含征地）", "暂列1200", "1200万左右，具体以审计为准", "1200+", "折合1200", "1200.5.6", "一期800、二期400",
    "1200 / 60%", "到位资金1200", "已支付1200", "合同额1200", "2024年结转300，今年900", "1200千", "0-1200",
    "1200~", "§1200", "1200;1300", "12OO万", "壹仟贰佰", "约 一千二百",
)  # fmt: skip
for _text, _meant in READ.items():
    kind(f"fourth: amount {_text!r}")(_amount(_text, _meant, doubt=_meant is None))
for _text in DOUBT:
    kind(f"fourth: doubtful amount {_text!r}")(_amount(_text, None, doubt=True))

NUMBERS: tuple[tuple[str, Any, str, str | None, bool], ...] = (
    ("in thousands with a word", 1_200_000, '#,##0.0,"千元"', None, True),
    ("with (万元) in its format", 1200, '0"（万元）"', "1200", False),
    ("with 余 in its format", 1200, '0"余"', "1200", True),
    ("with a condition on its colour", 1200, "[>1000][Red]0;[Blue]0", "1200", False),
    ("with 预计 in its format", 1200, '"预计"0', None, True),
    ("hidden when large", 1200, '[>1000]"";0', None, True),
    ("as an old date", 1200, "yyyy/m/d", None, True),
    ("with spaces for alignment", 1200, "_-* #,##0_-", "1200", False),
    ("with a percent of a hundred", 12, "0.00%", None, True),
    ("with a text section", 1200, '0;-0;0;"无"', "1200", False),
)
for _name, _value, _code, _read_as, _doubt in NUMBERS:
    _number(f"fourth: {_name}", _value, _code, _read_as, doubt=_doubt)

for _header, _power, _doubt in (
    ("累计投资（亿元）", 4, False), ("完成投资额/亿元", 4, False), ("投资完成额(单位：元)", -4, False), ("累计完成", 0, True),
    ("资金支付", 0, True), ("完成投资（含上年结转）", 0, True), ("1-3月完成投资", 0, True), ("完成投资[万元]", 0, False),
    ("完成投资 （万 元）", 0, False), ("完成投资（美元）", 0, True), ("4月末累计完成投资", 0, False), ("二季度完成投资", 0, True),
):  # fmt: skip
    kind(f"fourth: header {_header!r}")(_renamed(_header, _power, doubt=_doubt))


def _signed(*rows: tuple[str, ...]) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("foot")
        at = d.at(d.of("footer")[0])
        lines = [Line("footer" if n == 0 else "other", [Box(t, span=3) for t in row]) for n, row in enumerate(rows)]
        d.lines[at : at + 1] = lines

    return spoil


for _n, _rows in enumerate((
    (("填表人：示例丙", "单位主要负责人：示例乙"),),
    (("单 位 主 要 负 责 人 ： 示例乙", "填 表 人 ： 示例丙"),),
    (("单位主要负责人(签章):示例乙", "填表人(签名):示例丙", "2025年4月25日"),),
    (("填表人", "示例丙"), ("单位主要负责人", "示例乙")),
    (("单位主要负责人：示例乙　　　　　填表人：示例丙　　　　　联系电话：000-00000000",),),
    (("单位（盖章）：", ""), ("单位主要负责人：示例乙", "填表人：示例丙")),
)):  # fmt: skip
    kind(f"fourth: signed in way {_n}")(_signed(*_rows))


@kind("fourth: two tables side by side", BOOKS)
def _side(d: Draft) -> None:
    d.claim("columns", "header shape", "right")
    for line in d.of("header"):
        line.boxes += [Box(), Box("镇街"), Box("完成数")]
    for line in d.of("project"):
        line.boxes += [Box(), Box("甲街道"), Box(5)]


@kind("fourth: a row of units under the header", BOOKS)
def _units_row(d: Draft) -> None:
    d.claim("header shape", "header texts")
    if "investment" not in d.fields:
        raise Taken
    boxes = [Box() for _ in d.fields]
    boxes[d.fields.index("investment")].value = "万元"
    d.lines.insert(d.at(d.header) + 1, Line("other", boxes))


@kind("fourth: a row of other units under the header", BOOKS)
def _other_units_row(d: Draft) -> None:
    d.claim("header shape", "header texts")
    _column(d, "investment")
    boxes = [Box() for _ in d.fields]
    boxes[d.fields.index("investment")].value = "亿元"
    d.lines.insert(d.at(d.header) + 1, Line("other", boxes))
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)


@kind("fourth: names shortened")
def _short(d: Draft) -> None:
    project = d.pick("name")
    box = d.box(project, "name")
    box.value = str(box.value)[:-1]
    d.doubt_row(project)


@kind("fourth: subtotals of sections")
def _subtotals(d: Draft) -> None:
    for line in d.of("section"):
        boxes = [Box() for _ in d.fields]
        boxes[d.fields.index("name") if "name" in d.fields else 0].value = "小计"
        if "investment" in d.fields:
            boxes[d.fields.index("investment")].value = 999
        d.lines.insert(d.at(line) + 1, Line("other", boxes))


@kind("fourth: an example row above")
def _example(d: Draft) -> None:
    first = d.of("project")[0]
    again = copy_of([first])[0]
    again.kind, again.project = "other", ""
    again.boxes[d.fields.index("name")].value = "（填写示例）某某项目"
    if "progress" in d.fields:
        again.boxes[d.fields.index("progress")].value = "示例：已完成5项"
    d.lines.insert(d.at(first), again)


@kind("fourth: lists to choose from and frozen panes", BOOKS)
def _lists(d: Draft) -> None:
    def added(book: Any) -> None:
        sheet = book[d.sheet]
        rule = DataValidation(type="list", formula1='"是,否"', allow_blank=True)
        sheet.add_data_validation(rule)
        rule.add("K5:K20")
        sheet.freeze_panes = "C5"
        sheet.print_title_rows = "1:4"

    d.before_save.append(added)


@kind("fourth: a total in the foot", BOOKS)
def _foot_total(d: Draft) -> None:
    foot = d.of("footer")[0]
    line = Line("other", [Box("以上合计完成投资1.5亿元", span=len(d.fields))])
    d.lines.insert(d.at(foot), line)


@kind("fourth: progress in two columns, this month and so far")
def _progress_two(d: Draft) -> None:
    _column(d, "progress")
    words = {p.id: f"（示例）本月新开工{d.rng.randrange(1000)}处。" for p in d.projects()}
    _insert(d, d.fields.index("progress") + 1, "本月进展", words.__getitem__)
    d.told.add("table.column-extra")


@kind("fourth: contacts in two columns")
def _contacts(d: Draft) -> None:
    _column(d, "contact")
    numbers = {p.id: f"000-{d.rng.randrange(10**7):08d}" for p in d.projects()}
    for project in d.projects():
        d.box(project.id, "contact").value = "示例甲"
        d.expect(project.id, "contact", f"示例甲\n{numbers[project.id]}")
    d.header.boxes[d.fields.index("contact")].value = "责任人"
    _insert(d, d.fields.index("contact") + 1, "联系电话", numbers.__getitem__)


for _name, _make, _doubt in (
    ("a formula of TEXT", lambda a, v: f'<c {a} t="str"><f>TEXT({v},"0.00")&amp;"万元"</f><v>{v}万元</v></c>', True),
    ("a formula of MAX", lambda a, v: f"<c {a}><f>MAX({v},0)</f><v>{v}</v></c>", False),
    ("a formula of an empty cell", lambda a, v: f"<c {a}><f>Z5+{v}</f><v>{v}</v></c>", False),
    ("a result with an error beside", lambda a, _: f'<c {a} t="str"><f>IFERROR(1/0,"待定")</f><v>待定</v></c>', True),
    ("an empty formula", lambda a, v: f"<c {a}><f></f><v>{v}</v></c>", True),
    ("spaces kept", lambda a, v: f'<c {a} t="inlineStr"><is><t xml:space="preserve">  {v} </t></is></c>', False),
    ("a line break coded", lambda a, v: f'<c {a} t="inlineStr"><is><t>{v}_x000D_</t></is></c>', False),
):  # fmt: skip
    kind(f"fourth: cell: {_name}", ONLY)(_cell_xml(_make, doubt=_doubt))

_R = "<w:r><w:t>{}</w:t></w:r>"
for _name, _runs, _doubt in (
    ("a list chosen from", lambda v: f"<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>{_R.format(v)}</w:sdtContent></w:sdt>", False),
    ("runs cut anywhere", lambda v: "".join(_R.format(c) if c != "\n" else "" for c in str(v).replace("</w:t><w:br/><w:t>", "")), True),
    ("custom XML around", lambda v: f'<w:customXml w:element="a">{_R.format(v)}</w:customXml>', False),
    ("a page break inside", lambda v: f"<w:r><w:lastRenderedPageBreak/><w:t>{v}</w:t></w:r>", False),
    ("an insertion taken back", lambda v: f'{_R.format(v)}<w:ins w:id="1" w:author="a"><w:del w:id="2" w:author="a"><w:r><w:delText>旧</w:delText></w:r></w:del></w:ins>', False),
    ("words in white", lambda v: f'<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>{v}</w:t></w:r>', False),
    ("capitals only", lambda v: f"<w:r><w:rPr><w:caps/></w:rPr><w:t>{v}</w:t></w:r>", False),
):  # fmt: skip
    _names = ("investment",) if _name == "runs cut anywhere" else ("progress", "investment")
    kind(f"fourth: Word: {_name}", DOCX)(
        _word_cell(_runs, doubt=False if _names != ("progress", "investment") else _doubt, names=_names)
    )


@kind("fourth: Word: a row put in as a revision", DOCX)
def _row_in(d: Draft) -> None:
    d.claim("rows shape", "document")
    d.after_document.append(_last_row_revised("ins"))


@kind("fourth: Word: a cell struck by its style", DOCX)
def _styled(d: Draft) -> None:
    project = d.pick("investment")
    value = d.expected[project, "investment"].value
    number = "987004321"
    d.box(project, "investment").value = number
    d.expect(project, "investment", value, doubt=True)
    run = re.compile(rf"<w:r>(?:(?!</w:r>).)*{number}</w:t></w:r>", re.DOTALL)
    struck = f"<w:r><w:rPr><w:strike/><w:b/></w:rPr><w:t>{value}</w:t></w:r>"
    d.after_document.append(lambda data: _word(data, lambda xml: run.sub(struck, xml)))


@kind("fourth: each cell with blank lines before and after")
def _lines(d: Draft) -> None:
    for project in d.projects():
        for name in ("progress", "problems"):
            if (project.id, name) not in d.taken and (project.id, "*") not in d.taken and name in d.fields:
                d.claim((project.id, name))
                d.taken.add(("some", project.id))
                d.box(project.id, name).value = f"\n\n{d.box(project.id, name).value}\n"
