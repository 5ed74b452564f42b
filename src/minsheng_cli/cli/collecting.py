"""``generate``, ``collect`` and ``report``, and what is shown of a month after them. Quick to load: without Typer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from minsheng_cli import tasks
from minsheng_cli.cli.places import is_month, month_of_inbox_path, open_workspace
from minsheng_cli.cli.screen import Screen
from minsheng_cli.cli.session import CLEAN, OUTSTANDING
from minsheng_cli.cli.status import SET_ASIDE, counts, exit_code, show_undecided, table
from minsheng_cli.errors import MinshengError
from minsheng_cli.findings import nested
from minsheng_cli.form_spec import shown
from minsheng_cli.model import as_json
from minsheng_cli.words import PROPOSED, SEVERITIES, UNMARKED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from minsheng_cli.model import Month, Receipt
    from minsheng_cli.store import Published
    from minsheng_cli.tasks.collect import Collected
    from minsheng_cli.tasks.explain import Explained
    from minsheng_cli.tasks.generate import Generated
    from minsheng_cli.workspace import Workspace


def generate(
    month: str | None = None,
    units: Sequence[str] = (),
    *,
    workspace: Path | None = None,
    dry_run: bool = False,
    as_json: bool = False,
) -> int:
    """Make the units' forms and drafts, and tell which. Return the exit code."""
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    done = tasks.generate.generate(space, month, units, dry_run=dry_run, tell=screen.progress("生成表格"))
    show_generated(screen, done, dry_run=dry_run)
    return OUTSTANDING if done.published.kept else CLEAN


def collect(  # noqa: PLR0913 - each is an option of the command
    month: str | None = None,
    paths: Sequence[Path] = (),
    *,
    workspace: Path | None = None,
    reopen: str | None = None,
    dry_run: bool = False,
    as_json: bool = False,
) -> int:
    """Collect what came back, and show where the month stands. Return the exit code."""
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    targets = list(paths)
    if month is not None and not is_month(month):
        # `minsheng collect 某文件.xlsx`: the month was left out.
        targets, month = [Path(month), *targets], None
    for path in targets:
        if is_month(str(path)):
            raise MinshengError(f"一次只收一个月；收 {path} 请另外运行 minsheng collect {path}。")
        if not path.exists():
            raise MinshengError(f"“{path}”既不是月份（如 2025-04），也不是已有的文件或文件夹，请核对后重试。")
        month = month_of_inbox_path(space, path, month)
    done = tasks.collect.collect(
        space, month, targets, dry_run=dry_run, reopen=reopen, tell=screen.progress("读取报表")
    )
    if month is None:
        screen.say(f"未写月份，按最近下发的 {done.month} 处理。")
    return show_collected(screen, space, done, dry_run=dry_run)


def report(
    month: str | None = None, *, workspace: Path | None = None, dry_run: bool = False, as_json: bool = False
) -> int:
    """Make the month's outputs anew, and show where it stands. Return the exit code."""
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    done = tasks.collect.report(space, month, dry_run=dry_run, tell=screen.progress("读取存档"))
    if month is None:
        screen.say(f"未写月份，按最近下发的 {done.month} 处理。")
    return show_collected(screen, space, done, dry_run=dry_run)


LISTED = 12
"""How many findings are listed on the screen before it refers to the report."""


def show_generated(screen: Screen, done: Generated, *, dry_run: bool) -> None:
    """Print what generate did."""
    verb = "将生成" if dry_run else "已生成"
    screen.heading(f"{done.month.label}：{verb} {len(done.units)} 个单位的表格和邮件草稿，在 {done.month}/下发。")
    published = done.published
    if published.unchanged:
        screen.say(f"其中 {len(published.unchanged)} 个文件与已有的完全相同，未重写。")
    for name in published.kept:
        screen.say(f"未覆盖：{done.month}/{name} 已被人改动。如要重新生成，请先把它移走或改名。")
    if done.proposed:
        screen.paragraph(
            f"注意：{done.proposed} 项指标是程序从目标任务中读出的建议，表中标“{PROPOSED}”，核对之前不判断进度；"
            "请在表格里核对（catalogue export、import），或运行 minsheng catalogue confirm。"
        )
    without = [unit.name for unit in done.units if not unit.email]
    if 0 < len(without) < len(done.units):  # who has none at all does not mail
        screen.paragraph(f"{len(without)} 个单位没有邮箱，草稿没有收件人：{'、'.join(without)}")
    after = f"报回的文件放进 {done.month}/回收，再运行 minsheng collect {done.month}。"
    screen.paragraph(f"下一步：把草稿发给各单位，{after}")
    kept = set(published.kept)
    files = [
        {"unit": u.name, "workbook": f"{done.month}/{done.books[u.id]}", "kept": done.books[u.id] in kept}
        for u in done.units
    ]
    screen.emit({
        "month": str(done.month), "files": files, "dry_run": dry_run, "proposed": done.proposed,
        **_published(published),
    })  # fmt: skip


