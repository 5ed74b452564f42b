"""情况通报 as sentences that follow from the month's figures; what does not occur is not mentioned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minsheng_cli.reports.content.words import listed
from minsheng_cli.words import STANDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.model import Catalogue, MonthRecord, Standing
    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.story import LagLine, ProblemLine, StorySaid

_MANY = 6  # names in a row that are still read
_OLD = 2  # months after which a problem is called long open
_ORDER: tuple[Standing, ...] = (
    "early", "done", "ahead", "normal", "behind", "far-behind", "overdue", "pending", "unclear", "unreported",
)  # fmt: skip
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered point: its heading and what is said of it."""

    number: str  # （一）
    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The five parts."""

    title: str
    heading: str  # the title as it is set: in two lines, broken by sense
    addressee: str
    overall: tuple[str, ...]
    lagging_intro: str
    lagging: tuple[Item, ...]
    lagging_rest: tuple[str, ...]
    problems_intro: str
    problems: tuple[Item, ...]
    returns: tuple[str, ...]
    demands: tuple[Item, ...]
    office: str
    annex: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A rectification slip (督办单) to one unit."""

    unit: str
    unit_name: str
    title: str
    intro: str
    lagging: tuple[Item, ...]
    problems: tuple[Item, ...]
    demand: str
    office: str


def bulletin(report: MonthlyReport, record: MonthRecord, catalogue: Catalogue) -> Bulletin | None:
    """Say the bulletin; None where nothing is known of the months before."""
    story = report.story
    if story is None:
        return None
    open_problems = [p for p in story.problems if p.is_open]
    return Bulletin(
        title=f"关于{report.month.label}重点民生实事推进情况的通报",
        heading=f"关于{report.month.label}重点民生实事\n推进情况的通报",
        addressee="各牵头单位：",
        overall=tuple(_overall(report, story, catalogue)),
        lagging_intro=_lagging_intro(story),
        lagging=tuple(_lag(i, line) for i, line in enumerate(story.lagging)),
        lagging_rest=tuple(_rest(story)),
        problems_intro=_problems_intro(story),
        problems=tuple(_problem(i, p) for i, p in enumerate(open_problems)),
        returns=tuple(_returns(record, catalogue)),
        demands=tuple(_demands(report, story, record, catalogue)),
        office=catalogue.office,
        annex=report.title,
    )


def slips(report: MonthlyReport, catalogue: Catalogue) -> tuple[Slip, ...]:
    """Return a slip for each unit with a lagging project, in official order."""
    story = report.story
    found = []
    for unit in catalogue.units if story else ():
        lagging = [line for line in story.lagging if unit.id in line.unit_ids] if story else []
        if not lagging or story is None:
            continue
        problems = [p for p in story.problems if p.is_open and p.unit == unit.id]
        due = catalogue.due(report.month.shift(1))
        found.append(
            Slip(
                unit.id, unit.name, f"{report.month.label}重点民生实事督办单",
                f"经对照{catalogue.document}和你单位报送的{report.month.label}推进落实情况，"
                f"你单位牵头的{len(lagging)}个项目滞后于时序进度，请认真分析原因，抓紧整改。",
                tuple(_lag(i, line) for i, line in enumerate(lagging)),
                tuple(_problem(i, p) for i, p in enumerate(problems)),
                f"请逐项制定整改措施、明确完成时间，于{due.year}年{due.month}月{due.day}日前"
                f"随下月报表一并报送{catalogue.office}。",
                catalogue.office,
            )
        )  # fmt: skip
    return tuple(found)


def _overall(report: MonthlyReport, story: StorySaid, catalogue: Catalogue) -> Iterator[str]:
    overview = story.overview
    day = catalogue.cut_off(report.month)
    counts: dict[str, int] = {code: number for code, _, number in overview.counts}
    told = [f"{STANDINGS[code]}{counts[code]}项" for code in _ORDER if counts.get(code)]
    yield (
        f"截至{day.year}年{day.month}月{day.day}日，{catalogue.document}确定的{len(overview.projects)}项重点民生实事中，"
        f"{'，'.join(told)}。"
    )
    done = [p.name for p in overview.projects if p.code in ("early", "done")]
    if done:
        yield f"已完成的项目为{_names(done, '项')}。"
    amount = report.overall.amount
    if amount is not None:
        sums = [
            f"{s.subtotal.label.removesuffix('小计')}{s.subtotal.amount:,f}万元"
            for s in report.sections
            if s.subtotal.amount
        ]
        parts = f"，其中{'，'.join(sums)}" if len(sums) > 1 else ""
        yield f"各项目年初以来累计完成投资{amount:,f}万元{parts}。"


def _lagging_intro(story: StorySaid) -> str:
    if not story.lagging:
        return "按照各单位报送的数据，本月没有项目滞后于时序进度。"
    worst = sum(line.code in ("far-behind", "overdue") for line in story.lagging)
    everyone = worst == len(story.lagging)
    more = "" if not worst else "，均为严重滞后或逾期" if everyone else f"，其中严重滞后或逾期{worst}项"
    return f"按照各单位报送的数据和时序进度，滞后项目共{len(story.lagging)}项{more}。"


def _lag(index: int, line: LagLine) -> Item:
    units = listed(line.units)
    months = f"，已连续{line.months}个月" if line.months > 1 else ""
    gap = f"，落后{abs(line.gap):f}个百分点" if line.gap is not None and line.gap < 0 else ""
    reasons = f"单位所述原因：{_inline(line.reasons)}" if line.reasons else "单位未说明原因。"
    steps = f"下一步：{_inline(line.next_steps)}" if line.next_steps else ""
    text = f"{STANDINGS[line.code]}{months}。{line.fact}{gap}。{reasons}{steps}"
    return Item(f"（{numeral(index)}）", f"{line.name}（{units}）。", text)


