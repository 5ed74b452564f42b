"""Messages between the program and its workers: two lengths (32 bit, big-endian), a JSON object, raw bytes."""

from __future__ import annotations

import json
import struct
from typing import IO, Any

from minsheng_cli.nouns import plain

_LENGTHS = struct.Struct(">II")
WORDS_LIMIT = 64 << 20  # bytes of JSON
BYTES_LIMIT = 300 << 20


def send(stream: IO[bytes], words: object, data: bytes = b"") -> None:
    """Write one message; dataclasses anywhere in ``words`` become JSON objects, sets become lists.

    Raises OSError when the other side is gone, ValueError when the JSON is longer than WORDS_LIMIT.
    """
    text = json.dumps(words, ensure_ascii=False, default=_as_json).encode("utf-8", "backslashreplace")
    if len(text) > WORDS_LIMIT:
        raise ValueError("a message beyond all measure")
    stream.write(_LENGTHS.pack(len(text), len(data)))
    stream.write(text)
    if data:
        stream.write(data)
    stream.flush()


def _as_json(said: Any) -> object:  # noqa: ANN401 - what JSON has no word for: a noun, a set
    return sorted(said) if type(said) is frozenset else plain(said)


def receive(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Return the next message, its JSON unread, None at the end. Raises ValueError for one cut short or too long."""
    lengths = stream.read(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise ValueError("half a message")
    words, size = _LENGTHS.unpack(lengths)
    if words > WORDS_LIMIT or size > BYTES_LIMIT:
        raise ValueError("a message beyond all measure")
    text, data = stream.read(words), stream.read(size)
    if len(text) < words or len(data) < size:
        raise ValueError("half a message")
    return text, data


def words(text: bytes) -> dict[str, Any]:
    """Return what the JSON of a message says. Raises ValueError when it is no JSON, or no object."""
    try:
        said = json.loads(text)
    except RecursionError as error:
        raise ValueError("a message beyond all measure") from error
    if not isinstance(said, dict):
        raise ValueError("a message of another kind")  # noqa: TRY004 - one error for whatever a worker may say
    return said
