"""A year's list of projects, proved: what stood in each of its months, and the names an entry of the year may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from minsheng_cli.model.calendar import Month
    from minsheng_cli.model.catalogue import Catalogue

Item = TypeVar("Item")


@dataclass(frozen=True)
class YearNames:
    """What one year's list knows: which names an entry of that year may use, and which months are the year's."""

    year: int
    first: Month
    last: Month
    units: frozenset[str]
    projects: frozenset[str]
    indicators: frozenset[str]

    def owns(self, when: Month) -> bool:
        """Whether a month belongs to this year."""
        return when.year == self.year or self.first <= when <= self.last


@dataclass(frozen=True)
class OfYear(Generic[Item]):
    """The entries of one year in a file, and a short word on each entry of another year: those are ignored."""

    own: Item
    other_years: tuple[str, ...] = ()


@dataclass(frozen=True)
class CatalogueBook:
    """A proved catalogue. ``issued`` is what the notice said, before any amendment."""

    issued: Catalogue
    names: YearNames  # of whatever the year has, whenever it had it
    standing: tuple[tuple[Month, Catalogue], ...]  # what stood from a month on, oldest first; the first, before it too

    @property
    def version(self) -> str:
        """First 12 hex digits of the sha256 of the file."""
        return self.issued.version

    @property
    def year(self) -> int:
        """The year of the list."""
        return self.issued.year

    @property
    def first_month(self) -> Month:
        """The first reporting month."""
        return self.issued.months()[0]

    @property
    def last_month(self) -> Month:
        """The last reporting month; the closing period comes after it."""
        return self.issued.months()[-1]

    def has(self, month: Month) -> bool:
        """Whether returns are asked for a month by this list."""
        return self.issued.has(month)

    def at(self, month: Month) -> Catalogue:
        """Return what stood in that month: names, leads, targets, and only the units that then lead something.

        The same month gives the same object, so that what others derive from it can be kept beside it.
        """
        stood = self.standing[0][1]
        for since, catalogue in self.standing:
            if since <= month:
                stood = catalogue
        return stood
