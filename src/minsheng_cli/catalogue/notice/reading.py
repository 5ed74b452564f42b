"""The list in a notice as read from its document: what stands there, character by character, and what was not read.

Nothing is concluded here: a cell that is empty stays empty, a row that is not understood is named. Rows of one
project that belong to several lead units become several projects; rows of the same lead become one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from minsheng_cli.catalogue.notice.columns import ROLE_NAMES, NoticeColumn, Role, chosen, columns, headings
from minsheng_cli.catalogue.notice.deadline import Deadline, read_deadline
from minsheng_cli.catalogue.notice.head import Head, read_head
from minsheng_cli.catalogue.notice.indicators import offers
from minsheng_cli.catalogue.notice.outline import outline
from minsheng_cli.catalogue.notice.units import FIRST_LEADS, is_unit, read_units
from minsheng_cli.nouns import dataclass, field, replace
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from decimal import Decimal

Cells = Mapping[tuple[int, int], str]
Bands = Sequence[tuple[int, str, int]]
"""(first row, name, its number there) of each stretch of rows that is counted by itself: 正文, 表1, a sheet's name."""
Choices = Mapping[str, Role]
"""Heading → what the clerk says the column holds."""

PROSE = "正文"
_TOTAL = compile_when_used(r"(?:合|总|小|共)\s*计|总\s*数")
_REMARKS = compile_when_used(r"(?:注|备注|说明|附注)\s*[：:]|注[1-9一]?[.．、]")
_NEXT_PAGE = compile_when_used(r"续表|[（(]续[)）]|^续")
_NUMBERED = compile_when_used(r"(\d{1,3})[.．、]\s*(?=\D)")
_BY_THEN = compile_when_used(
    r"(?:20\d\d年)?(?<!\d)(?:1[0-2]|[1-9])月(?:\d{1,2}日|底|末)?(?:之?前)?，?[^，,。；;\n]{0,20}?(?:完成|建成|竣工|交付|完工|投用|投入使用)"
)
"""11月底前建成, where no column says by when."""
_HAN_NUMBER = compile_when_used(r"[（(]?[一二三四五六七八九十]{1,3}[）)]?、?")
_NOTHING = compile_when_used(r"[-—–―─/\\无]*")
_LONGEST_NAME = 45
NONE = "—"  # how the list writes that nobody else is responsible


@dataclass(frozen=True)
class Row:
    """One project as the list has it; an empty text where it has none."""

    place: str  # 表1第3行
    number: str
    name: str
    lead_units: tuple[str, ...]
    responsible: str
    target: str
    deadline: str  # 2025.12, "" when not even the year is known
    remark: str
    deadline_text: str = ""  # as printed
    deadline_sure: bool = True
    extra: dict[str, str] = field(default_factory=dict)  # by heading
    part: str = ""  # 子项目: what it is of a project that has several


@dataclass()
class NoticeSection:
    """A heading and the projects under it."""

    title: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Notice:
    """What was read, what each column was taken for, and a sentence for whatever was not read."""

    head: Head
    sections: tuple[NoticeSection, ...]
    unread: tuple[str, ...]  # a sentence each
    columns: tuple[NoticeColumn, ...] = ()
    list_title: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return all projects."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def units(self) -> tuple[str, ...]:
        """Return the lead units in the order they occur."""
        return tuple(dict.fromkeys(unit for row in self.rows for unit in row.lead_units))

    @property
    def extra(self) -> tuple[str, ...]:
        """Return the headings of columns of the list's own, in a text the labels of its lines."""
        headed = (c.heading for c in self.columns if c.role == "extra")
        return tuple(dict.fromkeys((*headed, *(label for row in self.rows for label in row.extra))))


def read(
    cells: Cells,
    merges: Iterable[tuple[int, int, int, int]],
    bands: Bands,
    choices: Choices | None = None,
) -> Notice | None:
    """Return what a document says; None when it holds no list of projects, neither as a table nor as a text."""
    reader = _Reader(cells, merges, bands, choices or {})
    for name, rows in reader.tables():
        reader.table(name, rows)
    before = reader.first_table
    lines = reader.paragraphs()
    if before is None:
        return _from_text(lines)
    return _finished(reader, read_head(lines, reader.paragraphs(before), reader.titles))


