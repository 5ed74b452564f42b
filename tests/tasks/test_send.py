"""``remind`` and ``send``: drafts on the disk, and what a real SMTP server is handed of them."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from datetime import date
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

import post_office
from conftest import FEW, Minsheng, lay_list
from hand import filled
from minsheng_cli.config.settings import Server
from minsheng_cli.errors import MailError
from minsheng_cli.mailbox import smtp
from minsheng_cli.mailbox.outgoing import message, opened
from minsheng_cli.month import periods, reminders
from minsheng_cli.text.lines import width
from minsheng_cli.workspace import Workspace
from post_office import HOST, PASSWORD, USER, Certificate, Counter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from minsheng_cli.model import Catalogue

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl for a certificate")
APRIL = "2025-04"
ALL = len(FEW)
DRAFT = "2025-04/下发/附件2_区教委_2025年4月.eml"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return post_office.certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """A workspace with every unit's address and April issued."""
    root = tmp_path_factory.mktemp("ready")
    lay_list(root, FEW)
    lines = [
        f"{u.name}: {{name: 示例{n}, phone: 000-000000{n:02}, email: unit{n}@example.invalid}}\n"
        for n, u in enumerate(u for u in catalogue.units if u.name in FEW)
    ]
    (root / "data/contacts.yaml").write_text("".join(lines), encoding="utf-8")
    assert Minsheng(root)("generate", APRIL).code == 0
    return root


@pytest.fixture
def office(ready: Path, tmp_path: Path) -> Minsheng:
    shutil.copytree(ready, tmp_path / "office")
    return Minsheng(tmp_path / "office")


def setting(office: Minsheng, port: int, security: str = "starttls", more: str = "") -> None:
    (office.root / "minsheng.yaml").write_text(
        f"mail: {{host: {HOST}, port: {port}, security: {security}, user: {USER}}}\n{more}", encoding="utf-8"
    )


@pytest.fixture
def counter(office: Minsheng, own: Certificate, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    """An open post office, known to the workspace; this machine trusts its certificate."""
    port, counter = post_office.free_port(), Counter()
    setting(office, port)
    monkeypatch.setenv("SSL_CERT_FILE", str(own.file))
    monkeypatch.setenv("MINSHENG_MAIL_PASSWORD", PASSWORD)
    with post_office.smtp(counter, port, own):
        yield counter


def read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=default)


def test_every_unit_gets_its_draft_once(office: Minsheng, counter: Counter) -> None:
    plan = office("send", APRIL, "--dry-run", "--json")
    assert plan.code == 0
    assert [letter["standing"] for letter in plan.json["letters"]] == ["ready"] * ALL
    assert not counter.letters
    done = office("send", APRIL, "--yes")
    assert done.code == 0, done.err
    assert f"已发送 {ALL} 封" in done.out
    assert [to for _, to, _ in counter.letters] == [[f"unit{n}@example.invalid"] for n in range(ALL)]
    for (sender, _, data), letter in zip(counter.letters, plan.json["letters"], strict=True):
        mail = read(data)
        assert sender == USER
        assert mail["From"].addresses[0].addr_spec == USER
        assert mail["X-Unsent"] is None
        assert mail["Date"].datetime
        assert mail["Message-ID"].endswith("@example.invalid>")
        assert letter["unit"] in mail["Subject"]
        (attached,) = mail.iter_attachments()
        book = office.root / letter["draft"].replace(".eml", ".xlsx")
        assert attached.get_content() == book.read_bytes()
    assert len({read(data)["Message-ID"] for _, _, data in counter.letters}) == ALL
    again = office("send", APRIL, "--yes")
    assert (again.code, len(counter.letters)) == (0, ALL)
    assert "发过，不再发" in again.out
    assert office("verify", APRIL).code == 0


def test_again_is_another_mail_and_only_to_whom_it_is_meant(office: Minsheng, counter: Counter) -> None:
    for _ in range(2):
        assert office("send", APRIL, "--yes", "--unit", "区教委").code == 0
    assert office("send", APRIL, "--yes", "--unit", "区教委", "--again").code == 0
    first, second = (read(data)["Message-ID"] for _, _, data in counter.letters)
    assert first != second


