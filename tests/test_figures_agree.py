"""Realistic and extreme months, as printed: no figure has two values, and what is called the same is the same.

Read from the finished papers and the screen, not from what they were made of: workbook, bulletin, public text,
dashboard, ``status``, ``lagging`` and ``report``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from openpyxl import load_workbook

from conftest import Minsheng
from realistic_months import MONTHS, play

if TYPE_CHECKING:
    from pathlib import Path

    from realistic_months import Kind

WITH_CASES = "all-late-with-cases"
CLASSES = ("已完成", "按期推进", "进度滞后", "目标待定", "无法判断")
SAME = {"目标任务待市级下达": "目标待定", "目标任务待定": "目标待定"}
EACH_ITS_OWN = (
    "为年度目标",
    "完成年度目标",
    "快于时序",
    "已持续",
    "应达",
    "落后",
    "超前",
    "连续",
    "等",
    "其中",
    "个项目",
    "缺口",
)
"""What is said of one project, problem or unit after another: the same words, another figure each time."""


class Words(HTMLParser):
    """A page's text as a reader with the first screen sees it, without scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.skip = "", 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.skip += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.skip -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.skip:
            self.text += data


@dataclass
class Papers:
    """A month's papers as text and as tables."""

    bulletin: str  # paragraphs
    lagging: list[list[str]]  # the bulletin's table, without its head
    annex: list[list[str]]
    public: str
    public_rows: list[list[str]]
    page: str
    page_html: str
    book: Any
    screens: dict[str, str]

    def sheet(self, name: str, first: int) -> list[tuple[Any, ...]]:
        """Return the rows of a sheet that is there; none of one that is not."""
        return list(self.book[name].iter_rows(min_row=first, values_only=True)) if name in self.book.sheetnames else []


@pytest.fixture(
    scope="module",
    params=[
        "realistic",
        "none",
        *(pytest.param(k, marks=pytest.mark.exhaustive) for k in (WITH_CASES, "all-late", "all-done", "december")),
    ],
)
def papers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Papers:
    root = tmp_path_factory.mktemp(request.param)
    kind: Kind = "all-late" if request.param == WITH_CASES else request.param
    played = play(root, kind)
    if request.param == WITH_CASES:  # every laggard has its case, raised in the second month
        for number in MONTHS[kind]:
            assert Minsheng(root)("supervise", f"2025-{number:02}", "--issue").code <= 1
        assert Minsheng(root)("report", str(played.month)).code <= 1
    return read(root, str(played.month))


def read(root: Path, month: str) -> Papers:
    """Read a month's papers, and ask the screen."""
    results = root / month / "成果"
    minsheng = Minsheng(root)

    def tables(start: str) -> tuple[str, list[list[list[str]]]]:
        found = next(results.glob(f"{start}*.docx"), None)
        if found is None:
            return "", []
        document = Document(str(found))
        text = "\n".join(p.text for p in document.paragraphs)
        return text, [[[c.text for c in row.cells] for row in table.rows] for table in document.tables]

    told, of_bulletin = tables("关于")
    public, of_public = tables("公开稿")
    html = next(results.glob("看板*.html")).read_text(encoding="utf-8")
    return Papers(
        told,
        [row for row in of_bulletin[0][1:] if len(of_bulletin) > 1],
        [row for row in of_bulletin[-1] if row[0].isdigit()],
        public,
        [row for table in of_public for row in table[1:]],
        Words(html).text,
        html,
        load_workbook(next(results.glob("渝北区*.xlsx"))),
        {name: minsheng(name, month).out for name in ("status", "lagging", "report")},
    )


def figures(text: str) -> dict[tuple[str, str], set[str]]:
    """Return what stands under each (words before a figure, words after it) in running text."""
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for clause in re.split(r"[，。；：（）、\n→]", text):
        for before, number, after in re.findall(r"([\u4e00-\u9fff“”]{2,})\s?(\d[\d,.]*)\s?([^\d\s]{1,4})", clause):
            if after[0] != "月" and not any(word in before for word in EACH_ITS_OWN):
                told[before, after[:1]].add(number)
    return told


def counted(text: str, *, of: str = "项") -> dict[str, int]:
    """Return how many projects a text counts in each class."""
    found = {
        SAME.get(word, word): int(n) for word, n in re.findall(rf"({'|'.join((*CLASSES, *SAME))})\s*(\d+)\s*{of}", text)
    }
    return {word: number for word, number in found.items() if number}


def adds_up(rows: list[tuple[str, str, str]]) -> None:
    """Hold 实际 − 应达 = 差距 for (actual, expected, gap) as printed."""
    for actual, expected, gap in rows:
        if actual.endswith("%") and expected.endswith("%") and gap not in ("—", ""):
            there = Decimal(actual.rstrip("%")) - Decimal(expected.rstrip("%"))
            assert there == Decimal(gap.replace("−", "-")), (actual, expected, gap)


def percent(value: Any) -> str:
    return f"{value:.1%}" if isinstance(value, float | int) else str(value)


def test_no_figure_has_two_values_in_one_paper(papers: Papers) -> None:
    for name, text in {"bulletin": papers.bulletin, "public": papers.public, **papers.screens}.items():
        for (before, after), values in figures(text).items():
            assert len(values) == 1, (name, before, after, values)


