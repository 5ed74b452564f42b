"""Indicators that the import proposes: shown as proposals everywhere, judged by nowhere, until confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

import notices
from hand import Form
from minsheng_cli.catalogue import load
from minsheng_cli.model import Month
from minsheng_cli.workspace import CATALOGUE_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Minsheng

FILLED = {
    "收表单位": "区发展改革委", "文号": "示例〔2026〕1号", "office:": "区发展改革委", "number:": "示例〔2026〕1号",
    "title:": "关于做好民生实事的通知", "issuer:": "示例区人民政府办公室", "date:": "2026-01-05", "day:": "25",
    "full_name:": "示例单位全称", "first:": '"2026-01"', "last:": '"2026-12"', "district:": "示例区",
}  # fmt: skip


@pytest.fixture
def unreviewed(outside: Minsheng) -> Minsheng:
    """A workspace whose list is a draft filled in by hand, its proposals looked at by nobody."""
    assert outside("init").code == 0
    (outside.root / "通知.docx").write_bytes(notices.as_docx(notices.SECTION_ROWS))
    assert outside("catalogue", "import", "通知.docx").code == 1
    draft = outside.root / "data/项目清单草稿.yaml"
    lines = []
    for number, line in enumerate(draft.read_text(encoding="utf-8").split("\n")):
        key = line.strip().removeprefix("- ").split(" ")[0]
        if "# 请填写" in line:
            value = FILLED[key] + (str(number) if key == "full_name:" else "")
            line = f"{line.partition('#')[0].rstrip()} {value}"  # noqa: PLW2901
        lines.append(line)
    (outside.root / CATALOGUE_FILE).write_text("\n".join(lines), encoding="utf-8")
    draft.unlink()
    return outside


def played(minsheng: Minsheng, month: str) -> None:
    assert minsheng("generate", month).code == 0
    for blank in (minsheng.root / month / "下发").glob("*.xlsx"):
        form = Form(blank.read_bytes()).fill()
        for project in form.rows:
            for name in ("新增就业", "引进"):
                if any(str(c.value) == name for row in form.book["指标进度"].iter_rows() for c in row):
                    form.count(project, name, 3)
        (minsheng.root / month / "回收").mkdir(exist_ok=True)
        (minsheng.root / month / "回收" / blank.name).write_bytes(form.bytes())
    assert minsheng("collect", month).code in (0, 1)


def texts(folder: Path) -> str:
    return "".join(p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.html")))


def test_nothing_is_judged_by_a_proposal(unreviewed: Minsheng) -> None:
    minsheng = unreviewed
    checked = minsheng("catalogue", "check", "--json")
    assert checked.code == 0, checked.out
    assert "核对之前不判断进度" in "".join(checked.json["notes"])
    generated = minsheng("generate", "2026-11", "--json")
    assert generated.json["proposed"] == 4
    played(minsheng, "2026-11")
    book = Form(next((minsheng.root / "2026-11/下发").glob("*区人力社保局*.xlsx")).read_bytes()).book
    formats = [c.number_format for row in book["指标进度"].iter_rows() for c in row if c.value == 5]
    assert formats == ['0"（以上，待核对）"']
    lagging = minsheng("lagging", "2026-11", "--json")
    assert lagging.json["lagging"] == []
    assert {item["standing"] for item in lagging.json["unclear"]} == {"unclear"}
    assert "核对之前不作判断" in lagging.out
    assert "待核对" in minsheng("catalogue", "show").out


def test_confirmed_by_one_command_it_is_judged(unreviewed: Minsheng) -> None:
    minsheng = unreviewed
    before = (minsheng.root / CATALOGUE_FILE).read_bytes()
    assert minsheng("catalogue", "confirm", "X9").code == 2
    assert minsheng("catalogue", "confirm").code == 2  # nobody is there to say so
    assert minsheng("catalogue", "confirm", "--yes", "--dry-run").code == 0
    assert (minsheng.root / CATALOGUE_FILE).read_bytes() == before
    one = minsheng("catalogue", "confirm", "A01-1", "--yes", "--json")
    assert one.json == {"file": CATALOGUE_FILE, "confirmed": ["A01-1"], "written": True, "dry_run": False}
    data = (minsheng.root / CATALOGUE_FILE).read_bytes()
    assert yaml.safe_load(data) == yaml.safe_load(before)
    projects = load(CATALOGUE_FILE, data).at(Month(2026, 11)).projects
    assert [i.proposed for p in projects for i in p.indicators] == [False, True, True, True]
    assert before in [p.read_bytes() for p in (minsheng.root / "data/导入前").iterdir()]
    assert minsheng("catalogue", "confirm", "--yes").code == 0
    played(minsheng, "2026-11")
    lagging = minsheng("lagging", "2026-11", "--json")
    assert {item["project"] for item in lagging.json["lagging"]} == {"A01", "B01"}
    assert minsheng("catalogue", "confirm", "--yes", "--json").json["confirmed"] == []


def test_a_decided_target_is_no_proposal() -> None:
    text = (
        "year: 2026\ndistrict: 示例区\noffice: 区发展改革委\n"
        'document: {number: 示例〔2026〕1号, title: 通知, issuer: 示例区政府, date: "2026-01-05"}\n'
        "form: {label: 附件2, title: 情况表, summary_title: 汇总表}\n"
        'months: {first: "2026-01", last: "2026-12"}\ndue: {day: 25}\nsections: []\n'
        "units: [{name: 区教委, full_name: 示例区教育委员会}]\n"
        'projects:\n  - id: P01\n    number: "1"\n    name: 甲\n    lead_units: [区教委]\n    responsible: —\n'
        '    target: 新建5所\n    deadline: "2026.12"\n    remark: ""\n    indicators:\n'
        "      - {id: P01-1, kind: quantified, name: 新建, target: 5, unit: 所}  # 建议\n"
        "overlaps: []\namendments:\n"
        '  - {since: "2026-05", source: 示例〔2026〕9号, indicators: [{id: P01-1, target: 6}]}\n'
    )
    book = load("list", text.encode())
    assert [book.at(Month(2026, m)).projects[0].indicators[0].proposed for m in (4, 5)] == [True, False]
