"""What collecting costs as returns pile up: 17 to 10,000 of them in one inbox, against the nephew and the floor.

    python bench/crowd.py [COUNT]…      # default 17 170 1700 10000; needs LibreOffice

Every return is another version of one of 17 honest ones, so every one is opened, read and judged. Printed per command:
seconds of the whole process with its children, milliseconds a return, and the largest memory any one process took.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from run import HERE, MINSHENG, MONTH, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTS = (17, 170, 1700, 10_000)


def versions(inbox: Path, count: int) -> None:
    """Put ``count`` different returns into the inbox, each a minute younger than the one before."""
    books = [path.read_bytes() for path in sorted(inbox.iterdir())]
    shutil.rmtree(inbox)
    inbox.mkdir()
    begin = 1_743_465_600  # 1 April 2025
    for number in range(count):
        path = inbox / f"{number:05d}.xlsx"
        path.write_bytes(changed(books[number % len(books)], number))
        os.utime(path, (begin + number * 60, begin + number * 60))


def changed(book: bytes, number: int) -> bytes:
    """Return a workbook with another number in the unit's words."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "xl/sharedStrings.xml":
                words = "进展顺利".encode()
                if words not in data:
                    sys.exit("the returns no longer say 进展顺利")
                data = data.replace(words, f"进展顺利第{number}稿".encode())
            new.writestr(entry.filename, data)
    return out.getvalue()


def measured(command: Sequence[str | Path], cwd: Path) -> tuple[float, int]:
    """Return seconds and the most KiB that a process of the command held."""
    watch = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], capture_output=True);"
        "sys.stderr.buffer.write(done.stderr[-2000:] if done.returncode > 1 else b'');"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(done.returncode > 1)"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", watch, *command], cwd=cwd, capture_output=True, check=False)
    took = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stderr.decode())
    return took, int(done.stdout)


def main(counts: Sequence[int]) -> None:
    """Measure and print."""
    print(f"{'returns':>8}  {'':8}{'s':>8}{'ms each':>9}{'MiB':>6}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        for count in counts:
            here = folder / str(count)
            shutil.copytree(folder / "returned", here)
            inbox = here / MONTH / "回收"
            versions(inbox, count)
            commands: dict[str, list[str | Path]] = {
                "floor": [sys.executable, HERE / "floor.py", inbox],
                "nephew": [sys.executable, HERE / "nephew.py", inbox, folder / "out.xlsx"],
                "collect": [*MINSHENG, "collect", MONTH],
            }
            for what, command in commands.items():
                took, memory = measured(command, here)
                print(f"{count:8}  {what:8}{took:8.2f}{took / count * 1000:9.1f}{memory // 1024:6}", flush=True)
            shutil.rmtree(here)


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or COUNTS)
