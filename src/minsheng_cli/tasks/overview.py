"""``minsheng`` alone: where the month stands at a glance, and the one to three commands that come next, with why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minsheng_cli import store
from minsheng_cli.errors import SetupError
from minsheng_cli.intake.system_files import is_system
from minsheng_cli.month import periods, supervision
from minsheng_cli.nouns import dataclass, field, replace
from minsheng_cli.store import MonthStore, disk
from minsheng_cli.store.folders import INBOX
from minsheng_cli.tasks import status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from minsheng_cli.model import Month, UnitState
    from minsheng_cli.month.periods import Period
    from minsheng_cli.store.history import Event
    from minsheng_cli.tasks.send import Kind
    from minsheng_cli.workspace import Workspace

STEPS = 3
"""How many commands are offered at the most."""
_NEAR = 5  # days before the due day from which the clerk is told to remind
_STATES: tuple[UnitState, ...] = ("accepted", "returned", "rejected", "manual", "missing")


@dataclass(frozen=True)
class Step:
    """A command that comes next, and the reason in one plain sentence."""

    command: str
    why: str


@dataclass(frozen=True)
class Overview:
    """Where a workspace stands. ``month`` is None when no month has been issued yet."""

    month: Month | None
    due: date | None = None
    days: int = 0  # from today to the due day; negative when it has passed
    units: dict[UnitState, tuple[str, ...]] = field(default_factory=dict)  # state → names of the units
    late: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()  # files in the inbox that were not there at the last collect
    sealed: bool = False
    unsealed: tuple[str, ...] = ()  # earlier months that are still open
    astray: tuple[str, ...] = ()  # new files in the inbox of the month before, which is sealed: this month's, perhaps
    reminded: bool = False  # reminders were written today
    reminded_by_mail: bool = False  # and sent
    mailable: dict[Kind, int] = field(default_factory=dict)  # letters that can be sent and were not yet, by kind
    by_hand: tuple[str, ...] = ()  # units whose marked form the program cannot mail: no address, or no server
    steps: tuple[Step, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of units in all, in each state and late, and of files waiting, for other programs."""
        if self.month is None:
            return {}
        total = {"units": sum(map(len, self.units.values()))}
        counts: dict[str, int] = {state: len(self.units[state]) for state in _STATES}
        return total | counts | {"late": len(self.late), "waiting": len(self.waiting)}


def overview(workspace: Workspace) -> Overview:
    """Return where the newest month stands that is issued and not sealed. Reads only, judges nothing.

    SetupError when the list cannot be read, StoreError when the archive cannot.
    """
    name = store.newest(workspace.root)
    today = periods.now(workspace).date()
    if name is None:
        return Overview(None, steps=_first(workspace))
    opened = periods.opened(workspace, periods.named(workspace, name))
    record: dict[str, Any] = opened.store.peek() or {"units": [], "files": [], "outputs": {}}
    units: dict[UnitState, tuple[str, ...]] = {
        state: tuple(u.get("name") or u["unit"] for u in record["units"] if u["state"] == state) for state in _STATES
    }
    due = opened.catalogue.due(opened.month)
    months = (month for month in store.months(workspace.root) if month < name)
    earlier = [MonthStore(workspace.month_folder(month), month) for month in months]
    reminded, by_mail = _reminded(opened.store.history(), str(today))
    seen = Overview(
        opened.month,
        due,
        (due - today).days,
        units,
        tuple(u.get("name") or u["unit"] for u in record["units"] if u["on_time"] is False),
        _waiting(opened.store),
        opened.store.is_sealed(),
        tuple(one.month for one in earlier if one.is_generated() and not one.is_sealed()),
        reminded=reminded,
        reminded_by_mail=by_mail,
        astray=_astray(earlier),
    )
    seen = replace(seen, **_letters(opened, seen, record))
    return replace(seen, steps=_steps(seen, workspace, record)[:STEPS])


