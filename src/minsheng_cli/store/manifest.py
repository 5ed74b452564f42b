"""The manifest of an archive: what it shall hold, and what is wrong when it holds something else."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from minsheng_cli.errors import StoreError
from minsheng_cli.store import disk
from minsheng_cli.store.folders import BASIS, FINAL, ORIGINALS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path


MANIFEST = "清单.json"
_LIST_END = b"\n ]\n}\n"


def content(month: str, files: Mapping[str, str]) -> dict[str, object]:
    """Return what 清单.json says: the sha256 of each file by its path inside, sorted, and a digest of these."""
    listed = dict(sorted(files.items()))
    digest = disk.sha256("\n".join(f"{sha256} {name}" for name, sha256 in listed.items()).encode())
    return {"month": month, "files": listed, "sha256": digest}


def grew(data: bytes, sha256: str) -> bool:
    """Whether a list that is only ever added to was, up to one of its entries, the file of that sha256.

    ``data`` is JSON as ``store`` spells it, the list last. Then a run that was killed before it wrote the manifest has
    added the rest; otherwise somebody, or the disk, has changed what stood there.
    """
    ends = [entry.end() for entry in re.finditer(rb"\n  \}(?=,?\n)", data)]
    if not ends or data[ends[-1] :] != _LIST_END:
        return False
    digest = hashlib.sha256()
    for start, end in zip([0, *ends], ends, strict=False):
        digest.update(data[start:end])
        whole = digest.copy()
        whole.update(_LIST_END)
        if whole.hexdigest() == sha256:
            return True
    return False


def must_have_grown(path: Path, sha256: str, place: str) -> None:
    """Raise StoreError unless a list that is only ever added to still begins with what the manifest vouches for.

    ``place`` names the file as the clerk sees it.
    """
    if not grew(disk.read(path) or b"", sha256):
        raise StoreError(
            f"“{place}”缺失或已被改动、损坏（与“{MANIFEST}”登记的不符），未作任何改动；"
            f"请从备份恢复该文件后重新运行本命令。没有备份的，核对无误后删除“{MANIFEST}”，即按现状重新登记。"
        )


def faults(archive: Path, files: Mapping[str, str], besides: Collection[str]) -> tuple[str, ...]:
    """Read every file of the archive and return a sentence for each that is missing, altered, a link or extra.

    ``besides`` names what may lie there unlisted. Raises StoreError when the disk cannot be read.
    """
    there = disk.everything(archive)
    altered = (_listed(archive, name, sha256, there.get(name, "")) for name, sha256 in sorted(files.items()))
    folders = {ORIGINALS, BASIS, FINAL, *(name.rpartition("/")[0] for name in files)}
    known = {*files, *besides}
    extra = (
        f"{archive.name}/{name}：{_EXTRA[kind]}。"
        for name, kind in there.items()
        if name not in known and not (kind == "folder" and name in folders)
    )
    led_away = (
        f"{archive.name}/{name}：不是文件本身，而是{_KINDS[there[name]]}。"
        for name in sorted(besides)
        if there.get(name, "file") != "file"
    )
    itself = [f"{archive.name}：不是文件夹本身，而是{_KINDS['link']}。"] if disk.is_led_away(archive) else []
    return (*itself, *(fault for fault in altered if fault), *led_away, *extra)


def _listed(archive: Path, name: str, sha256: str, kind: str) -> str:
    """Return what is wrong with a file the manifest lists, "" when nothing is."""
    there = disk.sha256_of(archive / name) if kind == "file" else None
    if kind and kind != "file":  # what a link leads to may be changed by anybody
        why = f"不是文件本身，而是{_KINDS[kind]}"
    elif there is None:
        why = "缺失"
    elif there == sha256:
        return ""
    elif sha256 in name:  # an original bears its sha256: the manifest is not to blame
        why = "内容已被改动或损坏"
    else:
        why = f"与{MANIFEST} 所列不符，其中之一已被改动或损坏"
    return f"{archive.name}/{name}：{why}。"


_KINDS = {"link": "指向别处的链接", "folder": "文件夹", "other": "特殊文件"}
_EXTRA = {
    "file": "不在清单中，是多出的文件",
    "folder": "不在清单中，是多出的文件夹",
    "link": "不在清单中，是指向别处的链接",
    "other": "不在清单中，是特殊文件",
}