def test_a_draft_that_was_edited_is_sent_as_edited(office: Minsheng, counter: Counter) -> None:
    path = office.root / DRAFT
    head, _, body = path.read_bytes().partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith((b"Subject:", b"To:"))]
    lines += ["Subject: 改过的主题，请查收".encode(), "To: 示例甲 <a@example.invalid>；b@example.invalid".encode()]
    lines += [b"Cc: c@example.invalid", b"Bcc: d@example.invalid"]
    path.write_bytes(
        b"\r\n".join(lines) + b"\r\n\r\n" + body.replace(b"--=_minsheng_draft--", b"--=_minsheng_draft--\r\nPS")
    )
    done = office("send", APRIL, "--yes", "--unit", "区教委")
    assert done.code == 0, done.err
    assert "data/contacts.yaml 里现为 unit0@example.invalid" in done.out
    ((_, to, data),) = counter.letters
    assert to == [f"{x}@example.invalid" for x in "abcd"]
    mail = read(data)
    assert mail["Subject"] == "改过的主题，请查收"
    assert [a.addr_spec for a in mail["To"].addresses] == ["a@example.invalid", "b@example.invalid"]
    assert mail["To"].addresses[0].display_name == "示例甲"
    assert b"d@example.invalid" not in data
    assert data.partition(b"\r\n\r\n")[2].strip() == path.read_bytes().partition(b"\r\n\r\n")[2].strip()
    # Changed once more after it went out: nothing is sent behind the clerk's back.
    path.write_bytes(path.read_bytes() + b"\r\n")
    assert "草稿之后有改动" in office("send", APRIL, "--yes", "--unit", "区教委").out
    assert len(counter.letters) == 1


def test_whoever_cannot_be_written_to_is_named(office: Minsheng, counter: Counter) -> None:
    path = office.root / DRAFT
    path.write_bytes(path.read_bytes().replace(b"unit0@example.invalid", b""))
    (office.root / DRAFT.replace("区教委", "区残联")).unlink()
    done = office("send", APRIL, "--yes")
    assert done.code == 1
    assert len(counter.letters) == ALL - 2
    assert "没有可用的收件地址" in done.out
    assert "没有草稿" in done.out


def test_a_refused_recipient_does_not_hold_up_the_others(office: Minsheng, counter: Counter) -> None:
    counter.refuses = {"unit0@example.invalid"}
    done = office("send", APRIL, "--yes", "--json")
    assert done.code == 3
    assert len(counter.letters) == ALL - 1
    assert [r["unit"] for r in done.json["refused"]] == ["区教委"]
    assert "550 5.1.1 no such user" in done.json["refused"][0]["why"]
    assert "可能已经送达" not in "".join(
        office("send", APRIL, "--dry-run").out.split()
    )  # it has not arrived, and that is known
    counter.refuses = set()
    assert office("send", APRIL, "--yes").code == 0
    assert [to for _, to, _ in counter.letters[ALL - 1 :]] == [["unit0@example.invalid"]]


