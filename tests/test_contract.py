"""What the command line promises to other programs, promise by promise, on the demo's two months.

Here is what no other module holds: that every command that writes can be tried without writing, that each form of each
command gives one document, which keys and code words these hold, and which folder belongs to whom.
"""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
import typer
from openpyxl import load_workbook

import notices
from conftest import Minsheng, few_or_all
from hand import filled
from minsheng_cli.cli import app, pages
from minsheng_cli.cli.commands.setup import catalogue_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


APRIL, MAY = "2025-04", "2025-05"
READS_ONLY = {
    "status", "explain", "compare", "lagging", "verify", "doctor", "catalogue check", "catalogue show",
}  # fmt: skip
OUTCOMES = {"accepted", "returned", "rejected", "duplicate", "superseded", "manual", "discarded", "ignored"}
STATES = {"accepted", "returned", "rejected", "manual", "missing"}
FIELDS = {
    "number", "name", "lead_unit", "target", "progress", "investment", "problems", "next_steps", "contact", "head",
    "preparer", "indicator", None,
}  # fmt: skip


def everything(root: Path) -> dict[Path, tuple[bytes, int] | None]:
    """Return all that lies in a folder: files with their bytes and times, folders with None."""
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) if p.is_file() else None for p in root.rglob("*")}


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command as it is typed, with what Typer made of it."""
    for name in pages.COMMANDS:
        if name != "catalogue":
            yield name, app.LazyGroup().get_command(None, name)
    for name, command in typer.main.get_group(catalogue_app).commands.items():
        yield f"catalogue {name}", command


@pytest.fixture(scope="module")
def _lived(_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo in which everything has been done that can be taken back, or done once more."""
    root = tmp_path_factory.mktemp("lived") / "演示"
    shutil.copytree(_demo, root)
    run = Minsheng(root)
    for words in (
        ("seal", APRIL),
        ("remind", MAY),
        ("supervise", MAY, "--issue"),
        ("supervise", "--close", "督2025-01", "--basis", "现场核实"),
        ("supervise", "--withdraw", "督2025-02", "--reason", "数据有误"),
        ("correct", MAY, "S07", "完成投资", "1500", "--reason", "电话核实"),
        ("discard", MAY, "7", "--reason", "报错了版本"),
        ("problems", MAY, "--split", "S05-2504-1"),
        ("problems", MAY, "--close", "S02-2504-1", "--basis", "现场核实"),
        ("plan",),
        ("catalogue", "export", "清单.xlsx"),
    ):
        assert run(*words).code in (0, 1), words
    book = load_workbook(root / "清单.xlsx")
    cell = next(c for row in book["项目"].iter_rows() for c in row if c.value == "2025.12")
    cell.value = "2025.11"
    book.save(root / "清单.xlsx")
    plan = next(root.glob("计划/*.xlsx"))
    book = load_workbook(plan)
    row = next(r[0].row for r in book.worksheets[0].iter_rows(min_row=4) if r[0].value == "S10-1")
    for header in book.worksheets[0][3]:
        if header.value == "7月":
            book.worksheets[0].cell(row, header.column).value = 30
    book.save(root / "报来的计划.xlsx")
    (root / "通知.docx").write_bytes(notices.as_docx(notices.SECTION_ROWS))
    (root / "录入.xlsx").write_bytes(filled((root / MAY / "下发/附件2_区林业局_2025年5月.xlsx").read_bytes()))
    text = (root / "data/projects.yaml").read_text(encoding="utf-8")
    (root / "data/明年.yaml").write_text(text.replace("2025", "2026"), encoding="utf-8")
    # As an import leaves it: an indicator that nobody has looked at.
    (root / "data/项目清单草稿.yaml").write_text(re.sub(r"(- \{id: S01-1, .*)", r"\1  # 建议", text), encoding="utf-8")
    return root


@pytest.fixture
def lived(_lived: Path, tmp_path: Path) -> Minsheng:
    """The command in a copy of that demo."""
    shutil.copytree(_lived, tmp_path / "演示")
    return Minsheng(tmp_path / "演示")


