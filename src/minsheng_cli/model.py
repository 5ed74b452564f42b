r"""The nouns of the work: what is passed from room to room, frozen, without behaviour of its own.

Coordinates: ``row`` and ``col`` are 1-based, as an office suite shows them; ``ref`` is ``sheet!A1``.
Money is ``Decimal`` in 万元. Text is what the unit wrote, trimmed at both ends, line breaks as ``\n``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

# ---------------------------------------------------------------- time


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A reporting period: one calendar month."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``2025-04`` (also ``2025-4``, ``202504``, ``2025年4月``).

        Raises ValueError when the text is none of these.
        """
        match = re.fullmatch(r"(20\d\d)(?:[-/.年])?(0?[1-9]|1[0-2])月?", text.strip(), re.ASCII)
        if match is None:
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        """Return the machine form, ``2025-04``."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def label(self) -> str:
        """The form on paper, ``2025年4月``."""
        return f"{self.year}年{self.month}月"

    @property
    def last_day(self) -> date:
        """The last calendar day, which is what a deadline such as ``2025.04`` means."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def day(self, number: int) -> date:
        """Return that day of the month, or the last day of a shorter month."""
        return date(self.year, self.month, min(number, self.last_day.day))

    def shift(self, months: int) -> Month:
        """Return the month so many months later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)


# ---------------------------------------------------------------- catalogue

IndicatorKind = Literal["quantified", "part", "milestone", "pending", "background"]
Measure = Literal["cumulative", "level", "rate", "share"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One countable promise inside a project's target text."""

    id: str  # "S01-1": stable within the year
    name: str
    kind: IndicatorKind  # part = 其中, never added to a total; background is never a denominator
    unit: str = ""
    target: Decimal | None = None
    qualifier: str = ""  # 以上 / 约 / 共 / 累计 … as the notice says it
    measure: Measure = "cumulative"  # level and rate are never accumulated; share = of the whole work
    part_of: str | None = None  # the indicator id this is a 其中 of
    note: str = ""

    @property
    def asked(self) -> bool:
        """Whether units are asked to report on it (background figures are not)."""
        return self.kind != "background"


@dataclass(frozen=True, slots=True)
class Project:
    """One line of Attachment 1."""

    id: str  # "S05": ours; the notice restarts its numbers in each section
    section: str  # Section.id
    number: str  # 序号 as printed, restarts in each section
    name: str
    lead_units: tuple[str, ...]  # Unit.id of each 牵头单位, in the notice's order
    responsible: str  # 责任单位 exactly as printed ("—" when none)
    target: str  # exactly as printed; paragraphs separated by "\n", blank lines kept
    deadline: Month
    deadline_text: str  # "2025.12" as printed
    remark: str
    indicators: tuple[Indicator, ...] = ()

    @property
    def target_lines(self) -> str:
        """The target without the notice's blank lines: what is printed in a form."""
        return "\n".join(line for line in self.target.split("\n") if line.strip())


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of Attachment 1 and the projects under it."""

    id: str
    title: str  # "一、市分解到区的民生实事（共13项）"
    short: str  # "市分解到区"


@dataclass(frozen=True, slots=True)
class Alias:
    """Another spelling of a unit's name, possibly only valid for a while."""

    name: str
    lookalike: bool = False  # accepted with a warning: it may be a different body
    since: Month | None = None
    until: Month | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to write to; personal data, never printed in public texts or logs."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A lead unit as it is called in the month asked about."""

    id: str  # the name the notice used; never changes during the year
    name: str  # the name in force (differs from id after a renaming)
    full_name: str
    aliases: tuple[Alias, ...] = ()
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Indicators of two projects that count the same things (重叠按高要求执行)."""

    indicators: tuple[str, ...]
    binding: str | None  # the indicator whose target binds; None when both bind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A dated change of the catalogue, with the paper it rests on."""

    since: Month
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RestDays:
    """The days nobody works: weekends and holidays, less the weekend days that are worked (调休)."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def holds(self, day: date) -> bool:
        """Whether nobody works on that day."""
        return day in self.holidays or (day.isoweekday() > 5 and day not in self.workdays)  # noqa: PLR2004 - Friday


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What stood in one month: ``catalogue.Catalogue book .at(month)`` makes it."""

    version: str  # first 12 hex digits of the sha256 of the YAML's bytes
    year: int
    district: str  # 渝北区
    office: str  # 区发展改革委: who collects
    document: str  # 渝北府办发〔2025〕9号
    document_title: str
    form_label: str  # 附件2
    form_title: str  # 渝北区2025年重点民生实事工作目标任务推进落实情况表
    summary_title: str  # …汇总表
    first_month: Month
    last_month: Month
    due_day: int
    due_inclusive: bool
    sections: tuple[Section, ...]
    units: tuple[Unit, ...]
    projects: tuple[Project, ...]  # official order
    overlaps: tuple[Overlap, ...] = ()
    amendments: tuple[Amendment, ...] = ()  # those in force
    issuer: str = ""  # 重庆市渝北区人民政府办公室
    issued: date | None = None  # the document's date
    rest_days: RestDays | None = None  # set: a due day on one of them is moved to the working day before

    def unit(self, unit_id: str) -> Unit:
        """Return the unit with that id; KeyError when there is none."""
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise KeyError(unit_id)

    def project(self, project_id: str) -> Project:
        """Return the project with that id; KeyError when there is none."""
        for project in self.projects:
            if project.id == project_id:
                return project
        raise KeyError(project_id)

    def led_by(self, unit_id: str) -> tuple[Project, ...]:
        """Return the projects a unit leads, in official order."""
        return tuple(p for p in self.projects if unit_id in p.lead_units)

    def rows(self) -> tuple[tuple[Project, Unit], ...]:
        """Return each (project, lead unit) row in official order."""
        return tuple((p, self.unit(u)) for p in self.projects for u in p.lead_units)

    def due(self, month: Month) -> date:
        """Return the last day on which a return is on time (每月25日前), moved forward off rest days if so set."""
        day = month.day(self.due_day if self.due_inclusive else self.due_day - 1)
        while self.rest_days is not None and self.rest_days.holds(day):
            day -= timedelta(days=1)
        return day

    def cut_off(self, month: Month) -> date:
        """Return the day up to which a month's progress is told, whatever day returns are due."""
        return month.day(self.due_day)


