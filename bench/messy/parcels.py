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
import unicodedata
import zipfile
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
IGNORED = "ignored"  # known for nobody's return by what it is
TOLD = "told"  # whatever is said, as long as something is: a warning, an error or what became of it
TNEF = b"\x78\x9f\x3e\x22" + b"x" * 99
PARCELS: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {}  # name → (wrap, file name, expected)


def parcel(name: str, file: str, expected: str = READ) -> Callable[[Callable[[bytes], bytes]], None]:
    """Enter a way to wrap a return; ``expected``: READ, TOLD, or the code that must be said of it."""
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

# ---------------------------------------------------------------- of the fourteenth set, written before it was tried

CSV = "序号,项目名称,牵头单位,目标任务,工作进展,完成投资,存在的问题,下一步工作及建议,责任人及联系方式\r\n1,甲,区教委,乙,完成5项,5,无,无,示例甲 000-00000000\r\n"
HTML_TABLE = (
    "<html><body><p>各位好，4月报表如下：</p><table border=1><tr><td>序号</td><td>项目名称</td><td>牵头单位</td><td>目标任务</td>"
    "<td>工作进展</td><td>完成投资</td></tr><tr><td>1</td><td>甲</td><td>区教委</td><td>乙</td><td>完成5项</td><td>5</td></tr></table></body></html>"
)
parcel("CSV under its own name", "a.csv", TOLD)(lambda _: CSV.encode("gbk"))
parcel("CSV in UTF-8 with a BOM", "附件2_区教委.csv", TOLD)(lambda _: CSV.encode("utf-8-sig"))
parcel("CSV in UTF-16 with tabs called .xls", "附件2.xls", TOLD)(lambda _: CSV.replace(",", "\t").encode("utf-16"))
parcel("CSV in a zip", "c.zip", TOLD)(lambda _: zipped({"附件2.csv": CSV.encode("gbk")}))
parcel("CSV in a mail", "c.eml", TOLD)(lambda _: letter(CSV.encode("gbk"), "附件2.csv", ("text", "csv")).as_bytes())
parcel("CSV beside the form in a mail", "d.eml")(lambda s: more(letter(s), CSV.encode("gbk"), "明细.csv"))
parcel("the table in the mail's text, tabs between", "e.eml", TOLD)(
    lambda _: letter(None, body=CSV.replace(",", "\t").replace("\r\n", "\n")).as_bytes()
)


@parcel("the table in the mail's HTML", "f.eml", TOLD)
def _in_html(_: bytes) -> bytes:
    mail = letter(None, body="请用支持HTML的程序查看。")
    mail.add_alternative(HTML_TABLE, subtype="html")
    return mail.as_bytes()


@parcel("HTML text and the form attached", "g.eml")
def _html_and_form(sheet: bytes) -> bytes:
    mail = letter(None, body="见附件")
    mail.add_alternative("<p>见附件</p>", subtype="html")
    mail.add_attachment(sheet, maintype=XLSX[0], subtype=XLSX[1], filename=NAME)
    return mail.as_bytes()


@parcel("a name in GB18030 under name alone", "h.eml")
def _gb18030(sheet: bytes) -> bytes:
    word = "=?gb18030?B?" + base64.b64encode(NAME.encode("gb18030")).decode() + "?="
    data = (
        letter(sheet, "name.xlsx")
        .as_bytes()
        .replace(b'Content-Disposition: attachment; filename="name.xlsx"', b"Content-Disposition: attachment")
    )
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return data.replace(b"Content-Type: " + kind, b"Content-Type: " + kind + b';\r\n\tname="' + word.encode() + b'"')


@parcel("a name cut in two encoded words", "i.eml")
def _two_words(sheet: bytes) -> bytes:
    one, two = (base64.b64encode(t.encode()).decode() for t in (NAME[:5], NAME[5:]))
    return (
        letter(sheet, "name.xlsx")
        .as_bytes()
        .replace(b'filename="name.xlsx"', f'filename="=?UTF-8?B?{one}?=\r\n =?UTF-8?B?{two}?="'.encode())
    )


