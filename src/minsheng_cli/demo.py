"""The demo's invented returns: what seventeen units might send back, good and bad, every line marked 示例.

Composed from the catalogue's own indicators, so another year's list gives another demo. The same month always gives
the same bytes. Mishaps are dealt out by position in the list of units, never by name.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING
from zlib import crc32

from minsheng_cli import form_spec
from minsheng_cli.model import TOGETHER
from minsheng_cli.nouns import dataclass
from minsheng_cli.zipped import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openpyxl.workbook import Workbook

    from minsheng_cli.model import Catalogue, Indicator, Month, Project, Unit

_HEADS = ("示例甲", "示例乙", "示例丙", "示例丁", "示例戊")
_NAMES = (
    "附件2：推进落实情况表（{unit}）.xlsx",
    "{unit}{month}月重点民生实事进展.xlsx",
    "{unit}/附件2(1).xlsx",
    "附件2_{unit}_{label}.xlsx",
    "{month}月-{unit}-最终版-改.xlsx",
    "新建 XLSX 工作表（{unit}）.xlsx",
)
_PROBLEMS = (
    "无",
    "部分点位用地手续办理较慢，需区级层面协调（示例）。",
    "无",
    "上级资金尚未下达，影响后续进度（示例）。",
    "施工范围内管线迁改协调难度大（示例）。",
    "无",
)
_STEPS = (
    "倒排工期，加快推进剩余点位建设，确保按期完成（示例）。",
    "加强与责任单位的沟通衔接，按月调度进度（示例）。",
    "抓紧完善前期手续，力争下月开工（示例）。",
    "组织开展自查，及时整改发现的问题（示例）。",
)
_START = ("正在办理前期手续", "已完成方案编制", "正在有序实施", "已完成大部分工作")


@dataclass(frozen=True)
class DemoReturn:
    """One file as it comes back; ``what`` says in a sentence what is special about it ("" when nothing is)."""

    name: str
    data: bytes
    received_at: datetime
    what: str = ""


class _Paper:
    """One unit's workbook, open for filling in."""

    def __init__(self, blank: bytes) -> None:
        os.environ["OPENPYXL_LXML"] = "False"  # read at import: with lxml it writes other XML
        from openpyxl import load_workbook  # noqa: PLC0415 - 140 ms; only the demo fills in forms

        self.book: Workbook = load_workbook(BytesIO(blank))
        self.sheet = self.book[form_spec.SHEET]
        keys = [self.sheet.cell(row, form_spec.OFFICIAL.key_column).value for row in range(1, self.sheet.max_row + 1)]
        split = {row: form_spec.split_row_key(str(key)) for row, key in enumerate(keys, start=1) if key}
        self.rows = {parts[0]: row for row, parts in split.items() if parts}

    def write(self, project: str, field: str, value: str | float) -> None:
        self.sheet.cell(self.rows[project], form_spec.OFFICIAL.index(field)).value = value

    def sign(self, head: str | None, preparer: str | None) -> None:
        for row in self.sheet.iter_rows(min_row=max(self.rows.values()) + 1):
            for cell in row:
                for label, name in ((form_spec.HEAD_LABEL, head), (form_spec.PREPARER_LABEL, preparer)):
                    if isinstance(cell.value, str) and cell.value.startswith(label):
                        spans = [m.max_col for m in self.sheet.merged_cells.ranges if cell.coordinate in m]
                        self.sheet.cell(cell.row, max([cell.column, *spans]) + 1).value = name

    def count(self, indicator: str, value: str | float) -> None:
        sheet = self.book[form_spec.INDICATOR_SHEET]
        actual = [c.key for c in form_spec.INDICATOR_COLUMNS].index("actual") + 1
        for row in range(1, sheet.max_row + 1):
            parts = form_spec.split_row_key(str(sheet.cell(row, form_spec.INDICATOR_KEY_COLUMN).value or ""))
            if parts and parts[0] == indicator:
                sheet.cell(row, actual).value = value

    def bytes(self, moment: datetime) -> bytes:
        out = BytesIO()
        self.book.save(out)
        return settled(out.getvalue(), moment)


