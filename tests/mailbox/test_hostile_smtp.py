"""An SMTP server that never comes to an end: one sentence for the clerk, and no memory of hers."""

from __future__ import annotations

import subprocess
import sys

import pytest

import post_office

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is counted by getrusage")
MEASURED = """
import resource, sys
from minsheng_cli.config.settings import Server
from minsheng_cli.errors import MailError
from minsheng_cli.mailbox import smtp
if sys.argv[2] in ("drip", "silence"):
    smtp.PATIENCE = smtp.TIMEOUT = 1.0
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    with smtp.connected(Server("127.0.0.1", int(sys.argv[1]), "none"), "a", "b") as post:
        post.deliver("a@example.invalid", ["b@example.invalid"], b"Subject: x\\r\\n\\r\\n1\\r\\n")
except MailError as error:
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(type(error).__name__, grown, error, sep="|")
"""
DOUBTED = {"continued", "line", "drip", "silence", "cut off"}  # what leaves open whether the letter was taken


@pytest.mark.parametrize("how", ["continued", "answers", "challenges", "line", "drip", "silence", "cut off"])
@pytest.mark.parametrize(
    "where", [*(pytest.param(w, marks=pytest.mark.exhaustive) for w in ("greeting", "AUTH", "MAIL")), "EHLO", "."]
)
def test_a_hostile_server_gets_one_sentence_and_no_memory(where: str, how: str) -> None:
    """It says 256 MB, a byte now and then, or nothing: the command ends with a sentence and some MB more at most."""
    port = post_office.free_port()
    with post_office.hostile_smtp(port, where, how):
        line = [sys.executable, "-X", "utf8", "-c", MEASURED, str(port), how]
        done = subprocess.run(line, capture_output=True, encoding="utf-8", check=True, timeout=300)
    if (where, how) == (".", "answers"):  # the first of them is the answer: the letter was taken
        assert done.stdout == ""
        return
    error, grown, said = done.stdout.split("|")
    assert said.count("\n") == 1
    assert "服务器" in said
    assert int(grown) < 8 * 1024  # KB
    if where == "." and how in DOUBTED:
        assert error == "MailLost"
