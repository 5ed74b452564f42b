"""Bounces, absences and receipts as many makers write them: none is a return, whatever it carries."""

from __future__ import annotations

from base64 import encodebytes
from email import message_from_bytes
from typing import TYPE_CHECKING

import pytest

from hand import filled
from test_no_return import blank, collected, mail

if TYPE_CHECKING:
    from conftest import Minsheng

EXCHANGE = "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@a.invalid>"
REPORT = "multipart/report; report-type={}; boundary=b"
FAILED, READ = REPORT.format("delivery-status"), REPORT.format("disposition-notification")
PLAIN, MIXED = "text/plain; charset=utf-8", "multipart/mixed; boundary=b"
ORIGINAL, FILE = "message/rfc822", "application/octet-stream; name=original.eml"

# maker → (header fields, content type, what stands in it, types of the parts behind, the last of them our own letter)
MAKERS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "Postfix": (
        (
            "From: MAILER-DAEMON@a.invalid (Mail Delivery System)\nReturn-Path: <>\nAuto-Submitted: auto-replied\n"
            "Subject: Undelivered Mail Returned to Sender"
        ),
        FAILED,
        "This is the mail system at host a.invalid.",
        ("message/delivery-status", ORIGINAL),
    ),
    "Postfix, late": (
        "From: MAILER-DAEMON@a.invalid\nSubject: Delayed Mail (still being retried)",
        FAILED,
        "THIS IS A WARNING ONLY.",
        ("message/delivery-status", "text/rfc822-headers"),
    ),
    "qmail": (
        "From: MAILER-DAEMON@a.invalid\nReturn-Path: <>\nSubject: failure notice",
        PLAIN,
        "Hi. This is the qmail-send program at a.invalid.\n\n--- Below this line is a copy of the message.\n",
        (),
    ),
    "Exim": (
        (
            "From: Mail Delivery System <Mailer-Daemon@a.invalid>\nX-Failed-Recipients: b@a.invalid\n"
            "Auto-Submitted: auto-replied\nSubject: Mail delivery failed: returning message to sender"
        ),
        MIXED,
        "This message was created automatically by mail delivery software.",
        (ORIGINAL,),
    ),
    "Exim, late": (
        (
            "From: Mail Delivery System <Mailer-Daemon@a.invalid>\nAuto-Submitted: auto-replied\n"
            "Subject: Warning: message 1abc delayed 24 hours"
        ),
        PLAIN,
        "A message has not been delivered.",
        (),
    ),
    "sendmail": (
        (
            "From: Mail Delivery Subsystem <MAILER-DAEMON@a.invalid>\nAuto-Submitted: auto-generated (failure)\n"
            "Subject: Returned mail: see transcript for details"
        ),
        FAILED,
        "The original message was received",
        ("message/delivery-status", ORIGINAL),
    ),
    "sendmail of old": (
        "From: MAILER-DAEMON@a.invalid (Mail Delivery Subsystem)\nSubject: Returned mail: User unknown",
        MIXED,
        "   ----- Transcript of session follows -----",
        (ORIGINAL,),
    ),
    "Exchange in Chinese": (
        f"From: {EXCHANGE}\nSubject: 无法送达: 4月报表\nX-MS-Exchange-Message-Is-Ndr:",
        FAILED,
        "未能将邮件传递给以下收件人或组",
        ("message/delivery-status", ORIGINAL),
    ),
    "Exchange, its report taken apart": (
        f"From: {EXCHANGE}\nSubject: 无法送达: 4月报表",
        MIXED,
        "未能将邮件传递给以下收件人或组",
        (ORIGINAL,),
    ),
    "Exchange, full": ("From: postmaster@a.invalid\nSubject: 未传递: 4月报表", MIXED, "收件人的邮箱已满", (ORIGINAL,)),
    "Exchange, late": (
        f"From: {EXCHANGE}\nSubject: 已延迟: 4月报表",
        FAILED,
        "邮件仍未送达",
        ("message/delivery-status", "text/rfc822-headers"),
    ),
    "Exchange, delivered": (
        f"From: {EXCHANGE}\nSubject: 已送达: 4月报表",
        FAILED,
        "您的邮件已送达以下收件人",
        ("message/delivery-status",),
    ),
    "Netease": ("From: Postmaster@163.invalid\nSubject: 系统退信", MIXED, "抱歉，您的邮件被退回来了", (ORIGINAL,)),
    "Netease, a file": (
        "From: Postmaster <Postmaster@126.invalid>\nSubject: 系统退信/Systems bounce",
        MIXED,
        "您的邮件被退回",
        (FILE,),
    ),
    "QQ": (
        "From: PostMaster@qq.invalid\nSubject: 来自b@qq.invalid的退信",
        MIXED,
        "很抱歉，您发送的邮件被退回",
        (ORIGINAL,),
    ),
    "QQ, of recent years": (
        "From: 邮件系统 <postmaster@qq.invalid>\nSubject: 邮件投递失败：4月报表",
        MIXED,
        "投递失败",
        (FILE,),
    ),
    "Aliyun": ("From: 系统退信 <mailer-daemon@aliyun.invalid>\nSubject: 投递失败通知", MIXED, "无法投递", (ORIGINAL,)),
    "Coremail": (
        "From: Postmaster@gov.invalid\nSubject: 退信通知\nX-CM-TRANSID: x",
        MIXED,
        "您发出的邮件未能送达",
        (ORIGINAL,),
    ),
    "Coremail in a report": (
        "From: Postmaster@gov.invalid\nSubject: =?GBK?B?z7XNs8vQxcU=?=",
        FAILED,
        "x",
        ("message/delivery-status", ORIGINAL),
    ),
    "Domino": (
        "From: Mail Router <MailRouter@a.invalid>\nSubject: DELIVERY FAILURE: User b not listed in Domino Directory",
        FAILED,
        "Your message could not be delivered",
        ("message/delivery-status", ORIGINAL),
    ),
    "Domino, in words": ("From: Lotus Notes Router\nSubject: DELIVERY FAILURE: 用户不在通讯录", PLAIN, "x", ()),
    "IronPort": (
        "From: Mail Delivery System <MAILER-DAEMON@a.invalid>\nSubject: Delivery Status Notification (Failure)",
        FAILED,
        "The following message to <b@a.invalid> was undeliverable.",
        ("message/delivery-status",),
    ),
    "Yahoo": (
        "From: MAILER-DAEMON@yahoo.invalid\nSubject: Failure Notice",
        MIXED,
        "Sorry, we were unable",
        (ORIGINAL,),
    ),
    "Gmail": (
        (
            "From: Mail Delivery Subsystem <mailer-daemon@googlemail.invalid>\nX-Failed-Recipients: b@a.invalid\n"
            "Subject: Delivery Status Notification (Failure)"
        ),
        FAILED,
        "x",
        ("message/delivery-status", ORIGINAL),
    ),
    "iCloud": (
        "From: postmaster@icloud.invalid\nSubject: Delivery Notification: Delivery has failed",
        FAILED,
        "x",
        ("message/delivery-status", ORIGINAL),
    ),
    "hMailServer": ("From: mailer-daemon@a.invalid\nSubject: Message undeliverable: 4月报表", PLAIN, "x", ()),
    "Mercury": (
        "From: Electronic Postmaster <postmaster@a.invalid>\nSubject: Postmaster Notify: Delivery Failure.",
        MIXED,
        "x",
        (ORIGINAL,),
    ),
    "Courier": (
        "From: courier <postmaster@a.invalid>\nSubject: NOTICE: mail delivery status.",
        FAILED,
        "x",
        ("message/delivery-status", "text/rfc822-headers"),
    ),
    "James": (
        "From: postmaster@a.invalid\nReturn-Path: <>\nSubject: Re: 4月报表",
        MIXED,
        "Error message below: 550 - Requested action not taken",
        (ORIGINAL,),
    ),
    "Outlook is away": (
        (
            "From: b@a.invalid\nSubject: 自动答复: 4月报表\nAuto-Submitted: auto-generated\n"
            "X-Auto-Response-Suppress: All"
        ),
        PLAIN,
        "本人外出。",
        (),
    ),
    "Outlook is away, with its card": (
        (
            "From: b@a.invalid\nSubject: 自动答复: 4月报表\nAuto-Submitted: auto-generated\n"
            "X-Auto-Response-Suppress: All"
        ),
        MIXED,
        "外出。",
        ("image/png; name=logo.png",),
    ),
    "Gmail is away": (
        "From: b@a.invalid\nSubject: Re: 4月报表\nAuto-Submitted: auto-replied\nPrecedence: bulk",
        PLAIN,
        "x",
        (),
    ),
    "iCloud is away": (
        "From: b@icloud.invalid\nSubject: Re: 4月报表\nAuto-Submitted: auto-replied\nX-Autoreply: yes",
        PLAIN,
        "x",
        (),
    ),
    "QQ is away": ("From: b@qq.invalid\nSubject: 自动回复:4月报表\nX-QQ-mid: x", PLAIN, "您好，来信已收到。", ()),
    "Netease is away": ("From: b@163.invalid\nSubject: [自动回复]4月报表", PLAIN, "来信收到。", ()),
    "Netease is away, in words": ("From: b@163.invalid\nSubject: Re:4月报表【自动回复】", PLAIN, "来信收到。", ()),
    "Notes is away": (
        "From: b@a.invalid\nSubject: AUTO: b is out of the office (returning 2025-05-06)",
        PLAIN,
        "x",
        (),
    ),
    "sieve is away": (
        "From: b@a.invalid\nSubject: Automated reply: 4月报表\nAuto-Submitted: auto-replied (vacation)",
        PLAIN,
        "x",
        (),
    ),
    "Outlook's receipt": (
        "From: b@a.invalid\nSubject: 已读: 4月报表",
        READ,
        "已阅读",
        ("message/disposition-notification",),
    ),
    "Outlook did not read": (
        "From: b@a.invalid\nSubject: 未读: 4月报表",
        READ,
        "未阅读即删除",
        ("message/disposition-notification",),
    ),
    "Foxmail's receipt": ("From: b@a.invalid\nSubject: 已读：4月报表", PLAIN, "这是邮件收条", ()),
    "Thunderbird's receipt": (
        "From: b@a.invalid\nSubject: Return Receipt (displayed) - 4月报表",
        READ,
        "x",
        ("message/disposition-notification", "text/rfc822-headers"),
    ),
    "Netease's receipt": ("From: b@163.invalid\nSubject: 已读回执：4月报表", PLAIN, "x", ()),
    "Outlook takes a letter back": ("From: b@a.invalid\nSubject: 撤回: 4月报表", PLAIN, "b 希望撤回邮件", ()),
    "a meeting accepted": (
        "From: b@a.invalid\nSubject: 已接受: 调度会",
        "text/calendar; method=REPLY",
        "BEGIN:VCALENDAR",
        (),
    ),
}


