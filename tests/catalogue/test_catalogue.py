"""The catalogue: that it says what the notice says, that it tells every fault, and what stood in which month."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from minsheng_cli.catalogue import check, load
from minsheng_cli.cli.catalogue import describe
from minsheng_cli.errors import CatalogueError
from minsheng_cli.identity.names import unit_named
from minsheng_cli.model import Catalogue, CatalogueBook, Contact, Course, Indicator, Month, Step, Unit
from minsheng_cli.workspace import CATALOGUE_FILE, CONTACTS_FILE, packaged

NAME = "data/projects.yaml"
SHIPPED = (packaged() / CATALOGUE_FILE).read_text(encoding="utf-8")
MARCH, APRIL, JUNE, DECEMBER = (Month(2025, m) for m in (3, 4, 6, 12))


def book(text: str = SHIPPED, contacts: str | None = None) -> CatalogueBook:
    return load(NAME, text.encode(), ("data/contacts.yaml", contacts.encode()) if contacts is not None else None)


def indicator(catalogue: Catalogue, indicator_id: str) -> Indicator:
    return next(i for p in catalogue.projects for i in p.indicators if i.id == indicator_id)


# ---------------------------------------------------------------- the notice, character by character


def notice() -> tuple[list[str], list[tuple[str, tuple[str, ...]]]]:
    """Return the section headings and, per table row, (heading, its seven cells) of the notice's Attachment 1.

    In the text of the notice each cell begins with a tab; a row ends with an empty line.
    """
    text = (Path(__file__).parents[1] / "notice-2025-9.txt").read_text(encoding="utf-8")
    table = text[text.index("\n附件1\n") : text.index("\n附件2\n")]
    cells = re.split(r"\n\t", table)[1:]
    assert cells[:7] == ["序号", "项目名称", "牵头单位", "责任单位", "区级支撑项目及绩效目标", "完成时限", "备注\n"]
    headings: list[str] = []
    rows: list[tuple[str, tuple[str, ...]]] = []
    rest = cells[7:]
    while rest:
        if re.match(r"[一二三]、", rest[0]):
            headings.append(rest[0])
            rest = rest[2:]  # the heading is one merged cell and an empty one
        else:
            rows.append((headings[-1], tuple(cell.rstrip("\n") for cell in rest[:7])))
            rest = rest[7:]
    return headings, rows


HEADINGS, ROWS = notice()


def test_the_notice_has_25_projects_under_three_headings(catalogue: Catalogue) -> None:
    assert len(ROWS) == len(catalogue.projects) == 25
    assert [s.title for s in catalogue.sections] == HEADINGS
    ids = [f"S{n:02}" for n in range(1, 14)] + [f"P{n:02}" for n in range(1, 11)] + ["Q01", "Q02"]
    assert [p.id for p in catalogue.projects] == ids


@pytest.mark.parametrize("row", range(25))
def test_no_character_differs_from_the_notice(row: int, catalogue: Catalogue) -> None:
    project = catalogue.projects[row]
    heading, (number, name, lead, responsible, target, deadline, remark) = ROWS[row]
    assert {s.id: s.title for s in catalogue.sections}[project.section] == heading
    assert (project.number, project.name, project.responsible) == (number, name, responsible)
    assert list(project.lead_units) == [unit for unit in lead.split("\n") if unit]
    assert project.target == target
    assert (project.deadline_text, project.remark) == (deadline, remark)
    assert str(project.deadline) == deadline.replace(".", "-")


def test_a_plain_yaml_reader_sees_the_same_texts() -> None:
    plain = yaml.safe_load(SHIPPED)
    for (_, (number, name, _, responsible, target, deadline, remark)), project in zip(
        ROWS, plain["projects"], strict=True
    ):
        kept = [project[f] for f in ("number", "name", "responsible", "target", "deadline", "remark")]
        assert kept == [number, name, responsible, target, deadline, remark]


def test_the_units_stand_in_the_order_of_the_notice(catalogue: Catalogue) -> None:
    leads = [unit for _, cells in ROWS for unit in cells[2].split("\n") if unit]
    assert [u.id for u in catalogue.units] == list(dict.fromkeys(leads))
    assert len(catalogue.units) == 17
    assert len(catalogue.rows()) == len(leads) == 28


def test_the_head_is_the_notices() -> None:
    text = (Path(__file__).parents[1] / "notice-2025-9.txt").read_text(encoding="utf-8")
    catalogue = book().at(APRIL)
    words = re.sub(r"\s", "", text)
    for said in (catalogue.document, catalogue.issuer, catalogue.document_title, catalogue.form_title):
        assert said in words
    assert catalogue.form_label == "附件2"
    assert catalogue.issued is not None
    assert f"{catalogue.issued.year}年{catalogue.issued.month}月{catalogue.issued.day}日" in text
    assert (catalogue.first_month, catalogue.last_month) == (MARCH, DECEMBER)
    assert catalogue.due(APRIL).isoformat() == "2025-04-25"


def test_every_number_stands_in_the_text_with_its_unit(catalogue: Catalogue) -> None:
    unlike = []
    for project in catalogue.projects:
        text = unicodedata.normalize("NFKC", project.target)
        for item in project.indicators:
            if item.target is not None:
                said = unicodedata.normalize("NFKC", f"{item.target}{item.unit}")
                if not re.search(rf"(?<![\d.]){re.escape(said)}", text):
                    unlike.append(item.id)
                assert item.qualifier in project.target
    assert unlike == ["P01-5"]  # 13.6万居民, a background figure


def test_the_kinds_of_indicators_are_counted(catalogue: Catalogue) -> None:
    kinds = [i.kind for p in catalogue.projects for i in p.indicators]
    assert len(kinds) == 101
    counts = {
        kind: kinds.count(kind) for kind in ("quantified", "part", "milestone", "ongoing", "pending", "background")
    }
    assert counts == {
        "quantified": 63, "part": 6, "milestone": 21, "ongoing": 3, "pending": 3, "background": 5,
    }  # fmt: skip
    measures = {i.id: i.measure for p in catalogue.projects for i in p.indicators if i.measure != "cumulative"}
    assert measures == {"P04-3": "share", "P05-2": "level", "P05-3": "level", "P08-2": "rate"}


def test_overlaps_name_the_binding_side(catalogue: Catalogue) -> None:
    assert {o.indicators: o.binding for o in catalogue.overlaps} == {
        ("S06-1", "P07-1"): "P07-1",
        ("S06-2", "P07-2"): "P07-2",
        ("S06-3", "P07-3"): "S06-3",
        ("S06-4", "P07-4"): "P07-4",
        ("S01-2", "P06-2"): None,
        ("S01-3", "P06-3"): None,  # 更新改造及加装 and 更新 are not the same
    }


def test_the_shipped_files_are_clean_and_name_nobody() -> None:
    contacts = (packaged() / CONTACTS_FILE).read_bytes()
    assert check(NAME, SHIPPED.encode(), ("data/contacts.yaml", contacts)) == ()
    loaded = load(NAME, SHIPPED.encode(), ("data/contacts.yaml", contacts))
    assert all(u.contact is None for u in loaded.at(APRIL).units)
    assert contacts.decode().count("\n  email:\n") == 17


# ---------------------------------------------------------------- faults

WIDE = "S05-3, kind: quantified"
FAULTS = [
    # (what is wrong, text replaced, text instead, where the fault is, field named, words in the sentence)
    ("unknown unit", "lead_units: [区教委]", "lead_units: [区教萎]", "区教萎", "projects[S05].lead_units",
     "单位“区教萎”不在 units 中，您是指“区教委”吗？"),
    ("unit by its alias", "lead_units: [区水利局]", "lead_units: [区水务局]", "lead_units: [区水务局]",
     "projects[S12].lead_units", "您是指“区水利局”吗？"),
    ("unit nobody knows", "lead_units: [区林业局]", "lead_units: [区林业局, 区公安局]", "区公安局",
     "projects[P10].lead_units", "单位“区公安局”不在 units 中，请核对名称"),
    ("lead unit twice", "lead_units: [区商务委]", "lead_units: [区商务委, 区商务委]", "区商务委, 区商务委",
     "projects[S08].lead_units", "单位“区商务委”重复"),
    ("no lead unit", "lead_units: [团区委]", "lead_units: []", "lead_units: []", "projects[S10].lead_units",
     "至少要写 1 项"),
    ("lead unit not a list", "lead_units: [团区委]", "lead_units: 团区委", "lead_units: 团区委",
     "projects[S10].lead_units", "这里应是列表"),
    ("duplicate project id", "- id: S06\n", "- id: S05\n", '- id: S05\n    section: city\n    number: "6"',
     "projects[S05].id", "“S05”重复，另见第"),
    ("duplicate indicator id", "id: S10-2,", "id: S10-1,", "id: S10-1, kind: quantified, name: 开办",
     "projects[S10].indicators[S10-1].id", "“S10-1”重复"),
    ("duplicate section id", "- id: congress", "- id: city", "- id: city\n    title: 二", "sections[city].id", "重复"),
    ("duplicate unit", "- name: 区林业局", "- name: 区水利局", "- name: 区水利局\n    full_name: 重庆市渝北区林业局",
     "units[区水利局].name", "重复"),
    ("duplicate number", 'number: "12"', 'number: "11"', 'number: "11"\n    name: 提升农村', "projects[S12].number",
     "序号“11”在同一类中重复"),
    ("duplicate name", "name: 助残服务行动", "name: 残疾人服务提升",
     'name: 残疾人服务提升\n    lead_units: [区残联]\n    responsible: "—"\n    target: |-\n      开展',
     "projects[P07].name", "重复"),
    ("target without a number", "name: 建成口袋公园, target: 3, ", "name: 建成口袋公园, ", "id: S02-1",
     "projects[S02].indicators[S02-1]", "缺少目标数 target"),
    ("target without a unit", "target: 3, unit: 个}", "target: 3}", "id: S02-1", "projects[S02].indicators[S02-1]",
     "缺少计量单位"),
    ("target that is no number", "target: 500,", "target: 五百,", "五百", "projects[S05].indicators[S05-1].target",
     "“五百”不是数字"),
    ("negative target", "target: 500,", "target: -500,", "-500", "projects[S05].indicators[S05-1].target", "不是数字"),
    ("target of zero", "target: 500,", "target: 0,", "target: 0,", "projects[S05].indicators[S05-1].target",
     "不能是 0"),
    ("number not in the text", "target: 500,", "target: 5000,", "target: 5000",
     "projects[S05].indicators[S05-1].target", "目标任务原文中没有“5000”这个数"),
    ("pending with a number", "unit: 台, qualifier", "target: 3, unit: 台, qualifier", "S01-3, kind",
     "projects[S01].indicators[S01-3].target", "待定指标不能有目标数"),
    ("milestone with a number", "name: 城区菜市场专项整治计划,", "name: 城区菜市场专项整治计划, target: 3,",
     "S08-1, kind",
     "projects[S08].indicators[S08-1].target", "里程碑没有目标数"),
    ("unknown kind", WIDE, "S05-3, kind: 定量", "S05-3", "projects[S05].indicators[S05-3].kind",
     "“定量”不对，只能写 quantified、part、milestone、ongoing、pending、background"),
    ("indicator of another project", "{id: S02-1", "{id: S05-9", "{id: S05-9", "projects[S02].indicators[S05-9].id",
     "应以所属项目编号开头"),
    ("rate that is no percentage", 'target: 90, unit: "%"', "target: 90, unit: 人", "id: P08-2",
     "projects[P08].indicators[P08-2].measure", "单位应为“%”"),
    ("part of nothing", "part_of: S11-1", "part_of: S11-7", "S11-7", "projects[S11].indicators[S11-2].part_of",
     "“S11-7”不是本项目中有数字目标的指标，您是指“S11-1”吗？"),
    ("part that does not say of what", "part_of: S11-1, ", "", "S11-2", "projects[S11].indicators[S11-2]",
     "要写 part_of"),
    ("part_of where there is none", WIDE, "S05-3, part_of: S05-1, kind: quantified", "S05-3",
     "projects[S05].indicators[S05-3].part_of", "只有 kind: part"),
    ("overlap of nothing", "[S06-1, P07-1]", "[S06-1, P07-9]", "P07-9]", "overlaps[第1项].indicators",
     "指标“P07-9”不存在"),
    ("overlap binds the lower", "binding: P07-2", "binding: S06-2", "binding: S06-2", "overlaps[第2项].binding",
     "应为“P07-2”（69）"),
    ("overlap binds a stranger", "binding: P07-2", "binding: P07-1", "binding: P07-1\n    note: 就业",
     "overlaps[第2项].binding", "不在本条 indicators 中"),
    ("overlap in different units", "name: 残疾人辅助器具适配, target: 195, unit: 人",
     "name: 残疾人辅助器具适配, target: 195, unit: 件", "binding: P07-4", "overlaps[第4项].binding", "计量单位不同"),
    ("a course nobody knows", "course: at-deadline", "course: 到期", "course: 到期",
     "projects[S10].indicators[S10-1].course", "只能写 linear、at-deadline"),
    ("a step after the deadline", "course: at-deadline", 'course: {"2025-10": 50}', "course: {",
     "projects[S10].indicators[S10-1].course.2025-10", "晚于完成时限"),
    ("a step beyond the target", "course: at-deadline", 'course: {"2025-08": 51}', "course: {",
     "projects[S10].indicators[S10-1].course.2025-08", "超过了目标数"),
    ("a step that goes down", "course: at-deadline", 'course: {"2025-07": "80%", "2025-08": 30}', "course: {",
     "projects[S10].indicators[S10-1].course.2025-08", "比前一个节点小"),
    ("a project's step in figures", 'remark: ""\n    indicators:\n      - {id: S02-1',
     'remark: ""\n    course: {"2025-08": 2}\n    indicators:\n      - {id: S02-1', "course: {",
     "projects[S02].course.2025-08", "只能写占目标的百分比"),
    ("a duty with a course", "{id: S03-2, kind: ongoing,", "{id: S03-2, kind: ongoing, course: linear,", "{id: S03-2",
     "projects[S03].indicators[S03-2].course", "不按进度要求"),
    ("a co-lead that leads nothing", "lead: 区城管局", "lead: 区教委", "lead: 区教委",
     "projects[P06].indicators[P06-4].lead", "不是本项目的牵头单位"),
    ("deadline outside the year", 'deadline: "2025.09"', 'deadline: "2027.09"', "2027.09", "projects[S10].deadline",
     "不在 2025 年或次年内"),
    ("deadline that is none", 'deadline: "2025.09"', "deadline: 2025.9", "2025.9\n", "projects[S10].deadline",
     "应写成 2025.12 的样子"),
    ("section count", "民生实事（共13项）", "民生实事（共14项）", "（共14项）", "sections[city].title",
     "标题写共14项，实有 13 项"),
    ("unknown section", 'section: district\n    number: "1"', 'section: distric\n    number: "1"',
     "section: distric\n", "projects[Q01].section", "您是指“district”吗？"),
    ("months reversed", 'last: "2025-12"', 'last: "2025-02"', '"2025-02"', "months.last", "早于开始月份"),
    ("month outside the year", 'first: "2025-03"', 'first: "2024-03"', '"2024-03"', "months.first", "不在 2025 年内"),
    ("month that is none", 'first: "2025-03"', 'first: "2025-13"', '"2025-13"', "months.first", "不是月份"),
    ("due day", "day: 25", "day: 32", "day: 32", "due.day", "1 到 31 之间"),
    ("no day left", "day: 25\n  inclusive: true", "day: 1\n  inclusive: false", "day: 1\n", "due.day",
     "没有可以报送的日子"),
    ("yes is no truth value", "inclusive: true", "inclusive: yes", "inclusive: yes", "due.inclusive",
     "只能写 true 或 false"),
    ("impossible date", '"2025-03-19"', '"2025-02-30"', '"2025-02-30"', "document.date", "不是日期"),
    ("alias of two units", "lookalikes: [区商务局]", "lookalikes: [区商务局, 渝北区林业局]", "区林业局\n    full_name",
     "units[区林业局].name", "“区林业局”既指“区林业局”又指“区商务委”（渝北区林业局）"),
    ("alias of two units, one in full", "lookalikes: [区商务局]", "lookalikes: [区教育委]", "区教育委]",
     "units[区商务委].lookalikes", "“区教育委”既指“区商务委”又指“区教委”（重庆市渝北区教育委员会）"),
    ("unused unit", "lead_units: [区林业局]", "lead_units: [区水利局]", "name: 区林业局", "units[区林业局].name",
     "没有牵头任何项目"),
    ("alias ends before it begins",
     "aliases: [区商委]", 'aliases: [{name: 区商委, since: "2025-06", until: "2025-05"}]',
     "aliases: [{", "units[区商务委].aliases[区商委]", "晚于截止月份"),
    ("alias that says nothing", "aliases: [区商委]", "aliases: [—]", "aliases: [—]", "units[区商务委].aliases",
     "太短或只是地名"),
    ("alias that is the district", "aliases: [区商委]", "aliases: [渝北区]", "aliases: [渝北区]",
     "units[区商务委].aliases", "太短或只是地名"),
    ("unit name no file can have", "- name: 区林业局", '- name: "区林业局/林草"', "区林业局/林草",
     "units[区林业局/林草].name", "不能有空格、换行和"),
    ("a typo in a field", "lead_units: [团区委]", "lead_unit: [团区委]", "lead_unit: [", "projects[S10].lead_unit",
     "没有这一项，您是指“lead_units”吗？"),
    ("an unknown field", "office: 区发展改革委", "颜色: 红\noffice: 区发展改革委", "颜色: 红", "颜色",
     "没有这一项，请检查拼写"),
    ("a field without a value", "name: 建设城市微型公园", "name:", "name:\n", "projects[S02].name", "没有填写"),
    ("a list where text belongs", "name: 建设城市微型公园", "name: [建设, 公园]", "name: [建设", "projects[S02].name",
     "应是一段文字"),
    ("text where a list belongs", "overlaps:\n", "overlaps: 无\nold:\n", "overlaps: 无", "overlaps", "这里应是列表"),
    ("a key twice", 'number: "12"', 'number: "12"\n    number: "12"', 'number: "12"\n    name', "", "“number”写了两次"),
    ("a tab", '    number: "12"', '\tnumber: "12"', "\tnumber", "", "不能用 Tab 缩进"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "field", "words"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_is_named_with_line_and_field(old: str, new: str, at: str, field: str, words: str) -> None:
    text = SHIPPED.replace(old, new, 1)
    assert text != SHIPPED
    line = text[: text.index(at)].count("\n") + 1
    faults = check(NAME, text.encode())
    start = f"{NAME} 第{line}行 {field}：" if field else f"{NAME} 第{line}行："
    assert [f for f in faults if f.startswith(start) and words in f], faults
    assert all(re.match(r"data/projects\.yaml 第\d+行", f) and f.endswith(("。", "？")) for f in faults)
    assert not any(re.search(r"[Ii]nput|should|validation|Field required", f) for f in faults)


def test_parts_may_not_exceed_their_whole() -> None:
    text = SHIPPED.replace("name: 玉峰山镇黑臭水体整治, target: 2", "name: 玉峰山镇黑臭水体整治, target: 4")
    (fault, *_) = check(NAME, text.encode())
    assert "projects[S04].indicators[S04-3].target：各“其中”项相加为 5，超过了 S04-1 的目标数" in fault


def test_a_missing_field_is_named_at_its_item() -> None:
    text = SHIPPED.replace("    responsible: 空港新城公司\n", "", 1)
    line = text[: text.index("- id: S02")].count("\n") + 1
    assert check(NAME, text.encode()) == (f"{NAME} 第{line}行 projects[S02].responsible：缺少这一项。",)


def test_all_faults_are_told_in_one_go_and_in_order() -> None:
    text = (
        SHIPPED.replace("[区教委]", "[区教萎]", 1)
        .replace('deadline: "2025.09"', 'deadline: "2025.19"')
        .replace("target: 125,", "target: 126,")
        .replace("day: 25", "day: 99")
    )
    with pytest.raises(CatalogueError) as caught:
        book(text)
    assert [re.sub(r"^\S+ 第\d+行 ", "", f).split("：")[0] for f in caught.value.faults] == [
        "due.day",
        "projects[S05].lead_units",
        "projects[S10].deadline",
        "projects[P03].indicators[P03-6].target",
    ]
    lines = [int(re.search(r"第(\d+)行", f)[1]) for f in caught.value.faults]  # type: ignore[index]
    assert lines == sorted(lines)
    assert str(caught.value).count("\n") == 4
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("text", ["", "[]", "只有一句话", "projects: {}", "{year: 2025"])
def test_something_else_altogether_is_refused_in_chinese(text: str) -> None:
    faults = check(NAME, text.encode())
    assert faults
    assert all(f.startswith(f"{NAME} 第1行") for f in faults)


def test_text_is_kept_as_text() -> None:
    text = SHIPPED.replace("short: 其他区级", "short: no").replace(
        "issuer: 重庆市渝北区人民政府办公室", "issuer: 12:30:00"
    )
    catalogue = book(text).at(APRIL)
    assert catalogue.sections[2].short == "no"
    assert catalogue.issuer == "12:30:00"


def test_a_clerks_braces_do_no_harm() -> None:
    text = SHIPPED.replace('first: "2025-03"', 'first: "{why} {0} %s"')
    assert "“{why} {0} %s”不是月份" in check(NAME, text.encode())[0]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    same = load(NAME, b"\xef\xbb\xbf" + SHIPPED.replace("\n", "\r\n").encode())
    shipped = book()
    assert same.version != shipped.version
    assert replace(same.at(APRIL), version=shipped.version) == shipped.at(APRIL)


# ---------------------------------------------------------------- contacts


def test_contacts_reach_their_units() -> None:
    contacts = "区教委: {name: 示例甲, phone: 000-0000, email: shili@example.invalid}\n区林业局:\n  phone:\n"
    units = {u.id: u.contact for u in book(contacts=contacts).at(APRIL).units}
    assert units["区教委"] == Contact("示例甲", "000-0000", "shili@example.invalid")
    assert units["区林业局"] is None


def test_a_contact_may_stand_in_the_catalogue_and_the_contacts_file_wins() -> None:
    text = SHIPPED.replace("- name: 区林业局", "- name: 区林业局\n    contact: {name: 示例乙, phone: 0123}")
    assert book(text).at(APRIL).unit("区林业局").contact == Contact("示例乙", "0123")
    both = book(text, "区林业局: {name: 示例丙}")
    assert both.at(APRIL).unit("区林业局").contact == Contact("示例丙")


@pytest.mark.parametrize(
    ("contacts", "sentence"),
    [
        ("\n区教萎: {name: 示例甲}", "第2行 区教萎：单位“区教萎”不在项目清单中，您是指“区教委”吗？"),
        ("区教委:\n  mail: a@example.invalid", "第2行 区教委.mail：没有这一项，您是指“email”吗？"),
        ("区教委:\n  email: a@example.invalid b@example.invalid", "第2行 区教委.email：“a@example.invalid b@"),
        ("区教委: 示例甲", "第1行 区教委：这里应是若干行“名称: 内容”"),
        ("区教委: {name: 甲}\n区教委: {name: 乙}", "第2行：“区教委”写了两次"),
        ("- 区教委", "第1行 文件：这里应是若干个单位名称"),
    ],
)
def test_a_fault_in_the_contacts_is_named_too(contacts: str, sentence: str) -> None:
    (fault,) = check(NAME, SHIPPED.encode(), ("data/contacts.yaml", contacts.encode()))
    assert fault.startswith(f"data/contacts.yaml {sentence}")


# ---------------------------------------------------------------- amendments


def amended(items: str) -> str:
    """Return the shipped file with amendments; ``items`` is indented as in a file."""
    return SHIPPED[: SHIPPED.index("amendments:")] + "amendments:\n" + items


LIFTS = """
  - since: "2025-06"
    source: 渝府办〔2025〕示例号
    note: 市级下达电梯任务
    indicators:
      - {id: S01-3, target: 120, unit: 台}
