"""The sheet 汇总表: the columns of the list's form and 报送状态, all projects, sums in words."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from minsheng_cli.form_spec import ref
from minsheng_cli.nouns import replace
from minsheng_cli.reports.content.words import CORRECTED, DOUBTFUL
from minsheng_cli.text.fold import legal
from minsheng_cli.text.lines import width
from minsheng_cli.workbook import paper
from minsheng_cli.workbook.page import Link, Page, Sourced
from minsheng_cli.workbook.pages import A4, KeepTogether, page_breaks
from minsheng_cli.workbook.styles import HEAD_SIZE, TITLE_SIZE

if TYPE_CHECKING:
    from decimal import Decimal

    from minsheng_cli.form_spec import Column
    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.sources import CellKey
    from minsheng_cli.reports.content.table import LeadRow, ProjectBlock, TotalRow
    from minsheng_cli.workbook.page import Value
    from minsheng_cli.workbook.pages import Paper

SHEET = "汇总表"
STATUS_HEADER = "报送状态"

# What is written short has its width; what units write at length shares the rest of the paper, by what they wrote.
FIXED = {"number": 4.5, "name": 12, "lead_unit": 11, "investment": 11, "contact": 16, "status": 8.5}
LIMITS = {"target": (18, 44), "progress": (40, 120), "problems": (14, 40), "next_steps": (16, 46)}
_A4_SCALE = 0.85  # how much smaller the table may be printed where the paper is A4
_STEP = 2  # characters by which widths are tried
_SIZES = ((paper.BODY_SIZE, 0.2), (10, 0.2), (9.5, 0.2), (9, 0.25), (8.5, 0.4), (8, 1.0))
"""Points, and the part of a page that a normal project may take at that size; the first at which it does."""
_TINY = 8  # points: for a project that takes more than one row of a spreadsheet can show
_LEAST = 3 * 13.0  # points; even an empty row holds three lines, so that the table breathes
_HEADER_HEIGHT = 34.0
_CONTINUED = "（续）"


class _Table:
    """Draws downwards and remembers where each merged cell went, and which rows belong on one page."""

    def __init__(self, page: Page, report: MonthlyReport, origins: dict[CellKey, str]) -> None:
        """Start on a fresh page."""
        self.page, self.form, self.origins = page, report.form, origins
        self.align = {c.key: c.align for c in self.form.columns} | {"contact": "center", "status": "center"}
        self.last = len(self.form.columns)  # 0-based column of 报送状态
        self.widths, self.size = _fitted(report, page.paper)
        self.height = page.paper.room(list(self.widths.values()))  # points of a page
        self.room = self.height - _HEADER_HEIGHT  # for rows, on every page but the first
        self.heights: list[float] = []  # of the rows drawn so far
        self.starts: list[int] = []  # rows (0-based) at which a page may begin
        self.places: dict[CellKey, str] = {}

    @property
    def row(self) -> int:
        """The next free row, 0-based."""
        return len(self.heights)

    def take(self, height: float) -> tuple[int, int]:
        """Take as many rows as a height needs; return the first and the last."""
        first = self.row
        for part in paper.split_height(height):
            self.page.sheet.set_row(self.row, part)
            self.heights.append(part)
        return first, self.row - 1

    def across(self, text: str, style: str, *, least: float, size: float = paper.BODY_SIZE) -> None:
        """Write one text over the whole width."""
        first, last = self.take(paper.tallest([(text, sum(self.widths.values()))], size, least))
        self.page.over((first, 0, last, self.last), text, style)

    def stretches(self) -> list[KeepTogether]:
        """Return the rows below the header, cut where a page may begin."""
        ends = [*self.starts[1:], self.row]
        return [
            KeepTogether(start, tuple(self.heights[start:end])) for start, end in zip(self.starts, ends, strict=True)
        ]


def _fitted(report: MonthlyReport, sheet: Paper) -> tuple[dict[str, float], float]:
    """Return each column's width, and the size at which a normal project takes a fifth of a page or less."""
    form = report.form
    limits = {c.key: LIMITS.get(c.key, (c.width, _own_limit(c))) for c in form.columns if c.key not in FIXED}
    keys = (*(column.key for column in form.columns), "status")
    widths = {key: FIXED[key] if key in FIXED else limits[key][0] for key in keys}
    shrink = _A4_SCALE if sheet is A4 else 1.0
    room = sheet.columns(len(keys)) / shrink - sum(widths.values())
    rows = [_texts(row) | {"target": block.target} for s in report.sections for block in s.blocks for row in block.rows]
    spans = {key: [_spans(row.get(key, "")) for row in rows] for key in limits}
    reckoned = cache(lambda key, width: _reckoned(spans[key], width))
    heights = {key: reckoned(key, widths[key]) for key in spans}
    while room >= _STEP:
        open_keys = [key for key in spans if widths[key] + _STEP <= limits[key][1]]
        if not open_keys:
            break
        key = max(open_keys, key=lambda key: _gain(heights, key, reckoned(key, widths[key] + _STEP)))
        widths[key] += _STEP
        heights[key] = reckoned(key, widths[key])
        room -= _STEP
    tall = sorted(max(lines) for lines in zip(*heights.values(), strict=True)) or [1]
    normal = tall[len(tall) // 2]
    page = sheet.room(list(widths.values())) - _HEADER_HEIGHT
    size = next(s for s, part in _SIZES if paper.row_height(_scaled(normal, s), s) <= page * part or part == 1)
    return widths, size


def _own_limit(column: Column) -> float:
    """Return how wide a column may become that is not known here: text as wide as problems may, the rest as it is."""
    return max(column.width, LIMITS["problems"][1]) if column.kind == "text" and not column.person else column.width


def _spans(text: str) -> list[int]:
    """Return the widths of a text's paragraphs, in half characters."""
    return [width(line) for line in text.split("\n")]


def _reckoned(told: list[list[int]], width: float) -> list[int]:
    """Return about how many lines of body size each text takes in a column."""
    return [sum(max(1, -(-span // int(width))) for span in spans) for spans in told]


def _scaled(lines: int, size: float) -> int:
    """Return how many lines remain when the type is set smaller."""
    return -(-lines * int(size * 10) // int(paper.BODY_SIZE * 10))


def _gain(heights: dict[str, list[int]], key: str, after: list[int]) -> tuple[int, int]:
    """Return how many lines the rows lose when a column's lines change; then how many the column itself loses."""
    others = [max(lines) for lines in zip(*(heights[k] for k in heights if k != key), strict=True)] or [0] * len(after)
    now = [max(a, b) for a, b in zip(others, heights[key], strict=True)]
    then = [max(a, b) for a, b in zip(others, after, strict=True)]
    return sum(now) - sum(then), sum(heights[key]) - sum(after)


def draw(page: Page, report: MonthlyReport, origins: dict[CellKey, str]) -> dict[CellKey, str]:
    """Draw the sheet; return where each lead row's cells went, as "汇总表!F5".

    ``origins`` says where each cell's line of 来源 will stand.
    """
    table = _Table(page, report, origins)
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
        _total(table, section.subtotal)  # with the last project: never alone on a page
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
    """Draw a project: what is common once, over the rows of its lead units.

    Units that write so much that together they take more than half a page stand apart, so that a page may end between
    them and need not stay half empty.
    """
    tall = sum(_need(table, row)[0] for row in block.rows)
    if len(block.rows) == 1 or tall <= table.room / 2:
        _rows(table, block)
        return
    for number, row in enumerate(block.rows):
        name, target = (f"{block.name}{_CONTINUED}", "") if number else (block.name, block.target)
        if number:
            table.starts.append(table.row)
        _rows(table, replace(block, name=name, target=target, rows=(row,)))


def _rows(table: _Table, block: ProjectBlock) -> None:
    """Draw rows that stay on one page; a single one that is taller than a page goes on on the next."""
    shared = {"number": block.number, "name": block.name, "target": block.target}
    least = paper.tallest(((text, table.widths[key]) for key, text in shared.items()), table.size)
    needs = [_need(table, row) for row in block.rows]
    if max(least, sum(height for height, _ in needs)) > table.room:
        for row in block.rows:
            _long_row(table, block, row)
        return
    first = table.row
    extra = max(least - sum(height for height, _ in needs), 0) / len(needs)
    for row, (height, size) in zip(block.rows, needs, strict=True):
        _lead_row(table, block.id, row, height + extra, size)
    for key, text in shared.items():
        col = table.form.index(key) - 1
        table.page.over((first, col, table.row - 1, col), text, table.align[key], size=table.size)


def _texts(row: LeadRow) -> dict[str, str]:
    """Return what a lead row says, by column."""
    words = [row.status] if row.status == DOUBTFUL or not row.doubtful_fields else [row.status, DOUBTFUL]
    status = "\n".join(words) + ("：\n" + "\n".join(row.doubtful_fields) if row.doubtful_fields else "")
    if row.corrected:
        status += f"\n{CORRECTED}：\n" + "\n".join(row.corrected)
    cells = {key: legal(said.text) for key, said in row.cells.items()}
    return {"lead_unit": row.unit_name, "status": status} | cells


def _need(table: _Table, row: LeadRow) -> tuple[float, float]:
    """Return the height a lead row needs, and the size it is set at: what a single row cannot show is set smaller."""
    cells = [(text, table.widths[key]) for key, text in _texts(row).items()]
    height = paper.tallest(cells, table.size, _LEAST)
    return (height, table.size) if height <= paper.MAX_ROW_HEIGHT else (paper.tallest(cells, _TINY), _TINY)


def _one_line(table: _Table, text: str, key: str) -> bool:
    """Whether a short text such as 无 is better centred."""
    lines = paper.lines_needed(text, table.widths[key], table.size)
    return table.align[key] == "left" and "\n" not in text and lines == 1


def _lead_row(table: _Table, project: str, row: LeadRow, height: float, size: float) -> None:
    first, last = table.take(height)
    texts = _texts(row)
    col = table.form.index("lead_unit") - 1
    table.page.over((first, col, last, col), texts["lead_unit"], "center", size=size)
    table.page.over((first, table.last, last, table.last), _status(table, project, row), "center", size=size)
    for key, said in row.cells.items():
        col = table.form.index(key) - 1
        style = "word" if said.is_our_word else "center" if _one_line(table, texts[key], key) else table.align[key]
        value = texts[key] if said.number is None else said.number
        table.page.over(
            (first, col, last, col), _sourced(table, project, row, key, value), style, size=size, doubtful=said.doubtful
        )
        table.places[project, row.unit, key] = ref(SHEET, first + 1, col + 1)


def _status(table: _Table, project: str, row: LeadRow) -> Value:
    """Return the state of a row, leading to the first line of its provenance."""
    text = _texts(row)["status"]
    first = next((line for f in row.cells if (line := table.origins.get((project, row.unit, f)))), "")
    return Link(text, first) if first and "\n" not in text else text  # a linked text is set in one line, and cut off


def _sourced(table: _Table, project: str, row: LeadRow, key: str, value: str | Decimal) -> Sourced:
    said = row.cells[key]
    place = table.origins.get((project, row.unit, key), "") if said.number is not None or said.is_our_word else ""
    return Sourced(value, place, said.remark)


def _long_row(table: _Table, block: ProjectBlock, row: LeadRow) -> None:
    """Draw a row that is taller than a page: its texts go on in rows of their own, cut between lines.

    So no program can cut a printed line. The first row is the one that is linked to; joined, the cells are the text.
    """
    texts = {"number": block.number, "name": block.name, "target": block.target} | _texts(row)
    lines = int((paper.MAX_ROW_HEIGHT - paper.row_height(1, _TINY)) / (paper.row_height(101, _TINY) / 101))
    cut = {key: paper.pieces(text, table.widths[key], _TINY, lines) for key, text in texts.items()}
    for number in range(max(map(len, cut.values()))):
        parts = {key: pieces[number] if number < len(pieces) else "" for key, pieces in cut.items()}
        if number:
            parts["name"] = parts["name"] or _CONTINUED
            table.starts.append(table.row)
        cells = ((text.removesuffix("\n"), table.widths[key]) for key, text in parts.items())
        at, _ = table.take(min(paper.tallest(cells, _TINY), paper.MAX_ROW_HEIGHT))
        for key, text in parts.items():
            col = table.last if key == "status" else table.form.index(key) - 1
            said = row.cells.get(key)
            value: Value = text
            if said is not None and not number:
                value = _sourced(table, block.id, row, key, text if said.number is None else said.number)
                table.places[block.id, row.unit, key] = ref(SHEET, at + 1, col + 1)
            table.page.put((at, col), value, table.align.get(key, "left"), size=_TINY, top=True)
