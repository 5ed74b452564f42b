"""``send``: the month's drafts go out by mail as they lie there, each noted as soon as the server has taken it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal

from minsheng_cli.errors import MailError, MailLost, MailRefused, SetupError
from minsheng_cli.mailbox import outgoing
from minsheng_cli.month import periods
from minsheng_cli.month.file_names import book_name, chosen, marked_path, reminder_path
from minsheng_cli.nouns import dataclass, field
from minsheng_cli.store import disk
from minsheng_cli.store.folders import OUTBOX, RESULTS
from minsheng_cli.store.outputs import CHANGED
from minsheng_cli.words import UNMARKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from minsheng_cli.config.settings import Server
    from minsheng_cli.mailbox.outgoing import ParsedDraft
    from minsheng_cli.model import Catalogue, MonthRecord, Unit, UnitState
    from minsheng_cli.month.periods import Period, Tell
    from minsheng_cli.store import MonthStore
    from minsheng_cli.store.history import Event
    from minsheng_cli.workspace import Workspace

Kind = Literal["blanks", "replies", "reminders", "outputs"]
_NO_LIST = "收件人在 data/contacts.yaml 的 抄送 里按文本填写，例如 {kind}: [shili@example.invalid]"
LetterState = Literal["ready", "sent", "changed", "no-draft", "no-address", "no-mail", "not-wanted"]


@dataclass(frozen=True)
class PreparedLetter:
    """One draft and what is to be done with it."""

    unit: str  # id
    name: str
    path: str  # inside the month's folder
    standing: LetterState
    draft: ParsedDraft | None = None
    sha256: str = ""
    before: tuple[str, ...] = ()  # when this letter or an earlier form of it was sent
    note: str = ""  # what else the clerk should see before it goes
    undelivered: tuple[str, ...] = ()  # addresses of the draft that the server refused when it was sent last


@dataclass(frozen=True)
class Sending:
    """The letters of one sending: to whom each goes, or why it does not go."""

    period: Period
    kind: Kind
    letters: tuple[PreparedLetter, ...]
    again: bool = False
    resumes: str = ""  # when the interrupted re-sending that goes on now began; "" for a new one
    reminded: tuple[str, ...] = ()  # of replies: units that have none, for nothing could be marked

    def those(self, *standings: LetterState) -> tuple[PreparedLetter, ...]:
        """Return the letters that stand in one of these ways."""
        return tuple(letter for letter in self.letters if letter.standing in standings)


@dataclass()
class Sent:
    """What became of each letter of a sending."""

    sent: list[tuple[PreparedLetter, tuple[str, ...]]] = field(default_factory=list)  # and the recipients refused
    refused: list[tuple[PreparedLetter, str]] = field(default_factory=list)  # and why
    in_doubt: PreparedLetter | None = None  # the server may have taken it, or not
    stopped: MailError | None = None  # why those after them were not tried
    unfiled: str = ""  # why no copy lies in the mailbox's own folder for what was sent, where one is asked for


def plan(
    workspace: Workspace, month_text: str | None, kind: Kind, unit_names: Sequence[str] = (), *, again: bool = False
) -> Sending:
    """Look at the drafts of a month and at what was sent before; nothing is written, no server is asked."""
    period = periods.opened(workspace, periods.named(workspace, month_text or periods.newest(workspace)))
    record = period.store.load_record()
    events = period.store.history()
    begun = _unfinished(period.store, kind) if again else None
    found: list[PreparedLetter | None]
    reminded: tuple[str, ...] = ()
    if kind == "outputs":
        found = list(_circulars(period, record, events, unit_names, again=again, begun=begun))
    else:
        states = {line.unit: line.state for line in record.units} if record else {}
        told, put_aside = _by_letter(events), _put_aside(period, kind)
        units = chosen(period.catalogue, unit_names)
        if kind == "replies":
            reminded = tuple(unit.name for unit in units if states.get(unit.id) in UNMARKED)
        found = [
            _letter(
                period, states.get(unit.id, "missing"), kind, unit, told.get((kind, unit.id), ()),
                put_aside=put_aside, again=again, begun=begun,
            )
            for unit in units
        ]  # fmt: skip
    # Of replies and reminders most units have none, and need none.
    there = tuple(letter for letter in found if letter is not None)
    return Sending(period, kind, there, again, begun.at if begun else "", reminded)


def letters(period: Period, kind: Kind, states: Mapping[str, UnitState]) -> tuple[PreparedLetter, ...]:
    """Return the letters of a kind to the units in ``states`` (by id), and how each stands; the record is not read."""
    told = _by_letter(period.store.history())
    found = (
        _letter(period, state, kind, period.catalogue.unit(unit), told.get((kind, unit), ()))
        for unit, state in states.items()
    )
    return tuple(letter for letter in found if letter is not None)


def _unfinished(store: MonthStore, kind: Kind) -> Event | None:
    """Return the event that began the last re-sending, if that was cut off (even after its last letter), else None."""
    rounds = [e for e in store.history() if e.kind in ("resending", "resent") and e.facts["kind"] == kind]
    if rounds and rounds[-1].kind == "resent" and rounds[-1] == store.history()[-1] and store.was_cut():
        rounds.pop()
    return rounds[-1] if rounds and rounds[-1].kind == "resending" else None


def check(planned: Sending) -> None:
    """Raise MonthSealed when the month is sealed, SetupError when no outgoing server or sender is set."""
    planned.period.store.must_be_open()  # and not what the settings of that day lack
    _sender(planned.period, planned.kind)


def send(planned: Sending, password: str, tell: Tell = periods.quiet) -> Sent:
    """Send what is ready. Each is noted in the month's history before the next: run again, it goes on from there.

    A draft sent again after a cut in mid-delivery keeps its Message-ID, so that both can be recognised as one mail.
    Raises SetupError, StoreError; what the server refuses is in the outcome, not raised.
    """
    from minsheng_cli.mailbox import smtp  # noqa: PLC0415 - 12 ms: not for the plan, which bare `minsheng` asks for, too

    period, ready, outcome = planned.period, planned.those("ready"), Sent()
    server, sender = _sender(period, planned.kind)
    with period.store.lock("minsheng send", periods.now(period.workspace)):
        known, copies = _numbers(period.store.history()), list[bytes]()
        if planned.again and not planned.resumes:
            units = [letter.unit for letter in ready]
            period.store.note("resending", periods.now(period.workspace), {"kind": planned.kind, "units": units})
            period.store.seal_manifest()
        try:
            with smtp.connected(server, period.workspace.settings.servers.user, password) as post:
                for number, letter in enumerate(ready, start=1):
                    message_id = _message_id(period, planned.kind, letter, sender[1])
                    if letter.draft is None or message_id in known:  # another window has sent it since
                        continue
                    now = periods.now(period.workspace)
                    data = outgoing.message(letter.draft, sender, now, message_id)
                    whose = {"kind": planned.kind, "unit": letter.unit}
                    period.store.note("sending", now, whose)  # cut from here on, it may have arrived: see _in_doubt
                    try:
                        left_out = post.deliver(sender[1], letter.draft.recipients, data)
                    except MailLost:
                        outcome.in_doubt = letter
                        raise
                    except MailError as error:
                        period.store.note("unsent", now, whose)
                        if not isinstance(error, MailRefused):
                            raise
                        outcome.refused.append((letter, str(error)))
                        continue
                    to = [address for address in letter.draft.recipients if address not in left_out]
                    period.store.note("sent", now, {
                        **whose, "file": letter.path, "sha256": letter.sha256,
                        "to": to, "refused": list(left_out), "message_id": message_id,
                    })  # fmt: skip
                    period.store.seal_manifest()
                    outcome.sent.append((letter, left_out))
                    copies.append(data)
                    tell(number, len(ready))
        except MailError as error:
            outcome.stopped = error
        if planned.again and outcome.stopped is None:
            period.store.note("resent", periods.now(period.workspace), {"kind": planned.kind})
        period.store.seal_manifest()  # heals what a killed run left between its note and the manifest
    outcome.unfiled = _file_away(period, password, copies)
    return outcome


def settle(planned: Sending) -> None:
    """Note the end of a sending that was cut off after its last letter; nothing is sent."""
    store = planned.period.store
    if store.history() and not store.is_sealed():
        now = periods.now(planned.period.workspace)
        with store.lock("minsheng send", now):
            if planned.resumes and store.history()[-1].kind != "resent":
                store.note("resent", now, {"kind": planned.kind})
            store.seal_manifest()


def _file_away(period: Period, password: str, copies: Sequence[bytes]) -> str:
    """Put copies of what was sent into the mailbox's own folder, if one is set; return why that failed, or ""."""
    from minsheng_cli.mailbox import imap  # noqa: PLC0415 - 19 ms, only where copies are asked for

    servers = period.workspace.settings.servers
    if not copies or not servers.sent or servers.imap is None:
        return ""
    try:
        imap.file_away(servers.imap, servers.user, password, servers.sent, copies)
    except MailError as error:
        return str(error)
    return ""


