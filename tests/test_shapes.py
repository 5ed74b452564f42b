"""Plain data read into nouns by their annotations: what is right, and what is wrong and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, NamedTuple

import pytest

from minsheng_cli.scalars import Number, Text, whole
from minsheng_cli.shapes import AtLeast, Before, Part, Wrong, reader

LIST = "这里应是列表，写成 [甲, 乙] 或每项一行、以“- ”开头"
FORM = "写法不对，请对照文件中的说明修改"


class Pair(NamedTuple):
    name: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Inner:
    word: Literal["a", "b"]
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outer:
    name: str
    many: int = 0
    sure: bool | None = None
    inner: Inner | None = None
    pairs: tuple[Pair, ...] = ()
    by_name: dict[str, str | None] = field(default_factory=dict)


class Piece(Part):
    number: Number
    items: Annotated[tuple[Text, ...], Before(lambda value: value or []), AtLeast(0)] = ()
    two: Annotated[list[Annotated[int, whole(1, 9)]], AtLeast(2)] | None = None


def read(shape: type, value: object, *, closed: bool = False) -> tuple[Any, list[Wrong]]:
    wrong: list[Wrong] = []
    return reader(shape, closed=closed)(value, wrong), wrong


def test_nouns_inside_nouns_are_read_and_what_is_absent_has_its_default() -> None:
    value = {
        "name": "n", "many": 3, "sure": True, "inner": {"word": "a", "texts": ["x"]}, "pairs": [["p", 1], ["q"]],
        "by_name": {"k": None}, "of a later version": 1,
    }  # fmt: skip
    assert read(Outer, value) == (
        Outer("n", 3, True, Inner("a", ("x",)), (Pair("p", 1), Pair("q")), {"k": None}),  # noqa: FBT003
        [],
    )
    assert read(Outer, {"name": "n"}) == (Outer("n"), [])


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ({}, Wrong(("name",), "缺少这一项")),
        ({"name": None}, Wrong(("name",), "没有填写")),
        ({"name": 1}, Wrong(("name",), FORM)),
        ({"name": "n", "many": "3"}, Wrong(("many",), FORM)),
        ({"name": "n", "many": True}, Wrong(("many",), FORM)),
        ({"name": "n", "sure": 1}, Wrong(("sure",), FORM)),
        ({"name": "n", "inner": {"word": "c"}}, Wrong(("inner", "word"), "“c”不对，只能写 a、b")),
        ({"name": "n", "inner": {"word": "a", "texts": "x"}}, Wrong(("inner", "texts"), LIST)),
        ({"name": "n", "inner": {"word": "a", "texts": ["x", 1]}}, Wrong(("inner", "texts", 1), FORM)),
        ({"name": "n", "pairs": [["p", "1"]]}, Wrong(("pairs", 0, 1), FORM)),
        ({"name": "n", "pairs": [[]]}, Wrong(("pairs", 0), FORM)),
        ({"name": "n", "by_name": {"k": 1}}, Wrong(("by_name", "k"), FORM)),
        ({"name": "n", "by_name": []}, Wrong(("by_name",), "这里应是若干行“名称: 内容”")),
        ([], Wrong((), "这里应是若干行“名称: 内容”")),
    ],
)
def test_what_is_wrong_is_told_with_its_place(value: object, wrong: Wrong) -> None:
    assert read(Outer, value) == (None, [wrong])


def test_every_fault_is_told_in_one_go() -> None:
    _, wrong = read(Outer, {"inner": {"word": 1}, "many": "x", "odd": 1}, closed=True)
    assert [one.path for one in wrong] == [("many",), ("inner", "word"), ("name",), ("odd",)]
    assert wrong[-1] == Wrong(("odd",), "", Outer)


def test_a_part_knows_what_was_written() -> None:
    part, wrong = read(Piece, {"number": "4.5", "items": None})
    assert not wrong
    assert (str(part.number), part.items, part.two, part.written) == ("4.5", (), None, {"number", "items"})
    assert read(Piece, {"number": "x", "two": ["1"]})[1] == [
        Wrong(("number",), "“x”不是数字，只能写 73 或 4.5 这样的数字"),
        Wrong(("two",), "至少要写 2 项"),
    ]
