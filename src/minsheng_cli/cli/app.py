"""The command line as Typer understands it: finds the command's module and runs it."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import Annotated, Any

import typer

from minsheng_cli import __version__
from minsheng_cli.cli.help import ChineseGroup
from minsheng_cli.cli.options import JsonOption, WorkspaceOption, done_with
from minsheng_cli.cli.pages import COMMANDS, HELP
from minsheng_cli.cli.screen import Screen
from minsheng_cli.cli.session import CLEAN, name_global_workspace
from minsheng_cli.text.fold import half_width


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
    help=HELP,
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
        from minsheng_cli.cli.status import overview  # noqa: PLC0415 - 20 ms: only bare `minsheng` needs it

        done_with(overview(workspace, run, as_json=as_json))


def run(words: list[str] | None) -> int | None:
    """Run a command by its words (None: what was typed); return its exit code, None for clean. Raises MinshengError."""
    code: int | None = app(words, prog_name="minsheng", standalone_mode=False)
    return code
