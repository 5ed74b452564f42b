"""Grid → ParsedReturn: the tables of Attachment 2 in a returned file, every value with its cell.

Pure. Columns come from header texts, never from fixed addresses; nothing is judged here beyond the table's shape.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from minsheng_cli import form_spec
from minsheng_cli.errors import FormNotFound
from minsheng_cli.findings import found
from minsheng_cli.form.reading import margins, remarks, scope
from minsheng_cli.form.reading.formulas import formula_findings
from minsheng_cli.form.reading.header_names import carries_over, names_in, not_understood, period, speaks_of
from minsheng_cli.form.reading.parse_indicators import parse_indicators
from minsheng_cli.form.reading.rows import MOST_ROWS, TablePart, hidden_key, parts_of, start
from minsheng_cli.form.reading.sheets import MAX_COLUMNS, answered_once, laid_out
from minsheng_cli.model import Located, Marker, ParsedReturn, ParsedRow, UpTo, YearsNamed
from minsheng_cli.model.returns import VALUELESS
from minsheng_cli.nouns import replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text import han

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from minsheng_cli.form.reading.header_names import HeaderNames
    from minsheng_cli.form.reading.sheets import Merge, Sheet
    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import Finding, Grid, Severity

_OURS = frozenset({form_spec.MARKER_SHEET, form_spec.NOTES_SHEET, form_spec.FAULT_SHEET})
"""Sheets of our own that hold texts of other months or none of the unit's: never read as a return."""

_LONGEST_COMMENT = 60
_LONGEST_SPILL = 20


def parse(grids: tuple[Grid, ...], form: Form = form_spec.OFFICIAL) -> tuple[ParsedReturn, ...]:
    """Return each Attachment-2 table of a file, in the file's order: usually one. ``form``: the list's columns.

    A table that follows another one's footer on the same sheet is a return of its own. Hidden sheets count only
    when no visible one holds a table. The indicators and the marker belong to the file: the first return has the
    indicators, every return has the marker. Raises FormNotFound when no sheet holds a table, TooLarge when a
    sheet with a table has more than 5,000 filled rows.
    """
    every = [laid_out(grid) for grid in grids]
    seen = {sheet.name: sheet for sheet in every if not sheet.hidden}
    for sheet in every:
        sheet.book = seen
    sheets = [sheet for sheet in every if sheet.name.strip() not in _OURS]
    names = names_in(form)
    returns = [r for sheet in sheets if not sheet.hidden for r in _read_sheet(sheet, names)]
    hidden = [sheet for sheet in sheets if sheet.hidden]
    if returns:
        copies = [r for sheet in hidden if len(sheet.order) <= MOST_ROWS for r in _read_sheet(sheet, names)]
        returns = [_with_hidden_copies(r, copies) for r in returns]
    else:
        returns = [_with_hidden_sheet_finding(r) for sheet in hidden for r in _read_sheet(sheet, names)]
    if not returns:
        raise FormNotFound
    returns = [r for r in returns if r.rows] or returns[:1]
    indicators = parse_indicators(sheets)
    elsewhere = [sheet for sheet in sheets if not sheet.hidden and sheet.name not in {r.sheet for r in returns}]
    doubts = (*indicators.findings, *(said for sheet in elsewhere for said in _said_beside(sheet, names)))
    marker = _marker(every)
    returns = [replace(r, marker=marker) for r in returns]
    returns[0] = replace(
        returns[0],
        indicators=indicators.rows,
        findings=(*returns[0].findings, *doubts),
        up_to=(*returns[0].up_to, *indicators.up_to),
    )
    return tuple(returns)


@answered_once
def _said_beside(sheet: Sheet, _names: HeaderNames) -> Sequence[Finding]:
    """Return a warning where a sheet without a table says something of the figures, as a unit of money."""
    if len(sheet.order) > _LONGEST_NOTES:
        return ()
    texts = margins.small_print(sheet, sheet.order)
    said = {place.ref: unit for unit, place in margins.money_units(texts)}
    other = (t for t in texts if said.get(t.ref, form_spec.MONEY_UNIT) != form_spec.MONEY_UNIT)
    doubts = [found("table.remark", t.ref, field="investment", text=t.text[:_LONGEST_COMMENT]) for t in other]
    alone = [t for row in sheet.order if len(sheet.own(row)) == 1 for t in margins.small_print(sheet, [row])]
    return (*doubts, *remarks.of_figures(t for t in alone if t.ref not in said))


