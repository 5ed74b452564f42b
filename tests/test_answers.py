"""After a return was judged: the unit tries again, the clerk corrects by telephone, waives, files scans."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from hand import Form, filled, honest
from minsheng_cli.form_spec import FAULT_SHEET

if TYPE_CHECKING:
    from conftest import Minsheng

APRIL = "2025-04"
UNIT = "区残联"
FIRST, SECOND = "S06", "P07"  # its projects


@pytest.fixture
def run(issued: Minsheng) -> Minsheng:
    assert issued("init", ".").code == 0
    return issued


def returned(run: Minsheng, name: str, day: int, **wrong: Any) -> Form:
    """Have the unit fill in its form, with something wrong in its first project, and drop it in the inbox."""
    blank = next((run.month() / "下发").glob(f"*{UNIT}*.xlsx")).read_bytes()
    form = Form(filled(blank, lambda f: f.write(next(iter(f.rows)), **wrong) if wrong else f))
    put(run, name, form.bytes(), day)
    return form


def put(run: Minsheng, name: str, data: bytes, day: int) -> None:
    path = run.month() / "回收" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    at = datetime(2025, 4, day, 9, tzinfo=timezone(timedelta(hours=8))).timestamp()
    os.utime(path, (at, at))


def collected(run: Minsheng) -> Any:
    done = run("collect", APRIL, "--json")
    assert done.out, done.err
    return done.json


def entry(record: Any, project: str) -> Any:
    return next(e for e in record["entries"] if e["project"] == project)


def codes(findings: list[Any]) -> set[tuple[str, str]]:
    return {(f["code"], f["severity"]) for f in findings}


def words(path: Any, sheet: str) -> str:
    return "\n".join(str(v) for row in load_workbook(path)[sheet].values for v in row if v is not None)


# ---------------------------------------------------------------- corrections


def test_a_correction_by_telephone(run: Minsheng) -> None:
    returned(run, "表.xlsx", 20, investment="两三百万")
    assert entry(collected(run), FIRST)["investment"] is None
    done = run("correct", APRIL, FIRST, "完成投资", "245.5", "--reason", "电话核实，填表人笔误", "--json")
    assert done.code == 1  # other units are still missing
    said = entry(done.json, FIRST)
    assert (said["investment"], said["state"]) == ("245.5", "accepted")
    (correction,) = said["corrections"]
    assert (correction["was"], correction["reason"]) == (None, "电话核实，填表人笔误")
    (file,) = done.json["files"]
    assert codes(file["findings"]) == {("investment.unreadable", "info"), ("value.corrected", "info")}
    assert file["outcome"] == "accepted"
    # The original stays, the report and `explain` say so, and rendering anew gives it again.
    assert (run.month() / "回收" / "表.xlsx").read_bytes() in {
        p.read_bytes() for p in (run.month() / "存档/原件").iterdir()
    }
    report = run.root / done.json["outputs"]["consolidated"]
    assert "人工更正" in words(report, "汇总表")
    assert "（人工更正）" in words(report, "来源")
    assert "电话核实，填表人笔误" in words(report, "问题清单")
    told = run("explain", APRIL, FIRST).out
    assert "完成投资｜单位所报：两三百万" in told
    assert "人工更正为 245.5" in told
    again = run("report", APRIL, "--json").json
    assert entry(again, FIRST) == said


def test_a_new_return_ends_a_correction(run: Minsheng) -> None:
    form = returned(run, "表.xlsx", 20, investment="两三百万")
    collected(run)
    run("correct", APRIL, FIRST, "investment", "245.5", "--reason", "电话核实")
    returned(run, "表（改）.xlsx", 22)
    record = collected(run)
    assert entry(record, FIRST)["investment"] == str(honest(next(iter(form.rows)))["investment"])
    assert entry(record, FIRST)["corrections"] == []
    assert codes(record["findings"]) == {("value.correction-lapsed", "warning")}


def test_an_indicator_is_corrected_by_its_name(run: Minsheng) -> None:
    returned(run, "表.xlsx", 20)
    indicator = entry(collected(run), FIRST)["indicators"][0]
    done = run("correct", APRIL, FIRST, indicator["indicator"], "7", "--reason", "电话核实", "--json")
    assert entry(done.json, FIRST)["indicators"][0]["actual"] == "7"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("S06", "完成投资", "约300"), "约数"),
        (("S06", "完成投资", "三四百"), "更正未登记"),
        (("S06", "完成投资", ""), "不能为空"),
        (("S06", "目标任务", "改掉"), "没有“目标任务”这一栏"),
        (("S06", "完成投资", "3", "--unit", "区教委"), "不是“残疾人服务提升”的牵头单位"),
        (("S05", "完成投资", "3"), "无从更正"),
        (("S99", "完成投资", "3"), "没有“S99”"),
    ],
)
def test_a_correction_must_be_exact(run: Minsheng, arguments: tuple[str, ...], said: str) -> None:
    returned(run, "表.xlsx", 20)
    collected(run)
    before = sorted((p, p.read_bytes()) for p in run.month().rglob("*.json"))
    done = run("correct", APRIL, *arguments, "--reason", "电话核实")
    assert (done.code, said in done.err) == (2, True), done.err
    assert sorted((p, p.read_bytes()) for p in run.month().rglob("*.json")) == before


# ---------------------------------------------------------------- waivers


def waive(run: Minsheng, *lines: str) -> None:
    (run.root / "data/waivers.yaml").write_text("waivers:\n" + "\n".join(lines), encoding="utf-8")


def test_a_known_exception_is_waived_and_said_so(run: Minsheng) -> None:
    returned(run, "表.xlsx", 20, target="另一个目标")
    assert entry(collected(run), FIRST)["state"] == "returned"
    waive(
        run,
        f"  - {{rule: target.altered, unit: {UNIT}, project: {FIRST}, reason: 已书面说明, until: 2025-06}}",
        f"  - {{rule: progress.empty, project: {SECOND}, reason: 没有用到, until: 2025-04}}",
        f"  - {{rule: investment.fell, unit: {UNIT}, reason: 早已过期, until: 2025-03}}",
    )
    record = collected(run)
    assert entry(record, FIRST)["state"] == "accepted"
    (file,) = record["files"]
    ((code, severity),) = codes(file["findings"])
    assert (code, severity) == ("target.altered", "info")
    assert "已豁免：已书面说明，至2025年6月" in file["findings"][0]["message"]
    assert codes(record["findings"]) == {("waiver.unused", "info"), ("waiver.expired", "warning")}
    report = words(run.root / record["outputs"]["consolidated"], "问题清单")
    assert "已书面说明" in report
    assert "早已过期" in report


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("  - {rule: target.altered, reason: 无, until: 2025-06}", "没有写 unit 或 project"),
        ("  - {rule: file.unit-ambiguous, unit: 区教委, reason: 无, until: 2025-06}", "不是可以豁免的规则"),
        ("  - {rule: target.altered, unit: 区教委, until: 2025-06}", "reason：缺少这一项"),
        ("  - {rule: target.altered, unit: 区教委, reason: 无, until: 六月}", "不是月份"),
        ("  - {rule: target.altered, unit: 某委, reason: 无, until: 2025-06}", "没有“某委”这个单位"),
        ("  - {rule: target.altered, project: S99, reason: 无, until: 2025-06}", "S99"),
    ],
)
def test_a_waiver_must_say_what_it_is(run: Minsheng, line: str, said: str) -> None:
    waive(run, line)
    done = run("collect", APRIL)
    assert (done.code, said in done.err) == (2, True), done.err


# ---------------------------------------------------------------- trying again


def test_the_answer_compares_with_the_last_try(run: Minsheng) -> None:
    returned(run, "表.xlsx", 20, investment="两三百万", progress="", contact="")
    collected(run)
    letter = next((run.month() / "退回").glob("*.eml"))
    assert "比上次" not in body(letter.read_bytes())
    returned(run, "表（改）.xlsx", 22, contact="")
    record = collected(run)
    line = next(u for u in record["units"] if u["unit"] == UNIT)
    assert (line["errors"], line["errors_before"]) == (1, 3)
    assert "有1处需要改正（比上次少了 2 处）" in body(letter.read_bytes())
    assert "1处需改正（比上次少了 2 处）" in words(letter.with_suffix(".xlsx"), FAULT_SHEET)


def body(letter: bytes) -> str:
    part = message_from_bytes(letter, policy=default).get_body()
    assert part is not None
    return str(part.get_content())


# ---------------------------------------------------------------- signed scans


def test_a_scan_in_the_same_mail_is_evidence_and_no_more_work(run: Minsheng) -> None:
    form = returned(run, "x.xlsx", 20)
    (run.month() / "回收/x.xlsx").unlink()
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "shili@example.invalid", "4月报表"
    mail.set_content("见附件。")
    mail.add_attachment(form.bytes(), maintype="application", subtype="octet-stream", filename="表.xlsx")
    mail.add_attachment(b"%PDF-1.4 ...", maintype="application", subtype="pdf", filename="签字.pdf")
    put(run, "回信.eml", mail.as_bytes(), 20)
    put(run, "另一件.pdf", b"%PDF-1.4 other", 20)
    put(run, f"{UNIT}盖章.jpg", b"\xff\xd8\xff\xe0 scan", 21)
    files = {f["name"].rpartition(" › ")[2]: f for f in collected(run)["files"]}
    assert {
        name: (f["outcome"], f["unit"], codes(f["findings"])) for name, f in files.items() if name != "表.xlsx"
    } == {
        "签字.pdf": ("manual", UNIT, {("file.scan-linked", "info")}),
        f"{UNIT}盖章.jpg": ("manual", UNIT, {("file.scan-linked", "info")}),
        "另一件.pdf": ("manual", None, {("file.unsupported", "error")}),
    }
    assert "表.xlsx”一同收到" in files["签字.pdf"]["findings"][0]["message"]
    said = run("collect", "2025-04").out
    listed = json.loads(run("status", "2025-04", "--files", "--json").out)["files"]
    number = next(f["number"] for f in listed if f["name"] == "另一件.pdf")
    assert f"另一件.pdf：minsheng enter 2025-04 单位 录入好的表格.xlsx --from {number} --reason" in " ".join(
        said.split()
    )
    assert "签字.pdf：" not in said  # nobody has to type what came as a table, too
