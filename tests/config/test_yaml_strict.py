"""Strict YAML: text stays text, and what is ambiguous is refused with its line."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from minsheng_cli.config import yaml_strict
from minsheng_cli.config.yaml_strict import StrictYamlError, parse, read


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test with libyaml and without it."""
    monkeypatch.setattr(yaml_strict, "LOADER", getattr(yaml, request.param))


@pytest.mark.parametrize(
    "text",
    ["no", "yes", "on", "off", "true", "12:30:00", "2025-03-19", "2025.10", "010", "0x1F", "1e3", ".5", "<<", "="],
)
def test_a_scalar_is_the_text_that_was_written(text: str) -> None:
    assert parse(f"a: {text}\n".encode()) == {"a": text}


def test_only_nothing_is_nothing() -> None:
    assert parse(b'a:\nb: ~\nc: null\nd: ""\ne: "~"\nf: "null"\n') == {
        "a": None, "b": None, "c": None, "d": "", "e": "~", "f": "null",
    }  # fmt: skip
    assert parse(b"") is None
    assert parse(b"# only a comment\n") is None


def test_every_value_knows_its_line() -> None:
    document = read("# 说明\na:\n  - b: 1\n    c: |-\n      x\n\n      y\n  - {b: 2}\nd: 3\n".encode())
    assert document.data == {"a": [{"b": "1", "c": "x\n\ny"}, {"b": "2"}], "d": "3"}
    places: dict[tuple[str | int, ...], int] = {
        ("a",): 2, ("a", 0): 3, ("a", 0, "b"): 3, ("a", 0, "c"): 4, ("a", 1): 8, ("a", 1, "b"): 8, ("d",): 9,
    }  # fmt: skip
    assert {path: document.line(path) for path in places} == places
    assert document.line(("a", 1, "missing")) == 8
    assert document.line(("missing", 5, "x")) == 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "“a”写了两次（第1行已有）"),
        ("- a: 1\n- b:\n    c: 1\n    c: 2\n", 4, "“c”写了两次"),
        ("a: &x [1]\nb: 2\n", 1, "不能使用引用"),
        ("a: 1\nb: *x\n", 2, "不能使用引用"),
        ("a: !!int 3\n", 1, "不能使用标记"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "不能使用标记"),
        ("a: 1\n? [b]\n: c\n", 2, "冒号前应是一个名称"),
        ("a:\n\tb: 1\n", 2, "Tab"),
        ('a: 1\nb: "x\n', 2, "引号没有成对"),
        ("a: 1\nb: [1, 2\n", 2, "没有成对"),
        ("a: 1\nb: c: d\n", 2, "冒号"),
        ("a: 1\nb: @x\n", 2, "请加引号"),
        ("a: 1\n---\nb: 2\n", 2, "---"),
        ("a: 1\nb: \x01\n", 2, "控制字符"),
        ("[" * 100_000, 1, "层次过多"),
        ("- " * 1_000, 1, "层次过多"),
    ],
)
def test_what_is_doubtful_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(StrictYamlError) as caught:
        parse(text.encode())
    found = [why for at, why in caught.value.faults if at == line]
    assert found, caught.value
    assert words in found[0]
    assert f"第{line}行：" in str(caught.value)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_named_with_the_remedy(encoding: str) -> None:
    with pytest.raises(StrictYamlError, match="UTF-8") as caught:
        parse("a: 1\nb: 区教委\n".encode(encoding))
    assert caught.value.faults[0][0] == (2 if encoding == "gb18030" else 1)


def test_a_bomb_is_harmless() -> None:
    bomb = "a: &a [x]\n" + "".join(f"{k}: &{k} [*{j}, *{j}]\n" for j, k in zip("abcdefghi", "bcdefghij", strict=True))
    with pytest.raises(StrictYamlError) as caught:
        parse(bomb.encode())
    assert len(caught.value.faults) == 10 + 9 * 2


def test_line_ends_and_a_byte_order_mark_do_not_count() -> None:
    expected: Any = {"a": "1", "b": "x\ny"}
    assert parse(b"\xef\xbb\xbfa: 1\r\nb: |-\r\n  x\r\n  y\r\n") == expected
