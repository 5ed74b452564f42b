"""The process behind the wall: files on standard input, what they hold on standard output, nothing else.

The worst a file can do is end it. Before the first file it gives up what a reader never needs: memory and open files
beyond the limits, writing, other processes and, where Linux supports it, every file outside Python's own library and
all but a few system calls. On Windows the program that starts it puts it into a job with limits.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng_cli import kept_patterns
from minsheng_cli.errors import FormElsewhere, FormNotFound, SubmissionError, TooLarge, Unreadable
from minsheng_cli.form.reading.parse import parse
from minsheng_cli.form.reading.reply import replies
from minsheng_cli.form_spec import OFFICIAL, form_from_plain
from minsheng_cli.model import Submission
from minsheng_cli.nouns import plain, replace
from minsheng_cli.readers.grids import ELSEWHERE, grids_of, open_grids
from minsheng_cli.readers.kinds import opened
from minsheng_cli.wall import frames
from minsheng_cli.wall.limits import CPU_LIMIT, HANDLES, MEMORY_LIMIT
from minsheng_cli.wall.opened import Opened, unusable

if TYPE_CHECKING:
    from typing import IO, Literal

    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import ParsedReturn
    from minsheng_cli.readers.grids import Workbook
    from minsheng_cli.readers.kinds import Kind


def main(patterns: str = "") -> None:
    """Answer one request after another until there are no more; ``patterns``: where those compiled before are kept."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not speak in our name
    if patterns:
        kept_patterns.take(patterns, _load_everything)
    gc.freeze()  # what is loaded stays; what a file leaves behind is looked for seldom
    gc.set_threshold(50_000)
    gc.enable()
    frames.send(answers, {"ready": str(Path(__file__).parent), "held": limit_process()})
    while (request := frames.receive(sys.stdin.buffer)) is not None:
        _limit_file()
        words, data = frames.words(request[0]), request[1]
        if words["do"] == "unpack":
            _unpack(answers, words, data)
        elif words["do"] == "cells":
            frames.send(answers, _cells(data))
        elif words["do"] == "page":
            frames.send(answers, _page(data))
        else:
            _answer(answers, _read(data, words.get("form")))


def _answer(answers: IO[bytes], opened: Opened) -> None:
    """Send what a file holds; a small file may hold the same long text in every cell."""
    try:
        frames.send(answers, opened)
    except (ValueError, MemoryError):  # before a byte of it was written
        frames.send(answers, unusable(TooLarge(why="文字过多"), opened.kind))


def _read(data: bytes, columns: list[dict[str, Any]] | None) -> Opened:
    """Return what a file holds; a gap in one of our readers must not look like a broken machine.

    ``columns``: the form, where the list has columns of its own.
    """
    form = OFFICIAL if columns is None else form_from_plain(columns)
    kind: Kind | Literal[""] = ""
    try:
        kind, package = opened(data)
        book = grids_of(data, kind, package)
        answered = replies(book.grids)
        grids = tuple(grid for grid in book.grids if not answered or not replies((grid,)))
        try:
            tables = _tables(replace(book, grids=grids), form)
        except (FormNotFound, FormElsewhere):
            if not answered:
                raise
            tables = ()
        return Opened(tables, kind, book.modified, book.notes, replies=answered)
    except SubmissionError as error:
        return unusable(error, kind)
    except MemoryError:
        return unusable(TooLarge(why="读取所需内存过多"), kind)
    except Exception:  # noqa: BLE001 - whatever a hostile file made our code trip over
        return unusable(Unreadable(why="内容残缺或写法有误"), kind)


def _tables(book: Workbook, form: Form) -> tuple[ParsedReturn, ...]:
    """Return a file's tables. Raises FormElsewhere when there are none and it has places that nobody reads."""
    try:
        return parse(book.grids, form)
    except FormNotFound:
        for where in book.elsewhere:
            place, remedy = ELSEWHERE[where]
            raise FormElsewhere(place=place, remedy=remedy) from None
        raise


