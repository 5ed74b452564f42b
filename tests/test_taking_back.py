"""What the clerk takes back, sets aside and types in: nothing is lost, all of it can be undone, and it says so."""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from conftest import FEW, lay_list
from hand import Form, filled
from minsheng_cli import tasks
from minsheng_cli.errors import MonthSealed, SetupError, StoreError
from minsheng_cli.model import Month, as_json
from minsheng_cli.month import periods
from minsheng_cli.store import MonthStore
from minsheng_cli.store.disk import sha256
from minsheng_cli.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Minsheng
    from minsheng_cli.model import MonthRecord

MONTH, UNIT, PROJECT = "2025-04", "区林业局", "P10"
NOW = datetime(2025, 4, 28, 2, 0, tzinfo=UTC)
STAMP = 1745300000  # 2025-04-22


class Office:
    """One unit's month at the clerk's desk."""

    def __init__(self, root: Path) -> None:
        self.space = Workspace.at(root)
        self.folder = root / MONTH
        self.store = MonthStore(self.folder, MONTH)
        self.blank = (self.folder / f"下发/附件2_{UNIT}_2025年4月.xlsx").read_bytes()

    def drop(self, name: str, change: Callable[[Form], object] | bytes | None = None, hours: float = 0) -> Path:
        path = self.folder / "回收" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(change if isinstance(change, bytes) else filled(self.blank, change))
        os.utime(path, (STAMP + hours * 3600, STAMP + hours * 3600))
        return path

    def collect(self) -> MonthRecord:
        return tasks.collect.collect(self.space, MONTH).record

    def discard(self, file: str, *, restore: bool = False) -> MonthRecord:
        done = tasks.discard.discard(self.space, MONTH, file, "报错了版本", restore=restore)
        assert done.collected is not None
        return done.collected.record

    def correct(self, field: str, value: str | None, **more: Any) -> MonthRecord:
        _, done = tasks.correct.correct(self.space, MONTH, PROJECT, field, value, None, "电话核实", **more)
        assert done is not None
        return done.record

    def state(self, record: MonthRecord) -> tuple[str, str | None]:
        return next((line.state, line.file) for line in record.units if line.unit == UNIT)

    def value(self, record: MonthRecord, field: str = "investment") -> str | None:
        return next(e.value(field) for e in record.entries if e.project == PROJECT)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The month's forms issued, to all units: what a reminder attaches then need not be drawn in every test."""
    root = lay_list(tmp_path_factory.mktemp("begun"), FEW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(periods, "now", lambda _: NOW)
        tasks.generate.generate(Workspace.at(root), MONTH)
    return root


@pytest.fixture
def office(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(periods, "now", lambda _: NOW)
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path)


def invested(amount: float) -> Callable[[Form], object]:
    return lambda form: form.write(next(iter(form.rows)), investment=amount)


def resaved(data: bytes) -> bytes:
    """Return a workbook saved once more: other bytes, the same cells."""
    book, out = load_workbook(BytesIO(data)), BytesIO()
    book.properties.creator = "另一台电脑"
    book.save(out)
    return out.getvalue()


def outcomes(record: MonthRecord) -> dict[str, str]:
    return {line.name: line.outcome for line in record.files}


def codes(record: MonthRecord, name: str) -> set[str]:
    return {f.code for line in record.files if line.name == name for f in line.findings}


def bytes_of(folder: Path) -> dict[str, bytes]:
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != ".lock")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


# ---------------------------------------------------------------- discard and restore


def test_a_file_is_set_aside_and_counts_again(office: Office) -> None:
    office.drop("首报.xlsx", invested(100))
    later = office.drop("补报.xlsx", invested(900), hours=2).read_bytes()
    assert office.value(office.collect()) == "900"
    record = office.discard("补报.xlsx")
    assert outcomes(record) == {"首报.xlsx": "accepted", "补报.xlsx": "discarded"}
    assert (office.state(record), office.value(record)) == (("accepted", "首报.xlsx"), "100")
    assert "报错了版本" in next(f.message for line in record.files for f in line.findings if f.code == "file.discarded")
    assert office.value(office.collect()) == "100"  # collecting again does not revive it
    office.drop("补报（副本）.xlsx", later, hours=5)
    assert outcomes(office.collect())["补报（副本）.xlsx"] == "discarded"  # nor does another copy
    assert {sha256(p.read_bytes()) for p in office.folder.glob("回收/*")} == {
        p.stem for p in office.folder.glob("存档/原件/*")
    }
    assert office.value(office.discard("2", restore=True)) == "900"
    assert office.store.verify() == ()


