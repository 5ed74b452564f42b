"""A list with columns of its own through the command line: issued, returned, merged, corrected, compared, told."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from own_columns import COLUMNS, yaml_with

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Minsheng

UNIT = "区住房城乡建委"
SAID: dict[str, Any] = {
    "工作进展": "（示例）累计完成老旧小区改造20个。", "完成投资": 500, "存在的问题": "无",
    "下一步工作及建议": "（示例）推进。",
    "责任人及联系方式": "示例甲 000-00001234", "开工情况": "未开工", "形象进度": "45%", "债券资金": 120, "带动就业": 35,
    "责任领导": "王示例", "开工时间": "2025年3月",
}  # fmt: skip


def filled(blank: Path, **other: Any) -> bytes:
    """Return a unit's workbook filled in by what is printed over its columns."""
    book = load_workbook(blank)
    sheet = book["附件2"]
    header = next(r for r in sheet.iter_rows() if any(c.value == "工作进展" for c in r))
    columns: dict[Any, Any] = {c.value: c.column for c in header}
    last = 0
    for row in range((header[0].row or 0) + 1, sheet.max_row + 1):
        if "|" in str(sheet.cell(row, columns["校验码（请勿修改）"]).value):
            last = row
            for name, value in (SAID | other).items():
                sheet.cell(row, columns[name]).value = value
    for cell in sheet[last + 1]:
        for label, under in (("单位主要负责人：", "目标任务"), ("填表人：", "下一步工作及建议")):
            if cell.value == label:
                sheet.cell(last + 1, columns[under]).value = "示例丙"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def row_of(minsheng: Minsheng, month: str, project: str = "S01") -> dict[str, Any]:
    record = json.loads((minsheng.root / month / "存档" / "记录.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(e for e in record["entries"] if (e["project"], e["unit"]) == (project, UNIT))
    return found


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Minsheng:
    """Two months collected: in May work has begun."""
    from conftest import Minsheng  # noqa: PLC0415

    minsheng = Minsheng(tmp_path_factory.mktemp("own"))
    assert minsheng("init", ".").code == 0
    (minsheng.root / "data/projects.yaml").write_text(yaml_with(), encoding="utf-8")
    for month, label, other in (
        ("2025-04", "2025年4月", {}),
        ("2025-05", "2025年5月", {"开工情况": "已开工", "债券资金": 150}),
    ):
        assert minsheng("generate", month).code == 0
        blank = minsheng.root / month / "下发" / f"附件2_{UNIT}_{label}.xlsx"
        (minsheng.root / month / "回收" / "报表.xlsx").write_bytes(filled(blank, **other))
        assert minsheng("collect", month).code == 1  # other units are outstanding
    return minsheng


def test_values_are_merged_and_explained(months: Minsheng) -> None:
    merged = {
        "partners": "区城管局", "plan": "1200.5", "started": "未开工", "rate": "45", "bond": "120", "jobs": "35",
        "leader": "王示例", "begin": "2025-03",
    }  # fmt: skip
    assert row_of(months, "2025-04")["extra"] == merged
    told = months("explain", "2025-04", "S01")
    assert "形象进度｜附件2!I6｜45%" in told.out
    assert "年度计划投资｜项目清单｜1200.5" in told.out
    document = months("explain", "2025-04", "S01", "--json").json
    assert document["entries"][0]["extra"] == merged


def test_names_come_with_the_next_blank(months: Minsheng) -> None:
    sheet = load_workbook(months.root / "2025-05" / "下发" / f"附件2_{UNIT}_2025年5月.xlsx")["附件2"]
    names = [c.value for row in sheet.iter_rows() for c in row if c.value == "王示例"]
    assert len(names) == 3  # one for each of the unit's projects
    figures = [c.value for row in sheet.iter_rows(min_row=5) for c in row if c.value in (120, "45%", "未开工")]
    assert figures == []  # the rest is asked anew


def test_what_changed_is_compared(months: Minsheng) -> None:
    assert "开工情况：未开工 → 已开工" in months("compare", "2025-05").out
    changes = months("compare", "2025-05", "--json").json["changes"]
    extra = {c["key"]: c for c in next(c for c in changes if (c["project"], c["unit"]) == ("S01", UNIT))["extra"]}
    assert (extra["bond"]["before"], extra["bond"]["now"]) == ("120", "150")
    assert "plan" not in extra  # the list says it, not the unit


def test_the_workbook_shows_and_adds_up(months: Minsheng) -> None:
    (path,) = (months.root / "2025-05" / "成果").glob("*汇总表*.xlsx")
    sheet = load_workbook(path)["汇总表"]
    header = next(r for r in sheet.iter_rows() if any(c.value == "工作进展" for c in r))
    at: dict[Any, Any] = {c.value: c.column for c in header if c.value}
    assert {"年度计划投资", "开工情况", "形象进度", "债券资金", "责任领导"} <= set(at)
    name = next(c for row in sheet.iter_rows() for c in row if c.value == "实施城镇老旧小区改造")
    values = {h: sheet.cell(name.row or 0, at[h]).value for h in ("年度计划投资", "形象进度", "债券资金", "责任领导")}
    assert values == {"年度计划投资": 1200.5, "形象进度": "45%", "债券资金": 150, "责任领导": "王示例"}
    total = next(c for row in sheet.iter_rows() for c in row if c.value == "合计")
    sums = {h: sheet.cell(total.row or 0, at[h]).value for h in ("年度计划投资", "债券资金", "形象进度", "带动就业")}
    assert {h: v for h, v in sums.items() if isinstance(v, int | float)} == {"年度计划投资": 2000.5, "债券资金": 450}
    told = next(c.value for c in sheet[total.row or 0] if isinstance(c.value, str) and "行" in c.value)
    assert "年度计划投资共25项，计入2项，其余未列" in told
    assert "完成投资、债券资金共28行，计入3行" in told
    sources = load_workbook(path)["来源"]
    assert {"债券资金", "责任领导"} <= {c.value for row in sources.iter_rows() for c in row}


def test_only_public_columns_are_published(months: Minsheng) -> None:
    (page,) = (months.root / "2025-05" / "成果").glob("公开稿*.html")
    text = page.read_text(encoding="utf-8")
    assert "开工情况：已开工" in text
    assert not any(word in text for word in ("债券资金", "责任领导", "王示例", "形象进度"))


def test_a_correction_takes_key_or_header(months: Minsheng) -> None:
    by_header = months("correct", "2025-05", "S01", "形象进度", "50%", "--reason", "电话核实")
    by_key = months("correct", "2025-05", "S01", "begin", "2025年4月1日", "--reason", "电话核实")
    assert (by_header.code, by_key.code) == (1, 1)
    assert row_of(months, "2025-05")["extra"]["rate"] == "50"
    assert row_of(months, "2025-05")["extra"]["begin"] == "2025-04-01"
    told = months("explain", "2025-05", "S01").out
    assert "形象进度｜单位所报：45" in told
    assert "人工更正为 50｜电话核实" in told
    refused = months("correct", "2025-05", "S01", "开工情况", "快开了", "--reason", "电话核实")
    assert refused.code == 2
    assert "只能选未开工、已开工、已完工" in refused.err
    office = months("correct", "2025-05", "S01", "年度计划投资", "1", "--reason", "电话核实")
    assert office.code == 2


@pytest.mark.parametrize("person", [True, False])
def test_a_name_in_a_column_of_persons_stops_the_public_text(minsheng: Minsheng, *, person: bool) -> None:
    assert minsheng("init", ".").code == 0
    columns = COLUMNS if person else COLUMNS.replace(", person: true", "")
    (minsheng.root / "data/projects.yaml").write_text(yaml_with(columns), encoding="utf-8")
    assert minsheng("generate", "2025-04").code == 0
    blank = minsheng.root / "2025-04" / "下发" / f"附件2_{UNIT}_2025年4月.xlsx"
    data = filled(blank, 责任领导="示例戊", 工作进展="（示例）已建成投用20个，示例戊到场祝贺。")
    (minsheng.root / "2025-04" / "回收" / "报表.xlsx").write_bytes(data)
    findings = minsheng("collect", "2025-04", "--json").json["findings"]
    texts = [p.read_text(encoding="utf-8") for p in (minsheng.root / "2025-04" / "成果").glob("公开稿*.html")]
    assert any(f["code"] == "public.person" for f in findings) is person
    assert any("示例戊" in text for text in texts) is not person
