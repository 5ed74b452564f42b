"""Workspaces of the first version hold its templates: untouched ones give way to ours, edited ones still work."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document

import minsheng_cli
from hand import Form
from minsheng_cli.workspace import SHIPPED_TEMPLATES, Workspace, packaged

if TYPE_CHECKING:
    from conftest import Minsheng

FIRST = Path(__file__).parents[1] / "data/first_templates"


def test_an_untouched_template_of_the_first_version_gives_way_to_ours(minsheng: Minsheng) -> None:
    assert minsheng("init").code == 0
    for path in FIRST.iterdir():
        (minsheng.root / "templates" / path.name).write_bytes(path.read_bytes())
    space = Workspace.at(minsheng.root)
    for path in FIRST.iterdir():
        assert space.document(path.name)[1] == (packaged() / "templates" / path.name).read_bytes() != path.read_bytes()


def test_every_template_of_today_is_known_to_the_versions_after_this_one() -> None:
    known = (Path(minsheng_cli.__file__).parent / SHIPPED_TEMPLATES).read_text("ascii").split()
    ours = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in (packaged() / "templates").rglob("*")
        if path.is_file()
    }
    missing = {name: told for name, told in ours.items() if told not in known}
    assert not missing, f"a template was changed: add its sha256 to {SHIPPED_TEMPLATES}, and leave the old ones there"
    assert known == sorted(set(known))


def test_doctor_names_the_templates_that_gave_way_and_leaves_them_as_they_are(minsheng: Minsheng) -> None:
    assert minsheng("init").code == 0
    old, own = (FIRST / "公开稿.html.j2").read_bytes(), b"{# mine #}\n"
    (minsheng.root / "templates/公开稿.html.j2").write_bytes(old)
    (minsheng.root / "templates/目录.html.j2").write_bytes(own)
    told = next(c["message"] for c in minsheng("doctor", "--json").json["checks"] if c["name"] == "模板")
    assert "templates/公开稿.html.j2 是以前版本自带、没有改动过的" in told
    assert "目录.html.j2" not in told
    assert (minsheng.root / "templates/公开稿.html.j2").read_bytes() == old
    assert Workspace.at(minsheng.root).template("目录.html.j2")[1] == own.decode()


def test_a_template_of_the_first_version_that_the_clerk_edited_still_works(minsheng: Minsheng) -> None:
    assert minsheng("init").code == 0
    assert minsheng("generate", "2025-04").code == 0
    (blank,) = minsheng.root.glob("2025-04/下发/附件2_区教委_*.xlsx")
    (minsheng.root / "2025-04/回收/区教委.xlsx").write_bytes(Form(blank.read_bytes()).fill().bytes())
    for path in FIRST.iterdir():
        data = path.read_bytes()
        (minsheng.root / "templates" / path.name).write_bytes(edited(data) if path.suffix == ".docx" else data + b"\n")
    assert minsheng("collect", "2025-04").code == 1
    (told,) = minsheng.root.glob("2025-04/成果/关于*.docx")
    assert "一、总体情况" in [p.text for p in Document(str(told)).paragraphs]
    assert len(list(minsheng.root.glob("2025-04/成果/公开稿*"))) == 2


def edited(data: bytes) -> bytes:
    """Return a document whose clerk has saved it again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()
