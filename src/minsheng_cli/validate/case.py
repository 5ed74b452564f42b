"""What a rule looks at: one row of a return, with what was printed in it and what was reported before."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from minsheng_cli.amounts import Amount
from minsheng_cli.findings import found
from minsheng_cli.nouns import dataclass, field
from minsheng_cli.text.decimals import decimal_or_none
from minsheng_cli.validate.rows import broken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from minsheng_cli.model import Catalogue, Entry, Finding, Located, Project, Rulebook, Severity, Unit
    from minsheng_cli.validate.rows import Values


@dataclass(frozen=True)
class Case:
    """One row of a return as the rules see it: what is printed, what was filled in, what was reported last."""

    project: Project
    unit: Unit
    cells: Mapping[str, Located]
    values: Values  # what was filled in, as read
    refused: frozenset[str]  # fields that have no value because reading refused them
    is_printed: bool  # a row of a form we sent out: what was printed in it cannot be missing by accident
    last: Entry | None
    catalogue: Catalogue
    rulebook: Rulebook
    money_units: Mapping[str, str] = field(default_factory=dict)  # what the sheet says own columns of money are in

    def text(self, field: str) -> str | None:
        """Return what a cell shows, None when its column is absent or it shows no value."""
        return self._texts.get(field)

    @cached_property
    def _texts(self) -> dict[str, str]:
        shown = ((key, cell) for key, cell in self.cells.items() if key not in self.refused)
        return {key: cell.text.strip() for key, cell in shown if not broken(cell)}

    def say(self, code: str, field: str, severity: Severity | None = None, **facts: str | int) -> Finding:
        """Return a finding at that field's cell, which must exist; ``facts`` go into its message."""
        where = self.cells[field].ref
        return found(code, where, project=self.project.id, field=field, severity=severity, **facts)

    @property
    def investment(self) -> Amount | None:
        """The amount read from 完成投资, in 万元; None when there is none that can be used."""
        read = self.values.get("investment")
        return read if isinstance(read, Amount) else None

    @property
    def last_investment(self) -> Decimal | None:
        """The cumulative amount of the last return, in 万元, if any."""
        return decimal_or_none(self.last.investment if self.last else None)
