"""Files made to do harm, beside honest returns: a line each, nothing hangs, nothing leaks, the rest goes on."""

from __future__ import annotations

import sys
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from conftest import few_or_all
from hand import filled
from minsheng_cli.wall import Readers

if TYPE_CHECKING:
    from conftest import Minsheng

sys.path.insert(0, str(Path(__file__).parents[1] / "bench/fuzz"))
import hostile

APRIL = "2025-04"
files = cache(hostile.files)


@few_or_all("part", 12, 1)
def test_hostile_files_beside_honest_ones(issued: Minsheng, part: int) -> None:
    inbox = issued.month() / "回收"
    for blank in (issued.month() / "下发").glob("*.xlsx"):
        (inbox / blank.name).write_bytes(filled(blank.read_bytes()))
    alone = issued("collect", APRIL, "--json", "--dry-run").json
    for name, data in islice(files(part).items(), 0, None, part):
        (inbox / name).write_bytes(data)
    done = issued("collect", APRIL, "--json")
    assert done.code == 1
    assert "Traceback" not in done.err
    assert done.json["entries"] == alone["entries"]
    assert {u["state"] for u in done.json["units"]} == {"accepted"}
    lines = [line["name"] for line in done.json["files"]]
    assert len(set(lines)) == len(lines)
    outer = {line.partition(" › ")[0] for line in lines}
    assert outer == {p.name for p in inbox.iterdir()}  # each file at least one line; one that holds others, theirs
    honest = {line["name"] for line in alone["files"]}
    for line in done.json["files"]:
        if line["name"] not in honest:
            # A mail that brings nothing; a workbook of before Excel 97, which a person may save anew.
            otherwise = {"mail.no-form": "ignored", "file.other-format": "manual"}
            assert line["outcome"] == otherwise.get(line["findings"][0]["code"], "rejected"), line
            assert line["findings"][0]["message"].endswith("。"), line
    assert issued.written == [issued.month()]  # nothing climbed out of an archive
    assert issued("report", APRIL, "--json").json["entries"] == alone["entries"]


@few_or_all("part", 12, 1)
def test_none_of_them_kills_its_reader(part: int) -> None:
    """The wall would stop each of them, in seconds or when the process dies; our readers refuse them before that."""
    single = {name: data for name, data in files(part).items() if not name.endswith((".zip", ".eml"))}
    with Readers() as readers:
        answers = dict(readers.read(single.items(), len(single)))
    assert set(answers) == set(single)
    stopped = {n: a.error.facts for n, a in answers.items() if a.error and a.error.facts.get("why") in STOPPED}
    assert stopped == {}


STOPPED = ("读取时程序异常中止", "读取时间过长", "读取所需内存过多")
