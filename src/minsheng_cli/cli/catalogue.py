"""``catalogue show``: the catalogue as a person reads it, plain text of at most 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.form_spec import shown
from minsheng_cli.model import TOGETHER
from minsheng_cli.text.lines import wrap
from minsheng_cli.words import PROPOSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.model import Catalogue, Indicator, Overlap, Project, Unit

LINE = 80
_LEAD = 5  # "S01  "


def describe(catalogue: Catalogue) -> str:
    """Return what stood in one month: head, sections with projects and indicators, overlaps, pending, units, changes.

    No contacts: they are personal data.
    """
    parts = (
        _head(catalogue), _own_columns(catalogue), *_sections(catalogue), _overlaps(catalogue), _pending(catalogue),
        _units(catalogue),
    )  # fmt: skip
    blocks = [*parts, _amendments(catalogue)]
    return "\n\n".join("\n".join(block) for lines in blocks if (block := list(lines)))


def _due(catalogue: Catalogue) -> str:
    """Return when returns are due, as a notice says it: 每月25日前（含当日）, 每季度末次月5日前."""
    every = f"{'、'.join(map(str, catalogue.months_only))}月" if catalogue.months_only else "每月"
    later = ("", "次月", "第三个月", "第四个月")[catalogue.due_offset]
    day = "最后一天" if catalogue.due_day == 31 else f"{catalogue.due_day}日"  # noqa: PLR2004 - any month's last day
    own = "".join(f"，{month.short}为{date.month}月{date.day}日" for month, date in catalogue.due_dates)
    return f"{every}{later}{day}前（{'含' if catalogue.due_inclusive else '不含'}当日）{own}"


def _head(catalogue: Catalogue) -> Iterator[str]:
    yield from wrap(f"{catalogue.document}　{catalogue.document_title}", LINE)
    issued = catalogue.issued
    yield from wrap(catalogue.issuer + (f"　{issued.year}年{issued.month}月{issued.day}日" if issued else ""), LINE)
    day = _due(catalogue)
    yield from wrap(f"填报月份 {catalogue.first_month} 至 {catalogue.last_month}，{day}报送{catalogue.office}", LINE)
    counts = f"{len(catalogue.sections)} 类 {len(catalogue.projects)} 项，{len(catalogue.units)} 个牵头单位"
    yield f"共 {counts}；清单版本 {catalogue.version}"


_KINDS = {
    "text": "文字", "money": "金额（万元）", "number": "数字", "percent": "百分数", "date": "日期", "choice": "选择",
}  # fmt: skip


def _own_columns(catalogue: Catalogue) -> Iterator[str]:
    form = catalogue.form
    if form.own:
        yield "自定栏目"
    for column in form.own:
        before = form.columns[form.index(column.key) - 2]
        said = [_KINDS[column.kind], "由本单位填好" if column.fill == "office" else "由单位填报"]
        said += ["必填"] * column.required + ["可公开"] * column.public + ["涉及个人"] * column.person
        said += [f"选项：{'、'.join(column.choices)}"] * bool(column.choices)
        yield from wrap(f"  {column.key}  {column.header}（在“{before.header}”之后）：{'，'.join(said)}", LINE, inset=4)


def _sections(catalogue: Catalogue) -> Iterator[Iterator[str]]:
    for section in catalogue.sections:
        yield iter((section.title, "─" * (LINE // 2)))
        for project in catalogue.projects:
            if project.section == section.id:
                yield _project(project, catalogue)


def _project(project: Project, catalogue: Catalogue) -> Iterator[str]:
    lead = "、".join(catalogue.lead_names(project))
    yield from wrap(f"{project.id:<{_LEAD}}{project.number}．{project.name}", LINE, inset=_LEAD)
    yield from wrap(f"{' ' * _LEAD}牵头：{lead}　完成时限：{project.deadline_text}", LINE, inset=_LEAD)
    if project.remark:
        yield from wrap(f"{' ' * _LEAD}备注：{project.remark}", LINE, inset=_LEAD)
    own = (f"{c.header}：{shown(c, project.extra[c.key])}" for c in catalogue.form.own if c.key in project.extra)
    if said := "　".join(own):
        yield from wrap(f"{' ' * _LEAD}{said}", LINE, inset=_LEAD)
    for indicator in project.indicators:
        yield from _indicator(indicator, project)


def _indicator(indicator: Indicator, project: Project) -> Iterator[str]:
    inset = _LEAD + (4 if indicator.kind == "part" else 2)
    mark = "其中：" if indicator.kind == "part" else ""
    text = f"{' ' * inset}{indicator.id}  {mark}{indicator.name}　{_promise(indicator)}"
    text += _pace(indicator, project)
    yield from wrap(text, LINE, inset=inset + len(indicator.id) + 2)


def _pace(indicator: Indicator, project: Project) -> str:
    """Return by what an indicator's pace is judged, and who reports it where several units lead."""
    course = indicator.course or project.course
    said = []
    if indicator.kind in ("quantified", "part", "milestone") and not indicator.is_ceiling:
        if course is not None and course.kind == "steps":
            steps = (f"{s.month}达{s.figure:f}{'%' if s.is_share else indicator.unit}" for s in course.steps)
            said.append(f"按节点：{'、'.join(steps)}")
        elif indicator.kind == "milestone" or indicator.measure in ("level", "rate"):
            said.append("到时限判断")
        else:
            said.append("到时限判断" if course is not None and course.kind == "at-deadline" else "按时间进度")
    if len(project.lead_units) > 1 and indicator.asked:
        by = {TOGETHER: "各牵头单位合计", "": "由谁报数未定"}.get(indicator.lead, f"由{indicator.lead}报数")
        said.append(by)
    return f"　［{'；'.join(said)}］" if said else ""


