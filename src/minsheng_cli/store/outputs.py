"""What we wrote for people to use, and what they have changed since.

产出.json remembers the sha256 of every output. A file whose bytes we do not know is a person's work and is never
overwritten. Each change of outputs is announced there first (the old and the new sha256 both count as written by us),
then made, then confirmed; so a run killed half-way never takes our own new file for a person's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minsheng_cli.errors import StoreError
from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.store import disk, json_files
from minsheng_cli.store.folders import EVIDENCE, OUTBOX, PLANS, REPLIES, RESULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FOLDERS = (OUTBOX, REPLIES, RESULTS, PLANS, EVIDENCE)
_ILLEGAL = compile_when_used(r'(?i:[\x00-\x1f<>:"|?*\\/]|[ .]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))')

CHANGED = "（人工修改"
"""What the name of a file that a person changed goes on with, once it was moved aside."""

Known = dict[str, tuple[str, ...]]  # output -> every sha256 that is ours


@dataclass(frozen=True)
class Published:
    """What was done with each output (or would be), by its path inside the month folder with "/"."""

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    set_aside: tuple[tuple[str, str], ...] = ()  # (written, where the person's version lies now)
    kept: tuple[str, ...] = ()  # a person changed it: left as it is
    removed: tuple[str, ...] = ()  # written by an earlier run, no longer wanted


def load(path: Path, name: str) -> Known:
    """Read 产出.json, which the clerk knows by that ``name``. Raises StoreError when it is damaged."""
    try:
        found: Any = json_files.read(path)
        return {} if found is None else {str(path): tuple(map(str, said)) for path, said in found["outputs"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"“{name}”已损坏，请从备份恢复，或将其删除后重新运行本命令"
            "（删除后，原有的成果、退回文件会当作人工修改过的文件另存保留）。"
        ) from error


def sha256s(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the sha256 each output shall have."""
    return {name: disk.sha256(data) for name, data in files.items()}


def plan(
    folder: Path,
    known: Known,
    wanted: Mapping[str, str],
    stale: str | tuple[str, ...],
    *,
    yields: tuple[str, ...] = (),
) -> Published:
    """Decide what to do with each output without touching anything; ``wanted`` gives the sha256 each shall have.

    ``stale`` is the folder ("退回/") whose earlier outputs are removed when they are not ``wanted``; "" for none.
    ``yields``: how the names begin whose changed files stay, with nothing written in their place, instead of being
    moved aside; ("",) for all.
    Raises StoreError when a file cannot be read or a name is not legal on every system.
    """
    written, unchanged, aside, kept, removed = [], [], [], [], []
    for name, sha256 in wanted.items():
        path = folder / _legal(name)
        there = disk.sha256_of(path)
        if there == sha256:
            unchanged.append(name)
        elif there is None or there in known.get(name, ()):
            written.append(name)
        elif name.startswith(yields):
            kept.append(name)
        else:
            written.append(name)
            aside.append((name, name.removesuffix(path.name) + _free_name(path).name))
    for name, hashes in known.items():
        if stale and name.startswith(stale) and name not in wanted:
            there = disk.sha256_of(folder / name)
            if there is None or there in hashes:
                removed.append(name)
            else:
                kept.append(name)
    return Published(tuple(written), tuple(unchanged), tuple(aside), tuple(kept), tuple(removed))


def carry_out(  # noqa: PLR0913 - what publishing depends on
    folder: Path,
    known: Known,
    files: Mapping[str, bytes],
    save: Callable[[Known], None],
    *,
    stale: str | tuple[str, ...] = (),
    yields: tuple[str, ...] = (),
) -> Published:
    """Write outputs, announcing them through ``save`` first and confirming them after. Raises FileInUse, StoreError."""
    wanted = sha256s(files)
    done = plan(folder, known, wanted, stale, yields=yields)
    if done.written:
        save(announced(known, wanted, done))
    disk.replace_all(
        ((folder / name, files[name]) for name in done.written),
        aside={folder / name: folder / there for name, there in done.set_aside},
        remove=[folder / name for name in done.removed],
    )
    save(confirmed(known, wanted, done))
    return done


def content(known: Known) -> dict[str, dict[str, list[str]]]:
    """Return what 产出.json says."""
    return {"outputs": {name: list(hashes) for name, hashes in sorted(known.items())}}


def announced(known: Known, wanted: Mapping[str, str], plan: Published) -> Known:
    """Return what 产出.json says before the plan is carried out: old and new both count as written by us."""
    new = {name: tuple(dict.fromkeys((*known.get(name, ()), wanted[name]))) for name in plan.written}
    return {**known, **new}


def confirmed(known: Known, wanted: Mapping[str, str], plan: Published) -> Known:
    """Return what 产出.json says after the plan has been carried out."""
    new = {name: (wanted[name],) for name in (*plan.written, *plan.unchanged)}
    return {name: hashes for name, hashes in {**known, **new}.items() if name not in plan.removed}


def _legal(name: str) -> str:
    """Return the name when it is one file in one of our folders, legal on every system; else raise StoreError."""
    folder, _, file = name.partition("/")
    if folder not in FOLDERS or not file or _ILLEGAL.search(file):
        raise StoreError(f"不能以“{name}”为文件名（含有 Windows 不允许的字符或写法），请修改项目清单中的单位名称。")
    return name


def _free_name(path: Path) -> Path:
    """Return the first “name（人工修改N）.xlsx” that nothing bears yet."""
    number = 1
    while disk.exists(aside := path.with_name(f"{path.stem}{CHANGED}{number}）{path.suffix}")):
        number += 1
    return aside
