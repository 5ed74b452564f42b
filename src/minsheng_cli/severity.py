"""How serious each finding is in this workspace: settings raise, lower or switch off a code, waivers settle some."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minsheng_cli.model import Finding, Rulebook


def weigh(findings: Iterable[Finding], rulebook: Rulebook) -> tuple[Finding, ...]:
    """Return the findings at the severities asked for, without those that are switched off.

    A waived one stays, with the reason, as a word that asks for nothing. ``rulebook``: as it holds for the unit.
    """
    weighed = []
    for finding in findings:
        if finding.settled:
            weighed.append(finding)
            continue
        waiver = next(
            (w for w in rulebook.waivers if w.rule == finding.code and w.project in (None, finding.project)), None
        )
        severity = rulebook.severities.get(finding.code, finding.severity)
        if waiver is not None:
            weighed.append(finding.settle(f"已豁免：{waiver.reason}，至{waiver.until.label}"))
        elif severity != "off":
            weighed.append(finding if severity == finding.severity else finding.with_severity(severity))
    return tuple(weighed)
