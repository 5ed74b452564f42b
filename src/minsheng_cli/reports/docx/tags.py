"""A Word template a clerk edited: whether its tags are whole, before anything is filled in.

Jinja alone would take ``{{ b.office }`` for the beginning of a tag that ends pages later and drop what lies between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from jinja2 import TemplateError as JinjaError
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

from minsheng_cli.errors import TemplateError
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = compile_when_used(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TAG = compile_when_used(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}")
_STRAY = compile_when_used(r"[{}｛｝]")
_INSIDE = compile_when_used(
    r"^\{[{%](?:(?:tr|tc|p|r)(?=\s))?[-+]?\s*|\s*[-+]?[%}]\}$"
)  # marks for paragraph, row, cell, run
_OPEN, _CLOSE = {"for": "endfor", "if": "endif"}, {"endfor": "for", "endif": "if"}
_OTHERS = frozenset(["else", "elif", "set"])
_QUOTES = str.maketrans("“”‘’", "\"\"''")  # what an office suite makes of the quotes a tag needs
_SHOWN = 40  # characters of a paragraph that tell which it is


def check(name: str, parts: Iterable[bytes], words: frozenset[str]) -> None:
    """Raise TemplateError naming the place of the first thing that is wrong.

    ``words`` are the names of all there is to fill in: a mistyped one is found in a month that has no use for it, too.
    """
    environment = SandboxedEnvironment()
    open_tags: list[tuple[str, str]] = []  # (word, the tag)
    for text in (text for part in parts for text in _paragraphs(part)):
        if stray := _STRAY.search(_TAG.sub("", text)):
            wide = stray[0] in "｛｝"
            why = "用了全角的大括号，标记要用半角的 {{ }}" if wide else "有不成对的大括号，标记写作 {{ … }} 或 {% … %}"
            raise broken(name, text[:_SHOWN].strip(), why)
        for tag in _TAG.findall(text):
            inside = _INSIDE.sub("", tag)
            word = inside.split(maxsplit=1)[0] if inside else ""
            if tag.startswith("{%"):
                _balance(name, tag, word, open_tags)
            try:
                tree = environment.parse(_alone(tag, word, inside))
            except JinjaError as error:
                raise broken(name, tag, "写法有误") from error
            if not _known(environment, tree):
                raise broken(name, tag, "写法有误")
            named = [n for n in tree.find_all(nodes.Getattr) if not _about_loop(n)]
            if any(node.attr not in words for node in named):
                raise broken(name, tag, "没有对应的内容")
    if open_tags:
        word, tag = open_tags[-1]
        raise broken(name, tag, f"后面缺少与它成对的 {_OPEN[word]} 标记")


def broken(name: str, place: str, why: str) -> TemplateError:
    """Return the error that names a place in a template."""
    return TemplateError(f"模板“{name}”中的“{place}”{why}，请改正，或删除该文件改用自带的模板。")


def _paragraphs(xml: bytes) -> Iterator[str]:
    """Yield the text of each paragraph with tags; a tag that Word tore into several runs is whole again."""
    try:
        tree = ET.fromstring(xml)  # noqa: S314 - the clerk's own file, its size is limited
    except ET.ParseError:
        return  # the one who fills it in says so
    for paragraph in tree.iter(f"{_W}p"):
        text = "".join(piece.text or "" for piece in paragraph.iter(f"{_W}t"))
        if _STRAY.search(text):
            yield text.translate(_QUOTES)


def _balance(name: str, tag: str, word: str, open_tags: list[tuple[str, str]]) -> None:
    if word in _OPEN:
        open_tags.append((word, tag))
    elif word in _CLOSE:
        if not open_tags or open_tags[-1][0] != _CLOSE[word]:
            raise broken(name, tag, f"前面缺少与它成对的 {_CLOSE[word]} 标记")
        open_tags.pop()
    elif word not in _OTHERS:
        raise broken(name, tag, "不是可以用的标记")


def _known(environment: SandboxedEnvironment, tree: nodes.Template) -> bool:
    """Whether there is every filter and test a tag uses; compiling each tag to learn it takes much longer."""
    filters, tests = tree.find_all(nodes.Filter), tree.find_all(nodes.Test)
    return all(n.name in environment.filters for n in filters) and all(n.name in environment.tests for n in tests)


def _about_loop(node: nodes.Getattr) -> bool:
    """Whether it is Jinja's own ``loop.last`` and its like."""
    return getattr(node.node, "name", "") == "loop"


def _alone(tag: str, word: str, inside: str) -> str:
    """Return a tag as a template of its own."""
    if tag.startswith("{{"):
        return f"{{{{ {inside} }}}}"
    if word in _OPEN:
        return f"{{% {inside} %}}{{% {_OPEN[word]} %}}"
    return f"{{% if 1 %}}{{% {inside} %}}{{% endif %}}" if word in ("elif", "set") else ""
