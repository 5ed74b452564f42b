"""What a workspace may change about judging."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from minsheng_cli.model.calendar import Month
from minsheng_cli.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Waiver:
    """A known exception: findings of one rule, of a unit or a project (or both), ask for nothing until a month."""

    rule: str
    reason: str
    until: Month  # the last month it holds
    unit: str | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What a workspace may change about judging; none of these numbers is in the notice (非文件规定)."""

    severities: dict[str, Severity | Literal["off"]] = field(default_factory=dict)
    jump_times: Decimal = Decimal(10)  # investment.jump: this many times last month's figure
    jump_floor: Decimal = Decimal(1000)  # … and at least this much more, 万元
    huge_investment: Decimal = Decimal(1_000_000)  # investment.huge, 万元 (100 亿元)
    huge_indicator: Decimal = Decimal(10)  # indicator.huge: this many times the target
    long_text: int = 2000  # text.long, characters
    too_long_text: int = 32_767  # text.too-long: what one spreadsheet cell can hold
    waivers: tuple[Waiver, ...] = ()

    def of(self, unit: str | None) -> Rulebook:
        """Return the rules as they hold for one unit's returns."""
        waivers = tuple(w for w in self.waivers if w.unit in (None, unit))
        return self if waivers == self.waivers else replace(self, waivers=waivers)


Plan = dict[str, dict[str, Decimal]]
"""What units plan to have reached: indicator id → month (2025-04) → cumulative figure."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What counts as behind. None of it is in the notice (非文件规定)."""

    behind: Decimal = Decimal(10)  # 百分点 behind: 滞后
    far_behind: Decimal = Decimal(30)  # 严重滞后
    ahead: Decimal = Decimal(10)  # 超序时
    about: Decimal = Decimal(5)  # a target of “约” is reached at 100 % less this
    since: tuple[int, int] = (1, 1)  # month and day the year's work is counted from
