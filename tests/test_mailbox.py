"""Drafts: what a mail program will find in them."""

from email import message_from_bytes
from email.policy import default

import pytest

from minsheng_cli.errors import TemplateError
from minsheng_cli.mailbox import Letter, compose, draft
from minsheng_cli.model import Contact

LETTER = Letter("关于报送2025年4月情况的函（区教委）", "区教委：\n    请报送。\n")


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
    data = draft(Letter("好\r\nBcc: x@example.invalid".replace("\r\n", " "), "b\n"), None)
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