def test_killed_in_the_middle_it_goes_on_where_it_was(office: Minsheng, counter: Counter) -> None:
    counter.stalls_at = 5
    command = [sys.executable, "-m", "minsheng_cli", "send", APRIL, "--yes"]
    process = subprocess.Popen(command, cwd=office.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert counter.stalled.wait(600)
    process.send_signal(signal.SIGKILL)
    process.wait()
    counter.stalls_at = 0
    done = office("send", APRIL, "--yes")
    assert done.code == 0, done.err
    assert "".join(done.out.split()).count("可能已经送达") == 1
    assert f"已发送 {ALL - 4} 封" in done.out
    assert "可能已经送达" not in "".join(office("send", APRIL, "--again", "--dry-run").out.split())
    # Only the fifth, which the server held without having answered, was sent again, and is known for the same mail.
    numbers = [read(data)["Message-ID"] for _, _, data in counter.letters]
    assert (len(numbers), len(set(numbers))) == (ALL + 1, ALL)
    assert numbers[4] == numbers[5]
    assert office("verify", APRIL).code == 0


def test_sending_again_goes_on_where_it_was_cut(office: Minsheng, counter: Counter) -> None:
    assert office("send", APRIL, "--yes").code == 0
    counter.stalls_at = ALL + 5
    command = [sys.executable, "-m", "minsheng_cli", "send", APRIL, "--yes", "--again"]
    process = subprocess.Popen(command, cwd=office.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert counter.stalled.wait(600)
    process.send_signal(signal.SIGKILL)
    process.wait()
    counter.stalls_at = 0
    plan = office("send", APRIL, "--again", "--dry-run")
    assert "没有发完的重发" in plan.out
    done = office("send", APRIL, "--yes", "--again")
    assert done.code == 0, done.err
    assert f"已发送 {ALL - 4} 封" in done.out
    numbers = [read(data)["Message-ID"] for _, _, data in counter.letters]
    assert (len(numbers), len(set(numbers))) == (ALL + ALL + 1, ALL + ALL)
    assert office("verify", APRIL).code == 0
    # That round is over: once more is a round of its own.
    assert "没有发完的重发" not in office("send", APRIL, "--again", "--dry-run").out
    assert f"已发送 {ALL} 封" in office("send", APRIL, "--yes", "--again").out


def test_an_address_that_was_refused_is_named_next_time(office: Minsheng, counter: Counter) -> None:
    path = office.root / DRAFT
    path.write_bytes(
        path.read_bytes().replace(b"<unit0@example.invalid>", b"<unit0@example.invalid>, <b@example.invalid>")
    )
    counter.refuses = {"b@example.invalid"}
    assert "b@example.invalid 被邮件服务器拒绝" in office("send", APRIL, "--yes", "--unit", "区教委").out
    again = office("send", APRIL, "--json", "--dry-run")
    assert again.code == 1
    (letter,) = (x for x in again.json["letters"] if x["unit"] == "区教委")
    assert (letter["standing"], letter["undelivered"]) == ("sent", ["b@example.invalid"])
    assert "上次其中 b@example.invalid 被邮件服务器拒绝" in " ".join(again.err.split())


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("password", "不接受用户名或密码"),
        ("certificate", "证书不可信"),
        ("closed", "拒绝连接"),
        ("nowhere", "找不到"),
        ("security", "是否配套"),
        ("no host", "还没有设置发信服务器"),
        ("no yes", "--yes"),
    ],
)
def test_each_trouble_has_its_sentence(  # noqa: PLR0913, PLR0917 - fixtures
    office: Minsheng, counter: Counter, own: Certificate, tmp_path: Path, what: str, said: str
) -> None:
    environment = {}
    settings = office.root / "minsheng.yaml"
    if what == "password":
        environment["MINSHENG_MAIL_PASSWORD"] = "wrong"  # noqa: S105
    elif what == "certificate":
        environment["SSL_CERT_FILE"] = str(post_office.certificate(tmp_path).file)
    elif what == "closed":
        setting(office, post_office.free_port())
    elif what == "nowhere":
        settings.write_text(settings.read_text().replace(HOST, "nowhere.invalid"))
    elif what == "security":
        settings.write_text(settings.read_text().replace("starttls", "ssl"))
    elif what == "no host":
        settings.unlink()
    done = office("send", APRIL, *(() if what == "no yes" else ("--yes",)), **environment)
    assert done.code == (2 if what.startswith("no ") else 3), done.err
    assert said in done.err
    assert done.err.strip().count("\n") == 0
    assert not counter.letters
    assert own


def test_a_certificate_for_another_host_is_not_enough(office: Minsheng, tmp_path: Path) -> None:
    other, port, counter = post_office.certificate(tmp_path, "mail.example.invalid"), post_office.free_port(), Counter()
    setting(office, port)
    with post_office.smtp(counter, port, other):
        done = office("send", APRIL, "--yes", SSL_CERT_FILE=str(other.file), MINSHENG_MAIL_PASSWORD=PASSWORD)
    assert done.code == 3
    assert "证书不可信" in done.err


def test_a_silent_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT", 0.5)
    port = post_office.free_port()
    with (
        post_office.silent(port),
        pytest.raises(MailError, match="没有应答"),
        smtp.connected(Server(HOST, port, "none"), "", ""),
    ):
        pass


@pytest.mark.parametrize("security", ["ssl", "none"])
def test_the_other_kinds_of_line(office: Minsheng, own: Certificate, security: str) -> None:
    port, counter = post_office.free_port(), Counter()
    setting(office, port, security)
    with post_office.smtp(counter, port, own, security):
        done = office(
            "send", APRIL, "--yes", "--unit", "区教委", SSL_CERT_FILE=str(own.file), MINSHENG_MAIL_PASSWORD=PASSWORD
        )
    assert done.code == 0, done.err
    assert len(counter.letters) == 1
    assert ("不加密传送" in done.out) == (security == "none")


