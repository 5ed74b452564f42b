"""What ``projects.yaml`` and ``contacts.yaml`` may say, part by part: the boundary where text becomes values.

Read by ``config.check``, which tells what is wrong.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from minsheng_cli.config.check import Part
from minsheng_cli.form_spec import ALIGNS, Column, prompt_of, width_for
from minsheng_cli.model import Course, IndicatorKind, Measure, Month, Step
from minsheng_cli.scalars import Blank, Day, DayOfYear, Email, Name, Number, Text, Value, YesNo, number, text, whole


def _month(value: object) -> Month:
    said = text(value)
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", said, re.ASCII):
        raise ValueError(f"“{said}”不是月份，应写成 2025-04 的样子")
    return Month.parse(said)


def _due_day(value: object) -> int:
    """Read a day of the month; ``last`` is 31, which in a shorter month is its last day."""
    said = text(value)
    if said == "last":
        return 31
    if not re.fullmatch(r"\d{1,2}", said, re.ASCII) or not 1 <= int(said) <= 31:  # noqa: PLR2004 - days of a month
        raise ValueError(f"“{said}”应是 1 到 31 之间的整数，或写 last（当月最后一天）")
    return int(said)


def _course(value: object) -> Course:
    if isinstance(value, dict):
        if not value:
            raise ValueError("没有写节点")
        return Course("steps", tuple(sorted((_step(*item) for item in value.items()), key=lambda s: s.month)))
    if isinstance(value, list):
        raise ValueError('节点应写成 {"2025-06": 30, "2025-09": "80%"} 的样子')  # noqa: TRY004 - as all readers
    said = text(value)
    if said == "linear":
        return Course("linear")
    if said == "at-deadline":
        return Course("at-deadline")
    raise ValueError(f'“{said}”只能写 linear、at-deadline，或 {{"2025-06": 30, "2025-09": "80%"}} 这样的节点')


def _step(month: object, value: object) -> Step:
    said = text(value).strip()
    if not said.endswith("%"):
        return Step(_month(month), number(said))
    part = number(said.removesuffix("%").strip())
    if part > 100:  # noqa: PLR2004 - per cent
        raise ValueError(f"“{said}”超过了目标的 100%")
    return Step(_month(month), part, is_share=True)


NARROWEST, WIDEST = 4, 80
"""Characters of the default font that a column of the list's own may be wide."""


def _width(value: object) -> float:
    said = text(value)
    if not re.fullmatch(r"\d{1,2}(?:\.\d)?", said, re.ASCII) or not NARROWEST <= float(said) <= WIDEST:
        raise ValueError(f"“{said}”不是栏宽，应是 {NARROWEST} 到 {WIDEST} 之间的数（一个汉字约占 2）")
    return float(said)


def _forerunner(value: object) -> str:
    said = text(value)
    if not re.fullmatch(r"20\d\d/\S+", said, re.ASCII):
        raise ValueError(f"“{said}”应写成 2025/S01 的样子（年份/当年的项目编号）")
    return said


def _deadline(value: object) -> str:
    said = text(value)
    if not re.fullmatch(r"20\d\d\.(0[1-9]|1[0-2])", said, re.ASCII):
        raise ValueError(f"“{said}”不是完成时限，应写成 2025.12 的样子（月份写两位）")
    return said


MonthText = Annotated[Month, Value(_month)]
DeadlineText = Annotated[str, Value(_deadline)]
ColumnWidth = Annotated[float, Value(_width)]
CourseText = Annotated[Course, Value(_course)]
DueDay = Annotated[int, Value(_due_day)]
Forerunner = Annotated[str, Value(_forerunner)]


def _alias(value: object) -> object:
    return {"name": value} if isinstance(value, str) or value is None else value


def _list(value: object) -> object:
    return [] if value is None else value


def _mapping(value: object) -> object:
    """Leave out what is not filled in: an empty line is no value."""
    return {k: v for k, v in (value or {}).items() if v is not None} if isinstance(value, dict | None) else value


Emptyable = BeforeValidator(_list)
Extra = Annotated[dict[str, Text], BeforeValidator(_mapping)]
"""What the office fills in, by the list's own columns."""

# ---------------------------------------------------------------- parts


class DocumentPart(Part):
    """The paper the year's list was issued with."""

    number: Text
    title: Text
    issuer: Text
    date: Day


class FormPart(Part):
    """What the form and the consolidated table are called; the list's own columns are read one by one."""

    label: Text
    title: Text
    summary_title: Text
    columns: Any = None


class ColumnPart(Part):
    """A column of the list's own, beside the nine of the notice."""

    key: Name
    header: Text
    after: Text = "contact"
    kind: Literal["text", "money", "number", "percent", "date", "choice"] = "text"
    choices: Annotated[list[Text], Emptyable] = []
    aliases: Annotated[list[Text], Emptyable] = []
    width: ColumnWidth | None = None
    required: YesNo = False
    fill: Literal["unit", "office"] = "unit"
    public: YesNo = False
    person: YesNo = False
    role: Literal["planned-investment", "start"] | None = None

    def column(self) -> Column:
        """Return the column as the form has it."""
        return Column(
            self.key,
            self.header,
            tuple(self.aliases),
            self.kind,
            self.fill,
            self.width or width_for(self.kind, self.header),
            ALIGNS[self.kind],
            prompt_of(self.kind, self.header, self.choices, required=self.required),
            tuple(self.choices),
            required=self.required,
            public=self.public,
            person=self.person,
            role=self.role or "",
            own=True,
        )