"""
RENAMED = """
  - since: "2025-09"
    source: 渝北委编〔2025〕示例号
    units:
      - {id: 区大数据发展局, name: 区数据局, full_name: 重庆市渝北区数据局}
"""
MOVED = """
  - since: "2025-05"
    source: 渝北府办发〔2025〕示例号
    projects:
      - id: Q01
        deadline: "2025.11"
        lead_units: [区文化旅游委, 区教委]
        target: |-
          举办全区联赛；
          全年测试800人以上，培训300名。
    indicators:
      - {id: Q01-4, target: 800}
"""


def test_a_pending_target_gets_its_figure_from_its_month_on() -> None:
    lifts = book(amended(LIFTS))
    before, after = lifts.at(Month(2025, 5)), lifts.at(JUNE)
    assert indicator(before, "S01-3").kind == "pending"
    assert indicator(before, "S01-3").target is None
    now = indicator(after, "S01-3")
    assert (now.kind, now.target, now.unit, now.qualifier) == ("quantified", Decimal(120), "台", "")
    assert "渝府办〔2025〕示例号" in now.note
    assert before.amendments == ()
    (amendment,) = after.amendments
    assert (amendment.since, amendment.source) == (JUNE, "渝府办〔2025〕示例号")
    assert amendment.note == "“实施城镇老旧小区改造”的“老旧住宅电梯更新改造及加装”目标定为120台（市级下达电梯任务）"


@pytest.mark.parametrize(("target", "binding"), [("400", "S06-1"), ("300", "P07-1"), ("350", "P07-1")])
def test_the_higher_side_binds_once_a_figure_changed(target: str, binding: str) -> None:
    changed = book(amended(LIFTS.replace("S01-3, target: 120, unit: 台", f"S06-1, target: {target}")))
    sides = ("S06-1", "P07-1")
    assert {o.indicators: o.binding for o in changed.at(MARCH).overlaps}[sides] == "P07-1"
    overlap = next(o for o in changed.at(JUNE).overlaps if o.indicators == sides)
    assert overlap.binding in (binding, "S06-1" if target == "350" else binding)  # equal: either says the same
    assert f"{max(int(target), 350)}户" in overlap.note


def test_a_renamed_unit_keeps_its_id_and_its_old_names() -> None:
    renamed = book(amended(RENAMED))
    august, september = renamed.at(Month(2025, 8)), renamed.at(Month(2025, 9))
    assert august.unit("区大数据发展局").name == "区大数据发展局"
    assert unit_named("区数据局", august)[0].how == "lookalike"
    unit = september.unit("区大数据发展局")
    assert (unit.name, unit.full_name) == ("区数据局", "重庆市渝北区数据局")
    assert september.led_by(unit.id) == august.led_by(unit.id)
    for spelling, how in (
        ("区数据局", "exact"),
        ("重庆市渝北区数据局", "exact"),
        ("区大数据发展局", "alias"),
        ("重庆市渝北区大数据应用发展管理局", "alias"),
        ("大数据局", "alias"),
    ):
        assert [(m.unit_id, m.how) for m in unit_named(spelling, september)] == [("区大数据发展局", how)]


def test_contacts_may_use_the_new_name() -> None:
    renamed = book(amended(RENAMED), "区数据局: {name: 示例丁}")
    assert renamed.at(MARCH).unit("区大数据发展局").contact == Contact("示例丁")


def test_text_deadline_and_lead_change_from_their_month_on() -> None:
    moved = book(amended(MOVED))
    before, after = moved.at(APRIL).project("Q01"), moved.at(Month(2025, 5)).project("Q01")
    assert before.lead_units == ("区体育中心",)
    assert after.lead_units == ("区文化旅游委", "区教委")
    assert (after.deadline, after.deadline_text) == (Month(2025, 11), "2025.11")
    assert after.target.startswith("举办全区联赛；\n全年测试800人以上")
    assert indicator(moved.at(DECEMBER), "Q01-4").target == 800
    assert indicator(moved.at(DECEMBER), "Q01-4").qualifier == "以上"


def test_course_and_reporting_unit_change_from_their_month_on() -> None:
    items = (
        '  - since: "2025-06"\n    source: 示例\n'
        "    projects: [{id: S03, course: at-deadline}]\n"
        '    indicators: [{id: S01-1, course: {"2025-09": "80%"}}, {id: S03-1, lead: together}]\n'
    )
    before, after = (book(amended(items)).at(month) for month in (Month(2025, 5), JUNE))
    assert before.project("S03").course is None
    assert after.project("S03").course == Course("at-deadline")
    assert indicator(before, "S01-1").course is None
    assert indicator(after, "S01-1").course == Course("steps", (Step(Month(2025, 9), Decimal(80), is_share=True),))
    assert indicator(after, "S03-1").lead == "together"
    (told,) = after.amendments
    assert "进度安排" in told.note
    assert "报数单位" in told.note


def test_a_unit_that_leads_nothing_any_more_is_not_asked() -> None:
    moved = book(amended(MOVED))
    assert "区体育中心" in {u.id for u in moved.at(APRIL).units}
    assert "区体育中心" not in {u.id for u in moved.at(DECEMBER).units}
    assert ([u.id for u in moved.at(APRIL).idle], [u.id for u in moved.at(DECEMBER).idle]) == ([], ["区体育中心"])


def test_amendments_add_up_whatever_their_order_in_the_file() -> None:
    year = book(amended(RENAMED + LIFTS + MOVED))
    assert [a.since for a in year.at(DECEMBER).amendments] == [Month(2025, 5), JUNE, Month(2025, 9)]
    assert len(year.at(JUNE).amendments) == 2
    twice = book(amended(LIFTS + LIFTS.replace("2025-06", "2025-10").replace("120", "90")))
    assert [indicator(twice.at(Month(2025, m)), "S01-3").target for m in (5, 6, 10)] == [None, 120, 90]


def test_the_same_month_is_the_same_object() -> None:
    shipped = book()
    assert shipped.at(APRIL) is shipped.at(Month(2025, 4))


def test_an_alias_is_valid_in_its_months_only() -> None:
    dated = 'aliases: [{name: 区商贸委, until: "2025-06"}, {name: 区商促委, since: "2025-07"}]'
    year = book(SHIPPED.replace("aliases: [区商委]", dated))

    def known(month: int) -> list[bool]:
        return [bool(unit_named(text, year.at(Month(2025, month)))) for text in ("区商贸委", "区商促委")]

    assert [known(6), known(7)] == [[True, False], [False, True]]


def test_one_spelling_may_pass_from_one_unit_to_another() -> None:
    old, new = '{name: 区综合局, until: "2025-06"}', '{name: 区综合局, since: "2025-07"}'
    handed = SHIPPED.replace("aliases: [区商委]", f"aliases: [{old}]")
    year = book(handed.replace("lookalikes: [区水务局]", f"aliases: [{new}]"))
    assert [unit_named("区综合局", year.at(Month(2025, m)))[0].unit_id for m in (6, 7)] == ["区商务委", "区水利局"]
    both = handed.replace("lookalikes: [区水务局]", f"aliases: [{new.replace('07', '06')}]")
    assert "“区综合局”既指“区水利局”又指“区商务委”" in check(NAME, both.encode())[0]


@pytest.mark.parametrize(
    ("items", "field", "words"),
    [
        (LIFTS.replace("2025-06", "2026-01"), "amendments[2026-01].since", "不在填报月份内（2025-03 至 2025-12）"),
        (LIFTS.replace("    source: 渝府办〔2025〕示例号\n", ""), "amendments[2025-06].source", "缺少这一项"),
        (LIFTS.replace("S01-3", "S01-9"), "amendments[2025-06].indicators[S01-9].id", "指标“S01-9”不存在"),
        (LIFTS.replace("S01-3", "S08-1"), "amendments[2025-06].indicators[S08-1].id", "不是数字指标"),
        (LIFTS.replace("S01-3, target: 120, unit: 台", "S13-1, target: 120"), "amendments[2025-06].indicators[S13-1]",
         "原来没有计量单位"),
        (LIFTS.replace("S01-3, target: 120, unit: 台", "P07-1, target: 360, unit: 人"),
         "amendments[2025-06].indicators[P07-1]", "与重叠指标 S06-1 的单位“户”不同"),
        (LIFTS.replace("120", "0"), "amendments[2025-06].indicators[S01-3].target", "不能是 0"),
        (LIFTS.replace("unit: 台", 'unit: 台, course: {"2025-07": 130}'),
         "amendments[2025-06].indicators[S01-3].course.2025-07", "超过了目标数 120"),
        (LIFTS.replace("unit: 台", "unit: 台, lead: 区林业局"), "amendments[2025-06].indicators[S01-3].lead",
         "不是本项目的牵头单位"),
        (MOVED.replace("id: Q01\n", 'id: Q01\n        course: {"2025-12": "90%"}\n'),
         "amendments[2025-05].projects[Q01].course.2025-12", "晚于完成时限"),
        (LIFTS.replace("120", "一百二十"), "amendments[2025-06].indicators[第1项].target", "不是数字"),
        ('  - since: "2025-06"\n    source: 示例\n', "amendments[2025-06]", "没有写改什么"),
        (RENAMED.replace("id: 区大数据发展局", "id: 区大数剧发展局"), "amendments[2025-09].units[区大数剧发展局].id",
         "您是指“区大数据发展局”吗？"),
        (RENAMED.replace("name: 区数据局", "name: 区林业局"), "amendments[2025-09].units[区大数据发展局].name",
         "“区林业局”既指“区大数据发展局”又指“区林业局”"),
        (MOVED.replace("区文化旅游委, 区教委", "区文化旅游委, 区教萎"), "amendments[2025-05].projects[Q01].lead_units",
         "您是指“区教委”吗？"),
        (MOVED.replace('"2025.11"', '"2027.11"'), "amendments[2025-05].projects[Q01].deadline", "不在 2025 年或次年内"),
        (MOVED.replace("培训300名", "培训若干名"), "amendments[2025-05].projects[Q01].target",
         "没有“培训国家二、三级社体指导员”的目标数 300"),
        (MOVED.replace("id: Q01\n", "id: Q09\n"), "amendments[2025-05].projects[Q09].id", "项目“Q09”不存在"),
        ('  - since: "2025-06"\n    source: 示例\n    projects: [{id: Q01}]\n', "amendments[2025-06].projects[Q01]",
         "没有写改什么"),
    ],
)  # fmt: skip
def test_a_fault_in_an_amendment_is_named(items: str, field: str, words: str) -> None:
    text = amended(items)
    faults = check(NAME, text.encode())
    mine = [f for f in faults if words in f]
    assert mine, faults
    where = re.match(r"data/projects\.yaml 第(\d+)行 (.+?)：", mine[0])
    assert where is not None
    label = field.replace("[第1项]", "[S01-3]")
    assert where[2] == label
    assert int(where[1]) > SHIPPED[: SHIPPED.index("amendments:")].count("\n") + 1


# ---------------------------------------------------------------- show


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)


def test_show_fits_the_screen_and_leaves_nothing_out(catalogue: Catalogue) -> None:
    text = describe(catalogue)
    assert max(map(_columns, text.split("\n"))) <= 80
    assert not re.search(r"[ 　]$", text, re.MULTILINE)
    joined = re.sub(r"[\s　]", "", text)
    for project in catalogue.projects:
        assert f"{project.id}{project.number}．{project.name}" in joined
        for item in project.indicators:
            assert item.id + ("其中：" if item.kind == "part" else "") + re.sub(r"\s", "", item.name) in joined
    for words in (
        "5万人以上",
        "约5万平方米",
        "达到4.5个",
        "共300名",
        "S06-1与P07-1：按P07-1执行",
        "均须完成",
        "目标待定（",
    ):
        assert words in joined
    for unit in catalogue.units:
        assert f"{unit.name}（{unit.full_name}）：" in joined
    assert "年中变更" not in text


def test_show_prints_no_person() -> None:
    contacts = "区教委: {name: 示例甲, phone: 000-0000, email: shili@example.invalid}"
    text = describe(book(contacts=contacts).at(APRIL))
    assert "示例甲" not in text
    assert "000-0000" not in text


def test_show_prints_what_has_changed() -> None:
    text = describe(book(amended(LIFTS + RENAMED)).at(DECEMBER))
    assert "年中变更" in text
    assert "依据：渝府办〔2025〕示例号" in re.sub(r"\s", "", text)
    assert "区数据局（重庆市渝北区数据局，原区大数据发展局）" in re.sub(r"\s", "", text)
    assert max(map(_columns, text.split("\n"))) <= 80


def test_a_unit_is_the_models_noun(catalogue: Catalogue) -> None:
    assert all(isinstance(u, Unit) and u.id == u.name for u in catalogue.units)


# ---------------------------------------------------------------- other places


SMALL = """\
year: 2025
district: {district}
office: {office}
document: {{number: 〔2025〕1号, title: {title}, issuer: 示例, date: "2025-01-10"}}
form: {{label: 附表, title: 进展情况表, summary_title: 汇总表}}
months: {{first: "2025-01", last: "2025-12"}}
due: {{day: 25}}
units:
{units}
projects:
  - id: S01
    number: "1"
    name: 示例工程
    lead_units: [{leads}]
    responsible: "—"
    target: 建成示例工程3处
    deadline: "2025.12"
    indicators: [{{id: S01-1, kind: quantified, name: 示例工程, target: 3, unit: 处}}]