def invent(
    catalogue: Catalogue,
    month: Month,
    blanks: Mapping[str, bytes],
    zone: tzinfo,
    earlier: Mapping[str, bytes] | None = None,
) -> tuple[DemoReturn, ...]:
    """Return the month's invented returns; ``earlier`` holds last month's by unit id, for the unit that resends it."""
    due = catalogue.due(month)
    deal = _deal(catalogue, _FIRST_MONTH if earlier is None else _SECOND_MONTH)
    returns: list[DemoReturn] = []
    for position, unit in enumerate(catalogue.units):
        mishap = deal.get(position, "")
        if mishap == "missing":
            continue
        day = due - timedelta(days=1 + (position * 5) % 6)
        moment = datetime(day.year, day.month, day.day, 9 + position % 8, (position * 7) % 60, tzinfo=zone)
        if mishap == "late":
            moment = moment.replace(day=due.day) + timedelta(days=2)
        name = _NAMES[position % len(_NAMES)].format(unit=unit.name, month=month.month, label=month.label)
        spoil, what = _MISHAPS.get(mishap, (None, ""))
        data = _filled(catalogue, unit, month, blanks[unit.id], moment, spoil)
        if mishap == "last-month" and earlier:
            data = earlier[unit.id]
        elif mishap == "cut":
            data = data[: len(data) // 2]
        elif mishap == "scan":
            name, data = name.replace(".xlsx", "扫描件.pdf"), b"%PDF-1.4\n% " + "（示例）".encode()
        returns.append(DemoReturn(name, data, moment, what.format(unit=unit.name)))
        if mishap == "twice":
            returns.append(
                DemoReturn(f"转发 {unit.name}.xlsx", data, moment + timedelta(hours=3), "同一份表又转发了一次")
            )
        elif mishap == "mended":
            later = moment + timedelta(days=1)
            mended = _filled(catalogue, unit, month, blanks[unit.id], later, None)
            returns.append(DemoReturn(f"{unit.name}（修改后）.xlsx", mended, later, f"{unit.name}改正后重新报送"))
    return tuple(returns)


def _deal(catalogue: Catalogue, wanted: Mapping[int, str]) -> dict[int, str]:
    """Return which mishap befalls the unit at which position."""
    several = [i for i, u in enumerate(catalogue.units) if len(catalogue.led_by(u.id)) > 1]
    dealt: dict[int, str] = {}
    for position, mishap in wanted.items():
        place = position % len(catalogue.units)
        if mishap == "deleted":  # only a unit with several projects can lose one
            place = next((i for i in several if i not in dealt and i not in wanted), place)
        dealt[place] = mishap
    return dealt


def _first_row(paper: _Paper) -> str:
    return next(iter(paper.rows))


def _empty(paper: _Paper) -> None:
    paper.write(_first_row(paper), "progress", "")
    paper.sign(None, _HEADS[1])


def _about(paper: _Paper) -> None:
    row = paper.rows[_first_row(paper)]
    investment = paper.sheet.cell(row, form_spec.OFFICIAL.index("investment"))
    investment.value = f"约{investment.value}万元"
    target = paper.sheet.cell(row, form_spec.OFFICIAL.index("target"))
    target.value = str(target.value).rstrip("。") + "（按序时进度推进）。"


def _unsigned(paper: _Paper) -> None:
    paper.sign(None, None)


def _fallen(paper: _Paper) -> None:
    paper.write(_first_row(paper), "investment", 1)


def _deleted(paper: _Paper) -> None:
    row = list(paper.rows.values())[-1]
    # Emptied, as a unit does it in a protected sheet's copy: its whole row is gone, key and all.
    for column in range(1, form_spec.OFFICIAL.key_column + 1):
        paper.sheet.cell(row, column).value = None


_MISHAPS: dict[str, tuple[Callable[[_Paper], None] | None, str]] = {
    "late": (None, "{unit}过了25日才报"),
    "empty": (_empty, "{unit}有一项工作进展未填，主要负责人未签"),
    "about": (_about, "{unit}的投资填了约数，目标任务被改动"),
    "mended": (_unsigned, "{unit}未签字，退回后改正"),
    "twice": (None, ""),
    "cut": (None, "{unit}的文件传坏了，打不开"),
    "last-month": (None, "{unit}误报了上月的表"),
    "fallen": (_fallen, "{unit}有一项填了当月投资，累计数变小"),
    "deleted": (_deleted, "{unit}删掉了一个项目"),
    "scan": (None, "{unit}只报了扫描件"),
}
_FIRST_MONTH = {-1: "missing", 3: "late", 5: "empty", 6: "about", 8: "mended", 9: "twice", 10: "cut"}
_SECOND_MONTH = {2: "missing", 7: "late", 1: "last-month", 5: "fallen", 11: "deleted", 14: "scan"}


def _filled(  # noqa: PLR0913, PLR0917 - one return
    catalogue: Catalogue,
    unit: Unit,
    month: Month,
    blank: bytes,
    moment: datetime,
    spoil: Callable[[_Paper], None] | None,
) -> bytes:
    paper = _Paper(blank)
    for project in catalogue.led_by(unit.id):
        seed = crc32(f"{project.id}{unit.id}".encode())
        counts = _counts(catalogue, project, unit, month)
        paper.write(project.id, "progress", _prose(project, month, catalogue, counts, seed))
        paper.write(project.id, "investment", _investment(catalogue, project, month, seed))
        paper.write(project.id, "problems", _PROBLEMS[seed % len(_PROBLEMS)])
        paper.write(project.id, "next_steps", _STEPS[seed % len(_STEPS)])
        paper.write(project.id, "contact", f"{_HEADS[seed % len(_HEADS)]} 000-{seed % 10**8:08d}")
        for indicator, value in counts.items():
            paper.count(indicator, float(value))
        for item in project.indicators:
            if item.is_state and item.asked_of(unit.id):
                paper.count(item.id, _state(item, project, month))
    seed = crc32(unit.id.encode())
    paper.sign(_HEADS[seed % len(_HEADS)], _HEADS[(seed + 1) % len(_HEADS)])
    if spoil is not None:
        spoil(paper)
    return paper.bytes(moment)


def _share(catalogue: Catalogue, project: Project, month: Month, seed: int) -> Decimal:
    """Return how much of a project an invented unit has done by its cut-off day, 0 to 1: most are on time."""
    begun, day = date(catalogue.year, 1, 1), catalogue.cut_off(month)
    elapsed = Decimal((day - begun).days + 1) / max((project.deadline.last_day - begun).days + 1, 1)
    pace = _SLOW.get(seed % 11, 100 + seed % 30)
    return min(Decimal(1), elapsed * pace / 100)


_SLOW = {2: 45, 5: 70, 8: 75}  # per cent of what has elapsed, dealt out by chance: some lag


def _counts(catalogue: Catalogue, project: Project, unit: Unit, month: Month) -> dict[str, Decimal]:
    """Return an invented unit's figures; twins are told alike, co-leads each tell their part."""
    counts: dict[str, Decimal] = {}
    for indicator in project.indicators:
        target = indicator.target
        if indicator.kind not in ("quantified", "part", "ongoing") or target is None or not indicator.asked_of(unit.id):
            continue
        binding, of = _binding(catalogue, indicator, project)
        target = binding.target or target
        share = _share(catalogue, of, month, crc32(f"{of.id}{of.lead_units[0]}".encode()))
        done = Decimal("0.9") + share / 10 if indicator.measure in ("level", "rate") else share
        if indicator.lead == TOGETHER:
            done /= len(project.lead_units)
        finest = int(target.as_tuple().exponent)
        step = Decimal(1).scaleb(finest if finest < 0 or target >= 100 else 0)  # noqa: PLR2004
        if indicator.unit.startswith("万") and target < 100:  # noqa: PLR2004
            step = Decimal("0.01")
        counts[indicator.id] = (target * done).quantize(step, rounding="ROUND_FLOOR")
    return counts


def _state(indicator: Indicator, project: Project, month: Month) -> str:
    """Return what an invented unit says of something that is done or not."""
    _, under_way, done = form_spec.MILESTONE_STATES
    return done if indicator.kind == "milestone" and month >= project.deadline else under_way


def _binding(catalogue: Catalogue, indicator: Indicator, project: Project) -> tuple[Indicator, Project]:
    """Return the indicator, and its project, that binds where the same promise stands in two projects; else itself."""
    for overlap in catalogue.overlaps:
        if overlap.binding is not None and indicator.id in overlap.indicators:
            return next((i, p) for p in catalogue.projects for i in p.indicators if i.id == overlap.binding)
    return indicator, project


def _prose(project: Project, month: Month, catalogue: Catalogue, counts: Mapping[str, Decimal], seed: int) -> str:
    over = month >= project.deadline
    lines = [
        f"{i.name}：已完成" if i.kind == "milestone" and over else _sentence(i, counts.get(i.id), seed)
        for i in project.indicators
        if i.asked
    ]
    due = catalogue.due(month)
    return f"（示例）截至{due.month}月{due.day}日：\n" + "；\n".join(line for line in lines if line) + "。"


def _sentence(indicator: Indicator, done: Decimal | None, seed: int) -> str:
    if indicator.kind == "pending":
        return f"{indicator.name}：待市级任务下达后组织实施"
    if indicator.target is None or done is None:
        return f"{indicator.name}：{_START[(seed + len(indicator.name)) % len(_START)]}"
    if not done:
        return f"{indicator.name}：{_START[seed % 3]}"
    if indicator.unit == "%":
        return f"{indicator.name}达到{done:f}%"
    return f"{indicator.name}累计完成{done:f}{indicator.unit}，为年度目标的{done / indicator.target * 100:.1f}%"


def _investment(catalogue: Catalogue, project: Project, month: Month, seed: int) -> float:
    whole = (seed % 7) * (300 + seed % 900)  # one project in seven needs no investment
    return float((_share(catalogue, project, month, seed) * whole).quantize(Decimal("0.1")))
