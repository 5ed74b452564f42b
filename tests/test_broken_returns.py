"""Returns broken in one way each, through the whole of ``collect``: the finding they should give, at the right cell.

Every kind is tried twice: in the blank as it was issued, and in one pushed down by a merged title and blank rows.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from datetime import datetime
from email.message import EmailMessage
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from conftest import FEW, lay_list
from hand import Form
from minsheng_cli.tasks.collect import collect
from minsheng_cli.tasks.generate import generate
from minsheng_cli.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from minsheng_cli.model import Finding, MonthRecord

UNIT, ONE, TWO = "区水利局", "提升农村饮水质量", "农村供水保障工程"  # S12 and P03, in different sections
ONE_ID = "S12"
BLANK = f"2025-04/下发/附件2_{UNIT}_2025年4月.xlsx"
INDICATOR = "指标进度!F6"
LAST_MONTH = 500  # 万元, reported in March for both projects
PUSHED = 3  # rows


ROWLESS = {"project.unknown", "project.foreign", "table.column-missing"}
"""What the marked form, being a fresh one, has no cell for: only its list of faults can say it."""


class Case(NamedTuple):
    """What is done to an honest return, and what must be said of it."""

    name: str
    change: Callable[[Form], object]
    expected: set[tuple[str, str | None]]  # (code, where): a field of project ONE, an address, or None for the file
    value: tuple[str, str | None] | None = None  # (field of ONE, what the record must hold)


def write(**values: Any) -> Callable[[Form], object]:
    return lambda form: form.write(ONE, **values)


def cell(form: Form, field: str, project: str = ONE) -> Any:
    return form.sheet.cell(form.rows[project], form.columns[field])


def put(field: str, value: Any, kind: str | None = None) -> Callable[[Form], object]:
    def change(form: Form) -> None:
        target = cell(form, field)
        target.value = value
        if kind:
            target.data_type = kind

    return change


def count(value: Any, row: int = 6) -> Callable[[Form], object]:
    """Write into 本月累计 of an indicator; row 4 holds a milestone, row 6 the first that counts."""

    def change(form: Form) -> None:
        form.book["指标进度"].cell(row, 6).value = value

    return change


def header(field: str, text: str | None) -> Callable[[Form], object]:
    def change(form: Form) -> None:
        form.sheet.cell(form.header_row, form.columns[field]).value = text

    return change


def small_print(find: str, replacement: str) -> Callable[[Form], object]:
    """Change the words above the table, on every sheet, and the hidden marks that say the same."""

    def change(form: Form) -> None:
        for sheet in form.book:
            for row in sheet.iter_rows():
                for one in row:
                    if isinstance(one.value, str):
                        one.value = one.value.replace(find, replacement)

    return change


def deleted(form: Form) -> None:
    empty_row(form, form.rows[ONE])


def empty_row(form: Form, row: int) -> None:
    for column in range(1, 11):
        form.sheet.cell(row, column).value = None


def twice(form: Form) -> None:
    """Copy project ONE's row over the section heading above TWO, investment changed."""
    spare = form.rows[TWO] - 1
    for merged in list(form.sheet.merged_cells.ranges):
        if merged.min_row == spare:
            form.sheet.unmerge_cells(str(merged))
    for column in range(1, 11):
        form.sheet.cell(spare, column).value = form.sheet.cell(form.rows[ONE], column).value
    form.sheet.cell(spare, form.columns["investment"]).value = 777


def struck(form: Form) -> None:
    cell(form, "progress").font = Font(strike=True)


def foreign(form: Form) -> None:
    row = form.rows[ONE]
    form.sheet.cell(row, 10).value = None
    form.sheet.cell(row, 1).value = 5
    form.write(ONE, name="关爱青少年心理健康", lead_unit="区教委")


def across(form: Form) -> None:
    row = form.rows[ONE]
    form.sheet.merge_cells(start_row=row, end_row=row, start_column=5, end_column=6)


def stranger(form: Form) -> None:
    """Nothing says which project the row is: the hidden key is gone too."""
    form.write(ONE, name="天上摘星工程", target="摘星一颗。")
    form.sheet.cell(form.rows[ONE], 10).value = None


