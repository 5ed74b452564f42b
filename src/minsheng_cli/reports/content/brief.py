"""A unit's words, shortened for a paper: whole clauses where that can be, always from the beginning."""

from __future__ import annotations

import re

from minsheng_cli.patterns import compile_when_used

_NUMBER = compile_when_used(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[一二三四五六七八九十]是|[①-⑳])\s*")
_ENDS = "。；;！？!?\n"
_CLAUSE = "，,、：:"
CUT = "……"


def brief(text: str, limit: int) -> str:
    """Return the first sentence of a text without its full stop, at most ``limit`` characters and 「……」.

    What is cut off is cut at the end of a clause if one ends in the second half of the room.
    """
    plain = _NUMBER.sub("", text.strip())
    first = re.split(f"[{_ENDS}]", plain, maxsplit=1)[0].strip().rstrip(_CLAUSE)
    if len(first) <= limit:
        return first
    head = first[:limit]
    clause = max(head.rfind(mark) for mark in _CLAUSE)
    return head[:clause] if clause >= limit // 2 else head.rstrip(_CLAUSE) + CUT


def about(text: str, name: str) -> str:
    """Return what a text says of a project, without the name at its beginning: it stands beside it already."""
    plain = text.strip()
    if name in plain:  # else there is no pattern to compile, one for each project
        plain = re.sub(rf"(^|[：:\n])\s*{re.escape(name)}[的：:，, ]*", r"\1", plain).strip()
    return plain or text
