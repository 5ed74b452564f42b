"""The mailbox's password: typed once in a run of several commands, kept in the system's keyring when set so."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from test_send import at_terminal

import post_office
from conftest import FEW, Minsheng, lay_list
from hand import filled
from minsheng_cli.errors import SetupError
from minsheng_cli.mailbox import password_store
from post_office import HOST, PASSWORD, USER, Counter

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl for a certificate")
APRIL = "2025-04"
ASKED = "不显示）："
ONE = ("send", APRIL, "--unit", "区教委", "--again", "--yes")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> post_office.Certificate:
    return post_office.certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """April issued, one unit's address known."""
    root = lay_list(tmp_path_factory.mktemp("sent"), FEW)
    (root / "data/contacts.yaml").write_text("区教委: {name: 示例, email: a@example.invalid}\n", encoding="utf-8")
    assert Minsheng(root)("generate", APRIL).code == 0
    return root


@pytest.fixture
def office(
    sent: Path, tmp_path: Path, own: post_office.Certificate, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Minsheng, Counter, Path]]:
    """April issued, a post office open, and the keyring of tests in place of the system's."""
    pytest.importorskip("keyring")
    shutil.copytree(sent, tmp_path / "office")
    run = Minsheng(tmp_path / "office", from_scratch=True)  # the keyring is named by Python's environment
    port, counter, kept = post_office.free_port(), Counter(), tmp_path / "kept.json"
    (run.root / "minsheng.yaml").write_text(
        f"mail: {{host: {HOST}, port: {port}, security: starttls, user: {USER}, keyring: true}}\n", encoding="utf-8"
    )
    monkeypatch.delenv("MINSHENG_MAIL_PASSWORD", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(own.file))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "kept_keyring.Keyring")
    monkeypatch.setenv("KEPT_KEYRING", str(kept))
    with post_office.smtp(counter, port, own):
        yield run, counter, kept


def test_a_password_is_kept_used_and_let_go(office: tuple[Minsheng, Counter, Path]) -> None:
    run, counter, kept = office
    said = at_terminal(run, ONE, [(ASKED, PASSWORD)])
    assert "密码已记在本机系统的密钥环里" in said
    assert json.loads(kept.read_text()) == {f"minsheng/{USER}": PASSWORD}
    assert not [p for p in run.root.rglob("*") if p.is_file() and PASSWORD.encode() in p.read_bytes()]
    done = run(*ONE)  # nobody is there to type
    assert (done.code, len(counter.letters)) == (0, 2), done.err
    assert "密钥环" not in done.out
    kept.write_text(json.dumps({f"minsheng/{USER}": "changed"}))  # the office changed it at the provider's
    done = run(*ONE)
    assert (done.code, json.loads(kept.read_text())) == (3, {})
    assert "已删去；再运行一次，输入新的密码" in done.out
    at_terminal(run, ONE, [(ASKED, PASSWORD)])
    assert PASSWORD in kept.read_text()
    done = run("doctor", "--forget-password")
    assert "没有记着邮箱密码了" in done.out
    assert json.loads(kept.read_text()) == {}


def test_a_wrong_password_is_never_kept(office: tuple[Minsheng, Counter, Path]) -> None:
    run, counter, kept = office
    said = at_terminal(run, ONE, [(ASKED, "wrong")])
    assert "不接受用户名或密码" in said
    assert not kept.exists()
    assert not counter.letters


def test_without_a_keyring_it_says_so_and_the_password_is_typed(office: tuple[Minsheng, Counter, Path]) -> None:
    run, counter, _ = office
    for setting, value, why in (
        ("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring", "本机系统没有可用的密钥环"),
        ("KEPT_KEYRING", "/nowhere/locked", "本机系统没有可用的密钥环"),
    ):
        before = os.environ[setting]
        os.environ[setting] = value
        try:
            said = at_terminal(run, ONE, [(ASKED, PASSWORD)])
        finally:
            os.environ[setting] = before
        assert said.count(why) == 1
        assert "已发送 1 封" in said
    assert len(counter.letters) == 2


@pytest.mark.parametrize("library", [None, "file"])
def test_no_library_and_no_file_in_its_place(monkeypatch: pytest.MonkeyPatch, library: str | None) -> None:
    made: Any = None
    if library:
        made = type(sys)("keyring")
        ring = type("Plaintext", (), {"__module__": "keyrings.alt.file", "get_password": lambda *_: "x"})()
        made.get_keyring = lambda: ring
    monkeypatch.setitem(sys.modules, "keyring", made)
    with pytest.raises(SetupError, match="只是一个文件" if library else "没有装密钥环组件"):
        password_store.kept("a@example.invalid")


def test_of_several_keyrings_the_systems_own_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library chains all it finds: a keyring that is a file, installed beside the system's, is passed over."""
    made: Any = type(sys)("keyring")
    file = type("Plaintext", (), {"__module__": "keyrings.alt.file", "get_password": lambda *_: "of the file"})()
    system = type("Keyring", (), {"__module__": "keyring.backends.x", "get_password": lambda *_: "the system's"})()
    made.get_keyring = type("Chain", (), {"backends": [file, system]})
    monkeypatch.setitem(sys.modules, "keyring", made)
    assert password_store.kept("a@example.invalid") == "the system's"


def test_the_menu_asks_for_the_password_once(office: tuple[Minsheng, Counter, Path]) -> None:
    run, counter, _ = office
    text = (run.root / "minsheng.yaml").read_text(encoding="utf-8").replace(", keyring: true", "")
    (run.root / "minsheng.yaml").write_text(text, encoding="utf-8")
    blank = run.root / "2025-04/下发/附件2_区教委_2025年4月.xlsx"
    (run.root / "2025-04/回收/a.xlsx").write_bytes(filled(blank.read_bytes(), lambda form: form.sign(head=None)))
    assert run("collect", APRIL).code == 1
    said = at_terminal(
        run,
        (),
        [
            ("结束：", "1"),
            ("（是/否）：", "是"),
            (ASKED, PASSWORD),
            ("结束：", "1"),
            ("结束：", "1"),
            ("（是/否）：", "是"),
            ("结束：", ""),
        ],
    )
    typed = [line for line in said.splitlines() if line.startswith("> ")]
    assert typed == [
        "> minsheng send 2025-04 --replies", "> minsheng remind 2025-04", "> minsheng send 2025-04 --reminders"
    ]  # fmt: skip
    assert said.count(ASKED) == 1
    assert len(counter.letters) == 2
