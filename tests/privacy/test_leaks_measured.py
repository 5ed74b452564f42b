"""The last look at a public text, measured: what must be found in sentences, and what must not be stopped.

Each list was written before the rules were looked at and measured once (bench/README.md has those figures); then the
rules were mended. ``sensitive_N.tsv``: a family and a sentence; ``honest_N.txt``: sentences as units write them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from minsheng_cli.privacy.leaks import leaks

LISTS = Path(__file__).parents[1] / "data/privacy"
FOUND, STOPPED = 0.95, 0.005  # at least, at most


def lines(name: str) -> list[str]:
    return [line for line in (LISTS / name).read_text(encoding="utf-8").splitlines() if line]


def leaky(text: str) -> bool:
    return any(leaks([("进展", text)], frozenset()))


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_what_belongs_to_a_person_is_found(number: int) -> None:
    texts = [line.partition("\t")[2] for line in lines(f"sensitive_{number}.tsv")]
    missed = [text for text in texts if not leaky(text)]
    assert len(texts) >= 60
    assert 1 - len(missed) / len(texts) >= FOUND, missed


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_honest_sentences_are_not_stopped(number: int) -> None:
    texts = lines(f"honest_{number}.txt")
    stopped = [text for text in texts if leaky(text)]
    assert len(texts) >= 100
    assert len(stopped) / len(texts) <= STOPPED, stopped
