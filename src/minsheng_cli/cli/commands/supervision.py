"""``supervise``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from minsheng_cli import tasks
from minsheng_cli.cli.help import ChineseCommand
from minsheng_cli.cli.options import DryRunOption, JsonOption, MonthArgument, WorkspaceOption, done_with
from minsheng_cli.cli.places import open_workspace
from minsheng_cli.cli.screen import Screen
from minsheng_cli.cli.session import CLEAN, OUTSTANDING
from minsheng_cli.errors import SetupError
from minsheng_cli.model import as_json
from minsheng_cli.words import CASE_STATES, CASE_STEPS, NOT_IN_NOTICE

if TYPE_CHECKING:
    from minsheng_cli.analysis.supervision import Case
    from minsheng_cli.model import CaseReply
    from minsheng_cli.tasks.supervise import Supervised

app = typer.Typer(rich_markup_mode=None)


@app.command("supervise", cls=ChineseCommand)
def supervise(  # noqa: PLR0913 - each decision has an option of its own
    month: MonthArgument = None,
    *,
    issue: Annotated[bool, typer.Option("--issue", help="按当月滞后清单立项、升级，督办单写上编号。")] = False,
    close: Annotated[str | None, typer.Option("--close", metavar="编号", help="销号，须同时写 --basis。")] = None,
    reopen: Annotated[str | None, typer.Option("--reopen", metavar="编号", help="恢复已销号、已撤回的。")] = None,
    withdraw: Annotated[str | None, typer.Option("--withdraw", metavar="编号", help="撤回，须写 --reason。")] = None,
    basis: Annotated[str, typer.Option("--basis", metavar="依据", help="销号、恢复的依据。")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="撤回的理由。")] = "",
    everything: Annotated[bool, typer.Option("--all", help="连同已销号、已撤回的一起列出。")] = False,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """督办：列出督办事项；按滞后清单发出、升级；单位反馈由 collect 收回，对上编号；销号、撤回。

    一个项目一个牵头单位一个编号，升级不换号。先收表，再发督办，再封存。级别和规则在 minsheng.yaml 里设置。

    例：minsheng supervise 2025-05 --issue
    例：minsheng supervise --close 督2025-01 --basis 6月12日现场核实，已完成整改
    """
    asked: list[tuple[Literal["closed", "reopened", "withdrawn"], str]] = []
    asked += [("closed", close)] if close is not None else []
    asked += [("reopened", reopen)] if reopen is not None else []
    asked += [("withdrawn", withdraw)] if withdraw is not None else []
    if len(asked) + issue > 1:
        raise SetupError("--issue、--close、--reopen、--withdraw 一次只能写一个。")
    if (basis or reason) and not asked:
        raise SetupError("--basis、--reason 是为哪一件写的？请同时写 --close 编号、--reopen 编号或 --withdraw 编号。")
    screen = Screen(as_json=as_json)
    space, tell = open_workspace(workspace), screen.progress("读取存档")
    if issue:
        done = tasks.supervise.issue(space, month, tell, dry_run=dry_run)
    elif asked:
        kind, number = asked[0]
        done = tasks.supervise.decide(space, month, kind, number, basis or reason, tell, dry_run=dry_run)
    else:
        done = tasks.supervise.supervise(space, month)
    if issue or asked:
        _changes(screen, done, dry_run=dry_run)
    done_with(_show(screen, done, done.cases if everything else done.shown))


def _changes(screen: Screen, done: Supervised, *, dry_run: bool) -> None:
    """Say what was noted, or would be."""
    for note in done.changed:
        unit, project = _names(done, note.unit, note.project)
        what = f"{CASE_STEPS[note.kind]}{f'为“{note.level}”' if note.kind == 'escalated' else ''}"
        due = f"，请于 {note.due} 前反馈" if note.due else ""
        screen.paragraph(f"{'将' if dry_run else '已'}{what}：{note.number} {project}（{unit}）{due}")
    days = {note.at[:10] for note in done.changed if note.due}
    if days:
        screen.say(f"反馈期限从发出之日（{max(days)}）起算，天数见 minsheng.yaml 的 supervision。")
    if not done.changed:
        screen.say(f"{done.month.label}没有需要新立或升级的督办事项，台账没有变动。")
    for month in dict.fromkeys(note.month for note in done.untold):
        screen.say(f"{done.month.label}已封存，这一变动写进 {month} 的通报和看板。")


def _show(screen: Screen, done: Supervised, shown: tuple[Case, ...]) -> int:
    """Print the cases; return the exit code."""
    screen.heading(f"督办台账（{done.catalogue.year}年）")
    for case in shown:
        unit, project = _names(done, case.unit, case.project)
        due = f"，反馈期限 {case.due}" if case.is_open else ""
        screen.paragraph(f"{case.number}　{case.level}　{CASE_STATES[case.state]}　{project}（{unit}）{due}")
        for step in case.steps:
            level = f"“{step.level}”" if step.level else ""
            why = step.basis or (f"{'连续' if step.months > 1 else ''}滞后{step.months}个月" if step.months else "")
            screen.bullet(f"{step.at[:10]} {CASE_STEPS[step.kind]}{level}{f'：{why}' if why else ''}")
        if case.reply is not None:
            files = f"（佐证材料 {len(case.reply.evidence)} 份）" if case.reply.evidence else ""
            screen.bullet(f"{case.reply.received_at[:10]} 反馈：{case.reply.measures or '（未写措施）'}{files}")
    overdue = sum(case.state == "overdue" for case in done.cases)
    still = sum(case.is_open for case in done.cases)
    late = f"，其中逾期未反馈 {overdue} 件" if overdue else ""
    screen.say(
        f"未销号 {still} 件{late}。" if done.cases else "还没有督办事项；发出请运行 minsheng supervise --issue。"
    )
    screen.say(f"督办级别和规则为本单位自定（{NOT_IN_NOTICE}），见 minsheng.yaml 的 supervision。")
    screen.emit({"month": str(done.month), "cases": [_case_json(case) for case in shown],
                 "changed": [as_json(note) for note in done.changed]})  # fmt: skip
    return OUTSTANDING if overdue else CLEAN


def _names(done: Supervised, unit: str, project: str) -> tuple[str, str]:
    units = done.catalogue.unit_names
    projects = done.catalogue.project_names
    return units.get(unit, unit), projects.get(project, project)


def _case_json(case: Case) -> dict[str, Any]:
    """Return a case as JSON."""
    return {
        "number": case.number, "unit": case.unit, "project": case.project, "level": case.level,
        "issued": case.issued, "due": case.due, "state": case.state, "reply": _reply(case.reply),
        "month": case.month, "basis": case.basis, "steps": [as_json(step) for step in case.steps],
    }  # fmt: skip


def _reply(reply: CaseReply | None) -> Any:  # noqa: ANN401 - plain JSON
    return None if reply is None else as_json(reply)
