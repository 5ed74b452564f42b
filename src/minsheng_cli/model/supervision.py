"""Supervision (督办): what the clerk noted of a case, and what a unit answered."""

from __future__ import annotations

from typing import Annotated, Literal

from minsheng_cli.nouns import dataclass, field
from minsheng_cli.scalars import Text, whole

CaseStep = Literal["issued", "escalated", "closed", "reopened", "withdrawn"]
CaseState = Literal["issued", "replied", "overdue", "closed", "withdrawn"]
"""issued: no answer yet, and time left. overdue: no answer in time. replied: answered, not yet closed (销号)."""


@dataclass(frozen=True)
class CaseNote:
    """One entry of the year's ledger of cases; dated, never taken out again."""

    kind: CaseStep
    number: str  # 督2025-01: stays through every escalation
    unit: str  # Unit.id
    project: str  # Project.id
    month: str  # the month in whose papers it is told, 2025-05
    at: str  # ISO 8601 with offset
    level: str = ""  # as it was called in the settings
    due: str = ""  # the day by which the unit answers, 2025-06-10
    months: int = 0  # months the project had been behind
    fact: str = ""  # what it rests on, as it was told then
    basis: str = ""  # of closing, reopening or withdrawing


@dataclass(frozen=True)
class EvidenceFile:
    """A photo or paper that came with a reply; its bytes lie in the month's archive under the sha256."""

    name: str
    sha256: str


@dataclass(frozen=True)
class CaseReply:
    """What a unit answered to one case, in a returned 整改情况反馈表."""

    number: str
    measures: str  # 整改措施及落实情况
    result: str  # 整改结果
    until: str  # 完成时限
    file: str
    sha256: str
    received_at: str
    cells: dict[str, str] = field(default_factory=dict)  # what stands where in the file
    evidence: tuple[EvidenceFile, ...] = ()
    noted: str = ""  # 佐证材料, as the unit lists it


@dataclass(frozen=True)
class Level:
    """One level of supervision. None of it is in the notice (非文件规定)."""

    name: Text
    months: Annotated[int, whole(1, 24)]  # months running behind, from which on it applies
    days: Annotated[int, whole(1, 365)]  # within how many days the unit answers
    copies: tuple[Text, ...] = ()  # 抄送


LEVELS: tuple[Level, ...] = (Level("提醒", 1, 10), Level("督办", 2, 10), Level("约谈", 3, 5))
