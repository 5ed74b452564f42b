"""A return as a person has it before her: lines of boxes that can be spoilt, and what each ought to be read as.

Rendered to a real workbook (openpyxl) or Word document (python-docx); our own readers have no part in it.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from minsheng_cli.model import Catalogue, Project

FIELDS = ("number", "name", "lead_unit", "target", "progress", "investment", "problems", "next_steps", "contact")
HEADERS = (
    "序号", "项目名称", "牵头单位", "目标任务", "工作进展", "完成投资", "存在的问题", "下一步工作及建议", "责任人及联系方式",
)  # fmt: skip
ENTRY = FIELDS[4:]


class Taken(Exception):
    """There is nothing left to spoil: another kind of mess has it."""


@dataclass(eq=False)
class Box:
    """One cell."""

    value: Any = None
    number_format: str = ""
    struck: bool = False
    comment: str = ""
    span: int = 1  # columns it is merged over
    down: int = 1  # lines it is merged over
    literal: bool = False  # text even if it looks like a formula


@dataclass(eq=False)
class Line:
    """One row: what it is, and its boxes from column A on."""

    kind: str  # title, print, header, section, project, footer, other
    boxes: list[Box]
    project: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Expect:
    """How a cell ought to be read: ``value`` exactly; or, in doubt, not without a finding at the cell.

    ``may_refuse``: exactly, or empty with a finding.
    """

    value: str | None
    doubt: bool = False
    may_refuse: bool = False


@dataclass(eq=False)
class Draft:
    """A filled-in return and what is expected of it."""

    catalogue: Catalogue
    unit: str
    rng: random.Random
    issued: bytes | None  # the workbook it was written into; None: typed anew, without our markers
    lines: list[Line] = field(default_factory=list)
    expected: dict[tuple[str, str], Expect] = field(default_factory=dict)
    refusal: frozenset[str] = frozenset()  # codes of which one must forbid the whole file
    taken: set[object] = field(default_factory=set)
    sheet: str = "附件2"
    file: str = "附件2.xlsx"
    fields: list[str] = field(default_factory=lambda: list(FIELDS))
    before_save: list[Callable[[Workbook], None]] = field(default_factory=list)
    after_save: list[Callable[[bytes], bytes]] = field(default_factory=list)
    more_sheets: list[tuple[str, list[Line]]] = field(default_factory=list)  # before the form, after it when “~name”
    hidden_columns: set[int] = field(default_factory=set)
    keys: bool = True
    told: set[str] = field(default_factory=set)  # codes that must be among the findings, as warnings or errors
    after_ods: list[Callable[[bytes], bytes]] = field(default_factory=list)  # rewrites what LibreOffice saved as .ods
    after_document: list[Callable[[bytes], bytes]] = field(default_factory=list)  # rewrites the Word document
    figures: dict[str, tuple[Expect, str]] = field(default_factory=dict)  # by indicator: how to read it, where it is

    # ------------------------------------------------------------ what there is

    def of(self, kind: str) -> list[Line]:
        """Return the lines of a kind."""
        return [line for line in self.lines if line.kind == kind]

    @property
    def header(self) -> Line:
        """The header."""
        return self.of("header")[0]

    def at(self, line: Line) -> int:
        """Return a line's place."""
        return next(n for n, own in enumerate(self.lines) if own is line)

    def row(self, project: str) -> Line:
        """Return a project's line."""
        return next(line for line in self.of("project") if line.project == project)

    def box(self, project: str, name: str) -> Box:
        """Return a project's cell."""
        return self.row(project).boxes[self.fields.index(name)]

    def projects(self) -> list[Project]:
        """Return the unit's projects."""
        return list(self.catalogue.led_by(self.unit))

    # ------------------------------------------------------------ taking

    def claim(self, *things: object) -> None:
        """Claim things that no other kind may touch as well. Raises Taken."""
        if any(thing in self.taken for thing in things):
            raise Taken
        self.taken |= set(things)

    def pick(self, name: str) -> str:
        """Claim that field of some project and return the project. Raises Taken."""
        free = [p.id for p in self.projects() if (p.id, name) not in self.taken and (p.id, "*") not in self.taken]
        if not free or ("column", name) in self.taken:
            raise Taken
        project = self.rng.choice(free)
        self.claim((project, name))
        self.taken.add(("some", project))
        return project

    def pick_row(self) -> str:
        """Claim a whole project. Raises Taken."""
        free = [p.id for p in self.projects() if ("some", p.id) not in self.taken and (p.id, "*") not in self.taken]
        if not free or "rows" in self.taken:
            raise Taken
        project = self.rng.choice(free)
        self.taken |= {(project, "*"), ("some", project)} | {(project, f) for f in FIELDS}
        return project

    def expect(self, project: str, name: str, value: str | None, *, doubt: bool = False) -> None:
        """Say how a cell ought to be read."""
        self.expected[project, name] = Expect(value, doubt)

    def doubt_row(self, project: str) -> None:
        """Say that each cell of a project may be read as written or not at all, if something is said of it."""
        for name in ENTRY:
            self.expect(project, name, self.expected[project, name].value, doubt=True)

    def drawable(self) -> bool:
        """Return whether no box lies under one that is merged over several lines."""
        under = {
            (row + n, col)
            for row, line in enumerate(self.lines)
            for col, box in _placed(line)
            for n in range(1, box.down)
        }
        return not any((row, col) in under for row, line in enumerate(self.lines) for col, _ in _placed(line))

    # ------------------------------------------------------------ saving

    def addresses(self) -> dict[tuple[str, str], str]:
        """Return where each entry cell ends up in a workbook."""
        found: dict[tuple[str, str], str] = {}
        for row, line in enumerate(self.lines, start=1):
            if line.kind == "project" and line.project:
                for col, name in enumerate(self.fields, start=1):
                    if name in ENTRY:
                        found.setdefault((line.project, name), f"{self.sheet}!{get_column_letter(col)}{row}")
        return found

    def workbook(self) -> bytes:
        """Return the return as .xlsx."""
        if self.issued is not None:
            book = load_workbook(BytesIO(self.issued))
            sheet: Any = book["附件2"]
            for merged in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(merged))
            sheet.delete_rows(1, sheet.max_row)
            sheet.title = self.sheet
            for row in list(sheet.row_dimensions):
                del sheet.row_dimensions[row]
        else:
            book = Workbook()
            sheet = book.worksheets[0]
            sheet.title = self.sheet
        self._write(sheet, self.lines, self.fields)
        for col in self.hidden_columns:
            for known in list(sheet.column_dimensions.values()):  # openpyxl keeps neighbours of one width together
                if known.min and known.max and known.min <= col <= known.max:
                    known.max = known.min
            sheet.column_dimensions[get_column_letter(col)].hidden = True
        for title, lines in self.more_sheets:
            own = book.create_sheet(title.lstrip("~"), None if title.startswith("~") else 0)
            self._write(own, lines, self.fields)
        for change in self.before_save:
            change(book)
        out = BytesIO()
        book.save(out)
        data = out.getvalue()
        for rewrite in self.after_save:
            data = rewrite(data)
        return data

    def _write(self, sheet: Any, lines: list[Line], fields: list[str]) -> None:
        for row, line in enumerate(lines, start=1):
            for col, box in _placed(line):
                _fill(sheet.cell(row, col), box)
                if box.span > 1 or box.down > 1:
                    sheet.merge_cells(
                        start_row=row, start_column=col, end_row=row + box.down - 1, end_column=col + box.span - 1
                    )
            if line.hidden:
                sheet.row_dimensions[row].hidden = True
            if line.kind == "project" and self.issued is not None and self.keys and line.project:
                sheet.cell(row, len(fields) + 1).value = f"{line.project}|{self.unit}|2025-04"
            if line.kind == "header" and self.issued is not None and self.keys:
                sheet.cell(row, len(fields) + 1).value = "校验码（请勿修改）"

    def document(self) -> bytes:
        """Return the return as .docx: what stands above and below the table as paragraphs."""
        document = docx.Document()
        first = self.at(self.header)
        last = self.at(self.of("footer")[0]) - 1
        for line in self.lines[:first]:
            document.add_paragraph("  ".join(_shown(b.value) for b in line.boxes if b.value is not None))
        rows = self.lines[first : last + 1]
        table = document.add_table(rows=len(rows), cols=len(self.fields))
        for row, line in zip(table.rows, rows, strict=True):
            cells = row.cells
            for col, box in _placed(line):
                if col > len(cells):
                    continue
                cell = cells[col - 1]
                if box.span > 1:
                    cell = cell.merge(cells[min(col + box.span - 1, len(cells)) - 1])
                cell.text = ""
                run = cell.paragraphs[0].add_run(_shown(box.value))
                run.font.strike = True if box.struck else None
        for line in self.lines[last + 1 :]:
            document.add_paragraph("    ".join(_shown(b.value) for b in line.boxes if b.value is not None))
        out = BytesIO()
        document.save(out)
        data = out.getvalue()
        for rewrite in self.after_document:
            data = rewrite(data)
        return data


