"""The side of the wall that asks: workers are started, given one file after another, ended, and replaced."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import deque
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import IO, TYPE_CHECKING, Any, Self, TypeVar

from minsheng_cli.errors import SubmissionError, TooLarge, Unreadable
from minsheng_cli.form_spec import OFFICIAL
from minsheng_cli.wall import frames
from minsheng_cli.wall.opened import Opened, Page, from_worker, refusal, refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import Submission

TIME_LIMIT = 9.0 if sys.platform == "win32" else 30.0
"""Seconds for one file. Where the system counts computing time, the worker's own limit on that strikes first, and a
busy machine, on which every file takes longer, is not held against the file."""
MANY = 40  # files for which a second process pays
PROGRAM = ("-I", "-m", "minsheng_cli.wall.worker")
T = TypeVar("T")
_Message = tuple[dict[str, Any], bytes]


class Readers:
    """The worker processes of one command. Use as a context manager: none outlives it."""

    def __init__(self) -> None:
        """Start the first worker; it gets ready while the command does."""
        self.workers = [_Worker()]

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.end()

    def unpack(self, item: Submission) -> tuple[tuple[Submission, ...], tuple[str, ...]]:
        """Return a received file with everything in it, and the names left aside; itself when it cannot be opened."""
        about = {"name": item.name, "received_at": item.received_at, "received_from": item.received_from}
        worker = self.workers[0]
        worker.ask({"do": "unpack", **about, "sender": item.sender}, item.data)
        try:
            return worker.members(item)
        except SubmissionError:
            return (item,), ()

    def cells(self, data: bytes) -> tuple[tuple[int, int, str], ...]:
        """Return (row, column, text) of a workbook's first visible sheet; () when it cannot be read."""
        worker = self.workers[0]
        worker.ask({"do": "cells"}, data)
        try:
            return tuple((int(row), int(col), str(text)) for row, col, text in worker.words()["cells"])
        except (SubmissionError, ValueError, KeyError, TypeError):
            return ()

    def page(self, data: bytes) -> Page:
        """Return a document's texts with where they stand. Raises SubmissionError when it cannot be read."""
        worker = self.workers[0]
        worker.ask({"do": "page"}, data)
        try:
            said = worker.words()
            failed = refusal(str(said["failure"]), said.get("facts", {}))
            if failed is not None:
                raise failed
            return Page(
                {(int(row), int(col)): str(text) for row, col, text in said["cells"]},
                tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in said["merges"]),
                tuple((int(row), str(name), int(number)) for row, name, number in said["bands"]),
                tuple(sorted({int(row) for row in said["struck"]})),
                tuple(map(str, said["notes"])),
                tuple((int(row), int(col)) for row, col in said["without_value"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unreadable(why="读取时程序异常中止") from error

    def read(self, files: Iterable[tuple[T, bytes]], total: int, form: Form = OFFICIAL) -> Iterator[tuple[T, Opened]]:
        """Yield what each file holds, in order; ``files`` is consumed as workers become free.

        ``form``: the columns of the list by which the files are read.
        """
        words: dict[str, Any] = {"do": "read"} if form == OFFICIAL else {"do": "read", "form": form.as_plain()}
        if total >= MANY:
            self.workers += [_Worker() for _ in range(min(os.cpu_count() or 1, 4) - len(self.workers))]
        left = iter(files)
        asked: deque[tuple[T, _Worker]] = deque()

        def hand_next(worker: _Worker) -> None:
            for token, data in islice(left, 1):
                worker.ask(words, data)
                asked.append((token, worker))

        for worker in self.workers:
            hand_next(worker)
        while asked:
            token, worker = asked.popleft()
            opened = worker.answer()
            hand_next(worker)  # it goes on while this one is judged
            yield token, opened


class _Worker:
    """One worker process and the file it has in hand."""

    def __init__(self) -> None:
        self._deadline = 0.0
        self._late = False
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, *PROGRAM],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        self._questions: SimpleQueue[_Message | None] = SimpleQueue()
        self._answers: SimpleQueue[_Message | ValueError | None] = SimpleQueue()
        # Neither may wait on a pipe: a worker that does not listen must not hold up the command, and one that is ready
        # must not stand with its answer half said until its turn comes, and be taken for a slow one.
        self._threads = (
            Thread(target=_hand_over, args=(_pipe(self.process.stdin), self._questions), daemon=True),
            Thread(target=_listen, args=(_pipe(self.process.stdout), self._answers), daemon=True),
        )
        for thread in self._threads:
            thread.start()

    def ask(self, words: dict[str, Any], data: bytes) -> None:
        """Hand over a file."""
        if self.process.poll() is not None:
            self._reap()
            self._start()
        self._late = False
        self._deadline = monotonic() + TIME_LIMIT
        self._questions.put((words, data))

    def answer(self) -> Opened:
        """Return what the file in hand holds; whatever the worker dies of is the file's fault."""
        try:
            said, _ = self._next()
            opened = from_worker(said)
        except SubmissionError as error:
            opened = refused(error)
        except ValueError:
            self._kill()
            opened = refused(Unreadable(why="读取时程序异常中止"))
        self._done()
        return opened

    def words(self) -> dict[str, Any]:
        """Return the plain answer on the file in hand. Raises SubmissionError, ValueError."""
        try:
            return self._next()[0]
        finally:
            self._done()

    def members(self, item: Submission) -> tuple[tuple[Submission, ...], tuple[str, ...]]:
        """Return what lies in the file in hand, the file itself first. Raises SubmissionError."""
        found: list[Submission] = []
        try:
            while True:
                said, data = self._next()
                if "ignored" in said:
                    return (tuple(found), tuple(map(str, said["ignored"]))) if found else ((item,), ())
                about: dict[str, Any] = {
                    key: str(said[key]) for key in ("name", "received_at", "received_from", "sender")
                }
                if found:
                    found.append(
                        replace(
                            item, **about, data=data, sha256=hashlib.sha256(data).hexdigest(), holds=bool(said["holds"])
                        )
                    )
                else:
                    found.append(replace(item, **about, holds=bool(said["holds"])))
                if monotonic() > self._deadline:  # there is no end to what it says
                    self._kill()
                    raise TooLarge(why="读取时间过长")
        except (ValueError, KeyError, TypeError) as error:
            self._kill()
            raise Unreadable(why="读取时程序异常中止") from error
        finally:
            self._done()

    def end(self) -> None:
        """Let the process go; it may still be at work."""
        self._kill()
        self._reap()

    def _next(self) -> _Message:
        """Return what the worker says next: once its time is up, only if it has been said already."""
        try:
            said = self._answers.get(timeout=max(0.0, self._deadline - monotonic()))
        except Empty:
            self._kill()
            said = None
        if isinstance(said, ValueError):
            raise said
        if said is not None:
            return said
        code = self.process.wait()
        if self._late or code == -_SIGXCPU:
            raise TooLarge(why="读取时间过长")
        raise Unreadable(why="读取时程序异常中止")

    def _kill(self) -> None:
        self._late = True
        with suppress(OSError):
            self.process.kill()

    def _done(self) -> None:
        if self._late:  # a process on its way out must not be handed the next file, which would be blamed
            self.process.wait()

    def _reap(self) -> None:
        self.process.wait()
        self._questions.put(None)
        for thread in self._threads:
            thread.join()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                _pipe(stream).close()


def _hand_over(stream: IO[bytes], questions: SimpleQueue[_Message | None]) -> None:
    while (question := questions.get()) is not None:
        with suppress(OSError):  # it died: the answer says so
            frames.send(stream, *question)


def _listen(stream: IO[bytes], answers: SimpleQueue[_Message | ValueError | None]) -> None:
    try:
        while (said := frames.receive(stream)) is not None:
            answers.put(said)
        answers.put(None)
    except ValueError as error:
        answers.put(error)
    except OSError:
        answers.put(None)


_SIGXCPU = 24  # the number on Linux; there is none on Windows


def _pipe(stream: Any) -> Any:  # noqa: ANN401 - both were asked for as pipes
    return stream
