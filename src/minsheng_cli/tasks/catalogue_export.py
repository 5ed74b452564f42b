"""``catalogue export``: the list as a workbook to be edited in WPS, and how such a workbook is found again."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from minsheng_cli.catalogue.excel.export import ListContents, workbook
from minsheng_cli.catalogue.proposals import proposed
from minsheng_cli.config.yaml_strict import Document, StrictYamlError, read
from minsheng_cli.errors import SetupError
from minsheng_cli.nouns import dataclass
from minsheng_cli.store import disk
from minsheng_cli.workspace import CATALOGUE_FILE, CONTACTS_FILE, is_file, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng_cli.config.yaml_strict import Path as Place
    from minsheng_cli.config.yaml_strict import Plain
    from minsheng_cli.workspace import Workspace

DRAFTS = "data/项目清单草稿*.yaml"


@dataclass(frozen=True)
class StoredList:
    """A list as it lies in the workspace, with its contacts."""

    name: str  # inside the workspace
    text: str
    document: Document
    contacts_text: str
    contacts: dict[str, Plain]

    @property
    def plain(self) -> dict[str, Plain]:
        """Return its values."""
        return self.document.data if isinstance(self.document.data, dict) else {}

    @property
    def version(self) -> str:
        """Return the first 12 hex digits of its sha256, as ``catalogue show`` prints them."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()[:12]

    @property
    def proposed(self) -> frozenset[Place]:
        """Return the paths of the indicators that the import proposes and nobody has confirmed."""
        return proposed(self.document, self.text)


def export(workspace: Workspace, file: Path, name: str | None = None, *, dry_run: bool = False) -> StoredList:
    """Write a list (default: the workspace's own) as a workbook; no file is ever replaced."""
    if file.suffix.lower() != ".xlsx":
        raise SetupError(f"“{file.name}”要以 .xlsx 结尾，例如 清单.xlsx。")
    source = opened(workspace, name or CATALOGUE_FILE)
    made = workbook(ListContents(source.plain, source.contacts, source.name, source.version, source.proposed))
    if disk.exists(file) and disk.read(file) != made:
        raise SetupError(f"“{file}”已经有了，不会覆盖；请换一个名称，或先移走原来的。")
    if not dry_run:
        disk.write_file(file, made)
    return source


def newest_draft(workspace: Workspace) -> str:
    """Return the name of the draft written last; SetupError when there is none."""
    found = [path.name for path in workspace.root.glob(DRAFTS)]
    if not found:
        raise SetupError("还没有项目清单草稿；请先运行 minsheng catalogue import 通知文件。")
    newest = max(found, key=lambda name: int((re.search(r"(\d+)\.yaml$", name) or [0, 0])[1]))
    return f"data/{newest}"


def opened(workspace: Workspace, name: str) -> StoredList:
    """Return a list of the workspace; SetupError when it cannot be read."""
    path = workspace.root / name
    if not is_file(path):
        raise SetupError(f"没有找到“{name}”。")
    contacts = workspace.root / CONTACTS_FILE
    about = read_bytes(contacts) if is_file(contacts) else b""
    data = read_bytes(path)
    told = _document(CONTACTS_FILE, about).data
    text, said = (raw.decode("utf-8-sig").replace("\r\n", "\n") for raw in (data, about))
    return StoredList(name, text, _document(name, data), said, told if isinstance(told, dict) else {})


def _document(name: str, data: bytes) -> Document:
    try:
        return read(data)
    except StrictYamlError as error:
        raise SetupError("\n".join(f"{name} 第{line}行：{why}。" for line, why in error.faults)) from error
