from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from crash_story import NOW

from minsheng_cli.errors import StoreError
from minsheng_cli.store import Published, publish

if TYPE_CHECKING:
    from pathlib import Path

NAME = "计划/分月计划.xlsx"


def put(root: Path, data: bytes) -> Published:
    return publish(root, NAME, data, "minsheng plan", NOW)


def test_ours_is_replaced_and_a_persons_is_moved_aside(tmp_path: Path) -> None:
    assert put(tmp_path, b"1") == Published(written=(NAME,))
    assert put(tmp_path, b"1") == Published(unchanged=(NAME,))
    assert put(tmp_path, b"2") == Published(written=(NAME,))
    (tmp_path / NAME).write_bytes(b"filled in")
    aside = "计划/分月计划（人工修改1）.xlsx"
    assert put(tmp_path, b"2") == Published(written=(NAME,), set_aside=((NAME, aside),))
    assert ((tmp_path / NAME).read_bytes(), (tmp_path / aside).read_bytes()) == (b"2", b"filled in")


def test_a_name_outside_its_folders_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="不能以“"):
        publish(tmp_path, "data/projects.yaml", b"", "minsheng plan", NOW)
