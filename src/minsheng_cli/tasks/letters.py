"""Which letter says what: the facts behind each mail template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import mailbox
from minsheng_cli.form import layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.model import Catalogue, Finding, Month, Unit, UnitLine
    from minsheng_cli.workspace import Workspace

SEND_OUT = "mail/下发.j2"
SEND_BACK = "mail/退回.j2"


def _common(workspace: Workspace, catalogue: Catalogue, unit: Unit, month: Month, attachment: str) -> dict[str, object]:
    due = catalogue.due(month)
    return {
        "unit": unit.name,
        "month": month.label,
        "due": f"{due.month}月{due.day}日",
        "office": catalogue.office,
        "document": catalogue.document,
        "document_title": catalogue.document_title,
        "attachment": attachment,
        "sender_name": workspace.settings.sender_name,
        "sender_phone": workspace.settings.sender_phone,
    }


def _draft(
    workspace: Workspace, template: str, facts: dict[str, object], unit: Unit, name: str, workbook: bytes
) -> bytes:
    letter = mailbox.compose(*workspace.template(template), facts)
    settings = workspace.settings
    return mailbox.draft(letter, unit.contact, (settings.sender_name, settings.sender_email), (name, workbook))


def send_out(workspace: Workspace, catalogue: Catalogue, unit: Unit, month: Month, name: str, workbook: bytes) -> bytes:
    """Return the draft that carries a blank to its unit."""
    names = {u.id: u.name for u in catalogue.units}
    projects = [
        {"name": p.name, "number": p.number, "co_leads": [names[u] for u in p.lead_units if u != unit.id]}
        for p in catalogue.led_by(unit.id)
    ]
    facts = _common(workspace, catalogue, unit, month, name) | {"projects": projects}
    return _draft(workspace, SEND_OUT, facts, unit, name, workbook)


def send_back(  # noqa: PLR0913 - a letter is exactly these facts
    workspace: Workspace,
    catalogue: Catalogue,
    line: UnitLine,
    month: Month,
    findings: Sequence[Finding],
    name: str,
    workbook: bytes,
) -> bytes:
    """Return the draft that carries a marked form back to its unit, with the list of faults."""
    unit = catalogue.unit(line.unit)
    facts = _common(workspace, catalogue, unit, month, name) | {
        "file": line.file or "",
        "due_passed": not line.on_time,
        "faults": [_place(catalogue, f) for f in findings if f.severity == "error"],
        "checks": [_place(catalogue, f) for f in findings if f.severity == "warning"],
    }
    return _draft(workspace, SEND_BACK, facts, unit, name, workbook)


def _place(catalogue: Catalogue, finding: Finding) -> str:
    """Return a finding as one line: project, column, cell, sentence."""
    place = []
    if finding.project:
        place.append(f"“{catalogue.project(finding.project).name}”")
    headers = {c.key: c.header for c in layout.COLUMNS}
    if finding.field in headers:
        place.append(headers[finding.field])
    if finding.where:
        place.append(f"（{finding.where}）")
    return "".join(place) + ("：" if place else "") + finding.message