def test_the_only_return_set_aside_leaves_its_unit_missing(office: Office) -> None:
    office.drop("首报.xlsx")
    office.collect()
    record = office.discard("1")
    assert (office.state(record), record.entries) == (("missing", None), ())


def test_corrections_of_a_file_sleep_until_it_is_restored(office: Office) -> None:
    office.drop("首报.xlsx", invested(100))
    office.collect()
    assert office.value(office.correct("investment", "120")) == "120"
    record = office.discard("1")
    assert [f.code for f in record.findings if f.code.startswith("value.")] == ["value.correction-asleep"]
    assert office.value(office.discard("1", restore=True)) == "120"


@pytest.mark.parametrize("hours", [0, 2], ids=["at one time", "later"])
def test_a_correction_outlives_a_copy_of_the_return(office: Office, hours: float) -> None:
    """The same form saved once more, or in a mail and in an archive: other bytes, nothing new said."""
    first = office.drop("1.xlsx", lambda form: form.write(next(iter(form.rows)), investment="待定"))
    office.drop("2.xlsx", resaved(first.read_bytes()), hours=hours)
    before = office.collect()
    assert sorted(outcomes(before).values()) == ["duplicate", "returned"]
    office.correct("investment", "120", confirmed=True)
    record = office.collect()
    assert (office.value(record), office.state(record)) == ("120", ("accepted", office.state(before)[1]))
    assert sorted(outcomes(record).values()) == ["accepted", "duplicate"]
    assert office.value(office.correct("investment", None, withdraw=True)) is None


def test_doing_it_twice_is_doing_it_once(office: Office) -> None:
    office.drop("首报.xlsx")
    office.collect()
    office.discard("1")
    before = bytes_of(office.folder)
    assert tasks.discard.discard(office.space, MONTH, "1", "报错了版本").changed is False
    assert bytes_of(office.folder) == before


def test_a_file_is_named_by_number_or_by_its_own_name(office: Office) -> None:
    office.drop("甲/表.xlsx", invested(100))
    office.collect()
    office.drop("乙/表.xlsx", invested(200), hours=1)
    office.drop("丙.xlsx", invested(300), hours=-1)
    office.collect()
    lines = tasks.status.numbered(office.space, tasks.status.record_of(office.space, MONTH))
    assert [(line["number"], line["name"]) for line in lines] == [(1, "甲/表.xlsx"), (2, "丙.xlsx"), (3, "乙/表.xlsx")]
    with pytest.raises(SetupError, match=r"“表\.xlsx”的文件有 2 份：1 号“甲/表\.xlsx”.*；3 号“乙/表\.xlsx”.*请写编号"):
        office.discard("表.xlsx")
    assert outcomes(office.discard("乙/表.xlsx"))["乙/表.xlsx"] == "discarded"
    for wrong in ("4", "0", "没有.xlsx"):
        with pytest.raises(SetupError, match="--files"):
            office.discard(wrong)
    with pytest.raises(SetupError, match="有 2 份"):
        tasks.received.received(office.space, MONTH, "表.xlsx", "2025-04-24T17:30", "当日送达")
    name, done = tasks.received.received(office.space, MONTH, "2", "2025-04-24T17:30", "当日送达")
    assert (name, done is not None) == ("丙.xlsx", True)
    assert office.value(office.collect()) == "300"


def test_a_copy_that_takes_the_place_of_what_was_set_aside_is_named(issued: Minsheng) -> None:
    inbox = issued.month(MONTH) / "回收"
    inbox.mkdir(exist_ok=True)
    blank = next((issued.month(MONTH) / "下发").glob(f"*{UNIT}*.xlsx")).read_bytes()
    (inbox / "1.xlsx").write_bytes(filled(blank))
    (inbox / "2.xlsx").write_bytes(resaved(filled(blank)))
    issued("collect", MONTH)
    said = issued("discard", MONTH, "1.xlsx", "--reason", "报错了版本").out
    assert re.search(r"已登记作废：\d 号“1.xlsx”。现采用 \d 号“2.xlsx”。", said)
    assert "现采用" not in issued("discard", MONTH, "2.xlsx", "--reason", "报错了版本").out


