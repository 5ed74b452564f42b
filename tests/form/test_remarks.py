"""Words beside the figures: what we do not understand is told at its place, what is harmless is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_parse import FIRST, FOOTER, HEADER, SECOND, TITLE, codes, form, grid, one, only

from minsheng_cli import form_spec
from minsheng_cli.form.reading import remarks

STRANGE = [
    "注：投资数字为合同额",
    "注：完成投资指到位资金",
    "注：完成投资不含本月",
    "注：投资数据暂未核实",
    "以上投资为全年数",
    "注：投资额为三个年度合计",
    "注：投资为开工以来累计数",
    "备注：投资未剔除重复",
    "注：完成投资栏填写的是年度计划",
    "说明：表内投资按照万美元折算",
    "注：投资由科室口头提供",
    "注：投资数为AI识别结果",
]
UNDERSTOOD = [
    "区教委（盖章）",
    "以上情况属实。",
    "区教委办公室 2025年4月24日印发",
    "联系邮箱：shili@example.com",
    "一、教育",
    "序号",
    "政务公开：主动公开",
    "文件编号：区教委〔2025〕12号",
    "电子版已发邮箱",
    "纸质件随后报送",
    "填表说明：投资单位为万元，保留两位小数",
    "注：投资数据由区财政局提供。",
    "注：投资数已与统计部门核对一致。",
    "注：表中“—”表示不涉及。",
    "注：数据来源为科室台账。",
    "以上合计完成投资1.5亿元",
    "联系人：示例甲，电话：000-00000000",
    "政府投资项目",
    "说明：本表由牵头单位填报。",
    "本表由区教委填报",
    "盖章扫描件见附件",
    "已签字盖章件详见附件",
    "示例甲",
    "示　例　甲",
    "区教委  示例甲  000-00000001",
    "示例丙  2025年4月24日",
]


@pytest.mark.parametrize("note", STRANGE)
def test_a_line_about_the_figures_that_we_do_not_understand_is_told(note: str) -> None:
    finding = only(one(form(note)), "table.remark")
    assert (finding.where, finding.severity, finding.field) == ("附件2!A8", "warning", "investment")


@pytest.mark.parametrize(
    "note",
    ["示例未名", "示例甲暂", "待定", "数据扫描见附件", "金额件见附件"],
)
def test_a_word_that_is_no_name_in_the_table_is_told(note: str) -> None:
    drawn = grid(TITLE, HEADER, [*FIRST[:8], "示例甲 待定 000-00000001"], FOOTER, note)
    assert only(one(drawn), "table.remark").where == "附件2!A5"


@pytest.mark.parametrize("note", ["说明：投资由合同额填报", "本表由概算填报", "本表数据由上年数填写"])
def test_where_figures_come_from_is_no_unit_that_fills_them_in(note: str) -> None:
    assert only(one(form(note)), "table.remark").where == "附件2!A8"


@pytest.mark.parametrize("note", ["以上情况不属实", "三、不含征拆费用", "（二）未核", "详见附件", "区教委已作废"])
def test_a_line_about_the_whole_that_we_do_not_understand_is_told(note: str) -> None:
    assert only(one(form(note)), "table.remark").where == "附件2!A8"


@pytest.mark.parametrize("note", UNDERSTOOD)
def test_what_we_understand_is_not(note: str) -> None:
    assert "table.remark" not in codes(one(form(note)))


def test_a_unit_named_after_figures_is_no_statement() -> None:
    assert codes(one(grid(TITLE, "填报单位：区大数据发展局   填报月份：2025年4月", HEADER, FIRST, FOOTER))) == []


@pytest.mark.parametrize(
    ("header", "said", "told"),
    [
        ("备注", "投资单位为亿元", True),
        ("备注", "数据未更新", True),
        ("备注", "作废", True),
        ("状态", "草稿", True),
        ("备注", "数字有误，见更正", True),
        ("填报口径", "当月", True),
        ("更正数", "300", True),
        ("是否确认", "否", True),
        ("是否确认", "是", False),
        ("是否计划数", "是", True),
        ("区发改委意见", "请核实投资", True),
        ("备注", "含预付款", True),
        ("备注", "填错，勿用", True),
        ("统计口径", "累计", False),
        ("倍数", "×10", True),
        ("备注", "照片见附件", False),
        ("审核状态", "通过", False),
        ("年度投资计划（万元）", "500", False),
        ("投资完成率", "45%", False),
        ("来源", "AI识别", True),
        ("汇率", "7.2", True),
        ("差异说明", "与统计数差300万", True),
        ("校验结果", "不通过", True),
        ("校验结果", "通过", False),
        ("审批状态", "驳回", True),
        ("审批状态", "已办结", False),
        ("删除标记", "1", True),
        ("删除标记", "0", False),
        ("is_deleted", "Y", True),
        ("是否作废", "是", True),
        ("备注", "此项已并入第1项", True),
        ("数据类型", "实际", False),
        ("币种", "CNY", False),
        ("资金来源", "区级", False),
    ],
)
def test_what_another_column_says_of_the_figures_is_told_at_its_cell(header: str, said: str, *, told: bool) -> None:
    parsed = one(grid([*HEADER, header], [*FIRST, said], [*SECOND, ""], FOOTER))
    where = [f.where for f in parsed.findings if f.code == "table.remark"]
    assert where == (["附件2!J2"] if told else [])


@pytest.mark.parametrize(("header", "said"), [("备注", "此为3月数"), ("数据时间", "2025年3月"), ("年份", "2024")])
def test_another_column_may_name_another_time(header: str, said: str) -> None:
    (up_to,) = one(grid([*HEADER, header], [*FIRST, said], FOOTER)).up_to
    assert (up_to.located.ref, up_to.month or up_to.year) == ("附件2!J2", 2024 if said == "2024" else 3)


@pytest.mark.parametrize(
    ("header", "said", "month"),
    [
        ("最后修改时间", "2025-03-24", 3),
        ("更新时间", "2025/4/24 17:30:05", 4),
        ("填报日期", "2025年3月24日", 3),
        ("完成时间", "2025-12-31", None),
    ],
)
def test_another_column_may_say_when_a_row_was_written(header: str, said: str, month: int | None) -> None:
    parsed = one(grid([*HEADER, header], [*FIRST, said], FOOTER))
    days = [(up.located.ref, up.located.text, up.month) for up in parsed.up_to if up.of_day]
    day = said.partition(" ")[0]
    assert days == ([("附件2!J2", f"{header}：{day}", month)] if month else [])


def test_a_comment_that_speaks_of_the_figures_asks_for_a_look() -> None:
    plain = grid(HEADER, FIRST)
    severities = {
        said: only(one(replace(plain, comments={(2, 6): said})), "cell.comment").severity
        for said in ("单位：亿元", "此数含去年投资", "请科长阅")
    }
    assert severities == {"单位：亿元": "warning", "此数含去年投资": "warning", "请科长阅": "info"}


@pytest.mark.parametrize(
    ("note", "month"),
    [
        ("注：本表沿用上月数据", 0),
        ("注：表中数据同3月报表", 3),
        ("本表反映一季度情况", 3),
        ("报告期：2025年3月", 3),
        ("数据期：202503", 3),
        ("以下项目沿用3月数据", 3),
        ("现将我单位3月份重点民生实事推进情况报送如下，请审阅。", 3),
        ("2025年上半年", 6),
        ("（第一季度）", 3),
    ],
)
def test_a_line_names_another_time_in_whatever_words(note: str, month: int) -> None:
    assert [up.month for up in one(form(note)).up_to] == [month]


@pytest.mark.parametrize(
    "note",
    [
        "请于3月25日前报送有关情况",
        "审核日期：2025年3月24日",
        "各单位务于5月25日前报送。",
        "注：较上月增加3个项目",
        "2025年4月26日（盖章）",
    ],
)
def test_a_day_of_sending_or_signing_is_no_time_of_the_figures(note: str) -> None:
    assert [up for up in one(form(note)).up_to if not up.of_day] == []


@pytest.mark.parametrize(
    "line", ["导出时间：2025-03-26 09:00", "填报日期：2025年3月25日", "2025年3月25日", "二〇二五年三月二十五日"]
)
def test_but_whoever_signs_in_march_tells_of_no_april(line: str) -> None:
    (day,) = (up for up in one(form(line)).up_to if up.of_day)
    assert (day.month, day.year) == (3, 2025)


# ---------------------------------------------------------------- what speaks of the whole

DOUBTED = [
    "此表作废，以纸质版为准", "以邮件正文为准", "本表为初稿", "（征求意见稿）", "本月未更新", "内容待补充",
    "此为模板，请勿填写",
    "注：空白处同上月", "蓝色为预计数", "注：带*为估算数", "投资数较实际偏大", "本表投资含退回资金120万元",
    "注：黑体为新数，宋体为旧数", "本单位无牵头项目", "项目已移交区城管局", "以下内容为OCR识别结果",
    "This document was truncated here because it was created in the Evaluation Mode.",
    "说明：表中“完成投资”指计划投资", "注：本表一式两份，投资以另一份为准", "联系科室：投资科，投资为借款",
    "注意：投资数字另有变动", "填报单位 投资数待补", "上述金额取整到百万", "退回意见：第1项投资请核实",
]  # fmt: skip
ORDINARY = [
    "注：“/”表示不涉及", "答复：上月退回意见已逐条修改。", "同意报送。", "附件：现场照片3张", "（盖章）",
    "审签：张三　核稿：李四", "注：标红为新增内容",
    "抄送：区财政局", "（此件不公开）", "第1页，共2页", "温馨提示：请按时报送", "注：金额含税", "区教育委员会",
    "注：本单位共牵头2项",
    "备注：以上投资含市级补助资金。", "——完——", "区移民局", "区发展改革委", "一、已建项目",
    "WPS表格制作", "注：本表一式两份", "联系科室：投资科", "注：本表于每月25日前报区发展改革委", "内部资料 注意保存",
    "来自：微信小程序“腾讯文档”", "注：标红为本月新增内容", "说明：1.表中“完成投资”指1月至本月累计完成投资。",
    "按照工作要求，现将我单位2025年4月重点民生实事推进落实情况报送你委，请查收。",
    "填 报 单 位：区教委", "填报单位　区残联", "附件：1.现场照片；2.验收报告", "保存期限：长期",
    "电子邮箱：a@example.invalid", "注：完成投资为2025年1月1日以来累计完成投资。", "区教育局文件", "区教发〔2025〕12号",
    "根据来函要求，现将有关情况报送如下：",
    "扫描全能王 创建", "由某某PDF编辑器转换", "导出时间：2025-04-24 09:00", "数据来源：项目业主单位",
]  # fmt: skip


@pytest.mark.parametrize("line", DOUBTED)
def test_a_line_by_which_the_return_may_be_none_is_told(line: str) -> None:
    assert only(one(form(line)), "table.remark").where == "附件2!A8"


@pytest.mark.parametrize("line", ORDINARY)
def test_ordinary_lines_are_not(line: str) -> None:
    assert codes(one(form(line))) == []


@pytest.mark.parametrize(
    ("title", "told"), [("（初稿）", True), ("（空表）", True), ("（定稿）", False), ("（4月）", False)]
)
def test_what_a_title_adds_in_brackets(title: str, *, told: bool) -> None:
    assert codes(one(grid(f"{TITLE}{title}", HEADER, FIRST, FOOTER))) == (["table.remark"] if told else [])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("附件2（单位亿元）.xlsx", True), ("附件2-初稿.xlsx", True), ("附件2作废.et", True),
        ("附件2_待领导签.xlsx", True), ("附件2（上月）.xlsx", True), ("附件2_冲突文件.xlsx", True),
        ("附件2（测试）.xlsx", True), ("附件2 - 副本.xlsx", False), ("优待证办理.xlsx", False),
        ("附件2（定稿）.xlsx", False),
        ("4月-最终版-改.et", False), ("附件2：情况表（区水利局）(1)(2).xlsx", False), ("旧城改造.xlsx", False),
    ],
)  # fmt: skip
def test_what_a_file_is_called(name: str, *, told: bool) -> None:
    assert bool(list(remarks.of_file_name(name, 4))) == told


@pytest.mark.parametrize(
    ("name", "month", "told"),
    [
        ("一季度民生实事.xlsx", 4, True),
        ("一季度民生实事.xlsx", 3, False),
        ("2025年第2季度附件2.xlsx", 4, False),
        ("2025年第2季度附件2.xlsx", 7, True),
        ("上半年民生实事.xlsx", 4, False),
        ("上半年民生实事.xlsx", 9, True),
        ("下半年民生实事.xlsx", 4, True),
    ],
)
def test_a_quarter_in_a_file_name_holds_the_month(name: str, month: int, *, told: bool) -> None:
    assert bool(list(remarks.of_file_name(name, month))) == told


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("工作进展（未更新）", True),
        ("工作进展（初稿）", True),
        ("工作进展（必填）", False),
        ("工作进展（不超过200字）", False),
    ],
)
def test_what_the_header_of_words_adds_in_brackets(header: str, *, told: bool) -> None:
    found = one(grid([header if h == "工作进展" else h for h in HEADER], FIRST, FOOTER)).findings
    assert [f.field for f in found if f.code == "table.remark"] == (["progress"] if told else [])


def test_a_header_of_nothing_says_what_amounts_are_in() -> None:
    assert one(grid([*HEADER, "", "单位：亿元"], FIRST, FOOTER)).money_unit == "亿元"
    assert one(grid([*HEADER, "", "年度计划（亿元）"], [*FIRST, "", "3"], FOOTER)).money_unit == "万元"


def test_a_unit_beside_the_preparers_name_is_one() -> None:
    parsed = one(grid(TITLE, HEADER, FIRST, ["单位主要负责人：李四", "", "填表人：张三（投资单位：亿元）"]))
    assert parsed.money_unit == "亿元"
    assert parsed.preparer is not None
    assert parsed.preparer.text == "张三"


def test_what_hangs_on_a_figure_speaks_of_it() -> None:
    said = {
        "原为900": "warning",
        "含退款": "warning",
        "万元？": "warning",
        "李四:\n已核": "info",
        "应为1300": "warning",
    }
    for text, severity in said.items():
        sheet = replace(grid(HEADER, FIRST, FOOTER), comments={(2, 6): text})
        assert only(one(sheet), "cell.comment").severity == severity, text


@pytest.mark.parametrize("name", ["作废", "附件2（旧）", "填写示例", "样表", "示范"])
def test_a_table_on_a_sheet_called_void_or_an_example_is_told(name: str) -> None:
    assert codes(one(replace(grid(HEADER, FIRST), sheet=name))) == ["table.remark"]


@pytest.mark.parametrize("name", ["老旧小区改造", "旧城改造", "废旧物资回收", "示范社区创建"])
def test_a_sheet_may_be_called_after_its_project(name: str) -> None:
    assert codes(one(replace(grid(HEADER, FIRST), sheet=name))) == []


def test_a_sheet_of_notes_may_name_another_unit_of_money() -> None:
    notes = grid("填表说明", "1.投资单位为亿元。")
    finding = only(one(grid(HEADER, FIRST), replace(notes, sheet="说明")), "table.remark")
    assert (finding.where, finding.field) == ("说明!A2", "investment")
    plain = grid("填表说明", "1.投资单位为万元。")
    assert codes(one(grid(HEADER, FIRST), replace(plain, sheet="说明"))) == []


def test_sentences_in_a_column_nobody_knows_are_no_mere_extra() -> None:
    words = "（示例）镇街反映设备尚未采购到位。"
    severities = {
        header: only(one(grid([*HEADER, header], [*FIRST, words], FOOTER)), "table.column-extra").severity
        for header in ("镇街反映", "其他情况", "备注")
    }
    assert severities == {"镇街反映": "warning", "其他情况": "warning", "备注": "info"}


@pytest.mark.parametrize("said", ["这是3月的", "系上月内容", "为3月进展"])
def test_a_comment_on_words_may_say_that_they_are_another_months(said: str) -> None:
    sheet = replace(grid(HEADER, FIRST, FOOTER), comments={(2, 5): said})
    assert only(one(sheet), "cell.comment").severity == "warning"


@pytest.mark.parametrize("said", ["已核", "累计数", "截至4月25日", "无", "为4月新增2处", ""])
def test_plain_remarks_are_none(said: str) -> None:
    assert not remarks.is_doubtful(said)


# ---------------------------------------------------------------- the sheet of indicators


def indicators(header: str, remark: str = "") -> list[str]:
    """Return codes and places of what is told of a sheet of indicators with that header of figures and that remark."""
    sheet = grid(
        ["指标", "单位", "年度目标", header, "备注"], ["培训认证", "名", "500", "120", remark], sheet="指标进度"
    )
    return [f"{f.code} {f.where}" for f in one(form(), sheet).findings]


@pytest.mark.parametrize("header", ["本月累计（%）", "本月累计（万）", "累计完成（计划）", "累计数（含2024年）"])
def test_a_header_of_figures_with_more_in_brackets_is_told(header: str) -> None:
    assert indicators(header) == ["table.remark 指标进度!D1"]


@pytest.mark.parametrize("header", ["本月累计（截至4月25日）", "累计完成数", "年累计", "1-4月累计", "本月累计"])
def test_figures_under_other_words_for_a_sum_are_read(header: str) -> None:
    assert indicators(header) == []
    sheet = grid(
        ["指标", "单位", "年度目标", header], ["培训认证", "名", "500", "120"], sheet=form_spec.INDICATOR_SHEET
    )
    parsed = one(form(), sheet)
    assert [row.cells["actual"].text for row in parsed.indicators] == ["120"]
    assert [said.month for said in parsed.up_to] == ([4] if "4月" in header else [])


@pytest.mark.parametrize("header", ["本月完成", "完成率"])
def test_figures_under_what_is_no_sum_are_not(header: str) -> None:
    assert indicators(header) == ["indicator.column 指标进度!D1"]


@pytest.mark.parametrize("remark", ["单位：万", "数据待核", "不含三月", "未审定", "累计完成12", "AI识别"])
def test_a_remark_that_may_change_a_figure_is_told_at_the_figure(remark: str) -> None:
    assert indicators("本月累计", remark) == ["table.remark 指标进度!D2"]


def test_a_remark_that_tells_the_same_figure_does_not() -> None:
    assert indicators("本月累计", "累计完成120名") == []


@pytest.mark.parametrize(("remark", "told"), [("累计完成12", True), ("4月验收", False)])
def test_a_figure_told_in_the_remarks_alone_is_not_lost(remark: str, *, told: bool) -> None:
    sheet = grid(["指标", "本月累计", "备注"], ["培训认证", "", remark], sheet="指标进度")
    where = [f.where for f in one(form(), sheet).findings if f.code == "table.remark"]
    assert where == (["指标进度!B2"] if told else [])


@pytest.mark.parametrize(
    ("note", "told"), [("注：数字为当月数", True), ("注：以上数字单位为万", True), ("注：只填数字", False)]
)
def test_a_note_below_the_figures(note: str, *, told: bool) -> None:
    sheet = grid(["指标", "单位", "年度目标", "本月累计"], ["培训认证", "名", "500", "120"], note, sheet="指标进度")
    assert bool(one(form(), sheet).findings) == told


def test_an_indicator_struck_out_puts_its_figure_in_doubt() -> None:
    sheet = grid(["指标", "单位", "年度目标", "本月累计"], ["培训认证", "名", "500", "120"], sheet="指标进度")
    cells = dict(sheet.cells) | {(2, 1): replace(sheet.cells[2, 1], struck=True)}
    finding = only(one(form(), replace(sheet, cells=cells)), "cell.struck")
    assert (finding.where, finding.severity) == ("指标进度!D2", "warning")


def test_a_comment_on_a_figure_is_told() -> None:
    sheet = grid(["指标", "单位", "年度目标", "本月累计"], ["培训认证", "名", "500", "120"], sheet="指标进度")
    finding = only(one(form(), replace(sheet, comments={(2, 4): "此为3月份数据"})), "cell.comment")
    assert (finding.where, finding.field, finding.severity) == ("指标进度!D2", "indicator", "warning")
