"""What is to be mended or verified: the list 问题清单, every finding of every file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content.words import NOT_APPLICABLE, listed
from minsheng_cli.words import OUTCOMES, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.model import Catalogue, FileLine, Finding, MonthRecord

NO_FILES = "本月尚未收到报送文件。"
NO_FAULTS = "各单位报送的文件未发现需改正或核实之处。"
UNKNOWN_UNIT = "单位不明"


@dataclass(frozen=True)
class FaultLine:
    """One finding in words."""

    unit: str
    file: str
    handling: str  # what became of that file
    where: str
    project: str
    field: str
    severity: str
    message: str  # what is wrong and how to mend it
    code: str


def fault_lines(record: MonthRecord, catalogue: Catalogue) -> tuple[FaultLine, ...]:
    """Return all findings by unit in official order, the most serious first; those of no unit, then of the month, last.

    Findings of files that no longer count (replaced, or sent twice) come after the unit's others.
    """
    order, names = catalogue.unit_places, catalogue.unit_names
    ranks = {severity: i for i, severity in enumerate(SEVERITIES)}
    projects = catalogue.project_names
    headers = catalogue.form.headers
    found = [
        ((order.get(file.unit or "", len(order)), outdated, ranks[finding.severity]), file, finding)
        for file in record.files
        if file.outcome != "ignored"  # what is no return is the clerk's affair alone
        for outdated in (file.outcome in ("duplicate", "superseded"),)
        for finding in file.findings
    ]
    found.sort(key=lambda item: item[0])  # stable: files and cells stay in the order they were read
    lines = [
        _line(names.get(file.unit or "", UNKNOWN_UNIT), file, finding, projects, headers) for _, file, finding in found
    ]
    leads = {p.id: listed(names[u] for u in p.lead_units) for p in catalogue.projects}
    lines += [
        _line(leads.get(finding.project or "", NOT_APPLICABLE), None, finding, projects, headers)
        for finding in sorted(record.findings, key=lambda f: ranks[f.severity])
    ]
    return tuple(lines)


def fault_note(lines: tuple[FaultLine, ...], record: MonthRecord) -> str:
    """Return how many findings of each kind there are; kinds that do not occur are not mentioned."""
    counts = {word: sum(line.severity == word for line in lines) for word in SEVERITIES.values()}
    parts = [f"{word}{count}条" for word, count in counts.items() if count]
    if parts:
        return f"共{len(lines)}条：{listed(parts)}。"
    return NO_FAULTS if record.files else NO_FILES


def _line(
    unit: str, file: FileLine | None, finding: Finding, projects: Mapping[str, str], headers: Mapping[str, str]
) -> FaultLine:
    return FaultLine(
        unit=unit,
        file=file.name if file else NOT_APPLICABLE,
        handling=OUTCOMES[file.outcome] if file else NOT_APPLICABLE,
        where=finding.where or NOT_APPLICABLE,
        project=projects.get(finding.project or "", finding.project or NOT_APPLICABLE),
        field=headers.get(finding.field or "", NOT_APPLICABLE),
        severity=SEVERITIES[finding.severity],
        message=finding.message,
        code=finding.code,
    )
