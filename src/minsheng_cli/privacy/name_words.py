"""The word lists of ``name_words.txt``: which characters and words tell a person's name from other words."""

from __future__ import annotations

from pkgutil import get_data  # importlib.resources loads fifteen modules to do the same


def _lists() -> dict[str, tuple[str, ...]]:
    """Return each list of the file by its heading, in the file's order."""
    found: dict[str, list[str]] = {}
    words: list[str] = []
    data = get_data(__package__, "name_words.txt") or b""
    for line in data.decode("utf-8").splitlines():
        if line.startswith("["):
            words = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words += line.split()
    return {name: tuple(listed) for name, listed in found.items()}


_LISTS = _lists()
SURNAMES = frozenset("".join(_LISTS["surnames"]))
TWO_CHARACTER_SURNAMES = _LISTS["two_character_surnames"]
COMMON_SURNAMES = _LISTS["common_surnames"]
LATIN_SURNAMES = _LISTS["latin_surnames"]
TITLES = _LISTS["titles"]
SPOKEN_TITLES = _LISTS["spoken_titles"]
SHORT_TITLES = _LISTS["short_titles"]
SAID_OF_PEOPLE = _LISTS["said_of_people"]
LABELS = _LISTS["labels"]
OFFICES = _LISTS["offices"]
BEFORE_PEOPLE = _LISTS["before_people"]
PEOPLE_TITLES = _LISTS["people_titles"]
NO_PERSON_AFTER_TITLE = _LISTS["no_person_after_title"]
NO_SURNAMES = frozenset(_LISTS["no_surnames"])
WORDY_SURNAMES = frozenset(_LISTS["wordy_surnames"])
NO_SHORT_TITLE = _LISTS["no_short_title"]
KIN_TITLES = _LISTS["kin_titles"]
ROLES = _LISTS["roles"]
LABELS_OF_PEOPLE = _LISTS["labels_of_people"]
GIVEN_NAMES = frozenset(_LISTS["given_names"])
WORDS = frozenset(_LISTS["words"])
