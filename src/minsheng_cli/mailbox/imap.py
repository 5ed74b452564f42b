"""Fetching by IMAP: what lies in one folder of the mailbox, looked at without leaving a trace there.

The folder is opened with EXAMINE and read with BODY.PEEK: nothing is marked as read, moved or deleted.
Source: RFC 3501; the identification some Chinese providers insist on is RFC 2971.
"""

from __future__ import annotations

import base64
import imaplib
import re
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from minsheng_cli.errors import LoginRefused, MailError, MailRefused
from minsheng_cli.mailbox.servers import FAREWELL, PATIENCE, TIMEOUT, Watchdog, trusted, unintelligible, unreachable
from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Sequence

    from minsheng_cli.config.settings import Server

WHAT = "收信服务器"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DIGITS = 10  # of a message's number, its size, a folder's mark: 32 bits (RFC 3501, 9)
_AT_ONCE = 200  # messages asked about in one line
GREETING_LIMIT = 1 << 20  # bytes a server may say before anything is asked of it, and to log in
ANSWER_LIMIT = 4 << 20  # bytes of one answer beside a message's own: the numbers of half a million letters
_SLOWEST = 20_000  # bytes a second a server must manage at the least


@dataclass(frozen=True)
class MailOnServer:
    """One message in the folder, not fetched yet."""

    uid: int
    size: int
    arrived: datetime | None  # when the server took it in


class _Bounded:
    """What a server may say: so many bytes and so many seconds in one go, however it spreads them."""

    sock: socket.socket
    _room = GREETING_LIMIT

    def open(self, *where: object, **more: object) -> None:
        super().open(*where, **more)  # type: ignore[misc]  # imaplib's
        self.greeting = Watchdog(self.sock, PATIENCE)  # it is read before anybody has the line in hand

    def read(self, size: int) -> bytes:
        self._count(size)
        data: bytes = super().read(size)  # type: ignore[misc]  # imaplib's
        return data

    def readline(self) -> bytes:
        line: bytes = super().readline()  # type: ignore[misc]  # imaplib's
        self._count(len(line))
        return line

    def _count(self, size: int) -> None:
        self._room -= size
        if self._room < 0:
            raise _Flood

    def allow(self, size: int) -> None:
        """Let the server send at most so many bytes from now on."""
        self._room = size


class _Flood(OSError):
    """The server says more than was asked for."""


class _Plain(_Bounded, imaplib.IMAP4):
    pass


class _Encrypted(_Bounded, imaplib.IMAP4_SSL):
    pass


@contextmanager
def _within(line: imaplib.IMAP4, seconds: float) -> Iterator[None]:
    """Cut the line when the block lasts longer: a server that drips keeps every single wait short."""
    deadline = Watchdog(line.sock, seconds)
    try:
        yield
    except (OSError, imaplib.IMAP4.error) as error:
        if deadline.passed:
            raise TimeoutError from error
        raise
    finally:
        deadline.call_off()


def file_away(server: Server, user: str, password: str, folder: str, letters: Sequence[bytes]) -> None:
    """Put copies of letters into a folder of the mailbox, as read (RFC 3501, 6.3.11). Raises MailError."""
    with _logged_in(server, user, password) as line:
        for data in letters:
            try:
                with _within(line, PATIENCE + len(data) / _SLOWEST):
                    answer, words = line.append(f'"{_utf7(folder)}"', "\\Seen", None, data)
            except (OSError, imaplib.IMAP4.error) as error:
                raise _failure(server, error) from error
            if answer != "OK":
                raise MailError(
                    f"邮箱里的文件夹“{folder}”存不进去（服务器答复：{_server_words(words)}），"
                    "请核对 minsheng.yaml 中 mail.imap 的 sent。"
                )


