"""Reporting periods."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A reporting period: one calendar month."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``2025-04`` (also ``2025-4``, ``202504``, ``2025年4月``).

        Raises ValueError when the text is none of these.
        """
        match = re.fullmatch(r"(20\d\d)(?:[-/.年])?(0?[1-9]|1[0-2])月?", text.strip(), re.ASCII)
        if match is None:
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        """Return the machine form, ``2025-04``."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def label(self) -> str:
        """The form on paper, ``2025年4月``."""
        return f"{self.year}年{self.month}月"

    @property
    def last_day(self) -> date:
        """The last calendar day, which is what a deadline such as ``2025.04`` means."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def day(self, number: int) -> date:
        """Return that day of the month, or the last day of a shorter month."""
        return date(self.year, self.month, min(number, self.last_day.day))

    def shift(self, months: int) -> Month:
        """Return the month so many months later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)
