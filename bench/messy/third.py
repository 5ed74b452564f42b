"""Kinds of mess of the third round, written before the product was tried on them: what many hands at WPS and Word do.

Amounts with signs and asides, number formats, units in headers, tables beside and below, pages, months beside each
other, other writers' XML, tracked changes and fields in Word.
"""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from draft import ENTRY, Box, Draft, Line, Taken, again_of, copy_of
from kinds import BOOKS, ONLY, _amount, _every, _number, _parts, _sheet, kind
from openpyxl.styles import Alignment, Protection
from openpyxl.workbook.protection import WorkbookProtection
from second import DOCX, _cell_xml, _column, _insert, _print, _word, _word_cell

if TYPE_CHECKING:
    from collections.abc import Callable

# ---------------------------------------------------------------- amounts

READ = {
    "1200\xa0万元": "1200", "１，２００万元": "1200", "0.12亿": "1200", "1200多万": "1200", "拾贰万元": "12",
    "1200万元人民币": "1200", "一千二百零五点五万元": "1205.5", "1,200万": "1200", "1200万 元": "1200",
    "已完成1200": "1200", "1200.0": "1200", "\t1200": "1200", "1200.5万元。": "1200.5", "壹亿元整": "10000", "1200.00万元（累计）": "1200",
}  # fmt: skip
DOUBT = (
    "'1200", "1 200,50", "1200w", "投资1200万元，占年度计划60%", "1200\n其中市级500", "1.2E+3",
    "≈1200", "＞1200", "≥1200", "1200？", "（1200）", "1200-", "尚未开工", "$1200", "1200美元", "1200↑", "1200*", "1200①",
    "1200 (+300)", "900+300=1200", "本月300，累计1200", "上月900 本月1200", "1200（60％）", "60％", "12,00", "1 2 0 0",
    "1200万元/年", "1200。5", "1200·5", "1200，5万元", "本月1200", "较上月增加300", "0.6", "同比增长12%", "预计1200",
    "计划1200", "1200（预计）", "约1200-1300", "2025年1200", "截至4月1200", "1200万/2000万", "一二〇〇", "1200点5",
)  # fmt: skip
for _text, _meant in READ.items():
    kind(f"third: amount {_text!r}")(_amount(_text, _meant, doubt=False))
for _text in DOUBT:
    if _text != "0.6":
        kind(f"third: doubtful amount {_text!r}")(_amount(_text, None, doubt=True))
NUMBERS: tuple[tuple[str, Any, str, str | None, bool], ...] = (
    ("in accounting style", 1200, "#,##0.00_);(#,##0.00)", "1200", False),
    ("with a spread currency sign", 1200.5, "_ ¥* #,##0.00_ ", "1200.5", False),
    ("in Chinese numerals", 1200, "[DBNum1][$-804]General", "1200", False),
    ("in Chinese capital numerals", 1200, "[DBNum2][$-804]General", "1200", False),
    ("with an exponent", 1200, "0.00E+00", "1200", False),
    ("as a fraction", 1200, "# ?/?", "1200", False),
    ("in red", 1200, "[Red]0", "1200", False),
    ("under the text format", 1200, "@", "1200", False),
    ("with 万 in its format", 1200, '0"万"', "1200", False),
    ("with 元 in its format", 12_000_000, '0"元"', "1200", True),
    ("with a counting word in its format", 1200, '0"个"', None, True),
    ("with leading noughts", 1200, "000000", "1200", False),
    ("with about in its format", 1200, '"约"0', "1200", True),
    ("with its minus hidden", -1200, "0;0", None, True),
    ("with 亿 in its format", 1.2, '0.0"亿"', "12000", True),
    ("as a time", 0.5, "h:mm", None, True),
    ("as month and day", 45772, 'm"月"d"日"', None, True),
    ("with last month in its format", 1200, '"上月"0', None, True),
    ("per mille", 12, '0"‰"', None, True),
)  # fmt: skip
for _name, _value, _code, _read_as, _doubt in NUMBERS:
    _number(f"third: {_name}", _value, _code, _read_as, doubt=_doubt)

