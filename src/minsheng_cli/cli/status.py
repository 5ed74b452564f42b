"""Where the month stands: ``status`` and bare ``minsheng``. Quick to load: the archive's plain JSON, without Typer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng_cli import tasks
from minsheng_cli.cli.places import open_workspace
from minsheng_cli.cli.screen import Screen, complain
from minsheng_cli.cli.session import CLEAN, OUTSTANDING, USAGE, name_global_workspace
from minsheng_cli.errors import MinshengError, NotAWorkspace
from minsheng_cli.text.lines import width
from minsheng_cli.words import OUTCOMES, TIMELINESS, UNIT_STATES
from minsheng_cli.workspace import CATALOGUE_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from minsheng_cli.tasks.overview import Overview


def status(
    month: str | None = None,
    *,
    as_of: str | None = None,
    files: bool = False,
    workspace: Path | None = None,
    as_json: bool = False,
) -> int:
    """Show who reported, who did not, and who must mend. Return the exit code."""
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    record = tasks.status.record_of(space, month)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {record['month']} 处理。")
    if as_of is not None:
        record |= {"units": tasks.status.as_of(space, record["month"], as_of)}
        screen.say(f"以下为截至 {as_of} 的情况。")
    if files:
        record |= {"files": tasks.status.numbered(space, record)}
    code = show_status(screen, record)
    if files:
        show_files(screen, record)  # last, so that what was asked for is what stays on the screen
        show_undecided(screen, record, record["files"])
    screen.emit({key: record[key] for key in ("month", "units", "files", "outputs")})
    return code


LAY_OUT = ("minsheng init 月报", "在“月报”文件夹里建立工作目录，放好可以修改的项目清单、联系人、设置和模板。")
SHOW = ("minsheng demo 演示", "先看演示：用虚构的报表走完两个月（内容均标“示例”）。")
SHOW_AGAIN = ("minsheng -C 演示", "接着看演示：里面都是虚构的（内容均标“示例”）。")


def _offers() -> tuple[tuple[str, str], ...]:
    """Return what comes first where there is no workspace yet, in the current folder."""
    return LAY_OUT, SHOW_AGAIN if Path("演示", CATALOGUE_FILE).is_file() else SHOW


def overview(folder: Path | None, run: Callable[[list[str]], object], *, as_json: bool = False) -> int:
    """Show where the month stands and what comes next; on a terminal, ``run`` what is chosen by number.

    Return the exit code.
    """
    words: list[str] = []  # of the command that was run last
    while True:
        screen = Screen(as_json=as_json)
        if words:
            screen.say()
        try:
            seen = tasks.overview.overview(open_workspace(folder))
        except NotAWorkspace as error:
            offered, code = _offers(), USAGE
            screen.paragraph("这里还没有工作目录，只有演示。" if SHOW_AGAIN in offered else str(error))
            screen.emit({"month": None, "counts": {}, "next": [{"command": c, "why": w} for c, w in offered]})
        else:
            offered = tuple((step.command, step.why) for step in seen.steps)
            show_overview(screen, seen, brief=bool(words))
            code = (
                OUTSTANDING if seen.month is not None and len(seen.units["accepted"]) < seen.counts["units"] else CLEAN
            )
        screen.say("接下来：")
        for number, (command, why) in enumerate(offered, start=1):
            screen.say(f"  {number}. {command}")
            screen.bullet(why)
        chosen = screen.chooses(len(offered))
        if chosen is None:
            return code
        import shlex  # noqa: PLC0415 - only when something was chosen

        words = shlex.split(offered[chosen - 1][0])[1:]
        screen.say(f"> {offered[chosen - 1][0]}")
        if words[0] != "-C":
            _run(words, run)
        if words[0] in {"init", "demo", "-C"} and (place := Path(words[1])).is_dir():
            folder = place
            name_global_workspace(place)
            screen.paragraph(f"以下命令都在“{place}”里运行；以后自己输入时，先进入该文件夹：cd {place}")


def _run(words: list[str], run: Callable[[list[str]], object]) -> None:
    """Run one command as if it had been typed, and come back whatever becomes of it."""
    try:
        run(words)
    except MinshengError as error:
        complain(str(error))
    except KeyboardInterrupt:
        complain("已中断；已写好的文件都是完整的，请再运行一次。")


def show_overview(screen: Screen, seen: Overview, *, brief: bool = False) -> None:
    """Print where the month stands: who reported, who must mend, who is overdue; at most a dozen lines.

    ``brief``: without the names, so that what a command has just printed stays in sight.
    """
    if seen.month is None:
        screen.heading("还没有下发过任何月份的表格。")
    else:
        passed = f"已过 {-seen.days} 天" if seen.days < 0 else f"还有 {seen.days} 天" if seen.days else "今天截止"
        day = f"{seen.due.month}月{seen.due.day}日截止" if seen.due else ""
        state = "，已封存" if seen.sealed else f"，{passed}"
        screen.heading(f"{seen.month.label}（{day}{state}）")
        counted = "，".join(f"{UNIT_STATES[state]} {len(names)}" for state, names in seen.units.items() if names)
        late = f"；其中迟报 {len(seen.late)}" if seen.late else ""
        screen.say(f"应报 {seen.counts['units']} 个单位：{counted}{late}。")
        for state, names in seen.units.items():
            if names and state != "accepted" and not brief:
                word = "逾期未报" if state == "missing" and seen.days < 0 else UNIT_STATES[state]
                screen.say(shortened(f"  {word}：", names, screen.line))
        if seen.by_hand:
            screen.say(shortened("  退回件请双击草稿发出，没有邮箱的转交：", seen.by_hand, screen.line))
        if seen.waiting:
            screen.say(f"  “回收”里还没有收的文件：{len(seen.waiting)} 个")
        if seen.astray:
            screen.say(shortened("  放进了已封存月份的（是本月的请移到本月“回收”）：", seen.astray, screen.line))
        if seen.unsealed:
            screen.say(shortened("  以前的月份还没有封存：", seen.unsealed, screen.line))
    month = str(seen.month) if seen.month else None
    steps = [{"command": step.command, "why": step.why} for step in seen.steps]
    screen.emit({"month": month, "counts": seen.counts, "next": steps})


def shortened(start: str, names: tuple[str, ...], columns: int) -> str:
    """Return one line that names as many as fit, and says how many there are when they do not."""
    line = start + "、".join(names)
    shown = len(names)
    while width(line) > columns and shown > 1:
        shown -= 1
        line = f"{start}{'、'.join(names[:shown])} 等 {len(names)} 个"
    return line


SET_ASIDE = ("superseded", "duplicate", "discarded")
"""Outcomes of files of which nothing is asked any more."""


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
        if file["outcome"] not in SET_ASIDE
        for f in file["findings"]
    )
    return int(open_units or open_faults)


def show_files(screen: Screen, record: dict[str, Any]) -> None:
    """Print every file that came, with its number in the ledger."""
    names = {u["unit"]: u.get("name") or u["unit"] for u in record["units"]}
    rows = [
        (
            "—" if f["number"] is None else str(f["number"]),
            names.get(f["unit"], f["unit"]) or "—",
            OUTCOMES.get(f["outcome"], "邮件或压缩包"),
            moment(f["received_at"]),
            f["name"] + (f"（{f['received_from']}）" if f["received_from"].startswith("据") else ""),
        )
        for f in record["files"]
    ]
    screen.say()
    screen.fitted(("编号", "单位", "结果", "收到时间", "文件"), rows)


def show_undecided(screen: Screen, record: dict[str, Any], files: list[dict[str, Any]]) -> None:
    """Name, by number, the files that wait for the clerk's word, and the commands that give it."""
    waiting = [file for file in tasks.status.undecided(record, files) if file["number"] is not None]
    if not waiting:
        return
    used = {line["unit"]: line["file"] for line in record["units"]}
    screen.say()
    screen.heading("要您定的（没有采用；不用的作废，就不再列出）：")
    for file in waiting:
        discard = f"minsheng discard {record['month']} {{}} --reason 理由"
        told = f"{file['number']} 号“{file['name']}”：不用的，{discard.format(file['number'])}"
        emptier = any(finding["code"] == "file.emptier" for finding in file["findings"])
        first = next((f for f in files if f["unit"] == file["unit"] and f["name"] == used.get(f["unit"])
                      and f["outcome"] in ("accepted", "returned")), None)  # fmt: skip
        if emptier and first is not None:
            told += f"；改用它的，作废现在采用的“{first['name']}”：{discard.format(first['number'])}"
        screen.bullet(told)


def show_status(screen: Screen, record: dict[str, Any]) -> int:
    """Print the month's standing; return the exit code."""
    month = record["month"]
    screen.heading(f"{month[:4]}年{int(month[5:])}月报送情况")
    table(screen, record["units"])
    screen.say(counts(record["units"]))
    if told := _timed_by(record):
        screen.say(f"收到时间的依据：{told}。")
    if any(line["errors"] or line["warnings"] for line in record["units"]) and "consolidated" in record["outputs"]:
        screen.say("需改正、请核实的内容：见汇总表的“问题清单”。")
    return exit_code(record)
