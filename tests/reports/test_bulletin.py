"""The bulletin and its kin on months at random: sums add up, sets called the same are the same, nothing contradicts."""

from __future__ import annotations

import random
import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

import pytest

from minsheng_cli.analysis import totals
from minsheng_cli.analysis.story import MonthView, compute_stories
from minsheng_cli.model import Catalogue, Entry, IndicatorValue, Month, MonthRecord, Pace, Standing, UnitLine
from minsheng_cli.reports import content
from minsheng_cli.reports.content import board, public
from minsheng_cli.reports.content.asks import asked_of
from minsheng_cli.reports.content.brief import about, brief
from minsheng_cli.reports.content.bulletin import PATTERNS, Bulletin, bulletin, by_gap
from minsheng_cli.reports.content.counts import groups, nobody
from minsheng_cli.words import CLASS_OF, CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.board import Board
    from minsheng_cli.reports.content.public import PublicText
    from minsheng_cli.reports.content.story import ProblemLine

SEEDS = range(24)
PROBLEMS = (
    "无", "用地手续尚未办结。建议区规划自然资源局加快办理。", "资金缺口300万元，恳请区财政局支持。",
    "1.管线迁改协调难；2.居民意见不统一，需区级层面协调。", "汛期影响施工。",
)  # fmt: skip


def record(catalogue: Catalogue, month: Month, dice: random.Random) -> MonthRecord:
    """Return a month in which units report, or not, whatever the dice say."""
    entries: list[Entry] = []
    lines: list[UnitLine] = []
    silent = dice.choice((0.0, 0.2, 1.0) if dice.random() < 0.5 else (0.1,))
    pace = dice.choice((0.0, 0.5, 1.0, 1.6))
    for unit in catalogue.units:
        state: Any = "missing" if dice.random() < silent else dice.choice(("accepted",) * 6 + ("rejected", "manual"))
        day = dice.choice((20, 24, 27))
        came = None if state == "missing" else f"{month}-{day}T10:00:00+08:00"
        lines.append(UnitLine(unit.id, state, came, None if state in ("missing", "rejected") else day <= 25))
        for project in catalogue.led_by(unit.id) if state == "accepted" else ():
            values = tuple(
                IndicatorValue(i.id, i.name, i.unit, str(i.target), str(_figure(i.target, pace, dice)))
                for i in project.indicators
                if i.asked and i.target is not None and dice.random() < 0.9
            )
            amount = str(dice.choice((0, 120.5, 9000)))
            entries.append(Entry(
                project.id, unit.id, "accepted", progress="（示例）推进。", investment=amount,
                problems=dice.choice(PROBLEMS), next_steps="加快推进。", contact="示例甲", indicators=values,
            ))  # fmt: skip
    return MonthRecord(str(month), catalogue.version, (), tuple(entries), tuple(lines))


def _figure(target: Decimal, pace: float, dice: random.Random) -> Decimal:
    return (target * Decimal(str(round(dice.random() * pace, 2)))).quantize(
        Decimal("0.01") if target < 20 else Decimal(1)
    )


class Said:
    """One month at random, told by every output."""

    def __init__(self, catalogue: Catalogue, seed: int) -> None:
        dice = random.Random(seed)  # noqa: S311 - a test's dice
        months = [Month(2025, m) for m in (4, 5, dice.choice((7, 10, 12)))][: dice.choice((1, 2, 3))]
        views = [MonthView(m, record(catalogue, m, dice), catalogue) for m in months]
        stories = list(compute_stories(views, Pace()))
        self.record, self.story = views[-1].record, stories[-1]
        sums = totals(self.record, catalogue)
        self.report: MonthlyReport = content.compose(self.record, catalogue, sums, stories[-1], Pace(), stories[:-1])
        told = bulletin(self.report, self.record, catalogue, sender=("示例甲", "000-00000000"))
        page = board.board(stories, self.report)
        assert told is not None
        assert page is not None
        assert self.report.story is not None
        self.bulletin: Bulletin = told
        self.board: Board = page
        self.public: PublicText = public.public_text(
            self.record, catalogue, self.report.story, sums.overall.amount, "2025年5月", "2025年5月25日"
        )
        self.told = self.report.story
        self.counts = Counter(CLASS_OF[p.standing] for p in stories[-1].progress.values())

    @property
    def text(self) -> str:
        """Everything the bulletin says, but for its tables."""
        b = self.bulletin
        points = (f"{i.number}{i.head}{i.text}" for i in (*b.problems, *b.demands))
        return "\n".join([*b.overall, *b.good, *b.lag_words, b.problems_intro, *points, *b.returns])


