"""Findings about a return, each brought to the cell of the new form where it is to be mended.

A cell gets one line and one note, with what is worst there: a warning has to wait until the error is mended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import form_spec
from minsheng_cli.findings import quoted
from minsheng_cli.form.drawing import Key, Mark
from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from minsheng_cli.model import Catalogue, CheckedReturn, Finding, Severity, UnitReturn

_ORDER = ("error", "warning", "info")
_RESTORED = "（本表已恢复，不需再改。）"
_SIDE_BY_SIDE = "（本表已把各行内容并列，请只保留应当报送的。）"
_NOT_FILLED_IN = {None, "indicator", *form_spec.SIGNATURES, *(c.key for c in form_spec.OFFICIAL.printed)}
_LEFT_OUT = "原填“{text}”，照搬会读错，本表未填入，请重新填写。"


@dataclass(frozen=True)
class MarkedFault:
    """One line of the list: a cell of the new form, or a finding that is about none, and all that is said there."""

    findings: tuple[Finding, ...]  # at one place, of one severity
    place: Key | None

    @property
    def severity(self) -> Severity:
        """How serious it is."""
        return self.findings[0].severity

    @property
    def text(self) -> str:
        """What is wrong and how to mend it, one sentence a line."""
        return "\n".join(dict.fromkeys(f.message + _remark(f) for f in self.findings))

    @property
    def origin(self) -> str:
        """Where it stood in the unit's own file, one address a line."""
        return "\n".join(dict.fromkeys(f.where for f in self.findings if f.where))


def gather(checked: CheckedReturn, catalogue: Catalogue) -> list[MarkedFault]:
    """Return the faults of a return, most serious first; within that in the order they were found."""
    map_ = _Map(checked.unit_return, catalogue)
    placed: dict[Key, list[Finding]] = {}
    faults: list[MarkedFault] = []
    for finding in checked.findings:
        place = map_.place(finding)
        if place is None:
            faults.append(MarkedFault((finding,), None))
        else:
            placed.setdefault(place, []).append(finding)
    for place, findings in placed.items():
        worst = min((f.severity for f in findings), key=_ORDER.index)
        faults.append(MarkedFault(tuple(f for f in findings if f.severity == worst), place))
    found_at = {id(f): i for i, f in enumerate(checked.findings)}
    return sorted(faults, key=lambda f: (_ORDER.index(f.severity), found_at[id(f.findings[0])]))


class _Map:
    """From findings about the unit's own file to cells of the new form."""

    def __init__(self, done: UnitReturn, catalogue: Catalogue) -> None:
        self._own = {e.project for e in done.entries}
        self._names = {p: [(i.name, i.id) for i in catalogue.project(p).indicators] for p in self._own}
        self._cells: dict[str, Key] = {}  # address in the unit's file → what was read there
        for entry in done.entries:
            self._cells |= {
                ref: (entry.project, name) for name, ref in (entry.source.cells if entry.source else {}).items()
            }
            self._cells |= {value.cell: (value.id, "actual") for value in entry.indicators if value.cell}

    def place(self, finding: Finding) -> Key | None:
        """Return the cell a finding is about: its project's, the footer's, a column's header; None for none of them."""
        project, field = finding.project, finding.field
        if field in ("head", "preparer"):
            return "", field
        if field == "indicator":
            return self._cells.get(finding.where or "") or self._named(finding)
        if project in self._own and project is not None:
            return project, field or "progress"  # the whole row is lacking: it begins with the progress
        if project is None and is_about_column(finding):
            return "", str(field)
        return self._cells.get((finding.where or "").partition(":")[0]) if project is None else None

    def _named(self, finding: Finding) -> Key | None:
        """Return the indicator that a finding names; the header when it is about all of them."""
        if finding.project is None:
            return "", "indicator"
        names = self._names.get(finding.project, [])
        return next(((item, "actual") for name, item in names if quoted(name) in finding.message), None)


def is_about_column(finding: Finding) -> bool:
    """Whether a finding is about an entry column as a whole: lacking, there twice, with a misleading header."""
    whole = finding.code.startswith(("table.column", "investment.header", "extra.header"))
    return whole and finding.project is None and finding.field not in _NOT_FILLED_IN


def _remark(finding: Finding) -> str:
    if finding.code.endswith(".altered"):
        return _RESTORED
    return _SIDE_BY_SIDE if finding.code == "project.twice" else ""


def marks(
    done: UnitReturn, faults: Iterable[MarkedFault], left_out: Mapping[Key, str], asked: Collection[str]
) -> dict[Key, Mark]:
    """Return the marks of the new form's cells; a fault of a whole column marks each of its cells.

    ``asked``: the keys of the columns a unit fills in. ``left_out`` holds what could not be filled
    in again: the note quotes it.
    """
    notes: dict[Key, tuple[bool, list[str]]] = {}
    for fault in faults:  # the most serious first
        if fault.place is None or fault.severity == "info":
            continue
        project, field = fault.place
        whole = not project and field in asked
        for place in [(e.project, field) for e in done.entries] if whole else [fault.place]:
            serious, said = notes.setdefault(place, (fault.severity == "error", []))
            if serious == (fault.severity == "error"):
                said.append(fault.text)
    for place, text in left_out.items():
        _, said = notes.get(place, (True, []))
        notes[place] = True, [*said, _LEFT_OUT.format(text=text)]
    return {
        place: Mark(serious, "\n".join((form_spec.NOTE_OPENING, *said))) for place, (serious, said) in notes.items()
    }
