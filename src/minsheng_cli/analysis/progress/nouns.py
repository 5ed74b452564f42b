"""How an indicator and a project stand: the nouns of the judgement, and its one rounding."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from minsheng_cli.model import Standing

LAGGING: tuple[Standing, ...] = ("overdue", "far-behind", "behind")
REACHED: tuple[Standing, ...] = ("done", "early")
UNCOUNTED: tuple[Standing, ...] = ("pending", "ongoing")
"""Neither met nor unmet: a target still to come, a duty without an end."""
UNFINISHED: tuple[Standing, ...] = (*LAGGING, "unreported", "unclear", "open", "normal", "ahead")

_ONE, _TENTH_OF_A_PERCENT = Decimal(1), Decimal("0.001")
_ALMOST = _ONE - _TENTH_OF_A_PERCENT


def rounded_share(share: Decimal | None) -> Decimal | None:
    """Return a share of a target as it is judged and printed: to a tenth of a per cent, 1 = all.

    This is the only rounding of a share. What is due is rounded by it as well, so that 完成率 − 应达 = 差距 holds for
    the printed figures wherever they stand. What is not whole is never rounded up to the whole.
    """
    if share is None:
        return None
    rounded = share.quantize(_TENTH_OF_A_PERCENT, ROUND_HALF_UP)
    return _ALMOST if share < _ONE <= rounded else rounded


@dataclass(frozen=True)
class IndicatorProgress:
    """One indicator of one project, all its lead units together."""

    id: str
    name: str
    unit: str
    kind: str
    qualifier: str
    target: Decimal | None  # its own, as its row says: never that of a promise it overlaps with
    actual: Decimal | None  # None when not reported, in doubt, or not one figure
    state: str  # the word of a milestone or a duty, "" for a figure
    share: Decimal | None  # of the year's target, 1 = all; rounded
    expected: Decimal | None  # what share ought to be reached by the cut-off day; rounded
    planned: bool  # expected comes from the unit's own plan
    standing: Standing
    why: str = ""  # what the standing rests on where that is not plain
    basis: str = ""  # what ``expected`` rests on: 时间进度, 单位计划, 节点计划
    due: Decimal | None = None  # the same as a figure in the indicator's unit; whole where things are counted whole

    @property
    def gap(self) -> Decimal | None:
        """Share minus expectation, in 百分点; negative is behind."""
        return None if self.share is None or self.expected is None else (self.share - self.expected) * 100

    @property
    def counted(self) -> bool:
        """Whether it is one of the m in “n/m met”."""
        return self.standing not in UNCOUNTED


@dataclass(frozen=True)
class ProjectProgress:
    """One project: its worst indicator decides."""

    project: str
    standing: Standing
    worst: IndicatorProgress | None  # the indicator that decided
    indicators: tuple[IndicatorProgress, ...]
    why: str = ""

    @property
    def met(self) -> tuple[int, int]:
        """How many of the indicators with a target or a clear end are reached, of how many."""
        counted = [i for i in self.indicators if i.counted]
        return sum(i.standing in REACHED for i in counted), len(counted)

    @property
    def gap(self) -> Decimal | None:
        """The gap of the indicator that decided, 百分点."""
        return self.worst.gap if self.worst else None