_LONGEST_NOTES = 60  # rows of a sheet of notes


def _with_hidden_sheet_finding(parsed: ParsedReturn) -> ParsedReturn:
    finding = found("table.sheet-hidden", next(iter(parsed.columns.values())), sheet=parsed.sheet)
    return replace(parsed, findings=(finding, *parsed.findings))


def _with_hidden_copies(parsed: ParsedReturn, hidden: Sequence[ParsedReturn]) -> ParsedReturn:
    """Say where a hidden table of the same month tells something else of a project; nobody knows which is meant."""
    copies = []
    for other in hidden:
        lines = [line and "".join(line.text.split()) for line in (parsed.month_line, other.month_line)]
        if None not in lines and lines[0] != lines[1]:
            continue
        where = _difference(parsed, other)
        if where:
            copies.append(found("table.copy-hidden", where, sheet=other.sheet, cell=where.rpartition("!")[2]))
    return replace(parsed, findings=(*parsed.findings, *copies))


def _difference(parsed: ParsedReturn, other: ParsedReturn) -> str:
    """Return the first cell that another table fills in otherwise, "" when there is none."""
    names = {row.cells["name"].text: row.cells for row in other.rows if "name" in row.cells}
    for row in parsed.rows:
        beside = names.get(row.cells["name"].text, {}) if "name" in row.cells else {}
        for name, cell in row.cells.items():
            if name in beside and beside[name].text not in ("", cell.text):
                return cell.ref
    return ""


def _marker(sheets: Iterable[Sheet]) -> Marker | None:
    """Return what the hidden sheet says, or None when there is none."""
    for sheet in sheets:
        if sheet.name.strip() == form_spec.MARKER_SHEET:
            at = {sheet.text(row, 1).lower(): row for row in sheet.order[:100]}
            said = {key: sheet.text(at[key], 2) for key in form_spec.MARKER_KEYS if key in at}
            return Marker(**said, ref=sheet.ref(at.get("unit", 1), 2))
    return None


@answered_once
def _read_sheet(sheet: Sheet, names: HeaderNames) -> Sequence[ParsedReturn]:
    """Return the tables of a sheet; a header that comes again without a footer before it continues its table."""
    returns: list[ParsedReturn] = []
    group: list[TablePart] = []
    parts = parts_of(sheet, names)
    for part in parts:
        if group and (group[-1].footer or _of_another_month(group[0], part)):
            returns.append(_read_table(group, returns))
            group = []
        group.append(part)
    if group:
        returns.append(_read_table(group, returns))
    entered = {row for part in parts for row in part.projects}
    unseen = tuple(remarks.of_unseen(margins.unseen(sheet, entered)) if parts else ())
    return [replace(r, findings=(*r.findings, *unseen)) for r in returns] if unseen else returns


def _of_another_month(first: TablePart, part: TablePart) -> bool:
    """Whether what stands above a table names another month than the table's beginning: then it is another table."""
    lines = [margins.month_line(margins.small_print(p.sheet, p.above)) for p in (first, part)]
    before, now = (line and "".join(line.text.split()) for line in lines)
    return bool(before and now and before != now)


# ---------------------------------------------------------------- one table


