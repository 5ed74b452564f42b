"""The sheet 汇总表: Attachment 2's nine columns and 报送状态, all projects, sums in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.form_spec import COLUMNS, ENTRY_FIELDS, index, ref
from minsheng_cli.reports.content.words import CORRECTED, DOUBTFUL
from minsheng_cli.workbook import paper
from minsheng_cli.workbook.page import Link, Page, Sourced, Stretch, page_breaks, page_height
from minsheng_cli.workbook.styles import HEAD_SIZE, SMALL_SIZE, TITLE_SIZE

if TYPE_CHECKING:
    from decimal import Decimal

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
_LAST = len(COLUMNS)  # 0-based column of 报送状态
_ALIGN = {c.key: c.align for c in COLUMNS} | {"contact": "center", "name": "center", "status": "center"}
_LEAST = 3 * 16.0  # points; even an empty row holds three lines, so that the table breathes
_HEADER_HEIGHT = 34.0
_PAGE = page_height(list(WIDTHS.values()))
_ROOM = _PAGE - _HEADER_HEIGHT  # for rows, on every page but the first
_EDGE = 1.0  # points between a cell's edge and its first line
_PIECE, _SLAB = 7, 24  # lines; slabs for texts so long that small pieces would be thousands
_LONG = 5_000.0  # points, some ten pages


class _Table:
    """Draws downwards and remembers where each merged cell went, and which rows belong on one page."""

    def __init__(self, page: Page, origins: dict[CellKey, str]) -> None:
        """Start on a fresh page."""
        self.page, self.origins = page, origins
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
        first, last = self.take(paper.tallest([(text, sum(WIDTHS.values()))], size, least))
        self.page.over((first, 0, last, _LAST), text, style)

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
    """Draw the sheet; return where each lead row's five cells went, as "汇总表!F5".

    ``origins`` says where each cell's line of 来源 will stand.
    """
    table = _Table(page, origins)
    table.across(report.title, "title", least=40, size=TITLE_SIZE)
    _small_print(table, report)
    table.across(report.summary, "small", least=20)
    page.set_up(table.row, list(WIDTHS.values()))
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
    page.sheet.set_h_pagebreaks(page_breaks(table.stretches(), _PAGE - above, _ROOM))
    return table.places


def _small_print(table: _Table, report: MonthlyReport) -> None:
    row, _ = table.take(20)
    split = index("next_steps") - 1
    table.page.over((row, 0, row, split - 1), report.small_print, "small")
    table.page.over((row, split, row, _LAST), report.money_note, "small-right")


def _header(table: _Table) -> None:
    row, _ = table.take(_HEADER_HEIGHT)
    for col, header in enumerate([*(c.header for c in COLUMNS), STATUS_HEADER]):
        table.page.put((row, col), header, "head")


def _total(table: _Table, total: TotalRow) -> None:
    """Draw a sum: its label over the columns left of 完成投资, what it contains over those right of it."""
    money = index("investment") - 1
    height = paper.tallest([(total.note, sum(list(WIDTHS.values())[money + 1 :]))], minimum=30)
    first, last = table.take(height)
    table.page.over((first, 0, last, money - 1), total.label, "total")
    table.page.over((first, money, last, money), _or_blank(total.amount), "total-amount")
    table.page.over((first, money + 1, last, _LAST), total.note, "total-note")


def _or_blank(amount: Decimal | None) -> Value:
    return amount if amount is not None else ""


def _block(table: _Table, block: ProjectBlock) -> None:
    """Draw a project: what is common once, over the rows of its lead units."""
    shared = {"number": block.number, "name": block.name, "target": block.target}
    needs = [_need(row) for row in block.rows]
    least = paper.tallest((text, WIDTHS[key]) for key, text in shared.items())
    extra = max(least - sum(height for height, _ in needs), 0) / len(needs)
    first = table.row
    for row, (height, small) in zip(block.rows, needs, strict=True):
        _lead_row(table, block.id, row, height + extra, small=small)
    runs_on = sum(table.heights[first:]) > _ROOM
    for key, text in shared.items():
        area = (first, index(key) - 1, table.row - 1, index(key) - 1)
        table.page.over(area, text, _ALIGN[key], top=runs_on)


def _texts(row: LeadRow) -> dict[str, str]:
    """Return what a lead row says, by column."""
    words = [row.status] if row.status == DOUBTFUL or not row.doubtful_fields else [row.status, DOUBTFUL]
    status = "\n".join(words) + ("：\n" + "\n".join(row.doubtful_fields) if row.doubtful_fields else "")
    if row.corrected:
        status += f"\n{CORRECTED}：\n" + "\n".join(row.corrected)
    cells = {key: paper.clean(said.text) for key, said in row.cells.items()}
    return {"lead_unit": row.unit_name, "status": status} | cells


def _need(row: LeadRow) -> tuple[float, bool]:
    """Return the height a lead row needs, and whether it is set small: prose that would run over its page is."""
    cells = [(text, WIDTHS[key]) for key, text in _texts(row).items()]
    height = paper.tallest(cells, minimum=_LEAST)
    return (height, False) if height <= _ROOM else (paper.tallest(cells, SMALL_SIZE), True)


def _one_line(text: str, key: str) -> bool:
    """Whether a short text such as 无 is better centred."""
    return _ALIGN[key] == "left" and "\n" not in text and paper.lines_needed(text, WIDTHS[key]) == 1


def _lead_row(table: _Table, project: str, row: LeadRow, height: float, *, small: bool) -> None:
    first, last = table.take(height, SMALL_SIZE if small else paper.BODY_SIZE)
    look: Look = {"top": height > _ROOM, "small": small, "doubtful": False}
    texts = _texts(row)
    col = index("lead_unit") - 1
    table.page.over((first, col, last, col), texts["lead_unit"], "center", **look)
    first_line = next((line for f in ENTRY_FIELDS if (line := table.origins.get((project, row.unit, f)))), "")
    several = "\n" in texts["status"]  # LibreOffice sets a linked text in one line, cut off at the cell's edge
    status = Link(texts["status"], first_line) if first_line and not several else texts["status"]
    table.page.over((first, _LAST, last, _LAST), status, "center", **look)
    for key in ENTRY_FIELDS:
        said, col = row.cells[key], index(key) - 1
        style = "word" if said.ours else "center" if _one_line(texts[key], key) else _ALIGN[key]
        value = texts[key] if said.number is None else said.number
        place = table.origins.get((project, row.unit, key), "") if said.number is not None or said.ours else ""
        table.page.over(
            (first, col, last, col), Sourced(value, place, said.remark), style, **(look | {"doubtful": said.doubtful})
        )
        table.places[project, row.unit, key] = ref(SHEET, first + 1, col + 1)