def test_a_mail_is_not_set_aside_but_what_it_holds(office: Office) -> None:
    mail = (
        b"From: a@example.invalid\r\nTo: b@example.invalid\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b"Date: Tue, 22 Apr 2025 10:00:00 +0800\r\nMessage-ID: <1@example.invalid>\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'
        b'--b\r\nContent-Type: application/octet-stream; name="a.xlsx"\r\nContent-Transfer-Encoding: base64\r\n'
        b'Content-Disposition: attachment; filename="a.xlsx"\r\n\r\n'
    )
    import base64  # noqa: PLC0415

    office.drop("来信.eml", mail + base64.encodebytes(filled(office.blank)) + b"\r\n--b--\r\n")
    office.collect()
    number = next(n for n, r in enumerate(office.store.receipts(), start=1) if r.holds)
    with pytest.raises(SetupError, match=r"邮件或压缩包.*\d 号“来信\.eml › a\.xlsx”"):
        office.discard(str(number))
    assert outcomes(office.discard("a.xlsx"))["来信.eml › a.xlsx"] == "discarded"


def test_nothing_is_taken_back_in_a_sealed_month(office: Office) -> None:
    office.drop("首报.xlsx")
    office.collect()
    tasks.seal.seal(office.space, MONTH)
    before = bytes_of(office.folder)
    with pytest.raises(MonthSealed):
        office.discard("1")
    with pytest.raises(MonthSealed):
        office.correct("investment", "120", dry_run=True)
    with pytest.raises(MonthSealed):
        tasks.enter.enter(office.space, MONTH, UNIT, Path("x"), "电话", "理由")
    assert bytes_of(office.folder) == before


def test_every_reason_is_asked_for(office: Office) -> None:
    office.drop("首报.xlsx")
    office.collect()
    for act in (
        lambda: tasks.discard.discard(office.space, MONTH, "1", " "),
        lambda: tasks.enter.enter(office.space, MONTH, UNIT, Path("x"), "电话", ""),
        lambda: tasks.correct.correct(office.space, MONTH, PROJECT, "investment", "1", None, " "),
    ):
        with pytest.raises(SetupError, match="--reason"):
            act()


# ---------------------------------------------------------------- which of two versions counts


def empty(*fields: str) -> Callable[[Form], object]:
    return lambda form: form.write(next(iter(form.rows)), **dict.fromkeys(fields))


def test_an_emptier_later_return_does_not_replace_a_fuller_one(office: Office) -> None:
    office.drop("首报.xlsx", invested(100))
    office.drop("补报.xlsx", empty("investment", "problems"), hours=2)
    record = office.collect()
    assert outcomes(record) == {"首报.xlsx": "accepted", "补报.xlsx": "rejected"}
    assert codes(record, "补报.xlsx") >= {"file.emptier"}
    assert office.value(record) == "100"
    assert office.value(office.discard("首报.xlsx")) is None  # the clerk decides for the later one
    office.discard("首报.xlsx", restore=True)
    assert outcomes(office.discard("补报.xlsx")) == {"首报.xlsx": "accepted", "补报.xlsx": "discarded"}


def test_a_later_return_with_something_new_in_it_replaces_a_fuller_one(office: Office) -> None:
    """It may be that a problem is solved: its cell is empty, another is filled."""
    office.drop("首报.xlsx", empty("investment"))
    office.drop("补报.xlsx", lambda form: form.write(next(iter(form.rows)), investment=5, problems=None), hours=2)
    assert outcomes(office.collect()) == {"首报.xlsx": "superseded", "补报.xlsx": "accepted"}


def test_one_new_word_does_not_make_up_for_what_is_left_out(office: Office) -> None:
    office.drop("首报.xlsx", lambda form: form.write(next(iter(form.rows)), investment=100, problems=None))
    office.drop("补报.xlsx", empty("investment", "progress", "next_steps"), hours=2)
    record = office.collect()
    assert outcomes(record) == {"首报.xlsx": "accepted", "补报.xlsx": "rejected"}
    assert office.value(record) == "100"


def test_a_problem_that_is_no_longer_told_may_be_solved(office: Office) -> None:
    office.drop("首报.xlsx")
    office.drop("补报.xlsx", empty("problems"), hours=2)
    assert outcomes(office.collect()) == {"首报.xlsx": "superseded", "补报.xlsx": "accepted"}


