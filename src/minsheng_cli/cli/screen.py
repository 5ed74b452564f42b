"""What the clerk sees: tables, sentences, progress. Rich is loaded only for a progress bar.

Piped output is plain, aligned text without colour, so that it can be read in any editor and costs no start-up time.
"""

from __future__ import annotations

import json
import os
import sys
import time
import unicodedata
from typing import TYPE_CHECKING, ClassVar, TextIO

from minsheng_cli.errors import SetupError
from minsheng_cli.text.fold import half_width
from minsheng_cli.text.lines import width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.progress import Progress

    Cells = Sequence[str]


LINE = 80
"""The widest line, in terminal columns, where no terminal says how wide it is."""
NARROWEST, WIDEST = 40, 100
"""Lines on a terminal are as wide as it is, within these columns: longer ones are hard to read."""
_POINT = "  · "  # before an item of a list
PASSWORD = "MINSHENG_MAIL_PASSWORD"  # noqa: S105 - the name of the variable that may hold it


def speak_utf8_to_the_disk() -> None:
    """Begin again with names of files in UTF-8 where the system's locale is GBK and the like.

    Otherwise what lies there under UTF-8 names would not be found, and a whole archive be called missing. Nothing
    happens where the names are in UTF-8 already, as on Windows, nor against the user's explicit PYTHONUTF8=0.
    """
    there = sys.getfilesystemencoding()
    if there == "utf-8" or os.environ.get("PYTHONUTF8") == "0":
        return
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": there}  # the terminal stays as it is
    arguments = [a.encode("utf-8", "surrogateescape") for a in sys.orig_argv]
    os.execve(sys.executable, arguments, environment)  # noqa: S606 - this very program


def prepare() -> None:
    """Make both streams able to carry Chinese wherever they go; never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A pipe on Windows speaks the local code page unless told otherwise; a console speaks Unicode anyway.
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    if sys.platform == "win32":
        _let_consoles_show_styles()


def _let_consoles_show_styles() -> None:
    """Have a Windows console take bold and colours for what they are; one that cannot is told to be without them."""
    if sys.platform == "win32":
        from ctypes import windll  # noqa: PLC0415 - there only

        for number, stream in ((-11, sys.stdout), (-12, sys.stderr)):
            handle = windll.kernel32.GetStdHandle(number)
            if stream.isatty() and not windll.kernel32.SetConsoleMode(handle, 7):
                os.environ["TERM"] = "dumb"


def pad(text: str, columns: int) -> str:
    """Fill a text with spaces up to so many terminal columns."""
    return text + " " * (columns - width(text))


def harmless(text: str) -> str:
    """Replace what could move the cursor or reverse the writing: file names and cells come from outside."""
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else "·" for c in text
    )


class Screen:
    """Where human text goes: standard output, or standard error when standard output carries JSON.

    On a terminal a long list waits at each full page; ``paged=False`` for what goes on working while it prints.
    """

    emitted: ClassVar[bool] = False  # whether this process has put out its JSON document

    def __init__(self, *, as_json: bool = False, paged: bool = True) -> None:
        """With ``as_json``, standard output is left to one JSON document."""
        self.as_json = as_json
        self.stream: TextIO = sys.stderr if as_json else sys.stdout
        self.line, self._rows = LINE, 0
        if self.stream.isatty():
            size = _size(self.stream)
            self.line = min(max(size.columns, NARROWEST), WIDEST)
            self._rows = size.lines if paged and not as_json and sys.stdin.isatty() else 0
        self._shown = 0  # rows since the last page
        self._over = False  # the clerk has seen enough

    def say(self, text: str = "") -> None:
        """Print one line (or paragraph) as it is; on a terminal, one too long for it ends between words.

        Not a line that is a command: whoever copies it from the screen must get it in one piece.
        """
        for line in harmless(text).split("\n"):
            whole = not self.stream.isatty() or width(line) <= self.line or line.lstrip(" >").startswith("minsheng ")
            for part in [line] if whole else wrap(line, self.line):
                self._put(part)

    def paragraph(self, text: str) -> None:
        """Print sentences, wrapped."""
        for line in wrap(harmless(text), self.line):
            self._put(line)

    def bullet(self, text: str) -> None:
        """Print one item of a list, wrapped and indented."""
        first, *rest = wrap(harmless(text), self.line - width(_POINT)) or [""]
        for line in (_POINT + first, *("    " + line for line in rest)):
            self._put(line)

    def heading(self, text: str) -> None:
        """Print a heading."""
        text = harmless(text)
        self._put(text, _styled(self.stream, text, "1"))

    def _put(self, line: str, styled: str | None = None) -> None:
        """Print one line, ``styled`` in its place when given; a full page waits for the return key."""
        rows = max(-(-width(line) // self.line), 1)
        if self._rows and not self._over and self._shown + rows >= self._rows:
            prompt = "—— 按回车键看下一页，输入 q 再按回车键不再往下看 ——"
            print(prompt, end="", file=self.stream, flush=True)
            self._over = half_width(sys.stdin.readline()).strip().lower() == "q"
            self._shown = 0
        if not self._over:
            self._shown += rows
            print(line if styled is None else styled, file=self.stream)

    def emit(self, document: object) -> None:
        """Print the one JSON document, in UTF-8 whatever the terminal thinks."""
        if self.as_json:
            Screen.emitted = True
            text = json.dumps(document, ensure_ascii=False, indent=1)
            sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
            sys.stdout.buffer.flush()

    def table(self, columns: Cells, rows: Sequence[Cells], *, right: Sequence[int] = ()) -> None:
        """Print a table; ``right`` are the indexes of right-aligned columns. No terminal's edge breaks its last one."""
        if self.stream.isatty():
            rows = self._folded(columns, rows)
        widths = [max(width(harmless(row[i])) for row in (columns, *rows)) for i in range(len(columns))]
        for number, row in enumerate((columns, *rows)):
            plain = [harmless(cell) for cell in row]
            room = [" " * (widths[i] - width(cell)) for i, cell in enumerate(plain)]
            styled = [_styled(self.stream, cell, _STYLES.get(cell, "") if number else "1") for cell in plain]
            lines = (
                "  ".join(
                    gap + cell if i in right else cell + gap for i, (cell, gap) in enumerate(zip(c, room, strict=True))
                )
                for c in (plain, styled)
            )
            self._put(*(line.rstrip() for line in lines))

    def fitted(self, columns: Cells, rows: Sequence[Cells]) -> None:
        """Print a table whose last column comes from people: it is folded wherever it is printed."""
        self.table(columns, self._folded(columns, rows))

    def _folded(self, columns: Cells, rows: Sequence[Cells]) -> list[Cells]:
        """Return the rows with what is too long in the last column on lines of its own."""
        room = self.line - sum(max(width(row[i]) for row in (columns, *rows)) + 2 for i in range(len(columns) - 1))
        folded: list[Cells] = []
        for *head, last in rows:
            first, *more = wrap(harmless(last), max(room, 12)) or [""]
            folded.append((*head, first))
            folded += [(*("" for _ in head), line) for line in more]
        return folded

    @property
    def watched(self) -> bool:
        """Whether a person sits at a terminal, reads what is printed and can answer."""
        return not self.as_json and sys.stdin.isatty() and self.stream.isatty()

    def asks(self, question: str) -> bool:
        """Ask a yes-or-no question; SetupError when nobody is there to answer it."""
        if not sys.stdin.isatty():
            raise SetupError("现在没有人可以确认；确定要办的，请加 --yes 再运行一次。")
        print(f"{question}（是/否）：", end="", file=self.stream, flush=True)
        self._shown, self._over = 0, False
        return sys.stdin.readline().strip().lower() in ("是", "y", "yes")

    def chooses(self, count: int) -> int | None:
        """Ask for a number from 1 to ``count``; None when nobody is there, or nothing was chosen."""
        if not self.watched:
            return None
        while True:
            print("输入序号运行，直接按回车键结束：", end="", file=self.stream, flush=True)
            typed = half_width(sys.stdin.readline()).strip()
            if not typed:
                return None
            if typed.isdecimal() and 1 <= int(typed) <= count:
                return int(typed)
            self.say(f"请输入 1 到 {count} 的序号；要输入别的命令，先直接按回车键结束。")

    def password(self) -> str:
        """Return a password typed in unseen; SetupError when nobody can type."""
        if not sys.stdin.isatty():
            raise SetupError(f"没有邮箱密码：请设环境变量 {PASSWORD}，或在命令行窗口里直接运行后输入。")
        from getpass import getpass  # noqa: PLC0415 - 1 ms; only when a password is asked for

        try:
            return getpass("邮箱密码或授权码（输入时不显示）：", self.stream)
        except EOFError:
            raise SetupError("没有输入密码，未作任何操作。") from None

    def progress(self, what: str) -> Callable[[int, int], None]:
        """Return a function (done, total) that shows a bar once the work has lasted over a second."""
        bar: Progress | None = None
        task = None
        started, watched = time.monotonic(), sys.stderr.isatty()

        def tell(done: int, total: int) -> None:
            nonlocal bar, task
            if bar is None:
                if not watched or time.monotonic() - started < 1 or done >= total:
                    return
                bar, task = _bar(what, total)
            if task is not None:
                bar.update(task, completed=done, total=total)
            if done >= total:
                bar.stop()

        return tell


