"""Stored results of sums are held against what they add up; about all other formulas nothing is said."""

from __future__ import annotations

import pytest

from minsheng_cli.form.reading.sheets import Sheet
from minsheng_cli.form.reading.sums import stale
from minsheng_cli.model import Cell, Grid


def told(formula: str, stored: str) -> str | None:
    """Judge a formula in D1 beside A1 = 1.5, A2 = 2, A3 = “三”, A4 = #REF!, B1 = 0.1, B2 = 0.2."""
    numbers = {(1, 1): "1.5", (2, 1): "2", (1, 2): "0.1", (2, 2): "0.2"}
    cells = {at: Cell(text, "number") for at, text in numbers.items()}
    cells |= {(3, 1): Cell("三"), (4, 1): Cell("#REF!", "error"), (1, 4): Cell(stored, "number", formula)}
    return stale(Sheet(Grid("表", cells, (), hidden=False, hidden_rows=frozenset(), hidden_cols=frozenset())), 1, 4)


@pytest.mark.parametrize(
    ("formula", "total"),
    [
        ("=SUM(A1:A3)", "3.5"),
        ("=sum( $A$1 : A2 , 4 )", "7.5"),
        ("=A1+A2-0.5", "3"),
        ("=+B1+B2", "0.3"),
        ("=SUM(A1,B2)+10", "11.7"),
        ("=A1+C9", "1.5"),
        ("=600+600.5", "1200.5"),
    ],
)
def test_a_sum_and_what_is_stored_for_it(formula: str, total: str) -> None:
    assert told(formula, total) is None
    assert told(formula, "900") == total


@pytest.mark.parametrize(
    "formula",
    ["=", "=A1*2", "=SUM(A1:A4)", "=A1+A3", "=Sheet2!A1+1", "=ROUND(A1,0)", "=SUM(A1:A2)*1", "=SUM(总数)", "=1 2+"],
)
def test_other_formulas_are_left_alone(formula: str) -> None:
    assert told(formula, "900") is None
