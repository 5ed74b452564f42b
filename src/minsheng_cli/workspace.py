"""Where everything is: the workspace folder, its settings and the templates that win over ours.

Order of precedence: a flag, then ``minsheng.yaml`` in the workspace, then the default. ``data/contacts.yaml`` and
``templates/`` in the workspace win, file by file, over the packaged ones. The list, ``data/projects.yaml``, is the
workspace's own or there is none: the packaged one is only what ``init`` lays out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta, timezone
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng_cli import store
from minsheng_cli.errors import NotAWorkspace, SetupError

if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Any

    from minsheng_cli.catalogue import CatalogueBook
    from minsheng_cli.mailbox.servers import MailSettings
    from minsheng_cli.model import Catalogue, Level, Month, Pace, Plan, RestDays, Rulebook, Waiver

SETTINGS_FILE = "minsheng.yaml"
CATALOGUE_FILE = "data/projects.yaml"
CONTACTS_FILE = "data/contacts.yaml"
WAIVERS_FILE = "data/waivers.yaml"
PLANS_FILE = "data/plans.yaml"
BASIS = (CATALOGUE_FILE, SETTINGS_FILE, WAIVERS_FILE, PLANS_FILE)
"""What a month is judged by."""
TEMPLATES = "templates"
FIRST_TEMPLATES = frozenset(
    (
        "99f3c31643dd8bfbbd8374aa46064077a3ce0c49f397c6a3dc8cd78d8ced0fdf",
        "57a958ff8a0cc376dd87a0192acb09b00ae32fc63631118146a02497119755f8",
        "fea6373d7a8d1e7df80d514aa23dd95233f7f1a763dedee33f3f3d965e3957e3",
        "be49a5c628dd115470921e2f1cba1e68b89df27d4955cabff9cbfe8080012bad",
        "474e70e294494e12f3ec89a7f3b304518c1766ef6bd898926c97bcbf5d9c5204",
        "8caed3ad9ff1bd5c9e0c4f31d184da3649c9d86c088d7da6382bd516b71f0887",
        "cc286939f086e16decb9b71a9b67b793b99660e42f42d3617350eed391e95fa3",
        "62119bd325db1e12cd69d13fe6d645cb30b31006d1df9bc2373b2f8757497b94",
    )
)
"""Templates the first version laid out (sha256): nobody's own work, so today's stand in for them."""

OUTBOX, INBOX, REPLIES, RESULTS, ARCHIVE = "下发", "回收", "退回", "成果", "存档"
"""The five folders of a month."""


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
    return any((folder / name / ARCHIVE).is_dir() or (folder / name / OUTBOX).is_dir() for name in store.months(folder))


def _remedy(folder: Path, named: str) -> str:
    if _holds_archives(folder):
        months = "、".join(store.months(folder))
        return (
            f"“{named}”里有以前月份的文件（{months}），但没有项目清单 {CATALOGUE_FILE}；"
            f"请把清单放回，或运行 minsheng init {named} 放好一份（已有的文件一个也不会改动）。"
        )
    return (
        f"“{named}”不是工作目录（没有 {CATALOGUE_FILE}）；请先进入工作目录，或用 -C 指明。"
        "还没有工作目录的，请运行 minsheng init 目录名 建立；想先看看的，请运行 minsheng demo。"
    )


def packaged() -> Path:
    """Return the folder that holds the shipped ``data`` and ``templates``.

    In an installed wheel that is ``minsheng_cli/share``; in a source tree (editable install) the repository itself.
    """
    share = Path(__file__).parent / "share"
    return share if share.is_dir() else Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``minsheng.yaml`` may say."""

    sender_name: str = ""
    sender_phone: str = ""
    sender_email: str = ""
    zone: timezone = timezone(timedelta(hours=8))  # 北京时间: on time or late is decided by this clock
    rules: dict[str, object] = field(default_factory=dict)  # fields of model.Rulebook
    pace_fields: dict[str, object] = field(default_factory=dict)  # fields of model.Pace
    weights: dict[str, Decimal] = field(default_factory=dict)  # of the year-end score; none: no score
    own_levels: tuple[Level, ...] = ()  # of supervision, mildest first; () for ours
    rest_days: RestDays | None = None  # set: a due day on one of them is moved to the working day before

    mail_fields: dict[str, Any] = field(default_factory=dict)  # the ``mail`` part of the file

    @property
    def mail(self) -> MailSettings:
        """Return the office's mail servers, as far as they are set."""
        from minsheng_cli.mailbox.servers import IMAP_PORTS, SMTP_PORTS, MailSettings, Server  # noqa: PLC0415 - as below

        told = self.mail_fields
        if not told:
            return MailSettings()
        imap, sender = told["imap"], told["sender"] or self.sender_email
        return MailSettings(
            Server(told["host"], told["port"] or SMTP_PORTS[told["security"]], told["security"])
            if told["host"]
            else None,
            Server(imap["host"], imap["port"] or IMAP_PORTS[imap["security"]], imap["security"])
            if imap["host"]
            else None,
            told["user"],
            sender or (told["user"] if "@" in told["user"] else ""),
            imap["folder"],
        )

    @property
    def rulebook(self) -> Rulebook:
        """Return the judging rules with the workspace's changes."""
        from minsheng_cli.model import Rulebook  # noqa: PLC0415 - `status` opens a workspace and never judges

        return Rulebook(**self.rules)  # type: ignore[arg-type]  # checked by _read_settings

    @property
    def levels(self) -> tuple[Level, ...]:
        """Return the levels of supervision, mildest first."""
        from minsheng_cli.model import LEVELS  # noqa: PLC0415 - as above

        return self.own_levels or LEVELS

    @property
    def pace(self) -> Pace:
        """Return what counts as behind."""
        from minsheng_cli.model import Pace  # noqa: PLC0415 - as above

        return Pace(**self.pace_fields)  # type: ignore[arg-type]  # checked by _read_settings


