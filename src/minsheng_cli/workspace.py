"""Where everything is: the workspace folder, its settings and the templates that win over the shipped ones.

Order of precedence: a flag, then ``minsheng.yaml`` in the workspace, then the default. ``data/contacts.yaml`` and
``templates/`` in the workspace win, file by file, over the packaged ones. The list, ``data/projects.yaml``, is the
workspace's own or there is none: the packaged one is only what ``init`` lays out.
"""

from __future__ import annotations

from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng_cli import parse_cache, store
from minsheng_cli.errors import NotAWorkspace, SetupError
from minsheng_cli.nouns import dataclass, field, replace
from minsheng_cli.store.folders import ARCHIVE, INBOX, OUTBOX, REPLIES, RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.config.settings import Settings
    from minsheng_cli.model import Catalogue, CatalogueBook, Month, OfYear, Plan, Waiver

SETTINGS_FILE = "minsheng.yaml"
CATALOGUE_FILE = "data/projects.yaml"
CONTACTS_FILE = "data/contacts.yaml"
WAIVERS_FILE = "data/waivers.yaml"
PLANS_FILE = "data/plans.yaml"
BASIS = (CATALOGUE_FILE, SETTINGS_FILE, WAIVERS_FILE, PLANS_FILE)
"""What a month is judged by."""
TEMPLATES = "templates"
SHIPPED_TEMPLATES = "reports/shipped_templates.txt"  # beside this file
"""The sha256 of every template ever laid out by ``init``, today's among them: one a line. A workspace's template that
stands here is nobody's own work, so today's of the same name is used in its place; the file itself is left as it is."""


def is_workspace(folder: Path) -> bool:
    """Whether a folder holds a list, or settings beside ``data/`` or a month's folder."""
    if is_file(folder / CATALOGUE_FILE):
        return True
    return is_file(folder / SETTINGS_FILE) and ((folder / "data").is_dir() or bool(store.months(folder)))


def find(folder: Path | None) -> Path:
    """Return the workspace: the folder named, or else the nearest one from the current folder upwards.

    NotAWorkspace with the remedy when there is none; SetupError when the folder named is none at all.
    """
    if folder is not None:
        root = folder.absolute()
        if not root.is_dir():
            raise SetupError(f"工作目录“{folder}”不存在，请先运行 minsheng init {folder}。")
        if is_workspace(root):
            return root
        above = next((parent for parent in root.parents if is_workspace(parent)), None)
        if above is not None:
            raise NotAWorkspace(f"“{folder}”不是工作目录，它的上级“{above}”才是；请改用 -C {above}。")
        raise NotAWorkspace(_remedy(root, str(folder)))
    here = Path.cwd()
    for root in (here, *here.parents):
        if is_workspace(root):
            return root
    old = next((root for root in (here, *here.parents) if _holds_archives(root)), None)
    raise NotAWorkspace(_remedy(old or here, str(old or here)))


def _holds_archives(folder: Path) -> bool:
    parts = (OUTBOX, INBOX, REPLIES, RESULTS, ARCHIVE)
    return any((folder / name / part).is_dir() for name in store.months(folder) for part in parts)


def _remedy(folder: Path, named: str) -> str:
    if _holds_archives(folder):
        months = "、".join(store.months(folder))
        return (
            f"“{named}”里有以前月份的文件（{months}），但没有项目清单 {CATALOGUE_FILE}；"
            f"请把清单放回，或运行 minsheng init {named} 放好一份（已有的文件一个也不会改动）。"
        )
    if inside := _workspaces_in(folder):
        first = f'"{inside[0]}"' if " " in inside[0] else inside[0]
        return f"“{named}”不是工作目录，它里面的“{'”“'.join(inside)}”才是；请先进入该文件夹：cd {first}。"
    return (
        f"“{named}”不是工作目录（没有 {CATALOGUE_FILE}）；请先进入工作目录，或用 -C 指明。"
        "还没有工作目录的，请运行 minsheng init 目录名 建立；想先看看的，请运行 minsheng demo。"
    )


def _workspaces_in(folder: Path) -> list[str]:
    """Return the names of the workspaces that lie in a folder: whoever made one often forgets to go into it."""
    try:
        return sorted(inner.name for inner in folder.iterdir() if inner.is_dir() and is_workspace(inner))
    except OSError:  # a folder nobody may look into
        return []


