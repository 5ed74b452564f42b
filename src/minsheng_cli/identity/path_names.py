"""The names on the way to a file: its own, those of folders, archives and mails around it. Pure."""

from __future__ import annotations

from typing import NamedTuple

from minsheng_cli.patterns import compile_when_used

_PARTS = compile_when_used(r" › |[/\\]")
_KINDS = {"zip": "压缩包", "rar": "压缩包", "7z": "压缩包", "eml": "邮件", "msg": "邮件"}
_COPY = compile_when_used(r"(?:\s*[(（]\d{1,2}[)）]|\s*-?\s*副本\d*)+$")
_ENDING = compile_when_used(r"\.[A-Za-z0-9]{1,5}$")


class NameInPath(NamedTuple):
    """One name on the way to a file, without its ending and copy number."""

    source: str  # 文件名 / 文件夹 / 压缩包 / 邮件
    text: str


def names_in_path(name: str) -> tuple[NameInPath, ...]:
    """Return the names in a submission's path, outermost first; ``name`` is its chain, joined by " › "."""
    parts = [part for part in _PARTS.split(name) if part.strip()]
    return tuple(_name_in_path(part, last=at == len(parts)) for at, part in enumerate(parts, start=1))


def _name_in_path(part: str, *, last: bool) -> NameInPath:
    source = "文件名" if last else _KINDS.get(part.rpartition(".")[2].lower(), "文件夹")
    return NameInPath(source, _COPY.sub("", part if source == "文件夹" else _ENDING.sub("", part)))
