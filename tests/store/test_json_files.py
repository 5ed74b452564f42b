"""The store's JSON: one spelling, that of Python's own library, since archives are compared byte by byte."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from minsheng_cli.store.json_files import spelled

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
TEXT = st.text(st.characters(codec=None, exclude_categories=()))  # halves of characters, too


@given(st.recursive(PLAIN | TEXT, lambda inside: st.lists(inside) | st.dictionaries(TEXT, inside), max_leaves=30))
def test_every_content_is_spelled_as_the_standard_library_spells_it(content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    assert spelled(content) == text.encode("utf-8", "backslashreplace")