def test_the_classes_are_the_same_everywhere(papers: Papers) -> None:
    first = papers.bulletin[papers.bulletin.index("一、总体情况") :][:400]
    rows = [row for row in papers.sheet("总览", 7) if row[0]][: len(papers.annex)]
    status = Counter({"严重滞后": "进度滞后", "逾期未完成": "进度滞后"}.get(row[6], row[6]) for row in papers.annex)
    told = counted(first) or dict(status)  # 均: one class has all
    if "无法判断。" in first:
        told = {"无法判断": len(papers.annex)}
    assert told == dict(status)
    assert sum(told.values()) == len(papers.annex) == 25
    head = {
        str(cell): str(value)
        for cell, value in zip(papers.sheet("总览", 3)[0], papers.sheet("总览", 4)[0], strict=True)
    }
    cards = {word: int(head[word].split("项")[0]) for word in CLASSES if head.get(word, "—")[0].isdigit()}
    silent = "无可用报表" in str(rows[0][3]) and len({row[3] for row in rows}) <= 2
    if not silent:
        assert {word: n for word, n in cards.items() if n} == told
        first_screen = papers.page[: papers.page.index("项目与月份")]
        assert counted(re.sub(r"\s+", " ", first_screen)) == told
    behind = told.get("进度滞后", 0)
    assert len(papers.lagging) == behind
    assert papers.page_html.count('class="who"') == behind
    assert sum(str(row[0]).isdigit() for row in papers.sheet("滞后项目", 4)) == behind
    if not silent:
        assert f"滞后 {behind} 项。" in papers.screens["lagging"]
    if papers.public:
        published = Counter(row[-1] for row in papers.public_rows if row[-1])
        for word, number in counted(papers.public).items():
            assert number == told.get(word, 0), (word, published)


def test_every_printed_row_adds_up(papers: Papers) -> None:
    adds_up([(row[3], row[2], row[4]) for row in papers.lagging])
    for row in papers.sheet("总览", 7)[: len(papers.annex)]:
        gap = f"{row[6]:.1f}" if isinstance(row[6], float | int) else str(row[6])
        adds_up([(str(row[4]), str(row[5]), gap)])
    for row in papers.sheet("指标进度", 4):
        gap = f"{row[8]:.1f}" if isinstance(row[8], float | int) else str(row[8])
        adds_up([(percent(row[6]), percent(row[7]), gap)])
    shown = re.findall(r'<b>([\d.]+%)</b> / 应([\d.]+%)</span><span class="gap minus">(.*?)</span>', papers.page_html)
    adds_up(shown)
    screen = re.sub(r"\s+", "", papers.screens["lagging"])
    told = re.findall(r"的([\d.]+%)，应达([\d.]+%)（[^）]*）[，,](落后|超前)([\d.]+)个百分点", screen)
    adds_up([(actual, expected, f"{'-' if side == '落后' else ''}{gap}") for actual, expected, side, gap in told])
    assert len(told) == sum("%" in row[3] and row[4] != "—" for row in papers.lagging)


def test_a_lagging_project_has_the_same_figures_everywhere(papers: Papers) -> None:
    annex = {row[1]: row for row in papers.annex}
    cover = {str(row[1]): row for row in papers.sheet("总览", 7)[: len(papers.annex)]}
    for row in papers.lagging:
        name = row[0].split("（")[0]
        if row[3].endswith("%"):
            assert annex[name][5] == row[3] == cover[name][4]
        assert cover[name][5] == row[2]
        assert row[3] in papers.page_html
        assert row[4] in papers.page_html


def test_money_problems_and_returns_agree(papers: Papers) -> None:
    amounts = set(re.findall(r"累计完成投资([\d.,]+[亿万]?元)", papers.bulletin + papers.public))
    cover = {str(a): str(b) for a, b in zip(papers.sheet("总览", 3)[0], papers.sheet("总览", 4)[0], strict=True)}
    assert amounts <= {cover["累计完成投资"]}
    if amounts:
        assert re.sub(r"[亿万元]", "", *amounts) in papers.page
    still = [row for row in papers.sheet("卡点问题台账", 4) if row[6] and "解决" not in str(row[6])]
    assert cover["未解决的问题"] == f"{len(still)}个"
    said = re.search(r"(?:尚未解决的问题|反映问题)(\d+)个", papers.bulletin)
    assert int(said[1]) == len(still) if said else not still
    stuck = papers.page_html.partition('id="stuck"')[2].partition("</ul>")[0].count("<bdi>")
    closing = re.search(r"(\d+)个未再提及或项目已完成", papers.page)
    assert stuck + (int(closing[1]) if closing else 0) == len(still)
    assert not still or "没有未解决的问题" not in papers.page
    states = Counter(str(row[2]) for row in papers.sheet("报送情况", 4))
    screen = papers.screens["status"]
    for word, number in re.findall(r"(已报|待核|不能采用|需人工录入|未报) (\d+)", screen):
        assert states[word] == int(number)
    on_time = sum(row[5] == "按时" for row in papers.sheet("报送情况", 4))
    told = re.search(r"按时报送(\d+)个", papers.bulletin)
    everyone = "全部按时报送" in papers.bulletin
    assert (17 if everyone else int(told[1]) if told else 0) == on_time


def test_nothing_is_said_again_and_again(papers: Papers) -> None:
    clauses = (part.rpartition("：")[2].strip() for part in re.split("[。；\n]", papers.bulletin))
    said = Counter(clause for clause in clauses if len(clause) > 8)
    assert not [clause for clause, times in said.items() if times > 3], said.most_common(3)
