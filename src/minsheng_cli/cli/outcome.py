"""What each task's outcome looks like on the screen and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from minsheng_cli.cli.standing import counts, exit_code, table
from minsheng_cli.findings import nested
from minsheng_cli.form.layout import COLUMNS, ENTRY_FIELDS
from minsheng_cli.model import as_json
from minsheng_cli.words import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from minsheng_cli.cli.screen import Screen
    from minsheng_cli.store import Published
    from minsheng_cli.tasks.collect import Collected
    from minsheng_cli.tasks.generate import Generated
    from minsheng_cli.tasks.importing import Imported
    from minsheng_cli.tasks.look import Explained
    from minsheng_cli.tasks.play import Played

LISTED = 12
"""How many findings are listed on the screen before it refers to the report."""


def generated(screen: Screen, done: Generated, *, dry_run: bool) -> None:
    """Print what generate did."""
    verb = "将生成" if dry_run else "已生成"
    screen.heading(f"{done.month.label}：{verb} {len(done.units)} 个单位的表格和邮件草稿，在 {done.month}/下发。")
    published = done.published
    if published.unchanged:
        screen.say(f"其中 {len(published.unchanged)} 个文件与已有的完全相同，未重写。")
    for name in published.kept:
        screen.say(f"未覆盖：{done.month}/{name} 已被人改动。如要重新生成，请先把它移走或改名。")
    screen.say(f"下一步：把草稿发给各单位，报回的文件放进 {done.month}/回收，再运行 minsheng collect {done.month}。")
    kept = set(published.kept)
    files = [
        {"unit": u.name, "workbook": f"{done.month}/{done.books[u.id]}", "kept": done.books[u.id] in kept}
        for u in done.units
    ]
    screen.emit({"month": str(done.month), "files": files, "dry_run": dry_run, **_published(published)})


def _published(published: Published) -> dict[str, Any]:
    return cast("dict[str, Any]", as_json(published))


def collected(screen: Screen, done: Collected, *, dry_run: bool) -> int:
    """Print the month after a collect; return the exit code."""
    record = cast("dict[str, Any]", as_json(done.record))
    files = [f for f in record["files"] if f["outcome"] != "ignored"]
    new = f"，本次新收 {done.new_files} 个" if done.new_files else ""
    screen.heading(f"{done.month.label}：共收到 {len(files)} 个文件{new}。")
    table(screen, record["units"])
    screen.say(counts(record["units"]))
    _todo(screen, files, {u["unit"]: u.get("name") or u["unit"] for u in record["units"]})
    screen.say()
    screen.say(("将写出：" if dry_run else "汇总表：") + record["outputs"]["consolidated"])
    replies = sum(key.startswith("reply:") for key in record["outputs"])
    if replies:
        screen.say(f"退回件：{replies} 份，在 {done.month}/退回（含邮件草稿）")
    for name, aside in done.published.set_aside:
        screen.say(f"注意：{done.month}/{name} 曾被人工修改，修改过的文件已另存为 {aside}。")
    for name in done.published.kept:
        screen.say(f"注意：{done.month}/{name} 已不再需要，但被人改动过，予以保留。")
    for month in done.overtaken:
        screen.say(f"注意：{month} 的成果是按 {done.month} 原来的数据生成的，请运行 minsheng report {month} 更新。")
    screen.emit(record)
    return exit_code(record)


def entered(screen: Screen, what: str, done: Collected | None, facts: dict[str, Any]) -> int:
    """Print what was entered by hand, and the month with it; a dry run (None) tells the entry itself."""
    if done is None:
        screen.say(f"将登记{what}未写任何文件。")
        screen.emit({**cast("dict[str, Any]", as_json(facts)), "dry_run": True})
        return 0
    screen.say(f"已登记{what}")
    return collected(screen, done, dry_run=False)


def _todo(screen: Screen, files: list[dict[str, Any]], names: dict[str, str]) -> None:
    """List what is to be mended or verified, most serious first."""
    lines = []
    for file in files:
        if file["outcome"] in ("superseded", "duplicate"):
            continue
        for finding in file["findings"]:
            if finding["severity"] != "info":
                place = f"{finding['where']} " if finding["where"] else ""
                who = names.get(file["unit"], file["unit"]) or "单位不明"
                word = SEVERITIES[finding["severity"]]
                lines.append((word, f"[{word}] {who}｜{file['name']}｜{place}{finding['message']}"))
    if not lines:
        return
    order = list(SEVERITIES.values())
    lines.sort(key=lambda line: order.index(line[0]))
    screen.say()
    screen.heading("需要处理：")
    for _, line in lines[:LISTED]:
        screen.bullet(line)
    if len(lines) > LISTED:
        screen.say(f"  ……另有 {len(lines) - LISTED} 条，见汇总表的“问题清单”。")


def explained(screen: Screen, done: Explained) -> None:
    """Print the provenance of one project's values."""
    screen.heading(f"{done.project} {done.name}（{done.month}）")
    for entry in done.entries:
        screen.say()
        screen.heading(f"牵头单位：{entry['unit']}")
        if entry["source"] is None:
            screen.say("  本月没有可用的报送。")
            continue
        _sources(screen, entry, done)
    if not done.entries:
        screen.say("本月没有任何牵头单位报送该项目。")
    for file in done.files:
        screen.say()
        screen.heading(f"“{file['name']}”怎样认定为{file['unit']}：")
        for evidence in file["evidence"]:
            where = f"（{evidence['ref']}）" if evidence["ref"] else ""
            screen.bullet(f"{evidence['source']}{where}：{evidence['says']}")
    screen.emit(
        {"month": done.month, "project": done.project, "name": done.name, "entries": done.entries, "files": done.files}
    )


