"""The official form as a Word table, the way units that never open a spreadsheet return it (python-docx)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx

from hand import HEADERS, Form

if TYPE_CHECKING:
    from docx.document import Document


def typed(form: Form) -> Document:
    """Return a document with the text of a filled-in workbook: title, table, signatures as a line below."""
    document = docx.Document()
    sheet = form.sheet
    for row in range(1, form.header_row):
        text = "  ".join(str(c.value) for c in sheet[row] if c.value)
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=len(HEADERS))
    table.style = "Table Grid"
    for cell, header in zip(table.rows[0].cells, HEADERS.values(), strict=True):
        cell.text = header
    for row in form.rows.values():
        cells = table.add_row().cells
        for cell, field in zip(cells, HEADERS, strict=True):
            value = sheet.cell(row, form.columns[field]).value
            cell.text = shown(value)
    last = [str(c.value) for r in range(max(form.rows.values()) + 1, sheet.max_row + 1) for c in sheet[r] if c.value]
    document.add_paragraph("        ".join(last))
    return document


def shown(value: Any) -> str:
    """Return what a person copies from a cell."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def saved(document: Document) -> bytes:
    """Return the document's bytes."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()
