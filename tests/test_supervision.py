"""A supervision case lives: issued from the lagging list, raised, answered on its own form, closed, told everywhere."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, date, datetime, timedelta, timezone
from email.message import EmailMessage
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from conftest import FEW, Minsheng, lay_list
from hand import Form
from minsheng_cli.analysis.escalation import level_of, to_issue
from minsheng_cli.analysis.story import MonthView, compute_stories
from minsheng_cli.analysis.supervision import cases
from minsheng_cli.catalogue import load
from minsheng_cli.errors import StoreError
from minsheng_cli.form_spec import case_number
from minsheng_cli.model import LEVELS, CaseNote, CaseReply, Entry, IndicatorValue, Month, MonthRecord, Pace
from minsheng_cli.reports.content.cases import spans
from minsheng_cli.store.cases import CaseLedger
from minsheng_cli.workspace import CATALOGUE_FILE, packaged

if TYPE_CHECKING:
    from pathlib import Path

UNIT, PROJECT = "区大数据发展局", "P09"  # leads one project: 300 个5G基站 by November
BEIJING = timezone(timedelta(hours=8))
PHOTO = b"\x89PNG\r\n\x1a\n" + b"0" * 400


class Office:
    """A workspace in which one unit reports month after month."""

    def __init__(self, root: Path) -> None:
        """Lay it out."""
        self.run = Minsheng(lay_list(root, FEW))
        assert self.run("init", ".").code == 0

    def month(self, month: str, built: int) -> Any:
        """Issue the forms, drop the unit's return into the inbox, collect; return what ``lagging`` says."""
        assert self.run("generate", month).code == 0
        folder = self.run.month(month)
        form = Form(next(folder.glob(f"下发/附件2_{UNIT}_*.xlsx")).read_bytes()).fill()
        name = next(iter(form.rows))
        form.write(
            name, investment=built, progress=f"（示例）累计建成基站{built}个。", problems="（示例）个别小区进场难。"
        )
        form.count(name, "新建5G基站", built)
        path = folder / "回收" / f"{UNIT}{month}.xlsx"
        path.write_bytes(form.bytes())
        came = datetime.fromisoformat(f"{month}-20T10:00:00+08:00").timestamp()
        os.utime(path, (came, came))
        assert self.run("collect", month).code in (0, 1)
        return self.run("lagging", month, "--json").json

    def supervise(self, *arguments: str, code: int = 0) -> Any:
        """Run the command; return its document."""
        done = self.run("supervise", *arguments, "--json")
        assert done.code == code, done.err
        return done.json

    def slip(self, month: str) -> Path:
        """Return the unit's 督办单."""
        return next(self.run.month(month).glob(f"成果/督办单_{UNIT}_*.docx"))

    def paper(self, month: str, start: str) -> str:
        """Return the text of one of the month's outputs."""
        path = next(p for p in self.run.month(month).glob("成果/*") if p.name.startswith(start))
        return text_of(path) if path.suffix == ".docx" else path.read_text(encoding="utf-8")


