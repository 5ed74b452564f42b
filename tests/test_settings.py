"""The settings file: what it may say, and how it answers when it says something else."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import lay_list
from minsheng_cli.config.read import read_settings
from minsheng_cli.errors import SetupError
from minsheng_cli.model import Rulebook
from minsheng_cli.workspace import Settings, Workspace, packaged


def read(text: str) -> dict[str, object]:
    return read_settings("minsheng.yaml", text.encode())


def test_an_empty_file_changes_nothing() -> None:
    assert read("")["rules"] == {"severities": {}}


def test_every_setting_arrives(tmp_path: Path) -> None:
    (lay_list(tmp_path) / "minsheng.yaml").write_text(
        "sender: {name: 示例甲, phone: 000-0000, email: a@example.invalid}\n"
        'timezone: "-03:30"\n'
        'severity: {target.altered: warning, contact.no-phone: "off"}\n'
        "thresholds: {jump_times: 2.5, long_text: 500}\n",
        encoding="utf-8",
    )
    settings = Workspace.at(tmp_path).settings
    assert (settings.sender_name, settings.sender_phone, settings.sender_email) == (
        "示例甲",
        "000-0000",
        "a@example.invalid",
    )
    assert settings.zone.utcoffset(None) == -timedelta(hours=3, minutes=30)
    rulebook = settings.rulebook
    assert rulebook.severities == {"target.altered": "warning", "contact.no-phone": "off"}
    assert rulebook.jump_times == Decimal("2.5")
    assert rulebook.long_text == 500
    assert rulebook.jump_floor == Decimal(1000)  # not named: the default stands


def test_the_shipped_sample_says_the_defaults() -> None:
    sample = read_settings("minsheng.yaml", (packaged() / "data" / "minsheng.yaml").read_bytes())
    assert Settings(**sample).rulebook == Rulebook()
    assert sample["zone"] == Settings().zone
    assert Settings(**sample).mail == Settings().mail


def test_mail_servers_have_their_usual_ports() -> None:
    text = (
        "mail: {host: a.invalid, security: starttls, user: shili@example.invalid,"
        " imap: {host: b.invalid, folder: 民生}}"
    )
    mail = Settings(**read(text)).mail  # type: ignore[arg-type]  # checked by read_settings
    assert (str(mail.smtp), str(mail.imap)) == ("a.invalid:587", "b.invalid:993")
    assert (mail.sender, mail.folder) == ("shili@example.invalid", "民生")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("sendr: {}", "sendr"),
        ("severity: {target.altered: fatal}", "severity.target.altered"),
        ("severity: {target.alterd: error}", "target.alterd"),
        ("timezone: 北京", "timezone"),
        ("thresholds: {jump_times: 0}", "thresholds.jump_times"),
        ("thresholds: {jump_times: 多}", "thresholds.jump_times"),
        ("- a list", "文件"),
        ("sender: {name: a, name: b}", "name"),
        ("sender: [", "minsheng.yaml"),
        ("mail: {security: tls}", "ssl、starttls 或 none"),
        ("mail: {port: 0}", "65535"),
        ("mail: {imap: {port: x}}", "mail.imap.port"),
        ("mail: {sender: 区教委}", "邮箱地址"),
        ("mail: {password: x}", "MINSHENG_MAIL_PASSWORD"),
    ],
)
def test_a_bad_setting_is_named(text: str, named: str) -> None:
    with pytest.raises(SetupError) as caught:
        read(text)
    message = str(caught.value)
    assert named in message
    assert "minsheng.yaml" in message
    assert "validation error" not in message
