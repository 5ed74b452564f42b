"""``catalogue import`` of our own workbook: what would change, whether it holds, and then into the YAML.

The YAML stays the truth: its explanations stay, and what it was before is kept in ``data/导入前``.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from minsheng_cli.catalogue import faults_at
from minsheng_cli.catalogue.excel.changes import changes
from minsheng_cli.catalogue.excel.reading import edited, is_ours, origin, ref, sheets_of
from minsheng_cli.catalogue.proposals import confirmed
from minsheng_cli.catalogue.yaml_edit import edited as rewritten
from minsheng_cli.catalogue.yaml_edit import same
from minsheng_cli.config.yaml_strict import read
from minsheng_cli.errors import CatalogueError, SetupError
from minsheng_cli.nouns import dataclass
from minsheng_cli.store import disk
from minsheng_cli.tasks.catalogue_export import StoredList, opened
from minsheng_cli.tasks.init import EXAMPLES
from minsheng_cli.workspace import CATALOGUE_FILE, CONTACTS_FILE, is_file, packaged, read_bytes

if TYPE_CHECKING:
    from minsheng_cli.catalogue.excel.reading import Edited, Sheets
    from minsheng_cli.wall import OpenedDocument
    from minsheng_cli.workspace import Workspace

KEPT = "data/导入前"


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do; nothing is written yet."""

    source: str
    changes: tuple[str, ...]
    files: dict[str, bytes]  # what is written, by name inside the workspace, in this order
    kept: dict[str, str]  # file that is replaced → where what it was is kept
    installs: bool  # a draft becomes the workspace's list
    stale: bool  # the YAML was changed after the export
    proposed: int  # indicators that are still proposals


def recognise(page: OpenedDocument) -> Sheets | None:
    """Return the sheets of a workbook that ``catalogue export`` wrote, None for any other document."""
    sheets = sheets_of(page.cells, page.bands)
    return sheets if is_ours(sheets) else None


def plan(workspace: Workspace, name: str, page: OpenedDocument, sheets: Sheets) -> ImportPlan:
    """Return what an edited workbook would change. CatalogueError, with sheet and cell of each fault, when faulty."""
    source, stale = _source(workspace, sheets)
    unread = [f"{_cell(page, place)}：公式没有结果或有错，请改成文字" for place in page.without_value]
    told = edited(sheets, source.plain, source.contacts, source.proposed)
    text = rewritten(source.text, told.plain)
    text = confirmed(read(text.encode("utf-8")), text, told.confirmed)
    contacts = source.contacts_text
    if not same(source.contacts, dict(told.contacts)) or source.contacts.keys() != told.contacts.keys():
        contacts = _contacts(source, told)
    found = [*(f"{fault}。" for fault in unread), *told.faults, *_faults(text, contacts, told)]
    if found:
        raise CatalogueError(tuple(dict.fromkeys(f"{name} {fault}" for fault in found)))
    files: dict[str, bytes] = {}
    kept: dict[str, str] = {}
    installs = source.name != CATALOGUE_FILE and "草稿" in source.name
    target = CATALOGUE_FILE if installs else source.name
    if installs:
        kept |= _moved_aside(workspace, told)
    _replace(workspace, target, text, files, kept)
    _replace(workspace, CONTACTS_FILE, contacts, files, kept)
    return ImportPlan(
        source.name, changes(source.plain, told.plain, source.contacts, told.contacts, told.confirmed), files, kept,
        installs, stale, told.proposed,
    )  # fmt: skip


def carry_out(workspace: Workspace, planned: ImportPlan) -> None:
    """Write the plan's files; a copy of each file that is replaced is kept first."""
    for name, place in planned.kept.items():
        if not disk.exists(workspace.root / place):
            disk.write_file(workspace.root / place, read_bytes(workspace.root / name))
    for name, data in planned.files.items():
        disk.write_file(workspace.root / name, data)
    if planned.installs:
        draft = workspace.root / planned.source
        data = read_bytes(draft)
        disk.write_file(workspace.root / KEPT / f"{draft.stem}-{_short(data)}.yaml", data)
        draft.unlink()


def _source(workspace: Workspace, sheets: Sheets) -> tuple[StoredList, bool]:
    name, version = origin(sheets)
    if not re.fullmatch(r"data/[^/\\:]+\.yaml", name):
        raise SetupError("这张表没有写明来自哪个清单（“说明”表第2行），请重新导出。")
    if not is_file(workspace.root / name):  # a draft that has become the list
        name = CATALOGUE_FILE
    source = opened(workspace, name)
    return source, source.version != version


def _moved_aside(workspace: Workspace, told: Edited) -> dict[str, str]:
    """Return where the list that a draft takes the place of goes: another year's under its year, an example nowhere."""
    path = workspace.root / CATALOGUE_FILE
    if not is_file(path):
        return {}
    data = read_bytes(path)
    if data in _examples():
        return {}
    old = read(data).data
    year = str(old.get("year") or "") if isinstance(old, dict) else ""
    if not year or year == told.plain.get("year"):
        return {CATALOGUE_FILE: f"{KEPT}/projects-{_short(data)}.yaml"}
    aside = f"data/projects-{year}.yaml"
    if is_file(workspace.root / aside) and read_bytes(workspace.root / aside) != data:
        raise SetupError(
            f"{CATALOGUE_FILE} 是 {year} 年的清单，而 {aside} 已经有了，不会覆盖；请先核对、移走其中一份。"
        )
    return {CATALOGUE_FILE: aside}


def _examples() -> list[bytes]:
    """Return the lists that come with the program: whoever has one unchanged has not made it hers."""
    package = packaged()
    return [read_bytes(p) for p in (package / CATALOGUE_FILE, *(package / EXAMPLES).glob("*/projects.yaml"))]


def _replace(workspace: Workspace, name: str, text: str, files: dict[str, bytes], kept: dict[str, str]) -> None:
    """Note that a file is written, and where what it was is kept."""
    path = workspace.root / name
    old = read_bytes(path) if is_file(path) else b""
    new = text.encode("utf-8")
    if b"\r\n" in old:
        new = new.replace(b"\n", b"\r\n")
    if new == old or (not old and not new):
        return
    files[name] = new
    shipped = packaged() / name
    if old and name not in kept and old not in _examples() and not (is_file(shipped) and read_bytes(shipped) == old):
        kept[name] = f"{KEPT}/{path.stem}-{_short(old)}.yaml"


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _contacts(source: StoredList, told: Edited) -> str:
    if source.contacts:
        return rewritten(source.contacts_text, told.contacts)
    start = source.contacts_text.rstrip("\n")
    lines = [f"{name}: {{}}" for name in told.contacts]
    return rewritten("\n".join([*([start] if start else []), *lines, ""]), told.contacts)


def _faults(text: str, contacts: str, told: Edited) -> list[str]:
    listed, about = faults_at(text.encode("utf-8"), contacts.encode("utf-8") if contacts else None)
    out = []
    for fault in listed:
        other = f"，另见 {told.place(fault.other)}" if fault.other is not None else ""
        end = "" if fault.why.endswith(("。", "？")) and not other else "。"
        out.append(f"{told.place(fault.path)}：{fault.why}{other}{end}")
    for fault in about:
        cell = told.contact_cells.get(fault.path) or told.contact_cells.get(fault.path[:1], "联系人")
        out.append(f"{cell}：{fault.why}。")
    return out


def _cell(page: OpenedDocument, place: tuple[int, int]) -> str:
    first, name, number = next(b for b in reversed(page.bands) if b[0] <= place[0])
    return ref(name, place[0] - first + number, place[1])
