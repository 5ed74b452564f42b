"""``doctor``: each check can fail, says where, and says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Minsheng


def failed(run: Minsheng, *words: str) -> dict[str, str]:
    done = run("doctor", *words, "--json")
    wrong = {check["name"]: check["remedy"] for check in done.json["checks"] if not check["ok"]}
    assert done.code == (1 if wrong else 0)
    assert all(remedy.startswith("请") for remedy in wrong.values())
    return wrong


def test_a_sound_workspace_has_nothing_to_mend_and_nothing_is_left_behind(minsheng: Minsheng) -> None:
    minsheng("init")
    before = sorted(minsheng.root.rglob("*"))
    assert failed(minsheng) == {}
    assert sorted(minsheng.root.rglob("*")) == before


def test_what_is_advised_is_not_called_all_right(minsheng: Minsheng) -> None:
    done = minsheng("doctor")
    assert done.code == 0
    assert "！ 联系人" in done.out
    assert "项提示（标“！”的），不影响使用。" in done.out
    assert "都没有问题" not in done.out
    advised = {c["name"] for c in minsheng("doctor", "--json").json["checks"] if c["ok"] and c["remedy"]}
    assert "联系人" in advised
    assert not advised & {"安装", "磁盘", "文件锁", "时钟", "存档"}


def test_outside_a_workspace_it_works_and_says_so(outside: Minsheng) -> None:
    assert set(failed(outside)) == {"工作目录"}
    assert not list(outside.root.iterdir())


def _list(root: Path) -> None:
    path = root / "data/projects.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("lead_units: [区水利局]", "lead_units: [没有]"), "utf-8")


def _letter(root: Path) -> None:
    (root / "templates/mail/退回.j2").write_text("主题：x\n{% if %}", encoding="utf-8")


def _paper(root: Path) -> None:
    (root / "templates/通报.docx").write_bytes(b"PK broken")


def _settings(root: Path) -> None:
    (root / "minsheng.yaml").write_text("sendr: {}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("broken", "named"), [(_list, "项目清单"), (_letter, "模板"), (_paper, "模板"), (_settings, "设置")]
)
def test_what_is_broken_is_named(minsheng: Minsheng, broken: Callable[[Path], None], named: str) -> None:
    minsheng("init")
    broken(minsheng.root)
    assert named in failed(minsheng)


def test_mail_that_is_not_set_up_is_told(minsheng: Minsheng) -> None:
    done = minsheng("doctor", "--mail", "--json", MINSHENG_MAIL_PASSWORD="x")  # noqa: S106 - no real one
    remedies = {check["name"]: check["remedy"] for check in done.json["checks"] if not check["ok"]}
    assert done.code == 1
    assert "minsheng.yaml" in remedies["发信"]
    assert "mail.imap" in remedies["取信"]
