"""The store's JSON: one spelling, that of Python's own library, since archives are compared byte by byte."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng_cli.store import json_files

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
TEXT = st.text(st.characters(codec=None, exclude_categories=()))  # halves of characters, too


@pytest.mark.parametrize("long", [0, 20_000])
@given(
    content=st.recursive(PLAIN | TEXT, lambda inside: st.lists(inside) | st.dictionaries(TEXT, inside), max_leaves=30)
)
def test_every_content_is_spelled_as_the_standard_library_spells_it(content: Any, long: int) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    with patch.object(json_files, "_LONG", long):
        spelled = json_files.spelled(content)
    assert spelled == text.encode("utf-8", "backslashreplace")