# ---------------------------------------------------------------- units and headers


def _renamed(header: str, power: int = 0, *, doubt: bool = False) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("header texts")
        _column(d, "investment")
        d.header.boxes[d.fields.index("investment")].value = header
        for line in d.of("print"):
            line.boxes = [b for b in line.boxes if "万元" not in str(b.value)]
        for line in d.of("project"):
            box = line.boxes[d.fields.index("investment")]
            value = Decimal(str(d.expected[line.project, "investment"].value))
            moved = value.scaleb(-power)
            box.value = float(moved) if moved % 1 else int(moved)
            if doubt:
                d.expect(line.project, "investment", str(value), doubt=True)

    return spoil


for _header, _power, _doubt in (
    ("完成投资\n单位：万元", 0, False), ("完成投资（单位：亿元）", 4, False), ("完成投资/万元", 0, False),
    ("完成投资(万)", 0, False), ("完成投资（百万元）", 2, False), ("累计完成投资额（万元，截至4月底）", 0, False),
    ("截至2025年4月30日累计完成投资", 0, False), ("完 成 投 资", 0, False), ("投资完成情况（万元）", 0, False),
    ("2025年1—4月完成投资（万元）", 0, False), ("4月完成投资", 0, True), ("投资完成率", 0, True), ("完成投资增量", 0, True),
    ("预计完成投资", 0, True), ("至5月底完成投资", 0, True), ("开工以来累计完成投资", 0, True),
):  # fmt: skip
    kind(f"third: header {_header!r}")(_renamed(_header, _power, doubt=_doubt))


def _beside(header: str, value: Any, *, doubt: bool = False) -> Callable[[Draft], None]:
    """Put a column beside 完成投资 that has its own meaning."""

    def spoil(d: Draft) -> None:
        _column(d, "investment")
        place = d.fields.index("investment") + d.rng.randrange(2)
        _insert(d, place, header, lambda _: value if value is not None else d.rng.randrange(900, 999))
        if doubt:
            for project in d.projects():
                d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)

    return spoil


BESIDE: tuple[tuple[str, Any], ...] = (
    ("年度计划投资（万元）", None), ("投资完成率", "45%"), ("总投资", None), ("本月完成投资（万元）", None),
    ("上月累计完成投资", None), ("开工时间", "2025年3月"), ("资金来源", "区级"), ("备注", "投资单位为万元"),
    ("是否开工", "是"), ("配合单位", "区财政局"), ("完成时限", "12月底"), ("形象进度", "60%"),
)  # fmt: skip
for _header, _beside_it in BESIDE:
    kind(f"third: beside the investment {_header}")(_beside(_header, _beside_it))


@kind("third: investment in two sub-columns, this month and altogether", BOOKS)
def _two_below(d: Draft) -> None:
    d.claim("header shape", "columns", "header texts")
    _column(d, "investment")
    place = d.fields.index("investment")
    at, boxes = d.at(d.header), d.header.boxes
    top = [Box(b.value, down=2) for b in boxes]
    top[place] = Box("完成投资（万元）", span=2)
    below = [Box() for _ in range(len(boxes) + 1)]
    below[place].value, below[place + 1].value = "本月", "累计"
    for line in d.of("project"):
        line.boxes.insert(place, Box(7))
    d.lines[at : at + 1] = [Line("header", top), Line("other", below)]
    d.fields.insert(place, "")


@kind("third: header words on two rows, not merged", BOOKS)
def _torn_header(d: Draft) -> None:
    d.claim("header shape", "header texts")
    at = d.at(d.header)
    below = [Box(str(b.value)[2:] or None) for b in d.header.boxes]
    for box in d.header.boxes:
        box.value = str(box.value)[:2]
    d.lines.insert(at + 1, Line("other", below))


