"""The commands: read arguments, call one task, print the outcome, say how it went by the exit code.

Tasks are imported inside the commands, so that ``--help`` and ``status`` load nothing they do not need.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from minsheng_cli.cli.help import ChineseCommand, ChineseGroup, usage_error
from minsheng_cli.cli.screen import Screen, complain, prepare, speak_utf8_to_the_disk
from minsheng_cli.errors import MinshengError, SetupError

CLEAN, OUTSTANDING, USAGE, ENVIRONMENT = 0, 1, 2, 3

app = typer.Typer(
    name="minsheng",
    cls=ChineseGroup,
    rich_markup_mode=None,  # Typer's Rich help would double the start-up time
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="""重点民生实事月报：下发附件2表格，收回核对，汇总成表。

    一个月的工作：
      minsheng generate 2025-04   生成各牵头单位的表格和邮件草稿
      （各单位报回的文件放进 2025-04/回收）
      minsheng collect 2025-04    读取、核对、汇总，有错的生成退回件
      minsheng status             看谁还没报、谁要修改
    """,
)
catalogue_app = typer.Typer(cls=ChineseGroup, rich_markup_mode=None, no_args_is_help=True, help="查看和检查项目清单。")
app.add_typer(catalogue_app, name="catalogue")

WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", "-C", metavar="目录", help="工作目录，不写就是当前目录。")
]
JsonOption = Annotated[bool, typer.Option("--json", help="在标准输出给出一份 JSON，供其他程序使用。")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="只说明将要做什么，不写任何文件。")]
MonthArgument = Annotated[str | None, typer.Argument(metavar="[月份]", help="例如 2025-04。")]

_chosen: dict[str, Path] = {}  # the workspace named before the command, if any


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if asked:
        from minsheng_cli import __version__  # noqa: PLC0415

        Screen().say(f"minsheng {__version__}")
        _done(CLEAN)


@app.callback()
def _root(
    *,
    workspace: WorkspaceOption = None,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本号。")
    ] = False,
) -> None:
    if workspace is not None:
        _chosen["workspace"] = workspace


def _workspace(own: Path | None) -> Any:  # noqa: ANN401 - Workspace, imported late
    from minsheng_cli.workspace import Workspace  # noqa: PLC0415

    return Workspace.at(own or _chosen.get("workspace"))


def _judging(own: Path | None) -> Any:  # noqa: ANN401 - Workspace, imported late
    """Return the workspace, after a word when its list is gone and ours would be taken for it."""
    from minsheng_cli.workspace import CATALOGUE_FILE  # noqa: PLC0415

    space = _workspace(own)
    if (space.root / "data").is_dir() and not (space.root / CATALOGUE_FILE).exists():
        complain(
            f"注意：工作目录里没有 {CATALOGUE_FILE}，本次用的是程序自带的项目清单；"
            "如不是有意如此，请放回该文件后重新运行。"
        )
    return space


def _month_of(space: Any, path: Path, month: str | None) -> str | None:  # noqa: ANN401 - Workspace, imported late
    """Return the month whose inbox a path lies in, or the one given; MinshengError for our own folders.

    What we keep and send out must never be taken in as if it had come back.
    """
    from minsheng_cli.workspace import INBOX  # noqa: PLC0415

    root, place = space.root.resolve(), path.resolve()
    if root.is_relative_to(place):
        raise MinshengError(f"“{path}”是整个工作目录；请写要收的文件，或只写月份。")
    if not place.is_relative_to(root):
        return month
    folder, *below = place.relative_to(root).parts
    if not _is_month(folder):
        return month
    if below[:1] != [INBOX]:
        raise MinshengError(
            f"“{path}”不在“{folder}/{INBOX}”里，不是报回的文件；收这个月请运行 minsheng collect {folder}。"
        )
    if month is not None and month != folder:
        raise MinshengError(f"“{path}”是 {folder} 的“{INBOX}”，不能收进 {month}；请运行 minsheng collect {folder}。")
    return folder


def _done(code: int) -> NoReturn:
    raise typer.Exit(code)


@app.command("init", cls=ChineseCommand)
def init(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[目录]", help="要建立的工作目录，不写就是当前目录。")
    ] = None,
    *,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """建立工作目录：放好可以修改的项目清单、联系人、设置和模板。

    例：minsheng init 民生实事2025
    """
    from minsheng_cli.tasks.start import init as task  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    target = folder or _chosen.get("workspace") or Path()
    written, kept = task(target, dry_run=dry_run)
    screen.say(f"{'将建立' if dry_run else '已建立'}工作目录“{target}”：新写入 {len(written)} 个文件。")
    if kept:
        screen.say(f"已有的 {len(kept)} 个文件原样保留：" + "、".join(kept))
    screen.say("下一步：进入该目录，在 data/contacts.yaml 填写各单位邮箱，再运行 minsheng generate 月份。")
    screen.emit({"workspace": str(target), "written": written, "kept": kept})


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
    """生成各牵头单位的附件2表格和邮件草稿，放在“月份/下发”。不写月份就是本月。

    已经被人改过的文件不会被覆盖。

    例：minsheng generate 2025-04
    例：minsheng generate 2025-04 --unit 区教委
    """
    from minsheng_cli.cli import outcome  # noqa: PLC0415
    from minsheng_cli.tasks.generate import generate as task  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    space = _judging(workspace)
    done = task(space, month, unit or (), dry_run=dry_run, tell=screen.progress("生成表格"))
    outcome.generated(screen, done, dry_run=dry_run)
    _done(OUTSTANDING if done.published.kept else CLEAN)


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
    from minsheng_cli.tasks.collect import collect as task  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    space = _judging(workspace)
    targets = list(paths or ())
    if month is not None and not _is_month(month):
        # `minsheng collect 某文件.xlsx`: the month was left out.
        targets, month = [Path(month), *targets], None
    for path in targets:
        if _is_month(str(path)):
            raise MinshengError(f"一次只收一个月；收 {path} 请另外运行 minsheng collect {path}。")
        if not path.exists():
            raise MinshengError(f"“{path}”既不是月份（如 2025-04），也不是已有的文件或文件夹，请核对后重试。")
        month = _month_of(space, path, month)
    done = task(space, month, targets, dry_run=dry_run, reopen=reopen, tell=screen.progress("读取报表"))
    if month is None:
        screen.say(f"未写月份，按最近下发的 {done.month} 处理。")
    from minsheng_cli.cli import outcome  # noqa: PLC0415 - after the task, whose readers get ready while it loads

    _done(outcome.collected(screen, done, dry_run=dry_run))


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
    from minsheng_cli.cli import outcome  # noqa: PLC0415
    from minsheng_cli.tasks.collect import report as task  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    done = task(_judging(workspace), month, dry_run=dry_run, tell=screen.progress("读取存档"))
    if month is None:
        screen.say(f"未写月份，按最近下发的 {done.month} 处理。")
    _done(outcome.collected(screen, done, dry_run=dry_run))


@app.command("status", cls=ChineseCommand)
def status(
    month: MonthArgument = None,
    *,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="日期", help="只看到这一天为止收到的，例如 2025-04-25。")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """看这个月谁报了、谁没报、谁要修改。

    例：minsheng status 2025-04
    例：minsheng status 2025-04 --as-of 2025-04-25
    """
    from minsheng_cli.cli import standing  # noqa: PLC0415
    from minsheng_cli.tasks.look import record_of  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    space = _workspace(workspace)
    record = record_of(space, month)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {record['month']} 处理。")
    if as_of is not None:
        from minsheng_cli.tasks.look import as_of as replay  # noqa: PLC0415

        record |= {"units": replay(space, record["month"], as_of)}
        screen.say(f"以下为截至 {as_of} 的情况。")
    _done(standing.status(screen, record))


@app.command("remind", cls=ChineseCommand)
def remind(
    month: MonthArgument = None,
    *,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """催办：列出还没报、还要改的单位和电话，各写一封催办草稿（只写草稿，不发送）。

    草稿的说法随日子变：截止日前提醒，当日催报，过后催办。以最近一次收表的结果为准。

    例：minsheng remind 2025-04
    """
    from minsheng_cli.cli import post  # noqa: PLC0415
    from minsheng_cli.tasks.remind import remind as task  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    done = task(_workspace(workspace), month, dry_run=dry_run)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {done.month} 处理。")
    _done(post.reminded(screen, done, dry_run=dry_run))


@app.command("send", cls=ChineseCommand)
def send(  # noqa: PLR0913 - each option is one of the command's own
    month: MonthArgument = None,
    *,
    replies: Annotated[bool, typer.Option("--replies", help="发“退回”里的草稿；不写就发“下发”的。")] = False,
    reminders: Annotated[bool, typer.Option("--reminders", help="发“成果”里的催办草稿。")] = False,
    unit: Annotated[list[str] | None, typer.Option("--unit", metavar="单位", help="只发给这个单位，可写多次。")] = None,
    again: Annotated[bool, typer.Option("--again", help="发过的也再发一次。")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接发送。")] = False,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """发信：把草稿经单位的邮箱发出。先列出发给谁、谁没有地址，确认后再发；发过的不会重发。

    草稿怎么改的就怎么发。服务器在 minsheng.yaml 的 mail 里设置；密码运行时输入，或放在环境变量 MINSHENG_MAIL_PASSWORD。
    中断了再运行一次即可。

    例：minsheng send 2025-04
    例：minsheng send 2025-04 --reminders --unit 区教委
    """
    from minsheng_cli.cli import post  # noqa: PLC0415
    from minsheng_cli.tasks import send as task  # noqa: PLC0415

    if replies and reminders:
        raise SetupError("--replies 和 --reminders 一次只能写一个。")
    screen = Screen(as_json=as_json)
    space = _workspace(workspace)
    kind: task.Kind = "replies" if replies else "reminders" if reminders else "blanks"
    plan = task.plan(space, month, kind, unit or (), again=again)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {plan.ours.month} 处理。")
    code = post.planned(screen, plan)
    if dry_run or not plan.those("ready"):
        post.sent(screen, plan, None)
        _done(code)
    task.check(plan)
    if not yes and not screen.asks(f"确认发送这 {len(plan.those('ready'))} 封邮件吗？"):
        screen.say("没有发送。")
        post.sent(screen, plan, None)
        _done(OUTSTANDING)
    password = screen.password() if space.settings.mail.user else ""
    done = task.send(plan, password, screen.progress("发送"))
    post.sent(screen, plan, done)
    if done.stopped:
        raise done.stopped
    _done(ENVIRONMENT if done.refused else OUTSTANDING if any(left_out for _, left_out in done.sent) else code)


@app.command("fetch", cls=ChineseCommand)
def fetch(
    month: MonthArgument = None,
    *,
    since: Annotated[
        str | None, typer.Option("--since", metavar="日期", help="从哪天起收到的，不写就是下发那天，例如 2025-04-01。")
    ] = None,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """取信：把邮箱里的来信原样存进“月份/回收/邮件”，再运行 collect 即可收表。取过的不会重取。

    只读不动：邮箱里的邮件不标已读、不移动、不删除。服务器在 minsheng.yaml 的 mail.imap 里设置；密码同 send。

    例：minsheng fetch 2025-04
    例：minsheng fetch 2025-04 --since 2025-04-20
    """
    from minsheng_cli.cli import post  # noqa: PLC0415
    from minsheng_cli.tasks import fetch as task  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    ours, day = task.start(_workspace(workspace), month, since)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {ours.month} 处理。")
    password = screen.password()
    done = task.fetch(ours, day, password, dry_run=dry_run, tell=screen.progress("取信"))
    code = post.fetched(screen, done, dry_run=dry_run)
    if done.stopped:
        raise done.stopped
    _done(code)


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
    from minsheng_cli.cli import outcome  # noqa: PLC0415
    from minsheng_cli.tasks.look import explain as task  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    outcome.explained(screen, task(_workspace(workspace), month, project))


@app.command("correct", cls=ChineseCommand)
def correct(  # noqa: PLR0913 - what a correction says
    month: Annotated[str, typer.Argument(metavar="月份", help="例如 2025-04。")],
    project: Annotated[str, typer.Argument(metavar="项目", help="项目编号（如 S05）或名称。")],
    field: Annotated[str, typer.Argument(metavar="栏目", help="如 完成投资、工作进展，或指标的编号、名称。")],
    value: Annotated[str, typer.Argument(metavar="内容", help="核实后的内容；金额不写单位就是万元。")],
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="更正的理由，必须写。")],
    unit: Annotated[str | None, typer.Option("--unit", metavar="单位", help="哪个牵头单位；只有一个时可不写。")] = None,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """登记电话核实后的更正：汇总表采用更正后的内容并注明，单位报来的原件不动。

    单位以后又报新表时，更正自动失效并提示。

    例：minsheng correct 2025-04 S05 完成投资 120.5 --reason 电话核实，漏写小数点
    """
    from minsheng_cli.cli import outcome  # noqa: PLC0415
    from minsheng_cli.tasks.correct import correct as task  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    space = _workspace(workspace)
    tell = screen.progress("读取存档")
    entered, done = task(space, month, project, field, value, unit, reason, tell, dry_run=dry_run)
    said = f"更正：{entered.project} {entered.unit}，原为“{entered.was or '空'}”，更正为“{entered.value}”。"
    _done(outcome.entered(screen, said, done, {"month": month, "correction": entered}))


@app.command("compare", cls=ChineseCommand)
def compare(
    month: MonthArgument = None,
    other: Annotated[str | None, typer.Argument(metavar="[另一个月份]", help="不写就是它之前最近的一个月。")] = None,
    *,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """环比：逐项目看进展新写了什么、哪些一字未改，投资和指标增减多少。

    例：minsheng compare 2025-05
    例：minsheng compare 2025-05 2025-03
    """
    from minsheng_cli.cli import months  # noqa: PLC0415
    from minsheng_cli.tasks import telling  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    story = telling.compared(_workspace(workspace), month, other)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {story.month} 处理。")
    _done(months.compared(screen, story))


@app.command("problems", cls=ChineseCommand)
def problems(  # noqa: PLR0913 - each decision has an option of its own
    month: MonthArgument = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="连同以前已解决的一起列出。")] = False,
    close: Annotated[str | None, typer.Option("--close", metavar="编号", help="销号，须同时写 --basis。")] = None,
    reopen: Annotated[str | None, typer.Option("--reopen", metavar="编号", help="恢复，须同时写 --basis。")] = None,
    join: Annotated[str | None, typer.Option("--join", metavar="编号,编号", help="两个编号其实是同一问题。")] = None,
    split: Annotated[str | None, typer.Option("--split", metavar="编号", help="本月所说其实是另一个问题。")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="编号", help="登记措施、时限。")] = None,
    basis: Annotated[str, typer.Option("--basis", metavar="依据", help="销号或恢复的依据。")] = "",
    measure: Annotated[str, typer.Option("--measure", metavar="措施", help="与 --note 连用。")] = "",
    due: Annotated[str, typer.Option("--due", metavar="日期", help="与 --note 连用，例如 2025-06-30。")] = "",
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """卡点问题台账：每个问题有固定编号，看哪些新增、延续几个月、已解决、未再提及。

    例：minsheng problems 2025-05
    例：minsheng problems 2025-05 --close S05-2504-1 --basis 5月20日现场核实已办结
    例：minsheng problems 2025-05 --join S05-2504-1,S05-2505-2
    """
    from minsheng_cli.cli import months  # noqa: PLC0415
    from minsheng_cli.tasks import deciding, telling  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    space = _workspace(workspace)
    first, _, second = (join or "").replace("，", ",").partition(",")
    asked = {"close": close, "reopen": reopen, "join": first or None, "split": split, "note": note}
    chosen = [(kind, number) for kind, number in asked.items() if number]
    if len(chosen) > 1 or (join and not second):
        raise SetupError("一次只能处理一个问题；合并要写两个编号，例如 --join S05-2504-1,S05-2505-2。")
    story = telling.story_of(space, month) if not chosen else None
    for kind, number in chosen:
        facts = {"other": second, "basis": basis, "measure": measure, "due": due}
        story = deciding.decide(space, month, kind, number, **facts, dry_run=dry_run)  # type: ignore[arg-type]  # one of its kinds
        screen.say(f"{'将' if dry_run else '已'}登记对 {number} 的处理。")
    if story is not None:
        if month is None:
            screen.say(f"未写月份，按最近下发的 {story.month} 处理。")
        _done(months.problems(screen, story, everything=everything))


@app.command("lagging", cls=ChineseCommand)
def lagging(month: MonthArgument = None, *, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """滞后项目清单：差多少个百分点、连续几个月、单位所述原因；无法判断和目标待定的另列。

    例：minsheng lagging 2025-05
    """
    from minsheng_cli.cli import months  # noqa: PLC0415
    from minsheng_cli.tasks import telling  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    story = telling.story_of(_workspace(workspace), month)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {story.month} 处理。")
    _done(months.lagging(screen, story))


@app.command("seal", cls=ChineseCommand)
def seal(
    month: Annotated[str, typer.Argument(metavar="月份", help="例如 2025-04。")],
    *,
    reopen: Annotated[
        str | None, typer.Option("--reopen", metavar="理由", help="重新打开已封存的月份，写明理由。")
    ] = None,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """封存：这个月不再改动。以后确需补收的，写明理由重新打开。

    例：minsheng seal 2025-04
    例：minsheng seal 2025-04 --reopen 区教委补报更正
    """
    from minsheng_cli.tasks import closing, period  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    space = _workspace(workspace)
    if reopen is None:
        done = closing.seal(space, month, dry_run=dry_run)
        screen.say(f"{month} {'将封存' if dry_run else '已封存'}。" if done else f"{month} 早已封存，无需再封。")
        if done and (left := closing.outstanding(space, month)):
            screen.say(f"其中 {left} 个单位没有办结；封存后报来的，要写明理由重新打开（--reopen）才能收。")
    else:
        done = closing.reopen(space, period.named(space, month), reopen, dry_run=dry_run)
        opened = "将重新打开" if dry_run else "已重新打开，理由已登记"
        screen.say(f"{month} {opened}。" if done else f"{month} 没有封存，无需打开。")
    sealed = done is (reopen is not None) if dry_run else reopen is None
    screen.emit({"month": month, "sealed": sealed, "changed": done and not dry_run})


@app.command("verify", cls=ChineseCommand)
def verify(month: MonthArgument = None, *, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """核验存档：逐字节重读，指出被改动、缺失、多出的文件。不写月份就是所有月份。

    例：minsheng verify
    """
    from minsheng_cli.cli import months  # noqa: PLC0415
    from minsheng_cli.tasks import closing  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    _done(months.verified(screen, closing.verify(_workspace(workspace), month)))


@app.command("received", cls=ChineseCommand)
def received(  # noqa: PLR0913 - what an entry by hand says
    month: Annotated[str, typer.Argument(metavar="月份", help="例如 2025-04。")],
    file: Annotated[str, typer.Argument(metavar="文件", help="台账中的文件名。")],
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
    from minsheng_cli.cli import outcome  # noqa: PLC0415
    from minsheng_cli.tasks.deciding import received as task  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    tell = screen.progress("读取存档")
    done = task(_workspace(workspace), month, file, when, reason, tell, dry_run=dry_run)
    facts = {"month": month, "name": file, "received_at": when, "reason": reason}
    _done(outcome.entered(screen, f"“{file}”的收到时间：{when}。", done, facts))


@app.command("plan", cls=ChineseCommand)
def plan(
    file: Annotated[Path | None, typer.Argument(metavar="[文件]", help="填好的计划表；不写就是生成空白表。")] = None,
    *,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """分月进度计划（选填）：生成空白计划表，或导入单位填好的计划表。

    有计划的指标按计划判断快慢，没有的按时间进度。

    例：minsheng plan
    例：minsheng plan 分月进度计划（区教委）.xlsx
    """
    from minsheng_cli.tasks import planning  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    space = _workspace(workspace)
    if file is None:
        where, aside = planning.blank(space, dry_run=dry_run)
        screen.say(f"{'将生成' if dry_run else '已生成'}空白计划表：{where}")
        if aside:
            screen.say(f"注意：{where} 曾被人工修改，已另存为 {aside}；填好的计划请用 minsheng plan 文件 导入。")
        screen.emit({"blank": where})
        _done(CLEAN)
    taken, faults = planning.load(space, file, dry_run=dry_run)
    for fault in faults:
        screen.say(fault)
    screen.say(f"{'将导入' if dry_run else '已导入'} {taken} 项指标的计划（data/plans.yaml）。")
    screen.emit({"indicators": taken, "faults": list(faults)})
    _done(OUTSTANDING if faults else CLEAN)


@app.command("assess", cls=ChineseCommand)
def assess(
    year: Annotated[str | None, typer.Argument(metavar="[年份]", help="不写就是项目清单的年度。")] = None,
    *,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """年终依据：各单位逐月是否按时、一次通过率、更正、问题存续，各项目到时限的完成情况。

    默认只列依据不打分；要打分须在 minsheng.yaml 设定权重。

    例：minsheng assess 2025
    """
    from minsheng_cli.cli import months  # noqa: PLC0415
    from minsheng_cli.tasks.assessing import assess as task  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    result, where, aside = task(_workspace(workspace), year, dry_run=dry_run)
    if aside:
        screen.say(f"注意：{where} 曾被人工修改，修改过的文件已另存为 {aside}。")
    _done(months.assessed(screen, result, where))


@app.command("demo", cls=ChineseCommand)
def demo(
    folder: Annotated[Path | None, typer.Argument(metavar="[目录]", help="放演示的空文件夹，不写就是“演示”。")] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """演示：在一个新文件夹里用虚构的报表走完 4、5 两个月（内容均标“示例”）。

    例：minsheng demo 演示
    """
    from minsheng_cli.cli import outcome  # noqa: PLC0415
    from minsheng_cli.tasks.play import play  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    target = folder or (_chosen.get("workspace") or Path()) / "演示"
    outcome.played(screen, target, play(target, screen.say))


@catalogue_app.command("import", cls=ChineseCommand)
def catalogue_import(
    file: Annotated[Path, typer.Argument(metavar="文件", help="印发目标任务的通知，.docx。")],
    *,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """从通知的附件1起草项目清单：照抄文字，写成一个新文件，再人工补全、检查。

    不覆盖任何文件，也不替您认定指标：目标任务中的数只作为注释列出，供参考。

    例：minsheng catalogue import 通知.docx
    """
    from minsheng_cli.cli import outcome  # noqa: PLC0415
    from minsheng_cli.tasks.importing import sketch as task  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    _done(outcome.imported(screen, task(_workspace(workspace), file, dry_run=dry_run), dry_run=dry_run))


@catalogue_app.command("check", cls=ChineseCommand)
def catalogue_check(
    file: Annotated[
        Path | None, typer.Argument(metavar="[文件]", help="要检查的清单，不写就是 data/projects.yaml。")
    ] = None,
    *,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """检查项目清单，逐条指出哪个文件、哪一行、哪一项有误。

    例：minsheng catalogue check
    例：minsheng catalogue check data/项目清单草稿.yaml
    """
    from minsheng_cli.catalogue import check  # noqa: PLC0415
    from minsheng_cli.workspace import read_bytes  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    source = (str(file), read_bytes(file), None) if file else _workspace(workspace).catalogue_source()
    faults = check(*source)
    for fault in faults:
        screen.say(fault)
    screen.say(f"“{source[0]}”有 {len(faults)} 处需要修改。" if faults else f"“{source[0]}”检查通过，没有发现问题。")
    screen.emit({"file": source[0], "faults": list(faults)})
    _done(USAGE if faults else CLEAN)


@catalogue_app.command("show", cls=ChineseCommand)
def catalogue_show(
    month: MonthArgument = None, *, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """显示项目清单：项目、牵头单位、时限、指标。写月份则显示当月有效的内容。

    例：minsheng catalogue show 2025-04
    """
    from minsheng_cli.catalogue import describe  # noqa: PLC0415
    from minsheng_cli.model import as_json as plain  # noqa: PLC0415
    from minsheng_cli.tasks import period  # noqa: PLC0415

    screen = Screen(as_json=as_json)
    space = _workspace(workspace)
    catalogue = space.catalogue_at(period.named(space, month) if month else space.catalogue.last_month)
    screen.say(describe(catalogue))
    screen.emit(plain(catalogue))


def _is_month(text: str) -> bool:
    from minsheng_cli.model import Month  # noqa: PLC0415

    try:
        Month.parse(text)
    except ValueError:
        # 2025-13 was meant as a month: let the month's own sentence explain, unless such a file exists.
        return text[:4].isdecimal() and text[4:5] == "-" and "." not in text and not Path(text).exists()
    return True


def main() -> NoReturn:
    """Run the command line and leave with its exit code; the only place that turns errors into sentences."""
    speak_utf8_to_the_disk()
    prepare()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # nobody else's code looks at what units wrote
    gc.set_threshold(50_000)  # nearly all a command makes it keeps: looking for garbage so often finds none
    try:
        code = app(prog_name="minsheng", standalone_mode=False)
    except MinshengError as error:
        complain(str(error))
        code = error.exit_code
    except KeyboardInterrupt:
        complain("已中断；已写好的文件都是完整的，再运行一次本命令即可。")
        code = 130
    except UnicodeEncodeError:
        complain("本机的语言环境不支持中文文件名，请先执行 export LANG=zh_CN.UTF-8 再运行。")
        code = ENVIRONMENT
    except Exception as error:  # noqa: BLE001 - the clerk gets a sentence whatever happens
        # Typer's usage errors share a base that it does not export; anything else is a bug.
        if not hasattr(error, "format_message"):
            import traceback  # noqa: PLC0415 - only when all is lost

            traceback.print_exception(error)
            complain("程序内部出错，已写好的文件都是完整的。请把以上内容和所用的文件发给维护人员。")
            sys.exit(ENVIRONMENT)
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.ctx.get_help())  # type: ignore[attr-defined]  # noqa: T201
            sys.exit(USAGE)
        complain(usage_error(error))
        code = USAGE
    _leave(code or CLEAN)


def _leave(code: int) -> NoReturn:
    """End the process at once: all files are closed and on disk, and Python's own tear-down would take 25 ms more."""
    with suppress(OSError):  # whoever read our output is gone: `minsheng status | head`
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)
