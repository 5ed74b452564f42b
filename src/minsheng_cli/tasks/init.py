"""``init``: a workspace a clerk can edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.errors import SetupError
from minsheng_cli.store import disk
from minsheng_cli.workspace import (
    CATALOGUE_FILE,
    CONTACTS_FILE,
    SETTINGS_FILE,
    TEMPLATES,
    WAIVERS_FILE,
    packaged,
    read_bytes,
)

if TYPE_CHECKING:
    from pathlib import Path


EXAMPLES = "data/examples"


def examples() -> tuple[str, ...]:
    """Return the names of the lists that come with the program for trying out, beside the usual one."""
    return tuple(sorted(path.name for path in (packaged() / EXAMPLES).iterdir() if path.is_dir()))


def init(folder: Path, *, example: str = "", dry_run: bool = False) -> tuple[list[str], list[str]]:
    """Lay out catalogue, contacts, settings and templates; return (written, kept).

    ``example`` names another of the lists that come with the program. A file that is already there is kept as it is,
    so that running it twice harms nothing.
    """
    shipped = packaged()
    plan = {name: shipped / name for name in (CATALOGUE_FILE, CONTACTS_FILE, WAIVERS_FILE)}
    if example:
        if example not in examples():
            raise SetupError(f"没有名为“{example}”的示例清单；现有：{'、'.join(examples())}。")
        plan |= {
            name: shipped / EXAMPLES / example / name.rpartition("/")[2] for name in (CATALOGUE_FILE, CONTACTS_FILE)
        }
    plan[SETTINGS_FILE] = shipped / "data" / SETTINGS_FILE
    templates = sorted(p for p in (shipped / TEMPLATES).rglob("*") if p.is_file())
    plan |= {f"{TEMPLATES}/{p.relative_to(shipped / TEMPLATES).as_posix()}": p for p in templates}
    if disk.exists(folder) and not folder.is_dir():
        raise SetupError(f"“{folder}”是一个文件，不是文件夹，请换一个名称。")
    written, kept = [], []
    for name, source in plan.items():
        if disk.exists(folder / name):
            kept.append(name)
            continue
        written.append(name)
        if not dry_run:
            disk.write_file(folder / name, read_bytes(source))
    return written, kept
