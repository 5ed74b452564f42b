"""``catalogue import``: a notice's Attachment 1 becomes the sketch of a catalogue, in a file of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from minsheng_cli.catalogue import check
from minsheng_cli.catalogue import notice as reading
from minsheng_cli.catalogue.sketch import sketch as written
from minsheng_cli.errors import SetupError, SubmissionError
from minsheng_cli.store import disk
from minsheng_cli.wall import Readers
from minsheng_cli.workspace import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from minsheng_cli.catalogue.notice import Notice
    from minsheng_cli.wall import Page
    from minsheng_cli.workspace import Workspace

FOLDER, STEM = "data", "项目清单草稿"


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read of a notice."""

    path: str  # of the sketch, inside the workspace
    notice: Notice
    faults: tuple[str, ...]  # what ``catalogue check`` says of the sketch: what is left to a person

    @property
    def left(self) -> tuple[str, ...]:
        """Return a sentence for whatever of the document is not in the sketch."""
        return self.notice.left


def sketch(workspace: Workspace, file: Path, *, dry_run: bool = False) -> Imported:
    """Write a sketch of the catalogue beside the catalogue; no file is ever replaced.

    SetupError when the document cannot be read or holds no table of projects.
    """
    with Readers() as readers:  # it comes from outside: opened behind the wall like a return
        try:
            page = readers.page(read_bytes(file))
        except SubmissionError as error:
            raise SetupError(f"“{file.name}”不能导入：{error}。请用 WPS 或 Word 打开，另存为 .docx 后再试。") from error
    notice = reading.read(page.cells, page.merges, page.bands)
    if notice is None or not notice.rows:
        raise SetupError(
            f"“{file.name}”里没有找到附件1的表格（表头要有 项目名称、牵头单位、目标、完成时限），请核对文件。"
        )
    notice = replace(notice, left=(*notice.left, *_doubts(page)))
    text = written(notice, file.name).encode("utf-8")
    number = 1
    while disk.exists(workspace.root / (path := f"{FOLDER}/{STEM}{number if number > 1 else ''}.yaml")):
        number += 1
    if not dry_run:
        disk.write_file(workspace.root / path, text)
    return Imported(path, notice, check(path, text))


def _doubts(page: Page) -> Iterator[str]:
    """Yield what about the document may have been read otherwise than it is meant."""
    if "revisions" in page.notes:
        yield "文件带有修订痕迹，按修订后的内容读入，请接受或拒绝全部修订后再核对一遍。"
    if "pictures" in page.notes:
        yield "文件带有图片或文本框，其中的文字没有读入。"
    if page.struck:
        yield f"文件里有带删除线的文字（共 {len(page.struck)} 行），已照原样读入，请核对。"
