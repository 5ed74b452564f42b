"""How the bulletin, slips and the public text look in Word: the clerk's templates, filled in.

The templates are untrusted enough to be run in a sandbox; what units wrote is always literal text.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import asdict
from typing import TYPE_CHECKING

from minsheng_cli.form_spec import MONEY_UNIT
from minsheng_cli.reports.content.points import numeral
from minsheng_cli.reports.docx import filling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.bulletin import Bulletin
    from minsheng_cli.reports.content.public import PublicText
    from minsheng_cli.reports.content.slips import Slip
    from minsheng_cli.reports.content.table import ProjectBlock, TotalRow

BULLETIN, SLIP, PUBLIC = "通报.docx", "督办单.docx", "公开稿.docx"
Template = tuple[str, bytes]  # (name as the clerk knows it, bytes)


def bulletin(template: Template, said: Bulletin, report: MonthlyReport) -> bytes:
    """Return 情况通报.docx. Raises TemplateError naming the place."""
    sections = [
        {
            "title": section.title,
            "rows": [row for block in section.blocks for row in _rows(block)],
            "subtotal": _total(section.subtotal),
        }
        for section in report.sections
    ]
    table = {
        "sections": sections,
        "rows": [row for section in sections for row in section["rows"]],  # for a clerk who wants no sections
        "overall": _total(report.overall),
        "money_note": f"单位：{MONEY_UNIT}",
        "footnote": report.annex_note,
    }
    return filling.fill(*template, {"b": asdict(said), "table": table})


def _rows(block: ProjectBlock) -> Iterator[dict[str, str]]:
    for row in block.rows:
        yield {"number": block.number, "name": block.name, "target": block.target, "unit": row.unit_name} | {
            field: said.text if said.number is None else f"{said.number:,f}" for field, said in row.cells.items()
        }


def _total(total: TotalRow) -> dict[str, str]:
    return {
        "label": total.label, "amount": "" if total.amount is None else f"{total.amount:,f}", "note": total.note,
    }  # fmt: skip


def slip(template: Template, said: Slip) -> bytes:
    """Return 督办单.docx for one unit. Raises TemplateError."""
    return filling.fill(*template, {"s": asdict(said)})


def public(template: Template, said: PublicText) -> bytes:
    """Return 公开稿.docx. Raises TemplateError."""
    sections = [
        {
            "number": numeral(i),
            "title": title,
            "projects": [
                {
                    "number": f"（{numeral(j)}）",
                    "name": p.name,
                    "progress": p.progress,
                    "figures": f"{'；'.join(p.figures)}。" if p.figures else "",
                }
                for j, p in enumerate(projects)
            ],
        }
        for i, (title, projects) in enumerate(said.sections)
    ]
    return filling.fill(
        *template, {"p": {"title": said.title, "lead": said.lead, "source": said.source}, "sections": sections}
    )


def texts(data: bytes) -> list[tuple[str, str]]:
    """Return (part, text) of everything a reader could find in a document: body, comments, properties, all of it."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            if name.endswith((".xml", ".rels")):
                xml = book.read(name).decode("utf-8")
                # properties stand side by side without a blank: 13 minutes, 5 pages … would read as one number
                plain = re.sub(r"</w:p>", "\n", xml) if name.startswith("word/") else xml.replace("</", "\n" * 6 + "</")
                found.append((name, re.sub(r"<[^>]+>", "", plain)))
    return found
