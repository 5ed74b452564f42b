"""情况通报: short sentences that follow from the month's figures, in the order a leader reads them.

The sentences stand in the functions below; ``PATTERNS`` only tells when each is said, for readers and for the test.
A part with nothing in it disappears and the numbering closes up.
Counts of the first paragraph mean the same sets everywhere (``counts.groups``).
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.analysis.columns import plan_share, starts
from minsheng_cli.nouns import dataclass, field
from minsheng_cli.reports.content.brief import about, brief
from minsheng_cli.reports.content.cases import spans
from minsheng_cli.reports.content.counts import groups, nobody
from minsheng_cli.reports.content.points import Item, inline, points
from minsheng_cli.reports.content.returns import refusals
from minsheng_cli.reports.content.words import MANY, NOT_APPLICABLE, listed, money, named, this
from minsheng_cli.text.han import numeral
from minsheng_cli.words import CLASS_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sized
    from datetime import date

    from minsheng_cli.model import Catalogue, MonthRecord
    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.cases import CaseLine
    from minsheng_cli.reports.content.story import LagLine, ProblemLine, StoryReport

PATTERNS: dict[str, str] = {
    "报告：均": "所有项目同一状态（且有单位报送）",
    "报告：分类": "有两类以上状态；各类数目相加等于项目总数，占比相加等于100%",
    "报告：无人报送": "没有任何单位报送可以采用的内容",
    "投资": "有投资合计且大于0",
    "投资：占比": "清单列有年度计划投资；只算列有计划的项目",
    "开工": "清单有开工一栏且有单位填报；开工率以项目总数为分母",
    "本月完成": "上月不是、本月是“已完成”的项目（没有上月的，为全部已完成项目）",
    "进展较好": "有项目快于时序进度（超时序）",
    "滞后表": "有滞后项目",
    "滞后说明": "滞后最多的三项中，单位写了原因的",
    "问题": "有未解决、或本月解决的问题；其中三类之和等于未解决数",
    "问题：提请": "单位写明请谁办什么",
    "问题：牵头单位": "没有写请谁办",
    "问题：待销号": "本月未再提及，或所属项目已完成",
    "督办": "有以前月份发出、月初尚未销号的督办事项；每件一句，三件以上同级别、同结果的合为一句",
    "报送": "总是有；各类之和等于应报单位数",
    "报送：待核": "有报表需改正，或只报扫描件",
    "要求：督办": "本月发出或升级了督办；同一级别、同一期限的合为一句",
    "要求：滞后": "有滞后项目，其单位没有列入上一句",
    "要求：补报": "有单位没有可以采用的报表",
    "要求：问题": "有持续三个月以上或待销号的问题",
    "要求：下月": "后面还有填报月份",
    "要求：年终": "本月是最后一个填报月份",
}
"""Each sentence pattern and when it is said; ``tests/reports/test_bulletin.py`` holds the text to it."""

_OLD = 3  # months from which a problem is called long open
_WORST = 3  # lagging projects told in words
_BEST = 5  # projects told as doing well
_EACH = 6  # problems told of one addressee
_QUOTED = 44  # characters of a problem
_REASON = 26  # characters of a reason in the table
DAYS = (16, 5)  # after the due day: for an answer, for a late return; settings (outputs.answer_days, late_days)


@dataclass(frozen=True)
class LagRow:
    """One line of the table of lagging projects."""

    name: str
    unit: str
    expected: str
    actual: str
    gap: str
    months: str
    reason: str


@dataclass(frozen=True)
class Heads:
    """The headings of the parts there are, numbered; "" for a part that is not there."""

    overall: str = ""
    good: str = ""
    lagging: str = ""
    problems: str = ""
    supervised: str = ""
    returns: str = ""
    demands: str = ""


_TITLES = {
    "overall": "总体情况", "good": "进展较好的项目", "lagging": "进度滞后的项目", "problems": "需协调解决的问题",
    "supervised": "上月督办事项办理情况", "returns": "报送情况", "demands": "下一步工作要求",
}  # fmt: skip


@dataclass(frozen=True)
class Bulletin:
    """The parts that have something in them. From ``lagging_intro`` on: for templates of the first version."""

    title: str
    heading: str  # the title as it is set: in two lines, broken by sense
    addressee: str
    opening: str
    heads: Heads
    overall: tuple[str, ...]
    good: tuple[str, ...]
    lag_rows: tuple[LagRow, ...]
    lag_note: str
    lag_words: tuple[str, ...]
    problems_intro: str
    problems: tuple[Item, ...]
    supervised: tuple[str, ...]
    returns: tuple[str, ...]
    demands: tuple[Item, ...]
    office: str  # in full, as a signature
    contact: str
    annex: str
    lagging_intro: str = ""
    lagging: tuple[Item, ...] = ()
    lagging_rest: tuple[str, ...] = ()
    subject: str = field(default="", compare=False)


def bulletin(
    report: MonthlyReport, record: MonthRecord, catalogue: Catalogue, *, sender: tuple[str, str] = ("", ""),
    days: tuple[int, int] = DAYS,
) -> Bulletin | None:  # fmt: skip
    """Return what the bulletin says; None where nothing is known of the months before.

    ``sender``: name and telephone of the contact, "" when the settings have none. ``days``: after the due
    day, for an answer and for a late return.
    """
    story = report.story
    if story is None:
        return None
    lagging = by_gap(story.lagging)
    rows = tuple(map(_lag_row, lagging))
    overall, good = tuple(_overall(report, story, record, catalogue)), tuple(_good(story))
    problems, returns = points(_problem_points(story)), tuple(_returns(record, catalogue))
    demands = points(_demands(report, story, record, catalogue, days))
    parts: dict[str, Sized] = {
        "overall": overall, "good": good, "lagging": rows, "problems": problems, "supervised": story.followup,
        "returns": returns, "demands": demands,
    }  # fmt: skip
    told_solved = any(p.is_solved for p in story.problems)
    there = [key for key in _TITLES if parts[key] or (key == "problems" and told_solved)]
    heads = Heads(**{key: f"{numeral(i)}、{_TITLES[key]}" for i, key in enumerate(there, start=1)})
    label, topic = report.month.label, catalogue.terms.topic
    name, phone = sender
    return Bulletin(
        title=f"关于{label}{topic}推进情况的通报",
        heading=f"关于{label}{topic}\n推进情况的通报",
        addressee="各牵头单位：",
        opening=f"根据{catalogue.document}文件要求，现将{label}{topic}推进情况通报如下。",
        heads=heads,
        overall=overall,
        good=good,
        lag_rows=rows,
        lag_note=f"注：{story.lag_note}",
        lag_words=tuple(_lag_words(lagging)),
        problems_intro=_problems_intro(story, this(report.month)) if "problems" in there else "",
        problems=problems,
        supervised=story.followup,
        returns=returns,
        demands=demands,
        office=catalogue.office_in_full,
        contact=f"（联系人：{name}{f'，电话：{phone}' if phone else ''}）" if name else "",
        annex=f"{label}{topic}进度一览表",
        lagging_intro="；".join(f"{row.name}（{row.unit}）" for row in rows) + "。",
    )


def by_gap(lines: Iterable[LagLine]) -> list[LagLine]:
    """Return lagging projects, the widest gap first; those without one (a missed deadline) before all."""
    return sorted(lines, key=lambda line: (line.gap is not None, line.gap or Decimal(0)))


# ---------------------------------------------------------------- the parts


def _overall(report: MonthlyReport, story: StoryReport, record: MonthRecord, catalogue: Catalogue) -> Iterator[str]:
    day, topic = catalogue.cut_off(report.month), catalogue.terms.topic
    projects = story.overview.projects
    since = f"截至{day.month}月{day.day}日，{len(projects)}项{topic}"
    if nobody(record):
        none = "尚无单位报送可以采用的报表"
        yield f"截至{day.month}月{day.day}日，{none}，{len(projects)}项{topic}进展情况无法判断。"
        return
    told = groups(p.code for p in projects)
    if len(told) == 1:
        text = f"{since}均{_class_words(told[0].code, story)}。"
    else:
        parts = [f"{_class_words(g.code, story)}{g.number}项（{g.share}{_worse(g.code, story)}）" for g in told]
        text = f"{since}中，{'，'.join(parts)}。"
    amount = report.overall.amount
    if amount:
        counted = f"（{report.funded}个项目填报）" if report.funded else ""
        text += f"年初以来累计完成投资{money(amount)}{counted}。"
    text += _of_plan(record, catalogue) + _begun(record, catalogue, day)
    finished = [p.name for p in projects if CLASS_OF[p.code] == "done" and p.is_new]
    if finished and len(finished) < len(projects):
        rest = "等" if len(finished) > MANY else ""
        text += f"{this(report.month)}完成{listed(finished[:MANY])}{rest}{len(finished)}项。"
    yield text


def _of_plan(record: MonthRecord, catalogue: Catalogue) -> str:
    """Return how much of 年度计划投资 has been invested, "" where the list has no plan."""
    share = plan_share(record, catalogue)
    if share is None:
        return ""
    part = f"为年度计划投资{money(share.planned)}的{share.share:.1%}"
    if share.counted == share.projects:
        return f"完成投资{part}。"
    return f"其中列有年度计划投资的{share.counted}个项目完成{money(share.invested)}，{part}。"


def _begun(record: MonthRecord, catalogue: Catalogue, day: date) -> str:
    """Return how many projects have begun, "" where the list does not ask or nobody says."""
    said = starts(record, catalogue, day)
    if said is None or not said.answered:
        return ""
    unknown = said.projects - said.answered
    rest = f"，另有{unknown}项未报开工情况" if unknown else ""
    return f"已开工{said.begun}项，开工率{Decimal(said.begun) / said.projects:.1%}{rest}。"


def _class_words(code: str, story: StoryReport) -> str:
    """Return how the first paragraph calls a class."""
    if code == "pending":
        return story.pending_words
    if code == "unknown":
        absent = sum(i.code == "unreported" for i in story.unclear)
        if absent == len(story.unclear):
            return "因牵头单位未报送或报送内容不能采用、无法判断"
        return "因指标数字不全、无法判断" if not absent else "因未报送、报送内容不能采用或指标数字不全、无法判断"
    return {"done": "已完成", "on-course": "按期推进", "behind": "进度滞后"}[code]


def _worse(code: str, story: StoryReport) -> str:
    """Return how many of the lagging projects are worse than lagging, as 其中."""
    if code != "behind":
        return ""
    kinds = (("far-behind", "严重滞后"), ("overdue", "逾期未完成"))
    counts = [(word, sum(line.code == kind for line in story.lagging)) for kind, word in kinds]
    told = [f"{word}{number}项" for word, number in counts if number]
    return f"，其中{'、'.join(told)}" if told else ""


def _good(story: StoryReport) -> Iterator[str]:
    best = sorted((p for p in story.overview.projects if p.code == "ahead" and p.gap), key=lambda p: -(p.gap or 0))
    told = [f"{p.name}：{p.fact}，快于时序进度{p.gap}个百分点" for p in best[:_BEST]]
    if told:
        yield "；".join(told) + "。"
    rest = [p.name for p in best[_BEST:]]
    if rest:
        yield f"另有{listed(rest[:MANY])}{'等' if len(rest) > MANY else ''}{len(rest)}项快于时序进度。"


def _lag_row(line: LagLine) -> LagRow:
    gap = NOT_APPLICABLE if line.gap is None else f"{line.gap}".replace("-", "−")
    return LagRow(
        f"{line.name}（{line.indicator}）" if line.indicator else line.name, listed(line.units),
        line.expected, line.actual, gap, f"{line.months}个月",
        brief(about(line.reasons, line.name), _REASON) if line.reasons else "未说明",
    )  # fmt: skip


def _lag_words(lagging: list[LagLine]) -> Iterator[str]:
    for line in lagging[:_WORST]:
        if line.reasons:  # without one the table has said it all
            steps = f"下一步：{inline(brief(line.next_steps, 80))}" if line.next_steps else ""
            fact = f"{line.clause}。" if line.clause else ""
            yield f"{line.name}：{fact}{inline(brief(about(line.reasons, line.name), 80))}{steps}"


def _problems_intro(story: StoryReport, now: str) -> str:
    """Return how many problems there are; the three kinds add up to those that are not solved."""
    still = [p for p in story.problems if p.is_open]
    solved = sum(p.is_solved for p in story.problems)
    ended = f"{now}解决{solved}个。" if solved else ""
    if not still:
        return f"各单位反映的问题均已解决。{ended}"
    told = [p for p in still if p.is_told]
    new = sum(p.is_new for p in told)
    silent = sum(p.is_silent for p in still)
    absent = len(still) - len(told) - silent
    parts = [f"{now}反映{len(told)}个{f'（新增{new}个）' if new else ''}"] * bool(told)
    parts += [f"以往反映、{now}未再提及{silent}个"] * bool(silent)
    parts += [f"因单位没有可用报表、情况不明{absent}个"] * bool(absent)
    if len(parts) == 1 and told:
        fresh = "，均为新增" if new == len(told) and new > 1 else "，为新增" if new == len(told) else ""
        fresh = fresh or (f"，其中新增{new}个" if new else "")
        return f"{now}反映问题{len(told)}个{fresh}。{ended}"
    return f"尚未解决的问题{len(still)}个，其中{'，'.join(parts)}。{ended}"


def _problem_points(story: StoryReport) -> Iterator[tuple[str, str]]:
    """Yield problems by whom they ask, the oldest first; then those nobody is asked about; then those to be closed."""
    still = [p for p in story.problems if p.is_open]
    closing = [p for p in still if p.to_close]
    asked: dict[str, list[ProblemLine]] = {}
    for problem in sorted((p for p in still if not p.to_close), key=lambda p: -p.age):
        asked.setdefault(listed(problem.asked), []).append(problem)
    own = asked.pop("", [])
    for offices, problems in asked.items():
        yield f"提请{offices}协调解决：", _problem_clauses(problems)
    if own:
        yield "由牵头单位推进解决：", _problem_clauses(own)
    if closing:
        yield "请核实后销号或继续反映：", _problem_clauses(sorted(closing, key=lambda p: -p.age))


def _problem_clauses(problems: list[ProblemLine]) -> str:
    """Return problems as clauses; those in the same words stand once, with whose they are."""
    alike: dict[str, list[ProblemLine]] = {}
    for problem in problems:
        alike.setdefault(brief(problem.text, _QUOTED), []).append(problem)
    shown = list(alike.items())[:_EACH]
    said = []
    for text, several in shown:
        whose = Counter((p.unit_name, p.since) for p in several)
        told = (f"{unit}{f'{n}个项目' if n > 1 else ''}，{since}" for (unit, since), n in whose.items())
        said.append(f"{text}（{'；'.join(told)}）")
    more = len(problems) - sum(len(several) for _, several in shown)
    return "；".join(said) + (f"；另有{more}个，见汇总表所附卡点问题台账" if more > 0 else "") + "。"


def _returns(record: MonthRecord, catalogue: Catalogue) -> Iterator[str]:
    names = catalogue.unit_names

    def those(*states: str, on_time: bool | None = None) -> list[str]:
        return [names[u.unit] for u in record.units if u.state in states and (on_time is None or u.on_time is on_time)]

    usable = ("accepted", "returned", "manual")
    on_time, late = those(*usable, on_time=True), those(*usable, on_time=False)
    absent, refused = those("missing"), those("rejected")
    told = refusals(record, short=True)
    why = {names[unit]: f"{names[unit]}，{reason}" for unit, reason in told.items()}
    parts = [f"按时报送{len(on_time)}个"] * bool(on_time)
    parts += [f"迟报{len(late)}个（{listed(late)}）"] * bool(late)
    parts += [f"未报送{len(absent)}个（{named(absent, '个单位')}）"] * bool(absent)
    parts += [
        f"报送内容不能采用{len(refused)}个（{'；'.join(why.get(n, n) for n in refused) if why else listed(refused)}）"
    ] * bool(refused)
    alike = {"全部按时报送": on_time, "均迟于规定时间报送": late, "均未报送": absent, "报送内容均不能采用": refused}
    everyone = next((said for said, several in alike.items() if len(several) == len(record.units)), "")
    yield f"{len(record.units)}个单位{everyone}。" if everyone else f"{len(record.units)}个单位中，{'，'.join(parts)}。"
    returned, manual = those("returned"), those("manual")
    second = []
    if returned:
        second.append(f"{named(returned, '个单位')}的报表有需改正之处，所报数据暂按待核处理，请修改后重新报送")
    if manual:
        second.append(f"{named(manual, '个单位')}只报送了扫描件等不能直接汇总的材料，请补报电子表格")
    if second:
        yield "；".join(second) + "。"


def _demands(
    report: MonthlyReport, story: StoryReport, record: MonthRecord, catalogue: Catalogue, days: tuple[int, int]
) -> Iterator[tuple[str, str]]:
    """Yield what is asked of whom by when; each point is one sentence and has no heading."""
    names = catalogue.unit_names
    after = catalogue.following(report.month)
    due = catalogue.due(report.month)
    lagging = [names[u.id] for u in catalogue.units if any(u.id in line.unit_ids for line in story.lagging)]
    for (level, until), cases in _issued(story).items():
        units, numbers = list(dict.fromkeys(c.unit_name for c in cases)), spans(c.number for c in cases)
        yield "", f"{named(units, '个单位')}于{until}前书面反馈整改措施和完成时限，列入{level}（{numbers}）。"
    answering = {c.unit_name for cases in _issued(story).values() for c in cases}
    lagging = [name for name in lagging if name not in answering]
    if lagging:
        day = _later(due, days[0], record)
        yield "", f"{named(lagging, '个单位')}于{_day(day)}前书面反馈整改措施和完成时限。"
    absent = [names[u.unit] for u in record.units if u.state in ("missing", "rejected", "manual")]
    if absent:
        day = _later(due, days[1], record)
        who = "各牵头单位" if len(absent) == len(record.units) else named(absent, "个单位")
        yield "", f"{who}于{_day(day)}前补报{report.month.short}进展。"
    still = [p for p in story.problems if p.is_open]
    old = list(dict.fromkeys(p.unit_name for p in still if p.age >= _OLD and not p.to_close))
    closing = list(dict.fromkeys(p.unit_name for p in still if p.to_close))
    asks = [f"{named(old, '个单位')}对持续{_OLD}个月以上的问题逐一提出解决时限"] * bool(old)
    asks += [f"{named(closing, '个单位')}核实未再提及和已完成项目的问题，已解决的确认销号"] * bool(closing)
    if asks:
        yield "", "；".join(asks) + "。"
    if after is not None and not after.final:
        yield "", f"各单位于{_day(catalogue.due(after))}前报送{after.short}进展。"
        return
    told = "" if after is None else f"于{_day(catalogue.due(after))}前报送年终完成情况（截至12月31日），"
    yield "", f"各单位{told}核实全年完成情况，整理归档佐证材料，备年终考核。"


def _issued(story: StoryReport) -> dict[tuple[str, str], list[CaseLine]]:
    """Return the cases issued or raised this month, by level and by the day they are answered."""
    grouped: dict[tuple[str, str], list[CaseLine]] = {}
    for case in story.cases:
        if case.is_new:
            grouped.setdefault((case.level, case.due), []).append(case)
    return grouped


def _later(due: date, days: int, record: MonthRecord) -> date:
    """Return the day so many days after the due day, but at least three after the last return came in."""
    came = max((u.received_at[:10] for u in record.units if u.received_at), default="")
    day = due + timedelta(days=days)
    while came and (day - timedelta(days=3)).isoformat() < came:
        day += timedelta(days=1)
    return day


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
