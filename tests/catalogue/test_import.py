"""``catalogue import``: a notice in Word becomes the sketch of a catalogue, character by character, nothing made up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest
import yaml
from test_catalogue import HEADINGS, ROWS

import word
from minsheng_cli.workspace import CATALOGUE_FILE, packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docx.document import Document
    from docx.table import Table

    from conftest import Minsheng
    from office import Office

SHIPPED = yaml.load((packaged() / CATALOGUE_FILE).read_bytes(), yaml.CSafeLoader)
HEADERS = ("序号", "项目名称", "牵头单位", "责任单位", "区级支撑项目及绩效目标", "完成时限", "备注")
DRAFT = "data/项目清单草稿.yaml"


def typed(change: Callable[[Document, Table], object] | None = None) -> Document:
    """Return the notice as its author typed it: the letter, Attachment 1, the empty Attachment 2."""
    text = (Path(__file__).parents[1] / "notice-2025-9.txt").read_text(encoding="utf-8")
    document = docx.Document()
    for line in text[: text.index("\n\t序号")].splitlines():
        document.add_paragraph(line)
    table: Any = row_of(document, HEADERS)
    for heading in HEADINGS:
        merged = table.add_row().cells
        merged[0].merge(merged[-1]).text = heading
        for section, cells in ROWS:
            if section == heading:
                write(table, cells)
    document.add_paragraph("附件2")
    row_of(document, ("序号", "项目名称", "牵头单位", "目标任务", "工作进展", "完成投资", "存在的问题"))
    document.add_paragraph("单位主要负责人：            填表人：")
    if change is not None:
        change(document, table)
    return document


def row_of(document: Document, headers: Sequence[str]) -> Any:
    table = document.add_table(rows=1, cols=len(headers))
    for cell, header in zip(table.rows[0].cells, headers, strict=True):
        cell.text = header
    return table


def write(table: Any, cells: Sequence[str]) -> None:
    for cell, text in zip(table.add_row().cells, cells, strict=True):
        first, *more = text.split("\n")
        cell.text = first
        for line in more:
            cell.add_paragraph(line)


@pytest.mark.parametrize("by", ["python-docx", pytest.param("LibreOffice", marks=pytest.mark.office)])
def test_all_25_projects_are_the_shipped_catalogues(
    minsheng: Minsheng, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, by: str
) -> None:
    data = word.saved(typed())
    if by == "LibreOffice":
        folder = tmp_path_factory.mktemp("office")
        (folder / "in.docx").write_bytes(data)
        office: Office = request.getfixturevalue("office")
        data = office.convert(folder / "in.docx", folder / "out.docx", "MS Word 2007 XML").read_bytes()
    (minsheng.root / "通知.docx").write_bytes(data)
    done = minsheng("catalogue", "import", "通知.docx", "--json")
    assert done.code == 1, done.err
    assert done.json["left"] == []
    sketch = yaml.safe_load((minsheng.root / DRAFT).read_text(encoding="utf-8"))
    fields = ("number", "name", "lead_units", "responsible", "target", "deadline", "remark")
    for made, shipped in zip(sketch["projects"], SHIPPED["projects"], strict=True):
        assert {f: made[f] for f in fields} == {f: shipped[f] for f in fields}
    assert [s["title"] for s in sketch["sections"]] == [s["title"] for s in SHIPPED["sections"]]
    assert [u["name"] for u in sketch["units"]] == [u["name"] for u in SHIPPED["units"]]
    for made, shipped in zip(sketch["projects"], SHIPPED["projects"], strict=True):
        order = [s["id"] for s in sketch["sections"]], [s["id"] for s in SHIPPED["sections"]]
        assert order[0].index(made["section"]) == order[1].index(shipped["section"])
    # Of the letter: what it says, as it says it; what it does not say is proposed, or open.
    for name in ("year", "district", "office", "document", "form"):
        assert sketch[name] == SHIPPED[name]
    assert sketch["due"] == {"day": 25, "inclusive": True}
    assert sketch["months"] == {"first": "2025-03", "last": "2025-12"}
    assert done.json["faults"] == []
    for made, shipped in zip(sketch["units"], SHIPPED["units"], strict=True):
        assert made == shipped  # full names and spellings come from the list that lay there
    assert {c["heading"]: c["taken_for"] for c in done.json["columns"]}["区级支撑项目及绩效目标"] == "target"


def test_filled_in_by_hand_it_is_a_catalogue(minsheng: Minsheng) -> None:
    (minsheng.root / "通知.docx").write_bytes(word.saved(typed()))
    minsheng("catalogue", "import", "通知.docx")
    path = minsheng.root / DRAFT
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(name: (区\S+|团区委)\n    full_name):  # .*", r"\1: 重庆市渝北区\2示例", text)
    path.write_text(text, encoding="utf-8")
    done = minsheng("catalogue", "check", DRAFT)
    assert done.code == 0, done.out  # with every proposal as it stands
    assert "项指标是程序从目标任务中读出的建议" in done.out
    path.rename(minsheng.root / "data/projects.yaml")
    assert minsheng("generate", "2025-04").code == 0


def test_no_file_is_ever_replaced(minsheng: Minsheng) -> None:
    (minsheng.root / "通知.docx").write_bytes(word.saved(typed()))
    plan = minsheng("catalogue", "import", "通知.docx", "--dry-run", "--json")
    assert not (minsheng.root / DRAFT).exists()
    assert plan.json["file"] == DRAFT
    for number in ("", "2", "3"):
        for _ in range(2):  # the same once more is no second one
            done = minsheng("catalogue", "import", "通知.docx", "--json")
            assert done.json["file"] == f"data/项目清单草稿{number}.yaml"
        path = minsheng.root / done.json["file"]
        path.write_bytes(path.read_bytes() + "# 人工修改\n".encode())


def test_what_is_not_read_is_said(minsheng: Minsheng) -> None:
    def change(document: Document, table: Table) -> None:
        rows = table.rows
        rows[3].cells[1].text = ""  # a project without name
        rows[5].cells[6].merge(rows[6].cells[6])  # one remark for two projects
        rows[4].cells[2].paragraphs[0].runs[0].font.strike = True
        second = document.add_table(rows=1, cols=7)
        second.rows[0].cells[1].text = "接上页的项目"

    (minsheng.root / "通知.docx").write_bytes(word.saved(typed(change)))
    done = minsheng("catalogue", "import", "通知.docx", "--json")
    left = "\n".join(done.json["left"])
    assert "表1第4行没有项目名称，未读入：“2" in left
    assert "表1第7行的“备注”与表1第6行是合并单元格" in left
    assert "删除线" in left
    assert "表3没有" in left
    assert "表2" not in left  # the empty Attachment 2 is no loss
    text = (minsheng.root / DRAFT).read_text(encoding="utf-8")
    assert "# 未读入：表1第4行" in text
    assert "（共13项）”之下读入 12 项，与标题不符" in left


HOSTILE = (
    "' # x",
    "a: b",
    "- a",
    "“引号”\"'",
    "{{ 7*7 }}",
    "  前后  空格\n\n 缩进\n\t制表",
    "null",
    "3",
    "&a *b !c",
    "%",
    "好\x85坏\u2028行",
)


def test_hostile_text_is_only_text(minsheng: Minsheng) -> None:
    def change(_: Document, table: Table) -> None:
        for row, text in zip(table.rows[2:], HOSTILE, strict=False):
            for cell in (row.cells[3], row.cells[4]):
                for paragraph in cell.paragraphs[1:]:
                    paragraph._element.getparent().remove(paragraph._element)  # noqa: SLF001 - no other way
                cell.text = text

    (minsheng.root / "通知.docx").write_bytes(word.saved(typed(change)))
    done = minsheng("catalogue", "import", "通知.docx", "--json")
    told = done.json["sections"][0]["projects"]
    sketch = yaml.safe_load((minsheng.root / DRAFT).read_text(encoding="utf-8"))
    for text, row, made in zip(HOSTILE, told, sketch["projects"], strict=False):
        assert made["target"] == made["responsible"] == row["target"]
        assert row["target"].split() == text.split()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04broken", "文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "不能导入"),
        (b"%PDF-1.4", "PDF"),
        (word.saved(docx.Document()), "没有找到项目清单"),
    ],
)
def test_what_is_no_notice_gets_one_sentence(minsheng: Minsheng, data: bytes, said: str) -> None:
    (minsheng.root / "x.docx").write_bytes(data)
    done = minsheng("catalogue", "import", "x.docx")
    assert done.code == 2
    assert said in done.err
    assert done.err.strip().count("\n") == 0
    assert minsheng.written == [minsheng.root / "x.docx"]
