"""What is wrong with a catalogue: a place and a clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minsheng_cli.identity.names import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minsheng_cli.config.yaml_strict import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the file, at a path; ``why`` is a Chinese clause without full stop."""

    path: Path
    why: str
    other: Path | None = None  # a second place the clerk should look at


def repeated(items: Iterable[tuple[Path, str]], why: str) -> Iterator[Fault]:
    """Yield a fault for each text that occurs again; ``why`` has a place for the text."""
    first: dict[str, Path] = {}
    for path, text in items:
        if text in first:
            yield Fault(path, why.format(text), first[text])
        first.setdefault(text, path)


def meant(name: str, known: Iterable[str]) -> str:
    """Return how a sentence about an unknown name ends: "，您是指“S05”吗？" or "，请核对"."""
    near = closest(name, {k: k for k in known})
    return f"，您是指“{near}”吗？" if near else "，请核对"
