"""``compare``, ``problems``, ``lagging``, ``seal``, ``verify``, ``assess``, ``plan``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minsheng_cli import model, tasks
from minsheng_cli.cli.help import ChineseCommand
from minsheng_cli.cli.options import DryRunOption, JsonOption, MonthArgument, WorkspaceOption, done_with
from minsheng_cli.cli.places import month_named, open_workspace
from minsheng_cli.cli.screen import Screen
from minsheng_cli.cli.session import CLEAN, ENVIRONMENT, OUTSTANDING
from minsheng_cli.errors import SetupError
from minsheng_cli.findings import quoted
from minsheng_cli.month import periods
from minsheng_cli.store.folders import CASES
from minsheng_cli.words import ARRIVALS, CASE_STATES, MOVEMENTS, NOT_IN_NOTICE, PROBLEM_STATES, STANDINGS

if TYPE_CHECKING:
    from decimal import Decimal

    from minsheng_cli.analysis.assess import ProjectYear, Year
    from minsheng_cli.analysis.problems.ledger import Problem
    from minsheng_cli.analysis.progress import ProjectProgress
    from minsheng_cli.analysis.prose import Prose
    from minsheng_cli.analysis.story import FigureChange, Lag, MonthStory
    from minsheng_cli.model import Month
    from minsheng_cli.tasks.seal import Sealed
    from minsheng_cli.tasks.verify import Verified

app = typer.Typer(rich_markup_mode=None)


@app.command("compare", cls=ChineseCommand)
def compare(
    month: MonthArgument = None,
    other: Annotated[str | None, typer.Argument(metavar="[另一个月份]", help="不写就是它之前最近的一个月。")] = None,
    *,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """环比：逐项目看进展新写了什么、哪些一字未改，投资和指标增减多少。

    例：minsheng compare 2025-05
    例：minsheng compare 2025-05 2025-03
    """
    screen = Screen(as_json=as_json)
    story = tasks.compare.compare(open_workspace(workspace), month, other)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {story.month} 处理。")
    done_with(show_compared(screen, story))


@app.command("problems", cls=ChineseCommand)
def problems(  # noqa: PLR0913 - each decision has an option of its own
    month: MonthArgument = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="连同以前已解决的一起列出。")] = False,
    close: Annotated[str | None, typer.Option("--close", metavar="编号", help="销号，须同时写 --basis。")] = None,
    reopen: Annotated[str | None, typer.Option("--reopen", metavar="编号", help="恢复，须同时写 --basis。")] = None,
    join: Annotated[str | None, typer.Option("--join", metavar="编号,编号", help="两个编号其实是同一问题。")] = None,
    split: Annotated[str | None, typer.Option("--split", metavar="编号", help="本月所说其实是另一个问题。")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="编号", help="登记措施、时限。")] = None,
    basis: Annotated[str, typer.Option("--basis", metavar="依据", help="销号或恢复的依据。")] = "",
    measure: Annotated[str, typer.Option("--measure", metavar="措施", help="与 --note 连用。")] = "",
    due: Annotated[str, typer.Option("--due", metavar="日期", help="与 --note 连用，例如 2025-06-30。")] = "",
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """卡点问题台账：每个问题有固定编号，看哪些新增、延续几个月、已解决、未再提及。

    例：minsheng problems 2025-05
    例：minsheng problems 2025-05 --close S05-2504-1 --basis 5月20日现场核实已办结
    例：minsheng problems 2025-05 --join S05-2504-1,S05-2505-2
    """
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    first, _, second = (join or "").replace("，", ",").partition(",")
    asked = {"close": close, "reopen": reopen, "join": join if join is None else first, "split": split, "note": note}
    chosen = [(kind, number) for kind, number in asked.items() if number is not None]
    if len(chosen) > 1 or (join is not None and not second):
        raise SetupError("一次只能处理一个问题；合并要写两个编号，例如 --join S05-2504-1,S05-2505-2。")
    if basis and close is None and reopen is None:
        raise SetupError("--basis 是为哪个问题写的？请同时写 --close 编号或 --reopen 编号。")
    if (measure or due) and note is None:
        raise SetupError("--measure、--due 是为哪个问题写的？请同时写 --note 编号。")
    story = tasks.problems.story_of(space, month) if not chosen else None
    for kind, number in chosen:
        facts = {"other": second, "basis": basis, "measure": measure, "due": due}
        story = tasks.problems.decide(space, month, kind, number, **facts, dry_run=dry_run)  # type: ignore[arg-type]  # one of its kinds
        screen.say(f"{'将' if dry_run else '已'}登记对 {number} 的处理。")
    if story is not None:
        if month is None:
            screen.say(f"未写月份，按最近下发的 {story.month} 处理。")
        done_with(show_problems(screen, story, everything=everything))


@app.command("lagging", cls=ChineseCommand)
def lagging(month: MonthArgument = None, *, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """滞后项目清单：差多少个百分点、连续几个月、单位所述原因；无法判断和目标待定的另列。

    例：minsheng lagging 2025-05
    """
    screen = Screen(as_json=as_json)
    story = tasks.lagging.story_of(open_workspace(workspace), month)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {story.month} 处理。")
    done_with(show_lagging(screen, story))


@app.command("seal", cls=ChineseCommand)
def seal(  # noqa: PLR0913 - each option is one of the command's own
    month: Annotated[str, typer.Argument(metavar="月份", help="例如 2025-04。")],
    *,
    reopen: Annotated[
        str | None, typer.Option("--reopen", metavar="理由", help="重新打开已封存的月份，写明理由。")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="有单位没有办结也不再询问，直接封存。")] = False,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """封存：这个月不再改动，印发的文本存入“存档/定稿”。以后确需补收的，写明理由重新打开。

    打印的封存指纹请抄入纸质档案，以后用 minsheng verify --against 核对。

    例：minsheng seal 2025-04
    例：minsheng seal 2025-04 --reopen 区教委补报更正
    """
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    if reopen is None:
        if not (yes or dry_run) and screen.watched and (planned := tasks.seal.seal(space, month, dry_run=True)).changed:
            left = planned.outstanding
            if left and not screen.asks(f"{planned.month.label}还有 {left} 个单位没有办结，确定封存吗？"):
                screen.say("没有封存。")
                done_with(OUTSTANDING)
        done_with(show_sealed(screen, tasks.seal.seal(space, month, dry_run=dry_run), dry_run=dry_run))
    month = month_named(space, month)
    done = tasks.seal.reopen(space, periods.named(space, month), reopen, dry_run=dry_run)
    opened = "将重新打开" if dry_run else "已重新打开，理由已登记"
    screen.say(f"{month} {opened}。" if done else f"{month} 没有封存，无需打开。")
    screen.emit({"month": month, "sealed": dry_run and done, "changed": done and not dry_run})


@app.command("verify", cls=ChineseCommand)
def verify(
    month: MonthArgument = None,
    *,
    against: Annotated[
        str | None, typer.Option("--against", metavar="指纹", help="与封存时印出的指纹核对，空格、大小写不限。")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """核验存档：逐字节重读，指出被改动、缺失、多出的文件。不写月份就是所有月份。

    例：minsheng verify
    例：minsheng verify 2025-04 --against "3F2A 91C0 8B7D 44E1 0A6C 5D92"
    """
    screen = Screen(as_json=as_json)
    done_with(show_verified(screen, tasks.verify.verify(open_workspace(workspace), month, against)))


@app.command("assess", cls=ChineseCommand)
def assess(
    year: Annotated[str | None, typer.Argument(metavar="[年份]", help="不写就是项目清单的年度。")] = None,
    *,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """年终依据：各单位逐月是否按时、一次通过率、更正、问题存续，各项目到时限的完成情况。

    默认只列依据不打分；要打分须在 minsheng.yaml 设定权重。

    例：minsheng assess 2025
    """
    screen = Screen(as_json=as_json)
    result, where, aside = tasks.assess.assess(open_workspace(workspace), year, dry_run=dry_run)
    if aside:
        screen.say(f"注意：{where} 曾被人工修改，修改过的文件已另存为 {aside}。")
    done_with(show_assessed(screen, result, where))


@app.command("plan", cls=ChineseCommand)
def plan(
    file: Annotated[Path | None, typer.Argument(metavar="[文件]", help="填好的计划表；不写就是生成空白表。")] = None,
    *,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """分月进度计划（选填）：生成空白计划表，或导入单位填好的计划表。

    有计划的指标按计划判断快慢，没有的按时间进度。

    例：minsheng plan
    例：minsheng plan 分月进度计划（区教委）.xlsx
    """
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    if file is None:
        where, aside = tasks.plan.blank(space, dry_run=dry_run)
        screen.say(f"{'将生成' if dry_run else '已生成'}空白计划表：{where}")
        if aside:
            screen.say(f"注意：{where} 曾被人工修改，已另存为 {aside}；填好的计划请用 minsheng plan 文件 导入。")
        screen.emit({"blank": where})
        done_with(CLEAN)
    taken, faults = tasks.plan.load(space, file, dry_run=dry_run)
    for fault in faults:
        screen.say(fault)
    screen.say(f"{'将导入' if dry_run else '已导入'} {taken} 项指标的计划（data/plans.yaml）。")
    screen.emit({"indicators": taken, "faults": list(faults)})
    done_with(OUTSTANDING if faults else CLEAN)


PENDING = "有指标目标待定"
_MARKS = {"new": ("〔新：", "〕"), "gone": ("〔删：", "〕"), "same": ("", "")}


def show_compared(screen: Screen, story: MonthStory) -> int:
    """Print what changed since the month before; return the exit code."""
    catalogue = story.view.catalogue
    fell = False
    against = f"与{story.before.label}相比" if story.before else "首次收表，没有可比的月份"
    screen.heading(f"{story.month.label}{'' if story.before else '：'}{against}")
    for change in story.changes:
        if change.silent:
            continue
        name = f"{change.project} {catalogue.project(change.project).name}（{catalogue.unit(change.unit).name}）"
        still = f"，已连续{change.stale_for + 1}次报送如此" if change.stale_for > 1 else ""
        moved_how = f"比 {change.since}：进展{MOVEMENTS[change.progress.movement]}" if change.since else "首次填报"
        screen.say(f"{name}　{moved_how}{still}")
        if change.progress.movement in ("changed", "figures") and change.since:
            screen.bullet(marked(change.progress))
        for figure in (change.investment, *change.indicators):
            if figure.delta:
                fell |= figure.fell
                screen.bullet(moved(figure))
        for told in change.own_moves:
            screen.bullet(told)
        for finding in change.findings:
            fell |= finding.severity == "error"
            screen.bullet(finding.message)
        for hint in change.hints:
            screen.bullet(f"提示：{hint.sentence}")
    silent = [c for c in story.changes if c.silent]
    if silent:
        names = "、".join(dict.fromkeys(catalogue.unit(c.unit).name for c in silent))
        screen.say(f"本月没有可比内容（未报或未采用）：{names}，共 {len(silent)} 行。")
    screen.emit(_story_json(story, "changes"))
    return int(fell)


def marked(prose: Prose) -> str:
    """Return a text with what came and went marked in words, long unchanged stretches shortened."""
    parts = []
    for piece in prose.abridged:
        before, after = _MARKS[piece.kind]
        parts.append(f"{before}{piece.text.strip() if before else piece.text}{after}")
    return "".join(parts).replace("\n", "")


def moved(figure: FigureChange) -> str:
    """Return one sentence on a figure: ``完成投资 100 → 120 万元（+20）``."""
    sign = "+" if (figure.delta or 0) > 0 else ""
    note = "，累计数减少，请核实" if figure.fell else ""
    return f"{figure.name} {figure.before:f} → {figure.now:f} {figure.unit}（{sign}{figure.delta:f}）{note}"


def show_problems(screen: Screen, story: MonthStory, *, everything: bool) -> int:
    """Print the ledger of problems; return the exit code."""
    catalogue = story.view.catalogue
    shown = [p for p in story.problems if everything or p.is_open or p.ended == story.month]
    counts = {word: sum(p.state == state for p in shown) for state, word in PROBLEM_STATES.items()}
    told = "，".join(f"{word} {number}" for word, number in counts.items() if number)
    screen.heading(f"卡点问题台账（{story.month.label}）")
    for problem in shown:
        name = catalogue.project(problem.project).name if _has(story, problem.project) else problem.project
        unit = catalogue.unit(problem.unit).name if catalogue.has_unit(problem.unit) else problem.unit
        screen.say(f"{problem.number}　{state_of(problem)}　{name}（{unit}）")
        screen.bullet(problem.text)
        if problem.why:
            screen.bullet(f"与上次是同一问题的依据：{problem.why}")
        if problem.closing:
            screen.bullet(f"{problem.closing}。")
        if problem.basis:
            screen.bullet(f"依据：{problem.basis}")
        if problem.measure:
            due = f"（时限：{problem.due}）" if problem.due else ""
            screen.bullet(f"措施：{problem.measure}{due}")
    none = "没有问题。" if story.has_returns else "还没有单位的报表可用，有没有问题还看不出来。"
    screen.say(f"共 {len(shown)} 个：{told}。" if shown else none)
    for decision in story.lapsed:
        screen.say(
            f"注意：{decision.made_at[:10]} 对 {decision.number} 的处理已对不上现在的台账，未起作用，请重新处理。"
        )
    screen.emit(_story_json(story, "problems"))
    return 0


def state_of(problem: Problem) -> str:
    """Return a problem's state in words: 新增, 延续（第3月）, 待销号, 已解决."""
    if problem.awaits_closing:
        return "待销号"
    word = PROBLEM_STATES[problem.state]
    if problem.state in ("open", "silent", "unreported"):
        return f"{word}（第{problem.age}月）"
    return f"{word}（并入 {problem.joined}）" if problem.joined else word