"""


def small(
    *units: tuple[str, str], district: str = "沁县", office: str = "县发改局", title: str = "2025年民生实事"
) -> CatalogueBook:
    listed = "\n".join(f"  - {{name: {name}, full_name: {full}}}" for name, full in units)
    leads = ", ".join(name for name, _ in units)
    return book(SMALL.format(district=district, office=office, title=title, units=listed, leads=leads))


@pytest.mark.parametrize(
    ("district", "units"),
    [
        (
            "沁县",
            [("县教育局", "沁县教育局"), ("团县委", "中国共产主义青年团沁县委员会"), ("县妇联", "沁县妇女联合会")],
        ),
        (
            "云南省",
            [
                ("省教育厅", "云南省教育厅"),
                ("团省委", "中国共产主义青年团云南省委员会"),
                ("省残联", "云南省残疾人联合会"),
            ],
        ),
    ],
)
def test_full_names_may_begin_with_the_district_itself(district: str, units: list[tuple[str, str]]) -> None:
    catalogue = small(*units, district=district).at(APRIL)
    for name, full in units:
        for text in (name, full):
            assert [(m.unit_id, m.how) for m in unit_named(text, catalogue)] == [(name, "exact")]


@pytest.mark.parametrize(
    ("title", "office", "topic", "we"),
    [
        ("关于印发2025年重点民生实事工作目标任务的通知", "区发展改革委", "重点民生实事", "我委"),
        ("关于印发2025年民生实事项目的通知", "县发展改革局", "民生实事", "我局"),
        ("关于印发《2025年度十件惠民实事实施方案》的通知", "市政府督查室", "惠民实事", "我室"),
        ("关于做好为民办实事工作的通知", "县专班", "为民办实事", "我单位"),
        ("关于印发任务分工的通知", "县政府办", "民生实事", "我办"),
    ],
)
def test_the_words_for_the_whole_come_from_the_lists_title(title: str, office: str, topic: str, we: str) -> None:
    terms = small(("县教育局", "沁县教育局"), title=title, office=office).at(APRIL).terms
    assert (terms.topic, terms.we) == (topic, we)


# ---------------------------------------------------------------- due days


def due(said: str, months: str = "") -> Catalogue:
    text = SMALL.format(
        district="沁县",
        office="县发改局",
        title="民生实事",
        units="  - {name: 县教育局, full_name: 沁县教育局}",
        leads="县教育局",
    )
    text = text.replace("due: {day: 25}", f"due: {{{said}}}").replace('last: "2025-12"', f'last: "2025-12"{months}')
    return book(text).at(APRIL)


@pytest.mark.parametrize(
    ("said", "month", "due_day", "cut_off"),
    [
        ("day: 25", "2025-04", "2025-04-25", "2025-04-25"),
        ("day: 25, inclusive: false", "2025-04", "2025-04-24", "2025-04-25"),
        ("day: last", "2025-02", "2025-02-28", "2025-02-28"),
        ("day: 5, offset: 1", "2025-12", "2026-01-05", "2025-12-31"),
        ("day: 1, offset: 1, inclusive: false", "2025-04", "2025-04-30", "2025-04-30"),
        ("day: 5, offset: 1, cutoff: 25", "2025-04", "2025-05-05", "2025-04-25"),
        ('day: 25, dates: {"2025-10": "2025-10-24"}', "2025-10", "2025-10-24", "2025-10-24"),
        ('day: 25, dates: {"2025-10": "2025-11-03"}', "2025-10", "2025-11-03", "2025-10-31"),
        ("day: 25", "2025-final", "2026-01-10", "2025-12-31"),
        ('day: 25, final: "01-15"', "2025-final", "2026-01-15", "2025-12-31"),
    ],
)
def test_when_returns_are_due_and_up_to_which_day_they_tell(said: str, month: str, due_day: str, cut_off: str) -> None:
    catalogue = due(said)
    assert str(catalogue.due(Month.parse(month))) == due_day
    assert str(catalogue.cut_off(Month.parse(month))) == cut_off


def test_a_quarterly_list_has_its_months_only() -> None:
    catalogue = due("day: 5, offset: 1", ", only: [3, 6, 9, 12]")
    assert [m.month for m in catalogue.months()] == [3, 6, 9, 12]
    assert catalogue.has(Month(2025, 6))
    assert not catalogue.has(Month(2025, 4))
    assert catalogue.has(Month.closing(2025))
    march = Month(2025, 3)
    assert (catalogue.following(march), catalogue.following(Month(2025, 4))) == (Month(2025, 6), Month(2025, 6))
    assert catalogue.following(Month(2025, 12)) == Month.closing(2025)
    assert catalogue.following(Month.closing(2025)) is None


# ---------------------------------------------------------------- what comes and goes in mid-year

TURNS = """
  - since: "2025-08"
    source: 示例文件
    district: 渝北新区
    office: 新区发展改革局
    projects:
      - {id: S02, name: 建设社区公园, responsible: 示例公司, deadline: "2026.06"}
    add:
      projects:
        - id: Q03
          section: district
          number: "3"
          name: 新增工程
          lead_units: [区教委]
          responsible: "—"
          target: 建成4处
          deadline: "2025.12"
          remark: ""
          indicators: [{id: Q03-1, kind: quantified, name: 建成, target: 4, unit: 处}]
        - id: S14
          section: city
          number: "10"
          name: 替代工程
          replaces: S10
          lead_units: [团区委]
          responsible: "—"
          target: 开办60个
          deadline: "2025.12"
          remark: ""
          indicators: [{id: S14-1, kind: quantified, name: 开办, target: 60, unit: 个}]
      indicators:
        - {project: S05, id: S05-9, kind: quantified, name: 新增培训, target: 500, unit: 名, replaces: S05-1}
    end:
      projects: [P10]
      indicators: [S09-1]
