"""Months as real units write them: 300 to 600 characters of prose a project, some 1,500, and the extremes of a year.

Built from the catalogue's own indicators, so that another list gives other months. The forms are filled in by hand
(``hand.Form``) and walk the product's own way. Every kind is deterministic; all of it is invented.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Literal
from zlib import crc32

from hand import Form
from minsheng_cli.model import Month
from minsheng_cli.tasks import collect, generate, init
from minsheng_cli.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng_cli.model import Catalogue, Indicator, Project

BEIJING = timezone(timedelta(hours=8))
Kind = Literal["realistic", "all-late", "all-done", "none", "december", "long"]
MONTHS: dict[Kind, tuple[int, ...]] = {
    "realistic": (3, 4, 5), "all-late": (4, 5), "all-done": (5,), "none": (5,), "december": (10, 11, 12), "long": (5,),
}  # fmt: skip

# ---- what is planted in the realistic month (May) -------------------------------------------------------------------
MISSING = {("区商务委", 5)}
LAST_MONTH = {("区城管局", 5)}  # sends April's form again
LATE = {("团区委", 5): 2}  # days after the due day
FIGURES: dict[str, Decimal] = {  # by indicator: part of what has elapsed; the rest keep pace
    "P07-1": Decimal("0.42"), "S06-1": Decimal("0.42"), "P02-1": Decimal("0.34"), "P02-2": Decimal("0.34"),
    "P09-1": Decimal("1.65"), "P10-2": Decimal("1.02"), "Q02-2": Decimal("1.3"), "S10-1": Decimal("1.2"),
    "P03-6": Decimal("0.72"), "P08-4": Decimal("1.12"),
}  # fmt: skip
LONG = ("S01", "P03", "P06")  # some 1,500 characters


@dataclass(frozen=True)
class Trouble:
    """A problem's life: from which month, in which words, until when."""

    project: str
    unit: str
    since: int
    text: str
    until: int = 12
    solved: int = 0  # the month in which the unit says so
    told_solved: str = ""


TROUBLES = (
    Trouble(
        "P02", "区教委", 3,
        "龙塔实验学校、渝开学校等4所学校运动场改造因用地红线与规划道路存在交叉，用地手续尚未办结，施工单位无法进场。"
        "建议区规划自然资源局加快办理4宗用地手续。",
    ),
    Trouble(
        "P04", "区民政局", 4,
        "双凤养老服务中心扩建项目上级补助资金1200万元尚未到位，施工单位垫资压力较大，影响后续进度。"
        "恳请区财政局先行调度资金保障项目建设。",
    ),
    Trouble(
        "P06", "区住房城乡建委", 4,
        "部分点位地下管线迁改涉及电力、燃气、通信等多家权属单位，迁改方案协调时间较长。"
        "需区级层面统筹协调管线迁改事宜。",
    ),
    Trouble(
        "P09", "区大数据发展局", 5,
        "个别小区业主对基站选址有顾虑，进场施工受阻，涉及点位6个。建议属地街道协助做好群众沟通解释工作。",
    ),
    Trouble(
        "S12", "区水利局", 5,
        "鱼嘴水厂至幸福村管网延伸工程穿越高速公路段施工许可正在办理，审批环节较多。"
        "请区交通运输委帮助对接高速公路管理单位。",
    ),
    Trouble("S11", "区交通运输委", 3, "新开线路沿线2处站台用地手续未办结，影响线路开通。", solved=5,
            told_solved="沿线站台用地手续已全部办结"),
)  # fmt: skip

