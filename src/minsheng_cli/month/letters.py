"""Which letter says what: the facts behind each mail template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.findings import quoted
from minsheng_cli.mailbox import drafts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.form.feedback import MarkedFault
    from minsheng_cli.model import Catalogue, Project, Unit, UnitLine
    from minsheng_cli.month.periods import Period

SEND_OUT = "mail/下发.j2"
SEND_BACK = "mail/退回.j2"
REMIND = "mail/催办.j2"


def send_out(period: Period, unit: Unit, name: str, workbook: bytes) -> bytes:
    """Return the draft that carries a blank to its unit."""
    catalogue = period.catalogue
    names = catalogue.unit_names
    projects = [
        {"name": p.name, "number": p.number, "co_leads": [names[u] for u in p.lead_units if u != unit.id]}
        for p in catalogue.led_by(unit.id)
    ]
    return _draft(period, SEND_OUT, unit, (name, workbook), {"projects": projects})


def send_back(period: Period, line: UnitLine, faults: Sequence[MarkedFault], name: str, workbook: bytes) -> bytes:
    """Return the draft that carries a marked form back to its unit, with the list of faults."""
    catalogue = period.catalogue
    facts = {
        "file": (line.file or "").rpartition(" › ")[2].rpartition("/")[2],
        "was_late": not line.on_time,
        "due_passed": not line.on_time,  # what was_late was called first: templates a clerk has changed may say so
        "faults": [_fault_text(catalogue, f) for f in faults if f.severity == "error"],
        "checks": [_fault_text(catalogue, f) for f in faults if f.severity == "warning"],
        "change": change(line),
    }
    return _draft(period, SEND_BACK, catalogue.unit(line.unit), (name, workbook), facts)


def remind(  # noqa: PLR0913, PLR0917 - what a reminder says
    period: Period,
    unit: Unit,
    why: str,
    stage: str = "",
    today: str = "",
    by: str = "",
    *,
    mend: bool = False,
    projects: Sequence[Project] | None = None,
    form: tuple[str, bytes] | None = None,
) -> bytes:
    """Return the draft that asks a unit for its return.

    ``stage``: 提醒 before the due day, 当日 on it, 逾期 after it; "" (with no ``today``) when the letter must not
    depend on the day it is written. ``by``: the day by which a unit that is late is to answer. ``mend``: the return is
    there and has to be mended. ``projects``: what the letter is about, by default all that the unit leads. ``form``:
    name and bytes of the form to be filled in, or mended.
    """
    facts: dict[str, object] = {
        "why": why,
        "stage": stage,
        "today": today,
        "by": by,
        "mend": mend,
        "projects": [p.name for p in (period.catalogue.led_by(unit.id) if projects is None else projects)],
    }
    return _draft(period, REMIND, unit, form, facts)


def _draft(
    period: Period, template: str, unit: Unit, attachment: tuple[str, bytes] | None, own: dict[str, object]
) -> bytes:
    """Return a draft from its template; ``own`` are the facts that only this letter has."""
    catalogue, settings = period.catalogue, period.workspace.settings
    due = catalogue.due(period.month)
    facts: dict[str, object] = {
        "unit": unit.name,
        "month": period.month.label,
        "due": f"{due.month}月{due.day}日",
        "office": catalogue.office,
        "topic": catalogue.terms.topic,
        "we": catalogue.terms.we,
        "you": catalogue.terms.you,
        "document": catalogue.document,
        "document_title": catalogue.document_title,
        "attachment": attachment[0] if attachment else "",
        "sender_name": settings.sender.name,
        "sender_phone": settings.sender.phone,
    }
    letter = drafts.compose(*period.workspace.template(template), facts | own)
    return drafts.draft(letter, unit.contact, (settings.sender.name, settings.sender.email), attachment)


def change(line: UnitLine) -> str:
    """Return by how much a unit's return is better than the one it replaced, in brackets; "" where it is not."""
    fewer = (line.errors_before or 0) - line.errors
    return f"（比上次少了 {fewer} 处）" if fewer > 0 else ""


def _fault_text(catalogue: Catalogue, fault: MarkedFault) -> str:
    """Return a fault as one line: project, column, cell, what is wrong there."""
    finding, place = fault.findings[0], []
    name = quoted(catalogue.project(finding.project).name) if finding.project else ""
    if name not in finding.message:
        place.append(name)
    headers = {c.key: c.header for c in catalogue.form.columns}
    if finding.field in headers:
        place.append(headers[finding.field])
    if finding.where:
        place.append(f"（{finding.where}）")
    return "".join(place) + ("：" if place else "") + "".join(dict.fromkeys(f.message for f in fault.findings))
