"""The boundary: what stands in a cell becomes a value here, once, through pydantic.

Each validator refuses with one of our codes and its facts; pydantic's own English never leaves this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from pydantic import BeforeValidator, PlainValidator, TypeAdapter, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError

from minsheng_cli.amounts import Amount, Nothing, Refusal, read_count, read_money
from minsheng_cli.findings import found
from minsheng_cli.form_spec import MILESTONE_STATES, MONEY_UNIT
from minsheng_cli.model import Located
from minsheng_cli.nouns import dataclass
from minsheng_cli.text.fold import clean, fold
from minsheng_cli.text.lines import spreadsheet_length
from minsheng_cli.validate.wording import is_formula_error, quote, without_time
from minsheng_cli.values import read_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minsheng_cli.form_spec import Column, Kind
    from minsheng_cli.model import Finding, Month


Read = Amount | Nothing | str | None
"""What a cell was read as: a figure, nothing said, a text (prose, a day, a choice, a state), or None: not usable."""

Values = Mapping[str, Read]
"""What a row was read as, by the keys of its columns."""


class RowContext(TypedDict, total=False):
    """What reading a row depends on besides its cells; a key that does not apply is absent."""

    money_unit: str  # what the sheet says its amounts are in
    money_units: Mapping[str, str]  # the same for each column of the list's own that holds money
    too_long: int  # characters one cell may hold
    month: Month  # reported on
    unit: str  # of the indicator
    name: str  # of the indicator
    milestone: bool
    written_unit: str  # what the indicator's 单位 cell says, when that is another unit


@dataclass(frozen=True, slots=True)
class CellFault:
    """Why a cell is no value: the finding's code and facts."""

    field: str  # "" when the caller knows
    code: str
    facts: Mapping[str, Any]

    def finding(self, where: str | None, project: str | None, field: str) -> Finding:
        """Return the fault as a finding at the address ``where``."""
        return found(self.code, where, project=project, field=field, **self.facts)


_VALUELESS = {
    "uncached": "cell.uncached", "picture": "cell.picture", "contested": "cell.contested", "format": "cell.format",
    "boxed": "cell.boxed", "faded": "cell.faded",
}  # fmt: skip


def broken(cell: Located) -> CellFault | None:
    """Return the fault when the cell shows no value at all: a failed formula, a picture, two contents and so on."""
    if cell.kind in _VALUELESS:
        return CellFault("", _VALUELESS[cell.kind], {"text": quote(cell.text)})
    if cell.kind == "error" or is_formula_error(cell.text):
        return CellFault("", "cell.error", {"text": quote(cell.text)})
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
    if spreadsheet_length(text) > limit:
        raise _refuse("text.too-long", {"length": spreadsheet_length(text), "limit": limit})
    return text or None


def _money(value: object, info: ValidationInfo) -> Amount | Nothing:
    cell, terms = _sound(value), info.context or {}
    text = clean(cell.text)
    if (month := terms.get("month")) is not None:
        text = without_time(text, month)
    read = read_money(text, cell.kind, terms.get("money_unit", MONEY_UNIT))
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


def _own(value: object, info: ValidationInfo) -> Amount | Nothing | str:
    """Read a column of the list's own; which one, and in what unit its sheet says money is, the terms tell."""
    cell, terms = _sound(value), info.context or {}
    column: Column = terms["column"]
    read = read_value(column, clean(cell.text), cell.kind, terms.get("money_units", {}).get(column.key, MONEY_UNIT))
    if isinstance(read, Refusal):
        facts = {"header": column.header, "text": quote(cell.text), "why": read.why, "how": _HOW[column.kind]}
        raise _refuse("extra.unreadable", facts)
    return read


_HOW: dict[Kind, str] = {
    "money": f"请只填数字，单位为{MONEY_UNIT}",
    "number": "请只填数字",
    "percent": "请写成 45% 的样子",
    "date": "请写成 2025-04-03 或 2025年4月3日 的样子",
    "choice": "请从下拉列表中选填",
    "text": "请改填文字",
}

_WORDS: TypeAdapter[str | None] = TypeAdapter(Annotated[str | None, BeforeValidator(_words)])
_MONEY: TypeAdapter[Amount | Nothing] = TypeAdapter(Annotated[Amount | Nothing, PlainValidator(_money)])
_OWN: TypeAdapter[Amount | Nothing | str] = TypeAdapter(Annotated[Amount | Nothing | str, PlainValidator(_own)])
_FIGURE: TypeAdapter[Amount | Nothing | str] = TypeAdapter(Annotated[Amount | Nothing | str, PlainValidator(_actual)])


def _reader(column: Column) -> TypeAdapter[Any]:
    """Return what reads the cells of a column."""
    if column.kind == "text":
        return _WORDS
    return _FIGURE if column.kind == "figure" else _OWN if column.own else _MONEY


def read_cell(column: Column, cell: Located, terms: RowContext) -> tuple[Read, CellFault | None]:
    """Return what a cell of that column says, or why it says nothing that can be used (then the value is None)."""
    try:
        return _reader(column).validate_python(cell, context={**terms, "column": column}), None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return None, CellFault(column.key, first["type"], first.get("ctx", {}))


def read_row(
    columns: Iterable[Column], cells: Mapping[str, Located], terms: RowContext
) -> tuple[Values, tuple[CellFault, ...]]:
    """Return column key → value, and the faults of those read as None; a column without a cell is in neither."""
    values: dict[str, Read] = {}
    faults: list[CellFault] = []
    for column in columns:
        if column.key in cells:
            values[column.key], fault = read_cell(column, cells[column.key], terms)
            faults += [fault] if fault else []
    return values, tuple(faults)
