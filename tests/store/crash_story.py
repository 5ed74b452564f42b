"""What test_crash kills at every system call: a collect into nothing, another over people's edits, the seal.

Run as a program it plays one of them between two marks that a system call trace shows::

    python -I -S crash_story.py SRC MONTH_FOLDER SCRATCH first|again|mended|sealed [--without-fsync files|folders]
"""

from __future__ import annotations

import os
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])

from minsheng_cli.errors import StoreError
from minsheng_cli.model import MonthRecord, Submission
from minsheng_cli.store import MonthStore, Published
from minsheng_cli.store.disk import sha256

START, END = "/minsheng-test-start", "/minsheng-test-end"
NOW = datetime(2025, 4, 26, 14, 3, tzinfo=UTC)
PERSON = b"changed by a person"

REPORT, SAME, EDITED = "成果/汇总表.xlsx", "成果/不变.xlsx", "成果/人改.xlsx"
REPLY, GONE, EDITED_GONE, NEW = "退回/甲.xlsx", "退回/乙.xlsx", "退回/丙.xlsx", "退回/丁.eml"
OUTPUTS = {
    "first": {REPORT: b"report 1", SAME: b"same", EDITED: b"e1", REPLY: b"a1", GONE: b"b1", EDITED_GONE: b"c1"},
    "again": {REPORT: b"report 2" * 999, SAME: b"same", EDITED: b"e2", REPLY: b"a2", NEW: b"d1"},
    "mended": {REPORT: b"report 1", SAME: b"same", EDITED: b"e1"},  # as again, without a fault: all replies go
}
RETURNS = {
    "first": {"甲.xlsx": b"return 1", "乙.xls": b"return 2"},
    "again": {"甲.xlsx": b"return 3", "乙.xls": b"return 2", "邮件.eml › 丁.docx": b"return 4"},
    "mended": {},
}


def submission(name: str, data: bytes, received_at: str = "2025-04-25T09:00:00+08:00") -> Submission:
    return Submission(name, data, sha256(data), received_at, "文件时间")


def collect(folder: Path, which: str) -> Published:
    """Do what a collect does with the store, in its order."""
    store = MonthStore(folder, "2025-04")
    with store.lock("minsheng collect", NOW):
        store.keep(submission(name, data) for name, data in RETURNS[which].items())
        published = store.publish(OUTPUTS[which], stale="退回/")
        store.save_record(MonthRecord("2025-04", which, (), (), ()))
        store.note_judged(NOW, {"data/projects.yaml": f"catalogue of {which}".encode()})
        store.seal_manifest()
    return published


def seal(folder: Path) -> None:
    """Close the month, as the clerk does after the last collect."""
    store = MonthStore(folder, "2025-04")
    with store.lock("minsheng seal", NOW, sealed=True):
        if store.is_sealed():
            store.seal_manifest()
        else:
            store.seal(NOW, {"month": "2025-03", "hash": "0" * 64})


def play(folder: Path, which: str) -> None:
    """Do one of the stories."""
    if which == "sealed":
        seal(folder)
    else:
        collect(folder, which)


def edit(folder: Path) -> None:
    """Change two outputs as a person would, between the two collects."""
    (folder / EDITED).write_bytes(PERSON)
    (folder / EDITED_GONE).write_bytes(PERSON)


def forget_to_flush(what: str) -> None:
    """Break durability on purpose: skip fsync for files, or for folders."""
    fsync = os.fsync

    def forgetful(fd: int) -> None:
        if stat.S_ISDIR(os.fstat(fd).st_mode) != (what == "folders"):
            fsync(fd)

    os.fsync = forgetful  # type: ignore[assignment]


def main() -> int:
    _, _, folder, scratch, which, *broken = sys.argv
    for rehearsal in ("first", "again", "sealed"):  # every lazy import happens here, outside the marks
        play(Path(scratch) / "2025-04", rehearsal)
    if broken:
        forget_to_flush(broken[-1])
    os.access(START, os.F_OK)
    try:
        play(Path(folder), which)
    except StoreError as error:
        os.access(END, os.F_OK)
        sys.stdout.buffer.write(str(error).encode())
        return error.exit_code
    os.access(END, os.F_OK)
    return 0


if __name__ == "__main__":
    sys.exit(main())