def show_lagging(screen: Screen, story: MonthStory) -> int:
    """Print 督查办's list; return the exit code."""
    catalogue = story.view.catalogue
    screen.heading(f"滞后项目清单（{story.month.label}，截至 {catalogue.cut_off(story.month)}）")
    for lag in story.lagging:
        project = catalogue.project(lag.project.project)
        units = "、".join(catalogue.lead_names(project))
        screen.say(
            f"{project.id} {project.name}（{units}）　{STANDINGS[lag.project.standing]}，{_since(lag, story.month)}"
        )
        if lag.project.worst:
            screen.bullet(worst_words(lag.project))
        for unit, text in lag.reasons:
            screen.bullet(f"{catalogue.unit(unit).name}所述原因：“{text}”")
        for unit, text in lag.next_steps:
            screen.bullet(f"{catalogue.unit(unit).name}下一步：{text}")
    for project_id, claims in story.contradictions.items():
        for claim in claims:
            screen.say(f"请核实：{project_id} {catalogue.project(project_id).name}：{claim}。")
    for title, several in (("无法判断", story.unclear), (PENDING, story.pending)):
        if several:
            screen.heading(title)
            for item in several:
                screen.bullet(f"{item.project} {catalogue.project(item.project).name}：{why_words(item, title)}")
    total = f"滞后 {len(story.lagging)} 项。" if story.has_returns else "尚无单位报送，是否滞后无法判断。"
    screen.say(f"{total}滞后界限为本单位自定（{NOT_IN_NOTICE}），见 minsheng.yaml 的 progress。")
    screen.emit(_story_json(story, "lagging"))
    return int(bool(story.lagging or story.contradictions or story.unclear))


