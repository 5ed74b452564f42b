"""Where the columns of a table are: header texts matched against the layout, never positions.

A header may be split over rows, merged, renamed, moved; what cannot be told apart is a finding.
Pure. Source of the names: the columns of the list's form and their aliases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.findings import found
from minsheng_cli.form.reading.header_names import (
    KEY_NAME,
    PHONES,
    period,
    renamed,
    says_something_else,
    split_columns,
)
from minsheng_cli.form.reading.scope import header_up_to
from minsheng_cli.form.reading.sheets import MAX_COLUMNS
from minsheng_cli.form_spec import ENTRY_FIELDS, OFFICIAL, bare_header
from minsheng_cli.nouns import dataclass
from minsheng_cli.text.known import Known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from minsheng_cli.form.reading.header_names import HeaderMatch, HeaderNames
    from minsheng_cli.form.reading.sheets import Sheet
    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import Finding, Severity

_BLOCK = 3  # rows a header may be split over
_SUB_HEADER = 8  # characters of a word such as 姓名 or 累计 under a wide header


@dataclass(frozen=True)
class Header:
    """A found header: its rows, and the columns of each field."""

    form: Form  # the one whose columns were looked for
    first: int
    last: int
    columns: dict[str, tuple[int, ...]]  # field → columns, usually one
    refs: dict[str, str]  # field → ref of its header cell
    texts: dict[str, str]  # field → header as written, parts joined by a line break
    key: int | None  # column of the hidden row key, when its header stands there
    others: dict[int, str]  # columns with a header the form does not have
    mapped: frozenset[int]  # all columns that belong to a field
    findings: tuple[Finding, ...] = ()


class _Place(NamedTuple):
    """One column that matched: where, how, and its header as written."""

    col: int
    rank: int
    ref: str
    text: str


def header_at(sheet: Sheet, row: int, names: HeaderNames) -> Header | None:
    """Return the header of an Attachment-2 table that begins in that row, or None."""
    if len(sheet.rows.get(row, ())) < _FEWEST or len(_row_matches(sheet, row, names)) < _FEWEST:
        return None
    last = row
    while last - row < _BLOCK - 1 and _continues(sheet, row, last + 1, names):
        last += 1
    seen = (names, *sheet.seen_in(row, last))
    return _KNOWN[seen] if seen in _KNOWN else _KNOWN.keep(seen, _header_of(sheet, row, last, names))


_FEWEST = 2  # known words in a header's first row: one is a coincidence
_KNOWN = Known[object, "Header | None"](256)
"""Headers by all that is seen in their rows: those of a month are mostly the form's own."""


def _header_of(sheet: Sheet, row: int, last: int, names: HeaderNames) -> Header | None:
    places, key, others = _places(sheet, row, last, names)
    if not _is_table(places, renamed(set(places), others)):
        return None
    return _header(sheet, (row, last), places, key, others, names.form)


def _row_matches(sheet: Sheet, row: int, names: HeaderNames) -> dict[int, HeaderMatch]:
    columns = sheet.rows.get(row, ())
    found_names = {}
    for col in columns[:MAX_COLUMNS]:
        if col <= MAX_COLUMNS and (match := names.meaning(sheet.text(row, col))) is not None:
            found_names[col] = match
    return found_names


def _is_table(named: Collection[str], guessed: Collection[str]) -> bool:
    """Return whether these fields make an Attachment-2 table, and not, say, the list of Attachment 1.

    Columns of the list's own prove nothing: any table may have such a column.
    """
    official = {c.key for c in OFFICIAL.columns}
    if len(official.intersection(named)) < 3:  # noqa: PLR2004 - two words could be any table
        return False
    fields = official.intersection({*named, *guessed})
    if fields >= {"name", "progress"}:
        return True
    return len(fields) >= 4 and not fields.isdisjoint(ENTRY_FIELDS)  # noqa: PLR2004 - as above


def _continues(sheet: Sheet, first: int, row: int, names: HeaderNames) -> bool:
    """Return whether the header that begins in ``first`` goes on in ``row``."""
    columns = [c for c in sheet.rows.get(row, ()) if c <= MAX_COLUMNS]
    spanning = [sheet.cover(row, c) for c in _row_matches(sheet, first, names)]
    if any(m is not None and first <= m[0] < row for m in spanning):
        return True
    own = [c for c in columns if not sheet.covered(row, c)]
    if len(own) == 1 and _is_heading(sheet, first, (row, own[0]), names):
        return False
    parts = [_header_part(sheet, first, (row, c), names) for c in own]
    return bool(parts) and all(parts) and any(part == "named" for part in parts)