def forms() -> tuple[tuple[str, ...], ...]:
    """Return every form of every command that writes, nearly all so that they would change something."""
    return (
        ("init",), ("init", "另一处"), ("demo", "再演示"),
        ("generate", "2025-06"), ("generate", "2025-06", "--unit", "区教委"),
        ("collect", MAY), ("collect", MAY, f"{MAY}/回收"), ("collect", APRIL, "--reopen", "区教委补报"),
        ("report", MAY),
        ("remind", MAY),
        ("send", MAY), ("send", MAY, "--replies"), ("send", MAY, "--reminders"), ("send", MAY, "--outputs"),
        ("supervise", MAY, "--issue"), ("supervise", "--close", "督2025-03", "--basis", "现场核实"),
        ("supervise", "--reopen", "督2025-01"), ("supervise", "--withdraw", "督2025-04", "--reason", "数据有误"),
        ("correct", MAY, "S05", "完成投资", "1500", "--reason", "电话核实", "--yes"),
        ("correct", MAY, "S07", "完成投资", "--withdraw", "--reason", "再次核实"),
        ("enter", MAY, "区林业局", "录入.xlsx", "--from", "电话", "--reason", "电话报数"),
        ("discard", MAY, "1", "--reason", "报错了版本"), ("discard", MAY, "7", "--restore", "--reason", "核实无误"),
        ("received", MAY, "1", "2025-05-24T17:30", "--reason", "当日送达"),
        ("problems", MAY, "--close", "S01-2504-1", "--basis", "现场核实"),
        ("problems", MAY, "--reopen", "S02-2504-1", "--basis", "没有办结"),
        ("problems", MAY, "--join", "S05-2504-1,S05-2505-1"), ("problems", MAY, "--split", "P04-2504-1"),
        ("problems", MAY, "--note", "S01-2504-1", "--measure", "区级协调", "--due", "2025-06-30"),
        ("seal", MAY), ("seal", APRIL, "--reopen", "区教委补报"),
        ("plan",), ("plan", "报来的计划.xlsx"), ("assess", "2025"),
        ("catalogue", "export", "另一份.xlsx"), ("catalogue", "import", "清单.xlsx"),
        ("catalogue", "import", "通知.docx"), ("catalogue", "next", "data/明年.yaml"),
        ("catalogue", "confirm", "--draft", "--yes"),
    )  # fmt: skip


def bring(run: Minsheng, words: tuple[str, ...]) -> None:
    """Have something new in the inbox for ``collect``, and nothing for the others: ``seal`` would refuse."""
    late = run.month(MAY) / "回收/区教委补报.xlsx"
    if words[0] == "collect":
        late.write_bytes(filled((run.month(MAY) / "下发/附件2_区教委_2025年5月.xlsx").read_bytes()))
    else:
        late.unlink(missing_ok=True)


@few_or_all("every", 3, 1)
def test_every_form_of_every_writing_command_can_be_tried_without_writing(lived: Minsheng, every: int) -> None:
    for words in forms()[::every]:
        bring(lived, words)
        before = everything(lived.root)
        done = lived(*words, "--dry-run", "--json")
        assert done.code in (0, 1), (words, done.err)
        assert isinstance(done.json, dict), words
        assert everything(lived.root) == before, words
    named = {" ".join(words[: 1 + (words[0] == "catalogue")]) for words in forms()}
    assert named | {"fetch"} == {name for name, _ in commands()} - READS_ONLY  # fetch: test_fetch


def test_every_command_gives_documents_and_every_writing_one_can_be_tried() -> None:
    for name, command in commands():
        options = {option for parameter in command.params for option in parameter.opts}
        assert "--json" in options, name
        assert ("--dry-run" in options) == (name not in READS_ONLY), name


# ---------------------------------------------------------------- one document


