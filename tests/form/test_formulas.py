"""Stored results of formulas are held against what they come to; what leads out of sight is said to be unverified."""

from __future__ import annotations

import pytest

from minsheng_cli.form.reading.formulas import formula_findings
from minsheng_cli.form.reading.sheets import Sheet
from minsheng_cli.model import Cell, Grid


def told(formula: str, stored: str, kind: str = "number") -> tuple[str, str] | None:
    """Judge a formula in D1: (code, what it comes to or why not).

    A1 = 1.5, A2 = 2, A3 = “三”, A4 = #REF!, B1 = 0.1, B2 = 0.2, B3 = B1+B2 never computed (stored 0), B4 = B4+1;
    明细 表!A1 = 10; the sheet 暗 is hidden.
    """
    numbers = {(1, 1): "1.5", (2, 1): "2", (1, 2): "0.1", (2, 2): "0.2"}
    cells = {at: Cell(text, "number") for at, text in numbers.items()}
    cells |= {(3, 1): Cell("三"), (4, 1): Cell("#REF!", "error"), (1, 4): Cell(stored, kind, formula)}  # type: ignore[arg-type]
    cells |= {(3, 2): Cell("0", "number", "=B1+B2"), (4, 2): Cell("1", "number", "=B4+1")}
    sheet, other = Sheet(Grid("表", cells)), Sheet(Grid("明细 表", {(1, 1): Cell("10", "number")}))
    sheet.book = other.book = {"表": sheet, "明细 表": other}
    (*findings,) = formula_findings(sheet, 1, 4, "investment")
    if not findings:
        return None
    (finding,) = findings
    assert (finding.where, finding.field) == ("表!D1", "investment")
    return finding.code, finding.message


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
        ("=A1*2", "3"),
        ("=(A1+A2)*2^2/4", "3.5"),
        ("=-A2%+1", "0.98"),
        ("=ROUND(A1,0)", "2"),
        ("=ROUND(SUM('明细 表'!A1)/3,2)", "3.33"),
        ("='明细 表'!$A$1+1", "11"),
        ("=IF(A1>1,A2,Sheet9!A1)", "2"),
        ('=IF(C9="",5,6)', "5"),
        ("=IFERROR(MAX(A1:A2),0)", "2"),
        ("=B3", "0.3"),  # made of a cell that was never computed either
    ],
)
def test_a_formula_and_what_is_stored_for_it(formula: str, total: str) -> None:
    assert told(formula, total) is None
    for stored in ("900", "0"):
        code, message = told(formula, stored) or ("", "")
        assert code == "cell.stale"
        assert f"“{total}”" in message


def test_joined_texts() -> None:
    assert told('="完成"&A2&"项"', "完成2项", "text") is None
    assert (told('="完成"&A2&"项"', "完成3项", "text") or ("",))[0] == "cell.stale"
    assert told('=IF(A1>1,"","有")', "", "text") is None
    assert (told('="完成"&A2&"项"', "", "text") or ("",))[0] == "cell.stale"


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("=", "看不到"),
        ("=SUM(A1:A4)", "没有可核对的数"),
        ("=A1+A3", "不是数"),
        ("=Sheet2!A1+1", "“Sheet2”"),
        ("=暗!A1", "隐藏"),
        ("=[1]表!A1", "本文件以外"),
        ("=[]!A1*2", "本文件以外"),
        ("='[别的.xlsx]表'!A1", "本文件以外"),
        ("=SUM(总数)", "名称"),
        ("=VLOOKUP(1,A1:B2,2,0)", "VLOOKUP"),
        ("=TODAY()", "TODAY"),
        ("=B4", "循环"),
        ("=1 2+", "无法核对"),
        ("=1/0", "除以零"),
        ("=9^9999", "过于复杂"),
        ("=" + "(" * 60 + "1" + ")" * 60, "过于复杂"),
    ],
)
def test_what_leads_out_of_sight_cannot_be_verified(formula: str, why: str) -> None:
    code, message = told(formula, "900") or ("", "")
    assert code == "cell.unverified"
    assert why in message
    # A program that computes nothing stores 0 or nothing: then not even the result is one.
    assert (told(formula, "0") or ("",))[0] == "cell.uncached"
    assert (told(formula, "", "text") or ("",))[0] == "cell.uncached"
