"""What we pack is the same bytes wherever it is packed."""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from minsheng_cli.form import blank
from minsheng_cli.model import Month
from minsheng_cli.zipped import same_everywhere

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue


def test_a_package_names_the_same_system_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def packed() -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
            for name in ("a.xml", "文件夹/b.xml"):
                book.writestr(zipfile.ZipInfo(name), b"<a/>" * 99)
        return out.getvalue()

    made = {}
    for system in ("linux", "win32"):
        monkeypatch.setattr(sys, "platform", system)
        made[system] = packed()
    assert made["linux"] != made["win32"]
    assert same_everywhere(made["linux"]) == same_everywhere(made["win32"]) == made["linux"]
    with pytest.raises(ValueError, match="package"):
        same_everywhere(made["linux"] + b"x" * 30)


def test_a_blank_names_the_same_system_everywhere(catalogue: Catalogue) -> None:
    """As every workbook and document: they go the same way."""
    data = blank.render(catalogue, "区教委", Month(2025, 4), {}, None)
    with zipfile.ZipFile(BytesIO(data)) as book:
        assert {entry.create_system for entry in book.infolist()} == {3}