def _since(lag: Lag, month: Month) -> str:
    """Return for how long a project has been behind; months without returns in between are not counted."""
    whole = lag.since.shift(lag.months - 1) == month
    return f"连续{lag.months}个月" if whole else f"自{lag.since.label}起连续{lag.months}次报送"


def worst_words(item: ProjectProgress) -> str:
    """Return what a project's standing rests on: the figure, the share, what was due and the gap."""
    worst = item.worst
    if worst is None or worst.share is None or worst.target is None or worst.actual is None:
        return item.why or (worst.name if worst else "")
    text = (
        f"{quoted(worst.name)}累计{worst.actual:f}{worst.unit}，"
        f"为年度目标{worst.target:f}{worst.unit}的{percent(worst.share)}"
    )
    if worst.expected is not None and worst.gap is not None:
        basis = "本单位计划" if worst.planned else "时间进度"
        gap = f"{abs(worst.gap):.1f}"
        side = "与应达持平" if gap == "0.0" else f"{'落后' if worst.gap < 0 else '超前'}{gap}个百分点"
        text += f"，应达{percent(worst.expected)}（按{basis}），{side}"
    if worst.why:
        text += f"（{worst.why}）"
    met, of = item.met
    return f"{text}；{of}项指标完成{met}项"


def why_words(item: ProjectProgress, title: str) -> str:
    """Return why nothing can be said of a project, or which of its targets are pending."""
    if title == PENDING:
        names = "、".join(i.name for i in item.indicators if i.standing == "pending")
        return f"{names}（市级任务未明确，不计完成率）"
    return item.why or STANDINGS[item.standing]