@pytest.fixture(scope="module", params=SEEDS)
def said(request: pytest.FixtureRequest, catalogue: Catalogue) -> Said:
    return Said(catalogue, request.param)


def test_counts_and_shares_of_the_first_paragraph_add_up(said: Said, catalogue: Catalogue) -> None:
    (overall,) = said.bulletin.overall
    told = [(int(n), Decimal(share)) for n, share in re.findall(r"(\d+)项（([\d.]+)%", overall)]
    if told:
        assert sum(n for n, _ in told) == len(catalogue.projects)
        assert sum(share for _, share in told) == 100
    else:
        assert "均" in overall or "尚无单位报送" in overall
    worse = re.search(r"进度滞后(\d+)项（[\d.]+%(?:，其中(.*?))?）", overall)
    if worse and worse[2]:
        assert sum(map(int, re.findall(r"(\d+)项", worse[2]))) <= int(worse[1])


def test_sets_called_the_same_are_the_same_in_every_output(said: Said) -> None:
    counts, overall = said.counts, said.bulletin.overall[0]
    lagging = re.search(r"进度滞后(\d+)项", overall)
    assert len(said.bulletin.lag_rows) == counts["behind"]
    assert len(said.board.lagging) == counts["behind"]
    if lagging:
        assert int(lagging[1]) == counts["behind"]
    cards = {card.code: card.number for card in said.board.cards if card.code}
    headline = dict(said.report.story.overview.headline)  # type: ignore[union-attr]
    for code, number in counts.items():
        if "尚无单位报送" in overall and code != "pending":
            assert cards[code] == headline[CLASSES[code]] == "—"
        else:
            assert cards[code] == str(number)
            assert headline[CLASSES[code]].startswith(f"{number}项（")
    status = Counter(row.status for section in said.report.annex for row in section.rows)
    assert status["已完成"] == counts["done"]
    assert status["按期推进"] == counts["on-course"]
    assert status["目标待定"] == counts["pending"]
    assert status["进度滞后"] + status["严重滞后"] + status["逾期未完成"] == counts["behind"]
    for code, word in (("done", "已完成"), ("on-course", "按期推进")):
        told = re.search(rf"{word}(\d+)项", said.public.lead)
        assert told is None or int(told[1]) == counts[code]


def test_each_row_of_the_lagging_table_adds_up(said: Said) -> None:
    for row in said.bulletin.lag_rows:
        if row.gap != "—":
            share, expected = (Decimal(text.rstrip("%")) for text in (row.actual, row.expected))
            assert share - expected == Decimal(row.gap.replace("−", "-")), row


def test_returns_and_problems_add_up(said: Said, catalogue: Catalogue) -> None:
    first = said.bulletin.returns[0]
    told = [int(n) for n in re.findall(r"(?:按时报送|迟报|未报送|不能采用)(\d+)个", first)]
    assert sum(told) == len(catalogue.units) or (not told and re.search("全部|均", first))
    assert said.report.story is not None
    still = [p for p in said.report.story.problems if p.is_open]
    intro = said.bulletin.problems_intro
    if parts := re.search(r"尚未解决的问题(\d+)个，其中(.*?)。", intro):
        assert int(parts[1]) == len(still)
        numbers = re.findall(r"(?:反映|未再提及|情况不明)(\d+)个", parts[2])
        assert sum(map(int, numbers)) == len(still)
    elif one := re.search(r"本月反映问题(\d+)个", intro):
        assert int(one[1]) == len(still)
    texts = "".join(item.text for item in said.bulletin.problems)
    whose = re.findall(r"[（；](?:区|团)[^，；（）\d]*(?:(\d+)个项目)?，", texts)
    listed = sum(int(n or 1) for n in whose) + sum(map(int, re.findall(r"另有(\d+)个", texts)))
    assert listed == len(still)


