"""Mails and archives: what lies in them is found under readable names; what cannot be opened whole stays whole."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from datetime import timedelta, timezone
from email.message import EmailMessage

import pytest

from minsheng_cli.intake.unpack import DEPTH_LIMIT, may_hold, unpack
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


@pytest.mark.parametrize(
    ("size", "text", "kept"),
    [
        (200_000, "", True),  # a scan, numbered as some programs number every attachment
        (200_000, "<img src='cid:1@x'>", True),  # pasted into the text
        (50_000, "", True),
        (50_000, "<img src='cid:1@x'>", False),  # a banner
        (5_000, "", False),
    ],
)
def test_a_scan_beside_the_sheet_is_kept(size: int, text: str, kept: bool) -> None:  # noqa: FBT001
    message = mail()
    message.add_alternative(f"<p>请查收</p>{text}", subtype="html")
    for data, name, number in ((SHEET, "a.xls", None), (b"\xff\xd8\xff" + bytes(size), None, "<1@x>")):
        kind = ("image", "jpeg") if number else ("application", "octet-stream")
        message.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name, cid=number)
    inside = [name.partition(" › ")[2] for name in names(received(message.as_bytes()))[1:]]
    assert inside == ["a.xls"] + ["无名附件.jpg"] * kept


def test_a_forwarded_mail_that_was_encoded() -> None:
    data = (
        b'From: a@example.invalid\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="q"\r\n\r\n'
        b'--q\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename="f.eml"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(mail(("a.xls", SHEET)).as_bytes())
        + b"\r\n--q--\r\n"
    )
    assert names(received(data))[1:] == ["回信.eml › f.eml", "回信.eml › f.eml › a.xls"]


def test_members_of_one_name_are_told_apart() -> None:
    other = SHEET + b"."
    inside, _ = unpack(received(mail(("附件2.xls", SHEET), ("附件2.xls", other), ("附件2", SHEET)).as_bytes()))
    assert [(s.name.partition(" › ")[2], s.data) for s in inside[1:]] == [
        ("附件2.xls", SHEET), ("附件2（2）.xls", other), ("附件2", SHEET)
    ]  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("甲/A.xls", SHEET)
        package.writestr("甲/a.xls", other)
        with pytest.warns(UserWarning, match="Duplicate name"):
            package.writestr("甲/A.xls", other)
    inside, _ = unpack(received(out.getvalue(), "表.zip"))
    assert [(s.name.partition(" › ")[2], s.data) for s in inside[1:]] == [
        ("甲/A.xls", SHEET), ("甲/a.xls", other), ("甲/A（2）.xls", other)
    ]  # fmt: skip


@pytest.mark.parametrize("folder", ["word", "xl", "新建文件夹"])
def test_a_folder_may_have_any_name(folder: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(f"{folder}/四月.xls", SHEET)
    assert may_hold(out.getvalue())
    assert names(received(out.getvalue(), "表.zip"))[1:] == [f"表.zip › {folder}/四月.xls"]


def test_a_mail_that_brings_nothing_says_who_sent_it() -> None:
    (item,), _ = unpack(received(mail().as_bytes()))
    assert (item.sender, item.received_at) == ("示例甲 <jia@example.invalid>", "2025-04-25T18:00:00+08:00")
    assert not item.holds


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
    ],
    ids=["empty", "cut off", "too many", "bomb"],
)
def test_what_cannot_be_opened_whole_stays_one_file(data: bytes) -> None:
    assert unpack(received(data)) == ((received(data),), ())


def test_what_is_broken_beside_a_sheet_is_a_line_of_its_own() -> None:
    bomb, cut = archive({"bombbomb": b"\0" * (30 << 20)}), archive({"四月.xls": SHEET}, gbk=True)[:60]
    inside, left = unpack(received(mail(("a.xls", SHEET), ("b.zip", bomb), ("c.zip", cut)).as_bytes()))
    assert [(s.name.partition(" › ")[2], s.holds) for s in inside] == [
        ("", True), ("a.xls", False), ("b.zip", False), ("c.zip", False),
    ]  # fmt: skip
    assert left == ()


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