def percent(share: Decimal) -> str:
    """Return 0.5 as ``50.0%``."""
    return f"{share * 100:.1f}%"


def show_assessed(screen: Screen, year: Year, where: str) -> int:
    """Print the year's evidence; return the exit code."""
    screen.heading(f"年度依据（{year.months[0]} 至 {year.months[-1]}，共 {len(year.months)} 个月）")
    rows = []
    for unit in year.units:
        passed, tried = unit.first_pass
        rows.append((
            unit.name, *(str(unit.count(word)) for word in ARRIVALS), f"{passed}/{tried}",
            str(sum(m.corrections for m in unit.months)), f"{unit.still_open}/{unit.problems}",
            f"{unit.reached}/{unit.projects}", "—" if unit.score is None else f"{unit.score:f}",
        ))  # fmt: skip
    columns = ("单位", *ARRIVALS.values(), "一次通过", "更正", "未解决", "完成", "得分")
    screen.table(columns, rows, right=tuple(range(1, len(columns))))
    late = [p for p in year.projects if p.progress.standing not in ("done", "early")]
    for item in late:
        screen.bullet(f"{item.project.id} {item.project.name}：{at_deadline(item)}")
    for case in year.cases:
        units, projects = {u.unit: u.name for u in year.units}, {p.project.id: p.project.name for p in year.projects}
        who = f"{projects.get(case.project, case.project)}（{units.get(case.unit, case.unit)}）"
        in_time = {True: "，按期反馈", False: "，逾期反馈", None: ""}[case.replied_in_time]
        screen.bullet(f"{case.number} {case.level}　{who}：{CASE_STATES[case.state]}{in_time}")
    if all(u.score is None for u in year.units):
        screen.say("未打分：文件没有规定，minsheng.yaml 也没有设定权重（assess）。")
    screen.say(f"逐月、逐项的依据（含文件和 sha256）在：{where}")
    screen.emit(model.as_json(year))
    return 0


