"""The optional sheet 指标进度: one row per indicator, found by its header like the main table.

Pure. Source of the names: ``form_spec.INDICATOR_COLUMNS``.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.findings import found
from minsheng_cli.form.reading import margins, remarks, scope
from minsheng_cli.form.reading.formulas import formula_findings
from minsheng_cli.form.reading.header_names import KEY_NAME, MAX_HEADER, HeaderMatch, not_understood, vocabulary
from minsheng_cli.form.reading.sheets import MAX_COLUMNS, answered_once
from minsheng_cli.form_spec import INDICATOR_COLUMNS, NOTE_OPENING, SCALES, bare_header, split_row_key, unbracketed
from minsheng_cli.model import Located, ParsedIndicator, UpTo
from minsheng_cli.model.returns import VALUELESS
from minsheng_cli.nouns import replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.decimals import decimal_or_none
from minsheng_cli.text.fold import ungrouped
from minsheng_cli.text.known import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minsheng_cli.form.reading.sheets import Sheet
    from minsheng_cli.model import Finding, Severity

_NAMES = vocabulary(INDICATOR_COLUMNS)
_NEEDED = frozenset({"indicator", "actual"})
_QUOTED = 60  # characters of a remark that a finding repeats
_MOST_ROWS = 5_000  # no table of indicators is that long
_NOTE = compile_when_used(r"\W*(?:备?注|说明|以上|上述|本表|表[中内])")
_READ = tuple(c.key for c in INDICATOR_COLUMNS if c.key != "rate")  # the rate is ours to compute


class _Columns(NamedTuple):
    """Where the columns of an indicator table are, from the row below its header on."""

    fields: dict[str, int]
    row: int  # of the header


class Indicators(NamedTuple):
    """What the indicator tables of a file say."""

    rows: tuple[ParsedIndicator, ...] = ()
    findings: tuple[Finding, ...] = ()  # what is wrong with their shape
    up_to: tuple[UpTo, ...] = ()  # what the headers of figures say of the month they go up to


def parse_indicators(sheets: Sequence[Sheet]) -> Indicators:
    """Return the rows of every indicator table, and what is wrong with its shape; nothing when there is none.

    A hidden sheet counts only when no visible one holds a table.
    """
    for hidden in (False, True):
        read = [_of_sheet(sheet, hidden) for sheet in sheets if sheet.hidden == hidden]
        if any(said.rows or said.findings for said in read):
            rows, findings, up_to = (tuple(chain.from_iterable(lists)) for lists in zip(*read, strict=True))
            return Indicators(rows, findings, up_to)
    return Indicators()


@answered_once
def _of_sheet(sheet: Sheet, hidden: bool) -> Indicators:  # noqa: FBT001 - what is asked besides the sheet
    """Return what the indicator table of a sheet says; ``hidden``: no visible sheet has one."""
    findings: list[Finding] = []
    up_to: list[UpTo] = []
    rows = tuple(_read(sheet, findings, up_to))
    if hidden and rows:
        findings.append(found("table.sheet-hidden", sheet.ref(1, 1), field="indicator", sheet=sheet.name))
    return Indicators(rows, tuple(findings), tuple(up_to))


def _read(sheet: Sheet, findings: list[Finding], up_to: list[UpTo]) -> Iterator[ParsedIndicator]:
    """Yield the rows of a sheet's indicator table."""
    columns: _Columns | None = None
    headless: int | None = None  # the first row that is such a header but for 本月累计
    notes: list[Located] = []
    for row in sheet.order[:_MOST_ROWS]:
        named = _fields(sheet, row)
        again = _columns(sheet, row, findings) if set(named.values()) >= _NEEDED else None
        columns, is_header = again or columns, again is not None
        if again is not None:
            above = margins.small_print(sheet, (r for r in sheet.order if r < row))
            findings += scope.not_cumulative(above, "indicator")
            _header_of_figures(sheet.located(row, again.fields["actual"]), findings, up_to)
        elif columns is None and headless is None and {"indicator", "target"} <= set(named.values()):
            headless = row
        if columns is None or is_header:
            continue
        fields = columns.fields
        key = _key(sheet, row, frozenset(fields.values()))
        own = [f for f, c in fields.items() if sheet.holds(row, c) and not sheet.covered(row, c)]
        if key is None and not ({"indicator", "actual"} & set(own) and len(own) > 1):
            notes += (t for t in margins.small_print(sheet, [row]) if _NOTE.match(t.text))
            continue  # headings, notes
        cells = {f: _value(sheet, row, col, columns.row) for f, col in fields.items()}
        yield ParsedIndicator(key, cells)
        if cells["actual"].text or cells["actual"].kind in VALUELESS:
            findings += _actual_findings(sheet, row, fields["actual"], cells["actual"])
            findings += _said_of_row(sheet, row, fields, cells["actual"])
            findings += _remarked(cells)
        elif "note" in cells and _TOLD.search(cells["note"].text):
            findings.append(
                found("table.remark", cells["actual"].ref, field="indicator", text=cells["note"].text[:_QUOTED])
            )
    findings += scope.not_cumulative(notes, "indicator")
    findings += (replace(f, field="indicator") for f in remarks.of_lines(notes))
    scaled = (t for t in notes if "单位" in t.text and _SCALED.search(t.text))
    findings += (found("table.remark", t.ref, field="indicator", text=t.text[:_QUOTED]) for t in scaled)
    up_to += (named._replace(field="indicator") for named in scope.notes_up_to(notes))
    if columns is None and headless is not None and (strange := _instead_of_figures(sheet, headless)) is not None:
        findings.append(found("indicator.column", strange.ref, field="indicator", text=strange.text))