def test_the_documents_own_clock_is_no_evidence_without_a_warning(office: Office) -> None:
    def saved(day: int, amount: float) -> Callable[[Form], object]:
        def change(form: Form) -> None:
            invested(amount)(form)
            form.book.properties.modified = datetime(2025, 4, day)  # noqa: DTZ001 - as openpyxl wants it

        return change

    office.drop("甲.xlsx", saved(20, 100))
    office.drop("乙.xlsx", saved(21, 200))
    record = office.collect()
    current = office.state(record)[1] or ""
    if "file.order-unknown" in codes(record, "甲.xlsx"):  # asked: that is as good
        return
    assert "file.order-by-document" in codes(record, current)
    told = next(f for line in record.files for f in line.findings if f.code == "file.order-by-document")
    assert told.severity == "warning"


def test_it_is_said_when_only_the_order_of_collecting_decided(office: Office) -> None:
    office.drop("甲.xlsx", invested(100))
    office.collect()
    office.drop("乙.xlsx", invested(200))
    record = office.collect()
    assert office.value(record) == "200"
    assert "file.order-by-collect" in codes(record, "乙.xlsx")


# ---------------------------------------------------------------- correct


@pytest.mark.parametrize("value", ["-5", "约120", "一百多", "1e400", "", "12万亿个", "#REF!"])
def test_what_is_no_amount_is_refused(office: Office, value: str) -> None:
    office.drop("首报.xlsx")
    office.collect()
    before = bytes_of(office.folder)
    for confirmed in (False, True):
        with pytest.raises(SetupError, match="更正未登记"):
            office.correct("investment", value, confirmed=confirmed)
    assert bytes_of(office.folder) == before


def test_what_looks_wrong_needs_to_be_confirmed(office: Office) -> None:
    office.drop("首报.xlsx", invested(100))
    office.collect()
    with pytest.raises(SetupError, match=r"2000000 万元.*--yes"):
        office.correct("investment", "2000000")
    assert office.value(office.correct("investment", "2000000", confirmed=True)) == "2000000"
    with pytest.raises(SetupError, match="--yes"):
        office.correct("progress", "同上")
    with pytest.raises(SetupError, match="--yes"):
        office.correct("contact", "示例甲")


def test_a_figure_out_of_all_proportion_is_asked_about_without_an_earlier_month(office: Office) -> None:
    """Against the plan and the target, both as the list has them; without a plan against what the unit wrote."""
    office.drop("首报.xlsx", invested(1500))
    office.collect()
    with pytest.raises(SetupError, match=r"150000万元与单位所报（1500万元）相差 10 倍以上.*--yes"):
        office.correct("investment", "150000")
    with pytest.raises(SetupError, match="15万元与单位所报"):
        office.correct("investment", "15")
    assert office.value(office.correct("investment", "1600")) == "1600"
    target = next(
        i for i in office.space.catalogue.at(Month(2025, 4)).project(PROJECT).indicators if i.target and i.asked
    )
    assert target.target
    with pytest.raises(SetupError, match="年度目标"):
        office.correct(target.id, str(target.target * 10))
    with pytest.raises(SetupError, match="按时序应达到的 10 分之一"):
        office.correct(target.id, str(int(target.target / 100)))
    office.correct(target.id, str(int(target.target / 3)))
    path = lay_list(office.space.root) / "data/projects.yaml"
    text = path.read_text(encoding="utf-8")
    column = "{key: plan, header: 年度计划投资, kind: money, fill: office, role: planned-investment}"
    text = text.replace("\n  label: 附件2\n", f"\n  columns:\n    - {column}\n  label: 附件2\n", 1)
    text = text.replace(f"- id: {PROJECT}\n", f"- id: {PROJECT}\n    extra: {{plan: 2400}}\n", 1)
    path.write_text(text, encoding="utf-8")
    office.space = Workspace.at(office.space.root)
    with pytest.raises(SetupError, match=r"24000万元是年度计划投资（2400万元）的 10 倍以上"):
        office.correct("investment", "24000")
    with pytest.raises(SetupError, match=r"79万元不到年度计划投资（2400万元）按时序"):
        office.correct("investment", "79")
    assert office.value(office.correct("investment", "81")) == "81"


