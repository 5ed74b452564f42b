"""``status``, as Typer understands it."""

from __future__ import annotations

from typing import Annotated

import typer

from minsheng_cli.cli import status as standing
from minsheng_cli.cli.help import ChineseCommand
from minsheng_cli.cli.options import JsonOption, MonthArgument, WorkspaceOption, done_with

app = typer.Typer(rich_markup_mode=None)


@app.command("status", cls=ChineseCommand)
def status(
    month: MonthArgument = None,
    *,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="日期", help="只看到这一天为止收到的，例如 2025-04-25。")
    ] = None,
    files: Annotated[bool, typer.Option("--files", help="逐个列出收到的文件，带编号。")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """看这个月谁报了、谁没报、谁要修改。

    例：minsheng status 2025-04
    例：minsheng status 2025-04 --files
    例：minsheng status 2025-04 --as-of 2025-04-25
    """
    done_with(standing.status(month, as_of=as_of, files=files, workspace=workspace, as_json=as_json))
