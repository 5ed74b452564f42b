"""For which month a return is: all clues must agree, or the clerk sees every one of them. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from minsheng_cli.findings import found
from minsheng_cli.form_spec import split_row_key
from minsheng_cli.identity.months import months_named
from minsheng_cli.identity.unit_clues import HIDDEN, KEYS, MARKER
from minsheng_cli.model import Evidence, Located
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text import han
from minsheng_cli.text.known import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from minsheng_cli.identity.path_names import NameInPath
    from minsheng_cli.model import Catalogue, Finding, Month, ParsedReturn

_SHORT = 24  # characters of small print that may name the month beside the month line
_LABELLED_DAY = compile_when_used(r"月\s*份\s*[:：﹕︰∶]?\s*20\d\d")
_ASKED = compile_when_used(r"月\s*份\s*[:：﹕︰∶]\s*((?:(?!\s{2}|[（(]?(?:数据)?截)[^，,；;。\n])*)")
_SPAN = compile_when_used(  # 3-4月; 1-4月 is April, counted from the year's beginning
    r"(?:20\d\d\s*年)?\s*(?:[2-9２-９]|1[0-2])\s*月?\s*[-—–~～至到]\s*[\d０-９]{1,2}\s*月"
)
_LABELS = ("填报", "填表", "报送", "截至", "截止", "数据")  # a day beside these words is a day of reporting


class When(NamedTuple):
    """The month found, None where the clues leave it open, and what that rests on."""

    month: Month | None
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()


class _Clue(NamedTuple):
    """What one source says: one month, seldom several; of a day only when nothing says it better."""

    source: str
    months: frozenset[Month]
    text: str
    ref: str = ""
    of_day: bool = False

    @property
    def words(self) -> str:
        """The clue as the clerk reads it; what is hidden in the form is told without its place and spelling."""
        if self.source in HIDDEN:
            return "下发时写在表格里的月份标记"
        cell = f"（{self.ref}）" if self.ref else ""
        return f"{self.source}{cell}“{' '.join(self.text.split())[:40]}”"

    @property
    def placed(self) -> str:
        """The clue with its place, also where it is hidden: for marks that do not say the same."""
        if self.source not in HIDDEN:
            return self.words
        return f"{'校验码列' if self.source == KEYS else '隐藏工作表'}的月份标记（{self.ref}）"


def which_month(parsed: ParsedReturn, places: Sequence[NameInPath], month: Month, catalogue: Catalogue) -> When:
    """Return the month all clues agree on.

    Errors: ``file.month-wrong`` (found, but not ``month``), ``file.month-ambiguous``, ``file.month-unknown``.
    Only days (填报日期, 20250424 in the file name): accepted with a warning when they lie in ``month``.
    """
    clues = list(dict.fromkeys((*_inside(parsed, catalogue.year), *_outside(parsed, places, catalogue.year))))
    evidence = tuple(Evidence(c.source, _labels(c.months), c.ref) for c in clues)
    exact = [c for c in clues if not c.of_day]
    if not exact:
        return _by_days(clues, month, evidence)
    agreed = frozenset.intersection(*(c.months for c in exact))
    named = [c for c in exact if c.ref]
    # What a person can see and mend, before what is hidden.
    where = next((c.ref for c in named if c.source not in HIDDEN), named[0].ref if named else None)
    keys = [c for c in exact if c.source == KEYS]
    if len(agreed) != 1 or any(len(c.months) > 1 for c in keys):
        apart = len({c.months for c in exact if c.source in HIDDEN}) > 1
        told = (f"{c.placed if apart else c.words}为{_labels(c.months)}" for c in exact)
        candidates = "；".join(dict.fromkeys(told))
        return When(None, evidence, (found("file.month-ambiguous", where, candidates=candidates),))
    line = parsed.month_line
    if line and _says_several(line.text, catalogue.year):  # whatever the hidden marks say
        words = f"表头（{line.ref}）“{' '.join(line.text.split())[:40]}”不止一个月"
        return When(None, evidence, (found("file.month-ambiguous", line.ref, candidates=words),))
    (answer,) = agreed
    if answer != month:
        grounds = "、".join(dict.fromkeys(c.words for c in exact))
        facts: dict[str, Any] = {"found": answer.label, "folder": str(answer), "month": month.label}
        wrong = found("file.month-wrong", where, evidence=grounds, **facts)
        return When(answer, evidence, (wrong,))
    return When(answer, evidence, tuple(_other_years(parsed, places, month)))


def _says_several(line: str, year: int) -> bool:
    """Whether what stands behind 填报月份 is more than one month: 4月、5月."""
    said = _ASKED.search(line)
    return said is not None and (bool(_SPAN.match(said[1])) or len(months_named(said[1], year).months) > 1)


def _other_years(parsed: ParsedReturn, places: Sequence[NameInPath], month: Month) -> Iterator[Finding]:
    """Yield a warning where the title, small print or the name of sheet or file speaks of another year only."""
    texts = [("标题", parsed.title)] if parsed.title else []
    texts += [("表头", t) for small in parsed.small_print if small != parsed.title for t in _pieces(small)]
    texts += [("工作表名", Located(parsed.sheet, ""))]
    texts += [(place.source, Located(place.text, "")) for place in places if place.source == "文件名"]
    for source, text in texts:
        years = _years(text.text)
        if years and month.year not in years:
            said = " ".join(text.text.split())[:40]
            facts: dict[str, Any] = {
                "source": source,
                "text": said,
                "year": "、".join(map(str, sorted(years))),
                "month": month.label,
            }
            yield found("file.other-year", text.ref or None, **facts)


_years = remembered(han.years)


def _pieces(small: Located) -> Iterator[Located]:
    """Yield the short parts of small print; in a document all of it is one paragraph, with blanks between."""
    return (Located(text, small.ref) for text in _short_parts(small.text))


@remembered
def _short_parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"\s{2,}|\t", text) if len(part) <= _SHORT)


def _by_days(clues: Sequence[_Clue], month: Month, evidence: tuple[Evidence, ...]) -> When:
    """Answer from days alone: a day in the month supports it, any other day proves nothing (a late return)."""
    if clues and all(c.months == {month} for c in clues):
        grounds = "、".join(c.words for c in clues)
        finding = found("file.month-inferred", clues[0].ref or None, evidence=grounds, month=month.label)
        return When(month, evidence, (finding,))
    return When(None, evidence, (found("file.month-unknown", month=month.label),))


def _inside(parsed: ParsedReturn, year: int) -> Iterator[_Clue]:  # noqa: C901 - one clue after another
    """Yield what the file's content says."""
    if parsed.marker is not None:
        yield from _clues(MARKER, parsed.marker.month, year, parsed.marker.ref)
    keys: dict[str, tuple[str, str]] = {}  # what they name as their month: the same in all but a table pasted together
    for key in (*(r.key for r in parsed.rows), *(i.key for i in parsed.indicators)):
        parts = split_row_key(key.text) if key else None
        if key and parts:
            keys.setdefault(parts[2], (key.text, key.ref))
    keyed: dict[Month, tuple[str, str]] = {}
    for named, place in keys.items():
        for month in months_named(named, year).months:
            keyed.setdefault(month, place)
    if keyed:
        yield _Clue(KEYS, frozenset(keyed), *next(iter(keyed.values())))
    line = parsed.month_line
    if line is not None:
        labelled = _LABELLED_DAY.search(line.text) is not None  # 填报月份：2025-03-31, often a date in a cell
        for clue in _clues("表头", line.text, year, line.ref):
            yield clue._replace(of_day=clue.of_day and not labelled)
    if parsed.title is not None and parsed.title != parsed.month_line:
        yield from _clues("标题", parsed.title.text, year, parsed.title.ref, days=False)
    for text in parsed.small_print:
        if len(text.text) <= _SHORT and text != parsed.title and (line is None or text.ref != line.ref):
            labelled = any(label in text.text for label in _LABELS)
            for clue in _clues("表头", text.text, year, text.ref, days=labelled):
                # How far the figures go is not yet what the form is of; it is told as such where it differs.
                up_to = any(word in text.text for word in ("截", "更新至", "更新到", "统计至", "统计到", "统计时段"))
                yield clue._replace(of_day=clue.of_day or up_to)


def _outside(parsed: ParsedReturn, places: Iterable[NameInPath], year: int) -> Iterator[_Clue]:
    """Yield what the names of sheet, file and folders say."""
    yield from _clues("工作表名", parsed.sheet, year, days=False)
    for place in places:
        yield from _clues(place.source, place.text, year)


def _clues(source: str, text: str, year: int, ref: str = "", *, days: bool = True) -> Iterator[_Clue]:
    named = months_named(text, year)
    if named.months:
        yield _Clue(source, frozenset(named.months), text, ref)
    elif named.days and days:
        yield _Clue(source, frozenset(named.days), text, ref, of_day=True)


def _labels(months: Iterable[Month]) -> str:
    return "、".join(m.label for m in sorted(months))