# ---------------------------------------------------------------- rows and tables


@kind("third: the section as a merged column to the left", BOOKS)
def _section_left(d: Draft) -> None:
    d.claim("columns", "header shape", "rows shape")
    d.lines = [line for line in d.lines if line.kind != "section"]
    projects = d.of("project")
    for line in d.lines:
        if line.kind == "header":
            line.boxes.insert(0, Box("板块"))
        else:
            line.boxes.insert(0, Box())
    projects[0].boxes[0] = Box("教育", down=len(projects))
    d.fields.insert(0, "")


@kind("third: title, small print and header again for a second page")
def _second_page(d: Draft) -> None:
    d.claim("header shape", "rows shape")
    lines = d.of("project")
    if len(lines) < 2:
        raise Taken
    head = [line for line in d.lines[: d.at(d.header) + 1] if line.kind in ("title", "print", "header")]
    again = copy_of(head)
    for line in again:
        line.kind = "other"
    at = d.at(lines[-1])
    d.lines[at:at] = again


@kind("third: signed at the end of each page", BOOKS)
def _signed_twice(d: Draft) -> None:
    d.claim("header shape", "rows shape", "foot")
    lines = d.of("project")
    if len(lines) < 2:
        raise Taken
    foot = copy_of(d.of("footer"))[0]
    head = copy_of([d.header])[0]
    foot.kind = head.kind = "other"
    at = d.at(lines[-1])
    d.lines[at:at] = [foot, head]


@kind("third: more people sign")
def _more_sign(d: Draft) -> None:
    d.lines += [
        Line("other", [Box("分管领导签字：示例己"), Box(), Box(), Box("科室负责人：示例庚")]),
        Line("other", [Box("审核人：示例辛"), Box(), Box(), Box("联系电话：000-00000000")]),
        Line("other", [Box("填报日期：2025年4月26日")]),
    ]


@kind("third: each signs on a row of its own")
def _sign_rows(d: Draft) -> None:
    d.claim("foot")
    at = d.at(d.of("footer")[0])
    d.lines[at : at + 1] = [
        Line("footer", [Box("单位主要负责人（签字）：示例乙")]),
        Line("other", [Box("填表人：示例丙")]),
        Line("other", [Box("2025年4月26日（盖章）")]),
    ]


@kind("third: an empty copy of a project's row")
def _empty_twin(d: Draft) -> None:
    d.claim("rows shape")
    project = d.pick_row()
    line = d.row(project)
    again = again_of(line)
    for name in ENTRY:
        if name in d.fields:
            again.boxes[d.fields.index(name)].value = None
    d.lines.insert(d.at(line) + d.rng.randrange(2), again)
    d.doubt_row(project)


@kind("third: the same row twice, word for word")
def _same_twin(d: Draft) -> None:
    d.claim("rows shape")
    project = d.pick_row()
    line = d.row(project)
    again = again_of(line)
    d.lines.insert(d.at(line) + 1, again)
    d.doubt_row(project)


@kind("third: rows of last month left below", BOOKS)
def _last_below(d: Draft) -> None:
    d.claim("rows shape")
    lines = copy_of(d.of("project"))
    for line in lines:
        line.kind, line.project = "other", ""
        if "investment" in d.fields:
            line.boxes[d.fields.index("investment")].value = 1
    at = d.at(d.of("footer")[0])
    d.lines[at:at] = [Line("other", [Box("上月报送情况：", span=len(d.fields))]), *lines]
    for project in d.projects():
        d.doubt_row(project.id)


@kind("third: a small table of their own below", BOOKS)
def _small_below(d: Draft) -> None:
    d.lines += [
        Line("other", []),
        Line("other", [Box("镇街"), Box("完成数"), Box("备注")]),
        Line("other", [Box("甲街道"), Box(12), Box("已验收")]),
        Line("other", [Box("乙街道"), Box(8), Box()]),
    ]