# ---------------------------------------------------------------- tables


@dataclass()
class _Line:
    """One row of the table before its units and dates are read."""

    row: int
    told: dict[Role, str]
    extra: dict[str, str]
    again: bool  # a further row of the project before


@dataclass()
class _Part:
    """A stretch of rows under one heading."""

    title: str
    lines: list[_Line] = field(default_factory=list)


class _Reader:
    """Walks through the tables of a document."""

    def __init__(
        self, cells: Cells, merges: Iterable[tuple[int, int, int, int]], bands: Bands, choices: Choices
    ) -> None:
        self.bands, self.choices = bands or ((1, "表1", 1),), choices
        self.rows: dict[int, dict[int, str]] = {}
        for row, col in sorted(cells):
            self.rows.setdefault(row, {})[col] = cells[row, col]
        self.merges = tuple(merges)
        self.above: dict[tuple[int, int], int] = {}  # cell covered by one higher up → the row that has its text
        self.wide: dict[tuple[int, int], tuple[int, int]] = {}  # cell → (first, last column) of its merge
        for top, first, bottom, last in self.merges:
            for row in range(top, bottom + 1):
                for col in range(first, last + 1):
                    self.wide[row, col] = (first, last)
                    if row > top:
                        self.above[row, col] = top
        self.parts: list[_Part] = []
        self.unread: list[str] = []
        self.columns: dict[str, NoticeColumn] = {}
        self.titles: list[str] = []  # of each table of projects
        self.first_table: int | None = None
        self.filled: dict[int, list[Role]] = {}  # row → columns taken over from a merged cell above
        self.first_leads = False  # of several units in one cell, as the list itself says
        self._last: tuple[NoticeColumn, ...] = ()

    def place(self, row: int) -> str:
        first, name, number = next(b for b in reversed(self.bands) if b[0] <= row)
        return f"{name}第{number + row - first}行"

    def stretches(self) -> Iterator[tuple[str, list[int]]]:
        for name, rows in groupby(self.rows, key=lambda row: next(b[1] for b in reversed(self.bands) if b[0] <= row)):
            yield name, list(rows)

    def tables(self) -> Iterator[tuple[str, list[int]]]:
        return ((name, rows) for name, rows in self.stretches() if name != PROSE)

    def paragraphs(self, before: int | None = None) -> list[str]:
        """Return the lines of text outside tables, up to a row."""
        texts = [
            text
            for name, rows in self.stretches()
            for row in rows
            if (before is None or row < before) and (name == PROSE or len(self.rows[row]) == 1)
            for text in self.rows[row].values()
        ]
        return [line.strip() for text in texts for line in text.split("\n") if line.strip()]

    def table(self, name: str, rows: list[int]) -> None:
        """Read one table or sheet; what is none of projects is named unless it is the empty form itself."""
        found: tuple[NoticeColumn, ...] = ()
        skip = 0
        part: _Part | None = None
        for at, row in enumerate(rows):
            if skip:
                skip -= 1
                continue
            header, height = self._header(rows, at)
            if header:
                if not found:
                    part = self._begun(self._title(rows, at), header)
                    self.first_table = rows[0] if self.first_table is None else self.first_table
                found, skip = self._chosen(header), height - 1
                self._last = found
                self.columns |= {c.heading: c for c in found}
            elif found and part is not None:
                part = self._row(row, found, part)
        if not found and self.parts and self._goes_on(rows):
            part = self.parts[-1]
            for row in rows:
                part = self._row(row, self._last, part)
        elif not found and self.parts:
            sample = "".join(self.rows[rows[0]].values())
            if not any(word in sample for word in ("工作进展", "完成投资")):  # Attachment 2 itself
                self.unread.append(f"{name}没有“项目名称、目标任务、单位”这样的表头，未读入。")

    def _begun(self, title: str, header: tuple[NoticeColumn, ...]) -> _Part:
        """Return the part a table begins, or the one it goes on with: the next page, with its heading again."""
        same = [c.heading for c in header] == [c.heading for c in self._last]
        if self.parts and same and (_NEXT_PAGE.search(title) or title in ("", self.titles[-1])):
            return self.parts[-1]
        self.titles.append(title)
        self.parts.append(_Part(title))
        return self.parts[-1]

    def _goes_on(self, rows: list[int]) -> bool:
        """Whether a table without a heading is the next page of the one before: its first row is a numbered project."""
        first = self.rows[rows[0]]
        cols = {c.role: c.col for c in self._last}
        filled = all(first.get(cols[role], "").strip() for role in ("name", "target", "lead") if role in cols)
        numbered = first.get(cols.get("number", 0), "").strip().isdigit()
        return filled and numbered and max(first) <= max(c.col for c in self._last)

    def _chosen(self, header: tuple[NoticeColumn, ...]) -> tuple[NoticeColumn, ...]:
        for column in header:
            if column.heading in self.choices:
                header = chosen(header, column.col, self.choices[column.heading])
        return header

    def _header(self, rows: list[int], at: int) -> tuple[tuple[NoticeColumn, ...] | None, int]:
        """Return the columns when a row (or it and the next) is a heading, and how many rows that takes."""
        row = rows[at]
        here = self.rows[row]
        spans: dict[int, str] = {}
        for col, text in here.items():
            first, last = self.wide.get((row, col), (col, col))
            spans |= dict.fromkeys(range(first, last + 1), text)
        if len(spans) > len(here) > 1 and at + 1 < len(rows):  # one cell over all of them is the title
            below = {c: t for c, t in self.rows[rows[at + 1]].items() if (rows[at + 1], c) not in self.above}
            if below and len(below) < len(spans) and all(c in spans for c in below):
                both = columns(headings((here, below), spans))
                if both:
                    return both, 2
        return columns(headings((here,), {})), 1

    def _title(self, rows: list[int], at: int) -> str:
        """Return the title of a table: in its own rows above the heading, or the paragraph right above it."""
        own = [t.strip() for row in rows[:at] for t in self.rows[row].values() if t.strip()]
        if own:
            return " ".join(next((t for t in own if "表" in t or "清单" in t or "20" in t), own[0]).split())
        above = [row for row in self.rows if row < rows[0]]
        for row in reversed(above[-3:]):
            if next(b[1] for b in reversed(self.bands) if b[0] <= row) != PROSE:
                break
            lines = [w.strip() for w in self.rows[row].get(1, "").split("\n") if w.strip()]
            for line in reversed(lines):
                if not re.search(r"单位\s*[：:]|^附件\d*$|年\d{1,2}月|。$", line):
                    return line
        return ""

    def _row(self, row: int, found: tuple[NoticeColumn, ...], part: _Part) -> _Part:
        """Take in one row below the headings; return the part that the next row belongs to."""
        here = {col: text for col, text in self.rows[row].items() if text.strip()}
        if not here:
            return part
        told, taken = self._texts_by_role(row, found)
        number, name = told.get("number", "").strip(), told.get("name", "").strip()
        aside = self._aside(here, name)
        title = self._section_title(here, told, taken, found) or self._numbered_heading(row, told, found)
        again = ("name" in taken or (not name and not number)) and bool(part.lines)
        if not aside and not title and not name and not again:
            aside = "没有项目名称"
        if aside:
            said = "；".join(text.strip() for text in here.values())
            self.unread.append(f"{self.place(row)}{aside}，未读入：“{said}”")
            return part
        if title:
            return self._section(part, title)
        group = told.get("section", "").strip()
        if group and group != part.title:
            part, again = self._section(part, group), False
        if again and not name:
            self.unread.append(f"{self.place(row)}没有项目名称，作为上一项的另一行读入，请核对。")
        last = part.lines[-1].told if part.lines else {}
        # The name may be written out on each of its rows.
        again = again or bool(name and last.get("name") == name and number in ("", last.get("number")))
        covered = [c.role for c in found if (row, c.col) in self.above and c.role not in ("extra", "none")]
        if covered and not again:
            self.filled[row] = covered
        extra = {c.heading: self._at(row, c.col).strip() for c in found if c.role == "extra"}
        part.lines.append(_Line(row, told, extra, again))
        known = {c.col for c in found}
        self.unread += (
            f"{self.place(row)}第{col}栏不在表头所列各栏之内，未读入：“{text.strip()}”"
            for col, text in here.items()
            if col not in known
        )
        return part

    @staticmethod
    def _aside(here: dict[int, str], name: str) -> str:
        """Return why a row is none of the list's ("是合计行"), "" when it may be one."""
        first = next(iter(here.values())).strip()
        if _TOTAL.fullmatch("".join(name.split())) or _TOTAL.match("".join(first.split())[:4]):
            return "是合计行"
        return "是表下的说明" if len(here) == 1 and _REMARKS.match(first) else ""

    @staticmethod
    def _section_title(
        here: dict[int, str], told: Mapping[Role, str], taken: Sequence[Role], found: tuple[NoticeColumn, ...]
    ) -> str:
        """Return the heading a row is: its only text stands at its beginning, or after 一、 with nothing behind it."""
        first = next(iter(here.values())).strip()
        name_col = next(c.col for c in found if c.role == "name")
        if len(here) == 1 and not taken and not first.isdigit() and min(here) <= name_col:
            return first
        number, name = told.get("number", "").strip(), told.get("name", "").strip()
        bare = not told.get("target", "").strip() and not told.get("lead", "").strip()
        if bare and name and _HAN_NUMBER.fullmatch(number):
            return f"{number.rstrip('、')}{'' if number.endswith(('）', ')')) else '、'}{name}"
        return ""

    def _numbered_heading(self, row: int, told: Mapping[Role, str], found: tuple[NoticeColumn, ...]) -> str:
        """Return the heading a row is whose number the rows below carry on: 1 over 1.1 and 1.2."""
        number, name = told.get("number", "").strip(), told.get("name", "").strip()
        if not (number.isdigit() and name) or told.get("lead", "").strip() or told.get("deadline", "").strip():
            return ""
        col = next(c.col for c in found if c.role == "number")
        below = (self.rows[r].get(col, "").strip() for r in self.rows if r > row)
        return f"{number}、{name}" if next(below, "").startswith((f"{number}.", f"{number}．", f"{number}-")) else ""

    def _section(self, part: _Part, title: str) -> _Part:
        if part.lines:
            part = _Part(title)
            self.parts.append(part)
        else:  # nothing stands under the heading before: the table's own title, most often
            part.title = title
        return part

    def _texts_by_role(self, row: int, found: tuple[NoticeColumn, ...]) -> tuple[dict[Role, str], list[Role]]:
        """Return the row's texts by role, and the roles whose text stands in a merged cell further up."""
        told: dict[Role, str] = {}
        taken: list[Role] = []
        for column in found:
            text = self._at(row, column.col).strip("\n")
            if column.role in ("extra", "none"):
                continue
            if (row, column.col) in self.above and text.strip():
                taken.append(column.role)
            before = told.get(column.role, "")
            several = column.role in ("target", "responsible") and before.strip() and text.strip()
            told[column.role] = f"{before}\n{text}" if several else (before if before.strip() else text)
        if "number" not in told and (counted := _NUMBERED.match(told.get("name", "").strip())):  # 14.改扩建学校
            told["number"], told["name"] = counted[1], told["name"].strip()[counted.end() :]
        if "target" not in told and told.get("name", "").strip():  # 项目名称及主要内容 in one column
            told["target"] = told["name"]
            told["name"] = re.split(r"[。：:；;\n]", told["name"].strip())[0][:_LONGEST_NAME]
        return told, taken

    def _at(self, row: int, col: int) -> str:
        own = self.rows[row].get(col, "")
        top = self.above.get((row, col))
        if own.strip() or top is None:
            return own
        first = self.wide[row, col][0]
        return self.rows.get(top, {}).get(first, "") if first == col else ""


