"""Text made comparable: what typing changes is taken away, what it says stays. Pure."""

from __future__ import annotations

import re
import unicodedata

from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.known import remembered

ILLEGAL = compile_when_used(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Characters that a spreadsheet and XML cannot hold, and those that are not seen but turn what is around them."""

SPACE = compile_when_used(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
"""Blanks of every width, invisible ones too."""

_TYPED = str.maketrans("“”‘’«»„—–−‐―─〜～·•", '""\'\'"""------~~..')


@remembered
def half_width(text: str) -> str:
    """Return the text with letters, digits and punctuation at half width (NFKC): for comparing, ㎡ becomes m2."""
    return unicodedata.normalize("NFKC", text)


@remembered
def squeezed(text: str) -> str:
    """Return the text at half width without any blanks."""
    return "".join(half_width(text).split())


def ungrouped(text: str) -> str:
    """Return the text at half width with the commas between thousands taken out: 1,200 → 1200."""
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", half_width(text))


def legal(text: str) -> str:
    """Return the text without characters that XML or a cell cannot hold; every line break becomes a line feed."""
    if text.isprintable():  # most are: what is illegal never is, nor is a line break
        return text
    return ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean(text: str) -> str:
    """Return the legal text, trimmed at both ends."""
    return legal(text).strip()


@remembered
def fold(text: str) -> str:
    """Return the text without what typing changes: blanks, width, kinds of quotes and dashes, the last full stop."""
    folded = half_width(SPACE.sub("", clean(text)).translate(_TYPED))
    return SPACE.sub("", folded).rstrip("。.;,、").casefold()
