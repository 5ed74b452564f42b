"""``fetch``: mail is saved into 回收 as it came, and from there walks the same path as any file."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli import store
from minsheng_cli.errors import MailError, MailRefused, SetupError, StoreError
from minsheng_cli.identity.months import months_named
from minsheng_cli.mailbox import headers, imap
from minsheng_cli.model import Month, Submission
from minsheng_cli.month import periods
from minsheng_cli.nouns import dataclass, field
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.readers.kinds import ANSWERS, may_be_return
from minsheng_cli.store import disk
from minsheng_cli.store.folders import INBOX, OUTBOX
from minsheng_cli.wall import Readers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.mailbox.imap import Folder, MailOnServer
    from minsheng_cli.month.periods import Period, Tell
    from minsheng_cli.store import MonthStore
    from minsheng_cli.store.history import Event
    from minsheng_cli.workspace import Workspace

MAILS = f"{INBOX}/邮件"
SIZE_LIMIT = 50 << 20  # bytes of one message: what a returned file may have, and mail servers seldom take more
TOTAL_LIMIT = 2 << 30  # bytes in one run: a mailbox that is not meant for this must not fill the disk
_MISSED = compile_when_used(
    rb"^(?:(?:final|original)-recipient:[ \t]*rfc822;|x-failed-recipients:)[ \t]*<?([!-~]{1,254}?)>?[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)
"""Whom a report names that a letter was not delivered (RFC 3464; the second as exim writes it)."""
_GROUP = 20  # messages noted together: little is fetched again when a run is killed


class Envelope(NamedTuple):
    """What a person sees of a mail before opening it."""

    date: str
    sender: str
    subject: str
    attachments: tuple[str, ...] = ()  # names of what can be a return
    answer: str = ""  # what a machine wrote: bounce, receipt, auto; "" for a person's letter


@dataclass()
class Fetched:
    """What a fetch saved, what it left in the mailbox, and what it could not have."""

    month: Month
    since: date
    folder: str
    saved: list[str] = field(default_factory=list)  # inside the month's folder; with dry_run, what would be
    took: list[Envelope] = field(default_factory=list)  # of each message saved, in the same order
    not_taken: list[tuple[Envelope, str]] = field(default_factory=list)  # what stays in the mailbox alone, and why
    known: int = 0  # messages taken before
    bounced: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)  # when, and whom a letter did not reach
    failed: list[tuple[str, str]] = field(default_factory=list)  # which message, and why it was not taken
    stopped: MailError | None = None  # why those after them were not tried


def start(workspace: Workspace, month_text: str | None, since_text: str | None) -> tuple[Period, date]:
    """Return the month and the day from which on its mail is looked for (default: when its forms were issued).

    SetupError when no incoming server is set, the day is not written 2025-04-01, or none is given and none was issued.
    """
    period = periods.opened(workspace, periods.named(workspace, month_text or periods.newest(workspace)))
    mail = workspace.settings.servers
    if mail.imap is None or not mail.user:
        raise SetupError(
            "还没有设置收信服务器，请在 minsheng.yaml 的 mail 里填写 user 和 imap 的 host，再运行一次本命令。"
        )
    if since_text is not None:
        try:
            return period, date.fromisoformat(since_text)
        except ValueError:
            raise SetupError(f"“{since_text}”不是日期，请写成 2025-04-01 的样子。") from None
    issued = _issued(period)
    if issued is None:
        raise SetupError(
            f"{period.month} 还没有下发过表格，请用 --since 写明从哪天起收信，例如 --since {period.month}-01。"
        )
    return period, issued


def fetch(  # noqa: PLR0913 - what a run depends on
    period: Period,
    since: date,
    password: str,
    *,
    everything: bool = False,
    dry_run: bool = False,
    tell: Tell = periods.quiet,
) -> Fetched:
    """Save every new message of this month that comes from a contact or may hold a return; ``everything``: every one.

    A message is of the month its subject or attachments name; one that names none is of the first month it was taken
    for. One that cannot be fetched is named; the rest goes on. Raises SetupError, StoreError; what the server refuses
    is in the outcome, not raised.
    """
    if not dry_run:
        period.store.must_be_open()  # before a closed month's own settings, which may know no server, are blamed
    mail = period.workspace.settings.servers
    if mail.imap is None:
        raise SetupError("还没有设置收信服务器，请在 minsheng.yaml 的 mail 里填写 imap。")
    outcome = Fetched(period.month, since, mail.folder)

    def work() -> None:
        try:
            with (
                Readers() as readers,
                imap.connected(mail.imap, mail.user, password, mail.folder) as folder,  # type: ignore[arg-type]  # checked
            ):
                intake = _MailIntake(period, folder, f"{mail.user}@{mail.imap}/{mail.folder}", outcome, readers)
                intake.take_all(since, everything=everything, dry_run=dry_run, tell=tell)
        except MailError as error:
            outcome.stopped = error

    if dry_run:
        work()
    else:
        with period.store.lock("minsheng fetch", periods.now(period.workspace)):
            disk.sweep(period.store.folder / MAILS)  # what a killed one left half written; nobody else writes there
            work()
            period.store.seal_manifest()
    return outcome


class _MailIntake:
    """One folder being emptied into one month's inbox."""

    def __init__(self, period: Period, folder: Folder, mailbox: str, outcome: Fetched, readers: Readers) -> None:
        self._period, self._folder, self._outcome, self._readers = period, folder, outcome, readers
        self._place = {"mailbox": mailbox, "uidvalidity": folder.validity}
        self._uids, self._hashes = _taken(period.store, self._place)
        self._elsewhere = _taken_elsewhere(period)
        self._noted: list[dict[str, object]] = []
        self._contacts = {unit.email.lower() for unit in period.catalogue.units if unit.email}

    def take_all(self, since: date, *, everything: bool, dry_run: bool, tell: Tell) -> None:
        zone = self._period.workspace.settings.zone
        mails = [
            m for m in self._folder.since(since) if m.arrived is None or m.arrived.astimezone(zone).date() >= since
        ]
        total = 0
        try:
            for number, mail in enumerate(mails, start=1):
                if mail.uid in self._uids:
                    self._outcome.known += 1
                    continue
                when = mail.arrived.astimezone(zone) if mail.arrived else None
                if total > TOTAL_LIMIT:
                    raise MailError(f"一次已取回超过 {TOTAL_LIMIT >> 30} GB，先停在这里；再运行一次本命令可接着取。")
                try:
                    data = self._folder.fetch(mail, SIZE_LIMIT)
                except MailRefused as error:
                    self._outcome.failed.append((f"{_when(when)}到的第 {mail.uid} 号邮件", str(error)))
                    continue
                total += len(data)
                tell(number, len(mails))
                seen = self._envelope(_when(when), data)
                if seen.answer == "bounce":
                    self._bounce(mail, seen, data, dry_run=dry_run)
                elif why := self._reason_to_leave(seen, disk.sha256(data), everything=everything):
                    self._outcome.not_taken.append((seen, why))
                elif dry_run:
                    self._outcome.saved.append(f"{_when(when)}（{mail.size} 字节）")
                    self._outcome.took.append(seen)
                else:
                    self._keep(mail, seen, data)
        finally:
            self._note()

    def _envelope(self, when: str, data: bytes) -> Envelope:
        """Return what a message is called and what it holds; it is opened behind the wall, as in ``collect``."""
        read = headers.read(data, ("From", "Subject"))
        at = periods.now(self._period.workspace).isoformat()
        held, _ = self._readers.unpack(Submission("来信.eml", data, "", at, ""))
        names = [(item.name.rpartition(" › ")[2], len(item.data)) for item in held[1:]]
        may = tuple(name for name, size in names if may_be_return(name, size))
        ((_, opened),) = self._readers.read([(0, data)], 1)
        return Envelope(when, read["From"], read["Subject"], may, opened.facts.get("answer", ""))

    def _reason_to_leave(self, seen: Envelope, sha256: str, *, everything: bool) -> str:
        """Return why a message is not taken for this month, "" when it is."""
        month = self._period.month
        named = months_named(" ".join((seen.subject, *seen.attachments)), month.year).months
        if named and month not in named:
            return f"写的是{named[0].label}，请用 minsheng fetch {named[0]} 取"
        if not named and (other := self._elsewhere.get(sha256)):
            return f"已收进 {other}"
        if seen.answer and not everything:
            return f"{ANSWERS[seen.answer]}，不是报送；确实要取的，加 --all"
        if everything or seen.attachments or parseaddr(seen.sender)[1].lower() in self._contacts:
            return ""
        return "发件人不在联系人里，也没有可以汇总的附件；确实要取的，加 --all"

    def _keep(self, mail: MailOnServer, seen: Envelope, data: bytes) -> None:
        sha256 = disk.sha256(data)
        name = f"{seen.date}_{sha256[:12]}.eml"
        if sha256 in self._hashes:
            self._outcome.known += 1
        else:
            disk.write_file(self._period.store.folder / MAILS / name, data)
            self._outcome.saved.append(f"{MAILS}/{name}")
            self._outcome.took.append(seen)
            self._hashes.add(sha256)
        self._take_note(mail, sha256, name)

    def _bounce(self, mail: MailOnServer, seen: Envelope, data: bytes, *, dry_run: bool) -> None:
        """Tell whom a letter of ours did not reach. It is not saved: it brings back our own, a unit's empty form."""
        missed = {m[1].decode("ascii", "replace") for m in _MISSED.finditer(data)}
        self._outcome.bounced.append((seen.date, tuple(sorted(missed))))
        if not dry_run:
            self._take_note(mail, disk.sha256(data), "")

    def _take_note(self, mail: MailOnServer, sha256: str, name: str) -> None:
        self._noted.append({"uid": mail.uid, "sha256": sha256, "name": name})
        if len(self._noted) >= _GROUP:
            self._note()

    def _note(self) -> None:
        if self._noted:
            noted, self._noted = self._noted, []
            self._period.store.note("fetched", periods.now(self._period.workspace), {**self._place, "messages": noted})


