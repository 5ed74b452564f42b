"""How serious each finding is in this workspace: ``minsheng.yaml`` may raise, lower or switch off a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal

    from minsheng_cli.model import Finding, Severity


def weigh(findings: Iterable[Finding], severities: Mapping[str, Severity | Literal["off"]]) -> tuple[Finding, ...]:
    """Return the findings at the severities asked for, without those that are switched off."""
    weighed = []
    for finding in findings:
        severity = severities.get(finding.code, finding.severity)
        if severity != "off":
            weighed.append(finding if severity == finding.severity else finding.with_severity(severity))
    return tuple(weighed)