@contextmanager
def connected(server: Server, user: str, password: str, folder: str) -> Iterator[Folder]:
    """Give a folder of the mailbox, opened for reading only. Raises MailError."""
    with _logged_in(server, user, password) as line:
        try:
            with _within(line, PATIENCE):
                answer, words = line.select(f'"{_utf7(folder)}"', readonly=True)
                if answer != "OK":
                    raise MailError(
                        f"邮箱里打不开文件夹“{folder}”（服务器答复：{_server_words(words)}），"
                        "请核对 minsheng.yaml 中 mail.imap 的 folder。"
                    )
                validity = line.response("UIDVALIDITY")[1][-1] or b""
        except (OSError, imaplib.IMAP4.error, ValueError) as error:
            raise _failure(server, error) from error
        yield Folder(server, line, int(validity) if _is_number(validity) else 0)


@contextmanager
def _logged_in(server: Server, user: str, password: str) -> Iterator[_Plain | _Encrypted]:
    try:
        line = _connect(server)
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise _failure(server, error) from error
    try:
        line.greeting.call_off()
        try:
            with _within(line, PATIENCE):
                if server.security == "starttls":
                    if "STARTTLS" not in line.capabilities:
                        raise MailError(
                            f"{WHAT} {server} 不支持 starttls，请核对 minsheng.yaml 中 mail.imap 的 security。"
                        )
                    line.starttls(trusted())
                _log_in(server, line, user, password)
                if "ID" in line.capabilities:
                    line.xatom("ID", '("name" "minsheng")')
        except (OSError, imaplib.IMAP4.error, ValueError) as error:
            raise _failure(server, error) from error
        yield line
    finally:
        with suppress(OSError, imaplib.IMAP4.error), _within(line, FAREWELL):
            line.logout()
        with suppress(OSError):
            line.shutdown()  # where the server would not say goodbye the line is still open


def _connect(server: Server) -> _Plain | _Encrypted:
    if server.security == "ssl":
        return _Encrypted(server.host, server.port, ssl_context=trusted(), timeout=TIMEOUT)
    return _Plain(server.host, server.port, timeout=TIMEOUT)


