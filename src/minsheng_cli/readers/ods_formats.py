"""What OpenDocument's number styles show, as format codes in the spelling of .xlsx, so that one judge serves both.

Source: OpenDocument 1.3 part 3, 16.29 (data styles). What has no counterpart there becomes a code that shows no number,
so that a number under it is refused rather than taken as it is stored.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from minsheng_cli.patterns import compile_when_used
from minsheng_cli.readers.markup import attribute, whole
from minsheng_cli.readers.numbers import NUMBER, NumberFormat, format_of

if TYPE_CHECKING:
    from minsheng_cli.readers.markup import Attributes

_NUMBERS = ("number-style", "currency-style", "text-style", "percentage-style")
_OTHERS = {"date-style": "yyyy", "time-style": "h", "boolean-style": '"TRUE"'}
_SAYING = frozenset({"text", "currency-symbol", "embedded-text"})
WANTED = frozenset({
    *_NUMBERS, *_OTHERS, *_SAYING, "number", "scientific-number", "fraction", "text-content", "boolean", "map",
})  # fmt: skip
_SCALES = {"": 0, "1": 0, "1000": 1, "1000000": 2, "1000000000": 3}
_CONDITION = compile_when_used(r"value\(\)((?:!?=|[<>]=?)-?[0-9.]+)")
_LONGEST = 400  # characters of a code; a longer one is refused as one that is cut off
_MOST_DIGITS = 30


class DataStyles:
    """The number styles of a part while it is read: ``start``, ``data``, ``end``; then ``formats`` by their names."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._maps: dict[str, list[tuple[str, str]]] = defaultdict(list)  # name → (condition, name of the other style)
        self._of_texts: set[str] = set()  # names of styles for texts
        self._open = self._name = ""  # the open style's element and name
        self._text: list[str] | None = None  # the words of the open element that has some
        self._number: Attributes | None = None
        self._at = 0  # where the open words stand within the open number
        self._embedded: dict[int, str] = {}  # words within the open number, by digits to their right

    def start(self, element: str, attributes: Attributes) -> bool:
        """Take the beginning of an element; say whether it belongs to a number style."""
        if element in _NUMBERS or element in _OTHERS:
            self._open, self._name = element, attribute(attributes, "name")
            self._codes[self._name] = _OTHERS.get(element, "")
            self._of_texts.discard(self._name)
            if element == "text-style":
                self._of_texts.add(self._name)
            self._maps.pop(self._name, None)
        elif not self._open:
            return False
        elif element == "text-properties":
            self._say("[White]" if attribute(attributes, "color").lower() == "#ffffff" else "")
        elif element in _SAYING:
            self._text = []
            if element == "embedded-text":
                self._at = whole(attribute(attributes, "position"))
        elif element == "number":
            self._number, self._embedded = attributes, {}
        elif element == "map":
            self._maps[self._name].append(
                (attribute(attributes, "condition"), attribute(attributes, "apply-style-name"))
            )
        elif element in _SHOWN:
            self._say(_SHOWN[element])
        return True

    def data(self, piece: str) -> None:
        """Take characters."""
        if self._text is not None:
            self._text.append(piece)

    def end(self, element: str) -> None:
        """Take the end of an element."""
        if element == self._open:
            self._open = ""
        elif self._open and element == "number" and self._number is not None:
            self._say(_digits(self._number, self._embedded))
            self._number = None
        elif self._text is not None and element in _SAYING:
            said, self._text = "".join(self._text), None
            if element == "embedded-text":
                self._embedded[self._at] = _quoted(said)
            elif self._open == "percentage-style":
                self._say("%".join(map(_quoted, said.split("%"))))
            else:
                self._say(_quoted(said))

    def _say(self, code: str) -> None:
        if self._open in _NUMBERS and len(self._codes[self._name]) < _LONGEST:
            self._codes[self._name] += code

    def formats(self) -> dict[str, NumberFormat]:
        """Return what each style shows of a number."""
        return {name: format_of(_OWN, code) if (code := self._code(name)) else NUMBER for name in self._codes}

    def _code(self, name: str) -> str:
        """Return a style's code together with those it stands aside for under some condition."""
        others = {}
        for condition, other in self._maps[name]:
            match = _CONDITION.fullmatch("".join(condition.split()))
            others[match[1] if match else "<"] = self._codes.get(other, "")
        own = self._codes[name]
        if name in self._of_texts and not others and "@" not in own:
            return f"0;-0;0;{own}"
        return ";".join(_sections(others, own)) or '""'


_OWN = 200  # the first numbers are those of built-in formats, which have no code
_SHOWN = {"scientific-number": "0.0E+00", "fraction": "# ?/?", "text-content": "@", "boolean": '"TRUE"'}


def _sections(others: dict[str, str], own: str) -> list[str]:
    """Return the sections of a code in the order of .xlsx: above 0, below 0, 0, texts; else with their conditions."""
    match sorted(others):
        case [">=0"]:
            return [others[">=0"], own]
        case ["<0"]:
            return [own, others["<0"]]
        case ["<0", ">0"]:
            return [others[">0"], others["<0"], own]
        case ["<0", "=0", ">0"]:
            return [others[">0"], others["<0"], others["=0"], own]
    return [*(f"[{condition}]{code}" for condition, code in others.items()), own]


def _quoted(words: str) -> str:
    return '"' + words.replace('"', "") + '"' if words else ""


def _digits(attributes: Attributes, embedded: dict[int, str]) -> str:
    """Return the code of a number: its least digits, decimals and scale, and the words between its digits."""
    least = min(whole(attribute(attributes, "min-integer-digits")), _MOST_DIGITS)
    decimals = min(whole(attribute(attributes, "decimal-places")), _MOST_DIGITS)
    grouped = attribute(attributes, "grouping") == "true" and not embedded
    code = "#," * grouped + ("" if least else "#")
    between = max((at + 1 for at in embedded), default=0)
    for left in range(max(least, min(between, _MOST_DIGITS)), 0, -1):
        code += embedded.get(left, "") + "0"
    code += embedded.get(0, "") + ("." + "0" * decimals if decimals else "")
    scale = _SCALES.get(attribute(attributes, "display-factor").removesuffix(".0"), 1)
    return code + "," * scale