def text_of(path: Path) -> str:
    document = Document(str(path))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def answered(slip: bytes, **values: str) -> bytes:
    """Return a 督办单 with its reply form filled in as a unit would, in Word."""
    document = Document(BytesIO(slip))
    table = next(t for t in document.tables if t.rows[0].cells[0].text == "督办编号")
    headers = {c.text.replace("\n", ""): i for i, c in enumerate(table.rows[0].cells)}
    for header, value in values.items():
        table.rows[1].cells[headers[header]].text = value
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def mailed(*attached: tuple[str, bytes], when: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "shili@example.invalid", "ban@example.invalid", "督办反馈"
    mail["Date"] = when
    mail.set_content("（示例）反馈见附件。")
    for name, data in attached:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return a workspace in which a case has lived: each step is checked on the way."""
    made = Office(tmp_path_factory.mktemp("office"))
    live(made)
    return made


def live(office: Office) -> None:  # noqa: PLR0915 - a life in one piece
    # ---- April: reminded
    lagging = office.month("2025-04", 60)
    assert [line["project"] for line in lagging["lagging"]] == [PROJECT]
    assert "编号：未编号" in text_of(office.slip("2025-04"))
    assert "整改情况反馈表" not in text_of(office.slip("2025-04"))
    assert "supervise 2025-04 --issue" in office.run().out  # what comes next
    tried = office.supervise("2025-04", "--issue", "--dry-run")
    assert [n["number"] for n in tried["changed"]] == ["督2025-01"]
    assert office.supervise("2025-04") == {"month": "2025-04", "cases": [], "changed": []}
    (case,) = office.supervise("2025-04", "--issue")["cases"]
    assert {key: case[key] for key in ("number", "unit", "project", "level", "state", "reply")} == {
        "number": "督2025-01", "unit": UNIT, "project": PROJECT, "level": "提醒", "state": "issued", "reply": None,
    }  # fmt: skip
    today = datetime.now(BEIJING).date()
    assert date.fromisoformat(case["due"]) - date.fromisoformat(case["issued"]) == timedelta(days=10)
    assert date.fromisoformat(case["issued"]) in (today, today - timedelta(days=1))
    slip = text_of(office.slip("2025-04"))
    assert "编号：督2025-01（提醒）" in slip
    assert "整改情况反馈表" in slip
    assert "督2025-01" in office.paper("2025-04", "关于")
    ledger = (office.run.root / "督办/2025/台账.json").read_bytes()
    assert office.supervise("2025-04", "--issue")["changed"] == []  # again: changes nothing
    assert (office.run.root / "督办/2025/台账.json").read_bytes() == ledger

    # ---- May: raised, under the same number; what became of April's is told
    office.month("2025-05", 80)
    (case,) = office.supervise("2025-05", "--issue")["cases"]
    assert (case["number"], case["level"]) == ("督2025-01", "督办")
    assert "编号：督2025-01（督办）" in text_of(office.slip("2025-05"))
    may = office.paper("2025-05", "关于")
    assert "上月督办事项办理情况" in may
    assert "督2025-01" in may
    assert "升级为督办" in may

    # ---- the unit answers on the form, with a photo, by mail
    before = office.run("status", "2025-05", "--json").json
    reply = answered(
        office.slip("2025-05").read_bytes(), 整改措施及落实情况="（示例）已增派两支队伍，每周调度。",
        整改结果="正在整改", 完成时限="2025-07-31", 佐证材料="照片1张",
    )  # fmt: skip
    sent = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    mail = mailed(("督办单_反馈.docx", reply), ("现场照片.png", PHOTO), when=sent)
    (office.run.month("2025-05") / "回收/反馈.eml").write_bytes(mail)
    collected = office.run("collect", "2025-05", "--json").json
    files = {f["name"].rpartition(" › ")[2]: f for f in collected["files"]}
    assert (files["督办单_反馈.docx"]["outcome"], files["督办单_反馈.docx"]["unit"]) == ("accepted", UNIT)
    assert [f["code"] for f in files["现场照片.png"]["findings"]] == ["reply.evidence"]
    after = office.run("status", "2025-05", "--json").json
    assert after["units"] == before["units"]  # an answer is no return
    (case,) = office.supervise()["cases"]
    assert case["state"] == "replied"
    assert case["reply"]["measures"] == "（示例）已增派两支队伍，每周调度。"
    (photo,) = case["reply"]["evidence"]
    assert office.run.month("2025-05").joinpath(f"存档/原件/{photo['sha256']}.png").read_bytes() == PHOTO
    assert "反馈" in office.paper("2025-05", "关于")

    # ---- June: no longer behind; closed on evidence
    office.month("2025-06", 160)
    assert office.supervise("2025-06", "--issue")["changed"] == []
    june = office.paper("2025-06", "关于")
    assert "待核实销号" in june
    assert "已增派两支队伍" in june
    assert office.run("supervise", "2025-06", "--close", "督2025-01").code == 2  # not without a basis
    closed = office.supervise("2025-06", "--close", "2025-1", "--basis", "6月20日现场核实")
    assert [(c["number"], c["state"]) for c in closed["cases"]] == [("督2025-01", "closed")]
    assert office.supervise()["cases"] == []
    for paper in ("关于", "看板"):
        told = office.paper("2025-06", paper)
        assert "督2025-01" in told, paper
        assert "已销号（6月20日现场核实）" in told, paper
    assessed = office.run("assess", "2025", "--json")
    (case,) = assessed.json["cases"]
    assert (case["number"], case["state"], len(case["steps"])) == ("督2025-01", "closed", 3)
    assert "督2025-01" in assessed.err


def test_a_case_lives_through_three_months(office: Office) -> None:
    verified = office.run("verify", "--json")
    assert (verified.code, verified.json["months"]["督办/2025"]) == (0, [])


def test_what_was_told_is_told_again_to_the_byte(office: Office) -> None:
    before = {p: p.read_bytes() for m in ("2025-04", "2025-05") for p in office.run.month(m).glob("成果/*")}
    for month in ("2025-04", "2025-05"):
        assert office.run("report", month).code in (0, 1)
    assert {p: p.read_bytes() for p in before} == before


def test_taking_back(office: Office, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(office.run.root, root)
    again = Office.__new__(Office)
    again.run = Minsheng(root)
    (case,) = again.supervise("--reopen", "督2025-01")["cases"]
    assert case["state"] == "replied"
    done = again.run("supervise", "--reopen", "督2025-01")
    assert done.code == 0  # the same once more: nothing to do
    assert again.run("supervise", "--withdraw", "督2025-01").code == 2
    (case,) = again.supervise("--withdraw", "督2025-01", "--reason", "数据有误")["cases"]
    assert case["state"] == "withdrawn"
    assert "督2025-09" in again.run("supervise", "--close", "督2025-09", "--basis", "无").err
    assert [c["state"] for c in again.supervise("--all")["cases"]] == ["withdrawn"]
    assert again.run("verify").code == 0


@pytest.mark.parametrize("harm", ["flip", "cut", "delete"])
def test_verify_covers_the_ledger(office: Office, tmp_path: Path, harm: str) -> None:
    shutil.copytree(office.run.root / "督办", tmp_path / "督办")
    path = tmp_path / "督办/2025/台账.json"
    if harm == "delete":
        path.unlink()
    elif harm == "flip":
        path.write_text(path.read_text(encoding="utf-8").replace("提醒", "约谈", 1), encoding="utf-8")
    else:  # the newest entries are taken away, the rest is a whole chain
        ledger = json.loads(path.read_text(encoding="utf-8"))
        ledger["events"] = ledger["events"][:1]
        path.write_text(json.dumps(ledger, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    book = CaseLedger(tmp_path, 2025)
    assert book.verify() != ()
    changed = pytest.raises(StoreError, match=r"缺失|改动")  # it is not vouched for by the next manifest
    with changed, book.lock("minsheng supervise", datetime(2025, 7, 1, tzinfo=BEIJING)):
        pass


def test_nothing_to_issue_leaves_nothing_behind(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.month("2025-04", 300)
    done = office.run("supervise", "2025-04", "--issue")
    assert "没有需要新立或升级的督办事项" in done.out
    assert office.run("supervise", "--close", "督2025-09", "--basis", "现场核实").code == 2
    assert not (tmp_path / "督办").exists()
    (tmp_path / "督办/2025").mkdir(parents=True)  # as an earlier version left it
    assert office.run("verify").out == "2025-04（未封存）：存档完整\n"


def test_a_run_killed_between_ledger_and_manifest_is_healed(tmp_path: Path) -> None:
    book, now = CaseLedger(tmp_path, 2025), datetime(2025, 5, 28, tzinfo=BEIJING)
    facts = {"number": "督2025-01"}
    with book.lock("minsheng supervise", now):
        book.add(now, [("issued", facts)])
    manifest = (book.folder / "清单.json").read_bytes()
    with book.lock("minsheng supervise", now):
        book.add(now, [("closed", facts)])
    (book.folder / "清单.json").write_bytes(manifest)  # it died before the manifest
    assert book.verify() != ()
    with book.lock("minsheng supervise", now):
        book.add(now, [])
    assert book.verify() == ()
    assert [e.kind for e in book.entries()] == ["issued", "closed"]


# ---------------------------------------------------------------- the rules


def test_a_case_goes_with_its_project_when_the_lead_changes() -> None:
    former = note("issued", "2025-04-28", level="提醒", due="2025-05-08")
    (case,) = cases([former], (), date(2025, 5, 1))
    text = (packaged() / CATALOGUE_FILE).read_text(encoding="utf-8")
    text = text[: text.index("\namendments:")] + (
        '\namendments:\n  - since: "2025-05"\n    source: 示例文件\n    projects:\n'
        "      - {id: P09, lead_units: [区林业局]}\n"
    )
    catalogue = load("projects.yaml", text.encode()).at(Month(2025, 5))
    values = (IndicatorValue("P09-1", "", "个", None, "60"),)
    record = MonthRecord("2025-05", "", (), (Entry(PROJECT, "区林业局", "accepted", indicators=values),), ())
    (story,) = compute_stories([MonthView(Month(2025, 5), record, catalogue)], Pace())
    (again,) = to_issue(story, [case], LEVELS, year=2025, at="2025-05-28T09:00:00+08:00")
    assert (again.kind, again.number, again.unit, again.level) == ("escalated", "督2025-01", "区林业局", "提醒")
    (now,) = cases([former, again], (), date(2025, 5, 29))
    assert (now.unit, now.due) == ("区林业局", "2025-06-07")
    assert list(to_issue(story, [now], LEVELS, year=2025, at="2025-05-28T09:00:00+08:00")) == []


def note(kind: Any, at: str, **facts: Any) -> CaseNote:
    return CaseNote(kind, "督2025-01", UNIT, PROJECT, at[:7], f"{at}T09:00:00+08:00", **facts)


def answer(at: str) -> CaseReply:
    return CaseReply("督2025-01", "措施", "", "", "反馈.docx", "0" * 64, f"{at}T09:00:00+08:00")


@pytest.mark.parametrize(
    ("notes", "replies", "day", "state", "in_time"),
    [
        ([("issued", "2025-04-28")], [], "2025-05-08", "issued", None),
        ([("issued", "2025-04-28")], [], "2025-05-09", "overdue", None),
        ([("issued", "2025-04-28")], ["2025-05-08"], "2025-05-25", "replied", True),
        ([("issued", "2025-04-28")], ["2025-05-10"], "2025-05-25", "replied", False),
        ([("issued", "2025-04-28"), ("escalated", "2025-05-28")], ["2025-05-08"], "2025-06-01", "issued", None),
        ([("issued", "2025-04-28"), ("closed", "2025-05-28")], [], "2025-06-01", "closed", None),
        ([("issued", "2025-04-28"), ("closed", "2025-05-28"), ("reopened", "2025-05-29")], [], "2025-05-30", "overdue",
         None),
    ],
)  # fmt: skip
def test_how_a_case_stands(
    notes: list[tuple[str, str]],
    replies: list[str],
    day: str,
    state: str,
    in_time: bool | None,  # noqa: FBT001
) -> None:
    days = {"issued": "2025-05-08", "escalated": "2025-06-07"}
    made = [note(kind, at, level="提醒", due=days.get(kind, "")) for kind, at in notes]
    (case,) = cases(made, [answer(at) for at in replies], date.fromisoformat(day))
    assert (case.state, case.replied_in_time) == (state, in_time)


def test_levels_follow_the_months_behind() -> None:
    named = [level.name if (level := level_of(months, LEVELS)) else "" for months in (0, 1, 2, 3, 7)]
    assert named == ["", "提醒", "督办", "约谈", "约谈"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("督2025-01", "督2025-01"),
        ("督２０２５－７", "督2025-07"),
        ("编号：督 2025—12 号", "督2025-12"),
        ("2025-01", ""),
    ],
)
def test_a_case_number_however_it_is_typed(text: str, number: str) -> None:
    assert case_number(text) == number


def test_levels_are_settings(tmp_path: Path) -> None:
    office = Office(tmp_path)
    levels = "supervision:\n  levels:\n    - {name: 督促, months: 1, days: 5, copies: [区政府督查办]}\n"
    (tmp_path / "minsheng.yaml").write_text(levels, encoding="utf-8")
    office.month("2025-04", 60)
    (case,) = office.supervise("2025-04", "--issue")["cases"]
    assert case["level"] == "督促"
    assert "抄送：区政府督查办" in text_of(office.slip("2025-04"))
    wrong = levels + "    - {name: 约谈, months: 1, days: 5}\n"
    (tmp_path / "minsheng.yaml").write_text(wrong, encoding="utf-8")
    assert "逐级增加" in office.run("supervise").err


def test_our_own_empty_form_and_an_unknown_number_are_no_answers(office: Office, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(office.run.root, root)
    run, slip = Minsheng(root), next((root / "2025-05").glob(f"成果/督办单_{UNIT}_*.docx")).read_bytes()
    (root / "2025-06/回收/空表.docx").write_bytes(slip)
    strange = answered(slip, 督办编号="督2025-77", 整改措施及落实情况="（示例）已整改。")
    (root / "2025-06/回收/别的编号.docx").write_bytes(strange)
    files = {f["name"]: f for f in run("collect", "2025-06", "--json").json["files"]}
    assert (files["空表.docx"]["outcome"], files["空表.docx"]["findings"][0]["code"]) == ("ignored", "reply.blank")
    assert files["别的编号.docx"]["findings"][0]["code"] == "reply.case-unknown"
    assert [len(c["reply"]["evidence"]) for c in run("supervise", "--all", "--json").json["cases"]] == [1]


def test_numbers_in_a_row_are_told_from_the_first_to_the_last() -> None:
    row = [f"督2025-{n:02}" for n in (1, 2, 3, 5, 6, 9)]
    assert spans(reversed(row)) == "督2025-01至督2025-03、督2025-05、督2025-06、督2025-09"
    assert spans(["督2025-09", "督2025-10", "督2025-11", "督2026-12", "甲"]) == "督2025-09至督2025-11、督2026-12、甲"
    assert spans([]) == ""


def test_a_decision_without_a_month_is_told_where_there_are_papers(tmp_path: Path) -> None:
    made = Office(tmp_path)
    made.month("2025-04", 60)
    made.supervise("2025-04", "--issue")
    made.run("generate", "2025-05", "--unit", UNIT)  # May's forms are out: it has no papers yet
    (gone,) = made.supervise("--withdraw", "督2025-01", "--reason", "数据有误")["changed"]
    assert gone["month"] == "2025-04"
    assert "编号：未编号" in text_of(made.slip("2025-04"))
    made.supervise("--reopen", "督2025-01", "--basis", "再次核实")
    assert "编号：督2025-01（提醒）" in text_of(made.slip("2025-04"))
