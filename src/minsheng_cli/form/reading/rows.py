"""What each row of a sheet is: of a table, its footer, a heading, a total, a note. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.amounts import plain
from minsheng_cli.errors import TooLarge
from minsheng_cli.findings import found
from minsheng_cli.form.reading import margins
from minsheng_cli.form.reading.headers import Header, header_at
from minsheng_cli.form_spec import OFFICIAL, bare_header, split_row_key
from minsheng_cli.nouns import dataclass, field
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.han import NUMERALS
from minsheng_cli.text.known import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from minsheng_cli.form.reading.header_names import HeaderNames
    from minsheng_cli.form.reading.sheets import Sheet
    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import Finding, Located

_PRINTED = tuple(c.key for c in OFFICIAL.printed)
_HEADING = compile_when_used(rf"[（(]?[{NUMERALS}]+[）)]?[、.．，,]?")
_TITLED_HEADING = compile_when_used(rf"(?:[{NUMERALS}]+[、.．]|[（(][{NUMERALS}]+[）)]).*", re.DOTALL)
_NOTE = compile_when_used(r"(?:注|备注|说明|填[表报]说明|注意事?项?|附注|数据来源)\s*\d{0,2}\s*[:：.、]")
_TOTAL = compile_when_used(
    r"(?:(?:本[页表单位]+|全部|所有|投资|项目|[一-龥]{0,4}以上)*(?:合|小|总|共)计[一-龥]{0,4}|(?:投资)?累计(?:投资)?)"
)
_LONGEST_TOTAL = 12
MOST_ROWS = 5_000  # rows that hold something, on a sheet with a table
_HEADING_SPAN = 3  # columns a merged cell covers to be a heading
_NUMBERED_COLUMNS = 4  # a row 1 2 3 4 … under the header has at least so many


@dataclass()
class TablePart:
    """The rows under one header, sorted by kind: projects, footer, notes."""

    sheet: Sheet
    header: Header
    above: list[int]  # rows between the table before and this header
    projects: list[int] = field(default_factory=list)
    late: set[int] = field(default_factory=set)  # project rows below the footer or notes
    footer: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)  # rows that speak of the table: 注：…
    findings: list[Finding] = field(default_factory=list)

    @property
    def form(self) -> Form:
        """The form whose columns were looked for."""
        return self.header.form


def parts_of(sheet: Sheet, names: HeaderNames) -> list[TablePart]:
    """Cut a sheet at its headers and sort the rows below each. Raises TooLarge above 5,000 filled rows."""
    headers: list[Header] = []
    for row in sheet.order[:MOST_ROWS]:
        if not headers or row > headers[-1].last:
            header = header_at(sheet, row, names)
            if header is not None:
                headers.append(header)
    if not headers:
        return []
    if len(sheet.order) > MOST_ROWS:
        raise TooLarge(why=f"“{sheet.name}”有 {len(sheet.order)} 行内容，上限为 {MOST_ROWS} 行")
    starts = [bisect_left(sheet.order, h.first) for h in headers]
    parts = [TablePart(sheet, headers[0], sheet.order[: starts[0]])]
    for header, end in zip(headers, [*starts[1:], None], strict=True):
        rest = _sort_rows(parts[-1], sheet.order[bisect_right(sheet.order, header.last) : end])
        if end is None:
            parts[-1].notes += rest  # between tables it would be the small print of the next
        else:
            parts.append(TablePart(sheet, headers[len(parts)], rest))
    return parts


def _sort_rows(part: TablePart, rows: Iterable[int]) -> list[int]:
    """Sort rows into the part; return those after its end that are no rows of a table."""
    ended = False
    totals: list[tuple[int, int]] = []  # rows of totals, and how many projects stand above each
    rest: list[int] = []
    for row in rows:
        kind = _row_kind(part, row)
        if kind == "footer":
            part.footer.append(row)
            part.notes += rest
            rest = []
        elif kind == "total":
            part.findings.append(found("table.total-row", start(part, row), text=_total_label(part, row)))
            totals.append((row, len(part.projects)))
        elif kind == "project" and (not ended or _surely_project(part, row)):
            part.projects.append(row)
            if ended:
                part.late.add(row)
        elif kind == "note":
            part.notes.append(row)
        elif kind != "empty":
            rest.append(row)
        ended = ended or kind in ("footer", "note")
    if totals:
        part.findings += _totals_that_differ(part, totals)
    return rest


def _totals_that_differ(part: TablePart, totals: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """Yield a warning where a total's 完成投资 is the sum of no rows that it may be of.

    These are all above it, those since the last total, all below it, those up to the next one, or all there are.
    """
    figures = [_figure(part, row) for row in part.projects]
    places = [0, *(above for _, above in totals), len(figures)]
    for n, (row, above) in enumerate(totals, start=1):
        total = _figure(part, row)
        spans = [(0, above), (places[n - 1], above), (above, places[n + 1]), (above, len(figures)), (0, len(figures))]
        summed = [sum_ for a, b in spans if a < b and (sum_ := _sum(figures[a:b])) is not None]
        meant = _sum(figures[:above] or figures)
        if not total or meant is None:
            continue
        rounded = Decimal("0.5").scaleb(int(total.as_tuple().exponent)) + Decimal("1e-6")
        if all(abs(total - s) > rounded for s in summed):
            where, label = part.sheet.ref(row, part.header.columns["investment"][0]), _total_label(part, row)
            yield found(
                "table.total-differs", where, field="investment", text=label, value=plain(total), sum=plain(meant)
            )


def _sum(figures: Sequence[Decimal | None]) -> Decimal | None:
    """Return the sum, None when there is nothing to sum or one of them is no figure."""
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(figures) else None


def _figure(part: TablePart, row: int) -> Decimal | None:
    """Return a row's 完成投资 where it is a bare figure, 0 where it is blank or a word for none, else None."""
    columns = part.header.columns.get("investment", ())
    if len(columns) != 1 or part.sheet.cover(row, columns[0]) is not None:
        return None
    text = part.sheet.text(row, columns[0]).strip()
    if figure := _BARE_FIGURE.fullmatch(text):
        return Decimal(figure[1].replace(",", "")).scaleb(4 if "亿" in text else 0)
    return None if _HAS_FIGURE.search(text) else Decimal(0)


