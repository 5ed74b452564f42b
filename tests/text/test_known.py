"""What a pure function said of a text is remembered: once asked, whatever its length, and bounded."""

from __future__ import annotations

import pytest

from minsheng_cli.text import known


@pytest.mark.parametrize("length", [1, known.SHORT, known.SHORT + 1, known.LONG])
def test_a_text_is_looked_at_once(length: int) -> None:
    asked = list[str]()

    @known.remembered
    def said(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [said("长" * length) for _ in range(3)] == [length] * 3
    assert len(asked) == 1


def test_what_is_remembered_has_an_end() -> None:
    asked = list[str]()

    @known.remembered
    def said(text: str) -> str:
        asked.append(text)
        return text[-1]

    beyond = "长" * (known.LONG + 1)
    assert [said(beyond), said(beyond), len(asked)] == ["长", "长", 2]
    for texts, length in ((known.TEXTS, 8), (known.LONG_TEXTS, known.SHORT + 8)):
        several = [f"{number:0{length}}" for number in range(texts + 1)]
        asked.clear()
        assert [said(text) for text in several] == [text[-1] for text in several]
        said(several[0])
        assert len(asked) == texts + 2  # the first was forgotten