def test_a_line_that_breaks_with_a_letter_in_hand_is_told(office: Minsheng, own: Certificate) -> None:
    counter = Counter(stalls_at=2, drops=True)
    port = post_office.free_port()
    setting(office, port)
    environment = {"SSL_CERT_FILE": str(own.file), "MINSHENG_MAIL_PASSWORD": PASSWORD}
    with post_office.smtp(counter, port, own):
        done = office("send", APRIL, "--yes", "--json", **environment)
        assert done.code == 3
        assert (len(done.json["sent"]), done.json["in_doubt"]) == (1, "区残联")
        assert done.json["stopped"] in done.err
        counter.stalls_at = 0
        assert f"已发送 {ALL - 1} 封" in office("send", APRIL, "--yes", **environment).out


def test_a_person_is_asked_first(office: Minsheng, counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINSHENG_MAIL_PASSWORD")
    for answer, letters in (("不", 0), ("是", 1)):
        said = at_terminal(
            office, ("send", APRIL, "--unit", "区教委"), [("（是/否）：", answer), ("不显示）：", PASSWORD)]
        )
        assert len(counter.letters) == letters, said
        assert "unit0@example.invalid" in said
        assert PASSWORD not in said


def at_terminal(office: Minsheng, arguments: tuple[str, ...], talk: list[tuple[str, str]]) -> str:
    """Run a command at a terminal, answering its questions; return all that stood on the screen."""
    terminal, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "minsheng_cli", *arguments],
        cwd=office.root, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    said, rest = b"", list(talk)
    try:
        while piece := os.read(terminal, 4096):
            said += piece
            if rest and said.endswith(rest[0][0].encode()):
                os.write(terminal, rest.pop(0)[1].encode() + b"\n")
    except OSError:  # it has ended: how Linux says so at a terminal
        pass
    finally:
        os.close(terminal)
        process.wait(600)
    return said.decode()


def test_doctor_logs_in_and_writes_to_the_clerk_herself(office: Minsheng, counter: Counter) -> None:
    assert not counter.letters
    done = office("doctor", "--mail", "--json")
    assert {tuple(check) for check in done.json["checks"]} == {("name", "ok", "message", "remedy")}
    checks = {check["name"]: check for check in done.json["checks"]}
    assert (done.code, checks["发信"]["ok"], checks["取信"]["ok"]) == (1, True, False)  # no imap is set
    assert not counter.letters
    told = office("doctor", "--mail", "--letter")
    assert f"已给 {USER} 发了一封测试信" in told.out.replace("\n    ", "")
    ((sender, to, data),) = counter.letters
    assert (sender, to, read(data)["Subject"]) == (USER, [USER], "minsheng 测试信")
    wrong = office("doctor", "--mail", "--json", MINSHENG_MAIL_PASSWORD="wrong")  # noqa: S106 - no real one
    assert "不接受用户名或密码" in next(c["message"] for c in wrong.json["checks"] if c["name"] == "发信")


def test_a_sealed_month_sends_nothing(office: Minsheng, counter: Counter) -> None:
    assert office("seal", APRIL).code == 1  # units are outstanding
    done = office("send", APRIL, "--yes")
    assert (done.code, counter.letters) == (3, [])
    assert "已封存" in done.err


def test_the_password_is_nowhere_on_the_disk(office: Minsheng, counter: Counter) -> None:
    assert office("send", APRIL, "--yes").code == 0
    assert counter.letters
    assert not [p for p in office.root.rglob("*") if p.is_file() and PASSWORD.encode() in p.read_bytes()]


# ---------------------------------------------------------------- reminders


def returned(office: Minsheng) -> None:
    """Have 区教委 return honestly, 区残联 with a fault, everybody else not at all."""
    for unit in ("区教委", "区残联"):
        blank = office.root / f"2025-04/下发/附件2_{unit}_2025年4月.xlsx"
        data = filled(blank.read_bytes(), (lambda form: form.sign(head=None)) if unit == "区残联" else None)
        path = office.root / f"2025-04/回收/{unit}.xlsx"
        path.write_bytes(data)
        os.utime(path, (1745300000, 1745300000))
    assert office("collect", APRIL).code == 1


