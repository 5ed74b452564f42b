"""What the clerk's terminal gets."""

import io
import re
import sys

import pytest

from minsheng_cli.cli.screen import LINE, Screen, harmless, pad, width, wrap


def test_wide_characters_take_two_columns() -> None:
    assert width("区教委 S05") == 10
    assert pad("区教委", 8) == "区教委  "


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    text = "完成投资“约1200.5万元”为约数，已按 1200.5 万元计入，请填准确数。minsheng collect 2025-04 —— 完。" * 3
    lines = wrap(text, 40)
    assert all(width(line) <= 42 for line in lines)  # closing punctuation may hang over by one character
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。、；：）”" for line in lines)


def test_what_comes_from_outside_cannot_drive_the_terminal() -> None:
    assert harmless("a\x1b[31mb\u202ec\rd\n") == "a·[31mb·c·d\n"


def test_a_piped_table_is_plain_and_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().table(("单位", "数"), [("区教委", "1"), ("区住房城乡建委", "12")], right=(1,))
    assert capsys.readouterr().out == "单位            数\n区教委           1\n区住房城乡建委  12\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_table_on_a_terminal_fits_eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(LINE))
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    Screen().table(("单位", "说明"), [("区教委", "很长的说明" * 20), ("[red]x", "\x1b[31m")])
    lines = re.sub(r"\x1b\[\d+m", "", terminal.getvalue()).splitlines()  # bold is no colour: it stays
    assert all(width(line) <= LINE for line in lines)
    assert "[red]x" in terminal.getvalue()  # not read as Rich markup
    assert "\x1b[31m" not in terminal.getvalue()
