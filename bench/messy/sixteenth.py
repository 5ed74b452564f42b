"""A sixteenth held-out set, written whole after the fifteenth was mended and before the product was tried on it.

More of what honest clerks do: grouped headers, columns of their own, formulas an office suite has computed, tables cut
into pages, words that say enough and words that do not.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from draft import ENTRY, Box, Draft, Expect, Line, Taken, copy_of
from fifteenth import LETTER, _book, _document, _line, _said, _sheets, quiet, told
from fifth import _called, _indicator, _put
from kinds import BOOKS, kind
from openpyxl.comments import Comment
from openpyxl.formatting import rule as looks
from openpyxl.styles import PatternFill
from second import DOCX, OFFICE, _column, _insert, _word_cell
from third import _renamed, _rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

_R = "<w:r><w:t>{}</w:t></w:r>"

# ---------------------------------------------------------------- amounts

for _text, _meant in {
    "一千二百万元（1200万元）": "1200", "1.2亿元人民币": "12000", "0.5亿": "5000", "２千万元": "2000", "3千万": "3000", "累计投资1200万元": "1200", "已投资1200万元": "1200", "完成1200万元投资": "1200", "1200.0": "1200",
    "1200万元（截止4月底）": "1200", "截止目前1200万元": "1200", "截至4月底1200": "1200", "1-4月1200万元": "1200", "年初至今1200万元": "1200", "今年累计1200万元": "1200", "1,200": "1200", "0万": "0", "0.0万元": "0", "投资额：1200万元": "1200",
}.items():  # fmt: skip
    told(f"sixteen: amount {_text!r}")(_said("investment", _text, _meant, may_refuse=True))
for _text, _wanted in (
    ("5000元", "0.5"), ("1200万元，较上月增加100万元", "1200"), ("累计到位1200", "1200"), ("1200.O", None), ("12,00", None), ("1200=", None), ("1200万2", None), ("约1200~1300", None), ("1200（财评数）", "1200"), ("见合同", None), ("另行核报", None),
    ("待结算", None), ("1200（不含4月）", "1200"), ("1200（含预付款）", "1200"), ("已支付1200", "1200"), ("拨付1200", "1200"), ("1200亩", None), ("4月25日", None), ("25/4", None), ("1200%", None), ("1200万千瓦", None),
):  # fmt: skip
    told(f"sixteen: doubtful amount {_text!r}")(_said("investment", _text, _wanted, doubt=True))
for _text in ("无新增投资", "本月无"):  # which may be said of the month alone
    told(f"sixteen: doubtful {_text!r}")(_said("investment", _text, None, doubt=True))
for _text in ("不涉及固定资产投资", "无资金安排", "暂未涉及", "未安排资金", "（无）", "/无"):
    told(f"sixteen: no amount {_text!r}")(_said("investment", _text, None))

# ---------------------------------------------------------------- words

for _name, _text in (
    ("progress", "完成率100%。"), ("progress", "已完工。"), ("progress", "正在开展前期工作。"), ("progress", "按计划推进，已完成工程量的60%。"), ("progress", "项目已于2024年12月开工，4月完成主体封顶。"), ("progress", "4月新增开工2个，累计开工10个，完工5个。"),
    ("progress", "一、总体进展：已完成12处。\n二、存在困难：见后。"), ("progress", "已发放补贴320户、共计64万元。"), ("progress", "截至4月25日，甲街道、乙街道各完成5处；丙镇正在施工。"), ("progress", "（一）已完成招标；（二）正在办理施工许可。"), ("progress", "开展培训3场，覆盖120人次，完成全年任务的40%。"),
    ("problems", "暂无问题。"), ("problems", "1.用地手续未办结；2.资金未到位。"), ("problems", "无，已完成。"), ("problems", "天气原因影响施工进度。"), ("next_steps", "请求区财政尽快拨付资金200万元。"), ("next_steps", "计划5月15日前完成验收。"), ("next_steps", "1.加快施工；2.做好资料归档。建议：无。"),
    ("contact", "示例甲（13800000000）"), ("contact", "示例甲 分管副局长 000-00000000"), ("contact", "示例甲、示例乙 000-00000000/00000001"), ("contact", "责任人：示例甲；电话：000-00000000"), ("contact", "示例甲  138-0000-0000"), ("contact", "示例甲 +86 13800000000"),
):  # fmt: skip
    quiet(f"sixteen: {_name} {_text[:18]}")(_said(_name, _text, _text))
for _name, _text in (
    ("progress", "同前"), ("progress", "正常"), ("progress", "已报"), ("progress", "见上月报送材料"), ("progress", "按序时推进"), ("progress", "顺利"), ("progress", "进展同上期一致"), ("progress", "上月已完成填报，本月不再填"), ("progress", "0"), ("progress", "√已完成"[:1]),
    ("problems", "同4月前"), ("problems", "见上次"), ("next_steps", "如上"), ("next_steps", "同左"), ("contact", "同上一项目"), ("contact", "暂缺"), ("contact", "示例甲"),
):  # fmt: skip
    told(f"sixteen: {_name} says {_text}")(_said(_name, _text, _text, doubt=True))

# ---------------------------------------------------------------- headers and columns


@quiet("sixteen: a group's header over the four columns of the work", BOOKS)
def _grouped(d: Draft) -> None:
    d.claim("header shape", "header texts", "columns")
    at, heads = d.at(d.header), d.header.boxes
    first, last = d.fields.index("progress"), d.fields.index("next_steps")
    top = [Box(b.value, down=2) for b in heads[:first]]
    top += [Box("推进情况", span=last - first + 1)]
    top += [Box(b.value, down=2) for b in heads[last + 1 :]]
    below = [Box() for _ in heads]
    for n in range(first, last + 1):
        below[n].value = heads[n].value
    d.lines[at : at + 1] = [Line("header", top), Line("other", below)]


@quiet("sixteen: the unit of money in a row of its own below the header", BOOKS)
def _unit_row(d: Draft) -> None:
    d.claim("header shape", "header texts", "columns")
    at, boxes = d.at(d.header), d.header.boxes
    below = [Box() for _ in boxes]
    below[d.fields.index("investment")].value = "（万元）"
    d.lines[at : at + 1] = [
        Line("header", [Box(b.value, down=1 if n == d.fields.index("investment") else 2) for n, b in enumerate(boxes)]),
        Line("other", below),
    ]


for _header, _value in (
    ("项目编号", "2025-01"), ("所属镇街", "甲街道"), ("责任科室", "基建科"), ("完成时限", "2025年12月"), ("项目状态", "在建"), ("是否滞后", "否"), ("配合单位", "区财政局"), ("督办领导", "示例戊"), ("开工时间", "2025年3月"),
    ("备注", "本月新增2项"), ("备注", "照片已报"), ("备注", None), ("年度计划投资（万元）", 2000), ("资金来源", "市级补助、区级配套"),
):  # fmt: skip

    def _own_column(d: Draft, header: str = _header, value: Any = _value) -> None:
        if d.issued is not None:  # its hidden column stays where it is, as it does in no spreadsheet
            raise Taken
        _insert(d, len(d.fields), header, lambda _: value)

    quiet(f"sixteen: a column {_header} of {_value}")(_own_column)
for _header, _value in (
    ("备注", "投资含往年"),
    ("备注", "数据有误，请忽略"),
    ("投资调整", "-200"),
    ("数据口径", "快报"),
):

    def _doubting(d: Draft, header: str = _header, value: Any = _value) -> None:
        _column(d, "investment")
        _insert(d, len(d.fields), header, lambda _: value)
        for project in d.projects():
            d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)

    told(f"sixteen: a column {_header} of {_value}")(_doubting)
for _name, _header in (
    ("progress", "项目进展"), ("progress", "工作开展情况"), ("progress", "目前工作进展情况"), ("problems", "存在的问题和困难"), ("problems", "需要协调解决的问题"), ("next_steps", "下一步工作计划"), ("next_steps", "下一步工作安排及建议"), ("contact", "责任人及电话"),
    ("contact", "责任人（联系方式）"), ("target", "目标任务内容"), ("name", "民生实事项目名称"), ("lead_unit", "牵头单位名称"),
):  # fmt: skip
    told(f"sixteen: {_name} called {_header}")(_called(_name, _header))
for _header, _power in (
    ("完成投资（单位:万元）", 0),
    ("累计完成投资（亿元）", 4),
    ("1—4月完成投资（万元）", 0),
    ("完成投资\n(万元)", 0),
    ("投资完成额（万元）", 0),
):
    told(f"sixteen: header {_header!r}")(_renamed(_header, _power))
for _header in ("投资完成比例", "完成投资（3月）", "计划投资", "已拨付资金", "合同投资额"):
    told(f"sixteen: header {_header!r}, doubtful")(_renamed(_header, doubt=True))

# ---------------------------------------------------------------- rows


@quiet("sixteen: the projects in the opposite order")
def _reversed(d: Draft) -> None:
    d.claim("rows shape")
    lines = d.of("project")
    places = [d.at(line) for line in lines]
    for place, line in zip(places, reversed(lines), strict=True):
        d.lines[place] = line


@told("sixteen: all sections left out")
def _no_sections(d: Draft) -> None:
    d.claim("rows shape")
    d.lines = [line for line in d.lines if line.kind != "section"]


@told("sixteen: a project's progress in two rows, all else merged over them", BOOKS)
def _two_rows(d: Draft) -> None:
    d.claim("rows shape", "columns")
    project = d.pick_row()
    line = d.row(project)
    for name, box in zip(d.fields, line.boxes, strict=True):
        if name != "progress":
            box.down = 2
    below = [Box() for _ in d.fields]
    below[d.fields.index("progress")].value = "其余5处正在施工。"
    d.lines.insert(d.at(line) + 1, Line("other", below))
    for name in ENTRY:
        text = d.expected[project, name].value
        d.expected[project, name] = Expect(
            f"{text}\n其余5处正在施工。" if name == "progress" else text, may_refuse=name != "progress", doubt=name == "progress"
        )  # fmt: skip


@told("sixteen: points below a project, each with its own amount")
def _points(d: Draft) -> None:
    d.claim("rows shape", "columns")
    project = d.pick_row()
    at = d.at(d.row(project)) + 1
    for n, text in enumerate(("其中：甲街道", "乙街道")):
        boxes = [Box() for _ in d.fields]
        boxes[d.fields.index("name")].value, boxes[d.fields.index("investment")].value = text, 5 + n
        d.lines.insert(at + n, Line("other", boxes))
    for name in ENTRY:
        d.expected[project, name] = Expect(d.expected[project, name].value, may_refuse=True)
    d.told.add("project.unknown")


@told("sixteen: two amounts in each other's row")
def _mixed(d: Draft) -> None:
    """Nobody can know; what is asked is that the rest stays right."""
    _column(d, "investment")
    lines = d.of("project")
    if len(lines) < 2:
        raise Taken
    place = d.fields.index("investment")
    one, two = lines[0], lines[1]
    one.boxes[place].value, two.boxes[place].value = two.boxes[place].value, one.boxes[place].value
    first, second = d.expected[one.project, "investment"], d.expected[two.project, "investment"]
    d.expected[one.project, "investment"], d.expected[two.project, "investment"] = second, first


@told("sixteen: the same amount filled down over all projects", BOOKS)
def _filled_down(d: Draft) -> None:
    _column(d, "investment")
    if len(d.projects()) < 2:
        raise Taken
    for project in d.projects():
        d.box(project.id, "investment").value = 888.8
        d.expected[project.id, "investment"] = Expect("888.8", may_refuse=True)


@told("sixteen: the same progress filled down over all projects")
def _same_words(d: Draft) -> None:
    _column(d, "progress")
    if len(d.projects()) < 2:
        raise Taken
    for project in d.projects():
        d.box(project.id, "progress").value = "已完成招标，正在施工，累计完成12处。"
        d.expect(project.id, "progress", "已完成招标，正在施工，累计完成12处。")


# ---------------------------------------------------------------- formulas that the office suite has computed


def _reckoned(make: Callable[[int], str], beside: Any, *, told_of: bool) -> Callable[[Draft], None]:
    """Reckon the amount from a column beside: (row) → formula; ``beside``: that column's value by amount."""

    def spoil(d: Draft) -> None:
        if d.issued is not None:
            raise Taken
        _column(d, "investment")
        amounts = {p.id: Decimal(str(d.expected[p.id, "investment"].value)) for p in d.projects()}
        _insert(d, len(d.fields), "年度计划投资（万元）", lambda p: beside(float(amounts[p])))
        for project in d.projects():
            d.box(project.id, "investment").value = f"=0+{project.id}"  # filled in once the rows are known
            if told_of:
                d.expect(project.id, "investment", str(amounts[project.id]), doubt=True)

        def written(book: Any) -> None:
            for project in d.projects():
                where = d.addresses()[project.id, "investment"].split("!")[1]
                cell = book[d.sheet][where]
                cell.value = make(cell.row)

        d.before_save.append(written)

    return spoil


