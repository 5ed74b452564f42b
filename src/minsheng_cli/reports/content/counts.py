"""How many projects stand how: the one count that every output shows, with shares that add up to 100 %."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass
from minsheng_cli.words import CLASS_OF, CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minsheng_cli.model import MonthRecord, Standing
    from minsheng_cli.words import Class

ORDER: tuple[Class, ...] = ("done", "on-course", "behind", "pending", "unknown")
"""As a paper tells them."""


@dataclass(frozen=True)
class Group:
    """The projects of one class."""

    code: Class
    word: str
    number: int
    share: str  # "4%"; of all projects


def groups(standings: Iterable[Standing]) -> tuple[Group, ...]:
    """Return the classes that occur; their numbers add up to all projects and their shares to 100 %.

    Shares are whole percentages where all are whole, else they have one decimal; what rounding leaves over is taken
    by the largest class.
    """
    classes = [CLASS_OF[standing] for standing in standings]
    counts = {code: classes.count(code) for code in ORDER if code in classes}
    exact = {code: Decimal(100 * number) / len(classes) for code, number in counts.items()}
    place = Decimal(1) if all(share == share.to_integral_value() for share in exact.values()) else Decimal("0.1")
    shares = {code: share.quantize(place, ROUND_HALF_UP) for code, share in exact.items()}
    if shares:
        largest = max(counts, key=lambda code: counts[code])
        shares[largest] += Decimal(100) - sum(shares.values())
    return tuple(Group(code, CLASSES[code], number, f"{shares[code]}%") for code, number in counts.items())


def nobody(record: MonthRecord) -> bool:
    """Whether there is nothing to count from: no unit has returned anything that can be used."""
    return all(entry.state == "missing" for entry in record.entries)
