"""The text of ``data/minsheng.yaml``, written from what ``config.settings`` declares: name, default and help."""

from __future__ import annotations

import sys
from dataclasses import fields, is_dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, get_type_hints

from minsheng_cli.config.settings import Settings
from minsheng_cli.scalars import Help

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = "# 本工作目录的设置。每一项都可以不写，不写就用默认值。改完保存即可生效。"
_HELP_AT = 28  # column at which the help beside a value begins


def sample() -> str:
    """Return the whole file: every setting with its default."""
    lines = [_HEAD]
    for name, value, help_text in _settings(Settings()):
        lines.append("")
        lines += (f"# {line}".rstrip() if line else "" for line in help_text.split("\n"))
        if is_dataclass(value) and _all_unset(value):
            lines.append(f"{name}: {{}}")
        elif is_dataclass(value):
            lines += [f"{name}:", *_section(value, "  ")]
        else:
            lines.append(f"{name}: {_default_text(value)}")
    return "\n".join(lines) + "\n"


def _section(section: object, inset: str) -> Iterator[str]:
    for name, value, help_text in _settings(section):
        if is_dataclass(value):
            yield f"{inset}{name}:"
            yield from _section(value, inset + "  ")
            continue
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            yield f"{inset}{name}:"
            yield from (f"{inset}  - {{{_in_a_row(item)}}}" for item in value)
            continue
        line = f"{inset}{name}: {_default_text(value)}".rstrip()
        yield f"{line:<{_HELP_AT - 1}} # {help_text}" if help_text else line


def _settings(section: object) -> Iterator[tuple[str, Any, str]]:
    """Yield (name, default, help) of each setting of a section."""
    hints = get_type_hints(type(section), include_extras=True)
    for field in fields(section):  # type: ignore[arg-type]  # a dataclass
        helps = [note.text for note in getattr(hints[field.name], "__metadata__", ()) if isinstance(note, Help)]
        yield field.name, getattr(section, field.name), "\n".join(helps)


def _in_a_row(item: object) -> str:
    return ", ".join(f"{name}: {_default_text(value)}" for name, value, _ in _settings(item))


def _all_unset(section: object) -> bool:
    return all(value is None for _, value, _ in _settings(section))


def _default_text(value: object) -> str:
    """Return a default as it is written in the file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if value.isalpha() else f'"{value}"'
    if isinstance(value, tuple) and value:
        return '"' + "-".join(f"{part:02}" for part in value) + '"'
    if isinstance(value, tzinfo):
        return f'"{str(value).removeprefix("UTC")}"'
    return {"()": "[]"}.get(str(value), str(value))  # an empty list or mapping is written as Python writes it


if __name__ == "__main__":
    sys.stdout.write(sample())