@kind("third: notes far to the right", BOOKS)
def _right(d: Draft) -> None:
    d.claim("right")
    for line in d.of("project")[:1]:
        line.boxes += [Box() for _ in range(4)] + [Box("核对过")]


@kind("third: the table far from the corner", BOOKS)
def _far(d: Draft) -> None:
    d.claim("columns", "header shape")
    for line in d.lines:
        line.boxes[:0] = [Box(), Box(), Box()]
    d.fields[:0] = ["", "", ""]
    d.lines[:0] = [Line("other", []) for _ in range(11)]


@kind("third: rows filtered away", BOOKS)
def _filtered(d: Draft) -> None:
    project = d.pick_row()
    line = d.row(project)
    line.hidden = True

    def filtered(book: Any) -> None:
        first = d.at(d.header) + 1
        book[d.sheet].auto_filter.ref = f"A{first}:I{len(d.lines)}"
        book[d.sheet].auto_filter.add_filter_column(1, ["x"])

    d.before_save.append(filtered)
    d.doubt_row(project)


@kind("third: 无 in each cell of a row")
def _nothing_row(d: Draft) -> None:
    project = d.pick_row()
    for name in ENTRY:
        d.box(project, name).value = "无"
        doubt = name in ("progress", "contact")
        d.expect(project, name, None if name == "investment" else "无", doubt=doubt)


@kind("third: what is next is like the row above", BOOKS)
def _dragged(d: Draft) -> None:
    """Leave a cell that points at the one above it."""
    project = d.pick("next_steps")
    d.box(project, "next_steps").value = "同上"
    d.expect(project, "next_steps", "同上", doubt=True)


for _name in ("progress", "problems", "next_steps"):
    for _text in ("同上", "见上", "详见附件", "······", "略"):

        def _hollow(d: Draft, name: str = _name, text: str = _text) -> None:
            project = d.pick(name)
            d.box(project, name).value = text
            d.expect(project, name, text, doubt=True)

        if _name == "progress" or _text in ("同上", "见上"):
            kind(f"third: {_name} says {_text}")(_hollow)


@kind("third: telephone as a number with its name lost", BOOKS)
def _telephone(d: Draft) -> None:
    project = d.pick("contact")
    d.box(project, "contact").value = 13_800_000_000
    d.expect(project, "contact", "13800000000", doubt=True)


@kind("third: telephone with an exponent")
def _exponent(d: Draft) -> None:
    project = d.pick("contact")
    d.box(project, "contact").value = "示例甲1.38E+10"
    d.expect(project, "contact", "示例甲1.38E+10", doubt=True)


# ---------------------------------------------------------------- months


for _old, _new in (
    ("填报月份：2025年4月", "填报月份：2025.4"), ("填报月份：2025年4月", "填报月份：2025-04"),
    ("填报月份：2025年4月", "填报月份：二〇二五年四月"), ("填报月份：2025年4月", "填报月份：4月份"),
    ("填报月份：2025年4月", "填报月份：2025年 4 月（累计）"),
):  # fmt: skip

    def _said(d: Draft, old: str = _old, new: str = _new) -> None:
        d.claim("year")
        for line in d.of("print"):
            for box in line.boxes:
                if old in str(box.value):
                    box.value = new

    kind(f"third: small print {_new}")(_said)

kind("third: small print of last year")(
    _print("填报月份：2025年4月", "填报月份：4月（2024年）", "file.other-year", "print")
)


@kind("third: the month as a date cell", BOOKS)
def _month_date(d: Draft) -> None:
    d.claim("year")
    for line in d.of("print"):
        for at, box in enumerate(line.boxes):
            if "填报月份" in str(box.value):
                line.boxes[at : at + 1] = [Box("填报月份："), Box(45748, 'yyyy"年"m"月"')]


