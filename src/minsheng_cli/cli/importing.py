"""What ``catalogue import`` asks and shows: what each column was taken for, what was read, what is left to do."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

from minsheng_cli.catalogue.excel.fields import INDICATOR_KINDS
from minsheng_cli.catalogue.notice.columns import ROLE_NAMES
from minsheng_cli.model import as_json as plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from minsheng_cli.catalogue.notice.columns import Role
    from minsheng_cli.catalogue.notice.reading import Choices, Notice
    from minsheng_cli.cli.screen import Screen
    from minsheng_cli.tasks.catalogue_confirm import Proposal
    from minsheng_cli.tasks.catalogue_edit import ImportPlan
    from minsheng_cli.tasks.catalogue_export import StoredList
    from minsheng_cli.tasks.catalogue_import import Imported

LETTERS = "abcdefghijk"
"""One for each use a column can be put to."""
LISTED = 12  # faults printed; the draft and ``catalogue check`` have them all


def column_chooser(screen: Screen) -> Callable[[Notice], Choices] | None:
    """Return a function that shows the columns and lets a person choose, None where nobody is there."""
    if not sys.stdin.isatty() or screen.as_json:
        return None
    return lambda notice: _choose(screen, notice)


def _choose(screen: Screen, notice: Notice) -> Choices:
    roles: list[Role] = list(ROLE_NAMES)
    choices: dict[str, Role] = {}
    screen.heading("表中各栏认作：")
    for number, column in enumerate(notice.columns, start=1):
        screen.say(f"  {number:>2}  {column.heading}　→　{ROLE_NAMES[column.role]}")
    uses = "　".join(f"{letter}{ROLE_NAMES[role]}" for letter, role in zip(LETTERS, roles, strict=True))
    screen.paragraph(f"用途：{uses}")
    while True:
        print("都对就直接回车；要改的写“栏号=用途”，例如 5=i：", end="", file=screen.stream, flush=True)
        words = sys.stdin.readline().strip().lower().replace("＝", "=")
        if not words:
            return choices
        said, _, letter = (w.strip() for w in words.partition("="))
        known = said.isascii() and said.isdecimal() and 1 <= int(said) <= len(notice.columns)
        if not known or len(letter) != 1 or letter not in LETTERS:
            screen.say("没有看懂，请照例子写。")
            continue
        column, role = notice.columns[int(said) - 1], roles[LETTERS.index(letter)]
        choices[column.heading] = role
        screen.say(f"  “{column.heading}”改作 {ROLE_NAMES[role]}。")


def show_imported(screen: Screen, done: Imported, *, dry_run: bool) -> int:
    """Print what was read of a notice and what is left to a person; return the exit code."""
    notice = done.notice
    screen.heading(f"{'将写出' if dry_run else '已写出'}项目清单草稿：{done.path}")
    for section in notice.sections:
        screen.bullet(f"{section.title or '（没有分类）'}：读入 {len(section.rows)} 项")
    screen.bullet(f"牵头单位 {len(notice.units)} 个：{'、'.join(notice.units)}")
    if notice.columns:
        screen.bullet("各栏认作：" + "，".join(f"{c.heading}→{ROLE_NAMES[c.role]}" for c in notice.columns))
    if done.unread:
        screen.heading("没有读入或要核对的：")
        for sentence in done.unread:
            screen.bullet(sentence)
    screen.heading(f"还要人工补全 {len(done.faults)} 处（在导出的表格里是红色的格子）：")
    for fault in done.faults[:LISTED]:
        screen.bullet(fault)
    if len(done.faults) > LISTED:
        screen.say(f"  ……另有 {len(done.faults) - LISTED} 处。")
    screen.say(f"草稿中写“建议”的 {done.proposed} 处（指标、月份等）是程序读出来的，请逐条核对。")
    screen.say("下一步，在表格里补全：minsheng catalogue export 清单.xlsx --draft，")
    screen.say("用 WPS 改好后 minsheng catalogue import 清单.xlsx。")
    screen.emit({
        "file": done.path, "dry_run": dry_run, "units": list(notice.units),
        "sections": [{"title": s.title, "projects": [plain(row) for row in s.rows]} for s in notice.sections],
        "columns": [{"heading": c.heading, "taken_for": c.role} for c in notice.columns],
        "left": list(done.unread), "faults": list(done.faults), "proposed": done.proposed,
    })  # fmt: skip
    return int(bool(done.faults or done.unread or done.proposed))


def show_changes(screen: Screen, planned: ImportPlan) -> None:
    """Print what an edited workbook would change, before anybody is asked."""
    if not planned.changes and not planned.installs:
        screen.say("与清单相比没有改动。")
        return
    many = f"有 {len(planned.changes)} 处改动：" if planned.changes else "没有改动。"
    screen.heading(f"与 {planned.source} 相比{many}")
    for sentence in planned.changes:
        screen.bullet(sentence)
    if planned.stale:
        screen.paragraph("注意：这张表导出之后清单又改过（例如已导入过一次），上面列的是与现在的清单相比，请看清。")
    if planned.proposed:
        screen.paragraph(f"注意：还有 {planned.proposed} 项指标的状态是“建议”，没有人工核对。")
    for name, place in planned.kept.items():
        screen.say(f"原来的 {name} 保存为 {place}。")
    if planned.installs:
        screen.say("草稿检查通过，将启用为 data/projects.yaml。")


def ask(screen: Screen, planned: ImportPlan, *, yes: bool, dry_run: bool) -> bool:
    """Whether to write: something is to be written, and a person says so."""
    if dry_run or not planned.files:
        return False
    return yes or screen.asks("写入清单吗？")


def show_written(screen: Screen, planned: ImportPlan, *, written: bool, dry_run: bool) -> None:
    """Print what was done."""
    if written:
        screen.say("已写入 " + "、".join(planned.files) + "，文件中的说明原样保留。")
    elif planned.files:
        screen.say("这是试运行，没有写入。" if dry_run else "没有写入。")
    screen.emit({
        "source": planned.source, "changes": list(planned.changes), "files": list(planned.files),
        "kept": planned.kept, "installs": planned.installs, "stale": planned.stale, "proposed": planned.proposed,
        "written": written, "dry_run": dry_run,
    })  # fmt: skip


def confirms(screen: Screen, name: str, chosen: Sequence[Proposal], *, yes: bool, dry_run: bool) -> bool:
    """Show the indicators to be confirmed, each under the words it was read from; return whether a person says so."""
    if not chosen:
        screen.say(f"{name} 里没有待核对的指标。")
        return False
    for project, several in groupby(chosen, key=lambda p: (p.project, p.target_text)):
        screen.heading(project[0])
        screen.paragraph("原文：" + " ".join(project[1].split()))
        for one in several:
            told = {key: str(value) for key, value in one.indicator.items()}
            kind = INDICATOR_KINDS.get(told.get("kind", ""), told.get("kind", ""))
            figure = f"{told.get('target', '')}{told.get('unit', '')}{told.get('qualifier', '')}"
            screen.bullet("　".join(filter(None, (told.get("id"), kind, told.get("name"), figure))))
    return not dry_run and (yes or screen.asks(f"以上 {len(chosen)} 项与原文一致，从此按它判断进度，对吗？"))


def show_confirmed(screen: Screen, name: str, chosen: Sequence[Proposal], *, written: bool, dry_run: bool) -> None:
    """Print what was confirmed."""
    if chosen:
        screen.say(f"已核对 {len(chosen)} 项，写入 {name}。" if written else "没有写入。")
    ids = [str(p.indicator.get("id")) for p in chosen]
    screen.emit({"file": name, "confirmed": ids, "written": written, "dry_run": dry_run})


def show_exported(screen: Screen, file: Path, source: StoredList, *, dry_run: bool) -> None:
    """Print where the workbook lies and what to do with it."""
    screen.say(f"{'将写出' if dry_run else '已写出'}“{file}”（来自 {source.name}）。")
    if source.proposed:
        screen.say(f"其中 {len(source.proposed)} 项指标是程序的建议（黄色），请逐条核对。")
    screen.say(f"用 WPS 改好、保存、关闭后，运行 minsheng catalogue import {file}。")
    screen.emit({"file": str(file), "source": source.name, "proposed": len(source.proposed), "dry_run": dry_run})
