"""Returned sheets as people mangle them, drawn by hand; each must be read right, or say which cell is in doubt."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from minsheng_cli import form_spec
from minsheng_cli.errors import FormNotFound, TooLarge
from minsheng_cli.form.reading import headers
from minsheng_cli.form.reading.parse import parse
from minsheng_cli.model import Cell, CellKind, Finding, Grid, Located, ParsedReturn

HEADER = [c.header for c in form_spec.COLUMNS]
FIELDS = [c.key for c in form_spec.COLUMNS]
FIRST = ["1", "关爱青少年心理健康", "区教委", "测评1次", "已完成测评", "12.5", "无", "开展团辅", "示例甲 000-00000001"]
SECOND = [
    "2",
    "学生关爱行动",
    "区教委",
    "改造10所",
    "已改造3所",
    "300",
    "用地未落实",
    "加快推进",
    "示例乙 000-00000002",
]
TITLE = "渝北区2025年重点民生实事工作目标任务推进落实情况表"
FOOTER = ["单位主要负责人：示例丙", "", "", "", "", "填表人：示例丁"]

Line = Sequence[str | Cell] | str


def grid(
    *lines: Line,
    sheet: str = "附件2",
    merges: tuple[tuple[int, int, int, int], ...] = (),
    hidden: bool = False,
    rows: frozenset[int] = frozenset(),
    cols: frozenset[int] = frozenset(),
) -> Grid:
    """Draw a sheet: one line per row, a text alone stands in column A; "" is an empty cell."""
    cells: dict[tuple[int, int], Cell] = {}
    for r, line in enumerate(lines, start=1):
        for c, said in enumerate([line] if isinstance(line, str) else line, start=1):
            if said:
                cells[r, c] = said if isinstance(said, Cell) else Cell(said)
    return Grid(sheet, cells, merges, hidden, rows, cols)


def form(*more: Line) -> Grid:
    return grid("附件2", TITLE, "填报月份：2025年4月", HEADER, FIRST, SECOND, FOOTER, *more)


def one(*grids: Grid) -> ParsedReturn:
    (parsed,) = parse(grids)
    return parsed


def said(parsed: ParsedReturn, row: int) -> dict[str, str]:
    return {field: cell.text for field, cell in parsed.rows[row].cells.items()}


def expected(line: list[str]) -> dict[str, str]:
    return dict(zip(FIELDS, line, strict=True))


def codes(parsed: ParsedReturn) -> list[str]:
    return [f.code for f in parsed.findings]


def only(parsed: ParsedReturn, code: str) -> Finding:
    (finding,) = (f for f in parsed.findings if f.code == code)
    return finding


def moved(line: list[str], order: str) -> list[str]:
    """Return the line with its columns in another order, named by the official letters."""
    return [line["ABCDEFGHI".index(letter)] if letter in "ABCDEFGHI" else "" for letter in order]


def name_rows(parsed: ParsedReturn) -> list[str]:
    return [row.cells["name"].text for row in parsed.rows]


# ---------------------------------------------------------------- the form as it was sent out


def test_the_official_form_is_read_without_a_finding() -> None:
    parsed = one(form())
    assert [said(parsed, 0), said(parsed, 1)] == [expected(FIRST), expected(SECOND)]
    assert parsed.findings == ()
    assert parsed.rows[1].cells["investment"] == Located("300", "附件2!F6")
    assert parsed.rows[1].row_ref == "附件2!A6"
    assert parsed.columns["progress"] == "附件2!E4"
    assert parsed.title == Located(TITLE, "附件2!A2")
    assert parsed.month_line == Located("填报月份：2025年4月", "附件2!A3")
    assert parsed.head == Located("示例丙", "附件2!A7")
    assert parsed.preparer == Located("示例丁", "附件2!F7")


def test_no_table_is_an_error_of_its_own() -> None:
    notice = grid(["序号", "项目名称", "牵头单位", "责任单位", "区级支撑项目及绩效目标", "完成时限", "备注"], FIRST[:7])
    for grids in ((), (grid("会议通知", "请按时报送"),), (notice,)):
        with pytest.raises(FormNotFound):
            parse(grids)


def test_how_little_makes_a_table() -> None:
    assert said(one(grid(["项目名称", "工作进展", "完成投资"], ["甲项目", "进展", "5"])), 0) == {
        "name": "甲项目", "progress": "进展", "investment": "5",
    }  # fmt: skip
    for header in (
        ["项目名称", "工作进展"],
        ["序号", "牵头单位", "工作进展"],
        ["序号", "项目名称", "牵头单位", "目标任务"],
    ):
        with pytest.raises(FormNotFound):
            parse((grid(header, ["甲", "乙", "丙", "丁"]),))


def test_the_sheets_we_add_are_never_taken_for_the_return() -> None:
    reference = grid(HEADER, FIRST, sheet=form_spec.NOTES_SHEET)
    faults = grid(HEADER, FIRST, sheet=form_spec.FAULT_SHEET)
    assert one(reference, form(), faults).sheet == "附件2"
    with pytest.raises(FormNotFound):
        parse((reference, faults))


def test_blank_entries_keep_their_cell() -> None:
    parsed = one(grid(HEADER, [*FIRST[:4], "", "", "", "", ""], FOOTER))
    assert parsed.rows[0].cells["investment"] == Located("", "附件2!F2")


def test_text_is_trimmed_and_line_breaks_kept() -> None:
    line = [
        "1",
        "\u3000学生关爱行动 ",
        "区教委",
        "x",
        " \u200b一、完成3所；\r\n二、启动。\n\u3000",
        "12",
        "无",
        "无",
        "甲",
    ]
    assert one(grid(HEADER, line)).rows[0].cells["progress"].text == "一、完成3所；\n二、启动。"


@pytest.mark.parametrize(("kind", "text"), [("error", "#REF!"), ("uncached", ""), ("date", "2025-04-25")])
def test_cells_that_are_no_text_keep_their_kind(kind: CellKind, text: str) -> None:
    line: Line = [*FIRST[:5], Cell(text, kind, formula="=A1*2"), *FIRST[6:]]
    assert one(grid(HEADER, line)).rows[0].cells["investment"] == Located(text, "附件2!F2", kind, formula=True)


# ---------------------------------------------------------------- headers

RENAMED = ["编号", "民生实事项目", "牵头部门", "年度目标任务", "工作进展情况", "累计完成投资（万元）",
           "存在问题及困难", "下一步工作计划", "联系人及电话"]  # fmt: skip
SPACED = ["序 号", "项目\n名称", "牵头\u3000单位", "目标任务 ", "工作进展", "完成投资\n（万元）", "存在的问题",
          "下一步工作\n及建议", "责任人及\n联系方式"]  # fmt: skip
DATED = ["序号", "*项目名称", "一、牵头单位", "目标任务：", "工作进展（截至４月２５日）", "截至4月25日累计完成投资",
         "存在的问题", "４.下一步工作及建议", "责任人及联系方式(手机)"]  # fmt: skip


@pytest.mark.parametrize("header", [RENAMED, SPACED, DATED], ids=["aliases", "spaced", "dated"])
def test_known_spellings_of_headers_pass_without_a_word(header: list[str]) -> None:
    parsed = one(grid(TITLE, header, FIRST, FOOTER))
    assert said(parsed, 0) == expected(FIRST)
    assert parsed.findings == ()


@pytest.mark.parametrize(
    ("order", "flagged"),
    [
        ("ABCDFEGHI", {"progress"}),
        ("IABCDEFGH", {"contact"}),
        ("ABCGDEFHI", {"problems"}),
        ("ABCDE.FGHI", set()),
        (".ABCDEFGHI", set()),
    ],
)
def test_moved_and_inserted_columns_are_followed(order: str, flagged: set[str]) -> None:
    parsed = one(grid(TITLE, moved(HEADER, order), moved(FIRST, order), FOOTER))
    assert said(parsed, 0) == expected(FIRST)
    assert {f.field for f in parsed.findings if f.code == "table.column-moved"} == flagged
    assert set(codes(parsed)) <= {"table.column-moved"}
    at = order.index("F") + 1
    assert parsed.rows[0].cells["investment"].ref == form_spec.ref("附件2", 3, at)


@pytest.mark.parametrize("letter", "ABCDEFGHI")
def test_each_missing_column_is_named(letter: str) -> None:
    order = "ABCDEFGHI".replace(letter, "")
    parsed = one(grid(TITLE, moved(HEADER, order), moved(FIRST, order)))
    finding = only(parsed, "table.column-missing")
    field = FIELDS["ABCDEFGHI".index(letter)]
    assert finding.field == field
    assert finding.where == "附件2!A2"
    assert finding.severity == ("warning" if field == "number" else "error")
    assert field not in parsed.rows[0].cells
    assert said(parsed, 0) == {f: t for f, t in expected(FIRST).items() if f != field}


def test_an_extra_column_with_content_is_told() -> None:
    header, line = [*HEADER[:4], "完成时限", *HEADER[4:], "备注"], [*FIRST[:4], "2025.12", *FIRST[4:], "市级资金"]
    parsed = one(grid(header, line))
    assert said(parsed, 0) == expected(FIRST)
    extra = [f for f in parsed.findings if f.code == "table.column-extra"]
    assert [(f.where, f.severity) for f in extra] == [("附件2!E2", "info"), ("附件2!K2", "info")]
    assert "完成时限" in extra[0].message


def test_a_renamed_header_is_understood_with_a_warning() -> None:
    header = [*HEADER[:4], "任务完成情况", "投资金额", "需协调解决的困难", "下阶段安排及建议", "负责同志联系电话"]
    parsed = one(grid(header, FIRST))
    assert said(parsed, 0) == expected(FIRST)
    assert codes(parsed) == ["table.column-renamed"] * 5
    assert parsed.findings[0].severity == "warning"


@pytest.mark.parametrize(
    "foreign", ["上月工作进展", "计划总投资", "上月累计完成投资", "存在的问题及下一步工作", "年度投资计划"]
)
def test_a_header_of_something_else_is_not_bent_into_a_field(foreign: str) -> None:
    field = "investment" if "投资" in foreign else "progress" if "进展" in foreign else "problems"
    at = FIELDS.index(field)
    header = [*HEADER[:at], foreign, *HEADER[at + 1 :]]
    parsed = one(grid(header, FIRST))
    assert only(parsed, "table.column-missing").field == field
    assert field not in parsed.rows[0].cells


def test_last_months_column_beside_this_months_is_left_alone() -> None:
    header = [*HEADER[:4], "上月工作进展", "本月工作进展", *HEADER[5:]]
    parsed = one(grid(header, [*FIRST[:4], "上月的话", *FIRST[4:]]))
    assert said(parsed, 0) == expected(FIRST)


def test_the_cumulative_column_wins_over_the_months() -> None:
    header = [*HEADER[:5], "本月完成投资", "累计完成投资", *HEADER[6:]]
    parsed = one(grid(header, [*FIRST[:5], "3", *FIRST[5:]]))
    assert said(parsed, 0) == expected(FIRST)
    assert codes(parsed) == ["table.column-extra"]


def test_the_cumulative_progress_wins_over_the_months() -> None:
    header = [*HEADER[:4], "本月工作进展", "截至4月工作进展", *HEADER[5:]]
    assert said(one(grid(header, [*FIRST[:4], "本月的话", *FIRST[4:]])), 0) == expected(FIRST)


def test_two_columns_of_one_name_are_an_error() -> None:
    parsed = one(grid([*HEADER, "工作进展"], [*FIRST, "另一段"]))
    finding = only(parsed, "table.column-twice")
    assert finding.severity == "error"
    assert "E1、J1" in finding.message


TWO_LEVELS = grid(
    TITLE,
    ["序号", "项目名称", "牵头单位", "目标任务", "推进落实情况", "", "", "", "责任人及联系方式"],
    ["", "", "", "", "工作进展", "完成投资", "存在的问题", "下一步工作及建议"],
    FIRST,
    FOOTER,
    merges=((2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 3, 3), (2, 4, 3, 4), (2, 5, 2, 8), (2, 9, 3, 9)),
)
TWO_LEVELS_PLAIN = grid(
    ["序号", "项目名称", "牵头单位", "目标任务", "填报内容", "", "", "", ""],
    ["", "", "", "", "工作进展", "完成投资", "存在的问题", "下一步工作及建议", "责任人及联系方式"],
    FIRST,
)
SPLIT_WORDS = grid(
    ["序号", "项目名称", "牵头单位", "目标任务", "工作进展", "完成投资", "存在的", "下一步工作", "责任人及"],
    ["", "", "", "", "", "（万元）", "问题", "及建议", "联系方式"],
    FIRST,
)
SUB_HEADERS = grid(
    [*HEADER[:5], "完成投资", "", *HEADER[6:8], "责任人及联系方式", ""],
    ["", "", "", "", "", "本月", "累计", "", "", "姓名", "电话"],
    [*FIRST[:5], "3", "12.5", *FIRST[6:8], "示例甲", "000-00000001"],
    merges=((1, 6, 1, 7), (1, 10, 1, 11)),
)


@pytest.mark.parametrize("sheet", [TWO_LEVELS, TWO_LEVELS_PLAIN, SPLIT_WORDS], ids=["merged", "plain", "split words"])
def test_a_header_over_two_rows(sheet: Grid) -> None:
    parsed = one(sheet)
    assert [said(parsed, i) for i in range(len(parsed.rows))] == [expected(FIRST)]
    assert parsed.findings == ()


def test_sub_headers_choose_the_cumulative_column_and_join_the_contact() -> None:
    parsed = one(SUB_HEADERS)
    assert parsed.rows[0].cells["investment"] == Located("12.5", "附件2!G3")
    assert parsed.rows[0].cells["contact"] == Located("示例甲\n000-00000001", "附件2!J3")


def test_contact_split_into_two_columns_is_joined() -> None:
    parsed = one(grid([*HEADER[:8], "责任人", "联系电话"], [*FIRST[:8], "示例甲", "000-00000001"]))
    assert parsed.rows[0].cells["contact"] == Located("示例甲\n000-00000001", "附件2!I2")
    assert parsed.findings == ()


def test_one_wide_header_over_two_columns() -> None:
    wide = grid([*HEADER, ""], [*FIRST[:8], "示例甲", "000-00000001"], merges=((1, 9, 1, 10),))
    assert one(wide).rows[0].cells["contact"].text == "示例甲\n000-00000001"


def test_a_value_merged_under_a_wide_header_is_read_once() -> None:
    wide = grid([*HEADER, ""], FIRST, merges=((1, 9, 1, 10), (2, 9, 2, 10)))
    assert said(one(wide), 0) == expected(FIRST)


def test_the_header_may_stand_far_down_and_to_the_right() -> None:
    lines: list[Line] = [["", "", "", *line] for line in (HEADER, FIRST, FOOTER)]
    parsed = one(grid("附件2", "", "各单位：", TITLE, "请认真填写", *lines))
    assert said(parsed, 0) == expected(FIRST)
    assert parsed.rows[0].cells["progress"].ref == "附件2!H7"
    assert parsed.head is not None
    assert parsed.head.text == "示例丙"


# ---------------------------------------------------------------- rows


def test_headings_blanks_totals_notes_and_numbers_are_no_projects() -> None:
    parsed = one(
        grid(
            HEADER,
            [str(n) for n in range(1, 10)],
            "一、市分解到区的民生实事（共13项）",
            FIRST,
            "",
            ["二", "区人大票决重点民生实事（共10项）"],
            SECOND,
            ["3"],
            ["", "合  计", "", "", "", "312.5"],
            ["小计（2项）", "", "", "", "", "312.5"],
            "注：完成投资为年初至今累计数。",
            "2.本表每月25日前报送",
            FOOTER,
        )
    )
    assert name_rows(parsed) == [FIRST[1], SECOND[1]]
    assert codes(parsed) == ["table.total-row"] * 2
    assert parsed.findings[0].where == "附件2!A9"


@pytest.mark.parametrize(
    ("total", "differs"),
    [("312.5", False), ("312.50", False), ("313", False), ("311", True), ("3", True), ("1,312.5", True), ("", False),
     ("312.5万元", False), ("400万元", True), ("约312.5", False),
     ("0.03125亿元", False), ("0.5亿", True)],
)  # fmt: skip
def test_a_total_that_its_rows_do_not_make_is_told(total: str, *, differs: bool) -> None:
    parsed = one(grid(TITLE, HEADER, FIRST, SECOND, ["合计", "", "", "", "", total], FOOTER))
    assert [(f.where, f.field) for f in parsed.findings if f.code == "table.total-differs"] == (
        [("附件2!F5", "investment")] if differs else []
    )


@pytest.mark.parametrize(("total", "differs"), [("312.5", False), ("400", True), ("312.5万元", False), ("", False)])
def test_a_total_above_its_rows_is_held_against_them(total: str, *, differs: bool) -> None:
    parsed = one(grid(TITLE, HEADER, ["合计", "", "", "", "", total], FIRST, SECOND, FOOTER))
    assert [(f.where, f.field) for f in parsed.findings if f.code == "table.total-differs"] == (
        [("附件2!F3", "investment")] if differs else []
    )


@pytest.mark.parametrize("label", ["累计", "全部项目合计", "所有项目总计", "投资合计"])
def test_what_totals_are_called(label: str) -> None:
    parsed = one(grid(TITLE, HEADER, FIRST, SECOND, [label, "", "", "", "", "400"], FOOTER))
    assert codes(parsed) == ["table.total-row", "table.total-differs"]


def test_totals_above_their_parts() -> None:
    parts = [
        ["合计", "", "", "", "", "312.5"],
        ["小计", "", "", "", "", "12.5"],
        FIRST,
        ["小计", "", "", "", "", "300"],
        SECOND,
    ]
    assert codes(one(grid(TITLE, HEADER, *parts, FOOTER))) == ["table.total-row"] * 3


def test_totals_of_parts_and_of_all() -> None:
    parts = [FIRST, ["小计", "", "", "", "", "12.5"], SECOND, ["小计", "", "", "", "", "300"]]
    assert codes(one(grid(TITLE, HEADER, *parts, ["总计", "", "", "", "", "312.5"], FOOTER))) == ["table.total-row"] * 3


def test_a_total_of_what_is_not_bare_is_not_reckoned() -> None:
    second = [*SECOND[:5], "约300", *SECOND[6:]]
    assert codes(one(grid(TITLE, HEADER, FIRST, second, ["合计", "", "", "", "", "3"], FOOTER))) == ["table.total-row"]


def test_headers_that_units_often_write_are_known() -> None:
    header = [
        *HEADER[:2],
        "牵头责任单位",
        HEADER[3],
        "工作推进情况",
        HEADER[5],
        "存在的主要问题",
        "下一步工作计划及建议",
        "责任人及联系电话",
    ]
    assert codes(one(grid(header, FIRST))) == []


def test_short_rows_of_projects_are_no_headings() -> None:
    parsed = one(
        grid(HEADER, ["1", "全民健身行动"], ["", "学生关爱行动", "", "", "启动"], ["一", "", "", "", "有进展"])
    )
    assert len(parsed.rows) == 3


def test_a_merged_heading_is_no_project() -> None:
    for merge in ((2, 2, 2, 9), (2, 2, 2, 4)):
        assert name_rows(one(grid(HEADER, ["", "其他区级重点民生实事"], FIRST, merges=(merge,)))) == [FIRST[1]]
    assert len(one(grid(HEADER, ["", "全民健身行动"], FIRST, merges=((2, 2, 2, 3),))).rows) == 2


def test_a_repeated_header_continues_the_table() -> None:
    parsed = one(grid(TITLE, HEADER, FIRST, TITLE, HEADER, SECOND, FOOTER))
    assert name_rows(parsed) == [FIRST[1], SECOND[1]]
    assert parsed.rows[1].cells["investment"].ref == "附件2!F6"
    assert parsed.findings == ()


def test_a_repeated_header_in_another_order_is_read_by_itself() -> None:
    parsed = one(grid(HEADER, FIRST, moved(HEADER, "ABCDFEGHI"), moved(SECOND, "ABCDFEGHI")))
    assert said(parsed, 1) == expected(SECOND)
    assert codes(parsed) == ["table.column-moved"]


def test_a_second_table_below_the_footer_is_a_return_of_its_own() -> None:
    other = ["单位主要负责人：示例戊", "", "", "", "", "填表人：示例己"]
    first, second = parse((grid("填报月份：2025年4月", HEADER, FIRST, FOOTER, TITLE, HEADER, SECOND, other),))
    assert (name_rows(first), name_rows(second)) == ([FIRST[1]], [SECOND[1]])
    assert [p.head.text for p in (first, second) if p.head] == ["示例丙", "示例戊"]
    assert second.month_line == first.month_line
    assert second.title == Located(TITLE, "附件2!A5")


def test_a_project_below_the_footer_is_read_and_told() -> None:
    parsed = one(
        form("备注：以上数据截至4月20日", ["3", "文化惠民服务行动", "区教委", "", "演出2场", "1"], ["", "盖章"])
    )
    assert name_rows(parsed) == [FIRST[1], SECOND[1], "文化惠民服务行动"]
    assert only(parsed, "table.after-footer").where == "附件2!A9"


def test_rows_need_a_name_a_key_or_an_entry() -> None:
    keyed = ["", "", "", "", "", "", "", "", "", "S05|区教委|2025-04"]
    parsed = one(
        grid([*HEADER, form_spec.KEY_HEADER], ["1", "", "区教委", "目标"], keyed, ["", "", "", "", "只有进展"])
    )
    assert [row.row_ref for row in parsed.rows] == ["附件2!A3", "附件2!A4"]
    assert parsed.rows[0].key == Located("S05|区教委|2025-04", "附件2!J3")


@pytest.mark.parametrize("header", [form_spec.KEY_HEADER, ""])
def test_keys_are_found_by_header_or_by_shape(header: str) -> None:
    sheet = grid([*HEADER, "", header], [*FIRST, "", "S05|区教委|2025-04"], cols=frozenset({11}))
    parsed = one(sheet)
    assert parsed.rows[0].key == Located("S05|区教委|2025-04", "附件2!K2")
    assert parsed.findings == ()


def test_a_broken_key_is_no_key() -> None:
    parsed = one(grid([*HEADER, form_spec.KEY_HEADER], [*FIRST, "S05||2025-04"]))
    assert parsed.rows[0].key is None


def test_rows_in_another_order_keep_their_cells() -> None:
    parsed = one(grid(HEADER, SECOND, FIRST))
    assert [r.cells["progress"].ref for r in parsed.rows] == ["附件2!E2", "附件2!E3"]
    assert name_rows(parsed) == [SECOND[1], FIRST[1]]


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    sheet = replace(form(), hidden_rows=frozenset({6, 900}), hidden_cols=frozenset({6}))
    parsed = one(sheet)
    assert said(parsed, 1) == expected(SECOND)
    assert only(parsed, "table.hidden").where == "附件2!A6"
    assert only(parsed, "table.column-hidden").where == "附件2!F4"


def test_a_struck_cell_is_an_error_and_kept() -> None:
    line: Line = [*FIRST[:5], Cell("12.5", struck=True), *FIRST[6:]]
    parsed = one(grid(HEADER, line, [Cell(t, struck=True) for t in SECOND]))
    assert parsed.rows[0].cells["investment"].text == "12.5"
    assert [(f.code, f.where, f.severity) for f in parsed.findings] == [
        ("cell.struck", "附件2!F2", "error"),
        ("cell.struck", "附件2!B3", "error"),
    ]


# ---------------------------------------------------------------- merged cells

TWO_ROWS: list[Line] = [HEADER, FIRST, [*SECOND[:4], "", "", *SECOND[6:]]]


def test_a_vertical_merge_over_entries_spreads_with_a_finding() -> None:
    parsed = one(grid(*TWO_ROWS, merges=((2, 5, 3, 5),)))
    assert parsed.rows[1].cells["progress"] == Located("已完成测评", "附件2!E2")
    assert (finding := only(parsed, "table.merged")).where == "附件2!E2"
    assert "E2:E3" in finding.message
    assert (finding.severity, finding.field) == ("warning", "progress")


def test_a_merged_amount_is_an_error() -> None:
    parsed = one(grid(*TWO_ROWS, merges=((2, 6, 3, 6),)))
    assert parsed.rows[1].cells["investment"] == Located("12.5", "附件2!F2")
    assert only(parsed, "table.merged").severity == "error"


def test_a_vertical_merge_over_fixed_columns_spreads_silently() -> None:
    second = ["2", "学生关爱行动", "", "", *SECOND[4:]]
    parsed = one(grid(HEADER, FIRST, second, merges=((2, 3, 3, 3), (2, 4, 3, 4))))
    assert parsed.rows[1].cells["lead_unit"] == Located("区教委", "附件2!C2")
    assert parsed.rows[1].cells["target"].ref == "附件2!D2"
    assert parsed.findings == ()


def test_a_project_drawn_over_two_rows_is_one_project() -> None:
    merges = tuple((2, c, 3, c) for c in range(1, 10))
    parsed = one(grid(HEADER, FIRST, [], SECOND, merges=merges))
    assert name_rows(parsed) == [FIRST[1], SECOND[1]]
    assert parsed.rows[1].cells["progress"].ref == "附件2!E4"
    assert parsed.findings == ()


def test_what_is_hidden_under_a_merge_is_not_read() -> None:
    sheet = grid(HEADER, FIRST, SECOND, merges=((2, 5, 3, 5),))
    assert one(sheet).rows[1].cells["progress"].text == "已完成测评"


def test_a_merge_across_entry_columns_is_an_error() -> None:
    parsed = one(grid(HEADER, [*FIRST[:5], "", "", *FIRST[7:]], merges=((2, 5, 2, 7),)))
    assert said(parsed, 0)["problems"] == ""
    finding = only(parsed, "table.merged-across")
    assert (finding.where, finding.severity) == ("附件2!E2", "error")


def test_a_merge_with_an_inserted_column_belongs_to_the_field() -> None:
    header, line = [*HEADER[:5], "", *HEADER[5:]], [*FIRST[:5], "12.5", "", *FIRST[6:]]
    parsed = one(grid(header, line, merges=((2, 6, 2, 7),)))
    assert parsed.rows[0].cells["investment"] == Located("12.5", "附件2!F2")
    assert parsed.findings == ()
    other = one(grid([*HEADER[:5], "备注", *HEADER[5:]], line, merges=((2, 6, 2, 7),)))
    assert only(other, "table.merged-across").where == "附件2!F2"


def test_a_total_outside_the_named_columns() -> None:
    parsed = one(grid(["", *HEADER], ["", *FIRST], ["合计", "", "", "", "", "", "12.5"]))
    assert name_rows(parsed) == [FIRST[1]]
    assert codes(parsed) == ["table.total-row"]


def test_a_project_whose_progress_says_total_is_a_project() -> None:
    assert name_rows(one(grid(HEADER, [*FIRST[:4], "合计", *FIRST[5:]]))) == [FIRST[1]]


def test_a_block_merged_both_ways_is_told_once() -> None:
    parsed = one(grid(*TWO_ROWS, merges=((2, 5, 3, 6),)))
    assert parsed.rows[1].cells["progress"] == Located("已完成测评", "附件2!E2")
    assert parsed.rows[1].cells["investment"].text == ""
    assert codes(parsed) == ["table.merged-across"]


def test_refs_below_merged_and_blank_rows_stay_true() -> None:
    lines: list[Line] = [HEADER, "一、标题", "", FIRST, "", "", SECOND]
    parsed = one(grid(*lines, merges=((2, 1, 3, 9), (4, 3, 6, 3))))
    assert parsed.rows[1].cells["contact"].ref == "附件2!I7"


# ---------------------------------------------------------------- around the table


@pytest.mark.parametrize(
    "footer",
    [
        ["单位主要负责人：示例丙", "", "", "填表人：示例丁"],
        ["单位主要负责人", "示例丙", "", "填表人", "示例丁"],
        ["单位主要负责人：", "", "示例丙", "填表人:", "", "", "示例丁"],
        ["单位主要负责人：示例丙　　　　　　填表人：示例丁"],
        ["单位主要负责人：示例丙    填表人：示例丁    2025年4月25日"],
        ["单位主要负责人 ： 示例丙       填 表 人 ： 示例丁"],
        ["单位主要负责人：示例丙填表人：示例丁"],
        ["单位主要负责人（签字）：__示例丙__", "", "", "", "制表人: 示例丁　联系电话：000-00000003"],
        ["填报单位：区教委（盖章）", "", "单位负责人：示例丙", "", "填报人：示例丁", "", "填报日期：2025年4月24日"],
        ["单位主要负责人：", "示例丙    填表人：示例丁"],
        ["单位主要负责人：示例丙  分管领导：示例戊  填表人：示例丁  日期：4.24"],
        ["填表人：示例丁", "", "审核人：示例戊", "", "单位主要负责人：示例丙"],
    ],
)
def test_the_footer_in_all_its_forms(footer: list[str]) -> None:
    parsed = one(grid(HEADER, FIRST, footer))
    assert (parsed.head and parsed.head.text, parsed.preparer and parsed.preparer.text) == ("示例丙", "示例丁")
    assert len(parsed.rows) == 1
    assert parsed.findings == ()


def test_footer_refs_name_the_cell_of_the_name() -> None:
    parsed = one(grid(HEADER, FIRST, ["单位主要负责人：", "", "示例丙", "填表人：示例丁"]))
    assert [x.ref for x in (parsed.head, parsed.preparer) if x] == ["附件2!C3", "附件2!D3"]


def test_the_footer_over_two_rows_and_above_the_table() -> None:
    below = one(grid(HEADER, FIRST, "单位主要负责人：示例丙", "填表人：示例丁"))
    above = one(grid(["单位主要负责人：示例丙", "", "填表人：示例丁"], HEADER, FIRST))
    for parsed in (below, above):
        assert [x.text for x in (parsed.head, parsed.preparer) if x] == ["示例丙", "示例丁"]


@pytest.mark.parametrize(
    "footer", [["单位主要负责人：          填表人："], ["单位主要负责人：______", "", "填表人：（签字）"]]
)
def test_an_unsigned_footer_is_empty_and_located(footer: list[str]) -> None:
    parsed = one(grid(HEADER, FIRST, footer))
    assert parsed.head is not None
    assert (parsed.head.text, parsed.head.ref) == ("", "附件2!A3")
    assert parsed.preparer is not None
    assert parsed.preparer.text == ""


def test_a_second_footer_may_carry_the_name() -> None:
    parsed = one(grid(HEADER, FIRST, ["单位主要负责人：", "", "填表人："], ["单位主要负责人：示例丙  填表人：示例丁"]))
    assert [x.text for x in (parsed.head, parsed.preparer) if x] == ["示例丙", "示例丁"]


def test_a_projects_head_is_not_the_units() -> None:
    parsed = one(grid(HEADER, FIRST, ["项目负责人：示例庚   填表人：示例丁"]))
    assert (parsed.head, parsed.preparer and parsed.preparer.text) == (None, "示例丁")


def test_nobody_signs_for_the_head() -> None:
    parsed = one(grid(HEADER, FIRST, ["单位主要负责人：      审核人：示例戊      填表人：示例丁"]))
    assert parsed.head == Located("", "附件2!A3")


def test_no_footer_is_none() -> None:
    parsed = one(grid(HEADER, FIRST))
    assert (parsed.head, parsed.preparer) == (None, None)


def test_a_contact_with_a_signing_label_is_no_footer() -> None:
    line = [*FIRST[:8], "负责人：示例甲\n填表人：示例乙"]
    parsed = one(grid(HEADER, line, SECOND, ["", "", "", "", "", "", "", "", "负责人：示例庚"], FOOTER))
    assert len(parsed.rows) == 3
    assert parsed.head is not None
    assert parsed.head.text == "示例丙"


@pytest.mark.parametrize(
    ("lines", "ref"),
    [
        ([TITLE, "填报月份：2025年4月　数据截至：2025年4月20日　单位：万元"], "A2"),
        ([["填报月份：", "", "2025年4月"], TITLE], "C1"),
        ([["填报日期：2025年5月6日", "", "2025.4"]], "C1"),
        (["渝北区2025年4月重点民生实事工作推进落实情况表"], "A1"),
        ([TITLE, "（四月）"], "A2"),
        ([TITLE, "截至2025-04-20"], "A2"),
    ],
)
def test_the_month_line(lines: list[Line], ref: str) -> None:
    parsed = one(grid(*lines, HEADER, FIRST))
    assert parsed.month_line is not None
    assert parsed.month_line.ref == f"附件2!{ref}"


def test_a_month_beside_its_label_is_read_with_it() -> None:
    line = one(grid(["填报月份：", "2025-03-31"], HEADER, FIRST)).month_line
    assert line == Located("填报月份：2025-03-31", "附件2!B1")


def test_a_month_label_without_a_month() -> None:
    assert one(grid(TITLE, "填报月份：", HEADER, FIRST)).month_line is None


def test_no_month_line_when_only_the_year_is_said() -> None:
    assert one(grid("附件2", TITLE, "单位：万元", HEADER, FIRST)).month_line is None


def test_small_print_is_kept_in_reading_order() -> None:
    parsed = one(grid(["附件2", "", "密级：无"], TITLE, ["填报单位：区教委"], HEADER, FIRST))
    assert [t.ref for t in parsed.small_print] == ["附件2!A1", "附件2!C1", "附件2!A2", "附件2!A3"]


@pytest.mark.parametrize(
    ("above", "header", "unit", "ref"),
    [
        ([""], "完成投资", "万元", None),
        (["单位：亿元"], "完成投资", "亿元", "A1"),
        (["", "（金额单位:人民币 元）"], "完成投资", "元", "B1"),
        (["单位：个、万元"], "完成投资", "万元", "A1"),
        (["单位：", "亿元"], "完成投资", "亿元", "B1"),
        (["填报单位：区教委"], "完成投资\n（亿元）", "亿元", "F2"),
        (["填报单位：万元乡"], "完成投资额（万元）", "万元", "F2"),
    ],
)
def test_the_unit_of_money(above: list[str], header: str, unit: str, ref: str | None) -> None:
    parsed = one(grid(above, [*HEADER[:5], header, *HEADER[6:]], FIRST))
    assert parsed.money_unit == unit
    assert (parsed.money_ref.ref if parsed.money_ref else None) == (ref and f"附件2!{ref}")
    assert parsed.findings == ()


def test_two_units_of_money_are_an_error_and_no_unit() -> None:
    parsed = one(grid("单位：万元", [*HEADER[:5], "完成投资（亿元）", *HEADER[6:]], FIRST))
    assert parsed.money_unit == "亿元或万元"
    assert only(parsed, "investment.header-unit").severity == "error"


@pytest.mark.parametrize("header", ["本月完成投资", "当月完成投资（万元）", "完成投资（本月）", "4月完成投资"])
def test_a_monthly_investment_header_is_an_error(header: str) -> None:
    parsed = one(grid([*HEADER[:5], header, *HEADER[6:]], FIRST))
    assert parsed.rows[0].cells["investment"].text == "12.5"
    assert only(parsed, "investment.header-period").where == "附件2!F1"


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("完成投资（预计）", "预计"),
        ("完成投资（%）", "%"),
        ("完成投资（万㎡）", "m2"),
        ("完成投资（不含土地）", "不含土地"),
    ],
)
def test_what_a_header_says_beside_its_money_and_time_is_told(header: str, words: str) -> None:
    parsed = one(grid([*HEADER[:5], header, *HEADER[6:]], FIRST))
    finding = only(parsed, "investment.header-words")
    assert (finding.where, f"写有“{words}”" in finding.message) == ("附件2!F1", True)


@pytest.mark.parametrize(
    ("header", "unit"),
    [("完成投资（萬元）", "万元"), ("完成投资（千万元）", "千万元"), ("完成投资（单位：億元）", "亿元")],
)
def test_units_of_every_size_and_spelling(header: str, unit: str) -> None:
    parsed = one(grid([*HEADER[:5], header, *HEADER[6:]], FIRST))
    assert (parsed.money_unit, parsed.findings) == (unit, ())


def test_a_bracketed_unit_alone_above_the_table_counts() -> None:
    assert one(grid("（亿元）", HEADER, FIRST)).money_unit == "亿元"


def test_foreign_money_beside_an_amount_is_put_to_it() -> None:
    parsed = one(grid([*HEADER[:6], "币种", *HEADER[6:]], [*FIRST[:6], "美元", *FIRST[6:]]))
    assert parsed.rows[0].cells["investment"].text == "12.5美元"


def test_what_the_sheets_name_and_a_note_on_the_header_say_of_money_counts() -> None:
    plain = grid(HEADER, FIRST)
    named = replace(plain, sheet="附件2（单位：元）")
    assert one(named).money_unit == "元"
    noted = replace(plain, comments={(1, 6): "单位：亿元"})
    assert one(noted).money_unit == "亿元"


@pytest.mark.parametrize(
    ("note", "month"),
    [
        ("注：统计时段为2025年1月1日至3月31日", 3),
        ("注：数据更新至3月底", 3),
        ("注：截止到2025/3/25", 3),
        ("注：数据截至4月25日", 4),
    ],
)
def test_how_far_the_figures_go_in_other_words(note: str, month: int) -> None:
    assert [up.month for up in one(grid(note, HEADER, FIRST)).up_to] == [month]


@pytest.mark.parametrize("note", ["注：投资数为预计数", "注：完成投资含以前年度投资"])
def test_notes_by_which_the_figures_are_no_years_figures(note: str) -> None:
    assert only(one(grid(note, HEADER, FIRST)), "table.not-cumulative").severity == "error"


@pytest.mark.parametrize("note", ["注：完成投资不含以前年度投资", "备注：以上投资含市级补助资金"])
def test_notes_by_which_they_are(note: str) -> None:
    assert one(grid(note, HEADER, FIRST)).findings == ()


@pytest.mark.parametrize("header", ["本月累计完成投资", "1-4月完成投资", "年初至今完成投资", "截至4月完成投资"])
def test_a_cumulative_investment_header_is_fine(header: str) -> None:
    assert one(grid([*HEADER[:5], header, *HEADER[6:]], FIRST)).findings == ()


# ---------------------------------------------------------------- sheets

INDICATORS = grid(
    "指标进度",
    [*(c.header for c in form_spec.INDICATOR_COLUMNS), form_spec.KEY_HEADER],
    ["关爱青少年心理健康", "培训认证", "名", "500", "100", "120", "24", "", "S05-1|区教委|2025-04"],
    ["", "团辅活动", "场", "21", "3", "5", "23.8", "示例", "S05-2|区教委|2025-04"],
    "注：只填数字",
    sheet=form_spec.INDICATOR_SHEET,
    merges=((3, 1, 4, 1),),
)
MARKER = grid(
    ["form", "1"], ["kind", "blank"], ["unit", "区教委"], ["month", "2025-04"], ["catalogue", "abc"],
    sheet=form_spec.MARKER_SHEET, hidden=True,
)  # fmt: skip


def test_indicators_are_read_by_header() -> None:
    parsed = one(form(), INDICATORS)
    first, second = parsed.indicators
    assert first.key == Located("S05-1|区教委|2025-04", "指标进度!I3")
    assert first.cells["actual"] == Located("120", "指标进度!F3")
    assert second.cells["project"] == Located("关爱青少年心理健康", "指标进度!A3")
    assert second.cells["note"].text == "示例"
    assert set(first.cells) == {"project", "indicator", "unit", "target", "last", "actual", "note"}
    assert parsed.findings == ()


def test_indicators_without_keys_and_with_moved_columns() -> None:
    sheet = grid(
        ["指标名称", "本月累计完成（个）", "目标值", "计量单位"],
        ["培训认证", "120", "500", "名"],
        ["合计"],
        sheet="Sheet3",
    )
    (row,) = one(form(), sheet).indicators
    assert {f: c.text for f, c in row.cells.items()} == {
        "indicator": "培训认证", "actual": "120", "target": "500", "unit": "名",
    }  # fmt: skip
    assert row.key is None


def test_a_merged_or_struck_indicator_figure_is_an_error() -> None:
    header = ["指标", "单位", "本月累计"]
    struck = grid(header, ["甲", "个", "5"], ["乙", "个"], ["丙", "个", Cell("7", struck=True)], merges=((2, 3, 3, 3),))
    parsed = one(form(), replace(struck, sheet="指标进度"))
    assert [row.cells["actual"].text for row in parsed.indicators] == ["5", "5", "7"]
    assert [(f.code, f.where, f.severity) for f in parsed.findings] == [
        ("table.merged", "指标进度!C2", "error"),
        ("cell.struck", "指标进度!C4", "error"),
    ]
    assert "C2:C3" in parsed.findings[0].message


def test_indicator_cells_merged_sideways_are_one_value() -> None:
    sheet = grid(["指标", "单位", "本月累计", ""], ["甲", "个", "5", ""], sheet="指标进度", merges=((2, 3, 2, 4),))
    parsed = one(form(), sheet)
    assert parsed.indicators[0].cells["actual"] == Located("5", "指标进度!C2")
    assert parsed.findings == ()


def test_the_marker_is_read() -> None:
    marker = one(form(), MARKER).marker
    assert marker is not None
    assert (marker.unit, marker.month, marker.kind, marker.form, marker.catalogue) == (
        "区教委", "2025-04", "blank", "1", "abc",
    )  # fmt: skip
    assert marker.ref == "_minsheng!B3"
    assert one(form()).marker is None


def test_several_visible_sheets_are_several_returns() -> None:
    one_each = grid(TITLE, HEADER, SECOND, sheet="学生关爱行动")
    first, second = parse((form(), one_each, INDICATORS, MARKER))
    assert (first.sheet, second.sheet) == ("附件2", "学生关爱行动")
    assert len(first.indicators) == 2
    assert second.indicators == ()
    assert second.marker == first.marker is not None


def test_an_untouched_second_form_does_not_count() -> None:
    empty = grid(TITLE, HEADER, [], FOOTER, sheet="Sheet2")
    assert one(empty, form()).sheet == "附件2"
    assert one(empty, replace(empty, sheet="Sheet3")).rows == ()


def test_hidden_sheets_count_only_when_no_visible_one_does() -> None:
    hidden = replace(form(), hidden=True, sheet="旧表")
    assert one(hidden, form()).sheet == "附件2"
    parsed = one(hidden, grid("封面", sheet="Sheet1"))
    assert said(parsed, 0) == expected(FIRST)
    assert codes(parsed) == ["table.sheet-hidden"]


# ---------------------------------------------------------------- cost


def test_a_table_of_thousands_of_rows_is_refused_as_too_large() -> None:
    with pytest.raises(TooLarge, match="5002 行"):
        parse((grid(HEADER, *[["1"]] * 5001),))


def test_a_hostile_sheet_costs_time_in_proportion_to_its_cells() -> None:
    def work(rows: int) -> int:
        """Count what Python is made to do; a clock would tell of the machine."""
        cells = {(r, c): Cell("工作进展" if r % 2 else "x") for r in range(1, rows) for c in range(1, 21)}
        merges = tuple((1, 1, 1_048_576, 16_384) for _ in range(rows // 2))
        steps = 0

        def step(*_: object) -> None:
            nonlocal steps
            steps += 1

        sys.setprofile(step)
        try:
            with pytest.raises(FormNotFound):
                parse((Grid("x", cells, merges),))
        finally:
            sys.setprofile(None)
        return steps

    assert work(400) < 3 * work(200)


KEY = "S05|区教委|2025-04"


@pytest.mark.parametrize(
    ("header", "line"),
    [
        (HEADER, [*FIRST[:4], "", *FIRST[4:]]),
        ([*HEADER, form_spec.KEY_HEADER], [*FIRST[:4], "", *FIRST[4:], KEY]),
    ],
)
def test_cells_pushed_to_the_right_are_said(header: list[str], line: list[str]) -> None:
    finding = only(one(grid(header, line, SECOND)), "table.shifted")
    assert (finding.where, finding.severity) == ("附件2!J2", "warning")
    assert FIRST[8][:10] in finding.message


def test_a_column_with_a_header_or_a_key_is_no_push() -> None:
    assert "table.shifted" not in codes(one(grid([*HEADER, "备注"], [*FIRST, "已核"])))
    assert "table.shifted" not in codes(one(grid([*HEADER, form_spec.KEY_HEADER], [*FIRST, KEY])))


# ---------------------------------------------------------------- what nobody sees


UNSEEN_LINES: dict[str, tuple[str, Callable[[ParsedReturn], object]]] = {
    "a unit of money": ("单位：亿元", lambda parsed: parsed.money_ref),
    "a month": ("填报月份：2025年3月", lambda parsed: parsed.month_line),
    "a title": ("2025年重点民生实事推进落实情况表", lambda parsed: parsed.title),
    "a note": ("注：投资额为计划数", lambda parsed: parsed.small_print),
}


@pytest.mark.parametrize("kind", ["faded", "contested"])
@pytest.mark.parametrize("line", UNSEEN_LINES)
def test_a_line_above_the_table_that_nobody_sees_counts_for_nothing_and_is_told(line: str, kind: CellKind) -> None:
    text, taken = UNSEEN_LINES[line]
    parsed = one(grid([Cell(text, kind)], HEADER, FIRST, FOOTER))
    assert not taken(parsed)
    assert codes(parsed) == ["table.unseen"]
    finding = parsed.findings[0]
    assert (finding.severity, finding.where) == ("warning", "附件2!A1")
    assert text in finding.message
    assert (said(parsed, 0), parsed.money_unit) == (expected(FIRST), "万元")
    assert taken(one(grid([text], HEADER, FIRST, FOOTER)))


@pytest.mark.parametrize(
    "lines",
    [
        ([[*HEADER[:5], Cell(HEADER[5], "faded"), *HEADER[6:]], FIRST, FOOTER]),
        ([HEADER, FIRST, FOOTER, [Cell("注：投资单位为亿元", "faded")]]),
        ([HEADER, FIRST, [Cell("单位主要负责人：示例丙（投资单位：亿元）", "faded"), "填表人：示例丁"]]),
    ],
    ids=["header", "note", "footer"],
)
def test_other_words_of_the_table_that_nobody_sees_are_told(lines: list[Line]) -> None:
    parsed = one(grid(*lines))
    assert (codes(parsed), parsed.money_unit) == (["table.unseen"], "万元")


def test_a_signature_that_nobody_sees_is_of_no_sure_value() -> None:
    parsed = one(grid(HEADER, FIRST, [Cell("单位主要负责人：示例丙", "faded"), "填表人：示例丁"]))
    assert parsed.head == Located("示例丙", "附件2!A3", "faded")
    assert parsed.preparer == Located("示例丁", "附件2!B3")


def test_figures_and_marks_that_nobody_sees_are_not_told() -> None:
    lines: list[Line] = [[Cell("★", "faded")], HEADER, FIRST, ["合计", "", "", "", "", Cell("0", "faded")], FOOTER]
    assert codes(one(grid(*lines))) == ["table.total-row"]
    assert codes(one(grid([*HEADER, Cell(form_spec.KEY_HEADER, "faded")], [*FIRST, ""], FOOTER))) == []


def test_words_hidden_in_a_paragraph_are_told_at_it() -> None:
    drawn = replace(
        grid("附件2", HEADER, FIRST, FOOTER), unseen={(2, 6): "（亿元）", (1, 1): "单位：亿元", (3, 5): "旧"}
    )
    assert [(f.code, f.where) for f in one(drawn).findings] == [
        ("cell.unseen", "附件2!E3"), ("table.unseen", "附件2!A1"), ("table.unseen", "附件2!F2"),
    ]  # fmt: skip


# ---------------------------------------------------------------- what comes again


def test_a_sheet_that_comes_again_is_held_against_its_own_file() -> None:
    """The very same sheet of indicators in two files: what its formula comes to stands in the other sheet."""
    figure = Cell("12.5", "number", "='附件2'!F5")
    indicators = grid(["项目", "指标", "目标", "本月累计"], ["关爱", "测评", "1", figure], sheet="指标进度")
    other = form()
    other.cells[5, 6] = Cell("13", "number")
    for _ in range(2):
        assert "cell.stale" not in codes(one(form(), indicators))
        assert "cell.stale" in codes(one(other, indicators))


def test_a_header_that_comes_again_is_read_where_it_stands() -> None:
    """The same headers in other columns, rows and sheets, under other words and other merged cells."""
    above = ["", "", "", "", "进展", "", "", "", ""]
    wide = ((4, 5, 4, 6), (4, 5, 5, 6), (5, 5, 5, 6), (4, 1, 4, 9))
    files = [
        form(),
        grid("附件2", TITLE, "填报月份：2025年4月", HEADER, FIRST, SECOND, FOOTER, sheet="又"),
        grid(TITLE, "填报月份：2025年4月", HEADER, FIRST, SECOND, FOOTER),
        grid("附件2", TITLE, "填报月份：2025年4月", ["", *HEADER], ["", *FIRST], ["", *SECOND], FOOTER),
        grid("附件2", TITLE, "填报月份：2025年4月", above, HEADER, FIRST, SECOND, FOOTER),
        *(grid("附件2", TITLE, "填报月份：2025年4月", above, HEADER, FIRST, SECOND, FOOTER, merges=(m,)) for m in wide),
        grid("附件2", TITLE, "填报月份：2025年4月", above, HEADER, FIRST, SECOND, FOOTER, merges=wide),
    ]

    def anew(file: Grid) -> tuple[ParsedReturn, ...]:
        headers._KNOWN.clear()  # noqa: SLF001 - as the first file of a reader
        return parse((replace(file),))

    alone = [anew(file) for file in files]
    assert len({repr(parsed) for parsed in alone}) > len(files) // 2
    for file, parsed in zip([*files, *reversed(files)], [*alone, *reversed(alone)], strict=True):
        assert parse((file,)) == parsed
