"""``doctor``: is everything there that a month needs, and what to do where it is not. Changes nothing that stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng_cli import __version__, catalogue, store
from minsheng_cli.errors import LoginRefused, MinshengError, SetupError, remedy_in
from minsheng_cli.mailbox import drafts, imap, outgoing, smtp
from minsheng_cli.month import periods
from minsheng_cli.nouns import dataclass
from minsheng_cli.reports import docx, html
from minsheng_cli.store import lock
from minsheng_cli.wall import Readers
from minsheng_cli.workspace import TEMPLATES, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from minsheng_cli.errors import MailError

_LIBRARIES = ("pydantic", "msgspec", "yaml", "jinja2", "xlsxwriter", "openpyxl", "xlrd")
_ROOM = 500 << 20  # bytes free: a year of seventeen units takes some 100 MB, and a report is written beside the old one
_FACES = {
    "方正小标宋": ("小标宋", "fzxbsjw", "xiaobiaosong"),
    "仿宋": ("仿宋", "fangsong", "simfang"),
    "楷体": ("楷体", "kaiti", "simkai"),
    "黑体": ("黑体", "simhei", "heiti"),
}
"""The faces of official paper, and by what parts of a file's or family's name they are known."""


@dataclass(frozen=True)
class Check:
    """One thing looked at. ``remedy`` is "" where there is nothing to do; one that is ``ok`` may still advise."""

    name: str
    ok: bool
    message: str
    remedy: str = ""


def doctor(folder: Path | None) -> tuple[Check, ...]:
    """Look at the installation and, where there is one, the workspace. Never raises for what it looks at."""
    checks = [_looked_at(name, look) for name, look in (("安装", _installation), ("读表进程", _readers))]
    try:
        workspace = Workspace.at(folder)
    except MinshengError as error:
        return (*checks, Check("工作目录", ok=False, message=str(error), remedy=error.remedy), _fonts())
    checks.append(Check("工作目录", ok=True, message=str(workspace.root)))
    looks: tuple[tuple[str, Callable[[Workspace], str]], ...] = (
        ("项目清单", _list), ("设置", _settings), ("联系人", _contacts), ("模板", _templates), ("磁盘", _disk),
        ("文件锁", _lock), ("时钟", _clock), ("存档", _archives),
    )  # fmt: skip
    checks += [_looked_at(name, lambda look=look: look(workspace)) for name, look in looks]  # type: ignore[misc]  # bound at once
    return (*checks, _fonts())


def mail(workspace: Workspace, password: str, *, letter: bool = False) -> tuple[tuple[Check, ...], MailError | None]:
    """Log in to both mail servers; with ``letter``, send one to the clerk's own address.

    Return what was found, and how a server refused the password, None when none did.
    """
    settings = workspace.settings.servers
    refused: list[MailError] = []

    def sending() -> str:
        if settings.smtp is None:
            raise SetupError("还没有设置发信服务器，请在 minsheng.yaml 的 mail 里填写 host、user 等。")
        with smtp.connected(settings.smtp, settings.user, password) as post:
            if not letter:
                return f"{settings.smtp} 可以登录"
            if not settings.sender:
                raise SetupError("还没有设置发件地址，请在 minsheng.yaml 的 mail 里填写 sender。")
            post.deliver(settings.sender, [settings.sender], _test_letter(workspace, settings.sender))
            return f"{settings.smtp} 可以登录，已给 {settings.sender} 发了一封测试信，请到邮箱里查看"

    def fetching() -> str:
        if settings.imap is None:
            raise SetupError("还没有设置收信服务器，请在 minsheng.yaml 的 mail.imap 里填写 host。")
        with imap.connected(settings.imap, settings.user, password, settings.folder):
            return f"{settings.imap} 可以登录，文件夹“{settings.folder}”打得开"

    def tried(look: Callable[[], str]) -> str:
        try:
            return look()
        except LoginRefused as error:
            refused.append(error)
            raise

    checks = _looked_at("发信", lambda: tried(sending)), _looked_at("取信", lambda: tried(fetching))
    return checks, next(iter(refused), None)


def _looked_at(name: str, look: Callable[[], str]) -> Check:
    try:
        message = look()
        return Check(name, ok=True, message=message, remedy=remedy_in(message))
    except MinshengError as error:
        return Check(name, ok=False, message=str(error), remedy=error.remedy or "请按上面的提示处理。")
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Check(name, ok=False, message=f"检查时系统报错：{why}", remedy="请检查磁盘和文件夹的权限后重试。")


def _installation() -> str:
    missing = []
    for name in _LIBRARIES:
        try:
            import_module(name)
        except ImportError:
            missing.append(name)
    if missing:
        raise SetupError(f"缺少程序库 {'、'.join(missing)}，请重新安装本程序，或重新解压整个程序文件夹。")
    return f"minsheng {__version__}，Python {sys.version.split()[0]}"


def _readers() -> str:
    """Start a reader process and have it read a workbook, as every return will be."""
    with Readers() as readers:
        readers.cells(_workbook())
        held = readers.held()
    missing = "、".join(what for name, what in _HELD[sys.platform == "win32"] if name not in held)
    return "可以启动，能读表格" + (f"；本系统不能限制它{missing}，其余限制照常" if missing else "")


_HELD = (
    (("numbers", "占用的内存和时间"), ("files", "读别的文件"), ("calls", "联网、启动程序")),
    (("job", "占用的内存和时间、启动程序"), ("files", "读别的文件"), ("calls", "联网")),
)
"""What a reader is to be held to, elsewhere and on Windows: by its name in ``Readers.held``, and as it is told."""


def _workbook() -> bytes:
    import xlsxwriter  # noqa: PLC0415 - 54 ms, for this check alone

    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "1")
    return out.getvalue()


def _list(workspace: Workspace) -> str:
    name, data, contacts = workspace.catalogue_source()
    faults = catalogue.check(name, data, contacts)
    if faults:
        raise SetupError(f"“{name}”有 {len(faults)} 处需要修改，请运行 minsheng catalogue check 查看并改正。")
    book = workspace.catalogue_at(workspace.catalogue.last_month)
    return f"{book.year}年，{len(book.projects)} 个项目，{len(book.units)} 个牵头单位"


def _settings(workspace: Workspace) -> str:
    read = workspace.settings, workspace.waivers, workspace.plans
    return "可用" if all(part is not None for part in read) else ""


def _contacts(workspace: Workspace) -> str:
    book = workspace.catalogue_at(workspace.catalogue.last_month)
    without = [unit.name for unit in book.units if not unit.email]
    if not without:
        return f"{len(book.units)} 个单位都有邮箱"
    named = "、".join(without[:3]) + ("等" if len(without) > 3 else "")  # noqa: PLR2004
    return f"{len(without)} 个单位没有邮箱（{named}），不能由程序发信；要发信的，请在 data/contacts.yaml 补上"


def _templates(workspace: Workspace) -> str:
    """Return how many templates there are; TemplateError names the first that is broken."""
    letters = ("下发", "退回", "催办", "成果")
    for name in letters:
        drafts.check(*workspace.template(f"mail/{name}.j2"))
    for name in (html.BOARD, html.PUBLIC, html.INDEX):
        html.check(workspace.template(name))
    for name in (docx.BULLETIN, docx.SLIP, docx.PUBLIC):
        docx.check(workspace.document(name))
    own = (workspace.root / TEMPLATES).is_dir()
    old = workspace.outdated_templates()
    given_way = f"；其中 {'、'.join(old)} 是以前版本自带、没有改动过的，已按新版本的生成" if old else ""
    return f"可用（工作目录自己的{given_way}）" if own else "可用（程序自带的）"


def _disk(workspace: Workspace) -> str:
    with tempfile.NamedTemporaryFile(dir=workspace.root, prefix=".minsheng-") as file:
        file.write(b"minsheng")
        file.flush()
    free = shutil.disk_usage(workspace.root).free
    if free < _ROOM:
        raise SetupError(f"工作目录所在的磁盘只剩 {free >> 20} MB，请清理后再用，至少留 {_ROOM >> 20} MB。")
    return f"可以写入，剩余 {free >> 30} GB"


def _lock(workspace: Workspace) -> str:
    with tempfile.TemporaryDirectory(dir=workspace.root, prefix=".minsheng-") as name:
        path = Path(name) / "lock"
        with lock.held(path, "检查", "minsheng doctor", periods.now(workspace)):
            pass
        path.unlink(missing_ok=True)
    return "可用：两个人同时操作同一个月时，后一个会被告知稍后再试"


def _clock(workspace: Workspace) -> str:
    now = periods.now(workspace)
    latest = max((line.received_at for month in _collected(workspace) for line in month.receipts()), default="")
    if latest[:10] > f"{now:%Y-%m-%d}":
        raise SetupError(
            f"本机时间是 {now:%Y-%m-%d %H:%M}，而台账里有 {latest[:10]} 收到的文件，请核对本机的日期和时间。"
        )
    return f"{now:%Y-%m-%d %H:%M}（按时与否以此为准）"


def _archives(workspace: Workspace) -> str:
    months = [month for month in _collected(workspace) if month.has_archive()]
    unfinished = [str(month.month) for month in months if month.unfinished()]
    if unfinished:
        raise SetupError(
            f"{'、'.join(unfinished)} 上次的操作没有正常结束，请再运行一次 minsheng collect {unfinished[0]}。"
        )
    return f"{len(months)} 个月份（逐字节核验：minsheng verify）" if months else "还没有"


def _collected(workspace: Workspace) -> Iterator[store.MonthStore]:
    for name in store.months(workspace.root):
        with suppress(MinshengError):
            yield store.MonthStore(workspace.month_folder(name), name)


def _fonts() -> Check:
    known = "\n".join(_font_names()).lower()
    missing = [face for face, parts in _FACES.items() if not any(part in known for part in parts)]
    if not missing:
        return Check("字体", ok=True, message="公文用的字体都有")
    said = (
        f"本机没有找到 {'、'.join(missing)}，打开文件时会用相近的字体代替；打印公文前，请在装有这些字体的电脑上看一遍"
    )
    return Check("字体", ok=True, message=said, remedy=remedy_in(said))


def _font_names() -> Iterator[str]:
    """Yield the names of the font files on this machine, and of the families fontconfig knows."""
    folders = [
        Path("C:/Windows/Fonts"),
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        Path.home() / ".fonts",
    ]
    if local := os.environ.get("LOCALAPPDATA"):
        folders.append(Path(local) / "Microsoft/Windows/Fonts")
    for folder in folders:
        for _, _, files in os.walk(folder):
            yield from files
    if program := shutil.which("fc-list"):
        with suppress(OSError, subprocess.SubprocessError):
            done = subprocess.run([program, ":", "family"], capture_output=True, timeout=20, check=False)  # noqa: S603
            yield done.stdout.decode("utf-8", "replace")


def _test_letter(workspace: Workspace, sender: str) -> bytes:
    name = workspace.settings.sender.name
    now = periods.now(workspace)
    letter = drafts.LetterText(
        "minsheng 测试信", "这是 minsheng doctor --mail --letter 发的测试信，收到就说明发信设置可用。\n"
    )
    draft = outgoing.opened(drafts.draft(letter, None, (name, sender)))
    assert draft is not None  # noqa: S101 - it is our own
    return outgoing.message(draft, (name, sender), now, f"<{now:%Y%m%d%H%M%S}.doctor@{sender.rpartition('@')[2]}>")