def test_a_correction_is_withdrawn_and_every_step_is_told(office: Office) -> None:
    office.drop("首报.xlsx", invested(100))
    office.collect()
    office.correct("investment", "120")
    office.correct("investment", "130")
    record = office.correct("investment", None, withdraw=True)
    (entry,) = (e for e in record.entries if e.project == PROJECT)
    assert (entry.investment, entry.corrections, entry.own) == ("100", (), {"investment": "100"})
    assert [(s.value, s.was, s.withdrawn) for s in entry.steps] == [
        ("120", "100", False), ("130", "120", False), ("100", "130", True),
    ]  # fmt: skip
    with pytest.raises(SetupError, match="没有更正"):
        office.correct("progress", None, withdraw=True)
    before = bytes_of(office.folder)
    office.correct("investment", None, withdraw=True)  # a command that was killed is run again
    assert bytes_of(office.folder) == before
    record = office.correct("investment", "140")
    assert office.value(record) == "140"
    assert len(office.store.corrections()) == 4


def test_a_value_that_was_refused_is_still_what_the_unit_wrote(office: Office) -> None:
    office.drop("首报.xlsx", lambda form: form.write(next(iter(form.rows)), investment="一大笔"))
    assert office.value(office.collect()) is None
    record = office.correct("investment", "120")
    (entry,) = (e for e in record.entries if e.project == PROJECT)
    assert (entry.investment, entry.own) == ("120", {"investment": "一大笔"})


@pytest.mark.parametrize(("value", "withdraw"), [(None, False), ("5", True)])
def test_withdrawing_takes_no_value_and_correcting_needs_one(office: Office, value: str | None, withdraw: bool) -> None:  # noqa: FBT001
    office.drop("首报.xlsx")
    office.collect()
    with pytest.raises(SetupError, match="--withdraw"):
        office.correct("investment", value, withdraw=withdraw)


def test_the_report_shows_the_units_own_value_first_then_each_step(office: Office) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415

    office.drop("首报.xlsx", invested(100))
    office.collect()
    office.correct("investment", "120")
    office.correct("investment", "130")
    (report,) = office.folder.glob("成果/*汇总表*.xlsx")
    book = load_workbook(report)
    notes = [c.comment.text for sheet in book for row in sheet.iter_rows() for c in row if c.comment]
    told = [note for note in notes if "更正为" in note]
    told += [str(c.value) for s in book for row in s.iter_rows() for c in row if "更正为" in str(c.value)]
    assert any(re.search(r"原报“100”.*更正为“120”.*更正为“130”", note, re.DOTALL) for note in told), told


# ---------------------------------------------------------------- enter


@pytest.fixture
def typed(office: Office, tmp_path: Path) -> Path:
    path = tmp_path / "录入.xlsx"
    path.write_bytes(filled(office.blank, invested(77)))
    return path


def test_what_was_typed_from_a_scan_says_so_everywhere(office: Office, typed: Path) -> None:
    office.drop("扫描件.pdf", b"%PDF-1.4 scan", hours=1)
    assert office.state(office.collect())[0] in ("missing", "manual")
    done = tasks.enter.enter(office.space, MONTH, UNIT, typed, "1", "只报了扫描件")
    assert done.collected is not None
    record = done.collected.record
    name = "人工录入/录入.xlsx"
    assert (office.state(record), office.value(record)) == (("accepted", name), "77")
    line = next(line for line in record.files if line.name == name)
    assert (line.received_from, line.received_at) == ("据扫描件录入", "2025-04-22T14:33:20+08:00")
    assert any("扫描件.pdf" in f.message for f in line.findings if f.code == "file.entered")
    (entry,) = (e for e in record.entries if e.project == PROJECT)
    assert entry.source is not None
    assert entry.source.entered == "据扫描件录入"
    assert codes(record, "扫描件.pdf") == {"file.scan-entered"}
    assert office.state(office.collect()) == ("accepted", name)
    (report,) = office.folder.glob("成果/*汇总表*.xlsx")
    from openpyxl import load_workbook  # noqa: PLC0415

    told = {str(c.value) for sheet in load_workbook(report) for row in sheet.iter_rows() for c in row}
    assert sum("据扫描件录入" in text for text in told) >= 2
    assert "据扫描件录入" in (office.folder / "存档/目录.html").read_text(encoding="utf-8")


