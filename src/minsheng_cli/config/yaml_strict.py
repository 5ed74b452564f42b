"""YAML as a clerk means it: every value is text, nothing is guessed, nothing is silently dropped.

PyYAML reads ``no`` as false, ``12:30:00`` as 45000, ``2025.10`` as 2025.1, and lets the second of two equal keys win.
Here all scalars stay the text that was written (only an empty value, ``~`` and ``null`` are None), equal keys,
references (``&`` ``*``) and ``!`` tags are refused, and the line of every value is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

Plain = dict[str, "Plain"] | list["Plain"] | str | None
Path = tuple[str | int, ...]

LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it (ten times faster), else pure Python; only its events are used."""

_DEEPEST = 50  # composing 100,000 nested brackets would crash the C library; reading events does not nest


class StrictYamlError(Exception):
    """The file is no YAML we accept; ``faults`` holds (line, sentence) of everything found, lines from 1."""

    def __init__(self, *faults: tuple[int, str]) -> None:
        """Take the faults as (line, sentence without full stop)."""
        self.faults = faults
        super().__init__("；".join(f"第{line}行：{why}" for line, why in faults))


@dataclass(frozen=True)
class Document:
    """A parsed file: plain data, and the line (from 1) of every value by its path."""

    data: Plain
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """Return the line of a value, or of the nearest thing around it when it is missing."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse(data: bytes) -> Plain:
    """Return a YAML file's content with all scalars as text. Raises StrictYamlError."""
    return read(data).data


def read(data: bytes) -> Document:
    """Return a YAML file's content and where each value stands. Raises StrictYamlError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StrictYamlError((line, "文件不是 UTF-8 编码，请用记事本打开，另存为时编码选“UTF-8”")) from error
    try:
        reading = _Reading(yaml.parse(text, Loader=LOADER))
        plain = reading.document()
    except yaml.MarkedYAMLError as error:
        raise StrictYamlError(_explain(error, text)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise StrictYamlError((line, "含有不能显示的控制字符，请删除后重新输入这一行")) from error
    if reading.faults:
        raise StrictYamlError(*sorted(reading.faults))
    return Document(plain, reading.lines)


class _Reading:
    """One walk over the events, gathering data, lines and faults."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self.lines: dict[Path, int] = {(): 1}
        self.faults: list[tuple[int, str]] = []
        self._events = events

    def document(self) -> Plain:
        found: Plain = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise StrictYamlError((_line(event), "文件中有多余的“---”，请删除"))
                found = self._value(next(self._events), ())
        return found

    def _value(self, event: yaml.Event, path: Path) -> Plain:
        """Return what an event and those after it stand for. Every branch consumes the whole value."""
        self._check(event)
        if isinstance(event, yaml.ScalarEvent):
            text: str = event.value
            return None if event.implicit[0] and text in ("", "~", "null") else text
        if len(path) > _DEEPEST:
            raise StrictYamlError((_line(event), "层次过多，请检查括号和“- ”"))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else None

    def _check(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, "不能使用引用（& 和 *），请各写各的；内容以 & 或 * 开头时请加引号")
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            self._refuse(event, f"不能使用标记“{tag}”，请删除；内容以 ! 开头时请加引号")

    def _sequence(self, path: Path) -> Plain:
        items: list[Plain] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            self.lines[*path, len(items)] = _line(event)
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> Plain:
        found: dict[str, Plain] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._value(event, (*path, "?"))
            if not isinstance(key, str):
                self._refuse(event, "冒号前应是一个名称")
                self._value(next(self._events), (*path, "?"))
            elif key in found:
                self._refuse(event, f"“{key}”写了两次（第{self.lines[*path, key]}行已有），请只保留一处")
                self._value(next(self._events), (*path, "?"))
            else:
                self.lines[*path, key] = _line(event)
                found[key] = self._value(next(self._events), (*path, key))
        return found

    def _refuse(self, event: yaml.Event, why: str) -> None:
        self.faults.append((_line(event), why))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


_REASONS = (
    ("quoted scalar", "引号没有成对"),
    ("block mapping", "缩进没有对齐，或缺少“- ”、冒号"),
    ("block collection", "缩进没有对齐，或缺少“- ”、冒号"),
    ("mapping values are not allowed", "缩进没有对齐，或冒号写在了不该写的地方（内容中有半角冒号时请加引号）"),
    ("flow", "括号没有成对，或缺少逗号"),
    ("could not find expected ':'", "缺少冒号，或冒号后没有空格"),
    ("cannot start any token", "内容以特殊符号开头，请加引号"),
)


def _explain(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """Return (line, what a person can do about it); the library's own words are English."""
    mark = error.problem_mark or error.context_mark
    said = f"{error.problem} {error.context}"
    rows = text.splitlines() or [""]
    row = min(mark.line if mark else 0, len(rows) - 1)  # what is missing at the end is missing in the last line
    if "\t" in rows[row][: len(rows[row]) - len(rows[row].lstrip())]:
        return row + 1, "不能用 Tab 缩进，请改用空格"
    why = next(
        (reason for sign, reason in _REASONS if sign in said), "格式有误，请检查这一行和上一行的缩进、冒号、引号"
    )
    return row + 1, why