"""


def test_projects_and_indicators_come_and_go_from_their_month_on() -> None:
    turned = book(amended(TURNS))
    july, august = turned.at(Month(2025, 7)), turned.at(Month(2025, 8))
    assert july.projects == book().at(Month(2025, 7)).projects
    assert (july.district, july.office) == ("渝北区", "区发展改革委")
    ids = [p.id for p in august.projects]
    assert (len(july.projects), len(ids)) == (25, 25)  # two came, two went
    assert "P10" not in ids
    assert ids.index("S14") == [p.id for p in july.projects].index("S10")
    assert ids[-1] == "Q03"
    assert (august.district, august.office) == ("渝北新区", "新区发展改革局")
    park = august.project("S02")
    assert (park.name, park.responsible, park.deadline) == ("建设社区公园", "示例公司", Month(2026, 6))
    assert "S05-1" not in {i.id for i in august.project("S05").indicators}
    assert indicator(august, "S05-9").name == "新增培训"
    assert "区林业局" not in {u.id for u in august.units}  # it leads nothing any more
    assert [s.title for s in august.sections][1:] == [
        "二、区人大票决重点民生实事（共9项）",
        "三、其他区级重点民生实事（共3项）",
    ]
    (told,) = august.amendments
    for words in (
        "“渝北区”改称“渝北新区”",
        "不再实施，改为“替代工程”",
        "增加“新增工程”",
        "增加“新增培训”",
        "完成时限（2025.12改为2026.06）",
    ):
        assert words in told.note


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("projects: [P10]", "projects: [P99]", "项目“P99”不存在"),
        ("replaces: S10", "replaces: S99", "项目“S99”不存在"),
        ("project: S05,", "project: S77,", "项目“S77”不存在"),
        ("id: Q03\n", "id: Q02\n", "“Q02”重复"),
        ("section: district\n", "section: districts\n", "不在 sections 中"),
        ("lead_units: [区教委]", "lead_units: [区教萎]", "您是指“区教委”吗？"),
        ("target: 4, unit: 处", "target: 5, unit: 处", "目标任务原文中没有“5”这个数"),
        ("2026.06", "2027.06", "不在 2025 年或次年内"),
    ],
)
def test_a_fault_in_what_comes_and_goes_is_named(old: str, new: str, words: str) -> None:
    assert any(words in fault for fault in check(NAME, amended(TURNS.replace(old, new)).encode()))
