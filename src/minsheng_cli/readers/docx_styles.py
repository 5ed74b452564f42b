"""What the styles of a Word document do to text that a reader of its words must know: strike it through, or hide it.

Source: ECMA-376 part 1, 17.7 (styles); a style has what it is based on, unless it says otherwise itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.readers.markup import attribute, parse

if TYPE_CHECKING:
    from minsheng_cli.readers.markup import Attributes
    from minsheng_cli.readers.package import Package

OFF = ("0", "false", "off")
_PROMPT_STYLES = ("placeholder text", "placeholdertext", "占位符文本")
"""What Word calls the style of its prompts, whatever its id, and what others call it."""
_UNSHADED = ("", "AUTO", "FFFFFF")
_DEEPEST = 20  # styles based on one another


class TextStyle(NamedTuple):
    """What a style does to text."""

    struck: bool = False
    hidden: bool = False
    prompts: bool = False  # it is what a prompt is written in
    shades: bool = False  # it colours what is behind a table


PLAIN = TextStyle()


def text_styles(package: Package, part: str) -> dict[str, TextStyle]:
    """Return what each style that does something to its text does, by the style's id."""
    based: dict[str, str] = {}
    own: dict[str, dict[str, bool]] = {}
    current = ""

    def start(element: str, attributes: Attributes) -> None:
        nonlocal current
        match element:
            case "style":
                current = attribute(attributes, "styleId")
                own[current] = {}
            case "name" if current:
                own[current] |= {"prompts": True} if attribute(attributes, "val").lower() in _PROMPT_STYLES else {}
            case "shd" if current:
                own[current] |= {"shades": True} if attribute(attributes, "fill").upper() not in _UNSHADED else {}
            case "basedOn":
                based[current] = attribute(attributes, "val")
            case _ if current:
                name = "hidden" if element == "vanish" else "struck"
                own[current][name] = attribute(attributes, "val") not in OFF

    def end(element: str) -> None:
        nonlocal current
        current = "" if element == "style" else current

    parse(package, part, frozenset({"style", "basedOn", "name", "shd", "strike", "dstrike", "vanish"}), start, end)
    found = {style: TextStyle(*(_property(style, name, own, based) for name in TextStyle._fields)) for style in own}
    return {style: look for style, look in found.items() if any(look)}


def _property(style: str, name: str, own: dict[str, dict[str, bool]], based: dict[str, str]) -> bool:
    """Return what a style, or the nearest one it is based on, says of a property."""
    for _ in range(_DEEPEST):
        if name in own.get(style, {}):
            return own[style][name]
        style = based.get(style, "")
    return False