def _taken(store: MonthStore, place: dict[str, object]) -> tuple[set[int], set[str]]:
    """Return the numbers taken from this very folder, and the sha256 of everything the month has already."""
    events: Sequence[Event] = [e for e in store.history() if e.kind == "fetched"]
    uids = {
        m["uid"]
        for e in events
        if all(e.facts[key] == value for key, value in place.items())
        for m in e.facts["messages"]
    }
    hashes = {m["sha256"] for e in events for m in e.facts["messages"]} | {line.sha256 for line in store.receipts()}
    return uids, hashes


def _taken_elsewhere(period: Period) -> dict[str, str]:
    """Return the sha256 of every message that another month took and did not refuse as one of a wrong month."""
    taken: dict[str, str] = {}
    for name in store.months(period.workspace.root):
        if name == str(period.month):
            continue
        other = store.MonthStore(period.workspace.month_folder(name), name)
        with suppress(StoreError):  # a month that cannot be read is told by the commands about it
            record = other.load_record()
            wrong = {
                line.name.split(" › ")[0]
                for line in (record.files if record else ())
                if line.outcome == "rejected" and any(f.code == "file.month-wrong" for f in line.findings)
            }
            fetched = [m for e in other.history() if e.kind == "fetched" for m in e.facts["messages"]]
            taken |= {m["sha256"]: name for m in fetched if m["name"] and f"邮件/{m['name']}" not in wrong}
    return taken


def _issued(period: Period) -> date | None:
    """Return the day the month's forms were issued: of the oldest workbook in 下发, or of the first letter sent."""
    zone = period.workspace.settings.zone
    folder = period.store.folder / OUTBOX
    with disk.guarded(folder, "读取"):
        days = [datetime.fromtimestamp(p.stat().st_mtime, zone).date() for p in folder.glob("*.xlsx")]
    days += [datetime.fromisoformat(e.at).astimezone(zone).date() for e in period.store.history() if e.kind == "sent"]
    return min(days, default=None)


def _when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "日期不明"
