"""``catalogue confirm``: a person confirms indicators that ``catalogue import`` has only proposed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from minsheng_cli.catalogue.proposals import confirmed
from minsheng_cli.errors import SetupError
from minsheng_cli.nouns import dataclass
from minsheng_cli.store import disk
from minsheng_cli.tasks.catalogue_edit import KEPT
from minsheng_cli.tasks.catalogue_export import StoredList, opened
from minsheng_cli.workspace import CATALOGUE_FILE, read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.config.yaml_strict import Path, Plain
    from minsheng_cli.workspace import Workspace


@dataclass(frozen=True)
class Proposal:
    """An indicator that nobody has confirmed."""

    path: Path
    project: str  # its name
    target_text: str
    indicator: dict[str, Plain]


def pending(workspace: Workspace, name: str | None, ids: Sequence[str]) -> tuple[StoredList, tuple[Proposal, ...]]:
    """Return a list of the workspace (default: its own) and its unconfirmed indicators: all, or those in ``ids``.

    SetupError when one of ``ids`` is not among them.
    """
    source = opened(workspace, name or CATALOGUE_FILE)
    found = []
    for path in sorted(source.proposed, key=lambda p: [step for step in p if isinstance(step, int)]):
        projects = source.plain["projects"]
        project = projects[path[1]] if isinstance(projects, list) else None  # type: ignore[index]
        inside = project.get("indicators") if isinstance(project, dict) else None
        item = inside[path[3]] if isinstance(inside, list) else None  # type: ignore[index]
        if isinstance(project, dict) and isinstance(item, dict):
            found.append(Proposal(path, str(project.get("name")), str(project.get("target")), item))
    known = {str(p.indicator.get("id")) for p in found}
    if unknown := [i for i in ids if i not in known]:
        raise SetupError(f"“{unknown[0]}”不是待核对的指标；待核对的有 {'、'.join(sorted(known)) or '（没有）'}。")
    return source, tuple(p for p in found if not ids or str(p.indicator.get("id")) in ids)


def confirm(workspace: Workspace, source: StoredList, chosen: Sequence[Proposal]) -> None:
    """Take the proposal mark off the chosen indicators; a copy of the list as it was goes to ``data/导入前``."""
    path = workspace.root / source.name
    old = read_bytes(path)
    new = confirmed(source.document, source.text, [p.path for p in chosen]).encode("utf-8")
    if b"\r\n" in old:
        new = new.replace(b"\n", b"\r\n")
    disk.write_file(workspace.root / KEPT / f"{path.stem}-{hashlib.sha256(old).hexdigest()[:12]}.yaml", old)
    disk.write_file(path, new)