def test_a_reminder_to_mend_names_the_projects_at_fault_alone(office: Minsheng) -> None:
    returned(office)
    blank = office.root / "2025-04/下发/附件2_区残联_2025年4月.xlsx"
    path = office.root / "2025-04/回收/又报.xlsx"
    path.write_bytes(filled(blank.read_bytes(), lambda form: form.write("助残服务行动", investment="若干")))
    os.utime(path, (1745310000, 1745310000))
    assert office("collect", APRIL).code == 1
    mend = next(u for u in office("remind", APRIL, "--json").json["units"] if u["unit"] == "区残联")
    text = read((office.root / mend["draft"]).read_bytes()).get_body().get_content()  # type: ignore[union-attr]
    assert "助残服务行动" in text
    assert "残疾人服务提升" not in text


def test_reminders_name_projects_and_telephones(office: Minsheng) -> None:
    returned(office)
    before = {p: p.read_bytes() for p in office.root.rglob("*") if p.is_file()}
    plan = office("remind", APRIL, "--dry-run")
    assert plan.code == 1
    assert {p: p.read_bytes() for p in office.root.rglob("*") if p.is_file()} == before
    done = office("remind", APRIL, "--json")
    assert done.code == 1
    assert done.json["stage"] == "逾期"
    assert len(done.json["units"]) == ALL - 1
    mend = next(u for u in done.json["units"] if u["unit"] == "区残联")
    assert (mend["state"], mend["projects"]) == ("returned", ["残疾人服务提升", "助残服务行动"])
    mail = read((office.root / mend["draft"]).read_bytes())
    text = mail.get_body().get_content()  # type: ignore[union-attr]  # it has one
    assert "请在所附的退回件上直接修改" in text
    assert all(project in text for project in mend["projects"])
    assert mail["X-Unsent"] == "1"
    assert "区教委" not in {u["unit"] for u in done.json["units"]}
    screen = office("remind", APRIL)
    assert "000-00000004" in screen.out

    assert max(map(width, screen.out.splitlines())) <= 80
    assert office("verify", APRIL).code == 0
    assert "待核" in office("collect", APRIL).out  # and the drafts do not disturb it


def test_a_reminder_says_why_by_when_and_brings_the_form_again(office: Minsheng) -> None:
    returned(office)
    empty = office.root / "2025-04/下发/附件2_区民政局_2025年4月.xlsx"
    shutil.copy(empty, office.root / "2025-04/回收/民政.xlsx")
    (office.root / "2025-04/回收/区林业局.pdf").write_bytes(b"%PDF-1.4 scan")
    assert office("collect", APRIL).code == 1
    done = office("remind", APRIL, "--json")
    said = {u["unit"]: u for u in done.json["units"]}
    assert (said["区民政局"]["state"], said["区民政局"]["why"]) == ("missing", "收到的是没有填写的空白表")
    assert "区民政局（收到的是没有填写的空白表）：" in done.err
    for unit, form in (
        ("区民政局", "下发/附件2_区民政局_2025年4月.xlsx"), ("区林业局", "下发/附件2_区林业局_2025年4月.xlsx"),
        ("区残联", "退回/附件2_区残联_2025年4月_退回修改.xlsx"), ("区水利局", "下发/附件2_区水利局_2025年4月.xlsx"),
    ):  # fmt: skip
        mail = read((office.root / said[unit]["draft"]).read_bytes())
        (attached,) = mail.iter_attachments()
        assert attached.get_content() == (office.root / "2025-04" / form).read_bytes()
        text = mail.get_body().get_content()  # type: ignore[union-attr]  # it has one
        assert said[unit]["why"] in text
        assert re.search(r"于\d+月\d+日前发回", text)
    drafts = {p: p.read_bytes() for p in (office.root / "2025-04/成果").glob("催办_*")}
    assert office("report", APRIL).code == 1
    assert {p: p.read_bytes() for p in (office.root / "2025-04/成果").glob("催办_*")} == drafts


