"""The catalogue as a workbook: nothing changes there and back, what was changed is shown, faults have cells."""

from __future__ import annotations

import random
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import yaml

from conftest import few_or_all
from minsheng_cli.catalogue import shape
from minsheng_cli.catalogue.excel.export import ListContents, workbook
from minsheng_cli.catalogue.excel.fields import (
    AMENDMENT_KEYS,
    BASICS,
    COLUMNS,
    CONTACTS,
    INDICATORS,
    OVERLAPS,
    PROJECTS,
    SECTIONS,
    UNITS,
)
from minsheng_cli.catalogue.excel.reading import edited as read_back
from minsheng_cli.catalogue.excel.reading import is_ours, sheets_of
from minsheng_cli.catalogue.yaml_edit import edited, same
from minsheng_cli.config.yaml_strict import parse
from minsheng_cli.readers.pages import open_page
from minsheng_cli.workspace import CATALOGUE_FILE, CONTACTS_FILE, packaged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Minsheng
    from office import Format, Office

LIST = (packaged() / CATALOGUE_FILE).read_text(encoding="utf-8")
PEOPLE = (packaged() / CONTACTS_FILE).read_text(encoding="utf-8")
AMENDED = LIST.replace(
    "\namendments:\n",
    """
amendments:
  - since: "2025-06"
    source: 渝府办〔2025〕×号
    note: 市级下达电梯任务
    indicators:
      - {id: S01-3, target: 120, unit: 台}
  - since: "2025-09"
    source: 渝北委编〔2025〕×号
    district: 两江新区
    units:
      - {id: 区大数据发展局, name: 区数据局, full_name: 重庆市渝北区数据局}
    add:
      projects:
        - {id: S14, section: city, number: "14", name: 新项目, lead_units: [区教委, 区民政局], responsible: "—",
           target: "建成3个，其中甲1个", deadline: "2025.12", indicators: [{id: S14-1, kind: quantified, name: 建成,
           target: 3, unit: 个}, {id: S14-2, kind: part, part_of: S14-1, name: 甲, target: 1, unit: 个}]}
    end: {projects: [S13]}
  - since: "2025-10"
    source: 渝北府办发〔2025〕×号
    projects:
      - id: S08
        deadline: "2025.11"
        lead_units: [区商务委, 区城管局]
        extra: {plan: "1"}
        course: {"2025-10": "60%"}
      - {id: S03, course: at-deadline}
    indicators:
      - {id: S03-1, lead: together, course: {"2025-10": 2, "2025-11": "100%"}}
""",
)


def plain(text: str) -> dict[str, Any]:
    found = parse(text.encode())
    assert isinstance(found, dict)
    return found


def sheets(data: bytes) -> Any:
    page = open_page(data)
    return sheets_of(page.cells, page.bands)


def exported(text: str, people: str = PEOPLE) -> bytes:
    return workbook(ListContents(plain(text), plain(people), "data/projects.yaml", "0" * 12))


