"""What the commands share: their common options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", "-C", metavar="目录", help="工作目录，不写就是当前目录或它上面最近的一个。"),
]


def _also_before(ctx: typer.Context, said: bool) -> bool:  # noqa: FBT001 - Typer calls it so
    """Whether a flag stands after the command or before it: ``minsheng --json status``."""
    return said or bool(ctx.find_root().params.get("as_json"))


JsonOption = Annotated[
    bool, typer.Option("--json", callback=_also_before, help="在标准输出给出一份 JSON，供其他程序使用。")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="只说明将要做什么，不写任何文件。")]
FileArgument = Annotated[str, typer.Argument(metavar="文件", help="minsheng status --files 列出的编号，或文件名。")]
MonthArgument = Annotated[str | None, typer.Argument(metavar="[月份]", help="例如 2025-04。")]


def done_with(code: int) -> NoReturn:
    """End the command with an exit code."""
    raise typer.Exit(code)
