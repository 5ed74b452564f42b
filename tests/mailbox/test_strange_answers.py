"""Mail servers that answer against all rules: one sentence, or what can still be understood; never an error of ours."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

import post_office
from minsheng_cli.config.settings import Server
from minsheng_cli.errors import MailError
from minsheng_cli.mailbox import imap, smtp
from post_office import HOST

if TYPE_CHECKING:
    import socket
    import threading

    from minsheng_cli.mailbox.imap import MailOnServer

LONG = b"1" * 5000  # more digits than Python makes a number of
DAY = b'* 1 FETCH (UID 5 RFC822.SIZE 20 INTERNALDATE "%s")\r\n'
USUAL = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
    b"EXAMINE": b"* OK [UIDVALIDITY 7] ok\r\n",
    b"SEARCH": b"* SEARCH 5\r\n",
    b"FETCH": DAY % b"22-Apr-2025 10:00:00 +0800",
}


def answered(where: bytes, words: bytes) -> tuple[int, list[MailOnServer]]:
    """Return the folder's mark and what is found in it when the server says those words in one place."""

    def serve(call: socket.socket, _over: threading.Event) -> None:
        call.sendall(b"* OK ready\r\n")
        for line in call.makefile("rb"):
            tag, command, *rest = line.upper().split()
            command = rest[0] if command == b"UID" else command
            said = words if command == where else USUAL.get(command, b"")
            call.sendall(said + tag + b" OK done\r\n")

    port = post_office.free_port()
    with (
        post_office.answering(port, serve),
        imap.connected(Server(HOST, port, "none"), "a", "b", "INBOX") as folder,
    ):
        return folder.validity, folder.since(date(2025, 4, 1))


@pytest.mark.parametrize(
    ("where", "words", "validity", "found"),
    [
        (b"EXAMINE", b"* OK [UIDVALIDITY " + LONG + b"] ok\r\n", 0, [5]),
        (b"EXAMINE", b"", 0, [5]),
        (b"SEARCH", b"* SEARCH 5 6\r\n", 7, [5, 6]),
        (b"SEARCH", b"* SEARCH " + LONG + b" x -5 5\r\n", 7, [5]),
        (b"SEARCH", b"* SEARCH\r\n", 7, []),
        (b"FETCH", b"", 7, [5]),
        (b"FETCH", b"* 1 FETCH (UID " + LONG + b")\r\n", 7, [5]),
        (b"FETCH", b"* 1 FETCH (UID 5 RFC822.SIZE " + LONG + b")\r\n", 7, [5]),
    ],
)
def test_numbers_that_are_none(where: bytes, words: bytes, validity: int, found: list[int]) -> None:
    mark, mails = answered(where, words)
    assert (mark, [mail.uid for mail in mails]) == (validity, found)


@pytest.mark.parametrize(
    ("day", "arrived"),
    [
        (b"31-Dec-9999 23:59:59 -1200", None),
        (b"01-Jan-0001 00:00:00 +1400", datetime(2000, 12, 31, 10, tzinfo=UTC)),  # as mail reads years of so few digits
        (b"22-Apr-2025 10:00:00 +9999", None),
        (LONG + b"-Apr-2025 10:00:00 +0800", None),
        (b"22-Apr-2025 10:00:00 +0800", datetime(2025, 4, 22, 2, tzinfo=UTC)),
    ],
)
def test_days_that_are_none(day: bytes, arrived: datetime | None) -> None:
    _, (mail,) = answered(b"FETCH", DAY % day)
    assert mail.arrived == arrived


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (b"FETCH", b"* 1 FETCH (UID 5 BODY[] {" + LONG + b"}\r\nx)\r\n"),
        (b"CAPABILITY", b"* CAPABILITY IMAP4rev1 \xe4\xb8\r\n"),
    ],
)
def test_an_answer_of_imap_that_cannot_be_understood_is_said(where: bytes, words: bytes) -> None:
    with pytest.raises(MailError, match="答复看不懂"):
        answered(where, words)


def test_a_challenge_of_imap_in_no_base64_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "FAREWELL", 0.2)

    def serve(call: socket.socket, _over: threading.Event) -> None:
        call.sendall(b"* OK ready\r\n")
        for line in call.makefile("rb"):
            tag, command = line.split()[:2]
            able = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + tag + b" OK done\r\n"
            call.sendall(able if command == b"CAPABILITY" else b"+ abcde\r\n")

    port = post_office.free_port()
    with (
        post_office.answering(port, serve),
        pytest.raises(MailError, match="答复看不懂"),
        imap.connected(Server(HOST, port, "none"), "a", "b", "INBOX"),
    ):
        pass


@pytest.mark.parametrize("mechanism", ["CRAM-MD5", "PLAIN", "LOGIN"])
def test_a_challenge_of_smtp_in_no_base64_is_said(mechanism: str) -> None:
    def serve(call: socket.socket, _over: threading.Event) -> None:
        call.sendall(b"220 ready\r\n")
        for line in call.makefile("rb"):
            able = f"250-a.invalid\r\n250 AUTH {mechanism}\r\n".encode()
            call.sendall(able if line.startswith(b"ehlo") else b"334 abcde\r\n")

    port = post_office.free_port()
    with (
        post_office.answering(port, serve),
        pytest.raises(MailError, match="答复看不懂"),
        smtp.connected(Server(HOST, port, "none"), "a", "b"),
    ):
        pass
