"""The ledger of 卡点问题 (清单管理制度): each problem with a number that stays, from the month it came up to its end.

A problem that is simply not mentioned again is not solved: it stays open as 未再提及. One is solved when the unit says
so in words, which are quoted, or when the clerk closed it with a basis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.analysis.leads import successor
from minsheng_cli.analysis.problems import split
from minsheng_cli.analysis.problems.same import SAME, Likeness, likeness, same_matter
from minsheng_cli.analysis.prose import phrases
from minsheng_cli.nouns import dataclass, field, replace
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from minsheng_cli.analysis.problems.split import ProblemText
    from minsheng_cli.model import Catalogue, Decision, Entry, Month, MonthRecord, ProblemState

_DUE = compile_when_used(r"(?:(20\d\d)年)?(\d{1,2})月(?:(\d{1,2})[日号]|底|末|中旬|上旬|下旬)?(?:前|以前|之前|内|完成)")


@dataclass(frozen=True)
class Sighting:
    """A problem as told in one month."""

    month: Month
    text: str
    ask: str
    why: str  # what ties it to the month before, "" when it came up


@dataclass(frozen=True)
class Problem:
    """One problem as it stands at the end of one month."""

    number: str  # S05-2504-1: project (and which lead unit), first month, which of that month
    project: str
    unit: str
    state: ProblemState
    first: Month
    age: int  # months it has been open, the first and this one counted
    sightings: tuple[Sighting, ...]
    basis: str = ""  # of its end: the unit's own words or the clerk's
    measure: str = ""  # what the unit says it does about it
    due: str = ""  # as said or set: 6月底前, 2025-06-30
    ended: Month | None = None
    joined: str = ""  # the number of the problem it turned out to be one with
    closing: str = ""  # 待销号: why nothing but its closing is left to do, "" while it still asks for something

    @property
    def last(self) -> Month:
        """The month in which it was last told: the words quoted are of that month."""
        return self.sightings[-1].month

    @property
    def awaits_closing(self) -> bool:
        """Whether only its closing is left: its project is done, or its unit no longer mentions it."""
        return bool(self.closing)

    @property
    def text(self) -> str:
        """How it reads now."""
        return self.sightings[-1].text

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something."""
        return self.state not in ("solved", "joined")

    @property
    def why(self) -> str:
        """What ties its newest mention to the one before."""
        return self.sightings[-1].why


@dataclass()
class _Thread:
    """A problem while the months go by."""

    number: str
    project: str
    unit: str
    first: Month
    sightings: list[Sighting]
    state: ProblemState = "new"
    basis: str = ""
    ended: Month | None = None
    joined: str = ""
    measure: str = ""
    due: str = ""
    from_plan: bool = False  # ``due`` was in the next steps of the row, not in the problem's own words
    noted: bool = False  # measure and due date were entered by the clerk
    also: list[str] = field(default_factory=list)  # texts of those joined to it

    def texts(self) -> list[str]:
        """Return the wordings a new mention is held against."""
        return list(dict.fromkeys([s.text for s in self.sightings[-3:]] + self.also))

    def at(self, month: Month) -> Problem:
        """Return how it stands at the end of a month."""
        last = self.ended or month
        age = last.months_since(self.first) + 1
        return Problem(
            self.number, self.project, self.unit, self.state, self.first, age, tuple(self.sightings),
            self.basis, self.measure, self.due, self.ended, self.joined,
        )  # fmt: skip


