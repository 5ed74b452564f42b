"""What the styles of a Word document do to its words that a reader of them must know: strike, hide or colour them.

Source: ECMA-376 part 1, 17.7 (styles); a style has what it is based on, unless it says otherwise itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.readers.colours import WHITE
from minsheng_cli.readers.markup import FAINT_SIZE, alike, attribute, parse, whole

if TYPE_CHECKING:
    from minsheng_cli.readers.colours import Colours
    from minsheng_cli.readers.markup import Attributes
    from minsheng_cli.readers.package import Package

OFF = ("0", "false", "off")
SEEN = "auto"
"""The colour of words that Word chooses so that they are seen."""
DEFAULT = ""
"""The style of a paragraph that names none."""
_PROMPT_STYLES = ("placeholder text", "placeholdertext", "占位符文本")
"""What Word calls the style of its prompts, whatever its id, and what others call it."""
_UNSHADED = ("", "AUTO", "FFFFFF")
_DEEPEST = 20  # styles based on one another
_EVERYWHERE = "\0"  # what all styles are based on in the end
_WANTED = frozenset({
    "style", "basedOn", "name", "shd", "strike", "dstrike", "vanish", "color", "docDefaults", "tblStylePr", "sz",
    "numId", "ilvl",
})  # fmt: skip


class TextStyle(NamedTuple):
    """What a style does to text."""

    struck: bool = False
    hidden: bool = False
    prompts: bool = False  # it is what a prompt is written in
    shades: bool = False  # it colours what is behind a table
    ink: str = ""  # colour of its words
    paper: str = ""  # and behind them
    fades: bool = False  # in some part of a table its words have the colour of what is behind them
    list: str = ""  # whose numbers stand before its paragraphs,
    level: str = ""  # on that level of it, where it says so


PLAIN = TextStyle()
_Said = dict[str, bool | str]


def paper_of(attributes: Attributes, colours: Colours) -> str:
    """Return the colour that shading puts behind words, "" for none."""
    kind = attribute(attributes, "val")
    if kind in ("", "clear", "nil"):
        return colours.of_document(attributes, "fill")
    return colours.of_document(attributes, "color") if kind == "solid" else "of several colours"


def text_styles(package: Package, part: str, colours: Colours) -> dict[str, TextStyle]:  # noqa: C901 - one case each
    """Return what each style that does something to its text does, by the style's id; ``DEFAULT``: without one."""
    based: dict[str, str] = {}
    own: dict[str, _Said] = {}
    parts: dict[str, dict[str, _Said]] = {}  # of table styles: what they say of the first row, the last column …
    current = default = ""
    open_part: _Said = {}

    def start(element: str, attributes: Attributes) -> None:  # noqa: C901 - one case per element
        nonlocal current, default, open_part
        match element:
            case "style" | "docDefaults":
                current = attribute(attributes, "styleId") if element == "style" else _EVERYWHERE
                open_part = own[current] = {}
                if attribute(attributes, "type") == "paragraph" and attribute(attributes, "default") not in ("", *OFF):
                    default = current
            case "tblStylePr" if current:
                open_part = parts.setdefault(current, {}).setdefault(attribute(attributes, "type"), {})
            case "name" if current:
                own[current] |= {"prompts": True} if attribute(attributes, "val").lower() in _PROMPT_STYLES else {}
            case "shd" if current:
                own[current] |= {"shades": True} if attribute(attributes, "fill").upper() not in _UNSHADED else {}
                open_part["paper"] = paper_of(attributes, colours)
            case "color" if current:
                open_part["ink"] = colours.of_document(attributes, "val") or SEEN
            case "basedOn":
                based[current] = attribute(attributes, "val")
            case "numId" | "ilvl" if current:
                own[current]["list" if element == "numId" else "level"] = attribute(attributes, "val")
            case "sz" if current:
                faint = whole(attribute(attributes, "val"), 2 * FAINT_SIZE) < 2 * FAINT_SIZE
                open_part |= {"hidden": True} if faint else {}
            case _ if current and open_part is own[current]:
                name = "hidden" if element == "vanish" else "struck"
                open_part[name] = attribute(attributes, "val") not in OFF

    def end(element: str) -> None:
        nonlocal current, open_part
        if element in ("style", "docDefaults"):
            current = ""
        elif element == "tblStylePr" and current:
            open_part = own[current]

    parse(package, part, _WANTED, start, end)

    def look(style: str) -> TextStyle:
        said = {name: _property(style, name, own, based) for name in TextStyle._fields}
        fades = bool(said["hidden"]) or any(
            alike(str(p.get("ink") or said["ink"]), str(p.get("paper") or said["paper"] or WHITE))
            for p in (said, *_parts(style, parts, based))
        )
        return TextStyle(**(said | {"fades": fades}))  # type: ignore[arg-type] # texts and marks by their names

    found = {style: look(style) for style in own}
    found[DEFAULT] = found.get(default) or found.get(_EVERYWHERE, PLAIN)
    return {style: look for style, look in found.items() if any(look)}


def _chain(style: str, based: dict[str, str]) -> list[str]:
    """Return a style and what it is based on, itself first."""
    chain = [style]
    while style in based and len(chain) < _DEEPEST:
        chain.append(style := based[style])
    return [*chain, _EVERYWHERE]


def _property(style: str, name: str, own: dict[str, _Said], based: dict[str, str]) -> bool | str:
    """Return what a style, or the nearest one it is based on, says of a property."""
    usual = PLAIN._asdict()[name]
    return next((own[one][name] for one in _chain(style, based) if name in own.get(one, {})), usual)


def _parts(style: str, parts: dict[str, dict[str, _Said]], based: dict[str, str]) -> list[_Said]:
    """Return what a table style, and what it is based on, say of the parts of a table."""
    found: dict[str, _Said] = {}
    for one in reversed(_chain(style, based)):
        for name, said in parts.get(one, {}).items():
            found[name] = found.get(name, {}) | said
    return list(found.values())