def _sources(screen: Screen, entry: dict[str, Any], done: Explained) -> None:
    """Print where each of a unit's values comes from, and why one was not taken."""
    source = entry["source"]
    screen.say(f"  文件：{source['file']}")
    screen.say(f"  收到：{source['received_at'][:16].replace('T', ' ')}")
    screen.say(f"  sha256：{source['sha256']}")
    headers = {column.key: column.header for column in COLUMNS}
    told = [
        finding
        for file in done.files
        if file["sha256"] == source["sha256"]
        for finding in file["findings"]
        if finding["project"] == done.project and finding["severity"] != "info"
    ]
    unsound = {f[what] for f in told if f["severity"] == "error" for what in ("field", "where")}
    corrected = {correction["field"] for correction in entry.get("corrections", ())}
    for key in ENTRY_FIELDS:
        cell = source["cells"].get(key, "表中无此栏")
        empty = "（待核，未采用，原因见下）" if key in unsound else "（空）"
        value = entry[key] if entry[key] is not None else empty
        screen.bullet(f"{headers[key]}｜{cell}｜{value}" + ("（人工更正，见下）" if key in corrected else ""))
    for indicator in entry["indicators"]:
        amount = f"{indicator['actual']}{indicator['unit']}"
        if indicator["actual"] is None:
            amount = "（待核，未采用，原因见下）" if indicator["cell"] in unsound else ""
        if amount:
            screen.bullet(f"指标“{nested(indicator['indicator'])}”｜{indicator['cell']}｜{amount}")
    for finding in told:
        screen.bullet(f"{SEVERITIES[finding['severity']]}｜{finding['where']}｜{finding['message']}")
    for correction in entry.get("corrections", ()):
        what = headers.get(correction["field"], correction["field"])
        was, value, when = correction["was"] or "（空）", correction["value"], correction["made_at"][:10]
        screen.bullet(f"人工更正｜{what}｜{was} → {value}｜{correction['reason']}（{when} 登记）")


def imported(screen: Screen, done: Imported, *, dry_run: bool) -> int:
    """Print what was read of a notice and what is left to a person; return the exit code."""
    notice = done.notice
    screen.heading(f"{'将写出' if dry_run else '已写出'}项目清单草稿：{done.path}")
    for section in notice.sections:
        screen.bullet(f"{section.title or '（没有类别标题）'}：读入 {len(section.rows)} 项")
    screen.bullet(f"牵头单位 {len(notice.units)} 个：{'、'.join(notice.units)}")
    if done.left:
        screen.heading("没有读入或要核对的：")
        for sentence in done.left:
            screen.bullet(sentence)
    screen.heading(f"还要人工补全 {len(done.faults)} 处：")
    for fault in done.faults[:LISTED]:
        screen.bullet(fault)
    if len(done.faults) > LISTED:
        screen.say(f"  ……另有 {len(done.faults) - LISTED} 处。")
    screen.say(f"指标须人工确定。补全后运行 minsheng catalogue check {done.path}，")
    screen.say("无误后改名为 data/projects.yaml 使用（原有的请先移走）。")
    screen.emit({
        "file": done.path, "dry_run": dry_run, "units": list(notice.units),
        "sections": [{"title": s.title, "projects": [as_json(row) for row in s.rows]} for s in notice.sections],
        "left": list(done.left), "faults": list(done.faults),
    })  # fmt: skip
    return int(bool(done.faults or done.left))


def played(screen: Screen, folder: Path, months: Iterator[Played]) -> None:
    """Print the demo as it is played, and where to look afterwards."""
    told = []
    for month in months:
        for item in month.returns:
            if item.what:
                screen.bullet(f"{item.name}：{item.what}")
        record = cast("dict[str, Any]", as_json(month.collected.record))
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