def letter(fields: str, content: str, text: str, parts: tuple[str, ...], ours: bytes) -> bytes:
    """Write a mail as it goes over the line; each part that carries a letter carries ours."""
    head = f"{fields}\nDate: Tue, 22 Apr 2025 10:00:00 +0800\nMIME-Version: 1.0\nContent-Type: {content}\n\n"
    if not content.startswith("multipart/"):
        return f"{head}{text}\n".encode()
    out = f"{head}--b\nContent-Type: {PLAIN}\n\n{text}\n".encode()
    for kind in parts:
        out += f"--b\nContent-Type: {kind}\n".encode()
        if kind == ORIGINAL:
            out += b"\n" + ours
        elif "name=" in kind:
            data = ours if kind == FILE else b"\x89PNG" + b"x" * 99
            out += b"Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n" + encodebytes(data)
        else:
            out += b"\nReporting-MTA: dns; a.invalid\n"
        out += b"\n"
    return out + b"--b--\n"


def test_none_of_them_is_a_return(issued: Minsheng) -> None:
    ours = mail("4月报表", ("附件2.xlsx", filled(blank(issued).read_bytes())))
    assert message_from_bytes(ours).is_multipart()
    files = {f"{n:02}_eml": letter(*made, ours) for n, made in enumerate(MAKERS.values())}
    record = collected(issued, **files)
    told: dict[str, list[tuple[str, ...]]] = {}
    for line in record["files"]:
        codes = [f["code"] for f in line["findings"]][:1]
        told.setdefault(line["name"][:2], []).append((line["outcome"], *codes))
    wrong = {m: said for n, m in enumerate(MAKERS) if (said := told[f"{n:02}"]) != [("ignored", "mail.no-form")]}
    assert wrong == {}
    assert record["entries"] == []


@pytest.mark.parametrize(
    ("subject", "sender"),
    [
        ("退信后重报", "b@a.invalid"),
        ("Re: 自动回复: 4月报表", "b@a.invalid"),
        ("上次被系统退信，再报一次", "b@a.invalid"),
        ("已读，附件2见附件", "b@a.invalid"),
        ("撤回上一封，以本表为准", "b@a.invalid"),
        ("4月报表（休假前报送）", "postmaster@water.invalid"),
        ("转发: 无法送达: 4月报表", "b@a.invalid"),
    ],
)
def test_a_return_that_speaks_of_them_is_one(issued: Minsheng, subject: str, sender: str) -> None:
    sent = mail(subject, ("附件2.xlsx", filled(blank(issued).read_bytes())))
    record = collected(issued, a_eml=sent.replace(b"water@example.invalid", sender.encode()))
    assert [line["outcome"] for line in record["files"] if line["name"].endswith(".xlsx")] == ["accepted"]