quiet("sixteen: half of what was planned", OFFICE)(_reckoned(lambda r: f"=J{r}*0.5", lambda v: v * 2, told_of=False))
quiet("sixteen: a sum of one", OFFICE)(_reckoned(lambda r: f"=SUM(J{r}:J{r})", lambda v: v, told_of=False))
quiet("sixteen: rounded", OFFICE)(_reckoned(lambda r: f"=ROUND(J{r}/10000,4)", lambda v: v * 10000, told_of=False))
told("sixteen: looked up beside", OFFICE)(_reckoned(lambda r: f"=INDEX(J{r}:J{r},1)", lambda v: v, told_of=True))


@quiet("sixteen: numbers counted by a formula", OFFICE)
def _counted(d: Draft) -> None:
    d.claim("rows shape", "columns")
    for line in d.of("project"):
        box = line.boxes[d.fields.index("number")]
        box.value = f"={int(str(box.value))}+0"


@told("sixteen: progress joined by a formula", OFFICE)
def _joined(d: Draft) -> None:
    project = d.pick("progress")
    d.box(project, "progress").value = '="已完成"&5*2&"项，在建3项。"'
    d.expected[project, "progress"] = Expect("已完成10项，在建3项。", may_refuse=True)


# ---------------------------------------------------------------- sheets, comments, looks