def _steps(seen: Overview, workspace: Workspace, record: dict[str, Any]) -> tuple[Step, ...]:
    """Return the commands that come next, the most pressing first."""
    month = seen.month
    assert month is not None  # noqa: S101 - only called for a month
    if seen.sealed:
        return _after_sealing(month, workspace)
    if seen.waiting:
        why = f"“{INBOX}”里有 {len(seen.waiting)} 个文件还没有收：{_first_two(seen.waiting)}。"
        return (Step(f"minsheng collect {month}", why),)
    left = sum(len(names) for state, names in seen.units.items() if state != "accepted")
    steps = []
    if seen.mailable.get("blanks"):
        steps.append(Step(f"minsheng send {month}", "还没有文件报回；空白表没有发的，把“下发”里的草稿发给各单位。"))
    if mend := seen.mailable.get("replies"):
        why = f"{mend} 个单位的报表要改正，把“退回”里的草稿发给他们。"
        steps.append(Step(f"minsheng send {month} --replies", why))
    if undecided := status.undecided(record, record["files"]):
        names = [file["name"] for file in undecided]
        why = f"{len(undecided)} 个文件没有采用，要您定：{_first_two(names)}。"
        steps.append(Step(f"minsheng status {month} --files", why))
    mailbox = []
    if left and workspace.settings.servers.imap is not None:
        mailbox.append(Step(f"minsheng fetch {month}", f"看邮箱里有没有新报回的，取进“{INBOX}”。"))
    closing = _closing(seen, workspace, record, left)
    order = (_reminder(seen, left), closing, mailbox) if seen.days < 0 else (mailbox, _reminder(seen, left), closing)
    steps += (step for several in order for step in several)
    if record["files"] and left and seen.days < 0:
        steps.append(Step(f"minsheng lagging {month}", "看哪些项目滞后、差多少、为什么。"))
    waiting = Step(f"minsheng status {month}", f"看各单位报送情况；报回的文件放进“{INBOX}”后再收表。")
    if seen.unsealed:
        steps.append(_left_open(seen.unsealed[0], workspace))
    if not steps or not record["files"]:
        steps.append(waiting)
    return tuple(steps)


def _first_two(names: Sequence[str]) -> str:
    return "、".join(names[:2]) + ("等" if len(names) > 2 else "")  # noqa: PLR2004


def _left_open(month: str, workspace: Workspace) -> Step:
    """Return what an earlier month that was never sealed still needs."""
    waiting = _waiting(MonthStore(workspace.month_folder(month), month))
    if waiting:
        return Step(f"minsheng collect {month}", f"{month} 的“{INBOX}”里有 {len(waiting)} 个文件还没有收。")
    return Step(f"minsheng seal {month}", f"{month} 还没有封存；不再补收的，核对后封存。")


def _reminder(seen: Overview, left: int) -> list[Step]:
    """Return how ``left`` units are reminded, where it is time: write the letters, then send them."""
    if not left or seen.days > _NEAR or seen.reminded_by_mail:
        return []
    if seen.reminded:
        if not seen.mailable.get("reminders"):
            return []
        return [Step(f"minsheng send {seen.month} --reminders", "今天的催办草稿已写好：核对后发给各单位。")]
    when = "今天截止" if seen.days == 0 else f"还有 {seen.days} 天截止" if seen.days > 0 else "已过截止日"
    return [Step(f"minsheng remind {seen.month}", f"{when}，{left} 个单位没有办结：列出电话，写好催办草稿。")]


def _closing(seen: Overview, workspace: Workspace, record: dict[str, Any], left: int) -> list[Step]:
    """Return what leads to the month's end: supervision and sealing."""
    month, steps = seen.month, []
    assert month is not None  # noqa: S101 - only called for a month
    slips = sum(key.startswith("slip:") for key in record["outputs"])
    if slips and (not left or seen.days < 0) and not _supervised(workspace, month):
        why = f"{slips} 个单位有滞后项目：发出督办，督办单写上编号（在封存以前办）。"
        steps.append(Step(f"minsheng supervise {month} --issue", why))
    if record["files"] and not left:
        steps.append(Step(f"minsheng seal {month}", f"{month.label}各单位都已办结，核对成果后封存。"))
    return steps


