"""``catalogue check`` asks three things of a list and reads it once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import catalogue, tasks
from minsheng_cli.config import yaml_strict
from minsheng_cli.workspace import CATALOGUE_FILE, CONTACTS_FILE, Workspace

if TYPE_CHECKING:
    import pytest

    from conftest import Minsheng
    from minsheng_cli.config.yaml_strict import Document


def test_a_list_is_read_once(minsheng: Minsheng, monkeypatch: pytest.MonkeyPatch) -> None:
    (minsheng.root / CONTACTS_FILE).write_text("区教委: {name: 示例甲}\n", encoding="utf-8")
    listed = (minsheng.root / CATALOGUE_FILE).read_bytes() + b"\n# read nowhere else\n"
    (minsheng.root / CATALOGUE_FILE).write_bytes(listed)
    seen: list[bytes] = []
    real = yaml_strict.read

    def read(data: bytes) -> Document:
        seen.append(data)
        return real(data)

    monkeypatch.setattr(catalogue, "read", read)
    assert tasks.catalogue_check.check(Workspace.at(minsheng.root), None)[1] == ()
    assert seen.count(listed) == 1
