"""A year as it might be: nine months of returns by seventeen units, June missing, with known truth planted in them.

Every unit writes something new each month, keeps pace exactly and has no problems, unless planted otherwise below.
The forms are filled in by hand (``hand.Form``) and walk the product's own way: generate, collect, seal.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING
from zlib import crc32

from hand import Form
from minsheng_cli.model import TOGETHER, Month
from minsheng_cli.tasks import collect, generate, init
from minsheng_cli.tasks.seal import seal as close_month
from minsheng_cli.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng_cli.model import Catalogue, Indicator, Project

BEIJING = timezone(timedelta(hours=8))
MONTHS = (3, 4, 5, 7, 8, 9, 10, 11, 12)
ACTIONS = (
    "完成点位摸排和现场踏勘", "组织召开专题调度会", "设计单位提交初步成果", "启动招标文件编制", "施工队伍全部进场",
    "主体部分有序推进", "设备分批到场安装", "开展中期质量检查", "组织街道开展走访宣传", "配套设施同步实施",
    "对照清单逐项销号", "收尾工作全面铺开",
)  # fmt: skip

# ---- what is planted -------------------------------------------------------------------------------------------------
SAME = {("S02", "区城管局"): (5, 7), ("Q01", "区体育中心"): (4,)}  # month in which the last prose stands unchanged
FIGURES = {("P04", "区民政局"): (8, 9), ("S05", "区教委"): (10,)}  # only dates and numbers are brought up to date
FALLS = {("S11", 8): ("investment", ""), ("S12", 9): ("investment", "经审计核减工程款")}  # explained where words stand
LAGS = {"P10": (8, 9, 10), "P09": (10, 11)}  # more than 10 百分点 behind
SLOW = {"P10": (Decimal("0.83"), 10), "P09": (Decimal("0.88"), 11)}  # part of what has elapsed, until that month
CLAIMS_DONE = ("P07", 9)  # says that all is done, with figures that keep pace only
LATE = {("区林业局", 4): 2, ("区体育中心", 9): 3}  # days after the due day
MISSING = {("区商务委", 5)}
TWICE = {("区水利局", 4)}  # first without a signature, then mended
RENAMED = ("区大数据发展局", 9, "区数据局", "重庆市渝北区数据局")
FIXED = ("S01-3", 8, 120)  # the pending target the city fixes in August


@dataclass(frozen=True)
class Trouble:
    """A problem's life: its wording month by month; how it ends."""

    project: str
    unit: str
    told: dict[int, str]
    solved: int | None = None  # the month in which the unit says so
    dropped: int | None = None  # the first month in which it is quietly not mentioned any more


TROUBLES = (
    Trouble(
        "S04", "区生态环境局",
        {3: "两处黑臭水体整治点位涉及征地拆迁，推进缓慢", 4: "黑臭水体点位征收拆迁工作进展较慢，影响进场"},
        dropped=5,
    ),
    Trouble(
        "P02", "区教委",
        {4: "部分学校运动场改造资金尚未到位，缺口约120万元",
         5: "学校运动场改造资金缺口仍有80万元，建议区财政尽快安排", 7: "运动场改造资金已全部到位"},
        solved=7,
    ),
    Trouble(
        "P02", "区教委",
        {5: "暑期施工窗口短，塑胶材料供货周期长", 7: "塑胶材料供货慢，可能影响开学前完工"},
        dropped=8,
    ),
    Trouble(
        "S01", "区住房城乡建委",
        {3: "个别小区居民对加装电梯意见不统一", 4: "加装电梯的楼栋部分业主意见分歧较大",
         5: "低楼层居民反对加装电梯，协调难度大", 7: "加装电梯群众意见不统一，需街道配合协调",
         8: "加装电梯居民意见仍未统一", 9: "部分业主仍反对加装电梯", 10: "加装电梯居民意见分歧",
         11: "加装电梯居民意见分歧", 12: "加装电梯居民意见分歧"},
    ),
    Trouble(
        "S11", "区交通运输委",
        {8: "新开线路沿线站台用地手续未办结", 9: "站台用地审批手续办理慢"},
        dropped=10,
    ),
    Trouble(
        "P10", "区林业局",
        {8: "采购流标，需重新招标，设备到货推迟", 9: "因前次流标，重新采购后设备尚未到货",
         10: "设备正在陆续到货，采购工作滞后"},
        dropped=11,
    ),
    Trouble(
        "P03", "区水利局",
        {7: "汛期降雨多，山坪塘无法施工", 8: "受持续降雨影响，山坪塘整治停工"},
        dropped=9,
    ),
    Trouble(
        "P09", "区大数据发展局",
        {9: "部分点位物业不同意基站进场", 10: "基站进场遭个别小区物业和业主阻挠",
         11: "物业阻挠基站建设的问题已协调解决"},
        solved=11,
    ),
)  # fmt: skip


@dataclass
class SimulatedYear:
    """The year on disk."""

    workspace: Workspace
    snapshots: dict[str, bytes] = field(default_factory=dict)


def play(root: Path, months: tuple[int, ...] = MONTHS, *, seal: bool = True) -> SimulatedYear:
    """Play the year into a fresh folder."""
    init.init(root)
    year = SimulatedYear(Workspace.at(root))
    said: dict[tuple[str, str], str] = {}
    for number in months:
        _amend(root, number)
        workspace = Workspace.at(root)
        month = Month(2025, number)
        generate.generate(workspace, str(month))
        _return_all(workspace, month, said)
        collect.collect(workspace, str(month))
        if seal:
            close_month(workspace, str(month))
        year.workspace = workspace
    return year


