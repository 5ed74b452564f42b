"""What is a mail, whatever stands first in it; and what is none of a unit's: bounces, receipts, automatic answers."""

from __future__ import annotations

import binascii
import hashlib
import struct
import zipfile
import zlib
from email.message import EmailMessage
from io import BytesIO

import pytest

from minsheng_cli.errors import InCloud, InMailProgram, NoReturn, Packed, SubmissionError, TooLarge, Unsupported
from minsheng_cli.intake.unpack import may_hold, unpack
from minsheng_cli.model import Submission
from minsheng_cli.readers.grids import open_grids
from minsheng_cli.readers.kinds import sniff
from minsheng_cli.readers.mail_head import looks_like_mail

SHEET = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 stands for a workbook"
HEADERS = {
    "Delivered-To": "a@example.invalid",
    "DKIM-Signature": "v=1; a=rsa-sha256;\r\n d=example.invalid; s=x;\r\n\tb=" + "A" * 5000,
    "Received": "from b by a; Wed, 23 Apr 2025 10:00:00 +0800",
    "X-QQ-mid": "1",
    "From": "b@example.invalid",
    "Subject": "=?gb18030?B?NNTC?=",
    "MIME-Version": "1.0",
    "Content-Type": 'multipart/mixed; boundary="B"',
}


def received(data: bytes, name: str = "回信.eml") -> Submission:
    return Submission(name, data, hashlib.sha256(data).hexdigest(), "2025-04-26T09:00:00+08:00", "文件时间")


def built(order: list[str]) -> bytes:
    head = "".join(f"{name}: {HEADERS[name]}\r\n" for name in order)
    body = (
        "--B\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.xls\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n" + binascii.b2a_base64(SHEET).decode() + "--B--\r\n"
    )
    return f"{head}\r\n{body}".encode()


def inside(data: bytes) -> list[str]:
    return [item.name for item in unpack(received(data))[0][1:]]


@pytest.mark.parametrize("first", list(HEADERS))
def test_any_header_field_may_come_first(first: str) -> None:
    data = built([first, *(name for name in HEADERS if name != first)])
    assert may_hold(data)
    assert inside(data) == ["回信.eml › a.xls"]


ORDER = list(HEADERS)
PLAIN = built(ORDER)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + PLAIN,
        b"\r\n\n" + PLAIN,
        b"From b@example.invalid Wed Apr 23 10:00:00 2025\r\n" + PLAIN,
        b"From b@example.invalid Wed Apr 23 10:00:00 2025\r\n>From x\r\n" + PLAIN,
        PLAIN.replace(b"\r\n", b"\n"),
        PLAIN.replace(b"\r\n", b"\r"),
        PLAIN.decode().encode("utf-16"),
        PLAIN.decode().encode("utf-16-le"),
        built(["Content-Type"]),
        f"{len(PLAIN)}\n".encode() + PLAIN.replace(b"\r\n", b"\n") + b'<?xml version="1.0"?><plist/>\n',  # Apple's
    ],
    ids=["bom", "blank lines", "mbox", "mbox twice", "lf", "cr", "utf-16", "utf-16 without mark", "one field", "apple"],
)
def test_whatever_stands_before_or_between_the_lines(data: bytes) -> None:
    assert sniff(data) == "mail"
    assert inside(data)[-1].endswith("a.xls")


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0",
        "项目名称: 甲\n工作进展: 乙\n".encode(),
        b"name: x\nversion: 1\n\nhello",
        b"http://example.invalid/\n",
        b"Title: a\nTo do: b\n",
        b"a,b,c\n1,2,3\n",
        b"",
        b'{"from": 1}',
    ],
)
def test_what_is_no_mail(data: bytes) -> None:
    assert not looks_like_mail(data)


def test_a_mailbox_file_holds_several_mails() -> None:
    line = b"From b@example.invalid Wed Apr 23 10:00:00 2025\r\n"
    box = line + PLAIN + b"\r\n" + line + PLAIN
    assert inside(box) == [
        "回信.eml › 邮件1.eml", "回信.eml › 邮件1.eml › a.xls", "回信.eml › 邮件2.eml", "回信.eml › 邮件2.eml › a.xls",
    ]  # fmt: skip