class MonthsPart(Part):
    """First and last reporting month."""

    first: MonthText
    last: MonthText
    only: Annotated[list[Annotated[int, whole(1, 12)]], Emptyable] = []


class DuePart(Part):
    """The day returns are due."""

    day: DueDay
    inclusive: YesNo = True
    offset: Annotated[int, whole(0, 3)] = 0
    dates: dict[MonthText, Day] | None = None
    cutoff: DueDay | None = None
    final: DayOfYear = (1, 10)


class TermsPart(Part):
    """What the papers call things, where the list's title does not tell."""

    topic: Text | None = None
    we: Text | None = None
    you: Text | None = None


class HeadPart(Part):
    """The file as a whole; the items of its lists are read one by one."""

    year: Annotated[int, whole(2000, 2099)]
    district: Text
    office: Text
    document: DocumentPart
    form: FormPart
    months: MonthsPart
    due: DuePart
    terms: TermsPart | None = None
    sections: Any = None
    units: Any
    projects: Any
    overlaps: Any = None
    amendments: Any = None


class SectionPart(Part):
    """A heading of Attachment 1."""

    id: Name
    title: Text
    short: Text


class AliasPart(Part):
    """Another spelling of a unit's name."""

    name: Text
    since: MonthText | None = None
    until: MonthText | None = None


Aliases = Annotated[list[Annotated[AliasPart, BeforeValidator(_alias)]], Emptyable]


class ContactPart(Part):
    """Whom to write to at a unit."""

    name: Blank = ""
    phone: Blank = ""
    email: Email = ""


class UnitPart(Part):
    """A lead unit."""

    name: Name
    full_name: Text
    aliases: Aliases = []
    lookalikes: Aliases = []
    contact: ContactPart | None = None


class IndicatorPart(Part):
    """A countable promise."""

    id: Name
    kind: IndicatorKind
    name: Text
    target: Number | None = None
    unit: Blank = ""
    qualifier: Blank = ""
    measure: Measure = "cumulative"
    part_of: Name | None = None
    note: Blank = ""
    course: CourseText | None = None
    lead: Blank = ""


class ProjectPart(Part):
    """One line of Attachment 1; its indicators are read one by one."""

    id: Name
    section: Name | None = None
    number: Text
    name: Text
    lead_units: Annotated[list[Text], Field(min_length=1)]
    responsible: Text
    target: Text
    deadline: DeadlineText
    remark: Blank = ""
    continues: Forerunner | None = None
    extra: Extra = {}
    course: CourseText | None = None
    indicators: Any = None


class OverlapPart(Part):
    """Indicators that count the same things."""

    indicators: Annotated[list[Name], Field(min_length=2)]
    binding: Name
    note: Blank = ""


class IndicatorChange(Part):
    """A target that was set or changed, or an indicator's name."""

    id: Name
    target: Number | None = None
    name: Text | None = None
    unit: Blank = ""
    qualifier: Blank | None = None
    note: Blank = ""
    course: CourseText | None = None
    lead: Text | None = None


class UnitChange(Part):
    """A unit that was renamed or taken over."""

    id: Name
    name: Name
    full_name: Text


class ProjectChange(Part):
    """A project of which something changed: what is not written stays."""

    id: Name
    name: Text | None = None
    responsible: Text | None = None
    target: Text | None = None
    deadline: DeadlineText | None = None
    remark: Blank | None = None
    extra: Extra = {}
    lead_units: Annotated[list[Text], Field(min_length=1)] | None = None
    course: CourseText | None = None


class AddedProject(ProjectPart):
    """A project that came in mid-year, perhaps in the place of another."""

    replaces: Name | None = None
    after: Name | None = None  # the project it is listed after; default: last of its section


class AddedIndicator(IndicatorPart):
    """An indicator that came in mid-year, perhaps in the place of another."""

    project: Name
    replaces: Name | None = None


class AddPart(Part):
    """What an amendment adds; its items are read one by one."""

    projects: Any = None
    indicators: Any = None


class EndPart(Part):
    """What an amendment ends."""

    projects: Annotated[list[Name], Emptyable] = []
    indicators: Annotated[list[Name], Emptyable] = []


class AmendmentPart(Part):
    """A dated change and the paper it rests on."""

    since: MonthText
    source: Text
    note: Blank = ""
    district: Text | None = None
    office: Text | None = None
    add: AddPart | None = None
    end: EndPart | None = None
    indicators: Annotated[list[IndicatorChange], Emptyable] = []
    units: Annotated[list[UnitChange], Emptyable] = []
    projects: Annotated[list[ProjectChange], Emptyable] = []