def _circulars(  # noqa: PLR0913 - what a letter's standing depends on
    period: Period,
    record: MonthRecord | None,
    events: Sequence[Event],
    unit_names: Sequence[str],
    *,
    again: bool,
    begun: Event | None,
) -> Iterator[PreparedLetter]:
    """Yield the letters the month's papers go with; with units named, only the slips of those."""
    if record is None or not record.outputs:
        raise SetupError(f"{period.month} 还没有成果，请先运行 minsheng collect {period.month}。")
    only = {unit.id for unit in chosen(period.catalogue, unit_names)} if unit_names else None
    told = _by_letter(events)
    from minsheng_cli.month.circulars import circulars  # noqa: PLC0415 - 90 ms: not for the letters bare `minsheng` asks about

    for item in circulars(period, record.outputs):
        if only is not None and item.unit not in only:
            continue
        if item.letter is None:
            yield PreparedLetter(item.unit, item.name, item.path, "no-draft")
            continue
        draft, sha256 = outgoing.opened(item.letter), disk.sha256(item.letter)
        about = told.get(("outputs", item.unit), ())
        mine = [e for e in about if e.kind == "sent"]
        if draft is None or not draft.recipients:
            standing: LetterState = "no-address"
        else:
            standing = _due(mine, sha256, once=True, again=again, begun=begun)
        note = _NO_LIST.format(kind=item.kind) if standing == "no-address" else _in_doubt(about)
        yield PreparedLetter(item.unit, item.name, item.path, standing, draft, sha256, tuple(e.at for e in mine), note)


