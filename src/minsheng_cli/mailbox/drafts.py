"""Letters: a template the clerk may edit → an .eml draft that opens in her mail program, ready to send.

A template's first line is ``主题：…``; the rest is the body (plain text). Templates run in Jinja's sandbox;
what units wrote only ever enters as a value, never as template text.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import formataddr
from functools import cache
from typing import TYPE_CHECKING

from minsheng_cli.errors import TemplateError, template_line
from minsheng_cli.nouns import dataclass
from minsheng_cli.text.fold import legal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Template

    from minsheng_cli.model import Contact

SUBJECT = "主题："
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


_FOLDED = SMTP.clone(max_line_length=76)
_ONE_LINE = SMTP.clone(max_line_length=998)


class _Folding(EmailPolicy):
    """Lines of at most 76 characters: so encoded words have at most 75, base64 at most 76 (RFC 2047, 2045).

    Only an attachment's name stays on its line: Outlook and Foxmail do not put one together from pieces (RFC 2231, 3).
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header field as it is written."""
        return (_ONE_LINE if name.lower() == "content-disposition" else _FOLDED).fold_binary(name, value)


_POLICY = _Folding(linesep="\r\n", max_line_length=_FOLDED.max_line_length)


@dataclass(frozen=True)
class LetterText:
    """A rendered letter: one-line subject and plain-text body."""

    subject: str
    body: str


@cache
def _compile(name: str, text: str) -> Template:
    from jinja2 import StrictUndefined, TemplateSyntaxError  # noqa: PLC0415 - 59 ms, only when letters are written
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as above

    from minsheng_cli.templates import compiled  # noqa: PLC0415 - as above

    # Plain text: escaping would turn “A&B” into “A&amp;B” in a letter; nothing here is ever markup.
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    try:
        return compiled(environment, name, text)
    except TemplateSyntaxError as error:
        raise TemplateError(name=name, line=error.lineno, why="模板语法不对") from error


def check(name: str, text: str) -> None:
    """Raise TemplateError naming file and line when a letter's template is broken before anything is filled in."""
    _compile(name, text)
    if not text.lstrip("\n").startswith((SUBJECT, "{")):
        raise TemplateError(name=name, line=1, why=f"第一行应以“{SUBJECT}”开头")


def compose(name: str, text: str, facts: Mapping[str, object]) -> LetterText:
    """Fill a template; TemplateError naming file and line when it is broken or asks for an unknown fact."""
    from jinja2 import TemplateError as JinjaError  # noqa: PLC0415 - as above

    template = _compile(name, text)
    try:
        filled = template.render(facts)
    except (JinjaError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise TemplateError(name=name, line=template_line(error), why=f"用到了没有的内容：{error}") from error
    first, _, body = legal(filled).lstrip("\n").partition("\n")
    if not first.startswith(SUBJECT):
        raise TemplateError(name=name, line=1, why=f"第一行应以“{SUBJECT}”开头")
    return LetterText(" ".join(first.removeprefix(SUBJECT).split()), body.strip("\n") + "\n")


def draft(
    letter: LetterText,
    to: Contact | None,
    sender: tuple[str, str] = ("", ""),
    attachment: tuple[str, bytes] | None = None,
    copies: Sequence[str] = (),
) -> bytes:
    """Return an .eml draft (RFC 5322) as bytes; the same letter always gives the same bytes.

    ``X-Unsent: 1`` makes Outlook open it for sending; Foxmail and WPS 邮箱 open it as a message to forward.
    Without a known address the To line is left out, so that no letter goes astray.
    """
    message = EmailMessage(policy=_POLICY)
    message["X-Unsent"] = "1"
    message["Subject"] = letter.subject
    if to is not None and to.email:
        message["To"] = formataddr((to.name, to.email))
    if copies:
        message["Cc" if "To" in message else "To"] = ", ".join(copies)
    if sender[1]:
        message["From"] = formataddr(sender)
    message.set_content(letter.body, charset="utf-8", cte="base64")
    if attachment is not None:
        name, data = attachment
        maintype, subtype = DOCX if name.endswith(".docx") else XLSX
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
        message.set_boundary("=_minsheng_draft")  # the library's own is random; drafts must be reproducible
    return bytes(message)
