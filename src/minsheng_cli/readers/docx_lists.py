"""The numbers Word writes before paragraphs of a list: they are not in the text, but people read them.

Source: ECMA-376 part 1, 17.9. Kinds of numbers that are not known here are left out, as Word leaves out bullets' text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass, field
from minsheng_cli.readers.markup import Attributes, attribute, ignore, parse, whole
from minsheng_cli.text.han import numeral

if TYPE_CHECKING:
    from minsheng_cli.readers.package import Package

_ELEMENTS = frozenset({"pStyle", "abstractNum", "lvl", "start", "numFmt", "lvlText", "num", "abstractNumId"})
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand", "ideographDigital"}
)
_LEVELS = 9
_LONGEST_TEXT = 64  # characters before a paragraph; 第%1条、 is a long one
_LETTERS = 26


@dataclass()
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    style: str = ""  # of the paragraphs that are on this level


@dataclass()
class Lists:
    """The lists of a document and how far each has been counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # abstract list → its levels
    abstract: dict[str, str] = field(default_factory=dict)  # list → abstract list
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def read(cls, package: Package, part: str) -> Lists:  # noqa: C901 - one case per element
        """Read the definitions. Raises Unreadable, TooLarge."""
        lists = cls()
        where = number = ""
        level = _Level()

        def start(element: str, attributes: Attributes) -> None:
            nonlocal where, number, level
            value = attribute(attributes, "val")
            match element:
                case "abstractNum":
                    where = attribute(attributes, "abstractNumId")
                    lists.levels[where] = {}
                case "lvl":
                    level = _Level()
                    if where in lists.levels:
                        lists.levels[where][whole(attribute(attributes, "ilvl"))] = level
                case "start":
                    level.start = whole(value, 1)
                case "numFmt":
                    level.kind = value
                case "pStyle":
                    level.style = value
                case "lvlText":
                    level.text = value[:_LONGEST_TEXT]
                case "num":
                    where, number = "", attribute(attributes, "numId")
                case "abstractNumId":
                    lists.abstract[number] = value

        parse(package, part, _ELEMENTS, start, ignore)
        return lists

    def level_of(self, number: str, style: str) -> int:
        """Return the level of a list on which the paragraphs of a style are, the first where it does not say."""
        levels = self.levels.get(self.abstract.get(number, ""), {})
        return next((depth for depth, level in levels.items() if level.style == style), 0)

    def next(self, number: str, depth: int) -> str:
        """Count one paragraph of a list and return what stands before it, "" for a bullet."""
        name = self.abstract.get(number, "")
        levels = self.levels.get(name, {})
        level = levels.get(depth)
        if level is None or depth >= _LEVELS:
            return ""
        counts = self.counts[name]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.kind in ("bullet", "none"):
            return ""

        def spelled(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return _spelled(counts.get(at, 1), levels.get(at, level).kind)

        return re.sub(r"%([1-9])", spelled, level.text)


def _spelled(number: int, kind: str) -> str:
    if kind in _CHINESE:
        return numeral(number)
    if kind in ("lowerLetter", "upperLetter") and 1 <= number <= _LETTERS:
        return chr((97 if kind == "lowerLetter" else 65) + number - 1)
    return str(number)
