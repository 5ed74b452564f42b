"""Attachment 1 of a notice as read from its document: what stands there, character by character, and what was left.

Nothing is concluded here: a cell that is empty stays empty, a row that is not understood is named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

Cells = Mapping[tuple[int, int], str]
Bands = Sequence[tuple[int, str, int]]
"""(first row, name, its number there) of each stretch of rows that is counted by itself: 正文, 表1."""

_HEADERS: dict[str, tuple[str, ...]] = {
    "number": ("序号",),
    "name": ("项目名称", "事项名称", "实事名称", "民生实事项目"),
    "lead": ("牵头单位", "牵头部门", "牵头责任单位"),
    "responsible": ("责任单位", "责任部门", "配合单位", "配合部门"),
    "target": ("区级支撑项目及绩效目标", "绩效目标", "目标任务", "年度目标任务", "年度目标", "工作目标"),
    "deadline": ("完成时限", "完成时间", "时限"),
    "remark": ("备注",),
}
_NEEDED = frozenset(("name", "lead", "target", "deadline"))  # Attachment 2 has no 完成时限
_WORDS = {"number": "序号", "name": "项目名称", "lead": "牵头单位", "responsible": "责任单位", "target": "目标任务",
          "deadline": "完成时限", "remark": "备注"}  # fmt: skip
_TITLE_LINES = 5  # the title of a notice runs over so many lines at most


@dataclass(frozen=True, slots=True)
class Row:
    """One project as the table has it; an empty text where the table has none."""

    place: str  # 表1第3行
    number: str
    name: str
    lead_units: tuple[str, ...]
    responsible: str
    target: str
    deadline: str
    remark: str


@dataclass(slots=True)
class Section:
    """A heading and the projects under it."""

    title: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Head:
    """What the letter around the table says, each "" when it was not found."""

    number: str = ""
    title: str = ""
    issuer: str = ""
    date: str = ""  # 2025-03-19
    year: str = ""
    district: str = ""
    office: str = ""
    due_day: str = ""
    form_label: str = ""
    form_title: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What was read, and a sentence for whatever was not."""

    head: Head
    sections: tuple[Section, ...]
    left: tuple[str, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return all projects."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def units(self) -> tuple[str, ...]:
        """Return the lead units in the order they occur."""
        return tuple(dict.fromkeys(unit for row in self.rows for unit in row.lead_units))


def read(cells: Cells, merges: Iterable[tuple[int, int, int, int]], bands: Bands) -> Notice | None:
    """Return what a document says; None when it holds no table of projects."""
    reader = _Reader(cells, bands)
    tables = [(name, list(rows)) for name, rows in reader.stretches() if name.startswith("表")]
    before: int | None = None
    for name, rows in tables:
        first = reader.table(name, rows)
        before = first if before is None else before
    if before is None:
        return None
    reader.left += (*_merged(reader, merges), *_short_of(reader.sections))
    return Notice(_head(reader.paragraphs(), reader.paragraphs(before)), tuple(reader.sections), tuple(reader.left))


class _Reader:
    def __init__(self, cells: Cells, bands: Bands) -> None:
        self.cells, self.bands = cells, bands or ((1, "表1", 1),)
        self.rows: dict[int, dict[int, str]] = {}
        for row, col in sorted(cells):
            self.rows.setdefault(row, {})[col] = cells[row, col]
        self.sections: list[Section] = []
        self.left: list[str] = []
        self.columns: dict[int, dict[str, int]] = {}  # row that was read → where each column stood

    def place(self, row: int) -> str:
        first, name, number = next(b for b in reversed(self.bands) if b[0] <= row)
        return f"{name}第{number + row - first}行"

    def stretches(self) -> Iterator[tuple[str, Iterator[int]]]:
        return groupby(self.rows, key=lambda row: next(b[1] for b in reversed(self.bands) if b[0] <= row))

    def paragraphs(self, before: int | None = None) -> list[str]:
        """Return the lines of text outside tables, up to a row."""
        rows = (list(found) for name, found in self.stretches() if not name.startswith("表"))
        texts = (self.rows[row].get(1, "") for some in rows for row in some if before is None or row < before)
        return [line.strip() for text in texts for line in text.split("\n") if line.strip()]

    def table(self, name: str, rows: Sequence[int]) -> int | None:
        """Read one table; return its first row when it is one of projects."""
        columns: dict[str, int] = {}
        first = None
        for row in rows:
            here = self.rows[row]
            header = _columns(here)
            if header.keys() >= _NEEDED:
                columns, first = header, rows[0] if first is None else first
            elif columns:
                self._row(row, here, columns)
        if first is None and self.sections:
            sample = "".join(self.rows[rows[0]].values())
            if not any(word in sample for word in ("工作进展", "完成投资")):  # Attachment 2 itself
                self.left.append(f"{name}没有“项目名称、牵头单位、目标、完成时限”表头，未读入。")
        return first

    def _row(self, row: int, here: dict[int, str], columns: dict[str, int]) -> None:
        told = {key: here.get(col, "").strip("\n") for key, col in columns.items()}
        filled = [col for col, text in here.items() if text.strip()]
        if len(filled) == 1 and filled[0] == min(columns.values()) and not here[filled[0]].strip().isdigit():
            self.sections.append(Section(here[filled[0]].strip()))
            return
        if not told["name"].strip():
            if filled:
                said = "；".join(here[col].strip() for col in filled)
                self.left.append(f"{self.place(row)}没有项目名称，未读入：“{said}”")
            return
        if not self.sections:
            self.sections.append(Section(""))
        units = tuple(u.strip() for u in re.split(r"[\n、，,；;]", told["lead"]) if u.strip())
        self.columns[row] = columns
        self.sections[-1].rows.append(
            Row(
                self.place(row), told.get("number", "").strip(), told["name"].strip(), units,
                told.get("responsible", "").strip(), told["target"].strip(), told["deadline"].strip(),
                told.get("remark", "").strip(),
            )
        )  # fmt: skip
        known = set(columns.values())
        for col in filled:
            if col not in known:
                self.left.append(f"{self.place(row)}第{col}栏不在表头所列各栏之内，未读入：“{here[col].strip()}”")


def _columns(here: dict[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for col, text in here.items():
        word = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
        for key, names in _HEADERS.items():
            if word in names and key not in found:
                found[key] = col
    return found


def _merged(reader: _Reader, merges: Iterable[tuple[int, int, int, int]]) -> Iterator[str]:
    """Yield a sentence for each cell merged over several rows: only the first has its text."""
    for top, left, bottom, right in merges:
        read = [row for row in range(top + 1, bottom + 1) if row in reader.columns]
        for row in read:
            for key, col in reader.columns[row].items():
                if left <= col <= right:
                    yield (
                        f"{reader.place(row)}的“{_WORDS[key]}”与{reader.place(top)}是合并单元格，"
                        f"文字只记在{reader.place(top)}，请核对后补上。"
                    )


def _short_of(sections: Iterable[Section]) -> Iterator[str]:
    """Yield a sentence for each heading that promises another number of projects than were read under it."""
    for section in sections:
        said = re.search(r"共\s*(\d+)\s*项", section.title)
        if said and int(said[1]) != len(section.rows):
            yield f"“{section.title}”之下读入 {len(section.rows)} 项，与标题不符，请核对。"


def _head(everything: Sequence[str], before: Sequence[str]) -> Head:
    """Find what the letter says of itself, literally."""
    text = "\n".join(everything)
    number = next((w for w in everything if re.fullmatch(r"\S+〔20\d\d〕\s*\d+\s*号", w)), "")
    start = next((i for i, w in enumerate(everything) if w.startswith("关于") and "。" not in w), None)
    title = issuer = ""
    if start is not None:
        for end in range(start + 1, min(start + 1 + _TITLE_LINES, len(everything) + 1)):
            joined = re.sub(r"\s", "", "".join(everything[start:end]))
            if joined.endswith("通知"):
                title = joined
                issuer = everything[start - 1] if start and everything[start - 1] != number else ""
                break
    day = next((m for w in everything if (m := re.fullmatch(r"(20\d\d)年(\d{1,2})月(\d{1,2})日", w))), None)
    # The attachment's own title stands right above its table, at most a remark between them.
    above = (w for w in reversed(before[-2:]) if not re.search(r"年\d{1,2}月", w))
    year = next((m for w in above if (m := re.match(r"(\D*)(20\d\d)年", w))), None)
    form = re.search(r"《([^》]+)》（详见(附件\d*)）", text)
    office = re.search(r"报送至?([^\s，。；、]{2,20}?)[，。；]", text)
    due = re.search(r"每月(\d{1,2})日前", text)
    return Head(
        number=number,
        title=title,
        issuer=issuer,
        date=f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day else "",
        year=year[2] if year else "",
        district=year[1] if year else "",
        office=office[1] if office else "",
        due_day=due[1] if due else "",
        form_label=form[2] if form else "",
        form_title=form[1] if form else "",
    )
