"""What the clerk's terminal gets."""

import io
import re
import sys

import pytest
from rich.cells import cell_len

from minsheng_cli.cli.screen import LINE, Screen, harmless, pad


def test_a_text_is_filled_up_to_the_columns_it_takes() -> None:
    assert pad("区教委", 8) == "区教委  "


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
    assert all(cell_len(line) <= LINE for line in lines)
    assert "[red]x" in terminal.getvalue()  # not read as Rich markup
    assert "\x1b[31m" not in terminal.getvalue()