def _is_heading(sheet: Sheet, first: int, at: tuple[int, int], names: HeaderNames) -> bool:
    """Whether a row's only cell is a heading of projects (民生实事项目) below a column that has its header already."""
    text, above = sheet.text(*at), _above(sheet, first, *at)
    if names.meaning(text) is None or names.meaning(above) is None:
        return False
    return names.meaning(above + text) is None and names.meaning(text + above) is None


def _header_part(sheet: Sheet, first: int, at: tuple[int, int], names: HeaderNames) -> str:
    """Return how a cell under a header row belongs to it: "named", "under" a wide header, or "" (not at all)."""
    row, col = at
    text = sheet.text(row, col)
    above = _above(sheet, first, row, col)
    if text and not bare_header(text):  # （万元） alone
        return "named"
    if any(map(names.meaning, (text, above + text, text + above))) or bare_header(text) == KEY_NAME:
        return "named"
    merge = sheet.cover(row - 1, col)
    wide = merge is not None and merge[3] > merge[1]
    return "under" if wide and len(text) <= _SUB_HEADER and not text.isdigit() else ""


def _above(sheet: Sheet, first: int, row: int, col: int) -> str:
    """Return the header text over a cell, from the rows between."""
    return "".join(dict.fromkeys(_visible(sheet, r, col)[0] for r in range(first, row)))


def _visible(sheet: Sheet, row: int, col: int) -> tuple[str, int, int]:
    """Return the text a reader sees at a cell and where it stands (the top-left cell of a merged range)."""
    merge = sheet.cover(row, col)
    at = (merge[0], merge[1]) if merge is not None else (row, col)
    return sheet.text(*at), *at


def _block_columns(sheet: Sheet, first: int, last: int) -> list[int]:
    """Return the columns the header block says something about, those under a wide header included."""
    columns: set[int] = set()
    for row in range(first, last + 1):
        for col in sheet.rows.get(row, ()):
            if col > MAX_COLUMNS:
                break
            merge = sheet.cover(row, col)
            columns.update(range(merge[1], min(merge[3], MAX_COLUMNS) + 1) if merge else (col,))
    return sorted(columns)


def _places(
    sheet: Sheet, first: int, last: int, names: HeaderNames
) -> tuple[dict[str, list[_Place]], int | None, dict[int, str]]:
    """Return field → columns that match it, the key column, and the columns that match nothing."""
    places: dict[str, list[_Place]] = {}
    key: int | None = None
    others: dict[int, str] = {}
    for col in _block_columns(sheet, first, last):
        parts = list(dict.fromkeys(_visible(sheet, row, col) for row in range(first, last + 1)))
        parts = [p for p in parts if p[0]]
        texts = [p[0] for p in parts]
        match = _match_path(texts, names)
        if match is not None:
            place = _Place(col, match.rank, sheet.ref(parts[-1][1], parts[-1][2]), "\n".join(texts))
            places.setdefault(match.field, []).append(place)
        elif any(bare_header(text) == KEY_NAME for text in texts):
            key = col
        elif texts:
            others[col] = "\n".join(texts)
    return places, key, others


def _match_path(texts: list[str], names: HeaderNames) -> HeaderMatch | None:
    """Return what the header texts over one column mean together, top to bottom; the lowest speaks first."""
    if not texts:
        return None
    if len(texts) == 1:
        return names.meaning(texts[0])
    low, high = texts[-1], "".join(texts[:-1])
    said = bare_header(low)
    tries = (high + low, low + high, low) if said and names.meaning(low) is None else (low,) if said else (high,)
    for text in tries:
        match = names.meaning(text)
        if match is not None:
            return match
    # 责任人及联系方式 over 姓名 | 电话: what the wide header says holds, unless the lower one says something else.
    match = _match_path(texts[:-1], names)
    return None if match is None or says_something_else(match.field, low) else match


