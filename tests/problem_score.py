"""How well problems are matched across months, on texts written by somebody who had not seen the matcher.

``tests/data/problem_texts.json``: 90 projects over three months, "dev" (60, which the matcher was tuned on) and "held"
(30, which it was not; only its two figures were looked at). "near" (91) and "near-held" (47): two months each of the
packaged projects, by a hand that did not know the matcher, full of what is easily confused: other places, other faults
of one thing. "near" was tuned on, "near-held" was not. A pair is two mentions, in different months, of one row;
precision and recall count pairs that the ledger puts under one number against pairs the writer gave one letter.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng_cli.analysis.problems.ledger import ProblemLedger
from minsheng_cli.model import Entry, Month, MonthRecord

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue

DATA = Path(__file__).parent / "data/problem_texts.json"


def score(  # noqa: C901 - one walk over the data
    catalogue: Catalogue, which: str, *, verbose: bool = False
) -> tuple[float, float, int]:
    """Return (precision, recall, pairs that are one problem)."""
    project = replace(catalogue.projects[0], lead_units=catalogue.projects[0].lead_units[:1])
    right = claimed = wanted = 0
    for row in json.loads(DATA.read_bytes()):
        if row["set"] != which:
            continue
        small = replace(catalogue, projects=(replace(project, name=row["row"]),))
        ledger = ProblemLedger()
        letters: dict[tuple[int, str], str] = {}
        for number, told in enumerate(row["months"]):
            texts = [item["text"].strip().rstrip("。；;") for item in told]
            for item, text in zip(told, texts, strict=True):
                letters[number, text] = item["p"]
            cell = "\n".join(f"{i}. {text}；" for i, text in enumerate(texts, start=1)) if texts else "无"
            entry = Entry(project.id, project.lead_units[0], "accepted", problems=cell)
            month = Month(2025, 4 + number)
            ledger.take(month, MonthRecord(str(month), "", (), (entry,), ()), small)
        numbers: dict[tuple[int, str], str] = {}
        for problem in ledger.at(Month(2025, 6)):
            for sighting in problem.sightings:
                whole = f"{sighting.text}{sighting.ask}"
                key = next((k for k in letters if k[0] == sighting.month.month - 4 and _same(k[1], whole)), None)
                if key is not None:
                    numbers[key] = problem.number
        for one, other in combinations(letters, 2):
            if one[0] == other[0]:
                continue
            same = letters[one] == letters[other]
            said = one in numbers and other in numbers and numbers[one] == numbers[other]
            right += same and said
            claimed += said
            wanted += same
            if verbose and same != said:
                print("MISSED" if same else "WRONG ", row["row"], "|", one[1], "|", other[1])  # noqa: T201
    return right / max(claimed, 1), right / max(wanted, 1), wanted


def _same(written: str, told: str) -> bool:
    def bare(text: str) -> str:
        return "".join(c for c in text if c.isalnum())

    return bare(written) == bare(told)


if __name__ == "__main__":
    from minsheng_cli.catalogue import load
    from minsheng_cli.workspace import CATALOGUE_FILE, packaged

    book = load("projects.yaml", (packaged() / CATALOGUE_FILE).read_bytes()).at(Month(2025, 4))
    print(score(book, sys.argv[1], verbose="--verbose" in sys.argv))  # noqa: T201
