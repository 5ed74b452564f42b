"""Drafts: what a mail program will find in them."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP, default

import pytest

from minsheng_cli.errors import TemplateError
from minsheng_cli.mailbox.drafts import LetterText, compose, draft
from minsheng_cli.mailbox.outgoing import message, opened
from minsheng_cli.model import Contact

LETTER = LetterText("关于报送2025年4月情况的函（区教委）", "区教委：\n    请报送。\n")


def test_a_draft_says_what_it_should() -> None:
    data = draft(
        LETTER,
        Contact("示例甲", "000", "a@example.invalid"),
        ("示例乙", "b@example.invalid"),
        ("附件2_区教委.xlsx", b"PK"),
    )
    message = message_from_bytes(data, policy=default)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == LETTER.subject
    assert message["To"].addresses[0].addr_spec == "a@example.invalid"
    assert message["To"].addresses[0].display_name == "示例甲"
    assert message["From"].addresses[0].addr_spec == "b@example.invalid"
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == LETTER.body
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "附件2_区教委.xlsx"
    assert attachment.get_content() == b"PK"


def faults_of(data: bytes) -> list[str]:
    """Return where a mail departs from RFC 5322 (2.1, 2.1.1, 2.2), 2045 (6.8) and 2047 (2)."""
    head, _, body = data.partition(b"\r\n\r\n")
    lines = data.split(b"\r\n")
    found = ["a bare CR or LF"] * any(b"\r" in line or b"\n" in line for line in lines)
    found += [f"a line of {len(line)}" for line in lines if len(line) > 998]
    found += ["no ASCII"] * (not data.isascii())
    found += [f"no field: {f!r}" for f in re.split(rb"\r\n(?![ \t])", head) if not re.match(rb"[!-9;-~]+: ?\S", f)]
    found += [f"{w!r} is too long" for w in re.findall(rb"=\?[^?]+\?.\?[^?]*\?=", head) if len(w) > 75]
    found += [f"base64 of {len(line)}" for line in re.findall(rb"(?m)^[A-Za-z0-9+/=]+(?=\r$)", body) if len(line) > 76]
    names = [name.lower() for name in re.findall(rb"(?m)^([!-9;-~]+):", head)]
    found += [f"{name!r} twice" for name in {*names} if names.count(name) > 1]
    message_from_bytes(data, policy=SMTP.clone(raise_on_defect=True))  # raises what else the standard library knows
    return found


@pytest.mark.parametrize("subject", ["关于报送2025年4月重点民生实事推进落实情况的函" * 4, "A" * 60 + " b" * 60, "短"])
def test_drafts_and_what_is_sent_of_them_keep_to_the_rules_of_mail(subject: str) -> None:
    to = Contact("示例联系人名字很长的" * 5, "000", "a@example.invalid")
    data = draft(
        LetterText(subject, "正文，" * 400 + "\n.\nFrom here\n"), to,
        ("示例区发展和改革委员会" * 3, "b@example.invalid"),
        ("附件2_区住房城乡建委_2025年4月_退回修改.xlsx", bytes(range(256)) * 300), ("c@example.invalid",) * 9,
    )  # fmt: skip
    assert faults_of(data) == []
    taken = opened(data)
    assert taken is not None
    sent = message(taken, ("示例", "b@example.invalid"), datetime(2025, 4, 1, tzinfo=UTC), "<1@example.invalid>")
    assert faults_of(sent) == []
    read = message_from_bytes(sent, policy=default)
    assert all(read[name] for name in ("From", "Date", "Message-ID", "To"))  # From and Date are all that must be there
    assert (read["Subject"], read["X-Unsent"]) == (subject, None)
    (attached,) = read.iter_attachments()
    assert attached.get_filename() == "附件2_区住房城乡建委_2025年4月_退回修改.xlsx"


def test_no_address_means_no_recipient_line() -> None:
    message = message_from_bytes(draft(LETTER, Contact("示例甲", "000", "")), policy=default)
    assert message["To"] is None


def test_the_same_letter_gives_the_same_bytes() -> None:
    one, two = (draft(LETTER, None, attachment=("a.xlsx", b"PK" * 999)) for _ in range(2))
    assert one == two


def test_what_a_unit_wrote_is_never_template() -> None:
    letter = compose("x", "主题：{{ a }}\n{{ b }}", {"a": "{{ 7*7 }}\r\nBcc: x@example.invalid", "b": "{% if %}<b>&"})
    assert letter.subject == "{{ 7*7 }} Bcc: x@example.invalid"[: len("{{ 7*7 }}")]
    assert "Bcc" not in letter.subject
    assert letter.body.endswith("{% if %}<b>&\n")


def test_a_header_cannot_be_broken_out_of() -> None:
    data = draft(LetterText("好\r\nBcc: x@example.invalid".replace("\r\n", " "), "b\n"), None)
    assert message_from_bytes(data, policy=default)["Bcc"] is None


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("主题：a\n{% if x %}", 2, "语法"),
        ("主题：a\nb\n{{ nobody }}", 3, "nobody"),
        ("没有主题\nb", 1, "主题："),
        ("主题：a\n\n{{ ().__class__.__mro__ }}", 3, ""),
        ("主题：a\n{{ 1/0 }}", 2, ""),
    ],
)
def test_a_broken_template_names_the_place(text: str, line: int, why: str) -> None:
    with pytest.raises(TemplateError) as caught:
        compose("templates/mail/x.j2", text, {})
    message = str(caught.value)
    assert "templates/mail/x.j2" in message
    assert f"第 {line} 行" in message
    assert why in message
