"""A YAML file changed in place: only what differs is rewritten, comments and layout around it stay.

The clerk's explanations are as much part of the file as its values. Values go in and out as plain text, lists and
mappings (see ``config.yaml_strict``); an empty value, "" and an empty list are the same nothing.

ruamel.yaml was tried: it counts the comment above an item as the end of the item before, so that one that is removed
or moved leaves its comment to a neighbour; and it lays the whole file out anew unless told how this one is indented.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import yaml

from minsheng_cli.config.yaml_strict import StrictYamlError, parse
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minsheng_cli.config.yaml_strict import Plain

_BLANKS = "\u3000\xa0"  # blanks that people use and YAML leaves alone
_MARK = compile_when_used(r"[ \t]*#[ \t]*(?:建议|请填写)[^\n]*")
"""What the import wrote beside a value for a person to look at: done with when the value is changed."""
_IDENTITY = ("id", "key", "name", "since")
_FLOW_ITEMS = frozenset(("indicators", "columns", "units"))
"""Lists whose items stand on one line each when they are written anew inside an item."""
_BARE = frozenset(
    ("year", "target", "day", "offset", "cutoff", "only", "width", "inclusive", "required", "public", "person")
)
"""Keys whose numbers and true/false need no quotes; elsewhere 2025.10 must not look like a number."""
_NUMBER_OR_YES = r"0|[1-9]\d{0,11}(?:\.\d{1,6})?|true|false"
_NOTHING = '""'


def edited(text: str, new: Plain) -> str:
    """Return the text with the values of ``new``. ValueError when that cannot be done faithfully."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode) or not isinstance(new, dict):
        raise ValueError("no mapping")  # noqa: TRY004 - the file's fault, not the caller's
    made = _Editor(text).whole(node, new)
    if not same(parse(made.encode("utf-8")), new):
        raise ValueError("not the same")
    return made


