"""A fourth held-out set, after public reports of wrong values and the cases' own families, written before it was tried.

Among them: content under merged cells, words that only a format puts to a text, repeated rows of OpenDocument, texts
beside runs, parts under other names, grids of Word that differ from what is seen, page headers, stale words.
"""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from draft import ENTRY, Box, Draft, Expect, Line, Taken, copy_of
from fifth import _indicator, _put, _refused, _token
from kinds import BOOKS, ONLY, _amount, _number, _parts, _sheet, kind
from openpyxl.styles import Font
from second import DOCX, _column, _insert, _months_beside, _print, _word, _word_cell
from third import _renamed, _rezipped, _rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

# ---------------------------------------------------------------- amounts

READ = {
    "1200.00 万元": "1200", "人民币壹仟贰佰万元整": "1200", "1,200.00万元整": "1200", "约1.2亿元": "12000",
    "累计投资1200万元": "1200", "完成1200万元": "1200", "已完成投资1200万元": "1200", "壹亿贰仟万元": "12000",
    "１.２亿元": "12000", "二千四百万元": "2400", "0.12亿元": "1200", "合计1200万元": "1200", "1200万元。": "1200",
}  # fmt: skip
DOUBT = (
    "1200（占60%）", "1200和300", "新增1200", "本月新增1200", "4月份1200", "首付1200", "预付1200", "合同价1200", "审定1200",
    "1200套", "1200KW", "12oo", "l200", "1200,", "－1200", "1200元/人", "负1200", "1200万 1300万", "4/25", "4-25", "2025/4",
    "1200（美元）", "1200 USD", "$1.2M", "1200k", "1.2M", "1200%", "未开工", "前期阶段", "资金未到位", "不详", "待核",
    "1200|300", "≤1200", "<1200", "1200（上月数）", "同上", "见附件2", "1200/0", "约1200~1300", "(同上)", "1200元整",
    "1200.000.000", "１２００．５．６", "1200万元/1500万元", "120万0000", "一千二", "12百", "1200（2024年）",
)  # fmt: skip
for _text, _meant in READ.items():
    kind(f"sixth: amount {_text!r}")(_amount(_text, _meant, doubt=False))
for _text in DOUBT:
    kind(f"sixth: doubtful amount {_text!r}")(_amount(_text, {"1200元整": "0.12"}.get(_text), doubt=True))