@pytest.mark.parametrize(
    ("day", "by"),
    [("2025-04-28", "4月30日"), ("2025-04-30", "5月4日"), ("2025-05-08", "5月10日"), ("2025-05-09", "5月12日")],
)
def test_a_late_unit_is_given_two_working_days(tmp_path: Path, day: str, by: str) -> None:
    """Weekends do not count, nor holidays that are set; one that is worked does (2025-05-03, 05-04, 05-10)."""
    lay_list(tmp_path)
    (tmp_path / "minsheng.yaml").write_text(
        "due: {before_rest_days: true, holidays: [2025-05-01, 2025-05-02, 2025-05-05], "
        "workdays: [2025-05-03, 2025-05-04, 2025-05-10]}\n",
        encoding="utf-8",
    )
    space = Workspace.at(tmp_path)
    assert reminders.days(periods.opened(space, periods.named(space, APRIL)), date.fromisoformat(day))[1] == by


def test_a_reminder_that_was_edited_stays(office: Minsheng) -> None:
    returned(office)
    assert office("remind", APRIL).code == 1
    draft = office.root / "2025-04/成果/催办_区残联_2025年4月.eml"
    draft.write_bytes(draft.read_bytes() + b"PS")
    done = office("remind", APRIL)
    assert "催办_区残联_2025年4月.eml 已被人改动" in done.out
    assert draft.read_bytes().endswith(b"PS")


def test_nobody_is_reminded_when_all_is_in(office: Minsheng) -> None:
    for blank in (office.root / "2025-04/下发").glob("*.xlsx"):
        path = office.root / "2025-04/回收" / blank.name
        path.write_bytes(filled(blank.read_bytes()))
        os.utime(path, (1745300000, 1745300000))
    late = office("remind", APRIL)
    assert late.code == 1
    assert f"{ALL} 个文件还没有收表" in late.out
    assert office("collect", APRIL).code == 0
    done = office("remind", APRIL)
    assert (done.code, "不必催办" in done.out) == (0, True)


def test_reminders_and_replies_go_to_those_they_are_for(office: Minsheng, counter: Counter) -> None:
    returned(office)
    replies, letters = f"minsheng send {APRIL} --replies", f"minsheng send {APRIL} --reminders"
    assert office("remind", APRIL).code == 1
    assert {replies, letters} <= {step["command"] for step in office("--json").json["next"]}
    assert office("send", APRIL, "--yes", "--replies").code == 0
    assert replies not in {step["command"] for step in office("--json").json["next"]}  # they have been sent
    assert [to for _, to, _ in counter.letters] == [["unit1@example.invalid"]]
    assert "退回修改" in next(read(counter.letters[0][2]).iter_attachments()).get_filename()  # type: ignore[operator]
    assert office("send", APRIL, "--yes", "--reminders").code == 0
    assert len(counter.letters) == ALL
    # A draft somebody changed stays although the unit has mended: it must not be sent.
    draft = office.root / "2025-04/退回/附件2_区残联_2025年4月_退回修改.eml"
    draft.write_bytes(draft.read_bytes() + b"PS")
    mended = office.root / "2025-04/回收/区残联2.xlsx"
    mended.write_bytes(filled((office.root / "2025-04/下发/附件2_区残联_2025年4月.xlsx").read_bytes()))
    os.utime(mended, (1745400000, 1745400000))
    office("collect", APRIL)
    assert draft.exists()
    plan = office("send", APRIL, "--replies", "--dry-run", "--json")
    assert [(x["unit"], x["standing"]) for x in plan.json["letters"]] == [("区残联", "not-wanted")]