@dataclass(frozen=True)
class Workspace:
    """A folder the clerk works in. Nothing is read before it is asked for."""

    root: Path
    given: dict[str, bytes] = field(default_factory=dict)  # set: the files a sealed month was judged by

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

    def basis(self) -> dict[str, bytes]:
        """Return the bytes of all that a month is judged by, by name; files that do not exist are left out."""
        if self.given:
            return self.given
        return {name: read_bytes(self.root / name) for name in BASIS if is_file(self.root / name)}

    def judging_by(self, basis: dict[str, bytes]) -> Workspace:
        """Return the same folder with these files in place of those that lie there now."""
        return replace(self, given=basis)

    def _own(self, name: str) -> bytes | None:
        """Return the bytes of one of the workspace's optional files, None when there is none."""
        if self.given:
            return self.given.get(name)
        path = self.root / name
        return read_bytes(path) if is_file(path) else None

    def catalogue_at(self, month: Month) -> Catalogue:
        """Return what stood in a month, with the due day as this workspace reckons it."""
        return replace(self.catalogue.at(month), rest_days=self.settings.rest_days)

    @cached_property
    def settings(self) -> Settings:
        """The settings; SetupError naming file and field when ``minsheng.yaml`` is not usable."""
        data = self._own(SETTINGS_FILE)
        if data is None:
            return Settings()
        from minsheng_cli.config.read import read_settings  # noqa: PLC0415 - pydantic and yaml only when there is a file

        return Settings(**read_settings(SETTINGS_FILE, data))

    @cached_property
    def waivers(self) -> tuple[Waiver, ...]:
        """The known exceptions, those that have expired too; SetupError when the file is not usable."""
        data = self._own(WAIVERS_FILE)
        if data is None:
            return ()
        from minsheng_cli.config.read import read_waivers  # noqa: PLC0415 - as above

        return read_waivers(WAIVERS_FILE, data)

    @cached_property
    def plans(self) -> Plan:
        """What units plan, by indicator and month; SetupError when the file is not usable."""
        data = self._own(PLANS_FILE)
        if data is None:
            return {}
        from minsheng_cli.config.read import read_plans  # noqa: PLC0415 - as above

        return read_plans(PLANS_FILE, data)

    @cached_property
    def catalogue(self) -> CatalogueBook:
        """The catalogue; CatalogueError naming each fault when it cannot be used."""
        from minsheng_cli.catalogue import load  # noqa: PLC0415 - `status` does not need it

        return load(*self.catalogue_source())

    def catalogue_source(self) -> tuple[str, bytes, tuple[str, bytes] | None]:
        """Return (name, bytes) of the catalogue and of the contacts beside it, for loading or checking."""
        path, contacts = self.root / CATALOGUE_FILE, self.locate(CONTACTS_FILE)
        book = (self.show(contacts), read_bytes(contacts)) if is_file(contacts) else None
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
        if sha256(data).hexdigest() in FIRST_TEMPLATES:
            path = packaged() / TEMPLATES / name
            data = read_bytes(path)
        return path, data

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
