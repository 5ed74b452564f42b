"""What a form is to show: whose it is, what has been filled in, what is wrong with it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from minsheng_cli.nouns import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from minsheng_cli.model import Catalogue, Entry, Month, Project, Unit

Key = tuple[str, str]
"""Names a cell: (project id, field), (indicator id, "actual" or "note"), ("", "head"), ("", "preparer").

("", field of a column) is that column's header cell, ("", "indicator") the header of 本月累计.
"""

Value = str | Decimal
"""What stands in an entry cell: a Decimal is written as a number, a text as literal text whatever it looks like."""


@dataclass(frozen=True)
class Mark:
    """How a cell is marked, and the note that hangs on it."""

    serious: bool  # 需改正, otherwise 请核实
    note: str


@dataclass(frozen=True)
class Contents:
    """One unit's form for one month."""

    catalogue: Catalogue
    unit: Unit
    month: Month
    kind: Literal["blank", "feedback"]
    previous: Mapping[tuple[str, str], Entry]  # (project id, unit id) → entry of ``previous_month``
    previous_month: Month | None
    values: Mapping[Key, Value] = field(default_factory=dict)
    marks: Mapping[Key, Mark] = field(default_factory=dict)

    @property
    def widths(self) -> tuple[float, ...]:
        """How wide each column of the form is, left to right."""
        return tuple(column.width for column in self.catalogue.form.columns)

    @property
    def last_column(self) -> int:
        """The form's right edge, 0-based."""
        return len(self.catalogue.form.columns) - 1

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects the unit leads, in official order."""
        return self.catalogue.led_by(self.unit.id)

    @property
    def due_text(self) -> str:
        """Return the last day of reporting: ``2025年4月25日``."""
        return _day(self.catalogue.due(self.month))

    @property
    def cut_off_text(self) -> str:
        """Return the day up to which is reported: the cut-off, or the last day of reporting where that is earlier."""
        return _day(min(self.catalogue.cut_off(self.month), self.catalogue.due(self.month)))

    def last(self, project_id: str) -> Entry | None:
        """Return what the unit reported on the project last time, if it is known."""
        return self.previous.get((project_id, self.unit.id)) if self.previous_month else None

    def last_figure(self, project_id: str, indicator_id: str) -> Value:
        """Return the indicator's cumulative figure of last time; "" when there is none."""
        entry = self.last(project_id)
        values = entry.indicators if entry else ()
        text = next((v.actual for v in values if v.id == indicator_id and v.actual), "")
        return number_or_text(text)


def number_or_text(text: str) -> Value:
    """Return a text that is nothing but a plain decimal number as that number, any other as it is."""
    digits = text.removeprefix("-")
    whole, point, fraction = digits.partition(".")
    plain = digits.isascii() and whole.isdigit() and (fraction.isdigit() if point else True)
    padded = whole.startswith("0") and len(whole) > 1  # 007 is no amount; shown as 7 it would not be what was written
    exact = len(whole + fraction) <= 15  # noqa: PLR2004 - the digits a spreadsheet's number can hold
    return Decimal(text) if plain and exact and not padded else text


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