def _read_table(parts: Sequence[TablePart], before: Sequence[ParsedReturn]) -> ParsedReturn:
    """Read a table and what is written around it; ``before``: the tables above it on the sheet."""
    sheet, header = parts[0].sheet, parts[0].header
    findings: list[Finding] = []
    rows: list[ParsedRow] = []
    for part in parts:
        if part is parts[0] or part.header.columns != parts[0].header.columns:
            findings += part.header.findings
        findings += part.findings
        rows += _read_rows(part, findings)
    above = margins.small_print(sheet, parts[0].above)
    month_line, title = margins.month_line(above), margins.title(above)
    if before and month_line is None:  # a second table under the same small print
        month_line, title = before[-1].month_line, title or before[-1].title
        above = (*before[-1].small_print, *above)
    signed = margins.signatures(sheet, [r for part in parts for r in part.footer])
    signed = margins.signatures(sheet, parts[0].above) | signed
    notes = [text for part in parts for text in margins.small_print(sheet, part.notes)]
    of_headers = [said for part in parts for said in _said_of_headers(part)]
    notes += [text for _, text in of_headers]
    entered = {row for part in parts for row in part.projects}
    boxes = [said for (row, _), said in sheet.drawn.items() if said and row not in entered]
    running = [Located(said, next(iter(header.refs.values()), "")) for said in (*sheet.running, *boxes)]
    feet = margins.small_print(sheet, [r for part in parts for r in part.footer])
    unit, money_ref, doubts = _money(parts, above, [*notes, *running, *feet])
    own_units = dict(_own_money(parts, above, [*notes, *running], findings))
    findings += scope.not_cumulative((*above, *notes, *running), "investment")
    named = Located(sheet.name, next(iter(header.refs.values())))
    if not sheet.hidden:
        findings += remarks.of_sheet_name(sheet.name, named.ref)
    findings += remarks.of_title(title) if title else ()
    for part in parts:
        for name in (c.key for c in part.form.asked if c.kind == "text" and c.key in part.header.texts):
            said = Located(part.header.texts[name], part.header.refs[name])
            findings += remarks.of_text_header(said, name) if said.text != part.form.column(name).header else ()
    told = {f.where for f in (*findings, *doubts)}
    lines = [text for text in (*above, *notes) if text != title]
    understood = {place.ref for _, place in margins.money_units(lines)}
    told |= understood | ({month_line.ref} if month_line else set()) | {s.located.ref for s in signed.values()}
    doubted = {text.ref: field for field, text in of_headers if field}
    people = remarks.names([*_people(parts[0].form, rows), *(s.located.text for s in signed.values())])
    for doubt in remarks.of_lines((text for text in lines if text.ref not in told), people):
        findings.append(replace(doubt, field=doubted.get(doubt.where or "", doubt.field)))
    findings += remarks.of_feet(text for text in feet if text.ref not in told)
    for words in running:
        findings += remarks.of_lines([words])
    return ParsedReturn(
        sheet=sheet.name,
        rows=tuple(rows),
        columns=dict(header.refs),
        head=signed["head"].located if "head" in signed else None,
        preparer=signed["preparer"].located if "preparer" in signed else None,
        title=title,
        month_line=month_line,
        money_unit=unit,
        findings=(*findings, *doubts),
        money_ref=money_ref,
        money_units=own_units,
        small_print=above,
        up_to=(
            *_headers_up_to(parts),
            *scope.notes_up_to((*lines, named)),
            *scope.title_up_to(title),
            *scope.notes_up_to(_remarks(parts)),
            *scope.notes_up_to(running),
            *remarks.days_of((*lines, *running, *feet)),
            *_stamped(parts),
        ),
        of_years=(*_headers_of_years(parts), *scope.notes_of_years(lines)),
    )


def _people(form: Form, rows: Iterable[ParsedRow]) -> Iterator[str]:
    """Yield what the cells say that name people."""
    for row in rows:
        yield from (row.cells[c.key].text for c in form.columns if c.person and c.key in row.cells)


def _said_of_headers(part: TablePart) -> Iterator[tuple[str, Located]]:
    """Yield the notes that somebody hung on the header or above it, and headers of columns that hold nothing.

    They speak of all that stands below: with the field whose header it is, or "".
    """
    above = set(part.above)
    fields = {col: field for field, columns in part.header.columns.items() for col in columns}
    for (row, col), text in sorted(part.sheet.comments.items()):
        if (row in above or part.header.first <= row <= part.header.last) and form_spec.NOTE_OPENING not in text:
            yield fields.get(col, "") if row not in above else "", Located(text, part.sheet.ref(row, col))
    for col, text in part.header.others.items():
        if not any(_seen(part.sheet, row, col) for row in part.projects):
            yield "", Located(text, part.sheet.ref(part.header.first, col))


