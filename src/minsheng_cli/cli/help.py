"""Help and usage errors in Chinese, aligned for wide characters.

Typer's own help is English and counts a Chinese character as one column; its Rich help would double the start-up time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

from minsheng_cli.cli.pages import page
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from typer import Context

_OURS = {
    "--help": "显示本说明",
    "--install-completion": "为当前终端安装命令补全",
    "--show-completion": "显示命令补全脚本",
}


def _parameters(command: Any, ctx: Context) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:  # noqa: ANN401 - Typer's vendored Click exports no types for it
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for param in command.get_params(ctx):
        if getattr(param, "hidden", False):
            continue
        if param.param_type_name == "argument":
            arguments.append((param.human_readable_name, param.help or ""))
        else:
            names = ", ".join(sorted((*param.opts, *param.secondary_opts), key=len))
            value = "" if param.is_flag or param.count else f" {param.metavar or '值'}"
            options.append((names + value, _OURS.get(param.opts[0], param.help or "")))
    return arguments, options


def _text(command: Any, ctx: Context) -> str:  # noqa: ANN401 - as above
    arguments, options = _parameters(command, ctx)
    usage = [ctx.command_path, *(["[选项]"] if options else []), *(name for name, _ in arguments)]
    tables = [("参数：", arguments), ("选项：", options)]
    if isinstance(command, ChineseGroup):
        usage.append("命令 …")
        tables.insert(0, ("命令：", command.summaries(ctx)))
    return page(" ".join(usage), command.help or "", tables)


class ChineseCommand(TyperCommand):
    """A command whose ``--help`` is Chinese."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - the base names a class Typer does not export
        """Return the whole help text."""
        return _text(self, ctx)


class ChineseGroup(TyperGroup):
    """A group whose ``--help`` is Chinese."""

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - the base names a class Typer does not export
        """Return each command's name and the first line of its help."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        return [(n, (c.help or "").strip().splitlines()[0]) for n, c in commands if c is not None and not c.hidden]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as above
        """Return the command meant: it may be typed in capitals or in wide letters, as an input method leaves them."""
        if args and (said := half_width(args[0]).lower()) in self.list_commands(ctx):
            args = [said, *args[1:]]
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - the base names a class Typer does not export
        """Return the whole help text."""
        return _text(self, ctx)


def _example(ctx: Any) -> str:  # noqa: ANN401 - as above
    """Return the first example of a command's help as part of a sentence, "" when it has none."""
    lines = (ctx.command.help or "").splitlines() if ctx is not None else ()
    line = next((line.strip() for line in lines if line.strip().startswith("例：")), "")
    return f"，{line}" if line else ""


def usage_error(error: Any) -> str:  # noqa: ANN401 - Typer's vendored Click exceptions are not public
    """Return one Chinese sentence for one of Typer's usage errors."""
    kind = type(error).__name__
    ctx = getattr(error, "ctx", None)
    command = ctx.command_path if ctx is not None else "minsheng"
    param = getattr(error, "param", None)
    name = (param.human_readable_name if param.param_type_name == "argument" else param.opts[0]) if param else ""
    if kind == "NoSuchOption":
        near = next(iter(getattr(error, "possibilities", None) or ()), "")
        what = f"没有“{error.option_name}”这个选项" + (f"，您是指“{near}”吗？不是的话" if near else "")
    elif kind == "MissingParameter":
        said = (getattr(param, "help", None) or "").rstrip("。")
        what = f"缺少“{name}”" + (f"（{said}）" if said else "") + _example(ctx)
    elif kind == "BadOptionUsage":
        what = f"选项“{error.option_name}”后面要跟一个值"
    elif kind == "BadParameter":
        what = f"“{name}”的写法不对"
    elif ctx is not None and isinstance(ctx.command, TyperGroup):
        named = error.message.split("'")[1::2]  # "No such command 'x'. Did you mean 'y'?"
        what = f"没有“{named[0]}”这个命令" if named else "没有写要做什么"
        what += f"，您是指“{named[1]}”吗？不是的话" if len(named) > 1 else ""
    else:
        extra = re.search(r"extra argument(?:s|\(s\))? \((.*)\)", error.message, re.DOTALL)
        what = f"多写了“{extra[1]}”" if extra else "多写了参数，或参数写法不对"
        what += "（内容里有空格的，用引号括起来）" + _example(ctx)
    return f"{what}，请运行 {command} --help 查看用法。"