def at_deadline(item: ProjectYear) -> str:
    """Return how a project stood at its deadline, what was open then, and when it was done after all."""
    told = f"时限当月（{item.told}）" if item.at_deadline else f"截至 {item.told}，"
    standing = item.progress.standing
    if item.unmet and item.progress.gap is None and standing not in ("unreported", "pending"):
        told += f"有{len(item.unmet)}项未完成：{'、'.join(item.unmet)}"
    else:
        told += f"{STANDINGS[standing]}。{worst_words(item.progress)}".removesuffix("。")
    if item.is_late:
        done = item.done_in if item.done_in is not None and item.done_in > item.project.deadline else None
        told += f"；{done.label}报完成" if done else f"；至{item.till.label}仍未完成"
    return told


def show_sealed(screen: Screen, done: Sealed, *, dry_run: bool) -> int:
    """Print that a month is closed, and what to copy into the paper file; return the exit code."""
    month = done.month
    if not done.changed:
        screen.say(f"{month} 早已封存，无需再封。")
    else:
        screen.say(f"{month} {'将封存' if dry_run else '已封存'}。")
        if done.outstanding:
            screen.paragraph(
                f"其中 {done.outstanding} 个单位没有办结；封存后报来的，要写明理由重新打开（--reopen）才能收。"
            )
        verb = "将存入" if dry_run else "已存入"
        screen.say(f"定稿 {len(done.final)} 份，{verb} {month}/存档/定稿；目录见 {month}/存档/目录.html。")
        for name in done.lacking:
            screen.bullet(f"成果里没有“{name}”，没有存入定稿；需要的，请先运行 minsheng report {month} 再封存。")
    if done.fingerprint:
        screen.heading(f"封存指纹：{done.fingerprint}")
        screen.say("请把指纹抄入纸质档案，以后核对用：")
        screen.say(f'  minsheng verify {month} --against "{done.fingerprint}"')
    screen.emit({
        "month": str(month), "sealed": not (dry_run and done.changed), "changed": done.changed and not dry_run,
        "outstanding": done.outstanding, "fingerprint": done.fingerprint or None,
        "final": list(done.final), "lacking": list(done.lacking), "dry_run": dry_run,
    })  # fmt: skip
    return OUTSTANDING if done.outstanding else CLEAN


