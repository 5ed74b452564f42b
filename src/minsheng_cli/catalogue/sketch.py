"""A notice → a sketch of ``projects.yaml``: what was read is written down, what was not is left open with a word on it.

Indicators are a person's reading of a target: the numbers found are offered as comments, which the program ignores.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from minsheng_cli.config.yaml_strict import StrictYamlError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.catalogue.notice import Notice, Row

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_NUMBER = re.compile(
    r"(?<![\dA-Za-z.])(\d{1,12}(?:\.\d{1,6})?)((?:万|亿)?(?:平方米|立方米|人次|公里|千米|[一-鿿㎡%％]))"
)
_NO_MEASURE = frozenset("年月日届第号至的")
_BLANKS = "\u3000\xa0"  # blanks that people use and YAML leaves alone
_OPEN = "  # 请填写"


def sketch(notice: Notice, source: str) -> str:
    """Return the text of the file."""
    head, year = notice.head, notice.head.year
    lines = [
        f"# {head.district}{year}年重点民生实事项目清单（草稿）",
        f"# 由 minsheng catalogue import 读自“{source}”，项目的文字照附件1抄录，一字未改。",
        "# 写“请填写”的和各单位的全称须人工填写；指标须人工从目标任务中确定，程序不代为判断。",
        "# 改完运行 minsheng catalogue check 本文件；无误后改名为 data/projects.yaml 使用（原有的请先移走）。",
        "# 各项的写法，见自带的 data/projects.yaml 中的说明。",
        *(f"# 未读入：{_line(sentence)}" for sentence in notice.left),
        "",
        _field("year", year),
        _field("district", head.district),
        _field("office", head.office),
        "",
        "document:",
        _field("  number", head.number),
        _field("  title", head.title),
        _field("  issuer", head.issuer),
        _field("  date", head.date),
        "",
        "form:",
        _field("  label", head.form_label),
        _field("  title", head.form_title),
        f"  summary_title:{_OPEN}汇总表的名称",
        "",
        "months:                     # 从哪个月报到哪个月，通知没有写明",
        f"  first:{_OPEN}，例如 {year or '2025'}-03",
        f"  last:{_OPEN}，例如 {year or '2025'}-12",
        "",
        "due:",
        _field("  day", head.due_day),
        f"  inclusive:{_OPEN}：截止日当天报的算不算按时，true 算，false 不算",
        "",
        "sections:",
    ]
    letters = dict(zip(range(len(notice.sections)), _LETTERS, strict=False))
    for number, section in enumerate(notice.sections):
        lines += [f"  - id: {letters[number]}", f"    title: {_text(section.title)}"]
        lines += [f"    short:{_OPEN}报表中的简称"]
    lines += ["", "units:                      # full_name 单位全称；其他写法可加 aliases: [...]，见说明"]
    for unit in notice.units:
        lines += [f"  - name: {_text(unit)}", f"    full_name:{_OPEN}"]
    lines += ["", "projects:"]
    for number, section in enumerate(notice.sections):
        lines += ["", f"  # ================ {_line(section.title)} ================"]
        for count, row in enumerate(section.rows, start=1):
            lines += ["", *_project(row, letters[number], f"{letters[number]}{count:02}")]
    lines += ["", "overlaps: []", "amendments: []", ""]
    return "\n".join(lines)


def _project(row: Row, section: str, project_id: str) -> Iterator[str]:
    yield f"  - id: {project_id}"
    yield f"    section: {section}"
    yield f"    number: {_text(row.number)}"
    yield f"    name: {_text(row.name)}"
    yield f"    lead_units: [{', '.join(_text(unit) for unit in row.lead_units)}]"
    yield f"    responsible: {_text(row.responsible)}"
    yield from _block("target", row.target)
    yield f"    deadline: {_text(row.deadline)}"
    yield f"    remark: {_text(row.remark)}"
    offers = list(suggestions(row.target, project_id))
    yield "    indicators:"
    if offers:
        yield "      # 目标任务中出现的数，只供参考：核对、改名后，去掉行首的“# ”使用，不要的删除。"
        yield from (f"      # {offer}" for offer in offers)


def suggestions(target: str, project_id: str) -> Iterator[str]:
    """Yield, for each number with a measure in a target, an indicator as it might be written."""
    number = 0
    for clause in re.split(r"[；。，\n（）]", target):
        for match in _NUMBER.finditer(clause):
            unit = match[2].replace("％", "%")
            if unit[-1] in _NO_MEASURE:
                continue
            number += 1
            name = json.dumps(clause.strip(" \t\u3000、："), ensure_ascii=False)
            yield f'- {{id: {project_id}-{number}, kind: quantified, name: {name}, target: {match[1]}, unit: "{unit}"}}'


def _field(name: str, value: str) -> str:
    return f"{name}: {value if value.isdecimal() else _text(value)}" if value else f"{name}:{_OPEN}"


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
        yield f"    {name}: {_text(text)}"


def _text(text: str) -> str:
    """Return a text as YAML that is read back as exactly that: plain where that is safe, else quoted."""
    if re.fullmatch(r"[一-鿿A-Za-z（][一-鿿A-Za-z0-9（）、，。；〔〕·—]*", text) and text not in (
        "null",
        "true",
        "false",
    ):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() or c in _BLANKS else json.dumps(c)[1:-1] for c in quoted)


def _line(text: str) -> str:
    return " ".join(text.split())