def _headers_of_years(parts: Sequence[TablePart]) -> Iterator[YearsNamed]:
    """Yield the years that the headers of figures and of their story name."""
    for field, ref, text in _dated_headers(parts):
        if years := han.years(text):
            yield YearsNamed(field, Located(text, ref), years)


def _dated_headers(parts: Sequence[TablePart]) -> Iterable[tuple[str, str, str]]:
    """Return (field, address, text) of each header that may say of when its column is."""
    return dict.fromkeys(
        (f, p.header.refs[f], p.header.texts[f]) for p in parts for f in p.form.asked_keys if f in p.header.refs
    )


def _headers_up_to(parts: Sequence[TablePart]) -> Iterable[UpTo]:
    """Return what the headers of figures and of their story say of the month they go up to."""
    for name, ref, text in _dated_headers(parts):
        if (month := scope.header_up_to(text)) is not None:
            yield UpTo(name, Located(text, ref), month)


_REMARK_HEADERS = compile_when_used(
    r"备注|说明|数据|统计|[年月]份|年度$|时点|口径|状态|倍数?|系数|汇率|批注|币种|取数|采集|期[别数次]|是否|有效"
)
_CORRECTS = compile_when_used(r"更正|修正|调整|核[定减增]|审[定减]|扣减|应为")
"""A figure in such a column stands against the one beside it."""
_REMOVES = compile_when_used(r"删除|作废|注销|停用|失效|delete|disable|void", re.IGNORECASE)
"""Whatever stands in such a column but a no takes the row out."""
_NO = compile_when_used(r"\W*|0(?:\.0*)?|[否未无]|n|no|f|false", re.IGNORECASE)
_STAMPS = compile_when_used(r"(?:修改|更新|填[报写]|上报|录入|提交|保存)(?:时间|日期)")
_CLOCK = compile_when_used(r"[\sT]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\s*$")
_BARE_YEAR = compile_when_used(r"20\d\d")
_OF_A_KIND = compile_when_used(r"类[别型]|性质")
_DIGIT = compile_when_used(r"\d")
_BARE_NUMBER = compile_when_used(r"[-\d.,%]*")


def _remarks(parts: Sequence[TablePart]) -> Iterator[Located]:
    """Yield what somebody wrote about a row beside it: comments on its entry cells, and what other columns say."""
    for part in parts:
        sheet, header = part.sheet, part.header
        for row in part.projects:
            for col in sorted(c for name in part.form.asked_keys for c in header.columns.get(name, ())):
                text = sheet.comments.get((row, col), "")
                if text and form_spec.NOTE_OPENING not in text:
                    yield Located(text, sheet.ref(row, col))
        yield from _other_columns(part)


def _other_columns(part: TablePart) -> Iterator[Located]:
    """Yield what the columns that are none of ours say in each row, where need be with their header: 年份：2024."""
    sheet = part.sheet
    columns = {col: "".join(name.split()) for col, name in part.header.others.items()}
    for row in part.projects:
        for col, name in columns.items():
            text = _seen(sheet, row, col)
            if text and _REMARK_HEADERS.search(name):
                text = f"{text}年" if _BARE_YEAR.fullmatch(text) else text
                yield Located(f"{name}：{text}", sheet.ref(row, col))
            elif text and _CORRECTS.search(name):
                yield Located(f"{name}：{text}", sheet.ref(row, col))
            elif not (_BARE_NUMBER.fullmatch(text) or (_OF_A_KIND.search(name) and not _DIGIT.search(text))):
                yield Located(text, sheet.ref(row, col))


def _removed(part: TablePart) -> Iterator[Located]:
    """Yield the marks by which a column that is none of ours takes rows out: 删除标记：1."""
    for col, name in part.header.others.items():
        if _REMOVES.search(name):
            for row in part.projects:
                if not _NO.fullmatch(text := _seen(part.sheet, row, col).strip()):
                    yield Located(f"{''.join(name.split())}：{text}", part.sheet.ref(row, col))


