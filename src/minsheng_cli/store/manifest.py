"""The manifest of an archive: what it shall hold, and what is wrong when it holds something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli.store import disk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


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
    import hashlib  # noqa: PLC0415 - status never needs it

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


def faults(archive: Path, files: Mapping[str, str], besides: Iterable[str]) -> tuple[str, ...]:
    """Read every file of the archive and return a sentence for each that is missing, altered or extra.

    ``besides`` names what may lie there unlisted. Raises StoreError when the disk cannot be read.
    """
    found = []
    for name, sha256 in sorted(files.items()):
        there = disk.sha256_of(archive / name)
        if there is None:
            found.append(f"{archive.name}/{name}：缺失。")
        elif there != sha256 and sha256 in name:  # an original bears its sha256: the manifest is not to blame
            found.append(f"{archive.name}/{name}：内容已被改动或损坏。")
        elif there != sha256:
            found.append(f"{archive.name}/{name}：与清单.json 所列不符，其中之一已被改动或损坏。")
    extra = set(disk.sizes(archive)) - set(files) - set(besides)
    return (*found, *(f"{archive.name}/{name}：不在清单中，是多出的文件。" for name in sorted(extra)))
