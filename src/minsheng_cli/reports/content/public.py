"""公开稿: what may be published, by an allow-list.

A table with one line per project and at most two printed lines of result beside it, each figure once. The sentences
are ours, made from the indicators; a unit's own sentence stands only where no indicator has a figure, and only one that
tells a result and nothing of how the office works. Never: persons, telephone numbers, problems, suggestions. Whether a
person or a number stands in the rest is for ``leaks``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.analysis.columns import public_values
from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.reports.content.brief import CUT, brief
from minsheng_cli.reports.content.counts import groups
from minsheng_cli.reports.content.words import NOT_APPLICABLE, money, rate_words
from minsheng_cli.words import CLASS_OF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from minsheng_cli.analysis.progress import IndicatorProgress
    from minsheng_cli.model import Catalogue, Entry, MonthRecord, Project
    from minsheng_cli.reports.content.story import StoryReport
    from minsheng_cli.words import Class

_NO_RESULT = compile_when_used(
    r"(?:^|(?<=[。；;！!\s]))"
    r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*|[（(])?"
    r"(?:(?:目前|当前|仍|还|主要)*(?:存在|面临|遇到)的?(?:主要|突出)?(?:问题|困难|卡点|堵点)"
    r"|(?:主要|突出)?(?:问题|困难|卡点问题|卡点|滞后原因|原因|意见建议|工作建议|有关建议|建议|需协调(?:解决)?(?:的)?(?:问题|事项)|请求事项)"
    r"(?=\s*(?:[：:]|如下|有))"
    r"|下一?步(?:工作)?(?:打算|计划|安排|建议|措施|工作|思路)?(?=\s*[：:，,将我拟])"
    r"|(?:建议|恳请|请求|提请)(?:区|市|上级|协调|加快|尽快|加大|给予|财政))"
)
_QUOTED = 12  # characters of what was left out, for the clerk to find it
_HEADING = compile_when_used(r"^[一二三四五六七八九十]+、|（[^（）]*）$")  # 一、…（共13项）


_RESULT = compile_when_used("建成|完工|竣工|通车|投入使用|投用|开通|启用|交付|举办|惠及|完成")
_TELLS = compile_when_used(r"\d|[竣投启开通交]")
_SENTENCE_END = compile_when_used(r"[。；;\n]")
_INTERNAL = compile_when_used(
    "专班|调度|会议|专题会|座谈|请示|汇报|督导|督查|检查|方案|印发|招标|比选|评审|踏勘|协调|领导|分管|责任|资金|拨付|审计|"
    "挂图|销号|台账|问题|困难|滞后|建议|下一步|手续|审批|征求|摸排|档案|内部|考核|计划|预计|力争|正在|拟"
)
_ROOM = 54  # characters: two lines of 27
_TARGET = 26  # characters of a target that is not a figure
_WORDS: dict[Class, str] = {
    "done": "已完成", "on-course": "按期推进", "behind": "推进中", "unknown": "推进中", "pending": "待下达",
}  # fmt: skip
"""How a class is called in public; 推进中 is the rest."""


@dataclass(frozen=True)
class PublicProject:
    """One project as published: its line of the table, and what else there is to tell in two lines."""

    section: str
    name: str
    target: str
    done: str
    rate: str
    status: str
    line: str  # "" when the table says it all
    progress: tuple[str, ...] = ()  # for templates of the first version: the same line
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicText:
    """What may be published."""

    title: str
    lead: str
    sections: tuple[tuple[str, tuple[PublicProject, ...]], ...]
    source: str
    issuer: str
    phone: str  # of inquiries, "" when the settings have none
    left_out: tuple[tuple[str, str], ...] = ()  # (project id, how the part left out begins)

    @property
    def rows(self) -> tuple[PublicProject, ...]:
        """The table's lines."""
        return tuple(project for _, projects in self.sections for project in projects)

    @property
    def told(self) -> tuple[PublicProject, ...]:
        """The projects there is something more to tell of."""
        return tuple(project for project in self.rows if project.line)


def public_text(  # noqa: PLR0913, PLR0917 - what it is made from
    record: MonthRecord, catalogue: Catalogue, story: StoryReport, amount: Decimal | None, month_label: str, day: str,
    phone: str = "",
) -> PublicText:  # fmt: skip
    """Choose what may be published; ``amount``: 累计完成投资, 万元, all projects."""
    entries = {(e.project, e.unit): e for e in record.entries if e.state == "accepted"}
    classes = {line.id: CLASS_OF[line.code] for line in story.overview.projects}
    told: dict[str, PublicProject] = {}
    left: list[tuple[str, str]] = []
    for project in catalogue.projects:
        own = [e for u in project.lead_units if (e := entries.get((project.id, u))) and e.progress]
        if own:
            told[project.id], rest = _project(project, own, story, classes[project.id], catalogue)
            left += [(project.id, text) for text in rest]
    sections = tuple(
        (
            _HEADING.sub("", section.title),
            tuple(told[p.id] for p in catalogue.projects if p.section == section.id and p.id in told),
        )
        for section in catalogue.sections
    )
    return PublicText(
        title=f"{catalogue.district}{catalogue.terms.topic}{month_label}进展情况",
        lead=_lead(f"截至{day}，{catalogue.district}", catalogue.terms.topic, story, len(told), amount),
        sections=tuple(section for section in sections if section[1]),
        source="根据各牵头单位报送情况整理",
        issuer=catalogue.office_in_full,
        phone=phone,
        left_out=tuple(left),
    )