# ---------------------------------------------------------------- what came back

CellKind = Literal["text", "number", "percent", "date", "bool", "error", "uncached"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the file holds it.

    ``text``: text cells verbatim; numbers in plain decimal notation (15 significant digits);
    percentages as "90%"; dates as ISO; errors as "#REF!". ``uncached`` is a formula without a value.
    """

    text: str
    kind: CellKind = "text"
    formula: str = ""  # as the file spells it, "=" when it cannot be told; "" for a value
    struck: bool = False  # struck through (whole cell)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a returned file. ``cells`` maps (row, col), 1-based; empty cells are absent."""

    sheet: str
    cells: dict[tuple[int, int], Cell]
    merges: tuple[tuple[int, int, int, int], ...] = ()  # (first row, first col, last row, last col)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    comments: dict[tuple[int, int], str] = field(default_factory=dict)  # what was noted at a cell
    bands: tuple[tuple[int, str, int], ...] = ()
    """For a text document: (first row, name, its number there) of each stretch of rows that is counted by itself."""


@dataclass(frozen=True, slots=True)
class Located:
    """A text and the cell it was read from; everything said about it later names that cell."""

    text: str
    ref: str  # "附件2!F5"
    kind: CellKind = "text"
    formula: bool = False


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row of the table, by field name; fields whose column is absent are absent."""

    cells: dict[str, Located]  # number, name, lead_unit, target, progress, investment, …
    row_ref: str  # "附件2!A5": where the row starts
    key: Located | None = None  # hidden key column, "S05|区教委|2025-04"


@dataclass(frozen=True, slots=True)
class ParsedIndicator:
    """One row of the 指标进度 sheet."""

    key: Located | None  # "S05-1|区教委|2025-04"
    cells: dict[str, Located]  # project, indicator, unit, target, actual, note


@dataclass(frozen=True, slots=True)
class Marker:
    """What the hidden sheet claims; empty strings where it is absent."""

    unit: str = ""
    month: str = ""
    catalogue: str = ""
    form: str = ""
    ref: str = ""  # where it was read
    kind: str = ""  # "blank" or "feedback"


class UpTo(NamedTuple):
    """A header or a note that names the month up to which the figures of a field go."""

    field: str
    located: Located
    month: int  # 1 to 12


@dataclass(frozen=True, slots=True)
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

    @property
    def people(self) -> tuple[str, ...]:
        """Every cell that names people: 责任人及联系方式, 单位主要负责人, 填表人."""
        cells = (*(row.cells.get("contact") for row in self.rows), self.head, self.preparer)
        return tuple(cell.text for cell in cells if cell is not None and cell.text.strip())


@dataclass(frozen=True, slots=True)
class Submission:
    """One file as it came back, before anything is known about it."""

    name: str  # path inside the inbox, chain joined by " › "
    data: bytes
    sha256: str
    received_at: str  # ISO 8601 with offset
    received_from: str  # where that time came from: 文件时间 / 邮件时间 / 人工登记
    sender: str = ""
    holds: bool = False  # a mail or archive whose content follows as submissions of their own


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to believe a file is from a unit or of a month."""

    source: str  # 隐藏标记 / 关键列 / 牵头单位 / 项目名称 / 文件名 / 表头
    says: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose return it is, and for which month, on what evidence. None where not known."""

    unit: str | None  # Unit.id
    month: Month | None
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()


# ---------------------------------------------------------------- judgement

Severity = Literal["error", "warning", "info"]
Field = Literal[
    "number", "name", "lead_unit", "target", "progress", "investment", "problems",
    "next_steps", "contact", "head", "preparer", "indicator",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the clerk or the unit should know, at one place, with its remedy."""

    code: str
    severity: Severity
    message: str
    where: str | None = None  # "附件2!F5"
    project: str | None = None  # Project.id
    field: str | None = None
    settled: bool = False  # dealt with by a correction or a waiver: told, but asks for nothing

    def settle(self, note: str = "") -> Finding:
        """Return the same finding as one that needs no action, with why."""
        message = f"{self.message.rstrip('。')}（{note}）。" if note else self.message
        return replace(self, severity="info", message=message, settled=True)

    def with_severity(self, severity: Severity) -> Finding:
        """Return the same finding at another severity (the workspace's rules decide)."""
        return replace(self, severity=severity)


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """A reported cumulative figure beside its target, as text in plain decimal notation."""

    id: str
    indicator: str
    unit: str
    target: str | None
    actual: str | None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry's values came from."""

    file: str
    sha256: str
    cells: dict[str, str]  # field -> ref
    received_at: str = ""


EntryState = Literal["accepted", "returned", "missing"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A value the clerk put over one of a return, after asking the unit. It holds for that return only."""

    project: str
    unit: str
    field: str  # an entry field, or an indicator's id
    value: str  # as merged: investment in 万元, figures in the indicator's unit
    was: str | None  # what would be merged without it
    reason: str
    made_at: str  # ISO 8601 with offset
    sha256: str  # of the return it corrects


@dataclass(frozen=True, slots=True)
class Entry:
    """One (project, lead unit) row as merged. ``missing``: the unit's file lacks this project."""

    project: str
    unit: str
    state: EntryState
    progress: str | None = None
    investment: str | None = None  # decimal string, 万元
    problems: str | None = None
    next_steps: str | None = None
    contact: str | None = None
    indicators: tuple[IndicatorValue, ...] = ()
    source: Source | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class CheckedReturn:
    """A judged return: the sound part and what is wrong with the rest."""

    unit_return: UnitReturn
    findings: tuple[Finding, ...]

    @property
    def accepted(self) -> bool:
        """Whether nothing is at error level."""
        return all(f.severity != "error" for f in self.findings)


# ---------------------------------------------------------------- the month

Outcome = Literal["accepted", "returned", "rejected", "duplicate", "superseded", "manual", "ignored"]
UnitState = Literal["accepted", "returned", "rejected", "manual", "missing"]


@dataclass(frozen=True, slots=True)
class FileLine:
    """What became of one file that came back."""

    name: str
    sha256: str
    unit: str | None
    month: str | None
    outcome: Outcome
    received_at: str
    received_from: str
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Where one lead unit stands this month."""

    unit: str
    state: UnitState
    received_at: str | None
    on_time: bool | None
    file: str | None = None  # name of the current return
    errors: int = 0
    warnings: int = 0
    errors_before: int | None = None  # in the return that this one replaced
    name: str = field(default="", compare=False)  # as it is called in that month; ``unit`` never changes


@dataclass(frozen=True, slots=True)
class MonthRecord:
    """The whole month as judged; ``collect --json`` is this, and so is the archive's 记录.json."""

    month: str
    catalogue: str  # Catalogue.version it was judged by
    files: tuple[FileLine, ...]
    entries: tuple[Entry, ...]
    units: tuple[UnitLine, ...]
    outputs: dict[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()  # about the month as a whole (co-leads' equal figures …)


# ---------------------------------------------------------------- between the rooms


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Reading:
    """One received file after reading and judging; the input of consolidation.

    Exactly one of ``checked`` (usable) or ``failure`` (why not) is set.
    """

    receipt: Receipt
    identity: Identity | None = None
    checked: CheckedReturn | None = None
    failure: Finding | None = None
    manual: bool = False  # kept, to be typed in by hand (pdf, picture, rar …)
    modified: str = ""  # the document's own last-modified time, if it has one (ISO 8601)
    digest: bytes = b""  # of what ``checked`` says, once its rows were put down to save memory

    @property
    def whole(self) -> bool:
        """Whether ``checked``, if any, still holds its rows."""
        return not self.digest


Standing = Literal[
    "overdue", "far-behind", "behind", "unreported", "unclear", "open", "normal", "ahead", "done", "early", "pending"
]
"""How an indicator or a project stands, worst first.

open: not yet reached, and nothing can be said about its pace before the deadline (a level, a rate, a milestone).
unclear: there is a figure, or should be, but no sound one. pending: 目标待定, no denominator.
"""
Movement = Literal["first", "changed", "figures", "same", "gone", "blank"]
"""How a text moved: first: nothing was said before; figures: only dates and numbers changed; gone: now nothing."""
ProblemState = Literal["new", "open", "solved", "silent", "unreported", "joined"]
"""silent: its unit returned the form and says nothing of it. unreported: its unit returned nothing this month."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A known exception: findings of one rule, of a unit or a project (or both), ask for nothing until a month."""

    rule: str
    reason: str
    until: Month  # the last month it holds
    unit: str | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What a workspace may change about judging; none of these numbers is in the notice (非文件规定)."""

    severities: dict[str, Severity | Literal["off"]] = field(default_factory=dict)
    jump_times: Decimal = Decimal(10)  # investment.jump: this many times last month's figure
    jump_floor: Decimal = Decimal(1000)  # … and at least this much more, 万元
    huge_investment: Decimal = Decimal(1_000_000)  # investment.huge, 万元 (100 亿元)
    huge_indicator: Decimal = Decimal(10)  # indicator.huge: this many times the target
    long_text: int = 2000  # text.long, characters
    too_long_text: int = 32_767  # text.too-long: what one spreadsheet cell can hold
    waivers: tuple[Waiver, ...] = ()

    def of(self, unit: str | None) -> Rulebook:
        """Return the rules as they hold for one unit's returns."""
        waivers = tuple(w for w in self.waivers if w.unit in (None, unit))
        return self if waivers == self.waivers else replace(self, waivers=waivers)


Plan = dict[str, dict[str, Decimal]]
"""What units plan to have reached: indicator id → month (2025-04) → cumulative figure."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What counts as behind. None of it is in the notice (非文件规定)."""

    behind: Decimal = Decimal(10)  # 百分点 behind: 滞后
    far_behind: Decimal = Decimal(30)  # 严重滞后
    ahead: Decimal = Decimal(10)  # 超序时
    about: Decimal = Decimal(5)  # a target of “约” is reached at 100 % less this
    since: tuple[int, int] = (1, 1)  # month and day the year's work is counted from


@dataclass(frozen=True, slots=True)
class Decision:
    """What the clerk decided about a problem of the ledger; dated, never taken out again."""

    kind: Literal["close", "join", "split", "reopen", "note"]
    number: str  # of the problem
    text: str  # how it read then: a decision holds only while its problem can be found
    made_at: str  # ISO 8601 with offset
    basis: str = ""  # why: what it rests on
    other: str = ""  # join: the problem it is one with
    other_text: str = ""
    due: str = ""  # note: date by which it shall be solved, 2025-06-30
    measure: str = ""


Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def as_json(value: object) -> Json:
    """Turn nouns into plain JSON data: dataclasses to objects, tuples to lists, Month and Decimal to text."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Month | Decimal | date):
        return str(value)
    if isinstance(value, dict):
        return {str(k): as_json(v) for k, v in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [as_json(v) for v in value]
    return {f.name: as_json(getattr(value, f.name)) for f in fields(value)}  # type: ignore[arg-type]
