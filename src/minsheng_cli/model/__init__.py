"""The nouns of the work: what is passed from room to room, frozen, without behaviour of its own.

They are loaded when the first of them is named: ``status`` and ``--help`` name none, and they cost some 30 ms.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minsheng_cli.model.calendar import Month
    from minsheng_cli.model.catalogue import (
        TOGETHER,
        Alias,
        Amendment,
        Catalogue,
        Contact,
        Course,
        CourseKind,
        Indicator,
        IndicatorKind,
        Measure,
        Overlap,
        Project,
        RestDays,
        Section,
        Step,
        Unit,
    )
    from minsheng_cli.model.finding import Evidence, Finding, Severity
    from minsheng_cli.model.record import (
        Correction,
        Decision,
        Entry,
        EntryState,
        FileLine,
        IndicatorValue,
        Json,
        MonthRecord,
        Movement,
        Outcome,
        ProblemState,
        Source,
        Standing,
        UnitLine,
        UnitState,
        as_json,
    )
    from minsheng_cli.model.returns import (
        Cell,
        CellKind,
        CheckedReturn,
        Grid,
        Identity,
        Located,
        Marker,
        ParsedIndicator,
        ParsedReply,
        ParsedReturn,
        ParsedRow,
        Reading,
        Receipt,
        Submission,
        UnitReturn,
        UpTo,
    )
    from minsheng_cli.model.rules import Pace, Plan, Rulebook, Waiver
    from minsheng_cli.model.supervision import LEVELS, CaseNote, CaseReply, CaseState, CaseStep, EvidenceFile, Level

__all__ = [
    "LEVELS",
    "TOGETHER",
    "Alias",
    "Amendment",
    "CaseNote",
    "CaseReply",
    "CaseState",
    "CaseStep",
    "Catalogue",
    "Cell",
    "CellKind",
    "CheckedReturn",
    "Contact",
    "Correction",
    "Course",
    "CourseKind",
    "Decision",
    "Entry",
    "EntryState",
    "Evidence",
    "EvidenceFile",
    "FileLine",
    "Finding",
    "Grid",
    "Identity",
    "Indicator",
    "IndicatorKind",
    "IndicatorValue",
    "Json",
    "Level",
    "Located",
    "Marker",
    "Measure",
    "Month",
    "MonthRecord",
    "Movement",
    "Outcome",
    "Overlap",
    "Pace",
    "ParsedIndicator",
    "ParsedReply",
    "ParsedReturn",
    "ParsedRow",
    "Plan",
    "ProblemState",
    "Project",
    "Reading",
    "Receipt",
    "RestDays",
    "Rulebook",
    "Section",
    "Severity",
    "Source",
    "Standing",
    "Step",
    "Submission",
    "Unit",
    "UnitLine",
    "UnitReturn",
    "UnitState",
    "UpTo",
    "Waiver",
    "as_json",
]

_MODULES = ("calendar", "catalogue", "finding", "record", "returns", "rules", "supervision")


def __getattr__(name: str) -> object:
    """Load all nouns when one is first named (PEP 562)."""
    if name not in __all__:
        raise AttributeError(name)
    modules = [import_module(f"{__name__}.{module}") for module in _MODULES]
    globals().update({noun: vars(module)[noun] for module in modules for noun in __all__ if noun in vars(module)})
    return globals()[name]