_SUM = compile_when_used(  # 累计完成数, 1-4月累计
    r"(?:20\d\d年?度?)?(?:[自从]?年初(?:[至到]今)?|(?:本|今|当)?年|1月?[-—–~至到]\d{1,2}月份?)?累计(?:完成)?[数量]?"
)


_SCALED = compile_when_used(rf"(?:{SCALES})(?!元)|[%‰]")


@remembered
def _meaning(text: str) -> HeaderMatch | None:
    """Return which column a header is of."""
    name = bare_header(text)
    return _NAMES.get(name) or (HeaderMatch("actual", 2) if _SUM.fullmatch(unbracketed(text)) else None)


def _header_of_figures(header: Located, findings: list[Finding], up_to: list[UpTo]) -> None:
    """Note what the header of 本月累计 says beside its name: in %, planned, up to another month."""
    if strange := _strange(header.text):
        findings.append(found("table.remark", header.ref, field="indicator", text=strange))
    if (month := scope.header_up_to(header.text)) is not None:
        up_to.append(UpTo("indicator", header, month))


def _strange(header: str) -> str:
    """Return what stands in brackets behind 本月累计 and may make other figures of them: %, 万, 计划."""
    said = "".join(re.findall(r"[(（\[【]([^)）\]】]*)", header))
    return said if said and (not_understood(said) or _SCALED.search(said)) else ""


def _fields(sheet: Sheet, row: int) -> dict[int, str]:
    """Return the field each cell of a row is the header of, "" for none of ours, by column."""
    matches = {c: _meaning(sheet.text(row, c)) for c in sheet.rows[row] if c <= MAX_COLUMNS}
    return {col: match.field if match else "" for col, match in matches.items()}


def _instead_of_figures(sheet: Sheet, row: int) -> Located | None:
    """Return the header that stands where 本月累计 is missing from an indicator table, if it has figures below it."""
    below = [r for r in sheet.order[:_MOST_ROWS] if r > row]
    unknown = (
        c
        for c, name in _fields(sheet, row).items()
        if name in ("", "rate") and bare_header(sheet.text(row, c)) != KEY_NAME
    )
    return next((sheet.located(row, c) for c in unknown if any(sheet.text(r, c) for r in below)), None)


def _columns(sheet: Sheet, row: int, findings: list[Finding]) -> _Columns | None:
    """Return the columns when the row is an indicator table's header."""
    fields: dict[str, int] = {}
    twice: list[Finding] = []
    for col in sheet.rows[row]:
        text = sheet.text(row, col)
        match = _meaning(text) if col <= MAX_COLUMNS and len(text) <= MAX_HEADER else None
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


def _remarked(cells: dict[str, Located]) -> Iterator[Finding]:
    """Yield a warning at a figure whose remark may change what it means."""
    remark = cells["note"].text if "note" in cells else ""
    told = _TOLD.search(ungrouped(remark))
    figure = decimal_or_none(ungrouped(cells["actual"].text))
    other = told is not None and figure is not None and decimal_or_none(told[1]) != figure
    if other or remarks.is_doubtful(remark) or "单位" in remark:
        yield found("table.remark", cells["actual"].ref, field="indicator", text=remark[:_QUOTED])


_TOLD = compile_when_used(r"(?:累计|截至目前)(?:已|共)?(?:完成|达到?|实现)?(\d+(?:\.\d+)?)")


def _said_of_row(sheet: Sheet, row: int, fields: dict[str, int], actual: Located) -> Iterator[Finding]:
    """Yield a warning at a figure whose indicator is struck out, or beside which somebody noted what may change it."""
    for name, col in fields.items():
        if name != "actual" and sheet.cell(row, col).struck:
            yield found("cell.struck", actual.ref, field="indicator", severity="warning", what="本行的指标")
        comment = sheet.comments.get((row, col), "") if name != "actual" else ""
        if comment and NOTE_OPENING not in comment and remarks.is_doubtful(comment):
            yield found("table.remark", actual.ref, field="indicator", text=" ".join(comment.split())[:_QUOTED])


def _actual_findings(sheet: Sheet, row: int, col: int, actual: Located) -> Iterator[Finding]:
    """Yield what makes a reported figure doubtful: merged over several rows, struck, hidden."""
    merge = sheet.cover(row, col)
    if merge is not None and merge[2] > merge[0] and row == merge[0]:
        spread = sheet.spread((merge[0], col, merge[2], col))
        yield found("table.merged", actual.ref, field="indicator", severity="error", range=spread)
    yield from formula_findings(sheet, row, col, "indicator")
    comment = sheet.comments.get((row, col), "")
    if comment and NOTE_OPENING not in comment:
        said: Severity = "warning" if remarks.is_doubtful(comment) else "info"
        yield found(
            "cell.comment", actual.ref, field="indicator", severity=said, text=" ".join(comment.split())[:_QUOTED]
        )
    if sheet.cell(row, col).struck:
        yield found("cell.struck", actual.ref, field="indicator", what="本月累计")
    if row in sheet.hidden_rows:
        yield found("table.hidden", sheet.ref(row, 1), field="indicator", row=sheet.row_number(row))
