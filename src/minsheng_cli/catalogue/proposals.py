"""Which indicators of a list are the import's proposals: marked at the end of their line until confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minsheng_cli.config.yaml_strict import Document, Path

MARK = "# 建议"
_DEPTH = 4  # of projects[3].indicators[1]
_MARKED = compile_when_used(rf"[ \t]*{MARK}.*$")


def proposed(document: Document, text: str) -> frozenset[Path]:
    """Return the paths of the indicators that nobody has confirmed; ``text`` is the file the document was read from."""
    if MARK not in text:
        return frozenset()
    lines = text.splitlines()
    return frozenset(
        path
        for path, line in document.lines.items()
        if path[:1] == ("projects",)
        and path[2:3] == ("indicators",)
        and len(path) == _DEPTH
        and MARK in lines[line - 1]
    )


def confirmed(document: Document, text: str, paths: Iterable[Path]) -> str:
    """Return the text without the mark on these indicators."""
    lines = text.split("\n")
    for path in paths:
        at = document.lines.get(path, 0) - 1
        if at >= 0:
            lines[at] = _MARKED.sub("", lines[at])
    return "\n".join(lines)