NUMBERS: tuple[tuple[str, Any, str, str | None, bool], ...] = (
    ("in WPS's usual accounting", 1200, "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "1200", False),
    ("in Excel's accounting", 1200, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "1200", False),
    ("of zero in Excel's accounting", 0, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "0", False),
    ("with 万元 in both sections", 1200, '#,##0.00 "万元";[Red]-#,##0.00 "万元"', "1200", False),
    ("under a locale alone", 1200, "[$-804]0.00", "1200", False),
    ("with 累计 and 万元", 1200, '"累计"0"万元"', "1200", False),
    ("with 共", 1200, '"共"0', "1200", False),
    ("cut by a slash", 1200, '0"/"0', None, True),
    ("cut by a dash", 1200, '0"-"00', None, True),
    ("cut by 万", 12_000_000, '#"万"####', None, True),
    ("with a place for each digit", 1200, "????0", "1200", False),
    ("in a colour by number", 1200, "[Color10]0", "1200", False),
    ("general in two sections", 1200, "General;[Red]-General", "1200", False),
    ("in 亿 by commas", 120_000_000, '0.00,,"百万"', None, True),
    ("of the plan by its format", 1200, '"计划"0.00', "1200", True),
    ("in square metres", 1200, '0"㎡"', None, True),
    ("shown as a day", 45772, "dddd", None, True),
    ("with its sign hidden", -1200, "#,##0;#,##0", None, True),
    ("a text to which 万元 is put", "1200", '@"万元"', "1200", False),
    ("a text to which 亿元 is put", "1.2", '@"亿元"', "12000", True),
    ("a text for which another is shown", "1200", '0;-0;0;"无"', None, True),
)
for _name, _value, _code, _read_as, _doubt in NUMBERS:
    _number(f"sixth: {_name}", _value, _code, _read_as, doubt=_doubt)

# ---------------------------------------------------------------- units

for _header, _power, _doubt in (
    ("完成投资（单位：百万元）", 2, False), ("完成投资（人民币亿元）", 4, False), ("累计完成投资(万元,含税)", 0, False),
    ("完成投资（不含土地费用）", 0, True), ("完成投资（含预付款）", 0, True), ("完成投资（财政资金）", 0, True),
    ("完成投资（估算）", 0, True), ("完成投资（三月底）", 0, True), ("项目完成投资情况（万元）", 0, False),
    ("截止4月25日累计完成投资（万元）", 0, False), ("完成投资（上半年）", 0, True), ("完成投资（个）", 0, True),
    ("完成投资（折合人民币，万元）", 0, True), ("新增完成投资", 0, True), ("完成投资（区级）", 0, True),
):  # fmt: skip
    kind(f"sixth: header {_header!r}")(_renamed(_header, _power, doubt=_doubt))


def _print_unit(text: str, power: int) -> Callable[[Draft], None]:
    """Let one line, and nothing else, say what amounts are in."""

    def spoil(d: Draft) -> None:
        _renamed("完成投资", power)(d)
        d.lines.insert(d.at(d.header), Line("other", [Box() for _ in range(6)] + [Box(text)]))

    return spoil


for _text, _power in (
    ("单位：百万元", 2),
    ("单位：人民币元", -4),
    ("（亿元）", 4),
    ("金额单位：万 元", 0),
    ("（单位：千元）", -1),
):
    kind(f"sixth: {_text} alone above the header")(_print_unit(_text, _power))


@kind("sixth: 单位：元 beside the signatures")
def _unit_below(d: Draft) -> None:
    _column(d, "investment")
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
    d.lines.append(Line("other", [Box("金额单位：元")]))


@kind("sixth: one row alone says 亿元")
def _one_unit(d: Draft) -> None:
    _column(d, "investment")
    other = d.rng.choice(d.projects()).id
    moved = Decimal(str(d.expected[other, "investment"].value)).scaleb(-4)
    d.box(other, "investment").value = float(moved)
    _insert(d, d.fields.index("investment") + 1, "计量单位", lambda p: "亿元" if p == other else None)


@kind("sixth: a unit in the cell against the header's")
def _own_unit(d: Draft) -> None:
    _renamed("完成投资（亿元）", 4)(d)
    project = d.rng.choice(d.projects()).id
    d.box(project, "investment").value = f"{d.expected[project, 'investment'].value}万元"


# ---------------------------------------------------------------- merged, repeated, dragged


@kind("sixth: an amount under a merged one", ONLY)
def _under(d: Draft) -> None:
    """Merge two amounts without taking the lower one out, as files pasted together have it."""
    d.claim("rows shape", "columns", "header shape")
    d.lines = [line for line in d.lines if line.kind != "section"]
    lines = d.of("project")
    if len(lines) < 2 or d.at(lines[1]) != d.at(lines[0]) + 1 or "investment" not in d.fields:
        raise Taken
    for line in lines[:2]:
        d.claim((line.project, "investment"))
        d.taken.add(("some", line.project))
        d.expect(line.project, "investment", d.expected[lines[0].project, "investment"].value, doubt=True)
    col, row = "ABCDEFGHI"[d.fields.index("investment")], d.at(lines[0]) + 1
    merge = f'<mergeCell ref="{col}{row}:{col}{row + 1}"/></mergeCells>'
    d.after_save.append(lambda data: _sheet(data, lambda xml: xml.replace("</mergeCells>", merge)))


@kind("sixth: the same in every row")
def _all_alike(d: Draft) -> None:
    for name in ENTRY:
        _column(d, name)
    first = d.projects()[0].id
    for project in d.projects():
        for name in ENTRY:
            d.box(project.id, name).value = d.box(first, name).value
            d.expect(project.id, name, d.expected[first, name].value)


@kind("sixth: two columns that say the same")
def _columns_alike(d: Draft) -> None:
    _column(d, "problems")
    _column(d, "next_steps")
    for project in d.projects():
        for name in ("problems", "next_steps"):
            d.box(project.id, name).value = "（示例）协调用地。"
            d.expect(project.id, name, "（示例）协调用地。")


def _over_two(header: str, left: str, right: str, name: str) -> Callable[[Draft], None]:
    """Split a column in two under its own header."""

    def spoil(d: Draft) -> None:
        d.claim("header shape", "columns", "header texts")
        _column(d, name)
        place = d.fields.index(name)
        at, boxes = d.at(d.header), d.header.boxes
        top = [Box(b.value, down=2) for b in boxes]
        top[place] = Box(header, span=2)
        below = [Box() for _ in range(len(boxes) + 1)]
        below[place].value, below[place + 1].value = left, right
        for line in d.of("project"):
            words = f"（示例）另有{d.rng.randrange(1000)}处。"
            line.boxes.insert(place + 1, Box(words))
            d.expect(line.project, name, f"{d.expected[line.project, name].value}\n{words}")
        d.lines[at : at + 1] = [Line("header", top), Line("other", below)]
        d.fields.insert(place + 1, "")

    return spoil


for _header, _left, _right, _name in (
    ("下一步工作及建议", "下一步工作", "建议", "next_steps"), ("工作进展", "总体情况", "具体点位", "progress"),
    ("存在的问题", "存在困难", "原因分析", "problems"), ("责任人及联系方式", "姓名", "电话", "contact"),
):  # fmt: skip
    kind(f"sixth: {_header} over {_left} and {_right}", BOOKS)(_over_two(_header, _left, _right, _name))

# ---------------------------------------------------------------- years and months

for _title in ("2025.03", "3月旧", "一季度", "三月份"):
    for _first in (True, False):
        kind(f"sixth: last month's sheet {_title} {'before' if _first else 'after'}", BOOKS)(
            _months_beside(first=_first, title=_title)
        )
for _new in ("2024年度", "二○二四年", "2023年"):
    kind(f"sixth: title of {_new}")(_print("2025年", _new, "file.other-year"))


def _stale(words: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        project = d.pick("progress")
        d.box(project, "progress").value = words
        d.expect(project, "progress", words, doubt=True)

    return spoil


for _text in (
    "截至3月底，累计完成25项。",
    "截至2025年3月25日，已完成25项。",
    "截至上月底，已完成25项。",
    "1-3月累计完成25项。",
):
    kind(f"sixth: progress of an earlier month: {_text}")(_stale(_text))


def _named_month(where: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        if where == "sheet":
            d.sheet = "3月"
        elif where == "file":
            d.file = "附件2_2025年3月.xlsx"
        else:
            d.of("title")[-1].boxes[0].value = "2025年1-3月重点民生实事工作目标任务推进落实情况表"

    return spoil


for _where in ("sheet", "file", "title"):
    kind(f"sixth: March in the {_where}", BOOKS, alone=True)(_refused(_named_month(_where), "file.month-ambiguous"))

# ---------------------------------------------------------------- words

for _name in ("progress", "problems", "next_steps"):
    for _text in (
        "↑",
        "（同上）",
        "同 上。",
        "见上一行",
        "同序号1",
        "见项目1",
        "见邮件",
        "微信已报",
        "参照上月",
        "同第1项",
    ):

        def _pointing(d: Draft, name: str = _name, text: str = _text) -> None:
            project = d.pick(name)
            d.box(project, name).value = text
            d.expect(project, name, text, doubt=True)

        kind(f"sixth: {_name} says {_text}")(_pointing)
for _text in ("〃", "见上", "示例甲", "000", "详见附件"):

    def _nobody(d: Draft, text: str = _text) -> None:
        project = d.pick("contact")
        d.box(project, "contact").value = text
        d.expect(project, "contact", text, doubt=True)

    kind(f"sixth: contact says {_text}")(_nobody)


@kind("sixth: progress is true", BOOKS)
def _true(d: Draft) -> None:
    project = d.pick("progress")
    d.box(project, "progress").value = True
    d.expect(project, "progress", "TRUE", doubt=True)


@kind("sixth: a telephone in small digits by its format", BOOKS)
def _small(d: Draft) -> None:
    project = d.pick("contact")
    box = d.box(project, "contact")
    box.value, box.number_format = 13_800_000_000, "000 0000 0000"
    d.expect(project, "contact", "13800000000", doubt=True)


# ---------------------------------------------------------------- other writers' XML

kind("sixth: words: a text before runs", ONLY)(
    _token(lambda xml, t: xml.replace(f"<t>{t}</t>", f"<t>{t}</t><r><t>甲</t></r><r><t>乙</t></r>"), "{}甲乙")
)
kind("sixth: words: hexadecimal", ONLY)(
    _token(lambda xml, t: xml.replace(f"<t>{t}</t>", f"<t>{t} 0x005F_FFFF</t>"), "{} 0x005F_FFFF")
)


@kind("sixth: parts in capital letters", ONLY)
def _capitals(d: Draft) -> None:
    d.after_save.append(
        lambda data: _rezipped(
            data, lambda n: n.replace("xl/", "XL/") if "rels" not in n else n, lambda _, c: c, zipfile.ZIP_DEFLATED
        )
    )


@kind("sixth: a comment behind the archive", ONLY)
def _commented(d: Draft) -> None:
    def commented(data: bytes) -> bytes:
        out = BytesIO(data)
        with zipfile.ZipFile(out, "a") as package:
            package.comment = "由甲系统导出".encode()
        return out.getvalue()

    d.after_save.append(commented)


@kind("sixth: a row hidden by another word for yes", ONLY)
def _hidden_true(d: Draft) -> None:
    project = d.pick_row()
    row = d.at(d.row(project)) + 1
    d.after_save.append(
        lambda data: _sheet(data, lambda xml: xml.replace(f'<row r="{row}"', f'<row r="{row}" hidden="true"'))
    )
    d.doubt_row(project)


@kind("sixth: an old copy hidden very well", ONLY)
def _very_hidden(d: Draft) -> None:
    d.claim("other sheets")
    lines = copy_of(d.lines)
    for line in lines:
        if line.kind == "project" and "investment" in d.fields:
            line.boxes[d.fields.index("investment")].value = 1
    d.more_sheets.append(("~旧", lines))
    d.before_save.append(lambda book: setattr(book["旧"], "sheet_state", "veryHidden"))


# ---------------------------------------------------------------- Word

_R = "<w:r><w:t>{}</w:t></w:r>"


def _in_two(v: str) -> str:
    return f"{_R.format(v[:2])}<w:proofErr w:type='spellStart'/>{_R.format(v[2:])}<w:proofErr w:type='spellEnd'/>"


for _name, _runs, _doubt in (
    ("cut in two by the spelling checker", _in_two, False),
    ("bookmarked", lambda v: f'<w:bookmarkStart w:id="1" w:name="a"/>{_R.format(v)}<w:bookmarkEnd w:id="1"/>', False),
    ("another file brought in", lambda v: f'{_R.format(v)}</w:p><w:altChunk w:id="rId99"/><w:p>', True),
    ("in a field that is locked", lambda v: (
        '<w:r><w:fldChar w:fldCharType="begin" w:fldLock="true"/></w:r><w:r><w:instrText>QUOTE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_R.format(v)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'), False),
    ("with a phonetic guide field", lambda v: (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \\* jc0</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{_R.format(v)}'), False),
    ("emphasised with dots", lambda v: f'<w:r><w:rPr><w:em w:val="dot"/></w:rPr><w:t>{v}</w:t></w:r>', False),
    ("in outline", lambda v: f"<w:r><w:rPr><w:outline/><w:shadow/></w:rPr><w:t>{v}</w:t></w:r>", False),
    ("a carriage return inside", lambda v: f'<w:r><w:t xml:space="preserve">{v}</w:t><w:br w:type="page"/></w:r>', False),
):  # fmt: skip
    _names = ("investment",) if _doubt else ("progress", "investment")
    kind(f"sixth: Word: {_name}", DOCX)(_word_cell(_runs, doubt=_doubt, names=_names))


@kind("sixth: Word: the document under another name", DOCX)
def _document2(d: Draft) -> None:
    def renamed(data: bytes) -> bytes:
        data = _parts(data, lambda _, xml: xml.replace("word/document.xml", "word/document2.xml"))
        return _rezipped(
            data, lambda n: n.replace("document.xml", "document2.xml"), lambda _, c: c, zipfile.ZIP_DEFLATED
        )

    d.after_document.append(renamed)


@kind("sixth: Word: each cell over two columns of the grid", DOCX)
def _two_grids(d: Draft) -> None:
    d.claim("document")
    d.after_document.append(
        lambda data: _word(
            data, lambda xml: re.sub(r"<w:tcPr>(?!.{0,80}gridSpan)", '<w:tcPr><w:gridSpan w:val="2"/>', xml)
        )
    )


@kind("sixth: Word: a row without its last cell", DOCX)
def _short_row(d: Draft) -> None:
    d.claim("document", "rows shape", "columns", "header shape")
    line = d.of("project")[-1]
    d.claim((line.project, "contact"))
    d.taken.add(("some", line.project))
    d.expect(line.project, "contact", None, doubt=True)

    def shortened(rows: list[str]) -> str:
        at = rows[-1].rindex("<w:tc>")
        return "".join(rows[:-1]) + rows[-1][:at] + "</w:tr>"

    if d.fields[-1] != "contact":
        raise Taken
    d.after_document.append(_rows_of(shortened))


@kind("sixth: Word: 单位：亿元 in a box beside the table", DOCX)
def _boxed_unit(d: Draft) -> None:
    d.claim("document")
    _column(d, "investment")
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
    box = "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>单位：亿元</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    d.after_document.append(lambda data: _word(data, lambda xml: xml.replace("<w:tbl>", f"{box}<w:tbl>", 1)))


# ---------------------------------------------------------------- the indicators' sheet


def _style(change: Callable[[Any, Any], None], expected: Expect) -> Callable[[Any, int, dict[str, int], Any], Any]:
    def changed(sheet: Any, row: int, columns: dict[str, int], indicator: Any) -> Any:
        del indicator
        change(sheet, sheet.cell(row, columns["本月累计"]))
        return expected

    return changed


def _formatted(value: Any, code: str) -> Callable[[Any, Any], None]:
    def change(_sheet: Any, cell: Any) -> None:
        cell.value, cell.number_format = value, code

    return change


ONE = Expect("1", doubt=True)
for _name, _change in (
    ("a sum written out", _put("本月累计", "5+3", Expect(None, doubt=True))),
    ("at least", _put("本月累计", "≥12", Expect(None, doubt=True))),
    ("of how many", _put("本月累计", "12/15", Expect(None, doubt=True))),
    ("with a part in brackets", _put("本月累计", "12（其中新建5）", Expect(None, doubt=True))),
    ("with a plus behind", _put("本月累计", "12+", Expect(None, doubt=True))),
    ("of last month by its words", _put("本月累计", "12（上月）", Expect(None, doubt=True))),
    ("struck through", _style(lambda _, cell: setattr(cell, "font", Font(strike=True)), ONE)),
    ("in percent by its format", _style(_formatted(0.12, "0%"), Expect(None, doubt=True))),
    ("in 万 by its format", _style(_formatted(12, '0"万"'), Expect("120000", doubt=True))),
    ("with its point moved", _style(_formatted(1200, "0!.00"), Expect(None, doubt=True))),
    ("with a thousand's comma by its format", _style(_formatted(1200, "#,##0"), Expect("1200"))),
    ("a remark that nothing changed", _put("备注", "与上月一致", Expect("1"))),
    ("the target as text", _put("年度目标", lambda _, old: f"{old}以上", Expect("1"))),
    ("the unit spelled otherwise", _put("单位", lambda i, _: f"（{i.unit}）", Expect("1"))),
):  # fmt: skip
    kind(f"sixth: figure: {_name}", BOOKS)(_indicator(_change))
