"""Patterns that are compiled when first used: every one of ours is sound, and one remembered is the one it was."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import pytest

import minsheng_cli
from minsheng_cli import kept_patterns, patterns
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Minsheng

COUNTED = """
import os, re._compiler, sys
from minsheng_cli.cli import door
made, real, leave = [], re._compiler._code, os._exit
re._compiler._code = lambda *asked: made.append(sys._getframe(1).f_globals["__name__"]) or real(*asked)
def told():
    loaded = {"pydantic", "yaml"} & set(sys.modules)
    print(sum("minsheng" in name for name in made), *loaded, file=sys.stderr, flush=True)
os._exit = lambda code: (told(), leave(code))
door.main()
"""


@pytest.fixture
def none_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has compiled nothing yet."""
    for name, nothing in (("_made", {}), ("_known", 0), ("_remembered", [])):
        monkeypatch.setattr(patterns, name, nothing)


@pytest.mark.usefixtures("none_remembered")
def test_every_pattern_remembered_is_the_one_that_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in walk_packages(minsheng_cli.__path__, "minsheng_cli."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    ours = list({(one.pattern, one.flags & ~re.UNICODE) for one in patterns.ours()})
    for one in ours:
        _ = compile_when_used(*one).groups
    kept_patterns.keep(tmp_path / "kept")
    monkeypatch.setattr(patterns, "_made", {})
    patterns.remember(lambda: kept_patterns.read(tmp_path / "kept"))
    assert len(ours) > 200
    for one in ours:
        found, plain = compile_when_used(*one), re.compile(*one)
        assert found.search.__self__ == plain  # type: ignore[attr-defined]
        assert (found.groups, found.groupindex, found.flags) == (plain.groups, plain.groupindex, plain.flags)
    assert patterns.made() is None


def test_it_finds_what_a_compiled_one_finds() -> None:
    late, at_once = compile_when_used("(?P<a>a)B", re.IGNORECASE), re.compile("(?P<a>a)B", re.IGNORECASE)
    for _ in range(2):
        assert late.sub("x", "cabA") == at_once.sub("x", "cabA") == "cxA"
        found = late.search("xab")
        assert found is not None
        assert (found[1], found["a"], found.lastgroup) == ("a", "a", "a")
    assert (late.pattern, late.flags) == (at_once.pattern, at_once.flags)
    with pytest.raises(AttributeError):
        late.unknown  # type: ignore[attr-defined]  # noqa: B018 - asked for only
    with pytest.raises(re.error):
        compile_when_used("(").search("")  # type: ignore[unused-ignore]


@pytest.mark.usefixtures("none_remembered")
def test_it_is_compiled_once_and_not_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    make = patterns._make
    monkeypatch.setattr(patterns, "_make", lambda *asked: compiled.append(asked[0]) or make(*asked))  # type: ignore[func-returns-value]
    late = compile_when_used("never met before 8231")
    assert not compiled
    assert patterns.made() is None
    assert [late.search("x"), late.search("y")] == [None, None]
    assert compiled == ["never met before 8231"]
    kept = patterns.made()
    assert kept is not None
    monkeypatch.setattr(patterns, "_made", {})
    patterns.remember(lambda: kept)
    found = compile_when_used("never met before 8231").search("have never met before 8231")
    assert found is not None
    assert len(compiled) == 1
    assert patterns.made() is None


@pytest.mark.usefixtures("none_remembered")
@pytest.mark.parametrize("harm", ["another code", "half a code", "another shape", "no such opcode"])
def test_one_that_is_damaged_is_compiled_anew(harm: str) -> None:
    written = ("b[cd]+", 0)
    flags, code, *rest = patterns._make(*written)
    damaged: object = {
        "another code": (flags, b"\xff" * len(code), *rest),
        "half a code": (flags, code[: len(code) // 2], *rest),
        "another shape": (flags, code),
        "no such opcode": (flags, b"\x63\x00\x00\x00" + code[4:], *rest),
    }[harm]
    patterns.remember(lambda: {written: damaged})  # type: ignore[dict-item]
    found = compile_when_used(*written).search("abcd")
    assert found is not None
    assert found[0] == "bcd"


@pytest.mark.parametrize("data", [None, b"", b"no such thing", b"\xe9\x01"], ids=["none", "empty", "other", "number"])
def test_a_damaged_file_is_none(tmp_path: Path, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / "kept").write_bytes(data)
    assert kept_patterns.read(tmp_path / "kept") == {}


def test_the_second_collect_compiles_none_of_ours_and_loads_nothing_that_reads_what_people_write(
    demo: Minsheng, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINSHENG_CACHE", str(tmp_path / "kept"))
    told = []
    for _ in range(2):
        command = [sys.executable, "-c", COUNTED, "collect", "2025-05"]
        run = subprocess.run(command, cwd=demo.root, capture_output=True, text=True, check=False)
        told.append(run.stderr.splitlines()[-1].split())
        kept = {path.name.rpartition("-")[0]: path.stat() for path in (tmp_path / "kept").glob("patterns-*")}
        assert set(kept) == {"patterns-commands", "patterns-readers"}
        assert all(about.st_size > 10_000 for about in kept.values())
    assert int(told[0][0]) > 50
    assert {"pydantic", "yaml"} == set(told[0][1:])
    assert told[1] == ["0"]
