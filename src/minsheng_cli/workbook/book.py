"""The one place that opens a workbook to be written: text stays text, and the same contents give the same bytes."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from minsheng_cli.nouns import dataclass, field
from minsheng_cli.text.fold import legal
from minsheng_cli.zipped import same_everywhere

if TYPE_CHECKING:
    from datetime import date

    from xlsxwriter.workbook import Workbook

DEFAULT_FACE = {"font_name": "Arial", "font_size": 10}
"""What column widths are counted in. Arial's digits are as broad as Calibri's (7 pixels), and unlike Calibri it has a
twin wherever LibreOffice or WPS runs: with Calibri missing, columns come out a third too broad.
"""


@dataclass()
class NewBook:
    """A workbook being written."""

    book: Workbook
    stream: io.BytesIO = field(repr=False)

    def bytes(self) -> bytes:
        """Close the workbook and return what it has become."""
        self.book.close()
        return same_everywhere(self.stream.getvalue())


def opened(created: date, *, title: str = "", subject: str = "", author: str = "") -> NewBook:
    """Open an empty workbook. ``created`` is a day on paper, never the clock's."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - 54 ms, only when a workbook is written

    stream = io.BytesIO()
    options: dict[str, Any] = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(DEFAULT_FACE),  # a copy: the library writes into it
    }
    book = Workbook(stream, options)
    facts = {"title": title, "subject": subject, "author": author}
    said = {key: legal(text) for key, text in facts.items() if text}
    moment = datetime(created.year, created.month, created.day)  # noqa: DTZ001 - a date on paper, without a zone
    book.set_properties(said | {"created": moment})
    return NewBook(book, stream)