CASES = [
    Case("progress empty", write(progress=None), {("progress.empty", "progress")}, ("progress", None)),
    Case("progress blanks", write(progress=" 　\n"), {("progress.empty", "progress")}, ("progress", None)),
    Case("progress 无", write(progress="无"), {("progress.hollow", "progress")}),
    Case("progress too long", write(progress="长" * 32760 + "。" * 7), {("text.long", "progress")}),
    Case("progress long", write(progress="长" * 2001), {("text.long", "progress")}),
    Case("control character", write(progress="进_x0001_展顺利，累计完成8处"), {("text.illegal-characters", "progress")},
         ("progress", "进展顺利，累计完成8处")),
    Case("struck through", struck, {("cell.struck", "progress")}, ("progress", None)),
    Case("money in words", write(investment="正在统计"), {("investment.unreadable", "investment")}, ("investment", None)),
    Case("money with a slip", write(investment="6O0"), {("investment.unreadable", "investment")}, ("investment", None)),
    Case("two amounts", write(investment="600/700"), {("investment.unreadable", "investment")}, ("investment", None)),
    Case("negative", write(investment=-600), {("investment.negative", "investment")}, ("investment", None)),
    Case("in 万元", write(investment="600万元"), {("investment.unit", "investment")}, ("investment", "600")),
    Case("in 元", write(investment="6000000元"), {("investment.converted", "investment")}, ("investment", "600")),
    Case("in 亿元", write(investment="0.06亿元"), {("investment.converted", "investment")}, ("investment", "600")),
    Case("about", write(investment="约600"), {("investment.approximate", "investment")}, ("investment", "600")),
    Case("jump", write(investment=500000), {("investment.jump", "investment")}, ("investment", "500000")),
    Case("huge", write(investment=6000000), {("investment.huge", "investment")}, None),
    Case("fell", write(investment=100), {("investment.fell", "investment")}, ("investment", None)),
    Case("money gone", write(investment=None), {("investment.gone", "investment")}, ("investment", None)),
    Case("money withdrawn", write(investment="无"), {("investment.withdrawn", "investment")}),
    Case("true or false", put("investment", value=True), {("investment.unreadable", "investment")}, ("investment", None)),
    Case("a date", put("investment", datetime(2025, 4, 1)), {("investment.unreadable", "investment")},  # noqa: DTZ001
         ("investment", None)),
    Case("a percentage", write(investment="60%"), {("investment.unreadable", "investment")}, ("investment", None)),
    Case("formula error", put("investment", "#REF!", "e"), {("cell.error", "investment")}, ("investment", None)),
    Case("formula error in words", put("progress", "#NAME?", "e"), {("cell.error", "progress")}, ("progress", None)),
    Case("formula without result", put("investment", "=500+100"), {("cell.uncached", "investment")}, ("investment", None)),
    Case("no contact", write(contact=None), {("contact.missing", "contact")}, ("contact", None)),
    Case("contact without phone", write(contact="示例甲"), {("contact.no-phone", "contact")}),
    Case("contact without name", write(contact="000-00000000"), {("contact.no-name", "contact")}),
    Case("target altered", write(target="完成农村供水工程1处。"), {("target.altered", "target")}),
    Case("target empty", write(target=None), {("target.empty", "target")}),
    Case("lead unit altered", write(lead_unit="区财政局"), {("lead_unit.altered", "lead_unit")}),
    Case("number altered", write(number="99"), {("number.altered", "number")}),
    Case("name altered", write(name="提升农村饮水的质量"), {("name.altered", "name")}),
    Case("project deleted", deleted, {("project.missing", None)}),
    Case("project of another unit", foreign, {("project.missing", None), ("project.foreign", "name")}),
    Case("project unknown", stranger, {("project.missing", None), ("project.unknown", "name")}),
    Case("project twice", twice, {("project.twice", "name"), ("project.twice", "next:name")}, ("investment", None)),
    Case("merged across", across, {("table.merged-across", "progress"), ("investment.gone", "investment")}),
    Case("no head", lambda form: form.sign(head=None), {("head.missing", "head")}),
    Case("no preparer", lambda form: form.sign(preparer=None), {("preparer.missing", "preparer")}),
    Case("wrong month", small_print("2025年4月", "2025年5月"), {("file.month-ambiguous", "month")}),
    Case("last month's form", lambda form: (small_print("2025年4月", "2025年3月")(form),
                                             small_print("2025-04", "2025-03")(form)),
         {("file.month-wrong", "month")}),
    Case("header renamed", header("problems", "存在问题"), set()),
    Case("header lost", header("problems", None),
         {("table.column-missing", "header:number"), ("table.column-extra", "problems")}, ("problems", None)),
    Case("month's figure only", header("investment", "本月完成投资"), {("investment.header-period", "header:investment")}),
    Case("indicator in words", count("不少"), {("indicator.unreadable", INDICATOR)}),
    Case("indicator negative", count(-1), {("indicator.negative", INDICATOR)}),
    Case("indicator about", count("约2"), {("indicator.approximate", INDICATOR)}),
    Case("indicator huge", count(99999), {("indicator.huge", INDICATOR)}),
    Case("milestone in other words", count("快了", 4), {("indicator.state", "指标进度!F4")}),
    Case("indicator error", count("#DIV/0!"), {("cell.error", INDICATOR)}),
]  # fmt: skip


