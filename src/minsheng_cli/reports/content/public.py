"""公开稿: what may be published, by an allow-list, and the last look for what must not.

Allowed: section, project, target, progress and figures against targets. Never: persons, telephone numbers, problems,
suggestions. What units wrote as progress may still hold any of these: then nothing is published.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minsheng_cli.analysis.progress import IndicatorProgress
    from minsheng_cli.model import Catalogue, Indicator, MonthRecord
    from minsheng_cli.reports.content.story import StorySaid

_SEPARATORS = r"[\s\-‐-―－~·•.。,，、()（）/\\_*|]*"
_DIGITS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖○Oo", "00123456789123456789000")
_SEP = _SEPARATORS
_NUMBERS = (
    rf"1{_SEP}[3-9](?:{_SEP}\d){{9}}",  # mobile
    rf"0\d{{2,3}}{_SEP}[2-8](?:{_SEP}\d){{6,7}}",  # with its area code
    rf"000{_SEP}\d(?:{_SEP}\d){{6,10}}",  # invented ones, as in the demo
    r"[2-8]\d{6,7}",  # without area code
    rf"400{_SEP}\d{{3}}{_SEP}\d{{4}}",
)
_PHONE = re.compile(rf"(?<!\d)(?:\+?86{_SEP})?(?:{'|'.join(_NUMBERS)})(?!\d)")
_IDENTITY = re.compile(rf"(?<!\d)[1-9](?:{_SEPARATORS}\d){{14}}(?:(?:{_SEPARATORS}\d){{2}}{_SEPARATORS}[\dXx])?(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_MEASURE = re.compile(r"\s*(?:万|亿|元|平方|立方|米|㎡|亩|吨|公里|个|户|人|次|台|套|名|处|口|座|条|件|%|％)")
_DATE = re.compile(r"20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")  # 20250425
_CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U000323af·]+")
_NO_NAME = frozenset(
    [
        "责任人",
        "联系人",
        "联系方式",
        "联系电话",
        "电话",
        "手机",
        "手机号",
        "号码",
        "办公室",
        "办公电话",
        "座机",
        "传真",
        "主任",
        "副主任",
        "局长",
        "副局长",
        "科长",
        "副科长",
        "处长",
        "部长",
        "书记",
        "副书记",
        "主席",
        "副主席",
        "工作人员",
        "负责人",
        "经办人",
        "分管领导",
        "科员",
        "职员",
        "同志",
        "先生",
        "女士",
        "姓名",
        "单位",
        "区级",
        "街道",
        "综合科",
        "规划科",
        "项目科",
        "无",
        "暂无",
        "示例",
        "转",
        "分机",
        "微信",
        "邮箱",
    ]
)
_TITLES = re.compile(
    r"(?:副)?(?:主任|局长|科长|处长|部长|书记|主席|主任科员|科员|经理|院长|校长|站长|所长|队长|同志|先生|女士|老师|工程师)$"
)


_HEADING = re.compile(r"^[一二三四五六七八九十]+、|（[^（）]*）$")  # 一、…（共13项）


@dataclass(frozen=True, slots=True)
class PublicProject:
    """One project as published."""

    section: str
    name: str
    target: str
    progress: tuple[str, ...]  # paragraphs as the lead units wrote them
    figures: tuple[str, ...]  # 累计改造23个，完成年度目标的31.5%


@dataclass(frozen=True, slots=True)
class PublicText:
    """What may be published."""

    title: str
    lead: str
    sections: tuple[tuple[str, tuple[PublicProject, ...]], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Leak:
    """What must not be published, and where it stands."""

    what: str  # 电话号码 / 身份证号码 / 邮箱 / 责任人姓名
    text: str  # shortened: the message shall not repeat it in full
    place: str


def public_text(record: MonthRecord, catalogue: Catalogue, story: StorySaid, month_label: str, day: str) -> PublicText:
    """Choose what may be published."""
    entries = {(e.project, e.unit): e for e in record.entries if e.state == "accepted"}
    sections = []
    for section in catalogue.sections:
        projects = []
        for project in (p for p in catalogue.projects if p.section == section.id):
            own = [e for u in project.lead_units if (e := entries.get((project.id, u))) and e.progress]
            figures = [told for i in project.indicators if own and (told := _figure(i, story.paces.get(i.id)))]
            if own:
                names = {e.unit: f"{catalogue.unit(e.unit).name}：" if len(own) > 1 else "" for e in own}
                progress = tuple(line for e in own for line in _paragraphs(names[e.unit], e.progress or ""))
                said = PublicProject(section.short, project.name, project.target_lines, progress, tuple(figures))
                projects.append(said)
        if projects:
            sections.append((_HEADING.sub("", section.title), tuple(projects)))
    total = sum(len(projects) for _, projects in sections)
    some = f"中，{total}项的" if total < len(catalogue.projects) else ""
    return PublicText(
        title=f"{catalogue.district}重点民生实事{month_label}进展情况",
        lead=f"截至{day}，{catalogue.district}{len(catalogue.projects)}项重点民生实事{some}最新进展如下。",
        sections=tuple(sections),
        source="根据各牵头单位报送情况整理",
    )


def _figure(indicator: Indicator, pace: IndicatorProgress | None) -> str:
    """Return a figure beside the project's own published target, or nothing.

    Not beside what binds where promises overlap: a reader would hold it against the target that was published.
    """
    if pace is None or not pace.actual or not indicator.target:
        return ""
    told = f"{pace.actual:f}{pace.unit}"
    if indicator.measure in ("level", "rate"):
        return f"{pace.name}达到{told}（年度目标{indicator.target:f}{pace.unit}）"
    return f"{pace.name}累计{told}，完成年度目标的{pace.actual / indicator.target:.1%}"


def _paragraphs(name: str, text: str) -> Iterator[str]:
    """Yield a unit's paragraphs, the first one with its name where several units report."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    yield from (f"{name if not i else ''}{line}" for i, line in enumerate(lines))


