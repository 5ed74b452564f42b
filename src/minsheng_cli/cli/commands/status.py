"""``status``. Kept apart and light: it works on the archive's plain JSON and loads no nouns."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from minsheng_cli import tasks
from minsheng_cli.cli.help import ChineseCommand
from minsheng_cli.cli.options import (
    JsonOption,
    MonthArgument,
    WorkspaceOption,
    done_with,
    open_workspace,
)
from minsheng_cli.cli.screen import Screen
from minsheng_cli.words import TIMELINESS, UNIT_STATES

app = typer.Typer(rich_markup_mode=None)


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
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    record = tasks.status.record_of(space, month)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {record['month']} 处理。")
    if as_of is not None:
        record |= {"units": tasks.status.as_of(space, record["month"], as_of)}
        screen.say(f"以下为截至 {as_of} 的情况。")
    done_with(show_status(screen, record))


def moment(text: str | None) -> str:
    """Return ``2025-04-24T10:12:00+08:00`` as ``04-24 10:12``."""
    return f"{text[5:10]} {text[11:16]}" if text else "—"


def counts(units: list[dict[str, Any]]) -> str:
    """Return one sentence on how many units stand where; classes that are empty are not mentioned."""
    parts = []
    for state, word in UNIT_STATES.items():
        number = sum(u["state"] == state for u in units)
        if number:
            parts.append(f"{word} {number}")
    late = sum(u["on_time"] is False for u in units)
    return f"应报 {len(units)} 个单位：" + "，".join(parts) + (f"；其中迟报 {late}" if late else "") + "。"


def table(screen: Screen, units: list[dict[str, Any]]) -> None:
    """Print where each unit stands."""
    rows = [
        (
            u.get("name") or u["unit"],
            UNIT_STATES[u["state"]],
            moment(u["received_at"]),
            TIMELINESS[u["on_time"]],
            str(u["errors"] or "—"),
            str(u["warnings"] or "—"),
        )
        for u in units
    ]
    screen.table(("单位", "状态", "收到时间", "时限", "需改正", "请核实"), rows, right=(4, 5))


def _timed_by(record: dict[str, Any]) -> str:
    """Return where the times of receipt come from; the units whose time is not simply the file's are named."""
    basis = {(f["unit"], f["name"]): f["received_from"] for f in record["files"]}
    units: dict[str, list[str]] = {}
    for line in record["units"]:
        if line["received_at"] and (where := basis.get((line["unit"], line["file"]))):
            units.setdefault(where, []).append(line.get("name") or line["unit"])
    most = max(units, key=lambda where: len(units[where]), default="")
    named = (f"{where}（{'、'.join(several)}）" for where, several in units.items() if where != most)
    return "；".join([f"{most} {len(units[most])} 个单位", *named]) if most else ""


def exit_code(record: dict[str, Any]) -> int:
    """Return 0 when every unit's return is accepted and no file has anything to mend or verify, else 1."""
    open_units = any(u["state"] != "accepted" for u in record["units"])
    open_faults = any(
        f["severity"] != "info"
        for file in record["files"]
        if file["outcome"] not in ("superseded", "duplicate")
        for f in file["findings"]
    )
    return int(open_units or open_faults)


def show_status(screen: Screen, record: dict[str, Any]) -> int:
    """Print the month's standing; return the exit code."""
    month = record["month"]
    screen.heading(f"{month[:4]}年{int(month[5:])}月报送情况")
    table(screen, record["units"])
    screen.say(counts(record["units"]))
    if told := _timed_by(record):
        screen.say(f"收到时间的依据：{told}。")
    screen.emit({key: record[key] for key in ("month", "units", "files", "outputs")})
    return exit_code(record)