def _fill(cell: Any, box: Box) -> None:
    cell.value = box.value
    if box.literal:
        cell.data_type = "s"
    if box.number_format:
        cell.number_format = box.number_format
    if box.struck:
        cell.font = Font(strike=True)
    if box.comment:
        cell.comment = Comment(box.comment, "示例")


def _placed(line: Line) -> Iterator[tuple[int, Box]]:
    """Yield the boxes with their columns."""
    col = 1
    for box in line.boxes:
        if box.value is not None or box.span > 1 or box.down > 1 or box.comment:
            yield col, box
        col += box.span


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def honest(catalogue: Catalogue, unit: str, rng: random.Random, issued: bytes | None) -> Draft:
    """Return an honest return of a unit for April 2025, each cell different from all others."""
    draft = Draft(catalogue, unit, rng, issued)
    name = catalogue.unit(unit).name
    draft.file = f"附件2_{name}.xlsx" if rng.random() < 0.5 else "新建 XLSX 工作表.xlsx"
    wide = len(FIELDS)
    draft.lines = [
        Line("title", [Box("附件2", span=wide)]),
        Line("title", [Box(catalogue.form_title, span=wide)]),
        Line(
            "print", [Box(f"填报单位：{name}", span=3), Box("填报月份：2025年4月", span=2), Box("单位：万元", span=4)]
        ),
        Line("header", [Box(h) for h in HEADERS]),
    ]
    section = ""
    for project in catalogue.led_by(unit):
        if project.section != section:
            section = project.section
            title = next(s.title for s in catalogue.sections if s.id == section)
            draft.lines.append(Line("section", [Box(title, span=wide)]))
        draft.lines.append(_row(draft, project, name))
    draft.lines.append(
        Line(
            "footer",
            [Box("单位主要负责人：", span=3), Box("示例乙", span=2), Box("填表人：", span=2), Box("示例丙", span=2)],
        )
    )
    return draft


def _row(draft: Draft, project: Project, unit: str) -> Line:
    salt = draft.rng.randrange(100, 999)
    said: dict[str, Any] = {
        "progress": f"（示例）截至目前累计完成{salt}项，进展顺利。\n二期{salt + 1}项已启动。",
        "investment": draft.rng.choice([salt, salt + 0.5, salt * 10 + 0.25]),
        "problems": f"（示例）第{salt}号用地手续待办。",
        "next_steps": f"（示例）下月完成第{salt}批验收。",
        "contact": f"示例甲{salt} 000-00000{salt}",
    }
    values = [project.number, project.name, unit, project.target_lines, *(said[f] for f in ENTRY)]
    for name in ENTRY:
        draft.expect(project.id, name, _shown(said[name]))
    return Line("project", [Box(v) for v in values], project.id)


def copy_of(lines: list[Line]) -> list[Line]:
    """Return lines of their own that say the same."""
    return deepcopy(lines)


def again_of(line: Line) -> Line:
    """Return a line of its own that says the same and is nobody's row."""
    again = deepcopy(line)
    again.kind, again.project = "other", ""
    return again
