"""What came back during a rehearsal: kept in a nameless temporary file, so that a large inbox costs no memory."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

    from minsheng_cli.model import Submission


class Spool:
    """Bytes by sha256, for as long as the context lasts."""

    def __init__(self) -> None:
        """Begin empty."""
        self._file = TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._places: dict[str, tuple[int, int]] = {}

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the temporary file, which deletes it."""
        self._file.close()

    def kept(self, item: Submission) -> Submission:
        """Keep a submission's bytes and return it."""
        if item.sha256 not in self._places:
            self._places[item.sha256] = self._file.seek(0, 2), len(item.data)
            self._file.write(item.data)
        return item

    def get(self, sha256: str) -> bytes | None:
        """Return the bytes, None when they did not come in this rehearsal."""
        if sha256 not in self._places:
            return None
        start, size = self._places[sha256]
        self._file.seek(start)
        return self._file.read(size)