def test_a_uuencoded_file_is_taken_out() -> None:
    lines = [binascii.b2a_uu(SHEET[n : n + 45]) for n in range(0, len(SHEET), 45)]
    data = b"From: b@example.invalid\r\nSubject: x\r\n\r\nhello\r\nbegin 644 a.xls\r\n" + b"".join(lines) + b"`\nend\n"
    items, _ = unpack(received(data))
    assert [(item.name, item.data) for item in items[1:]] == [("回信.eml › a.xls", SHEET)]


def test_a_detached_signature_is_left_aside() -> None:
    message = EmailMessage()
    message["From"] = "b@example.invalid"
    message.set_content("x")
    message.add_attachment(SHEET, maintype="application", subtype="octet-stream", filename="a.xls")
    message.add_attachment(b"\x30\x80", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    items, left = unpack(received(message.as_bytes()))
    assert [item.name for item in items[1:]] == ["回信.eml › a.xls"]
    assert left == ("回信.eml › smime.p7s",)


# ---------------------------------------------------------------- what is no return


def letter(*extra: str, subject: str = "x", body: str = "好", kind: str = "text/plain; charset=utf-8") -> bytes:
    head = ["From: b@example.invalid", f"Subject: {subject}", "MIME-Version: 1.0", *extra, f"Content-Type: {kind}"]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def refused(data: bytes) -> SubmissionError:
    items, _ = unpack(received(data))
    assert [(item.holds, item.data) for item in items] == [(False, data)], "nothing in it may be taken for a return"
    with pytest.raises(SubmissionError) as caught:
        open_grids(data)
    return caught.value


PARTS = (
    "--B\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    "--B\r\nContent-Type: {kind}\r\n\r\nFinal-Recipient: rfc822; a@example.invalid\r\n"
    "--B\r\nContent-Type: message/rfc822\r\n\r\n" + PLAIN.decode() + "\r\n--B--\r\n"
)
REPORT = 'multipart/report; report-type={}; boundary="B"'
QMAIL = "Hi. This is the qmail-send program."


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (letter(kind=REPORT.format("delivery-status"), body=PARTS.format(kind="message/delivery-status")), "退信"),
        (letter(kind='multipart/mixed; boundary="B"', body=PARTS.format(kind="message/delivery-status")), "退信"),
        (letter("X-Failed-Recipients: a@example.invalid", kind='multipart/mixed; boundary="B"', body=PARTS), "退信"),
        (letter("Return-Path: <>", subject="failure notice", body=QMAIL), "退信"),
        (letter(subject="来自example.invalid的退信"), "退信"),
        (letter(subject="系统退信/Systems bounce"), "退信"),
        (letter(subject="Undelivered Mail Returned to Sender"), "退信"),
        (letter("Sender: x", subject="x").replace(b"b@example", b"MAILER-DAEMON@example"), "退信"),
        (letter(kind=REPORT.format("disposition-notification"), body=PARTS), "已读回执"),
        (letter(subject="已读: 民生实事填报"), "已读回执"),
        (letter(subject="Read: 民生实事填报"), "已读回执"),
        (letter("Auto-Submitted: auto-replied", kind='multipart/mixed; boundary="B"', body=PARTS), "自动回复"),
        (letter("X-Autoreply: yes"), "自动回复"),
        (letter(subject="自动回复: 民生实事填报"), "自动回复"),
        (letter(subject="Automatic reply: x"), "自动回复"),
        (letter(subject="收到", body="好的，收到。"), "没有报送表的邮件（主题“收到”）"),
    ],
)
def test_what_is_no_return_says_why(data: bytes, why: str) -> None:
    error = refused(data)
    assert isinstance(error, NoReturn)
    assert str(error.facts["why"]).startswith(why)


def test_a_subject_alone_never_hides_a_file() -> None:
    for subject in ("自动回复: 报送", "退信后重报", "已读: 报送"):
        assert inside(PLAIN.replace(b"=?gb18030?B?NNTC?=", subject.encode())) == ["回信.eml › a.xls"]
    assert inside(PLAIN.replace(b"X-QQ-mid", b"Auto-Submitted: auto-generated\r\nX-QQ-mid")) == ["回信.eml › a.xls"]


