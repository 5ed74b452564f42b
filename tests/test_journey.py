"""April and May 2025 as the clerk lives them: seventeen units, messy folders, and every figure answered for."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from hand import Form, filled, honest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import Minsheng, Outcome

BEIJING = timezone(timedelta(hours=8))
UNITS = 17
ABSENT, LATE, FAULTY, TWICE, AGAIN, SCANNED = "区文化旅游委", "区林业局", "区残联", "区教委", "区水利局", "区民政局"
FELL = "区城管局"


def drop(run: Minsheng, month: str, name: str, data: bytes, when: tuple[int, int, int]) -> None:
    """Save what came by mail under the name it had, at (month, day, hour) by Beijing's clock."""
    path = run.month(month) / "回收" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    stamp = datetime(2025, *when, tzinfo=BEIJING).timestamp()
    os.utime(path, (stamp, stamp))


def blank(run: Minsheng, unit: str, month: str = "2025-04") -> bytes:
    return (run.month(month) / "下发" / f"附件2_{unit}_2025年{int(month[5:])}月.xlsx").read_bytes()


def units_of(run: Minsheng, month: str = "2025-04") -> list[str]:
    return sorted(p.stem.split("_")[1] for p in run.month(month).glob("下发/*.xlsx"))


def tree(folder: Path, *without: str) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        name: p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and (name := p.relative_to(folder).as_posix()).split("/")[0] not in without
    }


