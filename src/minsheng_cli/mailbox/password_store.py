"""The mailbox's password in the system's own keyring (Windows 凭据管理器, a desktop's 密钥环), never in a file of ours.

The library is an extra, ``minsheng[keyring]``. Where it is missing or the system has no keyring, SetupError says so in
one sentence; whoever asked then lets the password be typed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from minsheng_cli.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable

SERVICE = "minsheng"
"""Under which name the password stands in the system's list."""
_IN_FILES = "keyrings.alt"  # keyrings that are no more than a file
T = TypeVar("T")


def kept(user: str) -> str:
    """Return the password kept for a log-in name, "" when there is none. Raises SetupError."""
    return _asked(lambda ring: ring.get_password(SERVICE, user)) or ""


def keep(user: str, password: str) -> None:
    """Keep a password. Raises SetupError."""
    _asked(lambda ring: ring.set_password(SERVICE, user, password))


def forget(user: str) -> None:
    """Let a kept password go; nothing happens when there is none. Raises SetupError."""
    if kept(user):
        _asked(lambda ring: ring.delete_password(SERVICE, user))


def _asked(question: Callable[[Any], T]) -> T | None:
    try:
        library = import_module("keyring")
    except ImportError:
        raise SetupError("本机没有装密钥环组件（keyring），密码不能记在系统里，每次输入即可。") from None
    try:
        ring = library.get_keyring()
        several = getattr(ring, "backends", None) or [ring]  # the library chains all it finds, the best first
        real = [one for one in several if not type(one).__module__.startswith(_IN_FILES)]
        answer = question(real[0]) if real else None
    except Exception as error:  # a backend is the system's: whatever it raises, the password can be typed
        raise SetupError("本机系统没有可用的密钥环，密码没有记在系统里，每次输入即可。") from error
    if not real:
        raise SetupError("本机的密钥环只是一个文件，密码不记在里面，每次输入即可。")
    return answer
