"""The rules for columns of the list's own: whatever they are called, by their kind and by who fills them in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from minsheng_cli.amounts import Amount, plain
from minsheng_cli.form_spec import MONEY_UNIT
from minsheng_cli.text.fold import fold
from minsheng_cli.validate.wording import is_hollow, quote, why_huge
from minsheng_cli.values import merged, read_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.form_spec import Column
    from minsheng_cli.model import Finding
    from minsheng_cli.validate.case import Case

_WHOLE = Decimal(100)  # percent


def own_values_are_as_written(case: Case) -> Iterator[Finding]:
    """extra.converted, extra.unit, extra.approximate, extra.plus: used, with a word on how it was read."""
    for column, amount in _amounts(case):
        facts: dict[str, Any] = _facts(column, amount)
        if amount.approximate:
            yield case.say("extra.approximate", column.key, **facts)
        elif amount.converted and amount.value <= case.rulebook.thresholds.huge_investment:  # else told as huge
            yield case.say("extra.converted", column.key, **facts)
        elif amount.unit_written and column.kind == "money":
            yield case.say("extra.unit", column.key, **facts)
        if amount.plus:
            yield case.say("extra.plus", column.key, **facts)


def own_values_are_plausible(case: Case) -> Iterator[Finding]:
    """extra.negative, extra.huge, extra.over."""
    for column, amount in _amounts(case):
        facts: dict[str, Any] = _facts(column, amount)
        if amount.value < 0:
            yield case.say("extra.negative", column.key, **facts)
        elif column.kind == "money" and amount.value > case.rulebook.thresholds.huge_investment:
            yield case.say("extra.huge", column.key, **facts, why=why_huge(amount))
        elif column.kind == "percent" and amount.value > _WHOLE:
            yield case.say("extra.over", column.key, **facts)


def required_is_filled_in(case: Case) -> Iterator[Finding]:
    """extra.missing (a column that is lacking as a whole is told while reading)."""
    for column in case.catalogue.form.own:
        if column.required and column.fill == "unit":
            text = case.text(column.key)
            if text is not None and (is_hollow(text) or merged(case.values.get(column.key)) is None):
                yield case.say("extra.missing", column.key, header=column.header)


def office_values_stand(case: Case) -> Iterator[Finding]:
    """extra.altered: what the office filled in is printed and never taken from a return; an empty cell is no change."""
    for column in case.catalogue.form.own:
        if column.fill == "office" and (text := case.text(column.key)):
            official = case.project.extra.get(column.key, "")
            cell = case.cells[column.key]
            said = merged(read_value(column, text, cell.kind, case.money_units.get(column.key, MONEY_UNIT)))
            if fold(said or text) != fold(official):
                facts: dict[str, Any] = {
                    "header": column.header,
                    "value": quote(official) or "（空白）",
                    "text": quote(text),
                }
                yield case.say("extra.altered", column.key, **facts)


def _amounts(case: Case) -> Iterator[tuple[Column, Amount]]:
    for column in case.catalogue.form.own:
        value = case.values.get(column.key)
        if isinstance(value, Amount):
            yield column, value


def _facts(column: Column, amount: Amount) -> dict[str, Any]:
    unit = {"money": f" {MONEY_UNIT}", "percent": "%"}.get(column.kind, "")
    return {"header": column.header, "text": quote(amount.spelled), "value": plain(amount.value) + unit}


OWN_RULES = (own_values_are_as_written, own_values_are_plausible, required_is_filled_in, office_values_stand)
