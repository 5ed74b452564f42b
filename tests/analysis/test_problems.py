"""Problems told apart and told again: splitting, matching, and what the clerk decides about them."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from minsheng_cli.analysis.problems.ledger import ProblemLedger
from minsheng_cli.analysis.problems.same import SAME, likeness
from minsheng_cli.analysis.problems.split import says_solved, split
from minsheng_cli.model import Decision, Entry, Month, MonthRecord
from problem_score import score

if TYPE_CHECKING:
    from conftest import Minsheng
    from minsheng_cli.model import Catalogue

Months = list[tuple[str, tuple[Decision, ...]]]
AT = "2025-05-26T09:00:00+08:00"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("无", []),
        ("暂无。", []),
        (" / ", []),
        ("资金缺口800万元。", ["资金缺口800万元"]),
        ("1.资金缺口800万元；2.管线迁改滞后。", ["资金缺口800万元", "管线迁改滞后"]),
        ("一是征地拆迁慢，二是用电未接通。", ["征地拆迁慢", "用电未接通"]),
        ("一是征地拆迁慢；二是用电未接通。", ["征地拆迁慢", "用电未接通"]),
        ("（一）征地慢\n（二）缺资金", ["征地慢", "缺资金"]),
        ("①征地慢②缺资金", ["征地慢", "缺资金"]),
        ("1、资金不足2、用地手续未办", ["资金不足", "用地手续未办"]),
        ("1）征地慢 2）缺资金", ["征地慢", "缺资金"]),
        ("第一，征地难；第二，缺资金。", ["征地难", "缺资金"]),
        ("问题1：征地难。问题2：缺资金", ["征地难", "缺资金"]),
        ("－征地慢\n－缺资金", ["征地慢", "缺资金"]),
        ("1.征地慢。\n（1）甲村未签；\n（2）乙村未签。\n2.缺资金", ["征地慢。（1）甲村未签；（2）乙村未签", "缺资金"]),
        ("主要存在以下问题：1.缺资金；2.管线未迁。", ["缺资金", "管线未迁"]),
        ("征地慢。1.缺资金；2.管线未迁。", ["征地慢", "缺资金", "管线未迁"]),
        ("目前一是缺人，二是缺钱", ["目前缺人", "缺钱"]),
        ("第二实验中学操场地下管线未迁改", ["第二实验中学操场地下管线未迁改"]),
        ("一、二楼业主反对", ["一、二楼业主反对"]),
        ("涉及1、2号楼居民反对。", ["涉及1、2号楼居民反对"]),
        ("1.资金缺口1.5亿元，2.5公里管线未迁改。", ["资金缺口1.5亿元，2.5公里管线未迁改"]),
        ("目前项目推进顺利，暂无需要区级层面协调解决的困难和问题。", []),
        ("无存在的困难和问题", []),
        ("推进顺利，但资金不足，无其他问题", ["推进顺利，但资金不足，无其他问题"]),
        ("没有解决", ["没有解决"]),
        ("无资金", ["无资金"]),
        ("征地慢。\n缺少资金。", ["征地慢", "缺少资金"]),
        ("征地慢。建议区级协调。", ["征地慢"]),
        ("项目推进3.5公里受阻。目前仍在协调。", ["项目推进3.5公里受阻。目前仍在协调"]),
    ],
)
def test_a_cell_is_split_where_its_writer_split_it(text: str, problems: list[str]) -> None:
    assert [said.text for said in split(text)] == problems


def test_what_is_asked_for_is_told_apart() -> None:
    (said,) = split("管线迁改费用未落实，建议区财政统筹安排。")
    assert (said.text, said.ask) == ("管线迁改费用未落实", "建议区财政统筹安排")


@pytest.mark.parametrize(
    "text",
    ["管线迁改问题已解决", "资金已全部到位", "用地手续已办结", "用地手续已于5月20日办结",
     "资金不足问题已解决", "2户已全部签订补偿协议",
     "问题得到有效解决，无需区级协调"],
)  # fmt: skip
def test_solved_is_said_in_words(text: str) -> None:
    assert says_solved(text)


@pytest.mark.parametrize("text", [
    "管线迁改问题尚未解决", "预计6月解决", "资金部分到位，有缺口待解决", "正协调解决", "已完成招标，但设备未到货",
    "管线迁改已完成，路面恢复滞后", "征地已完成80%", "2户已签订补偿协议", "资金已到位500万元",
])  # fmt: skip
def test_not_yet_is_not_solved(text: str) -> None:
    assert not says_solved(text)


def test_another_place_is_another_problem() -> None:
    assert likeness("双龙湖街道管线迁改滞后", "两路街道管线迁改滞后").score == 0
    assert likeness("双龙湖街道管线迁改滞后", "双龙湖街道管线迁改仍然滞后").score > 0.5


def test_places_are_told_apart() -> None:
    assert likeness("春同四纵路施工用地未交付", "园同一纵路施工用地未交付").score == 0
    assert likeness("大湾镇12口山坪塘未开工", "古路镇9口山坪塘未开工").score == 0
    assert likeness("协调春同四纵路用地", "推进春同四纵路用地").score > 0.5


def test_what_both_open_with_does_not_decide() -> None:
    thing = "双凤养老服务中心扩建项目"
    assert likeness(f"{thing}用地规划许可证未取得", f"{thing}建设资金未落实").score < SAME
    assert likeness(f"{thing}建设资金有缺口", f"{thing}建设资金未落实").score > SAME


def test_matching_on_texts_it_was_not_tuned_on(catalogue: Catalogue) -> None:
    """ "held": by another hand, near everyday returns. "near-held": half of it other problems of the same thing."""
    told = {which: score(catalogue, which) for which in ("held", "near-held")}
    for which, (precision, recall, pairs) in told.items():
        sys.stdout.write(f"{which}: precision {precision:.3f}, recall {recall:.3f}, {pairs} pairs\n")
    right = sum(recall * pairs for _, recall, pairs in told.values())
    claimed = sum(recall * pairs / precision for precision, recall, pairs in told.values())
    wanted = sum(pairs for _, _, pairs in told.values())
    sys.stdout.write(f"together: precision {right / claimed:.3f}, recall {right / wanted:.3f}, {wanted} pairs\n")
    assert told["held"][2] > 100
    assert min(told["held"][:2]) >= 0.95
    assert min(right / claimed, right / wanted) >= 0.95


def ledger(catalogue: Catalogue, months: Months) -> ProblemLedger:
    project = replace(catalogue.projects[0], lead_units=catalogue.projects[0].lead_units[:1])
    small = replace(catalogue, projects=(project,))
    told = ProblemLedger()
    for number, (text, decisions) in enumerate(months, start=4):
        month = Month(2025, number)
        entry = Entry(project.id, project.lead_units[0], "accepted", problems=text)
        told.take(month, MonthRecord(str(month), "", (), (entry,), ()), small, decisions)
    return told


def test_closing_rests_on_a_basis(catalogue: Catalogue) -> None:
    close = Decision("close", "S01-2504-1", "资金缺口800万元", AT, "现场核实")
    (problem,) = ledger(catalogue, [("资金缺口800万元", (close,))]).at(Month(2025, 4))
    assert (problem.state, problem.is_open) == ("solved", False)
    assert "现场核实" in problem.basis
    (again,) = ledger(catalogue, [("资金缺口800万元", (close,)), ("资金缺口800万元", ())]).at(Month(2025, 5))
    assert again.state == "open"
    assert "又再提出" in again.why


def test_two_that_are_one_are_joined(catalogue: Catalogue) -> None:
    texts: Months = [("居民反对", ()), ("阳光权受损引发诉讼", ())]
    first, second = ledger(catalogue, texts).at(Month(2025, 5))
    assert (first.state, second.state) == ("silent", "new")
    join = Decision("join", first.number, first.text, AT, other=second.number, other_text=second.text)
    texts[1] = (texts[1][0], (join,))
    one, other = ledger(catalogue, texts).at(Month(2025, 5))
    assert (one.state, one.age, other.state, other.joined) == ("open", 2, "joined", one.number)


def test_one_that_is_two_is_split(catalogue: Catalogue) -> None:
    texts: Months = [("资金缺口800万元", ()), ("资金缺口300万元", ())]
    (problem,) = ledger(catalogue, texts).at(Month(2025, 5))
    divide = Decision("split", problem.number, "资金缺口300万元", AT)
    texts[1] = (texts[1][0], (divide,))
    told = ledger(catalogue, [(texts[0][0], (divide,)), texts[1]]).at(Month(2025, 5))
    assert len(told) == 2


def test_a_decision_whose_problem_is_gone_lapses(catalogue: Catalogue) -> None:
    close = Decision("close", "S01-2504-1", "另一段话", AT, "现场核实")
    told = ledger(catalogue, [("资金缺口800万元", (close,))])
    (problem,) = told.at(Month(2025, 4))
    assert problem.is_open
    assert told.lapsed([close]) == (close,)


def test_the_clerk_decides_on_the_command_line(demo: Minsheng) -> None:
    listed = demo("problems", "2025-05", "--json").json["problems"]
    number = next(p["number"] for p in listed if p["state"] == "open")
    assert demo("problems", "2025-05", "--close", number).code == 2  # without a basis
    done = demo("problems", "2025-05", "--close", number, "--basis", "现场核实")
    assert done.code == 0
    assert "已解决" in done.out
    assert {p["number"]: p["state"] for p in demo("problems", "2025-05", "--json").json["problems"]}[number] == "solved"
    report = demo("report", "2025-05", "--json").json["outputs"]["consolidated"]
    before = (demo.root / report).read_bytes()
    demo("problems", "2025-05", "--reopen", number, "--basis", "现场又发现")
    assert (demo.root / report).read_bytes() != before  # the ledger in 成果 follows at once
    assert demo("problems", "2025-05", "--close", number, "--basis", "现场核实").code == 0
    assert demo("verify").code == 0
    ahead = demo("received", "2025-05", "区城管局5月重点民生实事进展.xlsx", "2999-01-01T08:00", "--reason", "当日送达")
    assert ahead.code == 2
    assert "不能晚于现在" in ahead.err


def test_progress_solves_only_what_it_speaks_of(catalogue: Catalogue) -> None:
    def state(problem: str, progress: str) -> str:
        project = replace(catalogue.project("S03"), lead_units=catalogue.project("S03").lead_units[:1])
        small, told = replace(catalogue, projects=(project,)), ProblemLedger()
        for number, (text, done) in enumerate([(problem, ""), ("无", progress)], start=4):
            entry = Entry(project.id, project.lead_units[0], "accepted", progress=done, problems=text)
            told.take(Month(2025, number), MonthRecord(f"2025-0{number}", "", (), (entry,), ()), small)
        return told.at(Month(2025, 5))[0].state

    assert state("园同一纵路仍有1户未签补偿协议", "1.已打通未贯通道路1条；2.其余推进。") == "silent"
    assert state("园同一纵路仍有1户未签补偿协议", "园同一纵路补偿协议已全部签订。") == "solved"
    assert state("运动场改造工期紧，只能暑假施工", "学校运动场改造已完成4所。") == "silent"
    assert state("春同四纵路高压线迁改滞后", "春同四纵路高压线迁改已完成。") == "solved"


def test_a_date_of_a_plan_goes_with_the_plan(catalogue: Catalogue) -> None:
    project = replace(catalogue.projects[0], lead_units=catalogue.projects[0].lead_units[:1])
    small, told = replace(catalogue, projects=(project,)), ProblemLedger()
    months = [("资金缺口800万元", "4月底前落实资金"), ("1.资金缺口800万元；2.管线未迁改", "6月底前完成阶段任务")]
    for number, (text, plan) in enumerate(months, start=3):
        entry = Entry(project.id, project.lead_units[0], "accepted", problems=text, next_steps=plan)
        told.take(Month(2025, number), MonthRecord(f"2025-0{number}", "", (), (entry,), ()), small)
    first = told.at(Month(2025, 4))[0]
    assert (first.measure, first.due) == ("6月底前完成阶段任务", "")


def test_what_the_clerk_noted_stands(catalogue: Catalogue) -> None:
    note = Decision("note", "S01-2504-1", "资金缺口800万元", AT, measure="区财政专题研究", due="2025-06-30")
    (problem,) = ledger(catalogue, [("资金缺口800万元", (note,)), ("资金缺口800万元", ())]).at(Month(2025, 5))
    assert (problem.measure, problem.due) == ("区财政专题研究", "2025-06-30")