def test_mails_whose_files_are_elsewhere_are_named_for_what_they_are() -> None:
    assert isinstance(refused(letter(body="请从 QQ邮箱超大附件 下载：附件2.xlsx")), InCloud)
    sealed = refused(letter(kind="application/pkcs7-mime; name=smime.p7m; smime-type=enveloped-data", body="MIAG"))
    assert isinstance(sealed, InMailProgram)
    assert "S/MIME" in str(sealed.facts["why"])
    piece = refused(letter(kind="message/partial; id=x; number=1; total=2", body="x"))
    assert isinstance(piece, Unsupported)
    assert "message/partial" in str(piece.facts["why"])
    assert sniff(b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03") == "smime"


@pytest.mark.parametrize("said", [b"Content-Transfer-Encoding: base-64\r\n", b""])
def test_a_file_in_base64_of_which_the_mail_does_not_say_so(said: bytes) -> None:
    data = PLAIN.replace(b"Content-Transfer-Encoding: base64\r\n", said)
    assert [item.data for item in unpack(received(data))[0][1:]] == [SHEET]


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ("4月报表见在线表格：https://docs.example.invalid/sheet/DQ 请查收", True),
        ("附件2已上传，请点击下载：https://pan.example.invalid/s/1abc", True),
        ('<a class="x" href="https://drive.example.invalid/f/abc"><b>附件2_区教委</b></a>', True),
        ("请点击 https://drive.example.invalid/f/区教委.xlsx", True),
        ("会议链接：https://meeting.example.invalid/123 请准时参加", False),
        ("收到，附件2将于月底报送。\n\n来自 https://mail.example.invalid", False),
        ("单位网站 https://www.example.invalid/index.html", False),
    ],
)
def test_a_link_in_place_of_the_form_is_told(body: str, link: bool) -> None:  # noqa: FBT001
    assert isinstance(refused(letter(body=body)), InCloud if link else NoReturn)


def test_a_mail_that_stands_whole_in_anothers_text_is_told() -> None:
    assert isinstance(refused(letter(body=f"转发如下：\r\n\r\n{PLAIN.decode()}")), Unsupported)


# ---------------------------------------------------------------- archives


def renamed(name: str, claimed: str, checksum: int | None = None) -> bytes:
    """Return a zip whose member has a GBK name and the Unicode-path field (0x7075) beside it."""
    raw = name.encode("gbk")
    extra = struct.pack("<BI", 1, zlib.crc32(raw) if checksum is None else checksum) + claimed.encode()
    info = zipfile.ZipInfo("x" * len(raw))
    info.extra = struct.pack("<HH", 0x7075, len(extra)) + extra
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(info, SHEET)
    return out.getvalue().replace(b"x" * len(raw), raw)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (renamed("四月.xls", "四月.xls"), "四月.xls"),
        (renamed("四月.xls", "五月.xls"), "五月.xls"),  # the field is the name
        (renamed("四月.xls", "五月.xls", checksum=0), "四月.xls"),  # it was another name's
    ],
)
@pytest.mark.parametrize("later", [False, True], ids=["3.11", "3.12 and later"])
def test_names_of_members_on_every_python(
    data: bytes,
    name: str,
    later: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From 3.12 on zipfile itself puts the field's name into ``filename``."""
    if later:
        read = zipfile.ZipFile.infolist

        def with_unicode(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
            for entry in read(package):
                entry.filename = entry.extra[9:].decode()
            return read(package)

        monkeypatch.setattr(zipfile.ZipFile, "infolist", with_unicode)
    assert inside(data) == [f"回信.eml › {name}"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_packed_in_another_way_is_to_be_unpacked(method: int) -> None:
    """It is sound: to have it saved as .xlsx would help nobody."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.xls", SHEET)
    with pytest.raises(Packed, match="不常见的压缩方式"):
        open_grids(out.getvalue())


def test_a_bomb_is_too_large_and_an_empty_archive_is_empty() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("bomb", b"\0" * (30 << 20))
    assert isinstance(refused(out.getvalue()), TooLarge)
    out = BytesIO()
    with zipfile.ZipFile(out, "w"):
        pass
    assert "空的压缩包" in str(refused(out.getvalue()).facts["why"])
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number in range(501):
            package.writestr(str(number), b"x")
    assert isinstance(refused(out.getvalue()), TooLarge)
