"""A notice → a sketch of ``projects.yaml``: what was read is written down, what was not is left open with a word on it.

Two marks stand in it: 请填写 where a person must write something, 建议 where the program proposes a value that a
person should look at (indicators, months, short titles). A proposal is never said to be what the notice says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli.amounts import Amount, Nothing, read_money
from minsheng_cli.catalogue.notice.columns import ROLE_NAMES
from minsheng_cli.catalogue.notice.indicators import Offer, offers
from minsheng_cli.catalogue.proposals import MARK
from minsheng_cli.catalogue.terms import topic_of
from minsheng_cli.catalogue.yaml_edit import text_of
from minsheng_cli.config.yaml_strict import StrictYamlError, parse
from minsheng_cli.form_spec import COLUMNS
from minsheng_cli.nouns import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from minsheng_cli.catalogue.notice.reading import Notice, Row
    from minsheng_cli.config.yaml_strict import Plain

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_LONE = "P"  # first letter of a project's id in a list without sections
OPEN = "  # 请填写"
PROPOSED = f"  {MARK}"
"""Marks at the end of a line."""
_LONGEST_HEADER = 20
_HEADER_ROLES = (
    (r"(?:年度|本年|20\d\d年).*投资|计划.*投资", "planned_investment", "planned-investment"),
    (r"投资|资金|预算", "total_investment", ""),
    (r"开工", "start", ""),
    (r"领导|负责人|责任人|联系人|分管", "leader", ""),
)


@dataclass(frozen=True)
class Earlier:
    """What is known from the list of an earlier year of the same place: its units, by every name they have."""

    year: str = ""
    units: Mapping[str, Mapping[str, Plain]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Own:
    """A column of the list's own."""

    heading: str
    key: str
    kind: str
    role: str
    person: bool


def sketch(notice: Notice, source: str, earlier: Earlier | None = None) -> str:
    """Return the text of the file."""
    own = tuple(_own_columns(notice))
    parts = (
        _top(notice, source), _head(notice, own), _dates(notice), _sections(notice),
        _units(notice.units, earlier or Earlier()), _projects(notice, own), ("overlaps: []", "amendments: []", ""),
    )  # fmt: skip
    return "\n".join(line for part in parts for line in part)


def _top(notice: Notice, source: str) -> Iterator[str]:
    head = notice.head
    yield f"# {head.district}{head.year}年{_topic(notice)}项目清单（草稿）"
    yield f"# 由 minsheng catalogue import 读自“{_line(source)}”，项目的文字照原件抄录。"
    yield "# 写“请填写”的须人工填写；写“建议”的（指标、月份、简称等）是程序的建议，不是文件的规定，请逐条核对。"
    yield "# 在表格里补全：minsheng catalogue export 清单.xlsx --draft；改好后 minsheng catalogue import 清单.xlsx。"
    yield "# 在这里补全：改完运行 minsheng catalogue check 本文件；无误后改名为 data/projects.yaml（原有的请先移走）。"
    if notice.columns:
        told = "，".join(f"{_line(c.heading)}→{ROLE_NAMES[c.role]}" for c in notice.columns)
        yield f"# 各栏认作：{told}。不对的，在终端重新导入时可以改选。"
    yield from (f"# {'未读入' if '未读入' in said else '请核对'}：{_line(said)}" for said in notice.unread)
    yield ""


def _topic(notice: Notice) -> str:
    """Return what the notice calls the projects."""
    return topic_of(notice.head.title, notice.list_title, district=notice.head.district)


def _head(notice: Notice, own: Sequence[_Own]) -> Iterator[str]:
    head = notice.head
    yield _field("year", head.year)
    yield _field("district", head.district)
    yield _field("office", head.office)
    yield from ("", "document:")
    yield _field("  number", head.number)
    listed = text_of(notice.list_title) if notice.list_title else ""
    yield (
        f"  title: {listed}{PROPOSED}：通知的标题没有读到"
        if listed and not head.title
        else _field("  title", head.title)
    )
    yield _field("  issuer", head.issuer)
    yield _field("  date", head.date)
    title = head.form_title or f"{head.district}{head.year}年{_topic(notice)}推进落实情况表"
    yield from ("", "form:")
    yield _field("  label", head.form_label) if head.form_label else f"  label: 月报表{PROPOSED}：通知没有写报表名称"
    yield _field("  title", title) + ("" if head.form_title else PROPOSED)
    summary = title.removesuffix("表") + "汇总表"
    yield _field("  summary_title", summary) + PROPOSED
    if own:
        yield "  columns:                  # 清单自带的栏目：印在报表上，不要单位填写"
        yield from (f"    - {_column(column)}" for column in own)
    yield ""


