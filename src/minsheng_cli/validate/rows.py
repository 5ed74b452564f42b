"""The boundary: what stands in a cell becomes a value here, once, through pydantic.

Each validator refuses with one of our codes and its facts; pydantic's own English never leaves this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypedDict, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError

from minsheng_cli.amounts import Amount, Nothing, Refusal, read_count, read_money
from minsheng_cli.findings import found
from minsheng_cli.form_spec import MILESTONE_STATES, MONEY_UNIT
from minsheng_cli.model import Located
from minsheng_cli.validate.wording import clean, fold, is_formula_error, length, quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.model import Finding


class Terms(TypedDict, total=False):
    """What reading a row depends on beside its cells."""

    money_unit: str  # what the sheet says its amounts are in
    too_long: int  # characters one cell may hold
    unit: str  # of the indicator
    name: str  # of the indicator
    milestone: bool
    written_unit: str  # what the indicator's 单位 cell says, when that is another unit


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell is no value: the finding's code and facts."""

    field: str  # "" when the caller knows
    code: str
    facts: Mapping[str, Any]

    def finding(self, where: str | None, project: str | None, field: str) -> Finding:
        """Return the finding at the cell it is about."""
        return found(self.code, where, project=project, field=field, **self.facts)


def broken(cell: Located) -> Fault | None:
    """Return the fault when the cell shows no value at all: a failed formula, or one that was never computed."""
    if cell.kind == "uncached":
        return Fault("", "cell.uncached", {})
    if cell.kind == "error" or is_formula_error(cell.text):
        return Fault("", "cell.error", {"text": quote(cell.text)})
    return None


def _refuse(code: str, facts: Mapping[str, object]) -> PydanticCustomError:
    # The code is the whole message: facts may hold anything and are only formatted by findings.found.
    return PydanticCustomError(code, code, dict(facts))


def _sound(value: object) -> Located:
    """Return the cell; refuse one that shows no value."""
    if not isinstance(value, Located):
        raise TypeError(value)
    fault = broken(value)
    if fault:
        raise _refuse(fault.code, fault.facts)
    return value


def _words(value: object, info: ValidationInfo) -> str | None:
    text = clean(_sound(value).text)
    limit = info.context["too_long"] if info.context else 0
    if length(text) > limit:
        raise _refuse("text.too-long", {"length": length(text), "limit": limit})
    return text or None


def _money(value: object, info: ValidationInfo) -> Amount | Nothing:
    cell = _sound(value)
    read = read_money(clean(cell.text), cell.kind, (info.context or {}).get("money_unit", MONEY_UNIT))
    if isinstance(read, Refusal):
        raise _refuse("investment.unreadable", {"text": quote(cell.text), "why": read.why})
    return read


def _actual(value: object, info: ValidationInfo) -> Amount | Nothing | str:
    cell = _sound(value)
    text, terms = clean(cell.text), info.context or {}
    facts = {"name": terms["name"], "text": quote(text), "unit": terms["unit"]}
    if fold(text) in MILESTONE_STATES and not terms["unit"]:
        return fold(text)
    written = terms.get("written_unit", "")
    read = read_count(text + written if text[-1:].isdigit() else text, cell.kind, terms["unit"])
    if terms["milestone"]:
        if isinstance(read, Nothing):
            return read
        raise _refuse("indicator.state", facts)
    if isinstance(read, Refusal):
        raise _refuse("indicator.share-unclear" if read.unclear else "indicator.unreadable", facts | {"why": read.why})
    return read


Words = Annotated[str | None, BeforeValidator(_words)]
Money = Annotated[Amount | Nothing, PlainValidator(_money)]
Actual = Annotated[Amount | Nothing | str, PlainValidator(_actual)]


class ReturnRow(BaseModel):
    """What a unit filled in beside one project."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    progress: Words = None
    investment: Money = Nothing()
    problems: Words = None
    next_steps: Words = None
    contact: Words = None


class IndicatorRow(BaseModel):
    """What a unit filled in beside one indicator: a figure in its unit, or the state of a milestone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    actual: Actual = Nothing()


Model = TypeVar("Model", bound=BaseModel)


def read_row(model: type[Model], cells: Mapping[str, Located], terms: Terms) -> tuple[Model, tuple[Fault, ...]]:
    """Return the row with every sound field, and why the others are not (those keep their empty default)."""
    try:
        return model.model_validate(dict(cells), context=terms), ()
    except ValidationError as error:
        faults = tuple(
            Fault(str(e["loc"][0]), e["type"], e.get("ctx", {}))
            for e in error.errors(include_url=False, include_input=False)
        )
    bad = {fault.field for fault in faults}
    sound = {field: cell for field, cell in cells.items() if field not in bad}
    return model.model_validate(sound, context=terms), faults