def packaged() -> Path:
    """Return the folder that holds the shipped ``data`` and ``templates``.

    In an installed wheel that is ``minsheng_cli/share``; in a source tree (editable install) the repository itself.
    """
    share = Path(__file__).parent / "share"
    return share if share.is_dir() else Path(__file__).parents[2]


@dataclass(frozen=True)
class YearList:
    """A list of projects of another year than this one."""

    name: str  # how the file is called in messages
    data: bytes


@dataclass(frozen=True)
class Workspace:
    """A folder the clerk works in. Nothing is read before it is asked for."""

    root: Path
    given: dict[str, bytes] = field(default_factory=dict)  # set: the files a sealed month was judged by
    year_list: YearList | None = None  # set: another year's list, read in the place of this year's
    _by_list: dict[str, Workspace] = field(default_factory=dict, compare=False, repr=False)  # one per list
    _by_month: dict[Month, Catalogue] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def at(cls, folder: Path | None) -> Workspace:
        """Open the folder named, or the nearest workspace from the current folder upwards; SetupError."""
        return cls(find(folder))

    def locate(self, name: str) -> Path:
        """Return the path of the contacts or a template: the workspace's own, else the packaged one."""
        own = self.root / name
        return own if is_file(own) else packaged() / name

    def month_folder(self, month: Month | str) -> Path:
        """Return the folder of a month, whether or not it exists."""
        return self.root / str(month)

    def show(self, path: Path) -> str:
        """Return a path as the clerk should read it: relative to the workspace where possible, with "/"."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    # ------------------------------------------------------------ years

    def of(self, month: Month) -> Workspace:
        """Return the same folder read with the list of that month's own year; SetupError when no list has the month.

        The list of a year is ``data/projects.yaml`` or ``data/projects-2025.yaml``. Where it is gone (``projects.yaml``
        was simply replaced by next year's), the one that the year's archives kept is used.
        """
        if self.given or self.year_list:
            return self
        for found in self._candidates(month):
            if found.catalogue.has(month):
                return found
        raise SetupError(
            f"{month.label}不在项目清单的填报月份内（{self._ranges()}），"
            f"请写这一范围内的月份，例如 {self.catalogue.first_month}。"
        )

    def _candidates(self, month: Month) -> Iterator[Workspace]:
        """Yield the folder with each list that may have a month, best first."""
        if self.catalogue.year == month.year:
            yield self
        if (own := self._earlier_list(month.year)) is not None:
            yield own
        yield self
        if (before := self._earlier_list(month.year - 1)) is not None:  # December may be reported in January
            yield before
        names = [name for name in store.months(self.root) if name[:4] == str(month.year)]
        for name in sorted(names, key=lambda n: (n == str(month), n), reverse=True):
            kept = store.MonthStore(self.month_folder(name), name).basis().get(CATALOGUE_FILE)
            if kept is not None:
                yield self._reading(YearList(f"{name}/{ARCHIVE}中的项目清单", kept))

    def _earlier_list(self, year: int) -> Workspace | None:
        name = year_file(year)
        path = self.root / name
        if not is_file(path):
            return None
        found = self._reading(YearList(name, read_bytes(path)))
        if found.catalogue.year != year:
            raise SetupError(f"{name} 里写的年度是 {found.catalogue.year}，请改文件名或其中的 year。")
        return found

    def _reading(self, year_list: YearList) -> Workspace:
        key = f"{year_list.name}|{hash(year_list.data)}"
        if key not in self._by_list:
            self._by_list[key] = Workspace(self.root, year_list=year_list)
        return self._by_list[key]

    def of_year(self, year: int) -> Workspace:
        """Return the same folder read with the list of a year; SetupError when there is none."""
        if self.catalogue.year == year:
            return self
        closing = self.catalogue.last_month.closing(year)
        for found in self._candidates(closing):
            if found.catalogue.year == year:
                return found
        raise SetupError(f"没有 {year} 年的项目清单；项目清单是 {'、'.join(map(str, self.years()))} 年的。")

    def year_of(self, month: Month) -> int | None:
        """Return the year of the list that a month is read with, None when no list has it."""
        if self.given or self.year_list:
            return self.catalogue.year if self.catalogue.has(month) else None
        return next((found.catalogue.year for found in self._candidates(month) if found.catalogue.has(month)), None)

    def years(self) -> tuple[int, ...]:
        """Return the years that have a list of their own here, newest first."""
        own = {int(p.stem[-4:]) for p in (self.root / "data").glob("projects-20[0-9][0-9].yaml")}
        return tuple(sorted(own | {self.catalogue.year}, reverse=True))

    def _ranges(self) -> str:
        books = [self.catalogue, *(b.catalogue for y in self.years() if (b := self._earlier_list(y)) is not None)]
        spans = (
            "、".join(map(str, book.issued.months()))
            if book.issued.months_only
            else f"{book.first_month} 至 {book.last_month}"
            for book in books
        )
        return "；".join(dict.fromkeys(spans))

    # ------------------------------------------------------------ what a month is judged by

    def basis(self) -> dict[str, bytes]:
        """Return the bytes of all that a month is judged by, by name; files that do not exist are left out.

        The list is that of the year, under the name that this year's has.
        """
        if self.given:
            return self.given
        found = {CATALOGUE_FILE: self.catalogue_source()[1]}
        return found | {name: data for name in BASIS[1:] if (data := self._own(name)) is not None}

    def judging_by(self, basis: dict[str, bytes]) -> Workspace:
        """Return the same folder with these files in place of those that lie there now."""
        return Workspace(self.root, basis)

    def _own(self, name: str) -> bytes | None:
        """Return the bytes of one of the workspace's optional files, None when there is none."""
        if self.given:
            return self.given.get(name)
        path = self.root / name
        return read_bytes(path) if is_file(path) else None

    def catalogue_at(self, month: Month) -> Catalogue:
        """Return what stood in a month of this list's year, with the due day as this workspace reckons it."""
        if month not in self._by_month:
            self._by_month[month] = replace(self.catalogue.at(month), rest_days=self.settings.rest_days)
        return self._by_month[month]

    @cached_property
    def settings(self) -> Settings:
        """The settings; SetupError naming file and field when ``minsheng.yaml`` is not usable."""
        data = self._own(SETTINGS_FILE)
        if data is None:
            from minsheng_cli.config.settings import Settings  # noqa: PLC0415 - 82 ms: not where there is a file

            return Settings()

        def read() -> Settings:
            from minsheng_cli.config.read import read_settings  # noqa: PLC0415 - 240 ms with pydantic and yaml

            return read_settings(SETTINGS_FILE, data)

        return parse_cache.kept("settings", (data,), read)

    @cached_property
    def waivers(self) -> OfYear[tuple[Waiver, ...]]:
        """The year's known exceptions, those that have expired too; SetupError when the file is not usable."""
        from minsheng_cli.model import OfYear  # noqa: PLC0415 - 30 ms: `status` names none

        data = self._own(WAIVERS_FILE)
        if data is None:
            return OfYear(())
        names, sealed = self.catalogue.names, bool(self.given)

        def read() -> OfYear[tuple[Waiver, ...]]:
            from minsheng_cli.config.read import read_waivers  # noqa: PLC0415 - as above

            return read_waivers(WAIVERS_FILE, data, names, sealed=sealed)

        return parse_cache.kept("waivers", (data, self.catalogue_source()[1], sealed), read)

    @property
    def plans(self) -> Plan:
        """What units plan in the year, by indicator and month; SetupError when the file is not usable."""
        return self.plans_by_year.own

    @cached_property
    def plans_by_year(self) -> OfYear[Plan]:
        """The same, and what the file says of other years."""
        from minsheng_cli.model import OfYear  # noqa: PLC0415 - as above

        data = self._own(PLANS_FILE)
        if data is None:
            return OfYear({})
        names, sealed = self.catalogue.names, bool(self.given)

        def read() -> OfYear[Plan]:
            from minsheng_cli.config.read import read_plans  # noqa: PLC0415 - as above

            return read_plans(PLANS_FILE, data, names, sealed=sealed)

        return parse_cache.kept("plans", (data, self.catalogue_source()[1], sealed), read)

    @cached_property
    def catalogue(self) -> CatalogueBook:
        """The year's list; CatalogueError naming each fault when it cannot be used."""
        name, data, contacts = self.catalogue_source()
        asked: list[frozenset[str]] = []

        def elsewhere() -> frozenset[str]:
            asked.append(self.units_of_other_years())
            return asked[-1]

        def read() -> CatalogueBook:
            from minsheng_cli.catalogue import load  # noqa: PLC0415 - 180 ms with pydantic and yaml

            return load(name, data, contacts, elsewhere=elsewhere)

        # Where another year's list had to be asked, more than these files decides.
        return parse_cache.kept("list", (data, *(contacts or ())), read, complete=lambda: not asked)

    def catalogue_source(self) -> tuple[str, bytes, tuple[str, bytes] | None]:
        """Return (name, bytes) of the list and of the contacts beside it, for loading or checking."""
        path, contacts = self.root / CATALOGUE_FILE, self.locate(CONTACTS_FILE)
        book = (self.show(contacts), read_bytes(contacts)) if is_file(contacts) else None
        if self.year_list is not None:
            return self.year_list.name, self.year_list.data, book
        data = self.given.get(CATALOGUE_FILE)
        if data is None and not is_file(path):
            raise SetupError(
                f"工作目录里没有项目清单 {CATALOGUE_FILE}；请把它放回，"
                f"或运行 minsheng init {self.root} 放好一份（已有的文件一个也不会改动）。"
            )
        return self.show(path), data or read_bytes(path), book

    def _template(self, name: str) -> tuple[Path, bytes]:
        """Return path and bytes of a template: the workspace's own, unless it is the first version's, untouched."""
        path = self.locate(f"{TEMPLATES}/{name}")
        data = read_bytes(path)
        shipped = packaged() / TEMPLATES / name
        if path != shipped and sha256(data).hexdigest() in _shipped():
            return shipped, read_bytes(shipped)
        return path, data

    def outdated_templates(self) -> tuple[str, ...]:
        """Return the workspace's templates that an earlier version laid out and nobody edited: today's stand in."""
        found = []
        for shipped in sorted(p for p in (packaged() / TEMPLATES).rglob("*") if p.is_file()):
            name = shipped.relative_to(packaged() / TEMPLATES).as_posix()
            own = self.locate(f"{TEMPLATES}/{name}")
            data = read_bytes(own)
            if own != shipped and data != read_bytes(shipped) and sha256(data).hexdigest() in _shipped():
                found.append(f"{TEMPLATES}/{name}")
        return tuple(found)

    def units_of_other_years(self) -> frozenset[str]:
        """Return the unit names of every list here or in an archive: asked when the contacts name an unknown one."""
        from minsheng_cli.catalogue import unit_names  # noqa: PLC0415 - as above

        files = [self.root / CATALOGUE_FILE, *sorted((self.root / "data").glob("projects-*.yaml"))]
        lists = [read_bytes(path) for path in files if is_file(path)]
        for name in store.months(self.root):
            kept = store.MonthStore(self.month_folder(name), name).basis().get(CATALOGUE_FILE)
            lists += [kept] if kept is not None else []
        return frozenset(name for data in dict.fromkeys(lists) for name in unit_names(data))

    def document(self, name: str) -> tuple[str, bytes]:
        """Return (shown name, bytes) of a Word template such as ``通报.docx``."""
        path, data = self._template(name)
        return self.show(path), data

    def template(self, name: str) -> tuple[str, str]:
        """Return (shown name, text) of a template such as ``mail/下发.j2``; SetupError when it is not UTF-8."""
        path, data = self._template(name)
        try:
            return self.show(path), data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise SetupError(f"模板“{self.show(path)}”不是 UTF-8 编码，请另存为 UTF-8 后重试。") from error


@cache
def _shipped() -> frozenset[str]:
    return frozenset((Path(__file__).parent / SHIPPED_TEMPLATES).read_text(encoding="ascii").split())


def year_file(year: int) -> str:
    """Return the name of the list of an earlier year."""
    return f"data/projects-{year}.yaml"


def is_file(path: Path) -> bool:
    """Whether a file is there; SetupError naming it when the disk or a folder's permissions do not let us know."""
    try:
        return path.is_file()
    except OSError as error:
        raise SetupError(f"无法读取“{path}”，请检查磁盘和文件夹权限后重试。") from error


def read_bytes(path: Path) -> bytes:
    """Read one of the workspace's own files; SetupError naming it when that fails."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SetupError(f"无法读取“{path}”，请确认文件存在且未被其他程序占用。") from error
