"""A unit's words as sentences of a document."""

from __future__ import annotations

import pytest

from minsheng_cli.reports.content.points import inline


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("管线未迁改", "管线未迁改。"),
        ("管线未迁改（见附图）", "管线未迁改（见附图）。"),
        ("管线未迁改。（见附图）", "管线未迁改。（见附图）"),
        ("业主称“不同意”", "业主称“不同意”。"),
        ("业主称“不同意。”", "业主称“不同意。”"),
        ("缺资金；\n管线未迁改；", "缺资金；管线未迁改。"),
        ("缺资金，", "缺资金。"),
    ],
)
def test_a_sentence_ends_once(text: str, sentence: str) -> None:
    assert inline(text) == sentence
