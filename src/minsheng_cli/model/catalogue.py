"""What the year's list says: projects, indicators, lead units, their names, amendments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal

from minsheng_cli.form_spec import OFFICIAL, Form
from minsheng_cli.model.calendar import Month
from minsheng_cli.nouns import dataclass, field

IndicatorKind = Literal["quantified", "part", "milestone", "ongoing", "pending", "background"]
"""part: 其中, never added to a total. ongoing: a duty without an end. background: never a denominator."""
CourseKind = Literal["linear", "at-deadline", "steps"]
TOGETHER = "together"
"""``Indicator.lead``: each of the co-leads reports its own part, and the figures are added up."""
_CEILINGS = ("以内", "以下", "不超过", "控制在")

Measure = Literal["cumulative", "level", "rate", "share"]


@dataclass(frozen=True)
class Step:
    """What shall be reached by a month's return."""

    month: Month
    figure: Decimal  # in the indicator's unit, or per cent of the target
    is_share: bool = False


@dataclass(frozen=True)
class Course:
    """How work goes on over its time, where the list says so; without one it goes on evenly."""

    kind: CourseKind
    steps: tuple[Step, ...] = ()  # by month


@dataclass(frozen=True)
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
    course: Course | None = None  # None: its project's, if that has one
    lead: str = ""  # of co-leads, the one that reports it (Unit.id), or TOGETHER; "": the list does not say
    proposed: bool = False  # read from the target's words by the program, confirmed by nobody: nothing is judged by it

    @property
    def is_ceiling(self) -> bool:
        """Whether the target is not to be exceeded (3%以内) rather than to be reached."""
        return any(word in self.qualifier for word in _CEILINGS)

    @property
    def is_state(self) -> bool:
        """Whether units report a state (未启动, 进行中, 已完成) rather than a figure."""
        return self.kind == "milestone" or (self.kind == "ongoing" and not self.unit)

    @property
    def asked(self) -> bool:
        """Whether units are asked to report on it (background figures are not)."""
        return self.kind != "background"

    def asked_of(self, unit: str) -> bool:
        """Whether a lead unit is asked to report on it: not where the list says that another one does."""
        return self.asked and self.lead in ("", TOGETHER, unit)


@dataclass(frozen=True)
class Project:
    """One line of Attachment 1."""

    id: str  # "S05": given by us, since the notice restarts its numbers in each section
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
    extra: dict[str, str] = field(default_factory=dict)  # what the office fills in, as merged, by column of its own
    course: Course | None = None  # of those of its indicators that have none of their own
    continues: str = ""  # "2025/S01": the project of an earlier year that it carries on

    @property
    def target_lines(self) -> str:
        """The target without the notice's blank lines: what is printed in a form."""
        return "\n".join(line for line in self.target.split("\n") if line.strip())

    def indicator(self, indicator_id: str) -> Indicator | None:
        """Return the project's indicator with that id, None when it has none."""
        return next((item for item in self.indicators if item.id == indicator_id), None)


@dataclass(frozen=True)
class Section:
    """A heading of Attachment 1 and the projects under it."""

    id: str
    title: str  # "一、市分解到区的民生实事（共13项）"
    short: str  # "市分解到区"


@dataclass(frozen=True)
class Alias:
    """Another spelling of a unit's name, possibly only valid for a while."""

    name: str
    lookalike: bool = False  # accepted with a warning: it may be a different body
    since: Month | None = None
    until: Month | None = None


@dataclass(frozen=True)
class Contact:
    """Whom to write to; personal data, never printed in public texts or logs."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Unit:
    """A lead unit as it is called in the month asked about."""

    id: str  # the name the notice used; never changes during the year
    name: str  # the name in force (differs from id after a renaming)
    full_name: str
    aliases: tuple[Alias, ...] = ()
    contact: Contact | None = None

    @property
    def email(self) -> str:
        """Where to write to, "" when nobody has said."""
        return self.contact.email if self.contact else ""


@dataclass(frozen=True)
class Overlap:
    """Indicators of two projects that count the same things (重叠按高要求执行)."""

    indicators: tuple[str, ...]
    binding: str | None  # the indicator whose target binds; None when both bind
    note: str = ""


@dataclass(frozen=True)
class Amendment:
    """A dated change of the catalogue, with the paper it rests on."""

    since: Month
    source: str
    note: str = ""


@dataclass(frozen=True)
class RestDays:
    """The days nobody works: weekends and holidays, less the weekend days that are worked (调休)."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def holds(self, day: date) -> bool:
        """Whether nobody works on that day."""
        return day in self.holidays or (day.isoweekday() > 5 and day not in self.workdays)  # noqa: PLR2004 - Friday


@dataclass(frozen=True)
class Terms:
    """What the list's own papers call things; every output takes its words from here."""

    topic: str = "民生实事"  # 重点民生实事: what the projects are called together
    we: str = "我单位"  # 我委: how the office speaks of itself
    you: str = "贵单位"  # how it addresses whom it writes to


