"""Kinds of mess of the second round: what a cell shows that is no text of its own, and what stands around figures.

Made after public bug reports, public fixtures and habits of office suites; contents invented.
"""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from draft import Box, Draft, Expect, Line, Taken, copy_of
from kinds import BOOKS, ONLY, _every, _parts, _sheet, kind
from openpyxl.drawing.image import Image
from PIL import Image as Picture

if TYPE_CHECKING:
    from collections.abc import Callable

DOCX = ("docx",)
OFFICE = ("office", "xls", "ods")
PICTURED = ("xlsx", "office", "xls", "ods")


def _column(d: Draft, name: str) -> None:
    """Claim a whole column. Raises Taken."""
    if name not in d.fields or any((p.id, name) in d.taken for p in d.projects()):
        raise Taken
    d.claim(("column", name))


def _insert(d: Draft, place: int, header: str, values: Callable[[str], Any]) -> None:
    """Put a column in; ``values`` by project id."""
    d.claim("columns", "header shape", "header texts")
    for line in d.lines:
        if line.kind == "header":
            line.boxes.insert(place, Box(header))
        elif line.kind == "project":
            line.boxes.insert(place, Box(values(line.project)))
    d.fields.insert(place, "")


# ---------------------------------------------------------------- several elements in a cell


def _cell_xml(make: Callable[[str, str], str], *, doubt: bool) -> Callable[[Draft], None]:
    """Write the amount's cell as XML of its own; ``make``: (attributes of the cell, the amount) → the whole element."""

    def spoil(d: Draft) -> None:
        project = d.pick("investment")
        value = str(d.expected[project, "investment"].value)
        token = 987_000_000 + d.rng.randrange(900_000)
        d.box(project, "investment").value = token
        d.expect(project, "investment", value, doubt=doubt)

        def rewritten(xml: str) -> str:
            pattern = re.compile(rf"<c ([^>]*?)(?: t=\"n\")?><v>{token}</v></c>")
            return pattern.sub(lambda match: make(match[1], value), xml)

        d.after_save.append(lambda data: _sheet(data, rewritten))

    return spoil


INLINE = 't="inlineStr"'
PLACED = '_xlfn.DISPIMG("ID_61A4C7AEBBCE4C2AB56FC63352E00CBD",1)'
for name, make, doubt in (
    ("inline text with its value beside", lambda a, v: f"<c {a} {INLINE}><v>{v}</v><is><t>{v}</t></is></c>", False),
    ("inline text before its value", lambda a, v: f"<c {a} {INLINE}><is><t>{v}</t></is><v>{v}</v></c>", False),
    ("inline text with another value", lambda a, v: f"<c {a} {INLINE}><v>7</v><is><t>{v}</t></is></c>", True),
    ("a number with another text", lambda a, v: f"<c {a}><v>{v}</v><is><t>7</t></is></c>", True),
    ("two values", lambda a, v: f"<c {a}><v>{v}</v><v>7</v></c>", True),
    ("the same value twice", lambda a, v: f"<c {a}><v>{v}</v><v>{v}</v></c>", False),
    ("a text of no type", lambda a, v: f"<c {a}><is><t>{v}</t></is></c>", False),
    ("runs that are not struck", lambda a, v: (
        f'<c {a} {INLINE}><is><r><rPr><strike val="0"/></rPr><t>{v}</t></r></is></c>'), False),
    ("runs that are struck", lambda a, v: (
        f'<c {a} {INLINE}><is><r><rPr><strike val="1"/></rPr><t>{v}</t></r></is></c>'), True),
    ("a picture placed in the cell", lambda a, _: f'<c {a} t="str"><f>{PLACED}</f><v>={PLACED[6:]}</v></c>', True),
    ("a picture placed in the cell, its formula lost", lambda a, _: (
        f"<c {a} {INLINE}><is><t>={PLACED[6:]}</t></is></c>"), True),
    ("a picture as Excel places it", lambda a, _: f'<c {a} t="e" vm="1"><v>#VALUE!</v></c>', True),
    ("a sum stored as 0", lambda a, v: f"<c {a}><f>{v}+0</f><v>0</v></c>", True),
    ("a sum stored as nothing", lambda a, v: f'<c {a} t="str"><f>{v}+0</f><v></v></c>', True),
    ("a product stored as 0", lambda a, v: f"<c {a}><f>({v})*2/2</f><v>0</v></c>", True),
    ("a formula of a sheet that is not there", lambda a, v: f"<c {a}><f>Sheet9!B2</f><v>{v}</v></c>", True),
    ("a formula of another file", lambda a, v: f"<c {a}><f>[1]Sheet1!B2*2</f><v>{v}</v></c>", True),
    ("a formula of a name", lambda a, v: f"<c {a}><f>SUM(total)</f><v>{v}</v></c>", True),
    ("a formula of a function unknown here", lambda a, v: f'<c {a}><f>VLOOKUP("a",A1:B9,2,0)</f><v>{v}</v></c>', True),
    ("a formula that agrees", lambda a, v: f"<c {a}><f>ROUND({v},2)</f><v>{v}</v></c>", False),
):  # fmt: skip
    kind(f"cell: {name}", ONLY)(_cell_xml(make, doubt=doubt))


