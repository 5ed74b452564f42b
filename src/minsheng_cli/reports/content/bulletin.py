"""情况通报 as sentences that follow from the month's figures; what does not occur is not mentioned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minsheng_cli.analysis.progress import NO_FIGURE
from minsheng_cli.reports.content.points import Item, lag_points, points, problem_points
from minsheng_cli.reports.content.words import listed
from minsheng_cli.words import STANDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minsheng_cli.model import Catalogue, MonthRecord, Standing
    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.story import StorySaid, Untold

_MANY = 6  # names in a row that are still read
_OLD = 3  # months from which a problem is called long open
_ORDER: tuple[Standing, ...] = (
    "early", "done", "ahead", "normal", "behind", "far-behind", "overdue", "pending", "unclear", "unreported",
)  # fmt: skip


_UNJUDGED: tuple[Standing, ...] = ("unclear", "unreported", "pending")
NO_FIGURES = "未填报指标数字"
_ALL: dict[Standing, str] = {  # when all projects stand alike
    "early": "已提前完成", "done": "已完成", "ahead": "超时序推进", "normal": "正常推进", "behind": "滞后于时序进度",
    "far-behind": "严重滞后", "overdue": "逾期未完成", "pending": "目标待定", "unclear": "无法判断进度",
    "unreported": "未报送进展",
}  # fmt: skip


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
        lagging_intro=_lagging_intro(story, record),
        lagging=lag_points(story.lagging),
        lagging_rest=tuple(_rest(story)),
        problems_intro=_problems_intro(story, record),
        problems=problem_points(open_problems),
        returns=tuple(_returns(record, catalogue)),
        demands=points(_demands(report, story, record, catalogue)),
        office=catalogue.office,
        annex=report.title,
    )


def _overall(report: MonthlyReport, story: StorySaid, catalogue: Catalogue) -> Iterator[str]:
    overview = story.overview
    day = catalogue.cut_off(report.month)
    counts: dict[Standing, int] = {code: number for code, _, number in overview.counts}
    told = [f"{STANDINGS[code]}{counts[code]}项" for code in _ORDER if counts.get(code)]
    promises = f"{catalogue.document}确定的{len(overview.projects)}项重点民生实事"
    alike = "".join(_ALL.get(code, STANDINGS[code]) for code in counts)
    stand = f"{promises}中，{'，'.join(told)}" if len(told) > 1 else f"{promises}均{alike}"
    yield f"截至{day.year}年{day.month}月{day.day}日，{stand}。"
    done = [p.name for p in overview.projects if p.code in ("early", "done")]
    if 0 < len(done) < len(overview.projects):
        yield f"已完成的项目是：{_names(done, '项')}。"
    amount = report.overall.amount
    if amount is not None:
        sums = [
            f"{s.subtotal.label.removesuffix('小计')}项目{s.subtotal.amount:,f}万元"
            for s in report.sections
            if s.subtotal.amount
        ]
        parts = f"，其中{'，'.join(sums)}" if len(sums) > 1 else ""
        lacking = "（未报、未填或待核的未计入）" if report.overall.partial else ""
        yield f"各项目年初以来累计完成投资{amount:,f}万元{lacking}{parts}。"


def _any(record: MonthRecord) -> bool:
    return any(entry.state != "missing" for entry in record.entries)


def _lagging_intro(story: StorySaid, record: MonthRecord) -> str:
    if not _any(record):
        return "本月尚无可以采用的报送数据，各项目是否滞后无法判断。"
    if not story.lagging and story.unclear:
        judged = sum(p.code not in _UNJUDGED for p in story.overview.projects)
        some = f"在能够判断进度的{judged}个项目中，没有滞后于时序进度的。"
        return some if judged else "本月尚无能够判断进度的项目。"
    if not story.lagging:
        return "按照各单位报送的数据，本月没有项目滞后于时序进度。"
    worst = sum(line.code in ("far-behind", "overdue") for line in story.lagging)
    everyone = worst == len(story.lagging)
    all_are = "，均为" if worst > 1 else "，为"
    more = "" if not worst else f"{all_are}严重滞后或逾期" if everyone else f"，其中严重滞后或逾期{worst}项"
    return f"按照各单位报送的数据和时序进度，滞后项目共{len(story.lagging)}项{more}。{story.limits}"


def _rest(story: StorySaid) -> Iterator[str]:
    """Say of which projects nobody can tell whether they lag, and why."""
    absent = [item for item in story.unclear if item.code == "unreported"]
    unclear = [item for item in story.unclear if item.code != "unreported"]
    if absent and len(absent) < len(story.overview.projects):
        told = "；".join(f"{listed(names)}（{who}）" for who, names in _grouped((listed(i.units), i) for i in absent))
        yield f"因牵头单位未报送可以采用的数据，无法判断进度的有{len(absent)}项：{told}。"
    if unclear:
        reasons = _grouped((NO_FIGURES if NO_FIGURE in item.why else item.why, item) for item in unclear)
        told = "；".join(f"{listed(names)}（{why}）" if why else listed(names) for why, names in reasons)
        yield f"暂不能判断是否滞后的有{len(unclear)}项：{told}。"
    if story.pending:
        told = "、".join(i.name if i.name == i.why else f"{i.name}（{i.why}）" for i in story.pending)
        yield f"目标任务尚待明确、暂不计算完成率的有：{told}。"


def _grouped(items: Iterable[tuple[str, Untold]]) -> Iterator[tuple[str, list[str]]]:
    """Yield each reason and the names of its projects, in the order they first occur."""
    by_reason: dict[str, list[str]] = {}
    for why, item in items:
        by_reason.setdefault(why, []).append(item.name)
    yield from by_reason.items()


def _problems_intro(story: StorySaid, record: MonthRecord) -> str:
    still, new, solved = (
        sum(getattr(p, kind) for p in story.problems) for kind in ("is_open", "is_new", "is_solved")
    )  # fmt: skip
    ended = f"本月解决{solved}个。" if solved else ""
    if not still:
        return f"各单位目前没有未解决的卡点问题。{ended}" if _any(record) else "本月尚无单位反映卡点问题。"
    everyone = new == still
    all_are = "，均为" if still > 1 else "，为"
    fresh = f"{all_are}本月新增" if everyone else f"，其中本月新增{new}个" if new else ""
    return f"各单位反映的卡点问题尚有{still}个未解决{fresh}。{ended}"


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
    parts += [f"报送文件不能采用的{len(refused)}个（{listed(refused)}）"] * bool(refused)
    alike = {"全部按时报送": on_time, "均迟于规定时间报送": late, "均未报送": absent, "报送文件均不能采用": refused}
    everyone = next((said for said, several in alike.items() if len(several) == len(record.units)), "")
    yield f"应报{len(record.units)}个单位，{everyone or '，'.join(parts)}。"
    returned, manual = those("returned"), those("manual")
    if returned:
        yield f"{_names(returned, '个单位')}的报表有需改正之处，须修改后重新报送，所报数据暂按待核处理。"
    if manual:
        yield f"{_names(manual, '个单位')}只报送了扫描件或其他不能直接汇总的材料，尚待补报电子表格。"


def _demands(
    report: MonthlyReport, story: StorySaid, record: MonthRecord, catalogue: Catalogue
) -> Iterator[tuple[str, str]]:  # fmt: skip
    names = {u.id: u.name for u in catalogue.units}
    lagging = [names[u.id] for u in catalogue.units if any(u.id in line.unit_ids for line in story.lagging)]
    after = report.month.shift(1)
    goes_on = after <= catalogue.last_month
    if lagging:
        who = _names(lagging, "个单位")
        yield "加快滞后项目进度。", f"{who}要对照年度目标逐项查找原因，倒排工期，明确整改措施和完成时间。"
    still = [p for p in story.problems if p.is_open]
    if still:
        old = sum(p.age >= _OLD for p in still)
        more = f"持续{_OLD}个月以上的{old}个问题，要逐一提出解决时限；" if old else ""
        last = "已解决的，在下月报表中写明。" if goes_on else "已解决的，及时书面反馈。"
        yield "推动卡点问题销号。", f"{more}需区级协调的，及时提出具体建议；{last}"
    absent = [names[u.unit] for u in record.units if u.state in ("missing", "rejected", "manual")]
    if absent:
        who = "各牵头单位" if len(absent) == len(record.units) else _names(absent, "个单位")
        yield "抓紧补报。", f"{who}要尽快按{catalogue.form_label}格式补报{report.month.label}推进落实情况。"
    if goes_on:
        due = catalogue.due(after)
        when = f"请各牵头单位于{due.month}月{due.day}日前报送{after.month}月推进落实情况，"
        yield "按时保质报送。", f"{when}数据须经单位主要负责人审核。"
    else:
        yield "做好年终收尾。", "请各牵头单位核实全年完成情况，整理归档佐证材料，备年终考核。"


def _names(names: list[str], counter: str) -> str:
    """Return all names, or the first few and how many there are."""
    return listed(names) if len(names) <= _MANY else f"{listed(names[:_MANY])}等{len(names)}{counter}"
