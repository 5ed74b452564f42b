"""Real mail servers on loopback: an SMTP server in this process, dovecot's IMAP as a process of its own."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

HOST = "127.0.0.1"
USER, PASSWORD = "shili@example.invalid", "示例口令-000".encode("ascii", "ignore").decode() + "x"
DOVECOT = shutil.which("dovecot") or next((p for p in ("/usr/sbin/dovecot",) if Path(p).exists()), None)


@dataclass(frozen=True)
class Certificate:
    """A throw-away certificate that vouches for itself."""

    file: Path
    key: Path

    @property
    def server(self) -> SSLContext:
        context = SSLContext(PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


def certificate(folder: Path, name: str = HOST) -> Certificate:
    """Make a certificate for a host."""
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    subject = f"subjectAltName={'IP' if name[0].isdigit() else 'DNS'}:{name}"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
         "-addext", subject, "-keyout", made.key, "-out", made.file],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass
class Counter:
    """What came over the counter; it can be told to be difficult."""

    letters: list[tuple[str, list[str], bytes]] = field(default_factory=list)  # sender, recipients, bytes
    refuses: set[str] = field(default_factory=set)
    stalls_at: int = 0  # takes this many whole, then takes one more and never answers
    drops: bool = False  # does not stall but hangs up
    stalled: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        self.letters.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        if self.stalls_at and len(self.letters) == self.stalls_at:
            self.stalled.set()
            import asyncio  # noqa: PLC0415

            if self.drops:
                server.transport.abort()
                return ""
            await asyncio.sleep(60)
        return "250 OK"


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, login: Any) -> AuthResult:
    good = isinstance(login, LoginPassword) and (login.login, login.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


@contextmanager
def smtp(counter: Counter, port: int, own: Certificate, security: str = "starttls") -> Iterator[None]:
    """Run an SMTP server that wants an encrypted line and a password."""
    options: dict[str, Any] = {"authenticator": _knows}
    if security == "starttls":
        options |= {"tls_context": own.server, "require_starttls": True, "auth_required": True}
    else:
        options |= {"auth_require_tls": False}
    controller = Controller(counter, HOST, port, ssl_context=own.server if security == "ssl" else None, **options)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@contextmanager
def silent(port: int) -> Iterator[None]:
    """Run a server that takes calls and never says a word."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, port))
        server.listen(5)
        yield


@contextmanager
def answering(port: int, serve: Callable[[socket.socket, threading.Event], None]) -> Iterator[None]:
    """Let a function answer the first call to a port; it stops when the event says so."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, port))
        server.listen(5)
        over = threading.Event()

        def taken() -> None:
            with suppress(OSError):
                call, _ = server.accept()
                with call:
                    serve(call, over)

        thread = threading.Thread(target=taken, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            server.close()
            thread.join(600)


def hostile(port: int, what: str) -> AbstractContextManager[None]:
    """Run an IMAP server that never stops after the log-in (greeting …: at once): flood, literal, line or drip."""

    def serve(call: socket.socket, over: threading.Event) -> None:
        if what.startswith("greeting"):
            _never_stop(call, what.partition(" ")[2], over)
            return
        call.sendall(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
        for line in call.makefile("rb"):
            tag, command = line.split()[:2]
            if command == b"UID":
                _never_stop(call, what, over)
                return
            call.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")

    return answering(port, serve)


def hostile_smtp(port: int, where: str, how: str) -> AbstractContextManager[None]:
    """Run an SMTP server that never stops from a moment on: its greeting, the answer to EHLO, AUTH, MAIL or ``.``."""

    def serve(call: socket.socket, over: threading.Event) -> None:
        if where == "greeting":
            _never_stop(call, how, over)
            return
        call.sendall(b"220 ready\r\n")
        letter = False
        for line in call.makefile("rb"):
            verb = line[:-2].partition(b" ")[0].upper().decode()
            if verb == where:
                _never_stop(call, how, over)
                return
            if verb == "EHLO":
                call.sendall(b"250-a.invalid\r\n250-SIZE 99999999999999999999\r\n250 AUTH PLAIN LOGIN\r\n")
            elif verb == "AUTH":
                call.sendall(b"235 ok\r\n")
            elif not letter or verb == ".":
                letter = verb == "DATA"
                call.sendall(b"354 go on\r\n" if letter else b"250 ok\r\n")

    return answering(port, serve)


FLOODS = {
    "flood": b"* 1 EXISTS\r\n",
    "continued": b"250-and more\r\n",
    "answers": b"250 ok\r\n",
    "challenges": b"334 YWJj\r\n",
}


def _never_stop(call: socket.socket, what: str, over: threading.Event) -> None:
    """Say what never ends, at most 256 MB of it; ``silence`` says nothing."""
    if what == "literal":
        call.sendall(b"* 1 FETCH (BODY[] {99999999999}\r\n")
    for _ in range(256):
        if over.is_set():
            return
        if what == "silence":
            over.wait()
        elif what == "cut off":
            call.sendall(b"25")
            return
        elif what == "drip":
            call.sendall(b"*")
            over.wait(0.1)
        elif what in FLOODS:
            call.sendall(FLOODS[what] * 90_000)
        else:
            call.sendall(b"x" * (1 << 20))


@contextmanager
def imap() -> Iterator[tuple[Path, Certificate, dict[str, int]]]:
    """Run dovecot, unprivileged (it refuses to work for root); give its mailbox, certificate and ports."""
    assert DOVECOT is not None
    ports = {"ssl": free_port(), "starttls": free_port()}
    root = os.getuid() == 0
    me = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.getuid())
    user, group = me.pw_name, grp.getgrgid(me.pw_gid).gr_name
    with TemporaryDirectory() as folder:
        run = Path(folder)
        run.chmod(0o777)  # whoever runs the tests and whoever runs the server both work here
        own = certificate(run)
        own.key.chmod(0o644)
        (run / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n")
        _configure(run, own, ports, user, group)
        identity: dict[str, Any] = {"user": user, "group": group, "extra_groups": []} if root else {}
        server = subprocess.Popen([DOVECOT, "-F", "-c", run / "conf"], stderr=subprocess.PIPE, **identity)
        try:
            for port in ports.values():
                _wait_for(port, server)
            yield run / "box", own, ports
        finally:
            server.terminate()
            server.wait(600)
            if server.stderr:
                server.stderr.close()


def _configure(run: Path, own: Certificate, ports: dict[str, int], user: str, group: str) -> None:
    (run / "conf").write_text(f"""
protocols = imap
listen = {HOST}
base_dir = {run}/base
state_dir = {run}/state
log_path = {run}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 0
mail_uid = {user}
mail_gid = {group}
mail_location = maildir:{run}/box
ssl = yes
ssl_cert = <{own.file}
ssl_key = <{own.key}
disable_plaintext_auth = yes
passdb {{
  driver = passwd-file
  args = {run}/users
}}
userdb {{
  driver = static
  args = home={run}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {ports["starttls"]}
  }}
  inet_listener imaps {{
    port = {ports["ssl"]}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
""")


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(6000):  # ten minutes at most
        if server.poll() is not None and server.stderr:
            raise AssertionError(server.stderr.read().decode())
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("no answer")