@dataclass(frozen=True)
class Catalogue:
    """What stood in one month: ``catalogue.CatalogueBook.at(month)`` makes it."""

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
    due_day: int  # 31: the month's last day
    due_inclusive: bool
    sections: tuple[Section, ...]
    units: tuple[Unit, ...]
    projects: tuple[Project, ...]  # official order
    overlaps: tuple[Overlap, ...] = ()
    amendments: tuple[Amendment, ...] = ()  # those in force
    issuer: str = ""  # 重庆市渝北区人民政府办公室
    issued: date | None = None  # the document's date
    rest_days: RestDays | None = None  # set: a due day on one of them is moved to the working day before
    form: Form = OFFICIAL  # Attachment 2 with the list's own columns
    due_offset: int = 0  # 1: due in the month after (次月)
    due_dates: tuple[tuple[Month, date], ...] = ()  # months with a due date of their own
    due_cutoff: int | None = None  # day up to which progress is told; None: the due day, with an offset the month's end
    due_final: tuple[int, int] = (1, 10)  # month and day of the next year on which the closing period is due
    months_only: tuple[int, ...] = ()  # reporting months (3, 6, 9, 12); none: every month from first to last
    terms: Terms = Terms()
    idle: tuple[Unit, ...] = ()  # units of the list that lead nothing as it now stands: nothing is asked of them

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def _projects(self) -> dict[str, Project]:
        return {project.id: project for project in self.projects}

    @cached_property
    def _led(self) -> dict[str, tuple[Project, ...]]:
        led: dict[str, list[Project]] = {}
        for project in self.projects:
            for unit in project.lead_units:
                led.setdefault(unit, []).append(project)
        return {unit: tuple(projects) for unit, projects in led.items()}

    @cached_property
    def higher_twins(self) -> dict[str, tuple[Project, Indicator]]:
        """Where the higher figure of the same promise stands (重叠按高要求执行), by the id of the lower one."""
        pairs = {i.id: (p, i) for p in self.projects for i in p.indicators}
        found = {}
        for overlap in self.overlaps:
            if overlap.binding not in pairs:
                continue
            binding = pairs[overlap.binding]
            for other in overlap.indicators:
                if other in pairs and (binding[1].target or 0) > (pairs[other][1].target or 0):
                    found[other] = binding
        return found

    @cached_property
    def unit_names(self) -> Mapping[str, str]:
        """What each unit is called, by its id."""
        return {unit.id: unit.name for unit in self.units}

    @cached_property
    def unit_places(self) -> Mapping[str, int]:
        """Where each unit stands in the official order, from 0, by its id."""
        return {unit.id: at for at, unit in enumerate(self.units)}

    @cached_property
    def project_names(self) -> Mapping[str, str]:
        """What each project is called, by its id."""
        return {project.id: project.name for project in self.projects}

    @property
    def office_in_full(self) -> str:
        """The full name of the office that collects, as far as it is one of the list's units."""
        return next((unit.full_name for unit in self.units if unit.name == self.office), self.office)

    def lead_names(self, project: Project) -> tuple[str, ...]:
        """Return the names of the units that lead a project, in the list's order."""
        return tuple(self.unit_names[unit] for unit in project.lead_units)

    def has_unit(self, unit_id: str) -> bool:
        """Whether there is a unit with that id."""
        return unit_id in self._units

    def has_project(self, project_id: str) -> bool:
        """Whether there is a project with that id."""
        return project_id in self._projects

    def unit(self, unit_id: str) -> Unit:
        """Return the unit with that id; KeyError when there is none."""
        return self._units[unit_id]

    def project(self, project_id: str) -> Project:
        """Return the project with that id; KeyError when there is none."""
        return self._projects[project_id]

    def find_project(self, project_id: str) -> Project | None:
        """Return the project with that id, or None."""
        return self._projects.get(project_id)

    def own_values(self, project: Project) -> dict[str, str | None]:
        """Return what a project's entry holds in the list's own columns before its unit has said anything."""
        return {column.key: project.extra.get(column.key) for column in self.form.own}

    def led_by(self, unit_id: str) -> tuple[Project, ...]:
        """Return the projects a unit leads, in official order."""
        return self._led.get(unit_id, ())

    def rows(self) -> tuple[tuple[Project, Unit], ...]:
        """Return each (project, lead unit) row in official order."""
        return tuple((p, self.unit(u)) for p in self.projects for u in p.lead_units)

    def months(self) -> tuple[Month, ...]:
        """Return the reporting months in order, without the closing period."""
        several = (self.first_month.shift(i) for i in range(self.last_month.months_since(self.first_month) + 1))
        return tuple(month for month in several if not self.months_only or month.month in self.months_only)

    def following(self, month: Month) -> Month | None:
        """Return the period that returns are asked for next; after December the closing one, None after that."""
        later = next((one for one in self.months() if one > month and not month.final), None)
        is_last = later is None and not month.final and (month.year, month.month) == (self.year, 12)
        return Month.closing(self.year) if is_last else later

    def has(self, month: Month) -> bool:
        """Whether returns are asked for a month by this list."""
        return month.year == self.year if month.final else month in self.months()

    def due(self, month: Month) -> date:
        """Return the last day on which a return is on time.

        每月25日前, 次月5日前, a date of its own, or for the closing period 10 January; moved to the working day before
        where rest days are set, but for a date that was set for that very month.
        """
        own = dict(self.due_dates).get(month)
        if own is not None:
            return own
        if month.final:
            day = date(self.year + 1, *self.due_final)
        else:
            day = month.shift(self.due_offset).day(self.due_day) - timedelta(days=0 if self.due_inclusive else 1)
        while self.rest_days is not None and self.rest_days.holds(day):
            day -= timedelta(days=1)
        return day

    def cut_off(self, month: Month) -> date:
        """Return the day up to which a month's progress is told, whatever day returns are due."""
        if month.final:
            return month.last_day
        if self.due_cutoff is not None:
            return month.day(self.due_cutoff)
        own = dict(self.due_dates).get(month)
        if own is not None:
            return min(own, month.last_day)
        return month.last_day if self.due_offset else month.day(self.due_day)