@parcel("a signed mail", "j.eml")
def _signed_mail(sheet: bytes) -> bytes:
    inner = letter(sheet).as_bytes()
    inner = inner[inner.index(b"Content-Type: multipart") :]
    return (
        b'From: a@example.invalid\r\nMIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary="S"\r\n\r\n--S\r\n'
        + inner
        + b"\r\n--S\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB\r\n--S--\r\n"
    )


parcel("an encrypted mail", "k.eml", TOLD)(
    lambda _: (
        b"From: a@example.invalid\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nMIIBAAECAwQFBgcICQ==\r\n"
    )
)
parcel("quoted-printable instead of base64", "l.eml")(
    lambda s: (
        b'From: a@example.invalid\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="Q"\r\n\r\n--Q\r\nContent-Type: application/octet-stream\r\n'
        b'Content-Transfer-Encoding: quoted-printable\r\nContent-Disposition: attachment; filename="a.xlsx"\r\n\r\n'
        + b"=\r\n".join(b"".join(b"=%02X" % b for b in s[n : n + 24]) for n in range(0, len(s), 24))
        + b"\r\n--Q--\r\n"
    )
)


def _encrypted_zip(sheet: bytes) -> bytes:
    """Set the mark of a password in an archive's entries."""
    data = bytearray(zipped({NAME: sheet}))
    data[6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)


parcel("a zip with a password", "m.zip", TOLD)(_encrypted_zip)
parcel("the first part of a split zip", "n.zip.001", TOLD)(lambda s: zipped({NAME: s})[:9000])
parcel("a .z01", "o.z01", TOLD)(lambda s: b"PK\x07\x08" + zipped({NAME: s})[:9000])


