"""What the clerk sees: tables, sentences, progress. Rich is loaded only when a person is looking.

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
"""The widest line, in terminal columns."""
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


def pad(text: str, columns: int) -> str:
    """Fill a text with spaces up to so many terminal columns."""
    return text + " " * (columns - width(text))


def harmless(text: str) -> str:
    """Replace what could move the cursor or reverse the writing: file names and cells come from outside."""
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else "·" for c in text
    )


class Screen:
    """Where human text goes: standard output, or standard error when standard output carries JSON."""

    emitted: ClassVar[bool] = False  # whether this process has put out its JSON document

    def __init__(self, *, as_json: bool = False) -> None:
        """With ``as_json``, standard output is left to one JSON document."""
        self.as_json = as_json
        self.stream: TextIO = sys.stderr if as_json else sys.stdout

    def say(self, text: str = "") -> None:
        """Print one line (or paragraph) as it is."""
        print(harmless(text), file=self.stream)

    def paragraph(self, text: str) -> None:
        """Print sentences, wrapped."""
        print(*wrap(harmless(text), LINE), sep="\n", file=self.stream)

    def bullet(self, text: str) -> None:
        """Print one item of a list, wrapped and indented."""
        first, *rest = wrap(harmless(text), LINE - width(_POINT)) or [""]
        print(_POINT + first, *("    " + line for line in rest), sep="\n", file=self.stream)

    def heading(self, text: str) -> None:
        """Print a heading."""
        text = harmless(text)
        print(f"\x1b[1m{text}\x1b[0m" if self.stream.isatty() else text, file=self.stream)

    def emit(self, document: object) -> None:
        """Print the one JSON document, in UTF-8 whatever the terminal thinks."""
        if self.as_json:
            Screen.emitted = True
            text = json.dumps(document, ensure_ascii=False, indent=1)
            sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
            sys.stdout.buffer.flush()

    def table(self, columns: Cells, rows: Sequence[Cells], *, right: Sequence[int] = ()) -> None:
        """Print a table at most 80 columns wide; ``right`` are the indexes of right-aligned columns."""
        if self.stream.isatty():
            self._rich_table(columns, rows, right)
            return
        widths = [max(width(row[i]) for row in (columns, *rows)) for i in range(len(columns))]
        for row in (columns, *rows):
            cells = [
                " " * (widths[i] - width(cell)) + cell if i in right else pad(cell, widths[i])
                for i, cell in enumerate(row)
            ]
            self.say("  ".join(cells).rstrip())

    def fitted(self, columns: Cells, rows: Sequence[Cells]) -> None:
        """Print a table whose last column comes from people: it is folded so that no line is wider than 80 columns."""
        room = LINE - sum(max(width(row[i]) for row in (columns, *rows)) + 2 for i in range(len(columns) - 1))
        folded: list[Cells] = []
        for *head, last in rows:
            first, *more = wrap(harmless(last), max(room, 16)) or [""]
            folded.append((*head, first))
            folded += [(*("" for _ in head), line) for line in more]
        self.table(columns, folded)

    def _rich_table(self, columns: Cells, rows: Sequence[Cells], right: Sequence[int]) -> None:
        from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - as below
        from rich.console import Console  # noqa: PLC0415 - 30 ms, only when a person is looking
        from rich.table import Table  # noqa: PLC0415 - as above
        from rich.text import Text  # noqa: PLC0415 - as above

        console = Console(file=self.stream, highlight=False)
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for i, name in enumerate(columns):
            table.add_column(name, justify="right" if i in right else "left", overflow="fold")
        for row in rows:
            # Text, not str: what units wrote must not be read as Rich markup.
            table.add_row(*(Text(harmless(cell), style=_STYLES.get(cell, "")) for cell in row))
        console.print(table)

    def asks(self, question: str) -> bool:
        """Ask a yes-or-no question; SetupError when nobody is there to answer it."""
        if not sys.stdin.isatty():
            raise SetupError("现在没有人可以确认；确定要办的，请加 --yes 再运行一次。")
        print(f"{question}（是/否）：", end="", file=self.stream, flush=True)
        return sys.stdin.readline().strip().lower() in ("是", "y", "yes")

    def chooses(self, count: int) -> int | None:
        """Ask for a number from 1 to ``count``; None when nobody is there, or nothing was chosen."""
        if self.as_json or not (sys.stdin.isatty() and self.stream.isatty()):
            return None
        while True:
            print("输入序号运行，直接按回车键结束：", end="", file=self.stream, flush=True)
            typed = half_width(sys.stdin.readline()).strip()
            if not typed:
                return None
            if typed.isdecimal() and 1 <= int(typed) <= count:
                return int(typed)

    def password(self) -> str:
        """Return a password: from the environment, else typed in unseen; SetupError when nobody can type."""
        given = os.environ.get(PASSWORD)
        if given:
            return given
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
        started = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal bar, task
            if bar is None:
                if not sys.stderr.isatty() or time.monotonic() - started < 1 or done >= total:
                    return
                bar, task = _bar(what, total)
            if task is not None:
                bar.update(task, completed=done, total=total)
            if done >= total:
                bar.stop()

        return tell


_STYLES = {
    "已报": "green",
    "待核": "yellow",
    "未报": "red",
    "不能采用": "red",
    "需人工录入": "yellow",
    "迟报": "yellow",
}


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
    """Print one red sentence on standard error."""
    print(f"\x1b[31m{message}\x1b[0m" if sys.stderr.isatty() else message, file=sys.stderr)  # noqa: T201
