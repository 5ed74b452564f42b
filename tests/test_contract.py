"""What the command line promises to other programs, promise by promise, on the demo's two months.

Here is what no other module holds: that every command that writes can be tried without writing, that each form of each
command gives one document, which keys and code words these hold, and which folder belongs to whom.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import typer
from openpyxl import load_workbook

import notices
from conftest import Minsheng
from hand import filled
from minsheng_cli.cli import app
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
    for name in app.COMMANDS:
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
    for cell in book.worksheets[0][3]:
        if cell.value == "7月":
            book.worksheets[0].cell(row, cell.column).value = 30
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
    """Return every form of every command that writes, each so that it would change something."""
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


def test_every_form_of_every_writing_command_can_be_tried_without_writing(lived: Minsheng) -> None:
    for words in forms():
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


@pytest.mark.exhaustive
def test_every_form_tried_without_writing_would_have_written(lived: Minsheng, tmp_path: Path) -> None:
    for words in forms():
        run = Minsheng(tmp_path / "一次")
        shutil.copytree(lived.root, run.root)
        bring(run, words)
        before = everything(run.root)
        done = run(*words, *(("--yes",) if words[:2] == ("catalogue", "import") and "清单.xlsx" in words else ()))
        # what is sent needs a server: tests/test_send.py
        assert (everything(run.root) != before) == (words[0] != "send"), (words, done.err)
        shutil.rmtree(run.root)


# ---------------------------------------------------------------- one document


def test_every_form_of_every_reading_command_gives_one_document(lived: Minsheng) -> None:
    before, refused = everything(lived.root), {"没有这个项目", "2025-06", "data/联系人.yaml"}
    for words, code in (
        ((), 1), (("status", MAY), 1), (("status", MAY, "--files"), 1), (("status", APRIL, "--as-of", "2025-04-25"), 1),
        (("explain", MAY, "S07"), 0), (("compare", MAY), 1), (("problems", MAY), 0), (("problems", MAY, "--all"), 0),
        (("lagging", MAY), 1), (("supervise", MAY), 0), (("supervise", MAY, "--all"), 0), (("verify",), 0),
        (("verify", APRIL, "--against", "0000 0000 0000 0000 0000 0000"), 3), (("doctor",), 0),
        (("catalogue", "show"), 0), (("catalogue", "check"), 0),
        (("catalogue", "check", "data/联系人.yaml"), 2), (("explain", MAY, "没有这个项目"), 2),
        (("status", "2025-06"), 2),
    ):  # fmt: skip
        done = lived(*words, "--json")
        assert isinstance(done.json, dict), words
        assert "\\u" not in done.out, words
        assert done.err.strip(), words
        assert done.code == code, (words, done.code, done.err)
        error = done.json.get("error")
        assert (error is not None) == bool(refused & {*words}), words
        assert error is None or (set(error) == {"code", "message", "remedy"} and all(error.values())), words
    assert everything(lived.root) == before