def _amend(root: Path, month: int) -> None:
    path = root / "data/projects.yaml"
    unit, renamed, name, full = RENAMED
    indicator, fixed, target = FIXED
    lines = {
        fixed: f'  - since: "2025-{fixed:02d}"\n    source: 示例文件一号\n    indicators:\n'
               f"      - {{id: {indicator}, target: {target}, unit: 台}}\n",
        renamed: f'  - since: "2025-{renamed:02d}"\n    source: 示例文件二号\n    units:\n'
                 f"      - {{id: {unit}, name: {name}, full_name: {full}}}\n",
    }  # fmt: skip
    if month in lines:
        path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + lines[month], encoding="utf-8")


def _return_all(workspace: Workspace, month: Month, said: dict[tuple[str, str], str]) -> None:
    catalogue = workspace.catalogue_at(month)
    folder = workspace.month_folder(month)
    for position, unit in enumerate(catalogue.units):
        if (unit.id, month.month) in MISSING:
            continue
        blank = next(folder.glob(f"下发/附件2_{unit.name}_*.xlsx")).read_bytes()
        day = catalogue.due(month) + timedelta(days=LATE.get((unit.id, month.month), -1 - position % 5))
        came = datetime(day.year, day.month, day.day, 9 + position % 8, tzinfo=BEIJING)
        form = _filled(Form(blank), catalogue, unit.id, month, said)
        if (unit.id, month.month) in TWICE:
            _drop(folder, f"{unit.name}-首报.xlsx", form.sign(head=None).bytes(), came - timedelta(days=1))
        _drop(folder, f"{unit.name}{month.month}月报.xlsx", form.sign().bytes(), came)


def _drop(folder: Path, name: str, data: bytes, came: datetime) -> None:
    path = folder / "回收" / name
    path.write_bytes(data)
    os.utime(path, (came.timestamp(), came.timestamp()))


def _filled(form: Form, catalogue: Catalogue, unit: str, month: Month, said: dict[tuple[str, str], str]) -> Form:
    for project in catalogue.led_by(unit):
        key, number = (project.id, unit), month.month
        salt = crc32("".join(key).encode())
        action = ACTIONS[(salt + MONTHS.index(number)) % len(ACTIONS)]
        written = f"（示例）截至{number}月25日，{project.name}{action}，进度{number * 8}。"
        if number in SAME.get(key, ()):
            written = said[key]
        elif number in FIGURES.get(key, ()):
            before = MONTHS[MONTHS.index(number) - 1]
            written = (
                said[key]
                .replace(f"截至{before}月", f"截至{number}月")
                .replace(f"进度{before * 8}", f"进度{number * 8}")
            )
        said[key] = written
        kind, why = FALLS.get((project.id, number), ("", ""))
        amount = (salt % 400 + 100) * (1 if kind else number + 1)
        if why:
            written += f"{why}。"
        if (project.id, number) == CLAIMS_DONE:
            written += "已全部完成年度目标任务。"
        told = [t.told[number] for t in TROUBLES if (t.project, t.unit) == key and number in t.told]
        problems = (
            "\n".join(f"{i}.{text}；" for i, text in enumerate(told, start=1)) if len(told) > 1 else "".join(told)
        )
        form.write(
            project.name, progress=written, investment=amount, problems=problems or "无",
            next_steps=f"（示例）{number}月以后按计划推进。", contact=f"示例甲 000-{salt % 10**8:08d}",
        )  # fmt: skip
        for indicator in project.indicators:
            if indicator.asked_of(unit):
                form.count(project.name, indicator.name, _figure(indicator, project, catalogue, month))
    return form


def _figure(indicator: Indicator, project: Project, catalogue: Catalogue, month: Month) -> float | str | None:
    over = month >= project.deadline
    if indicator.is_state:
        return "已完成" if over else "进行中"
    if indicator.kind == "pending" or indicator.target is None:
        return None
    twins = [o.indicators for o in catalogue.overlaps if indicator.id in o.indicators and o.binding]
    targets = [i.target for p in catalogue.projects for i in p.indicators if twins and i.id in twins[0] and i.target]
    target = max(targets, default=indicator.target)
    if indicator.lead == TOGETHER:  # each lead reports its part
        target /= len(project.lead_units)
    if indicator.measure in ("level", "rate"):
        return float(target) if over else float(target * Decimal("0.9"))
    return float(_grown(target, share(project, month)))


def _grown(target: Decimal, part: Decimal) -> Decimal:
    fine = Decimal(1) if target == target.to_integral() and target > 5 else Decimal("0.01")
    return Decimal(math.ceil(target * part / fine)) * fine


def share(project: Project, month: Month) -> Decimal:
    """Return how much of its year's work a project has done: what has elapsed, less what is planted."""
    slow, until = SLOW.get(project.id, (Decimal(1), 0))
    if month >= project.deadline and month.month > until:
        done = Decimal(1)
    else:
        begun = date(2025, 1, 1)
        gone, whole = (month.day(25) - begun).days + 1, (project.deadline.last_day - begun).days + 1
        done = Decimal(gone) / Decimal(whole)
    return done * slow if month.month <= until else done
