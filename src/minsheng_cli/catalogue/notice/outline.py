"""A list that is written as a text: （一） and 1. as headings, 责任单位：… and 完成时限：… in brackets or on lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass, field
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LEVELS = (
    compile_when_used(r"第([一二三四五六七八九十]{1,3}|\d{1,2})[件项](?:民生|重点|惠民)*(?:实事|项目)?[：:、，,\s]\s*"),
    compile_when_used(r"([一二三四五六七八九十]{1,3})[、.．]\s*"),
    compile_when_used(r"[（(]([一二三四五六七八九十]{1,3})[)）]\s*"),
    compile_when_used(r"(\d{1,3})(?:[.．](?!\d)|、)\s*"),
    compile_when_used(r"[（(](\d{1,2})[)）]\s*|([①-⑳])\s*"),
)
_LEAD = r"(?:牵头|主办|承办|实施|责任|主要责任)(?:责任)?(?:单位|部门|科室|主体)|牵头"
_HELP = r"(?:配合|协办|协同|参与)(?:责任)?(?:单位|部门|科室)?"
_WHEN = r"(?:计划)?(?:完成|办结)(?:时限|时间|期限)|时限(?:要求)?|时间节点|进度(?:安排|要求|计划)"
_WHO = (
    r"(?:分管|主管|牵头|包抓|责任|挂钩|包联)(?:[省市区县镇][级]?)?领导|(?:主要)?(?:责任|负责|联系)人|(?:联系|监督)电话"
)
_WHAT = r"(?:年度|工作)?(?:目标任务|目标|任务)|(?:主要|工作|建设|实施|具体)?内容|工作举措|指标要求"
_NAME = r"(?:项目|事项|实事)名称"
_LABEL = compile_when_used(rf"(?:(?P<lead>{_LEAD})|(?P<help>{_HELP})|(?P<when>{_WHEN})|(?P<who>{_WHO}))\s*[：:]")
_BRACKET = compile_when_used(
    rf"[（(]\s*(?:{_LEAD}|{_HELP}|{_WHEN}|{_WHO})\s*[：:](?:[^（）()]|[（(][^（）()]*[)）])*[)）][。；]?"
)
_DATE = compile_when_used(r"20\d\d年\d{1,2}月\d{1,2}日")
_LONGEST_NAME = 45


@dataclass(frozen=True)
class OutlinedProject:
    """One project of a text."""

    section: str
    number: str
    name: str
    target: str
    lead: str
    responsible: str
    deadline: str
    others: dict[str, str] = field(default_factory=dict)  # label → words: 主管领导, 责任人


@dataclass()
class _Node:
    level: int
    number: str
    lines: list[str]
    parent: _Node | None = None
    children: list[_Node] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    apart: bool = False  # its unit stands in a line of its own, after all of its text
    printed: str = ""

    def walk(self) -> Iterator[_Node]:
        """Yield it and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def outline(lines: Sequence[str]) -> tuple[OutlinedProject, ...]:
    """Return the projects of a text, in order; () when no numbered item names a unit."""
    roots = _tree(lines)
    nodes = [node for root in roots for node in root.walk()]
    for node in nodes:
        _labels(node)
    for node in nodes:
        _lift(node)
    return tuple(_item(node) for root in roots for node in _projects(root))


def _tree(lines: Iterable[str]) -> list[_Node]:
    roots: list[_Node] = []
    path: list[_Node] = []
    for line in lines:
        words = line.strip()
        if _DATE.fullmatch("".join(words.split())):  # the letter's own, below its text
            path = []
            continue
        found = next(((lv, m) for lv, p in enumerate(_LEVELS) if (m := p.match(words))), None)
        if found is None:
            if path:
                path[-1].lines.append(words)
            continue
        level, match = found
        while path and path[-1].level >= level:
            path.pop()
        node = _Node(level, next(filter(None, match.groups())), [words[match.end() :]], printed=match[0].strip())
        if path:
            node.parent = path[-1]
            path[-1].children.append(node)
        else:
            roots.append(node)
        path.append(node)
    return roots


def _labels(node: _Node) -> None:
    """Take 责任单位：… and 完成时限：… out of a node's lines."""
    kept: list[str] = []
    for number, line in enumerate(node.lines):
        if number and _LABEL.match(line):
            node.apart = node.apart or line.startswith(("牵头", "责任", "主办", "承办", "实施"))
            _note(node, line)
            continue
        for bracket in _BRACKET.findall(line):
            _note(node, bracket.rstrip("。；")[1:-1])
        rest = _BRACKET.sub("", line)
        found = _LABEL.search(rest)
        if found and found.start():
            _note(node, rest[found.start() :])
            rest = rest[: found.start()]
        if rest.strip(" \u3000。；"):
            kept.append(rest.strip())
    node.lines = kept or [""]


def _note(node: _Node, words: str) -> None:
    places = list(_LABEL.finditer(words))
    for at, match in enumerate(places):
        end = places[at + 1].start() if at + 1 < len(places) else len(words)
        kind = match.lastgroup or ""
        value = words[match.end() : end].strip(" \u3000。；;，,、")
        if kind == "who":
            node.others[match["who"]] = value
            continue
        if kind == "lead" and "lead" in node.labels:  # 牵头单位 and 责任单位: the second helps
            first_leads = match["lead"].startswith(("牵头", "主办"))
            kind, value = "help", node.labels["lead"] if first_leads else value
            if first_leads:
                node.labels["lead"] = words[match.end() : end].strip(" \u3000。；;，,、）)")
        node.labels[kind] = "、".join(filter(None, (node.labels.get(kind, ""), value)))


def _lift(node: _Node) -> None:
    """Give a unit named in a line after the last of several items to what they are all part of."""
    several = len(node.children) > 1
    if several and "lead" not in node.labels and [c for c in node.children if "lead" in c.labels] == node.children[-1:]:
        last = node.children[-1]
        if last.apart:
            node.labels, last.labels = {**node.labels, **last.labels}, {}


def _projects(node: _Node) -> Iterator[_Node]:
    below = [n for n in node.walk() if n is not node and "lead" in n.labels]
    whole = "lead" in node.labels and not (node.children and all("lead" in c.labels for c in node.children))
    if whole:
        yield node
    elif below:
        for child in node.children:
            yield from _projects(child)


def _item(node: _Node) -> OutlinedProject:
    text = "\n".join(
        (n.lines[0] if n is node else n.printed + "\n".join(n.lines)) if n is not node else "\n".join(n.lines)
        for n in node.walk()
    ).strip()
    text = re.sub(rf"(?m)^{_NAME}\s*[：:]\s*", "", text)
    name, target = text, text
    first = re.match(r"([^\n。：:；]+)(?:[。：:；]|\n|$)", text)
    if first and len(first[1]) <= _LONGEST_NAME:
        name = first[1].strip()
        rest = text[first.end() :].strip()
        target = re.sub(rf"(?m)^(?:{_WHAT})\s*[：:]\s*", "", rest) or text
    else:
        name = re.split(r"[，,]", text)[0][:_LONGEST_NAME]
    section = node.parent
    title = ""
    if section is not None:
        words = re.split(r"[。：:]", section.lines[0])[0].strip()
        title = section.printed + words
    return OutlinedProject(
        title, node.number, name, target.strip(), node.labels.get("lead", ""), node.labels.get("help", ""),
        node.labels.get("when", ""), node.others,
    )  # fmt: skip