def _stamped(parts: Sequence[TablePart]) -> Iterator[UpTo]:
    """Yield the days on which a column that is none of ours says that a row was last written: 最后修改时间."""
    for part in parts:
        for col, name in part.header.others.items():
            if _STAMPS.search(name):
                cells = (
                    Located(_CLOCK.sub("", _seen(part.sheet, row, col)), part.sheet.ref(row, col))
                    for row in part.projects
                )
                for said in remarks.days_of(cells):
                    told = f"{''.join(name.split())}：{said.located.text}"
                    yield said._replace(located=replace(said.located, text=told))


def _money(
    parts: Sequence[TablePart], above: Sequence[Located], notes: Sequence[Located]
) -> tuple[str, Located | None, list[Finding]]:
    """Return what amounts are in, where that is said, and what is doubtful about the investment's header.

    When two places disagree the unit names both: no amount can be read in it, and none should be.
    """
    said: list[tuple[str, Located]] = []
    findings: list[Finding] = []
    for part in {
        (p.header.columns.get("investment"), p.header.texts.get("investment")): p for p in reversed(parts)
    }.values():
        text, ref = part.header.texts.get("investment", ""), part.header.refs.get("investment", "")
        written = "".join(text.split())
        if period(text) == "month":
            findings.append(found("investment.header-period", ref, field="investment", text=written))
        if carries_over(text):
            findings.append(found("table.not-cumulative", ref, field="investment", text=written))
        if unit := form_spec.header_money(text):
            said.append((unit, Located(text, ref)))
        if text and (strange := not_understood(text)):
            facts: dict[str, Any] = {"text": written, "words": strange}
            facts["severity"] = "error" if form_spec.is_no_money(strange) else None
            findings.append(found("investment.header-words", ref, field="investment", **facts))
    said += _general_money(parts, above, notes)
    units = list(dict.fromkeys(unit for unit, _ in said))
    if len(units) > 1:
        where, (unit, other) = said[0][1].ref, next(s for s in said if s[0] != units[0])
        cell = other.ref.partition("!")[2]
        findings.append(
            found("investment.header-unit", where, field="investment", header=units[0], other=cell, unit=unit)
        )
    return "或".join(units) or form_spec.MONEY_UNIT, said[0][1] if said else None, findings


def _general_money(
    parts: Sequence[TablePart], above: Sequence[Located], notes: Sequence[Located]
) -> list[tuple[str, Located]]:
    """Return what the small print around the tables says amounts are in, and where."""
    between = [margins.small_print(part.sheet, part.above) for part in parts[1:]]
    name = [Located(part.sheet.name, next(iter(part.header.refs.values()), "")) for part in parts[:1]]
    return [general for texts in (above, *between, notes, name) for general in margins.money_units(texts)]


def _own_money(
    parts: Sequence[TablePart], above: Sequence[Located], notes: Sequence[Located], findings: list[Finding]
) -> Iterator[tuple[str, str]]:
    """Yield (field, what its amounts are in) for each column of money of the list's own.

    Its header says so, or the small print. Where they disagree, or only the header of 完成投资 names another unit than
    万元, both are named: no amount can be read in that, and none should be.
    """
    form = parts[0].form
    for column in (c for c in form.own if c.kind == "money"):
        headers = {p.header.refs[column.key]: p.header.texts[column.key] for p in parts if column.key in p.header.refs}
        if not headers:
            continue
        said = [(unit, Located(text, ref)) for ref, text in headers.items() if (unit := form_spec.header_money(text))]
        said += _general_money(parts, above, notes)
        if not said:
            beside = [p.header for p in parts if "investment" in p.header.refs]
            said = [
                (unit, Located(h.texts["investment"], h.refs["investment"]))
                for h in beside
                if (unit := form_spec.header_money(h.texts["investment"])) and unit != form_spec.MONEY_UNIT
            ]
            said += [(form_spec.MONEY_UNIT, Located("", next(iter(headers))))] if said else []
        units = list(dict.fromkeys(unit for unit, _ in said))
        if len(units) > 1:
            other_said = next(place for unit, place in said if unit != units[0])
            other = other_said.ref.partition("!")[2]
            facts: dict[str, Any] = {"header": column.header, "unit": units[0], "other": other}
            facts["said"] = units[1] if other_said.text else "（未写单位）"
            findings.append(found("extra.header-unit", next(iter(headers)), field=column.key, **facts))
        yield column.key, "或".join(units) or form_spec.MONEY_UNIT