def _finished(reader: _Reader, head: Head) -> Notice:
    lines = [line for part in reader.parts for line in part.lines]
    known = frozenset(
        name.strip()
        for line in lines
        for role in ("lead", "responsible")
        for name in re.split(r"[、，,；;]", line.told.get(role, ""))
        if name.strip() and not re.search(r"[\s和及与]", name.strip())
    )
    several = len([p for p in reader.parts if p.lines]) > 1
    reader.first_leads = any(FIRST_LEADS.search(text) for cells in reader.rows.values() for text in cells.values())
    sections: list[NoticeSection] = []
    for part in reader.parts:
        if not part.lines:
            if part.title and part.title not in reader.titles:
                reader.unread.append(f"“{part.title}”之下没有项目，未读入。")
            continue
        title = part.title if several or part.title not in reader.titles else ""
        if sections and not title:
            sections[-1].rows += _rows(reader, part.lines, head, known)
            continue
        sections.append(NoticeSection(title, _rows(reader, part.lines, head, known)))
    for row, roles in reader.filled.items():
        for role in roles:
            top = min(reader.above[row, c.col] for c in reader.columns.values() if (row, c.col) in reader.above)
            reader.unread.append(
                f"{reader.place(row)}的“{ROLE_NAMES[role]}”与{reader.place(top)}是合并单元格，按同一内容读入，请核对。"
            )
    reader.unread += _count_mismatches(sections)
    if reader.columns and not any(c.role == "target" for c in reader.columns.values()):
        reader.unread.append("表中没有目标任务一栏，项目名称一栏兼作目标任务，请核对。")
    title = next((t for t in reader.titles if t), "")
    return Notice(head, tuple(sections), tuple(dict.fromkeys(reader.unread)), tuple(reader.columns.values()), title)


