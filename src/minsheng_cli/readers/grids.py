"""Bytes → sheets: a returned file's cells. Called behind the wall only (and by tests)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.errors import Encrypted, SubmissionError, Unreadable
from minsheng_cli.nouns import dataclass
from minsheng_cli.readers.kinds import not_read, opened

if TYPE_CHECKING:
    from minsheng_cli.model import Grid
    from minsheng_cli.readers.kinds import Kind
    from minsheng_cli.readers.package import Package


ELSEWHERE = {
    "embedded": ("嵌入 Word 文档的表格对象里", "请双击打开该表格，另存为 .xlsx 后重新报送"),
    "chunk": ("插入 Word 文档的另一份文件里", "请用 Word 打开，看到表格后另存为 .docx，再重新报送"),
    "box": ("文本框里", "请把表格从文本框剪切到正文中，再重新报送"),
}
"""Where a document may hold a table that no reader sees, and what to do about it."""


@dataclass(frozen=True)
class Workbook:
    """An opened file: its sheets in order, and the document's own time of last change (ISO 8601, or "")."""

    grids: tuple[Grid, ...]
    modified: str = ""
    notes: tuple[str, ...] = ()  # what else is to be said of the file: "macros", "revisions"
    elsewhere: tuple[str, ...] = ()  # where in a document a table may stand that is not read: a key of ``ELSEWHERE``


def open_grids(data: bytes) -> Workbook:
    """Return the sheets of a file. Raises a SubmissionError whose facts say why not in Chinese."""
    return grids_of(data, *opened(data))


def grids_of(data: bytes, kind: Kind, package: Package | None) -> Workbook:
    """Return the sheets of a file that was ``opened``. Raises as ``open_grids`` does."""
    if kind == "empty":
        raise Unreadable(why="文件是空的")
    if kind == "encrypted":
        raise Encrypted(kind=kind)
    try:
        match kind:
            case "xlsx" if package is not None:
                from minsheng_cli.readers import xlsx  # noqa: PLC0415 - each reader, 5 to 20 ms, when its format comes

                return Workbook(*xlsx.read(package))
            case "docx" if package is not None:
                from minsheng_cli.readers import docx  # noqa: PLC0415 - each reader, 5 to 20 ms, when its format comes

                return Workbook(*docx.read(package))
            case "ods" if package is not None:
                from minsheng_cli.readers import ods  # noqa: PLC0415 - each reader, 5 to 20 ms, when its format comes

                return Workbook(*ods.read(package))
            case "xls":
                from minsheng_cli.readers import xls  # noqa: PLC0415 - each reader, 5 to 20 ms, when its format comes

                grids = xls.read(data)
                return Workbook(grids, notes=("pictures",) * any(grid.drawn for grid in grids))
    except SubmissionError:
        raise
    except (RecursionError, ArithmeticError, TypeError, ValueError, LookupError) as error:
        # A file that finds a gap in our own reader must not end the batch.
        raise Unreadable(why="内容残缺或写法有误") from error
    raise not_read(data, kind)
