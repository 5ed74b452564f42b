"""The boundary: what stands in a cell becomes a value here, once, or is refused with one of our codes and its facts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict

from minsheng_cli.amounts import Amount, Nothing, Refusal, read_count, read_money
from minsheng_cli.findings import found
from minsheng_cli.form_spec import MILESTONE_STATES, MONEY_UNIT
from minsheng_cli.nouns import dataclass
from minsheng_cli.text.fold import clean, fold
from minsheng_cli.text.lines import spreadsheet_length
from minsheng_cli.validate.wording import is_formula_error, quote, without_time
from minsheng_cli.values import read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from minsheng_cli.form_spec import Column, Kind
    from minsheng_cli.model import Finding, Located, Month


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


@dataclass(frozen=True)
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


class _RefusedError(Exception):
    """A cell whose value cannot be used: the finding's code and facts."""

    def __init__(self, code: str, facts: Mapping[str, Any]) -> None:
        super().__init__(code, facts)
        self.code, self.facts = code, facts


def _words(cell: Located, terms: RowContext) -> str | None:
    text = clean(cell.text)
    limit = terms["too_long"]
    if spreadsheet_length(text) > limit:
        raise _RefusedError("text.too-long", {"length": spreadsheet_length(text), "limit": limit})
    return text or None


def _money(cell: Located, terms: RowContext) -> Amount | Nothing:
    text = clean(cell.text)
    if (month := terms.get("month")) is not None:
        text = without_time(text, month)
    read = read_money(text, cell.kind, terms.get("money_unit", MONEY_UNIT))
    if isinstance(read, Refusal):
        raise _RefusedError("investment.unreadable", {"text": quote(cell.text), "why": read.why})
    return read


def _actual(cell: Located, terms: RowContext) -> Amount | Nothing | str:
    text = clean(cell.text)
    facts = {"name": terms["name"], "text": quote(text), "unit": terms["unit"]}
    if fold(text) in MILESTONE_STATES and not terms["unit"]:
        return fold(text)
    written = terms.get("written_unit", "")
    read = read_count(text + written if text[-1:].isdigit() else text, cell.kind, terms["unit"])
    if terms["milestone"]:
        if isinstance(read, Nothing):
            return read
        raise _RefusedError("indicator.state", facts)
    if isinstance(read, Refusal):
        code = "indicator.share-unclear" if read.unclear else "indicator.unreadable"
        raise _RefusedError(code, facts | {"why": read.why})
    return read


def _own(column: Column, cell: Located, terms: RowContext) -> Amount | Nothing | str:
    """Read a column of the list's own; in what unit its sheet says money is, the terms tell."""
    read = read_value(column, clean(cell.text), cell.kind, terms.get("money_units", {}).get(column.key, MONEY_UNIT))
    if isinstance(read, Refusal):
        facts = {"header": column.header, "text": quote(cell.text), "why": read.why, "how": _HOW[column.kind]}
        raise _RefusedError("extra.unreadable", facts)
    return read


_HOW: dict[Kind, str] = {
    "money": f"请只填数字，单位为{MONEY_UNIT}",
    "number": "请只填数字",
    "percent": "请写成 45% 的样子",
    "date": "请写成 2025-04-03 或 2025年4月3日 的样子",
    "choice": "请从下拉列表中选填",
    "text": "请改填文字",
}


def _reader(column: Column) -> Callable[[Located, RowContext], Read]:
    """Return what reads the cells of a column."""
    if column.kind == "text":
        return _words
    if column.kind == "figure":
        return _actual
    return partial(_own, column) if column.own else _money


def read_cell(column: Column, cell: Located, terms: RowContext) -> tuple[Read, CellFault | None]:
    """Return what a cell of that column says, or why it says nothing that can be used (then the value is None)."""
    if fault := broken(cell):
        return None, CellFault(column.key, fault.code, fault.facts)
    try:
        return _reader(column)(cell, terms), None
    except _RefusedError as refused:
        return None, CellFault(column.key, refused.code, refused.facts)


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
