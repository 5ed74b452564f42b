"""What ``projects.yaml`` and ``contacts.yaml`` may say, part by part: the boundary where text becomes values.

All scalars arrive as text (see ``yaml_strict``). A part that is wrong yields faults in Chinese, at its path;
the parts beside it are still read, so that all faults are found in one go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from minsheng_cli.catalogue.faults import Fault
from minsheng_cli.catalogue.scalars import (
    Blank,
    ColumnWidth,
    CourseText,
    Day,
    DeadlineText,
    Email,
    MonthText,
    Name,
    Number,
    Text,
    YesNo,
    whole,
)
from minsheng_cli.form_spec import ALIGNS, WIDTHS, Column, prompt_of
from minsheng_cli.identity.names import closest
from minsheng_cli.model import IndicatorKind, Measure  # noqa: TC001 - pydantic reads the annotations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from minsheng_cli.config.yaml_strict import Path, Plain


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


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class DocumentPart(_Part):
    """The paper the year's list was issued with."""

    number: Text
    title: Text
    issuer: Text
    date: Day


class FormPart(_Part):
    """What the form and the consolidated table are called; the list's own columns are read one by one."""

    label: Text
    title: Text
    summary_title: Text
    columns: Any = None


class ColumnPart(_Part):
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
            self.width or WIDTHS[self.kind],
            ALIGNS[self.kind],
            prompt_of(self.kind, self.header, self.choices, required=self.required),
            tuple(self.choices),
            required=self.required,
            public=self.public,
            person=self.person,
            role=self.role or "",
            own=True,
        )


class MonthsPart(_Part):
    """First and last reporting month."""

    first: MonthText
    last: MonthText


class DuePart(_Part):
    """The day returns are due."""

    day: Annotated[int, whole(1, 31)]
    inclusive: YesNo


class HeadPart(_Part):
    """The file as a whole; the items of its lists are read one by one."""

    year: Annotated[int, whole(2000, 2099)]
    district: Text
    office: Text
    document: DocumentPart
    form: FormPart
    months: MonthsPart
    due: DuePart
    sections: Any
    units: Any
    projects: Any
    overlaps: Any = None
    amendments: Any = None


class SectionPart(_Part):
    """A heading of Attachment 1."""

    id: Name
    title: Text
    short: Text


class AliasPart(_Part):
    """Another spelling of a unit's name."""

    name: Text
    since: MonthText | None = None
    until: MonthText | None = None


Aliases = Annotated[list[Annotated[AliasPart, BeforeValidator(_alias)]], Emptyable]


class ContactPart(_Part):
    """Whom to write to at a unit."""

    name: Blank = ""
    phone: Blank = ""
    email: Email = ""


class UnitPart(_Part):
    """A lead unit."""

    name: Name
    full_name: Text
    aliases: Aliases = []
    lookalikes: Aliases = []
    contact: ContactPart | None = None


class IndicatorPart(_Part):
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


class ProjectPart(_Part):
    """One line of Attachment 1; its indicators are read one by one."""

    id: Name
    section: Name
    number: Text
    name: Text
    lead_units: Annotated[list[Text], Field(min_length=1)]
    responsible: Text
    target: Text
    deadline: DeadlineText
    remark: Blank
    extra: Extra = {}
    course: CourseText | None = None
    indicators: Any = None


class OverlapPart(_Part):
    """Indicators that count the same things."""

    indicators: Annotated[list[Name], Field(min_length=2)]
    binding: Name
    note: Blank = ""


class IndicatorChange(_Part):
    """A target that was set or changed."""

    id: Name
    target: Number
    unit: Blank = ""
    note: Blank = ""


class UnitChange(_Part):
    """A unit that was renamed or taken over."""

    id: Name
    name: Name
    full_name: Text


class ProjectChange(_Part):
    """A project whose text, deadline or lead changed."""

    id: Name
    target: Text | None = None
    deadline: DeadlineText | None = None
    lead_units: Annotated[list[Text], Field(min_length=1)] | None = None
    extra: Extra = {}


class AmendmentPart(_Part):
    """A dated change and the paper it rests on."""

    since: MonthText
    source: Text
    note: Blank = ""
    indicators: Annotated[list[IndicatorChange], Emptyable] = []
    units: Annotated[list[UnitChange], Emptyable] = []
    projects: Annotated[list[ProjectChange], Emptyable] = []


# ---------------------------------------------------------------- reading

Part = TypeVar("Part", bound=_Part)


@dataclass(frozen=True, slots=True)
class Placed(Generic[Part]):
    """A sound part and where it stands."""

    path: Path
    part: Part


def take(shape: type[Part], value: Plain, path: Path, faults: list[Fault]) -> Placed[Part] | None:
    """Read one part; note its faults and return None when there are any."""
    try:
        return Placed(path, shape.model_validate(value))
    except ValidationError as error:
        faults += (_fault(problem, path, shape) for problem in error.errors(include_url=False, include_context=True))
        return None


def take_each(shape: type[Part], value: Plain, path: Path, faults: list[Fault]) -> Iterator[Placed[Part]]:
    """Read each item of a list; an item that is wrong does not hide the next."""
    if not isinstance(value, list):
        faults.append(Fault(path, "这里应是列表，每一项以“- ”开头"))
        return
    for index, item in enumerate(value):
        placed = take(shape, item, (*path, index), faults)
        if placed is not None:
            yield placed


_WHY = {
    "missing": "缺少这一项",
    "model_type": "这里应是若干行“名称: 内容”",
    "list_type": "这里应是列表，写成 [甲, 乙] 或每项一行、以“- ”开头",
    "too_short": "至少要写 {min_length} 项",
    "dict_type": "这里应是若干行“名称: 内容”",
    "literal_error": "“{input}”不对，只能写 {allowed}",
}


def _fault(problem: Mapping[str, Any], path: Path, shape: type[BaseModel]) -> Fault:
    kind, where = problem["type"], tuple(problem["loc"])
    if kind == "extra_forbidden":
        known = _fields_at(shape, where[:-1])
        meant = closest(str(where[-1]), {name: name for name in known})
        return Fault((*path, *where), "没有这一项" + (f"，您是指“{meant}”吗？" if meant else "，请检查拼写"))
    if problem["input"] is None and kind != "fault":
        return Fault((*path, *where), "没有填写")
    context = problem.get("ctx", {})
    allowed = "、".join(re.findall(r"'([\w-]+)'", str(context.get("expected", ""))))
    why = problem["msg"] if kind == "fault" else _WHY.get(kind, "写法不对，请对照文件中的说明修改")
    if kind != "fault":
        why = why.format(input=problem["input"], allowed=allowed, min_length=context.get("min_length"))
    return Fault((*path, *where), why)


def _fields_at(shape: type[BaseModel], where: Path) -> tuple[str, ...]:
    """Return the fields known at a place inside a part."""
    found: type[BaseModel] = shape
    for step in where:
        if isinstance(step, str) and step in found.model_fields:
            inner = _model_in(found.model_fields[step].annotation)
            if inner is not None:
                found = inner
    return tuple(found.model_fields)


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inside = (_model_in(a) for a in getattr(annotation, "__args__", ()))
    return next((m for m in inside if m is not None), None)