def _words_xml(make: Callable[[str, str], str]) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        project = d.pick("progress")
        token = f"WX{d.rng.randrange(10**9)}"
        d.box(project, "progress").value = token
        d.expect(project, "progress", None, doubt=True)
        pattern = re.compile(rf"<c ([^>]*?) t=\"\w+\">(?:(?!</c>).)*?{token}(?:(?!</c>).)*</c>")

        def rewritten(data: bytes) -> bytes:
            strings = re.findall(r"<si>.*?</si>", _part(data, "xl/sharedStrings.xml"))
            number = next((n for n, text in enumerate(strings) if token in text), None)
            shared = re.compile(rf"<c ([^>]*?) t=\"s\"><v>{number}</v></c>")
            return _sheet(data, lambda xml: shared.sub(lambda m: make(m[1], token), pattern.sub(
                lambda m: make(m[1], token), xml)))  # fmt: skip

        d.after_save.append(rewritten)

    return spoil


def _part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read(name).decode() if name in package.namelist() else ""


kind("words: a picture placed in the cell", ONLY)(
    _words_xml(lambda a, _: f'<c {a} t="str"><f>{PLACED}</f><v>={PLACED[6:]}</v></c>')
)
kind("words: a joined text never computed", ONLY)(
    _words_xml(lambda a, t: f'<c {a} t="str"><f>"{t}"&amp;Sheet9!A1</f><v></v></c>')
)
kind("words: a joined text that is stale", ONLY)(
    _words_xml(lambda a, t: f'<c {a} t="str"><f>"{t}"&amp;"5"</f><v>{t}4</v></c>')
)


# ---------------------------------------------------------------- formulas an office suite has computed


def _formula(write: Callable[[Draft, Any, Decimal], str], *, doubt: bool = False) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("other sheets")
        project = d.pick("investment")
        value = Decimal(str(d.expected[project, "investment"].value))
        token = f"=0+{987_000_000 + d.rng.randrange(900_000)}"
        d.box(project, "investment").value = token
        d.expect(project, "investment", str(value), doubt=doubt)

        def written(book: Any) -> None:
            sheet = book.create_sheet("明细 表")
            sheet["A1"], sheet["A2"], sheet["B1"] = float(value) - 1, 1, "甲"
            for row in book[d.sheet].iter_rows():
                for cell in row:
                    if cell.value == token:
                        cell.value = write(d, sheet, value)

        d.before_save.append(written)

    return spoil


kind("formula of another sheet", OFFICE)(_formula(lambda *_: "=SUM('明细 表'!A1:A2)"))
kind("formula of another sheet, cell by cell", OFFICE)(_formula(lambda *_: "='明细 表'!A1+'明细 表'!$A$2"))
kind("formula with a condition", OFFICE)(_formula(lambda *_: "=IF('明细 表'!A2>0,ROUND('明细 表'!A1+1,4),0)"))
kind("formula that looks something up", OFFICE)(
    _formula(lambda *_: '=VLOOKUP("甲",\'明细 表\'!B1:C1,1,0)&""', doubt=True)
)


def _never(_d: Draft, sheet: Any, _value: Decimal) -> str:
    return f"=SUM('{sheet.title}'!A1:A2)"


