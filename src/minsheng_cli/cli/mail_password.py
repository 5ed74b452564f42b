"""The mailbox's password while commands run: typed once, kept in the system's keyring when the clerk has set it so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from minsheng_cli.cli.screen import PASSWORD
from minsheng_cli.errors import LoginRefused, SetupError
from minsheng_cli.mailbox import password_store

if TYPE_CHECKING:
    from minsheng_cli.cli.screen import Screen
    from minsheng_cli.config.settings import MailServers
    from minsheng_cli.errors import MailError

_accepted: dict[str, str] = {}  # by log-in name: what a server took in this process, which may run several commands


def password_of(screen: Screen, servers: MailServers) -> str:
    """Return the password: from the environment, from this process, from the keyring, else typed in unseen.

    SetupError when it must be typed and nobody can.
    """
    known = os.environ.get(PASSWORD) or _accepted.get(servers.user)
    if not known and servers.keyring:
        try:
            known = password_store.kept(servers.user)
        except SetupError as error:
            screen.paragraph(str(error))
    return known or screen.password()


def settle(screen: Screen, servers: MailServers, password: str, stopped: MailError | None) -> None:
    """Remember a password that a server took, let one go that it refused; ``stopped``: what ended the talk with it."""
    if os.environ.get(PASSWORD) or not servers.user or (stopped and not isinstance(stopped, LoginRefused)):
        return
    told = ""
    if stopped:
        _accepted.pop(servers.user, None)
    else:
        _accepted[servers.user] = password
    if servers.keyring:
        try:
            known = password_store.kept(servers.user)
            if stopped and known == password:
                password_store.forget(servers.user)
                told = "记在系统密钥环里的密码邮箱不再接受，已删去；再运行一次，输入新的密码。"
            elif not stopped and known != password:
                password_store.keep(servers.user, password)
                told = "密码已记在本机系统的密钥环里，以后不再询问；要删去的，运行 minsheng doctor --forget-password。"
        except SetupError:  # told when it was asked for
            return
    if told:
        screen.paragraph(told)


def forget(screen: Screen, servers: MailServers) -> None:
    """Let go of the password kept in the keyring. Raises SetupError."""
    _accepted.pop(servers.user, None)
    password_store.forget(servers.user)
    screen.say("系统密钥环里没有记着邮箱密码了。")
