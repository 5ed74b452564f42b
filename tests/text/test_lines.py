"""Where lines of Chinese text end on a terminal; in cells, tests/test_paper.py."""

from minsheng_cli.text.lines import width, wrap


def test_wide_characters_take_two_columns() -> None:
    assert width("区教委 S05") == 10
    assert width("“托管营”") == 10  # the same everywhere: on a screen as in a cell


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    text = "完成投资“约1200.5万元”为约数，已按 1200.5 万元计入，请填准确数。minsheng collect 2025-04 —— 完。" * 3
    lines = wrap(text, 40)
    assert all(width(line) <= 40 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。、；：）”" for line in lines)


def test_later_lines_are_indented_and_no_option_is_cut() -> None:
    lines = wrap("  可加 minsheng generate --dry-run 先看一遍，不写任何文件。", 20, inset=4)
    assert lines[0].startswith("  可加")
    assert all(line.startswith("    ") and width(line) <= 20 for line in lines[1:])
    assert "--dry-run" in " ".join(lines)


def test_empty_paragraphs_are_left_out() -> None:
    assert wrap("一\n\n二", 10) == ["一", "二"]
    assert wrap("", 10) == []