def _rest(story: StorySaid) -> Iterator[str]:
    if story.unclear:
        by_reason: dict[str, list[str]] = {}
        for name, why in story.unclear:
            by_reason.setdefault(why, []).append(name)
        told = "；".join(f"{listed(names)}（{why}）" if why else listed(names) for why, names in by_reason.items())
        yield f"另有{len(story.unclear)}项因报送内容不足，无法判断进度：{told}。"
    if story.pending:
        told = "；".join(f"{name}（{what}）" for name, what in story.pending)
        yield f"市级任务尚未明确、暂不计算完成率的有：{told}。"


def _problems_intro(story: StorySaid) -> str:
    still, new, solved = (
        sum(getattr(p, kind) for p in story.problems) for kind in ("is_open", "is_new", "is_solved")
    )  # fmt: skip
    ended = f"本月解决{solved}个。" if solved else ""
    if not still:
        return f"各单位目前没有未解决的卡点问题。{ended}"
    all_new = new == still and not solved
    fresh = "，均为本月新增" if all_new else f"，其中本月新增{new}个" if new else ""
    return f"各单位反映的卡点问题尚有{still}个未解决{fresh}。{ended}"


def _problem(index: int, problem: ProblemLine) -> Item:
    age = f"已存续{problem.age}个月" if problem.age > 1 else "本月新增"
    silent = "，本月未再提及" if problem.state.startswith("未再提及") else ""
    measure = f"措施或建议：{_inline(problem.measure)}" if problem.measure else ""
    return Item(
        f"{index + 1}．",
        f"{problem.name}（{problem.unit_name}）。",
        f"{_inline(problem.text)}（{age}{silent}）{measure}",
    )


def _returns(record: MonthRecord, catalogue: Catalogue) -> Iterator[str]:
    names = {u.id: u.name for u in catalogue.units}

    def those(*states: str, on_time: bool | None = None) -> list[str]:
        return [names[u.unit] for u in record.units if u.state in states and (on_time is None or u.on_time is on_time)]

    usable = ("accepted", "returned", "manual")
    on_time, late = those(*usable, on_time=True), those(*usable, on_time=False)
    absent, refused = those("missing"), those("rejected")
    parts = [f"按时报送{len(on_time)}个"] * bool(on_time)
    parts += [f"迟报{len(late)}个（{listed(late)}）"] * bool(late)
    parts += [f"未报{len(absent)}个（{listed(absent)}）"] * bool(absent)
    parts += [f"报送文件不能采用{len(refused)}个（{listed(refused)}）"] * bool(refused)
    if len(on_time) == len(record.units):
        yield f"应报{len(record.units)}个单位，全部按时报送。"
    else:
        yield f"应报{len(record.units)}个单位，{'，'.join(parts)}。"
    returned, manual = those("returned"), those("manual")
    if returned:
        yield f"{_names(returned, '个单位')}的报表有需改正之处，已退回修改，所报数据暂按待核处理。"
    if manual:
        yield f"{_names(manual, '个单位')}只报送了扫描件或其他不能直接汇总的材料，尚待补报电子表格。"


def _demands(
    report: MonthlyReport, story: StorySaid, record: MonthRecord, catalogue: Catalogue
) -> Iterator[Item]:  # fmt: skip
    demands: list[tuple[str, str]] = []
    names = {u.id: u.name for u in catalogue.units}
    lagging = [names[u.id] for u in catalogue.units if any(u.id in line.unit_ids for line in story.lagging)]
    if lagging:
        demands.append(
            (
                "加快滞后项目进度。",
                f"{_names(lagging, '个单位')}要对照年度目标逐项查找原因，倒排工期，明确整改措施和完成时间。",
            )
        )
    old = [p for p in story.problems if p.is_open and p.age > _OLD]
    if any(p.is_open for p in story.problems):
        more = f"存续超过{_OLD}个月的{len(old)}个问题，要逐一提出解决时限；" if old else ""
        demands.append(("推动卡点问题销号。", f"{more}需区级协调的，及时提出具体建议；已解决的，在下月报表中写明。"))
    absent = [names[u.unit] for u in record.units if u.state in ("missing", "rejected", "manual")]
    if absent:
        what = f"要尽快按{catalogue.form_label}格式补报{report.month.label}推进落实情况。"
        demands.append(("抓紧补报。", f"{_names(absent, '个单位')}{what}"))
    after = report.month.shift(1)
    if after <= catalogue.last_month:
        due = catalogue.due(after)
        when = f"请各牵头单位于{due.month}月{due.day}日前报送{after.month}月推进落实情况，"
        demands.append(("按时保质报送。", f"{when}数据须经单位主要负责人审核。"))
    else:
        demands.append(("做好年终收尾。", "请各牵头单位核实全年完成情况，整理归档佐证材料，备年终考核。"))
    for index, (head, text) in enumerate(demands):
        yield Item(f"（{numeral(index)}）", head, text)


def _names(names: list[str], counter: str) -> str:
    """Return all names, or the first few and how many there are."""
    return listed(names) if len(names) <= _MANY else f"{listed(names[:_MANY])}等{len(names)}{counter}"


def numeral(index: int) -> str:
    """Return 一, 十一, 二十一 for 0, 10, 20."""
    tens, ones = divmod(index + 1, 10)
    return ("" if tens < 2 else _NUMERALS[tens - 1]) + ("十" if tens else "") + (_NUMERALS[ones - 1] if ones else "")  # noqa: PLR2004


def _inline(text: str) -> str:
    """Return a unit's words as one sentence."""
    joined = "；".join(line.strip().rstrip("；;") for line in text.split("\n") if line.strip())
    return joined if joined.endswith(("。", "！", "？", "）")) else f"{joined}。"
