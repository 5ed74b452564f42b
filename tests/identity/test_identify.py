"""Every combination of clues: what agrees is believed, what disagrees is shown, nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from minsheng_cli.form_spec import row_key
from minsheng_cli.identity.identify import identify
from minsheng_cli.model import (
    Contact,
    Finding,
    Identity,
    Located,
    Marker,
    Month,
    ParsedIndicator,
    ParsedReturn,
    ParsedRow,
)

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue

APRIL = Month(2025, 4)
FILE = "附件2（4月）.xlsx"


def row(at: int, name: str, lead: str, key: str = "") -> ParsedRow:
    cells = {"name": Located(name, f"附件2!B{at}"), "lead_unit": Located(lead, f"附件2!C{at}")}
    return ParsedRow(cells, f"附件2!A{at}", Located(key, f"附件2!J{at}") if key else None)


def sheet(
    *lines: tuple[str, ...], marker: str | tuple[str, str] = "", month: str = "填报月份：2025年4月", title: str = ""
) -> ParsedReturn:
    """Make a return: lines of (project name, lead unit[, key]), from row 5 on."""
    unit, claimed = (marker, "2025-04") if isinstance(marker, str) else marker
    return ParsedReturn(
        "附件2",
        tuple(row(at, *line) for at, line in enumerate(lines, start=5)),
        marker=Marker(unit, claimed, ref="_minsheng!B3") if marker else None,
        month_line=Located(month, "附件2!A3") if month else None,
        title=Located(title, "附件2!A2") if title else None,
    )


def keyed(name: str, lead: str, item: str, unit: str, month: str = "2025-04") -> tuple[str, str, str]:
    return name, lead, row_key(item, unit, month)


MIND = "关爱青少年心理健康"  # 区教委
PUPILS = "学生关爱行动"  # 区教委
CULTURE = "文化惠民服务行动"  # 区文化旅游委 + 区教委
SCHOOLS = "改善学校医院周边环境"  # 区城管局; 区教委 is 责任单位
TRAFFIC = "开展中心城区缓堵促畅治堵治乱"  # 区住房城乡建委 + 区城管局
OLD_TOWN = "实施城镇老旧小区改造"  # 区住房城乡建委
RENEWAL = "城区更新改造工程"  # 区住房城乡建委 + 区城管局
FOREST = "森林防火能力提升行动"  # 区林业局
WATER = "农村供水保障工程"  # 区水利局


def codes(identity: Identity) -> list[str]:
    return [f.code for f in identity.findings]


def only(identity: Identity) -> Finding:
    (finding,) = identity.findings
    return finding


# ---------------------------------------------------------------- unit


def test_all_clues_agree(catalogue: Catalogue) -> None:
    parsed = sheet(
        keyed(MIND, "区教委", "S05", "区教委"), keyed(PUPILS, "区教委", "P02", "区教委"),
        keyed(CULTURE, "区教委", "Q02", "区教委"), marker="区教委",
    )  # fmt: skip
    identity = identify(
        parsed, "区教委/附件2：情况表（区教委）4月(1)(2).xlsx", APRIL, catalogue, "渝北区教委 <a@example.invalid>"
    )
    assert (identity.unit, identity.month, identity.findings) == ("区教委", APRIL, ())
    said = [(e.source, e.says, e.ref) for e in identity.evidence]
    assert ("隐藏标记", "区教委", "_minsheng!B3") in said
    assert ("关键列", "区教委", "附件2!J5") in said
    assert ("牵头单位", "区教委", "附件2!C5") in said
    assert ("项目名称", "区教委、区文化旅游委", "附件2!B7") in said
    assert ("文件夹", "区教委", "") in said
    assert ("文件名", "区教委", "") in said
    assert ("发件人", "区教委", "") in said
    assert ("表头", "2025年4月", "附件2!A3") in said
    assert ("文件名", "2025年4月", "") in said


@pytest.mark.parametrize("lead", ["区教委", "渝北区教委", "重庆市渝北区教育委员会", "教委", "区 教 委"])
def test_lead_cells_alone_suffice(catalogue: Catalogue, lead: str) -> None:
    identity = identify(sheet((MIND, lead), (PUPILS, lead)), FILE, APRIL, catalogue)
    assert (identity.unit, identity.findings) == ("区教委", ())


@pytest.mark.parametrize(("lead", "unit"), [("区交通局", "区交通运输委"), ("区住房城建委", "区住房城乡建委")])
def test_a_loose_name_is_accepted_with_a_warning_at_its_cell(catalogue: Catalogue, lead: str, unit: str) -> None:
    project = catalogue.led_by(unit)[0].name
    identity = identify(sheet((project, lead), (project, lead)), FILE, APRIL, catalogue)
    assert identity.unit == unit
    assert (only(identity).code, only(identity).where) == ("file.unit-lookalike", "附件2!C5")
    assert lead in only(identity).message


def test_marker_alone(catalogue: Catalogue) -> None:
    assert identify(sheet(("", ""), marker="区教委"), FILE, APRIL, catalogue).unit == "区教委"


def test_keys_alone(catalogue: Catalogue) -> None:
    assert identify(sheet(keyed("", "", "S05", "区教委")), FILE, APRIL, catalogue).unit == "区教委"


def test_indicator_keys_count(catalogue: Catalogue) -> None:
    indicator = ParsedIndicator(Located("S05-1|区教委|2025-04", "指标进度!I3"), {})
    identity = identify(replace(sheet(("", "")), indicators=(indicator,)), FILE, APRIL, catalogue)
    assert identity.unit == "区教委"
    assert identity.evidence[0].ref == "指标进度!I3"


def test_marker_against_visible_content_is_ambiguous(catalogue: Catalogue) -> None:
    parsed = sheet(keyed(WATER, "区水利局", "S05", "区教委"), marker="区教委")
    identity = identify(parsed, FILE, APRIL, catalogue)
    assert identity.unit is None
    finding = only(identity)
    assert (finding.code, finding.where) == ("file.unit-ambiguous", "附件2!C5")
    for said in ("下发时写在表格里的单位标记为区教委；", "牵头单位（附件2!C5）为区水利局"):
        assert said in finding.message


def test_marker_against_projects_with_blank_lead_cells(catalogue: Catalogue) -> None:
    parsed = sheet(keyed(WATER, "", "S05", "区教委"), marker="区教委")
    identity = identify(parsed, FILE, APRIL, catalogue)
    assert codes(identity) == ["file.unit-ambiguous"]
    assert "项目名称（附件2!B5）为区水利局" in identity.findings[0].message


def test_a_pasted_over_name_does_not_shake_three_clues(catalogue: Catalogue) -> None:
    parsed = sheet(keyed(WATER, "区教委", "S05", "区教委"), marker="区教委")
    assert identify(parsed, FILE, APRIL, catalogue).unit == "区教委"


def test_lead_cells_against_projects_is_ambiguous(catalogue: Catalogue) -> None:
    assert codes(identify(sheet((WATER, "区教委")), FILE, APRIL, catalogue)) == ["file.unit-ambiguous"]


def test_one_altered_lead_cell_among_several(catalogue: Catalogue) -> None:
    lines = (keyed(MIND, "区教委", "S05", "区教委"), keyed(PUPILS, "区水利局", "P02", "区教委"))
    identity = identify(sheet(*lines, marker="区教委"), FILE, APRIL, catalogue)
    assert (identity.unit, identity.findings) == ("区教委", ())


def test_a_lead_cell_that_can_only_be_a_slip(catalogue: Catalogue) -> None:
    slip = sheet(keyed(FOREST, "区水利局", "P10", "区林业局"), marker="区林业局")
    assert (identify(slip, FILE, APRIL, catalogue).unit, identify(slip, FILE, APRIL, catalogue).findings) == (
        "区林业局",
        (),
    )
    unmarked = sheet(keyed(FOREST, "区水利局", "P10", "区林业局"))
    assert codes(identify(unmarked, FILE, APRIL, catalogue)) == ["file.unit-ambiguous"]
    involved = sheet(keyed(MIND, "区民政局", "S05", "区教委"), marker="区教委")  # 区民政局 is 责任单位 of it
    assert codes(identify(involved, FILE, APRIL, catalogue)) == ["file.unit-ambiguous"]


def test_two_units_half_and_half_are_ambiguous(catalogue: Catalogue) -> None:
    lines = ((MIND, "区教委"), (PUPILS, "区教委"), (WATER, "区水利局"), (FOREST, "区林业局"))
    identity = identify(sheet(*lines), FILE, APRIL, catalogue)
    assert identity.unit is None
    assert "牵头单位（附件2!C5、附件2!C6）为区教委；牵头单位（附件2!C7）为区水利局" in only(identity).message


def test_keys_of_two_units_without_marker_are_ambiguous(catalogue: Catalogue) -> None:
    lines = (keyed(MIND, "区教委", "S05", "区教委"), keyed(WATER, "区水利局", "P03", "区水利局"))
    assert codes(identify(sheet(*lines), FILE, APRIL, catalogue)) == ["file.unit-ambiguous"]


def test_keys_mostly_of_another_unit_than_the_marker_are_ambiguous(catalogue: Catalogue) -> None:
    ours, theirs = keyed(FOREST, "", "P10", "区林业局"), keyed(WATER, "", "P03", "区水利局")
    assert identify(sheet(ours, theirs, marker="区林业局"), FILE, APRIL, catalogue).unit == "区林业局"
    mixed = sheet(ours, theirs, keyed("提升农村饮水质量", "", "S12", "区水利局"), marker="区林业局")
    assert codes(identify(mixed, FILE, APRIL, catalogue)) == ["file.unit-ambiguous"]


def test_another_units_row_beside_marker_and_keys_is_left_to_judging(catalogue: Catalogue) -> None:
    lines = (keyed(FOREST, "区林业局", "P10", "区林业局"), (WATER, "区水利局"))
    assert identify(sheet(*lines, marker="区林业局"), FILE, APRIL, catalogue).unit == "区林业局"


def test_the_file_name_does_not_break_a_contradiction(catalogue: Catalogue) -> None:
    lines = ((MIND, "区教委"), (WATER, "区水利局"))
    assert identify(sheet(*lines), "区教委4月.xlsx", APRIL, catalogue).unit is None


def test_rows_a_unit_shares_without_leading_them(catalogue: Catalogue) -> None:
    lines = ((MIND, "区教委"), (PUPILS, "区教委"), (SCHOOLS, "区城管局"))
    identity = identify(sheet(*lines), FILE, APRIL, catalogue)
    assert (identity.unit, identity.findings) == ("区教委", ())


def test_a_sheet_of_nothing_but_anothers_row_is_ambiguous(catalogue: Catalogue) -> None:
    assert codes(identify(sheet((SCHOOLS, "区教委")), FILE, APRIL, catalogue)) == ["file.unit-ambiguous"]


def test_co_led_rows_speak_for_each_lead(catalogue: Catalogue) -> None:
    both = "区住房城乡建委\n区城管局"
    lines = ((OLD_TOWN, "区住房城乡建委"), (TRAFFIC, both), (RENEWAL, both))
    assert identify(sheet(*lines), FILE, APRIL, catalogue).unit == "区住房城乡建委"
    assert identify(sheet((TRAFFIC, "区城管局")), FILE, APRIL, catalogue).unit == "区城管局"


def test_only_co_led_rows_are_decided_by_the_name_with_a_warning(catalogue: Catalogue) -> None:
    both = "区住房城乡建委、区城管局"
    parsed = sheet((TRAFFIC, both), (RENEWAL, both))
    assert codes(identify(parsed, FILE, APRIL, catalogue)) == ["file.unit-ambiguous"]
    identity = identify(parsed, "城管局4月.xlsx", APRIL, catalogue)
    assert (identity.unit, codes(identity)) == ("区城管局", ["file.unit-inferred"])


def test_both_leads_written_beside_a_project_only_one_leads(catalogue: Catalogue) -> None:
    both = "区住房城乡建委、区城管局"
    assert identify(sheet((OLD_TOWN, both), (TRAFFIC, both)), FILE, APRIL, catalogue).unit == "区住房城乡建委"


def test_project_names_speak_when_lead_cells_are_blank(catalogue: Catalogue) -> None:
    identity = identify(sheet((MIND, ""), (CULTURE, "")), FILE, APRIL, catalogue)
    assert identity.unit == "区教委"
    assert (only(identity).code, only(identity).where) == ("file.unit-inferred", "附件2!B5")


def test_a_majority_of_projects_unless_the_name_disagrees(catalogue: Catalogue) -> None:
    parsed = sheet((MIND, ""), (PUPILS, ""), (WATER, ""))
    assert identify(parsed, FILE, APRIL, catalogue).unit == "区教委"
    assert codes(identify(parsed, "区水利局4月.xlsx", APRIL, catalogue)) == ["file.unit-ambiguous"]
    assert codes(identify(sheet((MIND, ""), (WATER, "")), FILE, APRIL, catalogue)) == ["file.unit-ambiguous"]


def test_a_co_led_project_alone_needs_the_name(catalogue: Catalogue) -> None:
    assert codes(identify(sheet((CULTURE, "")), FILE, APRIL, catalogue)) == ["file.unit-ambiguous"]
    assert identify(sheet((CULTURE, "")), "文旅委4月.xlsx", APRIL, catalogue).unit == "区文化旅游委"


def test_the_file_name_alone(catalogue: Catalogue) -> None:
    blank = sheet(("", ""))
    identity = identify(blank, "4月/区水利局.xlsx", APRIL, catalogue)
    assert (identity.unit, codes(identity)) == ("区水利局", ["file.unit-inferred"])
    assert "文件名“区水利局”" in only(identity).message
    assert codes(identify(blank, "区教委/区水利局4月.xlsx", APRIL, catalogue)) == ["file.unit-ambiguous"]
    assert codes(identify(blank, "报区发展改革委4月.xlsx", APRIL, catalogue)) == ["file.unit-unknown"]


@pytest.mark.parametrize(
    ("name", "sender", "source"),
    [("区水利局4月.xlsx", "", "文件名“区水利局4月”"), ("区水利局/4月.xlsx", "", "文件夹“区水利局”"),
     ("区水利局.eml › 4月.xlsx", "", "邮件“区水利局”"), (FILE, "渝北区水利局 <b@example.invalid>", "发件人")],
)  # fmt: skip
def test_a_name_that_disagrees_is_a_warning(catalogue: Catalogue, name: str, sender: str, source: str) -> None:
    identity = identify(sheet((MIND, "区教委")), name, APRIL, catalogue, sender)
    assert identity.unit == "区教委"
    assert only(identity).code == "file.unit-elsewhere"
    assert source in only(identity).message
    assert "区水利局" in only(identity).message


def test_the_addressee_in_a_name_is_no_disagreement(catalogue: Catalogue) -> None:
    assert identify(sheet((MIND, "区教委")), "报区发展改革委4月.xlsx", APRIL, catalogue).findings == ()


def test_the_collecting_office_returns_like_everyone(catalogue: Catalogue) -> None:
    office = catalogue.office
    project = catalogue.led_by(office)[0].name
    assert identify(sheet((project, office)), f"{office}4月.xlsx", APRIL, catalogue).unit == office


def test_the_sender_is_known_by_address(catalogue: Catalogue) -> None:
    units = tuple(
        replace(u, contact=Contact(email="shuili@example.invalid")) if u.id == "区水利局" else u
        for u in catalogue.units
    )
    known = replace(catalogue, units=units)
    identity = identify(sheet((MIND, "区教委")), FILE, APRIL, known, "示例 <Shuili@example.invalid>")
    assert codes(identity) == ["file.unit-elsewhere"]
    assert identify(sheet((MIND, "区教委")), FILE, APRIL, known, "<x.shuili@example.invalid>").findings == ()


def test_the_small_print_names_the_unit(catalogue: Catalogue) -> None:
    in_one = replace(sheet(("", "")), small_print=(Located("填报单位：渝北区水利局（盖章）  单位：万元", "附件2!A2"),))
    in_two = replace(sheet(("", "")), small_print=(Located("填报单位：", "附件2!A2"), Located("区水利局", "附件2!C2")))
    for parsed in (in_one, in_two):
        assert (found := identify(parsed, FILE, APRIL, catalogue)).unit == "区水利局"
        assert found.findings == ()
    against = replace(in_one, rows=(row(5, MIND, "区教委"),))
    assert codes(identify(against, FILE, APRIL, catalogue)) == ["file.unit-ambiguous"]


def test_nothing_known_suggests_what_was_meant(catalogue: Catalogue) -> None:
    identity = identify(sheet(("某项目", "区水力局")), FILE, APRIL, catalogue)
    assert identity.unit is None
    assert codes(identity) == ["file.unit-unknown", "file.unit-suggested"]
    assert [f.where for f in identity.findings] == ["附件2!C5", "附件2!C5"]
    assert "区水利局" in identity.findings[1].message


def test_a_marker_of_another_catalogue(catalogue: Catalogue) -> None:
    foreign = sheet((MIND, "区教委"), marker="江北区教委")
    assert codes(identify(foreign, FILE, APRIL, catalogue)) == ["file.unit-ambiguous"]
    assert "“江北区教委”（不在清单中）" in identify(foreign, FILE, APRIL, catalogue).findings[0].message
    alone = identify(sheet(("", ""), marker="江北区教委"), FILE, APRIL, catalogue)
    assert (alone.unit, codes(alone)) == (None, ["file.unit-unknown"])


@pytest.mark.parametrize(
    ("lines", "marker", "file", "code"),
    [
        ([keyed("全民健身", "区体育中心", "Q01", "区体育中心")], "区体育中心", FILE, "file.unit-idle"),
        ([("全民健身", "区体育中心")], "", FILE, "file.unit-idle"),
        ([("全民健身", "渝北区体育中心")], "", FILE, "file.unit-idle"),
        ([("全民健身", "")], "", "附件2_区体育中心.xlsx", "file.unit-idle"),
        ([("全民健身", "某中心")], "", FILE, "file.unit-unknown"),
        ([(MIND, "区教委"), ("全民健身", "区体育中心")], "", FILE, ""),
    ],
)
def test_a_unit_that_leads_nothing_any_more_is_told_so(
    catalogue: Catalogue, lines: list[tuple[str, ...]], marker: str, file: str, code: str
) -> None:
    gone = catalogue.unit("区体育中心")
    amended = replace(
        catalogue,
        units=tuple(u for u in catalogue.units if u is not gone),
        projects=tuple(p for p in catalogue.projects if gone.id not in p.lead_units),
        idle=(gone,),
    )
    identity = identify(sheet(*lines, marker=marker), file, APRIL, amended)
    assert codes(identity)[:1] == ([code] if code else [])
    assert identity.unit == (None if code else "区教委")


def test_a_unit_whose_only_project_has_another_lead_is_told_so(catalogue: Catalogue) -> None:
    gone = catalogue.unit("区体育中心")
    (old,) = catalogue.led_by(gone.id)
    amended = replace(
        catalogue,
        units=tuple(u for u in catalogue.units if u is not gone),
        projects=tuple(replace(p, lead_units=("区教委",)) if p is old else p for p in catalogue.projects),
        idle=(gone,),
    )
    parsed = sheet(keyed(old.name, gone.name, old.id, gone.id), marker=gone.id)
    assert codes(identify(parsed, FILE, APRIL, amended))[:1] == ["file.unit-idle"]
    assert identify(sheet((old.name, "区教委")), FILE, APRIL, amended).unit == "区教委"


# ---------------------------------------------------------------- month


def one_row(**said: str | tuple[str, str]) -> ParsedReturn:
    return sheet((MIND, "区教委"), **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["4月.xlsx", "回信.eml › 表.zip › 四月.xls", "2025-04/表.xlsx", "表202504.et", "四月/表.xlsx"]
)
def test_the_month_from_a_name_alone(catalogue: Catalogue, name: str) -> None:
    identity = identify(one_row(month=""), name, APRIL, catalogue)
    assert (identity.month, identity.findings) == (APRIL, ())


@pytest.mark.parametrize("line", ["填报月份：4月", "（2025年4月）", "2025-04", "2025-04-01", "截至2025年4月20日"])
def test_the_month_from_the_small_print_alone(catalogue: Catalogue, line: str) -> None:
    assert identify(one_row(month=line), "表.xlsx", APRIL, catalogue).month == APRIL


def test_the_month_from_title_marker_or_keys_alone(catalogue: Catalogue) -> None:
    title = one_row(month="", title="渝北区2025年4月重点民生实事情况表")
    marker = one_row(month="", marker="区教委")
    keys = sheet(keyed(MIND, "区教委", "S05", "区教委"), month="")
    for parsed in (title, marker, keys):
        assert identify(parsed, "表.xlsx", APRIL, catalogue).month == APRIL


def test_the_sheet_name_counts(catalogue: Catalogue) -> None:
    assert identify(replace(one_row(month=""), sheet="4月"), "表.xlsx", APRIL, catalogue).month == APRIL


@pytest.mark.parametrize(
    ("name", "tells"), [("2024年度民生实事.xlsx", True), ("2025年民生实事.xlsx", False), ("附件2.xlsx", False)]
)
def test_another_year_in_the_files_name_is_told(catalogue: Catalogue, name: str, *, tells: bool) -> None:
    found = identify(sheet((MIND, "区教委"), (PUPILS, "区教委")), name, APRIL, catalogue).findings
    assert [f.code for f in found] == (["file.other-year"] if tells else [])


def test_another_month_is_kept_and_refused(catalogue: Catalogue) -> None:
    parsed = one_row(month="填报月份：2025年3月", marker=("区教委", "2025-03"))
    identity = identify(parsed, "表.xlsx", APRIL, catalogue)
    assert (identity.unit, identity.month) == ("区教委", Month(2025, 3))
    assert (only(identity).code, only(identity).where) == ("file.month-wrong", "附件2!A3")  # not the hidden mark
    for said in ("2025年3月的报送表", "下发时写在表格里的月份标记、", "表头（附件2!A3）“填报月份：2025年3月”"):
        assert said in only(identity).message


@pytest.mark.parametrize("said", ["2025年4月、5月", "2025年3-4月", "3—4月", "2025年4月（补报3月）"])
def test_a_form_of_ours_that_says_two_months_is_ambiguous(catalogue: Catalogue, said: str) -> None:
    parsed = sheet(keyed(MIND, "区教委", "S05", "区教委"), marker="区教委", month=f"填报月份：{said}")
    assert codes(identify(parsed, "表.xlsx", APRIL, catalogue)) == ["file.month-ambiguous"]
    whole = sheet(keyed(MIND, "区教委", "S05", "区教委"), marker="区教委", month="填报月份：2025年1-4月")
    assert codes(identify(whole, "表.xlsx", APRIL, catalogue)) == []


def test_last_years_april_is_another_month(catalogue: Catalogue) -> None:
    assert codes(identify(one_row(month="2024年4月"), "表.xlsx", APRIL, catalogue)) == ["file.month-wrong"]


def test_name_folder_and_content_disagree_and_all_are_shown(catalogue: Catalogue) -> None:
    identity = identify(one_row(), "5月/区教委3月.xlsx", APRIL, catalogue)
    assert identity.month is None
    finding = only(identity)
    assert (finding.code, finding.where) == ("file.month-ambiguous", "附件2!A3")
    for said in (
        "表头（附件2!A3）“填报月份：2025年4月”为2025年4月",
        "文件夹“5月”为2025年5月",
        "文件名“区教委3月”为2025年3月",
    ):
        assert said in finding.message


def test_only_the_date_was_changed(catalogue: Catalogue) -> None:
    parsed = sheet(keyed(MIND, "区教委", "S05", "区教委", "2025-03"), month="填报月份：2025年4月")
    identity = identify(parsed, FILE, APRIL, catalogue)
    assert codes(identity) == ["file.month-ambiguous"]
    assert "（下发时写在表格里的月份标记为2025年3月；表头" in only(identity).message
    assert "S05" not in only(identity).message  # nobody outside knows what is written in hidden columns


def test_hidden_marks_that_disagree_are_named_with_their_places(catalogue: Catalogue) -> None:
    parsed = sheet(keyed(MIND, "区教委", "S05", "区教委", "2025-03"), marker=("区教委", "2025-04"))
    said = only(identify(parsed, FILE, APRIL, catalogue)).message
    assert "隐藏工作表的月份标记（_minsheng!" in said
    assert "校验码列的月份标记（附件2!" in said


def test_rows_of_two_months_are_ambiguous(catalogue: Catalogue) -> None:
    lines = (keyed(MIND, "区教委", "S05", "区教委"), keyed(PUPILS, "区教委", "P02", "区教委", "2025-03"))
    assert codes(identify(sheet(*lines), FILE, APRIL, catalogue)) == ["file.month-ambiguous"]


def test_a_name_with_two_months_does_not_contradict_one_of_them(catalogue: Catalogue) -> None:
    assert identify(one_row(), "3月、4月情况.xlsx", APRIL, catalogue).month == APRIL
    assert identify(one_row(month=""), "3月、4月情况.xlsx", APRIL, catalogue).month is None


@pytest.mark.parametrize(
    "name", ["区教委20250506.xlsx", "区教委（2025.12完成）.xlsx", "区教委(1).xlsx", "完成时限2025.12.xlsx"]
)
def test_days_and_deadlines_never_contradict(catalogue: Catalogue, name: str) -> None:
    identity = identify(one_row(), name, APRIL, catalogue)
    assert (identity.month, identity.findings) == (APRIL, ())


@pytest.mark.parametrize("line", ["填报月份：2025-03-31", "填报月份： 2025/3/25", "月份2025年5月1日"])
def test_but_a_day_beside_the_months_label_says_a_month(catalogue: Catalogue, line: str) -> None:
    """A date typed into the month's cell: what Excel makes of 2025年3月."""
    assert codes(identify(one_row(month=line, marker="区教委"), "表.xlsx", APRIL, catalogue)) == [
        "file.month-ambiguous"
    ]
    assert codes(identify(one_row(month=line), "表.xlsx", APRIL, catalogue)) == ["file.month-wrong"]
    april = one_row(month="填报月份：2025-04-30")
    assert (
        identify(april, "表.xlsx", APRIL, catalogue).month,
        codes(identify(april, "表.xlsx", APRIL, catalogue)),
    ) == (
        APRIL,
        [],
    )


