"""What a workspace may change about judging."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from minsheng_cli.model.calendar import Month
from minsheng_cli.model.finding import Severity
from minsheng_cli.nouns import dataclass, field, replace
from minsheng_cli.scalars import DayOfYear, Help, Positive, up_to, whole


@dataclass(frozen=True)
class Waiver:
    """A known exception: findings of one rule, of a unit or a project (or both), ask for nothing until a month."""

    rule: str
    reason: str
    until: Month  # the last month it holds
    unit: str | None = None
    project: str | None = None


@dataclass(frozen=True)
class Thresholds:
    """From where on a figure or a text is remarked upon; none of these numbers is in the notice (非文件规定)."""

    jump_times: Annotated[Positive, Help("累计投资比上次报送增加到多少倍以上时提示")] = Decimal(10)
    jump_floor: Annotated[Positive, Help("且至少增加多少万元")] = Decimal(1000)
    huge_investment: Annotated[Positive, Help("单个项目超过多少万元时视为疑似以元填报")] = Decimal(1_000_000)
    huge_indicator: Annotated[Positive, Help("指标累计数超过年度目标多少倍时提示")] = Decimal(10)
    over_indicator: Annotated[Positive, Help("指标累计数达到年度目标多少倍时请核实，只问一次")] = Decimal(2)
    long_text: Annotated[int, whole(1, 999_999), Help("一个单元格超过多少字时建议精简")] = 2000


LONGEST_TEXT = 32_767
"""text.too-long: the characters that one cell of a spreadsheet can hold."""


@dataclass(frozen=True)
class Rulebook:
    """What a workspace may change about judging."""

    severities: dict[str, Severity | Literal["off"]] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)
    waivers: tuple[Waiver, ...] = ()

    def of(self, unit: str | None) -> Rulebook:
        """Return the rules as they hold for one unit's returns."""
        waivers = tuple(w for w in self.waivers if w.unit in (None, unit))
        return self if waivers == self.waivers else replace(self, waivers=waivers)


Plan = dict[str, dict[str, Decimal]]
"""What units plan to have reached: indicator id → month (2025-04) → cumulative figure."""


@dataclass(frozen=True)
class Pace:
    """What counts as behind. None of it is in the notice (非文件规定)."""

    behind: Annotated[Positive, Help("落后 10 个百分点起：滞后")] = Decimal(10)
    far_behind: Annotated[Positive, Help("落后 30 个百分点起：严重滞后")] = Decimal(30)
    ahead: Annotated[Positive, Help("超前 10 个百分点起：超序时")] = Decimal(10)
    about: Annotated[Decimal, up_to(50), Help("“约”的目标，完成到 95% 即视为完成")] = Decimal(5)
    since: Annotated[DayOfYear, Help("从几月几日起算；单位在 data/plans.yaml 报有分月计划的，以计划为准")] = (1, 1)