def _rows(reader: _Reader, lines: list[_Line], head: Head, known: frozenset[str]) -> list[Row]:
    """Return the projects of a section: rows of one project are one where the same unit leads them."""
    groups: list[list[Row]] = []
    for line in lines:
        row = _row(reader, line, head, known)
        if line.again and groups:
            before = groups[-1][-1]
            row = replace(row, number=before.number, name=before.name, lead_units=row.lead_units or before.lead_units)
            if _mergeable(before, row):
                groups[-1][-1] = _merged(before, row)
            else:
                groups[-1].append(row)
        else:
            groups.append([row])
    return _numbered_apart([row for group in groups for row in _told_apart(reader, group)])


def _numbered_apart(rows: list[Row]) -> list[Row]:
    """Return the rows with 2-1, 2-2 where one number stands in a merged cell beside several projects."""
    count = Counter(row.number for row in rows if row.number)
    seen: Counter[str] = Counter()
    out = []
    for row in rows:
        seen[row.number] += 1
        several = count[row.number] > 1
        out.append(replace(row, number=f"{row.number}-{seen[row.number]}") if several else row)
    return out


def _mergeable(before: Row, row: Row) -> bool:
    same = all(before.extra.get(k) == v or not v for k, v in row.extra.items()) and not row.part
    return before.lead_units == row.lead_units and before.deadline == row.deadline and same