_DONE = (
    "成立工作专班，由分管负责同志牵头，建立“周调度、月通报、季评估”工作机制，累计召开专题调度会{n}次，研究解决具体问题{m}个；",
    "压实责任单位和属地镇街责任，逐项细化任务清单、责任清单、时限清单，明确{m}名专人负责，实行挂图作战、对账销号；",
    "组织设计、施工、监理等单位开展现场踏勘{n}次，优化完善实施方案，完成{m}个点位的施工图审查和预算评审；",
    "严格落实质量安全主体责任，开展质量安全专项检查{n}次，发现问题{m}个，已全部督促整改到位；",
    "加强群众工作，通过院坝会、入户走访、网上问卷等方式征求意见{m}条，充分吸纳群众合理诉求，群众知晓率和满意度稳步提升；",
    "加大要素保障力度，积极向上争取专项资金，统筹用好中央预算内投资和地方政府专项债券，保障项目顺利推进；",
    "做好宣传引导，依托区融媒体中心、社区公告栏、微信公众号等渠道发布信息{n}期，营造全社会关心支持民生实事的良好氛围；",
    "加强部门协同，与责任单位建立信息共享和会商机制，联合开展督导{n}次，推动形成工作合力；",
    "健全档案管理，按要求收集整理立项、招标、施工、验收等环节资料，做到一事一档、全程留痕；",
    "严格资金管理，完善内控制度，按工程进度及时拨付资金，委托第三方机构开展全过程跟踪审计，确保资金安全规范使用；",
)
_STEPS = (
    (
        "一是倒排工期、挂图作战，对未完成的点位逐一明确完成时间和责任人，力争{next}月底前完成阶段性目标；"
        "二是加强与责任单位和属地镇街的沟通协调，及时研究解决推进中的困难；三是强化质量安全监管，确保按期保质完成年度任务。"
    ),
    (
        "继续按照年度目标任务抓好组织实施，{next}月重点推进剩余点位建设，同步做好竣工项目验收移交和资料归档；"
        "加强跟踪问效，定期开展督导检查，确保群众得实惠。"
    ),
    "加快推进前期手续办理，力争{next}月中旬前全面开工；统筹做好汛期施工组织和安全防范，优化施工时序，减少对群众生产生活的影响。",
)


@dataclass
class Played:
    """A workspace and the month that is looked at."""

    workspace: Workspace
    month: Month
    earlier: dict[str, bytes] = field(default_factory=dict)  # last month's returns by unit


def play(root: Path, kind: Kind = "realistic") -> Played:
    """Play the months of one kind into a fresh folder; the last of them is the one to look at."""
    init.init(root)
    played = Played(Workspace.at(root), Month(2025, MONTHS[kind][-1]))
    for number in MONTHS[kind]:
        month = Month(2025, number)
        generate.generate(played.workspace, str(month))
        if kind != "none":
            _return_all(played, month, kind)
        collect.collect(played.workspace, str(month))
    return played


def _return_all(played: Played, month: Month, kind: Kind) -> None:
    catalogue = played.workspace.catalogue_at(month)
    folder = played.workspace.month_folder(month)
    real = kind == "realistic"
    for position, unit in enumerate(catalogue.units):
        at = (unit.id, month.month)
        if real and at in MISSING:
            continue
        blank = next(folder.glob(f"下发/附件2_{unit.name}_*.xlsx")).read_bytes()
        day = catalogue.due(month) + timedelta(days=LATE.get(at, -1 - position % 5) if real else -1 - position % 5)
        came = datetime(day.year, day.month, day.day, 9 + position % 8, tzinfo=BEIJING)
        data = filled(Form(blank), catalogue, unit.id, month, kind).bytes()
        if real and at in LAST_MONTH:
            data = played.earlier[unit.id]
        played.earlier[unit.id] = data
        path = folder / "回收" / f"附件2：{unit.name}{month.month}月推进落实情况表.xlsx"
        path.write_bytes(data)
        os.utime(path, (came.timestamp(), came.timestamp()))


