"""Text made comparable: what typing changes is taken away, what it says stays. Pure."""

from __future__ import annotations

import unicodedata

from minsheng_cli.patterns import compile_when_used

ILLEGAL = compile_when_used("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a spreadsheet and XML cannot hold."""

SPACE = compile_when_used(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
"""Blanks of every width, invisible ones too."""

_BREAK = compile_when_used(r"\r\n?")
_TYPED = str.maketrans("“”‘’«»„—–−‐―─〜～·•", '""\'\'"""------~~..')


def clean(text: str) -> str:
    """Return the text without what a spreadsheet cannot hold, one kind of line break, trimmed at both ends."""
    return ILLEGAL.sub("", _BREAK.sub("\n", text)).strip()


def fold(text: str) -> str:
    """Return the text without what typing changes: blanks, width, kinds of quotes and dashes, the last full stop."""
    folded = unicodedata.normalize("NFKC", SPACE.sub("", clean(text)).translate(_TYPED))
    return SPACE.sub("", folded).rstrip("。.;,、").casefold()
