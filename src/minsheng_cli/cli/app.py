"""The command line: finds the command's module, runs it, and turns errors into sentences and exit codes."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

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

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "init": "setup",
    "generate": "collecting",
    "collect": "collecting",
    "report": "collecting",
    "status": "status",
    "remind": "mail",
    "send": "mail",
    "fetch": "mail",
    "explain": "collecting",
    "correct": "collecting",
    "enter": "collecting",
    "discard": "collecting",
    "compare": "months",
    "problems": "months",
    "lagging": "months",
    "supervise": "supervision",
    "seal": "months",
    "verify": "months",
    "received": "collecting",
    "plan": "months",
    "assess": "months",
    "demo": "setup",
    "catalogue": "setup",
    "doctor": "setup",
}
"""Each command and the module of ``cli/commands`` that holds it, in the order of ``--help``."""


class LazyGroup(ChineseGroup):
    """The commands, each loaded with its module when it is called, or when ``--help`` lists them all."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - the base names a class Typer does not export
        """Return every command's name."""
        return list(COMMANDS)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as above
        """Return the command meant, or fail with the nearest name: capital letters and ``help`` are near enough."""
        if args and args[0] not in COMMANDS:
            wanted = args[0].lower()
            near = ["--help"] if wanted in {"help", "帮助"} else get_close_matches(wanted, COMMANDS)
            ctx.fail(f"No such command '{args[0]}'." + (f" Did you mean '{near[0]}'?" if near else ""))
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - as above
        """Return one command, None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"minsheng_cli.cli.commands.{COMMANDS[cmd_name]}")
        group = typer.main.get_group(module.app)
        return group.commands[cmd_name]


app = typer.Typer(
    name="minsheng",
    cls=LazyGroup,
    rich_markup_mode=None,  # Typer's Rich help would double the start-up time
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    help="""重点民生实事月报：下发附件2表格，收回核对，汇总成表。

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
        from minsheng_cli.cli.commands.status import overview  # noqa: PLC0415 - no other command needs it

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
            import traceback  # noqa: PLC0415 - only when all is lost

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
