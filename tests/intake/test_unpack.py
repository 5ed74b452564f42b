"""Mails and archives: what lies in them is found under readable names; what cannot be opened whole stays whole."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta, timezone
from email.message import EmailMessage

import pytest

from minsheng_cli.intake.unpack import DEPTH_LIMIT, unpack
from minsheng_cli.model import Submission

BEIJING = timezone(timedelta(hours=8))
SHEET = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 stands for a workbook"


def received(data: bytes, name: str = "回信.eml") -> Submission:
    return Submission(name, data, hashlib.sha256(data).hexdigest(), "2025-04-26T09:00:00+08:00", "文件时间")


def archive(members: dict[str, bytes], *, gbk: bool = False) -> bytes:
    """Return a zip; with ``gbk`` its names are written as Windows does it, without the flag that says Unicode."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number, data in enumerate(members.values()):
            package.writestr(f"name{number:04d}", data)
    data = out.getvalue()
    for number, name in enumerate(members):
        raw = name.encode("gbk" if gbk else "utf-8")
        assert len(raw) == 8, "names of eight bytes, so that offsets stay right"
        data = data.replace(f"name{number:04d}".encode(), raw)
    return data


def mail(*attachments: tuple[str, bytes], date: str = "Fri, 25 Apr 2025 18:00:00 +0800") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "示例甲 <jia@example.invalid>"
    message["Date"] = date
    message["Subject"] = "报送"
    message.set_content("请查收。")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def names(item: Submission) -> list[str]:
    return [s.name for s in unpack(item)[0]]


@pytest.mark.parametrize("gbk", [True, False])
def test_archive_with_chinese_names(gbk: bool) -> None:  # noqa: FBT001
    inside, left = unpack(received(archive({"四月.xls" if gbk else "表月.x": SHEET}, gbk=gbk), "表.zip"))
    assert [s.name for s in inside] == ["表.zip", "表.zip › " + ("四月.xls" if gbk else "表月.x")]
    assert [s.holds for s in inside] == [True, False]
    assert inside[1].data == SHEET
    assert inside[1].sha256 == hashlib.sha256(SHEET).hexdigest()
    assert left == ()


def test_mail_dates_and_signs_what_it_brings() -> None:
    inside, _ = unpack(received(mail(("附件2：情况表（区水利局）(1).xls", SHEET)).as_bytes()))
    holder, sheet = inside
    assert sheet.name == "回信.eml › 附件2：情况表（区水利局）(1).xls"
    assert (sheet.received_at, sheet.received_from) == ("2025-04-25T18:00:00+08:00", "邮件时间")
    assert sheet.sender == "示例甲 <jia@example.invalid>"
    assert holder.holds
    assert holder.received_from == "文件时间"


def test_the_servers_time_comes_before_the_senders() -> None:
    message = mail(("a.xls", SHEET))
    message["Received"] = "from a by b; Fri, 25 Apr 2025 23:59:59 +0800"
    assert unpack(received(message.as_bytes()))[0][1].received_at == "2025-04-25T23:59:59+08:00"


def test_a_mail_from_the_future_keeps_the_files_time() -> None:
    sheet = unpack(received(mail(("a.xls", SHEET), date="Fri, 25 Apr 2031 18:00:00 +0800").as_bytes()))[0][1]
    assert (sheet.received_at, sheet.received_from) == ("2025-04-26T09:00:00+08:00", "文件时间")


@pytest.mark.parametrize(
    "parameter",
    [
        b'filename="\xcb\xc4\xd4\xc2.xls"',  # raw GBK
        b'filename="=?GB2312?B?y8TUwi54bHM=?="',  # RFC 2047 inside a quoted string, as many clients do
        b"filename*=GBK''%CB%C4%D4%C2.xls",  # RFC 2231
        b"filename*0*=UTF-8''%E5%9B%9B; filename*1*=%E6%9C%88.xls",  # continued
    ],
)
def test_names_as_mail_programs_write_them(parameter: bytes) -> None:
    data = (
        b'From: a@example.invalid\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: application/vnd.ms-excel\r\nContent-Disposition: attachment; " + parameter + b"\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n0M8R4A==\r\n--x--\r\n"
    )
    assert names(received(data)) == ["回信.eml", "回信.eml › 四月.xls"]


def test_forwarded_mail_with_an_archive_in_it() -> None:
    outer = mail()
    outer.add_attachment(mail(("表.zip", archive({"四月.xls": SHEET}, gbk=True))))
    assert names(received(outer.as_bytes()))[-1].endswith(" › 表.zip › 四月.xls")


def test_a_letterhead_is_no_return_but_a_lone_picture_is() -> None:
    picture = b"\x89PNG\r\n\x1a\n"
    for attachments, expected in (((("a.xls", SHEET),), ["a.xls"]), ((), ["logo.png"])):
        message = mail(*attachments)
        message.add_attachment(picture, maintype="image", subtype="png", filename="logo.png", cid="<1@x>")
        assert [name.partition(" › ")[2] for name in names(received(message.as_bytes()))[1:]] == expected


def test_system_files_in_an_archive_are_left_aside() -> None:
    inside, left = unpack(received(archive({"~$四x.xx": b"x", "四月.xls": SHEET}, gbk=True), "表.zip"))
    assert [s.name for s in inside] == ["表.zip", "表.zip › 四月.xls"]
    assert len(left) == 1


def test_no_way_out_of_an_archive() -> None:
    assert names(received(archive({"../../ab": SHEET}), "表.zip"))[1:] == ["表.zip › ab"]


@pytest.mark.parametrize(
    "data",
    [
        archive({}),
        archive({"四月.xls": SHEET}, gbk=True)[:60],
        archive({f"{n:08d}": b"x" for n in range(501)}),
        archive({"bombbomb": b"\0" * (30 << 20)}),
        mail().as_bytes(),
    ],
    ids=["empty", "cut off", "too many", "bomb", "mail without attachment"],
)
def test_what_cannot_be_opened_whole_stays_one_file(data: bytes) -> None:
    assert unpack(received(data)) == ((received(data),), ())


def test_packed_too_deep() -> None:
    data = SHEET
    for _ in range(DEPTH_LIMIT + 1):
        data = archive({"deeper00": data})
    assert unpack(received(data)) == ((received(data),), ())


def test_a_mail_of_endless_parts_is_refused() -> None:
    depth = 3000
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\r\n\r\n--b{i}\r\n' for i in range(depth))
    data = b"From: a@example.invalid\r\n" + head.encode()
    assert unpack(received(data)) == ((received(data),), ())
