"""What was made of things seen before."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Known(dict[K, T]):
    """What was made of the last few things read, by all that it was made of: a part's very bytes, a header's texts.

    The returns of a month come from one form and few programs, so much of what is in them is the same. One reader
    reads many files and none may change what another says: nothing but what it was made of may stand in the key, and
    what is kept must be such as nobody changes.
    """

    def __init__(self, most: int) -> None:
        """Remember so many."""
        super().__init__()
        self._most = most

    def keep(self, key: K, made: T) -> T:
        """Remember what was made, and return it."""
        if len(self) >= self._most:
            self.clear()
        self[key] = made
        return made


class _Remembered(Known[str, T]):
    """What a pure function says of texts: asked for one that is not known, it asks the function."""

    def __init__(self, ask: Callable[[str], T]) -> None:
        super().__init__(TEXTS)
        self._ask = ask
        self._long = Known[str, T](LONG_TEXTS)

    def __missing__(self, text: str) -> T:
        if len(text) <= SHORT:
            return self.keep(text, self._ask(text))
        if text in self._long:
            return self._long[text]
        said = self._ask(text)
        return self._long.keep(text, said) if len(text) <= LONG else said


def remembered(ask: Callable[[str], T]) -> Callable[[str], T]:
    """Let a pure function of a text remember what it said of some thousands of short ones and of the last long ones.

    Names, headers and the form's own words come again and again, in one return and in hundreds; prose does not, but
    while its row is judged one rule after another asks of it.
    """
    return _Remembered(ask).__getitem__


SHORT, LONG = 300, 4_000  # characters
TEXTS, LONG_TEXTS = 4096, 16