def test_a_unit_without_an_address_gets_its_form_by_hand_and_the_menu_goes_on(
    office: Minsheng, counter: Counter
) -> None:
    contacts = office.root / "data/contacts.yaml"
    text = contacts.read_text(encoding="utf-8")
    contacts.write_text(text.replace(", email: unit1@example.invalid", ""), encoding="utf-8")
    (office.root / "2025-04/回收").mkdir(exist_ok=True)
    (office.root / "2025-04/回收/区体育中心.xlsx").write_bytes(b"PK no workbook")
    returned(office)
    seen = office()
    assert f"send {APRIL} --replies" not in seen.out
    assert "退回件请双击草稿发出，没有邮箱的转交：区残联" in seen.out
    planned = office("send", APRIL, "--replies", "--json")
    assert planned.code == 1
    ((name, note),) = [(x["unit"], x["note"]) for x in planned.json["letters"]]
    assert (name, note) == ("区残联", "也可把 2025-04/退回/附件2_区残联_2025年4月_退回修改.xlsx 另行转交")
    assert "没有退回件的 1 个单位" in planned.err, "a file that could not be read: where its letter lies"
    pointer = (office.root / "2025-04/退回/没有退回件的单位.txt").read_text(encoding="utf-8-sig")
    assert "区体育中心" in pointer
    assert "草稿：成果/催办_区体育中心_2025年4月.eml" in pointer
    (office.root / "2025-04/回收/区体育中心2.xlsx").write_bytes(
        filled((office.root / "2025-04/下发/附件2_区体育中心_2025年4月.xlsx").read_bytes())
    )
    office("collect", APRIL)
    assert not (office.root / "2025-04/退回/没有退回件的单位.txt").exists()
    assert not counter.letters


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", None),
        (b"PK\x03\x04 not a mail\r\n\r\n", None),
        (b"To: a@example.invalid\r\n", None),
        (b"To: nobody\r\n\r\nx", ("nobody",)),
        ("To: 区教委\r\n\r\nx".encode("gb18030"), ("区教委",)),
        (b"To: a@b@c\r\n\r\nx", ("a@b@c",)),
        (b"To: undisclosed-recipients:;\r\nBcc: a@example.invalid\r\n\r\nx", ()),
    ],
)
def test_what_is_no_draft_is_not_sent(raw: bytes, why: tuple[str, ...] | None) -> None:
    draft = opened(raw)
    assert (draft.faulty if draft else None) == why


def test_bare_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    from datetime import UTC, datetime  # noqa: PLC0415

    draft = opened("\ufeffTo: a@example.invalid\nSubject: 好\n\n正文\n.\n".encode())
    assert draft is not None
    data = message(draft, ("示例", "b@example.invalid"), datetime(2025, 4, 1, tzinfo=UTC), "<1@example.invalid>")
    assert data.replace(b"\r\n", b"").count(b"\n") == 0
    assert read(data)["Subject"] == "好"
    assert data.endswith("\r\n\r\n正文\r\n.\r\n".encode())
    assert json.dumps(read(data)["From"])


def test_the_months_papers_go_to_the_lists_in_the_contacts(office: Minsheng, counter: Counter) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415 - what lies in an attachment

    assert office("collect", APRIL).code == 1
    none = office("send", APRIL, "--outputs", "--dry-run", "--json")
    assert none.code == 1
    assert {line["standing"] for line in none.json["letters"]} == {"no-address"}
    assert "草稿" not in office("send", APRIL, "--outputs", "--dry-run").out  # there are none to fill in
    contacts = office.root / "data/contacts.yaml"
    lists = "抄送:\n  通报: [a@example.invalid, b@example.invalid]\n  汇总表: [c@example.invalid]\n"
    contacts.write_text(contacts.read_text(encoding="utf-8") + lists, encoding="utf-8")
    assert office("catalogue", "check").code == 0
    settings = office.root / "minsheng.yaml"
    kept = settings.read_bytes()
    settings.unlink()
    assert "写信，附上“成果”里的文件" in "".join(office("send", APRIL, "--outputs", "--yes").err.split("\n"))
    settings.write_bytes(kept)
    done = office("send", APRIL, "--outputs", "--yes", "--json")
    assert done.code in (0, 1), done.err
    sent = {tuple(sorted(to)): data for _, to, data in counter.letters}
    assert ("c@example.invalid",) in sent
    letter = message_from_bytes(sent[("c@example.invalid",)], policy=default)
    (paper,) = letter.iter_attachments()
    held = paper.get_payload(decode=True)
    assert isinstance(held, bytes)
    assert load_workbook(io.BytesIO(held)).sheetnames
    count = len(counter.letters)
    assert office("send", APRIL, "--outputs", "--yes").code in (0, 1)
    assert len(counter.letters) == count  # each goes once
    contacts.write_text(contacts.read_text(encoding="utf-8").replace("c@example.invalid", "keine"), encoding="utf-8")
    wrong = office("send", APRIL, "--outputs", "--dry-run", "--json")
    assert wrong.code == 2
    assert "邮箱" in wrong.json["error"]["message"]