def test_nothing_stands_under_no_heading_and_the_numbering_closes_up(said: Said) -> None:
    heads = [getattr(said.bulletin.heads, f) for f in said.bulletin.heads.__match_args__]
    there = [head for head in heads if head]
    assert [head[0] for head in there] == list("一二三四五六七"[: len(there)])
    b = said.bulletin
    for head, parts in (
        (b.heads.good, b.good), (b.heads.lagging, b.lag_rows), (b.heads.returns, b.returns),
        (b.heads.demands, b.demands),
    ):  # fmt: skip
        assert bool(head) == bool(parts)
    for points in (b.problems, b.demands):
        assert len(points) != 1 or not points[0].number  # no lone （一）
    text = said.text
    assert not re.search(
        r"(?<![\d.])0(?:万元|亿元|项|个(?!百分点))", re.sub(r"累计0[^，。]*|[^。；]*累计0\S{1,4}，", "", text)
    )
    assert not re.search("。。|，。|；。|：。|（）|None", text)
    ours = "\n".join(line for line in text.split("\n") if line not in b.lag_words)  # units may write the same words
    sentences = [s for s in re.split("[。\n]", ours) if len(s) > 12]
    assert len(sentences) == len(set(sentences))


def test_the_same_month_is_said_in_the_same_words(catalogue: Catalogue) -> None:
    assert Said(catalogue, 3).bulletin == Said(catalogue, 3).bulletin


def _silent(said: Said) -> bool:
    return nobody(said.record)


def _open(said: Said) -> list[ProblemLine]:
    return [p for p in said.told.problems if p.is_open]


def _states(said: Said, *states: str) -> bool:
    return any(unit.state in states for unit in said.record.units)


SHAPES: dict[str, tuple[str, Callable[[Said], object]]] = {
    "报告：均": ("项重点民生实事均", lambda s: len(s.counts) == 1 and not _silent(s)),
    "报告：分类": (r"中，.*\d+项（", lambda s: len(s.counts) > 1 and not _silent(s)),
    "报告：无人报送": ("尚无单位报送可以采用的报表", _silent),
    "投资": ("年初以来累计完成投资", lambda s: s.report.overall.amount and not _silent(s)),
    "投资：占比": ("占年度计划投资|为年度计划投资", lambda s: s.told.overview.own),
    "开工": ("开工率", lambda s: s.told.overview.own),
    "本月完成": (
        "本月完成",
        lambda s: (
            0 < sum(CLASS_OF[p.code] == "done" and p.is_new for p in s.told.overview.projects) < 25 and not _silent(s)
        ),
    ),
    "进展较好": ("快于时序进度", lambda s: any(p.code == "ahead" and p.gap for p in s.told.overview.projects)),
    "滞后表": ("【滞后表】", lambda s: s.told.lagging),
    "滞后说明": ("【滞后说明】", lambda s: any(line.reasons for line in by_gap(s.told.lagging)[:3])),
    "问题": ("问题[^。]*个|问题均已解决", lambda s: any(p.is_open or p.is_solved for p in s.told.problems)),
    "问题：提请": ("提请.*协调解决：", lambda s: any(p.asked and not p.to_close for p in _open(s))),
    "问题：牵头单位": ("由牵头单位推进解决：", lambda s: any(not p.asked and not p.to_close for p in _open(s))),
    "问题：待销号": ("请核实后销号或继续反映：", lambda s: any(p.to_close for p in _open(s))),
    "督办": ("【督办】", lambda s: s.told.followup),
    "报送": ("17个单位", lambda _: True),
    "报送：待核": ("需改正之处|只报送了扫描件", lambda s: _states(s, "returned", "manual")),
    "要求：督办": ("列入", lambda s: any(c.is_new for c in s.told.cases)),
    "要求：滞后": ("书面反馈整改措施", lambda s: s.told.lagging),
    "要求：补报": ("前补报", lambda s: _states(s, "missing", "rejected", "manual")),
    "要求：问题": (
        "逐一提出解决时限|确认销号",
        lambda s: any(p.to_close or p.age >= 3 for p in _open(s)),
    ),
    "要求：下月": (r"前报送\d+月进展", lambda s: s.story.month.month < 12),
    "要求：年终": ("于1月10日前报送年终完成情况.*备年终考核", lambda s: s.story.month.month == 12),
}
"""What each pattern looks like, and its condition as arithmetic on the month, not as the bulletin reckons it."""