def filled(form: Form, catalogue: Catalogue, unit: str, month: Month, kind: Kind) -> Form:
    """Return the form as its unit fills it in."""
    for project in catalogue.led_by(unit):
        salt = crc32(f"{project.id}{unit}".encode())
        figures = {i.name: _figure(i, project, catalogue, month, kind) for i in project.indicators if i.asked}
        size = 1500 if project.id in LONG or kind == "long" else 300 + salt % 260
        form.write(
            project.name,
            progress=_prose(project, figures, month, salt, size),
            investment=_investment(month, salt, kind),
            problems=_problems(project, unit, month, kind, salt),
            next_steps=_STEPS[salt % len(_STEPS)].format(next=month.month % 12 + 1),
            contact=f"示例甲 000-{salt % 10**8:08d}",
        )
        for name, figure in figures.items():
            if figure is not None:
                with suppress(StopIteration):  # an indicator may be asked of the other lead unit alone
                    form.count(project.name, name, figure if isinstance(figure, str) else float(figure))
    return form.sign()


def _prose(project: Project, figures: dict[str, Decimal | str | None], month: Month, salt: int, size: int) -> str:
    units = {i.name: i.unit for i in project.indicators}
    said = [
        f"{name}{'累计完成' if not isinstance(value, str) else ''}{value}{units[name]}"
        for name, value in figures.items()
        if value is not None
    ]
    text = f"（示例）截至{month.month}月25日，{project.name}各项任务有序推进，" + "，".join(said) + "。"
    number = 0
    while len(text) < size:
        mark = "一二三四五六七八九十"[number % 10]
        line = _DONE[(salt + number) % len(_DONE)].format(n=2 + (salt + number) % 7, m=3 + (salt // 7 + number) % 19)
        text += f"{mark}是{line}"
        if number % 10 == 9:
            text = text.rstrip("；") + "。\n"
        number += 1
    return text.rstrip("；\n").rstrip("。") + "。"


def _problems(project: Project, unit: str, month: Month, kind: Kind, salt: int) -> str:
    if kind == "all-done":
        return "无"
    if kind in ("all-late", "long"):
        return (
            f"{project.name}前期手续办理环节多、周期长，部分点位征地拆迁补偿标准尚未达成一致，"
            f"资金缺口约{salt % 900 + 100}万元，"
            "施工单位难以进场。建议区财政局、区规划自然资源局加大支持力度。"
        )
    told = [
        f"{t.told_solved}。" if t.solved == month.month else t.text
        for t in TROUBLES
        if (t.project, t.unit) == (project.id, unit) and t.since <= month.month <= t.until
        and not (t.solved and month.month > t.solved)
    ]  # fmt: skip
    return "\n".join(told) or "无"


def _investment(month: Month, salt: int, kind: Kind) -> float:
    if salt % 7 == 0:
        return 0
    whole = Decimal(salt % 9000 + 300)
    part = {"all-late": Decimal("0.02"), "all-done": Decimal(1)}.get(kind, Decimal(month.month) / 12)
    return float((whole * part).quantize(Decimal("0.1")))


def _figure(
    indicator: Indicator, project: Project, catalogue: Catalogue, month: Month, kind: Kind
) -> Decimal | str | None:
    over = month >= project.deadline or kind == "all-done"
    if indicator.kind == "milestone":
        return "已完成" if over and kind != "all-late" else "进行中"
    if indicator.target is None:
        return None
    twins = [o.indicators for o in catalogue.overlaps if indicator.id in o.indicators and o.binding]
    same = [i for p in catalogue.projects for i in p.indicators if twins and i.id in twins[0] and i.target]
    target = max([indicator.target, *(i.target for i in same if i.target)])
    if indicator.measure in ("level", "rate"):
        return target if over else (target * Decimal("0.92")).quantize(Decimal("0.1"))
    if kind == "all-done" or (over and kind != "all-late"):
        return indicator.target if not twins else target
    begun = date(2025, 1, 1)
    gone = Decimal((month.day(25) - begun).days + 1) / Decimal((project.deadline.last_day - begun).days + 1)
    part = Decimal("0.05") if kind == "all-late" else FIGURES.get(indicator.id, Decimal("1.02"))
    done = min(gone * part, Decimal(1)) * target
    fine = Decimal("0.01") if indicator.unit.startswith(("万", "%")) and target < 100 else Decimal(1)
    return (done / fine).to_integral_value(ROUND_FLOOR) * fine