def mtimes(folder: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


def by(record: Mapping[str, Any], what: str, key: str) -> dict[str, Any]:
    return {item[key]: item for item in record[what]}


def states(record: Mapping[str, Any]) -> dict[str, tuple[str, bool | None]]:
    """(state, on time) of each unit."""
    return {u["unit"]: (u["state"], u["on_time"]) for u in record["units"]}


def codes(line: Mapping[str, Any]) -> set[str]:
    return {f["code"] for f in line["findings"]}


def assert_archived(run: Minsheng, month: str) -> None:
    """What came back is kept byte for byte, except the lock files of an office program."""
    archived = set(tree(run.month(month) / "存档" / "原件").values())
    received = tree(run.month(month) / "回收")
    assert {n for n, data in received.items() if data not in archived} == {n for n in received if "~$" in n}


def collect(run: Minsheng, month: str) -> Outcome:
    """Collect, and make sure that nothing that came back was touched."""
    inbox = run.month(month) / "回收"
    before, times = tree(inbox), mtimes(inbox)
    done = run("collect", month, "--json")
    assert tree(inbox) == before
    assert mtimes(inbox) == times
    assert_archived(run, month)
    return done


def projects(form: Form) -> list[str]:
    return [str(name) for name in form.rows]


def indicator(form: Form, name: str, header: str) -> Any:
    """Return a cell of 指标进度 by what is printed."""
    cells = [c for row in form.book["指标进度"].iter_rows() for c in row]
    col = next(c.column for c in cells if c.value == header)
    row = next(c.row for c in cells if c.value == name)
    return form.book["指标进度"].cell(row, col)


def words(path: Path, sheet: str) -> str:
    """Return everything a sheet says."""
    book = load_workbook(path)
    return "\n".join("\t".join(str(v) for v in row if v is not None) for row in book[sheet].values)


# ---------------------------------------------------------------- the story


def test_april_and_may(minsheng: Minsheng) -> None:
    set_up(minsheng)
    april_goes_out(minsheng)
    april_comes_back(minsheng)
    april_is_collected(minsheng)
    the_clerk_asks(minsheng)
    april_is_mended(minsheng)
    reports_can_be_made_again(minsheng, "2025-04")
    april = tree(minsheng.month("2025-04"))
    may_goes_out(minsheng)
    may_comes_back(minsheng)
    may_is_collected(minsheng)
    reports_can_be_made_again(minsheng, "2025-05")
    assert tree(minsheng.month("2025-04")) == april  # May changes nothing in April
    reports_can_be_made_again(minsheng, "2025-04")  # nor would it if April were made again


def set_up(run: Minsheng) -> None:
    assert run("init").code == 0
    contacts = run.root / "data" / "contacts.yaml"
    text = contacts.read_text(encoding="utf-8")
    start = text.index(f"\n{TWICE}:\n") + 1
    block = text[start : text.index("\n\n", start)]
    known = f"{TWICE}:\n  name: 示例甲\n  phone: 000-00000000\n  email: shili@example.invalid"
    contacts.write_text(text.replace(block, known), encoding="utf-8")
    assert run("catalogue", "check").code == 0


def april_goes_out(run: Minsheng) -> None:
    assert run("generate", "2025-04").code == 0
    assert len(units_of(run)) == UNITS
    mail = message_from_bytes(next(run.month().glob(f"下发/*{TWICE}*.eml")).read_bytes(), policy=default)
    assert mail["To"].addresses[0].addr_spec == "shili@example.invalid"
    (attached,) = mail.iter_attachments()
    assert attached.get_content() == blank(run, TWICE)
    status = run("status", "--json")
    assert set(states(status.json).values()) == {("missing", None)}
    assert status.code == 1


def april_comes_back(run: Minsheng) -> None:
    special: dict[str, Callable[[Form], object]] = {
        FAULTY: lambda f: f.write(projects(f)[0], progress=None).sign(head=None),
        TWICE: lambda f: setattr(indicator(f, "学校运动场改造", "本月累计"), "value", 3),
    }
    names = ("4月24日/{}报送/新建 Microsoft Excel 工作表.xlsx", "FW_转发_{} 附件2（最终版）(1).xlsx", "{}/附件2.xlsx")
    for i, unit in enumerate(u for u in units_of(run) if u != ABSENT):
        when = (4, 26, 9) if unit == LATE else (4, 20 + i % 4, 9)
        drop(run, "2025-04", names[i % 3].format(unit), filled(blank(run, unit), special.get(unit)), when)
    drop(run, "2025-04", "重复/教委 - 副本.xlsx", filled_in_inbox(run, TWICE), (4, 24, 8))
    later = filled(blank(run, AGAIN), lambda f: f.write(projects(f)[0], progress="（示例）补充：累计完成77处。"))
    drop(run, "2025-04", "水利局补报/附件2 改.xlsx", later, (4, 25, 23))
    drop(run, "2025-04", "水利局补报/~$附件2 改.xlsx", b"\x06clerk", (4, 25, 23))
    drop(run, "2025-04", f"{SCANNED}盖章扫描件.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", (4, 24, 9))


def in_inbox(run: Minsheng, unit: str, month: str = "2025-04") -> str:
    """Return the name under which a unit's first file lies in the inbox."""
    inbox = run.month(month) / "回收"
    path = next(p for p in sorted(inbox.rglob("*.xlsx")) if unit in str(p.relative_to(inbox)))
    return path.relative_to(inbox).as_posix()


def filled_in_inbox(run: Minsheng, unit: str, month: str = "2025-04") -> bytes:
    return (run.month(month) / "回收" / in_inbox(run, unit, month)).read_bytes()


def april_is_collected(run: Minsheng) -> None:
    done = collect(run, "2025-04")
    record = done.json
    assert done.code == 1
    assert states(record) == dict.fromkeys(units_of(run), ("accepted", True)) | {
        ABSENT: ("missing", None),
        LATE: ("accepted", False),
        FAULTY: ("returned", True),
    }
    files = by(record, "files", "name")
    twins = {in_inbox(run, TWICE), "重复/教委 - 副本.xlsx"}
    assert sorted(files[n]["outcome"] for n in twins) == ["accepted", "duplicate"]
    assert files[in_inbox(run, AGAIN)]["outcome"] == "superseded"
    assert files["水利局补报/附件2 改.xlsx"]["outcome"] == "accepted"
    assert files["水利局补报/~$附件2 改.xlsx"]["outcome"] == "ignored"
    assert files[f"{SCANNED}盖章扫描件.pdf"]["outcome"] == "manual"
    assert files[in_inbox(run, FAULTY)]["outcome"] == "returned"
    assert codes(files[in_inbox(run, FAULTY)]) == {"progress.empty", "head.missing"}
    assert len(files) == (UNITS - 1) + 4
    entries = {(e["project"], e["unit"]): e for e in record["entries"]}
    assert len(entries) == 27  # one row of the 28 is the absent unit's: only what came back has an entry
    assert {u for _, u in entries} == set(units_of(run)) - {ABSENT}
    assert "补充：累计完成77处" in next(e["progress"] for (_, u), e in entries.items() if u == AGAIN)
    assert set(tree(run.month() / "退回")) == {f"附件2_{FAULTY}_2025年4月_退回修改.{e}" for e in ("xlsx", "eml")}
    (report,) = (run.month() / "成果").glob("*.xlsx")
    assert record["outputs"]["consolidated"] == report.relative_to(run.root).as_posix()
    said = words(report, "汇总表")
    assert "未报" in said
    assert "待核" in said


def the_clerk_asks(run: Minsheng) -> None:
    status = run("status", "2025-04")
    assert status.code == 1
    assert f"应报 {UNITS} 个单位：已报 15，待核 1，未报 1；其中迟报 1。" in status.out + status.err
    explained = run("explain", "2025-04", "学生关爱行动", "--json")
    (entry,) = explained.json["entries"]
    assert explained.code == 0
    assert entry["investment"] == f"{honest('学生关爱行动')['investment']}"
    form = Form((run.month() / "回收" / entry["source"]["file"]).read_bytes())
    assert entry["source"]["cells"]["investment"] == form.address("学生关爱行动", "investment")
    assert "3" in {i["actual"] for i in entry["indicators"] if i["indicator"] == "学校运动场改造"}
    assert run("explain", "2025-04", "没有这个项目").code == 2


def april_is_mended(run: Minsheng) -> None:
    form = Form((run.month() / "退回" / f"附件2_{FAULTY}_2025年4月_退回修改.xlsx").read_bytes())
    first = projects(form)[0]
    form.write(first, progress=honest(first)["progress"]).sign()
    drop(run, "2025-04", f"{FAULTY}/附件2（改好了）.xlsx", form.bytes(), (4, 28, 10))
    done = collect(run, "2025-04")
    assert done.code == 1  # one unit is still missing, and a scan waits to be typed in
    assert states(done.json) == dict.fromkeys(units_of(run), ("accepted", True)) | {
        ABSENT: ("missing", None),
        LATE: ("accepted", False),
    }
    files = by(done.json, "files", "name")
    assert files[f"{FAULTY}/附件2（改好了）.xlsx"]["outcome"] == "accepted"
    assert codes(files[f"{FAULTY}/附件2（改好了）.xlsx"]) == set()
    assert tree(run.month() / "退回") == {}
    for entry in done.json["entries"]:
        if entry["unit"] == FAULTY:
            assert entry["progress"].startswith("（示例）")


def reports_can_be_made_again(run: Minsheng, month: str) -> None:
    """What was put out is thrown away and made again from the archive: the same bytes."""
    before, record = tree(run.month(month)), run("status", month, "--json").json
    for folder in ("成果", "退回"):
        shutil.rmtree(run.month(month) / folder)
    assert run("report", month).code == 1
    assert tree(run.month(month)) == before
    assert run("status", month, "--json").json == record


def may_goes_out(run: Minsheng) -> None:
    assert run("generate", "2025-05").code == 0
    assert len(units_of(run, "2025-05")) == UNITS
    form = Form(blank(run, TWICE, "2025-05"))
    for project in projects(form):
        address = form.address(project, "contact").split("!")[1]
        assert form.sheet[address].value == honest(project)["contact"]
        empty = (form.address(project, f).split("!")[1] for f in ("progress", "investment", "problems", "next_steps"))
        assert {form.sheet[a].value for a in empty} == {None}
    assert float(indicator(form, "学校运动场改造", "上月累计").value) == 3
    path = next(run.month("2025-05").glob(f"下发/*{TWICE}*.xlsx"))
    last = words(path, "填报说明")
    assert honest("学生关爱行动")["progress"] in last
    assert str(honest("学生关爱行动")["investment"]) in last
    absent = Form(blank(run, ABSENT, "2025-05"))
    assert {absent.sheet[absent.address(p, "contact").split("!")[1]].value for p in projects(absent)} == {None}


def may_comes_back(run: Minsheng) -> None:
    for i, unit in enumerate(units_of(run, "2025-05")):
        if unit == AGAIN:  # the wrong attachment: April's
            drop(run, "2025-05", f"{unit} 附件2.xlsx", filled_in_inbox(run, unit), (5, 23, 9))
            continue
        fall = (lambda f: f.write(projects(f)[0], investment=1)) if unit == FELL else None
        data = filled(blank(run, unit, "2025-05"), fall)
        drop(run, "2025-05", f"5月/第{i % 2 + 1}批/{unit} 实事月报.xlsx", data, (5, 20 + i % 5, 15))


def may_is_collected(run: Minsheng) -> None:
    done = collect(run, "2025-05")
    assert done.code == 1
    record = done.json
    assert states(record) == dict.fromkeys(units_of(run), ("accepted", True)) | {
        AGAIN: ("rejected", states(record)[AGAIN][1]),
        FELL: ("returned", True),
    }
    assert states(record)[AGAIN][1] is not True
    files = by(record, "files", "name")
    wrong = files[f"{AGAIN} 附件2.xlsx"]
    assert wrong["outcome"] == "rejected"
    assert wrong["month"] == "2025-04"
    assert codes(wrong) == {"file.month-wrong", "file.sent-before"}
    (fell,) = (line for line in files.values() if line["unit"] == FELL)
    assert fell["outcome"] == "returned"
    (finding,) = fell["findings"]
    form = Form((run.month("2025-05") / "回收" / fell["name"]).read_bytes())
    project = projects(form)[0]
    assert finding["code"] == "investment.fell"
    assert finding["where"] == form.address(project, "investment")
    assert str(honest(project)["investment"]) in finding["message"]
    others = [line for line in files.values() if line["unit"] not in (AGAIN, FELL)]
    # They say word for word what April's said; who did not report in April repeats nothing.
    said = {line["unit"]: codes(line) for line in others}
    assert said == {unit: set() if unit == ABSENT else {"file.as-before"} for unit in said}
    assert set(tree(run.month("2025-05") / "退回")) == {
        *(f"附件2_{FELL}_2025年5月_退回修改.{e}" for e in ("xlsx", "eml")),
        "没有退回件的单位.txt",  # for the unit whose file was of another month
    }
    assert {e["unit"] for e in record["entries"]} == set(units_of(run)) - {AGAIN}