def _merged(before: Row, row: Row) -> Row:
    def both(one: str, other: str, between: str) -> str:
        return one if other in ("", NONE, one) else other if one in ("", NONE) else one + between + other

    return replace(
        before,
        target=both(before.target, row.target, "\n"),
        responsible=both(before.responsible, row.responsible, "、"),
        remark=both(before.remark, row.remark, "；"),
    )


def _told_apart(reader: _Reader, group: list[Row]) -> list[Row]:
    if len(group) == 1:
        return [replace(row, name=f"{row.name}（{row.part}）") if row.part else row for row in group]
    leads = ["、".join(row.lead_units) for row in group]
    numbers = [str(n) for n in range(1, len(group) + 1)]
    parts = [row.part for row in group]
    words = next((w for w in (parts, leads) if all(w) and len(set(w)) == len(w)), numbers)
    first = group[0]
    why = "各是子项目" if words is parts else "各有牵头单位或时限"
    reader.unread.append(
        f"“{first.name}”（{first.place}起）分 {len(group)} 行，{why}，分作 {len(group)} 项，"
        "序号和名称之后加了区别，请核对。"
    )
    return [
        replace(row, number=f"{row.number}-{n}" if row.number else "", name=f"{row.name}（{word}）")
        for n, (row, word) in enumerate(zip(group, words, strict=True), start=1)
    ]