def test_when_the_scan_came_is_when_what_was_typed_from_it_came(office: Office, typed: Path) -> None:
    office.drop("扫描件.pdf", b"%PDF-1.4 scan", hours=1)
    office.collect()
    tasks.enter.enter(office.space, MONTH, UNIT, typed, "1", "只报了扫描件")
    _, done = tasks.received.received(office.space, MONTH, "1", "2025-04-21T16:00", "当日送达")
    assert done is not None
    times = {line.name: line.received_at[:16] for line in done.record.files}
    assert times == {"扫描件.pdf": "2025-04-21T16:00", "人工录入/录入.xlsx": "2025-04-21T16:00"}


def test_a_copy_of_the_typed_form_in_the_inbox_is_not_the_units_own(office: Office, typed: Path) -> None:
    office.drop("区林业局4月.xlsx", typed.read_bytes(), hours=-5)
    office.drop("扫描件.pdf", b"%PDF-1.4 scan")
    office.collect()
    done = tasks.enter.enter(office.space, MONTH, UNIT, typed, "扫描件.pdf", "只报了扫描件")
    assert done.collected is not None
    lines = [line for line in done.collected.record.files if line.name.endswith(".xlsx")]
    assert {line.received_from for line in lines} == {"据扫描件录入"}


def test_a_telephone_call_counts_from_now(office: Office, typed: Path) -> None:
    office.collect()
    done = tasks.enter.enter(office.space, MONTH, UNIT, typed, "电话", "网络故障，电话报数")
    assert done.collected is not None
    (line,) = done.collected.record.files
    assert (line.received_from, line.received_at[:16]) == ("据电话录入", "2025-04-28T02:00")
    assert office.state(done.collected.record)[0] == "accepted"


def test_a_scan_that_is_not_archived_yet_is_kept_with_it(office: Office, typed: Path, tmp_path: Path) -> None:
    office.collect()
    scan = tmp_path / "照片.jpg"
    scan.write_bytes(b"\xff\xd8\xff photo")
    os.utime(scan, (STAMP, STAMP))
    done = tasks.enter.enter(office.space, MONTH, UNIT, typed, str(scan), "微信报来照片")
    assert done.collected is not None
    assert set(outcomes(done.collected.record)) == {"人工录入/录入.xlsx", "人工录入/照片.jpg"}


@pytest.mark.parametrize("what", ["unfilled", "other unit", "no form", "missing", "a return", "unknown source"])
def test_what_would_not_be_taken_is_refused_at_once(office: Office, typed: Path, what: str) -> None:
    office.drop("区林业局.xlsx")
    office.collect()
    unit, source = UNIT, "电话"
    if what == "unfilled":
        typed.write_bytes(office.blank)
    elif what == "other unit":
        unit = "区教委"
    elif what == "no form":
        typed.write_bytes(b"text")
    elif what == "missing":
        typed.unlink()
    elif what == "a return":
        source = "1"
    else:
        source = "没有.pdf"
    before = bytes_of(office.folder)
    with pytest.raises(SetupError):
        tasks.enter.enter(office.space, MONTH, unit, typed, source, "理由")
    assert bytes_of(office.folder) == before


# ---------------------------------------------------------------- remind, report


def test_remind_and_then_report_leave_the_same_bytes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.drop("首报.xlsx", lambda form: form.sign(head=None))
    office.collect()
    tasks.remind.remind(office.space, MONTH)
    draft = office.folder / f"成果/催办_{UNIT}_2025年4月.eml"
    other = next(p for p in office.folder.glob("成果/催办_*.eml") if p != draft)
    assert draft.exists()
    other.write_bytes(b"a person's letter")
    before = bytes_of(office.folder)
    monkeypatch.setattr(periods, "now", lambda _: NOW.replace(day=29))
    tasks.collect.report(office.space, MONTH)
    assert bytes_of(office.folder) == before
    assert office.store.verify() == ()


# ---------------------------------------------------------------- seal