_BARE_FIGURE = compile_when_used(r"(\d+(?:,\d{3})*(?:\.\d+)?)(?:\s*[万亿]元?)?", re.ASCII)
_HAS_FIGURE = compile_when_used(rf"\d|[{NUMERALS}]")


def _row_kind(part: TablePart, row: int) -> str:
    """Return "project", "footer", "note", "heading", "total" or "empty"; a row with a hidden key is a project."""
    if hidden_key(part, row) is not None:
        return "project"
    texts = _fixed_texts(part, row)
    if margins.is_footer(part.sheet, row, numbered=texts.get("number", "").isdigit()):
        return "footer"
    everything = part.sheet.own(row)
    own = [c for c in everything if c in part.header.mapped]
    if not own:  # a column was put in before the table, and the note below begins in it
        return "note" if any(_NOTE.match(part.sheet.text(row, c)) for c in everything) else "empty"
    return _content_kind(part, row, own, texts)


def _content_kind(part: TablePart, row: int, own: Sequence[int], texts: Mapping[str, str]) -> str:
    """Return what a row without key is that holds something in the columns ``own``."""
    sheet, columns = part.sheet, part.header.columns
    first = sheet.text(row, own[0])
    if _NOTE.match(first) and len(own) < _HEADING_SPAN:
        return "note"
    if _total_label(part, row) and ("name" not in texts or _is_total(texts["name"])):
        return "total"
    if "name" not in texts and any(margins.is_print(sheet.text(row, c)) for c in own):
        return "heading"  # a page's head comes again
    if _is_heading(part, row, own, first) or _is_column_numbers(sheet, row, own):
        return "heading"
    said = any(c in own for f in ("name", *part.form.asked_keys) for c in columns.get(f, ()))
    return "project" if said else "empty"


def _fixed_texts(part: TablePart, row: int) -> dict[str, str]:
    """Return the row's own texts in 序号, 项目名称, 牵头单位 and 目标任务."""
    own = set(part.sheet.own(row))
    columns = {f: part.header.columns[f][0] for f in _PRINTED if f in part.header.columns}
    return {f: part.sheet.text(row, c) for f, c in columns.items() if c in own}


def _total_label(part: TablePart, row: int) -> str:
    """Return the 合计 of a row, wherever it stands, or ""."""
    texts = (part.sheet.text(row, c) for c in part.sheet.own(row))
    return next((text for text in texts if _is_total(text)), "")


@remembered
def _is_total(text: str) -> bool:
    name = bare_header(text) if len(text) <= _LONGEST_TOTAL * 2 else ""
    return len(name) <= _LONGEST_TOTAL and _TOTAL.fullmatch(name) is not None


def _is_heading(part: TablePart, row: int, own: Sequence[int], first: str) -> bool:
    """Return whether a row is a section heading: alone in its row, and wide, in 序号, or numbered 一、."""
    columns = part.header.columns
    names, numbers = columns.get("name", ()), columns.get("number", ())
    if len(own) == 1:
        merge = part.sheet.cover(row, own[0])
        begins = max((*numbers, *names), default=min(part.header.mapped))
        wide = merge is not None and merge[1] <= begins and merge[3] - merge[1] + 1 >= _HEADING_SPAN
        return wide or own[0] in numbers or (own[0] in names and _TITLED_HEADING.fullmatch(first) is not None)
    split = len(own) == 2 and own[0] in numbers and own[1] in names  # noqa: PLR2004 - 一、 | 市分解到区…
    return split and _HEADING.fullmatch(first) is not None


def _is_column_numbers(sheet: Sheet, row: int, own: Sequence[int]) -> bool:
    """Return whether a row only counts the columns from 1 on."""
    if len(own) < _NUMBERED_COLUMNS:
        return False
    texts = [sheet.text(row, c).strip("（）()") for c in own]
    return texts == [str(n) for n in range(1, len(own) + 1)]


def _surely_project(part: TablePart, row: int) -> bool:
    """Return whether a row below the footer is still a project's: it has a key, or a name and two more cells."""
    if hidden_key(part, row) is not None:
        return True
    own = [c for c in part.sheet.own(row) if c in part.header.mapped]
    return "name" in _fixed_texts(part, row) and len(own) >= _HEADING_SPAN


def hidden_key(part: TablePart, row: int) -> Located | None:
    """Return the row's hidden key, from its column or from wherever it was moved to."""
    sheet, header = part.sheet, part.header
    mapped = header.mapped
    columns = [header.key] if header.key is not None else [c for c in sheet.rows.get(row, ()) if c not in mapped]
    for col in columns:
        if "|" in (text := sheet.text(row, col)) and split_row_key(text) is not None:
            return sheet.located(row, col)
    return None


def start(part: TablePart, row: int) -> str:
    """Return the ref of a row's first cell in the table."""
    return part.sheet.ref(row, min(part.header.mapped))
