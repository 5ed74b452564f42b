"""What Jinja compiles is kept, and whatever becomes of the kept code, the page is the same."""

import sys
from pathlib import Path

import pytest
from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from minsheng_cli import templates


class Counting(SandboxedEnvironment):
    """Counts what it compiles."""

    compiled = 0

    def _generate(self, *args: object, **more: object) -> str:
        Counting.compiled += 1
        return super()._generate(*args, **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    Counting.compiled = 0
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(templates, "_PLACE", tmp_path)
    return tmp_path


def filled(name: str = "看板", text: str = "{{ a }}项\n") -> str:
    return templates.compiled(Counting(undefined=StrictUndefined), name, text).render(a=3)


def test_a_template_is_compiled_once() -> None:
    assert [filled(), filled(), filled()] == ["3项"] * 3
    assert Counting.compiled == 1


def test_another_text_or_name_is_another_template() -> None:
    assert [filled(), filled(text="共{{ a }}项"), filled("公开稿", "{{ a + 1 }}")] == ["3项", "共3项", "4"]
    assert Counting.compiled == 3


@pytest.mark.parametrize("harm", [b"", b"x", b"\x80\x04N.", None])
def test_kept_code_that_is_damaged_is_made_again(place: Path, harm: bytes | None) -> None:
    filled()
    (kept,) = place.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2] if harm is None else harm)
    assert filled() == "3项"
    assert kept.read_bytes() == whole


def test_nothing_is_kept_where_python_may_not_either(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert filled() == "3项"
    assert not list(place.iterdir())


def test_a_place_that_cannot_be_written_is_no_harm(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "_PLACE", place / "gone")
    assert [filled(), filled()] == ["3项"] * 2


def test_faults_are_told_as_ever() -> None:
    with pytest.raises(TemplateSyntaxError) as wrong:
        filled(text="一\n{% if %}")
    assert wrong.value.lineno == 2


@pytest.mark.parametrize("other", ["看板", "别的"])
def test_a_template_includes_no_other_nor_itself(other: str) -> None:
    with pytest.raises((TypeError, TemplateNotFound)):
        filled(text=f"{{% include '{other}' %}}")
