"""``catalogue import``: the list in a notice becomes the sketch of a catalogue, in a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.catalogue import check
from minsheng_cli.catalogue.notice import reading
from minsheng_cli.catalogue.notice.sketch import Earlier
from minsheng_cli.catalogue.notice.sketch import sketch as written
from minsheng_cli.config.yaml_strict import StrictYamlError, parse
from minsheng_cli.errors import SetupError, SubmissionError
from minsheng_cli.nouns import dataclass, replace
from minsheng_cli.store import disk
from minsheng_cli.wall import Readers
from minsheng_cli.workspace import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from minsheng_cli.catalogue.notice.reading import Choices, Notice
    from minsheng_cli.wall import OpenedDocument
    from minsheng_cli.workspace import Workspace

    Choose = Callable[[Notice], Choices]

FOLDER, STEM = "data", "项目清单草稿"
_HOW = {
    "pdf": "请用 WPS 打开，用“PDF 转 Word”转成 .docx（扫描件要先识别文字），核对文字后再试",
    "image": "图片里的字程序不认，请用 WPS 识别成文字，存为 .docx 后再试",
    "": "请用 WPS 或 Word 打开，另存为 .docx（表格另存为 .xlsx）后再试",
}
"""What to do with a document that is not read, by its kind."""


@dataclass(frozen=True)
class Imported:
    """What was read of a notice."""

    path: str  # of the sketch, inside the workspace
    notice: Notice
    faults: tuple[str, ...]  # what ``catalogue check`` says of the sketch: what is left to a person
    proposed: int = 0  # values that the program proposes

    @property
    def unread(self) -> tuple[str, ...]:
        """Return a sentence for whatever of the document is not in the sketch."""
        return self.notice.unread


def sketch(
    workspace: Workspace, file: Path, page: OpenedDocument, *, dry_run: bool = False, choose: Choose | None = None
) -> Imported:
    """Write a sketch of the catalogue beside the catalogue; no file is ever replaced by another.

    ``page`` is what ``open_page`` read. ``choose`` is shown what each column was taken for and may say
    otherwise. SetupError when the document holds no list of projects.
    """
    notice = read_notice(page, file.name, choose)
    text = written(notice, file.name, earlier_units(workspace, notice.head.district)).encode("utf-8")
    number, path = 1, f"{FOLDER}/{STEM}.yaml"
    # The same sketch once more, as when the command was killed at its very end, is no second one.
    while disk.read(workspace.root / path) not in (None, text):
        number += 1
        path = f"{FOLDER}/{STEM}{number}.yaml"
    if not dry_run:
        disk.write_file(workspace.root / path, text)
    return Imported(path, notice, check(path, text), text.count("# 建议".encode()))


def open_page(file: Path) -> OpenedDocument:
    """Return what a document says; SetupError with what to do about it when it cannot be read."""
    with Readers() as readers:  # it comes from outside: opened behind the wall like a return
        try:
            return readers.page(read_bytes(file))
        except SubmissionError as error:
            how = _HOW.get(str(error.facts.get("kind", "")), _HOW[""])
            raise SetupError(f"“{file.name}”不能导入：{error}。{how}。") from error


def read_notice(page: OpenedDocument, name: str, choose: Choose | None = None) -> Notice:
    """Return the list in a document, with a sentence for whatever a person should look at. SetupError without one."""
    notice = reading.read(page.cells, page.merges, page.bands)
    if notice is not None and notice.columns and choose is not None and (choices := choose(notice)):
        notice = reading.read(page.cells, page.merges, page.bands, choices)
    if notice is None or not notice.rows:
        raise SetupError(
            f"“{name}”里没有找到项目清单：表头至少要有项目名称、目标任务和一栏单位；"
            "没有表格的，每一条（（一）或 1.）要写明责任单位。请核对文件。"
        )
    return replace(notice, unread=(*notice.unread, *_doubts(page)))


def earlier_units(workspace: Workspace, district: str) -> Earlier:
    """Return the units of the workspace's newest list of the same place, by every name they have there."""
    best = Earlier()
    for path in sorted((workspace.root / FOLDER).glob("projects*.yaml")):
        try:
            plain = parse(read_bytes(path))
        except StrictYamlError:
            continue
        if not isinstance(plain, dict) or not district or plain.get("district") != district:
            continue
        units = [unit for unit in plain.get("units") or () if isinstance(unit, dict)]
        names = {
            name: unit
            for unit in units
            for name in (unit.get("name"), unit.get("full_name"), *(unit.get("aliases") or ()))
            if isinstance(name, str)
        }
        year = str(plain.get("year") or "")
        if year >= best.year:
            best = Earlier(year, names)
    return best


def _doubts(page: OpenedDocument) -> Iterator[str]:
    """Yield a sentence for each thing in the document that may not have been read as it is meant."""
    if "revisions" in page.notes:
        yield "文件带有修订痕迹，按修订后的内容读入，请接受或拒绝全部修订后再核对一遍。"
    if "pictures" in page.notes:
        yield "文件带有图片或文本框，其中的文字没有读入。"
    if page.struck:
        yield f"文件里有带删除线的文字（共 {len(page.struck)} 行），已照原样读入，请核对。"
