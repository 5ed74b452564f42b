"""A nineteenth held-out set, written before it was tried, to see whether the faults of the seventeenth were mended as kinds.

New words in the same neighbourhoods: amounts told in prose, stages that contradict, times of quarters and halves, prompts
and holes, ends cut off, columns beside ours, totals; about half of it is honest and must raise nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from draft import Box, Draft, Line, Taken
from kinds import ALL, KINDS, Kind
from second import _column, _insert
from seventeenth import _FORM, _at, _plain, _prose, _said, _split, _together, _total, _value

if TYPE_CHECKING:
    from collections.abc import Callable


def quiet(name: str, spoil: Callable[[Draft], None], formats: tuple[str, ...] = ALL) -> None:
    """Enter an honest kind: nothing is to be told of it."""
    KINDS.append(Kind(f"nineteenth: {name}", spoil, formats, quiet=True))


def told(name: str, spoil: Callable[[Draft], None], formats: tuple[str, ...] = ALL) -> None:
    """Enter a kind of which something is to be told, or that may be read either way."""
    KINDS.append(Kind(f"nineteenth: {name}", spoil, formats))


# ---------------------------------------------------------------- amounts in prose

for _text in (
    "项目已开工建设，目前累计投资{double}万元。", "至4月底累计完成投资{half}万元。", "自年初以来，项目完成投资{double}万元，完成12处。", "累计已完成投资额{half}万元，占计划的40%。", "完成产值{double}万元，形成固定资产投资{double}万元。", "截至本月，累计实现投资{half}万元。", "已累计完成固定资产投资{double}万元。",
    "投资进度：累计完成投资{half}万元。", "（二）投资完成情况：今年累计完成投资{double}万元。", "今年完成投资{half}万元", "2025年累计完成投资{double}万元。", "截止到4月25日，本项目完成投资{double}万元。", "本月新增投资{double}万元。", "4月当月完成投资{double}万元。", "投资尚未发生。", "目前暂未产生投资。", "累计完成投资为零。", "完成投资{half}万", "已完成投资{double}万元，其余按计划推进。", "完成投资约{double}万元。",
    "一季度完成投资{double}万元，4月完成12处。", "1至4月累计完成投资{half}万元。", "前四个月完成投资{half}万元。", "累计完成投资{v}万元，其中本月完成{double}万元。",
):  # fmt: skip
    told(f"prose: {_text}", _prose(_text, tell=True))
for _text in (
    "累计完成投资{v}万元，本月完成{half}万元。", "项目概算总投资{double}万元，截至目前完成投资{v}万元。", "今年计划投资{double}万元，1-4月完成{v}万元。", "全年投资目标{double}万元，正在有序推进。", "市级补助资金{half}万元已到位。", "已支付工程款{half}万元。", "完成产值{half}万元。", "招标控制价{double}万元，已发布招标公告。", "一标段完成投资{half}万元，二标段正在施工。", "上年度完成投资{double}万元，今年累计完成投资{v}万元。", "该项目2023年至今累计完成投资{double}万元。",
    "申请追加投资{half}万元。", "带动社会投资{double}万元。", "引进投资{double}万元的项目1个。", "投资{double}万元的二期工程正在前期。", "甲镇完成投资{half}万元，乙镇完成投资{half}万元。", "完成投资计划的50%。", "投资完成率50%，完成12处。", "预计5月完成投资{double}万元。", "累计完成投资{v}万元，较3月增加{half}万元。", "完成固定资产投资{v}万元，同比增长12%。", "累计完成投资{v}万元（含3月{half}万元）。", "减少投资{half}万元，累计完成投资{v}万元。", "惠企政策减免{double}万元，完成12处。",
):  # fmt: skip
    quiet(f"prose: honest {_text}", _prose(_text, tell=False))

# ---------------------------------------------------------------- stages


def _both(**texts: str) -> Callable[[Draft], None]:
    """Fill several cells of one project; nothing is to be said of it."""

    def spoil(d: Draft) -> None:
        project = d.pick_row()
        for name, text in texts.items():
            d.box(project, name).value = text
            d.expect(project, name, text)

    return spoil


for _progress, _next in (
    ("该项目已完工。", "加快推进招标工作。"),
    ("目前项目已全部建成并投入使用。", "6月底前开工建设。"),
    ("项目未开工。", "抓好投用后的日常管护。"),
    ("任务已全部完成。", "力争5月完成立项和可研批复。"),
    ("项目尚未启动", "组织竣工验收，办理移交。"),
):
    told(f"stages: {_progress} then {_next}", _together(progress=_progress, next_steps=_next))
for _progress, _next in (
    ("该项目已完工。", "组织验收，做好管护。"), ("项目未开工。", "加快招标，6月开工，年底竣工。"), ("前期工作已全部完成。", "5月开工。"), ("任务已全部完成。", "继续巩固成果。"), ("主体已完工。", "进场开展内部装修施工。"), ("项目已开工。", "加快施工，确保10月竣工验收。"), ("招标已完成。", "尽快进场施工。"), ("已全部完成。", "谋划明年项目，做好立项储备。"), ("已完成10所改造，其余尚未开工。", "暑假完成改造并验收。"), ("项目尚未开工，正在开展可研。", "做好可研评审。"),
):  # fmt: skip
    quiet(f"stages: {_progress} then {_next}", _both(progress=_progress, next_steps=_next))

# ---------------------------------------------------------------- words left, unfinished, misplaced

for _name, _text in (
    ("progress", "【填写要求：截至目前累计完成情况】"), ("progress", "（此栏填写项目进展情况）"), ("progress", "请在此处填写项目最新进展"), ("progress", "截至 月 日，已完成 处。"), ("progress", "截至  月  日，完成〔 〕处"), ("progress", "完成( )处，完成率( )%"), ("progress", "已完成 ____ 处"), ("progress", "完成12处（？）"), ("progress", "完成12处（数据待街镇核实）"), ("progress", "完成12处（李科长再核一下）"), ("progress", "完成12处 //这里改一下"), ("progress", "完成12处【待更新】"), ("progress", "完成12处（原为15处，请领导定）"), ("progress", "已完成12处，其余点位正在"), ("progress", "已完成12处，存在的主要问题是："), ("progress", "完成12处，并将"), ("progress", "undefined"), ("progress", "nan"), ("progress", "--"), ("progress", "（空）"),
    ("progress", "023-67000000"), ("progress", "张三 13800000000"), ("progress", "区教委"), ("progress", "500万元"), ("problems", "5"), ("problems", "12.5万元"), ("problems", "示例甲 13800000000"), ("next_steps", "示例甲 67000000"), ("next_steps", "2025年5月"), ("next_steps", "请补充下一步工作"), ("problems", "（如无问题请填“无”）"), ("next_steps", "下一步工作及建议"), ("contact", "姓名+电话"), ("contact", "示例甲 XXXXXXXXXXX"), ("contact", "示例甲 138 0000 000"), ("contact", "示例甲 1380000000O"), ("contact", "示例甲 23-67000000"), ("contact", "（联系人）（电话）"),
):  # fmt: skip
    told(f"{_name} says {_text!r}", _said(_name, _text, _text, doubt=True))
for _name, _text in (
    ("progress", "【总体进展】完成12处。【存在困难】无。"), ("progress", "完成12处（其中甲街道5处）。"), ("progress", "完成12处（待验收3处）"), ("progress", "完成12处（已经区审计局审核）。"), ("progress", "完成12处（新增2处）"), ("progress", "市级任务待定，已完成调查摸底。"), ("progress", "完成12处，其余正在施工中"), ("progress", "完成12处，剩余3处正在验收"), ("progress", "开通热线023-67000000，受理32件。"), ("progress", "填写问卷320份，培训3场。"), ("progress", "完成信息填写、审核320户。"), ("progress", "组织核实名单320户，已确认310户。"), ("progress", "修改完善方案，已报区政府审定。"), ("progress", "更新改造电梯12台。"), ("progress", "补充招聘教师5名，完成培训3期"),
    ("problems", "部分点位待核实产权。"), ("problems", "2个点位未落实用地"), ("problems", "缺资金500万元"), ("problems", "个别群众不理解"), ("next_steps", "5月完成3处"), ("next_steps", "进一步核实台账，补充资料。"), ("next_steps", "按时间节点推进"), ("next_steps", "继续推进二期"), ("contact", "示例甲、示例乙 13800000000、13900000000"), ("contact", "示例甲 8613800000000"), ("contact", "示例甲 (+86)13800000000"), ("contact", "示例甲 023-67000000-8012"), ("contact", "示例甲 400-000-0000"), ("contact", "主任示例甲 67000000 13800000000"), ("contact", "示例甲\n座机：023-67000000\n手机：13800000000"),
):  # fmt: skip
    quiet(f"{_name} {_text[:20]!r}", _said(_name, _text, _text))

# ---------------------------------------------------------------- other times

for _text, _place in (
    (f"渝北区2025年第一季度{_FORM}", "title"), (f"渝北区2025年1季度{_FORM}", "title"), (f"渝北区2025年前三个月{_FORM}", "title"), (f"渝北区2025年{_FORM}（一季度）", "title"), (f"渝北区2025年{_FORM}（数据截至3月底）", "title"), (f"渝北区2025年{_FORM}（截至2024年12月）", "title"), (f"渝北区2024年度{_FORM}", "title"), (f"渝北区2025年{_FORM}（5月）", "title"), ("填报月份：一季度", "month"), ("填报月份：2025年上半年", "month"), ("填报时段：2025年1-3月", "above"), ("统计期：2025年一季度", "above"), ("（截至3月末）", "sub title"), ("时间：2025年3月", "below"), ("填报单位2025年3月28日", "signature"), ("更新日期：2025年3月31日", "below"),
    ("本表数据同3月报表", "foot"), ("注：因系统原因，本月沿用上月数据", "foot"), ("注：完成投资为4月当月数", "foot"), ("注：完成投资含2023年以来投资", "foot"),
):  # fmt: skip
    told(f"of another time: {_text} in the {_place}", _at(_text, _place, tell=True))
for _text, _place in (
    (f"渝北区2025年{_FORM}（1—4月）", "title"), (f"渝北区2025年度{_FORM}", "title"), (f"渝北区2025年{_FORM}（截至4月底）", "title"), (f"渝北区2025年4月份{_FORM}", "title"), ("填报月份：2025年四月", "month"), ("统计时段：2025年1-4月", "above"), ("填报时间：2025年4月", "below"), ("打印日期：2025年4月24日", "below"), ("按照渝北府办发〔2025〕9号要求填报", "top"), ("依照区政府办公室2025年3月通知要求报送", "top"), ("依据《关于印发2025年重点民生实事工作目标任务的通知》", "above"), ("联系科室：综合科", "below"), ("共1页，第1页", "below"), ("（本表一式两份）", "foot"), ("区发展改革委制", "below"), ("表一", "top"), ("附件2：", "top"), ("内部资料 注意保存", "top"), ("填表说明：1.完成投资填年初至今累计数；2.单位为万元。", "foot"), ("审核：示例丁", "below"),
):  # fmt: skip
    quiet(f"of this time: {_text} in the {_place}", _at(_text, _place, tell=False))
for _text in ("第一季度附件2.xlsx", "2024年度民生实事.xlsx", "三月附件2.xlsx", "附件2-2025-03.xlsx"):
    told(f"of another time: file {_text}", _at(_text, "file", tell=True))
for _text in (
    "2025年第二季度民生实事（4月）.xlsx",
    "2025年上半年民生实事4月报.xlsx",
    "四月附件2.xlsx",
    "附件2-2025-04.xlsx",
    "WPS 附件2.xlsx",
):
    quiet(f"of this time: file {_text}", _at(_text, "file", tell=False))

# ---------------------------------------------------------------- columns and totals

for _name, _first, _second in (
    ("problems", "存在的问题", "滞后原因"),
    ("problems", "存在的问题", "问题原因"),
    ("next_steps", "下一步工作", "工作措施"),
    ("next_steps", "下一步工作", "意见建议"),
    ("problems", "存在的困难", "需市级协调事项"),
    ("contact", "责任人", "手机"),
    ("contact", "责任人", "座机"),
):
    told(f"{_name} split into {_first} and {_second}", _split(_name, _first, _second))


def _beside(header: str, say: Any, *, story: bool = False) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        if d.issued is not None:
            raise Taken
        _insert(d, len(d.fields), header, lambda _: say)
        if story:
            d.told.add("table.column-extra")

    return spoil


for _header, _say in (
    ("工作进度", "正常"),
    ("推进情况", "滞后"),
    ("完成情况", "√"),
    ("问题类别", "资金"),
    ("投资类别", "政府投资"),
    ("进展评价", "良好"),
    ("预警", "无"),
    ("牵头领导", "示例丁"),
    ("目标完成时限", "12月底"),
    ("投资来源", "财政"),
    ("项目状态", "在建"),
    ("责任科室", "综合科"),
    ("附件", "有"),
    ("完成率（%）", 45.5),
    ("排名", 3),
):
    quiet(f"a column {_header} of {_say}", _beside(_header, _say))
for _header, _say in (
    ("本周进展", "完成第二标段招标，启动第三标段施工。"),
    ("进展补充", "另完成甲街道5处点位改造并通过验收"),
    ("落实举措", "建立周调度机制，逐项压实责任到人"),
    ("", "以上进展未包含乙街道已完成的8处点位"),
):
    told(f"a column {_header} of {_say}", _beside(_header, _say, story=True))
for _name, _label, _change, _place, _cell in (
    ("more, with 万", "合计", lambda t: f"{t + 100}万", "foot", 0), ("more, with a blank", "总计", lambda t: f"{t + 100} 万元", "foot", 1), ("with commas", "合计", lambda t: f"{t + 1000:,}", "foot", 0), ("more, above", "总计", lambda t: _plain(t + 12), "top", 0), ("called 累计", "累计", lambda t: _plain(t + 12), "foot", 0), ("called 投资合计", "投资合计", lambda t: _plain(t + 12), "foot", 1), ("called 全部项目合计", "全部项目合计", lambda t: _plain(t + 12), "foot", 0), ("in words of 亿", "合计", lambda t: f"{(t * 2) / 10000}亿元", "foot", 0),
):  # fmt: skip
    told(f"total: {_name}", _total(_label, _change, tell=True, place=_place, at=_cell))
for _name, _label, _change, _place, _cell in (
    ("with 万", "合计", lambda t: f"{t}万", "foot", 0), ("with commas", "合计", lambda t: f"{t:,}", "foot", 0), ("above", "总计", _plain, "top", 0), ("in 亿", "合计", lambda t: f"{t / 10000}亿元", "foot", 0), ("called 累计", "累计", _plain, "foot", 0), ("called 总 计", "总 计", _plain, "foot", 1),
):  # fmt: skip
    quiet(f"total: honest {_name}", _total(_label, _change, tell=False, place=_place, at=_cell))


def _parts(d: Draft, *, above: bool, wrong: bool) -> None:
    """Put a sum to each section, above or below its rows; ``wrong``: the last is not its sum."""
    _column(d, "investment")
    d.claim("total", "rows shape", "rows")
    groups: list[list[Line]] = []
    for line in d.lines:
        if line.kind == "section":
            groups.append([])
        elif line.kind == "project":
            groups[-1].append(line)
    if len(groups) < 2:
        raise Taken
    for group in groups:
        total = sum((_value(d, line.project) for line in group), Decimal(0))
        boxes = [Box() for _ in d.fields]
        boxes[0].value = "小计"
        boxes[d.fields.index("investment")].value = _plain(total + (77 if wrong and group is groups[-1] else 0))
        d.lines.insert(d.at(group[0]) if above else d.at(group[-1]) + 1, Line("other", boxes))
    if wrong:
        d.told.add("*")


quiet("total: of each section, below", lambda d: _parts(d, above=False, wrong=False))
quiet("total: of each section, above", lambda d: _parts(d, above=True, wrong=False))
told("total: of each section, below, one wrong", lambda d: _parts(d, above=False, wrong=True))
told("total: of each section, above, one wrong", lambda d: _parts(d, above=True, wrong=True))