class ProblemLedger:
    """Takes the months in order and tells after each how every problem stands."""

    def __init__(self) -> None:
        """Start empty."""
        self._threads: list[_Thread] = []
        self._of_row: dict[tuple[str, str], list[_Thread]] = {}  # the same by project and unit, made anew each month
        self._splits: set[tuple[str, str]] = set()
        self._order: dict[tuple[str, str], int] = {}  # official order of the rows

    def take(self, month: Month, record: MonthRecord, catalogue: Catalogue, decisions: Iterable[Decision] = ()) -> None:
        """Enter what a month's returns say, then what the clerk decided in that month."""
        decided = tuple(decisions)
        self._splits |= {(d.number, d.text) for d in decided if d.kind == "split"}
        entries = {(e.project, e.unit): e for e in record.entries if e.state != "missing"}
        refused = _refused(record)
        self._hand_over(catalogue)
        self._of_row = {}
        for thread in self._threads:
            self._of_row.setdefault((thread.project, thread.unit), []).append(thread)
        for project, unit in catalogue.rows():
            self._order.setdefault((project.id, unit.id), len(self._order))
            several = len(project.lead_units) > 1
            prefix = project.id + ("ABCDEFGH"[project.lead_units.index(unit.id) % 8] if several else "")
            entry = entries.get((project.id, unit.id))
            told = None if entry is None or (project.id, unit.id) in refused else entry
            self._row(month, (project.id, unit.id), prefix, told, project.name)
        known = {(p.id, u.id) for p, u in catalogue.rows()}
        for thread in self._threads:  # the project or unit left the list in mid-year
            if (thread.project, thread.unit) not in known and thread.state not in ("solved", "joined"):
                thread.state = "unreported"
        for decision in decided:
            self._decide(decision, month)

    def _hand_over(self, catalogue: Catalogue) -> None:
        """Let a problem follow its project when the lead changes: whoever leads it now answers for it."""
        left: dict[str, list[_Thread]] = {}
        for thread in self._threads:
            project = catalogue.find_project(thread.project)
            if project is not None and thread.unit not in project.lead_units:
                left.setdefault(project.id, []).append(thread)
        known: dict[str, set[str]] = {}
        for project_id, unit in self._order:
            known.setdefault(project_id, set()).add(unit)
        for project in (p for p in catalogue.projects if p.id in left):
            heir = successor(project, frozenset(known[project.id]))
            if heir is not None:
                self._order.setdefault((project.id, heir), len(self._order))
                for thread in left[project.id]:
                    thread.unit = heir

    def at(self, month: Month) -> tuple[Problem, ...]:
        """Return every problem as it stands, in the list's official order, older ones first."""
        ordered = sorted(self._threads, key=lambda t: (self._order[t.project, t.unit], t.first, t.number))
        return tuple(t.at(month) for t in ordered)

    def _row(self, month: Month, row: tuple[str, str], prefix: str, entry: Entry | None, about: str) -> None:
        own = self._of_row.get(row, [])
        live = [t for t in own if t.state not in ("solved", "joined")]
        if entry is None:
            for thread in live:
                thread.state = "unreported"
            return
        told = list(split.split(entry.problems))
        left = self._continue(live, told, month, about)
        ended = [t for t in own if t.state == "solved" and t.ended != month]
        left = self._continue(ended, left, month, about, again=True)
        for number, said in enumerate(left, start=1 + sum(t.first == month for t in own)):
            thread = _Thread(f"{prefix}-{month.code}-{number}", *row, month, [
                Sighting(month, said.text, said.ask, "")])  # fmt: skip
            self._threads.append(thread)
            own.append(thread)
            if said.solved:
                _end(thread, month, f"{month.label}填报“{said.text}”")
        for thread in live:
            if thread.sightings[-1].month != month and thread.state != "solved":
                words = _solved_in(entry.progress, thread, about)
                if words:
                    _end(thread, month, f"{month.label}工作进展“{words}”")
                else:
                    thread.state = "silent"
        sighted = [t for t in own if t.sightings[-1].month == month]
        for thread in sighted:
            ask = thread.sightings[-1].ask
            plan = entry.next_steps or ""
            promised = _due(f"{thread.sightings[-1].text}。{ask}")
            planned = _due(plan) if len(sighted) == 1 else ""
            if thread.noted and not ask and not promised:
                continue  # what the clerk entered stands until the unit says something of this problem
            thread.measure, thread.noted = ask or plan, False
            # A date of a plan goes with the plan; one the unit gave the problem itself stays.
            thread.due = promised or planned or ("" if thread.from_plan else thread.due)
            thread.from_plan = not promised and (bool(planned) or (thread.from_plan and bool(thread.due)))

    def _continue(
        self, threads: list[_Thread], told: list[ProblemText], month: Month, about: str, *, again: bool = False
    ) -> list[ProblemText]:
        """Tie what is told to the problems it continues; return what continues none."""
        wordings = [(t, text) for t in threads for text in t.texts()]
        taken: set[str] = set()
        left = list(told)
        for i, j, match in _pairs([text for _, text in wordings], [s.text for s in told], about):
            thread, said = wordings[i][0], told[j]
            if thread.number in taken or said not in left or (thread.number, said.text) in self._splits:
                continue
            taken.add(thread.number)
            left.remove(said)
            why = match.why + (f"；{thread.ended.label}曾报已解决，又再提出" if again and thread.ended else "")
            thread.sightings.append(Sighting(month, said.text, said.ask, why))
            thread.state, thread.ended, thread.basis = "open", None, ""
            if said.solved:
                _end(thread, month, f"{month.label}填报“{said.text}”")
        return left

    def _decide(self, decision: Decision, month: Month) -> None:
        thread = self._named(decision.number, decision.text)
        if thread is None:
            return
        if decision.kind == "close":
            _end(thread, month, f"{decision.basis}（人工登记，{decision.made_at[:10]}）")
        elif decision.kind == "reopen":
            thread.state, thread.ended, thread.basis = "open", None, ""
        elif decision.kind == "note":
            thread.measure, thread.due = decision.measure or thread.measure, decision.due or thread.due
            thread.noted, thread.from_plan = True, thread.from_plan and not decision.due
        elif decision.kind == "join":
            other = self._named(decision.other, decision.other_text)
            if other is not None and other is not thread:
                older, newer = sorted((thread, other), key=lambda t: (t.first, t.number))
                older.also += newer.texts()
                older.sightings = sorted(
                    older.sightings + [replace(s, why=s.why or "人工合并") for s in newer.sightings],
                    key=lambda s: s.month,
                )
                if newer.state == "new" or newer.sightings[-1].month == month:
                    older.state, older.ended, older.basis = "open", None, ""
                newer.state, newer.joined, newer.ended = "joined", older.number, month

    def _named(self, number: str, text: str) -> _Thread | None:
        """Return the problem a decision was about; None when that number now means another text."""
        for thread in self._threads:
            if thread.number == number and any(text == s.text for s in thread.sightings):
                return thread
        return None

    def lapsed(self, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
        """Return the decisions whose problem cannot be found any more."""
        return tuple(d for d in decisions if d.kind != "split" and self._named(d.number, d.text) is None)


def _pairs(before: Sequence[str], now: Sequence[str], about: str) -> list[tuple[int, int, Likeness]]:
    found = [(likeness(a, b, about), i, j) for i, a in enumerate(before) for j, b in enumerate(now)]
    found = [item for item in found if item[0].score >= SAME]
    return [(i, j, match) for match, i, j in sorted(found, key=lambda m: (-m[0].score, m[1], m[2]))]


def _end(thread: _Thread, month: Month, basis: str) -> None:
    thread.state, thread.ended, thread.basis = "solved", month, basis


def _solved_in(progress: str | None, thread: _Thread, about: str) -> str:
    """Return the words of this month's progress that say the problem is solved, "" when none do."""
    for phrase in phrases(progress or ""):
        bare = phrase.rstrip("，。；！？,;!? \n").strip()
        if split.says_solved(bare) and any(
            likeness(t, bare, about).score >= SAME and same_matter(t, bare) for t in thread.texts()
        ):
            return bare
    return ""


def _due(text: str) -> str:
    """Return the date a text promises, in its own words."""
    match = _DUE.search(text)
    return match[0].removesuffix("完成") if match else ""


def _refused(record: MonthRecord) -> set[tuple[str, str]]:
    """Return the (project, unit) whose 存在的问题 has an error: here such a row counts as not reported."""
    used = {(line.unit, line.file) for line in record.units}
    return {
        (finding.project, file.unit or "")
        for file in record.files
        if (file.unit, file.name) in used
        for finding in file.findings
        if finding.severity == "error" and finding.field == "problems" and finding.project
    }


def closing(problem: Problem, month: Month, *, finished: bool) -> str:
    """Return why a problem waits for nothing but its closing (待销号), "" while it still asks for something.

    ``finished``: its project is done. What a unit simply stops mentioning is not solved, but neither is it a problem
    of this month: old words are told with their month, and the clerk is asked to confirm.
    """
    if not problem.is_open or not (finished or problem.state == "silent"):
        return ""
    first, last = _month(problem.first, month), _month(problem.last, month)
    if problem.last == month:
        return f"{first}提出，本月仍提及；项目已完成，请核实后销号" if finished and problem.first != month else ""
    since = "此后" if problem.last == problem.first else f"{last}后"
    why = "项目已完成，请确认销号" if finished else "请核实是否已解决，已解决的请销号"
    return f"{first}提出，{since}未再提及；{why}"


def _month(then: Month, now: Month) -> str:
    return f"{then.month}月" if then.year == now.year else then.label
