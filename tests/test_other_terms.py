"""Everything a list of another office makes and says in two months: in its own words, none of the shipped list's."""

from __future__ import annotations

import email
import email.policy
import re
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import openpyxl

from hand import Form
from minsheng_cli.workspace import CATALOGUE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Minsheng

OURS = re.compile(r"附件[12](?![!！”])|民生实事|惠民实事|贵单位|我委|我单位|渝北|区发展改革委")
"""Words of the shipped list. The sheet of a form is called 附件2 in every list (附件2!F5, “附件2”)."""

LIST = """\
year: 2026
district: 沁县
office: 县政府督查局
document:
  {number: 沁政办发〔2026〕5号, title: 关于印发2026年十件实事清单的通知, issuer: 沁县政府办, date: "2026-01-10"}
form: {label: 附表3, title: 沁县2026年十件实事进展情况表, summary_title: 沁县2026年十件实事进展情况汇总表}
months: {first: "2026-01", last: "2026-12"}
due: {day: 25}
terms: {topic: 十件实事, we: 本局, you: 贵局}
units:
  - {name: 县教育局, full_name: 沁县教育局}
  - {name: 县交通局, full_name: 沁县交通运输局}
  - {name: 县水利局, full_name: 沁县水利局}
projects:
  - id: P01
    number: "1"
    name: 新建幼儿园
    lead_units: [县教育局]
    responsible: "—"
    target: 新建幼儿园40所
    deadline: "2026.12"
    remark: ""
    indicators: [{id: P01-1, kind: quantified, name: 新建幼儿园, target: 40, unit: 所}]
  - id: P02
    number: "2"
    name: 农村公路
    lead_units: [县交通局]
    responsible: "—"
    target: 完成农村公路40公里
    deadline: "2026.04"
    remark: ""
    indicators: [{id: P02-1, kind: quantified, name: 农村公路里程, target: 40, unit: 公里}]
  - id: P03
    number: "3"
    name: 河道治理
    lead_units: [县水利局]
    responsible: "—"
    target: 治理河道12公里
    deadline: "2026.12"
    remark: ""
    indicators: [{id: P03-1, kind: quantified, name: 治理河道, target: 12, unit: 公里}]
overlaps: []
amendments: []
"""
CONTACTS = "\n".join(f'{u}: {{name: 示例甲, phone: "00000001", email: {i}@example.invalid}}' for i, u in
                     enumerate(("县教育局", "县交通局", "县水利局")))  # fmt: skip


def month(minsheng: Minsheng, name: str, number: int) -> None:
    inbox = minsheng.root / name / "回收"
    for unit, project, amount in (("县教育局", "新建幼儿园", 90 - 30 * number), ("县交通局", "农村公路", 5 * number)):
        form = Form(next((minsheng.root / name / "下发").glob(f"*_{unit}_*.xlsx")).read_bytes()).fill()
        form.write(project, investment=amount, problems="征地拆迁进展缓慢" if number < 3 else "无")
        form.count(project, project if project == "新建幼儿园" else "农村公路里程", number)
        (inbox / f"{unit}.xlsx").write_bytes(form.bytes())
    (inbox / "说明.txt").write_text("本月情况见下次。", encoding="utf-8")
    other = openpyxl.Workbook()
    other.worksheets[0]["A1"] = "食堂菜单"
    other.save(inbox / "食堂.xlsx")
    (inbox / "回信.eml").write_bytes(
        b"From: a@example.invalid\r\nTo: b@example.invalid\r\nSubject: hello\r\nMessage-ID: <1@example.invalid>\r\n"
        b"\r\nhi\r\n"
    )


def words_of(path: Path) -> Iterator[str]:
    """Yield every text of a file that a person reads."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        yield f"{book.properties.title} {book.properties.subject} {book.properties.description}"
        for sheet in book:
            yield from words_of_sheet(sheet)
    elif path.suffix == ".docx":
        with ZipFile(path) as package:
            for name in package.namelist():
                yield re.sub(r"<[^>]+>", "", package.read(name).decode("utf-8", "replace"))
    elif path.suffix == ".eml":
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        yield str(letter["subject"])
        for part in letter.walk():
            yield str(part.get_filename() or "")
            if part.get_content_type() in ("text/plain", "text/html"):
                yield str(part.get_content())
    elif path.suffix in (".html", ".json"):
        yield path.read_text(encoding="utf-8", errors="replace")


def words_of_sheet(sheet: Any) -> Iterator[str]:
    yield "" if sheet.title == "附件2" else sheet.title
    for item in (sheet.oddFooter, sheet.oddHeader):
        yield from (str(part.text) for part in (item.left, item.center, item.right))
    cells = [c for row in sheet.iter_rows() for c in row]
    yield from (str(c.value) for c in cells if c.value is not None)
    yield from (c.comment.text for c in cells if c.comment)
    for rule in sheet.data_validations.dataValidation:
        yield f"{rule.prompt} {rule.promptTitle} {rule.error} {rule.errorTitle}"


def test_nothing_is_said_in_the_words_of_the_shipped_list(outside: Minsheng) -> None:
    minsheng = outside
    (minsheng.root / "data").mkdir()
    (minsheng.root / CATALOGUE_FILE).write_text(LIST, encoding="utf-8")
    (minsheng.root / "data/contacts.yaml").write_text(CONTACTS, encoding="utf-8")
    screens: list[str] = []

    def run(*arguments: str) -> None:
        done = minsheng(*arguments)
        assert done.code in (0, 1), (arguments, done.out, done.err)
        screens.extend(f"{' '.join(arguments)}：{line}" for line in (done.out + done.err).split("\n"))

    run("catalogue", "check")
    run("catalogue", "show")
    for number, name in enumerate(("2026-03", "2026-04"), start=1):
        run("generate", name)
        month(minsheng, name, number)
        for command in ("collect", "status", "lagging", "problems", "report", "remind"):
            run(command, name)
        run("supervise", name, "--issue")
        run("explain", name, "P01")
    run("compare", "2026-04")
    run("assess", "2026")
    run("catalogue", "export", "清单.xlsx")
    run("seal", "2026-04")
    run("verify")
    run("doctor")
    found = [line for line in screens if OURS.search(line)]
    kinds = set()
    for path in sorted(minsheng.root.rglob("*")):
        inside = path.relative_to(minsheng.root)
        if not path.is_file() or inside.parts[0] == "data" or {"回收", "原件", "依据"} & set(inside.parts):
            continue
        kinds.add(path.suffix)
        if path.name != "清单.xlsx":  # its hints show by example what may be written
            told = [(text, m) for text in (str(inside), *words_of(path)) if (m := OURS.search(text))]
            found += [f"{inside}：{text[max(0, m.start() - 20) : m.end() + 20]}" for text, m in told]
    assert kinds >= {".xlsx", ".docx", ".html", ".eml", ".json"}
    assert not found, "\n".join(found[:40])
