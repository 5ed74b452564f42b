"""Kinds of mess in the words around figures: notes, headers and signs that change what the figures mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from draft import Box, Draft, Expect, Line, Taken
from kinds import BOOKS, ONLY, kind
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

if TYPE_CHECKING:
    from collections.abc import Callable

# What a note says of the figures; each must put the investments in doubt.
NOTES = (
    "注：完成投资单位为元。", "注：以下金额均以元为单位", "单位：亿元", "备注：完成投资为当月数。",
    "注：以上投资均为本月完成数", "注：投资额为新增数", "注：本表投资为计划投资", "说明：投资数据截至3月底。",
)  # fmt: skip
# Headers of a column that is, or may be, no cumulative investment up to April.
HEADERS = (
    "1-3月完成投资（万元）",
    "完成投资（三月）",
    "截至3月底累计完成投资",
    "完成投资\n（当月数）",
    "历年累计完成投资",
)
# What may stand beside 完成投资 so that nobody knows which of the two counts.
BESIDE = ("累计完成投资（万元）", "1-3月累计完成投资", "完成投资")
SAID = ("与上月相同", "同上月", "正常推进", "待补充", "详见附件1", "50%")


def _all(d: Draft, name: str) -> None:
    """Say that a whole column is in doubt. Raises Taken."""
    if name not in d.fields or any((p.id, name) in d.taken for p in d.projects()):
        raise Taken
    d.claim(("column", name))
    for project in d.projects():
        d.expect(project.id, name, d.expected[project.id, name].value, doubt=True)


def _note(text: str, *, below: bool) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("header texts")
        _all(d, "investment")
        line = Line("other", [Box(text)])
        if below:
            d.lines.append(line)
        else:
            d.lines.insert(d.at(d.of("footer")[0]), line)

    return spoil


for _text in NOTES:
    kind(f"note below: {_text}")(_note(_text, below=True))
    kind(f"note in the table: {_text}")(_note(_text, below=False))


def _header(text: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("header texts")
        _all(d, "investment")
        d.header.boxes[d.fields.index("investment")].value = text

    return spoil


for _text in HEADERS:
    kind(f"header {_text!r}")(_header(_text))


def _beside(text: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("columns", "header shape", "header texts")
        _all(d, "investment")
        place = d.fields.index("investment") + d.rng.randrange(2)
        for line in d.lines:
            if line.kind == "header":
                line.boxes.insert(place, Box(text))
            elif line.kind == "project":
                line.boxes.insert(place, Box(d.rng.randrange(100)))
        d.fields.insert(place, "")

    return spoil


for _text in BESIDE:
    kind(f"investment and beside it {_text}")(_beside(_text))


@kind("two cumulative columns of two months")
def _two_months(d: Draft) -> None:
    d.claim("columns", "header shape", "header texts")
    if "investment" not in d.fields:
        raise Taken
    own = d.fields.index("investment")
    d.header.boxes[own].value = "1-4月累计完成投资（万元）"
    place = own + d.rng.randrange(2)
    for line in d.lines:
        if line.kind == "header":
            line.boxes.insert(place, Box("1-3月累计完成投资（万元）"))
        elif line.kind == "project":
            line.boxes.insert(place, Box(d.rng.randrange(100)))
    d.fields.insert(place, "")


def _hollow(text: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        project = d.pick("progress")
        box = d.box(project, "progress")
        box.value, box.literal = text, True
        d.expect(project, "progress", text, doubt=True)

    return spoil


for _text in SAID:
    kind(f"progress {_text}")(_hollow(_text))


@kind("a figure where words belong")
def _figure_for_words(d: Draft) -> None:
    name = d.rng.choice(["problems", "next_steps"])
    project = d.pick(name)
    d.box(project, name).value = "1200.5"
    d.expect(project, name, "1200.5", doubt=True)


def _shown(value: Any, number_format: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        project = d.pick("investment")
        box = d.box(project, "investment")
        box.value, box.number_format = value, number_format
        d.expect(project, "investment", None, doubt=True)

    return spoil


kind("number with % in its format", BOOKS)(_shown(12, '0"%"'))
kind("number in dollars by its format", BOOKS)(_shown(12, "[$$-409]#,##0"))
kind("number of one month by its format", BOOKS)(_shown(12, '"本月"0'))


@kind("amount with a plus sign")
def _plus(d: Draft) -> None:
    project = d.pick("investment")
    box = d.box(project, "investment")
    box.value, box.literal = "+300", True
    d.expect(project, "investment", "300", doubt=True)


@kind("a footnote's raised digit behind the amount", ONLY)
def _raised(d: Draft) -> None:
    project = d.pick("investment")
    box = d.box(project, "investment")
    box.value = CellRichText("1200", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    d.expect(project, "investment", None, doubt=True)


@kind("contact column there twice")
def _contact_twice(d: Draft) -> None:
    d.claim("columns", "header shape", "header texts")
    _all(d, "contact")
    for line in d.lines:
        if line.kind == "header":
            line.boxes.append(Box("责任人及联系方式"))
        elif line.kind == "project":
            line.boxes.append(Box("示例戊 000-00000009"))
    d.fields.append("")


def _figures_of_a_month(header: str) -> Callable[[Draft], None]:
    def spoil(d: Draft) -> None:
        d.claim("figures")
        indicators = [i for p in d.projects() for i in p.indicators if i.asked and i.kind == "quantified"]
        if d.issued is None or not indicators:
            raise Taken

        def written(book: Any) -> None:
            sheet = book["指标进度"]
            cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
            head = next(c for c in cells if c.value == "本月累计")
            head.value = header
            for indicator in indicators:
                key = next((c for c in cells if c.value.startswith(f"{indicator.id}|")), None)
                if key is None:  # another unit that leads the project with this one is asked for it
                    continue
                sheet.cell(key.row, head.column).value = 3
                d.figures[indicator.id] = (Expect(None, doubt=True), f"指标进度!{head.coordinate}")

        d.before_save.append(written)

    return spoil


for _text in ("当月数", "本月完成", "本月新增"):
    kind(f"figures under {_text}", BOOKS)(_figures_of_a_month(_text))
