"""What a worker found in a file."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from minsheng_cli import errors
from minsheng_cli.model import ParsedReply, ParsedReturn  # noqa: TC001 - msgspec reads it
from minsheng_cli.nouns import dataclass, field
from minsheng_cli.wall import frames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgspec.json import Decoder

    from minsheng_cli.errors import SubmissionError

_FAILURES: tuple[type[SubmissionError], ...] = (
    errors.Unreadable,
    errors.Encrypted,
    errors.Unsupported,
    errors.OtherFormat,
    errors.Packed,
    errors.InMailProgram,
    errors.InCloud,
    errors.NoReturn,
    errors.FormElsewhere,
    errors.TooLarge,
    errors.FormNotFound,
)


@dataclass(frozen=True)
class Opened:
    """A returned file as read: its tables, or why it cannot be used."""

    tables: tuple[ParsedReturn, ...] = ()
    kind: str = ""  # what it is by its content: xlsx, xls, docx …
    modified: str = ""  # the document's own time of last change (ISO 8601), "" when it has none
    notes: tuple[str, ...] = ()  # what else is to be said of it: "macros", "revisions"
    failure: str = ""  # name of a SubmissionError
    facts: dict[str, str] = field(default_factory=dict)
    replies: tuple[ParsedReply, ...] = ()  # answers to supervision cases

    @property
    def error(self) -> SubmissionError | None:
        """Why the file cannot be used, None when it can."""
        return error_named(self.failure, self.facts)


@dataclass(frozen=True)
class OpenedDocument:
    """A document that is not a return, as read: texts by (row, column) and what else ``Grid`` says of a sheet."""

    cells: dict[tuple[int, int], str]
    merges: tuple[tuple[int, int, int, int], ...]
    bands: tuple[tuple[int, str, int], ...]
    struck: tuple[int, ...]  # rows with text struck through
    notes: tuple[str, ...]
    without_value: tuple[tuple[int, int], ...] = ()  # formulas nobody computed, errors


def error_named(name: str, facts: Mapping[str, str]) -> SubmissionError | None:
    """Return the SubmissionError of that name, None when there is none."""
    kind = next((kind for kind in _FAILURES if kind.__name__ == name), None)
    return kind(**facts) if kind else None


def unusable(error: SubmissionError, kind: str = "") -> Opened:
    """Return a file that cannot be used."""
    facts = {name: str(fact) for name, fact in error.facts.items()}
    return Opened(kind=facts.get("kind", kind), failure=type(error).__name__, facts=facts)


@cache
def _decoder() -> Decoder[Opened]:
    from msgspec.json import Decoder  # noqa: PLC0415 - the readers import this module, too, and never ask

    return Decoder(Opened)


def from_worker(text: bytes) -> Opened:
    """Return what a worker said of a file as JSON, checked. Raises ValueError when it is not of that shape."""
    from msgspec import DecodeError, ValidationError, convert  # noqa: PLC0415 - as above

    try:
        try:
            opened = _decoder().decode(text)
        except ValidationError:
            raise
        except DecodeError:  # half a character, as a hostile name has it: Python's own library can read that
            opened = convert(frames.words(text), Opened)
    except (ValidationError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if bool(opened.tables or opened.replies) == bool(opened.error):
        raise ValueError("neither tables nor a reason")
    return opened
