"""``fetch``: mail out of a real IMAP server (dovecot, unprivileged), untouched there, walking on like any file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, NamedTuple

import pytest

import post_office
from hand import filled
from post_office import HOST, PASSWORD, USER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Minsheng

pytestmark = [
    pytest.mark.skipif(post_office.DOVECOT is None, reason="needs dovecot-imapd"),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl for a certificate"),
]
APRIL = "2025-04"
INSIDE = "2025-04/回收/邮件"
DAY = 1745300000  # 2025-04-22


class Office(NamedTuple):
    """A workspace, the mailbox it is told of, and how it is reached."""

    run: Minsheng
    box: Path
    ports: dict[str, int]

    def setting(self, security: str = "ssl", more: str = "") -> None:
        imap = f"imap: {{host: {HOST}, port: {self.ports[security]}, security: {security}{more}}}"
        (self.run.root / "minsheng.yaml").write_text(f"mail: {{user: {USER}, {imap}}}\n", encoding="utf-8")

    def deliver(self, data: bytes, at: int = DAY, folder: str = "") -> None:
        """Put a mail into the mailbox, arrived at that time."""
        new = self.box / folder / "new"
        for part in ("cur", "new", "tmp"):
            (new.parent / part).mkdir(parents=True, exist_ok=True)
        for directory in (self.box, new.parent, *new.parent.iterdir()):
            if directory.is_dir():
                directory.chmod(0o777)
        path = new / f"{at}.{len(list(self.box.rglob('*')))}.host"
        path.write_bytes(data)
        os.utime(path, (at, at))

    def saved(self) -> list[Path]:
        return sorted((self.run.root / INSIDE).glob("*"))


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Path, dict[str, int]]]:
    with post_office.imap() as (box, own, ports):
        os.environ["SSL_CERT_FILE"] = str(own.file)
        yield box, ports
    del os.environ["SSL_CERT_FILE"]


@pytest.fixture
def office(server: tuple[Path, dict[str, int]], issued: Minsheng, monkeypatch: pytest.MonkeyPatch) -> Office:
    box, ports = server
    shutil.rmtree(box, ignore_errors=True)
    made = Office(issued, box, ports)
    made.deliver(b"From: a@example.invalid\r\nSubject: old\r\n\r\nlong ago\r\n", at=1700000000)
    monkeypatch.setenv("MINSHENG_MAIL_PASSWORD", PASSWORD)
    made.setting()
    for path in (issued.root / "2025-04/下发").glob("*.xlsx"):
        os.utime(path, (1743500000, 1743500000))  # 2025-04-01
    return made


def returned(office: Office, unit: str) -> bytes:
    blank = office.run.root / f"2025-04/下发/附件2_{unit}_2025年4月.xlsx"
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["Subject"] = "示例甲 <a@example.invalid>", f"{unit}报送"
    mail["Received"] = "from a by b; Tue, 22 Apr 2025 13:33:20 +0800"
    mail.set_content("见附件。\n")
    mail.add_attachment(
        filled(blank.read_bytes()), maintype="application", subtype="octet-stream", filename=f"{unit}.xlsx"
    )
    return bytes(mail)


def test_mail_walks_the_path_of_a_file(office: Office) -> None:
    units = ("区教委", "区残联")
    mails = [returned(office, unit) for unit in units]
    for mail in mails:
        office.deliver(mail)
    seen = office.run("fetch", APRIL, "--dry-run", "--json")
    assert (seen.code, len(seen.json["saved"]), office.saved()) == (0, 2, [])
    done = office.run("fetch", APRIL, "--json")
    assert done.code == 0, done.err
    assert done.json["since"] == "2025-04-01"
    assert [office.run.root / name for name in sorted(done.json["saved"])] == office.saved()
    assert sorted(p.read_bytes() for p in office.saved()) == sorted(mails)  # byte for byte, the old one not among them
    assert all(p.name.startswith("2025-04-22_") for p in office.saved())
    assert not [p for p in office.box.rglob("*:2,*S*") if p.is_file()]  # nothing was marked as read
    again = office.run("fetch", APRIL, "--json")
    assert (again.json["saved"], again.json["known"]) == ([], 2)
    collected = office.run("collect", APRIL, "--json")
    states = {u["unit"]: (u["state"], u["on_time"]) for u in collected.json["units"]}
    assert all(states[unit] == ("accepted", True) for unit in units)
    assert office.run("verify", APRIL).code == 0


def test_what_comes_back_undelivered_is_no_return(office: Office) -> None:
    draft = (office.run.root / "2025-04/下发/附件2_区教委_2025年4月.eml").read_bytes()
    office.deliver(
        b"From: MAILER-DAEMON@example.invalid\r\nContent-Type: multipart/report;\r\n\treport-type=delivery-status;"
        b' boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n'
        b"Final-Recipient: rfc822; nobody@example.invalid\r\nAction: failed\r\n\r\n--b\r\n"
        b"Content-Type: message/rfc822\r\n\r\n" + draft + b"\r\n--b--\r\n"
    )
    done = office.run("fetch", APRIL, "--json")
    assert (done.code, office.saved()) == (1, [])
    assert done.json["bounced"] == [{"date": "2025-04-22", "addresses": ["nobody@example.invalid"]}]
    assert office.run("fetch", APRIL).code == 0


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (b"From: a@example.invalid\r\nSubject: x\r\nAuto-Submitted: auto-replied\r\n\r\nout\r\n", "自动回复"),
        ("From: a@example.invalid\r\nSubject: 自动回复：关于报送\r\n\r\n出差\r\n".encode(), "自动回复"),
        ("From: a@example.invalid\r\nSubject: 已读：关于报送\r\n\r\n已读\r\n".encode(), "已读回执"),
    ],
)
def test_what_a_machine_answered_is_left_and_told_for_what_it_is(office: Office, head: bytes, why: str) -> None:
    contacts = office.run.root / "data/contacts.yaml"
    contacts.write_text("区教委: {name: 示例, email: a@example.invalid}\n", encoding="utf-8")
    office.deliver(head)
    for _ in range(2):
        done = office.run("fetch", APRIL, "--json")
        assert (done.code, office.saved(), len(done.json["left"])) == (0, [], 1)
        assert done.json["left"][0]["why"].startswith(why)
    assert len(office.run("fetch", APRIL, "--all", "--json").json["saved"]) == 1
    collected = office.run("collect", APRIL, "--json")
    assert [f["outcome"] for f in collected.json["files"]] == ["ignored"]


def test_a_bounce_without_a_report_is_told_too_and_a_rehearsal_notes_nothing(office: Office) -> None:
    office.deliver(
        "From: PostMaster <postmaster@example.invalid>\r\nSubject: 系统退信/Systems bounce\r\n"
        "X-Failed-Recipients: nobody@example.invalid\r\n\r\n抱歉，您的邮件被退回来了\r\n".encode()
    )
    for options in (("--dry-run",), ()):
        done = office.run("fetch", APRIL, "--json", *options)
        assert (done.code, done.json["saved"], office.saved()) == (1, [], [])
        assert done.json["bounced"] == [{"date": "2025-04-22", "addresses": ["nobody@example.invalid"]}]
    assert office.run("fetch", APRIL).code == 0


def test_what_was_taken_is_not_taken_again_wherever_it_went(office: Office) -> None:
    office.deliver(returned(office, "区教委"))
    assert len(office.run("fetch", APRIL, "--json").json["saved"]) == 1
    for path in office.saved():
        path.unlink()  # the clerk tidied up
    assert office.run("fetch", APRIL, "--json").json["saved"] == []
    # The provider moved house: every number is new, every byte the same.
    for path in office.box.glob("dovecot*"):
        path.unlink()
    (office.box / "dovecot-uidvalidity.99999999").write_bytes(b"")
    again = office.run("fetch", APRIL, "--json")
    assert (again.json["saved"], again.json["known"]) == ([], 1)
    history = json.loads((office.run.root / "2025-04/存档/履历.json").read_bytes())["events"]
    first, last = (e["facts"] for e in history if e["kind"] == "fetched")
    assert first["uidvalidity"] != last["uidvalidity"]
    assert first["messages"][0]["sha256"] == last["messages"][0]["sha256"]


def test_one_bad_message_does_not_end_the_batch(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from minsheng_cli.tasks import fetch  # noqa: PLC0415
    from minsheng_cli.workspace import Workspace  # noqa: PLC0415

    monkeypatch.setattr(fetch, "SIZE_LIMIT", 100_000)
    good = returned(office, "区教委")
    assert len(good) < 100_000
    office.deliver(b"Subject: big\r\n\r\n" + b"x\r\n" * 50_000)
    office.deliver(b"\xff\x00no mail at all")
    office.deliver(b"", at=DAY + 1)
    office.deliver(good, at=DAY + 2)
    ours, since = fetch.start(Workspace.at(office.run.root), APRIL, None)
    done = fetch.fetch(ours, since, PASSWORD, everything=True)
    assert done.stopped is None
    assert good in [p.read_bytes() for p in office.saved()]
    assert any("没有取回" in why for _, why in done.failed)
    assert len(done.failed) + len(done.saved) == 4


def test_a_message_that_lies_about_its_size_is_cut_off(office: Office) -> None:
    from minsheng_cli.config.settings import Server  # noqa: PLC0415
    from minsheng_cli.errors import MailRefused  # noqa: PLC0415
    from minsheng_cli.mailbox import imap  # noqa: PLC0415

    office.deliver(b"Subject: big\r\n\r\n" + b"x\r\n" * 1000)
    with imap.connected(Server(HOST, office.ports["ssl"], "ssl"), USER, PASSWORD, "INBOX") as folder:
        mail = folder.since(date(2025, 4, 1))[-1]
        with pytest.raises(MailRefused, match="没有取回"):
            folder.fetch(imap.MailOnServer(mail.uid, 0, None), 1000)
        assert len(folder.fetch(mail, 1 << 20)) == mail.size


def test_since_and_a_folder_of_its_own(office: Office) -> None:
    office.deliver(b"Subject: one\r\n\r\n1\r\n", at=DAY, folder=".&bBF1Hw-")  # 民生
    office.deliver(b"Subject: two\r\n\r\n2\r\n", at=DAY + 2 * 86400, folder=".&bBF1Hw-")
    office.setting("starttls", ", folder: 民生")
    done = office.run("fetch", APRIL, "--since", "2025-04-23", "--all", "--json")
    assert done.code == 0, done.err
    assert [p.read_bytes() for p in office.saved()] == [b"Subject: two\r\n\r\n2\r\n"]
    history = json.loads((office.run.root / "2025-04/存档/履历.json").read_bytes())["events"]
    assert [e["kind"] for e in history] == ["judged", "fetched"]  # judged: as it was issued


@pytest.mark.parametrize(
    ("what", "code", "said"),
    [
        ("password", 3, "不接受用户名或密码"),
        ("certificate", 3, "证书不可信"),
        ("closed", 3, "拒绝连接"),
        ("security", 3, "加密"),
        ("folder", 3, "打不开文件夹“没有”"),
        ("since", 2, "不是日期"),
        ("no password", 2, "MINSHENG_MAIL_PASSWORD"),
        ("month", 2, "--since 2025-05-01"),
    ],
)
def test_each_trouble_has_its_sentence(office: Office, tmp_path: Path, what: str, code: int, said: str) -> None:
    office.deliver(b"Subject: one\r\n\r\n1\r\n")
    month, more, environment = APRIL, [], {}
    settings = office.run.root / "minsheng.yaml"
    if what == "password":
        environment["MINSHENG_MAIL_PASSWORD"] = "wrong"  # noqa: S105
    elif what == "no password":
        environment["MINSHENG_MAIL_PASSWORD"] = ""
    elif what == "certificate":
        environment["SSL_CERT_FILE"] = str(post_office.certificate(tmp_path).file)
    elif what == "closed":
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace(str(office.ports["ssl"]), str(post_office.free_port())), encoding="utf-8")
    elif what == "security":
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace(str(office.ports["ssl"]), str(office.ports["starttls"])), encoding="utf-8")
    elif what == "folder":
        office.setting("ssl", ", folder: 没有")
    elif what == "since":
        more = ["--since", "4月"]
    elif what == "month":
        month = "2025-05"
    done = office.run("fetch", month, *more, **environment)
    assert done.code == code, done.err
    assert said in done.err
    assert done.err.strip().count("\n") == 0
    assert not office.saved()


def test_cut_in_the_middle_it_goes_on_where_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from minsheng_cli.store import disk  # noqa: PLC0415
    from minsheng_cli.tasks import fetch  # noqa: PLC0415
    from minsheng_cli.workspace import Workspace  # noqa: PLC0415

    for number in range(5):
        office.deliver(b"Subject: %d\r\n\r\n1\r\n" % number, at=DAY + number)
    real = disk.write_file
    written: list[Path] = []

    def cut(path: Path, data: bytes) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(path)
        real(path, data)

    ours, since = fetch.start(Workspace.at(office.run.root), APRIL, None)
    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_file", cut)
        # Nor may what is noted as it ends: killed, it has no time for that.
        patch.setattr(fetch._MailIntake, "_note", lambda _: None)  # noqa: SLF001
        with pytest.raises(KeyboardInterrupt):
            fetch.fetch(ours, since, PASSWORD, everything=True)
    assert len(office.saved()) == 2
    done = office.run("fetch", APRIL, "--all", "--json")
    assert done.code == 0, done.err
    assert len(office.saved()) == 5
    assert len({p.read_bytes() for p in office.saved()}) == 5
    assert office.run("verify", APRIL).code == 0


def test_a_silent_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from minsheng_cli.config.settings import Server  # noqa: PLC0415
    from minsheng_cli.errors import MailError  # noqa: PLC0415
    from minsheng_cli.mailbox import imap  # noqa: PLC0415

    monkeypatch.setattr(imap, "TIMEOUT", 0.5)
    port = post_office.free_port()
    with (
        post_office.silent(port),
        pytest.raises(MailError, match="没有应答"),
        imap.connected(Server(HOST, port, "none"), USER, PASSWORD, "INBOX"),
    ):
        pass


def test_a_month_that_is_closed_takes_no_mail(office: Office) -> None:
    office.deliver(b"Subject: one\r\n\r\n1\r\n")
    assert office.run("seal", APRIL).code == 1  # units are outstanding
    done = office.run("fetch", APRIL)
    assert (done.code, office.saved()) == (3, [])
    assert "已封存" in done.err


def letter(sender: str, subject: str, attachment: tuple[str, bytes] | None = None) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["Subject"] = sender, subject
    mail.set_content("您好。\n")
    if attachment is not None:
        mail.add_attachment(attachment[1], maintype="application", subtype="octet-stream", filename=attachment[0])
    return bytes(mail)


def test_what_has_nothing_to_do_with_the_form_is_left_and_listed(office: Office) -> None:
    contacts = "区教委: {name: 示例甲, phone: 000-00000000, email: known@example.invalid}\n"
    (office.run.root / "data/contacts.yaml").write_text(contacts, encoding="utf-8")
    office.deliver(letter("示例乙 <stranger@example.invalid>", "午餐订餐通知"))
    office.deliver(letter("示例甲 <Known@example.invalid>", "关于数据的说明"), at=DAY + 1)
    office.deliver(letter("示例丙 <new@example.invalid>", "报送材料", ("材料.xlsx", b"PK")), at=DAY + 2)
    office.deliver(letter("示例丁 <new@example.invalid>", "名片", ("示例丁.vcf", b"BEGIN:VCARD")), at=DAY + 3)
    seen = office.run("fetch", APRIL, "--dry-run", "--json")
    done = office.run("fetch", APRIL, "--json")
    for told in (seen, done):
        assert [t["subject"] for t in told.json["took"]] == ["关于数据的说明", "报送材料"]
        assert [t["subject"] for t in told.json["left"]] == ["午餐订餐通知", "名片"]
        assert "stranger@example.invalid" in told.json["left"][0]["from"]
        assert "--all" in told.json["left"][0]["why"]
    assert len(office.saved()) == 2
    assert "午餐订餐通知" in done.err  # the clerk sees it on the screen
    assert len(office.run("fetch", APRIL, "--all", "--json").json["took"]) == 2


def test_a_mail_is_taken_for_the_month_it_names(office: Office) -> None:
    office.deliver(letter("示例甲 <a@example.invalid>", "区教委5月报表", ("附件2.xlsx", b"PK5")))
    office.deliver(letter("示例甲 <a@example.invalid>", "区教委报表", ("附件2_4月.xlsx", b"PK4")), at=DAY + 1)
    office.deliver(letter("示例甲 <a@example.invalid>", "区教委报表", ("附件2.xlsx", b"PK0")), at=DAY + 2)
    done = office.run("fetch", APRIL, "--json")
    assert len(done.json["took"]) == 2
    (left,) = done.json["left"]
    assert "minsheng fetch 2025-05" in left["why"]
    assert office.run("generate", "2025-05").code == 0
    may = office.run("fetch", "2025-05", "--since", "2025-04-01", "--json")
    assert [t["subject"] for t in may.json["took"]] == ["区教委5月报表"]
    assert "已收进 2025-04" in {x["why"] for x in may.json["left"]} | {x["why"][:10] for x in may.json["left"]}


def test_one_refused_as_of_a_wrong_month_is_taken_where_it_belongs(office: Office) -> None:
    assert office.run("generate", "2025-05").code == 0
    blank = (office.run.root / "2025-05/下发/附件2_区教委_2025年5月.xlsx").read_bytes()
    office.deliver(letter("示例甲 <a@example.invalid>", "报表", ("报表.xlsx", filled(blank))))
    assert len(office.run("fetch", APRIL, "--json").json["took"]) == 1
    (line,) = [f for f in office.run("collect", APRIL, "--json").json["files"] if f["name"].endswith(".xlsx")]
    assert line["outcome"] == "rejected"
    assert "file.month-wrong" in {f["code"] for f in line["findings"]}
    may = office.run("fetch", "2025-05", "--since", "2025-04-01", "--json")
    assert [t["subject"] for t in may.json["took"]] == ["报表"]


@pytest.mark.parametrize(
    ("what", "said"),
    [("flood", "远多于所要的"), ("literal", "远多于所要的"), ("line", "远多于所要的"), ("drip", "没有应答")],
)
def test_a_hostile_server_gets_one_sentence(monkeypatch: pytest.MonkeyPatch, what: str, said: str) -> None:
    from minsheng_cli.config.settings import Server  # noqa: PLC0415
    from minsheng_cli.errors import MailError  # noqa: PLC0415
    from minsheng_cli.mailbox import imap  # noqa: PLC0415

    monkeypatch.setattr(imap, "PATIENCE", 1.0 if what == "drip" else 120.0)
    monkeypatch.setattr(imap, "FAREWELL", 0.5)
    if what == "flood":  # four megabytes of short lines take five seconds: once, below
        monkeypatch.setattr(imap, "ANSWER_LIMIT", 1 << 16)
    port = post_office.free_port()
    with (
        post_office.hostile(port, what),
        pytest.raises(MailError, match=said),
        imap.connected(Server(HOST, port, "none"), USER, PASSWORD, "INBOX") as folder,
    ):
        folder.since(date(2025, 4, 1))


def test_a_copy_of_what_was_sent_is_filed_away(office: Office) -> None:
    from minsheng_cli.config.settings import Server  # noqa: PLC0415
    from minsheng_cli.errors import MailError  # noqa: PLC0415
    from minsheng_cli.mailbox import imap  # noqa: PLC0415

    server, data = Server(HOST, office.ports["ssl"], "ssl"), b"Subject: x\r\n\r\n1\r\n"
    office.deliver(data, folder=".&XfJT0ZAB-")  # 已发送
    imap.file_away(server, USER, PASSWORD, "已发送", [data, data])
    kept = [p for p in (office.box / ".&XfJT0ZAB-/cur").iterdir() if p.is_file()]
    assert [p.read_bytes().replace(b"\r\n", b"\n") for p in kept] == [data.replace(b"\r\n", b"\n")] * 2
    assert all("S" in p.name.rpartition(",")[2] for p in kept)  # read: it is no news to the clerk
    with pytest.raises(MailError, match="存不进去"):
        imap.file_away(server, USER, PASSWORD, "没有", [data])


MEASURED = """
import resource, sys
from datetime import date
from minsheng_cli.config.settings import Server
from minsheng_cli.errors import MailError
from minsheng_cli.mailbox import imap
imap.FAREWELL = 0.5
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    with imap.connected(Server("127.0.0.1", int(sys.argv[1]), "none"), "a", "b", "INBOX") as folder:
        folder.since(date(2025, 4, 1))
except MailError as error:
    print(str(error).count("\\n"), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize("what", ["flood", "literal", "line", "greeting flood", "greeting line"])
def test_a_hostile_server_costs_no_memory(what: str) -> None:
    """It says 256 MB, or promises 100 GB: one sentence, and some MB of ours."""
    port = post_office.free_port()
    with post_office.hostile(port, what):
        line = [sys.executable, "-c", MEASURED, str(port)]
        done = subprocess.run(line, capture_output=True, encoding="utf-8", check=True, timeout=300)
    breaks, grown = map(int, done.stdout.split())
    assert breaks == 0
    assert grown < 24 * 1024  # KB