def _same_name(sheet: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(NAME, sheet)
        archive.writestr(f"备份/{NAME}", sheet)
    return out.getvalue()


parcel("a zip of two with one name", "p.zip")(_same_name)
parcel("a workbook with macros", "附件2.xlsm")(
    lambda s: _typed(s, b"spreadsheetml.sheet.main+xml", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
)
parcel("a template of a workbook", "附件2.xltx")(
    lambda s: _typed(
        s,
        b"spreadsheetml.sheet.main+xml",
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    )
)
parcel("nothing", "q.xlsx", TOLD)(lambda _: b"")
parcel("a page saved by a browser as .mht", "r.mht", TOLD)(
    lambda _: (
        b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n--B\r\n'
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + HTML_TABLE.encode()
        + b"\r\n--B--\r\n"
    )
)
parcel("rich text called .doc", "s.doc", TOLD)(lambda _: b"{\\rtf1\\ansi\\ansicpg936 \\trowd \\cell\\row}")
parcel("a shortcut", "附件2.xlsx.lnk", TOLD)(lambda _: b"L\0\0\0\x01\x14\x02\0" + b"\0" * 80)
parcel("a link of the web", "附件2.url", TOLD)(lambda _: b"[InternetShortcut]\r\nURL=https://example.invalid/a\r\n")
parcel("a scan", "附件2.pdf", TOLD)(
    lambda _: b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
parcel("a picture in a mail", "t.eml", TOLD)(
    lambda _: letter(b"\xff\xd8\xff\xe0" + b"\0" * 200, "微信图片.jpg", ("image", "jpeg")).as_bytes()
)
parcel("flat OpenDocument", "u.fods", TOLD)(
    lambda _: (
        b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>'
    )
)
parcel("a workbook as base64 text", "v.txt", TOLD)(base64.encodebytes)
parcel("a mail whose form is an older one quoted", "w.eml")(
    lambda s: letter(
        s, body="请查收。\n\n-----原始邮件-----\n发件人：区发展改革委\n附件：附件2_3月.xlsx\n请于25日前报送。"
    ).as_bytes()
)
parcel("an invitation with the form", "x.eml")(
    lambda s: more(letter(s), b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "invite.ics")
)


# ---------------------------------------------------------------- of the fifteenth set, written before it was tried


def _word_of(name: str, charset: str) -> str:
    """Return a name as one encoded word."""
    return f"=?{charset}?B?{base64.b64encode(name.encode(charset)).decode()}?="


def _with_file_name(sheet: bytes, written: str) -> bytes:
    """Return a mail whose file's name is written so."""
    return letter(sheet, "name.xlsx").as_bytes().replace(b'filename="name.xlsx"', f'filename="{written}"'.encode())


def _raw(transfer: str, body: bytes, head: str = "application/octet-stream", rest: bytes = b"") -> bytes:
    """Return a mail with one part written by hand."""
    return (
        b'From: a@example.invalid\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="R"\r\n\r\n--R\r\n'
        + f'Content-Type: {head}\r\nContent-Transfer-Encoding: {transfer}\r\nContent-Disposition: attachment; filename="a.xlsx"\r\n\r\n'.encode()
        + body
        + b"\r\n--R"
        + (rest or b"--\r\n")
    )


parcel("a name as an encoded word of GB18030", "a.eml")(lambda s: _with_file_name(s, _word_of(NAME, "gb18030")))
parcel("a name as an encoded word of GBK, in small letters", "b.eml")(
    lambda s: _with_file_name(s, _word_of(NAME, "gbk").replace("?B?", "?b?"))
)
parcel("a name in RFC 2231 of GBK", "c.eml")(
    lambda s: (
        letter(s, "name.xlsx")
        .as_bytes()
        .replace(
            b'filename="name.xlsx"', b"filename*=GBK''" + "".join(f"%{b:02X}" for b in NAME.encode("gbk")).encode()
        )
    )
)
parcel("a name with a path of Windows", "d.eml")(lambda s: _with_file_name(s, "D:\\\\月报\\\\name.xlsx"))
parcel("said to be an .xls", "e.eml")(lambda s: letter(s, kind=("application", "vnd.ms-excel")).as_bytes())
parcel("base64 without its padding and with a list's foot", "f.eml")(
    lambda s: _raw(
        "base64",
        base64.encodebytes(s).rstrip(b"=\n"),
        rest=b"\r\nContent-Type: text/plain\r\n\r\n____\r\nlist mailing list\r\n--R--\r\n",
    )
)
parcel("base64 in lines of odd length", "g.eml")(
    lambda s: _raw("Base64", b" \r\n".join(base64.b64encode(s)[n : n + 61] for n in range(0, 4 * len(s) // 3 + 4, 61)))
)


def _double(sheet: bytes) -> bytes:
    """Send the file as a Mac does: a part of its own attributes beside it."""
    inner = letter(sheet).as_bytes()
    part = inner[inner.index(b"Content-Type: application") :].rpartition(b"\r\n--")[0]
    return (
        b'From: a@example.invalid\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="M"\r\n\r\n--M\r\n'
        b"Content-Type: multipart/appledouble; boundary=D\r\n\r\n--D\r\nContent-Type: application/applefile\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"AAUWBwACAAA=\r\n--D\r\n" + part + b"\r\n--D--\r\n--M--\r\n"
    )


parcel("a Mac's double part", "h.eml")(_double)


@parcel("pictures of a signature beside the form", "i.eml")
def _pictured(sheet: bytes) -> bytes:
    mail = letter(sheet)
    mail.add_attachment(b"GIF89a" + b"x" * 60, maintype="image", subtype="gif", filename="logo.gif")
    return more(mail, b"\x89PNG\r\n\x1a\n" + b"x" * 60, "image001.png")


parcel("a visiting card beside the form", "j.eml")(lambda s: more(letter(s), b"BEGIN:VCARD\r\nEND:VCARD\r\n", "a.vcf"))
parcel("a stamped scan beside the form", "k.eml")(lambda s: more(letter(s), b"%PDF-1.4\n%%EOF", "附件2（盖章）.pdf"))
parcel("the same form in .xlsx and in a zip", "l.eml")(lambda s: more(letter(s), zipped({NAME: s}), "附件2.zip"))
parcel("a gateway's note in place of the file", "m.eml", TOLD)(
    lambda _: letter("附件“附件2.xlsx”已被安全网关删除。".encode("gbk"), "附件2.xlsx.txt", ("text", "plain")).as_bytes()
)
parcel("a link to an online table", "n.eml", TOLD)(
    lambda _: letter(None, body="4月报表见在线表格：https://docs.example.invalid/sheet/DQ 请查收").as_bytes()
)
parcel("a letter recalled", "o.eml", "mail.no-form")(
    lambda _: letter(None, subject="撤回: 4月报表", body="发件人要撤回邮件“4月报表”。").as_bytes()
)
parcel("names of a Mac in two characters, in a zip", "p.zip")(
    lambda s: zipped({unicodedata.normalize("NFD", "4月/é附件2.xlsx"): s})
)
parcel("lock files, thumbnails and settings in a zip", "q.zip")(
    lambda s: zipped(
        {
            NAME: s,
            f"~${NAME}": b"\x05abc" + b" " * 160,
            "Thumbs.db": b"\xd0\xcf\x11\xe0",
            "desktop.ini": b"[.ShellClassInfo]",
        }
    )
)
parcel("a scan and the form in a zip", "r.zip")(
    lambda s: zipped({NAME: s, "附件2（盖章扫描）.pdf": b"%PDF-1.4\n%%EOF"})
)
parcel("a zip of .et in GBK", "s.zip")(lambda s: _named_in_gbk(s, "附件2_区教委.et"))
parcel("a second download", "附件2_区教委(1).xlsx")(lambda s: s)
parcel("a copy by the explorer", "附件2_区教委 - 副本.xlsx")(lambda s: s)
parcel("a template with macros", "附件2.xltm")(
    lambda s: _typed(s, b"spreadsheetml.sheet.main+xml", b"application/vnd.ms-excel.template.macroEnabled.main+xml")
)
parcel("a binary workbook", "附件2.xlsb", TOLD)(
    lambda _: zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01\0"})
)
parcel("a table of Numbers", "附件2.numbers", TOLD)(
    lambda _: zipped({"Index/Document.iwa": b"\0", "Metadata/Properties.plist": b"bplist00"})
)
parcel("a document of pages by OFD", "附件2.ofd", TOLD)(
    lambda _: zipped({"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<a/>"})
)
parcel("a photograph of a telephone", "IMG_0425.HEIC", TOLD)(lambda _: b"\0\0\0\x18ftypheic" + b"\0" * 200)
parcel("a long screenshot", "微信截图.webp", TOLD)(lambda _: b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 200)
parcel("a spoken message", "语音.amr", TOLD)(lambda _: b"#!AMR\n" + b"\0" * 200)
parcel("a temporary file of Word", "~WRL0001.tmp", IGNORED)(
    lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000
)
parcel("a data base of dBASE", "附件2.dbf", TOLD)(lambda _: b"\x03\x7d\x04\x19" + b"\0" * 200)
parcel("a symbolic link file of Excel", "附件2.slk", TOLD)(lambda _: b'ID;PWXL;N;E\r\nC;Y1;X1;K"a"\r\nE\r\n')
parcel("rich text", "附件2.rtf", TOLD)(lambda _: b"{\\rtf1\\ansi\\ansicpg936 \\trowd \\cell\\row}")


# ---------------------------------------------------------------- of the eighteenth set, written before it was tried


def _streamed(files: dict[str, bytes]) -> bytes:
    """Return an archive written to a stream that cannot go back, as Java's programs write theirs."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.data += bytes(data)
            return len(data)

    out = Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.data


def _parts_of(sheet: bytes, folder: str = "") -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(sheet)) as package:
        return {folder + entry.filename: package.read(entry) for entry in package.infolist()}


def _with_method(sheet: bytes, method: int) -> bytes:
    """Say in an archive's directory that its entry is packed another way."""
    data = bytearray(zipped({NAME: sheet}))
    central = data.index(b"PK\x01\x02")
    data[8:10] = data[central + 10 : central + 12] = method.to_bytes(2, "little")
    return bytes(data)


def _transferred(coding: str, body: bytes) -> bytes:
    return _raw(coding, body)


def _uuencoded(sheet: bytes) -> bytes:
    lines = b"".join(binascii.b2a_uu(sheet[n : n + 45]) for n in range(0, len(sheet), 45))
    return b"begin 644 a.xlsx\n" + lines + b"`\nend\n"


def _emlx(sheet: bytes) -> bytes:
    mail = letter(sheet).as_bytes().replace(b"\r\n", b"\n")
    return f"{len(mail)}\n".encode() + mail + b'<?xml version="1.0"?><plist version="1.0"><dict/></plist>\n'


def _digest(sheet: bytes) -> bytes:
    return (
        b'From: a@example.invalid\r\nSubject: digest\r\nMIME-Version: 1.0\r\nContent-Type: multipart/digest; boundary="DG"\r\n\r\n--DG\r\n\r\n'
        + letter(sheet).as_bytes()
        + b"\r\n--DG--\r\n"
    )


def _always(data: bytes) -> Callable[[bytes], bytes]:
    """Return a way to wrap a return in which nothing of it is left."""
    return lambda _: data


_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

parcel("a workbook streamed by Java", "a.xlsx")(lambda s: _streamed(_parts_of(s)))
parcel("a workbook unpacked and packed again with its folder", "b.xlsx")(
    lambda s: zipped(_parts_of(s, "附件2_区教委/"))
)
parcel("a workbook unpacked and packed again as a .zip", "c.zip")(lambda s: zipped(_parts_of(s)))
parcel("a workbook with every part stored", "d.xlsx")(lambda s: zipped(_parts_of(s), zipfile.ZIP_STORED))
parcel("an add-in", "附件2.xlam")(
    lambda s: _typed(s, b"spreadsheetml.sheet.main+xml", b"application/vnd.ms-excel.addin.macroEnabled.main+xml")
)
parcel("a zip streamed", "e.zip")(lambda s: _streamed({NAME: s}))
parcel("a zip of Deflate64", "f.zip", TOLD)(lambda s: _with_method(s, 9))
parcel("a zip of AES", "g.zip", TOLD)(lambda s: _with_method(s, 99))
parcel("a zip of Zstandard", "h.zip", TOLD)(lambda s: _with_method(s, 93))
parcel("an empty zip", "i.zip", TOLD)(lambda _: zipped({}))
parcel("a zip of an empty folder", "j.zip", TOLD)(lambda _: zipped({"4月/": b""}))
parcel("a zip with names of Windows", "k.zip")(lambda s: zipped({"C:\\月报\\附件2.xlsx": s}))
parcel("a zip with names that lead out", "l.zip")(lambda s: zipped({"../../附件2.xlsx": s}))
parcel("a zip with a name no system takes", "m.zip")(lambda s: zipped({"CON.xlsx": s, "a. ": b""}))
parcel("a zip with bytes before it", "n.zip")(lambda s: b"\r\n\r\n" + zipped({NAME: s}))
for _name, _file, _head in (
    ("a RAR of version 5", "a.rar", b"Rar!\x1a\x07\x01\x00"), ("a tar", "b.tar", b"a.xlsx" + b"\0" * 251 + b"ustar\x0000"), ("a cabinet", "c.cab", b"MSCF\0\0\0\0"),
    ("an LZH", "d.lzh", b"\x22\x10-lh5-"), ("an ARJ", "e.arj", b"\x60\xea\x10\0"), ("a compress", "f.Z", b"\x1f\x9d\x90"), ("an image of a disc", "g.iso", b"\0" * 32769 + b"CD001"),
    ("an LZ4", "h.lz4", b"\x04\x22\x4d\x18"), ("a .zst", "i.zst", b"\x28\xb5\x2f\xfd"), ("an .xz", "j.xz", b"\xfd7zXZ\0"), ("a bzip2", "k.bz2", b"BZh91AY"),
    ("a table of Lotus", "附件2.wk4", b"\0\0\x1a\0\2\x10\4\0"), ("a table of Works", "附件2.wks", b"\xff\0\2\0\4\4"), ("a table of Quattro", "附件2.wb3", _OLE2 + b"\0" * 900),
    ("a data base of Access", "附件2.accdb", b"\0\1\0\0Standard ACE DB\0"), ("a notebook", "附件2.one", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d"), ("a drawing of AutoCAD", "附件2.dwg", b"AC1032\0\0"),
    ("a picture in TIFF", "附件2.tif", b"II*\0\x08\0\0\0"), ("a picture in BMP", "附件2.bmp", b"BM\x36\0\0\0\0\0\0\0\x36\0"), ("a picture in JPEG 2000", "附件2.jp2", b"\0\0\0\x0cjP  \r\n\x87\n"),
    ("a picture in AVIF", "附件2.avif", b"\0\0\0\x1cftypavif"), ("a picture of Photoshop", "附件2.psd", b"8BPS\0\1"), ("a metafile", "附件2.emf", b"\1\0\0\0\x6c\0\0\0"), ("a film", "附件2.mp4", b"\0\0\0\x18ftypmp42"),
    ("a scan in CAJ", "附件2.caj", b"CAJ\0"), ("a scan in DjVu", "附件2.djvu", b"AT&TFORM\0\0\0\0DJVU"), ("a page of PostScript", "附件2.ps", b"%!PS-Adobe-3.0\n"), ("a Word 2 document", "附件2.doc", b"\xdb\xa5\x2d\0"),
    ("a sheet of Write", "附件2.wri", b"\x31\xbe\0\0\0\xab"), ("a picture in SVG", "附件2.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
):  # fmt: skip
    parcel(_name, _file, TOLD)(_always(_head + b"\x07" * 900))
for _name, _file, _parts in (
    ("a page of XPS", "附件2.xps", {"[Content_Types].xml": b"<Types/>", "FixedDocumentSequence.fdseq": b"<a/>", "Documents/1/Pages/1.fpage": b"<a/>"}),
    ("a drawing of Visio", "附件2.vsdx", {"[Content_Types].xml": b"<Types/>", "visio/document.xml": b"<a/>"}),
    ("a book", "附件2.epub", {"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<a/>"}),
    ("a table of OpenOffice 1", "附件2.sxc", {"mimetype": b"application/vnd.sun.xml.calc", "content.xml": b"<office:document-content/>", "META-INF/manifest.xml": b"<manifest/>"}),
    ("a table of UOF 2", "附件2.uos", {"_meta/meta.xml": b"<a/>", "uof.xml": b"<uof:UOF/>", "content.xml": b"<a/>", "objectdata.xml": b"<a/>"}),
    ("a drawing of OpenDocument", "附件2.odg", {"mimetype": b"application/vnd.oasis.opendocument.graphics", "content.xml": b"<a/>"}),
    ("a program of Java", "附件2.jar", {"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0", "a.class": b"\xca\xfe\xba\xbe"}),
):  # fmt: skip
    parcel(_name, _file, TOLD)(_always(zipped(_parts)))
for _name, _file, _text in (
    ("a table of UOF 1", "附件2.uof", '<?xml version="1.0" encoding="UTF-8"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"><uof:电子表格>序号 项目名称 牵头单位 目标任务 工作进展</uof:电子表格></uof:UOF>'),
    ("a flat package of Word", "附件2.xml", '<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part>序号项目名称牵头单位目标任务工作进展</pkg:part></pkg:package>'),
    ("Word's XML of 2003", "附件2.doc", '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument><w:t>序号</w:t><w:t>项目名称</w:t><w:t>牵头单位</w:t><w:t>目标任务</w:t><w:t>工作进展</w:t></w:wordDocument>'),
    ("a page of frames called .xls", "附件2.xls", '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><link id="shLink" href="附件2.files/sheet001.htm"></head><frameset rows="*,39"><frame src="附件2.files/sheet001.htm"></frameset></html>'),
    ("a table of Markdown", "附件2.md", "| 序号 | 项目名称 | 牵头单位 | 目标任务 | 工作进展 |\n|---|---|---|---|---|\n| 1 | 甲 | 区教委 | 乙 | 完成5项 |\n"),
    ("JSON of an online table", "附件2.json", '{"序号": 1, "项目名称": "甲", "牵头单位": "区教委", "目标任务": "乙", "工作进展": "完成5项"}'),
    ("tabs between, no ending", "附件2", CSV.replace(",", "\t")),
    ("a table of DIF", "附件2.dif", 'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,9\r\n""\r\nDATA\r\n0,0\r\n""\r\n-1,0\r\nBOT\r\n1,0\r\n"序号"\r\n1,0\r\n"项目名称"\r\n1,0\r\n"牵头单位"\r\n1,0\r\n"目标任务"\r\n-1,0\r\nEOD\r\n'),
    ("a link of a Mac", "附件2.webloc", '<?xml version="1.0"?><plist version="1.0"><dict><key>URL</key><string>https://example.invalid/a</string></dict></plist>'),
    ("a link of Linux", "附件2.desktop", "[Desktop Entry]\nType=Link\nURL=https://example.invalid/a\n"),
    ("a letter with blanks between the columns", "附件2.prn", "序号   项目名称   牵头单位   目标任务   工作进展   完成投资\r\n1   甲   区教委   乙   完成5项   5\r\n"),
):  # fmt: skip
    parcel(_name, _file, TOLD)(_always(_text.encode()))
parcel("Excel's XML of 2003 in UTF-16", "附件2.xml", TOLD)(
    lambda _: (
        '<?xml version="1.0" encoding="UTF-16"?><?mso-application progid="Excel.Sheet"?><Workbook><Data>序号</Data><Data>项目名称</Data><Data>牵头单位</Data><Data>目标任务</Data></Workbook>'.encode("utf-16")
    )
)  # fmt: skip
for _name, _file in (
    ("a Word document called .wps", "附件2.wps"), ("a Word document called .doc", "附件2.doc"), ("a Word document called .xlsx", "附件2.xlsx"), ("a Word document called .docm", "附件2.docm"),
):  # fmt: skip
    parcel(_name, _file)(lambda _: _worded())
parcel("a template of Word", "附件2.dotx")(
    lambda _: _typed(
        _worded(),
        b"wordprocessingml.document.main+xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    )
)
parcel("a backup of Excel", "附件2.xlk")(lambda s: s)
parcel("a lock of LibreOffice beside the form", "a.zip")(
    lambda s: zipped({NAME: s, f".~lock.{NAME}#": b",a,b,25.04.2025;"})
)
parcel("a mail kept by Apple's program", "a.emlx")(_emlx)
parcel("a mail with lines of an old Mac", "b.eml")(lambda s: letter(s).as_bytes().replace(b"\r\n", b"\r"))
parcel("a digest of mails", "c.eml")(_digest)
parcel("a part in x-uuencode", "d.eml")(lambda s: _transferred("x-uuencode", _uuencoded(s)))
parcel("a part whose transfer is misspelled", "e.eml")(lambda s: _transferred("base-64", base64.encodebytes(s)))
parcel("a part whose transfer is not said", "f.eml")(
    lambda s: _raw("x", base64.encodebytes(s)).replace(b"Content-Transfer-Encoding: x\r\n", b"")
)
parcel("a part in BinHex", "g.eml", TOLD)(
    lambda _: _raw("7bit", b"(This file must be converted with BinHex 4.0)\r\n:#h0MG(8\r\n", "application/mac-binhex40")
)
parcel("a yEnc part", "h.eml", TOLD)(
    lambda _: _raw("8bit", b"=ybegin line=128 size=99 name=a.xlsx\r\nabc\r\n=yend size=99\r\n")
)
parcel("a mail in gzip", "i.eml.gz", TOLD)(lambda s: gzip.compress(letter(s).as_bytes()))
parcel("a mail quoted whole in another's text", "j.eml", TOLD)(
    lambda s: letter(None, body="转发如下：\n\n" + letter(s).as_bytes().decode("utf-8", "replace")).as_bytes()
)
parcel("a page with the form in its own bytes", "k.html", TOLD)(
    lambda s: (
        f'<html><a download="附件2.xlsx" href="data:application/vnd.ms-excel;base64,{base64.b64encode(s).decode()}">附件2</a></html>'.encode()
    )
)
parcel("a mail whose only file is a link", "l.eml", TOLD)(
    lambda _: letter(None, body="附件2已上传，请点击下载：https://pan.example.invalid/s/1abc 提取码：x1y2").as_bytes()
)
parcel("a mail with a link in its HTML alone", "m.eml", TOLD)(
    lambda _: _html_only('<p>4月报表</p><a href="https://drive.example.invalid/f/abc">附件2_区教委.xlsx</a>')
)
parcel("a mail with a link to a meeting", "n.eml", "mail.no-form")(
    lambda _: letter(
        None, subject="会议通知", body="会议链接：https://meeting.example.invalid/123 请准时参加"
    ).as_bytes()
)


def _html_only(html: str) -> bytes:
    mail = letter(None, body="请用支持HTML的程序查看。")
    mail.add_alternative(html, subtype="html")
    return mail.as_bytes()


def _worded() -> bytes:
    """Return the return as a Word document, of the same unit and month."""
    import docx  # noqa: PLC0415 - few parcels ask

    month = Month(2025, 4)
    ours = load(CATALOGUE_FILE, (packaged() / CATALOGUE_FILE).read_bytes()).at(month)
    document = docx.Document()
    document.add_paragraph(ours.form_title)
    document.add_paragraph("填报单位：区教委    填报月份：2025年4月    单位：万元")
    heads = (
        "序号",
        "项目名称",
        "牵头单位",
        "目标任务",
        "工作进展",
        "完成投资",
        "存在的问题",
        "下一步工作及建议",
        "责任人及联系方式",
    )
    projects = list(ours.led_by("区教委"))
    table = document.add_table(rows=len(projects) + 1, cols=len(heads))
    rows = [
        heads,
        *(
            (
                p.number,
                p.name,
                "区教委",
                p.target_lines,
                "（示例）完成5项。",
                "120",
                "无",
                "（示例）继续推进。",
                "示例甲 000-00000000",
            )
            for p in projects
        ),
    ]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = str(text)
    document.add_paragraph("单位主要负责人：示例乙    填表人：示例丙")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _named_in_gbk(sheet: bytes, name: str) -> bytes:
    """Return an archive whose names are in bytes of GBK, without a mark."""
    plain = "x" * len(name.encode("gbk"))
    return zipped({plain: sheet}).replace(plain.encode(), name.encode("gbk"))


def _typed(sheet: bytes, old: bytes, new: bytes) -> bytes:
    """Give a workbook another content type."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for entry in package.infolist():
            content = package.read(entry)
            if entry.filename == "[Content_Types].xml":
                content = content.replace(b"application/vnd.openxmlformats-officedocument." + old, new)
            again.writestr(entry.filename, content)
    return out.getvalue()


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
        taken = bool({"accepted", "returned", "duplicate", "superseded"} & set(outcomes))
        if expected == IGNORED:
            good = outcomes == ["ignored"]
        elif expected == TOLD:
            good = not taken and any(f["severity"] in ("error", "warning") for line in own for f in line["findings"])
        else:
            good = taken if expected == READ else expected in codes
        wrong += not good
        if not good:
            print(
                f"{name}: {expected} expected, got {[(line['name'], line['outcome'], [f['message'] for f in line['findings'] if f['severity'] == 'error']) for line in own]}"
            )
    print(f"{len(PARCELS)} parcels, {len(PARCELS) - wrong} as expected")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
