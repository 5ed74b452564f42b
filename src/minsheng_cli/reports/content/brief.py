"""A unit's words, shortened for a paper: whole clauses where that can be, always from the beginning."""

from __future__ import annotations

from minsheng_cli.patterns import compile_when_used

_NUMBER = compile_when_used(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[一二三四五六七八九十]是|[①-⑳])\s*")
_ENDS = compile_when_used(r"[。；;！？!?\n]")
_CLAUSE = "，,、：:"
CUT = "……"


def brief(text: str, limit: int) -> str:
    """Return the first sentence of a text without its full stop, at most ``limit`` characters and 「……」.

    What is cut off is cut at the end of a clause if one ends in the second half of the room.
    """
    plain = _NUMBER.sub("", text.strip())
    first = _ENDS.split(plain, maxsplit=1)[0].strip().rstrip(_CLAUSE)
    if len(first) <= limit:
        return first
    head = first[:limit]
    clause = max(head.rfind(mark) for mark in _CLAUSE)
    return head[:clause] if clause >= limit // 2 else head.rstrip(_CLAUSE) + CUT


def about(text: str, name: str) -> str:
    """Return what a text says of a project, without the name where it begins a line: it stands beside it already."""
    kept, at_first = "", True
    before, *rest = text.strip().split(name)
    for after in rest:
        if begins := (_FIRST if at_first else _BEGINS).search(before):
            kept, before = kept + before[: begins.end(1)], after.lstrip(_LINKING)
        else:
            kept, before = kept + before + name, after
        at_first = False
    return (kept + before).strip() or text


_BEGINS = compile_when_used(r"([：:\n])\s*$")
_FIRST = compile_when_used(r"(^|[：:\n])\s*$")
_LINKING = "的：:，, "