def _letter(  # noqa: PLR0913 - what a letter's standing depends on
    period: Period,
    state: UnitState,
    kind: Kind,
    unit: Unit,
    about: Sequence[Event],
    *,
    put_aside: Sequence[str] = (),
    again: bool = False,
    begun: Event | None = None,
) -> PreparedLetter | None:
    path = _path(period.catalogue, period, kind, unit)
    data = disk.read(period.store.folder / path)
    wanted = kind == "blanks" or (state == "returned" if kind == "replies" else state != "accepted")
    if data is None:
        missing = kind == "blanks" or (kind == "replies" and wanted)
        return PreparedLetter(unit.id, unit.name, path, "no-draft") if missing else None
    sha256 = disk.sha256(data)
    mine = [e for e in about if e.kind == "sent"]
    times = tuple(e.at for e in mine)
    draft = outgoing.opened(data)
    if not wanted:
        standing: LetterState = "not-wanted"
    elif draft is None or draft.faulty:
        standing = "no-mail" if draft is None else "no-address"
    elif not draft.recipients:
        standing = "no-address"
    else:  # replies and reminders follow what happened; a blank goes out once
        standing = _due(mine, sha256, once=kind == "blanks", again=again, begun=begun)
    refused = mine[-1].facts.get("refused", ()) if mine else ()
    undelivered = tuple(address for address in refused if draft is not None and address in draft.recipients)
    by_hand = (
        f"也可把 {period.month}/{path.removesuffix('.eml')}.xlsx 另行转交"
        if standing == "no-address" and kind == "replies"
        else ""
    )
    note = "；".join(filter(None, (_in_doubt(about), _note(unit, path, draft, put_aside), by_hand)))
    return PreparedLetter(unit.id, unit.name, path, standing, draft, sha256, times, note, undelivered)


