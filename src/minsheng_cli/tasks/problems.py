"""``problems``: what the clerk decides about problems of the ledger. Dated records, never undone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from minsheng_cli.errors import SetupError
from minsheng_cli.model import Decision, as_json
from minsheng_cli.month import periods
from minsheng_cli.month.story import story_of
from minsheng_cli.store import MonthStore
from minsheng_cli.tasks import collect
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from typing import Literal

    from minsheng_cli.analysis.problems.ledger import Problem
    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.workspace import Workspace


__all__ = ["decide", "story_of"]


def decide(  # noqa: PLR0913 - what a decision says
    workspace: Workspace,
    month_text: str | None,
    kind: Literal["close", "join", "split", "reopen", "note"],
    number: str,
    *,
    other: str = "",
    basis: str = "",
    measure: str = "",
    due: str = "",
    dry_run: bool = False,
) -> MonthStory:
    """Note a decision in a month's history, make its outputs anew, and return the month's story with it.

    A dry run checks it and returns the story as it stands. SetupError when there is no such problem, when ``basis`` is
    missing (close, reopen), ``due`` is no date (2025-06-30), or the problems cannot be joined or split.
    """
    story = story_of(workspace, month_text)
    problem = _named(story, number)
    joined = _named(story, other) if kind == "join" else None
    if kind in ("close", "reopen") and not basis.strip():
        raise SetupError("请用 --basis 写明依据，例如：--basis 4月20日现场核实，管线已迁改完毕。")
    if joined is not None and (joined.project, joined.unit) != (problem.project, problem.unit):
        raise SetupError("只能合并同一项目、同一牵头单位的问题。")
    if joined is problem:
        raise SetupError(f"“{other.strip()}”就是 {problem.number} 本身；合并要写两个不同的编号。")
    if kind == "split" and len(problem.sightings) < 2:  # noqa: PLR2004
        raise SetupError(f"{number} 只在一个月提到过，没有可以拆开的。")
    if due:
        _day(due)
    if dry_run:
        return story
    now = periods.now(workspace)
    decision = Decision(
        kind, problem.number, problem.text, now.isoformat(timespec="seconds"), basis.strip(),
        joined.number if joined else "", joined.text if joined else "", due, measure.strip(),
    )  # fmt: skip
    month_store = MonthStore(workspace.month_folder(story.month), story.month)
    with month_store.lock("minsheng problems", now):
        facts = as_json(decision)
        month_store.note("decided", now, facts if isinstance(facts, dict) else {}, once=True)
        month_store.seal_manifest()
    collect.again(workspace, story.month, "处理")  # the ledger in 成果 says what the one on the screen does
    return story_of(workspace, str(story.month))


def _named(story: MonthStory, number: str) -> Problem:
    for problem in story.problems:
        if problem.number == half_width(number).strip().upper():
            return problem
    raise SetupError(f"{story.month.label}的台账里没有编号为“{number}”的问题，请运行 minsheng problems 查看编号。")


def _day(text: str) -> None:
    try:
        datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a day, not a time
    except ValueError:
        raise SetupError(f"“{text}”不是日期，请写成 2025-06-30 的样子。") from None
