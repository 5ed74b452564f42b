"""Our nouns are dataclasses like any other: held against what the standard library makes of the same class."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import ClassVar

import pytest

from minsheng_cli import nouns


@nouns.dataclass(frozen=True, slots=True)
class Base:
    """A noun."""

    name: str
    size: int = 1
    texts: list[str] = dataclasses.field(default_factory=list)
    note: str = dataclasses.field(default="", compare=False)
    hidden: str = dataclasses.field(default="", repr=False)
    KINDS: ClassVar = {"a": 1}

    def twice(self) -> int:
        return 2 * self.size


@nouns.dataclass(frozen=True, slots=True)
class Further(Base):
    """A noun that is more than another."""

    more: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.name


@nouns.dataclass(frozen=True, slots=True)
class Empty:
    """A noun that says nothing."""


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """The same as ``Base``."""

    name: str
    size: int = 1
    texts: list[str] = dataclasses.field(default_factory=list)
    note: str = dataclasses.field(default="", compare=False)
    hidden: str = dataclasses.field(default="", repr=False)
    KINDS: ClassVar = {"a": 1}


def test_it_says_and_compares_as_the_standard_ones_do() -> None:
    assert repr(Base("n", texts=["x"], hidden="h")) == repr(Standard("n", texts=["x"], hidden="h")).replace(
        "Standard", "Base"
    )
    assert Base("n", note="a") == Base("n", note="b")
    assert Base("n") != Base("n", 2)
    standard: object = Standard("n")
    assert Base("n") != standard
    assert Base("n") != Further("n")
    assert Further("n", more=(1,)) == Further("n", 1, [], "", "", (1,))
    assert Empty() == Empty()
    assert len({Empty(), Empty()}) == 1
    assert (str(Further("n")), Base.twice(Further("n", 3))) == ("n", 6)
    assert Base.__match_args__ == Standard.__match_args__
    assert [f.name for f in dataclasses.fields(Further)] == ["name", "size", "texts", "note", "hidden", "more"]
    assert dataclasses.asdict(Base("n")) == dataclasses.asdict(Standard("n"))
    assert dataclasses.replace(Further("n"), size=2) == Further("n", 2)


def test_each_has_its_own_default_and_equal_ones_one_place_in_a_set() -> None:
    one, other = Base("n"), Base("n")
    one.texts.append("x")
    assert other.texts == []

    @nouns.dataclass(frozen=True, slots=True)
    class Pair:
        a: str
        b: str = ""

    assert len({Pair("a"), Pair("a", ""), Pair("b")}) == 2


def test_nothing_is_put_into_it_afterwards() -> None:
    noun = Base("n")
    with pytest.raises(dataclasses.FrozenInstanceError):
        noun.name = "m"  # type: ignore[misc]  # as somebody might
    with pytest.raises(dataclasses.FrozenInstanceError):
        del noun.name
    with pytest.raises(dataclasses.FrozenInstanceError):
        noun.unknown = 1  # type: ignore[attr-defined]
    assert not hasattr(noun, "__dict__")
    with pytest.raises(TypeError):
        Base()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Base("n", 1, [], "", "", 6)  # type: ignore[call-arg]


def test_it_is_copied_and_kept_whole() -> None:
    noun = Further("n", 2, ["x"], more=(3,))
    assert copy.deepcopy(noun) == pickle.loads(pickle.dumps(noun)) == copy.copy(noun) == noun  # noqa: S301 - our own
    assert copy.deepcopy(noun).texts is not noun.texts


def test_whatever_else_is_asked_for_the_standard_library_makes() -> None:
    @nouns.dataclass(slots=True)
    class Mutable:
        at: int = 0

    @nouns.dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        at: int = 0

    mutable = Mutable()
    mutable.at = 1
    assert mutable == Mutable(1)
    assert Ordered(1) < Ordered(2)