def same(one: Plain, other: Plain) -> bool:
    """Whether two values mean the same: a key left out, an empty text and an empty list are all nothing."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(same(one.get(key), other.get(key)) for key in one | other)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return (one or None) == (other or None)


class _Editor:
    def __init__(self, text: str) -> None:
        self.text = text

    def whole(self, node: yaml.MappingNode, new: dict[str, Plain]) -> str:
        return self.text[: _start(node)] + self.mapping(node, new) + self.text[self.end(node) :]

    # ------------------------------------------------------------ where things stand

    def end(self, node: yaml.Node) -> int:
        """Return where a value ends: a block with its last line, without the blank lines and comments below."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.line_end(self.end(last[1] if isinstance(last, tuple) else last))
        start, end = _start(node), node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            return start + len(self.text[start:end].rstrip())
        return int(end)

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end

    # ------------------------------------------------------------ values

    def value(self, node: yaml.Node, new: Plain, column: int, key: str = "") -> str:  # noqa: PLR0911 - one per shape
        """Return what stands in a value's place afterwards; ``column`` is where its key begins."""
        if same(_plain_value(node), new):
            return self.text[_start(node) : self.end(node)]
        block = isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value
        if block and isinstance(node, yaml.MappingNode) and isinstance(new, dict):
            return self.mapping(node, new)
        if block and isinstance(node, yaml.SequenceNode) and isinstance(new, list) and new:
            return self.sequence(node, new)
        if (
            isinstance(node, yaml.MappingNode)
            and isinstance(new, dict)
            and [k.value for k, _ in node.value] == list(new)
        ):
            return self.flow_mapping(node, new)
        lead = " " if _start(node) and self.text[_start(node) - 1] == ":" else ""
        if isinstance(new, list) and any(isinstance(item, dict) for item in new):
            if isinstance(node, yaml.CollectionNode) and node.flow_style and node.value:
                return flow(new)
            return "\n" + "\n".join(block_items(new, column + 2, one_line=key in _FLOW_ITEMS and column > 0))
        if isinstance(new, str) and "\n" in new:
            block = "\n".join(block_text(new, column + 2))
            if block:
                return lead + block
        return lead + flow(new, key)

    def mapping(self, node: yaml.MappingNode, new: dict[str, Plain]) -> str:
        """Return a block mapping with its new values; new keys come last."""
        column = node.start_mark.column
        parts: list[str] = []
        at, above = _start(node), ""  # above: comments that stand over the next key
        for key, value in node.value:
            first = self.line_start(_start(key))
            gap = above + (self.text[at:first] if at < first else "")
            end = self.line_end(self.end(value))
            at, above = min(end + 1, len(self.text)), ""
            wanted = new.get(key.value)
            if key.value not in new and not same(_plain_value(value), None):  # the whole line goes
                above = gap if "#" in gap else ""
                continue
            tail = self.after_mark(value, changed=not same(_plain_value(value), wanted))
            content, comment = self.value(value, wanted, column, str(key.value)), self.text[tail:end]
            if "\n" in content and comment.strip():  # a comment behind the last line of a text would be part of it
                content = content.replace("\n", comment + "\n", 1)
            else:
                content += comment
            parts.append(gap + " " * column + self.text[_start(key) : _start(value)] + content)
        parts += [above.rstrip("\n")] if above else []
        known = {key.value for key, _ in node.value}
        for key, wanted in new.items():
            if key not in known and not same(wanted, None):
                parts.append(" " * column + "\n".join(_entry(key, wanted, column)))
        return "\n".join(parts).lstrip()

    def after_mark(self, value: yaml.Node, *, changed: bool) -> int:
        """Return where the text goes on behind a value: past a mark of the import when the value was changed."""
        end = self.end(value)
        mark = _MARK.match(self.text, end)
        return mark.end() if changed and mark else end

    def flow_mapping(self, node: yaml.MappingNode, new: dict[str, Plain]) -> str:
        """Return a mapping on one line whose keys stay: only the values that differ are written anew."""
        out, at = "", _start(node)
        for key, value in node.value:
            wanted = new[str(key.value)]
            if not same(_plain_value(value), wanted):
                out += self.text[at : _start(value)] + (flow(wanted, str(key.value)) or _NOTHING)
                at = int(value.end_mark.index)
        return out + self.text[at : node.end_mark.index]

    def sequence(self, node: yaml.SequenceNode, new: list[Plain]) -> str:
        """Return a block sequence in its new order; the comments and blank lines before an item go with it."""
        indent = " " * node.start_mark.column
        gaps, bodies = self.chunks(node)
        pairs = list(_paired([_plain_value(item) for item in node.value], new))
        kept = {old for old, _ in pairs if old is not None}
        lost = [n for n in range(len(gaps)) if n not in kept and "#" in gaps[n]]  # headings over items that are gone
        usual = "\n" if len(gaps) > 1 and gaps[1].startswith("\n") else ""
        parts: list[str] = []
        for old, wanted in pairs:
            if old is None:
                parts.append(usual + "\n".join(block_items([wanted], len(indent), one_line=self.one_line(node))))
                continue
            heading = "".join(gaps[n] for n in lost if n < old)
            lost = [n for n in lost if n > old]
            item = node.value[old]
            if same(_plain_value(item), wanted):
                parts.append(heading + gaps[old] + bodies[old])
                continue
            dash = self.text.rfind("-", 0, _start(item))
            inner = item.start_mark.column
            content = self.value(item, wanted, inner)
            tail = self.after_mark(item, changed=True)
            rest = self.text[tail : self.line_end(tail)]
            parts.append(heading + gaps[old] + indent + self.text[dash : _start(item)] + content + rest)
        parts += [gaps[n].rstrip("\n") for n in lost]
        return "\n".join(parts).lstrip()

    def chunks(self, node: yaml.SequenceNode) -> tuple[list[str], list[str]]:
        """Return, for each item, the lines before it and its own lines (to the end of its last line)."""
        gaps, bodies = [], []
        at = self.line_start(_start(node))
        for item in node.value:
            dash = self.line_start(self.text.rfind("-", 0, _start(item)))
            end = self.line_end(self.end(item))
            gaps.append(self.text[at:dash])
            bodies.append(self.text[dash:end])
            at = min(end + 1, len(self.text))
        return gaps, bodies

    @staticmethod
    def one_line(node: yaml.SequenceNode) -> bool:
        """Whether the items of a list stand on one line each."""
        return any(isinstance(item, yaml.CollectionNode) and item.flow_style for item in node.value)


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and not node.flow_style


def _start(node: yaml.Node) -> int:
    return int(node.start_mark.index)