def pushed_down(form: Form) -> Form:
    """Put a merged title and blank rows above the form and a blank row into the table."""
    sheet = form.sheet
    ranges = list(sheet.merged_cells.ranges)
    for merged in ranges:
        sheet.unmerge_cells(str(merged))
    sheet.move_range(sheet.dimensions, rows=PUSHED)
    for merged in ranges:
        merged.shift(0, PUSHED)
        sheet.merge_cells(merged.coord)
    sheet["A1"] = "某某局报送材料"
    sheet.merge_cells("A1:I2")
    form.header_row += PUSHED
    form.rows = {name: row + PUSHED for name, row in form.rows.items()}
    return form


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose March is collected and whose April is issued, to all: no reminder need draw a form again."""
    root = lay_list(tmp_path_factory.mktemp("ready"), FEW)
    workspace = Workspace.at(root)
    for month in ("2025-03", "2025-04"):
        made = generate(workspace, month)
        if month == "2025-03":
            form = Form((root / month / made.books[UNIT]).read_bytes()).fill()
            for project in (ONE, TWO):
                form.write(project, investment=LAST_MONTH)
            (root / month / "回收/三月.xlsx").write_bytes(form.bytes())
            collect(workspace, month)
    return root


def collected(ready: Path, root: Path, change: Callable[[Form], object], *, pushed: bool) -> tuple[Form, MonthRecord]:
    shutil.copytree(ready, root)
    form = Form((root / BLANK).read_bytes()).fill()
    for project in (ONE, TWO):
        form.write(project, investment=LAST_MONTH + 100)
    if pushed:
        pushed_down(form)
    change(form)
    (root / "2025-04/回收/送来.xlsx").write_bytes(form.bytes())
    return form, collect(Workspace.at(root), "2025-04").record


def where(form: Form, place: str | None) -> str | None:
    """Return the address in the returned file that a place of the table above means."""
    if place is None or "!" in place:
        return place
    if place in form.columns:
        return form.address(ONE, place)
    if place.startswith("header:"):
        return f"附件2!{form.sheet.cell(form.header_row, form.columns[place[7:]]).coordinate}"
    if place.startswith("next:"):
        return f"附件2!{form.sheet.cell(form.rows[ONE] + 1, form.columns[place[5:]]).coordinate}"
    label = {"head": "单位主要负责人", "preparer": "填表人", "month": "填报月份"}[place]
    return next(f"附件2!{c.coordinate}" for row in form.sheet for c in row if str(c.value or "").startswith(label))


def serious(findings: tuple[Finding, ...]) -> set[tuple[str, str | None]]:
    return {(f.code, f.where) for f in findings}


def test_an_honest_return_has_no_finding(ready: Path, tmp_path: Path) -> None:
    for pushed in (False, True):
        _, record = collected(ready, tmp_path / str(pushed), lambda _: None, pushed=pushed)
        (line,) = record.files
        assert (line.outcome, line.findings) == ("accepted", ())


def test_a_return_in_an_archive_in_a_mail(ready: Path, tmp_path: Path) -> None:
    """It is merged under its whole chain of names; the mail and the archive are kept as they came."""
    root = tmp_path / "w"
    shutil.copytree(ready, root)
    form = Form((root / BLANK).read_bytes()).fill()
    for project in (ONE, TWO):
        form.write(project, investment=LAST_MONTH + 100)
    sheet = form.bytes()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("四月.xlsx", sheet)
    mail = EmailMessage()
    mail["From"], mail["Date"] = "示例甲 <a@example.invalid>", "Thu, 24 Apr 2025 10:00:00 +0800"
    mail.set_content("请查收")
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="报送.zip")
    sent = mail.as_bytes()
    (root / "2025-04/回收/回信.eml").write_bytes(sent)
    for _ in range(2):
        record = collect(Workspace.at(root), "2025-04").record
        (line,) = record.files
        assert (line.name, line.outcome) == ("回信.eml › 报送.zip › 四月.xlsx", "accepted")
        assert (line.received_at, line.received_from) == ("2025-04-24T10:00:00+08:00", "邮件时间")
        assert record.entries[0].source
        assert record.entries[0].source.file == line.name
    kept = {hashlib.sha256(p.read_bytes()).hexdigest() for p in (root / "2025-04/存档/原件").iterdir()}
    assert kept == {hashlib.sha256(b).hexdigest() for b in (sent, packed.getvalue(), sheet)}


@pytest.mark.parametrize(
    "pushed", [pytest.param(False, id="as issued"), pytest.param(True, id="pushed down", marks=pytest.mark.exhaustive)]
)
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_each_fault_is_found_at_its_cell(ready: Path, tmp_path: Path, case: Case, pushed: bool) -> None:  # noqa: FBT001
    form, record = collected(ready, tmp_path / "w", case.change, pushed=pushed)
    (line,) = record.files
    assert serious(line.findings) == {(code, where(form, place)) for code, place in case.expected}
    if case.value is not None:
        field, value = case.value
        entry = next(e for e in record.entries if e.project == ONE_ID)
        assert getattr(entry, field) == value
    faulty = {f for f in line.findings if f.severity == "error"}
    replies = sorted((tmp_path / "w/2025-04/退回").glob("*.xlsx"))
    assert bool(replies) == (line.outcome == "returned") == bool(faulty and line.outcome != "rejected")
    if replies:
        book = load_workbook(BytesIO(replies[0].read_bytes()))
        told = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row}
        notes = {c.comment.text for sheet in book for row in sheet.iter_rows() for c in row if c.comment}
        for finding in faulty:
            assert any(finding.message in text for text in told), "the list of faults says it"
            if finding.where is not None and finding.code not in ROWLESS:
                assert any(finding.message in text for text in notes), "a note on the cell says it"
