"""What the lead units say of one indicator, taken together: the true figure lies between two bounds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.form_spec import MILESTONE_STATES
from minsheng_cli.model import TOGETHER
from minsheng_cli.nouns import dataclass
from minsheng_cli.text.decimals import decimal_or_none

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.model import Catalogue, Entry, Indicator, MonthRecord, Project

_UNDER_WAY = MILESTONE_STATES[1]


@dataclass(frozen=True)
class Figures:
    """What is known of an indicator this month."""

    low: Decimal | None = None
    high: Decimal | None = None  # None: no upper limit is known
    words: tuple[str, ...] = ()  # of a milestone or a duty
    why: str = ""  # why there is no single sound figure
    absent: bool = False  # none of the units that have to say has returned anything for the project

    @property
    def one(self) -> Decimal | None:
        """The figure, where there is exactly one."""
        return self.low if self.low == self.high else None


def gather(
    indicator: Indicator,
    project: Project,
    entries: Sequence[Entry],
    doubtful: set[tuple[str, str]],
    catalogue: Catalogue,
) -> Figures:
    """Gather what an indicator's lead units say; figures of co-leads are never added up silently.

    ``entries``: the project's rows of this month that were returned. ``doubtful``: see ``doubtful_cells``.
    """
    asked = leads_of(indicator, project)
    entries = [e for e in entries if e.unit in asked]
    names = {unit: catalogue.unit(unit).name for unit in asked}
    silent = [names[u] for u in asked if u not in {e.unit for e in entries}]
    if not entries:
        return Figures(absent=True, why=f"尚无{'、'.join(silent)}的数据")
    told = [(e.unit, v) for e in entries for v in e.indicators if v.id == indicator.id]
    doubts = [names[unit] for unit, v in told if (unit, v.cell or "") in doubtful]
    sound = [(unit, v.actual) for unit, v in told if (unit, v.cell or "") not in doubtful and v.actual is not None]
    numbers = {unit: number for unit, text in sound if (number := decimal_or_none(text)) is not None}
    why = [f"尚无{'、'.join(silent)}的数据"] * bool(silent) + [f"{'、'.join(doubts)}所报数字待核"] * bool(doubts)
    if not numbers:
        words = [text for _, text in sound]
        under_way = [_UNDER_WAY] * bool(words and why)  # one of several is done: the whole is not known to be
        return Figures(words=(*words, *under_way), why="；".join(why))
    if indicator.lead == TOGETHER:
        blank = [names[e.unit] for e in entries if e.unit not in numbers and names[e.unit] not in doubts]
        why += [f"{'、'.join(blank)}未填报数字"] * bool(blank)
        total = sum(numbers.values(), Decimal(0))
        return Figures(total, None if why else total, why="；".join(why))
    low = max(numbers.values())
    one = len(set(numbers.values())) == 1 or indicator.measure in ("level", "rate")
    high = low if one else sum(numbers.values(), Decimal(0))
    if low != high and not why:
        each = "、".join(f"{names[u]}报{value:f}{indicator.unit}" for u, value in numbers.items())
        why = [f"{each}，应由谁报数还是相加，待在项目清单中明确"]
    return Figures(low, None if silent or doubts else high, why="；".join(why))


def leads_of(indicator: Indicator, project: Project) -> tuple[str, ...]:
    """Return the lead units that have to report an indicator: one where the list says so, else all of them."""
    return (indicator.lead,) if indicator.lead in project.lead_units else project.lead_units


def doubtful_cells(record: MonthRecord) -> set[tuple[str, str]]:
    """Return (unit id, cell) of each figure in use that has an error against it."""
    used = {(line.unit, line.file) for line in record.units if line.state in ("accepted", "returned")}
    return {
        (file.unit or "", finding.where)
        for file in record.files
        if (file.unit, file.name) in used
        for finding in file.findings
        if finding.severity == "error" and finding.field == "indicator" and finding.where
    }
