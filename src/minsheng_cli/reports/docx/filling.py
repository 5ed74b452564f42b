"""A Word document from a template: the clerk's .docx with tags of Jinja typed where the text is to stand.

Our own, because it is measured: a library that builds a tree of every part of every document costs more than judging
the month does, and all that is needed is text in, text out. The tags are those of the wide-spread docxtpl, so that its
documentation serves here as well: ``{{ … }}``, ``{% … %}``, and ``{%p … %}``, ``{%tr … %}``, ``{%tc … %}``,
``{%r … %}`` for a tag that takes the place of its whole paragraph, table row, cell or run. Word may cut a tag into runs
as it likes.

Source: ECMA-376 part 1, 17.3 (paragraphs and runs), 17.4 (tables).
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from markupsafe import Markup, escape

from minsheng_cli import parse_cache
from minsheng_cli.errors import TemplateError, template_line
from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.templates import Sandbox, compiled
from minsheng_cli.text.fold import legal
from minsheng_cli.zipped import same_everywhere

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

_FILLED = compile_when_used(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_PROPERTIES = "docProps/core.xml"
_SIZE_LIMIT = 50 << 20  # bytes, unpacked: a template with pictures, not a bomb
_TORN = compile_when_used(r"\{((?:<[^>]+>)+)(?=[{%#])|(?<=[}%#])((?:<[^>]+>)+)(?=\})")  # { and { kept apart by runs
_TAG = compile_when_used(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ELEMENTS = tuple(  # each row, cell, paragraph or run that a tag stands for, as {%tr … %} does for its row
    compile_when_used(
        rf"<w:{element}(?=[ >])(?:(?!<w:{element}(?=[ >])).)*?"
        rf"(\{{[{{%]){element} ((?:(?![%}}]\}}).)*[%}}]\}})(?:(?!</w:{element}>).)*</w:{element}>",
        re.DOTALL,
    )
    for element in ("tr", "tc", "p", "r")
)
_LINE_START = compile_when_used(r"(?=<w:p[ >]|\{%)")
_MARKUP = compile_when_used(r"<[^>]+>")
_QUOTES = str.maketrans("“”‘’", "\"\"''")  # what an office suite makes of the quotes a tag needs
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_EMPTY_CELL = compile_when_used(r"(<w:tc>\s*(?:<w:tcPr>(?:(?!</w:tcPr>).)*</w:tcPr>\s*)?)(?=</w:tc>)", re.DOTALL)


def fill(
    name: str,
    data: bytes,
    facts: Mapping[str, Any],
    *,
    words: frozenset[str] = frozenset(),
    properties: Properties | None = None,
) -> bytes:
    """Return the document. The same template and facts give the same bytes. Raises TemplateError naming the place.

    ``words``: the names of all that may be filled in, also where this month has nothing of a kind.
    """
    check(name, data, words | _words(facts))
    whole = _whole(name, data)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in whole.items():
            raw = content if isinstance(content, bytes) else _rendered(name, content, facts)
            raw = properties.xml() if properties and part == _PROPERTIES else raw
            book.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), raw, zipfile.ZIP_DEFLATED)
    return same_everywhere(out.getvalue())


@dataclass(frozen=True)
class Properties:
    """What a document says of itself; nobody's name is in it."""

    title: str
    office: str
    month: str
    created: str  # 2025-06-01

    def xml(self) -> bytes:
        """Return the part docProps/core.xml."""
        title, office, month = (escape(legal(text)) for text in (self.title, self.office, self.month))
        moment = f'xsi:type="dcterms:W3CDTF">{self.created}T00:00:00Z</dcterms:'
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{title}</dc:title><dc:subject>{month}</dc:subject><dc:creator>{office}</dc:creator>"
            f"<dcterms:created {moment}created><dcterms:modified {moment}modified><dc:language>zh-CN</dc:language>"
            "</cp:coreProperties>"
        ).encode()


@lru_cache(maxsize=8)
def check(name: str, data: bytes, words: frozenset[str]) -> None:
    """Raise TemplateError naming the first tag of a template that cannot be filled in; ``words``: what it may name."""
    parse_cache.kept("template", (name, data, sorted(words)), lambda: _checked(name, data, words))


def _checked(name: str, data: bytes, words: frozenset[str]) -> bool:
    from minsheng_cli.reports.docx import tags  # noqa: PLC0415 - a template found sound before is not looked through again

    tags.check(name, [raw for part, raw in _parts(name, data).items() if _FILLED.fullmatch(part)], words)
    return True


