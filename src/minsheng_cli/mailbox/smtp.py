"""Sending by SMTP: one message after another over one line, each refusal told apart."""

from __future__ import annotations

import smtplib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from minsheng_cli.errors import LoginRefused, MailError, MailLost, MailRefused
from minsheng_cli.mailbox.servers import PATIENCE, TIMEOUT, Watchdog, trusted, unintelligible, unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minsheng_cli.config.settings import Server

WHAT = "发信服务器"
_ME = "[127.0.0.1]"  # a machine's own name may be Chinese, which SMTP cannot say, and is nobody's business
_CLOSING = 421
_TOO_BIG = 552
_CODES = range(200, 600)  # RFC 5321, 4.2.1; another is an answer that was cut off, or none
ANSWER_LIMIT = 1 << 20  # bytes of one answer; a sentence or two is usual


@contextmanager
def connected(server: Server, user: str, password: str) -> Iterator[Post]:
    """Open a connection over which messages can be sent. Raises MailError."""
    try:
        line = _connect(server)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise _failure(server, error) from error
    try:
        try:
            if server.security == "starttls":
                line.starttls(context=trusted())
            line.ehlo_or_helo_if_needed()
            if user:
                line.login(user, password)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise _failure(server, error) from error
        yield Post(server, line)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
        line.close()


class _Counted:
    """The server's words, line by line, so many bytes of them: an answer has no length of its own (RFC 5321, 4.2.1)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._room = stream, ANSWER_LIMIT

    def readline(self, limit: int) -> bytes:
        line = self._stream.readline(limit)
        self._room -= len(line)
        if self._room < 0:
            raise OSError
        return line

    def allow(self) -> None:
        self._room = ANSWER_LIMIT

    def close(self) -> None:
        self._stream.close()


class _Bounded:
    """What a server may say: so many bytes and so many seconds an answer, however it spreads them."""

    sock: Any  # a socket, None before there is a line
    file: Any

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = _Counted(self.sock.makefile("rb"))
        self.file.allow()
        deadline = Watchdog(self.sock, PATIENCE)
        try:
            reply: tuple[int, bytes] = super().getreply()  # type: ignore[misc]  # smtplib's
        except (OSError, smtplib.SMTPException) as error:
            if deadline.passed:
                raise TimeoutError from error
            raise
        finally:
            deadline.call_off()
        if deadline.passed:  # what had come of the answer is no answer
            raise TimeoutError
        return reply


class _Plain(_Bounded, smtplib.SMTP):
    pass


class _Encrypted(_Bounded, smtplib.SMTP_SSL):
    pass


def _connect(server: Server) -> smtplib.SMTP:
    if server.security == "ssl":
        return _Encrypted(server.host, server.port, _ME, timeout=TIMEOUT, context=trusted())
    return _Plain(server.host, server.port, _ME, timeout=TIMEOUT)


class Post:
    """An open connection to the server."""

    def __init__(self, server: Server, line: smtplib.SMTP) -> None:
        self._server, self._line = server, line

    def deliver(  # noqa: C901 - one answer per refusal
        self, sender: str, recipients: Sequence[str], data: bytes
    ) -> tuple[str, ...]:
        """Send one message; return the recipients the server refused while taking it for others.

        Raises MailRefused when this message is not taken, any other MailError when nothing more can be sent: MailLost
        when it is not known whether this one was taken.
        """
        options = []
        if not data.isascii():
            if not self._line.has_extn("8bitmime"):
                raise MailRefused("邮件服务器不接受这种编码的草稿，请用邮件程序打开草稿另存后再发")
            options = ["BODY=8BITMIME"]
        try:
            refused = self._line.sendmail(sender, list(recipients), data, options)
        except smtplib.SMTPRecipientsRefused as error:
            if any(code == _CLOSING for code, _ in error.recipients.values()):
                raise _failure(self._server, error) from error
            who = "、".join(error.recipients)
            raise MailRefused(
                f"收件地址被邮件服务器拒绝：{who}{_server_reply(*next(iter(error.recipients.values())))}"
            ) from error
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code == _TOO_BIG:
                raise MailRefused(
                    f"邮件超过服务器允许的大小{_server_reply(error.smtp_code, error.smtp_error)}"
                ) from error
            raise _failure(self._server, error) from error
        except smtplib.SMTPDataError as error:
            if error.smtp_code == _CLOSING:
                raise _failure(self._server, error) from error
            if error.smtp_code not in _CODES:
                raise MailLost(str(unreachable(self._server, WHAT, OSError()))) from error
            raise MailRefused(f"邮件服务器不收这封邮件{_server_reply(error.smtp_code, error.smtp_error)}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise MailLost(str(_failure(self._server, error))) from error
        return tuple(refused)


def _failure(server: Server, error: Exception) -> MailError:  # noqa: PLR0911 - one sentence per cause
    """Say in one sentence why nothing (more) can be sent."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return LoginRefused(
            f"{WHAT} {server} 不接受用户名或密码，请核对 minsheng.yaml 中 mail 的 user；"
            "许多邮箱要用“授权码”代替密码，可在邮箱网页的设置里取得。"
        )
    if isinstance(error, smtplib.SMTPSenderRefused):
        said = _server_reply(error.smtp_code, error.smtp_error)
        return MailError(
            f"{WHAT} {server} 不接受发件地址“{error.sender}”{said}，请核对 minsheng.yaml 中 mail 的 sender。"
        )
    if isinstance(error, UnicodeError):
        return MailError("用户名、密码或服务器名称中有不能使用的字符（如全角、中文），请核对后重试。")
    if isinstance(error, ValueError) and not isinstance(error, OSError):  # a challenge in no base64
        return unintelligible(server, WHAT)
    if isinstance(error, smtplib.SMTPServerDisconnected | smtplib.SMTPRecipientsRefused):
        timed_out = isinstance(error.__context__, TimeoutError)  # smtplib says only that the line is gone
        return unreachable(server, WHAT, TimeoutError() if timed_out else OSError())
    if isinstance(error, smtplib.SMTPResponseException):
        said = _server_reply(error.smtp_code, error.smtp_error)
        return MailError(f"{WHAT} {server} 不肯办理{said}，请稍后再运行一次本命令，或请信息化同志查看。")
    if isinstance(error, smtplib.SMTPException):  # no STARTTLS, no AUTH, or none that we know
        return MailError(
            f"{WHAT} {server} 不支持所设的加密或登录方式，请核对 minsheng.yaml 中 mail 的 security、user。"
        )
    return unreachable(server, WHAT, error)


def _server_reply(code: int, words: bytes | str) -> str:
    """Return the server's own words, as one line to quote."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"（服务器答复：{code} {' '.join(text.split())[:160]}）"