_MEASURES = {"cumulative": "", "level": "报当前数", "rate": "报当前比率", "share": "占总体工程量"}


def _promise(indicator: Indicator) -> str:
    """Return the target as the notice words it (5万人以上, 约5万平方米, 目标待定) and what to know about it."""
    remarks = [indicator.note or _MEASURES[indicator.measure], PROPOSED * indicator.proposed]
    if indicator.kind == "milestone":
        said = "里程碑"
    elif indicator.kind == "ongoing":
        said = "持续推进" + (f" {indicator.target}{indicator.unit}" if indicator.target else "")
    elif indicator.kind == "pending" or indicator.target is None:
        said = "目标待定"
        remarks.insert(0, indicator.qualifier)
    else:
        number = f"{indicator.target}{indicator.unit}"
        after = indicator.qualifier in ("以上", "以内", "以下")
        said = f"{number}{indicator.qualifier}" if after else f"{indicator.qualifier}{number}"
    remark = "；".join(filter(None, remarks))
    return ("背景数 " if indicator.kind == "background" else "") + said + (f"（{remark}）" if remark else "")


def _overlaps(catalogue: Catalogue) -> Iterator[str]:
    if catalogue.overlaps:
        yield "重叠指标（重叠的按高要求执行）"
    for overlap in catalogue.overlaps:
        yield from wrap(f"  {' 与 '.join(overlap.indicators)}：{_rule(overlap)}", LINE, inset=4)


def _rule(overlap: Overlap) -> str:
    rule = f"按 {overlap.binding} 执行" if overlap.binding else "均须完成"
    return f"{rule}（{overlap.note}）" if overlap.note else rule


def _pending(catalogue: Catalogue) -> Iterator[str]:
    pending = [(p, i) for p in catalogue.projects for i in p.indicators if i.kind == "pending"]
    if pending:
        yield "目标待定（不计算完成率）"
    for project, indicator in pending:
        yield from wrap(f"  {indicator.id}  {project.name}：{indicator.name}", LINE, inset=4)


def _units(catalogue: Catalogue) -> Iterator[str]:
    yield "牵头单位"
    for number, unit in enumerate(catalogue.units, start=1):
        ids = "、".join(p.id for p in catalogue.led_by(unit.id))
        yield from wrap(f"  {number:>2}  {_names(unit)}：{ids}", LINE, inset=6)


def _names(unit: Unit) -> str:
    formerly = f"，原{unit.id}" if unit.id != unit.name else ""
    return f"{unit.name}（{unit.full_name}{formerly}）"


def _amendments(catalogue: Catalogue) -> Iterator[str]:
    if catalogue.amendments:
        yield "年中变更"
    for amendment in catalogue.amendments:
        yield from wrap(f"  {amendment.since}起　{amendment.note}　依据：{amendment.source}", LINE, inset=4)