def _named(variable: str, default: int) -> int:
    said = os.environ.get(variable, "")
    return int(said) if said.isascii() and said.isdigit() and int(said) else default


def _size(stream: TextIO) -> os.terminal_size:
    """Return a terminal's size; rows are 0 where it does not say. What stands in LINES may be long out of date."""
    try:
        size = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):  # none of the system's
        return os.terminal_size((_named("COLUMNS", LINE), _named("LINES", 0)))
    return os.terminal_size((size.columns or LINE, size.lines))


_GREEN, _YELLOW, _RED = "32", "33", "31"
_STYLES = {
    "已报": _GREEN,
    "待核": _YELLOW,
    "未报": _RED,
    "不能采用": _RED,
    "需人工录入": _YELLOW,
    "迟报": _YELLOW,
}
"""Colours (ECMA-48, SGR) of the words that tell where a unit stands."""


def _styled(stream: TextIO, text: str, style: str) -> str:
    """Return a text as a terminal shows it in a style; bold ("1") is no colour."""
    plain = os.environ.get("TERM") == "dumb" or (style != "1" and os.environ.get("NO_COLOR"))
    if plain or not (style and text and stream.isatty()):
        return text
    return f"\x1b[{style}m{text}\x1b[0m"


def _bar(what: str, total: int):  # type: ignore[no-untyped-def]  # noqa: ANN202 - Rich's TaskID is a NewType of int
    from rich.console import Console  # noqa: PLC0415 - 30 ms, only when a person is looking
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - 45 ms, only for work that lasts

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    bar.start()
    return bar, bar.add_task(what, total=total)


def complain(message: str) -> None:
    """Print one red sentence on standard error; on a terminal no word is broken at its edge."""
    message = harmless(message)
    if sys.stderr.isatty():
        message = "\n".join(wrap(message, max(_size(sys.stderr).columns, NARROWEST)))
    print(_styled(sys.stderr, message, _RED), file=sys.stderr)  # noqa: T201