def _by_letter(events: Sequence[Event]) -> dict[tuple[str, str], list[Event]]:
    """Return what happened to each kind of letter of each unit (or list of recipients), oldest first."""
    found: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        if event.kind in ("sending", "sent", "unsent"):
            found.setdefault((event.facts["kind"], event.facts["unit"]), []).append(event)
    return found


def _put_aside(period: Period, kind: Kind) -> tuple[str, ...]:
    """Return the names of drafts that were put aside because the clerk had changed them."""
    folder = _path(period.catalogue, period, kind, period.catalogue.units[0]).partition("/")[0]
    return tuple(name for name in disk.sizes(period.store.folder / folder) if CHANGED in name)


def _due(mine: Sequence[Event], sha256: str, *, once: bool, again: bool, begun: Event | None) -> LetterState:
    """Return whether a letter that has an address goes out now.

    ``once``: when it was changed since it went, it goes again only when the clerk says so (``again``).
    """
    same = [e for e in mine if e.facts["sha256"] == sha256]
    if again and begun is not None and any(e.number > begun.number for e in same):
        return "sent"  # by the run that goes on now
    if again or not mine:
        return "ready"
    if same:
        return "sent"
    return "changed" if once else "ready"


def _in_doubt(about: Sequence[Event]) -> str:
    """Say so when a letter was being handed over as the sending was cut: nobody has noted whether it arrived."""
    if not about or about[-1].kind != "sending":
        return ""
    last = about[-1]
    return f"{last.at[:16].replace('T', ' ')} 发到这一封时中断了，可能已经送达，再发对方也许会收到两封"


def _note(unit: Unit, path: str, draft: ParsedDraft | None, put_aside: Sequence[str]) -> str:
    """Return what about a draft may surprise the clerk."""
    notes = []
    if draft is not None and draft.faulty:
        notes.append(f"收件人“{'、'.join(draft.faulty)}”不是邮箱地址")
    known = unit.email
    if draft is not None and draft.recipients and known and known.lower() not in {r.lower() for r in draft.recipients}:
        notes.append(f"data/contacts.yaml 里现为 {known}，按草稿发送")
    name = path.partition("/")[2]
    if any(f.startswith(f"{name.removesuffix('.eml')}{CHANGED}") for f in put_aside):
        notes.append("您改过的草稿另存为“（人工修改）”，不会发送；要用它，请改回原名")
    return "；".join(notes)


def _path(catalogue: Catalogue, period: Period, kind: Kind, unit: Unit) -> str:
    if kind == "reminders":
        return reminder_path(unit, period.month)
    blanks = f"{OUTBOX}/{book_name(catalogue, unit, period.month)}"
    book = blanks if kind == "blanks" else marked_path(catalogue, unit, period.month)
    return f"{book.removesuffix('.xlsx')}.eml"


def _sender(period: Period, kind: Kind) -> tuple[Server, tuple[str, str]]:
    mail = period.workspace.settings.servers
    if mail.smtp is None:
        hand = "可以双击草稿，用邮件程序逐封发出"
        if kind == "outputs":  # they have no drafts
            hand = f"可以用邮件程序写信，附上“{RESULTS}”里的文件"
        raise SetupError(
            f"还没有设置发信服务器：{hand}；要由程序代发的，"
            "请在 minsheng.yaml 的 mail 里填写 host、user 等，再运行一次本命令。"
        )
    if not mail.sender:
        raise SetupError("还没有设置发件地址，请在 minsheng.yaml 的 mail 里填写 sender，再运行一次本命令。")
    return mail.smtp, (period.workspace.settings.sender.name, mail.sender)


def _message_id(period: Period, kind: Kind, letter: PreparedLetter, sender: str) -> str:
    """Return a letter's Message-ID: the same when a cut-off sending is repeated, a new one when it is sent again."""
    what = f"{period.month}|{kind}|{letter.unit}|{letter.sha256}|{len(letter.before)}"
    return f"<{hashlib.sha256(what.encode()).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"


def _numbers(events: Sequence[Event]) -> frozenset[str]:
    return frozenset(str(e.facts["message_id"]) for e in events if e.kind == "sent")
