"""Time: the reporting period."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text import han
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MONTH = compile_when_used(r"(20\d\d)(?:[-/.年])?(0?[1-9]|1[0-2])(?:月份?)?", re.ASCII)
_CLOSING = compile_when_used(r"(20\d\d)(?:-final|-?终|年终)", re.ASCII | re.IGNORECASE)
_SHORT = compile_when_used(r"(?:(\d\d)[-/.年])?(0?[1-9]|1[0-2])(?:月份?)?", re.ASCII)
_IN_HAN = compile_when_used(rf"(?<!\d)({han.MONTH})(?=月份?$)")


@dataclass(frozen=True, order=True)
class Month:
    """A reporting period: one calendar month, or the closing period (年终) that follows a year's December.

    The closing period's ``month`` is 12: it tells of the year up to its last day.
    """

    year: int
    month: int
    final: bool = False

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``2025-04`` (also ``2025-4``, ``202504``, ``2025年4月``), or ``2025-final`` (``2025-终``, ``2025年终``).

        Raises ValueError when the text is none of these.
        """
        said = text.strip()
        match = _MONTH.fullmatch(said)
        if match is not None:
            return cls(int(match[1]), int(match[2]))
        closing = _CLOSING.fullmatch(said)
        if closing is None:
            raise ValueError(text)
        return cls.closing(int(closing[1]))

    @classmethod
    def meant(cls, text: str, known: Callable[[], Iterable[Month]]) -> Month:
        """Read what a person typed: as ``parse``, or ``25-4``, ``4月``, ``四月``, ``4``, with figures of any width.

        ``known``: the months of the list, asked for when no year is named. Raises ValueError when it is no month, or
        may be several.
        """
        said = _IN_HAN.sub(lambda m: str(han.number(m[1])), half_width(text).strip())
        try:
            return cls.parse(said)
        except ValueError:
            short = _SHORT.fullmatch(said)
            if short is None:
                raise
        if short[1]:
            return cls(2000 + int(short[1]), int(short[2]))
        fitting = [month for month in known() if month.month == int(short[2]) and not month.final]
        if len(fitting) != 1:
            raise ValueError(text)
        return fitting[0]

    @classmethod
    def closing(cls, year: int) -> Month:
        """Return a year's closing period."""
        return cls(year, 12, final=True)

    def __str__(self) -> str:
        """Return the machine form, ``2025-04`` or ``2025-final``: also the name of its folder."""
        return f"{self.year:04d}-final" if self.final else f"{self.year:04d}-{self.month:02d}"

    @property
    def label(self) -> str:
        """The form on paper, ``2025年4月`` or ``2025年终``."""
        return f"{self.year}年终" if self.final else f"{self.year}年{self.month}月"

    @property
    def short(self) -> str:
        """The form where the year is plain: ``4月`` or ``年终``."""
        return "年终" if self.final else f"{self.month}月"

    @property
    def code(self) -> str:
        """The form inside numbers: ``2504`` or ``25终``."""
        return f"{self.year % 100:02d}{'终' if self.final else f'{self.month:02d}'}"

    @property
    def calendar(self) -> Month:
        """The calendar month: December for the closing period."""
        return Month(self.year, self.month)

    @property
    def last_day(self) -> date:
        """The last calendar day, which is what a deadline such as ``2025.04`` means."""
        return date(self.year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)

    @property
    def next(self) -> Month:
        """The period right after this one: after December the closing one, after that January."""
        return Month.closing(self.year) if self.month == 12 and not self.final else self.shift(1)  # noqa: PLR2004

    def day(self, number: int) -> date:
        """Return that day of the month, or the last day of a shorter month."""
        return date(self.year, self.month, min(number, self.last_day.day))

    def shift(self, months: int) -> Month:
        """Return the month so many months later (earlier when negative); December comes before the closing period."""
        if not months:
            return self
        index = self.year * 12 + self.month - 1 + months + (1 if self.final and months < 0 else 0)
        return Month(index // 12, index % 12 + 1)

    def months_since(self, earlier: Month) -> int:
        """Return how many calendar months lie between an earlier month and this one (0: the same month)."""
        return (self.year - earlier.year) * 12 + self.month - earlier.month
