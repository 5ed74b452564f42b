"""The kinds of mess: each spoils a draft in one way and says what is then right.

A cell is expected to be read exactly (``value``), or, where nobody could be sure, not without a finding (``doubt``).
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from draft import ENTRY, FIELDS, HEADERS, Box, Draft, Expect, Line, Taken, copy_of
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles.colors import Color

if TYPE_CHECKING:
    from collections.abc import Callable

ALL = ("xlsx", "office", "xls", "ods", "docx", "word")
BOOKS = ALL[:4]
ONLY = ("xlsx",)


@dataclass(frozen=True)
class Kind:
    """One kind of mess; ``formats``: those in which it can happen; ``alone``: not to be combined; ``quiet``: honest."""

    name: str
    spoil: Callable[[Draft], None]
    formats: tuple[str, ...] = ALL
    alone: bool = False
    quiet: bool = False  # nothing at all is to be told of such a return


KINDS: list[Kind] = []


def kind(name: str, formats: tuple[str, ...] = ALL, *, alone: bool = False) -> Callable[[Any], Any]:
    """Enter a function in the list."""

    def entered(spoil: Callable[[Draft], None]) -> Callable[[Draft], None]:
        KINDS.append(Kind(name, spoil, formats, alone))
        return spoil

    return entered


# ---------------------------------------------------------------- amounts

READ = {
    "1200万元": "1200", "1200万": "1200", "1.2亿元": "12000", "1亿2000万元": "12000", "12000000元": "1200",
    "约1200": "1200", "1200余万元": "1200", "近1200万元": "1200", "1,200.5": "1200.5", "1，200.5": "1200.5",
    "１２００．５": "1200.5", "壹仟贰佰万元": "1200", "一千二百万元": "1200", "累计1200": "1200", "1200.50": "1200.5",
    " 1200 ": "1200", "\u30001200\u3000": "1200", "1200\u200b": "1200", "1200\n": "1200", "1200。": "1200",
    "1200（万元）": "1200", "1200 万元": "1200", "累计完成1200万元": "1200", "0": "0", "0.00": "0", "0万元": "0",
    "1.2千万元": "1200", "3000万元整": "3000", "人民币1200万元": "1200", "+1200": "1200",
}  # fmt: skip
DOUBT = (
    "¥1200", "1200-1300", "1200～1300万元", "1200/1500", "30%", "完成30%", "12OO", "1l00", "1,20", "1.2.3",
    "2025.4.25", "4月底完成1200", "1e3", "1200+300", "-1200", "一千二百", "两千左右", "1200（含市级补助300）",
    "市级500，区级700", "详见附件", "同上", "正在统计", "1 200", "1200元/平方米", "￥1，200万或1300万", "3万5", "第1期1200",
    "1200亩", "１２００－１３００", "01200", "1200..5", "1200,000.5,0", "#REF!", "TRUE", "∞", "½", "Ⅻ", "一百二", "二〇二五",
)  # fmt: skip
NOTHING = ("无", "/", "—", "-", "无投资", "不涉及", "", "N/A", "——")


def _amount(text: Any, value: str | None, *, doubt: bool) -> Callable[[Draft], None]:
    def spoil(draft: Draft) -> None:
        project = draft.pick("investment")
        box = draft.box(project, "investment")
        box.value, box.literal = text or None, isinstance(text, str)
        draft.expect(project, "investment", value, doubt=doubt)

    return spoil


for written, meant in READ.items():
    KINDS.append(Kind(f"amount {written!r}", _amount(written, meant, doubt=False)))
KINDS += [Kind(f"doubtful amount {written!r}", _amount(written, None, doubt=True)) for written in DOUBT]
KINDS += [Kind(f"no amount {written!r}", _amount(written, None, doubt=False)) for written in NOTHING]


def _number(name: str, value: Any, number_format: str, meant: str | None, *, doubt: bool = False) -> None:
    def spoil(draft: Draft) -> None:
        project = draft.pick("investment")
        box = draft.box(project, "investment")
        box.value, box.number_format = value, number_format
        draft.expect(project, "investment", meant, doubt=doubt)

    KINDS.append(Kind(f"number {name}", spoil, BOOKS))


_number("with many digits", 1200.1000000000001, "General", "1200.1")
_number("as currency", 1200.5, '"¥"#,##0.00', "1200.5")
_number("rounded by its format", 1200.5, "0", "1200.5")
_number("with 万元 in its format", 1200.5, '0.0"万元"', "1200.5")
_number("with 亿元 in its format", 1.25, '0.00"亿元"', "12500", doubt=True)
_number("shown in thousands by its format", 1200500, "#,##0,", None, doubt=True)
_number("shown in 万 by its format", 500000, '0!.0,"万元"', None, doubt=True)
_number("as percentage", 0.5, "0%", None, doubt=True)
_number("as date", 45772, "yyyy-mm-dd", None, doubt=True)
_number("as Chinese date", 45772, '[$-804]yyyy"年"m"月"d"日"', None, doubt=True)
_number("zero", 0, "General", "0")
_number("zero shown as a dash", 0, '0.00;-0.00;"—"', "0")
_number("negative", -5, "General", None, doubt=True)
_number("as true", True, "General", None, doubt=True)  # noqa: FBT003
_number("beyond belief", 12_000_000, "General", "12000000", doubt=True)


@kind("built-in Chinese date format", ONLY)
def _chinese_date(d: Draft) -> None:
    project = d.pick("investment")
    d.box(project, "investment").value = 45772
    d.expect(project, "investment", None, doubt=True)
    box = d.box(project, "investment")
    box.number_format = "yyyy-mm-dd;@minsheng"
    d.after_save.append(
        lambda data: _rewritten(data, "xl/styles.xml", lambda s: re.sub(
            r'<numFmt [^>]*?numFmtId="(\d+)"[^>]*@minsheng[^>]*/>', "", s
        ).replace(f'numFmtId="{_format_id(s)}"', 'numFmtId="31"'))
    )  # fmt: skip


def _format_id(styles: str) -> str:
    match = re.search(r'numFmtId="(\d+)"[^>]*@minsheng|@minsheng[^>]*numFmtId="(\d+)"', styles)
    return (match[1] or match[2]) if match else "none"


@kind("formula never computed", ONLY)
def _uncached(d: Draft) -> None:
    project = d.pick("investment")
    d.box(project, "investment").value = "=600+600"
    d.expect(project, "investment", None, doubt=True)


@kind("formula computed by the office suite", ("office", "xls", "ods"))
def _computed(d: Draft) -> None:
    project = d.pick("investment")
    d.box(project, "investment").value = "=600+600.5"
    d.expect(project, "investment", "1200.5")


@kind("formula whose stored result is stale", ONLY)
def _stale(d: Draft) -> None:
    project = d.pick("investment")
    d.box(project, "investment").value = "=600+600.5"
    d.expect(project, "investment", None, doubt=True)

    def stored(data: bytes) -> bytes:
        return _rewritten(
            data, "xl/worksheets/sheet1.xml", lambda s: s.replace("<f>600+600.5</f><v />", "<f>600+600.5</f><v>900</v>")
            .replace("<f>600+600.5</f><v></v>", "<f>600+600.5</f><v>900</v>")
            .replace("<f>600+600.5</f><v/>", "<f>600+600.5</f><v>900</v>"),
        )  # fmt: skip

    d.after_save.append(stored)


for bad in ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"):

    def _error(d: Draft, bad: str = bad) -> None:
        name = d.rng.choice(["investment", "progress", "contact"])
        project = d.pick(name)
        d.box(project, name).value = bad
        d.expect(project, name, None, doubt=True)

    KINDS.append(Kind(f"error cell {bad}", _error, ("xlsx", "office", "ods")))


@kind("dates counted from 1904", ONLY)
def _since_1904(d: Draft) -> None:
    project = d.pick("progress")
    box = d.box(project, "progress")
    box.value, box.number_format = 44310, "yyyy-mm-dd"  # 25 April 2025 from 1904
    d.claim("epoch")
    d.after_save.append(
        lambda data: _rewritten(
            data, "xl/workbook.xml", lambda s: re.sub(r"<workbookPr[^>]*/>", '<workbookPr date1904="1"/>', s)
        )
    )
    d.expect(project, "progress", "2025-04-25")


# ---------------------------------------------------------------- words

TEXTS = {
    "like a formula": "=====已完成第一批=====",
    "with a leading minus": "-已完成第一批\n-已启动第二批",
    "with an at sign": "@各镇街 已完成",
    "with markup": "完成<b>10</b>项 & 其他 {{ 模板 }} ${x} %s",
    "with emoji and rare characters": "已完成😀𠮷㐂堃，①②㎡ 5m²",
    "with tabs and breaks": "一、\t完成10项\n二、\n\n三、完成20项",
    "with blanks inside": "完成　　10 项   其中5项",
    "of 1900 characters": "完成10项。" * 300,
    "that is a number": "120",
    "that looks like a date": "2025.4.25",
    "with a field separator": "完成|区教委|2025-04",
    "with quotes": "\"完成\"'10'项“二期”",
    "like a header": "工作进展",
    "that speaks of 合计": "合计完成10项",
    "that signs itself": "填表人正在核实，完成10项",
}


def _words(text: str) -> Callable[[Draft], None]:
    def spoil(draft: Draft) -> None:
        name = draft.rng.choice(["progress", "problems", "next_steps"])
        project = draft.pick(name)
        box = draft.box(project, name)
        box.value, box.literal = text, True
        draft.expect(project, name, text)

    return spoil


for label, text in TEXTS.items():
    # LibreOffice itself drops tabs when it saves .ods.
    KINDS.append(Kind(f"words {label}", _words(text), tuple(f for f in ALL if f != "ods" or "\t" not in text)))


@kind("words with right-to-left marks")
def _reversed(d: Draft) -> None:
    project = d.pick("progress")
    d.box(project, "progress").value = "完成\u202e10项\u202c"
    d.expect(project, "progress", "完成10项", doubt=True)


@kind("blanks around words")
def _around(d: Draft) -> None:
    project = d.pick("progress")
    box = d.box(project, "progress")
    d.expect(project, "progress", str(box.value).strip())
    box.value = f" \u3000{box.value}\u3000 "


@kind("control characters", ONLY)
def _control(d: Draft) -> None:
    project = d.pick("progress")
    box = d.box(project, "progress")
    token = f"WC{d.rng.randrange(10**9)}"  # ASCII: openpyxl writes other letters as entities
    box.value = token
    d.expect(project, "progress", token, doubt=True)
    d.after_save.append(lambda data: _every(data, lambda s: s.replace(token, f"{token[:2]}_x000B_{token[2:]}_x0001_")))


@kind("nothing in a cell that must be filled")
def _blank(d: Draft) -> None:
    name = d.rng.choice(["progress", "contact"])
    project = d.pick(name)
    d.box(project, name).value = None
    d.expect(project, name, None, doubt=True)


@kind("无 as progress")
def _hollow(d: Draft) -> None:
    project = d.pick("progress")
    d.box(project, "progress").value = "无"
    d.expect(project, "progress", "无", doubt=True)


@kind("无 as problem")
def _no_problem(d: Draft) -> None:
    project = d.pick("problems")
    d.box(project, "problems").value = "无"
    d.expect(project, "problems", "无")


@kind("no problem told")
def _problem_blank(d: Draft) -> None:
    project = d.pick("problems")
    d.box(project, "problems").value = None
    d.expect(project, "problems", None)


@kind("struck-through cell")
def _struck(d: Draft) -> None:
    name = d.rng.choice(list(ENTRY))
    project = d.pick(name)
    d.box(project, name).struck = True
    d.expect(project, name, d.expected[project, name].value, doubt=True)


@kind("one word struck through", ONLY)
def _partly_struck(d: Draft) -> None:
    name = d.rng.choice(["progress", "problems", "next_steps"])
    project = d.pick(name)
    box = d.box(project, name)
    text = str(box.value)
    box.value = CellRichText(text[:6], TextBlock(InlineFont(strike=True), text[6:]))
    d.expect(project, name, text, doubt=True)


@kind("rich text", ONLY)
def _rich(d: Draft) -> None:
    project = d.pick("progress")
    box = d.box(project, "progress")
    text = str(box.value)
    box.value = CellRichText(text[:6], TextBlock(InlineFont(b=True, color=Color(rgb="00FF0000")), text[6:]))
    d.expect(project, "progress", text)


@kind("a note on a cell", BOOKS)
def _noted(d: Draft) -> None:
    name = d.rng.choice(list(ENTRY))
    project = d.pick(name)
    d.box(project, name).comment = "此数为预计"


# ---------------------------------------------------------------- printed cells


@kind("lead unit by another name")
def _alias(d: Draft) -> None:
    d.claim("unit name")
    unit = d.catalogue.unit(d.unit)
    names = [unit.full_name, *(a.name for a in unit.aliases if not a.lookalike)]
    said = d.rng.choice([n for n in names if n] or [unit.name])
    for line in d.of("project"):
        line.boxes[d.fields.index("lead_unit")].value = said


@kind("lead unit with blanks in it")
def _spaced_unit(d: Draft) -> None:
    d.claim("unit name")
    name = d.catalogue.unit(d.unit).name
    for line in d.of("project"):
        line.boxes[d.fields.index("lead_unit")].value = " ".join(name)


@kind("target edited")
def _target(d: Draft) -> None:
    project = d.pick("target")
    box = d.box(project, "target")
    box.value = str(box.value).replace("。", "，力争提前完成。", 1) + "另新增3项。"


@kind("project name with blanks and a break")
def _name_spaced(d: Draft) -> None:
    project = d.pick("name")
    box = d.box(project, "name")
    text = str(box.value)
    box.value = f"{text[:2]} {text[2:4]}\n{text[4:]}"


@kind("project name with its number")
def _name_numbered(d: Draft) -> None:
    project = d.pick("name")
    box = d.box(project, "name")
    box.value = f"{d.catalogue.project(project).number}．{box.value}"


@kind("number wrong")
def _number_wrong(d: Draft) -> None:
    d.box(d.pick("number"), "number").value = "99"


@kind("numbers as text with a full stop")
def _number_text(d: Draft) -> None:
    d.claim(("column", "number"))
    for line in d.of("project"):
        box = line.boxes[d.fields.index("number")]
        box.value = f"{box.value}."


# ---------------------------------------------------------------- the table's shape


@kind("title rows above")
def _titles(d: Draft) -> None:
    for _ in range(d.rng.randrange(1, 4)):
        d.lines.insert(0, Line("title", [Box("（内部资料 注意保存）", span=len(d.fields))]))


@kind("blank rows above and between")
def _blank_rows(d: Draft) -> None:
    d.lines.insert(0, Line("other", []))
    for line in d.of("project"):
        if d.rng.random() < 0.7:
            d.lines.insert(d.at(line), Line("other", []))


@kind("header with breaks, blanks and full-width letters")
def _header_spelled(d: Draft) -> None:
    d.claim("header texts")
    for box in d.header.boxes:
        text = str(box.value)
        if text in HEADERS:
            box.value = d.rng.choice(
                [f"{text[:2]}\n{text[2:]}", " ".join(text), f"{text} ", f"{text}：", f"（{text}）"]
            )


@kind("header renamed by aliases")
def _header_aliases(d: Draft) -> None:
    d.claim("header texts")
    other = {
        "工作进展": ["推进落实情况", "进展情况"], "完成投资": ["累计完成投资（万元）", "完成投资额（万元）"],
        "存在的问题": ["存在问题", "困难问题"], "下一步工作及建议": ["下步工作及建议", "下一步工作计划"],
        "责任人及联系方式": ["责任人及电话", "联系人及联系方式"], "项目名称": ["项目", "民生实事项目"],
    }  # fmt: skip
    for box in d.header.boxes:
        if box.value in other:
            box.value = d.rng.choice(other[str(box.value)])


@kind("header on two levels", BOOKS)
def _two_levels(d: Draft) -> None:
    d.claim("header shape", "columns")
    at = d.at(d.header)
    boxes = d.header.boxes
    place = d.fields.index("progress")
    top = [Box(b.value, down=2) for b in boxes]
    top[place] = Box("推进情况", span=2)
    del top[place + 1]
    below = [Box() for _ in boxes]
    below[place].value, below[place + 1].value = boxes[place].value, boxes[place + 1].value
    d.lines[at : at + 1] = [Line("header", top), Line("other", below)]


@kind("header repeated on the second page")
def _repeated(d: Draft) -> None:
    d.claim("header shape")
    lines = d.of("project")
    if len(lines) < 2:
        raise Taken
    again = copy_of([d.header])[0]
    d.lines.insert(d.at(lines[-1]), Line("other", again.boxes))


@kind("columns moved")
def _moved(d: Draft) -> None:
    d.claim("columns", "header shape")
    one, two = d.rng.sample(range(4, len(d.fields)), 2)
    for line in d.lines:
        if line.kind in ("header", "project"):
            line.boxes[one], line.boxes[two] = line.boxes[two], line.boxes[one]
    d.fields[one], d.fields[two] = d.fields[two], d.fields[one]


@kind("column inserted")
def _inserted(d: Draft) -> None:
    d.claim("columns", "header shape")
    place = d.rng.randrange(4, len(d.fields) + 1)
    for line in d.lines:
        if line.kind == "header":
            line.boxes.insert(place, Box("形象进度照片"))
        elif line.kind == "project":
            line.boxes.insert(place, Box("见微信"))
    d.fields.insert(place, "")


@kind("empty column to the left")
def _indented(d: Draft) -> None:
    d.claim("columns", "header shape")
    for line in d.lines:
        line.boxes.insert(0, Box())
    d.fields.insert(0, "")


@kind("column deleted")
def _deleted(d: Draft) -> None:
    d.claim("columns", "header shape")
    name = d.rng.choice(["investment", "problems", "contact", "next_steps"])
    d.claim(("column", name))
    if any((p.id, name) in d.taken for p in d.projects()):
        raise Taken
    place = d.fields.index(name)
    for line in d.lines:
        if line.kind in ("header", "project"):
            del line.boxes[place]
    del d.fields[place]
    for project in d.projects():
        d.expect(project.id, name, None, doubt=True)


@kind("rows in another order")
def _reordered(d: Draft) -> None:
    d.claim("rows shape")
    lines = d.of("project")
    places = [d.at(line) for line in lines]
    d.rng.shuffle(lines)
    for place, line in zip(places, lines, strict=True):
        d.lines[place] = line


@kind("section headings deleted")
def _no_sections(d: Draft) -> None:
    d.lines = [line for line in d.lines if line.kind != "section"]


@kind("row deleted")
def _row_deleted(d: Draft) -> None:
    if len(d.projects()) < 2:
        raise Taken
    project = d.pick_row()
    d.lines = [line for line in d.lines if line.project != project]
    for name in ENTRY:
        d.expect(project, name, None, doubt=True)


@kind("own total row")
def _total(d: Draft) -> None:
    last = d.of("project")[-1]
    boxes = [Box() for _ in d.fields]
    boxes[0].value = d.rng.choice(["合计", "总计", "小计"])
    if "investment" in d.fields:
        boxes[d.fields.index("investment")].value = 123456
    d.lines.insert(d.at(last) + 1, Line("other", boxes))


@kind("notes below the table")
def _notes(d: Draft) -> None:
    d.lines += [
        Line("other", [Box("注：1．完成投资为年初至今累计数。")]),
        Line("other", [Box("2．以上数据已经主要领导审定。")]),
    ]


@kind("notes between table and signatures")
def _notes_between(d: Draft) -> None:
    d.lines.insert(d.at(d.of("footer")[0]), Line("other", [Box("备注：以上投资含市级补助资金。", span=len(d.fields))]))


@kind("hidden row", BOOKS)
def _hidden_row(d: Draft) -> None:
    project = d.pick_row()
    d.row(project).hidden = True
    d.doubt_row(project)


@kind("row of no height", ONLY)
def _no_height(d: Draft) -> None:
    project = d.pick_row()
    line = d.row(project)
    d.after_save.append(
        lambda data: _sheet(
            data, lambda s: s.replace(f'<row r="{d.at(line) + 1}"', f'<row r="{d.at(line) + 1}" ht="0"')
        )
    )
    d.doubt_row(project)


@kind("hidden column", BOOKS)
def _hidden_column(d: Draft) -> None:
    d.claim("columns", "header shape")
    name = d.rng.choice(list(ENTRY))
    if any((p.id, name) in d.taken for p in d.projects()):
        raise Taken
    d.claim(("column", name))
    d.hidden_columns.add(d.fields.index(name) + 1)
    for project in d.projects():
        d.expect(project.id, name, d.expected[project.id, name].value, doubt=True)


def _merged_down(d: Draft, name: str) -> None:
    d.claim("rows shape")
    d.lines = [line for line in d.lines if line.kind != "section"]
    lines = d.of("project")
    free = [
        (one, two) for one, two in pairwise(lines)
        if d.at(two) == d.at(one) + 1 and not {(one.project, name), (two.project, name),
                                               (one.project, "*"), (two.project, "*")} & d.taken
    ]  # fmt: skip
    if not free or name not in d.fields:
        raise Taken
    one, two = free[0]
    place = d.fields.index(name)
    d.claim((one.project, name), (two.project, name))
    one.boxes[place].down = 2
    value = d.expected[one.project, name].value
    two.boxes[place].value = None
    for line in (one, two):
        d.expect(line.project, name, value, doubt=True)


@kind("amount merged over two projects", BOOKS)
def _amount_merged(d: Draft) -> None:
    _merged_down(d, "investment")


@kind("words merged over two projects", BOOKS)
def _words_merged(d: Draft) -> None:
    _merged_down(d, d.rng.choice(["progress", "problems", "next_steps", "contact"]))


@kind("two cells merged into one", BOOKS)
def _merged_across(d: Draft) -> None:
    d.claim("columns", "header shape")
    project = d.pick("problems")
    d.claim((project, "next_steps"))
    d.box(project, "problems").span = 2
    line = d.row(project)
    del line.boxes[d.fields.index("next_steps")]
    d.expect(project, "problems", d.expected[project, "problems"].value, doubt=True)
    del d.expected[project, "next_steps"]  # it has no cell any more; the finding names the range


@kind("project listed twice with other figures")
def _twice(d: Draft) -> None:
    project = d.pick_row()
    line = d.row(project)
    again = copy_of([line])[0]
    if "investment" in d.fields:
        again.boxes[d.fields.index("investment")].value = 4321
    again.boxes[d.fields.index("progress")].value = "另一种说法"
    d.lines.insert(d.at(line) + 1, again)
    d.doubt_row(project)


@kind("project told on two rows")
def _two_rows(d: Draft) -> None:
    d.claim("rows shape")
    project = d.pick_row()
    line = d.row(project)
    boxes = [Box() for _ in d.fields]
    boxes[d.fields.index("progress")].value = "二是完成3所学校改造。"
    d.lines.insert(d.at(line) + 1, Line("other", boxes))
    d.expect(project, "progress", d.expected[project, "progress"].value, doubt=True)


@kind("a project of another unit added")
def _foreign(d: Draft) -> None:
    d.claim("foreign")
    other = d.rng.choice([p for p in d.catalogue.projects if d.unit not in p.lead_units])
    values = [other.number, other.name, "", "", "配合完成5项", 77, "无", "无", "示例丁 000-00000000"]
    by_name = dict(zip(FIELDS, values, strict=True))
    by_name["lead_unit"] = d.catalogue.unit(other.lead_units[0]).name
    last = d.of("project")[-1]
    d.lines.insert(d.at(last) + 1, Line("other", [Box(by_name.get(f)) for f in d.fields]))


@kind("a row of their own invention")
def _unknown(d: Draft) -> None:
    last = d.of("project")[-1]
    unit = d.catalogue.unit(d.unit).name
    by_name = dict(
        zip(
            FIELDS, ("9", "机关食堂改造", unit, "改造食堂", "已完成", 5, "无", "无", "示例丁 000-00000000"), strict=True
        )
    )
    d.lines.insert(d.at(last) + 1, Line("other", [Box(by_name.get(f)) for f in d.fields]))


@kind("money in 亿元 by the header")
def _in_yi(d: Draft) -> None:
    _money(d, "完成投资（亿元）", 4)


@kind("money in 亿元 by the small print")
def _in_yi_above(d: Draft) -> None:
    header = d.header.boxes[d.fields.index("investment")].value if "investment" in d.fields else None
    _money(d, str(header), 4)
    for line in d.of("print"):
        line.boxes.append(Box("单位：亿元"))


@kind("last month's investment beside")
def _last_beside(d: Draft) -> None:
    d.claim("columns", "header shape")
    if "investment" not in d.fields:
        raise Taken
    place = d.fields.index("investment") + d.rng.randrange(2)
    for line in d.lines:
        if line.kind == "header":
            line.boxes.insert(place, Box("上月完成投资"))
        elif line.kind == "project":
            line.boxes.insert(place, Box(d.rng.randrange(100)))
    d.fields.insert(place, "")


@kind("progress column there twice")
def _column_twice(d: Draft) -> None:
    d.claim("columns", "header shape", "header texts", ("column", "progress"))
    if any((p.id, "progress") in d.taken for p in d.projects()):
        raise Taken
    for line in d.lines:
        if line.kind == "header":
            line.boxes.append(Box("工作进展"))
        elif line.kind == "project":
            line.boxes.append(Box("另一种进展"))
    d.fields.append("")
    for project in d.projects():
        d.expect(project.id, "progress", d.expected[project.id, "progress"].value, doubt=True)


@kind("rows grouped and collapsed", BOOKS)
def _grouped(d: Draft) -> None:
    project = d.pick_row()
    line = d.row(project)

    def folded(book: Any) -> None:
        at = d.at(line) + 1
        book[d.sheet].row_dimensions.group(at, at, hidden=True)

    d.before_save.append(folded)
    d.doubt_row(project)


@kind("text that Excel was told is text", ONLY)
def _quoted(d: Draft) -> None:
    project = d.pick("investment")
    box = d.box(project, "investment")
    value = d.expected[project, "investment"].value
    box.value, box.literal, box.number_format = str(value), True, "@"


@kind("money in 元 by the header")
def _in_yuan(d: Draft) -> None:
    _money(d, "完成投资（元）", -4)


def _money(d: Draft, header: str, power: int) -> None:
    if "investment" not in d.fields or any((p.id, "investment") in d.taken for p in d.projects()):
        raise Taken
    d.claim(("column", "investment"), "header texts")
    d.header.boxes[d.fields.index("investment")].value = header
    for line in d.of("print"):
        line.boxes = [b for b in line.boxes if "万元" not in str(b.value)]
    for line in d.of("project"):
        box = line.boxes[d.fields.index("investment")]
        value = Decimal(str(d.expected[line.project, "investment"].value)).scaleb(-power)
        box.value = float(value) if value % 1 else int(value)


@kind("amounts of the month by the header")
def _monthly(d: Draft) -> None:
    if "investment" not in d.fields or any((p.id, "investment") in d.taken for p in d.projects()):
        raise Taken
    d.claim(("column", "investment"), "header texts")
    d.header.boxes[d.fields.index("investment")].value = "本月完成投资"
    d.file = "附件2.xlsx"
    for project in d.projects():
        d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)


@kind("million formatted empty rows", ONLY)
def _million(d: Draft) -> None:
    d.claim("sheet xml")
    empty = "".join(f'<row r="{n}" spans="1:9" s="1" customFormat="1"/>' for n in range(2000, 30_000))
    empty += '<row r="1048576" s="1" customFormat="1"/>'
    d.after_save.append(lambda data: _sheet(data, lambda s: s.replace("</sheetData>", f"{empty}</sheetData>")))


@kind("dimension that lies", ONLY)
def _dimension(d: Draft) -> None:
    d.after_save.append(
        lambda data: _sheet(data, lambda s: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', s))
    )


@kind("cells without addresses", ONLY)
def _no_addresses(d: Draft) -> None:
    d.claim("sheet xml")

    def without(xml: str) -> str:
        """Leave out an address where the cell follows the one before it."""
        out, last = [], ""
        for part in re.split(r'(<c r="[A-Z]+\d+")', xml):
            match = re.fullmatch(r'<c r="([A-Z]+)(\d+)"', part)
            if match and last == f"{chr(ord(match[1]) - 1)}{match[2]}":
                out.append("<c")
            else:
                out.append(part)
            if match:
                last = match[1] + match[2]
        return "".join(out)

    d.after_save.append(lambda data: _sheet(data, without))


@kind("prefixed XML", ONLY)
def _prefixed(d: Draft) -> None:
    d.claim("sheet xml")

    def with_prefix(xml: str) -> str:
        xml = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", xml)
        return xml.replace("xmlns=", "xmlns:x=", 1)

    d.after_save.append(lambda data: _sheet(data, with_prefix))


@kind("Strict OOXML", ONLY)
def _strict(d: Draft) -> None:
    d.after_save.append(
        lambda data: _every(data, lambda s: s.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ))
    )  # fmt: skip


@kind("macros inside", ONLY)
def _macros(d: Draft) -> None:
    def with_macros(data: bytes) -> bytes:
        out = BytesIO(data)
        with zipfile.ZipFile(out, "a") as package:
            package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1macro")
        return out.getvalue()

    d.after_save.append(with_macros)


# ---------------------------------------------------------------- the workbook


@kind("sheet renamed", BOOKS)
def _renamed(d: Draft) -> None:
    d.claim("sheet name")
    d.sheet = d.rng.choice(["Sheet1", "4月", "推进情况 (2)", "a'b"])


@kind("a cover sheet first", BOOKS)
def _cover(d: Draft) -> None:
    d.claim("other sheets")
    d.more_sheets.append(
        ("封面", [Line("other", [Box("关于报送民生实事推进情况的函")]), Line("other", [Box("区发展改革委：")])])
    )


@kind("an old copy on a hidden sheet", BOOKS)
def _hidden_copy(d: Draft) -> None:
    d.claim("other sheets")
    lines = copy_of(d.lines)
    for line in lines:
        if line.kind == "project" and "investment" in d.fields:
            line.boxes[d.fields.index("investment")].value = 1
    d.more_sheets.append(("~旧表", lines))
    d.before_save.append(lambda book: setattr(book["旧表"], "sheet_state", "hidden"))


@kind("each project on a sheet of its own", BOOKS)
def _split(d: Draft) -> None:
    lines = d.of("project")
    if len(lines) < 2 or d.issued is not None:
        raise Taken
    d.claim("other sheets", "rows shape", "header shape", "columns", "header texts", "sheet xml")
    for line in lines[1:]:
        d.claim(*((line.project, f) for f in (*FIELDS, "*") if (line.project, f) not in d.taken))
        first = d.at(d.header)
        own = [*copy_of(d.lines[: first + 1]), line, *copy_of(d.of("footer"))]
        d.more_sheets.append((f"~{line.project}", own))
        d.lines.remove(line)
    d.lines = [line for line in d.lines if line.kind != "section"]


@kind("names in one cell at the foot")
def _foot_joined(d: Draft) -> None:
    d.claim("foot")
    foot = d.of("footer")[0]
    foot.boxes = [Box("单位主要负责人：示例乙          填表人：示例丙", span=len(d.fields))]


@kind("names at the foot with titles and phone")
def _foot_more(d: Draft) -> None:
    d.claim("foot")
    d.of("footer")[0].boxes = [
        Box("单位主要负责人（签字）：示例乙", span=4), Box("填表人：示例丙  联系电话：000-00000000", span=4),
    ]  # fmt: skip


# ---------------------------------------------------------------- the indicators' sheet

FIGURES: dict[str, tuple[Any, str, str | None, bool]] = {  # name: value, number format, read as, in doubt
    "plain": (12, "General", "12", False),
    "with a fraction": (12.5, "General", "12.5", False),
    "as text": ("12", "@", "12", False),
    "full-width": ("１２", "@", "12", False),
    "with its unit": ("12{unit}", "@", "12", False),
    "with its unit by format": (12, '0"{unit}"', "12", False),
    "about": ("约12{unit}", "@", "12", True),
    "in 万": ("1.2万{unit}", "@", "12000", True),
    "a range": ("12-15", "@", None, True),
    "two figures": ("12、15", "@", None, True),
    "a sentence": ("已完成12{unit}，还有3{unit}", "@", None, True),
    "a date": (45772, "yyyy-mm-dd", None, True),
    "an error": ("#REF!", "General", None, True),
    "never computed": ("=6+6", "General", None, True),
    "negative": (-3, "General", None, True),
    "letters": ("l2", "@", None, True),
    "a dash": ("—", "@", None, False),
    "nothing": (None, "General", None, False),
    "zero": (0, "General", "0", False),
}


def _figure(value: Any, number_format: str, meant: str | None, *, doubt: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("figures")
        if d.issued is None:
            raise Taken
        wanted = [
            i for p in d.projects() for i in p.indicators
            if i.asked and i.kind in ("quantified", "part") and i.unit and i.measure == "cumulative" and not i.unit.startswith("%")
        ]  # fmt: skip
        if not wanted:
            raise Taken
        indicator = d.rng.choice(wanted)

        def written(book: Any) -> None:
            sheet = book["指标进度"]
            cells = [cell for row in sheet.iter_rows() for cell in row]
            col = next(c.column for c in cells if c.value == "本月累计")
            key = next((c for c in cells if isinstance(c.value, str) and c.value.startswith(f"{indicator.id}|")), None)
            if key is None:  # another unit that leads the project with this one is asked for it
                return
            cell = sheet.cell(key.row, col)
            cell.value = value.format(unit=indicator.unit) if isinstance(value, str) else value
            cell.number_format = number_format.format(unit=indicator.unit)
            d.figures[indicator.id] = (Expect(meant, doubt), f"指标进度!{cell.coordinate}")

        d.before_save.append(written)

    return spoil


for label, (figure, code, read_as, unsure) in FIGURES.items():
    # LibreOffice computes what never was.
    KINDS.append(
        Kind(f"figure {label}", _figure(figure, code, read_as, doubt=unsure), ONLY if "never" in label else BOOKS)
    )


# ---------------------------------------------------------------- whose and when


@kind("another month's form", alone=True)
def _other_month(d: Draft) -> None:
    for line in d.of("print"):
        for box in line.boxes:
            if "月份" in str(box.value):
                box.value = "填报月份：2025年3月"
    d.refusal = frozenset({"file.month-wrong", "file.month-ambiguous"})


@kind("two units in one table", alone=True)
def _two_units(d: Draft) -> None:
    other = next(
        u for u in d.catalogue.units
        if u.id != d.unit and not {p.id for p in d.catalogue.led_by(u.id)} & {p.id for p in d.projects()}
        and len(d.catalogue.led_by(u.id)) >= len(d.projects()) > 0
    )  # fmt: skip
    d.issued = None
    last = d.of("project")[-1]
    for project in reversed(d.catalogue.led_by(other.id)):
        by_name = dict(
            zip(
                FIELDS,
                (
                    project.number,
                    project.name,
                    other.name,
                    project.target_lines,
                    "完成5项",
                    5,
                    "无",
                    "无",
                    "示例丁 000-00000000",
                ),
                strict=True,
            )
        )
        d.lines.insert(d.at(last) + 1, Line("other", [Box(by_name.get(f)) for f in d.fields]))
    for line in d.of("print"):
        line.boxes = [b for b in line.boxes if "单位：" not in str(b.value) or "万元" in str(b.value)]
    d.file = "汇总.xlsx"
    d.refusal = frozenset({"file.unit-ambiguous"})


@kind("another unit's form used", BOOKS, alone=True)
def _borrowed(d: Draft) -> None:
    """Leave the hidden marker and keys of the unit, and make all that can be seen another's."""
    if d.issued is None:
        raise Taken
    mine = {project.id for project in d.projects()}
    other = next(u for u in d.catalogue.units if mine.isdisjoint(p.id for p in d.catalogue.led_by(u.id)))
    for line in d.lines:
        for box in line.boxes:
            if line.kind == "print" and "填报单位" in str(box.value):
                box.value = f"填报单位：{other.name}"
    own = d.catalogue.led_by(other.id)
    for line, project in zip(d.of("project"), [*own, *own, *own, *own], strict=False):
        line.boxes[d.fields.index("lead_unit")].value = other.name
        line.boxes[d.fields.index("name")].value = project.name
        line.boxes[d.fields.index("target")].value = project.target_lines
    d.refusal = frozenset({"file.unit-ambiguous"})


# ---------------------------------------------------------------- tools


def _rewritten(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    return _parts(data, lambda name, xml: change(xml) if name == part else xml)


def _every(data: bytes, change: Callable[[str], str]) -> bytes:
    return _parts(data, lambda _, xml: change(xml))


def _sheet(data: bytes, change: Callable[[str], str]) -> bytes:
    return _rewritten(data, "xl/worksheets/sheet1.xml", change)


def _parts(data: bytes, change: Callable[[str, str], str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                # Another kind may have been here before.
                coding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
                content = change(entry.filename, content.decode(coding)).encode(coding)
            new.writestr(entry.filename, content)
    return out.getvalue()
