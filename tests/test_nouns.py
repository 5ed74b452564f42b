"""Our nouns are dataclasses like any other: held against what the standard library makes of the same class."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from functools import cached_property
from typing import ClassVar, NamedTuple

import msgspec
import pytest

from minsheng_cli import nouns


@nouns.dataclass(frozen=True)
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


@nouns.dataclass(frozen=True)
class Further(Base):
    """A noun that is more than another."""

    more: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.name


@nouns.dataclass(frozen=True)
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

    @nouns.dataclass(frozen=True)
    class Pair:
        a: str
        b: str = ""

    assert len({Pair("a"), Pair("a", ""), Pair("b")}) == 2


def test_the_hundredth_of_a_class_is_as_the_first_and_both_refuse_what_does_not_fit() -> None:
    @nouns.dataclass(frozen=True)
    class Many:
        name: str
        size: int = 1
        texts: list[str] = nouns.field(default_factory=list)

    wrong: tuple[tuple[tuple[object, ...], dict[str, object]], ...] = (
        ((), {}),
        (("n", 1, [], 4), {}),
        (("n",), {"name": "m"}),
        (("n",), {"unknown": 1}),
    )
    written = []
    for at in range(100):
        one = Many("n", size=at)
        assert (one.name, one.size, one.texts) == ("n", at, [])
        one.texts.append("x")
        written.append(Many.__init__)
    assert len(set(written)) == 2, "the first ones are filled without an __init__ of their own, the others by it"
    for given, named in wrong:
        with pytest.raises(TypeError):
            Many(*given, **named)  # type: ignore[arg-type]  # on purpose

    @nouns.dataclass(frozen=True)
    class One:
        name: str
        size: int = 1
        texts: list[str] = nouns.field(default_factory=list)

    for given, named in wrong:
        with pytest.raises(TypeError):
            One(*given, **named)  # type: ignore[arg-type]  # on purpose


def test_nothing_is_put_into_it_afterwards() -> None:
    noun = Base("n")
    with pytest.raises(dataclasses.FrozenInstanceError):
        noun.name = "m"  # type: ignore[misc]  # as somebody might
    with pytest.raises(dataclasses.FrozenInstanceError):
        del noun.name
    with pytest.raises(dataclasses.FrozenInstanceError):
        noun.unknown = 1  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        Base()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Base("n", 1, [], "", "", 6)  # type: ignore[call-arg]


def test_it_is_copied_and_kept_whole() -> None:
    noun = Further("n", 2, ["x"], more=(3,))
    assert copy.deepcopy(noun) == pickle.loads(pickle.dumps(noun)) == copy.copy(noun) == noun  # noqa: S301 - our own
    assert copy.deepcopy(noun).texts is not noun.texts


@nouns.dataclass(frozen=True)
class Roomy:
    """A noun with room for what is computed once."""

    name: str
    places: dict[str, int] = nouns.field(default_factory=dict)
    note: str = nouns.field(default="-", compare=False, repr=False)

    @cached_property
    def computed(self) -> list[str]:
        return [self.name]


def test_one_keeps_what_is_computed_once() -> None:
    noun = Roomy("n", note="x")
    assert noun.computed is noun.computed
    assert noun == Roomy("n")
    assert (repr(noun), Roomy.note) == ("Roomy(name='n', places={})", "-")
    assert Roomy("n").places is not noun.places
    assert [(f.name, f.compare) for f in dataclasses.fields(Roomy)] == [
        ("name", True),
        ("places", True),
        ("note", False),
    ]
    assert dataclasses.asdict(noun) == {"name": "n", "places": {}, "note": "x"}
    assert pickle.loads(pickle.dumps(noun)) == copy.deepcopy(noun) == noun  # noqa: S301 - our own


def test_it_is_replaced_and_told_by_name() -> None:
    noun = Further("n", 2, ["x"], more=(3,))
    for replace in (nouns.replace, dataclasses.replace):
        assert replace(noun, size=4, note="b").note == "b"
        assert replace(noun, size=4) == Further("n", 4, ["x"], more=(3,))
        with pytest.raises(TypeError):
            replace(noun, unknown=1)
    assert nouns.plain(noun) == dataclasses.asdict(noun)


def test_what_it_does_not_hold_itself_is_its_class_default_and_what_it_remembers_is_not_said() -> None:
    """As of one that ``msgspec`` makes of an older record: it leaves a default to the class."""

    @nouns.dataclass(frozen=True)
    class Read:
        name: str
        note: str = "none"

        @cached_property
        def loud(self) -> str:
            return self.name.upper()

    read = msgspec.convert({"name": "a"}, Read)
    assert read.loud == "A"
    assert (nouns.plain(read), nouns.replace(read, name="b").loud) == ({"name": "a", "note": "none"}, "B")


def test_those_with_an_order_have_the_standard_one() -> None:
    @nouns.dataclass(frozen=True, order=True)
    class Ordered:
        year: int
        at: int = 0

    @dataclasses.dataclass(frozen=True, slots=True, order=True)
    class Other:
        year: int
        at: int = 0

    both = [kind(year, at) for kind in (Ordered, Other) for year in (2, 1) for at in (1, 0)]
    ours, others = sorted(both[:4]), sorted(both[4:])
    assert [(one.year, one.at) for one in ours] == [(one.year, one.at) for one in others]
    assert Ordered(1) < Ordered(2) <= Ordered(2)
    assert not Ordered(1, 1) > Ordered(1, 1)
    assert Ordered(1, 1) >= Ordered(1, 1)
    with pytest.raises(TypeError):
        assert Ordered(1) < Other(2)  # type: ignore[operator]


@nouns.dataclass()
class Mutable:
    at: int = 0
    said: list[str] = nouns.field(default_factory=list)


@nouns.dataclass(eq=False)
class Itself:
    at: int = 0


def test_one_that_may_be_changed_is_the_standard_one_too() -> None:
    mutable = Mutable()
    mutable.at = 1
    assert mutable == Mutable(1) == pickle.loads(pickle.dumps(mutable))  # noqa: S301 - our own
    assert repr(mutable) == "Mutable(at=1, said=[])"
    assert Mutable().said is not mutable.said
    with pytest.raises(TypeError):
        hash(mutable)
    assert dataclasses.asdict(mutable) == {"at": 1, "said": []}
    assert Itself() != Itself()
    assert len({Itself(), Itself()}) == 2


def test_loading_nouns_does_not_load_the_library_that_looks_into_source_code() -> None:
    names = "import sys; from minsheng_cli.model import Catalogue, Month; Month(2025, 4)"
    told = subprocess.run(
        [sys.executable, "-c", f"{names}; print([m for m in ('dataclasses', 'inspect') if m in sys.modules])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "[]"


class Pair(NamedTuple):
    """Two nouns."""

    left: Base
    right: object


def test_what_nouns_in_nouns_say_is_what_the_standard_library_tells() -> None:
    noun = Further("甲", more=(1, 2), texts=["乙"])
    whole = Base("丙", texts=[{"a": (noun, 1), "b": [noun]}, Pair(noun, "x")])  # type: ignore[list-item]
    assert nouns.asdict(whole) == dataclasses.asdict(whole)
    assert type(nouns.asdict(whole)["texts"][1]) is Pair