def _header(  # noqa: PLR0913, PLR0917 - what a header is settled from
    sheet: Sheet,
    rows: tuple[int, int],
    places: dict[str, list[_Place]],
    key: int | None,
    others: dict[int, str],
    form: Form,
) -> Header:
    """Settle which column is which, and say what is missing, moved, renamed or there twice."""
    first, last = rows
    findings: list[Finding] = []
    columns: dict[str, tuple[int, ...]] = {}
    refs: dict[str, str] = {}
    texts: dict[str, str] = {}
    for field, found_places in places.items():
        chosen, doubt = _choose(field, found_places, form)
        findings.extend(doubt)
        columns[field], refs[field] = tuple(p.col for p in chosen), chosen[0].ref
        texts[field] = chosen[0].text
        others.update({p.col: p.text for p in found_places if p not in chosen})
    for field, col in renamed(set(columns), others).items():
        texts[field] = others.pop(col)
        columns[field], refs[field] = (col,), sheet.ref(first, col)
        name, header = bare_header(texts[field]), form.column(field).header
        findings.append(found("table.column-renamed", refs[field], field=field, text=name, header=header))
    for col, field in split_columns(set(columns), others).items():
        columns[field] = tuple(sorted((*columns[field], col)))
        text, header = bare_header(others.pop(col)), form.column(field).header
        findings.append(found("table.column-joined", sheet.ref(first, col), field=field, text=text, header=header))
    if "contact" in columns:
        phones = tuple(c for c, text in others.items() if bare_header(text) in PHONES)
        columns["contact"] += phones
        others = {c: text for c, text in others.items() if c not in phones}
    findings.extend(_order_findings(columns, refs, form))
    findings.extend(_missing(columns, sheet.ref(first, min((c[0] for c in columns.values()), default=1)), form))
    mapped = frozenset(c for several in columns.values() for c in several)
    return Header(form, first, last, columns, refs, texts, key, others, mapped, tuple(findings))


def _missing(columns: Mapping[str, object], where: str, form: Form) -> Iterator[Finding]:
    for column in form.columns:
        if column.key in columns or (column.own and column.fill == "office"):  # what the office fills in is known
            continue
        dispensable = column.key == "number" or (column.own and not column.required)  # the number identifies nothing
        severity: Severity | None = "warning" if dispensable else None
        yield found("table.column-missing", where, field=column.key, severity=severity, header=column.header)


def _choose(field: str, places: list[_Place], form: Form) -> tuple[list[_Place], list[Finding]]:
    """Return the columns that are the field's, and a finding when there is a choice one cannot make."""
    if field in ("investment", "progress"):
        places = _cumulative_first(places)
    if len(places) == 1 or (form.column(field).person and _differ(places)):  # 责任人 | 联系人: all of it is wanted
        return places, []
    best = min(p.rank for p in places)
    chosen = places if {period(p.text) for p in places} == {"cumulative", ""} else [p for p in places if p.rank == best]
    texts = [p.text.partition("\n") for p in chosen]
    parted = form.column(field).kind == "text" and len({t[0] for t in texts}) == 1 and all(t[2] for t in texts)
    if len({p.ref for p in chosen}) == 1 or (parted and _differ(chosen)):
        return chosen, []  # one wide header over several columns, whatever stands below it
    header, others = form.column(field).header, "、".join(p.ref.partition("!")[2] for p in chosen)
    return chosen[:1], [found("table.column-twice", chosen[0].ref, field=field, header=header, others=others)]


def _differ(places: list[_Place]) -> bool:
    """Return whether no two columns have the same header, a wide one over several of them aside."""
    texts = {p.ref: "".join(p.text.split()) for p in places}
    return len(set(texts.values())) == len(texts)


def _cumulative_first(places: list[_Place]) -> list[_Place]:
    """Drop columns of a single month where there are others; of columns “up to month N”, keep those of the latest.

    完成投资 beside 累计完成投资 may be this month's or the cumulative one: both are returned, which is a finding.
    """
    lasting = [p for p in places if period(p.text) != "month"] or places
    latest = max((header_up_to(p.text) or 0 for p in lasting), default=0)
    return [p for p in lasting if (header_up_to(p.text) or latest) == latest]


def _order_findings(columns: dict[str, tuple[int, ...]], refs: dict[str, str], form: Form) -> list[Finding]:
    """Return a finding for each column that left its place among the others (the fewest that explain the order)."""
    fields = sorted(columns, key=lambda f: columns[f][0])
    ranks = [form.index(f) for f in fields]
    stays = _longest_rising(ranks)
    moved = (f for f, rank in zip(fields, ranks, strict=True) if rank not in stays)
    return [found("table.column-moved", refs[f], field=f, header=form.column(f).header) for f in moved]


def _longest_rising(numbers: list[int]) -> set[int]:
    """Return the longest rising subsequence of distinct numbers."""
    best: list[tuple[int, ...]] = [()]
    for number in numbers:
        before = max((b for b in best if not b or b[-1] < number), key=len)
        best.append((*before, number))
    longest = max(best, key=len)
    return set(longest)
