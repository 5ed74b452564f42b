"""Mail servers: where they are, how the connection is secured, and what is said when they cannot be reached."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from minsheng_cli.errors import MailError

if TYPE_CHECKING:
    from minsheng_cli.config.settings import Server

TIMEOUT = 30.0  # seconds without an answer
PATIENCE = 120.0  # seconds one answer may last in all, beside what a message takes
FAREWELL = 10.0  # seconds a server may take to say goodbye


class Watchdog:
    """Ends a connection after so many seconds unless it is called off; ``passed`` says whether it has.

    A server that drips a byte now and then keeps every single wait short, and would hold us for ever.
    """

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self.passed = False
        self._sock = sock
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def _cut(self) -> None:
        self.passed = True  # before the line goes: whoever waits on it wakes at once and asks
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def call_off(self) -> None:
        """Keep the connection open after all."""
        self._timer.cancel()


def trusted() -> ssl.SSLContext:
    """Return how a server has to prove itself: by a certificate that this machine trusts, for that very host."""
    return ssl.create_default_context()


def unintelligible(server: Server, what: str) -> MailError:
    """Say that what a server answers follows no rule of mail."""
    return MailError(
        f"{what} {server} 的答复看不懂，请核对 minsheng.yaml 中的 host、port，或请信息化同志查看；已办完的不会重复。"
    )


def unreachable(server: Server, what: str, error: Exception) -> MailError:
    """Say in one sentence why a server cannot be reached; ``what`` it is: 发信服务器."""
    place = f"{what} {server}"
    host, port, security = "host", "port", "security"
    if isinstance(error, ssl.SSLCertVerificationError):
        why = error.verify_message or "无法核实"
        return MailError(
            f"{place} 的证书不可信（{why}），为防冒充已停止。"
            "请核对 minsheng.yaml 中的服务器名称；单位自建的，请信息化同志把单位根证书装入本机。"
        )
    if isinstance(error, ssl.SSLError):
        return MailError(f"与{place} 建立加密连接失败，请核对 minsheng.yaml 中的 {port} 和 {security} 是否配套。")
    if isinstance(error, TimeoutError):
        return MailError(
            f"{place} 超过 {TIMEOUT:.0f} 秒没有应答，请检查网络和 minsheng.yaml 中的 {host}、{port} 后重试。"
        )
    if isinstance(error, ConnectionRefusedError):
        return MailError(f"{place} 拒绝连接，请核对 minsheng.yaml 中的 {host}、{port} 后重试。")
    if isinstance(error, socket.gaierror | UnicodeError):
        return MailError(f"找不到{place}，请检查网络和 minsheng.yaml 中的 {host} 后重试。")
    return MailError(f"与{place} 的连接中断，请检查网络后再运行一次本命令；已办完的不会重复。")