def _lead(start: str, topic: str, story: StoryReport, told: int, amount: Decimal | None) -> str:
    """Return the first paragraph: the counts of the bulletin's classes, those not named being the rest."""
    projects = story.overview.projects
    counts = {g.code: g.number for g in groups(p.code for p in projects)}
    done, course = counts.get("done", 0), counts.get("on-course", 0)
    named = [f"已完成{done}项"] * bool(done) + [f"按期推进{course}项"] * bool(course)
    rest = len(projects) - done - course
    text = f"{start}{len(projects)}项{topic}"
    if named and not rest and len(named) == 1:
        text += "已全部完成。" if done else "均按期推进。"
    elif named:
        text += f"中，{'，'.join(named)}{f'，其余{rest}项正在组织实施' if rest else ''}。"
    else:
        text += "正在组织实施。"
    if amount:
        text += f"今年以来累计完成投资{money(amount)}。"
    return text + ("各项目进展如下。" if told == len(projects) else f"现公布其中{told}项的进展。")


def _project(
    project: Project, entries: list[Entry], story: StoryReport, code: Class, catalogue: Catalogue
) -> tuple[PublicProject, tuple[str, ...]]:
    """Return a project as published, and how each part of its own words begins that was left out."""
    paces = [(i, pace) for i in project.indicators if (pace := story.paces.get(i.id)) is not None]
    confirmed = [(i, p) for i, p in paces if not i.proposed]
    figures = [(i, p) for i, p in confirmed if p.actual is not None and i.target and i.kind in ("quantified", "part")]
    own = [(i, p) for i, p in figures if i.id not in catalogue.higher_twins]
    figures = own or figures  # the same work is published once, where its higher target stands
    section = next(s.short for s in catalogue.sections if s.id == project.section)
    left: tuple[str, ...] = ()
    if figures:
        (main, pace), *others = figures
        limit = main.qualifier if main.qualifier in _LIMITS else ""
        cells = (f"{main.name}{main.target:f}{main.unit}{limit}", f"{pace.actual:f}{pace.unit}", rate_words(pace.share))
        line = _within((_figure(p) for _, p in others if p.actual), _ROOM - len(project.name))
    else:
        states = [p.state for _, p in confirmed if p.state]
        word = "已完成" if states and set(states) == {"已完成"} else "进行中" if states else NOT_APPLICABLE
        cells = (brief(project.target.split("\n")[0], _TARGET).removesuffix(CUT), word, NOT_APPLICABLE)
        line, left = _own(entries, catalogue.unit_names)
    listed = (f"{header}：{text}" for header, text in public_values(project, {e.unit: e for e in entries}, catalogue))
    line = "；".join(filter(None, (line.removesuffix("。"), *listed)))  # the list's own columns that may be published
    line += "。" if line else ""
    row = PublicProject(section, project.name, *cells, _WORDS[code], line, (line,) * bool(line))
    return row, left


_LIMITS = ("以内", "以下")


def _figure(pace: IndicatorProgress) -> str:
    """Return a figure against the published target: 新增残疾人就业创业累计30人（43.5%）."""
    is_told = pace.share is not None and pace.unit != "%"  # a percentage of a percentage says nothing to a reader
    share = f"（{rate_words(pace.share)}）" if is_told else ""
    return f"{pace.name}{pace.actual:f}{pace.unit}{share}"


def _within(parts: Iterator[str], room: int) -> str:
    """Return as many parts as there is room for, as one sentence."""
    said: list[str] = []
    for part in parts:
        if len("；".join([*said, part])) > room:
            break
        said.append(part)
    return "；".join(said) + "。" if said else ""


def _own(entries: list[Entry], names: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return a unit's own sentence that tells a result, "" when there is none, and what ``_results`` left out."""
    paragraphs, left = _results(entries, names)
    for sentence in _SENTENCE_END.split("\n".join(paragraphs)):
        text = sentence.strip().removeprefix("（示例）")
        fits = 0 < len(text) <= _ROOM
        if fits and _RESULT.search(text) and not _INTERNAL.search(text) and _TELLS.search(text):
            return f"{text}。", left
    return "", left


def _results(entries: list[Entry], names: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the paragraphs about results, and the beginning of each part left out because it tells of something else.

    Where several units report, the first paragraph of each names it: their figures may differ.
    """
    kept, left = [], []
    for entry in entries:
        name = f"{names[entry.unit]}：" if len(entries) > 1 else ""
        for line in (entry.progress or "").split("\n"):
            text = line.strip()
            other = _NO_RESULT.search(text)
            if other:
                left.append(text[other.start() :].strip()[:_QUOTED])
                text = text[: other.start()].strip()
            if text:
                kept.append(name + text)
                name = ""
    return tuple(kept), tuple(left)
