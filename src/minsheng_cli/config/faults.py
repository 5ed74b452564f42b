"""What is wrong with one of the clerk's files: a place and a clause, and the sentences made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.identity.names import closest
from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minsheng_cli.config.yaml_strict import Document, Path, Plain


@dataclass(frozen=True)
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


def sentences(name: str, document: Document, faults: Iterable[Fault]) -> tuple[str, ...]:
    """Return the faults as the clerk reads them: file, line, field, clause; in the order of the file, each once."""
    ordered = sorted(dict.fromkeys(faults), key=lambda f: document.line(f.path))
    return tuple(_sentence(name, document, fault) for fault in ordered)


def _sentence(name: str, document: Document, fault: Fault) -> str:
    why = fault.why + (f"，另见第{document.line(fault.other)}行" if fault.other is not None else "")
    end = "" if why.endswith(("。", "？")) else "。"
    return f"{name} 第{document.line(fault.path)}行 {_field(document.data, fault.path)}：{why}{end}"


def _field(data: Plain, path: Path) -> str:
    """Return where a value stands as a person would say it: ``projects[S05].indicators[S05-2].target``."""
    words = ""
    here: Plain = data
    for step in path:
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
            if not isinstance(here, str):  # a text in a list is quoted in the sentence itself
                words += f"[{_label(here) or f'第{step + 1}项'}]"
        else:
            here = here.get(step) if isinstance(here, dict) else None
            words += f".{step}" if words else step
    return words or "文件"


def _label(item: Plain) -> str:
    if isinstance(item, dict):
        for field in ("id", "name", "since", "key"):
            value = item.get(field)
            if isinstance(value, str) and value.strip():
                return value
    return ""