def sealed_with(office: Office) -> str:
    return tasks.seal.seal(office.space, MONTH).fingerprint


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
@pytest.mark.parametrize("what", ["link", "linked folder", "pipe", "dangling"])
def test_a_month_is_not_sealed_over_what_cannot_be_read(office: Office, tmp_path: Path, what: str) -> None:
    office.drop("首报.xlsx")
    office.collect()
    there = office.folder / "回收/在别处"
    if what == "link":
        there.symlink_to(office.folder / "回收/首报.xlsx")
    elif what == "linked folder":
        there.symlink_to(tmp_path)
    elif what == "pipe":
        os.mkfifo(there)
    else:
        there.symlink_to(tmp_path / "nowhere")
    for dry_run in (True, False):
        with pytest.raises(StoreError, match="在别处"):
            tasks.seal.seal(office.space, MONTH, dry_run=dry_run)
    record = office.collect()
    assert outcomes(record)["在别处"] == "rejected"
    assert not office.store.is_sealed()
    there.unlink()
    assert sealed_with(office)


def test_a_folder_that_cannot_be_listed_or_a_file_that_is_locked_keeps_it_open(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.drop("首报.xlsx")
    office.drop("里面/表.xlsx", invested(1))
    office.collect()
    listed, read = os.scandir, Path.read_bytes

    def scandir(path: Any = ".") -> Any:
        if str(path).endswith("里面"):
            raise PermissionError(13, "refused", str(path))
        return listed(path)

    def read_bytes(path: Path) -> bytes:
        if path.name == "首报.xlsx":
            raise PermissionError(13, "refused", str(path))
        return read(path)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    with pytest.raises(StoreError, match=r"2 项无法读取.*里面.*首报|2 项无法读取.*首报.*里面") as refused:
        tasks.seal.seal(office.space, MONTH)
    assert refused.value.exit_code == 3
    monkeypatch.undo()


def test_the_outputs_are_kept_as_they_went_out_also_edited_ones(office: Office) -> None:
    office.drop("首报.xlsx")
    office.collect()
    (bulletin,) = office.folder.glob("成果/*通报.docx")
    bulletin.write_bytes(b"as the clerk edited it")
    went_out = {p.name: p.read_bytes() for p in office.folder.glob("成果/*") if not p.name.startswith("催办")}
    done = tasks.seal.seal(office.space, MONTH)
    assert bytes_of(office.folder / "存档/定稿") == went_out
    assert (done.outstanding, done.lacking) == ((len(FEW) or 17) - 1, ())
    assert office.store.verify() == ()
    for path in office.folder.glob("成果/*"):
        path.unlink()
    tasks.collect.report(office.space, MONTH)
    again = {p.name: p.read_bytes() for p in office.folder.glob("成果/*") if not p.name.startswith("催办")}
    assert again == went_out  # byte for byte, whatever version makes it
    (office.folder / "存档/定稿" / bulletin.name).write_bytes(b"another")
    assert [f for f in MonthStore(office.folder, MONTH).verify() if bulletin.name in f]


def test_a_second_seal_keeps_the_first_ones_texts(office: Office) -> None:
    office.drop("首报.xlsx")
    office.collect()
    first = sealed_with(office)
    before = bytes_of(office.folder / "存档/定稿")
    tasks.seal.reopen(office.space, periods.named(office.space, MONTH), "补报")
    office.drop("补报.xlsx", invested(500), hours=3)
    office.collect()
    second = sealed_with(office)
    after = bytes_of(office.folder / "存档/定稿")
    for name, data in before.items():
        stem, dot, suffix = name.rpartition(".")
        assert data in (after[name], after.get(f"{stem}（第1次封存）{dot}{suffix}"))
    assert before != after
    assert office.store.verify() == ()
    verified = tasks.verify.verify(office.space, MONTH, second.lower().replace(" ", "-"))
    assert verified.against is not None
    assert (verified.against.month, verified.against.is_newest) == (MONTH, True)
    older = tasks.verify.verify(office.space, None, first).against
    assert older is not None
    assert (older.month, older.is_newest) == (MONTH, False)


def test_what_only_the_first_seal_issued_is_not_taken_for_the_seconds(office: Office) -> None:
    office.drop("首报.xlsx", lambda form: form.count("森林防火能力提升行动", "新建森林消防水箱", 1))
    office.collect()
    (slip,) = office.folder.glob("成果/督办单_*.docx")
    went_out = slip.read_bytes()
    sealed_with(office)
    tasks.seal.reopen(office.space, periods.named(office.space, MONTH), "补报")
    office.drop("补报.xlsx", lambda form: form.count("森林防火能力提升行动", "新建森林消防水箱", 290), hours=3)
    office.collect()
    assert not slip.exists()
    sealed_with(office)
    kept = bytes_of(office.folder / "存档/定稿")
    assert slip.name not in kept
    assert kept[f"{slip.stem}（第1次封存）.docx"] == went_out
    assert office.store.verify() == ()
    sealed_with(office)  # again: nothing is left to mark
    assert bytes_of(office.folder / "存档/定稿") == kept


def test_a_fingerprint_proves_the_archive_even_when_everything_was_made_anew(office: Office) -> None:
    """The chain, the digest and the manifest can all be computed again; what was copied onto paper cannot."""
    office.drop("首报.xlsx", invested(100))
    office.collect()
    printed = sealed_with(office)
    assert len(printed.replace(" ", "")) * 4 >= 80
    assert re.fullmatch(r"(?:[0-9A-F]{4} ){5}[0-9A-F]{4}", printed)
    for name in ("履历.json", "清单.json", "记录.json"):
        (office.folder / "存档" / name).unlink()
    office.drop("首报.xlsx", invested(999), hours=1)
    office.collect()
    sealed_with(office)
    verified = tasks.verify.verify(office.space, MONTH, printed)
    assert verified.whole
    assert verified.against is not None
    assert verified.against.month == ""
    for wrong in ("", "3F2A", "zz" * 12, "3F2A 91C0 8B7D 44E1"):
        with pytest.raises(SetupError, match="指纹"):
            tasks.verify.verify(office.space, MONTH, wrong)


# ---------------------------------------------------------------- verify: a manifest made anew hides nothing


def remade(office: Office) -> tuple[str, ...]:
    """Make the manifest anew, as somebody would who knows how, and verify."""
    store = MonthStore(office.folder, MONTH)
    (office.folder / "存档/清单.json").unlink()
    with store.lock("minsheng", NOW, sealed=True):
        store.seal_manifest()
    return store.verify()


@pytest.mark.parametrize("name", ["记录.json", "台账.json", "更正.json"])
def test_a_list_changed_under_a_new_manifest_is_found_in_an_open_month(office: Office, name: str) -> None:
    office.drop("首报.xlsx", invested(100))
    office.collect()
    office.correct("investment", "120")
    assert remade(office) == ()
    path = office.folder / "存档" / name
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"2025-04-2", b"2025-04-1", 1))
    assert path.read_bytes() != whole
    assert any(name in fault for fault in remade(office))
    if name != "记录.json":
        found = json.loads(whole)
        key = "receipts" if name == "台账.json" else "corrections"
        found[key].append(found[key][-1])  # one more, in our own spelling
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        assert any(name in fault and "minsheng report" in fault for fault in remade(office))