def test_every_form_of_every_reading_command_gives_one_document(lived: Minsheng) -> None:
    before = everything(lived.root)
    for words in (
        (), ("status", MAY), ("status", MAY, "--files"), ("status", APRIL, "--as-of", "2025-04-25"),
        ("explain", MAY, "S07"), ("compare", MAY), ("compare", MAY, APRIL), ("problems", MAY),
        ("problems", MAY, "--all"), ("lagging", MAY), ("supervise", MAY), ("supervise", MAY, "--all"), ("verify",),
        ("doctor",),
        ("catalogue", "show"), ("catalogue", "check"),
    ):  # fmt: skip
        done = lived(*words, "--json")
        assert done.code in (0, 1), (words, done.err)
        assert isinstance(done.json, dict), words
        assert "error" not in done.json, words
        assert "\\u" not in done.out, words
        assert done.err.strip(), words
    wrong = lived("verify", APRIL, "--against", "0000 0000 0000 0000 0000 0000", "--json")
    assert (wrong.code, "error" in wrong.json) == (3, False)  # it has done its work
    assert everything(lived.root) == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("explain", MAY, "没有这个项目"), 2), (("status", "2025-06"), 2), (("generate", "2026-05"), 2),
        (("collect", MAY, "没有这个文件.xlsx"), 2), (("correct", MAY, "S05", "完成投资", "-5", "--reason", "核实"), 2),
        (("discard", MAY, "99", "--reason", "报错了"), 2), (("supervise", "--close", "督2025-99", "--basis", "x"), 2),
        (("plan", "没有这个文件.xlsx"), 2), (("catalogue", "import", "没有这个文件.docx"), 2), (("demo", "."), 2),
        (("send", MAY, "--replies", "--reminders"), 2), (("fetch", MAY), 2), (("nonsense",), 2), (("seal",), 2),
        (("collect", APRIL), 3), (("correct", APRIL, "S05", "完成投资", "5", "--reason", "核实"), 3),
        (("supervise", APRIL, "--issue"), 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_a_refused_command_gives_the_reason_and_a_remedy_and_writes_nothing(
    lived: Minsheng, words: tuple[str, ...], code: int
) -> None:
    """2: usage or set-up; 3: the archive (April is sealed) or mail."""
    before = everything(lived.root)
    done = lived(*words, "--json")
    assert done.code == code, done.err
    assert set(done.json) == {"error"}
    error = done.json["error"]
    assert set(error) == {"code", "message", "remedy"}
    assert all(error.values())
    assert error["message"] in done.err
    assert everything(lived.root) == before


# ---------------------------------------------------------------- what collect says


@pytest.mark.parametrize("month", [APRIL, MAY])
def test_the_document_of_collect_holds_the_promised_keys_and_words(demo: Minsheng, month: str) -> None:
    inbox = everything(demo.month(month) / "回收")
    record = demo("collect", month, "--json").json
    assert everything(demo.month(month) / "回收") == inbox  # never changed, never deleted
    assert {"month", "files", "entries", "units", "outputs"} <= set(record)
    for file in record["files"]:
        assert {"name", "sha256", "unit", "month", "outcome", "findings"} <= set(file)
        assert file["outcome"] in OUTCOMES
        assert (demo.month(month) / "回收" / file["name"].split(" › ")[0]).exists()
        for finding in file["findings"]:
            assert {"code", "severity", "where", "project", "field", "message"} <= set(finding)
            assert finding["severity"] in {"error", "warning", "info"}
            assert finding["field"] in FIELDS
        if file["outcome"] in {"accepted", "returned", "rejected", "manual"}:
            errors = any(finding["severity"] == "error" for finding in file["findings"])
            assert errors == (file["outcome"] != "accepted"), file["name"]
    current = {unit["unit"]: unit for unit in record["units"]}
    assert len(current) == 17
    for unit in record["units"]:
        assert {"unit", "state", "received_at", "on_time"} <= set(unit)
        assert unit["state"] in STATES
    assert {e["unit"] for e in record["entries"]} == {
        name for name, unit in current.items() if unit["state"] in {"accepted", "returned"}
    }
    assert len({(e["project"], e["unit"]) for e in record["entries"]}) == len(record["entries"])
    for entry in record["entries"]:
        # A row without a fault in a return that has some; a row that the return leaves out.
        assert entry["state"] in {"accepted", "missing", current[entry["unit"]]["state"]}
        assert entry["extra"] == {}  # this list has no columns of its own
        assert entry["investment"] is None or re.fullmatch(r"-?\d+(\.\d+)?", entry["investment"])
        for key in ("progress", "problems", "next_steps", "contact"):
            assert entry[key] is None or (entry[key] == entry[key].strip() and "\r" not in entry[key])
        for indicator in entry["indicators"]:
            assert {"indicator", "unit", "target", "actual"} <= set(indicator)
        if entry["state"] == "missing":
            continue
        assert {"file", "sha256", "cells"} <= set(entry["source"])
        assert entry["source"]["cells"]["progress"].startswith(("附件2!", "表"))
    for path in record["outputs"].values():
        assert (demo.root / path).is_file(), path


def test_each_folder_of_a_month_holds_what_is_promised(demo: Minsheng) -> None:
    month = demo.month(MAY)
    record = demo("collect", MAY, "--json").json
    assert {p.name for p in month.iterdir()} == {"下发", "回收", "退回", "成果", "存档"}
    assert len(list(month.glob("下发/*.xlsx"))) == len(list(month.glob("下发/*.eml"))) == 17
    marked = [unit["unit"] for unit in record["units"] if unit["state"] == "returned"]
    assert marked
    assert {p.name for p in month.glob("退回/*.xlsx")} == {f"附件2_{u}_2025年5月_退回修改.xlsx" for u in marked}
    received = [p.read_bytes() for p in month.rglob("回收/**/*") if p.is_file()]
    kept = {p.stem: p.read_bytes() for p in (month / "存档/原件").iterdir()}
    assert {sha256(data).hexdigest(): data for data in received} == kept
    assert {"台账.json", "清单.json", "记录.json", "履历.json", "目录.html"} <= {p.name for p in month.glob("存档/*")}
    assert {f["sha256"] for f in record["files"]} == set(kept)


def test_a_month_left_out_is_the_newest_that_is_open_and_is_named(lived: Minsheng) -> None:
    for words in (("status",), ("collect",), ("report",), ("remind",), ("compare",), ("problems",), ("lagging",)):
        assert f"按最近下发的 {MAY} 处理" in lived(*words).out, words