def _column(column: _Own) -> str:
    header = text_of(_header(column.heading))
    words = f"key: {column.key}, header: {header}, after: target, kind: {column.kind}, fill: office"
    words += ", person: true" if column.person else ""
    words += f", role: {column.role}" if column.role else ""
    return "{" + words + "}"


def _dates(notice: Notice) -> Iterator[str]:
    head = notice.head
    year = head.year or "2025"
    first = f"{year}-{head.date[5:7] if head.date[:4] == year else '01'}"
    yield "months:                     # 从哪个月报到哪个月，通知没有写明"
    if head.year:
        yield f'  first: "{first}"{PROPOSED}'
        yield f'  last: "{year}-12"{PROPOSED}'
    else:
        yield f"  first:{OPEN}，例如 {first}"
        yield f"  last:{OPEN}，例如 {year}-12"
    if head.quarterly:
        yield f"  only: [3, 6, 9, 12]{PROPOSED}：按季度报送"
    yield from ("", "due:")
    yield _field("  day", head.due_day) + ("" if head.due_day else "：每月几日前报送；月底写 last")
    if head.due_offset:
        yield f"  offset: {head.due_offset}                 # 次月报送"
    yield f"  inclusive: true{PROPOSED}：截止日当天报的算按时，不算的写 false"
    yield ""


def _sections(notice: Notice) -> Iterator[str]:
    titled = [section for section in notice.sections if section.title]
    if not titled:
        yield from ("sections: []                # 清单没有分类", "")
        return
    yield "sections:"
    for number, section in enumerate(notice.sections):
        yield f"  - id: {_letter(number)}"
        yield f"    title: {text_of(section.title)}" if section.title else f"    title:{OPEN}"
        short = _short(section.title)
        yield f"    short: {text_of(short)}{PROPOSED}" if short else f"    short:{OPEN}报表中的简称"
    yield ""


def _short(title: str) -> str:
    words = re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?|[（(][^（）()]*[)）]$", "", title)
    words = re.sub(r"^\S*?20\d\d年(?:度)?", "", words)
    cut = re.sub(r"(?:的)?(?:重点|重大)?(?:民生|惠民)?(?:实事)?(?:项目)?(?:清单|表|任务分解表)?$", "", words)
    return cut if len(cut) > 1 else words


def _units(names: Sequence[str], earlier: Earlier) -> Iterator[str]:
    yield "units:                      # full_name 单位全称；其他写法可加 aliases: [...]，见说明"
    for name in names:
        known = earlier.units.get(name)
        yield f"  - name: {text_of(name)}"
        if known is None or not isinstance(known.get("full_name"), str):
            yield f"    full_name:{OPEN}"
            continue
        yield f"    full_name: {text_of(str(known['full_name']))}    # 照 {earlier.year} 年清单"
        for key in ("aliases", "lookalikes"):
            kept = known.get(key)
            spellings = list(kept) if isinstance(kept, list) else []
            if key == "aliases" and known.get("name") != name:
                spellings.append(known.get("name"))
            if spellings:
                yield f"    {key}: {_flow(spellings)}"
    yield ""


def _projects(notice: Notice, own: Sequence[_Own]) -> Iterator[str]:
    yield "projects:"
    sections = any(section.title for section in notice.sections)
    for number, section in enumerate(notice.sections):
        if sections:
            yield from ("", f"  # ================ {_line(section.title)} ================")
        letter = _letter(number) if sections else _LONE
        offset = 0 if sections else sum(len(s.rows) for s in notice.sections[:number])
        for count, row in enumerate(section.rows, start=offset + 1):
            yield ""
            yield from _project(row, letter if sections else "", f"{letter}{count:02}", own, notice.head.year, count)
    yield ""


def _project(row: Row, section: str, project_id: str, own: Sequence[_Own], year: str, count: int) -> Iterator[str]:  # noqa: PLR0913, PLR0917 - one line of the list
    yield f"  - id: {project_id}"
    if section:
        yield f"    section: {section}"
    yield f"    number: {text_of(row.number)}" if row.number else f'    number: "{count}"{PROPOSED}：原件没有序号'
    yield f"    name: {text_of(row.name)}"
    yield f"    lead_units: [{', '.join(text_of(unit) for unit in row.lead_units)}]" + ("" if row.lead_units else OPEN)
    yield f"    responsible: {text_of(row.responsible)}"
    yield from _block("target", row.target)
    yield _deadline(row)
    yield f"    remark: {text_of(row.remark)}"
    extra = {column.key: row.extra.get(column.heading, "") for column in own}
    if any(extra.values()):
        yield "    extra: {" + ", ".join(f"{key}: {text_of(value)}" for key, value in extra.items() if value) + "}"
    made = offers(row.target, year)
    if made:
        yield "    indicators:             # 从目标任务中读出的建议，请核对、改名，不对的删去"
        yield from (f"      - {line}{PROPOSED}" for line in _indicators(made, project_id, row.name))
    else:
        yield "    indicators: []"


