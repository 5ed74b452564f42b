"""``generate``, ``collect``, ``report``, ``explain``, ``correct``, ``received``, ``enter``, ``discard``.

Each reads its arguments, calls one task, and shows the outcome on the screen and as JSON.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minsheng_cli import tasks
from minsheng_cli.cli import collecting
from minsheng_cli.cli.collecting import in_use, show_entered, show_explained
from minsheng_cli.cli.help import ChineseCommand
from minsheng_cli.cli.options import DryRunOption, FileArgument, JsonOption, MonthArgument, WorkspaceOption, done_with
from minsheng_cli.cli.places import month_named, open_workspace
from minsheng_cli.cli.screen import Screen
from minsheng_cli.model import Month

app = typer.Typer(rich_markup_mode=None)


@app.command("generate", cls=ChineseCommand)
def generate(
    month: MonthArgument = None,
    *,
    unit: Annotated[
        list[str] | None, typer.Option("--unit", metavar="单位", help="只生成这个单位的，可写多次。")
    ] = None,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """生成各牵头单位的报送表和邮件草稿，放在“月份/下发”。不写月份就取下一个到期的月份。

    已经被人改过的文件不会被覆盖。

    例：minsheng generate 2025-04
    例：minsheng generate 2025-04 --unit 区教委
    """
    done_with(collecting.generate(month, unit or (), workspace=workspace, dry_run=dry_run, as_json=as_json))


@app.command("collect", cls=ChineseCommand)
def collect(  # noqa: PLR0913 - each option is one of the command's own
    month: MonthArgument = None,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[文件或目录]…", help="要收的文件或文件夹，不写就是“月份/回收”。")
    ] = None,
    *,
    workspace: WorkspaceOption = None,
    reopen: Annotated[
        str | None, typer.Option("--reopen", metavar="理由", help="月份已封存时，写明理由重新打开后再收。")
    ] = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """收表：读取报回的文件，核对，生成退回件和汇总表，原件存档。不写月份就是最近下发的月份。

    可以反复运行；中断了再运行一次即可。“回收”里的文件只读不改。

    例：minsheng collect 2025-04
    例：minsheng collect 2025-04 D:/下载/区教委.xlsx
    """
    done_with(
        collecting.collect(month, paths or (), workspace=workspace, reopen=reopen, dry_run=dry_run, as_json=as_json)
    )


@app.command("report", cls=ChineseCommand)
def report(
    month: MonthArgument = None,
    *,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """按存档的原件重新生成汇总表和退回件，不收新文件。

    例：minsheng report 2025-04
    """
    done_with(collecting.report(month, workspace=workspace, dry_run=dry_run, as_json=as_json))


@app.command("explain", cls=ChineseCommand)
def explain(
    month: Annotated[str, typer.Argument(metavar="月份", help="例如 2025-04。")],
    project: Annotated[str, typer.Argument(metavar="项目", help="项目编号（如 S05）或名称。")],
    *,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """说明一个项目汇总进来的每个值出自哪个文件、哪张表、哪个单元格。

    例：minsheng explain 2025-04 S05
    """
    screen = Screen(as_json=as_json)
    show_explained(screen, tasks.explain.explain(open_workspace(workspace), month, project))


@app.command("correct", cls=ChineseCommand, context_settings={"ignore_unknown_options": True})  # -5 is a value
def correct(  # noqa: PLR0913 - what a correction says
    month: Annotated[str, typer.Argument(metavar="月份", help="例如 2025-04。")],
    project: Annotated[str, typer.Argument(metavar="项目", help="项目编号（如 S05）或名称。")],
    field: Annotated[str, typer.Argument(metavar="栏目", help="如 完成投资、工作进展，或指标的编号、名称。")],
    value: Annotated[
        str | None, typer.Argument(metavar="[内容]", help="核实后的内容；金额不写单位就是万元。撤销时不写。")
    ] = None,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="更正或撤销的理由，必须写。")],
    unit: Annotated[str | None, typer.Option("--unit", metavar="单位", help="哪个牵头单位；只有一个时可不写。")] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="撤销更正，恢复单位所报。")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="看来不合理但确已核实的，仍然登记。")] = False,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """登记电话核实后的更正：汇总表采用更正后的内容并注明，单位报来的原件不动。

    单位以后又报新表时，更正自动失效并提示。比上次减少、突增、超过目标等看来不合理的，须加 --yes 才登记。

    例：minsheng correct 2025-04 S05 完成投资 120.5 --reason 电话核实，漏写小数点
    例：minsheng correct 2025-04 S05 完成投资 --withdraw --reason 再次核实，原报无误
    """
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    month = month_named(space, month)
    tell = screen.progress("读取存档")
    entered, done = tasks.correct.correct(
        space, month, project, field, value, unit, reason, tell, withdraw=withdraw, confirmed=yes, dry_run=dry_run
    )
    said = f"更正：{entered.project} {entered.unit} {field}，原为“{entered.was or '空'}”，更正为“{entered.value}”。"
    if withdraw:
        said = f"撤销更正：{entered.project} {entered.unit} {field}，恢复单位所报“{entered.value or '空'}”。"
    done_with(show_entered(screen, said, done, {"month": month, "correction": entered}, entered.unit))


@app.command("received", cls=ChineseCommand)
def received(  # noqa: PLR0913 - what an entry by hand says
    month: Annotated[str, typer.Argument(metavar="月份", help="例如 2025-04。")],
    file: FileArgument,
    when: Annotated[str, typer.Argument(metavar="时间", help="例如 2025-04-24T17:30。")],
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="依据", help="凭什么改，必须写。")],
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """登记文件实际收到的时间（微信、U盘送来的，文件时间往往不准）。

    例：minsheng received 2025-04 区教委.xlsx 2025-04-24T17:30 --reason 当日U盘送达
    """
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    month = month_named(space, month)
    tell, when = screen.progress("读取存档"), tasks.received.moment_meant(when, Month.parse(month))
    name, done = tasks.received.received(space, month, file, when, reason, tell, dry_run=dry_run)
    facts = {"month": month, "name": name, "received_at": when, "reason": reason}
    done_with(show_entered(screen, f"“{name}”的收到时间：{when.replace('T', ' ')}。", done, facts))


@app.command("enter", cls=ChineseCommand)
def enter(  # noqa: PLR0913 - what an entry by hand says
    month: Annotated[str, typer.Argument(metavar="月份", help="例如 2025-04。")],
    unit: Annotated[str, typer.Argument(metavar="单位", help="是哪个单位报的。")],
    file: Annotated[Path, typer.Argument(metavar="表格", help="录入好的报送表（可用“下发”里的空白表录入）。")],
    *,
    source: Annotated[
        str, typer.Option("--from", metavar="依据", help="扫描件的编号、文件名或路径；电话报的写 电话。")
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么由本办录入，必须写。")],
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """录入：单位只报扫描件、照片或电话报的，把录入好的表格收作该单位的报送，各处注明“据扫描件（电话）录入”。

    收到时间按扫描件收到的时间算；电话报的按登记时间算，可用 minsheng received 更正。

    例：minsheng enter 2025-04 区教委 录入/区教委.xlsx --from 12 --reason 该单位只报了盖章扫描件
    例：minsheng enter 2025-04 区教委 录入/区教委.xlsx --from 电话 --reason 网络故障，电话报数
    """
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    month = month_named(space, month)
    tell = screen.progress("读取存档")
    done = tasks.enter.enter(space, month, unit, file, source, reason, tell, dry_run=dry_run)
    facts = {
        "month": month, "unit": done.unit.id, "name": done.name, "from": done.basis.name,
        "from_sha256": done.basis.sha256 or None, "received_at": done.basis.received_at, "reason": reason,
    }  # fmt: skip
    said = f"录入：{done.unit.name}，{done.basis.told_by}（{done.basis.name}）。"
    done_with(show_entered(screen, said, done.collected, facts, done.unit.id))


@app.command("discard", cls=ChineseCommand)
def discard(  # noqa: PLR0913 - what an entry by hand says
    month: Annotated[str, typer.Argument(metavar="月份", help="例如 2025-04。")],
    file: FileArgument,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="作废或恢复的理由，必须写。")],
    restore: Annotated[bool, typer.Option("--restore", help="恢复以前作废的文件。")] = False,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """作废：某个文件不再计入，该单位以前的报送重新有效。原件仍在存档，可以恢复（--restore）。

    再收一次表也不会复活；登记在该文件上的更正一并停用，恢复后重新有效。

    例：minsheng discard 2025-04 7 --reason 单位来电说明报错了版本
    例：minsheng discard 2025-04 7 --restore --reason 核实后确为最新版本
    """
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    month = month_named(space, month)
    tell = screen.progress("读取存档")
    done = tasks.discard.discard(space, month, file, reason, tell, restore=restore, dry_run=dry_run)
    number, receipt = done.file
    verb = "恢复" if restore else "作废"
    facts = {
        "month": month, "number": number, "name": receipt.name, "sha256": receipt.sha256, "reason": reason,
        "restored": restore, "changed": done.changed,
    }  # fmt: skip
    said = f"{verb}：{number} 号“{receipt.name}”。{in_use(space, done.collected, receipt)}"
    if not done.changed:
        state = "没有作废" if restore else "早已作废"
        screen.say(f"{number} 号“{receipt.name}”{state}，无需再登记。")
        said = ""
    done_with(show_entered(screen, said, done.collected, facts))
