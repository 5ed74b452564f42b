"""What an .xls of other programs than LibreOffice says: records are patched in a file that it saved, or made."""

from __future__ import annotations

import struct
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from minsheng_cli.readers.grids import open_grids
from minsheng_cli.readers.xls_drawings import drawn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from minsheng_cli.model import Grid
    from office import Office

USUAL_HEIGHT, USUAL_WIDTH, ROW, COLUMNS, UNKNOWN = 0x0225, 0x0055, 0x0208, 0x007D, 0x0FFF
BEGIN, END, OBJECT = 0x0809, 0x000A, 0x005D


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def patched(data: bytes, **changes: Callable[[bytearray, int], None]) -> bytes:
    """Return a workbook with records of its only sheet changed where they stand; a change: (all bytes, where it is)."""
    kinds = {"usual_height": USUAL_HEIGHT, "usual_width": USUAL_WIDTH, "row": ROW, "columns": COLUMNS}
    all_bytes = bytearray(data)
    at = data.rindex(struct.pack("<HHHH", BEGIN, 16, 0x0600, 0x0010))
    while True:
        kind, size = struct.unpack_from("<HH", all_bytes, at)
        if kind == END:
            return bytes(all_bytes)
        for name, change in changes.items():
            if kind == kinds[name]:
                change(all_bytes, at)
        at += 4 + size


def setting(at: int, value: int) -> Callable[[bytearray, int], None]:
    """Return what sets the word so far behind the beginning of a record."""
    return lambda data, record_at: struct.pack_into("<H", data, record_at + at, value)


@pytest.fixture(scope="module")
def saved(office: Office, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder: Path = tmp_path_factory.mktemp("xls")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["C2"] = 5, 6
    book.save(folder / "a.xlsx")
    return office.resave(folder / "a.xlsx", folder / "a.xls", "xls").read_bytes()


BY_DEFAULT = setting(4 + 6, 0x80FF)  # a row as high as usual


def FLAT(data: bytearray, at: int) -> None:  # noqa: N802 - a value like the others
    struct.pack_into("<HH", data, at + 4, 1, 0)


NOTHING_SAID = setting(0, UNKNOWN)


@pytest.mark.parametrize(
    ("changes", "rows", "cols"),
    [
        ({}, set(), set()),
        ({"usual_height": setting(4, 2), "row": BY_DEFAULT}, set(), set()),
        ({"usual_height": FLAT, "row": BY_DEFAULT}, {1, 2}, set()),
        ({"usual_height": setting(4, 2), "row": NOTHING_SAID}, {1, 2}, set()),
        ({"usual_height": FLAT, "row": setting(4 + 6, 0x00FF)}, set(), set()),
        ({"usual_width": setting(4, 0), "columns": NOTHING_SAID}, set(), {1, 3}),
    ],
)
def test_rows_and_columns_that_show_nothing_unless_they_say_otherwise(
    saved: bytes, changes: dict[str, Any], rows: set[int], cols: set[int]
) -> None:
    grid: Grid = open_grids(patched(saved, **changes)).grids[0]
    assert {at: cell.text for at, cell in grid.cells.items()} == {(1, 1): "5", (2, 3): "6"}
    assert (set(grid.hidden_rows), set(grid.hidden_cols)) == (rows, cols)


def test_a_picture_put_in_as_before_excel_97_lies_where_it_says_itself() -> None:
    picture = struct.pack("<I3H8H", 1, 8, 1, 0x0614, 1, 0, 2, 0, 4, 0, 3, 0)
    stream = record(BEGIN, bytes(16)) + record(OBJECT, picture) + record(END, b"")
    book: Any = SimpleNamespace(biff_version=80, mem=stream, _sh_abs_posn=[0])
    found, floating = drawn(book, 0, [(9, 9)])
    assert (set(found), floating) == ({(r, c) for r in (3, 4) for c in range(2, 6)}, ())