def _published(published: Published) -> dict[str, Any]:
    return cast("dict[str, Any]", as_json(published))


def show_collected(screen: Screen, space: Workspace, done: Collected, *, dry_run: bool) -> int:
    """Print the month after a collect; return the exit code."""
    record = done.record.as_json
    files = [f for f in record["files"] if f["outcome"] != "ignored"]
    new = f"，本次新收 {done.new_files} 个" if done.new_files else ""
    aside = len(record["files"]) - len(files)
    none = f"（其中 {aside} 个不是报送表，未计入）" if aside else ""
    screen.heading(f"{done.month.label}：共收到 {len(record['files'])} 个文件{none}{new}。")
    table(screen, record["units"])
    screen.say(counts(record["units"]))
    _todo(screen, files, record["units"])
    numbered = tasks.status.numbered(space, record)
    _scans(screen, numbered, done.month)
    show_undecided(screen, record, numbered)
    _no_returns(screen, record["files"])
    screen.say()
    screen.say(("将写出：" if dry_run else "汇总表：") + record["outputs"]["consolidated"])
    _written(screen, done, record)
    screen.emit(record)
    return exit_code(record)


def _written(screen: Screen, done: Collected, record: dict[str, Any]) -> None:
    """Tell of the marked forms, and of whatever on disk is not what this run would have written."""
    replies = sum(key.startswith("reply:") for key in record["outputs"])
    if replies:
        screen.say(f"退回件：{replies} 份，在 {done.month}/退回（含邮件草稿）")
    unmarked = [u.get("name") or u["unit"] for u in record["units"] if u["state"] in UNMARKED]
    if unmarked:
        screen.paragraph(
            f"没有退回件的 {len(unmarked)} 个单位，草稿在 {done.month}/成果（催办_…）：{'、'.join(unmarked)}"
        )
    for name, aside in done.published.set_aside:
        screen.say(f"注意：{done.month}/{name} 曾被人工修改，修改过的文件已另存为 {aside}。")
    for name in done.published.kept:
        wanted = f"{done.month}/{name}" in record["outputs"].values()
        why = "曾被人工修改，按修改后的保留" if wanted else "已不再需要，但被人改动过，予以保留"
        screen.say(f"注意：{done.month}/{name} {why}。")
    for name in done.lacking:
        screen.say(f"注意：封存时的 {done.month}/{name} 没有存入定稿，现在也没有了；要用的，请从备份恢复。")
    for month, is_sealed in done.overtaken:
        what = (
            f"{month} 已封存，是按 {done.month} 原来的数据定的，不再改动；"
            f"确需更新的，运行 minsheng seal {month} --reopen 理由。"
            if is_sealed
            else f"{month} 的成果是按 {done.month} 原来的数据生成的，请运行 minsheng report {month} 更新。"
        )
        screen.say(f"注意：{what}")


def show_entered(screen: Screen, what: str, done: Collected | None, facts: dict[str, Any], unit: str = "") -> int:
    """Print what was entered by hand ("" for nothing new) and where the unit concerned now stands.

    The other units are counted, not listed: what was entered must still be in sight on a screen of 24 lines.
    A dry run (``done`` is None) tells the entry itself.
    """
    if done is None:
        screen.say(f"将登记{what}未写任何文件。" if what else "未写任何文件。")
        screen.emit({**cast("dict[str, Any]", as_json(facts)), "dry_run": True})
        return 0
    record = done.record.as_json
    unit = unit or next((f["unit"] for f in record["files"] if f["name"] == facts.get("name")), "")
    if what:
        screen.paragraph(f"已登记{what}")
    concerned = [line for line in record["units"] if line["unit"] == unit]
    if concerned:
        table(screen, concerned)
    _todo(screen, [f for f in record["files"] if f["unit"] == unit], concerned)
    screen.say()
    screen.say(f"{done.month.label}{counts(record['units'])}")
    _written(screen, done, record)
    screen.paragraph(f"汇总表等成果已更新，在 {done.month}/成果；各单位的情况见 minsheng status {done.month}。")
    screen.emit(record)
    return exit_code(record)


def _todo(screen: Screen, files: list[dict[str, Any]], units: list[dict[str, Any]]) -> None:
    """List what is to be mended or verified, most serious first.

    Nothing is asked of a file that could not be used once its unit has reported after it.
    """
    lines, names = [], {u["unit"]: u.get("name") or u["unit"] for u in units}
    since = tasks.status.counted_since(units)
    for file in files:
        made_good = file["outcome"] in UNMARKED and file["received_at"] <= since.get(file["unit"], "")
        if file["outcome"] in SET_ASIDE or made_good:
            continue
        asked = [finding for finding in file["findings"] if finding["severity"] != "info"]
        # Whether it counts at all comes first: what is missing in it may never have to be filled in.
        for finding in [f for f in asked if f["code"] == "file.emptier"] or asked:
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