def _read_rows(part: TablePart, findings: list[Finding]) -> list[ParsedRow]:
    """Read a part's project rows; note what is hidden, merged, struck or outside the table."""
    sheet = part.sheet
    uses: dict[Merge, dict[int, set[str]]] = defaultdict(dict)  # merged range → row → fields it covers there
    rows: list[ParsedRow] = []
    units = _unit_columns(part)
    for row in part.projects:
        cells = {f: _value(part, row, f, uses) for f in part.header.columns}
        _in_units_beside(part, row, units, cells)
        rows.append(ParsedRow(cells, start(part, row), hidden_key(part, row)))
        if row in sheet.hidden_rows:
            findings.append(found("table.hidden", start(part, row), row=sheet.row_number(row)))
        if row in part.late:
            findings.append(found("table.after-footer", start(part, row), row=sheet.row_number(row)))
        findings += _beside_the_text(part, row)
        findings += _struck(part, row)
        findings += _comments(part, row)
    findings += _merge_findings(part, uses)
    findings += _outside(part)
    return rows


def _unit_columns(part: TablePart) -> dict[str, int]:
    """Return for each field of money the column that says row by row what its amounts are in, the one next to it.

    Whatever its header, nothing but units of money stands in it; 单位 may have been taken for 牵头单位.
    """
    sheet, header = part.sheet, part.header
    units = set(header.columns.get("lead_unit", ()))
    texts: dict[int, set[str]] = defaultdict(set)
    for row in part.projects:
        for col in {*sheet.own(row), *header.others, *units}:
            if (col not in header.mapped or col in units) and (text := _seen(sheet, row, col)):
                texts[col].add(text)
    beside = [col for col, said in texts.items() if all(margins.money_word(text) for text in said)]
    money = {c.key: header.columns[c.key][0] for c in part.form.money if c.key in header.columns}
    found_units = {k: min(beside, key=lambda col: (abs(col - own), col < own)) for k, own in money.items() if beside}
    for key, own in money.items():  # one that says 户 or % right beside an amount: then it is none
        name = "".join(sheet.text(row, own + 1) for row in range(header.first, header.last + 1))
        said = texts.get(own + 1, set())
        if key not in found_units and said and all(margins.is_other_unit(name, text) for text in said):
            found_units[key] = own + 1
    return found_units


def _seen(sheet: Sheet, row: int, col: int) -> str:
    """Return what a reader sees at a place, merged cells included."""
    merge = sheet.cover(row, col)
    return sheet.text(merge[0], merge[1]) if merge is not None else sheet.text(row, col)


def _in_units_beside(part: TablePart, row: int, units: dict[str, int], cells: dict[str, Located]) -> None:
    """Put the unit that stands beside an amount to it: 0.05 | 亿元 is 0.05亿元."""
    for name, col in units.items():
        text = _seen(part.sheet, row, col)
        cell, unit = cells[name], margins.money_word(text) or text.strip() or None
        if unit is not None and cell.kind in ("number", "text") and cell.text[-1:].isdigit():
            cells[name] = replace(cell, text=f"{cell.text}{unit}", kind="text")
        if col in part.header.columns.get("lead_unit", ()):
            cells["lead_unit"] = replace(cells["lead_unit"], text="")


def _value(part: TablePart, row: int, name: str, uses: dict[Merge, dict[int, set[str]]]) -> Located:
    """Return what a field says in a row: from the merged range it lies in, from several columns if it has them."""
    sheet, columns = part.sheet, part.header.columns[name]
    parts: list[Located] = []
    for col in columns:
        merge = sheet.cover(row, col)
        at = (row, col)
        if merge is not None and merge[0] > part.header.last and sheet.holds(merge[0], merge[1]):
            uses[merge].setdefault(row, set()).add(name)
            owner = _owning_column(part, merge)
            if owner == col:
                at = (merge[0], merge[1])
            elif owner in columns:
                continue
        if not sheet.covered(*at) and sheet.holds(*at):
            parts.append(sheet.located(*at))
    if not parts:
        return Located("", sheet.ref(row, columns[0]))
    if len(parts) == 1:
        return parts[0]
    broken = next((p for p in parts if p.kind in VALUELESS), None)
    return broken or replace(parts[0], text="\n".join(p.text for p in parts), kind="text")


