"""Every format is read alike whatever the system lets a reader keep: what a file calls for late must be there."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from email.header import Header
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from test_isolation import WITHOUT

from hand import Form, filled
from minsheng_cli.form import blank
from minsheng_cli.model import Month, Submission
from minsheng_cli.wall import Readers, pool
from office import missing
from word import saved, typed

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue
    from office import Office

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are Linux's")

HOLD_A_RETURN = 100  # of the bench's wrappings at least so many; the others are told of, and that alike, too
PARCELS = Path(__file__).parents[2] / "bench/messy/parcels.py"
CHARSETS = ("gb18030", "big5", "shift_jis", "euc_kr", "iso2022_jp", "hz", "utf-7", "utf-16", "koi8-r", "cp1252")
OFFICE = {"xls": "MS Excel 97", "ods": "calc8"}
WITHOUT_ONE = """
import sys
sys.path += sys.argv[1:]
from minsheng_cli.wall import landlock, system_calls, worker
{absent}
worker.main()
"""


def wrapped(sheet: bytes) -> dict[str, bytes]:
    """Return a return in every wrapping of the bench's."""
    spec = importlib.util.spec_from_file_location("parcels", PARCELS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: wrap(sheet) for name, (wrap, _, _) in module.PARCELS.items()}


def in_charset(sheet: bytes, charset: str) -> bytes:
    """Return a mail whose words and file name are in one."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@example.invalid", "x"
    mail.set_content("x")
    mail.add_attachment(sheet, maintype="application", subtype="x", filename="name.xlsx")
    word = "表" if charset[0] not in "kc" else "x"
    subject = Header(word, charset).encode() if charset != "utf-16" else f"=?{charset}?B?{'/v9P/w=='}?="
    data = mail.as_bytes().replace(b"Subject: x", f"Subject: {subject}".encode())
    return data.replace(b'filename="name.xlsx"', f'filename="=?{charset}?Q?=B1=ED?=.xlsx"'.encode())


@pytest.fixture(scope="module")
def files(
    catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> dict[str, bytes]:
    sheet = filled(blank.render(catalogue, "区教委", Month(2025, 4), {}, None))
    several = wrapped(sheet) | {"docx": saved(typed(Form(sheet)))}
    several |= {f"a mail in {name}": in_charset(sheet, name) for name in CHARSETS}
    if missing() is None:
        office: Office = request.getfixturevalue("office")
        folder = tmp_path_factory.mktemp("office")
        (folder / "表.xlsx").write_bytes(sheet)
        for ending, how in OFFICE.items():
            several[ending] = office.convert(folder / "表.xlsx", folder / f"表.{ending}", how).read_bytes()
    return several


def told(files: dict[str, bytes]) -> dict[str, Any]:
    """Return what readers make of each file and of everything in it."""
    said: dict[str, Any] = {}
    with Readers() as readers:
        for name, data in files.items():
            at = "2025-04-25T00:00:00+08:00"
            found, left = readers.unpack(Submission(name, data, hashlib.sha256(data).hexdigest(), at, "文件时间"))
            opened = [read for _, read in readers.read([(s.name, s.data) for s in found], len(found))]
            said[name] = ([(s.name, s.sha256, s.sender, s.received_at) for s in found], left, opened)
    return said


@pytest.mark.parametrize("how", ["neither", pytest.param("no Landlock", marks=pytest.mark.exhaustive)])
def test_every_format_is_read_alike(files: dict[str, bytes], how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = told(files)
    assert sum(bool(opened and any(o.tables for o in opened)) for _, _, opened in usual.values()) >= HOLD_A_RETURN
    monkeypatch.setattr(pool, "START", WITHOUT_ONE.format(absent=WITHOUT[how]))
    assert {name: said for name, said in told(files).items() if said != usual[name]} == {}
