"""The nouns of the work: what is passed from room to room, frozen, without behaviour of its own.

They are loaded when they are first named: ``status`` and ``--help`` name none, and they cost some 30 ms.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minsheng_cli.model.book import CatalogueBook, OfYear, YearNames
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
        YearsNamed,
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
    "CatalogueBook",
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
    "OfYear",
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
    "YearNames",
    "YearsNamed",
    "as_json",
]

_MODULES = ("calendar", "finding", "catalogue", "book", "supervision", "rules", "record", "returns")


def __getattr__(name: str) -> object:
    """Load modules until a noun is found, when it is first named (PEP 562)."""
    if name in __all__:
        for module in _MODULES:
            nouns = vars(import_module(f"{__name__}.{module}"))
            if name in nouns:
                globals()[name] = nouns[name]
                return globals()[name]
    raise AttributeError(name)