def _owning_column(part: TablePart, merge: Merge) -> int:
    """Return the first column of ours that a merged range covers: what it shows belongs there."""
    columns = range(merge[1], min(merge[3], MAX_COLUMNS) + 1)
    return next((c for c in columns if c in part.header.mapped), merge[1])


def _merge_findings(part: TablePart, uses: dict[Merge, dict[int, set[str]]]) -> Iterable[Finding]:
    """Return what to say of merged ranges: spread over several rows, or over several entry columns."""
    form = part.form
    fields = {c: f for f, columns in part.header.columns.items() for c in columns}
    for merge, rows in uses.items():
        spread = part.sheet.spread(merge)
        where, name = part.sheet.ref(merge[0], merge[1]), fields[_owning_column(part, merge)]
        covered = set().union(*rows.values())
        alien = merge[1] in part.header.others  # begins in a column that has another header
        if any(form.column(f).fill == "unit" and (alien or f != name) for f in covered):
            header = form.column(name).header
            yield found("table.merged-across", where, field=name, range=spread, header=header)
        elif form.column(name).fill == "unit" and len(rows) > 1:
            # One amount for several projects would be counted several times: that cannot pass as a warning.
            severity: Severity | None = "error" if form.column(name).kind in form_spec.NUMERIC else None
            yield found("table.merged", where, field=name, severity=severity, range=spread)


def _beside_the_text(part: TablePart, row: int) -> Iterable[Finding]:
    """Return what is doubtful about a row's entry cells beside their text: formulas, drawings, standing prompts."""
    sheet = part.sheet
    for name in part.form.asked_keys:
        for col in part.header.columns.get(name, ()):
            where, cell = sheet.ref(row, col), sheet.cell(row, col)
            yield from formula_findings(sheet, row, col, name)
            if sheet.cover(row, col) in sheet.overlapping:
                yield found("table.merges-overlap", where, field=name, cell=sheet.cell_name(row, col))
            if cell.kind == "placeholder":
                yield found("cell.placeholder", where, field=name)
            if (row, col) in sheet.unseen:
                text = " ".join(sheet.unseen[row, col].split())
                yield found("cell.unseen", where, field=name, text=text[:_LONGEST_SPILL])
            if (row, col) in sheet.drawn and cell.kind not in ("picture", "boxed"):
                text = " ".join(sheet.drawn[row, col].split())
                shown = f"“{text[:_LONGEST_SPILL]}”" if text else ""
                beside = cell.text and not text and part.form.column(name).kind not in form_spec.NUMERIC
                severity: Severity | None = "info" if beside else None  # a photo beside the words
                yield found("cell.drawn", where, field=name, severity=severity, text=shown)


def _struck(part: TablePart, row: int) -> list[Finding]:
    """Return an error for struck cells: kept, since struck may mean void or merely dealt with, but never passed.

    A row struck as a whole is one finding, at its name.
    """
    sheet, columns = part.sheet, part.header.columns
    cells = {f: (row, c) for f, cols in columns.items() for c in cols if sheet.holds(row, c)}
    struck = {f: at for f, at in cells.items() if sheet.cell(*at).struck}
    if not struck:
        return []
    if len(struck) == len(cells):
        name = next((f for f in ("name", *struck) if f in struck), "name")
        return [found("cell.struck", sheet.ref(*struck[name]), field=name, what="整行文字")]
    wanted = [part.form.column(f) for f in struck if f in part.form.asked_keys or f == "name"]
    return [found("cell.struck", sheet.ref(*struck[c.key]), field=c.key, what=f"“{c.header}”") for c in wanted]