def _plain_value(node: yaml.Node) -> Plain:
    """Return what a node says as text, list or mapping."""
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in ("", "~", "null") else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain_value(item) for item in node.value]
    return {str(key.value): _plain_value(value) for key, value in node.value}


def _identity(item: Plain) -> str | None:
    if isinstance(item, dict):
        return next((f"{key}:{item[key]}" for key in _IDENTITY if item.get(key)), None)
    return None


def _paired(old: Sequence[Plain], new: Sequence[Plain]) -> Iterator[tuple[int | None, Plain]]:
    """Yield each new item with the place of the old item it continues, None where there is none.

    Three rounds, each among what is still left: items that are equal, that bear the same id, that have no id and begin
    with the same value.
    """
    left = list(range(len(old)))
    taken: dict[int, int] = {}
    for fits in (
        same,
        lambda a, b: _identity(a) is not None and _identity(a) == _identity(b),
        lambda a, b: isinstance(a, dict) and isinstance(b, dict) and _overlap(a, b),
    ):
        for place, item in enumerate(new):
            if place not in taken:
                found = next((n for n in left if fits(old[n], item)), None)
                if found is not None:
                    taken[place] = found
                    left.remove(found)
    return ((taken.get(place), item) for place, item in enumerate(new))


def _overlap(one: dict[str, Plain], other: dict[str, Plain]) -> bool:
    """Whether two items without an id are most likely one and the same: they begin with the same key and value."""
    key = next(iter(one), "")
    return _identity(one) is None and _identity(other) is None and bool(key) and same(one.get(key), other.get(key))


# ---------------------------------------------------------------- writing


def flow(value: Plain, key: str = "") -> str:
    """Return a value on one line; ``key`` is what it is the value of."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "[" + ", ".join(flow(item, key) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)}: {flow(item, name) or _NOTHING}" for name, item in value.items()) + "}"
    return value if key in _BARE and re.fullmatch(_NUMBER_OR_YES, value) else text_of(value)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_][A-Za-z_0-9]*", key) else json.dumps(key, ensure_ascii=False)


def block_items(items: Sequence[Plain], indent: int, *, one_line: bool) -> Iterator[str]:
    """Yield the lines of a list, each item a block of its own or on one line."""
    for item in items:
        if one_line or not isinstance(item, dict) or not any(value not in (None, []) for value in item.values()):
            yield " " * indent + "- " + flow(item)
            continue
        lead = "- "
        for key, value in item.items():
            if value is not None and value != []:
                first, *more = _entry(key, value, indent + 2)
                yield " " * indent + lead + first
                yield from more
                lead = "  "


def _entry(key: str, value: Plain, column: int) -> list[str]:
    """Return the lines of ``key: value``; the first without indent, the others with theirs."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [f"{_key(key)}:", *block_items(value, column + 2, one_line=key in _FLOW_ITEMS)]
    if isinstance(value, dict) and any(isinstance(item, list | dict) for item in value.values()):
        lines = [
            line
            for k, v in value.items()
            if not same(v, None)
            for line in _padded(_entry(k, v, column + 2), column + 2)
        ]
        return [f"{_key(key)}:", *lines]
    if isinstance(value, str) and "\n" in value and (block := list(block_text(value, column + 2))):
        return [f"{_key(key)}: {block[0]}", *block[1:]]
    return [f"{_key(key)}: {flow(value, key)}".rstrip()]


def _padded(lines: list[str], column: int) -> list[str]:
    return [" " * column + lines[0], *lines[1:]]


def block_text(text: str, indent: int) -> Iterator[str]:
    """Yield a text of several lines so that a person can read it (|-), nothing if YAML would not give it back so."""
    lines = ["|-", *(" " * indent + line if line else "" for line in text.split("\n"))]
    try:
        plain = parse(("x: " + "\n".join(lines)).encode())
    except (StrictYamlError, UnicodeEncodeError):
        plain = None
    if plain == {"x": text}:
        yield from lines


def text_of(text: str) -> str:
    """Return a text as YAML that is read back as exactly that: plain where that is safe, else quoted."""
    if re.fullmatch(r"[一-鿿A-Za-z（][一-鿿A-Za-z0-9（）、，。；〔〕·—_-]*", text) and text not in (
        "null",
        "true",
        "false",
    ):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() or c in _BLANKS else json.dumps(c)[1:-1] for c in quoted)
