"""The front door: what has been typed is answered, and errors become sentences and exit codes.

The plainest words are answered without Typer, whose loading and preparing takes 85 ms of computing: ``minsheng``,
``--help`` and ``status``, which are asked many times a day and do less themselves; ``generate``, ``collect`` and
``report`` with nothing but a month. Every other word, and every option, is Typer's to understand.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from minsheng_cli import patterns
from minsheng_cli.cli.screen import Screen, complain, prepare, speak_utf8_to_the_disk
from minsheng_cli.cli.session import CLEAN, ENVIRONMENT, OUTSTANDING, USAGE
from minsheng_cli.errors import MinshengError, remedy_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.patterns import Made, Written


def main() -> NoReturn:
    """Run the command line and leave with its exit code; the only place that turns errors into sentences."""
    speak_utf8_to_the_disk()
    prepare()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # nobody else's code looks at what units wrote
    patterns.remember(_patterns)
    gc.set_threshold(200_000)  # nearly all a command makes it keeps: looking for garbage once finds none, in 18 ms
    try:
        code = _answered(sys.argv[1:])
        if code is None:
            code = _by_typer(None)
    except MinshengError as error:
        code = _refused(error.exit_code, error.code, str(error), error.remedy)
    except KeyboardInterrupt:
        code = _refused(130, "interrupted", "已中断；已写好的文件都是完整的，请再运行一次本命令。")
    except BrokenPipeError:  # whoever read our output has seen enough: `minsheng | head`; Typer's commands end so, too
        code = OUTSTANDING
    except UnicodeEncodeError:
        code = _refused(
            ENVIRONMENT, "locale", "本机的语言环境不支持中文文件名，请先执行 export LANG=zh_CN.UTF-8 再运行。"
        )
    except Exception as error:  # noqa: BLE001 - the clerk gets a sentence whatever happens
        # Typer's usage errors share a base that it does not export; anything else is a bug.
        if hasattr(error, "format_message"):
            from minsheng_cli.cli.help import usage_error  # noqa: PLC0415 - only with Typer, which is loaded then

            code = _refused(USAGE, "usage", usage_error(error))
        else:
            import traceback  # noqa: PLC0415 - 3 ms of every command; only when all is lost

            traceback.print_exception(error)
            sentence = "程序内部出错，已写好的文件都是完整的。请把以上内容和所用的文件发给维护人员。"
            code = _refused(ENVIRONMENT, "internal", sentence)
    _leave(code or CLEAN)


def _patterns() -> dict[Written, Made]:
    """Return what earlier commands compiled patterns into."""
    from minsheng_cli import kept_patterns  # noqa: PLC0415 - `--help` uses none

    return kept_patterns.read(kept_patterns.place("commands"))


def _by_typer(words: list[str] | None) -> int | None:
    """Run a command by its words (None: what was typed), whatever they are."""
    from minsheng_cli.cli.app import run  # noqa: PLC0415 - 85 ms: see above

    return run(words)


def _answered(words: Sequence[str]) -> int | None:
    """Give one of the plainest answers and return the exit code; None for all that Typer has to understand."""
    if "_MINSHENG_COMPLETE" in os.environ:  # a shell asks Typer what may come next
        return None
    match words:
        case ["--help"]:
            from minsheng_cli.cli.pages import first_page  # noqa: PLC0415 - 3 ms, and only here

            print(first_page())  # noqa: T201 - whole, whatever the terminal's height
            return CLEAN
        case []:
            from minsheng_cli.cli.status import overview  # noqa: PLC0415 - 20 ms: `--help` shows no workspace

            return overview(None, _by_typer)
        case [("status" | "generate" | "collect" | "report") as what, *month] if _plain(month):
            return _of_a_month(what, *month)
    return None


def _plain(month: Sequence[str]) -> bool:
    return len(month) <= 1 and not any(word.startswith("-") for word in month)


def _of_a_month(what: str, month: str | None = None) -> int:
    if what == "status":
        from minsheng_cli.cli.status import status  # noqa: PLC0415 - as above

        return status(month)
    from minsheng_cli.cli import collecting  # noqa: PLC0415 - as above

    if what == "generate":
        return collecting.generate(month)
    return collecting.collect(month) if what == "collect" else collecting.report(month)


def _refused(exit_code: int, kind: str, sentence: str, remedy: str = "") -> int:
    """Tell why a command did nothing, as a sentence and, where ``--json`` was asked for, as a document.

    A command that has put out its own document keeps it, whatever ended it afterwards. Return the exit code.
    """
    complain(sentence)
    if "--json" in sys.argv[1:] and not Screen.emitted:
        remedy = remedy or remedy_in(sentence) or "请按提示处理后，再运行一次本命令。"
        Screen(as_json=True).emit({"error": {"code": kind, "message": sentence, "remedy": remedy}})
    return exit_code


def _leave(code: int) -> NoReturn:
    """End the process at once: all files are closed and on disk, and Python's own tear-down would take 25 ms more."""
    if patterns.made() is not None:
        from minsheng_cli import kept_patterns  # noqa: PLC0415 - only when a pattern is used for the first time

        kept_patterns.keep(kept_patterns.place("commands"))
    with suppress(OSError):  # whoever read our output is gone: `minsheng status | head`
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)