def _copy_sheet(title: str, *, first: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("other sheets", "year")
        lines = copy_of(d.lines)
        for line in lines:
            if line.kind == "project" and "investment" in d.fields:
                line.boxes[d.fields.index("investment")].value = 1
        d.more_sheets.append((title if first else f"~{title}", lines))
        for project in d.projects():
            d.doubt_row(project.id)

    return spoil


for _title in ("上月", "当月数", "旧", "备份", "修改前", "Sheet1 (2)"):
    kind(f"third: a sheet {_title} with other figures", BOOKS)(_copy_sheet(_title, first=False))
kind("third: a sheet 修改前 with other figures first", BOOKS)(_copy_sheet("修改前", first=True))


@kind("third: the same sheet twice", BOOKS)
def _sheet_twice(d: Draft) -> None:
    d.claim("other sheets", "year")
    d.more_sheets.append(("~副本", copy_of(d.lines)))
    for project in d.projects():
        d.doubt_row(project.id)


@kind("third: empty sheets behind", BOOKS)
def _empty_sheets(d: Draft) -> None:
    def added(book: Any) -> None:
        for name in ("空表2", "空表3"):
            book.create_sheet(name)

    d.before_save.append(added)


@kind("third: a list of streets on another sheet", BOOKS)
def _other_list(d: Draft) -> None:
    d.claim("other sheets")
    rows = [Line("other", [Box(t) for t in ("序号", "项目名称", "镇街", "完成投资")])]
    rows += [Line("other", [Box(n), Box(f"甲{n}号点位"), Box("甲街道"), Box(n * 3)]) for n in range(1, 6)]
    d.more_sheets.append(("~点位明细", rows))


@kind("third: protected sheet and book", BOOKS)
def _protected(d: Draft) -> None:
    def protected(book: Any) -> None:
        book[d.sheet].protection.sheet = True
        book[d.sheet].protection.password = "x"  # noqa: S105 - a sheet's, to be typed over
        book.security = WorkbookProtection(lockStructure=True)
        for row in book[d.sheet].iter_rows():
            for cell in row:
                if cell.coordinate in book[d.sheet] and type(cell).__name__ == "Cell":
                    cell.protection = Protection(locked=True, hidden=True)

    d.before_save.append(protected)


@kind("third: words written downwards", BOOKS)
def _downwards(d: Draft) -> None:
    def turned(book: Any) -> None:
        for row in book[d.sheet].iter_rows():
            for cell in row:
                if type(cell).__name__ == "Cell":
                    cell.alignment = Alignment(textRotation=255, shrink_to_fit=True)

    d.before_save.append(turned)


# ---------------------------------------------------------------- other writers' XML


def _rezipped(data: bytes, rename: Callable[[str], str], change: Callable[[str, bytes], bytes], method: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", method) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo("x")
            info.filename = rename(entry.filename)
            new.writestr(info, change(entry.filename, old.read(entry)), method)
    return out.getvalue()


def _same(name: str, content: bytes) -> bytes:
    del name
    return content


@kind("third: parts stored, not packed", ONLY)
def _stored(d: Draft) -> None:
    d.after_save.append(lambda data: _rezipped(data, str, _same, zipfile.ZIP_STORED))


@kind("third: part names with backslashes", ONLY)
def _backslashes(d: Draft) -> None:
    d.after_save.append(lambda data: _rezipped(data, lambda n: n.replace("/", "\\"), _same, zipfile.ZIP_DEFLATED))


@kind("third: parts in UTF-16", ONLY)
def _utf16(d: Draft) -> None:
    def wide(name: str, content: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return content
        text = re.sub(r"^<\?xml[^>]*\?>", "", content.decode())
        return ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")

    d.after_save.append(lambda data: _rezipped(data, str, wide, zipfile.ZIP_DEFLATED))


@kind("third: parts with a BOM, comments and line breaks", ONLY)
def _bom(d: Draft) -> None:
    def marked(name: str, content: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return content
        text = re.sub(r"^<\?xml[^>]*\?>", "", content.decode())
        text = text.replace("<row ", "\n <!-- row -->\n <row ").replace("</c>", "</c>\n")
        return ('\ufeff<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text).encode()

    d.after_save.append(lambda data: _rezipped(data, str, marked, zipfile.ZIP_DEFLATED))


@kind("third: bytes of a gateway before the file", ONLY)
def _junk(d: Draft) -> None:
    d.after_save.append(lambda data: data + b"\r\n\r\n" + b"\0" * 64)


@kind("third: rows and cells in another order in the file", ONLY)
def _shuffled(d: Draft) -> None:
    d.claim("sheet xml")

    def turned(xml: str) -> str:
        rows = re.findall(r"<row .*?</row>|<row [^>]*/>", xml, re.DOTALL)
        start, end = xml.index("<sheetData>") + len("<sheetData>"), xml.index("</sheetData>")
        return xml[:start] + "".join(reversed(rows)) + xml[end:]

    d.after_save.append(lambda data: _sheet(data, turned))


@kind("third: parts by absolute paths", ONLY)
def _relative(d: Draft) -> None:
    d.after_save.append(
        lambda data: _every(
            data,
            lambda s: s.replace('Target="/xl/', 'Target="').replace('Target="worksheets/', 'Target="./worksheets/'),
        )
    )


@kind("third: no styles", ONLY)
def _no_styles(d: Draft) -> None:
    d.after_save.append(lambda data: _every(data, lambda s: re.sub(r'<Relationship [^>]*/styles"[^>]*/>', "", s)))


@kind("third: a reading aid above the words", ONLY)
def _phonetic(d: Draft) -> None:
    project = d.pick("progress")
    token = f"PH{d.rng.randrange(10**9)}"
    d.box(project, "progress").value = token
    d.expect(project, "progress", token)
    d.after_save.append(
        lambda data: _every(
            data, lambda s: s.replace(f"<t>{token}</t>", f'<t>{token}</t><rPh sb="0" eb="2"><t>xx</t></rPh>')
        )
    )


for _name, _make, _doubt in (
    ("a date of type d", lambda a, _: f'<c {a} t="d"><v>2025-04-25</v></c>', True),
    ("blanks around the value", lambda a, v: f"<c {a}><v>\n {v} \n</v></c>", False),
    ("an exponent in the value", lambda a, v: f"<c {a}><v>{float(v):.6E}</v></c>", False),
    ("a nought before the value", lambda a, v: f"<c {a}><v>0{v}</v></c>", False),
    ("NaN", lambda a, _: f"<c {a}><v>NaN</v></c>", True),
    ("an unknown type", lambda a, v: f'<c {a} t="x"><v>{v}</v></c>', True),
    ("CDATA", lambda a, v: f'<c {a} t="inlineStr"><is><t><![CDATA[{v}]]></t></is></c>', False),
    ("an array formula", lambda a, v: f'<c {a}><f t="array" ref="F6">SUM({v})</f><v>{v}</v></c>', False),
    ("runs that make one number", lambda a, v: (
        f'<c {a} t="inlineStr"><is><r><t>{v[:2]}</t></r><r><t>{v[2:]}</t></r></is></c>'), False),
    ("a lowered run", lambda a, v: (
        f'<c {a} t="inlineStr"><is><r><t>{v}</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>1</t></r></is></c>'), True),
    ("a formula over last month's cell", lambda a, v: f"<c {a}><f>ABS(-{v})</f><v>{v}</v></c>", False),
    ("a formula that divides by zero", lambda a, _: f'<c {a} t="e"><f>1/0</f><v>#DIV/0!</v></c>', True),
    ("a formula of TODAY", lambda a, v: f"<c {a}><f>{v}+0*TODAY()</f><v>{v}</v></c>", True),
    ("a formula rounded away", lambda a, v: f"<c {a}><f>ROUND({v},-1)</f><v>{v}</v></c>", True),
):  # fmt: skip
    kind(f"third: cell: {_name}", ONLY)(_cell_xml(_make, doubt=_doubt))


# ---------------------------------------------------------------- Word

_R = "<w:r><w:t>{}</w:t></w:r>"
for _name, _runs, _doubt in (
    ("words put in as a revision", lambda v: f'<w:ins w:id="1" w:author="a">{_R.format(v)}</w:ins>', False),
    ("words taken out as a revision", lambda v: (
        f'<w:del w:id="1" w:author="a"><w:r><w:delText>旧</w:delText></w:r></w:del>{_R.format(v)}'), False),
    ("words moved here", lambda v: f'<w:moveTo w:id="1" w:author="a">{_R.format(v)}</w:moveTo>', False),
    ("words moved away beside", lambda v: (
        f'{_R.format(v)}<w:moveFrom w:id="1" w:author="a"><w:r><w:t>旧</w:t></w:r></w:moveFrom>'), False),
    ("a field with its result", lambda v: (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_R.format(v)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'), False),
    ("a simple field", lambda v: f'<w:fldSimple w:instr="DOCPROPERTY x">{_R.format(v)}</w:fldSimple>', False),
    ("a link", lambda v: f'<w:hyperlink w:anchor="a">{_R.format(v)}</w:hyperlink>', False),
    ("a smart tag", lambda v: f'<w:smartTag w:element="a">{_R.format(v)}</w:smartTag>', False),
    ("hidden words beside", lambda v: f"{_R.format(v)}<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>", True),
    ("hidden words alone", lambda v: f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{v}</w:t></w:r>", True),
    ("struck out twice", lambda v: f"<w:r><w:rPr><w:dstrike/></w:rPr><w:t>{v}</w:t></w:r>", True),
    ("a raised figure", lambda v: (
        f'{_R.format(v)}<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'), True),
    ("a footnote", lambda v: f'{_R.format(v)}<w:r><w:footnoteReference w:id="9"/></w:r>', False),
    ("a comment", lambda v: f'<w:commentRangeStart w:id="0"/>{_R.format(v)}<w:commentRangeEnd w:id="0"/>', False),
    ("a symbol", lambda v: f'{_R.format(v)}<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', True),
    ("a ruby", lambda v: (
        f"<w:r><w:ruby><w:rt><w:r><w:t>注</w:t></w:r></w:rt><w:rubyBase>{_R.format(v)}</w:rubyBase></w:ruby></w:r>"), False),
    ("two spellings of one drawing", lambda v: (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:t>{v}</w:t></mc:Choice><mc:Fallback><w:t>{v}</w:t></mc:Fallback>'
        "</mc:AlternateContent></w:r>"), False),
    ("a formula set as mathematics", lambda v: (
        f'<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>{v}</m:t></m:r></m:oMath>'), False),
    ("an old drop-down field", lambda v: (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:listEntry w:val="一"/></w:ddList></w:ffData>'
        f'</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>{_R.format(v)}'), True),
    ("a tick box", lambda v: f"{_R.format(v)}<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>☑</w:t></w:r></w:sdtContent></w:sdt>", True),
    ("a hyphen that does not break", lambda v: f"<w:r><w:t>{v}</w:t><w:softHyphen/></w:r>", False),
):  # fmt: skip
    _of_amounts = _name in (
        "a raised figure",
        "a symbol",
        "a formula set as mathematics",
        "an old drop-down field",
        "a tick box",
    )
    _names = ("investment",) if _of_amounts else ("progress", "investment")
    kind(f"third: Word: {_name}", DOCX)(_word_cell(_runs, doubt=_doubt, names=_names))


@kind("third: Word: a table in the cell", DOCX)
def _nested(d: Draft) -> None:
    project = d.pick("progress")
    token = f"WN{d.rng.randrange(10**9)}"
    d.box(project, "progress").value = token
    d.expect(project, "progress", f"{token}\n甲街道 5项")
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲街道</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>5项</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc>"
    pattern = re.compile(rf"({token}</w:t></w:r></w:p>)</w:tc>")
    d.after_document.append(lambda data: _word(data, lambda xml: pattern.sub(rf"\1{inner}", xml)))


def _rows_of(change: Callable[[list[str]], str]) -> Callable[[bytes], bytes]:
    """Rewrite the table's rows; ``change``: the rows → what stands in their place."""

    def rewritten(data: bytes) -> bytes:
        def turned(xml: str) -> str:
            rows = re.findall(r"<w:tr>.*?</w:tr>|<w:tr .*?</w:tr>", xml, re.DOTALL)
            first, last = xml.index(rows[0]), xml.rindex(rows[-1]) + len(rows[-1])
            return xml[:first] + change(rows) + xml[last:]

        return _word(data, turned)

    return rewritten


def _last_row_revised(how: str) -> Callable[[bytes], bytes]:
    """Mark the last of the rows as a revision: ``ins`` or ``del``."""
    mark = f'<w:tr><w:trPr><w:{how} w:id="1" w:author="a"/></w:trPr>'
    return _rows_of(lambda rows: "".join(rows[:-1]) + rows[-1].replace("<w:tr>", mark, 1))


@kind("third: Word: the table cut in two, the second without a header", DOCX)
def _cut(d: Draft) -> None:
    d.claim("rows shape", "document")
    if len(d.of("project")) < 2:
        raise Taken
    d.after_document.append(
        _rows_of(lambda rows: "".join(rows[:-1]) + "</w:tbl><w:p/><w:tbl><w:tblPr/><w:tblGrid/>" + rows[-1])
    )


@kind("third: Word: a row taken out as a revision", DOCX)
def _row_out(d: Draft) -> None:
    d.claim("rows shape", "document")
    line = d.of("project")[-1]
    d.claim((line.project, "*"), ("some", line.project))
    for name in ENTRY:
        d.expect(line.project, name, None, doubt=True)
    d.after_document.append(_last_row_revised("del"))


@kind("third: Word: words written downwards", DOCX)
def _tb(d: Draft) -> None:
    d.after_document.append(
        lambda data: _word(data, lambda xml: xml.replace("</w:tcPr>", '<w:textDirection w:val="tbRl"/></w:tcPr>'))
    )


@kind("third: Word: Strict", DOCX)
def _strict_word(d: Draft) -> None:
    d.after_document.append(
        lambda data: _parts(data, lambda _, s: s.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ))
    )  # fmt: skip


@kind("third: Word: an amount merged over two rows", DOCX)
def _amount_over(d: Draft) -> None:
    d.claim("rows shape", "document")
    lines = d.of("project")
    if len(lines) < 2 or d.at(lines[1]) != d.at(lines[0]) + 1 or "investment" not in d.fields:
        raise Taken
    place = d.fields.index("investment")
    for line in lines[:2]:
        d.claim((line.project, "investment"))
        d.taken.add(("some", line.project))
    number = "987001234"
    lines[0].boxes[place].value, lines[1].boxes[place].value = number, "987001235"
    value = d.expected[lines[0].project, "investment"].value
    for line in lines[:2]:
        d.expect(line.project, "investment", value, doubt=True)

    def merged(xml: str) -> str:
        for placed, mark in ((number, '<w:vMerge w:val="restart"/>'), ("987001235", "<w:vMerge/>")):
            at = xml.index(placed)
            start = xml.rindex("<w:tcPr>", 0, at) + len("<w:tcPr>")
            xml = xml[:start] + mark + xml[start:]
        return xml.replace(number, str(value)).replace("987001235", "")

    d.after_document.append(lambda data: _word(data, merged))
