"""The sheet 汇总表: the columns of the list's form and 报送状态, all projects, sums in words."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from minsheng_cli.form_spec import ref
from minsheng_cli.reports.content.words import CORRECTED, DOUBTFUL
from minsheng_cli.workbook import paper
from minsheng_cli.workbook.page import Link, Page, Sourced, Stretch, page_breaks, page_height
from minsheng_cli.workbook.styles import HEAD_SIZE, SMALL_SIZE, TITLE_SIZE

if TYPE_CHECKING:
    from decimal import Decimal

    from minsheng_cli.form_spec import Form
    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.sources import CellKey
    from minsheng_cli.reports.content.table import LeadRow, ProjectBlock, TotalRow
    from minsheng_cli.workbook.page import Value
    from minsheng_cli.workbook.styles import Look

SHEET = "汇总表"
STATUS_HEADER = "报送状态"

# 工作进展 gets what room there is: it is what is read. In all a little more than A4 at full size, as the blank form.
WIDTHS = {
    "number": 4.5, "name": 11, "lead_unit": 9.6, "target": 26, "progress": 43, "investment": 11,
    "problems": 13.4, "next_steps": 13.4, "contact": 15, "status": 8.4,
}  # fmt: skip
_LEAST = 3 * 16.0  # points; even an empty row holds three lines, so that the table breathes
_HEADER_HEIGHT = 34.0
_EDGE = 1.0  # points between a cell's edge and its first line
_PIECE, _SLAB = 7, 24  # lines; slabs for texts so long that small pieces would be thousands
_LONG = 5_000.0  # points, some ten pages


class _Table:
    """Draws downwards and remembers where each merged cell went, and which rows belong on one page."""

    def __init__(self, page: Page, form: Form, origins: dict[CellKey, str]) -> None:
        """Start on a fresh page."""
        self.page, self.form, self.origins = page, form, origins
        keys = [column.key for column in form.columns]
        own = {column.key: column.width for column in form.own}
        self.widths = {key: own.get(key) or WIDTHS[key] for key in (*keys, "status")}
        self.align = {c.key: c.align for c in form.columns} | {"contact": "center", "status": "center"}
        self.last = len(form.columns)  # 0-based column of 报送状态
        self.height = page_height(list(self.widths.values()))  # points of a page
        self.room = self.height - _HEADER_HEIGHT  # for rows, on every page but the first
        self.heights: list[float] = []  # of the rows drawn so far
        self.starts: list[int] = []  # rows (0-based) at which a page may begin
        self.places: dict[CellKey, str] = {}

    @property
    def row(self) -> int:
        """The next free row, 0-based."""
        return len(self.heights)

    def take(self, height: float, size: float = paper.BODY_SIZE) -> tuple[int, int]:
        """Take as many rows as a height needs; return the first and the last."""
        first = self.row
        for part in _rows(height, size):
            self.page.sheet.set_row(self.row, part)
            self.heights.append(part)
        return first, self.row - 1

    def across(self, text: str, style: str, *, least: float, size: float = paper.BODY_SIZE) -> None:
        """Write one text over the whole width."""
        first, last = self.take(paper.tallest([(text, sum(self.widths.values()))], size, least))
        self.page.over((first, 0, last, self.last), text, style)

    def stretches(self) -> list[Stretch]:
        """Return the rows below the header, cut where a page may begin."""
        ends = [*self.starts[1:], self.row]
        return [Stretch(start, tuple(self.heights[start:end])) for start, end in zip(self.starts, ends, strict=True)]


def _rows(height: float, size: float) -> tuple[float, ...]:
    """Return the rows that make up a height.

    What exceeds the cap of one row is cut small, so that it fills its pages, and between lines, so that a page that
    ends there ends with a whole line.
    """
    if height <= paper.MAX_ROW_HEIGHT:
        return (height,)
    pitch = (paper.row_height(101, size) - paper.row_height(1, size)) / 100
    part = pitch * (_PIECE if height < _LONG else _SLAB)
    count = int(height // part)
    return (part + _EDGE, *(part,) * (count - 2), height - (count - 1) * part - _EDGE)


def draw(page: Page, report: MonthlyReport, origins: dict[CellKey, str]) -> dict[CellKey, str]:
    """Draw the sheet; return where each lead row's cells went, as "汇总表!F5".

    ``origins`` says where each cell's line of 来源 will stand.
    """
    table = _Table(page, report.form, origins)
    table.across(report.title, "title", least=40, size=TITLE_SIZE)
    _small_print(table, report)
    table.across(report.summary, "small", least=20)
    page.set_up(table.row, list(table.widths.values()))
    _header(table)
    above = sum(table.heights)
    for section in report.sections:
        table.starts.append(table.row)  # a heading stays with the first project below it
        table.across(section.title, "section", least=24, size=HEAD_SIZE)
        for number, block in enumerate(section.blocks):
            if number:
                table.starts.append(table.row)
            _block(table, block)
        table.starts.append(table.row)
        _total(table, section.subtotal)
    _total(table, report.overall)
    table.across(report.footnote, "small", least=20)
    page.sheet.set_h_pagebreaks(page_breaks(table.stretches(), table.height - above, table.room))
    return table.places


def _small_print(table: _Table, report: MonthlyReport) -> None:
    row, _ = table.take(20)
    split = table.form.index("next_steps") - 1
    table.page.over((row, 0, row, split - 1), report.small_print, "small")
    table.page.over((row, split, row, table.last), report.money_note, "small-right")


def _header(table: _Table) -> None:
    row, _ = table.take(_HEADER_HEIGHT)
    for col, header in enumerate([*(c.header for c in table.form.columns), STATUS_HEADER]):
        table.page.put((row, col), header, "head")


def _total(table: _Table, total: TotalRow) -> None:
    """Draw a sum: its label over the columns left of the first sum, what it contains over the widest stretch right."""
    sums = {table.form.index(key) - 1: amount for key, amount in total.own.items()}
    sums |= {table.form.index("investment") - 1: total.amount}
    edges = [*sorted(sums), table.last + 1]
    widths = list(table.widths.values())
    gaps = [(a + 1, b - 1) for a, b in pairwise(edges) if b > a + 1]
    widest = max(gaps, key=lambda gap: sum(widths[gap[0] : gap[1] + 1]))
    height = paper.tallest([(total.note, sum(widths[widest[0] : widest[1] + 1]))], minimum=30)
    first, last = table.take(height)
    if edges[0]:
        table.page.over((first, 0, last, edges[0] - 1), total.label, "total")
    for col, amount in sums.items():
        table.page.over((first, col, last, col), _or_blank(amount), "total-amount")
    for left, right in gaps:
        table.page.over((first, left, last, right), total.note if (left, right) == widest else "", "total-note")


def _or_blank(amount: Decimal | None) -> Value:
    return amount if amount is not None else ""


def _block(table: _Table, block: ProjectBlock) -> None:
    """Draw a project: what is common once, over the rows of its lead units."""
    shared = {"number": block.number, "name": block.name, "target": block.target}
    needs = [_need(table, row) for row in block.rows]
    least = paper.tallest((text, table.widths[key]) for key, text in shared.items())
    extra = max(least - sum(height for height, _ in needs), 0) / len(needs)
    first = table.row
    for row, (height, small) in zip(block.rows, needs, strict=True):
        _lead_row(table, block.id, row, height + extra, small=small)
    runs_on = sum(table.heights[first:]) > table.room
    for key, text in shared.items():
        col = table.form.index(key) - 1
        table.page.over((first, col, table.row - 1, col), text, table.align[key], top=runs_on)


def _texts(row: LeadRow) -> dict[str, str]:
    """Return what a lead row says, by column."""
    words = [row.status] if row.status == DOUBTFUL or not row.doubtful_fields else [row.status, DOUBTFUL]
    status = "\n".join(words) + ("：\n" + "\n".join(row.doubtful_fields) if row.doubtful_fields else "")
    if row.corrected:
        status += f"\n{CORRECTED}：\n" + "\n".join(row.corrected)
    cells = {key: paper.clean(said.text) for key, said in row.cells.items()}
    return {"lead_unit": row.unit_name, "status": status} | cells


def _need(table: _Table, row: LeadRow) -> tuple[float, bool]:
    """Return the height a lead row needs, and whether it is set small: prose that would run over its page is."""
    cells = [(text, table.widths[key]) for key, text in _texts(row).items()]
    height = paper.tallest(cells, minimum=_LEAST)
    return (height, False) if height <= table.room else (paper.tallest(cells, SMALL_SIZE), True)


def _one_line(table: _Table, text: str, key: str) -> bool:
    """Whether a short text such as 无 is better centred."""
    return table.align[key] == "left" and "\n" not in text and paper.lines_needed(text, table.widths[key]) == 1


def _lead_row(table: _Table, project: str, row: LeadRow, height: float, *, small: bool) -> None:
    first, last = table.take(height, SMALL_SIZE if small else paper.BODY_SIZE)
    look: Look = {"top": height > table.room, "small": small, "doubtful": False}
    texts = _texts(row)
    col = table.form.index("lead_unit") - 1
    table.page.over((first, col, last, col), texts["lead_unit"], "center", **look)
    first_line = next((line for f in row.cells if (line := table.origins.get((project, row.unit, f)))), "")
    several = "\n" in texts["status"]  # LibreOffice sets a linked text in one line, cut off at the cell's edge
    status = Link(texts["status"], first_line) if first_line and not several else texts["status"]
    table.page.over((first, table.last, last, table.last), status, "center", **look)
    for key, said in row.cells.items():
        col = table.form.index(key) - 1
        style = "word" if said.ours else "center" if _one_line(table, texts[key], key) else table.align[key]
        value = texts[key] if said.number is None else said.number
        place = table.origins.get((project, row.unit, key), "") if said.number is not None or said.ours else ""
        table.page.over(
            (first, col, last, col), Sourced(value, place, said.remark), style, **(look | {"doubtful": said.doubtful})
        )
        table.places[project, row.unit, key] = ref(SHEET, first + 1, col + 1)
