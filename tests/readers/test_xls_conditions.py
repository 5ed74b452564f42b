"""Rules of conditional formats that only Excel 2007 and later write into an .xls, byte by byte as they write them."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from minsheng_cli.errors import OtherFormat
from minsheng_cli.findings import found
from minsheng_cli.readers import xls

BEGIN, END, SHEET, NUMBER, FONT, XF = 0x0809, 0x000A, 0x0085, 0x0203, 0x0031, 0x00E0
AREAS, RULE, AREAS_12, RULE_12, ADDS = 0x01B0, 0x01B1, 0x0879, 0x087A, 0x087B
BIFF8, BIFF5 = 0x0600, 0x0500
A1, A1_TO_A2 = (0, 0, 0, 0), (0, 1, 0, 0)
NO_FORMULA = bytes(2)
WHITE_INK = struct.pack("<IH", 1 << 26, 0) + bytes(80) + struct.pack("<I", 9) + bytes(34)


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def begin(version: int, what: int) -> bytes:
    return record(BEGIN, struct.pack("<HHHHII", version, what, 0, 0, 0, 0))


def workbook(*rules: bytes, version: int = BIFF8) -> bytes:
    """Return a workbook of one sheet, with 12 in A1 and 34 in A2 and those rules; no OLE2 file around it."""
    font = record(FONT, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    head = begin(version, 5) + font * 4 + record(XF, bytes(20))
    name = record(SHEET, struct.pack("<IBBBB", len(head) + 17, 0, 0, 1, 0) + b"S")
    cells = b"".join(record(NUMBER, struct.pack("<HHHd", row, 0, 0, value)) for row, value in enumerate((12, 34)))
    return head + name + record(END, b"") + begin(version, 0x10) + cells + b"".join(rules) + record(END, b"")


def areas(area: tuple[int, ...], number: int = 1, kind: int = AREAS) -> bytes:
    top, bottom, left, right = area
    body = struct.pack("<HH4HH4H", 1, number << 1, top, bottom, left, right, 1, top, bottom, left, right)
    return record(kind, (bytes(12) if kind == AREAS_12 else b"") + body)


def later_rule(kind: int, said: bytes) -> bytes:
    """A rule of Excel 2007: kind, no formulas, no look, no formula of its own, priority, template, then its own."""
    return record(RULE_12, bytes(12) + struct.pack("<BBHHIH", kind, 0, 0, 0, 0, 0) + NO_FORMULA + bytes(22) + said)


def bar(*, shown: bool) -> bytes:
    return later_rule(4, struct.pack("<HBBBB", 42, 0, 0 if shown else 2, 0, 100) + bytes(32))


def icons(*, shown: bool, backwards: bool = False) -> bytes:
    return later_rule(6, struct.pack("<HBBBB", 52, 0, 3, 0, (not shown) | backwards << 2) + bytes(46))


def added(number: int, which: int, look: bytes) -> bytes:
    """What Excel 2007 adds to a rule of Excel 97: here a look."""
    head = struct.pack("<IHHBBHBBI", 0, number, which, 0, 0, 1, 0, 1, len(look))
    return record(ADDS, bytes(12) + head + look + b"\x10" + bytes(16))


def rule(low: int) -> bytes:
    """A rule of Excel 97 for what is greater than that, without a look."""
    formula = struct.pack("<BH", 0x1E, low)
    return record(RULE, struct.pack("<BBHHIH", 1, 5, len(formula), 0, 0, 0) + formula)


def kinds(*rules: bytes) -> list[str]:
    (grid,) = xls.read(workbook(*rules))
    assert [grid.cells[row, 1].text for row in (1, 2)] == ["12", "34"]
    return [grid.cells[row, 1].kind for row in (1, 2)]


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (bar(shown=False), "faded"), (bar(shown=True), "number"),
        (icons(shown=False), "faded"), (icons(shown=True), "number"),
        (icons(shown=False, backwards=True), "faded"), (icons(shown=True, backwards=True), "number"),
        (later_rule(4, b""), "number"), (later_rule(3, b""), "number"), (record(RULE_12, bytes(14)), "number"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)  # fmt: skip
def test_a_bar_or_a_sign_in_place_of_the_number(made: bytes, kind: str) -> None:
    assert kinds(areas(A1, kind=AREAS_12), made) == [kind, "number"]


def test_a_later_rule_for_the_area_of_an_earlier_format() -> None:
    of_next = record(ADDS, bytes(12) + struct.pack("<IH", 1, 7))
    assert kinds(areas(A1, 7), areas(A1_TO_A2, 8), of_next, icons(shown=False)) == ["faded", "number"]


@pytest.mark.parametrize(
    ("number", "which", "seen"),
    [
        (7, 0, ["number", "faded"]),
        (7, 1, ["faded", "faded"]),
        (7, 2, ["number", "number"]),
        (6, 0, ["number", "number"]),
    ],
)
def test_a_look_added_to_a_rule_holds_where_that_rule_does(number: int, which: int, seen: list[str]) -> None:
    made = (areas(A1_TO_A2, 7), rule(20), rule(5), added(number, which, WHITE_INK))
    assert kinds(*made) == seen
    assert kinds(*made[:3]) == ["number", "number"]


def test_a_workbook_from_before_excel_97_is_named_and_not_read() -> None:
    with pytest.raises(OtherFormat) as caught:
        xls.read(workbook(version=BIFF5))
    facts: dict[str, Any] = caught.value.facts
    message = found(caught.value.code, **facts).message
    assert "Excel 95" in message
    assert "另存为 .xlsx" in message
