"""``remind``, ``send`` and ``fetch``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from minsheng_cli import tasks
from minsheng_cli.cli.help import ChineseCommand
from minsheng_cli.cli.mail_password import password_of, settle
from minsheng_cli.cli.options import DryRunOption, JsonOption, MonthArgument, WorkspaceOption, done_with
from minsheng_cli.cli.places import open_workspace
from minsheng_cli.cli.screen import Screen
from minsheng_cli.cli.session import ENVIRONMENT, OUTSTANDING
from minsheng_cli.errors import SetupError
from minsheng_cli.model import as_json
from minsheng_cli.words import UNIT_STATES

if TYPE_CHECKING:
    from datetime import date

    from minsheng_cli.tasks.fetch import Envelope, Fetched
    from minsheng_cli.tasks.remind import Reminded
    from minsheng_cli.tasks.send import Kind, LetterState, PreparedLetter, Sending, Sent

app = typer.Typer(rich_markup_mode=None)


@app.command("remind", cls=ChineseCommand)
def remind(
    month: MonthArgument = None,
    *,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """催办：列出还没报、还要改的单位和电话，各写一封催办草稿（只写草稿，不发送）。

    草稿的说法随日子变：截止日前提醒，当日催报，过后催办。以最近一次收表的结果为准。

    例：minsheng remind 2025-04
    """
    screen = Screen(as_json=as_json)
    done = tasks.remind.remind(open_workspace(workspace), month, dry_run=dry_run)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {done.month} 处理。")
    done_with(show_reminded(screen, done, dry_run=dry_run))


@app.command("send", cls=ChineseCommand)
def send(  # noqa: PLR0913 - each option is one of the command's own
    month: MonthArgument = None,
    *,
    replies: Annotated[bool, typer.Option("--replies", help="发“退回”里的草稿；不写就发“下发”的。")] = False,
    reminders: Annotated[bool, typer.Option("--reminders", help="发“成果”里的催办草稿。")] = False,
    outputs: Annotated[
        bool, typer.Option("--outputs", help="发通报、督办单、汇总表、公开稿，收件人见 data/contacts.yaml 的 抄送。")
    ] = False,
    unit: Annotated[list[str] | None, typer.Option("--unit", metavar="单位", help="只发给这个单位，可写多次。")] = None,
    again: Annotated[bool, typer.Option("--again", help="发过的也再发一次。")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接发送。")] = False,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """发信：把草稿经单位的邮箱发出。先列出发给谁、谁没有地址，确认后再发；发过的不会重发。

    草稿怎么改的就怎么发。服务器在 minsheng.yaml 的 mail 里设置；密码运行时输入，设了 keyring 的记在系统的密钥环里，
    也可放在环境变量 MINSHENG_MAIL_PASSWORD。中断了再运行一次即可。

    例：minsheng send 2025-04
    例：minsheng send 2025-04 --reminders --unit 区教委
    """
    if replies + reminders + outputs > 1:
        raise SetupError("--replies、--reminders、--outputs 一次只能写一个，请分几次发。")
    screen = Screen(as_json=as_json, paged=False)  # it asks a question of its own
    space = open_workspace(workspace)
    kind: tasks.send.Kind = "replies" if replies else "reminders" if reminders else "outputs" if outputs else "blanks"
    plan = tasks.send.plan(space, month, kind, unit or (), again=again)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {plan.period.month} 处理。")
    code = show_planned(screen, plan)
    if not dry_run and not plan.those("ready"):
        tasks.send.settle(plan)
    if dry_run or not plan.those("ready"):
        show_sent(screen, plan, None)
        done_with(code)
    tasks.send.check(plan)
    if not yes and not screen.asks(f"确认发送这 {len(plan.those('ready'))} 封邮件吗？"):
        screen.say("没有发送。")
        show_sent(screen, plan, None)
        done_with(OUTSTANDING)
    servers = space.settings.servers
    password = password_of(screen, servers) if servers.user else ""
    done = tasks.send.send(plan, password, screen.progress("发送"))
    settle(screen, servers, password, done.stopped)
    show_sent(screen, plan, done)
    if done.stopped:
        raise done.stopped
    done_with(ENVIRONMENT if done.refused else OUTSTANDING if any(left_out for _, left_out in done.sent) else code)


@app.command("fetch", cls=ChineseCommand)
def fetch(  # noqa: PLR0913 - each option is one of the command's own
    month: MonthArgument = None,
    *,
    since: Annotated[
        str | None, typer.Option("--since", metavar="日期", help="从哪天起收到的，不写就是下发那天，例如 2025-04-01。")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="不论谁来的信、有没有附件，都取回。")] = False,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """取信：把邮箱里的来信原样存进“月份/回收/邮件”，再运行 collect 即可收表。取过的不会重取。

    取联系人的来信和带表格附件的来信；写明是别的月份的、与报表无关的留在邮箱里，逐封列出。
    只读不动：邮箱里的邮件不标已读、不移动、不删除。服务器在 minsheng.yaml 的 mail.imap 里设置；密码同 send。

    例：minsheng fetch 2025-04
    例：minsheng fetch 2025-04 --since 2025-04-20
    """
    screen = Screen(as_json=as_json)
    space = open_workspace(workspace)
    period, day = tasks.fetch.start(space, month, since)
    if month is None:
        screen.say(f"未写月份，按最近下发的 {period.month} 处理。")
    password = password_of(screen, space.settings.servers)
    tell = screen.progress("取信")
    done = tasks.fetch.fetch(period, day, password, everything=everything, dry_run=dry_run, tell=tell)
    settle(screen, space.settings.servers, password, done.stopped)
    code = show_fetched(screen, done, dry_run=dry_run)
    if done.stopped:
        raise done.stopped
    done_with(code)


LISTED = 12
KINDS: dict[Kind, str] = {"blanks": "下发", "replies": "退回", "reminders": "催办", "outputs": "成果"}
_HELD: dict[LetterState, str] = {
    "no-draft": "没有草稿，请先生成",
    "no-address": "没有可用的收件地址，请在 data/contacts.yaml 填写邮箱后重新生成草稿，或在草稿里填好收件人",
    "no-mail": "草稿已不是邮件格式，请删除该草稿后重新生成",
    "not-wanted": "单位的状态已变，这份草稿不再需要",
    "sent": "发过，不再发；确要重发请加 --again",
    "changed": "发过，草稿之后有改动；要再发请加 --again",
}
"""Why a letter does not go, worst first."""
_OPEN: tuple[LetterState, ...] = ("no-draft", "no-address", "no-mail")


def show_reminded(screen: Screen, done: Reminded, *, dry_run: bool) -> int:
    """Print who is reminded of what, and how to reach them; return the exit code."""
    days = (done.due - done.today).days
    when = f"还有 {days} 天" if days > 0 else "今日截止" if days == 0 else f"已过 {-days} 天"
    screen.heading(f"{done.month.label}（截止日 {_day(done.due)}，{when}）")
    if not done.reminders:
        screen.say(f"应报的 {done.of} 个单位均已报送，没有需要改正的，不必催办。")
    else:
        screen.say(f"{done.of} 个单位中有 {len(done.reminders)} 个还没有办结：")
        rows = []
        for item in done.reminders:
            name, phone = (item.contact.name, item.contact.phone) if item.contact else ("", "")
            rows.append((item.unit, UNIT_STATES[item.state], name or "—", phone or "—"))
        screen.fitted(("单位", "状态", "联系人", "电话"), rows)
        for item in done.reminders:
            why = f"（{item.why}）" if item.why != tasks.remind.NOTHING_CAME else ""
            screen.bullet(f"{item.unit}{why}：{'、'.join(item.projects)}")
        verb = "将写出" if dry_run else "催办草稿"
        screen.say(f"{verb}：{len(done.reminders)} 份，在 {done.month}/成果。核对后双击发出，")
        screen.say(f"或运行 minsheng send {done.month} --reminders。")
    if [i for i in done.reminders if not (i.contact and i.contact.phone)]:
        screen.say("电话写“—”的，data/contacts.yaml 里没有登记。")
    for name in done.published.kept:
        screen.paragraph(f"未覆盖：{done.month}/{name} 已被人改动，按改动后的保留。要重新生成，请先把它移走。")
    if done.waiting:
        screen.bullet(
            f"回收里有 {len(done.waiting)} 个文件还没有收表（{'、'.join(done.waiting[:3])}"
            f"{' 等' if len(done.waiting) > 3 else ''}），建议先运行 minsheng collect {done.month} 再催。"  # noqa: PLR2004
        )
    screen.emit({
        "month": str(done.month), "today": str(done.today), "due": str(done.due), "stage": done.stage,
        "units": [{**cast("dict[str, Any]", as_json(i)), "draft": f"{done.month}/{i.draft}"} for i in done.reminders],
        "uncollected": list(done.waiting), "dry_run": dry_run, **cast("dict[str, Any]", as_json(done.published)),
    })  # fmt: skip
    return int(bool(done.reminders))


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def show_planned(screen: Screen, plan: Sending) -> int:
    """Print who gets what and who gets nothing, and why; return 1 when a unit cannot be written to, else 0."""
    ready = plan.those("ready")
    screen.heading(f"{plan.period.month.label}：{KINDS[plan.kind]}邮件，将发送 {len(ready)} 封。")
    if plan.resumes:
        when = plan.resumes[:16].replace("T", " ")
        screen.paragraph(f"接着发 {when} 开始、没有发完的重发；那次已经发出的不再发。")
    for letter in ready:
        screen.bullet(f"{letter.name} → {'、'.join(letter.draft.recipients) if letter.draft else ''}{_remarks(letter)}")
    for standing, why in _HELD.items():
        several = plan.those(standing)
        if several:
            if standing == "no-address" and plan.kind == "outputs":  # there is no draft to fill in
                why = "没有可用的收件地址，请在 data/contacts.yaml 填写邮箱"  # noqa: PLW2901 - said in its own way
            screen.say()
            screen.paragraph(f"不发的 {len(several)} 封：{why}。")
            for letter in several:
                screen.bullet(f"{letter.name}{_remarks(letter)}")
    if plan.reminded:
        screen.say()
        screen.paragraph(
            f"没有退回件的 {len(plan.reminded)} 个单位（报来的文件标注不了，草稿在“成果”里，名为“催办_”；"
            f"发送用 minsheng send {plan.period.month} --reminders）：{'、'.join(plan.reminded)}"
        )
    mail = plan.period.workspace.settings.servers
    if mail.smtp and mail.smtp.security == "none" and mail.user:
        screen.say("注意：minsheng.yaml 中 security 为 none，密码和邮件将不加密传送。")
    return int(bool(plan.those(*_OPEN)) or any(letter.undelivered for letter in plan.letters))


def show_sent(screen: Screen, plan: Sending, done: Sent | None) -> None:
    """Print what came of sending; ``done`` is None when nothing was to be sent."""
    if done is not None:
        screen.say()
        screen.say(f"已发送 {len(done.sent)} 封，均已登记。" if done.sent else "一封也没有发出。")
        for letter, left_out in done.sent:
            if left_out:
                screen.bullet(f"{letter.name}：其中 {'、'.join(left_out)} 被邮件服务器拒绝，没有发到。")
        for letter, why in done.refused:
            screen.bullet(f"没有发出：{letter.name}。{why}。")
        if done.unfiled:
            screen.bullet(f"信已发出，但没有另存到邮箱的文件夹：{done.unfiled}")
        if done.in_doubt:
            screen.bullet(
                f"说不准：{done.in_doubt.name}这一封交到服务器时断了线，是否收下不得而知。再运行一次会以同一邮件编号重发，"
                "多数邮箱会认作同一封。"
            )
    went = done.sent if done else []
    refused = done.refused if done else []
    screen.emit({
        "month": str(plan.period.month), "kind": plan.kind, "dry_run": done is None,
        "letters": [
            {"unit": x.name, "draft": f"{plan.period.month}/{x.path}", "standing": x.standing,
             "to": list(x.draft.recipients) if x.draft else [], "sent_before": list(x.before), "note": x.note,
             "undelivered": list(x.undelivered)}
            for x in plan.letters
        ],
        "sent": [{"unit": x.name, "refused_addresses": list(left_out)} for x, left_out in went],
        "refused": [{"unit": x.name, "why": why} for x, why in refused],
        "in_doubt": done.in_doubt.name if done and done.in_doubt else None,
        "stopped": str(done.stopped) if done and done.stopped else None,
    })  # fmt: skip


def _remarks(letter: PreparedLetter) -> str:
    notes = [letter.note] if letter.note else []
    if letter.undelivered:
        notes.append(f"上次其中 {'、'.join(letter.undelivered)} 被邮件服务器拒绝，没有发到，请核对地址")
    if letter.before:
        notes.append(f"曾于 {letter.before[-1][:16].replace('T', ' ')} 发过")
    return f"（{'；'.join(notes)}）" if notes else ""


def _envelope(seen: Envelope) -> str:
    """Return a mail as a list names it: when, from whom, about what."""
    return f"{seen.date}　{seen.sender or '（没有发件人）'}：{seen.subject or '（没有主题）'}"


def show_fetched(screen: Screen, done: Fetched, *, dry_run: bool) -> int:
    """Print what was fetched; return the exit code."""
    new = f"{'可取回' if dry_run else '新取回'} {len(done.saved)} 封"
    known = f"，早已取过的 {done.known} 封不再取" if done.known else ""
    screen.paragraph(f"{done.month.label}：“{done.folder}”里自 {done.since} 以来的邮件，{new}{known}。")
    for seen in done.took[:LISTED]:
        screen.bullet(_envelope(seen))
    if len(done.took) > LISTED:
        screen.say(f"  ……共 {len(done.took)} 封。")
    if done.not_taken:
        screen.say(f"留在邮箱里没有取的 {len(done.not_taken)} 封：")
    for seen, why in done.not_taken[:LISTED]:
        screen.bullet(f"{_envelope(seen)}（{why}）")
    if len(done.not_taken) > LISTED:
        screen.say(f"  ……共 {len(done.not_taken)} 封。")
    for when, missed in done.bounced:
        who = f"，没有送到：{'、'.join(missed)}" if missed else ""
        screen.bullet(f"退信：{when}{who}。请在邮箱里查看，核对地址后再发；退信没有存入“回收”。")
    for which, why in done.failed:
        screen.bullet(f"没有取回：{which}。{why}。")
    if done.saved and not dry_run:
        screen.say(f"下一步：运行 minsheng collect {done.month}。邮箱里的邮件原样未动。")
    screen.emit({
        "month": str(done.month), "since": str(done.since), "folder": done.folder, "dry_run": dry_run,
        "saved": done.saved if dry_run else [f"{done.month}/{name}" for name in done.saved],
        "known": done.known, "bounced": [{"date": when, "addresses": list(missed)} for when, missed in done.bounced],
        "failed": [{"message": which, "why": why} for which, why in done.failed],
        "stopped": str(done.stopped) if done.stopped else None,
        "took": [{"date": seen.date, "from": seen.sender, "subject": seen.subject} for seen in done.took],
        "left": [
            {"date": seen.date, "from": seen.sender, "subject": seen.subject, "why": why}
            for seen, why in done.not_taken
        ],
    })  # fmt: skip
    return int(bool(done.failed or done.bounced))