def changed(data: bytes, change: Callable[[Any], object]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("text", [LIST, AMENDED], ids=["shipped", "amended"])
def test_a_round_trip_changes_nothing(text: str) -> None:
    found = sheets(exported(text))
    assert is_ours(found)
    back = read_back(found, plain(text), plain(PEOPLE), frozenset())
    assert back.faults == []
    assert same(back.plain, plain(text))
    assert back.contacts == plain(PEOPLE)
    assert edited(text, back.plain) == text


def test_amendments_are_read_from_their_rows() -> None:
    """Not only recognised as untouched: against an empty list every row has to say what it means."""
    bare = plain(AMENDED) | {"amendments": None}
    back = read_back(sheets(exported(AMENDED)), bare, plain(PEOPLE), frozenset())
    assert back.faults == []
    assert same(back.plain["amendments"], plain(AMENDED)["amendments"])


def test_every_key_of_the_list_has_a_column() -> None:
    """A key that is added to the schema must be added to the workbook too."""
    for part, fields, elsewhere in (
        (shape.SectionPart, SECTIONS.fields, set()),
        (shape.UnitPart, UNITS.fields, {"contact"}),
        (shape.ProjectPart, PROJECTS.fields, {"indicators", "extra"}),
        (shape.IndicatorPart, INDICATORS.fields, set()),
        (shape.ColumnPart, COLUMNS.fields, set()),
        (shape.OverlapPart, OVERLAPS.fields, set()),
        (shape.ContactPart, CONTACTS.fields, set()),
    ):
        assert set(part.model_fields) <= {f.key for f in fields} | elsewhere, part.__name__
    paths = {path for path, _ in BASICS}
    heads: tuple[tuple[str, Any], ...] = (
        ("document", shape.DocumentPart),
        ("form", shape.FormPart),
        ("months", shape.MonthsPart),
        ("due", shape.DuePart),
        ("terms", shape.TermsPart),
    )
    for name, head in heads:
        assert not {key for key in head.model_fields if (name, key) not in paths} - {"columns"}, name
    assert len(set(AMENDMENT_KEYS.values())) == len(AMENDMENT_KEYS)


@few_or_all("turns", 4, 40)
def test_only_what_differs_is_rewritten(turns: int) -> None:
    """Comments and layout stay, whatever is changed, added, removed or moved."""
    seed = random.Random(7)  # noqa: S311 - any cases will do
    comments = [line for line in AMENDED.splitlines() if line.lstrip().startswith("#")]
    for _ in range(turns):
        new = deepcopy(plain(AMENDED))
        _shuffle(new, seed)
        made = edited(AMENDED, new)
        assert same(plain(made), new)
        assert edited(made, new) == made
        assert not [line for line in comments if line not in made.splitlines()]


def test_a_mark_of_the_import_goes_with_the_value_it_stood_beside() -> None:
    text = "a:  # 请填写\nb: 甲  # 建议：原件没有写\nc: 乙  # 建议\nd: 丙  # 说明\n"
    made = edited(text, {"a": "一", "b": "甲", "c": "二", "d": "三"})
    assert made == "a: 一\nb: 甲  # 建议：原件没有写\nc: 二\nd: 三  # 说明\n"


WORDS = ("甲", "a: b", "# x", "多\n行\n\n文", "12", "2025.10", '"引"', " 空 ", "- 减", "{花", "null")


def _shuffle(value: Any, seed: random.Random) -> None:
    if isinstance(value, dict):
        for key in list(value):
            if isinstance(value[key], dict | list):
                _shuffle(value[key], seed)
            elif seed.random() < 0.05:
                value[key] = seed.choice(WORDS)
    elif isinstance(value, list) and value:
        chance = seed.random()
        if chance < 0.15 and len(value) > 1:
            value.pop(seed.randrange(len(value)))
        elif chance < 0.25 and isinstance(value[0], dict):
            twin = deepcopy(value[0])
            twin |= {key: f"N{seed.randrange(10**6)}" for key in ("id", "name", "since") if key in twin}
            value.insert(seed.randrange(len(value) + 1), twin)
        elif chance < 0.3:
            seed.shuffle(value)
        for item in value:
            _shuffle(item, seed)


def cell_of(sheet: Any, header: str, key: str, by: str = "编号") -> Any:
    headers = {cell.value: cell.column for cell in sheet[1]}
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, headers[by]).value == key)
    return sheet.cell(row, headers[header])


def test_edited_in_the_workbook(minsheng: Minsheng) -> None:
    """A deadline, a new project with its indicator, a contact and an amendment, without a look at the YAML."""
    assert minsheng("catalogue", "export", "清单.xlsx").code == 0
    path = minsheng.root / "清单.xlsx"

    def change(book: Any) -> None:
        cell_of(book["项目"], "完成时限", "S05").value = "2025.11"
        cell_of(book["类别"], "标题", "district").value = "三、其他区级重点民生实事（共3项）"
        book["项目"].append([None, "其他区级", "3", "新项目", "区教委、区民政局", "—", "建成3个点位。", "2025.12"])
        book["指标"].append(["新项目", None, None, "有数字目标", "建成点位", "3", "个"])
        cell_of(book["联系人"], "电话", "区教委", "单位").value = "023-00000000"
        book["年中变更"].append(["1", "2025-06", "某文", "", "指标调整", "S01-3", "目标数", "120"])

    path.write_bytes(changed(path.read_bytes(), change))
    plan = minsheng("catalogue", "import", "清单.xlsx", "--dry-run", "--json")
    assert plan.code == 0, plan.err
    assert not plan.json["written"]
    told = "\n".join(plan.json["changes"])
    for words in ("S05 关爱青少年心理健康 的完成时限 “2025.12” → “2025.11”", "Q03 新项目 新增", "Q03-1", "S01-3"):
        assert words in told
    assert "023-0000" not in told  # whose number it is, not the number
    assert (minsheng.root / CATALOGUE_FILE).read_text(encoding="utf-8") == LIST
    unasked = minsheng("catalogue", "import", "清单.xlsx")
    assert unasked.code == 2
    assert "--yes" in unasked.err
    assert minsheng("catalogue", "import", "清单.xlsx", "--yes").code == 0
    text = (minsheng.root / CATALOGUE_FILE).read_text(encoding="utf-8")
    assert set(LIST.splitlines()) - set(text.splitlines()) == {"    title: 三、其他区级重点民生实事（共2项）"}
    made = yaml.safe_load(text)
    assert made["projects"][-1]["indicators"][0] == {
        "id": "Q03-1", "kind": "quantified", "name": "建成点位", "target": 3, "unit": "个",
    }  # fmt: skip
    assert made["amendments"][0]["indicators"] == [{"id": "S01-3", "target": 120}]
    people = yaml.safe_load((minsheng.root / CONTACTS_FILE).read_text(encoding="utf-8"))
    assert people["区教委"]["phone"] == "023-00000000"
    assert minsheng("catalogue", "check").code == 0
    again = minsheng("catalogue", "import", "清单.xlsx", "--yes", "--json")
    assert again.json["files"] == []