def test_each_sentence_is_said_when_its_condition_holds_and_only_then(said: Said) -> None:
    b = said.bulletin
    marks = {"【滞后表】": b.lag_rows, "【滞后说明】": b.lag_words, "【督办】": b.supervised}
    text = "\n".join([said.text.replace("\n".join(b.lag_words), ""), *(mark for mark, there in marks.items() if there)])
    for name, (shape, holds) in SHAPES.items():
        assert bool(re.search(shape, text)) == bool(holds(said)), (name, PATTERNS[name])


def test_every_pattern_has_its_condition_and_every_standing_a_class() -> None:
    assert set(get_args(Standing)) == set(CLASS_OF)
    assert all(PATTERNS.values())
    assert set(PATTERNS) == set(SHAPES)


@pytest.mark.parametrize("counts", [(1, 16, 2, 2, 4), (1, 1, 1), (5, 7, 11, 10), (33,), (1, 0, 999)])
def test_shares_always_add_up_to_a_hundred(counts: tuple[int, ...]) -> None:
    codes: tuple[Standing, ...] = ("done", "normal", "behind", "pending", "unreported")
    told = groups([code for code, number in zip(codes, counts, strict=False) for _ in range(number)])
    assert sum(Decimal(group.share.rstrip("%")) for group in told) == 100
    assert sum(group.number for group in told) == sum(counts)


@pytest.mark.parametrize(
    ("ask", "offices"),
    [
        ("建议区规划自然资源局加快办理4宗用地手续", ("区规划自然资源局",)),
        ("建议区财政局、区规划自然资源局加大支持力度", ("区财政局", "区规划自然资源局")),
        ("恳请区财政局先行调度资金保障项目建设", ("区财政局",)),
        ("需区级层面统筹协调管线迁改事宜", ("区政府",)),
        ("建议属地街道协助做好群众工作", ("属地镇街",)),
        ("请市级部门尽快下达任务", ("上级部门",)),
        ("加快推进", ()),
    ],
)
def test_whom_a_problem_asks(ask: str, offices: tuple[str, ...]) -> None:
    assert asked_of(ask) == offices


def test_a_text_is_shortened_at_the_end_of_a_clause() -> None:
    assert brief("1.用地手续未办结，施工单位无法进场。建议协调。", 40) == "用地手续未办结，施工单位无法进场"
    assert brief("用地手续因规划调整未能办结，施工单位无法进场施工", 20) == "用地手续因规划调整未能办结"
    assert brief("难" * 50, 20) == "难" * 20 + "……"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("社区食堂：已建成3个", "已建成3个"),
        ("本月：社区食堂的选址已定\n社区食堂，另建1个", "本月：选址已定\n另建1个"),
        ("新建社区食堂2个", "新建社区食堂2个"),
        ("社区食堂", "社区食堂"),
        ("进展顺利", "进展顺利"),
    ],
)
def test_a_projects_own_name_is_left_out_where_it_begins_a_line(text: str, said: str) -> None:
    assert about(text, "社区食堂") == said
