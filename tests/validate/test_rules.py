"""One cell spoilt at a time: the code, the cell, and what becomes of the value."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from filled import APRIL, Form, entry, filled, told

from minsheng_cli.findings import KINDS, found
from minsheng_cli.form_spec import ENTRY_FIELDS
from minsheng_cli.model import Catalogue, CellKind, Finding, Located, Rulebook, UpTo
from minsheng_cli.model.rules import Thresholds
from minsheng_cli.validate import judge

UNIT, PROJECT = "区城管局", "S02"
KEEP = "as written"


@pytest.fixture
def form(catalogue: Catalogue) -> Form:
    return filled(catalogue, UNIT)


def test_an_honest_form_gives_no_finding_at_all(catalogue: Catalogue) -> None:
    for unit in catalogue.units:
        form = filled(catalogue, unit.id)
        checked = form.judged()
        assert checked.findings == ()
        assert checked.accepted
        for item in checked.unit_return.entries:
            assert item.state == "accepted"
            assert (item.investment, item.problems, item.contact) == ("120.5", "无", "示例丙 023-00000000")
            assert item.source is not None
            assert item.source.cells == {f: form.at(item.project, f) for f in ENTRY_FIELDS}
        assert (checked.unit_return.head, checked.unit_return.preparer) == ("示例甲", "示例乙")


@pytest.mark.parametrize("field", ["problems", "next_steps", "investment"])
@pytest.mark.parametrize("text", ["", "  \n"])
def test_what_may_stay_blank(form: Form, field: str, text: str) -> None:
    form.put(PROJECT, field, text)
    checked = form.judged()
    assert told(checked) == []
    assert getattr(entry(checked, PROJECT), field) is None


# (column, what stands in the cell, its kind, the codes, the value)
CELLS: list[tuple[str, str, CellKind, list[str], str | None]] = [
    # 工作进展
    ("progress", "", "text", ["progress.empty"], None),
    ("progress", " \n\u3000", "text", ["progress.empty"], None),
    ("progress", "—", "text", ["progress.empty"], None),
    ("progress", "/", "text", ["progress.empty"], None),
    ("progress", "。。。", "text", ["progress.empty"], None),
    ("progress", "无", "text", ["progress.hollow"], "无"),
    ("progress", "同上。", "text", ["progress.hollow"], "同上。"),
    ("progress", "详见附件", "text", ["progress.hollow"], "详见附件"),
    ("progress", "与上月相同", "text", ["progress.hollow"], "与上月相同"),
    ("progress", "正常推进。", "text", ["progress.hollow"], "正常推进。"),
    ("progress", "待补充", "text", ["progress.hollow"], "待补充"),
    ("progress", "同3月", "text", ["progress.hollow"], KEEP),
    ("progress", "与3月份一致", "text", ["progress.hollow"], KEEP),
    ("progress", "参见3月报表", "text", ["progress.hollow"], KEEP),
    ("progress", "续上月", "text", ["progress.hollow"], KEEP),
    ("progress", "同2025年3月", "text", ["progress.hollow"], KEEP),
    ("progress", "按序时推进", "text", ["progress.hollow"], KEEP),
    ("progress", "进展同上期一致", "text", ["progress.hollow"], KEEP),
    ("progress", "上月已完成填报，本月不再填", "text", ["progress.hollow"], KEEP),
    ("progress", "与上月相比新增2处", "text", [], KEEP),
    ("problems", "同4月前", "text", ["text.elsewhere"], KEEP),
    ("progress", "已完成####", "text", ["text.garbled"], KEEP),
    ("progress", '=DISPIMG("ID_0",1)', "text", ["text.garbled"], KEEP),
    ("progress", "完成〿〿处，其余正在施工", "text", ["text.garbled"], KEEP),  # in a font of signs
    ("progress", "〿 完成12处", "text", [], KEEP),  # a list's mark
    ("progress", "见纸质件", "text", ["progress.hollow"], KEEP),
    ("progress", "已在系统填报", "text", ["progress.hollow"], KEEP),
    ("progress", "待核实后补报", "text", ["progress.hollow"], KEEP),
    ("progress", "无变化", "text", ["progress.hollow"], KEEP),
    ("progress", "同上游水厂协商，已完成管网20公里", "text", [], KEEP),
    ("progress", "见效明显，完成3处", "text", [], KEEP),
    ("progress", "已开工", "text", [], KEEP),
    ("progress", "null", "text", ["text.unfilled"], KEEP),
    ("progress", "{{进展}}", "text", ["text.unfilled"], KEEP),
    ("progress", "【请填写】", "text", ["text.unfilled"], KEEP),
    ("progress", "单击此处输入文字。", "text", ["text.unfilled"], KEEP),
    ("progress", "&nbsp;", "text", ["text.unfilled"], KEEP),
    ("progress", "å·²å®Œæˆ10é¡¹", "text", ["text.garbled"], KEEP),
    ("progress", "内容同上期报表", "text", ["progress.hollow"], KEEP),
    ("progress", "[object Object]", "text", ["text.unfilled"], KEEP),
    *(
        ("progress", text, "text", ["text.unfilled"], KEEP)
        for text in (
            "截至X月X日，完成X个。",
            "完成__个，在建__个。",
            "完成（  ）个。",
            "截至4月  日，完成   个。",
            "完成……个",
            "XX街道完成XX个",
            "完成□个",
            "此处填写工作进展",
            "例：已完成10个点位",
            "（待张三补充）",
        )
    ),
    *(
        ("progress", text, "text", ["table.remark"], KEEP)
        for text in (
            "完成3处。（左列投资单位为亿元）",
            "完成3处。注：完成投资为上月数。",
            "完成3处（投资数待核实）",
            "完成3处。（以上为3月进展，4月未更新）",
        )
    ),
    *(
        ("progress", text, "text", [], KEEP)
        for text in (
            "改造40个X光室，完成3个",
            "完成10项（详见附表……）",
            "已拨付资金300万元，扣除退回50万元。",
            "示例：按计划推进，完成3处。",
            "完成　　10 项   其中5项",
        )
    ),
    ("next_steps", "……", "text", ["text.unfilled"], KEEP),
    ("problems", "待补", "text", ["text.unfilled"], KEEP),
    ("problems", "[附件]", "text", ["text.elsewhere"], KEEP),
    ("problems", "同上月问题", "text", ["text.elsewhere"], KEEP),
    ("problems", "待上级资金核实拨付", "text", [], KEEP),
    ("next_steps", "待定", "text", ["text.unfilled"], KEEP),
    ("next_steps", "照上月执行", "text", ["text.elsewhere"], KEEP),
    ("problems", "NaN", "text", ["text.unfilled"], KEEP),
    ("problems", "N/A", "text", [], KEEP),
    ("problems", "同3月", "text", ["text.elsewhere"], KEEP),
    ("next_steps", "详见上月报表", "text", ["text.elsewhere"], KEEP),
    ("next_steps", "请各镇街填报台账并尽快完成验收", "text", [], KEEP),
    ("progress", "2025-04-25", "date", ["progress.hollow"], "2025-04-25"),
    ("progress", "截至4月25日", "text", ["progress.hollow"], "截至4月25日"),
    ("progress", "123", "text", ["progress.hollow"], "123"),
    ("progress", "50%", "percent", ["progress.hollow"], "50%"),
    ("progress", "项目正常推进，已完成80处", "text", [], KEEP),
    ("progress", "已完成", "text", [], KEEP),
    ("investment", "+300", "text", ["investment.plus"], "300"),
    ("problems", "1200.5", "number", ["text.number"], "1200.5"),
    ("next_steps", "1,200万元", "text", ["text.number"], "1,200万元"),
    ("problems", "0", "number", [], "0"),
    ("problems", "2处点位未供地", "text", [], KEEP),
    ("progress", "无障碍改造完成3户", "text", [], KEEP),
    ("progress", "  已完成。\r\n第二段\r第三段 ", "text", [], "已完成。\n第二段\n第三段"),
    ("progress", "#REF!", "error", ["cell.error"], None),
    ("progress", "#N/A", "text", ["cell.error"], None),
    ("progress", "", "uncached", ["cell.uncached"], None),
    ("progress", "已\x0b完\x00成\ud800。", "text", ["text.illegal-characters"], "已完成。"),
    ("progress", "\x0b", "text", ["progress.empty", "text.illegal-characters"], None),
    ("progress", "长" * 2001, "text", ["text.long"], KEEP),
    ("progress", "长" * 2000, "text", [], KEEP),
    ("progress", "长" * 32768, "text", ["text.too-long"], None),
    ("progress", "{x} %s {0} {{ }}", "text", [], KEEP),
    ("progress", "=cmd|'/C calc'!A0", "text", [], KEEP),
    # what is no text of the unit's, or not all of it
    ("progress", "一是；二是；三是。", "text", ["text.unfilled"], KEEP),
    ("next_steps", "1.", "text", ["text.unfilled"], KEEP),
    ("progress", "累计完成：  个", "text", ["text.unfilled"], KEEP),
    ("progress", "一是完成10项；二是启动5项。", "text", [], KEEP),
    ("progress", "登录超时，请重新登录", "text", ["text.unfilled"], KEEP),
    ("progress", "招标失败，重新组织招标，已完成设计。", "text", [], KEEP),
    ("progress", "好的，以下是为您生成的工作进展：", "text", ["text.unfilled"], KEEP),
    ("progress", "https://docs.example.invalid/abc", "text", ["text.unfilled"], KEEP),
    ("progress", '[语音] 12"', "text", ["text.unfilled"], KEEP),
    ("progress", "[二期] 完成12项", "text", [], KEEP),
    ("progress", "Err:502", "text", ["cell.error"], None),
    ("progress", "&#23436;&#25104;10&#39033;", "text", ["text.garbled"], KEEP),
    ("progress", "\\u5b8c\\u621010\\u9879", "text", ["text.garbled"], KEEP),
    ("progress", "%E5%AE%8C%E6%88%9010%E9%A1%B9", "text", ["text.garbled"], KEEP),
    ("progress", "完成率分别为20%、30%、40%", "text", [], KEEP),
    ("progress", "~~完成20项~~", "text", ["text.edited"], KEEP),
    ("progress", "【删除】完成20项。", "text", ["text.edited"], KEEP),
    ("progress", "完成20项（此句删）。", "text", ["text.edited"], KEEP),
    ("problems", "缺资金（待核实）。", "text", ["text.edited"], KEEP),
    ("next_steps", "加快验收[批注：请核实]", "text", ["text.edited"], KEEP),
    ("progress", "完成20项→25项", "text", ["text.edited"], KEEP),
    ("progress", "完成20/25项？", "text", ["text.edited"], KEEP),
    ("problems", "群众关心何时完工？", "text", [], KEEP),
    ("progress", "打通“断头路”（核实后删减1条），完成3条。", "text", [], KEEP),
    ("progress", "完成20项，其余…", "text", ["text.cut"], KEEP),
    ("progress", "完成20项，正在推进...（内容过长已截断）", "text", ["text.cut"], KEEP),
    ("progress", "……已完成前期工作，正在施工。", "text", [], KEEP),
    ("progress", "完成" * 127 + "长", "text", ["text.cut"], KEEP),
    ("progress", "完成" * 127 + "。", "text", [], KEEP),
    ("progress", "完成10项（2024年）。", "text", ["table.earlier-month"], KEEP),
    ("progress", "2024年完成10项。", "text", ["table.earlier-month"], KEEP),
    ("progress", "2024年启动，完成10项。", "text", [], KEEP),
    ("progress", "2024年完成设计，2025年完成招标。", "text", [], KEEP),
    ("progress", "完成20项（数据来自3月）。", "text", ["table.earlier-month"], KEEP),
    ("progress", "完成20项（数据来自4月）。", "text", [], KEEP),
    # what is left of a form's own words, what was never finished, what belongs in another column
    ("progress", "（填写截至目前累计进展）", "text", ["text.unfilled"], KEEP),
    ("next_steps", "填写下一步工作安排及完成时间", "text", ["text.unfilled"], KEEP),
    ("progress", "完成【 】处", "text", ["text.unfilled"], KEEP),
    ("progress", "完成[ ]处，完成率[ ]%", "text", ["text.unfilled"], KEEP),
    ("progress", "【一期】完成12处", "text", [], KEEP),
    ("progress", "None", "text", ["text.unfilled"], KEEP),
    ("problems", "None", "text", [], KEEP),
    ("progress", "（此栏填写项目进展情况）", "text", ["text.unfilled"], KEEP),
    ("progress", "请在此处填写项目最新进展", "text", ["text.unfilled"], KEEP),
    ("next_steps", "请补充下一步工作", "text", ["text.unfilled"], KEEP),
    ("problems", "（如无问题请填“无”）", "text", ["text.unfilled"], KEEP),
    ("next_steps", "下一步工作及建议", "text", ["text.unfilled"], KEEP),
    ("progress", "截至 月 日，已完成 处。", "text", ["text.unfilled"], KEEP),
    ("progress", "完成 个人申报320户", "text", [], KEEP),
    ("problems", "请区级部门协调补充资金", "text", [], KEEP),
    ("progress", "完成12处（数据待街镇核实）", "text", ["text.edited"], KEEP),
    ("progress", "完成12处（李科长再核一下）", "text", ["text.edited"], KEEP),
    ("progress", "完成12处 //这里改一下", "text", ["text.edited"], KEEP),
    ("progress", "完成12处（原为15处，请领导定）", "text", ["text.edited"], KEEP),
    ("progress", "完成12处（已报区领导审定）", "text", [], KEEP),
    ("progress", "完成12处，并将", "text", ["text.cut"], KEEP),
    ("progress", "023-67000000", "text", ["text.number"], KEEP),
    ("progress", "500万元", "text", ["text.number"], KEEP),
    ("next_steps", "示例甲 67000000", "text", ["text.number"], KEEP),
    ("contact", "示例甲 23-67000000", "text", ["contact.phone-short"], KEEP),
    ("contact", "主任示例甲 67000000 13800000000", "text", [], KEEP),
    ("contact", "示例甲 400-0000000", "text", [], KEEP),
    ("progress", "完成12处（此数待核）", "text", ["text.edited"], KEEP),
    ("progress", "完成12处，下一步开展验收（此处待补充）", "text", ["text.edited"], KEEP),
    ("progress", "完成12处（数据不准，另报）", "text", ["text.edited"], KEEP),
    ("progress", "完成12处【张科核实】", "text", ["text.edited"], KEEP),
    ("progress", "完成12处【已核实】", "text", [], KEEP),
    ("progress", "完成12处（待核准批复2处）", "text", [], KEEP),
    ("progress", "完成12处（其余市级任务待定）", "text", [], KEEP),
    ("progress", "完成12处，（", "text", ["text.cut"], KEEP),
    ("progress", "已完成12处，正在推", "text", ["text.cut"], KEEP),
    ("progress", "已完成12处，其余点位以及", "text", ["text.cut"], KEEP),
    ("progress", "已完成12处，其余正在施工", "text", [], KEEP),
    ("problems", "存在以下问题：", "text", ["text.cut"], KEEP),
    ("problems", "3", "number", ["text.number"], KEEP),
    ("next_steps", "2个", "text", ["text.number"], KEEP),
    ("progress", "示例甲 13800000000", "text", ["text.number"], KEEP),
    ("problems", "示例甲：023-67000000", "text", ["text.number"], KEEP),
    ("progress", "已受理热线12345共138件", "text", [], KEEP),
    ("problems", "群众来电023-67000000反映停水", "text", [], KEEP),
    ("contact", "示例甲 138000000000", "text", ["contact.phone-short"], KEEP),
    ("contact", "示例甲 8613800000000", "text", [], KEEP),
    ("progress", "同口径数据见左表", "text", ["progress.hollow"], KEEP),
    ("progress", "同第一季度", "text", ["progress.hollow"], KEEP),
    ("progress", "与上报市里的一致", "text", ["progress.hollow"], KEEP),
    ("progress", "文字材料另行报送", "text", ["progress.hollow"], KEEP),
    ("problems", "（上月问题仍存在）", "text", ["text.elsewhere"], KEEP),
    ("problems", "用地现状与规划不一致", "text", [], KEEP),
    ("next_steps", "按原计划", "text", ["text.elsewhere"], KEEP),
    ("contact", "示例丙（已调离）000-00000000", "text", ["contact.gone"], KEEP),
    ("contact", "示例丙 000-00000000（停机）", "text", ["contact.gone"], KEEP),
    # other text
    ("problems", "长" * 2001, "text", ["text.long"], KEEP),
    ("problems", "#VALUE!", "error", ["cell.error"], None),
    ("problems", "缺地\x01", "text", ["text.illegal-characters"], "缺地"),
    ("next_steps", "", "uncached", ["cell.uncached"], None),
    ("next_steps", "长" * 40000, "text", ["text.too-long"], None),
    # 责任人及联系方式
    ("contact", "", "text", ["contact.missing"], None),
    ("contact", "—", "text", ["contact.missing"], None),
    ("contact", "无", "text", ["contact.missing"], None),
    ("contact", "尚无", "text", ["contact.missing"], None),
    ("contact", "示例丙", "text", ["contact.no-phone"], KEEP),
    ("contact", "示例丙 1234", "text", ["contact.no-phone"], KEEP),
    ("contact", "示例丙 ０２３－００００００００", "text", [], KEEP),
    ("contact", "示例丙（138 0000 0000）", "text", [], KEEP),
    ("contact", "示例丙138****0000", "text", [], KEEP),
    ("contact", "13800000000", "number", ["contact.no-name"], KEEP),
    ("contact", "#NAME?", "error", ["cell.error"], None),
    # 完成投资
    ("investment", "0", "number", [], "0"),
    ("investment", "0万元（未涉及投资）", "text", ["investment.unit"], "0"),
    ("investment", "1亿零200万元", "text", ["investment.converted"], "10200"),
    ("investment", "一千二百万零五千元", "text", ["investment.converted"], "1200.5"),
    ("investment", "120.50", "text", [], "120.5"),
    ("investment", "1,200.5", "text", [], "1200.5"),
    ("investment", "无", "text", [], None),
    ("investment", "/", "text", [], None),
    ("investment", "2000万", "text", ["investment.unit"], "2000"),
    ("investment", "截至4月底累计120万元", "text", ["investment.unit"], "120"),
    ("investment", "截至3月底累计120万元", "text", ["investment.unreadable"], None),
    ("investment", "尚无", "text", [], None),
    ("investment", "120.5万元", "text", ["investment.unit"], "120.5"),
    ("investment", "1.2亿元", "text", ["investment.converted"], "12000"),
    ("investment", "5000元", "text", ["investment.converted"], "0.5"),
    ("investment", "约120", "text", ["investment.approximate"], "120"),
    ("investment", "约1.2亿", "text", ["investment.approximate"], "12000"),
    ("investment", "一千二百", "text", ["investment.unreadable"], None),
    ("investment", "100-120", "text", ["investment.unreadable"], None),
    ("investment", "同上", "text", ["investment.unreadable"], None),
    ("investment", "90%", "percent", ["investment.unreadable"], None),
    ("investment", "2025-04-20", "date", ["investment.unreadable"], None),
    ("investment", "TRUE", "bool", ["investment.unreadable"], None),
    ("investment", "错" * 40000, "text", ["investment.unreadable"], None),
    ("investment", "1{x}\ud800", "text", ["text.illegal-characters", "investment.unreadable"], None),
    ("investment", "-5", "number", ["investment.negative"], None),
    ("investment", "1000000", "number", [], "1000000"),
    ("investment", "1000000.01", "number", ["investment.huge"], None),
    ("investment", "1205000000", "number", ["investment.huge"], None),
    ("problems", "同上", "text", ["text.elsewhere"], KEEP),
    ("problems", "〃", "text", ["text.elsewhere"], KEEP),
    ("next_steps", "（同第1项）", "text", ["text.elsewhere"], KEEP),
    ("next_steps", "微信已报", "text", ["text.elsewhere"], KEEP),
    ("next_steps", "同步推进二期", "text", [], KEEP),
    ("next_steps", "按上级要求完成验收", "text", [], KEEP),
    ("problems", "锟斤拷锟斤拷", "text", ["text.garbled"], KEEP),
    ("progress", "已完成？？？？", "text", ["text.garbled"], KEEP),
    ("progress", "见邮件", "text", ["progress.hollow"], KEEP),
    ("progress", "截至3月底，累计完成25项。", "text", ["table.earlier-month"], KEEP),
    ("progress", "一至三月累计完成25项。", "text", ["table.earlier-month"], KEEP),
    ("progress", "截至3月底完成招标，4月15日开工。", "text", [], KEEP),
    ("progress", "截至2024年12月底完成前期，目前完成25项。", "text", [], KEEP),
    ("next_steps", "详见附件1", "text", ["text.elsewhere"], KEEP),
    ("next_steps", "与上月相同", "text", ["text.elsewhere"], KEEP),
    ("next_steps", "上述问题请市里协调", "text", [], KEEP),
    ("investment", "#DIV/0!", "error", ["cell.error"], None),
    ("investment", "", "uncached", ["cell.uncached"], None),
    ("investment", "12\x0c0", "text", ["text.illegal-characters"], "120"),
    # printed cells
    ("number", "1", "number", ["number.altered"], KEEP),
    ("number", "", "text", ["number.altered"], KEEP),
    ("number", " ２、", "text", [], KEEP),
    ("number", "#REF!", "error", ["cell.error"], KEEP),
    ("name", "", "text", ["name.altered"], KEEP),
    ("name", "建设微型公园项目（示例）", "text", ["name.altered"], KEEP),
    ("name", "建设城市\n微型公园", "text", [], KEEP),
    ("name", "#REF!", "error", ["cell.error"], KEEP),
    ("lead_unit", "区教委", "text", ["lead_unit.altered"], KEEP),
    ("lead_unit", "区城管局、区教委", "text", ["lead_unit.altered"], KEEP),
    ("lead_unit", "某公司", "text", ["lead_unit.altered"], KEEP),
    ("lead_unit", "", "text", ["lead_unit.altered"], KEEP),
    ("lead_unit", "区 城管局", "text", [], KEEP),
    ("lead_unit", "#N/A", "error", ["cell.error"], KEEP),
    ("target", "", "text", ["target.empty"], KEEP),
    ("target", "建成口袋公园2个。", "text", ["target.altered"], KEEP),
    ("target", " 建成口袋公园\n3 个", "text", [], KEEP),
    ("target", "建成口袋公园３个．", "text", [], KEEP),
    ("target", "", "uncached", ["cell.uncached"], KEEP),
]


@pytest.mark.parametrize(("field", "text", "kind", "codes", "value"), CELLS)
def test_one_cell(  # noqa: PLR0913, PLR0917
    form: Form, field: str, text: str, kind: CellKind, codes: list[str], value: str | None
) -> None:
    form.put(PROJECT, field, text, kind)
    checked = form.judged()
    assert sorted(told(checked), key=str) == sorted([(code, form.at(PROJECT, field)) for code in codes], key=str)
    assert all((f.project, f.field) == (PROJECT, field) for f in checked.findings)
    found_entry = entry(checked, PROJECT)
    if field in ENTRY_FIELDS:
        assert getattr(found_entry, field) == (text if value is KEEP else value)
    errors = any(f.severity == "error" for f in checked.findings)
    assert found_entry.state == ("returned" if errors else "accepted")
    assert checked.accepted is not errors
    # A fault in one row is no fault in another.
    assert {e.state for e in checked.unit_return.entries if e.project != PROJECT} == {"accepted"}


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        ("截至4月25日，累计完成投资620.5万元。", True),
        ("累计完成投资120.5亿元，进展顺利。", True),
        ("截至目前，已累计完成投资120.5元。", True),
        ("3月底累计完成投资120.5万元，4月新增投资100万元。", True),
        ("项目尚未开工，无投资完成。", True),
        ("完成12处，完成投资620.5万元。", True),
        ("截至4月25日，已完成投资620.5万元。", True),
        ("今年以来完成投资额620.5万元，工程有序推进。", True),
        ("2025年完成投资620.5万元。", True),
        ("投资完成620.5万元。", True),
        ("1-4月完成投资20.5万元。", True),
        ("一、投资情况：累计完成620.5万元。二、完成12处。", True),
        ("总投资2000万元，累计完成投资620.5万元。", True),
        ("本月完成投资620.5万元。", True),
        ("4月份新增完成投资620.5万元。", True),
        ("完成投资0万元，正在招标。", True),
        ("累计投入资金620.5万元，完成投资任务。", True),
        ("截至本月，累计实现投资20.5万元。", True),
        ("前四个月完成投资20.5万元。", True),
        ("本月新增投资620.5万元。", True),
        ("一季度完成投资620.5万元，4月完成12处。", True),
        ("累计完成投资120.5万元，其中本月完成620.5万元。", True),
        ("投资尚未发生。", True),
        ("累计完成投资为零。", True),
        ("预计5月完成投资620.5万元。", False),
        ("一季度完成投资60万元，4月完成12处。", False),
        ("带动社会投资620.5万元。", False),
        ("尚未完成投资，正在招标。", True),
        ("完成投资120.5万元，占年度计划的60%。", False),
        ("本月完成投资20万元。", False),
        ("3月完成投资60万元，4月完成投资60.5万元。", False),
        ("甲路完成投资60万元，正在铺设沥青。", False),
        ("其中道路部分，完成投资60万元。", False),
        ("2024年完成投资300万元，今年完成12处。", False),
        ("计划完成投资300万元，拟完成投资200万元。", False),
        ("总投资2000万元，其中一期累计完成投资60万元。", False),
        ("尚未完成投资计划，累计完成投资120.5万元。", False),
        ("截至4月25日，累计完成投资120.5万元。", False),
        ("累计完成投资0.012亿元，占年度计划的60%。", False),
        ("本月新增投资60万元，累计完成投资1,205,000元。", False),
        ("累计完成投资约120万元。", False),
        ("自2023年开工以来，累计完成投资3亿元。", False),
        ("一期累计完成投资80万元，二期累计完成投资40.5万元。", False),
        ("3月底累计完成投资120.5万元，4月无新增。", False),
        ("3月底累计完成投资100万元，4月新增投资20.5万元。", False),
    ],
)
def test_what_the_progress_tells_of_the_investment_is_held_against_it(form: Form, text: str, *, differs: bool) -> None:
    """The amount is 120.5 in 万元."""
    form.put(PROJECT, "progress", text)
    checked = form.judged()
    assert told(checked) == ([("investment.words", form.at(PROJECT, "investment"))] if differs else [])
    assert entry(checked, PROJECT).investment == "120.5"


@pytest.mark.parametrize(
    ("progress", "next_steps", "contradicts"),
    [
        ("项目已全部完工并投入使用。", "尽快启动招标，争取6月开工。", True),
        ("目标任务已全部完成。", "完成施工图设计后进场施工。", True),
        ("项目尚未开工。", "做好竣工验收后的移交工作。", True),
        ("该项目暂未启动，无进展。", "加强日常运维和管护。", True),
        ("项目已全部完工并投入使用。", "做好验收和结算。", False),
        ("项目已全部完工。", "启动二期招标。", False),
        ("一期已全部完工，二期正在前期。", "完成二期施工图设计。", False),
        ("招标工作已全部完成。", "5月开工建设。", False),
        ("3个公园中2个已全部完工。", "剩余1个尽快开工。", False),
        ("项目尚未开工。", "6月启动招标，12月竣工验收。", False),
        ("项目尚未开工，正在办理手续。", "加快手续办理，确保年底投用。", False),
    ],
)
def test_how_far_it_is_goes_with_what_comes_next(
    form: Form, progress: str, next_steps: str, *, contradicts: bool
) -> None:
    form.put(PROJECT, "progress", progress)
    form.put(PROJECT, "next_steps", next_steps)
    expected = [("progress.contradicts", form.at(PROJECT, "progress"))] if contradicts else []
    assert told(form.judged()) == expected


@pytest.mark.parametrize(
    ("text", "written", "codes"),
    [
        ("截至4月25日，累计完成投资300万元，主体完工。", "", ["investment.words-only"]),
        ("截至4月25日，累计完成投资300万元，主体完工。", "无", []),
        ("完成12处，完成投资300万元。", "", ["investment.words-only"]),
        ("本月完成投资300万元。", "", []),
        ("累计完成投资0万元，正在前期。", "", []),
        ("一期累计完成投资80万元。", "", []),
        ("项目尚未开工。", "", []),
    ],
)
def test_an_amount_told_in_words_alone_is_asked_for(form: Form, text: str, written: str, codes: list[str]) -> None:
    form.put(PROJECT, "progress", text)
    form.put(PROJECT, "investment", written)
    assert told(form.judged()) == [(code, form.at(PROJECT, "investment")) for code in codes]


def test_brackets_around_a_number_or_a_name_change_neither(form: Form) -> None:
    form.put(PROJECT, "number", f"（{form.rows[PROJECT].cells['number']}）")
    form.put(PROJECT, "name", f"《{form.rows[PROJECT].cells['name']}》")
    assert told(form.judged()) == []


@pytest.mark.parametrize(("field", "text", "kind", "codes", "value"), CELLS)
def test_every_message_is_chinese_and_short(  # noqa: PLR0913, PLR0917
    form: Form, field: str, text: str, kind: CellKind, codes: list[str], value: str | None
) -> None:
    form.put(PROJECT, field, text, kind)
    for finding in form.judged().findings:
        assert finding.code in codes
        words = finding.message
        if value is not None and text:
            words = words.replace(text.strip(), "")
        assert not re.search(r"[a-z]{3,}", words.replace("cmd", "").replace("calc", "")), finding.message
        assert len(finding.message) < 200
        finding.message.encode("utf-8")


# (last month, this month, its kind, the codes, the value)
MOVES: list[tuple[str | None, str, list[str], str | None]] = [
    ("100", "100", [], "100"),
    ("100", "100.00", [], "100"),
    ("100", "99.99", ["investment.fell"], None),
    ("100", "0", ["investment.fell"], None),
    ("100", "", ["investment.gone"], None),
    ("100", "无", ["investment.withdrawn"], None),
    ("0", "", [], None),
    ("0", "无", [], None),
    (None, "", [], None),
    (None, "900000", [], "900000"),
    ("100", "1099.99", [], "1099.99"),
    ("100", "1100", ["investment.jump"], "1100"),
    ("500", "4999", [], "4999"),
    ("500", "5000", ["investment.jump"], "5000"),
    ("0", "9999", [], "9999"),
    ("0", "10000", ["investment.jump"], "10000"),
    ("100", "-1", ["investment.negative"], None),
    ("100", "1000001", ["investment.huge"], None),
    ("100", "看不懂", ["investment.unreadable"], None),
    ("100", "50元", ["investment.converted", "investment.fell"], None),
    ("坏记录", "5", [], "5"),
    ("NaN", "5", [], "5"),
]


@pytest.mark.parametrize(("last", "text", "codes", "value"), MOVES)
def test_against_the_last_return(form: Form, last: str | None, text: str, codes: list[str], value: str | None) -> None:
    form.last(PROJECT, last)
    form.put(PROJECT, "investment", text)
    checked = form.judged()
    assert told(checked) == [(code, form.at(PROJECT, "investment")) for code in codes]
    assert entry(checked, PROJECT).investment == value


def test_error_cell_of_last_months_amount_is_not_also_gone(form: Form) -> None:
    form.last(PROJECT, "100")
    form.put(PROJECT, "investment", "#REF!", "error")
    assert told(form.judged()) == [("cell.error", form.at(PROJECT, "investment"))]


@pytest.mark.parametrize(
    ("unit", "text", "value"), [("元", "1205000", "120.5"), ("亿元", "1.2", "12000"), ("千元", "5", "0.5")]
)
def test_a_sheet_in_another_unit_is_converted_cell_by_cell(form: Form, unit: str, text: str, value: str) -> None:
    form.money_unit = unit
    for row in form.rows.values():
        row.cells["investment"], row.kinds["investment"] = text, "number"
    checked = form.judged()
    assert told(checked) == [("investment.converted", form.at(p, "investment")) for p in form.rows]
    assert {e.investment for e in checked.unit_return.entries} == {value}


def test_a_sheet_in_an_unknown_unit_is_refused(form: Form) -> None:
    form.money_unit = "美元"
    checked = form.judged()
    assert {code for code, _ in told(checked)} == {"investment.unreadable"}
    assert {e.investment for e in checked.unit_return.entries} == {None}


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("target", "原文“3个”，现为“2个”"),
        ("name", "应为“建设城市微型公园”，现为“（空白）”"),
        ("investment", "“1.2亿元”已换算为 12000 万元"),
    ],
)
def test_the_message_says_what_and_how(form: Form, field: str, message: str) -> None:
    form.put(PROJECT, field, {"target": "建成口袋公园2个。", "name": "", "investment": "1.2亿元"}[field])
    assert message in form.judged().findings[0].message


# ---------------------------------------------------------------- forms of the unit's own


@pytest.mark.parametrize(("field", "codes"), [("number", []), ("lead_unit", []), ("target", ["target.empty"])])
def test_a_form_of_their_own_may_leave_printed_cells_blank(form: Form, field: str, codes: list[str]) -> None:
    form.unmarked()
    form.put(PROJECT, field, "")
    checked = form.judged()
    assert [code for code, _ in told(checked)] == codes
    assert checked.accepted
    assert all(f.severity == "info" for f in checked.findings)


def test_a_locked_cell_that_was_emptied_is_worth_a_warning(form: Form) -> None:
    for field in ("number", "lead_unit", "target"):
        form.put(PROJECT, field, "")
    checked = form.judged()
    assert [f.severity for f in checked.findings] == ["warning"] * 3
    assert checked.accepted


def test_co_leads_may_name_both(form: Form) -> None:
    form.put("S03", "lead_unit", "区住房城乡建委\n区城管局")
    assert told(form.judged()) == []
    form.put("S03", "lead_unit", "区住房城乡建委")
    assert told(form.judged()) == [("lead_unit.altered", form.at("S03", "lead_unit"))]


def test_an_absent_column_is_told_once_and_spoils_every_row(form: Form) -> None:
    for row in form.rows.values():
        del row.cells["investment"]
    form.findings = (found("table.column-missing", "附件2!A5", field="investment", header="完成投资"),)
    checked = form.judged()
    assert told(checked) == [("table.column-missing", "附件2!A5")]
    assert {e.state for e in checked.unit_return.entries} == {"returned"}
    assert all("investment" not in e.source.cells for e in checked.unit_return.entries if e.source)


# ---------------------------------------------------------------- footer


@pytest.mark.parametrize(
    ("text", "code"),
    [(None, "missing"), ("", "missing"), ("：", "missing"), ("无", "missing"), ("　", "missing")],
)
def test_signatures_are_missing(form: Form, text: str | None, code: str) -> None:
    form.head, form.preparer = text, text
    checked = form.judged()
    wheres = (None, None) if text is None else ("附件2!B40", "附件2!H40")
    assert told(checked) == list(zip((f"head.{code}", f"preparer.{code}"), wheres, strict=True))
    assert (checked.unit_return.head, checked.unit_return.preparer) == (None, None)
    # The rows themselves are sound.
    assert {e.state for e in checked.unit_return.entries} == {"accepted"}
    assert not checked.accepted


def test_signatures_are_cleaned_and_error_cells_told(form: Form) -> None:
    form.head, form.preparer = " 示例\x07甲\n", "#REF!"
    checked = form.judged()
    assert told(checked) == [("text.illegal-characters", "附件2!B40"), ("cell.error", "附件2!H40")]
    assert (checked.unit_return.head, checked.unit_return.preparer) == ("示例甲", None)


# ---------------------------------------------------------------- what a workspace may change


def test_severities_can_be_changed_or_switched_off(form: Form) -> None:
    form.put(PROJECT, "target", "建成口袋公园2个。")
    form.put(PROJECT, "investment", "约-5")
    form.put("S09", "progress", "")
    checked = form.judged(
        Rulebook(severities={"target.altered": "warning", "progress.empty": "off", "investment.approximate": "error"})
    )
    assert [(f.code, f.severity) for f in checked.findings] == [
        ("target.altered", "warning"),
        ("investment.approximate", "error"),
        ("investment.negative", "error"),
    ]
    assert entry(checked, "S09").state == "accepted"
    assert entry(checked, "S09").progress is None


def test_a_rule_made_milder_keeps_the_value(form: Form) -> None:
    form.put(PROJECT, "investment", "-5")
    assert entry(form.judged(Rulebook(severities={"investment.negative": "warning"})), PROJECT).investment == "-5"
    form.put(PROJECT, "investment", "看不懂")
    assert entry(form.judged(Rulebook(severities={"investment.unreadable": "off"})), PROJECT).investment is None


def test_thresholds_can_be_changed(form: Form) -> None:
    form.last(PROJECT, "100")
    form.put(PROJECT, "investment", "150")
    rules = Rulebook(thresholds=Thresholds(jump_times=Decimal("1.5"), jump_floor=Decimal(50)))
    assert [c for c, _ in told(form.judged(rules))] == ["investment.jump"]
    assert [c for c, _ in told(form.judged(Rulebook(thresholds=Thresholds(huge_investment=Decimal(149)))))] == [
        "investment.huge"
    ]
    form.put(PROJECT, "progress", "长" * 81)
    assert [c for c, _ in told(form.judged(Rulebook(thresholds=Thresholds(long_text=80))))] == ["text.long"]


def test_findings_follow_the_sheet(form: Form) -> None:
    form.put("S09", "investment", "看不懂")
    form.put("S02", "contact", "")
    form.put("S02", "number", "9")
    form.put("S03", "progress", "")
    form.put("S02-1", "actual", "看不懂")
    form.head = None
    del form.rows["P06"]
    checked = form.judged()
    wheres = [where for _, where in told(checked)]
    assert wheres == [
        form.at("S02", "number"),
        form.at("S02", "contact"),
        form.at("S03", "progress"),
        form.at("S09", "investment"),
        form.at("S02-1", "actual"),
        None,
        None,
    ]
    assert form.judged() == checked


def test_raw_keeps_every_cells_own_words(form: Form) -> None:
    form.put(PROJECT, "investment", "约-5万\x0b元")
    form.put(PROJECT, "progress", " 第一段\r\n第二段 ")
    form.put("S02-1", "actual", "三个左右吧")
    raw = form.judged().unit_return.raw
    assert raw[PROJECT, "investment"] == "约-5万元"
    assert raw[PROJECT, "progress"] == "第一段\n第二段"
    assert raw["S02-1", "actual"] == "三个左右吧"
    assert (raw["", "head"], raw["", "preparer"]) == ("示例甲", "示例乙")
    assert raw["S09", "contact"] == "示例丙 023-00000000"


def test_parsing_findings_are_passed_on(form: Form) -> None:
    hidden: Finding = found("table.hidden", "附件2!A7", row=7)
    form.findings = (hidden,)
    assert form.judged().findings == (replace(hidden, project="S03"),)
    assert form.judged(Rulebook(severities={"table.hidden": "off"})).findings == ()


def test_every_code_told_is_known() -> None:
    assert {code for *_, codes, _ in CELLS for code in codes} <= set(KINDS)
    assert replace(found("target.empty")).severity == "info"


# ---------------------------------------------------------------- last month's words again


@pytest.mark.parametrize(
    ("progress", "how"),
    [
        ("截至3月25日完成12项。", "完全相同"),
        ("截至4月底完成12项。", "只有日期不同"),
        ("截至2025年4月20日，完成12项", ""),  # a comma more: somebody did write
        ("截至4月25日完成13项。", ""),
    ],
)
def test_a_return_that_repeats_the_last_one(catalogue: Catalogue, progress: str, how: str) -> None:
    form = filled(catalogue, "区残联")
    for project in form.rows:
        form.put(project, "progress", "截至3月25日完成12项。")
    last = form.judged().unit_return.entries
    form.previous = {(e.project, e.unit): e for e in last}
    first = next(iter(form.rows))
    form.put(first, "progress", progress)
    messages = [f.message for f in form.judged().findings if f.code == "file.as-before"]
    assert [how in m for m in messages] == [True] * bool(how)


@pytest.mark.parametrize(("last", "codes"), [(3, ["table.earlier-month"]), (4, []), (12, ["table.earlier-month"])])
def test_figures_up_to_another_month(form: Form, last: int, codes: list[str]) -> None:
    header = UpTo("investment", Located("1-3月\n完成投资", "附件2!F5"), last)
    parsed = replace(form.parsed(), up_to=(header,))
    checked = judge(parsed, UNIT, APRIL, form.catalogue, {}, Rulebook())
    assert [f.code for f in checked.findings] == codes
    assert all((f.where, f.field, f.severity) == ("附件2!F5", "investment", "warning") for f in checked.findings)
    assert all("1-3月完成投资" in f.message and "2025年4月" in f.message for f in checked.findings)
    assert entry(checked, PROJECT).investment == "120.5"