def test_faults_name_sheet_and_cell(minsheng: Minsheng) -> None:
    minsheng("catalogue", "export", "清单.xlsx")
    path = minsheng.root / "清单.xlsx"

    def change(book: Any) -> None:
        cell_of(book["项目"], "完成时限", "S01").value = "明年"
        cell_of(book["指标"], "类型", "S02-1", "指标编号").value = "别的"
        cell_of(book["项目"], "牵头单位", "S03").value = "区教育委"
        cell_of(book["指标"], "项目编号", "S05-2", "指标编号").value = "S99"
        book["基本信息"]["B2"] = "今年"
        book["单位"]["F1"] = "多余"

    path.write_bytes(changed(path.read_bytes(), change))
    done = minsheng("catalogue", "import", "清单.xlsx", "--yes", "--json")
    assert done.code == 2
    told = done.json["error"]["message"]
    for words in ("项目!H2", "指标!D6", "项目!E4", "指标!A17", "基本信息!B2", "单位!F1"):
        assert words in told, told
    assert (minsheng.root / CATALOGUE_FILE).read_text(encoding="utf-8") == LIST


def test_a_published_list_is_never_taken_for_ours(minsheng: Minsheng) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "说明"
    sheet.append(["渝北区2026年民生实事项目清单（表格）"])
    sheet.append(["序号", "项目名称", "牵头单位", "目标任务", "完成时限"])
    sheet.append(["1", "甲项目", "区教委", "建成3个点位", "2026.12"])
    book.create_sheet("基本信息")
    book.save(minsheng.root / "清单.xlsx")
    done = minsheng("catalogue", "import", "清单.xlsx", "--json")
    assert done.json["file"] == "data/项目清单草稿.yaml"


def test_our_workbook_is_no_notice(minsheng: Minsheng) -> None:
    minsheng("catalogue", "export", "清单.xlsx")
    done = minsheng("catalogue", "next", "清单.xlsx")
    assert done.code == 2
    assert "catalogue import" in done.err


def test_no_workbook_is_ever_replaced(minsheng: Minsheng, tmp_path: Path) -> None:
    assert minsheng("catalogue", "export", "清单.xlsx", "--dry-run").code == 0
    assert not (tmp_path / "清单.xlsx").exists()
    assert minsheng("catalogue", "export", "清单.xlsx").code == 0
    before = (tmp_path / "清单.xlsx").read_bytes()
    assert minsheng("catalogue", "export", "清单.xlsx").code == 0  # nothing else would be written
    assert (tmp_path / "清单.xlsx").read_bytes() == before
    (tmp_path / "清单.xlsx").write_bytes(before + b"a person's")
    assert minsheng("catalogue", "export", "清单.xlsx").code == 2
    assert (tmp_path / "清单.xlsx").read_bytes() == before + b"a person's"


@pytest.mark.office
def test_a_round_trip_through_an_office_program_changes_nothing(office: Office, tmp_path: Path) -> None:
    """Saved by LibreOffice, as a person saves who looked and closed: still ours, and not one value differs."""
    (tmp_path / "清单.xlsx").write_bytes(exported(AMENDED))
    formats: tuple[Format, ...] = ("xlsx", "ods")
    saved = {fmt: office.resave(tmp_path / "清单.xlsx", tmp_path / f"存.{fmt}", fmt) for fmt in formats}
    for path in saved.values():
        found = sheets(path.read_bytes())
        assert is_ours(found)
        back = read_back(found, plain(AMENDED), plain(PEOPLE), frozenset())
        assert back.faults == []
        assert edited(AMENDED, back.plain) == AMENDED
        assert back.contacts == plain(PEOPLE)
