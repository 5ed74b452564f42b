"""Coverage-guided fuzzing of the readers (atheris): whatever comes in, they answer or refuse; anything else is a gap.

    pip install atheris
    python bench/fuzz/guided.py sheet|strings|styles|word|ods|mail|name [FOLDER OF A CORPUS] [-max_total_time=60]

The bytes are put inside a sound package, so that time goes into our readers and not into broken checksums. A gap ends
the run with a traceback and leaves the bytes in ``crash-…``; the worker process would have called that file unreadable.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]  # only for this

sys.path.insert(0, str(Path(__file__).parent))

with atheris.instrument_imports(include=["minsheng_cli"]):
    from minsheng_cli.errors import SubmissionError
    from minsheng_cli.form.reading.parse import parse
    from minsheng_cli.intake.unpack import unpack
    from minsheng_cli.model import Submission
    from minsheng_cli.readers.grids import open_grids

import hostile

PARTS = {
    "sheet": ("xlsx", "xl/worksheets/sheet1.xml"),
    "strings": ("xlsx", "xl/sharedStrings.xml"),
    "styles": ("xlsx", "xl/styles.xml"),
    "word": ("docx", "word/document.xml"),
    "ods": ("ods", "content.xml"),
}
SLOW = 5.0  # seconds


def package(kind: str, part: str, data: bytes) -> bytes:
    """Return a package of that kind in which one part is replaced."""
    cell = '<row r="5"><c r="E5" s="0"><f>SUM(F1:F2)</f><v>1</v></c><c r="F5" t="s"><v>0</v></c></row>'
    whole = {
        "xlsx": lambda: hostile.xlsx(hostile.rows(cell)),
        "docx": lambda: hostile.docx(hostile.word_table("")),
        "ods": lambda: hostile.ods(""),
    }[kind]()
    return hostile.replaced(whole, part, data)


def one(data: bytes) -> None:
    """Let the readers have one input."""
    begin = time.monotonic()
    try:
        if target == "mail":
            unpack(Submission("x.eml", b"From: a@b\r\n" + data, "0" * 64, "2025-04-20T09:00:00+08:00", "文件时间"))
        elif target == "name":
            whole = hostile.zipped({"n" * min(len(data), 200): b"x"}).replace(b"n" * len(data[:200]), data[:200])
            unpack(Submission("x.zip", whole, "0" * 64, "2025-04-20T09:00:00+08:00", "文件时间"))
        else:
            parse(open_grids(package(*PARTS[target], data)).grids)
    except SubmissionError as error:
        if isinstance(error.__cause__, TypeError | LookupError | RecursionError | AttributeError):
            raise error.__cause__ from None  # refused, but only because our code tripped
    if time.monotonic() - begin > SLOW:
        raise TimeoutError(f"{time.monotonic() - begin:.1f} s")


if __name__ == "__main__":
    target = sys.argv.pop(1)
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
