"""What the clerk's terminal gets."""

import io
import re
import sys

import pytest

from minsheng_cli.cli.screen import WIDEST, Screen, complain, harmless, pad
from minsheng_cli.text.lines import width


def test_a_text_is_filled_up_to_the_columns_it_takes() -> None:
    assert pad("区教委", 8) == "区教委  "


def test_what_comes_from_outside_cannot_drive_the_terminal() -> None:
    assert harmless("a\x1b[31mb\u202ec\rd\n") == "a·[31mb·c·d\n"


def test_what_a_server_says_cannot_drive_the_terminal_either(capsys: pytest.CaptureFixture[str]) -> None:
    complain("服务器答复：550 \x1b[2Jno\x07")
    assert capsys.readouterr().err == "服务器答复：550 ·[2Jno·\n"


def test_a_piped_table_is_plain_and_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().table(("单位", "数"), [("区教委", "1"), ("区住房城乡建委", "12")], right=(1,))
    assert capsys.readouterr().out == "单位            数\n区教委           1\n区住房城乡建委  12\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def at_terminal(monkeypatch: pytest.MonkeyPatch, columns: int, lines: int, keys: str = "") -> Terminal:
    """Let both streams be a terminal of that size, at which these keys are typed."""
    terminal, keyboard = Terminal(), Terminal(keys)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", str(lines))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "stdin", keyboard)
    return terminal


@pytest.mark.parametrize(("columns", "widest"), [(60, 60), (80, 80), (120, WIDEST)])
def test_a_table_and_a_list_fit_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int, widest: int) -> None:
    terminal = at_terminal(monkeypatch, columns, 0)
    name = "回信：关于报送2025年4月重点民生实事的函.eml › 表格（最终版）.zip › 附件2_区住房城乡建委_2025年4月.xlsx"
    screen = Screen()
    screen.fitted(
        ("编号", "单位", "结果", "收到时间", "文件"), [("21", "区住房城乡建委", "已被替代", "04-19 10:07", name)]
    )
    screen.table(("单位", "说明"), [("区教委", "很长的说明" * 20), ("[red]x", "\x1b[31m")])
    screen.paragraph(name * 3)
    screen.bullet(name * 3)
    shown = re.sub(r"\x1b\[\d+m", "", terminal.getvalue())  # bold is no colour: it stays
    assert max(map(width, shown.splitlines())) in range(widest - 8, widest + 1)
    assert "".join(name.split()) in "".join(re.sub(r"  +", "", line) for line in shown.splitlines()).replace(" ", "")
    assert "[red]x" in shown
    assert "\x1b[31m" not in terminal.getvalue()


def test_a_long_list_waits_at_each_full_page(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = at_terminal(monkeypatch, 80, 10, "\nｑ\n")
    screen = Screen()
    screen.heading("标题")
    for number in range(40):
        screen.say(f"第{number}行")
    pages = terminal.getvalue().split("—— 按回车键看下一页，输入 q 再按回车键不再往下看 ——")
    assert [page.count("\n") for page in pages] == [9, 9, 0]  # with the question, ten rows
    screen.emit({})


@pytest.mark.parametrize("options", [{"as_json": True}, {"paged": False}])
def test_programs_and_long_work_are_not_held_up(monkeypatch: pytest.MonkeyPatch, options: dict[str, bool]) -> None:
    terminal = at_terminal(monkeypatch, 80, 10)
    monkeypatch.setattr(sys, "stderr", terminal)
    screen = Screen(**options)
    for number in range(40):
        screen.say(f"第{number}行")
    assert terminal.getvalue().count("\n") == 40


def test_a_line_too_long_for_the_terminal_ends_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, screen = at_terminal(monkeypatch, 80, 0), Screen()
    path = "汇总表：2025-04/成果/示例区2025年重点民生实事工作目标任务推进落实情况汇总表（2025年4月）.xlsx"
    command = f"  minsheng verify {'0A1B ' * 20}"
    screen.say(path)
    screen.say(command)
    first, second, *rest = terminal.getvalue().splitlines()
    assert width(first) <= 80
    assert (first + second, second[:5]) == (path, "（2025")  # a terminal of 80 columns would part 202 and 5
    assert rest == [command]