def _row(reader: _Reader, line: _Line, head: Head, known: frozenset[str]) -> Row:
    told, place = line.told, reader.place(line.row)
    first_leads = reader.first_leads
    units = read_units(told.get("lead", ""), head.district, known, first_leads=first_leads)
    reader.unread += (f"{place}牵头单位{doubt}。" for doubt in units.doubts)
    if not units.lead and not line.again:
        reader.unread.append(f"{place}没有牵头单位，请补上。")
    if any(c.role == "lead" and "人" in c.heading for c in reader.columns.values()):  # 责任单位及责任人
        people = [name for name in units.lead if not is_unit(name) and name not in known]
        units.lead = (
            [name for name in units.lead if name not in people] if len(people) < len(units.lead) else units.lead
        )
        reader.unread += (f"{place}“{name}”不像单位名称，未作牵头单位，请核对。" for name in people)
    responsible = told.get("responsible", "").strip()
    if _NOTHING.fullmatch(responsible):
        responsible = responsible if responsible == NONE else ""
    if units.helping:
        helping = "、".join(units.helping)
        responsible = f"{responsible}、{helping}" if responsible and responsible != NONE else helping
        reader.unread.append(f"{place}“{'、'.join(units.lead)}”作牵头单位，“{helping}”记入责任单位，请核对。")
    wording = told.get("deadline", "").strip()
    name, target = _joined(told.get("name", "")), told.get("target", "").strip()
    if not line.again and _promised(name, head.year) - _promised(target, head.year) and name not in target:
        reader.unread.append(f"{place}的目标数写在“{ROLE_NAMES['name']}”一栏，已一并列入目标任务，请核对。")
        target = f"{name}\n{target}".strip()
    wording, when = _when(wording, target, head.year)
    return Row(
        place, told.get("number", "").strip(), name.rstrip("。；"), tuple(units.lead),
        responsible or NONE, target, when.month, told.get("remark", "").strip(),
        wording, when.sure, {k: " ".join(v.split()) for k, v in line.extra.items()}, _joined(told.get("part", "")),
    )  # fmt: skip


def _when(wording: str, target: str, year: str) -> tuple[str, Deadline]:
    """Return the words on when a project is due, and the day; without a column for it from the target: not ``sure``."""
    told = list(_BY_THEN.finditer(target)) if not wording else []
    found = [(read_deadline(m[0], year), m[0]) for m in told]
    if not found:
        return wording, read_deadline(wording, year)
    last, words = max(found, key=lambda pair: pair[0].month)
    return words, replace(last, sure=False)


def _promised(text: str, year: str) -> frozenset[tuple[Decimal, str]]:
    """Return the figures a text promises."""
    return frozenset((o.target, o.unit) for o in offers(text, year) if o.target is not None and o.kind == "quantified")


def _joined(text: str) -> str:
    """Return a name that runs over several lines as one."""
    return "".join(line.strip() for line in text.split("\n"))


def _count_mismatches(sections: Iterable[NoticeSection]) -> Iterator[str]:
    """Yield a sentence for each heading that says 共N项 where another number of projects was read under it."""
    for section in sections:
        said = re.search(r"共\s*(\d+)\s*[项件]", section.title)
        if said and int(said[1]) != len(section.rows):
            yield f"“{section.title}”之下读入 {len(section.rows)} 项，与标题不符，请核对。"


# ---------------------------------------------------------------- text


def _from_text(lines: Sequence[str]) -> Notice | None:
    """Return the list of a notice that has no table: （一）, 1. and 责任单位：… in the text."""
    found = outline(lines)
    if not found:
        return None
    title = next((w for w in lines if re.search(r"20\d\d年.*(?:实事|清单|任务)", w) and "。" not in w), "")
    head = read_head(lines, (), (title,))
    first_leads = any(FIRST_LEADS.search(line) for line in lines)
    sections: list[NoticeSection] = []
    unread: list[str] = []
    for item in found:
        if not sections or sections[-1].title != item.section:
            sections.append(NoticeSection(item.section))
        place = f"正文“{item.number}{item.name[:10]}”"
        units = read_units(item.lead, head.district, first_leads=first_leads)
        unread += (f"{place}牵头单位{doubt}。" for doubt in units.doubts)
        wording, when = _when(item.deadline, item.target, head.year)
        responsible = "、".join(filter(None, (item.responsible, *units.helping))) or NONE
        sections[-1].rows.append(
            Row(place, item.number, item.name, tuple(units.lead), responsible, item.target, when.month, "",
                wording, when.sure, item.others)
        )  # fmt: skip
    return Notice(head, tuple(sections), (*unread, *_count_mismatches(sections)), (), title)