def test_a_history_that_is_gone_is_missed(office: Office) -> None:
    office.drop("首报.xlsx")
    office.collect()
    (office.folder / "存档/履历.json").unlink()
    assert any("履历.json" in fault for fault in remade(office))


# ---------------------------------------------------------------- 目录.html


def test_the_archive_is_readable_without_the_program(office: Office) -> None:
    office.drop("甲 & <乙>.xlsx" if os.name != "nt" else "甲 & 乙.xlsx", invested(100))
    office.drop("补报#1.xlsx", invested(900), hours=2)
    office.collect()
    office.discard("补报#1.xlsx")
    sealed_with(office)
    page = (office.folder / "存档/目录.html").read_text(encoding="utf-8")
    links = {unescape(text): unquote(unescape(to)) for to, text in re.findall(r'<a href="(.*?)".*?>(.*?)</a>', page)}
    archive = office.folder / "存档"
    originals = {p.name: p.read_bytes() for p in office.folder.glob("回收/*")}
    assert originals.items() <= {name: (archive / to).read_bytes() for name, to in links.items()}.items()
    assert {p.name for p in (archive / "定稿").iterdir()} <= set(links)
    assert all((archive / to).is_file() for to in links.values())
    for word in (UNIT, "已作废", "报错了版本", "2025-04-22 15:33", "2025-04-28 02:00 封存"):
        assert word in page
    assert "http" not in re.sub(r"http-equiv", "", page)
    assert "<script" not in page


def test_the_record_can_be_told_as_json(office: Office) -> None:
    office.drop("首报.xlsx")
    record = as_json(office.collect())
    assert isinstance(record, dict)
    assert json.loads(json.dumps(record)) == record