def _deadline(row: Row) -> str:
    if not row.deadline:
        return f"    deadline:{OPEN}"
    line = f'    deadline: "{row.deadline}"'
    if not row.deadline_text:
        return line + f"{PROPOSED}：原件没有写时限"
    if row.deadline_text == row.deadline:
        return line
    printed = _line(row.deadline_text)
    return line + (f"   # 原文：{printed}" if row.deadline_sure else f"{PROPOSED}：原文为“{printed}”")


def _indicators(made: Sequence[Offer], project_id: str, project: str) -> Iterator[str]:
    for number, offer in enumerate(made, start=1):
        words = [f"id: {project_id}-{number}", f"kind: {offer.kind}"]
        if offer.part_of is not None:
            words.append(f"part_of: {project_id}-{offer.part_of + 1}")
        words.append(f"name: {text_of(offer.name or project)}")
        if offer.target is not None:
            words += [f"target: {offer.target}", f"unit: {text_of(offer.unit)}"]
        words += [f"qualifier: {text_of(offer.qualifier)}"] if offer.qualifier else []
        words += [f"measure: {offer.measure}"] if offer.measure else []
        words += [f"note: {text_of(offer.note)}"] if offer.note else []
        yield "{" + ", ".join(words) + "}"


# ---------------------------------------------------------------- columns of the list's own


def _own_columns(notice: Notice) -> Iterator[_Own]:
    keys: set[str] = set()
    for heading in notice.extra:
        values = [row.extra.get(heading, "") for row in notice.rows]
        if not any(values):
            continue
        key, role = next(((k, r) for p, k, r in _HEADER_ROLES if re.search(p, heading)), ("column", ""))
        number = 1
        while (name := key if number == 1 and key != "column" else f"{key}{number}") in keys:
            number += 1
        money = key.endswith("investment") and "亿" not in heading and not re.search(r"[（(]元", heading)
        money = money and all(isinstance(read_money(v), Amount | Nothing) for v in values)
        keys.add(name)
        yield _Own(heading, name, "money" if money else "text", role if money and number == 1 else "", key == "leader")


def _header(heading: str) -> str:
    """Return what a column is called in the form: not longer than its place, not as one of the nine is called."""
    words = heading[:_LONGEST_HEADER]
    taken = {name for c in COLUMNS for name in (c.header, *c.aliases)}
    return f"清单{words}"[:_LONGEST_HEADER] if re.sub(r"（[^（）]*）", "", words) in taken else words


# ---------------------------------------------------------------- YAML


def _letter(number: int) -> str:
    return (
        _LETTERS[number] if number < len(_LETTERS) else f"{_LETTERS[number % len(_LETTERS)]}{number // len(_LETTERS)}"
    )


def _flow(items: Sequence[Plain]) -> str:
    """Return a list as YAML on one line: texts, and spellings with their months."""

    def one(item: Plain) -> str:
        if isinstance(item, dict):
            return "{" + ", ".join(f"{key}: {text_of(str(value))}" for key, value in item.items()) + "}"
        return text_of(str(item))

    return "[" + ", ".join(one(item) for item in items if item) + "]"


def _field(name: str, value: str) -> str:
    return f"{name}: {value if value.isdecimal() else text_of(value)}" if value else f"{name}:{OPEN}"


def _block(name: str, text: str) -> Iterator[str]:
    """Write a text of several lines so that a person can read it, if YAML gives it back as it was."""
    lines = [f"    {name}: |-", *(f"      {line}" if line else "" for line in text.split("\n"))]
    try:
        plain = parse("\n".join([lines[0].strip(), *(line[4:] for line in lines[1:])]).encode())
    except (StrictYamlError, UnicodeEncodeError):
        plain = None
    if "\n" in text and plain == {name: text}:
        yield from lines
    else:
        yield f"    {name}: {text_of(text)}"


def _line(text: str) -> str:
    return " ".join(text.split())
