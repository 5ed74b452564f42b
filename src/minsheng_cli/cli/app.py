"""The command line: finds the command's module, runs it, and turns errors into sentences and exit codes."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn

import typer

from minsheng_cli import __version__
from minsheng_cli.cli.help import ChineseGroup, usage_error
from minsheng_cli.cli.options import (
    CLEAN,
    ENVIRONMENT,
    USAGE,
    JsonOption,
    WorkspaceOption,
    done_with,
    name_global_workspace,
)
from minsheng_cli.cli.screen import Screen, complain, prepare, speak_utf8_to_the_disk
from minsheng_cli.errors import MinshengError, remedy_in
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from collections.abc import Mapping


class Listed(NamedTuple):
    """A command as ``--help`` lists it: the module of ``cli/commands`` that holds it, and the first line of its help."""

    module: str
    summary: str


COMMANDS: Mapping[str, Listed] = {
    "init": Listed("setup", "建立工作目录：放好可以修改的项目清单、联系人、设置和模板。"),
    "generate": Listed("collecting", "生成各牵头单位的报送表和邮件草稿，放在“月份/下发”。不写月份就取下一个到期的月份。"),
    "collect": Listed("collecting", "收表：读取报回的文件，核对，生成退回件和汇总表，原件存档。不写月份就是最近下发的月份。"),
    "report": Listed("collecting", "按存档的原件重新生成汇总表和退回件，不收新文件。"),
    "status": Listed("status", "看这个月谁报了、谁没报、谁要修改。"),
    "remind": Listed("mail", "催办：列出还没报、还要改的单位和电话，各写一封催办草稿（只写草稿，不发送）。"),
    "send": Listed("mail", "发信：把草稿经单位的邮箱发出。先列出发给谁、谁没有地址，确认后再发；发过的不会重发。"),
    "fetch": Listed("mail", "取信：把邮箱里的来信原样存进“月份/回收/邮件”，再运行 collect 即可收表。取过的不会重取。"),
    "explain": Listed("collecting", "说明一个项目汇总进来的每个值出自哪个文件、哪张表、哪个单元格。"),
    "correct": Listed("collecting", "登记电话核实后的更正：汇总表采用更正后的内容并注明，单位报来的原件不动。"),
    "enter": Listed("collecting", "录入：单位只报扫描件、照片或电话报的，把录入好的表格收作该单位的报送，各处注明“据扫描件（电话）录入”。"),
    "discard": Listed("collecting", "作废：某个文件不再计入，该单位以前的报送重新有效。原件仍在存档，可以恢复（--restore）。"),
    "compare": Listed("months", "环比：逐项目看进展新写了什么、哪些一字未改，投资和指标增减多少。"),
    "problems": Listed("months", "卡点问题台账：每个问题有固定编号，看哪些新增、延续几个月、已解决、未再提及。"),
    "lagging": Listed("months", "滞后项目清单：差多少个百分点、连续几个月、单位所述原因；无法判断和目标待定的另列。"),
    "supervise": Listed("supervision", "督办：列出督办事项；按滞后清单发出、升级；单位反馈由 collect 收回，对上编号；销号、撤回。"),
    "seal": Listed("months", "封存：这个月不再改动，印发的文本存入“存档/定稿”。以后确需补收的，写明理由重新打开。"),
    "verify": Listed("months", "核验存档：逐字节重读，指出被改动、缺失、多出的文件。不写月份就是所有月份。"),
    "received": Listed("collecting", "登记文件实际收到的时间（微信、U盘送来的，文件时间往往不准）。"),
    "plan": Listed("months", "分月进度计划（选填）：生成空白计划表，或导入单位填好的计划表。"),
    "assess": Listed("months", "年终依据：各单位逐月是否按时、一次通过率、更正、问题存续，各项目到时限的完成情况。"),
    "demo": Listed("setup", "演示：在一个新文件夹里用虚构的报表走完 4、5 两个月（内容均标“示例”）。"),
    "catalogue": Listed("setup", "查看和检查项目清单。"),
    "doctor": Listed("setup", "体检：检查安装、工作目录、项目清单、联系人、模板、磁盘、文件锁、时钟、字体，有问题的说明怎么办。"),
}  # fmt: skip
"""Every command, in the order of ``--help``, which so loads none of them."""


class LazyGroup(ChineseGroup):
    """The commands, each loaded with its module when it is called."""

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:  # noqa: ANN401, ARG002 - the base names a class Typer does not export
        """Return each command's name and the first line of its help."""
        return [(name, listed.summary) for name, listed in COMMANDS.items()]

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - the base names a class Typer does not export
        """Return every command's name."""
        return list(COMMANDS)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as above
        """Return the command meant, or fail with the nearest name; ``help`` is near enough."""
        wanted = half_width(args[0]).lower() if args else ""
        if args and wanted not in COMMANDS:
            near = ["--help"] if wanted in {"help", "帮助"} else get_close_matches(wanted, COMMANDS)
            ctx.fail(f"No such command '{args[0]}'." + (f" Did you mean '{near[0]}'?" if near else ""))
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - as above
        """Return one command, None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"minsheng_cli.cli.commands.{COMMANDS[cmd_name].module}")
        group = typer.main.get_group(module.app)
        return group.commands[cmd_name]


app = typer.Typer(
    name="minsheng",
    cls=LazyGroup,
    rich_markup_mode=None,  # Typer's Rich help would double the start-up time
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    help="""民生实事月报：下发报送表，收回核对，汇总成表。

    一个月的工作：
      minsheng generate 2025-04   生成各牵头单位的表格和邮件草稿
      （各单位报回的文件放进 2025-04/回收）
      minsheng collect 2025-04    读取、核对、汇总，有错的生成退回件
      minsheng status             看谁还没报、谁要修改
    """,
)


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if asked:
        Screen().say(f"minsheng {__version__}")
        done_with(CLEAN)


@app.callback()
def _root(
    ctx: typer.Context,
    *,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本号。")
    ] = False,
) -> None:
    if workspace is not None:
        name_global_workspace(workspace)
    if ctx.invoked_subcommand is None:
        from minsheng_cli.cli.commands.status import overview  # noqa: PLC0415 - 90 ms: only bare `minsheng` needs it

        done_with(overview(workspace, _run, as_json=as_json))


def _run(words: list[str]) -> None:
    """Run one command as if it had been typed, and come back whatever becomes of it."""
    try:
        app(words, prog_name="minsheng", standalone_mode=False)
    except MinshengError as error:
        complain(str(error))
    except KeyboardInterrupt:
        complain("已中断；已写好的文件都是完整的，请再运行一次。")


def main() -> NoReturn:
    """Run the command line and leave with its exit code; the only place that turns errors into sentences."""
    speak_utf8_to_the_disk()
    prepare()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # nobody else's code looks at what units wrote
    gc.set_threshold(50_000)  # nearly all a command makes it keeps: looking for garbage so often finds none
    try:
        code = app(prog_name="minsheng", standalone_mode=False)
    except MinshengError as error:
        code = _refused(error.exit_code, error.code, str(error), error.remedy)
    except KeyboardInterrupt:
        code = _refused(130, "interrupted", "已中断；已写好的文件都是完整的，请再运行一次本命令。")
    except UnicodeEncodeError:
        code = _refused(
            ENVIRONMENT, "locale", "本机的语言环境不支持中文文件名，请先执行 export LANG=zh_CN.UTF-8 再运行。"
        )
    except Exception as error:  # noqa: BLE001 - the clerk gets a sentence whatever happens
        # Typer's usage errors share a base that it does not export; anything else is a bug.
        if hasattr(error, "format_message"):
            code = _refused(USAGE, "usage", usage_error(error))
        else:
            import traceback  # noqa: PLC0415 - 3 ms of every command; only when all is lost

            traceback.print_exception(error)
            sentence = "程序内部出错，已写好的文件都是完整的。请把以上内容和所用的文件发给维护人员。"
            code = _refused(ENVIRONMENT, "internal", sentence)
    _leave(code or CLEAN)


def _refused(exit_code: int, kind: str, sentence: str, remedy: str = "") -> int:
    """Tell why a command did nothing, as a sentence and, where ``--json`` was asked for, as a document.

    A command that has put out its own document keeps it, whatever ended it afterwards. Return the exit code.
    """
    complain(sentence)
    if "--json" in sys.argv[1:] and not Screen.emitted:
        remedy = remedy or remedy_in(sentence) or "请按提示处理后，再运行一次本命令。"
        Screen(as_json=True).emit({"error": {"code": kind, "message": sentence, "remedy": remedy}})
    return exit_code


def _leave(code: int) -> NoReturn:
    """End the process at once: all files are closed and on disk, and Python's own tear-down would take 25 ms more."""
    with suppress(OSError):  # whoever read our output is gone: `minsheng status | head`
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)