def _log_in(server: Server, line: imaplib.IMAP4, user: str, password: str) -> None:
    try:
        if "AUTH=PLAIN" in line.capabilities:
            line.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
        else:
            line.login(user, password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise LoginRefused(
            f"{WHAT} {server} 不接受用户名或密码（{_server_words([str(error).encode()])}），"
            "请核对 minsheng.yaml 中 mail 的 user；许多邮箱要先在网页设置里开通 IMAP，并用“授权码”代替密码。"
        ) from error


class Folder:
    """An open folder."""

    def __init__(self, server: Server, line: _Plain | _Encrypted, validity: int) -> None:
        self._server, self._line, self.validity = server, line, validity

    def since(self, day: date) -> list[MailOnServer]:
        """Return what has arrived since a day, oldest first. Raises MailError."""
        early = day - timedelta(days=1)  # the server counts days by a clock of its own
        words = f"{early.day:02}-{_MONTHS[early.month - 1]}-{early.year}"
        found = self._ask("SEARCH", "SINCE", words)
        uids = sorted({int(n) for part in found if isinstance(part, bytes) for n in part.split() if _is_number(n)})
        wanted, mails = set(uids), dict[int, MailOnServer]()
        for start in range(0, len(uids), _AT_ONCE):
            some = ",".join(map(str, uids[start : start + _AT_ONCE]))
            for part in self._ask("FETCH", some, "(UID RFC822.SIZE INTERNALDATE)"):
                mail = _described(part[0] if isinstance(part, tuple) else part)
                if mail is not None and mail.uid in wanted:
                    mails[mail.uid] = mail
        # One that the server lists and then says nothing of is still there: fetching it will tell.
        return [mails.get(uid) or MailOnServer(uid, 0, None) for uid in uids]

    def fetch(self, mail: MailOnServer, limit: int) -> bytes:
        """Return a message, byte for byte; at most ``limit`` bytes are taken in.

        Raises MailRefused when this one cannot be had, any other MailError when none can any more.
        """
        if mail.size > limit:
            raise MailRefused(_too_big(limit))
        try:
            found = self._ask("FETCH", str(mail.uid), f"(UID BODY.PEEK[]<0.{limit + 1}>)", more=limit)
        except imaplib.IMAP4.error as error:
            raise MailRefused(f"服务器给不出这封邮件（{_server_words([str(error).encode()])}）") from error
        data = next((part[1] for part in found if isinstance(part, tuple) and b"BODY[]" in part[0]), None)
        if data is None:
            raise MailRefused("服务器给不出这封邮件，可能已被删除")
        if len(data) > limit:
            raise MailRefused(_too_big(limit))
        if not data:
            raise MailRefused("邮件是空的")
        return bytes(data)

    def _ask(self, command: str, *words: str, more: int = 0) -> Sequence[bytes | tuple[bytes, bytes] | None]:
        """Ask one thing; ``more``: bytes the answer may hold beside what any may."""
        self._line.allow(ANSWER_LIMIT + more)
        try:
            with _within(self._line, PATIENCE + more / _SLOWEST):
                answer, found = self._line.uid(command, *words)
        except (OSError, ValueError, imaplib.IMAP4.abort) as error:
            raise _failure(self._server, error) from error
        except imaplib.IMAP4.error as error:
            if "got more than" in str(error):  # a line without an end: nothing after it can be understood
                raise _failure(self._server, _Flood()) from error
            raise
        if answer != "OK":
            raise MailRefused(f"服务器答复：{_server_words(found)}")
        return found


def _described(part: bytes | None) -> MailOnServer | None:
    text = (part or b"").decode("ascii", "replace")
    uid, size = _after("UID", text), _after("RFC822.SIZE", text)
    if uid is None:
        return None
    when = re.search(r'\bINTERNALDATE "([^"]+)"', text)
    try:
        arrived = parsedate_to_datetime(when[1].strip().replace("-", " ", 2)) if when else None
    except (ValueError, TypeError, IndexError, OverflowError):
        arrived = None
    if arrived is not None and not date.min.year < arrived.year < date.max.year:
        arrived = None  # next to the end of all days no other zone's day can be told
    if arrived is not None and arrived.tzinfo is None:
        arrived = arrived.replace(tzinfo=UTC)
    return MailOnServer(uid, size or 0, arrived)


def _after(word: str, text: str) -> int | None:
    """Return the number that an answer gives behind a word."""
    match = re.search(rf"\b{re.escape(word)} (\d{{1,{_DIGITS}}})\b", text)
    return int(match[1]) if match else None


def _is_number(text: bytes) -> bool:
    return text.isdigit() and len(text) <= _DIGITS


def _too_big(limit: int) -> str:
    return f"超过 {limit >> 20} MB，没有取回；请在邮箱网页上下载其中的表格，放进“回收”"


def _failure(server: Server, error: Exception) -> MailError:
    if isinstance(error, _Flood):
        return MailError(f"{WHAT} {server} 发来的内容远多于所要的，已停止；请核对 minsheng.yaml 中的 mail.imap。")
    if isinstance(error, ValueError) and not isinstance(
        error, OSError | UnicodeEncodeError
    ):  # a bad certificate is both
        return unintelligible(server, WHAT)
    if isinstance(error, imaplib.IMAP4.abort) or not isinstance(error, imaplib.IMAP4.error):
        return unreachable(server, WHAT, error if isinstance(error, OSError | UnicodeError) else OSError())
    return MailError(
        f"{WHAT} {server} 不肯办理（{_server_words([str(error).encode()])}），请核对 minsheng.yaml 中的 mail.imap。"
    )


def _server_words(words: Sequence[object]) -> str:
    """Return the server's own words, as one line to quote."""
    text = next((w.decode("utf-8", "replace") for w in words if isinstance(w, bytes)), "没有说明")
    return " ".join(text.removeprefix("b'").removesuffix("'").split())[:160]


def _utf7(folder: str) -> str:
    """Return a folder's name as IMAP spells it (RFC 3501, 5.1.3): Chinese names in a base64 of UTF-16."""
    pieces = re.split(r"([^\x20-\x7e]+)", folder)
    for i in range(1, len(pieces), 2):
        coded = base64.b64encode(pieces[i].encode("utf-16-be")).rstrip(b"=").replace(b"/", b",").decode()
        pieces[i] = f"&{coded}-"
    for i in range(0, len(pieces), 2):
        pieces[i] = pieces[i].replace("&", "&-").replace("\\", "\\\\").replace('"', '\\"')
    return "".join(pieces)
