"""The command's side of the wall: starts workers, hands them their files, ends and replaces them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import deque
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import IO, TYPE_CHECKING, Any, Self, TypeVar

from minsheng_cli import kept_patterns
from minsheng_cli.errors import SetupError, SubmissionError, TooLarge, Unreadable
from minsheng_cli.form_spec import OFFICIAL
from minsheng_cli.nouns import replace
from minsheng_cli.wall import frames
from minsheng_cli.wall.job import Job
from minsheng_cli.wall.limits import CPU_LIMIT, MEMORY_LIMIT
from minsheng_cli.wall.opened import Opened, OpenedDocument, error_named, from_worker, unusable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import Submission

TIME_LIMIT = 60.0
"""Seconds for one file by the clock on the wall. Its limit of computing time strikes first, so that a busy machine, on
which every file takes longer, is not held against the file; this one is for a reader that sleeps."""
START_LIMIT = 120.0  # seconds for a reader to get ready, which no file is to blame for
_TICK = 0.25  # seconds between two looks at a reader's clock, where the system does not look itself
MANY = 200  # files for which another process pays, and after which it is asked whether one would
AHEAD = 100_000  # bytes handed over before they are asked for, so that a reader never waits for the command
AWAITED = 0.5  # share of the time spent waiting for readers from which on there are too few of them
START = (
    "import gc, sys; gc.disable(); sys.path += sys.argv[2:]; "  # what is loaded is no garbage: 8 ms of looking for some
    "from minsheng_cli import kept_patterns; kept_patterns.remember(sys.argv[1]); "
    "from minsheng_cli.wall.worker import main; main(sys.argv[1])"
)
"""What a reader runs, after Python's own library nothing but the folders it is given: this program's own first. Before
them, where its patterns are kept: some are used while modules are loaded."""
T = TypeVar("T")
_Question = tuple[dict[str, Any], bytes]
_Answer = tuple[bytes, bytes]  # JSON, and what else came with it


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

    def held(self) -> tuple[str, ...]:
        """Return the names of the limits in force: those of ``worker.limit_process``, "job" for Windows' Job Object.

        Raises SetupError when they cannot start.
        """
        return self.workers[0].held()

    def unpack(self, item: Submission) -> tuple[tuple[Submission, ...], tuple[str, ...]]:
        """Return (the file and everything in it, names left aside); the file alone when it cannot be opened."""
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

    def page(self, data: bytes) -> OpenedDocument:
        """Return a document's texts with where they stand. Raises SubmissionError when it cannot be read."""
        worker = self.workers[0]
        worker.ask({"do": "page"}, data)
        try:
            said = worker.words()
            failed = error_named(str(said["failure"]), said.get("facts", {}))
            if failed is not None:
                raise failed
            return OpenedDocument(
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

        ``form``: the columns of the list by which the files are read. A process more costs what forty files do, and is
        started when they are what the command waits for.
        """
        words: dict[str, Any] = {"do": "read"} if form == OFFICIAL else {"do": "read", "form": form.as_plain()}
        left = iter(files)
        done, waited, since = 0, 0.0, monotonic()
        asked: deque[tuple[T, _Worker]] = deque()

        def hand_next(worker: _Worker) -> None:
            while worker.has_room() and (following := next(left, None)) is not None:
                token, data = following
                worker.ask(words, data)
                asked.append((token, worker))

        for worker in self.workers:
            hand_next(worker)
        while asked:
            token, worker = asked.popleft()
            before = monotonic()
            opened = worker.answer()
            now = monotonic()
            done, waited = done + 1, waited + now - before
            hand_next(worker)  # it goes on while this one is judged
            if done % MANY == 0:
                if waited > AWAITED * (now - since) and total - done >= MANY and len(self.workers) < _most():
                    self.workers.append(_Worker())
                    hand_next(self.workers[-1])
                waited, since = 0.0, now
            yield token, opened


class _Worker:
    """One worker process and the files it was handed: the first of them is in hand, the others wait."""

    def __init__(self) -> None:
        self._deadline = 0.0
        self._asked: deque[_Question] = deque()  # what it has not answered yet
        self._start()

    def held(self) -> tuple[str, ...]:
        """Return what the system holds the reader to; see ``Readers.held``. Raises SetupError."""
        self._await_ready()
        return self._held

    def _start(self) -> None:
        command = [
            sys.executable,
            "-I",
            "-S",
            "-X",
            "utf8",
            "-c",
            START,
            str(kept_patterns.place("readers") or ""),
            *_folders(),
        ]
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=_BARE, env=_environment(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        self._ready = self._late = False
        self._held: tuple[str, ...] = ()
        self._job = Job(self.process, MEMORY_LIMIT)
        self._used = 0.0
        self._questions: SimpleQueue[_Question | None] = SimpleQueue()
        self._answers: SimpleQueue[_Answer | ValueError | None] = SimpleQueue()
        # Neither may wait on a pipe: a worker that does not listen must not hold up the command, and one that is ready
        # must not stand with its answer half said until its turn comes, and be taken for a slow one.
        self._threads = (
            Thread(target=_hand_over, args=(_pipe(self.process.stdin), self._questions), daemon=True),
            Thread(target=_listen, args=(_pipe(self.process.stdout), self._answers), daemon=True),
        )
        for thread in self._threads:
            thread.start()

    def has_room(self) -> bool:
        """Whether it may be handed another file now: where its time is counted from outside, only one at a time."""
        return not self._asked or (not self._job.counts and sum(len(data) for _, data in self._asked) < AHEAD)

    def ask(self, words: dict[str, Any], data: bytes) -> None:
        """Hand over a file."""
        if not self._asked:
            self._go_on()
        self._asked.append((words, data))
        self._questions.put((words, data))

    def _go_on(self) -> None:
        """Begin with what comes next, in a process that lives."""
        if self.process.poll() is not None:
            self._reap()
            self._start()
            for question in self._asked:
                self._questions.put(question)
        elif self._ready:
            self._allow()

    def answer(self) -> Opened:
        """Return what the file in hand holds; when the worker dies or answers nonsense, the file is unusable."""
        try:
            opened = from_worker(self._next()[0])
        except SubmissionError as error:
            opened = unusable(error)
        except ValueError:
            self._kill()
            opened = unusable(Unreadable(why="读取时程序异常中止"))
        self._done()
        return opened

    def words(self) -> dict[str, Any]:
        """Return the plain answer on the file in hand. Raises SubmissionError, ValueError."""
        try:
            return frames.words(self._next()[0])
        finally:
            self._done()

    def members(self, item: Submission) -> tuple[tuple[Submission, ...], tuple[str, ...]]:
        """Return what lies in the file in hand, the file itself first. Raises SubmissionError."""
        found: list[Submission] = []
        try:
            while True:
                text, data = self._next()
                said = frames.words(text)
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

    def _await_ready(self) -> None:
        """Wait until the reader has said that it is; its time for the file in hand begins then. Raises SetupError."""
        if self._ready:
            return
        try:
            said = self._answers.get(timeout=START_LIMIT)
        except Empty:
            said = None
        about = _first_words(said)
        if about.get("ready") != str(Path(__file__).parent):
            self._kill()
            self.process.wait()  # else the next file might find it alive, and wait for a word that was said already
            self._asked.clear()
            raise SetupError(NOT_STARTED)
        self._held = (*map(str, about.get("held", ())), *(("job",) if self._job.holds else ()))
        self._ready = True
        self._allow()

    def _allow(self) -> None:
        """Let the time for a file begin now."""
        self._deadline = monotonic() + TIME_LIMIT
        self._used = self._job.seconds()
        self._job.allow(self._used + CPU_LIMIT + 1)

    def _next(self) -> _Answer:
        """Return what the worker says next: once its time is up, only if it has been said already."""
        self._await_ready()
        said: _Answer | ValueError | None = None
        while True:
            left = max(0.0, self._deadline - monotonic())
            try:
                said = self._answers.get(timeout=min(left, _TICK) if self._job.counts else left)
            except Empty:
                if left and self._job.seconds() - self._used <= CPU_LIMIT:
                    continue
                self._kill()
            break
        if isinstance(said, ValueError):
            raise said
        if said is not None:
            return said
        code = self.process.wait()
        if self._late or code in _TIME_IS_UP:
            raise TooLarge(why="读取时间过长")
        raise Unreadable(why="读取时程序异常中止")

    def _kill(self) -> None:
        self._late = True
        with suppress(OSError):
            self.process.kill()

    def _done(self) -> None:
        if self._asked:  # none where no reader could be started
            self._asked.popleft()
        if self._late:  # a process on its way out must not be handed the next file, which would be blamed
            self.process.wait()
        if self._asked:
            self._go_on()

    def _reap(self) -> None:
        self.process.wait()
        self._job.close()
        self._questions.put(None)
        for thread in self._threads:
            thread.join()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                _pipe(stream).close()


def _most() -> int:
    return min(os.cpu_count() or 1, 4)


def _first_words(said: _Answer | ValueError | None) -> dict[str, Any]:
    """Return what a reader said of itself, {} when that is nothing anybody understands."""
    try:
        return frames.words(said[0]) if isinstance(said, tuple) else {}
    except ValueError:
        return {}


def _hand_over(stream: IO[bytes], questions: SimpleQueue[_Question | None]) -> None:
    while (question := questions.get()) is not None:
        with suppress(OSError):  # it died: the answer says so
            frames.send(stream, *question)


def _listen(stream: IO[bytes], answers: SimpleQueue[_Answer | ValueError | None]) -> None:
    try:
        while (said := frames.receive(stream)) is not None:
            answers.put(said)
        answers.put(None)
    except ValueError as error:
        answers.put(error)
    except OSError:
        answers.put(None)


NOT_STARTED = (
    "读取报表的程序无法启动，一个文件也没有读，请运行 minsheng doctor 检查安装（程序文件可能不全，或被安全软件拦截）。"
)
_SIGXCPU, _QUOTA = 24, 1816  # how Linux and Windows (ERROR_NOT_ENOUGH_QUOTA) say that the computing time is used up
_TIME_IS_UP = (-_SIGXCPU, _QUOTA)
_BARE = os.environ.get("SYSTEMROOT", "/")  # where a reader stands: not where the clerk's files are


def _folders() -> list[str]:
    """Return where a reader finds its code besides Python's own: in the code that runs here, and in xlrd."""
    own_code = str(Path(__file__).parents[2])
    spec = find_spec("xlrd")
    return list(dict.fromkeys((own_code, str(Path(spec.origin).parents[1]) if spec and spec.origin else own_code)))


def _environment() -> dict[str, str]:
    """Return the least that lets Python start: no password, no path, no place of the user's."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def _pipe(stream: Any) -> Any:  # noqa: ANN401 - both were asked for as pipes
    return stream
