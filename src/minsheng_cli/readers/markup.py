"""XML in a zip package, walked through piece by piece: nothing is expanded, evaluated or fetched.

Source: ECMA-376 part 2 (packages and their relationships); Namespaces are ignored, only local names are looked at, so
that Strict and Transitional documents read alike.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.parsers import expat

from minsheng_cli.errors import Unreadable
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.known import Known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minsheng_cli.readers.package import Package

DEPTH_LIMIT = 256
SHIFTED = ("superscript", "subscript")
"""How a run is said to stand above or below the line: a note's mark, or part of a unit."""
_FONTS_OF_SIGNS = compile_when_used(
    r"wingdings.*|webdings|symbol|marlett|.*dingbats|(?:code|ean|upc|idautomation)[ _-]?\d.*|.*bar ?code.*"
    r"|.*(?:条码|条形码|二维码).*",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def is_of_signs(font: str) -> bool:
    """Whether a font shows signs where letters and digits are written."""
    return _FONTS_OF_SIGNS.fullmatch(font) is not None


_COUNTED = compile_when_used(r"[\d.,，．%％+\-\s零〇一二两三四五六七八九十百千万亿]+")


def is_unclear_repeated(text: str) -> bool:
    """Whether a text that a cell shows over and over, as often as there is room, reads as another one: a figure."""
    return _COUNTED.fullmatch(text) is not None


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]


SMALL = 1 << 16
"""Bytes of a part that may be remembered."""


def parse(  # noqa: PLR0913, PLR0917 - expat's three handlers
    package: Package,
    part: str,
    wanted: frozenset[str],
    start: Start,
    end: End,
    data: Callable[[str], None] | None = None,
) -> None:
    """Walk through a part; only ``wanted`` elements are reported, by their names without prefix.

    Raises Unreadable for anything but plain, whole XML.
    """
    walk(package.chunks(part), wanted, start, end, data)


def walk(
    chunks: Iterable[bytes],
    wanted: frozenset[str],
    start: Start,
    end: End,
    data: Callable[[str], None] | None = None,
) -> None:
    """Walk through XML that comes in pieces, as ``parse`` does."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    local: dict[str, str] = {}  # name without prefix, "" for what nobody wants
    depth = 0

    def started(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH_LIMIT:
            raise Unreadable(why="内部层次过深")
        plain = local.get(name)
        if plain is None:
            plain = name.rpartition(":")[2]
            plain = local[name] = plain if plain in wanted else ""
        if plain:
            start(plain, attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        if plain := local[name]:
            end(plain)

    def refused(*_: object) -> None:
        # Entities and external definitions have no place in a workbook: a bomb or an attempt to fetch something.
        raise Unreadable(why="含有不允许的文档类型声明")

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = refused
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, ValueError, LookupError, UnicodeError) as error:
        raise Unreadable(why="内容残缺或写法有误") from error


def ignore(_name: str) -> None:
    """Do nothing at the end of an element."""


def attribute(attributes: Attributes, name: str) -> str:
    """Return an attribute whatever its prefix, or ""."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


def whole(text: str, default: int = 0) -> int:
    """Return a whole number of an attribute, the default when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default  # noqa: PLR2004 - fits any index


def raised(piece: str, before: str) -> str:
    """Return a raised or lowered run's text as it is shown: 1200 with a footnote's raised 1 is not 12001.

    Behind a letter (m², CO₂) it is no footnote and stays as it is.
    """
    return piece.translate(_RAISED) if before and not before[-1].isalpha() else piece


def own_words(comment: str) -> str:
    """Return what a comment says without what Excel puts before it for programs that know no answers to comments."""
    return _FOR_OLD_PROGRAMS.sub("", comment).strip()


_FOR_OLD_PROGRAMS = compile_when_used(
    r"\A\[[^\[\]]{2,60}\].{0,600}?linkid=870924\s+[^\s:：][^\n:：]{0,40}[:：]", re.DOTALL
)
"""[Threaded comment], how to learn more of it, and “Comment:”, in whatever language."""


def words_of_page(text: str) -> str:
    """Return the words of a page's header or footer without what lays them out (ECMA-376 part 1, 18.3.1.46).

    Nor are words read that are as white as the page, or too small for anybody to see.
    """
    said, at, white, faint = list[str](), 0, False, False
    for mark in _LAID_OUT.finditer(text):
        said += [] if white or faint else [text[at : mark.start()]]
        code, at = mark[0][1:], mark.end()
        if code in _SECTIONS:
            white = faint = False
        elif code[0] == "K":
            white = code == _THEMES_PAPER or alike(code[1:], "FFFFFF")
        elif code.isdecimal():
            faint = int(code) < FAINT_SIZE
    said += [] if white or faint else [text[at:]]
    return " ".join(" ".join(said).split())


_SECTIONS, _THEMES_PAPER = ("L", "C", "R"), "K00+000"
_LAID_OUT = compile_when_used(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-Z&])')  # font, colour, size, place


@lru_cache(maxsize=256)
def alike(ink: str, paper: str) -> bool:
    """Whether two colours, RRGGBB or any other names for them, are one to the eye."""
    if ink in (paper, FAINT):
        return True
    try:
        return all(abs(a - b) <= _BARELY for a, b in zip(bytes.fromhex(ink), bytes.fromhex(paper), strict=True))
    except ValueError:
        return False


FAINT = "faint"
"""In place of the colour of letters that are too small for anybody to see, whatever is behind them."""
FAINT_SIZE = 3
"""Points: letters of less are."""
_BARELY = 16  # of 255: how far each of red, green and blue may differ before anybody sees it


def relationships(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return the relationships of a part: id → (type, part name)."""
    folder, slash, name = part.rpartition("/")
    rels = f"{folder}{slash}_rels/{name}.rels"
    if rels not in package:
        return {}
    if package.size(rels) > SMALL:
        return dict(_related(package.chunks(rels), folder))
    data = package.read(rels)
    known = _RELATED.get((data, folder))
    return dict(known if known is not None else _RELATED.keep((data, folder), _related((data,), folder)))


_Relationships = tuple[tuple[str, tuple[str, str]], ...]
_RELATED = Known[tuple[bytes, str], _Relationships](64)


def _related(chunks: Iterable[bytes], folder: str) -> _Relationships:
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            place = target if target.startswith("/") else posixpath.join("/", folder, target)
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), posixpath.normpath(place).lstrip("/"))

    walk(chunks, frozenset({"Relationship"}), start, ignore)
    return tuple(found.items())


def part_of_type(package: Package, kind: str) -> str | None:
    """Return the part that the package as a whole relates to in a way whose type ends so, None when there is none."""
    return next((target for name, target in relationships(package, "").values() if name.endswith(kind)), None)


def modified(package: Package) -> str:
    """Return the document's own time of last change (ISO 8601), "" when it has none."""
    return text_in(package, part_of_type(package, "/core-properties") or "docProps/core.xml", "modified")


def text_in(package: Package, part: str, element: str) -> str:
    """Return the text of an element of a part that only says something about the file, "" when there is none."""
    text: list[str] = []
    inside = False

    def start(name: str, _attributes: Attributes) -> None:
        nonlocal inside
        inside = name == element

    def end(_name: str) -> None:
        nonlocal inside
        inside = False

    def data(piece: str) -> None:
        if inside:
            text.append(piece)

    if part in package:
        try:
            parse(package, part, frozenset({element}), start, end, data)
        except Unreadable:
            return ""  # a courtesy: the table does not depend on it
    return "".join(text).strip()
