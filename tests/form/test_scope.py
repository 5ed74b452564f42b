"""What notes, small print and headers say the figures cover; what puts the figures in doubt, and what does not."""

from __future__ import annotations

import pytest
from test_parse import FIRST, FOOTER, HEADER, SECOND, TITLE, codes, form, grid, one, only

from minsheng_cli.form.reading import scope

NOT_CUMULATIVE = [
    "备注：完成投资为当月数。",
    "注：以上投资均为本月完成数",
    "注：1.表中数据为4月份完成额；2.单位：万元。",
    "注：本表投资为计划投资",
    "说明：投资额均为概算数",
    "注：各项均填本月新增量",
    "注：投资仅统计4月",
    "注：投资为4月当月完成数",
    "注：本月完成投资",
    "备注：投资额为新增数",
    "说明：以上为单月数据",
    "注：1、投资数据为年度计划；2、其余为累计",
    "注：金额为合同金额",
    "注：上述投资数据为一季度数",
    "注：投资数据同上月",
]
HARMLESS = [
    "注：完成投资为年初至今累计数，不填当月数。",
    "注：投资为累计数，本月完成300万元。",
    "注：表中数据未经审核。",
    "注：4月数据截至4月25日。",
    "注：以上为1-4月数据。",
    "注：4月份数据请于25日前填报。",
    "注：表中数据为2025年4月数。",
    "注：本月完成投资300万元。",
    "注：投资超过1亿元的项目另表报送。",
]


@pytest.mark.parametrize("note", NOT_CUMULATIVE)
def test_a_note_that_the_figures_are_not_cumulative_is_an_error_at_the_note(note: str) -> None:
    finding = only(one(form(note)), "table.not-cumulative")
    assert (finding.where, finding.severity, finding.field) == ("附件2!A8", "error", "investment")
    quoted = finding.message.partition("“")[2].partition("”")[0]
    assert quoted
    assert quoted in note


def test_a_note_that_begins_in_a_column_before_the_table_is_heard() -> None:
    lines = [["", *line] for line in ([TITLE], HEADER, FIRST, SECOND, FOOTER)]
    said = one(grid(*lines, NOT_CUMULATIVE[1]))
    assert only(said, "table.not-cumulative").where == "附件2!A6"
    assert [row.cells["investment"].text for row in said.rows] == ["12.5", "300"]


@pytest.mark.parametrize("note", HARMLESS)
def test_other_notes_are_harmless(note: str) -> None:
    parsed = one(form(note))
    assert codes(parsed) == []
    assert [row.cells["investment"].text for row in parsed.rows] == ["12.5", "300"]


@pytest.mark.parametrize(
    "note",
    [
        "注：完成投资单位为元。", "注：投资单位：元", "单位：元", "投资单位（元）", "计价：元",
        "注：以下金额均以元为单位", "注：金额以元计", "注：本表金额单位为“元”",
    ],
)  # fmt: skip
@pytest.mark.parametrize("above_footer", [True, False])
def test_a_note_names_the_unit_of_money(note: str, above_footer: bool) -> None:  # noqa: FBT001
    lines = [[note], FOOTER] if above_footer else [FOOTER, [note]]
    assert one(grid(TITLE, "填报月份：2025年4月", HEADER, FIRST, SECOND, *lines)).money_unit == "元"
    parsed = one(grid(TITLE, "填报月份：2025年4月   单位：万元", HEADER, FIRST, SECOND, *lines))
    assert only(parsed, "investment.header-unit").severity == "error"


def test_small_print_above_the_table_counts_too() -> None:
    small_print = "填报月份：2025年4月（数据截至2025年4月25日）   完成投资为当月数，单位：万元"
    assert only(one(grid(small_print, HEADER, FIRST, FOOTER)), "table.not-cumulative").where == "附件2!A1"