kind("formula of another sheet never computed", ONLY)(_formula(_never, doubt=True))


# ---------------------------------------------------------------- number formats


def _format(value: Any, code: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        project = d.pick("investment")
        box = d.box(project, "investment")
        box.value, box.number_format = value, code
        d.expect(project, "investment", None, doubt=True)

    return spoil


for value, code in (
    (978, ";;;"), (978.5, '"";"";""'), (12_345_678, "0!.0000"), (978_200_000, "0.00,,"), (9_782_000, '0!.0,"万元"'),
    (0, "0;-0;;@"), (9_782_000, '[>=10000]0!.0,"万元";0'), (978, '"约"0"—1000"'),
):  # fmt: skip
    kind(f"number {value} under {code}", BOOKS)(_format(value, code))


# ---------------------------------------------------------------- units of money


def _unit_column(header: str, unit: str, power: int, *, left: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        _column(d, "investment")
        amounts = {p.id: Decimal(str(d.expected[p.id, "investment"].value)) for p in d.projects()}
        for project, value in amounts.items():
            moved = value.scaleb(-power)
            d.box(project, "investment").value = float(moved) if moved % 1 else int(moved)
        place = d.fields.index("investment")
        _insert(d, place if left else place + 1, header, lambda _: unit)

    return spoil


for header in ("单位", "计量单位", "金额单位"):
    for unit, power in (("亿元", 4), ("元", -4), ("万元", 0), ("（亿元）", 4)):
        for left in (False, True):
            side = "left" if left else "right"
            kind(f"column {header} of {unit} to the {side}")(_unit_column(header, unit, power, left=left))


def _money_line(text: str, at: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("header texts")
        _column(d, "investment")
        for project in d.projects():
            d.expect(project.id, "investment", d.expected[project.id, "investment"].value, doubt=True)
        place = d.at(d.header) if at == "above the header" else 0 if at == "above the title" else d.at(d.of("print")[0])
        d.lines.insert(place, Line("other", [Box(), Box(text)]))

    return spoil


for text in ("金额单位：亿元", "单位：元", "（单位：千元）", "计价单位：人民币百万元"):
    for at in ("above the header", "above the title", "above the small print"):
        kind(f"line {text} {at}, another below")(_money_line(text, at))


# ---------------------------------------------------------------- columns


def _split(name: str, header: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        _column(d, name)
        words = {p.id: f"（示例）另见第{d.rng.randrange(1000)}条。" for p in d.projects()}
        _insert(d, d.fields.index(name) + 1, header, words.__getitem__)
        for project in d.projects():
            d.expect(project.id, name, f"{d.expected[project.id, name].value}\n{words[project.id]}")
        d.told.add("table.column-joined")

    return spoil


for name, header in (
    ("next_steps", "建议"), ("next_steps", "工作打算"), ("next_steps", "意见建议"), ("problems", "主要困难"),
    ("problems", "需协调解决的问题"),
):  # fmt: skip
    kind(f"{name} split off as {header}")(_split(name, header))


@kind("telephone in a column of numbers", BOOKS)
def _telephones(d: Draft) -> None:
    _column(d, "contact")
    numbers = {p.id: 2_300_000_000 + d.rng.randrange(1000) for p in d.projects()}
    for project in d.projects():
        d.box(project.id, "contact").value = "示例甲"
        d.expect(project.id, "contact", f"示例甲\n{numbers[project.id]}")
    _insert(d, d.fields.index("contact") + 1, "联系电话", numbers.__getitem__)
    d.told.add("contact.phone-short")


# ---------------------------------------------------------------- years and months


def _print(old: str, new: str, code: str, where: str = "title") -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("year")
        boxes = [box for line in d.of(where) for box in line.boxes if old in str(box.value)]
        if not boxes:
            raise Taken
        for box in boxes:
            box.value = str(box.value).replace(old, new)
        d.told.add(code)

    return spoil


for new in ("2024年", "２０２４年", "二〇二四年", "2026年"):
    kind(f"title of {new}")(_print("2025年", new, "file.other-year"))


def _cut_off(text: str, place: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("year")
        line = Line("other", [Box(text)])
        at = {"above": d.at(d.header), "below": len(d.lines), "foot": d.at(d.of("footer")[0])}[place]
        d.lines.insert(at, line)
        d.told.add("table.earlier-month")

    return spoil


for text in (
    "数据截至2025年3月25日",
    "截至2024年4月25日",
    "注：投资数据截至2024年4月底",
    "数据截至上月底",
    "数据截至五月底",
):
    for place in ("above", "below", "foot"):
        if place == "above" or not text.startswith("截"):
            kind(f"cut-off {text} {place}", BOOKS)(
                _cut_off(text if place == "above" else f"注：{text.lstrip('注：')}", place)
            )


def _months_beside(*, first: bool, title: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("other sheets", "year")
        lines = copy_of(d.lines)
        for line in lines:
            for box in line.boxes:
                box.value = (
                    str(box.value).replace("2025年4月", "2025年3月") if isinstance(box.value, str) else box.value
                )
            if line.kind == "project" and "investment" in d.fields:
                line.boxes[d.fields.index("investment")].value = 1
        d.more_sheets.append((title if first else f"~{title}", lines))
        d.told.add("file.months-mixed")

    return spoil


for first in (True, False):
    for title in ("3月", "Sheet2", "3月份报表"):
        side = "before" if first else "after"
        kind(f"last month's sheet {title} {side}", BOOKS)(_months_beside(first=first, title=title))


# ---------------------------------------------------------------- rows


@kind("two names exchanged")
def _exchanged(d: Draft) -> None:
    d.claim("rows shape")
    lines = d.of("project")
    if len(lines) < 2:
        raise Taken
    one, two = d.pick_row(), d.pick_row()
    place = d.fields.index("name")
    boxes = [next(line for line in lines if line.project == p).boxes[place] for p in (one, two)]
    boxes[0].value, boxes[1].value = boxes[1].value, boxes[0].value
    for project in (one, two):
        d.doubt_row(project)
    d.told.add("project.exchanged")


@kind("a name merged over two rows", BOOKS)
def _name_over_rows(d: Draft) -> None:
    d.claim("rows shape")
    d.lines = [line for line in d.lines if line.kind != "section"]
    project = d.pick_row()
    line = d.row(project)
    again = copy_of([line])[0]
    again.kind, again.project = "project", ""
    again.boxes[d.fields.index("progress")].value = "（示例）子项目完成2处。"
    for place in (d.fields.index("number"), d.fields.index("name")):
        line.boxes[place].down, again.boxes[place].value = 2, None
    d.lines.insert(d.at(line) + 1, again)
    d.doubt_row(project)


@kind("figures below what the row says of last month", BOOKS)
def _below_last(d: Draft) -> None:
    d.claim("figures")
    wanted = [
        i
        for p in d.projects()
        for i in p.indicators
        if i.asked and i.kind == "quantified" and i.measure == "cumulative"
    ]
    if d.issued is None or not wanted:
        raise Taken
    indicator = d.rng.choice(wanted)

    def written(book: Any) -> None:
        sheet = book["指标进度"]
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        key = next((c for c in cells if c.value.startswith(f"{indicator.id}|")), None)
        if key is None:  # another unit that leads the project with this one is asked for it
            return
        columns = {c.value: c.column for c in cells if c.value in ("上月累计", "本月累计")}
        sheet.cell(key.row, columns["上月累计"]).value = 400
        cell = sheet.cell(key.row, columns["本月累计"])
        cell.value = 1
        d.figures[indicator.id] = (Expect("1", doubt=True), f"指标进度!{cell.coordinate}")

    d.before_save.append(written)


# ---------------------------------------------------------------- drawings


@kind("a picture over an empty amount", PICTURED)
def _over(d: Draft) -> None:
    d.claim("columns")
    project = d.pick("investment")
    d.box(project, "investment").value = None
    d.expect(project, "investment", None, doubt=True)

    def drawn(book: Any) -> None:
        image = BytesIO()
        Picture.new("RGB", (8, 8), "red").save(image, "PNG")
        image.seek(0)
        where = d.addresses()[project, "investment"].rpartition("!")[2]
        book[d.sheet].add_image(Image(image), where)

    d.before_save.append(drawn)


# ---------------------------------------------------------------- Word


def _word_cell(make: Callable[[str], str], *, doubt: bool, names: tuple[str, ...] = ("progress", "investment")) -> Any:
    """Write a cell's paragraph as XML; ``make``: what was written → runs."""

    def spoil(d: Draft) -> None:
        name = d.rng.choice(names)
        project = d.pick(name)
        value = d.expected[project, name].value
        token = f"WD{d.rng.randrange(10**9)}"
        d.box(project, name).value = token
        d.expect(project, name, value, doubt=doubt)
        run = re.compile(rf"<w:r>(?:(?!</w:r>).)*{token}</w:t></w:r>", re.DOTALL)
        said = str(value).replace("\n", "</w:t><w:br/><w:t>")
        d.after_document.append(lambda data: _word(data, lambda xml: run.sub(lambda _: make(said), xml)))

    return spoil


def _word(data: bytes, change: Callable[[str], str]) -> bytes:
    return _parts(data, lambda name, xml: change(xml) if name == "word/document.xml" else xml)


def _with_part(data: bytes, part: str, xml: str) -> bytes:
    """Return a document that has one more part, or another in its place; what refers to it says rId977."""
    kind_of_part = part.rstrip("0123456789")
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind_of_part}"
    added = {
        "word/_rels/document.xml.rels": ("</Relationships>", f'<Relationship Id="rId977" Type="{relation}" Target="{part}.xml"/>'),
        "[Content_Types].xml": ("</Types>", f'<Override PartName="/word/{part}.xml" ContentType="{types}.{kind_of_part}+xml"/>'),
    }  # fmt: skip
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename in added:
                end, own = added[entry.filename]
                content = content.replace(end.encode(), (own + end).encode())
            if entry.filename != f"word/{part}.xml":
                new.writestr(entry.filename, content)
        new.writestr(f"word/{part}.xml", xml)
    return out.getvalue()


PROMPT = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处输入文字</w:t></w:r></w:sdtContent></w:sdt>"
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
TEXT_BOX = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
kind("Word: a prompt left standing", DOCX)(_word_cell(lambda _: PROMPT, doubt=True))
kind("Word: a content control filled in", DOCX)(_word_cell(CONTROL.format, doubt=False))
kind("Word: a text box in the cell", DOCX)(_word_cell(TEXT_BOX.format, doubt=True))
kind("Word: a picture in the cell", DOCX)(_word_cell(lambda _: "<w:r><w:drawing/></w:r>", doubt=True))
kind("Word: a text box beside the words", DOCX)(
    _word_cell(lambda v: f"<w:r><w:t>{v}</w:t></w:r>{TEXT_BOX.format('另有5项')}", doubt=True)
)
kind("Word: a deleted picture", DOCX)(
    _word_cell(lambda v: f"<w:del><w:r><w:drawing/></w:r></w:del><w:r><w:t>{v}</w:t></w:r>", doubt=False)
)


@kind("Word: the table in a text box", DOCX)
def _table_in_box(d: Draft) -> None:
    d.claim("document")
    before, after = "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"
    d.after_document.append(
        lambda data: _word(
            data, lambda xml: xml.replace("<w:tbl>", f"{before}<w:tbl>").replace("</w:tbl>", f"</w:tbl>{after}")
        )
    )


def _out_of_sight(body: str, relation: str, target: str, content: bytes) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.refusal = frozenset({"file.form-not-found", "file.form-elsewhere"})

        def moved(data: bytes) -> bytes:
            data = _word(data, lambda xml: re.sub(r"<w:tbl>.*</w:tbl>", body, xml, flags=re.DOTALL))
            link = f'<Relationship Id="r99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{relation}" Target="{target}"/>'
            data = _every(data, lambda xml: xml.replace("</Relationships>", f"{link}</Relationships>", 1))
            out = BytesIO(data)
            with zipfile.ZipFile(out, "a") as package:
                package.writestr(f"word/{target}", content)
            return out.getvalue()

        d.after_document.append(moved)

    return spoil


kind("Word: the table brought in as an altChunk", DOCX, alone=True)(
    _out_of_sight("<w:p/>", "aFChunk", "a.htm", "<table><tr><td>工作进展</td></tr></table>".encode())
)
kind("Word: the table in a binary object", DOCX, alone=True)(
    _out_of_sight("<w:p><w:r><w:object/></w:r></w:p>", "oleObject", "embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0")
)
