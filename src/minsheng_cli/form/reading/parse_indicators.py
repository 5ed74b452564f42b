"""The optional sheet 指标进度: one row per indicator, found by its header like the main table.

Pure. Source of the names: ``form_spec.INDICATOR_COLUMNS``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.findings import found
from minsheng_cli.form.reading import margins, scope
from minsheng_cli.form.reading.formulas import formula_findings
from minsheng_cli.form.reading.header_names import KEY_NAME, MAX_HEADER, vocabulary
from minsheng_cli.form.reading.sheets import MAX_COLUMNS
from minsheng_cli.form_spec import INDICATOR_COLUMNS, bare_header, split_row_key
from minsheng_cli.model import Located, ParsedIndicator
from minsheng_cli.model.returns import VALUELESS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minsheng_cli.form.reading.sheets import Sheet
    from minsheng_cli.model import Finding

_NAMES = vocabulary(INDICATOR_COLUMNS)
_NEEDED = frozenset({"indicator", "actual"})
_MOST_ROWS = 5_000  # no table of indicators is that long
_READ = tuple(c.key for c in INDICATOR_COLUMNS if c.key != "rate")  # the rate is ours to compute


class _Columns(NamedTuple):
    """Where the columns of an indicator table are, from the row below its header on."""

    fields: dict[str, int]
    row: int  # of the header


def parse_indicators(sheets: Sequence[Sheet]) -> tuple[tuple[ParsedIndicator, ...], tuple[Finding, ...]]:
    """Return the rows of every indicator table, and what is wrong with its shape; nothing when there is none.

    A hidden sheet counts only when no visible one holds a table.
    """
    for hidden in (False, True):
        rows: list[ParsedIndicator] = []
        findings: list[Finding] = []
        for sheet in sheets:
            if sheet.hidden == hidden:
                said = len(rows)
                rows += _read(sheet, findings)
                if hidden and len(rows) > said:
                    findings.append(found("table.sheet-hidden", sheet.ref(1, 1), field="indicator", sheet=sheet.name))
        if rows or findings:
            return tuple(rows), tuple(findings)
    return (), ()


def _read(sheet: Sheet, findings: list[Finding]) -> Iterator[ParsedIndicator]:
    """Yield the rows of a sheet's indicator table."""
    columns: _Columns | None = None
    headless: int | None = None  # the first row that is such a header but for 本月累计
    for row in sheet.order[:_MOST_ROWS]:
        columns, is_header = (again, True) if (again := _columns(sheet, row, findings)) else (columns, False)
        if is_header:
            above = margins.small_print(sheet, (r for r in sheet.order if r < row))
            findings += scope.not_cumulative(above, "indicator")
        elif columns is None and headless is None and {"indicator", "target"} <= set(_fields(sheet, row).values()):
            headless = row
        if columns is None or is_header:
            continue
        fields = columns.fields
        key = _key(sheet, row, frozenset(fields.values()))
        own = [f for f, c in fields.items() if sheet.holds(row, c) and not sheet.covered(row, c)]
        if key is None and not ({"indicator", "actual"} & set(own) and len(own) > 1):
            continue  # headings, notes
        cells = {f: _value(sheet, row, col, columns.row) for f, col in fields.items()}
        yield ParsedIndicator(key, cells)
        if cells["actual"].text or cells["actual"].kind in VALUELESS:
            findings += _actual_findings(sheet, row, fields["actual"], cells["actual"])
    if columns is None and headless is not None and (strange := _instead_of_figures(sheet, headless)) is not None:
        findings.append(found("indicator.column", strange.ref, field="indicator", text=strange.text))


def _fields(sheet: Sheet, row: int) -> dict[int, str]:
    """Return the field each cell of a row is the header of, "" for none of ours, by column."""
    matches = {c: _NAMES.get(bare_header(sheet.text(row, c))) for c in sheet.rows[row] if c <= MAX_COLUMNS}
    return {col: match.field if match else "" for col, match in matches.items()}


def _instead_of_figures(sheet: Sheet, row: int) -> Located | None:
    """Return the header that stands where 本月累计 is missing from an indicator table, if it has figures below it."""
    below = [r for r in sheet.order[:_MOST_ROWS] if r > row]
    unknown = (c for c, name in _fields(sheet, row).items() if not name and bare_header(sheet.text(row, c)) != KEY_NAME)
    return next((sheet.located(row, c) for c in unknown if any(sheet.text(r, c) for r in below)), None)


def _columns(sheet: Sheet, row: int, findings: list[Finding]) -> _Columns | None:
    """Return the columns when the row is an indicator table's header."""
    fields: dict[str, int] = {}
    twice: list[Finding] = []
    for col in sheet.rows[row]:
        text = sheet.text(row, col)
        match = _NAMES.get(bare_header(text)) if col <= MAX_COLUMNS and len(text) <= MAX_HEADER else None
        if match is None or sheet.covered(row, col):
            continue
        if match.field in fields and match.field in _NEEDED:
            others = "、".join(sheet.cell_name(row, c) for c in (fields[match.field], col))
            header = next(c.header for c in INDICATOR_COLUMNS if c.key == match.field)
            where = sheet.ref(row, col)
            twice.append(found("table.column-twice", where, field="indicator", header=header, others=others))
        fields.setdefault(match.field, col)
    if not fields.keys() >= _NEEDED:
        return None
    findings += twice
    return _Columns({f: c for f, c in fields.items() if f in _READ}, row)


def _key(sheet: Sheet, row: int, mapped: frozenset[int]) -> Located | None:
    for col in sheet.rows[row]:
        if col not in mapped and split_row_key(sheet.text(row, col)) is not None:
            return sheet.located(row, col)
    return None


def _value(sheet: Sheet, row: int, col: int, header_row: int) -> Located:
    """Return a cell's value, from the top of the merged range it lies in."""
    merge = sheet.cover(row, col)
    if merge is not None and merge[1] == col and merge[0] > header_row:
        return sheet.located(merge[0], col)
    return Located("", sheet.ref(row, col)) if sheet.covered(row, col) else sheet.located(row, col)


def _actual_findings(sheet: Sheet, row: int, col: int, actual: Located) -> Iterator[Finding]:
    """Yield what makes a reported figure doubtful: merged over several rows, struck, hidden."""
    merge = sheet.cover(row, col)
    if merge is not None and merge[2] > merge[0] and row == merge[0]:
        spread = sheet.spread((merge[0], col, merge[2], col))
        yield found("table.merged", actual.ref, field="indicator", severity="error", range=spread)
    yield from formula_findings(sheet, row, col, "indicator")
    if sheet.cell(row, col).struck:
        yield found("cell.struck", actual.ref, field="indicator", what="本月累计")
    if row in sheet.hidden_rows:
        yield found("table.hidden", sheet.ref(row, 1), field="indicator", row=sheet.row_number(row))
