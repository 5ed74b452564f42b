"""``init``, ``demo`` and ``catalogue``: a workspace and its list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from minsheng_cli import tasks
from minsheng_cli.cli import importing, mail_password
from minsheng_cli.cli.catalogue import describe
from minsheng_cli.cli.help import ChineseCommand, ChineseGroup
from minsheng_cli.cli.options import DryRunOption, JsonOption, MonthArgument, WorkspaceOption, done_with
from minsheng_cli.cli.places import open_workspace
from minsheng_cli.cli.screen import Screen
from minsheng_cli.cli.session import CLEAN, OUTSTANDING, USAGE, global_workspace
from minsheng_cli.cli.status import counts, table
from minsheng_cli.errors import MinshengError, SetupError
from minsheng_cli.model import as_json as plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.tasks.demo import Played
    from minsheng_cli.tasks.doctor import Check

app = typer.Typer(rich_markup_mode=None)
catalogue_app = typer.Typer(cls=ChineseGroup, rich_markup_mode=None, no_args_is_help=True, help="查看和检查项目清单。")
app.add_typer(catalogue_app, name="catalogue")


@app.command("init", cls=ChineseCommand)
def init(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[目录]", help="要建立的工作目录，不写就是当前目录。")
    ] = None,
    *,
    example: Annotated[
        str, typer.Option("--example", metavar="名称", help="放另一份示例清单试用，例如 武隆2024（联系人均为虚构）。")
    ] = "",
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """建立工作目录：放好可以修改的项目清单、联系人、设置和模板。

    例：minsheng init 民生实事2025
    """
    screen = Screen(as_json=as_json)
    target = folder or global_workspace() or Path()
    written, kept = tasks.init.init(target, example=example, dry_run=dry_run)
    screen.say(f"{'将建立' if dry_run else '已建立'}工作目录“{target}”：新写入 {len(written)} 个文件。")
    if kept:
        screen.say(f"已有的 {len(kept)} 个文件原样保留：" + "、".join(kept))
    screen.paragraph("下一步：进入该目录，在 data/contacts.yaml 填写各单位邮箱，再运行 minsheng generate 月份。")
    screen.paragraph("要换成自己的清单：minsheng catalogue import 通知文件（.docx、.xlsx、.html、.txt）。")
    screen.emit({"workspace": str(target), "written": written, "kept": kept})


@app.command("demo", cls=ChineseCommand)
def demo(
    folder: Annotated[Path | None, typer.Argument(metavar="[目录]", help="放演示的空文件夹，不写就是“演示”。")] = None,
    *,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """演示：在一个新文件夹里用虚构的报表走完 4、5 两个月（内容均标“示例”）。

    例：minsheng demo 演示
    """
    screen = Screen(as_json=as_json, paged=False)
    target = folder or (global_workspace() or Path()) / "演示"
    if dry_run:
        months = [str(month) for month in tasks.demo.preview(target)]
        screen.say(f"将在文件夹“{target}”里演示 {'、'.join(months)} 两个月；这次没有写任何文件。")
        screen.emit({"workspace": str(target), "months": [], "dry_run": True})
        return
    show_played(screen, target, tasks.demo.play(target, screen.say))


@app.command("doctor", cls=ChineseCommand)
def doctor(
    *,
    mail: Annotated[bool, typer.Option("--mail", help="登录发信和取信服务器试一试。")] = False,
    letter: Annotated[bool, typer.Option("--letter", help="与 --mail 连用：给自己的邮箱发一封测试信。")] = False,
    forget_password: Annotated[
        bool, typer.Option("--forget-password", help="删去系统密钥环里记着的邮箱密码。")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """体检：检查安装、工作目录、项目清单、联系人、模板、磁盘、文件锁、时钟、字体，有问题的说明怎么办。

    例：minsheng doctor
    例：minsheng doctor --mail
    """
    if letter and not mail:
        raise SetupError("--letter 要与 --mail 连用：minsheng doctor --mail --letter。")
    screen = Screen(as_json=as_json)
    if forget_password:
        mail_password.forget(screen, open_workspace(workspace).settings.servers)
    folder = workspace or global_workspace()
    checks = tasks.doctor.doctor(folder)
    if mail:
        checks += _mail_checks(screen, folder, letter=letter)
    for check in checks:
        screen.say(f"{'×' if not check.ok else '！' if check.remedy else '√'} {check.name}")
        screen.bullet(check.message)
    failed = sum(not check.ok for check in checks)
    hints = sum(check.ok and bool(check.remedy) for check in checks)
    noted = f"{'另' if failed else ''}有 {hints} 项提示（标“！”的），不影响使用。" if hints else ""
    screen.say((f"有 {failed} 项需要处理（标“×”的）。" if failed else "" if hints else "都没有问题。") + noted)
    screen.emit({"checks": [plain(check) for check in checks]})
    done_with(OUTSTANDING if failed else CLEAN)


def _mail_checks(screen: Screen, folder: Path | None, *, letter: bool) -> tuple[Check, ...]:
    """Ask for the password, log in to both servers, and remember or forget the password by what they said."""
    try:
        space = open_workspace(folder)
        servers = space.settings.servers
    except MinshengError as error:
        return (tasks.doctor.Check("邮件", ok=False, message=str(error), remedy=error.remedy),)
    password = mail_password.password_of(screen, servers)
    checks, refused = tasks.doctor.mail(space, password, letter=letter)
    if refused or all(check.ok for check in checks):
        mail_password.settle(screen, servers, password, refused)
    return checks


@catalogue_app.command("import", cls=ChineseCommand)
def catalogue_import(
    file: Annotated[
        Path,
        typer.Argument(metavar="文件", help="通知或清单（.docx、.xlsx、.html、.txt），或 export 写出的表格。"),
    ],
    *,
    workspace: WorkspaceOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接写入（用于没有人在场时）。")] = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """从通知起草项目清单，写成一个新文件；或把 export 写出、改好的表格写回清单。

    认得别处的表头（事项名称、主要内容、责任单位……）；目标任务中的指标只作建议，须人工核对。

    例：minsheng catalogue import 通知.docx
    例：minsheng catalogue import 清单.xlsx
    """
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    page = tasks.catalogue_import.open_page(file)
    sheets = tasks.catalogue_edit.recognise(page)
    if sheets is None:
        chooser = importing.column_chooser(screen)
        done = tasks.catalogue_import.sketch(space, file, page, dry_run=dry_run, choose=chooser)
        done_with(importing.show_imported(screen, done, dry_run=dry_run))
    planned = tasks.catalogue_edit.plan(space, file.name, page, sheets)
    importing.show_changes(screen, planned)
    written = importing.ask(screen, planned, yes=yes, dry_run=dry_run)
    if written:
        tasks.catalogue_edit.carry_out(space, planned)
    importing.show_written(screen, planned, written=written, dry_run=dry_run)
    done_with(CLEAN)


@catalogue_app.command("next", cls=ChineseCommand)
def catalogue_next(
    file: Annotated[
        Path,
        typer.Argument(metavar="文件", help="下一年度的通知或清单（.docx、.xlsx 等），或补全了的清单草稿（.yaml）。"),
    ],
    *,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """换到下一年度：从通知起草新清单（单位全称、别名、联系人沿用），补全并检查通过后换上。

    现在的清单改存为 data/projects-年份.yaml，以前的月份照旧用它；检查通不过的清单不会换上，已有的文件不会覆盖。

    例：minsheng catalogue next 2026年通知.docx
    例：minsheng catalogue next data/项目清单草稿.yaml
    """
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    chooser = importing.column_chooser(screen)
    done = tasks.catalogue_next.next_year(space, file, dry_run=dry_run, choose=chooser)
    for fault in done.faults:
        screen.say(fault)
    if done.faults:
        screen.say(
            f"新清单“{done.path}”还有 {len(done.faults)} 处要补全或改正，没有换上。"
            f"改好后运行 minsheng catalogue next {done.path}。"
        )
    else:
        kept = f"，原来的改存为 {done.kept}" if done.kept else ""
        screen.say(f"{'将换上' if dry_run else '已换上'} {done.year} 年的项目清单{kept}。")
        if done.contacts:
            names = "、".join(done.contacts)
            screen.say(f"联系人中加了 {len(done.contacts)} 个单位，请核对 data/contacts.yaml：{names}")
        for note in done.notes:
            screen.say(f"提示：{note}")
    screen.emit(
        {
            "file": done.path, "faults": list(done.faults), "installed": not done.faults and not dry_run,
            "year": done.year or None, "kept": done.kept or None, "contacts": list(done.contacts),
            "notes": list(done.notes),
        }
    )  # fmt: skip
    done_with(USAGE if done.faults else CLEAN)


@catalogue_app.command("export", cls=ChineseCommand)
def catalogue_export(
    file: Annotated[Path, typer.Argument(metavar="文件", help="要写出的表格，以 .xlsx 结尾。")],
    *,
    draft: Annotated[bool, typer.Option("--draft", help="导出最新的清单草稿，而不是正在用的清单。")] = False,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """把项目清单写成表格，用 WPS 修改；改好后用 catalogue import 写回。

    例：minsheng catalogue export 清单.xlsx
    """
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    name = tasks.catalogue_export.newest_draft(space) if draft else None
    source = tasks.catalogue_export.export(space, file, name, dry_run=dry_run)
    importing.show_exported(screen, file, source, dry_run=dry_run)


@catalogue_app.command("confirm", cls=ChineseCommand)
def catalogue_confirm(  # noqa: PLR0913 - each option is one of the command's own
    indicators: Annotated[
        list[str] | None, typer.Argument(metavar="[指标编号]…", help="要核对的指标，不写就是全部。")
    ] = None,
    *,
    draft: Annotated[bool, typer.Option("--draft", help="核对最新的清单草稿，而不是正在用的清单。")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接写入（用于没有人在场时）。")] = False,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """核对程序从目标任务中读出的指标：列出来，确认无误后去掉“建议”，从此按它判断进度。

    不对的先在表格里改好（catalogue export、import）。

    例：minsheng catalogue confirm
    例：minsheng catalogue confirm S01-1 S01-2
    """
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    name = tasks.catalogue_export.newest_draft(space) if draft else None
    source, chosen = tasks.catalogue_confirm.pending(space, name, indicators or ())
    written = importing.confirms(screen, source.name, chosen, yes=yes, dry_run=dry_run)
    if written:
        tasks.catalogue_confirm.confirm(space, source, chosen)
    importing.show_confirmed(screen, source.name, chosen, written=written, dry_run=dry_run)


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
    screen = Screen(as_json=as_json)
    name, faults, notes = tasks.catalogue_check.check(open_workspace(workspace), file)
    for fault in faults:
        screen.say(fault)
    screen.say(f"“{name}”有 {len(faults)} 处需要修改。" if faults else f"“{name}”检查通过，没有发现问题。")
    for note in notes:
        screen.say(f"提示：{note}")
    screen.emit({"file": name, "faults": list(faults), "notes": list(notes)})
    done_with(USAGE if faults else CLEAN)


@catalogue_app.command("show", cls=ChineseCommand)
def catalogue_show(
    month: MonthArgument = None, *, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """显示项目清单：项目、牵头单位、时限、指标。写月份则显示当月有效的内容。

    例：minsheng catalogue show 2025-04
    """
    screen = Screen(as_json=as_json)
    catalogue = tasks.catalogue_show.show(open_workspace(workspace), month)
    screen.say(describe(catalogue))
    screen.emit(plain(catalogue))


def show_played(screen: Screen, folder: Path, months: Iterator[Played]) -> None:
    """Print the demo as it is played, and where to look afterwards."""
    told = []
    for month in months:
        for item in month.returns:
            if item.what:
                screen.bullet(f"{item.name}：{item.what}")
        record = cast("dict[str, Any]", plain(month.collected.record))
        table(screen, record["units"])
        screen.say(counts(record["units"]))
        screen.say()
        told.append(record)
    screen.heading(f"演示完成。请打开文件夹“{folder}”看：")
    for record in told:
        where = record["month"]
        screen.say(f"  {where}  下发件 {where}/下发    退回件 {where}/退回    成果 {where}/成果")
    screen.say("最后一个月的成果：")
    outputs = told[-1]["outputs"]
    for key, what in (("consolidated", "汇总表"), ("bulletin", "情况通报"), ("board", "看板，用浏览器打开")):
        if key in outputs:
            screen.bullet(f"{outputs[key]}（{what}）")
    counted = {
        "督办单": sum(key.startswith("slip:") for key in outputs),
        "催办草稿": sum(key.startswith("reminder:") for key in outputs),
        "公开稿": sum(key == "public.docx" for key in outputs),
    }
    others = "，".join(f"{what} {number} 份" for what, number in counted.items() if number)
    if others:
        screen.bullet(f"另有{others}")
    screen.say(f"再试试：minsheng status -C {folder}")
    screen.say(f"        minsheng explain -C {folder} {told[-1]['month']} {told[-1]['entries'][0]['project']}")
    screen.emit({"workspace": str(folder), "months": told})
