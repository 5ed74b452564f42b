"""What the documents show is what the program says. MINSHENG_WRITE_DOCS=1 writes the parts anew."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng_cli.findings import KINDS
from minsheng_cli.form_spec import COLUMNS
from minsheng_cli.words import SEVERITIES

if TYPE_CHECKING:
    from conftest import Minsheng

ROOT = Path(__file__).parents[1]
README, MANUAL = ROOT / "README.md", ROOT / "docs/操作手册.md"


def holds(document: Path, part: str, wanted: str) -> None:
    """Compare (or write) what stands between ``<!-- part -->`` and ``<!-- /part -->``."""
    text = document.read_text(encoding="utf-8")
    pattern = re.compile(rf"(?s)(<!-- {part} -->\n)(.*?)(<!-- /{part} -->)")
    (found,) = pattern.findall(text)
    if os.environ.get("MINSHENG_WRITE_DOCS"):
        document.write_text(pattern.sub(lambda m: m[1] + wanted + m[3], text), encoding="utf-8")
    else:
        assert found[1] == wanted


def test_the_manual_lists_every_rule() -> None:
    lines = [f"| `{code}` | {SEVERITIES[kind.severity]} | {kind.title} |" for code, kind in KINDS.items()]
    holds(MANUAL, "rules", "\n".join(["| 代码 | 轻重 | 说的是 |", "|---|---|---|", *lines, ""]))


def test_the_manual_lists_the_columns_of_the_form() -> None:
    kinds = {"text": "文字", "money": "金额（万元）"}
    lines = [
        f"| {c.header} | `{c.key}` | {'印出' if c.fill == 'office' else kinds[c.kind]} | {'、'.join(c.aliases)} |"
        for c in COLUMNS
    ]
    holds(MANUAL, "columns", "\n".join(["| 栏目 | 名称 | 内容 | 也认得的表头 |", "|---|---|---|---|", *lines, ""]))


def test_the_readme_shows_the_commands(minsheng: Minsheng) -> None:
    done = minsheng("--help")
    assert done.code == 0
    holds(README, "commands", f"```\n{done.out.strip()}\n```\n")


def test_the_readmes_month_is_what_the_commands_print(demo: Minsheng, tmp_path: Path) -> None:
    may, returns = demo.month("2025-05"), tmp_path / "回收"
    (may / "回收").rename(returns)
    shutil.rmtree(may)
    (block,) = re.findall(r"(?s)<!-- month -->\n```\n\$ (.*?)```\n<!-- /month -->", README.read_text(encoding="utf-8"))
    for shown in block.split("\n$ "):
        line, _, said = shown.partition("\n")
        words = shlex.split(line, comments=True)
        if words[1:2] == ["collect"]:
            shutil.rmtree(may / "回收", ignore_errors=True)
            shutil.copytree(returns, may / "回收")  # with the files' times
        done = demo(*words[1:])
        assert done.code in (0, 1), (line, done.err)
        printed = re.sub(r"\s", "", done.out)
        for piece in filter(None, re.sub(r"\s", "", said).split("…")):
            assert piece in printed, (line, piece)


def test_ci_runs_the_readmes_test_commands() -> None:
    commands = re.findall(r"```sh\n(.+)\n```", README.read_text(encoding="utf-8"))
    usual, exhaustive = (line for line in commands if "pytest" in line)
    assert "exhaustive" in exhaustive
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert lines.index(usual) < lines.index(exhaustive)


def test_the_readme_draws_the_house_as_it_stands() -> None:
    (tree,) = re.findall(r"(?s)<!-- tree -->\n(.*?)<!-- /tree -->", README.read_text(encoding="utf-8"))
    drawn = set(re.findall(r"(?m)^  (\w+)[/.]", tree))
    places = (ROOT / "src/minsheng_cli").iterdir()
    house = {p.name.removesuffix(".py") for p in places} - {"__pycache__", "__init__", "py.typed"}
    assert drawn == house


def test_no_place_of_this_machine_in_the_documents() -> None:
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("bench/*.md")):
        assert not re.search(r"/(work|home|root|tmp)/", document.read_text(encoding="utf-8")), document