quiet("sixteen: the form third after empty sheets", BOOKS)(_sheets(("Sheet1", [[]]), ("Sheet2", [[]])))
quiet("sixteen: a sheet of photographs' titles behind", BOOKS)(
    _sheets(("~现场照片", [["甲街道施工现场"], ["乙街道完工现场"]]))
)
quiet("sixteen: a sheet of the year's list behind", BOOKS)(
    _sheets(
        (
            "~附件1",
            [
                ["序号", "项目", "目标任务", "牵头单位"],
                [1, "甲项目", "完成10处", "区某局"],
                [2, "乙项目", "完成5处", "区某委"],
            ],
        )
    )
)
told("sixteen: a sheet that corrects behind", BOOKS)(_sheets(("~更正说明", [["附件2中第1项完成投资应为350万元"]])))


def _commented(name: str, text: str, *, tell: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        project = d.pick(name)
        d.box(project, name).comment = text
        if tell:
            d.told.add(f"*{project}")

    return spoil


for _name, _text in (
    ("name", "牵头科室：基建科"),
    ("progress", "已核对"),
    ("contact", "办公室电话"),
    ("target", "以通知为准的目标"),
):
    told(f"sixteen: {_name} with a comment {_text}", BOOKS)(_commented(_name, _text, tell=False))
for _name, _text in (("progress", "这是3月的"), ("investment", "去年的数"), ("investment", "单位不对")):
    told(f"sixteen: {_name} with a comment {_text}, doubtful", BOOKS)(_commented(_name, _text, tell=True))


def _scaled(book: Any, d: Draft) -> None:
    book[d.sheet].conditional_formatting.add(
        "F5:F30",
        looks.ColorScaleRule(  # type: ignore[no-untyped-call]
            start_type="min", start_color="FFFFFF", end_type="max", end_color="63BE7B"
        ),
    )


def _flagged(book: Any, d: Draft) -> None:
    fill = PatternFill("solid", bgColor="FFFFC7CE")
    book[d.sheet].conditional_formatting.add(
        "F5:F30",
        looks.CellIsRule(  # type: ignore[no-untyped-call]
            "lessThan", formula=["100"], fill=fill
        ),
    )


def _noted_title(book: Any, d: Draft) -> None:
    book[d.sheet]["A2"].comment = Comment("4月", "示例")


quiet("sixteen: a scale of colours over the amounts", BOOKS)(_book(_scaled, "look"))
quiet("sixteen: small amounts in red by a condition", BOOKS)(_book(_flagged, "look"))
told("sixteen: a comment at the title", BOOKS)(_book(_noted_title, "look"))

# ---------------------------------------------------------------- lines around the table

for _text, _at in (
    ("此表由各牵头单位填报", "below"), ("注：投资单位为万元，保留两位小数。", "below"), ("注：完成投资为2025年1月1日以来累计完成投资。", "below"), ("审核：示例丁　制表：示例丙", "below"), ("附件：1.现场照片；2.验收报告", "below"), ("报送时间：2025年4月25日", "below"),
    ("（共2页，第1页）", "below"), ("区某局办公室　2025年4月25日印发", "below"), ("填表说明：没有的填“无”", "below"), ("2025年第4期", "top"), ("重点民生实事推进情况", "top"), ("制表单位：区发展改革委", "below"), ("保存期限：长期", "below"), ("签发人：示例丁", "below"), ("电子邮箱：a@example.invalid", "below"),
):  # fmt: skip
    quiet(f"sixteen: {_at}: {_text}")(_line(_text, _at))
for _text, _at in (
    ("注：4月数据尚未核定，暂用3月数", "below"), ("注：部分投资为估算", "below"), ("本表数据以统计局最终发布为准", "below"), ("修改稿，请以此件为准", "top"), ("上月报送有误，本月已更正", "below"), ("单位：千元", "above"), ("注：投资不含区级配套", "below"),
):  # fmt: skip
    told(f"sixteen: told, {_at}: {_text}")(_line(_text, _at, tell=True))

# ---------------------------------------------------------------- Word

_FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "mailto:a@example.invalid" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
kind("sixteenth: Word: a link as a field", DOCX)(
    _word_cell(lambda v: _FIELD.format(_R.format(v)), doubt=False, names=("contact", "progress"))
)
kind("sixteenth: Word: one run a character", DOCX)(
    _word_cell(lambda v: "".join(_R.format(c) for c in v if c != "\n") if "<" not in v else _R.format(v), doubt=False, names=("investment", "contact"))
)  # fmt: skip
kind("sixteenth: Word: fonts of the East given by a hint", DOCX)(
    _word_cell(lambda v: f'<w:r><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:lang w:eastAsia="zh-CN"/></w:rPr><w:t>{v}</w:t></w:r>', doubt=False)
)  # fmt: skip


@quiet("sixteen: Word: the table cut in two, its header again, 续表 between", DOCX)
def _continued(d: Draft) -> None:
    d.claim("rows shape", "document")
    if len(d.of("project")) < 2:
        raise Taken
    between = f"</w:tbl><w:p>{_R.format('（续表）')}</w:p><w:tbl><w:tblPr/><w:tblGrid/>"
    d.after_document.append(_rows_of(lambda rows: "".join(rows[:-1]) + between + rows[0] + rows[-1]))


@quiet("sixteen: Word: the month on a line of its own below the title", DOCX)
def _own_month(d: Draft) -> None:
    d.lines.insert(d.at(d.header), Line("other", [Box("（2025年4月）")]))


for _name, _change in (
    ("a head of red letters and a number", lambda x: x.replace("<w:p>", f"<w:p>{_R.format('区某局文件')}</w:p><w:p>{_R.format('某局〔2025〕12号')}</w:p><w:p>", 1)),
    ("attributes of WPS", lambda x: x.replace("<w:document ", '<w:document xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" ', 1).replace("<w:tbl>", '<w:tbl wpsCustomData:x="1">', 1)),
    ("copied to whom below", lambda x: x.replace("<w:sectPr", f"<w:p>{_R.format('抄送：区政府办公室，区财政局。')}</w:p><w:sectPr", 1)),
):  # fmt: skip
    quiet(f"sixteen: Word: {_name}", DOCX)(_document(_change))


@quiet("sixteen: Word: a reply above the table", DOCX)
def _reply(d: Draft) -> None:
    d.claim("year", "document")
    d.lines[0:0] = [Line("other", [Box(LETTER[1])]), Line("other", [Box("根据来函要求，现将有关情况报送如下：")])]


# ---------------------------------------------------------------- the indicators' sheet

for _text, _wanted, _how in (
    ("12人", "12", {"may_refuse": True}), ("1.2万", "12000", {"may_refuse": True}), ("约10", "10", {"doubt": True}), ("12（含在建）", "12", {"doubt": True}), ("未统计", None, {"doubt": True}), ("12处", "12", {"may_refuse": True}),
    ("12；5", None, {"doubt": True}), ("12(60%)", "12", {"doubt": True}), ("完成", None, {"doubt": True}), ("无", None, {}), ("0", "0", {}),
):  # fmt: skip
    told(f"sixteen: figure {_text!r}", BOOKS)(_indicator(_put("本月累计", _text, Expect(_wanted, **_how))))


@told("sixteen: two months' forms pasted below one another", BOOKS)
def _pasted(d: Draft) -> None:
    """Paste March's table below April's, as a sheet that goes on through the year has it."""
    d.claim("rows shape", "year", "columns", "foot", "other sheets")
    lines = copy_of(d.lines)
    for line in lines:
        line.project = ""
        for box in line.boxes:
            if isinstance(box.value, str):
                box.value = box.value.replace("2025年4月", "2025年3月")
        if line.kind == "project":
            line.boxes[d.fields.index("investment")].value = 1
            line.kind = "other"
        elif line.kind != "section":
            line.kind = "other"
    d.lines += [Line("other", []), *lines]
    d.keys = False
    for project in d.projects():
        for name in ENTRY:
            d.expected[project.id, name] = Expect(d.expected[project.id, name].value, may_refuse=True)
