"""``catalogue next``: the next year's list takes the place of this year's, which stays beside it under its year.

From a notice a sketch is written, as ``catalogue import`` does, with the units' full names and spellings of earlier
years. A list (the sketch once it is completed) that passes ``check`` is installed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from minsheng_cli import catalogue
from minsheng_cli.config.yaml_strict import StrictYamlError, parse
from minsheng_cli.errors import SetupError
from minsheng_cli.nouns import dataclass
from minsheng_cli.store import disk
from minsheng_cli.tasks.catalogue_check import proposals
from minsheng_cli.tasks.catalogue_edit import recognise
from minsheng_cli.tasks.catalogue_import import earlier_units, open_page, sketch
from minsheng_cli.workspace import CATALOGUE_FILE, CONTACTS_FILE, is_file, read_bytes, year_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from minsheng_cli.config.yaml_strict import Plain
    from minsheng_cli.model import CatalogueBook
    from minsheng_cli.tasks.catalogue_import import Choose
    from minsheng_cli.workspace import Workspace


@dataclass(frozen=True)
class Next:
    """What became of the next year's list."""

    path: str  # the list that was looked at: the sketch of a notice, or the file named
    faults: tuple[str, ...]  # why it was not installed; none: it was (a dry run: it would be)
    year: int = 0  # of the list that was installed
    kept: str = ""  # where this year's list is now
    contacts: tuple[str, ...] = ()  # units that were added to the contacts
    notes: tuple[str, ...] = ()  # what a person should still look at


def next_year(workspace: Workspace, file: Path, *, dry_run: bool = False, choose: Choose | None = None) -> Next:
    """Install the next year's list, or write its sketch. SetupError when it is not of a later year.

    Nothing is installed that fails ``check``, and no list of a year that is there is replaced. Interrupted, it is
    simply run again.
    """
    if file.suffix.lower() not in (".yaml", ".yml"):
        page = open_page(file)
        if recognise(page) is not None:
            raise SetupError(f"“{file.name}”是 export 写出的表格，请用 minsheng catalogue import {file.name} 写回。")
        drawn = sketch(workspace, file, page, dry_run=dry_run, choose=choose)
        if drawn.faults or dry_run:
            return Next(drawn.path, drawn.faults or ("试运行，草稿没有写入。",))
        file = workspace.root / drawn.path
    name, data = workspace.show(file.absolute()), read_bytes(file)
    faults = catalogue.check(name, data)
    if faults:
        return Next(name, faults)
    book = catalogue.load(name, data)
    old = workspace.catalogue_source()[1]
    if data == old:
        return Next(name, (), book.year, _kept_as(workspace, book.year))
    kept = _place_for(workspace, book, old)
    contacts, added = _contacts(workspace, book)
    if not dry_run:
        disk.write_file(workspace.root / kept, old)  # first: killed after it, the same list is there twice
        if added:
            disk.write_file(workspace.root / CONTACTS_FILE, contacts)
        disk.write_file(workspace.root / CATALOGUE_FILE, data)
    return Next(name, (), book.year, kept, added, proposals(book.issued))


def _kept_as(workspace: Workspace, year: int) -> str:
    """Return where the list before is when the next year's is installed already."""
    return year_file(year - 1) if is_file(workspace.root / year_file(year - 1)) else ""


def _place_for(workspace: Workspace, book: CatalogueBook, old: bytes) -> str:
    """Return under which name this year's list goes on. SetupError when that place is taken, or nothing comes next."""
    this = workspace.catalogue.year
    if book.year <= this:
        raise SetupError(f"现在的清单是 {this} 年的，新清单写的是 {book.year} 年，不是下一年度的；请核对其中的 year。")
    if is_file(workspace.root / year_file(book.year)):
        raise SetupError(f"已有 {year_file(book.year)}，不能再装入 {book.year} 年的清单；请先核对，把不用的移走。")
    kept = year_file(this)
    path = workspace.root / kept
    if is_file(path) and read_bytes(path) != old:
        raise SetupError(f"已有 {kept}，与现在的清单不同，不会覆盖；请先核对这两份清单，把不用的移走，再运行一次。")
    return kept


def _contacts(workspace: Workspace, book: CatalogueBook) -> tuple[bytes, tuple[str, ...]]:
    """Return the contacts with the new list's units added, those known under another name with whom they had."""
    path = workspace.root / CONTACTS_FILE
    text = read_bytes(path).decode("utf-8-sig") if is_file(path) else ""
    try:
        known = parse(text.encode()) or {}
    except StrictYamlError as error:
        raise SetupError(f"{CONTACTS_FILE} 有误：{error}。请改正后再运行一次。") from error
    plain: dict[str, Plain] = known if isinstance(known, dict) else {}
    earlier = earlier_units(workspace, book.issued.district).units
    added = tuple(unit.id for unit in book.issued.units if unit.id not in plain)
    lines = [line for unit in added for line in _contact(unit, _before(earlier.get(unit), plain))]
    return (text.rstrip("\n") + "\n" + "\n".join(["", *lines]) + "\n").encode(), added


def _before(unit: object, contacts: dict[str, Plain]) -> dict[str, Plain]:
    """Return the contact of a unit under the name it had before, {} when none is known."""
    name = unit.get("name") if isinstance(unit, dict) else None
    found = contacts.get(name) if isinstance(name, str) else None
    return found if isinstance(found, dict) else {}


def _contact(unit: str, said: dict[str, Plain]) -> Iterator[str]:
    yield f"{unit}:"
    for field in ("name", "phone", "email"):
        value = said.get(field)
        yield f"  {field}:" + (f" {json.dumps(value, ensure_ascii=False)}" if isinstance(value, str) and value else "")
