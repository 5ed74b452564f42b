"""What a conditional format may do to a cell: show another figure, or words in the colour behind them.

Whether its condition holds is asked only where that can be told from the cell itself (ECMA-376 part 1, 18.3.1.10);
any other may hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.model.returns import READ
from minsheng_cli.nouns import replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.readers.markup import FAINT, alike
from minsheng_cli.readers.numbers import NUMBER, NumberFormat, doubted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minsheng_cli.model import Cell

MOST_CONDITIONS = 1000  # that may change what is seen, in a sheet
MOST_DOUBTS = 100_000  # times a cell is asked about one of them: a second's work

_NUMBER = compile_when_used(r"[-+]?\d+(?:\.\d+)?")
_OF_FAULTS = compile_when_used(r"\s*(?:ISERROR|ISERR|ISNA|ISBLANK)\(([A-Za-z]{1,3}\d+)\)\s*", re.IGNORECASE)


class ConditionalLook(NamedTuple):
    """What a cell looks like while a condition holds; "" and ``number`` leave it as it is."""

    shows: NumberFormat = NUMBER
    ink: str = ""
    papers: frozenset[str] = frozenset()  # which of them it is, programs do not agree on
    struck: bool = False

    @property
    def speaks(self) -> bool:
        """Whether it may change what is seen of a cell's content at all."""
        return self.shows.kind != "number" or bool(self.ink or self.papers) or self.struck


class Condition(NamedTuple):
    """When it holds: the kind of rule, its operator, the words it looks for, its formulas as for the first cell."""

    kind: str = ""
    operator: str = ""
    words: str = ""
    formulas: tuple[str, ...] = ()
    first: str = ""  # address of the first cell it is for

    def may_hold(self, cell: Cell) -> bool:
        """Whether it may hold for a cell that is not empty and no error."""
        match self.kind:
            case "containsErrors" | "containsBlanks":
                return False
            case "expression":
                fault = _OF_FAULTS.fullmatch("".join(self.formulas))
                return fault is None or fault[1].upper() != self.first
            case "containsText" | "beginsWith" | "endsWith" if self.words:
                return self.words.casefold() in cell.text.casefold()
            case "cellIs":
                return self._compares(cell)
        return True

    def _compares(self, cell: Cell) -> bool:
        limits = [float(f) for f in self.formulas if _NUMBER.fullmatch(f.strip())]
        if len(limits) != len(self.formulas) or not limits:
            return True
        if cell.kind == "text":  # its figure may be a number with words of its format
            said = [float(n) for n in _NUMBER.findall(cell.text)]
            return self.operator not in ("equal", "between", "lessThan", "lessThanOrEqual") or any(
                self._holds(n, limits) for n in said
            )
        return cell.kind != "number" or self._holds(float(cell.text), limits)

    def _holds(self, number: float, limits: list[float]) -> bool:
        low, high = limits[0], limits[-1]
        return {
            "equal": number == low, "notEqual": number != low, "greaterThan": number > low, "lessThan": number < low,
            "greaterThanOrEqual": number >= low, "lessThanOrEqual": number <= low,
            "between": min(low, high) <= number <= max(low, high),
            "notBetween": not min(low, high) <= number <= max(low, high),
        }.get(self.operator, True)  # fmt: skip


def under(cell: Cell, condition: Condition, look: ConditionalLook, inks: Iterable[str], paper: str) -> Cell:
    """Return a cell, of no sure value where it may look otherwise: show another figure, or nothing.

    ``inks`` and ``paper`` are its own colours, "" where nobody knows them.
    """
    if cell.kind not in READ or not cell.text.strip() or not condition.may_hold(cell):
        return cell
    words = {look.ink} if look.ink else set(inks) - {""}
    papers = look.papers or {paper} - ({""} if look.ink != FAINT else set())
    if (look.ink or look.papers) and any(alike(i, p) for i in words for p in papers):
        return replace(cell, kind="faded")
    return doubted(replace(cell, struck=True) if look.struck else cell, look.shows)


_OPERATORS = {
    "=": "equal", "!=": "notEqual", "<>": "notEqual", ">": "greaterThan", "<": "lessThan",
    ">=": "greaterThanOrEqual", "<=": "lessThanOrEqual",
}  # fmt: skip
_COMPARED = compile_when_used(r"(?:cell-content\(\))?\s*([<>!]?=|<>?|>)\s*(.+)", re.DOTALL)
_BETWEEN = compile_when_used(r"(?:cell-content-is-)?(not-)?between\(([^,]+),([^,]+)\)")
_FORMULA = compile_when_used(r"(?:is-true-formula|formula-is)\((.*)\)", re.DOTALL)
_WORDS = compile_when_used(r'(?:contains-text|begins-with|ends-with)\("(.*)"\)', re.DOTALL)


def condition_of(said: str, first: str) -> Condition:
    """Return a condition of OpenDocument (1.3 part 3, 19.476) or of LibreOffice's own list; ``first``: ``表.A2``."""
    said = said.strip()
    if match := _COMPARED.fullmatch(said):
        return Condition("cellIs", _OPERATORS[match[1]], "", (match[2].strip(),))
    if match := _BETWEEN.fullmatch(said):
        return Condition("cellIs", "notBetween" if match[1] else "between", "", (match[2].strip(), match[3].strip()))
    if match := _FORMULA.fullmatch(said):
        formula = match[1].replace("[.", "").replace("]", "")
        return Condition("expression", "", "", (formula,), first.rpartition(".")[2].upper())
    if match := _WORDS.fullmatch(said):
        return Condition("containsText", "", match[1])
    return Condition("containsErrors" if said == "is-error" else "")
