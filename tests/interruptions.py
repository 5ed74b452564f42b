"""Every command that writes, stopped at any step and run again: what was before it, what must be after it."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
from collections import Counter as Tally
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook

import notices
import post_office
from conftest import FEW, lay_list
from hand import Form, filled
from minsheng_cli.store import MonthStore
from post_office import HOST, PASSWORD, USER, Counter
from seam import KILLED, Tree, play
from test_supervision import answered
from test_years import NEW, lay

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2025, 4, 28, 2, 0, tzinfo=UTC)
MONTH = "2025-04"
STAMP = 1745300000  # 2025-04-22
PERSON = b"changed by a person"
TEMP = re.compile(r"(?:.*/)?\.minsheng-\d+-\d+\.tmp")
UNIT, PROJECT, LAGGING = "区教委", "S05", "区大数据发展局"
SENT_TO = (UNIT, "区残联", "区水利局")
IN_DOUBT = "可能已经送达"  # the word without which no letter may go twice


@dataclass(frozen=True)
class Case:
    """A command, and what was done before it."""

    command: tuple[str, ...]
    after: tuple[Callable[[Path], None] | tuple[str, ...], ...] = ()
    code: int = 0
    lay: Callable[[Path], object] = lambda root: lay_list(root, FEW)
    mail: bool = False  # what is noted depends on what was cut; the letters are what counts


OPEN = ExitStack()  # servers, for as long as this process lives
atexit.register(OPEN.close)


@cache
def post() -> tuple[Counter, int]:
    """Open a post office; return it and its port."""
    counter, port = Counter(), post_office.free_port()
    own = post_office.certificate(Path(OPEN.enter_context(tempfile.TemporaryDirectory())))
    OPEN.enter_context(post_office.smtp(counter, port, own, "ssl"))
    os.environ |= {"SSL_CERT_FILE": str(own.file), "MINSHENG_MAIL_PASSWORD": PASSWORD}
    return counter, port


@cache
def mailbox() -> int:
    """Open a mailbox in which two returns and something else wait; return its port."""
    box, own, ports = OPEN.enter_context(post_office.imap())
    os.environ |= {"SSL_CERT_FILE": str(own.file), "MINSHENG_MAIL_PASSWORD": PASSWORD}
    for number, name in enumerate((f"{UNIT}.xlsx", f"{UNIT}补报.xlsx", "")):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "示例甲 <a@example.invalid>", name or "别的事"
        mail.set_content("见附件。")
        if name:
            mail.add_attachment(b"PK" + name.encode(), maintype="application", subtype="zip", filename=name)
        for folder in ("cur", "new", "tmp"):
            (box / folder).mkdir(parents=True, exist_ok=True)
        (box / f"new/{STAMP}.{number}.host").write_bytes(bytes(mail))
        os.utime(box / f"new/{STAMP}.{number}.host", (STAMP, STAMP))
        for path in (box, *box.iterdir()):
            path.chmod(0o777)
    return ports["ssl"]


def the_post_is_open(root: Path) -> None:
    setting = f"mail: {{host: {HOST}, port: {post()[1]}, security: ssl, user: {USER}}}\n"
    (root / "minsheng.yaml").write_text(setting, encoding="utf-8")
    lines = [f"{unit}: {{email: unit{n}@example.invalid}}" for n, unit in enumerate(SENT_TO)]
    lines += ["抄送:", "  通报: [a@example.invalid, b@example.invalid]", "  汇总表: [c@example.invalid]"]
    (root / "data/contacts.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def mail_waits(root: Path) -> None:
    imap = f"imap: {{host: {HOST}, port: {mailbox()}, security: ssl}}"
    (root / "minsheng.yaml").write_text(f"mail: {{user: {USER}, {imap}}}\n", encoding="utf-8")
    for path in (root / f"{MONTH}/下发").glob("*.xlsx"):
        os.utime(path, (STAMP - 86400, STAMP - 86400))


def a_unit_lags(root: Path, built: int = 6, later: int = 0) -> None:
    form = Form((root / f"{MONTH}/下发/附件2_{LAGGING}_2025年4月.xlsx").read_bytes()).fill()
    form.count(next(iter(form.rows)), "新建5G基站", built)
    path = root / f"{MONTH}/回收/{LAGGING}{built}.xlsx"
    path.write_bytes(form.bytes())
    os.utime(path, (STAMP + later, STAMP + later))


def it_lags_no_more(root: Path) -> None:
    a_unit_lags(root, 290, 9000)


def the_unit_answers(root: Path) -> None:
    slip = next(root.glob(f"{MONTH}/成果/督办单_{LAGGING}_*.docx"))
    path = root / f"{MONTH}/回收/反馈.docx"
    path.write_bytes(answered(slip.read_bytes(), 整改措施及落实情况="（示例）已增派队伍", 整改结果="正在整改"))
    os.utime(path, (STAMP + 9000, STAMP + 9000))


def a_notice_arrives(root: Path) -> None:
    rows = (("序号", "项目名称", "牵头单位", "目标任务"), ("1", "新建幼儿园", "区教委", "新建幼儿园6所"))
    (root / "通知.docx").write_bytes(notices.as_docx(notices.Made(("2026年民生实事项目表",), rows)))


def next_years_list(root: Path) -> None:
    (root / "明年.yaml").write_text(NEW, encoding="utf-8")


def the_list_is_edited(root: Path) -> None:
    book = load_workbook(root / "清单.xlsx")
    sheet = next(s for s in book.worksheets if any(c.value == "S05" for row in s.iter_rows() for c in row))
    cell = next(c for row in sheet.iter_rows() for c in row if isinstance(c.value, str) and "2025.12" in c.value)
    cell.value = "2025.11"
    book.save(root / "清单.xlsx")


def _return(root: Path, *, head: bool, text: str = "首报") -> None:
    blank = root / f"{MONTH}/下发/附件2_{UNIT}_2025年4月.xlsx"
    path = root / f"{MONTH}/回收/{UNIT}{text}.xlsx"
    path.write_bytes(filled(blank.read_bytes(), None if head else lambda form: form.sign(head=None)))
    os.utime(path, (STAMP, STAMP))


def comes_back(root: Path) -> None:
    _return(root, head=True)


def comes_back_unsigned(root: Path) -> None:
    _return(root, head=False)


def comes_again(root: Path) -> None:
    path = root / f"{MONTH}/回收/{UNIT}补报.xlsx"
    blank = root / f"{MONTH}/下发/附件2_{UNIT}_2025年4月.xlsx"
    path.write_bytes(filled(blank.read_bytes(), lambda form: form.write(next(iter(form.rows)), investment=12.5)))
    os.utime(path, (STAMP + 9000, STAMP + 9000))


def a_person_edits(root: Path) -> None:
    next(root.glob(f"{MONTH}/成果/*汇总*.xlsx")).write_bytes(PERSON)


def a_person_edits_the_plan(root: Path) -> None:
    next(root.glob("计划/*.xlsx")).write_bytes(PERSON)


def outputs_are_deleted(root: Path) -> None:
    for path in root.glob(f"{MONTH}/成果/*"):
        path.unlink()


def a_plan_is_filled(root: Path) -> None:
    (blank,) = root.glob("计划/*.xlsx")
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(blank)
    sheet = book.worksheets[0]
    for column in (8, 9, 10):
        sheet.cell(4, column).value = 5
    book.save(root / "计划.xlsx")


def a_scan_is_typed_in(root: Path) -> None:
    scan = root / f"{MONTH}/回收/扫描件.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    os.utime(scan, (STAMP, STAMP))
    blank = root / f"{MONTH}/下发/附件2_{UNIT}_2025年4月.xlsx"
    (root / "录入.xlsx").write_bytes(filled(blank.read_bytes()))


GENERATE = ("generate", MONTH, "--unit", UNIT)
COLLECT = ("collect", MONTH)
ALL = ("generate", MONTH)  # what a reminder attaches then need not be drawn again by every command
COLLECTED = (ALL, comes_back, COLLECT)
SEALED = (*COLLECTED, ("seal", MONTH))
CORRECT = ("correct", MONTH, PROJECT, "investment", "321", "--reason", "电话核实")
ISSUED = (the_post_is_open, ("generate", MONTH, *(x for u in SENT_TO for x in ("--unit", u))))
SEND = ("send", MONTH, "--yes", *(x for u in SENT_TO for x in ("--unit", u)))
LAGS = (ALL, a_unit_lags, COLLECT)
CASE = "督2025-01"
ISSUE = ("supervise", MONTH, "--issue")
CLOSE = ("supervise", "--close", CASE, "--basis", "现场核实")
DISCARD = ("discard", MONTH, "1", "--reason", "报错了版本")
CASES = {
    "init": Case(("init",)),
    "generate": Case(GENERATE),
    "collect": Case(COLLECT, (ALL, comes_back_unsigned), 1),
    "collect-again": Case(COLLECT, (ALL, comes_back_unsigned, COLLECT, a_person_edits, comes_again), 1),
    "report": Case(("report", MONTH), (*COLLECTED, outputs_are_deleted), 1),
    "correct": Case(CORRECT, COLLECTED, 1),
    "withdraw": Case((*CORRECT[:4], "--withdraw", *CORRECT[5:]), (*COLLECTED, CORRECT), 1),
    "discard": Case(DISCARD, COLLECTED, 1),
    "restore": Case((*DISCARD, "--restore"), (*COLLECTED, DISCARD), 1),
    "enter": Case(
        ("enter", MONTH, UNIT, "录入.xlsx", "--from", "扫描件.pdf", "--reason", "只报扫描件"),
        (ALL, a_scan_is_typed_in, COLLECT),
        1,
    ),
    "remind": Case(("remind", MONTH), COLLECTED, 1),
    "seal-again": Case(("seal", MONTH), (*SEALED, ("seal", MONTH, "--reopen", "补报更正"), comes_again, COLLECT), 1),
    "seal-again-less": Case(
        ("seal", MONTH), (*LAGS, ("seal", MONTH), ("seal", MONTH, "--reopen", "补报更正"), it_lags_no_more, COLLECT), 1
    ),
    "report-sealed": Case(("report", MONTH), (*SEALED, outputs_are_deleted), 1),
    "received": Case(("received", MONTH, f"{UNIT}首报.xlsx", "2025-04-27T09:00", "--reason", "当日送达"), COLLECTED, 1),
    "problems": Case(("problems", MONTH, "--close", "S05-2504-1", "--basis", "现场核实"), COLLECTED),
    "seal": Case(("seal", MONTH), COLLECTED, 1),
    "reopen": Case(("seal", MONTH, "--reopen", "补报更正"), SEALED),
    "collect-reopen": Case(("collect", MONTH, "--reopen", "补报更正"), (*SEALED, comes_again), 1),
    "plan": Case(("plan",)),
    "plan-again": Case(("plan",), (("plan",), a_person_edits_the_plan)),
    "plan-load": Case(("plan", "计划.xlsx"), (("plan",), a_plan_is_filled)),
    "assess": Case(("assess",), COLLECTED),
    "send": Case(SEND, ISSUED, mail=True),
    "send-again": Case((*SEND, "--again"), (*ISSUED, SEND), mail=True),
    "send-replies": Case((*SEND, "--replies"), (*ISSUED, comes_back_unsigned, COLLECT), mail=True),
    "send-outputs": Case((*SEND[:3], "--outputs"), (*ISSUED, comes_back, COLLECT), 1, mail=True),
    "fetch": Case(("fetch", MONTH), (GENERATE, mail_waits), mail=True),
    "supervise-issue": Case(("supervise", MONTH, "--issue"), LAGS),
    "supervise-answer": Case(COLLECT, (*LAGS, ISSUE, the_unit_answers), 1),
    "supervise-close": Case(CLOSE, (*LAGS, ISSUE)),
    "supervise-reopen": Case(("supervise", "--reopen", CASE, "--basis", "又有反复"), (*LAGS, ISSUE, CLOSE)),
    "supervise-withdraw": Case(("supervise", "--withdraw", CASE, "--reason", "误发"), (*LAGS, ISSUE)),
    "problems-note": Case(
        ("problems", MONTH, "--note", "S05-2504-1", "--measure", "调度", "--due", "2025-06-30"), COLLECTED
    ),
    "catalogue-import": Case(("catalogue", "import", "通知.docx"), (a_notice_arrives,), 1),
    "catalogue-confirm": Case(
        ("catalogue", "confirm", "--draft", "--yes"), (a_notice_arrives, ("catalogue", "import", "通知.docx"))
    ),
    "catalogue-edit": Case(
        ("catalogue", "import", "清单.xlsx", "--yes"), (("catalogue", "export", "清单.xlsx"), the_list_is_edited)
    ),
    "catalogue-next": Case(("catalogue", "next", "明年.yaml"), (next_years_list,), lay=lay),
    "catalogue-export": Case(("catalogue", "export", "清单.xlsx")),
    "demo": Case(("demo", "演示")),
}


class Stage:
    """A place where a command can be played any number of times from the same beginning."""

    def __init__(self, root: Path, case: Case) -> None:
        self.root, self.case = root, case
        self.numbers = count()
        self.origin = root / "origin"
        self.origin.mkdir()
        case.lay(self.origin)
        for act in case.after:
            if callable(act):
                act(self.origin)
            else:
                assert play(self.origin, act, NOW).code in (0, 1)
        self.before = tree(self.origin)
        inside = [(path, path.relative_to(self.origin).as_posix()) for path in self.origin.rglob("*")]
        files = {name: path.read_bytes() for path, name in inside if path.is_file()}
        self.at_rest = files, {name for path, name in inside if path.is_dir()}
        whole = self.fresh()
        delivered = letters()
        self.whole = play(whole, case.command, NOW)
        self.sent = letters() - delivered
        self.moments = len(self.whole.steps) - case.mail  # sending is over when its lock is let go: the last step
        assert self.whole.code == case.code, self.whole
        self.after = tree(whole)
        assert self.after != self.before
        self.allowed = self._contents()

    def _contents(self) -> dict[str, set[bytes | None]]:
        """Return what each name may hold at any moment: what it did, and what the whole run puts there, each whole."""
        written: dict[str, bytes] = {}
        allowed: dict[str, set[bytes | None]] = {name: {data} for name, data in self.before.items()}
        for step in self.whole.steps:
            if step.call == "write":
                written[step.path] = written.get(step.path, b"") + step.data
            elif step.call in ("replace", "rename"):
                moved = written.pop(step.path, self.before.get(step.path, b""))
                allowed.setdefault(step.other, {None}).add(moved)
                if step.path in allowed:
                    allowed[step.path].add(None)
            elif step.call == "unlink" and step.path in allowed:
                allowed[step.path].add(None)
        return allowed

    def fresh(self, files: Tree | None = None, folders: set[str] | None = None) -> Path:
        root = self.root / str(next(self.numbers))
        if files is None:
            shutil.copytree(self.origin, root, copy_function=shutil.copy2)
            return root
        root.mkdir()
        for name in sorted(folders or ()):
            (root / name).mkdir(parents=True)
        for name, data in files.items():
            (root / name).write_bytes(data)
            if (self.origin / name).exists():
                shutil.copystat(self.origin / name, root / name)
        return root

    def _check_letters(self, before: Tally[tuple[str, str]], said: str, what: object) -> None:
        """Everybody has his letter, nobody two of them without a word, and both of those are the same mail."""
        sent = letters() - before
        assert sent.keys() == self.sent.keys(), what
        twice = [letter for letter, times in sent.items() if times > 1]
        assert len(twice) <= 1, (what, sent)
        assert not twice or IN_DOUBT in "".join(said.split()), (what, said)

    def check(self, root: Path, what: object, before: Tally[tuple[str, str]]) -> None:
        """Every file is whole, old or new; nothing a person or a unit made is lost; running again ends the same.

        ``before``: the letters that had been delivered when the interrupted command began.
        """
        now = tree(root)
        for name in self.allowed.keys() | now.keys():
            if not TEMP.fullmatch(name) and not (self.case.mail and name in NOTED):
                assert now.get(name) in self.allowed.get(name, {None}), (what, name)
        assert list(now.values()).count(PERSON) == list(self.before.values()).count(PERSON), what
        for receipt in MonthStore(root / MONTH, MONTH).receipts():
            MonthStore(root / MONTH, MONTH).original(receipt.sha256)
        again = play(root, self.case.command, NOW)
        assert again.code == self.case.code, (what, again.out, again.err)
        if self.case.mail:
            self._check_letters(before, again.out, what)
        healed = tree(root)
        assert {n for n in healed if TEMP.fullmatch(n) and n.startswith(MONTH)} == set(), what
        wrong = {n for n in healed.keys() | self.after.keys() if healed.get(n) != self.after.get(n)}
        assert {n for n in wrong if not TEMP.fullmatch(n)} - (NOTED if self.case.mail else set()) == set(), what
        if any(name.startswith(f"{MONTH}/存档/") for name in healed):
            assert MonthStore(root / MONTH, MONTH).verify() == (), what
        shutil.rmtree(root)


NOTED = {f"{MONTH}/存档/{name}" for name in ("履历.json", "清单.json", "目录.html")}


def letters() -> Tally[tuple[str, str]]:
    """Return what the post office has been handed, so far: to whom, and the mail's own number."""
    if not post.cache_info().currsize:
        return Tally()
    return Tally((";".join(to), str(message_from_bytes(data)["Message-ID"])) for _, to, data in post()[0].letters)


def tree(root: Path) -> Tree:
    """Every file but the lock."""
    files = (path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def stopped(stage: Stage, point: int, error: int) -> None:
    """Stop the command at one step, killed (0) or refused, and check what is left of it."""
    root, delivered = stage.fresh(), letters()
    what = (os.strerror(error) if error else "killed", point, stage.whole.steps[point])
    done = play(root, stage.case.command, NOW, stop_at=point, error=error)
    assert done.code in ((stage.case.code, 3) if error else (KILLED,)), (what, done)
    if done.code == 3:
        assert re.fullmatch(r"[^\n]*[\u4e00-\u9fff][^\n]*。\s*", done.err), (what, done.err)
        assert ".minsheng" not in done.err, what
    stage.check(root, what, delivered)
