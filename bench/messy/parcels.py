"""One honest return in every wrapping people send it in: what comes out, and what cannot come out is named.

    python bench/messy/parcels.py [--keep DIR]

All parcels go into one fresh inbox, each in a folder of its own, and one ``collect`` is run: a parcel is *read* when the
return in it was taken or known for a duplicate, *told* when a line of its own says the expected code.
Exit code 1 when a parcel is neither. Contents invented.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import gzip
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))

from hand import filled
from minsheng_cli.catalogue import load
from minsheng_cli.form import blank
from minsheng_cli.model import Month
from minsheng_cli.workspace import CATALOGUE_FILE, packaged

if TYPE_CHECKING:
    from collections.abc import Callable

XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
NAME = "附件2_区教委.xlsx"
READ = "read"
TNEF = b"\x78\x9f\x3e\x22" + b"x" * 99
PARCELS: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {}  # name → (wrap, file name, expected)


def parcel(name: str, file: str, expected: str = READ) -> Callable[[Callable[[bytes], bytes]], None]:
    """Enter a way to wrap a return; ``expected``: READ, or the code that must be said of it."""
    return lambda wrap: PARCELS.__setitem__(name, (wrap, file, expected))


def letter(
    sheet: bytes | None,
    name: str = NAME,
    kind: tuple[str, str] = XLSX,
    subject: str = "4月报表",
    body: str = "请查收。",
) -> EmailMessage:
    """Return a mail with a file."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "示例 <a@example.invalid>", "b@example.invalid", subject
    mail["Date"] = "Fri, 25 Apr 2025 10:00:00 +0800"
    mail.set_content(body)
    if sheet is not None:
        mail.add_attachment(sheet, maintype=kind[0], subtype=kind[1], filename=name)
    return mail


def more(mail: EmailMessage, data: bytes, name: str) -> bytes:
    """Return a mail with one more file."""
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


# ---------------------------------------------------------------- mails

parcel("a plain mail", "a.eml")(lambda s: letter(s).as_bytes())
parcel("a mail without its ending", "没有扩展名")(lambda s: letter(s).as_bytes())
parcel("a mail called .txt", "a.txt")(lambda s: letter(s).as_bytes())
parcel("a mail called .xlsx", "4月.xlsx")(lambda s: letter(s).as_bytes())
parcel("a mail called .mht", "a.mht")(lambda s: letter(s).as_bytes())


@parcel("a mail forwarded as an attachment", "b.eml")
def _forwarded(sheet: bytes) -> bytes:
    mail = letter(None, subject="转发")
    mail.add_attachment(letter(sheet))
    return mail.as_bytes()


@parcel("forwarded three times", "c.eml")
def _thrice(sheet: bytes) -> bytes:
    inner = letter(sheet)
    for _ in range(3):
        outer = letter(None, subject="转发")
        outer.add_attachment(inner)
        inner = outer
    return inner.as_bytes()


@parcel("an .eml attached as octets", "d.eml")
def _octets(sheet: bytes) -> bytes:
    return letter(letter(sheet).as_bytes(), "原邮件.eml", ("application", "octet-stream")).as_bytes()


@parcel("a zip in a forwarded mail", "e.eml")
def _zip_forwarded(sheet: bytes) -> bytes:
    mail = letter(None, subject="转发")
    mail.add_attachment(letter(zipped({NAME: sheet}), "表.zip", ("application", "zip")))
    return mail.as_bytes()


parcel("an attachment without a name", "f.eml")(
    lambda s: letter(s).as_bytes().replace(b"Content-Disposition: attachment;", b"X-Was: attachment;")
)
parcel("an attachment shown in the text", "g.eml")(
    lambda s: letter(s).as_bytes().replace(b"Content-Disposition: attachment;", b"Content-Disposition: inline;")
)
parcel("an attachment said to be text", "h.eml")(lambda s: letter(s, kind=("text", "plain2")).as_bytes())
parcel("an attachment said to be a picture", "i.eml")(lambda s: letter(s, kind=("image", "png")).as_bytes())
parcel("an attachment called .dat", "j.eml")(
    lambda s: letter(s, "ATT00001.dat", ("application", "octet-stream")).as_bytes()
)


@parcel("names in bytes of GBK", "k.eml")
def _gbk(sheet: bytes) -> bytes:
    data = letter(sheet, "name.xlsx").as_bytes()
    return data.replace(b'filename="name.xlsx"', b'filename="' + NAME.encode("gbk") + b'"')


@parcel("names in continued RFC 2231 pieces", "l.eml")
def _pieces(sheet: bytes) -> bytes:
    data = letter(sheet, "name.xlsx").as_bytes()
    return data.replace(
        b'filename="name.xlsx"', b"\r\n filename*0*=utf-8''%E9%99%84%E4%BB%B6;\r\n filename*1*=2_%E5%8C%BA.xlsx"
    )


