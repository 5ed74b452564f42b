"""What came back, from cells to a judged return.

Coordinates: ``row`` and ``col`` are 1-based, as an office suite shows them; ``ref`` is ``sheet!A1``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from minsheng_cli.model.calendar import Month
from minsheng_cli.model.finding import Evidence, Finding
from minsheng_cli.model.record import Entry
from minsheng_cli.nouns import dataclass, field

if TYPE_CHECKING:
    from minsheng_cli.form_spec import Form

CellKind = Literal[
    "text", "number", "percent", "date", "bool", "error",
    "uncached", "picture", "contested", "format", "boxed", "faded", "placeholder",
]  # fmt: skip

VALUELESS: frozenset[CellKind] = frozenset(("error", "uncached", "picture", "contested", "format", "boxed", "faded"))
"""Kinds of cells whose value nobody can tell, whatever text they hold."""

READ: tuple[CellKind, ...] = ("text", "number", "percent", "date", "bool")
"""Kinds of cells that say what they hold."""


@dataclass(frozen=True)
class Cell:
    """One cell as the file holds it.

    ``text``: text cells verbatim; numbers in plain decimal notation (15 significant digits);
    percentages as "90%"; dates as ISO; errors as "#REF!". Kinds of cells whose value cannot be told: ``uncached`` (a
    formula without a result), ``picture``, ``boxed`` (what a text box says), ``contested`` (the file holds several
    contents), ``format`` (the number format shows another number than is stored: ``text`` says both), ``faded`` (its
    words have the colour of what is behind them).
    ``placeholder`` is what a form prompts with: nothing was filled in.
    """

    text: str
    kind: CellKind = "text"
    formula: str = ""  # as the file spells it, "=" when it cannot be told; "" for a value
    struck: bool = False  # struck through (whole cell)


@dataclass(frozen=True)
class Grid:
    """One sheet of a returned file. ``cells`` maps (row, col), 1-based; empty cells are absent."""

    sheet: str
    cells: dict[tuple[int, int], Cell]
    merges: tuple[tuple[int, int, int, int], ...] = ()  # (first row, first col, last row, last col)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    comments: dict[tuple[int, int], str] = field(default_factory=dict)  # what was noted at a cell
    drawn: dict[tuple[int, int], str] = field(default_factory=dict)  # cells under a text box (its text) or picture ("")
    unseen: dict[tuple[int, int], str] = field(default_factory=dict)  # words in a cell that are not shown
    running: tuple[str, ...] = ()  # what the printed page's header and footer say
    bands: tuple[tuple[int, str, int], ...] = ()
    """For a text document: (first row, name, its number there) of each stretch of rows that is counted by itself."""


@dataclass(frozen=True)
class Located:
    """A text and the cell it was read from; everything said about it later names that cell."""

    text: str
    ref: str  # "附件2!F5"
    kind: CellKind = "text"
    formula: bool = False


@dataclass(frozen=True)
class ParsedRow:
    """One row of the table, by field name; fields whose column is absent are absent."""

    cells: dict[str, Located]  # number, name, lead_unit, target, progress, investment, …
    row_ref: str  # "附件2!A5": where the row starts
    key: Located | None = None  # hidden key column, "S05|区教委|2025-04"


@dataclass(frozen=True)
class ParsedIndicator:
    """One row of the 指标进度 sheet."""

    key: Located | None  # "S05-1|区教委|2025-04"
    cells: dict[str, Located]  # project, indicator, unit, target, actual, note


@dataclass(frozen=True)
class ParsedReply:
    """One row of a returned 整改情况反馈表."""

    number: str  # of the case, as we spell it: 督2025-01
    cells: dict[str, Located]  # number, project, matter, measures, result, until, evidence


@dataclass(frozen=True)
class Marker:
    """What the hidden sheet claims; empty strings where it is absent."""

    unit: str = ""
    month: str = ""
    catalogue: str = ""
    form: str = ""
    ref: str = ""  # where it was read
    kind: str = ""  # "blank" or "feedback"


class UpTo(NamedTuple):
    """A header or a note that names the month up to which the figures of a field go, or (None) a year alone."""

    field: str
    located: Located
    month: int | None  # 1 to 12, or LAST_MONTH
    year: int | None = None  # where it is said
    of_day: bool = False  # the day of a signature: a later one than the month reported on is as it should be


class YearsNamed(NamedTuple):
    """A header or a note that names years which the figures of a field are of, or have counted in."""

    field: str
    located: Located
    years: frozenset[int]


LAST_MONTH = 0
"""The month before the one reported on: 截至上月底."""


@dataclass(frozen=True)
class ParsedReturn:
    """What one file says, located, not yet judged."""

    sheet: str
    rows: tuple[ParsedRow, ...]
    columns: dict[str, str] = field(default_factory=dict)  # field -> ref of its header cell
    indicators: tuple[ParsedIndicator, ...] = ()
    head: Located | None = None  # 单位主要负责人 (None: no such footer found)
    preparer: Located | None = None  # 填表人
    title: Located | None = None
    month_line: Located | None = None  # the small print that names the month
    marker: Marker | None = None
    money_unit: str = "万元"  # what the sheet says its amounts are in
    findings: tuple[Finding, ...] = ()  # structural: moved or missing columns, hidden rows …
    money_ref: Located | None = None  # where the sheet names that unit (None: it does not)
    small_print: tuple[Located, ...] = ()  # every text above the table, in reading order
    up_to: tuple[UpTo, ...] = ()  # months up to which headers and notes say the figures go
    of_years: tuple[YearsNamed, ...] = ()  # years that headers and notes say the figures are of
    money_units: dict[str, str] = field(default_factory=dict)  # the same as money_unit, by column of the list's own

    def people(self, form: Form) -> tuple[str, ...]:
        """Return every cell that names people: 责任人及联系方式 and its like, 单位主要负责人, 填表人."""
        named = [column.key for column in form.columns if column.person]
        cells = (*(row.cells.get(key) for row in self.rows for key in named), self.head, self.preparer)
        return tuple(cell.text for cell in cells if cell is not None and cell.text.strip())


@dataclass(frozen=True)
class Submission:
    """One file as it came back, before anything is known about it."""

    name: str  # path inside the inbox, chain joined by " › "
    data: bytes
    sha256: str
    received_at: str  # ISO 8601 with offset
    received_from: str  # where that time came from: 文件时间 / 邮件时间 / 人工登记
    sender: str = ""
    holds: bool = False  # a mail or archive whose content follows as submissions of their own


@dataclass(frozen=True)
class Identity:
    """Whose return it is, and for which month, on what evidence. None where not known."""

    unit: str | None  # Unit.id
    month: Month | None
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class UnitReturn:
    """What one unit reported in one file, as far as it is sound.

    ``raw`` keeps each cell's own words (by (project id, field) or (indicator id, "actual")), for the marked form.
    """

    unit: str
    month: Month
    entries: tuple[Entry, ...]
    head: str | None
    preparer: str | None
    raw: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedReturn:
    """A judged return: the sound part and what is wrong with the rest."""

    unit_return: UnitReturn
    findings: tuple[Finding, ...]

    @property
    def accepted(self) -> bool:
        """Whether nothing is at error level."""
        return all(f.severity != "error" for f in self.findings)


@dataclass(frozen=True)
class Receipt:
    """The ledger's line on one file: that it came, when, and under which name. Bytes lie by sha256."""

    name: str
    sha256: str
    size: int
    received_at: str  # ISO 8601 with offset
    received_from: str  # 文件时间 / 邮件时间 / 人工登记
    sender: str = ""
    batch: int = 1  # which collect first saw it: 1, 2, 3 …
    holds: bool = False  # a mail or archive: kept, but no return; what it holds has receipts of its own


@dataclass(frozen=True)
class Reading:
    """One received file after reading and judging; the input of consolidation.

    Exactly one of ``checked`` (usable) or ``failure`` (why not) is set, unless it is no return but holds ``replies``.
    """

    receipt: Receipt
    identity: Identity | None = None
    checked: CheckedReturn | None = None
    failure: Finding | None = None
    manual: bool = False  # kept, to be typed in by hand (pdf, picture, rar …)
    modified: str = ""  # the document's own last-modified time, if it has one (ISO 8601)
    discarded: Finding | None = None  # set aside by the clerk: why
    entered: Finding | None = None  # typed in by the clerk: from what
    entered_from: str = ""  # sha256 of the scan it was typed from
    filled: frozenset[tuple[str, str]] = frozenset()  # which cells it fills in, once its rows were dropped
    digest: bytes = b""  # of what the unit says: told when corrections lie over it, or its rows were dropped
    has_rows: bool = True  # whether ``checked``, if any, still holds its rows; thousands drop them to save memory
    ignored: bool = False  # nobody's return: an unfilled blank, a mail without a form, a bounce; ``failure`` says which
    replies: tuple[ParsedReply, ...] = ()  # answers to supervision cases; a file may hold nothing else