@pytest.mark.parametrize(
    ("header", "month"),
    [("1-3月完成投资（万元）", 3), ("3月底累计完成投资", 3), ("截至2025年4月底完成投资", 4), ("完成投资（三月）", 3)],
)
def test_a_header_may_say_until_when(header: str, month: int) -> None:
    parsed = one(grid([*HEADER[:5], header, *HEADER[6:]], FIRST, FOOTER))
    assert [(said.field, said.located.ref, said.month) for said in parsed.up_to] == [("investment", "附件2!F1", month)]


@pytest.mark.parametrize("note", ["说明：投资数据截至3月底。", "注：统计截止时间：2025年3月31日"])
def test_a_note_may_say_until_when(note: str) -> None:
    (said,) = one(form(note)).up_to
    assert (said.field, said.located.ref, said.month) == ("investment", "附件2!A8", 3)


@pytest.mark.parametrize(
    ("one_column", "other", "wanted"),
    [("1-3月累计完成投资", "1-4月累计完成投资", "8"), ("1-4月累计完成投资", "1-3月累计完成投资", "7")],
)
def test_of_two_cumulative_columns_the_later_counts(one_column: str, other: str, wanted: str) -> None:
    header, line = [*HEADER[:5], one_column, other, *HEADER[6:]], [*FIRST[:5], "7", "8", *FIRST[6:]]
    parsed = one(grid(header, line, FOOTER))
    assert parsed.rows[0].cells["investment"].text == wanted
    assert codes(parsed) == ["table.column-extra"]


@pytest.mark.parametrize("header", ["累计完成投资（万元）", "1-3月累计完成投资"])
@pytest.mark.parametrize("before", [True, False])
def test_beside_a_bare_column_a_cumulative_one_leaves_a_choice(header: str, before: bool) -> None:  # noqa: FBT001
    pair = [header, "完成投资"] if before else ["完成投资", header]
    parsed = one(grid([*HEADER[:5], *pair, *HEADER[6:]], [*FIRST[:5], "7", "8", *FIRST[6:]], FOOTER))
    assert only(parsed, "table.column-twice").field == "investment"


def test_the_sum_of_all_years_is_not_this_years() -> None:
    header = [*HEADER[:5], "历年累计完成投资", "今年完成投资", *HEADER[6:]]
    parsed = one(grid(header, [*FIRST[:5], "7000", "8", *FIRST[6:]], FOOTER))
    assert parsed.rows[0].cells["investment"].text == "8"


def test_the_same_contact_column_twice_is_a_choice() -> None:
    parsed = one(grid([*HEADER, HEADER[8]], [*FIRST, "示例戊 000-00000009"], FOOTER))
    assert only(parsed, "table.column-twice").field == "contact"


@pytest.mark.parametrize("header", ["当月数", "本月完成", "本月新增"])
def test_indicators_of_one_month_are_said_not_dropped(header: str) -> None:
    sheet = grid(["指标", "单位", "年度目标", header], ["培训认证", "名", "500", "120"], sheet="指标进度")
    finding = only(one(form(), sheet), "indicator.column")
    assert (finding.where, finding.severity) == ("指标进度!D1", "error")


def test_an_indicator_table_without_figures_is_left_alone() -> None:
    sheet = grid(["指标", "单位", "年度目标", "当月数"], ["培训认证", "名", "500"], sheet="指标进度")
    assert codes(one(form(), sheet)) == []


def test_small_print_of_the_indicators() -> None:
    sheet = grid(["", "填当月数，不填的留空"], ["指标", "单位", "本月累计"], ["培训认证", "名", "5"], sheet="指标进度")
    finding = only(one(form(), sheet), "table.not-cumulative")
    assert (finding.where, finding.field) == ("指标进度!B1", "indicator")


@pytest.mark.parametrize(
    ("header", "month"),
    [
        ("工作进展（3.25）", 3), ("完成投资（截至4.25）", 4), ("完成投资（1.1-4.25）", 4), ("1-4月完成投资", 4),
        ("完成投资（精确到0.01万元）", None), ("完成投资（×1.2元）", None), ("工作进展", None),
    ],
)  # fmt: skip
def test_the_month_a_header_goes_up_to(header: str, month: int | None) -> None:
    assert scope.header_up_to(header) == month