def _comments(part: TablePart, row: int) -> Iterable[Finding]:
    """Return a word for each note the unit hung on a cell of the row: it is read by people, not counted."""
    for name, columns in part.header.columns.items():
        for col in columns:
            text = part.sheet.comments.get((row, col), "")
            if text and form_spec.NOTE_OPENING not in text:
                shown = " ".join(text.split())
                shown = shown if len(shown) <= _LONGEST_COMMENT else f"{shown[:_LONGEST_COMMENT]}…"
                of_figure = part.form.column(name).kind in form_spec.NUMERIC
                severity: Severity | None = "warning" if remarks.is_doubtful(text, of_figure=of_figure) else None
                yield found("cell.comment", part.sheet.ref(row, col), field=name, severity=severity, text=shown)


def _over_the_edge(part: TablePart, keys: Collection[str]) -> Iterable[Finding]:
    """Return a warning for each row that goes on right of the table, on the hidden key's place if there is one.

    Cells inserted in one row push its last one there, and every other one under the wrong header.
    """
    sheet, edge = part.sheet, max(part.header.mapped) + 1
    if edge in part.header.others:
        return
    for row in part.projects:
        where = sheet.ref(row, edge)
        if sheet.holds(row, edge) and not sheet.covered(row, edge) and where not in keys:
            text = " ".join(sheet.text(row, edge).split())
            shown = text if len(text) <= _LONGEST_SPILL else f"{text[:_LONGEST_SPILL]}…"
            yield found("table.shifted", where, text=shown)


_FACTS = compile_when_used(
    r"单位|时间|时限|日期|来源|类[别型]|性质|地[点址]|编号|号|图|照片|级|备注|说明|是否|状态|率|比|名|领导|部门|计划|目标|依据|镇街$|板块"
)
_LEAST_STORY = 8  # Chinese characters


def _tells_a_story(part: TablePart, col: int, header: str) -> bool:
    """Whether an unknown column holds sentences, and not a fact of the unit's own such as 资金来源."""
    texts = (_seen(part.sheet, row, col) for row in part.projects)
    return not _FACTS.search(header) and any(len(_HAN.findall(text)) >= _LEAST_STORY for text in texts)


_HAN = compile_when_used(r"[\u4e00-\u9fff]")
_STATE = compile_when_used(r"[\u4e00-\u9fff]{1,4}|[√×✓✔✘○●]?")


def _says_states(part: TablePart, col: int) -> bool:
    """Whether an unknown column says in each row how it goes in a word: 正常, 滞后; no part of one of ours then."""
    return all(_STATE.fullmatch(_seen(part.sheet, row, col).strip()) for row in part.projects)


def _outside(part: TablePart) -> Iterable[Finding]:
    """Return a word for each column beside the nine that holds something in a project's row, and for hidden ones."""
    sheet, header = part.sheet, part.header
    keys = {k.ref for row in part.projects if (k := hidden_key(part, row)) is not None}
    seen: dict[int, str] = {}
    for row in part.projects:
        for col in sheet.own(row):
            merge = sheet.cover(row, col)
            is_form_column = (_owning_column(part, merge) if merge else col) in header.mapped
            if not is_form_column and col != header.key and sheet.ref(row, col) not in keys:
                seen.setdefault(col, sheet.ref(row, col))
    yield from _over_the_edge(part, keys)
    units = set(_unit_columns(part).values())
    for col, where in ((col, where) for col, where in seen.items() if col not in units):
        name = "".join(header.others.get(col, "").split())
        field = None if _says_states(part, col) else speaks_of(name)
        told = field or not name or _tells_a_story(part, col, name)  # perhaps a part of one of ours
        severity: Severity | None = "warning" if told else None
        yield found(
            "table.column-extra", where, field=field, severity=severity,
            column=form_spec.letter(col), header=name or "（无表头）",
        )  # fmt: skip
    doubted = [text for text in _other_columns(part) if remarks.is_doubtful(text.text)]
    for text in {t.ref: t for t in (*doubted, *_removed(part))}.values():
        yield found("table.remark", text.ref, text=" ".join(text.text.split())[:_LONGEST_COMMENT])
    for name in part.form.asked_keys:
        columns = header.columns.get(name, ())
        if any(c in sheet.hidden_columns and any(sheet.holds(r, c) for r in part.projects) for c in columns):
            yield found("table.column-hidden", header.refs[name], field=name, header=part.form.column(name).header)