def _letters(period: Period, seen: Overview, record: dict[str, Any]) -> dict[str, Any]:
    """Return what an overview says of letters: of the blanks until something is back, of replies, of reminders."""
    states: dict[str, UnitState] = {u["unit"]: u["state"] for u in record["units"]}
    asked: dict[Kind, dict[str, UnitState]] = {
        "replies": {unit: state for unit, state in states.items() if state == "returned"},
        "reminders": states if seen.reminded else {},
        "blanks": {} if record["files"] or seen.days < 0 else {u.id: "missing" for u in period.catalogue.units},
    }
    if seen.sealed or not any(asked.values()):
        return {}
    from minsheng_cli.tasks import send  # noqa: PLC0415 - 40 ms: mail, only where letters may be waiting

    found = {kind: send.letters(period, kind, units) for kind, units in asked.items() if units}
    by_mail = period.workspace.settings.servers.smtp is not None
    ready = {kind: sum(x.standing == "ready" for x in letters) for kind, letters in found.items() if by_mail}
    hands = ("no-address",) if by_mail else ("no-address", "ready")
    return {"mailable": ready, "by_hand": tuple(x.name for x in found.get("replies", ()) if x.standing in hands)}


def _astray(earlier: Sequence[MonthStore]) -> tuple[str, ...]:
    """Return the files that came into the inbox of the month before the newest after it was sealed, with its name."""
    if not earlier or not earlier[-1].is_sealed():
        return ()
    return tuple(f"{earlier[-1].month}/{INBOX}/{file}" for file in _waiting(earlier[-1]))


def _reminded(events: Sequence[Event], today: str) -> tuple[bool, bool]:
    """Return whether reminders were written today, and whether any was sent since."""
    written = max((e.number for e in events if e.kind == "reminded" and e.facts["day"] == today), default=None)
    if written is None:
        return False, False
    return True, any(e.kind == "sent" and e.facts["kind"] == "reminders" and e.number > written for e in events)


def _supervised(workspace: Workspace, month: Month) -> bool:
    """Whether supervision cases were issued or raised from a month's lagging list."""
    told = supervision.notes(workspace, workspace.catalogue_at(month).year)
    return any(note.month == str(month) for note in told)


def _after_sealing(month: Month, workspace: Workspace) -> tuple[Step, ...]:
    following, steps = workspace.catalogue_at(month).following(month), []
    if following is not None:
        steps.append(Step(f"minsheng generate {following}", f"{month.label}已封存；下发{following.label}的空白表。"))
    if following is None or following.final:
        steps.append(Step("minsheng assess", f"{month.label}已封存，是清单的最后一期；列出全年的考核依据。"))
    return tuple(steps)


def _first(workspace: Workspace) -> tuple[Step, ...]:
    """Return how to begin where nothing has been issued: with the month that is due next, and with the contacts."""
    book = workspace.catalogue
    try:
        month, why = periods.current(workspace), "还没有下发过表格：先生成各牵头单位的空白表和邮件草稿。"
    except SetupError:  # the list's last due day has passed
        month = book.first_month
        why = (
            f"清单是 {book.year} 年的，各月的报送截止日都已经过了：试用可从 {month} 开始；"
            "要用新年度的，先用 minsheng catalogue import（或 next）换上自己的清单。"
        )
    steps = [Step(f"minsheng generate {month}", why)]
    units = workspace.catalogue_at(month).units
    without = sum(not unit.email for unit in units)
    if without:
        why = f"{without} 个单位还没有邮箱，草稿上没有收件人：在 data/contacts.yaml 填好，再生成表格。"
        steps.append(Step("minsheng doctor", why))
    return tuple(steps)


def _waiting(month_store: MonthStore) -> tuple[str, ...]:
    """Return the files in a month's inbox that the ledger does not know by name and size. A glance, no proof."""
    known = month_store.received()
    sizes = disk.sizes(month_store.folder / INBOX)
    return tuple(name for name, size in sorted(sizes.items()) if (name, size) not in known and not is_system(name))