def test_a_day_alone_supports_its_month_with_a_warning(catalogue: Catalogue) -> None:
    identity = identify(one_row(month=""), "区教委20250424.xlsx", APRIL, catalogue)
    assert (identity.month, codes(identity)) == (APRIL, ["file.month-inferred"])
    late = identify(one_row(month=""), "区教委20250506.xlsx", APRIL, catalogue)
    assert (late.month, codes(late)) == (None, ["file.month-unknown"])


def test_no_clue_at_all(catalogue: Catalogue) -> None:
    identity = identify(one_row(month=""), "新建 XLSX 工作表.xlsx", APRIL, catalogue)
    assert (identity.unit, identity.month, codes(identity)) == ("区教委", None, ["file.month-unknown"])
    assert "填报月份：2025年4月" in only(identity).message


def test_other_small_print_may_contradict_the_month_line(catalogue: Catalogue) -> None:
    parsed = replace(
        one_row(), small_print=(Located("（2025年3月）", "附件2!A2"), Located("填报月份：2025年4月", "附件2!A3"))
    )
    assert codes(identify(parsed, "表.xlsx", APRIL, catalogue)) == ["file.month-ambiguous"]


def test_long_small_print_and_unlabelled_days_say_nothing_of_the_month(catalogue: Catalogue) -> None:
    notice = Located("根据2025年3月工作安排，各单位应于每月25日前报送本表至区发展改革委汇总", "附件2!A1")
    issued = Located("渝北府办发〔2025〕9号 2025年3月19日", "附件2!A2")
    assert identify(replace(one_row(), small_print=(notice, issued)), "表.xlsx", APRIL, catalogue).findings == ()
    unsaid = replace(one_row(month=""), small_print=(Located("2025年4月19日印发", "附件2!A2"),))
    assert codes(identify(unsaid, "表.xlsx", APRIL, catalogue)) == ["file.month-unknown"]
    said = replace(one_row(month=""), small_print=(Located("报送日期：2025年4月24日", "附件2!A2"),))
    assert codes(identify(said, "表.xlsx", APRIL, catalogue)) == ["file.month-inferred"]
