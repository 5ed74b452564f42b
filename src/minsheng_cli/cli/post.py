"""``remind``, ``send`` and ``fetch`` on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from minsheng_cli.model import as_json
from minsheng_cli.words import UNIT_STATES

if TYPE_CHECKING:
    from datetime import date

    from minsheng_cli.cli.screen import Screen
    from minsheng_cli.tasks.fetch import Fetched
    from minsheng_cli.tasks.remind import Reminded
    from minsheng_cli.tasks.send import Kind, Letter, Plan, Sent, Standing

LISTED = 12
KINDS: dict[Kind, str] = {"blanks": "下发", "replies": "退回", "reminders": "催办"}
_HELD: dict[Standing, str] = {
    "no-draft": "没有草稿，请先生成",
    "no-address": "没有可用的收件地址，请在 data/contacts.yaml 填写邮箱后重新生成草稿，或在草稿里填好收件人",
    "no-mail": "草稿已不是邮件格式，请删除该草稿后重新生成",
    "not-wanted": "单位的状态已变，这份草稿不再需要",
    "sent": "发过，不再发；确要重发请加 --again",
    "changed": "发过，草稿之后有改动；要再发请加 --again",
}
"""Why a letter does not go, worst first."""
_OPEN: tuple[Standing, ...] = ("no-draft", "no-address", "no-mail")


def reminded(screen: Screen, done: Reminded, *, dry_run: bool) -> int:
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
            screen.bullet(f"{item.unit}：{'、'.join(item.projects)}")
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


def planned(screen: Screen, plan: Plan) -> int:
    """Print who gets what and who gets nothing, and why; return 1 when a unit cannot be written to, else 0."""
    ready = plan.those("ready")
    screen.heading(f"{plan.ours.month.label}：{KINDS[plan.kind]}邮件，将发送 {len(ready)} 封。")
    for letter in ready:
        screen.bullet(f"{letter.name} → {'、'.join(letter.draft.recipients) if letter.draft else ''}{_remarks(letter)}")
    for standing, why in _HELD.items():
        several = plan.those(standing)
        if several:
            screen.say()
            screen.paragraph(f"不发的 {len(several)} 封：{why}。")
            for letter in several:
                screen.bullet(f"{letter.name}{_remarks(letter)}")
    mail = plan.ours.workspace.settings.mail
    if mail.smtp and mail.smtp.security == "none" and mail.user:
        screen.say("注意：minsheng.yaml 中 security 为 none，密码和邮件将不加密传送。")
    return int(bool(plan.those(*_OPEN)))


def sent(screen: Screen, plan: Plan, done: Sent | None) -> None:
    """Print what came of sending; ``done`` is None when nothing was to be sent."""
    if done is not None:
        screen.say()
        screen.say(f"已发送 {len(done.sent)} 封，均已登记。" if done.sent else "一封也没有发出。")
        for letter, left_out in done.sent:
            if left_out:
                screen.bullet(f"{letter.name}：其中 {'、'.join(left_out)} 被邮件服务器拒绝，没有发到。")
        for letter, why in done.refused:
            screen.bullet(f"没有发出：{letter.name}。{why}。")
        if done.in_doubt:
            screen.bullet(
                f"说不准：{done.in_doubt.name}这一封交到服务器时断了线，是否收下不得而知。再运行一次会以同一邮件编号重发，"
                "多数邮箱会认作同一封。"
            )
    went = done.sent if done else []
    refused = done.refused if done else []
    screen.emit({
        "month": str(plan.ours.month), "kind": plan.kind, "dry_run": done is None,
        "letters": [
            {"unit": x.name, "draft": f"{plan.ours.month}/{x.path}", "standing": x.standing,
             "to": list(x.draft.recipients) if x.draft else [], "sent_before": list(x.before), "note": x.note}
            for x in plan.letters
        ],
        "sent": [{"unit": x.name, "refused_addresses": list(left_out)} for x, left_out in went],
        "refused": [{"unit": x.name, "why": why} for x, why in refused],
        "in_doubt": done.in_doubt.name if done and done.in_doubt else None,
        "stopped": str(done.stopped) if done and done.stopped else None,
    })  # fmt: skip


def _remarks(letter: Letter) -> str:
    notes = [letter.note] if letter.note else []
    if letter.before:
        notes.append(f"曾于 {letter.before[-1][:16].replace('T', ' ')} 发过")
    return f"（{'；'.join(notes)}）" if notes else ""


def fetched(screen: Screen, done: Fetched, *, dry_run: bool) -> int:
    """Print what was fetched; return the exit code."""
    new = f"{'可取回' if dry_run else '新取回'} {len(done.saved)} 封"
    known = f"，早已取过的 {done.known} 封不再取" if done.known else ""
    screen.paragraph(f"{done.month.label}：“{done.folder}”里自 {done.since} 以来的邮件，{new}{known}。")
    for name in done.saved[:LISTED]:
        screen.bullet(name)
    if len(done.saved) > LISTED:
        screen.say(f"  ……共 {len(done.saved)} 封。")
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
    })  # fmt: skip
    return int(bool(done.failed or done.bounced))
