"""Patterns that are compiled when first used: every one of ours is sound and finds what one compiled at once finds."""

from __future__ import annotations

import gc
import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import minsheng_cli
from minsheng_cli.patterns import compile_when_used


def test_every_pattern_of_ours_can_be_compiled() -> None:
    for module in walk_packages(minsheng_cli.__path__, "minsheng_cli."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    ours = [found for found in gc.get_objects() if type(found) is compile_when_used]
    assert len(ours) > 200
    for pattern in ours:
        assert pattern.pattern is not None


def test_it_finds_what_a_compiled_one_finds() -> None:
    late, at_once = compile_when_used("(a)B", re.IGNORECASE), re.compile("(a)B", re.IGNORECASE)
    for _ in range(2):
        assert late.sub("x", "cabA") == at_once.sub("x", "cabA") == "cxA"
        found = late.search("xab")
        assert found is not None
        assert found[1] == "a"
    assert (late.pattern, late.flags) == (at_once.pattern, at_once.flags)
    with pytest.raises(AttributeError):
        late.unknown  # type: ignore[attr-defined]  # noqa: B018 - asked for only


def test_it_is_compiled_once_and_not_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[object] = []
    plain = re.compile
    monkeypatch.setattr(re, "compile", lambda *asked: compiled.append(asked) or plain(*asked))  # type: ignore[func-returns-value]
    late = compile_when_used("never met before 8231")
    assert not compiled
    assert [late.search("x"), late.search("y")] == [None, None]
    assert len(compiled) == 1