_DEALT_WITH = frozenset({"file.scan-entered", "file.scan-linked", "reply.evidence"})


def _scans(screen: Screen, files: list[dict[str, Any]], month: Month) -> None:
    """Name the command that takes what the clerk types from each scan or photo nobody has typed in yet."""
    told = []
    for file in files:
        codes = {finding["code"] for finding in file["findings"]}
        if file["outcome"] == "manual" and "file.unsupported" in codes and not codes & _DEALT_WITH:
            source = file["number"] or f'"{file["name"]}"'
            told.append(
                f"{file['name']}：minsheng enter {month} {file['unit'] or '单位'} 录入好的表格.xlsx "
                f"--from {source} --reason 单位只报了扫描件"
            )
    if not told:
        return
    screen.say()
    screen.heading("只能照着录入的（填在空白表里，再运行）：")
    for line in told[:LISTED]:
        screen.bullet(line)
    if len(told) > LISTED:
        screen.say(f"  ……另有 {len(told) - LISTED} 个，编号见 minsheng status {month} --files。")


def _no_returns(screen: Screen, files: list[dict[str, Any]]) -> None:
    """List what came in and is no return, with the reason; lock files and their like have none."""
    told = [f for f in files if f["outcome"] == "ignored" and f["findings"]]
    if not told:
        return
    screen.say()
    screen.heading("不是报送表、未计入的：")
    for file in told[:LISTED]:
        screen.bullet(f"{file['name']}｜{file['findings'][0]['message']}")
    if len(told) > LISTED:
        screen.say(f"  ……另有 {len(told) - LISTED} 个。")


def show_explained(screen: Screen, done: Explained) -> None:
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
    screen.say(f"  文件：{source['file']}" + (f"（{source['entered']}）" if source.get("entered") else ""))
    screen.say(f"  收到：{source['received_at'][:16].replace('T', ' ')}")
    screen.say(f"  sha256：{source['sha256']}")
    told = [
        finding
        for file in done.files
        if file["sha256"] == source["sha256"]
        for finding in file["findings"]
        if finding["project"] == done.project and finding["severity"] != "info"
    ]
    unsound = {f[what] for f in told if f["severity"] == "error" for what in ("field", "where")}
    corrected = {correction["field"] for correction in entry.get("corrections", ())}
    for column in (c for c in done.form.columns if c.own or c.fill == "unit"):
        key, by_office = column.key, column.fill == "office"
        cell = "项目清单" if by_office else source["cells"].get(key, "表中无此栏")
        empty = "（待核，未采用，原因见下）" if key in unsound and not by_office else "（空）"
        value = shown(column, entry["extra"].get(key) if column.own else entry[key]) or empty
        screen.bullet(f"{column.header}｜{cell}｜{value}" + ("（人工更正，见下）" if key in corrected else ""))
    for indicator in entry["indicators"]:
        amount = f"{indicator['actual']}{indicator['unit']}"
        if indicator["actual"] is None:
            amount = "（待核，未采用，原因见下）" if indicator["cell"] in unsound else ""
        if amount:
            screen.bullet(f"指标“{nested(indicator['indicator'])}”｜{indicator['cell']}｜{amount}")
    for finding in told:
        screen.bullet(f"{SEVERITIES[finding['severity']]}｜{finding['where']}｜{finding['message']}")
    _steps(screen, entry, done.form.headers)


def _steps(screen: Screen, entry: dict[str, Any], headers: Mapping[str, str]) -> None:
    """Print, for each value the clerk has corrected, what the unit wrote and then each step."""
    names = {i["id"]: f"指标“{nested(i['indicator'])}”" for i in entry["indicators"]}
    steps = entry.get("steps") or entry.get("corrections", ())  # the first version kept those that hold
    for field in dict.fromkeys(step["field"] for step in steps):
        several = [step for step in steps if step["field"] == field]
        own = entry.get("own", {}).get(field, several[0]["was"])
        screen.bullet(f"{headers.get(field) or names.get(field, field)}｜单位所报：{own or '（空）'}")
        for step in several:
            what = "撤销更正，恢复单位所报" if step.get("withdrawn") else f"人工更正为 {step['value']}"
            screen.bullet(f"　{what}｜{step['reason']}（{step['made_at'][:10]} 登记）")


def in_use(space: Workspace, done: Collected | None, receipt: Receipt) -> str:
    """Tell which file of the unit counts now: a copy of the one set aside may have taken its place."""
    if done is None:
        return ""
    files = tasks.status.numbered(space, done.record.as_json)
    units = {file["unit"] for file in files if file["sha256"] == receipt.sha256} - {None}
    used = [f for f in files if f["unit"] in units and f["outcome"] in ("accepted", "returned")]
    return "".join(f"现采用 {file['number']} 号“{file['name']}”。" for file in used)