@parcel("headers without Date, From and Subject", "m.eml")
def _headless(sheet: bytes) -> bytes:
    lines = letter(sheet).as_bytes().split(b"\r\n")
    return b"\r\n".join(x for x in lines if not x.startswith((b"Date:", b"From:", b"Subject:")))


@parcel("base64 in one line", "n.eml")
def _one_line(sheet: bytes) -> bytes:
    body = base64.b64encode(sheet)
    return (
        b'From: a@example.invalid\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="X"\r\n\r\n--X\r\n'
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: BASE64\r\n"
        b'Content-Disposition: attachment; filename="a.xlsx"\r\n\r\n' + body + b"\r\n--X--\r\n"
    )


@parcel("8bit attachment", "o.eml")
def _eight(sheet: bytes) -> bytes:
    return (
        b'From: a@example.invalid\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="X-X-X"\r\n\r\n--X-X-X\r\n'
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n"
        b'Content-Disposition: attachment; filename="a.xlsx"\r\n\r\n' + sheet + b"\r\n--X-X-X--\r\n"
    )


@parcel("the mail is nothing but the attachment", "p.eml")
def _bare(sheet: bytes) -> bytes:
    return (
        b"From: a@example.invalid\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
        b'Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="a.xlsx"\r\n\r\n'
        + base64.encodebytes(sheet)
    )


@parcel("a mail without its last boundary", "q.eml")
def _unclosed(sheet: bytes) -> bytes:
    return letter(sheet).as_bytes().rpartition(b"--")[0].rstrip(b"-").rpartition(b"--")[0]


@parcel("a mail saved as UTF-16", "r.eml")
def _wide(sheet: bytes) -> bytes:
    return letter(sheet).as_bytes().decode("utf-8").encode("utf-16")


@parcel("multipart in multipart in multipart", "s.eml")
def _deep(sheet: bytes) -> bytes:
    mail = letter(sheet)
    text = mail.as_bytes()
    outer = b'From: a@example.invalid\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="O"\r\n\r\n'
    inner = (
        b"Content-Type: multipart/related; boundary=I\r\n\r\n--I\r\n" + text[text.index(b"Content-Type: multipart") :]
    )
    return outer + b"--O\r\n" + inner + b"\r\n--I--\r\n--O--\r\n"


@parcel("uuencoded below the text", "t.eml")
def _uu(sheet: bytes) -> bytes:
    lines = b"".join(binascii.b2a_uu(sheet[n : n + 45]) for n in range(0, len(sheet), 45))
    return b"From: a@example.invalid\r\nSubject: x\r\n\r\nbegin 644 a.xlsx\n" + lines + b"`\nend\n"


parcel("a mailbox of two mails", "u.mbox")(
    lambda s: (
        b"From a@example.invalid Fri Apr 25 10:00:00 2025\n"
        + letter(None).as_bytes().replace(b"\r\n", b"\n")
        + b"\n\nFrom a@example.invalid Fri Apr 25 10:01:00 2025\n"
        + letter(s).as_bytes().replace(b"\r\n", b"\n")
    )
)
parcel("two forms in one mail", "v.eml")(lambda s: more(letter(s), s, "副本.xlsx"))
parcel("with a winmail.dat beside", "w.eml")(lambda s: more(letter(s), TNEF, "winmail.dat"))
parcel("winmail.dat alone", "x.eml", "file.in-mail-program")(
    lambda _: letter(b"\x78\x9f\x3e\x22" + b"x" * 99, "winmail.dat", ("application", "ms-tnef")).as_bytes()
)
parcel("text only", "y.eml", "mail.no-form")(lambda _: letter(None).as_bytes())
parcel("a bounce", "z.eml", "mail.no-form")(
    lambda s: (
        letter(s, subject="Undelivered Mail Returned to Sender")
        .as_bytes()
        .replace(b"From: ", b"Return-Path: <>\r\nX-Failed-Recipients: b@example.invalid\r\nFrom: ", 1)
    )
)
parcel("a large file in the cloud", "aa.eml", "file.in-cloud")(
    lambda _: letter(None, body="从QQ邮箱发来的超大附件：附件2.xlsx").as_bytes()
)

# ---------------------------------------------------------------- archives