def _words(facts: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of all there is to fill in."""
    found: set[str] = set()
    left: list[object] = [facts]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            found.update(value)
            left += value.values()
        elif isinstance(value, list | tuple):
            left += value
    return frozenset(found)


@lru_cache(maxsize=8)
def _parts(name: str, data: bytes) -> dict[str, bytes]:
    """Return the template's parts in their order."""
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(info.file_size for info in book.infolist()) > _SIZE_LIMIT:
                raise _unusable(name)
            for part in book.namelist():
                parts[part] = book.read(part)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise _unusable(name) from error
    if "word/document.xml" not in parts:
        raise _unusable(name)
    return parts


@dataclass(frozen=True)
class _Part:
    """One part with tags in it, ready to be filled."""

    source: str
    template: Template


@lru_cache(maxsize=8)
def _whole(name: str, data: bytes) -> dict[str, bytes | _Part]:
    """Return the template's parts in their order, those with tags compiled: once, however many documents follow."""
    parts: dict[str, bytes | _Part] = dict(_parts(name, data))
    environment = Sandbox(autoescape=True, undefined=StrictUndefined, finalize=_literal)
    for part, raw in parts.items():
        if _FILLED.fullmatch(part) and isinstance(raw, bytes) and (b"{" in raw):
            try:
                source = _source(raw.decode("utf-8"))
                parts[part] = _Part(source, compiled(environment, f"{name}/{part}", source))
            except UnicodeDecodeError as error:
                raise _unusable(name) from error
            except TemplateSyntaxError as error:
                raise _at(name, _near(source, error), "写法有误", error.message or "") from error
    return parts


def _source(xml: str) -> str:
    """Return a part's XML as a template of text: tags whole again, each paragraph on a line of its own."""
    xml = _TORN.sub(lambda m: "{" if m[1] else "", xml)
    xml = _TAG.sub(lambda m: _unescaped(_MARKUP.sub("", m[0])).translate(_QUOTES).replace("\n", " "), xml)
    for element in _ELEMENTS:
        xml = element.sub(r"\1 \2", xml)
    xml = xml.replace("<w:t>", '<w:t xml:space="preserve">')
    return _LINE_START.sub("\n", xml)


def _unescaped(tag: str) -> str:
    if "&" not in tag:
        return tag
    from html import unescape  # noqa: PLC0415 - 4 ms, for a template in which somebody typed < or &

    return unescape(tag)


def _rendered(name: str, part: _Part, facts: Mapping[str, Any]) -> bytes:
    try:
        xml = part.template.render(facts)
    except JinjaError as error:
        raise _at(name, _near(part.source, error), "用了没有的内容", error.message or "") from error
    except Exception as error:  # what a template asks of a value it does not have: 1/0, a list of a text …
        raise _at(name, _near(part.source, error), "写法有误", str(error)) from error
    xml = _EMPTY_CELL.sub(r"\1<w:p/>", xml)  # a cell without a paragraph is no cell (17.4.65)
    raw = xml.encode("utf-8")
    try:
        expat.ParserCreate().Parse(raw, True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError as error:  # {% if %} here and {% endif %} in another table, say
        raise _at(name, "", "标签没有成对放在同一层", "") from error
    return raw


def _literal(value: object) -> object:
    """Return a text made safe for a document, its line breaks kept; everything else as it is."""
    if not isinstance(value, str):
        return value
    return Markup(legal(str(escape(value))).replace("\n", _BREAK))  # noqa: S704 - escaped just now


def _near(source: str, error: Exception) -> str:
    """Return the words where an error came up, for a person to find the place by."""
    line = error.lineno if isinstance(error, TemplateSyntaxError) else template_line(error)
    lines = source.split("\n")
    return _MARKUP.sub("", lines[min(line, len(lines)) - 1]).strip()[:60]


def _at(name: str, near: str, what: str, detail: str) -> TemplateError:
    where = f"“{near}”附近" if near else "其中"
    why = f"（{detail}）" if detail else ""
    return TemplateError(f"模板“{name}”{where}{what}{why}，请改正，或删除该文件改用自带的模板。")


def _unusable(name: str) -> TemplateError:
    return TemplateError(f"模板“{name}”不是可用的 Word 文档（.docx），请重新保存，或删除该文件改用自带的模板。")