def people(record: MonthRecord) -> frozenset[str]:
    """Return every person's name that stands in a 责任人及联系方式 of the month."""
    found: set[str] = set()
    for entry in record.entries:
        for run in _CHINESE.findall(unicodedata.normalize("NFKC", entry.contact or "")):
            found |= set(_names(run))
    return frozenset(found)


def leaks(texts: Iterable[tuple[str, str]], names: frozenset[str]) -> Iterator[Leak]:
    """Yield whatever must not be published in (place, text) pairs."""
    for place, raw in texts:
        text = unicodedata.normalize("NFKC", raw)
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
        for spelled in (text, text.translate(_DIGITS)):
            for what, pattern in (("身份证号码", _IDENTITY), ("电话号码", _PHONE), ("邮箱", _MAIL)):
                for match in pattern.finditer(spelled):
                    plain = re.sub(r"\D", "", match[0])
                    bare = match[0].isdigit() and len(plain) < 10  # noqa: PLR2004 - could be a plain quantity
                    honest = bare and (_MEASURE.match(spelled, match.end()) or _DATE.fullmatch(match[0]))
                    if what == "邮箱" or not honest:
                        yield Leak(what, _veiled(match[0]), place)
        packed = re.sub(r"\s", "", text)
        for name in names:
            if name in packed:
                yield Leak("责任人姓名", f"{name[0]}{'某' * (len(name) - 1)}", place)


def _names(run: str) -> Iterator[str]:
    """Yield what may be names in a run of Chinese characters: ``区教委张三主任`` is hard, ``张三`` is not."""
    for part in re.split(r"[、及和与]", run):
        bare = _TITLES.sub("", part)
        for word in sorted(_NO_NAME, key=len, reverse=True):
            shorter = bare.removeprefix(word).removesuffix(word)
            bare = shorter if len(shorter) > 1 else bare  # 示例甲 is a name, too
        if 2 <= len(bare) <= 4 and bare not in _NO_NAME:  # noqa: PLR2004 - as Chinese names are
            yield bare
        if "·" in bare and bare.strip("·"):
            yield bare.strip("·")


def _veiled(text: str) -> str:
    return f"{text[:3]}…{text[-2:]}"