parcel("a zip", "a.zip")(lambda s: zipped({NAME: s}))
parcel("a zip in a zip in a zip", "b.zip")(lambda s: zipped({"外.zip": zipped({"中.zip": zipped({NAME: s})})}))
parcel("a zip called .rar", "c.rar")(lambda s: zipped({NAME: s}))
parcel("a zip called .xlsx", "d.xlsx")(lambda s: zipped({NAME: s}))
parcel("a stored zip", "e.zip")(lambda s: zipped({NAME: s}, zipfile.ZIP_STORED))
parcel("a zip packed with bzip2", "f.zip", "file.packed")(lambda s: zipped({NAME: s}, zipfile.ZIP_BZIP2))
parcel("a zip packed with LZMA", "g.zip", "file.packed")(lambda s: zipped({NAME: s}, zipfile.ZIP_LZMA))
parcel("a zip with folders and a Mac's leavings", "h.zip")(
    lambda s: zipped({"4月/": b"", f"4月/{NAME}": s, f"__MACOSX/4月/._{NAME}": b"x", "4月/.DS_Store": b"x"})
)
parcel("a zip with a program before it", "i.exe", "file.unsupported")(lambda s: b"MZ" + b"\0" * 512 + zipped({NAME: s}))
parcel("a zip that a mail is in", "j.zip")(lambda s: zipped({"信.eml": letter(s).as_bytes()}))
parcel("a zip beside a broken zip", "k.zip")(lambda s: zipped({NAME: s, "坏.zip": b"PK\x03\x04broken"}))
parcel("a gzip", "l.gz", "file.packed")(gzip.compress)


@parcel("a tar.gz", "m.tar.gz", "file.packed")
def _tar(sheet: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("a.xlsx")
        info.size = len(sheet)
        archive.addfile(info, io.BytesIO(sheet))
    return out.getvalue()


parcel("a 7z called .zip", "n.zip", "file.packed")(lambda _: b"7z\xbc\xaf\x27\x1c" + b"x" * 99)
parcel("a rar called .xlsx", "o.xlsx", "file.packed")(lambda _: b"Rar!\x1a\x07\x01\x00" + b"x" * 99)
parcel("a rar in a mail", "p.eml", "file.packed")(
    lambda _: letter(b"Rar!\x1a\x07\x00" + b"x" * 99, "表.rar", ("application", "x")).as_bytes()
)
parcel("an .et that is a workbook", "q.et")(lambda s: s)
parcel("a workbook called .xls", "r.xls")(lambda s: s)
parcel("a workbook called .docx", "s.docx")(lambda s: s)
parcel("a workbook without ending", "t")(lambda s: s)
parcel("a workbook still being downloaded", "u.xlsx.crdownload")(lambda s: s)
parcel("a workbook with bytes behind", "v.xlsx")(lambda s: s + b"\r\n" * 40)
parcel("half a workbook", "w.xlsx", "file.unreadable")(lambda s: s[: len(s) // 2])
parcel("a page of the web called .xls", "x.xls", "file.other-format")(
    lambda _: (
        "<html><table><tr><td>序号</td><td>项目名称</td><td>牵头单位</td><td>目标任务</td><td>工作进展</td><td>完成投资</td></tr></table></html>".encode()
    )
)
parcel("CSV called .xlsx", "y.xlsx", "file.other-format")(
    lambda _: "序号,项目名称,牵头单位,目标任务,工作进展,完成投资\n1,a,b,c,d,5\n".encode("gbk")
)
parcel("XML of 2003 called .xls", "z.xls", "file.other-format")(
    lambda _: (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook><Worksheet><Table><Row><Cell><Data>序号</Data></Cell><Cell><Data>项目名称</Data></Cell><Cell><Data>牵头单位</Data></Cell><Cell><Data>目标任务</Data></Cell><Cell><Data>工作进展</Data></Cell></Row></Table></Worksheet></Workbook>'.encode()
    )
)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    month = Month(2025, 4)
    ours = load(CATALOGUE_FILE, (packaged() / CATALOGUE_FILE).read_bytes()).at(month)
    sheet = filled(blank.render(ours, "区教委", month, {}, None))
    with tempfile.TemporaryDirectory() as name:
        folder = asked.keep or Path(name)
        command = [sys.executable, "-m", "minsheng_cli", "-C", str(folder)]
        subprocess.run([*command[:3], "init", str(folder)], check=True, capture_output=True)
        for number, (wrap, file, _) in enumerate(PARCELS.values()):
            path = folder / "2025-04/回收" / f"{number:03d}" / file
            path.parent.mkdir(parents=True)
            path.write_bytes(wrap(sheet))
        done = subprocess.run([*command, "collect", "2025-04", "--json"], capture_output=True, check=False)
        if not done.stdout:
            sys.exit(done.stderr.decode())
        lines = json.loads(done.stdout)["files"]
    wrong = 0
    for number, (name, (_, _, expected)) in enumerate(PARCELS.items()):
        own = [line for line in lines if line["name"].startswith(f"{number:03d}/")]
        outcomes = [line["outcome"] for line in own]
        codes = [finding["code"] for line in own for finding in line["findings"]]
        good = (
            expected in codes
            if expected != READ
            else bool({"accepted", "returned", "duplicate", "superseded"} & set(outcomes))
        )
        wrong += not good
        if not good:
            print(
                f"{name}: {expected} expected, got {[(line['name'], line['outcome'], [f['message'] for f in line['findings'] if f['severity'] == 'error']) for line in own]}"
            )
    print(f"{len(PARCELS)} parcels, {len(PARCELS) - wrong} as expected")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