def show_verified(screen: Screen, result: Verified) -> int:
    """Print what was found wrong with the archives; return the exit code."""
    for month, faults in result.faults.items():
        state = f"（已封存，指纹 {result.fingerprints[month]}）" if month in result.fingerprints else "（未封存）"
        whole = "存档完整"
        if month.startswith(CASES):  # the year's ledger of cases goes on from month to month: it is never sealed
            state, whole = "", "台账完整"
        screen.say(f"{month}{state}：" + (f"有 {len(faults)} 处问题" if faults else whole))
        for fault in faults:
            screen.bullet(fault)
    code = CLEAN if result.whole else ENVIRONMENT
    against = result.against
    if against is not None:
        if not against.month:
            screen.paragraph(
                f"指纹不符：{'、'.join(against.months)} 的存档里没有这个封存，不是当时封存的内容。"
                "请先核对指纹有没有抄错；确实不符的，请从备份恢复，并查明原因。"
            )
            code = ENVIRONMENT
        elif not against.is_newest:
            screen.paragraph(
                f"指纹与 {against.month} 以前的一次封存相符；此后曾重新打开，现在的内容不是那次封存的内容。"
            )
            code = max(code, OUTSTANDING)
        elif result.faults.get(against.month):
            screen.paragraph(f"指纹与 {against.month} 的封存相符，但存档有上列问题。")
        else:
            screen.paragraph(f"指纹相符：{against.month} 的存档就是当时封存的内容。")
    screen.emit({
        "whole": result.whole, "months": {m: list(f) for m, f in result.faults.items()},
        "fingerprints": result.fingerprints,
        "against": {"month": against.month or None, "newest": against.is_newest} if against else None,
    })  # fmt: skip
    return code


def _has(story: MonthStory, project: str) -> bool:
    return story.view.catalogue.has_project(project)


def _story_json(story: MonthStory, what: str) -> object:
    document = {"month": str(story.month), "before": str(story.before) if story.before else None}
    if what == "lagging":
        return document | {
            "lagging": [
                {"project": lag.project.project, "standing": lag.project.standing, "months": lag.months,
                 "since": str(lag.since),
                 "gap": None if lag.project.gap is None else f"{lag.project.gap:.1f}",
                 "reasons": [{"unit": u, "text": t} for u, t in lag.reasons],
                 "next_steps": [{"unit": u, "text": t} for u, t in lag.next_steps], "flags": list(lag.contradictions),
                 "units": list(lag.units)}
                for lag in story.lagging
            ],
            "unclear": [{"project": p.project, "standing": p.standing, "why": p.why} for p in story.unclear],
            "pending": [p.project for p in story.pending],
            "flags": {k: list(v) for k, v in story.contradictions.items()},
            "progress": [model.as_json(p) for p in story.progress.values()],
        }  # fmt: skip
    if what == "problems":
        return document | {"problems": [model.as_json(p) for p in story.problems]}
    return document | {"changes": [model.as_json(c) for c in story.changes]}