def _cells(data: bytes) -> dict[str, Any]:
    """Return the plain texts of the first visible sheet, or why there are none."""
    try:
        grid = next(g for g in open_grids(data).grids if not g.hidden)
    except Exception:  # noqa: BLE001 - as above
        return {"cells": []}
    return {"cells": [[row, col, cell.text] for (row, col), cell in sorted(grid.cells.items())]}


def _page(data: bytes) -> dict[str, Any]:
    """Return a document's texts with where they stand, or why there are none."""
    from minsheng_cli.readers.pages import open_page  # noqa: PLC0415 - 5 ms: only a list, never a return

    try:
        page = open_page(data)
    except SubmissionError as error:
        return plain(unusable(error)) | {"cells": []}
    except MemoryError:
        return plain(unusable(TooLarge(why="读取所需内存过多"))) | {"cells": []}
    except Exception:  # noqa: BLE001 - as above
        return plain(unusable(Unreadable(why="内容残缺或写法有误"))) | {"cells": []}
    return {
        "failure": "",
        "cells": [[row, col, text] for (row, col), text in sorted(page.cells.items())],
        "struck": page.struck,
        "without_value": page.without_value,
        "merges": page.merges,
        "bands": page.bands,
        "notes": page.notes,
    }


def _unpack(answers: IO[bytes], words: dict[str, Any], data: bytes) -> None:
    """Send the file and everything in it, then the names left aside."""
    from minsheng_cli.intake.unpack import unpack  # noqa: PLC0415 - 5 ms: only where something holds others

    about = {key: words[key] for key in ("name", "received_at", "received_from", "sender")}
    found, ignored = unpack(Submission(data=data, sha256="", **about))
    for place, item in enumerate(found):
        said = {"name": item.name, "received_at": item.received_at, "received_from": item.received_from}
        frames.send(answers, {**said, "sender": item.sender, "holds": item.holds}, item.data if place else b"")
    frames.send(answers, {"ignored": ignored})


def limit_process() -> list[str]:
    """Limit this process for good; return the names of the limits that are in force, [] on Windows.

    ``numbers``: memory, open files, written bytes and processes · ``files``: nothing outside Python's library can be
    opened · ``calls``: no system call but those on the list in ``system_calls``.
    """
    if sys.platform == "win32":
        return []
    import resource  # noqa: PLC0415 - not on Windows

    for what, most in (
        (resource.RLIMIT_AS, MEMORY_LIMIT),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, HANDLES),
        (resource.RLIMIT_NPROC, 0),  # counts for everyone but root
    ):
        most_of_all = resource.getrlimit(what)[1]
        most = most if most_of_all == resource.RLIM_INFINITY else min(most, most_of_all)  # noqa: PLW2901
        resource.setrlimit(what, (most, most))
    held = ["numbers"]
    if sys.platform == "linux":
        from minsheng_cli.wall import landlock, system_calls  # noqa: PLC0415 - only on Linux

        closed = landlock.restrict(sys.path)
        if not closed:
            _load_everything()
        if system_calls.restrict(opening=closed):
            held += ["files", "calls"]
        elif closed:
            held.append("files")
    return held


def _load_everything() -> None:
    """Load whatever a file may call for, so that no file need be opened from now on, not even a library's."""
    import encodings  # noqa: PLC0415 - only where the system cannot tell files apart: loaded before the door is shut
    from importlib import import_module  # noqa: PLC0415 - as above
    from pkgutil import iter_modules  # noqa: PLC0415 - as above

    from minsheng_cli import intake, readers  # noqa: PLC0415 - as above
    from minsheng_cli.form import reading  # noqa: PLC0415 - as above

    for package in (encodings, reading, intake, readers):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            with suppress(ImportError):  # those of other systems
                import_module(module.name)
    for name in _LATE:
        import_module(name)


_LATE = (
    "email.errors", "email.generator", "email.header", "email.parser", "email.policy", "email.utils", "html",
    "html.parser", "pyexpat", "stringprep", "unicodedata", "xlrd", "zlib", "_strptime",
)  # fmt: skip


def _limit_file() -> None:
    """Allow so much computing time from now on."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    used = resource.getrusage(resource.RUSAGE_SELF)
    most = ceil(used.ru_utime + used.ru_stime) + CPU_LIMIT
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
