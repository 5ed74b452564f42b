"""Room and type: texts measured, heights reckoned, cells and file names kept within what programs can hold."""

from __future__ import annotations

import unicodedata
from math import ceil
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng_cli.text import lines
from minsheng_cli.text.fold import legal
from minsheng_cli.workbook import paper

ANY_TEXT = st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF))


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0), ("abc 12", 6), ("老旧小区", 8), ("73个", 4), ("“托管营”", 10), ("２０", 4), ("㎡", 2), ("…", 2),
        ("e\u0301", 1), ("零\u200b宽", 4),
    ],
)  # fmt: skip
def test_display_width(text: str, width: int) -> None:
    assert lines.width(text) == width


def test_one_unit_is_one_latin_character_and_a_chinese_one_takes_two() -> None:
    assert paper.lines_needed("字" * 16, 34) == 1
    assert paper.lines_needed("字" * 17, 34) == 2  # 34 units would be just enough, were all programs exact
    assert paper.lines_needed("字" * 14, 34, 12) == 1
    assert paper.lines_needed("字" * 15, 34, 12) == 2


def test_a_line_neither_begins_with_a_comma_nor_ends_with_a_bracket() -> None:
    sixteen = "字" * 16
    assert paper.lines_needed(sixteen + sixteen, 34) == 2
    assert paper.lines_needed(sixteen + "，" + "字" * 15, 34) == 3  # a character goes down with the comma
    assert paper.lines_needed("字" * 15 + "（" + sixteen, 34) == 3  # the bracket goes to the next line, 17 do not fit
    assert paper.lines_needed("字" * 15 + "字" + sixteen, 34) == 2


def test_a_number_is_kept_whole_and_a_longer_word_is_broken() -> None:
    assert paper.lines_needed("字" * 15 + "1542", 34) == 2
    assert paper.lines_needed("字" * 15 + "1542" + "字" * 14, 34) == 3
    assert paper.lines_needed("9" * 100, 34) == 4


def test_line_breaks_count_and_no_text_is_still_a_line() -> None:
    assert paper.lines_needed("", 10) == 1
    assert paper.lines_needed("一\n\n二", 10) == 3
    assert paper.lines_needed("一二三", 0.1) >= 3  # however narrow, it ends


@given(st.text("文字，。（）ab12 \n", max_size=60), st.floats(4, 60), st.sampled_from([8, 10.5, 12, 16]))
def test_never_fewer_lines_than_the_characters_fill(text: str, width: float, size: float) -> None:
    room = width * 10.5 / size
    least = sum(max(1, ceil(lines.width(line.replace(" ", "")) / room)) for line in text.split("\n"))
    assert least <= paper.lines_needed(text, width, size) <= len(text) + 1


def test_heights() -> None:
    assert paper.row_height(1, 10.5) > 10.5 * 1.4
    assert 10 * 12 * 1.49 < paper.row_height(10, 12) < 10 * 12 * 1.6
    assert paper.tallest([("短", 20), ("字" * 100, 20)], 12) == paper.row_height(
        paper.lines_needed("字" * 100, 20, 12), 12
    )
    assert paper.tallest([], 12) == paper.row_height(1, 12)
    assert paper.tallest([("短", 20)], 12, 60) == 60


def test_a_row_taller_than_a_spreadsheet_shows_becomes_several() -> None:
    assert paper.split_height(409) == (409,)
    assert paper.split_height(0) == (0,)
    parts = paper.split_height(900)
    assert len(parts) == 3
    assert sum(parts) == pytest.approx(900)
    assert max(parts) <= paper.MAX_ROW_HEIGHT


def test_clean_keeps_text_and_drops_what_a_cell_cannot_hold() -> None:
    assert legal("一\r\n二\r三\n四\t\x0b\x00\ud800\ufffe\uffff五😀") == "一\n二\n三\n四\t五😀"


@given(ANY_TEXT)
def test_cleaned_text_is_good_xml(text: str) -> None:
    cleaned = legal(text)
    escaped = cleaned.replace("&", "&amp;").replace("<", "&lt;")
    assert (ET.fromstring(f"<t>{escaped}</t>").text or "") == cleaned  # noqa: S314 - written just above
    assert legal(cleaned) == cleaned


def test_a_text_too_long_for_a_cell_is_cut_where_everybody_sees_it() -> None:
    full = "字" * paper.CELL_LIMIT
    assert paper.fit_cell(full) == full
    cut = paper.fit_cell(full + "字")
    assert len(cut) == paper.CELL_LIMIT
    assert cut.endswith("…（全文见原件）")
    emoji = paper.fit_cell("a" + "😀" * 20_000)  # two UTF-16 units each: the cut must not halve one
    assert len(emoji.encode("utf-16-le")) // 2 in (paper.CELL_LIMIT - 1, paper.CELL_LIMIT)
    assert emoji.removesuffix("…（全文见原件）").strip("😀") == "a"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("附件2_区教委_2025年4月.xlsx", "附件2_区教委_2025年4月.xlsx"),
        ("情况表（2025年4月）.xlsx", "情况表（2025年4月）.xlsx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\\b/c:d*e?.xlsx", "a_b_c_d_e_.xlsx"),
        ("con.xlsx", "_con.xlsx"),
        ("NUL", "_NUL"),
        ("表.xlsx. . ", "表.xlsx"),
        ("exe\u202excslx.txt", "exe_xcslx.txt"),
        ("...", "未命名"),
        ("", "未命名"),
        (".xlsx", "未命名.xlsx"),
    ],
)
def test_safe_file_name(text: str, name: str) -> None:
    assert paper.safe_file_name(text) == name


@given(ANY_TEXT)
def test_every_file_name_is_legal(text: str) -> None:
    name = paper.safe_file_name(text)
    assert 0 < len(name.encode()) <= 210
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(c) == "Cc" for c in name if c < "\x80")
    assert name == name.strip()
    assert not name.endswith(".")
    assert name.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


def test_a_long_name_keeps_its_extension() -> None:
    name = paper.safe_file_name("长" * 300 + ".xlsx")
    assert name.endswith("长.xlsx")
    assert len(name.encode()) <= 210
